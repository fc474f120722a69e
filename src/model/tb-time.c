/* SPDX-License-Identifier: GPL-3.0-or-later
 * Time as an object, and instants as texts. Only this file reads the clock. */
#include "config.h"

#include "tb-time.h"

#include "tb-problem.h"

#include <string.h>

/* 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z in seconds: what GDateTime and four digits of a year hold.
 * A day is left out at each end, so that no time zone leads beyond. */
#define FIRST_SECOND (G_GINT64_CONSTANT (-62135596800) + 86400)
#define LAST_SECOND (G_GINT64_CONSTANT (253402300799) - 86400)

/* A date without time means the end of a working day. */
#define END_OF_WORKING_DAY 18

struct _TbClock
{
  GMutex   lock;
  gboolean is_virtual;
  gint64   now; /* of a virtual clock; under the lock */
};

typedef struct
{
  int year;
  int month;
  int day;
  int hour;
  int minute;
  int second;
} Civil;

static void
clear_clock (gpointer data)
{
  TbClock *self = data;

  g_mutex_clear (&self->lock);
}

static TbClock *
create_clock (gboolean is_virtual,
              gint64   start)
{
  TbClock *self = g_atomic_rc_box_new0 (TbClock);

  g_mutex_init (&self->lock);
  self->is_virtual = is_virtual;
  self->now = start;
  return self;
}

/* Reads @min to @max decimal digits and moves on. */
static gboolean
read_number (const char **at,
             int          min,
             int          max,
             int         *number)
{
  int n = 0;

  *number = 0;
  while (n < max && g_ascii_isdigit (**at))
    {
      *number = *number * 10 + g_ascii_digit_value (**at);
      (*at)++;
      n++;
    }
  return n >= min;
}

static gboolean
read_char (const char **at,
           char         expected)
{
  if (**at != expected)
    return FALSE;
  (*at)++;
  return TRUE;
}

static gboolean
is_date (const Civil *civil)
{
  return civil->year >= 1 &&
         civil->year <= 9999 &&
         civil->month >= 1 &&
         civil->month <= 12 &&
         civil->day >= 1 &&
         g_date_valid_dmy (civil->day, civil->month, civil->year);
}

static gboolean
is_time (const Civil *civil)
{
  return civil->hour <= 23 && civil->minute <= 59 && civil->second <= 59;
}

/* yyyy-mm-dd */
static gboolean
read_iso_date (const char **at,
               Civil       *civil)
{
  return read_number (at, 4, 4, &civil->year) &&
         read_char (at, '-') &&
         read_number (at, 2, 2, &civil->month) &&
         read_char (at, '-') &&
         read_number (at, 2, 2, &civil->day) &&
         is_date (civil);
}

/* 25.11.2026, 25.11.26; 25.11. leaves the year 0, to be completed with the next such day */
static gboolean
read_german_date (const char **at,
                  Civil       *civil)
{
  const char *year;

  if (!read_number (at, 1, 2, &civil->day) || !read_char (at, '.') || !read_number (at, 1, 2, &civil->month))
    return FALSE;
  civil->year = 0;
  if (!read_char (at, '.') || !g_ascii_isdigit (**at))
    return civil->month >= 1 && civil->month <= 12 && civil->day >= 1 && civil->day <= 31;
  year = *at;
  if (!read_number (at, 2, 4, &civil->year) || *at - year == 3)
    return FALSE;
  if (*at - year == 2)
    civil->year += 2000;
  return is_date (civil);
}

/* 9:05, 18:00 or 18:00:30 */
static gboolean
read_user_time (const char **at,
                Civil       *civil)
{
  civil->second = 0;
  if (!read_number (at, 1, 2, &civil->hour) ||
      !read_char (at, ':') ||
      !read_number (at, 2, 2, &civil->minute))
    return FALSE;
  if (read_char (at, ':') && !read_number (at, 2, 2, &civil->second))
    return FALSE;
  return is_time (civil);
}

/* Days since 1970-01-01 in the Gregorian calendar. */
static gint64
count_days (const Civil *civil)
{
  GDate date;
  GDate epoch;

  g_date_clear (&date, 1);
  g_date_clear (&epoch, 1);
  g_date_set_dmy (&date, civil->day, civil->month, civil->year);
  g_date_set_dmy (&epoch, 1, 1, 1970);
  return g_date_days_between (&epoch, &date);
}

/* GLib reads the file of a zone anew once nobody holds it: each thread holds the one it asked for last. */
typedef struct
{
  char      *name;
  GTimeZone *zone;
} KnownZone;

static void
forget_zone (gpointer data)
{
  KnownZone *known = data;

  g_free (known->name);
  g_time_zone_unref (known->zone);
  g_free (known);
}

static GPrivate known_zone = G_PRIVATE_INIT (forget_zone);

GTimeZone *
tb_time_zone (const char *name)
{
  KnownZone *known = g_private_get (&known_zone);
  GTimeZone *zone;

  /* NULL and "" would mean the zone of the process. */
  if (name == NULL || *name == '\0')
    return g_time_zone_new_utc ();
  if (known != NULL && g_str_equal (known->name, name))
    return g_time_zone_ref (known->zone);
  zone = g_time_zone_new_identifier (name);
  if (zone == NULL)
    return g_time_zone_new_utc ();
  known = g_new (KnownZone, 1);
  known->name = g_strdup (name);
  known->zone = g_time_zone_ref (zone);
  g_private_replace (&known_zone, known);
  return zone;
}

static gint64
floor_seconds (gint64  instant,
               gint64 *rest)
{
  gint64 seconds = instant / TB_SECOND;

  *rest = instant % TB_SECOND;
  if (*rest < 0)
    {
      *rest += TB_SECOND;
      seconds--;
    }
  return CLAMP (seconds, FIRST_SECOND, LAST_SECOND);
}

static GDateTime *
to_zone (gint64      instant,
         const char *zone_name)
{
  g_autoptr (GTimeZone) zone = tb_time_zone (zone_name);
  g_autoptr (GDateTime) utc = NULL;
  gint64 rest;

  utc = g_date_time_new_from_unix_utc (floor_seconds (instant, &rest));
  return g_date_time_to_timezone (utc, zone);
}

static gboolean
parse_relative (const char *text,
                const char *zone,
                gint64      now,
                gint64     *instant)
{
  g_autoptr (GDateTime) start = NULL;
  g_autoptr (GDateTime) end = NULL;
  const char *at = text;
  int         count;

  if (!read_char (&at, '+') || !read_number (&at, 1, 5, &count) || strlen (at) != 1)
    return FALSE;
  if (*at == 'h')
    {
      *instant = now + count * TB_HOUR;
      return TRUE;
    }
  if (*at != 'd')
    return FALSE;
  /* Days of the calendar: the same hour, also over a change of the clocks. */
  start = to_zone (now, zone);
  end = g_date_time_add_days (start, count);
  if (end == NULL)
    return FALSE;
  *instant = now + (g_date_time_to_unix (end) - g_date_time_to_unix (start)) * TB_SECOND;
  return TRUE;
}

/* Days that people call by a word; taken in every locale. */
static const struct
{
  const char *word; /* in lower case */
  int         days;
} day_words[] = {
  { "heute", 0 },
  { "morgen", 1 },
  { "übermorgen", 2 },
  { "today", 0 },
  { "tomorrow", 1 },
};

static void
set_day (Civil     *civil,
         GDateTime *today,
         int        days)
{
  g_autoptr (GDateTime) day = g_date_time_add_days (today, days);

  g_date_time_get_ymd (day, &civil->year, &civil->month, &civil->day);
}

static gboolean
read_day_word (const char **at,
               GDateTime   *today,
               Civil       *civil)
{
  g_autofree char *lower = g_utf8_strdown (*at, -1);
  guint            i;

  for (i = 0; i < G_N_ELEMENTS (day_words); i++)
    {
      gsize size = strlen (day_words[i].word);

      if (!g_str_has_prefix (lower, day_words[i].word) || strchr (" ,", lower[size]) == NULL)
        continue;
      /* Upper and lower case of these words are of one length. */
      *at += size;
      set_day (civil, today, day_words[i].days);
      return TRUE;
    }
  return FALSE;
}

/* A day without a year means the next such day, today included. */
static gboolean
complete_year (Civil     *civil,
               GDateTime *today)
{
  int year, month, day, i;

  if (civil->year != 0)
    return TRUE;
  g_date_time_get_ymd (today, &year, &month, &day);
  civil->year = year;
  if (civil->month < month || (civil->month == month && civil->day < day))
    civil->year++;
  /* A 29th of February may be up to eight years away. */
  for (i = 0; i < 8 && !is_date (civil); i++)
    civil->year++;
  return is_date (civil);
}

static gboolean
read_day (const char **at,
          GDateTime   *today,
          Civil       *civil)
{
  const char *start = *at;

  if (read_iso_date (at, civil))
    return TRUE;
  *at = start;
  if (read_german_date (at, civil))
    return complete_year (civil, today);
  *at = start;
  return read_day_word (at, today, civil);
}

/* A time alone: today, or tomorrow if that is past. */
static gboolean
read_time_alone (const char **at,
                 GDateTime   *today,
                 Civil       *civil)
{
  int minute = g_date_time_get_hour (today) * 60 + g_date_time_get_minute (today);

  if (!read_user_time (at, civil))
    return FALSE;
  set_day (civil, today, civil->hour * 60 + civil->minute <= minute ? 1 : 0);
  return TRUE;
}

static gboolean
read_day_and_time (const char **at,
                   GDateTime   *today,
                   Civil       *civil)
{
  const char *start = *at;

  if (!read_day (at, today, civil))
    {
      *at = start;
      return read_time_alone (at, today, civil);
    }
  if (**at != 'T' && **at != ' ' && **at != ',')
    return TRUE;
  (*at)++;
  while (**at == ' ')
    (*at)++;
  return read_user_time (at, civil);
}

static gboolean
parse_absolute (const char *text,
                const char *zone_name,
                gint64      now,
                gint64     *instant)
{
  g_autoptr (GTimeZone) zone = tb_time_zone (zone_name);
  g_autoptr (GDateTime) today = to_zone (now, zone_name);
  g_autoptr (GDateTime) when = NULL;
  const char *at = text;
  Civil       civil = { 0, 0, 0, END_OF_WORKING_DAY, 0, 0 };

  if (!g_utf8_validate (text, -1, NULL) || !read_day_and_time (&at, today, &civil))
    return FALSE;
  if (g_str_equal (at, " Uhr"))
    at += strlen (at);
  if (*at != '\0')
    return FALSE;
  when = g_date_time_new (zone, civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second);
  if (when == NULL)
    return FALSE;
  *instant = g_date_time_to_unix (when) * TB_SECOND;
  return TRUE;
}

TbClock *
tb_clock_new_real (void)
{
  return create_clock (FALSE, 0);
}

TbClock *
tb_clock_new_virtual (gint64 start)
{
  return create_clock (TRUE, start);
}

TbClock *
tb_clock_ref (TbClock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
tb_clock_unref (TbClock *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear_clock);
}

gboolean
tb_clock_is_virtual (TbClock *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_virtual;
}

gint64
tb_clock_now (TbClock *self)
{
  gint64 now;

  g_return_val_if_fail (self != NULL, 0);

  if (!self->is_virtual)
    return g_get_real_time ();
  g_mutex_lock (&self->lock);
  now = self->now;
  g_mutex_unlock (&self->lock);
  return now;
}

void
tb_clock_advance (TbClock *self,
                  gint64   microseconds)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->is_virtual);

  g_mutex_lock (&self->lock);
  self->now += microseconds;
  g_mutex_unlock (&self->lock);
}

char *
tb_time_to_wire (gint64 instant)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autofree char *text = NULL;
  gint64           rest;

  utc = g_date_time_new_from_unix_utc (floor_seconds (instant, &rest));
  /* GDateTime's %Y is not padded in every version: the year is written by hand. */
  text = g_date_time_format (utc, "-%m-%dT%H:%M:%S");
  return g_strdup_printf ("%04d%s.%03dZ", g_date_time_get_year (utc), text, (int)(rest / 1000));
}

gboolean
tb_time_from_wire (const char *text,
                   gint64     *instant)
{
  const char *at = text;
  Civil       civil = { 0 };
  gint64      micro = 0;
  gint64      unit = 100000;
  int         sign = 0, hours = 0, minutes = 0;

  g_return_val_if_fail (instant != NULL, FALSE);

  if (text == NULL || !read_iso_date (&at, &civil) || !read_char (&at, 'T') ||
      !read_number (&at, 2, 2, &civil.hour) || !read_char (&at, ':') ||
      !read_number (&at, 2, 2, &civil.minute) || !read_char (&at, ':') ||
      !read_number (&at, 2, 2, &civil.second) || !is_time (&civil))
    return FALSE;
  if (read_char (&at, '.'))
    {
      if (!g_ascii_isdigit (*at))
        return FALSE;
      for (; g_ascii_isdigit (*at); at++, unit /= 10)
        micro += g_ascii_digit_value (*at) * unit;
    }
  if (!read_char (&at, 'Z'))
    {
      sign = *at == '+' ? 1 : *at == '-' ? -1
                                         : 0;
      at++;
      if (sign == 0 || !read_number (&at, 2, 2, &hours) || !read_char (&at, ':') ||
          !read_number (&at, 2, 2, &minutes) || hours > 23 || minutes > 59)
        return FALSE;
    }
  if (*at != '\0')
    return FALSE;
  *instant = count_days (&civil) * TB_DAY + civil.hour * TB_HOUR + civil.minute * TB_MINUTE +
             civil.second * TB_SECOND + micro - sign * (hours * TB_HOUR + minutes * TB_MINUTE);
  return TRUE;
}

gboolean
tb_time_parse_user (const char *text,
                    const char *zone,
                    gint64      now,
                    gint64     *instant,
                    GError    **error)
{
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (instant != NULL, FALSE);

  stripped = g_strstrip (g_strdup (text != NULL ? text : ""));
  /* Everywhere 0 stands for none: what lies before is a slip of the pen, and would be lost silently. */
  if ((parse_relative (stripped, zone, now, instant) ||
       parse_absolute (stripped, zone, now, instant) ||
       tb_time_from_wire (stripped, instant)) &&
      *instant > 0)
    return TRUE;
  tb_problem_set (error, TB_PROBLEM_BAD_DATE, text);
  return FALSE;
}

static void
put_digits (char *to,
            int   n_digits,
            int   value)
{
  for (; n_digits > 0; value /= 10)
    to[--n_digits] = (char)('0' + value % 10);
}

char *
tb_time_to_local (gint64      instant,
                  const char *zone)
{
  g_autoptr (GDateTime) when = to_zone (instant, zone);
  char *text = g_strdup ("00.00.0000 00:00");
  int   year, month, day;

  g_date_time_get_ymd (when, &year, &month, &day);
  put_digits (text, 2, day);
  put_digits (text + 3, 2, month);
  put_digits (text + 6, 4, year);
  put_digits (text + 11, 2, g_date_time_get_hour (when));
  put_digits (text + 14, 2, g_date_time_get_minute (when));
  return text;
}

gint64
tb_time_day (gint64      instant,
             const char *zone)
{
  g_autoptr (GDateTime) when = to_zone (instant, zone);
  int year, month, day;

  g_date_time_get_ymd (when, &year, &month, &day);
  return (gint64)year * 10000 + month * 100 + day;
}

char *
tb_time_date (gint64      instant,
              const char *zone)
{
  g_autoptr (GDateTime) when = to_zone (instant, zone);
  int year, month, day;

  g_date_time_get_ymd (when, &year, &month, &day);
  return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
}

gboolean
tb_date_is_valid (const char *date)
{
  const char *at = date;
  Civil       civil = { 0 };

  return date != NULL && read_iso_date (&at, &civil) && *at == '\0';
}

char *
tb_number_format (char   letter,
                  gint64 day,
                  gint64 seq)
{
  return g_strdup_printf ("%c%08" G_GINT64_FORMAT ".%04" G_GINT64_FORMAT, letter, day, seq);
}
