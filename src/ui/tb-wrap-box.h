/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row of small widgets that goes on in the next line where there is no room. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TbWrapBox:
 *
 * Lays its children out in lines, each child at its natural width as long as the line has room. Children stay
 * out of the chain of focus that a [class@Gtk.FlowBox] would put around them.
 *
 * Properties: `spacing` (uint: between children and between lines), `fills` (children that expand start from
 * their minimum width and share what is left of their line; if none does, all share it), `per-line` (uint: at
 * most so many in a line; 0 as many as fit).
 */
#define TB_TYPE_WRAP_BOX (tb_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (TbWrapBox, tb_wrap_box, TB, WRAP_BOX, GtkWidget)

GtkWidget *tb_wrap_box_new (guint spacing);
/** tb_wrap_box_append: @child: (transfer floating) */
void tb_wrap_box_append (TbWrapBox *self,
                         GtkWidget *child);

G_END_DECLS
