/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the problems: nicks, sentences, arguments, fields. */
#include "config.h"

#include "tb-problem.h"
#include "tb-storage-error.h"

#include <string.h>

static void
test_table (void)
{
  g_autoptr (GHashTable) nicks = g_hash_table_new (g_str_hash, g_str_equal);
  guint i;

  for (i = 0; i < TB_N_PROBLEMS; i++)
    {
      const char *nick = tb_problem_nick (i);
      const char *text = tb_problem_text (i);
      const char *percent = NULL;
      TbProblem   problem = TB_N_PROBLEMS;

      g_assert_nonnull (nick);
      g_assert_nonnull (text);
      g_assert_true (g_hash_table_add (nicks, (gpointer)nick));
      g_assert_cmpuint (strspn (nick, "abcdefghijklmnopqrstuvwxyz-"), ==, strlen (nick));
      g_assert_true (tb_problem_from_nick (nick, &problem));
      g_assert_cmpint (problem, ==, i);

      /* At most one place for the argument, and no other conversion. */
      percent = strchr (text, '%');
      if (percent != NULL)
        {
          g_assert_cmpint (percent[1], ==, 's');
          g_assert_null (strchr (percent + 1, '%'));
        }
    }
}

static void
test_unknown_nick (void)
{
  TbProblem problem = TB_PROBLEM_ENDED;

  g_assert_false (tb_problem_from_nick ("no-such-thing", &problem));
  g_assert_false (tb_problem_from_nick (NULL, &problem));
  g_assert_cmpint (problem, ==, TB_PROBLEM_ENDED);
}

static void
test_argument (void)
{
  g_autoptr (GError) error = NULL;

  /* What somebody typed is never taken for a format. */
  tb_problem_set (&error, TB_PROBLEM_BAD_DATE, "100 %s %n");
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_BAD_DATE);
  g_assert_nonnull (strstr (error->message, "“100 %s %n”"));
  g_assert_cmpstr (tb_problem_get_argument (error), ==, "100 %s %n");
  g_assert_null (tb_problem_get_field (error));
}

static void
test_without_argument (void)
{
  g_autoptr (GError) plain = NULL;
  g_autoptr (GError) missing = NULL;

  tb_problem_set (&plain, TB_PROBLEM_ENDED, NULL);
  g_assert_cmpstr (plain->message, ==, tb_problem_text (TB_PROBLEM_ENDED));
  g_assert_null (tb_problem_get_argument (plain));

  tb_problem_set (&missing, TB_PROBLEM_NOT_FOUND, NULL);
  g_assert_null (strchr (missing->message, '%'));

  tb_problem_set (NULL, TB_PROBLEM_ENDED, NULL);
}

static void
test_copy_keeps_all (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;

  tb_problem_set (&error, TB_PROBLEM_EMPTY, "partner");
  tb_problem_set_field (error, "partner-row");
  copy = g_error_copy (error);
  g_clear_error (&error);
  g_assert_error (copy, TB_PROBLEM, TB_PROBLEM_EMPTY);
  g_assert_cmpstr (tb_problem_get_argument (copy), ==, "partner");
  g_assert_cmpstr (tb_problem_get_field (copy), ==, "partner-row");
}

/* A form asks each error, also one of the disk, where it stands. */
static void
test_alien_stands_nowhere (void)
{
  g_autoptr (GError) error = g_error_new_literal (TB_STORE_ERROR, TB_STORE_ERROR_FULL, "No room");

  g_assert_null (tb_problem_get_field (error));
}

static void
test_words_of_the_wire (void)
{
  /* protocol.md sections 3, 4 and 6 */
  g_assert_cmpstr (tb_problem_nick (TB_PROBLEM_ENDED), ==, "ended");
  g_assert_cmpstr (tb_problem_nick (TB_PROBLEM_TOO_LATE), ==, "too-late");
  g_assert_cmpstr (tb_problem_nick (TB_PROBLEM_INACTIVE), ==, "inactive");
  g_assert_cmpstr (tb_problem_nick (TB_PROBLEM_NOT_OWNER), ==, "not-owner");
  g_assert_cmpstr (tb_problem_nick (TB_PROBLEM_MALFORMED), ==, "malformed");
  g_assert_cmpstr (tb_problem_nick (TB_PROBLEM_UNSUPPORTED), ==, "unsupported");
  g_assert_cmpstr (tb_problem_nick (TB_PROBLEM_TOO_LARGE), ==, "too-large");
  g_assert_cmpstr (tb_problem_nick (TB_PROBLEM_CLOCK_SKEW), ==, "clock-skew");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/problem/each-has-nick-and-sentence", test_table);
  g_test_add_func ("/model/problem/unknown-nick", test_unknown_nick);
  g_test_add_func ("/model/problem/argument-is-no-format", test_argument);
  g_test_add_func ("/model/problem/without-argument", test_without_argument);
  g_test_add_func ("/model/problem/copy-keeps-all", test_copy_keeps_all);
  g_test_add_func ("/model/problem/alien-stands-nowhere", test_alien_stands_nowhere);
  g_test_add_func ("/model/problem/words-of-the-wire", test_words_of_the_wire);
  return g_test_run ();
}
