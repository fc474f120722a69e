/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets, entries, users, settings, CSV: one profile, whole processes. */
#include "config.h"

#include "ctl-test.h"

#include <glib/gstdio.h>
#include <string.h>

static const Member ticket_members[] = {
  { "number", "s" },
  { "title", "s" },
  { "description", "s" },
  { "ticket_status", "s?" },
  { "role", "s?" },
  { "alias", "s?" },
  { "organisation", "s?" },
  { "assignee", "s?" },
  { "priority", "s" },
  { "queue", "s?" },
  { "due", "s?" },
  { "is_open", "b" },
  { "outsourcing", "o?" },
  { "engagements", "a" },
  { NULL }
};
static const Member item_members[] = {
  { "uuid", "s" },
  { "kind", "s" },
  { "author", "s" },
  { "text", "s" },
  { "minutes", "i?" },
  { "amount_minor", "i?" },
  { "internal", "b" },
  { "read_only", "b" },
  { "origin", "s" },
  { "local_only", "b" },
  { "deleted", "b" },
  { "question", "b" },
  { "waiting", "b" },
  { "file_name", "s?" },
  { "size", "i?" },
  { "created_at", "s" },
  { NULL }
};
static const Member history_members[] = {
  { "at", "s" },
  { "actor", "s" },
  { "partner", "b" },
  { "code", "s" },
  { "from", "s?" },
  { "to", "s?" },
  { "reason", "s?" },
  { NULL }
};

static JsonObject *
element (JsonArray *array,
         guint      index)
{
  g_assert_cmpuint (index, <, json_array_get_length (array));
  return json_array_get_object_element (array, index);
}

/* The entry with this id, of the output of `show`. */
static JsonObject *
find_item (JsonNode   *ticket,
           const char *uuid)
{
  JsonArray *items = json_object_get_array_member (object_of (ticket), "items");
  guint      i;

  for (i = 0; i < json_array_get_length (items); i++)
    if (g_strcmp0 (text_of (element (items, i), "uuid"), uuid) == 0)
      return element (items, i);
  g_error ("no entry %s", uuid);
}

static void
test_new (Desk         *desk,
          gconstpointer data)
{
  g_autofree char *first = run_line (desk, "new", "--title", "Drucker", "--organisation", "Müller GmbH",
                                     "--contact", "Frau Müller", "--town", "Köln", "--priority", "hoch",
                                     "--queue", "Technik",
                                     "--due", "25.11.2099 18:00", "--description", "Zeile 1\nZeile 2", NULL);
  g_autoptr (JsonNode) second = run_json (desk, "new", "--title", "zwei", NULL);
  g_autoptr (JsonNode) shown = NULL;
  JsonObject *ticket;

  g_assert_true (g_regex_match_simple ("^T[0-9]{8}\\.0001$", first, 0, 0));
  g_assert_true (g_str_has_suffix (text_of (object_of (second), "number"), ".0002"));
  g_free (run_line (desk, "config", "set", "zone", "Europe/Berlin", NULL));
  shown = run_json (desk, "show", first, NULL);
  ticket = object_of (shown);
  g_assert_cmpstr (text_of (ticket, "title"), ==, "Drucker");
  g_assert_cmpstr (text_of (ticket, "description"), ==, "Zeile 1\nZeile 2");
  g_assert_cmpstr (text_of (ticket, "organisation"), ==, "Müller GmbH");
  g_assert_cmpstr (text_of (ticket, "priority"), ==, "high");
  g_assert_cmpstr (text_of (ticket, "queue"), ==, "Technik");
  g_assert_true (bool_of (ticket, "is_open"));
}

static void
test_times_have_the_zone (Desk         *desk,
                          gconstpointer data)
{
  g_autofree char *number = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_auto (Run) page = { 0 };

  g_free (run_line (desk, "config", "set", "timezone", "Europe/Berlin", NULL));
  number = run_line (desk, "new", "--title", "a", "--due", "2099-07-01 18:00", NULL);
  node = run_json (desk, "show", number, NULL);
  g_assert_cmpstr (text_of (object_of (node), "due"), ==, "2099-07-01T16:00:00.000Z");
  page = run (desk, "show", number, NULL);
  assert_contains (page.out, "01.07.2099 18:00");
}

/* Every member that scripts rely on is there, with its type, in an empty ticket and in a full one. */
static void
test_shape (Desk         *desk,
            gconstpointer data)
{
  g_autofree char *number = run_line (desk, "new", "--title", "a", NULL);
  g_autofree char *path = desk_write (desk, "a.txt", "hello");
  g_autoptr (JsonNode) empty = run_json (desk, "show", number, NULL);
  g_autoptr (JsonNode) full = NULL;
  g_autoptr (JsonNode) list = NULL;
  JsonArray *items, *history;
  guint      i;

  assert_members (object_of (empty), ticket_members);
  g_assert_true (json_object_get_null_member (object_of (empty), "role"));
  g_assert_true (json_object_get_null_member (object_of (empty), "outsourcing"));
  g_free (run_line (desk, "note", number, "n", NULL));
  g_free (run_line (desk, "time", number, "--minutes", "30", "t", NULL));
  g_free (run_line (desk, "charge", number, "--amount", "1", "c", NULL));
  g_free (run_line (desk, "attach", number, path, NULL));
  full = run_json (desk, "show", number, NULL);
  items = json_object_get_array_member (object_of (full), "items");
  history = json_object_get_array_member (object_of (full), "history");
  g_assert_cmpuint (json_array_get_length (items), ==, 4);
  for (i = 0; i < 4; i++)
    assert_members (element (items, i), item_members);
  g_assert_cmpuint (json_array_get_length (history), ==, 5);
  for (i = 0; i < 5; i++)
    assert_members (element (history, i), history_members);
  list = run_json (desk, "list", NULL);
  assert_members (element (json_node_get_array (list), 0), ticket_members);
  g_assert_false (json_object_has_member (element (json_node_get_array (list), 0), "items"));
  g_assert_false (json_object_has_member (element (json_node_get_array (list), 0), "history"));
}

static void
test_items (Desk         *desk,
            gconstpointer data)
{
  g_autofree char *number = run_line (desk, "new", "--title", "a", NULL);
  g_autofree char *path = desk_write (desk, "Bericht.txt", "hello");
  g_autofree char *note = run_line (desk, "note", number, "--internal", "--question", "Wer?", NULL);
  g_autofree char *time = run_line (desk, "time", number, "--minutes", "90", "Fahrt", NULL);
  g_autofree char *file = run_line (desk, "attach", number, path, "--internal", NULL);
  g_autoptr (JsonNode) node = run_json (desk, "show", number, NULL);
  JsonObject *item = find_item (node, note);

  g_assert_cmpstr (text_of (item, "kind"), ==, "note");
  g_assert_cmpstr (text_of (item, "text"), ==, "Wer?");
  g_assert_cmpstr (text_of (item, "origin"), ==, "own");
  g_assert_true (bool_of (item, "internal"));
  g_assert_true (bool_of (item, "question"));
  g_assert_true (json_object_get_null_member (item, "minutes"));
  g_assert_true (json_object_get_null_member (item, "amount_minor"));
  item = find_item (node, time);
  g_assert_cmpstr (text_of (item, "kind"), ==, "time");
  g_assert_cmpint (int_of (item, "minutes"), ==, 90);
  g_assert_false (bool_of (item, "internal"));
  item = find_item (node, file);
  g_assert_cmpstr (text_of (item, "kind"), ==, "file");
  g_assert_cmpstr (text_of (item, "file_name"), ==, "Bericht.txt");
  g_assert_cmpint (int_of (item, "size"), ==, 5);
  g_assert_cmpstr (text_of (item, "text"), ==, "");
}

/* Comma or point, whatever the locale; the amount is unit price × quantity, rounded once. */
static void
test_amounts (Desk         *desk,
              gconstpointer data)
{
  static const struct
  {
    const char *amount, *quantity;
    gint64      minor;
  } rows[] = {
    { "49,90", NULL, 4990 },
    { "49.90", NULL, 4990 },
    { "49", NULL, 4900 },
    { "1.234,56", NULL, 123456 },
    { "0,05", "1,5", 8 },
    { "0.05", "1.5", 8 },
    { "10", "0,333", 333 },
    { "0", "3", 0 },
  };
  g_autofree char *number = run_line (desk, "new", "--title", "a", NULL);
  guint            i, j;

  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    for (j = 0; j < 2; j++)
      {
        g_autofree char *uuid = NULL;
        g_autoptr (JsonNode) node = NULL;

        desk->language = j == 0 ? "en" : "de";
        uuid = run_line (desk, "charge", number, "--amount", rows[i].amount, "x",
                         rows[i].quantity != NULL ? "--quantity" : NULL, rows[i].quantity, NULL);
        node = run_json (desk, "show", number, NULL);
        g_assert_cmpint (int_of (find_item (node, uuid), "amount_minor"), ==, rows[i].minor);
      }
  {
    g_auto (Run) refused = run (desk, "charge", number, "--amount", "-5", "x", NULL);
    g_auto (Run) word = run (desk, "charge", number, "--amount", "viel", "x", NULL);

    g_assert_cmpint (refused.code, ==, 1);
    g_assert_cmpint (word.code, ==, 1);
    assert_contains (word.err, "„viel“ ist kein Betrag.");
  }
}

static void
test_edit (Desk         *desk,
           gconstpointer data)
{
  g_autofree char *number = run_line (desk, "new", "--title", "a", NULL);
  g_autofree char *time = run_line (desk, "time", number, "--minutes", "30", "Fahrt", NULL);
  g_autofree char *charge = run_line (desk, "charge", number, "--amount", "2", "--quantity", "3", "Kabel",
                                      NULL);
  g_autofree char *short_time = g_strndup (time, 8);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *item;

  g_free (run_line (desk, "edit", number, short_time, "--minutes", "45", NULL));
  g_free (run_line (desk, "edit", number, charge, "Langes Kabel", "--amount", "2,50", "--internal", NULL));
  node = run_json (desk, "show", number, NULL);
  item = find_item (node, time);
  g_assert_cmpint (int_of (item, "minutes"), ==, 45);
  g_assert_cmpstr (text_of (item, "text"), ==, "Fahrt");
  item = find_item (node, charge);
  g_assert_cmpstr (text_of (item, "text"), ==, "Langes Kabel");
  g_assert_cmpint (int_of (item, "amount_minor"), ==, 750);
  g_assert_true (bool_of (item, "internal"));
  g_free (run_line (desk, "edit", number, charge, "--public", "--text", "Kabel", NULL));
  g_clear_pointer (&node, json_node_unref);
  node = run_json (desk, "show", number, NULL);
  item = find_item (node, charge);
  g_assert_cmpstr (text_of (item, "text"), ==, "Kabel");
  g_assert_cmpint (int_of (item, "amount_minor"), ==, 750);
  g_assert_false (bool_of (item, "internal"));
}

static void
test_edit_refusals (Desk         *desk,
                    gconstpointer data)
{
  g_autofree char *number = run_line (desk, "new", "--title", "a", NULL);
  g_autofree char *uuid = run_line (desk, "note", number, "n", NULL);
  g_autofree char *prefix = g_strndup (uuid, 3);
  g_auto (Run) wrong_kind = run (desk, "edit", number, uuid, "--minutes", "5", NULL);
  g_auto (Run) too_short = run (desk, "edit", number, prefix, "x", NULL);
  g_auto (Run) unknown = run (desk, "edit", number, "zzzzzzzz", "x", NULL);
  g_auto (Run) empty = run (desk, "edit", number, uuid, "", NULL);
  g_autoptr (JsonNode) node = run_json (desk, "show", number, NULL);

  g_assert_cmpint (wrong_kind.code, ==, 2);
  g_assert_cmpint (too_short.code, ==, 2);
  g_assert_cmpint (unknown.code, ==, 1);
  g_assert_cmpint (empty.code, ==, 1);
  g_assert_cmpstr (text_of (find_item (node, uuid), "text"), ==, "n");
}

static void
test_delete (Desk         *desk,
             gconstpointer data)
{
  g_autofree char *number = run_line (desk, "new", "--title", "a", NULL);
  g_autofree char *uuid = run_line (desk, "note", number, "n", NULL);
  g_autofree char *prefix = g_strndup (uuid, 4);
  g_autoptr (JsonNode) node = NULL;
  g_auto (Run) again = { 0 };
  g_auto (Run) gone = { 0 };

  g_free (run_line (desk, "delete", number, prefix, NULL));
  node = run_json (desk, "show", number, NULL);
  g_assert_true (bool_of (find_item (node, uuid), "deleted"));
  again = run (desk, "delete", number, uuid, NULL);
  g_assert_cmpint (again.code, ==, 1);
  g_free (run_line (desk, "delete", number, NULL));
  gone = run (desk, "show", number, NULL);
  g_assert_cmpint (gone.code, ==, 1);
}

static void
test_set (Desk         *desk,
          gconstpointer data)
{
  static const struct
  {
    const char *field, *typed, *member, *stored;
  } rows[] = {
    { "title", "Neuer Titel", "title", "Neuer Titel" },
    { "description", "Text", "description", "Text" },
    { "status", "in bearbeitung", "ticket_status", "In Bearbeitung" },
    { "priority", "Kritisch", "priority", "critical" },
    { "priority", "low", "priority", "low" },
    { "queue", "Netz", "queue", "Netz" },
    { "organisation", "Meier KG", "organisation", "Meier KG" },
    { "assignee", "Anna", "assignee", "Anna" },
    { "due", "2099-01-01T12:00:00Z", "due", "2099-01-01T12:00:00.000Z" },
  };
  g_autofree char *number = run_line (desk, "new", "--title", "a", NULL);
  g_autoptr (JsonNode) closed = NULL;
  guint i;

  g_free (run_line (desk, "user", "add", "Ann", NULL));
  g_free (run_line (desk, "user", "set", "Ann", "--name", "Anna", NULL));
  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) node = NULL;

      g_free (run_line (desk, "set", number, rows[i].field, rows[i].typed, NULL));
      node = run_json (desk, "show", number, NULL);
      g_assert_cmpstr (text_of (object_of (node), rows[i].member), ==, rows[i].stored);
    }
  g_free (run_line (desk, "set", number, "status", "Abgeschlossen", NULL));
  g_free (run_line (desk, "set", number, "due", "", NULL));
  closed = run_json (desk, "show", number, NULL);
  g_assert_false (bool_of (object_of (closed), "is_open"));
  g_assert_true (json_object_get_null_member (object_of (closed), "due"));
}

static void
test_list (Desk         *desk,
           gconstpointer data)
{
  g_autofree char *first = run_line (desk, "new", "--title", "Drucker in Köln", NULL);
  g_autofree char *second = run_line (desk, "new", "--title", "Netz in Bonn", NULL);
  g_autofree char *third = run_line (desk, "new", "--title", "Drucker in Bonn", NULL);
  g_autoptr (JsonNode) all = run_json (desk, "list", "--limit", "0", NULL);
  g_autoptr (JsonNode) limited = run_json (desk, "list", "--limit", "2", NULL);
  g_autoptr (JsonNode) found = run_json (desk, "list", "--search", "bonn druck", NULL);
  g_autoptr (JsonNode) open = NULL;
  g_auto (Run) table = run (desk, "list", NULL);
  JsonArray *rows = json_node_get_array (all);

  g_assert_cmpuint (json_array_get_length (rows), ==, 3);
  g_assert_cmpstr (text_of (element (rows, 0), "number"), ==, third);
  g_assert_cmpstr (text_of (element (rows, 1), "number"), ==, second);
  g_assert_cmpstr (text_of (element (rows, 2), "number"), ==, first);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (limited)), ==, 2);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (found)), ==, 1);
  g_assert_cmpstr (text_of (element (json_node_get_array (found), 0), "number"), ==, third);
  g_free (run_line (desk, "set", second, "status", "Abgeschlossen", NULL));
  open = run_json (desk, "list", "--folder", "tickets-open", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (open)), ==, 2);
  g_assert_true (strstr (table.out, third) < strstr (table.out, first));
  assert_contains (table.out, "Drucker in Köln\n");
}

static void
test_german_page (Desk         *desk,
                  gconstpointer data)
{
  g_autofree char *number = run_line (desk, "new", "--title", "Drucker", "--organisation", "Müller", NULL);
  g_auto (Run) page = { 0 };

  g_free (run_line (desk, "charge", number, "--amount", "1234,5", "--quantity", "1,5", "Gerät", NULL));
  g_free (run_line (desk, "time", number, "--minutes", "90", "--internal", "Fahrt", NULL));
  g_free (run_line (desk, "alert", number, "Hund!", NULL));
  desk->language = "de";
  page = run (desk, "show", number, NULL);
  g_assert_cmpint (page.code, ==, 0);
  assert_contains (page.out, "Ticketstatus:");
  assert_contains (page.out, "Ticketwarnung:");
  assert_contains (page.out, "Hund!");
  assert_contains (page.out, "Warenposten · 1,5 × 1.234,50 € = 1.851,75 €");
  assert_contains (page.out, "Zeiteintrag · 1:30 h · nur interne Benutzer");
  assert_contains (page.out, "Verlauf");
}

static void
test_organisation (Desk         *desk,
                   gconstpointer data)
{
  g_autofree char *number = run_line (desk, "new", "--title", "Drucker", "--organisation", "Müller", NULL);
  g_auto (Run) page = { 0 };
  g_auto (Run) unknown = run (desk, "organisation", "set", "Meier", "--town", "Köln", NULL);

  g_assert_cmpint (unknown.code, ==, 1);
  assert_contains (unknown.err, "Meier");
  g_free (run_line (desk, "organisation", "set", "Müller", "--alert", "Hund!", "--town", "Köln", NULL));
  page = run (desk, "show", number, NULL);
  assert_contains (page.out, "Alert of the organisation:");
  assert_contains (page.out, "Hund!");
  g_free (run_line (desk, "organisation", "set", "Müller", "--alert", "", NULL));
  run_clear (&page);
  page = run (desk, "show", number, NULL);
  g_assert_null (strstr (page.out, "Alert of the organisation:"));
}

/* What others typed cannot command the terminal of who reads it. */
static void
test_no_escapes (Desk         *desk,
                 gconstpointer data)
{
  g_autofree char *number = run_line (desk, "new", "--title", "a\033[31mb", "--description", "c\033]0;x\007",
                                      NULL);
  g_auto (Run) page = { 0 };
  g_auto (Run) list = run (desk, "list", NULL);

  g_free (run_line (desk, "note", number, "d\033[2Je\nf", NULL));
  page = run (desk, "show", number, NULL);
  g_assert_cmpint (page.code, ==, 0);
  g_assert_null (strchr (page.out, '\033'));
  g_assert_null (strchr (page.out, '\007'));
  g_assert_null (strchr (list.out, '\033'));
  assert_contains (page.out, "\n    f\n");
}

/* ---- Settings, users, statuses ---- */

static void
test_config (Desk         *desk,
             gconstpointer data)
{
  g_autofree char *zone = NULL;
  g_autofree char *names = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *all;

  g_free (run_line (desk, "config", "set", "name", "Alpha GmbH", NULL));
  g_free (run_line (desk, "config", "set", "time-zone", "Europe/Vienna", NULL));
  g_free (run_line (desk, "config", "set", "currency", "CHF", NULL));
  g_free (run_line (desk, "config", "set", "names", "ja", NULL));
  zone = run_line (desk, "config", "get", "zone", NULL);
  g_assert_cmpstr (zone, ==, "Europe/Vienna");
  names = run_line (desk, "config", "get", "names", NULL);
  g_assert_cmpstr (names, ==, "on");
  node = run_json (desk, "config", "list", NULL);
  all = object_of (node);
  g_assert_cmpuint (json_object_get_size (all), ==, 12);
  g_assert_cmpstr (text_of (all, "name"), ==, "Alpha GmbH");
  g_assert_cmpstr (text_of (all, "timezone"), ==, "Europe/Vienna");
  g_assert_cmpstr (text_of (all, "currency"), ==, "CHF");
}

static void
test_users (Desk         *desk,
            gconstpointer data)
{
  static const struct
  {
    const char *typed, *nick, *german;
  } rows[] = {
    { "none", "none", "Keine" },
    { "outsource", "outsource", "Outsourcing zulassen" },
    { "Partnerverwaltung zulassen", "partners", "Partnerverwaltung zulassen" },
    { "alle zulassen", "all", "Alle zulassen" },
  };
  g_auto (Run) table = { 0 };
  g_auto (Run) last = { 0 };
  g_autofree char *acting = run_line (desk, "config", "get", "user", NULL);
  guint            i, j;

  g_free (run_line (desk, "user", "add", "Anna", NULL));
  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) node = NULL;
      const char *found = NULL;

      g_free (run_line (desk, "user", "set", "Anna", "--permission", rows[i].typed, NULL));
      node = run_json (desk, "user", "list", NULL);
      for (j = 0; j < json_array_get_length (json_node_get_array (node)); j++)
        {
          JsonObject *user = element (json_node_get_array (node), j);

          if (g_strcmp0 (text_of (user, "name"), "Anna") == 0)
            found = text_of (user, "permission");
        }
      g_assert_cmpstr (found, ==, rows[i].nick);
      desk->language = "de";
      g_clear_pointer (&table.out, g_free);
      g_clear_pointer (&table.err, g_free);
      table = run (desk, "user", "list", NULL);
      assert_contains (table.out, rows[i].german);
    }
  g_free (run_line (desk, "user", "set", "Anna", "--permission", "none", "--active", "no", NULL));
  last = run (desk, "user", "set", acting, "--permission", "none", NULL);
  g_assert_cmpint (last.code, ==, 1);
  assert_contains (last.err,
                   "Mindestens ein aktiver Benutzer muss die Berechtigung „Alle zulassen“ behalten.");
}

/* A refused permission is named in the user's language. */
static void
test_permission (Desk         *desk,
                 gconstpointer data)
{
  g_auto (Run) result = { 0 };

  g_free (run_line (desk, "user", "add", "Anna", NULL));
  g_free (run_line (desk, "config", "set", "user", "Anna", NULL));
  desk->language = "de";
  result = run (desk, "user", "add", "Bert", NULL);
  g_assert_cmpint (result.code, ==, 1);
  assert_contains (result.err, "Dafür brauchen Sie die Berechtigung „Alle zulassen“.");
}

static void
test_statuses (Desk         *desk,
               gconstpointer data)
{
  g_autofree char *number = run_line (desk, "new", "--title", "a", NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) ticket = NULL;
  JsonArray *all;

  g_free (run_line (desk, "status", "add", "Verrechnet", "--meaning", "complete", "--color", "#2ec27e",
                    NULL));
  node = run_json (desk, "status", "list", NULL);
  all = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (all), ==, 7);
  g_assert_cmpstr (text_of (element (all, 0), "name"), ==, "Neu");
  g_assert_cmpstr (text_of (element (all, 6), "name"), ==, "Verrechnet");
  g_assert_cmpstr (text_of (element (all, 6), "meaning"), ==, "complete");
  g_free (run_line (desk, "set", number, "status", "Verrechnet", NULL));
  ticket = run_json (desk, "show", number, NULL);
  g_assert_false (bool_of (object_of (ticket), "is_open"));
}

/* ---- CSV, check ---- */

static void
test_import (Desk         *desk,
             gconstpointer data)
{
  g_autofree char *path = desk_write (desk, "in.csv", "subject,body,priority\n"
                                                      "Eins,\"Zeile 1\nZeile 2\",high\n"
                                                      ",,low\n"
                                                      "Drei,Text,odd\n"
                                                      "Vier,Text,\n");
  g_auto (Run) dry = run (desk, "import", path, "--map", "subject=title,body=description", "--dry-run", NULL);
  g_auto (Run) wet = { 0 };
  g_autoptr (JsonNode) before = run_json (desk, "list", NULL);
  g_autoptr (JsonNode) after = NULL;

  g_assert_cmpint (dry.code, ==, 0);
  assert_contains (dry.out, "2 tickets can be imported. 2 rows were left out.");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (before)), ==, 0);
  desk->language = "de";
  wet = run (desk, "import", path, "--map", "subject=title,body=description", NULL);
  g_assert_cmpint (wet.code, ==, 0);
  assert_contains (wet.out, "2 Tickets importiert. 2 Zeilen wurden ausgelassen.");
  assert_contains (wet.err, "Zeile 4:");
  assert_contains (wet.err, "Zeile 5: „odd“ passt hier nicht.");
  after = run_json (desk, "list", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (after)), ==, 2);
  g_assert_cmpstr (text_of (element (json_node_get_array (after), 0), "title"), ==, "Vier");
  g_assert_cmpstr (text_of (element (json_node_get_array (after), 1), "description"), ==,
                   "Zeile 1\nZeile 2");
}

static void
test_import_of_nothing (Desk         *desk,
                        gconstpointer data)
{
  g_autofree char *header = desk_write (desk, "header.csv", "title,description\n");
  g_autofree char *bad = desk_write (desk, "bad.csv", "title,priority\na,odd\n");
  g_auto (Run) nothing = run (desk, "import", header, NULL);
  g_auto (Run) broken = run (desk, "import", bad, NULL);
  g_auto (Run) missing = run (desk, "import", "missing.csv", NULL);

  g_assert_cmpint (nothing.code, ==, 1);
  g_assert_cmpint (broken.code, ==, 1);
  g_assert_cmpint (missing.code, ==, 1);
  assert_contains (missing.err, "“missing.csv” cannot be read.");
}

static void
test_export (Desk         *desk,
             gconstpointer data)
{
  g_autofree char *path = desk_path (desk, "out.csv");
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *ticket;

  g_free (run_line (desk, "config", "set", "timezone", "Europe/Berlin", NULL));
  number = run_line (desk, "new", "--title", "Ä; \"x\"", "--organisation", "Müller", "--due",
                     "2099-07-01 18:00", "--priority", "high", NULL);
  desk->language = "de";
  g_free (run_line (desk, "export", path, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  assert_contains (text, "\"Ä; \"\"x\"\"\"");
  assert_contains (text, "\"01.07.2099 18:00\"");
  assert_contains (text, number);
  desk_use (desk, "other");
  g_free (run_line (desk, "import", path, NULL));
  node = run_json (desk, "list", NULL);
  ticket = element (json_node_get_array (node), 0);
  g_assert_cmpstr (text_of (ticket, "title"), ==, "Ä; \"x\"");
  g_assert_cmpstr (text_of (ticket, "organisation"), ==, "Müller");
  g_assert_cmpstr (text_of (ticket, "priority"), ==, "high");
  assert_contains (text_of (ticket, "due"), "2099-07-01T");
}

static void
test_check (Desk         *desk,
            gconstpointer data)
{
  g_autofree char *number = run_line (desk, "new", "--title", "a", NULL);
  g_autofree char *path = desk_write (desk, "a.txt", "hello");
  g_autofree char *good = run_line (desk, "check", NULL);
  g_autofree char *stored = NULL;
  g_auto (Run) bad = { 0 };

  g_assert_cmpstr (good, ==, "Everything is in order.");
  g_free (run_line (desk, "attach", number, path, NULL));
  /* SHA-256 of “hello” */
  stored = desk_path (desk, "profile/files/2c/"
                            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  g_assert_cmpint (g_remove (stored), ==, 0);
  bad = run (desk, "check", "--json", NULL);
  g_assert_cmpint (bad.code, ==, 1);
  assert_contains (bad.out, number);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/ctl/" path, Desk, NULL, desk_set_up, func, desk_tear_down)
  ADD ("new/prints-the-number", test_new);
  ADD ("new/times-are-in-the-zone", test_times_have_the_zone);
  ADD ("show/has-every-member", test_shape);
  ADD ("show/page-is-german", test_german_page);
  ADD ("show/terminal-is-not-commanded", test_no_escapes);
  ADD ("items/are-as-added", test_items);
  ADD ("items/amounts-take-comma-and-point", test_amounts);
  ADD ("items/edit-changes-what-is-given", test_edit);
  ADD ("items/edit-refuses", test_edit_refusals);
  ADD ("items/delete", test_delete);
  ADD ("set/every-field", test_set);
  ADD ("list/newest-first", test_list);
  ADD ("config/set-and-get", test_config);
  ADD ("user/permissions-have-two-names", test_users);
  ADD ("user/refusal-names-the-permission", test_permission);
  ADD ("status/add", test_statuses);
  ADD ("organisation/set-changes-what-is-given", test_organisation);
  ADD ("import/tells-broken-rows", test_import);
  ADD ("import/of-nothing-fails", test_import_of_nothing);
  ADD ("export/comes-in-again", test_export);
  ADD ("check/finds-a-missing-file", test_check);
  return g_test_run ();
}
