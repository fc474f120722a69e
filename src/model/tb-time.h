/* SPDX-License-Identifier: GPL-3.0-or-later
 * Time as an object, and instants as texts. Only this file reads the clock. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TB_SECOND G_GINT64_CONSTANT (1000000)
#define TB_MINUTE (60 * TB_SECOND)
#define TB_HOUR (60 * TB_MINUTE)
#define TB_DAY (24 * TB_HOUR)

/** TbClock: where "now" comes from: the machine's, or a virtual one that tests turn. Counted, thread-safe. */
typedef struct _TbClock TbClock;

TbClock *tb_clock_new_real (void);
TbClock *tb_clock_new_virtual (gint64 start);
TbClock *tb_clock_ref (TbClock *self);
void     tb_clock_unref (TbClock *self);
/** tb_clock_is_virtual: whether somebody makes the time: a test, or a sample company's past */
gboolean tb_clock_is_virtual (TbClock *self);
/** tb_clock_now: Returns: UTC microseconds */
gint64 tb_clock_now (TbClock *self);
void   tb_clock_advance (TbClock *self,
                         gint64   microseconds);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbClock, tb_clock_unref)

/** tb_time_to_wire: Returns: (transfer full): RFC 3339, UTC, milliseconds: `2026-11-23T09:41:00.123Z` */
char *tb_time_to_wire (gint64 instant);
/** tb_time_from_wire: strict inverse; also without fraction and with an offset. Returns: %FALSE if it is none
 */
gboolean tb_time_from_wire (const char *text,
                            gint64     *instant);
/**
 * tb_time_parse_user:
 * @text: what a person typed: `2026-11-25 18:00`, `25.11.2026 18:00`, `25.11.26`, `25.11. 18:00` (the next
 * such day), `morgen 12:00`, `tomorrow`, `18:00` (the next time), `2026-11-25T18:00`, RFC 3339, `+24h`, `+3d`
 * @zone: (nullable): the instance's time zone name; UTC if %NULL or unknown
 * @now: for what is relative or completed
 * @instant: (out): UTC microseconds; a date without time means 18:00 for `complete-by` style fields: end of a
 * working day
 *
 * Returns: %FALSE with %TB_PROBLEM_BAD_DATE if it is none
 */
gboolean tb_time_parse_user (const char *text,
                             const char *zone,
                             gint64      now,
                             gint64     *instant,
                             GError    **error);
/**
 * tb_time_zone:
 * @name: (nullable): of the instance
 *
 * Each thread keeps the one that it asked for last: reading it takes longer than all that is done with a
 * time.
 *
 * Returns: (transfer full): the time zone; UTC if @name is %NULL or unknown
 */
GTimeZone *tb_time_zone (const char *name);
/** tb_time_to_local: Returns: (transfer full): `25.11.2026 18:00` in @zone: for people */
char *tb_time_to_local (gint64      instant,
                        const char *zone);
/** tb_time_day: Returns: the day in @zone as `20261123` */
gint64 tb_time_day (gint64      instant,
                    const char *zone);
/** tb_time_date: Returns: (transfer full): the day in @zone as `2026-11-23` */
char *tb_time_date (gint64      instant,
                    const char *zone);
/** tb_date_is_valid: Returns: whether @date is a real `yyyy-mm-dd` */
gboolean tb_date_is_valid (const char *date);

/** tb_number_format: Returns: (transfer full): `T20261123.0001`; at least four digits (product.md section 10)
 */
char *tb_number_format (char   letter,
                        gint64 day,
                        gint64 seq);

/** tb_id_new: Returns: (transfer full): a random UUID in lower case */
char *tb_id_new (void);
/** tb_id_new_near: as tb_id_new(), but with the beginning that all of these have in this process, and all of
 * the same moment some more of it, so that they stand together in an index, here and at a partner. Whoever
 * sees two can tell that, and no more: the rest is random, and so is what those of a moment share. @now: the
 * instant. Returns: (transfer full) */
char *tb_id_new_near (gint64 now);
/** tb_hex_new: Returns: (transfer full): @n_bytes random bytes as lower-case hex */
char *tb_hex_new (gsize n_bytes);
/** tb_random_bytes: Returns: (transfer full): @n_bytes from the kernel's generator */
GBytes *tb_random_bytes (gsize n_bytes);
/** tb_random_seed: makes ids and random bytes repeatable from @seed, for the simulation only. 0 turns it off.
 */
void tb_random_seed (guint64 seed);

G_END_DECLS
