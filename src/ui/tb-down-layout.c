/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row or column of children whose height follows from their width, and never the other way round. */
#include "config.h"

#include "tb-down-layout.h"

struct _TbDownLayout
{
  GtkLayoutManager parent_instance;

  gboolean is_row;
  gboolean is_scrolled;
  guint    spacing;
};

G_DEFINE_FINAL_TYPE (TbDownLayout, tb_down_layout, GTK_TYPE_LAYOUT_MANAGER)

enum
{
  PROP_0,
  PROP_IS_ROW,
  PROP_IS_SCROLLED,
  PROP_SPACING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GtkWidget *
first_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
following_shown (GtkWidget *child)
{
  return first_shown (gtk_widget_get_next_sibling (child));
}

/* What the children want in the direction in which they follow each other.
 * Returns: (element-type GtkRequestedSize): one for each child that is shown */
static GArray *
ask_children (TbDownLayout *self,
              GtkWidget    *widget,
              int           width)
{
  const GtkOrientation orientation = self->is_row ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;
  GArray              *sizes = g_array_new (FALSE, TRUE, sizeof (GtkRequestedSize));
  GtkWidget           *child;

  for (child = first_shown (gtk_widget_get_first_child (widget)); child != NULL;
       child = following_shown (child))
    {
      GtkRequestedSize size = { .data = child };

      gtk_widget_measure (child, orientation, self->is_row ? -1 : width, &size.minimum_size,
                          &size.natural_size, NULL, NULL);
      g_array_append_val (sizes, size);
    }
  return sizes;
}

static int
get_gaps (TbDownLayout *self,
          GArray       *sizes)
{
  return sizes->len > 0 ? (int)((sizes->len - 1) * self->spacing) : 0;
}

/* Gives each child its part of @room: its size is minimum_size then. */
static void
share_out (TbDownLayout *self,
           GArray       *sizes,
           int           room)
{
  GtkRequestedSize    *all = (GtkRequestedSize *)sizes->data;
  const GtkOrientation orientation = self->is_row ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;
  int                  rest = room - get_gaps (self, sizes);
  int                  n_expanding = 0;
  guint                i;

  for (i = 0; i < sizes->len; i++)
    {
      rest -= all[i].minimum_size;
      n_expanding += gtk_widget_compute_expand (all[i].data, orientation);
    }
  rest = gtk_distribute_natural_allocation (MAX (rest, 0), sizes->len, all);
  for (i = 0; i < sizes->len && n_expanding > 0; i++)
    if (gtk_widget_compute_expand (all[i].data, orientation))
      {
        all[i].minimum_size += rest / n_expanding;
        rest -= rest / n_expanding;
        n_expanding--;
      }
}

static void
add_up (TbDownLayout *self,
        GArray       *sizes,
        int          *minimum,
        int          *natural)
{
  guint i;

  *minimum = *natural = get_gaps (self, sizes);
  for (i = 0; i < sizes->len; i++)
    {
      const GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);

      *minimum += size->minimum_size;
      *natural += size->natural_size;
    }
}

/* The largest of the children across the direction in which they follow each other.
 * @sizes: (nullable): their widths */
static void
find_largest (GtkWidget     *widget,
              GtkOrientation orientation,
              GArray        *sizes,
              int           *minimum,
              int           *natural)
{
  GtkWidget *child;
  guint      i = 0;

  *minimum = *natural = 0;
  for (child = first_shown (gtk_widget_get_first_child (widget)); child != NULL;
       child = following_shown (child), i++)
    {
      int width = sizes != NULL ? g_array_index (sizes, GtkRequestedSize, i).minimum_size : -1;
      int least, wanted;

      gtk_widget_measure (child, orientation, width, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, wanted);
    }
}

static GtkSizeRequestMode
tb_down_layout_get_request_mode (GtkLayoutManager *layout,
                                 GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tb_down_layout_measure (GtkLayoutManager *layout,
                        GtkWidget        *widget,
                        GtkOrientation    orientation,
                        int               for_size,
                        int              *minimum,
                        int              *natural,
                        int              *minimum_baseline,
                        int              *natural_baseline)
{
  TbDownLayout *self = TB_DOWN_LAYOUT (layout);
  g_autoptr (GArray) sizes = NULL;

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size < 0 && self->is_scrolled)
    {
      *minimum = *natural = 0;
    }
  else if (self->is_row == (orientation == GTK_ORIENTATION_HORIZONTAL))
    {
      sizes = ask_children (self, widget, for_size);
      add_up (self, sizes, minimum, natural);
    }
  else
    {
      if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
        {
          sizes = ask_children (self, widget, -1);
          share_out (self, sizes, for_size);
        }
      find_largest (widget, orientation, sizes, minimum, natural);
    }
}

static void
tb_down_layout_allocate (GtkLayoutManager *layout,
                         GtkWidget        *widget,
                         int               width,
                         int               height,
                         int               baseline)
{
  TbDownLayout  *self = TB_DOWN_LAYOUT (layout);
  const gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  g_autoptr (GArray) sizes = ask_children (self, widget, width);
  int   offset = 0;
  guint i;

  share_out (self, sizes, self->is_row ? width : height);
  for (i = 0; i < sizes->len; i++)
    {
      const GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);
      GtkAllocation           place = { 0, offset, width, size->minimum_size };

      if (self->is_row)
        place = (GtkAllocation){ is_rtl ? width - offset - size->minimum_size : offset, 0,
                                 size->minimum_size, height };
      gtk_widget_size_allocate (size->data, &place, -1);
      offset += size->minimum_size + (int)self->spacing;
    }
}

static void
tb_down_layout_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  TbDownLayout *self = TB_DOWN_LAYOUT (object);

  switch (prop_id)
    {
    case PROP_IS_ROW:
      g_value_set_boolean (value, self->is_row);
      break;
    case PROP_IS_SCROLLED:
      g_value_set_boolean (value, self->is_scrolled);
      break;
    case PROP_SPACING:
      g_value_set_uint (value, self->spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_down_layout_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  TbDownLayout *self = TB_DOWN_LAYOUT (object);

  switch (prop_id)
    {
    case PROP_IS_ROW:
      self->is_row = g_value_get_boolean (value);
      break;
    case PROP_IS_SCROLLED:
      self->is_scrolled = g_value_get_boolean (value);
      break;
    case PROP_SPACING:
      self->spacing = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_down_layout_class_init (TbDownLayoutClass *klass)
{
  GObjectClass          *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);
  const GParamFlags      flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tb_down_layout_get_property;
  object_class->set_property = tb_down_layout_set_property;
  layout_class->get_request_mode = tb_down_layout_get_request_mode;
  layout_class->measure = tb_down_layout_measure;
  layout_class->allocate = tb_down_layout_allocate;

  properties[PROP_IS_ROW] = g_param_spec_boolean ("is-row", NULL, NULL, FALSE, flags);
  properties[PROP_IS_SCROLLED] = g_param_spec_boolean ("is-scrolled", NULL, NULL, FALSE, flags);
  properties[PROP_SPACING] = g_param_spec_uint ("spacing", NULL, NULL, 0, 100, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tb_down_layout_init (TbDownLayout *self)
{
}
