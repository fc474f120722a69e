/* SPDX-License-Identifier: GPL-3.0-or-later
 * One coloured status bar: icon, words, what can be done about it. */
#include "config.h"

#include "tb-bar.h"

#include "tb-beside-layout.h"
#include "tb-down-layout.h"
#include "tb-text.h"

struct _TbBar
{
  AdwBin parent_instance;

  /* template */
  GtkImage *icon;
  GtkLabel *head;
  GtkLabel *text;
  GtkLabel *warning;
  GtkBox   *buttons;

  char      *name;       /* (owned) (nullable) */
  char      *head_words; /* (owned) (nullable) */
  GtkWidget *suffix;     /* (borrowed) (nullable): among the buttons */
};

G_DEFINE_FINAL_TYPE (TbBar, tb_bar, ADW_TYPE_BIN)

static void
update_accessible (TbBar *self)
{
  g_autofree char *words = NULL;

  words = tb_text_join (self->name, gtk_label_get_label (self->head), gtk_label_get_label (self->text),
                        gtk_label_get_label (self->warning), TB_TEXT_END);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
set_label (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static PangoAttribute *
end_at (PangoAttribute *attribute,
        guint           index)
{
  attribute->end_index = index;
  return attribute;
}

/* One label, so that both wrap together; attributes, for what was typed is no markup. */
static void
set_head (TbBar      *self,
          const char *head,
          const char *aside)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autofree char *words = NULL;

  words = aside != NULL && *aside != '\0' ? g_strdup_printf ("%s  %s", head, aside) : g_strdup (head);
  pango_attr_list_insert (attributes, end_at (pango_attr_weight_new (PANGO_WEIGHT_BOLD), strlen (head)));
  gtk_label_set_label (self->head, words);
  gtk_label_set_attributes (self->head, attributes);
}

static void
update_buttons_visible (TbBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->buttons),
                          gtk_widget_get_first_child (GTK_WIDGET (self->buttons)) != NULL);
}

static void
tb_bar_dispose (GObject *object)
{
  TbBar *self = TB_BAR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_BAR);
  self->suffix = NULL;
  G_OBJECT_CLASS (tb_bar_parent_class)->dispose (object);
}

static void
tb_bar_finalize (GObject *object)
{
  TbBar *self = TB_BAR (object);

  g_free (self->name);
  g_free (self->head_words);
  G_OBJECT_CLASS (tb_bar_parent_class)->finalize (object);
}

static void
tb_bar_class_init (TbBarClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_bar_dispose;
  object_class->finalize = tb_bar_finalize;

  g_type_ensure (TB_TYPE_DOWN_LAYOUT);
  g_type_ensure (TB_TYPE_BESIDE_LAYOUT);

  gtk_widget_class_set_css_name (widget_class, "statusbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TbBar, icon);
  gtk_widget_class_bind_template_child (widget_class, TbBar, head);
  gtk_widget_class_bind_template_child (widget_class, TbBar, text);
  gtk_widget_class_bind_template_child (widget_class, TbBar, warning);
  gtk_widget_class_bind_template_child (widget_class, TbBar, buttons);
}

static void
tb_bar_init (TbBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tb_bar_new (const char *css_class)
{
  GtkWidget *self = g_object_new (TB_TYPE_BAR, NULL);

  gtk_widget_add_css_class (self, css_class);
  return self;
}

void
tb_bar_set_icon (TbBar      *self,
                 const char *icon_name)
{
  g_return_if_fail (TB_IS_BAR (self));

  gtk_image_set_from_icon_name (self->icon, icon_name);
}

void
tb_bar_set_words (TbBar      *self,
                  const char *head,
                  const char *aside,
                  const char *text,
                  const char *warning)
{
  g_return_if_fail (TB_IS_BAR (self));
  g_return_if_fail (head != NULL);

  g_free (self->head_words);
  self->head_words = g_strdup (head);
  set_head (self, head, aside);
  set_label (self->text, text);
  set_label (self->warning, warning);
  update_accessible (self);
}

void
tb_bar_set_name (TbBar      *self,
                 const char *name)
{
  g_return_if_fail (TB_IS_BAR (self));

  g_free (self->name);
  self->name = g_strdup (name);
  update_accessible (self);
}

const char *
tb_bar_get_head (TbBar *self)
{
  g_return_val_if_fail (TB_IS_BAR (self), NULL);

  return self->head_words;
}

static gboolean
is_button_for (GtkWidget         *button,
               const TbBarAction *action)
{
  return GTK_IS_BUTTON (button) &&
         g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), action->action) == 0 &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), action->label) == 0;
}

static GtkWidget *
create_button (const TbBarAction *action)
{
  GtkWidget *button = gtk_button_new_with_label (action->label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action->action);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (action->is_link)
    {
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "bar-link");
    }
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
  return button;
}

void
tb_bar_set_actions (TbBar             *self,
                    const TbBarAction *actions,
                    guint              n_actions)
{
  GtkWidget *button;
  guint      i;

  g_return_if_fail (TB_IS_BAR (self));

  button = gtk_widget_get_first_child (GTK_WIDGET (self->buttons));
  if (button != NULL && button == self->suffix)
    button = gtk_widget_get_next_sibling (button);
  for (i = 0; i < n_actions && button != NULL && is_button_for (button, &actions[i]); i++)
    button = gtk_widget_get_next_sibling (button);
  /* From the first that differs on, all are made anew. */
  while (button != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (button);

      gtk_box_remove (self->buttons, button);
      button = next;
    }
  for (; i < n_actions; i++)
    gtk_box_append (self->buttons, create_button (&actions[i]));
  update_buttons_visible (self);
}

void
tb_bar_set_suffix (TbBar     *self,
                   GtkWidget *suffix)
{
  g_return_if_fail (TB_IS_BAR (self));

  if (self->suffix != NULL)
    gtk_box_remove (self->buttons, self->suffix);
  self->suffix = suffix;
  if (suffix != NULL)
    gtk_box_prepend (self->buttons, suffix);
  update_buttons_visible (self);
}
