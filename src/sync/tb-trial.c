/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether a partner can be reached: one request by its own way, signed and checked as any other. */
#include "config.h"

#include "tb-trial.h"

/* Asks for nothing, and does not wait for it: an answer is all that is wanted. */
#define NO_ROWS 0
#define NO_WAIT 0

typedef struct
{
  /* input */
  TbEngine *engine; /* (owned) */
  TbWay    *way;    /* (borrowed) */
  gint64    partner;
  /* progress */
  TbRoute    *route;   /* (owned) (nullable) */
  TbEnvelope *request; /* (owned) (nullable) */
  gboolean    is_settled;
  /* output */
  TbTrial trial;
} Trying;

static void ask_routes (GTask *task);

static void
trying_free (gpointer data)
{
  Trying *trying = data;

  g_clear_pointer (&trying->route, tb_route_free);
  g_clear_pointer (&trying->request, tb_envelope_free);
  g_object_unref (trying->engine);
  g_free (trying);
}

static void
on_settled_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Trying *trying = g_task_get_task_data (task);
  GError *error = NULL;

  if (!tb_engine_settle_finish (TB_ENGINE (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  trying->is_settled = TRUE;
  ask_routes (task);
}

static void
on_carried_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Trying     *trying = g_task_get_task_data (task);
  GError     *error = NULL;
  TbEnvelope *answer = trying->way->send_finish (trying->way->self, result, &error);

  if (error != NULL)
    {
      /* The way knows best why nothing came; a person who gave up has not tried. */
      g_task_return_error (task, error);
      return;
    }
  tb_engine_settle_async (trying->engine, trying->partner, g_steal_pointer (&trying->request), answer, NULL,
                          on_settled_cb, g_object_ref (task));
}

static void
on_prepared_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Trying *trying = g_task_get_task_data (task);
  GError *error = NULL;

  trying->request = tb_engine_prepare_finish (TB_ENGINE (object), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (trying->request == NULL)
    g_task_return_boolean (task, TRUE);
  else
    trying->way->send_async (trying->way->self, trying->route, trying->request,
                             g_task_get_cancellable (task), on_carried_cb, g_object_ref (task));
}

static void
start_request (GTask *task)
{
  Trying *trying = g_task_get_task_data (task);

  /* Who is not linked yet can only be asked to. */
  if (trying->route->link == NULL && trying->route->travel != TB_TRAVEL_MAILBOX)
    tb_engine_prepare_async (trying->engine, trying->partner, TRUE, on_prepared_cb, g_object_ref (task));
  else
    tb_engine_prepare_pull_async (trying->engine, trying->partner, NO_ROWS, NO_WAIT, on_prepared_cb,
                                  g_object_ref (task));
}

/* What the engine thinks of it now: NULL is good. */
static void
judge (GTask *task)
{
  Trying   *trying = g_task_get_task_data (task);
  TbProblem problem = TB_PROBLEM_FAILED;
  GError   *error = NULL;

  if (trying->route->problem == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  tb_problem_from_nick (trying->route->problem, &problem);
  tb_problem_set (&error, problem, trying->route->name);
  g_task_return_error (task, error);
}

static void
on_routes_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Trying *trying = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) routes = tb_engine_routes_finish (TB_ENGINE (object), result, &error);

  if (routes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_pointer (&trying->route, tb_route_free);
  for (guint i = 0; i < routes->len && trying->route == NULL; i++)
    if (((TbRoute *)routes->pdata[i])->partner == trying->partner)
      trying->route = g_steal_pointer (&routes->pdata[i]);
  if (trying->route == NULL)
    {
      trying->trial.travel = TB_TRAVEL_AUTO;
      g_task_return_boolean (task, TRUE);
      return;
    }
  trying->trial.travel = trying->route->travel;
  trying->trial.last_contact = trying->route->last_contact;
  if (trying->is_settled)
    judge (task);
  else if (trying->route->url == NULL)
    g_task_return_boolean (task, TRUE);
  else
    start_request (task);
}

static void
ask_routes (GTask *task)
{
  Trying *trying = g_task_get_task_data (task);

  tb_engine_routes_async (trying->engine, on_routes_read_cb, g_object_ref (task));
}

void
tb_trial_async (TbEngine           *engine,
                TbWay              *way,
                gint64              partner,
                GCancellable       *cancellable,
                GAsyncReadyCallback callback,
                gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Trying *trying = g_new0 (Trying, 1);

  g_return_if_fail (TB_IS_ENGINE (engine) && way != NULL);

  trying->engine = g_object_ref (engine);
  trying->way = way;
  trying->partner = partner;
  g_task_set_source_tag (task, tb_trial_async);
  g_task_set_task_data (task, trying, trying_free);
  ask_routes (task);
}

gboolean
tb_trial_finish (GAsyncResult *result,
                 TbTrial      *trial,
                 GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  if (trial != NULL)
    *trial = ((Trying *)g_task_get_task_data (G_TASK (result)))->trial;

  return g_task_propagate_boolean (G_TASK (result), error);
}
