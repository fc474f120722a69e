/* SPDX-License-Identifier: GPL-3.0-or-later
 * A ticket in the list: three lines, always of the same height. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbTicketCard:
 *
 * Follows its ticket; while that is loading it is a calm skeleton.
 *
 * Properties: `ticket` (TbTicket, nullable), `summary` (string, read-only: all in one sentence).
 * Signal `clicked`: a plain click, without a modifier.
 */
#define TB_TYPE_TICKET_CARD (tb_ticket_card_get_type ())
G_DECLARE_FINAL_TYPE (TbTicketCard, tb_ticket_card, TB, TICKET_CARD, AdwBin)

/** tb_ticket_card_new: @desk gives zone and clock. */
GtkWidget *tb_ticket_card_new (TbDesk *desk);
/** tb_ticket_card_set_ticket: @ticket: (nullable) */
void      tb_ticket_card_set_ticket (TbTicketCard *self,
                                     TbTicket     *ticket);
TbTicket *tb_ticket_card_get_ticket (TbTicketCard *self);
/** tb_ticket_card_refresh: says anew what depends on the clock. */
void tb_ticket_card_refresh (TbTicketCard *self);

G_END_DECLS
