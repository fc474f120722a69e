/* SPDX-License-Identifier: GPL-3.0-or-later
 * From the terms to the acceptance, permissions and partners (product.md sections 3, 5, 7, 8). */
#include "config.h"

#include "tb-corner.h"

#include <string.h>

static void
submit (TbCorner *fixture)
{
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->pair);
}

/* ---- Terms and offer ---- */

static void
test_saved_terms_leave_nothing (TbCorner     *fixture,
                                gconstpointer data)
{
  TbTerms           terms = TB_TERMS_EMPTY;
  g_autofree char  *number = tb_side_new_ticket (&fixture->pair.lead, "Drucker");
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING };
  g_autoptr (GPtrArray) rows = NULL;

  tb_side_do (&fixture->pair.lead,
              (TbCommand){ .type = TB_COMMAND_SAVE_TERMS,
                           .ticket = tb_side_ticket (&fixture->pair.lead, number),
                           .partner = "Alpen",
                           .terms = &terms },
              NULL);
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, number, TB_ROLE_LEAD), ==, TB_STATUS_UNSENT);
  g_assert_false (tb_push_once (&fixture->pair.lead, &fixture->pair.service, FALSE));
  rows = tb_engine_list (fixture->pair.service.engine, &query, 0, NULL);
  g_assert_cmpuint (rows->len, ==, 0);
  tb_side_act (&fixture->pair.lead, number, TB_ACTION_DISCARD, NULL);
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, number, TB_ROLE_LEAD), ==, TB_STATUS_NONE);
}

static void
test_offer_carries_no_customer (TbCorner     *fixture,
                                gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;
  TbEngagementRecord *e;

  tb_corner_offer (fixture);
  tb_corner_assert_status (fixture, TB_STATUS_ASSIGNED);
  g_assert_true (g_str_has_prefix (fixture->service, "A20261123.0001"));
  view = tb_side_show (&fixture->pair.service, fixture->service);
  e = tb_ticket_view_latest (view, TB_ROLE_SERVICE)->record;
  g_assert_cmpstr (view->ticket->title, ==, "Mailserver nimmt keine Verbindungen an");
  g_assert_cmpstr (e->customer_town, ==, "Kiel");
  g_assert_null (e->customer_company);
  g_assert_null (e->customer_phone);
  g_assert_cmpint (e->amount, ==, 8500);
  g_assert_cmpint (e->customer_rate, ==, TB_AMOUNT_NONE);
  g_assert_cmpint (e->answer_by, ==, tb_clock_now (fixture->pair.clock) + 24 * TB_HOUR);
}

static void
test_terms_are_checked (TbCorner     *fixture,
                        gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbTerms          terms = TB_TERMS_EMPTY;
  gint64           now = tb_clock_now (fixture->pair.clock);
  g_autofree char *number = tb_side_new_ticket (lead, "Drucker");
  TbCommand        command = { .type = TB_COMMAND_OUTSOURCE,
                               .ticket = tb_side_ticket (lead, number),
                               .partner = "Alpen",
                               .terms = &terms };

  terms.answer_by = now;
  tb_side_refuse (lead, command, TB_PROBLEM_ANSWER_BY_PAST);
  terms.answer_by = now + TB_HOUR;
  terms.complete_by = now + TB_HOUR - TB_MINUTE;
  tb_side_refuse (lead, command, TB_PROBLEM_COMPLETE_BEFORE_ANSWER);
  terms.complete_by = 0;
  command.partner = "Niemand";
  tb_side_refuse (lead, command, TB_PROBLEM_NOT_FOUND);
  g_assert_cmpint (tb_status_of (lead, number, TB_ROLE_LEAD), ==, TB_STATUS_NONE);
  command.partner = "Alpen";
  tb_side_do (lead, command, NULL);
  tb_side_refuse (lead, command, TB_PROBLEM_NOT_NOW);
}

static void
test_cancel_takes_the_offer_back (TbCorner     *fixture,
                                  gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;
  const TbListQuery query = { .folder = TB_FOLDER_SERVICE_OPEN };
  g_autoptr (GPtrArray) rows = NULL;

  tb_corner_offer (fixture);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_CANCEL, "Kunde hat es selbst gelöst");
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_CANCELED);
  rows = tb_engine_list (fixture->pair.service.engine, &query, 0, NULL);
  g_assert_cmpuint (rows->len, ==, 0);
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_cmpstr (view->ticket->description, ==, "");
  g_assert_cmpstr (view->ticket->title, ==, "");
}

static void
test_crossing_has_one_winner (TbCorner     *fixture,
                              gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;

  tb_corner_offer (fixture);
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_ACCEPT, NULL);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_CANCEL, NULL);
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->pending, ==, TB_VERB_ACCEPT);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->record->status, ==, TB_STATUS_ASSIGNED);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_CANCELED);
  tb_ticket_view_free (view);
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->pending, ==, TB_VERB_NONE);
  g_assert_false (view->ticket->is_confirmed);
}

/* ---- Acceptance ---- */

static void
test_first_acceptance_asks_for_a_mapping (TbCorner     *fixture,
                                          gconstpointer data)
{
  TbSide   *service = &fixture->pair.service;
  TbCommand accept = { .type = TB_COMMAND_ACT, .action = TB_ACTION_ACCEPT };

  tb_corner_offer (fixture);
  accept.ticket = tb_side_ticket (service, fixture->service);
  tb_side_refuse (service, accept, TB_PROBLEM_MAPPING_REQUIRED);
  accept.organisation = "Nordlicht";
  tb_side_do (service, accept, NULL);
  tb_pair_exchange (&fixture->pair);
  g_clear_pointer (&fixture->lead, g_free);
  g_clear_pointer (&fixture->service, g_free);
  tb_clock_advance (fixture->pair.clock, TB_SECOND);
  tb_corner_offer (fixture);
  accept.ticket = tb_side_ticket (service, fixture->service);
  accept.organisation = NULL;
  tb_side_do (service, accept, NULL);
}

static void
test_acceptance_makes_the_second_ticket (TbCorner     *fixture,
                                         gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *internal = NULL;
  g_autoptr (TbTicketView) view = NULL;
  TbEngagementRecord *e;

  fixture->lead = tb_side_new_ticket (&fixture->pair.lead, "Mailserver");
  before = tb_side_note (&fixture->pair.lead, fixture->lead, "Kunde bittet um Rückruf", FALSE);
  internal = tb_side_note (&fixture->pair.lead, fixture->lead, "zahlt schlecht", TRUE);
  g_free (
    tb_corner_add (&fixture->pair.lead, fixture->lead,
                   (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "eigene Zeit von vorher", .minutes = 15 }));
  tb_side_outsource (&fixture->pair.lead, fixture->lead, "Alpen");
  tb_pair_exchange (&fixture->pair);
  fixture->service = tb_side_newest (&fixture->pair.service);
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_ACCEPT, NULL);
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_false (view->ticket->is_confirmed);
  tb_side_refuse (&fixture->pair.service,
                  (TbCommand){ .type = TB_COMMAND_ADD_ITEM,
                               .ticket = view->ticket->id,
                               .item = &(TbItemDraft){ .kind = TB_ITEM_NOTE, .text = "zu früh" } },
                  TB_PROBLEM_ACCEPTANCE_PENDING);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_ACCEPTED);
  tb_ticket_view_free (view);
  /* The number of the offer stays an alias for ever. */
  view = tb_side_show (&fixture->pair.service, fixture->service);
  e = tb_ticket_view_latest (view, TB_ROLE_SERVICE)->record;
  g_assert_cmpstr (view->ticket->number, ==, "T20261123.0001");
  g_assert_cmpstr (view->ticket->alias, ==, "A20261123.0001");
  g_assert_cmpstr (view->ticket->source, ==, "insourcing");
  g_assert_cmpstr (view->organisation->name, ==, "Nord Partnerfirma");
  g_assert_cmpstr (e->customer_company, ==, "Hotel Seeblick");
  g_assert_cmpstr (e->customer_phone, ==, "+49 431 555 01 20");
  g_assert_cmpint (e->phase, ==, 1);
  g_assert_cmpint (e->accepted_at, >, 0);
  g_assert_cmpuint (view->items->len, ==, 1);
  g_assert_nonnull (tb_item_with (view, "Kunde bittet um Rückruf"));
  g_assert_cmpstr (tb_item_with (view, "Kunde bittet um Rückruf")->record->uuid, ==, before);
}

static void
test_late_acceptance_is_declined (TbCorner     *fixture,
                                  gconstpointer data)
{
  tb_corner_offer (fixture);
  tb_clock_advance (fixture->pair.clock, 24 * TB_HOUR + TB_SECOND);
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_DECLINED);
}

static void
test_early_acceptance_wins_over_the_clock (TbCorner     *fixture,
                                           gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tb_corner_offer (fixture);
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_ACCEPT, NULL);
  tb_clock_advance (fixture->pair.clock, 40 * TB_HOUR);
  tb_engine_tick (fixture->pair.lead.engine, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_ASSIGNED);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_ACCEPTED);
}

static void
test_clock_declines_after_contact_or_a_day (TbCorner     *fixture,
                                            gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tb_corner_offer (fixture);
  tb_clock_advance (fixture->pair.clock, 25 * TB_HOUR);
  tb_engine_tick (fixture->pair.lead.engine, NULL, &error);
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_ASSIGNED);
  tb_push_once (&fixture->pair.service, &fixture->pair.lead, TRUE);
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_DECLINED);
}

static void
test_clock_declines_unheard_after_grace (TbCorner     *fixture,
                                         gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->lead = tb_side_new_ticket (&fixture->pair.lead, "Drucker");
  tb_side_outsource (&fixture->pair.lead, fixture->lead, "Alpen");
  tb_clock_advance (fixture->pair.clock, 48 * TB_HOUR);
  tb_engine_tick (fixture->pair.lead.engine, NULL, &error);
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_ASSIGNED);
  tb_clock_advance (fixture->pair.clock, TB_MINUTE);
  tb_engine_tick (fixture->pair.lead.engine, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_DECLINED);
}

/* ---- In Bearbeitung ---- */

static void
test_attachment_alone_starts_nothing (TbCorner     *fixture,
                                      gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("Protokoll", 9);

  g_free (
    tb_corner_add (&fixture->pair.service, fixture->service,
                   (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "protokoll.txt" }));
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_ACCEPTED);
}

static void
test_internal_note_starts_and_stays (TbCorner     *fixture,
                                     gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_side_note (&fixture->pair.service, fixture->service, "nur für uns", TRUE));
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_IN_PROGRESS);
  g_assert_false (tb_corner_has_item (&fixture->pair.lead, fixture->lead, "nur für uns"));
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_cmpint (view->status->meaning, ==, TB_MEANING_IN_PROGRESS);
}

static void
test_reassignment_starts (TbCorner     *fixture,
                          gconstpointer data)
{
  TbSide *service = &fixture->pair.service;

  tb_side_do (service, (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "R. Huber" }, NULL);
  tb_side_do (service,
              (TbCommand){ .type = TB_COMMAND_SET,
                           .ticket = tb_side_ticket (service, fixture->service),
                           .name = "assignee",
                           .value = "R. Huber" },
              NULL);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_IN_PROGRESS);
}

static void
test_leads_activity_starts_nothing (TbCorner     *fixture,
                                    gconstpointer data)
{
  g_free (tb_side_note (&fixture->pair.lead, fixture->lead, "vom Lead", FALSE));
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_ACCEPTED);
  g_assert_true (tb_corner_has_item (&fixture->pair.service, fixture->service, "vom Lead"));
}

/* ---- Permissions ---- */

static void
test_permission_none_works_but_does_not_outsource (TbCorner     *fixture,
                                                   gconstpointer data)
{
  TbSide *service = &fixture->pair.service;
  TbTerms terms = TB_TERMS_EMPTY;

  tb_side_do (service, (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "Azubi" }, NULL);
  tb_side_do (service, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = "Azubi" }, NULL);
  tb_side_refuse (service,
                  (TbCommand){ .type = TB_COMMAND_OUTSOURCE,
                               .ticket = tb_side_ticket (service, fixture->service),
                               .partner = "Nord",
                               .terms = &terms },
                  TB_PROBLEM_PERMISSION);
  tb_side_refuse (service, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Neu" }, TB_PROBLEM_PERMISSION);
  tb_side_refuse (service, (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "Noch einer" },
                  TB_PROBLEM_PERMISSION);
  g_free (tb_side_note (service, fixture->service, "Azubi schreibt", FALSE));
  submit (fixture);
  tb_corner_assert_status (fixture, TB_STATUS_WAITING_APPROVAL);
}

static void
test_somebody_keeps_all_rights (TbCorner     *fixture,
                                gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (TbUserRecord) user = tb_engine_get_user (lead->engine, NULL);

  tb_side_refuse (lead,
                  (TbCommand){ .type = TB_COMMAND_USER_SET,
                               .name = user->name,
                               .value = "permission",
                               .permission = TB_PERMISSION_PARTNERS },
                  TB_PROBLEM_LAST_ADMIN);
  tb_side_refuse (
    lead,
    (TbCommand){ .type = TB_COMMAND_USER_SET, .name = user->name, .value = "active", .is_active = FALSE },
    TB_PROBLEM_LAST_ADMIN);
  tb_side_refuse (lead,
                  (TbCommand){ .type = TB_COMMAND_STATUS_SET,
                               .name = "Abgeschlossen",
                               .value = "meaning",
                               .meaning = TB_MEANING_WAITING },
                  TB_PROBLEM_LAST_COMPLETE_STATUS);
}

/* ---- Partners ---- */

static void
test_counter_invitation_turns_the_roles (TbCorner     *fixture,
                                         gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *number = NULL;
  g_autofree char *offered = NULL;
  TbTerms          terms = TB_TERMS_EMPTY;
  g_auto (TbResult) invited = { 0 };

  number = tb_side_new_ticket (&pair->service, "Von der anderen Seite");
  tb_side_refuse (&pair->service,
                  (TbCommand){ .type = TB_COMMAND_OUTSOURCE,
                               .ticket = tb_side_ticket (&pair->service, number),
                               .partner = "Nord",
                               .terms = &terms },
                  TB_PROBLEM_PARTNER_INACTIVE);
  tb_side_do (&pair->service, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Nord" }, &invited);
  tb_pair_exchange (pair);
  tb_side_do (&pair->lead, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .partner = "Alpen" }, NULL);
  tb_pair_exchange (pair);
  tb_side_outsource (&pair->service, number, "Nord");
  tb_pair_exchange (pair);
  offered = tb_side_newest (&pair->lead);
  g_assert_cmpint (tb_status_of (&pair->lead, offered, TB_ROLE_SERVICE), ==, TB_STATUS_ASSIGNED);
}

static void
test_inactive_partner_declines_by_itself (TbCorner     *fixture,
                                          gconstpointer data)
{
  TbPair *pair = &fixture->pair;

  tb_side_do (&pair->service, (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Nord" }, NULL);
  fixture->lead = tb_side_new_ticket (&pair->lead, "Crossing");
  tb_side_outsource (&pair->lead, fixture->lead, "Alpen");
  tb_pair_exchange (pair);
  g_assert_cmpint (tb_status_of (&pair->lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_DECLINED);
}

static void
test_an_invitation_is_used_once (TbCorner     *fixture,
                                 gconstpointer data)
{
  TbPair *pair = &fixture->pair;
  TbSide  other;
  g_auto (TbResult) invited = { 0 };
  g_autoptr (GPtrArray) partners = NULL;

  tb_side_open (&pair->third, "Ost", pair->clock);
  tb_side_open (&other, "West", pair->clock);
  tb_side_do (&pair->lead, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Ost" }, &invited);
  tb_side_refuse (&pair->lead, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text },
                  TB_PROBLEM_INVITATION_OWN);
  tb_side_do (&pair->third, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.code }, NULL);
  tb_exchange (&pair->lead, &pair->third);
  tb_side_do (&other, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text }, NULL);
  g_assert_true (tb_push_once (&other, &pair->lead, FALSE));
  partners = tb_engine_partners (other.engine, NULL);
  g_assert_cmpint (((TbPartnerView *)partners->pdata[0])->record->link_state, ==, TB_LINK_STOPPED);
  g_assert_cmpstr (((TbPartnerView *)partners->pdata[0])->record->problem, ==,
                   tb_problem_nick (TB_PROBLEM_INVITATION_USED));
  tb_side_close (&other);
}

static void
test_an_old_invitation_is_refused (TbCorner     *fixture,
                                   gconstpointer data)
{
  TbPair *pair = &fixture->pair;
  g_auto (TbResult) invited = { 0 };

  tb_side_open (&pair->third, "Ost", pair->clock);
  tb_side_do (&pair->lead, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Ost" }, &invited);
  tb_clock_advance (pair->clock, 14 * TB_DAY);
  tb_side_refuse (&pair->third, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text },
                  TB_PROBLEM_INVITATION_EXPIRED);
}

#define ADD(path, start, func) g_test_add (path, TbCorner, NULL, start, func, tb_corner_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/terms/saved-terms-leave-nothing", tb_corner_setup, test_saved_terms_leave_nothing);
  ADD ("/engine/terms/are-checked-at-their-fields", tb_corner_setup, test_terms_are_checked);
  ADD ("/engine/offer/carries-no-customer", tb_corner_setup, test_offer_carries_no_customer);
  ADD ("/engine/offer/cancel-takes-it-back-and-erases-it", tb_corner_setup, test_cancel_takes_the_offer_back);
  ADD ("/engine/offer/crossing-of-cancel-and-accept-has-one-winner", tb_corner_setup,
       test_crossing_has_one_winner);
  ADD ("/engine/accept/first-one-asks-for-a-mapping", tb_corner_setup,
       test_first_acceptance_asks_for_a_mapping);
  ADD ("/engine/accept/makes-the-second-ticket-when-confirmed", tb_corner_setup,
       test_acceptance_makes_the_second_ticket);
  ADD ("/engine/accept/too-late-is-declined", tb_corner_setup, test_late_acceptance_is_declined);
  ADD ("/engine/accept/in-time-wins-over-the-clock", tb_corner_setup,
       test_early_acceptance_wins_over_the_clock);
  ADD ("/engine/auto-decline/after-contact", tb_corner_setup, test_clock_declines_after_contact_or_a_day);
  ADD ("/engine/auto-decline/unheard-after-a-day-of-grace", tb_corner_setup,
       test_clock_declines_unheard_after_grace);
  ADD ("/engine/start/an-attachment-alone-changes-nothing", tb_corner_setup_accepted,
       test_attachment_alone_starts_nothing);
  ADD ("/engine/start/an-internal-note-starts-and-stays-here", tb_corner_setup_accepted,
       test_internal_note_starts_and_stays);
  ADD ("/engine/start/a-reassignment-starts", tb_corner_setup_accepted, test_reassignment_starts);
  ADD ("/engine/start/the-leads-activity-starts-nothing", tb_corner_setup_accepted,
       test_leads_activity_starts_nothing);
  ADD ("/engine/permission/none-works-but-does-not-outsource", tb_corner_setup_accepted,
       test_permission_none_works_but_does_not_outsource);
  ADD ("/engine/permission/somebody-keeps-all-rights", tb_corner_setup, test_somebody_keeps_all_rights);
  ADD ("/engine/partner/a-counter-invitation-turns-the-roles", tb_corner_setup,
       test_counter_invitation_turns_the_roles);
  ADD ("/engine/partner/an-inactive-one-declines-by-itself", tb_corner_setup,
       test_inactive_partner_declines_by_itself);
  ADD ("/engine/partner/an-invitation-is-used-once", tb_corner_setup, test_an_invitation_is_used_once);
  ADD ("/engine/partner/an-old-invitation-is-refused", tb_corner_setup, test_an_old_invitation_is_refused);
  return g_test_run ();
}
