/* SPDX-License-Identifier: GPL-3.0-or-later
 * Search for beginnings of very many words, and whatever else: it finds what a look at every text finds. */
#include "config.h"

#include "store-test.h"

#include <string.h>

#define SEED 20261126
#define N_TICKETS 2000
/* The longest of them have further documents: three notes in transactions of their own. */
#define LONG_EACH 50
#define NOTE_WORDS 200
/* The words that begin with "sn". */
#define N_IDENTIFIERS 400
#define N_QUESTIONS 120
#define LIMIT 25

typedef struct
{
  GPtrArray *tickets; /* (element-type TbTicketRecord): in the order of their ids */
  GPtrArray *texts;   /* (element-type GString): of each, with a blank around each word */
  GRand     *random;
} World;

/* Each is in one of so many places; "alt" stands in old tickets only, "neu" in new ones, and identifiers that
 * begin with "sn3" as well. */
static char *
make_word (GRand   *random,
           gboolean is_new)
{
  static const char *const words[] = { "oft", "drucker", "selten", "druckerei" };
  const int                dice = g_rand_int_range (random, 0, 16);

  if (dice < 3)
    return g_strdup (words[dice]);
  if (dice == 3)
    return g_strdup (words[g_rand_int_range (random, 0, 40) == 0 ? 2 : 3]);
  if (dice == 4)
    return g_strdup (is_new ? "neu" : "alt");
  return g_strdup_printf ("sn%03u", g_rand_int_range (random, 0, is_new ? N_IDENTIFIERS : 300));
}

static char *
make_text (World   *world,
           GString *all,
           guint    n,
           gboolean is_new)
{
  g_autoptr (GString) text = g_string_new ("beginn");
  guint i;

  for (i = 0; i < n; i++)
    {
      g_autofree char *word = make_word (world->random, is_new);

      g_string_append_printf (text, "%c%s", i % 5 == 2 ? '-' : ' ', word);
    }
  g_string_append_printf (all, " %s ", text->str);
  g_strdelimit (all->str, "-", ' ');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
make_tickets (TbTx    *tx,
              gpointer data,
              GError **error)
{
  World *world = data;
  guint  i;

  for (i = 0; i < N_TICKETS; i++)
    {
      GString         *all = g_string_new (NULL);
      g_autofree char *title = make_text (world, all, 2, i >= N_TICKETS / 2);
      TbTicketRecord  *ticket = new_ticket (tx, title);

      ticket->updated_at = g_rand_int_range (world->random, 1, 1 + N_TICKETS / 4);
      insert (tx, ticket);
      g_ptr_array_add (world->tickets, ticket);
      g_ptr_array_add (world->texts, all);
    }
  return TRUE;
}

static gboolean
make_notes (TbTx    *tx,
            gpointer data,
            GError **error)
{
  World *world = data;
  guint  i;

  for (i = 0; i < N_TICKETS; i += LONG_EACH)
    {
      const TbTicketRecord *ticket = world->tickets->pdata[i];
      g_autofree char      *text = make_text (world, world->texts->pdata[i], NOTE_WORDS, FALSE);

      add_note (tx, ticket->id, text);
    }
  return TRUE;
}

/* ---- By hand ---- */

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      data)
{
  const TbTicketRecord *x = *(TbTicketRecord *const *)a;
  const TbTicketRecord *y = *(TbTicketRecord *const *)b;
  const TbListQuery    *query = data;
  const gint64          keys[2] = { query->sort == TB_SORT_UPDATED ? x->updated_at : x->number_seq,
                           query->sort == TB_SORT_UPDATED ? y->updated_at : y->number_seq };
  const int order = keys[0] != keys[1] ? (keys[0] > keys[1] ? 1 : -1) : (x->id > y->id ? 1 : -1);

  return query->descending ? -order : order;
}

static gboolean
stands_in (const char *text,
           const char *typed)
{
  g_auto (GStrv) words = g_strsplit (typed, " ", -1);
  guint i;

  for (i = 0; words[i] != NULL; i++)
    {
      g_autofree char *sought = g_strdup_printf (" %s%s", words[i], words[i + 1] != NULL ? " " : "");

      if (strstr (text, g_strdelimit (sought, "-", ' ')) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
check_list (TbTx              *tx,
            World             *world,
            const TbListQuery *query,
            guint              limit)
{
  g_autoptr (GPtrArray) expected = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = tb_tx_list_ids (tx, query, limit, &error);
  guint i;

  g_assert_no_error (error);
  for (i = 0; i < world->tickets->len; i++)
    if (stands_in (((GString *)world->texts->pdata[i])->str, query->search))
      g_ptr_array_add (expected, world->tickets->pdata[i]);
  g_ptr_array_sort_with_data (expected, compare, (gpointer)query);
  if (limit > 0 && expected->len > limit)
    g_ptr_array_set_size (expected, (int)limit);
  if (ids->len != expected->len)
    g_error ("“%s” finds %u, not %u", query->search, ids->len, expected->len);
  for (i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) != ((TbTicketRecord *)expected->pdata[i])->id)
      g_error ("“%s”: another ticket in place %u", query->search, i);
}

/* One word, or two, or two beside each other; the last of at least three letters. */
static char *
make_question (GRand *random)
{
  static const char *const between[] = { "", " ", " ", "-" };
  const char              *sign = between[g_rand_int_range (random, 0, G_N_ELEMENTS (between))];
  g_autofree char         *first = make_word (random, TRUE);
  g_autofree char         *last = make_word (random, g_rand_boolean (random));

  last[g_rand_int_range (random, 3, (int)strlen (last) + 1)] = '\0';
  return *sign != '\0' ? g_strconcat (first, sign, last, NULL) : g_strdup (last);
}

static gboolean
check_questions (TbTx    *tx,
                 gpointer data,
                 GError **error)
{
  World *world = data;
  guint  i;

  for (i = 0; i < N_QUESTIONS; i++)
    {
      g_autofree char  *typed = make_question (world->random);
      const TbListQuery query = {
        .folder = TB_FOLDER_EVERYTHING,
        .search = typed,
        .sort = i % 3 == 0 ? TB_SORT_NUMBER : TB_SORT_UPDATED,
        .descending = i % 2 == 0,
      };

      check_list (tx, world, &query, LIMIT);
      check_list (tx, world, &query, 0);
    }
  return TRUE;
}

static void
free_string (gpointer string)
{
  g_string_free (string, TRUE);
}

static void
test_random (Profile      *profile,
             gconstpointer data)
{
  g_autoptr (GPtrArray) tickets = g_ptr_array_new_with_free_func (tb_record_unref);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (free_string);
  World world = { tickets, texts, g_rand_new_with_seed (SEED) };
  guint i;

  must_write (profile->store, make_tickets, &world);
  must_read (profile->store, check_questions, &world);
  for (i = 0; i < 3; i++)
    must_write (profile->store, make_notes, &world);
  must_read (profile->store, check_questions, &world);
  assert_sound (profile->store);
  g_rand_free (world.random);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  INLINE_TEST ("/store/search-begun/finds-what-a-look-at-every-text-finds", test_random);
  return g_test_run ();
}
