/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which files are opened: those of each older version; what is refused stays as it is. */
#include "config.h"

#include "store-test.h"

#include "tb-sqlite-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static void
run_raw (Profile    *profile,
         const char *sql)
{
  sqlite3 *db = profile_open_raw (profile);

  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  sqlite3_close (db);
}

/* Puts the file of an older version in the place of the profile's. */
static void
make_version (Profile *profile,
              int      version)
{
  g_autofree char *path = profile_path (profile, "ticketbruecke.db");
  g_autofree char *marks = NULL;
  int              i;

  g_clear_object (&profile->store);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  for (i = 1; i <= version; i++)
    run_raw (profile, tb_sqlite_migration (i));
  marks = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;"
                           "INSERT INTO ticket_status (name) VALUES ('Neu');"
                           "INSERT INTO ticket (number, status, is_confirmed)"
                           " VALUES ('T20261123.0001', 1, 1);",
                           TB_SQLITE_APPLICATION_ID, version);
  run_raw (profile, marks);
}

static gboolean
find_ticket (TbTx    *tx,
             gpointer data,
             GError **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_tx_find (tx, TB_Q_TICKET_BY_NUMBER, error, "ss", "T20261123.0001",
                                                  "T20261123.0001");

  g_assert_nonnull (ticket);
  return TRUE;
}

static void
test_older (Profile      *profile,
            gconstpointer data)
{
  int version;

  g_assert_cmpint (tb_sqlite_version (), >=, 1);
  for (version = 1; version <= tb_sqlite_version (); version++)
    {
      sqlite3 *db;

      make_version (profile, version);
      profile_reopen (profile, TB_STORE_INLINE);
      g_assert_false (tb_store_is_new (profile->store));
      must_read (profile->store, find_ticket, NULL);
      db = profile_open_raw (profile);
      g_assert_cmpint (raw_number (db, "PRAGMA user_version"), ==, tb_sqlite_version ());
      sqlite3_close (db);
    }
}

/* An offer that nobody is assigned to is counted for who may accept it, which version 1 did not do. */
static void
test_offers (Profile      *profile,
             gconstpointer data)
{
  make_version (profile, 1);
  run_raw (profile, "INSERT INTO ticket (number, alias, service_status) VALUES ('A20261123.0001', NULL, 2);"
                    "INSERT INTO folder_count (folder, viewer, n) VALUES (9, 0, 1), (10, 0, 1), (18, 0, 2),"
                    " (15, 0, 1);"
                    "INSERT INTO search (search) VALUES ('rebuild');");
  profile_reopen (profile, TB_STORE_INLINE);
  assert_sound (profile->store);
}

/* The table of the words of the search index has what was in it before there was a table. */
static void
test_words (Profile      *profile,
            gconstpointer data)
{
  static const SearchCase cases[] = { { "zebra", "a" }, { "201", "a" }, { NULL } };
  sqlite3                *db;

  make_version (profile, 14);
  run_raw (profile, "UPDATE ticket SET title = 'Zebrastreifen 2017, Übergang 12';"
                    "INSERT INTO search (search) VALUES ('rebuild');");
  profile_reopen (profile, TB_STORE_INLINE);
  must_read (profile->store, check_cases, (gpointer)cases);
  db = profile_open_raw (profile);
  g_assert_cmpint (
    raw_number (db, "SELECT count (*) FROM search_word WHERE word IN ('zebrastreifen', 'ubergang')"), ==, 2);
  g_assert_cmpint (raw_number (db, "SELECT count (*) FROM search_word"), ==, 2);
  sqlite3_close (db);
}

/* What is counted so that no id is given twice stays counted, in the order in which it is looked for. */
static void
test_numbers (Profile      *profile,
              gconstpointer data)
{
  sqlite3 *db;

  make_version (profile, 15);
  run_raw (profile, "INSERT INTO item (id, uuid, ticket) VALUES (41, 'a', 1), (42, 'b', 1);"
                    "INSERT INTO history (ticket) VALUES (1);"
                    "DELETE FROM item WHERE id = 42; DELETE FROM history;");
  profile_reopen (profile, TB_STORE_INLINE);
  db = profile_open_raw (profile);
  g_assert_cmpint (raw_number (db, "SELECT seq FROM sqlite_sequence WHERE name = 'item'"), ==, 42);
  g_assert_cmpint (raw_number (db, "SELECT seq FROM sqlite_sequence WHERE name = 'ticket'"), ==, 1);
  g_assert_cmpint (raw_number (db, "SELECT seq FROM sqlite_sequence WHERE name = 'ticket_status'"), ==, 1);
  g_assert_cmpint (raw_number (db, "SELECT name = 'item' FROM sqlite_sequence LIMIT 1"), ==, 1);
  g_assert_cmpint (raw_number (db, "SELECT count(*) FROM sqlite_sequence WHERE name = 'history'"), ==, 0);
  g_assert_cmpint (raw_number (db, "SELECT count(*) FROM pragma_integrity_check"
                                   " WHERE integrity_check = 'ok'"),
                   ==, 1);
  sqlite3_close (db);
}

static void
test_new (Profile      *profile,
          gconstpointer data)
{
  g_autofree char *path = profile_path (profile, "ticketbruecke.db");
  sqlite3         *db = profile_open_raw (profile);
  sqlite3_stmt    *statement = NULL;
  struct stat      status;

  g_assert_cmpint (raw_number (db, "PRAGMA application_id"), ==, TB_SQLITE_APPLICATION_ID);
  g_assert_cmpint (raw_number (db, "PRAGMA user_version"), ==, tb_sqlite_version ());
  /* FTS5 by itself would put the search index together within any commit. */
  g_assert_cmpint (raw_number (db, "SELECT v FROM search_config WHERE k = 'automerge'"), ==, 0);
  g_assert_cmpint (raw_number (db, "SELECT v FROM search_config WHERE k = 'crisismerge'"), >, 16);
  sqlite3_prepare_v2 (db, "PRAGMA journal_mode", -1, &statement, NULL);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *)sqlite3_column_text (statement, 0), ==, "wal");
  sqlite3_finalize (statement);
  sqlite3_close (db);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  profile_reopen (profile, TB_STORE_INLINE);
  g_assert_false (tb_store_is_new (profile->store));
}

static void
assert_refused (Profile     *profile,
                TbStoreError code)
{
  g_autofree char *path = profile_path (profile, "ticketbruecke.db");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize            n_before, n_after;
  g_autoptr (TbStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
  store = tb_store_open (profile->dir, TB_STORE_INLINE, NULL, &error);
  g_assert_null (store);
  g_assert_error (error, TB_STORE_ERROR, (int)code);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
}

static void
test_newer (Profile      *profile,
            gconstpointer data)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", tb_sqlite_version () + 1);

  g_clear_object (&profile->store);
  run_raw (profile, sql);
  assert_refused (profile, TB_STORE_ERROR_NEWER);
}

/* What a newer program has committed may still stand in its log only. */
static void
test_newer_log (Profile      *profile,
                gconstpointer data)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", tb_sqlite_version () + 1);
  sqlite3         *db;

  g_clear_object (&profile->store);
  db = profile_open_raw (profile);
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  assert_refused (profile, TB_STORE_ERROR_NEWER);
}

static void
test_other_program (Profile      *profile,
                    gconstpointer data)
{
  g_clear_object (&profile->store);
  run_raw (profile, "PRAGMA application_id = 1");
  assert_refused (profile, TB_STORE_ERROR_DAMAGED);
}

static void
test_no_database (Profile      *profile,
                  gconstpointer data)
{
  g_autofree char *path = profile_path (profile, "ticketbruecke.db");

  g_clear_object (&profile->store);
  g_assert_true (g_file_set_contents (path, "Das ist ein Brief und keine Datenbank.\n", -1, NULL));
  assert_refused (profile, TB_STORE_ERROR_DAMAGED);
  g_assert_true (g_file_set_contents (path, "S", 1, NULL));
  assert_refused (profile, TB_STORE_ERROR_DAMAGED);
}

static void
test_cut_off (Profile      *profile,
              gconstpointer data)
{
  g_autofree char *path = profile_path (profile, "ticketbruecke.db");
  g_autofree char *bytes = NULL;
  gsize            n;

  g_clear_object (&profile->store);
  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  g_assert_true (g_file_set_contents (path, bytes, n / 2, NULL));
  assert_refused (profile, TB_STORE_ERROR_DAMAGED);
}

static void
test_scribbled (Profile      *profile,
                gconstpointer data)
{
  g_autofree char *path = profile_path (profile, "ticketbruecke.db");
  g_autofree char *bytes = NULL;
  gsize            n;

  g_clear_object (&profile->store);
  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  memset (bytes + 4096, 0xa5, 8192);
  g_assert_true (g_file_set_contents (path, bytes, n, NULL));
  assert_refused (profile, TB_STORE_ERROR_DAMAGED);
}

static void
test_folder (Profile      *profile,
             gconstpointer data)
{
  g_autofree char *path = profile_path (profile, "ticketbruecke.db");
  g_autoptr (TbStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&profile->store);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  store = tb_store_open (profile->dir, TB_STORE_INLINE, NULL, &error);
  g_assert_null (store);
  g_assert_error (error, TB_STORE_ERROR, TB_STORE_ERROR_IO);
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
test_backend (void)
{
  g_autoptr (TbStore) store = NULL;
  g_autoptr (GError) error = NULL;

  store = tb_store_open ("/nowhere", TB_STORE_INLINE, "cardboard", &error);
  g_assert_null (store);
  g_assert_error (error, TB_STORE_ERROR, TB_STORE_ERROR_IO);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  INLINE_TEST ("/store/open/old-words-are-listed", test_words);
  INLINE_TEST ("/store/open/numbers-go-on", test_numbers);
  INLINE_TEST ("/store/open/a-new-profile-is-private-and-marked", test_new);
  INLINE_TEST ("/store/open/each-older-version", test_older);
  INLINE_TEST ("/store/open/an-older-one-s-offers-are-counted", test_offers);
  INLINE_TEST ("/store/open/newer-is-refused", test_newer);
  INLINE_TEST ("/store/open/newer-by-its-log-is-refused", test_newer_log);
  INLINE_TEST ("/store/open/another-program-s-is-refused", test_other_program);
  INLINE_TEST ("/store/open/no-database-is-refused", test_no_database);
  INLINE_TEST ("/store/open/cut-off-is-refused", test_cut_off);
  INLINE_TEST ("/store/open/scribbled-is-refused", test_scribbled);
  INLINE_TEST ("/store/open/a-folder-in-its-place-is-refused", test_folder);
  g_test_add_func ("/store/open/unknown-back-end-is-refused", test_backend);
  return g_test_run ();
}
