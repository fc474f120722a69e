/* SPDX-License-Identifier: GPL-3.0-or-later
 * A line of the history in the time line: who, what, when. */
#pragma once

#include <gtk/gtk.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

#define TB_TYPE_EVENT_ROW (tb_event_row_get_type ())
G_DECLARE_FINAL_TYPE (TbEventRow, tb_event_row, TB, EVENT_ROW, GtkListBoxRow)

/**
 * tb_event_row_set_entry: a line of the history never changes, but for how its day and its status are called.
 * @entry: (nullable): %NULL: none for now; so may be @desk and @sheet then
 */
void tb_event_row_set_entry (TbEventRow     *self,
                             TbDesk         *desk,
                             TbTicketSheet  *sheet,
                             TbHistoryEntry *entry);
/** tb_event_row_refresh: the day or what is known of the ticket is another. */
void tb_event_row_refresh (TbEventRow *self);

G_END_DECLS
