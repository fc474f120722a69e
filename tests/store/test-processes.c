/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two processes on one profile: nothing is lost, and each sees what the other does. */
#include "config.h"

#include "store-test.h"

#define N_ROWS 200
#define LIMIT (60 * TB_SECOND)

static char *program;

typedef struct
{
  const char *name;
  int         n;
} Turn;

static gboolean
write_row (TbTx    *tx,
           gpointer data,
           GError **error)
{
  const Turn      *turn = data;
  g_autofree char *name = g_strdup_printf ("%s %d", turn->name, turn->n);

  add_organisation (tx, name);
  return TRUE;
}

static gboolean
mark (TbTx    *tx,
      gpointer data,
      GError **error)
{
  return tb_tx_set_setting (tx, data, "yes", error);
}

/* Counts the organisations among what was committed since the last look. */
static guint
count_changes (TbStore *store)
{
  g_autoptr (GError) error = NULL;
  gboolean overrun;
  g_autoptr (GPtrArray) changes = tb_store_poll_changes (store, &overrun, &error);
  guint i, n = 0;

  g_assert_no_error (error);
  g_assert_false (overrun);
  for (i = 0; i < changes->len; i++)
    n += g_str_equal (((TbChangeRecord *)changes->pdata[i])->kind, "organisation");
  return n;
}

static gboolean
look_for_both (TbTx    *tx,
               gpointer data,
               GError **error)
{
  g_autofree char *one = tb_tx_get_setting (tx, "eins is here", error);
  g_autofree char *two = tb_tx_get_setting (tx, "zwei is here", error);

  *(gboolean *)data = one != NULL && two != NULL;
  return TRUE;
}

/* One of the two: waits for the other, writes its rows, and stays until it has been told of all rows of
 * both. */
static int
run_child (const char *dir,
           const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbStore) store = tb_store_open (dir, TB_STORE_DEFAULT, NULL, &error);
  g_autoptr (TbClock) clock = tb_clock_new_real ();
  g_autofree char *here = g_strdup_printf ("%s is here", name);
  g_autofree char *made = g_strdup_printf ("%s made it", name);
  const gint64     end = tb_clock_now (clock) + LIMIT;
  gboolean         are_both = FALSE;
  Turn             turn = { name, 0 };
  guint            seen = 0;

  g_assert_no_error (error);
  if (tb_store_is_new (store))
    must_write (store, mark, made);
  must_write (store, mark, here);
  while (!are_both && tb_clock_now (clock) < end)
    must_read (store, look_for_both, &are_both);
  for (; turn.n < N_ROWS; turn.n++)
    {
      must_write (store, write_row, &turn);
      seen += count_changes (store);
    }
  while (seen < 2 * N_ROWS && tb_clock_now (clock) < end)
    seen += count_changes (store);
  g_assert_cmpuint (seen, ==, 2 * N_ROWS);
  return 0;
}

static GSubprocess *
spawn (const char *dir,
       const char *name)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, program, "--child", dir,
                                         name, NULL);

  g_assert_no_error (error);
  return child;
}

static gboolean
check_rows (TbTx    *tx,
            gpointer data,
            GError **error)
{
  static const char *const names[] = { "eins", "zwei" };
  guint                    i, n_new = 0;
  int                      k;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *made = g_strdup_printf ("%s made it", names[i]);
      g_autofree char *is_new = tb_tx_get_setting (tx, made, error);

      n_new += is_new != NULL;
      for (k = 0; k < N_ROWS; k++)
        {
          g_autofree char *name = g_strdup_printf ("%s %d", names[i], k);
          g_autoptr (TbOrganisationRecord) row = tb_tx_find (tx, TB_Q_ORGANISATION_BY_NAME, error, "s", name);

          g_assert_nonnull (row);
        }
    }
  g_assert_cmpuint (n_new, ==, 1);
  return TRUE;
}

static void
test_two (void)
{
  Profile          profile = { g_dir_make_tmp ("ticketbruecke-store-XXXXXX", NULL), NULL };
  g_autofree char *dir = profile_path (&profile, "profile");
  g_autoptr (GSubprocess) one = spawn (dir, "eins");
  g_autoptr (GSubprocess) two = spawn (dir, "zwei");
  g_autoptr (GError) error = NULL;
  g_autoptr (TbStore) store = NULL;

  g_subprocess_wait_check (one, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (two, NULL, &error);
  g_assert_no_error (error);
  store = tb_store_open (dir, TB_STORE_INLINE, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (tb_store_is_new (store));
  must_read (store, check_rows, NULL);
  assert_sound (store);
  g_clear_object (&store);
  profile_teardown (&profile, NULL);
}

/* Another connection of this process stands for the other process, so that each turn is certain. */
static void
test_poll (Profile      *profile,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbStore) other = NULL;
  Turn turn = { "Firma", 0 };

  must_write (profile->store, write_row, &turn);
  other = tb_store_open (profile->dir, TB_STORE_INLINE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_changes (profile->store), ==, 1);
  g_assert_cmpuint (count_changes (other), ==, 0);
  turn.n++;
  must_write (other, write_row, &turn);
  g_assert_cmpuint (count_changes (profile->store), ==, 1);
  g_assert_cmpuint (count_changes (other), ==, 1);
  turn.n++;
  must_write (profile->store, write_row, &turn);
  turn.n++;
  must_write (other, write_row, &turn);
  g_assert_cmpuint (count_changes (profile->store), ==, 2);
  g_assert_cmpuint (count_changes (profile->store), ==, 0);
  g_assert_cmpuint (count_changes (other), ==, 2);
}

static guint n_asked;

static int
on_statement_cb (unsigned int event,
                 void        *data,
                 void        *statement,
                 void        *sql)
{
  n_asked += g_str_equal (sql, "PRAGMA data_version");
  return 0;
}

static int
on_opened_cb (sqlite3                           *db,
              char                             **message,
              const struct sqlite3_api_routines *api)
{
  return sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, on_statement_cb, NULL);
}

/* Several times a second and for as long as the program runs: where nothing has come, no file is locked. */
static void
test_idle (Profile      *profile,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbStore) other = NULL;
  Turn  turn = { "Firma", 0 };
  guint i;

  sqlite3_auto_extension ((void (*) (void))on_opened_cb);
  other = tb_store_open (profile->dir, TB_STORE_INLINE, NULL, &error);
  sqlite3_cancel_auto_extension ((void (*) (void))on_opened_cb);
  g_assert_no_error (error);
  count_changes (other);
  n_asked = 0;
  for (i = 0; i < 3; i++)
    g_assert_cmpuint (count_changes (other), ==, 0);
  g_assert_cmpuint (n_asked, <=, 1);
  n_asked = 0;
  must_write (profile->store, write_row, &turn);
  g_assert_cmpuint (count_changes (other), ==, 1);
  g_assert_cmpuint (count_changes (other), ==, 0);
  g_assert_cmpuint (n_asked, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);
  program = argv[0];
  INLINE_TEST ("/store/processes/each-sees-the-other-s-commits", test_poll);
  INLINE_TEST ("/store/processes/asks-nothing-while-nothing-is-written", test_idle);
  g_test_add_func ("/store/processes/two-on-a-new-profile-lose-nothing", test_two);
  return g_test_run ();
}
