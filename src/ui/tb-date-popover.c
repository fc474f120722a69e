/* SPDX-License-Identifier: GPL-3.0-or-later
 * A calendar, with a time if wanted, for a form's field. */
#include "config.h"

#include "tb-date-popover.h"

#include "tb-time.h"

struct _TbDatePopover
{
  GtkPopover parent_instance;

  /* template */
  GtkCalendar   *calendar;
  GtkSpinButton *hour;
  GtkSpinButton *minute;

  gboolean has_time;
  gboolean is_setting; /* what changes now is not the person's choice */
};

G_DEFINE_FINAL_TYPE (TbDatePopover, tb_date_popover, GTK_TYPE_POPOVER)

enum
{
  PROP_0,
  PROP_HAS_TIME,
  N_PROPS,
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

static void
tell (TbDatePopover *self)
{
  if (!self->is_setting)
    g_signal_emit (self, signals[CHOSEN], 0);
}

static void
on_day_selected_cb (TbDatePopover *self)
{
  tell (self);
}

static void
on_time_changed_cb (TbDatePopover *self)
{
  tell (self);
}

/* 9:05, not 9:5. */
static gboolean
on_output_cb (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static void
tb_date_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TB_TYPE_DATE_POPOVER);
  G_OBJECT_CLASS (tb_date_popover_parent_class)->dispose (object);
}

static void
tb_date_popover_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  TbDatePopover *self = TB_DATE_POPOVER (object);

  switch (prop_id)
    {
    case PROP_HAS_TIME:
      g_value_set_boolean (value, self->has_time);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_date_popover_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  TbDatePopover *self = TB_DATE_POPOVER (object);

  switch (prop_id)
    {
    case PROP_HAS_TIME:
      if (self->has_time == g_value_get_boolean (value))
        return;
      self->has_time = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_date_popover_class_init (TbDatePopoverClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_date_popover_dispose;
  object_class->get_property = tb_date_popover_get_property;
  object_class->set_property = tb_date_popover_set_property;

  properties[PROP_HAS_TIME] =
    g_param_spec_boolean ("has-time", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-date-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, TbDatePopover, calendar);
  gtk_widget_class_bind_template_child (widget_class, TbDatePopover, hour);
  gtk_widget_class_bind_template_child (widget_class, TbDatePopover, minute);
  gtk_widget_class_bind_template_callback (widget_class, on_day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_time_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_output_cb);
}

static void
tb_date_popover_init (TbDatePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tb_date_popover_set (TbDatePopover *self,
                     gint64         instant,
                     const char    *zone)
{
  g_autoptr (GTimeZone) where = tb_time_zone (zone);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / TB_SECOND);
  g_autoptr (GDateTime) when = NULL;

  g_return_if_fail (TB_IS_DATE_POPOVER (self));

  if (utc == NULL)
    return;
  when = g_date_time_to_timezone (utc, where);
  self->is_setting = TRUE;
  gtk_calendar_select_day (self->calendar, when);
  gtk_spin_button_set_value (self->hour, g_date_time_get_hour (when));
  gtk_spin_button_set_value (self->minute, g_date_time_get_minute (when));
  self->is_setting = FALSE;
}

gint64
tb_date_popover_get (TbDatePopover *self,
                     const char    *zone)
{
  g_autoptr (GTimeZone) where = tb_time_zone (zone);
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) when = NULL;

  g_return_val_if_fail (TB_IS_DATE_POPOVER (self), 0);

  day = gtk_calendar_get_date (self->calendar);
  when = g_date_time_new (where, g_date_time_get_year (day), g_date_time_get_month (day),
                          g_date_time_get_day_of_month (day),
                          self->has_time ? gtk_spin_button_get_value_as_int (self->hour) : 12,
                          self->has_time ? gtk_spin_button_get_value_as_int (self->minute) : 0, 0);
  return when != NULL ? g_date_time_to_unix (when) * TB_SECOND : 0;
}
