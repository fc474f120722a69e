/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row of the outbox: a partner and how it is reached, or a message that waits and why. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-outbox-list.h"

G_BEGIN_DECLS

/**
 * TbOutboxCard:
 *
 * Stands in the cell of a list and names it for the screen reader. Its buttons activate the actions
 * `outbox.send-now` (x: partner), `outbox.resend` and `outbox.skip` (x: ticket), `outbox.resend-to` (x:
 * partner) of what it stands in. Signal `clicked`: a plain click beside them.
 */
#define TB_TYPE_OUTBOX_CARD (tb_outbox_card_get_type ())
G_DECLARE_FINAL_TYPE (TbOutboxCard, tb_outbox_card, TB, OUTBOX_CARD, AdwBin)

GtkWidget *tb_outbox_card_new (TbDesk *desk);
/** tb_outbox_card_set_message: @message: (nullable) */
void tb_outbox_card_set_message (TbOutboxCard    *self,
                                 TbOutboxMessage *message);
/** tb_outbox_card_get_message: Returns: (transfer none) (nullable) */
TbOutboxMessage *tb_outbox_card_get_message (TbOutboxCard *self);
/** tb_outbox_card_refresh: the clock has gone on. */
void tb_outbox_card_refresh (TbOutboxCard *self);

G_END_DECLS
