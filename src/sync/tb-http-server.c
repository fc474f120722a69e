/* SPDX-License-Identifier: GPL-3.0-or-later
 * The server of the link protocol: HTTP/1.1 with the limits of protocol.md section 6. */
#include "config.h"

#include "tb-http-server.h"
#include "tb-problem.h"

#include "tb-address.h"
#include "tb-http-connection-private.h"
#include "tb-http-crowd-private.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

/* Long enough that a crowd does not make a partner's first packet wait for its repetition. */
#define BACKLOG 1024
#define V6_NETWORK_BYTES 8

/* clang-format off */
const TbHttpLimits TB_HTTP_LIMITS = {
  .max_connections = 256,
  .max_per_address = 16,
  .max_held = 192,
  .max_head = 16 * 1024,
  .max_body = 1024 * 1024,
  .max_bytes = 24 * 1024 * 1024,
  .head_ms = 10 * 1000,
  .handshake_ms = 2000,
  .idle_ms = 60 * 1000,
  .body_ms = 300 * 1000,
  .max_requests = 3000,
  .window_ms = 60 * 1000,
  .free_failures = 20,
  .failure_delay_ms = 2000,
};
/* clang-format on */

struct _TbHttpServer
{
  GObject parent_instance;

  TbHttpService  *service;      /* (owned) */
  GSocketService *listener;     /* (owned) (nullable) */
  GSocketAddress *address;      /* (owned) (nullable): with the real port */
  GHashTable     *connections;  /* (owned): set of TbHttpConnection (owned) */
  GHashTable     *n_by_address; /* (owned): address → how many */
  guint64         n_accepted;
};

G_DEFINE_FINAL_TYPE (TbHttpServer, tb_http_server, G_TYPE_OBJECT)

TbHttpService *
_tb_http_service_new (const TbHttpLimits *limits,
                      TbClock            *clock,
                      TbHttpHandler       handler,
                      gpointer            data)
{
  TbHttpService *self = g_rc_box_new0 (TbHttpService);

  self->limits = *limits;
  self->throttle = _tb_http_throttle_new (limits->max_requests, limits->window_ms, limits->free_failures,
                                          limits->failure_delay_ms);
  self->clock = tb_clock_ref (clock);
  self->handler = handler;
  self->data = data;

  return self;
}

TbHttpService *
_tb_http_service_ref (TbHttpService *self)
{
  return g_rc_box_acquire (self);
}

static void
clear_service (gpointer data)
{
  TbHttpService *self = data;

  g_clear_pointer (&self->throttle, _tb_http_throttle_free);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->clock, tb_clock_unref);
}

void
_tb_http_service_unref (TbHttpService *self)
{
  g_rc_box_release_full (self, clear_service);
}

/* One household of IPv6 has 2^64 addresses: its network counts. */
static char *
make_address_key (GSocketConnection *socket)
{
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (socket, NULL);
  GInetAddress *inet;
  GString      *key;

  if (!G_IS_INET_SOCKET_ADDRESS (remote))
    return g_strdup ("?");
  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote));
  if (g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV4 ||
      IN6_IS_ADDR_V4MAPPED ((const struct in6_addr *)(gconstpointer)g_inet_address_to_bytes (inet)))
    return g_inet_address_to_string (inet);
  key = g_string_new (NULL);
  for (guint i = 0; i < V6_NETWORK_BYTES; i++)
    g_string_append_printf (key, "%02x", g_inet_address_to_bytes (inet)[i]);

  return g_string_free (key, FALSE);
}

static void
count_address (TbHttpServer *self,
               const char   *address,
               int           change)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->n_by_address, address)) + (guint)change;

  if (n == 0)
    g_hash_table_remove (self->n_by_address, address);
  else
    g_hash_table_insert (self->n_by_address, g_strdup (address), GUINT_TO_POINTER (n));
}

/* What is held waits for us and takes nothing from others at its address. */
static void
on_connection_held_cb (TbHttpServer     *self,
                       gboolean          is_held,
                       TbHttpConnection *connection)
{
  count_address (self, _tb_http_connection_get_address (connection), is_held ? -1 : 1);
}

static void
on_connection_closed_cb (TbHttpServer     *self,
                         TbHttpConnection *connection)
{
  count_address (self, _tb_http_connection_get_address (connection), -1);
  g_hash_table_remove (self->connections, connection);
}

/* Where it is full a stranger gives way to whoever comes: were it the other way round, a few strangers that
 * stay could keep every partner out. */
static gboolean
make_room (TbHttpServer *self,
           const char   *address)
{
  const TbHttpLimits *limits = &self->service->limits;
  const guint         n = GPOINTER_TO_UINT (g_hash_table_lookup (self->n_by_address, address));
  const guint         n_all = g_hash_table_size (self->connections);
  TbHttpConnection   *stranger;

  if (n < limits->max_per_address && n_all < limits->max_connections)
    return TRUE;
  g_debug ("full: %u connections from there, %u in all", n, n_all);
  stranger = _tb_http_crowd_choose (self->connections, self->n_by_address,
                                    n >= limits->max_per_address ? address : NULL);
  /* One that was sent away counts until it has gone. */
  if (stranger == NULL || n_all >= 2 * limits->max_connections)
    return FALSE;
  _tb_http_connection_close (stranger);

  return TRUE;
}

static gboolean
on_client_came_cb (TbHttpServer      *self,
                   GSocketConnection *socket)
{
  g_autofree char  *address = make_address_key (socket);
  TbHttpConnection *connection;

  if (!make_room (self, address))
    {
      g_io_stream_close (G_IO_STREAM (socket), NULL, NULL);
      return TRUE;
    }

  /* Without this the second half of a small answer waits for an acknowledgement. It is only about speed. */
  g_socket_set_option (g_socket_connection_get_socket (socket), IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  self->n_accepted++;
  connection = _tb_http_connection_new (self->service, socket, address);
  g_hash_table_add (self->connections, connection);
  count_address (self, address, 1);
  g_signal_connect_object (connection, "held", G_CALLBACK (on_connection_held_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "closed", G_CALLBACK (on_connection_closed_cb), self,
                           G_CONNECT_SWAPPED);
  _tb_http_connection_start (connection);

  return TRUE;
}

static void
tb_http_server_dispose (GObject *object)
{
  tb_http_server_stop (TB_HTTP_SERVER (object));
  G_OBJECT_CLASS (tb_http_server_parent_class)->dispose (object);
}

static void
tb_http_server_finalize (GObject *object)
{
  TbHttpServer *self = TB_HTTP_SERVER (object);

  g_clear_pointer (&self->connections, g_hash_table_unref);
  g_clear_pointer (&self->n_by_address, g_hash_table_unref);
  g_clear_pointer (&self->service, _tb_http_service_unref);
  G_OBJECT_CLASS (tb_http_server_parent_class)->finalize (object);
}

static void
tb_http_server_class_init (TbHttpServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tb_http_server_dispose;
  G_OBJECT_CLASS (klass)->finalize = tb_http_server_finalize;
}

static void
tb_http_server_init (TbHttpServer *self)
{
  self->connections = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->n_by_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

TbHttpServer *
tb_http_server_new (TbClock            *clock,
                    const TbHttpLimits *limits,
                    TbHttpHandler       handler,
                    gpointer            data)
{
  TbHttpServer *self;

  g_return_val_if_fail (clock != NULL && handler != NULL, NULL);

  self = g_object_new (TB_TYPE_HTTP_SERVER, NULL);
  self->service = _tb_http_service_new (limits != NULL ? limits : &TB_HTTP_LIMITS, clock, handler, data);

  return self;
}

gboolean
tb_http_server_listen (TbHttpServer    *self,
                       GSocketAddress  *address,
                       GTlsCertificate *certificate,
                       GError         **error)
{
  g_autoptr (GSocketService) listener = NULL;
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (TB_IS_HTTP_SERVER (self) && self->listener == NULL, FALSE);

  if (certificate == NULL && !tb_address_is_loopback (address))
    {
      tb_problem_set (error, TB_PROBLEM_PLAIN_HTTP, NULL);
      return FALSE;
    }
  listener = g_socket_service_new ();
  g_socket_listener_set_backlog (G_SOCKET_LISTENER (listener), BACKLOG);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (listener), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, &reason))
    {
      g_autofree char *url = tb_address_to_url (address, certificate != NULL);
      gboolean         is_taken = g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);

      g_debug ("cannot listen: %s", reason->message);
      tb_problem_set (error, is_taken ? TB_PROBLEM_ADDRESS_TAKEN : TB_PROBLEM_ADDRESS,
                      strstr (url, "//") + 2);
      return FALSE;
    }
  g_set_object (&self->service->certificate, certificate);
  g_set_object (&self->address, effective);
  self->listener = g_steal_pointer (&listener);
  g_signal_connect_object (self->listener, "incoming", G_CALLBACK (on_client_came_cb), self,
                           G_CONNECT_SWAPPED);
  g_socket_service_start (self->listener);

  return TRUE;
}

char *
tb_http_server_get_url (TbHttpServer *self)
{
  g_return_val_if_fail (TB_IS_HTTP_SERVER (self), NULL);

  if (self->address == NULL)
    return NULL;

  return tb_address_to_url (self->address, self->service->certificate != NULL);
}

void
tb_http_server_stop (TbHttpServer *self)
{
  g_autoptr (GPtrArray) connections = NULL;
  GHashTableIter iter;
  gpointer       connection;

  g_return_if_fail (TB_IS_HTTP_SERVER (self));

  if (self->listener != NULL)
    {
      g_socket_service_stop (self->listener);
      g_socket_listener_close (G_SOCKET_LISTENER (self->listener));
      g_clear_object (&self->listener);
    }
  g_clear_object (&self->address);
  if (self->service != NULL)
    self->service->handler = NULL;

  /* Closing takes the connection out of the table: walk over a copy. */
  connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, &connection, NULL))
    g_ptr_array_add (connections, g_object_ref (connection));
  for (guint i = 0; i < connections->len; i++)
    _tb_http_connection_close (connections->pdata[i]);
}

guint
tb_http_server_get_n_connections (TbHttpServer *self)
{
  g_return_val_if_fail (TB_IS_HTTP_SERVER (self), 0);

  return g_hash_table_size (self->connections);
}

guint64
tb_http_server_get_n_accepted (TbHttpServer *self)
{
  g_return_val_if_fail (TB_IS_HTTP_SERVER (self), 0);

  return self->n_accepted;
}
