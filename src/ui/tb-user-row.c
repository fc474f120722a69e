/* SPDX-License-Identifier: GPL-3.0-or-later
 * One user in the preferences: name, permission, active or not. */
#include "config.h"

#include "tb-user-row.h"

#include "tb-dialog.h"
#include "tb-form-field.h"
#include "tb-text.h"

#include <glib/gi18n.h>

struct _TbUserRow
{
  AdwExpanderRow parent_instance;

  TbFormField *name;
  AdwComboRow *permission;
  GtkWidget   *active_row;
  GtkSwitch   *active;
  GtkWidget   *problem_row;
  GtkLabel    *problem;

  TbDesk       *desk;       /* (owned) (nullable) */
  TbUser       *user;       /* (owned) (nullable) */
  GSignalGroup *following;  /* (owned) */
  gboolean      is_showing; /* the program sets the widgets, not the user */
};

G_DEFINE_FINAL_TYPE (TbUserRow, tb_user_row, ADW_TYPE_EXPANDER_ROW)

static const TbUserRecord *
get_record (TbUserRow *self)
{
  return tb_object_get_record (TB_OBJECT (self->user));
}

static void
show_problem (TbUserRow  *self,
              const char *text)
{
  tb_dialog_set_problem (self->problem, text);
  gtk_widget_set_visible (self->problem_row, text != NULL);
}

static void
update (TbUserRow *self)
{
  const TbUserRecord *record;
  const char         *permission;
  g_autofree char    *subtitle = NULL;
  gboolean            is_admin;

  if (self->user == NULL || self->desk == NULL)
    return;
  record = get_record (self);
  is_admin = tb_desk_get_permission (self->desk) >= TB_PERMISSION_ALL;
  permission = tb_text_word (TB_TYPE_PERMISSION, (int)record->permission);
  subtitle = tb_text_join (permission, record->active ? NULL : _ ("inactive"), TB_TEXT_END);
  self->is_showing = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), record->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  tb_form_field_set_text (self->name, record->name);
  adw_combo_row_set_selected (self->permission, (guint)record->permission);
  gtk_switch_set_active (self->active, record->active != 0);
  g_object_set (self->name, "read-only", !is_admin, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->permission), is_admin);
  gtk_widget_set_sensitive (self->active_row, is_admin);
  self->is_showing = FALSE;
  tb_dialog_name_rows (GTK_WIDGET (self));
}

static void
on_name_stored_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (TbUserRow) self = data;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error) && self->user != NULL)
    tb_form_field_show_error (self->name, error);
}

void
tb_user_row_apply (TbUserRow *self)
{
  TbCommand command = { .type = TB_COMMAND_USER_SET, .value = "name" };

  g_return_if_fail (TB_IS_USER_ROW (self));

  if (self->user == NULL || g_str_equal (tb_form_field_get_text (self->name), get_record (self)->name))
    return;
  command.name = get_record (self)->name;
  command.new_name = tb_form_field_get_text (self->name);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_name_stored_cb,
                      g_object_ref (self));
}

static void
on_stored_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (TbUserRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error) || self->user == NULL)
    return;
  text = tb_text_problem (error);
  show_problem (self, text);
  update (self);
}

static void
store (TbUserRow       *self,
       const TbCommand *command)
{
  show_problem (self, NULL);
  tb_engine_do_async (tb_desk_get_engine (self->desk), command, NULL, on_stored_cb, g_object_ref (self));
}

static void
on_permission_chosen_cb (TbUserRow *self)
{
  TbCommand command = { .type = TB_COMMAND_USER_SET, .value = "permission" };

  if (self->is_showing || self->user == NULL)
    return;
  command.name = get_record (self)->name;
  command.permission = adw_combo_row_get_selected (self->permission);
  store (self, &command);
}

static void
on_active_changed_cb (TbUserRow *self)
{
  TbCommand command = { .type = TB_COMMAND_USER_SET, .value = "active" };

  if (self->is_showing || self->user == NULL)
    return;
  command.name = get_record (self)->name;
  command.is_active = gtk_switch_get_active (self->active);
  store (self, &command);
}

static void
tb_user_row_dispose (GObject *object)
{
  TbUserRow *self = TB_USER_ROW (object);

  g_clear_object (&self->following);
  g_clear_object (&self->user);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_USER_ROW);
  G_OBJECT_CLASS (tb_user_row_parent_class)->dispose (object);
}

static void
tb_user_row_class_init (TbUserRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_user_row_dispose;

  g_type_ensure (TB_TYPE_FORM_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-user-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TbUserRow, name);
  gtk_widget_class_bind_template_child (widget_class, TbUserRow, permission);
  gtk_widget_class_bind_template_child (widget_class, TbUserRow, active_row);
  gtk_widget_class_bind_template_child (widget_class, TbUserRow, active);
  gtk_widget_class_bind_template_child (widget_class, TbUserRow, problem_row);
  gtk_widget_class_bind_template_child (widget_class, TbUserRow, problem);
  gtk_widget_class_bind_template_callback (widget_class, tb_user_row_apply);
  gtk_widget_class_bind_template_callback (widget_class, on_permission_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_active_changed_cb);
}

static void
tb_user_row_init (TbUserRow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint i;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (i = 0; i < TB_N_PERMISSIONS; i++)
    gtk_string_list_append (names, tb_text_word (TB_TYPE_PERMISSION, (int)i));
  adw_combo_row_set_model (self->permission, G_LIST_MODEL (names));
  self->following = g_signal_group_new (TB_TYPE_USER);
  g_signal_group_connect_swapped (self->following, "notify", G_CALLBACK (update), self);
}

GtkWidget *
tb_user_row_new (TbDesk *desk,
                 TbUser *user)
{
  TbUserRow *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (TB_IS_USER_OBJECT (user), NULL);

  self = g_object_new (TB_TYPE_USER_ROW, NULL);
  self->desk = g_object_ref (desk);
  self->user = g_object_ref (user);
  g_signal_group_set_target (self->following, user);
  g_signal_connect_object (desk, "notify::permission", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
