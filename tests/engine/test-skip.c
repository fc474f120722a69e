/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Überspringen“: what becomes of an event that the partner will not take, and of one that it took after all;
 * and what the page of waiting messages says. */
#include "config.h"

#include "tb-batch.h"
#include "tb-speaker.h"

#include <string.h>

/* The next request of @from is answered 422 by something on the way, until one row is held. @arrives: it
 * reached the partner before, and only its answer was lost. */
static void
hold (TbSide  *from,
      TbSide  *to,
      gboolean arrives)
{
  g_autoptr (TbEnvelope) first = tb_step_prepare (from, to);
  g_autoptr (GBytes) body = tb_problem_body (422, TB_PROBLEM_MALFORMED);
  guint round;

  if (arrives)
    tb_envelope_free (tb_step_receive (to, first));
  for (round = 0; round < 12; round++)
    {
      g_autoptr (TbEnvelope) request =
        tb_engine_prepare (from->engine, tb_side_partner (from, to->name), FALSE, NULL);
      g_autoptr (TbEnvelope) answer = NULL;
      g_autoptr (GPtrArray) rows = tb_engine_outbox (from->engine, NULL);

      if (request == NULL || ((TbOutboxView *)rows->pdata[0])->state == TB_OUTBOX_HELD)
        return;
      answer = tb_envelope_new ("push", request->link, body);
      answer->status = 422;
      tb_step_settle (from, to, request, answer);
    }
  g_assert_not_reached ();
}

static void
skip (TbSide     *side,
      const char *number)
{
  g_auto (TbResult) result = { 0 };

  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_SKIP, .ticket = tb_side_ticket (side, number) }, &result);
  g_assert_cmpuint (result.count, ==, 1);
}

static void
assert_settled (TbAccepted *fixture)
{
  TbSide *sides[] = { &fixture->pair.lead, &fixture->pair.service };
  guint   i;

  for (i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (GPtrArray) open = tb_engine_outbox (sides[i]->engine, NULL);
      g_autoptr (GPtrArray) findings = tb_engine_check (sides[i]->engine, NULL);

      g_assert_cmpuint (open->len, ==, 0);
      if (findings->len > 0)
        g_error ("%s: %s", sides[i]->name, (char *)findings->pdata[0]);
    }
}

static gboolean
is_local (TbSide     *side,
          const char *number,
          const char *text)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);
  TbItemView *item = tb_item_with (view, text);

  g_assert_nonnull (item);
  return item->is_local_only;
}

static void
edit (TbSide     *side,
      const char *number,
      const char *uuid,
      const char *text)
{
  const TbItemDraft draft = { .kind = TB_ITEM_NOTE, .text = text };

  tb_side_do (side,
              (TbCommand){ .type = TB_COMMAND_EDIT_ITEM,
                           .ticket = tb_side_ticket (side, number),
                           .uuid = uuid,
                           .item = &draft },
              NULL);
}

/* ---- Items ---- */

static void
test_a_note_stays_here (TbAccepted   *fixture,
                        gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *uuid = tb_side_note (lead, fixture->lead, "zu viel", FALSE);

  hold (lead, service, FALSE);
  g_free (tb_side_note (lead, fixture->lead, "danach", FALSE));
  tb_pair_exchange (&fixture->pair);
  g_assert_false (tb_look_note (service, fixture->service, "danach"));
  g_assert_cmpint (tb_look_delivery (lead, fixture->lead), ==, TB_DELIVERY_HELD);
  skip (lead, fixture->lead);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_look_note (service, fixture->service, "danach"));
  g_assert_false (tb_look_note (service, fixture->service, "zu viel"));
  g_assert_true (is_local (lead, fixture->lead, "zu viel"));
  /* And it stays here, whatever becomes of it. */
  edit (lead, fixture->lead, uuid, "immer noch");
  tb_pair_exchange (&fixture->pair);
  g_assert_false (tb_look_note (service, fixture->service, "immer noch"));
  assert_settled (fixture);
}

static gboolean
plant_item (TbTx    *tx,
            gpointer data,
            GError **error)
{
  g_autoptr (TbItemRecord) item = tb_item_record_new ();

  item->uuid = g_strdup (data);
  item->ticket = 1;
  item->text = g_strdup ("schon da");
  item->date = g_strdup ("2026-11-23");
  item->stays = TRUE;
  return tb_tx_insert (tx, item, error);
}

/* Here the partner itself has taken and refused it. */
static void
test_a_refused_note_stays_here (TbAccepted   *fixture,
                                gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *uuid = tb_side_note (lead, fixture->lead, "fremde Kennung", FALSE);
  g_autoptr (GError) error = NULL;

  tb_store_write (service->store, plant_item, uuid, &error);
  g_assert_no_error (error);
  g_free (tb_side_note (lead, fixture->lead, "danach", FALSE));
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_look_delivery (lead, fixture->lead), ==, TB_DELIVERY_HELD);
  skip (lead, fixture->lead);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_look_note (service, fixture->service, "danach"));
  g_assert_cmpint (tb_look_delivery (lead, fixture->lead), ==, TB_DELIVERY_DELIVERED);
  assert_settled (fixture);
}

static void
test_a_later_revision_still_travels (TbAccepted   *fixture,
                                     gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *uuid = tb_side_note (lead, fixture->lead, "zu viel", FALSE);

  hold (lead, service, FALSE);
  edit (lead, fixture->lead, uuid, "kürzer");
  skip (lead, fixture->lead);
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_look_note (service, fixture->service, "kürzer"));
  g_assert_false (is_local (lead, fixture->lead, "kürzer"));
  assert_settled (fixture);
}

static void
test_a_note_that_had_arrived_is_shared (TbAccepted   *fixture,
                                        gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *uuid = tb_side_note (lead, fixture->lead, "doch da", FALSE);

  hold (lead, service, TRUE);
  skip (lead, fixture->lead);
  g_assert_true (is_local (lead, fixture->lead, "doch da"));
  tb_pair_exchange (&fixture->pair);
  g_assert_false (is_local (lead, fixture->lead, "doch da"));
  edit (lead, fixture->lead, uuid, "doch geändert");
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_look_note (service, fixture->service, "doch geändert"));
  assert_settled (fixture);
}

/* ---- Requests ---- */

static TbVerb
pending (TbAccepted *fixture)
{
  g_autoptr (TbTicketView) view = tb_side_show (&fixture->pair.service, fixture->service);

  return tb_ticket_view_latest (view, TB_ROLE_SERVICE)->pending;
}

static void
test_a_submission_is_taken_back (TbAccepted   *fixture,
                                 gconstpointer data)
{
  TbSide *service = &fixture->pair.service;

  tb_side_act (service, fixture->service, TB_ACTION_SUBMIT, NULL);
  hold (service, &fixture->pair.lead, FALSE);
  g_assert_cmpint (pending (fixture), ==, TB_VERB_SUBMIT);
  skip (service, fixture->service);
  g_assert_cmpint (pending (fixture), ==, TB_VERB_NONE);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_status_of (service, fixture->service, TB_ROLE_SERVICE), ==, TB_STATUS_ACCEPTED);
  /* The pause is over, and it can be asked for again. */
  g_free (tb_side_note (service, fixture->service, "weiter", FALSE));
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_look_note (&fixture->pair.lead, fixture->lead, "weiter"));
  tb_side_act (service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_status_of (service, fixture->service, TB_ROLE_SERVICE), ==, TB_STATUS_WAITING_APPROVAL);
  assert_settled (fixture);
}

static void
test_a_submission_that_had_arrived_counts (TbAccepted   *fixture,
                                           gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;

  tb_side_act (service, fixture->service, TB_ACTION_SUBMIT, NULL);
  hold (service, lead, TRUE);
  skip (service, fixture->service);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (pending (fixture), ==, TB_VERB_NONE);
  g_assert_cmpint (tb_status_of (lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_WAITING_APPROVAL);
  g_assert_cmpint (tb_status_of (service, fixture->service, TB_ROLE_SERVICE), ==, TB_STATUS_WAITING_APPROVAL);
  assert_settled (fixture);
}

static void
test_a_start_comes_with_the_next_activity (TbAccepted   *fixture,
                                           gconstpointer data)
{
  TbSide *service = &fixture->pair.service;

  g_free (tb_side_note (service, fixture->service, "erste", FALSE));
  hold (service, &fixture->pair.lead, FALSE);
  skip (service, fixture->service);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_status_of (service, fixture->service, TB_ROLE_SERVICE), ==, TB_STATUS_ACCEPTED);
  g_assert_true (tb_look_note (&fixture->pair.lead, fixture->lead, "erste"));
  g_free (tb_side_note (service, fixture->service, "zweite", FALSE));
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_status_of (service, fixture->service, TB_ROLE_SERVICE), ==, TB_STATUS_IN_PROGRESS);
  assert_settled (fixture);
}

/* ---- Offers ---- */

static void
test_an_offer_is_canceled (TbAccepted   *fixture,
                           gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *number = tb_side_new_ticket (lead, "Zweites Ticket");
  g_autofree char *before = tb_side_newest (&fixture->pair.service);
  g_autofree char *after = NULL;

  tb_side_outsource (lead, number, "Alpen");
  hold (lead, &fixture->pair.service, FALSE);
  tb_clock_advance (fixture->pair.clock, TB_MINUTE);
  skip (lead, number);
  g_assert_cmpint (tb_status_of (lead, number, TB_ROLE_LEAD), ==, TB_STATUS_CANCELED);
  tb_pair_exchange (&fixture->pair);
  after = tb_side_newest (&fixture->pair.service);
  g_assert_cmpstr (after, ==, before);
  assert_settled (fixture);
  /* And the ticket can be offered again. */
  tb_side_outsource (lead, number, "Alpen");
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_look_delivery (lead, number), ==, TB_DELIVERY_DELIVERED);
}

static void
test_an_offer_that_had_arrived_is_canceled_there (TbAccepted   *fixture,
                                                  gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *number = tb_side_new_ticket (lead, "Zweites Ticket");
  g_autofree char *offer = NULL;

  tb_side_outsource (lead, number, "Alpen");
  hold (lead, service, TRUE);
  offer = tb_side_newest (service);
  g_assert_cmpint (tb_status_of (service, offer, TB_ROLE_SERVICE), ==, TB_STATUS_ASSIGNED);
  skip (lead, number);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_status_of (lead, number, TB_ROLE_LEAD), ==, TB_STATUS_CANCELED);
  g_assert_cmpint (tb_status_of (service, offer, TB_ROLE_SERVICE), ==, TB_STATUS_CANCELED);
  assert_settled (fixture);
}

/* ---- What must arrive ---- */

static void
test_a_status_cannot_be_skipped (TbAccepted   *fixture,
                                 gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (GPtrArray) rows = NULL;

  tb_side_act (lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  hold (lead, &fixture->pair.service, FALSE);
  rows = tb_engine_outbox (lead->engine, NULL);
  g_assert_false (((TbOutboxView *)rows->pdata[0])->can_skip);
  tb_side_refuse (lead,
                  (TbCommand){ .type = TB_COMMAND_SKIP, .ticket = tb_side_ticket (lead, fixture->lead) },
                  TB_PROBLEM_CANNOT_SKIP);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_RESEND, .ticket = tb_side_ticket (lead, fixture->lead) },
              NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_status_of (&fixture->pair.service, fixture->service, TB_ROLE_SERVICE), ==,
                   TB_STATUS_COMPLETE);
  assert_settled (fixture);
}

/* ---- The page ---- */

static void
on_outbox_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  *(GPtrArray **)data = tb_engine_outbox_finish (TB_ENGINE (object), result, NULL);
}

static void
test_the_page_says_what_waits (TbAccepted   *fixture,
                               gconstpointer data)
{
  static const char *const what[] = { "request", "items", "request" };
  static const char *const nicks[] = { "start", NULL, "submit" };
  TbSide                  *service = &fixture->pair.service;
  g_autoptr (GPtrArray) rows = NULL;
  guint i;

  g_free (tb_side_note (service, fixture->service, "erste", FALSE));
  tb_side_act (service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_engine_outbox_async (service->engine, NULL, on_outbox_cb, &rows);
  while (rows == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (what));
  for (i = 0; i < rows->len; i++)
    {
      const TbOutboxView *view = rows->pdata[i];

      g_assert_cmpstr (view->what, ==, what[i]);
      g_assert_cmpstr (view->nick, ==, nicks[i]);
      g_assert_cmpint (view->n_items, ==, view->nick == NULL ? 1 : 0);
      g_assert_cmpstr (view->partner, ==, "Nord");
      g_assert_cmpstr (view->number, ==, fixture->service);
      g_assert_cmpint (view->created_at, ==, tb_clock_now (fixture->pair.clock));
      g_assert_cmpint (view->state, ==, TB_OUTBOX_QUEUED);
      g_assert_false (view->can_skip);
    }
}

static void
test_the_page_says_that_a_file_comes_first (TbAccepted   *fixture,
                                            gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (GPtrArray) rows = NULL;
  const TbOutboxView *view;

  g_free (tb_side_file (lead, fixture->lead, 2 * TB_FILE_PART_BYTES));
  rows = tb_engine_outbox (lead->engine, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  view = rows->pdata[0];
  g_assert_cmpint (view->state, ==, TB_OUTBOX_WAITING);
  g_assert_cmpstr (view->what, ==, "items");
  g_assert_null (view->event);
  g_assert_cmpstr (view->number, ==, fixture->lead);
}

#define ADD(path, func) \
  g_test_add ("/engine/skip/" path, TbAccepted, NULL, tb_accepted_setup, func, tb_accepted_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-note-stays-here", test_a_note_stays_here);
  ADD ("a-refused-note-stays-here", test_a_refused_note_stays_here);
  ADD ("a-later-revision-still-travels", test_a_later_revision_still_travels);
  ADD ("a-note-that-had-arrived-is-shared", test_a_note_that_had_arrived_is_shared);
  ADD ("a-submission-is-taken-back", test_a_submission_is_taken_back);
  ADD ("a-submission-that-had-arrived-counts", test_a_submission_that_had_arrived_counts);
  ADD ("a-start-comes-with-the-next-activity", test_a_start_comes_with_the_next_activity);
  ADD ("an-offer-is-canceled", test_an_offer_is_canceled);
  ADD ("an-offer-that-had-arrived-is-canceled-there", test_an_offer_that_had_arrived_is_canceled_there);
  ADD ("a-status-cannot-be-skipped", test_a_status_cannot_be_skipped);
  ADD ("the-page-says-what-waits", test_the_page_says_what_waits);
  ADD ("the-page-says-that-a-file-comes-first", test_the_page_says_that_a_file_comes_first);
  return g_test_run ();
}
