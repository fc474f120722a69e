/* SPDX-License-Identifier: GPL-3.0-or-later
 * The program without a window: started by the bus for whoever asks it something, or going on with delivering
 * and receiving after its window was closed. */
#include "config.h"

#include "tb-application-private.h"

/* How long who was started by the bus waits for the next question. */
#define IDLE_MS 10000

/* ---- In the background ---- */

static gboolean
wants_background (TbApplication *self)
{
  GSettings *settings = self->session != NULL ? tb_session_get_settings (self->session) : NULL;

  /* The sample company has nobody to talk to. */
  return settings != NULL && !tb_desk_is_sample (tb_session_get_desk (self->session)) &&
         g_settings_get_boolean (settings, "background");
}

void
tb_application_update_background (TbApplication *self)
{
  gboolean wants = wants_background (self);

  if (self->is_in_background == wants)
    return;
  self->is_in_background = wants;
  if (wants)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

void
tb_application_follow_session (TbApplication *self)
{
  GSettings *settings = tb_session_get_settings (self->session);

  if (settings != NULL)
    g_signal_connect_object (settings, "changed::background", G_CALLBACK (tb_application_update_background),
                             self, G_CONNECT_SWAPPED);
  tb_application_update_background (self);
}

TbSession *
tb_application_open_quietly (TbApplication *self)
{
  g_autofree char *path = tb_application_settings_path_of (self->profile);
  g_autoptr (GError) error = NULL;

  if (self->session != NULL || !self->host->exists (self->profile))
    return self->session;
  self->session = tb_session_open (G_APPLICATION (self), self->host, self->profile, path, TRUE, &error);
  if (self->session != NULL)
    tb_application_follow_session (self);
  else
    g_info ("%s", error->message); /* whoever opens the window is told */
  return self->session;
}

static gboolean
on_service_started_cb (gpointer data)
{
  TbApplication   *self = data;
  g_autofree char *path = tb_application_settings_path_of (self->profile);
  g_autoptr (GSettings) settings = tb_session_open_settings (path);

  if (settings != NULL && g_settings_get_boolean (settings, "background") &&
      tb_application_open_quietly (self) != NULL)
    tb_session_deliver (self->session);
  return G_SOURCE_REMOVE;
}

void
tb_application_start_service (TbApplication *self)
{
  g_application_set_inactivity_timeout (G_APPLICATION (self), IDLE_MS);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_service_started_cb, g_object_ref (self), g_object_unref);
}

/* ---- Sending once ---- */

static void
on_flushed_cb (gpointer data)
{
  g_application_release (data);
  g_object_unref (data);
}

static void
on_waiting_forgotten_cb (GObject      *object,
                         GAsyncResult *result,
                         gpointer      data)
{
  g_autoptr (TbApplication) self = data;
  g_autoptr (GError) error = NULL;
  const TbTransport *transport;

  /* Then it stays at the times that were set. */
  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    g_info ("send now: %s", error->message);
  transport = self->session != NULL ? tb_session_get_transport (self->session) : NULL;
  if (error == NULL && transport != NULL && transport->is_running (transport->self))
    transport->flush (transport->self, on_flushed_cb, g_steal_pointer (&self));
  else
    g_application_release (G_APPLICATION (self));
}

void
tb_application_send_now (GSimpleAction *action,
                         GVariant      *parameter,
                         gpointer       data)
{
  TbApplication  *self = data;
  const TbCommand command = { .type = TB_COMMAND_SEND_NOW };
  TbDesk         *desk;

  if (tb_application_open_quietly (self) == NULL)
    return;
  tb_session_deliver (self->session);
  desk = tb_session_get_desk (self->session);
  g_application_hold (G_APPLICATION (self));
  tb_engine_do_async (tb_desk_get_engine (desk), &command, NULL, on_waiting_forgotten_cb,
                      g_object_ref (self));
}

/* ---- The search of the desktop ---- */

static TbDesk *
get_searched_desk (gpointer data)
{
  TbSession *session = tb_application_open_quietly (data);
  GSettings *settings = session != NULL ? tb_session_get_settings (session) : NULL;

  if (session == NULL || tb_desk_is_sample (tb_session_get_desk (session)) ||
      (settings != NULL && !g_settings_get_boolean (settings, "desktop-search")))
    return NULL;
  return tb_session_get_desk (session);
}

static void
show_found_ticket (gpointer data,
                   gint64   ticket)
{
  g_action_group_activate_action (data, "show-ticket", g_variant_new_int64 (ticket));
}

static void
search_in_window (gpointer    data,
                  const char *words)
{
  TbWindow *window = tb_application_ensure_window (data);

  if (window == NULL)
    return;
  gtk_window_present (GTK_WINDOW (window));
  tb_window_search (window, words);
}

const TbSearchHost tb_application_search_host = {
  .get_desk = get_searched_desk,
  .show_ticket = show_found_ticket,
  .search = search_in_window,
};
