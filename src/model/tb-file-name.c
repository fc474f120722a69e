/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names of attached files: for show only. */
#include "config.h"

#include "tb-file-name.h"

#include "tb-workflow.h"

#include <string.h>

#define NAMELESS "file"
/* An ending of so many characters stays when a name is too long. */
#define LONGEST_ENDING 16
#define ZERO_WIDTH_NON_JOINER 0x200C
#define ZERO_WIDTH_JOINER 0x200D

/* Some systems take these for devices, whatever their ending and case. */
static const char *const devices[] = {
  "aux",
  "con",
  "conin$",
  "conout$",
  "nul",
  "prn",
  "com0",
  "com1",
  "com2",
  "com3",
  "com4",
  "com5",
  "com6",
  "com7",
  "com8",
  "com9",
  "lpt0",
  "lpt1",
  "lpt2",
  "lpt3",
  "lpt4",
  "lpt5",
  "lpt6",
  "lpt7",
  "lpt8",
  "lpt9",
};

/* Joiners shape letters and emoji; whatever else is not seen only deceives. */
static gboolean
is_unseen (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_FORMAT && c != ZERO_WIDTH_JOINER && c != ZERO_WIDTH_NON_JOINER;
}

static gboolean
is_forbidden (gunichar c)
{
  return c == '/' || c == '\\' || g_unichar_type (c) == G_UNICODE_LINE_SEPARATOR ||
         g_unichar_type (c) == G_UNICODE_PARAGRAPH_SEPARATOR || g_unichar_iscntrl (c);
}

static char *
take_last_part (const char *name)
{
  g_autofree char *base = g_path_get_basename (name);

  /* A folder, or nothing at all. */
  if (*name == '\0' || strcmp (base, "/") == 0)
    return g_strdup ("");
  return g_utf8_make_valid (base, -1);
}

static GString *
replace_characters (const char *name)
{
  GString    *out = g_string_new (NULL);
  const char *p;

  for (p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_unseen (c))
        continue;
      if (is_forbidden (c))
        c = '_';
      else if (g_unichar_isspace (c))
        c = ' ';
      if (c != ' ' || (out->len > 0 && out->str[out->len - 1] != ' '))
        g_string_append_unichar (out, c);
    }
  return out;
}

static void
cut_end (GString *name)
{
  while (name->len > 0 && (name->str[name->len - 1] == ' ' || name->str[name->len - 1] == '.'))
    g_string_truncate (name, name->len - 1);
}

/* In the middle, for the ending says what it is. */
static void
shorten (GString *name)
{
  glong       excess = g_utf8_strlen (name->str, -1) - TB_LIMIT_NAME;
  const char *dot;
  const char *from;

  if (excess <= 0)
    return;
  dot = strrchr (name->str, '.');
  if (dot == NULL || g_utf8_strlen (dot, -1) > LONGEST_ENDING)
    dot = name->str + name->len;
  from = g_utf8_offset_to_pointer (dot, -excess);
  g_string_erase (name, from - name->str, dot - from);
}

static gboolean
is_device (const char *name)
{
  gsize length = strcspn (name, ". ");
  guint i;

  for (i = 0; i < G_N_ELEMENTS (devices); i++)
    if (strlen (devices[i]) == length && g_ascii_strncasecmp (name, devices[i], length) == 0)
      return TRUE;
  return FALSE;
}

char *
tb_file_name_clean (const char *name)
{
  g_autofree char *base = take_last_part (name != NULL ? name : "");
  GString         *out = replace_characters (base);

  cut_end (out);
  if (is_device (out->str))
    g_string_prepend_c (out, '_');
  shorten (out);
  cut_end (out);
  if (out->len == 0)
    g_string_assign (out, NAMELESS);
  return g_string_free (out, FALSE);
}
