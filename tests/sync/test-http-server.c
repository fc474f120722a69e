/* SPDX-License-Identifier: GPL-3.0-or-later
 * The server: routes and methods, what reaches the handler, what goes back, what is wrong. */
#include "config.h"

#include "sync-test.h"

#include "tb-problem.h"
#include "tb-address.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  const char *line;
  guint       status;
  const char *needle; /* (nullable): is in the answer */
} RouteRow;

/* clang-format off */
static const RouteRow route_rows[] = {
  { "POST /link/1/join HTTP/1.1", 200, NULL },
  { "POST /link/1/push HTTP/1.1", 200, NULL },
  { "POST /link/1/state HTTP/1.1", 200, NULL },
  { "POST /link/1/files/put HTTP/1.1", 200, NULL },
  { "POST http://localhost/link/1/push HTTP/1.1", 200, NULL },
  { "POST /link/1/push HTTP/1.0", 200, "Connection: close" },
  { "GET /link/1/ HTTP/1.1", 200, "{\"protocol\":\"ticketbruecke-link\",\"version\":1}" },
  { "POST /link/1/pull HTTP/1.1", 200, NULL },
  { "POST /link/1/files/get HTTP/1.1", 200, NULL },
  { "POST /link/1/files HTTP/1.1", 404, "application/problem+json" },
  { "POST /link/1/push/ HTTP/1.1", 404, NULL },
  { "POST /link/1/push?x=1 HTTP/1.1", 404, NULL },
  { "POST /link/1/../1/push HTTP/1.1", 404, NULL },
  { "POST /link/1/%70ush HTTP/1.1", 404, NULL },
  { "POST //link/1/push HTTP/1.1", 404, NULL },
  { "POST /link/2/push HTTP/1.1", 404, NULL },
  { "POST /push HTTP/1.1", 404, NULL },
  { "GET / HTTP/1.1", 404, NULL },
  { "GET /link/1 HTTP/1.1", 404, NULL },
  { "GET /link/1/push HTTP/1.1", 405, "Allow: POST\r\n" },
  { "PUT /link/1/push HTTP/1.1", 405, "Allow: POST\r\n" },
  { "post /link/1/push HTTP/1.1", 405, "Allow: POST\r\n" },
  { "OPTIONS /link/1/push HTTP/1.1", 405, NULL },
  { "POST /link/1/ HTTP/1.1", 405, "Allow: GET\r\n" },
  { "DELETE /link/1/ HTTP/1.1", 405, NULL },
  { "CONNECT localhost:80 HTTP/1.1", 400, NULL },
  { "OPTIONS * HTTP/1.1", 400, NULL },
  { "PRI * HTTP/2.0", 505, NULL },
  { "nonsense", 400, NULL },
};
/* clang-format on */

static void
test_routes_and_methods (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (route_rows); i++)
    {
      const RouteRow  *row = &route_rows[i];
      Fixture          fixture;
      Client          *client;
      g_autofree char *text =
        make_head (row->line, "Host: localhost", "Content-Length: 2", "X-Link: l", "webhook-id: i",
                   "webhook-timestamp: 1", "webhook-signature: v1,s", NULL);

      g_test_message ("%s", row->line);
      fixture_start (&fixture, FALSE, NULL);
      client = client_new (fixture.port);
      client_send (client, text);
      client_send (client, "{}");
      spin_until (client_status (client, 0) != 0);
      g_assert_cmpuint (client_status (client, 0), ==, row->status);
      if (row->needle != NULL)
        g_assert_true (client_has (client, row->needle));
      g_assert_cmpuint (fixture.requests->len, ==,
                        row->status == 200 && g_str_has_prefix (row->line, "POST"));
      client_free (client);
      fixture_stop (&fixture);
    }
}

static void
test_hands_on_what_came (void)
{
  Fixture           fixture;
  Client           *client;
  const TbEnvelope *request;
  g_autofree char  *text = make_request ("files/put", "link-7", "{\"ä\":1}");

  fixture_start (&fixture, FALSE, NULL);
  client = client_new (fixture.port);
  client_send (client, text);
  spin_until (client_status (client, 0) != 0);

  g_assert_cmpuint (fixture.requests->len, ==, 1);
  request = fixture.requests->pdata[0];
  g_assert_cmpstr (request->route, ==, "files/put");
  g_assert_cmpstr (request->link, ==, "link-7");
  g_assert_cmpstr (request->id, ==, "files/put.1");
  g_assert_cmpstr (request->timestamp, ==, "1700000000");
  g_assert_cmpstr (request->signature, ==, "v1,abc");
  g_assert_cmpuint (request->status, ==, 0);
  g_assert_cmpmem (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body), "{\"ä\":1}",
                   strlen ("{\"ä\":1}"));

  g_assert_cmpuint (client_status (client, 0), ==, 200);
  g_assert_true (client_has (client, "\r\nX-Link: link-7\r\n"));
  g_assert_true (client_has (client, "\r\nwebhook-id: files/put.1.answer\r\n"));
  g_assert_true (client_has (client, "\r\nwebhook-timestamp: 1700000000\r\n"));
  g_assert_true (client_has (client, "\r\nwebhook-signature: v1,answer\r\n"));
  g_assert_true (client_has (client, "\r\nContent-Type: application/json; charset=utf-8\r\n"));
  g_assert_false (client_has (client, "\r\nDate: "));
  g_assert_false (client_has (client, "Connection: close"));
  g_assert_false (client_has (client, "Retry-After"));
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_refusals_of_the_handler_are_problems (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *text = make_request ("push", "l", "{}");

  fixture_start (&fixture, FALSE, NULL);
  fixture.status = 429;
  client = client_new (fixture.port);
  client_send (client, text);
  spin_until (client_status (client, 0) != 0);
  g_assert_cmpuint (client_status (client, 0), ==, 429);
  g_assert_true (client_has (client, "\r\nRetry-After: 7\r\n"));
  g_assert_true (client_has (client, "\r\nContent-Type: application/problem+json\r\n"));
  g_assert_true (client_has (client, "\r\nDate: "));
  g_assert_true (client_has (client, " GMT\r\n"));

  fixture.status = 0;
  client_send (client, text);
  spin_until (client_status (client, 1) != 0);
  g_assert_cmpuint (client_status (client, 1), ==, 503);
  g_assert_true (client_has (client, "\r\nRetry-After: 5\r\n"));
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_unsigned_is_refused_before_its_body (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *text =
    make_head ("POST /link/1/push HTTP/1.1", "Host: x", "Content-Length: 100", "X-Link: l", NULL);

  fixture_start (&fixture, FALSE, NULL);
  client = client_new (fixture.port);
  client_send (client, text);
  spin_until (client_status (client, 0) != 0);
  g_assert_cmpuint (client_status (client, 0), ==, 401);
  g_assert_cmpuint (fixture.requests->len, ==, 0);
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_one_byte_at_a_time (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *text = make_request ("push", "l", "{\"a\":1}");

  fixture_start (&fixture, FALSE, NULL);
  client = client_new (fixture.port);
  for (gsize i = 0; text[i] != '\0'; i++)
    {
      client_send_data (client, text + i, 1);
      settle ();
    }
  spin_until (client_status (client, 0) != 0);
  g_assert_cmpuint (client_status (client, 0), ==, 200);
  g_assert_cmpuint (fixture.requests->len, ==, 1);
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_two_at_once_are_answered_in_order (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *first = make_request ("push", "first", "{}");
  g_autofree char *second = make_request ("state", "second", "{}");
  g_autofree char *both = g_strconcat ("\r\n", first, second, NULL);

  fixture_start (&fixture, FALSE, NULL);
  client = client_new (fixture.port);
  client_send (client, both);
  spin_until (client_status (client, 1) != 0);
  g_assert_cmpuint (client_status (client, 1), ==, 200);
  g_assert_cmpuint (fixture.requests->len, ==, 2);
  g_assert_cmpstr (((TbEnvelope *)fixture.requests->pdata[1])->link, ==, "second");
  g_assert_cmpuint (tb_http_server_get_n_accepted (fixture.server), ==, 1);
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_continue_is_given (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *text =
    make_head ("POST /link/1/push HTTP/1.1", "Host: x", "Content-Length: 2", "X-Link: l", "webhook-id: i",
               "webhook-timestamp: 1", "webhook-signature: s", "Expect: 100-continue", NULL);

  fixture_start (&fixture, FALSE, NULL);
  client = client_new (fixture.port);
  client_send (client, text);
  spin_until (client_status (client, 0) != 0);
  g_assert_cmpstr (client->in->str, ==, "HTTP/1.1 100 Continue\r\n\r\n");
  client_send (client, "{}");
  spin_until (client_status (client, 1) != 0);
  g_assert_cmpuint (client_status (client, 1), ==, 200);
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_cut_off_body_is_never_handed_on (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *text =
    make_head ("POST /link/1/push HTTP/1.1", "Host: x", "Content-Length: 10", "X-Link: l", "webhook-id: i",
               "webhook-timestamp: 1", "webhook-signature: s", NULL);

  fixture_start (&fixture, FALSE, NULL);
  client = client_new (fixture.port);
  client_send (client, text);
  client_send (client, "{\"half");
  client_finish_sending (client);
  spin_until (!client_poll (client));
  g_assert_cmpuint (client->in->len, ==, 0);
  g_assert_cmpuint (fixture.requests->len, ==, 0);
  spin_until (tb_http_server_get_n_connections (fixture.server) == 0);
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_too_long_body_is_the_next_request (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *text = make_request ("push", "l", "{}");

  fixture_start (&fixture, FALSE, NULL);
  client = client_new (fixture.port);
  client_send (client, text);
  client_send (client, "trailing nonsense\r\n\r\n");
  spin_until (!client_poll (client) || client_status (client, 1) != 0);
  g_assert_cmpuint (client_status (client, 0), ==, 200);
  g_assert_cmpuint (client_status (client, 1), ==, 400);
  g_assert_cmpuint (fixture.requests->len, ==, 1);
  g_assert_cmpuint (g_bytes_get_size (((TbEnvelope *)fixture.requests->pdata[0])->body), ==, 2);
  client_finish_sending (client);
  spin_until (!client_poll (client));
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_missing_length_is_refused (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *text = make_head ("POST /link/1/push HTTP/1.1", "Host: x", "X-Link: l", "webhook-id: i",
                                     "webhook-timestamp: 1", "webhook-signature: s", NULL);

  fixture_start (&fixture, FALSE, NULL);
  client = client_new (fixture.port);
  client_send (client, text);
  spin_until (client_status (client, 0) != 0);
  g_assert_cmpuint (client_status (client, 0), ==, 411);
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_client_that_has_gone_is_harmless (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *text = make_request ("push", "l", "{}");

  fixture_start (&fixture, FALSE, NULL);
  fixture.is_holding = TRUE;
  fixture.padding = 512 * 1024;
  client = client_new (fixture.port);
  client_send (client, text);
  spin_until (fixture.held->len == 1);
  client_free (client);
  settle ();
  fixture_release (&fixture);
  spin_until (tb_http_server_get_n_connections (fixture.server) == 0);
  fixture_stop (&fixture);
}

static void
test_answer_after_the_end_is_harmless (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *text = make_request ("push", "l", "{}");

  fixture_start (&fixture, FALSE, NULL);
  fixture.is_holding = TRUE;
  client = client_new (fixture.port);
  client_send (client, text);
  spin_until (fixture.held->len == 1);
  tb_http_server_stop (fixture.server);
  g_assert_finalize_object (fixture.server);
  fixture.server = NULL;
  fixture_release (&fixture);
  spin_until (!client_poll (client));
  g_assert_cmpuint (client->in->len, ==, 0);
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_plain_is_for_loopback_only (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) any = tb_address_parse_listen ("0.0.0.0:0", NULL);
  g_autoptr (GSocketAddress) taken = NULL;
  g_autoptr (TbHttpServer) second = NULL;
  g_autofree char *text = NULL;

  fixture_start (&fixture, FALSE, NULL);
  second = tb_http_server_new (fixture.clock, NULL, (TbHttpHandler)(void (*) (void))abort, NULL);
  g_assert_false (tb_http_server_listen (second, any, NULL, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_PLAIN_HTTP);
  g_clear_error (&error);

  text = g_strdup_printf ("127.0.0.1:%u", fixture.port);
  taken = tb_address_parse_listen (text, NULL);
  g_assert_false (tb_http_server_listen (second, taken, NULL, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_ADDRESS_TAKEN);
  g_assert_cmpstr (tb_problem_get_argument (error), ==, text);
  fixture_stop (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/server/routes-and-methods", test_routes_and_methods);
  g_test_add_func ("/sync/server/hands-on-what-came", test_hands_on_what_came);
  g_test_add_func ("/sync/server/refusals-of-the-handler-are-problems",
                   test_refusals_of_the_handler_are_problems);
  g_test_add_func ("/sync/server/unsigned-is-refused-before-its-body",
                   test_unsigned_is_refused_before_its_body);
  g_test_add_func ("/sync/server/one-byte-at-a-time", test_one_byte_at_a_time);
  g_test_add_func ("/sync/server/two-at-once-are-answered-in-order", test_two_at_once_are_answered_in_order);
  g_test_add_func ("/sync/server/continue-is-given", test_continue_is_given);
  g_test_add_func ("/sync/server/cut-off-body-is-never-handed-on", test_cut_off_body_is_never_handed_on);
  g_test_add_func ("/sync/server/too-long-body-is-the-next-request", test_too_long_body_is_the_next_request);
  g_test_add_func ("/sync/server/missing-length-is-refused", test_missing_length_is_refused);
  g_test_add_func ("/sync/server/client-that-has-gone-is-harmless", test_client_that_has_gone_is_harmless);
  g_test_add_func ("/sync/server/answer-after-the-end-is-harmless", test_answer_after_the_end_is_harmless);
  g_test_add_func ("/sync/server/plain-is-for-loopback-only", test_plain_is_for_loopback_only);

  return g_test_run ();
}
