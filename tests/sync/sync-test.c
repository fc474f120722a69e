/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of this room share: folders, a spun main context, servers, a bare client. */
#include "config.h"

#include "sync-test.h"

#include "tb-address.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WAKE_MS 5

static gboolean
on_wake_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

void
spin_once (void)
{
  guint id = g_timeout_add (WAKE_MS, on_wake_cb, NULL);

  g_main_context_iteration (NULL, TRUE);
  if (g_main_context_find_source_by_id (NULL, id) != NULL)
    g_source_remove (id);
}

void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

char *
make_dir (void)
{
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("tb-sync-XXXXXX", &error);

  g_assert_no_error (error);

  return dir;
}

void
remove_dir (const char *dir)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  const char *name;

  if (entries != NULL)
    while ((name = g_dir_read_name (entries)) != NULL)
      {
        g_autofree char *path = g_build_filename (dir, name, NULL);

        if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
          remove_dir (path);
        else
          g_assert_cmpint (g_unlink (path), ==, 0);
      }
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

guint
count_descriptors (void)
{
  g_autoptr (GDir) entries = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  g_assert_nonnull (entries);
  while (g_dir_read_name (entries) != NULL)
    n++;

  return n;
}

gsize
get_rss (void)
{
  g_autofree char *text = NULL;
  gsize            size;
  gsize            resident;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT, &size, &resident), ==, 2);

  return resident * (gsize)sysconf (_SC_PAGESIZE);
}

/* ---- The server under test ---- */

static TbEnvelope *
make_answer (Fixture          *fixture,
             const TbEnvelope *request)
{
  g_autoptr (GString) text = g_string_new ("{\"of\":\"");
  g_autoptr (GBytes) body = NULL;
  TbEnvelope *answer;

  if (fixture->status == 0)
    return NULL;
  g_string_append_printf (text, "%s\"}", request->id);
  for (gsize i = 0; i < fixture->padding; i++)
    g_string_append_c (text, ' ');
  body = g_bytes_new (text->str, text->len);
  answer = tb_envelope_new (request->route, request->link, body);
  answer->id = g_strconcat (request->id, ".answer", NULL);
  answer->timestamp = g_strdup ("1700000000");
  answer->signature = g_strdup ("v1,answer");
  answer->status = fixture->status;
  answer->retry_after = fixture->status == 429 ? 7 : 0;

  return answer;
}

static void
on_request_cb (TbEnvelope  *request,
               TbHttpReply *reply,
               gpointer     data)
{
  Fixture *fixture = data;

  g_ptr_array_add (fixture->requests, request);
  g_ptr_array_add (fixture->held, reply);
  if (!fixture->is_holding)
    fixture_release (fixture);
}

void
fixture_release (Fixture *fixture)
{
  /* The latest requests are the held ones. */
  guint first = fixture->requests->len - fixture->held->len;

  for (guint i = 0; i < fixture->held->len; i++)
    tb_http_reply_send (fixture->held->pdata[i], make_answer (fixture, fixture->requests->pdata[first + i]));
  g_ptr_array_set_size (fixture->held, 0);
}

void
fixture_start (Fixture            *fixture,
               gboolean            use_tls,
               const TbHttpLimits *limits)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) address = tb_address_parse_listen ("127.0.0.1:0", &error);
  g_autoptr (GTlsCertificate) certificate = NULL;

  memset (fixture, 0, sizeof *fixture);
  fixture->clock = tb_clock_new_real ();
  fixture->requests = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_envelope_free);
  fixture->held = g_ptr_array_new ();
  fixture->status = 200;
  fixture->server = tb_http_server_new (fixture->clock, limits, on_request_cb, fixture);
  if (use_tls)
    {
      fixture->certificate = tb_certificate_generate (tb_clock_now (fixture->clock), &error);
      g_assert_no_error (error);
      certificate = tb_certificate_to_tls (fixture->certificate, &error);
      g_assert_no_error (error);
    }
  tb_http_server_listen (fixture->server, address, certificate, &error);
  g_assert_no_error (error);
  fixture->url = tb_http_server_get_url (fixture->server);
  fixture->port = (guint)g_ascii_strtoull (strrchr (fixture->url, ':') + 1, NULL, 10);
}

void
fixture_stop (Fixture *fixture)
{
  if (fixture->server != NULL)
    {
      tb_http_server_stop (fixture->server);
      fixture_release (fixture);
      spin_until (tb_http_server_get_n_connections (fixture->server) == 0);
      g_assert_finalize_object (fixture->server);
    }
  g_ptr_array_unref (fixture->requests);
  g_ptr_array_unref (fixture->held);
  tb_certificate_free (fixture->certificate);
  tb_clock_unref (fixture->clock);
  g_free (fixture->url);
}

/* ---- The bare client ---- */

Client *
client_new (guint port)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  Client *client = g_new0 (Client, 1);

  client->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_connect (client->socket, address, NULL, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (client->socket, FALSE);
  client->in = g_string_new (NULL);

  return client;
}

void
client_send_data (Client     *client,
                  const void *data,
                  gsize       length)
{
  const char *from = data;

  while (length > 0 && !client->is_broken)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_socket_send (client->socket, from, length, NULL, &error);

      if (n > 0)
        {
          from += n;
          length -= (gsize)n;
        }
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          spin_once ();
          client_poll (client);
        }
      else
        {
          client->is_broken = TRUE;
        }
    }
}

void
client_send (Client     *client,
             const char *text)
{
  client_send_data (client, text, strlen (text));
}

gboolean
client_poll (Client *client)
{
  char   chunk[4096];
  gssize n;

  while (!client->is_closed)
    {
      g_autoptr (GError) error = NULL;

      n = g_socket_receive (client->socket, chunk, sizeof chunk, NULL, &error);
      if (n > 0)
        g_string_append_len (client->in, chunk, n);
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        break;
      else
        client->is_closed = TRUE;
    }

  return !client->is_closed;
}

void
client_finish_sending (Client *client)
{
  g_assert_true (g_socket_shutdown (client->socket, FALSE, TRUE, NULL));
}

guint
client_status (Client *client,
               guint   nth)
{
  const char *at;

  client_poll (client);
  at = client->in->str;
  for (guint i = 0;; i++)
    {
      const char *end = strstr (at, "\r\n\r\n");
      const char *length = strstr (at, "Content-Length: ");
      gsize       size;

      if (end == NULL || !g_str_has_prefix (at, "HTTP/1.1 "))
        return 0;
      size = length != NULL && length < end
               ? (gsize)g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10)
               : 0;
      if (strlen (end + 4) < size)
        return 0;
      if (i == nth)
        return (guint)g_ascii_strtoull (at + strlen ("HTTP/1.1 "), NULL, 10);
      at = end + 4 + size;
    }
}

gboolean
client_has (Client     *client,
            const char *text)
{
  return strstr (client->in->str, text) != NULL;
}

void
client_free (Client *client)
{
  g_socket_close (client->socket, NULL);
  g_object_unref (client->socket);
  g_string_free (client->in, TRUE);
  g_free (client);
}

char *
make_request (const char *route,
              const char *link,
              const char *body)
{
  return g_strdup_printf ("POST /link/1/%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\nX-Link: %s\r\nwebhook-id: %s.1\r\n"
                          "webhook-timestamp: 1700000000\r\nwebhook-signature: v1,abc\r\n\r\n%s",
                          route, strlen (body), link, route, body);
}

char *
make_head (const char *request_line,
           ...)
{
  GString    *text = g_string_new (request_line);
  const char *field;
  va_list     list;

  g_string_append (text, "\r\n");
  va_start (list, request_line);
  while ((field = va_arg (list, const char *)) != NULL)
    g_string_append_printf (text, "%s\r\n", field);
  va_end (list);
  g_string_append (text, "\r\n");

  return g_string_free (text, FALSE);
}

/* ---- The scripted server ---- */

typedef struct
{
  Script            *script;
  GSocketConnection *connection;
  GString           *in;
  char               chunk[4096];
} ScriptClient;

static void on_script_read_cb (GObject      *object,
                               GAsyncResult *result,
                               gpointer      data);

static void
script_client_free (ScriptClient *client)
{
  g_io_stream_close (G_IO_STREAM (client->connection), NULL, NULL);
  g_object_unref (client->connection);
  g_string_free (client->in, TRUE);
  g_free (client);
}

static void
read_script_client (ScriptClient *client)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (client->connection)), client->chunk,
                             sizeof client->chunk, G_PRIORITY_DEFAULT, NULL, on_script_read_cb, client);
}

static void
on_script_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      data)
{
  ScriptClient *client = data;
  gssize        n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);

  if (n <= 0)
    {
      script_client_free (client);
      return;
    }
  g_string_append_len (client->in, client->chunk, n);
  if (client->script->answer != NULL && strstr (client->in->str, "\r\n\r\n") != NULL)
    {
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (client->connection)),
                                 client->script->answer, strlen (client->script->answer), NULL, NULL, NULL);
      g_string_truncate (client->in, 0);
    }
  read_script_client (client);
}

static gboolean
on_script_client_cb (GSocketService    *service,
                     GSocketConnection *connection,
                     GObject           *source,
                     gpointer           data)
{
  Script       *script = data;
  ScriptClient *client = g_new0 (ScriptClient, 1);

  script->n_clients++;
  client->script = script;
  client->connection = g_object_ref (connection);
  client->in = g_string_new (NULL);
  read_script_client (client);

  return TRUE;
}

void
script_start (Script     *script,
              const char *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) effective = NULL;

  memset (script, 0, sizeof *script);
  script->answer = g_strdup (answer);
  script->service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (script->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  script->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  script->url = g_strdup_printf ("http://127.0.0.1:%u", script->port);
  g_signal_connect (script->service, "incoming", G_CALLBACK (on_script_client_cb), script);
  g_socket_service_start (script->service);
}

void
script_stop (Script *script)
{
  g_socket_service_stop (script->service);
  g_socket_listener_close (G_SOCKET_LISTENER (script->service));
  g_object_unref (script->service);
  g_free (script->url);
  g_free (script->answer);
}
