/* SPDX-License-Identifier: GPL-3.0-or-later
 * The dialog that edits an entry: what it changes, and what it keeps of what was typed. */
#include "config.h"

#include "ui-test.h"

#include "tb-item-dialog.h"

typedef struct
{
  TbCorner       corner;
  TbDesk        *desk;
  TbTicketSheet *sheet;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tb_corner_setup_accepted (&fixture->corner, NULL);
  fixture->desk = tb_desk_new (fixture->corner.pair.lead.engine, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  ui_test_settle ();
  g_assert_finalize_object (fixture->sheet);
  g_assert_finalize_object (fixture->desk);
  tb_corner_teardown (&fixture->corner, NULL);
}

static void
open_sheet (Fixture *fixture)
{
  TbSide *side = &fixture->corner.pair.lead;

  fixture->sheet = tb_ticket_sheet_new (side->engine, tb_side_ticket (side, fixture->corner.lead));
  ui_test_settle ();
}

static void
open_note (Fixture *fixture)
{
  g_free (tb_side_note (&fixture->corner.pair.lead, fixture->corner.lead, "Notiz", FALSE));
  open_sheet (fixture);
}

static TbItem *
find_shown (Fixture    *fixture,
            const char *text)
{
  GListModel *items = G_LIST_MODEL (tb_ticket_sheet_get_items (fixture->sheet));
  guint       i;

  for (i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (TbItem) item = g_list_model_get_item (items, i);
      const TbItemRecord *record = tb_object_get_record (TB_OBJECT (item));

      if (g_strcmp0 (record->text, text) == 0)
        return g_steal_pointer (&item);
    }
  return NULL;
}

static GtkWidget *
open_dialog (Fixture    *fixture,
             const char *text)
{
  g_autoptr (TbItem) item = NULL;
  GtkWidget *dialog;

  ui_test_wait (item != NULL || (item = find_shown (fixture, text)) != NULL);
  dialog = tb_item_dialog_new (fixture->desk, fixture->sheet, item);
  gtk_window_present (GTK_WINDOW (dialog));
  ui_test_settle ();
  return dialog;
}

static void
type (GtkWidget  *dialog,
      const char *text)
{
  GtkWidget *view = ui_test_find (dialog, GTK_TYPE_TEXT_VIEW, NULL, NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

static void
assert_says (GtkWidget  *dialog,
             const char *text)
{
  GtkWidget       *view = ui_test_find (dialog, GTK_TYPE_TEXT_VIEW, NULL, NULL);
  GtkTextBuffer   *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autofree char *typed = NULL;

  g_object_get (buffer, "text", &typed, NULL);
  g_assert_cmpstr (typed, ==, text);
}

static void
test_it_changes_only_what_was_typed (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autofree char *uuid = NULL;
  g_autoptr (TbItemRecord) before = NULL;
  g_autoptr (TbItemRecord) after = NULL;
  GtkWidget *dialog;

  uuid = tb_corner_add (&fixture->corner.pair.lead, fixture->corner.lead,
                        (TbItemDraft){ .kind = TB_ITEM_TIME,
                                       .text = "Neustart",
                                       .minutes = 95,
                                       .date = "2026-11-20",
                                       .start_at = G_GINT64_CONSTANT (1795942800000000),
                                       .end_at = G_GINT64_CONSTANT (1795948500000000),
                                       .work_type = "Fernwartung",
                                       .is_internal = TRUE });
  before = tb_corner_find_item (&fixture->corner.pair.lead, fixture->corner.lead, "Neustart");
  open_sheet (fixture);
  dialog = open_dialog (fixture, "Neustart");
  ui_test_assert_named (dialog);
  type (dialog, "Zweimal");
  gtk_widget_activate_action (dialog, "item-dialog.save", NULL);
  ui_test_wait (tb_corner_has_item (&fixture->corner.pair.lead, fixture->corner.lead, "Zweimal"));
  after = tb_corner_find_item (&fixture->corner.pair.lead, fixture->corner.lead, "Zweimal");
  g_assert_cmpstr (after->uuid, ==, before->uuid);
  g_assert_cmpint (after->minutes, ==, before->minutes);
  g_assert_cmpstr (after->date, ==, before->date);
  g_assert_cmpint (after->start_at, ==, before->start_at);
  g_assert_cmpint (after->end_at, ==, before->end_at);
  g_assert_cmpstr (after->work_type, ==, before->work_type);
  g_assert_cmpint (after->is_internal, ==, before->is_internal);
  ui_test_wait (g_list_model_get_n_items (gtk_window_get_toplevels ()) == 0);
}

/* As at a logout: nobody is asked. */
static void
test_what_it_lost_is_there_again (Fixture      *fixture,
                                  gconstpointer data)
{
  GtkWidget *dialog, *discard;

  open_note (fixture);
  dialog = open_dialog (fixture, "Notiz");
  type (dialog, "Notiz, viel länger");
  gtk_window_destroy (GTK_WINDOW (dialog));
  ui_test_settle ();

  dialog = open_dialog (fixture, "Notiz");
  assert_says (dialog, "Notiz, viel länger");
  discard = ui_test_find (dialog, GTK_TYPE_BUTTON, "label", "_Discard");
  g_assert_true (gtk_widget_get_mapped (discard));
  g_signal_emit_by_name (discard, "clicked");
  assert_says (dialog, "Notiz");
  gtk_window_close (GTK_WINDOW (dialog));
  ui_test_settle ();

  dialog = open_dialog (fixture, "Notiz");
  assert_says (dialog, "Notiz");
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
test_what_is_saved_is_no_draft_any_more (Fixture      *fixture,
                                         gconstpointer data)
{
  GtkWidget *dialog;

  open_note (fixture);
  dialog = open_dialog (fixture, "Notiz");
  type (dialog, "Notiz zwei");
  gtk_widget_activate_action (dialog, "item-dialog.save", NULL);
  ui_test_wait (tb_corner_has_item (&fixture->corner.pair.lead, fixture->corner.lead, "Notiz zwei"));
  ui_test_wait (g_list_model_get_n_items (gtk_window_get_toplevels ()) == 0);
  dialog = open_dialog (fixture, "Notiz zwei");
  g_assert_false (gtk_widget_get_mapped (ui_test_find (dialog, GTK_TYPE_BUTTON, "label", "_Discard")));
  gtk_window_close (GTK_WINDOW (dialog));
}

static GtkWidget *
find_question (GtkWidget *dialog)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint       i;

  for (i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (gtk_window_get_transient_for (window) == GTK_WINDOW (dialog))
        return GTK_WIDGET (window);
    }
  return NULL;
}

static void
test_discarding_closes_it_and_keeps_nothing (Fixture      *fixture,
                                             gconstpointer data)
{
  GtkWidget *dialog, *question, *button;

  open_note (fixture);
  dialog = open_dialog (fixture, "Notiz");
  type (dialog, "Notiz zwei");
  gtk_window_close (GTK_WINDOW (dialog));
  ui_test_wait ((question = find_question (dialog)) != NULL);
  button = ui_test_find (question, GTK_TYPE_BUTTON, "label", "_Discard");
  g_signal_emit_by_name (button, "clicked");
  ui_test_wait (g_list_model_get_n_items (gtk_window_get_toplevels ()) == 0);
  dialog = open_dialog (fixture, "Notiz");
  assert_says (dialog, "Notiz");
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
test_it_is_finalized (Fixture      *fixture,
                      gconstpointer data)
{
  open_note (fixture);
  ui_test_assert_finalizes (GTK_WINDOW (open_dialog (fixture, "Notiz")));
}

#define ADD(path, function) g_test_add ("/ui/item-dialog/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("changes-only-what-was-typed", test_it_changes_only_what_was_typed);
  ADD ("what-it-lost-is-there-again", test_what_it_lost_is_there_again);
  ADD ("what-is-saved-is-no-draft-any-more", test_what_is_saved_is_no_draft_any_more);
  ADD ("discarding-closes-it-and-keeps-nothing", test_discarding_closes_it_and_keeps_nothing);
  ADD ("is-finalized", test_it_is_finalized);
  return g_test_run ();
}
