/* SPDX-License-Identifier: GPL-3.0-or-later
 * The guide: in the desktop's help viewer, else in what shows web pages. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tb_help_show:
 * @window: from where it is asked for
 *
 * Opens the guide. Where that fails a dialog says where it lies. Never waits.
 */
void tb_help_show (GtkWindow *window);

G_END_DECLS
