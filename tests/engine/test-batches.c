/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of many entries in one batch: what is written for each, and that a wrong one spoils no other. */
#include "config.h"

#include "tb-batch.h"
#include "tb-speaker.h"

#include <string.h>

/* Its own row, its link, and the row of the inbox. */
#define WRITES_OF_AN_ENTRY 3

static gboolean
count_writes (TbStoreStep step,
              gpointer    data)
{
  *(guint *)data += step == TB_STORE_STEP_WRITE;
  return FALSE;
}

static void
on_notice_cb (TbEngine       *engine,
              const TbNotice *notice,
              guint          *n_told)
{
  *n_told += g_str_equal (notice->kind, "item");
}

static guint
deliver_notes (TbAccepted *fixture,
               TbSpeaker  *speaker,
               guint       n)
{
  TbStore *store = fixture->pair.lead.store;
  TbBatch *batch = tb_speaker_batch (speaker);
  g_autoptr (TbBatch) reply = NULL;
  guint written = 0;
  guint i;

  for (i = 0; i < n; i++)
    tb_speaker_say (speaker, batch, tb_speaker_note (speaker, NULL, "eine von vielen"));
  tb_store_set_fault (store, count_writes, &written);
  reply = tb_speaker_deliver (speaker, batch);
  tb_store_set_fault (store, NULL, NULL);
  g_assert_cmpint (reply->ack, ==, speaker->seq);
  return written;
}

static void
test_writes (TbAccepted   *fixture,
             gconstpointer data)
{
  TbSpeaker speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  guint     few, many;

  deliver_notes (fixture, &speaker, 2);
  few = deliver_notes (fixture, &speaker, 10);
  many = deliver_notes (fixture, &speaker, 30);
  g_assert_cmpuint (many - few, ==, 20 * WRITES_OF_AN_ENTRY);
}

static void
assert_notes (TbAccepted        *fixture,
              const char *const *texts)
{
  for (; *texts != NULL; texts++)
    g_assert_true (tb_look_note (&fixture->pair.lead, fixture->lead, *texts));
}

/* It is refused; those before it are there, once, and the one behind it waits for another in its place. */
static void
test_a_wrong_one (TbAccepted   *fixture,
                  gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *ours = tb_side_note (lead, fixture->lead, "unsere", FALSE);
  g_autofree char *foreign = NULL;
  TbSpeaker        speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  TbBatch         *batch = tb_speaker_batch (&speaker);
  TbEvent         *events[4];
  gint64           n;
  guint            n_told = 0;
  guint            i;
  g_autoptr (TbBatch) reply = NULL;
  const char *const before[] = { "erste", "zweite", "unsere", NULL };
  const char *const after[] = { "erste", "zweite", "dritte", "vierte", "unsere", NULL };

  events[0] = tb_speaker_note (&speaker, NULL, "erste");
  events[1] = tb_speaker_note (&speaker, NULL, "zweite");
  events[2] = tb_speaker_note (&speaker, ours, "gekapert");
  events[3] = tb_speaker_note (&speaker, NULL, "vierte");
  foreign = g_strdup (events[2]->id);
  n = events[2]->n;
  for (i = 0; i < G_N_ELEMENTS (events); i++)
    tb_speaker_say (&speaker, batch, events[i]);
  g_signal_connect (lead->engine, "notice", G_CALLBACK (on_notice_cb), &n_told);
  reply = tb_speaker_deliver (&speaker, batch);
  g_assert_nonnull (tb_speaker_nack (reply, foreign));
  g_assert_cmpint (reply->ack, ==, speaker.seq);
  g_assert_cmpuint (n_told, ==, 2);
  assert_notes (fixture, before);
  g_assert_false (tb_look_note (lead, fixture->lead, "vierte"));
  g_clear_pointer (&reply, tb_batch_free);

  batch = tb_speaker_batch (&speaker);
  events[0] = tb_speaker_note (&speaker, NULL, "dritte");
  events[0]->n = n;
  tb_speaker_say (&speaker, batch, events[0]);
  speaker.n--;
  tb_speaker_say (&speaker, batch, tb_speaker_note (&speaker, NULL, "fünfte"));
  reply = tb_speaker_deliver (&speaker, batch);
  g_assert_cmpint (reply->ack, ==, speaker.seq);
  g_assert_cmpuint (n_told, ==, 5);
  assert_notes (fixture, after);
  g_assert_true (tb_look_note (lead, fixture->lead, "fünfte"));
  g_signal_handlers_disconnect_by_data (lead->engine, &n_told);
}

/* In an index of millions, here and there, what comes together would each be put into another page. */
static void
test_ids (TbAccepted   *fixture,
          gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *first = tb_side_note (lead, fixture->lead, "eine", FALSE);
  g_autofree char *second = tb_side_note (lead, fixture->lead, "noch eine", FALSE);

  g_assert_true (strncmp (first, second, 11) == 0);
  g_assert_cmpstr (first, !=, second);
}

#define ADD(path, func) g_test_add (path, TbAccepted, NULL, tb_accepted_setup, func, tb_accepted_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/batches/an-entry-is-three-rows", test_writes);
  ADD ("/engine/batches/a-wrong-one-spoils-only-itself", test_a_wrong_one);
  ADD ("/engine/batches/what-comes-together-stands-together", test_ids);
  return g_test_run ();
}
