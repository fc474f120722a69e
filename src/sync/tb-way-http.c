/* SPDX-License-Identifier: GPL-3.0-or-later
 * The way „push“: HTTP/1.1 straight to the partner's server, its key pinned. */
#include "config.h"

#include "tb-way-http.h"

#include "tb-address.h"
#include "tb-certificate.h"

#include <libsoup/soup.h>
#include <string.h>

#define CONTENT_TYPE "application/json; charset=utf-8"
#define LETTER_TYPE "application/octet-stream"
#define PACKED_TYPE "application/zlib"
#define CHUNK (32 * 1024)
#define MAX_CONNECTIONS 4 /* two send, one waits for what comes, one is tried by a person */
#define IDLE_SECONDS 50   /* less than the server's 60: so it is we who close */
#define MAX_RETRY_SECONDS (24 * 3600)

static const TbWayHttpLimits default_limits = {
  .io_seconds = 30,
  .total_ms = 120 * 1000,
  .max_answer = 1024 * 1024 + 64 * 1024,
};

/** TbWayHttpList: whether the list of authorities has been read. */
typedef struct
{
  gboolean   is_there;
  GPtrArray *waiting; /* (owned) (element-type GTask): to be sent when it is */
} TbWayHttpList;

typedef struct
{
  TbWayHttpLimits limits;
  /* A connection that was opened under one pin must never be used under another, so each address and pin has
   * a session of its own. */
  GHashTable    *sessions; /* (owned): pin and URL → SoupSession */
  GCancellable  *closed;   /* (owned) */
  TbWayHttpList *list;     /* (owned): a box, as its reading may end after us */
} TbWayHttp;

typedef struct
{
  /* input */
  char *fingerprint; /* (nullable) */
  char *route;
  gsize max_answer;
  /* progress */
  SoupSession  *session;     /* (owned) */
  SoupMessage  *message;     /* (owned) */
  GInputStream *stream;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): the caller's, the time limit's and the way's end in one */
  GCancellable *outer;       /* (owned) (nullable) */
  gulong        outer_handler;
  GCancellable *closed; /* (owned) */
  gulong        closed_handler;
  GSource      *limit; /* (owned) */
  gboolean      is_late;
  gboolean      is_other_key;
  GByteArray   *body; /* (owned) */
  guint8       *chunk;
} Sending;

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  g_source_destroy (sending->limit);
  g_source_unref (sending->limit);
  g_cancellable_disconnect (sending->outer, sending->outer_handler);
  g_cancellable_disconnect (sending->closed, sending->closed_handler);
  g_clear_object (&sending->outer);
  g_clear_object (&sending->closed);
  g_clear_object (&sending->cancellable);
  g_clear_object (&sending->stream);
  g_clear_object (&sending->message);
  g_clear_object (&sending->session);
  g_byte_array_unref (sending->body);
  g_free (sending->chunk);
  g_free (sending->fingerprint);
  g_free (sending->route);
  g_free (sending);
}

static SoupSession *
ensure_session (TbWayHttp     *self,
                const TbRoute *route,
                gboolean       is_loopback)
{
  g_autofree char *key =
    g_strconcat (route->fingerprint != NULL ? route->fingerprint : "", "\n", route->url, NULL);
  SoupSession *session = g_hash_table_lookup (self->sessions, key);

  if (session != NULL)
    return session;
  session = soup_session_new_with_options ("timeout", self->limits.io_seconds,
                                           "idle-timeout", IDLE_SECONDS,
                                           "max-conns-per-host", MAX_CONNECTIONS,
                                           "max-conns", MAX_CONNECTIONS,
                                           NULL);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_COOKIE_JAR);
  /* Without a list of authorities no certificate is taken unless accept-certificate says so, a publicly
   * trusted one of somebody else's neither. */
  if (route->fingerprint != NULL)
    soup_session_set_tls_database (session, NULL);
  if (is_loopback)
    soup_session_set_proxy_resolver (session, NULL);
  g_hash_table_insert (self->sessions, g_steal_pointer (&key), session);

  return session;
}

static gboolean
on_certificate_shown_cb (SoupMessage         *message,
                         GTlsCertificate     *certificate,
                         GTlsCertificateFlags flags,
                         gpointer             user_data)
{
  Sending *sending = user_data;

  if (sending->fingerprint != NULL && tb_certificate_matches (certificate, sending->fingerprint))
    return TRUE;
  sending->is_other_key = TRUE;

  return FALSE;
}

static gboolean
on_time_over_cb (gpointer data)
{
  Sending *sending = data;

  sending->is_late = TRUE;
  g_cancellable_cancel (sending->cancellable);

  return G_SOURCE_REMOVE;
}

static void
on_outer_cancelled_cb (GCancellable *outer,
                       gpointer      data)
{
  g_cancellable_cancel (data);
}

static void
return_failure (GTask        *task,
                const GError *reason)
{
  Sending *sending = g_task_get_task_data (task);
  GError  *error = NULL;

  if (sending->is_other_key || g_error_matches (reason, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    tb_problem_set (&error, TB_PROBLEM_CERTIFICATE, NULL);
  else if (sending->is_late)
    tb_problem_set (&error, TB_PROBLEM_UNREACHABLE, "timeout");
  else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    error = g_error_copy (reason);
  else
    tb_problem_set (&error, TB_PROBLEM_UNREACHABLE, reason->message);
  g_debug ("%s: %s", sending->route, error->message);
  g_task_return_error (task, error);
}

static void
return_unreachable (GTask      *task,
                    const char *detail)
{
  g_autoptr (GError) reason = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, detail);

  return_failure (task, reason);
}

static guint
read_retry_after (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  guint64     seconds;

  /* The form with a date is not used by our server; a proxy's is left to our own waiting time. */
  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, MAX_RETRY_SECONDS, &seconds, NULL))
    return 0;

  return (guint)seconds;
}

static TbEnvelope *
make_answer (Sending *sending)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (sending->message);
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&sending->body));
  TbEnvelope *answer =
    tb_envelope_new (sending->route, soup_message_headers_get_one (headers, "X-Link"), body);

  sending->body = g_byte_array_new ();
  answer->id = g_strdup (soup_message_headers_get_one (headers, "webhook-id"));
  answer->timestamp = g_strdup (soup_message_headers_get_one (headers, "webhook-timestamp"));
  answer->signature = g_strdup (soup_message_headers_get_one (headers, "webhook-signature"));
  answer->date = g_strdup (soup_message_headers_get_one (headers, "Date"));
  answer->retry_after = read_retry_after (headers);
  answer->status = soup_message_get_status (sending->message);

  return answer;
}

static void read_more (GTask *task);

static void
on_answer_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Sending *sending = g_task_get_task_data (task);
  gssize   n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);

  if (n < 0)
    {
      return_failure (task, error);
    }
  else if (n > 0)
    {
      g_byte_array_append (sending->body, sending->chunk, (guint)n);
      if (sending->body->len > sending->max_answer)
        return_unreachable (task, "answer too large");
      else
        read_more (task);
    }
  else
    {
      g_task_return_pointer (task, make_answer (sending), (GDestroyNotify)tb_envelope_free);
    }
}

static void
read_more (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);

  g_input_stream_read_async (sending->stream, sending->chunk, CHUNK, G_PRIORITY_DEFAULT, sending->cancellable,
                             on_answer_read_cb, g_object_ref (task));
}

static void
on_answer_came_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Sending *sending = g_task_get_task_data (task);

  sending->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (sending->stream == NULL)
    return_failure (task, error);
  else if (SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (sending->message)))
    return_unreachable (task, "redirect");
  else
    read_more (task);
}

/* HTTP/1.1 keeps connections anyway, and an idle line consists of heads. */
static void
on_starting_cb (SoupMessage *message)
{
  soup_message_headers_remove (soup_message_get_request_headers (message), "Connection");
}

static const char *
choose_type (const TbEnvelope *request)
{
  if (g_str_equal (request->route, "mailbox/put"))
    return LETTER_TYPE;

  return tb_is_packed (request->body) ? PACKED_TYPE : CONTENT_TYPE;
}

static SoupMessage *
make_message (const char       *url,
              const TbEnvelope *request)
{
  SoupMessage        *message = soup_message_new ("POST", url);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;
  g_signal_connect (message, "starting", G_CALLBACK (on_starting_cb), NULL);
  headers = soup_message_get_request_headers (message);
  /* Idempotent: our ids make a repeat safe. Without it libsoup opens a connection for every POST. */
  soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT | SOUP_MESSAGE_NO_REDIRECT);
  soup_message_set_request_body_from_bytes (message, choose_type (request), request->body);
  soup_message_headers_replace (headers, "X-Link", request->link);
  soup_message_headers_replace (headers, "webhook-id", request->id);
  soup_message_headers_replace (headers, "webhook-timestamp", request->timestamp);
  soup_message_headers_replace (headers, "webhook-signature", request->signature);

  return message;
}

static Sending *
start_sending (TbWayHttp        *self,
               const TbRoute    *route,
               const TbEnvelope *request,
               GCancellable     *outer)
{
  Sending *sending = g_new0 (Sending, 1);

  sending->fingerprint = g_strdup (route->fingerprint);
  sending->route = g_strdup (request->route);
  sending->max_answer = self->limits.max_answer;
  sending->body = g_byte_array_new ();
  sending->chunk = g_malloc (CHUNK);
  sending->cancellable = g_cancellable_new ();
  sending->closed = g_object_ref (self->closed);
  sending->closed_handler = g_cancellable_connect (self->closed, G_CALLBACK (on_outer_cancelled_cb),
                                                   g_object_ref (sending->cancellable), g_object_unref);
  if (outer != NULL)
    {
      sending->outer = g_object_ref (outer);
      sending->outer_handler = g_cancellable_connect (outer, G_CALLBACK (on_outer_cancelled_cb),
                                                      g_object_ref (sending->cancellable), g_object_unref);
    }
  sending->limit = g_timeout_source_new (self->limits.total_ms);
  g_source_set_callback (sending->limit, on_time_over_cb, sending, NULL);
  g_source_attach (sending->limit, g_main_context_get_thread_default ());

  return sending;
}

/* ---- The list of authorities ---- */

static void
clear_list (gpointer data)
{
  g_ptr_array_unref (((TbWayHttpList *)data)->waiting);
}

static void
release_list (gpointer data)
{
  g_rc_box_release_full (data, clear_list);
}

/* On a thread of its own. Each connection of the process uses what the first one has read. */
static void
read_list (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  g_autoptr (GInputStream) input = g_memory_input_stream_new ();
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (GIOStream) nothing = g_simple_io_stream_new (input, output);
  g_autoptr (GIOStream) connection = NULL;

  /* What is wrong with it the real one will tell. */
  connection = g_tls_client_connection_new (nothing, NULL, NULL);
  g_task_return_boolean (task, connection != NULL);
}

static void
send_now (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);

  soup_session_send_async (sending->session, sending->message, G_PRIORITY_DEFAULT, sending->cancellable,
                           on_answer_came_cb, g_object_ref (task));
}

static void
on_list_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  TbWayHttpList *list = user_data;
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&list->waiting);
  guint i;

  list->is_there = TRUE;
  list->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (i = 0; i < waiting->len; i++)
    send_now (waiting->pdata[i]);
  release_list (list);
}

/* The first connection reads the authorities that are trusted here, though a pinned one needs none: that
 * would stop the window for twenty milliseconds. */
static void
send_when_list_is_there (TbWayHttpList *list,
                         GTask         *task)
{
  g_autoptr (GTask) reading = NULL;

  g_ptr_array_add (list->waiting, g_object_ref (task));
  if (list->waiting->len > 1)
    return;
  reading = g_task_new (NULL, NULL, on_list_read_cb, g_rc_box_acquire (list));
  g_task_set_source_tag (reading, send_when_list_is_there);
  g_task_run_in_thread (reading, read_list);
}

static void
send_async (gpointer            data,
            const TbRoute      *route,
            const TbEnvelope   *request,
            GCancellable       *cancellable,
            GAsyncReadyCallback callback,
            gpointer            user_data)
{
  TbWayHttp       *self = data;
  g_autofree char *url = NULL;
  gboolean         is_loopback = FALSE;
  GError          *error = NULL;
  Sending         *sending;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, send_async);
  if (route->url == NULL || !tb_address_check_url (route->url, &is_loopback, &error) ||
      (url = tb_address_route_url (route->url, request->route, &error)) == NULL)
    {
      if (error == NULL)
        tb_problem_set (&error, TB_PROBLEM_ADDRESS, "");
      g_task_return_error (task, error);
      return;
    }
  sending = start_sending (self, route, request, cancellable);
  g_task_set_task_data (task, sending, sending_free);
  sending->message = make_message (url, request);
  if (sending->message == NULL)
    {
      tb_problem_set (&error, TB_PROBLEM_ADDRESS, route->url);
      g_task_return_error (task, error);
      return;
    }
  g_debug ("%s to partner %" G_GINT64_FORMAT ": %s of link %s, %" G_GSIZE_FORMAT " bytes", request->route,
           route->partner, request->id, request->link, g_bytes_get_size (request->body));
  g_signal_connect (sending->message, "accept-certificate", G_CALLBACK (on_certificate_shown_cb), sending);
  sending->session = g_object_ref (ensure_session (self, route, is_loopback));
  if (self->list->is_there || g_str_has_prefix (url, "http:"))
    send_now (task);
  else
    send_when_list_is_there (self->list, task);
}

static TbEnvelope *
send_finish (gpointer      data,
             GAsyncResult *result,
             GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static TbWay *
clone_way (gpointer data)
{
  TbWayHttp *self = data;

  return tb_way_http_new (&self->limits);
}

static void
close_way (gpointer data)
{
  TbWayHttp *self = data;

  g_cancellable_cancel (self->closed);
  g_clear_object (&self->closed);
  g_clear_pointer (&self->sessions, g_hash_table_unref);
  g_clear_pointer (&self->list, release_list);
  g_free (self);
}

static void
end_session (gpointer data)
{
  SoupSession *session = data;

  soup_session_abort (session);
  g_object_unref (session);
}

TbWay *
tb_way_http_new (const TbWayHttpLimits *limits)
{
  TbWay     *way = g_new0 (TbWay, 1);
  TbWayHttp *self = g_new0 (TbWayHttp, 1);

  self->limits = limits != NULL ? *limits : default_limits;
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, end_session);
  self->closed = g_cancellable_new ();
  self->list = g_rc_box_new0 (TbWayHttpList);
  self->list->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  *way = (TbWay){
    .self = self, .send_async = send_async, .send_finish = send_finish, .clone = clone_way, .close = close_way
  };

  return way;
}
