/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Partner umbenennen“: what a partner is called here. */
#include "config.h"

#include "tb-rename-dialog.h"

#include "tb-form-field.h"

#include <glib/gi18n.h>

struct _TbRenameDialog
{
  AdwWindow parent_instance;

  TbFormField *name;

  TbDesk *desk;    /* (owned) (nullable): gone after dispose */
  char   *partner; /* (owned): what it is called now */
};

G_DEFINE_FINAL_TYPE (TbRenameDialog, tb_rename_dialog, ADW_TYPE_WINDOW)

static void
on_renamed_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (TbRenameDialog) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_renamed = tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error);

  if (self->desk == NULL)
    return;
  if (is_renamed)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.rename", TRUE);
  tb_form_field_show_error (self->name, error);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
rename_partner (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  TbRenameDialog *self = TB_RENAME_DIALOG (widget);
  const TbCommand command = {
    .type = TB_COMMAND_PARTNER_SET,
    .partner = self->partner,
    .name = "name",
    .value = tb_form_field_get_text (self->name),
  };

  gtk_widget_action_set_enabled (widget, "dialog.rename", FALSE);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_renamed_cb, g_object_ref (self));
}

static void
on_activate_cb (TbRenameDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "dialog.rename", NULL);
}

static void
tb_rename_dialog_dispose (GObject *object)
{
  TbRenameDialog *self = TB_RENAME_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_RENAME_DIALOG);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_rename_dialog_parent_class)->dispose (object);
}

static void
tb_rename_dialog_finalize (GObject *object)
{
  g_free (TB_RENAME_DIALOG (object)->partner);
  G_OBJECT_CLASS (tb_rename_dialog_parent_class)->finalize (object);
}

static void
tb_rename_dialog_class_init (TbRenameDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_rename_dialog_dispose;
  object_class->finalize = tb_rename_dialog_finalize;

  g_type_ensure (TB_TYPE_FORM_FIELD);
  gtk_widget_class_install_action (widget_class, "dialog.rename", NULL, rename_partner);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-rename-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TbRenameDialog, name);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
}

static void
tb_rename_dialog_init (TbRenameDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tb_rename_dialog_new (TbDesk     *desk,
                      const char *partner)
{
  TbRenameDialog *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (partner != NULL, NULL);

  self = g_object_new (TB_TYPE_RENAME_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  self->partner = g_strdup (partner);
  tb_form_field_set_text (self->name, partner);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
  return GTK_WIDGET (self);
}
