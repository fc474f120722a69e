/* SPDX-License-Identifier: GPL-3.0-or-later
 * One open profile: engine, courier, desk, window. */
#include "config.h"

#include "tb-session-private.h"

#include "tb-notifier.h"
#include "tb-tell.h"

struct _TbSession
{
  const TbUiHost    *host;      /* (borrowed) */
  TbEngine          *engine;    /* (owned) */
  TbDesk            *desk;      /* (owned) */
  const TbTransport *transport; /* (owned) (nullable) */
  TbNotifier        *notifier;  /* (owned) */
  GSettings         *settings;  /* (owned) (nullable) */
  TbWindow          *window;    /* (owned) */
};

/* A program that was not installed has no schema; then nothing is remembered. */
static GSettings *
open_settings (const char *path)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, TB_APPLICATION_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, path) : NULL;
}

static void
start_delivery (TbSession *self)
{
  g_autofree char *listen = NULL;
  g_autofree char *url = NULL;
  gboolean         listens;

  g_object_get (self->desk, "listen", &listen, "url", &url, NULL);
  listens = listen != NULL && *listen != '\0';
  /* The server itself sees to it that plain HTTP stays on this machine. */
  self->transport->start_when_free (self->transport->self, listens ? listen : NULL,
                                    url == NULL || !g_str_has_prefix (url, "http:"));
}

static void
on_address_changed_cb (TbSession *self)
{
  self->transport->stop (self->transport->self);
  start_delivery (self);
}

static void
on_told_cb (TbSession  *self,
            const char *text,
            gint64      ticket)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.toast", "(sx)", text, ticket);
}

TbSession *
tb_session_open (GApplication   *application,
                 const TbUiHost *host,
                 const char     *profile,
                 const char     *settings_path,
                 gboolean        delivers,
                 GError        **error)
{
  g_autoptr (TbEngine) engine = host->open (profile, NULL, FALSE, error);
  g_autoptr (TbDesk) desk = engine != NULL ? tb_desk_new (engine, error) : NULL;
  TbSession *self;

  if (desk == NULL)
    return NULL;
  self = g_new0 (TbSession, 1);
  self->host = host;
  self->engine = g_steal_pointer (&engine);
  self->desk = g_steal_pointer (&desk);
  self->settings = open_settings (settings_path);
  if (delivers)
    {
      self->transport = host->connect (self->engine);
      g_signal_connect_swapped (self->desk, "notify::listen", G_CALLBACK (on_address_changed_cb), self);
      g_signal_connect_swapped (self->desk, "notify::url", G_CALLBACK (on_address_changed_cb), self);
    }
  self->window = tb_window_new (GTK_APPLICATION (application), self->desk, self->transport, self->settings);
  g_object_ref_sink (self->window);
  self->notifier = tb_notifier_new (application, self->desk, self->settings);
  g_signal_connect_swapped (self->notifier, "told", G_CALLBACK (on_told_cb), self);
  gtk_window_present (GTK_WINDOW (self->window));
  if (self->transport != NULL)
    start_delivery (self);
  return self;
}

/* Dialogs hold what is going to be closed, and do not end by themselves. */
static void
close_dialogs (TbSession *self)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint       i = 0;

  while (i < g_list_model_get_n_items (windows))
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != GTK_WINDOW (self->window) &&
          tb_main_window_of (GTK_WIDGET (window)) == GTK_WINDOW (self->window))
        {
          gtk_window_destroy (window);
          i = 0;
        }
      else
        {
          i++;
        }
    }
}

void
tb_session_close (TbSession *self)
{
  if (self == NULL)
    return;
  close_dialogs (self);
  g_signal_handlers_disconnect_by_data (self->desk, self);
  g_signal_handlers_disconnect_by_data (self->notifier, self);
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->window);
  g_clear_object (&self->notifier);
  if (self->transport != NULL)
    {
      self->transport->stop (self->transport->self);
      self->host->disconnect (self->transport);
    }
  g_clear_object (&self->desk);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);
  g_free (self);
}

TbWindow *
tb_session_get_window (TbSession *self)
{
  return self->window;
}

TbDesk *
tb_session_get_desk (TbSession *self)
{
  return self->desk;
}
