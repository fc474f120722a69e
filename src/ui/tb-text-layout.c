/* SPDX-License-Identifier: GPL-3.0-or-later
 * A long text that asks for no width. */
#include "config.h"

#include "tb-text-layout.h"

/* What it would like to have, in letters: as the page of a ticket is wide. */
#define NATURAL_CHARS 100

struct _TbTextLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (TbTextLayout, tb_text_layout, GTK_TYPE_LAYOUT_MANAGER)

/* As GTK says it. */
static int
get_char_width (GtkWidget *label)
{
  PangoContext     *context = gtk_widget_get_pango_context (label);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int               width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                                 pango_font_metrics_get_approximate_digit_width (metrics));

  pango_font_metrics_unref (metrics);
  return width;
}

static GtkSizeRequestMode
tb_text_layout_get_request_mode (GtkLayoutManager *layout,
                                 GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tb_text_layout_measure (GtkLayoutManager *layout,
                        GtkWidget        *widget,
                        GtkOrientation    orientation,
                        int               for_size,
                        int              *minimum,
                        int              *natural,
                        int              *minimum_baseline,
                        int              *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      const int width = get_char_width (widget);
      const int n_chars = MAX (gtk_label_get_width_chars (GTK_LABEL (widget)), 1);

      *minimum = PANGO_PIXELS_CEIL (width * n_chars);
      *natural = PANGO_PIXELS_CEIL (width * MAX (n_chars, NATURAL_CHARS));
      return;
    }
  GTK_WIDGET_GET_CLASS (widget)->measure (widget, orientation, for_size, minimum, natural, minimum_baseline,
                                          natural_baseline);
}

static void
tb_text_layout_allocate (GtkLayoutManager *layout,
                         GtkWidget        *widget,
                         int               width,
                         int               height,
                         int               baseline)
{
  GTK_WIDGET_GET_CLASS (widget)->size_allocate (widget, width, height, baseline);
}

static void
tb_text_layout_class_init (TbTextLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = tb_text_layout_get_request_mode;
  layout_class->measure = tb_text_layout_measure;
  layout_class->allocate = tb_text_layout_allocate;
}

static void
tb_text_layout_init (TbTextLayout *self)
{
}
