/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is done while nobody waits: the search index is put together, and whoever comes is served at once. */
#include "config.h"

#include "full-disk.h"
#include "store-test.h"

#include "tb-sqlite-private.h"
#include "tb-store-worker.h"

#define LIMIT_SECONDS 60
#define COMMITS 250
/* Fewer parts than so many are of each size. */
#define FEW_PARTS 16
#define MANY_PAGES 16
/* Each about twenty pages. */
#define LONG_WORDS 8000
#define LONG_COMMITS 60
#define LONG_MILLISECONDS (60 * 60 * 1000)

static gboolean
add_one (TbTx    *tx,
         gpointer data,
         GError **error)
{
  const guint     *n = data;
  g_autofree char *title = g_strdup_printf ("Drucker Nummer%u", *n);

  add_ticket (tx, title);
  return TRUE;
}

static void
write_much (Profile *profile)
{
  guint i;

  for (i = 0; i < COMMITS; i++)
    must_write (profile->store, add_one, &i);
}

static gint64
count_parts (Profile *profile)
{
  sqlite3     *db = profile_open_raw (profile);
  const gint64 n = raw_number (db, "SELECT count(DISTINCT segid) FROM search_idx");

  sqlite3_close (db);
  return n;
}

static void
assert_found (Profile *profile)
{
  sqlite3 *db = profile_open_raw (profile);

  g_assert_cmpint (raw_number (db, "SELECT count(*) FROM search WHERE search MATCH 'drucker'"), ==, COMMITS);
  g_assert_cmpint (raw_number (db, "SELECT count(*) FROM search WHERE search MATCH 'nummer7'"), ==, 1);
  sqlite3_close (db);
  assert_sound (profile->store);
}

/* As few parts as there are when nobody has come for a while. */
static void
wait_until_tidy (Profile *profile)
{
  const gint64 end = g_get_monotonic_time () + LIMIT_SECONDS * G_USEC_PER_SEC;

  while (count_parts (profile) >= FEW_PARTS)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
    }
}

/* ---- The store by itself ---- */

static void
test_store (Profile      *profile,
            gconstpointer data)
{
  write_much (profile);
  wait_until_tidy (profile);
  assert_found (profile);
}

/* Who does not wait for it leaves it to the next one. */
static void
test_left_behind (Profile      *profile,
                  gconstpointer data)
{
  write_much (profile);
  g_assert_cmpint (count_parts (profile), >=, FEW_PARTS);
  profile_reopen (profile, TB_STORE_VOLATILE);
  must_write (profile->store, add_one, &(guint){ COMMITS });
  wait_until_tidy (profile);
  assert_sound (profile->store);
}

static gboolean
add_long (TbTx    *tx,
          gpointer data,
          GError **error)
{
  const guint *n = data;
  g_autoptr (GString) title = g_string_new (NULL);
  guint i;

  for (i = 0; i < LONG_WORDS; i++)
    g_string_append_printf (title, "wort%ux%u ", *n, i);
  add_ticket (tx, title->str);
  return TRUE;
}

/* However much it is. */
static void
test_much_left_behind (Profile      *profile,
                       gconstpointer data)
{
  guint i;

  for (i = 0; i < LONG_COMMITS; i++)
    must_write (profile->store, add_long, &i);
  g_assert_cmpint (count_parts (profile), ==, LONG_COMMITS);
  profile_reopen (profile, TB_STORE_VOLATILE);
  must_write (profile->store, add_one, &(guint){ COMMITS });
  wait_until_tidy (profile);
  assert_sound (profile->store);
}

/* ---- A piece of it ---- */

static gboolean
is_never_wanted (gpointer data)
{
  return FALSE;
}

/* Somebody comes at a later time with each try. */
typedef struct
{
  guint n, n_looks;
} Visitor;

static gboolean
is_wanted (gpointer data)
{
  Visitor *visitor = data;

  return ++visitor->n > visitor->n_looks;
}

static TbConnection *
open_writer (Profile *profile)
{
  gboolean is_new;
  g_autoptr (GError) error = NULL;
  TbConnection *connection = tb_sqlite_backend.open (profile->dir, TB_CONNECTION_WRITER,
                                                     TB_STORE_INLINE | TB_STORE_VOLATILE, &is_new, &error);

  g_assert_no_error (error);
  return connection;
}

static void
tidy_all (TbConnection *connection)
{
  g_autoptr (GError) error = NULL;

  do
    g_assert_true (tb_sqlite_backend.tidy (connection, is_never_wanted, NULL, &error));
  while (connection->is_untidy);
}

static void
test_undone (Profile      *profile,
             gconstpointer data)
{
  TbConnection *connection = open_writer (profile);
  Visitor       visitor = { 0, 0 };
  GError       *error = NULL;
  gint64        n_parts;

  write_much (profile);
  n_parts = count_parts (profile);
  while (!tb_sqlite_backend.tidy (connection, is_wanted, &visitor, &error))
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_assert_cmpint (count_parts (profile), ==, n_parts);
      assert_found (profile);
      visitor = (Visitor){ 0, visitor.n_looks + 1 };
    }
  g_assert_cmpuint (visitor.n_looks, >, 1);
  tidy_all (connection);
  g_assert_cmpint (count_parts (profile), <, FEW_PARTS);
  assert_found (profile);
  tb_sqlite_backend.close (connection);
}

static void
test_busy (Profile      *profile,
           gconstpointer data)
{
  TbConnection *connection = open_writer (profile);
  sqlite3      *other = profile_open_raw (profile);
  g_autoptr (GError) error = NULL;

  write_much (profile);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_false (tb_sqlite_backend.tidy (connection, is_never_wanted, NULL, &error));
  g_assert_error (error, TB_STORE_ERROR, TB_STORE_ERROR_BUSY);
  sqlite3_close (other);
  tidy_all (connection);
  g_assert_cmpint (count_parts (profile), <, FEW_PARTS);
  tb_sqlite_backend.close (connection);
}

/* Nothing is lost, and nobody has to know. */
static void
test_full (Profile      *profile,
           gconstpointer data)
{
  TbConnection *connection = open_writer (profile);
  g_autoptr (GError) error = NULL;

  write_much (profile);
  set_disk_full (TRUE);
  g_assert_false (tb_sqlite_backend.tidy (connection, is_never_wanted, NULL, &error));
  g_assert_error (error, TB_STORE_ERROR, TB_STORE_ERROR_FULL);
  assert_found (profile);
  set_disk_full (FALSE);
  tidy_all (connection);
  g_assert_cmpint (count_parts (profile), <, FEW_PARTS);
  assert_found (profile);
  tb_sqlite_backend.close (connection);
}

/* It puts together so much that there are never very many parts, and no more. */
static void
test_import (Profile      *profile,
             gconstpointer data)
{
  TbConnection *connection = open_writer (profile);
  g_autoptr (GError) error = NULL;

  write_much (profile);
  g_assert_false (connection->is_untidy);
  g_assert_true (tb_sqlite_owe_merges ((TbSqlite *)connection, MANY_PAGES, &error));
  g_assert_true (connection->is_untidy);
  tidy_all (connection);
  g_assert_cmpint (count_parts (profile), <, FEW_PARTS);
  assert_found (profile);
  tb_sqlite_backend.close (connection);
}

/* ---- The worker ---- */

typedef struct
{
  TbStoreWorker *worker;
  GString       *log;
  GMutex         mutex;
  GCond          cond;
  gboolean       is_second_pushed, has_rested;
  guint          milliseconds;
} World;

static void
rest (gpointer data)
{
  World *world = data;

  g_string_append_c (world->log, 'r');
  g_assert_false (tb_store_worker_is_wanted (world->worker));
  g_mutex_lock (&world->mutex);
  world->has_rested = TRUE;
  g_cond_signal (&world->cond);
  g_mutex_unlock (&world->mutex);
}

static void
do_first (gpointer data)
{
  World *world = data;

  g_string_append_c (world->log, '1');
  tb_store_worker_rest (world->worker, world->milliseconds, rest, world);
  g_mutex_lock (&world->mutex);
  while (!world->is_second_pushed)
    g_cond_wait (&world->cond, &world->mutex);
  g_mutex_unlock (&world->mutex);
  g_assert_true (tb_store_worker_is_wanted (world->worker));
}

static void
do_second (gpointer data)
{
  g_string_append_c (((World *)data)->log, '2');
}

static void
push_both (World *world)
{
  world->worker = tb_store_worker_new ("test");
  tb_store_worker_push (world->worker, do_first, world);
  tb_store_worker_push (world->worker, do_second, world);
  g_mutex_lock (&world->mutex);
  world->is_second_pushed = TRUE;
  g_cond_signal (&world->cond);
  g_mutex_unlock (&world->mutex);
}

static void
test_rest (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  World world = { .log = log };

  push_both (&world);
  g_mutex_lock (&world.mutex);
  while (!world.has_rested)
    g_cond_wait (&world.cond, &world.mutex);
  g_mutex_unlock (&world.mutex);
  tb_store_worker_stop (world.worker);
  g_assert_cmpstr (log->str, ==, "12r");
}

static void
test_no_rest (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  World world = { .log = log, .milliseconds = LONG_MILLISECONDS };

  push_both (&world);
  tb_store_worker_stop (world.worker);
  g_assert_cmpstr (log->str, ==, "12");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  PROFILE_TEST ("/store/tidy/while-nobody-waits", TB_STORE_VOLATILE, test_store);
  INLINE_TEST ("/store/tidy/what-others-have-left", test_left_behind);
  INLINE_TEST ("/store/tidy/much-that-others-have-left", test_much_left_behind);
  INLINE_TEST ("/store/tidy/as-if-not-begun-when-somebody-comes", test_undone);
  INLINE_TEST ("/store/tidy/another-process-is-not-waited-for", test_busy);
  INLINE_TEST ("/store/tidy/a-full-disk-does-no-harm", test_full);
  INLINE_TEST ("/store/tidy/an-import-leaves-the-rest", test_import);
  g_test_add_func ("/store/tidy/after-all-that-was-pushed", test_rest);
  g_test_add_func ("/store/tidy/ending-does-not-wait", test_no_rest);
  return g_test_run ();
}
