/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row of a form: title, what is typed, and what is wrong with it, right there. */
#include "config.h"

#include "tb-form-field.h"

#include "tb-text.h"

struct _TbFormField
{
  AdwPreferencesRow parent_instance;

  GtkEntry       *entry;
  GtkLabel       *error_label;
  TbFormFieldKind kind;
};

G_DEFINE_FINAL_TYPE (TbFormField, tb_form_field, ADW_TYPE_PREFERENCES_ROW)

static void
tb_form_field_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TB_TYPE_FORM_FIELD);
  G_OBJECT_CLASS (tb_form_field_parent_class)->dispose (object);
}

static void
tb_form_field_class_init (TbFormFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tb_form_field_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-form-field.ui");
  gtk_widget_class_bind_template_child (widget_class, TbFormField, entry);
  gtk_widget_class_bind_template_child (widget_class, TbFormField, error_label);
}

static void
tb_form_field_init (TbFormField *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tb_form_field_new (TbFormFieldKind kind,
                   const char     *title)
{
  TbFormField *self = g_object_new (TB_TYPE_FORM_FIELD, "title", title, NULL);

  self->kind = kind;
  return GTK_WIDGET (self);
}

const char *
tb_form_field_get_text (TbFormField *self)
{
  g_return_val_if_fail (TB_IS_FORM_FIELD (self), "");

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
tb_form_field_set_text (TbFormField *self,
                        const char  *text)
{
  g_return_if_fail (TB_IS_FORM_FIELD (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
}

void
tb_form_field_set_error (TbFormField *self,
                         const char  *error)
{
  g_return_if_fail (TB_IS_FORM_FIELD (self));

  gtk_label_set_label (self->error_label, error != NULL ? error : "");
}

void
tb_form_field_show_error (TbFormField  *self,
                          const GError *error)
{
  g_autofree char *text = tb_text_problem (error);

  tb_form_field_set_error (self, text);
}

gboolean
tb_form_field_get_value (TbFormField *self,
                         gint64      *value)
{
  *value = 0;
  return TRUE;
}

void
tb_form_field_set_value (TbFormField *self,
                         gint64       value)
{
}

gboolean
tb_form_field_get_date (TbFormField *self,
                        char       **date)
{
  *date = NULL;
  return TRUE;
}

void
tb_form_field_set_date (TbFormField *self,
                        const char  *date)
{
}

gboolean
tb_form_field_place_error (const TbFormFieldName *fields,
                           guint                  n_fields,
                           const GError          *error)
{
  return FALSE;
}
