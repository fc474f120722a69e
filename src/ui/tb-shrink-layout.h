/* SPDX-License-Identifier: GPL-3.0-or-later
 * A scrolled window that is as high as what it holds, as long as there is room. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TbShrinkLayout:
 *
 * For one child, a GtkScrolledWindow with a GtkViewport in it. The scrolled window itself asks for the
 * height that its content would have at its narrowest; here the content is asked at the width that it has.
 */
#define TB_TYPE_SHRINK_LAYOUT (tb_shrink_layout_get_type ())
G_DECLARE_FINAL_TYPE (TbShrinkLayout, tb_shrink_layout, TB, SHRINK_LAYOUT, GtkLayoutManager)

G_END_DECLS
