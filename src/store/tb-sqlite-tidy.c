/* SPDX-License-Identifier: GPL-3.0-or-later
 * Puts the search index together. What each transaction adds to it becomes a part of it; parts are merged
 * into larger ones. A common word is merged in one go, which takes long in a large store: so it is done while
 * nobody waits, and undone when somebody comes. An import, which owes much, does it as it goes. */
#include "config.h"

#include "tb-sqlite-private.h"

/* A transaction that adds so many pages merges at once, each page so often. The rest is done later, too. */
#define LARGE 16
#define MERGES 2
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
  self->parent.is_untidy = TRUE;
  return n_pages < LARGE || merge (self, MERGES * n_pages, error);
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

/* Other processes are not waited for: who waits holds up his own. It goes on until there is nothing to be
 * done, for those, too, who wrote much and ended. */
gboolean
tb_sqlite_tidy (TbConnection *connection,
                TbWantedFunc  is_wanted,
                gpointer      data,
                GError      **error)
{
  TbSqlite *self = (TbSqlite *)connection;
  Wanted    wanted = { is_wanted, data };
  const int before = sqlite3_total_changes (self->db);
  gboolean  is_done;

  sqlite3_busy_timeout (self->db, 0);
  sqlite3_progress_handler (self->db, STEPS_BETWEEN_LOOKS, on_progress_cb, &wanted);
  is_done = merge (self, PAGES_AT_ONCE, error);
  sqlite3_progress_handler (self->db, 0, NULL, NULL);
  sqlite3_busy_timeout (self->db, TB_SQLITE_BUSY_MILLISECONDS);
  if (!is_done)
    return FALSE;
  /* FTS5 says so by what it counts that there was nothing to be done. */
  connection->is_untidy = sqlite3_total_changes (self->db) - before >= 2;
  return TRUE;
}
