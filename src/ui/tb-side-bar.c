/* SPDX-License-Identifier: GPL-3.0-or-later
 * The folders with their counts, and what is on its way to partners. */
#include "config.h"

#include "tb-side-bar.h"

#include "tb-delivery-line.h"
#include "tb-folder-row.h"
#include "tb-lazy-menu.h"
#include "tb-down-layout.h"

#include <glib/gi18n.h>

struct _TbSideBar
{
  AdwBin parent_instance;

  AdwWindowTitle *title;
  GtkMenuButton  *menu_button;
  GMenuModel     *main_menu;
  GtkListBox     *folders;
  TbDeliveryLine *delivery;

  TbDesk        *desk;               /* (owned) (nullable) */
  GBindingGroup *bindings;           /* (owned): of the desk */
  GSignalGroup  *signals;            /* (owned): of the desk */
  GtkWidget     *rows[TB_N_FOLDERS]; /* (borrowed): of the list; NULL for a folder that is not shown */
  guint          folder;
  gboolean       shows_start_buttons;
  gboolean       shows_end_buttons;
};

G_DEFINE_FINAL_TYPE (TbSideBar, tb_side_bar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_FOLDER,
  PROP_SHOWS_START_BUTTONS,
  PROP_SHOWS_END_BUTTONS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ---- Folders ---- */

static void
add_folders (TbSideBar *self)
{
  guint i;

  for (i = 0; i < TB_N_FOLDERS; i++)
    {
      if (!tb_folder (i)->is_dashboard)
        continue;
      self->rows[i] = tb_folder_row_new (i);
      gtk_list_box_append (self->folders, self->rows[i]);
    }
}

static void
update_counts (TbSideBar *self)
{
  guint i;

  if (self->desk == NULL || self->folders == NULL)
    return;
  for (i = 0; i < TB_N_FOLDERS; i++)
    if (self->rows[i] != NULL)
      tb_folder_row_set_count (TB_FOLDER_ROW (self->rows[i]), tb_desk_get_count (self->desk, i));
}

static void
select_folder (TbSideBar *self)
{
  if (self->rows[self->folder] != NULL)
    gtk_list_box_select_row (self->folders, GTK_LIST_BOX_ROW (self->rows[self->folder]));
  else
    gtk_list_box_unselect_all (self->folders);
}

static void
set_folder (TbSideBar *self,
            guint      folder)
{
  if (self->folder == folder)
    return;
  self->folder = folder;
  select_folder (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDER]);
}

static void
set_header (GtkListBoxRow *row,
            GtkListBoxRow *before,
            gpointer       data)
{
  const TbFolder *folder = tb_folder_row_get_folder (TB_FOLDER_ROW (row));
  GtkWidget      *label;

  if (before != NULL && tb_folder_row_get_folder (TB_FOLDER_ROW (before))->group == folder->group)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = g_object_new (GTK_TYPE_LABEL, "label", _ (tb_folder_group_label (folder->group)), "xalign", 0.0,
                        "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (label, "folder-group");
  gtk_list_box_row_set_header (row, label);
}

static void
on_row_selected_cb (TbSideBar     *self,
                    GtkListBoxRow *row)
{
  if (row != NULL)
    set_folder (self, tb_folder_row_get_folder (TB_FOLDER_ROW (row))->id);
}

static void
on_row_activated_cb (TbSideBar *self)
{
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

/* ---- GtkWidget, GObject ---- */

static void
set_desk (TbSideBar *self,
          TbDesk    *desk)
{
  if (!g_set_object (&self->desk, desk))
    return;
  g_binding_group_set_source (self->bindings, desk);
  g_signal_group_set_target (self->signals, desk);
  update_counts (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK]);
}

static void
set_boolean (TbSideBar    *self,
             gboolean     *member,
             const GValue *value,
             GParamSpec   *pspec)
{
  if (*member == g_value_get_boolean (value))
    return;
  *member = g_value_get_boolean (value);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

/* The focus goes to the selected folder. */
static gboolean
tb_side_bar_grab_focus (GtkWidget *widget)
{
  TbSideBar *self = TB_SIDE_BAR (widget);
  GtkWidget *row = self->rows[self->folder];

  return gtk_widget_grab_focus (row != NULL ? row : GTK_WIDGET (self->folders));
}

static void
tb_side_bar_dispose (GObject *object)
{
  TbSideBar *self = TB_SIDE_BAR (object);

  g_clear_object (&self->bindings);
  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_SIDE_BAR);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_side_bar_parent_class)->dispose (object);
}

static void
tb_side_bar_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TbSideBar *self = TB_SIDE_BAR (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_FOLDER:
      g_value_set_uint (value, self->folder);
      break;
    case PROP_SHOWS_START_BUTTONS:
      g_value_set_boolean (value, self->shows_start_buttons);
      break;
    case PROP_SHOWS_END_BUTTONS:
      g_value_set_boolean (value, self->shows_end_buttons);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_side_bar_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  TbSideBar *self = TB_SIDE_BAR (object);

  switch (prop_id)
    {
    case PROP_DESK:
      set_desk (self, g_value_get_object (value));
      break;
    case PROP_FOLDER:
      set_folder (self, g_value_get_uint (value));
      break;
    case PROP_SHOWS_START_BUTTONS:
      set_boolean (self, &self->shows_start_buttons, value, pspec);
      break;
    case PROP_SHOWS_END_BUTTONS:
      set_boolean (self, &self->shows_end_buttons, value, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_side_bar_class_init (TbSideBarClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_side_bar_dispose;
  object_class->get_property = tb_side_bar_get_property;
  object_class->set_property = tb_side_bar_set_property;
  widget_class->grab_focus = tb_side_bar_grab_focus;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  /**
   * TbSideBar:folder: the selected TbFolderId.
   */
  properties[PROP_FOLDER] =
    g_param_spec_uint ("folder", NULL, NULL, 0, TB_N_FOLDERS - 1, TB_FOLDER_LEAD_OPEN, flags);
  properties[PROP_SHOWS_START_BUTTONS] =
    g_param_spec_boolean ("shows-start-buttons", NULL, NULL, FALSE, flags);
  properties[PROP_SHOWS_END_BUTTONS] = g_param_spec_boolean ("shows-end-buttons", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * TbSideBar::opened: the user wants to see the folder's tickets.
   */
  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", TB_TYPE_SIDE_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (TB_TYPE_DELIVERY_LINE);
  gtk_widget_class_set_layout_manager_type (widget_class, TB_TYPE_DOWN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-side-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TbSideBar, title);
  gtk_widget_class_bind_template_child (widget_class, TbSideBar, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TbSideBar, main_menu);
  gtk_widget_class_bind_template_child (widget_class, TbSideBar, folders);
  gtk_widget_class_bind_template_child (widget_class, TbSideBar, delivery);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
tb_side_bar_init (TbSideBar *self)
{
  self->folder = TB_FOLDER_LEAD_OPEN;
  gtk_widget_init_template (GTK_WIDGET (self));
  tb_lazy_menu_set (self->menu_button, self->main_menu);
  gtk_list_box_set_header_func (self->folders, set_header, NULL, NULL);
  add_folders (self);
  select_folder (self);

  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "company", self->title, "title", G_BINDING_SYNC_CREATE);
  self->signals = g_signal_group_new (TB_TYPE_DESK);
  g_signal_group_connect_swapped (self->signals, "counts-changed", G_CALLBACK (update_counts), self);
}

GMenuModel *
tb_side_bar_get_menu (TbSideBar *self)
{
  g_return_val_if_fail (TB_IS_SIDE_BAR (self), NULL);

  return self->main_menu;
}

void
tb_side_bar_set_transport (TbSideBar         *self,
                           const TbTransport *transport)
{
  g_return_if_fail (TB_IS_SIDE_BAR (self));

  tb_delivery_line_set_transport (self->delivery, transport);
}
