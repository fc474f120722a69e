/* SPDX-License-Identifier: GPL-3.0-or-later
 * A list of tickets as a window on the store: costs what is on screen (law 5).
 *
 * Of a folder only the head is known, some ids, and how many tickets there are; what stands behind it is
 * unread until somebody looks there, or for a ticket that is not in the head: then all ids are read, eight
 * bytes a row. Whoever looks there before is given a stranger: a placeholder without an id, which is replaced
 * when it is known who stands there. What comes and goes among the unread is announced where they begin.
 *
 * One job runs on the reader at a time, so that what it compares with is still true when it comes back. One
 * that is given up is not waited for.
 * Which is next is decided in one place, run_next_job(): to open (the head and the rows of the first screen),
 * then rows that somebody is looking at, then to refresh (ids, compared there with the ones we show, and
 * changed rows). */
#include "config.h"

#include "tb-ticket-list.h"

#include "tb-id-steps-private.h"
#include "tb-list-job-private.h"
#include "tb-ticket-cache-private.h"

#define PAGE_SIZE 200
/* Who has come so near to the end of the head will soon look behind it. */
#define NEAR_END (TB_LIST_HEAD / 2)

struct _TbTicketList
{
  GObject parent_instance;

  const TbListSource *source;

  TbStore       *store; /* (owned) (nullable): gone after dispose */
  TbListQuery    query; /* its search is owned */
  GArray        *ids;   /* (owned) (element-type gint64): never changed, only replaced: a job may read it */
  guint          n_items;
  GHashTable    *strangers; /* (owned): position -> TbObject (owned): behind the ids */
  TbTicketCache *cache;     /* (owned) */

  TbListJob *running;    /* (borrowed) (nullable): on the reader */
  gboolean   is_telling; /* what it has brought */
  guint      rest;       /* reads what stands behind the first hits */
  gboolean   is_loading;
  gboolean   wants_all; /* ids, not only the head */
  gint64     sought;    /* the same, if this one is in the list; 0: nothing */
  gint64     absent;    /* this one is not */
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

static TbListJob *
create_job (TbTicketList *self,
            TbListJobKind kind)
{
  TbListJob *job = tb_list_job_new (self, self->source, kind, &self->query);

  job->generation = self->generation;
  job->old_ids = g_array_ref (self->ids);
  job->old_items = self->n_items;
  return job;
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

/* The strangers go along with their places. */
static void
move_strangers (TbTicketList *self,
                guint         position,
                guint         removed,
                guint         added)
{
  g_autoptr (GHashTable) old = NULL;
  GHashTableIter iter;
  gpointer       place, stranger;

  if (removed == added || g_hash_table_size (self->strangers) == 0)
    return;
  old = g_steal_pointer (&self->strangers);
  self->strangers = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, &place, &stranger))
    if (GPOINTER_TO_UINT (place) >= position + removed)
      g_hash_table_insert (self->strangers, GUINT_TO_POINTER (GPOINTER_TO_UINT (place) + added - removed),
                           g_object_ref (stranger));
    else if (GPOINTER_TO_UINT (place) < position)
      g_hash_table_insert (self->strangers, place, g_object_ref (stranger));
}

static void
set_ids (TbTicketList *self,
         GArray       *ids)
{
  g_array_ref (ids);
  g_array_unref (self->ids);
  self->ids = ids;
}

static void
announce (TbTicketList *self,
          guint         position,
          guint         removed,
          guint         added)
{
  if (removed == 0 && added == 0)
    return;
  self->n_items += added - removed;
  move_strangers (self, position, removed, added);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const guint x = GPOINTER_TO_UINT (a);
  const guint y = GPOINTER_TO_UINT (b);

  return (x > y) - (x < y);
}

/* Those whose ids are known by now are announced, what stands together at once. */
static void
replace_strangers (TbTicketList *self)
{
  g_autoptr (GList) places = g_list_sort (g_hash_table_get_keys (self->strangers), compare_places);
  GList *l = places;

  while (l != NULL && GPOINTER_TO_UINT (l->data) < self->ids->len)
    {
      const guint first = GPOINTER_TO_UINT (l->data);
      guint       n = 0;

      for (; l != NULL && GPOINTER_TO_UINT (l->data) == first + n && first + n < self->ids->len; n++)
        {
          g_hash_table_remove (self->strangers, l->data);
          l = l->next;
        }
      announce (self, first, n, n);
    }
}

/* Something is wanted that does not stand in the head. */
static void
want_all (TbTicketList *self)
{
  if (self->wants_all || self->ids->len >= self->n_items)
    return;
  self->wants_all = TRUE;
  self->must_read_ids = TRUE;
}

/* Gives the rows to their objects. Returns which of them showed something else before. */
static GArray *
take_rows (TbTicketList *self,
           TbListJob    *job)
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

static void run_next_job (TbTicketList *self);

static gboolean
on_rest_cb (gpointer data)
{
  TbTicketList *self = data;

  self->rest = 0;
  self->must_read_ids = TRUE;
  run_next_job (self);
  return G_SOURCE_REMOVE;
}

/* The first screen by itself: a view looks through what comes in the place of something else. Whatever else a
 * search finds is read when that has been painted, and not at all if somebody types on meanwhile. */
static void
take_opened (TbTicketList *self,
             TbListJob    *job)
{
  tb_ticket_cache_forget_hints (self->cache);
  g_array_unref (take_rows (self, job));
  g_hash_table_remove_all (self->strangers);
  set_ids (self, job->ids);
  announce (self, 0, self->n_items, job->row_ids->len);
  announce (self, job->row_ids->len, 0, job->n_items - job->row_ids->len);
  if (job->generation != self->generation)
    return;
  if (!job->is_whole)
    self->rest = g_idle_add (on_rest_cb, self);
  else if (!self->wants_all && self->sought == 0) /* what is looked for may stand behind it */
    set_loading (self, FALSE);
}

/* What differs in the head, then behind it. */
static void
announce_differences (TbTicketList *self,
                      TbListJob    *job)
{
  const guint n_unread = self->n_items - self->ids->len;
  const guint n_behind = job->n_items - job->n_known;
  guint       i;

  for (i = 0; job->steps != NULL && i < job->steps->len; i++)
    {
      const TbIdStep *step = &g_array_index (job->steps, TbIdStep, i);
      g_autoptr (GArray) ids = tb_id_steps_apply (self->ids, step);

      set_ids (self, ids);
      announce (self, step->position, !step->is_added, step->is_added);
    }
  set_ids (self, job->ids);
  if (job->steps == NULL)
    announce (self, job->prefix, job->removed, job->added);
  announce (self, job->n_known, n_unread - MIN (n_unread, n_behind), n_behind - MIN (n_unread, n_behind));
  replace_strangers (self);
}

static void
take_refreshed (TbTicketList *self,
                TbListJob    *job)
{
  g_autoptr (GArray) are_changed = take_rows (self, job);
  guint i;

  self->wants_all = self->wants_all || job->reads_all;
  self->absent = job->reads_all ? 0 : job->sought;
  if (self->sought == job->sought)
    self->sought = 0;
  announce_differences (self, job);
  for (i = 0; i < job->places->len; i++)
    {
      TbListPlace place = g_array_index (job->places, TbListPlace, i);

      if (g_array_index (are_changed, gboolean, place.row))
        announce (self, place.position, 1, 1);
    }
  if (job->reads_ids && job->generation == self->generation &&
      (job->reads_all || (!self->wants_all && self->sought == 0)))
    set_loading (self, FALSE);
}

/* Nothing is asked for again by itself, or a broken store would be asked without end: the next look at a row
 * or the next change does it. */
static void
take_failure (TbTicketList *self,
              TbListJob    *job,
              const GError *error)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint i;

  if (job->kind == TB_LIST_JOB_ROWS)
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
      if (job->kind == TB_LIST_JOB_OPEN)
        {
          set_ids (self, none);
          announce (self, 0, self->n_items, 0);
        }
      set_loading (self, FALSE);
    }
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static void
on_store_read_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      data)
{
  TbListJob *job = data;
  g_autoptr (TbTicketList) self = g_weak_ref_get (&job->list);
  g_autoptr (GError) error = NULL;
  gboolean is_done = tb_store_run_finish (TB_STORE (source), result, &error);

  if (self == NULL || self->store == NULL || self->running != job)
    return;
  self->is_telling = TRUE;
  if (!is_done)
    take_failure (self, job, error);
  else if (job->kind == TB_LIST_JOB_ROWS || job->generation != self->generation)
    g_array_unref (take_rows (self, job)); /* of an earlier query only the rows are still true */
  else if (job->kind == TB_LIST_JOB_OPEN)
    take_opened (self, job);
  else
    take_refreshed (self, job);
  /* Only now: a main loop inside a handler must not bring the next job while this one is being told. */
  self->running = NULL;
  self->is_telling = FALSE;
  if (is_done || self->must_open)
    run_next_job (self);
}

/* What letters find that are typed over by now is of no use to anybody; rows always are. The next job does
 * not wait until the reader has let go of this one. */
static void
give_up_job (TbTicketList *self)
{
  g_clear_handle_id (&self->rest, g_source_remove);
  if (self->running == NULL || self->running->kind == TB_LIST_JOB_ROWS || self->is_telling)
    return;
  self->must_read_rows = self->must_read_rows || self->running->kind == TB_LIST_JOB_REFRESH;
  g_cancellable_cancel (self->running->cancel);
  self->running = NULL;
}

/* ---- What is to be done next ---- */

/* The row that was asked for last, and the others of its page that are not there yet. */
static TbListJob *
create_rows_job (TbTicketList *self)
{
  TbListJob *job;
  gint64     id;
  guint      hint, i, end;

  if (!tb_ticket_cache_next (self->cache, &id, &hint))
    return NULL;
  job = create_job (self, TB_LIST_JOB_ROWS);
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

static TbListJob *
create_refresh_job (TbTicketList *self)
{
  TbListJob *job = create_job (self, TB_LIST_JOB_REFRESH);

  job->reads_ids = self->must_read_ids;
  job->reads_all = self->wants_all;
  job->sought = self->sought;
  job->row_ids = tb_ticket_cache_loaded (self->cache, self->must_read_rows ? NULL : self->changed);
  if (self->must_read_ids)
    g_clear_handle_id (&self->rest, g_source_remove);
  self->must_read_ids = FALSE;
  self->must_read_rows = FALSE;
  g_hash_table_remove_all (self->changed);
  return job;
}

static void
run_next_job (TbTicketList *self)
{
  TbListJob *job = NULL;

  if (self->running != NULL || self->store == NULL)
    return;
  if (self->must_open)
    {
      self->must_open = FALSE;
      job = create_job (self, TB_LIST_JOB_OPEN);
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
  tb_store_read_async (self->store, tb_list_job_run, job, tb_list_job_free, job->cancel, on_store_read_cb,
                       job);
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
  return TB_TICKET_LIST (model)->n_items;
}

static gpointer
get_stranger (TbTicketList *self,
              guint         position)
{
  gpointer stranger = g_hash_table_lookup (self->strangers, GUINT_TO_POINTER (position));

  if (stranger == NULL && position >= self->ids->len)
    {
      stranger = g_object_new (self->source->item_type (), NULL);
      g_hash_table_insert (self->strangers, GUINT_TO_POINTER (position), stranger);
    }
  return stranger != NULL ? g_object_ref (stranger) : NULL;
}

static gpointer
tb_ticket_list_get_item (GListModel *model,
                         guint       position)
{
  TbTicketList *self = TB_TICKET_LIST (model);
  gpointer      item;

  if (position >= self->n_items)
    return NULL;
  item = get_stranger (self, position);
  if (item == NULL)
    item = tb_ticket_cache_get (self->cache, g_array_index (self->ids, gint64, position), position);
  if (position + NEAR_END >= self->ids->len)
    want_all (self);
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
  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (tb_ticket_list_parent_class)->dispose (object);
}

static void
tb_ticket_list_finalize (GObject *object)
{
  TbTicketList *self = TB_TICKET_LIST (object);

  g_free ((char *)self->query.search);
  g_array_unref (self->ids);
  g_hash_table_unref (self->strangers);
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
      g_value_set_uint (value, self->n_items);
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
   * TbTicketList:is-loading: whether it is not known yet how many tickets there are, or where one is.
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
  self->strangers = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
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
  return tb_ticket_list_new_from (store, &TB_LIST_OF_TICKETS, query);
}

void
tb_ticket_list_set_query (TbTicketList      *self,
                          const TbListQuery *query)
{
  g_return_if_fail (TB_IS_TICKET_LIST (self));
  g_return_if_fail (query != NULL);

  if (self->generation > 0 && tb_list_query_equal (&self->query, query))
    return;
  tb_list_query_copy (&self->query, query);
  self->generation++;
  self->must_open = TRUE;
  self->wants_all = FALSE;
  self->sought = self->absent = 0;
  set_loading (self, TRUE);
  give_up_job (self);
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
  g_return_val_if_fail (TB_IS_TICKET_LIST (self), FALSE);

  if (tb_id_find (self->ids, ticket, position))
    return TRUE;
  if (self->ids->len < self->n_items && self->absent != ticket)
    {
      self->sought = ticket;
      self->must_read_ids = TRUE;
      set_loading (self, TRUE);
      run_next_job (self);
    }
  return FALSE;
}

void
tb_ticket_list_expect_jump (TbTicketList *self)
{
  g_return_if_fail (TB_IS_TICKET_LIST (self));

  /* What is opened just now comes first. */
  if (self->is_loading)
    return;
  want_all (self);
  run_next_job (self);
}
