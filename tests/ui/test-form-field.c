/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row of a form: what it reads, how it writes it, what it says when it is wrong. */
#include "config.h"

#include "tb-form-field.h"
#include "tb-records.h"
#include "ui-test.h"

/* A window with two fields in a boxed list. */
typedef struct
{
  GtkWindow   *window;
  GtkWidget   *list;
  TbFormField *field;
  TbFormField *other;
} Form;

static void
open_form (Form           *form,
           TbFormFieldKind kind)
{
  form->window = GTK_WINDOW (gtk_window_new ());
  form->list = gtk_list_box_new ();
  form->field = TB_FORM_FIELD (tb_form_field_new (kind, "First"));
  form->other = TB_FORM_FIELD (tb_form_field_new (TB_FORM_FIELD_KIND_TEXT, "Second"));
  gtk_list_box_append (GTK_LIST_BOX (form->list), GTK_WIDGET (form->field));
  gtk_list_box_append (GTK_LIST_BOX (form->list), GTK_WIDGET (form->other));
  gtk_window_set_child (form->window, form->list);
  gtk_accessible_update_property (GTK_ACCESSIBLE (form->list), GTK_ACCESSIBLE_PROPERTY_LABEL, "Form", -1);
  gtk_window_present (form->window);
  ui_test_wait (gtk_widget_get_mapped (GTK_WIDGET (form->field)) &&
                gtk_widget_get_width (GTK_WIDGET (form->field)) > 0);
}

static void
close_form (Form *form)
{
  ui_test_assert_finalizes (form->window);
}

static GtkEntry *
text_of (TbFormField *field)
{
  return GTK_ENTRY (ui_test_find (GTK_WIDGET (field), GTK_TYPE_ENTRY, NULL, NULL));
}

static gboolean
has_focus (TbFormField *field)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (field)));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (text_of (field)));
}

/* As if typed: what a program sets by tb_form_field_set_text() counts as not typed. */
static void
type_text (TbFormField *field,
           const char  *text)
{
  gtk_editable_set_text (GTK_EDITABLE (text_of (field)), text);
}

static void
leave_field (Form *form)
{
  gtk_widget_grab_focus (GTK_WIDGET (form->field));
  ui_test_settle ();
  gtk_widget_grab_focus (GTK_WIDGET (form->other));
  ui_test_settle ();
}

/* As the text's key controller gets it. */
static void
press_key (GtkEntry *text,
           guint     keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (text));
  guint n = g_list_model_get_n_items (controllers);
  guint i;

  for (i = 0; i < n; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
    }
}

typedef struct
{
  TbFormFieldKind kind;
  const char     *typed;
  gint64          value;
  const char     *neat; /* what stands there after the focus has left */
} Example;

static void
test_reads_and_writes_neatly (void)
{
  static const Example examples[] = {
    { TB_FORM_FIELD_KIND_AMOUNT, "85", 8500, "85.00" },
    { TB_FORM_FIELD_KIND_AMOUNT, "85,5", 8550, "85.50" },
    { TB_FORM_FIELD_KIND_AMOUNT, "1.234,56", 123456, "1234.56" },
    { TB_FORM_FIELD_KIND_AMOUNT, "", TB_AMOUNT_NONE, "" },
    { TB_FORM_FIELD_KIND_AMOUNT, "  ", TB_AMOUNT_NONE, "" },
    { TB_FORM_FIELD_KIND_DURATION, "1,5", 90, "1:30" },
    { TB_FORM_FIELD_KIND_DURATION, "90 min", 90, "1:30" },
    { TB_FORM_FIELD_KIND_DURATION, "2 h", 120, "2:00" },
    { TB_FORM_FIELD_KIND_QUANTITY, "2", 2000, "2" },
    { TB_FORM_FIELD_KIND_QUANTITY, "0,25", 250, "0.25" },
    { TB_FORM_FIELD_KIND_QUANTITY, "100", 100000, "100" },
    { TB_FORM_FIELD_KIND_INSTANT, "25.11.2026 18:00", G_GINT64_CONSTANT (1795629600000000),
      "2026-11-25 18:00" },
    { TB_FORM_FIELD_KIND_INSTANT, "", 0, "" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      Form   form;
      gint64 value = 42;

      g_test_message ("%s", examples[i].typed);
      open_form (&form, examples[i].kind);
      type_text (form.field, examples[i].typed);
      g_assert_true (tb_form_field_get_value (form.field, &value));
      g_assert_cmpint (value, ==, examples[i].value);
      leave_field (&form);
      g_assert_cmpstr (tb_form_field_get_text (form.field), ==, examples[i].neat);
      /* What it writes it can read again. */
      g_assert_true (tb_form_field_get_value (form.field, &value));
      g_assert_cmpint (value, ==, examples[i].value);
      tb_form_field_set_text (form.field, "");
      tb_form_field_set_value (form.field, value);
      g_assert_cmpstr (tb_form_field_get_text (form.field), ==, examples[i].neat);
      close_form (&form);
    }
}

static void
test_dates (void)
{
  Form             form;
  g_autofree char *date = NULL;

  open_form (&form, TB_FORM_FIELD_KIND_DATE);
  g_assert_true (tb_form_field_get_date (form.field, &date));
  g_assert_null (date);
  type_text (form.field, "5.1.2027");
  g_assert_true (tb_form_field_get_date (form.field, &date));
  g_assert_cmpstr (date, ==, "2027-01-05");
  tb_form_field_set_date (form.field, "2026-12-24");
  g_assert_cmpstr (tb_form_field_get_text (form.field), ==, "2026-12-24");
  tb_form_field_set_date (form.field, NULL);
  g_assert_cmpstr (tb_form_field_get_text (form.field), ==, "");
  close_form (&form);
}

static void
test_says_what_is_wrong (void)
{
  Form      form;
  GtkEntry *text;
  gint64    value;

  open_form (&form, TB_FORM_FIELD_KIND_AMOUNT);
  text = text_of (form.field);
  type_text (form.field, "plenty");
  leave_field (&form);
  g_assert_cmpstr (tb_form_field_get_text (form.field), ==, "plenty");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (form.field), "error"));
  g_assert_nonnull (
    ui_test_find (GTK_WIDGET (form.field), GTK_TYPE_IMAGE, "icon-name", "dialog-warning-symbolic"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_true (
    gtk_test_accessible_has_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  g_assert_false (tb_form_field_get_value (form.field, &value));

  type_text (form.field, "8");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (form.field), "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
  g_assert_true (tb_form_field_get_value (form.field, &value));
  close_form (&form);
}

static void
test_hint_gives_way_to_the_error (void)
{
  Form form;

  open_form (&form, TB_FORM_FIELD_KIND_TEXT);
  g_object_set (form.field, "hint", "A hint.", NULL);
  g_assert_nonnull (ui_test_find_label (GTK_WIDGET (form.field), "A hint."));
  tb_form_field_set_error (form.field, "Wrong.");
  g_assert_nonnull (ui_test_find_label (GTK_WIDGET (form.field), "Wrong."));
  g_assert_null (ui_test_find_label (GTK_WIDGET (form.field), "A hint."));
  /* An error of the engine stays when the focus only passes by. */
  leave_field (&form);
  g_assert_nonnull (ui_test_find_label (GTK_WIDGET (form.field), "Wrong."));
  tb_form_field_set_error (form.field, NULL);
  g_assert_nonnull (ui_test_find_label (GTK_WIDGET (form.field), "A hint."));
  close_form (&form);
}

static void
test_places_errors (void)
{
  Form form;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) elsewhere = NULL;

  open_form (&form, TB_FORM_FIELD_KIND_TEXT);
  {
    const TbFormFieldName fields[] = { { "amount", form.field }, { "reason", form.other } };

    tb_problem_set (&error, TB_PROBLEM_REASON_REQUIRED, NULL);
    tb_problem_set_field (error, "reason");
    g_assert_true (tb_form_field_place_error (fields, G_N_ELEMENTS (fields), error));
    g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (form.field), "error"));
    g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (form.other), "error"));
    g_assert_true (has_focus (form.other));
    tb_problem_set (&elsewhere, TB_PROBLEM_FAILED, "x");
    g_assert_false (tb_form_field_place_error (fields, G_N_ELEMENTS (fields), elsewhere));
  }
  close_form (&form);
}

static void
count_cb (gpointer data)
{
  (*(guint *)data)++;
}

static void
test_tells_only_what_was_typed (void)
{
  Form  form;
  guint changed = 0;
  guint text = 0;

  open_form (&form, TB_FORM_FIELD_KIND_AMOUNT);
  g_signal_connect_swapped (form.field, "changed", G_CALLBACK (count_cb), &changed);
  g_signal_connect_swapped (form.field, "notify::text", G_CALLBACK (count_cb), &text);
  tb_form_field_set_value (form.field, 100);
  g_assert_cmpuint (changed, ==, 0);
  g_assert_cmpuint (text, >, 0);
  type_text (form.field, "2");
  g_assert_cmpuint (changed, >, 0);
  close_form (&form);
}

static void
test_return_activates (void)
{
  Form       form;
  GtkWidget *button = gtk_button_new_with_label ("Do");
  guint      clicked = 0;
  guint      activated = 0;

  open_form (&form, TB_FORM_FIELD_KIND_AMOUNT);
  gtk_list_box_append (GTK_LIST_BOX (form.list), button);
  gtk_window_set_default_widget (form.window, button);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (count_cb), &clicked);
  type_text (form.field, "7");
  g_signal_emit_by_name (text_of (form.field), "activate");
  g_assert_cmpstr (tb_form_field_get_text (form.field), ==, "7.00");
  ui_test_wait (clicked == 1);
  /* Who listens decides. */
  g_signal_connect_swapped (form.field, "activate", G_CALLBACK (count_cb), &activated);
  g_signal_emit_by_name (text_of (form.field), "activate");
  g_assert_cmpuint (activated, ==, 1);
  ui_test_settle ();
  g_assert_cmpuint (clicked, ==, 1);
  close_form (&form);
}

static void
test_focus_goes_to_the_text (void)
{
  Form form;

  open_form (&form, TB_FORM_FIELD_KIND_INSTANT);
  gtk_widget_grab_focus (GTK_WIDGET (form.field));
  g_assert_true (has_focus (form.field));
  gtk_widget_child_focus (GTK_WIDGET (form.window), GTK_DIR_TAB_FORWARD);
  /* the calendar's button */
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (form.window), GTK_WIDGET (form.field)));
  g_assert_false (has_focus (form.field));
  gtk_widget_child_focus (GTK_WIDGET (form.window), GTK_DIR_TAB_FORWARD);
  g_assert_true (has_focus (form.other));
  gtk_widget_child_focus (GTK_WIDGET (form.window), GTK_DIR_TAB_BACKWARD);
  gtk_widget_child_focus (GTK_WIDGET (form.window), GTK_DIR_TAB_BACKWARD);
  g_assert_true (has_focus (form.field));
  /* Arrows walk over the fields of a list. */
  press_key (text_of (form.field), GDK_KEY_Down);
  g_assert_true (has_focus (form.other));
  press_key (text_of (form.other), GDK_KEY_Up);
  g_assert_true (has_focus (form.field));
  ui_test_assert_named (GTK_WIDGET (form.field));
  close_form (&form);
}

static void
test_read_only (void)
{
  Form       form;
  GtkWidget *shown;

  open_form (&form, TB_FORM_FIELD_KIND_INSTANT);
  g_object_set (form.field, "read-only", TRUE, "text", "2026-11-25 18:00", NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (text_of (form.field))));
  g_assert_false (
    gtk_widget_get_visible (ui_test_find (GTK_WIDGET (form.field), GTK_TYPE_MENU_BUTTON, NULL, NULL)));
  /* It can still be reached and copied. */
  shown = ui_test_find_label (GTK_WIDGET (form.field), "2026-11-25 18:00");
  gtk_widget_grab_focus (GTK_WIDGET (form.field));
  g_assert_true (gtk_window_get_focus (form.window) == shown);
  g_assert_true (gtk_label_get_selectable (GTK_LABEL (shown)));
  ui_test_assert_named (GTK_WIDGET (form.field));
  g_object_set (form.field, "read-only", FALSE, NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (text_of (form.field))));
  close_form (&form);
}

static void
test_calendar_writes (void)
{
  Form           form;
  GtkMenuButton *button;
  GtkWidget     *calendar;
  g_autoptr (GDateTime) day = g_date_time_new_utc (2027, 2, 3, 0, 0, 0);
  guint changed = 0;

  open_form (&form, TB_FORM_FIELD_KIND_INSTANT);
  button = GTK_MENU_BUTTON (ui_test_find (GTK_WIDGET (form.field), GTK_TYPE_MENU_BUTTON, NULL, NULL));
  type_text (form.field, "2026-11-25 17:30");
  gtk_menu_button_popup (button);
  ui_test_settle ();
  calendar = ui_test_find (GTK_WIDGET (gtk_menu_button_get_popover (button)), GTK_TYPE_CALENDAR, NULL, NULL);
  g_assert_cmpint (g_date_time_get_day_of_month (gtk_calendar_get_date (GTK_CALENDAR (calendar))), ==, 25);
  ui_test_assert_named (GTK_WIDGET (gtk_menu_button_get_popover (button)));
  g_signal_connect_swapped (form.field, "changed", G_CALLBACK (count_cb), &changed);
  gtk_calendar_select_day (GTK_CALENDAR (calendar), day);
  g_assert_cmpstr (tb_form_field_get_text (form.field), ==, "2027-02-03 17:30");
  g_assert_cmpuint (changed, ==, 1);
  gtk_menu_button_popdown (button);
  ui_test_settle ();
  close_form (&form);
}

/* ---- With an instance ---- */

static void
test_suggests (void)
{
  TbPair pair;
  g_autoptr (TbDesk) desk = NULL;
  g_autoptr (GError) error = NULL;
  TbTicketDraft draft = { .title = "Printer", .organisation = "Hotel Seeblick", .priority = TB_PRIORITY_LOW };
  Form          form;
  GtkWidget    *row;

  tb_pair_setup (&pair);
  tb_side_do (&pair.lead, (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, NULL);
  desk = tb_desk_new (pair.lead.engine, &error);
  g_assert_no_error (error);
  open_form (&form, TB_FORM_FIELD_KIND_TEXT);
  g_object_set (form.field, "desk", desk, "suggests", TB_SUGGEST_ORGANISATION, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (form.field));
  type_text (form.field, "hot");
  ui_test_wait (ui_test_find_label (GTK_WIDGET (form.field), "Hotel Seeblick") != NULL);
  g_assert_true (has_focus (form.field));
  row = gtk_widget_get_ancestor (ui_test_find_label (GTK_WIDGET (form.field), "Hotel Seeblick"),
                                 GTK_TYPE_LIST_BOX_ROW);
  press_key (text_of (form.field), GDK_KEY_Down);
  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row)));
  press_key (text_of (form.field), GDK_KEY_Return);
  g_assert_cmpstr (tb_form_field_get_text (form.field), ==, "Hotel Seeblick");
  g_object_set (form.field, "desk", NULL, NULL);
  close_form (&form);
  g_clear_object (&desk);
  tb_pair_teardown (&pair);
}

int
main (int   argc,
      char *argv[])
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  g_test_add_func ("/ui/form-field/reads-and-writes-neatly", test_reads_and_writes_neatly);
  g_test_add_func ("/ui/form-field/dates", test_dates);
  g_test_add_func ("/ui/form-field/says-what-is-wrong", test_says_what_is_wrong);
  g_test_add_func ("/ui/form-field/hint-gives-way-to-the-error", test_hint_gives_way_to_the_error);
  g_test_add_func ("/ui/form-field/places-errors", test_places_errors);
  g_test_add_func ("/ui/form-field/tells-only-what-was-typed", test_tells_only_what_was_typed);
  g_test_add_func ("/ui/form-field/return-activates", test_return_activates);
  g_test_add_func ("/ui/form-field/focus-goes-to-the-text", test_focus_goes_to_the_text);
  g_test_add_func ("/ui/form-field/read-only", test_read_only);
  g_test_add_func ("/ui/form-field/calendar-writes", test_calendar_writes);
  g_test_add_func ("/ui/form-field/suggests", test_suggests);
  return g_test_run ();
}
