/* SPDX-License-Identifier: GPL-3.0-or-later
 * Asks before a step of the workflow: what will happen, a reason if one is needed. */
#include "config.h"

#include "tb-step-dialog.h"

struct _TbStepDialog
{
  AdwWindow parent_instance;

  TbDesk *desk;   /* (owned) (nullable) */
  char   *status; /* (owned) (nullable): for CLOSE_TICKET, the Ticketstatus that was chosen */
};

G_DEFINE_FINAL_TYPE (TbStepDialog, tb_step_dialog, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_STATUS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
tb_step_dialog_dispose (GObject *object)
{
  TbStepDialog *self = TB_STEP_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_STEP_DIALOG);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->status, g_free);
  G_OBJECT_CLASS (tb_step_dialog_parent_class)->dispose (object);
}

static void
tb_step_dialog_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbStepDialog *self = TB_STEP_DIALOG (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_step_dialog_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbStepDialog *self = TB_STEP_DIALOG (object);

  switch (prop_id)
    {
    case PROP_DESK:
      if (g_set_object (&self->desk, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_STATUS:
      g_free (self->status);
      self->status = g_value_dup_string (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_step_dialog_class_init (TbStepDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_step_dialog_dispose;
  object_class->get_property = tb_step_dialog_get_property;
  object_class->set_property = tb_step_dialog_set_property;

  properties[PROP_DESK] = g_param_spec_object (
    "desk", NULL, NULL, TB_TYPE_DESK, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATUS] = g_param_spec_string (
    "status", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-step-dialog.ui");
}

static void
tb_step_dialog_init (TbStepDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tb_step_dialog_new (TbDesk *desk, TbTicketSheet *sheet, TbAction action)
{
  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  return g_object_new (TB_TYPE_STEP_DIALOG, "desk", desk, NULL);
}
