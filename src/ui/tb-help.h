/* SPDX-License-Identifier: GPL-3.0-or-later
 * The guide: in the desktop's help viewer, else in what shows web pages. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tb_help_show:
 * @application: its active window is what belongs to the guide
 *
 * Opens the guide. Where that fails a dialog says where it lies. Never waits.
 */
void tb_help_show (GtkApplication *application);

G_END_DECLS
