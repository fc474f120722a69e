/* SPDX-License-Identifier: GPL-3.0-or-later
 * The write-ahead log: brought into the database while the store is open, and whole when it ends. */
#include "config.h"

#include "store-test.h"

#include <glib/gstdio.h>

#define COMMITS 40
#define TEXT_BYTES (512 * 1024)
#define LIMIT_SECONDS 60

static gboolean
add_large (TbTx    *tx,
           gpointer data,
           GError **error)
{
  g_autofree char *text = g_strnfill (TEXT_BYTES, 'x');
  g_autoptr (TbTicketRecord) ticket = new_ticket (tx, "Protokoll");

  g_free (ticket->description);
  ticket->description = g_steal_pointer (&text);
  return tb_tx_insert (tx, ticket, error);
}

static void
assert_all_there (Profile *profile)
{
  sqlite3 *db = profile_open_raw (profile);

  g_assert_cmpint (raw_number (db, "SELECT count(*) FROM ticket"), ==, COMMITS);
  sqlite3_close (db);
  assert_sound (profile->store);
}

static goffset
get_size (Profile    *profile,
          const char *name)
{
  g_autofree char *path = profile_path (profile, name);
  GStatBuf         status;

  return g_stat (path, &status) == 0 ? status.st_size : 0;
}

static void
write_much (Profile *profile)
{
  guint i;

  for (i = 0; i < COMMITS; i++)
    must_write (profile->store, add_large, NULL);
}

/* Without another commit, and while the store stays open. */
static void
test_open (Profile      *profile,
           gconstpointer data)
{
  const gint64 end = g_get_monotonic_time () + LIMIT_SECONDS * G_USEC_PER_SEC;

  write_much (profile);
  while (get_size (profile, "ticketbruecke.db") < COMMITS / 2 * TEXT_BYTES)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
    }
  assert_all_there (profile);
}

/* The store ends while the log is being brought in. */
static void
test_end (Profile      *profile,
          gconstpointer data)
{
  write_much (profile);
  profile_reopen (profile, TB_STORE_DEFAULT);
  assert_all_there (profile);
  g_assert_cmpint (get_size (profile, "ticketbruecke.db"), >=, COMMITS * TEXT_BYTES);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  PROFILE_TEST ("/store/log/is-brought-in-while-the-store-is-open", TB_STORE_VOLATILE, test_open);
  PROFILE_TEST ("/store/log/nothing-is-lost-at-the-end", TB_STORE_VOLATILE, test_end);
  return g_test_run ();
}
