/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of a list while somebody types: what is typed over is not waited for, and what is seen first comes
 * before all that is found. */
#include "config.h"

#include "tb-list-job-private.h"
#include "tb-pair.h"

/* Nothing here takes longer than a fraction of it. */
#define LIMIT (20 * G_USEC_PER_SEC)
#define N_FOUND 100
/* As that of a picture. */
#define PAINTING (G_PRIORITY_HIGH_IDLE + 20)

typedef struct
{
  char         *dir;
  TbStore      *store;
  TbTicketList *list;
  gboolean      has_read; /* the reader has come to what was asked of it after the list had */
  gboolean      was_loading;
  guint         n_then;       /* tickets in the list */
  int           n_asked_then; /* on the reader */
} Fixture;

static GMutex gate; /* the reader passes it */
static guint  n_asked;

/* ---- What is found: the same by each word ---- */

static GArray *
read_ids (TbTx              *tx,
          const TbListQuery *query,
          guint              limit,
          GError           **error)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64  id;

  g_atomic_int_inc (&n_asked);
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);
  for (id = 1; id <= N_FOUND && (limit == 0 || id <= limit); id++)
    g_array_append_val (ids, id);
  return ids;
}

static const char *const  no_kinds[] = { NULL };
static const TbListSource source = {
  .item_type = tb_ticket_get_type,
  .cache_size = 100,
  .read_ids = read_ids,
  .read_rows = tb_tx_list_rows,
  .id_kinds = no_kinds,
  .row_kinds = no_kinds,
};

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->dir = g_dir_make_tmp ("tb-typing-XXXXXX", &error);
  g_assert_no_error (error);
  f->store = tb_store_open (f->dir, TB_STORE_VOLATILE, NULL, &error);
  g_assert_no_error (error);
  g_atomic_int_set (&n_asked, 0);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_assert_finalize_object (f->list);
  tb_store_close (f->store);
  g_object_unref (f->store);
  tb_pair_remove_tree (f->dir);
  g_free (f->dir);
}

static void
type (Fixture    *f,
      const char *text)
{
  const TbListQuery query = { .folder = TB_FOLDER_TICKETS_ALL, .search = text };

  if (f->list == NULL)
    f->list = tb_ticket_list_new_from (f->store, &source, &query);
  else
    tb_ticket_list_set_query (f->list, &query);
}

static void
spin_until (const gboolean *is_so)
{
  gint64 end = g_get_monotonic_time () + LIMIT;

  while (!*is_so)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
}

/* On the reader. */
static gboolean
count_asked (TbTx    *tx,
             gpointer data,
             GError **error)
{
  Fixture *f = data;

  f->n_asked_then = g_atomic_int_get (&n_asked);
  return TRUE;
}

static void
on_read_cb (GObject      *store,
            GAsyncResult *result,
            gpointer      data)
{
  Fixture *f = data;

  g_assert_true (tb_store_run_finish (f->store, result, NULL));
  f->was_loading = tb_ticket_list_is_loading (f->list);
  f->n_then = g_list_model_get_n_items (G_LIST_MODEL (f->list));
  f->has_read = TRUE;
}

/* What the list has asked of the reader until now is done before this is. */
static gboolean
look (gpointer data)
{
  Fixture *f = data;

  tb_store_read_async (f->store, count_asked, f, NULL, NULL, on_read_cb, f);
  return G_SOURCE_REMOVE;
}

static void
on_items_changed_cb (Fixture *f,
                     guint    position,
                     guint    removed,
                     guint    added)
{
  if (position == 0 && added > 0)
    g_idle_add_full (PAINTING, look, f, NULL);
}

/* ---- Tests ---- */

static void
test_typed_over (Fixture      *f,
                 gconstpointer data)
{
  guint is_asked;

  g_mutex_lock (&gate);
  type (f, "d");
  for (is_asked = 0; is_asked == 0; is_asked = (guint)g_atomic_int_get (&n_asked))
    g_thread_yield ();
  type (f, "dr");
  type (f, "dru");
  look (f);
  g_mutex_unlock (&gate);
  spin_until (&f->has_read);
  /* The last word's first hits are there, of what was given up nothing. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->list)), >, 0);
  g_assert_cmpint (f->n_asked_then, ==, 2);
}

static void
test_first_is_painted_first (Fixture      *f,
                             gconstpointer data)
{
  type (f, "dru");
  g_signal_connect_swapped (f->list, "items-changed", G_CALLBACK (on_items_changed_cb), f);
  spin_until (&f->has_read);
  g_assert_true (f->was_loading);
  g_assert_cmpuint (f->n_then, <, N_FOUND);
  tb_pair_settle (f->store);
  while (tb_ticket_list_is_loading (f->list))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->list)), ==, N_FOUND);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/list-typing/typed-over-is-not-waited-for", test_typed_over);
  ADD ("/engine/list-typing/first-hits-before-the-others", test_first_is_painted_first);
  return g_test_run ();
}
