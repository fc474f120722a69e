/* SPDX-License-Identifier: GPL-3.0-or-later
 * A fact of a ticket that is typed: caption, what is stored, a popover with a field. */
#pragma once

#include "tb-form-field.h"

G_BEGIN_DECLS

/**
 * TbFactField:
 *
 * Properties, read-write: `caption` (also its name), `kind` (construct-only, TbFormFieldKind), `suggests`
 * (construct-only, TbSuggestion or -1), `desk`, `shown` (string: what stands on the button), `clear-label`
 * (construct-only, nullable: a button that saves nothing), `is-bare` (construct-only: the caption is not
 * shown), `is-read-only`, `is-overdue` (in words and looks).
 *
 * Signals: `save` (string): somebody wants this value; whoever takes it calls tb_fact_field_finish().
 * Instants are as the wire has them; empty: none.
 */
#define TB_TYPE_FACT_FIELD (tb_fact_field_get_type ())
G_DECLARE_FINAL_TYPE (TbFactField, tb_fact_field, TB, FACT_FIELD, AdwBin)

/** tb_fact_field_set_text, tb_fact_field_set_instant: what the popover starts from */
void tb_fact_field_set_text (TbFactField *self,
                             const char  *text);
void tb_fact_field_set_instant (TbFactField *self,
                                gint64       instant);
/** tb_fact_field_finish: what was typed is saved, or refused: then the popover stays with @error at its
 * field. @error: (nullable) */
void tb_fact_field_finish (TbFactField  *self,
                           const GError *error);

G_END_DECLS
