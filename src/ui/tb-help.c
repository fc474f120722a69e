/* SPDX-License-Identifier: GPL-3.0-or-later
 * The guide: in the desktop's help viewer, else in what shows web pages. The second is one file with all
 * pictures inside, so that a sandbox can hand it out through the portal. */
#include "config.h"

#include "tb-help.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define HELP_URI "help:ticketbruecke"
/* The guide has one language so far. */
#define HELP_FILE "de/handbuch.html"
#define SANDBOX_INFO "/.flatpak-info"
#define SANDBOX_PREFIX "/app/"

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

char *
tb_help_dup_outside (const char *path,
                     const char *sandbox)
{
  g_autoptr (GKeyFile) info = g_key_file_new ();
  g_autofree char *outside = NULL;

  if (g_str_has_prefix (path, SANDBOX_PREFIX) &&
      g_key_file_load_from_file (info, sandbox, G_KEY_FILE_NONE, NULL))
    outside = g_key_file_get_string (info, "Instance", "app-path", NULL);
  if (outside == NULL)
    return g_strdup (path);
  return g_build_filename (outside, path + strlen (SANDBOX_PREFIX), NULL);
}

/* To be copied, and of any length; a hyphen at the end of a line would be read as its own. */
static GtkWidget *
path_label (const char *path)
{
  GtkWidget *label = gtk_label_new (path);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  return label;
}

static void
tell_failure (GtkWindow *window)
{
  g_autofree char *file = help_file ();
  g_autofree char *path = tb_help_dup_outside (file, SANDBOX_INFO);
  GtkWidget       *dialog = adw_message_dialog_new (
          window, _ ("The Guide Cannot Be Shown"),
          _ ("No program was found that shows it. It is this file, which any web browser can open:"));

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), path_label (path));
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

static void
on_portal_answered_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr (GtkWindow) window = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) version = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (version != NULL)
    {
      show_file (window);
      return;
    }
  g_info ("the portal: %s", error->message);
  if (gtk_widget_get_visible (GTK_WIDGET (window)))
    tell_failure (window);
}

/* Who opens a file for a sandbox. Asked first, for GLib 2.84 ends the program where a file is to be opened
 * and no portal is there. */
static void
ask_portal (GtkWindow *window)
{
  GDBusConnection *bus = g_application_get_dbus_connection (g_application_get_default ());

  if (bus == NULL)
    {
      tell_failure (window);
      return;
    }
  g_dbus_connection_call (bus, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                          "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", "org.freedesktop.portal.OpenURI", "version"), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_portal_answered_cb, g_object_ref (window));
}

void
tb_help_show (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  if (g_file_test (SANDBOX_INFO, G_FILE_TEST_EXISTS))
    ask_portal (window);
  else if (can_be_found_by_viewer ())
    g_app_info_get_default_for_uri_scheme_async ("help", NULL, on_viewer_found_cb, g_object_ref (window));
  else
    show_file (window);
}
