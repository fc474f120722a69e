/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a list of tickets has read on the store's reader. */
#include "config.h"

#include "tb-list-job-private.h"

#include "tb-id-steps-private.h"

/* What stands in view at first, on a high screen too: a view makes a widget for each row it is told of. */
#define FIRST_SIZE 40
/* A head may grow with its list to this. */
#define MOST_HEAD (2 * TB_LIST_HEAD)
/* A longer range is not announced as a whole if so many steps do: whoever looks for a row in it asks for
 * each. */
#define LONG_RANGE 200
#define MAX_STEPS 16
/* Objects that are kept although nobody holds them. */
#define CACHE_SIZE 1000

static const char *const id_kinds[] = { NULL };
static const char *const row_kinds[] = { "organisation", "outbox", "partner", "ticket_status", "user", NULL };

const TbListSource TB_LIST_OF_TICKETS = {
  .item_type = tb_ticket_get_type,
  .cache_size = CACHE_SIZE,
  .count = tb_tx_list_count,
  .holds = tb_tx_list_holds,
  .read_ids = tb_tx_list_ids,
  .read_rows = tb_tx_list_rows,
  .own_kind = "ticket",
  .id_kinds = id_kinds,
  .row_kinds = row_kinds,
};

gboolean
tb_list_query_equal (const TbListQuery *a,
                     const TbListQuery *b)
{
  return a->folder == b->folder &&
         a->viewer == b->viewer &&
         a->sort == b->sort &&
         !a->descending == !b->descending &&
         g_strcmp0 (a->search, b->search) == 0;
}

void
tb_list_query_copy (TbListQuery       *to,
                    const TbListQuery *from)
{
  char *search = g_strdup (from->search);

  g_free ((char *)to->search);
  *to = *from;
  to->search = search;
}

TbListJob *
tb_list_job_new (gpointer            list,
                 const TbListSource *source,
                 TbListJobKind       kind,
                 const TbListQuery  *query)
{
  TbListJob *job = g_new0 (TbListJob, 1);

  g_weak_ref_init (&job->list, list);
  job->cancel = g_cancellable_new ();
  job->source = source;
  job->kind = kind;
  tb_list_query_copy (&job->query, query);
  return job;
}

void
tb_list_job_free (gpointer data)
{
  TbListJob *job = data;

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

/* ---- Reading ---- */

/* How long a head is now that has as much behind it as it had. */
static guint
head_now (const TbListJob *job,
          gint64           n_items)
{
  const gint64 unread = (gint64)job->old_items - job->old_ids->len;

  return (guint)CLAMP (n_items - unread, TB_LIST_HEAD, MOST_HEAD);
}

/* Where in the list it is that is sought, all ids must tell; not so that it is not there. */
static gboolean
look_for_sought (TbListJob *job,
                 TbTx      *tx,
                 GError   **error)
{
  if (job->sought == 0 || job->reads_all)
    return TRUE;
  job->reads_all = TRUE;
  return job->source->holds == NULL ||
         job->source->holds (tx, &job->query, job->sought, &job->reads_all, error);
}

/* Of a list whose length is kept only the head is read; of the others the first screen, then all. */
static gboolean
read_ids (TbListJob *job,
          TbTx      *tx,
          GError   **error)
{
  const gboolean is_counted = job->source->count != NULL && job->query.search == NULL;
  const gboolean is_opening = job->kind == TB_LIST_JOB_OPEN;
  gint64         n_items = 0;
  guint          limit = 0;

  if (is_counted && (!job->source->count (tx, &job->query, &n_items, error) ||
                     !look_for_sought (job, tx, error)))
    return FALSE;
  if (is_counted && !job->reads_all)
    limit = is_opening ? TB_LIST_HEAD : head_now (job, n_items);
  else if (is_opening)
    limit = FIRST_SIZE;
  job->ids = job->source->read_ids (tx, &job->query, limit, error);
  if (job->ids == NULL)
    return FALSE;
  job->is_whole = is_counted || limit == 0 || job->ids->len < limit;
  job->n_items = limit > 0 && job->ids->len == limit ? (guint)MAX (n_items, limit) : job->ids->len;
  return TRUE;
}

/* The first rows are there with the first ids. */
static GArray *
first_ids (GArray *ids)
{
  GArray *first = g_array_new (FALSE, FALSE, sizeof (gint64));

  return g_array_append_vals (first, ids->data, MIN (ids->len, FIRST_SIZE));
}

/* ---- Comparing ---- */

static void
compare_ids (TbListJob *job)
{
  const gint64 *old = (const gint64 *)(gpointer)job->old_ids->data;
  const gint64 *now = (const gint64 *)(gpointer)job->ids->data;
  const gint64  unread = (gint64)job->old_items - job->old_ids->len;

  job->n_known = (guint)CLAMP ((gint64)job->n_items - unread, 0, job->ids->len);
  tb_id_range_find (old, job->old_ids->len, now, job->n_known, &job->prefix, &job->removed, &job->added);
  if (MIN (job->removed, job->added) > LONG_RANGE)
    job->steps = tb_id_steps_find (old, job->old_ids->len, now, job->n_known, MAX_STEPS);
}

/* Finds where the rows stand that were read, as far as they are not in the changed range anyway. */
static void
find_places (TbListJob *job)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint i;

  job->places = g_array_new (FALSE, FALSE, sizeof (TbListPlace));
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
          TbListPlace place = { i, GPOINTER_TO_UINT (row) };

          g_array_append_val (job->places, place);
        }
    }
}

gboolean
tb_list_job_run (TbTx    *tx,
                 gpointer data,
                 GError **error)
{
  TbListJob *job = data;

  if ((job->kind == TB_LIST_JOB_OPEN || job->reads_ids) && !read_ids (job, tx, error))
    return FALSE;
  if (job->kind == TB_LIST_JOB_OPEN)
    job->row_ids = first_ids (job->ids);
  if (job->ids == NULL)
    {
      job->ids = g_array_ref (job->old_ids);
      job->n_items = job->old_items;
    }
  job->rows =
    job->source->read_rows (tx, (const gint64 *)(gpointer)job->row_ids->data, job->row_ids->len, error);
  if (job->rows == NULL)
    return FALSE;
  if (job->kind == TB_LIST_JOB_REFRESH)
    {
      compare_ids (job);
      find_places (job);
    }
  return TRUE;
}
