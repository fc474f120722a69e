/* SPDX-License-Identifier: GPL-3.0-or-later
 * Notes, time entries, charges, attachments and events of a ticket, by time. */
#include "config.h"

#include "tb-timeline.h"

#include "tb-arrival-line.h"
#include "tb-down-layout.h"
#include "tb-item-row.h"
#include "tb-text.h"
#include "tb-timeline-model.h"
#include "tb-timeline-rows.h"
#include "tb-wrap-box.h"

#include <glib/gi18n.h>

/* Older lines are built when the end is that near, in pixels. */
#define NEAR_END 600
/* So many rows are built for one picture: a whole page of them would stop the window for long. Nobody waits
 * for those that are not near the view. */
#define SLICE 4
#define SLICE_AFAR 1

struct _TbTimeline
{
  AdwBin parent_instance;

  /* template */
  TbWrapBox  *chips;
  GtkWidget  *pause;
  GtkWidget  *older_above;
  GtkListBox *list;
  GtkWidget  *older_below;
  GtkWidget  *empty;

  GtkToggleButton *kind_chips[TB_N_TIMELINE_KINDS]; /* (borrowed): in chips */
  TbDesk          *desk;                            /* (owned) (nullable) */
  TbTicketSheet   *sheet;                           /* (owned) (nullable) */
  GSignalGroup    *sheet_signals;                   /* (owned) */
  TbTimelineModel *model;                           /* (owned) (nullable): NULL after dispose */
  TbTimelineRows  *rows;                            /* (owned): NULL after dispose */

  /* place and focus over a change */
  GtkAdjustment *scroll; /* (owned) (nullable): while mapped in a scrolled window */
  GtkWidget     *anchor; /* (weak): a row that is to stay where it is */
  double         anchor_y;
  GdkFrameClock *clock; /* (owned) (nullable): while a change is laid out */
  gulong         layout_handler;
  guint          more_idle;
  guint          fill_tick; /* 0: all that is wanted is built */
};

G_DEFINE_FINAL_TYPE (TbTimeline, tb_timeline, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_SHEET,
  PROP_NEWEST_FIRST,
  PROP_KINDS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* clang-format off */
static const char *const kind_labels[TB_N_TIMELINE_KINDS] = {
  [TB_TIMELINE_ALL] = NC_("time line", "All"),
  [TB_TIMELINE_NOTES] = NC_("time line", "Notes"),
  [TB_TIMELINE_TIMES] = NC_("time line", "Times"),
  [TB_TIMELINE_CHARGES] = NC_("time line", "Charges"),
  [TB_TIMELINE_FILES] = NC_("time line", "Attachments"),
  [TB_TIMELINE_HISTORY] = NC_("time line", "History"),
};
/* clang-format on */

/* These two are there whatever they hold, and without a number. */
static gboolean
is_always_there (int kinds)
{
  return kinds == TB_TIMELINE_ALL || kinds == TB_TIMELINE_HISTORY;
}

static int
get_kinds (TbTimeline *self)
{
  int kinds = TB_TIMELINE_ALL;

  if (self->model != NULL)
    g_object_get (self->model, "kinds", &kinds, NULL);
  return kinds;
}

static gboolean
is_newest_first (TbTimeline *self)
{
  gboolean newest_first = FALSE;

  if (self->model != NULL)
    g_object_get (self->model, "newest-first", &newest_first, NULL);
  return newest_first;
}

/* ---- Chips and what stands around the list ---- */

static void
update_chips (TbTimeline *self)
{
  int chosen = get_kinds (self);
  int i;

  for (i = 0; i < TB_N_TIMELINE_KINDS; i++)
    {
      const char      *word = g_dpgettext2 (NULL, "time line", kind_labels[i]);
      guint            count = is_always_there (i) ? 0 : tb_timeline_model_count (self->model, i);
      g_autofree char *number = count > 0 ? tb_text_number (count) : NULL;
      g_autofree char *label = number != NULL ? g_strdup_printf ("%s %s", word, number) : g_strdup (word);

      gtk_button_set_label (GTK_BUTTON (self->kind_chips[i]), label);
      gtk_widget_set_visible (GTK_WIDGET (self->kind_chips[i]),
                              is_always_there (i) || count > 0 || i == chosen);
    }
}

static gboolean
is_paused (TbTimeline *self,
           TbRole      role)
{
  TbEngagement             *engagement = tb_ticket_sheet_get_engagement (self->sheet, role);
  const TbEngagementRecord *record = NULL;

  if (engagement != NULL)
    record = tb_object_get_record (TB_OBJECT (engagement));
  return record != NULL && record->pause != 0;
}

static void
update_older (TbTimeline *self)
{
  guint            n_hidden = tb_timeline_model_get_n_hidden (self->model);
  gboolean         newest_first = is_newest_first (self);
  g_autofree char *number = tb_text_number (n_hidden);
  g_autofree char *label = NULL;

  /* Translators: %s is how many older entries there are. */
  label = g_strdup_printf (_ ("Show Older (%s)"), number);
  gtk_button_set_label (GTK_BUTTON (self->older_above), label);
  gtk_button_set_label (GTK_BUTTON (self->older_below), label);
  gtk_widget_set_visible (self->older_above, n_hidden > 0 && !newest_first);
  gtk_widget_set_visible (self->older_below, n_hidden > 0 && newest_first);
}

static void
update_around (TbTimeline *self)
{
  gboolean is_loading = FALSE;

  if (self->model == NULL)
    return;
  if (self->sheet != NULL)
    g_object_get (self->sheet, "is-loading", &is_loading, NULL);
  update_chips (self);
  update_older (self);
  gtk_widget_set_visible (self->empty, self->sheet != NULL && !is_loading &&
                                         g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0);
  gtk_widget_set_visible (self->pause, self->sheet != NULL && (is_paused (self, TB_ROLE_LEAD) ||
                                                               is_paused (self, TB_ROLE_SERVICE)));
}

static void
on_chip_toggled_cb (TbTimeline      *self,
                    GtkToggleButton *chip)
{
  int i;

  if (!gtk_toggle_button_get_active (chip))
    return;
  for (i = 0; i < TB_N_TIMELINE_KINDS; i++)
    if (self->kind_chips[i] == chip)
      g_object_set (self, "kinds", i, NULL);
}

static void
add_chips (TbTimeline *self)
{
  int i;

  for (i = 0; i < TB_N_TIMELINE_KINDS; i++)
    {
      GtkWidget *chip = gtk_toggle_button_new ();

      self->kind_chips[i] = GTK_TOGGLE_BUTTON (chip);
      gtk_widget_add_css_class (chip, "filter-chip");
      if (i > 0)
        gtk_toggle_button_set_group (self->kind_chips[i], self->kind_chips[0]);
      tb_wrap_box_append (self->chips, chip);
    }
  gtk_toggle_button_set_active (self->kind_chips[0], TRUE);
  for (i = 0; i < TB_N_TIMELINE_KINDS; i++)
    g_signal_connect_swapped (self->kind_chips[i], "toggled", G_CALLBACK (on_chip_toggled_cb), self);
}

/* ---- Rows ---- */

static void
on_sheet_updated_cb (TbTimeline *self)
{
  update_around (self);
  tb_timeline_rows_refresh (self->rows);
}

static void
on_row_activated_cb (TbTimeline    *self,
                     GtkListBoxRow *row)
{
  if (TB_IS_ITEM_ROW (row))
    tb_item_row_activate (TB_ITEM_ROW (row));
}

/* ---- Filling ---- */

/* Whether the rows end above what is soon in view. */
static gboolean
ends_nearby (TbTimeline *self)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  double     end;

  return scrolled == NULL ||
         !gtk_widget_translate_coordinates (GTK_WIDGET (self), scrolled, 0,
                                            gtk_widget_get_height (GTK_WIDGET (self)), NULL, &end) ||
         end < gtk_widget_get_height (scrolled) + NEAR_END;
}

static gboolean
on_fill_tick_cb (GtkWidget     *widget,
                 GdkFrameClock *clock,
                 gpointer       user_data)
{
  TbTimeline *self = TB_TIMELINE (widget);

  tb_timeline_model_set_slice (self->model, ends_nearby (self) ? SLICE : SLICE_AFAR);
  tb_timeline_model_fill (self->model);
  tb_timeline_model_set_slice (self->model, SLICE);
  if (tb_timeline_model_is_filling (self->model))
    return G_SOURCE_CONTINUE;
  self->fill_tick = 0;
  return G_SOURCE_REMOVE;
}

/* ---- Place and focus ---- */

static void
forget_anchor (TbTimeline *self)
{
  g_clear_weak_pointer (&self->anchor);
  if (self->clock != NULL)
    g_clear_signal_handler (&self->layout_handler, self->clock);
  g_clear_object (&self->clock);
}

/* The change is laid out and not yet painted: what was in view goes back to its place. */
static void
on_laid_out_cb (TbTimeline *self)
{
  double y;

  if (self->anchor != NULL && self->scroll != NULL &&
      gtk_widget_translate_coordinates (self->anchor, GTK_WIDGET (self), 0, 0, NULL, &y))
    {
      double moved = y - self->anchor_y;

      if (moved != 0)
        gtk_adjustment_set_value (self->scroll, gtk_adjustment_get_value (self->scroll) + moved);
    }
  forget_anchor (self);
}

/* @always: also if the beginning of the list is in view, where a new line may push the others down */
static void
keep_place (TbTimeline *self,
            gboolean    always)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *row;
  double     y;
  guint      i;

  if (self->scroll == NULL || scrolled == NULL || self->clock != NULL)
    return;
  for (i = 0; (row = tb_timeline_rows_get (self->rows, i)) != NULL; i++)
    {
      if (!gtk_widget_translate_coordinates (row, scrolled, 0, 0, NULL, &y))
        return;
      if (y >= 0 && !always && i == 0)
        return;
      if (y + gtk_widget_get_height (row) > 0)
        break;
    }
  if (row == NULL)
    return;
  g_set_weak_pointer (&self->anchor, row);
  gtk_widget_translate_coordinates (row, GTK_WIDGET (self), 0, 0, NULL, &self->anchor_y);
  self->clock = g_object_ref (gtk_widget_get_frame_clock (GTK_WIDGET (self)));
  self->layout_handler = g_signal_connect_object (self->clock, "layout", G_CALLBACK (on_laid_out_cb), self,
                                                  G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static gboolean
is_between (int   index,
            guint position,
            guint n)
{
  return index >= 0 && (guint)index >= position && (guint)index < position + n;
}

/* Whoever had the focus on a row whose line is gone finds it on the one that took its place. */
static void
on_lines_changed_cb (TbTimeline *self,
                     guint       position,
                     guint       removed,
                     guint       added)
{
  guint n_lines = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  int   index = tb_timeline_rows_find (self->rows, gtk_widget_get_focus_child (GTK_WIDGET (self->list)));
  int   kept;

  keep_place (self, FALSE);
  kept = tb_timeline_rows_find (self->rows, self->anchor);
  tb_timeline_rows_change (self->rows, self->desk, self->sheet, G_LIST_MODEL (self->model), position, removed,
                           added);
  if (is_between (kept, position, removed))
    forget_anchor (self);
  if (is_between (index, position, removed) && n_lines > 0)
    gtk_widget_grab_focus (tb_timeline_rows_get (self->rows, MIN (position, n_lines - 1)));
  if (self->fill_tick == 0 && tb_timeline_model_is_filling (self->model))
    self->fill_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_fill_tick_cb, NULL, NULL);
}

/* ---- Older lines ---- */

static gboolean
on_near_end_idle_cb (gpointer user_data)
{
  TbTimeline *self = user_data;

  self->more_idle = 0;
  tb_timeline_model_show_more (self->model);
  return G_SOURCE_REMOVE;
}

static void
on_scrolled_cb (TbTimeline *self)
{
  if (self->more_idle == 0 && self->fill_tick == 0 && is_newest_first (self) &&
      tb_timeline_model_get_n_hidden (self->model) > 0 && ends_nearby (self))
    self->more_idle = g_idle_add (on_near_end_idle_cb, self);
}

static void
show_older_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  TbTimeline *self = TB_TIMELINE (widget);

  keep_place (self, TRUE);
  tb_timeline_model_show_more (self->model);
}

static void
let_go_of_scroll (TbTimeline *self)
{
  forget_anchor (self);
  g_clear_handle_id (&self->more_idle, g_source_remove);
  if (self->scroll != NULL)
    g_signal_handlers_disconnect_by_func (self->scroll, on_scrolled_cb, self);
  g_clear_object (&self->scroll);
}

static void
tb_timeline_map (GtkWidget *widget)
{
  TbTimeline *self = TB_TIMELINE (widget);
  GtkWidget  *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  GTK_WIDGET_CLASS (tb_timeline_parent_class)->map (widget);
  let_go_of_scroll (self);
  if (scrolled == NULL)
    return;
  self->scroll = g_object_ref (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)));
  g_signal_connect_object (self->scroll, "value-changed", G_CALLBACK (on_scrolled_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
tb_timeline_unmap (GtkWidget *widget)
{
  let_go_of_scroll (TB_TIMELINE (widget));
  GTK_WIDGET_CLASS (tb_timeline_parent_class)->unmap (widget);
}

/* ---- Properties ---- */

/* Rows need both. */
static void
update_model (TbTimeline *self)
{
  g_object_set (self->model, "sheet", self->desk != NULL ? self->sheet : NULL, NULL);
  update_around (self);
}

static void
set_sheet (TbTimeline    *self,
           TbTicketSheet *sheet)
{
  g_object_set (self, "kinds", TB_TIMELINE_ALL, NULL);
  g_set_object (&self->sheet, sheet);
  g_signal_group_set_target (self->sheet_signals, sheet);
  update_model (self);
}

static void
set_kinds (TbTimeline *self,
           int         kinds)
{
  g_object_set (self->model, "kinds", kinds, NULL);
  gtk_toggle_button_set_active (self->kind_chips[kinds], TRUE);
  update_around (self);
}

static void
tb_timeline_dispose (GObject *object)
{
  TbTimeline *self = TB_TIMELINE (object);

  let_go_of_scroll (self);
  if (self->sheet_signals != NULL)
    g_signal_group_set_target (self->sheet_signals, NULL);
  g_clear_object (&self->sheet_signals);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_clear_pointer (&self->rows, tb_timeline_rows_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_TIMELINE);
  g_clear_object (&self->desk);
  g_clear_object (&self->sheet);
  G_OBJECT_CLASS (tb_timeline_parent_class)->dispose (object);
}

static void
tb_timeline_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TbTimeline *self = TB_TIMELINE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_SHEET:
      g_value_set_object (value, self->sheet);
      break;
    case PROP_NEWEST_FIRST:
      g_value_set_boolean (value, is_newest_first (self));
      break;
    case PROP_KINDS:
      g_value_set_int (value, get_kinds (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_timeline_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  TbTimeline *self = TB_TIMELINE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      if (!g_set_object (&self->desk, g_value_get_object (value)))
        return;
      update_model (self);
      break;
    case PROP_SHEET:
      if (self->sheet == g_value_get_object (value))
        return;
      set_sheet (self, g_value_get_object (value));
      break;
    case PROP_NEWEST_FIRST:
      if (is_newest_first (self) == g_value_get_boolean (value))
        return;
      g_object_set (self->model, "newest-first", g_value_get_boolean (value), NULL);
      update_around (self);
      break;
    case PROP_KINDS:
      if (get_kinds (self) == g_value_get_int (value))
        return;
      set_kinds (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
tb_timeline_class_init (TbTimelineClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_timeline_dispose;
  object_class->get_property = tb_timeline_get_property;
  object_class->set_property = tb_timeline_set_property;
  widget_class->map = tb_timeline_map;
  widget_class->unmap = tb_timeline_unmap;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  properties[PROP_SHEET] = g_param_spec_object ("sheet", NULL, NULL, TB_TYPE_TICKET_SHEET, flags);
  properties[PROP_NEWEST_FIRST] = g_param_spec_boolean ("newest-first", NULL, NULL, FALSE, flags);
  properties[PROP_KINDS] = g_param_spec_int ("kinds", NULL, NULL, 0, TB_N_TIMELINE_KINDS - 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_property_action (widget_class, "timeline.newest-first", "newest-first");
  gtk_widget_class_install_action (widget_class, "timeline.show-older", NULL, show_older_action);

  g_type_ensure (TB_TYPE_DOWN_LAYOUT);
  g_type_ensure (TB_TYPE_ARRIVAL_LINE);
  g_type_ensure (TB_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, TbTimeline, chips);
  gtk_widget_class_bind_template_child (widget_class, TbTimeline, pause);
  gtk_widget_class_bind_template_child (widget_class, TbTimeline, older_above);
  gtk_widget_class_bind_template_child (widget_class, TbTimeline, list);
  gtk_widget_class_bind_template_child (widget_class, TbTimeline, older_below);
  gtk_widget_class_bind_template_child (widget_class, TbTimeline, empty);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
tb_timeline_init (TbTimeline *self)
{
  self->model = tb_timeline_model_new ();
  tb_timeline_model_set_slice (self->model, SLICE);
  self->sheet_signals = g_signal_group_new (TB_TYPE_TICKET_SHEET);
  g_signal_group_connect_swapped (self->sheet_signals, "updated", G_CALLBACK (on_sheet_updated_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_chips (self);
  self->rows = tb_timeline_rows_new (self->list);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (on_lines_changed_cb), self);
  g_signal_connect_swapped (self->model, "notify::n-hidden", G_CALLBACK (update_around), self);
  update_around (self);
}
