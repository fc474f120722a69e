/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row of a form for a text of several lines. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TbTextField:
 *
 * As TbFormField, for several lines. Tab leaves it; near its limit it counts.
 *
 * Properties, read-write: `title` (of AdwPreferencesRow; also its accessible name), `text` (notifying),
 * `error` (nullable), `hint` (nullable), `limit` (uint, in characters; 0 none: beyond it an error stands
 * there), `read-only`.
 *
 * Signals: `changed` (typed, not set).
 */
#define TB_TYPE_TEXT_FIELD (tb_text_field_get_type ())
G_DECLARE_FINAL_TYPE (TbTextField, tb_text_field, TB, TEXT_FIELD, AdwPreferencesRow)

/** tb_text_field_get_text: Returns: (transfer full): what is typed */
char *tb_text_field_get_text (TbTextField *self);
void  tb_text_field_set_text (TbTextField *self,
                              const char  *text);
/** tb_text_field_set_error: @error: (nullable): a sentence, already translated */
void tb_text_field_set_error (TbTextField *self,
                              const char  *error);

G_END_DECLS
