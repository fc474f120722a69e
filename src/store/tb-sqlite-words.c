/* SPDX-License-Identifier: GPL-3.0-or-later
 * Words as the search index has them, and what one that is only begun may become.
 *
 * The index reads a whole word bit by bit, the newest ticket first; of a beginning it puts together all
 * tickets before it tells the first. So a beginning is asked for as the few words that it may become, which
 * are found by going through the index from word to word. */
#include "config.h"

#include "tb-sqlite-private.h"

#include <string.h>

/* Beginnings of fewer letters are words themselves. */
#define MIN_LETTERS 3
/* Of more words than that it takes longer to be asked for each than to look at texts. */
#define MAX_WORDS 16
/* No letter of a word comes before it: what begins with this follows a word, and precedes all longer ones. */
#define BEHIND "\x01"

/* Of a ticket's further documents: TB_SEARCH_PART() */
#define FIRST_PART(ticket)        \
  G_STRINGIFY (TB_SEARCH_FURTHER) \
  " + (" ticket ") * " G_STRINGIFY (TB_SEARCH_PARTS)

/* ---- As the index cuts them ---- */

fts5_api *
tb_sqlite_get_fts5 (sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  fts5_api     *api = NULL;

  if (sqlite3_prepare_v2 (db, "SELECT fts5 (?)", -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
      sqlite3_step (statement);
    }
  sqlite3_finalize (statement);
  return api;
}

static gboolean
find_cutter (TbSqlite *self,
             GError  **error)
{
  const char *options[] = { "remove_diacritics", "2" }; /* as in the schema */
  fts5_api   *api = tb_sqlite_get_fts5 (self->db);
  gpointer    context;

  if (api == NULL || api->xFindTokenizer (api, "unicode61", &context, &self->cutter_class) != SQLITE_OK ||
      self->cutter_class.xCreate (context, options, G_N_ELEMENTS (options), &self->cutter) != SQLITE_OK)
    return tb_sqlite_set_error (self->db, "unicode61", error);
  return TRUE;
}

static int
on_token_cb (gpointer    words,
             int         flags,
             const char *token,
             int         n,
             int         start,
             int         end)
{
  g_ptr_array_add (words, g_strndup (token, n));
  return SQLITE_OK;
}

GPtrArray *
tb_sqlite_cut (TbSqlite   *self,
               const char *text,
               GError    **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  if (self->cutter == NULL && !find_cutter (self, error))
    return NULL;
  if (self->cutter_class.xTokenize (self->cutter, words, FTS5_TOKENIZE_QUERY, text, (int)strlen (text),
                                    on_token_cb) != SQLITE_OK)
    {
      tb_sqlite_set_error (self->db, "unicode61", error);
      return NULL;
    }
  return g_steal_pointer (&words);
}

void
tb_sqlite_forget_cutter (TbSqlite *self)
{
  if (self->cutter != NULL)
    self->cutter_class.xDelete (self->cutter);
  self->cutter = NULL;
}

/* ---- What is begun ---- */

/* @words: (out): of the table those that begin so, one more than %MAX_WORDS at most */
static gboolean
read_table (TbSqlite   *self,
            const char *beginning,
            GPtrArray  *words,
            GError    **error)
{
  g_auto (TbSqliteCursor) cursor =
    tb_sqlite_prepare (self, "SELECT word FROM search_word WHERE word >= ? ORDER BY word", error);
  gboolean has_row;

  if (cursor == NULL)
    return FALSE;
  sqlite3_bind_text (cursor, 1, beginning, -1, SQLITE_STATIC);
  while (words->len <= MAX_WORDS)
    {
      const char *word;

      if (!tb_sqlite_step (self, cursor, &has_row, error))
        return FALSE;
      word = has_row ? (const char *)sqlite3_column_text (cursor, 0) : NULL;
      if (word == NULL || !g_str_has_prefix (word, beginning))
        return TRUE;
      g_ptr_array_add (words, g_strdup (word));
    }
  return TRUE;
}

/* @word: (out) (nullable): the first one of the index from @from on */
static gboolean
next_word (TbSqlite   *self,
           const char *from,
           char      **word,
           GError    **error)
{
  g_auto (TbSqliteCursor) cursor =
    tb_sqlite_prepare (self, "SELECT term FROM temp.search_place WHERE term >= ?", error);
  gboolean has_row;

  if (cursor == NULL)
    return FALSE;
  sqlite3_bind_text (cursor, 1, from, -1, SQLITE_STATIC);
  if (!tb_sqlite_step (self, cursor, &has_row, error))
    return FALSE;
  *word = has_row ? g_strdup ((const char *)sqlite3_column_text (cursor, 0)) : NULL;
  return TRUE;
}

/* The same from the index itself, and the beginning, whether it is a word there or not. */
static gboolean
read_index (TbSqlite   *self,
            const char *beginning,
            GPtrArray  *words,
            GError    **error)
{
  g_autofree char *from = g_strconcat (beginning, BEHIND, NULL);

  g_ptr_array_add (words, g_strdup (beginning));
  while (words->len <= MAX_WORDS)
    {
      char *word;

      if (!next_word (self, from, &word, error))
        return FALSE;
      if (word == NULL || !g_str_has_prefix (word, beginning))
        {
          g_free (word);
          return TRUE;
        }
      g_ptr_array_add (words, word);
      g_free (from);
      from = g_strconcat (word, BEHIND, NULL);
    }
  return TRUE;
}

gboolean
tb_sqlite_begun (TbSqlite   *self,
                 const char *beginning,
                 GPtrArray **words,
                 GError    **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  gboolean is_listed = tb_sqlite_is_listed (beginning, strlen (beginning));

  *words = NULL;
  if (is_listed ? !read_table (self, beginning, all, error) : !read_index (self, beginning, all, error))
    return FALSE;
  if (all->len <= MAX_WORDS)
    *words = g_steal_pointer (&all);
  return TRUE;
}

/* ---- In a text ---- */

/* Words that follow each other. */
typedef struct
{
  const GPtrArray *parts;
  guint64          open; /* a bit for each part: it and all before it have just passed */
  gboolean         is_found;
} Sought;

static int
on_sought_cb (gpointer    data,
              int         flags,
              const char *token,
              int         n,
              int         start,
              int         end)
{
  Sought     *sought = data;
  const guint last = sought->parts->len - 1;
  guint64     may_be = sought->open << 1 | 1;
  guint       i;

  sought->open = 0;
  for (i = 0; i <= last; i++)
    {
      const char *part = sought->parts->pdata[i];
      const gsize length = strlen (part);

      if ((may_be >> i & 1) != 0 && (i == last ? (gsize)n >= length : (gsize)n == length) &&
          memcmp (token, part, length) == 0)
        sought->open |= G_GUINT64_CONSTANT (1) << i;
    }
  sought->is_found = (sought->open >> last & 1) != 0;
  return sought->is_found ? SQLITE_DONE : SQLITE_OK;
}

static gboolean
look_into (TbSqlite   *self,
           const char *sql,
           gint64      ticket,
           Sought     *sought,
           GError    **error)
{
  g_auto (TbSqliteCursor) cursor = tb_sqlite_prepare (self, sql, error);
  gboolean has_row;

  if (cursor == NULL)
    return FALSE;
  sqlite3_bind_int64 (cursor, 1, ticket);
  while (!sought->is_found)
    {
      const char *text;
      int         code;

      if (!tb_sqlite_step (self, cursor, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      text = (const char *)sqlite3_column_text (cursor, 0);
      sought->open = 0;
      code = self->cutter_class.xTokenize (self->cutter, sought, FTS5_TOKENIZE_DOCUMENT, text,
                                           sqlite3_column_bytes (cursor, 0), on_sought_cb);
      if (code != SQLITE_OK && code != SQLITE_DONE)
        return tb_sqlite_set_error (self->db, "unicode61", error);
    }
  return TRUE;
}

gboolean
tb_sqlite_stands_in (TbSqlite        *self,
                     gint64           ticket,
                     gboolean         has_further,
                     const GPtrArray *parts,
                     gboolean        *holds,
                     GError         **error)
{
  Sought sought = { parts, 0, FALSE };

  if (!look_into (self, "SELECT text FROM search_text WHERE docid = ?", ticket, &sought, error) ||
      (has_further && !look_into (self,
                                  "SELECT text FROM search_text"
                                  " WHERE docid >= " FIRST_PART ("?1") " AND docid < " FIRST_PART ("?1 + 1"),
                                  ticket, &sought, error)))
    return FALSE;
  *holds = sought.is_found;
  return TRUE;
}

gboolean
tb_sqlite_is_beginning (const char *word)
{
  return g_utf8_strlen (word, -1) >= MIN_LETTERS;
}
