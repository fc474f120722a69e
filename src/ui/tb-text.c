/* SPDX-License-Identifier: GPL-3.0-or-later
 * Texts for people: words, problems, instants, amounts in the user's language. */
#include "config.h"

#include "tb-text.h"

#include "tb-money.h"
#include "tb-records.h"
#include "tb-storage-error.h"
#include "tb-time.h"
#include "tb-words.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *
tb_text_word (GType type,
              int   value)
{
  const char *context = NULL;
  const char *word = tb_word (type, value, &context);

  if (word == NULL)
    return tb_nick (type, value);
  return context != NULL ? g_dpgettext2 (NULL, context, word) : _ (word);
}

const char *
tb_text_field (const char *name)
{
  const char *word = tb_word_field (name);

  return word != NULL ? g_dpgettext2 (NULL, "field", word) : name;
}

/* ---- Problems ---- */

typedef struct
{
  TbProblem problem;
  GType (*get_type) (void); /* NULL: a field's name */
} ArgumentWord;

/* Arguments that are words of the program and not of the user. */
static const ArgumentWord argument_words[] = {
  { TB_PROBLEM_NOT_NOW, tb_status_get_type },
  { TB_PROBLEM_PERMISSION, tb_permission_get_type },
  { TB_PROBLEM_EMPTY, NULL },
  { TB_PROBLEM_TOO_LONG, NULL },
};

static const char *
argument_word (const GError *error)
{
  const char *argument = tb_problem_get_argument (error);
  int         value;
  guint       i;

  for (i = 0; i < G_N_ELEMENTS (argument_words); i++)
    {
      const ArgumentWord *row = &argument_words[i];

      if (row->problem != (TbProblem)error->code)
        continue;
      if (row->get_type == NULL)
        return tb_text_field (argument);
      if (tb_from_nick (row->get_type (), argument, &value))
        return tb_text_word (row->get_type (), value);
    }
  return argument;
}

char *
tb_text_problem (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == TB_PROBLEM)
    return tb_word_fill_in (_ (tb_problem_text (error->code)), argument_word (error));
  if (error->domain == TB_STORE_ERROR && tb_word_store_error (error->code) != NULL)
    return tb_word_fill_in (_ (tb_word_store_error (error->code)), error->message);
  return g_strdup (error->message);
}

char *
tb_text_file_problem (const GError *error,
                      const char   *name)
{
  g_autofree char *reason = tb_text_problem (error);

  if (name == NULL || g_error_matches (error, TB_PROBLEM, TB_PROBLEM_FILE_UNREADABLE))
    return g_steal_pointer (&reason);
  if (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_INVITATION_BROKEN))
    /* Translators: %s is the name of a file. */
    return g_strdup_printf (_ ("“%s” is no invitation, or not a whole one. Please have it sent again."),
                            name);
  /* Translators: %1$s is the name of a file, %2$s a whole sentence about what is wrong with it. */
  return g_strdup_printf (_ ("“%1$s”: %2$s"), name, reason);
}

char *
tb_text_problem_nick (const char *nick,
                      const char *name)
{
  TbProblem   problem;
  const char *text;
  const char *detail;

  if (!tb_problem_from_nick (nick, &problem))
    return g_strdup (nick);
  text = _ (tb_problem_text (problem));
  /* The detail in parentheses was not kept. */
  detail = strstr (text, " (%s)");
  if (detail != NULL)
    {
      g_autofree char *before = g_strndup (text, detail - text);

      return g_strconcat (before, detail + strlen (" (%s)"), NULL);
    }
  return tb_word_fill_in (text, name);
}

/* ---- Time ---- */

static GDateTime *
local_time (gint64      instant,
            const char *zone)
{
  g_autoptr (GTimeZone) named = tb_time_zone (zone);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / TB_SECOND);

  return utc != NULL ? g_date_time_to_timezone (utc, named) : NULL;
}

static char *
format_time (GDateTime  *time,
             const char *format)
{
  char *text = time != NULL ? g_date_time_format (time, format) : NULL;

  return text != NULL ? text : g_strdup ("");
}

/* How many days @day lies after today, by the calendar. */
static int
days_from_today (GDateTime *day,
                 GDateTime *today)
{
  GDate a, b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a, g_date_time_get_day_of_month (day), g_date_time_get_month (day),
                  g_date_time_get_year (day));
  g_date_set_dmy (&b, g_date_time_get_day_of_month (today), g_date_time_get_month (today),
                  g_date_time_get_year (today));
  return g_date_days_between (&b, &a);
}

/* What both forms say of the days around today; NULL for any other. */
static const char *
near_format (int days)
{
  if (days == 0)
    /* Translators: a time of today, for g_date_time_format(). */
    return _ ("today, %H:%M");
  if (days == -1)
    /* Translators: a time of yesterday, for g_date_time_format(). */
    return _ ("yesterday, %H:%M");
  if (days == 1)
    /* Translators: a time of tomorrow, for g_date_time_format(). */
    return _ ("tomorrow, %H:%M");
  return NULL;
}

char *
tb_text_instant (gint64      instant,
                 const char *zone,
                 gint64      now)
{
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) today = NULL;
  const char *format;

  if (instant == 0)
    return g_strdup ("");
  time = local_time (instant, zone);
  today = local_time (now, zone);
  if (time == NULL || today == NULL)
    return g_strdup ("");
  format = near_format (days_from_today (time, today));
  if (format != NULL)
    return format_time (time, format);
  if (g_date_time_get_year (time) == g_date_time_get_year (today))
    /* Translators: a time of this year, for g_date_time_format(): Wed, 25 Nov, 18:00. */
    return format_time (time, _ ("%a, %-d %b, %H:%M"));
  /* Translators: a time of another year, for g_date_time_format(): 25 Nov 2025, 18:00. */
  return format_time (time, _ ("%-d %b %Y, %H:%M"));
}

char *
tb_text_instant_short (gint64      instant,
                       const char *zone,
                       gint64      now)
{
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) today = NULL;
  const char *format;
  int         days;

  if (instant == 0)
    return g_strdup ("");
  time = local_time (instant, zone);
  today = local_time (now, zone);
  if (time == NULL || today == NULL)
    return g_strdup ("");
  days = days_from_today (time, today);
  format = near_format (days);
  if (format != NULL)
    return format_time (time, format);
  if (days > 1 && days < 7)
    /* Translators: a time within the coming week, for g_date_time_format(): Wed 18:00. */
    return format_time (time, _ ("%a %H:%M"));
  if (g_date_time_get_year (time) == g_date_time_get_year (today))
    /* Translators: a day of this year, for g_date_time_format(): 25 Nov. */
    return format_time (time, _ ("%-d %b"));
  /* Translators: a date, for g_date_time_format(): 25 Nov 2026. */
  return format_time (time, _ ("%-d %b %Y"));
}

char *
tb_text_day (gint64      instant,
             const char *zone)
{
  g_autoptr (GDateTime) time = local_time (instant, zone);

  return format_time (time, "%Y-%m-%d");
}

char *
tb_text_instant_long (gint64      instant,
                      const char *zone)
{
  g_autoptr (GDateTime) time = local_time (instant, zone);

  /* Translators: for g_date_time_format(): Wednesday, 25 November 2026, 18:00. */
  return format_time (time, _ ("%A, %-d %B %Y, %H:%M"));
}

char *
tb_text_clock (gint64      instant,
               const char *zone)
{
  g_autoptr (GDateTime) time = local_time (instant, zone);

  return format_time (time, "%H:%M");
}

static char *
format_date (const char *date,
             const char *format)
{
  g_autoptr (GDateTime) day = NULL;
  int year, month, of_month;

  if (date == NULL || sscanf (date, "%4d-%2d-%2d", &year, &month, &of_month) != 3)
    return g_strdup (date != NULL ? date : "");
  day = g_date_time_new_utc (year, month, of_month, 0, 0, 0);
  return day != NULL ? format_time (day, format) : g_strdup (date);
}

char *
tb_text_date (const char *date)
{
  /* Translators: a date, for g_date_time_format(): 25 Nov 2026. */
  return format_date (date, _ ("%-d %b %Y"));
}

char *
tb_text_date_numeric (const char *date)
{
  /* Translators: a date as people type it, for g_date_time_format(); German: %d.%m.%Y. */
  return format_date (date, _ ("%Y-%m-%d"));
}

/* ---- Numbers ---- */

static gboolean
has_decimal_comma (void)
{
  const char *locale = setlocale (LC_NUMERIC, NULL);

  /* Without a real locale the language of the texts decides. */
  if (locale == NULL || g_str_has_prefix (locale, "C") || g_str_equal (locale, "POSIX"))
    /* Translators: between whole and decimals: "." or ",". */
    return *C_ ("decimal separator", ".") == ',';
  return *localeconv ()->decimal_point == ',';
}

/* Takes @text. A number and what it counts stay on one line. */
static char *
glue (char *text)
{
  g_autofree char *whole = text;
  char            *space = strrchr (whole, ' ');

  if (space == NULL)
    return g_steal_pointer (&whole);
  *space = '\0';
  return g_strconcat (whole, "\u00a0", space + 1, NULL);
}

char *
tb_text_money (gint64      amount,
               const char *currency)
{
  if (amount == TB_AMOUNT_NONE)
    return g_strdup ("");
  return glue (tb_money_to_local (amount, currency, has_decimal_comma ()));
}

char *
tb_text_decimal (gint64 value,
                 guint  digits)
{
  char *text;

  if (value == TB_AMOUNT_NONE)
    return g_strdup ("");
  text = tb_decimal_to_wire (value, digits);
  return has_decimal_comma () ? g_strdelimit (text, ".", ',') : text;
}

char *
tb_text_minutes (gint64 minutes)
{
  return glue (tb_minutes_to_local (minutes));
}

char *
tb_text_number (gint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  GString         *text = g_string_new (NULL);
  gsize            length = strlen (digits);
  gsize            i;

  for (i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0 && g_ascii_isdigit (digits[i - 1]))
        g_string_append_c (text, has_decimal_comma () ? '.' : ',');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

char *
tb_text_join (const char *first,
              ...)
{
  GString    *text = g_string_new (NULL);
  const char *part;
  va_list     parts;

  va_start (parts, first);
  for (part = first; part != TB_TEXT_END; part = va_arg (parts, const char *))
    {
      if (part == NULL || *part == '\0')
        continue;
      if (text->len > 0)
        g_string_append (text, " · ");
      g_string_append (text, part);
    }
  va_end (parts);
  return g_string_free (text, FALSE);
}
