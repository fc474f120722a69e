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

/**
 * tb_help_dup_outside:
 * @path: of a file of the program
 * @sandbox: what a Flatpak sandbox says of itself, or would
 *
 * A path in a sandbox means nothing to a browser outside of it.
 *
 * Returns: (transfer full): where the file lies outside, or @path where no sandbox is
 */
char *tb_help_dup_outside (const char *path,
                           const char *sandbox);

G_END_DECLS
