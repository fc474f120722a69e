/* SPDX-License-Identifier: GPL-3.0-or-later
 * The cards of the list: what they say of a ticket, that all are of one height, that they follow it. */
#include "config.h"

#include "ui-test.h"

#include "tb-card-words.h"
#include "tb-ticket-card.h"

#define ZONE "Europe/Berlin"

static gint64
instant_of (const char *text)
{
  gint64 instant = 0;

  g_assert_true (tb_time_from_wire (text, &instant));
  return instant;
}

static gint64
now (void)
{
  return instant_of ("2026-11-25T12:00:00Z");
}

/* An open ticket of a customer, given to “Alpen”. */
static TbListRow *
create_row (TbStatus status)
{
  TbListRow *row = tb_list_row_new ();

  row->id = 7;
  tb_set_text (&row->number, "T20261123.0007");
  tb_set_text (&row->title, "Mail server");
  tb_set_text (&row->organisation, "Hotel Seeblick");
  tb_set_text (&row->status_name, "Neu");
  tb_set_text (&row->status_color, "#3584e4");
  tb_set_text (&row->assignee, "Jens");
  row->is_confirmed = 1;
  row->is_open = 1;
  row->authorized_minutes = TB_AMOUNT_NONE;
  if (status == TB_STATUS_NONE)
    return row;
  row->role = TB_ROLE_LEAD;
  row->outsourcing_status = status;
  tb_set_text (&row->partner, "Alpen");
  row->answer_by = instant_of ("2026-11-26T17:00:00Z");
  row->complete_by = instant_of ("2026-11-27T17:00:00Z");
  row->authorized_minutes = 240;
  row->used_minutes = 90;
  return row;
}

static TbCardWords *
describe (TbListRow *row)
{
  return tb_card_words_new (row, ZONE, now ());
}

/* ---- Words ---- */

static void
test_each_status_says_what_comes_next (void)
{
  static const struct
  {
    TbStatus    status;
    const char *detail;
  } expected[] = {
    { TB_STATUS_UNSENT, "" },
    { TB_STATUS_ASSIGNED, "answer by tomorrow, 18:00" },
    { TB_STATUS_CANCELED, "" },
    { TB_STATUS_DECLINED, "" },
    { TB_STATUS_ACCEPTED, "by Fri 18:00 · 1:30 / 4:00\u00a0h" },
    { TB_STATUS_IN_PROGRESS, "by Fri 18:00 · 1:30 / 4:00\u00a0h" },
    { TB_STATUS_WAITING_APPROVAL, "1:30 / 4:00\u00a0h" },
    { TB_STATUS_COMPLETE, "1:30 / 4:00\u00a0h" },
  };
  guint i;

  g_assert_cmpuint (G_N_ELEMENTS (expected), ==, TB_N_STATUSES - 1);
  for (i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (TbListRow) row = create_row (expected[i].status);
      g_autoptr (TbCardWords) words = describe (row);

      g_assert_cmpstr (words->status, ==, tb_status_look (expected[i].status)->label);
      g_assert_cmpstr (words->css_class, ==, tb_status_look (expected[i].status)->css_class);
      g_assert_cmpstr (words->who, ==, "Alpen");
      g_assert_cmpstr (words->detail, ==, expected[i].detail);
      g_assert_false (words->is_overdue);
    }
}

static void
test_a_ticket_of_ones_own_says_its_own_status (void)
{
  g_autoptr (TbListRow) row = create_row (TB_STATUS_NONE);
  g_autoptr (TbCardWords) words = NULL;

  row->due_at = instant_of ("2026-12-03T17:00:00Z");
  words = describe (row);
  g_assert_cmpstr (words->title, ==, "Mail server");
  g_assert_cmpstr (words->subtitle, ==, "T20261123.0007 · Hotel Seeblick");
  g_assert_cmpstr (words->status, ==, "Neu");
  g_assert_null (words->css_class);
  g_assert_cmpstr (words->who, ==, "Jens");
  g_assert_cmpstr (words->detail, ==, "due 3 Dec");
}

static void
test_what_is_late_says_so_in_words (void)
{
  static const struct
  {
    TbStatus    status;
    const char *detail;
  } expected[] = {
    { TB_STATUS_ASSIGNED, "answer overdue since yesterday, 18:00" },
    { TB_STATUS_IN_PROGRESS, "overdue since 20 Nov" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (TbListRow) row = create_row (expected[i].status);
      g_autoptr (TbCardWords) words = NULL;

      row->answer_by = instant_of ("2026-11-24T17:00:00Z");
      row->complete_by = instant_of ("2026-11-20T17:00:00Z");
      words = describe (row);
      g_assert_cmpstr (words->detail, ==, expected[i].detail);
      g_assert_true (words->is_overdue);
    }
}

/* A date that nobody has to keep any more is not late. */
static void
test_what_is_done_is_not_late (void)
{
  g_autoptr (TbListRow) row = create_row (TB_STATUS_COMPLETE);
  g_autoptr (TbCardWords) words = NULL;

  row->complete_by = instant_of ("2026-11-20T17:00:00Z");
  row->due_at = row->complete_by;
  row->is_overdue = 1;
  row->is_open = 0;
  words = describe (row);
  g_assert_false (words->is_overdue);
}

/* The customer waits, whatever was agreed with the partner. */
static void
test_a_late_ticket_is_late_at_the_partner_too (void)
{
  g_autoptr (TbListRow) row = create_row (TB_STATUS_ACCEPTED);
  g_autoptr (TbCardWords) words = NULL;

  row->due_at = instant_of ("2026-11-25T08:00:00Z");
  row->is_overdue = 1;
  words = describe (row);
  g_assert_true (words->is_overdue);
  g_assert_cmpstr (words->detail, ==, "overdue since today, 09:00");
}

static void
test_what_is_not_delivered_says_so (void)
{
  g_autoptr (TbListRow) row = create_row (TB_STATUS_IN_PROGRESS);
  g_autoptr (TbCardWords) words = NULL;
  g_autoptr (TbCardWords) late = NULL;

  row->is_undelivered = 1;
  words = describe (row);
  g_assert_true (words->is_undelivered);
  g_assert_cmpstr (words->detail, ==, "not delivered yet");

  row->complete_by = instant_of ("2026-11-20T17:00:00Z");
  late = describe (row);
  g_assert_true (late->is_undelivered);
  g_assert_true (late->is_overdue);
  g_assert_nonnull (strstr (late->summary, "not delivered yet"));
}

static void
test_the_summary_has_it_all (void)
{
  g_autoptr (TbListRow) row = create_row (TB_STATUS_IN_PROGRESS);
  g_autoptr (TbCardWords) words = describe (row);

  g_assert_cmpstr (words->summary, ==,
                   "Mail server · T20261123.0007 · Hotel Seeblick · In progress · Alpen · "
                   "by Fri 18:00 · 1:30 / 4:00\u00a0h");
}

/* ---- Cards ---- */

typedef struct
{
  TbPair     pair;
  TbDesk    *desk;
  GtkWindow *window;
  GtkWidget *card;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tb_pair_setup (&f->pair);
  f->desk = tb_desk_new (f->pair.lead.engine, &error);
  g_assert_no_error (error);
  f->card = tb_ticket_card_new (f->desk);
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (f->window, f->card);
  gtk_window_present (f->window);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  ui_test_assert_finalizes (f->window);
  g_assert_finalize_object (f->desk);
  tb_pair_teardown (&f->pair);
}

static int
measure (Fixture *f)
{
  int height;

  gtk_widget_measure (f->card, GTK_ORIENTATION_VERTICAL, 300, NULL, &height, NULL, NULL);
  return height;
}

static void
test_all_cards_have_one_height (Fixture      *f,
                                gconstpointer data)
{
  g_autoptr (TbTicket) placeholder = tb_ticket_new (7);
  int height;
  int status;

  tb_ticket_card_set_ticket (TB_TICKET_CARD (f->card), placeholder);
  g_assert_true (gtk_widget_has_css_class (f->card, "loading"));
  height = measure (f);
  g_assert_cmpint (height, >, 0);
  for (status = TB_STATUS_NONE; status < TB_N_STATUSES; status++)
    {
      g_autoptr (TbListRow) row = create_row (status);
      g_autoptr (TbTicket) ticket = NULL;

      row->is_undelivered = status % 2;
      ticket = tb_object_new (TB_TYPE_TICKET, row);
      tb_ticket_card_set_ticket (TB_TICKET_CARD (f->card), ticket);
      g_assert_false (gtk_widget_has_css_class (f->card, "loading"));
      g_assert_cmpint (measure (f), ==, height);
    }
  tb_ticket_card_set_ticket (TB_TICKET_CARD (f->card), NULL);
}

static void
test_a_card_follows_its_ticket (Fixture      *f,
                                gconstpointer data)
{
  g_autoptr (TbTicket) ticket = tb_ticket_new (7);
  g_autoptr (TbListRow) row = create_row (TB_STATUS_ACCEPTED);
  g_autoptr (TbListRow) next = create_row (TB_STATUS_IN_PROGRESS);

  tb_ticket_card_set_ticket (TB_TICKET_CARD (f->card), ticket);
  tb_object_set_record (TB_OBJECT (ticket), row);
  g_assert_nonnull (ui_test_find_label (f->card, "Accepted"));

  tb_set_text (&next->title, "Another title");
  tb_object_set_record (TB_OBJECT (ticket), next);
  g_assert_null (ui_test_find_label (f->card, "Accepted"));
  g_assert_nonnull (ui_test_find_label (f->card, "In progress"));
  g_assert_nonnull (ui_test_find_label (f->card, "Another title"));
  tb_ticket_card_set_ticket (TB_TICKET_CARD (f->card), NULL);
}

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  g_test_add_func ("/ui/card/each-status-says-what-comes-next", test_each_status_says_what_comes_next);
  g_test_add_func ("/ui/card/own-ticket-says-its-own-status", test_a_ticket_of_ones_own_says_its_own_status);
  g_test_add_func ("/ui/card/what-is-late-says-so-in-words", test_what_is_late_says_so_in_words);
  g_test_add_func ("/ui/card/what-is-done-is-not-late", test_what_is_done_is_not_late);
  g_test_add_func ("/ui/card/late-at-the-partner-too", test_a_late_ticket_is_late_at_the_partner_too);
  g_test_add_func ("/ui/card/what-is-not-delivered-says-so", test_what_is_not_delivered_says_so);
  g_test_add_func ("/ui/card/summary-has-it-all", test_the_summary_has_it_all);
  g_test_add ("/ui/card/one-height", Fixture, NULL, set_up, test_all_cards_have_one_height, tear_down);
  g_test_add ("/ui/card/follows-its-ticket", Fixture, NULL, set_up, test_a_card_follows_its_ticket,
              tear_down);
  return g_test_run ();
}
