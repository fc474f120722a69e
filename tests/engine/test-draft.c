/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of drafts, settings and what is known of organisations: commands about what belongs to no ticket. */
#include "config.h"

#include "tb-corner.h"

typedef struct
{
  TbClock *clock;
  TbSide   side;
  TbDesk  *desk;
} Fixture;

static void
open_desk (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->desk = tb_desk_new (f->side.engine, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  f->clock = tb_clock_new_virtual (G_GINT64_CONSTANT (1795420800000000));
  tb_side_open (&f->side, "Nord", f->clock);
  open_desk (f);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_assert_finalize_object (f->desk);
  tb_side_close (&f->side);
  tb_clock_unref (f->clock);
}

static void
spin (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
assert_draft (Fixture    *f,
              const char *key,
              const char *expected)
{
  g_autofree char *text = tb_corner_load_draft (f->desk, key);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_survives (Fixture      *f,
               gconstpointer data)
{
  tb_desk_save_draft (f->desk, "note-1", "Kunde hat an");
  tb_desk_save_draft (f->desk, "note-1", "Kunde hat angerufen");
  tb_desk_save_draft (f->desk, "note-2", "anderes");
  g_assert_finalize_object (f->desk);
  spin ();
  tb_side_reopen (&f->side);
  open_desk (f);
  assert_draft (f, "note-1", "Kunde hat angerufen");
  assert_draft (f, "note-2", "anderes");
  assert_draft (f, "note-3", NULL);
}

static void
test_empty_forgets (Fixture      *f,
                    gconstpointer data)
{
  tb_desk_save_draft (f->desk, "note-1", "Kunde");
  spin ();
  tb_desk_save_draft (f->desk, "note-1", "");
  assert_draft (f, "note-1", NULL);
  spin ();
  assert_draft (f, "note-1", NULL);
  tb_desk_save_draft (f->desk, "note-1", "Kunde");
  tb_desk_save_draft (f->desk, "note-1", NULL);
  spin ();
  assert_draft (f, "note-1", NULL);
}

static gboolean
fail_writes (TbStoreStep step,
             gpointer    data)
{
  return step == TB_STORE_STEP_WRITE;
}

static void
on_failed_cb (guint  *n,
              GError *error)
{
  (*n)++;
}

/* What could not be written is not lost as long as somebody is here to remember it. */
static void
test_unwritten (Fixture      *f,
                gconstpointer data)
{
  guint n = 0;

  g_signal_connect_swapped (f->desk, "failed", G_CALLBACK (on_failed_cb), &n);
  tb_store_set_fault (f->side.store, fail_writes, NULL);
  tb_desk_save_draft (f->desk, "note-1", "Kunde");
  assert_draft (f, "note-1", "Kunde");
  spin ();
  g_assert_cmpuint (n, ==, 1);
  assert_draft (f, "note-1", "Kunde");
  tb_store_set_fault (f->side.store, NULL, NULL);
  tb_desk_save_draft (f->desk, "note-1", "Kunde da");
  spin ();
  assert_draft (f, "note-1", "Kunde da");
  g_assert_cmpuint (n, ==, 1);
}

static void
test_forgotten_when_done (Fixture      *f,
                          gconstpointer data)
{
  TbTicketDraft draft = { .title = "Drucker" };
  TbTicketDraft untitled = { .title = "" };

  tb_desk_save_draft (f->desk, "new-ticket", "Drucker");
  spin ();
  tb_side_refuse (&f->side,
                  (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &untitled, .draft_key = "new-ticket" },
                  TB_PROBLEM_EMPTY);
  assert_draft (f, "new-ticket", "Drucker");
  tb_side_do (&f->side,
              (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft, .draft_key = "new-ticket" }, NULL);
  assert_draft (f, "new-ticket", NULL);
}

static void
on_done_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GError) error = NULL;

  tb_engine_do_finish (TB_ENGINE (source), result, NULL, &error);
  g_assert_no_error (error);
}

/* The key is the caller's only until the call returns. */
static void
test_forgotten_by_async (Fixture      *f,
                         gconstpointer data)
{
  TbTicketDraft    draft = { .title = "Drucker" };
  g_autofree char *key = g_strdup ("new-ticket");
  TbCommand        command = { .type = TB_COMMAND_NEW_TICKET, .draft = &draft, .draft_key = key };

  tb_desk_save_draft (f->desk, "new-ticket", "Drucker");
  tb_engine_do_async (f->side.engine, &command, NULL, on_done_cb, NULL);
  memset (key, 'x', strlen (key));
  spin ();
  assert_draft (f, "new-ticket", NULL);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_concerns_nobody (Fixture      *f,
                      gconstpointer data)
{
  guint n = 0;

  g_signal_connect_swapped (f->side.engine, "changed", G_CALLBACK (count_cb), &n);
  g_signal_connect_swapped (f->side.engine, "outbox-changed", G_CALLBACK (count_cb), &n);
  g_signal_connect_swapped (f->side.engine, "notice", G_CALLBACK (count_cb), &n);
  tb_desk_save_draft (f->desk, "note-1", "Kunde");
  spin ();
  tb_engine_poll (f->side.engine);
  spin ();
  g_assert_cmpuint (n, ==, 0);
  g_signal_handlers_disconnect_by_data (f->side.engine, &n);
}

static void
test_needs_no_permission (Fixture      *f,
                          gconstpointer data)
{
  g_autofree char *admin = g_strdup (tb_desk_get_user_name (f->desk));

  tb_side_do (&f->side,
              (TbCommand){
                .type = TB_COMMAND_USER_ADD,
                .name = "Chef",
                .permission = TB_PERMISSION_ALL,
              },
              NULL);
  tb_side_do (&f->side,
              (TbCommand){
                .type = TB_COMMAND_USER_SET,
                .name = admin,
                .value = "active",
                .is_active = FALSE,
              },
              NULL);
  tb_side_do (&f->side,
              (TbCommand){ .type = TB_COMMAND_DRAFT, .draft_key = "note-1", .text = "Kunde" }, NULL);
  assert_draft (f, "note-1", "Kunde");
  tb_side_refuse (&f->side, (TbCommand){ .type = TB_COMMAND_DRAFT, .text = "Kunde" }, TB_PROBLEM_EMPTY);
}

/* ---- Settings ---- */

static void
configure (Fixture    *f,
           const char *name,
           const char *value)
{
  tb_side_do (&f->side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = name, .value = value }, NULL);
}

static void
refuse (Fixture    *f,
        const char *name,
        const char *value,
        TbProblem   problem)
{
  tb_side_refuse (&f->side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = name, .value = value }, problem);
}

static void
test_listen (Fixture      *f,
             gconstpointer data)
{
  static const char *const good[] = { "127.0.0.1:8443", "0.0.0.0:0", "[::1]:8443", "localhost:1", "" };
  static const char *const bad[] = { "8443", ":8443", "127.0.0.1", "127.0.0.1:", "::1:8443",
                                     "[::1]", "nord.de:1", "127.0.0.1:65536", "127.0.0.1:-1", "[127.0.0.1]:1",
                                     "[[::1]]:1" };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (good); i++)
    configure (f, "listen", good[i]);
  for (i = 0; i < G_N_ELEMENTS (bad); i++)
    refuse (f, "listen", bad[i], TB_PROBLEM_ADDRESS);
}

static void
test_switches (Fixture      *f,
               gconstpointer data)
{
  configure (f, "mode", "alone");
  configure (f, "mode", "partners");
  refuse (f, "mode", "", TB_PROBLEM_BAD_VALUE);
  refuse (f, "set-up", "ja", TB_PROBLEM_BAD_VALUE);
  configure (f, "set-up", "on");
  /* A real company never becomes a sample; a sample may be left. */
  refuse (f, "sample", "on", TB_PROBLEM_BAD_VALUE);
  configure (f, "sample", "off");
  refuse (f, "farbe", "rot", TB_PROBLEM_NOT_FOUND);
}

/* ---- Organisations ---- */

static TbOrganisationRecord *
find_organisation (Fixture    *f,
                   const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tb_engine_rows (f->side.engine, TB_TABLE_ORGANISATIONS, &error);
  guint i;

  g_assert_no_error (error);
  for (i = 0; i < rows->len; i++)
    if (g_strcmp0 (((TbOrganisationRecord *)rows->pdata[i])->name, name) == 0)
      return tb_record_ref (rows->pdata[i]);
  return NULL;
}

static void
test_organisation (Fixture      *f,
                   gconstpointer data)
{
  TbTicketDraft draft = { .title = "Drucker", .organisation = "Bäckerei Kern" };
  g_auto (TbResult) result = { 0 };
  g_autoptr (TbOrganisationRecord) row = NULL;
  g_autoptr (TbTicketView) view = NULL;
  TbHistoryRecord *last;
  TbCommand        command = {
           .type = TB_COMMAND_ORGANISATION_SET,
           .organisation = "Bäckerei Kern",
           .name = "town",
           .value = " Kiel ",
  };

  tb_side_do (&f->side, (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, &result);
  tb_side_do (&f->side, command, NULL);
  command.name = "alert";
  command.value = "Zahlt nur bar";
  command.ticket = result.ticket;
  tb_side_do (&f->side, command, NULL);
  row = find_organisation (f, "Bäckerei Kern");
  g_assert_cmpstr (row->town, ==, "Kiel");
  g_assert_cmpstr (row->alert, ==, "Zahlt nur bar");
  view = tb_side_show (&f->side, result.number);
  last = view->history->pdata[view->history->len - 1];
  g_assert_cmpstr (last->reason, ==, "organisation-alert");
  g_assert_cmpstr (last->to_value, ==, "Zahlt nur bar");

  command.value = "";
  tb_side_do (&f->side, command, NULL);
  g_clear_pointer (&row, tb_organisation_record_unref);
  row = find_organisation (f, "Bäckerei Kern");
  g_assert_null (row->alert);
  command.name = "kind";
  tb_side_refuse (&f->side, command, TB_PROBLEM_BAD_VALUE);
  command.name = "alert";
  command.organisation = "Niemand";
  tb_side_refuse (&f->side, command, TB_PROBLEM_NOT_FOUND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  TEST ("/engine/draft/survives-the-window", test_survives);
  TEST ("/engine/draft/empty-is-forgotten", test_empty_forgets);
  TEST ("/engine/draft/unwritten-is-remembered", test_unwritten);
  TEST ("/engine/draft/forgotten-when-done-not-when-refused", test_forgotten_when_done);
  TEST ("/engine/draft/forgotten-by-an-asynchronous-command", test_forgotten_by_async);
  TEST ("/engine/draft/concerns-nobody-else", test_concerns_nobody);
  TEST ("/engine/draft/needs-no-permission", test_needs_no_permission);
  TEST ("/engine/settings/where-to-listen", test_listen);
  TEST ("/engine/settings/mode-set-up-and-sample", test_switches);
  TEST ("/engine/organisation/is-changed-with-history", test_organisation);
#undef TEST
  return g_test_run ();
}
