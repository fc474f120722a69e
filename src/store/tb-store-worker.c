/* SPDX-License-Identifier: GPL-3.0-or-later
 * A thread that runs functions one after the other. */
#include "config.h"

#include "tb-store-worker.h"

struct _TbStoreWorker
{
  GThread     *thread; /* (owned) */
  GAsyncQueue *jobs;   /* (owned): Job */

  /* of the thread itself: what it does once nothing has come for a while */
  TbStoreWorkerFunc rest; /* (nullable) */
  gpointer          rest_data;
  guint             milliseconds;
};

typedef struct
{
  TbStoreWorkerFunc func; /* NULL: the last one */
  gpointer          data;
} Job;

/* Without anything to be done the thread sleeps until a job comes. */
static Job *
wait_for_job (TbStoreWorker *self)
{
  while (self->rest != NULL)
    {
      Job              *job = g_async_queue_timeout_pop (self->jobs, self->milliseconds * 1000);
      TbStoreWorkerFunc rest = self->rest;

      if (job != NULL)
        return job;
      self->rest = NULL;
      rest (self->rest_data);
    }
  return g_async_queue_pop (self->jobs);
}

static gpointer
run_jobs (gpointer data)
{
  TbStoreWorker *self = data;

  for (;;)
    {
      g_autofree Job *job = wait_for_job (self);

      if (job->func == NULL)
        return NULL;
      job->func (job->data);
    }
}

TbStoreWorker *
tb_store_worker_new (const char *name)
{
  TbStoreWorker *self = g_new0 (TbStoreWorker, 1);

  self->jobs = g_async_queue_new_full (g_free);
  self->thread = g_thread_new (name, run_jobs, self);
  return self;
}

void
tb_store_worker_push (TbStoreWorker    *self,
                      TbStoreWorkerFunc func,
                      gpointer          data)
{
  Job *job = g_new (Job, 1);

  *job = (Job){ func, data };
  g_async_queue_push (self->jobs, job);
}

void
tb_store_worker_rest (TbStoreWorker    *self,
                      guint             milliseconds,
                      TbStoreWorkerFunc func,
                      gpointer          data)
{
  g_assert (tb_store_worker_is_current (self));

  self->rest = func;
  self->rest_data = data;
  self->milliseconds = milliseconds;
}

gboolean
tb_store_worker_is_wanted (TbStoreWorker *self)
{
  return g_async_queue_length (self->jobs) > 0;
}

void
tb_store_worker_return (GTask      *task,
                        GSourceFunc func,
                        gpointer    data)
{
  g_autoptr (GMainContext) context = g_main_context_ref (g_task_get_context (task));
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_static_name (source, "[tb-store] return");
  g_source_set_callback (source, func, data, NULL);
  g_source_attach (source, context);
}

gboolean
tb_store_worker_is_current (TbStoreWorker *self)
{
  return g_thread_self () == self->thread;
}

void
tb_store_worker_stop (TbStoreWorker *self)
{
  g_assert (!tb_store_worker_is_current (self));

  tb_store_worker_push (self, NULL, NULL);
  g_thread_join (self->thread);
  g_async_queue_unref (self->jobs);
  g_free (self);
}
