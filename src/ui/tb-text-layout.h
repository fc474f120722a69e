/* SPDX-License-Identifier: GPL-3.0-or-later
 * A long text that asks for no width. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TB_TYPE_TEXT_LAYOUT (tb_text_layout_get_type ())
G_DECLARE_FINAL_TYPE (TbTextLayout, tb_text_layout, TB, TEXT_LAYOUT, GtkLayoutManager)

/**
 * TbTextLayout:
 *
 * How a label is measured that wraps between any two letters: it can be as narrow as its width in letters,
 * and takes what it is given. A label of its own would break its text once for the least width and once for
 * none at all, each time it changes, before somebody asks for the height.
 */

G_END_DECLS
