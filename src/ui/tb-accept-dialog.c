/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Outsourcing annehmen“: says which own organisation stands for the lead partner. */
#include "config.h"

#include "tb-accept-dialog.h"

struct _TbAcceptDialog
{
  AdwWindow parent_instance;

  TbDesk *desk; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TbAcceptDialog, tb_accept_dialog, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_DESK,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
tb_accept_dialog_dispose (GObject *object)
{
  TbAcceptDialog *self = TB_ACCEPT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_ACCEPT_DIALOG);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_accept_dialog_parent_class)->dispose (object);
}

static void
tb_accept_dialog_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbAcceptDialog *self = TB_ACCEPT_DIALOG (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_accept_dialog_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbAcceptDialog *self = TB_ACCEPT_DIALOG (object);

  switch (prop_id)
    {
    case PROP_DESK:
      if (g_set_object (&self->desk, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_accept_dialog_class_init (TbAcceptDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_accept_dialog_dispose;
  object_class->get_property = tb_accept_dialog_get_property;
  object_class->set_property = tb_accept_dialog_set_property;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ticketbruecke/Ticketbruecke/tb-accept-dialog.ui");
}

static void
tb_accept_dialog_init (TbAcceptDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tb_accept_dialog_new (TbDesk *desk, TbTicketSheet *sheet)
{
  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  return g_object_new (TB_TYPE_ACCEPT_DIALOG, "desk", desk, NULL);
}
