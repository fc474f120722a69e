/* SPDX-License-Identifier: GPL-3.0-or-later
 * What was deleted leaves the file, too. Pages that become free are overwritten as they do (secure_delete);
 * the words of a text that is gone stay in the index until its parts are merged into one, and in the log
 * until that is emptied. */
#include "config.h"

#include "tb-sqlite-private.h"

/* So many pages of the index are written in one go. */
#define MERGE_PAGES "200"

static const char *const begin_merge[] = {
  "INSERT INTO search (search, rank) VALUES ('merge', -" MERGE_PAGES ")",
  "INSERT INTO search_organisation (search_organisation, rank) VALUES ('merge', -" MERGE_PAGES ")",
};
static const char *const merge[] = {
  "INSERT INTO search (search, rank) VALUES ('merge', " MERGE_PAGES ")",
  "INSERT INTO search_organisation (search_organisation, rank) VALUES ('merge', " MERGE_PAGES ")",
};

/* The first of the two forms takes all that there is now as one job, the second goes on with it: which one is
 * due is known from whether the last one has changed anything. */
static gboolean
scrub_index (TbSqlite *self,
             gboolean *is_done,
             GError  **error)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (merge); i++)
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
  *is_done = TRUE;
  return TRUE;
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

/* What the new file is made of must not fill the memory. */
static gboolean
rewrite (TbSqlite *self,
         gboolean *is_done,
         GError  **error)
{
  *is_done = tb_sqlite_run (self->db, "PRAGMA temp_store = FILE", error) &&
             tb_sqlite_run (self->db, "VACUUM", error);
  return tb_sqlite_run (self->db, "PRAGMA temp_store = MEMORY", *is_done ? error : NULL) && *is_done;
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
