/* SPDX-License-Identifier: GPL-3.0-or-later
 * Words: what enums, fields and problems are called in the user's language, and how they are typed. */
#include "config.h"

#include "tb-ctl-private.h"

#include "tb-words.h"

#include <string.h>

const char *
tb_ctl_word (GType type,
             int   value)
{
  const char *context = NULL;
  const char *word = tb_word (type, value, &context);

  if (word == NULL)
    return tb_nick (type, value);
  return context != NULL ? g_dpgettext2 (NULL, context, word) : _ (word);
}

static gboolean
is_same_word (const char *a,
              const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a, -1);
  g_autofree char *folded_b = b != NULL ? g_utf8_casefold (b, -1) : NULL;

  return g_strcmp0 (folded_a, folded_b) == 0;
}

gboolean
tb_ctl_read_word (GType       type,
                  const char *text,
                  int        *value,
                  GError    **error)
{
  const char   *context = NULL;
  const TbWord *word;

  if (tb_from_nick (type, text, value))
    return TRUE;
  for (word = tb_words (type, &context); word != NULL && word->value >= 0; word++)
    if (is_same_word (text, tb_nick (type, word->value)) || is_same_word (text, word->english) ||
        is_same_word (text, word->german) ||
        is_same_word (text, g_dpgettext2 (NULL, context, word->english)))
      {
        *value = word->value;
        return TRUE;
      }
  tb_problem_set (error, TB_PROBLEM_BAD_VALUE, text);
  return FALSE;
}

const char *
tb_ctl_field_word (const char *field)
{
  const char *word = tb_word_field (field);

  return word != NULL ? g_dpgettext2 (NULL, "field", word) : field;
}

const char *
tb_ctl_pending_word (TbVerb verb)
{
  const char *word = tb_word_pending (verb);

  return word != NULL ? _ (word) : NULL;
}

/* ---- Problems ---- */

/* Arguments that are words of the program and not of the user. */
static const char *
argument_word (TbProblem   problem,
               const char *argument)
{
  int value;

  if (problem == TB_PROBLEM_NOT_NOW && tb_from_nick (TB_TYPE_STATUS, argument, &value))
    return tb_ctl_word (TB_TYPE_STATUS, value);
  if (problem == TB_PROBLEM_PERMISSION && tb_from_nick (TB_TYPE_PERMISSION, argument, &value))
    return tb_ctl_word (TB_TYPE_PERMISSION, value);
  if (problem == TB_PROBLEM_EMPTY || problem == TB_PROBLEM_TOO_LONG)
    return tb_ctl_field_word (argument);
  return argument;
}

char *
tb_ctl_describe (const GError *error)
{
  g_autofree char *text = NULL;

  if (error->domain == TB_PROBLEM)
    text = tb_word_fill_in (_ (tb_problem_text (error->code)),
                            argument_word (error->code, tb_problem_get_argument (error)));
  else if (error->domain == TB_STORE_ERROR && tb_word_store_error (error->code) != NULL)
    text = tb_word_fill_in (_ (tb_word_store_error (error->code)), error->message);
  else
    text = g_strdup (error->message);
  return tb_ctl_clean (text, TRUE);
}

char *
tb_ctl_describe_nick (const char *nick,
                      const char *name)
{
  g_autofree char *text = NULL;
  TbProblem        problem;
  const char      *detail;

  if (!tb_problem_from_nick (nick, &problem))
    return g_strdup (nick);
  text = g_strdup (_ (tb_problem_text (problem)));
  /* The detail in parentheses was not kept. */
  detail = strstr (text, " (%s)");
  if (detail != NULL)
    {
      g_autofree char *before = g_strndup (text, detail - text);

      return g_strconcat (before, detail + strlen (" (%s)"), NULL);
    }
  return tb_word_fill_in (text, name);
}
