/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a note, time entry, charge or attachment's name is typed into: in the composer and in the dialog. */
#include "config.h"

#include "tb-item-form-private.h"

#include "tb-money.h"
#include "tb-text.h"
#include "tb-wrap-box.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (TbItemForm, tb_item_form, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_KIND,
  PROP_DESK,
  PROP_CURRENCY,
  PROP_PLACEHOLDER,
  N_PROPS,
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

/* clang-format off */
const FieldLook tb_item_form_looks[N_FIELDS] = {
  [FIELD_FILE_NAME] = { "file-name", TB_ITEM_FILE, TB_FORM_FIELD_KIND_TEXT, N_("File name"), -1, 25 },
  [FIELD_DATE] = { "date", TB_ITEM_TIME, TB_FORM_FIELD_KIND_DATE, N_("Date"), -1, 18 },
  [FIELD_FROM] = { "from", TB_ITEM_TIME, TB_FORM_FIELD_KIND_TEXT, N_("From"), -1, 9 },
  [FIELD_TO] = { "to", TB_ITEM_TIME, TB_FORM_FIELD_KIND_TEXT, NC_("time of day", "To"), -1, 9 },
  [FIELD_DURATION] = { "minutes", TB_ITEM_TIME, TB_FORM_FIELD_KIND_DURATION, N_("Duration"), -1, 11 },
  [FIELD_WORK_TYPE] = { "work-type", TB_ITEM_TIME, TB_FORM_FIELD_KIND_TEXT, N_("Work type"),
                        TB_SUGGEST_WORK_TYPE, 18 },
  [FIELD_QUANTITY] = { "quantity", TB_ITEM_CHARGE, TB_FORM_FIELD_KIND_QUANTITY, N_("Quantity"), -1, 11 },
  [FIELD_UNIT] = { "unit", TB_ITEM_CHARGE, TB_FORM_FIELD_KIND_TEXT, N_("Unit"), -1, 11 },
  [FIELD_PRICE] = { "amount", TB_ITEM_CHARGE, TB_FORM_FIELD_KIND_AMOUNT, N_("Unit price"), -1, 14 },
};

static const char *const placeholders[TB_N_ITEM_KINDS] = {
  [TB_ITEM_NOTE] = N_("Write a note …"),
  [TB_ITEM_TIME] = N_("What was done …"),
  [TB_ITEM_CHARGE] = N_("What is charged …"),
  [TB_ITEM_FILE] = N_("Remark …"),
};
static const char *const text_names[TB_N_ITEM_KINDS] = {
  [TB_ITEM_NOTE] = N_("Text of the note"),
  [TB_ITEM_TIME] = N_("What was done"),
  [TB_ITEM_CHARGE] = N_("Description of the charge"),
  [TB_ITEM_FILE] = N_("Remark"),
};
/* clang-format on */

static gboolean
has_field (TbItemForm *self,
           FieldId     id)
{
  return tb_item_form_looks[id].kind == (TbItemKind)self->kind ||
         (id == FIELD_DATE && self->kind == TB_ITEM_CHARGE);
}

/* ---- Text ---- */

char *
tb_item_form_get_text (TbItemForm *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter    start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

void
tb_item_form_set_text (TbItemForm *self,
                       const char *text)
{
  self->is_setting = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), text != NULL ? text : "", -1);
  self->is_setting = FALSE;
}

static gboolean
has_text (TbItemForm *self)
{
  return gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->text)) > 0;
}

void
tb_item_form_set_error (TbItemForm *self,
                        const char *error)
{
  GtkAccessibleInvalidState state = GTK_ACCESSIBLE_INVALID_FALSE;

  gtk_label_set_text (self->error_label, error != NULL ? error : "");
  gtk_widget_set_visible (self->error_box, error != NULL);
  if (error != NULL)
    {
      state = GTK_ACCESSIBLE_INVALID_TRUE;
      gtk_widget_add_css_class (self->text_box, "error");
    }
  else
    {
      gtk_widget_remove_css_class (self->text_box, "error");
    }
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_STATE_INVALID, state, -1);
}

static void
on_text_changed_cb (TbItemForm *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), !has_text (self));
  if (self->is_setting)
    return;
  tb_item_form_set_error (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- Times of day ---- */

const char *
tb_item_form_typed (TbItemForm *self,
                    FieldId     id)
{
  return self->fields[id] != NULL ? tb_form_field_get_text (self->fields[id]) : "";
}

gboolean
tb_item_form_parse_clock (const char *text,
                          int        *minutes)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  gsize            digits = strspn (trimmed, "0123456789");
  int              hour = -1;
  int              minute = 0;
  int              used = 0;

  if (digits == 4 && trimmed[4] == '\0')
    sscanf (trimmed, "%2d%2d%n", &hour, &minute, &used);
  else if (digits > 0 && digits <= 2 && trimmed[digits] == '\0')
    sscanf (trimmed, "%2d%n", &hour, &used);
  else if (digits > 0 && digits <= 2 && strchr (":.", trimmed[digits]) != NULL &&
           strspn (trimmed + digits + 1, "0123456789") == 2)
    sscanf (trimmed, "%2d%*c%2d%n", &hour, &minute, &used);
  if (used == 0 || trimmed[used] != '\0' || hour < 0 || minute > 59 || hour * 60 + minute > DAY_MINUTES)
    return FALSE;
  *minutes = hour * 60 + minute;
  return TRUE;
}

static void
set_clock (TbItemForm *self,
           FieldId     id,
           int         minutes)
{
  g_autofree char *text = NULL;

  minutes = (minutes % DAY_MINUTES + DAY_MINUTES) % DAY_MINUTES;
  text = g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);
  tb_form_field_set_text (self->fields[id], text);
}

/* Two of from, to and duration give the third. @typed: the one that is not computed */
static void
complete_times (TbItemForm *self,
                FieldId     typed)
{
  int      from = 0;
  int      to = 0;
  gint64   duration = 0;
  gboolean has_from = tb_item_form_parse_clock (tb_item_form_typed (self, FIELD_FROM), &from);
  gboolean has_to = tb_item_form_parse_clock (tb_item_form_typed (self, FIELD_TO), &to);
  gboolean has_duration = *tb_item_form_typed (self, FIELD_DURATION) != '\0' &&
                          tb_hours_parse_user (tb_item_form_typed (self, FIELD_DURATION), &duration, NULL);

  if (typed != FIELD_DURATION && has_from && has_to)
    tb_form_field_set_value (self->fields[FIELD_DURATION], (to - from + DAY_MINUTES) % DAY_MINUTES);
  else if (typed != FIELD_TO && has_from && has_duration && duration < DAY_MINUTES)
    set_clock (self, FIELD_TO, from + (int)duration);
  else if (typed != FIELD_FROM && has_to && has_duration && duration < DAY_MINUTES)
    set_clock (self, FIELD_FROM, to - (int)duration);
}

/* ---- Total ---- */

static const char *
get_currency (TbItemForm *self)
{
  if (self->currency != NULL || self->desk == NULL)
    return self->currency;
  return tb_desk_get_currency (self->desk);
}

void
tb_item_form_update_total (TbItemForm *self)
{
  const char      *quantity_text = tb_item_form_typed (self, FIELD_QUANTITY);
  gint64           quantity = ONE_PIECE;
  gint64           price = 0;
  gboolean         is_known = self->kind == TB_ITEM_CHARGE && *tb_item_form_typed (self, FIELD_PRICE) != '\0';
  g_autofree char *amount = NULL;
  g_autofree char *text = NULL;

  is_known = is_known && tb_decimal_parse_user (tb_item_form_typed (self, FIELD_PRICE), 2, &price, NULL) &&
             (*quantity_text == '\0' || tb_decimal_parse_user (quantity_text, 3, &quantity, NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->total), is_known);
  if (!is_known)
    return;
  amount = tb_text_money (tb_money_times_quantity (price, quantity), get_currency (self));
  /* Translators: %s is an amount of money. */
  text = g_strdup_printf (_ ("Total: %s"), amount);
  gtk_label_set_text (self->total, text);
}

/* ---- Fields ---- */

static void
on_field_changed_cb (TbItemForm  *self,
                     TbFormField *field)
{
  FieldId id;

  for (id = 0; id < N_FIELDS; id++)
    if (self->fields[id] == field && self->kind == TB_ITEM_TIME && id >= FIELD_FROM && id <= FIELD_DURATION)
      complete_times (self, id);
  tb_item_form_update_total (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static const char *
field_title (FieldId id)
{
  const char *title = tb_item_form_looks[id].title;

  return id == FIELD_TO ? g_dpgettext2 (NULL, "time of day", title) : _ (title);
}

static void
add_fields (TbItemForm *self)
{
  FieldId id;

  for (id = 0; id < N_FIELDS; id++)
    {
      GtkWidget *field;

      if (!has_field (self, id))
        continue;
      field = tb_form_field_new (tb_item_form_looks[id].field_kind, field_title (id));
      g_object_set (field, "suggests", tb_item_form_looks[id].suggests, NULL);
      g_signal_connect_swapped (field, "changed", G_CALLBACK (on_field_changed_cb), self);
      self->fields[id] = TB_FORM_FIELD (field);
      tb_wrap_box_append (self->fields_box, field);
      gtk_widget_show (GTK_WIDGET (self->fields_box));
    }
  if (self->kind != TB_ITEM_CHARGE)
    return;
  /* What is charged comes first, its day last: that is changed least. */
  gtk_box_reorder_child_after (GTK_BOX (gtk_widget_get_parent (self->text_box)),
                               GTK_WIDGET (self->fields_box), self->text_box);
  gtk_widget_insert_before (GTK_WIDGET (self->fields[FIELD_DATE]), GTK_WIDGET (self->fields_box), NULL);
}

/* What stands there before anything is typed. */
static void
set_defaults (TbItemForm *self)
{
  if (self->desk != NULL && self->fields[FIELD_DATE] != NULL)
    {
      g_autofree char *today = tb_time_date (tb_desk_get_now (self->desk), tb_desk_get_zone (self->desk));

      tb_form_field_set_date (self->fields[FIELD_DATE], today);
    }
  if (self->fields[FIELD_QUANTITY] != NULL)
    tb_form_field_set_value (self->fields[FIELD_QUANTITY], ONE_PIECE);
}

static void
update_fields (TbItemForm *self)
{
  FieldId id;

  for (id = 0; id < N_FIELDS; id++)
    if (self->fields[id] != NULL)
      g_object_set (self->fields[id], "desk", self->desk, NULL);
  if (self->fields[FIELD_PRICE] != NULL && self->currency != NULL)
    g_object_set (self->fields[FIELD_PRICE], "unit", self->currency, NULL);
  if (self->fields[FIELD_DATE] != NULL && *tb_item_form_typed (self, FIELD_DATE) == '\0')
    set_defaults (self);
}

static void
update_placeholder (TbItemForm *self)
{
  gtk_label_set_text (self->placeholder, self->placeholder_text != NULL ? self->placeholder_text
                                                                        : _ (placeholders[self->kind]));
}

static void
tb_item_form_constructed (GObject *object)
{
  TbItemForm *self = TB_ITEM_FORM (object);

  G_OBJECT_CLASS (tb_item_form_parent_class)->constructed (object);
  add_fields (self);
  update_fields (self);
  set_defaults (self);
  update_placeholder (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (text_names[self->kind]), -1);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed",
                           G_CALLBACK (on_text_changed_cb), self, G_CONNECT_SWAPPED);
}

/* Fields are as wide as what is typed into them wants, at any size of the text. */
static void
tb_item_form_css_changed (GtkWidget         *widget,
                          GtkCssStyleChange *change)
{
  TbItemForm       *self = TB_ITEM_FORM (widget);
  PangoContext     *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int               digit = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_digit_width (metrics));
  FieldId           id;

  GTK_WIDGET_CLASS (tb_item_form_parent_class)->css_changed (widget, change);
  pango_font_metrics_unref (metrics);
  for (id = 0; id < N_FIELDS; id++)
    if (self->fields[id] != NULL)
      gtk_widget_set_size_request (GTK_WIDGET (self->fields[id]), tb_item_form_looks[id].chars * digit, -1);
}

static void
tb_item_form_dispose (GObject *object)
{
  TbItemForm *self = TB_ITEM_FORM (object);
  FieldId     id;

  for (id = 0; id < N_FIELDS; id++)
    self->fields[id] = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_ITEM_FORM);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_item_form_parent_class)->dispose (object);
}

static void
tb_item_form_finalize (GObject *object)
{
  TbItemForm *self = TB_ITEM_FORM (object);

  g_free (self->currency);
  g_free (self->placeholder_text);
  g_free (self->read_text);
  g_free (self->read_date);
  g_clear_pointer (&self->shown, tb_item_record_unref);
  G_OBJECT_CLASS (tb_item_form_parent_class)->finalize (object);
}

static void
tb_item_form_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  TbItemForm *self = TB_ITEM_FORM (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_int (value, self->kind);
      break;
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_CURRENCY:
      g_value_set_string (value, self->currency);
      break;
    case PROP_PLACEHOLDER:
      g_value_set_string (value, self->placeholder_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_item_form_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  TbItemForm *self = TB_ITEM_FORM (object);

  switch (prop_id)
    {
    case PROP_KIND:
      self->kind = g_value_get_int (value);
      return;
    case PROP_DESK:
      if (!g_set_object (&self->desk, g_value_get_object (value)))
        return;
      update_fields (self);
      break;
    case PROP_CURRENCY:
      if (g_strcmp0 (self->currency, g_value_get_string (value)) == 0)
        return;
      g_free (self->currency);
      self->currency = g_value_dup_string (value);
      update_fields (self);
      tb_item_form_update_total (self);
      break;
    case PROP_PLACEHOLDER:
      if (g_strcmp0 (self->placeholder_text, g_value_get_string (value)) == 0)
        return;
      g_free (self->placeholder_text);
      self->placeholder_text = g_value_dup_string (value);
      update_placeholder (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
tb_item_form_class_init (TbItemFormClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = tb_item_form_constructed;
  object_class->dispose = tb_item_form_dispose;
  object_class->finalize = tb_item_form_finalize;
  object_class->get_property = tb_item_form_get_property;
  object_class->set_property = tb_item_form_set_property;
  widget_class->css_changed = tb_item_form_css_changed;

  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, TB_N_ITEM_KINDS - 1, 0,
                                            flags | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  properties[PROP_CURRENCY] = g_param_spec_string ("currency", NULL, NULL, NULL, flags);
  properties[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", TB_TYPE_ITEM_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  g_type_ensure (TB_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-item-form.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "fields", FALSE,
                                             G_STRUCT_OFFSET (TbItemForm, fields_box));
  gtk_widget_class_bind_template_child (widget_class, TbItemForm, text_box);
  gtk_widget_class_bind_template_child (widget_class, TbItemForm, text);
  gtk_widget_class_bind_template_child (widget_class, TbItemForm, placeholder);
  gtk_widget_class_bind_template_child (widget_class, TbItemForm, total);
  gtk_widget_class_bind_template_child (widget_class, TbItemForm, error_box);
  gtk_widget_class_bind_template_child (widget_class, TbItemForm, error_label);
}

static void
tb_item_form_init (TbItemForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tb_item_form_new (TbItemKind kind)
{
  return g_object_new (TB_TYPE_ITEM_FORM, "kind", (int)kind, NULL);
}

gboolean
tb_item_form_is_typed (TbItemForm *self,
                       FieldId     id)
{
  gint64 quantity;

  if (id == FIELD_DATE || *tb_item_form_typed (self, id) == '\0')
    return FALSE;
  return id != FIELD_QUANTITY || !tb_decimal_parse_user (tb_item_form_typed (self, id), 3, &quantity, NULL) ||
         quantity != ONE_PIECE;
}

gboolean
tb_item_form_is_empty (TbItemForm *self)
{
  FieldId id;

  g_return_val_if_fail (TB_IS_ITEM_FORM (self), TRUE);

  for (id = 0; id < N_FIELDS; id++)
    if (tb_item_form_is_typed (self, id))
      return FALSE;
  return !has_text (self);
}

void
tb_item_form_clear (TbItemForm *self)
{
  FieldId id;

  g_return_if_fail (TB_IS_ITEM_FORM (self));

  for (id = 0; id < N_FIELDS; id++)
    if (self->fields[id] != NULL)
      {
        tb_form_field_set_text (self->fields[id], "");
        tb_form_field_set_error (self->fields[id], NULL);
      }
  tb_item_form_set_text (self, "");
  tb_item_form_set_error (self, NULL);
  set_defaults (self);
  tb_item_form_update_total (self);
}

void
tb_item_form_focus (TbItemForm *self)
{
  static const FieldId first[TB_N_ITEM_KINDS] = {
    [TB_ITEM_NOTE] = N_FIELDS,
    [TB_ITEM_TIME] = FIELD_DURATION,
    [TB_ITEM_CHARGE] = N_FIELDS,
    [TB_ITEM_FILE] = FIELD_FILE_NAME,
  };
  FieldId id;

  g_return_if_fail (TB_IS_ITEM_FORM (self));

  id = first[self->kind];
  gtk_widget_grab_focus (id == N_FIELDS ? GTK_WIDGET (self->text) : GTK_WIDGET (self->fields[id]));
}
