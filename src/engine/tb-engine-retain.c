/* SPDX-License-Identifier: GPL-3.0-or-later
 * Age rules at the engine's door: how many tickets a rule would touch, and doing it now. */
#include "config.h"

#include "tb-core-privacy-private.h"

/** Counting: pages of one rule, between which others read. */
typedef struct
{
  guint    rule;
  gint64   months;
  gint64   after;
  guint    count;
  gboolean has_more;
} Counting;

static gboolean
run_count (TbCore  *core,
           gpointer data,
           GError **error)
{
  Counting *counting = data;

  return tb_core_count_due (core, counting->rule, counting->months, &counting->after, &counting->count,
                            &counting->has_more, error);
}

static gboolean
find_rule (const char *key,
           guint      *rule,
           GError    **error)
{
  for (*rule = 0; tb_core_retention_key (*rule) != NULL; (*rule)++)
    if (g_strcmp0 (tb_core_retention_key (*rule), key) == 0)
      return TRUE;
  return tb_core_refuse (error, TB_PROBLEM_NOT_FOUND, key, NULL);
}

gboolean
tb_engine_count_due (TbEngine   *self,
                     const char *key,
                     gint64      months,
                     guint      *count,
                     GError    **error)
{
  Counting counting = { .months = months };

  g_return_val_if_fail (TB_IS_ENGINE (self) && count != NULL, FALSE);

  if (!find_rule (key, &counting.rule, error))
    return FALSE;
  do
    if (!tb_engine_run (self, FALSE, 0, run_count, &counting, error))
      return FALSE;
  while (counting.has_more);
  *count = counting.count;
  return TRUE;
}

static void
on_counted_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (GTask) task = data;
  Counting *counting = g_task_get_task_data (task);
  GError   *error = NULL;

  if (tb_engine_run_finish (TB_ENGINE (source), result, &error) == NULL)
    g_task_return_error (task, error);
  else if (counting->has_more)
    tb_engine_run_async (TB_ENGINE (source), FALSE, 0, run_count, counting, NULL,
                         g_task_get_cancellable (task), on_counted_cb, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

void
tb_engine_count_due_async (TbEngine           *self,
                           const char         *key,
                           gint64              months,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  Counting *counting = g_new0 (Counting, 1);
  GTask    *task = g_task_new (self, cancellable, callback, user_data);
  GError   *error = NULL;

  g_task_set_source_tag (task, tb_engine_count_due_async);
  g_task_set_task_data (task, counting, g_free);
  counting->months = months;
  if (find_rule (key, &counting->rule, &error))
    {
      tb_engine_run_async (self, FALSE, 0, run_count, counting, NULL, cancellable, on_counted_cb, task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

gboolean
tb_engine_count_due_finish (TbEngine     *self,
                            GAsyncResult *result,
                            guint        *count,
                            GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *count = ((Counting *)g_task_get_task_data (G_TASK (result)))->count;
  return TRUE;
}

/* ---- Now ---- */

static gboolean
run_anew (TbCore  *core,
          gpointer data,
          GError **error)
{
  return tb_core_retain_anew (core, error);
}

static gboolean
run_retain (TbCore  *core,
            gpointer data,
            GError **error)
{
  Counting *counting = data;

  return tb_core_permit (core, TB_PERMISSION_ALL, error) &&
         tb_core_retain (core, &counting->count, &counting->has_more, error);
}

gboolean
tb_engine_retain (TbEngine *self,
                  guint    *count,
                  GError  **error)
{
  Counting counting = { 0 };

  g_return_val_if_fail (TB_IS_ENGINE (self) && count != NULL, FALSE);

  if (!tb_engine_run (self, TRUE, 0, run_anew, NULL, error))
    return FALSE;
  do
    if (!tb_engine_run (self, TRUE, 0, run_retain, &counting, error))
      return FALSE;
  while (counting.has_more);
  *count = counting.count;
  return counting.count == 0 || tb_store_scrub (tb_engine_get_store (self), NULL, NULL, NULL, NULL, error);
}
