/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two children beside each other, or below each other where there is no room. */
#include "config.h"

#include "tb-beside-layout.h"

#define COLUMN_SPACING 12
#define ROW_SPACING 6

struct _TbBesideLayout
{
  GtkLayoutManager parent_instance;

  gboolean follows;
};

G_DEFINE_FINAL_TYPE (TbBesideLayout, tb_beside_layout, GTK_TYPE_LAYOUT_MANAGER)

enum
{
  PROP_0,
  PROP_FOLLOWS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Where the two children go. */
typedef struct
{
  GtkWidget *first;
  GtkWidget *second; /* (nullable): none, or hidden */
  int        first_width, first_height;
  int        second_width, second_height;
  gboolean   is_beside;
} Places;

static void
measure (GtkWidget     *child,
         GtkOrientation orientation,
         int            for_size,
         int           *least,
         int           *natural)
{
  *least = *natural = 0;
  if (child != NULL)
    gtk_widget_measure (child, orientation, for_size, least, natural, NULL, NULL);
}

static void
find_children (GtkWidget *widget,
               Places    *places)
{
  places->first = gtk_widget_get_first_child (widget);
  places->second = places->first != NULL ? gtk_widget_get_next_sibling (places->first) : NULL;
  if (places->second != NULL && !gtk_widget_should_layout (places->second))
    places->second = NULL;
}

static void
find_places (TbBesideLayout *self,
             GtkWidget      *widget,
             int             width,
             Places         *places)
{
  int least, natural, first_least, first_natural;

  find_children (widget, places);
  measure (places->first, GTK_ORIENTATION_HORIZONTAL, -1, &first_least, &first_natural);
  measure (places->second, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural);
  if (self->follows)
    places->is_beside = places->second != NULL && first_natural + COLUMN_SPACING + natural <= width;
  else
    places->is_beside = places->second != NULL && natural * 5 <= width * 2 &&
                        first_least + COLUMN_SPACING + natural <= width;
  places->second_width = MIN (natural, MAX (width, least));
  if (self->follows)
    places->first_width = MIN (first_natural, width);
  else
    places->first_width = places->is_beside ? width - natural - COLUMN_SPACING : width;
  measure (places->first, GTK_ORIENTATION_VERTICAL, places->first_width, &least, &places->first_height);
  measure (places->second, GTK_ORIENTATION_VERTICAL, places->second_width, &least, &places->second_height);
}

static GtkSizeRequestMode
tb_beside_layout_get_request_mode (GtkLayoutManager *layout,
                                   GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tb_beside_layout_measure (GtkLayoutManager *layout,
                          GtkWidget        *widget,
                          GtkOrientation    orientation,
                          int               for_size,
                          int              *minimum,
                          int              *natural,
                          int              *minimum_baseline,
                          int              *natural_baseline)
{
  Places places;
  int    first_least, first_natural, second_least, second_natural;

  find_children (widget, &places);
  measure (places.first, orientation, -1, &first_least, &first_natural);
  measure (places.second, orientation, -1, &second_least, &second_natural);
  *minimum = MAX (first_least, second_least);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *natural = first_natural + (places.second != NULL ? second_natural + COLUMN_SPACING : 0);
      return;
    }
  /* For no width in particular: as low as it can be, which is beside each other. */
  *natural = MAX (first_natural, second_natural);
  if (for_size < 0)
    return;
  find_places (TB_BESIDE_LAYOUT (layout), widget, for_size, &places);
  if (places.is_beside || places.second == NULL)
    *minimum = *natural = MAX (places.first_height, places.second_height);
  else
    *minimum = *natural = places.first_height + ROW_SPACING + places.second_height;
}

static void
allocate (GtkWidget *child,
          int        x,
          int        y,
          int        width,
          int        height)
{
  if (child == NULL)
    return;
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
tb_beside_layout_allocate (GtkLayoutManager *layout,
                           GtkWidget        *widget,
                           int               width,
                           int               height,
                           int               baseline)
{
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  Places   places;

  find_places (TB_BESIDE_LAYOUT (layout), widget, width, &places);
  if (places.is_beside)
    {
      int offset = places.first_width + COLUMN_SPACING;
      int second_x = is_rtl ? width - offset - places.second_width : offset;

      allocate (places.first, is_rtl ? width - places.first_width : 0, 0, places.first_width, height);
      allocate (places.second, second_x, 0, places.second_width, height);
      return;
    }
  allocate (places.first, is_rtl ? width - places.first_width : 0, 0, places.first_width,
            places.second != NULL ? places.first_height : height);
  allocate (places.second, is_rtl ? width - places.second_width : 0, places.first_height + ROW_SPACING,
            places.second_width, places.second_height);
}

static void
tb_beside_layout_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_FOLLOWS:
      g_value_set_boolean (value, TB_BESIDE_LAYOUT (object)->follows);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_beside_layout_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  TbBesideLayout *self = TB_BESIDE_LAYOUT (object);

  switch (prop_id)
    {
    case PROP_FOLLOWS:
      if (self->follows == g_value_get_boolean (value))
        break;
      self->follows = g_value_get_boolean (value);
      gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_beside_layout_class_init (TbBesideLayoutClass *klass)
{
  GObjectClass          *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = tb_beside_layout_get_property;
  object_class->set_property = tb_beside_layout_set_property;
  layout_class->get_request_mode = tb_beside_layout_get_request_mode;
  layout_class->measure = tb_beside_layout_measure;
  layout_class->allocate = tb_beside_layout_allocate;

  properties[PROP_FOLLOWS] = g_param_spec_boolean (
    "follows", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tb_beside_layout_init (TbBesideLayout *self)
{
}
