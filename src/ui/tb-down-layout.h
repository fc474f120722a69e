/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row or column of children whose height follows from their width, and never the other way round. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TbDownLayout:
 *
 * Children beside or below each other, as in a GtkBox: each as large as it wants, and what is left goes to
 * those that expand. A GtkBox also looks for the width that goes with a height, and a row of them for the
 * height at which all children fit: where texts wrap, each of them is then laid out over and over, at one
 * width after the other. Here each is asked for its widths once, and for its height at the one it gets. It is
 * for a single child, too: a leaflet asks its panes, which scroll, for the width that goes with their height.
 */
#define TB_TYPE_DOWN_LAYOUT (tb_down_layout_get_type ())
G_DECLARE_FINAL_TYPE (TbDownLayout, tb_down_layout, TB, DOWN_LAYOUT, GtkLayoutManager)

/**
 * TbDownLayout:is-row:
 *
 * Whether the children stand beside each other.
 */
/**
 * TbDownLayout:spacing:
 *
 * Between them, in pixels.
 */
/**
 * TbDownLayout:is-scrolled:
 *
 * Whether they stand in a scrolled window, which asks for their height also before it knows their width, and
 * makes nothing of the answer.
 */

G_END_DECLS
