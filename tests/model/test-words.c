/* SPDX-License-Identifier: GPL-3.0-or-later
 * Words: what is the same nick in two vocabularies is told apart by what carries it. */
#include "config.h"

#include "tb-types.h"
#include "tb-words.h"
#include "tb-workflow.h"

static void
test_message_types (void)
{
  int value = -1;

  /* “complete” is a status, and something to ask for. */
  g_assert_true (tb_from_nick (tb_word_message_type ("status"), "complete", &value));
  g_assert_cmpint (value, ==, TB_STATUS_COMPLETE);
  g_assert_true (tb_from_nick (tb_word_message_type ("request"), "complete", &value));
  g_assert_cmpint (value, ==, TB_VERB_COMPLETE);
  g_assert_cmpuint (tb_word_message_type ("agreement"), ==, TB_TYPE_AGREEMENT_STATE);
  g_assert_cmpuint (tb_word_message_type ("items"), ==, G_TYPE_NONE);
  g_assert_cmpuint (tb_word_message_type (NULL), ==, G_TYPE_NONE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/words/a-message-knows-of-what-kind-its-nick-is", test_message_types);
  return g_test_run ();
}
