/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is said of messages that wait: what they are, why they wait, what leaving them out would mean. */
#pragma once

#include "tb-desk.h"

G_BEGIN_DECLS

/** tb_outbox_words_what: Returns: (transfer full): `Offer`, `2 notes`, `Outsourcing status: Complete` */
char *tb_outbox_words_what (const TbOutboxView *view);
/** tb_outbox_words_since: Returns: (transfer full): `since today, 09:12` */
char *tb_outbox_words_since (const TbOutboxView *view,
                             TbDesk             *desk);
/** tb_outbox_words_why: Returns: (transfer full) (nullable): why this one waits; %NULL if there is no other
 * reason than its partner's */
char *tb_outbox_words_why (const TbOutboxView *view);
/** tb_outbox_words_no_skip: Returns: (transfer none) (nullable): why it cannot be left out; %NULL: it can */
const char *tb_outbox_words_no_skip (const TbOutboxView *view,
                                     TbDesk             *desk);
/** tb_outbox_words_skip: @held: (element-type TbOutboxView). Returns: (transfer full): what becomes of them,
 * and of what they are about, once they are left out */
char *tb_outbox_words_skip (GPtrArray *held);
/** tb_outbox_words_counts: Returns: (transfer full): `3 waiting · 1 refused` */
char *tb_outbox_words_counts (gint64 waiting,
                              gint64 held);
/** tb_outbox_words_partner: @is_trouble: (out): whether somebody should look at it. Returns: (transfer full):
 * how it is reached: why not, since when, and when that is tried again */
char *tb_outbox_words_partner (TbPartner *partner,
                               TbDesk    *desk,
                               gboolean  *is_trouble);

G_END_DECLS
