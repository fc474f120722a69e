/* SPDX-License-Identifier: GPL-3.0-or-later
 * A card of the time line: a note, time entry, charge or attachment. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

/**
 * TbItemRow:
 *
 * Shows one item at a time and follows it. What can be done with it are its actions `item.edit`
 * (F2, Return), `item.delete` (Delete) and `item.save` (an attachment's copy); an item that nobody can change
 * now has the class `read-only`, no buttons for it, and says why.
 */
#define TB_TYPE_ITEM_ROW (tb_item_row_get_type ())
G_DECLARE_FINAL_TYPE (TbItemRow, tb_item_row, TB, ITEM_ROW, GtkListBoxRow)

/**
 * tb_item_row_set_item: shows another one in the row, as if it had just been made.
 * @item: (nullable): %NULL: none for now; so may be @desk and @sheet then
 */
void tb_item_row_set_item (TbItemRow     *self,
                           TbDesk        *desk,
                           TbTicketSheet *sheet,
                           TbItem        *item);
/** tb_item_row_get_item: Returns: (transfer none) */
TbItem *tb_item_row_get_item (TbItemRow *self);
/** tb_item_row_activate: what Return and a double click do: edits, or saves a file. */
void tb_item_row_activate (TbItemRow *self);
/** tb_item_row_refresh: shows it anew: the day or the state of its ticket is another. */
void tb_item_row_refresh (TbItemRow *self);

G_END_DECLS
