/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of a long list of which only the head is read: that no more is read until somebody looks there, and
 * that what is announced is always true. */
#include "config.h"

#include "tb-list-job-private.h"
#include "tb-pair.h"

/* Nothing here takes longer than a fraction of it. */
#define LIMIT (20 * G_USEC_PER_SEC)
#define N_TICKETS 2500
#define FAR 2000
#define N_STEPS 120
#define SEED 4711

typedef struct
{
  char         *dir;
  TbStore      *store;
  TbTicketList *list;
  GPtrArray    *seen; /* as the announcements have it: the object that was looked at, or NULL */
  GRand        *random;
  guint         next; /* number */
} Fixture;

static guint n_read_whole;

/* ---- What is read ---- */

static GArray *
read_ids (TbTx              *tx,
          const TbListQuery *query,
          guint              limit,
          GError           **error)
{
  GArray *ids = tb_tx_list_ids (tx, query, limit, error);

  g_atomic_int_add (&n_read_whole, limit == 0 || limit > 2 * TB_LIST_HEAD);
  return ids;
}

static const char *const  no_kinds[] = { NULL };
static const TbListSource source = {
  .item_type = tb_ticket_get_type,
  .cache_size = 100,
  .count = tb_tx_list_count,
  .holds = tb_tx_list_holds,
  .read_ids = read_ids,
  .read_rows = tb_tx_list_rows,
  .own_kind = "ticket",
  .id_kinds = no_kinds,
  .row_kinds = no_kinds,
};

static void
let_go (gpointer object)
{
  if (object != NULL)
    g_object_unref (object);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->dir = g_dir_make_tmp ("tb-head-XXXXXX", &error);
  g_assert_no_error (error);
  f->store = tb_store_open (f->dir, TB_STORE_VOLATILE, NULL, &error);
  g_assert_no_error (error);
  f->seen = g_ptr_array_new_with_free_func (let_go);
  f->random = g_rand_new_with_seed (SEED);
  f->next = 1;
  g_atomic_int_set (&n_read_whole, 0);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_ptr_array_unref (f->seen);
  g_assert_finalize_object (f->list);
  tb_store_close (f->store);
  g_object_unref (f->store);
  g_rand_free (f->random);
  tb_pair_remove_tree (f->dir);
  g_free (f->dir);
}

/* ---- Tickets ---- */

/* So many more; or, with an id, one that is changed or removed. */
typedef struct
{
  Fixture *f;
  guint    n;
  gint64   id;
  gboolean is_removed;
} Work;

static void
shuffle (Fixture        *f,
         TbTicketRecord *ticket)
{
  g_autofree char *title = g_strdup_printf ("Ticket %d", g_rand_int_range (f->random, 0, 1000));

  tb_set_text (&ticket->title, title);
  ticket->updated_at = g_rand_int_range (f->random, 1, 100000);
}

static gboolean
insert_tickets (TbTx    *tx,
                gpointer data,
                GError **error)
{
  Work *work = data;
  guint i;

  for (i = 0; i < work->n; i++)
    {
      g_autoptr (TbTicketRecord) ticket = tb_ticket_record_new ();

      ticket->number_day = 20261123;
      ticket->number_seq = work->f->next++;
      ticket->number = tb_number_format ('T', ticket->number_day, ticket->number_seq);
      ticket->is_confirmed = 1;
      ticket->is_open = 1;
      tb_set_text (&ticket->description, "");
      tb_set_text (&ticket->queue, "");
      tb_set_text (&ticket->source, "own");
      shuffle (work->f, ticket);
      if (!tb_tx_insert (tx, ticket, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
change_ticket (TbTx    *tx,
               gpointer data,
               GError **error)
{
  Work *work = data;
  g_autoptr (TbTicketRecord) old = tb_tx_get (tx, &TB_TICKET, work->id, error);
  g_autoptr (TbTicketRecord) ticket = NULL;

  if (old == NULL)
    return FALSE;
  if (work->is_removed)
    return tb_tx_remove (tx, &TB_TICKET, work->id, error);
  ticket = tb_ticket_record_copy (old);
  shuffle (work->f, ticket);
  return tb_tx_update (tx, ticket, error);
}

static void
tell (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  gboolean overrun = FALSE;

  changes = tb_store_poll_changes (f->store, &overrun, &error);
  g_assert_no_error (error);
  if (f->list != NULL)
    tb_ticket_list_apply_changes (f->list, overrun ? NULL : changes);
}

static void
work (Fixture *f,
      TbTxFunc func,
      Work     what)
{
  g_autoptr (GError) error = NULL;

  what.f = f;
  tb_store_write (f->store, func, &what, &error);
  g_assert_no_error (error);
  tell (f);
}

/* ---- The list ---- */

static void
on_items_changed_cb (GListModel *model,
                     guint       position,
                     guint       removed,
                     guint       added,
                     Fixture    *f)
{
  guint i;

  g_assert_cmpuint (position + removed, <=, f->seen->len);
  if (removed > 0)
    g_ptr_array_remove_range (f->seen, position, removed);
  for (i = 0; i < added; i++)
    g_ptr_array_insert (f->seen, (int)position, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, f->seen->len);
}

static void
open_list (Fixture    *f,
           TbListQuery query)
{
  f->list = tb_ticket_list_new_from (f->store, &source, &query);
  g_signal_connect (f->list, "items-changed", G_CALLBACK (on_items_changed_cb), f);
}

static void
spin_while_loading (Fixture *f)
{
  gint64 end = g_get_monotonic_time () + LIMIT;

  while (tb_ticket_list_is_loading (f->list))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
settle (Fixture *f)
{
  tb_pair_settle (f->store);
}

static gint64
look (Fixture *f,
      guint    position)
{
  gpointer object = g_list_model_get_item (G_LIST_MODEL (f->list), position);

  g_assert_nonnull (object);
  /* Who has looked and was not told of a change sees the same again. */
  g_assert_true (f->seen->pdata[position] == NULL || f->seen->pdata[position] == object);
  let_go (f->seen->pdata[position]);
  f->seen->pdata[position] = object;
  return tb_object_get_id (object);
}

typedef struct
{
  TbListQuery query;
  GArray     *ids;
} Order;

static gboolean
read_order (TbTx    *tx,
            gpointer data,
            GError **error)
{
  Order *order = data;

  order->ids = tb_tx_list_ids (tx, &order->query, 0, error);
  return order->ids != NULL;
}

/* The length is right, and everybody who was looked at stands where the whole order has it. */
static GArray *
assert_true_to (Fixture *f)
{
  Order order = { *tb_ticket_list_get_query (f->list), NULL };
  guint i;

  g_assert_true (tb_store_read (f->store, read_order, &order, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->list)), ==, order.ids->len);
  g_assert_cmpuint (f->seen->len, ==, order.ids->len);
  for (i = 0; i < order.ids->len; i++)
    if (f->seen->pdata[i] != NULL)
      g_assert_cmpint (look (f, i), ==, g_array_index (order.ids, gint64, i));
  return order.ids;
}

/* ---- Tests ---- */

static void
test_reads_no_more (Fixture      *f,
                    gconstpointer data)
{
  guint i;

  work (f, insert_tickets, (Work){ .n = N_TICKETS });
  open_list (f, (TbListQuery){ TB_FOLDER_TICKETS_ALL, 0, NULL, TB_SORT_UPDATED, TRUE });
  spin_while_loading (f);
  for (i = 0; i < 40; i++)
    look (f, i);
  g_array_unref (assert_true_to (f));
  for (i = 0; i < 20; i++)
    {
      work (f, insert_tickets, (Work){ .n = 2 });
      settle (f);
      work (f, change_ticket, (Work){ .id = 1 + i * 100 });
      settle (f);
      g_array_unref (assert_true_to (f));
    }
  g_assert_cmpint (g_atomic_int_get (&n_read_whole), ==, 0);
}

static void
test_stranger_is_replaced (Fixture      *f,
                           gconstpointer data)
{
  g_autoptr (GArray) order = NULL;
  guint i;

  work (f, insert_tickets, (Work){ .n = N_TICKETS });
  open_list (f, (TbListQuery){ .folder = TB_FOLDER_TICKETS_ALL, .sort = TB_SORT_TITLE });
  spin_while_loading (f);
  for (i = FAR; i < FAR + 10; i++)
    {
      g_assert_cmpint (look (f, i), ==, 0);
      g_assert_true (tb_ticket_is_loading (f->seen->pdata[i]));
    }
  settle (f);
  for (i = FAR; i < FAR + 10; i++)
    {
      g_assert_null (f->seen->pdata[i]); /* it was announced … */
      g_assert_cmpint (look (f, i), !=, 0);
    }
  order = assert_true_to (f);
  g_assert_cmpint (g_atomic_int_get (&n_read_whole), >, 0);
}

/* The jump itself finds the ticket there. */
static void
test_reads_ahead_of_a_jump (Fixture      *f,
                            gconstpointer data)
{
  work (f, insert_tickets, (Work){ .n = N_TICKETS });
  open_list (f, (TbListQuery){ .folder = TB_FOLDER_TICKETS_ALL, .sort = TB_SORT_TITLE });
  spin_while_loading (f);
  tb_ticket_list_expect_jump (f->list);
  g_assert_false (tb_ticket_list_is_loading (f->list));
  settle (f);
  g_assert_cmpint (look (f, FAR), !=, 0);
  g_array_unref (assert_true_to (f));
}

static void
test_looks_for_one (Fixture      *f,
                    gconstpointer data)
{
  guint position = 0;

  work (f, insert_tickets, (Work){ .n = N_TICKETS });
  open_list (f, (TbListQuery){ .folder = TB_FOLDER_TICKETS_ALL, .sort = TB_SORT_NUMBER });
  spin_while_loading (f);
  g_assert_true (tb_ticket_list_find (f->list, 17, &position));
  g_assert_cmpuint (position, ==, 16);
  g_assert_false (tb_ticket_list_is_loading (f->list));
  g_assert_false (tb_ticket_list_find (f->list, FAR, &position));
  g_assert_true (tb_ticket_list_is_loading (f->list));
  spin_while_loading (f);
  g_assert_true (tb_ticket_list_find (f->list, FAR, &position));
  g_assert_cmpuint (position, ==, FAR - 1);
  g_assert_false (tb_ticket_list_find (f->list, N_TICKETS + 1, &position));
  g_assert_false (tb_ticket_list_is_loading (f->list));
}

/* What is not in the list is known not to be, and all that is in it is not read for that. */
static void
test_looks_for_none (Fixture      *f,
                     gconstpointer data)
{
  work (f, insert_tickets, (Work){ .n = N_TICKETS });
  open_list (f, (TbListQuery){ .folder = TB_FOLDER_TICKETS_ALL, .sort = TB_SORT_NUMBER });
  spin_while_loading (f);
  g_assert_false (tb_ticket_list_find (f->list, N_TICKETS + 1, NULL));
  g_assert_true (tb_ticket_list_is_loading (f->list));
  spin_while_loading (f);
  g_assert_false (tb_ticket_list_find (f->list, N_TICKETS + 1, NULL));
  g_assert_false (tb_ticket_list_is_loading (f->list));
  g_assert_cmpuint (n_read_whole, ==, 0);
  /* It may have come since. */
  work (f, insert_tickets, (Work){ .n = 1 });
  tell (f);
  settle (f);
  g_assert_false (tb_ticket_list_find (f->list, N_TICKETS + 1, NULL));
  spin_while_loading (f);
  g_assert_true (tb_ticket_list_find (f->list, N_TICKETS + 1, NULL));
}

static void
test_most_goes (Fixture      *f,
                gconstpointer data)
{
  guint i;

  work (f, insert_tickets, (Work){ .n = N_TICKETS });
  open_list (f, (TbListQuery){ .folder = TB_FOLDER_TICKETS_ALL, .sort = TB_SORT_NUMBER });
  spin_while_loading (f);
  for (i = 1; i <= N_TICKETS - 20; i++)
    {
      Work one = { .f = f, .id = i, .is_removed = TRUE };
      g_autoptr (GError) error = NULL;

      tb_store_write (f->store, change_ticket, &one, &error);
      g_assert_no_error (error);
    }
  look (f, 3);
  look (f, N_TICKETS - 1);
  tb_ticket_list_apply_changes (f->list, NULL);
  settle (f);
  g_array_unref (assert_true_to (f));
}

static void
do_something (Fixture *f,
              GArray  *order)
{
  const gint64 id = g_array_index (order, gint64, g_rand_int_range (f->random, 0, (int)order->len));
  const int    what = g_rand_int_range (f->random, 0, 20);

  if (what < 6)
    work (f, insert_tickets, (Work){ .n = (guint)g_rand_int_range (f->random, 1, 4) });
  else if (what < 12)
    work (f, change_ticket, (Work){ .id = id });
  else if (what < 15)
    work (f, change_ticket, (Work){ .id = id, .is_removed = TRUE });
  else if (what < 19)
    look (f, (guint)g_rand_int_range (f->random, 0, 400));
  else
    look (f, (guint)g_rand_int_range (f->random, 0, (int)f->seen->len));
}

/* Anything in any order, and not always until all has come back. */
static void
test_always_true (Fixture      *f,
                  gconstpointer data)
{
  static const TbSort sorts[] = { TB_SORT_UPDATED, TB_SORT_TITLE, TB_SORT_NUMBER, TB_SORT_DUE };
  TbListQuery         query = { .folder = TB_FOLDER_TICKETS_OPEN };
  guint               i;

  work (f, insert_tickets, (Work){ .n = N_TICKETS });
  open_list (f, query);
  spin_while_loading (f);
  for (i = 0; i < N_STEPS; i++)
    {
      GArray *order;

      if (i % 20 == 19)
        {
          query.sort = sorts[i / 20 % G_N_ELEMENTS (sorts)];
          query.descending = !query.descending;
          tb_ticket_list_set_query (f->list, &query);
        }
      spin_while_loading (f);
      settle (f);
      order = assert_true_to (f);
      do_something (f, order);
      g_main_context_iteration (NULL, FALSE);
      do_something (f, order);
      g_array_unref (order);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/list-head/reads-no-more", test_reads_no_more);
  ADD ("/engine/list-head/stranger-is-replaced", test_stranger_is_replaced);
  ADD ("/engine/list-head/reads-ahead-of-a-jump", test_reads_ahead_of_a_jump);
  ADD ("/engine/list-head/looks-for-one", test_looks_for_one);
  ADD ("/engine/list-head/looks-for-one-that-is-not-there", test_looks_for_none);
  ADD ("/engine/list-head/most-goes", test_most_goes);
  ADD ("/engine/list-head/always-true", test_always_true);
  return g_test_run ();
}
