/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether the desktop starts the program: by its portal in a sandbox, by a file elsewhere. */
#include "config.h"

#include "tb-autostart.h"

#include <glib/gstdio.h>
#include <string.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define REQUEST_PATH PORTAL_PATH "/request/"
#define PROGRAM "ticketbruecke"
#define SERVICE_OPTION "--gapplication-service"

/** Wish: input, and how far it is. */
typedef struct
{
  char    *id;
  char    *profile; /* (nullable) */
  char    *reason;
  gboolean starts;

  GDBusConnection *connection;
  guint            subscription;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_clear_object (&wish->connection);
  g_free (wish->id);
  g_free (wish->profile);
  g_free (wish->reason);
  g_free (wish);
}

/* ---- By a file ---- */

/* As the desktop entry specification quotes an argument; the percent sign begins a code there. */
static char *
quote (const char *argument)
{
  GString    *quoted = g_string_new ("\"");
  const char *c;

  for (c = argument; *c != '\0'; c++)
    {
      if (strchr ("\"`$\\", *c) != NULL)
        g_string_append (quoted, "\\\\");
      else if (*c == '%')
        g_string_append_c (quoted, '%');
      g_string_append_c (quoted, *c);
    }
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

static char *
dup_entry (const Wish *wish)
{
  g_autofree char *profile = wish->profile != NULL ? quote (wish->profile) : NULL;

  return g_strdup_printf ("[Desktop Entry]\n"
                          "Type=Application\n"
                          "Name=Ticketbrücke\n"
                          "Icon=io.github.ticketbruecke.Ticketbruecke\n"
                          "Exec=" PROGRAM "%s%s " SERVICE_OPTION "\n"
                          "Terminal=false\n",
                          profile != NULL ? " --profile " : "", profile != NULL ? profile : "");
}

static gboolean
write_entry (const Wish *wish,
             GError    **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "autostart", NULL);
  g_autofree char *name = g_strconcat (wish->id, ".desktop", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *entry = dup_entry (wish);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GError *local = NULL;

  if (wish->starts)
    {
      /* Without the folder the file says why. */
      g_mkdir_with_parents (folder, 0700);
      return g_file_set_contents (path, entry, -1, error);
    }
  if (g_file_delete (file, NULL, &local) || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_clear_error (&local);
      return TRUE;
    }
  g_propagate_error (error, local);
  return FALSE;
}

static void
write_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  GError *error = NULL;

  if (write_entry (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* ---- By the portal ---- */

/* As long as it listens, the task lives. */
static void
stop_listening (Wish *wish)
{
  guint subscription = wish->subscription;

  wish->subscription = 0;
  if (subscription != 0)
    g_dbus_connection_signal_unsubscribe (wish->connection, subscription);
}

static void
on_response_cb (GDBusConnection *connection,
                const char      *sender,
                const char      *path,
                const char      *interface,
                const char      *name,
                GVariant        *parameters,
                gpointer         data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  Wish *wish = g_task_get_task_data (task);
  g_autoptr (GVariant) results = NULL;
  guint    response;
  gboolean starts = FALSE;
  gboolean may_stay = FALSE;

  if (wish->subscription == 0 || !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  stop_listening (wish);
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "autostart", "b", &starts);
  g_variant_lookup (results, "background", "b", &may_stay);
  if (response == 0 && may_stay && starts == wish->starts)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "The portal said %u", response);
}

static void
on_called_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) handle = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  Wish *wish = g_task_get_task_data (task);

  /* The answer itself comes as a signal, and may have come. */
  if (handle != NULL || wish->subscription == 0)
    return;
  stop_listening (wish);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s", error->message);
}

static GVariant *
dup_options (const Wish *wish,
             const char *token)
{
  const char     *words[5] = { PROGRAM, SERVICE_OPTION };
  GVariantBuilder options;

  if (wish->profile != NULL)
    {
      words[1] = "--profile";
      words[2] = wish->profile;
      words[3] = SERVICE_OPTION;
    }
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (wish->reason));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (wish->starts));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (words, -1));
  return g_variant_new ("(sa{sv})", "", &options);
}

/* The portal may answer before the call returns: so its signal is awaited first, where it will come from. */
static void
on_bus_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  static guint n_requests = 0;
  g_autoptr (GTask) task = data;
  Wish            *wish = g_task_get_task_data (task);
  GError          *error = NULL;
  g_autofree char *token = NULL;
  g_autofree char *sender = NULL;
  g_autofree char *path = NULL;

  wish->connection = g_bus_get_finish (result, &error);
  if (wish->connection == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  token = g_strdup_printf ("ticketbruecke%u", ++n_requests);
  sender = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (wish->connection) + 1), ".", '_');
  path = g_strconcat (REQUEST_PATH, sender, "/", token, NULL);
  wish->subscription = g_dbus_connection_signal_subscribe (
    wish->connection, PORTAL_NAME, "org.freedesktop.portal.Request", "Response", path, NULL,
    G_DBUS_SIGNAL_FLAGS_NONE, on_response_cb, g_object_ref (task), g_object_unref);
  g_dbus_connection_call (wish->connection, PORTAL_NAME, PORTAL_PATH, "org.freedesktop.portal.Background",
                          "RequestBackground", dup_options (wish, token), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, g_task_get_cancellable (task), on_called_cb,
                          g_object_ref (task));
}

gboolean
tb_autostart_is_sandboxed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

void
tb_autostart_request_async (const char         *id,
                            const char         *profile,
                            gboolean            starts,
                            const char         *reason,
                            gboolean            uses_portal,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Wish *wish;

  g_return_if_fail (id != NULL);
  g_return_if_fail (reason != NULL);

  wish = g_new0 (Wish, 1);
  wish->id = g_strdup (id);
  wish->profile = g_strdup (profile);
  wish->reason = g_strdup (reason);
  wish->starts = starts;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, tb_autostart_request_async);
  g_task_set_task_data (task, wish, wish_free);
  if (uses_portal)
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus_cb, g_steal_pointer (&task));
  else
    g_task_run_in_thread (task, write_in_thread);
}

gboolean
tb_autostart_request_finish (GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
