/* SPDX-License-Identifier: GPL-3.0-or-later
 * Agreements and links at their corners: crossings, switches, stopped links. Each of these failed once. */
#include "config.h"

#include "tb-speaker.h"

/* ---- Agreements ---- */

#define UUID_AGREEMENT "aaaaaaaa-0000-4000-8000-0000000000aa"

static void
test_nobody_accepts_an_invitation_for_us (TbAccepted   *fixture,
                                          gconstpointer data)
{
  TbSpeaker speaker = tb_speaker_as (fixture, TB_ROLE_SERVICE);
  TbBatch  *batch = tb_speaker_batch (&speaker);
  g_autoptr (TbBatch) reply = NULL;

  tb_speaker_say (&speaker, batch, tb_speaker_agreement (&speaker, UUID_AGREEMENT, TB_AGREEMENT_INVITED, 1));
  tb_speaker_say (&speaker, batch, tb_speaker_agreement (&speaker, UUID_AGREEMENT, TB_AGREEMENT_ACTIVE, 2));
  reply = tb_speaker_deliver (&speaker, batch);
  g_assert_cmpint (tb_look_agreement (&fixture->pair.lead, "Alpen", TB_ROLE_SERVICE), !=,
                   TB_AGREEMENT_ACTIVE);
}

/* A second agreement of the same direction must not hide the first from „Deaktivieren“. */
static void
test_a_lead_can_always_be_deactivated (TbAccepted   *fixture,
                                       gconstpointer data)
{
  TbSpeaker speaker = tb_speaker_as (fixture, TB_ROLE_LEAD);
  TbBatch  *batch = tb_speaker_batch (&speaker);
  TbSide   *service = &fixture->pair.service;
  g_autoptr (TbBatch) reply = NULL;
  g_autoptr (GError) error = NULL;
  const TbCommand command = { .type = TB_COMMAND_DEACTIVATE, .partner = "Nord" };

  tb_speaker_say (&speaker, batch, tb_speaker_agreement (&speaker, UUID_AGREEMENT, TB_AGREEMENT_INVITED, 1));
  reply = tb_speaker_deliver (&speaker, batch);
  tb_engine_do (service->engine, &command, NULL, &error);
  g_assert_no_error (error);
}

static void
test_declined_before_the_event_comes_stays_declined (TbAccepted   *fixture,
                                                     gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;
  g_auto (TbResult) invited = { 0 };

  tb_side_do (service, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Nord" }, &invited);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_DECLINE_INVITATION, .text = invited.text }, NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_look_agreement (service, "Nord", TB_ROLE_LEAD), ==, TB_AGREEMENT_DECLINED);
  g_assert_cmpint (tb_look_agreement (lead, "Alpen", TB_ROLE_SERVICE), ==, TB_AGREEMENT_DECLINED);
}

static void
test_crossing_switches_agree_in_the_end (TbAccepted   *fixture,
                                         gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;

  tb_side_do (service, (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Nord" }, NULL);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Alpen" }, NULL);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_ACTIVATE, .partner = "Alpen" }, NULL);
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_look_agreement (lead, "Alpen", TB_ROLE_LEAD), ==,
                   tb_look_agreement (service, "Nord", TB_ROLE_SERVICE));
}

/* ---- Stopped links ---- */

static gboolean
stop_in_tx (TbTx    *tx,
            gpointer data,
            GError **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_tx_find (tx, TB_Q_PARTNER_BY_NAME, error, "s", data);

  partner->link_state = TB_LINK_STOPPED;
  tb_set_text (&partner->problem, "certificate");
  return tb_tx_update (tx, partner, error);
}

static void
stop_both (TbAccepted *fixture)
{
  g_assert_true (tb_store_write (fixture->pair.lead.store, stop_in_tx, (gpointer) "Alpen", NULL));
  g_assert_true (tb_store_write (fixture->pair.service.store, stop_in_tx, (gpointer) "Nord", NULL));
}

static void
test_a_stopped_link_can_be_joined_anew (TbAccepted   *fixture,
                                        gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *number = NULL;
  g_autofree char *offer = NULL;
  g_auto (TbResult) invited = { 0 };

  stop_both (fixture);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Alpen" }, &invited);
  tb_side_do (service, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text }, NULL);
  tb_pair_exchange (&fixture->pair);
  number = tb_side_new_ticket (lead, "Nach dem zweiten Beitritt");
  tb_side_outsource (lead, number, "Alpen");
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_look_delivery (lead, number), ==, TB_DELIVERY_DELIVERED);
  offer = tb_side_newest (service);
  g_assert_cmpint (tb_status_of (service, offer, TB_ROLE_SERVICE), ==, TB_STATUS_ASSIGNED);
}

static void
test_a_late_answer_does_not_hide_why_it_stopped (TbAccepted   *fixture,
                                                 gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;
  g_autoptr (TbEnvelope) request = tb_step_prepare (lead, service);
  g_autoptr (TbEnvelope) answer = tb_step_receive (service, request);
  g_autoptr (TbPartnerRecord) partner = NULL;

  stop_both (fixture);
  tb_step_settle (lead, service, request, answer);
  partner = tb_look_partner (lead, "Alpen");
  g_assert_cmpint (partner->link_state, ==, TB_LINK_STOPPED);
  g_assert_cmpstr (partner->problem, ==, "certificate");
}

static gboolean
push_named (TbSide     *from,
            const char *name,
            TbSide     *to)
{
  g_autoptr (TbEnvelope) request =
    tb_engine_prepare (from->engine, tb_side_partner (from, name), FALSE, NULL);
  g_autoptr (TbEnvelope) answer = request != NULL ? tb_step_receive (to, request) : NULL;

  if (request == NULL)
    return FALSE;
  tb_engine_settle (from->engine, tb_side_partner (from, name), request, answer, NULL, NULL);
  return TRUE;
}

static void
tb_exchange_named (TbSide     *a,
                   const char *b_name,
                   TbSide     *b,
                   const char *a_name)
{
  guint round;

  for (round = 0; round < 20; round++)
    {
      push_named (a, b_name, b);
      push_named (b, a_name, a);
    }
}

/* Both had sent an invitation to the other before either was taken. */
static void
test_two_invitations_cross (TbAccepted   *fixture,
                            gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *third = &fixture->pair.third;
  g_auto (TbResult) a = { 0 };
  g_auto (TbResult) b = { 0 };

  tb_side_open (third, "Ost", fixture->pair.clock);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Ost" }, &a);
  tb_side_do (third, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Nord" }, &b);
  tb_side_do (third, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = a.text, .name = "Nord GmbH" },
              NULL);
  tb_exchange_named (lead, "Ost", third, "Nord GmbH");
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = b.text }, NULL);
  tb_exchange_named (lead, "Ost", third, "Nord GmbH");
  g_assert_cmpint (tb_look_agreement (lead, "Ost", TB_ROLE_SERVICE), ==, TB_AGREEMENT_ACTIVE);
  g_assert_cmpint (tb_look_agreement (third, "Nord GmbH", TB_ROLE_LEAD), ==, TB_AGREEMENT_ACTIVE);
}

/* Without a direction it would be the one in which we lead. */
static void
test_one_direction_is_switched (TbAccepted   *fixture,
                                gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;
  g_auto (TbResult) invited = { 0 };

  tb_side_do (service, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Nord" }, &invited);
  tb_pair_exchange (&fixture->pair);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .partner = "Alpen" }, NULL);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Alpen", .value = "service" },
              NULL);
  g_assert_cmpint (tb_look_agreement (lead, "Alpen", TB_ROLE_LEAD), ==, TB_AGREEMENT_ACTIVE);
  g_assert_cmpint (tb_look_agreement (lead, "Alpen", TB_ROLE_SERVICE), ==, TB_AGREEMENT_INACTIVE);
  tb_side_refuse (lead, (TbCommand){ .type = TB_COMMAND_ACTIVATE, .partner = "Alpen", .value = "lead" },
                  TB_PROBLEM_ALREADY_LINKED);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_ACTIVATE, .partner = "Alpen", .value = "service" }, NULL);
  g_assert_cmpint (tb_look_agreement (lead, "Alpen", TB_ROLE_SERVICE), ==, TB_AGREEMENT_ACTIVE);
}

/* ---- Names ---- */

static void
test_a_partner_is_renamed (TbAccepted   *fixture,
                           gconstpointer data)
{
  TbSide   *lead = &fixture->pair.lead;
  TbCommand set = { .type = TB_COMMAND_PARTNER_SET, .partner = "Alpen", .name = "name", .value = " Ost " };

  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Ost" }, NULL);
  tb_side_refuse (lead, set, TB_PROBLEM_NAME_TAKEN);
  set.value = "  ";
  tb_side_refuse (lead, set, TB_PROBLEM_EMPTY);
  set.partner = "Niemand";
  set.value = "Alpen";
  tb_side_refuse (lead, set, TB_PROBLEM_NOT_FOUND);
  set.partner = "Alpen";
  tb_side_do (lead, set, NULL);
  set.value = " Alpen Technik ";
  tb_side_do (lead, set, NULL);
  tb_side_refuse (lead, set, TB_PROBLEM_NOT_FOUND);
  /* The link is another matter: what is said of a ticket still arrives. */
  g_free (tb_side_note (lead, fixture->lead, "Noch da?", FALSE));
  tb_pair_exchange (&fixture->pair);
  g_assert_cmpint (tb_look_agreement (lead, "Alpen Technik", TB_ROLE_LEAD), ==, TB_AGREEMENT_ACTIVE);
  g_assert_cmpint (tb_side_partner (lead, "Alpen Technik"), >, 0);
}

/* ---- Looking at an invitation ---- */

static void
on_described_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static TbInvitationView *
describe (TbSide     *side,
          const char *text,
          GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tb_engine_describe_invitation_async (side->engine, text, NULL, on_described_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return tb_engine_describe_invitation_finish (side->engine, result, error);
}

static void
assert_not_described (TbSide     *side,
                      const char *text,
                      TbProblem   problem)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (describe (side, text, &error));
  g_assert_error (error, TB_PROBLEM, (int)problem);
}

static void
test_an_invitation_is_described (TbAccepted   *fixture,
                                 gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *third = &fixture->pair.third;
  g_auto (TbResult) invited = { 0 };
  g_auto (TbResult) other = { 0 };
  g_autoptr (TbInvitationView) view = NULL;
  g_autoptr (TbInvitationView) counter = NULL;

  tb_side_open (third, "Ost", fixture->pair.clock);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Ost" }, &invited);
  g_assert_cmpint (invited.expires_at, ==, tb_clock_now (fixture->pair.clock) + 14 * TB_DAY);
  view = describe (third, invited.code, NULL);
  g_assert_cmpstr (view->name, ==, "Nord");
  g_assert_cmpstr (view->url, ==, "http://127.0.0.1/Nord");
  g_assert_cmpint (view->expires_at, ==, tb_clock_now (fixture->pair.clock) + 14 * TB_DAY);
  g_assert_null (view->partner);
  g_assert_false (view->is_linked);
  tb_side_do (&fixture->pair.service, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Nord" }, &other);
  g_assert_cmpint (other.expires_at, ==, 0);
  counter = describe (lead, other.text, NULL);
  g_assert_cmpstr (counter->partner, ==, "Alpen");
  g_assert_true (counter->is_linked);
}

static void
test_a_useless_invitation_says_why (TbAccepted   *fixture,
                                    gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *third = &fixture->pair.third;
  g_auto (TbResult) invited = { 0 };

  tb_side_open (third, "Ost", fixture->pair.clock);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Ost" }, &invited);
  assert_not_described (lead, invited.text, TB_PROBLEM_INVITATION_OWN);
  assert_not_described (third, "tb1-xyz", TB_PROBLEM_INVITATION_BROKEN);
  assert_not_described (third, "tb2-xyz", TB_PROBLEM_NEWER_PROTOCOL);
  tb_join_sides (lead, third);
  assert_not_described (third, invited.text, TB_PROBLEM_ALREADY_LINKED);
  tb_clock_advance (fixture->pair.clock, 15 * TB_DAY);
  assert_not_described (third, invited.text, TB_PROBLEM_INVITATION_EXPIRED);
}

#define ADD(path, func) \
  g_test_add (path, TbAccepted, NULL, tb_accepted_setup, func, tb_accepted_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/corners/nobody-accepts-an-invitation-for-us", test_nobody_accepts_an_invitation_for_us);
  ADD ("/engine/corners/a-lead-can-always-be-deactivated", test_a_lead_can_always_be_deactivated);
  ADD ("/engine/corners/declined-before-the-event-comes-stays-declined",
       test_declined_before_the_event_comes_stays_declined);
  ADD ("/engine/corners/crossing-switches-agree-in-the-end", test_crossing_switches_agree_in_the_end);
  ADD ("/engine/corners/a-stopped-link-can-be-joined-anew", test_a_stopped_link_can_be_joined_anew);
  ADD ("/engine/corners/a-late-answer-does-not-hide-why-it-stopped",
       test_a_late_answer_does_not_hide_why_it_stopped);
  ADD ("/engine/corners/two-invitations-cross", test_two_invitations_cross);
  ADD ("/engine/corners/one-direction-is-switched", test_one_direction_is_switched);
  ADD ("/engine/corners/a-partner-is-renamed", test_a_partner_is_renamed);
  ADD ("/engine/corners/an-invitation-is-described", test_an_invitation_is_described);
  ADD ("/engine/corners/a-useless-invitation-says-why", test_a_useless_invitation_says_why);
  return g_test_run ();
}
