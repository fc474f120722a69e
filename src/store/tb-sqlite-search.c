/* SPDX-License-Identifier: GPL-3.0-or-later
 * Search: the tickets in which every typed word stands somewhere. */
#include "config.h"

#include "tb-sqlite-private.h"

#include <string.h>

#define MAX_WORDS 16
/* Fewer digits of a number than this find everything. */
#define MIN_DIGITS 3

struct _TbIdSet
{
  guint64 *bits; /* (owned) */
  gsize    n_words;
};

static void
tb_id_set_add (TbIdSet *self,
               gint64   id)
{
  gsize word = id / 64;

  if (word >= self->n_words)
    {
      gsize wanted = MAX (word + 1, self->n_words * 2);

      self->bits = g_renew (guint64, self->bits, wanted);
      memset (self->bits + self->n_words, 0, (wanted - self->n_words) * sizeof (guint64));
      self->n_words = wanted;
    }
  self->bits[word] |= G_GUINT64_CONSTANT (1) << (id % 64);
}

static void
tb_id_set_intersect (TbIdSet       *self,
                     const TbIdSet *other)
{
  gsize i;

  self->n_words = MIN (self->n_words, other->n_words);
  for (i = 0; i < self->n_words; i++)
    self->bits[i] &= other->bits[i];
}

static gboolean
add_ids (TbSqlite     *self,
         sqlite3_stmt *cursor,
         int           shift,
         TbIdSet      *set,
         GError      **error)
{
  gboolean has_row;

  while (tb_sqlite_step (self, cursor, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      tb_id_set_add (set, sqlite3_column_int64 (cursor, 0) >> shift);
    }
  return FALSE;
}

static gboolean
add_matches (TbSqlite   *self,
             const char *sql,
             int         shift,
             const char *first,
             const char *second,
             TbIdSet    *set,
             GError    **error)
{
  g_auto (TbSqliteCursor) cursor = tb_sqlite_prepare (self, sql, error);

  if (cursor == NULL)
    return FALSE;
  sqlite3_bind_text (cursor, 1, first, -1, SQLITE_STATIC);
  if (second != NULL)
    sqlite3_bind_text (cursor, 2, second, -1, SQLITE_STATIC);
  return add_ids (self, cursor, shift, set, error);
}

/* Numbers are asked for from their beginning (`T20261123`) or by their end (`1123.0001`, `0001`). */
static gboolean
add_numbers (TbSqlite   *self,
             const char *word,
             TbIdSet    *set,
             GError    **error)
{
  static const char *const prefix_sql[] = {
    "SELECT id FROM ticket WHERE number >= ? AND number < ?",
    "SELECT id FROM ticket WHERE alias >= ? AND alias < ?",
  };
  g_autofree char *upper = g_ascii_strup (word, -1);
  gboolean         has_letter = *upper == 'T' || *upper == 'A';
  const char      *digits = upper + (has_letter ? 1 : 0);
  const char      *tail = strrchr (digits, '.');
  g_autofree char *pattern = g_strdup_printf ("%%%s", digits);
  const char      *letter;
  guint            i;

  if (strlen (digits) < MIN_DIGITS || digits[strspn (digits, "0123456789.")] != '\0')
    return TRUE;
  for (letter = "TA"; *letter != '\0'; letter++)
    {
      g_autofree char *from = g_strdup_printf ("%c%s", *letter, digits);
      g_autofree char *to = g_strdup_printf ("%s~", from);

      for (i = 0; i < G_N_ELEMENTS (prefix_sql); i++)
        if ((!has_letter || *letter == *upper) && !add_matches (self, prefix_sql[i], 0, from, to, set, error))
          return FALSE;
    }
  if (has_letter)
    return TRUE;
  return add_matches (self, "SELECT id FROM ticket WHERE number_seq = CAST (? AS INTEGER) AND number LIKE ?",
                      0,
                      tail != NULL ? tail + 1 : digits, pattern, set, error);
}

/* The word as a string of the query language: nothing in it means anything there. */
static char *
quote_word (const char *word,
            gboolean    is_prefix)
{
  g_auto (GStrv) parts = g_strsplit (word, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  return g_strdup_printf ("\"%s\"%s", doubled, is_prefix ? "*" : "");
}

static TbIdSet *
find_word (TbSqlite   *self,
           const char *word,
           gboolean    is_prefix,
           GError    **error)
{
  g_autoptr (TbIdSet) set = g_new0 (TbIdSet, 1);
  g_autofree char *match = quote_word (word, is_prefix);

  if (!add_matches (self, "SELECT rowid FROM search WHERE search MATCH ?", TB_SQLITE_DOCUMENT_BITS, match,
                    NULL, set, error) ||
      !add_matches (self,
                    "SELECT id FROM ticket WHERE organisation IN"
                    " (SELECT rowid FROM search_organisation WHERE search_organisation MATCH ?)",
                    0, match, NULL, set, error) ||
      !add_numbers (self, word, set, error))
    return NULL;
  return g_steal_pointer (&set);
}

/* Whether the index could hold anything of it: it keeps letters and digits. */
static gboolean
is_searchable (const char *word)
{
  for (; *word != '\0'; word = g_utf8_next_char (word))
    if (g_unichar_isalnum (g_utf8_get_char (word)))
      return TRUE;
  return FALSE;
}

static GPtrArray *
split_words (const char *text,
             gboolean   *is_blank)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GPtrArray       *words = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = NULL;
  char *c;
  guint i;

  for (c = valid; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_isspace (g_utf8_get_char (c)) && g_utf8_get_char (c) < 0x80)
      *c = ' ';
  *is_blank = TRUE;
  parts = g_strsplit (valid, " ", -1);
  for (i = 0; parts[i] != NULL; i++)
    {
      *is_blank = *is_blank && *parts[i] == '\0';
      if (is_searchable (parts[i]) && words->len < MAX_WORDS)
        g_ptr_array_add (words, g_strdup (parts[i]));
    }
  return words;
}

void
tb_id_set_free (TbIdSet *self)
{
  g_free (self->bits);
  g_free (self);
}

gboolean
tb_id_set_contains (const TbIdSet *self,
                    gint64         id)
{
  gsize word = id / 64;

  return word < self->n_words && (self->bits[word] >> (id % 64) & 1) != 0;
}

gboolean
tb_id_set_next (const TbIdSet *self,
                gint64        *id)
{
  gint64 next;

  for (next = *id + 1; (gsize)(next / 64) < self->n_words; next++)
    if (self->bits[next / 64] == 0)
      next |= 63;
    else if (tb_id_set_contains (self, next))
      {
        *id = next;
        return TRUE;
      }
  return FALSE;
}

gsize
tb_id_set_count (const TbIdSet *self)
{
  gsize i, n = 0;

  for (i = 0; i < self->n_words; i++)
    n += __builtin_popcountll (self->bits[i]);
  return n;
}

gboolean
tb_sqlite_search (TbSqlite   *self,
                  const char *text,
                  TbIdSet   **found,
                  GError    **error)
{
  gboolean is_blank;
  g_autoptr (GPtrArray) words = split_words (text, &is_blank);
  g_autoptr (TbIdSet) all = NULL;
  guint i;

  for (i = 0; i < words->len; i++)
    {
      TbIdSet *set = find_word (self, words->pdata[i], i == words->len - 1, error);

      if (set == NULL)
        return FALSE;
      if (all == NULL)
        {
          all = set;
          continue;
        }
      tb_id_set_intersect (all, set);
      tb_id_set_free (set);
    }
  /* Signs that no text is found by find nothing; blanks ask for nothing. */
  if (all == NULL && !is_blank)
    all = g_new0 (TbIdSet, 1);
  *found = g_steal_pointer (&all);
  return TRUE;
}

/* The whole of what was typed must stand at the beginning of the name, its last word perhaps begun. */
GPtrArray *
tb_sqlite_organisations_like (TbConnection *connection,
                              const char   *prefix,
                              guint         max,
                              GError      **error)
{
  g_autofree char *valid = g_strstrip (g_utf8_make_valid (prefix, -1));
  g_autofree char *quoted = quote_word (valid, TRUE);
  g_autofree char *match = g_strconcat ("^ ", quoted, NULL);
  const TbParam    params[] = { { 's', 0, match }, { 'i', max, NULL } };

  if (*valid == '\0')
    return tb_sqlite_texts (connection, "SELECT name FROM organisation ORDER BY name LIMIT ?", &params[1], 1,
                            error);
  if (!is_searchable (valid))
    return g_ptr_array_new_with_free_func (g_free);
  return tb_sqlite_texts (connection,
                          "SELECT name FROM organisation WHERE id IN"
                          " (SELECT rowid FROM search_organisation WHERE search_organisation MATCH ?)"
                          " ORDER BY lower(name), name LIMIT ?",
                          params, 2, error);
}
