/* SPDX-License-Identifier: GPL-3.0-or-later
 * Deterministic German ticket texts, the same for floors and program, and how a figure is told. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Sizes of the texts in words. */
#define BENCH_TITLE_WORDS 6
#define BENCH_BODY_WORDS 60
#define BENCH_NOTE_WORDS 30
#define BENCH_NOTES 3
/** Of each eight words one is an identifier out of so many. */
#define BENCH_IDENTIFIERS 50000

/** bench_words: Returns: (transfer full): @n words of the text @part (0 title, 1 body, from 2 notes) of
 * ticket @ticket; the same whenever it is asked for */
char *bench_words (guint ticket,
                   guint part,
                   guint n);

/** BenchTimes: durations of one kind, in microseconds. */
typedef struct
{
  GArray *values; /* (element-type double) */
  gint64  begun;
} BenchTimes;
void bench_begin (BenchTimes *times);
void bench_end (BenchTimes *times);
/** bench_tell_times: one line of JSON: `{"name": …, "p50": ms, "p99": ms, "n": …}`; clears @times */
void bench_tell_times (const char *name,
                       BenchTimes *times);
/** bench_tell: `{"name": …, "value": …}` */
void bench_tell (const char *name,
                 double      value);
/** bench_seconds: monotonic */
double bench_seconds (void);

G_END_DECLS
