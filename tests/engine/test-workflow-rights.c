/* SPDX-License-Identifier: GPL-3.0-or-later
 * Who may do what, what travels, chains, the Ticketstatus (product.md sections 2, 3, 6, 7, 10). */
#include "config.h"

#include "tb-corner.h"

#include <string.h>

static gboolean
is_overdue (TbSide     *side,
            const char *number)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);

  return view->ticket->is_overdue != 0;
}

/* ---- Who may do what ---- */

static void
test_nobody_without_permission_outsources (TbCorner     *fixture,
                                           gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  const TbTerms    terms = TB_TERMS_EMPTY;
  g_autofree char *other = tb_side_new_ticket (lead, "Drucker");
  TbCommand        command = tb_corner_command_on (lead, other, TB_COMMAND_SAVE_TERMS);

  tb_corner_become (lead, "Azubi", TB_PERMISSION_NONE);
  command.partner = "Alpen";
  command.terms = &terms;
  tb_side_refuse (lead, command, TB_PROBLEM_PERMISSION);
  command.type = TB_COMMAND_OUTSOURCE;
  tb_side_refuse (lead, command, TB_PROBLEM_PERMISSION);
  tb_corner_refuse_act (lead, fixture->lead, TB_ACTION_COMPLETE, TB_PROBLEM_PERMISSION);
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_corner_refuse_act (lead, fixture->lead, TB_ACTION_APPROVE, TB_PROBLEM_PERMISSION);
  tb_corner_refuse_act (lead, fixture->lead, TB_ACTION_REJECT, TB_PROBLEM_PERMISSION);
  tb_corner_assert_status (fixture, TB_STATUS_WAITING_APPROVAL);
}

static void
test_nobody_without_permission_answers (TbCorner     *fixture,
                                        gconstpointer data)
{
  TbSide *service = &fixture->pair.service;

  tb_corner_offer (fixture);
  tb_corner_become (service, "Azubi", TB_PERMISSION_NONE);
  tb_corner_refuse_act (service, fixture->service, TB_ACTION_ACCEPT, TB_PROBLEM_PERMISSION);
  tb_corner_refuse_act (service, fixture->service, TB_ACTION_DECLINE, TB_PROBLEM_PERMISSION);
  tb_corner_become (&fixture->pair.lead, "Azubi", TB_PERMISSION_NONE);
  tb_corner_refuse_act (&fixture->pair.lead, fixture->lead, TB_ACTION_CANCEL, TB_PROBLEM_PERMISSION);
  tb_corner_assert_status (fixture, TB_STATUS_ASSIGNED);
}

static void
refuse_management (TbSide *side)
{
  tb_side_refuse (side, (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "Neue" }, TB_PROBLEM_PERMISSION);
  tb_side_refuse (side,
                  (TbCommand){ .type = TB_COMMAND_STATUS_ADD, .name = "Neu", .meaning = TB_MEANING_WAITING },
                  TB_PROBLEM_PERMISSION);
  tb_side_refuse (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "name", .value = "Süd" },
                  TB_PROBLEM_PERMISSION);
  tb_side_refuse (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "names", .value = "on" },
                  TB_PROBLEM_PERMISSION);
}

static void
test_each_permission_includes_the_one_before (TbCorner     *fixture,
                                              gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *admin = tb_engine_get_config (lead->engine, "user", NULL);

  tb_corner_become (lead, "Disponentin", TB_PERMISSION_OUTSOURCE);
  tb_corner_offer (fixture);
  tb_corner_assert_status (fixture, TB_STATUS_ASSIGNED);
  tb_side_refuse (lead, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "West" }, TB_PROBLEM_PERMISSION);
  tb_side_refuse (lead,
                  (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Alpen" }, TB_PROBLEM_PERMISSION);
  refuse_management (lead);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = admin }, NULL);
  tb_corner_become (lead, "Partnerfrau", TB_PERMISSION_PARTNERS);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "West" }, NULL);
  refuse_management (lead);
  tb_side_act (lead, fixture->lead, TB_ACTION_CANCEL, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_CANCELED);
}

static void
test_folders_show_ones_own (TbCorner     *fixture,
                            gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *admin = tb_engine_get_config (lead->engine, "user", NULL);
  g_autofree char *own = tb_side_new_ticket (lead, "Selbst gesendet");

  tb_corner_become (lead, "Disponentin", TB_PERMISSION_OUTSOURCE);
  g_assert_cmpuint (tb_corner_count_in (lead, TB_FOLDER_LEAD_OPEN), ==, 0);
  tb_side_outsource (lead, own, "Alpen");
  g_assert_cmpuint (tb_corner_count_in (lead, TB_FOLDER_LEAD_OPEN), ==, 1);
  g_assert_cmpuint (tb_corner_count_in (lead, TB_FOLDER_LEAD_ACCEPTED), ==, 0);
  tb_corner_set (lead, fixture->lead, "assignee", "Disponentin");
  g_assert_cmpuint (tb_corner_count_in (lead, TB_FOLDER_LEAD_ACCEPTED), ==, 1);
  /* The group „Tickets“ is everybody's. */
  g_assert_cmpuint (tb_corner_count_in (lead, TB_FOLDER_TICKETS_ALL), ==, 2);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = admin }, NULL);
  tb_corner_become (lead, "Partnerfrau", TB_PERMISSION_PARTNERS);
  g_assert_cmpuint (tb_corner_count_in (lead, TB_FOLDER_LEAD_OPEN), ==, 2);
}

static void
accept_offer (TbCorner *fixture)
{
  TbSide   *service = &fixture->pair.service;
  TbCommand command = tb_corner_command_on (service, fixture->service, TB_COMMAND_ACT);

  command.action = TB_ACTION_ACCEPT;
  command.organisation = "Nord";
  tb_side_do (service, command, NULL);
}

/* An offer that nobody is assigned to becomes the ticket of who accepts it. */
static void
test_who_accepts_is_assigned (TbCorner     *fixture,
                              gconstpointer data)
{
  TbSide          *service = &fixture->pair.service;
  g_autofree char *admin = tb_engine_get_config (service->engine, "user", NULL);
  g_autoptr (TbTicketView) view = NULL;
  const TbHistoryRecord *last;

  tb_corner_offer (fixture);
  tb_corner_become (service, "Technikerin", TB_PERMISSION_OUTSOURCE);
  accept_offer (fixture);
  /* Somebody else may be at the desk when the lead answers. */
  tb_side_do (service, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = admin }, NULL);
  tb_pair_exchange (&fixture->pair);
  view = tb_side_show (service, fixture->service);
  g_assert_cmpstr (view->assignee->name, ==, "Technikerin");
  last = view->history->pdata[view->history->len - 1];
  for (guint i = view->history->len; i > 0 && g_strcmp0 (last->reason, "assignee") != 0; i--)
    last = view->history->pdata[i - 1];
  g_assert_cmpstr (last->reason, ==, "assignee");
  g_assert_cmpstr (last->to_value, ==, "Technikerin");
  tb_corner_assert_status (fixture, TB_STATUS_ACCEPTED);
  tb_side_do (service,
              (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = "Technikerin" }, NULL);
  g_assert_cmpuint (tb_corner_count_in (service, TB_FOLDER_SERVICE_ACCEPTED), ==, 1);
}

static void
test_who_has_left_is_not_assigned (TbCorner     *fixture,
                                   gconstpointer data)
{
  TbSide          *service = &fixture->pair.service;
  g_autofree char *admin = tb_engine_get_config (service->engine, "user", NULL);
  g_autoptr (TbTicketView) view = NULL;

  tb_corner_offer (fixture);
  tb_corner_become (service, "Technikerin", TB_PERMISSION_OUTSOURCE);
  accept_offer (fixture);
  tb_side_do (service, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = admin }, NULL);
  tb_side_do (service,
              (TbCommand){ .type = TB_COMMAND_USER_SET, .name = "Technikerin", .value = "active" }, NULL);
  tb_pair_exchange (&fixture->pair);
  view = tb_side_show (service, fixture->service);
  g_assert_null (view->assignee);
}

static void
test_an_inactive_user_does_nothing (TbCorner     *fixture,
                                    gconstpointer data)
{
  TbSide           *lead = &fixture->pair.lead;
  TbResult          result = { 0 };
  const TbItemDraft draft = { .kind = TB_ITEM_NOTE, .text = "darf ich nicht" };
  TbCommand         command = tb_corner_command_on (lead, fixture->lead, TB_COMMAND_ADD_ITEM);

  tb_side_do (lead,
              (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "R. Huber", .permission = TB_PERMISSION_ALL },
              &result);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_USER_SET, .name = "R. Huber", .value = "active" }, NULL);
  command.item = &draft;
  command.user = result.id;
  tb_side_refuse (lead, command, TB_PROBLEM_USER_INACTIVE);
  command.type = TB_COMMAND_SET;
  command.user = 0;
  command.name = "assignee";
  command.value = "R. Huber";
  tb_side_refuse (lead, command, TB_PROBLEM_USER_INACTIVE);
  tb_side_refuse (lead, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = "R. Huber" },
                  TB_PROBLEM_USER_INACTIVE);
  tb_result_clear (&result);
}

/* ---- Items ---- */

static void
test_an_internal_item_made_public_travels (TbCorner     *fixture,
                                           gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *uuid = tb_side_note (&pair->lead, fixture->lead, "noch intern", TRUE);

  tb_pair_exchange (pair);
  g_assert_false (tb_corner_has_item (&pair->service, fixture->service, "noch intern"));
  tb_corner_edit (&pair->lead, fixture->lead, uuid, (TbItemDraft){ .text = "jetzt öffentlich" });
  tb_pair_exchange (pair);
  g_assert_true (tb_corner_has_item (&pair->service, fixture->service, "jetzt öffentlich"));
  tb_corner_edit (&pair->lead, fixture->lead, uuid,
                  (TbItemDraft){ .text = "wieder intern", .is_internal = TRUE });
  tb_pair_exchange (pair);
  g_assert_false (tb_corner_has_item (&pair->service, fixture->service, "jetzt öffentlich"));
  g_assert_false (tb_corner_has_item (&pair->service, fixture->service, "wieder intern"));
}

static void
test_internal_items_of_any_kind_stay (TbCorner     *fixture,
                                      gconstpointer data)
{
  TbPair *pair = &fixture->pair;
  g_autoptr (GBytes) bytes = g_bytes_new ("Lohnliste", 9);
  TbItemKind kind;
  g_autoptr (TbTicketView) lead = NULL;
  g_autoptr (TbTicketView) service = NULL;

  for (kind = 0; kind < TB_N_ITEM_KINDS; kind++)
    {
      const TbItemDraft draft = { .kind = kind,
                                  .text = "geheim",
                                  .is_internal = TRUE,
                                  .minutes = 5,
                                  .unit_price = 100,
                                  .bytes = kind == TB_ITEM_FILE ? bytes : NULL };

      g_free (tb_corner_add (&pair->lead, fixture->lead, draft));
      g_free (tb_corner_add (&pair->service, fixture->service, draft));
    }
  tb_pair_exchange (pair);
  lead = tb_side_show (&pair->lead, fixture->lead);
  service = tb_side_show (&pair->service, fixture->service);
  g_assert_cmpuint (lead->items->len, ==, TB_N_ITEM_KINDS);
  g_assert_cmpuint (service->items->len, ==, TB_N_ITEM_KINDS);
}

static void
test_a_deleted_item_of_the_partner_is_cut_alone (TbCorner     *fixture,
                                                 gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *cut = tb_side_note (&pair->service, fixture->service, "wird gestrichen", FALSE);
  g_autofree char *kept = tb_side_note (&pair->service, fixture->service, "bleibt", FALSE);

  tb_pair_exchange (pair);
  tb_corner_delete_item (&pair->lead, fixture->lead, cut);
  tb_pair_exchange (pair);
  g_assert_true (tb_corner_has_item (&pair->service, fixture->service, "wird gestrichen"));
  tb_corner_edit (&pair->service, fixture->service, cut, (TbItemDraft){ .text = "doch wichtig" });
  tb_corner_edit (&pair->service, fixture->service, kept, (TbItemDraft){ .text = "bleibt, geändert" });
  tb_pair_exchange (pair);
  g_assert_false (tb_corner_has_item (&pair->lead, fixture->lead, "doch wichtig"));
  g_assert_true (tb_corner_has_item (&pair->lead, fixture->lead, "bleibt, geändert"));
}

static void
test_all_late_items_are_counted (TbCorner     *fixture,
                                 gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *uuid = tb_side_note (&pair->service, fixture->service, "rechtzeitig", FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new ("Protokoll", 9);
  g_autoptr (TbTicketView) view = NULL;

  tb_pair_exchange (pair);
  g_free (tb_corner_add (&pair->service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_TIME, .minutes = 5 }));
  g_free (tb_corner_add (&pair->service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "log.txt" }));
  tb_corner_edit (&pair->service, fixture->service, uuid, (TbItemDraft){ .text = "zu spät geändert" });
  tb_side_act (&pair->lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (pair);
  view = tb_side_show (&pair->service, fixture->service);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->record->late_items, ==, 3);
  g_assert_true (tb_corner_has_item (&pair->lead, fixture->lead, "rechtzeitig"));
}

static void
test_an_empty_file_arrives (TbCorner     *fixture,
                            gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new (NULL, 0);
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_corner_add (&fixture->pair.lead, fixture->lead,
                         (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "leer.txt" }));
  tb_pair_exchange (&fixture->pair);
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_cmpuint (view->items->len, ==, 1);
  g_assert_cmpstr (((TbItemView *)view->items->pdata[0])->record->file_name, ==, "leer.txt");
}

/* ---- The coupling of Ticketstatus ---- */

static void
test_a_complete_ticket_takes_its_offer_along (TbCorner     *fixture,
                                              gconstpointer data)
{
  gint64 amount;

  tb_corner_offer (fixture);
  tb_corner_set (&fixture->pair.lead, fixture->lead, "status", "Abgeschlossen");
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
  g_assert_cmpuint (tb_corner_sum_charges (&fixture->pair.lead, fixture->lead, &amount), ==, 0);
  g_assert_cmpuint (tb_corner_count_in (&fixture->pair.service, TB_FOLDER_SERVICE_OPEN), ==, 0);
}

static void
test_a_complete_ticket_discards_its_draft (TbCorner     *fixture,
                                           gconstpointer data)
{
  TbSide       *lead = &fixture->pair.lead;
  const TbTerms terms = TB_TERMS_EMPTY;

  fixture->lead = tb_side_new_ticket (lead, "Drucker");
  tb_corner_save_terms (lead, fixture->lead, &terms);
  tb_corner_set (lead, fixture->lead, "status", "Abgeschlossen");
  g_assert_cmpint (tb_status_of (lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_NONE);
  g_assert_false (tb_push_once (lead, &fixture->pair.service, FALSE));
}

static void
test_a_refused_ticket_stays_refused (TbCorner     *fixture,
                                     gconstpointer data)
{
  TbPair *pair = &fixture->pair;

  tb_corner_offer (fixture);
  tb_side_act (&pair->service, fixture->service, TB_ACTION_DECLINE, NULL);
  tb_pair_exchange (pair);
  tb_corner_set (&pair->lead, fixture->lead, "status", "Abgeschlossen");
  tb_pair_exchange (pair);
  tb_corner_assert_status (fixture, TB_STATUS_DECLINED);
  g_assert_cmpuint (tb_corner_count_in (&pair->lead, TB_FOLDER_LEAD_DECLINED), ==, 1);
  g_assert_cmpuint (tb_corner_count_in (&pair->lead, TB_FOLDER_LEAD_OPEN), ==, 0);
}

static void
test_an_end_leaves_the_ticketstatus_alone (TbCorner     *fixture,
                                           gconstpointer data)
{
  TbPair *pair = &fixture->pair;
  g_autoptr (TbTicketView) lead = NULL;
  g_autoptr (TbTicketView) service = NULL;

  tb_corner_set (&pair->service, fixture->service, "status", "Abgeschlossen");
  tb_pair_exchange (pair);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
  lead = tb_side_show (&pair->lead, fixture->lead);
  g_assert_cmpstr (lead->status->name, ==, "Neu");
  tb_corner_set (&pair->service, fixture->service, "status", "In Bearbeitung");
  tb_pair_exchange (pair);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
  service = tb_side_show (&pair->service, fixture->service);
  g_assert_true (service->ticket->is_open);
}

/* ---- Chains ---- */

static char *
pass_on (TbCorner *fixture)
{
  TbPair *pair = &fixture->pair;
  char   *third;

  tb_pair_add_third (pair);
  tb_clock_advance (pair->clock, TB_SECOND);
  tb_side_outsource (&pair->service, fixture->service, "Ost");
  tb_exchange (&pair->service, &pair->third);
  third = tb_side_newest (&pair->third);
  tb_side_act (&pair->third, third, TB_ACTION_ACCEPT, NULL);
  tb_exchange (&pair->service, &pair->third);
  return third;
}

static void
test_a_complete_link_of_a_chain_ends_both (TbCorner     *fixture,
                                           gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *third = pass_on (fixture);
  gint64           amount;

  g_free (tb_corner_add (&pair->third, third,
                         (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "von Ost", .minutes = 60 }));
  tb_exchange (&pair->service, &pair->third);
  tb_corner_set (&pair->service, fixture->service, "status", "Abgeschlossen");
  tb_pair_exchange (pair);
  tb_exchange (&pair->service, &pair->third);
  tb_pair_exchange (pair);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
  g_assert_cmpint (tb_status_of (&pair->third, third, TB_ROLE_SERVICE), ==, TB_STATUS_COMPLETE);
  /* What Ost costs stays between Alpen and Ost. */
  g_assert_cmpuint (tb_corner_sum_charges (&pair->service, fixture->service, &amount), ==, 1);
  g_assert_cmpint (amount, ==, 8500);
  g_assert_cmpuint (tb_corner_sum_charges (&pair->lead, fixture->lead, &amount), ==, 0);
}

static void
test_a_pause_of_a_chain_stops_one_side (TbCorner     *fixture,
                                        gconstpointer data)
{
  TbPair          *pair = &fixture->pair;
  g_autofree char *third = pass_on (fixture);
  g_autofree char *uuid = tb_side_note (&pair->third, third, "von Ost", FALSE);

  tb_exchange (&pair->service, &pair->third);
  tb_side_act (&pair->service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (pair);
  tb_corner_assert_status (fixture, TB_STATUS_WAITING_APPROVAL);
  g_assert_cmpint (tb_status_of (&pair->third, third, TB_ROLE_SERVICE), ==, TB_STATUS_IN_PROGRESS);
  tb_corner_edit (&pair->third, third, uuid, (TbItemDraft){ .text = "von Ost, geändert" });
  g_free (tb_side_note (&pair->service, fixture->service, "in der Pause", FALSE));
  tb_exchange (&pair->service, &pair->third);
  tb_pair_exchange (pair);
  g_assert_true (tb_corner_has_item (&pair->service, fixture->service, "von Ost, geändert"));
  g_assert_true (tb_corner_has_item (&pair->third, third, "in der Pause"));
  g_assert_false (tb_corner_has_item (&pair->lead, fixture->lead, "in der Pause"));
}

/* ---- What must not be in any byte ---- */

static void
play_all (TbCorner *fixture,
          GString  *bytes)
{
  TbPair *pair = &fixture->pair;

  fixture->lead = tb_side_new_ticket (&pair->lead, "Mailserver");
  g_free (tb_side_note (&pair->lead, fixture->lead, "nur-intern-lead", TRUE));
  tb_side_outsource (&pair->lead, fixture->lead, "Alpen");
  tb_corner_exchange_recorded (&pair->lead, &pair->service, bytes);
  fixture->service = tb_side_newest (&pair->service);
  tb_side_act (&pair->service, fixture->service, TB_ACTION_ACCEPT, NULL);
  tb_corner_exchange_recorded (&pair->lead, &pair->service, bytes);
  g_free (tb_side_note (&pair->service, fixture->service, "nur-intern-service", TRUE));
  g_free (tb_corner_add (&pair->service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Zeit", .minutes = 60 }));
  g_free (tb_corner_add (&pair->lead, fixture->lead,
                         (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Telefonat", .minutes = 45 }));
  tb_side_act (&pair->service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_corner_exchange_recorded (&pair->lead, &pair->service, bytes);
  tb_side_act (&pair->lead, fixture->lead, TB_ACTION_REJECT, "fehlt noch");
  g_free (tb_side_note (&pair->lead, fixture->lead, "nach der Pause", FALSE));
  tb_corner_exchange_recorded (&pair->lead, &pair->service, bytes);
  tb_side_act (&pair->lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  tb_corner_exchange_recorded (&pair->lead, &pair->service, bytes);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
}

static void
test_employees_are_not_named (TbCorner     *fixture,
                              gconstpointer data)
{
  g_autoptr (GString) bytes = g_string_new (NULL);

  tb_corner_become (&fixture->pair.lead, "Lena Leadfrau", TB_PERMISSION_ALL);
  tb_corner_become (&fixture->pair.service, "Sepp Servicemann", TB_PERMISSION_ALL);
  play_all (fixture, bytes);
  g_assert_nonnull (strstr (bytes->str, "nach der Pause"));
  g_assert_null (strstr (bytes->str, "Leadfrau"));
  g_assert_null (strstr (bytes->str, "Servicemann"));
  g_assert_null (strstr (bytes->str, "nur-intern"));
  /* The customer's rate of 110,00 € stays; the agreed one of 85,00 € goes. */
  g_assert_nonnull (strstr (bytes->str, "\"85.00\""));
  g_assert_null (strstr (bytes->str, "110.00"));
}

static void
test_employees_are_named_if_wanted (TbCorner     *fixture,
                                    gconstpointer data)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autoptr (TbTicketView) view = NULL;

  tb_corner_become (&fixture->pair.lead, "Lena Leadfrau", TB_PERMISSION_ALL);
  tb_corner_become (&fixture->pair.service, "Sepp Servicemann", TB_PERMISSION_ALL);
  tb_side_do (&fixture->pair.service,
              (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "names", .value = "on" }, NULL);
  play_all (fixture, bytes);
  g_assert_nonnull (strstr (bytes->str, "Servicemann"));
  g_assert_null (strstr (bytes->str, "Leadfrau"));
  view = tb_side_show (&fixture->pair.lead, fixture->lead);
  g_assert_cmpstr (tb_ticket_view_latest (view, TB_ROLE_LEAD)->record->accepted_by, ==, "Sepp Servicemann");
  g_assert_cmpstr (tb_item_with (view, "Zeit")->record->author, ==, "Sepp Servicemann");
}

/* ---- Alerts, overdue ---- */

static void
test_an_alert_is_kept_and_taken_back (TbCorner     *fixture,
                                      gconstpointer data)
{
  TbSide   *lead = &fixture->pair.lead;
  TbCommand command = tb_corner_command_on (lead, fixture->lead, TB_COMMAND_ALERT);
  g_autoptr (TbTicketView) there = NULL;
  g_autoptr (TbTicketView) here = NULL;

  command.text = "Zahlt erst nach Mahnung";
  tb_side_do (lead, command, NULL);
  tb_pair_exchange (&fixture->pair);
  there = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_null (there->ticket->alert);
  here = tb_side_show (lead, fixture->lead);
  g_assert_cmpstr (here->ticket->alert, ==, "Zahlt erst nach Mahnung");
  tb_ticket_view_free (g_steal_pointer (&here));
  command.text = "";
  tb_side_do (lead, command, NULL);
  here = tb_side_show (lead, fixture->lead);
  g_assert_null (here->ticket->alert);
}

static void
test_the_timer_turns_overdue (TbCorner     *fixture,
                              gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;

  fixture->lead = tb_side_new_ticket (lead, "Drucker");
  tb_corner_set (lead, fixture->lead, "due", "+1h");
  tb_clock_advance (fixture->pair.clock, TB_HOUR - TB_SECOND);
  tb_corner_tick (lead);
  g_assert_false (is_overdue (lead, fixture->lead));
  tb_clock_advance (fixture->pair.clock, TB_SECOND);
  g_assert_cmpuint (tb_corner_count_in (lead, TB_FOLDER_TICKETS_OVERDUE), ==, 0);
  tb_corner_tick (lead);
  g_assert_true (is_overdue (lead, fixture->lead));
  g_assert_cmpuint (tb_corner_count_in (lead, TB_FOLDER_TICKETS_OVERDUE), ==, 1);
  tb_corner_set (lead, fixture->lead, "status", "Abgeschlossen");
  g_assert_cmpuint (tb_corner_count_in (lead, TB_FOLDER_TICKETS_OVERDUE), ==, 0);
  tb_corner_set (lead, fixture->lead, "status", "Neu");
  g_assert_true (is_overdue (lead, fixture->lead));
  tb_corner_set (lead, fixture->lead, "due", "+1d");
  g_assert_false (is_overdue (lead, fixture->lead));
}

#define ADD(path, start, func) g_test_add (path, TbCorner, NULL, start, func, tb_corner_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/rights/nobody-without-permission-outsources", tb_corner_setup_accepted,
       test_nobody_without_permission_outsources);
  ADD ("/engine/rights/nobody-without-permission-answers", tb_corner_setup,
       test_nobody_without_permission_answers);
  ADD ("/engine/rights/each-includes-the-one-before", tb_corner_setup,
       test_each_permission_includes_the_one_before);
  ADD ("/engine/rights/folders-show-ones-own", tb_corner_setup_accepted, test_folders_show_ones_own);
  ADD ("/engine/rights/who-accepts-is-assigned", tb_corner_setup, test_who_accepts_is_assigned);
  ADD ("/engine/rights/who-has-left-is-not-assigned", tb_corner_setup, test_who_has_left_is_not_assigned);
  ADD ("/engine/rights/an-inactive-user-does-nothing", tb_corner_setup_accepted,
       test_an_inactive_user_does_nothing);
  ADD ("/engine/items/an-internal-one-made-public-travels", tb_corner_setup_accepted,
       test_an_internal_item_made_public_travels);
  ADD ("/engine/items/internal-ones-of-any-kind-stay", tb_corner_setup_accepted,
       test_internal_items_of_any_kind_stay);
  ADD ("/engine/items/a-deleted-one-of-the-partner-is-cut-alone", tb_corner_setup_accepted,
       test_a_deleted_item_of_the_partner_is_cut_alone);
  ADD ("/engine/items/all-late-ones-are-counted", tb_corner_setup_accepted, test_all_late_items_are_counted);
  ADD ("/engine/files/an-empty-one-arrives", tb_corner_setup_accepted, test_an_empty_file_arrives);
  ADD ("/engine/ticketstatus/takes-an-offer-along", tb_corner_setup,
       test_a_complete_ticket_takes_its_offer_along);
  ADD ("/engine/ticketstatus/discards-a-draft", tb_corner_setup, test_a_complete_ticket_discards_its_draft);
  ADD ("/engine/ticketstatus/leaves-a-refusal", tb_corner_setup, test_a_refused_ticket_stays_refused);
  ADD ("/engine/ticketstatus/is-left-alone-by-an-end", tb_corner_setup_accepted,
       test_an_end_leaves_the_ticketstatus_alone);
  ADD ("/engine/chain/a-complete-link-ends-both", tb_corner_setup_accepted,
       test_a_complete_link_of_a_chain_ends_both);
  ADD ("/engine/chain/a-pause-stops-one-side", tb_corner_setup_accepted,
       test_a_pause_of_a_chain_stops_one_side);
  ADD ("/engine/bytes/employees-are-not-named", tb_corner_setup, test_employees_are_not_named);
  ADD ("/engine/bytes/employees-are-named-if-wanted", tb_corner_setup, test_employees_are_named_if_wanted);
  ADD ("/engine/alert/is-kept-and-taken-back", tb_corner_setup_accepted,
       test_an_alert_is_kept_and_taken_back);
  ADD ("/engine/overdue/is-turned-by-the-timer", tb_corner_setup, test_the_timer_turns_overdue);
  return g_test_run ();
}
