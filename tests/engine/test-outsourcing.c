/* SPDX-License-Identifier: GPL-3.0-or-later
 * The workflow between two instances: what product.md sections 3, 6 and 7 promise. */
#include "config.h"

#include "tb-pair.h"

#include <string.h>

typedef struct
{
  TbPair pair;
  char  *lead;    /* number at the lead */
  char  *service; /* number at the service side */
} Fixture;

static void
setup (Fixture      *fixture,
       gconstpointer data)
{
  tb_pair_setup (&fixture->pair);
}

static void
setup_accepted (Fixture      *fixture,
                gconstpointer data)
{
  tb_pair_setup (&fixture->pair);
  tb_pair_accepted (&fixture->pair, &fixture->lead, &fixture->service);
}

static void
teardown (Fixture      *fixture,
          gconstpointer data)
{
  g_clear_pointer (&fixture->lead, g_free);
  g_clear_pointer (&fixture->service, g_free);
  tb_pair_teardown (&fixture->pair);
}

static void
assert_status (Fixture *fixture,
               TbStatus status)
{
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, fixture->lead, TB_ROLE_LEAD), ==, status);
  g_assert_cmpint (tb_status_of (&fixture->pair.service, fixture->service, TB_ROLE_SERVICE), ==, status);
}

static void
offer (Fixture *fixture)
{
  fixture->lead = tb_side_new_ticket (&fixture->pair.lead, "Mailserver nimmt keine Verbindungen an");
  tb_side_outsource (&fixture->pair.lead, fixture->lead, "Alpen");
  tb_pair_exchange (&fixture->pair);
  fixture->service = tb_side_newest (&fixture->pair.service);
}

static void
submit (Fixture *fixture)
{
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->pair);
}

static char *
add (TbSide     *side,
     const char *number,
     TbItemDraft draft)
{
  TbResult result = { 0 };
  char    *uuid;

  tb_side_do (
    side, (TbCommand){ .type = TB_COMMAND_ADD_ITEM, .ticket = tb_side_ticket (side, number), .item = &draft },
    &result);
  uuid = g_strdup (result.uuid);
  tb_result_clear (&result);
  return uuid;
}

static void
refuse_edit (TbSide     *side,
             const char *number,
             const char *uuid,
             TbProblem   problem)
{
  const TbItemDraft draft = { .text = "geändert", .minutes = 1 };

  tb_side_refuse (side,
                  (TbCommand){ .type = TB_COMMAND_EDIT_ITEM,
                               .ticket = tb_side_ticket (side, number),
                               .uuid = uuid,
                               .item = &draft },
                  problem);
}

static void
edit (TbSide     *side,
      const char *number,
      const char *uuid,
      const char *text,
      gboolean    internal)
{
  const TbItemDraft draft = { .text = text, .minutes = 30, .is_internal = internal };

  tb_side_do (side,
              (TbCommand){ .type = TB_COMMAND_EDIT_ITEM,
                           .ticket = tb_side_ticket (side, number),
                           .uuid = uuid,
                           .item = &draft },
              NULL);
}

static gboolean
has_item (TbSide     *side,
          const char *number,
          const char *text)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);
  TbItemView *item = tb_item_with (view, text);

  return item != NULL && !item->record->is_deleted;
}

/* ---- Terms and offer ---- */

static void
test_saved_terms_leave_nothing (Fixture      *fixture,
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
test_offer_carries_no_customer (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;
  TbEngagementRecord *e;

  offer (fixture);
  assert_status (fixture, TB_STATUS_ASSIGNED);
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
test_terms_are_checked (Fixture      *fixture,
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
test_cancel_takes_the_offer_back (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;
  const TbListQuery query = { .folder = TB_FOLDER_SERVICE_OPEN };
  g_autoptr (GPtrArray) rows = NULL;

  offer (fixture);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_CANCEL, "Kunde hat es selbst gelöst");
  tb_pair_exchange (&fixture->pair);
  assert_status (fixture, TB_STATUS_CANCELED);
  rows = tb_engine_list (fixture->pair.service.engine, &query, 0, NULL);
  g_assert_cmpuint (rows->len, ==, 0);
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_cmpstr (view->ticket->description, ==, "");
  g_assert_cmpstr (view->ticket->title, ==, "");
}

static void
test_crossing_has_one_winner (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;

  offer (fixture);
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_ACCEPT, NULL);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_CANCEL, NULL);
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->pending, ==, TB_VERB_ACCEPT);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->record->status, ==, TB_STATUS_ASSIGNED);
  tb_pair_exchange (&fixture->pair);
  assert_status (fixture, TB_STATUS_CANCELED);
  tb_ticket_view_free (view);
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->pending, ==, TB_VERB_NONE);
  g_assert_false (view->ticket->is_confirmed);
}

/* ---- Acceptance ---- */

static void
test_first_acceptance_asks_for_a_mapping (Fixture      *fixture,
                                          gconstpointer data)
{
  TbSide   *service = &fixture->pair.service;
  TbCommand accept = { .type = TB_COMMAND_ACT, .action = TB_ACTION_ACCEPT };

  offer (fixture);
  accept.ticket = tb_side_ticket (service, fixture->service);
  tb_side_refuse (service, accept, TB_PROBLEM_MAPPING_REQUIRED);
  accept.organisation = "Nordlicht";
  tb_side_do (service, accept, NULL);
  tb_pair_exchange (&fixture->pair);
  g_clear_pointer (&fixture->lead, g_free);
  g_clear_pointer (&fixture->service, g_free);
  tb_clock_advance (fixture->pair.clock, TB_SECOND);
  offer (fixture);
  accept.ticket = tb_side_ticket (service, fixture->service);
  accept.organisation = NULL;
  tb_side_do (service, accept, NULL);
}

static void
test_acceptance_makes_the_second_ticket (Fixture      *fixture,
                                         gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *internal = NULL;
  g_autoptr (TbTicketView) view = NULL;
  TbEngagementRecord *e;

  fixture->lead = tb_side_new_ticket (&fixture->pair.lead, "Mailserver");
  before = tb_side_note (&fixture->pair.lead, fixture->lead, "Kunde bittet um Rückruf", FALSE);
  internal = tb_side_note (&fixture->pair.lead, fixture->lead, "zahlt schlecht", TRUE);
  g_free (add (&fixture->pair.lead, fixture->lead,
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
  assert_status (fixture, TB_STATUS_ACCEPTED);
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
test_late_acceptance_is_declined (Fixture      *fixture,
                                  gconstpointer data)
{
  offer (fixture);
  tb_clock_advance (fixture->pair.clock, 24 * TB_HOUR + TB_SECOND);
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (&fixture->pair);
  assert_status (fixture, TB_STATUS_DECLINED);
}

static void
test_early_acceptance_wins_over_the_clock (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  offer (fixture);
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_ACCEPT, NULL);
  tb_clock_advance (fixture->pair.clock, 40 * TB_HOUR);
  tb_engine_tick (fixture->pair.lead.engine, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_ASSIGNED);
  tb_pair_exchange (&fixture->pair);
  assert_status (fixture, TB_STATUS_ACCEPTED);
}

static void
test_clock_declines_after_contact_or_a_day (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  offer (fixture);
  tb_clock_advance (fixture->pair.clock, 25 * TB_HOUR);
  tb_engine_tick (fixture->pair.lead.engine, NULL, &error);
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_ASSIGNED);
  tb_push_once (&fixture->pair.service, &fixture->pair.lead, TRUE);
  g_assert_cmpint (tb_status_of (&fixture->pair.lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_DECLINED);
}

static void
test_clock_declines_unheard_after_grace (Fixture      *fixture,
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
test_attachment_alone_starts_nothing (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("Protokoll", 9);

  g_free (add (&fixture->pair.service, fixture->service,
               (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "protokoll.txt" }));
  tb_pair_exchange (&fixture->pair);
  assert_status (fixture, TB_STATUS_ACCEPTED);
}

static void
test_internal_note_starts_and_stays (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_side_note (&fixture->pair.service, fixture->service, "nur für uns", TRUE));
  tb_pair_exchange (&fixture->pair);
  assert_status (fixture, TB_STATUS_IN_PROGRESS);
  g_assert_false (has_item (&fixture->pair.lead, fixture->lead, "nur für uns"));
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_cmpint (view->status->meaning, ==, TB_MEANING_IN_PROGRESS);
}

static void
test_reassignment_starts (Fixture      *fixture,
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
  assert_status (fixture, TB_STATUS_IN_PROGRESS);
}

static void
test_leads_activity_starts_nothing (Fixture      *fixture,
                                    gconstpointer data)
{
  g_free (tb_side_note (&fixture->pair.lead, fixture->lead, "vom Lead", FALSE));
  tb_pair_exchange (&fixture->pair);
  assert_status (fixture, TB_STATUS_ACCEPTED);
  g_assert_true (has_item (&fixture->pair.service, fixture->service, "vom Lead"));
}

/* ---- Items ---- */

static void
test_items_arrive_as_the_rules_say (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr (TbTicketView) lead = NULL;
  g_autoptr (TbTicketView) service = NULL;
  TbItemView *item;

  g_free (tb_side_note (&fixture->pair.service, fixture->service, "Notiz", FALSE));
  g_free (add (&fixture->pair.service, fixture->service,
               (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Zeit", .minutes = 90 }));
  g_free (
    add (&fixture->pair.service, fixture->service,
         (TbItemDraft){ .kind = TB_ITEM_CHARGE, .text = "Netzteil", .unit_price = 4990, .quantity = 2500 }));
  g_free (add (&fixture->pair.lead, fixture->lead,
               (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Telefonat", .minutes = 15 }));
  tb_pair_exchange (&fixture->pair);
  lead = tb_side_show (&fixture->pair.lead, fixture->lead);
  service = tb_side_show (&fixture->pair.service, fixture->service);
  item = tb_item_with (lead, "Notiz");
  g_assert_cmpint (item->record->kind, ==, TB_ITEM_NOTE);
  g_assert_true (item->record->is_internal);
  g_assert_cmpstr (item->partner, ==, "Alpen");
  item = tb_item_with (lead, "Zeit");
  g_assert_cmpint (item->record->kind, ==, TB_ITEM_TIME);
  g_assert_cmpint (item->record->minutes, ==, 90);
  item = tb_item_with (lead, "Netzteil");
  g_assert_cmpint (item->record->kind, ==, TB_ITEM_CHARGE);
  g_assert_cmpint (item->record->amount, ==, 12475);
  item = tb_item_with (service, "Telefonat");
  g_assert_cmpint (item->record->kind, ==, TB_ITEM_NOTE);
  g_assert_cmpint (item->record->minutes, ==, 0);
  g_assert_false (item->record->is_internal);
}

static void
test_edits_and_deletions_travel (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autofree char *uuid = tb_side_note (&fixture->pair.service, fixture->service, "erste Fassung", FALSE);
  TbSide          *service = &fixture->pair.service;

  tb_pair_exchange (&fixture->pair);
  edit (service, fixture->service, uuid, "zweite Fassung", FALSE);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (has_item (&fixture->pair.lead, fixture->lead, "zweite Fassung"));
  edit (service, fixture->service, uuid, "zweite Fassung", TRUE);
  tb_pair_exchange (&fixture->pair);
  g_assert_false (has_item (&fixture->pair.lead, fixture->lead, "zweite Fassung"));
  edit (service, fixture->service, uuid, "dritte Fassung", FALSE);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (has_item (&fixture->pair.lead, fixture->lead, "dritte Fassung"));
  tb_side_do (service,
              (TbCommand){ .type = TB_COMMAND_DELETE_ITEM,
                           .ticket = tb_side_ticket (service, fixture->service),
                           .uuid = uuid },
              NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_false (has_item (&fixture->pair.lead, fixture->lead, "dritte Fassung"));
}

static void
test_edit_of_the_partners_item_cuts_its_link (Fixture      *fixture,
                                              gconstpointer data)
{
  g_autofree char *uuid = tb_side_note (&fixture->pair.service, fixture->service, "vom Service", FALSE);

  tb_pair_exchange (&fixture->pair);
  edit (&fixture->pair.lead, fixture->lead, uuid, "beim Lead geändert", TRUE);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (has_item (&fixture->pair.service, fixture->service, "vom Service"));
  edit (&fixture->pair.service, fixture->service, uuid, "später geändert", FALSE);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (has_item (&fixture->pair.lead, fixture->lead, "beim Lead geändert"));
  g_assert_false (has_item (&fixture->pair.lead, fixture->lead, "später geändert"));
}

static void
test_a_file_arrives_whole (Fixture      *fixture,
                           gconstpointer data)
{
  gsize sizes[] = { 1, 700 * 1000, 1500 * 1000 };
  g_autoptr (TbTicketView) view = NULL;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      char *raw = g_malloc (sizes[i]);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) there = NULL;
      g_autofree char *name = g_strdup_printf ("../datei %u.bin", i);
      gsize            k;

      for (k = 0; k < sizes[i]; k++)
        raw[k] = (char)(k * 7 + i);
      bytes = g_bytes_new_take (raw, sizes[i]);
      g_free (add (&fixture->pair.service, fixture->service,
                   (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = name }));
      tb_pair_exchange (&fixture->pair);
      g_clear_pointer (&view, tb_ticket_view_free);
      view = tb_side_show (&fixture->pair.lead, fixture->lead);
      g_assert_cmpuint (view->items->len, ==, i + 1);
      g_assert_true (((TbItemView *)view->items->pdata[i])->record->is_internal);
      g_assert_null (strchr (((TbItemView *)view->items->pdata[i])->record->file_name, '/'));
      there = tb_store_get_file (fixture->pair.lead.store,
                                 ((TbItemView *)view->items->pdata[i])->record->sha256, NULL);
      g_assert_nonnull (there);
      g_assert_true (g_bytes_equal (bytes, there));
    }
}

static void
test_a_large_file_waits (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (800 * 1000), 800 * 1000);
  g_autoptr (TbTicketView) view = NULL;

  g_free (add (&fixture->pair.service, fixture->service,
               (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "abbild.iso" }));
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_true (((TbItemView *)view->items->pdata[0])->is_waiting);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->delivery, ==, TB_DELIVERY_WAITING);
}

/* ---- The pause ---- */

static void
test_suspension_is_read_only_on_both_sides (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autofree char *ours = tb_side_note (&fixture->pair.service, fixture->service, "vorher, Service", FALSE);
  g_autofree char *theirs = tb_side_note (&fixture->pair.lead, fixture->lead, "vorher, Lead", FALSE);
  g_autofree char *internal = tb_side_note (&fixture->pair.lead, fixture->lead, "vorher, intern", TRUE);
  g_autofree char *late = NULL;

  tb_pair_exchange (&fixture->pair);
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_SUBMIT, NULL);
  /* From the click on, not only from the confirmation. */
  refuse_edit (&fixture->pair.service, fixture->service, ours, TB_PROBLEM_READ_ONLY);
  tb_pair_exchange (&fixture->pair);
  assert_status (fixture, TB_STATUS_WAITING_APPROVAL);
  refuse_edit (&fixture->pair.service, fixture->service, ours, TB_PROBLEM_READ_ONLY);
  refuse_edit (&fixture->pair.service, fixture->service, theirs, TB_PROBLEM_READ_ONLY);
  refuse_edit (&fixture->pair.lead, fixture->lead, ours, TB_PROBLEM_READ_ONLY);
  refuse_edit (&fixture->pair.lead, fixture->lead, theirs, TB_PROBLEM_READ_ONLY);
  refuse_edit (&fixture->pair.lead, fixture->lead, internal, TB_PROBLEM_READ_ONLY);
  late = tb_side_note (&fixture->pair.lead, fixture->lead, "in der Pause", FALSE);
  edit (&fixture->pair.lead, fixture->lead, late, "in der Pause, geändert", FALSE);
}

static void
test_items_of_the_pause_never_cross (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autofree char *before = tb_side_note (&fixture->pair.service, fixture->service, "vorher", FALSE);
  g_autofree char *late = NULL;
  g_autofree char *late_lead = NULL;
  g_autoptr (TbTicketView) view = NULL;

  tb_pair_exchange (&fixture->pair);
  submit (fixture);
  late = tb_side_note (&fixture->pair.service, fixture->service, "Pause, Service", FALSE);
  late_lead = tb_side_note (&fixture->pair.lead, fixture->lead, "Pause, Lead", FALSE);
  tb_pair_exchange (&fixture->pair);
  tb_side_refuse (&fixture->pair.lead,
                  (TbCommand){ .type = TB_COMMAND_ACT,
                               .ticket = tb_side_ticket (&fixture->pair.lead, fixture->lead),
                               .action = TB_ACTION_REJECT },
                  TB_PROBLEM_REASON_REQUIRED);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_REJECT, "Drucker druckt nicht");
  tb_pair_exchange (&fixture->pair);
  assert_status (fixture, TB_STATUS_IN_PROGRESS);
  edit (&fixture->pair.service, fixture->service, late, "Pause, geändert", FALSE);
  edit (&fixture->pair.service, fixture->service, before, "nachher", FALSE);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (has_item (&fixture->pair.lead, fixture->lead, "nachher"));
  g_assert_false (has_item (&fixture->pair.lead, fixture->lead, "Pause, Service"));
  g_assert_false (has_item (&fixture->pair.lead, fixture->lead, "Pause, geändert"));
  g_assert_false (has_item (&fixture->pair.service, fixture->service, "Pause, Lead"));
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_true (tb_item_with (view, "Pause, geändert")->is_local_only);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->record->phase, ==, 2);
}

static void
test_reason_of_a_rejection_is_a_locked_note (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autoptr (TbTicketView) lead = NULL;
  g_autoptr (TbTicketView) service = NULL;
  TbItemView *mine, *theirs;

  submit (fixture);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_REJECT, "Drucker druckt nicht");
  tb_pair_exchange (&fixture->pair);
  lead = tb_side_show (&fixture->pair.lead, fixture->lead);
  service = tb_side_show (&fixture->pair.service, fixture->service);
  mine = tb_item_with (lead, "Drucker druckt nicht");
  theirs = tb_item_with (service, "Drucker druckt nicht");
  g_assert_nonnull (mine);
  g_assert_nonnull (theirs);
  g_assert_cmpint (mine->record->partner, ==, 0);
  g_assert_cmpint (theirs->record->partner, !=, 0);
  g_assert_true (mine->is_read_only);
  g_assert_true (theirs->is_read_only);
  g_assert_cmpstr (mine->record->uuid, ==, theirs->record->uuid);
  refuse_edit (&fixture->pair.lead, fixture->lead, mine->record->uuid, TB_PROBLEM_LOCKED);
}

/* ---- The end ---- */

static void
test_approval_sums_the_time (Fixture      *fixture,
                             gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;
  TbItemView *sum;
  guint       i, charges = 0;

  g_free (add (&fixture->pair.service, fixture->service,
               (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Zeit", .minutes = 50 }));
  g_free (add (&fixture->pair.service, fixture->service,
               (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "mehr Zeit", .minutes = 35 }));
  submit (fixture);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_APPROVE, NULL);
  tb_pair_exchange (&fixture->pair);
  assert_status (fixture, TB_STATUS_COMPLETE);
  view = tb_side_show (&fixture->pair.lead, fixture->lead);
  for (i = 0; i < view->items->len; i++)
    {
      sum = view->items->pdata[i];
      if (sum->record->kind != TB_ITEM_CHARGE)
        continue;
      charges++;
      /* 85 minutes at 85,00 € an hour */
      g_assert_cmpint (sum->record->amount, ==, 12042);
      g_assert_true (sum->record->is_internal);
      g_assert_false (sum->record->is_billable);
    }
  g_assert_cmpuint (charges, ==, 1);
  g_assert_true (view->ticket->is_open);
  g_assert_true (has_item (&fixture->pair.lead, fixture->lead, "mehr Zeit"));
}

static void
test_late_items_stay_and_are_told (Fixture      *fixture,
                                   gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_side_note (&fixture->pair.service, fixture->service, "rechtzeitig", FALSE));
  tb_pair_exchange (&fixture->pair);
  g_free (tb_side_note (&fixture->pair.service, fixture->service, "zu spät", FALSE));
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&fixture->pair);
  assert_status (fixture, TB_STATUS_COMPLETE);
  g_assert_false (has_item (&fixture->pair.lead, fixture->lead, "zu spät"));
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_true (tb_item_with (view, "zu spät")->is_local_only);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->record->late_items, ==, 1);
}

static void
set_status (TbSide     *side,
            const char *number,
            const char *status)
{
  tb_side_do (side,
              (TbCommand){ .type = TB_COMMAND_SET,
                           .ticket = tb_side_ticket (side, number),
                           .name = "status",
                           .value = status },
              NULL);
}

static void
test_ticketstatus_completes_both (Fixture      *fixture,
                                  gconstpointer data)
{
  set_status (&fixture->pair.service, fixture->service, "Abgeschlossen");
  tb_pair_exchange (&fixture->pair);
  assert_status (fixture, TB_STATUS_COMPLETE);
}

static void
test_ticketstatus_of_the_lead_completes_both (Fixture      *fixture,
                                              gconstpointer data)
{
  TbTerms terms = TB_TERMS_EMPTY;

  submit (fixture);
  set_status (&fixture->pair.lead, fixture->lead, "abgeschlossen");
  tb_pair_exchange (&fixture->pair);
  assert_status (fixture, TB_STATUS_COMPLETE);
  tb_side_refuse (&fixture->pair.lead,
                  (TbCommand){ .type = TB_COMMAND_OUTSOURCE,
                               .ticket = tb_side_ticket (&fixture->pair.lead, fixture->lead),
                               .partner = "Alpen",
                               .terms = &terms },
                  TB_PROBLEM_TICKET_COMPLETE);
}

static void
test_an_accepted_ticket_is_never_deleted (Fixture      *fixture,
                                          gconstpointer data)
{
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_side_refuse (&fixture->pair.lead,
                  (TbCommand){ .type = TB_COMMAND_DELETE_TICKET,
                               .ticket = tb_side_ticket (&fixture->pair.lead, fixture->lead) },
                  TB_PROBLEM_WAS_ACCEPTED);
  tb_side_refuse (&fixture->pair.service,
                  (TbCommand){ .type = TB_COMMAND_DELETE_TICKET,
                               .ticket = tb_side_ticket (&fixture->pair.service, fixture->service) },
                  TB_PROBLEM_WAS_ACCEPTED);
}

static void
test_next_engagement_starts_anew (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autofree char *offer_number = NULL;
  g_autoptr (TbTicketView) view = NULL;

  submit (fixture);
  g_free (tb_side_note (&fixture->pair.lead, fixture->lead, "in der Pause", FALSE));
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_APPROVE, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_clock_advance (fixture->pair.clock, TB_SECOND);
  tb_side_outsource (&fixture->pair.lead, fixture->lead, "Alpen");
  tb_pair_exchange (&fixture->pair);
  offer_number = tb_side_newest (&fixture->pair.service);
  tb_side_act (&fixture->pair.service, offer_number, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (&fixture->pair);
  view = tb_side_show (&fixture->pair.service, offer_number);
  g_assert_cmpstr (view->ticket->number, ==, "T20261123.0002");
  g_assert_nonnull (tb_item_with (view, "in der Pause"));
}

/* ---- Chains, permissions ---- */

static void
test_a_chain_keeps_its_ends_apart (Fixture      *fixture,
                                   gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *third = NULL;

  tb_pair_add_third (pair);
  tb_clock_advance (pair->clock, TB_SECOND);
  tb_side_outsource (&pair->service, fixture->service, "Ost");
  tb_exchange (&pair->service, &pair->third);
  third = tb_side_newest (&pair->third);
  tb_side_act (&pair->third, third, TB_ACTION_ACCEPT, NULL);
  tb_exchange (&pair->service, &pair->third);
  g_free (tb_side_note (&pair->third, third, "von Ost", FALSE));
  g_free (tb_side_note (&pair->service, fixture->service, "von Alpen", FALSE));
  g_free (tb_side_note (&pair->lead, fixture->lead, "von Nord", FALSE));
  tb_pair_exchange (pair);
  tb_exchange (&pair->service, &pair->third);
  tb_pair_exchange (pair);
  g_assert_true (has_item (&pair->service, fixture->service, "von Ost"));
  g_assert_true (has_item (&pair->lead, fixture->lead, "von Alpen"));
  g_assert_true (has_item (&pair->third, third, "von Alpen"));
  g_assert_false (has_item (&pair->lead, fixture->lead, "von Ost"));
  g_assert_false (has_item (&pair->third, third, "von Nord"));
  g_assert_cmpint (tb_status_of (&pair->service, fixture->service, TB_ROLE_LEAD), ==, TB_STATUS_IN_PROGRESS);
}

static void
test_permission_none_works_but_does_not_outsource (Fixture      *fixture,
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
  assert_status (fixture, TB_STATUS_WAITING_APPROVAL);
}

static void
test_somebody_keeps_all_rights (Fixture      *fixture,
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
test_counter_invitation_turns_the_roles (Fixture      *fixture,
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
test_inactive_partner_declines_by_itself (Fixture      *fixture,
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
test_an_invitation_is_used_once (Fixture      *fixture,
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
test_an_old_invitation_is_refused (Fixture      *fixture,
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

#define ADD(path, start, func) g_test_add (path, Fixture, NULL, start, func, teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/terms/saved-terms-leave-nothing", setup, test_saved_terms_leave_nothing);
  ADD ("/engine/terms/are-checked-at-their-fields", setup, test_terms_are_checked);
  ADD ("/engine/offer/carries-no-customer", setup, test_offer_carries_no_customer);
  ADD ("/engine/offer/cancel-takes-it-back-and-erases-it", setup, test_cancel_takes_the_offer_back);
  ADD ("/engine/offer/crossing-of-cancel-and-accept-has-one-winner", setup, test_crossing_has_one_winner);
  ADD ("/engine/accept/first-one-asks-for-a-mapping", setup, test_first_acceptance_asks_for_a_mapping);
  ADD ("/engine/accept/makes-the-second-ticket-when-confirmed", setup,
       test_acceptance_makes_the_second_ticket);
  ADD ("/engine/accept/too-late-is-declined", setup, test_late_acceptance_is_declined);
  ADD ("/engine/accept/in-time-wins-over-the-clock", setup, test_early_acceptance_wins_over_the_clock);
  ADD ("/engine/auto-decline/after-contact", setup, test_clock_declines_after_contact_or_a_day);
  ADD ("/engine/auto-decline/unheard-after-a-day-of-grace", setup, test_clock_declines_unheard_after_grace);
  ADD ("/engine/start/an-attachment-alone-changes-nothing", setup_accepted,
       test_attachment_alone_starts_nothing);
  ADD ("/engine/start/an-internal-note-starts-and-stays-here", setup_accepted,
       test_internal_note_starts_and_stays);
  ADD ("/engine/start/a-reassignment-starts", setup_accepted, test_reassignment_starts);
  ADD ("/engine/start/the-leads-activity-starts-nothing", setup_accepted, test_leads_activity_starts_nothing);
  ADD ("/engine/items/arrive-as-the-rules-say", setup_accepted, test_items_arrive_as_the_rules_say);
  ADD ("/engine/items/edits-and-deletions-travel", setup_accepted, test_edits_and_deletions_travel);
  ADD ("/engine/items/edit-of-the-partners-item-cuts-its-link", setup_accepted,
       test_edit_of_the_partners_item_cuts_its_link);
  ADD ("/engine/files/arrive-whole", setup_accepted, test_a_file_arrives_whole);
  ADD ("/engine/files/a-large-one-waits", setup_accepted, test_a_large_file_waits);
  ADD ("/engine/pause/everything-before-is-read-only", setup_accepted,
       test_suspension_is_read_only_on_both_sides);
  ADD ("/engine/pause/its-items-never-cross", setup_accepted, test_items_of_the_pause_never_cross);
  ADD ("/engine/pause/reason-of-a-rejection-is-a-locked-note", setup_accepted,
       test_reason_of_a_rejection_is_a_locked_note);
  ADD ("/engine/end/approval-sums-the-time", setup_accepted, test_approval_sums_the_time);
  ADD ("/engine/end/late-items-stay-and-are-told", setup_accepted, test_late_items_stay_and_are_told);
  ADD ("/engine/end/ticketstatus-of-the-service-completes-both", setup_accepted,
       test_ticketstatus_completes_both);
  ADD ("/engine/end/ticketstatus-of-the-lead-completes-both", setup_accepted,
       test_ticketstatus_of_the_lead_completes_both);
  ADD ("/engine/end/an-accepted-ticket-is-never-deleted", setup_accepted,
       test_an_accepted_ticket_is_never_deleted);
  ADD ("/engine/end/the-next-engagement-starts-anew", setup_accepted, test_next_engagement_starts_anew);
  ADD ("/engine/chain/keeps-its-ends-apart", setup_accepted, test_a_chain_keeps_its_ends_apart);
  ADD ("/engine/permission/none-works-but-does-not-outsource", setup_accepted,
       test_permission_none_works_but_does_not_outsource);
  ADD ("/engine/permission/somebody-keeps-all-rights", setup, test_somebody_keeps_all_rights);
  ADD ("/engine/partner/a-counter-invitation-turns-the-roles", setup,
       test_counter_invitation_turns_the_roles);
  ADD ("/engine/partner/an-inactive-one-declines-by-itself", setup, test_inactive_partner_declines_by_itself);
  ADD ("/engine/partner/an-invitation-is-used-once", setup, test_an_invitation_is_used_once);
  ADD ("/engine/partner/an-old-invitation-is-refused", setup, test_an_old_invitation_is_refused);
  return g_test_run ();
}
