/* SPDX-License-Identifier: GPL-3.0-or-later
 * The limits of the server: descriptors, memory, time, number of connections, number of requests. */
#include "config.h"

#include "sync-test.h"

#include <string.h>

#define DROPPED 200
#define REFUSED_BODY (40 * 1024 * 1024)
#define ALLOWED_GROWTH (20 * 1024 * 1024)
#define NEVER_MS (3600 * 1000)

static void
request_and_drop (Fixture    *fixture,
                  const char *text)
{
  Client *client = client_new (fixture->port);

  if (text != NULL)
    {
      client_send (client, text);
      spin_until (client_status (client, 0) == 200);
    }
  client_free (client);
}

static void
test_dropped_connections_leave_no_descriptor (void)
{
  Fixture          fixture;
  guint            before;
  g_autofree char *text = make_request ("push", "l", "{}");

  fixture_start (&fixture, FALSE, NULL);
  request_and_drop (&fixture, text);
  spin_until (tb_http_server_get_n_connections (fixture.server) == 0);
  before = count_descriptors ();
  /* Every second one never asks for anything. */
  for (guint i = 0; i < DROPPED; i++)
    request_and_drop (&fixture, i % 2 == 0 ? text : NULL);
  spin_until (tb_http_server_get_n_connections (fixture.server) == 0);
  g_assert_cmpuint (count_descriptors (), ==, before);
  fixture_stop (&fixture);
}

static void
test_dropped_handshakes_leave_no_descriptor (void)
{
  Fixture fixture;
  guint   before;

  fixture_start (&fixture, TRUE, NULL);
  request_and_drop (&fixture, NULL);
  spin_until (tb_http_server_get_n_accepted (fixture.server) == 1 &&
              tb_http_server_get_n_connections (fixture.server) == 0);
  before = count_descriptors ();
  for (guint i = 0; i < 20; i++)
    {
      Client *client = client_new (fixture.port);

      client_send (client, i % 2 == 0 ? "GET / HTTP/1.1\r\n\r\n" : "\x16\x03\x01");
      settle ();
      client_free (client);
    }
  spin_until (tb_http_server_get_n_accepted (fixture.server) == 21 &&
              tb_http_server_get_n_connections (fixture.server) == 0);
  g_assert_cmpuint (count_descriptors (), ==, before);
  fixture_stop (&fixture);
}

static void
test_refused_body_is_not_kept (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *block = g_malloc0 (64 * 1024);
  g_autofree char *length = g_strdup_printf ("Content-Length: %d", REFUSED_BODY);
  g_autofree char *text = make_head ("POST /link/1/push HTTP/1.1", "Host: x", length, "X-Link: l",
                                     "webhook-id: i", "webhook-timestamp: 1", "webhook-signature: s", NULL);
  gsize            before;
  gsize            most = 0;

  fixture_start (&fixture, FALSE, NULL);
  client = client_new (fixture.port);
  before = get_rss ();
  client_send (client, text);
  for (gsize sent = 0; sent < REFUSED_BODY; sent += 64 * 1024)
    {
      client_send_data (client, block, 64 * 1024);
      most = MAX (most, get_rss ());
    }
  /* It was read to its end, so the client could send all of it and still learns why. */
  g_assert_false (client->is_broken);
  client_finish_sending (client);
  spin_until (!client_poll (client));
  g_assert_cmpuint (client_status (client, 0), ==, 413);
  g_assert_true (client_has (client, "\r\nConnection: close\r\n"));
  g_assert_cmpuint (most, <, before + ALLOWED_GROWTH);
  g_assert_cmpuint (fixture.requests->len, ==, 0);
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_largest_body_passes (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *body = g_strnfill (1024 * 1024, ' ');
  g_autofree char *text = make_request ("push", "l", body);
  g_autofree char *longer = g_strnfill (1024 * 1024 + 1, ' ');
  g_autofree char *second = make_request ("push", "l", longer);

  fixture_start (&fixture, FALSE, NULL);
  client = client_new (fixture.port);
  client_send (client, text);
  spin_until (client_status (client, 0) != 0);
  g_assert_cmpuint (client_status (client, 0), ==, 200);
  client_send (client, second);
  spin_until (client_status (client, 1) != 0);
  g_assert_cmpuint (client_status (client, 1), ==, 413);
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_large_head_is_refused (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *value = g_strnfill (20 * 1024, 'a');
  g_autofree char *field = g_strconcat ("X-Long: ", value, NULL);
  g_autofree char *fits = g_strndup (field, 15 * 1024);
  g_autofree char *good = make_head ("GET /link/1/ HTTP/1.1", "Host: x", fits, NULL);
  g_autofree char *bad = make_head ("GET /link/1/ HTTP/1.1", "Host: x", field, NULL);

  fixture_start (&fixture, FALSE, NULL);
  client = client_new (fixture.port);
  client_send (client, good);
  spin_until (client_status (client, 0) != 0);
  g_assert_cmpuint (client_status (client, 0), ==, 200);
  client_send (client, bad);
  spin_until (client_status (client, 1) != 0);
  g_assert_cmpuint (client_status (client, 1), ==, 431);
  client_finish_sending (client);
  spin_until (!client_poll (client));
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_endless_head_is_refused (void)
{
  Fixture          fixture;
  Client          *client;
  g_autofree char *block = g_strnfill (20 * 1024, 'a');

  fixture_start (&fixture, FALSE, NULL);
  client = client_new (fixture.port);
  client_send (client, "GET /");
  client_send (client, block);
  spin_until (client_status (client, 0) != 0);
  g_assert_cmpuint (client_status (client, 0), ==, 431);
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_slow_head_is_cut (gconstpointer data)
{
  gboolean     use_tls = GPOINTER_TO_INT (data);
  TbHttpLimits limits = TB_HTTP_LIMITS;
  Fixture      fixture;
  Client      *silent;
  Client      *slow;

  limits.head_ms = 50;
  limits.idle_ms = NEVER_MS;
  fixture_start (&fixture, use_tls, &limits);
  silent = client_new (fixture.port);
  slow = client_new (fixture.port);
  client_send (slow, use_tls ? "\x16" : "POST /link/1/push HTTP/1.1\r\n");
  spin_until (!client_poll (silent) && !client_poll (slow));
  g_assert_cmpuint (slow->in->len, ==, 0);
  g_assert_cmpuint (fixture.requests->len, ==, 0);
  client_free (silent);
  client_free (slow);
  fixture_stop (&fixture);
}

/* A byte now and then does not buy time for a head. */
static void
test_dripping_head_is_cut (void)
{
  TbHttpLimits limits = TB_HTTP_LIMITS;
  Fixture      fixture;
  Client      *client;

  limits.head_ms = 200;
  limits.max_head = G_MAXINT; /* it is the time that counts here */
  fixture_start (&fixture, FALSE, &limits);
  client = client_new (fixture.port);
  spin_until ((client_send (client, "a"), !client_poll (client)));
  g_assert_cmpuint (client->in->len, ==, 0);
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_idle_connection_is_closed (void)
{
  TbHttpLimits     limits = TB_HTTP_LIMITS;
  Fixture          fixture;
  Client          *client;
  g_autofree char *text = make_request ("push", "l", "{}");

  limits.head_ms = NEVER_MS;
  limits.idle_ms = 50;
  fixture_start (&fixture, FALSE, &limits);
  client = client_new (fixture.port);
  client_send (client, text);
  spin_until (!client_poll (client));
  g_assert_cmpuint (client_status (client, 0), ==, 200);
  client_free (client);
  fixture_stop (&fixture);
}

static void
test_slow_body_is_cut (void)
{
  TbHttpLimits     limits = TB_HTTP_LIMITS;
  Fixture          fixture;
  Client          *client;
  g_autofree char *text =
    make_head ("POST /link/1/push HTTP/1.1", "Host: x", "Content-Length: 1000000", "X-Link: l",
               "webhook-id: i", "webhook-timestamp: 1", "webhook-signature: s", NULL);

  limits.body_ms = 200;
  fixture_start (&fixture, FALSE, &limits);
  client = client_new (fixture.port);
  client_send (client, text);
  spin_until ((client_send (client, "a"), !client_poll (client)));
  g_assert_cmpuint (fixture.requests->len, ==, 0);
  client_free (client);
  fixture_stop (&fixture);
}

static void
check_limit_of_connections (TbHttpLimits *limits)
{
  Fixture          fixture;
  Client          *clients[3];
  Client          *refused;
  Client          *late;
  g_autofree char *text = make_request ("push", "l", "{}");

  fixture_start (&fixture, FALSE, limits);
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      clients[i] = client_new (fixture.port);
      client_send (clients[i], text);
      spin_until (client_status (clients[i], 0) == 200);
    }
  refused = client_new (fixture.port);
  client_send (refused, text);
  spin_until (!client_poll (refused));
  g_assert_cmpuint (refused->in->len, ==, 0);
  g_assert_cmpuint (tb_http_server_get_n_connections (fixture.server), ==, 3);

  /* The others go on, and a free place is a free place. */
  client_send (clients[0], text);
  spin_until (client_status (clients[0], 1) == 200);
  client_free (clients[0]);
  spin_until (tb_http_server_get_n_connections (fixture.server) == 2);
  late = client_new (fixture.port);
  client_send (late, text);
  spin_until (client_status (late, 0) == 200);

  client_free (refused);
  client_free (late);
  client_free (clients[1]);
  client_free (clients[2]);
  fixture_stop (&fixture);
}

static void
test_connections_of_an_address_are_limited (void)
{
  TbHttpLimits limits = TB_HTTP_LIMITS;

  g_assert_cmpuint (limits.max_per_address, ==, 16);
  limits.max_per_address = 3;
  check_limit_of_connections (&limits);
}

static void
test_connections_are_limited (void)
{
  TbHttpLimits limits = TB_HTTP_LIMITS;

  g_assert_cmpuint (limits.max_connections, ==, 256);
  limits.max_connections = 3;
  check_limit_of_connections (&limits);
}

static void
ask (Client     *client,
     const char *link,
     guint       nth,
     guint       status)
{
  g_autofree char *text = make_request ("push", link, "{}");

  client_send (client, text);
  spin_until (client_status (client, nth) != 0);
  g_assert_cmpuint (client_status (client, nth), ==, status);
}

static void
test_requests_of_a_link_are_limited (void)
{
  TbHttpLimits limits = TB_HTTP_LIMITS;
  Fixture      fixture;
  Client      *client;
  Client      *other;

  g_assert_cmpuint (limits.max_requests, ==, 3000);
  g_assert_cmpuint (limits.window_ms, ==, 60000);
  limits.max_requests = 3;
  limits.window_ms = NEVER_MS;
  fixture_start (&fixture, FALSE, &limits);
  client = client_new (fixture.port);
  for (guint i = 0; i < 3; i++)
    ask (client, "busy", i, 200);
  ask (client, "busy", 3, 429);
  g_assert_true (client_has (client, "\r\nRetry-After: "));
  g_assert_cmpuint (fixture.requests->len, ==, 3);

  other = client_new (fixture.port);
  ask (other, "quiet", 0, 200);
  client_free (client);
  client_free (other);
  fixture_stop (&fixture);
}

static gboolean
is_let_in (Fixture *fixture)
{
  g_autofree char *text = make_request ("push", "busy", "{}");
  Client          *client = client_new (fixture->port);
  guint            status;

  client_send (client, text);
  spin_until (client_status (client, 0) != 0);
  status = client_status (client, 0);
  client_free (client);
  g_assert_true (status == 200 || status == 429);

  return status == 200;
}

static void
test_limit_ends_with_its_window (void)
{
  TbHttpLimits limits = TB_HTTP_LIMITS;
  Fixture      fixture;

  limits.max_requests = 1;
  limits.window_ms = 1000;
  fixture_start (&fixture, FALSE, &limits);
  g_assert_true (is_let_in (&fixture));
  spin_until (is_let_in (&fixture));
  g_assert_cmpuint (fixture.requests->len, ==, 2);
  fixture_stop (&fixture);
}

/* Others' failures neither use up a link's requests nor hold it back, not even from the same address. */
static void
test_forged_requests_never_throttle_valid_ones (void)
{
  TbHttpLimits     limits = TB_HTTP_LIMITS;
  Fixture          fixture;
  Client          *forger;
  Client          *partner;
  g_autofree char *text = make_request ("push", "l", "{}");

  limits.max_requests = 2;
  limits.free_failures = 3;
  limits.failure_delay_ms = NEVER_MS;
  fixture_start (&fixture, FALSE, &limits);
  fixture.status = 401;
  forger = client_new (fixture.port);
  for (guint i = 0; i < 3; i++)
    ask (forger, "l", i, 401);
  client_send (forger, text);
  spin_until (fixture.requests->len == 4);
  settle ();
  g_assert_cmpuint (client_status (forger, 3), ==, 0); /* held back */

  fixture.status = 200;
  partner = client_new (fixture.port);
  ask (partner, "l", 0, 200);
  ask (partner, "l", 1, 200);
  g_assert_cmpuint (client_status (forger, 3), ==, 0);
  client_free (forger);
  client_free (partner);
  fixture_stop (&fixture);
}

static void
test_held_back_answer_comes (void)
{
  TbHttpLimits limits = TB_HTTP_LIMITS;
  Fixture      fixture;
  Client      *forger;

  limits.free_failures = 0;
  limits.failure_delay_ms = 20;
  fixture_start (&fixture, FALSE, &limits);
  fixture.status = 401;
  forger = client_new (fixture.port);
  ask (forger, "l", 0, 401);
  ask (forger, "l", 1, 401);
  client_free (forger);
  fixture_stop (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/limits/dropped-connections-leave-no-descriptor",
                   test_dropped_connections_leave_no_descriptor);
  g_test_add_func ("/sync/limits/dropped-handshakes-leave-no-descriptor",
                   test_dropped_handshakes_leave_no_descriptor);
  g_test_add_func ("/sync/limits/refused-body-is-not-kept", test_refused_body_is_not_kept);
  g_test_add_func ("/sync/limits/largest-body-passes", test_largest_body_passes);
  g_test_add_func ("/sync/limits/large-head-is-refused", test_large_head_is_refused);
  g_test_add_func ("/sync/limits/endless-head-is-refused", test_endless_head_is_refused);
  g_test_add_data_func ("/sync/limits/slow-head-is-cut", GINT_TO_POINTER (FALSE), test_slow_head_is_cut);
  g_test_add_data_func ("/sync/limits/slow-handshake-is-cut", GINT_TO_POINTER (TRUE), test_slow_head_is_cut);
  g_test_add_func ("/sync/limits/dripping-head-is-cut", test_dripping_head_is_cut);
  g_test_add_func ("/sync/limits/slow-body-is-cut", test_slow_body_is_cut);
  g_test_add_func ("/sync/limits/idle-connection-is-closed", test_idle_connection_is_closed);
  g_test_add_func ("/sync/limits/connections-of-an-address-are-limited",
                   test_connections_of_an_address_are_limited);
  g_test_add_func ("/sync/limits/connections-are-limited", test_connections_are_limited);
  g_test_add_func ("/sync/limits/requests-of-a-link-are-limited", test_requests_of_a_link_are_limited);
  g_test_add_func ("/sync/limits/limit-ends-with-its-window", test_limit_ends_with_its_window);
  g_test_add_func ("/sync/limits/forged-requests-never-throttle-valid-ones",
                   test_forged_requests_never_throttle_valid_ones);
  g_test_add_func ("/sync/limits/held-back-answer-comes", test_held_back_answer_comes);

  return g_test_run ();
}
