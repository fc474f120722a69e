/* SPDX-License-Identifier: GPL-3.0-or-later
 * One ticket: bars, facts, time line, composers, both dropdowns. */
#include "config.h"

#include "tb-ticket-page-private.h"

#include "tb-down-layout.h"
#include "tb-hold.h"
#include "tb-insourcing-info.h"
#include "tb-text.h"
#include "tb-ticket-bars.h"
#include "tb-ticket-facts.h"
#include "tb-timeline.h"

#include <glib/gi18n.h>

/* What is read within this time needs no spinner. */
#define SPINNER_DELAY 200

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

/* ---- States ---- */

static gboolean
shows_ticket (TbTicketPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "ticket") == 0;
}

static void
show_state (TbTicketPage *self,
            const char   *name)
{
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  /* One that spins unseen keeps the window drawing, too. */
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "loading"));
  gtk_stack_set_visible_child_name (self->stack, name);
}

static void
show_parts (TbTicketPage  *self,
            TbTicketSheet *sheet)
{
  GtkWidget *const parts[] = { self->bars, self->facts, self->info, self->timeline,
                               GTK_WIDGET (self->composer) };
  guint            i;

  for (i = 0; i < G_N_ELEMENTS (parts); i++)
    g_object_set (parts[i], "sheet", sheet, NULL);
}

static void
update_title (TbTicketPage *self)
{
  TbTicketDetails *details = self->sheet != NULL ? tb_ticket_sheet_get_details (self->sheet) : NULL;
  const char      *number = "";

  if (details != NULL)
    number = ((TbTicketRecord *)tb_object_get_record (TB_OBJECT (details)))->number;
  adw_window_title_set_title (self->title, number);
}

/* The one place where a ticket comes onto the screen. */
static void
show_ticket (TbTicketPage *self)
{
  TbTicketSheet *shown;

  g_object_get (self->bars, "sheet", &shown, NULL);
  if (shown != self->sheet)
    {
      show_parts (self, self->sheet);
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
    }
  g_clear_object (&shown);
  show_state (self, "ticket");
}

static gboolean
on_spinner_due_cb (gpointer data)
{
  TbTicketPage *self = data;

  self->spinner_source = 0;
  show_parts (self, NULL);
  show_state (self, "loading");
  return G_SOURCE_REMOVE;
}

static void
on_sheet_updated_cb (TbTicketPage *self)
{
  update_title (self);
  show_ticket (self);
  tb_ticket_page_update_actions (self);
}

static void
on_sheet_failed_cb (TbTicketPage *self,
                    const GError *error)
{
  g_autofree char *text = tb_text_problem (error);

  /* What is shown stays; it is read again with the next change. */
  if (tb_ticket_sheet_get_details (self->sheet) != NULL)
    return;
  adw_status_page_set_description (self->error_page, text);
  show_parts (self, NULL);
  show_state (self, "error");
}

static void
on_sheet_gone_cb (TbTicketPage *self)
{
  show_parts (self, NULL);
  show_state (self, "gone");
  tb_ticket_page_update_actions (self);
}

static void
on_sheet_is_gone_cb (TbTicketPage *self)
{
  gboolean is_gone;

  if (self->sheet == NULL)
    return;
  g_object_get (self->sheet, "is-gone", &is_gone, NULL);
  if (is_gone)
    on_sheet_gone_cb (self);
}

static gboolean
is_awaiting (GtkWidget *widget)
{
  return TB_TICKET_PAGE (widget)->spinner_source != 0;
}

/* Whatever was being read for the ticket before is cancelled with its sheet. While the new one is read,
 * what was there stays to be looked at, but nothing can be done with it. */
static void
read_ticket (TbTicketPage *self)
{
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_signal_group_set_target (self->sheet_signals, NULL);
  g_clear_object (&self->sheet);
  if (self->ticket != 0 && self->desk != NULL)
    self->sheet = tb_ticket_sheet_new (tb_desk_get_engine (self->desk), self->ticket);
  g_signal_group_set_target (self->sheet_signals, self->sheet);
  update_title (self);
  tb_ticket_page_update_actions (self);
  if (self->sheet == NULL)
    {
      show_parts (self, NULL);
      show_state (self, "empty");
    }
  else if (tb_ticket_sheet_get_details (self->sheet) != NULL)
    {
      on_sheet_updated_cb (self);
    }
  else
    {
      self->spinner_source = g_timeout_add (SPINNER_DELAY, on_spinner_due_cb, self);
      tb_hold_picture (GTK_WIDGET (self), is_awaiting);
    }
}

void
tb_ticket_page_reload (TbTicketPage *self)
{
  if (!shows_ticket (self))
    read_ticket (self);
}

static void
set_ticket (TbTicketPage *self,
            gint64        ticket)
{
  if (self->ticket == ticket)
    return;
  self->ticket = ticket;
  read_ticket (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TICKET]);
}

static void
set_desk (TbTicketPage *self,
          TbDesk       *desk)
{
  if (!g_set_object (&self->desk, desk))
    return;
  g_object_set (self->bars, "desk", desk, NULL);
  g_object_set (self->facts, "desk", desk, NULL);
  g_object_set (self->info, "desk", desk, NULL);
  g_object_set (self->timeline, "desk", desk, NULL);
  g_object_set (self->composer, "desk", desk, NULL);
  g_signal_group_set_target (self->desk_signals, desk);
  g_signal_group_set_target (self->partner_signals, desk != NULL ? tb_desk_get_recent_partners (desk) : NULL);
  read_ticket (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK]);
}

static void
on_day_changed_cb (TbTicketPage *self)
{
  if (self->sheet != NULL)
    tb_ticket_sheet_announce (self->sheet);
}

/* ---- Width ---- */

/* Where the dropdowns do not fit into the header bar, they stand below it. (None at all always fit.) */
static gboolean
place_steps_cb (gpointer data)
{
  TbTicketPage *self = data;

  self->squeeze_source = 0;
  gtk_widget_set_visible (self->step_bar, adw_squeezer_get_visible_child (self->step_squeezer) == NULL);
  return G_SOURCE_REMOVE;
}

/* This comes while places are being given out: what changes the height then would not be heard. */
static void
on_squeezed_cb (TbTicketPage *self)
{
  if (self->squeeze_source == 0)
    self->squeeze_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, place_steps_cb, self, NULL);
}

/* ---- GObject ---- */

static void
tb_ticket_page_dispose (GObject *object)
{
  TbTicketPage *self = TB_TICKET_PAGE (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_handle_id (&self->squeeze_source, g_source_remove);
  g_signal_group_set_target (self->sheet_signals, NULL);
  g_signal_group_set_target (self->desk_signals, NULL);
  g_signal_group_set_target (self->partner_signals, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_TICKET_PAGE);
  g_clear_object (&self->sheet);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_ticket_page_parent_class)->dispose (object);
}

static void
tb_ticket_page_finalize (GObject *object)
{
  TbTicketPage *self = TB_TICKET_PAGE (object);

  g_object_unref (self->actions);
  g_object_unref (self->sheet_signals);
  g_object_unref (self->desk_signals);
  g_object_unref (self->partner_signals);
  g_free (self->menu_keys[0]);
  g_free (self->menu_keys[1]);
  G_OBJECT_CLASS (tb_ticket_page_parent_class)->finalize (object);
}

static void
tb_ticket_page_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
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
set_flag (TbTicketPage *self,
          gboolean     *member,
          const GValue *value,
          GParamSpec   *pspec)
{
  if (*member == g_value_get_boolean (value))
    return;
  *member = g_value_get_boolean (value);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
tb_ticket_page_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  TbTicketPage *self = TB_TICKET_PAGE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      set_desk (self, g_value_get_object (value));
      break;
    case PROP_TICKET:
      set_ticket (self, g_value_get_int64 (value));
      break;
    case PROP_NEWEST_FIRST:
      set_flag (self, &self->newest_first, value, pspec);
      break;
    case PROP_SHOWS_BACK:
      set_flag (self, &self->shows_back, value, pspec);
      break;
    case PROP_SHOWS_START_BUTTONS:
      set_flag (self, &self->shows_start_buttons, value, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, header);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, start_squeezer);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, start_words);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, step_squeezer);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, step_bar);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, more_button);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, title);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, outsource_button);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, notify_button);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, outsource_button_below);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, notify_button_below);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, error_page);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, bars);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, facts);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, info);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, timeline);
  gtk_widget_class_bind_template_child (widget_class, TbTicketPage, composer);
  gtk_widget_class_bind_template_callback (widget_class, on_squeezed_cb);
}

static void
tb_ticket_page_class_init (TbTicketPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_ticket_page_dispose;
  object_class->finalize = tb_ticket_page_finalize;
  object_class->get_property = tb_ticket_page_get_property;
  object_class->set_property = tb_ticket_page_set_property;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  properties[PROP_TICKET] = g_param_spec_int64 ("ticket", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_NEWEST_FIRST] = g_param_spec_boolean ("newest-first", NULL, NULL, FALSE, flags);
  properties[PROP_SHOWS_BACK] = g_param_spec_boolean ("shows-back", NULL, NULL, FALSE, flags);
  properties[PROP_SHOWS_START_BUTTONS] =
    g_param_spec_boolean ("shows-start-buttons", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (TB_TYPE_DOWN_LAYOUT);
  g_type_ensure (TB_TYPE_TICKET_BARS);
  g_type_ensure (TB_TYPE_TICKET_FACTS);
  g_type_ensure (TB_TYPE_INSOURCING_INFO);
  g_type_ensure (TB_TYPE_TIMELINE);
  g_type_ensure (TB_TYPE_COMPOSER);

  gtk_widget_class_set_layout_manager_type (widget_class, TB_TYPE_DOWN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-ticket-page.ui");
  bind_template (widget_class);
}

/* A menu button whose label is a child of its own has no name; the button inside has that of the outer. */
static void
name_button (GtkMenuButton *button,
             const char    *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
tb_ticket_page_init (TbTicketPage *self)
{
  self->actions = g_simple_action_group_new ();
  self->sheet_signals = g_signal_group_new (TB_TYPE_TICKET_SHEET);
  g_signal_group_connect_swapped (self->sheet_signals, "updated", G_CALLBACK (on_sheet_updated_cb), self);
  g_signal_group_connect_swapped (self->sheet_signals, "failed", G_CALLBACK (on_sheet_failed_cb), self);
  g_signal_group_connect_swapped (self->sheet_signals, "notify::is-gone", G_CALLBACK (on_sheet_is_gone_cb),
                                  self);
  self->desk_signals = g_signal_group_new (TB_TYPE_DESK);
  g_signal_group_connect_swapped (self->desk_signals, "notify::permission",
                                  G_CALLBACK (tb_ticket_page_update_actions), self);
  g_signal_group_connect_swapped (self->desk_signals, "day-changed", G_CALLBACK (on_day_changed_cb), self);
  self->partner_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->partner_signals, "items-changed",
                                  G_CALLBACK (tb_ticket_page_update_actions), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  tb_composer_accept_drops (self->composer, GTK_WIDGET (self));
  name_button (self->outsource_button_below, C_ ("verb", "Outsource"));
  name_button (self->notify_button_below, _ ("Notify lead partner"));
  tb_ticket_page_add_actions (self);
  /* Menus and bars work also where the page stands alone. */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "ticket", G_ACTION_GROUP (self->actions));
  tb_ticket_page_update_actions (self);
}

GActionGroup *
tb_ticket_page_get_actions (TbTicketPage *self)
{
  g_return_val_if_fail (TB_IS_TICKET_PAGE (self), NULL);

  return G_ACTION_GROUP (self->actions);
}
