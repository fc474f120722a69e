/* SPDX-License-Identifier: GPL-3.0-or-later
 * One connection of a client to the server: reads a request, has it answered, writes the answer, again. */
#include "config.h"

#include "tb-http-connection-struct-private.h"

#include "tb-http-answer-private.h"
#include "tb-http-crowd-private.h"

#include <libsoup/soup.h>
#include <string.h>

#define END_OF_HEAD "\r\n\r\n"
#define CONTINUE "HTTP/1.1 100 Continue\r\n\r\n"
/* After a refusal what the client still sends is thrown away for a while: closing at once would reset the
 * connection, and the client would never read why it was refused. */
#define MAX_LINGER (64 * 1024 * 1024)
#define LINGER_MS 10000
#define LETTER_FRAME (16 * 1024)

/* Why this is not SoupServer (3.2): it keeps every connection that its client has closed, closes every
 * connection that came by soup_server_accept_iostream() after one answer, buffers refused bodies and knows no
 * time limits. */

G_DEFINE_FINAL_TYPE (TbHttpConnection, tb_http_connection, G_TYPE_OBJECT)

enum
{
  SIGNAL_CLOSED,
  SIGNAL_HELD,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void read_more (TbHttpConnection *self);
static void read_head (TbHttpConnection *self);

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

void
_tb_http_connection_finish_close (TbHttpConnection *self)
{
  g_assert (!self->is_busy);

  g_clear_object (&self->stream);
  if (self->socket == NULL)
    return;
  /* The client is not waiting for anything any more, so there is nobody to tell of an error. */
  g_io_stream_close (G_IO_STREAM (self->socket), NULL, NULL);
  g_clear_object (&self->socket);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static gboolean
on_deadline_passed_cb (gpointer data)
{
  TbHttpConnection *self = data;

  g_debug ("connection: out of time in state %d", self->state);
  _tb_http_connection_close (self);

  return G_SOURCE_REMOVE;
}

static void
set_deadline (TbHttpConnection *self,
              guint             milliseconds)
{
  clear_source (&self->deadline);
  self->deadline = g_timeout_source_new (milliseconds);
  g_source_set_callback (self->deadline, on_deadline_passed_cb, self, NULL);
  g_source_attach (self->deadline, g_main_context_get_thread_default ());
}

/* ---- Writing ---- */

static void
start_lingering (TbHttpConnection *self)
{
  self->state = STATE_LINGERING;
  self->discarded = 0;
  g_byte_array_set_size (self->in, 0);
  set_deadline (self, LINGER_MS);
  /* TLS has no half close that every client understands: there `Connection: close` has to do. */
  if (self->service->certificate == NULL)
    g_socket_shutdown (g_socket_connection_get_socket (self->socket), FALSE, TRUE, NULL);
  read_more (self);
}

static void
start_next_request (TbHttpConnection *self)
{
  self->state = STATE_HEAD;
  g_clear_pointer (&self->head, _tb_http_head_free);
  self->n_requests++;
  if (self->in->len > 0)
    {
      set_deadline (self, self->service->limits.head_ms);
      read_head (self);
    }
  else
    {
      set_deadline (self, self->service->limits.idle_ms);
      read_more (self);
    }
}

static void
on_answer_written_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (TbHttpConnection) self = user_data;
  gboolean ok = g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, NULL);

  /* A client that has gone before its answer asks again and gets it from the inbox. */
  self->is_busy = FALSE;
  g_clear_pointer (&self->out, g_bytes_unref);
  if (self->state == STATE_CLOSED)
    _tb_http_connection_finish_close (self);
  else if (!ok)
    _tb_http_connection_close (self);
  else if (self->keep_alive)
    start_next_request (self);
  else
    start_lingering (self);
}

static void
write_bytes (TbHttpConnection   *self,
             GBytes             *bytes,
             GAsyncReadyCallback callback)
{
  gsize       size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_assert (!self->is_busy);

  self->is_busy = TRUE;
  self->out = g_bytes_ref (bytes);
  set_deadline (self, self->service->limits.idle_ms);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream), data, size,
                                   G_PRIORITY_DEFAULT, self->cancellable, callback, g_object_ref (self));
}

void
_tb_http_connection_write (TbHttpConnection *self,
                           const TbEnvelope *answer,
                           const char       *allow)
{
  gboolean has_body = self->head == NULL || strcmp (self->head->method, "HEAD") != 0;
  g_autoptr (GBytes) bytes = _tb_http_answer_format (answer, allow, has_body, self->keep_alive,
                                                     tb_clock_now (self->service->clock));

  self->state = STATE_WRITING;
  _tb_http_crowd_release (self);
  write_bytes (self, bytes, on_answer_written_cb);
}

static void
refuse (TbHttpConnection    *self,
        const TbHttpRefusal *refusal)
{
  g_autoptr (TbEnvelope) answer = _tb_http_answer_refuse (refusal);

  g_debug ("request refused: %u", refusal->status);
  /* With an unread body before it the next head cannot be found. */
  self->keep_alive = self->head != NULL && self->head->keep_alive && self->head->length <= 0;
  _tb_http_connection_write (self, answer, refusal->allow);
}

static void
refuse_status (TbHttpConnection *self,
               guint             status)
{
  TbHttpRefusal refusal = { .status = status };

  refuse (self, &refusal);
}

/* ---- Reading ---- */

static void
take_body (TbHttpConnection *self)
{
  TbHttpReply *reply;
  TbEnvelope  *request;
  g_autoptr (GBytes) body = _tb_http_body_steal (&self->body);

  request = tb_envelope_new (self->route, _tb_http_head_get (self->head, "x-link"), body);
  request->id = g_strdup (_tb_http_head_get (self->head, "webhook-id"));
  request->timestamp = g_strdup (_tb_http_head_get (self->head, "webhook-timestamp"));
  request->signature = g_strdup (_tb_http_head_get (self->head, "webhook-signature"));
  g_debug ("request %s of link %s: %s, %" G_GSIZE_FORMAT " bytes", request->id, request->link, self->route,
           g_bytes_get_size (body));

  self->state = STATE_HANDLING;
  _tb_http_crowd_finish (self);
  self->keep_alive = self->head->keep_alive;
  clear_source (&self->deadline);
  reply = g_new0 (TbHttpReply, 1);
  reply->connection = g_object_ref (self);
  if (self->service->handler != NULL)
    {
      self->service->handler (request, reply, self->service->data);
    }
  else
    {
      tb_envelope_free (request);
      tb_http_reply_send (reply, NULL);
    }
}

static void
read_body (TbHttpConnection *self)
{
  gint64 left = (self->body_until - g_get_monotonic_time ()) / 1000;

  if (self->body.length == self->body.size)
    {
      take_body (self);
      return;
    }
  if (left <= 0)
    {
      _tb_http_connection_close (self);
      return;
    }
  set_deadline (self, (guint)MIN (left, self->service->limits.idle_ms));
  read_more (self);
}

static void
on_continue_written_cb (GObject      *object,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (TbHttpConnection) self = user_data;
  gboolean ok = g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, NULL);

  self->is_busy = FALSE;
  g_clear_pointer (&self->out, g_bytes_unref);
  if (self->state == STATE_CLOSED)
    _tb_http_connection_finish_close (self);
  else if (!ok)
    _tb_http_connection_close (self);
  else
    read_body (self);
}

/* A letter is a whole request or answer with something around it. */
static gint64
find_max_body (TbHttpConnection *self)
{
  gint64 max = self->service->limits.max_body;

  return g_str_equal (self->route, "mailbox/put") ? max + LETTER_FRAME : max;
}

static TbHttpRefusal
judge_head (TbHttpConnection *self)
{
  TbHttpRefusal refusal = _tb_http_judge_path (self->head->method, self->head->path, &self->route);

  if (refusal.status != 0)
    return refusal;
  if (self->head->length < 0)
    refusal.status = SOUP_STATUS_LENGTH_REQUIRED;
  else if (self->head->length > find_max_body (self))
    refusal.status = SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE;
  if (refusal.status != 0)
    return refusal;
  if (_tb_http_head_get (self->head, "x-link") == NULL ||
      _tb_http_head_get (self->head, "webhook-id") == NULL ||
      _tb_http_head_get (self->head, "webhook-timestamp") == NULL ||
      _tb_http_head_get (self->head, "webhook-signature") == NULL)
    {
      refusal.status = SOUP_STATUS_UNAUTHORIZED;
      return refusal;
    }
  refusal.retry_after =
    _tb_http_throttle_wait (self->service->throttle, self->address, _tb_http_head_get (self->head, "x-link"),
                            g_get_monotonic_time ());
  if (refusal.retry_after > 0)
    refusal.status = 429;

  return refusal;
}

static void
take_head (TbHttpConnection *self,
           gsize             end)
{
  TbHttpRefusal refusal = { 0 };

  self->head = _tb_http_head_parse ((const char *)self->in->data, end, &refusal.status);
  g_byte_array_remove_range (self->in, 0, end + strlen (END_OF_HEAD));
  if (self->head != NULL)
    refusal = judge_head (self);
  if (refusal.status != 0)
    {
      refuse (self, &refusal);
      return;
    }

  _tb_http_body_init (&self->body, (gsize)self->head->length);
  g_byte_array_remove_range (self->in, 0, _tb_http_body_append (&self->body, self->in->data, self->in->len));
  self->state = STATE_BODY;
  self->body_until = g_get_monotonic_time () + (gint64)self->service->limits.body_ms * 1000;
  if (self->head->expects_continue && self->body.length == 0 && self->head->length > 0)
    {
      g_autoptr (GBytes) line = g_bytes_new_static (CONTINUE, strlen (CONTINUE));

      write_bytes (self, line, on_continue_written_cb);
    }
  else
    {
      read_body (self);
    }
}

static void
read_head (TbHttpConnection *self)
{
  const guint max = self->service->limits.max_head;
  const char *data;
  const char *end;

  /* An empty line before a request is to be overlooked (RFC 9112 section 2.2). */
  if (self->in->len >= 2 && memcmp (self->in->data, "\r\n", 2) == 0)
    g_byte_array_remove_range (self->in, 0, 2);
  data = (const char *)self->in->data;
  end = self->in->len > 0 ? g_strstr_len (data, self->in->len, END_OF_HEAD) : NULL;
  /* A NUL stops that search: no head has one. */
  if (end == NULL && self->in->len > 0 && memchr (data, '\0', self->in->len) != NULL)
    refuse_status (self, SOUP_STATUS_BAD_REQUEST);
  else if (end != NULL ? (gsize)(end - data) > max : self->in->len > max)
    refuse_status (self, 431);
  else if (end != NULL)
    take_head (self, end - data);
  else
    read_more (self);
}

static void
discard (TbHttpConnection *self,
         gsize             n)
{
  self->discarded += n;
  if (self->discarded > MAX_LINGER)
    _tb_http_connection_close (self);
  else
    read_more (self);
}

/* What comes behind the body is the beginning of the next request. */
static void
take_body_bytes (TbHttpConnection *self,
                 gsize             n)
{
  gsize taken = _tb_http_body_append (&self->body, self->chunk, n);

  g_byte_array_append (self->in, self->chunk + taken, n - taken);
  _tb_http_crowd_hold (self, self->body.length);
  if (self->state == STATE_BODY)
    read_body (self);
}

static void
take_bytes (TbHttpConnection *self,
            gsize             n)
{
  switch (self->state)
    {
    case STATE_HEAD:
      if (self->in->len == 0 && self->n_requests > 0)
        set_deadline (self, self->service->limits.head_ms);
      g_byte_array_append (self->in, self->chunk, n);
      read_head (self);
      break;
    case STATE_BODY:
      take_body_bytes (self, n);
      break;
    case STATE_LINGERING:
      discard (self, n);
      break;
    case STATE_HANDSHAKE:
    case STATE_HANDLING:
    case STATE_HOLDING:
    case STATE_WRITING:
    case STATE_CLOSED:
      g_assert_not_reached ();
    }
}

static void
on_bytes_read_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (TbHttpConnection) self = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);

  self->is_busy = FALSE;
  if (self->state == STATE_CLOSED)
    _tb_http_connection_finish_close (self);
  else if (n <= 0)
    _tb_http_connection_close (self);
  else
    take_bytes (self, (gsize)n);
}

static void
read_more (TbHttpConnection *self)
{
  g_assert (!self->is_busy);

  self->is_busy = TRUE;
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->chunk, TB_HTTP_CHUNK,
                             G_PRIORITY_DEFAULT, self->cancellable, on_bytes_read_cb, g_object_ref (self));
}

static void
tb_http_connection_finalize (GObject *object)
{
  TbHttpConnection *self = TB_HTTP_CONNECTION (object);

  g_assert (self->deadline == NULL && self->delay == NULL);
  g_clear_object (&self->stream);
  g_clear_object (&self->socket);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->watch);
  g_clear_pointer (&self->answer, tb_envelope_free);
  g_clear_pointer (&self->in, g_byte_array_unref);
  g_clear_pointer (&self->out, g_bytes_unref);
  _tb_http_body_clear (&self->body);
  g_clear_pointer (&self->head, _tb_http_head_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->service, _tb_http_service_unref);
  G_OBJECT_CLASS (tb_http_connection_parent_class)->finalize (object);
}

static void
tb_http_connection_class_init (TbHttpConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tb_http_connection_finalize;

  signals[SIGNAL_CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_HELD] = g_signal_new ("held", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
tb_http_connection_init (TbHttpConnection *self)
{
  self->cancellable = g_cancellable_new ();
  self->in = g_byte_array_new ();
}

TbHttpConnection *
_tb_http_connection_new (TbHttpService     *service,
                         GSocketConnection *socket,
                         const char        *address)
{
  TbHttpConnection *self = g_object_new (TB_TYPE_HTTP_CONNECTION, NULL);

  self->service = _tb_http_service_ref (service);
  self->socket = g_object_ref (socket);
  self->address = g_strdup (address);
  self->serial = ++service->n_made;

  return self;
}

void
_tb_http_connection_start (TbHttpConnection *self)
{
  set_deadline (self, self->service->limits.head_ms);
  if (self->service->certificate != NULL)
    {
      _tb_http_connection_shake_hands (self);
      return;
    }
  self->stream = g_object_ref (G_IO_STREAM (self->socket));
  _tb_http_connection_begin (self);
}

void
_tb_http_connection_begin (TbHttpConnection *self)
{
  self->state = STATE_HEAD;
  read_more (self);
}

void
_tb_http_connection_count_held (TbHttpConnection *self,
                                gboolean          is_held)
{
  self->service->n_held += is_held ? 1u : -1u;
  g_signal_emit (self, signals[SIGNAL_HELD], 0, is_held);
}

void
_tb_http_connection_close (TbHttpConnection *self)
{
  GDestroyNotify on_gone = self->on_gone;

  if (self->state == STATE_CLOSED)
    return;
  /* Whoever hears of the end lets go of it. */
  g_object_ref (self);
  if (self->state == STATE_HOLDING)
    _tb_http_connection_count_held (self, FALSE);
  self->state = STATE_CLOSED;
  self->on_gone = NULL;
  if (on_gone != NULL)
    on_gone (self->gone_data);
  if (self->watch != NULL)
    g_cancellable_cancel (self->watch);
  clear_source (&self->deadline);
  clear_source (&self->delay);
  _tb_http_crowd_release (self);
  _tb_http_body_clear (&self->body);
  _tb_http_connection_forget_handshake (self);
  /* What is under way ends by this, and its callback closes. */
  g_cancellable_cancel (self->cancellable);
  if (!self->is_busy)
    _tb_http_connection_finish_close (self);
  g_object_unref (self);
}

void
_tb_http_connection_clear_delay (TbHttpConnection *self)
{
  clear_source (&self->delay);
}

const char *
_tb_http_connection_get_address (TbHttpConnection *self)
{
  return self->address;
}
