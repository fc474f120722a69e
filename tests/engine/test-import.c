/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of importing: each ticket comes with its notes, and all of them or none. */
#include "config.h"

#include "tb-corner.h"

#include <string.h>

typedef struct
{
  TbClock *clock;
  TbSide   side;
} Fixture;

static const char *const two_notes[] = { "Erste Notiz", "Zweite Notiz", NULL };

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  f->clock = tb_clock_new_real ();
  tb_side_open (&f->side, "Nord", f->clock);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  tb_side_close (&f->side);
  tb_clock_unref (f->clock);
}

static void
test_notes (Fixture      *f,
            gconstpointer data)
{
  const TbTicketDraft drafts[] = {
    { .title = "Ohne Notiz" },
    { .title = "Mit Notizen", .notes = two_notes },
  };
  g_auto (TbResult) result = { 0 };
  g_autofree char *number = NULL;
  g_autoptr (TbTicketView) view = NULL;
  TbItemView *one, *other;

  tb_side_do (&f->side,
              (TbCommand){ .type = TB_COMMAND_IMPORT, .drafts = drafts, .n_drafts = G_N_ELEMENTS (drafts) },
              &result);
  g_assert_cmpuint (result.count, ==, 2);
  number = tb_side_newest (&f->side);
  view = tb_side_show (&f->side, number);
  g_assert_cmpstr (view->ticket->title, ==, "Mit Notizen");
  g_assert_cmpuint (view->items->len, ==, 2);
  g_assert_nonnull (tb_item_with (view, two_notes[0]));
  g_assert_nonnull (tb_item_with (view, two_notes[1]));
  /* Their ids stand together in the index. */
  one = view->items->pdata[0];
  other = view->items->pdata[1];
  g_assert_cmpint (strncmp (one->record->uuid, other->record->uuid, 6), ==, 0);
  /* How it was made, and each note. */
  g_assert_cmpuint (view->history->len, ==, 3);
}

static void
test_bad_note (Fixture      *f,
               gconstpointer data)
{
  static const char *const blank[] = { "Gut", " \n", NULL };
  const TbTicketDraft      drafts[] = { { .title = "Gut" }, { .title = "Leere Notiz", .notes = blank } };
  g_autofree char         *before = tb_side_new_ticket (&f->side, "Vorher");
  g_autofree char         *after = NULL;

  tb_side_refuse (&f->side,
                  (TbCommand){ .type = TB_COMMAND_IMPORT, .drafts = drafts, .n_drafts = 2 },
                  TB_PROBLEM_EMPTY);
  after = tb_side_newest (&f->side);
  g_assert_cmpstr (after, ==, before);
}

static void
on_imported_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      is_done)
{
  g_autoptr (GError) error = NULL;

  tb_engine_do_finish (TB_ENGINE (source), result, NULL, &error);
  g_assert_no_error (error);
  *(gboolean *)is_done = TRUE;
}

/* What the caller held is gone when the import begins. */
static void
test_copied (Fixture      *f,
             gconstpointer data)
{
  char               *notes[] = { g_strdup ("Kommt an"), NULL };
  const TbTicketDraft draft = { .title = "Später", .notes = (const char *const *)notes };
  const TbCommand     command = { .type = TB_COMMAND_IMPORT, .drafts = &draft, .n_drafts = 1 };
  gboolean            is_done = FALSE;
  g_autofree char    *number = NULL;
  g_autoptr (TbTicketView) view = NULL;

  tb_engine_do_async (f->side.engine, &command, NULL, on_imported_cb, &is_done);
  memset (notes[0], 'x', strlen (notes[0]));
  g_clear_pointer (&notes[0], g_free);
  while (!is_done)
    g_main_context_iteration (NULL, TRUE);
  number = tb_side_newest (&f->side);
  view = tb_side_show (&f->side, number);
  g_assert_nonnull (tb_item_with (view, "Kommt an"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  TEST ("/engine/import/each-with-its-notes", test_notes);
  TEST ("/engine/import/a-bad-note-keeps-all-out", test_bad_note);
  TEST ("/engine/import/notes-are-copied", test_copied);
#undef TEST
  return g_test_run ();
}
