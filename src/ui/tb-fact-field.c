/* SPDX-License-Identifier: GPL-3.0-or-later
 * A fact of a ticket that is typed: caption, what is stored, a popover with a field. */
#include "config.h"

#include "tb-fact-field.h"

#include "tb-text.h"

#include <glib/gi18n.h>

struct _TbFactField
{
  AdwBin parent_instance;

  /* template */
  GtkLabel      *caption;
  GtkMenuButton *button;
  GtkLabel      *shown;
  GtkPopover    *popover;
  GtkListBox    *list;
  GtkButton     *clear_button;

  TbFormField    *field;   /* (borrowed): in the list */
  TbDesk         *desk;    /* (owned) (nullable) */
  char           *name;    /* (owned) (nullable): the caption */
  char           *text;    /* (owned) (nullable): what is stored */
  gint64          instant; /* what is stored, for INSTANT */
  TbFormFieldKind kind;
  int             suggests;
  char           *clear_label; /* (owned) (nullable) */
  gboolean        is_read_only;
  gboolean        is_overdue;
};

G_DEFINE_FINAL_TYPE (TbFactField, tb_fact_field, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CAPTION,
  PROP_KIND,
  PROP_SUGGESTS,
  PROP_DESK,
  PROP_SHOWN,
  PROP_CLEAR_LABEL,
  PROP_IS_BARE,
  PROP_IS_READ_ONLY,
  PROP_IS_OVERDUE,
  N_PROPS,
};

enum
{
  SIGNAL_SAVE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

/* What is overdue says so instead of its name. */
static void
update_caption (TbFactField *self)
{
  g_autofree char *name = NULL;

  gtk_label_set_label (self->caption, self->is_overdue ? _ ("Overdue") : self->name);
  if (self->is_overdue)
    gtk_widget_add_css_class (GTK_WIDGET (self), "overdue");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "overdue");
  /* The name says what stands on the button, too: “Due date · Thu, 26 Nov, 12:00”. */
  name = tb_text_join (self->name, self->is_overdue ? _ ("Overdue") : NULL,
                       gtk_label_get_label (self->shown), TB_TEXT_END);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
save (TbFactField *self,
      const char  *value)
{
  g_signal_emit (self, signals[SIGNAL_SAVE], 0, value);
}

/* ---- Callbacks ---- */

static void
on_shown_cb (TbFactField *self)
{
  if (self->kind == TB_FORM_FIELD_KIND_INSTANT)
    tb_form_field_set_value (self->field, self->instant);
  else
    tb_form_field_set_text (self->field, self->text);
  tb_form_field_set_error (self->field, NULL);
  gtk_widget_child_focus (GTK_WIDGET (self->field), GTK_DIR_TAB_FORWARD);
}

static void
on_save_cb (TbFactField *self)
{
  g_autofree char *value = NULL;
  gint64           instant = 0;

  if (self->kind != TB_FORM_FIELD_KIND_INSTANT)
    {
      save (self, tb_form_field_get_text (self->field));
      return;
    }
  if (!tb_form_field_get_value (self->field, &instant))
    return;
  value = instant > 0 ? tb_time_to_wire (instant) : g_strdup ("");
  save (self, value);
}

static void
on_clear_cb (TbFactField *self)
{
  save (self, "");
}

/* ---- GObject ---- */

static void
tb_fact_field_constructed (GObject *object)
{
  TbFactField *self = TB_FACT_FIELD (object);

  G_OBJECT_CLASS (tb_fact_field_parent_class)->constructed (object);
  self->field = TB_FORM_FIELD (tb_form_field_new (self->kind, self->name));
  g_object_bind_property (self, "caption", self->field, "title", G_BINDING_SYNC_CREATE);
  g_object_set (self->field, "suggests", self->suggests, NULL);
  g_signal_connect_object (self->field, "activate", G_CALLBACK (on_save_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, GTK_WIDGET (self->field));
  gtk_widget_set_visible (GTK_WIDGET (self->clear_button), self->clear_label != NULL);
  if (self->clear_label != NULL)
    gtk_button_set_label (self->clear_button, self->clear_label);
}

static void
tb_fact_field_dispose (GObject *object)
{
  TbFactField *self = TB_FACT_FIELD (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_FACT_FIELD);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_fact_field_parent_class)->dispose (object);
}

static void
tb_fact_field_finalize (GObject *object)
{
  TbFactField *self = TB_FACT_FIELD (object);

  g_free (self->name);
  g_free (self->text);
  g_free (self->clear_label);
  G_OBJECT_CLASS (tb_fact_field_parent_class)->finalize (object);
}

static void
tb_fact_field_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TbFactField *self = TB_FACT_FIELD (object);

  switch (prop_id)
    {
    case PROP_CAPTION:
      g_value_set_string (value, self->name);
      break;
    case PROP_KIND:
      g_value_set_uint (value, self->kind);
      break;
    case PROP_SUGGESTS:
      g_value_set_int (value, self->suggests);
      break;
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_SHOWN:
      g_value_set_string (value, gtk_label_get_label (self->shown));
      break;
    case PROP_CLEAR_LABEL:
      g_value_set_string (value, self->clear_label);
      break;
    case PROP_IS_BARE:
      g_value_set_boolean (value, !gtk_widget_get_visible (GTK_WIDGET (self->caption)));
      break;
    case PROP_IS_READ_ONLY:
      g_value_set_boolean (value, self->is_read_only);
      break;
    case PROP_IS_OVERDUE:
      g_value_set_boolean (value, self->is_overdue);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_is_read_only (TbFactField *self,
                  gboolean     is_read_only)
{
  if (self->is_read_only == is_read_only)
    return;
  self->is_read_only = is_read_only;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !is_read_only);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_READ_ONLY]);
}

static void
set_is_overdue (TbFactField *self,
                gboolean     is_overdue)
{
  if (self->is_overdue == is_overdue)
    return;
  self->is_overdue = is_overdue;
  update_caption (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_OVERDUE]);
}

static void
tb_fact_field_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  TbFactField *self = TB_FACT_FIELD (object);

  switch (prop_id)
    {
    case PROP_CAPTION:
      if (g_strcmp0 (self->name, g_value_get_string (value)) == 0)
        break;
      g_free (self->name);
      self->name = g_value_dup_string (value);
      update_caption (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_KIND:
      self->kind = g_value_get_uint (value);
      break;
    case PROP_SUGGESTS:
      self->suggests = g_value_get_int (value);
      break;
    case PROP_DESK:
      if (!g_set_object (&self->desk, g_value_get_object (value)))
        break;
      g_object_set (self->field, "desk", self->desk, NULL);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SHOWN:
      if (g_strcmp0 (gtk_label_get_label (self->shown), g_value_get_string (value)) == 0)
        break;
      gtk_label_set_label (self->shown, g_value_get_string (value));
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), g_value_get_string (value));
      update_caption (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_CLEAR_LABEL:
      self->clear_label = g_value_dup_string (value);
      break;
    case PROP_IS_BARE:
      gtk_widget_set_visible (GTK_WIDGET (self->caption), !g_value_get_boolean (value));
      break;
    case PROP_IS_READ_ONLY:
      set_is_read_only (self, g_value_get_boolean (value));
      break;
    case PROP_IS_OVERDUE:
      set_is_overdue (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  properties[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_uint ("kind", NULL, NULL, 0, TB_FORM_FIELD_KIND_QUANTITY, 0, once);
  properties[PROP_SUGGESTS] = g_param_spec_int ("suggests", NULL, NULL, -1, TB_SUGGEST_WORK_TYPE, -1, once);
  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  properties[PROP_SHOWN] = g_param_spec_string ("shown", NULL, NULL, NULL, flags);
  properties[PROP_CLEAR_LABEL] = g_param_spec_string ("clear-label", NULL, NULL, NULL, once);
  properties[PROP_IS_BARE] = g_param_spec_boolean ("is-bare", NULL, NULL, FALSE, once);
  properties[PROP_IS_READ_ONLY] = g_param_spec_boolean ("is-read-only", NULL, NULL, FALSE, flags);
  properties[PROP_IS_OVERDUE] = g_param_spec_boolean ("is-overdue", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tb_fact_field_class_init (TbFactFieldClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = tb_fact_field_constructed;
  object_class->dispose = tb_fact_field_dispose;
  object_class->finalize = tb_fact_field_finalize;
  object_class->get_property = tb_fact_field_get_property;
  object_class->set_property = tb_fact_field_set_property;
  install_properties (object_class);

  signals[SIGNAL_SAVE] = g_signal_new ("save", TB_TYPE_FACT_FIELD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-fact-field.ui");
  gtk_widget_class_bind_template_child (widget_class, TbFactField, caption);
  gtk_widget_class_bind_template_child (widget_class, TbFactField, button);
  gtk_widget_class_bind_template_child (widget_class, TbFactField, shown);
  gtk_widget_class_bind_template_child (widget_class, TbFactField, popover);
  gtk_widget_class_bind_template_child (widget_class, TbFactField, list);
  gtk_widget_class_bind_template_child (widget_class, TbFactField, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, on_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_cb);
}

static void
tb_fact_field_init (TbFactField *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tb_fact_field_set_text (TbFactField *self,
                        const char  *text)
{
  g_return_if_fail (TB_IS_FACT_FIELD (self));

  if (g_strcmp0 (self->text, text) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
}

void
tb_fact_field_set_instant (TbFactField *self,
                           gint64       instant)
{
  g_return_if_fail (TB_IS_FACT_FIELD (self));

  self->instant = instant;
}

void
tb_fact_field_finish (TbFactField  *self,
                      const GError *error)
{
  g_return_if_fail (TB_IS_FACT_FIELD (self));

  if (error != NULL)
    tb_form_field_show_error (self->field, error);
  else
    gtk_popover_popdown (self->popover);
}
