/* SPDX-License-Identifier: GPL-3.0-or-later
 * What enums, fields and problems are called: msgids only; the doors (ui, ctl) translate and print them. */
#pragma once

#include <glib-object.h>

#include "tb-types.h"

G_BEGIN_DECLS

/** TbWord: what a value is called. @german is taken as input in every locale: a script has one language. */
typedef struct
{
  int         value;
  const char *english; /* msgid in the context of its vocabulary */
  const char *german;  /* (nullable) */
} TbWord;

/** tb_words: @context: (out): the msgctxt of all of them. Returns: (transfer none) (nullable): the words of
 * an enum type, ended by a value of -1 */
const TbWord *tb_words (GType        type,
                        const char **context);
/** tb_word: Returns: (transfer none) (nullable): the msgid of a value. @context: (out) (nullable): its
 * msgctxt, %NULL if it has none */
const char *tb_word (GType        type,
                     int          value,
                     const char **context);
/** tb_word_field: what the field of a form or command is called, by the name that errors use for it; msgctxt
 * “field”. Returns: (transfer none) (nullable) */
const char *tb_word_field (const char *name);
/** tb_word_pending: what is said of a request whose confirmation is pending; no msgctxt. Returns: (transfer
 * none) (nullable) */
const char *tb_word_pending (TbVerb verb);
/** tb_word_message: what a message that waits for delivery is called, by TbOutboxView's `what`; msgctxt
 * “message”. Returns: (transfer none) (nullable) */
const char *tb_word_message (const char *what);
/** tb_word_message_type: Returns: of what enumeration TbOutboxView's `nick` is a nick: the same may be one of
 * several; %G_TYPE_NONE if such a message has none */
GType tb_word_message_type (const char *what);
/** tb_word_store_error: what is said of an error of the domain %TB_STORE_ERROR, with at most one %s for its
 * message. Returns: (transfer none) (nullable) */
const char *tb_word_store_error (int code);
/**
 * tb_word_fill_in:
 * @text: a sentence with at most one %s
 * @argument: (nullable)
 *
 * The sentence is no format: what a partner sent never is one.
 *
 * Returns: (transfer full): @text with @argument in place of its %s
 */
char *tb_word_fill_in (const char *text,
                       const char *argument);

G_END_DECLS
