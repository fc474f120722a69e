/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the places are called in which somebody stands. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** tb_word_place: what a column of a table is called, as a msgid; msgctxt `place` */
const char *tb_word_place (const char *table,
                           const char *column);

G_END_DECLS
