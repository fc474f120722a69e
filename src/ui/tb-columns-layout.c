/* SPDX-License-Identifier: GPL-3.0-or-later
 * As many columns of one width as there is room for. */
#include "config.h"

#include "tb-columns-layout.h"

#define COLUMN_SPACING 18
#define ROW_SPACING 12

struct _TbColumnsLayout
{
  GtkLayoutManager parent_instance;

  guint columns;
  guint chars;
};

G_DEFINE_FINAL_TYPE (TbColumnsLayout, tb_columns_layout, GTK_TYPE_LAYOUT_MANAGER)

enum
{
  PROP_0,
  PROP_COLUMNS,
  PROP_CHARS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* By the size of the text: twice the text, half the columns. */
static int
get_wanted_width (TbColumnsLayout *self,
                  GtkWidget       *widget)
{
  PangoContext     *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int               char_width = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS (char_width * (int)self->chars);
}

/* What each child needs at least. @of_columns: only of those that do not fill a whole row */
static int
get_least_width (GtkWidget *widget,
                 gboolean   of_columns)
{
  int        least = 0;
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_least = 0;

      if (gtk_widget_should_layout (child) && !(of_columns && gtk_widget_get_hexpand (child)))
        gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_least, NULL, NULL, NULL);
      least = MAX (least, child_least);
    }
  return least;
}

static int
count_columns (TbColumnsLayout *self,
               GtkWidget       *widget,
               int              width)
{
  int wanted = MAX (get_wanted_width (self, widget), get_least_width (widget, TRUE));

  return CLAMP ((width + COLUMN_SPACING) / (wanted + COLUMN_SPACING), 1, (int)self->columns);
}

static int
get_column_width (int width,
                  int n_columns)
{
  return (width - (n_columns - 1) * COLUMN_SPACING) / n_columns;
}

/* Puts the children in their rows. @width: -1 for as much as they want. Returns: the height of all rows */
static int
walk_rows (TbColumnsLayout *self,
           GtkWidget       *widget,
           int              width,
           gboolean         allocates)
{
  int        n_columns = width >= 0 ? count_columns (self, widget, width) : (int)self->columns;
  int        column_width = width >= 0 ? get_column_width (width, n_columns) : -1;
  int        column = 0, y = 0, row_height = 0;
  gboolean   is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gboolean is_row = gtk_widget_get_hexpand (child);
      int      child_width = is_row ? width : column_width;
      int      height, x;

      if (!gtk_widget_should_layout (child))
        continue;
      if (column > 0 && (is_row || column == n_columns))
        {
          y += row_height + ROW_SPACING;
          column = row_height = 0;
        }
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &height, NULL, NULL);
      x = column * (column_width + COLUMN_SPACING);
      if (allocates)
        gtk_widget_size_allocate (
          child, &(GtkAllocation){ is_rtl ? width - x - child_width : x, y, child_width, height }, -1);
      row_height = MAX (row_height, height);
      column = is_row ? n_columns : column + 1;
    }
  return y + row_height;
}

static GtkSizeRequestMode
tb_columns_layout_get_request_mode (GtkLayoutManager *layout,
                                    GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tb_columns_layout_measure (GtkLayoutManager *layout,
                           GtkWidget        *widget,
                           GtkOrientation    orientation,
                           int               for_size,
                           int              *minimum,
                           int              *natural,
                           int              *minimum_baseline,
                           int              *natural_baseline)
{
  TbColumnsLayout *self = TB_COLUMNS_LAYOUT (layout);
  int              least = get_least_width (widget, FALSE);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int wanted = MAX (least, get_wanted_width (self, widget));

      *minimum = least;
      *natural = self->columns * wanted + (self->columns - 1) * COLUMN_SPACING;
    }
  else
    {
      /* For no width in particular: as low as it can be. */
      *minimum = *natural = walk_rows (self, widget, for_size >= 0 ? MAX (for_size, least) : -1, FALSE);
    }
}

static void
tb_columns_layout_allocate (GtkLayoutManager *layout,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline)
{
  walk_rows (TB_COLUMNS_LAYOUT (layout), widget, width, TRUE);
}

static void
tb_columns_layout_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  TbColumnsLayout *self = TB_COLUMNS_LAYOUT (object);

  switch (prop_id)
    {
    case PROP_COLUMNS:
      g_value_set_uint (value, self->columns);
      break;
    case PROP_CHARS:
      g_value_set_uint (value, self->chars);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_columns_layout_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  TbColumnsLayout *self = TB_COLUMNS_LAYOUT (object);
  guint           *member;

  switch (prop_id)
    {
    case PROP_COLUMNS:
      member = &self->columns;
      break;
    case PROP_CHARS:
      member = &self->chars;
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (*member == g_value_get_uint (value))
    return;
  *member = g_value_get_uint (value);
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
tb_columns_layout_class_init (TbColumnsLayoutClass *klass)
{
  GObjectClass          *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);
  GParamFlags            flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tb_columns_layout_get_property;
  object_class->set_property = tb_columns_layout_set_property;
  layout_class->get_request_mode = tb_columns_layout_get_request_mode;
  layout_class->measure = tb_columns_layout_measure;
  layout_class->allocate = tb_columns_layout_allocate;

  properties[PROP_COLUMNS] = g_param_spec_uint ("columns", NULL, NULL, 1, 12, 3, flags);
  properties[PROP_CHARS] = g_param_spec_uint ("chars", NULL, NULL, 1, 200, 20, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tb_columns_layout_init (TbColumnsLayout *self)
{
  self->columns = 3;
  self->chars = 20;
}
