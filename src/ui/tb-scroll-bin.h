/* SPDX-License-Identifier: GPL-3.0-or-later
 * As tall as its content wants; scrolls it where there is less room. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TbScrollBin:
 *
 * A [class@Gtk.ScrolledWindow] knows the height that its child wants only for a child that does not wrap.
 * This one asks for the width that it really has.
 *
 * Properties: `child`.
 */
#define TB_TYPE_SCROLL_BIN (tb_scroll_bin_get_type ())
G_DECLARE_FINAL_TYPE (TbScrollBin, tb_scroll_bin, TB, SCROLL_BIN, GtkWidget)

G_END_DECLS
