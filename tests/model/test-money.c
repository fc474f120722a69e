/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of amounts, quantities and hours. */
#include "config.h"

#include "tb-money.h"
#include "tb-problem.h"
#include "tb-workflow.h"

static void
test_rounds_half_up (void)
{
  g_assert_cmpint (tb_divide_half_up (5, 2), ==, 3);
  g_assert_cmpint (tb_divide_half_up (-5, 2), ==, -3);
  g_assert_cmpint (tb_divide_half_up (4, 3), ==, 1);
  g_assert_cmpint (tb_divide_half_up (5, 3), ==, 2);
  g_assert_cmpint (tb_divide_half_up (-4, 3), ==, -1);
  g_assert_cmpint (tb_divide_half_up (-5, 3), ==, -2);
  g_assert_cmpint (tb_divide_half_up (0, 7), ==, 0);
  g_assert_cmpint (tb_divide_half_up (29, 60), ==, 0);
  g_assert_cmpint (tb_divide_half_up (30, 60), ==, 1);
  g_assert_cmpint (tb_divide_half_up (G_MAXINT64, 1), ==, G_MAXINT64);
  g_assert_cmpint (tb_divide_half_up (G_MININT64, 1), ==, G_MININT64);
  g_assert_cmpint (tb_divide_half_up (G_MAXINT64, G_MAXINT64), ==, 1);
}

static void
test_times_quantity (void)
{
  /* 49.90 × 2.000 */
  g_assert_cmpint (tb_money_times_quantity (4990, 2000), ==, 9980);
  /* 0.01 × 0.5 is half a cent */
  g_assert_cmpint (tb_money_times_quantity (1, 500), ==, 1);
  g_assert_cmpint (tb_money_times_quantity (1, 499), ==, 0);
  g_assert_cmpint (tb_money_times_quantity (-1, 500), ==, -1);
  /* 33.33 × 0.333 = 11.09889 */
  g_assert_cmpint (tb_money_times_quantity (3333, 333), ==, 1110);
  /* Larger than 2^63 before the division, exact after it. */
  g_assert_cmpint (tb_money_times_quantity (G_GINT64_CONSTANT (99999999999), G_GINT64_CONSTANT (90000000001)),
                   ==, G_GINT64_CONSTANT (9000000000010000000));
}

static void
test_saturates (void)
{
  g_assert_cmpint (tb_money_times_quantity (G_MAXINT64, 2000), ==, G_MAXINT64);
  g_assert_cmpint (tb_money_times_quantity (G_MININT64, 2000), ==, G_MININT64);
  g_assert_cmpint (tb_money_times_quantity (G_MININT64, -2000), ==, G_MAXINT64);
  g_assert_cmpint (tb_money_times_minutes (G_MAXINT64, 61), ==, G_MAXINT64);
}

static void
test_times_minutes (void)
{
  /* 85.00 an hour */
  g_assert_cmpint (tb_money_times_minutes (8500, 60), ==, 8500);
  g_assert_cmpint (tb_money_times_minutes (8500, 90), ==, 12750);
  g_assert_cmpint (tb_money_times_minutes (8500, 1), ==, 142);
  g_assert_cmpint (tb_money_times_minutes (8500, 0), ==, 0);
  /* rounded once: three times 20 minutes are one hour */
  g_assert_cmpint (tb_money_times_minutes (10001, 20 + 20 + 20), ==, 10001);
}

static void
test_what_people_type (void)
{
  static const struct
  {
    const char *text;
    guint       digits;
    gint64      value;
  } good[] = {
    { "85", 2, 8500 },
    { "85,5", 2, 8550 },
    { "85.50", 2, 8550 },
    { " 85,50 ", 2, 8550 },
    { "0", 2, 0 },
    { "0,05", 2, 5 },
    { ",50", 2, 50 },
    { "1.234,56", 2, 123456 },
    { "1,234.56", 2, 123456 },
    { "1'234.50", 2, 123450 },
    { "1’234.50", 2, 123450 },
    { "1 234,50", 2, 123450 },
    { "1\302\240234,50", 2, 123450 },
    { "1.234.567", 2, 123456700 },
    { "1.234.567,89", 2, 123456789 },
    { "999999999,99", 2, G_GINT64_CONSTANT (99999999999) },
    { "2", 3, 2000 },
    { "0,333", 3, 333 },
    { "1.234", 3, 1234 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 value = -1;

      g_test_message ("%s", good[i].text);
      g_assert_true (tb_decimal_parse_user (good[i].text, good[i].digits, &value, &error));
      g_assert_no_error (error);
      g_assert_cmpint (value, ==, good[i].value);
    }
}

static void
test_refuses_what_is_no_amount (void)
{
  /* „1.234“ could be either: it is asked again. */
  const char *const bad[] = { "", " ", ".", ",", "85,", "-5", "+5", "85,123", "1.234", "1.23.456", "1,2,3",
                              "12.34,56", "1.2345,00", "85 Euro", "abc", "8e5", "0x10", "1000000000",
                              "1'23", "'123", "85..5", "\303\050", "1234.567,00", "nan" };
  guint             i;

  for (i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 value;

      g_assert_false (tb_decimal_parse_user (bad[i], 2, &value, &error));
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_BAD_AMOUNT);
      g_assert_cmpstr (tb_problem_get_argument (error), ==, bad[i]);
    }
}

static void
test_money_with_currency (void)
{
  static const struct
  {
    const char *text;
    const char *currency;
    gint64      value;
  } good[] = {
    { "85", "EUR", 8500 },
    { "85,5", "EUR", 8550 },
    { "1.234,56 €", "EUR", 123456 },
    { "1.234,56\u00a0€", "EUR", 123456 },
    { "85€", "EUR", 8500 },
    { "85 EUR", "EUR", 8500 },
    { "85,- €", "EUR", 8500 },
    { "1'234.50 CHF", "CHF", 123450 },
    { "85,–", NULL, 8500 },
  };
  const char *const bad[] = { "", "€", "85 CHF", "85 $", "€ €", "-85 €", "85,555 €" };
  guint             i;

  for (i = 0; i < G_N_ELEMENTS (good); i++)
    {
      gint64 value = -1;

      g_test_message ("%s", good[i].text);
      g_assert_true (tb_money_parse_user (good[i].text, good[i].currency, &value, NULL));
      g_assert_cmpint (value, ==, good[i].value);
    }
  for (i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 value;

      g_test_message ("%s", bad[i]);
      g_assert_false (tb_money_parse_user (bad[i], "EUR", &value, &error));
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_BAD_AMOUNT);
      g_assert_cmpstr (tb_problem_get_argument (error), ==, bad[i]);
    }
}

static void
test_hours (void)
{
  static const struct
  {
    const char *text;
    gint64      minutes;
  } good[] = {
    { "4", 240 },
    { "1,5", 90 },
    { "1.25", 75 },
    { "1:30", 90 },
    { "0:05", 5 },
    { "12:00", 720 },
    { " 2 ", 120 },
    { "0", 0 },
    { "0,33", 20 },
    { "1000", 60000 },
    { "1000:00", 60000 },
    { "2 h", 120 },
    { "1h", 60 },
    { "1,5 h", 90 },
    { "1:30 h", 90 },
    { "1:30\u00a0h", 90 },
    { "1,5 Std.", 90 },
    { "2 Stunden", 120 },
    { "90 min", 90 },
    { "90min", 90 },
    { "45 Minuten", 45 },
    { "1 h 30 min", 90 },
    { "1h 5min", 65 },
  };
  const char *const bad[] = { "", ":", ":30", "1:", "1:5", "1:60", "1:300", "-1", "1:-5", "1,5:30", "1000:01",
                              "1001", "one", "h", "min", "1 h 60 min", "1,5 h 30 min",
                              "1:30 min", "1,5 min", "2 d", "60001 min", "1 h 30 h" };
  guint             i;

  for (i = 0; i < G_N_ELEMENTS (good); i++)
    {
      gint64 minutes = -1;

      g_test_message ("%s", good[i].text);
      g_assert_true (tb_hours_parse_user (good[i].text, &minutes, NULL));
      g_assert_cmpint (minutes, ==, good[i].minutes);
    }
  for (i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 minutes;

      g_test_message ("%s", bad[i]);
      g_assert_false (tb_hours_parse_user (bad[i], &minutes, &error));
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_BAD_NUMBER);
    }
}

static void
assert_to_wire (gint64      value,
                guint       digits,
                const char *expected)
{
  g_autofree char *text = tb_decimal_to_wire (value, digits);
  gint64           back;

  g_assert_cmpstr (text, ==, expected);
  g_assert_true (tb_decimal_from_wire (text, digits, &back));
  g_assert_cmpint (back, ==, value);
}

static void
test_wire_there_and_back (void)
{
  assert_to_wire (4990, 2, "49.90");
  assert_to_wire (5, 2, "0.05");
  assert_to_wire (-5, 2, "-0.05");
  assert_to_wire (-4990, 2, "-49.90");
  assert_to_wire (0, 2, "0.00");
  assert_to_wire (2000, 3, "2.000");
  assert_to_wire (G_GINT64_CONSTANT (99999999999), 2, "999999999.99");
}

static void
test_wire_is_strict (void)
{
  const char *const bad[] = { "", "49", "49.9", "49.900", "49,90", "+49.90", " 49.90", "49.90 ", ".90",
                              "-.90", "49.", "1000000000.00", "1e2.00", "4 9.90", "--1.00", "0x1.00",
                              "1.234.56" };
  gint64            value = 42;
  guint             i;

  for (i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_false (tb_decimal_from_wire (bad[i], 2, &value));
    }
  g_assert_false (tb_decimal_from_wire (NULL, 2, &value));
  g_assert_cmpint (value, ==, 42);

  /* A quantity may have one to three decimals. */
  g_assert_true (tb_decimal_from_wire ("2.5", 3, &value));
  g_assert_cmpint (value, ==, 2500);
  g_assert_true (tb_decimal_from_wire ("2.25", 3, &value));
  g_assert_cmpint (value, ==, 2250);
  g_assert_false (tb_decimal_from_wire ("2.2500", 3, &value));
  g_assert_false (tb_decimal_from_wire ("2.", 3, &value));
}

static void
assert_local (gint64      amount,
              const char *currency,
              gboolean    decimal_comma,
              const char *expected)
{
  g_autofree char *text = tb_money_to_local (amount, currency, decimal_comma);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_for_people (void)
{
  g_autofree char *hours = tb_minutes_to_local (90);
  g_autofree char *few = tb_minutes_to_local (5);
  g_autofree char *many = tb_minutes_to_local (6000);

  assert_local (123456, "EUR", TRUE, "1.234,56 €");
  assert_local (123456, "EUR", FALSE, "1,234.56 €");
  assert_local (123456789, "CHF", TRUE, "1.234.567,89 CHF");
  assert_local (5, "EUR", TRUE, "0,05 €");
  assert_local (-123456, "EUR", TRUE, "-1.234,56 €");
  assert_local (99999, "EUR", TRUE, "999,99 €");
  assert_local (100, NULL, TRUE, "1,00");
  g_assert_cmpstr (hours, ==, "1:30 h");
  g_assert_cmpstr (few, ==, "0:05 h");
  g_assert_cmpstr (many, ==, "100:00 h");
}

static void
assert_total (TbRateKind kind,
              gint64     amount,
              gint64     minutes,
              gint64     charges,
              gint64     expected)
{
  g_autoptr (TbEngagementRecord) terms = tb_engagement_record_new ();

  terms->rate_kind = kind;
  terms->amount = amount;
  terms->authorized_minutes = minutes;
  terms->authorized_charges = charges;
  g_assert_cmpint (tb_engagement_total (terms), ==, expected);
}

static void
test_total (void)
{
  /* product.md section 5: rate × hours + charges, or flat + charges */
  assert_total (TB_RATE_HOURLY, 8500, 240, 20000, 54000);
  assert_total (TB_RATE_HOURLY, 8500, 240, TB_AMOUNT_NONE, 34000);
  assert_total (TB_RATE_FLAT, 50000, 240, 20000, 70000);
  assert_total (TB_RATE_FLAT, 50000, TB_AMOUNT_NONE, TB_AMOUNT_NONE, 50000);
  assert_total (TB_RATE_NONE, TB_AMOUNT_NONE, 240, 20000, 20000);
  assert_total (TB_RATE_HOURLY, 8500, TB_AMOUNT_NONE, TB_AMOUNT_NONE, TB_AMOUNT_NONE);
  assert_total (TB_RATE_HOURLY, TB_AMOUNT_NONE, 240, TB_AMOUNT_NONE, TB_AMOUNT_NONE);
  assert_total (TB_RATE_HOURLY, 8500, TB_AMOUNT_NONE, 20000, 20000);
  assert_total (TB_RATE_NONE, TB_AMOUNT_NONE, TB_AMOUNT_NONE, TB_AMOUNT_NONE, TB_AMOUNT_NONE);
  assert_total (TB_RATE_FLAT, 0, TB_AMOUNT_NONE, TB_AMOUNT_NONE, 0);
  assert_total (TB_RATE_FLAT, G_MAXINT64, TB_AMOUNT_NONE, 1, G_MAXINT64);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/money/rounds-half-up", test_rounds_half_up);
  g_test_add_func ("/model/money/times-quantity", test_times_quantity);
  g_test_add_func ("/model/money/saturates", test_saturates);
  g_test_add_func ("/model/money/times-minutes", test_times_minutes);
  g_test_add_func ("/model/money/reads-what-people-type", test_what_people_type);
  g_test_add_func ("/model/money/refuses-what-is-no-amount", test_refuses_what_is_no_amount);
  g_test_add_func ("/model/money/reads-amounts-with-currency", test_money_with_currency);
  g_test_add_func ("/model/money/reads-hours", test_hours);
  g_test_add_func ("/model/money/wire-there-and-back", test_wire_there_and_back);
  g_test_add_func ("/model/money/wire-is-strict", test_wire_is_strict);
  g_test_add_func ("/model/money/for-people", test_for_people);
  g_test_add_func ("/model/terms/authorized-total", test_total);
  return g_test_run ();
}
