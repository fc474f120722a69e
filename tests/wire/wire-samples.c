/* SPDX-License-Identifier: GPL-3.0-or-later
 * Makes one valid body into another that differs in one place. */
#include "config.h"

#include "wire-samples.h"

#include <string.h>

char *
sample_replace (const char *text,
                const char *old,
                const char *new)
{
  const char *found = strstr (text, old);
  GString    *out;

  g_assert_nonnull (found);
  g_assert_null (strstr (found + 1, old));
  out = g_string_new_len (text, found - text);
  g_string_append (out, new);
  g_string_append (out, found + strlen (old));
  return g_string_free (out, FALSE);
}
