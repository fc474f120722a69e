/* SPDX-License-Identifier: GPL-3.0-or-later
 * A profile that is not where it was: nothing is delivered until somebody has said whether it moved or is a
 * copy, and a copy joins anew. */
#include "config.h"

#include "tb-agree.h"
#include "tb-desk.h"
#include "tb-speaker.h"

#include <glib/gstdio.h>

static void
setup (TbAccepted   *fixture,
       gconstpointer data)
{
  tb_engine_set_machine_for_tests ("kiel");
  tb_accepted_setup (fixture, data);
}

static void
teardown (TbAccepted   *fixture,
          gconstpointer data)
{
  tb_accepted_teardown (fixture, data);
  tb_engine_set_machine_for_tests (NULL);
}

static gboolean
is_elsewhere (TbSide *side)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbDesk) desk = tb_desk_new (side->engine, &error);
  gboolean is;

  g_assert_no_error (error);
  g_object_get (desk, "is-elsewhere", &is, NULL);
  return is;
}

static void
open_on (TbSide     *side,
         const char *machine)
{
  tb_engine_set_machine_for_tests (machine);
  tb_side_reopen (side);
}

static void
test_it_stays_where_it_is (TbAccepted   *fixture,
                           gconstpointer data)
{
  open_on (&fixture->pair.lead, "kiel");
  g_assert_false (is_elsewhere (&fixture->pair.lead));
  /* A system that does not say which machine it is proves nothing. */
  open_on (&fixture->pair.lead, "");
  g_assert_false (is_elsewhere (&fixture->pair.lead));
}

static void
test_without_a_partner_nobody_is_asked (TbAccepted   *fixture,
                                        gconstpointer data)
{
  TbSide *alone = &fixture->pair.third;

  tb_side_open (alone, "Ost", fixture->pair.clock);
  open_on (alone, "wien");
  g_assert_false (is_elsewhere (alone));
  /* From then on it lives there. */
  tb_engine_set_machine_for_tests ("wien");
  tb_join_sides (alone, &fixture->pair.service);
  open_on (alone, "wien");
  g_assert_false (is_elsewhere (alone));
}

static void
assert_silent (TbAccepted *fixture)
{
  TbSide *lead = &fixture->pair.lead;
  TbSide *service = &fixture->pair.service;
  g_autoptr (GPtrArray) routes = tb_engine_routes (lead->engine, NULL);
  g_autoptr (TbEnvelope) request = tb_step_prepare (service, lead);
  g_autoptr (TbEnvelope) answer = tb_step_receive (lead, request);

  g_assert_cmpuint (routes->len, ==, 0);
  g_assert_false (tb_push_once (lead, service, TRUE));
  g_assert_cmpuint (answer->status, ==, 503);
}

static void
test_another_machine_asks (TbAccepted   *fixture,
                           gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;

  g_free (tb_side_note (lead, fixture->lead, "vor dem Umzug", FALSE));
  open_on (lead, "wien");
  g_assert_true (is_elsewhere (lead));
  assert_silent (fixture);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_MOVED }, NULL);
  g_assert_false (is_elsewhere (lead));
  tb_pair_exchange (&fixture->pair);
  g_assert_true (tb_look_note (&fixture->pair.service, fixture->service, "vor dem Umzug"));
  open_on (lead, "wien");
  g_assert_false (is_elsewhere (lead));
}

static void
test_who_comes_back_is_not_asked (TbAccepted   *fixture,
                                  gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;

  open_on (lead, "wien");
  g_assert_true (is_elsewhere (lead));
  open_on (lead, "kiel");
  g_assert_false (is_elsewhere (lead));
}

static void
move_profile (TbSide *side)
{
  g_autofree char *there = g_strconcat (side->dir, "-umgezogen", NULL);

  g_clear_object (&side->engine);
  tb_store_close (side->store);
  g_clear_object (&side->store);
  g_assert_cmpint (g_rename (side->dir, there), ==, 0);
  g_free (side->dir);
  side->dir = g_steal_pointer (&there);
  side->store = tb_store_open (side->dir, TB_STORE_INLINE | TB_STORE_VOLATILE, NULL, NULL);
  side->engine = tb_engine_new (side->store, side->clock, NULL);
  g_assert_nonnull (side->engine);
}

static void
test_another_path_asks (TbAccepted   *fixture,
                        gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;

  move_profile (lead);
  g_assert_true (is_elsewhere (lead));
  assert_silent (fixture);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_MOVED }, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_agree_assert (lead, &fixture->pair.service);
}

/* The copy's partner hears nothing of it: for it nothing has changed. */
static void
test_a_copy_is_cut_off (TbAccepted   *fixture,
                        gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;
  g_autoptr (TbPartnerRecord) partner = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *before = tb_engine_get_config (lead->engine, "instance", NULL);
  g_autofree char *after = NULL;

  g_free (tb_side_note (lead, fixture->lead, "nur im Original", FALSE));
  open_on (lead, "wien");
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_COPIED }, NULL);
  g_assert_false (is_elsewhere (lead));
  partner = tb_look_partner (lead, "Alpen");
  g_assert_cmpint (partner->link_state, ==, TB_LINK_STOPPED);
  g_assert_cmpstr (partner->problem, ==, tb_problem_nick (TB_PROBLEM_COPIED));
  g_assert_null (partner->key);
  after = tb_engine_get_config (lead->engine, "instance", NULL);
  g_assert_cmpstr (before, !=, after);
  rows = tb_engine_outbox (lead->engine, NULL);
  g_assert_cmpuint (rows->len, ==, 0);
  g_assert_false (tb_push_once (lead, &fixture->pair.service, TRUE));
  g_assert_false (tb_look_note (&fixture->pair.service, fixture->service, "nur im Original"));
}

/* And with a name of its own it is a partner like any other. */
static void
test_a_copy_can_join_anew (TbAccepted   *fixture,
                           gconstpointer data)
{
  TbSide          *copy = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *number = NULL;
  g_autofree char *offer = NULL;
  g_auto (TbResult) invited = { 0 };
  guint round;

  open_on (copy, "wien");
  tb_side_do (copy, (TbCommand){ .type = TB_COMMAND_COPIED }, NULL);
  tb_side_do (copy, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Alpen" }, &invited);
  tb_side_do (service,
              (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text, .name = "Nord Wien" },
              NULL);
  copy->name = "Nord Wien";
  for (round = 0; round < 4; round++)
    tb_push_once (service, copy, TRUE);
  number = tb_side_new_ticket (copy, "Aus der Kopie");
  tb_side_outsource (copy, number, "Alpen");
  tb_clock_advance (fixture->pair.clock, TB_MINUTE);
  tb_exchange (copy, service);
  offer = tb_side_newest (service);
  g_assert_cmpint (tb_status_of (service, offer, TB_ROLE_SERVICE), ==, TB_STATUS_ASSIGNED);
}

static void
test_only_who_manages_partners_may_say (TbAccepted   *fixture,
                                        gconstpointer data)
{
  TbSide *lead = &fixture->pair.lead;

  tb_side_do (lead,
              (TbCommand){ .type = TB_COMMAND_USER_ADD,
                           .name = "Aushilfe",
                           .permission = TB_PERMISSION_OUTSOURCE },
              NULL);
  tb_side_do (lead, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = "Aushilfe" }, NULL);
  open_on (lead, "wien");
  tb_side_refuse (lead, (TbCommand){ .type = TB_COMMAND_MOVED }, TB_PROBLEM_PERMISSION);
  tb_side_refuse (lead, (TbCommand){ .type = TB_COMMAND_COPIED }, TB_PROBLEM_PERMISSION);
}

#define ADD(path, func) g_test_add ("/engine/copied/" path, TbAccepted, NULL, setup, func, teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("it-stays-where-it-is", test_it_stays_where_it_is);
  ADD ("without-a-partner-nobody-is-asked", test_without_a_partner_nobody_is_asked);
  ADD ("another-machine-asks", test_another_machine_asks);
  ADD ("who-comes-back-is-not-asked", test_who_comes_back_is_not_asked);
  ADD ("another-path-asks", test_another_path_asks);
  ADD ("a-copy-is-cut-off", test_a_copy_is_cut_off);
  ADD ("a-copy-can-join-anew", test_a_copy_can_join_anew);
  ADD ("only-who-manages-partners-may-say", test_only_who_manages_partners_may_say);
  return g_test_run ();
}
