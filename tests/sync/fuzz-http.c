/* SPDX-License-Identifier: GPL-3.0-or-later
 * A libFuzzer target over what a stranger can say first: the head of a request, and addresses. The first byte
 * chooses the reader. Built and run by tests/hostile/fuzz.sh. */
#include "config.h"

#include "tb-address.h"
#include "tb-http-answer-private.h"
#include "tb-http-head-private.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* What passes must be plain: one length or none, no control characters in what is used of it. */
static void
try_head (const char *data,
          gsize       length)
{
  guint            status = 0;
  g_autofree char *copy = g_malloc (MAX (length, 1));
  g_autoptr (TbHttpHead) head = NULL;
  TbHttpRefusal refusal;
  const char   *route;
  const char   *p;

  /* Memory of its own, so that a step beyond its end is seen. */
  memcpy (copy, data, length);
  head = _tb_http_head_parse (copy, length, &status);

  g_assert ((head == NULL) == (status >= 400));
  if (head == NULL)
    return;
  g_assert (head->path[0] == '/' && head->length >= -1 && g_utf8_validate (head->method, -1, NULL));
  for (p = head->path; *p != '\0'; p++)
    g_assert ((guchar)*p > ' ' && *p != 0x7f);
  g_assert (_tb_http_head_get (head, "transfer-encoding") == NULL);
  refusal = _tb_http_judge_path (head->method, head->path, &route);
  g_assert (refusal.status != 0 || (route != NULL && strcmp (head->method, "POST") == 0));
  if (refusal.status != 0)
    {
      g_autoptr (TbEnvelope) answer = _tb_http_answer_refuse (&refusal);

      g_assert (answer->status == refusal.status);
    }
}

static void
try_address (const char *data,
             gsize       length)
{
  g_autofree char *text = g_strndup (data, length);
  g_autoptr (GSocketAddress) address = tb_address_parse_listen (text, NULL);
  g_autofree char *url = address != NULL ? tb_address_to_url (address, TRUE) : NULL;
  g_autofree char *route = NULL;
  gboolean         is_loopback;

  /* Port 0 is for listening only. */
  g_assert (url == NULL || g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)) == 0 ||
            tb_address_check_url (url, NULL, NULL));
  if (!g_utf8_validate (text, -1, NULL) || !tb_address_check_url (text, &is_loopback, NULL))
    return;
  g_assert (is_loopback || g_ascii_strncasecmp (text, "https:", 6) == 0);
  route = tb_address_route_url (text, "push", NULL);
  g_assert (route != NULL && g_str_has_suffix (route, "/link/1/push"));
}

static void (*const readers[]) (const char *data,
                                gsize       length) = { try_head, try_address };

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  if (size < 1)
    return 0;
  readers[data[0] % G_N_ELEMENTS (readers)]((const char *)data + 1, size - 1);
  return 0;
}
