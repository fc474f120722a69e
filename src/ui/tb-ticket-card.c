/* SPDX-License-Identifier: GPL-3.0-or-later
 * A ticket in the list: three lines, always of the same height. */
#include "config.h"

#include "tb-ticket-card.h"

#include "tb-card-words.h"

#include <glib/gi18n.h>

struct _TbTicketCard
{
  AdwBin parent_instance;

  GtkLabel  *title_label;
  GtkLabel  *subtitle_label;
  GtkLabel  *dot;
  GtkLabel  *status_label;
  GtkLabel  *who_label;
  GtkWidget *undelivered_icon;
  GtkLabel  *detail_label;

  TbDesk       *desk;      /* (owned) (nullable) */
  TbTicket     *ticket;    /* (owned) (nullable) */
  GSignalGroup *signals;   /* (owned): of the ticket */
  TbListRow    *shown;     /* (owned) (nullable): held, so that no other row can have its address */
  char         *summary;   /* (owned) (nullable) */
  const char   *css_class; /* (borrowed) (nullable): of the table of looks */
};

G_DEFINE_FINAL_TYPE (TbTicketCard, tb_ticket_card, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TICKET,
  PROP_SUMMARY,
  N_PROPS,
};

enum
{
  SIGNAL_CLICKED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

static void
set_css_class (gpointer    widget,
               const char *css_class,
               gboolean    is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

/* The colour of a Ticketstatus is the user's, not the program's. */
static void
show_dot (TbTicketCard    *self,
          const TbListRow *row,
          gboolean         is_shown)
{
  g_autoptr (PangoAttrList) attributes = NULL;
  GdkRGBA color;

  is_shown = is_shown && row->status_color != NULL && gdk_rgba_parse (&color, row->status_color);
  gtk_widget_set_visible (GTK_WIDGET (self->dot), is_shown);
  if (!is_shown)
    return;
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_foreground_new (color.red * 65535, color.green * 65535,
                                                                 color.blue * 65535));
  gtk_label_set_attributes (self->dot, attributes);
}

static void
set_summary (TbTicketCard *self,
             const char   *summary)
{
  if (g_strcmp0 (self->summary, summary) == 0)
    return;
  g_free (self->summary);
  self->summary = g_strdup (summary);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

static void
show_status (TbTicketCard      *self,
             const TbListRow   *row,
             const TbCardWords *words)
{
  if (self->css_class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->status_label), self->css_class);
  self->css_class = words->css_class;
  if (self->css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->status_label), self->css_class);
  set_css_class (self->status_label, "chip", self->css_class != NULL);
  gtk_label_set_text (self->status_label, words->status);
  show_dot (self, row, self->css_class == NULL);
}

static void
show_row (TbTicketCard    *self,
          const TbListRow *row)
{
  g_autoptr (TbCardWords) words = NULL;

  words = tb_card_words_new (row, tb_desk_get_zone (self->desk), tb_desk_get_now (self->desk));
  gtk_label_set_text (self->title_label, words->title);
  gtk_label_set_text (self->subtitle_label, words->subtitle);
  show_status (self, row, words);
  gtk_label_set_text (self->who_label, words->who);
  gtk_label_set_text (self->detail_label, words->detail);
  gtk_widget_set_visible (self->undelivered_icon, words->is_undelivered);
  set_css_class (self->detail_label, "overdue", words->is_overdue);
  set_summary (self, words->summary);
}

/* Labels without text keep their height: the bars of a skeleton are drawn on them. */
static void
show_skeleton (TbTicketCard *self)
{
  gtk_label_set_text (self->title_label, "");
  gtk_label_set_text (self->subtitle_label, "");
  set_css_class (self->status_label, "chip", FALSE);
  gtk_label_set_text (self->status_label, "");
  gtk_widget_set_visible (GTK_WIDGET (self->dot), FALSE);
  gtk_label_set_text (self->who_label, "");
  gtk_label_set_text (self->detail_label, "");
  gtk_widget_set_visible (self->undelivered_icon, FALSE);
  set_summary (self, self->ticket != NULL ? _ ("Loading…") : "");
}

static void
update (TbTicketCard *self)
{
  if (self->title_label == NULL || self->desk == NULL)
    return;
  set_css_class (self, "loading", self->shown == NULL);
  if (self->shown != NULL)
    show_row (self, self->shown);
  else
    show_skeleton (self);
}

static void
take_record (TbTicketCard *self)
{
  TbListRow *record = self->ticket != NULL ? tb_object_get_record (TB_OBJECT (self->ticket)) : NULL;

  g_clear_pointer (&self->shown, tb_list_row_unref);
  self->shown = record != NULL ? tb_record_ref (record) : NULL;
  update (self);
}

/* A new record notifies many properties at once; the first of them shows it all. */
static void
on_ticket_changed_cb (TbTicketCard *self)
{
  if (self->shown != tb_object_get_record (TB_OBJECT (self->ticket)))
    take_record (self);
}

static void
on_released_cb (TbTicketCard *self,
                int           n_press,
                double        x,
                double        y,
                GtkGesture   *gesture)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  if (n_press == 1 && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    g_signal_emit (self, signals[SIGNAL_CLICKED], 0);
}

/* ---- GObject ---- */

static void
tb_ticket_card_dispose (GObject *object)
{
  TbTicketCard *self = TB_TICKET_CARD (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->ticket);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_TICKET_CARD);
  G_OBJECT_CLASS (tb_ticket_card_parent_class)->dispose (object);
}

static void
tb_ticket_card_finalize (GObject *object)
{
  TbTicketCard *self = TB_TICKET_CARD (object);

  g_clear_pointer (&self->shown, tb_list_row_unref);
  g_free (self->summary);
  G_OBJECT_CLASS (tb_ticket_card_parent_class)->finalize (object);
}

static void
tb_ticket_card_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  TbTicketCard *self = TB_TICKET_CARD (object);

  switch (prop_id)
    {
    case PROP_TICKET:
      g_value_set_object (value, self->ticket);
      break;
    case PROP_SUMMARY:
      g_value_set_string (value, self->summary);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_ticket_card_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  TbTicketCard *self = TB_TICKET_CARD (object);

  switch (prop_id)
    {
    case PROP_TICKET:
      tb_ticket_card_set_ticket (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_ticket_card_class_init (TbTicketCardClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_ticket_card_dispose;
  object_class->finalize = tb_ticket_card_finalize;
  object_class->get_property = tb_ticket_card_get_property;
  object_class->set_property = tb_ticket_card_set_property;

  /**
   * TbTicketCard:ticket: what it shows.
   */
  properties[PROP_TICKET] =
    g_param_spec_object ("ticket", NULL, NULL, TB_TYPE_TICKET,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * TbTicketCard:summary: what the screen reader says.
   */
  properties[PROP_SUMMARY] =
    g_param_spec_string ("summary", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * TbTicketCard::clicked: a plain click.
   */
  signals[SIGNAL_CLICKED] =
    g_signal_new ("clicked", TB_TYPE_TICKET_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-ticket-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TbTicketCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, TbTicketCard, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, TbTicketCard, dot);
  gtk_widget_class_bind_template_child (widget_class, TbTicketCard, status_label);
  gtk_widget_class_bind_template_child (widget_class, TbTicketCard, who_label);
  gtk_widget_class_bind_template_child (widget_class, TbTicketCard, undelivered_icon);
  gtk_widget_class_bind_template_child (widget_class, TbTicketCard, detail_label);
  gtk_widget_class_bind_template_callback (widget_class, on_released_cb);
}

static void
tb_ticket_card_init (TbTicketCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (TB_TYPE_TICKET);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (on_ticket_changed_cb), self);
}

GtkWidget *
tb_ticket_card_new (TbDesk *desk)
{
  TbTicketCard *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  self = g_object_new (TB_TYPE_TICKET_CARD, NULL);
  self->desk = g_object_ref (desk);
  update (self);
  return GTK_WIDGET (self);
}

void
tb_ticket_card_set_ticket (TbTicketCard *self,
                           TbTicket     *ticket)
{
  g_return_if_fail (TB_IS_TICKET_CARD (self));
  g_return_if_fail (ticket == NULL || TB_IS_TICKET_OBJECT (ticket));

  if (!g_set_object (&self->ticket, ticket))
    return;
  g_signal_group_set_target (self->signals, ticket);
  take_record (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TICKET]);
}

TbTicket *
tb_ticket_card_get_ticket (TbTicketCard *self)
{
  g_return_val_if_fail (TB_IS_TICKET_CARD (self), NULL);

  return self->ticket;
}

void
tb_ticket_card_refresh (TbTicketCard *self)
{
  g_return_if_fail (TB_IS_TICKET_CARD (self));

  if (self->shown != NULL)
    update (self);
}
