/* SPDX-License-Identifier: GPL-3.0-or-later
 * The store: opening, closing, its two workers, and what other processes have committed. */
#include "config.h"

#include "tb-store.h"

#include "tb-store-backup-private.h"
#include "tb-store-private.h"

/* Whoever has missed more reads everything anew. */
#define MAX_CHANGES 5000

/* Ids of the changes of one transaction: they follow one another, since it held the lock. */
typedef struct
{
  gint64 first, last;
} Range;

/* What one of the two sides of the store works with. */
typedef struct
{
  TbConnection  *connection; /* (owned) */
  TbStoreWorker *worker;     /* (owned) (nullable): NULL when inline */
  gboolean       is_write;
} Side;

struct _TbStore
{
  GObject parent_instance;

  char    *dir; /* (owned) */
  gboolean is_new;
  gboolean is_inline;
  Side     writer;
  Side     reader;
  TbTidy   tidy;

  TbBackupMaker *backups; /* (owned) */

  struct
  {
    GMutex        mutex;
    TbConnection *connection; /* (owned): never writes: its data version tells of our own commits too */
    gint64        version;
    gint64        last; /* id of the last change that was handed out */
    GArray       *told; /* (owned) Range: later ones that need not be */
  } poll;

  GMutex      mutex; /* over what follows */
  gboolean    is_closed;
  TbFaultFunc fault;
  gpointer    fault_data;
};

G_DEFINE_FINAL_TYPE (TbStore, tb_store, G_TYPE_OBJECT)
/* One function on its way to a worker and back. */
typedef struct
{
  /* input */
  TbStore       *store; /* (borrowed): the caller waits, or the task holds it */
  Side          *side;
  TbTxFunc       func;
  TbRawFunc      raw; /* (nullable): instead of a transaction */
  gpointer       data;
  GDestroyNotify destroy;     /* (nullable) */
  GCancellable  *cancellable; /* (owned) (nullable) */

  /* progress: either somebody waits, or a task is to be returned */
  GMutex   mutex;
  GCond    cond;
  gboolean has_ended;
  GTask   *task; /* (owned) (nullable) */

  /* output */
  gboolean is_done;
  GError  *error; /* (owned) (nullable) */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_assert (job->task == NULL && job->error == NULL);
  if (job->destroy != NULL)
    job->destroy (job->data);
  g_clear_object (&job->cancellable);
  g_mutex_clear (&job->mutex);
  g_cond_clear (&job->cond);
  g_free (job);
}

static void
run_job (Job *job)
{
  TbStore    *self = job->store;
  TbFaultFunc fault;
  gpointer    fault_data;

  g_assert (job->side->worker == NULL || tb_store_worker_is_current (job->side->worker));

  if (g_cancellable_set_error_if_cancelled (job->cancellable, &job->error))
    return;
  g_mutex_lock (&self->mutex);
  fault = self->fault;
  fault_data = self->fault_data;
  g_mutex_unlock (&self->mutex);
  job->side->connection->cancellable = job->side->is_write ? NULL : job->cancellable;
  if (job->raw != NULL)
    job->is_done = job->raw (job->side->connection, job->data, &job->error);
  else
    job->is_done = tb_tx_run (job->side->connection, job->side->is_write, fault, fault_data, job->func,
                              job->data, &job->error);
  if (job->side->is_write && self->tidy.worker != NULL)
    tb_tidy_later (&self->tidy);
}

/* Everything of the task is let go of here, in the caller's context: its data is never freed on a worker. */
static gboolean
on_job_returned_cb (gpointer data)
{
  Job *job = data;
  g_autoptr (GTask) task = g_steal_pointer (&job->task);

  if (job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
  else
    g_task_return_boolean (task, job->is_done);
  return G_SOURCE_REMOVE;
}

static void
run_and_return (gpointer data)
{
  Job *job = data;

  run_job (job);
  tb_store_worker_return (job->task, on_job_returned_cb, job);
}

static void
run_and_wake (gpointer data)
{
  Job *job = data;

  run_job (job);
  g_mutex_lock (&job->mutex);
  job->has_ended = TRUE;
  g_cond_signal (&job->cond);
  g_mutex_unlock (&job->mutex);
}

/* Hands a job to its side, unless the store is closed. */
static gboolean
push_job (Job              *job,
          TbStoreWorkerFunc func,
          GError          **error)
{
  TbStore *self = job->store;
  gboolean is_closed;

  g_mutex_lock (&self->mutex);
  is_closed = self->is_closed;
  if (!is_closed && job->side->worker != NULL)
    tb_store_worker_push (job->side->worker, func, job);
  g_mutex_unlock (&self->mutex);
  if (is_closed)
    g_set_error_literal (error, TB_STORE_ERROR, TB_STORE_ERROR_IO, "The store is closed");
  else if (job->side->worker == NULL)
    func (job);
  return !is_closed;
}

static gboolean
run_and_wait (TbStore  *self,
              Side     *side,
              TbTxFunc  func,
              TbRawFunc raw,
              gpointer  data,
              GError  **error)
{
  Job      job = { .store = self, .side = side, .func = func, .raw = raw, .data = data };
  gboolean is_done = FALSE;

  /* A function that waits for its own worker would wait for ever. */
  g_assert (side->worker == NULL || !tb_store_worker_is_current (side->worker));

  g_mutex_init (&job.mutex);
  g_cond_init (&job.cond);
  if (push_job (&job, run_and_wake, error))
    {
      g_mutex_lock (&job.mutex);
      while (!job.has_ended)
        g_cond_wait (&job.cond, &job.mutex);
      g_mutex_unlock (&job.mutex);
      is_done = job.is_done;
      if (job.error != NULL)
        g_propagate_error (error, job.error);
    }
  g_mutex_clear (&job.mutex);
  g_cond_clear (&job.cond);
  return is_done;
}

static void
run_async (TbStore       *self,
           GTask         *task,
           Side          *side,
           TbTxFunc       func,
           gpointer       data,
           GDestroyNotify destroy)
{
  Job *job = g_new0 (Job, 1);
  g_autoptr (GError) error = NULL;

  job->store = self;
  job->side = side;
  job->func = func;
  job->data = data;
  job->destroy = destroy;
  job->task = task;
  if (g_task_get_cancellable (task) != NULL)
    job->cancellable = g_object_ref (g_task_get_cancellable (task));
  g_mutex_init (&job->mutex);
  g_cond_init (&job->cond);
  g_task_set_task_data (task, job, job_free);
  /* What is committed is committed: a late cancel must not hide it. */
  g_task_set_check_cancellable (task, FALSE);
  if (!push_job (job, run_and_return, &error))
    {
      job->error = g_steal_pointer (&error);
      tb_store_worker_return (task, on_job_returned_cb, job);
    }
}

static gboolean
read_last_change (TbConnection *connection,
                  gint64       *last,
                  GError      **error)
{
  return connection->backend->number (connection, "SELECT coalesce(max(id), 0) FROM change", NULL, 0, last,
                                      error);
}

static gboolean
open_connections (TbStore              *self,
                  const TbStoreBackend *backend,
                  TbStoreFlags          flags,
                  GError              **error)
{
  self->writer.connection = backend->open (self->dir, TB_CONNECTION_WRITER, flags, &self->is_new, error);
  if (self->writer.connection == NULL)
    return FALSE;
  self->reader.connection = backend->open (self->dir, TB_CONNECTION_READER, flags, NULL, error);
  if (self->reader.connection == NULL)
    return FALSE;
  self->poll.connection = backend->open (self->dir, TB_CONNECTION_WATCHER, flags, NULL, error);
  return self->poll.connection != NULL && read_last_change (self->reader.connection, &self->poll.last, error);
}

static void
close_connection (TbConnection **connection)
{
  if (*connection != NULL)
    (*connection)->backend->close (*connection);
  *connection = NULL;
}

static void
tb_store_dispose (GObject *object)
{
  tb_store_close (TB_STORE (object));

  G_OBJECT_CLASS (tb_store_parent_class)->dispose (object);
}

static void
tb_store_finalize (GObject *object)
{
  TbStore *self = TB_STORE (object);

  g_array_unref (self->poll.told);
  g_mutex_clear (&self->poll.mutex);
  g_mutex_clear (&self->mutex);
  g_free (self->dir);

  G_OBJECT_CLASS (tb_store_parent_class)->finalize (object);
}

static void
tb_store_class_init (TbStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tb_store_dispose;
  object_class->finalize = tb_store_finalize;
}

static void
tb_store_init (TbStore *self)
{
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->poll.mutex);
  self->poll.version = -1;
  self->poll.told = g_array_new (FALSE, FALSE, sizeof (Range));
  self->writer.is_write = TRUE;
}

TbStore *
tb_store_open (const char  *dir,
               TbStoreFlags flags,
               const char  *backend,
               GError     **error)
{
  g_autoptr (TbStore) self = NULL;
  const TbStoreBackend *found = tb_store_backend_find (backend);

  g_return_val_if_fail (dir != NULL, NULL);

  if (found == NULL)
    {
      g_set_error (error, TB_STORE_ERROR, TB_STORE_ERROR_IO, "No back end “%s”", backend);
      return NULL;
    }
  self = g_object_new (TB_TYPE_STORE, NULL);
  self->dir = g_strdup (dir);
  self->backups = tb_backup_maker_new (dir, found, flags, error);
  if (self->backups == NULL || !open_connections (self, found, flags, error))
    {
      g_prefix_error (error, "Opening the profile: ");
      return NULL;
    }
  self->is_inline = (flags & TB_STORE_INLINE) != 0;
  if (!self->is_inline)
    {
      self->writer.worker = tb_store_worker_new ("tb-store-writer");
      self->reader.worker = tb_store_worker_new ("tb-store-reader");
      self->tidy = (TbTidy){ self->writer.worker, self->writer.connection };
    }
  g_debug ("opened with %s%s", found->name, self->is_new ? ", new" : "");
  return g_steal_pointer (&self);
}

void
tb_store_close (TbStore *self)
{
  gboolean was_closed;

  g_return_if_fail (TB_IS_STORE (self));

  g_mutex_lock (&self->mutex);
  was_closed = self->is_closed;
  self->is_closed = TRUE;
  g_mutex_unlock (&self->mutex);
  if (was_closed)
    return;
  g_clear_pointer (&self->writer.worker, tb_store_worker_stop);
  g_clear_pointer (&self->reader.worker, tb_store_worker_stop);
  g_mutex_lock (&self->poll.mutex);
  close_connection (&self->poll.connection);
  g_mutex_unlock (&self->poll.mutex);
  close_connection (&self->reader.connection);
  close_connection (&self->writer.connection);
  g_clear_pointer (&self->backups, tb_backup_maker_free);
}

TbBackupMaker *
tb_store_get_backups (TbStore *self)
{
  return self->backups;
}

gboolean
tb_store_run_raw (TbStore  *self,
                  TbRawFunc raw,
                  gpointer  data,
                  GError  **error)
{
  return run_and_wait (self, &self->writer, NULL, raw, data, error);
}

const char *
tb_store_get_dir (TbStore *self)
{
  g_return_val_if_fail (TB_IS_STORE (self), NULL);

  return self->dir;
}

gboolean
tb_store_is_new (TbStore *self)
{
  g_return_val_if_fail (TB_IS_STORE (self), FALSE);

  return self->is_new;
}

gboolean
tb_store_is_inline (TbStore *self)
{
  g_return_val_if_fail (TB_IS_STORE (self), FALSE);

  return self->is_inline;
}

gboolean
tb_store_write (TbStore *self,
                TbTxFunc func,
                gpointer data,
                GError **error)
{
  g_return_val_if_fail (TB_IS_STORE (self) && func != NULL, FALSE);

  return run_and_wait (self, &self->writer, func, NULL, data, error);
}

gboolean
tb_store_read (TbStore *self,
               TbTxFunc func,
               gpointer data,
               GError **error)
{
  g_return_val_if_fail (TB_IS_STORE (self) && func != NULL, FALSE);

  return run_and_wait (self, &self->reader, func, NULL, data, error);
}

void
tb_store_write_async (TbStore            *self,
                      TbTxFunc            func,
                      gpointer            data,
                      GDestroyNotify      destroy,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (TB_IS_STORE (self) && func != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tb_store_write_async);
  run_async (self, task, &self->writer, func, data, destroy);
}

void
tb_store_read_async (TbStore            *self,
                     TbTxFunc            func,
                     gpointer            data,
                     GDestroyNotify      destroy,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (TB_IS_STORE (self) && func != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tb_store_read_async);
  run_async (self, task, &self->reader, func, data, destroy);
}

gboolean
tb_store_run_finish (TbStore      *self,
                     GAsyncResult *result,
                     GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tb_store_set_fault (TbStore    *self,
                    TbFaultFunc func,
                    gpointer    data)
{
  g_return_if_fail (TB_IS_STORE (self));

  g_mutex_lock (&self->mutex);
  self->fault = func;
  self->fault_data = data;
  g_mutex_unlock (&self->mutex);
}

/* What is missing in the row of ids was trimmed before we saw it. */
static gboolean
has_gap (GPtrArray *changes,
         gint64     last)
{
  const TbChangeRecord *first;

  if (changes->len == 0)
    return FALSE;
  first = changes->pdata[0];
  return changes->len > MAX_CHANGES || first->id != last + 1;
}

static gboolean
is_told (TbStore              *self,
         const TbChangeRecord *change)
{
  guint i;

  for (i = 0; i < self->poll.told->len; i++)
    {
      const Range *range = &g_array_index (self->poll.told, Range, i);

      if (change->id >= range->first && change->id <= range->last)
        return TRUE;
    }
  return FALSE;
}

static void
leave_out_told (TbStore   *self,
                GPtrArray *changes)
{
  guint i;

  for (i = changes->len; i > 0; i--)
    if (is_told (self, changes->pdata[i - 1]))
      g_ptr_array_remove_index (changes, i - 1);
  for (i = self->poll.told->len; i > 0; i--)
    if (g_array_index (self->poll.told, Range, i - 1).last <= self->poll.last)
      g_array_remove_index (self->poll.told, i - 1);
}

/* @version was looked at before the rows: what is committed between the two is told twice rather than never.
 */
static GPtrArray *
take_changes (TbStore      *self,
              TbConnection *connection,
              gint64        version,
              gboolean     *overrun,
              GError      **error)
{
  const TbStoreBackend *backend = connection->backend;
  TbParam               params[] = { { 'i', 0, NULL }, { 'i', MAX_CHANGES + 1, NULL } };
  g_autoptr (GPtrArray) changes = NULL;
  gint64 last;

  g_mutex_lock (&self->poll.mutex);
  params[0].number = last = self->poll.last;
  g_mutex_unlock (&self->poll.mutex);
  changes = backend->select (connection, &TB_CHANGE, "WHERE id > ? ORDER BY id LIMIT ?", params, 2, 0, error);
  if (changes == NULL)
    return NULL;
  *overrun = has_gap (changes, last);
  if (*overrun && !read_last_change (connection, &last, error))
    return NULL;
  if (*overrun)
    g_ptr_array_set_size (changes, 0);
  else if (changes->len > 0)
    last = ((TbChangeRecord *)changes->pdata[changes->len - 1])->id;
  g_mutex_lock (&self->poll.mutex);
  self->poll.last = MAX (self->poll.last, last);
  self->poll.version = version;
  leave_out_told (self, changes);
  g_mutex_unlock (&self->poll.mutex);
  return g_steal_pointer (&changes);
}

gboolean
tb_store_has_changes (TbStore *self,
                      gint64  *version,
                      GError **error)
{
  gboolean has_changed = FALSE;

  g_return_val_if_fail (TB_IS_STORE (self) && version != NULL, FALSE);

  g_mutex_lock (&self->poll.mutex);
  if (self->poll.connection == NULL)
    g_set_error_literal (error, TB_STORE_ERROR, TB_STORE_ERROR_IO, "The store is closed");
  else if (self->poll.connection->backend->version (self->poll.connection, version, error))
    has_changed = *version != self->poll.version;
  g_mutex_unlock (&self->poll.mutex);
  return has_changed;
}

GPtrArray *
tb_store_poll_changes (TbStore  *self,
                       gboolean *overrun,
                       GError  **error)
{
  GError *local = NULL;
  gint64  version;

  g_return_val_if_fail (TB_IS_STORE (self) && overrun != NULL, NULL);

  *overrun = FALSE;
  if (tb_store_has_changes (self, &version, &local))
    return take_changes (self, self->poll.connection, version, overrun, error);
  if (local == NULL)
    return g_ptr_array_new_with_free_func (tb_record_unref);
  g_propagate_error (error, local);
  return NULL;
}

/* One poll on the reader. */
typedef struct
{
  /* input */
  TbStore *store; /* (borrowed): the task holds it */
  gint64   version;
  /* output */
  GPtrArray *changes; /* (owned) */
  gboolean   overrun;
} Poll;

static void
poll_free (gpointer data)
{
  Poll *poll = data;

  g_clear_pointer (&poll->changes, g_ptr_array_unref);
  g_free (poll);
}

static gboolean
run_poll (TbTx    *tx,
          gpointer data,
          GError **error)
{
  Poll *poll = data;

  poll->changes = take_changes (poll->store, tx->connection, poll->version, &poll->overrun, error);
  return poll->changes != NULL;
}

void
tb_store_poll_changes_async (TbStore            *self,
                             gint64              version,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  GTask *task;
  Poll  *poll;

  g_return_if_fail (TB_IS_STORE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, tb_store_poll_changes_async);
  poll = g_new0 (Poll, 1);
  poll->store = self;
  poll->version = version;
  run_async (self, task, &self->reader, run_poll, poll, poll_free);
}

GPtrArray *
tb_store_poll_changes_finish (TbStore      *self,
                              GAsyncResult *result,
                              gboolean     *overrun,
                              GError      **error)
{
  Poll *poll;

  g_return_val_if_fail (g_task_is_valid (result, self) && overrun != NULL, NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  poll = ((Job *)g_task_get_task_data (G_TASK (result)))->data;
  *overrun = poll->overrun;
  return g_steal_pointer (&poll->changes);
}

void
tb_store_skip_changes (TbStore   *self,
                       GPtrArray *changes)
{
  Range range;

  g_return_if_fail (TB_IS_STORE (self) && changes != NULL);

  if (changes->len == 0)
    return;
  range.first = ((TbChangeRecord *)changes->pdata[0])->id;
  range.last = ((TbChangeRecord *)changes->pdata[changes->len - 1])->id;
  g_mutex_lock (&self->poll.mutex);
  /* Of two transactions in a row one range is made: a program that never polls gathers few. */
  if (self->poll.told->len > 0 &&
      g_array_index (self->poll.told, Range, self->poll.told->len - 1).last == range.first - 1)
    g_array_index (self->poll.told, Range, self->poll.told->len - 1).last = range.last;
  else
    g_array_append_val (self->poll.told, range);
  g_mutex_unlock (&self->poll.mutex);
}
