/* SPDX-License-Identifier: GPL-3.0-or-later
 * Backups at the engine's door: making one, going back to one, and what follows for the partners. */
#include "config.h"

#include "tb-core-heal-private.h"

#define NO_USER (-1)

/** One call. */
typedef struct
{
  TbStore *store; /* (owned) */
  char    *name;  /* (owned) (nullable): to go back to */
  char    *stamp; /* (owned) (nullable): day and time */
  char    *kept;  /* (owned) (nullable): under what the present state is kept */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->store);
  g_free (work->name);
  g_free (work->stamp);
  g_free (work->kept);
  g_free (work);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static Work *
work_new (TbEngine   *self,
          const char *name)
{
  Work *work = g_new0 (Work, 1);

  work->store = g_object_ref (tb_engine_get_store (self));
  work->name = g_strdup (name);
  return work;
}

/* Whoever works here may keep a backup; going back undoes what everybody did. */
static gboolean
run_stamp (TbCore  *core,
           gpointer data,
           GError **error)
{
  Work            *work = data;
  g_autofree char *day = tb_time_date (core->now, core->zone);
  g_autoptr (GTimeZone) zone = tb_time_zone (core->zone);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (core->now / TB_SECOND);
  g_autoptr (GDateTime) here = g_date_time_to_timezone (utc, zone);
  g_autofree char *time = g_date_time_format (here, "%H%M%S");

  if (work->name != NULL && !tb_core_permit (core, TB_PERMISSION_ALL, error))
    return FALSE;
  g_free (work->stamp);
  work->stamp = g_strdup_printf ("%s.%s%s", day, work->name != NULL ? "before" : "", time);
  return TRUE;
}

/* Two backups by hand within a second are told apart by a letter. */
static char *
make_unique (TbStore    *store,
             const char *stamp)
{
  g_autoptr (GPtrArray) list = tb_store_list_backups (store);
  g_autofree char *name = g_strdup (stamp);
  char             letter = 'b';
  guint            i = 0;

  while (i < list->len)
    {
      if (g_strcmp0 (((TbBackup *)list->pdata[i++])->name, name) != 0)
        continue;
      g_free (name);
      name = g_strdup_printf ("%s%c", stamp, letter++);
      i = 0;
    }
  return g_steal_pointer (&name);
}

static gboolean
do_work (Work    *work,
         GError **error)
{
  work->kept = make_unique (work->store, work->stamp);
  if (work->name == NULL)
    return tb_store_back_up (work->store, work->kept, error);
  return tb_store_restore (work->store, work->name, work->kept, error);
}

/* ---- What follows ---- */

/* Whom we are linked with hears of it at the next contact, whether anything has crossed since or not. */
gboolean
tb_core_after_restore (TbCore  *core,
                       GError **error)
{
  g_autoptr (GPtrArray) partners = tb_tx_select (core->tx, TB_Q_PARTNERS, error, "");
  guint i;

  if (partners == NULL)
    return FALSE;
  for (i = 0; i < partners->len; i++)
    {
      g_autoptr (TbPartnerRecord) partner = tb_partner_record_copy (partners->pdata[i]);

      if (partner->link_state == TB_LINK_LINKED && !tb_core_new_epoch (core, partner, 0, error))
        return FALSE;
    }
  core->is_restored = FALSE;
  return tb_tx_set_setting (core->tx, "restored", "off", error);
}

static gboolean
run_is_restored (TbCore  *core,
                 gpointer data,
                 GError **error)
{
  *(gboolean *)data = core->is_restored;
  return TRUE;
}

/* It was done before this is called. */
static gboolean
run_nothing (TbCore  *core,
             gpointer data,
             GError **error)
{
  return TRUE;
}

gboolean
tb_engine_after_restore (TbEngine *self,
                         GError  **error)
{
  gboolean is_restored = FALSE;

  return tb_engine_run (self, FALSE, 0, run_is_restored, &is_restored, error) &&
         (!is_restored || tb_engine_run (self, TRUE, 0, run_nothing, NULL, error));
}

/* ---- The door ---- */

GPtrArray *
tb_engine_backups (TbEngine *self)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return tb_store_list_backups (tb_engine_get_store (self));
}

static gboolean
work_now (TbEngine   *self,
          const char *name,
          char      **kept,
          GError    **error)
{
  g_autoptr (Work) work = work_new (self, name);

  if (!tb_engine_run (self, FALSE, 0, run_stamp, work, error) || !do_work (work, error))
    return FALSE;
  if (kept != NULL)
    *kept = g_steal_pointer (&work->kept);
  return TRUE;
}

char *
tb_engine_get_backup_failure (TbEngine *self,
                              gint64   *since)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return tb_store_get_backup_failure (tb_engine_get_store (self), since);
}

char *
tb_engine_finish_backup (TbEngine *self)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  tb_store_wait_for_backup (tb_engine_get_store (self));
  return tb_store_take_backup_failure (tb_engine_get_store (self));
}

gboolean
tb_engine_back_up (TbEngine *self,
                   char    **name,
                   GError  **error)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), FALSE);

  return work_now (self, NULL, name, error);
}

gboolean
tb_engine_restore (TbEngine   *self,
                   const char *name,
                   char      **aside,
                   GError    **error)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!work_now (self, name, aside, error) || !tb_engine_after_restore (self, error))
    return FALSE;
  tb_engine_poll (self);
  return TRUE;
}

/* ---- From a main loop: stamp, work in a thread, what follows ---- */

static void
on_followed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  TbEngine *self = TB_ENGINE (source);
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (tb_engine_run_finish (self, result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  tb_engine_poll (self);
  g_task_return_boolean (task, TRUE);
}

static void
on_worked_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GTask) task = data;
  Work   *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else if (work->name == NULL)
    g_task_return_boolean (task, TRUE);
  else
    tb_engine_run_async (TB_ENGINE (source), TRUE, NO_USER, run_nothing, work, NULL, NULL,
                         on_followed_cb, g_steal_pointer (&task));
}

static void
on_thread_cb (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  GError *error = NULL;

  if (do_work (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_stamped_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GTask) worker = NULL;
  Work   *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (tb_engine_run_finish (TB_ENGINE (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  worker = g_task_new (source, NULL, on_worked_cb, g_steal_pointer (&task));
  g_task_set_task_data (worker, work, NULL);
  g_task_run_in_thread (worker, on_thread_cb);
}

static void
start_work (TbEngine           *self,
            const char         *name,
            gpointer            tag,
            GAsyncReadyCallback callback,
            gpointer            user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Work  *work = work_new (self, name);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, work, work_free);
  tb_engine_run_async (self, FALSE, 0, run_stamp, work, NULL, NULL, on_stamped_cb, task);
}

static gboolean
finish_work (GAsyncResult *result,
             char        **kept,
             GError      **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (kept != NULL)
    *kept = g_strdup (work->kept);
  return TRUE;
}

void
tb_engine_back_up_async (TbEngine           *self,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_return_if_fail (TB_IS_ENGINE (self));

  start_work (self, NULL, tb_engine_back_up_async, callback, user_data);
}

gboolean
tb_engine_back_up_finish (TbEngine     *self,
                          GAsyncResult *result,
                          char        **name,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return finish_work (result, name, error);
}

void
tb_engine_restore_async (TbEngine           *self,
                         const char         *name,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_return_if_fail (TB_IS_ENGINE (self));
  g_return_if_fail (name != NULL);

  start_work (self, name, tb_engine_restore_async, callback, user_data);
}

gboolean
tb_engine_restore_finish (TbEngine     *self,
                          GAsyncResult *result,
                          char        **aside,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return finish_work (result, aside, error);
}
