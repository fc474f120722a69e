/* SPDX-License-Identifier: GPL-3.0-or-later
 * The fields of „Ticket outsourcen“: what is typed, what follows from it, what is wrong. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbTermsForm:
 *
 * Properties: `desk` (read-write). Signals: `changed` (typed or chosen, not set); `invite`: there is no
 * partner to choose, and the person wants one.
 */
#define TB_TYPE_TERMS_FORM (tb_terms_form_get_type ())
G_DECLARE_FINAL_TYPE (TbTermsForm, tb_terms_form, TB, TERMS_FORM, AdwBin)

/** tb_terms_form_set_role: whose terms they are; what the lead keeps to itself is not shown to its service
 * partner.
 * @is_read_only: they were sent */
void tb_terms_form_set_role (TbTermsForm *self,
                             TbRole       role,
                             gboolean     is_read_only);
/** tb_terms_form_set_terms: @terms: (nullable): %NULL: nothing filled in. @with_deadlines: else the usual
 * ones stand there */
void tb_terms_form_set_terms (TbTermsForm              *self,
                              const TbEngagementRecord *terms,
                              gboolean                  with_deadlines);
/** tb_terms_form_set_partner: @name: (nullable) */
void tb_terms_form_set_partner (TbTermsForm *self,
                                const char  *name);
/** tb_terms_form_set_customer: @text: (nullable): whose contact and address are sent after acceptance */
void tb_terms_form_set_customer (TbTermsForm *self,
                                 const char  *text);

/** TbTermsInput: what is typed; free with tb_terms_input_clear(). */
typedef struct
{
  char   *partner;      /* (nullable) */
  char   *instructions; /* what @terms points to */
  TbTerms terms;
} TbTermsInput;
void tb_terms_input_clear (TbTermsInput *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TbTermsInput, tb_terms_input_clear)
/** tb_terms_form_read: Returns: %FALSE if something is wrong; it stands at its field, which has the focus */
gboolean tb_terms_form_read (TbTermsForm  *self,
                             TbTermsInput *input);
/** tb_terms_form_place_error: Returns: %FALSE if it belongs to no field */
gboolean tb_terms_form_place_error (TbTermsForm  *self,
                                    const GError *error);

/** tb_terms_form_save: Returns: (transfer full): all that is typed, as typed */
char *tb_terms_form_save (TbTermsForm *self);
/** tb_terms_form_restore: Returns: %FALSE if @text is none of tb_terms_form_save() */
gboolean tb_terms_form_restore (TbTermsForm *self,
                                const char  *text);

G_END_DECLS
