/* SPDX-License-Identifier: GPL-3.0-or-later
 * Backups: when they are made, that they are whole, that they never stand in the way, and going back. */
#include "config.h"

#include "store-test.h"

#include "tb-problem.h"
#include "tb-sqlite-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BACKUP_TEST(path, func) PROFILE_TEST ("/store/backup/" path, TB_STORE_INLINE, func)

typedef struct
{
  TbStore    *store;
  const char *day;
  const char *title;
} Entry;

static gboolean
write_entry (TbTx    *tx,
             gpointer data,
             GError **error)
{
  const Entry *entry = data;

  tb_store_look_at_day (entry->store, entry->day);
  add_ticket (tx, entry->title);
  return TRUE;
}

static void
add (Profile    *profile,
     const char *day,
     const char *title)
{
  Entry entry = { .store = profile->store, .day = day, .title = title };

  must_write (profile->store, write_entry, &entry);
}

static char *
backup_file (Profile    *profile,
             const char *name)
{
  return g_build_filename (profile->dir, "backups", name, "ticketbruecke.db", NULL);
}

static gint64
ask (const char *path,
     const char *sql)
{
  sqlite3 *db = NULL;
  gint64   number;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  number = raw_number (db, sql);
  sqlite3_close (db);
  return number;
}

static gint64
count_in (Profile    *profile,
          const char *name)
{
  g_autofree char *path = backup_file (profile, name);

  return ask (path, "SELECT count(*) FROM ticket");
}

static gint64
count_now (Profile *profile)
{
  sqlite3 *db = profile_open_raw (profile);
  gint64   number = raw_number (db, "SELECT count(*) FROM ticket");

  sqlite3_close (db);
  return number;
}

static guint
count_backups (Profile *profile)
{
  g_autoptr (GPtrArray) list = tb_store_list_backups (profile->store);

  return list->len;
}

/* ---- Making them ---- */

static void
test_before_the_first_write (Profile      *profile,
                             gconstpointer data)
{
  add (profile, "2026-11-23", "eins");
  /* A new profile holds nothing yet that could be lost. */
  g_assert_cmpuint (count_backups (profile), ==, 0);
  add (profile, "2026-11-24", "zwei");
  add (profile, "2026-11-24", "drei");
  g_assert_cmpuint (count_backups (profile), ==, 1);
  g_assert_cmpint (count_in (profile, "2026-11-24"), ==, 1);
  profile_reopen (profile, TB_STORE_INLINE);
  add (profile, "2026-11-24", "vier");
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

  add (profile, "2026-11-23", "eins");
  add (profile, "2026-11-24", "zwei");
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

      add (profile, name, name);
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

  add (profile, "2026-11-23", "eins");
  add (profile, "2026-11-24", "zwei");
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

static void
test_it_never_stands_in_the_way (Profile      *profile,
                                 gconstpointer data)
{
  g_autofree char *folder = profile_path (profile, "backups");
  g_autofree char *failure = NULL;

  add (profile, "2026-11-23", "eins");
  g_assert_null (tb_store_take_backup_failure (profile->store));
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  add (profile, "2026-11-24", "zwei");
  g_assert_cmpint (count_now (profile), ==, 2);
  failure = tb_store_take_backup_failure (profile->store);
  g_assert_nonnull (failure);
  g_assert_null (tb_store_take_backup_failure (profile->store));
}

/* What a death has left is no backup, and nothing of it stays. */
static void
test_half_a_one_is_none (Profile      *profile,
                         gconstpointer data)
{
  g_autofree char *hidden = g_build_filename (profile->dir, "backups", ".making-abcdef", NULL);
  g_autofree char *part = g_build_filename (hidden, "ticketbruecke.db", NULL);

  add (profile, "2026-11-23", "eins");
  g_assert_cmpint (g_mkdir_with_parents (hidden, 0700), ==, 0);
  g_assert_true (g_file_set_contents (part, "SQLite", -1, NULL));
  g_assert_cmpuint (count_backups (profile), ==, 0);
  add (profile, "2026-11-24", "zwei");
  g_assert_cmpuint (count_backups (profile), ==, 1);
}

/* Puts the database of an older version at @path. */
static void
make_older (const char *path,
            int         version)
{
  g_autofree char *marks = NULL;
  sqlite3         *db = NULL;
  int              i;

  g_unlink (path);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  for (i = 1; i <= version; i++)
    g_assert_cmpint (sqlite3_exec (db, tb_sqlite_migration (i), NULL, NULL, NULL), ==, SQLITE_OK);
  marks = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;"
                           "INSERT INTO ticket_status (name) VALUES ('Neu');"
                           "INSERT INTO ticket (number, status, is_confirmed)"
                           " VALUES ('T20261101.0001', 1, 1);",
                           TB_SQLITE_APPLICATION_ID, version);
  g_assert_cmpint (sqlite3_exec (db, marks, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
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

/* ---- Going back ---- */

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

  add (profile, "2026-11-23", "eins");
  add (profile, "2026-11-24", "zwei");
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

  add (profile, "2026-11-23", "eins");
  add (profile, "2026-11-24", "zwei");
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

  add (profile, "2026-11-23", "eins");
  add (profile, "2026-11-24", "zwei");
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

  add (profile, "2026-11-23", "eins");
  add (profile, "2026-11-24", "zwei");
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

  add (profile, "2026-11-23", "eins");
  add (profile, "2026-11-24", "zwei");
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

  add (profile, "2026-11-23", "eins");
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

  add (profile, "2026-11-23", "eins");
  add (profile, "2026-11-24", "zwei");
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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  BACKUP_TEST ("before-the-first-write-of-a-day", test_before_the_first_write);
  BACKUP_TEST ("private-and-in-one-file", test_private_and_alone);
  BACKUP_TEST ("seven-are-kept", test_seven_are_kept);
  BACKUP_TEST ("files-are-linked", test_files_are_linked);
  PROFILE_TEST ("/store/backup/beside-the-work", TB_STORE_DEFAULT, test_beside_the_work);
  BACKUP_TEST ("it-never-stands-in-the-way", test_it_never_stands_in_the_way);
  BACKUP_TEST ("half-a-one-is-none", test_half_a_one_is_none);
  BACKUP_TEST ("before-a-migration", test_before_a_migration);
  BACKUP_TEST ("it-comes-back", test_it_comes_back);
  BACKUP_TEST ("ids-go-on", test_ids_go_on);
  BACKUP_TEST ("other-processes-see-it", test_other_processes_see_it);
  BACKUP_TEST ("lost-files-come-back", test_lost_files_come_back);
  BACKUP_TEST ("only-what-is-there", test_only_what_is_there);
  BACKUP_TEST ("an-older-version-is-brought-up", test_an_older_version_is_brought_up);
  BACKUP_TEST ("a-damaged-one-is-replaced", test_a_damaged_one_is_replaced);
  return g_test_run ();
}
