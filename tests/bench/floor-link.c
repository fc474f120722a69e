/* SPDX-License-Identifier: GPL-3.0-or-later
 * What our stack can do at best between two instances, with nothing around it: the floor of sync. A change is
 * committed in A (SQLite, WAL, FULL), becomes JSON, goes through libsoup with TLS, is parsed, applied once by
 * its id and committed in B, is answered, and A marks it.
 *
 * Usage: floor-link FOLDER           One line of JSON a figure.
 *        floor-link --serve FOLDER   The other end; started by the first. */
#include "config.h"

#include "bench-sql.h"
#include "bench-texts.h"
#include "tb-certificate.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#define LATENCIES 1000
#define ROUNDS 5
#define PAUSE_MS 2
#define YEAR_2026 G_GINT64_CONSTANT (1767225600000000)

static void
open_database (const char *folder,
               const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  bench_must (sqlite3_open (path, &bench_database));
  bench_run ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
             "CREATE TABLE change (id INTEGER PRIMARY KEY, uuid TEXT UNIQUE, ticket TEXT, text TEXT,"
             " sent INTEGER)");
}

/* ---- Changes as JSON ---- */

typedef struct
{
  gint64 id;
  char  *uuid;
  char  *text;
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  g_free (change->uuid);
  g_free (change->text);
  g_free (change);
}

static void
put_text (JsonBuilder *builder,
          const char  *name,
          const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static GBytes *
encode (GPtrArray *changes)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text;
  guint i;

  json_builder_begin_array (builder);
  for (i = 0; i < changes->len; i++)
    {
      const Change *change = changes->pdata[i];

      json_builder_begin_object (builder);
      put_text (builder, "id", change->uuid);
      put_text (builder, "ticket", "T20261125-0001");
      put_text (builder, "kind", "note");
      put_text (builder, "author", "Nord Systemhaus");
      put_text (builder, "at", "2026-11-25T12:00:00Z");
      put_text (builder, "text", change->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return g_bytes_new_take (text, strlen (text));
}

static JsonNode *
parse (const char *text,
       gsize       length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  if (!json_parser_load_from_data (parser, text, (gssize)length, NULL))
    g_error ("not JSON");
  return json_parser_steal_root (parser);
}

/* Each once, whatever comes twice. Returns: when it was committed. */
static gint64
apply (const char *body,
       gsize       length)
{
  static sqlite3_stmt *insert;
  g_autoptr (JsonNode) root = parse (body, length);
  JsonArray *array = json_node_get_array (root);
  guint      i;

  if (insert == NULL)
    insert = bench_prepare ("INSERT OR IGNORE INTO change (uuid, ticket, text) VALUES (?, ?, ?)");
  bench_run ("BEGIN IMMEDIATE");
  for (i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);

      bench_must (sqlite3_bind_text (insert, 1, json_object_get_string_member (object, "id"), -1, NULL));
      bench_must (sqlite3_bind_text (insert, 2, json_object_get_string_member (object, "ticket"), -1, NULL));
      bench_must (sqlite3_bind_text (insert, 3, json_object_get_string_member (object, "text"), -1, NULL));
      bench_must (sqlite3_step (insert));
      bench_must (sqlite3_reset (insert));
    }
  bench_run ("COMMIT");
  return g_get_monotonic_time ();
}

/* A's side: @n changes in one commit. Returns: (transfer full) (element-type Change) */
static GPtrArray *
make_changes (guint n)
{
  static guint count;
  GPtrArray   *changes = g_ptr_array_new_with_free_func (free_change);
  guint        i;

  for (i = 0; i < n; i++)
    {
      Change *change = g_new0 (Change, 1);

      change->uuid = g_uuid_string_random ();
      change->text = bench_words (++count, 2, BENCH_NOTE_WORDS);
      g_ptr_array_add (changes, change);
    }
  return changes;
}

static void
commit_changes (GPtrArray *changes)
{
  static sqlite3_stmt *insert;
  guint                i;

  if (insert == NULL)
    insert = bench_prepare ("INSERT INTO change (uuid, ticket, text, sent) VALUES (?, 'T', ?, 0)");
  bench_run ("BEGIN IMMEDIATE");
  for (i = 0; i < changes->len; i++)
    {
      Change *change = changes->pdata[i];

      bench_must (sqlite3_bind_text (insert, 1, change->uuid, -1, NULL));
      bench_must (sqlite3_bind_text (insert, 2, change->text, -1, NULL));
      bench_must (sqlite3_step (insert));
      bench_must (sqlite3_reset (insert));
      change->id = sqlite3_last_insert_rowid (bench_database);
    }
  bench_run ("COMMIT");
}

static void
mark_changes (GPtrArray *changes)
{
  static sqlite3_stmt *update;
  guint                i;

  if (update == NULL)
    update = bench_prepare ("UPDATE change SET sent = 1 WHERE id = ?");
  bench_run ("BEGIN IMMEDIATE");
  for (i = 0; i < changes->len; i++)
    {
      bench_must (sqlite3_bind_int64 (update, 1, ((Change *)changes->pdata[i])->id));
      bench_must (sqlite3_step (update));
      bench_must (sqlite3_reset (update));
    }
  bench_run ("COMMIT");
}

/* ---- B: the server ---- */

static void
answer_text (SoupServerMessage *message,
             char              *text)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, text, strlen (text));
}

static void
on_push_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           data)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  gsize       length;
  const char *text = g_bytes_get_data (bytes, &length);

  answer_text (message, g_strdup_printf ("{\"at\":%" G_GINT64_FORMAT "}", apply (text, length)));
}

/* Somebody waits for a change: a while later there is one. */
static gboolean
on_change_cb (gpointer data)
{
  g_autoptr (SoupServerMessage) message = data;
  g_autoptr (GPtrArray) changes = make_changes (1);
  const gint64     begun = g_get_monotonic_time ();
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  commit_changes (changes);
  bytes = encode (changes);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  soup_message_headers_append (soup_server_message_get_response_headers (message), "X-At",
                               g_strdup_printf ("%" G_GINT64_FORMAT, begun));
  answer_text (message, g_steal_pointer (&text));
  soup_server_message_unpause (message);
  return G_SOURCE_REMOVE;
}

static void
on_poll_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           data)
{
  soup_server_message_pause (message);
  g_timeout_add (PAUSE_MS, on_change_cb, g_object_ref (message));
}

static gboolean
on_parent_gone_cb (GIOChannel  *channel,
                   GIOCondition condition,
                   gpointer     loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static int
serve (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (TbCertificate) identity = tb_certificate_generate (YEAR_2026, &error);
  g_autoptr (GTlsCertificate) certificate = tb_certificate_to_tls (identity, &error);
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  GSList *uris;

  open_database (folder, "b.db");
  soup_server_set_tls_certificate (server, certificate);
  soup_server_add_handler (server, "/push", on_push_cb, NULL, NULL);
  soup_server_add_handler (server, "/poll", on_poll_cb, NULL, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    g_error ("%s", error->message);
  uris = soup_server_get_uris (server);
  g_print ("%d\n", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, on_parent_gone_cb, loop);
  g_main_loop_run (loop);
  return 0;
}

/* ---- A: the client ---- */

typedef struct
{
  SoupSession *session;
  int          port;
  guint64      bytes; /* of HTTP, both ways, of the last request */
} Client;

static gboolean
accept_any_cb (SoupMessage         *message,
               GTlsCertificate     *certificate,
               GTlsCertificateFlags flags,
               gpointer             data)
{
  return TRUE;
}

static GBytes *
post (Client       *client,
      const char   *route,
      GBytes       *body,
      SoupMessage **message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%d/%s", client->port, route);
  GBytes          *answer;

  *message = soup_message_new ("POST", url);
  soup_message_add_flags (*message, SOUP_MESSAGE_IDEMPOTENT | SOUP_MESSAGE_COLLECT_METRICS);
  g_signal_connect (*message, "accept-certificate", G_CALLBACK (accept_any_cb), NULL);
  soup_message_set_request_body_from_bytes (*message, "application/json", body);
  answer = soup_session_send_and_read (client->session, *message, NULL, &error);
  if (answer == NULL || soup_message_get_status (*message) != SOUP_STATUS_OK)
    g_error ("%s: %s", route, error != NULL ? error->message : "refused");
  return answer;
}

static guint64
count_bytes (SoupMessage *message)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (message);

  return soup_message_metrics_get_request_header_bytes_sent (metrics) +
         soup_message_metrics_get_request_body_bytes_sent (metrics) +
         soup_message_metrics_get_response_header_bytes_received (metrics) +
         soup_message_metrics_get_response_body_bytes_received (metrics);
}

/* Returns: when B had committed it */
static gint64
push (Client    *client,
      GPtrArray *changes)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GBytes) body = encode (changes);
  g_autoptr (GBytes) answer = post (client, "push", body, &message);
  g_autoptr (JsonNode) root = parse (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));

  client->bytes = count_bytes (message);
  mark_changes (changes);
  return json_object_get_int_member (json_node_get_object (root), "at");
}

static double
measure_rate (Client *client,
              guint   batch,
              guint   count)
{
  double took = 0;
  guint  i;

  for (i = 0; i < count; i += batch)
    {
      g_autoptr (GPtrArray) changes = make_changes (batch);
      const double begun = bench_seconds ();

      commit_changes (changes);
      push (client, changes);
      took += bench_seconds () - begun;
    }
  return count / took;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double difference = *(const double *)a - *(const double *)b;

  return difference < 0 ? -1 : difference > 0;
}

static void
tell_rate (Client *client,
           guint   batch,
           guint   count)
{
  g_autofree char *rate = g_strdup_printf ("rate-%u", batch);
  g_autofree char *bytes = g_strdup_printf ("bytes-%u", batch);
  double           rates[ROUNDS];
  guint            round;

  for (round = 0; round < ROUNDS; round++)
    rates[round] = measure_rate (client, batch, count);
  qsort (rates, ROUNDS, sizeof (double), compare);
  bench_tell (rate, rates[ROUNDS / 2]);
  bench_tell (bytes, (double)client->bytes / batch);
}

static void
tell_push_times (Client *client)
{
  BenchTimes there = { g_array_new (FALSE, FALSE, sizeof (double)) };
  BenchTimes known = { g_array_new (FALSE, FALSE, sizeof (double)) };
  guint      i;

  for (i = 0; i < LATENCIES; i++)
    {
      g_autoptr (GPtrArray) changes = make_changes (1);
      const gint64 begun = g_get_monotonic_time ();
      double       took;

      commit_changes (changes);
      took = (double)(push (client, changes) - begun);
      g_array_append_val (there.values, took);
      took = (double)(g_get_monotonic_time () - begun);
      g_array_append_val (known.values, took);
      g_usleep (PAUSE_MS * 1000);
    }
  bench_tell_times ("push", &there);
  bench_tell_times ("push-known", &known);
}

static void
tell_poll_times (Client *client)
{
  BenchTimes times = { g_array_new (FALSE, FALSE, sizeof (double)) };
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  guint i;

  for (i = 0; i < LATENCIES; i++)
    {
      g_autoptr (SoupMessage) message = NULL;
      g_autoptr (GBytes) answer = post (client, "poll", body, &message);
      gsize       length;
      const char *text = g_bytes_get_data (answer, &length);
      gint64      at = apply (text, length);
      double      took;

      took = (double)(at - g_ascii_strtoll (soup_message_headers_get_one (
                                              soup_message_get_response_headers (message), "X-At"),
                                            NULL, 10));
      g_array_append_val (times.values, took);
    }
  bench_tell_times ("poll", &times);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) server = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  Client           client = { NULL };

  if (argc == 3 && strcmp (argv[1], "--serve") == 0)
    return serve (argv[2]);
  if (argc != 2)
    return 2;
  server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, argv[0],
                             "--serve", argv[1], NULL);
  if (server == NULL)
    g_error ("%s", error->message);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  if (line == NULL)
    g_error ("the server did not begin");
  client.port = (int)g_ascii_strtoll (line, NULL, 10);
  client.session = soup_session_new ();
  open_database (argv[1], "a.db");
  tell_push_times (&client);
  tell_poll_times (&client);
  tell_rate (&client, 1, 500);
  tell_rate (&client, 10, 2000);
  tell_rate (&client, 100, 5000);
  tell_rate (&client, 1000, 5000);
  g_output_stream_close (g_subprocess_get_stdin_pipe (server), NULL, NULL);
  g_subprocess_wait (server, NULL, NULL);
  g_object_unref (client.session);
  bench_must (sqlite3_close_v2 (bench_database));
  return 0;
}
