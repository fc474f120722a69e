/* SPDX-License-Identifier: GPL-3.0-or-later
 * Backups: `backups/<name>` with the database in one file and the attached files by hard link. Each is made
 * under a hidden name, synced and renamed: what has its name is whole. */
#include "config.h"

#include "tb-store-backup-private.h"

#include "tb-problem.h"
#include "tb-store-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define DATABASE "ticketbruecke.db"

struct _TbBackupMaker
{
  char                 *dir; /* (owned): of the profile */
  const TbStoreBackend *backend;
  gboolean              is_inline;
  gboolean              is_daily;
  gboolean              is_new;
  char                 *day;    /* (owned) (nullable): that was looked at last */
  GThread              *thread; /* (owned) (nullable) */
  gint                  stop;   /* atomic */

  GMutex mutex;   /* over what follows */
  char  *failure; /* (owned) (nullable) */
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
      const gint   *stop,
      GError      **error)
{
  g_autofree char *database = g_build_filename (hidden, DATABASE, NULL);
  g_autofree char *files = g_build_filename (profile, "files", NULL);
  g_autofree char *links = g_build_filename (hidden, "files", NULL);

  return snapshot->backend->copy (snapshot, database, stop, error) &&
         tb_backup_link_files (files, links, error) && tb_backup_sync_folder (hidden, error);
}

static gboolean
make (const char   *profile,
      TbConnection *snapshot,
      const char   *name,
      const gint   *stop,
      GError      **error)
{
  g_autofree char *hidden = tb_backup_hide (profile, error);
  g_autofree char *path = tb_backup_path (profile, name);
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean         is_there;

  if (hidden == NULL)
    return FALSE;
  if (!fill (profile, snapshot, hidden, stop, error))
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
  return tb_backup_sync_folder (folder, error);
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

static gboolean
refuse_name (const char *name,
             GError    **error)
{
  tb_problem_set (error, TB_PROBLEM_NOT_FOUND, name);
  return FALSE;
}

static gboolean
make_now (const char           *profile,
          const TbStoreBackend *backend,
          const char           *name,
          GError              **error)
{
  TbConnection *snapshot;
  gboolean      is_done;

  if (!tb_backup_is_name (name))
    return refuse_name (name, error);
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
  g_free (self->failure);
  self->failure = g_strdup (error->message);
  g_mutex_unlock (&self->mutex);
  g_error_free (error);
}

static gpointer
run_making (gpointer data)
{
  Making        *making = data;
  TbBackupMaker *maker = making->maker;
  GError        *error = NULL;

  make (maker->dir, making->snapshot, making->name, &maker->stop, &error);
  unpin (making->snapshot);
  g_free (making->name);
  g_free (making);
  /* Called off: the next start makes it. */
  if (error != NULL && g_atomic_int_get (&maker->stop))
    g_error_free (error);
  else if (error != NULL)
    note_failure (maker, error);
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
  if (self->is_inline)
    run_making (making);
  else
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
  if (!make_now (self->dir, self->backend, name, &error))
    note_failure (self, error);
}

TbBackupMaker *
tb_backup_maker_new (const char           *profile,
                     const TbStoreBackend *backend,
                     TbStoreFlags          flags)
{
  TbBackupMaker   *self = g_new0 (TbBackupMaker, 1);
  g_autofree char *database = g_build_filename (profile, DATABASE, NULL);

  self->dir = g_strdup (profile);
  self->backend = backend;
  self->is_inline = (flags & TB_STORE_INLINE) != 0;
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
  g_atomic_int_set (&self->stop, 1);
  g_clear_pointer (&self->thread, g_thread_join);
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
  if (!maker->is_daily || g_strcmp0 (maker->day, day) == 0)
    return;
  g_free (maker->day);
  maker->day = g_strdup (day);
  was_new = maker->is_new;
  maker->is_new = FALSE;
  path = tb_backup_path (maker->dir, day);
  if (!was_new && tb_backup_is_name (day) && !g_file_test (path, G_FILE_TEST_EXISTS))
    start_making (maker, day);
}

char *
tb_store_take_backup_failure (TbStore *self)
{
  TbBackupMaker *maker;
  char          *failure;

  g_return_val_if_fail (TB_IS_STORE (self), NULL);

  maker = tb_store_get_backups (self);
  g_mutex_lock (&maker->mutex);
  failure = g_steal_pointer (&maker->failure);
  g_mutex_unlock (&maker->mutex);
  return failure;
}

GPtrArray *
tb_store_list_backups (TbStore *self)
{
  g_return_val_if_fail (TB_IS_STORE (self), NULL);

  return tb_backup_list (tb_store_get_dir (self));
}

gboolean
tb_store_back_up (TbStore    *self,
                  const char *name,
                  GError    **error)
{
  g_return_val_if_fail (TB_IS_STORE (self) && name != NULL, FALSE);

  return make_now (tb_store_get_dir (self), tb_store_get_backups (self)->backend, name, error);
}

/* ---- Going back ---- */

static gboolean
prepare (const TbStoreBackend *backend,
         const char           *from,
         const char           *to,
         const char           *present,
         GError              **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  GError *local = NULL;

  if (g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, &local))
    return backend->prepare_restore (to, present, error);
  g_set_error_literal (error, TB_STORE_ERROR, TB_STORE_ERROR_IO, local->message);
  g_error_free (local);
  return FALSE;
}

/* A copy of a backup's database, alone in a hidden folder, that can take the place of the present one. */
static char *
unpack (const char           *profile,
        const TbStoreBackend *backend,
        const char           *name,
        gboolean              carries_over,
        GError              **error)
{
  g_autofree char *path = tb_backup_path (profile, name);
  g_autofree char *from = g_build_filename (path, DATABASE, NULL);
  g_autofree char *present = g_build_filename (profile, DATABASE, NULL);
  g_autofree char *hidden = NULL;
  g_autofree char *to = NULL;

  if (!tb_backup_is_name (name) || !g_file_test (from, G_FILE_TEST_IS_REGULAR))
    {
      refuse_name (name, error);
      return NULL;
    }
  hidden = tb_backup_hide (profile, error);
  if (hidden == NULL)
    return NULL;
  to = g_build_filename (hidden, DATABASE, NULL);
  if (prepare (backend, from, to, carries_over ? present : NULL, error))
    return g_steal_pointer (&to);
  tb_backup_remove_tree (hidden);
  return NULL;
}

static gboolean
bring_files (const char *profile,
             const char *name,
             GError    **error)
{
  g_autofree char *path = tb_backup_path (profile, name);
  g_autofree char *from = g_build_filename (path, "files", NULL);
  g_autofree char *to = g_build_filename (profile, "files", NULL);

  return tb_backup_link_files (from, to, error);
}

static gboolean
restore_raw (TbConnection *connection,
             gpointer      data,
             GError      **error)
{
  return connection->backend->restore (connection, data, error);
}

gboolean
tb_store_restore (TbStore    *self,
                  const char *name,
                  const char *aside,
                  GError    **error)
{
  TbBackupMaker   *maker;
  g_autofree char *unpacked = NULL;
  g_autofree char *hidden = NULL;
  gboolean         is_done;

  g_return_val_if_fail (TB_IS_STORE (self) && name != NULL && aside != NULL, FALSE);

  /* Read before the present state is kept: that may push the oldest out. */
  maker = tb_store_get_backups (self);
  unpacked = unpack (maker->dir, maker->backend, name, TRUE, error);
  if (unpacked == NULL)
    return FALSE;
  hidden = g_path_get_dirname (unpacked);
  is_done = bring_files (maker->dir, name, error) && make_now (maker->dir, maker->backend, aside, error) &&
            tb_store_run_raw (self, restore_raw, unpacked, error);
  tb_backup_remove_tree (hidden);
  return is_done;
}

static gboolean
move_aside (const char *from,
            const char *to,
            GError    **error)
{
  return g_rename (from, to) == 0 || errno == ENOENT || set_errno_error (from, error);
}

/* The files of a database that cannot be opened are kept in a place of their own, as they are. The database
 * itself stays where it is until the other one takes its place: a death in between must not leave a profile
 * that looks new. Its log goes first: it must not be played into the other one. */
static gboolean
set_aside (const char *profile,
           const char *aside,
           GError    **error)
{
  static const char *const logs[] = { DATABASE "-wal", DATABASE "-shm" };
  g_autofree char         *folder = tb_backup_path (profile, aside);
  g_autofree char         *present = g_build_filename (profile, DATABASE, NULL);
  g_autofree char         *kept = g_build_filename (folder, DATABASE, NULL);
  guint                    i;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return set_errno_error (folder, error);
  /* Where there are no hard links it has to be moved. */
  if (link (present, kept) != 0 && errno != ENOENT && !move_aside (present, kept, error))
    return FALSE;
  for (i = 0; i < G_N_ELEMENTS (logs); i++)
    {
      g_autofree char *from = g_build_filename (profile, logs[i], NULL);
      g_autofree char *to = g_build_filename (folder, logs[i], NULL);

      if (!move_aside (from, to, error))
        return FALSE;
    }
  return tb_backup_sync_folder (folder, error) && tb_backup_sync_folder (profile, error);
}

gboolean
tb_store_restore_closed (const char *dir,
                         const char *name,
                         const char *aside,
                         const char *backend,
                         GError    **error)
{
  const TbStoreBackend *found = tb_store_backend_find (backend);
  g_autofree char      *unpacked = NULL;
  g_autofree char      *hidden = NULL;
  g_autofree char      *present = NULL;
  gboolean              is_done;

  g_return_val_if_fail (dir != NULL && name != NULL && aside != NULL && found != NULL, FALSE);

  unpacked = unpack (dir, found, name, FALSE, error);
  if (unpacked == NULL)
    return FALSE;
  hidden = g_path_get_dirname (unpacked);
  present = g_build_filename (dir, DATABASE, NULL);
  is_done = bring_files (dir, name, error) && set_aside (dir, aside, error);
  if (is_done && g_rename (unpacked, present) != 0)
    is_done = set_errno_error (present, error);
  tb_backup_remove_tree (hidden);
  return is_done && tb_backup_sync_folder (dir, error);
}
