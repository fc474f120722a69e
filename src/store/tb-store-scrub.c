/* SPDX-License-Identifier: GPL-3.0-or-later
 * What was deleted leaves the files of the profile, too, and whether it has is looked at in their bytes. */
#include "config.h"

#include "tb-store-backup-private.h"
#include "tb-problem.h"
#include "tb-store-private.h"

#define DATABASE "ticketbruecke.db"
/* An old state that somebody reads is waited for. */
#define LOG_TRIES 200
#define LOG_PAUSE (50 * 1000)

typedef struct
{
  TbScrubStep step;
  gboolean    is_done;
} Step;

static gboolean
scrub_raw (TbConnection *connection,
           gpointer      data,
           GError      **error)
{
  Step *step = data;

  return connection->backend->scrub (connection, step->step, &step->is_done, error);
}

static gboolean
run_step (TbStore    *self,
          TbScrubStep which,
          guint       tries,
          gulong      pause,
          GError    **error)
{
  Step step = { which, FALSE };

  do
    {
      if (!tb_store_run_raw (self, scrub_raw, &step, error))
        return FALSE;
      if (!step.is_done && pause > 0)
        g_usleep (pause);
    }
  while (!step.is_done && (tries == 0 || --tries > 0));
  if (!step.is_done)
    g_set_error_literal (error, TB_STORE_ERROR, TB_STORE_ERROR_BUSY, "Somebody reads an old state");
  return step.is_done;
}

static gboolean
remains_in (const char   *path,
            TbRemainsFunc remains,
            gpointer      data)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  gsize length = file != NULL ? g_mapped_file_get_length (file) : 0;

  return length > 0 && remains (g_mapped_file_get_contents (file), length, data);
}

static gboolean
remains_in_profile (TbStore      *self,
                    TbRemainsFunc remains,
                    gpointer      data)
{
  g_autofree char *database = g_build_filename (tb_store_get_dir (self), DATABASE, NULL);
  g_autofree char *log = g_strconcat (database, "-wal", NULL);

  return remains != NULL && (remains_in (database, remains, data) || remains_in (log, remains, data));
}

static GPtrArray *
backups_with (TbStore      *self,
              TbRemainsFunc remains,
              gpointer      data)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) all = tb_backup_list (tb_store_get_dir (self));
  guint i;

  for (i = 0; remains != NULL && i < all->len; i++)
    {
      const TbBackup  *backup = all->pdata[i];
      g_autofree char *path = tb_backup_path (tb_store_get_dir (self), backup->name);
      g_autofree char *database = g_build_filename (path, DATABASE, NULL);

      if (remains_in (database, remains, data))
        g_ptr_array_add (names, g_strdup (backup->name));
    }
  return names;
}

gboolean
tb_store_scrub (TbStore      *self,
                TbRemainsFunc remains,
                gpointer      data,
                gboolean     *still,
                GPtrArray   **backups,
                GError      **error)
{
  g_return_val_if_fail (TB_IS_STORE (self), FALSE);

  if (!run_step (self, TB_SCRUB_INDEX, 0, 0, error) ||
      !run_step (self, TB_SCRUB_LOG, LOG_TRIES, LOG_PAUSE, error))
    return FALSE;
  if (remains_in_profile (self, remains, data) &&
      (!run_step (self, TB_SCRUB_REWRITE, 1, 0, error) ||
       !run_step (self, TB_SCRUB_LOG, LOG_TRIES, LOG_PAUSE, error)))
    return FALSE;
  if (still != NULL)
    *still = remains_in_profile (self, remains, data);
  if (backups != NULL)
    *backups = backups_with (self, remains, data);
  return TRUE;
}

gboolean
tb_store_remove_backup (TbStore    *self,
                        const char *name,
                        GError    **error)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;

  g_return_val_if_fail (TB_IS_STORE (self) && name != NULL, FALSE);

  path = tb_backup_path (tb_store_get_dir (self), name);
  if (!tb_backup_is_name (name) || !g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      tb_problem_set (error, TB_PROBLEM_NOT_FOUND, name);
      return FALSE;
    }
  tb_backup_remove_tree (path);
  folder = g_path_get_dirname (path);
  return tb_backup_sync (folder, TRUE, error);
}
