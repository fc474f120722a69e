/* SPDX-License-Identifier: GPL-3.0-or-later
 * Addresses to listen at and addresses of partners: what passes and what does not. */
#include "config.h"

#include "tb-address.h"

#include "tb-problem.h"

typedef struct
{
  const char *text;
  const char *url; /* NULL: refused */
  gboolean    is_loopback;
} ListenRow;

/* clang-format off */
static const ListenRow listen_rows[] = {
  { "127.0.0.1:8443", "https://127.0.0.1:8443", TRUE },
  { "127.0.0.1:0", "https://127.0.0.1:0", TRUE },
  { "[::1]:0", "https://[::1]:0", TRUE },
  { "localhost:80", "https://127.0.0.1:80", TRUE },
  { "0.0.0.0:8443", "https://0.0.0.0:8443", FALSE },
  { "[::]:8443", "https://[::]:8443", FALSE },
  { "192.168.1.5:65535", "https://192.168.1.5:65535", FALSE },
  { "", NULL, FALSE },
  { "127.0.0.1", NULL, FALSE },
  { "127.0.0.1:", NULL, FALSE },
  { "127.0.0.1:65536", NULL, FALSE },
  { "127.0.0.1:-1", NULL, FALSE },
  { "127.0.0.1:+1", NULL, FALSE },
  { "127.0.0.1:8443x", NULL, FALSE },
  { "::1:8443", NULL, FALSE },
  { "[::1]", NULL, FALSE },
  { "[127.0.0.1]:80", NULL, FALSE },
  { "[]:80", NULL, FALSE },
  { ":8443", NULL, FALSE },
  { "example.org:8443", NULL, FALSE },
  { "https://127.0.0.1:8443", NULL, FALSE },
};

typedef struct
{
  const char *url;
  const char *push; /* NULL: refused */
  TbProblem   problem;
} UrlRow;

static const UrlRow url_rows[] = {
  { "https://partner.example", "https://partner.example/link/1/push", 0 },
  { "https://partner.example/", "https://partner.example/link/1/push", 0 },
  { "https://partner.example:8443/tickets", "https://partner.example:8443/tickets/link/1/push", 0 },
  { "https://partner.example/a/b//", "https://partner.example/a/b/link/1/push", 0 },
  { "https://192.0.2.7:8443", "https://192.0.2.7:8443/link/1/push", 0 },
  { "https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443/link/1/push", 0 },
  { "http://127.0.0.1:8080", "http://127.0.0.1:8080/link/1/push", 0 },
  { "http://127.9.9.9:1/x", "http://127.9.9.9:1/x/link/1/push", 0 },
  { "http://[::1]:8080", "http://[::1]:8080/link/1/push", 0 },
  { "http://localhost:8080", "http://localhost:8080/link/1/push", 0 },
  { "http://partner.example", NULL, TB_PROBLEM_PLAIN_HTTP },
  { "http://192.0.2.7:80", NULL, TB_PROBLEM_PLAIN_HTTP },
  { "http://localhost.example:80", NULL, TB_PROBLEM_PLAIN_HTTP },
  { "http://127.0.0.1.example", NULL, TB_PROBLEM_PLAIN_HTTP },
  { "http://0.0.0.0:80", NULL, TB_PROBLEM_PLAIN_HTTP },
  { "https://user@partner.example", NULL, TB_PROBLEM_ADDRESS },
  { "https://user:secret@partner.example", NULL, TB_PROBLEM_ADDRESS },
  { "http://127.0.0.1@partner.example", NULL, TB_PROBLEM_ADDRESS },
  { "https://partner.example?x=1", NULL, TB_PROBLEM_ADDRESS },
  { "https://partner.example/#x", NULL, TB_PROBLEM_ADDRESS },
  { "https://partner.example/a/../b", NULL, TB_PROBLEM_ADDRESS },
  { "https://partner.example:0", NULL, TB_PROBLEM_ADDRESS },
  { "https://partner.example:99999", NULL, TB_PROBLEM_ADDRESS },
  { "https://partner.example/a b", NULL, TB_PROBLEM_ADDRESS },
  { "https://partner.example/\r\nX-Link: 1", NULL, TB_PROBLEM_ADDRESS },
  { "https://", NULL, TB_PROBLEM_ADDRESS },
  { "https:partner.example", NULL, TB_PROBLEM_ADDRESS },
  { "ftp://partner.example", NULL, TB_PROBLEM_ADDRESS },
  { "file:///etc/passwd", NULL, TB_PROBLEM_ADDRESS },
  { "partner.example", NULL, TB_PROBLEM_ADDRESS },
  { "", NULL, TB_PROBLEM_ADDRESS },
};
/* clang-format on */

static void
test_listen_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (listen_rows); i++)
    {
      const ListenRow *row = &listen_rows[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (GSocketAddress) address = tb_address_parse_listen (row->text, &error);
      g_autofree char *url = NULL;

      g_test_message ("%s", row->text);
      if (row->url == NULL)
        {
          g_assert_error (error, TB_PROBLEM, TB_PROBLEM_ADDRESS);
          g_assert_cmpstr (tb_problem_get_argument (error), ==, row->text);
          g_assert_null (address);
          continue;
        }
      g_assert_no_error (error);
      url = tb_address_to_url (address, TRUE);
      g_assert_cmpstr (url, ==, row->url);
      g_assert_cmpint (tb_address_is_loopback (address), ==, row->is_loopback);
    }
}

static void
test_url_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (url_rows); i++)
    {
      const UrlRow *row = &url_rows[i];
      g_autoptr (GError) error = NULL;
      g_autofree char *push = tb_address_route_url (row->url, "push", &error);

      g_test_message ("%s", row->url);
      g_assert_cmpstr (push, ==, row->push);
      if (row->push == NULL)
        g_assert_error (error, TB_PROBLEM, (int)row->problem);
      else
        g_assert_no_error (error);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/address/listen-table", test_listen_table);
  g_test_add_func ("/sync/address/url-table", test_url_table);

  return g_test_run ();
}
