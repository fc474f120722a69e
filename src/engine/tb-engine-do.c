/* SPDX-License-Identifier: GPL-3.0-or-later
 * Local actions at the engine's door: blocking and from a main loop; files are stored before the transaction.
 */
#include "config.h"

#include "tb-core-file-private.h"

/** One command on its way; everything in it is owned by @strings or by it. */
typedef struct
{
  /* input */
  TbCommand      command;
  TbStore       *store; /* (owned) (nullable) */
  GStringChunk  *strings;
  TbTicketDraft *drafts;
  TbTerms        terms;
  TbItemDraft    item;
  TbPerson       person;
  /* output */
  TbResult result;
} Job;

void
tb_result_clear (TbResult *self)
{
  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->uuid, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->partner, g_free);
  *self = (TbResult){ 0 };
}

static void
job_free (gpointer data)
{
  Job  *job = data;
  guint i;

  for (i = 0; i < job->command.n_drafts; i++)
    g_strfreev ((char **)job->drafts[i].notes);
  g_clear_object (&job->store);
  g_clear_pointer (&job->strings, g_string_chunk_free);
  g_clear_pointer (&job->drafts, g_free);
  g_clear_pointer (&job->item.bytes, g_bytes_unref);
  tb_result_clear (&job->result);
  g_free (job);
}

static void
keep (Job         *job,
      const char **text)
{
  if (*text != NULL)
    *text = g_string_chunk_insert (job->strings, *text);
}

static void
keep_draft (Job           *job,
            TbTicketDraft *draft)
{
  const char **texts[] = { &draft->title, &draft->description, &draft->organisation, &draft->contact,
                           &draft->phone, &draft->street, &draft->postcode, &draft->town,
                           &draft->queue, &draft->source };
  guint        i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    keep (job, texts[i]);
  draft->notes = (const char *const *)g_strdupv ((char **)draft->notes);
}

static void
keep_item (Job *job)
{
  const char **texts[] = { &job->item.text, &job->item.date, &job->item.work_type, &job->item.unit,
                           &job->item.path, &job->item.file_name, &job->item.content_type };
  guint        i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    keep (job, texts[i]);
  if (job->item.bytes != NULL)
    g_bytes_ref (job->item.bytes);
}

/* Everything that a command borrows is copied: an asynchronous one outlives its caller's variables. */
static Job *
job_new (TbEngine        *self,
         const TbCommand *command)
{
  Job         *job = g_new0 (Job, 1);
  TbCommand   *c = &job->command;
  const char **texts[] = { &c->name, &c->value, &c->text, &c->uuid, &c->partner,
                           &c->reason, &c->organisation, &c->color, &c->new_name, &c->draft_key };
  guint        i;

  job->store = g_object_ref (tb_engine_get_store (self));
  job->strings = g_string_chunk_new (1024);
  *c = *command;
  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    keep (job, texts[i]);
  if (c->draft != NULL)
    {
      c->drafts = c->draft;
      c->n_drafts = 1;
    }
  job->drafts = g_memdup2 (c->drafts, c->n_drafts * sizeof (TbTicketDraft));
  for (i = 0; i < c->n_drafts; i++)
    keep_draft (job, &job->drafts[i]);
  c->drafts = job->drafts;
  c->draft = c->draft != NULL ? job->drafts : NULL;
  if (c->terms != NULL)
    {
      job->terms = *c->terms;
      keep (job, &job->terms.instructions);
      keep (job, &job->terms.currency);
      c->terms = &job->terms;
    }
  if (c->item != NULL)
    {
      job->item = *c->item;
      keep_item (job);
      c->item = &job->item;
    }
  if (c->person != NULL)
    {
      job->person = *c->person;
      keep (job, &job->person.name);
      keep (job, &job->person.email);
      keep (job, &job->person.phone);
      c->person = &job->person;
    }
  return job;
}

/* The bytes are on disk, synced and renamed, before the transaction that names them (protocol.md section 7).
 */
static gboolean
store_file (Job          *job,
            GCancellable *cancellable,
            GError      **error)
{
  TbItemDraft     *item = &job->item;
  g_autofree char *sha256 = NULL;

  if (job->command.type != TB_COMMAND_ADD_ITEM || item->kind != TB_ITEM_FILE)
    return TRUE;
  sha256 = tb_file_take (job->store, item, cancellable, error);
  item->sha256 = sha256;
  keep (job, &item->sha256);
  return sha256 != NULL;
}

static gboolean
run_job (TbCore  *core,
         gpointer data,
         GError **error)
{
  Job *job = data;

  tb_result_clear (&job->result);
  return tb_core_do (core, &job->command, &job->result, error);
}

static void
hand_over (Job      *job,
           TbResult *result)
{
  if (result == NULL)
    return;
  *result = job->result;
  job->result = (TbResult){ 0 };
}

gboolean
tb_engine_do (TbEngine        *self,
              const TbCommand *command,
              TbResult        *result,
              GError         **error)
{
  Job     *job;
  gboolean done;

  g_return_val_if_fail (TB_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (command != NULL, FALSE);

  job = job_new (self, command);
  done = store_file (job, NULL, error) && tb_engine_run (self, TRUE, command->user, run_job, job, error);
  if (done)
    hand_over (job, result);
  else if (result != NULL)
    *result = (TbResult){ 0 };
  job_free (job);
  return done;
}

/* ---- From a main loop ---- */

static void
read_file_in_thread (GTask        *task,
                     gpointer      source,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  GError *error = NULL;

  if (store_file (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_ran_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (tb_engine_run_finish (TB_ENGINE (source), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
start_run (TbEngine *self,
           GTask    *task)
{
  Job *job = g_task_get_task_data (task);

  tb_engine_run_async (self, TRUE, job->command.user, run_job, job, NULL, g_task_get_cancellable (task),
                       on_ran_cb, task);
}

static void
on_file_stored_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    start_run (TB_ENGINE (source), g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

void
tb_engine_do_async (TbEngine           *self,
                    const TbCommand    *command,
                    GCancellable       *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer            user_data)
{
  GTask *task;
  Job   *job;

  g_return_if_fail (TB_IS_ENGINE (self));
  g_return_if_fail (command != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tb_engine_do_async);
  g_task_set_check_cancellable (task, FALSE);
  job = job_new (self, command);
  g_task_set_task_data (task, job, job_free);
  if (command->type == TB_COMMAND_ADD_ITEM && job->item.kind == TB_ITEM_FILE)
    {
      g_autoptr (GTask) reading = g_task_new (self, NULL, on_file_stored_cb, task);

      g_task_set_task_data (reading, job, NULL);
      g_task_run_in_thread (reading, read_file_in_thread);
      return;
    }
  start_run (self, task);
}

gboolean
tb_engine_do_finish (TbEngine     *self,
                     GAsyncResult *result,
                     TbResult     *out,
                     GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (out != NULL)
    *out = (TbResult){ 0 };
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  hand_over (g_task_get_task_data (G_TASK (result)), out);
  return TRUE;
}

/* ---- Timers and secrets ---- */

/** Tick: what one turn of the timers gives. */
typedef struct
{
  gint64   next;
  gboolean was_cleared;
} Tick;

static gboolean
run_tick (TbCore  *core,
          gpointer data,
          GError **error)
{
  Tick *tick = data;

  return tb_core_tick (core, &tick->next, &tick->was_cleared, error);
}

/* The clock is nobody of this instance: it acts without a user. */
#define NO_USER (-1)

gboolean
tb_engine_tick (TbEngine *self,
                gint64   *next,
                GError  **error)
{
  Tick tick = { 0 };

  g_return_val_if_fail (TB_IS_ENGINE (self), FALSE);

  if (!tb_engine_run (self, TRUE, NO_USER, run_tick, &tick, error))
    return FALSE;
  if (next != NULL)
    *next = tick.next;
  return !tick.was_cleared ||
         tb_store_scrub (tb_engine_get_store (self), NULL, NULL, NULL, NULL, error);
}

void
tb_engine_tick_async (TbEngine           *self,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_return_if_fail (TB_IS_ENGINE (self));

  tb_engine_run_async (self, TRUE, NO_USER, run_tick, g_new0 (Tick, 1), g_free, NULL, callback, user_data);
}

/* Whoever waits for the timers need not wait for the file; what is left undone the next time does. */
static void
scrub_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (!tb_store_scrub (source, NULL, NULL, NULL, NULL, &error))
    g_info ("not scrubbed: %s", error->message);
}

gboolean
tb_engine_tick_finish (TbEngine     *self,
                       GAsyncResult *result,
                       gint64       *next,
                       GError      **error)
{
  Tick *tick = tb_engine_run_finish (self, result, error);

  if (tick == NULL)
    return FALSE;
  if (next != NULL)
    *next = tick->next;
  if (tick->was_cleared)
    {
      g_autoptr (GTask) task = g_task_new (tb_engine_get_store (self), NULL, NULL, NULL);

      g_task_run_in_thread (task, scrub_in_thread);
    }
  return TRUE;
}

static gboolean
run_set_secret (TbCore  *core,
                gpointer data,
                GError **error)
{
  const char **pair = data;

  return tb_tx_set_setting (core->tx, pair[0], pair[1], error);
}

gboolean
tb_engine_set_secret (TbEngine   *self,
                      const char *key,
                      const char *value,
                      GError    **error)
{
  const char *pair[] = { key, value };

  g_return_val_if_fail (TB_IS_ENGINE (self), FALSE);

  return tb_engine_run (self, TRUE, NO_USER, run_set_secret, pair, error);
}
