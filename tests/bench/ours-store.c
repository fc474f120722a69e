/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the program does with tickets, measured as floor-store does it with the same texts and questions.
 *
 * Usage: ours-store search|sweep|note PROFILE   or   ours-store import PROFILE COUNT [FIRST]
 * PROFILE is one that fill has made, or for `import` also a new one; `note` and `import` change it.
 * One line of JSON a figure. */
#include "config.h"

#include "bench-texts.h"
#include "tb-csv.h"
#include "tb-engine.h"
#include "tb-queries.h"
#include "tb-store.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#define BATCH 1000
#define NOTES 1000
#define SEARCHES 200
#define NEWEST 50
/* Pairs of words that no ticket was made of, each asked so often that one answer was not disturbed. */
#define SWEEP_PAIRS 200
#define SWEEP_PART 100
#define SWEEP_RUNS 3
/* Of tests/bench/fill.c: every so many tickets one that is in progress at a partner. */
#define FIRST_LIVE 40
#define LIVE_EACH 120

typedef struct
{
  TbStore  *store;
  TbEngine *engine;
  int       argc;
  char    **argv;
} Bench;

static void
must (gboolean is_done,
      GError  *error)
{
  if (!is_done)
    g_error ("%s", error != NULL ? error->message : "failed");
}

/* ---- Search: F2, F3 ---- */

static void
search (TbTx              *tx,
        const char        *name,
        TbSort             sort,
        const char *const *questions)
{
  BenchTimes times = { NULL };
  guint      n_questions = g_strv_length ((char **)questions);
  guint      i, n_found = 0;

  for (i = 0; i < SEARCHES; i++)
    {
      const TbListQuery query = { .folder = TB_FOLDER_TICKETS_ALL,
                                  .search = questions[i % n_questions],
                                  .sort = sort,
                                  .descending = TRUE };
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) ids = NULL;

      bench_begin (&times);
      ids = tb_tx_list_ids (tx, &query, NEWEST, &error);
      bench_end (&times);
      must (ids != NULL, error);
      n_found += ids->len;
    }
  if (n_found == 0)
    g_error ("%s found nothing", name);
  bench_tell_times (name, &times);
}

static gboolean
search_all (TbTx    *tx,
            gpointer data,
            GError **error)
{
  static const char *const rare[] = { "SN00017", "SN12345", "SN49999", "SN31415", NULL };
  static const char *const common[] = { "drucker", "server", "muller", "storung", NULL };
  static const char *const pairs[] = { "drucker server", "muller SN00017", "netzwerk storung", NULL };
  static const char *const prefixes[] = { "druc", "SN001", "net", "ans", NULL };

  search (tx, "search-rare", TB_SORT_UPDATED, rare);
  search (tx, "search-common", TB_SORT_UPDATED, common);
  search (tx, "search-pair", TB_SORT_UPDATED, pairs);
  search (tx, "search-prefix", TB_SORT_UPDATED, prefixes);
  search (tx, "search-best", TB_SORT_BEST, common);
  return TRUE;
}

static void
do_search (Bench *bench)
{
  GError *error = NULL;

  must (tb_store_read (bench->store, search_all, NULL, &error), error);
}

/* ---- Search of anything: F2x ---- */

/* Letters of a word that is only begun. */
#define FEWEST 3
#define MOST 6

static double
time_question (TbTx       *tx,
               const char *question)
{
  const TbListQuery query = {
    .folder = TB_FOLDER_TICKETS_ALL, .search = question, .sort = TB_SORT_UPDATED, .descending = TRUE
  };
  double least = G_MAXDOUBLE;
  guint  i;

  for (i = 0; i < SWEEP_RUNS; i++)
    {
      const double begun = bench_seconds ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) ids = tb_tx_list_ids (tx, &query, NEWEST, &error);

      least = MIN (least, bench_seconds () - begun);
      must (ids != NULL, error);
    }
  return least * 1000;
}

/* @before: a word and a blank, or nothing */
static void
sweep_word (TbTx       *tx,
            const char *before,
            const char *word,
            GHashTable *asked)
{
  const glong n = g_utf8_strlen (word, -1);
  glong       letters;

  for (letters = FEWEST; letters <= MOST + 1; letters++) /* the last time the whole word */
    {
      g_autofree char *begun = g_utf8_substring (word, 0, letters <= MOST ? MIN (letters, n) : n);
      g_autofree char *question = g_strconcat (before, begun, NULL);
      char             value[G_ASCII_DTOSTR_BUF_SIZE];

      if (!g_hash_table_add (asked, g_strdup (question)))
        continue;
      g_ascii_dtostr (value, sizeof value, time_question (tx, question));
      printf ("{\"name\": \"%s\", \"value\": %s}\n", question, value);
    }
}

static gboolean
sweep_all (TbTx    *tx,
           gpointer data,
           GError **error)
{
  g_autoptr (GHashTable) asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint i;

  for (i = 0; i < SWEEP_PAIRS; i++)
    {
      g_autofree char *first = bench_words (i, SWEEP_PART, 1);
      g_autofree char *second = bench_words (i, SWEEP_PART + 1, 1);
      g_autofree char *before = g_strconcat (first, " ", NULL);

      sweep_word (tx, "", first, asked);
      sweep_word (tx, before, second, asked);
    }
  return TRUE;
}

static void
do_sweep (Bench *bench)
{
  GError *error = NULL;

  must (tb_store_read (bench->store, sweep_all, NULL, &error), error);
}

/* ---- One note at a time: W1 ---- */

typedef struct
{
  BenchTimes times;
  GMainLoop *loop;
  GThread   *main;
  gint       is_on_main;
} Notes;

/* Plants no fault: it only looks on which thread is written. */
static gboolean
on_step_cb (TbStoreStep step,
            gpointer    data)
{
  Notes *notes = data;

  if (g_thread_self () == notes->main)
    g_atomic_int_set (&notes->is_on_main, 1);
  return FALSE;
}

static void
on_added_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Notes  *notes = data;
  GError *error = NULL;

  bench_end (&notes->times);
  must (tb_engine_do_finish (TB_ENGINE (source), result, NULL, &error), error);
  g_main_loop_quit (notes->loop);
}

static gboolean
count_queued (TbTx    *tx,
              gpointer data,
              GError **error)
{
  return tb_tx_number (tx, TB_QN_OUTBOX_QUEUED, data, error, "");
}

static gboolean
count_tickets (TbTx    *tx,
               gpointer data,
               GError **error)
{
  return tb_tx_number (tx, TB_QN_TICKET_COUNT, data, error, "");
}

static gint64
number_of (Bench   *bench,
           TbTxFunc func)
{
  GError *error = NULL;
  gint64  number = 0;

  must (tb_store_read (bench->store, func, &number, &error), error);
  return number;
}

static void
do_note (Bench *bench)
{
  const gint64 n_tickets = number_of (bench, count_tickets);
  const gint64 n_live = (n_tickets - FIRST_LIVE) / LIVE_EACH;
  const gint64 n_queued = number_of (bench, count_queued);
  Notes        notes = { .main = g_thread_self () };
  guint        i;

  notes.loop = g_main_loop_new (NULL, FALSE);
  tb_store_set_fault (bench->store, on_step_cb, &notes);
  for (i = 0; i < NOTES; i++)
    {
      const gint64      ticket = FIRST_LIVE + i % n_live * LIVE_EACH;
      g_autofree char  *text = bench_words (i, 9, BENCH_NOTE_WORDS);
      g_autofree char  *key = g_strdup_printf ("note-%" G_GINT64_FORMAT, ticket);
      const TbItemDraft item = { .kind = TB_ITEM_NOTE, .text = text };
      const TbCommand   command = {
          .type = TB_COMMAND_ADD_ITEM, .ticket = ticket, .item = &item, .draft_key = key
      };

      bench_begin (&notes.times);
      tb_engine_do_async (bench->engine, &command, NULL, on_added_cb, &notes);
      g_main_loop_run (notes.loop);
    }
  tb_store_set_fault (bench->store, NULL, NULL);
  if (notes.is_on_main != 0)
    g_error ("a note was written on the main thread");
  if (number_of (bench, count_queued) != n_queued + NOTES)
    g_error ("not every note is in the queue");
  bench_tell_times ("note", &notes.times);
  g_main_loop_unref (notes.loop);
}

/* ---- Import: W2, D1 ---- */

static void
import_batch (Bench *bench,
              guint  first,
              guint  n)
{
  g_autoptr (GStringChunk) texts = g_string_chunk_new (65536);
  g_autofree TbTicketDraft *drafts = g_new0 (TbTicketDraft, n);
  g_autofree const char   **notes = g_new0 (const char *, n *(BENCH_NOTES + 1));
  const TbCommand           command = { .type = TB_COMMAND_IMPORT, .drafts = drafts, .n_drafts = n };
  GError                   *error = NULL;
  guint                     i, j;

  for (i = 0; i < n; i++)
    drafts[i].notes = &notes[i * (BENCH_NOTES + 1)];
  for (i = 0; i < n; i++)
    for (j = 0; j < 2 + BENCH_NOTES; j++)
      {
        const guint      words = j == 0 ? BENCH_TITLE_WORDS : j == 1 ? BENCH_BODY_WORDS
                                                                     : BENCH_NOTE_WORDS;
        g_autofree char *text = bench_words (first + i, j, words);
        const char      *kept = g_string_chunk_insert (texts, text);

        if (j == 0)
          drafts[i].title = kept;
        else if (j == 1)
          drafts[i].description = kept;
        else
          notes[i * (BENCH_NOTES + 1) + j - 2] = kept;
      }
  must (tb_engine_do (bench->engine, &command, NULL, &error), error);
}

static void
do_import (Bench *bench)
{
  const guint  count = (guint)strtoul (bench->argv[3], NULL, 10);
  const guint  first = bench->argc > 4 ? (guint)strtoul (bench->argv[4], NULL, 10) : 1;
  const double begun = bench_seconds ();
  guint        i;

  for (i = 0; i < count; i += BATCH)
    import_batch (bench, first + i, MIN (BATCH, count - i));
  bench_tell ("import", count / (bench_seconds () - begun));
}

static const struct
{
  const char *name;
  void (*run) (Bench *bench);
  int argc;
} works[] = {
  { "search", do_search, 3 },
  { "sweep", do_sweep, 3 },
  { "note", do_note, 3 },
  { "import", do_import, 4 },
};

int
main (int    argc,
      char **argv)
{
  g_autoptr (TbClock) clock = tb_clock_new_real ();
  Bench   bench = { .argc = argc, .argv = argv };
  GError *error = NULL;
  guint   i;

  for (i = 0; argc > 1 && i < G_N_ELEMENTS (works) && !g_str_equal (works[i].name, argv[1]); i++)
    ;
  if (argc < 3 || i == G_N_ELEMENTS (works) || argc < works[i].argc)
    return 2;
  bench.store = tb_store_open (argv[2], TB_STORE_DEFAULT, NULL, &error);
  must (bench.store != NULL, error);
  bench.engine = tb_engine_new (bench.store, clock, &error);
  must (bench.engine != NULL, error);
  works[i].run (&bench);
  g_object_unref (bench.engine);
  tb_store_close (bench.store);
  g_object_unref (bench.store);
  return 0;
}
