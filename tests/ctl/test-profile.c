/* SPDX-License-Identifier: GPL-3.0-or-later
 * The profile from the command line: backups, going back, and a database that cannot be opened. */
#include "config.h"

#include "ctl-test.h"

#include <string.h>

static void
test_back_and_forth (Desk         *desk,
                     gconstpointer data)
{
  g_autofree char *first = run_line (desk, "new", "--title", "Vorher", NULL);
  g_autofree char *name = run_line (desk, "backup", "now", NULL);
  g_autofree char *second = run_line (desk, "new", "--title", "Nachher", NULL);
  g_autofree char *aside = run_line (desk, "backup", "restore", name, NULL);
  g_autofree char *back = run_line (desk, "list", NULL);
  g_autofree char *third = run_line (desk, "new", "--title", "Danach", NULL);
  g_autoptr (JsonNode) list = run_json (desk, "backup", "list", NULL);
  g_autofree char *again = NULL;
  JsonObject      *newest;

  assert_contains (back, "Vorher");
  g_assert_null (strstr (back, "Nachher"));
  /* A number is given once. */
  g_assert_cmpstr (third, !=, second);
  g_assert_cmpstr (third, !=, first);
  /* Besides the one by hand that of the day, and what there was before going back. */
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 3);
  newest = json_array_get_object_element (json_node_get_array (list), 0);
  g_assert_cmpstr (text_of (newest, "name"), ==, aside);
  g_assert_cmpstr (text_of (newest, "kind"), ==, "before-restore");
  g_assert_cmpint (int_of (newest, "size"), >, 0);
  g_free (run_line (desk, "backup", "restore", aside, NULL));
  again = run_line (desk, "list", NULL);
  assert_contains (again, "Nachher");
  g_free (run_line (desk, "check", NULL));
}

static void
test_what_is_not_there (Desk         *desk,
                        gconstpointer data)
{
  g_auto (Run) result = { 0 };

  g_free (run_line (desk, "new", "--title", "Vorher", NULL));
  result = run (desk, "backup", "restore", "2026-01-01", NULL);
  g_assert_cmpint (result.code, ==, 1);
  assert_contains (result.err, "2026-01-01");
}

static void
test_damaged (Desk         *desk,
              gconstpointer data)
{
  g_autofree char *path = g_build_filename (desk->profile, "ticketbruecke.db", NULL);
  g_autofree char *name = NULL;
  g_autofree char *list = NULL;
  g_auto (Run) refused = { 0 };

  g_free (run_line (desk, "new", "--title", "Vorher", NULL));
  name = run_line (desk, "backup", "now", NULL);
  g_assert_true (g_file_set_contents (path, "nicht mehr lesbar", -1, NULL));
  refused = run (desk, "list", NULL);
  g_assert_cmpint (refused.code, ==, 1);
  g_free (run_line (desk, "backup", "restore", name, NULL));
  list = run_line (desk, "list", NULL);
  assert_contains (list, "Vorher");
}

/* Who is where it was may say so without harm. */
static void
test_moved (Desk         *desk,
            gconstpointer data)
{
  g_free (run_line (desk, "new", "--title", "Vorher", NULL));
  g_free (run_line (desk, "profile", "moved", NULL));
  g_free (run_line (desk, "sync", NULL));
}

#define PROFILE_TEST(path, func) \
  g_test_add ("/ctl/profile/" path, Desk, "en", desk_set_up, func, desk_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  PROFILE_TEST ("back-and-forth", test_back_and_forth);
  PROFILE_TEST ("what-is-not-there", test_what_is_not_there);
  PROFILE_TEST ("a-damaged-one-is-replaced", test_damaged);
  PROFILE_TEST ("moved", test_moved);
  return g_test_run ();
}
