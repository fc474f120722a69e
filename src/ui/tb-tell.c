/* SPDX-License-Identifier: GPL-3.0-or-later
 * Short messages from any widget or dialog to the main window it belongs to. */
#include "config.h"

#include "tb-tell.h"

#include "tb-text.h"

GtkWindow *
tb_main_window_of (GtkWidget *widget)
{
  GtkRoot *root;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  root = gtk_widget_get_root (widget);
  while (GTK_IS_WINDOW (root) && gtk_window_get_transient_for (GTK_WINDOW (root)) != NULL)
    root = GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root)));
  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

void
tb_tell (GtkWidget  *widget,
         const char *text)
{
  GtkWindow *window = tb_main_window_of (widget);

  g_return_if_fail (text != NULL);

  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "(sx)", text,
                                G_GINT64_CONSTANT (0));
}

void
tb_tell_error (GtkWidget    *widget,
               const GError *error)
{
  g_autofree char *text = tb_text_problem (error);

  tb_tell (widget, text);
}
