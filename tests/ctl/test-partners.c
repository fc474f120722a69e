/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two profiles over loopback: join, terms, outsource, accept, deliver. */
#include "config.h"

#include "ctl-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* Bytes; more than a megabyte. */
#define LARGE (3 * 1000 * 1000)

static const Member partner_members[] = {
  { "name", "s" },
  { "lead_state", "s?" },
  { "service_state", "s?" },
  { "url", "s?" },
  { "way", "s" },
  { "mailbox", "s?" },
  { "last_contact", "s?" },
  { "waiting", "i" },
  { "link_state", "s" },
  { "problem", "s?" },
  { NULL }
};
static const Member engagement_members[] = {
  { "status", "s" },
  { "status_rev", "i" },
  { "pending", "s?" },
  { "partner", "s" },
  { "engagement", "s" },
  { "phase", "i" },
  { "delivery", "s" },
  { "terms", "o" },
  { "partner_number", "s?" },
  { "accepted_by", "s?" },
  { "accepted_at", "s?" },
  { "reason", "s?" },
  { "late_items", "i" },
  { NULL }
};
static const Member terms_members[] = {
  { "answer_by", "s?" },
  { "complete_by", "s?" },
  { "instructions", "s" },
  { "kind", "s" },
  { "amount_minor", "i?" },
  { "authorized_minutes", "i?" },
  { "authorized_charges_minor", "i?" },
  { "total_minor", "i?" },
  { "currency", "s" },
  { NULL }
};

static void
name_profile (Desk       *desk,
              const char *profile,
              const char *name,
              const char *url)
{
  desk_use (desk, profile);
  g_free (run_line (desk, "config", "set", "name", name, NULL));
  g_free (run_line (desk, "config", "set", "url", url, NULL));
}

/* Alpha leads; Beta has joined by Alpha's invitation. Alpha's server runs. */
static void
join (Desk   *desk,
      Server *alpha)
{
  g_autofree char *file = desk_path (desk, "invitation.json");
  g_autofree char *code = NULL;
  g_autofree char *partner = NULL;

  desk_use (desk, "alpha");
  server_start (alpha, desk);
  name_profile (desk, "alpha", "Alpha", alpha->address);
  code = run_line (desk, "partner", "invite", "Beta", "--out", file, NULL);
  g_assert_true (g_str_has_prefix (code, "tb1-"));
  name_profile (desk, "beta", "Beta", "http://127.0.0.1:9");
  partner = run_line (desk, "partner", "accept", file, "--name", "Alpha AG", NULL);
  g_assert_cmpstr (partner, ==, "Alpha AG");
  g_free (run_line (desk, "sync", "--wait", "30", NULL));
}

static JsonObject *
outsourcing (JsonNode *ticket)
{
  return json_object_get_object_member (object_of (ticket), "outsourcing");
}

static void
assert_status (Desk       *desk,
               const char *number,
               const char *status,
               const char *pending)
{
  g_autoptr (JsonNode) ticket = run_json (desk, "show", number, NULL);
  JsonObject *e = outsourcing (ticket);

  g_assert_cmpstr (text_of (e, "status"), ==, status);
  if (pending == NULL)
    g_assert_true (json_object_get_null_member (e, "pending"));
  else
    g_assert_cmpstr (text_of (e, "pending"), ==, pending);
}

static void
test_serve (Desk         *desk,
            gconstpointer data)
{
  Server server;
  g_auto (Run) second = { 0 };

  server_start (&server, desk);
  second = run (desk, "serve", "--listen", "127.0.0.1:0", "--tls", "off", NULL);
  g_assert_cmpint (second.code, ==, 1);
  g_assert_cmpstr (second.out, ==, "");
  assert_contains (second.err, "Another program already delivers for this profile.");
  g_assert_cmpint (server_stop (&server, SIGTERM), ==, 0);
  server_start (&server, desk);
  g_assert_cmpint (server_stop (&server, SIGINT), ==, 0);
}

static void
test_invitation (Desk         *desk,
                 gconstpointer data)
{
  g_autofree char *file = desk_path (desk, "invitation.json");
  g_autofree char *code = NULL;
  g_autofree char *copied = NULL;
  g_auto (Run) nameless = run (desk, "partner", "invite", "Beta", "--out", file, NULL);
  g_auto (Run) own = { 0 };
  g_auto (Run) unwritable = { 0 };
  GStatBuf info;

  g_assert_cmpint (nameless.code, ==, 1);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  name_profile (desk, "profile", "Alpha", "http://127.0.0.1:9");
  unwritable = run (desk, "partner", "invite", "Beta", "--out", "no/such/folder/x", NULL);
  g_assert_cmpint (unwritable.code, ==, 1);
  code = run_line (desk, "partner", "invite", "Beta", "--out", file, NULL);
  g_assert_cmpint (g_stat (file, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  desk->language = "de";
  copied = g_strconcat (" \n", code, "\n", NULL);
  own = run (desk, "partner", "accept", copied, NULL);
  g_assert_cmpint (own.code, ==, 1);
  assert_contains (own.err, "Das ist Ihre eigene Einladung.");
}

static void
test_partner_list (Desk         *desk,
                   gconstpointer data)
{
  Server alpha;
  g_autoptr (JsonNode) leads = NULL;
  g_autoptr (JsonNode) serves = NULL;
  g_auto (Run) table = { 0 };
  JsonObject *partner;

  join (desk, &alpha);
  serves = run_json (desk, "partner", "list", NULL);
  partner = json_array_get_object_element (json_node_get_array (serves), 0);
  assert_members (partner, partner_members);
  g_assert_cmpstr (text_of (partner, "name"), ==, "Alpha AG");
  g_assert_cmpstr (text_of (partner, "service_state"), ==, "active");
  g_assert_true (json_object_get_null_member (partner, "lead_state"));
  g_assert_cmpstr (text_of (partner, "link_state"), ==, "linked");
  desk_use (desk, "alpha");
  leads = run_json (desk, "partner", "list", NULL);
  partner = json_array_get_object_element (json_node_get_array (leads), 0);
  g_assert_cmpstr (text_of (partner, "lead_state"), ==, "active");
  g_assert_true (json_object_get_null_member (partner, "service_state"));
  desk->language = "de";
  table = run (desk, "partner", "list", NULL);
  assert_contains (table.out, "Wir führen");
  assert_contains (table.out, "Verbunden");
  g_assert_cmpint (server_stop (&alpha, SIGTERM), ==, 0);
}

/* Returns: (transfer full): a member of the only partner of this profile; NULL for null */
static char *
partner_text (Desk       *desk,
              const char *member)
{
  g_autoptr (JsonNode) list = run_json (desk, "partner", "list", NULL);
  JsonArray  *partners = json_node_get_array (list);
  JsonObject *partner;

  g_assert_cmpuint (json_array_get_length (partners), ==, 1);
  partner = json_array_get_object_element (partners, 0);
  return json_object_get_null_member (partner, member) ? NULL : g_strdup (text_of (partner, member));
}

/* The second direction: invited by an event, accepted by the partner's name. */
static void
test_rename (Desk         *desk,
             gconstpointer data)
{
  g_autofree char *file = desk_path (desk, "invitation.json");
  g_autofree char *other = desk_path (desk, "other.json");
  g_autoptr (JsonNode) renamed = NULL;
  g_auto (Run) taken = { 0 };
  g_auto (Run) list = { 0 };

  name_profile (desk, "profile", "Alpha", "http://127.0.0.1:9");
  g_free (run_line (desk, "partner", "invite", "Beta", "--out", file, NULL));
  g_free (run_line (desk, "partner", "invite", "Gamma", "--out", other, NULL));
  taken = run (desk, "partner", "set", "Beta", "--name", "Gamma", NULL);
  g_assert_cmpint (taken.code, ==, 1);
  assert_contains (taken.err, "Gamma");
  renamed = run_json (desk, "partner", "set", "Beta", "--name", "Beta AG", NULL);
  g_assert_cmpstr (text_of (object_of (renamed), "partner"), ==, "Beta AG");
  list = run (desk, "partner", "list", NULL);
  assert_contains (list.out, "Beta AG");
}

static void
test_counter_invitation (Desk         *desk,
                         gconstpointer data)
{
  Server           alpha;
  g_autofree char *file = desk_path (desk, "counter.json");
  g_autofree char *invited = NULL;
  g_autofree char *accepted = NULL;
  g_autofree char *state = NULL;

  join (desk, &alpha);
  g_free (run_line (desk, "partner", "invite", "Alpha AG", "--out", file, NULL));
  g_free (run_line (desk, "sync", "--wait", "30", NULL));
  desk_use (desk, "alpha");
  invited = partner_text (desk, "service_state");
  g_assert_cmpstr (invited, ==, "invited");
  accepted = run_line (desk, "partner", "accept", "Beta", NULL);
  g_assert_cmpstr (accepted, ==, "Beta");
  desk_use (desk, "beta");
  g_free (run_line (desk, "sync", "--wait", "30", NULL));
  state = partner_text (desk, "lead_state");
  g_assert_cmpstr (state, ==, "active");
  g_assert_cmpint (server_stop (&alpha, SIGTERM), ==, 0);
}

/* The code stands for the file; a declined invitation is known to who made it. */
static void
test_decline_by_code (Desk         *desk,
                      gconstpointer data)
{
  Server           alpha;
  g_autofree char *file = desk_path (desk, "invitation.json");
  g_autofree char *code = NULL;
  g_autofree char *state = NULL;

  desk_use (desk, "alpha");
  server_start (&alpha, desk);
  name_profile (desk, "alpha", "Alpha", alpha.address);
  code = run_line (desk, "partner", "invite", "Beta", "--out", file, NULL);
  name_profile (desk, "beta", "Beta", "http://127.0.0.1:9");
  g_free (run_line (desk, "partner", "decline", code, NULL));
  g_free (run_line (desk, "sync", "--wait", "30", NULL));
  desk_use (desk, "alpha");
  state = partner_text (desk, "lead_state");
  g_assert_cmpstr (state, ==, "declined");
  g_assert_cmpint (server_stop (&alpha, SIGTERM), ==, 0);
}

/* Saves terms in two forms of amounts, and checks what the contract says of them. */
static void
check_terms (Desk       *desk,
             const char *number)
{
  g_autoptr (JsonNode) ticket = NULL;
  JsonObject *e, *terms;

  g_free (run_line (desk, "terms", number, "--partner", "Beta", "--rate", "85,00", "--hours", "4",
                    "--charges", "150",
                    "--customer-rate", "110.5", "--instructions", "Bitte anrufen", NULL));
  ticket = run_json (desk, "show", number, NULL);
  e = outsourcing (ticket);
  terms = json_object_get_object_member (e, "terms");
  assert_members (e, engagement_members);
  assert_members (terms, terms_members);
  g_assert_cmpstr (text_of (object_of (ticket), "role"), ==, "lead");
  g_assert_cmpstr (text_of (e, "status"), ==, "unsent");
  g_assert_cmpstr (text_of (terms, "kind"), ==, "hourly");
  g_assert_cmpint (int_of (terms, "amount_minor"), ==, 8500);
  g_assert_cmpint (int_of (terms, "authorized_minutes"), ==, 240);
  g_assert_cmpint (int_of (terms, "authorized_charges_minor"), ==, 15000);
  g_assert_cmpint (int_of (terms, "total_minor"), ==, 49000);
  g_assert_cmpint (int_of (terms, "customer_rate_minor"), ==, 11050);
  g_assert_cmpstr (text_of (terms, "instructions"), ==, "Bitte anrufen");
  g_clear_pointer (&ticket, json_node_unref);

  /* What is not given stays as it was saved. */
  g_free (run_line (desk, "terms", number, "--rate", "90.00", NULL));
  ticket = run_json (desk, "show", number, NULL);
  terms = json_object_get_object_member (outsourcing (ticket), "terms");
  g_assert_cmpint (int_of (terms, "amount_minor"), ==, 9000);
  g_assert_cmpint (int_of (terms, "authorized_minutes"), ==, 240);
  g_assert_cmpstr (text_of (terms, "instructions"), ==, "Bitte anrufen");
}

/* Returns: (transfer full): the number of the only ticket of this profile */
static char *
only_number (Desk *desk)
{
  g_autoptr (JsonNode) list = run_json (desk, "list", NULL);

  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 1);
  return g_strdup (text_of (json_array_get_object_element (json_node_get_array (list), 0), "number"));
}

static void
check_offer (Desk       *desk,
             const char *offer)
{
  g_autoptr (JsonNode) ticket = run_json (desk, "show", offer, NULL);
  g_auto (Run) unmapped = run (desk, "act", offer, "accept", NULL);
  g_auto (Run) early = run (desk, "note", offer, "x", NULL);
  JsonObject *e = outsourcing (ticket);

  g_assert_true (g_str_has_prefix (offer, "A"));
  assert_members (e, engagement_members);
  g_assert_cmpstr (text_of (object_of (ticket), "role"), ==, "service");
  g_assert_cmpstr (text_of (e, "status"), ==, "assigned");
  g_assert_cmpint (int_of (json_object_get_object_member (e, "terms"), "amount_minor"), ==, 9000);
  g_assert_false (json_object_has_member (json_object_get_object_member (e, "terms"), "customer_rate_minor"));
  g_assert_cmpint (unmapped.code, ==, 1);
  assert_contains (unmapped.err, "This is the first ticket from “Alpha AG”");
  g_assert_cmpint (early.code, ==, 1);
}

static void
test_whole_way (Desk         *desk,
                gconstpointer data)
{
  Server           alpha;
  g_autofree char *number = NULL;
  g_autofree char *offer = NULL;
  g_autofree char *own = NULL;
  g_autofree char *pending = NULL;
  g_auto (Run) status = { 0 };

  join (desk, &alpha);
  desk_use (desk, "alpha");
  number = run_line (desk, "new", "--title", "Drucker", "--organisation", "Müller GmbH", NULL);
  check_terms (desk, number);
  desk->language = "de";
  status = run (desk, "outsource", number, NULL);
  g_assert_cmpint (status.code, ==, 0);
  assert_contains (status.out, "Zugewiesen");
  desk->language = "en";

  desk_use (desk, "beta");
  g_free (run_line (desk, "sync", "--wait", "30", NULL));
  offer = only_number (desk);
  check_offer (desk, offer);
  desk->language = "de";
  pending = run_line (desk, "act", offer, "accept", "--organisation", "Alpha", NULL);
  assert_contains (pending, "Annahme: Bestätigung ausstehend");
  desk->language = "en";
  assert_status (desk, offer, "assigned", "accept");
  g_free (run_line (desk, "sync", "--wait", "30", NULL));
  own = only_number (desk);
  g_assert_true (g_str_has_prefix (own, "T"));
  assert_status (desk, own, "accepted", NULL);
  assert_status (desk, offer, "accepted", NULL);
  g_free (run_line (desk, "time", own, "--minutes", "30", "Fahrt", NULL));
  g_free (run_line (desk, "act", own, "submit", NULL));
  g_free (run_line (desk, "sync", "--wait", "30", NULL));
  g_free (run_line (desk, "check", "--partner", "Alpha AG", NULL));

  desk_use (desk, "alpha");
  assert_status (desk, number, "waiting_approval", NULL);
  g_free (run_line (desk, "act", number, "reject", "--reason", "Noch nicht fertig", NULL));
  g_free (run_line (desk, "act", number, "complete", NULL));
  desk_use (desk, "beta");
  g_free (run_line (desk, "sync", "--wait", "30", NULL));
  assert_status (desk, own, "complete", NULL);
  g_assert_cmpint (server_stop (&alpha, SIGTERM), ==, 0);
}

/* Alpha has outsourced @theirs, Beta has accepted it as @own. */
static void
accept_one (Desk  *desk,
            char **theirs,
            char **own)
{
  g_autofree char *offer = NULL;

  desk_use (desk, "alpha");
  *theirs = run_line (desk, "new", "--title", "Drucker", NULL);
  g_free (run_line (desk, "outsource", *theirs, "--partner", "Beta", "--flat", "300", NULL));
  desk_use (desk, "beta");
  g_free (run_line (desk, "sync", "--wait", "30", NULL));
  offer = only_number (desk);
  g_free (run_line (desk, "act", offer, "accept", "--organisation", "Alpha", NULL));
  g_free (run_line (desk, "sync", "--wait", "30", NULL));
  *own = only_number (desk);
}

/* More than is loaded by itself: it is named, and comes when somebody asks for it. */
static void
test_load (Desk         *desk,
           gconstpointer data)
{
  Server             alpha;
  g_autofree char   *path = desk_path (desk, "abbild.iso");
  g_autofree guchar *zeros = g_malloc0 (LARGE);
  g_autofree char   *sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, zeros, LARGE);
  g_autofree char   *theirs = NULL;
  g_autofree char   *own = NULL;
  g_autofree char   *entry = NULL;
  g_autofree char   *note = NULL;
  g_autofree char   *stored = NULL;
  g_auto (Run) refused = { 0 };
  g_auto (Run) twice = { 0 };

  g_assert_true (g_file_set_contents (path, (char *)zeros, LARGE, NULL));
  join (desk, &alpha);
  desk_use (desk, "alpha");
  g_free (run_line (desk, "config", "set", "fetch-limit", "1", NULL));
  stored = g_strdup_printf ("%s/files/%.2s/%s", desk->profile, sha256, sha256);
  accept_one (desk, &theirs, &own);
  entry = run_line (desk, "attach", own, path, NULL);
  g_free (run_line (desk, "sync", "--wait", "30", NULL));
  g_assert_false (g_file_test (stored, G_FILE_TEST_EXISTS));

  desk_use (desk, "alpha");
  note = run_line (desk, "note", theirs, "Bitte um das Abbild", NULL);
  refused = run (desk, "load", theirs, note, NULL);
  g_assert_cmpint (refused.code, ==, 1);
  g_free (run_line (desk, "load", theirs, entry, NULL));
  desk_use (desk, "beta");
  g_free (run_line (desk, "sync", "--wait", "30", NULL));
  g_free (run_line (desk, "sync", "--wait", "30", NULL));
  g_assert_true (g_file_test (stored, G_FILE_TEST_EXISTS));
  desk_use (desk, "alpha");
  twice = run (desk, "load", theirs, entry, NULL);
  g_assert_cmpint (twice.code, ==, 1);
  assert_contains (twice.err, "abbild.iso");
  g_assert_cmpint (server_stop (&alpha, SIGTERM), ==, 0);
}

/* Without the partner's server nothing is lost, and it is said who cannot be reached. */
static void
test_unreachable (Desk         *desk,
                  gconstpointer data)
{
  Server           alpha;
  g_autofree char *number = NULL;
  g_auto (Run) sync = { 0 };
  g_auto (Run) outbox = { 0 };
  g_autoptr (JsonNode) rows = NULL;
  JsonObject *row;

  join (desk, &alpha);
  g_assert_cmpint (server_stop (&alpha, SIGTERM), ==, 0);
  desk_use (desk, "alpha");
  number = run_line (desk, "new", "--title", "Drucker", NULL);
  g_free (run_line (desk, "outsource", number, "--partner", "Beta", "--flat", "300", NULL));
  desk->language = "de";
  sync = run (desk, "sync", NULL);
  g_assert_cmpint (sync.code, ==, 1);
  assert_contains (sync.err, "Nicht zugestellt an „Beta“: Der Partner ist nicht erreichbar.");
  rows = run_json (desk, "outbox", "--now", NULL);
  row = json_array_get_object_element (json_node_get_array (rows), 0);
  g_assert_cmpstr (text_of (row, "partner"), ==, "Beta");
  g_assert_cmpstr (text_of (row, "ticket"), ==, number);
  g_assert_cmpstr (text_of (row, "state"), ==, "queued");
  outbox = run (desk, "outbox", NULL);
  assert_contains (outbox.out, "Wartet");
}

/* While another process delivers, `sync` waits for it instead of failing. */
static void
test_sync_beside_serve (Desk         *desk,
                        gconstpointer data)
{
  Server           alpha, beta;
  g_autofree char *number = NULL;
  g_autofree char *offer = NULL;

  join (desk, &alpha);
  server_start (&beta, desk);
  g_free (run_line (desk, "config", "set", "url", beta.address, NULL));
  desk_use (desk, "alpha");
  number = run_line (desk, "new", "--title", "Drucker", NULL);
  g_free (run_line (desk, "outsource", number, "--partner", "Beta", NULL));
  desk_use (desk, "beta");
  g_free (run_line (desk, "sync", NULL));
  g_assert_cmpint (server_stop (&beta, SIGTERM), ==, 0);
  g_free (run_line (desk, "sync", NULL));
  offer = only_number (desk);
  g_free (run_line (desk, "act", offer, "decline", "--reason", "Keine Zeit", NULL));
  g_free (run_line (desk, "sync", NULL));
  desk_use (desk, "alpha");
  assert_status (desk, number, "declined", NULL);
  g_assert_cmpint (server_stop (&alpha, SIGTERM), ==, 0);
}

static void
test_refusals (Desk         *desk,
               gconstpointer data)
{
  Server           alpha;
  g_autofree char *number = NULL;
  g_auto (Run) past = { 0 };
  g_auto (Run) nobody = { 0 };
  g_auto (Run) stranger = { 0 };
  g_auto (Run) twice = { 0 };
  g_auto (Run) inactive = { 0 };

  join (desk, &alpha);
  desk_use (desk, "alpha");
  number = run_line (desk, "new", "--title", "Drucker", NULL);
  desk->language = "de";
  past = run (desk, "outsource", number, "--partner", "Beta", "--answer-by", "2020-01-01 10:00", NULL);
  assert_contains (past.err, "Die Antwortfrist muss in der Zukunft liegen.");
  nobody = run (desk, "outsource", number, NULL);
  assert_contains (nobody.err, "Das darf nicht leer sein: Partner.");
  stranger = run (desk, "outsource", number, "--partner", "Gamma", NULL);
  assert_contains (stranger.err, "„Gamma“ wurde nicht gefunden.");
  g_free (run_line (desk, "outsource", number, "--partner", "Beta", NULL));
  twice = run (desk, "outsource", number, "--partner", "Beta", NULL);
  assert_contains (twice.err,
                   "Das ist nicht möglich, solange der Outsourcing-Status „Zugewiesen“ lautet.");
  g_free (run_line (desk, "act", number, "cancel", NULL));
  g_free (run_line (desk, "partner", "deactivate", "Beta", NULL));
  inactive = run (desk, "outsource", number, "--partner", "Beta", NULL);
  assert_contains (inactive.err,
                   "Es gibt keine aktive Vereinbarung, in der Sie Tickets an „Beta“ geben.");
  g_free (run_line (desk, "partner", "activate", "Beta", NULL));
  g_free (run_line (desk, "outsource", number, "--partner", "Beta", NULL));
  g_assert_cmpint (past.code + nobody.code + stranger.code + twice.code + inactive.code, ==, 5);
  g_assert_cmpint (server_stop (&alpha, SIGTERM), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/ctl/" path, Desk, NULL, desk_set_up, func, desk_tear_down)
  ADD ("serve/says-its-address-and-ends-cleanly", test_serve);
  ADD ("partner/invitation-is-private", test_invitation);
  ADD ("partner/list-has-every-member", test_partner_list);
  ADD ("partner/set-gives-another-name", test_rename);
  ADD ("partner/counter-invitation-by-name", test_counter_invitation);
  ADD ("partner/decline-by-code", test_decline_by_code);
  ADD ("partner/whole-way-over-loopback", test_whole_way);
  ADD ("partner/a-large-file-comes-when-asked-for", test_load);
  ADD ("partner/refusals-are-told", test_refusals);
  ADD ("sync/tells-who-cannot-be-reached", test_unreachable);
  ADD ("sync/waits-for-another-process", test_sync_beside_serve);
  return g_test_run ();
}
