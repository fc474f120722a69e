/* SPDX-License-Identifier: GPL-3.0-or-later
 * What can be done with a ticket: the group `ticket`, and both dropdowns. */
#include "config.h"

#include "tb-ticket-page-private.h"

#include "tb-accept-dialog.h"
#include "tb-alert-dialog.h"
#include "tb-dialog.h"
#include "tb-lazy-menu.h"
#include "tb-privacy.h"
#include "tb-step-dialog.h"
#include "tb-tell.h"
#include "tb-terms-dialog.h"
#include "tb-text.h"
#include "tb-ticket-link.h"
#include "tb-ticket-menu.h"

#include <glib/gi18n.h>

static void
present (TbTicketPage *self,
         GtkWidget    *dialog)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  tb_dialog_present (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
}

/* ---- Steps of the workflow ---- */

/* To be filled in. */
static void
choose_terms (TbTicketPage *self,
              TbRole        role,
              TbAction      action)
{
  present (self, tb_terms_dialog_new (self->desk, self->ticket, NULL));
}

/* As they were sent; what is not sent yet can still be changed. */
static void
show_terms (TbTicketPage *self,
            TbRole        role,
            TbAction      action)
{
  TbTicketSituation situation = tb_ticket_situation_of (self->desk, self->sheet);

  if (role == TB_ROLE_LEAD && situation.lead == TB_STATUS_UNSENT)
    choose_terms (self, role, action);
  else
    present (self, tb_terms_dialog_new_for_reading (self->desk, self->ticket, role));
}

static void
open_accept (TbTicketPage *self,
             TbRole        role,
             TbAction      action)
{
  present (self, tb_accept_dialog_new (self->desk, self->sheet));
}

static void
open_step (TbTicketPage *self,
           TbRole        role,
           TbAction      action)
{
  present (self, tb_step_dialog_new (self->desk, self->sheet, action));
}

/* Whose step it is, and what asks for it. What is in no menu comes about by itself: nobody can choose it. */
typedef struct
{
  TbRole role;
  void (*open) (TbTicketPage *self,
                TbRole        role,
                TbAction      action);
} Step;

/* clang-format off */
static const Step steps[TB_N_ACTIONS] = {
  [TB_ACTION_SAVE_TERMS] = { TB_ROLE_LEAD, choose_terms },
  [TB_ACTION_OUTSOURCE] = { TB_ROLE_LEAD, choose_terms },
  [TB_ACTION_DISCARD] = { TB_ROLE_LEAD, open_step },
  [TB_ACTION_CANCEL] = { TB_ROLE_LEAD, open_step },
  [TB_ACTION_ACCEPT] = { TB_ROLE_SERVICE, open_accept },
  [TB_ACTION_DECLINE] = { TB_ROLE_SERVICE, open_step },
  [TB_ACTION_SUBMIT] = { TB_ROLE_SERVICE, open_step },
  [TB_ACTION_COMPLETE] = { TB_ROLE_LEAD, open_step },
  [TB_ACTION_APPROVE] = { TB_ROLE_LEAD, open_step },
  [TB_ACTION_REJECT] = { TB_ROLE_LEAD, open_step },
  [TB_ACTION_ASK] = { TB_ROLE_SERVICE, open_step },
  [TB_ACTION_SHOW_TERMS] = { TB_ROLE_LEAD, show_terms },
  [TB_ACTION_CHOOSE] = { TB_ROLE_LEAD, choose_terms },
};
/* clang-format on */

static void
on_step_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  TbTicketPage     *self = data;
  TbTicketSituation situation = tb_ticket_situation_of (self->desk, self->sheet);
  TbRole            role;
  int               step;

  if (!tb_from_nick (TB_TYPE_ACTION, g_action_get_name (G_ACTION (action)), &step))
    return;
  role = steps[step].role;
  /* The terms of the role that there is. */
  if (step == TB_ACTION_SHOW_TERMS && !tb_ticket_can (&situation, role, step))
    role = TB_ROLE_SERVICE;
  steps[step].open (self, role, step);
}

static void
show_insourcing_terms (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       data)
{
  show_terms (data, TB_ROLE_SERVICE, TB_ACTION_SHOW_TERMS);
}

static void
outsource_to (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  TbTicketPage *self = data;

  present (self, tb_terms_dialog_new (self->desk, self->ticket, g_variant_get_string (parameter, NULL)));
}

/* ---- Everyday work ---- */

static void
write_note (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  tb_composer_start (TB_TICKET_PAGE (data)->composer, TB_ITEM_NOTE);
}

static void
record_time (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  tb_composer_start (TB_TICKET_PAGE (data)->composer, TB_ITEM_TIME);
}

static void
record_charge (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  tb_composer_start (TB_TICKET_PAGE (data)->composer, TB_ITEM_CHARGE);
}

static void
attach_file (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  tb_composer_start (TB_TICKET_PAGE (data)->composer, TB_ITEM_FILE);
}

static const TbTicketRecord *
get_ticket (TbTicketPage *self)
{
  TbTicketDetails *details = self->sheet != NULL ? tb_ticket_sheet_get_details (self->sheet) : NULL;

  return details != NULL ? tb_object_get_record (TB_OBJECT (details)) : NULL;
}

static void
copy_number (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  TbTicketPage         *self = data;
  const TbTicketRecord *ticket = get_ticket (self);
  g_autofree char      *text = NULL;

  if (ticket == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), ticket->number);
  /* Translators: %s is the number of a ticket. */
  text = g_strdup_printf (_ ("%s is in the clipboard."), ticket->number);
  tb_tell (GTK_WIDGET (self), text);
}

static void
copy_link (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  TbTicketPage         *self = data;
  const TbTicketRecord *ticket = get_ticket (self);
  g_autofree char      *link = NULL;

  if (ticket == NULL)
    return;
  link = tb_ticket_link_new (ticket->number, tb_desk_get_mark (self->desk));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), link);
  tb_tell (GTK_WIDGET (self), _ ("The link to this ticket is in the clipboard. It works in your company."));
}

static void
edit_alert (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  TbTicketPage *self = data;

  present (self, tb_alert_dialog_new (self->desk, self->sheet));
}

static void
reload (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  tb_ticket_page_reload (data);
}

/* ---- What is done at once ---- */

static void
on_done_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (TbTicketPage) self = data;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    tb_tell_error (GTK_WIDGET (self), error);
}

static void
do_command (TbTicketPage *self,
            TbCommand     command)
{
  command.ticket = self->ticket;
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_done_cb, g_object_ref (self));
}

static void
send_now (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  do_command (data, (TbCommand){ .type = TB_COMMAND_SEND_NOW });
}

static void
resend (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  do_command (data, (TbCommand){ .type = TB_COMMAND_RESEND });
}

static void
dismiss_erasure (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  do_command (data, (TbCommand){ .type = TB_COMMAND_ERASURE_DISMISS });
}

static void
on_followed_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (TbTicketPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbErasureReport) report = tb_engine_erase_finish (TB_ENGINE (object), result, &error);

  if (self->desk == NULL)
    return;
  if (report == NULL)
    tb_tell_error (GTK_WIDGET (self), error);
  else if (report->n_places == 0)
    tb_tell (GTK_WIDGET (self), _ ("Nothing else of it was found in this ticket"));
  else
    tb_tell (GTK_WIDGET (self), _ ("The personal data were deleted here, too"));
}

static void
follow_erasure (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  TbTicketPage *self = data;

  tb_engine_follow_erasure_async (tb_desk_get_engine (self->desk), tb_ticket_sheet_get_ticket (self->sheet),
                                  on_followed_cb, g_object_ref (self));
}

/* The state follows when the ticket has changed. */
static void
set_taskfire (GSimpleAction *action,
              GVariant      *value,
              gpointer       data)
{
  do_command (data, (TbCommand){ .type = TB_COMMAND_SET,
                                 .name = "taskfire",
                                 .value = g_variant_get_boolean (value) ? "on" : "off" });
}

static void
on_delete_answered_cb (TbTicketPage *self,
                       const char   *response)
{
  if (g_strcmp0 (response, "delete") == 0 && self->desk != NULL)
    do_command (self, (TbCommand){ .type = TB_COMMAND_DELETE_TICKET });
}

static void
delete_ticket (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  TbTicketPage         *self = data;
  const TbTicketRecord *ticket = get_ticket (self);
  GtkWidget            *dialog;

  if (ticket == NULL)
    return;
  dialog = adw_message_dialog_new (NULL, _ ("Delete this ticket?"), NULL);
  /* Translators: %s is the number of a ticket. */
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _ ("%s goes with all its entries. This cannot be undone."), ticket->number);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "delete",
                                    _ ("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_delete_answered_cb), self, G_CONNECT_SWAPPED);
  present (self, dialog);
}

/* ---- When what can be done ---- */

typedef struct
{
  TbTicketPage            *page;
  const TbTicketSituation *situation;
} Moment;

static gboolean
is_there (const Moment *moment)
{
  return moment->situation->is_there;
}

static gboolean
can_write (const Moment *moment)
{
  return tb_ticket_can_write (moment->situation);
}

static gboolean
can_choose_partner (const Moment *moment)
{
  return tb_ticket_can (moment->situation, TB_ROLE_LEAD, TB_ACTION_CHOOSE);
}

static gboolean
can_see_insourcing_terms (const Moment *moment)
{
  return tb_ticket_can (moment->situation, TB_ROLE_SERVICE, TB_ACTION_SHOW_TERMS);
}

/* Whoever was ever offered it keeps the thread. */
static gboolean
can_delete (const Moment *moment)
{
  const TbTicketRecord *ticket = get_ticket (moment->page);

  return moment->situation->is_there && !ticket->was_accepted && ticket->lead_engagement == 0 &&
         ticket->service_engagement == 0;
}

static gboolean
can_always (const Moment *moment)
{
  return TRUE;
}

typedef struct
{
  const char *name;
  const char *parameter; /* (nullable) */
  void (*activate) (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data);
  gboolean (*is_possible) (const Moment *moment);
} PageAction;

/* clang-format off */
static const PageAction page_actions[] = {
  { "outsource-to", "s", outsource_to, can_choose_partner },
  { "show-insourcing-terms", NULL, show_insourcing_terms, can_see_insourcing_terms },
  { "note", NULL, write_note, can_write },
  { "time", NULL, record_time, can_write },
  { "charge", NULL, record_charge, can_write },
  { "attach", NULL, attach_file, can_write },
  { "copy-number", NULL, copy_number, is_there },
  { "copy-link", NULL, copy_link, is_there },
  { "alert", NULL, edit_alert, can_write },
  { "delete", NULL, delete_ticket, can_delete },
  { "send-now", NULL, send_now, is_there },
  { "resend", NULL, resend, is_there },
  { "follow-erasure", NULL, follow_erasure, is_there },
  { "dismiss-erasure", NULL, dismiss_erasure, is_there },
  { "reload", NULL, reload, can_always },
};
/* clang-format on */

static void
add_action (TbTicketPage *self,
            const char   *name,
            const char   *parameter,
            GCallback     activate)
{
  g_autoptr (GVariantType) type = parameter != NULL ? g_variant_type_new (parameter) : NULL;
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, type);

  g_signal_connect_object (action, "activate", activate, self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
}

void
tb_ticket_page_add_actions (TbTicketPage *self)
{
  g_autoptr (GSimpleAction) taskfire =
    g_simple_action_new_stateful ("taskfire", NULL, g_variant_new_boolean (FALSE));
  guint i;

  for (i = 0; i < TB_N_ACTIONS; i++)
    add_action (self, tb_nick (TB_TYPE_ACTION, i), NULL, G_CALLBACK (on_step_cb));
  for (i = 0; i < G_N_ELEMENTS (page_actions); i++)
    add_action (self, page_actions[i].name, page_actions[i].parameter, G_CALLBACK (page_actions[i].activate));
  g_signal_connect_object (taskfire, "change-state", G_CALLBACK (set_taskfire), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (taskfire));
}

static GSimpleAction *
find_action (TbTicketPage *self,
             const char   *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

static gboolean
can_step (const TbTicketSituation *situation,
          TbAction                 action)
{
  if (steps[action].open == NULL)
    return FALSE;
  return tb_ticket_can (situation, steps[action].role, action) ||
         (action == TB_ACTION_SHOW_TERMS && tb_ticket_can (situation, TB_ROLE_SERVICE, action));
}

static void
update_enabled (TbTicketPage            *self,
                const TbTicketSituation *situation)
{
  const Moment          moment = { self, situation };
  const TbTicketRecord *ticket = get_ticket (self);
  GSimpleAction        *taskfire = find_action (self, "taskfire");
  guint                 i;

  for (i = 0; i < TB_N_ACTIONS; i++)
    g_simple_action_set_enabled (find_action (self, tb_nick (TB_TYPE_ACTION, i)), can_step (situation, i));
  for (i = 0; i < G_N_ELEMENTS (page_actions); i++)
    g_simple_action_set_enabled (find_action (self, page_actions[i].name),
                                 page_actions[i].is_possible (&moment));
  g_simple_action_set_enabled (taskfire, can_write (&moment));
  g_simple_action_set_state (taskfire, g_variant_new_boolean (ticket != NULL && ticket->is_taskfire));
}

/* ---- Dropdowns ---- */

/* What a menu is made of: it is made anew only when this differs, so that an open one stays open. */
static char *
dup_menu_key (const TbTicketSituation *situation,
              TbRole                   role,
              GListModel              *partners)
{
  GString *key = g_string_new (NULL);
  guint    i;

  g_string_printf (key, "%d %d %d %d", situation->permission, situation->lead, situation->service, role);
  for (i = 0; partners != NULL && i < MIN (g_list_model_get_n_items (partners), TB_TICKET_MENU_PARTNERS); i++)
    {
      g_autoptr (TbObject) partner = g_list_model_get_item (partners, i);

      g_string_append_printf (key, "\n%s", ((TbPartnerRecord *)tb_object_get_record (partner))->name);
    }
  return g_string_free (key, FALSE);
}

static void
update_menu (TbTicketPage            *self,
             const TbTicketSituation *situation,
             TbRole                   role,
             GtkMenuButton           *button,
             GtkMenuButton           *button_below)
{
  GListModel      *partners = NULL;
  char           **key = &self->menu_keys[role == TB_ROLE_LEAD ? 0 : 1];
  g_autofree char *new_key = NULL;
  g_autoptr (GMenuModel) menu = NULL;

  if (role == TB_ROLE_LEAD && self->desk != NULL)
    partners = tb_desk_get_recent_partners (self->desk);
  new_key = dup_menu_key (situation, role, partners);
  if (g_strcmp0 (new_key, *key) == 0)
    return;
  g_free (*key);
  *key = g_steal_pointer (&new_key);
  menu = tb_ticket_menu_new (situation, role, partners);
  tb_lazy_menu_set (button, menu);
  tb_lazy_menu_set (button_below, menu);
}

/* Insensitive, and not hidden: the tooltip says why. */
static void
show_button (GtkMenuButton *button,
             gboolean       is_visible,
             const char    *why_not)
{
  gtk_widget_set_visible (GTK_WIDGET (button), is_visible);
  gtk_widget_set_sensitive (GTK_WIDGET (button), why_not == NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), why_not);
}

void
tb_ticket_page_update_actions (TbTicketPage *self)
{
  TbTicketSituation situation = tb_ticket_situation_of (self->desk, self->sheet);
  const char       *why_not = tb_ticket_why_no_outsourcing (&situation);
  gboolean          can_outsource = situation.is_there && tb_menu_is_visible (situation.permission);
  gboolean          can_notify = situation.is_there && situation.service != TB_STATUS_NONE;

  update_enabled (self, &situation);
  update_menu (self, &situation, TB_ROLE_LEAD, self->outsource_button, self->outsource_button_below);
  update_menu (self, &situation, TB_ROLE_SERVICE, self->notify_button, self->notify_button_below);
  show_button (self->outsource_button, can_outsource, why_not);
  show_button (self->outsource_button_below, can_outsource, why_not);
  show_button (self->notify_button, can_notify, NULL);
  show_button (self->notify_button_below, can_notify, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->start_squeezer), situation.is_there);
  gtk_widget_set_visible (self->more_button, situation.is_there);
  /* Two dropdowns need the room that the words of the other buttons would take. */
  adw_squeezer_page_set_enabled (adw_squeezer_get_page (self->start_squeezer, self->start_words),
                                 !(can_outsource && can_notify));
}
