/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row of a form: title, what is typed, and what is wrong with it, right there. */
#include "config.h"

#include "tb-form-field.h"

#include "tb-date-popover.h"
#include "tb-form-mark.h"
#include "tb-form-value.h"
#include "tb-records.h"
#include "tb-suggest-popover.h"
#include "tb-text.h"
#include "tb-time.h"

#include <glib/gi18n.h>

#define NO_SUGGESTIONS (-1)

struct _TbFormField
{
  AdwPreferencesRow parent_instance;

  /* template */
  GtkEntry      *entry; /* a bare GtkText says nothing of its content to a screen reader */
  GtkLabel      *shown; /* instead of the entry where nothing can be typed; it wraps */
  GtkLabel      *unit_label;
  GtkMenuButton *calendar_button;
  GtkWidget     *error_box;
  GtkLabel      *error_label;
  GtkLabel      *hint_label;

  /* made when first needed */
  TbSuggestPopover *suggestions;  /* (nullable): a child of the text's */
  TbDatePopover    *date_popover; /* (nullable): the button's */

  TbDesk         *desk; /* (owned) (nullable) */
  TbFormFieldKind kind;
  char           *error;    /* (owned) (nullable) */
  char           *hint;     /* (owned) (nullable) */
  char           *unit;     /* (owned) (nullable) */
  char           *within;   /* (owned) (nullable) */
  int             suggests; /* TbSuggestion or NO_SUGGESTIONS */
  gboolean        is_read_only;
  gboolean        is_setting; /* what changes now is not typed */
};

G_DEFINE_FINAL_TYPE (TbFormField, tb_form_field, ADW_TYPE_PREFERENCES_ROW)

enum
{
  PROP_0,
  PROP_KIND,
  PROP_DESK,
  PROP_TEXT,
  PROP_ERROR,
  PROP_HINT,
  PROP_UNIT,
  PROP_SUGGESTS,
  PROP_WITHIN,
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

static gint64
read_now (TbFormField *self)
{
  g_autoptr (TbClock) clock = NULL;

  if (self->desk != NULL)
    return tb_desk_get_now (self->desk);
  clock = tb_clock_new_real ();
  return tb_clock_now (clock);
}

static const char *
find_zone (TbFormField *self)
{
  return self->desk != NULL ? tb_desk_get_zone (self->desk) : NULL;
}

static const char *
find_unit (TbFormField *self)
{
  if (self->unit != NULL || self->kind != TB_FORM_FIELD_KIND_AMOUNT || self->desk == NULL)
    return self->unit;
  return tb_desk_get_currency (self->desk);
}

static void
make_reader (TbFormField  *self,
             TbFormReader *reader)
{
  reader->kind = self->kind;
  reader->zone = find_zone (self);
  reader->currency = self->kind == TB_FORM_FIELD_KIND_AMOUNT ? find_unit (self) : NULL;
  reader->now = read_now (self);
}

static gboolean
read_value (TbFormField *self,
            gint64      *value)
{
  g_autoptr (GError) error = NULL;
  TbFormReader reader;

  make_reader (self, &reader);
  if (tb_form_value_read (&reader, tb_form_field_get_text (self), value, &error))
    return TRUE;
  tb_form_field_show_error (self, error);
  return FALSE;
}

static void
write_value (TbFormField *self,
             gint64       value)
{
  g_autofree char *text = NULL;
  TbFormReader     reader;

  make_reader (self, &reader);
  text = tb_form_value_write (&reader, value);
  if (g_strcmp0 (text, tb_form_field_get_text (self)) != 0)
    tb_form_field_set_text (self, text);
}

/* ---- Looks ---- */

static void
update_unit (TbFormField *self)
{
  const char *unit = find_unit (self);

  gtk_label_set_label (self->unit_label, g_strcmp0 (unit, "EUR") == 0 ? "€" : unit != NULL ? unit
                                                                                           : "");
  gtk_widget_set_visible (GTK_WIDGET (self->unit_label), unit != NULL && *unit != '\0');
}

static void
update_calendar (TbFormField *self)
{
  gboolean is_date = self->kind == TB_FORM_FIELD_KIND_DATE || self->kind == TB_FORM_FIELD_KIND_INSTANT;

  gtk_widget_set_visible (GTK_WIDGET (self->calendar_button), is_date && !self->is_read_only);
}

static void
update_description (TbFormField *self)
{
  const TbFormMark mark = {
    GTK_WIDGET (self),
    GTK_WIDGET (self->entry),
    self->error_box,
    self->error_label,
    self->hint_label,
  };

  tb_form_mark_show (&mark, self->error, self->hint);
}

static void
update_read_only (TbFormField *self)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), !self->is_read_only);
  gtk_widget_set_visible (GTK_WIDGET (self->shown), self->is_read_only);
  if (self->is_read_only)
    gtk_widget_add_css_class (GTK_WIDGET (self), "read-only");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "read-only");
  update_calendar (self);
}

static void
on_title_changed_cb (TbFormField *self)
{
  const char      *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *calendar = NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->shown), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  /* Translators: %s is the name of a field for a date: “Calendar: Complete by”. */
  calendar = g_strdup_printf (_ ("Calendar: %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->calendar_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  calendar, -1);
}

/* ---- Typing ---- */

static void
on_suggestion_chosen_cb (TbFormField *self,
                         const char  *name)
{
  tb_form_field_set_text (self, name);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  tb_form_field_set_error (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ask_for_suggestions (TbFormField *self)
{
  const char *text = tb_form_field_get_text (self);

  if (self->suggests == NO_SUGGESTIONS || self->desk == NULL || self->is_read_only)
    return;
  if (self->suggestions == NULL)
    {
      self->suggestions = TB_SUGGEST_POPOVER (tb_suggest_popover_new ());
      gtk_widget_set_parent (GTK_WIDGET (self->suggestions), GTK_WIDGET (self));
      g_signal_connect_swapped (self->suggestions, "chosen", G_CALLBACK (on_suggestion_chosen_cb), self);
    }
  if (*text == '\0')
    tb_suggest_popover_hide (self->suggestions);
  else
    tb_suggest_popover_ask (self->suggestions, self->desk, self->suggests, text, self->within);
}

static void
on_changed_cb (TbFormField *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  if (self->is_setting)
    return;
  tb_form_field_set_error (self, NULL);
  ask_for_suggestions (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Reads what was typed and writes it neatly, or shows what is wrong. */
static void
normalise (TbFormField *self)
{
  gint64 value;

  if (self->kind != TB_FORM_FIELD_KIND_TEXT && !self->is_read_only && read_value (self, &value))
    write_value (self, value);
}

static void
on_left_cb (TbFormField *self)
{
  if (self->suggestions != NULL)
    tb_suggest_popover_hide (self->suggestions);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, 0);
  normalise (self);
}

static void
on_activated_cb (TbFormField *self)
{
  normalise (self);
  g_signal_emit_by_name (self, "activate");
}

/* A list walks over rows that have the focus themselves; a field's text has it. */
static gboolean
move_focus (TbFormField *self,
            GtkWidget *(*next) (GtkWidget *))
{
  GtkWidget *row = next (GTK_WIDGET (self));

  while (row != NULL && !(gtk_widget_is_drawable (row) && gtk_widget_grab_focus (row)))
    row = next (row);
  return row != NULL;
}

static gboolean
open_choice (TbFormField *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->calendar_button)))
    gtk_menu_button_popup (self->calendar_button);
  else
    ask_for_suggestions (self);
  return TRUE;
}

static gboolean
on_key_pressed_cb (TbFormField    *self,
                   guint           keyval,
                   guint           keycode,
                   GdkModifierType state)
{
  gboolean is_down = keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down;
  gboolean is_up = keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up;

  if (self->suggestions != NULL && tb_suggest_popover_key (self->suggestions, keyval))
    return TRUE;
  if (is_down && (state & GDK_ALT_MASK) != 0)
    return open_choice (self);
  return (is_down || is_up) &&
         move_focus (self, is_down ? gtk_widget_get_next_sibling : gtk_widget_get_prev_sibling);
}

static void
on_pressed_cb (TbFormField *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* ---- The calendar ---- */

static void
on_calendar_shown_cb (TbFormField *self)
{
  TbFormReader reader;
  gint64       value;

  make_reader (self, &reader);
  if (!tb_form_value_read (&reader, tb_form_field_get_text (self), &value, NULL) || value == 0)
    value = reader.now;
  g_object_set (self->date_popover, "has-time", self->kind == TB_FORM_FIELD_KIND_INSTANT, NULL);
  tb_date_popover_set (self->date_popover, value, reader.zone);
}

static void
on_date_chosen_cb (TbFormField *self)
{
  tb_form_field_set_error (self, NULL);
  write_value (self, tb_date_popover_get (self->date_popover, find_zone (self)));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* A calendar is a hundred widgets, and most fields are never opened. */
static void
create_date_popover (GtkMenuButton *button,
                     gpointer       data)
{
  TbFormField *self = data;

  if (self->date_popover != NULL)
    return;
  self->date_popover = g_object_new (TB_TYPE_DATE_POPOVER, NULL);
  g_signal_connect_swapped (self->date_popover, "show", G_CALLBACK (on_calendar_shown_cb), self);
  g_signal_connect_swapped (self->date_popover, "chosen", G_CALLBACK (on_date_chosen_cb), self);
  gtk_menu_button_set_popover (button, GTK_WIDGET (self->date_popover));
}

/* ---- Class ---- */

/* Return in a field that nobody listens to is the window's default button. */
static void
on_row_activate_cb (TbFormField *self)
{
  const guint id = g_signal_lookup ("activate", TB_TYPE_FORM_FIELD);
  if (g_signal_handler_find (self, G_SIGNAL_MATCH_ID, id, 0, NULL, NULL, NULL) == 0)
    gtk_widget_activate_default (GTK_WIDGET (self));
}

/* The row itself takes no focus: its text and then its button do. GTK would go by their middles. */
static gboolean
tb_form_field_focus (GtkWidget       *widget,
                     GtkDirectionType direction)
{
  TbFormField *self = TB_FORM_FIELD (widget);
  GtkWidget   *text = self->is_read_only ? GTK_WIDGET (self->shown) : GTK_WIDGET (self->entry);
  gboolean     is_back = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_LEFT;
  GtkWidget   *last = is_back ? text : GTK_WIDGET (self->calendar_button);
  GtkWidget   *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  return ((focus == NULL || !gtk_widget_is_ancestor (focus, last)) &&
          gtk_widget_child_focus (is_back ? GTK_WIDGET (self->calendar_button) : text, direction)) ||
         gtk_widget_child_focus (last, direction);
}

static gboolean
tb_form_field_grab_focus (GtkWidget *widget)
{
  TbFormField *self = TB_FORM_FIELD (widget);

  return self->is_read_only ? gtk_widget_grab_focus (GTK_WIDGET (self->shown))
                            : gtk_entry_grab_focus_without_selecting (self->entry);
}

static void
tb_form_field_dispose (GObject *object)
{
  TbFormField *self = TB_FORM_FIELD (object);

  if (self->suggestions != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->suggestions));
  self->suggestions = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), TB_TYPE_FORM_FIELD);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_form_field_parent_class)->dispose (object);
}

static void
tb_form_field_finalize (GObject *object)
{
  TbFormField *self = TB_FORM_FIELD (object);

  g_free (self->error);
  g_free (self->hint);
  g_free (self->unit);
  g_free (self->within);
  G_OBJECT_CLASS (tb_form_field_parent_class)->finalize (object);
}

static void
tb_form_field_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TbFormField *self = TB_FORM_FIELD (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_uint (value, self->kind);
      break;
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_TEXT:
      g_value_set_string (value, tb_form_field_get_text (self));
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_HINT:
      g_value_set_string (value, self->hint);
      break;
    case PROP_UNIT:
      g_value_set_string (value, self->unit);
      break;
    case PROP_SUGGESTS:
      g_value_set_int (value, self->suggests);
      break;
    case PROP_WITHIN:
      g_value_set_string (value, self->within);
      break;
    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->is_read_only);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_kind (TbFormField    *self,
          TbFormFieldKind kind)
{
  if (self->kind == kind)
    return;
  self->kind = kind;
  update_unit (self);
  update_calendar (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

static void
set_read_only (TbFormField *self,
               gboolean     is_read_only)
{
  if (self->is_read_only == is_read_only)
    return;
  self->is_read_only = is_read_only;
  update_read_only (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
}

static void
tb_form_field_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  TbFormField *self = TB_FORM_FIELD (object);

  switch (prop_id)
    {
    case PROP_KIND:
      set_kind (self, g_value_get_uint (value));
      break;
    case PROP_DESK:
      if (!g_set_object (&self->desk, g_value_get_object (value)))
        return;
      update_unit (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_TEXT:
      tb_form_field_set_text (self, g_value_get_string (value));
      break;
    case PROP_ERROR:
      tb_form_field_set_error (self, g_value_get_string (value));
      break;
    case PROP_HINT:
      if (!tb_form_value_take_text (&self->hint, value))
        return;
      update_description (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_UNIT:
      if (!tb_form_value_take_text (&self->unit, value))
        return;
      update_unit (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_SUGGESTS:
      if (self->suggests == g_value_get_int (value))
        return;
      self->suggests = g_value_get_int (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_WITHIN:
      if (tb_form_value_take_text (&self->within, value))
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
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_KIND] = g_param_spec_uint ("kind", NULL, NULL, 0, TB_FORM_FIELD_KIND_QUANTITY, 0, flags);
  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  properties[PROP_UNIT] = g_param_spec_string ("unit", NULL, NULL, NULL, flags);
  properties[PROP_SUGGESTS] = g_param_spec_int ("suggests", NULL, NULL, NO_SUGGESTIONS, TB_SUGGEST_WORK_TYPE,
                                                NO_SUGGESTIONS, flags);
  properties[PROP_WITHIN] = g_param_spec_string ("within", NULL, NULL, NULL, flags);
  properties[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tb_form_field_class_init (TbFormFieldClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_form_field_dispose;
  object_class->finalize = tb_form_field_finalize;
  object_class->get_property = tb_form_field_get_property;
  object_class->set_property = tb_form_field_set_property;
  widget_class->focus = tb_form_field_focus;
  widget_class->grab_focus = tb_form_field_grab_focus;

  install_properties (object_class);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  /* A list's row has a signal of this name already; without this it would select itself. */
  g_signal_override_class_handler ("activate", TB_TYPE_FORM_FIELD, G_CALLBACK (on_row_activate_cb));

  g_type_ensure (TB_TYPE_DATE_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-form-field.ui");
  gtk_widget_class_bind_template_child (widget_class, TbFormField, entry);
  gtk_widget_class_bind_template_child (widget_class, TbFormField, shown);
  gtk_widget_class_bind_template_child (widget_class, TbFormField, unit_label);
  gtk_widget_class_bind_template_child (widget_class, TbFormField, calendar_button);
  gtk_widget_class_bind_template_child (widget_class, TbFormField, error_box);
  gtk_widget_class_bind_template_child (widget_class, TbFormField, error_label);
  gtk_widget_class_bind_template_child (widget_class, TbFormField, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_pressed_cb);
}

static void
tb_form_field_init (TbFormField *self)
{
  self->suggests = NO_SUGGESTIONS;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->calendar_button, create_date_popover, self, NULL);
  g_signal_connect (self, "notify::title", G_CALLBACK (on_title_changed_cb), NULL);
}

GtkWidget *
tb_form_field_new (TbFormFieldKind kind,
                   const char     *title)
{
  return g_object_new (TB_TYPE_FORM_FIELD, "kind", kind, "title", title, NULL);
}

const char *
tb_form_field_get_text (TbFormField *self)
{
  g_return_val_if_fail (TB_IS_FORM_FIELD (self), "");

  /* While the template is built or taken down there is none. */
  return self->entry != NULL ? gtk_editable_get_text (GTK_EDITABLE (self->entry)) : "";
}

void
tb_form_field_set_text (TbFormField *self,
                        const char  *text)
{
  g_return_if_fail (TB_IS_FORM_FIELD (self));

  self->is_setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  self->is_setting = FALSE;
}

void
tb_form_field_set_error (TbFormField *self,
                         const char  *error)
{
  g_return_if_fail (TB_IS_FORM_FIELD (self));

  if (g_strcmp0 (self->error, error) == 0)
    return;
  g_free (self->error);
  self->error = g_strdup (error);
  update_description (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
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
  g_return_val_if_fail (TB_IS_FORM_FIELD (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  return read_value (self, value);
}

gboolean
tb_form_field_peek_value (TbFormField *self,
                          gint64      *value)
{
  TbFormReader reader;

  g_return_val_if_fail (TB_IS_FORM_FIELD (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  make_reader (self, &reader);
  return tb_form_value_read (&reader, tb_form_field_get_text (self), value, NULL);
}

void
tb_form_field_set_value (TbFormField *self,
                         gint64       value)
{
  g_return_if_fail (TB_IS_FORM_FIELD (self));

  tb_form_field_set_error (self, NULL);
  write_value (self, value);
}

gboolean
tb_form_field_get_date (TbFormField *self,
                        char       **date)
{
  gint64 value;

  g_return_val_if_fail (TB_IS_FORM_FIELD (self), FALSE);
  g_return_val_if_fail (date != NULL, FALSE);

  *date = NULL;
  if (!read_value (self, &value))
    return FALSE;
  if (value != 0)
    *date = tb_time_date (value, find_zone (self));
  return TRUE;
}

void
tb_form_field_set_date (TbFormField *self,
                        const char  *date)
{
  g_autofree char *text = date != NULL ? tb_text_date_numeric (date) : NULL;

  g_return_if_fail (TB_IS_FORM_FIELD (self));

  tb_form_field_set_error (self, NULL);
  tb_form_field_set_text (self, text);
}
