/* SPDX-License-Identifier: GPL-3.0-or-later
 * A window with the time line of a ticket, for the tests of what is in it. */
#pragma once

#include "tb-ticket-sheet.h"
#include "ui-test.h"

G_BEGIN_DECLS

/** UiLines: two companies, an accepted ticket between them, and a window of one of them. */
typedef struct
{
  TbCorner       corner;
  TbDesk        *desk;
  TbTicketSheet *sheet;
  GtkWidget     *window;
  GtkWidget     *timeline;
  GtkWidget     *list;
} UiLines;

void ui_lines_set_up (UiLines      *fixture,
                      gconstpointer data);
void ui_lines_tear_down (UiLines      *fixture,
                         gconstpointer data);
/** ui_lines_open: the window of one side */
void    ui_lines_open (UiLines    *fixture,
                       TbSide     *side,
                       const char *number);
TbSide *ui_lines_lead (UiLines *fixture);
TbSide *ui_lines_service (UiLines *fixture);
/** ui_lines_first: of the rows in use, as are those after it. Returns: (transfer none) (nullable) */
GtkWidget *ui_lines_first (UiLines *fixture);
GtkWidget *ui_lines_after (GtkWidget *row);
GtkWidget *ui_lines_last (UiLines *fixture);
/** ui_lines_count: the rows in use of a type */
guint ui_lines_count (UiLines *fixture,
                      GType    type);
/** ui_lines_row_with: Returns: (transfer none): the row that shows @text somewhere; there must be one */
GtkWidget *ui_lines_row_with (UiLines    *fixture,
                              const char *text);
/** ui_lines_says: whether the row shows @text somewhere */
gboolean ui_lines_says (GtkWidget  *row,
                        const char *text);
/** ui_lines_add: an item to a ticket */
void ui_lines_add (TbSide     *side,
                   const char *number,
                   TbItemDraft draft);

G_END_DECLS
