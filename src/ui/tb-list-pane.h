/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tickets of a folder as cards, with search and sort. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbListPane:
 *
 * One list of tickets whose query changes. The selected ticket stays selected wherever it moves in the list,
 * and is selected again when it comes back.
 *
 * Properties: `desk`, `folder` (uint), `ticket` (int64: the selected one, read-write, notifying; 0
 * none), `sort` (uint, TbSort), `descending`, `searches-all` (a search looks into all tickets and not into
 * the folder alone), `shows-back`, `shows-start-buttons`, `shows-end-buttons`, `menu` (nullable: the
 * main menu; it and the button of a new ticket stand here while the folders are hidden).
 * Signal `opened` (the user wants to see the selected ticket: click, Return).
 */
#define TB_TYPE_LIST_PANE (tb_list_pane_get_type ())
G_DECLARE_FINAL_TYPE (TbListPane, tb_list_pane, TB, LIST_PANE, AdwBin)

/** tb_list_pane_search_for: as if these words had been typed. */
void tb_list_pane_search_for (TbListPane *self,
                              const char *words);
/** tb_list_pane_search: puts the focus into the search field. */
void tb_list_pane_search (TbListPane *self);

G_END_DECLS
