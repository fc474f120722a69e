/* SPDX-License-Identifier: GPL-3.0-or-later
 * The main window: panes, actions by permission, what is announced. */
#include "config.h"

#include "ui-window.h"

#include "tb-application.h"
#include "tb-list-pane.h"
#include "tb-notifier.h"
#include "tb-outbox-page.h"
#include "tb-side-bar.h"
#include "tb-sleep-guard.h"
#include "tb-ticket-page.h"
#include "tb-welcome.h"

static GtkWidget *
pane (UiWindow *fixture,
      GType     type)
{
  GtkWidget *found = ui_test_find (GTK_WIDGET (fixture->window), type, NULL, NULL);

  g_assert_nonnull (found);
  return found;
}

static gboolean
is_in_view (UiWindow *fixture,
            GType     type)
{
  GtkWidget *found = ui_test_find (GTK_WIDGET (fixture->window), type, NULL, NULL);

  return found != NULL && gtk_widget_get_child_visible (found) && gtk_widget_get_mapped (found);
}

static void
test_everything_is_finalized (UiWindow     *fixture,
                              gconstpointer data)
{
  ui_test_assert_finalizes (GTK_WINDOW (g_steal_pointer (&fixture->window)));
}

static void
test_what_can_be_focused_has_a_name (UiWindow     *fixture,
                                     gconstpointer data)
{
  ui_test_assert_named (GTK_WIDGET (fixture->window));
}

/* What is not seen at the start is made when it is first needed. */
static void
test_the_hidden_is_made_late (UiWindow     *fixture,
                              gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (&fixture->pair.lead, "Drucker");
  GtkWidget       *window = GTK_WIDGET (fixture->window);

  g_assert_null (ui_test_find (window, TB_TYPE_TICKET_PAGE, NULL, NULL));
  g_assert_null (ui_test_find (window, TB_TYPE_OUTBOX_PAGE, NULL, NULL));
  g_assert_null (ui_test_find (window, TB_TYPE_WELCOME, NULL, NULL));
  gtk_widget_activate_action (window, "win.outbox", NULL);
  ui_test_wait (is_in_view (fixture, TB_TYPE_OUTBOX_PAGE));
  gtk_widget_activate_action (window, "win.back", NULL);
  ui_test_wait (!is_in_view (fixture, TB_TYPE_OUTBOX_PAGE));
  g_assert_null (ui_test_find (window, TB_TYPE_TICKET_PAGE, NULL, NULL));
  tb_window_show_ticket (fixture->window, tb_side_ticket (&fixture->pair.lead, number));
  ui_test_wait (is_in_view (fixture, TB_TYPE_TICKET_PAGE));
}

static void
move_over (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  guint i;

  for (i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "motion", 5.0, 5.0);
    }
}

/* Who is in the list finds the page made, and sees nothing of it before there is a ticket. */
static void
test_the_page_is_made_for_who_is_in_the_list (UiWindow     *fixture,
                                              gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  g_assert_null (ui_test_find (window, TB_TYPE_TICKET_PAGE, NULL, NULL));
  move_over (pane (fixture, TB_TYPE_LIST_PANE));
  g_assert_null (ui_test_find (window, TB_TYPE_TICKET_PAGE, NULL, NULL));
  ui_test_wait (ui_test_find (window, TB_TYPE_TICKET_PAGE, NULL, NULL) != NULL);
  ui_test_settle ();
  g_assert_false (is_in_view (fixture, TB_TYPE_TICKET_PAGE));
  g_assert_nonnull (ui_test_find_label (window, "No ticket selected"));
}

/* The lower pane keeps its ticket when the list has lost it. */
static void
test_the_page_keeps_its_ticket (UiWindow     *fixture,
                                gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (&fixture->pair.lead, "Drucker");
  gint64           ticket = tb_side_ticket (&fixture->pair.lead, number);
  gint64           shown = 0;

  tb_window_show_ticket (fixture->window, ticket);
  g_object_set (pane (fixture, TB_TYPE_LIST_PANE), "ticket", G_GINT64_CONSTANT (0), NULL);
  ui_test_settle ();
  g_object_get (pane (fixture, TB_TYPE_TICKET_PAGE), "ticket", &shown, NULL);
  g_assert_cmpint (shown, ==, ticket);
}

/* ---- What is remembered ---- */

static gint64
shown_ticket (UiWindow *fixture)
{
  GtkWidget *page = ui_test_find (GTK_WIDGET (fixture->window), TB_TYPE_TICKET_PAGE, NULL, NULL);
  gint64     ticket = 0;

  if (page != NULL)
    g_object_get (page, "ticket", &ticket, NULL);
  return ticket;
}

static void
test_the_ticket_is_opened_again (UiWindow     *fixture,
                                 gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new_with_path (TB_APPLICATION_ID, "/test/ticket-again/");
  g_autofree char *number = tb_side_new_ticket (&fixture->pair.lead, "Drucker");
  gint64           ticket = tb_side_ticket (&fixture->pair.lead, number);
  int              i;

  for (i = 0; i < 3; i++)
    {
      gtk_window_destroy (GTK_WINDOW (fixture->window));
      fixture->window = tb_window_new (ui_application (), fixture->desk, NULL, settings);
      gtk_window_present (GTK_WINDOW (fixture->window));
      if (i == 0)
        tb_window_show_ticket (fixture->window, ticket);
      else
        g_assert_cmpint (shown_ticket (fixture), ==, 0); /* the first picture is there without it */
      if (i == 1)
        tb_window_save (fixture->window); /* too early: nothing is forgotten */
      else
        ui_test_wait (shown_ticket (fixture) == ticket);
      if (i == 0)
        gtk_window_close (GTK_WINDOW (fixture->window));
    }
}

/* ---- Panes ---- */

static void
resize (UiWindow *fixture,
        int       width)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 800);
  ui_test_wait (gtk_widget_get_width (GTK_WIDGET (fixture->window)) <= width);
}

static void
toggle_folders (UiWindow *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.toggle-folders", NULL);
}

static void
test_folders_can_be_hidden (UiWindow     *fixture,
                            gconstpointer data)
{
  g_autoptr (GMenuModel) menu = NULL;

  toggle_folders (fixture);
  ui_test_wait (!is_in_view (fixture, TB_TYPE_SIDE_BAR));
  /* The menu moves to where it can be reached. */
  g_object_get (pane (fixture, TB_TYPE_LIST_PANE), "menu", &menu, NULL);
  g_assert_nonnull (menu);
  ui_test_assert_named (GTK_WIDGET (fixture->window));
  toggle_folders (fixture);
  ui_test_wait (is_in_view (fixture, TB_TYPE_SIDE_BAR));
  g_clear_object (&menu);
  g_object_get (pane (fixture, TB_TYPE_LIST_PANE), "menu", &menu, NULL);
  g_assert_null (menu);
}

/* Without room for both, they take turns, and what is remembered for a wide window stays. */
static void
test_folders_and_list_take_turns (UiWindow     *fixture,
                                  gconstpointer data)
{
  gboolean shows_folders = FALSE;

  resize (fixture, 400);
  ui_test_wait (!is_in_view (fixture, TB_TYPE_SIDE_BAR));
  toggle_folders (fixture);
  ui_test_wait (is_in_view (fixture, TB_TYPE_SIDE_BAR) && !is_in_view (fixture, TB_TYPE_LIST_PANE));
  toggle_folders (fixture);
  ui_test_wait (!is_in_view (fixture, TB_TYPE_SIDE_BAR) && is_in_view (fixture, TB_TYPE_LIST_PANE));
  g_object_get (fixture->window, "shows-folders", &shows_folders, NULL);
  g_assert_true (shows_folders);
}

static void
test_hidden_folders_come_alone (UiWindow     *fixture,
                                gconstpointer data)
{
  toggle_folders (fixture);
  ui_test_wait (!is_in_view (fixture, TB_TYPE_SIDE_BAR));
  resize (fixture, 400);
  ui_test_wait (!is_in_view (fixture, TB_TYPE_TICKET_PAGE));
  toggle_folders (fixture);
  ui_test_wait (is_in_view (fixture, TB_TYPE_SIDE_BAR) && !is_in_view (fixture, TB_TYPE_LIST_PANE));
}

static void
test_narrowing_keeps_the_page (UiWindow     *fixture,
                               gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (&fixture->pair.lead, "Drucker");

  tb_window_show_ticket (fixture->window, tb_side_ticket (&fixture->pair.lead, number));
  ui_test_settle ();
  resize (fixture, 400);
  ui_test_wait (is_in_view (fixture, TB_TYPE_TICKET_PAGE) && !is_in_view (fixture, TB_TYPE_LIST_PANE));
}

static void
test_narrowing_without_a_ticket_keeps_the_list (UiWindow     *fixture,
                                                gconstpointer data)
{
  resize (fixture, 400);
  ui_test_wait (is_in_view (fixture, TB_TYPE_LIST_PANE) && !is_in_view (fixture, TB_TYPE_TICKET_PAGE));
}

/* ---- Dialogs ---- */

/* Whether an action opens a dialog: one that is off does nothing. */
static gboolean
opens_dialog (UiWindow   *fixture,
              const char *action)
{
  guint before = g_list_model_get_n_items (gtk_window_get_toplevels ());

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
  ui_test_settle ();
  return g_list_model_get_n_items (gtk_window_get_toplevels ()) > before;
}

static void
close_dialogs (UiWindow *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint       i;

  for (i = g_list_model_get_n_items (windows); i > 0; i--)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i - 1);

      if (window != GTK_WINDOW (fixture->window))
        gtk_window_destroy (window);
    }
  ui_test_settle ();
}

static void
test_partners_are_for_who_manages_them (UiWindow     *fixture,
                                        gconstpointer data)
{
  static const char *const actions[] = { "win.partners", "win.invite", "win.join" };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_true (opens_dialog (fixture, actions[i]));
  close_dialogs (fixture);
  tb_corner_become (&fixture->pair.lead, "Ole", TB_PERMISSION_OUTSOURCE);
  ui_test_wait (tb_desk_get_permission (fixture->desk) == TB_PERMISSION_OUTSOURCE);
  for (i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_false (opens_dialog (fixture, actions[i]));
  g_assert_true (opens_dialog (fixture, "win.new-ticket"));
  close_dialogs (fixture);
}

/* ---- What is announced ---- */

static void
on_told_cb (TbNotifier *notifier,
            const char *text,
            gint64      ticket,
            gpointer    data)
{
  g_ptr_array_add (data, g_strdup (text));
}

static void
test_a_received_ticket_is_told_of (UiWindow     *fixture,
                                   gconstpointer data)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *number = tb_side_new_ticket (&fixture->pair.lead, "Server steht");
  TbDesk          *desk = tb_desk_new (fixture->pair.service.engine, NULL);
  TbNotifier      *notifier = tb_notifier_new (G_APPLICATION (ui_application ()), desk, NULL);

  g_signal_connect (notifier, "told", G_CALLBACK (on_told_cb), texts);
  ui_test_wait (gtk_window_is_active (GTK_WINDOW (fixture->window)));
  tb_side_outsource (&fixture->pair.lead, number, "Alpen");
  tb_pair_exchange (&fixture->pair);
  ui_test_wait (texts->len > 0);
  g_assert_cmpuint (texts->len, ==, 1);
  g_assert_nonnull (strstr (texts->pdata[0], "Nord"));
  g_assert_nonnull (strstr (texts->pdata[0], "Server steht"));
  g_assert_finalize_object (notifier);
  ui_test_settle ();
  g_assert_finalize_object (desk);
}

/* A few singly, of more the newest only. */
static void
test_many_are_told_of_at_once (UiWindow     *fixture,
                               gconstpointer data)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  TbDesk     *desk = tb_desk_new (fixture->pair.service.engine, NULL);
  TbNotifier *notifier = tb_notifier_new (G_APPLICATION (ui_application ()), desk, NULL);
  guint       i, n;

  g_signal_connect (notifier, "told", G_CALLBACK (on_told_cb), texts);
  ui_test_wait (gtk_window_is_active (GTK_WINDOW (fixture->window)));
  for (n = 3; n <= 1003; n += 1000)
    {
      for (i = 0; i < n; i++)
        {
          g_autofree char *title = g_strdup_printf ("Server %u", i);
          const TbNotice   notice = { .kind = "item", .ticket = i + 1, .title = title, .partner = "Nord" };

          g_signal_emit_by_name (fixture->pair.service.engine, "notice", &notice);
        }
      ui_test_wait (texts->len > 0);
      ui_test_settle ();
      g_assert_cmpuint (texts->len, ==, n == 3 ? 3 : 1);
      g_assert_nonnull (strstr (texts->pdata[0], n == 3 ? "Server 0" : "Server 1002"));
      g_assert_true (g_str_has_suffix (texts->pdata[0], "and 1,002 more") == (n > 3));
      g_ptr_array_set_size (texts, 0);
    }
  g_assert_finalize_object (notifier);
  ui_test_settle ();
  g_assert_finalize_object (desk);
}

/* ---- Staying awake ---- */

static gboolean
is_sending (gpointer self)
{
  return *(gboolean *)self;
}

/* Neither what waits for a partner who is away, nor what is there already, keeps the machine awake. */
static void
test_a_transfer_keeps_awake (UiWindow     *fixture,
                             gconstpointer data)
{
  gboolean          sends = TRUE;
  const TbTransport transport = { .self = &sends, .is_sending = is_sending };
  g_autofree char  *number = tb_side_new_ticket (&fixture->pair.lead, "Server steht");
  TbSleepGuard     *guard = tb_sleep_guard_new (ui_application (), fixture->desk, &transport);

  g_assert_false (tb_sleep_guard_is_on (guard));
  tb_side_outsource (&fixture->pair.lead, number, "Alpen");
  ui_test_wait (tb_sleep_guard_is_on (guard));
  sends = FALSE;
  ui_test_wait (!tb_sleep_guard_is_on (guard));
  g_assert_finalize_object (guard);
}

static void
test_each_profile_is_a_program_of_its_own (void)
{
  g_autofree char *usual = tb_application_id_of (NULL);
  g_autofree char *one = tb_application_id_of ("one");
  g_autofree char *same = tb_application_id_of ("./two/../one");
  g_autofree char *other = tb_application_id_of ("two");

  g_assert_cmpstr (usual, ==, TB_APPLICATION_ID);
  g_assert_cmpstr (one, ==, same);
  g_assert_cmpstr (one, !=, other);
  g_assert_true (g_application_id_is_valid (one));
}

/* ---- Names ---- */

static gboolean
has_own_name (GtkWidget *widget)
{
  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

static gboolean
has_name_of_label (GtkWidget *widget)
{
  return gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

static void
test_a_name_is_said_once (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *words = gtk_button_new_with_mnemonic ("_Begin");
  GtkWidget *icon = gtk_button_new_from_icon_name ("list-add-symbolic");

  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, "New", -1);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  ui_test_settle ();
  g_assert_true (has_name_of_label (words) && !has_own_name (words));
  g_assert_true (has_own_name (icon) && !has_name_of_label (icon));
  gtk_button_set_label (GTK_BUTTON (words), "_End");
  g_assert_true (has_name_of_label (words) && !has_own_name (words));
  gtk_window_destroy (GTK_WINDOW (window));
}

#define ADD(path, func) \
  g_test_add ("/ui/window/" path, UiWindow, NULL, ui_window_set_up, func, ui_window_tear_down)

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("everything-is-finalized", test_everything_is_finalized);
  ADD ("what-can-be-focused-has-a-name", test_what_can_be_focused_has_a_name);
  ADD ("the-hidden-is-made-late", test_the_hidden_is_made_late);
  ADD ("the-page-is-made-for-who-is-in-the-list", test_the_page_is_made_for_who_is_in_the_list);
  ADD ("the-page-keeps-its-ticket", test_the_page_keeps_its_ticket);
  ADD ("the-ticket-is-opened-again", test_the_ticket_is_opened_again);
  ADD ("folders-can-be-hidden", test_folders_can_be_hidden);
  ADD ("folders-and-list-take-turns", test_folders_and_list_take_turns);
  ADD ("hidden-folders-come-alone", test_hidden_folders_come_alone);
  ADD ("narrowing-keeps-the-page", test_narrowing_keeps_the_page);
  ADD ("narrowing-without-a-ticket-keeps-the-list", test_narrowing_without_a_ticket_keeps_the_list);
  ADD ("partners-are-for-who-manages-them", test_partners_are_for_who_manages_them);
  ADD ("a-transfer-keeps-awake", test_a_transfer_keeps_awake);
  ADD ("a-received-ticket-is-told-of", test_a_received_ticket_is_told_of);
  ADD ("many-are-told-of-at-once", test_many_are_told_of_at_once);
  g_test_add_func ("/ui/window/a-name-is-said-once", test_a_name_is_said_once);
  g_test_add_func ("/ui/window/each-profile-is-a-program-of-its-own",
                   test_each_profile_is_a_program_of_its_own);
  return g_test_run ();
}
