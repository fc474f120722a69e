/* SPDX-License-Identifier: GPL-3.0-or-later
 * How many tickets are in each folder: kept with each change of a ticket, not counted. */
#include "config.h"

#include "tb-store-private.h"

#define BACKEND(tx) ((tx)->connection->backend)
#define CHECK_CHUNK 1000
#define CHECK_TAIL "WHERE id > ? ORDER BY id LIMIT ?"
/* Under this viewer stand the offers that nobody is assigned to: of them a user who may accept offers sees as
 * many as any other. */
#define OFFERS (-1)

/* One ticket more or less in a folder, for a viewer. Steps are gathered and written together. */
typedef struct
{
  guint  folder;
  gint64 viewer;
  gint64 delta;
} CountStep;

static void
add_steps (GArray               *steps,
           const TbTicketRecord *ticket,
           gint64                delta)
{
  guint mask = tb_folder_mask (ticket);
  guint folder;

  for (folder = 0; folder < TB_N_FOLDERS; folder++)
    {
      const CountStep all = { folder, 0, delta };
      const CountStep assignee = { folder, ticket->assignee, delta };
      const CountStep sender = { folder, ticket->sender, delta };
      const CountStep offer = { folder, OFFERS, delta };

      if ((mask & (1u << folder)) == 0)
        continue;
      g_array_append_val (steps, all);
      if (ticket->assignee != 0)
        g_array_append_val (steps, assignee);
      if (ticket->sender != 0 && ticket->sender != ticket->assignee)
        g_array_append_val (steps, sender);
      if (tb_folder_offers_to_all (folder, ticket))
        g_array_append_val (steps, offer);
    }
}

static int
compare_steps (gconstpointer a,
               gconstpointer b)
{
  const CountStep *x = a;
  const CountStep *y = b;

  if (x->folder != y->folder)
    return x->folder < y->folder ? -1 : 1;
  return (x->viewer > y->viewer) - (x->viewer < y->viewer);
}

/* Leaves one step for each folder and viewer, in their order; none that changes nothing. */
static void
sum_up (GArray *steps)
{
  guint n = 0, i = 0;

  g_array_sort (steps, compare_steps);
  while (i < steps->len)
    {
      CountStep sum = g_array_index (steps, CountStep, i++);

      for (; i < steps->len && compare_steps (&sum, &g_array_index (steps, CountStep, i)) == 0; i++)
        sum.delta += g_array_index (steps, CountStep, i).delta;
      if (sum.delta != 0)
        g_array_index (steps, CountStep, n++) = sum;
    }
  g_array_set_size (steps, n);
}

static void
append_text (GString         *text,
             const CountStep *step)
{
  g_string_append_printf (text, "%u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", step->folder, step->viewer,
                          step->delta);
}

GArray *
tb_count_steps_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (CountStep));
}

void
tb_tx_count (TbTx                 *tx,
             const TbTicketRecord *before,
             const TbTicketRecord *after)
{
  if (before != NULL && after != NULL && before->assignee == after->assignee &&
      before->sender == after->sender && before->service_status == after->service_status &&
      tb_folder_mask (before) == tb_folder_mask (after))
    return;
  if (before != NULL)
    add_steps (tx->counts, before, -1);
  if (after != NULL)
    add_steps (tx->counts, after, 1);
}

gboolean
tb_tx_flush_counts (TbTx    *tx,
                    GError **error)
{
  guint i;

  sum_up (tx->counts);
  for (i = 0; i < tx->counts->len; i++)
    {
      const CountStep *step = &g_array_index (tx->counts, CountStep, i);
      const TbParam    params[] = {
           { 'i', step->folder, NULL }, { 'i', step->viewer, NULL }, { 'i', step->delta, NULL }
      };

      if (!BACKEND (tx)->exec (tx->connection,
                               "INSERT INTO folder_count (folder, viewer, n) VALUES (?, ?, ?)"
                               " ON CONFLICT (folder, viewer) DO UPDATE SET n = folder_count.n + excluded.n",
                               params, G_N_ELEMENTS (params), error))
        return FALSE;
    }
  g_array_set_size (tx->counts, 0);
  return TRUE;
}

static gboolean
read_count (TbTx      *tx,
            TbFolderId folder,
            gint64     viewer,
            gint64    *count,
            GError   **error)
{
  const TbParam params[] = { { 'i', folder, NULL }, { 'i', viewer, NULL } };

  return BACKEND (tx)->number (tx->connection, "SELECT n FROM folder_count WHERE folder = ? AND viewer = ?",
                               params, G_N_ELEMENTS (params), count, error);
}

/* Tickets are everybody's; only what is outsourced is shown to some alone. */
static gint64
get_viewer (TbFolderId folder,
            gint64     viewer)
{
  return tb_folder (folder)->role != TB_ROLE_NONE ? viewer : 0;
}

static gboolean
count_folder (TbTx      *tx,
              TbFolderId folder,
              gint64     viewer,
              gint64    *count,
              GError   **error)
{
  const gint64 whose = get_viewer (folder, viewer);
  gint64       offers = 0;

  if (!read_count (tx, folder, ABS (whose), count, error) ||
      (whose < 0 && !read_count (tx, folder, OFFERS, &offers, error)))
    return FALSE;
  *count += offers;
  return TRUE;
}

gboolean
tb_tx_list_count (TbTx              *tx,
                  const TbListQuery *query,
                  gint64            *count,
                  GError           **error)
{
  g_return_val_if_fail (tx != NULL && query != NULL && query->search == NULL && count != NULL, FALSE);

  return tb_tx_flush_counts (tx, error) && count_folder (tx, query->folder, query->viewer, count, error);
}

gboolean
tb_tx_list_holds (TbTx              *tx,
                  const TbListQuery *query,
                  gint64             id,
                  gboolean          *holds,
                  GError           **error)
{
  g_autoptr (TbTicketRecord) ticket = NULL;
  g_autoptr (GError) problem = NULL;
  gint64 whose;

  g_return_val_if_fail (tx != NULL && query != NULL && query->search == NULL && holds != NULL, FALSE);

  ticket = tb_tx_get (tx, &TB_TICKET, id, &problem);
  *holds = ticket != NULL && (tb_folder_mask (ticket) & (1u << query->folder)) != 0;
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  whose = get_viewer (query->folder, query->viewer);
  if (*holds && whose != 0)
    *holds = ticket->assignee == ABS (whose) || ticket->sender == ABS (whose) ||
             (whose < 0 && tb_folder_offers_to_all (query->folder, ticket));
  return TRUE;
}

gboolean
tb_tx_folder_counts (TbTx    *tx,
                     gint64   viewer,
                     gint64   counts[TB_N_FOLDERS],
                     GError **error)
{
  guint i;

  g_return_val_if_fail (tx != NULL && counts != NULL, FALSE);

  if (!tb_tx_flush_counts (tx, error))
    return FALSE;
  for (i = 0; i < TB_N_FOLDERS; i++)
    if (!count_folder (tx, i, viewer, &counts[i], error))
      return FALSE;
  return TRUE;
}

static char *
count_anew (TbTx    *tx,
            GError **error)
{
  g_autoptr (GArray) steps = tb_count_steps_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 last = 0;
  guint  i;

  for (;;)
    {
      const TbParam params[] = { { 'i', last, NULL }, { 'i', CHECK_CHUNK, NULL } };
      g_autoptr (GPtrArray) rows = NULL;

      rows = BACKEND (tx)->select (tx->connection, &TB_TICKET, CHECK_TAIL, params, 2, 0, error);
      if (rows == NULL)
        return NULL;
      if (rows->len == 0)
        break;
      for (i = 0; i < rows->len; i++)
        {
          add_steps (steps, rows->pdata[i], 1);
          last = ((TbTicketRecord *)rows->pdata[i])->id;
        }
      sum_up (steps);
    }
  for (i = 0; i < steps->len; i++)
    append_text (text, &g_array_index (steps, CountStep, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
tb_tx_check_counts (TbTx      *tx,
                    GPtrArray *findings,
                    GError   **error)
{
  g_autofree char *anew = count_anew (tx, error);
  g_autoptr (GPtrArray) kept = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  guint i;

  if (anew == NULL)
    return FALSE;
  kept = BACKEND (tx)->texts (tx->connection,
                              "SELECT folder || ' ' || viewer || ' ' || n FROM folder_count WHERE n <> 0"
                              " ORDER BY folder, viewer",
                              NULL, 0, error);
  if (kept == NULL)
    return FALSE;
  for (i = 0; i < kept->len; i++)
    g_string_append_printf (text, "%s\n", (char *)kept->pdata[i]);
  if (!g_str_equal (anew, text->str))
    g_ptr_array_add (findings, g_strdup ("the folders' counts differ from a recount"));
  return TRUE;
}
