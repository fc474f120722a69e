/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Insourcing-Information“: what the lead partner has told about a ticket. */
#include "config.h"

#include "tb-insourcing-info.h"

#include "tb-columns-layout.h"
#include "tb-text.h"
#include "tb-workflow.h"

#include <glib/gi18n.h>

#define N_ROWS 14

struct _TbInsourcingInfo
{
  AdwBin parent_instance;

  GtkBox        *rows;           /* template */
  GtkLabel      *values[N_ROWS]; /* (borrowed): in the rows, as the table below has them */
  TbDesk        *desk;           /* (owned) (nullable) */
  TbTicketSheet *sheet;          /* (owned) (nullable) */
  GSignalGroup  *sheet_signals;  /* (owned) */
};

G_DEFINE_FINAL_TYPE (TbInsourcingInfo, tb_insourcing_info, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_SHEET,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* ---- What a row says: (transfer full) (nullable) ---- */

static char *
say_instant (TbInsourcingInfo *self,
             gint64            instant)
{
  return tb_text_instant (instant, tb_desk_get_zone (self->desk), tb_desk_get_now (self->desk));
}

static char *
say_complete_by (TbInsourcingInfo         *self,
                 const TbEngagementRecord *record)
{
  return say_instant (self, record->complete_by);
}

static char *
say_accepted_at (TbInsourcingInfo         *self,
                 const TbEngagementRecord *record)
{
  return say_instant (self, record->accepted_at);
}

static char *
say_instructions (TbInsourcingInfo         *self,
                  const TbEngagementRecord *record)
{
  return g_strdup (record->instructions);
}

static char *
say_company (TbInsourcingInfo         *self,
             const TbEngagementRecord *record)
{
  return g_strdup (record->customer_company);
}

static char *
say_contact (TbInsourcingInfo         *self,
             const TbEngagementRecord *record)
{
  return g_strdup (record->customer_contact);
}

static char *
say_address (TbInsourcingInfo         *self,
             const TbEngagementRecord *record)
{
  return g_strdup (record->customer_address);
}

/* All that is told before the acceptance. */
static char *
say_town (TbInsourcingInfo         *self,
          const TbEngagementRecord *record)
{
  gboolean is_in_address = record->customer_address != NULL && *record->customer_address != '\0';

  return is_in_address ? NULL : g_strdup (record->customer_town);
}

static char *
say_phone (TbInsourcingInfo         *self,
           const TbEngagementRecord *record)
{
  return g_strdup (record->customer_phone);
}

static char *
say_status (TbInsourcingInfo         *self,
            const TbEngagementRecord *record)
{
  return g_strdup (tb_text_word (TB_TYPE_STATUS, record->status));
}

static char *
say_accepted_by (TbInsourcingInfo         *self,
                 const TbEngagementRecord *record)
{
  return g_strdup (record->accepted_by);
}

static char *
say_remote_number (TbInsourcingInfo         *self,
                   const TbEngagementRecord *record)
{
  return g_strdup (record->remote_number);
}

static char *
say_hours (TbInsourcingInfo         *self,
           const TbEngagementRecord *record)
{
  return record->authorized_minutes != TB_AMOUNT_NONE ? tb_text_minutes (record->authorized_minutes) : NULL;
}

static char *
say_charges (TbInsourcingInfo         *self,
             const TbEngagementRecord *record)
{
  return record->authorized_charges > 0 ? tb_text_money (record->authorized_charges, record->currency) : NULL;
}

static char *
say_total (TbInsourcingInfo         *self,
           const TbEngagementRecord *record)
{
  return tb_text_money (tb_engagement_total (record), record->currency);
}

typedef struct
{
  const char *caption; /* msgid */
  char *(*say) (TbInsourcingInfo         *self,
                const TbEngagementRecord *record);
  gboolean is_wide; /* has a line for itself */
} Row;

/* clang-format off */
static const Row rows[N_ROWS] = {
  { N_("Complete by"), say_complete_by, FALSE },
  { N_("Instructions"), say_instructions, TRUE },
  /* Translators: of the end customer. */
  { N_("Company"), say_company, FALSE },
  { N_("Contact"), say_contact, FALSE },
  { N_("Address"), say_address, FALSE },
  { N_("Town"), say_town, FALSE },
  { N_("Phone"), say_phone, FALSE },
  { N_("Insourcing status"), say_status, FALSE },
  { N_("Accepted by"), say_accepted_by, FALSE },
  { N_("Date of acceptance"), say_accepted_at, FALSE },
  { N_("Original ticket number"), say_remote_number, FALSE },
  { N_("Authorized hours"), say_hours, FALSE },
  { N_("Authorized charges"), say_charges, FALSE },
  { N_("Authorized total"), say_total, FALSE },
};
/* clang-format on */

static void
refresh (TbInsourcingInfo *self)
{
  TbEngagement *engagement =
    self->sheet != NULL ? tb_ticket_sheet_get_engagement (self->sheet, TB_ROLE_SERVICE) : NULL;
  guint i;

  gtk_widget_set_visible (GTK_WIDGET (self), engagement != NULL && self->desk != NULL);
  if (engagement == NULL || self->desk == NULL)
    return;
  for (i = 0; i < N_ROWS; i++)
    {
      g_autofree char *text = rows[i].say (self, tb_object_get_record (TB_OBJECT (engagement)));
      gboolean         is_empty = text == NULL || *text == '\0';

      /* A selection in a text that stays survives. */
      if (!is_empty && g_strcmp0 (gtk_label_get_label (self->values[i]), text) != 0)
        gtk_label_set_label (self->values[i], text);
      gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->values[i])), !is_empty);
    }
}

static GtkWidget *
create_row (TbInsourcingInfo *self,
            guint             index)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *caption = gtk_label_new (_ (rows[index].caption));
  GtkWidget *value = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, caption, NULL,
                                  -1);
  gtk_widget_set_visible (row, FALSE);
  gtk_widget_set_hexpand (row, rows[index].is_wide);
  gtk_box_append (GTK_BOX (row), caption);
  gtk_box_append (GTK_BOX (row), value);
  self->values[index] = GTK_LABEL (value);
  return row;
}

static void
tb_insourcing_info_dispose (GObject *object)
{
  TbInsourcingInfo *self = TB_INSOURCING_INFO (object);

  g_signal_group_set_target (self->sheet_signals, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_INSOURCING_INFO);
  g_clear_object (&self->sheet);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_insourcing_info_parent_class)->dispose (object);
}

static void
tb_insourcing_info_finalize (GObject *object)
{
  g_object_unref (TB_INSOURCING_INFO (object)->sheet_signals);
  G_OBJECT_CLASS (tb_insourcing_info_parent_class)->finalize (object);
}

static void
tb_insourcing_info_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  TbInsourcingInfo *self = TB_INSOURCING_INFO (object);

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
tb_insourcing_info_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  TbInsourcingInfo *self = TB_INSOURCING_INFO (object);

  switch (prop_id)
    {
    case PROP_DESK:
      if (!g_set_object (&self->desk, g_value_get_object (value)))
        return;
      break;
    case PROP_SHEET:
      if (!g_set_object (&self->sheet, g_value_get_object (value)))
        return;
      g_signal_group_set_target (self->sheet_signals, self->sheet);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  refresh (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
tb_insourcing_info_class_init (TbInsourcingInfoClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_insourcing_info_dispose;
  object_class->finalize = tb_insourcing_info_finalize;
  object_class->get_property = tb_insourcing_info_get_property;
  object_class->set_property = tb_insourcing_info_set_property;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  properties[PROP_SHEET] = g_param_spec_object ("sheet", NULL, NULL, TB_TYPE_TICKET_SHEET, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (TB_TYPE_COLUMNS_LAYOUT);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/ticketbruecke/Ticketbruecke/tb-insourcing-info.ui");
  gtk_widget_class_bind_template_child (widget_class, TbInsourcingInfo, rows);
}

static void
tb_insourcing_info_init (TbInsourcingInfo *self)
{
  guint i;

  self->sheet_signals = g_signal_group_new (TB_TYPE_TICKET_SHEET);
  g_signal_group_connect_swapped (self->sheet_signals, "updated", G_CALLBACK (refresh), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (i = 0; i < N_ROWS; i++)
    gtk_box_append (self->rows, create_row (self, i));
}
