/* SPDX-License-Identifier: GPL-3.0-or-later
 * Side bar and list pane: counts and badges, what is selected, search, what stands in an empty list. */
#include "config.h"

#include "ui-test.h"

#include "tb-card-cell.h"
#include "tb-card-list.h"
#include "tb-delivery-line.h"
#include "tb-folder-row.h"
#include "tb-list-pane.h"
#include "tb-side-bar.h"
#include "tb-ticket-card.h"

/* A long list. */
#define N_OTHERS 1500

typedef struct
{
  TbPair     pair;
  TbDesk    *desk;
  GtkWindow *window;
  GtkWidget *side_bar;
  GtkWidget *pane;
  guint      n_opened;
} Fixture;

static void
on_opened_cb (Fixture *f)
{
  f->n_opened++;
}

static void
open_window (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  f->desk = tb_desk_new (f->pair.lead.engine, &error);
  g_assert_no_error (error);
  f->side_bar = g_object_new (TB_TYPE_SIDE_BAR, "desk", f->desk, NULL);
  f->pane = g_object_new (TB_TYPE_LIST_PANE, "desk", f->desk, "folder", TB_FOLDER_TICKETS_OPEN, NULL);
  g_signal_connect_swapped (f->pane, "opened", G_CALLBACK (on_opened_cb), f);
  gtk_box_append (GTK_BOX (box), f->side_bar);
  gtk_box_append (GTK_BOX (box), f->pane);
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (f->window, 700, 500);
  gtk_window_set_child (f->window, box);
  gtk_window_present (f->window);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  tb_pair_setup (&f->pair);
  open_window (f);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  if (f->window != NULL)
    ui_test_assert_finalizes (f->window);
  g_assert_finalize_object (f->desk);
  tb_pair_teardown (&f->pair);
}

static char *
add_ticket (Fixture    *f,
            const char *title)
{
  return tb_side_new_ticket (&f->pair.lead, title);
}

static TbCardList *
cards (Fixture *f)
{
  return TB_CARD_LIST (ui_test_find (f->pane, TB_TYPE_CARD_LIST, NULL, NULL));
}

static void
wait_for_tickets (Fixture *f,
                  guint    n)
{
  ui_test_wait (!tb_card_list_is_loading (cards (f)) && tb_card_list_get_n_tickets (cards (f)) == n);
  ui_test_settle ();
}

static gint64
selected (Fixture *f)
{
  gint64 ticket;

  g_object_get (f->pane, "ticket", &ticket, NULL);
  return ticket;
}

static guint
selected_position (Fixture *f)
{
  GtkGridView *view = GTK_GRID_VIEW (tb_card_list_get_view (cards (f)));

  return gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (gtk_grid_view_get_model (view)));
}

static void
type_search (Fixture    *f,
             const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (ui_test_find (f->pane, GTK_TYPE_SEARCH_ENTRY, NULL, NULL)), text);
}

static gboolean
shows (Fixture    *f,
       const char *text)
{
  GtkWidget *label = ui_test_find_label (f->pane, text);

  return label != NULL && gtk_widget_get_mapped (label);
}

/* ---- Side bar ---- */

static void
test_badges_stand_out_where_the_table_says (void)
{
  guint n_standing_out = 0;
  guint i;

  for (i = 0; i < TB_N_FOLDERS; i++)
    {
      GtkWidget *row = g_object_ref_sink (tb_folder_row_new (i));
      GtkWidget *label;

      tb_folder_row_set_count (TB_FOLDER_ROW (row), 0);
      g_assert_true (gtk_widget_has_css_class (row, "empty"));
      tb_folder_row_set_count (TB_FOLDER_ROW (row), 2180);
      g_assert_false (gtk_widget_has_css_class (row, "empty"));
      label = ui_test_find_label (row, "2,180");
      g_assert_nonnull (label);
      g_assert_cmpint (gtk_widget_has_css_class (label, "badge"), ==, tb_folder (i)->stands_out);
      n_standing_out += tb_folder (i)->stands_out;
      tb_folder_row_set_count (TB_FOLDER_ROW (row), 0);
      g_assert_false (gtk_widget_has_css_class (label, "badge"));
      g_assert_finalize_object (row);
    }
  g_assert_cmpuint (n_standing_out, >, 0);
}

static gint64
shown_count (Fixture   *f,
             TbFolderId folder)
{
  GtkWidget *row = ui_test_find (f->side_bar, TB_TYPE_FOLDER_ROW, NULL, NULL);
  gint64     count = -1;

  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    if (TB_IS_FOLDER_ROW (row) && tb_folder_row_get_folder (TB_FOLDER_ROW (row))->id == folder)
      g_object_get (row, "count", &count, NULL);
  return count;
}

static void
test_counts_follow (Fixture      *f,
                    gconstpointer data)
{
  g_autofree char *number = NULL;

  g_assert_cmpint (shown_count (f, TB_FOLDER_TICKETS_OPEN), ==, 0);
  number = add_ticket (f, "Drucker");
  ui_test_wait (shown_count (f, TB_FOLDER_TICKETS_OPEN) == 1);
  g_assert_cmpint (shown_count (f, TB_FOLDER_LEAD_OPEN), ==, 0);
  tb_side_outsource (&f->pair.lead, number, "Alpen");
  ui_test_wait (shown_count (f, TB_FOLDER_LEAD_ASSIGNED) == 1);
  g_assert_cmpint (shown_count (f, TB_FOLDER_LEAD_OPEN), ==, 1);
}

static void
test_every_folder_of_the_dashboard_is_there (Fixture      *f,
                                             gconstpointer data)
{
  guint i;

  for (i = 0; i < TB_N_FOLDERS; i++)
    g_assert_cmpint (shown_count (f, i) >= 0, ==, tb_folder (i)->is_dashboard);
}

static void
test_the_selected_row_is_the_folder (Fixture      *f,
                                     gconstpointer data)
{
  GtkListBox    *box = GTK_LIST_BOX (ui_test_find (f->side_bar, GTK_TYPE_LIST_BOX, NULL, NULL));
  GtkListBoxRow *row;
  guint          folder;

  g_object_set (f->side_bar, "folder", TB_FOLDER_SERVICE_ASSIGNED, NULL);
  row = gtk_list_box_get_selected_row (box);
  g_assert_cmpint (tb_folder_row_get_folder (TB_FOLDER_ROW (row))->id, ==, TB_FOLDER_SERVICE_ASSIGNED);
  gtk_list_box_select_row (box, gtk_list_box_get_row_at_index (box, 0));
  g_object_get (f->side_bar, "folder", &folder, NULL);
  g_assert_cmpuint (folder, ==, TB_FOLDER_LEAD_OPEN);
}

static void
assert_delivery (Fixture    *f,
                 const char *expected)
{
  GtkWidget       *line = ui_test_find (f->side_bar, TB_TYPE_DELIVERY_LINE, NULL, NULL);
  g_autofree char *text = NULL;

  g_object_get (line, "text", &text, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_the_delivery_line_says_what_waits (Fixture      *f,
                                        gconstpointer data)
{
  GtkWidget       *line = ui_test_find (f->side_bar, TB_TYPE_DELIVERY_LINE, NULL, NULL);
  g_autofree char *number = add_ticket (f, "Drucker");
  gint64           waiting = 0;

  g_object_set (line, "has-network", TRUE, NULL);
  tb_side_outsource (&f->pair.lead, number, "Alpen");
  ui_test_wait ((g_object_get (f->desk, "waiting", &waiting, NULL), waiting == 1));
  assert_delivery (f, "1 is waiting");
  g_object_set (line, "has-network", FALSE, NULL);
  assert_delivery (f, "1 is waiting, no network");

  g_object_set (line, "has-network", TRUE, NULL);
  tb_pair_exchange (&f->pair);
  ui_test_wait ((g_object_get (f->desk, "waiting", &waiting, NULL), waiting == 0));
  ui_test_wait (ui_test_find_label (line, "1 is waiting") == NULL);
  g_assert_true (gtk_widget_has_css_class (line, "is-quiet"));
}

/* ---- Selection ---- */

static void
test_the_selection_follows_its_ticket (Fixture      *f,
                                       gconstpointer data)
{
  g_autofree char *first = add_ticket (f, "First");
  g_autofree char *second = NULL;
  gint64           ticket = tb_side_ticket (&f->pair.lead, first);

  tb_clock_advance (f->pair.clock, TB_SECOND);
  second = add_ticket (f, "Second");
  wait_for_tickets (f, 2);
  g_object_set (f->pane, "ticket", ticket, NULL);
  g_assert_cmpuint (selected_position (f), ==, 1);

  /* It is changed where it stands, and moves to the top as the last changed. */
  tb_clock_advance (f->pair.clock, TB_SECOND);
  tb_corner_set (&f->pair.lead, first, "title", "First, changed");
  ui_test_wait (shows (f, "First, changed"));
  ui_test_settle ();
  g_assert_cmpint (selected (f), ==, ticket);
  g_assert_cmpuint (selected_position (f), ==, 0);

  /* Another one passes it. */
  tb_clock_advance (f->pair.clock, TB_SECOND);
  tb_corner_set (&f->pair.lead, second, "title", "Second, changed");
  ui_test_wait (shows (f, "Second, changed"));
  ui_test_settle ();
  g_assert_cmpint (selected (f), ==, ticket);
  g_assert_cmpuint (selected_position (f), ==, 1);
}

static void
test_a_row_keeps_its_widget_and_the_focus (Fixture      *f,
                                           gconstpointer data)
{
  g_autofree char               *first = add_ticket (f, "First");
  G_GNUC_UNUSED g_autofree char *second = add_ticket (f, "Second");
  gint64                         ticket = tb_side_ticket (&f->pair.lead, first);
  GtkWidget                     *focus;

  g_object_set (f->pane, "sort", TB_SORT_NUMBER, "descending", FALSE, NULL);
  wait_for_tickets (f, 2);
  g_object_set (f->pane, "ticket", ticket, NULL);
  tb_card_list_focus (cards (f));
  focus = gtk_window_get_focus (f->window);
  g_assert_nonnull (focus);
  g_assert_nonnull (ui_test_find_label (focus, "First"));

  tb_corner_set (&f->pair.lead, first, "title", "First, changed");
  ui_test_wait (shows (f, "First, changed"));
  ui_test_settle ();
  g_assert_true (gtk_window_get_focus (f->window) == focus);
  g_assert_nonnull (ui_test_find_label (focus, "First, changed"));
}

static void
on_items_changed_cb (guint *largest,
                     guint  position,
                     guint  removed,
                     guint  added)
{
  *largest = MAX (*largest, MAX (removed, added));
}

/* The focus is on the card's place at once; the card itself comes with the next picture. */
static gboolean
focus_shows (Fixture    *f,
             const char *text)
{
  GtkWidget *focus = gtk_window_get_focus (f->window);

  return focus != NULL && ui_test_find_label (focus, text) != NULL;
}

static guint
count_children (gpointer widget)
{
  GtkWidget *child;
  guint      n = 0;

  child = gtk_widget_get_first_child (widget);
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    n++;
  return n;
}

/* A moment after what is there already. */
static void
import_others (Fixture *f)
{
  TbTicketDraft drafts[N_OTHERS] = { 0 };
  TbCommand     import = { .type = TB_COMMAND_IMPORT, .drafts = drafts, .n_drafts = N_OTHERS };
  guint         i;

  for (i = 0; i < N_OTHERS; i++)
    drafts[i].title = "Other";
  tb_clock_advance (f->pair.clock, TB_SECOND);
  tb_side_do (&f->pair.lead, import, NULL);
}

/* From one end of a long list to the other: nothing between is announced, and it takes selection and focus
 * with it. */
static void
test_a_long_way_is_a_short_change (Fixture      *f,
                                   gconstpointer data)
{
  GtkGridView     *view = GTK_GRID_VIEW (tb_card_list_get_view (cards (f)));
  g_autofree char *first = add_ticket (f, "First");
  gint64           ticket = tb_side_ticket (&f->pair.lead, first);
  guint            largest = 0;

  import_others (f);
  wait_for_tickets (f, N_OTHERS + 1);
  g_object_set (f->pane, "ticket", ticket, NULL);
  ui_test_wait (selected_position (f) == N_OTHERS);
  tb_card_list_focus (cards (f));
  /* What is not near has no widget. */
  g_assert_cmpuint (count_children (view), <=, 50);

  g_signal_connect_swapped (gtk_grid_view_get_model (view), "items-changed", G_CALLBACK (on_items_changed_cb),
                            &largest);
  tb_clock_advance (f->pair.clock, TB_SECOND);
  tb_corner_set (&f->pair.lead, first, "title", "First, changed");
  ui_test_wait (selected_position (f) == 0);
  ui_test_settle ();
  g_assert_cmpint (selected (f), ==, ticket);
  g_assert_cmpuint (tb_card_list_get_n_tickets (cards (f)), ==, N_OTHERS + 1);
  g_assert_cmpuint (largest, ==, 1);
  ui_test_wait (focus_shows (f, "First, changed"));
  g_signal_handlers_disconnect_by_data (gtk_grid_view_get_model (view), &largest);
}

/* The last of a long list is not read yet when it is selected. */
static void
test_the_far_end_stays_selected (Fixture      *f,
                                 gconstpointer data)
{
  g_autofree char *first = add_ticket (f, "First");
  gint64           ticket = tb_side_ticket (&f->pair.lead, first);
  GtkWidget       *view = tb_card_list_get_view (cards (f));

  import_others (f);
  wait_for_tickets (f, N_OTHERS + 1);

  g_object_set (f->pane, "folder", TB_FOLDER_TICKETS_ALL, NULL);
  wait_for_tickets (f, N_OTHERS + 1);
  gtk_widget_activate_action (view, "list.scroll-to-item", "u", N_OTHERS);
  gtk_widget_activate_action (view, "list.select-item", "(ubb)", N_OTHERS, FALSE, FALSE);
  ui_test_wait (selected (f) == ticket);
  g_assert_cmpuint (selected_position (f), ==, N_OTHERS);
}

static void
test_what_leaves_is_not_selected_until_it_returns (Fixture      *f,
                                                   gconstpointer data)
{
  g_autofree char               *first = add_ticket (f, "First");
  G_GNUC_UNUSED g_autofree char *second = add_ticket (f, "Second");
  gint64                         ticket = tb_side_ticket (&f->pair.lead, first);

  wait_for_tickets (f, 2);
  g_object_set (f->pane, "ticket", ticket, NULL);
  tb_corner_set (&f->pair.lead, first, "status", "Abgeschlossen");
  wait_for_tickets (f, 1);
  g_assert_cmpint (selected (f), ==, 0);
  g_assert_cmpuint (selected_position (f), ==, GTK_INVALID_LIST_POSITION);

  tb_corner_set (&f->pair.lead, first, "status", "Neu");
  wait_for_tickets (f, 2);
  g_assert_cmpint (selected (f), ==, ticket);
}

/* Somebody asks for it before the list has heard of it. */
static void
test_a_ticket_is_selected_as_soon_as_it_is_there (Fixture      *f,
                                                  gconstpointer data)
{
  g_autofree char *number = NULL;
  gint64           ticket;

  wait_for_tickets (f, 0);
  number = add_ticket (f, "First");
  ticket = tb_side_ticket (&f->pair.lead, number);
  g_object_set (f->pane, "ticket", ticket, NULL);
  wait_for_tickets (f, 1);
  g_assert_cmpint (selected (f), ==, ticket);
}

static void
test_a_click_selects_and_opens (Fixture      *f,
                                gconstpointer data)
{
  g_autofree char               *first = add_ticket (f, "First");
  G_GNUC_UNUSED g_autofree char *second = add_ticket (f, "Second");
  GtkWidget                     *card;

  wait_for_tickets (f, 2);
  card = gtk_widget_get_ancestor (ui_test_find_label (f->pane, "First"), TB_TYPE_TICKET_CARD);
  g_signal_emit_by_name (card, "clicked");
  g_assert_cmpint (selected (f), ==, tb_side_ticket (&f->pair.lead, first));
  g_assert_cmpuint (f->n_opened, ==, 1);
}

static void
test_the_focus_goes_to_the_selected_card (Fixture      *f,
                                          gconstpointer data)
{
  g_autofree char *first = add_ticket (f, "First");
  guint            i;

  for (i = 0; i < 100; i++)
    {
      G_GNUC_UNUSED g_autofree char *other = add_ticket (f, "Other");
    }
  g_object_set (f->pane, "sort", TB_SORT_NUMBER, "descending", TRUE, NULL);
  wait_for_tickets (f, 101);
  g_object_set (f->pane, "ticket", tb_side_ticket (&f->pair.lead, first), NULL);
  tb_card_list_focus (cards (f));
  ui_test_wait (focus_shows (f, "First"));
}

/* ---- Search, order, empty lists ---- */

static void
test_the_search_looks_into_the_folder_or_everywhere (Fixture      *f,
                                                     gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *open = add_ticket (f, "Drucker im Lager");
  g_autofree char               *closed = add_ticket (f, "Drucker im Büro");
  G_GNUC_UNUSED g_autofree char *other = add_ticket (f, "Tastatur");

  tb_corner_set (&f->pair.lead, closed, "status", "Abgeschlossen");
  wait_for_tickets (f, 2);
  g_assert_true (shows (f, "2 tickets"));
  type_search (f, "druck");
  ui_test_wait (shows (f, "1 result"));
  g_assert_cmpuint (tb_card_list_get_n_tickets (cards (f)), ==, 1);
  g_object_set (f->pane, "searches-all", TRUE, NULL);
  wait_for_tickets (f, 2);
  ui_test_wait (shows (f, "2 results"));

  type_search (f, "");
  ui_test_wait (shows (f, "Tastatur"));
  g_assert_true (shows (f, "2 tickets"));
}

static void
test_without_a_hit_one_can_search_everywhere (Fixture      *f,
                                              gconstpointer data)
{
  g_autofree char *closed = add_ticket (f, "Drucker <im> Büro & Lager");

  tb_corner_set (&f->pair.lead, closed, "status", "Abgeschlossen");
  wait_for_tickets (f, 0);
  type_search (f, "drucker <im> & \"x");
  ui_test_wait (shows (f, "No Results for “drucker <im> & \"x”"));
  type_search (f, "drucker");
  ui_test_wait (shows (f, "No Results for “drucker”"));
  gtk_widget_activate_action (f->pane, "pane.search-all", NULL);
  wait_for_tickets (f, 1);
  gtk_widget_activate_action (f->pane, "pane.clear-search", NULL);
  wait_for_tickets (f, 0);
  ui_test_wait (shows (f, "No Open Tickets"));
}

static void
test_each_folder_has_its_own_words (Fixture      *f,
                                    gconstpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint i;

  for (i = 0; i < TB_N_FOLDERS; i++)
    {
      GtkWidget       *page;
      g_autofree char *text = NULL;

      if (!tb_folder (i)->is_dashboard)
        continue;
      g_object_set (f->pane, "folder", i, NULL);
      wait_for_tickets (f, 0);
      page = ui_test_find (f->pane, ADW_TYPE_STATUS_PAGE, NULL, NULL);
      g_assert_true (gtk_widget_get_mapped (page));
      g_object_get (page, "description", &text, NULL);
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&text)));
    }
}

static void
test_the_order_can_be_chosen (Fixture      *f,
                              gconstpointer data)
{
  g_autofree char               *zebra = add_ticket (f, "Zebra");
  G_GNUC_UNUSED g_autofree char *ape = add_ticket (f, "Affe");

  wait_for_tickets (f, 2);
  g_object_set (f->pane, "ticket", tb_side_ticket (&f->pair.lead, zebra), NULL);
  gtk_widget_activate_action (f->pane, "pane.sort", "u", TB_SORT_TITLE);
  gtk_widget_activate_action (f->pane, "pane.descending", NULL);
  ui_test_wait (!tb_card_list_is_new (cards (f)));
  g_assert_cmpuint (selected_position (f), ==, 1);
  gtk_widget_activate_action (f->pane, "pane.descending", NULL);
  ui_test_wait (!tb_card_list_is_new (cards (f)));
  g_assert_cmpuint (selected_position (f), ==, 0);
}

static void
test_the_best_can_be_first (Fixture      *f,
                            gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *zebra = add_ticket (f, "Zebra");
  gboolean                       is_on;

  wait_for_tickets (f, 1);
  type_search (f, "zebra");
  ui_test_wait (shows (f, "1 result"));
  g_assert_true (gtk_widget_activate_action (f->pane, "pane.best-first", NULL));
  ui_test_wait (!tb_card_list_is_new (cards (f)));
  g_object_get (f->pane, "best-first", &is_on, NULL);
  g_assert_true (is_on);
  g_assert_cmpuint (tb_card_list_get_n_tickets (cards (f)), ==, 1);
}

static void
test_what_can_be_focused_has_a_name (Fixture      *f,
                                     gconstpointer data)
{
  g_autofree char *number = NULL;

  wait_for_tickets (f, 0);
  ui_test_assert_named (GTK_WIDGET (f->window));
  number = add_ticket (f, "First");
  wait_for_tickets (f, 1);
  type_search (f, "first");
  ui_test_wait (shows (f, "1 result"));
  ui_test_assert_named (GTK_WIDGET (f->window));
}

static void
test_a_cell_is_named_by_its_card (Fixture      *f,
                                  gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *number = add_ticket (f, "First");
  g_autofree char               *summary = NULL;
  g_autofree char               *said = NULL;
  GtkWidget                     *card, *cell;

  wait_for_tickets (f, 1);
  card = gtk_widget_get_ancestor (ui_test_find_label (f->pane, "First"), TB_TYPE_TICKET_CARD);
  cell = gtk_widget_get_ancestor (card, TB_TYPE_CARD_CELL);
  g_object_get (card, "summary", &summary, NULL);
  g_assert_true (g_str_has_prefix (summary, "First · "));
  said = gtk_test_accessible_check_property (GTK_ACCESSIBLE (gtk_widget_get_parent (cell)),
                                             GTK_ACCESSIBLE_PROPERTY_LABEL, summary);
  g_assert_null (said);
}

/* A list takes a ticket from its cell, and may give it the same one again. */
static void
test_a_cell_has_its_name_again (Fixture      *f,
                                gconstpointer data)
{
  G_GNUC_UNUSED g_autofree char *number = add_ticket (f, "First");
  g_autoptr (TbTicket) ticket = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *said = NULL;
  TbTicketCard    *card;
  TbCardCell      *cell;

  wait_for_tickets (f, 1);
  card = TB_TICKET_CARD (
    gtk_widget_get_ancestor (ui_test_find_label (f->pane, "First"), TB_TYPE_TICKET_CARD));
  cell = TB_CARD_CELL (gtk_widget_get_ancestor (GTK_WIDGET (card), TB_TYPE_CARD_CELL));
  g_object_get (card, "summary", &summary, NULL);
  ticket = g_object_ref (tb_card_cell_get_ticket (cell));
  tb_card_cell_set_ticket (cell, NULL);
  tb_card_cell_set_ticket (cell, ticket);
  said = gtk_test_accessible_check_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (cell))),
                                             GTK_ACCESSIBLE_PROPERTY_LABEL, summary);
  g_assert_null (said);
}

static guint
count_cards (GtkWidget *widget)
{
  guint      n = TB_IS_TICKET_CARD (widget);
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_cards (child);
  return n;
}

#define MANY 150

/* The list keeps thirty cells, others for each order; cards are where somebody can see them, and go along. */
static void
test_only_what_is_seen_has_cards (Fixture      *f,
                                  gconstpointer data)
{
  TbTicketDraft drafts[MANY] = { 0 };
  TbCommand     import = { .type = TB_COMMAND_IMPORT, .drafts = drafts, .n_drafts = MANY };
  GtkWidget    *view = tb_card_list_get_view (cards (f));
  guint         i;
  g_autoptr (GtkWidget) card = NULL;

  for (i = 0; i < MANY; i++)
    drafts[i].title = i == 0 ? "First" : "Other";
  tb_side_do (&f->pair.lead, import, NULL);
  g_object_set (f->pane, "sort", TB_SORT_NUMBER, "descending", FALSE, NULL);
  wait_for_tickets (f, MANY);
  ui_test_wait (shows (f, "First"));
  g_assert_cmpuint (count_cards (view), >, 1);
  g_assert_cmpuint (count_cards (view), <, MANY / 2);
  card = g_object_ref (gtk_widget_get_ancestor (ui_test_find_label (view, "First"), TB_TYPE_TICKET_CARD));
  g_object_set (f->pane, "descending", TRUE, NULL);
  ui_test_wait (!shows (f, "First"));
  ui_test_wait (gtk_widget_is_ancestor (card, view));
  ui_test_assert_named (view);
  g_object_set (f->pane, "descending", FALSE, NULL);
  ui_test_wait (shows (f, "First"));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  g_test_add_func ("/ui/side-bar/badges-stand-out-where-the-table-says",
                   test_badges_stand_out_where_the_table_says);
  ADD ("/ui/side-bar/counts-follow", test_counts_follow);
  ADD ("/ui/side-bar/every-folder-is-there", test_every_folder_of_the_dashboard_is_there);
  ADD ("/ui/side-bar/selected-row-is-the-folder", test_the_selected_row_is_the_folder);
  ADD ("/ui/side-bar/delivery-line-says-what-waits", test_the_delivery_line_says_what_waits);
  ADD ("/ui/list/selection-follows-its-ticket", test_the_selection_follows_its_ticket);
  ADD ("/ui/list/row-keeps-widget-and-focus", test_a_row_keeps_its_widget_and_the_focus);
  ADD ("/ui/list/long-way-is-a-short-change", test_a_long_way_is_a_short_change);
  ADD ("/ui/list/far-end-stays-selected", test_the_far_end_stays_selected);
  ADD ("/ui/list/not-selected-until-it-returns", test_what_leaves_is_not_selected_until_it_returns);
  ADD ("/ui/list/selected-as-soon-as-it-is-there", test_a_ticket_is_selected_as_soon_as_it_is_there);
  ADD ("/ui/list/focus-goes-to-the-selected-card", test_the_focus_goes_to_the_selected_card);
  ADD ("/ui/list/click-selects-and-opens", test_a_click_selects_and_opens);
  ADD ("/ui/list/search-in-folder-or-everywhere", test_the_search_looks_into_the_folder_or_everywhere);
  ADD ("/ui/list/the-best-can-be-first", test_the_best_can_be_first);
  ADD ("/ui/list/without-a-hit-search-everywhere", test_without_a_hit_one_can_search_everywhere);
  ADD ("/ui/list/each-folder-has-its-own-words", test_each_folder_has_its_own_words);
  ADD ("/ui/list/order-can-be-chosen", test_the_order_can_be_chosen);
  ADD ("/ui/list/what-can-be-focused-has-a-name", test_what_can_be_focused_has_a_name);
  ADD ("/ui/list/cell-is-named-by-its-card", test_a_cell_is_named_by_its_card);
  ADD ("/ui/list/cell-has-its-name-again", test_a_cell_has_its_name_again);
  ADD ("/ui/list/only-what-is-seen-has-cards", test_only_what_is_seen_has_cards);
  return g_test_run ();
}
