/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of what is told though nobody did it: delivery that keeps failing, deadlines that come near. */
#include "config.h"

#include "tb-corner.h"

typedef struct
{
  TbPair   pair;
  GString *lead; /* kinds of notices, with their details */
  GString *service;
} Fixture;

static void
on_notice_cb (GString        *log,
              const TbNotice *notice)
{
  static const char *const kinds[] = { "failing", "deadline", NULL };

  if (g_strv_contains (kinds, notice->kind))
    g_string_append_printf (log, "%s %s %s ", notice->kind, notice->partner, notice->detail);
}

static void
watch (Fixture *f)
{
  g_signal_connect_swapped (f->pair.lead.engine, "notice", G_CALLBACK (on_notice_cb), f->lead);
  g_signal_connect_swapped (f->pair.service.engine, "notice", G_CALLBACK (on_notice_cb), f->service);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  tb_pair_setup (&f->pair);
  f->lead = g_string_new (NULL);
  f->service = g_string_new (NULL);
  watch (f);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  tb_pair_teardown (&f->pair);
  g_string_free (f->lead, TRUE);
  g_string_free (f->service, TRUE);
}

/* Asserts what was told since the last time. */
static void
assert_told (GString    *log,
             const char *expected)
{
  g_assert_cmpstr (log->str, ==, expected);
  g_string_truncate (log, 0);
}

static void
tick (Fixture *f,
      gint64  *next)
{
  g_autoptr (GError) error = NULL;

  tb_engine_tick (f->pair.lead.engine, NULL, &error);
  g_assert_no_error (error);
  tb_engine_tick (f->pair.service.engine, next, &error);
  g_assert_no_error (error);
}

static char *
offer (Fixture *f,
       TbTerms  terms)
{
  g_autofree char *number = tb_side_new_ticket (&f->pair.lead, "Drucker");

  tb_side_do (&f->pair.lead,
              (TbCommand){
                .type = TB_COMMAND_OUTSOURCE,
                .ticket = tb_side_ticket (&f->pair.lead, number),
                .partner = "Alpen",
                .terms = &terms,
              },
              NULL);
  tb_pair_exchange (&f->pair);
  return tb_side_newest (&f->pair.service);
}

/* ---- Delivery ---- */

static void
fail_once (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (TbEnvelope) request = NULL;
  gint64 partner = tb_side_partner (&f->pair.lead, "Alpen");

  tb_clock_advance (f->pair.clock, TB_HOUR);
  request = tb_engine_prepare (f->pair.lead.engine, partner, TRUE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (request);
  tb_problem_set (&failure, TB_PROBLEM_UNREACHABLE, NULL);
  tb_engine_settle (f->pair.lead.engine, partner, request, NULL, failure, &error);
  g_assert_no_error (error);
}

static void
test_failing (Fixture      *f,
              gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (&f->pair.lead, "Drucker");

  tb_side_outsource (&f->pair.lead, number, "Alpen");
  fail_once (f);
  fail_once (f);
  assert_told (f->lead, "");
  fail_once (f);
  assert_told (f->lead, "failing Alpen unreachable ");
  fail_once (f);
  fail_once (f);
  assert_told (f->lead, "");
  tb_clock_advance (f->pair.clock, TB_HOUR);
  tb_pair_exchange (&f->pair);
  g_free (tb_side_note (&f->pair.lead, number, "Bitte bald", FALSE));
  tb_side_act (&f->pair.lead, number, TB_ACTION_CANCEL, "doch nicht");
  fail_once (f);
  fail_once (f);
  assert_told (f->lead, "");
  fail_once (f);
  assert_told (f->lead, "failing Alpen unreachable ");
}

/* Who only asks whether the partner has something loses nothing. */
static void
test_empty (Fixture      *f,
            gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (&f->pair.lead, "Drucker");
  guint            i;

  for (i = 0; i < 5; i++)
    fail_once (f);
  assert_told (f->lead, "");
  tb_side_outsource (&f->pair.lead, number, "Alpen");
  fail_once (f);
  fail_once (f);
  assert_told (f->lead, "");
  fail_once (f);
  assert_told (f->lead, "failing Alpen unreachable ");
}

/* ---- Deadlines ---- */

static void
test_answer (Fixture      *f,
             gconstpointer data)
{
  gint64  start = tb_clock_now (f->pair.clock);
  TbTerms terms = TB_TERMS_EMPTY;
  gint64  next;

  terms.answer_by = start + 150 * TB_MINUTE;
  g_free (offer (f, terms));
  tick (f, &next);
  assert_told (f->service, "");
  g_assert_cmpint (next, ==, start + 30 * TB_MINUTE);
  tb_clock_advance (f->pair.clock, next - start);
  tick (f, &next);
  assert_told (f->service, "deadline Nord answer-by ");
  assert_told (f->lead, "");
  tick (f, &next);
  tb_side_reopen (&f->pair.service);
  watch (f);
  tb_clock_advance (f->pair.clock, TB_HOUR);
  tick (f, &next);
  assert_told (f->service, "");
}

static void
test_answered (Fixture      *f,
               gconstpointer data)
{
  TbTerms          terms = TB_TERMS_EMPTY;
  g_autofree char *number = NULL;

  terms.answer_by = tb_clock_now (f->pair.clock) + TB_HOUR;
  number = offer (f, terms);
  tb_side_act (&f->pair.service, number, TB_ACTION_ACCEPT, NULL);
  tick (f, NULL);
  assert_told (f->service, "");
}

static void
test_complete (Fixture      *f,
               gconstpointer data)
{
  TbTerms          terms = TB_TERMS_EMPTY;
  g_autofree char *number = NULL;

  terms.complete_by = tb_clock_now (f->pair.clock) + 2 * TB_DAY;
  number = offer (f, terms);
  tb_side_act (&f->pair.service, number, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (&f->pair);
  tb_clock_advance (f->pair.clock, TB_DAY - TB_MINUTE);
  tick (f, NULL);
  assert_told (f->lead, "");
  tb_clock_advance (f->pair.clock, TB_MINUTE);
  tick (f, NULL);
  assert_told (f->lead, "deadline Alpen complete-by ");
  assert_told (f->service, "deadline Nord complete-by ");
  tick (f, NULL);
  assert_told (f->lead, "");
  assert_told (f->service, "");
}

/* What is past is overdue; there is nothing near about it. */
static void
test_past (Fixture      *f,
           gconstpointer data)
{
  TbTerms          terms = TB_TERMS_EMPTY;
  g_autofree char *number = NULL;

  terms.complete_by = tb_clock_now (f->pair.clock) + 2 * TB_DAY;
  number = offer (f, terms);
  tb_side_act (&f->pair.service, number, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (&f->pair);
  tb_clock_advance (f->pair.clock, 2 * TB_DAY);
  tick (f, NULL);
  assert_told (f->lead, "");
  assert_told (f->service, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  TEST ("/engine/notice/delivery-that-keeps-failing-is-told-once", test_failing);
  TEST ("/engine/notice/nothing-that-waits-cannot-fail", test_empty);
  TEST ("/engine/notice/an-answer-is-due-soon", test_answer);
  TEST ("/engine/notice/an-answer-on-its-way-is-given", test_answered);
  TEST ("/engine/notice/completion-is-due-soon-on-both-sides", test_complete);
  TEST ("/engine/notice/a-deadline-past-is-not-near", test_past);
#undef TEST
  return g_test_run ();
}
