/* SPDX-License-Identifier: GPL-3.0-or-later
 * The workflow at its corners: chains, rights, limits, files, contact. Each of these failed once. */
#include "config.h"

#include "tb-batch.h"
#include "tb-corner.h"
#include "tb-speaker.h"

#include <string.h>

/* ---- 1: a chain tells the third of the first ---- */

static void
test_a_chain_names_nobody (TbCorner     *fixture,
                           gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *third = NULL;
  g_autoptr (TbTicketView) view = NULL;
  g_autoptr (GString) bytes = g_string_new (NULL);
  TbEngagementRecord *e;

  tb_pair_add_third (pair);
  tb_clock_advance (pair->clock, TB_SECOND);
  tb_side_outsource (&pair->service, fixture->service, "Ost");
  tb_corner_exchange_recorded (&pair->service, &pair->third, bytes);
  third = tb_side_newest (&pair->third);
  tb_side_act (&pair->third, third, TB_ACTION_ACCEPT, NULL);
  tb_corner_exchange_recorded (&pair->service, &pair->third, bytes);
  view = tb_side_show (&pair->third, third);
  e = tb_ticket_view_latest (view, TB_ROLE_SERVICE)->record;
  g_assert_cmpint (e->status, ==, TB_STATUS_ACCEPTED);
  g_test_message ("the third's end customer: %s", e->customer_company);
  g_assert_cmpstr (e->customer_company, !=, "Nord Partnerfirma");
  g_assert_null (strstr (bytes->str, "Nord"));
}

/* ---- 2: work while `complete` is pending ---- */

static void
test_a_pending_complete_stops_no_composer (TbCorner     *fixture,
                                           gconstpointer data)
{
  tb_corner_set (&fixture->pair.service, fixture->service, "status", "Abgeschlossen");
  /* The lead is not reached yet; the technician writes up what was done. */
  g_free (tb_side_note (&fixture->pair.service, fixture->service, "nur für uns", TRUE));
  g_free (tb_corner_add (&fixture->pair.service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_TIME, .minutes = 20 }));
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
}

static void
test_a_pending_complete_stops_no_assignee (TbCorner     *fixture,
                                           gconstpointer data)
{
  TbSide *service = &fixture->pair.service;

  tb_side_do (service, (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "R. Huber" }, NULL);
  tb_corner_set (service, fixture->service, "status", "Abgeschlossen");
  tb_corner_set (service, fixture->service, "assignee", "R. Huber");
}

/* ---- 3: the customer's rate ---- */

static void
test_only_all_sees_the_customer_rate (TbCorner     *fixture,
                                      gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (TbTicketView) view = NULL;

  tb_corner_become (lead, "Partnerfrau", TB_PERMISSION_PARTNERS);
  view = tb_side_show (lead, fixture->lead);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_LEAD)->record->customer_rate, ==, TB_AMOUNT_NONE);
}

static void
test_saving_without_sight_keeps_the_customer_rate (TbCorner     *fixture,
                                                   gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbTerms          terms = TB_TERMS_EMPTY;
  g_autofree char *admin = tb_engine_get_config (lead->engine, "user", NULL);
  g_autoptr (TbTicketView) view = NULL;

  fixture->lead = tb_side_new_ticket (lead, "Drucker");
  terms.rate_kind = TB_RATE_HOURLY;
  terms.amount = 8500;
  terms.customer_rate = 11000;
  tb_corner_save_terms (lead, fixture->lead, &terms);
  tb_corner_become (lead, "Partnerfrau", TB_PERMISSION_PARTNERS);
  terms.customer_rate = TB_AMOUNT_NONE;
  terms.amount = 9000;
  tb_corner_save_terms (lead, fixture->lead, &terms);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = admin }, NULL);
  view = tb_side_show (lead, fixture->lead);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_LEAD)->record->amount, ==, 9000);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_LEAD)->record->customer_rate, ==, 11000);
}

/* ---- 4: steps that no person takes ---- */

static void
test_nobody_closes_by_hand (TbCorner     *fixture,
                            gconstpointer data)
{
  TbSide   *lead = &fixture->pair.lead;
  TbCommand command = tb_corner_command_on (lead, fixture->lead, TB_COMMAND_ACT);
  g_autoptr (GError) error = NULL;

  tb_corner_become (lead, "Azubi", TB_PERMISSION_NONE);
  command.action = TB_ACTION_CLOSE_TICKET;
  g_assert_false (tb_engine_do (lead->engine, &command, NULL, &error));
  g_assert_cmpint (tb_status_of (lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_ACCEPTED);
}

static void
test_nobody_starts_by_hand (TbCorner     *fixture,
                            gconstpointer data)
{
  TbSide   *service = &fixture->pair.service;
  TbCommand command = tb_corner_command_on (service, fixture->service, TB_COMMAND_ACT);
  g_autoptr (GError) error = NULL;

  command.action = TB_ACTION_START;
  g_assert_false (tb_engine_do (service->engine, &command, NULL, &error));
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_ACCEPTED);
}

static void
test_the_clock_is_nobody (TbCorner     *fixture,
                          gconstpointer data)
{
  TbSide   *service = &fixture->pair.service;
  TbCommand command;
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  tb_corner_offer (fixture);
  command = tb_corner_command_on (service, fixture->service, TB_COMMAND_ACT);
  command.action = TB_ACTION_AUTO_DECLINE;
  g_assert_false (tb_engine_do (service->engine, &command, NULL, &error));
}

/* ---- 5: an instance without a value that means "new" ---- */

static void
test_an_instance_needs_no_new_status (TbCorner     *fixture,
                                      gconstpointer data)
{
  TbPair *pair = &fixture->pair;
  g_autoptr (TbTicketView) view = NULL;

  tb_side_do (&pair->service,
              (TbCommand){ .type = TB_COMMAND_STATUS_SET,
                           .name = "Neu",
                           .value = "meaning",
                           .meaning = TB_MEANING_WAITING },
              NULL);
  fixture->lead = tb_side_new_ticket (&pair->lead, "Drucker");
  tb_side_outsource (&pair->lead, fixture->lead, "Alpen");
  tb_pair_exchange (pair);
  view = tb_side_show (&pair->lead, fixture->lead);
  /* The partner must not refuse the offer because of how it names its own values. */
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_LEAD)->delivery, ==, TB_DELIVERY_DELIVERED);
  g_free (tb_side_new_ticket (&pair->service, "Eigenes"));
}

/* ---- 6, 7: what cannot be sent must not be stored ---- */

static void
test_a_long_phone_number_is_refused (TbCorner     *fixture,
                                     gconstpointer data)
{
  g_autofree char *phone = g_strnfill (201, '1');
  TbTicketDraft    draft = {
       .title = "Drucker", .organisation = "Hotel", .contact = "Frau Yıldız", .phone = phone
  };
  TbCommand command = { .type = TB_COMMAND_NEW_TICKET, .draft = &draft };
  TbResult  result = { 0 };
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do (fixture->pair.lead.engine, &command, &result, &error))
    {
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_TOO_LONG);
      return;
    }
  /* Stored: then it must be possible to accept the ticket. */
  fixture->lead = g_strdup (result.number);
  tb_result_clear (&result);
  tb_side_outsource (&fixture->pair.lead, fixture->lead, "Alpen");
  tb_pair_exchange (&fixture->pair);
  fixture->service = tb_side_newest (&fixture->pair.service);
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_ACCEPTED);
}

static void
test_a_note_that_fills_no_event_is_refused (TbCorner     *fixture,
                                            gconstpointer data)
{
  TbSide           *lead = &fixture->pair.lead;
  g_autofree char  *text = g_strnfill (200000, '\x1b');
  const TbItemDraft draft = { .kind = TB_ITEM_NOTE, .text = text };
  TbCommand         command;
  g_autoptr (GError) error = NULL;

  fixture->lead = tb_side_new_ticket (lead, "Protokoll mit Steuerzeichen");
  command = tb_corner_command_on (lead, fixture->lead, TB_COMMAND_ADD_ITEM);
  command.item = &draft;
  if (!tb_engine_do (lead->engine, &command, NULL, &error))
    {
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_TOO_LARGE);
      return;
    }
  tb_side_outsource (lead, fixture->lead, "Alpen");
  tb_pair_exchange (&fixture->pair);
  fixture->service = tb_side_newest (&fixture->pair.service);
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_ACCEPTED);
}

/* ---- 8, 9: bytes of files that must stay ---- */

static void
test_a_file_made_internal_stays (TbCorner     *fixture,
                                 gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (800 * 1000), 800 * 1000);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *uuid = NULL;

  uuid = tb_corner_add (&fixture->pair.service, fixture->service,
                        (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "lohnliste.ods" });
  tb_corner_edit (&fixture->pair.service, fixture->service, uuid, (TbItemDraft){ .is_internal = TRUE });
  tb_pair_exchange (&fixture->pair);
  g_assert_false (tb_store_has_file (fixture->pair.lead.store, sha256));
}

static void
test_no_bytes_after_the_end (TbCorner     *fixture,
                             gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (800 * 1000), 800 * 1000);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  g_free (tb_corner_add (&fixture->pair.service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "abbild.iso" }));
  tb_push_once (&fixture->pair.lead, &fixture->pair.service, FALSE);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
  g_assert_false (tb_store_has_file (fixture->pair.lead.store, sha256));
}

static void
test_a_waiting_file_is_told_as_late (TbCorner     *fixture,
                                     gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (800 * 1000), 800 * 1000);
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_corner_add (&fixture->pair.service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "abbild.iso" }));
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  tb_push_once (&fixture->pair.lead, &fixture->pair.service, FALSE);
  tb_pair_exchange (&fixture->pair);
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->record->late_items, ==, 1);
  g_assert_true (((TbItemView *)view->items->pdata[0])->is_local_only);
}

static void
test_the_pause_holds_a_waiting_file_back (TbCorner     *fixture,
                                          gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (800 * 1000), 800 * 1000);
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_corner_add (&fixture->pair.service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "abbild.iso" }));
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_REJECT, "Das Abbild fehlt");
  tb_pair_exchange (&fixture->pair);
  view = tb_side_show (&fixture->pair.lead, fixture->lead);
  /* It was attached before the submission, so it belongs to what the lead has to judge. */
  g_assert_cmpuint (view->items->len, ==, 2);
}

/* ---- 10: what counts as contact ---- */

static void
test_an_earlier_batch_is_no_contact_since (TbCorner     *fixture,
                                           gconstpointer data)
{
  TbPair *pair = &fixture->pair;
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  gint64 partner;

  tb_corner_offer (fixture);
  partner = tb_side_partner (&pair->service, "Nord");
  tb_clock_advance (pair->clock, 24 * TB_HOUR - 2 * TB_SECOND);
  request = tb_engine_prepare (pair->service.engine, partner, TRUE, NULL);
  g_assert_nonnull (request);
  tb_clock_advance (pair->clock, TB_SECOND);
  tb_side_act (&pair->service, fixture->service, TB_ACTION_ACCEPT, NULL);
  tb_clock_advance (pair->clock, 3 * TB_SECOND);
  /* The batch was made before the deadline and before the acceptance: it proves nothing about an answer. */
  answer = tb_engine_receive (pair->lead.engine, request, NULL);
  tb_engine_settle (pair->service.engine, partner, request, answer, NULL, NULL);
  tb_pair_exchange (pair);
  tb_corner_assert_status (fixture, TB_STATUS_ACCEPTED);
}

/* ---- 11: „Erneut senden“ leaves gaps ---- */

/* Says an event of the lead's so that the service side really refuses it: it needs what nobody has. */
static void
let_it_be_refused (TbCorner *fixture)
{
  TbPair *pair = &fixture->pair;
  g_autoptr (TbPartnerRecord) me = tb_look_partner (&pair->lead, "Alpen");
  g_autoptr (TbEnvelope) request = tb_engine_prepare (pair->lead.engine, me->id, FALSE, NULL);
  g_autoptr (TbBatch) sent = tb_batch_decode (request->body, NULL);
  g_autoptr (TbBatch) spoiled = tb_batch_new ();
  g_autoptr (TbEnvelope) other = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) body = NULL;
  TbBatchRow *row;
  const char *need[] = { "x-unheard-of", NULL };

  g_assert_cmpuint (sent->rows->len, ==, 1);
  row = sent->rows->pdata[0];
  row->event->need = g_strdupv ((char **)need);
  bytes = tb_event_encode (row->event, NULL);
  spoiled->epoch = sent->epoch;
  spoiled->epoch_id = g_strdup (sent->epoch_id);
  spoiled->at = sent->at;
  spoiled->ack = sent->ack;
  tb_batch_add_row (spoiled, row->seq, row->epoch, bytes);
  body = tb_batch_encode (spoiled);
  other = tb_envelope_new ("push", me->link, body);
  tb_envelope_sign (other, me->key, TB_SIGNER_INVITER, NULL, tb_clock_now (pair->clock));
  answer = tb_engine_receive (pair->service.engine, other, NULL);
  g_assert_cmpuint (answer->status, ==, 200);
  tb_engine_settle (pair->lead.engine, me->id, other, answer, NULL, NULL);
}

static void
test_resending_leaves_no_gap (TbCorner     *fixture,
                              gconstpointer data)
{
  TbPair *pair = &fixture->pair;
  g_autoptr (TbPartnerRecord) theirs = NULL;
  g_autoptr (TbPartnerRecord) ours = NULL;
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_side_note (&pair->lead, fixture->lead, "wird aufgehalten", FALSE));
  tb_clock_advance (pair->clock, TB_SECOND);
  let_it_be_refused (fixture);
  view = tb_side_show (&pair->lead, fixture->lead);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_LEAD)->delivery, ==, TB_DELIVERY_HELD);
  g_free (tb_side_note (&pair->lead, fixture->lead, "dahinter", FALSE));
  tb_side_do (&pair->lead, tb_corner_command_on (&pair->lead, fixture->lead, TB_COMMAND_RESEND), NULL);
  tb_clock_advance (pair->clock, TB_SECOND);
  tb_pair_exchange (pair);
  g_assert_true (tb_corner_has_item (&pair->service, fixture->service, "wird aufgehalten"));
  g_assert_true (tb_corner_has_item (&pair->service, fixture->service, "dahinter"));
  theirs = tb_look_partner (&pair->service, "Nord");
  ours = tb_look_partner (&pair->lead, "Alpen");
  /* The row behind the held one never went under its first seq: a gap that nobody will ever close. */
  g_assert_cmpint (theirs->in_seq, ==, ours->out_seq);
}

static void
test_an_old_nack_does_not_hold_again (TbCorner     *fixture,
                                      gconstpointer data)
{
  TbPair *pair = &fixture->pair;

  g_free (tb_side_note (&pair->lead, fixture->lead, "wird aufgehalten", FALSE));
  tb_clock_advance (pair->clock, TB_SECOND);
  let_it_be_refused (fixture);
  tb_side_do (&pair->lead, tb_corner_command_on (&pair->lead, fixture->lead, TB_COMMAND_RESEND), NULL);
  tb_clock_advance (pair->clock, TB_SECOND);
  /* The partner comes first and says its refusal of before once more. */
  tb_push_once (&pair->service, &pair->lead, TRUE);
  tb_pair_exchange (pair);
  g_assert_true (tb_corner_has_item (&pair->service, fixture->service, "wird aufgehalten"));
}

/* ---- 12: small ones ---- */

static void
test_a_user_keeps_a_name (TbCorner     *fixture,
                          gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;

  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "R. Huber" }, NULL);
  tb_side_refuse (
    lead, (TbCommand){ .type = TB_COMMAND_USER_SET, .name = "R. Huber", .value = "name", .new_name = "   " },
    TB_PROBLEM_EMPTY);
  /* His own name is not taken by somebody else. */
  tb_side_do (
    lead,
    (TbCommand){ .type = TB_COMMAND_USER_SET, .name = "R. Huber", .value = "name", .new_name = "R. Huber" },
    NULL);
}

static void
test_the_inactive_side_stays_inactive (TbCorner     *fixture,
                                       gconstpointer data)
{
  TbPair *pair = &fixture->pair;
  g_autoptr (GPtrArray) partners = NULL;
  TbCommand activate = { .type = TB_COMMAND_ACTIVATE, .partner = "Alpen" };

  tb_side_do (&pair->service, (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Nord" }, NULL);
  tb_pair_exchange (pair);
  (void)tb_engine_do (pair->lead.engine, &activate, NULL, NULL);
  tb_pair_exchange (pair);
  partners = tb_engine_partners (pair->service.engine, NULL);
  g_assert_cmpint (((TbPartnerView *)partners->pdata[0])->service_state, ==, TB_AGREEMENT_INACTIVE);
}

#define ADD(path, start, func) g_test_add (path, TbCorner, NULL, start, func, tb_corner_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/corners/chain/names-nobody", tb_corner_setup_accepted, test_a_chain_names_nobody);
  ADD ("/corners/complete/a-pending-one-stops-no-composer", tb_corner_setup_accepted,
       test_a_pending_complete_stops_no_composer);
  ADD ("/corners/complete/a-pending-one-stops-no-assignee", tb_corner_setup_accepted,
       test_a_pending_complete_stops_no_assignee);
  ADD ("/corners/permission/only-all-sees-the-customer-rate", tb_corner_setup_accepted,
       test_only_all_sees_the_customer_rate);
  ADD ("/corners/permission/saving-without-sight-keeps-the-customer-rate", tb_corner_setup,
       test_saving_without_sight_keeps_the_customer_rate);
  ADD ("/corners/act/nobody-closes-by-hand", tb_corner_setup_accepted, test_nobody_closes_by_hand);
  ADD ("/corners/act/nobody-starts-by-hand", tb_corner_setup_accepted, test_nobody_starts_by_hand);
  ADD ("/corners/act/the-clock-is-nobody", tb_corner_setup, test_the_clock_is_nobody);
  ADD ("/corners/status/an-instance-needs-no-new-one", tb_corner_setup, test_an_instance_needs_no_new_status);
  ADD ("/corners/limits/a-long-phone-number", tb_corner_setup, test_a_long_phone_number_is_refused);
  ADD ("/corners/limits/a-note-that-fills-no-event", tb_corner_setup,
       test_a_note_that_fills_no_event_is_refused);
  ADD ("/corners/files/made-internal-stays", tb_corner_setup_accepted, test_a_file_made_internal_stays);
  ADD ("/corners/files/no-bytes-after-the-end", tb_corner_setup_accepted, test_no_bytes_after_the_end);
  ADD ("/corners/files/a-waiting-one-is-told-as-late", tb_corner_setup_accepted,
       test_a_waiting_file_is_told_as_late);
  ADD ("/corners/files/a-waiting-one-and-the-pause", tb_corner_setup_accepted,
       test_the_pause_holds_a_waiting_file_back);
  ADD ("/corners/auto-decline/an-earlier-batch-is-no-contact-since", tb_corner_setup,
       test_an_earlier_batch_is_no_contact_since);
  ADD ("/corners/outbox/resending-leaves-no-gap", tb_corner_setup_accepted, test_resending_leaves_no_gap);
  ADD ("/corners/outbox/an-old-nack-does-not-hold-again", tb_corner_setup_accepted,
       test_an_old_nack_does_not_hold_again);
  ADD ("/corners/user/keeps-a-name", tb_corner_setup, test_a_user_keeps_a_name);
  ADD ("/corners/agreement/the-inactive-side-stays-inactive", tb_corner_setup,
       test_the_inactive_side_stays_inactive);
  return g_test_run ();
}
