/* SPDX-License-Identifier: GPL-3.0-or-later
 * Ways to partners at the command line: set, try, boxes. */
#include "config.h"

#include "ctl-test.h"

#include <signal.h>
#include <string.h>

static const Member box_members[] = {
  { "name", "s" },
  { "letters", "i" },
  { "bytes", "i" },
  { "created_at", "s?" },
  { "used_at", "s?" },
  { NULL }
};

/* Alpha's server runs; Beta, behind a router, is asked to join and does not answer yet. */
static void
begin (Desk   *desk,
       Server *alpha)
{
  g_autofree char *file = desk_path (desk, "invitation.json");

  desk_use (desk, "alpha");
  server_start (alpha, desk);
  g_free (run_line (desk, "config", "set", "name", "Alpha", NULL));
  g_free (run_line (desk, "config", "set", "url", alpha->address, NULL));
  g_free (run_line (desk, "partner", "invite", "Beta", "--out", file, NULL));
  desk_use (desk, "beta");
  g_free (run_line (desk, "config", "set", "name", "Beta", NULL));
}

static void
test_partner_test (Desk         *desk,
                   gconstpointer data)
{
  g_autofree char *file = desk_path (desk, "invitation.json");
  g_autofree char *reached = NULL;
  g_autofree char *fetches = NULL;
  g_autofree char *joined = NULL;
  Server           alpha;

  begin (desk, &alpha);
  desk_use (desk, "alpha");
  {
    g_auto (Run) nobody = run (desk, "partner", "test", "Nobody", NULL);
    g_auto (Run) invited = run (desk, "partner", "test", "Beta", NULL);

    g_assert_cmpint (nobody.code, ==, 1);
    assert_contains (nobody.err, "“Nobody” was not found.");
    g_assert_cmpint (invited.code, ==, 1);
    assert_contains (invited.out, "There is no link to “Beta”.");
  }
  desk_use (desk, "beta");
  g_free (run_line (desk, "partner", "accept", file, NULL));
  /* The first word to it is the join itself. */
  joined = run_line (desk, "partner", "test", "Alpha", NULL);
  g_assert_cmpstr (joined, ==, "“Alpha” can be reached.");
  reached = run_line (desk, "partner", "test", "Alpha", NULL);
  g_assert_cmpstr (reached, ==, "“Alpha” can be reached.");
  desk_use (desk, "alpha");
  fetches = run_line (desk, "partner", "test", "Beta", NULL);
  assert_contains (fetches, "“Beta” fetches by itself, last at ");
  g_assert_cmpint (server_stop (&alpha, SIGTERM), ==, 0);
  desk_use (desk, "beta");
  {
    g_auto (Run) away = run (desk, "partner", "test", "Alpha", NULL);

    g_assert_cmpint (away.code, ==, 1);
    assert_contains (away.err, "The partner cannot be reached");
  }
}

static void
test_partner_set (Desk         *desk,
                  gconstpointer data)
{
  g_autofree char *file = desk_path (desk, "invitation.json");
  g_autoptr (JsonNode) list = NULL;
  JsonObject *partner;
  Server      alpha;

  begin (desk, &alpha);
  g_free (run_line (desk, "partner", "accept", file, NULL));
  {
    g_auto (Run) odd = run (desk, "partner", "set", "Alpha", "--way", "pigeon", NULL);
    g_auto (Run) no_box = run (desk, "partner", "set", "Alpha", "--way", "mailbox", NULL);

    g_assert_cmpint (odd.code, ==, 1);
    assert_contains (odd.err, "“pigeon” does not fit here.");
    g_assert_cmpint (no_box.code, ==, 1);
  }
  g_free (
    run_line (desk, "partner", "set", "Alpha", "--url", "https://alpha.example", "--way", "push", NULL));
  list = run_json (desk, "partner", "list", NULL);
  partner = json_array_get_object_element (json_node_get_array (list), 0);
  g_assert_cmpstr (text_of (partner, "way"), ==, "push");
  g_assert_cmpstr (text_of (partner, "url"), ==, "https://alpha.example");
  server_stop (&alpha, SIGTERM);
}

static void
test_mailbox (Desk         *desk,
              gconstpointer data)
{
  g_autofree char *file = desk_path (desk, "invitation.json");
  g_autofree char *code = NULL;
  g_autofree char *invitation = NULL;
  g_autoptr (JsonNode) list = NULL;
  g_autoptr (JsonNode) none = NULL;

  desk_use (desk, "operator");
  {
    g_auto (Run) no_address = run (desk, "mailbox", "add", "Alpha und Beta", NULL);

    g_assert_cmpint (no_address.code, ==, 1);
    assert_contains (no_address.err, "Please set your own address first");
  }
  g_free (run_line (desk, "config", "set", "url", "https://post.example", NULL));
  code = run_line (desk, "mailbox", "add", "Alpha und Beta", NULL);
  g_assert_true (g_str_has_prefix (code, "tbm1-"));
  list = run_json (desk, "mailbox", "list", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 1);
  assert_members (json_array_get_object_element (json_node_get_array (list), 0), box_members);

  desk_use (desk, "alpha");
  g_free (run_line (desk, "config", "set", "name", "Alpha", NULL));
  {
    g_auto (Run) broken =
      run (desk, "partner", "invite", "Beta", "--out", file, "--mailbox", "tbm1-AAAA", NULL);

    g_assert_cmpint (broken.code, ==, 1);
    assert_contains (broken.err, "This is not the whole code of a mailbox.");
  }
  invitation = run_line (desk, "partner", "invite", "Beta", "--out", file, "--mailbox", code, NULL);
  g_assert_true (g_str_has_prefix (invitation, "tb1-"));

  desk_use (desk, "operator");
  g_free (run_line (desk, "mailbox", "remove", "Alpha und Beta", NULL));
  none = run_json (desk, "mailbox", "list", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (none)), ==, 0);
}

#define ADD(path, func) g_test_add (path, Desk, NULL, desk_set_up, func, desk_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ctl/ways/partner-test-says-it-in-words", test_partner_test);
  ADD ("/ctl/ways/partner-set", test_partner_set);
  ADD ("/ctl/ways/boxes", test_mailbox);

  return g_test_run ();
}
