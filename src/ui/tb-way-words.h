/* SPDX-License-Identifier: GPL-3.0-or-later
 * How messages travel to a partner, and what came of trying it, in words. */
#pragma once

#include "tb-desk.h"
#include "tb-transport.h"

G_BEGIN_DECLS

/** tb_way_words: Returns: (transfer full): `Straight to the partner · https://…` */
char *tb_way_words (TbPartner *partner);
/**
 * tb_way_words_trial:
 * @trial: what came back
 * @error: (nullable): why it failed
 *
 * Returns: (transfer full): what was tried, what came of it, and what can be done about it
 */
char *tb_way_words_trial (TbPartner     *partner,
                          TbDesk        *desk,
                          const TbTrial *trial,
                          const GError  *error);

G_END_DECLS
