/* SPDX-License-Identifier: GPL-3.0-or-later
 * A fact of a ticket that is chosen from a list: caption, dropdown, what went wrong. */
#include "config.h"

#include "tb-fact-choice.h"

#include "tb-text.h"

/* From so many options on, one looks for one by typing. */
#define SEARCH_FROM 10

struct _TbFactChoice
{
  AdwBin parent_instance;

  /* template */
  GtkLabel    *caption;
  GtkDropDown *dropdown;
  GtkLabel    *error;

  GStrv    names;  /* (owned) (nullable) */
  GStrv    colors; /* (owned) (nullable) */
  guint    chosen; /* what is stored */
  gboolean is_read_only;
  gboolean is_updating;
};

G_DEFINE_FINAL_TYPE (TbFactChoice, tb_fact_choice, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CAPTION,
  PROP_IS_READ_ONLY,
  N_PROPS,
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

static void
show_error (TbFactChoice *self,
            const char   *text)
{
  gtk_label_set_label (self->error, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), text != NULL);
}

static void
show_chosen (TbFactChoice *self)
{
  self->is_updating = TRUE;
  gtk_drop_down_set_selected (self->dropdown,
                              self->chosen != G_MAXUINT ? self->chosen : GTK_INVALID_LIST_POSITION);
  self->is_updating = FALSE;
}

static void
update_caption (TbFactChoice *self,
                const char   *caption)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->dropdown));

  gtk_label_set_label (self->caption, caption);
  /* What has the focus is the button inside. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->dropdown), GTK_ACCESSIBLE_PROPERTY_LABEL, caption,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, caption, -1);
}

/* ---- Callbacks ---- */

static GtkWidget *
create_item (GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *dot = gtk_label_new ("●");
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (dot, "status-dot");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), dot);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
  return box;
}

/* On the button there may be less room than the name takes. */
static void
on_item_setup_cb (GtkSignalListItemFactory *factory,
                  GtkListItem              *item)
{
  GtkWidget *label = gtk_widget_get_last_child (create_item (item));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
}

/* In the list every name is whole, and the chosen one is marked. */
static void
on_list_item_setup_cb (GtkSignalListItemFactory *factory,
                       GtkListItem              *item)
{
  GtkWidget *box = create_item (item);
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_widget_set_hexpand (gtk_widget_get_last_child (box), TRUE);
  gtk_box_append (GTK_BOX (box), mark);
  g_object_bind_property (item, "selected", mark, "visible", G_BINDING_SYNC_CREATE);
}

/* The colour is what somebody has configured, not part of the looks. */
static void
show_dot (GtkWidget  *dot,
          const char *color)
{
  g_autoptr (PangoAttrList) attributes = NULL;
  PangoColor parsed;

  gtk_widget_set_visible (dot, color != NULL && pango_color_parse (&parsed, color));
  if (!gtk_widget_get_visible (dot))
    return;
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_foreground_new (parsed.red, parsed.green, parsed.blue));
  gtk_label_set_attributes (GTK_LABEL (dot), attributes);
}

static void
on_item_bind_cb (TbFactChoice *self,
                 GtkListItem  *item)
{
  GtkWidget       *dot = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget       *label = gtk_widget_get_next_sibling (dot);
  GtkStringObject *option = gtk_list_item_get_item (item);
  const char      *name = gtk_string_object_get_string (option);
  guint            index = tb_fact_choice_find (self, name);

  gtk_label_set_label (GTK_LABEL (label), name);
  show_dot (dot, self->colors != NULL && index != G_MAXUINT ? self->colors[index] : NULL);
}

static void
on_selected_cb (TbFactChoice *self)
{
  guint selected = gtk_drop_down_get_selected (self->dropdown);

  if (self->is_updating || selected == GTK_INVALID_LIST_POSITION || selected == self->chosen)
    return;
  show_error (self, NULL);
  show_chosen (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, selected);
}

/* ---- GObject ---- */

static void
tb_fact_choice_dispose (GObject *object)
{
  TB_FACT_CHOICE (object)->is_updating = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), TB_TYPE_FACT_CHOICE);
  G_OBJECT_CLASS (tb_fact_choice_parent_class)->dispose (object);
}

static void
tb_fact_choice_finalize (GObject *object)
{
  TbFactChoice *self = TB_FACT_CHOICE (object);

  g_strfreev (self->names);
  g_strfreev (self->colors);
  G_OBJECT_CLASS (tb_fact_choice_parent_class)->finalize (object);
}

static void
tb_fact_choice_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  TbFactChoice *self = TB_FACT_CHOICE (object);

  switch (prop_id)
    {
    case PROP_CAPTION:
      g_value_set_string (value, gtk_label_get_label (self->caption));
      break;
    case PROP_IS_READ_ONLY:
      g_value_set_boolean (value, self->is_read_only);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_fact_choice_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  TbFactChoice *self = TB_FACT_CHOICE (object);

  switch (prop_id)
    {
    case PROP_CAPTION:
      update_caption (self, g_value_get_string (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_IS_READ_ONLY:
      if (self->is_read_only == g_value_get_boolean (value))
        break;
      self->is_read_only = g_value_get_boolean (value);
      gtk_widget_set_sensitive (GTK_WIDGET (self->dropdown), !self->is_read_only);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_fact_choice_class_init (TbFactChoiceClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_fact_choice_dispose;
  object_class->finalize = tb_fact_choice_finalize;
  object_class->get_property = tb_fact_choice_get_property;
  object_class->set_property = tb_fact_choice_set_property;

  properties[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, NULL, flags);
  properties[PROP_IS_READ_ONLY] = g_param_spec_boolean ("is-read-only", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", TB_TYPE_FACT_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-fact-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, TbFactChoice, caption);
  gtk_widget_class_bind_template_child (widget_class, TbFactChoice, dropdown);
  gtk_widget_class_bind_template_child (widget_class, TbFactChoice, error);
  gtk_widget_class_bind_template_callback (widget_class, on_item_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_item_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_item_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_selected_cb);
}

static void
tb_fact_choice_init (TbFactChoice *self)
{
  self->chosen = G_MAXUINT;
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
is_same (GStrv              have,
         const char *const *want)
{
  if (have == NULL || want == NULL)
    return have == NULL && want == NULL;
  return g_strv_equal ((const char *const *)have, want);
}

void
tb_fact_choice_set_options (TbFactChoice      *self,
                            const char *const *names,
                            const char *const *colors)
{
  g_autoptr (GtkStringList) list = NULL;
  guint n;

  g_return_if_fail (TB_IS_FACT_CHOICE (self));
  g_return_if_fail (names != NULL);

  if (is_same (self->names, names) && is_same (self->colors, colors))
    return;
  g_strfreev (self->names);
  g_strfreev (self->colors);
  self->names = g_strdupv ((GStrv)names);
  self->colors = g_strdupv ((GStrv)colors);
  n = g_strv_length (self->names);
  list = gtk_string_list_new (names);
  self->is_updating = TRUE;
  if (n >= SEARCH_FROM && gtk_drop_down_get_expression (self->dropdown) == NULL)
    {
      g_autoptr (GtkExpression) expression =
        gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

      gtk_drop_down_set_expression (self->dropdown, expression);
    }
  gtk_drop_down_set_enable_search (self->dropdown, n >= SEARCH_FROM);
  gtk_drop_down_set_model (self->dropdown, G_LIST_MODEL (list));
  self->is_updating = FALSE;
  self->chosen = G_MAXUINT;
  show_chosen (self);
}

void
tb_fact_choice_set_chosen (TbFactChoice *self,
                           guint         chosen)
{
  g_return_if_fail (TB_IS_FACT_CHOICE (self));

  self->chosen = chosen;
  show_chosen (self);
}

guint
tb_fact_choice_get_chosen (TbFactChoice *self)
{
  guint selected;

  g_return_val_if_fail (TB_IS_FACT_CHOICE (self), G_MAXUINT);

  selected = gtk_drop_down_get_selected (self->dropdown);
  return selected != GTK_INVALID_LIST_POSITION ? selected : G_MAXUINT;
}

guint
tb_fact_choice_find (TbFactChoice *self,
                     const char   *name)
{
  guint i;

  g_return_val_if_fail (TB_IS_FACT_CHOICE (self), G_MAXUINT);

  for (i = 0; self->names != NULL && self->names[i] != NULL; i++)
    if (g_strcmp0 (self->names[i], name) == 0)
      return i;
  return G_MAXUINT;
}

const char *
tb_fact_choice_get_name (TbFactChoice *self,
                         guint         option)
{
  g_return_val_if_fail (TB_IS_FACT_CHOICE (self), NULL);

  return self->names != NULL && option < g_strv_length (self->names) ? self->names[option] : NULL;
}

void
tb_fact_choice_finish (TbFactChoice *self,
                       const GError *error)
{
  g_autofree char *text = error != NULL ? tb_text_problem (error) : NULL;

  g_return_if_fail (TB_IS_FACT_CHOICE (self));

  show_error (self, text);
}
