/* SPDX-License-Identifier: GPL-3.0-or-later
 * Backups: `backups/<name>` with the database in one file and the attached files by hard link. Each is made
 * under a hidden name, synced and renamed: what has its name is whole. One that fails holds up nothing; it is
 * tried again after a while. */
#include "config.h"

#include "tb-store-backup-private.h"

#include "tb-problem.h"
#include "tb-store-private.h"

#include <errno.h>
#include <glib/gstdio.h>

#define DATABASE "ticketbruecke.db"
#define RETRY_AFTER (10 * 60 * G_USEC_PER_SEC)

struct _TbBackupMaker
{
  char                 *dir; /* (owned): of the profile */
  const TbStoreBackend *backend;
  int                   lock; /* (owned) */
  gboolean              is_daily;
  gboolean              is_new;
  char                 *day;    /* (owned) (nullable): that was looked at last */
  GThread              *thread; /* (owned) (nullable) */
  gint                  pace;   /* atomic: TbCopyPace */

  GMutex   mutex;    /* over what follows */
  char    *failure;  /* (owned) (nullable): of the last try */
  gint64   since;    /* of the first that failed */
  gint64   retry_at; /* monotonic */
  gboolean is_told;
};

/** What a thread makes. */
typedef struct
{
  TbBackupMaker *maker;    /* (borrowed): waits for the thread */
  TbConnection  *snapshot; /* (owned): a reader that holds the state of before the first write */
  char          *name;     /* (owned) */
} Making;

static gboolean
set_errno_error (const char *path,
                 GError    **error)
{
  int code = errno;

  g_set_error (error, TB_STORE_ERROR, TB_STORE_ERROR_IO, "%s: %s", path, g_strerror (code));
  return FALSE;
}

/* ---- Making one ---- */

static gboolean
fill (const char   *profile,
      TbConnection *snapshot,
      const char   *hidden,
      const gint   *pace,
      GError      **error)
{
  g_autofree char *database = g_build_filename (hidden, DATABASE, NULL);
  g_autofree char *files = g_build_filename (profile, "files", NULL);
  g_autofree char *links = g_build_filename (hidden, "files", NULL);

  return snapshot->backend->copy (snapshot, database, pace, error) &&
         tb_backup_link_files (files, links, error) && tb_backup_sync (hidden, TRUE, error);
}

static gboolean
make (const char   *profile,
      TbConnection *snapshot,
      const char   *name,
      const gint   *pace,
      GError      **error)
{
  g_autofree char *hidden = tb_backup_hide (profile, error);
  g_autofree char *path = tb_backup_path (profile, name);
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean         is_there;

  if (hidden == NULL)
    return FALSE;
  if (!fill (profile, snapshot, hidden, pace, error))
    {
      tb_backup_remove_tree (hidden);
      return FALSE;
    }
  if (g_rename (hidden, path) != 0)
    {
      /* Another process was faster. */
      is_there = errno == EEXIST || errno == ENOTEMPTY;
      if (!is_there)
        set_errno_error (path, error);
      tb_backup_remove_tree (hidden);
      return is_there;
    }
  tb_backup_prune (profile);
  return tb_backup_sync (folder, TRUE, error);
}

/* A reader that sees the present state for as long as it lives. */
static TbConnection *
pin (const char           *profile,
     const TbStoreBackend *backend,
     GError              **error)
{
  TbConnection *snapshot = backend->open (profile, TB_CONNECTION_READER, TB_STORE_DEFAULT, NULL, error);
  gint64        number;

  if (snapshot == NULL)
    return NULL;
  if (backend->begin (snapshot, FALSE, error) &&
      backend->number (snapshot, "SELECT count(*) FROM setting", NULL, 0, &number, error))
    return snapshot;
  backend->close (snapshot);
  return NULL;
}

static void
unpin (TbConnection *snapshot)
{
  snapshot->backend->rollback (snapshot);
  snapshot->backend->close (snapshot);
}

gboolean
tb_backup_make (const char           *profile,
                const TbStoreBackend *backend,
                const char           *name,
                GError              **error)
{
  TbConnection *snapshot;
  gboolean      is_done;

  if (!tb_backup_is_name (name))
    {
      tb_problem_set (error, TB_PROBLEM_NOT_FOUND, name);
      return FALSE;
    }
  snapshot = pin (profile, backend, error);
  if (snapshot == NULL)
    return FALSE;
  is_done = make (profile, snapshot, name, NULL, error);
  unpin (snapshot);
  return is_done;
}

/* ---- By itself ---- */

static void
note_failure (TbBackupMaker *self,
              GError        *error)
{
  g_info ("no backup: %s", error->message);
  g_mutex_lock (&self->mutex);
  if (self->failure == NULL)
    {
      self->since = g_get_real_time ();
      self->is_told = FALSE;
    }
  g_free (self->failure);
  self->failure = g_strdup (error->message);
  self->retry_at = g_get_monotonic_time () + RETRY_AFTER;
  g_mutex_unlock (&self->mutex);
  g_error_free (error);
}

static void
forget_failure (TbBackupMaker *self)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->failure, g_free);
  g_mutex_unlock (&self->mutex);
}

static gboolean
must_retry (TbBackupMaker *self)
{
  gboolean must;

  g_mutex_lock (&self->mutex);
  must = self->failure != NULL && self->retry_at <= g_get_monotonic_time ();
  g_mutex_unlock (&self->mutex);
  return must;
}

static gpointer
run_making (gpointer data)
{
  Making        *making = data;
  TbBackupMaker *maker = making->maker;
  GError        *error = NULL;

  make (maker->dir, making->snapshot, making->name, &maker->pace, &error);
  unpin (making->snapshot);
  g_free (making->name);
  g_free (making);
  /* Called off: the next start makes it. */
  if (error != NULL && g_atomic_int_get (&maker->pace) == TB_COPY_NOT)
    g_error_free (error);
  else if (error != NULL)
    note_failure (maker, error);
  else
    forget_failure (maker);
  return NULL;
}

static void
start_making (TbBackupMaker *self,
              const char    *day)
{
  GError       *error = NULL;
  TbConnection *snapshot = pin (self->dir, self->backend, &error);
  Making       *making;

  if (snapshot == NULL)
    {
      note_failure (self, error);
      return;
    }
  making = g_new0 (Making, 1);
  making->maker = self;
  making->name = g_strdup (day);
  making->snapshot = snapshot;
  g_clear_pointer (&self->thread, g_thread_join);
  g_atomic_int_set (&self->pace, TB_COPY_GENTLY);
  self->thread = g_thread_new ("tb-backup", run_making, making);
}

/* A migration that goes wrong must not be the end of it; that there is no room for a backup neither. */
static void
back_up_before_migration (TbBackupMaker *self)
{
  gint64 version = self->backend->outdated (self->dir);
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *day = NULL;
  g_autofree char *name = NULL;
  GError          *error = NULL;

  if (version == 0)
    return;
  now = g_date_time_new_now_local ();
  day = g_date_time_format (now, "%Y-%m-%d");
  name = g_strdup_printf ("%s.v%" G_GINT64_FORMAT, day, version);
  if (!tb_backup_make (self->dir, self->backend, name, &error))
    note_failure (self, error);
}

TbBackupMaker *
tb_backup_maker_new (const char           *profile,
                     const TbStoreBackend *backend,
                     TbStoreFlags          flags,
                     GError              **error)
{
  TbBackupMaker   *self;
  g_autofree char *database = g_build_filename (profile, DATABASE, NULL);
  int              lock;

  if (!tb_restore_open (profile, &lock, error))
    return NULL;
  self = g_new0 (TbBackupMaker, 1);
  self->lock = lock;
  self->dir = g_strdup (profile);
  self->backend = backend;
  self->is_daily = (flags & TB_STORE_VOLATILE) == 0;
  self->is_new = !g_file_test (database, G_FILE_TEST_EXISTS);
  g_mutex_init (&self->mutex);
  if (self->is_daily)
    back_up_before_migration (self);
  return self;
}

void
tb_backup_maker_free (TbBackupMaker *self)
{
  g_atomic_int_set (&self->pace, TB_COPY_NOT);
  g_clear_pointer (&self->thread, g_thread_join);
  tb_restore_close (&self->lock);
  g_mutex_clear (&self->mutex);
  g_free (self->dir);
  g_free (self->day);
  g_free (self->failure);
  g_free (self);
}

/* A new profile holds nothing yet that could be lost. */
void
tb_store_look_at_day (TbStore    *self,
                      const char *day)
{
  TbBackupMaker   *maker;
  g_autofree char *path = NULL;
  gboolean         was_new;

  g_return_if_fail (TB_IS_STORE (self) && day != NULL);

  maker = tb_store_get_backups (self);
  if (!maker->is_daily || (g_strcmp0 (maker->day, day) == 0 && !must_retry (maker)))
    return;
  g_free (maker->day);
  maker->day = g_strdup (day);
  was_new = maker->is_new;
  maker->is_new = FALSE;
  path = tb_backup_path (maker->dir, day);
  if (!was_new && tb_backup_is_name (day) && !g_file_test (path, G_FILE_TEST_EXISTS))
    start_making (maker, day);
}

void
tb_store_wait_for_backup (TbStore *self)
{
  TbBackupMaker *maker;

  g_return_if_fail (TB_IS_STORE (self));

  maker = tb_store_get_backups (self);
  g_atomic_int_set (&maker->pace, TB_COPY_QUICKLY);
  g_clear_pointer (&maker->thread, g_thread_join);
}

char *
tb_store_get_backup_failure (TbStore *self,
                             gint64  *since)
{
  TbBackupMaker *maker;
  char          *failure;

  g_return_val_if_fail (TB_IS_STORE (self), NULL);

  maker = tb_store_get_backups (self);
  g_mutex_lock (&maker->mutex);
  failure = g_strdup (maker->failure);
  if (since != NULL)
    *since = failure != NULL ? maker->since : 0;
  g_mutex_unlock (&maker->mutex);
  return failure;
}

char *
tb_store_take_backup_failure (TbStore *self)
{
  TbBackupMaker *maker;
  char          *failure;

  g_return_val_if_fail (TB_IS_STORE (self), NULL);

  maker = tb_store_get_backups (self);
  g_mutex_lock (&maker->mutex);
  failure = maker->is_told ? NULL : g_strdup (maker->failure);
  maker->is_told = maker->failure != NULL;
  g_mutex_unlock (&maker->mutex);
  return failure;
}

GPtrArray *
tb_store_list_backups (TbStore *self)
{
  g_return_val_if_fail (TB_IS_STORE (self), NULL);

  return tb_backup_list (tb_store_get_dir (self));
}

GPtrArray *
tb_store_list_backups_of (const char *dir)
{
  g_return_val_if_fail (dir != NULL, NULL);

  return tb_backup_list (dir);
}

gboolean
tb_store_back_up (TbStore    *self,
                  const char *name,
                  GError    **error)
{
  g_return_val_if_fail (TB_IS_STORE (self) && name != NULL, FALSE);

  if (!tb_backup_make (tb_store_get_dir (self), tb_store_get_backups (self)->backend, name, error))
    return FALSE;
  /* What kept the last one from being made is over. */
  forget_failure (tb_store_get_backups (self));
  return TRUE;
}

const TbStoreBackend *
tb_backup_maker_get_backend (TbBackupMaker *self)
{
  return self->backend;
}
