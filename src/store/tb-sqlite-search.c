/* SPDX-License-Identifier: GPL-3.0-or-later
 * Search: the tickets in which every typed word stands somewhere. */
#include "config.h"

#include "tb-sqlite-private.h"

#include <string.h>

#define MAX_WORDS 16
/* Fewer digits of a number than this find everything. */
#define MIN_DIGITS 3
/* Tickets are read so many at once. */
#define AHEAD 64
/* If a word stands in one of so many of the newest tickets, it is found while the list is walked. */
#define SELDOM 16
/* What is so much older than what was read is asked for by itself, but not more often than that. */
#define FAR 1000
#define MAX_LOOKS 200
/* Of a beginning of very many words the index would put together all tickets. Instead so many texts are
 * looked at, and more as long as it stands in one of so many, but not more than that. */
#define TEXTS 64
#define TEXTS_FOUND 12
#define MAX_TEXTS 1000

static gboolean
add_matches (TbSqlite   *self,
             const char *sql,
             const char *first,
             const char *second,
             TbIdSet    *set,
             GError    **error)
{
  g_auto (TbSqliteCursor) cursor = tb_sqlite_prepare (self, sql, error);
  gboolean has_row;

  if (cursor == NULL)
    return FALSE;
  sqlite3_bind_text (cursor, 1, first, -1, SQLITE_STATIC);
  if (second != NULL)
    sqlite3_bind_text (cursor, 2, second, -1, SQLITE_STATIC);
  while (tb_sqlite_step (self, cursor, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      tb_id_set_add (set, sqlite3_column_int64 (cursor, 0));
    }
  return FALSE;
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
        if ((!has_letter || *letter == *upper) && !add_matches (self, prefix_sql[i], from, to, set, error))
          return FALSE;
    }
  if (has_letter)
    return TRUE;
  return add_matches (self, "SELECT id FROM ticket WHERE number_seq = CAST (? AS INTEGER) AND number LIKE ?",
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

/* ---- What was typed, word by word ---- */

/* Tickets' own documents, and the further ones of those that have grown long: each is read from the newest
 * ticket on. */
enum
{
  DOCUMENTS_OWN,
  DOCUMENTS_FURTHER,
  N_DOCUMENTS,
};
/* clang-format off */
static const char *const document_conditions[] = {
  [DOCUMENTS_OWN] = " AND rowid < " G_STRINGIFY (TB_SEARCH_FURTHER),
  [DOCUMENTS_FURTHER] = " AND rowid >= " G_STRINGIFY (TB_SEARCH_FURTHER),
};
/* clang-format on */

typedef struct
{
  sqlite3_stmt *statement; /* (nullable): where it was left, to be given back */
  gint64        low;       /* 0: all is read */
} Reader;

/* A word, or all of them at once, and what is known of where it stands: of the texts down to @low, of what
 * else it finds a ticket by all. */
typedef struct
{
  char      *match; /* (owned) */
  GPtrArray *begun; /* (owned) (nullable): its parts, if the last one is a beginning of very many words */
  TbIdSet   *texts; /* (owned): of the tickets from @low on */
  gint64     low;   /* 0: all is known */
  guint      n_looks;
  guint      n_seen; /* where it was looked for and found */
  Reader     readers[N_DOCUMENTS];
  TbIdSet   *other; /* (owned): by organisation or number */
} Word;

struct _TbSearch
{
  GArray  *words; /* (owned) (element-type Word) */
  guint    n_readers;
  gboolean has_further; /* documents */
};

static void
clear_word (gpointer data)
{
  Word *word = data;

  guint i;

  for (i = 0; i < N_DOCUMENTS; i++)
    g_clear_pointer (&word->readers[i].statement, tb_sqlite_done);
  g_free (word->match);
  g_clear_pointer (&word->begun, g_ptr_array_unref);
  g_clear_pointer (&word->texts, tb_id_set_free);
  g_clear_pointer (&word->other, tb_id_set_free);
}

static gint64
get_ticket (gint64 document)
{
  return document < TB_SEARCH_FURTHER ? document : (document - TB_SEARCH_FURTHER) / TB_SEARCH_PARTS;
}

static gboolean
read_one (TbSqlite *self,
          Word     *word,
          Reader   *reader,
          GError  **error)
{
  gboolean has_row;

  if (!tb_sqlite_step (self, reader->statement, &has_row, error))
    return FALSE;
  reader->low = has_row ? get_ticket (sqlite3_column_int64 (reader->statement, 0)) : 0;
  if (has_row)
    tb_id_set_add (word->texts, reader->low);
  return TRUE;
}

/* Reads on where it was left, the newest first. @max: so many tickets at most; 0: all */
static gboolean
read_on (TbSqlite *self,
         Word     *word,
         guint     max,
         GError  **error)
{
  Reader *own = &word->readers[DOCUMENTS_OWN];
  Reader *further = &word->readers[DOCUMENTS_FURTHER];
  guint   n;

  for (n = 0; word->low > 0 && (max == 0 || n < max); n++)
    {
      if (!read_one (self, word, own->low >= further->low ? own : further, error))
        return FALSE;
      word->low = MAX (own->low, further->low);
    }
  return TRUE;
}

static gboolean
prepare_reader (TbSqlite   *self,
                TbSearch   *search,
                const Word *word,
                const char *condition,
                Reader     *reader,
                GError    **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT rowid FROM search AS word%u WHERE search MATCH ?%s"
                                          " ORDER BY rowid DESC",
                                          search->n_readers++, condition);

  reader->statement = tb_sqlite_prepare (self, sql, error);
  if (reader->statement == NULL)
    return FALSE;
  sqlite3_bind_text (reader->statement, 1, word->match, -1, SQLITE_STATIC);
  reader->low = G_MAXINT64;
  return TRUE;
}

/* Says besides whether a word stands in further documents at all. */
static gboolean
begin_further (TbSqlite *self,
               TbSearch *search,
               Word     *word,
               GError  **error)
{
  Reader *reader = &word->readers[DOCUMENTS_FURTHER];

  if (!search->has_further || word->match == NULL || word->begun != NULL)
    return TRUE;
  if (!prepare_reader (self, search, word, document_conditions[DOCUMENTS_FURTHER], reader, error) ||
      !read_one (self, word, reader, error))
    return FALSE;
  if (reader->low == 0)
    g_clear_pointer (&reader->statement, tb_sqlite_done);
  return TRUE;
}

/* Each of the words that are read at the same time has a statement of its own.
 *
 * Of a word that stands in most tickets there is no need to know all; of one that stands in few there is: the
 * list would be walked to its end for them. */
static gboolean
begin_reading (TbSqlite *self,
               TbSearch *search,
               Word     *word,
               guint     max,
               GError  **error)
{
  const char *condition = search->has_further ? document_conditions[DOCUMENTS_OWN] : "";
  gint64      newest;

  if (!prepare_reader (self, search, word, condition, &word->readers[DOCUMENTS_OWN], error))
    return FALSE;
  if (max == 0)
    return read_on (self, word, 0, error);
  return tb_sqlite_number (&self->parent, "SELECT max(id) FROM ticket", NULL, 0, &newest, error) &&
         read_on (self, word, AHEAD, error) &&
         (word->low > newest - AHEAD * SELDOM || read_on (self, word, max - AHEAD, error));
}

/* Of a beginning of very many words. Step by step, so that it can be broken off. */
static gboolean
read_begun (TbSqlite *self,
            Word     *word,
            GError  **error)
{
  const gboolean is_one = word->begun->len == 1;
  const char    *sql = is_one ? "SELECT doc FROM temp.search_place"
                                " WHERE term >= ?1 AND term <= ?1 || char (1114111)"
                              : "SELECT rowid FROM search WHERE search MATCH ?1";
  g_auto (TbSqliteCursor) cursor = tb_sqlite_prepare (self, sql, error);
  gboolean has_row;

  if (cursor == NULL)
    return FALSE;
  sqlite3_bind_text (cursor, 1, is_one ? word->begun->pdata[0] : word->match, -1, SQLITE_STATIC);
  while (tb_sqlite_step (self, cursor, &has_row, error))
    {
      if (!has_row)
        {
          word->low = 0;
          return TRUE;
        }
      tb_id_set_add (word->texts, get_ticket (sqlite3_column_int64 (cursor, 0)));
    }
  return FALSE;
}

/* What asks the index for a word. Of one that is only begun the end is put in: all that it may become. */
static gboolean
make_match (TbSqlite   *self,
            const char *text,
            gboolean    is_begun,
            Word       *word,
            GError    **error)
{
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (GPtrArray) ends = NULL;
  g_autoptr (GString) match = g_string_new (NULL);
  g_autofree char *before = NULL;
  guint            i;

  if (is_begun)
    {
      parts = tb_sqlite_cut (self, text, error);
      if (parts == NULL)
        return FALSE;
      is_begun = parts->len > 0 && tb_sqlite_is_beginning (parts->pdata[parts->len - 1]);
    }
  if (is_begun && !tb_sqlite_begun (self, parts->pdata[parts->len - 1], &ends, error))
    return FALSE;
  if (ends == NULL || ends->len == 0)
    {
      word->match = quote_word (text, is_begun && ends == NULL);
      if (is_begun && ends == NULL && parts->len <= TB_SQLITE_MAX_SOUGHT)
        word->begun = g_steal_pointer (&parts);
      return TRUE;
    }
  g_free (g_ptr_array_steal_index (parts, parts->len - 1));
  g_ptr_array_add (parts, NULL);
  before = g_strjoinv (" ", (char **)parts->pdata);
  for (i = 0; i < ends->len; i++)
    g_string_append_printf (match, "%s\"%s %s\"", i > 0 ? " OR " : "(", before, (char *)ends->pdata[i]);
  g_string_append_c (match, ')');
  word->match = g_string_free (g_steal_pointer (&match), FALSE);
  return TRUE;
}

static gboolean
add_word (TbSqlite   *self,
          TbSearch   *search,
          const char *text,
          gboolean    is_last,
          GError    **error)
{
  Word             word = { .texts = tb_id_set_new (), .low = G_MAXINT64, .other = tb_id_set_new () };
  g_autofree char *name = quote_word (text, is_last && tb_sqlite_is_beginning (text));
  gboolean         is_ok = make_match (self, text, is_last, &word, error);

  g_array_append_val (search->words, word);
  return is_ok &&
         add_matches (self,
                      "SELECT id FROM ticket WHERE organisation IN"
                      " (SELECT rowid FROM search_organisation WHERE search_organisation MATCH ?)",
                      name, NULL, word.other, error) &&
         add_numbers (self, text, word.other, error) &&
         begin_further (self, search, &g_array_index (search->words, Word, search->words->len - 1), error);
}

/* Words that find nothing but tickets' own documents are asked for in one question: the index puts them
 * together better. */
static void
join_words (TbSearch *search)
{
  g_autoptr (GString) match = g_string_new (NULL);
  Word  all = { .low = G_MAXINT64 };
  guint i;

  for (i = 0; i < search->words->len; i++)
    {
      const Word *word = &g_array_index (search->words, Word, i);

      if (word->begun != NULL)
        continue;
      if (word->readers[DOCUMENTS_FURTHER].statement != NULL || tb_id_set_count (word->other) > 0)
        return;
      g_string_append_printf (match, "%s%s", match->len > 0 ? " AND " : "", word->match);
    }
  for (i = search->words->len; i > 0; i--)
    if (g_array_index (search->words, Word, i - 1).begun == NULL)
      g_array_remove_index (search->words, i - 1);
  all.match = g_string_free (g_steal_pointer (&match), FALSE);
  all.texts = tb_id_set_new ();
  all.other = tb_id_set_new ();
  g_array_prepend_val (search->words, all);
}

static gboolean
look_up (TbSqlite   *self,
         const Word *word,
         gint64      id,
         gboolean   *holds,
         GError    **error)
{
  const gint64 ranges[N_DOCUMENTS][2] = {
    [DOCUMENTS_OWN] = { id, id },
    [DOCUMENTS_FURTHER] = { TB_SEARCH_PART (id, 0), TB_SEARCH_PART (id + 1, -1) },
  };
  guint i;

  *holds = FALSE;
  for (i = 0; i < N_DOCUMENTS && !*holds; i++)
    {
      g_auto (TbSqliteCursor) cursor = NULL;

      if (word->readers[i].statement == NULL)
        continue;
      cursor = tb_sqlite_prepare (self,
                                  "SELECT 1 FROM search WHERE search MATCH ? AND rowid >= ? AND rowid <= ?",
                                  error);
      if (cursor == NULL)
        return FALSE;
      sqlite3_bind_text (cursor, 1, word->match, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (cursor, 2, ranges[i][0]);
      sqlite3_bind_int64 (cursor, 3, ranges[i][1]);
      if (!tb_sqlite_step (self, cursor, holds, error))
        return FALSE;
    }
  return TRUE;
}

/* As long as it is found soon in the text. */
static gboolean
is_sought_in_texts (const Word *word)
{
  return word->begun != NULL && word->n_looks < MIN (TEXTS + TEXTS_FOUND * word->n_seen, MAX_TEXTS);
}

/* An old ticket among new ones is asked for by itself, but not many. */
static gboolean
word_holds (TbSqlite *self,
            TbSearch *search,
            Word     *word,
            gint64    id,
            gboolean *holds,
            GError  **error)
{
  *holds = tb_id_set_contains (word->other, id) || tb_id_set_contains (word->texts, id);
  if (*holds || id >= word->low)
    return TRUE;
  if (is_sought_in_texts (word))
    {
      if (!tb_sqlite_stands_in (self, id, search->has_further, word->begun, holds, error))
        return FALSE;
      word->n_looks++;
      word->n_seen += *holds ? 1 : 0;
      return TRUE;
    }
  if (word->begun == NULL && id < word->low - FAR && word->n_looks < MAX_LOOKS)
    {
      word->n_looks++;
      return look_up (self, word, id, holds, error);
    }
  while (id < word->low)
    if (!(word->begun != NULL ? read_begun (self, word, error) : read_on (self, word, AHEAD, error)))
      return FALSE;
  *holds = tb_id_set_contains (word->texts, id);
  return TRUE;
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
tb_search_free (TbSearch *self)
{
  g_array_unref (self->words);
  g_free (self);
}

/* Whether it is clear already that there is nothing. */
static gboolean
finds_nothing (const TbSearch *search)
{
  const Word *word = search->words->len == 1 ? &g_array_index (search->words, Word, 0) : NULL;

  return word != NULL && word->low == 0 && tb_id_set_count (word->texts) == 0 &&
         tb_id_set_count (word->other) == 0;
}

/* What stands before one or two letters at the end.
 * Returns: (transfer full) (nullable): %NULL: there is no such end */
static char *
cut_letters (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const char      *end = valid + strlen (valid);
  const char      *before;

  for (before = g_utf8_find_prev_char (valid, end);
       before != NULL && g_unichar_isalnum (g_utf8_get_char (before));
       before = g_utf8_find_prev_char (valid, end))
    end = before;
  return *end == '\0' || tb_sqlite_is_beginning (end) ? NULL : g_strndup (valid, (gsize)(end - valid));
}

TbSearch *
tb_search_new (TbSqlite   *self,
               const char *text,
               guint       max,
               GError    **error)
{
  gboolean is_blank;
  g_autoptr (GPtrArray) words = split_words (text, &is_blank);
  g_autoptr (TbSearch) search = g_new0 (TbSearch, 1);
  g_autofree char *before = NULL;
  gint64           has_further;
  guint            i;

  search->words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_array_set_clear_func (search->words, clear_word);
  if (!tb_sqlite_number (&self->parent, "SELECT EXISTS (SELECT 1 FROM search_part)", NULL, 0, &has_further,
                         error))
    return NULL;
  search->has_further = has_further != 0;
  for (i = 0; i < words->len; i++)
    if (!add_word (self, search, words->pdata[i], i == words->len - 1, error))
      return NULL;
  if (words->len > 1)
    join_words (search);
  /* Signs that no text is found by find nothing; blanks ask for nothing. */
  if (words->len == 0 && !is_blank)
    g_array_append_val (search->words,
                        ((Word){ .texts = tb_id_set_new (), .other = tb_id_set_new () }));
  for (i = 0; i < search->words->len; i++)
    {
      Word *word = &g_array_index (search->words, Word, i);

      if (word->begun != NULL && (max > 0 || search->words->len > 1))
        continue;
      if (word->match != NULL && !(word->begun != NULL ? read_begun (self, word, error)
                                                       : begin_reading (self, search, word, max, error)))
        return NULL;
    }
  /* Of a word that has only just been begun nothing is said as long as no text has it as it is. */
  before = finds_nothing (search) ? cut_letters (text) : NULL;
  if (before == NULL)
    return g_steal_pointer (&search);
  g_clear_pointer (&search, tb_search_free); /* gives its statements back */
  return tb_search_new (self, before, max, error);
}

gboolean
tb_search_holds (TbSqlite *self,
                 TbSearch *search,
                 gint64    id,
                 gboolean *holds,
                 GError  **error)
{
  guint i;

  *holds = TRUE;
  for (i = 0; *holds && i < search->words->len; i++)
    if (!word_holds (self, search, &g_array_index (search->words, Word, i), id, holds, error))
      return FALSE;
  return TRUE;
}

const TbIdSet *
tb_search_few (TbSearch *search,
               gsize     few)
{
  gsize least = few + 1;
  Word *fewest = NULL;
  guint i;

  for (i = 0; i < search->words->len; i++)
    {
      Word *word = &g_array_index (search->words, Word, i);
      gsize n = tb_id_set_count (word->texts) + tb_id_set_count (word->other);

      if (word->low == 0 && n < least)
        {
          fewest = word;
          least = n;
        }
    }
  if (fewest == NULL)
    return NULL;
  tb_id_set_unite (fewest->texts, fewest->other);
  return fewest->texts;
}

TbIdSet *
tb_search_newest (TbSqlite   *self,
                  const char *text,
                  guint       max,
                  GError    **error)
{
  g_autoptr (TbSearch) search = tb_search_new (self, text, max, error);
  g_autoptr (TbIdSet) found = tb_id_set_new ();
  Word    *first;
  gsize    n_known;
  gint64   id = 0;
  gboolean holds;

  if (search == NULL)
    return NULL;
  if (search->words->len == 0)
    return g_steal_pointer (&found);
  first = &g_array_index (search->words, Word, 0);
  if (first->begun != NULL && first->low > 0 && !read_begun (self, first, error))
    return NULL;
  n_known = tb_id_set_count (first->texts);
  if (n_known < max && !read_on (self, first, max - (guint)n_known, error))
    return NULL;
  tb_id_set_unite (found, first->texts);
  tb_id_set_unite (found, first->other);
  while (tb_id_set_next (found, &id))
    {
      if (!tb_search_holds (self, search, id, &holds, error))
        return NULL;
      if (!holds)
        tb_id_set_remove (found, id);
    }
  return g_steal_pointer (&found);
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
