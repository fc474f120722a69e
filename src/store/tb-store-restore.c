/* SPDX-License-Identifier: GPL-3.0-or-later
 * Going back to a backup. While the database can be opened its contents are replaced in one transaction, for
 * all processes at once; if it cannot, its file is, and nobody may have it open: each store that is open
 * holds a shared lock on `<profile>/open.lock`. */
#include "config.h"

/* F_OFD_SETLK: a lock of the open file, not of the process. */
#define _GNU_SOURCE

#include "tb-store-backup-private.h"

#include "tb-problem.h"
#include "tb-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define DATABASE "ticketbruecke.db"
#define NEXT DATABASE ".next"
#define LOCK "open.lock"

static gboolean
set_errno_error (const char *path,
                 GError    **error)
{
  int code = errno;

  g_set_error (error, TB_STORE_ERROR, tb_store_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

/* Not every file system knows such locks, and into some folders nothing can be written; the database itself
 * says what is wrong then. */
static gboolean
take_lock (const char *dir,
           short       type,
           gboolean    waits,
           int        *fd,
           GError    **error)
{
  g_autofree char *path = g_build_filename (dir, LOCK, NULL);
  struct flock     lock = { .l_type = type, .l_whence = SEEK_SET };
  int              code = 0;

  *fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (*fd < 0)
    return TRUE;
  do
    code = fcntl (*fd, waits ? F_OFD_SETLKW : F_OFD_SETLK, &lock) == 0 ? 0 : errno;
  while (code == EINTR);
  if (code != EAGAIN && code != EACCES)
    return TRUE;
  g_set_error (error, TB_STORE_ERROR, TB_STORE_ERROR_BUSY, "%s: open in another program", dir);
  close (*fd);
  *fd = -1;
  return FALSE;
}

/* ---- What takes the place ---- */

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
      tb_problem_set (error, TB_PROBLEM_NOT_FOUND, name);
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

/* ---- While it is open ---- */

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
  const TbStoreBackend *backend;
  const char           *dir;
  g_autofree char      *unpacked = NULL;
  g_autofree char      *hidden = NULL;
  gboolean              is_done;

  g_return_val_if_fail (TB_IS_STORE (self) && name != NULL && aside != NULL, FALSE);

  /* Read before the present state is kept: that may push the oldest out. */
  dir = tb_store_get_dir (self);
  backend = tb_backup_maker_get_backend (tb_store_get_backups (self));
  unpacked = unpack (dir, backend, name, TRUE, error);
  if (unpacked == NULL)
    return FALSE;
  hidden = g_path_get_dirname (unpacked);
  is_done = bring_files (dir, name, error) && tb_backup_make (dir, backend, aside, error) &&
            tb_store_run_raw (self, restore_raw, unpacked, error);
  tb_backup_remove_tree (hidden);
  return is_done;
}

/* ---- For a database that cannot be opened ---- */

/* Its files go into a backup of their own as they are. They stay where they are, too. */
static gboolean
set_aside (const char *profile,
           const char *aside,
           GError    **error)
{
  static const char *const names[] = { DATABASE, DATABASE "-wal" };
  g_autofree char         *hidden = tb_backup_hide (profile, error);
  g_autofree char         *target = tb_backup_path (profile, aside);
  gboolean                 is_done = hidden != NULL;
  guint                    i;

  for (i = 0; is_done && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (profile, names[i], NULL);
      g_autofree char *to = g_build_filename (hidden, names[i], NULL);

      is_done = tb_backup_link_file (from, to, error);
    }
  is_done = is_done && tb_backup_sync (hidden, TRUE, error) &&
            (g_rename (hidden, target) == 0 || set_errno_error (target, error));
  if (!is_done && hidden != NULL)
    tb_backup_remove_tree (hidden);
  return is_done;
}

/* From the moment on when the new database lies beside the old one under its next name it is in force; a log
 * of the old one must not get into it. Whoever opens the profile ends what a death has left. */
static gboolean
take_place (const char *dir,
            GError    **error)
{
  g_autofree char *next = g_build_filename (dir, NEXT, NULL);
  g_autofree char *present = g_build_filename (dir, DATABASE, NULL);
  g_autofree char *log = g_strconcat (present, "-wal", NULL);
  g_autofree char *shared = g_strconcat (present, "-shm", NULL);

  if ((g_unlink (log) != 0 && errno != ENOENT) || (g_unlink (shared) != 0 && errno != ENOENT))
    return set_errno_error (log, error);
  if (!tb_backup_sync (dir, TRUE, error))
    return FALSE;
  return g_rename (next, present) == 0 ? tb_backup_sync (dir, TRUE, error) : set_errno_error (present, error);
}

static gboolean
replace_database (const char *dir,
                  const char *unpacked,
                  const char *aside,
                  GError    **error)
{
  g_autofree char *next = g_build_filename (dir, NEXT, NULL);

  return set_aside (dir, aside, error) && (g_rename (unpacked, next) == 0 || set_errno_error (next, error)) &&
         tb_backup_sync (dir, TRUE, error) && take_place (dir, error);
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
  gboolean              is_done;
  int                   lock = -1;

  g_return_val_if_fail (dir != NULL && name != NULL && aside != NULL && found != NULL, FALSE);

  unpacked = unpack (dir, found, name, FALSE, error);
  if (unpacked == NULL)
    return FALSE;
  hidden = g_path_get_dirname (unpacked);
  is_done = bring_files (dir, name, error) && take_lock (dir, F_WRLCK, FALSE, &lock, error) &&
            replace_database (dir, unpacked, aside, error);
  tb_backup_remove_tree (hidden);
  if (lock >= 0)
    close (lock);
  return is_done;
}

gboolean
tb_restore_open (const char *dir,
                 int        *lock,
                 GError    **error)
{
  g_autofree char *next = g_build_filename (dir, NEXT, NULL);
  gboolean         is_done = TRUE;

  *lock = -1;
  g_mkdir_with_parents (dir, 0700);
  while (is_done)
    {
      if (!take_lock (dir, F_RDLCK, TRUE, lock, error))
        return FALSE;
      if (!g_file_test (next, G_FILE_TEST_EXISTS))
        return TRUE;
      tb_restore_close (lock);
      if (!take_lock (dir, F_WRLCK, TRUE, lock, error))
        return FALSE;
      /* Another process may have been faster. */
      is_done = !g_file_test (next, G_FILE_TEST_EXISTS) || take_place (dir, error);
      tb_restore_close (lock);
    }
  return FALSE;
}

void
tb_restore_close (int *lock)
{
  if (*lock >= 0)
    close (*lock);
  *lock = -1;
}

gboolean
tb_store_exists (const char *dir)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (dir != NULL, FALSE);

  path = g_build_filename (dir, DATABASE, NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}
