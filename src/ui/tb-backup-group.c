/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Sicherungen“ in the preferences: those that are kept, making one now, going back to one. */
#include "config.h"

#include "tb-backup-group.h"

#include "tb-backup-row.h"
#include "tb-tell.h"
#include "tb-text.h"

#include <glib/gi18n.h>

struct _TbBackupGroup
{
  AdwPreferencesGroup parent_instance;

  AdwActionRow *now_row;
  GtkSpinner   *spinner;
  GtkWidget    *now_button;
  GtkListBox   *list;

  TbDesk *desk; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TbBackupGroup, tb_backup_group, ADW_TYPE_PREFERENCES_GROUP)

/* ---- What is shown ---- */

static void
say (TbBackupGroup *self,
     const char    *text,   /* (nullable) */
     const char    *css_class) /* (nullable) */
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->now_row), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->now_row), "error");
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->now_row), css_class);
  adw_action_row_set_subtitle (self->now_row, text != NULL ? text : "");
}

static void
set_busy (TbBackupGroup *self,
          gboolean       is_busy)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_widget_set_sensitive (self->now_button, !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), !is_busy);
}

static void
say_failure (TbBackupGroup *self)
{
  TbEngine        *engine = tb_desk_get_engine (self->desk);
  gint64           since = 0;
  g_autofree char *failure = tb_engine_get_backup_failure (engine, &since);
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  if (failure == NULL)
    return;
  time = tb_text_instant (since, tb_desk_get_zone (self->desk), tb_desk_get_now (self->desk));
  /* Translators: the first %s is when: “today, 09:12”, the second the system's reason. */
  text = g_strdup_printf (_ ("No backup could be made since %s: %s"), time, failure);
  say (self, text, "error");
}

static void
add_empty_row (TbBackupGroup *self)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "title", _ ("There is no backup yet."), "title-lines", 0, "focusable", FALSE,
                "activatable", FALSE, NULL);
  gtk_list_box_append (self->list, row);
}

static void on_restore_cb (TbBackupGroup *self,
                           const char    *name,
                           TbBackupRow   *row);

static void
update_list (TbBackupGroup *self)
{
  g_autoptr (GPtrArray) backups = tb_engine_backups (tb_desk_get_engine (self->desk));
  gboolean   may_restore = tb_desk_get_permission (self->desk) >= TB_PERMISSION_ALL;
  GtkWidget *child;
  guint      i;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (i = 0; i < backups->len; i++)
    {
      GtkWidget *row = tb_backup_row_new (backups->pdata[i], tb_desk_get_zone (self->desk),
                                          tb_desk_get_now (self->desk), may_restore);

      g_signal_connect_object (row, "restore", G_CALLBACK (on_restore_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->list, row);
    }
  if (backups->len == 0)
    add_empty_row (self);
}

/* ---- Making one ---- */

static void
on_made_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (TbBackupGroup) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean         is_made = tb_engine_back_up_finish (TB_ENGINE (object), result, NULL, &error);

  if (self->desk == NULL)
    return;
  set_busy (self, FALSE);
  text = is_made ? g_strdup (_ ("The backup was made.")) : tb_text_problem (error);
  say (self, text, is_made ? "success" : "error");
  update_list (self);
}

static void
on_now_cb (TbBackupGroup *self)
{
  set_busy (self, TRUE);
  say (self, _ ("The backup is being made…"), NULL);
  tb_engine_back_up_async (tb_desk_get_engine (self->desk), on_made_cb, g_object_ref (self));
}

/* ---- Going back ---- */

/** Return: what stays when the preferences are closed meanwhile. */
typedef struct
{
  TbBackupGroup *group;  /* (owned) */
  GtkWindow     *window; /* (owned) (nullable): the main window */
} Return;

static void
return_free (Return *back)
{
  g_clear_object (&back->group);
  g_clear_object (&back->window);
  g_free (back);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Return, return_free)

static void
on_restored_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (Return) back = data;
  TbBackupGroup *self = back->group;
  g_autoptr (GError) error = NULL;
  gboolean is_done = tb_engine_restore_finish (TB_ENGINE (object), result, NULL, &error);

  if (is_done && back->window != NULL &&
      gtk_widget_activate_action (GTK_WIDGET (back->window), "app.reload", NULL))
    return;
  if (self->desk == NULL)
    {
      if (!is_done && back->window != NULL)
        tb_tell_error (GTK_WIDGET (back->window), error);
      return;
    }
  set_busy (self, FALSE);
  if (is_done)
    {
      say (self, _ ("The backup was restored."), "success");
    }
  else
    {
      g_autofree char *text = tb_text_problem (error);

      say (self, text, "error");
    }
  update_list (self);
}

static void
on_response_cb (TbBackupGroup    *self,
                const char       *response,
                AdwMessageDialog *dialog)
{
  Return *back;

  if (g_strcmp0 (response, "restore") != 0 || self->desk == NULL)
    return;
  back = g_new0 (Return, 1);
  back->group = g_object_ref (self);
  back->window = tb_main_window_of (GTK_WIDGET (self));
  if (back->window != NULL)
    g_object_ref (back->window);
  set_busy (self, TRUE);
  say (self, _ ("The backup is being restored…"), NULL);
  tb_engine_restore_async (tb_desk_get_engine (self->desk), g_object_get_data (G_OBJECT (dialog), "backup"),
                           on_restored_cb, back);
}

void
tb_backup_confirm (GtkWidget  *widget,
                   const char *name,
                   const char *time,
                   GCallback   callback,
                   gpointer    data)
{
  GtkRoot          *root = gtk_widget_get_root (widget);
  AdwMessageDialog *dialog;
  g_autofree char  *heading = NULL;

  g_return_if_fail (GTK_IS_WINDOW (root));

  /* Translators: %s is when a backup was made: “yesterday, 18:00”. */
  heading = g_strdup_printf (_ ("Restore the backup of %s?"), time);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
    GTK_WINDOW (root), heading,
    _ ("Everything will be as it was then: what was written since then is gone from here.\n\n"
       "Before that the present state is kept, as a backup of its own.\n\n"
       "Your partners are then asked how things stand. What they still have of the tickets that you share "
       "comes back.\n\n"
       "Persons who were anonymised since then are named again. Anonymise them once more.")));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "restore", _ ("_Restore"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "restore", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "backup", g_strdup (name), g_free);
  g_signal_connect_object (dialog, "response", callback, data, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_restore_cb (TbBackupGroup *self,
               const char    *name,
               TbBackupRow   *row)
{
  tb_backup_confirm (GTK_WIDGET (self), name, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                     G_CALLBACK (on_response_cb), self);
}

/* ---- Life ---- */

static void
tb_backup_group_dispose (GObject *object)
{
  TbBackupGroup *self = TB_BACKUP_GROUP (object);

  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_BACKUP_GROUP);
  G_OBJECT_CLASS (tb_backup_group_parent_class)->dispose (object);
}

static void
tb_backup_group_class_init (TbBackupGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tb_backup_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-backup-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TbBackupGroup, now_row);
  gtk_widget_class_bind_template_child (widget_class, TbBackupGroup, spinner);
  gtk_widget_class_bind_template_child (widget_class, TbBackupGroup, now_button);
  gtk_widget_class_bind_template_child (widget_class, TbBackupGroup, list);
  gtk_widget_class_bind_template_callback (widget_class, on_now_cb);
}

static void
tb_backup_group_init (TbBackupGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tb_backup_group_set_up (TbBackupGroup *self,
                        TbDesk        *desk)
{
  g_return_if_fail (TB_IS_BACKUP_GROUP (self));
  g_return_if_fail (TB_IS_DESK (desk) && self->desk == NULL);

  gtk_widget_set_visible (GTK_WIDGET (self), !tb_desk_is_sample (desk));
  if (tb_desk_is_sample (desk))
    return;
  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "notify::permission", G_CALLBACK (update_list), self, G_CONNECT_SWAPPED);
  update_list (self);
  say_failure (self);
}
