/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row of a form: title, what is typed, and what is wrong with it, right there. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbFormFieldKind: what is typed into a field, and how it is read.
 * @TB_FORM_FIELD_KIND_INSTANT: day and time in the instance's zone; a calendar beside it
 * @TB_FORM_FIELD_KIND_DATE: a calendar date without zone; a calendar beside it
 * @TB_FORM_FIELD_KIND_AMOUNT: money in minor units, the currency beside it
 * @TB_FORM_FIELD_KIND_DURATION: `1:30`, `1,5`, `90 min` to minutes
 * @TB_FORM_FIELD_KIND_QUANTITY: thousandths
 */
typedef enum
{
  TB_FORM_FIELD_KIND_TEXT,
  TB_FORM_FIELD_KIND_INSTANT,
  TB_FORM_FIELD_KIND_DATE,
  TB_FORM_FIELD_KIND_AMOUNT,
  TB_FORM_FIELD_KIND_DURATION,
  TB_FORM_FIELD_KIND_QUANTITY,
} TbFormFieldKind;

/**
 * TbFormField:
 *
 * A row for a boxed list (GtkListBox with the class `boxed-list`), or alone in a box. Typing clears its
 * error. Focus leaving it reads what was typed and writes it neatly (`85` becomes `85,00`), or shows what is
 * wrong.
 *
 * Properties, read-write: `title` (of AdwPreferencesRow; also its accessible name), `kind` (TbFormFieldKind,
 * uint), `desk` (for zone, currency, suggestions), `text` (notifying; what is typed, as typed), `error`
 * (nullable: a sentence; shown under the field, announced as its description, CSS class `error`), `hint`
 * (nullable: shown under it while there is no error), `unit` (nullable: after the text; an amount shows its
 * currency by itself), `suggests` (int, TbSuggestion or -1), `within` (nullable: organisation for contacts),
 * `read-only`.
 *
 * Signals: `changed` (typed or chosen, not set), `activate` (Return; if nobody listens it is the window's
 * default button).
 */
#define TB_TYPE_FORM_FIELD (tb_form_field_get_type ())
G_DECLARE_FINAL_TYPE (TbFormField, tb_form_field, TB, FORM_FIELD, AdwPreferencesRow)

GtkWidget *tb_form_field_new (TbFormFieldKind kind,
                              const char     *title);

/** tb_form_field_get_text: Returns: (transfer none): what is typed; never %NULL */
const char *tb_form_field_get_text (TbFormField *self);
void        tb_form_field_set_text (TbFormField *self,
                                    const char  *text);
/** tb_form_field_set_error: @error: (nullable): a sentence, already translated */
void tb_form_field_set_error (TbFormField *self,
                              const char  *error);
/** tb_form_field_show_error: shows an error of the engine at this field */
void tb_form_field_show_error (TbFormField  *self,
                               const GError *error);

/**
 * tb_form_field_get_value:
 * @value: (out): instant, minor units, minutes or thousandths; 0 (instant) or %TB_AMOUNT_NONE if left empty
 *
 * Reads what was typed, for all kinds but TEXT and DATE. Returns: %FALSE if it is wrong; the field shows why.
 */
gboolean tb_form_field_get_value (TbFormField *self,
                                  gint64      *value);
/** tb_form_field_peek_value: the same while somebody is still typing: nothing is shown if it is wrong */
gboolean tb_form_field_peek_value (TbFormField *self,
                                   gint64      *value);
void     tb_form_field_set_value (TbFormField *self,
                                  gint64       value);
/** tb_form_field_get_date: @date: (out) (transfer full): `yyyy-mm-dd`; %NULL if left empty. For the kind DATE
 */
gboolean tb_form_field_get_date (TbFormField *self,
                                 char       **date);
void     tb_form_field_set_date (TbFormField *self,
                                 const char  *date);

/** TbFormFieldName: where an error with this field's name stands; for tb_form_field_place_error(). */
typedef struct
{
  const char  *name; /* of tb_problem_get_field() */
  TbFormField *field;
} TbFormFieldName;
/** tb_form_field_place_error: shows @error at the field it names and puts the focus there. Returns: %FALSE if
 * it names none of them (then it is the caller's to show) */
gboolean tb_form_field_place_error (const TbFormFieldName *fields,
                                    guint                  n_fields,
                                    const GError          *error);

G_END_DECLS
