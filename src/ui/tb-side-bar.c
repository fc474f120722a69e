/* SPDX-License-Identifier: GPL-3.0-or-later
 * The folders with their counts, and what is on its way to partners. */
#include "config.h"

#include "tb-side-bar.h"

struct _TbSideBar
{
  AdwBin parent_instance;

  TbDesk  *desk; /* (owned) (nullable) */
  guint    folder;
  gboolean shows_start_buttons;
  gboolean shows_end_buttons;
};

G_DEFINE_FINAL_TYPE (TbSideBar, tb_side_bar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_FOLDER,
  PROP_SHOWS_START_BUTTONS,
  PROP_SHOWS_END_BUTTONS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
tb_side_bar_dispose (GObject *object)
{
  TbSideBar *self = TB_SIDE_BAR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_SIDE_BAR);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_side_bar_parent_class)->dispose (object);
}

static void
tb_side_bar_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbSideBar *self = TB_SIDE_BAR (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_FOLDER:
      g_value_set_uint (value, self->folder);
      break;
    case PROP_SHOWS_START_BUTTONS:
      g_value_set_boolean (value, self->shows_start_buttons);
      break;
    case PROP_SHOWS_END_BUTTONS:
      g_value_set_boolean (value, self->shows_end_buttons);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_side_bar_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbSideBar *self = TB_SIDE_BAR (object);

  switch (prop_id)
    {
    case PROP_DESK:
      if (g_set_object (&self->desk, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_FOLDER:
      if (self->folder == g_value_get_uint (value))
        break;
      self->folder = g_value_get_uint (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SHOWS_START_BUTTONS:
      if (self->shows_start_buttons == g_value_get_boolean (value))
        break;
      self->shows_start_buttons = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SHOWS_END_BUTTONS:
      if (self->shows_end_buttons == g_value_get_boolean (value))
        break;
      self->shows_end_buttons = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_side_bar_class_init (TbSideBarClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_side_bar_dispose;
  object_class->get_property = tb_side_bar_get_property;
  object_class->set_property = tb_side_bar_set_property;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FOLDER] = g_param_spec_uint ("folder", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWS_START_BUTTONS] = g_param_spec_boolean ("shows-start-buttons", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWS_END_BUTTONS] = g_param_spec_boolean ("shows-end-buttons", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ticketbruecke/Ticketbruecke/tb-side-bar.ui");
}

static void
tb_side_bar_init (TbSideBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
