/* SPDX-License-Identifier: GPL-3.0-or-later
 * The facts of a ticket: stored at once, refused at the fact, read-only while it is an offer. */
#include "config.h"

#include "ui-page.h"

#include "tb-fact-choice.h"
#include "tb-in-place.h"
#include "tb-step-dialog.h"
#include "tb-ticket-page.h"

#include <string.h>

static GtkWidget *
find_menu_button (UiPage     *fixture,
                  const char *label)
{
  return ui_test_find (fixture->page, GTK_TYPE_MENU_BUTTON, "label", label);
}

static TbFactChoice *
find_choice (UiPage     *fixture,
             const char *caption)
{
  return TB_FACT_CHOICE (ui_test_find (fixture->page, TB_TYPE_FACT_CHOICE, "caption", caption));
}

static TbInPlace *
find_in_place (UiPage     *fixture,
               const char *label)
{
  return TB_IN_PLACE (ui_test_find (fixture->page, TB_TYPE_IN_PLACE, "label", label));
}

/* As a person does: through the dropdown. */
static void
choose (TbFactChoice *choice,
        const char   *name)
{
  GtkWidget *dropdown = ui_test_find (GTK_WIDGET (choice), GTK_TYPE_DROP_DOWN, NULL, NULL);
  guint      option = tb_fact_choice_find (choice, name);

  g_assert_cmpuint (option, !=, G_MAXUINT);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (dropdown), option);
  ui_test_settle ();
}

static const char *
chosen_name (TbFactChoice *choice)
{
  return tb_fact_choice_get_name (choice, tb_fact_choice_get_chosen (choice));
}

static void
test_facts_are_stored_at_once (UiPage       *fixture,
                               gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (ui_page_lead (fixture), "Drucker");
  g_autofree char *user = ui_page_dup_acting_user (ui_page_lead (fixture));
  g_autoptr (TbTicketView) view = NULL;

  ui_page_open (fixture, ui_page_lead (fixture), number);
  g_assert_cmpstr (chosen_name (find_choice (fixture, "Priority")), ==, "High");
  g_assert_cmpstr (chosen_name (find_choice (fixture, "Assignee")), ==, "Nobody");
  choose (find_choice (fixture, "Priority"), "Critical");
  choose (find_choice (fixture, "Assignee"), user);
  choose (find_choice (fixture, "Ticket status"), "Eskaliert");
  g_signal_emit_by_name (find_in_place (fixture, "Description"), "save", "Druckt <nicht> & piept");
  ui_test_settle ();

  view = tb_side_show (ui_page_lead (fixture), number);
  g_assert_cmpint (view->ticket->priority, ==, TB_PRIORITY_CRITICAL);
  g_assert_cmpstr (view->assignee->name, ==, user);
  g_assert_cmpstr (view->status->name, ==, "Eskaliert");
  g_assert_cmpstr (view->ticket->description, ==, "Druckt <nicht> & piept");
  g_assert_cmpstr (chosen_name (find_choice (fixture, "Priority")), ==, "Critical");
  g_assert_nonnull (ui_test_find_label (fixture->page, "Druckt <nicht> & piept"));
}

static void
test_refused_title_stays_to_be_mended (UiPage       *fixture,
                                       gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (ui_page_lead (fixture), "Drucker");
  g_autofree char *texts = NULL;
  g_autofree char *shown = NULL;
  TbInPlace       *title;
  GtkWidget       *entry;

  ui_page_open (fixture, ui_page_lead (fixture), number);
  title = find_in_place (fixture, "Title");
  tb_in_place_edit (title, NULL);
  entry = ui_test_find (GTK_WIDGET (title), GTK_TYPE_ENTRY, NULL, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Drucker");
  gtk_editable_set_text (GTK_EDITABLE (entry), "  ");
  g_signal_emit_by_name (entry, "activate");
  ui_test_settle ();
  texts = ui_test_texts (GTK_WIDGET (title));
  g_assert_nonnull (strstr (texts, "Title"));
  g_assert_true (tb_in_place_is_editing (title));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "  ");

  gtk_editable_set_text (GTK_EDITABLE (entry), "Drucker im Flur");
  g_signal_emit_by_name (entry, "activate");
  ui_test_settle ();
  g_assert_false (tb_in_place_is_editing (title));
  g_object_get (title, "text", &shown, NULL);
  g_assert_cmpstr (shown, ==, "Drucker im Flur");
}

/* What the engine refuses is said at the fact, and what is stored is shown again. */
static void
test_refused_choice_goes_back (UiPage       *fixture,
                               gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (ui_page_lead (fixture), "Drucker");
  TbCommand        leaves = { .type = TB_COMMAND_USER_SET, .name = "Kurz da", .value = "active" };
  TbFactChoice    *assignee;
  g_autofree char *texts = NULL;
  guint            option;

  tb_side_do (ui_page_lead (fixture), (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "Kurz da" }, NULL);
  ui_page_open (fixture, ui_page_lead (fixture), number);
  assignee = find_choice (fixture, "Assignee");
  option = tb_fact_choice_find (assignee, "Kurz da");
  g_assert_cmpuint (option, !=, G_MAXUINT);
  /* Somebody else was faster; nobody has told the window yet. */
  tb_side_do (ui_page_lead (fixture), leaves, NULL);
  g_signal_emit_by_name (assignee, "chosen", option);
  ui_test_settle ();
  texts = ui_test_texts (GTK_WIDGET (assignee));
  g_assert_nonnull (strstr (texts, "Kurz da"));
  g_assert_cmpstr (chosen_name (assignee), ==, "Nobody");
}

static void
test_offers_are_read_only_and_say_why (UiPage       *fixture,
                                       gconstpointer data)
{
  gboolean is_read_only;

  ui_page_reach (fixture, TB_STATUS_ASSIGNED);
  ui_page_open (fixture, ui_page_service (fixture), fixture->corner.service);
  g_assert_nonnull (
    ui_test_find_label (fixture->page, "This is an offer. After you have accepted it, you can work on it."));
  g_object_get (find_choice (fixture, "Ticket status"), "is-read-only", &is_read_only, NULL);
  g_assert_true (is_read_only);
  g_object_get (find_in_place (fixture, "Title"), "is-read-only", &is_read_only, NULL);
  g_assert_true (is_read_only);
  g_assert_false (ui_page_is_enabled (fixture, "note"));

  tb_side_act (ui_page_service (fixture), fixture->corner.service, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (&fixture->corner.pair);
  ui_test_settle ();
  g_object_get (find_in_place (fixture, "Title"), "is-read-only", &is_read_only, NULL);
  g_assert_false (is_read_only);
  g_assert_true (ui_page_is_enabled (fixture, "note"));
}

/* The coupling of the two fields is asked about, on both sides, and only where there is something to
 * couple. */
static void
test_closing_asks_while_an_outsourcing_runs (UiPage       *fixture,
                                             gconstpointer data)
{
  TbSide     *sides[] = { ui_page_lead (fixture), ui_page_service (fixture) };
  const char *numbers[] = { fixture->corner.lead, fixture->corner.service };
  guint       i;

  for (i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      GtkWindow       *dialog;
      g_autofree char *status = NULL;

      ui_page_open (fixture, sides[i], numbers[i]);
      choose (find_choice (fixture, "Ticket status"), "Abgeschlossen");
      dialog = ui_page_find_dialog (fixture, TB_TYPE_STEP_DIALOG);
      g_assert_nonnull (dialog);
      g_assert_true (gtk_window_get_modal (dialog));
      g_object_get (dialog, "status", &status, NULL);
      g_assert_cmpstr (status, ==, "Abgeschlossen");
      g_assert_cmpstr (chosen_name (find_choice (fixture, "Ticket status")), !=, "Abgeschlossen");
      gtk_window_destroy (dialog);
      ui_test_settle ();
      tb_corner_assert_status (&fixture->corner, TB_STATUS_ACCEPTED);
    }
}

/* Insensitive, not hidden, and it says why. */
static void
test_complete_ticket_cannot_be_outsourced (UiPage       *fixture,
                                           gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (ui_page_lead (fixture), "Drucker");
  GtkWidget       *button;

  ui_page_open (fixture, ui_page_lead (fixture), number);
  button = find_menu_button (fixture, "Outsource");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_assert_null (gtk_widget_get_tooltip_text (button));
  choose (find_choice (fixture, "Ticket status"), "Abgeschlossen");
  g_assert_null (ui_page_find_dialog (fixture, TB_TYPE_STEP_DIALOG));
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_nonnull (gtk_widget_get_tooltip_text (button));
  g_assert_false (ui_page_is_enabled (fixture, "choose"));
  g_assert_false (ui_page_is_enabled (fixture, "outsource-to"));
}

/* What is typed into a description is there again after another ticket was looked at. */
static void
test_typed_description_is_kept (UiPage       *fixture,
                                gconstpointer data)
{
  g_autofree char *first = tb_side_new_ticket (ui_page_lead (fixture), "Drucker");
  g_autofree char *second = tb_side_new_ticket (ui_page_lead (fixture), "Beamer");
  g_autofree char *typed = NULL;
  TbInPlace       *description;

  ui_page_open (fixture, ui_page_lead (fixture), first);
  description = find_in_place (fixture, "Description");
  tb_in_place_edit (description, "Druckt seit heute");
  g_object_set (fixture->page, "ticket", tb_side_ticket (ui_page_lead (fixture), second), NULL);
  ui_test_settle ();
  g_assert_false (tb_in_place_is_editing (description));
  g_object_set (fixture->page, "ticket", tb_side_ticket (ui_page_lead (fixture), first), NULL);
  ui_test_settle ();
  ui_test_wait (tb_in_place_is_editing (description));
  typed = tb_in_place_dup_typed (description);
  g_assert_cmpstr (typed, ==, "Druckt seit heute");
}

static gboolean
has_draft (UiPage     *fixture,
           const char *number,
           const char *expected)
{
  g_autofree char *key = g_strdup_printf ("description-%" G_GINT64_FORMAT,
                                          tb_side_ticket (ui_page_lead (fixture), number));
  g_autofree char *text = tb_corner_load_draft (fixture->desk, key);

  return g_strcmp0 (text, expected) == 0;
}

/* Whatever ends the program while somebody types, or later, when the draft is shown again. */
static void
test_description_is_kept_while_it_is_typed (UiPage       *fixture,
                                            gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (ui_page_lead (fixture), "Drucker");
  g_autofree char *other = tb_side_new_ticket (ui_page_lead (fixture), "Beamer");
  TbInPlace       *description;

  ui_page_open (fixture, ui_page_lead (fixture), number);
  description = find_in_place (fixture, "Description");
  tb_in_place_edit (description, "Druckt seit heute");
  ui_test_wait (has_draft (fixture, number, "Druckt seit heute"));
  g_object_set (fixture->page, "ticket", tb_side_ticket (ui_page_lead (fixture), other), NULL);
  ui_test_settle ();
  g_object_set (fixture->page, "ticket", tb_side_ticket (ui_page_lead (fixture), number), NULL);
  ui_test_wait (tb_in_place_is_editing (description));
  g_assert_true (has_draft (fixture, number, "Druckt seit heute"));
  tb_in_place_cancel (description);
  ui_test_wait (has_draft (fixture, number, NULL));
}

#define ADD(path, setup, test) \
  g_test_add ("/ui/ticket-facts/" path, UiPage, NULL, setup, test, ui_page_tear_down)

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("facts-are-stored-at-once", ui_page_set_up, test_facts_are_stored_at_once);
  ADD ("refused-title-stays-to-be-mended", ui_page_set_up, test_refused_title_stays_to_be_mended);
  ADD ("refused-choice-goes-back", ui_page_set_up, test_refused_choice_goes_back);
  ADD ("offers-are-read-only-and-say-why", ui_page_set_up, test_offers_are_read_only_and_say_why);
  ADD ("closing-asks-while-an-outsourcing-runs", ui_page_set_up_accepted,
       test_closing_asks_while_an_outsourcing_runs);
  ADD ("complete-ticket-cannot-be-outsourced", ui_page_set_up, test_complete_ticket_cannot_be_outsourced);
  ADD ("typed-description-is-kept", ui_page_set_up, test_typed_description_is_kept);
  ADD ("description-is-kept-while-it-is-typed", ui_page_set_up, test_description_is_kept_while_it_is_typed);
  return g_test_run ();
}
