/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the lists of the window share: which cells live, and a selection that may be empty. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** tb_cells_add: @cell is in @cells (element-type GtkWidget, borrowed) for as long as it lives. */
void tb_cells_add (GPtrArray *cells,
                   GtkWidget *cell);
/** tb_cells_select: Returns: (transfer full): a selection over @model in which nothing need be selected */
GtkSingleSelection *tb_cells_select (GListModel *model);

G_END_DECLS
