/* SPDX-License-Identifier: GPL-3.0-or-later
 * The guard before the parser: every byte of a stranger's document is looked at once. */
#include "config.h"

#include "tb-json-private.h"

#include <string.h>

#define MAX_INT_DIGITS 15

/* A key of an object that is still open, as a piece of Scan.keys. */
typedef struct
{
  gsize start;
  gsize length;
} Key;

typedef struct
{
  const char *at;
  const char *end;
  GString    *out;   /* (owned): the copy */
  GString    *text;  /* (owned): the string read last, without escapes */
  GString    *keys;  /* (owned): the keys of all open objects, one after the other */
  GArray     *marks; /* (owned) (element-type Key) */
  guint       depth;
  guint       n_values;
  const char *fault; /* (borrowed): static */
} Scan;

static gboolean scan_value (Scan *scan);

static gboolean
refuse (Scan       *scan,
        const char *fault)
{
  scan->fault = fault;
  return FALSE;
}

static void
skip_blanks (Scan *scan)
{
  while (scan->at < scan->end &&
         (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r'))
    scan->at++;
}

static gboolean
skip_char (Scan *scan,
           char  expected)
{
  if (scan->at == scan->end || *scan->at != expected)
    return FALSE;
  scan->at++;
  return TRUE;
}

static gsize
skip_digits (Scan *scan)
{
  const char *start = scan->at;

  while (scan->at < scan->end && g_ascii_isdigit (*scan->at))
    scan->at++;
  return scan->at - start;
}

/* ---- Strings ---- */

static gboolean
read_hex4 (Scan     *scan,
           gunichar *unit)
{
  guint i;

  *unit = 0;
  for (i = 0; i < 4; i++, scan->at++)
    {
      if (scan->at == scan->end || !g_ascii_isxdigit (*scan->at))
        return FALSE;
      *unit = *unit * 16 + g_ascii_xdigit_value (*scan->at);
    }
  return TRUE;
}

/* After `\u`: one unit of UTF-16, or two that belong together. */
static gboolean
scan_unicode (Scan *scan)
{
  gunichar unit, low;

  if (!read_hex4 (scan, &unit))
    return refuse (scan, "escape");
  if (unit == 0)
    return refuse (scan, "NUL");
  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      if (!skip_char (scan, '\\') ||
          !skip_char (scan, 'u') ||
          !read_hex4 (scan, &low) ||
          low < 0xdc00 ||
          low > 0xdfff)
        return refuse (scan, "surrogate");
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  else if (unit >= 0xdc00 && unit <= 0xdfff)
    {
      return refuse (scan, "surrogate");
    }
  g_string_append_unichar (scan->text, unit);
  return TRUE;
}

static gboolean
scan_escape (Scan *scan)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char       *found;

  if (scan->at == scan->end || *scan->at == '\0')
    return refuse (scan, "escape");
  if (skip_char (scan, 'u'))
    return scan_unicode (scan);
  found = strchr (letters, *scan->at);
  if (found == NULL)
    return refuse (scan, "escape");
  scan->at++;
  g_string_append_c (scan->text, meanings[found - letters]);
  return TRUE;
}

/* Leaves the string in scan->text and its canonical spelling in scan->out. */
static gboolean
scan_string (Scan *scan)
{
  g_string_truncate (scan->text, 0);
  if (!skip_char (scan, '"'))
    return refuse (scan, "syntax");
  for (;;)
    {
      const char *start = scan->at;

      while (scan->at < scan->end && *scan->at != '"' && *scan->at != '\\' && (guchar)*scan->at >= 0x20)
        scan->at++;
      g_string_append_len (scan->text, start, scan->at - start);
      if (skip_char (scan, '"'))
        break;
      if (!skip_char (scan, '\\'))
        return refuse (scan, scan->at == scan->end ? "syntax" : "control character");
      if (!scan_escape (scan))
        return FALSE;
    }
  tb_json_quote (scan->out, scan->text->str, scan->text->len);
  return TRUE;
}

/* ---- Numbers and words ---- */

static gboolean
scan_number (Scan *scan)
{
  const char *start = scan->at;
  gboolean    is_negative = skip_char (scan, '-');
  gboolean    is_zero = scan->at < scan->end && *scan->at == '0';
  gsize       n_digits = skip_digits (scan);
  gboolean    is_plain = n_digits <= MAX_INT_DIGITS && !(is_negative && is_zero);

  if (n_digits == 0 || (is_zero && n_digits > 1))
    return refuse (scan, "number");
  if (skip_char (scan, '.'))
    {
      is_plain = FALSE;
      if (skip_digits (scan) == 0)
        return refuse (scan, "number");
    }
  if (skip_char (scan, 'e') || skip_char (scan, 'E'))
    {
      is_plain = FALSE;
      if (!skip_char (scan, '+'))
        skip_char (scan, '-');
      if (skip_digits (scan) == 0)
        return refuse (scan, "number");
    }
  if (is_plain)
    g_string_append_len (scan->out, start, scan->at - start);
  else
    g_string_append (scan->out, "0.5");
  return TRUE;
}

static gboolean
scan_word (Scan       *scan,
           const char *word)
{
  gsize length = strlen (word);

  if ((gsize)(scan->end - scan->at) < length || memcmp (scan->at, word, length) != 0)
    return refuse (scan, "syntax");
  scan->at += length;
  g_string_append_len (scan->out, word, length);
  return TRUE;
}

/* ---- Objects and arrays ---- */

/* Notes the key in scan->text; @first is the first mark of the object. */
static gboolean
add_key (Scan *scan,
         guint first)
{
  Key   key = { scan->keys->len, scan->text->len };
  guint i;

  if (scan->marks->len - first >= TB_JSON_MAX_MEMBERS)
    return refuse (scan, "too many members");
  for (i = first; i < scan->marks->len; i++)
    {
      Key *other = &g_array_index (scan->marks, Key, i);

      if (other->length == key.length &&
          memcmp (scan->keys->str + other->start, scan->text->str, key.length) == 0)
        return refuse (scan, "doubled key");
    }
  g_string_append_len (scan->keys, scan->text->str, scan->text->len);
  g_array_append_val (scan->marks, key);
  return TRUE;
}

static gboolean
scan_member (Scan *scan,
             guint first)
{
  skip_blanks (scan);
  if (!scan_string (scan) || !add_key (scan, first))
    return FALSE;
  skip_blanks (scan);
  if (!skip_char (scan, ':'))
    return refuse (scan, "syntax");
  g_string_append_c (scan->out, ':');
  return scan_value (scan);
}

/* What stands between the brackets: members if @close is `}`, else elements. */
static gboolean
scan_contents (Scan *scan,
               char  close)
{
  guint first = scan->marks->len;
  gsize keys_length = scan->keys->len;

  skip_blanks (scan);
  if (!skip_char (scan, close))
    for (;;)
      {
        if (++scan->n_values > TB_JSON_MAX_VALUES)
          return refuse (scan, "too many members");
        if (!(close == '}' ? scan_member (scan, first) : scan_value (scan)))
          return FALSE;
        skip_blanks (scan);
        if (skip_char (scan, close))
          break;
        if (!skip_char (scan, ','))
          return refuse (scan, "syntax");
        g_string_append_c (scan->out, ',');
      }
  g_array_set_size (scan->marks, first);
  g_string_truncate (scan->keys, keys_length);
  return TRUE;
}

static gboolean
scan_nested (Scan *scan,
             char  open,
             char  close)
{
  gboolean done;

  if (scan->depth == TB_JSON_MAX_DEPTH)
    return refuse (scan, "depth");
  scan->at++;
  scan->depth++;
  g_string_append_c (scan->out, open);
  done = scan_contents (scan, close);
  g_string_append_c (scan->out, close);
  scan->depth--;
  return done;
}

/* Calls itself through objects and arrays, never deeper than TB_JSON_MAX_DEPTH. */
static gboolean
scan_value (Scan *scan)
{
  skip_blanks (scan);
  if (scan->at == scan->end)
    return refuse (scan, "syntax");
  if (*scan->at == '{')
    return scan_nested (scan, '{', '}');
  if (*scan->at == '[')
    return scan_nested (scan, '[', ']');
  if (*scan->at == '"')
    return scan_string (scan);
  if (*scan->at == 't')
    return scan_word (scan, "true");
  if (*scan->at == 'f')
    return scan_word (scan, "false");
  if (*scan->at == 'n')
    return scan_word (scan, "null");
  return scan_number (scan);
}

static gboolean
scan_document (Scan       *scan,
               const char *data,
               gsize       length)
{
  skip_blanks (scan);
  if (scan->at == scan->end)
    return refuse (scan, "empty");
  if (memchr (data, '\0', length) != NULL)
    return refuse (scan, "NUL");
  if (!g_utf8_validate_len (data, length, NULL))
    return refuse (scan, "UTF-8");
  if (!scan_value (scan))
    return FALSE;
  skip_blanks (scan);
  return scan->at == scan->end || refuse (scan, "trailing text");
}

GString *
tb_json_scan (const char *data,
              gsize       length,
              GError    **error)
{
  Scan     scan = { .at = data, .end = data + length };
  gboolean done;

  scan.out = g_string_sized_new (length + 1);
  scan.text = g_string_new (NULL);
  scan.keys = g_string_new (NULL);
  scan.marks = g_array_new (FALSE, FALSE, sizeof (Key));
  done = scan_document (&scan, data, length);
  g_string_free (scan.text, TRUE);
  g_string_free (scan.keys, TRUE);
  g_array_unref (scan.marks);
  if (done)
    return scan.out;
  g_string_free (scan.out, TRUE);
  tb_problem_set (error, TB_PROBLEM_MALFORMED, scan.fault);
  return NULL;
}
