/* SPDX-License-Identifier: GPL-3.0-or-later
 * Money, quantities and minutes: integers inside, texts at the doors. No floating point anywhere. */
#include "config.h"

#include "tb-money.h"

#include "tb-problem.h"
#include "tb-workflow.h"

#include <string.h>

/* What the wire can carry before the point. */
#define MAX_WHOLE_DIGITS 9

static gint64
power_of_ten (guint digits)
{
  gint64 power = 1;

  while (digits-- > 0)
    power *= 10;
  return power;
}

/* @a × @b / @denominator, rounded once. Exact as long as the result and @a × (@denominator - 1) fit, else at
 * the limit. */
static gint64
multiply_divide (gint64 a,
                 gint64 b,
                 gint64 denominator)
{
  gint64 limit = (a < 0) == (b < 0) ? G_MAXINT64 : G_MININT64;
  gint64 whole, rest, sum;

  /* Both parts have the sign of the result, so rounding the second is rounding the sum. */
  if (__builtin_mul_overflow (a, b / denominator, &whole) ||
      __builtin_mul_overflow (a, b % denominator, &rest) ||
      __builtin_add_overflow (whole, tb_divide_half_up (rest, denominator), &sum))
    return limit;
  return sum;
}

/* Leaves only digits and `.` and `,`: apostrophes and blanks of all kinds between digits group thousands. */
static char *
drop_blank_groups (const char *text)
{
  GString    *plain = g_string_new (NULL);
  const char *at;

  for (at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '\'' || c == 0x2019 || c == ' ' || c == 0xa0 || c == 0x202f)
        {
          const char *next = g_utf8_next_char (at);

          /* A group is three digits between others; what follows it is looked at by the next step. */
          if (plain->len == 0 || !g_ascii_isdigit (plain->str[plain->len - 1]) ||
              strspn (next, "0123456789") != 3)
            {
              g_string_free (plain, TRUE);
              return NULL;
            }
          continue;
        }
      g_string_append_unichar (plain, c);
    }
  return g_string_free (plain, FALSE);
}

/* Finds the decimal separator: the last of `.` and `,`, unless it stands there twice and so groups. */
static const char *
find_separator (const char *text,
                char       *group)
{
  const char *point = strrchr (text, '.');
  const char *comma = strrchr (text, ',');
  const char *last = point > comma ? point : comma;

  if (last == NULL)
    {
      *group = '\0';
      return NULL;
    }
  if (strchr (text, *last) != last)
    {
      *group = *last;
      return NULL;
    }
  *group = *last == '.' ? ',' : '.';
  return last;
}

/* Reads the part before the decimal separator; @group stands before each three digits or nowhere. */
static gboolean
read_whole (const char *text,
            gsize       length,
            char        group,
            gint64     *value)
{
  g_autofree char *whole = g_strndup (text, length);
  char             delimiter[2] = { group, '\0' };
  g_auto (GStrv) parts = NULL;
  guint i, n = 0;
  gsize at;

  parts = group != '\0' ? g_strsplit (whole, delimiter, -1) : g_strsplit (whole, "\n", 1);
  *value = 0;
  for (i = 0; parts[i] != NULL; i++)
    {
      gsize size = strlen (parts[i]);

      if ((i > 0 && size != 3) || (i == 0 && parts[1] != NULL && (size < 1 || size > 3)))
        return FALSE;
      for (at = 0; at < size; at++)
        {
          if (!g_ascii_isdigit (parts[i][at]) || ++n > MAX_WHOLE_DIGITS)
            return FALSE;
          *value = *value * 10 + g_ascii_digit_value (parts[i][at]);
        }
    }
  return TRUE;
}

/* Reads 1 to @digits decimals and fills them up with zeros. */
static gboolean
read_fraction (const char *text,
               guint       digits,
               gint64     *value)
{
  gsize size = strlen (text);
  gsize at;

  if (size == 0 || size > digits)
    return FALSE;
  *value = 0;
  for (at = 0; at < digits; at++)
    {
      if (at < size && !g_ascii_isdigit (text[at]))
        return FALSE;
      *value = *value * 10 + (at < size ? g_ascii_digit_value (text[at]) : 0);
    }
  return TRUE;
}

static gboolean
parse_decimal (const char *text,
               guint       digits,
               gint64     *value)
{
  g_autofree char *stripped = NULL;
  g_autofree char *plain = NULL;
  const char      *separator;
  char             group;
  gint64           whole, fraction = 0;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  stripped = g_strstrip (g_strdup (text));
  plain = drop_blank_groups (stripped);
  if (plain == NULL || *plain == '\0')
    return FALSE;
  separator = find_separator (plain, &group);
  if (separator != NULL && strchr (plain, group) == NULL)
    group = '\0';
  if (!read_whole (plain, separator != NULL ? (gsize)(separator - plain) : strlen (plain), group, &whole) ||
      (separator != NULL && !read_fraction (separator + 1, digits, &fraction)))
    return FALSE;
  *value = whole * power_of_ten (digits) + fraction;
  return TRUE;
}

gint64
tb_divide_half_up (gint64 numerator,
                   gint64 denominator)
{
  gint64 whole, rest;

  g_return_val_if_fail (denominator > 0, 0);

  whole = numerator / denominator;
  rest = numerator % denominator;
  if (rest >= denominator - rest && rest > 0)
    return whole + 1;
  if (rest < 0 && -rest >= denominator + rest)
    return whole - 1;
  return whole;
}

gint64
tb_money_times_quantity (gint64 unit_price,
                         gint64 quantity)
{
  return multiply_divide (unit_price, quantity, 1000);
}

gint64
tb_money_times_minutes (gint64 rate,
                        gint64 minutes)
{
  return multiply_divide (rate, minutes, 60);
}

gboolean
tb_decimal_parse_user (const char *text,
                       guint       digits,
                       gint64     *value,
                       GError    **error)
{
  g_return_val_if_fail (value != NULL, FALSE);

  if (parse_decimal (text, digits, value))
    return TRUE;
  tb_problem_set (error, TB_PROBLEM_BAD_AMOUNT, text);
  return FALSE;
}

/* What is copied from a window has a space that does not break lines. */
static void
chomp_blanks (char *text)
{
  gsize size;

  for (size = strlen (g_strchomp (text)); g_str_has_suffix (text, "\u00a0");
       size = strlen (g_strchomp (text)))
    text[size - strlen ("\u00a0")] = '\0';
}

gboolean
tb_money_parse_user (const char *text,
                     const char *currency,
                     gint64     *value,
                     GError    **error)
{
  const char      *euro = g_strcmp0 (currency, "EUR") == 0 ? "€" : NULL;
  const char      *suffixes[] = { currency, euro, ",-", ",–" };
  g_autofree char *plain = g_strstrip (g_strdup (text != NULL ? text : ""));
  guint            i;

  g_return_val_if_fail (value != NULL, FALSE);

  for (i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (suffixes[i] != NULL && g_str_has_suffix (plain, suffixes[i]))
      {
        plain[strlen (plain) - strlen (suffixes[i])] = '\0';
        chomp_blanks (plain);
      }
  if (parse_decimal (plain, 2, value))
    return TRUE;
  tb_problem_set (error, TB_PROBLEM_BAD_AMOUNT, text);
  return FALSE;
}

/* What people write behind a number of hours or minutes; taken in every locale. */
static const struct
{
  const char *word;
  gint64      minutes;
} time_units[] = {
  { "h", 60 },
  { "std", 60 },
  { "std.", 60 },
  { "stunde", 60 },
  { "stunden", 60 },
  { "hour", 60 },
  { "hours", 60 },
  { "m", 1 },
  { "min", 1 },
  { "min.", 1 },
  { "minute", 1 },
  { "minuten", 1 },
  { "minutes", 1 },
};

/* Takes the unit off the end of @text. Returns: its minutes; 60, the hours', if there is none */
static gint64
take_unit (char *text)
{
  gsize size = strlen (text);
  gsize n = size;
  guint i;

  while (n > 0 && (g_ascii_isalpha (text[n - 1]) || (text[n - 1] == '.' && n == size)))
    n--;
  for (i = 0; i < G_N_ELEMENTS (time_units); i++)
    if (g_ascii_strcasecmp (text + n, time_units[i].word) == 0)
      {
        text[n] = '\0';
        chomp_blanks (text);
        return time_units[i].minutes;
      }
  return 60;
}

/* 1:30 */
static gboolean
parse_clock (const char *text,
             const char *colon,
             gint64     *minutes)
{
  g_autofree char *before = g_strndup (text, colon - text);
  gint64           hours;

  if (strspn (before, "0123456789") != strlen (before) ||
      strspn (colon + 1, "0123456789") != 2 ||
      colon[3] != '\0' ||
      colon[1] >= '6' ||
      !parse_decimal (before, 0, &hours))
    return FALSE;
  *minutes = hours * 60 + g_ascii_digit_value (colon[1]) * 10 + g_ascii_digit_value (colon[2]);
  return TRUE;
}

/* 2 h 30 min */
static gboolean
parse_both (const char *text,
            gint64     *minutes)
{
  g_autofree char *hours = NULL;
  const char      *h = strpbrk (text, "hH");
  gint64           whole, rest;

  if (h == NULL || strspn (h + 1, " ") == strlen (h + 1))
    return FALSE;
  hours = g_strstrip (g_strndup (text, h - text));
  if (strspn (hours, "0123456789") != strlen (hours) ||
      !parse_decimal (hours, 0, &whole) ||
      !parse_decimal (h + 1, 0, &rest) ||
      rest >= 60)
    return FALSE;
  *minutes = whole * 60 + rest;
  return TRUE;
}

gboolean
tb_hours_parse_user (const char *text,
                     gint64     *minutes,
                     GError    **error)
{
  g_autofree char *plain = g_strstrip (g_strdup (text != NULL ? text : ""));
  gint64           unit = take_unit (plain);
  const char      *colon = strchr (plain, ':');
  gboolean         is_good;
  gint64           number = 0;

  g_return_val_if_fail (minutes != NULL, FALSE);

  if (colon != NULL)
    is_good = unit == 60 && parse_clock (plain, colon, &number);
  else if (unit == 1)
    is_good = parse_decimal (plain, 0, &number) || parse_both (plain, &number);
  else
    {
      is_good = parse_decimal (plain, 3, &number);
      number = tb_divide_half_up (number * 60, 1000);
    }
  if (is_good && number <= TB_LIMIT_MINUTES)
    {
      *minutes = number;
      return TRUE;
    }
  tb_problem_set (error, TB_PROBLEM_BAD_NUMBER, text);
  return FALSE;
}

char *
tb_decimal_to_wire (gint64 value,
                    guint  digits)
{
  guint64 size = value < 0 ? -(guint64)value : (guint64)value;
  guint64 power = power_of_ten (digits);

  g_return_val_if_fail (digits >= 1 && digits <= 9, NULL);

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT,
                          value < 0 ? "-" : "", size / power, (int)digits, size % power);
}

gboolean
tb_decimal_from_wire (const char *text,
                      guint       digits,
                      gint64     *value)
{
  const char *start = text;
  gsize       n_whole;
  gint64      whole, fraction;

  g_return_val_if_fail (digits == 2 || digits == 3, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (text == NULL)
    return FALSE;
  if (*start == '-')
    start++;
  n_whole = strspn (start, "0123456789");
  if (n_whole < 1 || n_whole > MAX_WHOLE_DIGITS || start[n_whole] != '.' ||
      (digits == 2 && strlen (start + n_whole + 1) != 2) ||
      !read_whole (start, n_whole, '\0', &whole) ||
      !read_fraction (start + n_whole + 1, digits, &fraction))
    return FALSE;
  *value = whole * power_of_ten (digits) + fraction;
  if (start != text)
    *value = -*value;
  return TRUE;
}

char *
tb_money_to_local (gint64      amount,
                   const char *currency,
                   gboolean    decimal_comma)
{
  guint64          size = amount < 0 ? -(guint64)amount : (guint64)amount;
  g_autofree char *whole = g_strdup_printf ("%" G_GUINT64_FORMAT, size / 100);
  gsize            length = strlen (whole);
  GString         *text = g_string_new (amount < 0 ? "-" : NULL);
  gsize            i;

  for (i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (text, decimal_comma ? '.' : ',');
      g_string_append_c (text, whole[i]);
    }
  g_string_append_printf (text, "%c%02d", decimal_comma ? ',' : '.', (int)(size % 100));
  if (currency != NULL && *currency != '\0')
    g_string_append_printf (text, " %s", strcmp (currency, "EUR") == 0 ? "€" : currency);
  return g_string_free (text, FALSE);
}

char *
tb_minutes_to_local (gint64 minutes)
{
  guint64 size = minutes < 0 ? -(guint64)minutes : (guint64)minutes;

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ":%02d h",
                          minutes < 0 ? "-" : "", size / 60, (int)(size % 60));
}
