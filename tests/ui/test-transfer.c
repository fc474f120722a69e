/* SPDX-License-Identifier: GPL-3.0-or-later
 * A file on its way: what its entry shows on both sides, and the line before there is an entry. */
#include "config.h"

#include "ui-test.h"

#include "tb-arrival-line.h"
#include "tb-item-row.h"
#include "tb-speaker.h"
#include "tb-timeline.h"

#include <string.h>

#define SIZE (1500 * 1000)

typedef struct
{
  TbCorner       corner;
  TbDesk        *desk;
  TbTicketSheet *sheet;
  GtkWidget     *window;
  GtkWidget     *timeline;
  GtkWidget     *line;
} Fixture;

static TbSide *
lead (Fixture *fixture)
{
  return &fixture->corner.pair.lead;
}

static TbSide *
service (Fixture *fixture)
{
  return &fixture->corner.pair.service;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  tb_corner_setup_accepted (&fixture->corner, NULL);
}

static void
open_window (Fixture    *fixture,
             TbSide     *side,
             const char *number)
{
  g_autoptr (GError) error = NULL;

  fixture->desk = tb_desk_new (side->engine, &error);
  g_assert_no_error (error);
  fixture->sheet = tb_ticket_sheet_new (side->engine, tb_side_ticket (side, number));
  fixture->timeline =
    g_object_new (TB_TYPE_TIMELINE, "desk", fixture->desk, "sheet", fixture->sheet, NULL);
  fixture->line = ui_test_find (fixture->timeline, TB_TYPE_ARRIVAL_LINE, NULL, NULL);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 500);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->timeline);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_settle ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  ui_test_assert_finalizes (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_assert_finalize_object (fixture->sheet);
  g_assert_finalize_object (fixture->desk);
  tb_corner_teardown (&fixture->corner, NULL);
}

static GtkWidget *
find_row (Fixture *fixture)
{
  return ui_test_find (fixture->timeline, TB_TYPE_ITEM_ROW, NULL, NULL);
}

static gboolean
says (GtkWidget  *widget,
      const char *text)
{
  g_autofree char *texts = ui_test_texts (widget);

  return strstr (texts, text) != NULL;
}

/* Between both stand two sizes: what is across, and the whole. */
static gboolean
says_how_far (GtkWidget  *widget,
              const char *before,
              guint64     across,
              const char *after)
{
  g_autofree char *have = g_format_size (across);
  g_autofree char *size = g_format_size (SIZE);
  g_autofree char *text = g_strconcat (before, have, " of ", size, after, NULL);

  return says (widget, text);
}

static gboolean
offers (GtkWidget  *widget,
        const char *action)
{
  GtkWidget *button = ui_test_find (widget, GTK_TYPE_BUTTON, "action-name", action);

  return button != NULL && gtk_widget_get_mapped (button) && gtk_widget_get_sensitive (button);
}

static gboolean
has_bar (GtkWidget *widget)
{
  return gtk_widget_get_mapped (ui_test_find (widget, GTK_TYPE_PROGRESS_BAR, NULL, NULL));
}

static void
assert_bar (GtkWidget *widget,
            double     fraction)
{
  GtkWidget *bar = ui_test_find (widget, GTK_TYPE_PROGRESS_BAR, NULL, NULL);

  g_assert_true (gtk_widget_get_mapped (bar));
  g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), fraction, 0.001);
}

/* The service partner attaches a file; its first part is at the lead. */
static void
begin (Fixture *fixture)
{
  g_free (tb_side_file (service (fixture), fixture->corner.service, SIZE));
  g_assert_true (tb_push_once (service (fixture), lead (fixture), FALSE));
}

static void
assert_is_here (Fixture *fixture)
{
  ui_test_wait (find_row (fixture) != NULL && offers (find_row (fixture), "item.save"));
  g_assert_false (gtk_widget_get_visible (fixture->line));
  g_assert_false (has_bar (find_row (fixture)));
  g_assert_false (offers (find_row (fixture), "item.load"));
  g_assert_false (offers (find_row (fixture), "item.stop"));
}

/* ---- The sending side ---- */

static void
test_the_entry_says_what_is_sent (Fixture      *fixture,
                                  gconstpointer data)
{
  GtkWidget *row;

  begin (fixture);
  open_window (fixture, service (fixture), fixture->corner.service);
  ui_test_wait (find_row (fixture) != NULL);
  row = find_row (fixture);
  g_assert_true (says_how_far (row, "", TB_FILE_PART_BYTES, " sent."));
  assert_bar (row, (double)TB_FILE_PART_BYTES / SIZE);
  g_assert_true (offers (row, "item.save"));
  g_assert_false (offers (row, "item.load"));
  g_assert_false (offers (row, "item.stop"));
  g_assert_false (gtk_widget_get_visible (fixture->line));
  ui_test_assert_named (fixture->window);

  tb_pair_exchange (&fixture->corner.pair);
  ui_test_wait (!has_bar (row));
  g_assert_true (find_row (fixture) == row);
  g_assert_false (says (row, " sent."));
  assert_is_here (fixture);
}

static void
test_the_entry_says_that_it_is_not_wanted (Fixture      *fixture,
                                           gconstpointer data)
{
  TbCommand command = { .type = TB_COMMAND_CONFIG, .name = TB_SETTING_FETCH_LIMIT, .value = "1" };

  tb_side_do (lead (fixture), command, NULL);
  g_free (tb_side_file (service (fixture), fixture->corner.service, SIZE));
  tb_pair_exchange (&fixture->corner.pair);
  open_window (fixture, service (fixture), fixture->corner.service);
  ui_test_wait (find_row (fixture) != NULL);
  g_assert_true (says (find_row (fixture), "only when asked to"));
  assert_is_here (fixture);
}

/* ---- The receiving side ---- */

static void
test_a_line_says_what_comes (Fixture      *fixture,
                             gconstpointer data)
{
  open_window (fixture, lead (fixture), fixture->corner.lead);
  g_assert_false (gtk_widget_get_visible (fixture->line));

  begin (fixture);
  ui_test_wait (gtk_widget_get_mapped (fixture->line));
  g_assert_null (find_row (fixture));
  g_assert_true (says_how_far (fixture->line, "Receiving a file: ", TB_FILE_PART_BYTES, ""));
  assert_bar (fixture->line, (double)TB_FILE_PART_BYTES / SIZE);
  g_assert_true (offers (fixture->line, "arrival.stop"));
  ui_test_assert_named (fixture->window);

  tb_pair_exchange (&fixture->corner.pair);
  assert_is_here (fixture);
}

/* A second click does nothing, and the focus does not stay on what is gone. */
static void
test_what_comes_can_be_declined (Fixture      *fixture,
                                 gconstpointer data)
{
  GtkWidget *stop, *row;

  begin (fixture);
  open_window (fixture, lead (fixture), fixture->corner.lead);
  ui_test_wait (gtk_widget_get_mapped (fixture->line));
  stop = ui_test_find (fixture->line, GTK_TYPE_BUTTON, "action-name", "arrival.stop");
  g_assert_true (gtk_widget_grab_focus (stop));
  g_signal_emit_by_name (stop, "clicked");
  g_assert_false (gtk_widget_get_sensitive (stop));
  ui_test_wait (!gtk_widget_get_visible (fixture->line));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) != stop);

  tb_pair_exchange (&fixture->corner.pair);
  ui_test_wait (find_row (fixture) != NULL);
  row = find_row (fixture);
  ui_test_wait (offers (row, "item.load"));
  g_assert_true (says (row, "The file is not loaded."));
  g_assert_false (has_bar (row));
  g_assert_false (offers (row, "item.save"));
  g_assert_false (offers (row, "item.stop"));
  g_assert_false (gtk_widget_get_visible (fixture->line));
}

static void
test_a_declined_one_is_loaded (Fixture      *fixture,
                               gconstpointer data)
{
  TbCommand  command = { .type = TB_COMMAND_CONFIG, .name = TB_SETTING_FETCH_LIMIT, .value = "1" };
  GtkWidget *row;

  tb_side_do (lead (fixture), command, NULL);
  g_free (tb_side_file (service (fixture), fixture->corner.service, SIZE));
  tb_pair_exchange (&fixture->corner.pair);
  open_window (fixture, lead (fixture), fixture->corner.lead);
  ui_test_wait (find_row (fixture) != NULL);
  row = find_row (fixture);
  g_assert_true (says (row, "it is larger than"));

  gtk_widget_activate_action (row, "item.load", NULL);
  ui_test_wait (offers (row, "item.stop"));
  g_assert_true (says_how_far (row, "", 0, " received."));
  assert_bar (row, 0);
  g_assert_false (offers (row, "item.load"));
  g_assert_false (offers (row, "item.save"));
  gtk_widget_activate_action (row, "item.stop", NULL);
  ui_test_wait (offers (row, "item.load"));
  g_assert_false (has_bar (row));
  gtk_widget_activate_action (row, "item.load", NULL);
  ui_test_wait (offers (row, "item.stop"));

  tb_pair_exchange (&fixture->corner.pair);
  assert_is_here (fixture);
}

#define ADD(path, function) \
  g_test_add ("/ui/transfer/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("the-entry-says-what-is-sent", test_the_entry_says_what_is_sent);
  ADD ("the-entry-says-that-it-is-not-wanted", test_the_entry_says_that_it_is_not_wanted);
  ADD ("a-line-says-what-comes", test_a_line_says_what_comes);
  ADD ("what-comes-can-be-declined", test_what_comes_can_be_declined);
  ADD ("a-declined-one-is-loaded", test_a_declined_one_is_loaded);
  return g_test_run ();
}
