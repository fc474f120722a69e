/* SPDX-License-Identifier: GPL-3.0-or-later
 * The ways to travel: the same story over each of them, and what is peculiar to each. */
#include "config.h"

#include "courier-pair.h"

#include <string.h>

static void
test_pull_ends_as_push_does (void)
{
  g_autofree char *by_push = play (BY_HTTP);
  g_autofree char *by_pull = play (BY_PULL);
  g_autofree char *by_pull_of_lead = play (BY_PULL_OF_LEAD);

  g_assert_cmpstr (by_pull, ==, by_push);
  g_assert_cmpstr (by_pull_of_lead, ==, by_push);
}

static void
test_mailbox_ends_as_push_does (void)
{
  g_autofree char *by_push = play (BY_HTTP);
  g_autofree char *by_mailbox = play (BY_MAILBOX);

  g_assert_cmpstr (by_mailbox, ==, by_push);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/ways/pull-ends-as-push-does", test_pull_ends_as_push_does);

  g_test_add_func ("/sync/ways/mailbox-ends-as-push-does", test_mailbox_ends_as_push_does);

  return g_test_run ();
}
