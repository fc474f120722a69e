/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where notes, time entries, charges and attachments are written. */
#include "config.h"

#include "tb-composer.h"

#include "tb-ticket-sheet.h"

struct _TbComposer
{
  AdwBin parent_instance;

  TbDesk        *desk;  /* (owned) (nullable) */
  TbTicketSheet *sheet; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TbComposer, tb_composer, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_SHEET,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
tb_composer_dispose (GObject *object)
{
  TbComposer *self = TB_COMPOSER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_COMPOSER);
  g_clear_object (&self->desk);
  g_clear_object (&self->sheet);
  G_OBJECT_CLASS (tb_composer_parent_class)->dispose (object);
}

static void
tb_composer_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbComposer *self = TB_COMPOSER (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_SHEET:
      g_value_set_object (value, self->sheet);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_composer_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbComposer *self = TB_COMPOSER (object);

  switch (prop_id)
    {
    case PROP_DESK:
      if (g_set_object (&self->desk, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SHEET:
      if (g_set_object (&self->sheet, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_composer_class_init (TbComposerClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_composer_dispose;
  object_class->get_property = tb_composer_get_property;
  object_class->set_property = tb_composer_set_property;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHEET] = g_param_spec_object ("sheet", NULL, NULL, TB_TYPE_TICKET_SHEET, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ticketbruecke/Ticketbruecke/tb-composer.ui");
}

static void
tb_composer_init (TbComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tb_composer_start (TbComposer *self,
                   TbItemKind  kind)
{
  g_return_if_fail (TB_IS_COMPOSER (self));
}
