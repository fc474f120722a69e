/* SPDX-License-Identifier: GPL-3.0-or-later
 * What strangers can take from the server by coming in numbers. tests/hostile/attack.py does it for real. */
#include "config.h"

#include "sync-test.h"

#define CROWD 48
#define ALLOWED_GROWTH (24 * 1024 * 1024)

/* Each of them once loaded the certificates of all the world, 4 MB, before its client had said a word. */
static void
test_a_silent_tls_client_costs_little (void)
{
  TbHttpLimits limits = TB_HTTP_LIMITS;
  Fixture      fixture;
  Client      *clients[CROWD];
  gsize        before;

  limits.max_per_address = CROWD + 1;
  fixture_start (&fixture, TRUE, &limits);
  clients[0] = client_new (fixture.port);
  client_send (clients[0], "\x16\x03\x01");
  spin_until (tb_http_server_get_n_accepted (fixture.server) == 1);
  settle ();
  before = get_rss ();
  for (guint i = 1; i < CROWD; i++)
    {
      clients[i] = client_new (fixture.port);
      client_send (clients[i], "\x16\x03\x01");
    }
  spin_until (tb_http_server_get_n_accepted (fixture.server) == CROWD);
  settle ();
  g_assert_cmpuint (get_rss (), <, before + ALLOWED_GROWTH);
  for (guint i = 0; i < CROWD; i++)
    client_free (clients[i]);
  fixture_stop (&fixture);
}

static void
check_partner_gets_in (TbHttpLimits *limits)
{
  Fixture          fixture;
  Client          *strangers[3];
  Client          *partner;
  Client          *late;
  g_autofree char *text = make_request ("push", "l", "{}");

  fixture_start (&fixture, FALSE, limits);
  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      strangers[i] = client_new (fixture.port);
      client_send (strangers[i], "POST /link/1/push HTTP/1.1\r\n");
    }
  spin_until (tb_http_server_get_n_connections (fixture.server) == 3);
  partner = client_new (fixture.port);
  client_send (partner, text);
  spin_until (client_status (partner, 0) == 200);
  /* It was the oldest that had to go; and who was taken once stays. */
  spin_until (!client_poll (strangers[0]));
  g_assert_true (client_poll (strangers[1]));
  late = client_new (fixture.port);
  spin_until (!client_poll (strangers[1]));
  client_send (partner, text);
  spin_until (client_status (partner, 1) == 200);
  client_free (late);
  client_free (partner);
  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    client_free (strangers[i]);
  fixture_stop (&fixture);
}

static void
test_a_stranger_gives_way (void)
{
  TbHttpLimits limits = TB_HTTP_LIMITS;

  limits.max_connections = 3;
  check_partner_gets_in (&limits);
  limits.max_connections = 100;
  limits.max_per_address = 3;
  check_partner_gets_in (&limits);
}

static Client *
begin_body (Fixture *fixture,
            gsize    length,
            gsize    sent)
{
  g_autofree char *told = g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT, length);
  g_autofree char *head =
    make_head ("POST /link/1/push HTTP/1.1", "Host: x", told, "X-Link: l", "webhook-id: i",
               "webhook-timestamp: 1", "webhook-signature: s", NULL);
  g_autofree char *body = g_strnfill (sent, ' ');
  Client          *client = client_new (fixture->port);

  client_send (client, head);
  client_send_data (client, body, sent);

  return client;
}

/* 256 bodies of 1 MiB without their last byte would be 256 MiB. */
static void
test_unfinished_bodies_are_limited (void)
{
  TbHttpLimits limits = TB_HTTP_LIMITS;
  Fixture      fixture;
  Client      *slow[4];
  Client      *partner;

  limits.max_bytes = 300 * 1000;
  fixture_start (&fixture, FALSE, &limits);
  for (guint i = 0; i < G_N_ELEMENTS (slow); i++)
    {
      slow[i] = begin_body (&fixture, 200 * 1000, 99 * 1000);
      settle ();
    }
  spin_until (!client_poll (slow[0]));
  g_assert_true (client_poll (slow[1]) && client_poll (slow[2]) && client_poll (slow[3]));
  partner = begin_body (&fixture, 150 * 1000, 150 * 1000);
  spin_until (client_status (partner, 0) == 200);
  g_assert_false (client_poll (slow[1]));
  for (guint i = 0; i < G_N_ELEMENTS (slow); i++)
    client_free (slow[i]);
  client_free (partner);
  spin_until (tb_http_server_get_n_connections (fixture.server) == 0);
  /* What was given up is not counted for ever. */
  for (guint i = 0; i < 5; i++)
    {
      partner = begin_body (&fixture, 250 * 1000, 250 * 1000);
      spin_until (client_status (partner, 0) == 200);
      client_free (partner);
    }
  fixture_stop (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/siege/a-silent-tls-client-costs-little", test_a_silent_tls_client_costs_little);
  g_test_add_func ("/sync/siege/a-stranger-gives-way", test_a_stranger_gives_way);
  g_test_add_func ("/sync/siege/unfinished-bodies-are-limited", test_unfinished_bodies_are_limited);
  return g_test_run ();
}
