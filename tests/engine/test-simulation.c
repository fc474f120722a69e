/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two instances, a virtual clock, a network that loses, repeats, delays, reorders and cuts, crashes at any
 * store step, random actions of both users. TB_SIM_SEED is the first seed, TB_SIM_COUNT how many; a failing
 * seed prints its story. */
#include "config.h"

#include "tb-agree.h"
#include "tb-batch.h"
#include "tb-pair.h"
#include "tb-privacy.h"

#include <stdlib.h>
#include <string.h>

#define STEPS 140
#define MAX_TICKETS 4

typedef struct
{
  gboolean    is_answer;
  guint       from; /* 0 lead, 1 service */
  TbEnvelope *request;
  TbEnvelope *answer;
  gint64      due;
  guint       life; /* the sender's life in which it went out */
} Message;

typedef struct
{
  guint64     seed;
  GRand      *rand;
  TbPair      pair;
  TbSide     *sides[2];
  guint       life[2];
  gboolean    is_waiting[2]; /* a request is out */
  gint64      gives_up[2];   /* when it is counted as failed */
  TbEnvelope *out[2];        /* the request that is out */
  GPtrArray  *messages;
  gboolean    is_cut;
  gboolean    is_healed;
  gint        fault[2]; /* steps until the store fails; -1 never */
  char       *backup[2];
  gboolean    struck[2];
  GString    *story;
  guint       counter;
} Sim;

static void tell (Sim        *sim,
                  const char *format,
                  ...) G_GNUC_PRINTF (2, 3);

static void
tell (Sim        *sim,
      const char *format,
      ...)
{
  va_list args;

  g_string_append_printf (sim->story, "%8.1f s  ",
                          (double)(tb_clock_now (sim->pair.clock) % TB_DAY) / TB_SECOND);
  va_start (args, format);
  g_string_append_vprintf (sim->story, format, args);
  va_end (args);
  g_string_append_c (sim->story, '\n');
}

static void fail (Sim        *sim,
                  const char *format,
                  ...) G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN;

static void
fail (Sim        *sim,
      const char *format,
      ...)
{
  va_list          args;
  g_autofree char *why = NULL;

  va_start (args, format);
  why = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("%s\nseed %" G_GUINT64_FORMAT ": %s\nagain: build-aux/simulate %" G_GUINT64_FORMAT " 1\n",
              sim->story->str, sim->seed, why, sim->seed);
  exit (1);
}

static gboolean
chance (Sim   *sim,
        double p)
{
  return g_rand_double (sim->rand) < p;
}

static guint
pick (Sim  *sim,
      guint n)
{
  return n > 0 ? (guint)g_rand_int_range (sim->rand, 0, (gint32)n) : 0;
}

static void
free_message (gpointer data)
{
  Message *message = data;

  g_clear_pointer (&message->request, tb_envelope_free);
  g_clear_pointer (&message->answer, tb_envelope_free);
  g_free (message);
}

static TbEnvelope *
copy_envelope (const TbEnvelope *from)
{
  TbEnvelope *to = tb_envelope_new (from->route, from->link, from->body);

  to->id = g_strdup (from->id);
  to->timestamp = g_strdup (from->timestamp);
  to->signature = g_strdup (from->signature);
  to->status = from->status;
  to->retry_after = from->retry_after;
  return to;
}

/* ---- Crashes ---- */

static gboolean
on_store_step_cb (TbStoreStep step,
                  gpointer    data)
{
  gint *left = data;

  if (*left < 0)
    return FALSE;
  return (*left)-- == 0;
}

static void
plant_fault (Sim  *sim,
             guint who)
{
  sim->fault[who] = g_rand_int_range (sim->rand, 0, 25);
  tb_store_set_fault (sim->sides[who]->store, on_store_step_cb, &sim->fault[who]);
}

static void
drop_request (Sim  *sim,
              guint who)
{
  sim->is_waiting[who] = FALSE;
  g_clear_pointer (&sim->out[who], tb_envelope_free);
}

static void
crash (Sim  *sim,
       guint who)
{
  tell (sim, "%s crashes and starts again", sim->sides[who]->name);
  sim->fault[who] = -1;
  sim->life[who]++;
  drop_request (sim, who);
  tb_side_reopen (sim->sides[who]);
}

/* A backup now and then, to which a side goes back one day. */
static void
back_up (Sim  *sim,
         guint who)
{
  g_free (sim->backup[who]);
  sim->fault[who] = -1;
  sim->backup[who] = tb_side_save (sim->sides[who]);
  tell (sim, "%s makes a backup", sim->sides[who]->name);
}

static void
go_back (Sim  *sim,
         guint who)
{
  if (sim->backup[who] == NULL)
    return;
  tell (sim, "%s goes back to its backup", sim->sides[who]->name);
  sim->fault[who] = -1;
  sim->life[who]++;
  drop_request (sim, who);
  tb_side_go_back (sim->sides[who], sim->backup[who]);
}

/* A planted fault is a crash; any other error of the store is a finding. */
static void
on_error (Sim        *sim,
          guint       who,
          const char *what,
          GError     *error)
{
  if (g_error_matches (error, TB_STORE_ERROR, TB_STORE_ERROR_FAULT))
    crash (sim, who);
  else
    fail (sim, "%s at %s: %s", what, sim->sides[who]->name, error->message);
}

/* ---- What the users do ---- */

static char *
random_ticket (Sim  *sim,
               guint who)
{
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING, .sort = TB_SORT_NUMBER };
  g_autoptr (GPtrArray) rows = tb_engine_list (sim->sides[who]->engine, &query, 0, NULL);

  if (rows == NULL || rows->len == 0)
    return NULL;
  return g_strdup (((TbListRow *)rows->pdata[pick (sim, rows->len)])->number);
}

static void
run (Sim             *sim,
     guint            who,
     const TbCommand *command,
     const char      *words)
{
  g_autoptr (GError) error = NULL;

  if (tb_engine_do (sim->sides[who]->engine, command, NULL, &error))
    tell (sim, "%s: %s", sim->sides[who]->name, words);
  else if (error->domain == TB_PROBLEM)
    tell (sim, "%s: %s: refused, %s", sim->sides[who]->name, words, tb_problem_nick (error->code));
  else
    on_error (sim, who, words, error);
}

static void
do_new_ticket (Sim  *sim,
               guint who)
{
  const TbListQuery   query = { .folder = TB_FOLDER_EVERYTHING };
  const TbTicketDraft draft = { .title = "Drucker",
                                .description = "Papierstau",
                                .organisation = "Hotel Seeblick" };
  g_autoptr (GPtrArray) rows = tb_engine_list (sim->sides[0]->engine, &query, 0, NULL);

  if (rows != NULL && rows->len < MAX_TICKETS)
    run (sim, 0, &(TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, "new ticket");
}

static void
do_outsource (Sim  *sim,
              guint who)
{
  g_autofree char *number = random_ticket (sim, 0);
  TbTerms          terms = TB_TERMS_EMPTY;

  if (number == NULL)
    return;
  terms.rate_kind = pick (sim, 3);
  terms.amount = 6000 + pick (sim, 5000);
  terms.answer_by = tb_clock_now (sim->pair.clock) + (gint64)(1 + pick (sim, 120)) * TB_MINUTE;
  run (sim, 0,
       &(TbCommand){ .type = chance (sim, 0.8) ? TB_COMMAND_OUTSOURCE : TB_COMMAND_SAVE_TERMS,
                     .ticket = tb_engine_find_ticket (sim->sides[0]->engine, number, NULL),
                     .partner = "Alpen",
                     .terms = &terms },
       "outsource");
}

/* Mostly something that the menu offers now, sometimes anything at all. */
static TbAction
random_action (Sim          *sim,
               guint         who,
               TbTicketView *view)
{
  TbRole            role = who == 0 ? TB_ROLE_LEAD : TB_ROLE_SERVICE;
  TbEngagementView *latest = tb_ticket_view_latest (view, role);
  g_autoptr (GPtrArray) menu = NULL;
  const TbMenuItem *item;

  if (latest == NULL || chance (sim, 0.15))
    return g_rand_int_range (sim->rand, TB_ACTION_DISCARD, TB_ACTION_REJECT + 1);
  menu = tb_menu (role, latest->record->status, TB_PERMISSION_ALL);
  if (menu->len == 0)
    return TB_ACTION_SUBMIT;
  item = menu->pdata[pick (sim, menu->len)];
  return item->action;
}

static void
do_act (Sim  *sim,
        guint who)
{
  g_autofree char *number = random_ticket (sim, who);
  g_autoptr (TbTicketView) view = number != NULL ? tb_side_show (sim->sides[who], number) : NULL;
  g_autofree char *words = NULL;
  TbAction         action;

  if (view == NULL)
    return;
  action = random_action (sim, who, view);
  /* Those that a window answers with a page are no step; the ends come seldom, or nothing would happen in
   * between. */
  if (action == TB_ACTION_ASK || action == TB_ACTION_SHOW_TERMS || action == TB_ACTION_CHOOSE ||
      action == TB_ACTION_START || action == TB_ACTION_AUTO_DECLINE ||
      ((action == TB_ACTION_CANCEL || action == TB_ACTION_COMPLETE || action == TB_ACTION_DECLINE ||
        action == TB_ACTION_APPROVE) &&
       chance (sim, 0.7)))
    return;
  words = g_strdup_printf ("%s %s", tb_nick (TB_TYPE_ACTION, action), number);
  run (sim, who,
       &(TbCommand){ .type = TB_COMMAND_ACT,
                     .ticket = view->ticket->id,
                     .action = action,
                     .reason = "weil",
                     .organisation = "Nord GmbH" },
       words);
}

/* What must never cross is marked in its text: internal items, and those born in a pause, by their
 * engagement. */
static char *
marked_text (Sim          *sim,
             guint         who,
             TbTicketView *view,
             gboolean      internal)
{
  TbEngagementView *latest = tb_ticket_view_latest (view, who == 0 ? TB_ROLE_LEAD : TB_ROLE_SERVICE);

  sim->counter++;
  if (internal)
    return g_strdup_printf ("GEHEIM %u", sim->counter);
  if (latest != NULL && latest->record->pause != 0)
    return g_strdup_printf ("PAUSE-%s %u", latest->record->eid, sim->counter);
  return g_strdup_printf ("Text %u", sim->counter);
}

static TbItemDraft
random_draft (Sim  *sim,
              guint kind,
              char *text)
{
  TbItemDraft draft = { .kind = kind, .text = text };

  draft.minutes = 1 + pick (sim, 300);
  draft.unit_price = pick (sim, 100000);
  draft.quantity = 1 + pick (sim, 5000);
  return draft;
}

static void
do_add_item (Sim  *sim,
             guint who)
{
  g_autofree char *number = random_ticket (sim, who);
  g_autoptr (TbTicketView) view = NULL;
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean    internal = chance (sim, 0.25);
  TbItemDraft draft;

  if (number == NULL)
    return;
  view = tb_side_show (sim->sides[who], number);
  text = marked_text (sim, who, view, internal);
  draft = random_draft (sim, pick (sim, TB_N_ITEM_KINDS), text);
  draft.is_internal = internal;
  bytes = g_bytes_new (text, strlen (text));
  draft.bytes = bytes;
  draft.file_name = "datei.txt";
  words = g_strdup_printf ("%s on %s: %s", tb_nick (TB_TYPE_ITEM_KIND, draft.kind), number, text);
  run (sim, who, &(TbCommand){ .type = TB_COMMAND_ADD_ITEM, .ticket = view->ticket->id, .item = &draft },
       words);
}

static void
do_change_item (Sim  *sim,
                guint who)
{
  g_autofree char *number = random_ticket (sim, who);
  g_autoptr (TbTicketView) view = NULL;
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;
  TbItemView      *item;
  TbItemDraft      draft;
  gboolean         deletes = chance (sim, 0.3);

  view = number != NULL ? tb_side_show (sim->sides[who], number) : NULL;
  if (view == NULL || view->items->len == 0)
    return;
  item = view->items->pdata[pick (sim, view->items->len)];
  draft = random_draft (sim, item->record->kind, NULL);
  draft.is_internal = chance (sim, 0.3);
  text = marked_text (sim, who, view, draft.is_internal);
  /* What was born in a pause keeps its mark when it is edited later. */
  if (g_str_has_prefix (item->record->text, "PAUSE-") && !draft.is_internal)
    {
      g_free (text);
      text = g_strdup (item->record->text);
    }
  draft.text = text;
  words = g_strdup_printf ("%s %.8s on %s", deletes ? "delete" : "edit", item->record->uuid, number);
  run (sim, who,
       &(TbCommand){ .type = deletes ? TB_COMMAND_DELETE_ITEM : TB_COMMAND_EDIT_ITEM,
                     .ticket = view->ticket->id,
                     .uuid = item->record->uuid,
                     .item = &draft },
       words);
}

static void
do_set (Sim  *sim,
        guint who)
{
  static const char *const values[] = { "Neu", "In Bearbeitung", "Warten auf Kunde", "Abgeschlossen" };
  g_autofree char         *number = random_ticket (sim, who);
  const char              *value = values[pick (sim, G_N_ELEMENTS (values))];
  g_autofree char         *words = NULL;

  if (number == NULL || (g_str_equal (value, "Abgeschlossen") && chance (sim, 0.7)))
    return;
  words = g_strdup_printf ("Ticketstatus of %s: %s", number, value);
  run (sim, who,
       &(TbCommand){ .type = TB_COMMAND_SET,
                     .ticket = tb_engine_find_ticket (sim->sides[who]->engine, number, NULL),
                     .name = "status",
                     .value = value },
       words);
}

/* ---- The network ---- */

/* Somebody whose name is one of the texts is put out of everything. */
static void
do_erase (Sim  *sim,
          guint who)
{
  g_autofree char *name = chance (sim, 0.3) ? g_strdup ("Papierstau")
                                            : g_strdup_printf ("Text %u", pick (sim, sim->counter + 1));
  const TbPerson   person = { name, NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (TbErasureReport) report =
    tb_engine_erase_person (sim->sides[who]->engine, &person, TB_ERASE_TEXTS, &error);

  if (report != NULL)
    tell (sim, "%s: erases %s: %u", sim->sides[who]->name, name, report->n_places);
  else
    on_error (sim, who, "erase", error);
}

static void
do_follow (Sim  *sim,
           guint who)
{
  g_autofree char *number = random_ticket (sim, who);
  g_autoptr (TbTicketView) view = number != NULL ? tb_side_show (sim->sides[who], number) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbErasureReport) report = NULL;

  if (view == NULL || view->erasures == 0)
    return;
  report = tb_engine_follow_erasure (sim->sides[who]->engine, view->ticket->id, &error);
  if (report != NULL)
    tell (sim, "%s: does the same at %s: %u", sim->sides[who]->name, number, report->n_places);
  else
    on_error (sim, who, "follow", error);
}

static void
send_to_network (Sim              *sim,
                 guint             from,
                 const TbEnvelope *request,
                 const TbEnvelope *answer)
{
  guint copies = sim->is_healed ? 1 : chance (sim, 0.12) ? 2
                                    : chance (sim, 0.15) ? 0
                                                         : 1;

  if (sim->is_cut)
    copies = 0;
  while (copies-- > 0)
    {
      Message *message = g_new0 (Message, 1);

      message->is_answer = answer != NULL;
      message->from = from;
      message->life = sim->life[from];
      message->request = copy_envelope (request);
      message->answer = answer != NULL ? copy_envelope (answer) : NULL;
      message->due = tb_clock_now (sim->pair.clock) + (sim->is_healed ? 0 : pick (sim, 12)) * TB_SECOND;
      g_ptr_array_add (sim->messages, message);
    }
}

static void
scan_rows (Sim           *sim,
           const TbBatch *batch)
{
  guint i, j;

  for (i = 0; i < batch->rows->len; i++)
    {
      TbBatchRow      *row = batch->rows->pdata[i];
      g_autofree char *mark = NULL;

      if (row->event == NULL)
        fail (sim, "our own event is malformed: %s", row->error->message);
      if (row->event->items == NULL)
        continue;
      mark = g_strdup_printf ("PAUSE-%s", row->event->engagement);
      for (j = 0; j < row->event->items->len; j++)
        {
          TbEventItem *item = row->event->items->pdata[j];

          if (item->text != NULL && g_str_has_prefix (item->text, mark))
            fail (sim, "an item of the pause is sent: %s", item->text);
        }
    }
}

/* Nothing internal, local-only or foreign in any byte sent. */
static void
scan (Sim              *sim,
      const TbEnvelope *envelope)
{
  gsize       size;
  const char *bytes = g_bytes_get_data (envelope->body, &size);
  g_autoptr (TbBatch) batch = NULL;

  if (g_strstr_len (bytes, size, "GEHEIM") != NULL)
    fail (sim, "something internal is sent: %.*s", (int)size, bytes);
  if (!g_str_equal (envelope->route, "push") || (envelope->status != 0 && envelope->status != 200))
    return;
  batch = tb_batch_decode (envelope->body, NULL);
  if (batch == NULL)
    fail (sim, "our own batch is malformed");
  scan_rows (sim, batch);
}

static void
settle (Sim              *sim,
        guint             who,
        const TbEnvelope *request,
        const TbEnvelope *answer)
{
  g_autoptr (GError) error = NULL;
  gint64 partner = tb_side_partner (sim->sides[who], sim->sides[1 - who]->name);

  if (!tb_engine_settle (sim->sides[who]->engine, partner, request, answer, NULL, &error))
    on_error (sim, who, "settle", error);
}

static void
start_request (Sim  *sim,
               guint who)
{
  g_autoptr (GPtrArray) routes = tb_engine_routes (sim->sides[who]->engine, NULL);
  g_autoptr (GError) error = NULL;
  TbRoute *route;

  if (sim->is_waiting[who] || routes == NULL || routes->len == 0)
    return;
  route = routes->pdata[0];
  if (route->due_at > tb_clock_now (sim->pair.clock))
    return;
  sim->out[who] = tb_engine_prepare (sim->sides[who]->engine, route->partner, FALSE, &error);
  if (error != NULL)
    on_error (sim, who, "prepare", error);
  if (sim->out[who] == NULL)
    return;
  scan (sim, sim->out[who]);
  sim->is_waiting[who] = TRUE;
  sim->gives_up[who] = tb_clock_now (sim->pair.clock) + 30 * TB_SECOND;
  send_to_network (sim, who, sim->out[who], NULL);
}

static void
deliver_request (Sim     *sim,
                 Message *message)
{
  guint to = 1 - message->from;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = tb_engine_receive (sim->sides[to]->engine, message->request, &error);
  if (answer == NULL)
    {
      on_error (sim, to, "receive", error);
      return;
    }
  /* Bytes for a ticket that has ended meanwhile are not wanted; nothing else is ever refused as a whole. */
  if (answer->status != 200 && answer->status != 401 &&
      !(answer->status == 403 && g_str_equal (message->request->route, "files/put")))
    fail (sim, "%s answers %u to %s", sim->sides[to]->name, answer->status, message->request->route);
  scan (sim, answer);
  send_to_network (sim, message->from, message->request, answer);
}

/* Only the answer to the request that is out finds somebody listening. */
static void
deliver_answer (Sim     *sim,
                Message *message)
{
  guint who = message->from;
  g_autoptr (TbEnvelope) request = NULL;

  if (message->life != sim->life[who] || !sim->is_waiting[who] ||
      g_strcmp0 (sim->out[who]->id, message->request->id) != 0)
    return;
  request = g_steal_pointer (&sim->out[who]);
  sim->is_waiting[who] = FALSE;
  settle (sim, who, request, message->answer);
}

static void
turn_network (Sim *sim)
{
  gint64 now = tb_clock_now (sim->pair.clock);
  guint  who, i;

  for (who = 0; who < 2; who++)
    {
      start_request (sim, who);
      if (sim->is_waiting[who] && sim->gives_up[who] <= now)
        {
          g_autoptr (TbEnvelope) request = g_steal_pointer (&sim->out[who]);

          sim->is_waiting[who] = FALSE;
          settle (sim, who, request, NULL);
        }
    }
  for (i = 0; i < sim->messages->len;)
    {
      Message *message = sim->messages->pdata[i];

      if (message->due > now)
        {
          i++;
          continue;
        }
      g_ptr_array_steal_index_fast (sim->messages, i);
      if (message->is_answer)
        deliver_answer (sim, message);
      else
        deliver_request (sim, message);
      free_message (message);
    }
}

static void
tick (Sim *sim)
{
  guint who;

  for (who = 0; who < 2; who++)
    {
      g_autoptr (GError) error = NULL;

      if (!tb_engine_tick (sim->sides[who]->engine, NULL, &error))
        on_error (sim, who, "tick", error);
    }
}

/* ---- Invariants ---- */

static void
check_side (Sim  *sim,
            guint who)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = tb_engine_check (sim->sides[who]->engine, &error);

  if (findings == NULL)
    fail (sim, "check of %s: %s", sim->sides[who]->name, error->message);
  if (findings->len > 0)
    fail (sim, "%s: %s", sim->sides[who]->name, (char *)findings->pdata[0]);
}

static void
compare_sides (Sim *sim)
{
  g_autofree char *why = tb_agree (sim->sides[0], sim->sides[1]);

  if (why != NULL)
    fail (sim, "%s", why);
}

/* ---- One seed ---- */

static const struct
{
  guint weight;
  void (*act) (Sim  *sim,
               guint who);
} user_actions[] = {
  { 8, do_new_ticket },
  { 12, do_outsource },
  { 30, do_act },
  { 30, do_add_item },
  { 14, do_change_item },
  { 6, do_set },
  { 3, do_erase },
  { 4, do_follow },
};

static void
act_at_random (Sim *sim)
{
  guint total = 0, i, at;
  guint who = pick (sim, 2);

  for (i = 0; i < G_N_ELEMENTS (user_actions); i++)
    total += user_actions[i].weight;
  at = pick (sim, total);
  for (i = 0; at >= user_actions[i].weight; i++)
    at -= user_actions[i].weight;
  if (chance (sim, 0.08))
    plant_fault (sim, who);
  user_actions[i].act (sim, who);
}

static void
heal (Sim *sim)
{
  guint round, who;

  tell (sim, "the network is well again");
  sim->is_cut = FALSE;
  sim->is_healed = TRUE;
  for (who = 0; who < 2; who++)
    {
      sim->fault[who] = -1;
      drop_request (sim, who);
    }
  g_ptr_array_set_size (sim->messages, 0);
  /* Who has nothing to say is asked all the same, as after each start of the program. */
  tb_clock_advance (sim->pair.clock, TB_MINUTE);
  tb_push_once (sim->sides[0], sim->sides[1], TRUE);
  tb_push_once (sim->sides[1], sim->sides[0], TRUE);
  for (round = 0; round < 60; round++)
    {
      /* Long enough for every back-off, short enough that no signature grows old. */
      tb_clock_advance (sim->pair.clock, round < 20 ? TB_MINUTE : TB_HOUR);
      turn_network (sim);
      tb_clock_advance (sim->pair.clock, TB_SECOND);
      turn_network (sim);
      turn_network (sim);
      tick (sim);
    }
}

static void
play (guint64 seed)
{
  Sim   sim = { .seed = seed, .rand = g_rand_new_with_seed ((guint32)seed), .fault = { -1, -1 } };
  guint i;

  tb_random_seed (seed + 1);
  sim.story = g_string_new (NULL);
  sim.messages = g_ptr_array_new_with_free_func (free_message);
  tb_pair_setup (&sim.pair);
  sim.sides[0] = &sim.pair.lead;
  sim.sides[1] = &sim.pair.service;
  /* Every second story begins in the middle, so that the later statuses get their share. */
  if (seed % 2 == 0)
    {
      g_autofree char *number = NULL;
      g_autofree char *there = NULL;

      tb_pair_accepted (&sim.pair, &number, &there);
      tell (&sim, "begins with %s accepted as %s", number, there);
    }
  for (i = 0; i < STEPS; i++)
    {
      if (chance (&sim, 0.03))
        sim.is_cut = !sim.is_cut;
      if (chance (&sim, 0.02))
        crash (&sim, pick (&sim, 2));
      if (seed % 3 == 0 && chance (&sim, 0.03))
        back_up (&sim, pick (&sim, 2));
      if (seed % 3 == 0 && chance (&sim, 0.02))
        go_back (&sim, pick (&sim, 2));
      if (chance (&sim, 0.6))
        act_at_random (&sim);
      tb_clock_advance (sim.pair.clock, (1 + pick (&sim, chance (&sim, 0.05) ? 3600 : 20)) * TB_SECOND);
      turn_network (&sim);
      if (chance (&sim, 0.3))
        tick (&sim);
      check_side (&sim, i % 2);
    }
  heal (&sim);
  check_side (&sim, 0);
  check_side (&sim, 1);
  compare_sides (&sim);
  tb_pair_teardown (&sim.pair);
  drop_request (&sim, 0);
  drop_request (&sim, 1);
  g_free (sim.backup[0]);
  g_free (sim.backup[1]);
  g_ptr_array_unref (sim.messages);
  g_string_free (sim.story, TRUE);
  g_rand_free (sim.rand);
  tb_random_seed (0);
}

static guint64
number_from (const char *name,
             guint64     otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
test_both_agree_after_healing (void)
{
  guint64 first = number_from ("TB_SIM_SEED", 1);
  guint64 count = number_from ("TB_SIM_COUNT", 200);
  guint64 seed;

  for (seed = first; seed < first + count; seed++)
    play (seed);
  g_test_message ("%" G_GUINT64_FORMAT " seeds from %" G_GUINT64_FORMAT, count, first);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulation/two-instances/both-agree-after-healing", test_both_agree_after_healing);
  return g_test_run ();
}
