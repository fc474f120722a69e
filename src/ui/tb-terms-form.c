/* SPDX-License-Identifier: GPL-3.0-or-later
 * The fields of „Ticket outsourcen“: what is typed, what follows from it, what is wrong. */
#include "config.h"

#include "tb-terms-form-private.h"

#include "tb-form-mark.h"
#include "tb-money.h"
#include "tb-text.h"
#include "tb-workflow.h"

#include <glib/gi18n.h>
#include <string.h>

/* An answer within less is much to ask of a partner. */
#define SHORT_ANSWER_TIME TB_HOUR
#define SEARCH_FROM 6

G_DEFINE_FINAL_TYPE (TbTermsForm, tb_terms_form, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DESK,
  N_PROPS,
};

enum
{
  CHANGED,
  INVITE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

static const TbRateKind kinds[] = { TB_RATE_HOURLY, TB_RATE_FLAT, TB_RATE_NONE };

/* What German-speaking providers and their neighbours settle in; the instance's own stands first. */
static const char *const usual_currencies[] = { "EUR", "CHF", "CZK", "DKK", "GBP", "PLN", "USD", NULL };

TbRateKind
_tb_terms_form_chosen_kind (TbTermsForm *self)
{
  guint position = adw_combo_row_get_selected (self->kind_row);

  return position < G_N_ELEMENTS (kinds) ? kinds[position] : TB_RATE_NONE;
}

void
_tb_terms_form_choose_kind (TbTermsForm *self,
                            TbRateKind   kind)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i] == kind)
      adw_combo_row_set_selected (self->kind_row, i);
}

const char *
_tb_terms_form_chosen_currency (TbTermsForm *self)
{
  return gtk_string_list_get_string (self->currencies, adw_combo_row_get_selected (self->currency_row));
}

static guint
find_currency (TbTermsForm *self,
               const char  *currency)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->currencies));
  guint i;

  for (i = 0; i < n; i++)
    if (g_str_equal (gtk_string_list_get_string (self->currencies, i), currency))
      return i;
  return GTK_INVALID_LIST_POSITION;
}

void
_tb_terms_form_choose_currency (TbTermsForm *self,
                                const char  *currency)
{
  if (currency == NULL || *currency == '\0')
    currency = tb_desk_get_currency (self->desk);
  if (find_currency (self, currency) == GTK_INVALID_LIST_POSITION)
    gtk_string_list_append (self->currencies, currency);
  adw_combo_row_set_selected (self->currency_row, find_currency (self, currency));
}

/* Above the partners stands the request to choose one. */
static char *
name_choice (gpointer item)
{
  TbPartnerRecord *record = TB_IS_PARTNER_OBJECT (item) ? tb_object_get_record (TB_OBJECT (item)) : NULL;

  if (GTK_IS_STRING_OBJECT (item))
    return g_strdup (gtk_string_object_get_string (GTK_STRING_OBJECT (item)));
  return g_strdup (record != NULL ? record->name : "");
}

const char *
_tb_terms_form_chosen_partner (TbTermsForm *self)
{
  gpointer         item = gtk_drop_down_get_selected_item (self->partner_drop_down);
  TbPartnerRecord *record = TB_IS_PARTNER_OBJECT (item) ? tb_object_get_record (TB_OBJECT (item)) : NULL;

  return record != NULL ? record->name : NULL;
}

static void
offer_partners (TbTermsForm *self)
{
  g_autoptr (GtkStringList) request = gtk_string_list_new (NULL);
  g_autoptr (GListStore) lists = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GtkFlattenListModel) choices = NULL;
  g_autoptr (GtkExpression) expression = NULL;

  /* Translators: stands in the list of partners until one is chosen. */
  gtk_string_list_append (request, _ ("Choose a partner…"));
  g_list_store_append (lists, request);
  g_list_store_append (lists, tb_desk_get_recent_partners (self->desk));
  choices = gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&lists)));
  expression = gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK (name_choice), NULL,
                                            NULL);
  gtk_drop_down_set_expression (self->partner_drop_down, expression);
  gtk_drop_down_set_model (self->partner_drop_down, G_LIST_MODEL (choices));
  gtk_drop_down_set_selected (self->partner_drop_down, 0);
}

void
_tb_terms_form_set_partner_error (TbTermsForm *self,
                                  const char  *error)
{
  const TbFormMark mark = {
    self->partner_row,
    GTK_WIDGET (self->partner_drop_down),
    self->partner_error_box,
    self->partner_error,
    NULL,
  };

  tb_form_mark_show (&mark, error, NULL);
}

/* ---- What follows from what is typed ---- */

static gint64
peek (TbFormField *field)
{
  gint64 value;

  return tb_form_field_peek_value (field, &value) ? value : TB_AMOUNT_NONE;
}

static void
update_answer_hint (TbTermsForm *self)
{
  gint64           value;
  gint64           left;
  g_autofree char *hint = NULL;

  if (!self->is_read_only && tb_form_field_peek_value (self->answer_by, &value) && value != 0)
    {
      left = value - tb_desk_get_now (self->desk);
      if (left > 0 && left < SHORT_ANSWER_TIME)
        hint = g_strdup_printf (
          /* Translators: %d is a number of minutes. */
          ngettext ("The partner has less than %d minute to answer.",
                    "The partner has less than %d minutes to answer.", left / TB_MINUTE + 1),
          (int)(left / TB_MINUTE + 1));
      else if (left > 0)
        hint = g_strdup (_ ("Without an answer by then the ticket counts as declined."));
    }
  g_object_set (self->answer_by, "hint", hint, NULL);
}

static gint64
compute_total (TbTermsForm *self)
{
  TbEngagementRecord terms = { 0 };

  terms.rate_kind = _tb_terms_form_chosen_kind (self);
  terms.amount = terms.rate_kind == TB_RATE_NONE ? TB_AMOUNT_NONE : peek (self->amount);
  terms.authorized_minutes = peek (self->hours);
  terms.authorized_charges = peek (self->charges);
  return tb_engagement_total (&terms);
}

static char *
signed_money (gint64      amount,
              const char *currency)
{
  g_autofree char *text = tb_text_money (ABS (amount), currency);

  return g_strconcat (amount < 0 ? "−" : "", text, NULL);
}

/* As amount per hour, as part of what the customer pays, and for all authorised hours. */
static char *
describe_margin (TbTermsForm *self)
{
  gint64           rate = peek (self->amount);
  gint64           customer_rate = peek (self->customer_rate);
  gint64           minutes = peek (self->hours);
  gint64           margin = customer_rate - rate;
  g_autofree char *an_hour = NULL;
  g_autofree char *part = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *all = NULL;

  if (rate == TB_AMOUNT_NONE || customer_rate == TB_AMOUNT_NONE)
    return NULL;
  an_hour = signed_money (margin, _tb_terms_form_chosen_currency (self));
  if (customer_rate > 0)
    {
      g_autofree char *percent = tb_text_decimal (ABS (tb_divide_half_up (margin * 1000, customer_rate)), 1);

      part = g_strconcat (margin < 0 ? "−" : "", percent, " %", NULL);
    }
  if (minutes > 0)
    {
      g_autofree char *hours = tb_text_minutes (minutes);

      sum = signed_money (tb_money_times_minutes (margin, minutes), _tb_terms_form_chosen_currency (self));
      /* Translators: the first %s is an amount, the second a number of hours: “80.00 € for 4:00 h”. */
      all = g_strdup_printf (_ ("%s for %s"), sum, hours);
    }
  {
    /* Translators: %s is an amount of money. */
    g_autofree char *an_hour_text = g_strdup_printf (_ ("%s per hour"), an_hour);

    return tb_text_join (an_hour_text, part, all, TB_TEXT_END);
  }
}

static void
set_result (TbFormField *field,
            const char  *text)
{
  tb_form_field_set_text (field, text != NULL && *text != '\0' ? text : "–");
}

void
_tb_terms_form_update (TbTermsForm *self)
{
  TbRateKind       kind = _tb_terms_form_chosen_kind (self);
  const char      *currency = _tb_terms_form_chosen_currency (self);
  g_autofree char *total = tb_text_money (compute_total (self), currency);
  g_autofree char *margin = describe_margin (self);
  TbFormField     *amounts[] = { self->amount, self->charges, self->customer_rate };
  gboolean         is_lead = self->role == TB_ROLE_LEAD;
  guint            i;

  for (i = 0; i < G_N_ELEMENTS (amounts); i++)
    g_object_set (amounts[i], "unit", currency, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->amount), tb_text_word (TB_TYPE_RATE_KIND, kind));
  gtk_widget_set_visible (GTK_WIDGET (self->amount), kind != TB_RATE_NONE);
  gtk_widget_set_visible (GTK_WIDGET (self->kind_text), self->is_read_only && kind == TB_RATE_NONE);
  tb_form_field_set_text (self->kind_text, tb_text_word (TB_TYPE_RATE_KIND, kind));
  set_result (self->total, total);
  set_result (self->margin, margin);
  gtk_widget_set_visible (GTK_WIDGET (self->margin), margin != NULL);
  gtk_widget_set_visible (self->lead_group, is_lead && kind == TB_RATE_HOURLY &&
                                              tb_desk_get_permission (self->desk) >= TB_PERMISSION_ALL);
  gtk_widget_set_visible (self->sent_group, is_lead);
  update_answer_hint (self);
}

static void
tell (TbTermsForm *self)
{
  if (self->is_setting || self->desk == NULL)
    return;
  _tb_terms_form_update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_changed_cb (TbTermsForm *self)
{
  tell (self);
}

static void
on_chosen_cb (TbTermsForm *self)
{
  tell (self);
}

static void
on_partner_selected_cb (TbTermsForm *self)
{
  if (self->is_setting)
    return;
  _tb_terms_form_set_partner_error (self, NULL);
  tell (self);
}

static void
on_invite_clicked_cb (TbTermsForm *self)
{
  g_signal_emit (self, signals[INVITE], 0);
}

/* ---- Class ---- */

static void
on_partners_changed_cb (TbTermsForm *self)
{
  guint n = g_list_model_get_n_items (tb_desk_get_recent_partners (self->desk));

  gtk_widget_set_visible (GTK_WIDGET (self->partner_drop_down), n > 0);
  gtk_widget_set_visible (self->no_partner_box, n == 0);
  gtk_drop_down_set_enable_search (self->partner_drop_down, n >= SEARCH_FROM);
  gtk_widget_set_visible (self->invite_button, tb_desk_get_permission (self->desk) >= TB_PERMISSION_PARTNERS);
}

static void
set_desk (TbTermsForm *self,
          TbDesk      *desk)
{
  GListModel *partners;
  guint       i;

  if (!g_set_object (&self->desk, desk))
    return;
  if (desk != NULL)
    {
      partners = tb_desk_get_recent_partners (desk);
      self->is_setting = TRUE;
      offer_partners (self);
      g_signal_connect_object (partners, "items-changed", G_CALLBACK (on_partners_changed_cb), self,
                               G_CONNECT_SWAPPED);
      _tb_terms_form_choose_currency (self, NULL);
      for (i = 0; usual_currencies[i] != NULL; i++)
        if (find_currency (self, usual_currencies[i]) == GTK_INVALID_LIST_POSITION)
          gtk_string_list_append (self->currencies, usual_currencies[i]);
      self->is_setting = FALSE;
      on_partners_changed_cb (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK]);
}

static void
tb_terms_form_dispose (GObject *object)
{
  TbTermsForm *self = TB_TERMS_FORM (object);

  self->is_setting = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), TB_TYPE_TERMS_FORM);
  g_clear_object (&self->currencies);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_terms_form_parent_class)->dispose (object);
}

static void
tb_terms_form_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TbTermsForm *self = TB_TERMS_FORM (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_terms_form_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  TbTermsForm *self = TB_TERMS_FORM (object);

  switch (prop_id)
    {
    case PROP_DESK:
      set_desk (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_terms_form_class_init (TbTermsFormClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_terms_form_dispose;
  object_class->get_property = tb_terms_form_get_property;
  object_class->set_property = tb_terms_form_set_property;

  properties[PROP_DESK] = g_param_spec_object (
    "desk", NULL, NULL, TB_TYPE_DESK, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[INVITE] = g_signal_new ("invite", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  g_type_ensure (TB_TYPE_FORM_FIELD);
  g_type_ensure (TB_TYPE_TEXT_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-terms-form.ui");
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, partner_row);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, partner_drop_down);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, no_partner_box);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, invite_button);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, partner_error_box);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, partner_error);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, partner_text);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, answer_by);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, complete_by);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, instructions);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, kind_row);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, kind_text);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, amount);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, hours);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, charges);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, total);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, currency_row);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, lead_group);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, customer_rate);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, margin);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, sent_group);
  gtk_widget_class_bind_template_child (widget_class, TbTermsForm, customer);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_partner_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_invite_clicked_cb);
}

static void
tb_terms_form_init (TbTermsForm *self)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  guint i;

  self->role = TB_ROLE_LEAD;
  self->is_setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The button in it has the focus, and is what a screen reader says. */
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->partner_drop_down))),
    GTK_ACCESSIBLE_PROPERTY_LABEL, C_ ("field", "Partner"), -1);
  for (i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (words, tb_text_word (TB_TYPE_RATE_KIND, kinds[i]));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (words));
  self->currencies = gtk_string_list_new (NULL);
  adw_combo_row_set_model (self->currency_row, G_LIST_MODEL (self->currencies));
  g_object_set (self->instructions, "limit", TB_LIMIT_REASON, NULL);
  self->is_setting = FALSE;
}
