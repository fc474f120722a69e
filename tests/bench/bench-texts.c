/* SPDX-License-Identifier: GPL-3.0-or-later
 * Deterministic German ticket texts, and how a figure is told. */
#include "config.h"

#include "bench-texts.h"

#include <stdio.h>

static const char *const words[] = {
  "Drucker",
  "Server",
  "Netzwerk",
  "Anmeldung",
  "Rechnung",
  "Kunde",
  "Fehler",
  "Sicherung",
  "Postfach",
  "Leitung",
  "Bildschirm",
  "Tastatur",
  "Müller",
  "Update",
  "Lizenz",
  "Zugang",
  "Kennwort",
  "Telefon",
  "Router",
  "Datenbank",
  "Freigabe",
  "Ordner",
  "Neustart",
  "Kabel",
  "Wartung",
  "Vertrag",
  "Standort",
  "Büro",
  "Gerät",
  "Störung",
  "geprüft",
  "ausgetauscht",
  "nicht",
  "mehr",
  "seit",
  "gestern",
  "heute",
  "wieder",
  "und",
  "oder",
  "der",
  "die",
  "das",
  "bitte",
  "prüfen",
  "melden",
  "funktioniert",
  "erreichbar",
  "langsam",
  "eingerichtet",
  "bestellt",
  "geliefert",
  "Ansprechpartner",
  "Rückruf",
  "Empfang",
  "Größe",
};

/* A step of splitmix64: good enough, short, and the same on every machine. */
static guint64
next (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

char *
bench_words (guint ticket,
             guint part,
             guint n)
{
  GString *text = g_string_sized_new (n * 10);
  guint64  state = ((guint64)ticket << 16) | part;
  guint    i;

  for (i = 0; i < n; i++)
    {
      const guint64 dice = next (&state);

      if (i > 0)
        g_string_append_c (text, ' ');
      if (dice % 8 == 0)
        g_string_append_printf (text, "SN%05u", (guint)((dice >> 8) % BENCH_IDENTIFIERS));
      else
        g_string_append (text, words[(dice >> 8) % G_N_ELEMENTS (words)]);
    }
  return g_string_free (text, FALSE);
}

void
bench_begin (BenchTimes *times)
{
  if (times->values == NULL)
    times->values = g_array_new (FALSE, FALSE, sizeof (double));
  times->begun = g_get_monotonic_time ();
}

void
bench_end (BenchTimes *times)
{
  const double took = (double)(g_get_monotonic_time () - times->begun);

  g_array_append_val (times->values, took);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double difference = *(const double *)a - *(const double *)b;

  return difference < 0 ? -1 : difference > 0;
}

static double
percentile (GArray *sorted,
            double  part)
{
  return g_array_index (sorted, double, (guint)((double)(sorted->len - 1) * part + 0.5)) / 1000;
}

void
bench_tell_times (const char *name,
                  BenchTimes *times)
{
  char p50[G_ASCII_DTOSTR_BUF_SIZE], p99[G_ASCII_DTOSTR_BUF_SIZE];

  g_array_sort (times->values, compare);
  g_ascii_dtostr (p50, sizeof p50, percentile (times->values, 0.5));
  g_ascii_dtostr (p99, sizeof p99, percentile (times->values, 0.99));
  printf ("{\"name\": \"%s\", \"p50\": %s, \"p99\": %s, \"n\": %u}\n", name, p50, p99, times->values->len);
  fflush (stdout);
  g_clear_pointer (&times->values, g_array_unref);
}

void
bench_tell (const char *name,
            double      value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  printf ("{\"name\": \"%s\", \"value\": %s}\n", name, g_ascii_dtostr (text, sizeof text, value));
  fflush (stdout);
}

double
bench_seconds (void)
{
  return (double)g_get_monotonic_time () / 1e6;
}
