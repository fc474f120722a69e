/* SPDX-License-Identifier: GPL-3.0-or-later
 * Keeps the machine awake as long as something is on its way to a partner. */
#include "config.h"

#include "tb-sleep-guard.h"

#include <glib/gi18n.h>

#define LOOK_SECONDS 1

struct _TbSleepGuard
{
  GObject parent_instance;

  GtkApplication    *application; /* (borrowed) */
  TbDesk            *desk;        /* (owned) (nullable) */
  const TbTransport *transport;   /* (borrowed) */
  guint              look;        /* 0: nothing waits */
  guint              n_sending;   /* so many looks in a row */
  gboolean           is_on;
  guint              cookie; /* 0: the desktop does not know of it */
};

G_DEFINE_FINAL_TYPE (TbSleepGuard, tb_sleep_guard, G_TYPE_OBJECT)

static void
set_on (TbSleepGuard *self,
        gboolean      is_on)
{
  if (self->is_on == is_on)
    return;
  self->is_on = is_on;
  if (is_on)
    self->cookie = gtk_application_inhibit (self->application, NULL, GTK_APPLICATION_INHIBIT_SUSPEND,
                                            _ ("Tickets are being transferred."));
  else if (self->cookie != 0)
    gtk_application_uninhibit (self->application, self->cookie);
}

static gint64
get_waiting (TbSleepGuard *self)
{
  gint64 waiting = 0;

  if (self->desk != NULL)
    g_object_get (self->desk, "waiting", &waiting, NULL);
  return waiting;
}

/* What is sent in a moment is not worth a word. */
static gboolean
on_look_cb (gpointer data)
{
  TbSleepGuard *self = data;

  self->n_sending = self->transport->is_sending (self->transport->self) ? self->n_sending + 1 : 0;
  set_on (self, self->n_sending > 1);
  if (self->n_sending > 0 || get_waiting (self) > 0)
    return G_SOURCE_CONTINUE;
  self->look = 0;
  return G_SOURCE_REMOVE;
}

static void
on_waiting_cb (TbSleepGuard *self)
{
  if (self->look == 0 && get_waiting (self) > 0)
    self->look = g_timeout_add_seconds (LOOK_SECONDS, on_look_cb, self);
}

static void
tb_sleep_guard_dispose (GObject *object)
{
  TbSleepGuard *self = TB_SLEEP_GUARD (object);

  g_clear_handle_id (&self->look, g_source_remove);
  set_on (self, FALSE);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_sleep_guard_parent_class)->dispose (object);
}

static void
tb_sleep_guard_class_init (TbSleepGuardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tb_sleep_guard_dispose;
}

static void
tb_sleep_guard_init (TbSleepGuard *self)
{
}

TbSleepGuard *
tb_sleep_guard_new (GtkApplication    *application,
                    TbDesk            *desk,
                    const TbTransport *transport)
{
  TbSleepGuard *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (transport != NULL, NULL);

  self = g_object_new (TB_TYPE_SLEEP_GUARD, NULL);
  self->application = application;
  self->desk = g_object_ref (desk);
  self->transport = transport;
  g_signal_connect_object (desk, "notify::waiting", G_CALLBACK (on_waiting_cb), self, G_CONNECT_SWAPPED);
  on_waiting_cb (self);
  return self;
}

gboolean
tb_sleep_guard_is_on (TbSleepGuard *self)
{
  g_return_val_if_fail (TB_IS_SLEEP_GUARD (self), FALSE);

  return self->is_on;
}
