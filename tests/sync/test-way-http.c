/* SPDX-License-Identifier: GPL-3.0-or-later
 * The way „push“: what it carries, what it trusts, and how each failure is named. */
#include "config.h"

#include "sync-test.h"

#include "tb-problem.h"
#include "tb-way-http.h"

#include <string.h>

#define OTHER_FINGERPRINT "0000000000000000000000000000000000000000000000000000000000000000"

typedef struct
{
  TbWay      *way;
  TbEnvelope *answer;
  GError     *error;
  gboolean    is_done;
} Trip;

static TbEnvelope *
make_envelope (gsize size)
{
  g_autofree char *text = g_strnfill (size, 'x');
  g_autoptr (GBytes) body = g_bytes_new (text, size);
  TbEnvelope *request = tb_envelope_new ("push", "link-1", body);

  request->id = g_strdup ("push.42");
  request->timestamp = g_strdup ("1700000001");
  request->signature = g_strdup ("v1,request");

  return request;
}

static void
on_sent_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  Trip *trip = data;

  trip->answer = trip->way->send_finish (trip->way->self, result, &trip->error);
  trip->is_done = TRUE;
}

static void
start_trip (Trip             *trip,
            TbWay            *way,
            const char       *url,
            const char       *fingerprint,
            const TbEnvelope *request,
            GCancellable     *cancellable)
{
  TbRoute route = {
    .partner = 1, .name = (char *)"B", .url = (char *)url, .fingerprint = (char *)fingerprint
  };

  memset (trip, 0, sizeof *trip);
  trip->way = way;
  way->send_async (way->self, &route, request, cancellable, on_sent_cb, trip);
}

static void
trip_clear (Trip *trip)
{
  g_clear_pointer (&trip->answer, tb_envelope_free);
  g_clear_error (&trip->error);
}

static void
check_trip (TbWay      *way,
            const char *url,
            const char *fingerprint,
            guint       status)
{
  Trip trip;
  g_autoptr (TbEnvelope) request = make_envelope (10);

  start_trip (&trip, way, url, fingerprint, request, NULL);
  spin_until (trip.is_done);
  g_assert_no_error (trip.error);
  g_assert_cmpuint (trip.answer->status, ==, status);
  trip_clear (&trip);
}

static void
check_failure (TbWay      *way,
               const char *url,
               const char *fingerprint,
               TbProblem   problem)
{
  Trip trip;
  g_autoptr (TbEnvelope) request = make_envelope (10);

  start_trip (&trip, way, url, fingerprint, request, NULL);
  spin_until (trip.is_done);
  g_assert_error (trip.error, TB_PROBLEM, (int)problem);
  g_assert_null (trip.answer);
  trip_clear (&trip);
}

static void
test_carries_both_ways (gconstpointer data)
{
  gboolean          use_tls = GPOINTER_TO_INT (data);
  Fixture           fixture;
  Trip              trip;
  const TbEnvelope *came;
  g_autoptr (TbWay) way = tb_way_http_new (NULL);
  g_autoptr (TbEnvelope) request = make_envelope (300 * 1024);

  fixture_start (&fixture, use_tls, NULL);
  fixture.padding = 500 * 1024;
  start_trip (&trip, way, fixture.url, use_tls ? fixture.certificate->fingerprint : NULL, request, NULL);
  spin_until (trip.is_done);
  g_assert_no_error (trip.error);

  g_assert_cmpuint (fixture.requests->len, ==, 1);
  came = fixture.requests->pdata[0];
  g_assert_cmpstr (came->route, ==, "push");
  g_assert_cmpstr (came->link, ==, "link-1");
  g_assert_cmpstr (came->id, ==, "push.42");
  g_assert_cmpstr (came->timestamp, ==, "1700000001");
  g_assert_cmpstr (came->signature, ==, "v1,request");
  g_assert_true (g_bytes_equal (came->body, request->body));

  g_assert_cmpuint (trip.answer->status, ==, 200);
  g_assert_cmpstr (trip.answer->route, ==, "push");
  g_assert_cmpstr (trip.answer->link, ==, "link-1");
  g_assert_cmpstr (trip.answer->id, ==, "push.42.answer");
  g_assert_cmpstr (trip.answer->timestamp, ==, "1700000000");
  g_assert_cmpstr (trip.answer->signature, ==, "v1,answer");
  g_assert_null (trip.answer->date);
  g_assert_cmpuint (trip.answer->retry_after, ==, 0);
  g_assert_cmpuint (g_bytes_get_size (trip.answer->body), >, 500 * 1024);
  trip_clear (&trip);
  fixture_stop (&fixture);
}

static void
test_one_connection_for_many_requests (gconstpointer data)
{
  gboolean use_tls = GPOINTER_TO_INT (data);
  Fixture  fixture;
  g_autoptr (TbWay) way = tb_way_http_new (NULL);

  fixture_start (&fixture, use_tls, NULL);
  for (guint i = 0; i < 20; i++)
    check_trip (way, fixture.url, use_tls ? fixture.certificate->fingerprint : NULL, 200);
  g_assert_cmpuint (fixture.requests->len, ==, 20);
  g_assert_cmpuint (tb_http_server_get_n_accepted (fixture.server), ==, 1);
  fixture_stop (&fixture);
}

static void
test_connection_that_the_server_closed_is_no_failure (void)
{
  Fixture      fixture;
  TbHttpLimits limits = TB_HTTP_LIMITS;
  g_autoptr (TbWay) way = tb_way_http_new (NULL);

  limits.idle_ms = 1;
  fixture_start (&fixture, FALSE, &limits);
  check_trip (way, fixture.url, NULL, 200);
  spin_until (tb_http_server_get_n_connections (fixture.server) == 0);
  check_trip (way, fixture.url, NULL, 200);
  g_assert_cmpuint (tb_http_server_get_n_accepted (fixture.server), ==, 2);
  fixture_stop (&fixture);
}

static void
test_refusals_are_answers (void)
{
  Fixture fixture;
  Trip    trip;
  g_autoptr (TbWay) way = tb_way_http_new (NULL);
  g_autoptr (TbEnvelope) request = make_envelope (10);

  fixture_start (&fixture, FALSE, NULL);
  fixture.status = 429;
  start_trip (&trip, way, fixture.url, NULL, request, NULL);
  spin_until (trip.is_done);
  g_assert_no_error (trip.error);
  g_assert_cmpuint (trip.answer->status, ==, 429);
  g_assert_cmpuint (trip.answer->retry_after, ==, 7);
  trip_clear (&trip);
  fixture.status = 422;
  check_trip (way, fixture.url, NULL, 422);
  fixture_stop (&fixture);
}

/* So that the sender halves the batch instead of trying the same for ever. */
static void
test_too_large_is_answered (gconstpointer data)
{
  gboolean use_tls = GPOINTER_TO_INT (data);
  Fixture  fixture;
  Trip     trip;
  g_autoptr (TbWay) way = tb_way_http_new (NULL);
  g_autoptr (TbEnvelope) request = make_envelope (4 * 1024 * 1024);

  fixture_start (&fixture, use_tls, NULL);
  start_trip (&trip, way, fixture.url, use_tls ? fixture.certificate->fingerprint : NULL, request, NULL);
  spin_until (trip.is_done);
  g_assert_no_error (trip.error);
  g_assert_cmpuint (trip.answer->status, ==, 413);
  trip_clear (&trip);
  check_trip (way, fixture.url, use_tls ? fixture.certificate->fingerprint : NULL, 200);
  fixture_stop (&fixture);
}

static void
test_another_key_is_refused (void)
{
  Fixture fixture;
  g_autoptr (TbWay) way = tb_way_http_new (NULL);

  fixture_start (&fixture, TRUE, NULL);
  check_failure (way, fixture.url, OTHER_FINGERPRINT, TB_PROBLEM_CERTIFICATE);
  /* Nor does a connection that was opened under the right pin serve another. */
  check_trip (way, fixture.url, fixture.certificate->fingerprint, 200);
  check_failure (way, fixture.url, OTHER_FINGERPRINT, TB_PROBLEM_CERTIFICATE);
  /* Without a pin the system's authorities decide, and they do not know it. */
  check_failure (way, fixture.url, NULL, TB_PROBLEM_CERTIFICATE);
  g_assert_cmpuint (fixture.requests->len, ==, 1);
  fixture_stop (&fixture);
}

static void
test_redirect_is_not_followed (void)
{
  Fixture fixture;
  Script  script;
  g_autoptr (TbWay) way = tb_way_http_new (NULL);
  g_autofree char *answer = NULL;

  fixture_start (&fixture, FALSE, NULL);
  answer = g_strdup_printf (
    "HTTP/1.1 307 Temporary Redirect\r\nLocation: %s/link/1/push\r\nContent-Length: 0\r\n\r\n", fixture.url);
  script_start (&script, answer);
  check_failure (way, script.url, NULL, TB_PROBLEM_UNREACHABLE);
  g_assert_cmpuint (script.n_clients, ==, 1);
  g_assert_cmpuint (tb_http_server_get_n_accepted (fixture.server), ==, 0);
  tb_way_free (g_steal_pointer (&way));
  settle ();
  script_stop (&script);
  fixture_stop (&fixture);
}

static void
test_plain_http_is_refused_before_connecting (void)
{
  Trip trip;
  g_autoptr (TbWay) way = tb_way_http_new (NULL);
  g_autoptr (TbEnvelope) request = make_envelope (10);

  check_failure (way, "http://192.0.2.1:9", NULL, TB_PROBLEM_PLAIN_HTTP);
  check_failure (way, "gopher://partner.example", NULL, TB_PROBLEM_ADDRESS);
  start_trip (&trip, way, NULL, NULL, request, NULL);
  spin_until (trip.is_done);
  g_assert_error (trip.error, TB_PROBLEM, TB_PROBLEM_ADDRESS);
  trip_clear (&trip);
}

static void
test_nobody_there_is_unreachable (void)
{
  Script script;
  g_autoptr (TbWay) way = tb_way_http_new (NULL);
  g_autofree char *url = NULL;

  script_start (&script, NULL);
  url = g_strdup (script.url);
  script_stop (&script);
  check_failure (way, url, NULL, TB_PROBLEM_UNREACHABLE);
}

static void
test_silent_server_is_unreachable (void)
{
  Script          script;
  TbWayHttpLimits limits = { .io_seconds = 3600, .total_ms = 100, .max_answer = 100 };
  TbWay          *way = tb_way_http_new (&limits);

  script_start (&script, NULL);
  check_failure (way, script.url, NULL, TB_PROBLEM_UNREACHABLE);
  tb_way_free (way);
  settle ();
  script_stop (&script);
}

static void
test_endless_answer_is_cut (void)
{
  Script           script;
  TbWayHttpLimits  limits = { .io_seconds = 3600, .total_ms = 3600 * 1000, .max_answer = 1000 };
  TbWay           *way = tb_way_http_new (&limits);
  g_autofree char *body = g_strnfill (1001, ' ');
  g_autofree char *answer = g_strconcat ("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n", body, NULL);

  script_start (&script, answer);
  check_failure (way, script.url, NULL, TB_PROBLEM_UNREACHABLE);
  tb_way_free (way);
  settle ();
  script_stop (&script);
}

static void
test_nonsense_is_unreachable (void)
{
  Script script;
  TbWay *way = tb_way_http_new (NULL);

  script_start (&script, "220 mail.example ESMTP\r\n\r\n");
  check_failure (way, script.url, NULL, TB_PROBLEM_UNREACHABLE);
  tb_way_free (way);
  settle ();
  script_stop (&script);
}

static void
test_can_be_cancelled (void)
{
  Script script;
  Trip   trip;
  TbWay *way = tb_way_http_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TbEnvelope) request = make_envelope (10);

  script_start (&script, NULL);
  start_trip (&trip, way, script.url, NULL, request, cancellable);
  g_cancellable_cancel (cancellable); /* while it connects */
  spin_until (trip.is_done);
  g_assert_error (trip.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  trip_clear (&trip);

  g_cancellable_reset (cancellable);
  start_trip (&trip, way, script.url, NULL, request, cancellable);
  spin_until (script.n_clients >= 1);
  settle ();
  g_cancellable_cancel (cancellable); /* while it waits */
  spin_until (trip.is_done);
  g_assert_error (trip.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  trip_clear (&trip);
  tb_way_free (way);
  settle ();
  script_stop (&script);
}

static void
test_end_of_the_way_ends_what_is_under_way (void)
{
  Fixture fixture;
  Trip    trip;
  TbWay  *way = tb_way_http_new (NULL);
  TbWay   kept = *way;
  g_autoptr (TbEnvelope) request = make_envelope (10);

  fixture_start (&fixture, FALSE, NULL);
  fixture.is_holding = TRUE;
  start_trip (&trip, way, fixture.url, NULL, request, NULL);
  spin_until (fixture.held->len == 1);
  trip.way = &kept;
  tb_way_free (way);
  spin_until (trip.is_done);
  g_assert_error (trip.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  trip_clear (&trip);
  fixture_stop (&fixture);
}

/* ---- Waiting for an answer: the server turns in a thread of its own ---- */

typedef struct
{
  Fixture fixture;
  int     is_ready; /* atomic */
  int     is_over;  /* atomic */
} Remote;

static gpointer
run_remote (gpointer data)
{
  Remote *remote = data;
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  fixture_start (&remote->fixture, FALSE, NULL);
  g_atomic_int_set (&remote->is_ready, TRUE);
  while (!g_atomic_int_get (&remote->is_over))
    g_main_context_iteration (context, FALSE);
  tb_http_server_stop (remote->fixture.server);
  while (tb_http_server_get_n_connections (remote->fixture.server) > 0)
    g_main_context_iteration (context, TRUE);
  g_clear_object (&remote->fixture.server);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);

  return NULL;
}

static gboolean
on_forbidden_cb (gpointer data)
{
  g_assert_not_reached ();
}

static void
test_waiting_leaves_the_main_context_alone (void)
{
  Remote   remote = { 0 };
  GThread *thread = g_thread_new ("remote", run_remote, &remote);
  TbRoute  route = { .partner = 1, .name = (char *)"B" };
  guint    id;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbWay) way = tb_way_http_new (NULL);
  g_autoptr (TbEnvelope) request = make_envelope (10);
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (TbEnvelope) none = NULL;

  spin_until (g_atomic_int_get (&remote.is_ready));
  route.url = remote.fixture.url;
  id = g_timeout_add (0, on_forbidden_cb, NULL);
  answer = tb_way_send (way, &route, request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, 200);
  route.url = (char *)"http://192.0.2.1";
  none = tb_way_send (way, &route, request, &error);
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_PLAIN_HTTP);
  g_assert_null (none);
  g_source_remove (id);

  g_atomic_int_set (&remote.is_over, TRUE);
  g_thread_join (thread);
  fixture_stop (&remote.fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/sync/way-http/carries-both-ways", GINT_TO_POINTER (FALSE), test_carries_both_ways);
  g_test_add_data_func ("/sync/way-http/carries-both-ways-by-tls", GINT_TO_POINTER (TRUE),
                        test_carries_both_ways);
  g_test_add_data_func ("/sync/way-http/one-connection-for-many-requests", GINT_TO_POINTER (FALSE),
                        test_one_connection_for_many_requests);
  g_test_add_data_func ("/sync/way-http/one-connection-for-many-requests-by-tls", GINT_TO_POINTER (TRUE),
                        test_one_connection_for_many_requests);
  g_test_add_func ("/sync/way-http/connection-that-the-server-closed-is-no-failure",
                   test_connection_that_the_server_closed_is_no_failure);
  g_test_add_func ("/sync/way-http/refusals-are-answers", test_refusals_are_answers);
  g_test_add_data_func ("/sync/way-http/too-large-is-answered", GINT_TO_POINTER (FALSE),
                        test_too_large_is_answered);
  g_test_add_data_func ("/sync/way-http/too-large-is-answered-by-tls", GINT_TO_POINTER (TRUE),
                        test_too_large_is_answered);
  g_test_add_func ("/sync/way-http/another-key-is-refused", test_another_key_is_refused);
  g_test_add_func ("/sync/way-http/redirect-is-not-followed", test_redirect_is_not_followed);
  g_test_add_func ("/sync/way-http/plain-http-is-refused-before-connecting",
                   test_plain_http_is_refused_before_connecting);
  g_test_add_func ("/sync/way-http/nobody-there-is-unreachable", test_nobody_there_is_unreachable);
  g_test_add_func ("/sync/way-http/silent-server-is-unreachable", test_silent_server_is_unreachable);
  g_test_add_func ("/sync/way-http/endless-answer-is-cut", test_endless_answer_is_cut);
  g_test_add_func ("/sync/way-http/nonsense-is-unreachable", test_nonsense_is_unreachable);
  g_test_add_func ("/sync/way-http/can-be-cancelled", test_can_be_cancelled);
  g_test_add_func ("/sync/way-http/end-of-the-way-ends-what-is-under-way",
                   test_end_of_the_way_ends_what_is_under_way);
  g_test_add_func ("/sync/way-http/waiting-leaves-the-main-context-alone",
                   test_waiting_leaves_the_main_context_alone);

  return g_test_run ();
}
