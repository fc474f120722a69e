/* SPDX-License-Identifier: GPL-3.0-or-later
 * A pane of a leaflet, which says how wide it wants to be whatever its height. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TbPaneLayout:
 *
 * For one child. A leaflet asks its panes how wide they want to be at the height they have, and each label
 * that wraps, however short, then tries out one width after the other. Our panes scroll: their width does not
 * depend on their height.
 */
#define TB_TYPE_PANE_LAYOUT (tb_pane_layout_get_type ())
G_DECLARE_FINAL_TYPE (TbPaneLayout, tb_pane_layout, TB, PANE_LAYOUT, GtkLayoutManager)

G_END_DECLS
