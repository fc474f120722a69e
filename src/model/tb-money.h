/* SPDX-License-Identifier: GPL-3.0-or-later
 * Money, quantities and minutes: integers inside, texts at the doors. No floating point anywhere. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** tb_divide_half_up: Returns: @numerator / @denominator (> 0) rounded half up (away from zero for negatives)
 */
gint64 tb_divide_half_up (gint64 numerator,
                          gint64 denominator);
/** tb_money_times_quantity: Returns: @unit_price (minor) × @quantity (thousandths), rounded once; saturates
 * at the limits */
gint64 tb_money_times_quantity (gint64 unit_price,
                                gint64 quantity);
/** tb_money_times_minutes: Returns: @minutes × @rate (minor per hour) / 60, rounded once */
gint64 tb_money_times_minutes (gint64 rate,
                               gint64 minutes);

/**
 * tb_decimal_parse_user:
 * @text: what a person typed: comma or point whatever the locale, `1.234,56` and `1'234.50` too, not negative
 * @digits: how many decimals are kept: 2 for money, 3 for quantities; more is an error
 * @value: (out): the integer
 *
 * Returns: %FALSE with %TB_PROBLEM_BAD_AMOUNT (argument: @text)
 */
gboolean tb_decimal_parse_user (const char *text,
                                guint       digits,
                                gint64     *value,
                                GError    **error);
/** tb_money_parse_user: an amount as above, with two decimals; @currency's code or sign may follow, or `,-`.
 * @currency: (nullable) */
gboolean tb_money_parse_user (const char *text,
                              const char *currency,
                              gint64     *value,
                              GError    **error);
/** tb_hours_parse_user: hours as `4`, `1,5`, `1:30`, `2 h`, `90 min`, `1 h 30 min` to minutes. */
gboolean tb_hours_parse_user (const char *text,
                              gint64     *minutes,
                              GError    **error);
/** tb_decimal_to_wire: Returns: (transfer full): `49.90`, `2.000` */
char *tb_decimal_to_wire (gint64 value,
                          guint  digits);
/** tb_decimal_from_wire: strict `-?[0-9]{1,9}\.[0-9]{n}` with exactly 2, or up to 3 decimals (protocol.md
 * section 3). */
gboolean tb_decimal_from_wire (const char *text,
                               guint       digits,
                               gint64     *value);
/** tb_money_to_local: Returns: (transfer full): `1.234,56 €` (`EUR` → `€`, else the code) with
 * @decimal_comma, else `1,234.56 €` */
char *tb_money_to_local (gint64      amount,
                         const char *currency,
                         gboolean    decimal_comma);
/** tb_minutes_to_local: Returns: (transfer full): `1:30 h` */
char *tb_minutes_to_local (gint64 minutes);

G_END_DECLS
