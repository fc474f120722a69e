/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the lists of the window share: which cells live, and a selection that may be empty. */
#include "config.h"

#include "tb-cells.h"

/* Where a cell ends depends on who goes first, so no "teardown" can be relied upon. */
static void
on_cell_gone_cb (gpointer data,
                 GObject *where_it_was)
{
  GPtrArray *cells = data;

  g_ptr_array_remove_fast (cells, where_it_was);
  g_ptr_array_unref (cells);
}

void
tb_cells_add (GPtrArray *cells,
              GtkWidget *cell)
{
  g_return_if_fail (GTK_IS_WIDGET (cell));

  g_ptr_array_add (cells, cell);
  g_object_weak_ref (G_OBJECT (cell), on_cell_gone_cb, g_ptr_array_ref (cells));
}

GtkSingleSelection *
tb_cells_select (GListModel *model)
{
  GtkSingleSelection *selection;

  g_return_val_if_fail (G_IS_LIST_MODEL (model), NULL);

  selection = gtk_single_selection_new (NULL);
  /* Before it has a model, or it would select the first row. */
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_single_selection_set_model (selection, model);
  return selection;
}
