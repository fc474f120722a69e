/* SPDX-License-Identifier: GPL-3.0-or-later
 * The first questions to a new user. */
#include "config.h"

#include "tb-welcome.h"

struct _TbWelcome
{
  AdwBin parent_instance;

  TbDesk *desk; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TbWelcome, tb_welcome, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_DONE,
  SIGNAL_SAMPLE,
  SIGNAL_JOIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
tb_welcome_dispose (GObject *object)
{
  TbWelcome *self = TB_WELCOME (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_WELCOME);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_welcome_parent_class)->dispose (object);
}

static void
tb_welcome_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbWelcome *self = TB_WELCOME (object);

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
tb_welcome_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbWelcome *self = TB_WELCOME (object);

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
tb_welcome_class_init (TbWelcomeClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_welcome_dispose;
  object_class->get_property = tb_welcome_get_property;
  object_class->set_property = tb_welcome_set_property;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_DONE] = g_signal_new ("done", TB_TYPE_WELCOME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SAMPLE] = g_signal_new ("sample", TB_TYPE_WELCOME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_JOIN] = g_signal_new ("join", TB_TYPE_WELCOME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ticketbruecke/Ticketbruecke/tb-welcome.ui");
}

static void
tb_welcome_init (TbWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
