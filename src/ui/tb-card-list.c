/* SPDX-License-Identifier: GPL-3.0-or-later
 * The cards of a list of tickets, one of which is selected. */
#include "config.h"

#include "tb-card-list.h"

#include "tb-card-cell.h"
#include "tb-cells.h"
#include "tb-hold.h"
#include "tb-ticket-card.h"
#include "tb-ticket-list.h"

/* Words such as “yesterday” grow old by themselves. */
#define REFRESH_SECONDS 60

struct _TbCardList
{
  AdwBin parent_instance;

  GtkGridView *view; /* of one column: that makes thirty rows, a list view would make two hundred */

  TbDesk             *desk;      /* (owned) (nullable) */
  TbTicketList       *list;      /* (owned) (nullable): as long as the desk is there */
  GtkSingleSelection *selection; /* (owned) (nullable): over the list */
  GPtrArray          *cells;     /* (owned) (element-type TbCardCell): borrowed, those that live */
  GPtrArray          *spare;     /* (owned) (element-type TbTicketCard): shown in no cell */
  GtkWidget          *gauge;     /* (nullable): our child, never seen; as high as a card */
  GError             *error;     /* (owned) (nullable) */

  gint64   ticket;
  gint64   wanted;           /* selected, or to be selected as soon as it is in the list */
  guint    awaited;          /* position of a selected row of which it is not known yet which ticket it is */
  gboolean must_scroll;      /* to the wanted ticket, as soon as it is in the list */
  gboolean is_list_changing; /* what the selection does now, the user has not done */
  gboolean is_new;
  gboolean follows_ticket;
  guint    refresh;

  GdkFrameClock *clock; /* (owned) (nullable): while mapped */
};

G_DEFINE_FINAL_TYPE (TbCardList, tb_card_list, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TICKET,
  N_PROPS,
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_OPENED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

static void
tell_changed (TbCardList *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ---- Selection ---- */

static void
note_ticket (TbCardList *self,
             gint64      ticket)
{
  if (self->ticket == ticket)
    return;
  self->ticket = ticket;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TICKET]);
}

static void
scroll_to (TbCardList *self,
           guint       position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

/* Selects the wanted ticket where it stands now. While not all is known, one that is missing may come yet. */
static void
sync_selection (TbCardList *self)
{
  guint position = GTK_INVALID_LIST_POSITION;

  if (self->wanted != 0 && !tb_ticket_list_find (self->list, self->wanted, &position))
    position = GTK_INVALID_LIST_POSITION;
  self->is_list_changing = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->is_list_changing = FALSE;
  if (position != GTK_INVALID_LIST_POSITION && self->must_scroll)
    scroll_to (self, position);
  self->must_scroll = self->must_scroll && position == GTK_INVALID_LIST_POSITION &&
                      tb_ticket_list_is_loading (self->list);
  if (position != GTK_INVALID_LIST_POSITION)
    note_ticket (self, self->wanted);
  else if (!tb_ticket_list_is_loading (self->list))
    note_ticket (self, 0);
}

static void
on_selected_cb (TbCardList *self)
{
  TbTicket *ticket;

  if (self->is_list_changing)
    return;
  ticket = gtk_single_selection_get_selected_item (self->selection);
  self->wanted = ticket != NULL ? tb_object_get_id (TB_OBJECT (ticket)) : 0;
  self->must_scroll = FALSE;
  note_ticket (self, self->wanted);
}

/* ---- What the list tells ---- */

/* The cell of the selected ticket, if it has one. */
static GtkWidget *
find_cell (TbCardList *self)
{
  guint i;

  for (i = 0; i < self->cells->len; i++)
    {
      TbCardCell *cell = g_ptr_array_index (self->cells, i);
      TbTicket   *ticket = tb_card_cell_get_ticket (cell);

      if (ticket != NULL && tb_object_get_id (TB_OBJECT (ticket)) == self->ticket)
        return gtk_widget_get_parent (GTK_WIDGET (cell));
    }
  return NULL;
}

/* Connected before the selection connects itself, so this comes first … */
static void
on_list_will_change_cb (TbCardList *self)
{
  gpointer selected = gtk_single_selection_get_selected_item (self->selection);

  self->is_list_changing = TRUE;
  self->awaited = GTK_INVALID_LIST_POSITION;
  if (selected != NULL && tb_object_get_id (selected) == 0)
    self->awaited = gtk_single_selection_get_selected (self->selection);
}

static void
begin_query (TbCardList *self)
{
  guint position;

  self->is_new = FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    return;
  if (self->follows_ticket && tb_ticket_list_find (self->list, self->wanted, &position))
    scroll_to (self, position);
  else
    scroll_to (self, 0);
}

/* Whether the selection may have to follow. Many single rows are announced one after the other; not for each
 * of them a ticket that is not here can be looked for in a million. */
static gboolean
may_move (TbCardList *self,
          guint       position,
          guint       added)
{
  g_autoptr (TbObject) only = NULL;
  gpointer selected = gtk_single_selection_get_selected_item (self->selection);

  if (self->wanted == 0)
    return FALSE;
  if (selected != NULL)
    return tb_object_get_id (selected) != self->wanted;
  if (added != 1 || self->ticket != 0)
    return TRUE;
  only = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  return tb_object_get_id (only) == self->wanted;
}

/* … and this after it. */
static void
on_list_changed_cb (TbCardList *self,
                    guint       position,
                    guint       removed,
                    guint       added)
{
  self->is_list_changing = FALSE;
  if (self->awaited >= position && self->awaited - position < MIN (removed, added))
    gtk_single_selection_set_selected (self->selection, self->awaited);
  else if (may_move (self, position, added))
    sync_selection (self);
  if (self->is_new)
    begin_query (self);
  tell_changed (self);
}

static void
on_list_loading_cb (TbCardList *self)
{
  if (tb_ticket_list_is_loading (self->list))
    return;
  /* Nothing has changed in the list if both queries find nothing. */
  self->is_new = FALSE;
  sync_selection (self);
  tell_changed (self);
}

static void
on_list_failed_cb (TbCardList   *self,
                   const GError *error)
{
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  self->is_new = FALSE;
  tell_changed (self);
}

static void
on_engine_changed_cb (TbCardList *self,
                      GPtrArray  *changes,
                      gboolean    everything)
{
  if (self->list != NULL)
    tb_ticket_list_apply_changes (self->list, everything ? NULL : changes);
}

/* ---- Rows ---- */

static void
on_card_clicked_cb (TbCardList *self,
                    TbCardCell *cell)
{
  TbTicket *ticket = tb_card_cell_get_ticket (cell);

  if (ticket == NULL || tb_object_get_id (TB_OBJECT (ticket)) == 0)
    return;
  g_object_set (self, "ticket", tb_object_get_id (TB_OBJECT (ticket)), NULL);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

static void
on_row_activated_cb (TbCardList *self,
                     guint       position)
{
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

/* Who is here may take the scroll bar, or press End, next. */
static void
on_pointer_moved_cb (TbCardList *self)
{
  if (self->list != NULL)
    tb_ticket_list_expect_jump (self->list);
}

static gboolean
on_key_pressed_cb (TbCardList *self)
{
  if (self->list != NULL)
    tb_ticket_list_expect_jump (self->list);
  return FALSE;
}

static void
on_setup_cb (TbCardList  *self,
             GtkListItem *item)
{
  GtkWidget *cell = tb_card_cell_new (self->desk, self->spare, self->gauge);

  g_signal_connect_object (cell, "clicked", G_CALLBACK (on_card_clicked_cb), self, G_CONNECT_SWAPPED);
  tb_cells_add (self->cells, cell);
  gtk_list_item_set_child (item, cell);
}

static void
on_bind_cb (TbCardList  *self,
            GtkListItem *item)
{
  tb_card_cell_set_ticket (TB_CARD_CELL (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
on_unbind_cb (TbCardList  *self,
              GtkListItem *item)
{
  tb_card_cell_set_ticket (TB_CARD_CELL (gtk_list_item_get_child (item)), NULL);
}

static GtkListItemFactory *
create_factory (TbCardList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind_cb), self, G_CONNECT_SWAPPED);
  return factory;
}

static void
refresh_cards (TbCardList *self)
{
  guint i;

  for (i = 0; i < self->cells->len; i++)
    tb_card_cell_refresh (g_ptr_array_index (self->cells, i));
}

/* Places are given out and nothing is painted yet: whatever stands in view gets its card, and the next one at
 * each end, to which a key may lead and which then has its name. That is laid out in one more turn of this
 * phase. */
static void
on_laid_out_cb (TbCardList *self)
{
  const double height = gtk_widget_get_height (GTK_WIDGET (self->view));
  double       y;
  guint        i;

  for (i = 0; i < self->cells->len; i++)
    {
      GtkWidget *cell = g_ptr_array_index (self->cells, i);
      const int  cell_height = gtk_widget_get_height (cell);

      if (gtk_widget_translate_coordinates (cell, GTK_WIDGET (self->view), 0, 0, NULL, &y) &&
          y < height + cell_height && y + 2 * cell_height > 0)
        tb_card_cell_show (TB_CARD_CELL (cell));
    }
}

static gboolean
on_refresh_cb (gpointer data)
{
  refresh_cards (data);
  return G_SOURCE_CONTINUE;
}

/* ---- The list ---- */

static void
create_list (TbCardList        *self,
             const TbListQuery *query)
{
  TbEngine *engine = tb_desk_get_engine (self->desk);
  g_autoptr (GtkListItemFactory) factory = create_factory (self);

  self->gauge = tb_ticket_card_new (self->desk);
  gtk_widget_set_parent (self->gauge, GTK_WIDGET (self));
  gtk_widget_set_child_visible (self->gauge, FALSE);
  self->list = tb_ticket_list_new (tb_engine_get_store (engine), query);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (on_list_will_change_cb), self,
                           G_CONNECT_SWAPPED);
  self->selection = tb_cells_select (G_LIST_MODEL (self->list));
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (on_list_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::is-loading", G_CALLBACK (on_list_loading_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "failed", G_CALLBACK (on_list_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "changed", G_CALLBACK (on_engine_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::zone", G_CALLBACK (refresh_cards), self, G_CONNECT_SWAPPED);
  gtk_grid_view_set_factory (self->view, factory);
  gtk_grid_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

static void
set_ticket (TbCardList *self,
            gint64      ticket)
{
  self->wanted = ticket;
  if (self->list == NULL || self->ticket == ticket)
    return;
  self->must_scroll = TRUE;
  sync_selection (self);
}

/* ---- GtkWidget, GObject ---- */

static void
tb_card_list_map (GtkWidget *widget)
{
  TbCardList *self = TB_CARD_LIST (widget);

  GTK_WIDGET_CLASS (tb_card_list_parent_class)->map (widget);
  refresh_cards (self);
  self->clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  g_signal_connect_object (self->clock, "layout", G_CALLBACK (on_laid_out_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  self->refresh = g_timeout_add_seconds (REFRESH_SECONDS, on_refresh_cb, self);
}

static void
tb_card_list_unmap (GtkWidget *widget)
{
  TbCardList *self = TB_CARD_LIST (widget);

  g_signal_handlers_disconnect_by_func (self->clock, on_laid_out_cb, self);
  g_clear_object (&self->clock);
  g_clear_handle_id (&self->refresh, g_source_remove);
  GTK_WIDGET_CLASS (tb_card_list_parent_class)->unmap (widget);
}

static void
tb_card_list_dispose (GObject *object)
{
  TbCardList *self = TB_CARD_LIST (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  if (self->view != NULL)
    gtk_grid_view_set_model (self->view, NULL);
  g_clear_pointer (&self->gauge, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_CARD_LIST);
  g_ptr_array_set_size (self->spare, 0);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_card_list_parent_class)->dispose (object);
}

static void
tb_card_list_finalize (GObject *object)
{
  TbCardList *self = TB_CARD_LIST (object);

  g_clear_error (&self->error);
  g_ptr_array_unref (self->cells);
  g_ptr_array_unref (self->spare);
  G_OBJECT_CLASS (tb_card_list_parent_class)->finalize (object);
}

static void
tb_card_list_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  TbCardList *self = TB_CARD_LIST (object);

  switch (prop_id)
    {
    case PROP_TICKET:
      g_value_set_int64 (value, self->ticket);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_card_list_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  TbCardList *self = TB_CARD_LIST (object);

  switch (prop_id)
    {
    case PROP_TICKET:
      set_ticket (self, g_value_get_int64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_card_list_class_init (TbCardListClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_card_list_dispose;
  object_class->finalize = tb_card_list_finalize;
  object_class->get_property = tb_card_list_get_property;
  object_class->set_property = tb_card_list_set_property;
  widget_class->map = tb_card_list_map;
  widget_class->unmap = tb_card_list_unmap;

  /**
   * TbCardList:ticket: the selected one; 0 if there is none in this list.
   */
  properties[PROP_TICKET] =
    g_param_spec_int64 ("ticket", NULL, NULL, 0, G_MAXINT64, 0,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * TbCardList::changed: the number of tickets, the loading or the error may be another.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", TB_TYPE_CARD_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * TbCardList::opened: the user wants to see the selected ticket.
   */
  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", TB_TYPE_CARD_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-card-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TbCardList, view);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_pointer_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed_cb);
}

static void
tb_card_list_init (TbCardList *self)
{
  self->cells = g_ptr_array_new ();
  self->spare = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
is_awaiting (GtkWidget *widget)
{
  return TB_CARD_LIST (widget)->is_new;
}

void
tb_card_list_show (TbCardList        *self,
                   TbDesk            *desk,
                   const TbListQuery *query,
                   gboolean           follows_ticket)
{
  g_return_if_fail (TB_IS_CARD_LIST (self));
  g_return_if_fail (TB_IS_DESK (desk));
  g_return_if_fail (query != NULL);
  g_return_if_fail (self->desk == NULL || self->desk == desk);

  g_clear_error (&self->error);
  self->is_new = TRUE;
  self->follows_ticket = follows_ticket;
  if (g_set_object (&self->desk, desk))
    create_list (self, query);
  else
    tb_ticket_list_set_query (self->list, query);
  /* It was the same one. */
  if (!tb_ticket_list_is_loading (self->list))
    self->is_new = FALSE;
  tb_hold_picture (GTK_WIDGET (self), is_awaiting);
  tell_changed (self);
}

void
tb_card_list_retry (TbCardList *self)
{
  g_return_if_fail (TB_IS_CARD_LIST (self));

  g_clear_error (&self->error);
  if (self->list != NULL)
    tb_ticket_list_apply_changes (self->list, NULL);
  tell_changed (self);
}

gboolean
tb_card_list_is_new (TbCardList *self)
{
  g_return_val_if_fail (TB_IS_CARD_LIST (self), FALSE);

  return self->is_new;
}

gboolean
tb_card_list_is_loading (TbCardList *self)
{
  g_return_val_if_fail (TB_IS_CARD_LIST (self), FALSE);

  return self->list != NULL && tb_ticket_list_is_loading (self->list);
}

guint
tb_card_list_get_n_tickets (TbCardList *self)
{
  g_return_val_if_fail (TB_IS_CARD_LIST (self), 0);

  return self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
}

const GError *
tb_card_list_get_error (TbCardList *self)
{
  g_return_val_if_fail (TB_IS_CARD_LIST (self), NULL);

  return self->error;
}

void
tb_card_list_focus (TbCardList *self)
{
  guint      position;
  GtkWidget *cell = NULL;

  g_return_if_fail (TB_IS_CARD_LIST (self));

  if (tb_card_list_get_n_tickets (self) == 0)
    return;
  position = gtk_single_selection_get_selected (self->selection);
  if (position != GTK_INVALID_LIST_POSITION)
    {
      /* The view itself would give the focus to the card that had it last; this makes the one we want. */
      scroll_to (self, position);
      cell = find_cell (self);
    }
  gtk_widget_grab_focus (cell != NULL ? cell : GTK_WIDGET (self->view));
}

void
tb_card_list_enter (TbCardList *self)
{
  g_return_if_fail (TB_IS_CARD_LIST (self));

  if (tb_card_list_get_n_tickets (self) == 0)
    return;
  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, 0);
  tb_card_list_focus (self);
}

GtkWidget *
tb_card_list_get_view (TbCardList *self)
{
  g_return_val_if_fail (TB_IS_CARD_LIST (self), NULL);

  return GTK_WIDGET (self->view);
}
