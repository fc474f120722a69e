/* SPDX-License-Identifier: GPL-3.0-or-later
 * The main window's actions. */
#include "config.h"

#include "tb-window-private.h"

#include "tb-dialog.h"
#include "tb-import-dialog.h"
#include "tb-invite-dialog.h"
#include "tb-new-ticket-dialog.h"
#include "tb-partners-window.h"
#include "tb-place.h"
#include "tb-preferences.h"
#include "tb-privacy-window.h"

#include <glib/gi18n.h>

void
tb_window_present_dialog (TbWindow  *self,
                          GtkWidget *dialog)
{
  g_return_if_fail (TB_IS_WINDOW (self));

  tb_dialog_present (dialog, GTK_WINDOW (self));
}

void
tb_window_show_page (TbWindow *self,
                     gpointer  page)
{
  gtk_stack_set_visible_child (self->detail, page);
  adw_leaflet_set_visible_child (self->outer, self->detail_pane);
  tb_window_look (self);
}

/* The ticket is still there below the outbox. */
static gboolean
close_outbox (TbWindow *self)
{
  if (self->outbox == NULL || gtk_stack_get_visible_child (self->detail) != GTK_WIDGET (self->outbox))
    return FALSE;
  gtk_stack_set_visible_child (self->detail, self->page != NULL ? GTK_WIDGET (self->page) : self->no_page);
  return !adw_leaflet_get_folded (self->outer);
}

void
tb_window_go_back (TbWindow *self)
{
  gboolean is_in_front = adw_leaflet_get_visible_child (self->outer) == self->detail_pane;

  if (close_outbox (self))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->list_pane));
    }
  else if (adw_leaflet_get_folded (self->outer) && is_in_front)
    {
      adw_leaflet_set_visible_child (self->outer, GTK_WIDGET (self->inner));
      gtk_widget_grab_focus (GTK_WIDGET (self->list_pane));
    }
  else if (adw_leaflet_get_folded (self->inner))
    {
      adw_leaflet_set_visible_child (self->inner, GTK_WIDGET (self->side_bar));
      gtk_widget_grab_focus (GTK_WIDGET (self->side_bar));
    }
}

void
tb_window_show_ticket (TbWindow *self,
                       gint64    ticket)
{
  g_return_if_fail (TB_IS_WINDOW (self));

  g_object_set (self->list_pane, "ticket", ticket, NULL);
  g_object_set (tb_window_ensure_page (self), "ticket", ticket, NULL);
  tb_window_show_page (self, self->page);
}

static void
on_note_enabled_cb (TbWindow     *self,
                    const char   *name,
                    gboolean      is_enabled,
                    GActionGroup *actions)
{
  if (!is_enabled)
    return;
  g_clear_signal_handler (&self->wants_note, actions);
  g_action_group_activate_action (actions, name, NULL);
}

void
tb_window_answer (TbWindow *self,
                  gint64    ticket)
{
  GActionGroup *actions;

  g_return_if_fail (TB_IS_WINDOW (self));

  tb_window_show_ticket (self, ticket);
  actions = tb_ticket_page_get_actions (self->page);
  g_clear_signal_handler (&self->wants_note, actions);
  /* While the ticket is being read nothing can be done with it. */
  if (g_action_group_get_action_enabled (actions, "note"))
    g_action_group_activate_action (actions, "note", NULL);
  else
    self->wants_note = g_signal_connect_object (actions, "action-enabled-changed::note",
                                                G_CALLBACK (on_note_enabled_cb), self, G_CONNECT_SWAPPED);
}

void
tb_window_search (TbWindow   *self,
                  const char *words)
{
  g_return_if_fail (TB_IS_WINDOW (self));
  g_return_if_fail (words != NULL);

  g_object_set (self->side_bar, "folder", (guint)TB_FOLDER_EVERYTHING, NULL);
  adw_leaflet_set_visible_child (self->outer, GTK_WIDGET (self->inner));
  adw_leaflet_set_visible_child (self->inner, GTK_WIDGET (self->list_pane));
  tb_list_pane_search_for (self->list_pane, words);
}

/* ---- Bodies ---- */

static void
show_new_ticket (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  TbWindow *self = TB_WINDOW (widget);

  tb_window_present_dialog (self, tb_new_ticket_dialog_new (self->desk));
}

static void
show_import (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TbWindow *self = TB_WINDOW (widget);

  tb_window_present_dialog (self, tb_import_dialog_new (self->desk, NULL));
}

static void
show_outbox (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TbWindow *self = TB_WINDOW (widget);

  tb_window_show_page (self, tb_window_ensure_outbox (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->outbox));
}

static void
show_partners (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  TbWindow *self = TB_WINDOW (widget);

  tb_window_present_dialog (self, tb_partners_window_new (self->desk, self->transport));
}

static void
show_privacy (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  TbWindow *self = TB_WINDOW (widget);

  tb_window_present_dialog (self, tb_privacy_window_new (self->desk));
}

static void
show_invite (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TbWindow *self = TB_WINDOW (widget);

  tb_window_present_dialog (self, tb_invite_dialog_new (self->desk));
}

static void
show_join (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  tb_window_join (TB_WINDOW (widget));
}

static void
show_preferences (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  TbWindow *self = TB_WINDOW (widget);

  tb_window_present_dialog (self, tb_preferences_new (self->desk, self->transport, self->settings));
}

/* The page has the action's name. */
static void
show_preferences_page (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter)
{
  TbWindow  *self = TB_WINDOW (widget);
  GtkWidget *preferences = tb_preferences_new (self->desk, self->transport, self->settings);

  tb_preferences_show_page (TB_PREFERENCES (preferences), name + strlen ("win."));
  tb_window_present_dialog (self, preferences);
}

/* GTK would read a help overlay that lies where it looks for one with each window. */
static void
show_shortcuts (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/ticketbruecke/Ticketbruecke/tb-shortcuts.ui");

  tb_window_present_dialog (TB_WINDOW (widget),
                            GTK_WIDGET (gtk_builder_get_object (builder, "help_overlay")));
}

static void
ask_place (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  tb_place_ask (GTK_WINDOW (widget), TB_WINDOW (widget)->desk);
}

static void
search (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  TbWindow *self = TB_WINDOW (widget);

  adw_leaflet_set_visible_child (self->outer, GTK_WIDGET (self->inner));
  adw_leaflet_set_visible_child (self->inner, GTK_WIDGET (self->list_pane));
  tb_list_pane_search (self->list_pane);
}

static void
go_back (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  tb_window_go_back (TB_WINDOW (widget));
}

static void
show_toast (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  TbWindow   *self = TB_WINDOW (widget);
  const char *text;
  gint64      ticket;
  AdwToast   *toast;

  g_variant_get (parameter, "(&sx)", &text, &ticket);
  toast = adw_toast_new (text);
  /* What a partner or a person has typed is no markup. */
  if (strpbrk (text, "<&") != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (text, -1);

      adw_toast_set_title (toast, escaped);
    }
  if (ticket != 0)
    {
      adw_toast_set_button_label (toast, _ ("Show"));
      adw_toast_set_action_name (toast, "win.show-ticket");
      adw_toast_set_action_target_value (toast, g_variant_new_int64 (ticket));
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
show_ticket (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  tb_window_show_ticket (TB_WINDOW (widget), g_variant_get_int64 (parameter));
}

static void
show_folder (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TbFolderId folder;

  if (tb_folder_from_nick (g_variant_get_string (parameter, NULL), &folder))
    g_object_set (TB_WINDOW (widget)->side_bar, "folder", (guint)folder, NULL);
}

static void
on_sent_now_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  G_GNUC_UNUSED g_autoptr (TbWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    g_info ("send now: %s", error->message); /* the status line goes on saying that something waits */
}

static void
send_now (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  TbWindow       *self = TB_WINDOW (widget);
  const TbCommand command = { .type = TB_COMMAND_SEND_NOW };

  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_sent_now_cb, g_object_ref (self));
}

typedef struct
{
  const char                 *name;
  const char                 *parameter; /* (nullable) */
  TbPermission                permission;
  GtkWidgetActionActivateFunc func;
} WindowAction;

/* clang-format off */
static const WindowAction actions[] = {
  { "win.new-ticket", NULL, TB_PERMISSION_NONE, show_new_ticket },
  { "win.import", NULL, TB_PERMISSION_NONE, show_import },
  { "win.outbox", NULL, TB_PERMISSION_NONE, show_outbox },
  { "win.partners", NULL, TB_PERMISSION_PARTNERS, show_partners },
  { "win.privacy", NULL, TB_PERMISSION_ALL, show_privacy },
  { "win.invite", NULL, TB_PERMISSION_PARTNERS, show_invite },
  { "win.join", NULL, TB_PERMISSION_PARTNERS, show_join },
  { "win.preferences", NULL, TB_PERMISSION_NONE, show_preferences },
  { "win.server", NULL, TB_PERMISSION_NONE, show_preferences_page },
  { "win.backups", NULL, TB_PERMISSION_NONE, show_preferences_page },
  { "win.show-help-overlay", NULL, TB_PERMISSION_NONE, show_shortcuts },
  { "win.place", NULL, TB_PERMISSION_NONE, ask_place },
  { "win.search", NULL, TB_PERMISSION_NONE, search },
  { "win.back", NULL, TB_PERMISSION_NONE, go_back },
  { "win.toast", "(sx)", TB_PERMISSION_NONE, show_toast },
  { "win.show-folder", "s", TB_PERMISSION_NONE, show_folder },
  { "win.show-ticket", "x", TB_PERMISSION_NONE, show_ticket },
  { "win.send-now", NULL, TB_PERMISSION_NONE, send_now },
};
/* clang-format on */

void
tb_window_install_actions (GtkWidgetClass *widget_class)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter, actions[i].func);
}

void
tb_window_update_actions (TbWindow *self)
{
  TbPermission permission = tb_desk_get_permission (self->desk);
  guint        i;

  for (i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, permission >= actions[i].permission);
}
