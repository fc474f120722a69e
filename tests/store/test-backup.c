/* SPDX-License-Identifier: GPL-3.0-or-later
 * Backups: when they are made, that they are whole, that they never stand in the way, and which are kept. */
#include "config.h"

#include "backup-test.h"

#include "tb-time.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Making them ---- */

static void
test_before_the_first_write (Profile      *profile,
                             gconstpointer data)
{
  add_and_wait (profile, "2026-11-23", "eins");
  /* A new profile holds nothing yet that could be lost. */
  g_assert_cmpuint (count_backups (profile), ==, 0);
  add_and_wait (profile, "2026-11-24", "zwei");
  add_and_wait (profile, "2026-11-24", "drei");
  g_assert_cmpuint (count_backups (profile), ==, 1);
  g_assert_cmpint (count_in (profile, "2026-11-24"), ==, 1);
  profile_reopen (profile, TB_STORE_INLINE);
  add_and_wait (profile, "2026-11-24", "vier");
  g_assert_cmpint (count_in (profile, "2026-11-24"), ==, 1);
  g_assert_cmpint (count_now (profile), ==, 4);
}

static void
test_private_and_alone (Profile      *profile,
                        gconstpointer data)
{
  g_autofree char *path = backup_file (profile, "2026-11-24");
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  struct stat      status;

  add_and_wait (profile, "2026-11-23", "eins");
  add_and_wait (profile, "2026-11-24", "zwei");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
}

static void
test_seven_are_kept (Profile      *profile,
                     gconstpointer data)
{
  g_autofree char *oldest = backup_file (profile, "2026-11-03");
  g_autofree char *next = backup_file (profile, "2026-11-04");
  guint            day;

  for (day = 1; day <= 10; day++)
    {
      g_autofree char *name = g_strdup_printf ("2026-11-%02u", day);

      add_and_wait (profile, name, name);
    }
  g_assert_cmpuint (count_backups (profile), ==, 7);
  g_assert_false (g_file_test (oldest, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (next, G_FILE_TEST_EXISTS));
}

static void
test_files_are_linked (Profile      *profile,
                       gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("Anhang", 6);
  g_autofree char *sha256 = tb_store_put_file (profile->store, bytes, NULL);
  g_autofree char *folder = g_strndup (sha256, 2);
  g_autofree char *here = g_build_filename (profile->dir, "files", folder, sha256, NULL);
  g_autofree char *there =
    g_build_filename (profile->dir, "backups", "2026-11-24", "files", folder, sha256, NULL);
  struct stat a, b;

  add_and_wait (profile, "2026-11-23", "eins");
  add_and_wait (profile, "2026-11-24", "zwei");
  g_assert_cmpint (g_stat (here, &a), ==, 0);
  g_assert_cmpint (g_stat (there, &b), ==, 0);
  g_assert_cmpint (a.st_ino, ==, b.st_ino);
}

/* The state is held before the first write; the copy is made while others are. */
static void
test_beside_the_work (Profile      *profile,
                      gconstpointer data)
{
  g_autofree char *path = backup_file (profile, "2026-11-24");
  gint64           end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  guint            n = 1;

  add (profile, "2026-11-23", "eins");
  while (!g_file_test (path, G_FILE_TEST_EXISTS) && g_get_monotonic_time () < end)
    {
      g_autofree char *title = g_strdup_printf ("%u", ++n);

      add (profile, "2026-11-24", title);
    }
  g_assert_cmpint (count_in (profile, "2026-11-24"), ==, 1);
  g_assert_cmpint (ask (path, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
                   ==, 0);
  g_assert_cmpint (count_now (profile), ==, n);
}

static gint64
failing_since (Profile *profile)
{
  gint64 since = 0;

  g_free (tb_store_get_backup_failure (profile->store, &since));
  return since;
}

static gboolean
write_much (TbTx    *tx,
            gpointer data,
            GError **error)
{
  guint i;

  for (i = 0; i < 1000; i++)
    {
      g_autofree char *title = g_strnfill (250, 'x');

      add_ticket (tx, title);
    }
  return TRUE;
}

static void
test_it_never_stands_in_the_way (Profile      *profile,
                                 gconstpointer data)
{
  g_autofree char *folder = profile_path (profile, "backups");
  g_autofree char *failure = NULL;
  g_autoptr (GError) error = NULL;

  add_and_wait (profile, "2026-11-23", "eins");
  g_assert_null (tb_store_take_backup_failure (profile->store));
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  add_and_wait (profile, "2026-11-24", "zwei");
  g_assert_cmpint (count_now (profile), ==, 2);
  failure = tb_store_take_backup_failure (profile->store);
  g_assert_nonnull (failure);
  g_assert_null (tb_store_take_backup_failure (profile->store));
  g_assert_cmpint (failing_since (profile), >, 0);
  /* When there is room again a backup is made, and nothing fails any more. */
  g_assert_cmpint (g_unlink (folder), ==, 0);
  tb_store_back_up (profile->store, "2026-11-24.120000", &error);
  g_assert_no_error (error);
  g_assert_cmpint (failing_since (profile), ==, 0);
}

/* A full disk, not only a folder that is in the way: nothing half made stays, and the work has gone on. */
static void
test_no_room (Profile      *profile,
              gconstpointer data)
{
  struct rlimit    limit, small;
  g_autofree char *folder = profile_path (profile, "backups");
  g_autoptr (GDir) dir = NULL;

  add_and_wait (profile, "2026-11-23", "eins");
  must_write (profile->store, write_much, NULL);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  small = (struct rlimit){ .rlim_cur = 256 * 1024, .rlim_max = limit.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (tb_store_back_up (profile->store, "2026-11-24.120000", NULL));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  g_assert_null (g_dir_read_name (dir));
  add_and_wait (profile, "2026-11-23", "zwei");
}

/* What a death has left is no backup, and nothing of it stays. */
static void
test_half_a_one_is_none (Profile      *profile,
                         gconstpointer data)
{
  g_autofree char *hidden = g_build_filename (profile->dir, "backups", ".making-abcdef", NULL);
  g_autofree char *part = g_build_filename (hidden, "ticketbruecke.db", NULL);

  add_and_wait (profile, "2026-11-23", "eins");
  g_assert_cmpint (g_mkdir_with_parents (hidden, 0700), ==, 0);
  g_assert_true (g_file_set_contents (part, "SQLite", -1, NULL));
  g_assert_cmpuint (count_backups (profile), ==, 0);
  add_and_wait (profile, "2026-11-24", "zwei");
  g_assert_cmpuint (count_backups (profile), ==, 1);
}

static void
test_before_a_migration (Profile      *profile,
                         gconstpointer data)
{
  g_autofree char *path = profile_path (profile, "ticketbruecke.db");
  g_autofree char *copy = NULL;
  g_autoptr (GPtrArray) list = NULL;

  g_clear_object (&profile->store);
  make_older (path, 1);
  profile_reopen (profile, TB_STORE_INLINE);
  list = tb_store_list_backups (profile->store);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_true (g_str_has_suffix (((TbBackup *)list->pdata[0])->name, ".v1"));
  copy = backup_file (profile, ((TbBackup *)list->pdata[0])->name);
  g_assert_cmpint (ask (copy, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (ask (path, "PRAGMA user_version"), ==, tb_sqlite_version ());
}

/* One that goes wrong changes nothing; the older program can still use it. */
static void
test_a_migration_that_fails (Profile      *profile,
                             gconstpointer data)
{
  g_autofree char *path = profile_path (profile, "ticketbruecke.db");
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (TbStore) store = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  g_clear_object (&profile->store);
  make_older (path, tb_sqlite_version () - 1);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  /* The last script finds something that it cannot know of. */
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA user_version = 1", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  store = tb_store_open (profile->dir, TB_STORE_INLINE, NULL, &error);
  g_assert_null (store);
  g_assert_nonnull (error);
  g_assert_cmpint (ask (path, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (ask (path, "SELECT count(*) FROM ticket"), ==, 1);
  list = tb_backup_list (profile->dir);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpint (tb_backup_kind (((TbBackup *)list->pdata[0])->name), ==, TB_BACKUP_MIGRATION);
}

/* ---- What is kept ---- */

static TbBackup *
new_backup (const char *name,
            gint64      days_ago,
            gint64      now)
{
  TbBackup *backup = g_new0 (TbBackup, 1);

  backup->name = g_strdup (name);
  backup->made_at = now - days_ago * TB_DAY;
  return backup;
}

static void
test_what_is_kept (void)
{
  const gint64 now = 2000 * TB_DAY;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_backup_free);
  g_autoptr (GPtrArray) drop = NULL;
  gint64 day;

  /* Each day one of each kind, for forty days. */
  for (day = 0; day < 40; day++)
    {
      g_autofree char *name = g_strdup_printf ("2026-%02d-%02d", 12 - (int)day / 28, 28 - (int)day % 28);
      g_autofree char *hand = g_strconcat (name, ".101010", NULL);
      g_autofree char *before = g_strconcat (name, ".before101010", NULL);
      g_autofree char *version = g_strconcat (name, ".v5", NULL);

      g_ptr_array_add (list, new_backup (name, day, now));
      g_ptr_array_add (list, new_backup (hand, day, now));
      g_ptr_array_add (list, new_backup (before, day, now));
      g_ptr_array_add (list, new_backup (version, day, now));
    }
  drop = tb_backup_to_drop (list, now);
  /* Seven days, seven by hand, and a month of the others. */
  g_assert_cmpuint (list->len - drop->len, ==, 7 + 7 + 30 + 30);
  g_ptr_array_set_size (drop, 0);
  g_ptr_array_set_size (list, 0);
  /* However old, the last two stay. */
  g_ptr_array_add (list, new_backup ("2020-03-03.v5", 900, now));
  g_ptr_array_add (list, new_backup ("2020-03-02.v4", 901, now));
  g_ptr_array_add (list, new_backup ("2020-03-01.v3", 902, now));
  g_clear_pointer (&drop, g_ptr_array_unref);
  drop = tb_backup_to_drop (list, now);
  g_assert_cmpuint (drop->len, ==, 1);
  g_assert_cmpstr (((TbBackup *)drop->pdata[0])->name, ==, "2020-03-01.v3");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  BACKUP_TEST ("backup/before-the-first-write-of-a-day", test_before_the_first_write);
  BACKUP_TEST ("backup/private-and-in-one-file", test_private_and_alone);
  BACKUP_TEST ("backup/seven-are-kept", test_seven_are_kept);
  BACKUP_TEST ("backup/files-are-linked", test_files_are_linked);
  PROFILE_TEST ("/store/backup/beside-the-work", TB_STORE_DEFAULT, test_beside_the_work);
  BACKUP_TEST ("backup/it-never-stands-in-the-way", test_it_never_stands_in_the_way);
  BACKUP_TEST ("backup/half-a-one-is-none", test_half_a_one_is_none);
  BACKUP_TEST ("backup/before-a-migration", test_before_a_migration);
  BACKUP_TEST ("backup/no-room", test_no_room);
  BACKUP_TEST ("backup/a-migration-that-fails", test_a_migration_that_fails);
  g_test_add_func ("/store/backup/what-helps-against-a-mistake-stays", test_what_is_kept);
  return g_test_run ();
}
