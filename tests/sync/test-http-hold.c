/* SPDX-License-Identifier: GPL-3.0-or-later
 * Answers that take a while: the client is watched, others are not in its way. */
#include "config.h"

#include "sync-test.h"

#include <string.h>

typedef struct
{
  Fixture fixture;
  guint   n_gone;
} Hold;

static void
on_gone_cb (gpointer data)
{
  ((Hold *)data)->n_gone++;
}

static void
hold_start (Hold               *hold,
            gboolean            use_tls,
            const TbHttpLimits *limits)
{
  memset (hold, 0, sizeof *hold);
  fixture_start (&hold->fixture, use_tls, limits);
  hold->fixture.is_holding = TRUE;
}

/* A client whose request the handler has and keeps. */
static Client *
hold_one (Hold *hold)
{
  g_autofree char *text = make_request ("pull", "l", "{}");
  Client          *client = client_new (hold->fixture.port);
  const guint      before = hold->fixture.held->len;

  client_send (client, text);
  spin_until (hold->fixture.held->len > before);
  g_assert_true (tb_http_reply_hold (hold->fixture.held->pdata[before], on_gone_cb, hold));

  return client;
}

static void
test_answer_comes_later (void)
{
  Hold             hold;
  g_autofree char *next = make_request ("push", "l", "{}");
  Client          *client;

  hold_start (&hold, FALSE, NULL);
  client = hold_one (&hold);
  settle ();
  g_assert_true (client_poll (client));
  g_assert_cmpuint (client_status (client, 0), ==, 0);
  hold.fixture.is_holding = FALSE;
  fixture_release (&hold.fixture);
  spin_until (client_status (client, 0) == 200);
  /* The connection goes on. */
  client_send (client, next);
  spin_until (client_status (client, 1) == 200);
  g_assert_cmpuint (hold.n_gone, ==, 0);
  client_free (client);
  fixture_stop (&hold.fixture);
}

static void
test_next_request_came_meanwhile (void)
{
  Hold             hold;
  g_autofree char *next = make_request ("push", "l", "{}");
  Client          *client;

  hold_start (&hold, FALSE, NULL);
  client = hold_one (&hold);
  hold.fixture.is_holding = FALSE;
  client_send (client, next);
  settle ();
  fixture_release (&hold.fixture);
  spin_until (client_status (client, 1) == 200);
  g_assert_cmpuint (hold.n_gone, ==, 0);
  client_free (client);
  fixture_stop (&hold.fixture);
}

static void
test_client_that_goes_is_noticed (void)
{
  Hold    hold;
  Client *client;

  hold_start (&hold, FALSE, NULL);
  client = hold_one (&hold);
  client_free (client);
  spin_until (hold.n_gone == 1);
  spin_until (tb_http_server_get_n_connections (hold.fixture.server) == 0);
  /* Its answer goes nowhere. */
  fixture_release (&hold.fixture);
  g_assert_cmpuint (hold.n_gone, ==, 1);
  fixture_stop (&hold.fixture);
}

static void
test_stop_ends_it (void)
{
  Hold    hold;
  Client *client;

  hold_start (&hold, FALSE, NULL);
  client = hold_one (&hold);
  tb_http_server_stop (hold.fixture.server);
  g_assert_cmpuint (hold.n_gone, ==, 1);
  spin_until (!client_poll (client));
  client_free (client);
  fixture_stop (&hold.fixture);
}

static void
test_others_at_the_address_get_in (void)
{
  TbHttpLimits     limits = TB_HTTP_LIMITS;
  Hold             hold;
  Client          *held[3];
  Client          *other;
  Client          *late;
  g_autofree char *request = make_request ("push", "l", "{}");

  limits.max_per_address = 1;
  limits.max_held = 3;
  hold_start (&hold, FALSE, &limits);
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    held[i] = hold_one (&hold);
  /* One more is let in, but not held: its handler has to answer now. */
  late = client_new (hold.fixture.port);
  client_send (late, request);
  spin_until (hold.fixture.held->len == 4);
  g_assert_false (tb_http_reply_hold (hold.fixture.held->pdata[3], on_gone_cb, &hold));
  client_free (late);
  hold.fixture.is_holding = FALSE;
  fixture_release (&hold.fixture);
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    {
      spin_until (client_status (held[i], 0) == 200);
      client_free (held[i]);
    }
  /* And all places are free again. */
  spin_until (tb_http_server_get_n_connections (hold.fixture.server) == 0);
  other = client_new (hold.fixture.port);
  client_send (other, request);
  spin_until (client_status (other, 0) == 200);
  client_free (other);
  fixture_stop (&hold.fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/http-hold/answer-comes-later", test_answer_comes_later);
  g_test_add_func ("/sync/http-hold/next-request-came-meanwhile", test_next_request_came_meanwhile);
  g_test_add_func ("/sync/http-hold/client-that-goes-is-noticed", test_client_that_goes_is_noticed);
  g_test_add_func ("/sync/http-hold/stop-ends-it", test_stop_ends_it);
  g_test_add_func ("/sync/http-hold/others-at-the-address-get-in", test_others_at_the_address_get_in);

  return g_test_run ();
}
