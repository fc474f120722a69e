/* SPDX-License-Identifier: GPL-3.0-or-later
 * The handler's answer on its way to the client: at once, after a delay, or when there is one. */
#include "config.h"

#include "tb-http-connection-struct-private.h"

#include "tb-http-answer-private.h"

#include <libsoup/soup.h>

static void
write_held_answer (TbHttpConnection *self)
{
  g_autoptr (TbEnvelope) answer = g_steal_pointer (&self->answer);

  g_clear_object (&self->watch);
  _tb_http_connection_count_held (self, FALSE);
  _tb_http_connection_write (self, answer, NULL);
}

/* The client has said something although it waits: the beginning of its next request, or that it has gone. */
static void
on_client_moved_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (TbHttpConnection) self = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);

  self->is_busy = FALSE;
  if (self->state == STATE_CLOSED)
    {
      _tb_http_connection_finish_close (self);
      return;
    }
  if (n > 0)
    g_byte_array_append (self->in, self->chunk, n);
  if (self->answer != NULL)
    write_held_answer (self);
  else if (n <= 0)
    _tb_http_connection_close (self);
}

gboolean
tb_http_reply_hold (TbHttpReply   *reply,
                    GDestroyNotify on_gone,
                    gpointer       data)
{
  TbHttpConnection *self;

  g_return_val_if_fail (reply != NULL && on_gone != NULL, FALSE);

  self = reply->connection;
  /* One that has gone already is answered at once: nobody will read it. */
  if (self->state != STATE_HANDLING || self->service->n_held >= self->service->limits.max_held)
    return FALSE;
  self->state = STATE_HOLDING;
  self->on_gone = on_gone;
  self->gone_data = data;
  self->watch = g_cancellable_new ();
  self->is_busy = TRUE;
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->chunk, TB_HTTP_CHUNK,
                             G_PRIORITY_DEFAULT, self->watch, on_client_moved_cb, g_object_ref (self));
  _tb_http_connection_count_held (self, TRUE);

  return TRUE;
}

static void
send_held (TbHttpConnection *self,
           TbEnvelope       *answer)
{
  self->on_gone = NULL;
  self->answer = answer;
  /* Only one operation at a time: its callback writes. */
  if (self->is_busy)
    g_cancellable_cancel (self->watch);
  else
    write_held_answer (self);
}

typedef struct
{
  TbHttpConnection *self; /* (owned) */
  TbEnvelope       *answer;
} HeldAnswer;

static void
held_answer_free (gpointer data)
{
  HeldAnswer *held = data;

  g_object_unref (held->self);
  tb_envelope_free (held->answer);
  g_free (held);
}

static gboolean
on_delay_over_cb (gpointer data)
{
  HeldAnswer *held = data;

  g_clear_pointer (&held->self->delay, g_source_unref);
  _tb_http_connection_write (held->self, held->answer, NULL);

  return G_SOURCE_REMOVE;
}

static void
hold_answer (TbHttpConnection *self,
             TbEnvelope       *answer,
             guint             milliseconds)
{
  HeldAnswer *held = g_new0 (HeldAnswer, 1);

  held->self = g_object_ref (self);
  held->answer = answer;
  self->delay = g_timeout_source_new (milliseconds);
  g_source_set_callback (self->delay, on_delay_over_cb, held, held_answer_free);
  g_source_attach (self->delay, g_main_context_get_thread_default ());
}

void
tb_http_reply_send (TbHttpReply *reply,
                    TbEnvelope  *answer)
{
  g_autoptr (TbHttpConnection) self = NULL;
  g_autoptr (TbEnvelope) owned = answer;
  TbHttpRefusal refusal = { .status = SOUP_STATUS_SERVICE_UNAVAILABLE };
  gboolean      is_failed;
  guint         wait;

  g_return_if_fail (reply != NULL);

  self = g_steal_pointer (&reply->connection);
  g_free (reply);
  if (self->state != STATE_HANDLING && self->state != STATE_HOLDING)
    return;
  if (owned == NULL)
    owned = _tb_http_answer_refuse (&refusal);
  is_failed = owned->status == SOUP_STATUS_UNAUTHORIZED ||
              (owned->signature == NULL && owned->status >= 400 && owned->status < 500);
  self->is_proven = self->is_proven || (!is_failed && owned->status < 500);
  wait =
    _tb_http_throttle_count (self->service->throttle, self->address, _tb_http_head_get (self->head, "x-link"),
                             is_failed, g_get_monotonic_time ());
  g_debug ("answer %u to %s of link %s", owned->status, _tb_http_head_get (self->head, "webhook-id"),
           _tb_http_head_get (self->head, "x-link"));
  if (self->state == STATE_HOLDING)
    send_held (self, g_steal_pointer (&owned));
  else if (wait > 0)
    hold_answer (self, g_steal_pointer (&owned), wait);
  else
    _tb_http_connection_write (self, owned, NULL);
}
