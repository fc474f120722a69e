/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether the machine has slept. */
#include "config.h"

#include "tb-sleep-watch-private.h"

#define SECOND ((gint64)G_USEC_PER_SEC)

static void
test_sleep_is_seen_once (void)
{
  TbSleepWatch watch = { 0 };

  /* What was before the program began is nobody's business. */
  g_assert_false (_tb_sleep_watch_look_at (&watch, 10 * SECOND, 5000 * SECOND));
  g_assert_false (_tb_sleep_watch_look_at (&watch, 11 * SECOND, 5001 * SECOND));
  g_assert_false (_tb_sleep_watch_look_at (&watch, 900 * SECOND, 5890 * SECOND + 1));
  g_assert_true (_tb_sleep_watch_look_at (&watch, 901 * SECOND, 9000 * SECOND));
  g_assert_false (_tb_sleep_watch_look_at (&watch, 902 * SECOND, 9001 * SECOND));
}

static void
test_a_machine_that_is_awake_has_not_slept (void)
{
  TbSleepWatch watch = { 0 };
  guint        i;

  for (i = 0; i < 100; i++)
    g_assert_false (_tb_sleep_watch_look (&watch));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/sleep-watch/sleep-is-seen-once", test_sleep_is_seen_once);
  g_test_add_func ("/sync/sleep-watch/a-machine-that-is-awake-has-not-slept",
                   test_a_machine_that_is_awake_has_not_slept);
  return g_test_run ();
}
