/* SPDX-License-Identifier: GPL-3.0-or-later
 * The place of a card in the list, whose card is only there once it is looked at. */
#include "config.h"

#include "tb-card-cell.h"

#include "tb-ticket-card.h"

/* On a high screen about so many cards are seen. */
#define MOST_SPARE 20

struct _TbCardCell
{
  GtkWidget parent_instance;

  TbDesk       *desk;   /* (owned) (nullable): gone after dispose */
  GPtrArray    *spare;  /* (owned) (nullable) (element-type TbTicketCard): as the desk */
  GtkWidget    *gauge;  /* (owned) (nullable): as the desk */
  TbTicket     *ticket; /* (owned) (nullable) */
  TbTicketCard *card;   /* (nullable): our child; shows @ticket, or what was here before */
};

G_DEFINE_FINAL_TYPE (TbCardCell, tb_card_cell, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CLICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_shown (TbCardCell *self)
{
  return self->card != NULL && tb_ticket_card_get_ticket (self->card) == self->ticket;
}

/* What the list makes around us has the focus, so it has the name too. */
static void
name_place (TbCardCell *self)
{
  GtkWidget       *place = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *summary = NULL;

  if (place == NULL)
    return;
  if (is_shown (self))
    g_object_get (self->card, "summary", &summary, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (place), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  summary != NULL ? summary : "", -1);
}

static void
on_clicked_cb (TbCardCell *self)
{
  g_signal_emit (self, signals[SIGNAL_CLICKED], 0);
}

/* ---- Cards ---- */

/* One that shows our ticket already has nothing to do. */
static TbTicketCard *
take_card (TbCardCell *self)
{
  guint i;

  if (self->spare->len == 0)
    return g_object_ref_sink (TB_TICKET_CARD (tb_ticket_card_new (self->desk)));
  for (i = self->spare->len - 1; i > 0; i--)
    if (tb_ticket_card_get_ticket (self->spare->pdata[i]) == self->ticket)
      break;
  return g_ptr_array_steal_index_fast (self->spare, i);
}

static void
ensure_card (TbCardCell *self)
{
  g_autoptr (TbTicketCard) card = NULL;

  if (self->card != NULL)
    return;
  card = take_card (self);
  self->card = card;
  g_signal_connect_swapped (card, "clicked", G_CALLBACK (on_clicked_cb), self);
  g_signal_connect_swapped (card, "notify::summary", G_CALLBACK (name_place), self);
  gtk_widget_set_parent (GTK_WIDGET (card), GTK_WIDGET (self));
}

static void
give_card_back (TbCardCell *self)
{
  g_autoptr (TbTicketCard) card = NULL;

  if (self->card == NULL)
    return;
  card = g_object_ref (self->card);
  self->card = NULL;
  g_signal_handlers_disconnect_by_data (card, self);
  gtk_widget_unparent (GTK_WIDGET (card));
  if (self->spare->len < MOST_SPARE)
    g_ptr_array_add (self->spare, g_steal_pointer (&card));
}

/* ---- GtkWidget, GObject ---- */

/* What looks like a list is one for the screen reader too. */
static void
tb_card_cell_root (GtkWidget *widget)
{
  g_object_set (gtk_widget_get_parent (widget), "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
  GTK_WIDGET_CLASS (tb_card_cell_parent_class)->root (widget);
}

static void
tb_card_cell_measure (GtkWidget     *widget,
                      GtkOrientation orientation,
                      int            for_size,
                      int           *minimum,
                      int           *natural,
                      int           *minimum_baseline,
                      int           *natural_baseline)
{
  TbCardCell *self = TB_CARD_CELL (widget);

  gtk_widget_measure (self->gauge, orientation, -1, minimum, natural, NULL, NULL);
}

static void
tb_card_cell_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  TbCardCell *self = TB_CARD_CELL (widget);

  if (self->card != NULL)
    gtk_widget_allocate (GTK_WIDGET (self->card), width, height, -1, NULL);
}

/* The gauge has changed with us, but it is not in here. */
static void
tb_card_cell_css_changed (GtkWidget         *widget,
                          GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tb_card_cell_parent_class)->css_changed (widget, change);
  gtk_widget_queue_resize (widget);
}

static void
tb_card_cell_dispose (GObject *object)
{
  TbCardCell *self = TB_CARD_CELL (object);

  give_card_back (self);
  g_clear_object (&self->ticket);
  g_clear_pointer (&self->spare, g_ptr_array_unref);
  g_clear_object (&self->desk);
  g_clear_object (&self->gauge);
  G_OBJECT_CLASS (tb_card_cell_parent_class)->dispose (object);
}

static void
tb_card_cell_class_init (TbCardCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tb_card_cell_dispose;
  widget_class->root = tb_card_cell_root;
  widget_class->measure = tb_card_cell_measure;
  widget_class->size_allocate = tb_card_cell_size_allocate;
  widget_class->css_changed = tb_card_cell_css_changed;

  /**
   * TbCardCell::clicked: a plain click on the card.
   */
  signals[SIGNAL_CLICKED] =
    g_signal_new ("clicked", TB_TYPE_CARD_CELL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tb_card_cell_init (TbCardCell *self)
{
}

GtkWidget *
tb_card_cell_new (TbDesk    *desk,
                  GPtrArray *spare,
                  GtkWidget *gauge)
{
  TbCardCell *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (spare != NULL, NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (gauge), NULL);

  self = g_object_new (TB_TYPE_CARD_CELL, NULL);
  self->desk = g_object_ref (desk);
  self->spare = g_ptr_array_ref (spare);
  self->gauge = g_object_ref (gauge);
  return GTK_WIDGET (self);
}

void
tb_card_cell_set_ticket (TbCardCell *self,
                         TbTicket   *ticket)
{
  gboolean was_shown;

  g_return_if_fail (TB_IS_CARD_CELL (self));
  g_return_if_fail (ticket == NULL || TB_IS_TICKET_OBJECT (ticket));

  was_shown = is_shown (self);
  if (!g_set_object (&self->ticket, ticket))
    return;
  /* The one that was here before may come again. */
  if (was_shown || is_shown (self))
    name_place (self);
  /* Who shows us does so once places are given out. */
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

TbTicket *
tb_card_cell_get_ticket (TbCardCell *self)
{
  g_return_val_if_fail (TB_IS_CARD_CELL (self), NULL);

  return self->ticket;
}

void
tb_card_cell_show (TbCardCell *self)
{
  g_return_if_fail (TB_IS_CARD_CELL (self));

  if (self->card != NULL && is_shown (self))
    return;
  ensure_card (self);
  tb_ticket_card_set_ticket (self->card, self->ticket);
  name_place (self);
}

void
tb_card_cell_refresh (TbCardCell *self)
{
  g_return_if_fail (TB_IS_CARD_CELL (self));

  if (is_shown (self))
    tb_ticket_card_refresh (self->card);
}
