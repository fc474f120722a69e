/* SPDX-License-Identifier: GPL-3.0-or-later
 * A window with the page of a ticket, for the tests of what is on it. */
#include "config.h"

#include "ui-page.h"

#include "tb-ticket-page.h"
#include "tb-workflow.h"

void
ui_page_set_up (UiPage       *fixture,
                gconstpointer data)
{
  tb_corner_setup (&fixture->corner, NULL);
}

void
ui_page_set_up_accepted (UiPage       *fixture,
                         gconstpointer data)
{
  tb_corner_setup_accepted (&fixture->corner, NULL);
}

void
ui_page_close (UiPage *fixture)
{
  if (fixture->window == NULL)
    return;
  ui_test_assert_finalizes (GTK_WINDOW (g_steal_pointer (&fixture->window)));
  ui_test_settle ();
  g_assert_finalize_object (g_steal_pointer (&fixture->desk));
}

void
ui_page_tear_down (UiPage       *fixture,
                   gconstpointer data)
{
  ui_page_close (fixture);
  tb_corner_teardown (&fixture->corner, NULL);
}

TbSide *
ui_page_lead (UiPage *fixture)
{
  return &fixture->corner.pair.lead;
}

TbSide *
ui_page_service (UiPage *fixture)
{
  return &fixture->corner.pair.service;
}

void
ui_page_open (UiPage     *fixture,
              TbSide     *side,
              const char *number)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *bars;

  ui_page_close (fixture);
  fixture->desk = tb_desk_new (side->engine, &error);
  g_assert_no_error (error);
  fixture->page = g_object_new (TB_TYPE_TICKET_PAGE, "desk", fixture->desk, NULL);
  fixture->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 700);
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->page);
  if (!fixture->is_hidden)
    gtk_window_present (GTK_WINDOW (fixture->window));
  bars = ui_test_find (fixture->page, g_type_from_name ("TbTicketBars"), NULL, NULL);
  g_object_set (bars, "patience", 0, NULL);
  if (number != NULL)
    g_object_set (fixture->page, "ticket", tb_side_ticket (side, number), NULL);
  ui_test_settle ();
}

gboolean
ui_page_is_enabled (UiPage     *fixture,
                    const char *action)
{
  return g_action_group_get_action_enabled (tb_ticket_page_get_actions (TB_TICKET_PAGE (fixture->page)),
                                            action);
}

void
ui_page_reach (UiPage  *fixture,
               TbStatus status)
{
  TbCorner *corner = &fixture->corner;

  g_clear_pointer (&corner->lead, g_free);
  g_clear_pointer (&corner->service, g_free);
  if (status == TB_STATUS_NONE || status == TB_STATUS_UNSENT)
    {
      corner->lead = tb_side_new_ticket (ui_page_lead (fixture), "Drucker");
      if (status == TB_STATUS_UNSENT)
        tb_corner_save_terms (ui_page_lead (fixture), corner->lead, NULL);
      return;
    }
  if (status == TB_STATUS_ASSIGNED || status == TB_STATUS_CANCELED || status == TB_STATUS_DECLINED)
    tb_corner_offer (corner);
  else
    tb_pair_accepted (&corner->pair, &corner->lead, &corner->service);
  if (status == TB_STATUS_CANCELED)
    tb_side_act (ui_page_lead (fixture), corner->lead, TB_ACTION_CANCEL, NULL);
  if (status == TB_STATUS_DECLINED)
    tb_side_act (ui_page_service (fixture), corner->service, TB_ACTION_DECLINE, "Keine Zeit");
  if (status == TB_STATUS_IN_PROGRESS)
    g_free (tb_side_note (ui_page_service (fixture), corner->service, "Angefangen", FALSE));
  if (status == TB_STATUS_WAITING_APPROVAL)
    tb_side_act (ui_page_service (fixture), corner->service, TB_ACTION_SUBMIT, NULL);
  if (status == TB_STATUS_COMPLETE)
    tb_side_act (ui_page_lead (fixture), corner->lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&corner->pair);
}

GtkWindow *
ui_page_find_dialog (UiPage *fixture,
                     GType   type)
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

void
ui_page_act_as (TbSide     *side,
                const char *name)
{
  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = name }, NULL);
}

char *
ui_page_dup_acting_user (TbSide *side)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbUserRecord) user = tb_engine_get_user (side->engine, &error);

  g_assert_no_error (error);
  return g_strdup (user->name);
}

void
ui_page_assert_opens (UiPage     *fixture,
                      const char *action,
                      GType       type)
{
  GtkWindow *dialog;

  g_assert_true (ui_page_is_enabled (fixture, action));
  g_action_group_activate_action (tb_ticket_page_get_actions (TB_TICKET_PAGE (fixture->page)), action, NULL);
  dialog = ui_page_find_dialog (fixture, type);
  g_assert_nonnull (dialog);
  g_assert_true (gtk_window_get_modal (dialog));
  gtk_window_destroy (dialog);
  ui_test_settle ();
}
