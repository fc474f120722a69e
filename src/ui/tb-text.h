/* SPDX-License-Identifier: GPL-3.0-or-later
 * Texts for people: words, problems, instants, amounts in the user's language. */
#pragma once

#include <gio/gio.h>

#include "tb-problem.h"
#include "tb-types.h"

G_BEGIN_DECLS

/** tb_text_word: Returns: (transfer none): what a value of one of the model's enums is called */
const char *tb_text_word (GType type,
                          int   value);
/** tb_text_field: Returns: (transfer none): what the field of a form is called, by the name that errors
 * use */
const char *tb_text_field (const char *name);
/** tb_text_problem: Returns: (transfer full): a whole sentence for an error of any domain */
char *tb_text_problem (const GError *error);
/** tb_text_file_problem: Returns: (transfer full): the same of a file that was given, of which one has to
 * know which it was; @name: (nullable): of the file; %NULL: it was none */
char *tb_text_file_problem (const GError *error,
                            const char   *name);
/** tb_text_problem_nick: Returns: (transfer full): the same for a stored nick; @name: (nullable): of the
 * partner, where its sentence wants one */
char *tb_text_problem_nick (const char *nick,
                            const char *name);

/** tb_text_instant: Returns: (transfer full): `today, 09:12`, `yesterday, 18:00`, `Wed, 25 Nov, 18:00`; with
 * the year if it is another. Empty for 0. @zone: (nullable): the instance's */
char *tb_text_instant (gint64      instant,
                       const char *zone,
                       gint64      now);
/** tb_text_instant_short: Returns: (transfer full): as short as it can be understood: `today, 09:12`,
 * `yesterday, 18:00`, `Wed 18:00` within the coming week, else `25 Nov`, with the year if it is another.
 * Empty for 0. @zone: (nullable) */
char *tb_text_instant_short (gint64      instant,
                             const char *zone,
                             gint64      now);
/** tb_text_day: Returns: (transfer full): the calendar date `yyyy-mm-dd` of an instant there, to compare */
char *tb_text_day (gint64      instant,
                   const char *zone);
/** tb_text_instant_long: Returns: (transfer full): `Wednesday, 25 November 2026, 18:00`, for tooltips and
 * screen readers */
char *tb_text_instant_long (gint64      instant,
                            const char *zone);
/** tb_text_clock: Returns: (transfer full): `09:12` */
char *tb_text_clock (gint64      instant,
                     const char *zone);
/** tb_text_date: Returns: (transfer full): a calendar date `yyyy-mm-dd` as `25 Nov 2026`; @date itself if it
 * is none */
char *tb_text_date (const char *date);
/** tb_text_date_numeric: Returns: (transfer full): a calendar date as it is typed: `25.11.2026`,
 * `2026-11-25` */
char *tb_text_date_numeric (const char *date);
/** tb_text_money: @amount: minor units. Returns: (transfer full): `1.234,56 €`; empty for %TB_AMOUNT_NONE */
char *tb_text_money (gint64      amount,
                     const char *currency);
/** tb_text_decimal: Returns: (transfer full): `85,00` as it is typed into a field; empty for %TB_AMOUNT_NONE.
 * @digits: decimals of @value; trailing zeros stay */
char *tb_text_decimal (gint64 value,
                       guint  digits);
/** tb_text_minutes: Returns: (transfer full): `1:30 h` */
char *tb_text_minutes (gint64 minutes);
/** tb_text_number: Returns: (transfer full): a count with separators: `2.180` */
char *tb_text_number (gint64 number);

/** tb_text_join: Returns: (transfer full): the parts that are neither %NULL nor empty, with a middle dot
 * between. Ended by (const char *) -1, so that parts may be %NULL */
char *tb_text_join (const char *first,
                    ...);
#define TB_TEXT_END ((const char *)-1)

G_END_DECLS
