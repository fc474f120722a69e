/* SPDX-License-Identifier: GPL-3.0-or-later
 * A list of tickets as a window on the store: costs what is on screen, and eight bytes a row (law 5).
 *
 * One job runs on the reader at a time, so that what it compares with is still true when it comes back.
 * Which is next is decided in one place, run_next_job(): to open (the first screen: ids and rows), then rows
 * that somebody is looking at, then to refresh (all ids, compared there with the ones we show, and changed
 * rows). */
#include "config.h"

#include "tb-ticket-list.h"

#include "tb-id-steps-private.h"
#include "tb-store.h"
#include "tb-ticket-cache-private.h"
#include "tb-ticket-list-private.h"

#define PAGE_SIZE 200
/* What stands in view at first, on a high screen too: a view makes a widget for each row it is told of. */
#define FIRST_SIZE 40
/* Objects that are kept although nobody holds them. */
#define CACHE_SIZE (5 * PAGE_SIZE)
/* A longer range is not announced as a whole if so many steps do: whoever looks for a row in it asks for
 * each. */
#define LONG_RANGE (5 * PAGE_SIZE)
#define MAX_STEPS 16

typedef struct _Job Job;

struct _TbTicketList
{
  GObject parent_instance;

  const TbListSource *source;

  TbStore       *store; /* (owned) (nullable): gone after dispose */
  TbListQuery    query; /* its search is owned */
  GArray        *ids;   /* (owned) (element-type gint64): never changed, only replaced: a job may read it */
  TbTicketCache *cache; /* (owned) */

  Job     *running; /* (borrowed) (nullable): on the reader */
  gboolean is_loading;
  /* what is to be done next */
  gboolean    must_open;
  gboolean    must_read_ids;
  gboolean    must_read_rows; /* all loaded ones */
  GHashTable *changed;        /* (owned) (element-type gint64): tickets whose rows are to be read again */
  guint       generation;     /* counts queries */
};

static void list_model_iface_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (TbTicketList, tb_ticket_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))
/* clang-format on */

enum
{
  PROP_0,
  PROP_IS_LOADING,
  PROP_N_ITEMS,
  N_PROPS,
};

enum
{
  SIGNAL_FAILED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

/* ---- Jobs: what one goes to the reader with, and comes back with ---- */

typedef enum
{
  JOB_OPEN,
  JOB_ROWS,
  JOB_REFRESH,
} JobKind;

/* Where a row that was read stands in the new ids. */
typedef struct
{
  guint position;
  guint row;
} Place;

struct _Job
{
  GWeakRef      list;
  GCancellable *cancel; /* (owned) */
  /* input */
  const TbListSource *source;
  JobKind             kind;
  guint               generation;
  TbListQuery         query;     /* its search is owned */
  GArray             *old_ids;   /* (owned) (element-type gint64) */
  GArray             *row_ids;   /* (owned) (element-type gint64) */
  gboolean            reads_ids; /* of JOB_REFRESH */
  /* output */
  GArray    *ids;    /* (owned) (element-type gint64) */
  GPtrArray *rows;   /* (owned) (element-type TbRecord): as row_ids, NULL for one that is gone */
  GArray    *places; /* (owned) (element-type Place): of rows outside the changed range */
  guint      prefix; /* the changed range begins here */
  guint      removed;
  guint      added;
  GArray    *steps; /* (owned) (nullable) (element-type TbIdStep): in place of the range */
};

static gboolean
queries_equal (const TbListQuery *a,
               const TbListQuery *b)
{
  return a->folder == b->folder &&
         a->viewer == b->viewer &&
         a->sort == b->sort &&
         !a->descending == !b->descending &&
         g_strcmp0 (a->search, b->search) == 0;
}

static void
copy_query (TbListQuery       *to,
            const TbListQuery *from)
{
  char *search = g_strdup (from->search);

  g_free ((char *)to->search);
  *to = *from;
  to->search = search;
}

static Job *
job_new (TbTicketList *list,
         JobKind       kind)
{
  Job *job = g_new0 (Job, 1);

  g_weak_ref_init (&job->list, list);
  job->cancel = g_cancellable_new ();
  job->source = list->source;
  job->kind = kind;
  job->generation = list->generation;
  copy_query (&job->query, &list->query);
  job->old_ids = g_array_ref (list->ids);
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_weak_ref_clear (&job->list);
  g_object_unref (job->cancel);
  g_free ((char *)job->query.search);
  g_clear_pointer (&job->old_ids, g_array_unref);
  g_clear_pointer (&job->row_ids, g_array_unref);
  g_clear_pointer (&job->ids, g_array_unref);
  g_clear_pointer (&job->rows, g_ptr_array_unref);
  g_clear_pointer (&job->places, g_array_unref);
  g_clear_pointer (&job->steps, g_array_unref);
  g_free (job);
}

static void
compare_ids (Job *job)
{
  const gint64 *old = (const gint64 *)(gpointer)job->old_ids->data;
  const gint64 *now = (const gint64 *)(gpointer)job->ids->data;

  tb_id_range_find (old, job->old_ids->len, now, job->ids->len, &job->prefix, &job->removed, &job->added);
  if (MIN (job->removed, job->added) > LONG_RANGE)
    job->steps = tb_id_steps_find (old, job->old_ids->len, now, job->ids->len, MAX_STEPS);
}

/* Finds where the rows stand that were read, as far as they are not in the changed range anyway. */
static void
find_places (Job *job)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint i;

  job->places = g_array_new (FALSE, FALSE, sizeof (Place));
  if (job->row_ids->len == 0)
    return;
  for (i = 0; i < job->row_ids->len; i++)
    g_hash_table_insert (rows, &g_array_index (job->row_ids, gint64, i), GUINT_TO_POINTER (i));
  for (i = 0; i < job->ids->len; i++)
    {
      gpointer row;

      if (i == job->prefix && job->steps == NULL)
        i += job->added;
      if (i < job->ids->len &&
          g_hash_table_lookup_extended (rows, &g_array_index (job->ids, gint64, i), NULL, &row))
        {
          Place place = { i, GPOINTER_TO_UINT (row) };

          g_array_append_val (job->places, place);
        }
    }
}

/* On the reader. */
static gboolean
run_job (TbTx    *tx,
         gpointer data,
         GError **error)
{
  Job *job = data;

  if (job->kind == JOB_OPEN || (job->kind == JOB_REFRESH && job->reads_ids))
    {
      job->ids = job->source->read_ids (tx, &job->query, job->kind == JOB_OPEN ? FIRST_SIZE : 0, error);
      if (job->ids == NULL)
        return FALSE;
    }
  if (job->kind == JOB_OPEN)
    job->row_ids = g_array_ref (job->ids);
  if (job->ids == NULL)
    job->ids = g_array_ref (job->old_ids);

  job->rows =
    job->source->read_rows (tx, (const gint64 *)(gpointer)job->row_ids->data, job->row_ids->len, error);
  if (job->rows == NULL)
    return FALSE;
  if (job->kind == JOB_REFRESH)
    {
      compare_ids (job);
      find_places (job);
    }
  return TRUE;
}

/* ---- What a job brings, on the main thread ---- */

static void
set_loading (TbTicketList *self,
             gboolean      is_loading)
{
  if (self->is_loading == is_loading)
    return;
  self->is_loading = is_loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_LOADING]);
}

static void
replace_ids (TbTicketList *self,
             GArray       *ids,
             guint         position,
             guint         removed,
             guint         added)
{
  g_array_ref (ids);
  g_array_unref (self->ids);
  self->ids = ids;
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

/* Gives the rows to their objects. Returns which of them showed something else before. */
static GArray *
take_rows (TbTicketList *self,
           Job          *job)
{
  GArray *are_changed = g_array_new (FALSE, TRUE, sizeof (gboolean));
  guint   i;

  g_array_set_size (are_changed, job->rows->len);
  for (i = 0; i < job->rows->len; i++)
    {
      gpointer row = g_ptr_array_index (job->rows, i);

      if (row != NULL)
        g_array_index (are_changed, gboolean, i) = tb_ticket_cache_take (self->cache, row);
      else
        tb_ticket_cache_give_up (self->cache, g_array_index (job->row_ids, gint64, i));
    }
  return are_changed;
}

static void
take_opened (TbTicketList *self,
             Job          *job)
{
  guint n_old = self->ids->len;

  tb_ticket_cache_forget_hints (self->cache);
  g_array_unref (take_rows (self, job));
  replace_ids (self, job->ids, 0, n_old, job->ids->len);
  if (job->generation != self->generation)
    return;
  if (job->ids->len == FIRST_SIZE)
    self->must_read_ids = TRUE;
  else
    set_loading (self, FALSE);
}

static void
take_refreshed (TbTicketList *self,
                Job          *job)
{
  g_autoptr (GArray) are_changed = take_rows (self, job);
  guint i;

  for (i = 0; job->steps != NULL && i < job->steps->len; i++)
    {
      const TbIdStep *step = &g_array_index (job->steps, TbIdStep, i);
      g_autoptr (GArray) ids = tb_id_steps_apply (self->ids, step);

      replace_ids (self, ids, step->position, !step->is_added, step->is_added);
    }
  if (job->steps == NULL)
    replace_ids (self, job->ids, job->prefix, job->removed, job->added);
  for (i = 0; i < job->places->len; i++)
    {
      Place place = g_array_index (job->places, Place, i);

      if (g_array_index (are_changed, gboolean, place.row))
        g_list_model_items_changed (G_LIST_MODEL (self), place.position, 1, 1);
    }
  if (job->reads_ids && job->generation == self->generation)
    set_loading (self, FALSE);
}

/* Nothing is asked for again by itself, or a broken store would be asked without end: the next look at a row
 * or the next change does it. */
static void
take_failure (TbTicketList *self,
              Job          *job,
              const GError *error)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint i;

  if (job->kind == JOB_ROWS)
    {
      for (i = 0; i < job->row_ids->len; i++)
        tb_ticket_cache_give_up (self->cache, g_array_index (job->row_ids, gint64, i));
    }
  else
    {
      self->must_read_ids = TRUE;
      self->must_read_rows = TRUE;
    }
  if (job->generation == self->generation)
    {
      /* Another folder's tickets must not stand under this one's name. */
      if (job->kind == JOB_OPEN)
        replace_ids (self, none, 0, self->ids->len, 0);
      set_loading (self, FALSE);
    }
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static void run_next_job (TbTicketList *self);

static void
on_store_read_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  Job *job = data;
  g_autoptr (TbTicketList) self = g_weak_ref_get (&job->list);
  g_autoptr (GError) error = NULL;
  gboolean is_done = tb_store_run_finish (TB_STORE (source), result, &error);

  if (self == NULL || self->store == NULL)
    return;
  /* A newer query waits, for which rows may be there that have changed. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->must_read_rows = self->must_read_rows || job->kind == JOB_REFRESH;
  else if (!is_done)
    take_failure (self, job, error);
  else if (job->kind == JOB_ROWS || job->generation != self->generation)
    g_array_unref (take_rows (self, job)); /* of an earlier query only the rows are still true */
  else if (job->kind == JOB_OPEN)
    take_opened (self, job);
  else
    take_refreshed (self, job);
  /* Only now: a main loop inside a handler must not bring the next job while this one is being told. */
  self->running = NULL;
  if (is_done || self->must_open)
    run_next_job (self);
}

/* ---- What is to be done next ---- */

/* The row that was asked for last, and the others of its page that are not there yet. */
static Job *
create_rows_job (TbTicketList *self)
{
  Job   *job;
  gint64 id;
  guint  hint, i, end;

  if (!tb_ticket_cache_next (self->cache, &id, &hint))
    return NULL;
  job = job_new (self, JOB_ROWS);
  job->row_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (job->row_ids, id);
  if (hint >= self->ids->len)
    return job;
  i = hint - hint % PAGE_SIZE;
  end = i + MIN (PAGE_SIZE, self->ids->len - i);
  for (; i < end; i++)
    {
      gint64 other = g_array_index (self->ids, gint64, i);

      if (other != id && !tb_ticket_cache_is_loaded (self->cache, other))
        g_array_append_val (job->row_ids, other);
    }
  return job;
}

static Job *
create_refresh_job (TbTicketList *self)
{
  Job *job = job_new (self, JOB_REFRESH);

  job->reads_ids = self->must_read_ids;
  job->row_ids = tb_ticket_cache_loaded (self->cache, self->must_read_rows ? NULL : self->changed);
  self->must_read_ids = FALSE;
  self->must_read_rows = FALSE;
  g_hash_table_remove_all (self->changed);
  return job;
}

static void
run_next_job (TbTicketList *self)
{
  Job *job = NULL;

  if (self->running != NULL || self->store == NULL)
    return;
  if (self->must_open)
    {
      self->must_open = FALSE;
      job = job_new (self, JOB_OPEN);
    }
  else
    {
      job = create_rows_job (self);
      if (job == NULL && (self->must_read_ids || self->must_read_rows))
        job = create_refresh_job (self);
    }
  if (job == NULL)
    return;
  self->running = job;
  tb_store_read_async (self->store, run_job, job, job_free, job->cancel, on_store_read_cb, job);
}

/* ---- GListModel ---- */

static GType
tb_ticket_list_get_item_type (GListModel *model)
{
  return TB_TICKET_LIST (model)->source->item_type ();
}

static guint
tb_ticket_list_get_n_items (GListModel *model)
{
  return TB_TICKET_LIST (model)->ids->len;
}

static gpointer
tb_ticket_list_get_item (GListModel *model,
                         guint       position)
{
  TbTicketList *self = TB_TICKET_LIST (model);
  gpointer      item;

  if (position >= self->ids->len)
    return NULL;
  item = tb_ticket_cache_get (self->cache, g_array_index (self->ids, gint64, position), position);
  run_next_job (self);
  return item;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = tb_ticket_list_get_item_type;
  iface->get_n_items = tb_ticket_list_get_n_items;
  iface->get_item = tb_ticket_list_get_item;
}

/* ---- GObject ---- */

static void
tb_ticket_list_dispose (GObject *object)
{
  TbTicketList *self = TB_TICKET_LIST (object);

  if (self->running != NULL)
    g_cancellable_cancel (self->running->cancel);
  self->running = NULL;
  g_clear_object (&self->store);

  G_OBJECT_CLASS (tb_ticket_list_parent_class)->dispose (object);
}

static void
tb_ticket_list_finalize (GObject *object)
{
  TbTicketList *self = TB_TICKET_LIST (object);

  g_free ((char *)self->query.search);
  g_array_unref (self->ids);
  g_clear_pointer (&self->cache, tb_ticket_cache_free);
  g_hash_table_unref (self->changed);

  G_OBJECT_CLASS (tb_ticket_list_parent_class)->finalize (object);
}

static void
tb_ticket_list_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  TbTicketList *self = TB_TICKET_LIST (object);

  switch (prop_id)
    {
    case PROP_IS_LOADING:
      g_value_set_boolean (value, self->is_loading);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->ids->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_ticket_list_class_init (TbTicketListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_ticket_list_dispose;
  object_class->finalize = tb_ticket_list_finalize;
  object_class->get_property = tb_ticket_list_get_property;

  /**
   * TbTicketList:is-loading: whether not all ids are known yet.
   */
  properties[PROP_IS_LOADING] = g_param_spec_boolean ("is-loading", NULL, NULL, FALSE, flags);
  /**
   * TbTicketList:n-items: how many tickets there are.
   */
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * TbTicketList::failed: the store could not be read. It is asked again with the next change or look.
   */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", TB_TYPE_TICKET_LIST, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tb_ticket_list_init (TbTicketList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

TbTicketList *
tb_ticket_list_new_from (TbStore            *store,
                         const TbListSource *source,
                         const TbListQuery  *query)
{
  TbTicketList *self;

  g_return_val_if_fail (TB_IS_STORE (store), NULL);
  g_return_val_if_fail (source != NULL && query != NULL, NULL);

  self = g_object_new (TB_TYPE_TICKET_LIST, NULL);
  self->store = g_object_ref (store);
  self->source = source;
  self->cache = tb_ticket_cache_new (source->item_type (), source->cache_size);
  tb_ticket_list_set_query (self, query);
  return self;
}

TbTicketList *
tb_ticket_list_new (TbStore           *store,
                    const TbListQuery *query)
{
  static const char *const id_kinds[] = { NULL };
  static const char *const row_kinds[] = {
    "organisation", "outbox", "partner", "ticket_status", "user", NULL
  };
  static const TbListSource source = {
    .item_type = tb_ticket_get_type,
    .cache_size = CACHE_SIZE,
    .read_ids = tb_tx_list_ids,
    .read_rows = tb_tx_list_rows,
    .own_kind = "ticket",
    .id_kinds = id_kinds,
    .row_kinds = row_kinds,
  };

  return tb_ticket_list_new_from (store, &source, query);
}

void
tb_ticket_list_set_query (TbTicketList      *self,
                          const TbListQuery *query)
{
  g_return_if_fail (TB_IS_TICKET_LIST (self));
  g_return_if_fail (query != NULL);

  if (self->generation > 0 && queries_equal (&self->query, query))
    return;
  copy_query (&self->query, query);
  self->generation++;
  self->must_open = TRUE;
  set_loading (self, TRUE);
  /* What letters find that are typed over by now is of no use to anybody; rows always are. */
  if (self->running != NULL && self->running->kind != JOB_ROWS)
    g_cancellable_cancel (self->running->cancel);
  run_next_job (self);
}

const TbListQuery *
tb_ticket_list_get_query (TbTicketList *self)
{
  g_return_val_if_fail (TB_IS_TICKET_LIST (self), NULL);

  return &self->query;
}

void
tb_ticket_list_apply_changes (TbTicketList *self,
                              GPtrArray    *changes)
{
  guint i;

  g_return_if_fail (TB_IS_TICKET_LIST (self));

  if (changes == NULL)
    {
      self->must_read_ids = TRUE;
      self->must_read_rows = TRUE;
    }
  for (i = 0; changes != NULL && i < changes->len; i++)
    {
      const TbChangeRecord *change = g_ptr_array_index (changes, i);

      if (g_strcmp0 (change->kind, self->source->own_kind) == 0)
        {
          g_hash_table_add (self->changed, g_memdup2 (&change->row, sizeof change->row));
          self->must_read_ids = TRUE;
        }
      if (g_strv_contains (self->source->id_kinds, change->kind))
        self->must_read_ids = TRUE;
      if (g_strv_contains (self->source->row_kinds, change->kind))
        self->must_read_rows = TRUE;
    }
  run_next_job (self);
}

gboolean
tb_ticket_list_is_loading (TbTicketList *self)
{
  g_return_val_if_fail (TB_IS_TICKET_LIST (self), FALSE);

  return self->is_loading;
}

gboolean
tb_ticket_list_find (TbTicketList *self,
                     gint64        ticket,
                     guint        *position)
{
  guint i;

  g_return_val_if_fail (TB_IS_TICKET_LIST (self), FALSE);

  for (i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == ticket)
      {
        if (position != NULL)
          *position = i;
        return TRUE;
      }
  return FALSE;
}
