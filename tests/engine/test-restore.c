/* SPDX-License-Identifier: GPL-3.0-or-later
 * One side goes back to a backup, at every point of a ticket's life: the link heals by itself, both sides end
 * with the same ticket, and what only the partner still had comes back. */
#include "config.h"

#include "tb-agree.h"
#include "tb-batch.h"
#include "tb-corner.h"
#include "tb-speaker.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  TbPair pair;
  char  *lead;    /* (nullable): number at the lead */
  char  *service; /* (nullable): number at the service side */
  guint  n_notes;
  char  *file; /* (nullable) */
} Story;

static void
story_setup (Story *story)
{
  *story = (Story){ 0 };
  tb_pair_setup (&story->pair);
}

static void
story_teardown (Story *story)
{
  tb_pair_teardown (&story->pair);
  g_free (story->lead);
  g_free (story->service);
  g_free (story->file);
}

/* ---- What happens, one after the other ---- */

static void
add_note (Story  *story,
          TbSide *side)
{
  g_autofree char *text = g_strdup_printf ("Notiz %u von %s", ++story->n_notes, side->name);

  g_free (tb_side_note (side, side == &story->pair.lead ? story->lead : story->service, text, FALSE));
}

static void
step_new (Story *story)
{
  story->lead = tb_side_new_ticket (&story->pair.lead, "Mailserver nimmt keine Verbindungen an");
  add_note (story, &story->pair.lead);
}

static void
step_outsource (Story *story)
{
  tb_side_outsource (&story->pair.lead, story->lead, "Alpen");
}

static void
step_accept (Story *story)
{
  g_autofree char *offer = tb_side_newest (&story->pair.service);

  tb_side_act (&story->pair.service, offer, TB_ACTION_ACCEPT, NULL);
}

/* The number that the confirmed ticket has got. */
static void
step_lead_note (Story *story)
{
  add_note (story, &story->pair.lead);
}

static void
step_service_note (Story *story)
{
  g_free (story->service);
  story->service = tb_side_newest (&story->pair.service);
  add_note (story, &story->pair.service);
}

static void
step_time (Story *story)
{
  TbItemDraft draft = { .kind = TB_ITEM_TIME, .text = "vor Ort", .minutes = 90 };

  g_free (tb_corner_add (&story->pair.service, story->service, draft));
}

static void
step_lead_file (Story *story)
{
  story->file = tb_side_file (&story->pair.lead, story->lead, 3000);
}

static void
step_submit (Story *story)
{
  tb_side_act (&story->pair.service, story->service, TB_ACTION_SUBMIT, NULL);
}

static void
step_reject (Story *story)
{
  tb_side_act (&story->pair.lead, story->lead, TB_ACTION_REJECT, "noch nicht fertig");
}

static void
step_approve (Story *story)
{
  tb_side_act (&story->pair.lead, story->lead, TB_ACTION_APPROVE, NULL);
}

typedef void (*StepFunc) (Story *story);

static const StepFunc steps[] = {
  step_new,
  step_outsource,
  step_accept,
  step_lead_note,
  step_service_note,
  step_time,
  step_lead_file,
  step_submit,
  step_reject,
  step_submit,
  step_approve,
};

/* ---- Going back ---- */

static TbSide *
side_of (Story *story,
         guint  who)
{
  return who == 0 ? &story->pair.lead : &story->pair.service;
}

static void
exchange_sides (TbPair *pair)
{
  guint i;

  tb_pair_exchange (pair);
  /* A fetch by either, as a courier does from time to time: whoever waits is heard. */
  for (i = 0; i < 3; i++)
    {
      tb_clock_advance (pair->clock, TB_MINUTE);
      tb_push_once (&pair->lead, &pair->service, TRUE);
      tb_push_once (&pair->service, &pair->lead, TRUE);
      tb_pair_exchange (pair);
    }
}

static void
exchange (Story *story)
{
  exchange_sides (&story->pair);
}

static void
take_step (Story *story,
           guint  i)
{
  tb_clock_advance (story->pair.clock, TB_MINUTE);
  steps[i](story);
}

/* What was decided last and reached both sides holds after the healing, whoever has forgotten it. */
static void
assert_healed (Story *story,
               guint  last,
               gint64 status)
{
  g_autofree char *offer = NULL;

  tb_agree_assert (&story->pair.lead, &story->pair.service);
  if (last < 1)
    return;
  offer = tb_side_newest (&story->pair.service);
  g_assert_cmpint (tb_status_of (&story->pair.service, offer, TB_ROLE_SERVICE), ==, status);
}

static gint64
present_status (Story *story)
{
  g_autofree char *offer = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING };

  rows = tb_engine_list (story->pair.service.engine, &query, 0, NULL);
  if (rows->len == 0)
    return TB_STATUS_NONE;
  offer = tb_side_newest (&story->pair.service);
  return tb_status_of (&story->pair.service, offer, TB_ROLE_SERVICE);
}

/* Backup after step @from, @who goes back after step @to; @is_sent: the last step has reached the other side.
 */
static void
play (guint    who,
      guint    from,
      guint    to,
      gboolean is_sent)
{
  Story            story;
  g_autofree char *copy = NULL;
  gint64           status;
  guint            i;

  g_test_message ("%s goes back from %u to %u%s", who == 0 ? "lead" : "service", to, from,
                  is_sent ? "" : ", the last step is under way");
  story_setup (&story);
  for (i = 0; i <= to; i++)
    {
      take_step (&story, i);
      if (i < to || is_sent)
        exchange (&story);
      if (i == from)
        copy = tb_side_save (side_of (&story, who));
    }
  status = present_status (&story);
  tb_side_go_back (side_of (&story, who), copy);
  exchange (&story);
  if (is_sent)
    assert_healed (&story, to, status);
  else
    tb_agree_assert (&story.pair.lead, &story.pair.service);
  story_teardown (&story);
}

static void
test_every_point (gconstpointer data)
{
  gboolean is_long = g_getenv ("TB_RESTORE_COUNT") != NULL;
  guint    who = GPOINTER_TO_UINT (data);
  guint    from, to;

  for (from = 0; from < G_N_ELEMENTS (steps); from++)
    for (to = from + 1; to < G_N_ELEMENTS (steps); to++)
      {
        /* Neighbours, of the rest a sample, each one way or the other. */
        if (!is_long && to != from + 1 && (from * 5 + to + who) % 5 != 0)
          continue;
        if (is_long || (from + to / 2 + who) % 2 == 0)
          play (who, from, to, TRUE);
        if (is_long || (from + to / 2 + who) % 2 != 0)
          play (who, from, to, FALSE);
      }
}

/* ---- By the program itself ---- */

static void
go_back (TbSide     *side,
         const char *name)
{
  g_autoptr (GError) error = NULL;

  tb_engine_restore (side->engine, name, NULL, &error);
  g_assert_no_error (error);
}

static char *
back_up (TbSide *side)
{
  g_autoptr (GError) error = NULL;
  char *name = NULL;

  tb_engine_back_up (side->engine, &name, &error);
  g_assert_no_error (error);
  return name;
}

/* What only the partner still has: the lead's own notes and file, and the ticket they stand on. */
static void
test_a_lost_ticket_comes_back (TbCorner     *fixture,
                               gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *name = back_up (lead);
  g_autofree char *number = NULL;
  g_autofree char *new_number = NULL;
  TbItemDraft      hours = { .kind = TB_ITEM_TIME, .text = "vor Ort", .minutes = 90 };
  gint64           amount = 0;

  tb_corner_offer (fixture);
  tb_side_act (service, fixture->service, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (&fixture->pair);
  number = tb_side_newest (service);
  g_free (tb_side_note (lead, fixture->lead, "vom Lead", FALSE));
  g_free (tb_side_file (lead, fixture->lead, 3000));
  g_free (tb_corner_add (service, number, hours));
  tb_pair_exchange (&fixture->pair);
  go_back (lead, name);
  tb_pair_exchange (&fixture->pair);
  tb_agree_assert (lead, service);
  new_number = tb_side_newest (lead);
  /* A number that was given is not given again. */
  g_assert_cmpstr (new_number, !=, fixture->lead);
  g_assert_true (tb_corner_has_item (lead, new_number, "vom Lead"));
  g_assert_true (tb_corner_has_item (lead, new_number, "vor Ort"));
  g_assert_cmpuint (tb_look_files (lead, new_number), ==, 1);
  /* And the work goes on. */
  tb_side_act (lead, new_number, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_agree_assert (lead, service);
  g_assert_cmpuint (tb_corner_sum_charges (lead, new_number, &amount), ==, 1);
  g_assert_cmpint (amount, ==, 12750);
}

/* The lead had completed it, and has forgotten: the partner's time is summed all the same, and once. */
static void
test_a_forgotten_end_is_summed (TbCorner     *fixture,
                                gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *name = back_up (lead);
  TbItemDraft      hours = { .kind = TB_ITEM_TIME, .text = "vor Ort", .minutes = 60 };
  gint64           amount = 0;

  g_free (tb_corner_add (service, fixture->service, hours));
  tb_pair_exchange (&fixture->pair);
  tb_side_act (lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&fixture->pair);
  go_back (lead, name);
  tb_pair_exchange (&fixture->pair);
  tb_agree_assert (lead, service);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
  g_assert_cmpuint (tb_corner_sum_charges (lead, fixture->lead, &amount), ==, 1);
  g_assert_cmpint (amount, ==, 8500);
}

static void
test_both_go_back_at_once (TbCorner     *fixture,
                           gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *lead_name = back_up (lead);
  g_autofree char *service_name = NULL;

  g_free (tb_side_note (lead, fixture->lead, "eins", FALSE));
  tb_pair_exchange (&fixture->pair);
  service_name = back_up (service);
  g_free (tb_side_note (service, fixture->service, "zwei", FALSE));
  tb_pair_exchange (&fixture->pair);
  go_back (lead, lead_name);
  go_back (service, service_name);
  tb_pair_exchange (&fixture->pair);
  tb_agree_assert (lead, service);
  /* What both have forgotten is lost; the rest is with both. */
  g_assert_true (tb_corner_has_item (lead, fixture->lead, "eins"));
  g_assert_true (tb_corner_has_item (service, fixture->service, "eins"));
}

/* Nothing has crossed since: it is compared all the same. */
static void
test_it_is_told_at_once (TbCorner     *fixture,
                         gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *name = back_up (lead);
  g_autoptr (TbPartnerRecord) before = tb_look_partner (lead, "Alpen");
  g_autoptr (TbPartnerRecord) after = NULL;

  go_back (lead, name);
  tb_pair_exchange (&fixture->pair);
  after = tb_look_partner (lead, "Alpen");
  g_assert_cmpint (after->own_epoch, ==, before->own_epoch + 1);
  g_assert_cmpint (after->heal, ==, 0);
  tb_agree_assert (lead, &fixture->pair.service);
}

/* What was done after going back, before the partner was heard: a decision against one that was forgotten
 * gives way, with a message; what was written travels. */
static void
test_what_was_done_since (TbCorner     *fixture,
                          gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *name = back_up (lead);
  g_autoptr (TbTicketView) view = NULL;
  gboolean is_told = FALSE;
  guint    i;

  tb_side_act (service, fixture->service, TB_ACTION_SUBMIT, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_side_act (lead, fixture->lead, TB_ACTION_REJECT, "noch nicht");
  tb_pair_exchange (&fixture->pair);
  go_back (lead, name);
  g_free (tb_side_note (lead, fixture->lead, "danach", FALSE));
  tb_side_act (lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_agree_assert (lead, service);
  tb_corner_assert_status (fixture, TB_STATUS_IN_PROGRESS);
  g_assert_true (tb_corner_has_item (service, fixture->service, "danach"));
  view = tb_side_show (lead, fixture->lead);
  for (i = 0; i < view->history->len; i++)
    {
      const TbHistoryRecord *row = view->history->pdata[i];

      is_told =
        is_told || (g_str_equal (row->code, "restored") && g_str_equal (row->from_value, "complete") &&
                    g_str_equal (row->to_value, "in_progress"));
    }
  g_assert_true (is_told);
}

/* Waiting rows of both, and what was asked and not answered. */
static void
test_what_was_under_way (TbCorner     *fixture,
                         gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *name = NULL;

  g_free (tb_side_note (lead, fixture->lead, "noch im Ausgang", FALSE));
  name = back_up (lead);
  tb_pair_exchange (&fixture->pair);
  g_free (tb_side_note (service, fixture->service, "unterwegs", FALSE));
  tb_side_act (service, fixture->service, TB_ACTION_SUBMIT, NULL);
  go_back (lead, name);
  tb_pair_exchange (&fixture->pair);
  tb_agree_assert (lead, service);
  tb_corner_assert_status (fixture, TB_STATUS_WAITING_APPROVAL);
  g_assert_true (tb_corner_has_item (lead, fixture->lead, "unterwegs"));
  g_assert_true (tb_corner_has_item (service, fixture->service, "noch im Ausgang"));
}

/* An acceptance counts from when it was given, however late it is asked for again. */
static void
test_an_acceptance_stays_in_time (TbCorner     *fixture,
                                  gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *name = NULL;

  tb_corner_offer (fixture);
  tb_side_act (service, fixture->service, TB_ACTION_ACCEPT, NULL);
  name = back_up (lead);
  go_back (lead, name);
  tb_clock_advance (fixture->pair.clock, 25 * TB_HOUR);
  tb_push_once (service, lead, TRUE);
  tb_pair_exchange (&fixture->pair);
  tb_agree_assert (lead, service);
  g_assert_cmpint (tb_status_of (lead, fixture->lead, TB_ROLE_LEAD), ==, TB_STATUS_ACCEPTED);
}

static void
remove_files (TbSide *side)
{
  g_autofree char *folder = g_build_filename (side->dir, "files", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (folder, name, NULL);
      g_autoptr (GDir) files = g_dir_open (inner, 0, NULL);
      const char *file;

      while (files != NULL && (file = g_dir_read_name (files)) != NULL)
        {
          g_autofree char *path = g_build_filename (inner, file, NULL);

          g_assert_cmpint (g_unlink (path), ==, 0);
        }
    }
}

/* The whole disk was lost, and the backup lay elsewhere: bytes come back too, whoever had made them. */
static void
test_lost_bytes_come_back (TbCorner     *fixture,
                           gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *copy = tb_side_save (lead);

  g_free (tb_side_file (lead, fixture->lead, 3000));
  g_free (tb_side_file (service, fixture->service, 5000));
  tb_pair_exchange (&fixture->pair);
  tb_side_go_back (lead, copy);
  remove_files (lead);
  exchange_sides (&fixture->pair);
  tb_agree_assert (lead, service);
  g_assert_cmpuint (tb_look_files (lead, fixture->lead), ==, 2);
}

/* A note that the service had changed for itself says nothing of what the lead wrote. */
static void
test_a_cut_item_is_not_told (TbCorner     *fixture,
                             gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *uuid = tb_side_note (lead, fixture->lead, "Original", FALSE);
  g_autofree char *name = NULL;
  TbItemDraft      draft = { .kind = TB_ITEM_NOTE, .text = "nur für uns", .is_internal = TRUE };

  tb_pair_exchange (&fixture->pair);
  name = back_up (lead);
  tb_corner_edit (service, fixture->service, uuid, draft);
  tb_pair_exchange (&fixture->pair);
  go_back (lead, name);
  tb_pair_exchange (&fixture->pair);
  tb_agree_assert (lead, service);
  g_assert_true (tb_corner_has_item (lead, fixture->lead, "Original"));
  g_assert_true (tb_corner_has_item (service, fixture->service, "nur für uns"));
}

/* An own change of title or text after the offer does not travel, not even so. */
static void
test_a_changed_title_stays_here (TbCorner     *fixture,
                                 gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  TbSide          *service = &fixture->pair.service;
  g_autofree char *name = back_up (service);
  g_autoptr (TbTicketView) view = NULL;
  GString *bytes = g_string_new (NULL);

  tb_corner_offer (fixture);
  tb_side_act (service, fixture->service, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (&fixture->pair);
  tb_corner_set (lead, fixture->lead, "title", "Zahlt seit Monaten nicht");
  tb_corner_set (lead, fixture->lead, "description", "Nur intern: Mahnung drei");
  go_back (service, name);
  tb_corner_exchange_recorded (lead, service, bytes);
  tb_pair_exchange (&fixture->pair);
  tb_agree_assert (lead, service);
  g_assert_null (strstr (bytes->str, "Zahlt seit"));
  g_assert_null (strstr (bytes->str, "Mahnung"));
  g_string_free (bytes, TRUE);
  g_free (fixture->service);
  fixture->service = tb_side_newest (service);
  view = tb_side_show (service, fixture->service);
  g_assert_cmpstr (view->ticket->description, ==, "Der Dienst startet nicht.");
}

static void
test_only_who_may_everything (TbCorner     *fixture,
                              gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *name = back_up (lead);
  g_autoptr (GError) error = NULL;

  tb_corner_become (lead, "Aushilfe", TB_PERMISSION_PARTNERS);
  g_assert_false (tb_engine_restore (lead->engine, name, NULL, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_PERMISSION);
}

static void
on_restored_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GError) error = NULL;

  tb_engine_restore_finish (TB_ENGINE (object), result, data, &error);
  g_assert_no_error (error);
}

static void
test_from_a_main_loop (TbCorner     *fixture,
                       gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *name = back_up (lead);
  g_autofree char *aside = NULL;
  g_autoptr (GPtrArray) list = NULL;

  g_free (tb_side_note (lead, fixture->lead, "danach", FALSE));
  tb_pair_exchange (&fixture->pair);
  tb_engine_restore_async (lead->engine, name, on_restored_cb, &aside);
  while (aside == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (aside, !=, name);
  list = tb_engine_backups (lead->engine);
  g_assert_cmpuint (list->len, ==, 2);
  tb_pair_exchange (&fixture->pair);
  tb_agree_assert (lead, &fixture->pair.service);
  g_assert_true (tb_corner_has_item (lead, fixture->lead, "danach"));
}

/* Died before it was told: whoever writes next, in whatever process, does it first. */
static void
test_whoever_writes_next (TbCorner     *fixture,
                          gconstpointer data)
{
  TbSide          *lead = &fixture->pair.lead;
  g_autofree char *name = back_up (lead);
  g_autofree char *state = NULL;
  g_autoptr (GError) error = NULL;

  g_free (tb_side_note (lead, fixture->lead, "vorher", FALSE));
  tb_pair_exchange (&fixture->pair);
  tb_store_restore (tb_engine_get_store (lead->engine), name, "2026-11-24.before", &error);
  g_assert_no_error (error);
  g_free (tb_side_note (lead, fixture->lead, "danach", FALSE));
  state = tb_engine_get_config (lead->engine, "restored", NULL);
  g_assert_cmpstr (state, ==, "off");
  tb_pair_exchange (&fixture->pair);
  tb_agree_assert (lead, &fixture->pair.service);
  g_assert_true (tb_corner_has_item (lead, fixture->lead, "vorher"));
}

#define ADD(path, setup, func) \
  g_test_add ("/engine/restore/" path, TbCorner, NULL, setup, func, tb_corner_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/engine/restore/the-lead-at-every-point", GUINT_TO_POINTER (0), test_every_point);
  g_test_add_data_func ("/engine/restore/the-service-at-every-point", GUINT_TO_POINTER (1), test_every_point);
  ADD ("a-lost-ticket-comes-back", tb_corner_setup, test_a_lost_ticket_comes_back);
  ADD ("a-forgotten-end-is-summed", tb_corner_setup_accepted, test_a_forgotten_end_is_summed);
  ADD ("both-go-back-at-once", tb_corner_setup_accepted, test_both_go_back_at_once);
  ADD ("it-is-told-at-once", tb_corner_setup_accepted, test_it_is_told_at_once);
  ADD ("what-was-done-since", tb_corner_setup_accepted, test_what_was_done_since);
  ADD ("what-was-under-way", tb_corner_setup_accepted, test_what_was_under_way);
  ADD ("an-acceptance-stays-in-time", tb_corner_setup, test_an_acceptance_stays_in_time);
  ADD ("lost-bytes-come-back", tb_corner_setup_accepted, test_lost_bytes_come_back);
  ADD ("a-cut-item-is-not-told", tb_corner_setup_accepted, test_a_cut_item_is_not_told);
  ADD ("a-changed-title-stays-here", tb_corner_setup, test_a_changed_title_stays_here);
  ADD ("only-who-may-everything-goes-back", tb_corner_setup_accepted, test_only_who_may_everything);
  ADD ("whoever-writes-next-tells", tb_corner_setup_accepted, test_whoever_writes_next);
  ADD ("from-a-main-loop", tb_corner_setup_accepted, test_from_a_main_loop);
  return g_test_run ();
}
