/* SPDX-License-Identifier: GPL-3.0-or-later
 * The cards of a list of tickets, one of which is selected. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-list-query.h"

G_BEGIN_DECLS

/**
 * TbCardList:
 *
 * One list of tickets whose query changes; what is shown stays until the first rows of the next query are
 * there. The selected ticket stays selected wherever it moves in the list, and is selected again when it
 * comes back.
 *
 * Properties: `ticket` (int64: the selected one, 0 none; one that is not there is selected when it comes).
 * Signals: `opened`: the user wants to see the selected ticket (click, Return); `changed`: the number of
 * tickets, whether they are still loading, or the error may be another.
 */
#define TB_TYPE_CARD_LIST (tb_card_list_get_type ())
G_DECLARE_FINAL_TYPE (TbCardList, tb_card_list, TB, CARD_LIST, AdwBin)

/** tb_card_list_show: starts to load.
 * @desk: the same each time
 * @query: is copied
 * @follows_ticket: the first rows are scrolled to the selected ticket, else to the top */
void tb_card_list_show (TbCardList        *self,
                        TbDesk            *desk,
                        const TbListQuery *query,
                        gboolean           follows_ticket);
/** tb_card_list_retry: reads all anew, after an error. */
void tb_card_list_retry (TbCardList *self);

/** tb_card_list_is_new: whether nothing of the latest query is there yet; what is shown is the one before. */
gboolean tb_card_list_is_new (TbCardList *self);
/** tb_card_list_is_loading: whether not all of it is known. */
gboolean tb_card_list_is_loading (TbCardList *self);
/** tb_card_list_get_n_tickets: how many are known. */
guint tb_card_list_get_n_tickets (TbCardList *self);
/** tb_card_list_get_error: Returns: (transfer none) (nullable): why they could not be read */
const GError *tb_card_list_get_error (TbCardList *self);

/** tb_card_list_focus: puts the focus on the selected card. Nothing happens if there is none. */
void tb_card_list_focus (TbCardList *self);
/** tb_card_list_enter: as tb_card_list_focus(), and selects the first card if none is. */
void tb_card_list_enter (TbCardList *self);
/** tb_card_list_get_view: Returns: (transfer none): what has the keys while a card has the focus */
GtkWidget *tb_card_list_get_view (TbCardList *self);

G_END_DECLS
