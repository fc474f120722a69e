/* SPDX-License-Identifier: GPL-3.0-or-later
 * The time line: what a row says of each kind, who can change it, filters, laziness. */
#include "config.h"

#include "ui-test.h"

#include "tb-entry-text.h"
#include "tb-event-row.h"
#include "tb-item-dialog.h"
#include "tb-item-row.h"
#include "tb-timeline-model.h"
#include "tb-timeline.h"

#include <string.h>

typedef struct
{
  TbCorner       corner;
  TbDesk        *desk;
  TbTicketSheet *sheet;
  GtkWidget     *window;
  GtkWidget     *timeline;
  GtkWidget     *list;
} Fixture;

/* The window of one side. */
static void
open_window (Fixture    *fixture,
             TbSide     *side,
             const char *number)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  fixture->desk = tb_desk_new (side->engine, &error);
  g_assert_no_error (error);
  fixture->sheet = tb_ticket_sheet_new (side->engine, tb_side_ticket (side, number));
  fixture->timeline = g_object_new (TB_TYPE_TIMELINE, "desk", fixture->desk, "newest-first", TRUE, NULL);
  fixture->list = ui_test_find (fixture->timeline, GTK_TYPE_LIST_BOX, NULL, NULL);
  g_object_set (fixture->timeline, "sheet", fixture->sheet, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), fixture->timeline);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 500);
  gtk_window_set_child (GTK_WINDOW (fixture->window), scrolled);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_settle ();
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  tb_corner_setup_accepted (&fixture->corner, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_assert_finalize_object (fixture->sheet);
  g_assert_finalize_object (fixture->desk);
  tb_corner_teardown (&fixture->corner, NULL);
}

static TbSide *
lead (Fixture *fixture)
{
  return &fixture->corner.pair.lead;
}

static TbSide *
service (Fixture *fixture)
{
  return &fixture->corner.pair.service;
}

/* Those that are out of use are not seen. Returns: (nullable) */
static GtkWidget *
next_row (GtkWidget *row)
{
  while (row != NULL && !gtk_widget_get_visible (row))
    row = gtk_widget_get_next_sibling (row);
  return row;
}

static GtkWidget *
first_row (Fixture *fixture)
{
  return next_row (gtk_widget_get_first_child (fixture->list));
}

static GtkWidget *
row_after (GtkWidget *row)
{
  return next_row (gtk_widget_get_next_sibling (row));
}

static GtkWidget *
last_row (Fixture *fixture)
{
  GtkWidget *row, *last = NULL;

  for (row = first_row (fixture); row != NULL; row = row_after (row))
    last = row;
  return last;
}

static guint
count_rows (Fixture *fixture,
            GType    type)
{
  GtkWidget *row;
  guint      n = 0;

  for (row = first_row (fixture); row != NULL; row = row_after (row))
    n += g_type_is_a (G_OBJECT_TYPE (row), type);
  return n;
}

/* The row that shows @text somewhere. */
static GtkWidget *
row_with (Fixture    *fixture,
          const char *text)
{
  GtkWidget *row;

  for (row = first_row (fixture); row != NULL; row = row_after (row))
    {
      g_autofree char *texts = ui_test_texts (row);

      if (strstr (texts, text) != NULL)
        return row;
    }
  g_error ("no row says “%s”", text);
}

static gboolean
says (GtkWidget  *row,
      const char *text)
{
  g_autofree char *texts = ui_test_texts (row);

  return strstr (texts, text) != NULL;
}

static gboolean
has_controls (GtkWidget *row)
{
  GtkWidget *edit = ui_test_find (row, GTK_TYPE_BUTTON, "action-name", "item.edit");

  return edit != NULL && gtk_widget_get_mapped (edit) && gtk_widget_get_sensitive (edit);
}

static void
add (TbSide     *side,
     const char *number,
     TbItemDraft draft)
{
  g_free (tb_corner_add (side, number, draft));
}

/* ---- Rows ---- */

static void
test_each_kind_says_what_it_is (Fixture      *fixture,
                                gconstpointer data)
{
  const char *lead_number = fixture->corner.lead;
  const char *service_number = fixture->corner.service;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("12345", 5);

  add (lead (fixture), lead_number, (TbItemDraft){ .text = "Rückruf" });
  add (lead (fixture), lead_number, (TbItemDraft){ .text = "Vertrag", .is_internal = TRUE });
  add (lead (fixture), lead_number,
       (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "plan.txt" });
  add (service (fixture), service_number, (TbItemDraft){ .text = "Schlüssel?", .is_question = TRUE });
  add (service (fixture), service_number,
       (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Neustart", .minutes = 90, .work_type = "Fernwartung" });
  add (service (fixture), service_number,
       (TbItemDraft){ .kind = TB_ITEM_CHARGE,
                      .text = "Kabel",
                      .quantity = 2500,
                      .unit = "m",
                      .unit_price = 1000 });
  tb_pair_exchange (&fixture->corner.pair);
  open_window (fixture, lead (fixture), lead_number);

  g_assert_true (says (row_with (fixture, "Rückruf"), "Note\n"));
  g_assert_false (says (row_with (fixture, "Rückruf"), "Internal users only"));
  g_assert_true (says (row_with (fixture, "Vertrag"), "Internal users only"));
  g_assert_true (says (row_with (fixture, "plan.txt"), "Attachment"));
  g_assert_nonnull (
    ui_test_find (row_with (fixture, "plan.txt"), GTK_TYPE_BUTTON, "action-name", "item.save"));
  g_assert_true (says (row_with (fixture, "Schlüssel?"), "Question"));
  g_assert_true (says (row_with (fixture, "Schlüssel?"), "Alpen"));
  g_assert_true (says (row_with (fixture, "Neustart"), "Time · 1:30\u00a0h"));
  g_assert_true (says (row_with (fixture, "Neustart"), "Fernwartung"));
  g_assert_true (says (row_with (fixture, "Kabel"), "Charge · 25.00\u00a0€"));
  g_assert_true (says (row_with (fixture, "Kabel"), "2.5 m × 10.00\u00a0€ = 25.00\u00a0€"));
  g_assert_true (TB_IS_EVENT_ROW (row_with (fixture, "Assigned → Accepted")));
}

static void
test_a_row_follows_its_item (Fixture      *fixture,
                             gconstpointer data)
{
  g_autofree char *uuid = NULL;
  GtkWidget       *row;

  uuid = tb_corner_add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "Rückruf" });
  open_window (fixture, lead (fixture), fixture->corner.lead);
  row = row_with (fixture, "Rückruf");
  g_assert_false (says (row, "edited"));

  tb_corner_edit (lead (fixture), fixture->corner.lead, uuid, (TbItemDraft){ .text = "Kein Rückruf" });
  ui_test_wait (says (row, "Kein Rückruf"));
  g_assert_true (row_with (fixture, "Kein Rückruf") == row);
  g_assert_true (says (row, "edited"));
}

static void
test_a_long_text_is_folded (Fixture      *fixture,
                            gconstpointer data)
{
  GString   *text = g_string_new ("Anfang");
  GtkWidget *row, *more;
  int        i;

  for (i = 0; i < 30; i++)
    g_string_append_printf (text, "\nZeile %d", i);
  g_string_append (text, "\nEnde");
  add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = text->str });
  g_string_free (text, TRUE);
  open_window (fixture, lead (fixture), fixture->corner.lead);
  row = row_with (fixture, "Anfang");
  g_assert_false (says (row, "Ende"));

  more = ui_test_find (row, GTK_TYPE_TOGGLE_BUTTON, "label", "Show More");
  g_assert_nonnull (more);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (more), TRUE);
  g_assert_true (says (row, "Ende"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (more), FALSE);
  g_assert_false (says (row, "Ende"));
}

static void
test_what_was_there_before_a_pause_is_read_only (Fixture      *fixture,
                                                 gconstpointer data)
{
  GtkWidget *before, *after;

  add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "vorher" });
  add (service (fixture), fixture->corner.service, (TbItemDraft){ .text = "Arbeit" });
  tb_pair_exchange (&fixture->corner.pair);
  open_window (fixture, lead (fixture), fixture->corner.lead);
  before = row_with (fixture, "vorher");
  g_assert_true (has_controls (before));
  g_assert_false (says (fixture->timeline, "Earlier entries are read-only"));

  tb_side_act (service (fixture), fixture->corner.service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->corner.pair);
  ui_test_wait (gtk_widget_has_css_class (before, "read-only"));
  g_assert_false (has_controls (before));
  g_assert_true (says (before, "Read-only"));
  g_assert_true (says (fixture->timeline, "Earlier entries are read-only while the ticket waits"));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (before),
                                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  gtk_widget_activate_action (before, "item.edit", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 1);

  add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "nachher" });
  ui_test_settle ();
  after = row_with (fixture, "nachher");
  g_assert_true (has_controls (after));
  g_assert_true (says (after, "Stays here"));

  tb_side_act (lead (fixture), fixture->corner.lead, TB_ACTION_REJECT, "Fehlt noch");
  ui_test_wait (!gtk_widget_has_css_class (before, "read-only"));
  g_assert_true (has_controls (before));
  /* The reason stands among the items and stays as it is. */
  g_assert_true (says (row_with (fixture, "Completion rejected"), "Fehlt noch"));
  g_assert_false (has_controls (row_with (fixture, "Completion rejected")));
}

/* ---- Chips ---- */

static void
test_chips_count_and_filter (Fixture      *fixture,
                             gconstpointer data)
{
  GtkWidget *times, *all;

  add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "Eins" });
  add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "Zwei" });
  add (lead (fixture), fixture->corner.lead,
       (TbItemDraft){ .kind = TB_ITEM_TIME, .text = "Drei", .minutes = 5 });
  open_window (fixture, lead (fixture), fixture->corner.lead);
  all = ui_test_find (fixture->timeline, GTK_TYPE_TOGGLE_BUTTON, "label", "All");
  times = ui_test_find (fixture->timeline, GTK_TYPE_TOGGLE_BUTTON, "label", "Times 1");
  g_assert_nonnull (times);
  g_assert_nonnull (ui_test_find (fixture->timeline, GTK_TYPE_TOGGLE_BUTTON, "label", "Notes 2"));
  g_assert_cmpuint (count_rows (fixture, TB_TYPE_ITEM_ROW), ==, 3);
  g_assert_cmpuint (count_rows (fixture, TB_TYPE_EVENT_ROW), >, 0);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (times), TRUE);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (all)));
  g_assert_cmpuint (count_rows (fixture, TB_TYPE_ITEM_ROW), ==, 1);
  g_assert_cmpuint (count_rows (fixture, TB_TYPE_EVENT_ROW), ==, 0);

  g_object_set (fixture->timeline, "kinds", TB_TIMELINE_HISTORY, NULL);
  g_assert_cmpuint (count_rows (fixture, TB_TYPE_ITEM_ROW), ==, 0);
  /* That it was added is only said here: with all, the item itself says it. */
  g_assert_true (says (fixture->list, "Added: Time entry"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (all), TRUE);
  g_assert_false (says (fixture->list, "Added: Time entry"));
  g_assert_cmpuint (count_rows (fixture, TB_TYPE_ITEM_ROW), ==, 3);
}

static void
test_the_order_can_be_turned (Fixture      *fixture,
                              gconstpointer data)
{
  add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "früh" });
  tb_clock_advance (fixture->corner.pair.clock, TB_MINUTE);
  add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "spät" });
  open_window (fixture, lead (fixture), fixture->corner.lead);
  g_assert_true (says (first_row (fixture), "spät"));
  gtk_widget_activate_action (fixture->timeline, "timeline.newest-first", NULL);
  g_assert_true (says (last_row (fixture), "spät"));
}

/* ---- Laziness ---- */

static void
add_notes (Fixture *fixture,
           guint    n)
{
  guint i;

  for (i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("Notiz %u", i);

      tb_clock_advance (fixture->corner.pair.clock, TB_SECOND);
      add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = text });
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
test_a_thousand_notes_build_few_rows (Fixture      *fixture,
                                      gconstpointer newest_first)
{
  GtkWidget *oldest, *row;

  add_notes (fixture, 1000);
  open_window (fixture, lead (fixture), fixture->corner.lead);
  g_object_set (fixture->timeline, "newest-first", newest_first != NULL, "kinds", TB_TIMELINE_NOTES, NULL);
  /* What does not stand first in view is built picture by picture. */
  if (newest_first)
    g_assert_cmpuint (count_rows (fixture, GTK_TYPE_LIST_BOX_ROW), <, 10);
  ui_test_wait (count_rows (fixture, GTK_TYPE_LIST_BOX_ROW) == 50);
  g_assert_nonnull (ui_test_find (fixture->timeline, GTK_TYPE_BUTTON, "label", "Show Older (950)"));
  row_with (fixture, "Notiz 999");
  oldest = row_with (fixture, "Notiz 950");

  add_notes (fixture, 1);
  ui_test_wait (count_rows (fixture, GTK_TYPE_LIST_BOX_ROW) == 51);
  row = newest_first ? first_row (fixture) : last_row (fixture);
  g_assert_true (says (row, "Notiz 0"));
  g_assert_true (row_with (fixture, "Notiz 950") == oldest);

  gtk_widget_activate_action (fixture->timeline, "timeline.show-older", NULL);
  ui_test_wait (count_rows (fixture, GTK_TYPE_LIST_BOX_ROW) == 101);
  row_with (fixture, "Notiz 900");
  g_assert_true (row_with (fixture, "Notiz 950") == oldest);
}

static void
test_one_more_line_is_one_row (Fixture      *fixture,
                               gconstpointer newest_first)
{
  g_autoptr (TbTimelineModel) model = tb_timeline_model_new ();
  guint counts[2] = { 0, 0 };

  add_notes (fixture, 60);
  open_window (fixture, lead (fixture), fixture->corner.lead);
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
test_focus_outlives_its_row (Fixture      *fixture,
                             gconstpointer data)
{
  g_autofree char *uuid = NULL;
  GtkWidget       *kept;

  uuid = tb_corner_add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "geht" });
  tb_clock_advance (fixture->corner.pair.clock, TB_SECOND);
  add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "bleibt" });
  open_window (fixture, lead (fixture), fixture->corner.lead);
  g_object_set (fixture->timeline, "kinds", TB_TIMELINE_NOTES, NULL);
  kept = row_with (fixture, "bleibt");

  /* A row that comes above takes nothing away. */
  gtk_widget_grab_focus (row_with (fixture, "geht"));
  add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "neu" });
  ui_test_wait (count_rows (fixture, TB_TYPE_ITEM_ROW) == 3);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == row_with (fixture, "geht"));

  tb_corner_delete_item (lead (fixture), fixture->corner.lead, uuid);
  ui_test_wait (count_rows (fixture, TB_TYPE_ITEM_ROW) == 2);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == kept);
}

static double
place_of (Fixture   *fixture,
          GtkWidget *row)
{
  double y = -1;

  gtk_widget_translate_coordinates (row, fixture->window, 0, 0, NULL, &y);
  return y;
}

static GtkAdjustment *
scroll_of (Fixture *fixture)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (fixture->timeline, GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
}

/* What one reads stays where it is when something comes above it. */
static void
test_the_place_is_kept (Fixture      *fixture,
                        gconstpointer newest_first)
{
  GtkWidget *read, *row;
  double     before;

  add_notes (fixture, 70);
  open_window (fixture, lead (fixture), fixture->corner.lead);
  g_object_set (fixture->timeline, "newest-first", newest_first != NULL, "kinds", TB_TIMELINE_NOTES, NULL);
  ui_test_wait (count_rows (fixture, TB_TYPE_ITEM_ROW) == 50);
  read = row_with (fixture, "Notiz 45");
  ui_test_wait (gtk_widget_get_height (read) > 0);
  gtk_adjustment_set_value (scroll_of (fixture), 600);
  ui_test_wait (place_of (fixture, first_row (fixture)) < -400);
  before = place_of (fixture, read);

  if (newest_first)
    add_notes (fixture, 1);
  else
    gtk_widget_activate_action (fixture->timeline, "timeline.show-older", NULL);
  ui_test_wait (count_rows (fixture, TB_TYPE_ITEM_ROW) > 50);
  row = first_row (fixture);
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
test_deleting_asks_and_says_what_it_means (Fixture      *fixture,
                                           gconstpointer data)
{
  GtkWidget *dialog;

  add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "geht" });
  add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "innen", .is_internal = TRUE });
  open_window (fixture, lead (fixture), fixture->corner.lead);

  gtk_widget_activate_action (row_with (fixture, "innen"), "item.delete", NULL);
  dialog = find_dialog ();
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), ==, "This cannot be undone.");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
  ui_test_settle ();
  row_with (fixture, "innen");

  gtk_widget_activate_action (row_with (fixture, "geht"), "item.delete", NULL);
  dialog = find_dialog ();
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), ==,
                   "It disappears at the partner as well.");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "delete");
  gtk_window_destroy (GTK_WINDOW (dialog));
  ui_test_wait (count_rows (fixture, TB_TYPE_ITEM_ROW) == 1);
}

static void
test_a_partners_item_is_cut_only_after_a_warning (Fixture      *fixture,
                                                  gconstpointer data)
{
  GtkWidget *dialog;

  add (service (fixture), fixture->corner.service, (TbItemDraft){ .text = "vom Partner" });
  tb_pair_exchange (&fixture->corner.pair);
  open_window (fixture, lead (fixture), fixture->corner.lead);
  gtk_widget_activate_action (row_with (fixture, "vom Partner"), "item.edit", NULL);
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
test_everything_is_named_and_finalized (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("1", 1);

  add (lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = "Rückruf https://example.org/x" });
  add (lead (fixture), fixture->corner.lead,
       (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "plan.txt" });
  open_window (fixture, lead (fixture), fixture->corner.lead);
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
  g_test_add ("/ui/timeline/" path, Fixture, data, set_up, function, tear_down)

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
