/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of a ticket's sheet: what it shows, what it announces, what it leaves in peace. */
#include "config.h"

#include "tb-corner.h"
#include "tb-ticket-sheet.h"

#include <string.h>

#define MANY 1000

/** A sheet under watch. */
typedef struct
{
  TbTicketSheet *sheet;   /* (owned) */
  GString       *items;   /* announced: position-removed+added */
  GString       *history; /* likewise */
  GString       *notes;   /* notified properties of the sheet */
  guint          updates;
  guint          failures;
} Watch;

static void
on_items_changed_cb (GListModel *model,
                     guint       position,
                     guint       removed,
                     guint       added,
                     GString    *log)
{
  g_string_append_printf (log, "%s%u-%u+%u", log->len > 0 ? " " : "", position, removed, added);
}

static void
on_notify_cb (GObject    *object,
              GParamSpec *pspec,
              GString    *log)
{
  g_string_append_printf (log, "%s%s", log->len > 0 ? " " : "", pspec->name);
}

static void
on_updated_cb (Watch *watch)
{
  watch->updates++;
}

static void
on_failed_cb (TbTicketSheet *sheet,
              const GError  *error,
              Watch         *watch)
{
  g_assert_nonnull (error);
  watch->failures++;
}

/* The store runs inline: what is on its way is done when nothing is left to do. */
static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
forget (Watch *watch)
{
  g_string_truncate (watch->items, 0);
  g_string_truncate (watch->history, 0);
  g_string_truncate (watch->notes, 0);
  watch->updates = 0;
}

static void
watch_begin (Watch      *watch,
             TbSide     *side,
             const char *number)
{
  *watch = (Watch){ 0 };
  watch->items = g_string_new (NULL);
  watch->history = g_string_new (NULL);
  watch->notes = g_string_new (NULL);
  watch->sheet = tb_ticket_sheet_new (side->engine, tb_side_ticket (side, number));
  g_signal_connect (tb_ticket_sheet_get_items (watch->sheet), "items-changed",
                    G_CALLBACK (on_items_changed_cb), watch->items);
  g_signal_connect (tb_ticket_sheet_get_history (watch->sheet), "items-changed",
                    G_CALLBACK (on_items_changed_cb), watch->history);
  g_signal_connect (watch->sheet, "notify", G_CALLBACK (on_notify_cb), watch->notes);
  g_signal_connect_swapped (watch->sheet, "updated", G_CALLBACK (on_updated_cb), watch);
  g_signal_connect (watch->sheet, "failed", G_CALLBACK (on_failed_cb), watch);
}

/* And waits until it is there. */
static void
watch_open (Watch      *watch,
            TbSide     *side,
            const char *number)
{
  watch_begin (watch, side, number);
  settle ();
  g_assert_cmpuint (watch->updates, ==, 1);
  forget (watch);
}

static void
watch_end (Watch *watch)
{
  g_assert_finalize_object (watch->sheet);
  g_string_free (watch->items, TRUE);
  g_string_free (watch->history, TRUE);
  g_string_free (watch->notes, TRUE);
}

static gint64
get_int (gpointer    object,
         const char *property)
{
  gint64 value = -1;

  g_object_get (object, property, &value, NULL);
  return value;
}

static void
assert_text (gpointer    object,
             const char *property,
             const char *expected)
{
  g_autofree char *value = NULL;

  g_object_get (object, property, &value, NULL);
  g_assert_cmpstr (value, ==, expected);
}

static GListModel *
items_of (Watch *watch)
{
  return G_LIST_MODEL (tb_ticket_sheet_get_items (watch->sheet));
}

/* Borrowed: the sheet holds it. */
static TbItem *
peek_item (Watch *watch,
           guint  position)
{
  g_autoptr (TbItem) item = g_list_model_get_item (items_of (watch), position);

  g_assert_nonnull (item);
  return item;
}

static guint
count_items (Watch *watch)
{
  return g_list_model_get_n_items (items_of (watch));
}

static void
test_shows_the_ticket (TbCorner     *fixture,
                       gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  Watch            watch;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  gboolean         is_loading = FALSE;

  g_free (tb_side_note (side, number, "erste", FALSE));
  g_free (tb_side_note (side, number, "zweite", FALSE));
  watch_begin (&watch, side, number);
  g_object_get (watch.sheet, "is-loading", &is_loading, NULL);
  g_assert_true (is_loading);
  g_assert_null (tb_ticket_sheet_get_details (watch.sheet));
  settle ();
  g_object_get (watch.sheet, "is-loading", &is_loading, NULL);
  g_assert_false (is_loading);
  assert_text (tb_ticket_sheet_get_details (watch.sheet), "title", "Drucker");
  assert_text (tb_ticket_sheet_get_details (watch.sheet), "number", number);
  assert_text (tb_ticket_sheet_get_details (watch.sheet), "organisation-name", "Hotel Seeblick");
  assert_text (tb_ticket_sheet_get_details (watch.sheet), "contact-name", "Frau Yıldız");
  assert_text (tb_ticket_sheet_get_details (watch.sheet), "contact-phone", "+49 431 555 01 20");
  g_assert_cmpint (get_int (tb_ticket_sheet_get_details (watch.sheet), "status-meaning"), ==, TB_MEANING_NEW);
  g_assert_cmpstr (watch.items->str, ==, "0-0+2");
  assert_text (peek_item (&watch, 0), "text", "erste");
  assert_text (peek_item (&watch, 1), "text", "zweite");
  g_assert_null (tb_ticket_sheet_get_engagement (watch.sheet, TB_ROLE_LEAD));
  g_assert_null (tb_ticket_sheet_get_engagement (watch.sheet, TB_ROLE_SERVICE));
  g_assert_cmpuint (tb_sheet_rows_get_length (tb_ticket_sheet_get_history (watch.sheet)), >, 0);
  watch_end (&watch);
}

static void
test_an_added_note_announces_one_row (TbCorner     *fixture,
                                      gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  Watch            watch;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GString) noise = g_string_new (NULL);
  guint i;

  for (i = 0; i < MANY; i++)
    g_free (tb_side_note (side, number, "eine von vielen", FALSE));
  watch_open (&watch, side, number);
  for (i = 0; i < MANY; i++)
    {
      g_ptr_array_add (before, g_object_ref (peek_item (&watch, i)));
      g_signal_connect (before->pdata[i], "notify", G_CALLBACK (on_notify_cb), noise);
    }
  g_free (tb_side_note (side, number, "die neue", FALSE));
  settle ();
  g_assert_cmpuint (watch.updates, ==, 1);
  g_assert_cmpstr (watch.items->str, ==, "1000-0+1");
  assert_text (peek_item (&watch, MANY), "text", "die neue");
  for (i = 0; i < MANY; i++)
    g_assert_true (before->pdata[i] == peek_item (&watch, i));
  g_assert_cmpstr (noise->str, ==, "");
  watch_end (&watch);
}

static void
test_runs_are_announced_together (TbCorner     *fixture,
                                  gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  Watch            watch;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  g_autoptr (GPtrArray) uuids = g_ptr_array_new_with_free_func (g_free);
  guint i;

  for (i = 0; i < 6; i++)
    g_ptr_array_add (uuids, tb_side_note (side, number, "Notiz", FALSE));
  watch_open (&watch, side, number);
  /* Before the sheet gets a turn: one pending read for all of it, whatever it finds. */
  tb_corner_delete_item (side, number, uuids->pdata[0]);
  tb_corner_delete_item (side, number, uuids->pdata[3]);
  tb_corner_delete_item (side, number, uuids->pdata[4]);
  g_free (tb_side_note (side, number, "a", FALSE));
  g_free (tb_side_note (side, number, "b", FALSE));
  settle ();
  g_assert_cmpuint (watch.updates, ==, 2);
  g_assert_cmpstr (watch.items->str, ==, "0-1+0 2-2+0 3-0+2");
  g_assert_cmpuint (count_items (&watch), ==, 5);
  assert_text (peek_item (&watch, 4), "text", "b");
  watch_end (&watch);
}

static void
test_an_edit_keeps_its_object (TbCorner     *fixture,
                               gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  Watch            watch;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  g_autofree char *uuid = tb_side_note (side, number, "vorher", FALSE);
  g_autoptr (GString) notes = g_string_new (NULL);
  TbItem *item;

  watch_open (&watch, side, number);
  item = peek_item (&watch, 0);
  g_signal_connect (item, "notify::text", G_CALLBACK (on_notify_cb), notes);
  g_signal_connect (item, "notify::author", G_CALLBACK (on_notify_cb), notes);
  tb_corner_edit (side, number, uuid, (TbItemDraft){ .text = "nachher" });
  settle ();
  g_assert_cmpstr (watch.items->str, ==, "");
  g_assert_cmpstr (notes->str, ==, "text");
  g_assert_true (peek_item (&watch, 0) == item);
  assert_text (item, "text", "nachher");
  watch_end (&watch);
}

/* Whether it was one already, or becomes one only now. */
static void
test_a_row_shows_its_newest_record (TbCorner     *fixture,
                                    gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  Watch            watch;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  g_autofree char *first = tb_side_note (side, number, "erste", FALSE);
  g_autofree char *second = tb_side_note (side, number, "zweite", FALSE);
  TbSheetRows     *rows;
  TbItem          *item;
  g_autoptr (TbItem) later = NULL;
  const TbItemRecord *record;

  watch_open (&watch, side, number);
  rows = tb_ticket_sheet_get_items (watch.sheet);
  item = peek_item (&watch, 0);
  tb_corner_edit (side, number, first, (TbItemDraft){ .text = "eins" });
  tb_corner_edit (side, number, second, (TbItemDraft){ .text = "zwei" });
  settle ();
  assert_text (item, "text", "eins");
  record = tb_sheet_rows_get_record (rows, 1);
  g_assert_cmpstr (record->text, ==, "zwei");
  later = tb_sheet_rows_get (rows, record->id);
  g_assert_true (later == peek_item (&watch, 1));
  assert_text (later, "text", "zwei");
  g_assert_nonnull (tb_object_get_extra (TB_OBJECT (later)));
  g_assert_true (tb_object_get_extra (TB_OBJECT (later)) == tb_sheet_rows_get_extra (rows, 1));
  g_assert_null (tb_sheet_rows_get (rows, record->id + 1));
  g_assert_null (tb_sheet_rows_get_record (rows, 2));
  watch_end (&watch);
}

static void
test_the_same_again_is_silent (TbCorner     *fixture,
                               gconstpointer data)
{
  TbSide *side = &fixture->pair.service;
  Watch   watch;
  g_autoptr (GString) noise = g_string_new (NULL);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  g_free (tb_side_note (side, fixture->service, "Notiz", FALSE));
  watch_open (&watch, side, fixture->service);
  g_signal_connect (tb_ticket_sheet_get_details (watch.sheet), "notify", G_CALLBACK (on_notify_cb), noise);
  g_signal_connect (tb_ticket_sheet_get_engagement (watch.sheet, TB_ROLE_SERVICE), "notify",
                    G_CALLBACK (on_notify_cb), noise);
  g_signal_connect (peek_item (&watch, 0), "notify", G_CALLBACK (on_notify_cb), noise);
  g_signal_emit_by_name (side->engine, "changed", none, TRUE);
  settle ();
  g_assert_cmpuint (watch.updates, ==, 1);
  g_assert_cmpstr (watch.items->str, ==, "");
  g_assert_cmpstr (watch.history->str, ==, "");
  g_assert_cmpstr (watch.notes->str, ==, "");
  g_assert_cmpstr (noise->str, ==, "");
  watch_end (&watch);
}

static void
test_other_tickets_are_none_of_its_business (TbCorner     *fixture,
                                             gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  Watch            watch;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  g_autofree char *other = tb_side_new_ticket (side, "Scanner");

  watch_open (&watch, side, number);
  g_free (tb_side_note (side, other, "anderswo", FALSE));
  /* Messages to a partner that has nothing to do with this ticket, too. */
  tb_side_outsource (side, other, "Alpen");
  settle ();
  g_assert_cmpuint (watch.updates, ==, 0);
  watch_end (&watch);
}

static void
test_what_its_row_points_to_is_followed (TbCorner     *fixture,
                                         gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  Watch            watch;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  g_autoptr (GString) notes = g_string_new (NULL);
  TbTicketDetails *details;

  watch_open (&watch, side, number);
  details = tb_ticket_sheet_get_details (watch.sheet);
  g_signal_connect (details, "notify", G_CALLBACK (on_notify_cb), notes);
  tb_side_do (
    side, (TbCommand){ .type = TB_COMMAND_STATUS_SET, .name = "Neu", .value = "name", .new_name = "Frisch" },
    NULL);
  settle ();
  assert_text (details, "status-name", "Frisch");
  g_assert_cmpstr (notes->str, ==, "status-name");
  g_assert_true (tb_ticket_sheet_get_details (watch.sheet) == details);
  watch_end (&watch);
}

static void
test_an_engagement_keeps_its_object (TbCorner     *fixture,
                                     gconstpointer data)
{
  TbPair       *pair = &fixture->pair;
  Watch         watch;
  TbEngagement *first;

  tb_corner_offer (fixture);
  watch_open (&watch, &pair->lead, fixture->lead);
  first = g_object_ref (tb_ticket_sheet_get_engagement (watch.sheet, TB_ROLE_LEAD));
  g_assert_cmpint (get_int (first, "status"), ==, TB_STATUS_ASSIGNED);
  assert_text (first, "partner-name", "Alpen");
  tb_side_act (&pair->lead, fixture->lead, TB_ACTION_CANCEL, NULL);
  settle ();
  g_assert_true (tb_ticket_sheet_get_engagement (watch.sheet, TB_ROLE_LEAD) == first);
  g_assert_cmpint (get_int (first, "status"), ==, TB_STATUS_CANCELED);
  g_assert_null (strstr (watch.notes->str, "lead"));
  tb_side_outsource (&pair->lead, fixture->lead, "Alpen");
  settle ();
  g_assert_false (tb_ticket_sheet_get_engagement (watch.sheet, TB_ROLE_LEAD) == first);
  g_assert_cmpstr (watch.notes->str, ==, "lead");
  g_assert_cmpint (get_int (tb_ticket_sheet_get_engagement (watch.sheet, TB_ROLE_LEAD), "status"), ==,
                   TB_STATUS_ASSIGNED);
  g_object_unref (first);
  watch_end (&watch);
}

static void
test_who_acts_is_followed (TbCorner     *fixture,
                           gconstpointer data)
{
  TbSide       *side = &fixture->pair.lead;
  Watch         watch;
  TbEngagement *lead;

  tb_corner_offer (fixture);
  watch_open (&watch, side, fixture->lead);
  lead = tb_ticket_sheet_get_engagement (watch.sheet, TB_ROLE_LEAD);
  g_assert_cmpint (get_int (lead, "customer-rate"), ==, 11000);
  tb_corner_become (side, "Ina", TB_PERMISSION_PARTNERS);
  settle ();
  g_assert_cmpint (get_int (lead, "customer-rate"), ==, TB_AMOUNT_NONE);
  watch_end (&watch);
}

static void
test_a_discarded_draft_goes (TbCorner     *fixture,
                             gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  Watch            watch;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  const TbTerms    terms = TB_TERMS_EMPTY;

  watch_open (&watch, side, number);
  tb_corner_save_terms (side, number, &terms);
  settle ();
  g_assert_nonnull (tb_ticket_sheet_get_engagement (watch.sheet, TB_ROLE_LEAD));
  tb_side_act (side, number, TB_ACTION_DISCARD, NULL);
  settle ();
  g_assert_null (tb_ticket_sheet_get_engagement (watch.sheet, TB_ROLE_LEAD));
  g_assert_cmpstr (watch.notes->str, ==, "lead lead");
  watch_end (&watch);
}

static void
test_delivery_is_followed (TbCorner     *fixture,
                           gconstpointer data)
{
  TbPair       *pair = &fixture->pair;
  Watch         watch;
  TbEngagement *service;

  watch_open (&watch, &pair->service, fixture->service);
  service = tb_ticket_sheet_get_engagement (watch.sheet, TB_ROLE_SERVICE);
  g_assert_cmpint (get_int (service, "delivery"), ==, TB_DELIVERY_DELIVERED);
  tb_side_act (&pair->service, fixture->service, TB_ACTION_SUBMIT, NULL);
  settle ();
  g_assert_cmpint (get_int (service, "delivery"), ==, TB_DELIVERY_QUEUED);
  g_assert_cmpint (get_int (service, "pending"), ==, TB_VERB_SUBMIT);
  tb_pair_exchange (pair);
  settle ();
  g_assert_cmpint (get_int (service, "delivery"), ==, TB_DELIVERY_DELIVERED);
  g_assert_cmpint (get_int (service, "pending"), ==, TB_VERB_NONE);
  g_assert_cmpint (get_int (service, "status"), ==, TB_STATUS_WAITING_APPROVAL);
  g_assert_true (tb_ticket_sheet_get_engagement (watch.sheet, TB_ROLE_SERVICE) == service);
  watch_end (&watch);
}

static void
test_totals_leave_deleted_ones_out (TbCorner     *fixture,
                                    gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  Watch            watch;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  g_autofree char *gone = NULL;

  g_free (tb_corner_add (side, number, (TbItemDraft){ .kind = TB_ITEM_TIME, .minutes = 25 }));
  gone = tb_corner_add (side, number, (TbItemDraft){ .kind = TB_ITEM_TIME, .minutes = 60 });
  g_free (tb_corner_add (
    side, number,
    (TbItemDraft){ .kind = TB_ITEM_CHARGE, .text = "Kabel", .unit_price = 450, .quantity = 2000 }));
  watch_open (&watch, side, number);
  g_assert_cmpint (get_int (watch.sheet, "time-total"), ==, 85);
  g_assert_cmpint (get_int (watch.sheet, "charge-total"), ==, 900);
  tb_corner_delete_item (side, number, gone);
  settle ();
  g_assert_cmpint (get_int (watch.sheet, "time-total"), ==, 25);
  g_assert_cmpstr (watch.notes->str, ==, "time-total");
  g_assert_cmpstr (watch.items->str, ==, "1-1+0");
  watch_end (&watch);
}

static void
test_late_entries_are_named (TbCorner     *fixture,
                             gconstpointer data)
{
  TbPair *pair = &fixture->pair;
  Watch   watch;
  g_autoptr (GPtrArray) late = NULL;

  g_free (tb_side_note (&pair->service, fixture->service, "rechtzeitig", FALSE));
  tb_pair_exchange (pair);
  g_free (tb_side_note (&pair->service, fixture->service, "zu spät", FALSE));
  tb_side_act (&pair->lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  watch_open (&watch, &pair->service, fixture->service);
  g_assert_cmpint (get_int (watch.sheet, "late-items"), ==, 0);
  tb_pair_exchange (pair);
  /* What is written after the end was never on its way. */
  g_free (tb_side_note (&pair->service, fixture->service, "danach", FALSE));
  settle ();
  g_assert_cmpint (get_int (watch.sheet, "late-items"), ==, 1);
  late = tb_ticket_sheet_get_late (watch.sheet);
  g_assert_cmpuint (late->len, ==, 1);
  assert_text (late->pdata[0], "text", "zu spät");
  g_clear_pointer (&late, g_ptr_array_unref);
  watch_end (&watch);
}

/* Links are read for all items at once; each must get its own. */
static void
test_each_item_has_its_own_links (TbCorner     *fixture,
                                  gconstpointer data)
{
  TbPair *pair = &fixture->pair;
  Watch   watch;
  guint   i;

  /* internal ones have no link, so the links of all items are not as many as the items */
  g_free (tb_side_note (&pair->lead, fixture->lead, "intern", TRUE));
  g_free (tb_side_note (&pair->lead, fixture->lead, "geht", FALSE));
  tb_pair_exchange (pair);
  tb_side_act (&pair->service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (pair);
  g_free (tb_side_note (&pair->lead, fixture->lead, "in der Pause", FALSE));
  watch_open (&watch, &pair->lead, fixture->lead);
  for (i = 0; i < count_items (&watch); i++)
    {
      TbItem          *item = peek_item (&watch, i);
      g_autofree char *text = NULL;

      g_object_get (item, "text", &text, NULL);
      g_assert_cmpint (get_int (item, "is-local-only"), ==, g_str_equal (text, "in der Pause"));
      g_assert_cmpint (get_int (item, "is-read-only"), ==, !g_str_equal (text, "in der Pause"));
      g_assert_cmpint (get_int (item, "is-late"), ==, 0);
    }
  watch_end (&watch);
}

static void
test_a_deleted_ticket_is_gone (TbCorner     *fixture,
                               gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  Watch            watch;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  gboolean         is_gone = FALSE;

  watch_open (&watch, side, number);
  tb_side_do (side, tb_corner_command_on (side, number, TB_COMMAND_DELETE_TICKET), NULL);
  settle ();
  g_object_get (watch.sheet, "is-gone", &is_gone, NULL);
  g_assert_true (is_gone);
  g_assert_cmpstr (watch.notes->str, ==, "is-gone");
  g_assert_cmpuint (watch.failures, ==, 0);
  assert_text (tb_ticket_sheet_get_details (watch.sheet), "title", "Drucker");
  watch_end (&watch);
}

static void
test_a_store_that_cannot_be_read_is_told (TbCorner     *fixture,
                                          gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  Watch            watch;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  gboolean is_gone = TRUE;

  watch_open (&watch, side, number);
  tb_store_close (side->store);
  g_signal_emit_by_name (side->engine, "changed", none, TRUE);
  settle ();
  g_assert_cmpuint (watch.failures, ==, 1);
  g_assert_cmpuint (watch.updates, ==, 0);
  g_object_get (watch.sheet, "is-gone", &is_gone, NULL);
  g_assert_false (is_gone);
  assert_text (tb_ticket_sheet_get_details (watch.sheet), "title", "Drucker");
  watch_end (&watch);
}

static void
on_loaded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(TbTicketView **)data = tb_engine_load_ticket_finish (TB_ENGINE (source), result, &error);
  g_assert_no_error (error);
}

/* With workers: the read is really under way when the sheet ends. */
static void
test_can_end_during_a_read (TbCorner     *fixture,
                            gconstpointer data)
{
  g_autoptr (TbStore) store = NULL;
  g_autoptr (TbEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbTicketView) view = NULL;
  g_autofree char *number = tb_side_new_ticket (&fixture->pair.third, "Drucker");
  gint64           ticket = tb_side_ticket (&fixture->pair.third, number);
  TbTicketSheet   *sheet;
  guint            i;

  store = tb_store_open (fixture->pair.third.dir, TB_STORE_VOLATILE, NULL, &error);
  g_assert_no_error (error);
  engine = tb_engine_new (store, fixture->pair.clock, &error);
  g_assert_no_error (error);
  for (i = 0; i < 20; i++)
    {
      sheet = tb_ticket_sheet_new (engine, ticket);
      g_assert_finalize_object (sheet);
    }
  /* The reader does one thing after the other. */
  tb_engine_load_ticket_async (engine, ticket, NULL, on_loaded_cb, &view);
  while (view == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (view->ticket->title, ==, "Drucker");
  tb_store_close (store);
}

static void
set_up_third (TbCorner     *fixture,
              gconstpointer data)
{
  tb_corner_setup (fixture, data);
  tb_pair_add_third (&fixture->pair);
}

#define ADD(path, start, func) g_test_add (path, TbCorner, NULL, start, func, tb_corner_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/sheet/shows-the-ticket", tb_corner_setup, test_shows_the_ticket);
  ADD ("/engine/sheet/an-added-note-announces-one-row", tb_corner_setup,
       test_an_added_note_announces_one_row);
  ADD ("/engine/sheet/runs-are-announced-together", tb_corner_setup, test_runs_are_announced_together);
  ADD ("/engine/sheet/an-edit-keeps-its-object", tb_corner_setup, test_an_edit_keeps_its_object);
  ADD ("/engine/sheet/a-row-shows-its-newest-record", tb_corner_setup, test_a_row_shows_its_newest_record);
  ADD ("/engine/sheet/the-same-again-is-silent", tb_corner_setup_accepted, test_the_same_again_is_silent);
  ADD ("/engine/sheet/other-tickets-are-none-of-its-business", tb_corner_setup,
       test_other_tickets_are_none_of_its_business);
  ADD ("/engine/sheet/what-its-row-points-to-is-followed", tb_corner_setup,
       test_what_its_row_points_to_is_followed);
  ADD ("/engine/sheet/an-engagement-keeps-its-object", tb_corner_setup, test_an_engagement_keeps_its_object);
  ADD ("/engine/sheet/who-acts-is-followed", tb_corner_setup, test_who_acts_is_followed);
  ADD ("/engine/sheet/a-discarded-draft-goes", tb_corner_setup, test_a_discarded_draft_goes);
  ADD ("/engine/sheet/delivery-is-followed", tb_corner_setup_accepted, test_delivery_is_followed);
  ADD ("/engine/sheet/totals-leave-deleted-ones-out", tb_corner_setup, test_totals_leave_deleted_ones_out);
  ADD ("/engine/sheet/late-entries-are-named", tb_corner_setup_accepted, test_late_entries_are_named);
  ADD ("/engine/sheet/each-item-has-its-own-links", tb_corner_setup_accepted,
       test_each_item_has_its_own_links);
  ADD ("/engine/sheet/a-deleted-ticket-is-gone", tb_corner_setup, test_a_deleted_ticket_is_gone);
  ADD ("/engine/sheet/a-store-that-cannot-be-read-is-told", tb_corner_setup,
       test_a_store_that_cannot_be_read_is_told);
  ADD ("/engine/sheet/can-end-during-a-read", set_up_third, test_can_end_during_a_read);
  return g_test_run ();
}
