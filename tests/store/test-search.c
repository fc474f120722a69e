/* SPDX-License-Identifier: GPL-3.0-or-later
 * Search: what people type finds what they mean, and nothing they type can break it. */
#include "config.h"

#include "store-test.h"

#include <string.h>

static gboolean
make_world (TbTx    *tx,
            gpointer data,
            GError **error)
{
  g_autoptr (TbTicketRecord) a = new_ticket (tx, "Drucker von Herrn Müller");
  g_autoptr (TbTicketRecord) b = new_ticket (tx, "Server OR Router AND NOT \"Switch\" (NEAR)");
  g_autoptr (TbTicketRecord) c = new_ticket (tx, "ÜBERWACHUNG 🙂 defekt");
  g_autoptr (TbTicketRecord) d = new_ticket (tx, "Nichts");
  g_autoptr (TbItemRecord) file = NULL;
  g_autoptr (TbItemRecord) gone = NULL;

  a->description = g_strdup ("Papierstau in der Buchhaltung, Zeile 3: toner-kartusche fehlt");
  insert (tx, a);
  insert (tx, b);
  insert (tx, c);
  d->organisation = add_organisation (tx, "Café Łódź GmbH");
  insert (tx, d);
  add_note (tx, a->id, "Rückruf wegen Kartusche");
  add_note (tx, b->id, "Rückruf vereinbart");
  file = new_item (c->id, NULL);
  file->kind = TB_ITEM_FILE;
  file->file_name = g_strdup ("Protokoll_Überlauf.pdf");
  insert (tx, file);
  gone = new_item (d->id, "Gelöschtes Geheimnis");
  gone->is_deleted = 1;
  insert (tx, gone);
  return TRUE;
}

static void
test_words (Profile      *profile,
            gconstpointer data)
{
  static const SearchCase cases[] = {
    { "", "abcd" },
    { "  \t\n ", "abcd" },
    { "muller", "a" },
    { "MÜLLER", "a" },
    { "müll", "a" },
    { "üll", "" },
    { "uberwachung", "c" },
    { "drucker müller", "a" },
    { "müller druck", "a" },
    { "druck müller", "" },
    { "zeile 3", "a" },
    { "kartusche f", "a" },
    { "kartusche fe", "a" },
    { "kartusche fe ", "" },
    { "kartusche feh", "a" },
    { "rü", "abcd" },
    { "rü ", "" },
    { "or", "b" },
    { "rüc", "ab" },
    { "toner-ka", "a" },
    { "kartusche 3", "a" },
    { "rückruf 3", "a" },
    { "rückruf 4", "ab" },
    { "drucker kartusche", "a" },
    { "herrn ruckruf", "a" },
    { "ruckruf", "ab" },
    { "rückruf drucker", "a" },
    { "müller switch", "" },
    { "toner-kart", "a" },
    { "protokoll_uber", "c" },
    { "überlauf.pdf", "c" },
    { "geheimnis", "" },
    { "cafe", "d" },
    { "gmbh nichts", "d" },
    { NULL },
  };

  must_write (profile->store, make_world, NULL);
  must_read (profile->store, check_cases, (gpointer)cases);
  assert_sound (profile->store);
}

static void
test_signs (Profile      *profile,
            gconstpointer data)
{
  static const SearchCase cases[] = {
    { "\"", "" },
    { "\"switch\"", "b" },
    { "\"drucker", "a" },
    { "OR", "b" },
    { "AND NOT", "b" },
    { "drucker OR switch", "" },
    { "NEAR(", "b" },
    { "drucker*", "a" },
    { "*", "" },
    { "^drucker", "a" },
    { "text:drucker", "" },
    { "-drucker", "a" },
    { "(", "" },
    { "drucker )", "a" },
    { "{}[]:;,'`´", "" },
    { "🙂", "" },
    { "🙂 defekt", "c" },
    { "%", "" },
    { "'; DROP TABLE ticket; --", "" },
    { "\xff\xfe drucker", "a" },
    { NULL },
  };

  must_write (profile->store, make_world, NULL);
  must_read (profile->store, check_cases, (gpointer)cases);
  must_read (profile->store, check_cases, (gpointer)(const SearchCase[]){ { "drucker", "a" }, { NULL } });
}

static void
test_numbers (Profile      *profile,
              gconstpointer data)
{
  static const SearchCase cases[] = {
    { "T20261123.0001", "a" },
    { "t20261123.0003", "c" },
    { "20261123.0002", "b" },
    { "1123.0004", "d" },
    { "0001", "a" },
    { ".0001", "a" },
    { "T20261123", "abcd" },
    { "T20261124", "" },
    { "A20261123.0001", "" },
    { "0001 drucker", "a" },
    { "0002 drucker", "" },
    { NULL },
  };

  must_write (profile->store, make_world, NULL);
  must_read (profile->store, check_cases, (gpointer)cases);
}

static gboolean
erase (TbTx    *tx,
       gpointer data,
       GError **error)
{
  g_autoptr (TbTicketRecord) ticket = get (tx, &TB_TICKET, 1);
  g_autoptr (TbItemRecord) note = get (tx, &TB_ITEM, 1);
  g_autoptr (TbOrganisationRecord) organisation = get (tx, &TB_ORGANISATION, 1);

  tb_set_text (&ticket->title, NULL);
  tb_set_text (&ticket->description, NULL);
  update (tx, ticket);
  /* Twice in one transaction: the index must forget what it held, not what stood there for a moment. */
  tb_set_text (&note->text, "Zwischendurch");
  update (tx, note);
  tb_set_text (&note->text, NULL);
  update (tx, note);
  note->is_deleted = 1;
  update (tx, note);
  tb_set_text (&organisation->name, "Umbenannt");
  update (tx, organisation);
  return tb_tx_remove (tx, &TB_TICKET, 2, error);
}

static void
test_erase (Profile      *profile,
            gconstpointer data)
{
  static const SearchCase cases[] = {
    { "müller", "" },
    { "papierstau", "" },
    { "rückruf", "" },
    { "zwischendurch", "" },
    { "switch", "" },
    { "cafe", "" },
    { "umbenannt", "d" },
    { "defekt", "c" },
    { NULL },
  };
  sqlite3 *db;

  must_write (profile->store, make_world, NULL);
  must_write (profile->store, erase, NULL);
  must_read (profile->store, check_cases, (gpointer)cases);
  assert_sound (profile->store);
  /* Not only hidden with their tickets: the index knows none of the words any more. */
  db = profile_open_raw (profile);
  sqlite3_exec (db, "CREATE VIRTUAL TABLE temp.word USING fts5vocab (main, search, row)", NULL, NULL, NULL);
  g_assert_cmpint (raw_number (db, "SELECT count(*) FROM temp.word WHERE term = 'muller'"), ==, 0);
  g_assert_cmpint (raw_number (db, "SELECT count(*) FROM temp.word WHERE term = 'switch'"), ==, 0);
  g_assert_cmpint (raw_number (db, "SELECT count(*) FROM temp.word WHERE term = 'defekt'"), ==, 1);
  sqlite3_close (db);
}

static gboolean
find_in_own_transaction (TbTx    *tx,
                         gpointer data,
                         GError **error)
{
  static const SearchCase cases[] = { { "gerade eben", "a" }, { NULL } };
  gint64                  ticket = add_ticket (tx, "Gerade");

  add_note (tx, ticket, "eben");
  return check_cases (tx, (gpointer)cases, error);
}

static void
test_own (Profile      *profile,
          gconstpointer data)
{
  must_write (profile->store, find_in_own_transaction, NULL);
}

/* ---- One document for all that is said of a ticket ---- */

static gboolean
change_and_undo (TbTx    *tx,
                 gpointer data,
                 GError **error)
{
  static const SearchCase cases[] = { { "vergebens", "" }, { "kartusche bleibt", "a" }, { NULL } };
  gint64                  fresh;
  g_autoptr (TbItemRecord) note = get (tx, &TB_ITEM, 1);

  /* Of a ticket that is new in this transaction, one that is not, and one that will not have been. */
  fresh = add_ticket (tx, "Neu");
  add_note (tx, fresh, "Bleibt");
  add_note (tx, 1, "bleibt");
  g_assert_true (tb_tx_savepoint (tx, error));
  add_note (tx, fresh, "Vergebens");
  add_note (tx, 2, "Vergebens");
  add_note (tx, add_ticket (tx, "Vergebens"), "Vergebens");
  tb_set_text (&note->text, "Vergebens");
  update (tx, note);
  g_assert_true (tb_tx_rollback_to (tx, error));
  add_note (tx, fresh, "danach");
  return check_cases (tx, (gpointer)cases, error);
}

static void
test_undone (Profile      *profile,
             gconstpointer data)
{
  static const SearchCase cases[] = {
    { "vergebens", "" },
    { "neu bleibt danach", "e" },
    { "kartusche", "a" },
    { NULL },
  };

  must_write (profile->store, make_world, NULL);
  must_write (profile->store, change_and_undo, NULL);
  must_read (profile->store, check_cases, (gpointer)cases);
  assert_sound (profile->store);
}

/* More than are read at once, and than what is far. */
#define N_MANY 33000

/* „oft“ stands in every ticket, „neuer“ in the newer half, „acht“ in every eighth. */
static gboolean
make_many (TbTx    *tx,
           gpointer data,
           GError **error)
{
  guint i;

  for (i = 0; i < N_MANY; i++)
    {
      const char      *newer = i >= N_MANY / 2 ? " neuer" : "";
      g_autofree char *title = g_strdup_printf ("oft%s%s", newer, i % 8 == 0 ? " acht" : "");

      add_ticket (tx, title);
    }
  return TRUE;
}

static gboolean
check_beginnings (TbTx    *tx,
                  gpointer data,
                  GError **error)
{
  static const char *const typed[] = { "oft", "neuer", "acht", "neuer acht", "neu", "acht oft" };
  guint                    i, down;

  for (i = 0; i < G_N_ELEMENTS (typed); i++)
    for (down = 0; down < 2; down++)
      {
        const TbListQuery query = { TB_FOLDER_EVERYTHING, 0, typed[i], TB_SORT_NUMBER, down == 1 };
        g_autoptr (GArray) all = tb_tx_list_ids (tx, &query, 0, error);
        g_autoptr (GArray) some = tb_tx_list_ids (tx, &query, 100, error);

        g_assert_nonnull (all);
        g_assert_nonnull (some);
        g_assert_cmpuint (some->len, ==, 100);
        g_assert_cmpuint (all->len, >=, N_MANY / 16);
        g_assert_cmpmem (some->data, 100 * sizeof (gint64), all->data, 100 * sizeof (gint64));
      }
  return TRUE;
}

static void
test_beginning (Profile      *profile,
                gconstpointer data)
{
  must_write (profile->store, make_many, NULL);
  must_read (profile->store, check_beginnings, NULL);
}

/* More words begin like this than are asked for one by one. */
#define N_WORDS 100

static gboolean
make_words (TbTx    *tx,
            gpointer data,
            GError **error)
{
  guint i;

  for (i = 0; i < N_WORDS; i++)
    {
      g_autofree char *title = g_strdup_printf ("Gerät serie%02u, Türe%02u", i, i % 50);

      add_ticket (tx, title);
    }
  return TRUE;
}

static gboolean
count_words (TbTx    *tx,
             gpointer data,
             GError **error)
{
  static const struct
  {
    const char *typed;
    guint       n;
  } cases[] = {
    { "ser", N_WORDS },
    { "serie1", 10 },
    { "serie10", 1 },
    { "serie100", 0 },
    { "TÜR", N_WORDS },
    { "gerät tur", N_WORDS },
    { "türe4 ser", 0 },
    { "türe49 ser", 2 },
    { "serie07 tür", 1 },
    { "gerät-serie0", 10 },
    { "gerät-ser", N_WORDS },
    { "se", N_WORDS },
    { "serie07 tü", 1 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = search_letters (tx, cases[i].typed);

      if (strlen (found) != cases[i].n)
        g_error ("“%s” finds %zu, not %u", cases[i].typed, strlen (found), cases[i].n);
    }
  return TRUE;
}

static void
test_many_words (Profile      *profile,
                 gconstpointer data)
{
  must_write (profile->store, make_words, NULL);
  must_read (profile->store, count_words, NULL);
}

/* ---- The best first ---- */

static gboolean
make_better_and_worse (TbTx    *tx,
                       gpointer data,
                       GError **error)
{
  static const char *const titles[] = { "Drucker Müller", "Server", "Müllers Drucker", "Nichts",
                                        "Drucker", "MÜLLER: der Drucker" };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autoptr (TbTicketRecord) ticket = new_ticket (tx, titles[i]);

      ticket->updated_at = i == 0 ? 1000 : (gint64)i;
      ticket->service_status = i == 2 ? TB_STATUS_IN_PROGRESS : TB_STATUS_NONE;
      insert (tx, ticket);
      if (i != 3)
        add_note (tx, ticket->id, "drucker von muller");
    }
  return TRUE;
}

static gboolean
check_best (TbTx    *tx,
            gpointer data,
            GError **error)
{
  static const struct
  {
    const char *typed;
    TbFolderId  folder;
    guint       limit;
    const char *found;
  } cases[] = {
    { "drucker müller", TB_FOLDER_EVERYTHING, 0, "afceb" },
    { "müller druck", TB_FOLDER_EVERYTHING, 0, "afecb" },
    { "müller druck", TB_FOLDER_EVERYTHING, 2, "af" },
    { "müller druck", TB_FOLDER_EVERYTHING, 3, "afe" },
    { "server", TB_FOLDER_EVERYTHING, 0, "b" },
    { "drucker", TB_FOLDER_SERVICE_IN_PROGRESS, 0, "c" },
    { "\"", TB_FOLDER_EVERYTHING, 0, "" },
    { " ", TB_FOLDER_EVERYTHING, 0, "afedcb" },
  };
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TbListQuery query = { cases[i].folder, 0, cases[i].typed, TB_SORT_BEST, i % 2 == 0 };
      g_autoptr (GArray) ids = tb_tx_list_ids (tx, &query, cases[i].limit, error);
      g_autoptr (GString) found = g_string_new (NULL);

      g_assert_nonnull (ids);
      for (j = 0; j < ids->len; j++)
        g_string_append_c (found, (char)('a' + g_array_index (ids, gint64, j) - 1));
      if (!g_str_equal (found->str, cases[i].found))
        g_error ("“%s” finds “%s”, not “%s”", cases[i].typed, found->str, cases[i].found);
    }
  return TRUE;
}

static void
test_best (Profile      *profile,
           gconstpointer data)
{
  must_write (profile->store, make_better_and_worse, NULL);
  must_read (profile->store, check_best, NULL);
}

/* ---- Nobody waits any more ---- */

static gboolean
search_for_nobody (TbTx    *tx,
                   gpointer data,
                   GError **error)
{
  const TbListQuery query = { TB_FOLDER_EVERYTHING, 0, "oft", TB_SORT_NUMBER, FALSE };
  g_autoptr (GArray) ids = NULL;

  g_cancellable_cancel (data);
  ids = tb_tx_list_ids (tx, &query, 0, error);
  return ids != NULL;
}

static void
on_read_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  GError **error = data;

  g_assert_false (tb_store_run_finish (TB_STORE (source), result, error));
}

static void
test_nobody (Profile      *profile,
             gconstpointer data)
{
  static const SearchCase cases[] = { { "drucker", "" }, { NULL } };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  must_write (profile->store, make_many, NULL);
  tb_store_read_async (profile->store, search_for_nobody, cancellable, NULL, cancellable, on_read_cb, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  must_read (profile->store, check_cases, (gpointer)cases);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  INLINE_TEST ("/store/search/words-prefixes-and-umlauts", test_words);
  INLINE_TEST ("/store/search/signs-mean-nothing", test_signs);
  INLINE_TEST ("/store/search/numbers", test_numbers);
  INLINE_TEST ("/store/search/erased-words-are-gone", test_erase);
  INLINE_TEST ("/store/search/a-transaction-finds-its-own", test_own);
  INLINE_TEST ("/store/search/what-is-undone-is-not-found", test_undone);
  INLINE_TEST ("/store/search/a-list-begins-as-it-goes-on", test_beginning);
  INLINE_TEST ("/store/search/few-or-many-words-begin-so", test_many_words);
  INLINE_TEST ("/store/search/the-best-first", test_best);
  INLINE_TEST ("/store/search/what-nobody-waits-for-ends", test_nobody);
  return g_test_run ();
}
