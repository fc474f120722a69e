/* SPDX-License-Identifier: GPL-3.0-or-later
 * What stands in place of a list without tickets: why there are none, and what can be done. */
#include "config.h"

#include "tb-list-empty.h"

#include "tb-text.h"

#include <glib/gi18n.h>

struct _TbListEmpty
{
  AdwBin parent_instance;

  AdwStatusPage *page;
  GtkButton     *first_button;
  GtkLabel      *first_label;
  GtkButton     *second_button;
  GtkLabel      *second_label;
};

G_DEFINE_FINAL_TYPE (TbListEmpty, tb_list_empty, ADW_TYPE_BIN)

typedef enum
{
  BUTTON_NONE,
  BUTTON_SHOW_OPEN,
  BUTTON_NEW_TICKET,
  BUTTON_IMPORT,
  BUTTON_INVITE,
  BUTTON_JOIN,
  BUTTON_SEARCH_ALL,
  BUTTON_CLEAR_SEARCH,
  BUTTON_RETRY,
} Button;

typedef struct
{
  const char *label; /* msgid */
  const char *action;
  const char *target; /* (nullable): a string */
} ButtonLook;

/** What is said of an empty folder. */
typedef struct
{
  const char *icon;
  const char *title; /* msgid */
  const char *text;  /* msgid */
  Button      first;
  Button      second;
} EmptyLook;

/* clang-format off */
static const ButtonLook buttons[] = {
  [BUTTON_NONE] = { "", NULL, NULL },
  [BUTTON_SHOW_OPEN] = { N_("_Show Open Tickets"), "win.show-folder", "tickets-open" },
  [BUTTON_NEW_TICKET] = { N_("_New Ticket…"), "win.new-ticket", NULL },
  [BUTTON_IMPORT] = { N_("_Import Tickets…"), "win.import", NULL },
  [BUTTON_INVITE] = { N_("_Invite Partner…"), "win.invite", NULL },
  [BUTTON_JOIN] = { N_("_Accept Invitation…"), "win.join", NULL },
  [BUTTON_SEARCH_ALL] = { N_("Search _All Tickets"), "pane.search-all", NULL },
  [BUTTON_CLEAR_SEARCH] = { N_("_Clear Search"), "pane.clear-search", NULL },
  [BUTTON_RETRY] = { N_("_Try Again"), "pane.retry", NULL },
};

static const EmptyLook folders[TB_N_FOLDERS] = {
  [TB_FOLDER_LEAD_OPEN] = {
    "document-send-symbolic", N_("Nothing Is Outsourced"),
    N_("Open a ticket and choose “Outsource” to give it to a partner."), BUTTON_SHOW_OPEN, BUTTON_NONE },
  [TB_FOLDER_LEAD_UNSENT] = {
    "document-edit-symbolic", N_("No Saved Terms"),
    N_("Tickets whose terms you have saved but not sent stand here."), BUTTON_SHOW_OPEN, BUTTON_NONE },
  [TB_FOLDER_LEAD_ASSIGNED] = {
    "mail-send-symbolic", N_("No Answer Is Due"),
    N_("Tickets that a partner has not accepted or declined yet stand here."), BUTTON_NONE, BUTTON_NONE },
  [TB_FOLDER_LEAD_DECLINED] = {
    "object-select-symbolic", N_("Nothing Was Declined"),
    N_("Tickets that a partner has declined stand here until you give them to another."),
    BUTTON_NONE, BUTTON_NONE },
  [TB_FOLDER_LEAD_CANCELED] = {
    "process-stop-symbolic", N_("Nothing Was Canceled"),
    N_("Tickets that you took back before the partner’s answer stand here."), BUTTON_NONE, BUTTON_NONE },
  [TB_FOLDER_LEAD_ACCEPTED] = {
    "object-select-symbolic", N_("Nothing Waits for Its Start"),
    N_("Tickets that a partner has accepted but not started stand here."), BUTTON_NONE, BUTTON_NONE },
  [TB_FOLDER_LEAD_IN_PROGRESS] = {
    "media-playback-start-symbolic", N_("No Partner Is at Work"),
    N_("Tickets that a partner is working on stand here."), BUTTON_NONE, BUTTON_NONE },
  [TB_FOLDER_LEAD_WAITING_APPROVAL] = {
    "object-select-symbolic", N_("Nothing to Approve"),
    N_("When a partner submits work, it waits here for your approval."), BUTTON_NONE, BUTTON_NONE },
  [TB_FOLDER_LEAD_COMPLETE] = {
    "object-select-symbolic", N_("Nothing Is Complete Yet"),
    N_("Outsourced work that is complete stays here."), BUTTON_NONE, BUTTON_NONE },

  [TB_FOLDER_SERVICE_OPEN] = {
    "mail-read-symbolic", N_("No Received Work"),
    N_("Tickets that partners give to you stand here."), BUTTON_NONE, BUTTON_NONE },
  [TB_FOLDER_SERVICE_ASSIGNED] = {
    "object-select-symbolic", N_("No Offers to Answer"),
    N_("When a partner offers you a ticket, you accept or decline it here."), BUTTON_NONE, BUTTON_NONE },
  [TB_FOLDER_SERVICE_ACCEPTED] = {
    "object-select-symbolic", N_("Nothing Waits for Its Start"),
    N_("Tickets that you have accepted but not worked on stand here."), BUTTON_NONE, BUTTON_NONE },
  [TB_FOLDER_SERVICE_IN_PROGRESS] = {
    "media-playback-start-symbolic", N_("Nothing in Progress"),
    N_("Received tickets that you are working on stand here."), BUTTON_NONE, BUTTON_NONE },
  [TB_FOLDER_SERVICE_WAITING_APPROVAL] = {
    "document-open-recent-symbolic", N_("Nothing Waits for Approval"),
    N_("Work that you have submitted stands here until the lead partner has approved it."),
    BUTTON_NONE, BUTTON_NONE },
  [TB_FOLDER_SERVICE_COMPLETE] = {
    "object-select-symbolic", N_("Nothing Is Complete Yet"),
    N_("Received work that is complete stays here."), BUTTON_NONE, BUTTON_NONE },

  [TB_FOLDER_TICKETS_ALL] = {
    "document-new-symbolic", N_("No Tickets Yet"),
    N_("Write the first one, or import those that you have."), BUTTON_NEW_TICKET, BUTTON_IMPORT },
  [TB_FOLDER_TICKETS_OPEN] = {
    "object-select-symbolic", N_("No Open Tickets"),
    N_("All tickets are complete."), BUTTON_NEW_TICKET, BUTTON_NONE },
  [TB_FOLDER_TICKETS_OVERDUE] = {
    "object-select-symbolic", N_("Nothing Is Overdue"),
    N_("Open tickets whose due date has passed stand here."), BUTTON_NONE, BUTTON_NONE },
  [TB_FOLDER_EVERYTHING] = {
    "document-new-symbolic", N_("No Tickets Yet"),
    N_("Write the first one, or import those that you have."), BUTTON_NEW_TICKET, BUTTON_IMPORT },
};

/* Without a partner an outsourcing folder cannot but be empty. */
static const EmptyLook no_partner = {
  "system-users-symbolic", N_("No Partner Yet"),
  N_("Invite a company that you work with, or accept the invitation that it sent you."),
  BUTTON_INVITE, BUTTON_JOIN
};
/* clang-format on */

static void
set_button (GtkButton *button,
            GtkLabel  *label,
            Button     which)
{
  const ButtonLook *look = &buttons[which];

  gtk_widget_set_visible (GTK_WIDGET (button), which != BUTTON_NONE);
  if (which == BUTTON_NONE)
    return;
  gtk_label_set_label (label, _ (look->label));
  /* Never the action of one look with the target of another. */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button),
                                          look->target != NULL ? g_variant_new_string (look->target) : NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), look->action);
}

static void
show (TbListEmpty *self,
      const char  *icon,
      const char  *title,
      const char  *text,
      Button       first,
      Button       second)
{
  /* The description is markup, the title is not. */
  g_autofree char *text_markup = g_markup_escape_text (text, -1);

  adw_status_page_set_icon_name (self->page, icon);
  adw_status_page_set_title (self->page, title);
  adw_status_page_set_description (self->page, text_markup);
  set_button (self->first_button, self->first_label, first);
  set_button (self->second_button, self->second_label, second);
}

static void
tb_list_empty_dispose (GObject *object)
{
  /* The template unparents a child with an id, of which the bin would not learn. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TB_TYPE_LIST_EMPTY);
  G_OBJECT_CLASS (tb_list_empty_parent_class)->dispose (object);
}

static void
tb_list_empty_class_init (TbListEmptyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tb_list_empty_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-list-empty.ui");
  gtk_widget_class_bind_template_child (widget_class, TbListEmpty, page);
  gtk_widget_class_bind_template_child (widget_class, TbListEmpty, first_button);
  gtk_widget_class_bind_template_child (widget_class, TbListEmpty, first_label);
  gtk_widget_class_bind_template_child (widget_class, TbListEmpty, second_button);
  gtk_widget_class_bind_template_child (widget_class, TbListEmpty, second_label);
}

static void
tb_list_empty_init (TbListEmpty *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tb_list_empty_show_folder (TbListEmpty *self,
                           TbFolderId   folder,
                           gboolean     has_partner)
{
  const EmptyLook *look;

  g_return_if_fail (TB_IS_LIST_EMPTY (self));
  g_return_if_fail (folder < TB_N_FOLDERS);

  look = !has_partner && tb_folder (folder)->role != TB_ROLE_NONE ? &no_partner : &folders[folder];
  show (self, look->icon, _ (look->title), _ (look->text), look->first, look->second);
}

void
tb_list_empty_show_search (TbListEmpty *self,
                           const char  *search,
                           gboolean     is_everywhere)
{
  g_autofree char *title = NULL;

  g_return_if_fail (TB_IS_LIST_EMPTY (self));
  g_return_if_fail (search != NULL);

  /* Translators: %s is what the user has typed into the search field. */
  title = g_strdup_printf (_ ("No Results for “%s”"), search);
  show (self, "edit-find-symbolic", title,
        is_everywhere ? _ ("No ticket at all has these words.")
                      : _ ("No ticket in this folder has these words."),
        is_everywhere ? BUTTON_CLEAR_SEARCH : BUTTON_SEARCH_ALL,
        is_everywhere ? BUTTON_NONE : BUTTON_CLEAR_SEARCH);
}

void
tb_list_empty_show_error (TbListEmpty  *self,
                          const GError *error)
{
  g_autofree char *text = NULL;

  g_return_if_fail (TB_IS_LIST_EMPTY (self));
  g_return_if_fail (error != NULL);

  text = tb_text_problem (error);
  show (self, "dialog-error-symbolic", _ ("The Tickets Cannot Be Read"), text, BUTTON_RETRY, BUTTON_NONE);
}
