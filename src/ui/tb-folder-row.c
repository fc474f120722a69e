/* SPDX-License-Identifier: GPL-3.0-or-later
 * A folder in the side bar: its name and how many tickets are in it. */
#include "config.h"

#include "tb-folder-row.h"

#include "tb-text.h"

#include <glib/gi18n.h>

struct _TbFolderRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *name_label;
  GtkLabel *count_label;

  const TbFolder *folder; /* (borrowed): of the table */
  gint64          count;
};

G_DEFINE_FINAL_TYPE (TbFolderRow, tb_folder_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_0,
  PROP_COUNT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
set_css_class (gpointer    widget,
               const char *css_class,
               gboolean    is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
update (TbFolderRow *self)
{
  g_autofree char *number = tb_text_number (self->count);
  g_autofree char *tickets = NULL;
  g_autofree char *name = NULL;

  /* Translators: %s is a number of tickets, which the plural follows. */
  tickets = g_strdup_printf (ngettext ("%s ticket", "%s tickets", self->count), number);
  /* Translators: a folder for the screen reader: its name, how many tickets are in it. */
  name = g_strdup_printf (_ ("%s, %s"), _ (self->folder->label), tickets);

  gtk_label_set_text (self->name_label, _ (self->folder->label));
  gtk_label_set_text (self->count_label, self->count > 0 ? number : "");
  set_css_class (self->count_label, "badge", self->folder->stands_out && self->count > 0);
  set_css_class (self, "empty", self->count == 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ (tb_folder_group_label (self->folder->group)),
                                  -1);
}

static void
tb_folder_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TB_TYPE_FOLDER_ROW);
  G_OBJECT_CLASS (tb_folder_row_parent_class)->dispose (object);
}

static void
tb_folder_row_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TbFolderRow *self = TB_FOLDER_ROW (object);

  switch (prop_id)
    {
    case PROP_COUNT:
      g_value_set_int64 (value, self->count);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_folder_row_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  TbFolderRow *self = TB_FOLDER_ROW (object);

  switch (prop_id)
    {
    case PROP_COUNT:
      tb_folder_row_set_count (self, g_value_get_int64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_folder_row_class_init (TbFolderRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_folder_row_dispose;
  object_class->get_property = tb_folder_row_get_property;
  object_class->set_property = tb_folder_row_set_property;

  /**
   * TbFolderRow:count: how many tickets are in the folder.
   */
  properties[PROP_COUNT] =
    g_param_spec_int64 ("count", NULL, NULL, 0, G_MAXINT64, 0,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-folder-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TbFolderRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, TbFolderRow, count_label);
}

static void
tb_folder_row_init (TbFolderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tb_folder_row_new (TbFolderId folder)
{
  TbFolderRow *self;

  g_return_val_if_fail (folder < TB_N_FOLDERS, NULL);

  self = g_object_new (TB_TYPE_FOLDER_ROW, NULL);
  self->folder = tb_folder (folder);
  update (self);
  return GTK_WIDGET (self);
}

const TbFolder *
tb_folder_row_get_folder (TbFolderRow *self)
{
  g_return_val_if_fail (TB_IS_FOLDER_ROW (self), NULL);

  return self->folder;
}

void
tb_folder_row_set_count (TbFolderRow *self,
                         gint64       count)
{
  g_return_if_fail (TB_IS_FOLDER_ROW (self));

  if (self->count == count)
    return;
  self->count = count;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}
