/* SPDX-License-Identifier: GPL-3.0-or-later
 * The place of a card in the list, whose card is only there once it is looked at. */
#pragma once

#include "tb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TB_TYPE_CARD_CELL (tb_card_cell_get_type ())
G_DECLARE_FINAL_TYPE (TbCardCell, tb_card_cell, TB, CARD_CELL, GtkWidget)

/**
 * TbCardCell:
 *
 * A list keeps some thirty cells ready, of which ten are seen. Making, filling and measuring the cards of all
 * of them at each change of the folder would take three times as long as what is shown. With another folder
 * the list lets go of all cells and makes new ones: the cards go on in those.
 */

/**
 * tb_card_cell_new:
 * @spare: (element-type TbTicketCard): those of cells that are gone, for others of the same list; frees them
 * @gauge: a card, which is as high as all of them
 */
GtkWidget *tb_card_cell_new (TbDesk    *desk,
                             GPtrArray *spare,
                             GtkWidget *gauge);

/**
 * tb_card_cell_set_ticket:
 * @ticket: (nullable): what the card shows as soon as it is looked at
 */
void tb_card_cell_set_ticket (TbCardCell *self,
                              TbTicket   *ticket);

/**
 * tb_card_cell_get_ticket:
 *
 * Returns: (transfer none) (nullable): the ticket
 */
TbTicket *tb_card_cell_get_ticket (TbCardCell *self);

/**
 * tb_card_cell_show:
 *
 * It is looked at: the card is made, or shows the ticket that it does not show yet.
 */
void tb_card_cell_show (TbCardCell *self);

/**
 * tb_card_cell_refresh:
 *
 * Words such as “yesterday” may be others now.
 */
void tb_card_cell_refresh (TbCardCell *self);

G_END_DECLS
