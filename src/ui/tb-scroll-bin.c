/* SPDX-License-Identifier: GPL-3.0-or-later
 * As tall as its content wants; scrolls it where there is less room. */
#include "config.h"

#include "tb-scroll-bin.h"

/* Enough to see that there is something to scroll. */
#define LEAST_HEIGHT 64

struct _TbScrollBin
{
  GtkWidget parent_instance;

  GtkWidget *scrolled; /* (owned) (nullable): NULL after dispose */
  GtkWidget *child;    /* (borrowed) (nullable): in scrolled */
};

G_DEFINE_FINAL_TYPE (TbScrollBin, tb_scroll_bin, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_CHILD,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GtkSizeRequestMode
tb_scroll_bin_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tb_scroll_bin_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  TbScrollBin *self = TB_SCROLL_BIN (widget);
  int          wanted = 0;

  gtk_widget_measure (self->scrolled, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL || self->child == NULL)
    return;
  gtk_widget_measure (self->child, orientation, for_size, NULL, &wanted, NULL, NULL);
  *natural = MAX (*minimum, wanted);
  *minimum = MIN (*natural, MAX (*minimum, LEAST_HEIGHT));
}

static void
tb_scroll_bin_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  const GtkAllocation all = { 0, 0, width, height };

  gtk_widget_size_allocate (TB_SCROLL_BIN (widget)->scrolled, &all, baseline);
}

static void
tb_scroll_bin_dispose (GObject *object)
{
  TbScrollBin *self = TB_SCROLL_BIN (object);

  self->child = NULL;
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (tb_scroll_bin_parent_class)->dispose (object);
}

static void
tb_scroll_bin_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_CHILD)
    g_value_set_object (value, TB_SCROLL_BIN (object)->child);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tb_scroll_bin_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  TbScrollBin *self = TB_SCROLL_BIN (object);

  if (prop_id != PROP_CHILD)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (self->child == g_value_get_object (value))
    return;
  self->child = g_value_get_object (value);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->child);
  g_object_notify_by_pspec (object, pspec);
}

static void
tb_scroll_bin_class_init (TbScrollBinClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_scroll_bin_dispose;
  object_class->get_property = tb_scroll_bin_get_property;
  object_class->set_property = tb_scroll_bin_set_property;
  widget_class->get_request_mode = tb_scroll_bin_get_request_mode;
  widget_class->measure = tb_scroll_bin_measure;
  widget_class->size_allocate = tb_scroll_bin_size_allocate;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                  G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tb_scroll_bin_init (TbScrollBin *self)
{
  self->scrolled = gtk_scrolled_window_new ();
  gtk_widget_set_focusable (self->scrolled, FALSE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}
