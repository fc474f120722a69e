/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rows of a time line, which show one line after the other. */
#pragma once

#include <gtk/gtk.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

/**
 * TbTimelineRows:
 *
 * To make a row and to take it apart, to put it into a list and to take it out, is much more work than to
 * show another line in it. So a row whose line is gone shows the one that takes its place; one that is out of
 * use stays in the list, unseen and empty, until a line needs it. There is not more than a page of those.
 */
typedef struct _TbTimelineRows TbTimelineRows;

/** tb_timeline_rows_new: of @list, which has nothing else in it and outlives them */
TbTimelineRows *tb_timeline_rows_new (GtkListBox *list);
void            tb_timeline_rows_free (TbTimelineRows *self);

/**
 * tb_timeline_rows_change: follows @lines, of TbItem and TbHistoryEntry.
 * @desk: (nullable): as is @sheet where nothing is added
 */
void tb_timeline_rows_change (TbTimelineRows *self,
                              TbDesk         *desk,
                              TbTicketSheet  *sheet,
                              GListModel     *lines,
                              guint           position,
                              guint           removed,
                              guint           added);
/** tb_timeline_rows_get: Returns: (transfer none) (nullable): the row of a line */
GtkWidget *tb_timeline_rows_get (TbTimelineRows *self,
                                 guint           position);
/** tb_timeline_rows_find: Returns: which line it shows; -1: none */
int tb_timeline_rows_find (TbTimelineRows *self,
                           GtkWidget      *row);
/** tb_timeline_rows_refresh: the day or what is known of the ticket is another. */
void tb_timeline_rows_refresh (TbTimelineRows *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbTimelineRows, tb_timeline_rows_free)

G_END_DECLS
