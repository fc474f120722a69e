/* SPDX-License-Identifier: GPL-3.0-or-later
 * One side goes back to a backup, at every point of a ticket's life: the link heals by itself, both sides end
 * with the same ticket, and what only the partner still had comes back. */
#include "config.h"

#include "tb-agree.h"
#include "tb-batch.h"
#include "tb-corner.h"
#include "tb-speaker.h"

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
exchange (Story *story)
{
  guint i;

  tb_pair_exchange (&story->pair);
  /* A fetch by either, as a courier does from time to time: whoever waits is heard. */
  for (i = 0; i < 3; i++)
    {
      tb_clock_advance (story->pair.clock, TB_MINUTE);
      tb_push_once (&story->pair.lead, &story->pair.service, TRUE);
      tb_push_once (&story->pair.service, &story->pair.lead, TRUE);
      tb_pair_exchange (&story->pair);
    }
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
  g_autoptr (TbTicketView) view = NULL;
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
  guint who = GPOINTER_TO_UINT (data);
  guint from, to;

  for (from = 0; from < G_N_ELEMENTS (steps); from++)
    for (to = from + 1; to < G_N_ELEMENTS (steps); to++)
      {
        play (who, from, to, TRUE);
        play (who, from, to, FALSE);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/engine/restore/the-lead-at-every-point", GUINT_TO_POINTER (0), test_every_point);
  g_test_add_data_func ("/engine/restore/the-service-at-every-point", GUINT_TO_POINTER (1), test_every_point);
  return g_test_run ();
}
