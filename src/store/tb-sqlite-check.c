/* SPDX-License-Identifier: GPL-3.0-or-later
 * The whole file checked: pages, foreign keys, search index, the table of its words. */
#include "config.h"

#include "tb-sqlite-private.h"

static gboolean
add_findings (TbConnection *connection,
              const char   *what,
              const char   *sql,
              GPtrArray    *findings,
              GError      **error)
{
  g_autoptr (GPtrArray) texts = tb_sqlite_texts (connection, sql, NULL, 0, error);
  guint i;

  if (texts == NULL)
    return FALSE;
  for (i = 0; i < texts->len; i++)
    if (g_strcmp0 (texts->pdata[i], "ok") != 0)
      g_ptr_array_add (findings, g_strdup_printf ("%s: %s", what, (char *)texts->pdata[i]));
  return TRUE;
}

/* A word of the index that is not in its table, from word to word: of all that the index knows of each only
 * the first is read. */
#define MISSING_WORDS                                                                                       \
  "WITH RECURSIVE term (word) AS ("                                                                         \
  "SELECT (SELECT term FROM temp.search_place WHERE term >= '' LIMIT 1)"                                    \
  " UNION ALL "                                                                                             \
  "SELECT (SELECT p.term FROM temp.search_place p WHERE p.term >= term.word || char (1) LIMIT 1) FROM term" \
  " WHERE term.word IS NOT NULL)"                                                                           \
  "SELECT word FROM term WHERE length (word) >= 3 AND substr (word, 1, 3) NOT GLOB '*[0-9]*'"               \
  " AND word NOT IN search_word"

/* Compares each word of the index with the texts. It is asked for by a statement that looks like a write,
 * so it comes first: a snapshot that was read from cannot take the lock any more. */
static gboolean
check_index (TbSqlite   *self,
             const char *name,
             GPtrArray  *findings,
             GError    **error)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO %s (%s, rank) VALUES ('integrity-check', 1)",
                                          name, name);
  g_autoptr (GError) local = NULL;

  if (tb_sqlite_exec (&self->parent, sql, NULL, 0, &local))
    return TRUE;
  if (g_error_matches (local, TB_STORE_ERROR, TB_STORE_ERROR_DAMAGED))
    {
      g_ptr_array_add (findings, g_strdup_printf ("the index %s differs from the texts", name));
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
tb_sqlite_check (TbConnection *connection,
                 GPtrArray    *findings,
                 GError      **error)
{
  TbSqlite *self = (TbSqlite *)connection;

  return tb_sqlite_index_flush (self, error) && check_index (self, "search", findings, error) &&
         check_index (self, "search_organisation", findings, error) &&
         add_findings (connection, "not in the table of words", MISSING_WORDS, findings, error) &&
         add_findings (connection, "integrity", "PRAGMA integrity_check", findings, error) &&
         add_findings (connection, "foreign key",
                       "SELECT \"table\" || ' ' || rowid FROM pragma_foreign_key_check", findings, error);
}
