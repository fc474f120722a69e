/* SPDX-License-Identifier: GPL-3.0-or-later
 * A line of the history in the time line: who, what, when. */
#include "config.h"

#include "tb-event-row.h"

#include "tb-down-layout.h"
#include "tb-entry-text.h"
#include "tb-text-layout.h"
#include "tb-text.h"

struct _TbEventRow
{
  GtkListBoxRow parent_instance;

  /* template */
  GtkImage *icon;
  GtkLabel *text;
  GtkLabel *when;

  TbDesk         *desk;  /* (owned) (nullable): NULL after dispose */
  TbTicketSheet  *sheet; /* (owned) (nullable) */
  TbHistoryEntry *entry; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TbEventRow, tb_event_row, GTK_TYPE_LIST_BOX_ROW)

static void
tb_event_row_dispose (GObject *object)
{
  TbEventRow *self = TB_EVENT_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_EVENT_ROW);
  g_clear_object (&self->entry);
  g_clear_object (&self->sheet);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_event_row_parent_class)->dispose (object);
}

static void
tb_event_row_class_init (TbEventRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tb_event_row_dispose;
  g_type_ensure (TB_TYPE_DOWN_LAYOUT);
  g_type_ensure (TB_TYPE_TEXT_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-event-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TbEventRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TbEventRow, text);
  gtk_widget_class_bind_template_child (widget_class, TbEventRow, when);
}

static void
tb_event_row_init (TbEventRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tb_event_row_set_entry (TbEventRow     *self,
                        TbDesk         *desk,
                        TbTicketSheet  *sheet,
                        TbHistoryEntry *entry)
{
  g_return_if_fail (TB_IS_EVENT_ROW (self));

  g_set_object (&self->desk, desk);
  g_set_object (&self->sheet, sheet);
  g_set_object (&self->entry, entry);
  tb_event_row_refresh (self);
}

void
tb_event_row_refresh (TbEventRow *self)
{
  const TbHistoryRecord *record;
  g_autofree char       *what = NULL;
  g_autofree char       *line = NULL;
  g_autofree char       *when = NULL;
  g_autofree char       *exactly = NULL;
  g_autofree char       *name = NULL;

  g_return_if_fail (TB_IS_EVENT_ROW (self));

  if (self->entry == NULL)
    return;
  record = tb_object_get_record (TB_OBJECT (self->entry));
  what = tb_history_text (record, self->desk, self->sheet);
  line = tb_text_join (record->actor, what, TB_TEXT_END);
  when = tb_entry_when (record->at, self->desk);
  exactly = tb_text_instant_long (record->at, tb_desk_get_zone (self->desk));
  name = tb_text_join (line, when, TB_TEXT_END);
  gtk_image_set_from_icon_name (self->icon, tb_history_icon (record));
  gtk_label_set_text (self->text, line);
  gtk_label_set_text (self->when, when);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->when), exactly);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
