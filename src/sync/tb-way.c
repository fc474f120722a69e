/* SPDX-License-Identifier: GPL-3.0-or-later
 * A way to travel: how a request reaches a partner and its answer comes back (protocol.md section 5). */
#include "config.h"

#include "tb-way.h"

typedef struct
{
  TbWay      *way;
  TbEnvelope *answer;
  GError     *error;
  gboolean    is_done;
} Waiting;

static void
on_sent_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  Waiting *waiting = data;

  waiting->answer = waiting->way->send_finish (waiting->way->self, result, &waiting->error);
  waiting->is_done = TRUE;
}

void
tb_way_free (TbWay *self)
{
  g_return_if_fail (self != NULL);

  self->close (self->self);
  g_free (self);
}

TbEnvelope *
tb_way_send (TbWay            *self,
             const TbRoute    *route,
             const TbEnvelope *request,
             GError          **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Waiting waiting = { 0 };

  g_return_val_if_fail (self != NULL && route != NULL && request != NULL, NULL);

  g_main_context_push_thread_default (context);
  waiting.way = self->clone (self->self);
  waiting.way->send_async (waiting.way->self, route, request, NULL, on_sent_cb, &waiting);
  while (!waiting.is_done)
    g_main_context_iteration (context, TRUE);
  tb_way_free (waiting.way);
  /* What the end of the way left behind is cleaned up within this context, for nobody turns it later. */
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
  if (waiting.error != NULL)
    g_propagate_error (error, waiting.error);

  return waiting.answer;
}
