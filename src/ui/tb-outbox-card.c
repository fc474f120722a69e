/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row of the outbox: a partner and how it is reached, or a message that waits and why. */
#include "config.h"

#include "tb-outbox-card.h"

#include "tb-outbox-words.h"
#include "tb-text.h"
#include "tb-wrap-box.h"

#include <glib/gi18n.h>

struct _TbOutboxCard
{
  AdwBin parent_instance;

  GtkWidget *head;
  GtkLabel  *partner_label;
  GtkLabel  *counts_label;
  GtkWidget *trouble_icon;
  GtkLabel  *reach_label;
  GtkWidget *send_button;
  GtkWidget *message;
  GtkLabel  *title_label;
  GtkLabel  *what_label;
  GtkWidget *why;
  GtkImage  *why_icon;
  GtkLabel  *why_label;
  GtkWidget *buttons;
  GtkWidget *resend_button;
  GtkWidget *skip_button;

  TbDesk          *desk;            /* (owned) (nullable) */
  TbOutboxMessage *shown;           /* (owned) (nullable) */
  TbPartner       *partner;         /* (owned) (nullable): of a head */
  GSignalGroup    *message_signals; /* (owned) */
  GSignalGroup    *partner_signals; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TbOutboxCard, tb_outbox_card, ADW_TYPE_BIN)

enum
{
  SIGNAL_CLICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* clang-format off */
static const struct
{
  const char *icon;      /* (nullable) */
  const char *css_class; /* (nullable) */
} looks[] = {
  [TB_OUTBOX_QUEUED] = { NULL, NULL },
  [TB_OUTBOX_HELD] = { "dialog-error-symbolic", "is-refused" },
  [TB_OUTBOX_WAITING] = { "mail-attachment-symbolic", NULL },
  [TB_OUTBOX_BEHIND] = { "content-loading-symbolic", NULL },
};
/* clang-format on */

static const TbOutboxView *
get_view (TbOutboxCard *self)
{
  return self->shown != NULL ? tb_object_get_record (TB_OBJECT (self->shown)) : NULL;
}

/* The cell of the list has the focus, so it has the name too. */
static void
name_cell (TbOutboxCard *self,
           const char   *name)
{
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));

  if (cell != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Several such buttons are on the page: each says what it is about. */
static void
describe_button (GtkWidget  *button,
                 const char *about)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, about, -1);
}

static void
set_text (GtkLabel   *label,
          const char *text) /* (nullable) */
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/* ---- A partner ---- */

static void
show_partner (TbOutboxCard *self)
{
  const TbPartnerRecord *record = tb_object_get_record (TB_OBJECT (self->partner));
  const TbPartnerExtra  *extra = tb_object_get_extra (TB_OBJECT (self->partner));
  gint64                 waiting = extra != NULL ? extra->waiting : 0;
  gboolean               is_trouble;
  g_autofree char       *counts = tb_outbox_words_counts (waiting, extra != NULL ? extra->held : 0);
  g_autofree char       *reach = tb_outbox_words_partner (self->partner, self->desk, &is_trouble);
  g_autofree char       *name = tb_text_join (record->name, counts, reach, TB_TEXT_END);

  set_text (self->partner_label, record->name);
  set_text (self->counts_label, counts);
  set_text (self->reach_label, reach);
  gtk_widget_set_visible (self->trouble_icon, is_trouble);
  gtk_widget_set_visible (self->send_button, waiting > 0 && record->link_state != TB_LINK_STOPPED);
  describe_button (self->send_button, record->name);
  name_cell (self, name);
}

/* ---- A message ---- */

static void
show_why (TbOutboxCard       *self,
          const TbOutboxView *view,
          const char         *why)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (looks); i++)
    if (looks[i].css_class != NULL)
      gtk_widget_remove_css_class (self->why, looks[i].css_class);
  if (looks[view->state].css_class != NULL)
    gtk_widget_add_css_class (self->why, looks[view->state].css_class);
  if (looks[view->state].icon != NULL)
    gtk_image_set_from_icon_name (self->why_icon, looks[view->state].icon);
  gtk_widget_set_visible (self->why, why != NULL);
  set_text (self->why_label, why);
}

/* What cannot be skipped says why, to those too who do not see a tooltip. */
static void
show_buttons (TbOutboxCard       *self,
              const TbOutboxView *view,
              const char         *about)
{
  const char *no_skip = tb_outbox_words_no_skip (view, self->desk);

  gtk_widget_set_visible (self->buttons, view->state == TB_OUTBOX_HELD);
  gtk_widget_set_visible (self->skip_button, view->ticket != 0);
  gtk_widget_set_sensitive (self->skip_button, no_skip == NULL);
  gtk_widget_set_tooltip_text (self->skip_button, no_skip);
  describe_button (self->resend_button, about);
  describe_button (self->skip_button, no_skip != NULL ? no_skip : about);
}

static void
show_message (TbOutboxCard       *self,
              const TbOutboxView *view)
{
  g_autofree char *title = tb_text_join (view->number, view->title, TB_TEXT_END);
  g_autofree char *what = tb_outbox_words_what (view);
  g_autofree char *since = tb_outbox_words_since (view, self->desk);
  g_autofree char *line = tb_text_join (what, since, TB_TEXT_END);
  g_autofree char *why = tb_outbox_words_why (view);
  g_autofree char *about = tb_text_join (view->number, what, TB_TEXT_END);
  g_autofree char *name = tb_text_join (title, line, why, TB_TEXT_END);

  set_text (self->title_label, title);
  set_text (self->what_label, line);
  show_why (self, view, why);
  show_buttons (self, view, about);
  name_cell (self, name);
}

static void
show_nothing (TbOutboxCard *self)
{
  set_text (self->title_label, self->shown != NULL ? _ ("Loading…") : "");
  set_text (self->what_label, NULL);
  gtk_widget_hide (self->why);
  gtk_widget_hide (self->buttons);
  name_cell (self, self->shown != NULL ? _ ("Loading…") : "");
}

static TbPartner *
find_partner (TbOutboxCard *self)
{
  gint64      id = self->shown != NULL ? tb_outbox_message_get_partner (self->shown) : 0;
  GListModel *partners = tb_desk_get_partners (self->desk);
  guint       i;

  for (i = 0; id != 0 && i < g_list_model_get_n_items (partners); i++)
    {
      g_autoptr (TbPartner) partner = g_list_model_get_item (partners, i);

      if (tb_object_get_id (TB_OBJECT (partner)) == id)
        return g_steal_pointer (&partner);
    }
  return NULL;
}

static void
update (TbOutboxCard *self)
{
  const TbOutboxView *view = get_view (self);

  if (self->desk == NULL || self->head == NULL)
    return;
  /* Of a new partner the desk may learn later than the list. */
  if (self->partner == NULL)
    {
      self->partner = find_partner (self);
      g_signal_group_set_target (self->partner_signals, self->partner);
    }
  gtk_widget_set_visible (self->head, self->partner != NULL);
  gtk_widget_set_visible (self->message, self->partner == NULL);
  if (self->partner != NULL)
    show_partner (self);
  else if (view != NULL)
    show_message (self, view);
  else
    show_nothing (self);
}

/* ---- Callbacks ---- */

static void
on_send_now_cb (TbOutboxCard *self)
{
  if (self->partner != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "outbox.send-now", "x",
                                tb_object_get_id (TB_OBJECT (self->partner)));
}

static void
on_resend_cb (TbOutboxCard *self)
{
  const TbOutboxView *view = get_view (self);

  if (view != NULL && view->ticket != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "outbox.resend", "x", view->ticket);
  else if (view != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "outbox.resend-to", "x", view->partner_id);
}

static void
on_skip_cb (TbOutboxCard *self)
{
  const TbOutboxView *view = get_view (self);

  if (view != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "outbox.skip", "x", view->ticket);
}

static void
on_released_cb (TbOutboxCard *self,
                int           n_press)
{
  if (n_press == 1)
    g_signal_emit (self, signals[SIGNAL_CLICKED], 0);
}

/* ---- Life ---- */

static void
tb_outbox_card_dispose (GObject *object)
{
  TbOutboxCard *self = TB_OUTBOX_CARD (object);

  g_clear_object (&self->message_signals);
  g_clear_object (&self->partner_signals);
  g_clear_object (&self->shown);
  g_clear_object (&self->partner);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_OUTBOX_CARD);
  G_OBJECT_CLASS (tb_outbox_card_parent_class)->dispose (object);
}

static void
tb_outbox_card_class_init (TbOutboxCardClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_outbox_card_dispose;

  /**
   * TbOutboxCard::clicked: a plain click.
   */
  signals[SIGNAL_CLICKED] =
    g_signal_new ("clicked", TB_TYPE_OUTBOX_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (TB_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-outbox-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, head);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, partner_label);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, counts_label);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, trouble_icon);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, reach_label);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, send_button);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, message);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, what_label);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, why);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, why_icon);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, why_label);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, buttons);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, resend_button);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxCard, skip_button);
  gtk_widget_class_bind_template_callback (widget_class, on_send_now_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_resend_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_skip_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_released_cb);
}

static void
tb_outbox_card_init (TbOutboxCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->message_signals = g_signal_group_new (TB_TYPE_OUTBOX_MESSAGE);
  g_signal_group_connect_swapped (self->message_signals, "notify", G_CALLBACK (update), self);
  self->partner_signals = g_signal_group_new (TB_TYPE_PARTNER);
  g_signal_group_connect_swapped (self->partner_signals, "notify", G_CALLBACK (update), self);
}

GtkWidget *
tb_outbox_card_new (TbDesk *desk)
{
  TbOutboxCard *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  self = g_object_new (TB_TYPE_OUTBOX_CARD, NULL);
  self->desk = g_object_ref (desk);
  update (self);
  return GTK_WIDGET (self);
}

void
tb_outbox_card_set_message (TbOutboxCard    *self,
                            TbOutboxMessage *message)
{
  g_return_if_fail (TB_IS_OUTBOX_CARD (self));

  if (self->desk == NULL || !g_set_object (&self->shown, message))
    return;
  g_signal_group_set_target (self->message_signals, message);
  g_signal_group_set_target (self->partner_signals, NULL);
  g_clear_object (&self->partner);
  update (self);
}

TbOutboxMessage *
tb_outbox_card_get_message (TbOutboxCard *self)
{
  g_return_val_if_fail (TB_IS_OUTBOX_CARD (self), NULL);

  return self->shown;
}

void
tb_outbox_card_refresh (TbOutboxCard *self)
{
  g_return_if_fail (TB_IS_OUTBOX_CARD (self));

  update (self);
}
