/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of what is told after a commit, here and in another process, with the store's workers. */
#include "config.h"

#include "tb-corner.h"


typedef struct
{
  TbPair   pair;
  TbSide   window; /* a second one on the lead's profile, with workers */
  GString *log;    /* `kind row ` of all that was told, in its order; `! ` outbox-changed */
} Fixture;

static void
on_changed_cb (Fixture   *f,
               GPtrArray *changes,
               gboolean   everything)
{
  guint i;

  g_assert_false (everything);
  for (i = 0; i < changes->len; i++)
    {
      const TbChangeRecord *change = changes->pdata[i];

      g_string_append_printf (f->log, "%s %" G_GINT64_FORMAT " ", change->kind, change->row);
    }
}

static void
on_outbox_changed_cb (Fixture *f)
{
  g_string_append (f->log, "! ");
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tb_pair_setup (&f->pair);
  f->log = g_string_new (NULL);
  f->window = f->pair.lead;
  f->window.store = tb_store_open (f->window.dir, TB_STORE_VOLATILE, NULL, &error);
  g_assert_no_error (error);
  f->window.engine = tb_engine_new (f->window.store, f->pair.clock, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (f->window.engine, "changed", G_CALLBACK (on_changed_cb), f);
  g_signal_connect_swapped (f->window.engine, "outbox-changed", G_CALLBACK (on_outbox_changed_cb), f);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_assert_finalize_object (f->window.engine);
  tb_store_close (f->window.store);
  g_object_unref (f->window.store);
  tb_pair_teardown (&f->pair);
  g_string_free (f->log, TRUE);
}

static void
poll_and_settle (Fixture *f)
{
  tb_engine_poll (f->window.engine);
  tb_pair_settle (f->window.store);
}

static void
rename_status (Fixture    *f,
               TbSide     *side,
               const char *from,
               const char *to)
{
  const TbCommand command = {
    .type = TB_COMMAND_STATUS_SET,
    .name = from,
    .value = "name",
    .new_name = to,
  };

  tb_side_do (side, command, NULL);
}

static void
test_own (Fixture      *f,
          gconstpointer data)
{
  rename_status (f, &f->window, "Neu", "Frisch");
  g_assert_cmpstr (f->log->str, ==, "ticket_status 1 ");
  /* It is not told again by the look for those of others. */
  poll_and_settle (f);
  poll_and_settle (f);
  g_assert_cmpstr (f->log->str, ==, "ticket_status 1 ");
}

typedef struct
{
  Fixture *f;
  char    *told; /* (owned): the log at that moment */
} Done;

static void
on_done_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Done *done = data;
  g_autoptr (GError) error = NULL;

  tb_engine_do_finish (TB_ENGINE (source), result, NULL, &error);
  g_assert_no_error (error);
  done->told = g_strdup (done->f->log->str);
}

static void
test_own_async (Fixture      *f,
                gconstpointer data)
{
  TbCommand command = {
    .type = TB_COMMAND_STATUS_SET,
    .name = "Neu",
    .value = "name",
    .new_name = "Frisch",
  };
  Done done = { f, NULL };

  tb_engine_do_async (f->window.engine, &command, NULL, on_done_cb, &done);
  while (done.told == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (done.told, ==, "ticket_status 1 ");
  g_free (done.told);
}

static void
test_other (Fixture      *f,
            gconstpointer data)
{
  rename_status (f, &f->pair.lead, "Neu", "Frisch");
  tb_engine_poll (f->window.engine);
  /* It is read elsewhere: nothing has been waited for. */
  g_assert_cmpstr (f->log->str, ==, "");
  tb_pair_settle (f->window.store);
  g_assert_cmpstr (f->log->str, ==, "ticket_status 1 ");
  poll_and_settle (f);
  g_assert_cmpstr (f->log->str, ==, "ticket_status 1 ");
}

static void
test_between (Fixture      *f,
              gconstpointer data)
{
  rename_status (f, &f->pair.lead, "Neu", "Frisch");
  rename_status (f, &f->window, "Eskaliert", "Brennt");
  rename_status (f, &f->pair.lead, "Abgeschlossen", "Fertig");
  rename_status (f, &f->window, "Brennt", "Eskaliert");
  g_assert_cmpstr (f->log->str, ==, "ticket_status 5 ticket_status 5 ");
  g_string_truncate (f->log, 0);
  poll_and_settle (f);
  g_assert_cmpstr (f->log->str, ==, "ticket_status 1 ticket_status 6 ");
}

static void
test_other_s_outbox (Fixture      *f,
                     gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (&f->pair.lead, "Drucker");

  poll_and_settle (f);
  g_assert_null (strchr (f->log->str, '!'));
  tb_side_outsource (&f->pair.lead, number, "Alpen");
  poll_and_settle (f);
  g_assert_nonnull (strchr (f->log->str, '!'));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  TEST ("/engine/poll/an-own-commit-is-told-once", test_own);
  TEST ("/engine/poll/an-own-commit-is-told-before-it-returns", test_own_async);
  TEST ("/engine/poll/another-s-is-told-from-the-loop", test_other);
  TEST ("/engine/poll/another-s-between-own-ones", test_between);
  TEST ("/engine/poll/another-s-message-wakes-the-delivery", test_other_s_outbox);
#undef TEST
  return g_test_run ();
}
