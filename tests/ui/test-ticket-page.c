/* SPDX-License-Identifier: GPL-3.0-or-later
 * The ticket page: bars, menus and actions per status, role and permission; facts; states. */
#include "config.h"

#include "ui-test.h"

#include "tb-bar.h"
#include "tb-fact-choice.h"
#include "tb-fact-field.h"
#include "tb-in-place.h"
#include "tb-step-dialog.h"
#include "tb-ticket-facts.h"
#include "tb-ticket-menu.h"
#include "tb-ticket-page.h"
#include "tb-words.h"

#include <string.h>

typedef struct
{
  TbCorner   corner;
  TbDesk    *desk;
  GtkWidget *window;
  GtkWidget *page;
} Fixture;

/* ---- Getting there ---- */

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  tb_corner_setup (&fixture->corner, NULL);
}

static void
set_up_accepted (Fixture      *fixture,
                 gconstpointer data)
{
  tb_corner_setup_accepted (&fixture->corner, NULL);
}

static void
close_page (Fixture *fixture)
{
  if (fixture->window == NULL)
    return;
  ui_test_assert_finalizes (GTK_WINDOW (g_steal_pointer (&fixture->window)));
  ui_test_settle ();
  g_assert_finalize_object (g_steal_pointer (&fixture->desk));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  close_page (fixture);
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

/* Opens the page of a ticket at one side; @number NULL: of none. */
static void
open_page (Fixture    *fixture,
           TbSide     *side,
           const char *number)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *bars;

  close_page (fixture);
  fixture->desk = tb_desk_new (side->engine, &error);
  g_assert_no_error (error);
  fixture->page = g_object_new (TB_TYPE_TICKET_PAGE, "desk", fixture->desk, NULL);
  fixture->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 700);
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->page);
  gtk_window_present (GTK_WINDOW (fixture->window));
  bars = ui_test_find (fixture->page, g_type_from_name ("TbTicketBars"), NULL, NULL);
  g_object_set (bars, "patience", 0, NULL);
  if (number != NULL)
    g_object_set (fixture->page, "ticket", tb_side_ticket (side, number), NULL);
  ui_test_settle ();
}

static gboolean
is_enabled (Fixture    *fixture,
            const char *action)
{
  return g_action_group_get_action_enabled (tb_ticket_page_get_actions (TB_TICKET_PAGE (fixture->page)),
                                            action);
}

/* ---- Menus, from the tables alone ---- */

/* All entries of a menu, section by section: `action(target)` each. */
static void
list_entries (GMenuModel *menu,
              GPtrArray  *entries)
{
  int i;

  for (i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *label = NULL;

      if (section != NULL)
        list_entries (section, entries);
      else if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        g_ptr_array_add (entries, g_steal_pointer (&label));
    }
}

static void
assert_menu_is_of_the_table (const TbTicketSituation *situation,
                             TbRole                   role,
                             TbStatus                 status)
{
  g_autoptr (GPtrArray) items = tb_menu (role, status, situation->permission);
  g_autoptr (GMenuModel) menu = tb_ticket_menu_new (situation, role, NULL);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  guint i;

  list_entries (menu, entries);
  g_assert_cmpuint (entries->len, ==, items->len);
  for (i = 0; i < items->len; i++)
    g_assert_cmpstr (entries->pdata[i], ==, ((const TbMenuItem *)items->pdata[i])->label);
}

static gboolean
table_has (TbRole       role,
           TbStatus     status,
           TbPermission permission,
           TbAction     action)
{
  g_autoptr (GPtrArray) items = tb_menu (role, status, permission);
  guint i;

  for (i = 0; i < items->len; i++)
    if (((const TbMenuItem *)items->pdata[i])->action == action)
      return TRUE;
  return FALSE;
}

/* What is in a menu now can be done, and nothing else; besides, terms can be looked at as long as there
 * are any. */
static void
assert_steps_are_of_the_table (const TbTicketSituation *situation,
                               TbRole                   role,
                               TbStatus                 status,
                               gboolean                 is_held_up)
{
  guint action;

  for (action = 0; action < TB_N_ACTIONS; action++)
    {
      gboolean can = tb_ticket_can (situation, role, action);

      if (action != TB_ACTION_SHOW_TERMS)
        g_assert_cmpint (can, ==, !is_held_up && table_has (role, status, situation->permission, action));
      else
        g_assert_cmpint (can, ==,
                         status != TB_STATUS_NONE &&
                           (role == TB_ROLE_SERVICE || situation->permission >= TB_PERMISSION_OUTSOURCE));
    }
}

static void
test_menus_follow_the_tables (void)
{
  guint status, permission, pending, is_complete;

  for (status = 0; status < TB_N_STATUSES; status++)
    for (permission = 0; permission < TB_N_PERMISSIONS; permission++)
      {
        TbTicketSituation situation = { .permission = permission, .is_there = TRUE, .is_confirmed = TRUE };

        situation.lead = status;
        assert_menu_is_of_the_table (&situation, TB_ROLE_LEAD, status);
        for (is_complete = 0; is_complete < 2; is_complete++)
          {
            situation.is_complete = is_complete;
            assert_steps_are_of_the_table (&situation, TB_ROLE_LEAD, status, is_complete);
          }
        situation.lead = TB_STATUS_NONE;
        situation.service = status;
        assert_menu_is_of_the_table (&situation, TB_ROLE_SERVICE, status);
        for (pending = TB_VERB_NONE; pending <= TB_VERB_COMPLETE; pending++)
          {
            situation.pending = pending;
            assert_steps_are_of_the_table (&situation, TB_ROLE_SERVICE, status, pending != TB_VERB_NONE);
          }
      }
}

static void
test_nothing_can_be_done_without_a_ticket (void)
{
  TbTicketSituation situation = { .permission = TB_PERMISSION_ALL };
  guint             action;

  for (action = 0; action < TB_N_ACTIONS; action++)
    {
      g_assert_false (tb_ticket_can (&situation, TB_ROLE_LEAD, action));
      g_assert_false (tb_ticket_can (&situation, TB_ROLE_SERVICE, action));
    }
  g_assert_false (tb_ticket_can_write (&situation));
}

/* An underscore in a partner's name is no key. */
static void
test_recent_partners_stand_in_the_menu (Fixture      *fixture,
                                        gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (lead (fixture), "Drucker");
  g_autoptr (GMenuModel) menu = NULL;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  TbTicketSituation situation = { .permission = TB_PERMISSION_ALL, .is_there = TRUE, .is_confirmed = TRUE };

  open_page (fixture, lead (fixture), number);
  menu = tb_ticket_menu_new (&situation, TB_ROLE_LEAD, tb_desk_get_recent_partners (fixture->desk));
  list_entries (menu, entries);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (entries->pdata[0], ==, "Alpen");
  g_assert_cmpstr (entries->pdata[1], ==, "Other partner…");
  g_assert_true (is_enabled (fixture, "outsource-to"));
}

/* ---- The page in each status ---- */

/* Brings a new ticket there; both numbers are set as far as there are both. */
static void
reach (Fixture *fixture,
       TbStatus status)
{
  TbCorner *corner = &fixture->corner;

  g_clear_pointer (&corner->lead, g_free);
  g_clear_pointer (&corner->service, g_free);
  if (status == TB_STATUS_NONE || status == TB_STATUS_UNSENT)
    {
      corner->lead = tb_side_new_ticket (lead (fixture), "Drucker");
      if (status == TB_STATUS_UNSENT)
        tb_corner_save_terms (lead (fixture), corner->lead, NULL);
      return;
    }
  if (status == TB_STATUS_ASSIGNED || status == TB_STATUS_CANCELED || status == TB_STATUS_DECLINED)
    tb_corner_offer (corner);
  else
    tb_pair_accepted (&corner->pair, &corner->lead, &corner->service);
  if (status == TB_STATUS_CANCELED)
    tb_side_act (lead (fixture), corner->lead, TB_ACTION_CANCEL, NULL);
  if (status == TB_STATUS_DECLINED)
    tb_side_act (service (fixture), corner->service, TB_ACTION_DECLINE, "Keine Zeit");
  if (status == TB_STATUS_IN_PROGRESS)
    g_free (tb_side_note (service (fixture), corner->service, "Angefangen", FALSE));
  if (status == TB_STATUS_WAITING_APPROVAL)
    tb_side_act (service (fixture), corner->service, TB_ACTION_SUBMIT, NULL);
  if (status == TB_STATUS_COMPLETE)
    tb_side_act (lead (fixture), corner->lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&corner->pair);
}

static void
assert_actions_are_of_the_table (Fixture     *fixture,
                                 TbRole       role,
                                 TbStatus     status,
                                 TbPermission permission)
{
  guint action;

  for (action = 0; action < TB_N_ACTIONS; action++)
    {
      gboolean is_lead =
        table_has (TB_ROLE_LEAD, role == TB_ROLE_LEAD ? status : TB_STATUS_NONE, permission, action);
      gboolean is_service = role == TB_ROLE_SERVICE && table_has (role, status, permission, action);

      /* An offer cannot be passed on, and terms can always be looked at. */
      if (action == TB_ACTION_SHOW_TERMS ||
          (role == TB_ROLE_SERVICE && action == TB_ACTION_CHOOSE &&
           (status == TB_STATUS_ASSIGNED || status == TB_STATUS_DECLINED || status == TB_STATUS_CANCELED)))
        continue;
      g_assert_cmpint (is_enabled (fixture, tb_nick (TB_TYPE_ACTION, action)), ==, is_lead || is_service);
    }
}

static GtkWidget *
find_menu_button (Fixture    *fixture,
                  const char *label)
{
  return ui_test_find (fixture->page, GTK_TYPE_MENU_BUTTON, "label", label);
}

static const TbStatus all_statuses[] = {
  TB_STATUS_NONE, TB_STATUS_UNSENT, TB_STATUS_ASSIGNED, TB_STATUS_CANCELED,
  TB_STATUS_DECLINED, TB_STATUS_ACCEPTED, TB_STATUS_IN_PROGRESS, TB_STATUS_WAITING_APPROVAL,
  TB_STATUS_COMPLETE
};

static void
check_side (Fixture     *fixture,
            TbSide      *side,
            const char  *number,
            TbRole       role,
            TbPermission permission)
{
  TbStatus status = tb_status_of (side, number, role);

  open_page (fixture, side, number);
  assert_actions_are_of_the_table (fixture, role, status, permission);
  g_assert_cmpint (gtk_widget_get_visible (find_menu_button (fixture, "Outsource")), ==,
                   tb_menu_is_visible (permission));
  g_assert_cmpint (gtk_widget_get_visible (find_menu_button (fixture, "Notify lead partner")), ==,
                   role == TB_ROLE_SERVICE);
  ui_test_assert_named (fixture->window);
}

/* From now on @name acts. */
static void
act_as (TbSide     *side,
        const char *name)
{
  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = name }, NULL);
}

static char *
dup_acting_user (TbSide *side)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbUserRecord) user = tb_engine_get_user (side->engine, &error);

  g_assert_no_error (error);
  return g_strdup (user->name);
}

static void
check_side_as (Fixture     *fixture,
               TbSide      *side,
               const char  *number,
               TbRole       role,
               TbPermission permission)
{
  g_autofree char *before = dup_acting_user (side);

  act_as (side, "Probe");
  check_side (fixture, side, number, role, permission);
  act_as (side, before);
}

static void
test_actions_follow_status_role_and_permission (Fixture      *fixture,
                                                gconstpointer data)
{
  TbPermission permission = GPOINTER_TO_UINT (data);
  TbSide      *sides[] = { lead (fixture), service (fixture) };
  guint        i;

  for (i = 0; i < G_N_ELEMENTS (sides); i++)
    tb_side_do (sides[i],
                (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "Probe", .permission = permission }, NULL);
  for (i = 0; i < G_N_ELEMENTS (all_statuses); i++)
    {
      reach (fixture, all_statuses[i]);
      g_assert_cmpint (tb_status_of (lead (fixture), fixture->corner.lead, TB_ROLE_LEAD), ==,
                       all_statuses[i]);
      check_side_as (fixture, lead (fixture), fixture->corner.lead, TB_ROLE_LEAD, permission);
      if (fixture->corner.service != NULL)
        check_side_as (fixture, service (fixture), fixture->corner.service, TB_ROLE_SERVICE, permission);
    }
}

/* ---- Bars ---- */

/* The bars that are shown, top down. */
static GPtrArray *
list_bars (Fixture *fixture)
{
  GPtrArray *bars = g_ptr_array_new ();
  GtkWidget *bar = ui_test_find (fixture->page, TB_TYPE_BAR, NULL, NULL);

  for (; bar != NULL; bar = gtk_widget_get_next_sibling (bar))
    if (gtk_widget_get_visible (bar))
      g_ptr_array_add (bars, bar);
  return bars;
}

/* Returns: (transfer none): the bar at that place, which must have this colour and say all of this */
static GtkWidget *
assert_bar (GPtrArray  *bars,
            guint       index,
            const char *css_class,
            const char *head,
            const char *text)
{
  GtkWidget       *bar;
  g_autofree char *texts = NULL;

  g_assert_cmpuint (index, <, bars->len);
  bar = bars->pdata[index];
  texts = ui_test_texts (bar);
  g_assert_true (gtk_widget_has_css_class (bar, css_class));
  g_assert_cmpstr (tb_bar_get_head (TB_BAR (bar)), ==, head);
  if (text != NULL && strstr (texts, text) == NULL)
    g_error ("“%s” is not on the bar: %s", text, texts);
  /* Never colour alone, and never for the eyes alone. */
  g_assert_nonnull (ui_test_find (bar, GTK_TYPE_IMAGE, NULL, NULL));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL));
  return bar;
}

static void
assert_status_bars (Fixture    *fixture,
                    TbSide     *side,
                    const char *number,
                    TbRole      role)
{
  const TbStatusLook *look = tb_status_look (tb_status_of (side, number, role));
  g_autoptr (GPtrArray) bars = NULL;
  g_autofree char *head = NULL;
  guint            last;

  open_page (fixture, side, number);
  bars = list_bars (fixture);
  last = bars->len - 1;
  head =
    g_strconcat (role == TB_ROLE_LEAD ? "Outsourcing status: " : "Insourcing status: ", look->label, NULL);
  assert_bar (bars, 0, "orange", head,
              role == TB_ROLE_LEAD ? look->lead_sentence : look->service_sentence);
  assert_bar (bars, 0, "orange", head, "since today");
  assert_bar (bars, last, "blue", role == TB_ROLE_LEAD ? "Alpen" : "Nord",
              role == TB_ROLE_LEAD ? "Service partner" : "Lead partner");
}

static void
test_bars_follow_the_status (Fixture      *fixture,
                             gconstpointer data)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (all_statuses); i++)
    {
      reach (fixture, all_statuses[i]);
      if (all_statuses[i] == TB_STATUS_NONE)
        {
          g_autoptr (GPtrArray) bars = NULL;

          open_page (fixture, lead (fixture), fixture->corner.lead);
          bars = list_bars (fixture);
          g_assert_cmpuint (bars->len, ==, 0);
          continue;
        }
      assert_status_bars (fixture, lead (fixture), fixture->corner.lead, TB_ROLE_LEAD);
      if (fixture->corner.service != NULL)
        assert_status_bars (fixture, service (fixture), fixture->corner.service, TB_ROLE_SERVICE);
    }
}

static void
test_blue_bar_says_what_is_authorized (Fixture      *fixture,
                                       gconstpointer data)
{
  const TbItemDraft work = { .kind = TB_ITEM_TIME, .minutes = 90, .text = "Geprüft" };
  const TbItemDraft more = { .kind = TB_ITEM_TIME, .minutes = 180, .text = "Noch einmal" };
  g_autoptr (GPtrArray) bars = NULL;
  GtkWidget       *bar;
  g_autofree char *texts = NULL;

  g_free (tb_corner_add (service (fixture), fixture->corner.service, work));
  tb_pair_exchange (&fixture->corner.pair);
  open_page (fixture, lead (fixture), fixture->corner.lead);
  bars = list_bars (fixture);
  bar = assert_bar (bars, bars->len - 1, "blue", "Alpen", "Hourly rate 85.00 €");
  assert_bar (bars, bars->len - 1, "blue", "Alpen", "authorized 4:00 h + 150.00 € = 490.00 €");
  assert_bar (bars, bars->len - 1, "blue", "Alpen", "used 1:30 h");
  assert_bar (bars, bars->len - 1, "blue", "Alpen", fixture->corner.service);
  texts = ui_test_texts (bar);
  g_assert_null (strstr (texts, "exceeded"));

  g_free (tb_corner_add (service (fixture), fixture->corner.service, more));
  tb_pair_exchange (&fixture->corner.pair);
  ui_test_settle ();
  assert_bar (bars, bars->len - 1, "blue", "Alpen", "The authorized hours are exceeded by 0:30 h.");
}

static void
test_pending_acceptance_is_said (Fixture      *fixture,
                                 gconstpointer data)
{
  g_autoptr (GPtrArray) bars = NULL;

  reach (fixture, TB_STATUS_ASSIGNED);
  tb_side_act (service (fixture), fixture->corner.service, TB_ACTION_ACCEPT, NULL);
  open_page (fixture, service (fixture), fixture->corner.service);
  bars = list_bars (fixture);
  g_assert_cmpuint (bars->len, ==, 4);
  assert_bar (bars, 0, "orange", "Insourcing status: Assigned", NULL);
  assert_bar (bars, 1, "orange", tb_word_pending (TB_VERB_ACCEPT),
              "as soon as the lead partner has confirmed");
  assert_bar (bars, 2, "orange", "Not delivered yet, it is being tried", "Send now");
  assert_bar (bars, 3, "blue", "Nord", NULL);
  /* While it is not confirmed, nothing else can be asked, and nothing written. */
  g_assert_false (is_enabled (fixture, "accept"));
  g_assert_false (is_enabled (fixture, "decline"));
  g_assert_false (is_enabled (fixture, "note"));
  g_assert_true (is_enabled (fixture, "show-terms"));
  g_assert_true (is_enabled (fixture, "send-now"));
}

static void
test_urgent_steps_stand_on_the_bar (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr (GPtrArray) bars = NULL;
  GtkWidget *approve;

  reach (fixture, TB_STATUS_WAITING_APPROVAL);
  open_page (fixture, lead (fixture), fixture->corner.lead);
  bars = list_bars (fixture);
  approve = ui_test_find (bars->pdata[0], GTK_TYPE_BUTTON, "action-name", "ticket.approve");
  g_assert_nonnull (approve);
  g_assert_true (gtk_widget_get_sensitive (approve));
  g_assert_nonnull (ui_test_find (bars->pdata[0], GTK_TYPE_BUTTON, "action-name", "ticket.reject"));
  gtk_widget_grab_focus (approve);

  /* An update takes no focus away. */
  g_free (tb_side_note (lead (fixture), fixture->corner.lead, "Sieht gut aus", TRUE));
  ui_test_settle ();
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == approve);

  tb_side_act (lead (fixture), fixture->corner.lead, TB_ACTION_APPROVE, NULL);
  ui_test_settle ();
  g_assert_null (ui_test_find (bars->pdata[0], GTK_TYPE_BUTTON, "action-name", "ticket.approve"));
}

static void
test_late_entries_are_listed (Fixture      *fixture,
                              gconstpointer data)
{
  g_autoptr (GPtrArray) bars = NULL;
  GtkWidget *bar;

  reach (fixture, TB_STATUS_IN_PROGRESS);
  g_free (tb_side_note (service (fixture), fixture->corner.service, "Zu spät", FALSE));
  tb_side_act (lead (fixture), fixture->corner.lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&fixture->corner.pair);
  open_page (fixture, service (fixture), fixture->corner.service);
  bars = list_bars (fixture);
  bar = assert_bar (bars, 1, "orange", "1 entry did not reach the lead partner any more.", "Show entries");
  g_assert_nonnull (ui_test_find (bar, GTK_TYPE_LABEL, "label", "Note · Zu spät"));
}

static void
test_alerts_and_taskfire (Fixture      *fixture,
                          gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (lead (fixture), "Drucker");
  TbCommand        alert = tb_corner_command_on (lead (fixture), number, TB_COMMAND_ALERT);
  TbCommand        organisation = { .type = TB_COMMAND_ORGANISATION_SET,
                                    .organisation = "Hotel Seeblick",
                                    .name = "alert",
                                    .value = "Vertrag endet" };
  g_autoptr (GPtrArray) bars = NULL;

  alert.text = "Nur <vormittags> & leise";
  tb_side_do (lead (fixture), alert, NULL);
  tb_side_do (lead (fixture), organisation, NULL);
  tb_corner_set (lead (fixture), number, "taskfire", "on");
  open_page (fixture, lead (fixture), number);
  bars = list_bars (fixture);
  g_assert_cmpuint (bars->len, ==, 3);
  assert_bar (bars, 0, "yellow", "Ticket alert", "Nur <vormittags> & leise");
  assert_bar (bars, 1, "yellow", "Ticket alert · Hotel Seeblick", "Vertrag endet");
  assert_bar (bars, 2, "green", "Taskfire", "help desk");
}

/* ---- Facts ---- */

static TbFactChoice *
find_choice (Fixture    *fixture,
             const char *caption)
{
  return TB_FACT_CHOICE (ui_test_find (fixture->page, TB_TYPE_FACT_CHOICE, "caption", caption));
}

static TbInPlace *
find_in_place (Fixture    *fixture,
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
test_facts_are_stored_at_once (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (lead (fixture), "Drucker");
  g_autofree char *user = dup_acting_user (lead (fixture));
  g_autoptr (TbTicketView) view = NULL;

  open_page (fixture, lead (fixture), number);
  g_assert_cmpstr (chosen_name (find_choice (fixture, "Priority")), ==, "High");
  g_assert_cmpstr (chosen_name (find_choice (fixture, "Assignee")), ==, "Nobody");
  choose (find_choice (fixture, "Priority"), "Critical");
  choose (find_choice (fixture, "Assignee"), user);
  choose (find_choice (fixture, "Ticket status"), "Eskaliert");
  g_signal_emit_by_name (find_in_place (fixture, "Description"), "save", "Druckt <nicht> & piept");
  ui_test_settle ();

  view = tb_side_show (lead (fixture), number);
  g_assert_cmpint (view->ticket->priority, ==, TB_PRIORITY_CRITICAL);
  g_assert_cmpstr (view->assignee->name, ==, user);
  g_assert_cmpstr (view->status->name, ==, "Eskaliert");
  g_assert_cmpstr (view->ticket->description, ==, "Druckt <nicht> & piept");
  g_assert_cmpstr (chosen_name (find_choice (fixture, "Priority")), ==, "Critical");
  g_assert_nonnull (ui_test_find_label (fixture->page, "Druckt <nicht> & piept"));
}

static void
test_refused_title_stays_to_be_mended (Fixture      *fixture,
                                       gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (lead (fixture), "Drucker");
  g_autofree char *texts = NULL;
  g_autofree char *shown = NULL;
  TbInPlace       *title;
  GtkWidget       *entry;

  open_page (fixture, lead (fixture), number);
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
test_refused_choice_goes_back (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (lead (fixture), "Drucker");
  TbCommand        leaves = { .type = TB_COMMAND_USER_SET, .name = "Kurz da", .value = "active" };
  TbFactChoice    *assignee;
  g_autofree char *texts = NULL;
  guint            option;

  tb_side_do (lead (fixture), (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "Kurz da" }, NULL);
  open_page (fixture, lead (fixture), number);
  assignee = find_choice (fixture, "Assignee");
  option = tb_fact_choice_find (assignee, "Kurz da");
  g_assert_cmpuint (option, !=, G_MAXUINT);
  /* Somebody else was faster; nobody has told the window yet. */
  tb_side_do (lead (fixture), leaves, NULL);
  g_signal_emit_by_name (assignee, "chosen", option);
  ui_test_settle ();
  texts = ui_test_texts (GTK_WIDGET (assignee));
  g_assert_nonnull (strstr (texts, "Kurz da"));
  g_assert_cmpstr (chosen_name (assignee), ==, "Nobody");
}

static void
test_offers_are_read_only_and_say_why (Fixture      *fixture,
                                       gconstpointer data)
{
  gboolean is_read_only;

  reach (fixture, TB_STATUS_ASSIGNED);
  open_page (fixture, service (fixture), fixture->corner.service);
  g_assert_nonnull (
    ui_test_find_label (fixture->page, "This is an offer. After you have accepted it, you can work on it."));
  g_object_get (find_choice (fixture, "Ticket status"), "is-read-only", &is_read_only, NULL);
  g_assert_true (is_read_only);
  g_object_get (find_in_place (fixture, "Title"), "is-read-only", &is_read_only, NULL);
  g_assert_true (is_read_only);
  g_assert_false (is_enabled (fixture, "note"));

  tb_side_act (service (fixture), fixture->corner.service, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (&fixture->corner.pair);
  ui_test_settle ();
  g_object_get (find_in_place (fixture, "Title"), "is-read-only", &is_read_only, NULL);
  g_assert_false (is_read_only);
  g_assert_true (is_enabled (fixture, "note"));
}

static GtkWindow *
find_dialog (Fixture *fixture,
             GType    type)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint       i;

  for (i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type) &&
          gtk_window_get_transient_for (window) == GTK_WINDOW (fixture->window))
        return window;
    }
  return NULL;
}

/* The coupling of the two fields is asked about, on both sides, and only where there is something to
 * couple. */
static void
test_closing_asks_while_an_outsourcing_runs (Fixture      *fixture,
                                             gconstpointer data)
{
  TbSide     *sides[] = { lead (fixture), service (fixture) };
  const char *numbers[] = { fixture->corner.lead, fixture->corner.service };
  guint       i;

  for (i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      GtkWindow       *dialog;
      g_autofree char *status = NULL;

      open_page (fixture, sides[i], numbers[i]);
      choose (find_choice (fixture, "Ticket status"), "Abgeschlossen");
      dialog = find_dialog (fixture, TB_TYPE_STEP_DIALOG);
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
test_complete_ticket_cannot_be_outsourced (Fixture      *fixture,
                                           gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (lead (fixture), "Drucker");
  GtkWidget       *button;

  open_page (fixture, lead (fixture), number);
  button = find_menu_button (fixture, "Outsource");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_assert_null (gtk_widget_get_tooltip_text (button));
  choose (find_choice (fixture, "Ticket status"), "Abgeschlossen");
  g_assert_null (find_dialog (fixture, TB_TYPE_STEP_DIALOG));
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_nonnull (gtk_widget_get_tooltip_text (button));
  g_assert_false (is_enabled (fixture, "choose"));
  g_assert_false (is_enabled (fixture, "outsource-to"));
}

/* ---- States ---- */

static const char *
get_state (Fixture *fixture)
{
  GtkWidget *stack = NULL;
  GtkWidget *child = gtk_widget_get_first_child (adw_bin_get_child (ADW_BIN (fixture->page)));

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_STACK (child))
      stack = child;
  g_assert_nonnull (stack);
  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

static void
test_states (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (lead (fixture), "Drucker");
  gint64           id = tb_side_ticket (lead (fixture), number);

  open_page (fixture, lead (fixture), NULL);
  g_assert_cmpstr (get_state (fixture), ==, "empty");
  g_assert_false (is_enabled (fixture, "copy-number"));
  ui_test_assert_named (fixture->window);
  g_object_set (fixture->page, "ticket", id, NULL);
  ui_test_settle ();
  g_assert_cmpstr (get_state (fixture), ==, "ticket");
  g_assert_true (is_enabled (fixture, "copy-number"));
  g_assert_true (is_enabled (fixture, "delete"));
  tb_side_do (lead (fixture), (TbCommand){ .type = TB_COMMAND_DELETE_TICKET, .ticket = id }, NULL);
  ui_test_settle ();
  g_assert_cmpstr (get_state (fixture), ==, "gone");
  g_assert_false (is_enabled (fixture, "copy-number"));
  g_assert_false (is_enabled (fixture, "delete"));
  g_object_set (fixture->page, "ticket", G_GINT64_CONSTANT (0), NULL);
  g_assert_cmpstr (get_state (fixture), ==, "empty");
}

/* What is typed into a description is there again after another ticket was looked at. */
static void
test_typed_description_is_kept (Fixture      *fixture,
                                gconstpointer data)
{
  g_autofree char *first = tb_side_new_ticket (lead (fixture), "Drucker");
  g_autofree char *second = tb_side_new_ticket (lead (fixture), "Beamer");
  g_autofree char *typed = NULL;
  TbInPlace       *description;

  open_page (fixture, lead (fixture), first);
  description = find_in_place (fixture, "Description");
  tb_in_place_edit (description, "Druckt seit heute");
  g_object_set (fixture->page, "ticket", tb_side_ticket (lead (fixture), second), NULL);
  ui_test_settle ();
  g_assert_false (tb_in_place_is_editing (description));
  g_object_set (fixture->page, "ticket", tb_side_ticket (lead (fixture), first), NULL);
  ui_test_settle ();
  ui_test_wait (tb_in_place_is_editing (description));
  typed = tb_in_place_dup_typed (description);
  g_assert_cmpstr (typed, ==, "Druckt seit heute");
}

#define ADD(path, setup, test) \
  g_test_add ("/ui/ticket-page/" path, Fixture, NULL, setup, test, tear_down)

static void
add_permission_tests (void)
{
  guint permission;

  for (permission = 0; permission < TB_N_PERMISSIONS; permission++)
    {
      g_autofree char *path = g_strconcat ("/ui/ticket-page/actions-follow-status-role-and-permission/",
                                           tb_nick (TB_TYPE_PERMISSION, permission), NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (permission), set_up,
                  test_actions_follow_status_role_and_permission, tear_down);
    }
}

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 77;
  g_test_add_func ("/ui/ticket-menu/follows-the-tables", test_menus_follow_the_tables);
  g_test_add_func ("/ui/ticket-menu/nothing-without-a-ticket", test_nothing_can_be_done_without_a_ticket);
  ADD ("recent-partners-stand-in-the-menu", set_up, test_recent_partners_stand_in_the_menu);
  add_permission_tests ();
  ADD ("bars-follow-the-status", set_up, test_bars_follow_the_status);
  ADD ("blue-bar-says-what-is-authorized", set_up_accepted, test_blue_bar_says_what_is_authorized);
  ADD ("pending-acceptance-is-said", set_up, test_pending_acceptance_is_said);
  ADD ("urgent-steps-stand-on-the-bar", set_up, test_urgent_steps_stand_on_the_bar);
  ADD ("late-entries-are-listed", set_up, test_late_entries_are_listed);
  ADD ("alerts-and-taskfire", set_up, test_alerts_and_taskfire);
  ADD ("facts-are-stored-at-once", set_up, test_facts_are_stored_at_once);
  ADD ("refused-title-stays-to-be-mended", set_up, test_refused_title_stays_to_be_mended);
  ADD ("refused-choice-goes-back", set_up, test_refused_choice_goes_back);
  ADD ("offers-are-read-only-and-say-why", set_up, test_offers_are_read_only_and_say_why);
  ADD ("closing-asks-while-an-outsourcing-runs", set_up_accepted,
       test_closing_asks_while_an_outsourcing_runs);
  ADD ("complete-ticket-cannot-be-outsourced", set_up, test_complete_ticket_cannot_be_outsourced);
  ADD ("states", set_up, test_states);
  ADD ("typed-description-is-kept", set_up, test_typed_description_is_kept);
  return g_test_run ();
}
