/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is typed into a form's field, as a value, and back. */
#pragma once

#include "tb-form-field.h"

G_BEGIN_DECLS

/** TbFormReader: what reading a text needs to know. */
typedef struct
{
  TbFormFieldKind kind;
  const char     *zone;     /* (nullable) */
  const char     *currency; /* (nullable) */
  gint64          now;
} TbFormReader;

/** tb_form_value_none: Returns: what stands for "left empty": 0 for instants, else %TB_AMOUNT_NONE */
gint64 tb_form_value_none (TbFormFieldKind kind);
/** tb_form_value_read: @value: (out): for all kinds but TEXT; of a DATE some instant of that day. An empty
 * text is none. Errors: %TB_PROBLEM */
gboolean tb_form_value_read (const TbFormReader *reader,
                             const char         *text,
                             gint64             *value,
                             GError            **error);
/** tb_form_value_write: Returns: (transfer full): as it is typed, in the local style; empty for none */
char *tb_form_value_write (const TbFormReader *reader,
                           gint64              value);
/** tb_form_value_take_text: for a setter. @value: of a string. Returns: whether it is another than before */
gboolean tb_form_value_take_text (char        **member,
                                  const GValue *value);

G_END_DECLS
