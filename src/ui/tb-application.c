/* SPDX-License-Identifier: GPL-3.0-or-later
 * The desktop program: profiles, command line, what is the same in all windows. */
#include "config.h"

#include "tb-application-private.h"

#include "tb-about.h"
#include "tb-failure-window.h"
#include "tb-frame-watch.h"
#include "tb-help.h"
#include "tb-single-name.h"
#include "tb-style.h"
#include "tb-ui-resources.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#define SETTINGS_PATH "/io/github/ticketbruecke/Ticketbruecke/"

G_DEFINE_FINAL_TYPE (TbApplication, tb_application, ADW_TYPE_APPLICATION)

typedef struct
{
  const char *action;
  const char *keys[3];
} Accelerator;

/* The keys of the ticket's actions stand in the table of menus (model). */
/* clang-format off */
static const Accelerator accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "app.help", { "F1" } },
  { "window.close", { "<Control>w" } },
  { "win.new-ticket", { "<Control>n" } },
  { "win.import", { "<Control><Shift>i" } },
  { "win.search", { "<Control>f" } },
  { "win.outbox", { "<Control>d" } },
  { "win.partners", { "<Control><Shift>p" } },
  { "win.join", { "<Control>o" } },
  { "win.preferences", { "<Control>comma" } },
  { "win.toggle-folders", { "F9" } },
  { "win.back", { "<Alt>Left", "Back" } },
  { "win.show-help-overlay", { "<Control>question" } },
};
/* clang-format on */

/* ---- Profiles ---- */

/* The same place gives the same id, however it is written. */
static char *
profile_mark (const char *profile)
{
  g_autofree char *path = g_canonicalize_filename (profile, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);

  return g_strndup (hash, 8);
}

static char *
default_profile (void)
{
  return g_build_filename (g_get_user_data_dir (), "ticketbruecke", NULL);
}

char *
tb_application_id_of (const char *profile)
{
  g_autofree char *usual = default_profile ();
  g_autofree char *path = profile != NULL ? g_canonicalize_filename (profile, NULL) : g_strdup (usual);
  g_autofree char *mark = NULL;

  if (g_str_equal (path, usual))
    return g_strdup (TB_APPLICATION_ID);
  mark = profile_mark (path);
  return g_strdup_printf ("%s.p%s", TB_APPLICATION_ID, mark);
}

char *
tb_application_settings_path_of (const char *profile)
{
  g_autofree char *usual = default_profile ();
  g_autofree char *mark = NULL;

  if (g_str_equal (profile, usual))
    return g_strdup (SETTINGS_PATH);
  mark = profile_mark (profile);
  return g_strdup_printf (SETTINGS_PATH "profiles/%s/", mark);
}

/* ---- What cannot be opened ---- */

/* Opened meanwhile, or not at all: then the same window says why. */
static void
on_retry_cb (TbApplication *self)
{
  if (tb_application_open_session (self, self->profile, TRUE))
    gtk_window_destroy (GTK_WINDOW (self->failure));
}

static void
show_failure (TbApplication *self,
              const GError  *error)
{
  if (self->failure == NULL)
    {
      self->failure = tb_failure_window_new (GTK_APPLICATION (self), self->host, self->profile);
      g_object_add_weak_pointer (G_OBJECT (self->failure), (gpointer *)&self->failure);
      g_signal_connect_object (self->failure, "retry", G_CALLBACK (on_retry_cb), self, G_CONNECT_SWAPPED);
    }
  tb_failure_window_show (self->failure, error);
  gtk_window_present (GTK_WINDOW (self->failure));
}

gboolean
tb_application_open_session (TbApplication *self,
                             const char    *profile,
                             gboolean       delivers)
{
  g_autofree char *path = tb_application_settings_path_of (profile);
  g_autoptr (GError) error = NULL;

  self->session = tb_session_open (G_APPLICATION (self), self->host, profile, path, delivers, &error);
  if (self->session == NULL)
    {
      show_failure (self, error);
      return FALSE;
    }
  tb_session_ensure_window (self->session);
  tb_application_follow_session (self);
  return TRUE;
}

void
tb_application_close_session (TbApplication *self)
{
  g_clear_pointer (&self->session, tb_session_close);
  tb_application_update_background (self);
}

void
tb_application_change_session (TbApplication *self,
                               const char    *profile,
                               gboolean       delivers)
{
  g_application_hold (G_APPLICATION (self));
  self->is_changing = TRUE;
  tb_application_close_session (self);
  tb_application_open_session (self, profile, delivers);
  self->is_changing = FALSE;
  g_application_release (G_APPLICATION (self));
}

TbWindow *
tb_application_ensure_window (TbApplication *self)
{
  if (self->session != NULL)
    return tb_session_ensure_window (self->session);
  if (!tb_application_open_session (self, self->profile, TRUE))
    return NULL;
  return tb_session_get_window (self->session);
}

/* ---- Actions ---- */

/* Whatever was typed is kept, and what the window remembers. */
static void
quit (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       data)
{
  TbApplication *self = data;
  TbWindow      *window = self->session != NULL ? tb_session_get_window (self->session) : NULL;

  if (window != NULL)
    tb_window_save (window);
  tb_application_close_session (self);
  g_application_quit (G_APPLICATION (self));
}

static void
show_help (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (data));

  if (window != NULL)
    tb_help_show (window);
}

static void
show_about (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  gtk_window_present (GTK_WINDOW (tb_about_new (gtk_application_get_active_window (GTK_APPLICATION (data)))));
}

static void
show_ticket (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  TbApplication *self = data;
  TbWindow      *window = tb_application_ensure_window (self);

  if (window == NULL)
    return;
  tb_window_show_ticket (window, g_variant_get_int64 (parameter));
  gtk_window_present (GTK_WINDOW (window));
}

static void
answer (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  TbWindow *window = tb_application_ensure_window (data);

  if (window == NULL)
    return;
  gtk_window_present (GTK_WINDOW (window));
  tb_window_answer (window, g_variant_get_int64 (parameter));
}

static void
show_outbox (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  TbWindow *window = tb_application_ensure_window (data);

  if (window == NULL)
    return;
  gtk_widget_activate_action (GTK_WIDGET (window), "win.outbox", NULL);
  gtk_window_present (GTK_WINDOW (window));
}

/* From the list of programs. Before the first questions are answered, they come first. */
static void
start_in_window (TbApplication *self,
                 const char    *action)
{
  TbWindow *window = tb_application_ensure_window (self);

  if (window == NULL)
    return;
  gtk_window_present (GTK_WINDOW (window));
  if (tb_desk_is_set_up (tb_session_get_desk (self->session)))
    gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
}

static void
new_ticket (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  start_in_window (data, "win.new-ticket");
}

static void
accept_invitation (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       data)
{
  start_in_window (data, "win.join");
}

/* After going back to a backup: nothing on the screen may be older than what is stored. */
static gboolean
on_reload_cb (gpointer data)
{
  TbApplication *self = data;

  if (self->session == NULL)
    return G_SOURCE_REMOVE; /* the window was closed meanwhile */
  tb_application_change_session (self, self->profile, TRUE);
  if (self->session != NULL)
    gtk_widget_activate_action (GTK_WIDGET (tb_session_ensure_window (self->session)), "win.toast", "(sx)",
                                _ ("The backup was restored. What was there before is kept as a backup."),
                                G_GINT64_CONSTANT (0));
  return G_SOURCE_REMOVE;
}

/* Not below what has asked for it. */
static void
reload (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, on_reload_cb, g_object_ref (data), g_object_unref);
}

/* clang-format off */
static const GActionEntry entries[] = {
  { .name = "quit", .activate = quit },
  { .name = "help", .activate = show_help },
  { .name = "about", .activate = show_about },
  { .name = "show-ticket", .activate = show_ticket, .parameter_type = "x" },
  { .name = "answer", .activate = answer, .parameter_type = "x" },
  { .name = "send-now", .activate = tb_application_send_now },
  { .name = "show-outbox", .activate = show_outbox },
  { .name = "new-ticket", .activate = new_ticket },
  { .name = "accept-invitation", .activate = accept_invitation },
  { .name = "reload", .activate = reload },
  { .name = "show-sample", .activate = tb_application_show_sample },
  { .name = "leave-sample", .activate = tb_application_leave_sample },
};
/* clang-format on */

static void
add_accelerators (GtkApplication *application)
{
  const TbMenuItem *items;
  guint             n, i;

  for (i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (application, accelerators[i].action, accelerators[i].keys);
  items = tb_menu_items (&n);
  for (i = 0; i < n; i++)
    {
      g_autofree char *action = g_strdup_printf ("ticket.%s", tb_nick (TB_TYPE_ACTION, items[i].action));
      const char      *keys[] = { items[i].shortcut, NULL };

      if (items[i].shortcut != NULL)
        gtk_application_set_accels_for_action (application, action, keys);
    }
}

/* ---- Life ---- */

/* The end of a desktop's session, too. */
static gboolean
on_terminated_cb (gpointer data)
{
  g_action_group_activate_action (G_ACTION_GROUP (data), "quit", NULL);
  return G_SOURCE_CONTINUE;
}

static void
tb_application_startup (GApplication *application)
{
  TbApplication *self = TB_APPLICATION (application);

  static const int signals[] = { SIGTERM, SIGINT, SIGHUP };
  guint            i;

  tb_ui_get_resource ();
  G_APPLICATION_CLASS (tb_application_parent_class)->startup (application);
  tb_style_install ();
  tb_frame_watch_start (GTK_APPLICATION (application));
  tb_single_name_install ();
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), self);
  add_accelerators (GTK_APPLICATION (application));
  gtk_window_set_default_icon_name (TB_APPLICATION_ID);
  /* Texts that can be selected are stops of Tab: that alone selects nothing. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);
  for (i = 0; i < G_N_ELEMENTS (signals); i++)
    self->signal_sources[i] = g_unix_signal_add (signals[i], on_terminated_cb, self);
  if (g_application_get_flags (application) & G_APPLICATION_IS_SERVICE)
    tb_application_start_service (self);
}

static gboolean
tb_application_dbus_register (GApplication    *application,
                              GDBusConnection *connection,
                              const char      *path,
                              GError         **error)
{
  TbApplication     *self = TB_APPLICATION (application);
  GApplicationClass *parent_class = G_APPLICATION_CLASS (tb_application_parent_class);

  if (!parent_class->dbus_register (application, connection, path, error))
    return FALSE;
  self->search_provider = tb_search_provider_new (application, &tb_application_search_host);
  return tb_search_provider_export (self->search_provider, connection, path, error);
}

static void
tb_application_dbus_unregister (GApplication    *application,
                                GDBusConnection *connection,
                                const char      *path)
{
  TbApplication *self = TB_APPLICATION (application);

  if (self->search_provider != NULL)
    tb_search_provider_unexport (self->search_provider);
  g_clear_object (&self->search_provider);
  G_APPLICATION_CLASS (tb_application_parent_class)->dbus_unregister (application, connection, path);
}

static void
tb_application_activate (GApplication *application)
{
  TbWindow *window = tb_application_ensure_window (TB_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
}

static void
tb_application_open (GApplication *application,
                     GFile       **files,
                     int           n_files,
                     const char   *hint)
{
  TbWindow *window = tb_application_ensure_window (TB_APPLICATION (application));

  if (window == NULL)
    return;
  gtk_window_present (GTK_WINDOW (window));
  tb_window_open (window, files, n_files);
}

static int
tb_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  TbApplication   *self = TB_APPLICATION (application);
  g_autofree char *id = NULL;
  const char      *profile = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("ticketbruecke %s\n", PACKAGE_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "profile", "^&ay", &profile))
    {
      g_free (self->profile);
      self->profile = g_canonicalize_filename (profile, NULL);
    }
  id = tb_application_id_of (self->profile);
  g_application_set_application_id (application, id);
  return -1;
}

static void
tb_application_window_removed (GtkApplication *application,
                               GtkWindow      *window)
{
  TbApplication *self = TB_APPLICATION (application);

  GTK_APPLICATION_CLASS (tb_application_parent_class)->window_removed (application, window);
  if (self->session == NULL || self->is_changing ||
      window != GTK_WINDOW (tb_session_get_window (self->session)))
    return;
  /* Closed by the user: what is not delivered waits in the outbox. */
  if (self->is_in_background)
    tb_session_close_window (self->session);
  else
    tb_application_close_session (self);
}

static void
tb_application_shutdown (GApplication *application)
{
  TbApplication *self = TB_APPLICATION (application);
  guint          i;

  for (i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  tb_application_close_session (self);
  G_APPLICATION_CLASS (tb_application_parent_class)->shutdown (application);
}

static void
tb_application_finalize (GObject *object)
{
  TbApplication *self = TB_APPLICATION (object);

  g_clear_pointer (&self->profile, g_free);
  G_OBJECT_CLASS (tb_application_parent_class)->finalize (object);
}

static void
tb_application_class_init (TbApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tb_application_finalize;
  application_class->startup = tb_application_startup;
  application_class->dbus_register = tb_application_dbus_register;
  application_class->dbus_unregister = tb_application_dbus_unregister;
  application_class->activate = tb_application_activate;
  application_class->open = tb_application_open;
  application_class->handle_local_options = tb_application_handle_local_options;
  application_class->shutdown = tb_application_shutdown;
  GTK_APPLICATION_CLASS (klass)->window_removed = tb_application_window_removed;
}

static void
tb_application_init (TbApplication *self)
{
  self->profile = default_profile ();
  g_application_add_main_option (G_APPLICATION (self), "profile", 'p', G_OPTION_FLAG_NONE,
                                 G_OPTION_ARG_FILENAME,
                                 /* Translators: a command line option's help. */
                                 N_ ("The folder of the company to open"), N_ ("FOLDER"));
  g_application_add_main_option (G_APPLICATION (self), "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE,
                                 N_ ("Print the version and leave"), NULL);
}

TbApplication *
tb_application_new (const TbUiHost *host)
{
  TbApplication *self;

  g_return_val_if_fail (host != NULL, NULL);

  self = g_object_new (TB_TYPE_APPLICATION, "application-id", TB_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, NULL);
  /* Not even the one that follows from the id: see tb_style_install(). */
  g_application_set_resource_base_path (G_APPLICATION (self), NULL);
  self->host = host;
  return self;
}
