/* SPDX-License-Identifier: GPL-3.0-or-later
 * The bars on top of a ticket: what they say in each status, in which colour, in which order. */
#include "config.h"

#include "ui-page.h"

#include "tb-bar.h"
#include "tb-terms-dialog.h"
#include "tb-words.h"
#include "tb-workflow.h"

#include <string.h>

static const TbStatus all_statuses[] = {
  TB_STATUS_NONE, TB_STATUS_UNSENT, TB_STATUS_ASSIGNED, TB_STATUS_CANCELED,
  TB_STATUS_DECLINED, TB_STATUS_ACCEPTED, TB_STATUS_IN_PROGRESS, TB_STATUS_WAITING_APPROVAL,
  TB_STATUS_COMPLETE
};

/* The bars that are shown, top down. */
static GPtrArray *
list_bars (UiPage *fixture)
{
  GPtrArray *bars = g_ptr_array_new ();
  GtkWidget *bar = ui_test_find (fixture->page, TB_TYPE_BAR, NULL, NULL);

  for (; bar != NULL; bar = gtk_widget_get_next_sibling (bar))
    if (gtk_widget_get_visible (bar))
      g_ptr_array_add (bars, bar);
  return bars;
}

/* Returns: (transfer none): the bar at that place, which must have this colour and say all of this */
static GtkWidget *
assert_bar (GPtrArray  *bars,
            guint       index,
            const char *css_class,
            const char *head,
            const char *text)
{
  GtkWidget       *bar;
  g_autofree char *texts = NULL;

  g_assert_cmpuint (index, <, bars->len);
  bar = bars->pdata[index];
  texts = ui_test_texts (bar);
  g_assert_true (gtk_widget_has_css_class (bar, css_class));
  g_assert_cmpstr (tb_bar_get_head (TB_BAR (bar)), ==, head);
  if (text != NULL && strstr (texts, text) == NULL)
    g_error ("“%s” is not on the bar: %s", text, texts);
  /* Never colour alone, and never for the eyes alone. */
  g_assert_nonnull (ui_test_find (bar, GTK_TYPE_IMAGE, NULL, NULL));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL));
  return bar;
}

static void
assert_status_bars (UiPage     *fixture,
                    TbSide     *side,
                    const char *number,
                    TbRole      role)
{
  const TbStatusLook *look = tb_status_look (tb_status_of (side, number, role));
  g_autoptr (GPtrArray) bars = NULL;
  g_autofree char *head = NULL;
  guint            last;

  ui_page_open (fixture, side, number);
  bars = list_bars (fixture);
  last = bars->len - 1;
  head =
    g_strconcat (role == TB_ROLE_LEAD ? "Outsourcing status: " : "Insourcing status: ", look->label, NULL);
  assert_bar (bars, 0, "orange", head,
              role == TB_ROLE_LEAD ? look->lead_sentence : look->service_sentence);
  assert_bar (bars, 0, "orange", head, "since today");
  assert_bar (bars, last, "blue", role == TB_ROLE_LEAD ? "Alpen" : "Nord",
              role == TB_ROLE_LEAD ? "Service partner" : "Lead partner");
}

static void
test_bars_follow_the_status (UiPage       *fixture,
                             gconstpointer data)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (all_statuses); i++)
    {
      ui_page_reach (fixture, all_statuses[i]);
      if (all_statuses[i] == TB_STATUS_NONE)
        {
          g_autoptr (GPtrArray) bars = NULL;

          ui_page_open (fixture, ui_page_lead (fixture), fixture->corner.lead);
          bars = list_bars (fixture);
          g_assert_cmpuint (bars->len, ==, 0);
          continue;
        }
      assert_status_bars (fixture, ui_page_lead (fixture), fixture->corner.lead, TB_ROLE_LEAD);
      if (fixture->corner.service != NULL)
        assert_status_bars (fixture, ui_page_service (fixture), fixture->corner.service, TB_ROLE_SERVICE);
    }
}

/* The time line too: both say the day of what has just been accepted. */
static void
test_midnight_changes_the_words (UiPage       *fixture,
                                 gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  ui_page_open (fixture, ui_page_lead (fixture), fixture->corner.lead);
  ui_test_settle ();
  before = ui_test_texts (fixture->page);
  g_assert_nonnull (strstr (before, "since today"));
  g_assert_null (strstr (before, "yesterday, "));
  tb_clock_advance (fixture->corner.pair.clock, TB_DAY);
  tb_desk_look_at_clock (fixture->desk);
  ui_test_settle ();
  after = ui_test_texts (fixture->page);
  g_assert_null (strstr (after, "since today"));
  g_assert_nonnull (strstr (after, "since yesterday"));
  g_assert_nonnull (strstr (after, "\nyesterday, "));
}

static void
test_blue_bar_says_what_is_authorized (UiPage       *fixture,
                                       gconstpointer data)
{
  const TbItemDraft work = { .kind = TB_ITEM_TIME, .minutes = 90, .text = "Geprüft" };
  const TbItemDraft more = { .kind = TB_ITEM_TIME, .minutes = 180, .text = "Noch einmal" };
  g_autoptr (GPtrArray) bars = NULL;
  GtkWidget       *bar;
  g_autofree char *texts = NULL;

  g_free (tb_corner_add (ui_page_service (fixture), fixture->corner.service, work));
  tb_pair_exchange (&fixture->corner.pair);
  ui_page_open (fixture, ui_page_lead (fixture), fixture->corner.lead);
  bars = list_bars (fixture);
  bar = assert_bar (bars, bars->len - 1, "blue", "Alpen", "Hourly rate 85.00\u00a0€");
  assert_bar (bars, bars->len - 1, "blue", "Alpen", "authorized 4:00\u00a0h + 150.00\u00a0€ = 490.00\u00a0€");
  assert_bar (bars, bars->len - 1, "blue", "Alpen", "used 1:30\u00a0h");
  assert_bar (bars, bars->len - 1, "blue", "Alpen", fixture->corner.service);
  texts = ui_test_texts (bar);
  g_assert_null (strstr (texts, "exceeded"));

  g_free (tb_corner_add (ui_page_service (fixture), fixture->corner.service, more));
  tb_pair_exchange (&fixture->corner.pair);
  ui_test_settle ();
  assert_bar (bars, bars->len - 1, "blue", "Alpen", "The authorized hours are exceeded by 0:30\u00a0h.");
}

/* The hours of an engagement that has ended are not those of the next one with the same partner. */
static void
test_blue_bar_counts_the_present_engagement (UiPage       *fixture,
                                             gconstpointer data)
{
  const TbItemDraft work = { .kind = TB_ITEM_TIME, .minutes = 90, .text = "Geprüft" };
  const TbItemDraft inside = {
    .kind = TB_ITEM_TIME, .minutes = 45, .text = "Gesucht", .is_internal = TRUE
  };
  TbSide *lead = ui_page_lead (fixture);
  TbSide *service = ui_page_service (fixture);
  g_autoptr (GPtrArray) bars = NULL;
  g_autofree char *texts = NULL;

  g_free (tb_corner_add (service, fixture->corner.service, work));
  g_free (tb_corner_add (service, fixture->corner.service, inside));
  tb_pair_exchange (&fixture->corner.pair);
  ui_page_open (fixture, service, fixture->corner.service);
  bars = list_bars (fixture);
  assert_bar (bars, bars->len - 1, "blue", "Nord", "used 1:30\u00a0h");
  tb_side_act (lead, fixture->corner.lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&fixture->corner.pair);
  tb_side_outsource (lead, fixture->corner.lead, "Alpen");
  tb_pair_exchange (&fixture->corner.pair);
  ui_page_open (fixture, lead, fixture->corner.lead);
  g_clear_pointer (&bars, g_ptr_array_unref);
  bars = list_bars (fixture);
  texts = ui_test_texts (assert_bar (bars, bars->len - 1, "blue", "Alpen", ""));
  g_assert_null (strstr (texts, "used"));
}

static void
test_pending_acceptance_is_said (UiPage       *fixture,
                                 gconstpointer data)
{
  g_autoptr (GPtrArray) bars = NULL;

  ui_page_reach (fixture, TB_STATUS_ASSIGNED);
  tb_side_act (ui_page_service (fixture), fixture->corner.service, TB_ACTION_ACCEPT, NULL);
  ui_page_open (fixture, ui_page_service (fixture), fixture->corner.service);
  bars = list_bars (fixture);
  g_assert_cmpuint (bars->len, ==, 4);
  assert_bar (bars, 0, "orange", "Insourcing status: Assigned", NULL);
  assert_bar (bars, 1, "orange", tb_word_pending (TB_VERB_ACCEPT),
              "as soon as the lead partner has confirmed");
  assert_bar (bars, 2, "orange", "Not delivered yet, it is being tried", "Send now");
  assert_bar (bars, 3, "blue", "Nord", NULL);
  /* While it is not confirmed, nothing else can be asked, and nothing written. */
  g_assert_false (ui_page_is_enabled (fixture, "accept"));
  g_assert_false (ui_page_is_enabled (fixture, "decline"));
  g_assert_false (ui_page_is_enabled (fixture, "note"));
  g_assert_true (ui_page_is_enabled (fixture, "show-terms"));
  g_assert_true (ui_page_is_enabled (fixture, "send-now"));
}

static void
test_urgent_steps_stand_on_the_bar (UiPage       *fixture,
                                    gconstpointer data)
{
  g_autoptr (GPtrArray) bars = NULL;
  GtkWidget *approve;

  ui_page_reach (fixture, TB_STATUS_WAITING_APPROVAL);
  ui_page_open (fixture, ui_page_lead (fixture), fixture->corner.lead);
  bars = list_bars (fixture);
  approve = ui_test_find (bars->pdata[0], GTK_TYPE_BUTTON, "action-name", "ticket.approve");
  g_assert_nonnull (approve);
  g_assert_true (gtk_widget_get_sensitive (approve));
  g_assert_nonnull (ui_test_find (bars->pdata[0], GTK_TYPE_BUTTON, "action-name", "ticket.reject"));
  gtk_widget_grab_focus (approve);

  /* An update takes no focus away. */
  g_free (tb_side_note (ui_page_lead (fixture), fixture->corner.lead, "Sieht gut aus", TRUE));
  ui_test_settle ();
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == approve);

  tb_side_act (ui_page_lead (fixture), fixture->corner.lead, TB_ACTION_APPROVE, NULL);
  ui_test_settle ();
  g_assert_null (ui_test_find (bars->pdata[0], GTK_TYPE_BUTTON, "action-name", "ticket.approve"));
}

static void
test_late_entries_are_listed (UiPage       *fixture,
                              gconstpointer data)
{
  g_autoptr (GPtrArray) bars = NULL;
  GtkWidget *bar;

  ui_page_reach (fixture, TB_STATUS_IN_PROGRESS);
  g_free (tb_side_note (ui_page_service (fixture), fixture->corner.service, "Zu spät", FALSE));
  tb_side_act (ui_page_lead (fixture), fixture->corner.lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&fixture->corner.pair);
  ui_page_open (fixture, ui_page_service (fixture), fixture->corner.service);
  bars = list_bars (fixture);
  bar = assert_bar (bars, 1, "orange", "1 entry did not reach the lead partner any more.", "Show entries");
  g_assert_nonnull (ui_test_find (bar, GTK_TYPE_LABEL, "label", "Note · Zu spät"));
}

static void
test_alerts_and_taskfire (UiPage       *fixture,
                          gconstpointer data)
{
  g_autofree char *number = tb_side_new_ticket (ui_page_lead (fixture), "Drucker");
  TbCommand        alert = tb_corner_command_on (ui_page_lead (fixture), number, TB_COMMAND_ALERT);
  TbCommand        organisation = { .type = TB_COMMAND_ORGANISATION_SET,
                                    .organisation = "Hotel Seeblick",
                                    .name = "alert",
                                    .value = "Vertrag endet" };
  g_autoptr (GPtrArray) bars = NULL;

  alert.text = "Nur <vormittags> & leise";
  tb_side_do (ui_page_lead (fixture), alert, NULL);
  tb_side_do (ui_page_lead (fixture), organisation, NULL);
  tb_corner_set (ui_page_lead (fixture), number, "taskfire", "on");
  ui_page_open (fixture, ui_page_lead (fixture), number);
  bars = list_bars (fixture);
  g_assert_cmpuint (bars->len, ==, 3);
  assert_bar (bars, 0, "yellow", "Ticket alert", "Nur <vormittags> & leise");
  assert_bar (bars, 1, "yellow", "Ticket alert · Hotel Seeblick", "Vertrag endet");
  assert_bar (bars, 2, "green", "Taskfire", "help desk");
}

/* Insourced, and passed on: each side has its own pair of bars, dropdown and terms. */
static void
test_ticket_passed_on_has_two_pairs (UiPage       *fixture,
                                     gconstpointer data)
{
  g_autoptr (GPtrArray) bars = NULL;
  g_autofree char *texts = NULL;

  tb_pair_add_third (&fixture->corner.pair);
  tb_side_outsource (ui_page_service (fixture), fixture->corner.service, "Ost");
  tb_exchange (ui_page_service (fixture), &fixture->corner.pair.third);
  ui_page_open (fixture, ui_page_service (fixture), fixture->corner.service);
  bars = list_bars (fixture);
  g_assert_cmpuint (bars->len, ==, 4);
  assert_bar (bars, 0, "orange", "Outsourcing status: Assigned", NULL);
  assert_bar (bars, 1, "blue", "Ost", "Service partner");
  assert_bar (bars, 2, "orange", "Insourcing status: Accepted", NULL);
  assert_bar (bars, 3, "blue", "Nord", "Lead partner");
  texts = ui_test_texts (bars->pdata[2]);
  g_assert_null (strstr (texts, tb_status_look (TB_STATUS_ACCEPTED)->service_sentence));
  g_assert_true (ui_page_is_enabled (fixture, "cancel"));
  g_assert_true (ui_page_is_enabled (fixture, "submit"));
  ui_page_assert_opens (fixture, "show-terms", TB_TYPE_TERMS_DIALOG);
  ui_page_assert_opens (fixture, "show-insourcing-terms", TB_TYPE_TERMS_DIALOG);
}

#define ADD(path, setup, test) \
  g_test_add ("/ui/ticket-bars/" path, UiPage, NULL, setup, test, ui_page_tear_down)

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("ticket-passed-on-has-two-pairs", ui_page_set_up_accepted, test_ticket_passed_on_has_two_pairs);
  ADD ("bars-follow-the-status", ui_page_set_up, test_bars_follow_the_status);
  ADD ("midnight-changes-the-words", ui_page_set_up_accepted, test_midnight_changes_the_words);
  ADD ("blue-bar-says-what-is-authorized", ui_page_set_up_accepted, test_blue_bar_says_what_is_authorized);
  ADD ("blue-bar-counts-the-present-engagement", ui_page_set_up_accepted,
       test_blue_bar_counts_the_present_engagement);
  ADD ("pending-acceptance-is-said", ui_page_set_up, test_pending_acceptance_is_said);
  ADD ("urgent-steps-stand-on-the-bar", ui_page_set_up, test_urgent_steps_stand_on_the_bar);
  ADD ("late-entries-are-listed", ui_page_set_up, test_late_entries_are_listed);
  ADD ("alerts-and-taskfire", ui_page_set_up, test_alerts_and_taskfire);
  return g_test_run ();
}
