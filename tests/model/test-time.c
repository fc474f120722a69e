/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of instants, days, numbers and ids. */
#include "config.h"

#include "tb-problem.h"
#include "tb-time.h"

#include <string.h>

/* 2026-11-23T09:41:00Z; `date -u -d 2026-11-23T09:41:00Z +%s` */
#define NOW (G_GINT64_CONSTANT (1795426860) * TB_SECOND)

static void
assert_wire (const char *text,
             gint64      expected)
{
  gint64 instant = -1;

  g_assert_true (tb_time_from_wire (text, &instant));
  g_assert_cmpint (instant, ==, expected);
}

static void
test_to_wire (void)
{
  g_autofree char *now = tb_time_to_wire (NOW + 123999);
  g_autofree char *epoch = tb_time_to_wire (0);
  g_autofree char *before = tb_time_to_wire (-1);

  g_assert_cmpstr (now, ==, "2026-11-23T09:41:00.123Z");
  g_assert_cmpstr (epoch, ==, "1970-01-01T00:00:00.000Z");
  g_assert_cmpstr (before, ==, "1969-12-31T23:59:59.999Z");
}

static void
test_to_wire_of_impossible_instants (void)
{
  g_autofree char *least = tb_time_to_wire (G_MININT64);
  g_autofree char *most = tb_time_to_wire (G_MAXINT64);
  gint64           instant;

  g_assert_true (tb_time_from_wire (least, &instant));
  g_assert_true (tb_time_from_wire (most, &instant));
}

static void
test_from_wire (void)
{
  assert_wire ("2026-11-23T09:41:00.123Z", NOW + 123000);
  assert_wire ("2026-11-23T09:41:00Z", NOW);
  assert_wire ("2026-11-23T10:41:00+01:00", NOW);
  assert_wire ("2026-11-23T04:11:00.5-05:30", NOW + 500000);
  assert_wire ("2026-11-23T09:41:00.123456789Z", NOW + 123456);
  assert_wire ("1969-12-31T23:59:59.999Z", -1000);
  assert_wire ("2024-02-29T00:00:00Z", G_GINT64_CONSTANT (1709164800) * TB_SECOND);
}

static void
test_refuses_other_texts (void)
{
  const char *const bad[] = {
    "",
    "2026-11-23",
    "2026-11-23 09:41:00Z",
    "2026-11-23T09:41:00",
    "2026-11-23T09:41Z",
    "2026-11-23T09:41:00.Z",
    "2026-11-23T09:41:00Zx",
    "2026-11-23T09:41:00 Z",
    "2026-11-23T24:00:00Z",
    "2026-11-23T09:60:00Z",
    "2026-11-23T09:41:60Z",
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "-026-01-01T00:00:00Z",
    "2026-11-23T09:41:00+0100",
    "2026-11-23T09:41:00+24:00",
    "2026-11-23T09:41:00+01:60",
    "2026-11-23t09:41:00z",
    "26-11-23T09:41:00Z",
  };
  gint64 instant = 42;
  guint  i;

  for (i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      g_assert_false (tb_time_from_wire (bad[i], &instant));
    }
  g_assert_false (tb_time_from_wire (NULL, &instant));
  g_assert_cmpint (instant, ==, 42);
}

static void
test_wire_there_and_back (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guint i;

  for (i = 0; i < 1000; i++)
    {
      gint64           seconds = g_rand_double_range (random, -6e10, 2.5e11);
      gint64           instant = seconds * TB_SECOND + g_rand_int_range (random, 0, 1000) * 1000;
      g_autofree char *text = tb_time_to_wire (instant);

      assert_wire (text, instant);
    }
}

static void
assert_user (const char *text,
             const char *zone,
             const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *wire = NULL;
  gint64           instant;

  g_assert_true (tb_time_parse_user (text, zone, NOW, &instant, &error));
  g_assert_no_error (error);
  wire = tb_time_to_wire (instant);
  g_assert_cmpstr (wire, ==, expected);
}

static void
test_what_people_type (void)
{
  assert_user ("2026-11-25 18:00", "Europe/Berlin", "2026-11-25T17:00:00.000Z");
  assert_user ("2026-11-25T18:00", "Europe/Berlin", "2026-11-25T17:00:00.000Z");
  assert_user ("25.11.2026 18:00", "Europe/Berlin", "2026-11-25T17:00:00.000Z");
  assert_user ("5.1.2027 9:05", "Europe/Berlin", "2027-01-05T08:05:00.000Z");
  assert_user ("  25.11.2026   18:00 ", "Europe/Berlin", "2026-11-25T17:00:00.000Z");
  assert_user ("2026-11-25T18:00:00+01:00", "America/New_York", "2026-11-25T17:00:00.000Z");
  assert_user ("2026-11-25T17:00:00.250Z", NULL, "2026-11-25T17:00:00.250Z");
}

static void
test_date_means_end_of_working_day (void)
{
  assert_user ("25.11.2026", "Europe/Berlin", "2026-11-25T17:00:00.000Z");
  assert_user ("2026-07-25", "Europe/Berlin", "2026-07-25T16:00:00.000Z");
  assert_user ("2026-07-25", NULL, "2026-07-25T18:00:00.000Z");
}

static void
test_completes_the_year (void)
{
  /* Now is the 23rd of November 2026, 10:41 in Berlin. */
  assert_user ("25.11.", "Europe/Berlin", "2026-11-25T17:00:00.000Z");
  assert_user ("25.11", "Europe/Berlin", "2026-11-25T17:00:00.000Z");
  assert_user ("25.11. 18:00", "Europe/Berlin", "2026-11-25T17:00:00.000Z");
  assert_user ("25.11., 8:30 Uhr", "Europe/Berlin", "2026-11-25T07:30:00.000Z");
  assert_user ("23.11. 9:00", "Europe/Berlin", "2026-11-23T08:00:00.000Z");
  assert_user ("22.11.", "Europe/Berlin", "2027-11-22T17:00:00.000Z");
  assert_user ("1.1. 12:00", "Europe/Berlin", "2027-01-01T11:00:00.000Z");
  assert_user ("29.2.", NULL, "2028-02-29T18:00:00.000Z");
  assert_user ("25.11.26 18:00", "Europe/Berlin", "2026-11-25T17:00:00.000Z");
}

static void
test_words_for_days (void)
{
  assert_user ("heute 18:00", "Europe/Berlin", "2026-11-23T17:00:00.000Z");
  assert_user ("Morgen 12:00", "Europe/Berlin", "2026-11-24T11:00:00.000Z");
  assert_user ("ÜBERMORGEN", "Europe/Berlin", "2026-11-25T17:00:00.000Z");
  assert_user ("today, 11:00", "Europe/Berlin", "2026-11-23T10:00:00.000Z");
  assert_user ("tomorrow", "Europe/Berlin", "2026-11-24T17:00:00.000Z");
}

static void
test_time_alone_is_the_next_one (void)
{
  assert_user ("18:00", "Europe/Berlin", "2026-11-23T17:00:00.000Z");
  assert_user ("10:41", "Europe/Berlin", "2026-11-24T09:41:00.000Z");
  assert_user ("9:00 Uhr", "Europe/Berlin", "2026-11-24T08:00:00.000Z");
}

static void
test_relative (void)
{
  assert_user ("+24h", "Europe/Berlin", "2026-11-24T09:41:00.000Z");
  assert_user ("+3d", "Europe/Berlin", "2026-11-26T09:41:00.000Z");
  /* Summer time begins on 2027-03-28: the hour on the wall stays, in UTC it moves. */
  assert_user ("+130d", "Europe/Berlin", "2027-04-02T08:41:00.000Z");
  assert_user ("+130d", NULL, "2027-04-02T09:41:00.000Z");
}

static void
test_unknown_zone_is_utc (void)
{
  assert_user ("2026-11-25 18:00", "Nowhere/Land", "2026-11-25T18:00:00.000Z");
  assert_user ("2026-11-25 18:00", "", "2026-11-25T18:00:00.000Z");
}

static void
test_refuses_what_is_no_date (void)
{
  const char *const bad[] = { "",
                              "  ",
                              "tomorrows",
                              "31.02.2026",
                              "2026-11-25 25:00",
                              "2026-11-25 18",
                              "25.11.126",
                              "25.13.",
                              "31.02.",
                              "18:00 25.11.",
                              "morgen früh",
                              "25.11. 18:00 Uhr!",
                              "+24",
                              "+h",
                              "+3w",
                              "-3d",
                              "+1000000h",
                              "2026-11-25 18:00 x",
                              "2026-11-25 18:0",
                              "1013-11-25 18:00",
                              "25.11.1913",
                              "1969-12-31T23:00:00.000Z" };
  guint             i;

  for (i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 instant;

      g_test_message ("%s", bad[i]);
      g_assert_false (tb_time_parse_user (bad[i], "Europe/Berlin", NOW, &instant, &error));
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_BAD_DATE);
      g_assert_cmpstr (tb_problem_get_argument (error), ==, bad[i]);
    }
}

static void
test_days_in_zones (void)
{
  /* 23:30 in UTC is already tomorrow in Berlin and still today in New York. */
  gint64           late = NOW + 13 * TB_HOUR + 49 * TB_MINUTE;
  g_autofree char *date = tb_time_date (late, "Europe/Berlin");
  g_autofree char *local = tb_time_to_local (late, "Europe/Berlin");

  g_assert_cmpint (tb_time_day (late, NULL), ==, 20261123);
  g_assert_cmpint (tb_time_day (late, "Europe/Berlin"), ==, 20261124);
  g_assert_cmpint (tb_time_day (late, "America/New_York"), ==, 20261123);
  g_assert_cmpstr (date, ==, "2026-11-24");
  g_assert_cmpstr (local, ==, "24.11.2026 00:30");
}

/* The file of a zone is read once, not for each time that is shown. */
static void
test_zone_is_kept (void)
{
  g_autoptr (GTimeZone) unknown = tb_time_zone ("Europe/Nowhere");
  g_autoptr (GTimeZone) other = NULL;
  g_autoptr (GTimeZone) again = NULL;
  GTimeZone *zone = tb_time_zone ("Europe/Berlin");

  g_assert_cmpstr (g_time_zone_get_identifier (unknown), ==, "UTC");
  g_time_zone_unref (zone);
  other = g_time_zone_new_identifier ("America/New_York");
  again = tb_time_zone ("Europe/Berlin");
  g_assert_true (again == zone);
}

static void
test_dates (void)
{
  g_assert_true (tb_date_is_valid ("2026-11-23"));
  g_assert_true (tb_date_is_valid ("2024-02-29"));
  g_assert_false (tb_date_is_valid ("2026-02-29"));
  g_assert_false (tb_date_is_valid ("2026-11-23T"));
  g_assert_false (tb_date_is_valid ("2026-1-3"));
  g_assert_false (tb_date_is_valid ("23.11.2026"));
  g_assert_false (tb_date_is_valid (""));
  g_assert_false (tb_date_is_valid (NULL));
}

static void
test_numbers (void)
{
  g_autofree char *first = tb_number_format ('T', 20261123, 1);
  g_autofree char *many = tb_number_format ('A', 20261123, 12345);

  g_assert_cmpstr (first, ==, "T20261123.0001");
  g_assert_cmpstr (many, ==, "A20261123.12345");
}

static void
test_virtual_clock (void)
{
  g_autoptr (TbClock) clock = tb_clock_new_virtual (NOW);
  g_autoptr (TbClock) same = tb_clock_ref (clock);

  g_assert_cmpint (tb_clock_now (clock), ==, NOW);
  g_assert_cmpint (tb_clock_now (clock), ==, NOW);
  tb_clock_advance (clock, TB_DAY);
  g_assert_cmpint (tb_clock_now (same), ==, NOW + TB_DAY);
}

static void
test_real_clock (void)
{
  g_autoptr (TbClock) clock = tb_clock_new_real ();
  gint64 before = g_get_real_time ();
  gint64 now = tb_clock_now (clock);

  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, g_get_real_time ());
}

static gpointer
turn_clock (gpointer data)
{
  guint i;

  for (i = 0; i < 10000; i++)
    tb_clock_advance (data, 1);
  return NULL;
}

static void
test_clock_of_many_threads (void)
{
  g_autoptr (TbClock) clock = tb_clock_new_virtual (0);
  GThread *threads[4];
  guint    i;

  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("clock", turn_clock, clock);
  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (tb_clock_now (clock), ==, 40000);
}

static void
test_ids (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint i;

  for (i = 0; i < 1000; i++)
    {
      char *id = tb_id_new ();

      g_assert_true (g_uuid_string_is_valid (id));
      g_assert_cmpint (id[14], ==, '4');
      g_assert_nonnull (strchr ("89ab", id[19]));
      g_assert_cmpuint (strcspn (id, "ABCDEF"), ==, 36);
      g_assert_true (g_hash_table_add (seen, id));
    }
}

static guint
shared (const char *a,
        const char *b)
{
  guint n = 0;

  while (a[n] == b[n] && a[n] != '\0')
    n++;
  return n;
}

static void
test_ids_near (void)
{
  const gint64     now = 1000 * TB_SECOND;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *later = NULL;
  g_autofree char *again = NULL;

  tb_random_seed (1);
  first = tb_id_new_near (now);
  second = tb_id_new_near (now + 1);
  later = tb_id_new_near (now + TB_SECOND);
  g_assert_true (g_uuid_string_is_valid (second));
  g_assert_cmpuint (shared (first, second), >=, 11);
  g_assert_cmpuint (shared (first, second), <, 36);
  g_assert_cmpuint (shared (second, later), >=, 6);
  g_assert_cmpuint (shared (second, later), <, 11);

  tb_random_seed (1);
  again = tb_id_new_near (now);
  tb_random_seed (0);
  g_assert_cmpstr (first, ==, again);
}

static void
test_hex (void)
{
  g_autofree char *engagement = tb_hex_new (20);
  g_autofree char *none = tb_hex_new (0);
  g_autoptr (GBytes) bytes = tb_random_bytes (32);
  g_autoptr (GBytes) others = tb_random_bytes (32);

  g_assert_cmpuint (strlen (engagement), ==, 40);
  g_assert_cmpuint (strspn (engagement, "0123456789abcdef"), ==, 40);
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 32);
  g_assert_false (g_bytes_equal (bytes, others));
}

static void
test_seed_repeats (void)
{
  g_autofree char *first = NULL, *second = NULL, *again = NULL, *other = NULL, *unseeded = NULL;

  tb_random_seed (1);
  first = tb_id_new ();
  second = tb_id_new ();
  tb_random_seed (1);
  again = tb_id_new ();
  /* A seed that differs only in its upper half is another one. */
  tb_random_seed (G_GUINT64_CONSTANT (0x100000001));
  other = tb_id_new ();
  tb_random_seed (0);
  unseeded = tb_id_new ();

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpstr (first, !=, other);
  g_assert_cmpstr (first, !=, unseeded);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/time/writes-rfc-3339", test_to_wire);
  g_test_add_func ("/model/time/writes-only-possible-instants", test_to_wire_of_impossible_instants);
  g_test_add_func ("/model/time/reads-rfc-3339", test_from_wire);
  g_test_add_func ("/model/time/refuses-other-texts", test_refuses_other_texts);
  g_test_add_func ("/model/time/there-and-back", test_wire_there_and_back);
  g_test_add_func ("/model/time/reads-what-people-type", test_what_people_type);
  g_test_add_func ("/model/time/date-means-end-of-working-day", test_date_means_end_of_working_day);
  g_test_add_func ("/model/time/completes-the-year", test_completes_the_year);
  g_test_add_func ("/model/time/words-for-days", test_words_for_days);
  g_test_add_func ("/model/time/time-alone-is-the-next-one", test_time_alone_is_the_next_one);
  g_test_add_func ("/model/time/relative-forms", test_relative);
  g_test_add_func ("/model/time/unknown-zone-is-utc", test_unknown_zone_is_utc);
  g_test_add_func ("/model/time/refuses-what-is-no-date", test_refuses_what_is_no_date);
  g_test_add_func ("/model/time/days-in-zones", test_days_in_zones);
  g_test_add_func ("/model/time/zone-is-kept", test_zone_is_kept);
  g_test_add_func ("/model/time/dates-are-real", test_dates);
  g_test_add_func ("/model/time/numbers", test_numbers);
  g_test_add_func ("/model/clock/virtual-stands-still", test_virtual_clock);
  g_test_add_func ("/model/clock/real-is-now", test_real_clock);
  g_test_add_func ("/model/clock/many-threads-lose-nothing", test_clock_of_many_threads);
  g_test_add_func ("/model/random/ids-are-uuids", test_ids);
  g_test_add_func ("/model/random/ids-near-each-other", test_ids_near);
  g_test_add_func ("/model/random/hex-and-bytes", test_hex);
  g_test_add_func ("/model/random/seed-repeats", test_seed_repeats);
  return g_test_run ();
}
