/* SPDX-License-Identifier: GPL-3.0-or-later
 * Heads of requests: what is read, and what is refused with which status. */
#include "config.h"

#include "tb-http-head-private.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  guint       status; /* 0: passes */
} Row;

#define HOST "Host: x\r\n"

/* clang-format off */
static const Row rows[] = {
  { "plain", "POST /link/1/push HTTP/1.1\r\n" HOST "Content-Length: 2", 0 },
  { "absolute form", "POST http://x/link/1/push HTTP/1.1\r\n" HOST "Content-Length: 2", 0 },
  { "list in two fields", "GET / HTTP/1.1\r\n" HOST "Accept: a\r\nAccept: b", 0 },
  { "empty value", "GET / HTTP/1.1\r\n" HOST "X-Empty:", 0 },
  { "old version without host", "POST / HTTP/1.0\r\nContent-Length: 2", 0 },
  { "empty", "", 400 },
  { "no version", "GET /", 400 },
  { "four words", "GET / x HTTP/1.1\r\nHost: x", 400 },
  { "two blanks", "GET  / HTTP/1.1\r\nHost: x", 400 },
  { "odd method", "GE(T / HTTP/1.1\r\nHost: x", 400 },
  { "long method", "AAAAAAAAAAAAAAAAA / HTTP/1.1\r\nHost: x", 400 },
  { "target without slash", "GET link HTTP/1.1\r\nHost: x", 400 },
  { "asterisk", "OPTIONS * HTTP/1.1\r\nHost: x", 400 },
  { "version 2", "PRI * HTTP/2.0", 505 },
  { "tab in the target", "GET /a\tb HTTP/1.1\r\nHost: x", 400 },
  { "letters beyond ASCII in the target", "GET /ä HTTP/1.1\r\nHost: x", 400 },
  { "version 1.2", "GET / HTTP/1.2\r\nHost: x", 505 },
  { "other protocol", "GET / FTP/1.1\r\nHost: x", 400 },
  { "no host", "GET / HTTP/1.1\r\nX: y", 400 },
  { "two hosts", "GET / HTTP/1.1\r\nHost: x\r\nhost: y", 400 },
  { "field without colon", "GET / HTTP/1.1\r\n" HOST "Nonsense", 400 },
  { "field without name", "GET / HTTP/1.1\r\n" HOST ": y", 400 },
  { "blank before the colon", "GET / HTTP/1.1\r\n" HOST "X-Link : y", 400 },
  { "folded line", "GET / HTTP/1.1\r\n" HOST "X-A: b\r\n c", 400 },
  { "bare line feed", "GET / HTTP/1.1\r\n" HOST "X-A: b\nX-Link: c", 400 },
  { "bare carriage return", "GET / HTTP/1.1\r\n" HOST "X-A: b\rX-Link: c", 400 },
  { "bad UTF-8", "GET / HTTP/1.1\r\n" HOST "X-A: \xc3\x28", 400 },
  { "two lengths", "POST / HTTP/1.1\r\n" HOST "Content-Length: 2\r\nContent-Length: 2", 400 },
  { "list of lengths", "POST / HTTP/1.1\r\n" HOST "Content-Length: 2, 2", 400 },
  { "negative length", "POST / HTTP/1.1\r\n" HOST "Content-Length: -2", 400 },
  { "signed length", "POST / HTTP/1.1\r\n" HOST "Content-Length: +2", 400 },
  { "hexadecimal length", "POST / HTTP/1.1\r\n" HOST "Content-Length: 0x2", 400 },
  { "empty length", "POST / HTTP/1.1\r\n" HOST "Content-Length: ", 400 },
  { "huge length", "POST / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999", 400 },
  { "chunked", "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked", 411 },
  { "chunked with length", "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nContent-Length: 2",
    400 },
  { "two signatures", "POST / HTTP/1.1\r\n" HOST "webhook-signature: v1,a\r\nWebhook-Signature: v1,b", 400 },
  { "other expectation", "POST / HTTP/1.1\r\n" HOST "Expect: miracles", 417 },
};
/* clang-format on */

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint status = 1;
      g_autoptr (TbHttpHead) head = _tb_http_head_parse (rows[i].text, strlen (rows[i].text), &status);

      g_test_message ("%s", rows[i].name);
      g_assert_cmpuint (status, ==, rows[i].status);
      g_assert_true ((head != NULL) == (rows[i].status == 0));
    }
}

static void
test_reads_what_counts (void)
{
  const char *text = "POST http://host:1/link/1/push?q HTTP/1.1\r\nHOST: x\r\ncontent-LENGTH:  17 \r\n"
                     "X-Link:\tabc\t\r\nAccept: a\r\nAccept: b\r\nConnection: upgrade, Close\r\n"
                     "Expect: 100-Continue";
  guint       status = 1;
  g_autoptr (TbHttpHead) head = _tb_http_head_parse (text, strlen (text), &status);

  g_assert_nonnull (head);
  g_assert_cmpstr (head->method, ==, "POST");
  g_assert_cmpstr (head->path, ==, "/link/1/push?q");
  g_assert_cmpint (head->length, ==, 17);
  g_assert_cmpstr (_tb_http_head_get (head, "x-link"), ==, "abc");
  g_assert_cmpstr (_tb_http_head_get (head, "accept"), ==, "a, b");
  g_assert_null (_tb_http_head_get (head, "webhook-id"));
  g_assert_false (head->keep_alive);
  g_assert_true (head->expects_continue);
}

static void
test_keeps_the_connection (void)
{
  const char *newer = "GET / HTTP/1.1\r\nHost: x";
  const char *older = "GET / HTTP/1.0\r\nHost: x\r\nConnection: keep-alive";
  guint       status;
  g_autoptr (TbHttpHead) first = _tb_http_head_parse (newer, strlen (newer), &status);
  g_autoptr (TbHttpHead) second = _tb_http_head_parse (older, strlen (older), &status);

  g_assert_true (first->keep_alive);
  g_assert_cmpint (first->length, ==, -1);
  g_assert_false (second->keep_alive);
}

static void
test_nul_is_refused (void)
{
  static const char text[] = "GET / HTTP/1.1\r\nHost: x\0y";
  guint             status = 1;

  g_assert_null (_tb_http_head_parse (text, sizeof text - 1, &status));
  g_assert_cmpuint (status, ==, 400);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/http-head/table", test_table);
  g_test_add_func ("/sync/http-head/reads-what-counts", test_reads_what_counts);
  g_test_add_func ("/sync/http-head/keeps-the-connection", test_keeps_the_connection);
  g_test_add_func ("/sync/http-head/nul-is-refused", test_nul_is_refused);

  return g_test_run ();
}
