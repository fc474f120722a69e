/* SPDX-License-Identifier: GPL-3.0-or-later
 * A text that is read, and edited where it stands. */
#include "config.h"

#include "tb-in-place.h"

#include "tb-down-layout.h"
#include "tb-text-layout.h"
#include "tb-text.h"

#include <glib/gi18n.h>

/* A long text asked for its least width would be laid out with one letter in each line. */
#define LEAST_CHARS 12

struct _TbInPlace
{
  AdwBin parent_instance;

  /* template */
  GtkWidget     *reader;
  GtkLabel      *shown;
  GtkWidget     *edit_button;
  GtkWidget     *editor;
  GtkEntry      *entry;
  GtkWidget     *scrolled;
  GtkTextView   *view;
  GtkTextBuffer *buffer;
  GtkLabel      *error;

  char    *label;       /* (owned) (nullable) */
  char    *text;        /* (owned) (nullable) */
  char    *placeholder; /* (owned) (nullable) */
  gboolean is_multiline;
  gboolean is_read_only;
  gboolean is_editing;
};

G_DEFINE_FINAL_TYPE (TbInPlace, tb_in_place, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_TEXT,
  PROP_PLACEHOLDER,
  PROP_IS_MULTILINE,
  PROP_IS_READ_ONLY,
  PROP_IS_EDITING,
  N_PROPS,
};

enum
{
  SIGNAL_SAVE,
  SIGNAL_TYPED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static char *
dup_typed (TbInPlace *self)
{
  GtkTextIter start, end;

  if (!self->is_multiline)
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

static void
show_error (TbInPlace  *self,
            const char *text)
{
  gtk_label_set_label (self->error, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), text != NULL);
}

static void
update_shown (TbInPlace *self)
{
  gboolean is_empty = !has_text (self->text);

  gtk_label_set_label (self->shown, is_empty ? self->placeholder : self->text);
  gtk_label_set_selectable (self->shown, !is_empty);
  if (is_empty)
    gtk_widget_add_css_class (GTK_WIDGET (self->shown), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->shown), "dim-label");
  gtk_widget_set_visible (self->edit_button, !self->is_read_only);
}

static void
update_names (TbInPlace *self)
{
  g_autofree char *edit = NULL;

  if (self->label == NULL)
    return;
  /* Translators: a button's tooltip; %s is what it edits: Edit: Title. */
  edit = g_strdup_printf (_ ("Edit: %s"), self->label);
  gtk_widget_set_tooltip_text (self->edit_button, edit);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->edit_button), GTK_ACCESSIBLE_PROPERTY_LABEL, edit,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, self->label,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, self->label,
                                  -1);
}

static void
set_is_editing (TbInPlace *self,
                gboolean   is_editing)
{
  show_error (self, NULL);
  gtk_widget_set_visible (self->editor, is_editing);
  gtk_widget_set_visible (self->reader, !is_editing);
  if (self->is_editing == is_editing)
    return;
  self->is_editing = is_editing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_EDITING]);
  g_signal_emit (self, signals[SIGNAL_TYPED], 0);
}

/* ---- Callbacks ---- */

static void
on_edit_clicked_cb (TbInPlace *self)
{
  tb_in_place_edit (self, NULL);
}

static void
on_typed_cb (TbInPlace *self)
{
  show_error (self, NULL);
  g_signal_emit (self, signals[SIGNAL_TYPED], 0);
}

static void
on_save_cb (TbInPlace *self)
{
  g_autofree char *typed = dup_typed (self);

  if (g_strcmp0 (typed, self->text != NULL ? self->text : "") == 0)
    {
      tb_in_place_cancel (self);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_SAVE], 0, typed);
}

static gboolean
on_cancel_key_cb (GtkWidget *widget,
                  GVariant  *arguments,
                  gpointer   data)
{
  TbInPlace *self = TB_IN_PLACE (widget);

  if (!self->is_editing)
    return FALSE;
  tb_in_place_cancel (self);
  return TRUE;
}

static gboolean
on_save_key_cb (GtkWidget *widget,
                GVariant  *arguments,
                gpointer   data)
{
  TbInPlace *self = TB_IN_PLACE (widget);

  if (!self->is_editing)
    return FALSE;
  on_save_cb (self);
  return TRUE;
}

/* ---- GObject ---- */

static void
tb_in_place_constructed (GObject *object)
{
  TbInPlace *self = TB_IN_PLACE (object);

  G_OBJECT_CLASS (tb_in_place_parent_class)->constructed (object);
  gtk_widget_set_visible (self->is_multiline ? self->scrolled : GTK_WIDGET (self->entry), TRUE);
  if (self->is_multiline)
    gtk_label_set_width_chars (self->shown, LEAST_CHARS);
  update_shown (self);
}

static void
tb_in_place_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TB_TYPE_IN_PLACE);
  G_OBJECT_CLASS (tb_in_place_parent_class)->dispose (object);
}

static void
tb_in_place_finalize (GObject *object)
{
  TbInPlace *self = TB_IN_PLACE (object);

  g_free (self->label);
  g_free (self->text);
  g_free (self->placeholder);
  G_OBJECT_CLASS (tb_in_place_parent_class)->finalize (object);
}

static void
tb_in_place_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TbInPlace *self = TB_IN_PLACE (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_PLACEHOLDER:
      g_value_set_string (value, self->placeholder);
      break;
    case PROP_IS_MULTILINE:
      g_value_set_boolean (value, self->is_multiline);
      break;
    case PROP_IS_READ_ONLY:
      g_value_set_boolean (value, self->is_read_only);
      break;
    case PROP_IS_EDITING:
      g_value_set_boolean (value, self->is_editing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_string (TbInPlace    *self,
            char        **member,
            const GValue *value,
            GParamSpec   *pspec)
{
  if (g_strcmp0 (*member, g_value_get_string (value)) == 0)
    return;
  g_free (*member);
  *member = g_value_dup_string (value);
  update_shown (self);
  update_names (self);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
tb_in_place_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  TbInPlace *self = TB_IN_PLACE (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      set_string (self, &self->label, value, pspec);
      break;
    case PROP_TEXT:
      set_string (self, &self->text, value, pspec);
      break;
    case PROP_PLACEHOLDER:
      set_string (self, &self->placeholder, value, pspec);
      break;
    case PROP_IS_MULTILINE:
      self->is_multiline = g_value_get_boolean (value);
      break;
    case PROP_IS_READ_ONLY:
      if (self->is_read_only == g_value_get_boolean (value))
        break;
      self->is_read_only = g_value_get_boolean (value);
      update_shown (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  properties[PROP_IS_MULTILINE] =
    g_param_spec_boolean ("is-multiline", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_IS_READ_ONLY] = g_param_spec_boolean ("is-read-only", NULL, NULL, FALSE, flags);
  properties[PROP_IS_EDITING] =
    g_param_spec_boolean ("is-editing", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tb_in_place_class_init (TbInPlaceClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = tb_in_place_constructed;
  object_class->dispose = tb_in_place_dispose;
  object_class->finalize = tb_in_place_finalize;
  object_class->get_property = tb_in_place_get_property;
  object_class->set_property = tb_in_place_set_property;
  install_properties (object_class);

  signals[SIGNAL_SAVE] = g_signal_new ("save", TB_TYPE_IN_PLACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_TYPED] = g_signal_new ("typed", TB_TYPE_IN_PLACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);

  g_type_ensure (TB_TYPE_DOWN_LAYOUT);
  g_type_ensure (TB_TYPE_TEXT_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "inplace");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_cancel_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, on_save_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, on_save_key_cb, NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-in-place.ui");
  gtk_widget_class_bind_template_child (widget_class, TbInPlace, reader);
  gtk_widget_class_bind_template_child (widget_class, TbInPlace, shown);
  gtk_widget_class_bind_template_child (widget_class, TbInPlace, edit_button);
  gtk_widget_class_bind_template_child (widget_class, TbInPlace, editor);
  gtk_widget_class_bind_template_child (widget_class, TbInPlace, entry);
  gtk_widget_class_bind_template_child (widget_class, TbInPlace, scrolled);
  gtk_widget_class_bind_template_child (widget_class, TbInPlace, view);
  gtk_widget_class_bind_template_child (widget_class, TbInPlace, buffer);
  gtk_widget_class_bind_template_child (widget_class, TbInPlace, error);
  gtk_widget_class_bind_template_callback (widget_class, on_edit_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, tb_in_place_cancel);
}

static void
tb_in_place_init (TbInPlace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tb_in_place_edit (TbInPlace  *self,
                  const char *text)
{
  g_return_if_fail (TB_IS_IN_PLACE (self));

  if (self->is_read_only || self->is_editing)
    return;
  if (text == NULL)
    text = self->text != NULL ? self->text : "";
  if (self->is_multiline)
    gtk_text_buffer_set_text (self->buffer, text, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  set_is_editing (self, TRUE);
  gtk_widget_grab_focus (self->is_multiline ? GTK_WIDGET (self->view) : GTK_WIDGET (self->entry));
}

gboolean
tb_in_place_is_editing (TbInPlace *self)
{
  g_return_val_if_fail (TB_IS_IN_PLACE (self), FALSE);

  return self->is_editing;
}

char *
tb_in_place_dup_typed (TbInPlace *self)
{
  g_autofree char *typed = NULL;

  g_return_val_if_fail (TB_IS_IN_PLACE (self), NULL);

  if (!self->is_editing)
    return NULL;
  typed = dup_typed (self);
  return g_strcmp0 (typed, self->text != NULL ? self->text : "") != 0 ? g_steal_pointer (&typed) : NULL;
}

void
tb_in_place_cancel (TbInPlace *self)
{
  gboolean had_focus;

  g_return_if_fail (TB_IS_IN_PLACE (self));

  if (!self->is_editing)
    return;
  had_focus = gtk_widget_get_focus_child (self->editor) != NULL;
  set_is_editing (self, FALSE);
  if (had_focus)
    gtk_widget_grab_focus (self->edit_button);
}

void
tb_in_place_finish (TbInPlace    *self,
                    const GError *error)
{
  g_autofree char *text = error != NULL ? tb_text_problem (error) : NULL;

  g_return_if_fail (TB_IS_IN_PLACE (self));

  if (!self->is_editing)
    return;
  if (error == NULL)
    {
      tb_in_place_cancel (self);
      return;
    }
  show_error (self, text);
  gtk_widget_grab_focus (self->is_multiline ? GTK_WIDGET (self->view) : GTK_WIDGET (self->entry));
}
