/* SPDX-License-Identifier: GPL-3.0-or-later
 * Brings what is in the log into the database, beside the work: a commit does not wait for it. */
#include "config.h"

#include "tb-sqlite-private.h"

/* In pages, after which the log is brought in; SQLite itself would do that within a commit. */
#define LONG_LOG 4000
/* Who writes without a pause, so that the log can never begin anew, does it within a commit. */
#define TOO_LONG_LOG 16000
/* What was written meanwhile is brought in, too: the log begins anew only when nothing is missing. Then it is
 * written where the disk has room for it already, which a commit need not wait for. */
#define MOST_ROUNDS 10
#define MOMENT 5000
/* Who writes without a pause always leaves something: so little that the next commit brings it in itself. */
#define FEW_PAGES 500

struct _TbSqliteLog
{
  char       *path;        /* (owned) */
  const char *synchronous; /* the writer's pragma */
  GThread    *thread;      /* (owned) (nullable): the last one */
  int         is_busy;     /* (atomic) */
  int         n_brought;   /* (atomic): of the log, when the last thread ended */
  int         asked_at;    /* how long the log was when that was begun */
};

/* What cannot be brought in, because somebody still reads, is brought in the next time. */
static gpointer
bring_in (gpointer data)
{
  TbSqliteLog *self = data;
  sqlite3     *db = NULL;
  int          n_pages = 0;
  int          n_before = -1;
  int          n_brought = 0;
  guint        i;

  if (sqlite3_open_v2 (self->path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
      sqlite3_exec (db, self->synchronous, NULL, NULL, NULL) == SQLITE_OK)
    for (i = 0; i < MOST_ROUNDS && (n_pages > n_before || n_brought < n_pages); i++)
      {
        /* Somebody read what was there before. */
        if (n_brought < n_pages)
          g_usleep (MOMENT);
        n_before = n_pages;
        sqlite3_wal_checkpoint_v2 (db, NULL, SQLITE_CHECKPOINT_PASSIVE, &n_pages, &n_brought);
      }
  sqlite3_close (db);
  g_atomic_int_set (&self->n_brought, n_brought);
  g_atomic_int_set (&self->is_busy, FALSE);
  return NULL;
}

/* Asked once after each thread's end. */
static gboolean
is_nearly_in (TbSqliteLog *self,
              int          n_pages)
{
  const int n_brought = g_atomic_int_get (&self->n_brought);

  if (n_brought <= 0)
    return FALSE;
  g_atomic_int_set (&self->n_brought, 0);
  return n_pages >= n_brought && n_pages - n_brought <= FEW_PAGES;
}

static int
on_committed (void       *data,
              sqlite3    *db,
              const char *schema,
              int         n_pages)
{
  TbSqliteLog *self = data;
  gboolean     is_nearly;

  /* It has begun anew. */
  if (n_pages < self->asked_at)
    self->asked_at = 0;
  is_nearly = is_nearly_in (self, n_pages);
  /* Where somebody reads an old state for long, as a backup does, it would be in vain each time. */
  if (!is_nearly && n_pages - self->asked_at < LONG_LOG)
    return SQLITE_OK;
  if (is_nearly || n_pages >= TOO_LONG_LOG)
    {
      self->asked_at = n_pages;
      sqlite3_wal_checkpoint_v2 (db, schema, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    }
  else if (g_atomic_int_compare_and_exchange (&self->is_busy, FALSE, TRUE))
    {
      g_clear_pointer (&self->thread, g_thread_join);
      self->asked_at = n_pages;
      self->thread = g_thread_new ("store-log", bring_in, self);
    }
  return SQLITE_OK;
}

TbSqliteLog *
tb_sqlite_log_new (sqlite3    *db,
                   const char *path,
                   const char *synchronous)
{
  TbSqliteLog *self = g_new0 (TbSqliteLog, 1);

  self->path = g_strdup (path);
  self->synchronous = synchronous;
  sqlite3_wal_hook (db, on_committed, self);
  return self;
}

void
tb_sqlite_log_free (TbSqliteLog *self)
{
  g_clear_pointer (&self->thread, g_thread_join);
  g_free (self->path);
  g_free (self);
}
