/* SPDX-License-Identifier: GPL-3.0-or-later
 * Functions on the store's workers: in order, returned where they were asked for, all finished. */
#include "config.h"

#include "store-test.h"

#define LIMIT_SECONDS 60

typedef struct
{
  GMainLoop *loop;
  GThread   *main;
  GString   *log; /* what happened, in order */
  gboolean   is_inline;
  guint      pending;
} World;

typedef struct
{
  World *world;
  char   letter;
} Job;

static gboolean
write_letter (TbTx    *tx,
              gpointer data,
              GError **error)
{
  Job             *job = data;
  g_autofree char *name = g_strdup_printf ("%c", job->letter);

  g_assert_cmpint (g_thread_self () == job->world->main, ==, job->world->is_inline);
  add_organisation (tx, name);
  return TRUE;
}

static gboolean
fail (TbTx    *tx,
      gpointer data,
      GError **error)
{
  write_letter (tx, data, error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "wanted");
  return FALSE;
}

static void
job_destroy (gpointer data)
{
  Job *job = data;

  g_assert_true (g_thread_self () == job->world->main);
  g_string_append_c (job->world->log, g_ascii_toupper (job->letter));
  if (--job->world->pending == 0)
    g_main_loop_quit (job->world->loop);
  g_free (job);
}

static Job *
new_job (World *world,
         char   letter)
{
  Job *job = g_new (Job, 1);

  *job = (Job){ world, letter };
  world->pending++;
  return job;
}

static void
on_written_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  World *world = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_thread_self () == world->main);
  g_assert_true (tb_store_run_finish (TB_STORE (source), result, &error));
  g_assert_no_error (error);
  g_string_append_c (world->log, '.');
}

static void
on_failed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  World *world = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_false (tb_store_run_finish (TB_STORE (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_string_append_c (world->log, '!');
}

static void
on_cancelled_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  World *world = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_false (tb_store_run_finish (TB_STORE (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_string_append_c (world->log, 'x');
}

static gboolean
on_too_late_cb (gpointer data)
{
  g_error ("The store did not answer in %d seconds", LIMIT_SECONDS);
  return G_SOURCE_REMOVE;
}

static void
run (World *world)
{
  guint source = g_timeout_add_seconds (LIMIT_SECONDS, on_too_late_cb, NULL);

  g_main_loop_run (world->loop);
  g_source_remove (source);
}

static gboolean
count_rows (TbTx    *tx,
            gpointer data,
            GError **error)
{
  g_autoptr (GPtrArray) rows = tb_tx_select (tx, TB_Q_ORGANISATIONS, error, "");

  *(guint *)data = rows->len;
  return TRUE;
}

static void
test_order (Profile      *profile,
            gconstpointer flags)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  World world = { loop, g_thread_self (), log, (GPOINTER_TO_INT (flags) & TB_STORE_INLINE) != 0, 0 };
  guint n;

  g_cancellable_cancel (cancelled);
  tb_store_write_async (profile->store, write_letter, new_job (&world, 'a'), job_destroy, NULL,
                        on_written_cb, &world);
  tb_store_write_async (profile->store, fail, new_job (&world, 'b'), job_destroy, NULL,
                        on_failed_cb, &world);
  tb_store_write_async (profile->store, write_letter, new_job (&world, 'c'), job_destroy, cancelled,
                        on_cancelled_cb, &world);
  tb_store_write_async (profile->store, write_letter, new_job (&world, 'd'), job_destroy, NULL,
                        on_written_cb, &world);
  /* Never from within the call, not even inline. */
  g_assert_cmpstr (log->str, ==, "");
  run (&world);
  /* What was cancelled is told at any time; all others in their order, each one's data after its callback. */
  g_assert_cmpuint (g_string_replace (log, "xC", "", 0), ==, 1);
  g_assert_cmpstr (log->str, ==, ".A!B.D");
  must_read (profile->store, count_rows, &n);
  g_assert_cmpuint (n, ==, 2);
}

static void
test_close (Profile      *profile,
            gconstpointer flags)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  World world = { loop, g_thread_self (), log, (GPOINTER_TO_INT (flags) & TB_STORE_INLINE) != 0, 0 };
  guint n;
  char  letter;

  for (letter = 'a'; letter <= 'j'; letter++)
    tb_store_write_async (profile->store, write_letter, new_job (&world, letter), job_destroy, NULL,
                          on_written_cb, &world);
  tb_store_close (profile->store);
  g_assert_false (tb_store_read (profile->store, count_rows, &n, &error));
  g_assert_error (error, TB_STORE_ERROR, TB_STORE_ERROR_IO);
  run (&world);
  g_assert_cmpstr (log->str, ==, ".A.B.C.D.E.F.G.H.I.J");
  profile_reopen (profile, TB_STORE_DEFAULT);
  must_read (profile->store, count_rows, &n);
  g_assert_cmpuint (n, ==, 10);
}

/* A long write does not hold up a reader, and is not seen by it before it is committed. */
typedef struct
{
  GMutex   mutex;
  GCond    cond;
  gboolean has_begun;
  gboolean may_end;
} Gate;

static gboolean
write_slowly (TbTx    *tx,
              gpointer data,
              GError **error)
{
  Gate *gate = data;

  add_organisation (tx, "langsam");
  g_mutex_lock (&gate->mutex);
  gate->has_begun = TRUE;
  g_cond_signal (&gate->cond);
  while (!gate->may_end)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  return TRUE;
}

static void
on_slow_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_assert_true (tb_store_run_finish (TB_STORE (source), result, NULL));
  g_main_loop_quit (user_data);
}

static void
test_reader (Profile      *profile,
             gconstpointer flags)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Gate  gate = { .has_begun = FALSE };
  guint n;

  g_mutex_init (&gate.mutex);
  g_cond_init (&gate.cond);
  tb_store_write_async (profile->store, write_slowly, &gate, NULL, NULL, on_slow_cb, loop);
  g_mutex_lock (&gate.mutex);
  while (!gate.has_begun)
    g_cond_wait (&gate.cond, &gate.mutex);
  g_mutex_unlock (&gate.mutex);

  must_read (profile->store, count_rows, &n);
  g_assert_cmpuint (n, ==, 0);

  g_mutex_lock (&gate.mutex);
  gate.may_end = TRUE;
  g_cond_signal (&gate.cond);
  g_mutex_unlock (&gate.mutex);
  g_main_loop_run (loop);
  must_read (profile->store, count_rows, &n);
  g_assert_cmpuint (n, ==, 1);
  g_mutex_clear (&gate.mutex);
  g_cond_clear (&gate.cond);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  PROFILE_TEST ("/store/worker/runs-in-order", TB_STORE_VOLATILE, test_order);
  PROFILE_TEST ("/store/worker/inline-runs-in-order", TB_STORE_VOLATILE | TB_STORE_INLINE, test_order);
  PROFILE_TEST ("/store/worker/closing-waits", TB_STORE_VOLATILE, test_close);
  PROFILE_TEST ("/store/worker/inline-closing-waits", TB_STORE_VOLATILE | TB_STORE_INLINE, test_close);
  PROFILE_TEST ("/store/worker/a-write-does-not-hold-up-a-reader", TB_STORE_VOLATILE, test_reader);
  return g_test_run ();
}
