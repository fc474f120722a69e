/* SPDX-License-Identifier: GPL-3.0-or-later
 * The engine: one function in one transaction, then what came of it is told. */
#include "config.h"

#include "tb-core-heal-private.h"
#include "tb-core-pull-private.h"

struct _TbEngine
{
  GObject parent_instance;

  TbStore *store; /* (owned) */
  TbClock *clock; /* (owned) */

  TbStoreWorker *helper; /* (owned) (nullable) */

  gboolean is_polling;
  gboolean offers_mailbox;
  gboolean is_metered;

  GPtrArray *held;  /* (owned): TbEnvelope: pulls that wait; a run on its way holds the list, too */
  GPtrArray *ready; /* (borrowed) (nullable): TbEnvelope: answers to them, while it is told */
};

G_DEFINE_FINAL_TYPE (TbEngine, tb_engine, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_OUTBOX_CHANGED,
  SIGNAL_NOTICE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Who is told of more reads everything anew. */
#define MAX_CHANGES 5000

/** One run: what goes to the store's worker and comes back. */
typedef struct
{
  /* input */
  TbStore       *store; /* (owned) */
  TbClock       *clock; /* (owned) */
  gboolean       is_write;
  gboolean       is_metered;
  gint64         user;
  TbCoreFunc     func;
  gpointer       data;
  GDestroyNotify destroy;
  GPtrArray     *held; /* (owned) (nullable): TbEnvelope: pulls that wait */
  /* output */
  GPtrArray *ready; /* (owned) (nullable): TbEnvelope: the answers to them */
  GPtrArray *notices;
  GPtrArray *changes; /* what others learn from the log of changes */
  gboolean   is_outbox_changed;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->store);
  g_clear_pointer (&run->clock, tb_clock_unref);
  if (run->destroy != NULL)
    run->destroy (run->data);
  g_clear_pointer (&run->held, g_ptr_array_unref);
  g_clear_pointer (&run->ready, g_ptr_array_unref);
  g_clear_pointer (&run->notices, g_ptr_array_unref);
  g_clear_pointer (&run->changes, g_ptr_array_unref);
  g_free (run);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static Run *
run_new (TbEngine      *self,
         gboolean       is_write,
         gint64         user,
         TbCoreFunc     func,
         gpointer       data,
         GDestroyNotify destroy)
{
  Run *run = g_new0 (Run, 1);

  run->store = g_object_ref (self->store);
  run->clock = tb_clock_ref (self->clock);
  run->is_write = is_write;
  run->is_metered = self->is_metered;
  run->user = user;
  run->func = func;
  run->data = data;
  run->destroy = destroy;
  /* Of what comes in its own answer tells. */
  if (is_write && user >= 0 && self->held->len > 0)
    run->held = g_ptr_array_ref (self->held);
  return run;
}

/* The backup of a day holds the state of before its first write. */
static void
look_at_day (TbCore *core)
{
  g_autofree char *day = core->zone != NULL ? tb_time_date (core->now, core->zone) : NULL;

  if (day != NULL)
    tb_store_look_at_day (core->store, day);
}

static gboolean
has_change (GPtrArray  *changes,
            const char *kind,
            gint64      row)
{
  guint i;

  for (i = 0; i < changes->len; i++)
    {
      const TbChangeRecord *change = changes->pdata[i];

      if (change->row == row && g_str_equal (change->kind, kind))
        return TRUE;
    }
  return FALSE;
}

/* Made in the transaction itself an answer can go as soon as that is committed; it is thrown away if it is
 * not. */
static void
answer_held (Run    *run,
             TbCore *core)
{
  guint i;

  run->ready = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_envelope_free);
  for (i = 0; i < run->held->len; i++)
    {
      const TbEnvelope *request = run->held->pdata[i];
      g_autoptr (TbPartnerRecord) partner =
        tb_tx_find (core->tx, TB_Q_PARTNER_BY_LINK, NULL, "s", request->link);
      TbEnvelope *answer = NULL;

      if (partner != NULL && has_change (run->changes, "outbox", partner->id))
        answer = tb_core_answer_held (core, partner, request);
      if (answer != NULL)
        g_ptr_array_add (run->ready, answer);
    }
}

/* On the store's worker, inside the transaction. */
static gboolean
run_in_tx (TbTx    *tx,
           gpointer data,
           GError **error)
{
  Run     *run = data;
  TbCore   core = { 0 };
  gboolean done;

  done = tb_core_init (&core, run->store, tx, tb_clock_now (run->clock), run->user, error);
  core.is_metered = run->is_metered;
  /* A past that is made up has no days worth keeping. */
  if (done && run->is_write && !tb_clock_is_virtual (run->clock))
    look_at_day (&core);
  /* Whichever process writes first after going back: nothing is sent or taken in the old epoch. */
  if (done && run->is_write && core.is_restored)
    done = tb_core_after_restore (&core, error);
  done = done && run->func (&core, run->data, error);
  if (done)
    {
      g_clear_pointer (&run->notices, g_ptr_array_unref);
      run->notices = g_steal_pointer (&core.notices);
      g_clear_pointer (&run->changes, g_ptr_array_unref);
      run->changes = tb_tx_get_changes (tx);
      run->is_outbox_changed = core.is_outbox_changed;
      g_clear_pointer (&run->ready, g_ptr_array_unref);
      if (core.is_outbox_changed && run->held != NULL)
        answer_held (run, &core);
    }
  tb_core_clear (&core);
  return done;
}

/* Who has just written knows what it changed without asking the store. */
static void
tell_changes (TbEngine  *self,
              GPtrArray *changes)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  if (changes->len == 0)
    return;
  tb_store_skip_changes (self->store, changes);
  if (changes->len > MAX_CHANGES)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, none, TRUE);
  else
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, changes, FALSE);
}

/* Tells sync to whom something may have to be sent. Where only a partner itself has changed, the way to it
 * may be another one: then all is to be looked at anew. */
static void
tell_outbox (TbEngine  *self,
             GPtrArray *changes)
{
  static const char *const kinds[] = { "outbox", "put", NULL };
  g_autoptr (GArray) partners = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint i, k;

  for (i = 0; i < changes->len; i++)
    {
      const TbChangeRecord *change = changes->pdata[i];

      for (k = 0; k < partners->len && g_array_index (partners, gint64, k) != change->row; k++)
        ;
      if (k == partners->len && g_strv_contains (kinds, change->kind))
        g_array_append_val (partners, change->row);
    }
  g_signal_emit (self, signals[SIGNAL_OUTBOX_CHANGED], 0, partners);
}

/* After the commit: sync wakes, the screen follows. */
static void
tell (TbEngine *self,
      Run      *run)
{
  guint i;

  for (i = 0; run->notices != NULL && i < run->notices->len; i++)
    g_signal_emit (self, signals[SIGNAL_NOTICE], 0, &((TbNoticeRow *)run->notices->pdata[i])->notice);
  self->ready = run->ready;
  if (run->is_outbox_changed)
    tell_outbox (self, run->changes);
  self->ready = NULL;
  if (tb_store_is_inline (self->store))
    tb_engine_poll (self);
  else
    tell_changes (self, run->changes);
}

gboolean
tb_engine_run (TbEngine  *self,
               gboolean   is_write,
               gint64     user,
               TbCoreFunc func,
               gpointer   data,
               GError   **error)
{
  g_autoptr (Run) run = run_new (self, is_write, user, func, data, NULL);

  if (!(is_write ? tb_store_write : tb_store_read) (self->store, run_in_tx, run, error))
    return FALSE;
  if (is_write)
    tell (self, run);
  return TRUE;
}

static void
on_store_ran_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  TbEngine *self = g_task_get_source_object (task);
  Run      *run = g_task_get_task_data (task);
  GError   *error = NULL;

  if (!tb_store_run_finish (TB_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (run->is_write)
    tell (self, run);
  g_task_return_boolean (task, TRUE);
}

void
tb_engine_run_async (TbEngine           *self,
                     gboolean            is_write,
                     gint64              user,
                     TbCoreFunc          func,
                     gpointer            data,
                     GDestroyNotify      destroy,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Run   *run = run_new (self, is_write, user, func, data, destroy);

  g_task_set_source_tag (task, tb_engine_run_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run, run_free);
  (is_write ? tb_store_write_async : tb_store_read_async) (self->store, run_in_tx, run, NULL, cancellable,
                                                           on_store_ran_cb, task);
}

gpointer
tb_engine_run_finish (TbEngine     *self,
                      GAsyncResult *result,
                      GError      **error)
{
  Run *run;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  run = g_task_get_task_data (G_TASK (result));
  return g_task_propagate_boolean (G_TASK (result), error) ? run->data : NULL;
}

static void
tb_engine_dispose (GObject *object)
{
  TbEngine *self = TB_ENGINE (object);

  g_clear_pointer (&self->helper, tb_store_worker_stop);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_object (&self->store);
  g_clear_pointer (&self->clock, tb_clock_unref);

  G_OBJECT_CLASS (tb_engine_parent_class)->dispose (object);
}

static void
tb_engine_class_init (TbEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tb_engine_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", TB_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, G_TYPE_PTR_ARRAY, G_TYPE_BOOLEAN);
  signals[SIGNAL_OUTBOX_CHANGED] =
    g_signal_new ("outbox-changed", TB_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                  G_TYPE_ARRAY);
  signals[SIGNAL_NOTICE] = g_signal_new ("notice", TB_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
tb_engine_init (TbEngine *self)
{
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_envelope_free);
}

static gboolean
is_seeded (TbCore  *core,
           gpointer data,
           GError **error)
{
  *(gboolean *)data = core->instance != NULL;
  return TRUE;
}

static gboolean
seed (TbCore  *core,
      gpointer data,
      GError **error)
{
  return tb_core_seed (core, error);
}

TbEngine *
tb_engine_new (TbStore *store,
               TbClock *clock,
               GError **error)
{
  g_autoptr (TbEngine) self = NULL;
  gboolean seeded = FALSE;
  gboolean settled = FALSE;

  g_return_val_if_fail (TB_IS_STORE (store), NULL);
  g_return_val_if_fail (clock != NULL, NULL);

  self = g_object_new (TB_TYPE_ENGINE, NULL);
  self->store = g_object_ref (store);
  self->clock = tb_clock_ref (clock);
  /* Asked of the data, not of who made the file: that process may have died before it came to this. */
  if (!tb_engine_run (self, FALSE, 0, is_seeded, &seeded, error) ||
      (!seeded && !tb_engine_run (self, TRUE, 0, seed, NULL, error)) ||
      !tb_engine_after_restore (self, error) ||
      !tb_engine_run (self, FALSE, 0, tb_core_is_settled, &settled, error) ||
      (!settled && !tb_engine_run (self, TRUE, 0, tb_core_look_around, NULL, error)))
    return NULL;
  return g_steal_pointer (&self);
}

TbStore *
tb_engine_get_store (TbEngine *self)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return self->store;
}

const char *
tb_engine_get_dir (TbEngine *self)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return tb_store_get_dir (self->store);
}

TbStoreWorker *
tb_engine_get_helper (TbEngine *self)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  if (self->helper == NULL)
    self->helper = tb_store_worker_new ("tb-engine-helper");
  return self->helper;
}

void
tb_engine_offer_mailbox (TbEngine *self,
                         gboolean  is_offered)
{
  g_return_if_fail (TB_IS_ENGINE (self));

  self->offers_mailbox = is_offered;
}

void
tb_engine_set_metered (TbEngine *self,
                       gboolean  is_metered)
{
  g_return_if_fail (TB_IS_ENGINE (self));

  self->is_metered = is_metered;
}

gboolean
tb_engine_offers_mailbox (TbEngine *self)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), FALSE);

  return self->offers_mailbox;
}

TbClock *
tb_engine_get_clock (TbEngine *self)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return self->clock;
}

/* A run that is on its way keeps the list that it was given. */
void
tb_engine_hold (TbEngine         *self,
                const char       *link,
                const TbEnvelope *request)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->held);
  guint i;

  g_return_if_fail (TB_IS_ENGINE (self));

  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_envelope_free);
  for (i = 0; i < before->len; i++)
    if (g_strcmp0 (((TbEnvelope *)before->pdata[i])->link, link) != 0)
      g_ptr_array_add (self->held, tb_envelope_copy (before->pdata[i]));
  if (request != NULL)
    g_ptr_array_add (self->held, tb_envelope_copy (request));
}

TbEnvelope *
tb_engine_take_ready (TbEngine   *self,
                      const char *link)
{
  guint i;

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  for (i = 0; self->ready != NULL && i < self->ready->len; i++)
    if (g_strcmp0 (((TbEnvelope *)self->ready->pdata[i])->link, link) == 0)
      return g_ptr_array_steal_index_fast (self->ready, i);
  return NULL;
}

static void
take_poll (TbEngine  *self,
           GPtrArray *changes,
           gboolean   overrun,
           GError    *error)
{
  if (changes == NULL)
    g_info ("cannot look for changes: %s", error->message); /* asked again in 250 ms */
  else if (changes->len > 0 || overrun)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, changes, overrun);
}

/* Whether another process may have left something to send. */
static gboolean
concerns_delivery (GPtrArray *changes)
{
  static const char *const kinds[] = { "outbox", "partner", "put", NULL };
  guint                    i;

  for (i = 0; i < changes->len; i++)
    if (g_strv_contains (kinds, ((TbChangeRecord *)changes->pdata[i])->kind))
      return TRUE;
  return FALSE;
}

static void
on_polled_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (TbEngine) self = user_data;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError) error = NULL;
  gboolean overrun = FALSE;

  changes = tb_store_poll_changes_finish (TB_STORE (source), result, &overrun, &error);
  self->is_polling = FALSE;
  take_poll (self, changes, overrun, error);
  if (changes != NULL && (overrun || concerns_delivery (changes)))
    tell_outbox (self, changes);
}

/* Work goes on without it, but somebody should know. */
static void
tell_backup_failure (TbEngine *self)
{
  g_autofree char *failure = tb_store_take_backup_failure (self->store);
  const TbNotice   notice = { .kind = "backup-failed", .detail = failure };

  if (failure != NULL)
    g_signal_emit (self, signals[SIGNAL_NOTICE], 0, &notice);
}

static void
poll_at_once (TbEngine *self)
{
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError) error = NULL;
  gboolean overrun = FALSE;

  changes = tb_store_poll_changes (self->store, &overrun, &error);
  take_poll (self, changes, overrun, error);
}

void
tb_engine_poll (TbEngine *self)
{
  g_autoptr (GError) error = NULL;
  gint64 version;

  g_return_if_fail (TB_IS_ENGINE (self));

  tell_backup_failure (self);
  if (tb_store_is_inline (self->store))
    poll_at_once (self);
  else if (self->is_polling)
    return; /* what comes meanwhile is seen by the next one */
  else if (tb_store_has_changes (self->store, &version, &error))
    {
      self->is_polling = TRUE;
      tb_store_poll_changes_async (self->store, version, on_polled_cb, g_object_ref (self));
    }
  else if (error != NULL)
    g_info ("cannot look for changes: %s", error->message);
}
