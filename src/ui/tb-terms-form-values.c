/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Ticket outsourcen“: filling the fields in, reading them, keeping what is typed. */
#include "config.h"

#include "tb-terms-form-private.h"

#include "tb-text.h"

#include <glib/gi18n.h>

#define USUAL_ANSWER_TIME (24 * TB_HOUR)
#define GROUP "terms"

#define N_TYPED_FIELDS 6

/* The fields that are read and kept as they are typed. */
static void
list_typed_fields (TbTermsForm     *self,
                   TbFormFieldName *fields)
{
  fields[0] = (TbFormFieldName){ "answer-by", self->answer_by };
  fields[1] = (TbFormFieldName){ "complete-by", self->complete_by };
  fields[2] = (TbFormFieldName){ "amount", self->amount };
  fields[3] = (TbFormFieldName){ "hours", self->hours };
  fields[4] = (TbFormFieldName){ "charges", self->charges };
  fields[5] = (TbFormFieldName){ "customer-rate", self->customer_rate };
}

/* ---- Filling in ---- */

void
tb_terms_form_set_role (TbTermsForm *self,
                        TbRole       role,
                        gboolean     is_read_only)
{
  TbFormFieldName fields[N_TYPED_FIELDS];
  guint           i;

  g_return_if_fail (TB_IS_TERMS_FORM (self));

  self->role = role;
  self->is_read_only = is_read_only;
  list_typed_fields (self, fields);
  for (i = 0; i < N_TYPED_FIELDS; i++)
    g_object_set (fields[i].field, "read-only", is_read_only, NULL);
  g_object_set (self->instructions, "read-only", is_read_only, NULL);
  gtk_widget_set_visible (self->partner_row, !is_read_only);
  gtk_widget_set_visible (GTK_WIDGET (self->partner_text), is_read_only);
  adw_preferences_row_set_title (
    ADW_PREFERENCES_ROW (self->partner_text),
    tb_text_word (TB_TYPE_ROLE, role == TB_ROLE_LEAD ? TB_ROLE_SERVICE : TB_ROLE_LEAD));
  gtk_widget_set_visible (GTK_WIDGET (self->kind_row), !is_read_only);
  gtk_widget_set_visible (GTK_WIDGET (self->currency_row), !is_read_only);
  _tb_terms_form_update (self);
}

/* Empty fields of a form that is only read say so. */
static void
mark_empty_fields (TbTermsForm *self)
{
  TbFormFieldName  fields[N_TYPED_FIELDS];
  g_autofree char *instructions = tb_text_field_get_text (self->instructions);
  guint            i;

  list_typed_fields (self, fields);
  for (i = 0; i < N_TYPED_FIELDS; i++)
    if (*tb_form_field_get_text (fields[i].field) == '\0')
      tb_form_field_set_text (fields[i].field, "–");
  if (*instructions == '\0')
    tb_text_field_set_text (self->instructions, "–");
}

void
tb_terms_form_set_terms (TbTermsForm              *self,
                         const TbEngagementRecord *terms,
                         gboolean                  with_deadlines)
{
  gint64 usual;

  g_return_if_fail (TB_IS_TERMS_FORM (self));
  g_return_if_fail (self->desk != NULL);

  usual = tb_desk_get_now (self->desk) + USUAL_ANSWER_TIME;
  self->is_setting = TRUE;
  _tb_terms_form_choose_kind (self, terms != NULL ? (TbRateKind)terms->rate_kind : TB_RATE_HOURLY);
  _tb_terms_form_choose_currency (self, terms != NULL ? terms->currency : NULL);
  tb_form_field_set_value (self->answer_by, terms != NULL && with_deadlines ? terms->answer_by : usual);
  tb_form_field_set_value (self->complete_by, terms != NULL && with_deadlines ? terms->complete_by : 0);
  tb_text_field_set_text (self->instructions, terms != NULL ? terms->instructions : NULL);
  tb_form_field_set_value (self->amount, terms != NULL ? terms->amount : TB_AMOUNT_NONE);
  tb_form_field_set_value (self->hours, terms != NULL ? terms->authorized_minutes : TB_AMOUNT_NONE);
  tb_form_field_set_value (self->charges, terms != NULL ? terms->authorized_charges : TB_AMOUNT_NONE);
  tb_form_field_set_value (self->customer_rate, terms != NULL ? terms->customer_rate : TB_AMOUNT_NONE);
  _tb_terms_form_update (self);
  if (self->is_read_only)
    mark_empty_fields (self);
  self->is_setting = FALSE;
}

void
tb_terms_form_set_partner (TbTermsForm *self,
                           const char  *name)
{
  GListModel *partners;
  guint       n, i;

  g_return_if_fail (TB_IS_TERMS_FORM (self));
  g_return_if_fail (self->desk != NULL);

  tb_form_field_set_text (self->partner_text, name);
  partners = tb_desk_get_recent_partners (self->desk);
  n = g_list_model_get_n_items (partners);
  self->is_setting = TRUE;
  /* Where there is no choice it is made already. */
  gtk_drop_down_set_selected (self->partner_drop_down, name == NULL && n == 1 ? 1 : 0);
  for (i = 0; name != NULL && i < n; i++)
    {
      g_autoptr (TbObject) partner = g_list_model_get_item (partners, i);
      TbPartnerRecord *record = tb_object_get_record (partner);

      if (record != NULL && g_str_equal (record->name, name))
        gtk_drop_down_set_selected (self->partner_drop_down, i + 1);
    }
  self->is_setting = FALSE;
}

void
tb_terms_form_set_customer (TbTermsForm *self,
                            const char  *text)
{
  g_return_if_fail (TB_IS_TERMS_FORM (self));

  tb_form_field_set_text (self->customer, text);
  gtk_widget_set_visible (GTK_WIDGET (self->customer), text != NULL && *text != '\0');
}

/* ---- Reading ---- */

void
tb_terms_input_clear (TbTermsInput *self)
{
  g_clear_pointer (&self->partner, g_free);
  g_clear_pointer (&self->instructions, g_free);
}

gboolean
tb_terms_form_read (TbTermsForm  *self,
                    TbTermsInput *input)
{
  TbTerms *terms = &input->terms;
  struct
  {
    TbFormField *field;
    gint64      *value;
  } values[] = {
    { self->answer_by, &terms->answer_by },
    { self->complete_by, &terms->complete_by },
    { self->amount, &terms->amount },
    { self->hours, &terms->authorized_minutes },
    { self->charges, &terms->authorized_charges },
    { self->customer_rate, &terms->customer_rate },
  };
  TbFormField *wrong = NULL;
  guint        i;

  g_return_val_if_fail (TB_IS_TERMS_FORM (self), FALSE);

  *input = (TbTermsInput){ .terms = TB_TERMS_EMPTY };
  for (i = 0; i < G_N_ELEMENTS (values); i++)
    {
      /* What is not shown is not meant. */
      if (!gtk_widget_get_visible (GTK_WIDGET (values[i].field)) ||
          (values[i].field == self->customer_rate && !gtk_widget_get_visible (self->lead_group)))
        continue;
      if (!tb_form_field_get_value (values[i].field, values[i].value) && wrong == NULL)
        wrong = values[i].field;
    }
  if (wrong != NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (wrong));
      return FALSE;
    }
  input->partner = g_strdup (_tb_terms_form_chosen_partner (self));
  input->instructions = tb_text_field_get_text (self->instructions);
  terms->instructions = input->instructions;
  terms->rate_kind = _tb_terms_form_chosen_kind (self);
  terms->currency = _tb_terms_form_chosen_currency (self);
  return TRUE;
}

gboolean
tb_terms_form_place_error (TbTermsForm  *self,
                           const GError *error)
{
  TbFormFieldName  fields[N_TYPED_FIELDS];
  const char      *name = tb_problem_get_field (error);
  g_autofree char *text = NULL;

  g_return_val_if_fail (TB_IS_TERMS_FORM (self), FALSE);

  list_typed_fields (self, fields);
  if (tb_form_field_place_error (fields, N_TYPED_FIELDS, error))
    return TRUE;
  text = tb_text_problem (error);
  if (g_strcmp0 (name, "partner") == 0)
    {
      _tb_terms_form_set_partner_error (
        self, g_error_matches (error, TB_PROBLEM, TB_PROBLEM_EMPTY) ? _ ("Please choose a partner.") : text);
      gtk_widget_grab_focus (GTK_WIDGET (self->partner_drop_down));
      return TRUE;
    }
  if (g_strcmp0 (name, "instructions") == 0)
    {
      tb_text_field_set_error (self->instructions, text);
      gtk_widget_grab_focus (GTK_WIDGET (self->instructions));
      return TRUE;
    }
  return FALSE;
}

/* ---- Drafts ---- */

char *
tb_terms_form_save (TbTermsForm *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *instructions = NULL;
  TbFormFieldName  fields[N_TYPED_FIELDS];
  guint            i;

  g_return_val_if_fail (TB_IS_TERMS_FORM (self), NULL);

  list_typed_fields (self, fields);
  for (i = 0; i < N_TYPED_FIELDS; i++)
    g_key_file_set_string (file, GROUP, fields[i].name, tb_form_field_get_text (fields[i].field));
  instructions = tb_text_field_get_text (self->instructions);
  g_key_file_set_string (file, GROUP, "instructions", instructions);
  g_key_file_set_string (file, GROUP, "kind", tb_nick (TB_TYPE_RATE_KIND, _tb_terms_form_chosen_kind (self)));
  g_key_file_set_string (file, GROUP, "currency", _tb_terms_form_chosen_currency (self));
  g_key_file_set_string (file, GROUP, "partner",
                         _tb_terms_form_chosen_partner (self) != NULL ? _tb_terms_form_chosen_partner (self)
                                                                      : "");
  return g_key_file_to_data (file, NULL, NULL);
}

gboolean
tb_terms_form_restore (TbTermsForm *self,
                       const char  *text)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *instructions = NULL;
  g_autofree char *nick = NULL;
  g_autofree char *currency = NULL;
  g_autofree char *partner = NULL;
  TbFormFieldName  fields[N_TYPED_FIELDS];
  int              kind = TB_RATE_NONE;
  guint            i;

  g_return_val_if_fail (TB_IS_TERMS_FORM (self), FALSE);

  if (!g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, NULL) ||
      !g_key_file_has_group (file, GROUP))
    return FALSE;
  self->is_setting = TRUE;
  list_typed_fields (self, fields);
  for (i = 0; i < N_TYPED_FIELDS; i++)
    {
      g_autofree char *typed = g_key_file_get_string (file, GROUP, fields[i].name, NULL);

      tb_form_field_set_text (fields[i].field, typed);
    }
  instructions = g_key_file_get_string (file, GROUP, "instructions", NULL);
  nick = g_key_file_get_string (file, GROUP, "kind", NULL);
  currency = g_key_file_get_string (file, GROUP, "currency", NULL);
  partner = g_key_file_get_string (file, GROUP, "partner", NULL);
  tb_text_field_set_text (self->instructions, instructions);
  if (tb_from_nick (TB_TYPE_RATE_KIND, nick, &kind))
    _tb_terms_form_choose_kind (self, kind);
  _tb_terms_form_choose_currency (self, currency);
  self->is_setting = FALSE;
  if (partner != NULL && *partner != '\0')
    tb_terms_form_set_partner (self, partner);
  _tb_terms_form_update (self);
  return TRUE;
}
