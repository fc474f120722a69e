/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Postausgang“ and what leads there: what waits and why, sending again, skipping, many rows. */
#include "config.h"

#include "ui-window.h"

#include "tb-delivery-line.h"
#include "tb-list-pane.h"
#include "tb-outbox-card.h"
#include "tb-outbox-page.h"
#include "tb-preferences.h"
#include "tb-side-bar.h"
#include "tb-speaker.h"
#include "tb-ticket-page.h"
#include "tb-transport.h"

#define SOME 260
/* A row is at least so high, in pixels; no window shows more at once than GTK makes widgets for. */
#define MAX_CARDS 230

typedef struct
{
  TbAccepted accepted;
  TbDesk    *desk;
  TbWindow  *window;
  GtkWidget *page;
} Fixture;

static GError *failure;

static const GError *
get_failure (gpointer self)
{
  return failure;
}

static gboolean
is_running (gpointer self)
{
  return failure == NULL;
}

static const TbTransport transport = { .get_failure = get_failure, .is_running = is_running };

static TbSide *
lead (Fixture *f)
{
  return &f->accepted.pair.lead;
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tb_accepted_setup (&f->accepted, data);
  tb_side_do (lead (f), (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "set-up", .value = "on" }, NULL);
  f->desk = tb_desk_new (lead (f)->engine, &error);
  g_assert_no_error (error);
  f->window = tb_window_new (ui_application (), f->desk, &transport, NULL);
  gtk_window_present (GTK_WINDOW (f->window));
  ui_test_settle ();
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  ui_test_assert_finalizes (GTK_WINDOW (f->window));
  ui_test_settle ();
  g_assert_finalize_object (f->desk);
  tb_accepted_teardown (&f->accepted, data);
}

/* It is made when it is first opened. */
static gboolean
is_outbox_open (Fixture *f)
{
  f->page = ui_test_find (GTK_WIDGET (f->window), TB_TYPE_OUTBOX_PAGE, NULL, NULL);
  return f->page != NULL && gtk_widget_get_mapped (f->page);
}

static void
open_outbox (Fixture *f)
{
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.outbox", NULL);
  ui_test_wait (is_outbox_open (f));
  ui_test_settle ();
}

static const char *
stack_page (Fixture *f)
{
  GtkWidget *stack = GTK_WIDGET (gtk_widget_get_template_child (f->page, TB_TYPE_OUTBOX_PAGE, "stack"));

  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

static gboolean
says (Fixture    *f,
      const char *text)
{
  g_autofree char *texts = ui_test_texts (f->page);

  return strstr (texts, text) != NULL;
}

/* Each card has all buttons; of those only some are shown. */
static GtkWidget *
find_shown (GtkWidget  *root,
            const char *label)
{
  GtkWidget *child;
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (root) && gtk_widget_get_mapped (root) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_shown (child, label);
  return found;
}

static GtkWidget *
button (Fixture    *f,
        const char *label)
{
  return find_shown (f->page, label);
}

static void
add_note (Fixture    *f,
          const char *text)
{
  g_free (tb_side_note (lead (f), f->accepted.lead, text, FALSE));
}

static GtkWindow *
find_dialog (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GList *l;

  for (l = windows; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type))
      return l->data;
  return NULL;
}

/* Of a list only what is drawn has a card; of those some hold nothing. */
static guint
count_cards (GtkWidget *root)
{
  GtkWidget *child;
  guint      n = 0;

  if (TB_IS_OUTBOX_CARD (root))
    return 1;
  for (child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_cards (child);
  return n;
}

static void
test_all_delivered (Fixture      *f,
                    gconstpointer data)
{
  open_outbox (f);
  ui_test_wait (g_strcmp0 (stack_page (f), "empty") == 0);
  g_assert_true (says (f, "All delivered"));
  ui_test_assert_named (f->page);
}

static void
test_it_says_what_waits_and_follows (Fixture      *f,
                                     gconstpointer data)
{
  g_autofree char *offer = tb_side_new_ticket (lead (f), "Drucker");

  open_outbox (f);
  add_note (f, "erste");
  tb_side_outsource (lead (f), offer, "Alpen");
  ui_test_wait (says (f, "Alpen") && says (f, "Note · since today") && says (f, "Offer · since today"));
  g_assert_true (says (f, "2 are waiting"));
  g_assert_nonnull (button (f, "Send _now"));
  ui_test_assert_named (f->page);
  tb_pair_exchange (&f->accepted.pair);
  ui_test_wait (g_strcmp0 (stack_page (f), "empty") == 0);
}

/* Somebody of whom neither the page nor the desk knew; what is about no ticket. */
static void
test_a_new_partner_has_its_head (Fixture      *f,
                                 gconstpointer data)
{
  TbSide *third = &f->accepted.pair.third;

  open_outbox (f);
  tb_side_open (third, "Ost", f->accepted.pair.clock);
  tb_join_sides (lead (f), third);
  tb_side_do (lead (f), (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Ost" }, NULL);
  ui_test_wait (says (f, "Ost\n1 is waiting"));
  ui_test_wait (says (f, "Agreement: Inactive · since today"));
}

static void
test_a_dead_partner_says_since_when (Fixture      *f,
                                     gconstpointer data)
{
  TbSide *service = &f->accepted.pair.service;
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (GError) away = NULL;

  add_note (f, "erste");
  request = tb_step_prepare (lead (f), service);
  tb_problem_set (&away, TB_PROBLEM_UNREACHABLE, "weg");
  g_assert_true (tb_engine_settle (lead (f)->engine, tb_side_partner (lead (f), "Alpen"), request, NULL, away,
                                   NULL));
  open_outbox (f);
  ui_test_wait (says (f, "Not reached since today"));
  g_assert_true (says (f, "Next attempt"));
}

static void
test_a_click_opens_the_ticket (Fixture      *f,
                               gconstpointer data)
{
  gint64     ticket = tb_side_ticket (lead (f), f->accepted.lead);
  GtkWidget *page, *label;
  gint64     shown = 0;

  add_note (f, "erste");
  open_outbox (f);
  ui_test_wait (says (f, "Note · since"));
  label = ui_test_find (f->page, GTK_TYPE_LIST_VIEW, NULL, NULL);
  g_signal_emit_by_name (label, "activate", 1);
  ui_test_wait (!gtk_widget_get_mapped (f->page));
  page = ui_test_find (GTK_WIDGET (f->window), TB_TYPE_TICKET_PAGE, NULL, NULL);
  g_assert_true (gtk_widget_get_mapped (page));
  g_object_get (page, "ticket", &shown, NULL);
  g_assert_cmpint (shown, ==, ticket);
  /* And back again, and again to the ticket. */
  open_outbox (f);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.back", NULL);
  ui_test_wait (gtk_widget_get_mapped (page) && !gtk_widget_get_mapped (f->page));
}

static void
test_a_ticket_of_the_list_takes_its_place (Fixture      *f,
                                           gconstpointer data)
{
  GtkWidget       *pane = ui_test_find (GTK_WIDGET (f->window), TB_TYPE_LIST_PANE, NULL, NULL);
  g_autofree char *number = tb_side_new_ticket (lead (f), "Drucker");

  open_outbox (f);
  g_object_set (pane, "folder", (guint)TB_FOLDER_TICKETS_OPEN, "ticket", tb_side_ticket (lead (f), number),
                NULL);
  ui_test_wait (!gtk_widget_get_mapped (f->page));
}

static void
test_what_was_refused_is_sent_again (Fixture      *f,
                                     gconstpointer data)
{
  add_note (f, "zu viel");
  tb_step_hold (lead (f), &f->accepted.pair.service);
  add_note (f, "danach");
  open_outbox (f);
  ui_test_wait (says (f, "1 is waiting · 1 was refused") && button (f, "Send _again") != NULL);
  g_assert_true (says (f, "Refused: "));
  g_assert_true (says (f, "Waits for the refused message of this ticket."));
  ui_test_assert_named (f->page);
  g_signal_emit_by_name (button (f, "Send _again"), "clicked");
  ui_test_wait (says (f, "2 are waiting"));
  ui_test_wait (button (f, "Send _again") == NULL);
  tb_pair_exchange (&f->accepted.pair);
  ui_test_wait (g_strcmp0 (stack_page (f), "empty") == 0);
}

static void
answer (const char *response)
{
  GtkWindow *dialog;

  ui_test_wait (find_dialog (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (dialog);
  ui_test_settle ();
}

static void
test_skipping_says_what_it_means (Fixture      *f,
                                  gconstpointer data)
{
  GtkWindow *dialog;

  add_note (f, "zu viel");
  tb_step_hold (lead (f), &f->accepted.pair.service);
  open_outbox (f);
  ui_test_wait (button (f, "S_kip…") != NULL);
  g_assert_true (gtk_widget_get_sensitive (button (f, "S_kip…")));
  g_signal_emit_by_name (button (f, "S_kip…"), "clicked");
  ui_test_wait (find_dialog (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), ==,
                   "1 note: stays with you; Alpen does not get it, later changes neither.");
  answer ("cancel");
  g_assert_nonnull (button (f, "S_kip…"));
  g_signal_emit_by_name (button (f, "S_kip…"), "clicked");
  answer ("skip");
  ui_test_wait (button (f, "S_kip…") == NULL);
  ui_test_wait (says (f, "Skipped"));
  tb_pair_exchange (&f->accepted.pair);
  g_assert_false (tb_look_note (&f->accepted.pair.service, f->accepted.service, "zu viel"));
}

static void
test_a_status_cannot_be_skipped (Fixture      *f,
                                 gconstpointer data)
{
  GtkWidget *skip;

  tb_side_act (lead (f), f->accepted.lead, TB_ACTION_COMPLETE, NULL);
  tb_step_hold (lead (f), &f->accepted.pair.service);
  open_outbox (f);
  ui_test_wait (button (f, "S_kip…") != NULL);
  skip = button (f, "S_kip…");
  g_assert_false (gtk_widget_get_sensitive (skip));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (skip), "A status must arrive"));
}

/* Only what is near to what is in view has widgets; place and selection stay while others come. */
static void
test_many_rows_keep_their_place (Fixture      *f,
                                 gconstpointer data)
{
  GtkWidget          *view;
  GtkSingleSelection *selection;
  GtkAdjustment      *scroll;
  g_autoptr (GObject) chosen = NULL;
  double place;
  guint  i;

  for (i = 0; i < SOME; i++)
    add_note (f, "Notiz");
  open_outbox (f);
  view = ui_test_find (f->page, GTK_TYPE_LIST_VIEW, NULL, NULL);
  scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  ui_test_wait (says (f, "260 are waiting") && says (f, "Note · since"));
  selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (view)));
  ui_test_wait (g_list_model_get_n_items (G_LIST_MODEL (selection)) == SOME + 1);
  g_assert_cmpuint (count_cards (f->page), <, MAX_CARDS);
  gtk_single_selection_set_selected (selection, 200);
  gtk_widget_activate_action (view, "list.scroll-to-item", "u", 200);
  ui_test_settle ();
  chosen = g_object_ref (gtk_single_selection_get_selected_item (selection));
  ui_test_wait (gtk_adjustment_get_value (scroll) > 0);
  ui_test_settle ();
  place = gtk_adjustment_get_value (scroll);
  add_note (f, "noch eine");
  ui_test_wait (g_list_model_get_n_items (G_LIST_MODEL (selection)) == SOME + 2);
  ui_test_settle ();
  g_assert_true (gtk_single_selection_get_selected_item (selection) == (gpointer)chosen);
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, place);
  g_assert_cmpuint (count_cards (f->page), <, MAX_CARDS);
}

/* Whoever works with the keyboard stays on the page. */
static void
test_the_focus_stays (Fixture      *f,
                      gconstpointer data)
{
  g_autofree char *offer = tb_side_new_ticket (lead (f), "Drucker");
  GtkWidget       *view, *focus;

  add_note (f, "zu viel");
  tb_step_hold (lead (f), &f->accepted.pair.service);
  tb_side_outsource (lead (f), offer, "Alpen");
  open_outbox (f);
  view = ui_test_find (f->page, GTK_TYPE_LIST_VIEW, NULL, NULL);
  ui_test_wait (button (f, "Send _again") != NULL);
  gtk_widget_grab_focus (button (f, "Send _again"));
  g_signal_emit_by_name (button (f, "Send _again"), "clicked");
  ui_test_wait (button (f, "Send _again") == NULL);
  ui_test_settle ();
  focus = gtk_root_get_focus (GTK_ROOT (f->window));
  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, view));
  tb_pair_exchange (&f->accepted.pair);
  ui_test_wait (g_strcmp0 (stack_page (f), "empty") == 0);
  ui_test_settle ();
  focus = gtk_root_get_focus (GTK_ROOT (f->window));
  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, f->page));
}

/* ---- What leads there ---- */

static GtkWidget *
line_button (Fixture *f)
{
  GtkWidget *line = ui_test_find (GTK_WIDGET (f->window), TB_TYPE_DELIVERY_LINE, NULL, NULL);

  return ui_test_find (line, GTK_TYPE_BUTTON, NULL, NULL);
}

static void
test_the_line_leads_to_it (Fixture      *f,
                           gconstpointer data)
{
  add_note (f, "erste");
  ui_test_wait (ui_test_find_label (GTK_WIDGET (f->window), "1 is waiting") != NULL);
  g_signal_emit_by_name (line_button (f), "clicked");
  ui_test_wait (is_outbox_open (f));
}

static void
test_a_refused_message_leads_to_it (Fixture      *f,
                                    gconstpointer data)
{
  GtkWidget *page;

  add_note (f, "zu viel");
  tb_step_hold (lead (f), &f->accepted.pair.service);
  tb_window_show_ticket (f->window, tb_side_ticket (lead (f), f->accepted.lead));
  page = ui_test_find (GTK_WIDGET (f->window), TB_TYPE_TICKET_PAGE, NULL, NULL);
  ui_test_wait (find_shown (page, "Outbox") != NULL);
  g_signal_emit_by_name (find_shown (page, "Outbox"), "clicked");
  ui_test_wait (is_outbox_open (f));
}

static void
test_the_line_says_why_nothing_is_delivered (Fixture      *f,
                                             gconstpointer data)
{
  GtkWidget *stack;

  tb_problem_set (&failure, TB_PROBLEM_ADDRESS_TAKEN, "127.0.0.1:8443");
  tb_delivery_line_set_transport (
    TB_DELIVERY_LINE (ui_test_find (GTK_WIDGET (f->window), TB_TYPE_DELIVERY_LINE, NULL, NULL)), &transport);
  ui_test_wait (ui_test_find (line_button (f), GTK_TYPE_LABEL, NULL, NULL) != NULL &&
                g_str_has_prefix (gtk_label_get_text (GTK_LABEL (
                                    ui_test_find (line_button (f), GTK_TYPE_LABEL, NULL, NULL))),
                                  "Delivery has stopped: "));
  g_signal_emit_by_name (line_button (f), "clicked");
  ui_test_wait (find_dialog (TB_TYPE_PREFERENCES) != NULL);
  stack = ui_test_find (GTK_WIDGET (find_dialog (TB_TYPE_PREFERENCES)), ADW_TYPE_VIEW_STACK, NULL, NULL);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (stack)), ==, "server");
  gtk_window_destroy (find_dialog (TB_TYPE_PREFERENCES));
  g_clear_error (&failure);
  ui_test_wait (!gtk_widget_has_css_class (gtk_widget_get_parent (line_button (f)), "is-warning"));
}

#define ADD(path, func) g_test_add ("/ui/outbox/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("all-delivered", test_all_delivered);
  ADD ("it-says-what-waits-and-follows", test_it_says_what_waits_and_follows);
  ADD ("a-new-partner-has-its-head", test_a_new_partner_has_its_head);
  ADD ("a-dead-partner-says-since-when", test_a_dead_partner_says_since_when);
  ADD ("a-click-opens-the-ticket", test_a_click_opens_the_ticket);
  ADD ("a-ticket-of-the-list-takes-its-place", test_a_ticket_of_the_list_takes_its_place);
  ADD ("what-was-refused-is-sent-again", test_what_was_refused_is_sent_again);
  ADD ("skipping-says-what-it-means", test_skipping_says_what_it_means);
  ADD ("a-status-cannot-be-skipped", test_a_status_cannot_be_skipped);
  ADD ("many-rows-keep-their-place", test_many_rows_keep_their_place);
  ADD ("the-focus-stays", test_the_focus_stays);
  ADD ("the-line-leads-to-it", test_the_line_leads_to_it);
  ADD ("a-refused-message-leads-to-it", test_a_refused_message_leads_to_it);
  ADD ("the-line-says-why-nothing-is-delivered", test_the_line_says_why_nothing_is_delivered);
  return g_test_run ();
}
