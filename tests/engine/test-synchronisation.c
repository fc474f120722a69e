/* SPDX-License-Identifier: GPL-3.0-or-later
 * What travels while the work is live, in the pause and at the end (product.md section 6). */
#include "config.h"

#include "tb-corner.h"

#include <string.h>

static void
submit (TbCorner *fixture)
{
  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->pair);
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

/* ---- Items ---- */

static void
test_items_arrive_as_the_rules_say (TbCorner     *fixture,
                                    gconstpointer data)
{
  g_autoptr (TbTicketView) lead = NULL;
  g_autoptr (TbTicketView) service = NULL;
  TbItemView *item;

  g_free (tb_side_note (&fixture->pair.service, fixture->service, "Notiz", FALSE));
  g_free (tb_corner_add (&fixture->pair.service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Zeit", .minutes = 90 }));
  g_free (tb_corner_add (
    &fixture->pair.service, fixture->service,
    (TbItemDraft){ .kind = TB_ITEM_CHARGE, .text = "Netzteil", .unit_price = 4990, .quantity = 2500 }));
  g_free (tb_corner_add (&fixture->pair.lead, fixture->lead,
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
test_edits_and_deletions_travel (TbCorner     *fixture,
                                 gconstpointer data)
{
  g_autofree char *uuid = tb_side_note (&fixture->pair.service, fixture->service, "erste Fassung", FALSE);
  TbSide          *service = &fixture->pair.service;

  tb_pair_exchange (&fixture->pair);
  edit (service, fixture->service, uuid, "zweite Fassung", FALSE);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_corner_has_item (&fixture->pair.lead, fixture->lead, "zweite Fassung"));
  edit (service, fixture->service, uuid, "zweite Fassung", TRUE);
  tb_pair_exchange (&fixture->pair);
  g_assert_false (tb_corner_has_item (&fixture->pair.lead, fixture->lead, "zweite Fassung"));
  edit (service, fixture->service, uuid, "dritte Fassung", FALSE);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_corner_has_item (&fixture->pair.lead, fixture->lead, "dritte Fassung"));
  tb_side_do (service,
              (TbCommand){ .type = TB_COMMAND_DELETE_ITEM,
                           .ticket = tb_side_ticket (service, fixture->service),
                           .uuid = uuid },
              NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_false (tb_corner_has_item (&fixture->pair.lead, fixture->lead, "dritte Fassung"));
}

static void
test_edit_of_the_partners_item_cuts_its_link (TbCorner     *fixture,
                                              gconstpointer data)
{
  g_autofree char *uuid = tb_side_note (&fixture->pair.service, fixture->service, "vom Service", FALSE);

  tb_pair_exchange (&fixture->pair);
  edit (&fixture->pair.lead, fixture->lead, uuid, "beim Lead geändert", TRUE);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_corner_has_item (&fixture->pair.service, fixture->service, "vom Service"));
  edit (&fixture->pair.service, fixture->service, uuid, "später geändert", FALSE);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_corner_has_item (&fixture->pair.lead, fixture->lead, "beim Lead geändert"));
  g_assert_false (tb_corner_has_item (&fixture->pair.lead, fixture->lead, "später geändert"));
}

static void
test_a_file_arrives_whole (TbCorner     *fixture,
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
      g_free (tb_corner_add (&fixture->pair.service, fixture->service,
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
test_a_large_file_waits (TbCorner     *fixture,
                         gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (800 * 1000), 800 * 1000);
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_corner_add (&fixture->pair.service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "abbild.iso" }));
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_true (((TbItemView *)view->items->pdata[0])->is_waiting);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->delivery, ==, TB_DELIVERY_WAITING);
}

/* ---- The pause ---- */

static void
test_suspension_is_read_only_on_both_sides (TbCorner     *fixture,
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
  tb_corner_assert_status (fixture, TB_STATUS_WAITING_APPROVAL);
  refuse_edit (&fixture->pair.service, fixture->service, ours, TB_PROBLEM_READ_ONLY);
  refuse_edit (&fixture->pair.service, fixture->service, theirs, TB_PROBLEM_READ_ONLY);
  refuse_edit (&fixture->pair.lead, fixture->lead, ours, TB_PROBLEM_READ_ONLY);
  refuse_edit (&fixture->pair.lead, fixture->lead, theirs, TB_PROBLEM_READ_ONLY);
  refuse_edit (&fixture->pair.lead, fixture->lead, internal, TB_PROBLEM_READ_ONLY);
  late = tb_side_note (&fixture->pair.lead, fixture->lead, "in der Pause", FALSE);
  edit (&fixture->pair.lead, fixture->lead, late, "in der Pause, geändert", FALSE);
}

static void
test_items_of_the_pause_never_cross (TbCorner     *fixture,
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
  tb_corner_assert_status (fixture, TB_STATUS_IN_PROGRESS);
  edit (&fixture->pair.service, fixture->service, late, "Pause, geändert", FALSE);
  edit (&fixture->pair.service, fixture->service, before, "nachher", FALSE);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_corner_has_item (&fixture->pair.lead, fixture->lead, "nachher"));
  g_assert_false (tb_corner_has_item (&fixture->pair.lead, fixture->lead, "Pause, Service"));
  g_assert_false (tb_corner_has_item (&fixture->pair.lead, fixture->lead, "Pause, geändert"));
  g_assert_false (tb_corner_has_item (&fixture->pair.service, fixture->service, "Pause, Lead"));
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_true (tb_item_with (view, "Pause, geändert")->is_local_only);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->record->phase, ==, 2);
}

static void
test_reason_of_a_rejection_is_a_locked_note (TbCorner     *fixture,
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
test_approval_sums_the_time (TbCorner     *fixture,
                             gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;
  TbItemView *sum;
  guint       i, charges = 0;

  g_free (tb_corner_add (&fixture->pair.service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Zeit", .minutes = 50 }));
  g_free (tb_corner_add (&fixture->pair.service, fixture->service,
                         (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "mehr Zeit", .minutes = 35 }));
  submit (fixture);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_APPROVE, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
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
  g_assert_true (tb_corner_has_item (&fixture->pair.lead, fixture->lead, "mehr Zeit"));
}

static void
test_late_items_stay_and_are_told (TbCorner     *fixture,
                                   gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_side_note (&fixture->pair.service, fixture->service, "rechtzeitig", FALSE));
  tb_pair_exchange (&fixture->pair);
  g_free (tb_side_note (&fixture->pair.service, fixture->service, "zu spät", FALSE));
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
  g_assert_false (tb_corner_has_item (&fixture->pair.lead, fixture->lead, "zu spät"));
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
test_ticketstatus_completes_both (TbCorner     *fixture,
                                  gconstpointer data)
{
  set_status (&fixture->pair.service, fixture->service, "Abgeschlossen");
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
}

static void
test_ticketstatus_of_the_lead_completes_both (TbCorner     *fixture,
                                              gconstpointer data)
{
  TbTerms terms = TB_TERMS_EMPTY;

  submit (fixture);
  set_status (&fixture->pair.lead, fixture->lead, "abgeschlossen");
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
  tb_side_refuse (&fixture->pair.lead,
                  (TbCommand){ .type = TB_COMMAND_OUTSOURCE,
                               .ticket = tb_side_ticket (&fixture->pair.lead, fixture->lead),
                               .partner = "Alpen",
                               .terms = &terms },
                  TB_PROBLEM_TICKET_COMPLETE);
}

static void
test_an_accepted_ticket_is_never_deleted (TbCorner     *fixture,
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
test_next_engagement_starts_anew (TbCorner     *fixture,
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

/* ---- Chains ---- */

static void
test_a_chain_keeps_its_ends_apart (TbCorner     *fixture,
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
  g_assert_true (tb_corner_has_item (&pair->service, fixture->service, "von Ost"));
  g_assert_true (tb_corner_has_item (&pair->lead, fixture->lead, "von Alpen"));
  g_assert_true (tb_corner_has_item (&pair->third, third, "von Alpen"));
  g_assert_false (tb_corner_has_item (&pair->lead, fixture->lead, "von Ost"));
  g_assert_false (tb_corner_has_item (&pair->third, third, "von Nord"));
  g_assert_cmpint (tb_status_of (&pair->service, fixture->service, TB_ROLE_LEAD), ==, TB_STATUS_IN_PROGRESS);
}

#define ADD(path, start, func) g_test_add (path, TbCorner, NULL, start, func, tb_corner_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/items/arrive-as-the-rules-say", tb_corner_setup_accepted, test_items_arrive_as_the_rules_say);
  ADD ("/engine/items/edits-and-deletions-travel", tb_corner_setup_accepted, test_edits_and_deletions_travel);
  ADD ("/engine/items/edit-of-the-partners-item-cuts-its-link", tb_corner_setup_accepted,
       test_edit_of_the_partners_item_cuts_its_link);
  ADD ("/engine/files/arrive-whole", tb_corner_setup_accepted, test_a_file_arrives_whole);
  ADD ("/engine/files/a-large-one-waits", tb_corner_setup_accepted, test_a_large_file_waits);
  ADD ("/engine/pause/everything-before-is-read-only", tb_corner_setup_accepted,
       test_suspension_is_read_only_on_both_sides);
  ADD ("/engine/pause/its-items-never-cross", tb_corner_setup_accepted, test_items_of_the_pause_never_cross);
  ADD ("/engine/pause/reason-of-a-rejection-is-a-locked-note", tb_corner_setup_accepted,
       test_reason_of_a_rejection_is_a_locked_note);
  ADD ("/engine/end/approval-sums-the-time", tb_corner_setup_accepted, test_approval_sums_the_time);
  ADD ("/engine/end/late-items-stay-and-are-told", tb_corner_setup_accepted,
       test_late_items_stay_and_are_told);
  ADD ("/engine/end/ticketstatus-of-the-service-completes-both", tb_corner_setup_accepted,
       test_ticketstatus_completes_both);
  ADD ("/engine/end/ticketstatus-of-the-lead-completes-both", tb_corner_setup_accepted,
       test_ticketstatus_of_the_lead_completes_both);
  ADD ("/engine/end/an-accepted-ticket-is-never-deleted", tb_corner_setup_accepted,
       test_an_accepted_ticket_is_never_deleted);
  ADD ("/engine/end/the-next-engagement-starts-anew", tb_corner_setup_accepted,
       test_next_engagement_starts_anew);
  ADD ("/engine/chain/keeps-its-ends-apart", tb_corner_setup_accepted, test_a_chain_keeps_its_ends_apart);
  return g_test_run ();
}
