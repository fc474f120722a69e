/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files that a partner sends: only its own bytes count, whatever is here; and it does not fill the disk with
 * what no item names. */
#include "config.h"

#include "tb-corner.h"
#include "tb-speaker.h"

#include <string.h>

#define TEXT "hallo"
#define MOST_FILES 64

static char *
hash_of (const char *text)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

/* Alpen sends Nord a part. Returns: what is there now; minus the status if it is refused */
static gint64
put (TbAccepted *fixture,
     const char *sha256,
     gint64      offset,
     gint64      size,
     const char *text)
{
  TbSpeaker  speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  TbFilePart part = { .engagement = fixture->eid, .sha256 = (char *)sha256, .offset = offset, .size = size };
  g_autoptr (GBytes) data = g_bytes_new (text, strlen (text));
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  gint64 have = -1;

  part.data = data;
  body = tb_file_part_encode (&part);
  answer = tb_speaker_send (&speaker, "files/put", body);
  if (answer->status != 200)
    return -(gint64)answer->status;
  g_assert_true (tb_file_progress_decode (answer->body, &have, NULL));
  return have;
}

/* Alpen names a file, after @n other events that were taken. Returns: whether it was taken */
static gboolean
name_file (TbAccepted *fixture,
           guint       n,
           const char *sha256)
{
  TbSpeaker    speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  TbEvent     *event;
  TbEventItem *item = tb_event_item_new ();
  TbBatch     *batch;
  g_autoptr (TbBatch) reply = NULL;
  guint before = tb_look_files (&fixture->pair.lead, fixture->lead);

  speaker.n += n;
  speaker.seq += n;
  event = tb_speaker_event (&speaker, TB_EVENT_ITEMS, 1);
  batch = tb_speaker_batch (&speaker);
  item->uuid = tb_id_new ();
  item->rev = 1;
  item->kind = TB_ITEM_FILE;
  item->file_name = g_strdup ("log.txt");
  item->content_type = g_strdup ("text/plain");
  item->size = (gint64)strlen (TEXT);
  item->sha256 = g_strdup (sha256);
  g_ptr_array_add (event->items, item);
  tb_speaker_say (&speaker, batch, event);
  reply = tb_speaker_deliver (&speaker, batch);
  return tb_look_files (&fixture->pair.lead, fixture->lead) > before;
}

static void
keep_file (TbSide     *side,
           const char *number,
           const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  g_free (tb_corner_add (
    side, number,
    (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "x.txt", .is_internal = TRUE }));
}

static void
test_a_hash_tells_nothing (TbAccepted   *fixture,
                           gconstpointer data)
{
  g_autofree char *alone = tb_side_new_ticket (&fixture->pair.lead, "Nur bei Nord");
  g_autofree char *here = hash_of (TEXT);
  g_autofree char *nowhere = hash_of ("hello");

  keep_file (&fixture->pair.lead, alone, TEXT);
  g_assert_true (tb_store_has_file (fixture->pair.lead.store, here));
  g_assert_cmpint (put (fixture, here, 0, 5, ""), ==, 0);
  g_assert_cmpint (put (fixture, nowhere, 0, 5, ""), ==, 0);
  g_assert_cmpint (put (fixture, here, 5, 5, ""), ==, 0);
  g_assert_cmpint (put (fixture, nowhere, 5, 5, ""), ==, 0);
  g_assert_false (name_file (fixture, 0, here));
  g_assert_false (name_file (fixture, 0, nowhere));
  /* And whoever has it all may say so. */
  g_assert_cmpint (put (fixture, here, 0, 5, "ha"), ==, 2);
  g_assert_false (name_file (fixture, 0, here));
  g_assert_cmpint (put (fixture, here, 2, 5, "llo"), ==, 5);
  g_assert_true (name_file (fixture, 0, here));
}

static void
test_what_came_need_not_come_again (TbAccepted   *fixture,
                                    gconstpointer data)
{
  g_autofree char *theirs = hash_of (TEXT);
  g_autofree char *ours = hash_of ("von Nord");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("von Nord", 8);

  g_free (tb_corner_add (&fixture->pair.lead, fixture->lead,
                         (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "n.txt" }));
  tb_pair_exchange (&fixture->pair);
  /* What Alpen has got from us it knows to be here. */
  g_assert_cmpint (put (fixture, ours, 0, 8, ""), ==, 8);
  g_assert_cmpint (put (fixture, theirs, 0, 5, TEXT), ==, 5);
  g_assert_cmpint (put (fixture, theirs, 0, 5, ""), ==, 5);
  g_assert_true (name_file (fixture, 0, theirs));
  g_assert_cmpint (put (fixture, theirs, 0, 5, ""), ==, 5);
  g_assert_true (name_file (fixture, 1, theirs));
}

/* With another size than before it begins anew; so does what was wrong at its end. */
static void
test_wrong_bytes_begin_anew (TbAccepted   *fixture,
                             gconstpointer data)
{
  g_autofree char *sha256 = hash_of (TEXT);

  g_assert_cmpint (put (fixture, sha256, 0, 9, "hallohal"), ==, 8);
  g_assert_cmpint (put (fixture, sha256, 0, 5, "hal"), ==, 3);
  g_assert_cmpint (put (fixture, sha256, 3, 5, "xx"), ==, -422);
  g_assert_cmpint (put (fixture, sha256, 3, 5, ""), ==, 0);
  g_assert_cmpint (put (fixture, sha256, 0, 5, TEXT), ==, 5);
  g_assert_true (name_file (fixture, 0, sha256));
}

static guint
count_parts (TbSide *side)
{
  g_autofree char *path = g_build_filename (side->dir, "files", "part", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_parts_have_an_end (TbAccepted   *fixture,
                        gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *named = hash_of (TEXT);
  g_autofree char *more = hash_of ("noch eine");
  guint            i;

  g_assert_cmpint (put (fixture, named, 0, 5, TEXT), ==, 5);
  g_assert_true (name_file (fixture, 0, named));
  for (i = 0; i < MOST_FILES; i++)
    {
      g_autofree char *text = g_strdup_printf ("Datei %u", i);
      g_autofree char *sha256 = hash_of (text);

      g_assert_cmpint (put (fixture, sha256, 0, 1000, "a"), ==, 1);
    }
  g_assert_cmpuint (count_parts (lead), ==, MOST_FILES);
  g_assert_cmpint (put (fixture, more, 0, 1000, "a"), ==, -429);
  g_assert_cmpuint (count_parts (lead), ==, MOST_FILES);
  /* A week later they are forgotten. */
  tb_clock_advance (fixture->pair.clock, 7 * TB_DAY - TB_MINUTE);
  g_assert_true (tb_engine_tick (lead->engine, NULL, NULL));
  g_assert_cmpuint (count_parts (lead), ==, MOST_FILES);
  tb_clock_advance (fixture->pair.clock, 2 * TB_MINUTE);
  g_assert_true (tb_engine_tick (lead->engine, NULL, NULL));
  g_assert_cmpuint (count_parts (lead), ==, 0);
  g_assert_cmpint (put (fixture, more, 0, 1000, "a"), ==, 1);
  g_assert_true (tb_store_has_file (lead->store, named));
}

static void
test_bytes_have_an_end (TbAccepted   *fixture,
                        gconstpointer data)
{
  g_autofree char *first = hash_of ("1");
  g_autofree char *second = hash_of ("2");
  g_autofree char *third = hash_of ("3");

  g_assert_cmpint (put (fixture, first, 0, TB_LIMIT_FILE_BYTES, "a"), ==, 1);
  g_assert_cmpint (put (fixture, second, 0, TB_LIMIT_FILE_BYTES, "a"), ==, 1);
  g_assert_cmpint (put (fixture, third, 0, 1, ""), ==, -429);
  /* What is under way goes on. */
  g_assert_cmpint (put (fixture, second, 1, TB_LIMIT_FILE_BYTES, "a"), ==, 2);
}

/* ---- Laden, nicht laden, zurückgenommen ---- */

static void
choose (TbSide     *side,
        const char *number,
        const char *sha256,
        gboolean    is_wanted)
{
  TbCommand command = tb_corner_command_on (side, number, TB_COMMAND_CHOOSE_FILE);

  command.name = sha256;
  command.is_active = is_wanted;
  tb_side_do (side, command, NULL);
}

static char *
hash_of_zeros (gsize size)
{
  g_autofree guint8 *zeros = g_malloc0 (size);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, zeros, size);
}

static void
assert_sound (TbPair *pair)
{
  TbSide *sides[] = { &pair->lead, &pair->service };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (GPtrArray) findings = tb_engine_check (sides[i]->engine, NULL);

      g_assert_cmpstr (findings->len > 0 ? findings->pdata[0] : NULL, ==, NULL);
    }
}

/* What the entry of the file shows. */
static void
assert_transfer (TbSide     *side,
                 const char *number,
                 TbTransfer  transfer,
                 gint64      across,
                 gint64      most)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);
  const TbItemView *item = view->items->pdata[view->items->len - 1];

  g_assert_cmpint (item->record->kind, ==, TB_ITEM_FILE);
  g_assert_cmpint (item->transfer, ==, transfer);
  g_assert_cmpint (item->across, ==, across);
  g_assert_cmpint (item->most, ==, most);
}

/* What the page says before there is an entry; @sha256: (nullable): nothing. */
static void
assert_arriving (TbSide     *side,
                 const char *number,
                 const char *sha256,
                 gint64      come,
                 gint64      size)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);

  g_assert_cmpstr (view->arriving, ==, sha256);
  g_assert_cmpint (view->come, ==, come);
  g_assert_cmpint (view->come_size, ==, size);
}

/* Larger than what is loaded unasked: the item comes, its bytes when somebody asks for them. */
static void
test_a_large_one_is_asked_for (TbAccepted   *fixture,
                               gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  const gsize      size = 1500 * 1000;
  g_autofree char *sha256 = hash_of_zeros (size);

  tb_side_do (lead,
              (TbCommand){ .type = TB_COMMAND_CONFIG, .name = TB_SETTING_FETCH_LIMIT, .value = "1" }, NULL);
  g_free (tb_side_file (&fixture->pair.service, fixture->service, size));
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpuint (tb_look_files (lead, fixture->lead), ==, 1);
  g_assert_false (tb_store_has_file (lead->store, sha256));
  g_assert_cmpuint (count_parts (lead), ==, 0);
  assert_sound (&fixture->pair);
  assert_transfer (lead, fixture->lead, TB_TRANSFER_DECLINED, 0, TB_MEGABYTE);
  assert_transfer (&fixture->pair.service, fixture->service, TB_TRANSFER_REFUSED, 0, TB_MEGABYTE);
  choose (lead, fixture->lead, sha256, TRUE);
  choose (lead, fixture->lead, sha256, TRUE);
  assert_transfer (lead, fixture->lead, TB_TRANSFER_LOADING, 0, 0);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_store_has_file (lead->store, sha256));
  g_assert_cmpuint (tb_look_files (lead, fixture->lead), ==, 1);
  g_assert_cmpuint (count_parts (lead), ==, 0);
  assert_transfer (lead, fixture->lead, TB_TRANSFER_NONE, 0, 0);
  assert_transfer (&fixture->pair.service, fixture->service, TB_TRANSFER_NONE, 0, 0);
  assert_sound (&fixture->pair);
}

/* So it is where the network costs by the byte; what is small comes all the same. */
static void
test_a_metered_network_spares_large_ones (TbAccepted   *fixture,
                                          gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  const gsize      small = 1000 * 1000;
  const gsize      large = TB_LIMIT_METERED_BYTES + 1;
  g_autofree char *of_small = hash_of_zeros (small);
  g_autofree char *of_large = hash_of_zeros (large);

  tb_engine_set_metered (lead->engine, TRUE);
  g_free (tb_side_file (&fixture->pair.service, fixture->service, small));
  g_free (tb_side_file (&fixture->pair.service, fixture->service, large));
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_store_has_file (lead->store, of_small));
  g_assert_false (tb_store_has_file (lead->store, of_large));
  choose (lead, fixture->lead, of_large, TRUE);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_store_has_file (lead->store, of_large));
  assert_sound (&fixture->pair);
}

static void
test_one_under_way_is_declined (TbAccepted   *fixture,
                                gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  const gsize      size = 1500 * 1000;
  g_autofree char *sha256 = hash_of_zeros (size);

  g_free (tb_side_file (&fixture->pair.service, fixture->service, size));
  tb_push_once (&fixture->pair.service, lead, FALSE);
  g_assert_cmpuint (count_parts (lead), ==, 1);
  assert_transfer (&fixture->pair.service, fixture->service, TB_TRANSFER_SENDING, TB_FILE_PART_BYTES, 0);
  assert_arriving (lead, fixture->lead, sha256, TB_FILE_PART_BYTES, (gint64)size);
  assert_arriving (&fixture->pair.service, fixture->service, NULL, 0, 0);
  choose (lead, fixture->lead, sha256, FALSE);
  assert_arriving (lead, fixture->lead, NULL, 0, 0);
  g_assert_cmpuint (count_parts (lead), ==, 0);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpuint (tb_look_files (lead, fixture->lead), ==, 1);
  g_assert_false (tb_store_has_file (lead->store, sha256));
  choose (lead, fixture->lead, sha256, TRUE);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_store_has_file (lead->store, sha256));
  assert_sound (&fixture->pair);
}

/* The first is told until it is here; what has its entry already, the entry tells of. */
static void
test_one_after_the_other_arrives (TbAccepted   *fixture,
                                  gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *other = tb_side_new_ticket (lead, "Anderes");
  g_autofree char *first = hash_of (TEXT);
  g_autofree char *second = hash_of ("hello");

  assert_arriving (lead, fixture->lead, NULL, 0, 0);
  g_assert_cmpint (put (fixture, first, 0, 5, "ha"), ==, 2);
  g_assert_cmpint (put (fixture, second, 0, 5, "hel"), ==, 3);
  assert_arriving (lead, fixture->lead, first, 2, 5);
  assert_arriving (lead, other, NULL, 0, 0);
  g_assert_cmpint (put (fixture, first, 2, 5, "llo"), ==, 5);
  assert_arriving (lead, fixture->lead, second, 3, 5);
  choose (lead, fixture->lead, second, FALSE);
  assert_arriving (lead, fixture->lead, NULL, 0, 0);
  g_assert_true (name_file (fixture, 0, second));
  choose (lead, fixture->lead, second, TRUE);
  g_assert_cmpint (put (fixture, second, 0, 5, "hel"), ==, 3);
  assert_arriving (lead, fixture->lead, NULL, 0, 0);
  assert_transfer (lead, fixture->lead, TB_TRANSFER_LOADING, 3, 0);
}

static void
test_one_taken_back_leaves_nothing (TbAccepted   *fixture,
                                    gconstpointer data)
{
  TbSide          *service = &fixture->pair.service;
  g_autofree char *uuid = tb_side_file (service, fixture->service, 1500 * 1000);
  g_autofree char *sha256 = hash_of_zeros (1500 * 1000);
  TbCommand        command = tb_corner_command_on (service, fixture->service, TB_COMMAND_DELETE_ITEM);

  tb_push_once (service, &fixture->pair.lead, FALSE);
  g_assert_cmpuint (count_parts (&fixture->pair.lead), ==, 1);
  command.uuid = uuid;
  tb_side_do (service, command, NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpuint (count_parts (&fixture->pair.lead), ==, 0);
  g_assert_cmpuint (tb_look_files (&fixture->pair.lead, fixture->lead), ==, 0);
  /* Attached once more it goes. */
  g_free (tb_side_file (service, fixture->service, 1500 * 1000));
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_store_has_file (fixture->pair.lead.store, sha256));
  g_assert_cmpuint (tb_look_files (&fixture->pair.lead, fixture->lead), ==, 1);
  assert_sound (&fixture->pair);
}

#define ADD(path, func) g_test_add (path, TbAccepted, NULL, tb_accepted_setup, func, tb_accepted_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/arrivals/a-hash-tells-nothing", test_a_hash_tells_nothing);
  ADD ("/engine/arrivals/what-came-need-not-come-again", test_what_came_need_not_come_again);
  ADD ("/engine/arrivals/wrong-bytes-begin-anew", test_wrong_bytes_begin_anew);
  ADD ("/engine/arrivals/parts-have-an-end", test_parts_have_an_end);
  ADD ("/engine/arrivals/bytes-have-an-end", test_bytes_have_an_end);
  ADD ("/engine/arrivals/a-large-one-is-asked-for", test_a_large_one_is_asked_for);
  ADD ("/engine/arrivals/a-metered-network-spares-large-ones", test_a_metered_network_spares_large_ones);
  ADD ("/engine/arrivals/one-under-way-is-declined", test_one_under_way_is_declined);
  ADD ("/engine/arrivals/one-after-the-other-arrives", test_one_after_the_other_arrives);
  ADD ("/engine/arrivals/one-taken-back-leaves-nothing", test_one_taken_back_leaves_nothing);
  return g_test_run ();
}
