/* SPDX-License-Identifier: GPL-3.0-or-later
 * The best matches first: tickets with all words in their title, then those that have them elsewhere. */
#include "config.h"

#include "tb-sqlite-private.h"

/* Of so many of the newest matches the titles are looked at. To weigh all would take as long as there are. */
#define MAX_CANDIDATES 5000

static gboolean
has_word (const GPtrArray *words,
          const char      *sought,
          gboolean         is_begun)
{
  guint i;

  for (i = 0; i < words->len; i++)
    if (is_begun ? g_str_has_prefix (words->pdata[i], sought) : g_str_equal (words->pdata[i], sought))
      return TRUE;
  return FALSE;
}

/* @sought: the last one is begun if it can be */
static gboolean
has_all (const GPtrArray *words,
         const GPtrArray *sought)
{
  guint i;

  for (i = 0; i < sought->len; i++)
    if (!has_word (words, sought->pdata[i],
                   i == sought->len - 1 && tb_sqlite_is_beginning (sought->pdata[i])))
      return FALSE;
  return TRUE;
}

static gboolean
look_at_title (TbSqlite        *self,
               gint64           id,
               const GPtrArray *sought,
               TbIdSet         *best,
               GError         **error)
{
  g_auto (TbSqliteCursor) cursor =
    tb_sqlite_prepare (self, "SELECT coalesce(title, '') FROM ticket WHERE id = ?", error);
  g_autoptr (GPtrArray) words = NULL;
  gboolean has_row;

  if (cursor == NULL)
    return FALSE;
  sqlite3_bind_int64 (cursor, 1, id);
  if (!tb_sqlite_step (self, cursor, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  words = tb_sqlite_cut (self, (const char *)sqlite3_column_text (cursor, 0), error);
  if (words != NULL && has_all (words, sought))
    tb_id_set_add (best, id);
  return words != NULL;
}

TbIdSet *
tb_sqlite_best (TbSqlite   *self,
                const char *text,
                GError    **error)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GPtrArray) sought = tb_sqlite_cut (self, valid, error);
  g_autoptr (TbIdSet) candidates = NULL;
  g_autoptr (TbIdSet) best = tb_id_set_new ();
  gint64 id = 0;

  if (sought == NULL)
    return NULL;
  candidates = tb_search_newest (self, text, MAX_CANDIDATES, error);
  if (candidates == NULL)
    return NULL;
  while (sought->len > 0 && tb_id_set_next (candidates, &id))
    if (!look_at_title (self, id, sought, best, error))
      return NULL;
  return g_steal_pointer (&best);
}
