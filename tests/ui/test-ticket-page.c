/* SPDX-License-Identifier: GPL-3.0-or-later
 * The ticket page: menus and actions per status, role and permission; dialogs; states. */
#include "config.h"

#include "ui-page.h"

#include "tb-accept-dialog.h"
#include "tb-alert-dialog.h"
#include "tb-step-dialog.h"
#include "tb-terms-dialog.h"
#include "tb-ticket-menu.h"
#include "tb-ticket-page.h"

#include <string.h>

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
test_recent_partners_stand_in_the_menu (UiPage       *fixture,
                                        gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (ui_page_lead (fixture), "Drucker");
  g_autoptr (GMenuModel) menu = NULL;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  TbTicketSituation situation = { .permission = TB_PERMISSION_ALL, .is_there = TRUE, .is_confirmed = TRUE };

  ui_page_open (fixture, ui_page_lead (fixture), number);
  menu = tb_ticket_menu_new (&situation, TB_ROLE_LEAD, tb_desk_get_recent_partners (fixture->desk));
  list_entries (menu, entries);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (entries->pdata[0], ==, "Alpen");
  g_assert_cmpstr (entries->pdata[1], ==, "Other partner…");
  g_assert_true (ui_page_is_enabled (fixture, "outsource-to"));
}

/* ---- The page in each status ---- */

static void
assert_actions_are_of_the_table (UiPage      *fixture,
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
      g_assert_cmpint (ui_page_is_enabled (fixture, tb_nick (TB_TYPE_ACTION, action)), ==,
                       is_lead || is_service);
    }
}

static GtkWidget *
find_menu_button (UiPage     *fixture,
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
check_side (UiPage      *fixture,
            TbSide      *side,
            const char  *number,
            TbRole       role,
            TbPermission permission)
{
  TbStatus status = tb_status_of (side, number, role);

  ui_page_open (fixture, side, number);
  assert_actions_are_of_the_table (fixture, role, status, permission);
  g_assert_cmpint (gtk_widget_get_visible (find_menu_button (fixture, "Outsource")), ==,
                   tb_menu_is_visible (permission));
  g_assert_cmpint (gtk_widget_get_visible (find_menu_button (fixture, "Notify lead partner")), ==,
                   role == TB_ROLE_SERVICE);
  ui_test_assert_named (fixture->window);
}

static void
check_side_as (UiPage      *fixture,
               TbSide      *side,
               const char  *number,
               TbRole       role,
               TbPermission permission)
{
  g_autofree char *before = ui_page_dup_acting_user (side);

  ui_page_act_as (side, "Probe");
  check_side (fixture, side, number, role, permission);
  ui_page_act_as (side, before);
}

static void
test_actions_follow_status_role_and_permission (UiPage       *fixture,
                                                gconstpointer data)
{
  TbPermission permission = GPOINTER_TO_UINT (data);
  TbSide      *sides[] = { ui_page_lead (fixture), ui_page_service (fixture) };
  guint        i;

  fixture->is_hidden = TRUE;
  for (i = 0; i < G_N_ELEMENTS (sides); i++)
    tb_side_do (sides[i],
                (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "Probe", .permission = permission }, NULL);
  for (i = 0; i < G_N_ELEMENTS (all_statuses); i++)
    {
      ui_page_reach (fixture, all_statuses[i]);
      g_assert_cmpint (tb_status_of (ui_page_lead (fixture), fixture->corner.lead, TB_ROLE_LEAD), ==,
                       all_statuses[i]);
      check_side_as (fixture, ui_page_lead (fixture), fixture->corner.lead, TB_ROLE_LEAD, permission);
      if (fixture->corner.service != NULL)
        check_side_as (fixture, ui_page_service (fixture), fixture->corner.service, TB_ROLE_SERVICE,
                       permission);
    }
}

/* ---- What a step opens ---- */

static void
test_steps_open_their_dialogs (UiPage       *fixture,
                               gconstpointer data)
{
  static const struct
  {
    TbStatus    status;
    TbRole      role;
    const char *action;
    GType (*get_type) (void);
  } cases[] = {
    { TB_STATUS_NONE, TB_ROLE_LEAD, "choose", tb_terms_dialog_get_type },
    { TB_STATUS_NONE, TB_ROLE_LEAD, "alert", tb_alert_dialog_get_type },
    { TB_STATUS_UNSENT, TB_ROLE_LEAD, "show-terms", tb_terms_dialog_get_type },
    { TB_STATUS_UNSENT, TB_ROLE_LEAD, "discard", tb_step_dialog_get_type },
    { TB_STATUS_ASSIGNED, TB_ROLE_LEAD, "cancel", tb_step_dialog_get_type },
    { TB_STATUS_ASSIGNED, TB_ROLE_SERVICE, "accept", tb_accept_dialog_get_type },
    { TB_STATUS_ASSIGNED, TB_ROLE_SERVICE, "decline", tb_step_dialog_get_type },
    { TB_STATUS_CANCELED, TB_ROLE_LEAD, "show-terms", tb_terms_dialog_get_type },
    { TB_STATUS_IN_PROGRESS, TB_ROLE_LEAD, "complete", tb_step_dialog_get_type },
    { TB_STATUS_IN_PROGRESS, TB_ROLE_SERVICE, "submit", tb_step_dialog_get_type },
    { TB_STATUS_IN_PROGRESS, TB_ROLE_SERVICE, "ask", tb_step_dialog_get_type },
    { TB_STATUS_IN_PROGRESS, TB_ROLE_SERVICE, "show-terms", tb_terms_dialog_get_type },
    { TB_STATUS_WAITING_APPROVAL, TB_ROLE_LEAD, "approve", tb_step_dialog_get_type },
    { TB_STATUS_WAITING_APPROVAL, TB_ROLE_LEAD, "reject", tb_step_dialog_get_type },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean is_lead = cases[i].role == TB_ROLE_LEAD;

      ui_page_reach (fixture, cases[i].status);
      ui_page_open (fixture, is_lead ? ui_page_lead (fixture) : ui_page_service (fixture),
                    is_lead ? fixture->corner.lead : fixture->corner.service);
      ui_page_assert_opens (fixture, cases[i].action, cases[i].get_type ());
    }
}

static void
test_alerts_are_edited (UiPage       *fixture,
                        gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (ui_page_lead (fixture), "Drucker");
  g_autoptr (TbTicketView) view = NULL;
  GtkWidget *dialog, *field, *save;

  ui_page_open (fixture, ui_page_lead (fixture), number);
  g_action_group_activate_action (tb_ticket_page_get_actions (TB_TICKET_PAGE (fixture->page)), "alert", NULL);
  dialog = GTK_WIDGET (ui_page_find_dialog (fixture, TB_TYPE_ALERT_DIALOG));
  g_assert_nonnull (dialog);
  ui_test_assert_named (dialog);
  field = ui_test_find (dialog, GTK_TYPE_TEXT_VIEW, NULL, NULL);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (field)), "Nur vormittags", -1);
  save = ui_test_find (dialog, GTK_TYPE_BUTTON, "label", "Save");
  g_signal_emit_by_name (save, "clicked");
  ui_test_wait (ui_page_find_dialog (fixture, TB_TYPE_ALERT_DIALOG) == NULL);
  view = tb_side_show (ui_page_lead (fixture), number);
  g_assert_cmpstr (view->ticket->alert, ==, "Nur vormittags");
  g_assert_cmpstr (view->organisation->alert, ==, NULL);
}

/* ---- States ---- */

static const char *
get_state (UiPage *fixture)
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
test_states (UiPage       *fixture,
             gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (ui_page_lead (fixture), "Drucker");
  gint64           id = tb_side_ticket (ui_page_lead (fixture), number);

  ui_page_open (fixture, ui_page_lead (fixture), NULL);
  g_assert_cmpstr (get_state (fixture), ==, "empty");
  /* Unseen it would keep the window drawing for nothing. */
  g_assert_false (gtk_spinner_get_spinning (
    GTK_SPINNER (ui_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_SPINNER, NULL, NULL))));
  g_assert_false (ui_page_is_enabled (fixture, "copy-number"));
  ui_test_assert_named (fixture->window);
  g_object_set (fixture->page, "ticket", id, NULL);
  ui_test_settle ();
  g_assert_cmpstr (get_state (fixture), ==, "ticket");
  g_assert_true (ui_page_is_enabled (fixture, "copy-number"));
  g_assert_true (ui_page_is_enabled (fixture, "delete"));
  tb_side_do (ui_page_lead (fixture), (TbCommand){ .type = TB_COMMAND_DELETE_TICKET, .ticket = id }, NULL);
  ui_test_settle ();
  g_assert_cmpstr (get_state (fixture), ==, "gone");
  g_assert_false (ui_page_is_enabled (fixture, "copy-number"));
  g_assert_false (ui_page_is_enabled (fixture, "delete"));
  g_object_set (fixture->page, "ticket", G_GINT64_CONSTANT (0), NULL);
  g_assert_cmpstr (get_state (fixture), ==, "empty");
}

#define ADD(path, setup, test) \
  g_test_add ("/ui/ticket-page/" path, UiPage, NULL, setup, test, ui_page_tear_down)

static void
add_permission_tests (void)
{
  guint permission;

  for (permission = 0; permission < TB_N_PERMISSIONS; permission++)
    {
      g_autofree char *path = g_strconcat ("/ui/ticket-page/actions-follow-status-role-and-permission/",
                                           tb_nick (TB_TYPE_PERMISSION, permission), NULL);

      g_test_add (path, UiPage, GUINT_TO_POINTER (permission), ui_page_set_up,
                  test_actions_follow_status_role_and_permission, ui_page_tear_down);
    }
}

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  g_test_add_func ("/ui/ticket-menu/follows-the-tables", test_menus_follow_the_tables);
  g_test_add_func ("/ui/ticket-menu/nothing-without-a-ticket", test_nothing_can_be_done_without_a_ticket);
  ADD ("recent-partners-stand-in-the-menu", ui_page_set_up, test_recent_partners_stand_in_the_menu);
  add_permission_tests ();
  ADD ("steps-open-their-dialogs", ui_page_set_up, test_steps_open_their_dialogs);
  ADD ("alerts-are-edited", ui_page_set_up, test_alerts_are_edited);
  ADD ("states", ui_page_set_up, test_states);
  return g_test_run ();
}
