/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rows of the time line show one ticket after the other, and nothing of the one before. */
#include "config.h"

#include "ui-lines.h"

#include "tb-item-row.h"
#include "tb-timeline-model.h"

static guint
count_all (UiLines *fixture)
{
  GtkWidget *row;
  guint      n = 0;

  for (row = gtk_widget_get_first_child (fixture->list); row != NULL; row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

/* The rows of the ticket before show the next one's items, and nothing of their own. */
static void
test_rows_are_used_again (UiLines      *fixture,
                          gconstpointer data)
{
  g_autofree char *lines = g_strnfill (40, '\n');
  g_autofree char *text = g_strconcat ("Anfang", lines, "Ende", NULL);
  GtkWidget       *row, *more, *edit;

  ui_lines_add (ui_lines_lead (fixture), fixture->corner.lead, (TbItemDraft){ .text = text });
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);
  row = ui_lines_row_with (fixture, "Anfang");
  edit = ui_test_find (row, GTK_TYPE_BUTTON, "action-name", "item.edit");
  g_assert_true (gtk_widget_is_sensitive (edit));
  more = ui_test_find (row, GTK_TYPE_TOGGLE_BUTTON, "label", "Show More");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (more), TRUE);
  g_object_add_weak_pointer (G_OBJECT (row), (gpointer *)&row);
  g_object_set (fixture->timeline, "sheet", NULL, NULL);
  g_assert_nonnull (row);
  g_assert_false (gtk_widget_get_visible (row));
  g_assert_null (tb_item_row_get_item (TB_ITEM_ROW (row)));
  g_object_set (fixture->timeline, "sheet", fixture->sheet, NULL);
  ui_test_settle ();
  g_assert_true (ui_lines_row_with (fixture, "Anfang") == row);
  g_assert_false (ui_lines_says (row, "Ende"));
  g_assert_true (gtk_widget_is_sensitive (edit));
  g_object_remove_weak_pointer (G_OBJECT (row), (gpointer *)&row);
}

static void
describe (GtkWidget *row,
          GString   *all)
{
  static const char *const actions[] = { "item.edit", "item.delete", "item.save", "item.load", "item.stop" };
  g_autofree char         *texts = ui_test_texts (row);
  GtkWidget               *progress = ui_test_find (row, GTK_TYPE_PROGRESS_BAR, NULL, NULL);
  guint                    i;

  g_string_append_printf (all, "%s%d %d\n", texts, gtk_widget_has_css_class (row, "read-only"),
                          progress != NULL && gtk_widget_get_mapped (progress));
  for (i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GtkWidget *button = ui_test_find (row, GTK_TYPE_BUTTON, "action-name", actions[i]);

      if (button != NULL && gtk_widget_get_mapped (button))
        g_string_append_printf (all, "%s %d\n", actions[i], gtk_widget_is_sensitive (button));
    }
}

/* All that there is to see in the rows of a ticket, and to do with them. */
static char *
show_sheet (UiLines       *fixture,
            TbTicketSheet *sheet)
{
  g_autoptr (TbTimelineModel) lines = tb_timeline_model_new ();
  GString   *all = g_string_new (NULL);
  GtkWidget *row;

  g_object_set (lines, "sheet", sheet, NULL);
  g_object_set (fixture->timeline, "sheet", sheet, NULL);
  ui_test_wait (ui_lines_count (fixture, GTK_TYPE_WIDGET) == g_list_model_get_n_items (G_LIST_MODEL (lines)));
  for (row = ui_lines_first (fixture); row != NULL; row = ui_lines_after (row))
    describe (row, all);
  return g_string_free (all, FALSE);
}

static void
add_one_of_each (UiLines    *fixture,
                 const char *number)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("12345", 5);
  g_autofree char *uuid = NULL;
  TbSide          *side = ui_lines_lead (fixture);

  uuid = tb_corner_add (side, number, (TbItemDraft){ .text = "Vertrag", .is_internal = TRUE });
  tb_corner_edit (side, number, uuid, (TbItemDraft){ .text = "Neu", .is_internal = TRUE });
  ui_lines_add (side, number,
                (TbItemDraft){ .kind = TB_ITEM_FILE,
                               .text = "dazu",
                               .bytes = bytes,
                               .file_name = "plan.txt" });
  ui_lines_add (side, number,
                (TbItemDraft){ .kind = TB_ITEM_TIME,
                               .text = "Neustart",
                               .minutes = 90,
                               .work_type = "Fernwartung" });
}

/* A row looks as if it had been made for its line, whatever it has shown before; and going to and fro makes
 * no more of them. */
static void
test_rows_keep_nothing_of_the_line_before (UiLines      *fixture,
                                           gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (ui_lines_lead (fixture), "Drucker");
  g_autoptr (TbTicketSheet) other = NULL;
  g_autofree char *fresh[2] = { NULL, NULL };
  guint            n_rows = 0;
  guint            i;

  ui_lines_add (ui_lines_service (fixture), fixture->corner.service,
                (TbItemDraft){ .text = "Schlüssel?", .is_question = TRUE });
  add_one_of_each (fixture, fixture->corner.lead);
  tb_side_act (ui_lines_service (fixture), fixture->corner.service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->corner.pair);
  for (i = 0; i < 9; i++)
    ui_lines_add (ui_lines_lead (fixture), number, (TbItemDraft){ .text = "Notiz" });
  add_one_of_each (fixture, number);

  /* As they are in a time line that has never shown anything else. */
  ui_lines_open (fixture, ui_lines_lead (fixture), number);
  fresh[0] = show_sheet (fixture, fixture->sheet);
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&fixture->window)));
  other = g_steal_pointer (&fixture->sheet);
  g_clear_object (&fixture->desk);
  ui_lines_open (fixture, ui_lines_lead (fixture), fixture->corner.lead);
  fresh[1] = show_sheet (fixture, fixture->sheet);
  g_assert_cmpstr (fresh[0], !=, fresh[1]);

  for (i = 0; i < 6; i++)
    {
      g_autofree char *again = show_sheet (fixture, i % 2 == 0 ? other : fixture->sheet);

      g_assert_cmpstr (again, ==, fresh[i % 2]);
      if (i < 2)
        n_rows = count_all (fixture);
      g_assert_cmpuint (count_all (fixture), ==, n_rows);
    }
}

#define ADD(path, function) \
  g_test_add ("/ui/timeline-rows/" path, UiLines, NULL, ui_lines_set_up, function, ui_lines_tear_down)

int
main (int   argc,
      char *argv[])
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("are-used-again", test_rows_are_used_again);
  ADD ("keep-nothing-of-the-line-before", test_rows_keep_nothing_of_the_line_before);
  return g_test_run ();
}
