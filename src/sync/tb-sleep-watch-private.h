/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether the machine has slept: from two clocks, of which one stands still meanwhile. No bus is asked, so it
 * works in a sandbox and on a server too. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** TbSleepWatch: all zero before the first look. */
typedef struct
{
  gint64   asleep; /* microseconds since the machine was started */
  gboolean has_looked;
} TbSleepWatch;

/** _tb_sleep_watch_look_at: what the clocks say now, in microseconds. @running: without sleep, @whole: with
 * it. Returns: whether the machine has slept since the last look */
gboolean _tb_sleep_watch_look_at (TbSleepWatch *self,
                                  gint64        running,
                                  gint64        whole);
/** _tb_sleep_watch_look: with the machine's own clocks. */
gboolean _tb_sleep_watch_look (TbSleepWatch *self);

G_END_DECLS
