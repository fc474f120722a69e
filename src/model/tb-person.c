/* SPDX-License-Identifier: GPL-3.0-or-later
 * Finds a person in texts. Text and name are compared sign by sign as they are read, both folded: no copy of
 * the text is made, and each place is known in its bytes. */
#include "config.h"

#include "tb-person.h"

#include <string.h>

/* Fewer letters than this mean too much within other words. */
#define MIN_INNER_LETTERS 4
/* Fewer digits are no phone number. */
#define MIN_DIGITS 5
/* How far before the digits a country's code reaches. */
#define MAX_PREFIX 8
/* A person's name is not longer. */
#define MAX_FOUND 200

/** Needle: what is looked for, folded; white space is one blank; of a phone number only the digits. */
typedef struct
{
  TbPersonPart part;
  GArray      *signs; /* (owned): gunichar */
  guint        n_letters;
} Needle;

struct _TbPersonMatcher
{
  gatomicrefcount ref_count;
  GArray         *needles; /* (owned): Needle */
};

/* ---- Folding ---- */

/* Reads one sign. Returns: how many signs it is when folded: none if it is only an accent, two for ß. */
static guint
read_sign (const char **p,
           const char  *end,
           gunichar     out[2])
{
  guchar   byte = (guchar) * *p;
  gunichar c, base, mark;

  if (byte < 0x80)
    {
      (*p)++;
      out[0] = g_ascii_isspace (byte) ? ' ' : (gunichar)g_ascii_tolower (byte);
      return 1;
    }
  c = g_utf8_get_char_validated (*p, end - *p);
  if (c == (gunichar)-1 || c == (gunichar)-2)
    {
      (*p)++;
      out[0] = 0xfffd;
      return 1;
    }
  *p += g_unichar_to_utf8 (c, NULL);
  if (g_unichar_ismark (c))
    return 0;
  if (c == 0xdf || c == 0x1e9e)
    {
      out[0] = out[1] = 's';
      return 2;
    }
  while (g_unichar_decompose (c, &base, &mark) && base != c)
    c = base;
  out[0] = g_unichar_isspace (c) ? ' ' : g_unichar_tolower (c);
  return 1;
}

static GArray *
fold (const char *text)
{
  GArray     *signs = g_array_new (FALSE, FALSE, sizeof (gunichar));
  const char *end = text + strlen (text);
  gunichar    sign[2];

  while (text < end)
    {
      guint n = read_sign (&text, end, sign);

      if (n == 1 && sign[0] == ' ' &&
          (signs->len == 0 || g_array_index (signs, gunichar, signs->len - 1) == ' '))
        continue;
      g_array_append_vals (signs, sign, n);
    }
  while (signs->len > 0 && g_array_index (signs, gunichar, signs->len - 1) == ' ')
    g_array_set_size (signs, signs->len - 1);
  return signs;
}

/* ---- Needles ---- */

static void
clear_needle (gpointer data)
{
  g_array_unref (((Needle *)data)->signs);
}

static gboolean
add_signs (TbPersonMatcher *self,
           TbPersonPart     part,
           GArray          *signs)
{
  Needle needle = { part, signs, 0 };
  guint  i;

  for (i = 0; i < signs->len; i++)
    if (g_unichar_isalnum (g_array_index (signs, gunichar, i)))
      needle.n_letters++;
  if (needle.n_letters == 0)
    {
      g_array_unref (signs);
      return FALSE;
    }
  g_array_append_val (self->needles, needle);
  return TRUE;
}

/* Of a number what is the same however it is dialled: without +49, 0049 or 0. */
static gboolean
add_phone (TbPersonMatcher *self,
           const char      *text)
{
  GArray     *signs = g_array_new (FALSE, FALSE, sizeof (gunichar));
  const char *p = text + strspn (text, " \t(");
  guint       skipped = 0;

  if (*p == '+')
    skipped = 3;
  else if (g_str_has_prefix (p, "00"))
    skipped = 4;
  for (; *p != '\0'; p++)
    {
      gunichar digit = *p;

      if (!g_ascii_isdigit (*p))
        continue;
      if (skipped > 1)
        skipped--;
      else if (*p != '0' || signs->len > 0)
        g_array_append_val (signs, digit);
    }
  if (signs->len >= MIN_DIGITS)
    return add_signs (self, TB_PERSON_PHONE, signs);
  g_array_unref (signs);
  return FALSE;
}

/* „Müller“ also written „Mueller“. */
static char *
write_out (const char *text)
{
  static const struct
  {
    const char *letter;
    const char *written;
  } umlauts[] = { { "ä", "ae" }, { "ö", "oe" }, { "ü", "ue" }, { "Ä", "Ae" }, { "Ö", "Oe" }, { "Ü", "Ue" } };
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  GString         *out = g_string_new (composed != NULL ? composed : text);
  guint            i;

  for (i = 0; i < G_N_ELEMENTS (umlauts); i++)
    g_string_replace (out, umlauts[i].letter, umlauts[i].written, 0);
  return g_string_free (out, FALSE);
}

static void
add_variants (TbPersonMatcher *self,
              const char      *name)
{
  g_autofree char *written = write_out (name);

  add_signs (self, TB_PERSON_NAME, fold (name));
  if (strcmp (written, name) != 0)
    add_signs (self, TB_PERSON_NAME, fold (written));
}

static gboolean
add_name (TbPersonMatcher *self,
          const char      *text)
{
  g_autofree char *clean = g_strstrip (g_strdup (text));
  const char      *last = strrchr (clean, ' ');
  guint            before = self->needles->len;

  add_variants (self, clean);
  if (last != NULL && strchr (clean, ',') == NULL)
    {
      g_autofree char *first = g_strndup (clean, last - clean);
      g_autofree char *turned = g_strdup_printf ("%s, %s", last + 1, first);
      g_autofree char *bare = g_strdup_printf ("%s %s", last + 1, first);

      add_variants (self, turned);
      add_variants (self, bare);
    }
  return self->needles->len > before;
}

gboolean
tb_person_matcher_add (TbPersonMatcher *self,
                       TbPersonPart     part,
                       const char      *text)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (text == NULL || *text == '\0' || strstr (text, TB_PERSON_MARKER) != NULL)
    return FALSE;
  if (part == TB_PERSON_PHONE)
    return add_phone (self, text);
  if (part == TB_PERSON_NAME)
    return add_name (self, text);
  return strchr (text, '@') != NULL && add_signs (self, part, fold (text));
}

TbPersonMatcher *
tb_person_matcher_new (const TbPerson *person)
{
  TbPersonMatcher *self = g_new0 (TbPersonMatcher, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->needles = g_array_new (FALSE, FALSE, sizeof (Needle));
  g_array_set_clear_func (self->needles, clear_needle);
  if (person == NULL)
    return self;
  tb_person_matcher_add (self, TB_PERSON_EMAIL, person->email);
  tb_person_matcher_add (self, TB_PERSON_NAME, person->name);
  tb_person_matcher_add (self, TB_PERSON_PHONE, person->phone);
  return self;
}

gboolean
tb_person_matcher_is_empty (const TbPersonMatcher *self)
{
  return self->needles->len == 0;
}

TbPersonMatcher *
tb_person_matcher_ref (TbPersonMatcher *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tb_person_matcher_unref (TbPersonMatcher *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->needles);
  g_free (self);
}

/* ---- Finding ---- */

static gboolean
is_word_sign (const char *p,
              const char *end)
{
  gunichar c = p < end ? g_utf8_get_char_validated (p, end - p) : 0;

  return c != (gunichar)-1 && c != (gunichar)-2 && g_unichar_isalnum (c);
}

static const char *
sign_before (const char *text,
             const char *p)
{
  do
    p--;
  while (p > text && ((guchar)*p & 0xc0) == 0x80);
  return p;
}

/* Accents behind the last letter belong to it. */
static const char *
skip_marks (const char *p,
            const char *end)
{
  const char *next = p;
  gunichar    sign[2];

  while (next < end && (guchar)*next >= 0x80 && read_sign (&next, end, sign) == 0)
    p = next;
  return p;
}

/* Returns: (nullable): the end of @needle if it begins at @p */
static const char *
match_words (const Needle *needle,
             const char   *p,
             const char   *end)
{
  guint    i = 0;
  gunichar sign[2];

  while (i < needle->signs->len)
    {
      guint n, k;

      if (p >= end)
        return NULL;
      n = read_sign (&p, end, sign);
      for (k = 0; k < n; k++, i++)
        if (i >= needle->signs->len || g_array_index (needle->signs, gunichar, i) != sign[k])
          return NULL;
      while (n == 1 && sign[0] == ' ' && p < end)
        {
          const char *next = p;

          if (read_sign (&next, end, sign) != 1 || sign[0] != ' ')
            break;
          p = next;
          sign[0] = ' ';
        }
    }
  return skip_marks (p, end);
}

static const char *
match_digits (const Needle *needle,
              const char   *p,
              const char   *end)
{
  guint i = 0;

  for (; p < end && i < needle->signs->len; p++)
    if (g_ascii_isdigit (*p))
      {
        if ((gunichar)*p != g_array_index (needle->signs, gunichar, i++))
          return NULL;
      }
    else if (i == 0 || strchr (" -/().", *p) == NULL || *p == '\0')
      return NULL;
  return i == needle->signs->len && (p >= end || !g_ascii_isdigit (*p)) ? p : NULL;
}

/* The code that was dialled before goes with the number; another number before it makes it another one. */
static const char *
phone_start (const char *text,
             const char *p)
{
  const char *start = p;
  const char *q = p;

  while (q > text && p - q < MAX_PREFIX && strchr ("0123456789+()/- ", q[-1]) != NULL && q[-1] != '\0')
    {
      q--;
      if (*q == '+' || *q == '0' || *q == '(')
        start = q;
      if (*q == '+')
        break;
    }
  return start > text && g_ascii_isdigit (start[-1]) ? NULL : start;
}

static gboolean
match_at (const Needle  *needle,
          const char    *text,
          const char    *p,
          const char    *end,
          TbPersonMatch *match)
{
  gboolean    is_phone = needle->part == TB_PERSON_PHONE;
  const char *start = p;
  const char *stop = (is_phone ? match_digits : match_words) (needle, p, end);

  if (stop == NULL)
    return FALSE;
  if (is_phone)
    start = phone_start (text, p);
  else if (needle->n_letters < MIN_INNER_LETTERS &&
           (is_word_sign (stop, end) || (p > text && is_word_sign (sign_before (text, p), end))))
    start = NULL;
  if (start == NULL)
    return FALSE;
  *match = (TbPersonMatch){ start - text, stop - text, needle->part };
  return TRUE;
}

gboolean
tb_person_find (const TbPersonMatcher *self,
                const char            *text,
                gsize                  length,
                gsize                  from,
                TbPersonMatch         *match)
{
  const char *end = text + length;
  const char *p = text + from;
  const char *next;
  gunichar    sign[2];
  guint       i;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  for (; p < end; p = next)
    {
      guint n;

      next = p;
      n = read_sign (&next, end, sign);
      for (i = 0; n > 0 && i < self->needles->len; i++)
        {
          const Needle *needle = &g_array_index (self->needles, Needle, i);

          if (g_array_index (needle->signs, gunichar, 0) == sign[0] &&
              match_at (needle, text, p, end, match) && match->start >= from)
            return TRUE;
        }
    }
  return FALSE;
}

gboolean
tb_person_stands_in (const TbPersonMatcher *self,
                     const char            *text,
                     TbPersonPart          *part)
{
  TbPersonMatch match;

  if (text == NULL || !tb_person_find (self, text, strlen (text), 0, &match))
    return FALSE;
  if (part != NULL)
    *part = match.part;
  return TRUE;
}

char *
tb_person_redact (const TbPersonMatcher *self,
                  const char            *text,
                  gsize                  limit)
{
  gsize         length = text != NULL ? strlen (text) : 0;
  gsize         from = 0;
  TbPersonMatch match;
  GString      *out;

  if (text == NULL || !tb_person_find (self, text, length, 0, &match))
    return NULL;
  out = g_string_sized_new (length);
  do
    {
      g_string_append_len (out, text + from, match.start - from);
      g_string_append (out, TB_PERSON_MARKER);
      from = match.end;
    }
  while (tb_person_find (self, text, length, from, &match));
  g_string_append_len (out, text + from, length - from);
  if (limit > 0 && (gsize)g_utf8_strlen (out->str, out->len) > limit)
    g_string_truncate (out, g_utf8_offset_to_pointer (out->str, limit) - out->str);
  return g_string_free (out, FALSE);
}

char *
tb_person_excerpt (const TbPersonMatcher *self,
                   const char            *text,
                   guint                  around)
{
  TbPersonMatch match = { 0, 0, TB_PERSON_NAME };
  const char   *start, *end, *p;
  GString      *out = g_string_new (NULL);
  guint         i;

  tb_person_find (self, text, strlen (text), 0, &match);
  for (start = text + match.start, i = 0; start > text && i < around; i++)
    start = g_utf8_find_prev_char (text, start);
  for (end = text + match.end, i = 0; *end != '\0' && i < around; i++)
    end = g_utf8_next_char (end);
  if (start > text)
    g_string_append (out, "…");
  for (p = start; p < end; p = g_utf8_next_char (p))
    g_string_append_unichar (out, g_unichar_iscntrl (g_utf8_get_char (p)) ? ' ' : g_utf8_get_char (p));
  if (*end != '\0')
    g_string_append (out, "…");
  return g_string_free (out, FALSE);
}

/* ---- The way back ---- */

/* Takes what stood in place of one marker: up to where what follows it begins. */
static const char *
take_found (const char *p,
            const char *next,
            gboolean    is_last,
            GPtrArray  *found)
{
  const char *to;

  if (is_last)
    to = g_str_has_suffix (p, next) ? p + strlen (p) - strlen (next) : NULL;
  else
    to = *next != '\0' ? strstr (p, next) : NULL;
  if (to == NULL || to == p || to - p > MAX_FOUND)
    return NULL;
  g_ptr_array_add (found, g_strstrip (g_strndup (p, to - p)));
  return to + strlen (next);
}

gboolean
tb_person_fit (const char *redacted,
               const char *text,
               GPtrArray  *found)
{
  g_auto (GStrv) parts = NULL;
  guint       before = found->len;
  const char *p;
  guint       i;

  if (redacted == NULL || text == NULL || strcmp (redacted, text) == 0)
    return FALSE;
  parts = g_strsplit (redacted, TB_PERSON_MARKER, -1);
  if (parts[0] == NULL || parts[1] == NULL || !g_str_has_prefix (text, parts[0]))
    return FALSE;
  p = text + strlen (parts[0]);
  for (i = 1; p != NULL && parts[i] != NULL; i++)
    p = take_found (p, parts[i], parts[i + 1] == NULL, found);
  if (p != NULL)
    return TRUE;
  g_ptr_array_set_size (found, before);
  return FALSE;
}
