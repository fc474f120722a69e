/* SPDX-License-Identifier: GPL-3.0-or-later
 * A pane of a leaflet, which says how wide it wants to be whatever its height. */
#include "config.h"

#include "tb-pane-layout.h"

struct _TbPaneLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (TbPaneLayout, tb_pane_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
tb_pane_layout_get_request_mode (GtkLayoutManager *layout,
                                 GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tb_pane_layout_measure (GtkLayoutManager *layout,
                        GtkWidget        *widget,
                        GtkOrientation    orientation,
                        int               for_size,
                        int              *minimum,
                        int              *natural,
                        int              *minimum_baseline,
                        int              *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation,
                      orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size, minimum, natural, NULL,
                      NULL);
}

static void
tb_pane_layout_allocate (GtkLayoutManager *layout,
                         GtkWidget        *widget,
                         int               width,
                         int               height,
                         int               baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget), &(GtkAllocation){ 0, 0, width, height },
                            baseline);
}

static void
tb_pane_layout_class_init (TbPaneLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = tb_pane_layout_get_request_mode;
  layout_class->measure = tb_pane_layout_measure;
  layout_class->allocate = tb_pane_layout_allocate;
}

static void
tb_pane_layout_init (TbPaneLayout *self)
{
}
