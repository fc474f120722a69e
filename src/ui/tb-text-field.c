/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row of a form for a text of several lines. */
#include "config.h"

#include "tb-text-field.h"

#include "tb-form-mark.h"
#include "tb-text.h"

#include <glib/gi18n.h>

/* The counter appears when a tenth of the limit is left. */
#define NEAR_THE_LIMIT(limit) ((limit) - (limit) / 10)

struct _TbTextField
{
  AdwPreferencesRow parent_instance;

  /* template */
  GtkTextView   *view;
  GtkTextBuffer *buffer;
  GtkLabel      *counter;
  GtkWidget     *error_box;
  GtkLabel      *error_label;
  GtkLabel      *hint_label;

  char    *error; /* (owned) (nullable) */
  char    *hint;  /* (owned) (nullable) */
  guint    limit;
  gboolean is_over_limit; /* the error is ours */
  gboolean is_read_only;
  gboolean is_setting; /* what changes now is not typed */
};

G_DEFINE_FINAL_TYPE (TbTextField, tb_text_field, ADW_TYPE_PREFERENCES_ROW)

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_ERROR,
  PROP_HINT,
  PROP_LIMIT,
  PROP_READ_ONLY,
  N_PROPS,
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

static void
update_description (TbTextField *self)
{
  const TbFormMark mark = {
    GTK_WIDGET (self),
    GTK_WIDGET (self->view),
    self->error_box,
    self->error_label,
    self->hint_label,
  };

  tb_form_mark_show (&mark, self->error, self->hint);
}

static void
update_counter (TbTextField *self)
{
  guint            n = gtk_text_buffer_get_char_count (self->buffer);
  g_autofree char *used = tb_text_number (n);
  g_autofree char *limit = tb_text_number (self->limit);
  g_autofree char *text = g_strdup_printf ("%s / %s", used, limit);
  g_autofree char *error = NULL;

  gtk_label_set_label (self->counter, text);
  gtk_widget_set_visible (GTK_WIDGET (self->counter), self->limit > 0 && n >= NEAR_THE_LIMIT (self->limit));
  if (self->limit == 0 || n <= self->limit)
    {
      if (self->is_over_limit)
        tb_text_field_set_error (self, NULL);
      return;
    }
  /* Translators: %s is a number of characters. */
  error = g_strdup_printf (_ ("At most %s characters fit here."), limit);
  tb_text_field_set_error (self, error);
  self->is_over_limit = TRUE;
}

static void
on_changed_cb (TbTextField *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  if (!self->is_setting)
    tb_text_field_set_error (self, NULL);
  update_counter (self);
  if (!self->is_setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_title_changed_cb (TbTextField *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), -1);
}

/* The row itself takes no focus: its text does. */
static gboolean
tb_text_field_focus (GtkWidget       *widget,
                     GtkDirectionType direction)
{
  return gtk_widget_child_focus (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (widget)), direction);
}

static gboolean
tb_text_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TB_TEXT_FIELD (widget)->view));
}

static void
tb_text_field_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TB_TYPE_TEXT_FIELD);
  G_OBJECT_CLASS (tb_text_field_parent_class)->dispose (object);
}

static void
tb_text_field_finalize (GObject *object)
{
  TbTextField *self = TB_TEXT_FIELD (object);

  g_free (self->error);
  g_free (self->hint);
  G_OBJECT_CLASS (tb_text_field_parent_class)->finalize (object);
}

static void
tb_text_field_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TbTextField *self = TB_TEXT_FIELD (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_take_string (value, tb_text_field_get_text (self));
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_HINT:
      g_value_set_string (value, self->hint);
      break;
    case PROP_LIMIT:
      g_value_set_uint (value, self->limit);
      break;
    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->is_read_only);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_hint (TbTextField *self,
          const char  *hint)
{
  if (g_strcmp0 (self->hint, hint) == 0)
    return;
  g_free (self->hint);
  self->hint = g_strdup (hint);
  update_description (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HINT]);
}

static void
set_read_only (TbTextField *self,
               gboolean     is_read_only)
{
  if (self->is_read_only == is_read_only)
    return;
  self->is_read_only = is_read_only;
  gtk_text_view_set_editable (self->view, !is_read_only);
  gtk_text_view_set_cursor_visible (self->view, !is_read_only);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_READ_ONLY,
                                  is_read_only, -1);
  if (is_read_only)
    gtk_widget_add_css_class (GTK_WIDGET (self), "read-only");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "read-only");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
}

static void
tb_text_field_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  TbTextField *self = TB_TEXT_FIELD (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      tb_text_field_set_text (self, g_value_get_string (value));
      break;
    case PROP_ERROR:
      tb_text_field_set_error (self, g_value_get_string (value));
      break;
    case PROP_HINT:
      set_hint (self, g_value_get_string (value));
      break;
    case PROP_LIMIT:
      if (self->limit == g_value_get_uint (value))
        return;
      self->limit = g_value_get_uint (value);
      update_counter (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_READ_ONLY:
      set_read_only (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_text_field_class_init (TbTextFieldClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_text_field_dispose;
  object_class->finalize = tb_text_field_finalize;
  object_class->get_property = tb_text_field_get_property;
  object_class->set_property = tb_text_field_set_property;
  widget_class->focus = tb_text_field_focus;
  widget_class->grab_focus = tb_text_field_grab_focus;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  properties[PROP_LIMIT] = g_param_spec_uint ("limit", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-text-field.ui");
  gtk_widget_class_bind_template_child (widget_class, TbTextField, view);
  gtk_widget_class_bind_template_child (widget_class, TbTextField, buffer);
  gtk_widget_class_bind_template_child (widget_class, TbTextField, counter);
  gtk_widget_class_bind_template_child (widget_class, TbTextField, error_box);
  gtk_widget_class_bind_template_child (widget_class, TbTextField, error_label);
  gtk_widget_class_bind_template_child (widget_class, TbTextField, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
}

static void
tb_text_field_init (TbTextField *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::title", G_CALLBACK (on_title_changed_cb), NULL);
}

char *
tb_text_field_get_text (TbTextField *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (TB_IS_TEXT_FIELD (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

void
tb_text_field_set_text (TbTextField *self,
                        const char  *text)
{
  g_return_if_fail (TB_IS_TEXT_FIELD (self));

  self->is_setting = TRUE;
  gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
  self->is_setting = FALSE;
}

void
tb_text_field_set_error (TbTextField *self,
                         const char  *error)
{
  g_return_if_fail (TB_IS_TEXT_FIELD (self));

  self->is_over_limit = FALSE;
  if (g_strcmp0 (self->error, error) == 0)
    return;
  g_free (self->error);
  self->error = g_strdup (error);
  update_description (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}
