/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row of small widgets that goes on in the next line where there is no room. */
#include "config.h"

#include "tb-wrap-box.h"

struct _TbWrapBox
{
  GtkWidget parent_instance;

  guint    spacing;
  guint    per_line;
  gboolean fills;
};

G_DEFINE_FINAL_TYPE (TbWrapBox, tb_wrap_box, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SPACING,
  PROP_FILLS,
  PROP_PER_LINE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/** Line: the children that stand beside each other. */
typedef struct
{
  GtkWidget *first; /* (borrowed) */
  guint      n;
  guint      n_expanding;
  int        width; /* with what is between */
  int        height;
} Line;

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
first_shown (TbWrapBox *self)
{
  return next_shown (gtk_widget_get_first_child (GTK_WIDGET (self)));
}

static GtkWidget *
following_shown (GtkWidget *child)
{
  return next_shown (gtk_widget_get_next_sibling (child));
}

static gboolean
expands (TbWrapBox *self,
         GtkWidget *child)
{
  return self->fills && gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
}

/* What a child wants: its natural width, or the least one if it gets a share of the rest anyway. */
static int
wanted_width (TbWrapBox *self,
              GtkWidget *child,
              int        limit)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return expands (self, child) ? minimum : MAX (minimum, MIN (natural, limit));
}

static int
height_for (GtkWidget *child,
            int        width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

/* Takes as many children from @child on as fit into @width, one at least. Returns: the first one of the next
 * line. */
static GtkWidget *
take_line (TbWrapBox *self,
           GtkWidget *child,
           int        width,
           Line      *line)
{
  *line = (Line){ .first = child };
  for (; child != NULL; child = following_shown (child))
    {
      int wanted = wanted_width (self, child, width);
      int with = line->n > 0 ? line->width + (int)self->spacing + wanted : wanted;

      if (line->n > 0 && (with > width || line->n == self->per_line))
        break;
      line->width = with;
      line->n++;
      line->n_expanding += expands (self, child);
    }
  return child;
}

/* The width that a child of a line gets. */
static int
given_width (TbWrapBox  *self,
             const Line *line,
             GtkWidget  *child,
             int         width)
{
  int   wanted = wanted_width (self, child, width);
  guint n_sharing = line->n_expanding > 0 ? line->n_expanding : line->n;

  if (!self->fills || (line->n_expanding > 0 && !expands (self, child)))
    return wanted;
  return wanted + MAX (0, width - line->width) / (int)n_sharing;
}

static void
measure_line (TbWrapBox *self,
              Line      *line,
              int        width)
{
  GtkWidget *child = line->first;
  guint      i;

  for (i = 0; i < line->n; i++, child = following_shown (child))
    line->height = MAX (line->height, height_for (child, given_width (self, line, child, width)));
}

static int
measure_lines (TbWrapBox *self,
               int        width)
{
  GtkWidget *child = first_shown (self);
  int        height = 0;
  Line       line;

  while (child != NULL)
    {
      child = take_line (self, child, width, &line);
      measure_line (self, &line, width);
      height += line.height + (child != NULL ? (int)self->spacing : 0);
    }
  return height;
}

static GtkSizeRequestMode
tb_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tb_wrap_box_measure (GtkWidget     *widget,
                     GtkOrientation orientation,
                     int            for_size,
                     int           *minimum,
                     int           *natural,
                     int           *minimum_baseline,
                     int           *natural_baseline)
{
  TbWrapBox *self = TB_WRAP_BOX (widget);
  GtkWidget *child;
  Line       line;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = measure_lines (self, for_size >= 0 ? for_size : G_MAXINT);
      return;
    }
  *minimum = 0;
  for (child = first_shown (self); child != NULL; child = following_shown (child))
    {
      int smallest;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &smallest, NULL, NULL, NULL);
      *minimum = MAX (*minimum, smallest);
    }
  take_line (self, first_shown (self), G_MAXINT, &line);
  *natural = MAX (*minimum, line.width);
}

static void
place_line (TbWrapBox  *self,
            const Line *line,
            int         width,
            int         y)
{
  gboolean   is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = line->first;
  int        x = 0;
  guint      i;

  for (i = 0; i < line->n; i++, child = following_shown (child))
    {
      int           given = given_width (self, line, child, width);
      GtkAllocation place = { is_rtl ? width - x - given : x, y, given, line->height };

      gtk_widget_size_allocate (child, &place, -1);
      x += given + (int)self->spacing;
    }
}

static void
tb_wrap_box_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  TbWrapBox *self = TB_WRAP_BOX (widget);
  GtkWidget *child = first_shown (self);
  int        y = 0;
  Line       line;

  while (child != NULL)
    {
      child = take_line (self, child, width, &line);
      measure_line (self, &line, width);
      place_line (self, &line, width, y);
      y += line.height + (int)self->spacing;
    }
}

static void
tb_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tb_wrap_box_parent_class)->dispose (object);
}

static void
tb_wrap_box_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TbWrapBox *self = TB_WRAP_BOX (object);

  switch (prop_id)
    {
    case PROP_SPACING:
      g_value_set_uint (value, self->spacing);
      break;
    case PROP_FILLS:
      g_value_set_boolean (value, self->fills);
      break;
    case PROP_PER_LINE:
      g_value_set_uint (value, self->per_line);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_wrap_box_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  TbWrapBox *self = TB_WRAP_BOX (object);

  switch (prop_id)
    {
    case PROP_SPACING:
      if (self->spacing == g_value_get_uint (value))
        return;
      self->spacing = g_value_get_uint (value);
      break;
    case PROP_FILLS:
      if (self->fills == g_value_get_boolean (value))
        return;
      self->fills = g_value_get_boolean (value);
      break;
    case PROP_PER_LINE:
      if (self->per_line == g_value_get_uint (value))
        return;
      self->per_line = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
tb_wrap_box_class_init (TbWrapBoxClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_wrap_box_dispose;
  object_class->get_property = tb_wrap_box_get_property;
  object_class->set_property = tb_wrap_box_set_property;
  widget_class->get_request_mode = tb_wrap_box_get_request_mode;
  widget_class->measure = tb_wrap_box_measure;
  widget_class->size_allocate = tb_wrap_box_size_allocate;

  properties[PROP_SPACING] = g_param_spec_uint ("spacing", NULL, NULL, 0, 100, 0, flags);
  properties[PROP_PER_LINE] = g_param_spec_uint ("per-line", NULL, NULL, 0, 100, 0, flags);
  properties[PROP_FILLS] = g_param_spec_boolean ("fills", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tb_wrap_box_init (TbWrapBox *self)
{
}

GtkWidget *
tb_wrap_box_new (guint spacing)
{
  return g_object_new (TB_TYPE_WRAP_BOX, "spacing", spacing, NULL);
}

void
tb_wrap_box_append (TbWrapBox *self,
                    GtkWidget *child)
{
  g_return_if_fail (TB_IS_WRAP_BOX (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}
