/* SPDX-License-Identifier: GPL-3.0-or-later
 * The line on a ticket while a partner sends it a file that nothing names yet. */
#include "config.h"

#include "tb-arrival-line.h"

#include "tb-beside-layout.h"
#include "tb-tell.h"
#include "tb-words.h"

#include <glib/gi18n.h>

struct _TbArrivalLine
{
  AdwBin parent_instance;

  /* template */
  GtkLabel       *text;
  GtkWidget      *stop;
  GtkProgressBar *progress;

  TbDesk        *desk;          /* (owned) (nullable) */
  TbTicketSheet *sheet;         /* (owned) (nullable) */
  GSignalGroup  *sheet_signals; /* (owned) */
  char          *declined;      /* (owned) (nullable): the file that was declined here just now */
};

G_DEFINE_FINAL_TYPE (TbArrivalLine, tb_arrival_line, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_SHEET,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Returns: (nullable): of the ticket, if a file comes */
static const TbTicketDetailsExtra *
get_arriving (TbArrivalLine *self)
{
  const TbTicketDetailsExtra *extra;
  TbTicketDetails            *details;

  if (self->desk == NULL || self->sheet == NULL)
    return NULL;
  details = tb_ticket_sheet_get_details (self->sheet);
  extra = details != NULL ? tb_object_get_extra (TB_OBJECT (details)) : NULL;
  return extra != NULL && extra->arriving != NULL ? extra : NULL;
}

/* Whoever stood on the button goes on with what follows. */
static void
hide (TbArrivalLine *self)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == self->stop)
    gtk_widget_child_focus (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
refresh (TbArrivalLine *self)
{
  const TbTicketDetailsExtra *extra = get_arriving (self);
  g_autofree char            *come = NULL;
  g_autofree char            *size = NULL;
  g_autofree char            *start = NULL;
  g_autofree char            *text = NULL;

  if (extra == NULL)
    {
      hide (self);
      return;
    }
  come = g_format_size ((guint64)extra->come);
  size = g_format_size ((guint64)extra->come_size);
  /* Translators: two sizes: how much of a file has been received, and of how much. Its name is not known. */
  start = tb_word_fill_in (_ ("Receiving a file: %s of %s"), come);
  text = tb_word_fill_in (start, size);
  gtk_label_set_text (self->text, text);
  gtk_progress_bar_set_fraction (self->progress,
                                 extra->come_size > 0 ? (double)extra->come / (double)extra->come_size : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "arrival.stop",
                                 g_strcmp0 (extra->arriving, self->declined) != 0);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/* ---- Do not load ---- */

static void
on_declined_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (TbArrivalLine) self = data;
  g_autoptr (GError) error = NULL;

  if (tb_engine_do_finish (TB_ENGINE (source), result, NULL, &error) || self->desk == NULL)
    return;
  /* It came to its end, or was taken back, at that moment: what is shown then says so. */
  if (!g_error_matches (error, TB_PROBLEM, TB_PROBLEM_NOT_FOUND))
    tb_tell_error (GTK_WIDGET (self), error);
  g_clear_pointer (&self->declined, g_free);
  refresh (self);
}

static void
stop_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TbArrivalLine              *self = TB_ARRIVAL_LINE (widget);
  const TbTicketDetailsExtra *extra = get_arriving (self);
  TbCommand                   command = { .type = TB_COMMAND_CHOOSE_FILE, .is_active = FALSE };

  if (extra == NULL)
    return;
  g_free (self->declined);
  self->declined = g_strdup (extra->arriving);
  command.ticket = tb_ticket_sheet_get_ticket (self->sheet);
  command.name = self->declined;
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_declined_cb, g_object_ref (self));
  refresh (self);
}

/* ---- GObject ---- */

static void
set_sheet (TbArrivalLine *self,
           TbTicketSheet *sheet)
{
  if (!g_set_object (&self->sheet, sheet))
    return;
  g_clear_pointer (&self->declined, g_free);
  g_signal_group_set_target (self->sheet_signals, sheet);
  refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHEET]);
}

static void
set_desk (TbArrivalLine *self,
          TbDesk        *desk)
{
  if (!g_set_object (&self->desk, desk))
    return;
  refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK]);
}

static void
tb_arrival_line_dispose (GObject *object)
{
  TbArrivalLine *self = TB_ARRIVAL_LINE (object);

  g_clear_object (&self->sheet_signals);
  g_clear_object (&self->sheet);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_ARRIVAL_LINE);
  G_OBJECT_CLASS (tb_arrival_line_parent_class)->dispose (object);
}

static void
tb_arrival_line_finalize (GObject *object)
{
  g_free (TB_ARRIVAL_LINE (object)->declined);
  G_OBJECT_CLASS (tb_arrival_line_parent_class)->finalize (object);
}

static void
tb_arrival_line_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  TbArrivalLine *self = TB_ARRIVAL_LINE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_SHEET:
      g_value_set_object (value, self->sheet);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_arrival_line_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  TbArrivalLine *self = TB_ARRIVAL_LINE (object);

  switch (prop_id)
    {
    case PROP_DESK:
      set_desk (self, g_value_get_object (value));
      break;
    case PROP_SHEET:
      set_sheet (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_arrival_line_class_init (TbArrivalLineClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_arrival_line_dispose;
  object_class->finalize = tb_arrival_line_finalize;
  object_class->get_property = tb_arrival_line_get_property;
  object_class->set_property = tb_arrival_line_set_property;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  properties[PROP_SHEET] = g_param_spec_object ("sheet", NULL, NULL, TB_TYPE_TICKET_SHEET, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "arrival.stop", NULL, stop_action);

  g_type_ensure (TB_TYPE_BESIDE_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-arrival-line.ui");
  gtk_widget_class_bind_template_child (widget_class, TbArrivalLine, text);
  gtk_widget_class_bind_template_child (widget_class, TbArrivalLine, stop);
  gtk_widget_class_bind_template_child (widget_class, TbArrivalLine, progress);
}

static void
tb_arrival_line_init (TbArrivalLine *self)
{
  self->sheet_signals = g_signal_group_new (TB_TYPE_TICKET_SHEET);
  g_signal_group_connect_swapped (self->sheet_signals, "updated", G_CALLBACK (refresh), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
