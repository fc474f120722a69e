/* SPDX-License-Identifier: GPL-3.0-or-later
 * The guide: in the desktop's help viewer, else in what shows web pages. The second is one file with all
 * pictures inside, so that a sandbox can hand it out through the portal. */
#include "config.h"

#include "tb-help.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define HELP_URI "help:ticketbruecke"
/* The guide has one language so far. */
#define HELP_FILE "de/handbuch.html"

static char *
help_file (void)
{
  const char *folder = g_getenv ("TICKETBRUECKE_HELPDIR");

  return g_build_filename (folder != NULL && *folder != '\0' ? folder : HELPDIR, HELP_FILE, NULL);
}

/* A viewer finds what lies in the desktop's own folders: not what was only built, or installed elsewhere. */
static gboolean
can_be_found_by_viewer (void)
{
  return g_getenv ("TICKETBRUECKE_HELPDIR") == NULL &&
         g_strv_contains (g_get_system_data_dirs (), DATADIR);
}

static void
tell_failure (GtkWindow *window)
{
  g_autofree char *path = help_file ();
  /* Translators: %s is the path of a file. */
  g_autofree char *text = g_strdup_printf (
    _ ("No program was found that shows it. It is this file, which any web browser can open:\n\n%s"), path);
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("The Guide Cannot Be Shown"), text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_file_shown_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (GtkWindow) window = data;
  g_autoptr (GError) error = NULL;

  /* Dismissed: somebody was asked with which program, and wanted none. */
  if (gtk_show_uri_full_finish (window, result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_info ("the guide: %s", error->message);
  if (gtk_widget_get_visible (GTK_WIDGET (window)))
    tell_failure (window);
}

static void
show_file (GtkWindow *window)
{
  g_autofree char *path = help_file ();
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);

  gtk_show_uri_full (window, uri, GDK_CURRENT_TIME, NULL, on_file_shown_cb, g_object_ref (window));
}

static void
on_viewer_shown_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (GtkWindow) window = data;

  if (!gtk_show_uri_full_finish (window, result, NULL))
    show_file (window);
}

static void
on_viewer_found_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (GtkWindow) window = data;
  g_autoptr (GAppInfo) viewer = g_app_info_get_default_for_uri_scheme_finish (result, NULL);

  if (viewer == NULL)
    show_file (window);
  else
    gtk_show_uri_full (window, HELP_URI, GDK_CURRENT_TIME, NULL, on_viewer_shown_cb, g_object_ref (window));
}

void
tb_help_show (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  if (can_be_found_by_viewer ())
    g_app_info_get_default_for_uri_scheme_async ("help", NULL, on_viewer_found_cb, g_object_ref (window));
  else
    show_file (window);
}
