/* SPDX-License-Identifier: GPL-3.0-or-later
 * Going back to a backup: what comes back, what goes on, and that a death leaves one state or the other. */
#include "config.h"

#include "backup-test.h"

#include "tb-problem.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static gboolean
count_up (TbTx    *tx,
          gpointer value,
          GError **error)
{
  return tb_tx_next_counter (tx, "T20261124", value, error);
}

static void
go_back (Profile    *profile,
         const char *name)
{
  g_autoptr (GError) error = NULL;

  tb_store_restore (profile->store, name, "2026-11-24.before", &error);
  g_assert_no_error (error);
}

static void
test_it_comes_back (Profile      *profile,
                    gconstpointer data)
{
  gint64 before = 0, after = 0;

  add_and_wait (profile, "2026-11-23", "eins");
  add_and_wait (profile, "2026-11-24", "zwei");
  must_write (profile->store, count_up, &before);
  must_write (profile->store, count_up, &before);
  go_back (profile, "2026-11-24");
  g_assert_cmpint (count_now (profile), ==, 1);
  g_assert_cmpint (count_in (profile, "2026-11-24.before"), ==, 2);
  /* Numbers that were given are not given again. */
  must_write (profile->store, count_up, &after);
  g_assert_cmpint (after, ==, before + 1);
  assert_sound (profile->store);
  /* And back again. */
  go_back (profile, "2026-11-24.before");
  g_assert_cmpint (count_now (profile), ==, 2);
  assert_sound (profile->store);
}

static gboolean
newest_id (TbTx    *tx,
           gpointer id,
           GError **error)
{
  *(gint64 *)id = add_ticket (tx, "danach");
  return TRUE;
}

static void
test_ids_go_on (Profile      *profile,
                gconstpointer data)
{
  gint64 before = 0, after = 0;

  add_and_wait (profile, "2026-11-23", "eins");
  add_and_wait (profile, "2026-11-24", "zwei");
  must_write (profile->store, newest_id, &before);
  go_back (profile, "2026-11-24");
  must_write (profile->store, newest_id, &after);
  g_assert_cmpint (after, >, before);
}

static void
test_other_processes_see_it (Profile      *profile,
                             gconstpointer data)
{
  g_autoptr (TbStore) other = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  gboolean overrun = FALSE;

  add_and_wait (profile, "2026-11-23", "eins");
  add_and_wait (profile, "2026-11-24", "zwei");
  other = tb_store_open (profile->dir, TB_STORE_INLINE, NULL, NULL);
  g_ptr_array_unref (tb_store_poll_changes (other, &overrun, NULL));
  go_back (profile, "2026-11-24");
  changes = tb_store_poll_changes (other, &overrun, NULL);
  g_assert_nonnull (changes);
  g_assert_true (overrun);
  assert_sound (other);
}

static void
test_lost_files_come_back (Profile      *profile,
                           gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("Anhang", 6);
  g_autofree char *sha256 = tb_store_put_file (profile->store, bytes, NULL);
  g_autofree char *folder = g_strndup (sha256, 2);
  g_autofree char *path = g_build_filename (profile->dir, "files", folder, sha256, NULL);

  add_and_wait (profile, "2026-11-23", "eins");
  add_and_wait (profile, "2026-11-24", "zwei");
  g_assert_cmpint (g_unlink (path), ==, 0);
  go_back (profile, "2026-11-24");
  g_assert_true (tb_store_has_file (profile->store, sha256));
}

static void
test_only_what_is_there (Profile      *profile,
                         gconstpointer data)
{
  static const char *const names[] = { "2026-11-22", "../backups/2026-11-24", "", ".", "2026-11-24.", "x" };
  guint                    i;

  add_and_wait (profile, "2026-11-23", "eins");
  add_and_wait (profile, "2026-11-24", "zwei");
  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (tb_store_restore (profile->store, names[i], "2026-11-24.before", &error));
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_NOT_FOUND);
    }
  g_assert_cmpint (count_now (profile), ==, 2);
  g_assert_cmpuint (count_backups (profile), ==, 1);
}

static void
test_an_older_version_is_brought_up (Profile      *profile,
                                     gconstpointer data)
{
  g_autofree char *path = backup_file (profile, "2026-11-01");
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *present = profile_path (profile, "ticketbruecke.db");

  add_and_wait (profile, "2026-11-23", "eins");
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  make_older (path, 1);
  go_back (profile, "2026-11-01");
  g_assert_cmpint (ask (present, "PRAGMA user_version"), ==, tb_sqlite_version ());
  g_assert_cmpint (count_now (profile), ==, 1);
  /* The backup itself stays what it is. */
  g_assert_cmpint (ask (path, "PRAGMA user_version"), ==, 1);
}

static void
test_a_damaged_one_is_replaced (Profile      *profile,
                                gconstpointer data)
{
  g_autofree char *path = profile_path (profile, "ticketbruecke.db");
  g_autofree char *aside = backup_file (profile, "2026-11-24.damaged");
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  add_and_wait (profile, "2026-11-23", "eins");
  add_and_wait (profile, "2026-11-24", "zwei");
  g_clear_object (&profile->store);
  g_assert_true (g_file_set_contents (path, "nicht mehr lesbar", -1, NULL));
  tb_store_restore_closed (profile->dir, "2026-11-24", "2026-11-24.damaged", NULL, &error);
  g_assert_no_error (error);
  profile_reopen (profile, TB_STORE_INLINE);
  g_assert_cmpint (count_now (profile), ==, 1);
  assert_sound (profile->store);
  g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "nicht mehr lesbar");
}

static gboolean
count_today (TbTx    *tx,
             gpointer value,
             GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *name = g_date_time_format (now, "T%Y%m%d");

  return tb_tx_next_counter (tx, name, value, error);
}

/* While somebody has it open its file is not taken away from under them. */
static void
test_not_while_it_is_open (Profile      *profile,
                           gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add_and_wait (profile, "2026-11-23", "eins");
  add_and_wait (profile, "2026-11-24", "zwei");
  g_assert_false (
    tb_store_restore_closed (profile->dir, "2026-11-24", "2026-11-24.damaged", NULL, &error));
  g_assert_error (error, TB_STORE_ERROR, TB_STORE_ERROR_BUSY);
  g_assert_cmpint (count_now (profile), ==, 2);
  g_assert_cmpuint (count_backups (profile), ==, 1);
}

static void
move (Profile    *profile,
      const char *from,
      const char *to)
{
  g_autofree char *source = profile_path (profile, from);
  g_autofree char *target = profile_path (profile, to);

  g_assert_cmpint (g_rename (source, target), ==, 0);
}

/* Death between its steps: once the new one lies there, whoever opens the profile ends it, and the log of the
 * old one does not get into it. Before that nothing has happened. */
static void
test_it_is_ended_after_a_death (Profile      *profile,
                                gconstpointer data)
{
  g_autofree char *path = profile_path (profile, "ticketbruecke.db");
  g_autofree char *log = profile_path (profile, "ticketbruecke.db-wal");
  g_autofree char *next = profile_path (profile, "ticketbruecke.db.next");
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  add_and_wait (profile, "2026-11-23", "eins");
  add_and_wait (profile, "2026-11-24", "zwei");
  g_clear_object (&profile->store);
  g_assert_true (g_file_set_contents (path, "nicht mehr lesbar", -1, NULL));
  tb_store_restore_closed (profile->dir, "2026-11-24", "2026-11-24.damaged", NULL, &error);
  g_assert_no_error (error);
  move (profile, "ticketbruecke.db", "ticketbruecke.db.next");
  g_assert_true (g_file_set_contents (path, "nicht mehr lesbar", -1, NULL));
  g_assert_true (g_file_set_contents (log, "Rest eines alten", -1, NULL));
  profile_reopen (profile, TB_STORE_INLINE);
  g_assert_false (g_file_test (next, G_FILE_TEST_EXISTS));
  g_assert_cmpint (count_now (profile), ==, 1);
  assert_sound (profile->store);
  /* Which numbers were given today nobody knows: none of the first is given again. */
  must_write (profile->store, count_today, &n);
  g_assert_cmpint (n, >, 500);
}

/* Killed at any moment of going back, the one or the other is there, whole. */
static void
test_killed_while_going_back (Profile      *profile,
                              gconstpointer data)
{
  gint64 before = 2;
  guint  i;

  add_and_wait (profile, "2026-11-23", "eins");
  add_and_wait (profile, "2026-11-24", "zwei");
  g_clear_object (&profile->store);
  for (i = 0; i < 12; i++)
    {
      pid_t  child = fork ();
      gint64 n;

      if (child == 0)
        {
          TbStore *store = tb_store_open (profile->dir, TB_STORE_INLINE, NULL, NULL);

          for (;;)
            tb_store_restore (store, "2026-11-24", "2026-11-24.before1", NULL);
        }
      g_usleep (1000 + i * 2500);
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
      profile_reopen (profile, TB_STORE_INLINE);
      n = count_now (profile);
      g_assert_true (n == 1 || n == before);
      assert_sound (profile->store);
      add (profile, "2026-11-24", "danach");
      before = n + 1;
      g_clear_object (&profile->store);
    }
  profile_reopen (profile, TB_STORE_INLINE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  BACKUP_TEST ("going-back/it-comes-back", test_it_comes_back);
  BACKUP_TEST ("going-back/ids-go-on", test_ids_go_on);
  BACKUP_TEST ("going-back/other-processes-see-it", test_other_processes_see_it);
  BACKUP_TEST ("going-back/lost-files-come-back", test_lost_files_come_back);
  BACKUP_TEST ("going-back/only-what-is-there", test_only_what_is_there);
  BACKUP_TEST ("going-back/an-older-version-is-brought-up", test_an_older_version_is_brought_up);
  BACKUP_TEST ("going-back/a-damaged-one-is-replaced", test_a_damaged_one_is_replaced);
  BACKUP_TEST ("going-back/not-while-it-is-open", test_not_while_it_is_open);
  BACKUP_TEST ("going-back/it-is-ended-after-a-death", test_it_is_ended_after_a_death);
  BACKUP_TEST ("going-back/killed-while-going-back", test_killed_while_going_back);
  return g_test_run ();
}
