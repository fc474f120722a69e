/* SPDX-License-Identifier: GPL-3.0-or-later
 * As many columns of one width as there is room for. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TbColumnsLayout:
 *
 * Lays its children out row by row in columns of one width: as many as fit, so that nothing has to know
 * how wide the window is or how large its text. A child that expands horizontally has a row for itself.
 *
 * Properties, read-write: `columns` (at most so many), `chars` (a column has room for so many characters).
 */
#define TB_TYPE_COLUMNS_LAYOUT (tb_columns_layout_get_type ())
G_DECLARE_FINAL_TYPE (TbColumnsLayout, tb_columns_layout, TB, COLUMNS_LAYOUT, GtkLayoutManager)

G_END_DECLS
