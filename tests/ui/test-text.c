/* SPDX-License-Identifier: GPL-3.0-or-later
 * Texts for people: what an instant, an amount, a problem is called. */
#include "config.h"

#include "tb-records.h"
#include "tb-text.h"
#include "tb-time.h"

#include <glib.h>

static gint64
instant_of (const char *text)
{
  gint64 instant = 0;

  g_assert_true (tb_time_from_wire (text, &instant));
  return instant;
}

static void
assert_instant (const char *text,
                const char *expected)
{
  const gint64     now = instant_of ("2026-11-25T13:00:00Z");
  g_autofree char *said = tb_text_instant (instant_of (text), "Europe/Berlin", now);

  g_assert_cmpstr (said, ==, expected);
}

static void
test_near_days_are_named (void)
{
  assert_instant ("2026-11-25T08:12:00Z", "today, 09:12");
  assert_instant ("2026-11-24T17:00:00Z", "yesterday, 18:00");
  assert_instant ("2026-11-26T17:00:00Z", "tomorrow, 18:00");
  assert_instant ("2026-11-27T17:00:00Z", "Fri, 27 Nov, 18:00");
  assert_instant ("2025-03-01T17:00:00Z", "1 Mar 2025, 18:00");
}

/* 23:30 in Berlin is still today, although it is tomorrow in UTC and vice versa. */
static void
test_the_zone_decides_the_day (void)
{
  assert_instant ("2026-11-25T22:30:00Z", "today, 23:30");
  assert_instant ("2026-11-25T23:30:00Z", "tomorrow, 00:30");
  assert_instant ("2026-11-24T23:30:00Z", "today, 00:30");
}

static void
test_nothing_is_said_of_no_instant (void)
{
  g_autofree char *said = tb_text_instant (0, NULL, instant_of ("2026-11-25T13:00:00Z"));

  g_assert_cmpstr (said, ==, "");
}

static void
test_numbers_are_grouped (void)
{
  static const gint64      numbers[] = { 0, 999, 2180, 1000000, -1234 };
  static const char *const texts[] = { "0", "999", "2,180", "1,000,000", "-1,234" };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *text = tb_text_number (numbers[i]);

      g_assert_cmpstr (text, ==, texts[i]);
    }
}

static void
test_an_amount_not_given_is_empty (void)
{
  g_autofree char *money = tb_text_money (TB_AMOUNT_NONE, "EUR");
  g_autofree char *decimal = tb_text_decimal (TB_AMOUNT_NONE, 2);

  g_assert_cmpstr (money, ==, "");
  g_assert_cmpstr (decimal, ==, "");
}

static void
test_empty_parts_leave_no_dot (void)
{
  g_autofree char *text = tb_text_join ("a", NULL, "", "b", TB_TEXT_END);
  g_autofree char *none = tb_text_join (NULL, TB_TEXT_END);

  g_assert_cmpstr (text, ==, "a · b");
  g_assert_cmpstr (none, ==, "");
}

static void
test_a_problem_names_status_and_field_in_words (void)
{
  g_autoptr (GError) status = NULL;
  g_autoptr (GError) field = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  tb_problem_set (&status, TB_PROBLEM_NOT_NOW, "in_progress");
  first = tb_text_problem (status);
  g_assert_nonnull (strstr (first, "“In progress”"));
  tb_problem_set (&field, TB_PROBLEM_EMPTY, "due");
  second = tb_text_problem (field);
  g_assert_nonnull (strstr (second, "Due date"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/text/near-days-are-named", test_near_days_are_named);
  g_test_add_func ("/ui/text/the-zone-decides-the-day", test_the_zone_decides_the_day);
  g_test_add_func ("/ui/text/nothing-is-said-of-no-instant", test_nothing_is_said_of_no_instant);
  g_test_add_func ("/ui/text/numbers-are-grouped", test_numbers_are_grouped);
  g_test_add_func ("/ui/text/an-amount-not-given-is-empty", test_an_amount_not_given_is_empty);
  g_test_add_func ("/ui/text/empty-parts-leave-no-dot", test_empty_parts_leave_no_dot);
  g_test_add_func ("/ui/text/a-problem-names-status-and-field-in-words",
                   test_a_problem_names_status_and_field_in_words);
  return g_test_run ();
}
