/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether the machine has slept. */
#include "config.h"

#include "tb-sleep-watch-private.h"

#include <time.h>

/* The clocks are read one after the other. */
#define SHORTEST_SLEEP (2 * G_USEC_PER_SEC)

static gint64
read_clock (clockid_t clock)
{
  struct timespec time;

  if (clock_gettime (clock, &time) != 0)
    return 0;
  return (gint64)time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

gboolean
_tb_sleep_watch_look_at (TbSleepWatch *self,
                         gint64        running,
                         gint64        whole)
{
  const gint64   asleep = whole - running;
  const gboolean has_slept = self->has_looked && asleep - self->asleep >= SHORTEST_SLEEP;

  self->asleep = asleep;
  self->has_looked = TRUE;

  return has_slept;
}

gboolean
_tb_sleep_watch_look (TbSleepWatch *self)
{
  return _tb_sleep_watch_look_at (self, read_clock (CLOCK_MONOTONIC), read_clock (CLOCK_BOOTTIME));
}
