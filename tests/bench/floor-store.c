/* SPDX-License-Identifier: GPL-3.0-or-later
 * What SQLite can do at best with tickets, with nothing around it: the floor that the program is measured
 * against. Durable throughout (WAL, synchronous=FULL).
 *
 * Usage: floor-store FOLDER COUNT [APPENDS]     One line of JSON a figure; APPENDS: how often 10,000 more are
 * added in the end. */
#include "config.h"

#include "bench-sql.h"
#include "bench-texts.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#define BATCH 1000
#define COMMITS 2000
#define SEARCHES 200
#define READS 5
#define APPENDED 10000
#define N_CUSTOMERS 200

static void
step (sqlite3_stmt *statement)
{
  bench_must (sqlite3_step (statement));
  bench_must (sqlite3_reset (statement));
}

static void
bind_text (sqlite3_stmt *statement,
           int           index,
           char         *text)
{
  bench_must (sqlite3_bind_text (statement, index, text, -1, g_free));
}

static void
open_database (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "floor.db", NULL);

  bench_must (sqlite3_open (path, &bench_database));
  bench_run ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
             "CREATE TABLE status (id INTEGER PRIMARY KEY, name TEXT);"
             "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, contact TEXT, phone TEXT,"
             " street TEXT, postcode TEXT, town TEXT);"
             "CREATE TABLE ticket (id INTEGER PRIMARY KEY, folder INTEGER REFERENCES status, title TEXT,"
             " body TEXT, updated INTEGER, number TEXT, customer INTEGER REFERENCES customer);"
             "CREATE TABLE note (id INTEGER PRIMARY KEY, ticket INTEGER REFERENCES ticket, text TEXT);"
             "CREATE INDEX note_ticket ON note (ticket);"
             "CREATE INDEX ticket_folder ON ticket (folder, updated);"
             "CREATE VIRTUAL TABLE fts USING fts5 (text, content='',"
             " tokenize='unicode61 remove_diacritics 2');");
}

static void
add_others (void)
{
  sqlite3_stmt *status = bench_prepare ("INSERT INTO status VALUES (?, ?)");
  sqlite3_stmt *customer = bench_prepare ("INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?, ?)");
  guint         i;
  int           j;

  for (i = 0; i < 8; i++)
    {
      bench_must (sqlite3_bind_int64 (status, 1, i));
      bind_text (status, 2, bench_words (i, 0, 1));
      step (status);
    }
  for (i = 0; i < N_CUSTOMERS; i++)
    {
      bench_must (sqlite3_bind_int64 (customer, 1, i));
      for (j = 2; j <= 7; j++)
        bind_text (customer, j, bench_words (i, (guint)j, 2));
      step (customer);
    }
  bench_must (sqlite3_finalize (status));
  bench_must (sqlite3_finalize (customer));
}

/* ---- Building ---- */

static void
add_ticket (sqlite3_stmt *ticket,
            sqlite3_stmt *note,
            sqlite3_stmt *index,
            guint         number)
{
  g_autoptr (GString) all = g_string_new (NULL);
  char *title = bench_words (number, 0, BENCH_TITLE_WORDS);
  char *body = bench_words (number, 1, BENCH_BODY_WORDS);
  guint i;

  g_string_append_printf (all, "%s\n%s", title, body);
  bench_must (sqlite3_bind_int64 (ticket, 1, number));
  bench_must (sqlite3_bind_int64 (ticket, 2, number % 8));
  bind_text (ticket, 3, title);
  bind_text (ticket, 4, body);
  bench_must (sqlite3_bind_int64 (ticket, 5, number));
  bind_text (ticket, 6, g_strdup_printf ("T20261123.%04u", number));
  bench_must (sqlite3_bind_int64 (ticket, 7, number % N_CUSTOMERS));
  step (ticket);
  for (i = 0; i < BENCH_NOTES; i++)
    {
      char *text = bench_words (number, 2 + i, BENCH_NOTE_WORDS);

      g_string_append_printf (all, "\n%s", text);
      bench_must (sqlite3_bind_int64 (note, 1, number));
      bind_text (note, 2, text);
      step (note);
    }
  bench_must (sqlite3_bind_int64 (index, 1, number));
  bench_must (sqlite3_bind_text (index, 2, all->str, (int)all->len, SQLITE_TRANSIENT));
  step (index);
}

static void
build (const char *name,
       guint       first,
       guint       count)
{
  sqlite3_stmt *ticket = bench_prepare ("INSERT INTO ticket VALUES (?, ?, ?, ?, ?, ?, ?)");
  sqlite3_stmt *note = bench_prepare ("INSERT INTO note (ticket, text) VALUES (?, ?)");
  sqlite3_stmt *index = bench_prepare ("INSERT INTO fts (rowid, text) VALUES (?, ?)");
  double        begun = bench_seconds ();
  guint         i;

  for (i = 1; i <= count; i++)
    {
      if (i % BATCH == 1)
        bench_run ("BEGIN IMMEDIATE");
      add_ticket (ticket, note, index, first + i - 1);
      if (i % BATCH == 0 || i == count)
        bench_run ("COMMIT");
    }
  bench_tell (name, count / (bench_seconds () - begun));
  bench_must (sqlite3_finalize (ticket));
  bench_must (sqlite3_finalize (note));
  bench_must (sqlite3_finalize (index));
}

static void
tell_size (const char *folder,
           guint       count)
{
  g_autofree char *path = g_build_filename (folder, "floor.db", NULL);
  GStatBuf         status;

  bench_run ("PRAGMA wal_checkpoint(TRUNCATE)");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  bench_tell ("bytes-a-ticket", (double)status.st_size / count);
}

/* ---- One commit, searches, all rows ---- */

static void
commit_one_by_one (void)
{
  sqlite3_stmt *note = bench_prepare ("INSERT INTO note (ticket, text) VALUES (?, ?)");
  BenchTimes    times = { NULL };
  guint         i;

  for (i = 0; i < COMMITS; i++)
    {
      bench_must (sqlite3_bind_int64 (note, 1, 1 + i % 10));
      bind_text (note, 2, bench_words (i, 9, BENCH_NOTE_WORDS));
      bench_begin (&times);
      step (note);
      bench_end (&times);
    }
  bench_tell_times ("commit", &times);
  bench_must (sqlite3_finalize (note));
}

static void
search (const char        *name,
        const char        *sql,
        const char *const *questions)
{
  sqlite3_stmt *statement = bench_prepare (sql);
  BenchTimes    times = { NULL };
  guint         i;

  for (i = 0; i < SEARCHES; i++)
    {
      const char *question = questions[i % g_strv_length ((char **)questions)];

      bench_must (sqlite3_bind_text (statement, 1, question, -1, NULL));
      bench_begin (&times);
      while (sqlite3_step (statement) == SQLITE_ROW)
        sqlite3_column_int64 (statement, 0);
      bench_must (sqlite3_reset (statement));
      bench_end (&times);
    }
  bench_tell_times (name, &times);
  bench_must (sqlite3_finalize (statement));
}

static void
search_all (void)
{
  static const char *const rare[] = { "SN00017", "SN12345", "SN49999", "SN31415", NULL };
  static const char *const common[] = { "drucker", "server", "muller", "storung", NULL };
  static const char *const pairs[] = { "drucker server", "muller SN00017", "netzwerk storung", NULL };
  static const char *const prefixes[] = { "druc*", "SN001*", "net*", "ans*", NULL };
  static const char        newest[] = "SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rowid DESC LIMIT 50";

  search ("search-rare", newest, rare);
  search ("search-common", newest, common);
  search ("search-pair", newest, pairs);
  search ("search-prefix", newest, prefixes);
}

/* All that a file for a spreadsheet would hold. */
static double
read_all (guint count)
{
  static const char all[] = "SELECT t.id, t.number, t.title, t.body, t.updated, s.name, c.name, c.contact,"
                            " c.phone, c.street, c.postcode, c.town FROM ticket t"
                            " JOIN status s ON s.id = t.folder JOIN customer c ON c.id = t.customer"
                            " ORDER BY t.id";
  sqlite3_stmt     *statement = bench_prepare (all);
  double            begun = bench_seconds ();
  gsize             bytes = 0;
  int               i;

  while (sqlite3_step (statement) == SQLITE_ROW)
    for (i = 0; i < sqlite3_column_count (statement); i++)
      if (sqlite3_column_type (statement, i) == SQLITE_TEXT && sqlite3_column_text (statement, i) != NULL)
        bytes += (gsize)sqlite3_column_bytes (statement, i);
  g_assert_cmpuint (bytes, >, 0);
  bench_must (sqlite3_finalize (statement));
  return count / (bench_seconds () - begun);
}

int
main (int    argc,
      char **argv)
{
  guint count, n_appends, i;

  if (argc < 3)
    return 2;
  count = (guint)strtoul (argv[2], NULL, 10);
  n_appends = argc > 3 ? (guint)strtoul (argv[3], NULL, 10) : 0;
  open_database (argv[1]);
  add_others ();
  build ("build", 1, count);
  tell_size (argv[1], count);
  commit_one_by_one ();
  search_all ();
  for (i = 0; i < READS; i++)
    bench_tell ("read-all", read_all (count));
  for (i = 0; i < n_appends; i++)
    build ("append", 1 + count + i * APPENDED, APPENDED);
  bench_must (sqlite3_close (bench_database));
  return 0;
}
