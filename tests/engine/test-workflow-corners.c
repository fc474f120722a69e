/* SPDX-License-Identifier: GPL-3.0-or-later
 * Corners of the workflow: drafts, refusals, repeated completions, numbers, sums
 * (product.md sections 3, 5, 6, 10). */
#include "config.h"

#include "tb-corner.h"

#include <string.h>

static TbHistoryRecord *
history_of (TbTicketView *view,
            const char   *code,
            const char   *to)
{
  guint i;

  for (i = view->history->len; i > 0; i--)
    {
      TbHistoryRecord *row = view->history->pdata[i - 1];

      if (g_strcmp0 (row->code, code) == 0 && (to == NULL || g_strcmp0 (row->to_value, to) == 0))
        return row;
    }
  return NULL;
}

/* ---- Terms and drafts ---- */

static void
test_discarding_shows_the_one_before (TbCorner     *fixture,
                                      gconstpointer data)
{
  TbSide       *lead = &fixture->pair.lead;
  const TbTerms terms = TB_TERMS_EMPTY;

  tb_corner_offer (fixture);
  tb_side_act (lead, fixture->lead, TB_ACTION_CANCEL, NULL);
  tb_corner_save_terms (lead, fixture->lead, &terms);
  g_assert_cmpint (tb_status_of (lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_UNSENT);
  g_assert_cmpuint (tb_corner_count_in (lead, TB_FOLDER_LEAD_CANCELED), ==, 0);
  tb_side_act (lead, fixture->lead, TB_ACTION_DISCARD, NULL);
  g_assert_cmpint (tb_status_of (lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_CANCELED);
  g_assert_cmpuint (tb_corner_count_in (lead, TB_FOLDER_LEAD_CANCELED), ==, 1);
  g_assert_cmpuint (tb_corner_count_in (lead, TB_FOLDER_LEAD_UNSENT), ==, 0);
  tb_corner_refuse_act (lead, fixture->lead, TB_ACTION_DISCARD, TB_PROBLEM_NOT_NOW);
}

static void
test_terms_after_a_refusal_are_a_new_engagement (TbCorner     *fixture,
                                                 gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (TbTicketView) view = NULL;
  TbEngagementRecord *old, *new;

  tb_corner_offer (fixture);
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_DECLINE, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_corner_save_terms (lead, fixture->lead, NULL);
  view = tb_side_show (lead, fixture->lead);
  g_assert_cmpuint (view->engagements->len, ==, 2);
  old = ((TbEngagementView *)view->engagements->pdata[0])->record;
  new = ((TbEngagementView *)view->engagements->pdata[1])->record;
  g_assert_cmpint (old->status, ==, TB_STATUS_DECLINED);
  g_assert_cmpint (new->status, ==, TB_STATUS_UNSENT);
  g_assert_cmpstr (old->eid, !=, new->eid);
  g_assert_cmpuint (strlen (new->eid), ==, 40);
  /* Prefilled from the last, but for what is past. */
  g_assert_cmpint (new->amount, ==, 8500);
  g_assert_cmpint (new->authorized_minutes, ==, 240);
  g_assert_cmpint (new->customer_rate, ==, 11000);
  g_assert_cmpstr (new->instructions, ==, "Bitte vor Ort prüfen.");
  g_assert_cmpint (new->answer_by, ==, 0);
}

static void
test_a_draft_of_an_inactive_partner_stays (TbCorner     *fixture,
                                           gconstpointer data)
{
  TbPair       *pair = &fixture->pair;
  const TbTerms terms = TB_TERMS_EMPTY;

  fixture->lead = tb_side_new_ticket (&pair->lead, "Drucker");
  tb_corner_save_terms (&pair->lead, fixture->lead, &terms);
  tb_side_do (&pair->lead, (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Alpen" }, NULL);
  tb_side_refuse (&pair->lead, tb_corner_command_on (&pair->lead, fixture->lead, TB_COMMAND_OUTSOURCE),
                  TB_PROBLEM_PARTNER_INACTIVE);
  g_assert_cmpint (tb_status_of (&pair->lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_UNSENT);
  tb_side_do (&pair->lead, (TbCommand){ .type = TB_COMMAND_ACTIVATE, .partner = "Alpen" }, NULL);
  tb_side_do (&pair->lead, tb_corner_command_on (&pair->lead, fixture->lead, TB_COMMAND_OUTSOURCE), NULL);
  tb_pair_exchange (pair);
  fixture->service = tb_side_newest (&pair->service);
  tb_corner_assert_status (fixture, TB_STATUS_ASSIGNED);
}

static void
test_an_overdue_draft_is_not_sent (TbCorner     *fixture,
                                   gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbTerms terms = TB_TERMS_EMPTY;

  fixture->lead = tb_side_new_ticket (lead, "Drucker");
  terms.answer_by = tb_clock_now (fixture->pair.clock) + TB_HOUR;
  tb_corner_save_terms (lead, fixture->lead, &terms);
  tb_clock_advance (fixture->pair.clock, TB_HOUR);
  tb_corner_tick (lead);
  g_assert_cmpint (tb_status_of (lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_UNSENT);
  tb_side_refuse (lead, tb_corner_command_on (lead, fixture->lead, TB_COMMAND_OUTSOURCE),
                  TB_PROBLEM_ANSWER_BY_PAST);
}

static void
test_live_tickets_of_an_inactive_partner_run_on (TbCorner     *fixture,
                                                 gconstpointer data)
{
  TbPair *pair = &fixture->pair;

  tb_side_do (&pair->lead, (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Alpen" }, NULL);
  tb_pair_exchange (pair);
  g_free (tb_side_note (&pair->service, fixture->service, "geht weiter", FALSE));
  tb_side_act (&pair->service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (pair);
  g_assert_true (tb_corner_has_item (&pair->lead, fixture->lead, "geht weiter"));
  tb_side_act (&pair->lead, fixture->lead, TB_ACTION_APPROVE, NULL);
  tb_pair_exchange (pair);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
}

/* ---- Answers to an offer ---- */

static void
test_a_refusal_says_why_on_both_sides (TbCorner     *fixture,
                                       gconstpointer data)
{
  TbPair *pair = &fixture->pair;
  g_autoptr (TbTicketView) lead = NULL;
  g_autoptr (TbTicketView) service = NULL;
  TbHistoryRecord *row;

  tb_corner_offer (fixture);
  /* No mapping is asked of somebody who does not take the ticket on. */
  tb_side_act (&pair->service, fixture->service, TB_ACTION_DECLINE, "  keine Kapazität ");
  tb_pair_exchange (pair);
  tb_corner_assert_status (fixture, TB_STATUS_DECLINED);
  lead = tb_side_show (&pair->lead, fixture->lead);
  service = tb_side_show (&pair->service, fixture->service);
  row = history_of (lead, "status", "declined");
  g_assert_cmpstr (row->reason, ==, "keine Kapazität");
  g_assert_cmpstr (row->from_value, ==, "assigned");
  g_assert_cmpstr (row->actor, ==, "Alpen");
  g_assert_true (row->is_partner);
  g_assert_cmpstr (history_of (service, "status", "declined")->reason, ==, "keine Kapazität");
  g_assert_cmpstr (tb_ticket_view_latest (lead, TB_ROLE_LEAD)->record->reason, ==, "keine Kapazität");
  g_assert_cmpstr (service->ticket->title, ==, "");
  g_assert_cmpuint (tb_corner_count_in (&pair->service, TB_FOLDER_SERVICE_ASSIGNED), ==, 0);
  g_assert_cmpuint (tb_corner_count_in (&pair->lead, TB_FOLDER_LEAD_DECLINED), ==, 1);
}

static void
test_an_unheard_offer_says_so (TbCorner     *fixture,
                               gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (TbTicketView) view = NULL;

  fixture->lead = tb_side_new_ticket (lead, "Drucker");
  tb_side_outsource (lead, fixture->lead, "Alpen");
  tb_clock_advance (fixture->pair.clock, 48 * TB_HOUR + TB_SECOND);
  tb_corner_tick (lead);
  view = tb_side_show (lead, fixture->lead);
  g_assert_cmpint (view->ticket->lead_status, ==, TB_STATUS_DECLINED);
  g_assert_cmpstr (history_of (view, "auto-declined", NULL)->to_value, ==, "undelivered");
}

static void
test_an_unanswered_offer_says_so (TbCorner     *fixture,
                                  gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (TbTicketView) view = NULL;

  tb_corner_offer (fixture);
  tb_clock_advance (fixture->pair.clock, 24 * TB_HOUR + TB_SECOND);
  tb_push_once (&fixture->pair.service, lead, TRUE);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_DECLINED);
  view = tb_side_show (lead, fixture->lead);
  g_assert_cmpstr (history_of (view, "auto-declined", NULL)->to_value, ==, "answer-by");
  g_assert_false (history_of (view, "status", "declined")->is_partner);
}

static void
test_the_mapping_is_asked_once (TbCorner     *fixture,
                                gconstpointer data)
{
  TbSide *service = &fixture->pair.service;
  g_autoptr (TbTicketView) view = NULL;
  TbCommand command;

  g_clear_pointer (&fixture->lead, g_free);
  g_clear_pointer (&fixture->service, g_free);
  tb_clock_advance (fixture->pair.clock, TB_SECOND);
  tb_corner_offer (fixture);
  command = tb_corner_command_on (service, fixture->service, TB_COMMAND_ACT);
  command.action = TB_ACTION_ACCEPT;
  command.organisation = "Eine ganz andere Firma";
  tb_side_do (service, command, NULL);
  tb_side_refuse (service, command, TB_PROBLEM_REQUEST_PENDING);
  tb_pair_exchange (&fixture->pair);
  view = tb_side_show (service, fixture->service);
  g_assert_cmpstr (view->organisation->name, ==, "Nord Partnerfirma");
}

static void
test_the_numbers_of_an_offer_stay (TbCorner     *fixture,
                                   gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *canceled = NULL;
  g_autofree char *accepted = NULL;
  g_autofree char *own = NULL;
  g_autoptr (TbTicketView) view = NULL;

  own = tb_side_new_ticket (&pair->service, "Eigenes");
  g_assert_cmpstr (own, ==, "T20261123.0001");
  tb_corner_offer (fixture);
  canceled = g_steal_pointer (&fixture->service);
  g_assert_cmpstr (canceled, ==, "A20261123.0001");
  tb_side_act (&pair->lead, fixture->lead, TB_ACTION_CANCEL, NULL);
  g_clear_pointer (&fixture->lead, g_free);
  /* 23:30 in UTC is the next day in Berlin. */
  tb_clock_advance (pair->clock, 15 * TB_HOUR + 30 * TB_MINUTE);
  tb_corner_offer (fixture);
  g_assert_cmpstr (fixture->lead, ==, "T20261124.0001");
  accepted = g_steal_pointer (&fixture->service);
  g_assert_cmpstr (accepted, ==, "A20261124.0001");
  tb_side_act (&pair->service, accepted, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (pair);
  g_assert_cmpint (tb_side_ticket (&pair->service, accepted), ==,
                   tb_side_ticket (&pair->service, "T20261124.0001"));
  view = tb_side_show (&pair->service, canceled);
  g_assert_false (view->ticket->is_confirmed);
  g_assert_cmpint (view->ticket->service_status, ==, TB_STATUS_CANCELED);
}

/* ---- Repeated completions ---- */

static void
submit_and_reject (TbCorner   *fixture,
                   const char *reason)
{
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_WAITING_APPROVAL);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_REJECT, reason);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_IN_PROGRESS);
}

static void
test_completion_is_rejected_any_number_of_times (TbCorner     *fixture,
                                                 gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *uuid = NULL;
  g_autoptr (TbTicketView) lead = NULL;
  g_autoptr (TbTicketView) service = NULL;
  gint64 amount;
  guint  i;

  uuid = tb_corner_add (&pair->service, fixture->service,
                        (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Zeit", .minutes = 10 });
  tb_pair_exchange (pair);
  for (i = 1; i <= 3; i++)
    {
      g_autofree char *reason = g_strdup_printf ("fehlt noch: %u", i);
      g_autofree char *text = g_strdup_printf ("Fassung %u", i);

      submit_and_reject (fixture, reason);
      tb_corner_edit (&pair->service, fixture->service, uuid,
                      (TbItemDraft){ .text = text, .minutes = 10 + i });
      tb_pair_exchange (pair);
      g_assert_true (tb_corner_has_item (&pair->lead, fixture->lead, text));
      g_assert_true (tb_corner_has_item (&pair->service, fixture->service, reason));
    }
  lead = tb_side_show (&pair->lead, fixture->lead);
  service = tb_side_show (&pair->service, fixture->service);
  g_assert_cmpint (tb_ticket_view_latest (lead, TB_ROLE_LEAD)->record->phase, ==, 4);
  g_assert_cmpint (tb_ticket_view_latest (service, TB_ROLE_SERVICE)->record->phase, ==, 4);
  tb_side_act (&pair->service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (pair);
  g_assert_cmpuint (tb_corner_sum_charges (&pair->lead, fixture->lead, &amount), ==, 0);
  tb_side_act (&pair->lead, fixture->lead, TB_ACTION_APPROVE, NULL);
  tb_pair_exchange (pair);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
  /* 13 minutes at 85,00 € an hour are 18,4166… €, rounded once. */
  g_assert_cmpuint (tb_corner_sum_charges (&pair->lead, fixture->lead, &amount), ==, 1);
  g_assert_cmpint (amount, ==, 1842);
}

static void
test_a_blank_reason_is_none (TbCorner     *fixture,
                             gconstpointer data)
{
  TbSide   *lead = &fixture->pair.lead;
  TbCommand command = tb_corner_command_on (lead, fixture->lead, TB_COMMAND_ACT);

  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->pair);
  command.action = TB_ACTION_REJECT;
  command.reason = " \t\n";
  tb_side_refuse (lead, command, TB_PROBLEM_REASON_REQUIRED);
  tb_corner_assert_status (fixture, TB_STATUS_WAITING_APPROVAL);
}

static void
test_a_submission_crossing_the_end_ends_the_pause (TbCorner     *fixture,
                                                   gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *uuid = tb_side_note (&pair->service, fixture->service, "vorher", FALSE);
  g_autoptr (TbTicketView) view = NULL;

  tb_pair_exchange (pair);
  tb_side_act (&pair->service, fixture->service, TB_ACTION_SUBMIT, NULL);
  g_free (tb_side_note (&pair->service, fixture->service, "dazwischen", FALSE));
  tb_side_act (&pair->lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (pair);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
  g_assert_false (tb_corner_has_item (&pair->lead, fixture->lead, "dazwischen"));
  view = tb_side_show (&pair->service, fixture->service);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->pending, ==, TB_VERB_NONE);
  g_assert_cmpstr (history_of (view, "request-refused", NULL)->reason, ==, "ended");
  g_assert_true (tb_item_with (view, "dazwischen")->is_local_only);
  tb_corner_edit (&pair->service, fixture->service, uuid, (TbItemDraft){ .text = "nachher" });
  tb_pair_exchange (pair);
  g_assert_false (tb_corner_has_item (&pair->lead, fixture->lead, "nachher"));
}

static void
test_what_stays_does_not_go_to_the_next_one (TbCorner     *fixture,
                                             gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *number = NULL;
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_corner_add (&pair->service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Zeit", .minutes = 60 }));
  g_free (tb_side_note (&pair->lead, fixture->lead, "vom Lead", FALSE));
  submit_and_reject (fixture, "noch nicht fertig");
  tb_side_act (&pair->lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (pair);
  tb_clock_advance (pair->clock, TB_SECOND);
  tb_side_outsource (&pair->lead, fixture->lead, "Alpen");
  tb_pair_exchange (pair);
  number = tb_side_newest (&pair->service);
  tb_side_act (&pair->service, number, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (pair);
  view = tb_side_show (&pair->service, number);
  g_assert_cmpuint (view->items->len, ==, 1);
  g_assert_nonnull (tb_item_with (view, "vom Lead"));
}

/* ---- Sums ---- */

static void
accept_with (TbCorner  *fixture,
             TbRateKind kind,
             gint64     amount)
{
  TbTerms   terms = TB_TERMS_EMPTY;
  TbCommand command;

  fixture->lead = tb_side_new_ticket (&fixture->pair.lead, "Drucker");
  terms.rate_kind = kind;
  terms.amount = amount;
  command = tb_corner_command_on (&fixture->pair.lead, fixture->lead, TB_COMMAND_OUTSOURCE);
  command.partner = "Alpen";
  command.terms = &terms;
  tb_side_do (&fixture->pair.lead, command, NULL);
  tb_pair_exchange (&fixture->pair);
  fixture->service = tb_side_newest (&fixture->pair.service);
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (&fixture->pair);
}

static void
test_a_flat_amount_needs_no_time (TbCorner     *fixture,
                                  gconstpointer data)
{
  gint64 amount;

  accept_with (fixture, TB_RATE_FLAT, 25000);
  g_free (tb_corner_add (&fixture->pair.service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Zeit", .minutes = 600 }));
  tb_pair_exchange (&fixture->pair);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  g_assert_cmpuint (tb_corner_sum_charges (&fixture->pair.lead, fixture->lead, &amount), ==, 1);
  g_assert_cmpint (amount, ==, 25000);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpuint (tb_corner_sum_charges (&fixture->pair.service, fixture->service, &amount), ==, 0);
}

static void
test_nothing_is_summed_of_zero (TbCorner     *fixture,
                                gconstpointer data)
{
  g_autofree char *uuid = NULL;
  gint64           amount;

  accept_with (fixture, TB_RATE_HOURLY, 8500);
  uuid = tb_corner_add (&fixture->pair.service, fixture->service,
                        (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Zeit", .minutes = 30 });
  tb_pair_exchange (&fixture->pair);
  tb_corner_delete_item (&fixture->pair.service, fixture->service, uuid);
  tb_pair_exchange (&fixture->pair);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  g_assert_cmpuint (tb_corner_sum_charges (&fixture->pair.lead, fixture->lead, &amount), ==, 0);
}

static void
test_nothing_is_summed_without_a_rate (TbCorner     *fixture,
                                       gconstpointer data)
{
  gint64 amount;

  accept_with (fixture, TB_RATE_NONE, TB_AMOUNT_NONE);
  g_free (tb_corner_add (&fixture->pair.service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Zeit", .minutes = 30 }));
  tb_pair_exchange (&fixture->pair);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  g_assert_cmpuint (tb_corner_sum_charges (&fixture->pair.lead, fixture->lead, &amount), ==, 0);
}

#define ADD(path, start, func) g_test_add (path, TbCorner, NULL, start, func, tb_corner_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/draft/discarding-shows-the-one-before", tb_corner_setup,
       test_discarding_shows_the_one_before);
  ADD ("/engine/draft/after-a-refusal-is-a-new-engagement", tb_corner_setup,
       test_terms_after_a_refusal_are_a_new_engagement);
  ADD ("/engine/draft/of-an-inactive-partner-stays", tb_corner_setup,
       test_a_draft_of_an_inactive_partner_stays);
  ADD ("/engine/draft/an-overdue-one-is-not-sent", tb_corner_setup, test_an_overdue_draft_is_not_sent);
  ADD ("/engine/partner/live-tickets-of-an-inactive-one-run-on", tb_corner_setup_accepted,
       test_live_tickets_of_an_inactive_partner_run_on);
  ADD ("/engine/decline/says-why-on-both-sides", tb_corner_setup, test_a_refusal_says_why_on_both_sides);
  ADD ("/engine/auto-decline/an-unheard-offer-says-so", tb_corner_setup, test_an_unheard_offer_says_so);
  ADD ("/engine/auto-decline/an-unanswered-offer-says-so", tb_corner_setup, test_an_unanswered_offer_says_so);
  ADD ("/engine/accept/the-mapping-is-asked-once", tb_corner_setup_accepted, test_the_mapping_is_asked_once);
  ADD ("/engine/numbers/of-an-offer-stay", tb_corner_setup, test_the_numbers_of_an_offer_stay);
  ADD ("/engine/completion/is-rejected-any-number-of-times", tb_corner_setup_accepted,
       test_completion_is_rejected_any_number_of_times);
  ADD ("/engine/completion/a-blank-reason-is-none", tb_corner_setup_accepted, test_a_blank_reason_is_none);
  ADD ("/engine/completion/a-submission-crossing-the-end-ends-the-pause", tb_corner_setup_accepted,
       test_a_submission_crossing_the_end_ends_the_pause);
  ADD ("/engine/completion/what-stays-does-not-go-to-the-next-one", tb_corner_setup_accepted,
       test_what_stays_does_not_go_to_the_next_one);
  ADD ("/engine/sum/a-flat-amount-needs-no-time", tb_corner_setup, test_a_flat_amount_needs_no_time);
  ADD ("/engine/sum/nothing-of-zero", tb_corner_setup, test_nothing_is_summed_of_zero);
  ADD ("/engine/sum/nothing-without-a-rate", tb_corner_setup, test_nothing_is_summed_without_a_rate);
  return g_test_run ();
}
