/* SPDX-License-Identifier: GPL-3.0-or-later
 * Puts the search index together. What each transaction adds to it becomes a part of it; parts are merged
 * into larger ones. A common word is merged in one go, which takes long in a large store: so it is done while
 * nobody waits, and undone when somebody comes. An import, which owes much, does it as it goes. */
#include "config.h"

#include "tb-sqlite-private.h"

/* A transaction that adds so many pages merges at once, each page so often. The rest is done later, too. */
#define LARGE 16
#define MERGES 2
/* How often a page of others may be merged later. Few of them need it, but once in a while the largest parts
 * become one: that must come to its end before there are so many parts that a commit would wait for it. */
#define MERGES_LATER 16
/* What those may have left behind who wrote little and ended, as a command does. */
#define LEFT_BEHIND 256
/* So many pages are written in one go, while no other process can write. */
#define PAGES_AT_ONCE 64
/* Of SQLite's machine, until it is asked whether somebody waits by now. */
#define STEPS_BETWEEN_LOOKS 100

static gboolean
merge (TbSqlite *self,
       guint     n_pages,
       GError  **error)
{
  const TbParam param = { 'i', n_pages, NULL };

  return tb_sqlite_exec (&self->parent, "INSERT INTO search (search, rank) VALUES ('merge', ?)", &param, 1,
                         error);
}

gboolean
tb_sqlite_owe_merges (TbSqlite *self,
                      guint     n_pages,
                      GError  **error)
{
  self->unmerged += MERGES_LATER * n_pages;
  self->parent.is_untidy = TRUE;
  return n_pages < LARGE || merge (self, MERGES * n_pages, error);
}

void
tb_sqlite_expect_merges (TbSqlite *self)
{
  self->unmerged = LEFT_BEHIND;
}

typedef struct
{
  TbWantedFunc func;
  gpointer     data;
} Wanted;

static int
on_progress_cb (gpointer data)
{
  const Wanted *wanted = data;

  return wanted->func (wanted->data);
}

/* Other processes are not waited for: who waits holds up his own. */
gboolean
tb_sqlite_tidy (TbConnection *connection,
                TbWantedFunc  is_wanted,
                gpointer      data,
                GError      **error)
{
  TbSqlite   *self = (TbSqlite *)connection;
  Wanted      wanted = { is_wanted, data };
  const guint n_pages = MIN (self->unmerged, PAGES_AT_ONCE);
  const int   before = sqlite3_total_changes (self->db);
  gboolean    is_done;

  sqlite3_busy_timeout (self->db, 0);
  sqlite3_progress_handler (self->db, STEPS_BETWEEN_LOOKS, on_progress_cb, &wanted);
  is_done = merge (self, n_pages, error);
  sqlite3_progress_handler (self->db, 0, NULL, NULL);
  sqlite3_busy_timeout (self->db, TB_SQLITE_BUSY_MILLISECONDS);
  if (!is_done)
    return FALSE;
  /* FTS5 says so by what it counts that there was nothing to be done. */
  self->unmerged = sqlite3_total_changes (self->db) - before >= 2 ? self->unmerged - n_pages : 0;
  connection->is_untidy = self->unmerged > 0;
  return TRUE;
}
