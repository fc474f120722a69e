/* SPDX-License-Identifier: GPL-3.0-or-later
 * One ticket: bars, facts, time line, composers, both dropdowns. */
#include "config.h"

#include "tb-ticket-page.h"

struct _TbTicketPage
{
  AdwBin parent_instance;

  GActionGroup *actions; /* (owned) */
  TbDesk       *desk;    /* (owned) (nullable) */
  gint64        ticket;
  gboolean      newest_first;
  gboolean      shows_back;
  gboolean      shows_start_buttons;
};

G_DEFINE_FINAL_TYPE (TbTicketPage, tb_ticket_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_TICKET,
  PROP_NEWEST_FIRST,
  PROP_SHOWS_BACK,
  PROP_SHOWS_START_BUTTONS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
tb_ticket_page_dispose (GObject *object)
{
  TbTicketPage *self = TB_TICKET_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_TICKET_PAGE);
  g_clear_object (&self->actions);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_ticket_page_parent_class)->dispose (object);
}

static void
tb_ticket_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TbTicketPage *self = TB_TICKET_PAGE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_TICKET:
      g_value_set_int64 (value, self->ticket);
      break;
    case PROP_NEWEST_FIRST:
      g_value_set_boolean (value, self->newest_first);
      break;
    case PROP_SHOWS_BACK:
      g_value_set_boolean (value, self->shows_back);
      break;
    case PROP_SHOWS_START_BUTTONS:
      g_value_set_boolean (value, self->shows_start_buttons);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_ticket_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TbTicketPage *self = TB_TICKET_PAGE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      if (g_set_object (&self->desk, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_TICKET:
      if (self->ticket == g_value_get_int64 (value))
        break;
      self->ticket = g_value_get_int64 (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_NEWEST_FIRST:
      if (self->newest_first == g_value_get_boolean (value))
        break;
      self->newest_first = g_value_get_boolean (value);
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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_ticket_page_class_init (TbTicketPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_ticket_page_dispose;
  object_class->get_property = tb_ticket_page_get_property;
  object_class->set_property = tb_ticket_page_set_property;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TICKET] = g_param_spec_int64 ("ticket", NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NEWEST_FIRST] = g_param_spec_boolean ("newest-first", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWS_BACK] = g_param_spec_boolean ("shows-back", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWS_START_BUTTONS] = g_param_spec_boolean ("shows-start-buttons", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ticketbruecke/Ticketbruecke/tb-ticket-page.ui");
}

static void
tb_ticket_page_init (TbTicketPage *self)
{
  self->actions = G_ACTION_GROUP (g_simple_action_group_new ());
  gtk_widget_init_template (GTK_WIDGET (self));
}

GActionGroup *
tb_ticket_page_get_actions (TbTicketPage *self)
{
  g_return_val_if_fail (TB_IS_TICKET_PAGE (self), NULL);

  return self->actions;
}
