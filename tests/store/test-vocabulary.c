/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of the words of the search index: it has them all at any time, and none when they are erased. */
#define _GNU_SOURCE /* memmem */
#include "config.h"

#include "backup-test.h"

#include <string.h>

#define LISTED "SELECT count (*) FROM search_word WHERE word = 'zebrastreifen'"

static gboolean
write_word (TbTx    *tx,
            gpointer title,
            GError **error)
{
  add_ticket (tx, title);
  return TRUE;
}

/* Looks for it in between, so that the index is written before the transaction is given up. */
static gboolean
write_in_vain (TbTx    *tx,
               gpointer data,
               GError **error)
{
  add_ticket (tx, "Zebrastreifen");
  check_cases (tx, (gpointer)(const SearchCase[]){ { "zebra", "a" }, { NULL } }, error);
  g_set_error_literal (error, TB_STORE_ERROR, TB_STORE_ERROR_CONSTRAINT, "given up");
  return FALSE;
}

static gboolean
write_and_undo (TbTx    *tx,
                gpointer data,
                GError **error)
{
  gboolean is_undone = tb_tx_savepoint (tx, error);

  add_ticket (tx, "Zebrastreifen");
  is_undone = is_undone && tb_tx_rollback_to (tx, error);
  g_assert_true (is_undone);
  add_ticket (tx, "Nichts");
  return TRUE;
}

static gboolean
remove_all (TbTx    *tx,
            gpointer data,
            GError **error)
{
  g_autoptr (GArray) ids = tb_tx_list_ids (tx, &(TbListQuery){ .folder = TB_FOLDER_EVERYTHING }, 0, error);
  guint i;

  g_assert_nonnull (ids);
  for (i = 0; i < ids->len; i++)
    if (!tb_tx_remove (tx, &TB_TICKET, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

static gint64
count_raw (Profile    *profile,
           const char *sql)
{
  sqlite3 *db = profile_open_raw (profile);
  gint64   n = raw_number (db, sql);

  sqlite3_close (db);
  return n;
}

static void
check (TbStore    *store,
       const char *found)
{
  const SearchCase cases[] = { { "zebra", found }, { "zebrastreifen", found }, { NULL } };

  must_read (store, check_cases, (gpointer)cases);
  assert_sound (store);
}

/* What has to do with a word of numbers is not in it. */
static void
test_words (Profile      *profile,
            gconstpointer data)
{
  static const SearchCase cases[] = {
    { "sn4", "a" },
    { "202", "a" },
    { "inv2", "a" },
    { "größ", "a" },
    { "größe", "a" },
    { "größer", "" },
    { "абв", "a" },
    { "абвг", "" },
    { "1ab", "a" },
    { NULL },
  };

  must_write (profile->store, write_word, "SN47110815 2026 INV2026001 ab größe 1abc абвабв");
  must_read (profile->store, check_cases, (gpointer)cases);
  assert_sound (profile->store);
  g_assert_cmpint (count_raw (profile, "SELECT count (*) FROM search_word"), ==, 3);
}

/* Longer than what is remembered of a word. */
static void
test_long_words (Profile      *profile,
                 gconstpointer data)
{
  static const SearchCase cases[] = { { "donaudampfschifffahrtselektrizit", "ab" },
                                      { "donaudampfschifffahrtselektrizitaten", "a" },
                                      { NULL } };
  guint                   i;

  for (i = 0; i < 2; i++)
    {
      must_write (profile->store, write_word,
                  i == 0 ? "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau"
                         : "Donaudampfschifffahrtselektrizitätswerk");
      assert_sound (profile->store);
    }
  must_read (profile->store, check_cases, (gpointer)cases);
}

static void
test_undone (Profile      *profile,
             gconstpointer data)
{
  must_fail (profile->store, write_in_vain, NULL, TB_STORE_ERROR_CONSTRAINT);
  check (profile->store, "");
  g_assert_cmpint (count_raw (profile, LISTED), ==, 0);
  must_write (profile->store, write_word, "Zebrastreifen");
  check (profile->store, "a");
}

static void
test_partly_undone (Profile      *profile,
                    gconstpointer data)
{
  must_write (profile->store, write_and_undo, NULL);
  check (profile->store, "");
  must_write (profile->store, write_word, "Zebrastreifen");
  check (profile->store, "b");
}

/* What one of the two knows to be in the table the other has taken away. */
static void
test_two_writers (Profile      *profile,
                  gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbStore) other = tb_store_open (profile->dir, TB_STORE_INLINE, NULL, &error);
  gboolean remains;

  g_assert_no_error (error);
  must_write (profile->store, write_word, "Zebrastreifen");
  must_write (other, write_word, "Zebrastreifen");
  check (profile->store, "ab");
  must_write (other, remove_all, NULL);
  g_assert_true (tb_store_scrub (other, NULL, NULL, &remains, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_raw (profile, LISTED), ==, 0);
  must_write (profile->store, write_word, "Zebrastreifen");
  check (other, "c");
  check (profile->store, "c");
}

static gboolean
has_word (const char *bytes,
          gsize       n,
          gpointer    word)
{
  return memmem (bytes, n, word, strlen (word)) != NULL;
}

static void
test_erased (Profile      *profile,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean remains;

  must_write (profile->store, write_word, "Zebrastreifen");
  must_write (profile->store, remove_all, NULL);
  must_write (profile->store, write_word, "Bleibt");
  g_assert_true (tb_store_scrub (profile->store, has_word, (gpointer) "ebrastreif", &remains, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (remains);
  g_assert_cmpint (count_raw (profile, "SELECT count (*) FROM search_word"), ==, 1);
  check (profile->store, "");
  must_write (profile->store, write_word, "Zebrastreifen");
  check (profile->store, "c");
}

static gboolean
has_anything (const char *bytes,
              gsize       n,
              gpointer    data)
{
  return TRUE;
}

/* Where nothing less has helped the file is written anew; whoever erases after that has all that it takes. */
static void
test_erased_again (Profile      *profile,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean remains;
  guint    i;

  for (i = 0; i < 2; i++)
    {
      must_write (profile->store, write_word, "Zebrastreifen");
      must_write (profile->store, remove_all, NULL);
      g_assert_true (tb_store_scrub (profile->store, has_anything, NULL, &remains, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (remains);
      g_assert_cmpint (count_raw (profile, "SELECT count (*) FROM search_word"), ==, 0);
    }
}

/* A backup has fewer words. */
static void
test_going_back (Profile      *profile,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add_and_wait (profile, "2026-11-23", "eins");
  add_and_wait (profile, "2026-11-24", "zwei");
  must_write (profile->store, write_word, "Zebrastreifen");
  tb_store_restore (profile->store, "2026-11-24", "2026-11-24.before", &error);
  g_assert_no_error (error);
  check (profile->store, "");
  must_write (profile->store, write_word, "Zebrastreifen");
  check (profile->store, "d");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  INLINE_TEST ("/store/vocabulary/has-words-but-no-numbers", test_words);
  INLINE_TEST ("/store/vocabulary/has-long-words", test_long_words);
  INLINE_TEST ("/store/vocabulary/forgets-what-is-undone", test_undone);
  INLINE_TEST ("/store/vocabulary/forgets-what-is-partly-undone", test_partly_undone);
  INLINE_TEST ("/store/vocabulary/knows-that-another-writes", test_two_writers);
  INLINE_TEST ("/store/vocabulary/has-nothing-erased", test_erased);
  INLINE_TEST ("/store/vocabulary/a-second-erasure-after-a-rewrite", test_erased_again);
  BACKUP_TEST ("vocabulary/goes-back-with-a-backup", test_going_back);
  return g_test_run ();
}
