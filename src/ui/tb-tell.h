/* SPDX-License-Identifier: GPL-3.0-or-later
 * Short messages from any widget or dialog to the main window it belongs to. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** tb_main_window_of: Returns: (transfer none) (nullable): the window that @widget stands in, or that its
 * dialog belongs to */
GtkWindow *tb_main_window_of (GtkWidget *widget);
/** tb_tell: shows a toast with what just happened: a whole sentence, already translated. */
void tb_tell (GtkWidget  *widget,
              const char *text);
/** tb_tell_error: shows what went wrong as a toast; where a form has the field, it stands there instead. */
void tb_tell_error (GtkWidget    *widget,
                    const GError *error);

G_END_DECLS
