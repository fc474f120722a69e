/* SPDX-License-Identifier: GPL-3.0-or-later
 * Age rules: what was closed long enough ago goes, what lives stays, and nothing brings back what went. */
#include "config.h"

#include "tb-privacy.h"

#include "tb-core-private.h"
#include "tb-corner.h"

#include <string.h>

static char *
new_ticket (TbSide     *side,
            const char *title,
            gboolean    is_closed)
{
  const TbTicketDraft draft = {
    .title = title, .organisation = "Kunde GmbH", .contact = title, .phone = "07731 445566"
  };
  g_auto (TbResult) result = { 0 };
  TbCommand close;

  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, &result);
  close = tb_corner_command_on (side, result.number, TB_COMMAND_SET);
  close.name = "status";
  close.value = "Abgeschlossen";
  if (is_closed)
    tb_side_do (side, close, NULL);
  return g_steal_pointer (&result.number);
}

static void
set_rule (TbSide     *side,
          const char *key,
          const char *months)
{
  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = key, .value = months }, NULL);
}

static void
wait_days (TbCorner *fixture,
           gint64    days)
{
  tb_clock_advance (fixture->pair.clock, days * TB_DAY);
}

/* All that the day has to do. */
static void
tick (TbSide *side)
{
  g_autoptr (GError) error = NULL;
  gint64 next = 0;

  do
    g_assert_true (tb_engine_tick (side->engine, &next, &error));
  while (next <= tb_clock_now (side->clock) + TB_SECOND);
  g_assert_no_error (error);
}

static guint
count_due (TbSide     *side,
           const char *key,
           gint64      months)
{
  g_autoptr (GError) error = NULL;
  guint count = 0;

  g_assert_true (tb_engine_count_due (side->engine, key, months, &count, &error));
  g_assert_no_error (error);
  return count;
}

static gboolean
is_there (TbSide     *side,
          const char *number)
{
  return tb_engine_find_ticket (side->engine, number, NULL) != 0;
}

static void
assert_sound (TbSide *side)
{
  g_autoptr (GPtrArray) findings = tb_engine_check (side->engine, NULL);

  if (findings->len > 0)
    g_error ("%s: %s", side->name, (char *)findings->pdata[0]);
}

static void
test_tickets (TbCorner     *fixture,
              gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *closed = new_ticket (lead, "Anna Alt", TRUE);
  g_autofree char *open = new_ticket (lead, "Otto Offen", FALSE);
  g_autofree char *young = NULL;

  wait_days (fixture, 90);
  young = new_ticket (lead, "Jana Jung", TRUE);
  tick (lead);
  g_assert_true (is_there (lead, closed)); /* off until somebody says so */
  g_assert_cmpuint (count_due (lead, "retention-tickets", 2), ==, 1);
  g_assert_cmpuint (count_due (lead, "retention-tickets", 4), ==, 0);
  g_assert_cmpuint (count_due (lead, "retention-tickets", 0), ==, 0);
  set_rule (lead, "retention-tickets", "2");
  wait_days (fixture, 1);
  tick (lead);
  g_assert_false (is_there (lead, closed));
  g_assert_true (is_there (lead, open));
  g_assert_true (is_there (lead, young));
  assert_sound (lead);
}

static void
test_contacts (TbCorner     *fixture,
               gconstpointer data)
{
  TbSide                        *lead = &fixture->pair.lead;
  g_autofree char               *closed = new_ticket (lead, "Anna Alt", TRUE);
  G_GNUC_UNUSED g_autofree char *same = new_ticket (lead, "Otto Offen", TRUE);
  g_autofree char               *open = new_ticket (lead, "Otto Offen", FALSE);
  g_autoptr (TbTicketView) old = NULL;
  g_autoptr (TbTicketView) twin = NULL;
  g_autoptr (TbTicketView) other = NULL;
  guint count = 0;

  wait_days (fixture, 90);
  set_rule (lead, "retention-contacts", "2");
  g_assert_true (tb_engine_retain (lead->engine, &count, NULL));
  g_assert_cmpuint (count, ==, 2);
  old = tb_side_show (lead, closed);
  g_assert_null (old->contact);
  g_assert_cmpstr (old->ticket->title, ==, "Anna Alt");
  twin = tb_side_show (lead, same);
  g_assert_null (twin->contact);
  /* Whose ticket is open is still known. */
  other = tb_side_show (lead, open);
  g_assert_cmpstr (other->contact->name, ==, "Otto Offen");
  g_assert_true (tb_engine_retain (lead->engine, &count, NULL));
  g_assert_cmpuint (count, ==, 0);
  assert_sound (lead);
}

/* More than one batch: each is a transaction of its own. */
static void
test_many (TbCorner     *fixture,
           gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  guint   i, count = 0;

  for (i = 0; i < 60; i++)
    g_free (new_ticket (lead, "Anna Alt", TRUE));
  wait_days (fixture, 90);
  g_assert_cmpuint (count_due (lead, "retention-tickets", 1), ==, 60);
  set_rule (lead, "retention-tickets", "1");
  g_assert_true (tb_engine_retain (lead->engine, &count, NULL));
  g_assert_cmpuint (count, ==, 60);
  assert_sound (lead);
}

static void
test_live_stays (TbCorner     *fixture,
                 gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;

  set_rule (lead, "retention-tickets", "1");
  set_rule (service, "retention-tickets", "1");
  wait_days (fixture, 90);
  tick (lead);
  tick (service);
  g_assert_true (is_there (lead, fixture->lead));
  g_assert_true (is_there (service, fixture->service));
  /* Over, but the partner does not know it yet. */
  tb_side_act (lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  {
    TbCommand close = tb_corner_command_on (lead, fixture->lead, TB_COMMAND_SET);

    close.name = "status";
    close.value = "Abgeschlossen";
    tb_side_do (lead, close, NULL);
  }
  wait_days (fixture, 90);
  tick (lead);
  g_assert_true (is_there (lead, fixture->lead));
  tb_pair_exchange (&fixture->pair);
  wait_days (fixture, 90);
  tick (lead);
  g_assert_false (is_there (lead, fixture->lead));
  assert_sound (lead);
}

static gboolean
say_again (TbCore  *core,
           gpointer data,
           GError **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, *(gint64 *)data, error);
  g_autoptr (TbEngagementRecord) e = tb_core_engagement_of (core, ticket, TB_ROLE_LEAD, error);
  g_autoptr (TbEvent) event = tb_event_new ();

  event->parts = TB_EVENT_STATUS;
  event->status = e->status;
  event->status_epoch = e->status_epoch;
  event->status_rev = ++e->status_rev;
  return tb_core_queue (core, e, event, NULL, error);
}

static guint
count_rows (TbSide *side)
{
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING };
  g_autoptr (GPtrArray) rows = tb_engine_list (side->engine, &query, 0, NULL);

  return rows->len;
}

/* The partner may say what it likes about a ticket that went: nothing comes back. That it has erased somebody
 * is of no use here; of all else it learns why it is not taken, and need not say it. */
static void
test_late_event (TbCorner     *fixture,
                 gconstpointer data)
{
  TbSide        *lead = &fixture->pair.lead;
  TbSide        *service = &fixture->pair.service;
  TbCommand      close = tb_corner_command_on (service, fixture->service, TB_COMMAND_SET);
  const TbPerson person = { "kommt spät", NULL, NULL };
  gint64         ticket = tb_side_ticket (lead, fixture->lead);
  g_autoptr (TbErasureReport) report = NULL;
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GPtrArray) held = NULL;
  guint before;

  g_free (tb_side_note (lead, fixture->lead, person.name, FALSE));
  tb_side_act (lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&fixture->pair);
  close.name = "status";
  close.value = "Abgeschlossen";
  tb_side_do (service, close, NULL);
  set_rule (service, "retention-tickets", "1");
  wait_days (fixture, 90);
  tick (service);
  g_assert_false (is_there (service, fixture->service));
  before = count_rows (service);

  report = tb_engine_erase_person (lead->engine, &person, TB_ERASE_TEXTS, NULL);
  g_assert_cmpuint (report->n_partners, ==, 1);
  tb_pair_exchange (&fixture->pair);
  open = tb_engine_outbox (lead->engine, NULL);
  g_assert_cmpuint (open->len, ==, 0);

  g_assert_true (tb_engine_run (lead->engine, TRUE, 0, say_again, &ticket, NULL));
  tb_pair_exchange (&fixture->pair);
  held = tb_engine_outbox (lead->engine, NULL);
  g_assert_cmpuint (held->len, ==, 1);
  g_assert_cmpint (((TbOutboxView *)held->pdata[0])->state, ==, TB_OUTBOX_HELD);
  g_assert_cmpstr (((TbOutboxView *)held->pdata[0])->problem, ==, "ended");
  g_assert_cmpuint (count_rows (service), ==, before);
  assert_sound (service);
}

#define ADD(path, setup, func) \
  g_test_add ("/engine/retention/" path, TbCorner, NULL, setup, func, tb_corner_teardown)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("closed-tickets-go-by-their-age", tb_corner_setup, test_tickets);
  ADD ("contacts-go-by-their-age", tb_corner_setup, test_contacts);
  ADD ("many-go-in-batches", tb_corner_setup, test_many);
  ADD ("what-is-shared-stays", tb_corner_setup_accepted, test_live_stays);
  ADD ("a-late-event-brings-nothing-back", tb_corner_setup_accepted, test_late_event);
  return g_test_run ();
}
