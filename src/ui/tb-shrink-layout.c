/* SPDX-License-Identifier: GPL-3.0-or-later
 * A scrolled window that is as high as what it holds, as long as there is room. */
#include "config.h"

#include "tb-shrink-layout.h"

/* What is higher can be scrolled down to this. */
#define LEAST_HEIGHT 96

struct _TbShrinkLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (TbShrinkLayout, tb_shrink_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkWidget *
find_content (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_first_child (widget);
  GtkWidget *viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled));

  return gtk_viewport_get_child (GTK_VIEWPORT (viewport));
}

static GtkSizeRequestMode
tb_shrink_layout_get_request_mode (GtkLayoutManager *layout,
                                   GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tb_shrink_layout_measure (GtkLayoutManager *layout,
                          GtkWidget        *widget,
                          GtkOrientation    orientation,
                          int               for_size,
                          int              *minimum,
                          int              *natural,
                          int              *minimum_baseline,
                          int              *natural_baseline)
{
  int least, wanted;

  /* The content may be higher than this is: its width is asked for without. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for_size = -1;
  gtk_widget_measure (find_content (widget), orientation, for_size, &least, &wanted, NULL, NULL);
  *natural = wanted;
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? MIN (least, LEAST_HEIGHT) : least;
}

static void
tb_shrink_layout_allocate (GtkLayoutManager *layout,
                           GtkWidget        *widget,
                           int               width,
                           int               height,
                           int               baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget), &(GtkAllocation){ 0, 0, width, height },
                            baseline);
}

static void
tb_shrink_layout_class_init (TbShrinkLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = tb_shrink_layout_get_request_mode;
  layout_class->measure = tb_shrink_layout_measure;
  layout_class->allocate = tb_shrink_layout_allocate;
}

static void
tb_shrink_layout_init (TbShrinkLayout *self)
{
}
