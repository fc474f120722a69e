/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pulls at the side that is asked. */
#pragma once

#include "tb-core-private.h"

G_BEGIN_DECLS

/** tb_core_answer_held: the answer to a pull that was received before and waits for something. Changes
 * nothing. Returns: (transfer full) (nullable): %NULL if it has to be received again for it */
TbEnvelope *tb_core_answer_held (TbCore           *core,
                                 TbPartnerRecord  *partner,
                                 const TbEnvelope *request);
/** tb_core_answer_pull: the answer to a pull, after what it says was taken; not signed. */
TbEnvelope *tb_core_answer_pull (TbCore           *core,
                                 TbPartnerRecord  *partner,
                                 const TbEnvelope *request,
                                 const TbBatch    *asked,
                                 GError          **error);
TbEnvelope *tb_core_receive_pull (TbCore           *core,
                                  TbPartnerRecord  *partner,
                                  const TbEnvelope *request,
                                  GError          **error);

G_END_DECLS
