/* SPDX-License-Identifier: GPL-3.0-or-later
 * What was deleted leaves the file, too. Pages that become free are overwritten as they do (secure_delete);
 * the words of a text that is gone stay in the index until its parts are merged into one, in the table of
 * its words until they are looked for, and in the log until that is emptied. */
#include "config.h"

#include "tb-sqlite-private.h"

/* So many pages of the index are written in one go. */
#define MERGE_PAGES "200"
/* So many words of the table are looked for in one go. */
#define WORDS "1000"

static const char *const begin_merge[] = {
  "INSERT INTO search (search, rank) VALUES ('merge', -" MERGE_PAGES ")",
  "INSERT INTO search_organisation (search_organisation, rank) VALUES ('merge', -" MERGE_PAGES ")",
};
static const char *const merge[] = {
  "INSERT INTO search (search, rank) VALUES ('merge', " MERGE_PAGES ")",
  "INSERT INTO search_organisation (search_organisation, rank) VALUES ('merge', " MERGE_PAGES ")",
};

/* @last: (out) (nullable): of the words of the table behind @from, as many as are looked for in one go */
static gboolean
find_last (TbSqlite   *self,
           const char *from,
           char      **last,
           GError    **error)
{
  const TbParam param = { 's', 0, from };
  g_autoptr (GPtrArray) words =
    tb_sqlite_texts (&self->parent,
                     "SELECT word FROM (SELECT word FROM search_word WHERE word > ?"
                     " ORDER BY word LIMIT " WORDS
                     ") ORDER BY word DESC LIMIT 1",
                     &param, 1, error);

  if (words == NULL)
    return FALSE;
  *last = words->len > 0 ? g_ptr_array_steal_index (words, 0) : NULL;
  return TRUE;
}

/* Words that the index has no more leave the table, too. */
static gboolean
scrub_words (TbSqlite *self,
             gboolean *is_done,
             GError  **error)
{
  g_autofree char *from = self->scrubbed != NULL ? g_steal_pointer (&self->scrubbed) : g_strdup ("");
  g_autofree char *last = NULL;
  TbParam          params[] = { { 's', 0, from }, { 's', 0, NULL } };

  if (!find_last (self, from, &last, error))
    return FALSE;
  params[1].text = last;
  *is_done = last == NULL;
  if (last != NULL &&
      !tb_sqlite_exec (&self->parent,
                       "DELETE FROM search_word WHERE word > ? AND word <= ?"
                       " AND NOT EXISTS (SELECT 1 FROM temp.search_place p WHERE p.term = search_word.word)",
                       params, 2, error))
    return FALSE;
  tb_vocabulary_forget (self->vocabulary);
  self->scrubbed = g_steal_pointer (&last);
  return TRUE;
}

/* The first of the two forms takes all that there is now as one job, the second goes on with it: which one is
 * due is known from whether the last one has changed anything. */
static gboolean
scrub_index (TbSqlite *self,
             gboolean *is_done,
             GError  **error)
{
  guint i;

  for (i = 0; self->scrubbed == NULL && i < G_N_ELEMENTS (merge); i++)
    {
      int before;

      if (!self->is_merging[i] && !tb_sqlite_run (self->db, begin_merge[i], error))
        return FALSE;
      self->is_merging[i] = TRUE;
      before = sqlite3_total_changes (self->db);
      if (!tb_sqlite_run (self->db, merge[i], error))
        return FALSE;
      if (sqlite3_total_changes (self->db) - before >= 2)
        return TRUE;
    }
  self->is_merging[0] = self->is_merging[1] = FALSE;
  return scrub_words (self, is_done, error);
}

static gboolean
scrub_log (TbSqlite *self,
           gboolean *is_done,
           GError  **error)
{
  int code = sqlite3_wal_checkpoint_v2 (self->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

  *is_done = code == SQLITE_OK;
  return code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED ||
         tb_sqlite_set_error (self->db, "checkpoint", error);
}

/* What the new file is made of must not fill the memory. Whenever temporary tables get another place, SQLite
 * drops those that there are. */
static gboolean
rewrite (TbSqlite *self,
         gboolean *is_done,
         GError  **error)
{
  gboolean is_back;

  *is_done = tb_sqlite_run (self->db, "PRAGMA temp_store = FILE", error) &&
             tb_sqlite_run (self->db, "VACUUM", error);
  is_back = tb_sqlite_run (self->db, "PRAGMA temp_store = MEMORY; " TB_SQLITE_SEARCH_PLACE,
                           *is_done ? error : NULL);
  return is_back && *is_done;
}

gboolean
tb_sqlite_scrub (TbConnection *connection,
                 TbScrubStep   step,
                 gboolean     *is_done,
                 GError      **error)
{
  static gboolean (*const steps[]) (TbSqlite *, gboolean *, GError **) = {
    [TB_SCRUB_INDEX] = scrub_index,
    [TB_SCRUB_LOG] = scrub_log,
    [TB_SCRUB_REWRITE] = rewrite,
  };

  *is_done = FALSE;
  return steps[step]((TbSqlite *)connection, is_done, error);
}
