/* SPDX-License-Identifier: GPL-3.0-or-later
 * A person at the command line: found, told, blocked, put out; and age rules. */
#include "config.h"

#include "ctl-test.h"

#include <string.h>

static const Member finding_members[] = {
  { "tickets", "i" },
  { "open", "i" },
  { "partners", "i" },
  { "files", "i" },
  { "blocked", "b" },
  { "places", "a" },
  { NULL }
};

static void
begin (Desk *desk)
{
  g_free (run_line (desk, "new", "--title", "Anruf von Ada Berg", "--organisation", "Kunde", "--contact",
                    "Ada Berg", "--phone", "07731 445566", NULL));
}

static void
test_find_and_export (Desk         *desk,
                      gconstpointer data)
{
  g_autofree char *out = desk_path (desk, "auskunft.json");
  g_autofree char *bytes = NULL;
  g_autoptr (JsonNode) found = NULL;
  g_autoptr (JsonNode) told = NULL;
  g_autofree char *nobody = NULL;
  g_autofree char *text = NULL;

  begin (desk);
  found = run_json (desk, "person", "find", "ada berg", NULL);
  assert_members (object_of (found), finding_members);
  g_assert_cmpint (int_of (object_of (found), "tickets"), ==, 1);
  text = run_line (desk, "person", "find", "Ada Berg", NULL);
  assert_contains (text, "Anruf von Ada Berg");
  nobody = run_line (desk, "person", "find", "Ida Tal", NULL);
  assert_contains (nobody, "Nothing is stored of this person.");
  g_free (run_line (desk, "person", "export", "Ada Berg", "--out", out, NULL));
  g_assert_true (g_file_get_contents (out, &bytes, NULL, NULL));
  told = json_from_string (bytes, NULL);
  g_assert_nonnull (told);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object_of (told), "places")), >, 1);
}

static void
test_block (Desk         *desk,
            gconstpointer data)
{
  g_auto (Run) refused = { 0 };

  begin (desk);
  g_free (run_line (desk, "person", "block", "Ada Berg", NULL));
  refused = run (desk, "new", "--title", "Neu", "--organisation", "Kunde", "--contact", "Ada Berg", NULL);
  g_assert_cmpint (refused.code, ==, 1);
  assert_contains (refused.err, "“Ada Berg” is blocked");
  g_free (run_line (desk, "person", "block", "Ada Berg", "--lift", NULL));
  begin (desk);
}

static void
test_anonymise (Desk         *desk,
                gconstpointer data)
{
  g_autofree char *path = g_build_filename (desk->profile, "ticketbruecke.db", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *list = NULL;
  g_autofree char *done = NULL;
  g_auto (Run) asked = { 0 };
  gsize length;

  begin (desk);
  asked = run (desk, "person", "anonymise", "Ada Berg", NULL);
  g_assert_cmpint (asked.code, ==, 1);
  assert_contains (asked.err, "Nothing was changed.");
  done = run_line (desk, "person", "anonymise", "Ada Berg", "--phone", "07731 445566", "--yes", NULL);
  assert_contains (done, "tickets: 1; partners told: 0");
  list = run_line (desk, "list", NULL);
  assert_contains (list, "Anruf von [gelöscht]");
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_null (g_strstr_len (bytes, length, "Ada Berg"));
  g_free (run_line (desk, "check", NULL));
}

static void
test_retention (Desk         *desk,
                gconstpointer data)
{
  g_autoptr (JsonNode) shown = NULL;
  g_autofree char *never = run_line (desk, "retention", "show", NULL);
  g_autofree char *done = NULL;
  g_auto (Run) wrong = { 0 };

  assert_contains (never, "never");
  g_free (run_line (desk, "retention", "set", "--contacts", "12", "--tickets", "24", NULL));
  shown = run_json (desk, "retention", "show", NULL);
  g_assert_cmpint (int_of (object_of (shown), "contacts"), ==, 12);
  g_assert_cmpint (int_of (object_of (shown), "tickets"), ==, 24);
  done = run_line (desk, "retention", "run", NULL);
  assert_contains (done, "applied to 0 tickets");
  wrong = run (desk, "retention", "set", "--tickets", "bald", NULL);
  g_assert_cmpint (wrong.code, ==, 1);
}

static void
test_follow_nothing (Desk         *desk,
                     gconstpointer data)
{
  g_autofree char *number = run_line (desk, "new", "--title", "Drucker", NULL);
  g_auto (Run) nothing = run (desk, "person", "follow", number, NULL);

  g_assert_cmpint (nothing.code, ==, 1);
}

#define ADD(path, func) g_test_add ("/ctl/privacy/" path, Desk, "en", desk_set_up, func, desk_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("find-and-export", test_find_and_export);
  ADD ("block-and-lift", test_block);
  ADD ("anonymise-asks-first", test_anonymise);
  ADD ("retention", test_retention);
  ADD ("nothing-to-follow", test_follow_nothing);
  return g_test_run ();
}
