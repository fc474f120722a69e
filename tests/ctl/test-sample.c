/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sample company from the command line. */
#include "config.h"

#include "ctl-test.h"

#include <string.h>

static void
test_new_profile (Desk         *desk,
                  gconstpointer data)
{
  g_autoptr (JsonNode) made = run_json (desk, "sample", NULL);
  g_autofree char *name = run_line (desk, "config", "get", "name", NULL);
  g_autofree char *partners = run_line (desk, "partner", "list", NULL);
  g_autofree char *list = run_line (desk, "list", NULL);
  g_autofree char *checked = run_line (desk, "check", NULL);
  g_autofree char *folder = g_build_filename (desk->profile, "partner", "ticketbruecke.db", NULL);

  g_assert_cmpint (int_of (object_of (made), "tickets"), >, 30);
  g_assert_cmpstr (name, ==, "Nordlicht IT GmbH");
  assert_contains (partners, "Alpenblick Service AG");
  assert_contains (list, "Mailserver nimmt keine Verbindungen an");
  assert_contains (checked, "Everything is in order.");
  /* The partner goes with the profile when that is deleted. */
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_REGULAR));
}

static void
test_english (Desk         *desk,
              gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *made = run_line (desk, "sample", "--english", NULL);
  g_autofree char               *list = run_line (desk, "list", NULL);

  assert_contains (list, "The mail server takes no connections");
  g_assert_null (strstr (list, "Mailserver nimmt"));
}

static void
test_used_profile (Desk         *desk,
                   gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *number = run_line (desk, "new", "--title", "Real work", NULL);
  g_auto (Run) refused = run (desk, "sample", NULL);
  g_autofree char *list = run_line (desk, "list", NULL);

  g_assert_cmpint (refused.code, ==, 1);
  assert_contains (refused.err, "in use");
  assert_contains (list, "Real work");
  g_assert_null (strstr (list, "Mailserver"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/ctl/sample/new-profile", Desk, "en", desk_set_up, test_new_profile, desk_tear_down);
  g_test_add ("/ctl/sample/english", Desk, "en", desk_set_up, test_english, desk_tear_down);
  g_test_add ("/ctl/sample/used-profile-is-refused", Desk, "en", desk_set_up, test_used_profile,
              desk_tear_down);
  return g_test_run ();
}
