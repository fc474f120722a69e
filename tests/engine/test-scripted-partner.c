/* SPDX-License-Identifier: GPL-3.0-or-later
 * A partner that says what it likes: repeats, gaps, foreign things, old phases, older lives (protocol.md
 * sections 3, 4). */
#include "config.h"

#include "tb-agree.h"
#include "tb-batch.h"
#include "tb-pair.h"
#include "tb-speaker.h"

#include <string.h>

#define SECRET_SIZE 3000

typedef struct
{
  TbPair pair;
  char  *lead;
  char  *service;
  char  *eid;
  gint64 n;
  gint64 seq;
} Fixture;

/* ---- Speaking as the service partner, with its key ---- */

static void
setup (Fixture      *fixture,
       gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;
  g_autoptr (TbPartnerRecord) me = NULL;
  TbEngagementRecord *e;

  tb_pair_setup (&fixture->pair);
  tb_pair_accepted (&fixture->pair, &fixture->lead, &fixture->service);
  view = tb_side_show (&fixture->pair.service, fixture->service);
  e = tb_ticket_view_latest (view, TB_ROLE_SERVICE)->record;
  fixture->eid = g_strdup (e->eid);
  fixture->n = e->n_out;
  me = tb_look_partner (&fixture->pair.service, "Nord");
  fixture->seq = me->out_seq;
}

static void
teardown (Fixture      *fixture,
          gconstpointer data)
{
  g_clear_pointer (&fixture->lead, g_free);
  g_clear_pointer (&fixture->service, g_free);
  g_clear_pointer (&fixture->eid, g_free);
  tb_pair_teardown (&fixture->pair);
}

static TbEvent *
new_event (Fixture     *fixture,
           TbEventParts parts,
           gint64       n,
           gint64       phase)
{
  TbEvent *event = tb_event_new ();

  event->parts = parts;
  event->id = tb_id_new ();
  event->engagement = g_strdup (fixture->eid);
  event->n = n;
  event->phase = phase;
  event->at = tb_clock_now (fixture->pair.clock) / 1000 * 1000;
  event->by_name = g_strdup ("Alpen");
  event->by_id = g_strdup ("alpen");
  return event;
}

static TbEvent *
new_note (Fixture    *fixture,
          gint64      n,
          const char *uuid,
          gint64      rev,
          const char *text)
{
  TbEvent     *event = new_event (fixture, TB_EVENT_ITEMS, n, 1);
  TbEventItem *item = tb_event_item_new ();

  item->uuid = g_strdup (uuid);
  item->rev = rev;
  item->kind = TB_ITEM_NOTE;
  item->text = g_strdup (text);
  if (event->items == NULL)
    event->items = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_event_item_free);
  g_ptr_array_add (event->items, item);
  return event;
}

static TbBatch *
new_batch (Fixture *fixture)
{
  g_autoptr (TbPartnerRecord) me = tb_look_partner (&fixture->pair.service, "Nord");
  TbBatch *batch = tb_batch_new ();

  batch->epoch = me->own_epoch;
  batch->epoch_id = g_strdup (me->own_epoch_id);
  batch->at = tb_clock_now (fixture->pair.clock);
  batch->ack = me->in_seq;
  return batch;
}

/* Adds an event under the next seq and frees it. */
static void
say (Fixture *fixture,
     TbBatch *batch,
     TbEvent *event)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tb_event_encode (event, &error);

  g_assert_no_error (error);
  g_assert_true (tb_batch_add_row (batch, ++fixture->seq, 1, bytes));
  tb_event_free (event);
}

static TbEnvelope *
deliver_body (Fixture *fixture,
              GBytes  *body)
{
  g_autoptr (TbPartnerRecord) me = tb_look_partner (&fixture->pair.service, "Nord");
  g_autoptr (TbEnvelope) request = tb_envelope_new ("push", me->link, body);
  g_autoptr (GError) error = NULL;
  TbEnvelope *answer;

  tb_envelope_sign (request, me->key, TB_SIGNER_ACCEPTER, NULL, tb_clock_now (fixture->pair.clock));
  answer = tb_engine_receive (fixture->pair.lead.engine, request, &error);
  g_assert_no_error (error);
  return answer;
}

static TbBatch *
deliver (Fixture *fixture,
         TbBatch *batch)
{
  g_autoptr (GBytes) body = tb_batch_encode (batch);
  g_autoptr (TbEnvelope) answer = deliver_body (fixture, body);
  g_autoptr (GError) error = NULL;
  TbBatch *reply;

  g_assert_cmpuint (answer->status, ==, 200);
  reply = tb_batch_decode (answer->body, &error);
  g_assert_no_error (error);
  return reply;
}

static guint
count_notes (Fixture    *fixture,
             const char *text)
{
  g_autoptr (TbTicketView) view = tb_side_show (&fixture->pair.lead, fixture->lead);
  guint i, n = 0;

  for (i = 0; i < view->items->len; i++)
    n += g_strcmp0 (((TbItemView *)view->items->pdata[i])->record->text, text) == 0;
  return n;
}

static void
assert_nacked (TbBatch  *reply,
               TbProblem problem)
{
  g_assert_cmpuint (reply->nacks->len, ==, 1);
  g_assert_cmpint (((TbNack *)reply->nacks->pdata[0])->problem, ==, problem);
}

/* ---- Order and repeats ---- */

#define UUID_A "aaaaaaaa-0000-4000-8000-000000000001"
#define UUID_B "aaaaaaaa-0000-4000-8000-000000000002"

static void
test_a_repeat_changes_nothing (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr (TbBatch) batch = new_batch (fixture);
  g_autoptr (TbBatch) first = NULL;
  g_autoptr (TbBatch) second = NULL;

  say (fixture, batch, new_note (fixture, fixture->n + 1, UUID_A, 1, "einmal"));
  first = deliver (fixture, batch);
  second = deliver (fixture, batch);
  g_assert_cmpuint (count_notes (fixture, "einmal"), ==, 1);
  g_assert_cmpint (first->ack, ==, fixture->seq);
  g_assert_cmpint (second->ack, ==, first->ack);
  g_assert_cmpuint (second->nacks->len, ==, 0);
}

static void
test_a_gap_is_parked_and_closed (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr (TbBatch) late = new_batch (fixture);
  g_autoptr (TbBatch) early = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;
  gint64 first_seq = fixture->seq + 1;

  fixture->seq++;
  say (fixture, late, new_note (fixture, fixture->n + 2, UUID_B, 1, "zweite"));
  reply = deliver (fixture, late);
  g_assert_cmpuint (count_notes (fixture, "zweite"), ==, 0);
  g_assert_cmpint (reply->ack, ==, first_seq - 1);
  g_assert_cmpuint (reply->ack_above->len, ==, 1);
  g_assert_cmpint (g_array_index (reply->ack_above, gint64, 0), ==, first_seq + 1);
  tb_batch_free (reply);
  fixture->seq = first_seq - 1;
  say (fixture, early, new_note (fixture, fixture->n + 1, UUID_A, 1, "erste"));
  reply = deliver (fixture, early);
  g_assert_cmpuint (count_notes (fixture, "erste"), ==, 1);
  g_assert_cmpuint (count_notes (fixture, "zweite"), ==, 1);
  g_assert_cmpint (reply->ack, ==, first_seq + 1);
}

static void
test_tickets_do_not_wait_for_each_other (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autoptr (TbBatch) batch = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;
  TbEvent *stranger = new_note (fixture, 1, UUID_B, 1, "fremd");

  g_free (stranger->engagement);
  stranger->engagement = g_strdup ("0123456789012345678901234567890123456789");
  say (fixture, batch, stranger);
  say (fixture, batch, new_note (fixture, fixture->n + 1, UUID_A, 1, "geht weiter"));
  reply = deliver (fixture, batch);
  assert_nacked (reply, TB_PROBLEM_UNKNOWN_ENGAGEMENT);
  g_assert_cmpint (reply->ack, ==, fixture->seq);
  g_assert_cmpuint (count_notes (fixture, "geht weiter"), ==, 1);
}

static void
test_an_older_revision_changes_nothing (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autoptr (TbBatch) batch = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;

  say (fixture, batch, new_note (fixture, fixture->n + 1, UUID_A, 3, "dritte Fassung"));
  say (fixture, batch, new_note (fixture, fixture->n + 2, UUID_A, 2, "zweite Fassung"));
  reply = deliver (fixture, batch);
  g_assert_cmpuint (reply->nacks->len, ==, 0);
  g_assert_cmpuint (count_notes (fixture, "dritte Fassung"), ==, 1);
  g_assert_cmpuint (count_notes (fixture, "zweite Fassung"), ==, 0);
}

/* ---- Trust ---- */

static void
test_a_foreign_item_is_refused (Fixture      *fixture,
                                gconstpointer data)
{
  g_autofree char *mine = tb_side_note (&fixture->pair.lead, fixture->lead, "vom Lead", FALSE);
  g_autoptr (TbBatch) batch = NULL;
  g_autoptr (TbBatch) reply = NULL;

  tb_pair_exchange (&fixture->pair);
  batch = new_batch (fixture);
  say (fixture, batch, new_note (fixture, fixture->n + 1, mine, 9, "gekapert"));
  reply = deliver (fixture, batch);
  assert_nacked (reply, TB_PROBLEM_NOT_OWNER);
  g_assert_cmpuint (count_notes (fixture, "gekapert"), ==, 0);
  g_assert_cmpuint (count_notes (fixture, "vom Lead"), ==, 1);
}

static void
test_a_service_partner_decides_no_status (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autoptr (TbBatch) batch = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;
  TbEvent *event = new_event (fixture, TB_EVENT_STATUS, fixture->n + 1, 1);

  event->status = TB_STATUS_COMPLETE;
  event->status_epoch = 9;
  event->status_rev = 9;
  say (fixture, batch, event);
  reply = deliver (fixture, batch);
  assert_nacked (reply, TB_PROBLEM_NOT_OWNER);
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_ACCEPTED);
}

static void
test_a_malformed_event_spoils_only_itself (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autoptr (TbBatch) good = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;
  g_autoptr (GBytes) encoded = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  char            *at;

  say (fixture, good, new_note (fixture, fixture->n + 1, UUID_A, 1, "kaputt"));
  encoded = tb_batch_encode (good);
  text = g_strndup (g_bytes_get_data (encoded, NULL), g_bytes_get_size (encoded));
  at = strstr (text, "\"rev\":1");
  g_assert_nonnull (at);
  at[6] = '0';
  body = g_bytes_new (text, strlen (text));
  answer = deliver_body (fixture, body);
  g_assert_cmpuint (answer->status, ==, 200);
  reply = tb_batch_decode (answer->body, &error);
  g_assert_no_error (error);
  assert_nacked (reply, TB_PROBLEM_MALFORMED);
  g_assert_cmpint (reply->ack, ==, fixture->seq);
}

static void
test_a_body_that_is_none_is_422 (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("[]", 2);
  g_autoptr (TbEnvelope) answer = deliver_body (fixture, body);

  g_assert_cmpuint (answer->status, ==, 422);
  g_assert_cmpint (tb_problem_body_read (answer->body), ==, TB_PROBLEM_MALFORMED);
}

static void
test_an_unsigned_request_is_401 (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr (TbPartnerRecord) me = tb_look_partner (&fixture->pair.service, "Nord");
  g_autoptr (GBytes) other_key = g_bytes_new_static ("0123456789abcdef0123456789abcdef", 32);
  g_autoptr (TbBatch) batch = new_batch (fixture);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;

  say (fixture, batch, new_note (fixture, fixture->n + 1, UUID_A, 1, "gefälscht"));
  body = tb_batch_encode (batch);
  request = tb_envelope_new ("push", me->link, body);
  tb_envelope_sign (request, other_key, TB_SIGNER_ACCEPTER, NULL, tb_clock_now (fixture->pair.clock));
  answer = tb_engine_receive (fixture->pair.lead.engine, request, NULL);
  g_assert_cmpuint (answer->status, ==, 401);
  g_assert_cmpuint (count_notes (fixture, "gefälscht"), ==, 0);
}

/* ---- The arbiter ---- */

static const TbEvent *
status_answering (TbBatch    *reply,
                  const char *event)
{
  guint i;

  for (i = 0; i < reply->rows->len; i++)
    {
      TbBatchRow *row = reply->rows->pdata[i];

      g_assert_nonnull (row->event);
      if ((row->event->parts & TB_EVENT_STATUS) && g_strcmp0 (row->event->answers, event) == 0)
        return row->event;
    }
  return NULL;
}

static void
test_an_old_phase_is_refused (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr (TbBatch) batch = NULL;
  g_autoptr (TbBatch) reply = NULL;
  g_autofree char *id = NULL;
  const TbEvent   *answer;
  TbEvent         *event;

  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_REJECT, "noch nicht");
  tb_pair_exchange (&fixture->pair);
  fixture->n++;
  fixture->seq++;
  batch = new_batch (fixture);
  event = new_event (fixture, TB_EVENT_REQUEST, fixture->n + 1, 1);
  event->verb = TB_VERB_SUBMIT;
  id = g_strdup (event->id);
  say (fixture, batch, event);
  reply = deliver (fixture, batch);
  answer = status_answering (reply, id);
  g_assert_nonnull (answer);
  g_assert_true (answer->is_refused);
  g_assert_cmpstr (answer->problem, ==, tb_problem_nick (TB_PROBLEM_STALE_PHASE));
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, fixture->lead, TB_ROLE_LEAD), ==,
                   TB_STATUS_IN_PROGRESS);
}

static void
test_items_of_an_old_phase_are_refused (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autoptr (TbBatch) batch = NULL;
  g_autoptr (TbBatch) reply = NULL;
  g_autofree char *id = NULL;
  const TbEvent   *answer;
  TbEvent         *event;

  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_REJECT, "noch nicht");
  tb_pair_exchange (&fixture->pair);
  fixture->n++;
  fixture->seq++;
  batch = new_batch (fixture);
  event = new_note (fixture, fixture->n + 1, UUID_A, 1, "aus der alten Phase");
  id = g_strdup (event->id);
  say (fixture, batch, event);
  reply = deliver (fixture, batch);
  answer = status_answering (reply, id);
  g_assert_nonnull (answer);
  g_assert_cmpstr (answer->problem, ==, tb_problem_nick (TB_PROBLEM_STALE_PHASE));
  g_assert_cmpuint (count_notes (fixture, "aus der alten Phase"), ==, 0);
}

static void
test_complete_is_done_from_every_phase (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autoptr (TbBatch) batch = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;
  g_autofree char *id = NULL;
  const TbEvent   *answer;
  TbEvent         *event = new_event (fixture, TB_EVENT_REQUEST, fixture->n + 1, 7);

  event->verb = TB_VERB_COMPLETE;
  id = g_strdup (event->id);
  say (fixture, batch, event);
  reply = deliver (fixture, batch);
  answer = status_answering (reply, id);
  g_assert_nonnull (answer);
  g_assert_false (answer->is_refused);
  g_assert_cmpint (answer->status, ==, TB_STATUS_COMPLETE);
}

/* ---- Older lives ---- */

/* The lead does not listen, the link lives, and with the partner itself it heals. */
static void
assert_heals (Fixture *fixture,
              TbBatch *reply)
{
  g_autoptr (TbPartnerRecord) partner = tb_look_partner (&fixture->pair.lead, "Alpen");

  g_assert_cmpint (partner->link_state, ==, TB_LINK_LINKED);
  g_assert_cmpuint (reply->rows->len, ==, 0);
  tb_push_once (&fixture->pair.service, &fixture->pair.lead, TRUE);
  tb_pair_exchange (&fixture->pair);
  tb_agree_assert (&fixture->pair.lead, &fixture->pair.service);
}

static void
test_another_epoch_is_not_listened_to (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr (TbPartnerRecord) known = tb_look_partner (&fixture->pair.lead, "Alpen");
  g_autoptr (TbBatch) batch = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;

  g_free (batch->epoch_id);
  batch->epoch_id = tb_hex_new (16);
  say (fixture, batch, new_note (fixture, fixture->n + 1, UUID_A, 1, "aus einem anderen Leben"));
  reply = deliver (fixture, batch);
  /* It is told which one is known. */
  g_assert_cmpint (reply->peer, ==, known->their_epoch);
  g_assert_cmpstr (reply->peer_id, ==, known->their_epoch_id);
  g_assert_cmpuint (count_notes (fixture, "aus einem anderen Leben"), ==, 0);
  assert_heals (fixture, reply);
}

static void
test_a_lower_ack_begins_a_new_epoch (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autoptr (TbPartnerRecord) known = tb_look_partner (&fixture->pair.lead, "Alpen");
  g_autoptr (TbBatch) batch = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;

  tb_clock_advance (fixture->pair.clock, TB_SECOND);
  batch->at = tb_clock_now (fixture->pair.clock);
  batch->ack--;
  reply = deliver (fixture, batch);
  /* The partner learns that its epoch is over from an id that it cannot have. */
  g_assert_cmpint (reply->peer, ==, known->their_epoch);
  g_assert_cmpstr (reply->peer_id, !=, known->their_epoch_id);
  assert_heals (fixture, reply);
}

static void
test_the_same_seq_with_another_event_begins_a_new_epoch (Fixture      *fixture,
                                                         gconstpointer data)
{
  g_autoptr (TbPartnerRecord) known = tb_look_partner (&fixture->pair.lead, "Alpen");
  g_autoptr (TbBatch) batch = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;

  fixture->seq--;
  say (fixture, batch, new_note (fixture, fixture->n + 1, UUID_A, 1, "zum zweiten Mal"));
  reply = deliver (fixture, batch);
  g_assert_cmpstr (reply->peer_id, !=, known->their_epoch_id);
  g_assert_cmpuint (count_notes (fixture, "zum zweiten Mal"), ==, 0);
  assert_heals (fixture, reply);
}

static void
test_what_was_never_sent_begins_a_new_epoch (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autoptr (TbPartnerRecord) known = tb_look_partner (&fixture->pair.lead, "Alpen");
  g_autoptr (TbBatch) batch = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;

  batch->ack_event = tb_id_new ();
  reply = deliver (fixture, batch);
  g_assert_cmpint (reply->epoch, ==, known->own_epoch + 1);
  assert_heals (fixture, reply);
}

static void
test_nothing_is_told_unasked (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr (TbBatch) batch = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;
  TbEvent *event = new_event (fixture, TB_EVENT_STATE | TB_EVENT_STATUS, fixture->n + 1, 1);

  event->step = TB_HEAL_TOLD;
  event->is_last = TRUE;
  event->status = TB_STATUS_COMPLETE;
  event->status_epoch = event->status_rev = 1;
  event->known = tb_id_new ();
  say (fixture, batch, event);
  reply = deliver (fixture, batch);
  g_assert_cmpuint (reply->nacks->len, ==, 1);
  g_assert_cmpint (((TbNack *)reply->nacks->pdata[0])->problem, ==, TB_PROBLEM_FORBIDDEN);
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_ACCEPTED);
}

/* It begins a new epoch and tells that we have lost a note, or a file. */
static void
tell_lost (Fixture    *fixture,
           const char *text,
           const char *sha256)
{
  g_autoptr (TbPartnerRecord) known = tb_look_partner (&fixture->pair.lead, "Alpen");
  g_autoptr (TbEngagementRecord) e = tb_look_engagement (&fixture->pair.lead, fixture->lead);
  g_autoptr (TbBatch) batch = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;
  TbEvent     *event = new_note (fixture, 1, sha256 != NULL ? UUID_A : UUID_B, 1, text);
  TbEventItem *item = g_ptr_array_steal_index (event->items, 0);

  batch->epoch = known->their_epoch + 1;
  g_free (batch->epoch_id);
  batch->epoch_id = tb_hex_new (16);
  batch->since = TB_SECOND;
  batch->ack = 0;
  event->parts = TB_EVENT_STATE | TB_EVENT_STATUS;
  event->step = TB_HEAL_TOLD;
  event->is_last = TRUE;
  event->status = TB_STATUS_ACCEPTED;
  event->status_epoch = event->status_rev = 1;
  event->known = g_strdup (e->status_event);
  item->kind = sha256 != NULL ? TB_ITEM_FILE : TB_ITEM_NOTE;
  item->file_name = g_strdup (sha256);
  item->sha256 = g_strdup (sha256);
  item->size = SECRET_SIZE;
  g_ptr_array_add (event->yours, item);
  fixture->seq = 0;
  say (fixture, batch, event);
  reply = deliver (fixture, batch);
}

/* A file of ours lies here that is not for them; they know its hash. Taken for a lost one, it would go to
 * them the next time. */
static void
test_a_hash_alone_brings_nothing_back (Fixture      *fixture,
                                       gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *other = tb_side_new_ticket (lead, "Nicht für Partner");
  g_autofree char *zeros = g_malloc0 (SECRET_SIZE);
  g_autofree char *sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *)zeros, SECRET_SIZE);

  g_free (tb_side_file (lead, other, SECRET_SIZE));
  tell_lost (fixture, "was nur sie noch haben", NULL);
  g_assert_cmpuint (count_notes (fixture, "was nur sie noch haben"), ==, 1);
  tell_lost (fixture, NULL, sha256);
  g_assert_cmpuint (tb_look_files (lead, fixture->lead), ==, 0);
}

static void
test_an_overtaken_batch_stops_nothing (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autoptr (TbBatch) old = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;

  tb_clock_advance (fixture->pair.clock, TB_SECOND);
  tb_push_once (&fixture->pair.service, &fixture->pair.lead, TRUE);
  old->ack--;
  reply = deliver (fixture, old);
  g_assert_cmpuint (reply->nacks->len, ==, 0);
}

/* ---- Held events ---- */

static void
nack_everything (Fixture  *fixture,
                 TbProblem problem)
{
  g_autoptr (TbBatch) refusal = new_batch (fixture);
  g_autoptr (TbBatch) reply = NULL;
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbBatch) sent = NULL;
  gint64 partner = tb_side_partner (&fixture->pair.lead, "Alpen");
  guint  i;

  request = tb_engine_prepare (fixture->pair.lead.engine, partner, FALSE, NULL);
  g_assert_nonnull (request);
  sent = tb_batch_decode (request->body, NULL);
  for (i = 0; i < sent->rows->len; i++)
    {
      TbBatchRow *row = sent->rows->pdata[i];

      /* A nacked seq counts as taken. */
      tb_batch_add_nack (refusal, row->event_id, problem);
      refusal->ack = MAX (refusal->ack, row->seq);
    }
  reply = deliver (fixture, refusal);
}

static void
test_a_nack_holds_its_ticket_until_sent_again (Fixture      *fixture,
                                               gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *other = tb_side_new_ticket (&pair->lead, "Ein anderes");
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_side_note (&pair->lead, fixture->lead, "wird aufgehalten", FALSE));
  nack_everything (fixture, TB_PROBLEM_UNSUPPORTED);
  g_free (tb_side_note (&pair->lead, fixture->lead, "dahinter", FALSE));
  tb_side_outsource (&pair->lead, other, "Alpen");
  tb_pair_exchange (pair);
  view = tb_side_show (&pair->lead, fixture->lead);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_LEAD)->delivery, ==, TB_DELIVERY_HELD);
  g_assert_cmpstr (tb_ticket_view_latest (view, TB_ROLE_LEAD)->record->held_problem, ==, "unsupported");
  tb_ticket_view_free (view);
  view = tb_side_show (&pair->service, fixture->service);
  g_assert_cmpuint (view->items->len, ==, 0);
  view = (tb_ticket_view_free (view), NULL);
  g_assert_cmpint (tb_status_of (&pair->lead, other, TB_ROLE_LEAD), ==, TB_STATUS_ASSIGNED);
  tb_side_do (&pair->lead,
              (TbCommand){ .type = TB_COMMAND_RESEND, .ticket = tb_side_ticket (&pair->lead, fixture->lead) },
              NULL);
  tb_pair_exchange (pair);
  view = tb_side_show (&pair->service, fixture->service);
  g_assert_nonnull (tb_item_with (view, "wird aufgehalten"));
  g_assert_nonnull (tb_item_with (view, "dahinter"));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, setup, func, teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/receive/a-repeat-changes-nothing", test_a_repeat_changes_nothing);
  ADD ("/engine/receive/a-gap-is-parked-and-closed", test_a_gap_is_parked_and_closed);
  ADD ("/engine/receive/tickets-do-not-wait-for-each-other", test_tickets_do_not_wait_for_each_other);
  ADD ("/engine/receive/an-older-revision-changes-nothing", test_an_older_revision_changes_nothing);
  ADD ("/engine/receive/a-foreign-item-is-refused", test_a_foreign_item_is_refused);
  ADD ("/engine/receive/a-service-partner-decides-no-status", test_a_service_partner_decides_no_status);
  ADD ("/engine/receive/a-malformed-event-spoils-only-itself", test_a_malformed_event_spoils_only_itself);
  ADD ("/engine/receive/a-body-that-is-none-is-422", test_a_body_that_is_none_is_422);
  ADD ("/engine/receive/an-unsigned-request-is-401", test_an_unsigned_request_is_401);
  ADD ("/engine/arbiter/an-old-phase-is-refused", test_an_old_phase_is_refused);
  ADD ("/engine/arbiter/items-of-an-old-phase-are-refused", test_items_of_an_old_phase_are_refused);
  ADD ("/engine/arbiter/complete-is-done-from-every-phase", test_complete_is_done_from_every_phase);
  ADD ("/engine/epoch/another-one-is-not-listened-to", test_another_epoch_is_not_listened_to);
  ADD ("/engine/epoch/a-lower-acknowledgement-begins-a-new-one", test_a_lower_ack_begins_a_new_epoch);
  ADD ("/engine/epoch/the-same-seq-with-another-event-begins-a-new-one",
       test_the_same_seq_with_another_event_begins_a_new_epoch);
  ADD ("/engine/epoch/what-was-never-sent-begins-a-new-one", test_what_was_never_sent_begins_a_new_epoch);
  ADD ("/engine/epoch/nothing-is-told-unasked", test_nothing_is_told_unasked);
  ADD ("/engine/epoch/a-hash-alone-brings-nothing-back", test_a_hash_alone_brings_nothing_back);
  ADD ("/engine/epoch/an-overtaken-batch-stops-nothing", test_an_overtaken_batch_stops_nothing);
  ADD ("/engine/outbox/a-nack-holds-its-ticket-until-sent-again",
       test_a_nack_holds_its_ticket_until_sent_again);
  return g_test_run ();
}
