/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where to listen and where a partner is: addresses as people type them, checked before anything connects. */
#include "config.h"

#include "tb-address.h"

#include "tb-problem.h"

#include <string.h>

#define LOCALHOST "localhost"
#define ROUTE_PREFIX "/link/1/"

static gboolean
parse_port (const char *text,
            guint64    *port)
{
  return g_ascii_isdigit (text[0]) && strlen (text) <= 5 &&
         g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT16, port, NULL);
}

static gboolean
is_loopback_host (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, LOCALHOST) == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

static gboolean
has_bad_character (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) || *p == ' ' || *p == '\\')
      return TRUE;

  return FALSE;
}

GSocketAddress *
tb_address_parse_listen (const char *text,
                         GError    **error)
{
  g_autofree char *host = NULL;
  const char      *colon;
  guint64          port;
  GSocketAddress  *address = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  colon = strrchr (text, ':');
  if (colon != NULL && parse_port (colon + 1, &port))
    {
      gboolean in_brackets = text[0] == '[' && colon - text >= 2 && colon[-1] == ']';

      host = in_brackets ? g_strndup (text + 1, colon - text - 2) : g_strndup (text, colon - text);
      if (strcmp (host, LOCALHOST) == 0)
        address = g_inet_socket_address_new_from_string ("127.0.0.1", (guint)port);
      else if (in_brackets == (strchr (host, ':') != NULL))
        address = g_inet_socket_address_new_from_string (host, (guint)port);
    }
  if (address == NULL)
    tb_problem_set (error, TB_PROBLEM_ADDRESS, text);

  return address;
}

gboolean
tb_address_is_loopback (GSocketAddress *address)
{
  g_return_val_if_fail (G_IS_SOCKET_ADDRESS (address), FALSE);

  return G_IS_INET_SOCKET_ADDRESS (address) &&
         g_inet_address_get_is_loopback (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

char *
tb_address_to_url (GSocketAddress *address,
                   gboolean        use_tls)
{
  GInetSocketAddress *inet;
  g_autofree char    *host = NULL;
  gboolean            is_v6;

  g_return_val_if_fail (G_IS_INET_SOCKET_ADDRESS (address), NULL);

  inet = G_INET_SOCKET_ADDRESS (address);
  host = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  is_v6 = g_socket_address_get_family (address) == G_SOCKET_FAMILY_IPV6;

  return g_strdup_printf ("%s://%s%s%s:%u", use_tls ? "https" : "http", is_v6 ? "[" : "", host,
                          is_v6 ? "]" : "", g_inet_socket_address_get_port (inet));
}

gboolean
tb_address_check_url (const char *url,
                      gboolean   *is_loopback,
                      GError    **error)
{
  g_autoptr (GUri) uri = NULL;
  gboolean is_local;

  g_return_val_if_fail (url != NULL, FALSE);

  /* That it cannot be parsed is all there is to say: the reason would be in English. */
  if (!has_bad_character (url))
    uri = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_HAS_PASSWORD, NULL);
  if (uri == NULL ||
      (strcmp (g_uri_get_scheme (uri), "https") != 0 && strcmp (g_uri_get_scheme (uri), "http") != 0) ||
      g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0' || g_uri_get_userinfo (uri) != NULL ||
      g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL || g_uri_get_port (uri) == 0 ||
      strstr (url, "/../") != NULL || g_str_has_suffix (url, "/.."))
    {
      tb_problem_set (error, TB_PROBLEM_ADDRESS, url);
      return FALSE;
    }
  is_local = is_loopback_host (g_uri_get_host (uri));
  if (!is_local && strcmp (g_uri_get_scheme (uri), "http") == 0)
    {
      tb_problem_set (error, TB_PROBLEM_PLAIN_HTTP, NULL);
      return FALSE;
    }
  if (is_loopback != NULL)
    *is_loopback = is_local;

  return TRUE;
}

char *
tb_address_route_url (const char *url,
                      const char *route,
                      GError    **error)
{
  g_autofree char *base = NULL;

  g_return_val_if_fail (route != NULL, NULL);

  if (!tb_address_check_url (url, NULL, error))
    return NULL;
  base = g_strdup (url);
  while (g_str_has_suffix (base, "/"))
    base[strlen (base) - 1] = '\0';

  return g_strconcat (base, ROUTE_PREFIX, route, NULL);
}
