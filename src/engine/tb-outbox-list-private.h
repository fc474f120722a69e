/* SPDX-License-Identifier: GPL-3.0-or-later
 * How a message that waits is described, for its list and for all at once. */
#pragma once

#include "tb-engine.h"
#include "tb-store.h"

G_BEGIN_DECLS

/** tb_outbox_describe_row: Returns: (transfer full): %NULL with @error */
TbOutboxView *tb_outbox_describe_row (TbTx              *tx,
                                      const TbOutboxRow *row,
                                      GError           **error);
/** tb_outbox_describe_link: of a file that has no event yet. Returns: (transfer full): %NULL with @error */
TbOutboxView *tb_outbox_describe_link (TbTx                   *tx,
                                       const TbItemLinkRecord *link,
                                       GError                **error);

G_END_DECLS
