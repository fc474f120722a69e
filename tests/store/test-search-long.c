/* SPDX-License-Identifier: GPL-3.0-or-later
 * Search in tickets that have grown long: they are several documents of the index, and one ticket. */
#define _GNU_SOURCE /* memmem */
#include "config.h"

#include "store-test.h"

#include <string.h>

/* Of so many bytes, in a transaction each: several documents of the index. */
#define N_NOTES 40
#define NOTE_BYTES 300

/* Ticket @ticket's note that begins and ends with a word of its own. */
typedef struct
{
  gint64 ticket;
  guint  number;
} Note;

static gboolean
add_long_note (TbTx    *tx,
               gpointer data,
               GError **error)
{
  const Note      *note = data;
  g_autofree char *text = g_strdup_printf ("anfang%02u %*s ende%02u", note->number, NOTE_BYTES, "dazwischen",
                                           note->number);

  add_note (tx, note->ticket, text);
  return TRUE;
}

static gboolean
make_long (TbTx    *tx,
           gpointer data,
           GError **error)
{
  add_ticket (tx, "Kurz anfang03");
  add_ticket (tx, "Langer Vorgang");
  add_ticket (tx, "Noch ein langer");
  add_ticket (tx, "Kurz dazwischen");
  return TRUE;
}

static void
make_long_tickets (Profile *profile)
{
  Note note;

  must_write (profile->store, make_long, NULL);
  for (note.number = 0; note.number < N_NOTES; note.number++)
    for (note.ticket = 2; note.ticket <= 3; note.ticket++)
      must_write (profile->store, add_long_note, &note);
}

static void
assert_number (Profile    *profile,
               const char *sql,
               gint64      low,
               gint64      high)
{
  sqlite3     *db = profile_open_raw (profile);
  const gint64 number = raw_number (db, sql);

  if (number < low || number > high)
    g_error ("%s: %" G_GINT64_FORMAT, sql, number);
  sqlite3_close (db);
}

static const SearchCase long_cases[] = {
  { "anfang03", "abc" },
  { "anfang39", "bc" },
  { "anfang3", "bc" },
  { "dazwischen", "bcd" },
  { "anfang00 ende39", "bc" },
  { "anfang00 anfang20 ende39", "bc" },
  { "langer ende39", "bc" },
  { "vorgang ende3", "b" },
  { "noch anfang17 ende3", "c" },
  { "kurz anfang20", "" },
  { "ende20 kurz", "" },
  { "vorgang 0002 ende20", "b" },
  { "ende20-vorgang", "" },
  { "dazwischen-ende20", "bc" },
  { "da", "abcd" },
  { NULL },
};

static void
test_long (Profile      *profile,
           gconstpointer data)
{
  make_long_tickets (profile);
  /* What a note has indexed anew has an end, and yet there are not as many documents as notes. */
  assert_number (profile, "SELECT max (length (text)) FROM search_text", NOTE_BYTES, 2048 + 2 * NOTE_BYTES);
  assert_number (profile, "SELECT count (*) FROM search_part", 6, N_NOTES);
  must_read (profile->store, check_cases, (gpointer)long_cases);
  assert_sound (profile->store);
  profile_reopen (profile, TB_STORE_INLINE);
  must_read (profile->store, check_cases, (gpointer)long_cases);
}

static gboolean
check_long_lists (TbTx    *tx,
                  gpointer data,
                  GError **error)
{
  static const char *const typed[] = { "anfang03", "dazwischen", "anfang00 ende39", "daz", "langer ende3" };
  guint                    i, sort, limit;

  for (i = 0; i < G_N_ELEMENTS (typed); i++)
    for (sort = TB_SORT_NUMBER; sort <= TB_SORT_BEST; sort++)
      {
        TbListQuery query = { TB_FOLDER_EVERYTHING, 0, typed[i], sort, sort % 2 == 0 };
        g_autoptr (GArray) all = tb_tx_list_ids (tx, &query, 0, error);

        g_assert_nonnull (all);
        g_assert_cmpuint (all->len, >=, 2);
        g_assert_cmpuint (all->len, <=, 3);
        for (limit = 1; limit <= all->len; limit++)
          {
            g_autoptr (GArray) some = tb_tx_list_ids (tx, &query, limit, error);

            g_assert_nonnull (some);
            g_assert_cmpmem (some->data, some->len * sizeof (gint64), all->data, limit * sizeof (gint64));
          }
      }
  return TRUE;
}

static void
test_long_lists (Profile      *profile,
                 gconstpointer data)
{
  make_long_tickets (profile);
  must_read (profile->store, check_long_lists, NULL);
}

static gboolean
change_long (TbTx    *tx,
             gpointer data,
             GError **error)
{
  static const SearchCase undone[] = { { "anfang90", "" }, { "umbenannt ende91", "b" }, { NULL } };
  g_autoptr (TbTicketRecord) ticket = get (tx, &TB_TICKET, 2);
  guint i;

  /* The notes of both tickets stand by turns: old ones, some in the middle, the last. */
  for (i = 1; i <= 2 * N_NOTES; i += 26)
    {
      g_autoptr (TbItemRecord) note = get (tx, &TB_ITEM, i);

      g_assert_cmpint (note->ticket, ==, 2);
      tb_set_text (&note->text, "ersetzt");
      note->is_deleted = i == 27;
      update (tx, note);
    }
  tb_set_text (&ticket->title, "Umbenannt");
  update (tx, ticket);
  g_assert_true (tb_tx_savepoint (tx, error));
  add_long_note (tx, &(Note){ 2, 90 }, error);
  add_long_note (tx, &(Note){ 3, 90 }, error);
  g_assert_true (tb_tx_rollback_to (tx, error));
  add_long_note (tx, &(Note){ 2, 91 }, error);
  add_long_note (tx, &(Note){ 2, 92 }, error);
  return check_cases (tx, (gpointer)undone, error);
}

static void
test_long_changes (Profile      *profile,
                   gconstpointer data)
{
  static const SearchCase cases[] = {
    { "anfang00", "c" },
    { "anfang13", "c" },
    { "anfang26", "c" },
    { "anfang39", "c" },
    { "anfang01", "bc" },
    { "ersetzt", "b" },
    { "ersetzt umbenannt ende92", "b" },
    { "anfang90", "" },
    { NULL },
  };

  make_long_tickets (profile);
  must_write (profile->store, change_long, NULL);
  must_read (profile->store, check_cases, (gpointer)cases);
  assert_sound (profile->store);
}

static gboolean
remove_ticket (TbTx    *tx,
               gpointer data,
               GError **error)
{
  add_long_note (tx, &(Note){ 2, 95 }, error);
  return tb_tx_remove (tx, &TB_TICKET, 2, error);
}

static gboolean
has_word (const char *bytes,
          gsize       n,
          gpointer    word)
{
  return memmem (bytes, n, word, strlen (word)) != NULL;
}

static gboolean
erase_words (TbTx    *tx,
             gpointer data,
             GError **error)
{
  guint i;

  for (i = 2; i <= 2 * N_NOTES; i += 2)
    {
      g_autoptr (TbItemRecord) note = get (tx, &TB_ITEM, i);

      tb_set_text (&note->text, NULL);
      update (tx, note);
    }
  return TRUE;
}

static void
test_long_goes (Profile      *profile,
                gconstpointer data)
{
  static const SearchCase cases[] = { { "dazwischen", "cd" }, { "ende95", "" }, { NULL } };
  gboolean                remains;

  make_long_tickets (profile);
  must_write (profile->store, remove_ticket, NULL);
  must_read (profile->store, check_cases, (gpointer)cases);
  assert_sound (profile->store);
  assert_number (profile, "SELECT count (*) FROM search_part WHERE id < 2199023255552 + 3 * 1024", 0, 0);
  must_write (profile->store, erase_words, NULL);
  assert_sound (profile->store);
  must_read (profile->store, check_cases, (gpointer)(const SearchCase[]){ { "dazwischen", "d" }, { NULL } });
  g_assert_true (tb_store_scrub (profile->store, has_word, (gpointer) "ende00", &remains, NULL, NULL));
  g_assert_false (remains);
  assert_sound (profile->store);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  INLINE_TEST ("/store/search-long/is-found-by-all-its-words", test_long);
  INLINE_TEST ("/store/search-long/lists-begin-as-they-go-on", test_long_lists);
  INLINE_TEST ("/store/search-long/can-be-changed", test_long_changes);
  INLINE_TEST ("/store/search-long/goes-with-all-its-words", test_long_goes);
  return g_test_run ();
}
