/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Postausgang“: what has not reached the partners, since when, and why. */
#include "config.h"

#include "tb-outbox-page.h"

#include "tb-cells.h"
#include "tb-outbox-list.h"
#include "tb-outbox-card.h"
#include "tb-outbox-words.h"
#include "tb-tell.h"
#include "tb-text.h"

#include <glib/gi18n.h>

/* Words such as “next attempt 14:32” grow old by themselves. */
#define REFRESH_SECONDS 30

struct _TbOutboxPage
{
  AdwBin parent_instance;

  AdwWindowTitle *title;
  GtkWidget      *back_button;
  GtkWidget      *send_all_button;
  GtkStack       *stack;
  GtkSpinner     *spinner;
  AdwStatusPage  *failed;
  GtkListView    *list_view;

  TbDesk             *desk;      /* (owned) (nullable) */
  GSignalGroup       *signals;   /* (owned): of the desk */
  TbTicketList       *list;      /* (owned) (nullable): since it was shown first */
  GtkSingleSelection *selection; /* (owned) (nullable): over the list */
  GPtrArray          *rows;      /* (owned) (element-type TbOutboxCard): borrowed, those that live */
  char               *error;     /* (owned) (nullable): why it could not be read */
  gint64              asked;     /* the ticket of which something is to be skipped */
  gboolean            shows_start_buttons;
  gboolean            had_focus; /* the list, before it changed */
  guint               refresh;
};

G_DEFINE_FINAL_TYPE (TbOutboxPage, tb_outbox_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_SHOWS_START_BUTTONS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* ---- What is shown ---- */

static guint
count_waited_for (TbOutboxPage *self)
{
  GListModel *partners = tb_desk_get_partners (self->desk);
  guint       i, n = 0;

  for (i = 0; i < g_list_model_get_n_items (partners); i++)
    {
      g_autoptr (TbObject) partner = g_list_model_get_item (partners, i);
      const TbPartnerExtra *extra = tb_object_get_extra (partner);

      n += extra != NULL && extra->waiting > 0;
    }
  return n;
}

/* With a single partner its own button does. */
static void
update_title (TbOutboxPage *self)
{
  g_autofree char *counts = NULL;
  gint64           waiting, held;

  if (self->desk == NULL || self->title == NULL)
    return;
  g_object_get (self->desk, "waiting", &waiting, "held", &held, NULL);
  counts = tb_outbox_words_counts (waiting, held);
  adw_window_title_set_subtitle (self->title, counts);
  gtk_widget_set_visible (self->send_all_button, count_waited_for (self) > 1);
}

static gboolean
is_list_shown (TbOutboxPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "list") == 0;
}

static gboolean
has_focus (TbOutboxPage *self,
           gpointer      within)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == within || gtk_widget_is_ancestor (focus, within));
}

/* The focus goes on from where it waited for the list. */
static void
show_stack_page (TbOutboxPage *self,
                 const char   *page)
{
  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), page))
    return;
  gtk_stack_set_visible_child_name (self->stack, page);
  if (has_focus (self, self->back_button))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
update_stack (TbOutboxPage *self)
{
  const char *page = "list";

  if (self->stack == NULL || self->list == NULL)
    return;
  if (self->error != NULL)
    page = "failed";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    page = tb_ticket_list_is_loading (self->list) ? "loading" : "empty";
  gtk_spinner_set_spinning (self->spinner, g_str_equal (page, "loading"));
  adw_status_page_set_description (self->failed, self->error);
  show_stack_page (self, page);
}

static void
refresh_rows (TbOutboxPage *self)
{
  guint i;

  for (i = 0; i < self->rows->len; i++)
    tb_outbox_card_refresh (self->rows->pdata[i]);
}

static gboolean
on_refresh_cb (gpointer data)
{
  refresh_rows (data);
  return G_SOURCE_CONTINUE;
}

/* ---- The list ---- */

/* Connected before the view hears of it, so this comes first … */
static void
on_list_will_change_cb (TbOutboxPage *self)
{
  self->had_focus = has_focus (self, self->list_view);
}

/* … and this after it: when the row with the focus has gone, the focus stays on the page. */
static void
on_list_changed_cb (TbOutboxPage *self)
{
  g_clear_pointer (&self->error, g_free);
  update_stack (self);
  if (self->had_focus && (!is_list_shown (self) || !has_focus (self, self->list_view)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
on_list_failed_cb (TbOutboxPage *self,
                   const GError *error)
{
  g_free (self->error);
  self->error = tb_text_problem (error);
  update_stack (self);
}

static void
on_engine_changed_cb (TbOutboxPage *self,
                      GPtrArray    *changes,
                      gboolean      everything)
{
  /* What happens meanwhile is read when it is shown again. */
  if (self->list != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    tb_ticket_list_apply_changes (self->list, everything ? NULL : changes);
}

static void
on_try_again_cb (TbOutboxPage *self)
{
  g_clear_pointer (&self->error, g_free);
  tb_ticket_list_apply_changes (self->list, NULL);
  update_stack (self);
}

static void
open_ticket (TbOutboxPage    *self,
             TbOutboxMessage *message)
{
  const TbOutboxView *view = message != NULL ? tb_object_get_record (TB_OBJECT (message)) : NULL;

  if (view != NULL && view->ticket != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-ticket", "x", view->ticket);
}

static void
on_row_clicked_cb (TbOutboxPage *self,
                   TbOutboxCard *row)
{
  open_ticket (self, tb_outbox_card_get_message (row));
}

static void
on_row_activated_cb (TbOutboxPage *self,
                     guint         position)
{
  g_autoptr (TbOutboxMessage) message = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  open_ticket (self, message);
}

static void
on_setup_cb (TbOutboxPage *self,
             GtkListItem  *item)
{
  GtkWidget *row = tb_outbox_card_new (self->desk);

  g_signal_connect_object (row, "clicked", G_CALLBACK (on_row_clicked_cb), self, G_CONNECT_SWAPPED);
  tb_cells_add (self->rows, row);
  gtk_list_item_set_child (item, row);
}

static void
on_bind_cb (TbOutboxPage *self,
            GtkListItem  *item)
{
  TbOutboxMessage *message = gtk_list_item_get_item (item);
  gboolean         is_head = tb_outbox_message_get_partner (message) != 0;

  gtk_list_item_set_selectable (item, !is_head);
  gtk_list_item_set_activatable (item, !is_head);
  tb_outbox_card_set_message (TB_OUTBOX_CARD (gtk_list_item_get_child (item)), message);
}

static void
on_unbind_cb (TbOutboxPage *self,
              GtkListItem  *item)
{
  tb_outbox_card_set_message (TB_OUTBOX_CARD (gtk_list_item_get_child (item)), NULL);
}

static void
create_list (TbOutboxPage *self)
{
  TbEngine *engine = tb_desk_get_engine (self->desk);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind_cb), self, G_CONNECT_SWAPPED);
  self->list = tb_outbox_list_new (tb_engine_get_store (engine));
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (on_list_will_change_cb), self,
                           G_CONNECT_SWAPPED);
  self->selection = tb_cells_select (G_LIST_MODEL (self->list));
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (on_list_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::is-loading", G_CALLBACK (update_stack), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "failed", G_CALLBACK (on_list_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "changed", G_CALLBACK (on_engine_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  update_stack (self);
}

/* ---- What can be done ---- */

static void
on_done_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (TbOutboxPage) self = data;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error) && self->desk != NULL)
    tb_tell_error (GTK_WIDGET (self), error);
}

static void
do_command (TbOutboxPage    *self,
            const TbCommand *command)
{
  tb_engine_do_async (tb_desk_get_engine (self->desk), command, NULL, on_done_cb, g_object_ref (self));
}

/* Commands name a partner. */
static void
do_for_partner (TbOutboxPage *self,
                TbCommandType type,
                gint64        id)
{
  GListModel *partners = tb_desk_get_partners (self->desk);
  guint       i;

  for (i = 0; i < g_list_model_get_n_items (partners); i++)
    {
      g_autoptr (TbObject) partner = g_list_model_get_item (partners, i);
      const TbPartnerRecord *record = tb_object_get_record (partner);
      const TbCommand        command = { .type = type, .partner = record->name };

      if (record->id == id)
        do_command (self, &command);
    }
}

static void
send_now (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  do_for_partner (TB_OUTBOX_PAGE (widget), TB_COMMAND_SEND_NOW, g_variant_get_int64 (parameter));
}

static void
resend_to (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  do_for_partner (TB_OUTBOX_PAGE (widget), TB_COMMAND_RESEND, g_variant_get_int64 (parameter));
}

static void
resend (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  const TbCommand command = { .type = TB_COMMAND_RESEND, .ticket = g_variant_get_int64 (parameter) };

  do_command (TB_OUTBOX_PAGE (widget), &command);
}

static void
on_skip_answered_cb (TbOutboxPage *self,
                     const char   *response)
{
  const TbCommand command = { .type = TB_COMMAND_SKIP, .ticket = self->asked };

  if (g_strcmp0 (response, "skip") == 0 && self->desk != NULL)
    do_command (self, &command);
}

static const char *
find_obstacle (TbOutboxPage *self,
               GPtrArray    *held)
{
  const char *why = NULL;
  guint       i;

  for (i = 0; i < held->len && why == NULL; i++)
    why = tb_outbox_words_no_skip (held->pdata[i], self->desk);
  return why;
}

static void
present_question (TbOutboxPage *self,
                  GPtrArray    *held)
{
  const TbOutboxView *first = held->pdata[0];
  const char         *obstacle = find_obstacle (self, held);
  g_autofree char    *consequences = tb_outbox_words_skip (held);
  g_autofree char    *heading = NULL;
  GtkWidget          *dialog;

  /* Translators: %s is the number of a ticket. */
  heading = g_strdup_printf (ngettext ("Skip the refused message of %s?", "Skip the refused messages of %s?",
                                       (gulong)held->len),
                             first->number);
  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   obstacle != NULL ? _ ("This cannot be skipped") : heading,
                                   obstacle != NULL ? obstacle : consequences);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel",
                                   obstacle != NULL ? _ ("_Close") : _ ("_Cancel"));
  if (obstacle == NULL)
    {
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "skip", _ ("_Skip"));
      adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "skip",
                                                  ADW_RESPONSE_DESTRUCTIVE);
    }
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_skip_answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_held_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (TbOutboxPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) held = tb_engine_held_finish (TB_ENGINE (object), result, &error);

  if (self->desk == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (held == NULL)
    tb_tell_error (GTK_WIDGET (self), error);
  else if (held->len == 0)
    tb_tell (GTK_WIDGET (self), _ ("Nothing of this ticket is refused any more."));
  else
    present_question (self, held);
}

static void
skip (GtkWidget  *widget,
      const char *name,
      GVariant   *parameter)
{
  TbOutboxPage *self = TB_OUTBOX_PAGE (widget);

  self->asked = g_variant_get_int64 (parameter);
  tb_engine_held_async (tb_desk_get_engine (self->desk), self->asked, NULL, on_held_read_cb,
                        g_object_ref (self));
}

/* ---- GtkWidget, GObject ---- */

static void
tb_outbox_page_map (GtkWidget *widget)
{
  TbOutboxPage *self = TB_OUTBOX_PAGE (widget);

  GTK_WIDGET_CLASS (tb_outbox_page_parent_class)->map (widget);
  if (self->desk == NULL)
    return;
  if (self->list == NULL)
    create_list (self);
  else
    tb_ticket_list_apply_changes (self->list, NULL);
  refresh_rows (self);
  self->refresh = g_timeout_add_seconds (REFRESH_SECONDS, on_refresh_cb, self);
}

static void
tb_outbox_page_unmap (GtkWidget *widget)
{
  TbOutboxPage *self = TB_OUTBOX_PAGE (widget);

  g_clear_handle_id (&self->refresh, g_source_remove);
  GTK_WIDGET_CLASS (tb_outbox_page_parent_class)->unmap (widget);
}

static gboolean
tb_outbox_page_grab_focus (GtkWidget *widget)
{
  TbOutboxPage *self = TB_OUTBOX_PAGE (widget);

  /* While it is read there is nothing else yet: see update_stack(). */
  return gtk_widget_grab_focus (is_list_shown (self) ? GTK_WIDGET (self->list_view) : self->back_button);
}

static void
tb_outbox_page_dispose (GObject *object)
{
  TbOutboxPage *self = TB_OUTBOX_PAGE (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_OUTBOX_PAGE);
  g_clear_object (&self->signals);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_outbox_page_parent_class)->dispose (object);
}

static void
tb_outbox_page_finalize (GObject *object)
{
  TbOutboxPage *self = TB_OUTBOX_PAGE (object);

  g_free (self->error);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (tb_outbox_page_parent_class)->finalize (object);
}

static void
tb_outbox_page_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  TbOutboxPage *self = TB_OUTBOX_PAGE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_SHOWS_START_BUTTONS:
      g_value_set_boolean (value, self->shows_start_buttons);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_outbox_page_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  TbOutboxPage *self = TB_OUTBOX_PAGE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      if (!g_set_object (&self->desk, g_value_get_object (value)))
        return;
      g_signal_group_set_target (self->signals, self->desk);
      if (self->desk != NULL)
        g_signal_connect_object (tb_desk_get_partners (self->desk), "items-changed",
                                 G_CALLBACK (refresh_rows), self, G_CONNECT_SWAPPED);
      update_title (self);
      break;
    case PROP_SHOWS_START_BUTTONS:
      if (self->shows_start_buttons == g_value_get_boolean (value))
        return;
      self->shows_start_buttons = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
tb_outbox_page_class_init (TbOutboxPageClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_outbox_page_dispose;
  object_class->finalize = tb_outbox_page_finalize;
  object_class->get_property = tb_outbox_page_get_property;
  object_class->set_property = tb_outbox_page_set_property;
  widget_class->map = tb_outbox_page_map;
  widget_class->unmap = tb_outbox_page_unmap;
  widget_class->grab_focus = tb_outbox_page_grab_focus;

  /**
   * TbOutboxPage:desk: whose outbox it is; set once.
   */
  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  /**
   * TbOutboxPage:shows-start-buttons: whether the buttons of the window stand here.
   */
  properties[PROP_SHOWS_START_BUTTONS] =
    g_param_spec_boolean ("shows-start-buttons", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "outbox.send-now", "x", send_now);
  gtk_widget_class_install_action (widget_class, "outbox.resend", "x", resend);
  gtk_widget_class_install_action (widget_class, "outbox.resend-to", "x", resend_to);
  gtk_widget_class_install_action (widget_class, "outbox.skip", "x", skip);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-outbox-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TbOutboxPage, title);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxPage, send_all_button);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxPage, failed);
  gtk_widget_class_bind_template_child (widget_class, TbOutboxPage, list_view);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
tb_outbox_page_init (TbOutboxPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (TB_TYPE_DESK);
  g_signal_group_connect_swapped (self->signals, "notify::waiting", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->signals, "notify::held", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->signals, "notify::permission", G_CALLBACK (refresh_rows), self);
  g_signal_group_connect_swapped (self->signals, "notify::is-elsewhere", G_CALLBACK (refresh_rows), self);
  g_signal_group_connect_swapped (self->signals, "notify::zone", G_CALLBACK (refresh_rows), self);
  g_signal_group_connect_swapped (self->signals, "day-changed", G_CALLBACK (refresh_rows), self);
}
