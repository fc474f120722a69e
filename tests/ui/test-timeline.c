/* SPDX-License-Identifier: GPL-3.0-or-later
 * The time line: what a row says of each kind, who can change it, filters, laziness. */
#include "config.h"

#include "ui-lines.h"

#include "tb-entry-text.h"
#include "tb-event-row.h"
#include "tb-item-dialog.h"
#include "tb-item-row.h"
#include "tb-timeline-model.h"
#include "tb-timeline.h"

#include <string.h>

static gboolean
has_controls (GtkWidget *row)
{
  GtkWidget *edit = ui_test_find (row, GTK_TYPE_BUTTON, "action-name", "item.edit");

  return edit != NULL && gtk_widget_get_mapped (edit) && gtk_widget_get_sensitive (edit);
}

/* ---- Rows ---- */

static void
test_each_kind_says_what_it_is (UiLines      *fixture,
                                gconstpointer data)
{
  const char *lead_number = fixture->corner.lead;
  const char *service_number = fixture->corner.service;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("12345", 5);

  ui_lines_add (ui_lines_lead (fixture), lead_number, (TbItemDraft){ .text = "Rückruf" });
  ui_lines_add (ui_lines_lead (fixture), lead_number,
                (TbItemDraft){ .text = "Vertrag", .is_internal = TRUE });
  ui_lines_add (ui_lines_lead (fixture), lead_number,
                (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "plan.txt" });
  ui_lines_add (ui_lines_service (fixture), service_number,
                (TbItemDraft){ .text = "Schlüssel?", .is_question = TRUE });
  ui_lines_add (ui_lines_service (fixture), service_number,

                (TbItemDraft){ .kind = TB_ITEM_TIME,
                               .text = "Neustart",
                               .minutes = 90,
                               .work_type = "Fernwartung" });
  ui_lines_add (ui_lines_service (fixture), service_number,
                (TbItemDraft){ .kind = TB_ITEM_CHARGE,
                               .text = "Kabel",
                               .quantity = 2500,
                               .unit = "m",
                               .unit_price = 1000 });
  tb_pair_exchange (&fixture->corner.pair);
  ui_lines_open (fixture, ui_lines_lead (fixture), lead_number);

  g_assert_true (ui_lines_says (ui_lines_row_with (fixture, "Rückruf"), "Note\n"));
  g_assert_false (ui_lines_says (ui_lines_row_with (fixture, "Rückruf"), "Internal users only"));
  g_assert_true (ui_lines_says (ui_lines_row_with (fixture, "Vertrag"), "Internal users only"));
  g_assert_true (ui_lines_says (ui_lines_row_with (fixture, "plan.txt"), "Attachment"));
  g_assert_nonnull (
    ui_test_find (ui_lines_row_with (fixture, "plan.txt"), GTK_TYPE_BUTTON, "action-name", "item.save"));
  g_assert_true (ui_lines_says (ui_lines_row_with (fixture, "Schlüssel?"), "Question"));
  g_assert_true (ui_lines_says (ui_lines_row_with (fixture, "Schlüssel?"), "Alpen"));
  g_assert_true (ui_lines_says (ui_lines_row_with (fixture, "Neustart"), "Time · 1:30\u00a0h"));
  g_assert_true (ui_lines_says (ui_lines_row_with (fixture, "Neustart"), "Fernwartung"));
  g_assert_true (ui_lines_says (ui_lines_row_with (fixture, "Kabel"), "Charge · 25.00\u00a0€"));
  g_assert_true (ui_lines_says (ui_lines_row_with (fixture, "Kabel"), "2.5 m × 10.00\u00a0€ = 25.00\u00a0€"));
  g_assert_true (TB_IS_EVENT_ROW (ui_lines_row_with (fixture, "Assigned → Accepted")));
}

static void
test_a_row_follows_its_item (UiLines      *fixture,
                             gconstpointer data)
{
  g_autofree char *uuid = NULL;
  GtkWidget       *row;

  uuid = tb_corner_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "Rückruf" });
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);
  row = ui_lines_row_with (fixture, "Rückruf");
  g_assert_false (ui_lines_says (row, "edited"));

  tb_corner_edit (ui_lines_lead (fixture), fixture->corner.lead, uuid,
                  (TbItemDraft){ .text = "Kein Rückruf" });
  ui_test_wait (ui_lines_says (row, "Kein Rückruf"));
  g_assert_true (ui_lines_row_with (fixture, "Kein Rückruf") == row);
  g_assert_true (ui_lines_says (row, "edited"));
}

static void
test_a_long_text_is_folded (UiLines      *fixture,
                            gconstpointer data)
{
  GString   *text = g_string_new ("Anfang");
  GtkWidget *row, *more;
  int        i;

  for (i = 0; i < 30; i++)
    g_string_append_printf (text, "\nZeile %d", i);
  g_string_append (text, "\nEnde");
  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = text->str });
  g_string_free (text, TRUE);
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);
  row = ui_lines_row_with (fixture, "Anfang");
  g_assert_false (ui_lines_says (row, "Ende"));

  more = ui_test_find (row, GTK_TYPE_TOGGLE_BUTTON, "label", "Show More");
  g_assert_nonnull (more);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (more), TRUE);
  g_assert_true (ui_lines_says (row, "Ende"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (more), FALSE);
  g_assert_false (ui_lines_says (row, "Ende"));
}

static void
test_what_was_there_before_a_pause_is_read_only (UiLines      *fixture,
                                                 gconstpointer data)
{
  GtkWidget *before, *after;

  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "vorher" });
  ui_lines_add (ui_lines_service (fixture), fixture->corner.service, (TbItemDraft){ .text = "Arbeit" });
  tb_pair_exchange (&fixture->corner.pair);
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);
  before = ui_lines_row_with (fixture, "vorher");
  g_assert_true (has_controls (before));
  g_assert_false (ui_lines_says (fixture->timeline, "Earlier entries are read-only"));

  tb_side_act (ui_lines_service (fixture), fixture->corner.service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->corner.pair);
  ui_test_wait (gtk_widget_has_css_class (before, "read-only"));
  g_assert_false (has_controls (before));
  g_assert_true (ui_lines_says (before, "Read-only"));
  g_assert_true (ui_lines_says (fixture->timeline, "Earlier entries are read-only while the ticket waits"));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (before),
                                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  gtk_widget_activate_action (before, "item.edit", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 1);

  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "nachher" });
  ui_test_settle ();
  after = ui_lines_row_with (fixture, "nachher");
  g_assert_true (has_controls (after));
  g_assert_true (ui_lines_says (after, "Stays here"));

  tb_side_act (ui_lines_lead (fixture), fixture->corner.lead, TB_ACTION_REJECT, "Fehlt noch");
  ui_test_wait (!gtk_widget_has_css_class (before, "read-only"));
  g_assert_true (has_controls (before));
  /* The reason stands among the items and stays as it is. */
  g_assert_true (ui_lines_says (ui_lines_row_with (fixture, "Completion rejected"), "Fehlt noch"));
  g_assert_false (has_controls (ui_lines_row_with (fixture, "Completion rejected")));
}

/* ---- Chips ---- */

static void
test_chips_count_and_filter (UiLines      *fixture,
                             gconstpointer data)
{
  GtkWidget *times, *all;

  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "Eins" });
  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "Zwei" });
  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead,
                (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Drei", .minutes = 5 });
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);
  all = ui_test_find (fixture->timeline, GTK_TYPE_TOGGLE_BUTTON, "label", "All");
  times = ui_test_find (fixture->timeline, GTK_TYPE_TOGGLE_BUTTON, "label", "Times 1");
  g_assert_nonnull (times);
  g_assert_nonnull (ui_test_find (fixture->timeline, GTK_TYPE_TOGGLE_BUTTON, "label", "Notes 2"));
  g_assert_cmpuint (ui_lines_count (fixture, TB_TYPE_ITEM_ROW), ==, 3);
  g_assert_cmpuint (ui_lines_count (fixture, TB_TYPE_EVENT_ROW), >, 0);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (times), TRUE);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (all)));
  g_assert_cmpuint (ui_lines_count (fixture, TB_TYPE_ITEM_ROW), ==, 1);
  g_assert_cmpuint (ui_lines_count (fixture, TB_TYPE_EVENT_ROW), ==, 0);

  g_object_set (fixture->timeline, "kinds", TB_TIMELINE_HISTORY, NULL);
  g_assert_cmpuint (ui_lines_count (fixture, TB_TYPE_ITEM_ROW), ==, 0);
  /* That it was added is only said here: with all, the item itself says it. */
  g_assert_true (ui_lines_says (fixture->list, "Added: Time entry"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (all), TRUE);
  g_assert_false (ui_lines_says (fixture->list, "Added: Time entry"));
  g_assert_cmpuint (ui_lines_count (fixture, TB_TYPE_ITEM_ROW), ==, 3);
}

static void
test_the_order_can_be_turned (UiLines      *fixture,
                              gconstpointer data)
{
  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "früh" });
  tb_clock_advance (fixture->corner.pair.clock, TB_MINUTE);
  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "spät" });
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);
  g_assert_true (ui_lines_says (ui_lines_first (fixture), "spät"));
  gtk_widget_activate_action (fixture->timeline, "timeline.newest-first", NULL);
  g_assert_true (ui_lines_says (ui_lines_last (fixture), "spät"));
}

/* ---- Laziness ---- */

static void
add_notes (UiLines *fixture,
           guint    n)
{
  guint i;

  for (i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("Notiz %u", i);

      tb_clock_advance (fixture->corner.pair.clock, TB_SECOND);
      ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = text });
    }
}

static void
on_changed_cb (GListModel *model,
               guint       position,
               guint       removed,
               guint       added,
               guint      *counts)
{
  counts[0] += removed;
  counts[1] += added;
}

static void
test_a_thousand_notes_build_few_rows (UiLines      *fixture,
                                      gconstpointer newest_first)
{
  GtkWidget *oldest, *row;

  add_notes (fixture, 1000);
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);
  g_object_set (fixture->timeline, "newest-first", newest_first != NULL, "kinds", TB_TIMELINE_NOTES, NULL);
  /* What does not stand first in view is built picture by picture. */
  if (newest_first)
    g_assert_cmpuint (ui_lines_count (fixture, GTK_TYPE_LIST_BOX_ROW), <, 10);
  ui_test_wait (ui_lines_count (fixture, GTK_TYPE_LIST_BOX_ROW) == 50);
  g_assert_nonnull (ui_test_find (fixture->timeline, GTK_TYPE_BUTTON, "label", "Show Older (950)"));
  ui_lines_row_with (fixture, "Notiz 999");
  oldest = ui_lines_row_with (fixture, "Notiz 950");

  add_notes (fixture, 1);
  ui_test_wait (ui_lines_count (fixture, GTK_TYPE_LIST_BOX_ROW) == 51);
  row = newest_first ? ui_lines_first (fixture) : ui_lines_last (fixture);
  g_assert_true (ui_lines_says (row, "Notiz 0"));
  g_assert_true (ui_lines_row_with (fixture, "Notiz 950") == oldest);

  gtk_widget_activate_action (fixture->timeline, "timeline.show-older", NULL);
  ui_test_wait (ui_lines_count (fixture, GTK_TYPE_LIST_BOX_ROW) == 101);
  ui_lines_row_with (fixture, "Notiz 900");
  g_assert_true (ui_lines_row_with (fixture, "Notiz 950") == oldest);
}

static void
test_one_more_line_is_one_row (UiLines      *fixture,
                               gconstpointer newest_first)
{
  g_autoptr (TbTimelineModel) model = tb_timeline_model_new ();
  guint counts[2] = { 0, 0 };

  add_notes (fixture, 60);
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);
  g_object_set (model, "sheet", fixture->sheet, "newest-first", newest_first != NULL, "kinds",
                TB_TIMELINE_NOTES, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 50);
  g_assert_cmpuint (tb_timeline_model_get_n_hidden (model), ==, 10);
  g_signal_connect (model, "items-changed", G_CALLBACK (on_changed_cb), counts);
  add_notes (fixture, 1);
  ui_test_wait (counts[1] > 0);
  ui_test_settle ();
  g_assert_cmpuint (counts[0], ==, 0);
  g_assert_cmpuint (counts[1], ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 51);
}

static void
test_focus_outlives_its_row (UiLines      *fixture,
                             gconstpointer data)
{
  g_autofree char *uuid = NULL;
  GtkWidget       *kept;

  uuid = tb_corner_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "geht" });
  tb_clock_advance (fixture->corner.pair.clock, TB_SECOND);
  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "bleibt" });
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);
  g_object_set (fixture->timeline, "kinds", TB_TIMELINE_NOTES, NULL);
  kept = ui_lines_row_with (fixture, "bleibt");

  /* A row that comes above takes nothing away. */
  gtk_widget_grab_focus (ui_lines_row_with (fixture, "geht"));
  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "neu" });
  ui_test_wait (ui_lines_count (fixture, TB_TYPE_ITEM_ROW) == 3);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == ui_lines_row_with (fixture, "geht"));

  tb_corner_delete_item (ui_lines_lead (fixture), fixture->corner.lead, uuid);
  ui_test_wait (ui_lines_count (fixture, TB_TYPE_ITEM_ROW) == 2);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == kept);
}

static double
place_of (UiLines   *fixture,
          GtkWidget *row)
{
  double y = -1;

  gtk_widget_translate_coordinates (row, fixture->window, 0, 0, NULL, &y);
  return y;
}

static GtkAdjustment *
scroll_of (UiLines *fixture)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (fixture->timeline, GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
}

/* What one reads stays where it is when something comes above it. */
static void
test_the_place_is_kept (UiLines      *fixture,
                        gconstpointer newest_first)
{
  GtkWidget *read, *row;
  double     before;

  add_notes (fixture, 70);
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);
  g_object_set (fixture->timeline, "newest-first", newest_first != NULL, "kinds", TB_TIMELINE_NOTES, NULL);
  ui_test_wait (ui_lines_count (fixture, TB_TYPE_ITEM_ROW) == 50);
  read = ui_lines_row_with (fixture, "Notiz 45");
  ui_test_wait (gtk_widget_get_height (read) > 0);
  gtk_adjustment_set_value (scroll_of (fixture), 600);
  ui_test_wait (place_of (fixture, ui_lines_first (fixture)) < -400);
  before = place_of (fixture, read);

  if (newest_first)
    add_notes (fixture, 1);
  else
    gtk_widget_activate_action (fixture->timeline, "timeline.show-older", NULL);
  ui_test_wait (ui_lines_count (fixture, TB_TYPE_ITEM_ROW) > 50);
  row = ui_lines_first (fixture);
  ui_test_wait (gtk_widget_get_height (row) > 0 && gtk_adjustment_get_value (scroll_of (fixture)) > 600);
  g_assert_cmpfloat (ABS (place_of (fixture, read) - before), <, 2);
}

/* ---- What is asked before ---- */

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint       i;

  for (i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (GTK_WINDOW (window)) != NULL)
        return window;
    }
  return NULL;
}

static void
test_deleting_asks_and_says_what_it_means (UiLines      *fixture,
                                           gconstpointer data)
{
  GtkWidget *dialog;

  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "geht" });
  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead,
                (TbItemDraft){ .text = "innen", .is_internal = TRUE });
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);

  gtk_widget_activate_action (ui_lines_row_with (fixture, "innen"), "item.delete", NULL);
  dialog = find_dialog ();
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), ==, "This cannot be undone.");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
  ui_test_settle ();
  ui_lines_row_with (fixture, "innen");

  gtk_widget_activate_action (ui_lines_row_with (fixture, "geht"), "item.delete", NULL);
  dialog = find_dialog ();
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), ==,
                   "It disappears at the partner as well.");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "delete");
  gtk_window_destroy (GTK_WINDOW (dialog));
  ui_test_wait (ui_lines_count (fixture, TB_TYPE_ITEM_ROW) == 1);
}

static void
test_a_partners_item_is_cut_only_after_a_warning (UiLines      *fixture,
                                                  gconstpointer data)
{
  GtkWidget *dialog;

  ui_lines_add (ui_lines_service (fixture), fixture->corner.service,
                (TbItemDraft){ .text = "vom Partner" });
  tb_pair_exchange (&fixture->corner.pair);
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);
  gtk_widget_activate_action (ui_lines_row_with (fixture, "vom Partner"), "item.edit", NULL);
  dialog = find_dialog ();
  g_assert_true (ADW_IS_MESSAGE_DIALOG (dialog));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "no longer arrive"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "edit");
  gtk_window_destroy (GTK_WINDOW (dialog));
  dialog = find_dialog ();
  g_assert_true (TB_IS_ITEM_DIALOG (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_everything_is_named_and_finalized (UiLines      *fixture,
                                        gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("1", 1);

  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead,
                (TbItemDraft){ .text = "Rückruf https://example.org/x" });
  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead,
                (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "plan.txt" });
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);
  ui_test_assert_named (fixture->window);
  ui_test_assert_finalizes (GTK_WINDOW (g_steal_pointer (&fixture->window)));
}

/* ---- Texts ---- */

static void
test_only_plain_addresses_can_be_followed (void)
{
  static const struct
  {
    const char *text;
    const char *markup;
  } cases[] = {
    { "", "" },
    { "a < b & c", "a &lt; b &amp; c" },
    { "<b>x</b>", "&lt;b&gt;x&lt;/b&gt;" },
    { "see https://a.example/x?y=1&z=2.",
      "see <a href=\"https://a.example/x?y=1&amp;z=2\">https://a.example/x?y=1&amp;z=2</a>." },
    { "(http://a.example)", "(<a href=\"http://a.example\">http://a.example</a>)" },
    { "https://", "https://" },
    { "http://\"onclick", "http://&quot;onclick" },
    { "javascript:alert(1) file:///etc/passwd", "javascript:alert(1) file:///etc/passwd" },
    { "xhttp://a.example", "xhttp://a.example" },
    { "\x01\x1b[31m https://", "&#x1;&#x1b;[31m https://" },
    { "Grüße ☃ http://a.example/ü", "Grüße ☃ <a href=\"http://a.example/\">http://a.example/</a>ü" },
  };
  GtkLabel *label = g_object_ref_sink (GTK_LABEL (gtk_label_new (NULL)));
  guint     i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *markup = tb_text_to_markup (cases[i].text);

      g_assert_cmpstr (markup, ==, cases[i].markup);
      /* A warning is the end of the test. */
      gtk_label_set_markup (label, markup);
    }
  g_assert_finalize_object (label);
}

#define ADD(path, data, function) \
  g_test_add ("/ui/timeline/" path, UiLines, data, ui_lines_set_up, function, ui_lines_tear_down)

int
main (int   argc,
      char *argv[])
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("each-kind-says-what-it-is", NULL, test_each_kind_says_what_it_is);
  ADD ("a-row-follows-its-item", NULL, test_a_row_follows_its_item);
  ADD ("a-long-text-is-folded", NULL, test_a_long_text_is_folded);
  ADD ("what-was-there-before-a-pause-is-read-only", NULL, test_what_was_there_before_a_pause_is_read_only);
  ADD ("chips-count-and-filter", NULL, test_chips_count_and_filter);
  ADD ("the-order-can-be-turned", NULL, test_the_order_can_be_turned);
  ADD ("a-thousand-notes-build-few-rows/newest-first", "", test_a_thousand_notes_build_few_rows);
  ADD ("a-thousand-notes-build-few-rows/oldest-first", NULL, test_a_thousand_notes_build_few_rows);
  ADD ("one-more-line-is-one-row/newest-first", "", test_one_more_line_is_one_row);
  ADD ("one-more-line-is-one-row/oldest-first", NULL, test_one_more_line_is_one_row);
  ADD ("focus-outlives-its-row", NULL, test_focus_outlives_its_row);
  ADD ("the-place-is-kept/newest-first", "", test_the_place_is_kept);
  ADD ("the-place-is-kept/oldest-first", NULL, test_the_place_is_kept);
  ADD ("deleting-asks-and-says-what-it-means", NULL, test_deleting_asks_and_says_what_it_means);
  ADD ("a-partners-item-is-cut-only-after-a-warning", NULL, test_a_partners_item_is_cut_only_after_a_warning);
  ADD ("everything-is-named-and-finalized", NULL, test_everything_is_named_and_finalized);
  g_test_add_func ("/ui/timeline/only-plain-addresses-can-be-followed",
                   test_only_plain_addresses_can_be_followed);
  return g_test_run ();
}
