/* SPDX-License-Identifier: GPL-3.0-or-later
 * One open profile: engine, courier, desk, window. */
#include "config.h"

#include "tb-session-private.h"

#include "tb-notifier.h"
#include "tb-sleep-guard.h"
#include "tb-tell.h"

struct _TbSession
{
  GApplication      *application; /* (borrowed): outlives its sessions */
  const TbUiHost    *host;        /* (borrowed) */
  TbEngine          *engine;      /* (owned) */
  TbDesk            *desk;        /* (owned) */
  const TbTransport *transport;   /* (owned) (nullable): from the first delivery on */
  TbSleepGuard      *guard;       /* (owned) (nullable): with it */
  TbNotifier        *notifier;    /* (owned) */
  GSettings         *settings;    /* (owned) (nullable) */
  TbWindow          *window;      /* (owned) (nullable) */
  gboolean           may_deliver;
};

/* A program that was not installed has no schema; then nothing is remembered. */
GSettings *
tb_session_open_settings (const char *path)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, TB_APPLICATION_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, path) : NULL;
}

static void
listen (TbSession *self)
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
  listen (self);
}

static void
on_told_cb (TbSession  *self,
            const char *text,
            gint64      ticket)
{
  if (self->window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.toast", "(sx)", text, ticket);
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

static void
connect_courier (TbSession *self)
{
  if (!self->may_deliver || self->transport != NULL)
    return;
  self->transport = self->host->connect (self->engine);
  self->guard = tb_sleep_guard_new (GTK_APPLICATION (self->application), self->desk, self->transport);
  g_signal_connect_swapped (self->desk, "notify::listen", G_CALLBACK (on_address_changed_cb), self);
  g_signal_connect_swapped (self->desk, "notify::url", G_CALLBACK (on_address_changed_cb), self);
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
  self->application = application;
  self->host = host;
  self->engine = g_steal_pointer (&engine);
  self->desk = g_steal_pointer (&desk);
  self->settings = tb_session_open_settings (settings_path);
  self->may_deliver = delivers;
  self->notifier = tb_notifier_new (application, self->desk, self->settings);
  g_signal_connect_swapped (self->notifier, "told", G_CALLBACK (on_told_cb), self);
  return self;
}

void
tb_session_deliver (TbSession *self)
{
  if (self->transport != NULL)
    return;
  connect_courier (self);
  if (self->transport != NULL)
    listen (self);
}

TbWindow *
tb_session_ensure_window (TbSession *self)
{
  gboolean was_delivering = self->transport != NULL;

  if (self->window != NULL)
    return self->window;
  connect_courier (self);
  self->window =
    tb_window_new (GTK_APPLICATION (self->application), self->desk, self->transport, self->settings);
  g_object_ref_sink (self->window);
  g_signal_connect_object (self->window, "looked-at", G_CALLBACK (tb_notifier_withdraw), self->notifier,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self->window));
  if (self->transport != NULL && !was_delivering)
    listen (self);
  return self->window;
}

void
tb_session_close_window (TbSession *self)
{
  if (self->window == NULL)
    return;
  close_dialogs (self);
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->window);
}

void
tb_session_close (TbSession *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->desk, self);
  g_signal_handlers_disconnect_by_data (self->notifier, self);
  tb_session_close_window (self);
  g_clear_object (&self->notifier);
  g_clear_object (&self->guard);
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

const TbTransport *
tb_session_get_transport (TbSession *self)
{
  return self->transport;
}

GSettings *
tb_session_get_settings (TbSession *self)
{
  return self->settings;
}
