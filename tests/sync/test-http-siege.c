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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/siege/a-silent-tls-client-costs-little", test_a_silent_tls_client_costs_little);
  return g_test_run ();
}
