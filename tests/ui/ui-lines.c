/* SPDX-License-Identifier: GPL-3.0-or-later
 * A window with the time line of a ticket, for the tests of what is in it. */
#include "config.h"

#include "ui-lines.h"

#include "tb-timeline.h"

#include <string.h>

void
ui_lines_open (UiLines    *fixture,
               TbSide     *side,
               const char *number)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  fixture->desk = tb_desk_new (side->engine, &error);
  g_assert_no_error (error);
  fixture->sheet = tb_ticket_sheet_new (side->engine, tb_side_ticket (side, number));
  fixture->timeline = g_object_new (TB_TYPE_TIMELINE, "desk", fixture->desk, "newest-first", TRUE, NULL);
  fixture->list = ui_test_find (fixture->timeline, GTK_TYPE_LIST_BOX, NULL, NULL);
  g_object_set (fixture->timeline, "sheet", fixture->sheet, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), fixture->timeline);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 500);
  gtk_window_set_child (GTK_WINDOW (fixture->window), scrolled);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_settle ();
}

void
ui_lines_set_up (UiLines      *fixture,
                 gconstpointer data)
{
  tb_corner_setup_accepted (&fixture->corner, NULL);
}

void
ui_lines_tear_down (UiLines      *fixture,
                    gconstpointer data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_assert_finalize_object (fixture->sheet);
  g_assert_finalize_object (fixture->desk);
  tb_corner_teardown (&fixture->corner, NULL);
}

TbSide *
ui_lines_lead (UiLines *fixture)
{
  return &fixture->corner.pair.lead;
}

TbSide *
ui_lines_service (UiLines *fixture)
{
  return &fixture->corner.pair.service;
}

/* Those that are out of use are not seen. Returns: (nullable) */
static GtkWidget *
next_row (GtkWidget *row)
{
  while (row != NULL && !gtk_widget_get_visible (row))
    row = gtk_widget_get_next_sibling (row);
  return row;
}

GtkWidget *
ui_lines_first (UiLines *fixture)
{
  return next_row (gtk_widget_get_first_child (fixture->list));
}

GtkWidget *
ui_lines_after (GtkWidget *row)
{
  return next_row (gtk_widget_get_next_sibling (row));
}

GtkWidget *
ui_lines_last (UiLines *fixture)
{
  GtkWidget *row, *last = NULL;

  for (row = ui_lines_first (fixture); row != NULL; row = ui_lines_after (row))
    last = row;
  return last;
}

guint
ui_lines_count (UiLines *fixture,
                GType    type)
{
  GtkWidget *row;
  guint      n = 0;

  for (row = ui_lines_first (fixture); row != NULL; row = ui_lines_after (row))
    n += g_type_is_a (G_OBJECT_TYPE (row), type);
  return n;
}

GtkWidget *
ui_lines_row_with (UiLines    *fixture,
                   const char *text)
{
  GtkWidget *row;

  for (row = ui_lines_first (fixture); row != NULL; row = ui_lines_after (row))
    {
      g_autofree char *texts = ui_test_texts (row);

      if (strstr (texts, text) != NULL)
        return row;
    }
  g_error ("no row says “%s”", text);
}

gboolean
ui_lines_says (GtkWidget  *row,
               const char *text)
{
  g_autofree char *texts = ui_test_texts (row);

  return strstr (texts, text) != NULL;
}

void
ui_lines_add (TbSide     *side,
              const char *number,
              TbItemDraft draft)
{
  g_free (tb_corner_add (side, number, draft));
}
