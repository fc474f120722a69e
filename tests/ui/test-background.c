/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Ohne Fenster“ in the preferences: the file that starts the program, and the desktop's portal. */
#include "config.h"

#include "ui-test.h"

#include "tb-application.h"
#include "tb-background-group.h"

#include <glib/gstdio.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

static const char portal_xml[] =
  "<node><interface name='org.freedesktop.portal.Background'><method name='RequestBackground'>"
  "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/>"
  "</method></interface></node>";

/** Fixture: the group in a window, and a desktop that says yes or no. */
typedef struct
{
  GSettings         *settings;
  GtkWidget         *window;
  TbBackgroundGroup *group;

  GDBusConnection *connection; /* (nullable): of the portal */
  guint            name;
  guint            object;
  gboolean         allows;
  gboolean         asked_to_start;
  char            *command; /* (nullable): what it was asked to start */
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  f->settings = g_settings_new_with_path (TB_APPLICATION_ID, "/test/background/");
  g_settings_reset (f->settings, "background");
  g_settings_reset (f->settings, "autostart");
  f->window = gtk_window_new ();
  f->group = g_object_new (TB_TYPE_BACKGROUND_GROUP, NULL);
  tb_background_group_set_up (f->group, f->settings, "/srv/50% \"x\"");
  tb_background_group_use_portal (f->group, FALSE);
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->group));
  gtk_window_present (GTK_WINDOW (f->window));
  ui_test_settle ();
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  if (f->object != 0)
    {
      g_dbus_connection_unregister_object (f->connection, f->object);
      g_bus_unown_name (f->name);
    }
  g_clear_object (&f->connection);
  g_free (f->command);
  ui_test_assert_finalizes (GTK_WINDOW (f->window));
  g_assert_finalize_object (f->settings);
}

static GtkWidget *
child (Fixture    *f,
       const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (f->group), TB_TYPE_BACKGROUND_GROUP, id));
}

static gboolean
is_on (Fixture    *f,
       const char *id)
{
  return gtk_switch_get_active (GTK_SWITCH (child (f, id)));
}

/* Until the desktop has answered, nothing else can be switched. */
static void
flip (Fixture    *f,
      const char *id)
{
  gtk_switch_set_active (GTK_SWITCH (child (f, id)), !is_on (f, id));
  ui_test_wait (gtk_widget_get_sensitive (GTK_WIDGET (f->group)));
}

static void
test_a_file_starts_it (Fixture      *f,
                       gconstpointer data)
{
  g_autofree char *id = tb_application_id_of ("/srv/50% \"x\"");
  g_autofree char *name = g_strconcat (id, ".desktop", NULL);
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "autostart", name, NULL);
  g_autoptr (GKeyFile) entry = g_key_file_new ();
  g_autofree char *command = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_false (gtk_widget_get_sensitive (child (f, "starts_row")));
  flip (f, "stays");
  g_assert_true (g_settings_get_boolean (f->settings, "background"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (gtk_widget_get_sensitive (child (f, "starts_row")));
  flip (f, "starts");
  g_assert_true (g_settings_get_boolean (f->settings, "autostart"));
  g_assert_true (g_key_file_load_from_file (entry, path, G_KEY_FILE_NONE, NULL));
  command = g_key_file_get_string (entry, "Desktop Entry", "Exec", NULL);
  g_assert_true (g_shell_parse_argv (command, NULL, &words, NULL));
  g_assert_cmpuint (g_strv_length (words), ==, 4);
  g_assert_cmpstr (words[2], ==, "/srv/50%% \"x\"");
  g_assert_cmpstr (words[3], ==, "--gapplication-service");
  /* Without the one the other makes no sense. */
  flip (f, "stays");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (is_on (f, "starts"));
  g_assert_false (g_settings_get_boolean (f->settings, "autostart"));
  ui_test_assert_named (f->window);
}

/* ---- The portal ---- */

static void
on_called_cb (GDBusConnection       *connection,
              const char            *sender,
              const char            *path,
              const char            *interface,
              const char            *method,
              GVariant              *parameters,
              GDBusMethodInvocation *invocation,
              gpointer               data)
{
  Fixture *f = data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autoptr (GVariant) command = g_variant_lookup_value (options, "commandline", G_VARIANT_TYPE ("as"));
  g_autofree const char **words = g_variant_get_strv (command, NULL);
  g_autofree char        *caller = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char        *request = NULL;
  const char             *token;
  GVariantDict            results;

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "autostart", "b", &f->asked_to_start));
  g_free (f->command);
  f->command = g_strjoinv ("|", (char **)words);
  request = g_strconcat (PORTAL_PATH "/request/", caller, "/", token, NULL);
  g_variant_dict_init (&results, NULL);
  g_variant_dict_insert (&results, "background", "b", f->allows);
  g_variant_dict_insert (&results, "autostart", "b", f->allows && f->asked_to_start);
  /* The answer comes before the call returns: nobody may miss it. */
  g_dbus_connection_emit_signal (
    connection, sender, request, "org.freedesktop.portal.Request", "Response",
    g_variant_new ("(u@a{sv})", f->allows ? 0 : 1, g_variant_dict_end (&results)), NULL);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
}

static void
on_name_acquired_cb (GDBusConnection *connection,
                     const char      *name,
                     gpointer         data)
{
  *(gboolean *)data = TRUE;
}

static gboolean
open_portal (Fixture *f)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_called_cb };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (portal_xml, NULL);
  gboolean is_there = FALSE;

  f->connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  if (f->connection == NULL)
    return FALSE;
  g_dbus_connection_set_exit_on_close (f->connection, FALSE);
  f->object = g_dbus_connection_register_object (f->connection, PORTAL_PATH, node->interfaces[0], &vtable, f,
                                                 NULL, NULL);
  f->name = g_bus_own_name_on_connection (f->connection, PORTAL_NAME, G_BUS_NAME_OWNER_FLAGS_NONE,
                                          on_name_acquired_cb, NULL, &is_there, NULL);
  ui_test_wait (is_there);
  tb_background_group_use_portal (f->group, TRUE);
  return TRUE;
}

static void
test_the_portal_decides (Fixture      *f,
                         gconstpointer data)
{
  if (!open_portal (f))
    {
      g_test_skip ("there is no session bus");
      return;
    }
  flip (f, "stays");
  g_assert_false (is_on (f, "stays"));
  g_assert_false (g_settings_get_boolean (f->settings, "background"));
  g_assert_true (gtk_widget_has_css_class (child (f, "stays_row"), "error"));
  f->allows = TRUE;
  flip (f, "stays");
  g_assert_true (is_on (f, "stays"));
  g_assert_false (f->asked_to_start);
  g_assert_false (gtk_widget_has_css_class (child (f, "stays_row"), "error"));
  flip (f, "starts");
  g_assert_true (f->asked_to_start);
  g_assert_cmpstr (f->command, ==, "ticketbruecke|--profile|/srv/50% \"x\"|--gapplication-service");
  /* To stop needs nobody's leave. */
  f->allows = FALSE;
  flip (f, "stays");
  g_assert_false (is_on (f, "stays"));
  g_assert_false (g_settings_get_boolean (f->settings, "background"));
}

static void
test_without_a_portal_it_says_so (Fixture      *f,
                                  gconstpointer data)
{
  tb_background_group_use_portal (f->group, TRUE);
  flip (f, "stays");
  g_assert_false (is_on (f, "stays"));
  g_assert_true (gtk_widget_has_css_class (child (f, "stays_row"), "error"));
}

#define ADD(path, func) g_test_add ("/ui/background/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("ticketbruecke-XXXXXX", NULL);
  g_autofree char *autostart = g_build_filename (folder, "autostart", NULL);
  int              result;

  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("a-file-starts-it", test_a_file_starts_it);
  ADD ("without-a-portal-it-says-so", test_without_a_portal_it_says_so);
  ADD ("the-portal-decides", test_the_portal_decides);
  result = g_test_run ();
  g_rmdir (autostart);
  g_rmdir (folder);
  return result;
}
