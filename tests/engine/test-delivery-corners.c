/* SPDX-License-Identifier: GPL-3.0-or-later
 * Delivery at its corners: files that wait, joins that are repeated, batches that cross, partners that go too
 * far. */
#include "config.h"

#include "tb-speaker.h"

/* ---- Crossings and lost answers ---- */

static void
test_a_lost_answer_changes_nothing (TbAccepted   *fixture,
                                    gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) lost = NULL;
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_side_note (service, fixture->service, "einmal", FALSE));
  request = tb_step_prepare (service, lead);
  lost = tb_step_receive (lead, request);
  tb_pair_exchange (&fixture->pair);
  view = tb_side_show (lead, fixture->lead);
  g_assert_cmpuint (view->items->len, ==, 1);
  g_assert_cmpint (tb_look_delivery (service, fixture->service), ==, TB_DELIVERY_DELIVERED);
}

static void
test_two_pushes_cross (TbAccepted   *fixture,
                       gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;
  g_autoptr (TbEnvelope) ours = NULL;
  g_autoptr (TbEnvelope) theirs = NULL;
  g_autoptr (TbEnvelope) to_ours = NULL;
  g_autoptr (TbEnvelope) to_theirs = NULL;

  g_free (tb_side_note (lead, fixture->lead, "hin", FALSE));
  g_free (tb_side_note (service, fixture->service, "her", FALSE));
  ours = tb_step_prepare (lead, service);
  theirs = tb_step_prepare (service, lead);
  to_ours = tb_step_receive (service, ours);
  to_theirs = tb_step_receive (lead, theirs);
  tb_step_settle (service, lead, theirs, to_theirs);
  tb_step_settle (lead, service, ours, to_ours);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_look_note (lead, fixture->lead, "her"));
  g_assert_true (tb_look_note (service, fixture->service, "hin"));
  g_assert_cmpint (tb_look_delivery (lead, fixture->lead), ==, TB_DELIVERY_DELIVERED);
  g_assert_cmpint (tb_look_delivery (service, fixture->service), ==, TB_DELIVERY_DELIVERED);
}

/* What crosses the lead's „Abschließen“ stays at home, and the bar counts it. */
static void
test_what_came_too_late_becomes_local (TbAccepted   *fixture,
                                       gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;
  g_autoptr (TbEngagementRecord) e = NULL;
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_side_note (service, fixture->service, "zu spät", FALSE));
  tb_side_act (lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_false (tb_look_note (lead, fixture->lead, "zu spät"));
  e = tb_look_engagement (service, fixture->service);
  g_assert_cmpint (e->status, ==, TB_STATUS_COMPLETE);
  g_assert_cmpint (e->late_items, ==, 1);
  view = tb_side_show (service, fixture->service);
  g_assert_true (tb_item_with (view, "zu spät")->is_local_only);
}

/* ---- Waiting, halving ---- */

static gint64
wait_of (TbAccepted *fixture,
         guint       status,
         guint       retry_after)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (TbEnvelope) request = tb_step_prepare (lead, &fixture->pair.service);
  g_autoptr (GBytes) body = tb_problem_body (status, TB_PROBLEM_TOO_MANY_REQUESTS);
  g_autoptr (TbEnvelope) refusal = tb_envelope_new ("push", request->link, body);
  g_autoptr (TbPartnerRecord) partner = NULL;

  refusal->status = status;
  refusal->retry_after = retry_after;
  tb_step_settle (lead, &fixture->pair.service, request, refusal);
  partner = tb_look_partner (lead, "Alpen");
  return partner->next_attempt - tb_clock_now (fixture->pair.clock);
}

static void
test_waiting_doubles_and_is_told (TbAccepted   *fixture,
                                  gconstpointer data)
{
  gint64 wait;
  guint  i;

  g_free (tb_side_note (&fixture->pair.lead, fixture->lead, "wartet", FALSE));
  g_assert_cmpint (wait_of (fixture, 429, 120), ==, 120 * TB_SECOND);
  wait = wait_of (fixture, 503, 0);
  g_assert_cmpint (wait, >=, 8 * TB_SECOND);
  g_assert_cmpint (wait, <=, 10 * TB_SECOND);
  for (i = 0; i < 20; i++)
    wait = wait_of (fixture, 503, 0);
  g_assert_cmpint (wait, >=, 48 * TB_MINUTE);
  g_assert_cmpint (wait, <=, TB_HOUR);
  /* A request of theirs ends the waiting. */
  tb_push_once (&fixture->pair.service, &fixture->pair.lead, TRUE);
  g_assert_cmpint (tb_look_delivery (&fixture->pair.lead, fixture->lead), ==, TB_DELIVERY_QUEUED);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_look_note (&fixture->pair.service, fixture->service, "wartet"));
}

static void
test_a_refused_batch_is_halved (TbAccepted   *fixture,
                                gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  /* Packed, then as JSON, for who went back to an older version says 422 too. */
  guint expected[] = { 8, 8, 4, 2, 1 };
  guint i;

  for (i = 0; i < 8; i++)
    g_free (tb_side_note (lead, fixture->lead, "eine von acht", FALSE));
  for (i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (TbEnvelope) request = tb_step_prepare (lead, &fixture->pair.service);
      g_autoptr (TbBatch) sent = tb_batch_decode (request->body, NULL);

      g_assert_cmpuint (sent->rows->len, ==, expected[i]);
      g_assert_cmpint (tb_look_delivery (lead, fixture->lead), ==, TB_DELIVERY_QUEUED);
      wait_of (fixture, 422, 0);
    }
  g_assert_cmpint (tb_look_delivery (lead, fixture->lead), ==, TB_DELIVERY_HELD);
}

/* ---- Order ---- */

static void
test_no_more_than_a_thousand_are_parked (TbAccepted   *fixture,
                                         gconstpointer data)
{
  TbSpeaker speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  TbBatch  *batch = tb_speaker_batch (&speaker);
  g_autoptr (TbBatch) full = NULL;
  g_autoptr (TbBatch) over = NULL;
  guint i;

  speaker.n++;
  speaker.seq++;
  for (i = 0; i < 1000; i++)
    tb_speaker_say (&speaker, batch, tb_speaker_note (&speaker, NULL, "geparkt"));
  full = tb_speaker_deliver (&speaker, batch);
  g_assert_cmpuint (full->ack_above->len, ==, 1000);
  batch = tb_speaker_batch (&speaker);
  tb_speaker_say (&speaker, batch, tb_speaker_note (&speaker, NULL, "eine zu viel"));
  over = tb_speaker_deliver (&speaker, batch);
  g_assert_cmpuint (over->ack_above->len, ==, 1000);
  g_assert_cmpuint (over->nacks->len, ==, 0);
}

static void
test_a_parked_event_can_still_be_refused (TbAccepted   *fixture,
                                          gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *ours = tb_side_note (lead, fixture->lead, "unsere", FALSE);
  g_autofree char *foreign = NULL;
  TbSpeaker        speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  TbBatch         *batch = tb_speaker_batch (&speaker);
  TbEvent         *first = tb_speaker_note (&speaker, NULL, "erste");
  TbEvent         *second = tb_speaker_note (&speaker, ours, "gekapert");
  g_autoptr (TbBatch) reply = NULL;

  foreign = g_strdup (second->id);
  tb_speaker_say (&speaker, batch, second);
  reply = tb_speaker_deliver (&speaker, batch);
  g_assert_null (tb_speaker_nack (reply, foreign));
  g_clear_pointer (&reply, tb_batch_free);
  batch = tb_speaker_batch (&speaker);
  tb_speaker_say (&speaker, batch, first);
  reply = tb_speaker_deliver (&speaker, batch);
  g_assert_nonnull (tb_speaker_nack (reply, foreign));
  g_assert_true (tb_look_note (lead, fixture->lead, "erste"));
  g_assert_true (tb_look_note (lead, fixture->lead, "unsere"));
  g_assert_false (tb_look_note (lead, fixture->lead, "gekapert"));
}

#define HIGHEST G_GINT64_CONSTANT (999999999999999) /* what the wire carries */

static void
test_a_huge_count_only_waits (TbAccepted   *fixture,
                              gconstpointer data)
{
  TbSpeaker speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  TbBatch  *batch = tb_speaker_batch (&speaker);
  TbEvent  *event = tb_speaker_note (&speaker, NULL, "riesig");
  g_autoptr (TbBatch) reply = NULL;

  event->n = HIGHEST;
  event->phase = event->n;
  speaker.seq = event->n - 1;
  tb_speaker_say (&speaker, batch, event);
  reply = tb_speaker_deliver (&speaker, batch);
  g_assert_cmpuint (reply->nacks->len, ==, 0);
  g_assert_false (tb_look_note (&fixture->pair.lead, fixture->lead, "riesig"));
  g_free (tb_side_note (&fixture->pair.service, fixture->service, "geht weiter", FALSE));
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_look_note (&fixture->pair.lead, fixture->lead, "geht weiter"));
}

/* ---- Two partners ---- */

/* Alpen hands its ticket on to Ost, who accepts. Returns: Ost's engagement */
static TbEngagementRecord *
hand_on (TbAccepted *fixture)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *offer = NULL;
  g_autofree char *number = NULL;

  tb_pair_add_third (pair);
  tb_side_outsource (&pair->service, fixture->service, "Ost");
  tb_exchange (&pair->service, &pair->third);
  offer = tb_side_newest (&pair->third);
  tb_side_act (&pair->third, offer, TB_ACTION_ACCEPT, NULL);
  tb_exchange (&pair->service, &pair->third);
  number = tb_side_newest (&pair->third);
  return tb_look_engagement (&pair->third, number);
}

static void
test_partners_reach_only_their_own (TbAccepted   *fixture,
                                    gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  TbSpeaker        speaker = { .fixture = fixture, .as = &pair->third, .to = &pair->service };
  g_autofree char *theirs = tb_side_note (&pair->lead, fixture->lead, "von Nord", FALSE);
  g_autofree char *stolen_id = NULL;
  g_autofree char *foreign_id = NULL;
  g_autoptr (TbEngagementRecord) e = NULL;
  g_autoptr (TbPartnerRecord) partner = NULL;
  g_autoptr (TbBatch) reply = NULL;
  TbBatch *batch;
  TbEvent *stolen, *foreign;

  tb_pair_exchange (pair);
  e = hand_on (fixture);
  partner = tb_look_partner (&pair->third, "Alpen");
  speaker.seq = partner->out_seq;
  batch = tb_speaker_batch (&speaker);
  foreign = tb_speaker_note (&speaker, NULL, "in Nords Auftrag");
  foreign_id = g_strdup (foreign->id);
  tb_speaker_say (&speaker, batch, foreign);
  speaker.n = e->n_out;
  stolen = tb_speaker_note (&speaker, theirs, "überschrieben");
  tb_set_text (&stolen->engagement, e->eid);
  stolen_id = g_strdup (stolen->id);
  tb_speaker_say (&speaker, batch, stolen);
  reply = tb_speaker_deliver (&speaker, batch);
  g_assert_cmpint (tb_speaker_nack (reply, foreign_id)->problem, ==, TB_PROBLEM_UNKNOWN_ENGAGEMENT);
  g_assert_cmpint (tb_speaker_nack (reply, stolen_id)->problem, ==, TB_PROBLEM_NOT_OWNER);
  g_assert_true (tb_look_note (&pair->service, fixture->service, "von Nord"));
}

/* ---- Files ---- */

static guint
put_part (TbAccepted *fixture,
          const char *eid,
          const char *sha256)
{
  TbSpeaker  speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  TbFilePart part = { .engagement = (char *)eid, .sha256 = (char *)sha256, .offset = 0, .size = 5 };
  g_autoptr (GBytes) data = g_bytes_new_static ("hallo", 5);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TbEnvelope) answer = NULL;

  part.data = data;
  body = tb_file_part_encode (&part);
  answer = tb_speaker_send (&speaker, "files/put", body);
  return answer->status;
}

static void
test_bytes_are_checked (TbAccepted   *fixture,
                        gconstpointer data)
{
  g_autofree char *right = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "hallo", 5);
  g_autofree char *wrong = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "hello", 5);
  TbStore         *store = fixture->pair.lead.store;

  g_assert_cmpuint (put_part (fixture, "0123456789012345678901234567890123456789", right), ==, 403);
  g_assert_false (tb_store_has_file (store, right));
  g_assert_cmpuint (put_part (fixture, fixture->eid, wrong), ==, 422);
  g_assert_false (tb_store_has_file (store, wrong));
  g_assert_cmpuint (put_part (fixture, fixture->eid, right), ==, 200);
  g_assert_true (tb_store_has_file (store, right));
}

static void
test_a_suspension_overtakes_a_file (TbAccepted   *fixture,
                                    gconstpointer data)
{
  TbSide *service = &fixture->pair.service;
  g_autoptr (TbTicketView) view = NULL;
  guint i, n = 0;

  g_free (tb_side_note (service, fixture->service, "Arbeit", FALSE));
  g_free (tb_side_file (service, fixture->service, 1500 * 1000));
  tb_side_act (service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_status_of (service, fixture->service, TB_ROLE_SERVICE), ==, TB_STATUS_WAITING_APPROVAL);
  g_assert_cmpuint (tb_look_files (&fixture->pair.lead, fixture->lead), ==, 0);
  view = tb_side_show (service, fixture->service);
  for (i = 0; i < view->items->len; i++)
    {
      TbItemView *item = view->items->pdata[i];

      if (item->record->kind != TB_ITEM_FILE)
        continue;
      n++;
      g_assert_true (item->is_waiting);
    }
  g_assert_cmpuint (n, ==, 1);
  /* It was there before the suspension: it goes on when the work does. */
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_REJECT, "Das Abbild fehlt");
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpuint (tb_look_files (&fixture->pair.lead, fixture->lead), ==, 1);
}

/* ---- Joining ---- */

static TbEnvelope *
other_join (TbSide           *accepter,
            const TbEnvelope *first)
{
  g_autoptr (TbPartnerRecord) partner = tb_look_partner (accepter, "Nord");
  g_autoptr (TbJoin) join = tb_join_decode (first->body, NULL);
  g_autoptr (GBytes) body = NULL;
  TbEnvelope *request;

  g_bytes_unref (join->share);
  join->share = tb_random_bytes (32);
  body = tb_join_encode (join);
  request = tb_envelope_new ("join", first->link, body);
  tb_envelope_sign (request, partner->key, TB_SIGNER_ACCEPTER, NULL, tb_clock_now (accepter->clock));
  return request;
}

static void
test_a_join_is_repeated_but_not_replaced (TbAccepted   *fixture,
                                          gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *third = &fixture->pair.third;
  g_auto (TbResult) invited = { 0 };
  g_autoptr (TbEnvelope) first = NULL;
  g_autoptr (TbEnvelope) again = NULL;
  g_autoptr (TbEnvelope) other = NULL;
  g_autoptr (TbEnvelope) lost = NULL;
  g_autoptr (TbEnvelope) refused = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (TbPartnerRecord) partner = NULL;

  tb_side_open (third, "Ost", fixture->pair.clock);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Ost" }, &invited);
  tb_side_do (third, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text }, NULL);
  first = tb_step_prepare (third, lead);
  lost = tb_step_receive (lead, first);
  other = other_join (third, first);
  refused = tb_step_receive (lead, other);
  g_assert_cmpuint (refused->status, ==, 403);
  g_assert_cmpint (tb_problem_body_read (refused->body), ==, TB_PROBLEM_INVITATION_USED);
  again = tb_step_prepare (third, lead);
  g_assert_true (g_bytes_equal (first->body, again->body));
  answer = tb_step_receive (lead, again);
  g_assert_true (g_bytes_equal (lost->body, answer->body));
  tb_step_settle (third, lead, again, answer);
  partner = tb_look_partner (third, "Nord");
  g_assert_cmpint (partner->link_state, ==, TB_LINK_LINKED);
}

static void
test_an_expired_invitation_joins_nobody (TbAccepted   *fixture,
                                         gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *third = &fixture->pair.third;
  g_auto (TbResult) invited = { 0 };
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (TbPartnerRecord) partner = NULL;

  tb_side_open (third, "Ost", fixture->pair.clock);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Ost" }, &invited);
  tb_side_do (third, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text }, NULL);
  tb_clock_advance (fixture->pair.clock, 14 * TB_DAY);
  request = tb_step_prepare (third, lead);
  answer = tb_step_receive (lead, request);
  g_assert_cmpuint (answer->status, ==, 403);
  g_assert_cmpint (tb_problem_body_read (answer->body), ==, TB_PROBLEM_INVITATION_EXPIRED);
  partner = tb_look_partner (lead, "Ost");
  g_assert_cmpint (partner->link_state, ==, TB_LINK_INVITED);
}

static void
test_a_counter_invitation_overtakes_its_event (TbAccepted   *fixture,
                                               gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;
  g_auto (TbResult) invited = { 0 };

  tb_side_do (service, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Nord" }, &invited);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text }, NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_look_agreement (service, "Nord", TB_ROLE_LEAD), ==, TB_AGREEMENT_ACTIVE);
  g_assert_cmpint (tb_look_agreement (lead, "Alpen", TB_ROLE_SERVICE), ==, TB_AGREEMENT_ACTIVE);
}

static void
test_both_deactivate_at_once (TbAccepted   *fixture,
                              gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *number = tb_side_new_ticket (lead, "Nach dem Ende");

  tb_side_do (service, (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Nord" }, NULL);
  tb_side_outsource (lead, number, "Alpen");
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Alpen" }, NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_look_agreement (lead, "Alpen", TB_ROLE_LEAD), ==, TB_AGREEMENT_INACTIVE);
  g_assert_cmpint (tb_look_agreement (service, "Nord", TB_ROLE_SERVICE), ==, TB_AGREEMENT_INACTIVE);
  /* The offer that crossed it is declined by itself; what was live goes on. */
  g_assert_cmpint (tb_status_of (lead, number, TB_ROLE_LEAD), ==, TB_STATUS_DECLINED);
  g_free (tb_side_note (service, fixture->service, "läuft zu Ende", FALSE));
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_look_note (lead, fixture->lead, "läuft zu Ende"));
}

#define ADD(path, func) g_test_add (path, TbAccepted, NULL, tb_accepted_setup, func, tb_accepted_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/corners/a-lost-answer-changes-nothing", test_a_lost_answer_changes_nothing);
  ADD ("/engine/corners/two-pushes-cross", test_two_pushes_cross);
  ADD ("/engine/corners/what-came-too-late-becomes-local", test_what_came_too_late_becomes_local);
  ADD ("/engine/corners/waiting-doubles-and-is-told", test_waiting_doubles_and_is_told);
  ADD ("/engine/corners/a-refused-batch-is-halved", test_a_refused_batch_is_halved);
  ADD ("/engine/corners/no-more-than-a-thousand-are-parked", test_no_more_than_a_thousand_are_parked);
  ADD ("/engine/corners/a-parked-event-can-still-be-refused", test_a_parked_event_can_still_be_refused);
  ADD ("/engine/corners/a-huge-count-only-waits", test_a_huge_count_only_waits);
  ADD ("/engine/corners/partners-reach-only-their-own", test_partners_reach_only_their_own);
  ADD ("/engine/corners/bytes-are-checked", test_bytes_are_checked);
  ADD ("/engine/corners/a-suspension-overtakes-a-file", test_a_suspension_overtakes_a_file);
  ADD ("/engine/corners/a-join-is-repeated-but-not-replaced", test_a_join_is_repeated_but_not_replaced);
  ADD ("/engine/corners/an-expired-invitation-joins-nobody", test_an_expired_invitation_joins_nobody);
  ADD ("/engine/corners/a-counter-invitation-overtakes-its-event",
       test_a_counter_invitation_overtakes_its_event);
  ADD ("/engine/corners/both-deactivate-at-once", test_both_deactivate_at_once);
  return g_test_run ();
}
