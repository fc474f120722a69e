/* SPDX-License-Identifier: GPL-3.0-or-later
 * F1: the guide in the desktop's viewer, in a browser, or where it lies. A program of the test's own, which
 * notes what it was called with, stands for both. */
#include "config.h"

#include "ui-test.h"

#include "tb-dialog.h"
#include "tb-help.h"

#include <glib/gstdio.h>
#include <unistd.h>

typedef struct
{
  GtkWindow *window;
  char      *noted;
} Fixture;

/* One for all: what it exports on the bus it exports once. */
static GtkApplication *application;

/* The data folder of the user, which the desktop's tables are read from. */
static char *data_dir;

static void
write_file (const char *folder,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (data_dir, folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (g_mkdir_with_parents (parent, 0700));
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static gboolean
is_installed (void)
{
  g_autoptr (GAppInfo) page = g_app_info_get_default_for_type ("text/html", FALSE);
  g_autoptr (GAppInfo) help = g_app_info_get_default_for_uri_scheme ("help");

  return page != NULL && help != NULL;
}

/* @types: what the program opens; empty: none is there. GLib sees a little later that the files changed. */
static void
install_program (Fixture    *f,
                 const char *types)
{
  g_autofree char *script =
    g_strdup_printf ("printf %%s \"$1\" > '%s.part' && mv '%s.part' '%s'\n", f->noted, f->noted, f->noted);
  g_autofree char *entry =
    g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Viewer\nMimeType=%s\nExec=sh %s/note.sh %%u\n",
                     types, data_dir);
  g_auto (GStrv) all = g_strsplit (types, ";", -1);
  g_autoptr (GString) list = g_string_new ("[Default Applications]\n");
  guint i;

  for (i = 0; all[i] != NULL && *all[i] != '\0'; i++)
    g_string_append_printf (list, "%s=viewer.desktop\n", all[i]);
  write_file (".", "note.sh", script);
  write_file ("applications", "viewer.desktop", entry);
  write_file ("applications", "mimeapps.list", list->str);
  ui_test_wait (is_installed () == (*types != '\0'));
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_unsetenv ("TICKETBRUECKE_HELPDIR");
  f->window = GTK_WINDOW (gtk_application_window_new (application));
  gtk_window_present (f->window);
  ui_test_settle ();
  f->noted = g_build_filename (data_dir, "noted", NULL);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_unsetenv ("TICKETBRUECKE_HELPDIR");
  g_remove (f->noted);
  g_free (f->noted);
  gtk_window_destroy (f->window);
  ui_test_settle ();
}

/* A program may be given a file as its path. */
static void
assert_opened (Fixture    *f,
               const char *uri)
{
  g_autofree char *noted = NULL;
  g_autoptr (GFile) opened = NULL;
  g_autofree char *opened_uri = NULL;

  ui_test_wait (g_file_test (f->noted, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (f->noted, &noted, NULL, NULL));
  opened = g_file_new_for_commandline_arg (noted);
  opened_uri = g_file_get_uri (opened);
  g_assert_cmpstr (g_path_is_absolute (noted) ? opened_uri : noted, ==, uri);
}

static char *
built_guide (void)
{
  g_autofree char *path = g_build_filename (data_dir, "de", "handbuch.html", NULL);

  write_file ("de", "handbuch.html", "<!DOCTYPE html>");
  g_setenv ("TICKETBRUECKE_HELPDIR", data_dir, TRUE);
  return g_filename_to_uri (path, NULL, NULL);
}

static void
test_the_viewer_of_the_desktop (Fixture      *f,
                                gconstpointer data)
{
  install_program (f, "x-scheme-handler/help;text/html;");
  tb_help_show (f->window);
  assert_opened (f, "help:ticketbruecke");
}

/* What was only built cannot be found by a viewer. */
static void
test_the_built_guide_is_a_page (Fixture      *f,
                                gconstpointer data)
{
  g_autofree char *uri = built_guide ();

  install_program (f, "x-scheme-handler/help;text/html;");
  tb_help_show (f->window);
  assert_opened (f, uri);
}

/* The application's keys are for main windows only. */
static void
test_a_dialog_has_the_key_too (Fixture      *f,
                               gconstpointer data)
{
  GtkWidget *dialog = adw_window_new ();
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (dialog);
  guint i;

  install_program (f, "x-scheme-handler/help;text/html;");
  tb_dialog_present (dialog, f->window);
  for (i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GListModel) keys = g_list_model_get_item (controllers, i);
      g_autoptr (GtkShortcut) key = NULL;
      g_autofree char *name = NULL;

      if (GTK_IS_SHORTCUT_CONTROLLER (keys))
        key = g_list_model_get_item (keys, 0);
      if (key == NULL)
        continue;
      name = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (key));
      if (g_strcmp0 (name, "F1") == 0)
        gtk_shortcut_action_activate (gtk_shortcut_get_action (key), 0, dialog, NULL);
    }
  assert_opened (f, "help:ticketbruecke");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static GtkWidget *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GList *l;

  for (l = windows; l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data) && gtk_widget_get_mapped (l->data))
      return GTK_WIDGET (l->data);
  return NULL;
}

static void
test_without_a_program_it_says_where (Fixture      *f,
                                      gconstpointer data)
{
  g_autofree char *uri = built_guide ();
  g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);
  GtkWidget       *dialog;
  g_autoptr (GAppInfo) browser = NULL;
  g_autofree char *texts = NULL;

  install_program (f, "");
  browser = g_app_info_get_default_for_type ("text/html", TRUE);
  if (browser != NULL)
    {
      g_test_skip ("a browser lies in the data folder");
      return;
    }
  tb_help_show (f->window);
  ui_test_wait (find_dialog () != NULL);
  dialog = find_dialog ();
  texts = ui_test_texts (GTK_WIDGET (dialog));
  g_assert_nonnull (strstr (texts, path));
  ui_test_assert_named (GTK_WIDGET (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Which is what a browser outside can open. */
static void
test_a_path_outside_of_the_sandbox (Fixture      *f,
                                    gconstpointer data)
{
  g_autofree char *info = g_build_filename (data_dir, "sandbox", NULL);
  g_autofree char *outside = NULL;
  g_autofree char *elsewhere = NULL;
  g_autofree char *without = NULL;

  write_file (".", "sandbox", "[Instance]\napp-path=/var/lib/flatpak/app/x/files\n");
  outside = tb_help_dup_outside ("/app/share/handbuch.html", info);
  g_assert_cmpstr (outside, ==, "/var/lib/flatpak/app/x/files/share/handbuch.html");
  elsewhere = tb_help_dup_outside ("/usr/share/handbuch.html", info);
  g_assert_cmpstr (elsewhere, ==, "/usr/share/handbuch.html");
  g_assert_no_errno (g_remove (info));
  without = tb_help_dup_outside ("/app/share/handbuch.html", info);
  g_assert_cmpstr (without, ==, "/app/share/handbuch.html");
}

static void
remove_all (void)
{
  static const char *const names[] = {
    "applications/viewer.desktop",
    "applications/mimeapps.list",
    "applications",
    "de/handbuch.html",
    "de",
    "mime",
    "",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (data_dir, names[i], NULL);

      g_remove (path);
    }
}

#define ADD(path, func) g_test_add ("/ui/help/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *types = NULL;
  int              code;

  data_dir = g_dir_make_tmp ("ui-help-XXXXXX", &error);
  g_assert_no_error (error);
  /* The programs of this machine have no say, but its names of file types. */
  g_setenv ("XDG_DATA_HOME", data_dir, TRUE);
  g_setenv ("XDG_CONFIG_HOME", data_dir, TRUE);
  g_setenv ("XDG_CONFIG_DIRS", data_dir, TRUE);
  g_setenv ("XDG_DATA_DIRS", DATADIR, TRUE);
  types = g_build_filename (data_dir, "mime", NULL);
  g_assert_no_errno (symlink ("/usr/share/mime", types));
  if (!ui_test_init (&argc, &argv))
    return 0;
  application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  ADD ("the-viewer-of-the-desktop", test_the_viewer_of_the_desktop);
  ADD ("the-built-guide-is-a-page", test_the_built_guide_is_a_page);
  ADD ("a-dialog-has-the-key-too", test_a_dialog_has_the_key_too);
  ADD ("without-a-program-it-says-where", test_without_a_program_it_says_where);
  ADD ("a-path-outside-of-the-sandbox", test_a_path_outside_of_the_sandbox);
  code = g_test_run ();
  g_object_unref (application);
  remove_all ();
  g_free (data_dir);
  return code;
}
