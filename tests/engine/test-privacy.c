/* SPDX-License-Identifier: GPL-3.0-or-later
 * A person is found, told, blocked and put out; afterwards no byte of the name is left, here and at the
 * partner who does the same. */
#define _GNU_SOURCE /* memmem */
#include "config.h"

#include "tb-privacy.h"

#include "tb-corner.h"
#include "tb-speaker.h"

#include <string.h>

/* Nothing else in these profiles begins like it, so that the search index holds its words whole. */
#define NAME "Zwiebarth Quörkenfeld"
#define EMAIL "zwiebarth@quoerk.example"
/* As long in one piece that no id, whose digits are drawn, contains it. */
#define PHONE "+49 7731884230 5566"
static const TbPerson person = { NAME, EMAIL, PHONE };

/* What must not be there: as typed, as the search index folds it, and number and address. */
static const char *const traces[] = {
  "Zwiebarth",
  "Quörkenfeld",
  "zwiebarth",
  "quorkenfeld",
  "Quorkenfeld",
  "7731884230",
  NULL,
};

static GString *logged;

/* ---- Bytes ---- */

static gboolean
stands_in (const char *bytes,
           gsize       length)
{
  guint i;

  for (i = 0; traces[i] != NULL; i++)
    if (memmem (bytes, length, traces[i], strlen (traces[i])) != NULL)
      return TRUE;
  return FALSE;
}

/* Returns: in how many files below @path the person stands, by content or by name */
static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint       n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *bytes = NULL;
      gsize            length;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        n += count_files (child);
      else if (g_file_get_contents (child, &bytes, &length, NULL) &&
               (stands_in (bytes, length) || stands_in (name, strlen (name))))
        n++;
    }
  return n;
}

static void
keep_log (const char    *domain,
          GLogLevelFlags level,
          const char    *message,
          gpointer       data)
{
  g_string_append_printf (logged, "%s\n", message);
  g_assert_cmpint (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING), ==, 0);
}

/* ---- Doing ---- */

static TbPersonFindings *
find (TbSide *side)
{
  g_autoptr (GError) error = NULL;
  TbPersonFindings *findings = tb_engine_find_person (side->engine, &person, TRUE, &error);

  g_assert_no_error (error);
  return findings;
}

static guint
count_places (TbSide *side)
{
  g_autoptr (TbPersonFindings) findings = find (side);

  return findings->places->len;
}

static TbErasureReport *
erase (TbSide      *side,
       TbEraseFlags flags)
{
  g_autoptr (GError) error = NULL;
  TbErasureReport *report = tb_engine_erase_person (side->engine, &person, flags, &error);

  g_assert_no_error (error);
  g_assert_nonnull (report);
  return report;
}

static void
erase_all (TbSide *side)
{
  g_autoptr (TbErasureReport) report = erase (side, TB_ERASE_TEXTS);

  g_assert_false (report->remains);
}

static TbErasureReport *
follow (TbSide     *side,
        const char *number)
{
  g_autoptr (GError) error = NULL;
  TbErasureReport *report =
    tb_engine_follow_erasure (side->engine, tb_side_ticket (side, number), &error);

  g_assert_no_error (error);
  return report;
}

static void
assert_sound (TbSide *side)
{
  g_autoptr (GPtrArray) findings = tb_engine_check (side->engine, NULL);
  g_autoptr (GPtrArray) open = tb_engine_outbox (side->engine, NULL);

  if (findings->len > 0)
    g_error ("%s: %s", side->name, (char *)findings->pdata[0]);
  g_assert_cmpuint (open->len, ==, 0);
}

/* A ticket that is about the person throughout. */
static char *
new_ticket (TbSide *side)
{
  const TbTicketDraft draft = { .title = "Anruf von " NAME,
                                .description = "Frau " NAME " (" EMAIL ") bittet um Rückruf: " PHONE ".",
                                .organisation = "Kunde GmbH",
                                .contact = NAME,
                                .phone = PHONE,
                                .street = "Weg 1",
                                .town = "Singen" };
  g_auto (TbResult) result = { 0 };

  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, &result);
  return g_steal_pointer (&result.number);
}

static void
attach (TbSide     *side,
        const char *number,
        const char *name)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("nothing", 7);
  const TbItemDraft file = { .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = name, .text = "von " NAME };

  TbCommand add = tb_corner_command_on (side, number, TB_COMMAND_ADD_ITEM);

  add.item = &file;
  tb_side_do (side, add, NULL);
}

static void
accept (TbCorner *fixture)
{
  tb_side_do (&fixture->pair.service,
              (TbCommand){ .type = TB_COMMAND_ACT,
                           .ticket = tb_side_ticket (&fixture->pair.service, fixture->service),
                           .action = TB_ACTION_ACCEPT,
                           .organisation = "Nord" },
              NULL);
  tb_pair_exchange (&fixture->pair);
  g_free (fixture->service);
  fixture->service = tb_side_newest (&fixture->pair.service);
}

/* Offered, accepted, worked at by both: the person stands on both sides in whatever can hold a text. */
static void
set_up_shared (TbCorner     *fixture,
               gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;

  tb_corner_setup (fixture, data);
  fixture->lead = new_ticket (lead);
  g_free (tb_side_note (lead, fixture->lead, "intern: " NAME, TRUE));
  g_free (tb_side_note (lead, fixture->lead, "wartet auf " NAME, FALSE));
  tb_side_outsource (lead, fixture->lead, "Alpen");
  tb_pair_exchange (&fixture->pair);
  fixture->service = tb_side_newest (service);
  accept (fixture);
  attach (lead, fixture->lead, NAME ".txt");
  g_free (tb_side_note (service, fixture->service, NAME " ist erreicht", FALSE));
  g_free (tb_side_note (service, fixture->service, "nur hier: " NAME, TRUE));
  tb_side_do (lead,
              (TbCommand){ .type = TB_COMMAND_DRAFT, .draft_key = "new-ticket", .text = "{" NAME "}" }, NULL);
  tb_pair_exchange (&fixture->pair);
}

/* ---- Tests ---- */

static void
test_find (TbCorner     *fixture,
           gconstpointer data)
{
  g_autoptr (TbPersonFindings) findings = find (&fixture->pair.lead);
  g_autofree char *json = tb_person_findings_to_json (findings, &person, 0);
  gboolean         has_title = FALSE, has_contact = FALSE, has_event = FALSE, has_draft = FALSE;
  guint            i;

  for (i = 0; i < findings->places->len; i++)
    {
      const TbPersonPlace *place = findings->places->pdata[i];

      if (g_str_equal (place->table, "ticket") && g_str_equal (place->column, "title"))
        {
          has_title = TRUE;
          g_assert_cmpstr (place->number, ==, fixture->lead);
          g_assert_cmpstr (place->excerpt, ==, "Anruf von " NAME);
        }
      has_contact |= g_str_equal (place->table, "contact");
      has_event |= g_str_equal (place->table, "outbox");
      has_draft |= g_str_equal (place->table, "draft");
    }
  g_assert_true (has_title && has_contact && has_event && has_draft);
  g_assert_cmpuint (findings->n_tickets, ==, 1);
  g_assert_cmpuint (findings->n_open, ==, 1);
  g_assert_cmpuint (findings->n_partners, ==, 1);
  g_assert_cmpuint (findings->n_files, ==, 1);
  g_assert_cmpuint (findings->n_contacts, ==, 1);
  g_assert_nonnull (strstr (json, "bittet um Rückruf: " PHONE "."));
}

/* „Nothing less removes the word from the file“: here everything that does is done, and looked for. */
static void
test_nothing_remains (TbCorner     *fixture,
                      gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;
  g_autoptr (TbErasureReport) told = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (count_files (lead->dir), >, 0);
  g_assert_cmpuint (count_files (service->dir), >, 0);
  {
    g_autoptr (TbErasureReport) report = erase (lead, TB_ERASE_TEXTS);

    g_assert_false (report->remains);
    g_assert_cmpuint (report->n_tickets, ==, 1);
    g_assert_cmpuint (report->n_partners, ==, 1);
    g_assert_cmpuint (report->backups->len, ==, 0);
  }
  g_assert_cmpuint (count_places (lead), ==, 0);
  g_assert_true (tb_store_back_up (lead->store, "2026-11-24", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (lead->dir), ==, 0);

  tb_pair_exchange (&fixture->pair);
  g_assert_cmpuint (count_files (lead->dir), ==, 0);
  /* Nothing of the partner's own was touched. */
  g_assert_cmpuint (count_files (service->dir), >, 0);
  told = follow (service, fixture->service);
  g_assert_false (told->remains);
  g_assert_cmpuint (told->n_partners, ==, 0);
  g_assert_cmpuint (count_places (service), ==, 0);
  g_assert_true (tb_store_back_up (service->store, "2026-11-24", &error));
  g_assert_cmpuint (count_files (service->dir), ==, 0);
  tb_pair_exchange (&fixture->pair);
  assert_sound (lead);
  assert_sound (service);
  g_assert_cmpuint (logged->len, >, 0);
  g_assert_false (stands_in (logged->str, logged->len));
}

/* Its own copy is as the lead's: where the name was stands the marker, and nothing else has changed. */
static void
test_partner_follows (TbCorner     *fixture,
                      gconstpointer data)
{
  TbSide *service = &fixture->pair.service;
  g_autoptr (TbTicketView) before = NULL;
  g_autoptr (TbTicketView) after = NULL;

  erase_all (&fixture->pair.lead);
  tb_pair_exchange (&fixture->pair);
  before = tb_side_show (service, fixture->service);
  g_assert_cmpint (before->erasures, ==, 1);
  g_assert_cmpstr (before->ticket->title, ==, "Anruf von " NAME);
  g_assert_cmpstr (tb_ticket_view_latest (before, TB_ROLE_SERVICE)->record->customer_contact, ==, NAME);
  /* What travels came by itself. */
  g_assert_nonnull (tb_item_with (before, "wartet auf " TB_PERSON_MARKER));
  g_assert_nonnull (tb_item_with (before, "nur hier: " NAME));
  tb_erasure_report_free (follow (service, fixture->service));
  after = tb_side_show (service, fixture->service);
  g_assert_cmpint (after->erasures, ==, 0);
  g_assert_cmpstr (after->ticket->title, ==, "Anruf von " TB_PERSON_MARKER);
  g_assert_cmpstr (tb_ticket_view_latest (after, TB_ROLE_SERVICE)->record->customer_contact, ==,
                   TB_PERSON_MARKER);
  g_assert_cmpstr (tb_ticket_view_latest (after, TB_ROLE_SERVICE)->record->customer_address, ==,
                   "Weg 1\nSingen");
  g_assert_nonnull (tb_item_with (after, "nur hier: " TB_PERSON_MARKER));
  g_assert_nonnull (tb_item_with (after, TB_PERSON_MARKER " ist erreicht"));
}

static void
test_dismiss (TbCorner     *fixture,
              gconstpointer data)
{
  TbSide *service = &fixture->pair.service;
  g_autoptr (TbTicketView) view = NULL;

  erase_all (&fixture->pair.lead);
  tb_pair_exchange (&fixture->pair);
  tb_side_do (service, tb_corner_command_on (service, fixture->service, TB_COMMAND_ERASURE_DISMISS), NULL);
  view = tb_side_show (service, fixture->service);
  g_assert_cmpint (view->erasures, ==, 0);
  g_assert_cmpstr (view->ticket->title, ==, "Anruf von " NAME);
}

/* Whatever was lost on the way: of an event that was frozen with the name the partner has one of its two
 * bodies, and both agree on everything else. */
static void
test_over_loss (TbCorner     *fixture,
                gconstpointer data)
{
  TbSide  *lead = &fixture->pair.lead;
  TbSide  *service = &fixture->pair.service;
  gboolean arrives = GPOINTER_TO_INT (data);
  g_autoptr (TbTicketView) view = NULL;
  g_autoptr (TbEnvelope) request = NULL;

  fixture->lead = new_ticket (lead);
  tb_side_outsource (lead, fixture->lead, "Alpen");
  /* It was sent; either it or its answer was lost. */
  request = tb_step_prepare (lead, service);
  if (arrives)
    tb_envelope_free (tb_step_receive (service, request));
  erase_all (lead);
  g_assert_cmpuint (count_files (lead->dir), ==, 0);
  tb_pair_exchange (&fixture->pair);
  fixture->service = tb_side_newest (service);
  view = tb_side_show (service, fixture->service);
  g_assert_cmpstr (view->ticket->title, ==, arrives ? "Anruf von " NAME : "Anruf von " TB_PERSON_MARKER);
  g_assert_cmpint (view->erasures, ==, 1);
  accept (fixture);
  tb_corner_assert_status (fixture, TB_STATUS_ACCEPTED);
  tb_erasure_report_free (follow (service, fixture->service));
  g_assert_cmpuint (count_files (service->dir), ==, 0);
  tb_pair_exchange (&fixture->pair);
  assert_sound (lead);
  assert_sound (service);
}

/* An item whose first revision is on its way ends as its second says. */
static void
test_item_over_loss (TbCorner     *fixture,
                     gconstpointer data)
{
  TbSide  *lead = &fixture->pair.lead;
  TbSide  *service = &fixture->pair.service;
  gboolean arrives = GPOINTER_TO_INT (data);
  g_autoptr (TbTicketView) view = NULL;
  g_autoptr (TbEnvelope) request = NULL;

  g_free (tb_side_note (service, fixture->service, "eben: " NAME, FALSE));
  request = tb_step_prepare (service, lead);
  if (arrives)
    tb_envelope_free (tb_step_receive (lead, request));
  erase_all (service);
  tb_pair_exchange (&fixture->pair);
  view = tb_side_show (lead, fixture->lead);
  g_assert_nonnull (tb_item_with (view, "eben: " TB_PERSON_MARKER));
  assert_sound (lead);
  assert_sound (service);
}

/* In a pause nobody may change what was there, and after the end nothing travels; erasing does, and tells. */
static void
test_not_live (TbCorner     *fixture,
               gconstpointer data)
{
  TbSide  *lead = &fixture->pair.lead;
  TbSide  *service = &fixture->pair.service;
  gboolean is_over = GPOINTER_TO_INT (data);

  tb_side_act (service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_corner_assert_status (fixture, TB_STATUS_WAITING_APPROVAL);
  if (is_over)
    tb_side_act (lead, fixture->lead, TB_ACTION_APPROVE, NULL);
  tb_pair_exchange (&fixture->pair);
  erase_all (lead);
  g_assert_cmpuint (count_files (lead->dir), ==, 0);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpuint (count_files (service->dir), >, 0);
  tb_erasure_report_free (follow (service, fixture->service));
  g_assert_cmpuint (count_files (service->dir), ==, 0);
  tb_pair_exchange (&fixture->pair);
  assert_sound (lead);
  assert_sound (service);
  tb_corner_assert_status (fixture, is_over ? TB_STATUS_COMPLETE : TB_STATUS_WAITING_APPROVAL);
}

/* The service partner erases: the lead is told, and can do the same. */
static void
test_service_erases (TbCorner     *fixture,
                     gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;

  erase_all (&fixture->pair.service);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpuint (count_files (lead->dir), >, 0);
  tb_erasure_report_free (follow (lead, fixture->lead));
  g_assert_cmpuint (count_places (lead), <=, 1); /* a draft of no ticket */
  tb_pair_exchange (&fixture->pair);
  assert_sound (lead);
  assert_sound (&fixture->pair.service);
}

static void
test_names_only (TbCorner     *fixture,
                 gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (TbErasureReport) report = erase (lead, 0);
  g_autoptr (TbTicketView) view = tb_side_show (lead, fixture->lead);

  g_assert_true (report->remains);
  g_assert_cmpstr (view->contact->name, ==, TB_PERSON_MARKER);
  g_assert_null (view->contact->phone);
  g_assert_null (view->organisation->phone);
  g_assert_cmpstr (view->ticket->title, ==, "Anruf von " NAME);
}

static void
test_closed_only (TbCorner     *fixture,
                  gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *closed = new_ticket (lead);
  g_autoptr (TbErasureReport) report = NULL;
  g_autoptr (TbTicketView) open_view = NULL;
  g_autoptr (TbTicketView) closed_view = NULL;

  tb_side_do (lead,
              (TbCommand){ .type = TB_COMMAND_SET,
                           .ticket = tb_side_ticket (lead, closed),
                           .name = "status",
                           .value = "Abgeschlossen" },
              NULL);
  report = erase (lead, TB_ERASE_TEXTS | TB_ERASE_CLOSED);
  open_view = tb_side_show (lead, fixture->lead);
  closed_view = tb_side_show (lead, closed);
  g_assert_cmpuint (report->n_tickets, ==, 1);
  g_assert_cmpstr (closed_view->ticket->title, ==, "Anruf von " TB_PERSON_MARKER);
  g_assert_cmpstr (open_view->ticket->title, ==, "Anruf von " NAME);
  /* The contact is that of the open one, too. */
  g_assert_cmpstr (open_view->contact->name, ==, NAME);
}

static void
test_block (TbCorner     *fixture,
            gconstpointer data)
{
  TbSide             *lead = &fixture->pair.lead;
  const TbTicketDraft draft = { .title = "Neu", .organisation = "Kunde GmbH", .contact = NAME };
  TbCommand           block = { .type = TB_COMMAND_PERSON_BLOCK, .person = &person, .is_active = TRUE };
  TbCommand           fresh = { .type = TB_COMMAND_NEW_TICKET, .draft = &draft };
  TbCommand           outsource = { .type = TB_COMMAND_OUTSOURCE, .partner = "Alpen" };
  g_autofree char    *number = new_ticket (lead);
  g_auto (TbResult) result = { 0 };

  outsource.ticket = tb_side_ticket (lead, number);
  tb_side_do (lead, block, &result);
  g_assert_cmpuint (result.count, ==, 1);
  tb_side_refuse (lead, fresh, TB_PROBLEM_BLOCKED);
  tb_side_refuse (lead, outsource, TB_PROBLEM_BLOCKED);
  block.is_active = FALSE;
  tb_side_do (lead, block, NULL);
  tb_side_do (lead, fresh, NULL);
  tb_side_do (lead, outsource, NULL);
  block.person = &(TbPerson){ "Niemand Sonst", NULL, NULL };
  tb_side_refuse (lead, block, TB_PROBLEM_NOT_FOUND);
}

/* Blocked between offer and acceptance: the partner gets the company's address and nobody's name. */
static void
test_block_after_offer (TbCorner     *fixture,
                        gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (TbTicketView) view = NULL;

  fixture->lead = new_ticket (lead);
  tb_side_outsource (lead, fixture->lead, "Alpen");
  tb_pair_exchange (&fixture->pair);
  fixture->service = tb_side_newest (&fixture->pair.service);
  tb_side_do (lead,
              (TbCommand){ .type = TB_COMMAND_PERSON_BLOCK, .person = &person, .is_active = TRUE },
              NULL);
  accept (fixture);
  view = tb_side_show (&fixture->pair.service, fixture->service);
  g_assert_cmpstr (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->record->customer_contact, ==, "");
  g_assert_cmpstr (tb_ticket_view_latest (view, TB_ROLE_SERVICE)->record->customer_company, ==, "Kunde GmbH");
}

static void
assert_refused (TbSide   *side,
                TbPerson  whom,
                TbProblem problem)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tb_engine_erase_person (side->engine, &whom, TB_ERASE_TEXTS, &error));
  g_assert_error (error, TB_PROBLEM, (int)problem);
}

static void
test_rights (TbCorner     *fixture,
             gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (TbUserRecord) user = tb_engine_get_user (lead->engine, NULL);
  TbCommand add = { .type = TB_COMMAND_USER_ADD };
  g_autoptr (GError) error = NULL;

  assert_refused (lead, (TbPerson){ " ", NULL, NULL }, TB_PROBLEM_EMPTY);
  assert_refused (lead, (TbPerson){ user->name, NULL, NULL }, TB_PROBLEM_USER_ACTIVE);
  add.name = "Gast";
  add.permission = TB_PERMISSION_PARTNERS;
  tb_side_do (lead, add, NULL);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = "Gast" }, NULL);
  assert_refused (lead, person, TB_PROBLEM_PERMISSION);
  g_assert_null (tb_engine_find_person (lead->engine, &person, FALSE, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_PERMISSION);
  add = (TbCommand){ .type = TB_COMMAND_PERSON_BLOCK, .person = &person };
  tb_side_refuse (lead, add, TB_PROBLEM_PERMISSION);
}

/* Who has left: the name goes, whoever it was that did what stays apart. */
static void
test_former_user (TbCorner     *fixture,
                  gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (TbUserRecord) admin = tb_engine_get_user (lead->engine, NULL);
  g_autoptr (GPtrArray) users = NULL;
  g_autofree char *number = tb_side_new_ticket (lead, "Drucker");
  g_autoptr (TbTicketView) view = NULL;
  const TbHistoryRecord *first;

  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = NAME }, NULL);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = NAME }, NULL);
  g_free (tb_side_note (lead, number, "erledigt", FALSE));
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = admin->name }, NULL);
  assert_refused (lead, person, TB_PROBLEM_USER_ACTIVE);
  tb_side_do (lead,
              (TbCommand){ .type = TB_COMMAND_USER_SET, .name = NAME, .value = "active", .is_active = FALSE },
              NULL);
  erase_all (lead);
  g_assert_cmpuint (count_files (lead->dir), ==, 0);
  view = tb_side_show (lead, number);
  first = view->history->pdata[1];
  g_assert_cmpstr (tb_item_with (view, "erledigt")->record->author, ==, TB_PERSON_MARKER);
  g_assert_cmpstr (first->actor, ==, TB_PERSON_MARKER);
  users = tb_engine_rows (lead->engine, TB_TABLE_USERS, NULL);
  g_assert_cmpuint (users->len, ==, 2);
}

/* Older backups are told, and go if asked. */
static void
test_backups (TbCorner     *fixture,
              gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (TbErasureReport) first = NULL;
  g_autoptr (TbErasureReport) second = NULL;

  g_assert_true (tb_store_back_up (lead->store, "2026-11-22", NULL));
  first = erase (lead, TB_ERASE_TEXTS);
  g_assert_cmpuint (first->backups->len, ==, 1);
  g_assert_cmpstr (first->backups->pdata[0], ==, "2026-11-22");
  g_assert_cmpuint (count_files (lead->dir), >, 0);
  second = erase (lead, TB_ERASE_TEXTS | TB_ERASE_BACKUPS);
  g_assert_cmpuint (second->backups->len, ==, 0);
  g_assert_cmpuint (count_files (lead->dir), ==, 0);
}

static void
on_found_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  *(TbPersonFindings **)data = tb_engine_find_person_finish (TB_ENGINE (source), result, NULL);
}

static void
test_async (TbCorner     *fixture,
            gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (TbPersonFindings) findings = NULL;

  tb_engine_find_person_async (lead->engine, &person, FALSE, NULL, on_found_cb, &findings);
  while (findings == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (findings->places->len, >, 5);
}

#define ADD(path, setup, func, data) \
  g_test_add ("/engine/privacy/" path, TbCorner, data, setup, func, tb_corner_teardown)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  logged = g_string_new (NULL);
  g_log_set_default_handler (keep_log, NULL);

  ADD ("places-are-found", set_up_shared, test_find, NULL);
  ADD ("places-are-found-from-a-main-loop", set_up_shared, test_async, NULL);
  ADD ("nothing-remains", set_up_shared, test_nothing_remains, NULL);
  ADD ("partner-does-the-same", set_up_shared, test_partner_follows, NULL);
  ADD ("partner-may-keep-its-own", set_up_shared, test_dismiss, NULL);
  ADD ("offer-that-was-lost", tb_corner_setup, test_over_loss, GINT_TO_POINTER (FALSE));
  ADD ("offer-whose-answer-was-lost", tb_corner_setup, test_over_loss, GINT_TO_POINTER (TRUE));
  ADD ("item-that-was-lost", set_up_shared, test_item_over_loss, GINT_TO_POINTER (FALSE));
  ADD ("item-whose-answer-was-lost", set_up_shared, test_item_over_loss, GINT_TO_POINTER (TRUE));
  ADD ("while-suspended", set_up_shared, test_not_live, GINT_TO_POINTER (FALSE));
  ADD ("after-the-end", set_up_shared, test_not_live, GINT_TO_POINTER (TRUE));
  ADD ("service-partner-erases", set_up_shared, test_service_erases, NULL);
  ADD ("names-without-texts", set_up_shared, test_names_only, NULL);
  ADD ("closed-tickets-only", set_up_shared, test_closed_only, NULL);
  ADD ("blocked-is-not-used", tb_corner_setup, test_block, NULL);
  ADD ("blocked-is-not-handed-on", tb_corner_setup, test_block_after_offer, NULL);
  ADD ("needs-the-right", tb_corner_setup, test_rights, NULL);
  ADD ("former-user", tb_corner_setup, test_former_user, NULL);
  ADD ("older-backups-are-told", set_up_shared, test_backups, NULL);
  return g_test_run ();
}
