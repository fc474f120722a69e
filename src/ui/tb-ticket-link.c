/* SPDX-License-Identifier: GPL-3.0-or-later
 * Links to a ticket. */
#include "config.h"

#include "tb-ticket-link.h"

#include <string.h>

#define PREFIX "ticket/"
#define MAX_LENGTH 200

static gboolean
are_digits (const char *text,
            gsize       length)
{
  gsize i;

  for (i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

/* `T20261123.0001`, `A20261123.0001`; in a link that somebody typed also in small letters. */
static char *
dup_number (const char *text)
{
  g_autofree char *number = g_ascii_strup (text, -1);
  gsize            length = strlen (number);

  if (length < strlen ("T20261123.0001") || (number[0] != 'T' && number[0] != 'A') || number[9] != '.' ||
      !are_digits (number + 1, 8) || !are_digits (number + 10, length - 10))
    return NULL;
  return g_steal_pointer (&number);
}

static char *
dup_mark (const char *query)
{
  g_autoptr (GHashTable) parameters = NULL;

  if (query != NULL)
    parameters = g_uri_parse_params (query, -1, "&", G_URI_PARAMS_NONE, NULL);
  return parameters != NULL ? g_strdup (g_hash_table_lookup (parameters, "instance")) : NULL;
}

char *
tb_ticket_link_new (const char *number,
                    const char *mark)
{
  g_return_val_if_fail (number != NULL, NULL);
  g_return_val_if_fail (mark != NULL, NULL);

  return g_strdup_printf (TB_TICKET_LINK_SCHEME ":" PREFIX "%s?instance=%s", number, mark);
}

gboolean
tb_ticket_link_parse (const char *link,
                      char      **number,
                      char      **mark)
{
  g_autofree char *scheme = NULL;
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  g_autofree char *query = NULL;
  g_autofree char *whole = NULL;

  g_return_val_if_fail (link != NULL, FALSE);
  g_return_val_if_fail (number != NULL && mark != NULL, FALSE);

  *number = NULL;
  *mark = NULL;
  if (strlen (link) > MAX_LENGTH ||
      !g_uri_split (link, G_URI_FLAGS_NONE, &scheme, NULL, &host, NULL, &path, &query, NULL, NULL) ||
      g_ascii_strcasecmp (scheme != NULL ? scheme : "", TB_TICKET_LINK_SCHEME) != 0)
    return FALSE;
  /* Some programs take only what has two slashes for a link. */
  whole = g_strconcat (host != NULL ? host : "", path, NULL);
  if (!g_str_has_prefix (whole, PREFIX))
    return FALSE;
  *number = dup_number (whole + strlen (PREFIX));
  if (*number == NULL)
    return FALSE;
  *mark = dup_mark (query);
  return TRUE;
}
