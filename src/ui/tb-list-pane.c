/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tickets of a folder as cards, with search and sort. */
#include "config.h"

#include "tb-list-pane.h"

struct _TbListPane
{
  AdwBin parent_instance;

  TbDesk  *desk; /* (owned) (nullable) */
  guint    folder;
  gint64   ticket;
  guint    sort;
  gboolean descending;
  gboolean shows_back;
  gboolean shows_start_buttons;
  gboolean shows_end_buttons;
};

G_DEFINE_FINAL_TYPE (TbListPane, tb_list_pane, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_FOLDER,
  PROP_TICKET,
  PROP_SORT,
  PROP_DESCENDING,
  PROP_SHOWS_BACK,
  PROP_SHOWS_START_BUTTONS,
  PROP_SHOWS_END_BUTTONS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
tb_list_pane_dispose (GObject *object)
{
  TbListPane *self = TB_LIST_PANE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_LIST_PANE);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_list_pane_parent_class)->dispose (object);
}

static void
tb_list_pane_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbListPane *self = TB_LIST_PANE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_FOLDER:
      g_value_set_uint (value, self->folder);
      break;
    case PROP_TICKET:
      g_value_set_int64 (value, self->ticket);
      break;
    case PROP_SORT:
      g_value_set_uint (value, self->sort);
      break;
    case PROP_DESCENDING:
      g_value_set_boolean (value, self->descending);
      break;
    case PROP_SHOWS_BACK:
      g_value_set_boolean (value, self->shows_back);
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
tb_list_pane_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbListPane *self = TB_LIST_PANE (object);

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
    case PROP_TICKET:
      if (self->ticket == g_value_get_int64 (value))
        break;
      self->ticket = g_value_get_int64 (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SORT:
      if (self->sort == g_value_get_uint (value))
        break;
      self->sort = g_value_get_uint (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_DESCENDING:
      if (self->descending == g_value_get_boolean (value))
        break;
      self->descending = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SHOWS_BACK:
      if (self->shows_back == g_value_get_boolean (value))
        break;
      self->shows_back = g_value_get_boolean (value);
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
tb_list_pane_class_init (TbListPaneClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_list_pane_dispose;
  object_class->get_property = tb_list_pane_get_property;
  object_class->set_property = tb_list_pane_set_property;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FOLDER] = g_param_spec_uint ("folder", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TICKET] = g_param_spec_int64 ("ticket", NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SORT] = g_param_spec_uint ("sort", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_DESCENDING] = g_param_spec_boolean ("descending", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWS_BACK] = g_param_spec_boolean ("shows-back", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWS_START_BUTTONS] = g_param_spec_boolean ("shows-start-buttons", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWS_END_BUTTONS] = g_param_spec_boolean ("shows-end-buttons", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_OPENED] = g_signal_new ("opened", TB_TYPE_LIST_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ticketbruecke/Ticketbruecke/tb-list-pane.ui");
}

static void
tb_list_pane_init (TbListPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tb_list_pane_search (TbListPane *self)
{
  g_return_if_fail (TB_IS_LIST_PANE (self));
}
