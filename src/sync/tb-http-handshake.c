/* SPDX-License-Identifier: GPL-3.0-or-later
 * The beginning of a TLS connection. GIO shakes hands on some ten threads that it has for everything, one for
 * each client who may stop in the middle: a few such would keep all partners waiting. So a handshake begins
 * when the client's whole first record is there, few are under way at a time, one that takes long gives way
 * to others that wait, and of those comes first who has the fewest connections. */
#include "config.h"

#include "tb-http-connection-struct-private.h"

#include <sys/socket.h>

/* Fewer than the threads that GIO has at once. */
#define MAX_AT_A_TIME 8
#define RECORD_HEAD 5
#define TYPE_HANDSHAKE 0x16
#define MAJOR_VERSION 3
#define MAX_HELLO 8192

static void start_next (TbHttpService *service);

static void
on_handshake_done_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (TbHttpConnection) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = g_tls_connection_handshake_finish (G_TLS_CONNECTION (object), result, &error);

  self->is_busy = FALSE;
  if (self->state == STATE_CLOSED)
    {
      _tb_http_connection_finish_close (self);
      return;
    }
  if (!ok)
    {
      g_debug ("handshake: %s", error->message);
      _tb_http_connection_close (self);
      return;
    }
  _tb_http_connection_clear_delay (self);
  _tb_http_connection_forget_handshake (self);
  _tb_http_connection_begin (self);
}

static gboolean
on_long_enough_cb (gpointer data)
{
  TbHttpConnection *self = data;

  if (self->service->at_the_door.length == 0)
    return G_SOURCE_CONTINUE;
  g_debug ("handshake: others wait");
  _tb_http_connection_close (self);

  return G_SOURCE_REMOVE;
}

static void
start_handshake (TbHttpConnection *self)
{
  static const char *const protocols[] = { "http/1.1", NULL };
  g_autoptr (GError) error = NULL;

  /* Without a word about the database each connection would load the certificates of the whole world, 4 MB,
   * to check clients that show none: that would take a stranger no more than a connection. */
  self->stream =
    g_initable_new (g_tls_backend_get_server_connection_type (g_tls_backend_get_default ()), NULL, &error,
                    "base-io-stream", self->socket, "certificate", self->service->certificate, "database",
                    NULL, NULL);
  if (self->stream == NULL)
    {
      g_debug ("TLS: %s", error->message);
      _tb_http_connection_close (self);
      return;
    }
  g_queue_push_tail (&self->service->shaking, self);
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (self->stream), protocols);
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (self->stream), FALSE);
  self->is_busy = TRUE;
  self->delay = g_timeout_source_new (self->service->limits.handshake_ms);
  g_source_set_callback (self->delay, on_long_enough_cb, self, NULL);
  g_source_attach (self->delay, g_main_context_get_thread_default ());
  g_tls_connection_handshake_async (G_TLS_CONNECTION (self->stream), G_PRIORITY_DEFAULT, self->cancellable,
                                    on_handshake_done_cb, g_object_ref (self));
}

/* ---- Who is next ---- */

static guint
count_address (TbHttpService *service,
               const char    *address)
{
  GQueue *const queues[] = { &service->at_the_door, &service->shaking };
  guint         n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (queues); i++)
    for (GList *link = queues[i]->head; link != NULL; link = link->next)
      n += g_strcmp0 (((TbHttpConnection *)link->data)->address, address) == 0;

  return n;
}

static TbHttpConnection *
choose_next (TbHttpService *service)
{
  TbHttpConnection *chosen = NULL;
  guint             fewest = G_MAXUINT;
  GList            *link;

  /* The newest of several: whoever has waited for long would be cut off soon anyway. */
  for (link = service->at_the_door.tail; link != NULL; link = link->prev)
    {
      const char *address = ((TbHttpConnection *)link->data)->address;
      guint       n = count_address (service, address);

      if (n < fewest)
        {
          chosen = link->data;
          fewest = n;
        }
    }

  return chosen;
}

static void
start_next (TbHttpService *service)
{
  while (service->handler != NULL && service->shaking.length < MAX_AT_A_TIME &&
         service->at_the_door.length > 0)
    {
      TbHttpConnection *next = choose_next (service);

      g_queue_remove (&service->at_the_door, next);
      start_handshake (next);
    }
}

void
_tb_http_connection_forget_handshake (TbHttpConnection *self)
{
  g_queue_remove (&self->service->at_the_door, self);
  if (g_queue_remove (&self->service->shaking, self))
    start_next (self->service);
}

/* ---- The client's first record ---- */

static void wait_for_bytes (TbHttpConnection *self,
                            int               n);

/* Looks at what is there and leaves it there. Returns: how long the first record is, as far as one can tell;
 * 0 if it is none. */
static gsize
look_at_hello (TbHttpConnection *self,
               gsize            *there)
{
  GSocket      *socket = g_socket_connection_get_socket (self->socket);
  GInputVector  vector = { self->chunk, MAX_HELLO };
  int           flags = G_SOCKET_MSG_PEEK;
  const guint8 *head = self->chunk;
  gssize        n = g_socket_receive_message (socket, NULL, &vector, 1, NULL, NULL, &flags, NULL, NULL);
  gsize         length;

  *there = (gsize)MAX (n, 0);
  if (n <= 0 || head[0] != TYPE_HANDSHAKE || (n > 1 && head[1] != MAJOR_VERSION))
    return 0;
  if (n < RECORD_HEAD)
    return RECORD_HEAD;
  length = RECORD_HEAD + ((gsize)head[3] << 8 | head[4]);

  return length <= MAX_HELLO ? length : 0;
}

static gboolean
on_bytes_there_cb (GSocket     *socket,
                   GIOCondition condition,
                   gpointer     data)
{
  g_autoptr (TbHttpConnection) self = g_object_ref (data);
  gsize there;
  gsize length;

  self->is_busy = FALSE;
  if (self->state == STATE_CLOSED)
    {
      _tb_http_connection_finish_close (self);
      return G_SOURCE_REMOVE;
    }
  length = look_at_hello (self, &there);
  /* The client has hung up although there is less than it has said. */
  if (length == 0 || (condition & (G_IO_HUP | G_IO_ERR)) != 0 || (gsize)self->n_awaited > there)
    {
      _tb_http_connection_close (self);
      return G_SOURCE_REMOVE;
    }
  if (there < length)
    {
      wait_for_bytes (self, (int)length);
      return G_SOURCE_REMOVE;
    }
  g_socket_set_option (socket, SOL_SOCKET, SO_RCVLOWAT, 1, NULL);
  g_queue_push_tail (&self->service->at_the_door, self);
  start_next (self->service);

  return G_SOURCE_REMOVE;
}

static void
wait_for_bytes (TbHttpConnection *self,
                int               n)
{
  GSocket *socket = g_socket_connection_get_socket (self->socket);
  g_autoptr (GSource) source = g_socket_create_source (socket, G_IO_IN, self->cancellable);

  self->n_awaited = n;
  g_socket_set_option (socket, SOL_SOCKET, SO_RCVLOWAT, n, NULL);
  self->is_busy = TRUE;
  g_source_set_callback (source, G_SOURCE_FUNC (on_bytes_there_cb), g_object_ref (self), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

void
_tb_http_connection_shake_hands (TbHttpConnection *self)
{
  wait_for_bytes (self, RECORD_HEAD);
}
