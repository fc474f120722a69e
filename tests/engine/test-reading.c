/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of reading without waiting: the same answers as those that block, and none that is nobody's. */
#include "config.h"

#include "tb-corner.h"

/** An answer on its way. */
typedef struct
{
  gboolean      is_done;
  GPtrArray    *rows;
  char         *value;
  TbTicketView *view;
  GError       *error;
} Answer;

static void
on_rows_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  Answer *answer = data;

  answer->rows = tb_engine_rows_finish (TB_ENGINE (source), result, &answer->error);
  answer->is_done = TRUE;
}

static void
on_config_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  Answer *answer = data;

  answer->value = tb_engine_get_config_finish (TB_ENGINE (source), result, &answer->error);
  answer->is_done = TRUE;
}

static void
on_ticket_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  Answer *answer = data;

  answer->view = tb_engine_load_ticket_finish (TB_ENGINE (source), result, &answer->error);
  answer->is_done = TRUE;
}

/* Somebody who does not want the answer any more. */
static void
on_ignored_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  ((Answer *)data)->is_done = TRUE;
}

static void
wait_for (Answer *answer)
{
  while (!answer->is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (answer->error);
}

static void
test_rows (TbCorner     *fixture,
           gconstpointer data)
{
  TbEngine *engine = fixture->pair.service.engine;
  guint     table, i;

  tb_side_act (&fixture->pair.service, fixture->service, TB_ACTION_SUBMIT, NULL);
  for (table = TB_TABLE_USERS; table <= TB_TABLE_OUTBOX; table++)
    {
      Answer answer = { 0 };
      g_autoptr (GPtrArray) expected = tb_engine_rows (engine, table, &answer.error);

      g_assert_no_error (answer.error);
      g_assert_cmpuint (expected->len, >, 0);
      tb_engine_rows_async (engine, table, NULL, on_rows_read_cb, &answer);
      wait_for (&answer);
      g_assert_cmpuint (answer.rows->len, ==, expected->len);
      for (i = 0; i < expected->len; i++)
        {
          gpointer row = answer.rows->pdata[i];

          g_assert_true (tb_record_get_type (row) == tb_record_get_type (expected->pdata[i]));
          g_assert_cmpint (*(gint64 *)row, ==, *(gint64 *)expected->pdata[i]);
        }
      g_ptr_array_unref (answer.rows);
    }
}

static void
test_config (TbCorner     *fixture,
             gconstpointer data)
{
  char   key[] = "name";
  Answer answer = { 0 };

  tb_engine_get_config_async (fixture->pair.lead.engine, key, NULL, on_config_read_cb, &answer);
  /* What was asked for is copied. */
  key[0] = 'x';
  wait_for (&answer);
  g_assert_cmpstr (answer.value, ==, "Nord");
  g_free (answer.value);

  answer = (Answer){ 0 };
  tb_engine_get_config_async (fixture->pair.lead.engine, "fehlt", NULL, on_config_read_cb, &answer);
  wait_for (&answer);
  g_assert_null (answer.value);
}

static void
test_a_missing_ticket (TbCorner     *fixture,
                       gconstpointer data)
{
  Answer answer = { 0 };

  tb_engine_load_ticket_async (fixture->pair.lead.engine, 4711, NULL, on_ticket_read_cb, &answer);
  while (!answer.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (answer.error, TB_PROBLEM, TB_PROBLEM_NOT_FOUND);
  g_assert_cmpstr (tb_problem_get_argument (answer.error), ==, "ticket");
  g_assert_null (answer.view);
  g_error_free (answer.error);
}

/* The leak checker looks at what nobody took. */
static void
test_answers_that_nobody_takes (TbCorner     *fixture,
                                gconstpointer data)
{
  TbEngine *engine = fixture->pair.service.engine;
  Answer    rows = { 0 };
  Answer    config = { 0 };
  Answer    ticket = { 0 };

  tb_engine_rows_async (engine, TB_TABLE_USERS, NULL, on_ignored_cb, &rows);
  tb_engine_get_config_async (engine, "name", NULL, on_ignored_cb, &config);
  tb_engine_load_ticket_async (engine, tb_side_ticket (&fixture->pair.service, fixture->service), NULL,
                               on_ignored_cb, &ticket);
  wait_for (&rows);
  wait_for (&config);
  wait_for (&ticket);
}

#define ADD(path, func) g_test_add (path, TbCorner, NULL, tb_corner_setup_accepted, func, tb_corner_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/reading/rows-of-short-tables", test_rows);
  ADD ("/engine/reading/a-setting", test_config);
  ADD ("/engine/reading/a-missing-ticket", test_a_missing_ticket);
  ADD ("/engine/reading/answers-that-nobody-takes", test_answers_that_nobody_takes);
  return g_test_run ();
}
