/* SPDX-License-Identifier: GPL-3.0-or-later
 * The inside of the fields of „Ticket outsourcen“, shared by its parts. */
#pragma once

#include "tb-form-field.h"
#include "tb-terms-form.h"
#include "tb-text-field.h"

G_BEGIN_DECLS

struct _TbTermsForm
{
  AdwBin parent_instance;

  /* template */
  GtkWidget   *partner_row;
  GtkDropDown *partner_drop_down;
  GtkWidget   *no_partner_box;
  GtkWidget   *invite_button;
  GtkWidget   *partner_error_box;
  GtkLabel    *partner_error;
  TbFormField *partner_text;
  TbFormField *answer_by;
  TbFormField *complete_by;
  TbTextField *instructions;
  AdwComboRow *kind_row;
  TbFormField *kind_text;
  TbFormField *amount;
  TbFormField *hours;
  TbFormField *charges;
  TbFormField *total;
  AdwComboRow *currency_row;
  GtkWidget   *lead_group;
  TbFormField *customer_rate;
  TbFormField *margin;
  GtkWidget   *sent_group;
  TbFormField *customer;

  TbDesk        *desk;       /* (owned) (nullable) */
  GtkStringList *currencies; /* (owned) */
  TbRole         role;
  gboolean       is_read_only;
  gboolean       is_setting; /* what changes now is not the person's */
};

/* What is chosen, and what follows from it: tb-terms-form.c. */
TbRateKind  _tb_terms_form_chosen_kind (TbTermsForm *self);
void        _tb_terms_form_choose_kind (TbTermsForm *self,
                                        TbRateKind   kind);
const char *_tb_terms_form_chosen_currency (TbTermsForm *self);
void        _tb_terms_form_choose_currency (TbTermsForm *self,
                                            const char  *currency);
const char *_tb_terms_form_chosen_partner (TbTermsForm *self);
void        _tb_terms_form_set_partner_error (TbTermsForm *self,
                                              const char  *error);
void        _tb_terms_form_update (TbTermsForm *self);

G_END_DECLS
