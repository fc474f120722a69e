/* SPDX-License-Identifier: GPL-3.0-or-later
 * A small JSON document as one word to copy: a prefix and base64url. */
#include "config.h"

#include "tb-code-private.h"

#include "tb-fields-private.h"

#include <string.h>

static char *
drop_blanks (const char *text)
{
  GString *out = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (!g_ascii_isspace (*text))
      g_string_append_c (out, *text);
  return g_string_free (out, FALSE);
}

char *
tb_code_write (const char *prefix,
               const char *json)
{
  g_autofree char *base64 = g_base64_encode ((const guchar *)json, strlen (json));
  char            *padding = strchr (base64, '=');

  if (padding != NULL)
    *padding = '\0';
  g_strdelimit (base64, "+", '-');
  g_strdelimit (base64, "/", '_');
  return g_strconcat (prefix, base64, NULL);
}

GBytes *
tb_code_read (const char *prefix,
              const char *text)
{
  g_autofree char *code = drop_blanks (text);
  g_autoptr (GString) base64 = NULL;

  if (!g_str_has_prefix (code, prefix))
    return NULL;
  base64 = g_string_new (code + strlen (prefix));
  g_strdelimit (base64->str, "-", '+');
  g_strdelimit (base64->str, "_", '/');
  while (base64->len % 4 != 0)
    g_string_append_c (base64, '=');
  return tb_base64_read (base64->str);
}
