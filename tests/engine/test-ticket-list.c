/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the list of tickets: what it announces, which objects it gives, what it keeps. */
#include "config.h"

#include "tb-pair.h"
#include "tb-store.h"
#include "tb-ticket-list.h"

/* Nothing here takes longer than a fraction of it. */
#define LIMIT (20 * G_USEC_PER_SEC)

typedef struct
{
  char         *dir;
  TbStore      *store;
  TbTicketList *list;
  GString      *log; /* items-changed: position-removed+added */
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->dir = g_dir_make_tmp ("tb-list-XXXXXX", &error);
  g_assert_no_error (error);
  f->store = tb_store_open (f->dir, TB_STORE_VOLATILE, NULL, &error);
  g_assert_no_error (error);
  f->log = g_string_new (NULL);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  if (f->list != NULL)
    g_assert_finalize_object (f->list);
  tb_store_close (f->store);
  g_object_unref (f->store);
  g_string_free (f->log, TRUE);
  tb_pair_remove_tree (f->dir);
  g_free (f->dir);
}

/* ---- Tickets ---- */

typedef struct
{
  guint       first;
  guint       n;
  const char *title;
  gint64      id;
  gint64      is_open;
} Work;

static gboolean
insert_tickets (TbTx    *tx,
                gpointer data,
                GError **error)
{
  Work *work = data;
  guint i;

  for (i = work->first; i < work->first + work->n; i++)
    {
      g_autoptr (TbTicketRecord) ticket = tb_ticket_record_new ();
      g_autofree char *title = g_strdup_printf ("Ticket %05u", i);

      ticket->number_day = 20261123;
      ticket->number_seq = i;
      ticket->number = tb_number_format ('T', 20261123, i);
      ticket->is_confirmed = 1;
      ticket->is_open = 1;
      tb_set_text (&ticket->title, work->title != NULL ? work->title : title);
      tb_set_text (&ticket->description, "");
      tb_set_text (&ticket->queue, "");
      tb_set_text (&ticket->source, "own");
      if (!tb_tx_insert (tx, ticket, error))
        return FALSE;
      work->id = ticket->id;
    }
  return TRUE;
}

static gboolean
update_ticket (TbTx    *tx,
               gpointer data,
               GError **error)
{
  Work *work = data;
  g_autoptr (TbTicketRecord) old = tb_tx_get (tx, &TB_TICKET, work->id, error);
  g_autoptr (TbTicketRecord) ticket = NULL;

  if (old == NULL)
    return FALSE;
  ticket = tb_ticket_record_copy (old);
  if (work->title != NULL)
    tb_set_text (&ticket->title, work->title);
  ticket->is_open = work->is_open;
  return tb_tx_update (tx, ticket, error);
}

static gboolean
remove_ticket (TbTx    *tx,
               gpointer data,
               GError **error)
{
  return tb_tx_remove (tx, &TB_TICKET, ((Work *)data)->id, error);
}

static gint64
write_work (Fixture *f,
            TbTxFunc func,
            Work     work)
{
  g_autoptr (GError) error = NULL;

  tb_store_write (f->store, func, &work, &error);
  g_assert_no_error (error);
  return work.id;
}

/* Tickets with the numbers from @first on; as ids count up too, the id of the last is given. */
static gint64
add (Fixture *f,
     guint    first,
     guint    n)
{
  return write_work (f, insert_tickets, (Work){ .first = first, .n = n });
}

static void
change (Fixture    *f,
        gint64      id,
        const char *title,
        gboolean    is_open)
{
  write_work (f, update_ticket, (Work){ .id = id, .title = title, .is_open = is_open });
}

/* ---- The list ---- */

static void
on_items_changed_cb (GListModel *model,
                     guint       position,
                     guint       removed,
                     guint       added,
                     GString    *log)
{
  g_string_append_printf (log, "%s%u-%u+%u", log->len > 0 ? " " : "", position, removed, added);
}

static void
assert_announced (Fixture    *f,
                  const char *expected)
{
  g_assert_cmpstr (f->log->str, ==, expected);
  g_string_truncate (f->log, 0);
}

static void
open_list (Fixture    *f,
           TbFolderId  folder,
           TbSort      sort,
           const char *search)
{
  TbListQuery query = { .folder = folder, .sort = sort, .search = search };

  f->list = tb_ticket_list_new (f->store, &query);
  g_signal_connect (f->list, "items-changed", G_CALLBACK (on_items_changed_cb), f->log);
}

static void
spin_while_loading (TbTicketList *list)
{
  gint64 end = g_get_monotonic_time () + LIMIT;

  while (tb_ticket_list_is_loading (list))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
spin_until_loaded (TbTicket *ticket)
{
  gint64 end = g_get_monotonic_time () + LIMIT;

  while (tb_ticket_is_loading (ticket))
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

static void
tell (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  gboolean overrun = FALSE;

  changes = tb_store_poll_changes (f->store, &overrun, &error);
  g_assert_no_error (error);
  g_assert_nonnull (changes);
  tb_ticket_list_apply_changes (f->list, overrun ? NULL : changes);
}

static TbTicket *
get (Fixture *f,
     guint    position)
{
  return g_list_model_get_item (G_LIST_MODEL (f->list), position);
}

static void
assert_title (Fixture    *f,
              guint       position,
              const char *expected)
{
  g_autoptr (TbTicket) ticket = get (f, position);
  g_autofree char *title = NULL;

  g_assert_nonnull (ticket);
  spin_until_loaded (ticket);
  g_object_get (ticket, "title", &title, NULL);
  g_assert_cmpstr (title, ==, expected);
}

static guint
count (Fixture *f)
{
  guint n;

  g_object_get (f->list, "n-items", &n, NULL);
  g_assert_cmpuint (n, ==, g_list_model_get_n_items (G_LIST_MODEL (f->list)));
  return n;
}

/* ---- Tests ---- */

static void
test_opens_with_a_screen (Fixture      *f,
                          gconstpointer data)
{
  add (f, 1, 450);
  open_list (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER, NULL);
  g_assert_true (tb_ticket_list_is_loading (f->list));
  g_assert_cmpuint (count (f), ==, 0);
  spin_while_loading (f->list);
  assert_announced (f, "0-0+40 40-0+410");
  g_assert_cmpuint (count (f), ==, 450);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (f->list)) == TB_TYPE_TICKET);
  g_assert_null (get (f, 450));
}

static void
test_short_folder_at_once (Fixture      *f,
                           gconstpointer data)
{
  g_autoptr (TbTicket) first = NULL;

  add (f, 1, 3);
  open_list (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER, NULL);
  spin_while_loading (f->list);
  assert_announced (f, "0-0+3");
  /* The rows of the first page are there with it. */
  first = get (f, 0);
  g_assert_false (tb_ticket_is_loading (first));
}

static void
test_empty_folder (Fixture      *f,
                   gconstpointer data)
{
  open_list (f, TB_FOLDER_LEAD_OPEN, TB_SORT_NUMBER, NULL);
  spin_while_loading (f->list);
  assert_announced (f, "");
  g_assert_cmpuint (count (f), ==, 0);
  g_assert_null (get (f, 0));
}

static void
test_placeholder_then_row (Fixture      *f,
                           gconstpointer data)
{
  g_autoptr (TbTicket) far = NULL;
  g_autoptr (TbTicket) neighbour = NULL;

  add (f, 1, 450);
  open_list (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER, NULL);
  spin_while_loading (f->list);
  g_string_truncate (f->log, 0);

  far = get (f, 449);
  g_assert_true (tb_ticket_is_loading (far));
  spin_until_loaded (far);
  assert_title (f, 449, "Ticket 00450");
  /* Its page came with it, and nothing was announced: the object tells of itself. */
  neighbour = get (f, 400);
  g_assert_false (tb_ticket_is_loading (neighbour));
  assert_announced (f, "");
}

static void
test_order (Fixture      *f,
            gconstpointer data)
{
  guint i;

  add (f, 1, 450);
  open_list (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER, NULL);
  spin_while_loading (f->list);
  for (i = 0; i < 450; i += 7)
    {
      g_autofree char *title = g_strdup_printf ("Ticket %05u", i + 1);

      assert_title (f, i, title);
    }
}

static void
test_one_object (Fixture      *f,
                 gconstpointer data)
{
  g_autoptr (TbTicket) held = NULL;
  g_autoptr (TbTicket) again = NULL;
  guint i;

  add (f, 1, 3000);
  open_list (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER, NULL);
  spin_while_loading (f->list);
  g_assert_false (tb_ticket_list_find (f->list, G_MAXINT64, NULL)); /* reads all ids */
  spin_while_loading (f->list);
  held = get (f, 10);
  /* All others go through the cache, so it is no longer among those that the list holds itself. */
  for (i = 100; i < 3000; i += 50)
    {
      g_autofree char *title = g_strdup_printf ("Ticket %05u", i + 1);

      assert_title (f, i, title);
    }
  again = get (f, 10);
  g_assert_true (again == held);
}

static void
test_bounded (Fixture      *f,
              gconstpointer data)
{
  enum
  {
    N = 5000
  };
  GWeakRef *refs = g_new0 (GWeakRef, N);
  guint     n_alive = 0;
  guint     i;

  add (f, 1, N);
  open_list (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER, NULL);
  spin_while_loading (f->list);
  g_assert_false (tb_ticket_list_find (f->list, N, NULL)); /* reads all ids */
  spin_while_loading (f->list);
  for (i = 0; i < N; i++)
    {
      g_autoptr (TbTicket) ticket = get (f, i);

      g_weak_ref_init (&refs[i], ticket);
      if (i % 500 == 0)
        spin_until_loaded (ticket);
    }
  settle (f);
  for (i = 0; i < N; i++)
    {
      g_autoptr (GObject) object = g_weak_ref_get (&refs[i]);

      n_alive += object != NULL;
      g_weak_ref_clear (&refs[i]);
    }
  g_assert_cmpuint (n_alive, >, 0);
  g_assert_cmpuint (n_alive, <=, 1000);
  g_free (refs);
}

static void
test_query_replaces (Fixture      *f,
                     gconstpointer data)
{
  TbListQuery query = { .folder = TB_FOLDER_TICKETS_OPEN, .sort = TB_SORT_NUMBER, .descending = TRUE };
  gint64      last = add (f, 1, 3);

  change (f, last, NULL, FALSE);
  open_list (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER, NULL);
  spin_while_loading (f->list);
  assert_announced (f, "0-0+3");

  tb_ticket_list_set_query (f->list, &query);
  /* What was there stays until the new rows are. */
  g_assert_cmpuint (count (f), ==, 3);
  spin_while_loading (f->list);
  assert_announced (f, "0-3+2");
  assert_title (f, 0, "Ticket 00002");
  assert_title (f, 1, "Ticket 00001");

  tb_ticket_list_set_query (f->list, &query);
  g_assert_false (tb_ticket_list_is_loading (f->list));
}

static void
test_last_query_wins (Fixture      *f,
                      gconstpointer data)
{
  TbListQuery all = { .folder = TB_FOLDER_TICKETS_ALL, .sort = TB_SORT_NUMBER };
  TbListQuery overdue = { .folder = TB_FOLDER_TICKETS_OVERDUE, .sort = TB_SORT_NUMBER };

  add (f, 1, 300);
  open_list (f, TB_FOLDER_TICKETS_OPEN, TB_SORT_NUMBER, NULL);
  tb_ticket_list_set_query (f->list, &all);
  tb_ticket_list_set_query (f->list, &overdue);
  spin_while_loading (f->list);
  settle (f);
  assert_announced (f, "");
  g_assert_cmpint (tb_ticket_list_get_query (f->list)->folder, ==, TB_FOLDER_TICKETS_OVERDUE);
  g_assert_cmpuint (count (f), ==, 0);
}

static void
test_search (Fixture      *f,
             gconstpointer data)
{
  guint position = 42;

  add (f, 1, 3);
  write_work (f, insert_tickets, (Work){ .first = 4, .n = 1, .title = "Drucker druckt nicht" });
  open_list (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER, "Drucker");
  spin_while_loading (f->list);
  g_assert_cmpuint (count (f), ==, 1);
  assert_title (f, 0, "Drucker druckt nicht");
  g_assert_false (tb_ticket_list_find (f->list, 1, &position));
  g_assert_cmpuint (position, ==, 42);
  g_assert_true (tb_ticket_list_find (f->list, 4, &position));
  g_assert_cmpuint (position, ==, 0);
}

static void
open_ten (Fixture   *f,
          TbFolderId folder,
          TbSort     sort)
{
  g_autoptr (GPtrArray) before = NULL;
  gboolean overrun;

  add (f, 1, 10);
  open_list (f, folder, sort, NULL);
  spin_while_loading (f->list);
  assert_announced (f, "0-0+10");
  before = tb_store_poll_changes (f->store, &overrun, NULL);
}

static void
test_changed_in_place (Fixture      *f,
                       gconstpointer data)
{
  g_autoptr (TbTicket) second = NULL;
  g_autoptr (TbTicket) same = NULL;

  open_ten (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER);
  second = get (f, 1);
  change (f, tb_object_get_id (TB_OBJECT (second)), "Umbenannt", TRUE);
  tell (f);
  settle (f);
  assert_announced (f, "1-1+1");
  same = get (f, 1);
  g_assert_true (same == second);
  assert_title (f, 1, "Umbenannt");
}

static void
test_leaves (Fixture      *f,
             gconstpointer data)
{
  g_autoptr (TbTicket) fifth = NULL;
  g_autoptr (TbTicket) sixth = NULL;
  g_autoptr (TbTicket) next = NULL;

  open_ten (f, TB_FOLDER_TICKETS_OPEN, TB_SORT_NUMBER);
  fifth = get (f, 4);
  sixth = get (f, 5);
  change (f, tb_object_get_id (TB_OBJECT (fifth)), NULL, FALSE);
  tell (f);
  settle (f);
  assert_announced (f, "4-1+0");
  next = get (f, 4);
  g_assert_true (next == sixth);
  /* Who still shows the one that left sees it change. */
  g_assert_cmpint (((TbListRow *)tb_object_get_record (TB_OBJECT (fifth)))->is_open, ==, 0);
}

static void
test_comes_in (Fixture      *f,
               gconstpointer data)
{
  open_ten (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER);
  add (f, 11, 2);
  tell (f);
  settle (f);
  assert_announced (f, "10-0+2");
  assert_title (f, 11, "Ticket 00012");
}

static void
test_moves (Fixture      *f,
            gconstpointer data)
{
  g_autoptr (TbTicket) third = NULL;
  g_autoptr (TbTicket) moved = NULL;

  open_ten (f, TB_FOLDER_TICKETS_ALL, TB_SORT_TITLE);
  third = get (f, 2);
  change (f, tb_object_get_id (TB_OBJECT (third)), "Ticket 00008b", TRUE);
  tell (f);
  settle (f);
  /* 3 goes behind 8: positions 2 to 7 are others now. */
  assert_announced (f, "2-6+6");
  moved = get (f, 7);
  g_assert_true (moved == third);
  assert_title (f, 2, "Ticket 00004");
}

static void
test_removed (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (TbTicket) last = NULL;

  open_ten (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER);
  last = get (f, 9);
  write_work (f, remove_ticket, (Work){ .id = tb_object_get_id (TB_OBJECT (last)) });
  tell (f);
  settle (f);
  assert_announced (f, "9-1+0");
}

static void
test_nothing_new_says_nothing (Fixture      *f,
                               gconstpointer data)
{
  g_autoptr (TbTicket) first = NULL;

  open_ten (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER);
  first = get (f, 0);
  change (f, tb_object_get_id (TB_OBJECT (first)), NULL, TRUE);
  tell (f);
  settle (f);
  assert_announced (f, "");
  tb_ticket_list_apply_changes (f->list, NULL);
  settle (f);
  assert_announced (f, "");
}

static void
test_everything_anew (Fixture      *f,
                      gconstpointer data)
{
  g_autoptr (TbTicket) fourth = NULL;

  open_ten (f, TB_FOLDER_TICKETS_OPEN, TB_SORT_NUMBER);
  fourth = get (f, 3);
  change (f, tb_object_get_id (TB_OBJECT (fourth)), "Umbenannt", TRUE);
  add (f, 11, 1);
  tb_ticket_list_apply_changes (f->list, NULL);
  settle (f);
  assert_announced (f, "10-0+1 3-1+1");
  assert_title (f, 3, "Umbenannt");
}

static void
test_change_while_opening (Fixture      *f,
                           gconstpointer data)
{
  g_autoptr (GPtrArray) before = NULL;
  gboolean overrun;

  add (f, 1, 10);
  before = tb_store_poll_changes (f->store, &overrun, NULL);
  open_list (f, TB_FOLDER_TICKETS_OPEN, TB_SORT_NUMBER, NULL);
  change (f, 1, NULL, FALSE);
  change (f, 2, "Umbenannt", TRUE);
  tell (f);
  settle (f);
  spin_while_loading (f->list);
  g_assert_cmpuint (count (f), ==, 9);
  assert_title (f, 0, "Umbenannt");
}

static void
test_unseen_change_of_a_far_row (Fixture      *f,
                                 gconstpointer data)
{
  g_autoptr (GPtrArray) before = NULL;
  gboolean overrun;

  add (f, 1, 450);
  open_list (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER, NULL);
  spin_while_loading (f->list);
  g_string_truncate (f->log, 0);
  before = tb_store_poll_changes (f->store, &overrun, NULL);
  /* Nobody has an object of it: there is nothing to announce, and who looks later sees the new title. */
  change (f, 450, "Umbenannt", TRUE);
  tell (f);
  settle (f);
  assert_announced (f, "");
  assert_title (f, 449, "Umbenannt");
}

static void
test_let_go_while_loading (Fixture      *f,
                           gconstpointer data)
{
  add (f, 1, 450);
  open_list (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER, NULL);
  g_assert_finalize_object (g_steal_pointer (&f->list));
  settle (f);
  assert_announced (f, "");
}

static void
test_ticket_outlives_list (Fixture      *f,
                           gconstpointer data)
{
  g_autoptr (TbTicket) ticket = NULL;

  add (f, 1, 3);
  open_list (f, TB_FOLDER_TICKETS_ALL, TB_SORT_NUMBER, NULL);
  spin_while_loading (f->list);
  ticket = get (f, 2);
  g_assert_finalize_object (g_steal_pointer (&f->list));
  g_assert_cmpstr (((TbListRow *)tb_object_get_record (TB_OBJECT (ticket)))->title, ==, "Ticket 00003");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/ticket-list/opens-with-a-screen-then-all", test_opens_with_a_screen);
  ADD ("/engine/ticket-list/short-folder-at-once", test_short_folder_at_once);
  ADD ("/engine/ticket-list/empty-folder", test_empty_folder);
  ADD ("/engine/ticket-list/placeholder-then-row", test_placeholder_then_row);
  ADD ("/engine/ticket-list/order-over-pages", test_order);
  ADD ("/engine/ticket-list/one-object-while-held", test_one_object);
  ADD ("/engine/ticket-list/objects-are-bounded", test_bounded);
  ADD ("/engine/ticket-list/query-replaces-at-once", test_query_replaces);
  ADD ("/engine/ticket-list/last-query-wins", test_last_query_wins);
  ADD ("/engine/ticket-list/search-and-find", test_search);
  ADD ("/engine/ticket-list/changed-in-place-is-announced", test_changed_in_place);
  ADD ("/engine/ticket-list/leaves", test_leaves);
  ADD ("/engine/ticket-list/comes-in", test_comes_in);
  ADD ("/engine/ticket-list/moves-in-the-smallest-range", test_moves);
  ADD ("/engine/ticket-list/removed", test_removed);
  ADD ("/engine/ticket-list/nothing-new-says-nothing", test_nothing_new_says_nothing);
  ADD ("/engine/ticket-list/everything-anew", test_everything_anew);
  ADD ("/engine/ticket-list/change-while-opening-is-not-lost", test_change_while_opening);
  ADD ("/engine/ticket-list/far-row-that-nobody-saw", test_unseen_change_of_a_far_row);
  ADD ("/engine/ticket-list/let-go-while-loading", test_let_go_while_loading);
  ADD ("/engine/ticket-list/ticket-outlives-list", test_ticket_outlives_list);
  return g_test_run ();
}
