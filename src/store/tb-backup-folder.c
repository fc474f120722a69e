/* SPDX-License-Identifier: GPL-3.0-or-later
 * The folder of the backups: what is there, what is kept, files by hard link. */
#include "config.h"

#include "tb-store-backup-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "backups"
#define DATABASE "ticketbruecke.db"
#define HIDDEN_PREFIX ".making-"
/* What is hidden for so long was left by a death. */
#define HIDDEN_AGE (24 * 3600)

static gboolean
set_errno_error (const char *path,
                 GError    **error)
{
  int code = errno;

  g_set_error (error, TB_STORE_ERROR, tb_store_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

gboolean
tb_backup_sync (const char *path,
                gboolean    is_folder,
                GError    **error)
{
  int      fd = g_open (path, O_RDONLY | O_CLOEXEC | (is_folder ? O_DIRECTORY : 0), 0);
  gboolean is_done = fd >= 0 && fsync (fd) == 0;

  if (!is_done)
    set_errno_error (path, error);
  if (fd >= 0)
    close (fd);
  return is_done;
}

void
tb_backup_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        tb_backup_remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

char *
tb_backup_path (const char *profile,
                const char *name)
{
  return g_build_filename (profile, FOLDER, name, NULL);
}

char *
tb_backup_hide (const char *profile,
                GError    **error)
{
  g_autofree char *folder = g_build_filename (profile, FOLDER, NULL);
  g_autofree char *hidden = g_build_filename (folder, HIDDEN_PREFIX "XXXXXX", NULL);

  if (g_mkdir_with_parents (folder, 0700) == 0 && g_mkdtemp_full (hidden, 0700) != NULL)
    return g_steal_pointer (&hidden);
  set_errno_error (folder, error);
  return NULL;
}

/* ---- Files ---- */

/* Not every file system knows links. What has its name is whole here, too. */
static gboolean
copy_file (const char *from,
           const char *to,
           GError    **error)
{
  g_autofree char *part = g_strconcat (to, ".part", NULL);
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (part);
  GError *local = NULL;

  if (!g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &local))
    {
      g_set_error_literal (error, TB_STORE_ERROR, TB_STORE_ERROR_IO, local->message);
      g_error_free (local);
      return FALSE;
    }
  return tb_backup_sync (part, FALSE, error) && (g_rename (part, to) == 0 || set_errno_error (to, error));
}

gboolean
tb_backup_link_file (const char *from,
                     const char *to,
                     GError    **error)
{
  /* A file that nobody names any more may have been swept meanwhile. */
  if (link (from, to) == 0 || errno == EEXIST || errno == ENOENT)
    return TRUE;
  return g_file_test (to, G_FILE_TEST_EXISTS) || copy_file (from, to, error);
}

gboolean
tb_backup_link_files (const char *from,
                      const char *to,
                      GError    **error)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  if (dir == NULL)
    return TRUE;
  if (g_mkdir_with_parents (to, 0700) != 0)
    return set_errno_error (to, error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      gboolean         is_folder = g_file_test (source, G_FILE_TEST_IS_DIR);

      /* What is still coming is not whole. */
      if (is_folder && strlen (name) != 2)
        continue;
      if (!(is_folder ? tb_backup_link_files : tb_backup_link_file) (source, target, error))
        return FALSE;
    }
  return tb_backup_sync (to, TRUE, error);
}

/* ---- Lists ---- */

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  const TbBackup *left = *(TbBackup *const *)a;
  const TbBackup *right = *(TbBackup *const *)b;

  if (left->made_at != right->made_at)
    return left->made_at > right->made_at ? -1 : 1;
  return -strcmp (left->name, right->name);
}

GPtrArray *
tb_backup_list (const char *profile)
{
  g_autofree char *folder = g_build_filename (profile, FOLDER, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray  *list = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_backup_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, DATABASE, NULL);
      TbBackup        *backup;
      GStatBuf         status;

      if (!tb_backup_is_name (name) || g_stat (path, &status) != 0)
        continue;
      backup = g_new0 (TbBackup, 1);
      backup->name = g_strdup (name);
      backup->made_at = (gint64)status.st_mtim.tv_sec * G_USEC_PER_SEC + status.st_mtim.tv_nsec / 1000;
      backup->size = status.st_size;
      g_ptr_array_add (list, backup);
    }
  g_ptr_array_sort (list, compare_newest_first);
  return list;
}

static void
sweep_hidden (const char *profile)
{
  g_autofree char *folder = g_build_filename (profile, FOLDER, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gint64      now = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf         status;

      if (g_str_has_prefix (name, HIDDEN_PREFIX) && g_stat (path, &status) == 0 &&
          status.st_mtime + HIDDEN_AGE < now)
        tb_backup_remove_tree (path);
    }
}

void
tb_backup_prune (const char *profile)
{
  g_autoptr (GPtrArray) list = tb_backup_list (profile);
  g_autoptr (GPtrArray) drop = tb_backup_to_drop (list, g_get_real_time ());
  guint i;

  for (i = 0; i < drop->len; i++)
    {
      g_autofree char *path = tb_backup_path (profile, ((TbBackup *)drop->pdata[i])->name);

      tb_backup_remove_tree (path);
    }
  sweep_hidden (profile);
}
