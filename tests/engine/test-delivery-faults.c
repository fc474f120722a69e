/* SPDX-License-Identifier: GPL-3.0-or-later
 * Delivery at its corners: stale refusals, gaps, overtaken files, a partner that goes too far. Each of
 * these failed once. */
#include "config.h"

#include "tb-speaker.h"

#include <glib/gstdio.h>

static char *
sha_of_zeros (gsize size)
{
  g_autofree guint8 *zeros = g_malloc0 (size);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, zeros, size);
}

/* Pushes both ways, but not for ever. Returns: whether it came to rest. */
static gboolean
comes_to_rest (TbSide *a,
               TbSide *b)
{
  guint round;

  for (round = 0; round < 50; round++)
    {
      gboolean went = tb_push_once (a, b, FALSE);

      if (!tb_push_once (b, a, FALSE) && !went)
        return TRUE;
    }
  return FALSE;
}

/* What was made before the deadline says nothing about what was answered until then. */
static void
test_an_older_push_is_no_contact_after_the_deadline (gconstpointer data)
{
  TbPair           pair;
  g_autofree char *number = NULL;
  g_autofree char *offer = NULL;
  g_autoptr (TbEngagementRecord) e = NULL;
  g_autoptr (TbEnvelope) early = NULL;
  g_autoptr (TbEnvelope) answer = NULL;

  tb_pair_setup (&pair);
  number = tb_side_new_ticket (&pair.lead, "Frist");
  tb_side_outsource (&pair.lead, number, "Alpen");
  tb_pair_exchange (&pair);
  offer = tb_side_newest (&pair.service);
  e = tb_look_engagement (&pair.lead, number);
  tb_clock_advance (pair.clock, e->answer_by - tb_clock_now (pair.clock) - 10 * TB_SECOND);
  early = tb_step_prepare (&pair.service, &pair.lead);
  tb_clock_advance (pair.clock, 5 * TB_SECOND);
  tb_side_act (&pair.service, offer, TB_ACTION_ACCEPT, NULL);
  tb_clock_advance (pair.clock, 10 * TB_SECOND);
  answer = tb_step_receive (&pair.lead, early);
  tb_step_settle (&pair.service, &pair.lead, early, answer);
  tb_pair_exchange (&pair);
  g_assert_cmpint (tb_status_of (&pair.lead, number, TB_ROLE_LEAD), ==, TB_STATUS_ACCEPTED);
  tb_pair_teardown (&pair);
}

/* ---- Nacks and „Erneut senden“ ---- */

static void
hold_by_nack (TbAccepted *fixture,
              char      **event)
{
  TbSpeaker speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  TbBatch  *refusal = tb_speaker_batch (&speaker);
  g_autoptr (TbPartnerRecord) partner = tb_look_partner (&fixture->pair.lead, "Alpen");
  g_autoptr (TbEnvelope) request = tb_step_prepare (&fixture->pair.lead, &fixture->pair.service);
  g_autoptr (TbBatch) sent = tb_batch_decode (request->body, NULL);
  g_autoptr (TbBatch) reply = NULL;

  g_assert_cmpuint (sent->rows->len, ==, 1);
  *event = g_strdup (((TbBatchRow *)sent->rows->pdata[0])->event_id);
  tb_batch_add_nack (refusal, *event, TB_PROBLEM_UNSUPPORTED);
  refusal->ack = partner->out_seq;
  reply = tb_speaker_deliver (&speaker, refusal);
  g_assert_cmpint (tb_look_delivery (&fixture->pair.lead, fixture->lead), ==, TB_DELIVERY_HELD);
}

/* The service partner's engine itself refuses the lead's next event and takes its seq: it comes once
 * spoiled. */
static void
spoil_next (TbAccepted *fixture)
{
  TbSpeaker speaker = tb_speaker_as (fixture, TB_ROLE_LEAD);
  TbBatch  *batch;
  TbEvent  *spoiled;
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbBatch) sent = NULL;
  g_autoptr (TbBatch) reply = NULL;

  request = tb_step_prepare (&fixture->pair.lead, &fixture->pair.service);
  sent = tb_batch_decode (request->body, NULL);
  g_assert_cmpuint (sent->rows->len, ==, 1);
  speaker.seq--;
  speaker.n--;
  batch = tb_speaker_batch (&speaker);
  spoiled = tb_speaker_event (&speaker, TB_EVENT_REQUEST, 1);
  spoiled->verb = TB_VERB_COMPLETE;
  g_free (spoiled->id);
  spoiled->id = g_strdup (((TbBatchRow *)sent->rows->pdata[0])->event_id);
  tb_speaker_say (&speaker, batch, spoiled);
  reply = tb_speaker_deliver (&speaker, batch);
  g_assert_cmpuint (reply->nacks->len, ==, 1);
  g_assert_cmpint (reply->ack, ==, speaker.seq);
}

static void
test_resending_leaves_no_gap (TbAccepted   *fixture,
                              gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;
  g_autoptr (TbPartnerRecord) there = NULL;
  g_autoptr (TbPartnerRecord) here = NULL;
  g_autofree char *other = tb_side_new_ticket (lead, "Ein anderes");

  g_free (tb_side_note (lead, fixture->lead, "wird aufgehalten", FALSE));
  spoil_next (fixture);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_look_delivery (lead, fixture->lead), ==, TB_DELIVERY_HELD);
  g_free (tb_side_note (lead, fixture->lead, "dahinter", FALSE));
  tb_side_outsource (lead, other, "Alpen");
  tb_pair_exchange (&fixture->pair);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_RESEND, .ticket = tb_side_ticket (lead, fixture->lead) },
              NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_look_note (service, fixture->service, "wird aufgehalten"));
  g_assert_true (tb_look_note (service, fixture->service, "dahinter"));
  here = tb_look_partner (lead, "Alpen");
  there = tb_look_partner (service, "Nord");
  g_assert_cmpint (there->in_seq, ==, here->out_seq);
}

static void
test_an_old_refusal_does_not_hold_again (TbAccepted   *fixture,
                                         gconstpointer data)
{
  TbSide   *lead = &fixture->pair.lead;
  TbSpeaker speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  TbBatch  *old;
  g_autoptr (TbBatch) reply = NULL;
  g_autoptr (TbPartnerRecord) partner = NULL;
  g_autofree char *event = NULL;

  g_free (tb_side_note (lead, fixture->lead, "noch einmal", FALSE));
  hold_by_nack (fixture, &event);
  partner = tb_look_partner (lead, "Alpen");
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_RESEND, .ticket = tb_side_ticket (lead, fixture->lead) },
              NULL);
  /* They push for a reason of their own before they have seen it again. */
  tb_clock_advance (fixture->pair.clock, TB_SECOND);
  old = tb_speaker_batch (&speaker);
  old->ack = partner->out_seq;
  tb_batch_add_nack (old, event, TB_PROBLEM_UNSUPPORTED);
  reply = tb_speaker_deliver (&speaker, old);
  g_assert_cmpint (tb_look_delivery (lead, fixture->lead), ==, TB_DELIVERY_QUEUED);
}

/* Parked is taken, and so acknowledged; what comes of it is known only when the gap closes. */
static void
test_a_refusal_after_the_acknowledgement_holds (TbAccepted   *fixture,
                                                gconstpointer data)
{
  TbSide   *lead = &fixture->pair.lead;
  TbSpeaker speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  TbBatch  *taken;
  g_autoptr (TbBatch) reply = NULL;
  g_autoptr (TbPartnerRecord) partner = NULL;
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbBatch) sent = NULL;
  g_autofree char *event = NULL;

  g_free (tb_side_note (lead, fixture->lead, "erst geparkt, dann abgelehnt", FALSE));
  partner = tb_look_partner (lead, "Alpen");
  request = tb_step_prepare (lead, &fixture->pair.service);
  sent = tb_batch_decode (request->body, NULL);
  event = g_strdup (((TbBatchRow *)sent->rows->pdata[0])->event_id);
  taken = tb_speaker_batch (&speaker);
  taken->ack = partner->out_seq;
  reply = tb_speaker_deliver (&speaker, taken);
  g_clear_pointer (&reply, tb_batch_free);
  tb_clock_advance (fixture->pair.clock, TB_SECOND);
  taken = tb_speaker_batch (&speaker);
  taken->ack = partner->out_seq;
  tb_batch_add_nack (taken, event, TB_PROBLEM_NOT_OWNER);
  reply = tb_speaker_deliver (&speaker, taken);
  g_assert_cmpint (tb_look_delivery (lead, fixture->lead), ==, TB_DELIVERY_HELD);
}

/* A seq that is acknowledged and not nacked counts as delivered: so every refusal must be said. */
static void
test_every_refusal_is_said (TbAccepted   *fixture,
                            gconstpointer data)
{
  TbSpeaker speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  TbBatch  *batch = tb_speaker_batch (&speaker);
  g_autoptr (TbBatch) reply = NULL;
  guint i;

  for (i = 0; i < 150; i++)
    {
      TbEvent *event = tb_speaker_note (&speaker, NULL, "gehört nirgends hin");

      g_free (event->engagement);
      event->engagement = tb_hex_new (20);
      event->n = 1;
      tb_speaker_say (&speaker, batch, event);
    }
  reply = tb_speaker_deliver (&speaker, batch);
  /* Those that are not told of must not be among the acknowledged. */
  g_assert_cmpint (reply->ack, <=, speaker.seq - 150 + reply->nacks->len);
}

static void
test_a_row_refused_by_status_leaves_no_gap (TbAccepted   *fixture,
                                            gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) refusal = NULL;
  g_autoptr (GBytes) body = tb_problem_body (413, TB_PROBLEM_TOO_LARGE);
  g_autoptr (TbPartnerRecord) there = NULL;
  g_autoptr (TbPartnerRecord) here = NULL;

  g_free (tb_side_note (lead, fixture->lead, "zu groß für den Proxy", FALSE));
  request = tb_step_prepare (lead, service);
  refusal = tb_envelope_new ("push", request->link, body);
  refusal->status = 413;
  tb_step_settle (lead, service, request, refusal);
  g_assert_cmpint (tb_look_delivery (lead, fixture->lead), ==, TB_DELIVERY_HELD);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_RESEND, .ticket = tb_side_ticket (lead, fixture->lead) },
              NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_look_note (service, fixture->service, "zu groß für den Proxy"));
  here = tb_look_partner (lead, "Alpen");
  there = tb_look_partner (service, "Nord");
  g_assert_cmpint (there->in_seq, ==, here->out_seq);
}

/* ---- Files ---- */

static void
hide_file (TbSide     *side,
           const char *number,
           const char *uuid)
{
  const TbItemDraft draft = { .kind = TB_ITEM_FILE, .is_internal = TRUE, .file_name = "abbild.iso" };

  tb_side_do (
    side,
    (TbCommand){
      .type = TB_COMMAND_EDIT_ITEM, .ticket = tb_side_ticket (side, number), .uuid = uuid, .item = &draft },
    NULL);
}

static void
test_a_file_made_internal_in_time_does_not_travel (TbAccepted   *fixture,
                                                   gconstpointer data)
{
  TbSide          *service = &fixture->pair.service;
  g_autofree char *uuid = tb_side_file (service, fixture->service, 1500 * 1000);
  g_autofree char *sha = sha_of_zeros (1500 * 1000);

  tb_push_once (service, &fixture->pair.lead, FALSE);
  hide_file (service, fixture->service, uuid);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpuint (tb_look_files (&fixture->pair.lead, fixture->lead), ==, 0);
  g_assert_false (tb_store_has_file (fixture->pair.lead.store, sha));
}

static void
test_a_deleted_file_does_not_travel (TbAccepted   *fixture,
                                     gconstpointer data)
{
  TbSide          *service = &fixture->pair.service;
  g_autofree char *uuid = tb_side_file (service, fixture->service, 1500 * 1000);
  g_autofree char *sha = sha_of_zeros (1500 * 1000);

  tb_push_once (service, &fixture->pair.lead, FALSE);
  tb_side_do (service,
              (TbCommand){ .type = TB_COMMAND_DELETE_ITEM,
                           .ticket = tb_side_ticket (service, fixture->service),
                           .uuid = uuid },
              NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_false (tb_store_has_file (fixture->pair.lead.store, sha));
}

static void
test_a_file_that_was_never_sent_is_not_said_to_be (TbAccepted   *fixture,
                                                   gconstpointer data)
{
  TbSide          *service = &fixture->pair.service;
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *uuid = tb_side_file (service, fixture->service, 1500 * 1000);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (GError) error = NULL;

  tb_side_do (service,
              (TbCommand){ .type = TB_COMMAND_DELETE_ITEM,
                           .ticket = tb_side_ticket (service, fixture->service),
                           .uuid = uuid },
              NULL);
  tb_pair_exchange (&fixture->pair);
  request = tb_engine_prepare_state (lead->engine, tb_side_partner (lead, "Alpen"), &error);
  g_assert_no_error (error);
  answer = tb_step_receive (service, request);
  tb_engine_compare_state (lead->engine, tb_side_partner (lead, "Alpen"), request, answer, findings, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (findings->len > 0 ? findings->pdata[0] : NULL, ==, NULL);
}

/* The bytes went across once; there nobody named them any more, and they were swept away. */
static void
test_a_file_lost_there_is_brought_again (TbAccepted   *fixture,
                                         gconstpointer data)
{
  TbSide          *service = &fixture->pair.service;
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *sha = sha_of_zeros (1000);
  g_autofree char *path = NULL;

  g_free (tb_side_file (service, fixture->service, 1000));
  tb_push_once (service, lead, FALSE);
  g_assert_true (tb_store_has_file (lead->store, sha));
  g_assert_cmpuint (tb_look_files (lead, fixture->lead), ==, 0);
  path = g_strdup_printf ("%s/files/%.2s/%s", lead->dir, sha, sha);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (comes_to_rest (service, lead));
  g_assert_cmpuint (tb_look_files (lead, fixture->lead), ==, 1);
}

/* ---- A partner that takes nothing ---- */

static void
test_what_is_not_taken_is_not_sent_at_once_again (TbAccepted   *fixture,
                                                  gconstpointer data)
{
  TbSide   *lead = &fixture->pair.lead;
  TbSpeaker speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  g_autoptr (TbPartnerRecord) me = tb_look_partner (&fixture->pair.service, "Nord");
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (TbBatch) nothing = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GPtrArray) routes = NULL;

  g_free (tb_side_note (lead, fixture->lead, "nimmt keiner", FALSE));
  request = tb_step_prepare (lead, &fixture->pair.service);
  nothing = tb_speaker_batch (&speaker);
  body = tb_batch_encode (nothing);
  answer = tb_envelope_new ("push", me->link, body);
  answer->status = 200;
  tb_envelope_sign (answer, me->key, TB_SIGNER_ACCEPTER, request->id, tb_clock_now (fixture->pair.clock));
  tb_step_settle (lead, &fixture->pair.service, request, answer);
  routes = tb_engine_routes (lead->engine, NULL);
  g_assert_cmpuint (routes->len, ==, 1);
  g_assert_cmpint (((TbRoute *)routes->pdata[0])->due_at, >, tb_clock_now (fixture->pair.clock));
}

static void
test_more_than_a_batch_says_so (TbAccepted   *fixture,
                                gconstpointer data)
{
  TbSide *service = &fixture->pair.service;
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbBatch) sent = NULL;
  guint i;

  for (i = 0; i < 1010; i++)
    g_free (tb_side_note (service, fixture->service, "viel", FALSE));
  request = tb_step_prepare (service, &fixture->pair.lead);
  sent = tb_batch_decode (request->body, NULL);
  g_assert_cmpuint (sent->rows->len, <, 1010);
  g_assert_true (sent->has_more);
}

/* ---- A lead that goes too far ---- */

static void
test_nobody_accepts_for_us (TbAccepted   *fixture,
                            gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *number = tb_side_new_ticket (lead, "Aufgezwungen");
  g_autofree char *offer = NULL;
  g_autoptr (TbEngagementRecord) e = NULL;
  g_autoptr (TbBatch) reply = NULL;
  TbSpeaker speaker;
  TbBatch  *batch;

  tb_side_outsource (lead, number, "Alpen");
  tb_pair_exchange (&fixture->pair);
  offer = tb_side_newest (service);
  e = tb_look_engagement (service, offer);
  speaker = tb_speaker_as (fixture, TB_ROLE_LEAD);
  g_free (fixture->eid);
  fixture->eid = g_strdup (e->eid);
  speaker.n = 1;
  batch = tb_speaker_batch (&speaker);
  tb_speaker_say (&speaker, batch, tb_speaker_status (&speaker, TB_STATUS_ACCEPTED, 2, 1));
  reply = tb_speaker_deliver (&speaker, batch);
  g_assert_cmpint (tb_status_of (service, offer, TB_ROLE_SERVICE), ==, TB_STATUS_ASSIGNED);
}

static void
test_an_ended_engagement_stays_ended (TbAccepted   *fixture,
                                      gconstpointer data)
{
  TbSide   *service = &fixture->pair.service;
  TbSpeaker speaker;
  TbBatch  *batch;
  g_autoptr (TbBatch) reply = NULL;

  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&fixture->pair);
  speaker = tb_speaker_as (fixture, TB_ROLE_LEAD);
  batch = tb_speaker_batch (&speaker);
  tb_speaker_say (&speaker, batch, tb_speaker_status (&speaker, TB_STATUS_IN_PROGRESS, 99, 1));
  reply = tb_speaker_deliver (&speaker, batch);
  g_assert_cmpint (tb_status_of (service, fixture->service, TB_ROLE_SERVICE), ==, TB_STATUS_COMPLETE);
}

/* Suspended, then „declined“: no status that the table knows, and the tickets' items stay read-only for
 * ever. */
static void
test_no_lead_locks_our_items_for_ever (TbAccepted   *fixture,
                                       gconstpointer data)
{
  TbSide           *service = &fixture->pair.service;
  g_autofree char  *uuid = tb_side_note (service, fixture->service, "unser", FALSE);
  const TbItemDraft draft = { .kind = TB_ITEM_NOTE, .text = "noch unser" };
  TbSpeaker         speaker;
  TbBatch          *batch;
  g_autoptr (TbBatch) reply = NULL;

  tb_pair_exchange (&fixture->pair);
  speaker = tb_speaker_as (fixture, TB_ROLE_LEAD);
  batch = tb_speaker_batch (&speaker);
  tb_speaker_say (&speaker, batch, tb_speaker_status (&speaker, TB_STATUS_WAITING_APPROVAL, 90, 1));
  tb_speaker_say (&speaker, batch, tb_speaker_status (&speaker, TB_STATUS_DECLINED, 91, 1));
  reply = tb_speaker_deliver (&speaker, batch);
  tb_side_do (service,
              (TbCommand){ .type = TB_COMMAND_EDIT_ITEM,
                           .ticket = tb_side_ticket (service, fixture->service),
                           .uuid = uuid,
                           .item = &draft },
              NULL);
}

/* ---- Our own data ---- */

static void
test_a_long_phone_number_stops_no_acceptance (gconstpointer data)
{
  TbPair              pair;
  g_autofree char    *phone = g_strnfill (300, '1');
  const TbTicketDraft draft = { .title = "Nummer", .organisation = "Hotel", .phone = phone };
  g_auto (TbResult) made = { 0 };
  g_autofree char *offer = NULL;
  const TbCommand  command = { .type = TB_COMMAND_NEW_TICKET, .draft = &draft };

  tb_pair_setup (&pair);
  /* Either it is refused when it is typed, or it does not stand in the way later. */
  if (tb_engine_do (pair.lead.engine, &command, &made, NULL))
    {
      tb_side_outsource (&pair.lead, made.number, "Alpen");
      tb_pair_exchange (&pair);
      offer = tb_side_newest (&pair.service);
      tb_side_act (&pair.service, offer, TB_ACTION_ACCEPT, NULL);
      tb_pair_exchange (&pair);
      g_assert_cmpint (tb_status_of (&pair.lead, made.number, TB_ROLE_LEAD), ==, TB_STATUS_ACCEPTED);
    }
  tb_pair_teardown (&pair);
}
/* The bytes of one held ticket must not stand before those of all others. */
static void
test_a_held_ticket_holds_no_other_file (TbAccepted   *fixture,
                                        gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *number = tb_side_new_ticket (lead, "mit Anlage");
  g_autofree char *offer = NULL;
  TbSpeaker        speaker;
  TbBatch         *batch;
  g_autoptr (TbBatch) reply = NULL;
  g_autoptr (TbBatch) sent = NULL;
  g_autoptr (TbEnvelope) accept = NULL;
  g_autoptr (TbEnvelope) lost = NULL;
  g_autoptr (TbEnvelope) request = NULL;
  guint i;

  g_free (tb_side_file (lead, number, 1500 * 1000));
  tb_side_outsource (lead, number, "Alpen");
  tb_pair_exchange (&fixture->pair);
  offer = tb_side_newest (service);
  tb_side_act (service, offer, TB_ACTION_ACCEPT, NULL);
  accept = tb_step_prepare (service, lead);
  lost = tb_step_receive (lead, accept);
  request = tb_step_prepare (lead, service);
  sent = tb_batch_decode (request->body, NULL);
  speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  tb_clock_advance (fixture->pair.clock, TB_SECOND);
  batch = tb_speaker_batch (&speaker);
  for (i = 0; i < sent->rows->len; i++)
    {
      TbBatchRow *row = sent->rows->pdata[i];

      tb_batch_add_nack (batch, row->event_id, TB_PROBLEM_UNSUPPORTED);
      batch->ack = MAX (batch->ack, row->seq);
    }
  reply = tb_speaker_deliver (&speaker, batch);
  g_assert_cmpint (tb_look_delivery (lead, number), ==, TB_DELIVERY_HELD);
  g_free (tb_side_file (lead, fixture->lead, 1000));
  for (i = 0; i < 40; i++)
    {
      tb_push_once (lead, service, FALSE);
      tb_clock_advance (fixture->pair.clock, TB_HOUR);
    }
  g_assert_cmpuint (tb_look_files (service, fixture->service), ==, 1);
}

#define ADD(path, func) \
  g_test_add (path, TbAccepted, NULL, tb_accepted_setup, func, tb_accepted_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/engine/corners/an-older-push-is-no-contact-after-the-deadline", NULL,
                        test_an_older_push_is_no_contact_after_the_deadline);
  ADD ("/engine/corners/resending-leaves-no-gap", test_resending_leaves_no_gap);
  ADD ("/engine/corners/an-old-refusal-does-not-hold-again", test_an_old_refusal_does_not_hold_again);
  ADD ("/engine/corners/a-refusal-after-the-acknowledgement-holds",
       test_a_refusal_after_the_acknowledgement_holds);
  ADD ("/engine/corners/every-refusal-is-said", test_every_refusal_is_said);
  ADD ("/engine/corners/a-row-refused-by-status-leaves-no-gap", test_a_row_refused_by_status_leaves_no_gap);
  ADD ("/engine/corners/a-file-made-internal-in-time-does-not-travel",
       test_a_file_made_internal_in_time_does_not_travel);
  ADD ("/engine/corners/a-deleted-file-does-not-travel", test_a_deleted_file_does_not_travel);
  ADD ("/engine/corners/a-file-that-was-never-sent-is-not-said-to-be",
       test_a_file_that_was_never_sent_is_not_said_to_be);
  ADD ("/engine/corners/a-file-lost-there-is-brought-again", test_a_file_lost_there_is_brought_again);
  ADD ("/engine/corners/what-is-not-taken-is-not-sent-at-once-again",
       test_what_is_not_taken_is_not_sent_at_once_again);
  ADD ("/engine/corners/more-than-a-batch-says-so", test_more_than_a_batch_says_so);
  ADD ("/engine/corners/nobody-accepts-for-us", test_nobody_accepts_for_us);
  ADD ("/engine/corners/an-ended-engagement-stays-ended", test_an_ended_engagement_stays_ended);
  ADD ("/engine/corners/no-lead-locks-our-items-for-ever", test_no_lead_locks_our_items_for_ever);
  g_test_add_data_func ("/engine/corners/a-long-phone-number-stops-no-acceptance", NULL,
                        test_a_long_phone_number_stops_no_acceptance);
  ADD ("/engine/corners/a-held-ticket-holds-no-other-file", test_a_held_ticket_holds_no_other_file);
  return g_test_run ();
}
