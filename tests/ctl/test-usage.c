/* SPDX-License-Identifier: GPL-3.0-or-later
 * Wrong usage, help, languages. */
#include "config.h"

#include "ctl-test.h"

#include <string.h>

static const char *const commands[] = {
  "config list", "config get", "config set", "serve", "import", "export", "new", "list", "show",
  "partner invite", "partner accept", "partner decline", "partner deactivate", "partner activate",
  "partner list", "partner set", "partner test", "organisation set",
  "mailbox list", "mailbox add", "mailbox remove",
  "terms", "outsource", "act", "note", "time", "charge", "attach", "load", "edit", "delete", "set", "alert",
  "user add", "user set", "user list", "status add", "status list", "sync", "outbox", "check",
  "sample", "profile moved", "profile copied", "backup list", "backup now",
  "backup restore", "person find", "person export", "person block", "person anonymise", "person follow",
  "retention show", "retention set", "retention run"
};

static void
test_wrong_usage (Desk         *desk,
                  gconstpointer data)
{
  static const char *const lines[] = {
    "",
    "frobnicate",
    "partner",
    "partner frobnicate",
    "config get",
    "config get foo",
    "config set name",
    "new",
    "new --title",
    "new --title a superfluous",
    "new --frobnicate a",
    "list --json=yes",
    "show",
    "note T20261123.0001",
    "time T20261123.0001 text",
    "charge T20261123.0001 text",
    "act T20261123.0001",
    "act T20261123.0001 frobnicate",
    "set T20261123.0001 number 7",
    "set T20261123.0001 title",
    "edit T20261123.0001 abcd",
    "edit T20261123.0001 abcd --internal --public",
    "outsource T20261123.0001 --partner B --rate 1 --flat 2",
    "serve --tls maybe",
    "partner set B",
    "partner set",
    "partner test",
    "mailbox add",
    "serve --listen 127.0.0.1:0 --tls maybe",
    "status add A",
    "user set A",
    "user set A --active perhaps",
    "partner invite B",
    "partner set B",
    "organisation set B",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
      g_auto (Run) result = run_argv (desk, (const char **)words);

      if (result.code != 2)
        g_error ("“%s”: exit code %d, %s", lines[i], result.code, result.err);
      g_assert_cmpstr (result.out, ==, "");
      assert_contains (result.err, "Usage: ticketbrueckectl");
    }
}

static void
test_help (Desk         *desk,
           gconstpointer data)
{
  g_auto (Run) all = run (desk, "--help", NULL);
  guint i;

  g_assert_cmpint (all.code, ==, 0);
  for (i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) words = g_strsplit (commands[i], " ", -1);
      g_autofree char *usage = g_strdup_printf ("Usage: ticketbrueckectl %s", commands[i]);
      g_autofree char *line = g_strdup_printf ("\n  %s", commands[i]);
      g_auto (Run) one = run (desk, words[0], words[1] != NULL ? words[1] : "--help", "--help", NULL);

      assert_contains (all.out, line);
      g_assert_cmpint (one.code, ==, 0);
      g_assert_cmpstr (one.err, ==, "");
      assert_contains (one.out, usage);
    }
}

/* Asking for help leaves nothing behind. */
static void
test_help_needs_no_profile (Desk         *desk,
                            gconstpointer data)
{
  g_auto (Run) help = run (desk, "show", "--help", NULL);
  g_auto (Run) version = run (desk, "--version", NULL);

  g_assert_cmpint (help.code, ==, 0);
  g_assert_cmpint (version.code, ==, 0);
  g_assert_cmpstr (version.out, ==, "ticketbrueckectl " PACKAGE_VERSION "\n");
  g_assert_false (g_file_test (desk->profile, G_FILE_TEST_EXISTS));
}

static void
test_profile_by_default (Desk         *desk,
                         gconstpointer data)
{
  g_autofree char *expected = desk_path (desk, "ticketbruecke/ticketbruecke.db");
  g_autofree char *program = g_strdup (g_getenv ("TICKETBRUECKECTL"));
  char            *argv[] = { program, (char *)"list", NULL };
  g_auto (GStrv) env = g_environ_setenv (g_get_environ (), "XDG_DATA_HOME", desk->dir, TRUE);
  int status;

  g_assert_true (g_spawn_sync (NULL, argv, env, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_file_test (expected, G_FILE_TEST_EXISTS));
}

/** Saying: what is done, and what is said then in both languages. */
typedef struct
{
  const char *line;
  int         code;
  const char *english;
  const char *german;
} Saying;

static void
test_both_languages (Desk         *desk,
                     gconstpointer data)
{
  static const Saying sayings[] = {
    { "show T20261123.0001", 1, "“T20261123.0001” was not found.",
      "„T20261123.0001“ wurde nicht gefunden." },
    { "new --title=", 1, "This must not be empty: Title.", "Das darf nicht leer sein: Titel." },
    { "new --title a --due soon", 1, "“soon” is not a date.", "„soon“ ist kein Datum." },
    { "new --title a --priority odd", 1, "“odd” does not fit here.", "„odd“ passt hier nicht." },
    { "config set currency euro", 1, "“euro” does not fit here.", "„euro“ passt hier nicht." },
    { "list --folder nowhere", 1, "“nowhere” was not found.", "„nowhere“ wurde nicht gefunden." },
    { "user set Nobody --active no", 1, "“Nobody” was not found.", "„Nobody“ wurde nicht gefunden." },
    { "partner accept tb1-AAAA", 1, "This is not a complete invitation.",
      "Das ist keine vollständige Einladung." },
    { "partner accept missing.json", 1, "cannot be read.", "kann nicht gelesen werden." },
    { "serve --listen nowhere", 1, "The address “nowhere” cannot be used.",
      "Die Adresse „nowhere“ kann nicht verwendet werden." },
    { "serve --listen 0.0.0.0:0 --tls off", 1, "Plain HTTP is only allowed on this machine itself.",
      "Unverschlüsseltes HTTP ist nur auf diesem Rechner selbst erlaubt." },
    { "frobnicate", 2, "There is no command “frobnicate”.",
      "Den Befehl „frobnicate“ gibt es nicht." },
    { "new", 2, "The option “--title” is missing.", "Die Option „--title“ fehlt." },
    { "new", 2, "Usage: ticketbrueckectl new", "Aufruf: ticketbrueckectl new" },
  };
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (sayings); i++)
    for (j = 0; j < 2; j++)
      {
        const Saying *saying = &sayings[i];
        g_auto (GStrv) words = g_strsplit (saying->line, " ", -1);
        g_auto (Run) result = { 0 };

        desk->language = j == 0 ? "en" : "de";
        result = run_argv (desk, (const char **)words);
        g_assert_cmpint (result.code, ==, saying->code);
        g_assert_cmpstr (result.out, ==, "");
        assert_contains (result.err, j == 0 ? saying->english : saying->german);
      }
}

static void
test_german_help (Desk         *desk,
                  gconstpointer data)
{
  g_auto (Run) result = { 0 };

  desk->language = "de";
  result = run (desk, "--help", NULL);
  g_assert_cmpint (result.code, ==, 0);
  assert_contains (result.out, "Aufruf: ticketbrueckectl [--profile ORDNER] [--json] BEFEHL …");
  assert_contains (result.out, "Ein Ticket anlegen und seine Nummer ausgeben");
  g_assert_null (strstr (result.out, "Usage"));
}

/* Without a locale the answer is English, in UTF-8 all the same. */
static void
test_plain_locale (Desk         *desk,
                   gconstpointer data)
{
  g_autofree char *program = g_strdup (g_getenv ("TICKETBRUECKECTL"));
  char            *argv[] = { program, (char *)"--profile", desk->profile, (char *)"show",
                              (char *)"Ü1", NULL };
  g_auto (GStrv) env = g_environ_setenv (g_get_environ (), "LC_ALL", "C", TRUE);
  g_autofree char *err = NULL;
  int              status;

  env = g_environ_setenv (env, "LANGUAGE", "de", TRUE);
  g_assert_true (g_spawn_sync (NULL, argv, env, G_SPAWN_DEFAULT, NULL, NULL, NULL, &err, &status, NULL));
  assert_contains (err, "“Ü1” was not found.");
}

static void
test_json_anywhere (Desk         *desk,
                    gconstpointer data)
{
  static const char *const lines[] = {
    "--json list", "list --json", "list --limit 5 --json", "list --json --limit 5"
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
      g_auto (Run) result = run_argv (desk, (const char **)words);

      g_assert_cmpint (result.code, ==, 0);
      g_assert_cmpstr (result.out, ==, "[]\n");
    }
}

/* A text may look like an option, after two dashes. */
static void
test_two_dashes (Desk         *desk,
                 gconstpointer data)
{
  g_autofree char *number = run_line (desk, "new", "--title", "--json", NULL);
  g_autofree char *uuid = run_line (desk, "note", number, "--", "--internal", NULL);
  g_autoptr (JsonNode) node = run_json (desk, "show", number, NULL);
  JsonObject *ticket = object_of (node);
  JsonObject *item = json_array_get_object_element (json_object_get_array_member (ticket, "items"), 0);

  g_assert_cmpstr (text_of (ticket, "title"), ==, "--json");
  g_assert_cmpstr (text_of (item, "uuid"), ==, uuid);
  g_assert_cmpstr (text_of (item, "text"), ==, "--internal");
  g_assert_false (bool_of (item, "internal"));
}

static void
test_not_utf8 (Desk         *desk,
               gconstpointer data)
{
  g_auto (Run) option = run (desk, "new", "--title", "\xff\xfe", NULL);
  g_auto (Run) arg = run (desk, "show", "\xff\xfe", NULL);

  g_assert_cmpint (option.code, ==, 1);
  assert_contains (option.err, "The text is not valid UTF-8.");
  g_assert_cmpint (arg.code, ==, 1);
  assert_contains (arg.err, "The text is not valid UTF-8.");
}

/* ---- What is wrong with the store ---- */

static void
test_damaged (Desk         *desk,
              gconstpointer data)
{
  static const char garbage[] = "This is not a database, and it is long enough to have a "
                                "header of one hundred bytes, "
                                "which it has by now for sure.";
  g_autofree char  *path = NULL;
  g_autofree char  *after = NULL;
  g_auto (Run) result = { 0 };

  g_assert_cmpint (g_mkdir_with_parents (desk->profile, 0700), ==, 0);
  path = desk_write (desk, "profile/ticketbruecke.db", garbage);
  desk->language = "de";
  result = run (desk, "list", NULL);
  g_assert_cmpint (result.code, ==, 1);
  assert_contains (result.err, "Die Datenbank dieses Profils ist beschädigt.");
  assert_contains (result.err, "Bitte spielen Sie eine Sicherung zurück.");
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, garbage);
}

static void
test_newer (Desk         *desk,
            gconstpointer data)
{
  g_autofree char *path = desk_path (desk, "profile/ticketbruecke.db");
  g_autofree char *bytes = NULL;
  gsize            length;
  g_auto (Run) made = run (desk, "list", NULL);
  g_auto (Run) english = { 0 };
  g_auto (Run) german = { 0 };

  g_assert_cmpint (made.code, ==, 0);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  /* user_version stands at offset 60 of the file's header, big-endian. */
  memcpy (bytes + 60, "\x00\x00\x7f\xff", 4);
  g_assert_true (g_file_set_contents (path, bytes, (gssize)length, NULL));
  english = run (desk, "list", NULL);
  g_assert_cmpint (english.code, ==, 1);
  assert_contains (english.err, "Please update the program.");
  desk->language = "de";
  german = run (desk, "list", NULL);
  assert_contains (german.err, "Bitte aktualisieren Sie das Programm.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/ctl/usage/" path, Desk, NULL, desk_set_up, func, desk_tear_down)
  ADD ("wrong-usage-is-2", test_wrong_usage);
  ADD ("every-command-has-help", test_help);
  ADD ("help-needs-no-profile", test_help_needs_no_profile);
  ADD ("profile-is-under-data-home", test_profile_by_default);
  ADD ("errors-speak-both-languages", test_both_languages);
  ADD ("help-is-german", test_german_help);
  ADD ("plain-locale-is-english-in-utf8", test_plain_locale);
  ADD ("json-stands-anywhere", test_json_anywhere);
  ADD ("two-dashes-end-the-options", test_two_dashes);
  ADD ("bytes-that-are-no-text-are-refused", test_not_utf8);
  ADD ("damaged-database-is-told-and-not-touched", test_damaged);
  ADD ("newer-database-is-told", test_newer);
  return g_test_run ();
}
