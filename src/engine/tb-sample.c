/* SPDX-License-Identifier: GPL-3.0-or-later
 * Plays the story of the sample company: the steps of all tickets in the order of their time. */
#include "config.h"

#include "tb-sample-private.h"

#include <string.h>

#define ZONE "Europe/Berlin"
#define N_STATUSES 6
#define ROUNDS 50
/* So many failures in a row make the next attempt an hour away. */
#define FAILURES 11

static const char *const names[] = { "Nordlicht IT GmbH", "Alpenblick Service AG" };
static const char *const urls[] = { "https://nordlicht.invalid", "https://alpenblick.invalid" };

typedef struct
{
  const char  *name;
  TbPermission permission;
} Person;

/* clang-format off */
static const Person people[TB_SAMPLE_N_WHO] = {
  [TB_SAMPLE_JENS] = { "Jens Petersen", TB_PERMISSION_ALL },
  [TB_SAMPLE_MARLENE] = { "Marlene Voss", TB_PERMISSION_PARTNERS },
  [TB_SAMPLE_AYLIN] = { "Aylin Demir", TB_PERMISSION_OUTSOURCE },
  [TB_SAMPLE_REGINA] = { "Regina Huber", TB_PERMISSION_ALL },
  [TB_SAMPLE_LUKAS] = { "Lukas Obermayr", TB_PERMISSION_OUTSOURCE },
};
/* The first set of a new profile, in its order. */
static const TbSampleText statuses[N_STATUSES] = {
  { "Neu", "New" },
  { "In Bearbeitung", "In progress" },
  { "Warten auf Kunde", "Waiting for customer" },
  { "Warten auf Material", "Waiting for parts" },
  { "Eskaliert", "Escalated" },
  { "Abgeschlossen", "Complete" },
};
/* clang-format on */

/** Sample: the two companies and how far the story is. */
typedef struct
{
  TbEngine *engines[2]; /* (borrowed): own, partner */
  TbClock  *clock;      /* (borrowed) */
  gint64    now;        /* the present, where the story ends */
  gboolean  german;
  gint64    users[TB_SAMPLE_N_WHO];
} Sample;

/** Move: a step of a ticket at its instant. */
typedef struct
{
  gint64                at;
  const TbSampleTicket *ticket;
  const TbSampleStep   *step;
  gint64               *ids; /* (borrowed): of the ticket on both sides */
} Move;

static const char *
say (const Sample       *self,
     const TbSampleText *text)
{
  return self->german ? text->de : text->en;
}

static gboolean
act (Sample   *self,
     int       side,
     TbCommand command,
     TbResult *result,
     GError  **error)
{
  return tb_engine_do (self->engines[side], &command, result, error);
}

/* ---- Time ---- */

/* The working day that is @days away from today, at @at as `930`. */
static gint64
working_time (const Sample *self,
              int           days,
              int           at)
{
  const int        step = days < 0 ? -1 : 1;
  g_autofree char *today = tb_time_date (self->now, ZONE);
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = g_strsplit (today, "-", 3);
  GDate  date;
  gint64 instant = 0;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)g_ascii_strtoull (parts[2], NULL, 10),
                  (GDateMonth)g_ascii_strtoull (parts[1], NULL, 10),
                  (GDateYear)g_ascii_strtoull (parts[0], NULL, 10));
  for (; days != 0; days -= step)
    do
      {
        if (step > 0)
          g_date_add_days (&date, 1);
        else
          g_date_subtract_days (&date, 1);
      }
    while (g_date_get_weekday (&date) >= G_DATE_SATURDAY);
  text = g_strdup_printf ("%04d-%02d-%02d %02d:%02d", g_date_get_year (&date), g_date_get_month (&date),
                          g_date_get_day (&date), at / 100, at % 100);
  if (!tb_time_parse_user (text, ZONE, self->now, &instant, NULL))
    g_assert_not_reached ();
  return instant;
}

static gint64
instant_of (const Sample       *self,
            const TbSampleWhen *when)
{
  if (when->day != 0)
    return working_time (self, when->day, when->at);
  if (when->at <= 0)
    return when->at != 0 ? self->now + when->at * TB_MINUTE : 0;
  /* What somebody has set for later is a quarter of an hour. */
  return (self->now + when->at * TB_MINUTE) / (15 * TB_MINUTE) * (15 * TB_MINUTE);
}

static void
advance_to (Sample *self,
            gint64  instant)
{
  gint64 now = tb_clock_now (self->clock);

  if (instant > now)
    tb_clock_advance (self->clock, instant - now);
}

/* ---- Delivery ---- */

static gboolean
find_partner (Sample  *self,
              int      side,
              gint64  *id,
              GError **error)
{
  g_autoptr (GPtrArray) partners = tb_engine_partners (self->engines[side], error);
  guint i;

  if (partners == NULL)
    return FALSE;
  for (i = 0, *id = 0; i < partners->len && *id == 0; i++)
    if (strcmp (((TbPartnerView *)partners->pdata[i])->record->name, names[1 - side]) == 0)
      *id = ((TbPartnerView *)partners->pdata[i])->record->id;
  return TRUE;
}

static gboolean
push (Sample   *self,
      int       side,
      gboolean *went,
      GError  **error)
{
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  GError *local = NULL;
  gint64  partner;

  if (!find_partner (self, side, &partner, error))
    return FALSE;
  if (partner == 0)
    return TRUE;
  request = tb_engine_prepare (self->engines[side], partner, FALSE, &local);
  if (request == NULL)
    {
      if (local == NULL)
        return TRUE;
      g_propagate_error (error, local);
      return FALSE;
    }
  *went = TRUE;
  answer = tb_engine_receive (self->engines[1 - side], request, error);
  return answer != NULL && tb_engine_settle (self->engines[side], partner, request, answer, NULL, error);
}

/* Until nobody has anything to say. */
static gboolean
exchange (Sample  *self,
          GError **error)
{
  gboolean went = TRUE;
  guint    round;

  for (round = 0; went && round < ROUNDS; round++)
    {
      went = FALSE;
      if (!push (self, 0, &went, error) || !push (self, 1, &went, error))
        return FALSE;
    }
  return TRUE;
}

/* What waits is tried in vain until the next attempt is an hour away. */
static gboolean
fail_delivery (Sample  *self,
               GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 partner;
  guint  i;

  tb_problem_set (&failure, TB_PROBLEM_UNREACHABLE, NULL);
  if (!find_partner (self, 0, &partner, error))
    return FALSE;
  for (i = 0; i < FAILURES; i++)
    {
      g_autoptr (TbEnvelope) request = tb_engine_prepare (self->engines[0], partner, TRUE, error);

      if (request == NULL ||
          !tb_engine_settle (self->engines[0], partner, request, NULL, failure, error))
        return FALSE;
    }
  return TRUE;
}

/* The ticket that stands over there for what @side has just sent. */
static gboolean
find_offer (Sample  *self,
            int      side,
            gint64  *ids,
            GError **error)
{
  const TbListQuery query = { .folder = TB_FOLDER_SERVICE_ASSIGNED, .sort = TB_SORT_UPDATED };
  g_autoptr (TbTicketView) sent = tb_engine_load_ticket (self->engines[side], ids[side], error);
  g_autoptr (GPtrArray) rows = NULL;
  const char *eid;
  guint       i;

  if (sent == NULL)
    return FALSE;
  eid = tb_ticket_view_latest (sent, TB_ROLE_LEAD)->record->eid;
  rows = tb_engine_list (self->engines[1 - side], &query, 0, error);
  if (rows == NULL)
    return FALSE;
  for (i = 0; i < rows->len; i++)
    {
      const gint64 id = ((TbListRow *)rows->pdata[i])->id;
      g_autoptr (TbTicketView) offer = tb_engine_load_ticket (self->engines[1 - side], id, error);

      if (offer == NULL)
        return FALSE;
      if (strcmp (tb_ticket_view_latest (offer, TB_ROLE_SERVICE)->record->eid, eid) == 0)
        ids[1 - side] = id;
    }
  return TRUE;
}

/* ---- Steps ---- */

static gboolean
create (Sample     *self,
        const Move *move,
        GError    **error)
{
  const TbSampleTicket   *ticket = move->ticket;
  const TbSampleCustomer *customer = ticket->customer;
  const TbTicketDraft     draft = {
        .title = say (self, &ticket->title),
        .description = say (self, &ticket->description),
        .organisation = customer->name,
        .contact = customer->contact,
        .phone = customer->phone,
        .street = customer->street,
        .postcode = customer->postcode,
        .town = customer->town,
        .queue = ticket->queue != NULL ? say (self, ticket->queue) : NULL,
        .priority = ticket->priority,
        .due_at = instant_of (self, &ticket->due),
        .is_taskfire = ticket->is_taskfire,
  };
  const int side = TB_SAMPLE_SIDE (ticket->who);
  g_auto (TbResult) result = { 0 };
  const TbCommand command = { .type = TB_COMMAND_NEW_TICKET,
                              .draft = &draft,
                              .user = self->users[ticket->who] };

  if (!act (self, side, command, &result, error))
    return FALSE;
  move->ids[side] = result.ticket;
  return TRUE;
}

static gint64
or_none (gint64 amount)
{
  return amount != 0 ? amount : TB_AMOUNT_NONE;
}

static gboolean
outsource (Sample     *self,
           const Move *move,
           GError    **error)
{
  const TbSampleTerms *given = &move->ticket->terms;
  const int            side = TB_SAMPLE_SIDE (move->step->who);
  TbTerms              terms = TB_TERMS_EMPTY;
  TbCommand            command = { .type = TB_COMMAND_OUTSOURCE,
                                   .ticket = move->ids[side],
                                   .partner = names[1 - side],
                                   .terms = &terms,
                                   .user = self->users[move->step->who] };

  terms.rate_kind = given->kind;
  terms.amount = or_none (given->amount);
  terms.authorized_minutes = or_none (given->minutes);
  terms.authorized_charges = or_none (given->charges);
  terms.customer_rate = or_none (given->customer_rate);
  terms.instructions = say (self, &given->instructions);
  terms.complete_by = instant_of (self, &given->complete_by);
  terms.answer_by = working_time (self, MAX (move->step->when.day + 2, 1), 1200);
  if (terms.complete_by != 0)
    terms.answer_by = MIN (terms.answer_by, terms.complete_by);
  if (move->step->verb == TB_SAMPLE_SAVE)
    command.type = TB_COMMAND_SAVE_TERMS;
  if (!act (self, side, command, NULL, error))
    return FALSE;
  return move->step->verb == TB_SAMPLE_SAVE ||
         (exchange (self, error) && find_offer (self, side, move->ids, error));
}

static gboolean
add_item (Sample     *self,
          const Move *move,
          GError    **error)
{
  static const TbItemKind kinds[TB_SAMPLE_N_VERBS] = {
    [TB_SAMPLE_TIME] = TB_ITEM_TIME,
    [TB_SAMPLE_CHARGE] = TB_ITEM_CHARGE,
    [TB_SAMPLE_FILE] = TB_ITEM_FILE,
  };
  const TbSampleStep *step = move->step;
  const int           side = TB_SAMPLE_SIDE (step->who);
  const char         *text = say (self, &step->text);
  g_autoptr (GBytes) bytes = NULL;
  TbItemDraft draft = { .kind = kinds[step->verb],
                        .is_internal = step->verb == TB_SAMPLE_INTERNAL,
                        .is_question = step->verb == TB_SAMPLE_QUESTION };

  if (draft.kind == TB_ITEM_FILE)
    {
      bytes = g_bytes_new_static (text, strlen (text));
      draft.bytes = bytes;
      draft.file_name = step->name;
    }
  else
    {
      draft.text = text;
    }
  if (draft.kind == TB_ITEM_TIME)
    {
      draft.minutes = step->number;
      draft.start_at = move->at - step->number * TB_MINUTE;
      draft.end_at = move->at;
    }
  draft.unit_price = draft.kind == TB_ITEM_CHARGE ? step->number : 0;
  draft.quantity = step->count;
  return act (self, side,
              (TbCommand){ .type = TB_COMMAND_ADD_ITEM,
                           .ticket = move->ids[side],
                           .item = &draft,
                           .user = self->users[step->who] },
              NULL, error);
}

static gboolean
act_on_engagement (Sample     *self,
                   const Move *move,
                   GError    **error)
{
  const int side = TB_SAMPLE_SIDE (move->step->who);

  return act (self, side,
              (TbCommand){ .type = TB_COMMAND_ACT,
                           .ticket = move->ids[side],
                           .action = move->step->number,
                           .reason = say (self, &move->step->text),
                           .organisation = names[1 - side],
                           .user = self->users[move->step->who] },
              NULL, error);
}

static gboolean
set_field (Sample     *self,
           const Move *move,
           GError    **error)
{
  const TbSampleStep *step = move->step;
  const int           side = TB_SAMPLE_SIDE (step->who);
  const gboolean      is_status = step->verb == TB_SAMPLE_STATUS;
  const char         *value = is_status ? say (self, &statuses[step->number]) : people[step->number].name;

  return act (self, side,
              (TbCommand){ .type = TB_COMMAND_SET,
                           .ticket = move->ids[side],
                           .name = is_status ? "status" : "assignee",
                           .value = value,
                           .user = self->users[step->who] },
              NULL, error);
}

static gboolean
set_alert (Sample     *self,
           const Move *move,
           GError    **error)
{
  const TbSampleStep *step = move->step;
  const int           side = TB_SAMPLE_SIDE (step->who);
  TbCommand           command = { .type = TB_COMMAND_ALERT,
                                  .ticket = move->ids[side],
                                  .text = say (self, &step->text),
                                  .user = self->users[step->who] };

  if (step->verb == TB_SAMPLE_ORGANISATION_ALERT)
    {
      command.type = TB_COMMAND_ORGANISATION_SET;
      command.organisation = move->ticket->customer->name;
      command.name = "alert";
      command.value = say (self, &step->text);
    }
  return act (self, side, command, NULL, error);
}

/* clang-format off */
static gboolean (*const doers[TB_SAMPLE_N_VERBS]) (Sample *self, const Move *move, GError **error) = {
  [TB_SAMPLE_CREATE] = create,
  [TB_SAMPLE_SAVE] = outsource,
  [TB_SAMPLE_SEND] = outsource,
  [TB_SAMPLE_ACT] = act_on_engagement,
  [TB_SAMPLE_NOTE] = add_item,
  [TB_SAMPLE_INTERNAL] = add_item,
  [TB_SAMPLE_QUESTION] = add_item,
  [TB_SAMPLE_TIME] = add_item,
  [TB_SAMPLE_CHARGE] = add_item,
  [TB_SAMPLE_FILE] = add_item,
  [TB_SAMPLE_STATUS] = set_field,
  [TB_SAMPLE_ASSIGN] = set_field,
  [TB_SAMPLE_ALERT] = set_alert,
  [TB_SAMPLE_ORGANISATION_ALERT] = set_alert,
  [TB_SAMPLE_UNDELIVERED] = add_item,
};
/* clang-format on */

static gboolean
make_move (Sample     *self,
           const Move *move,
           GError    **error)
{
  advance_to (self, move->at);
  if (!doers[move->step->verb](self, move, error))
    {
      g_prefix_error (error, "%s, %d/%d: ", move->ticket->title.en, move->step->when.day,
                      move->step->when.at);
      return FALSE;
    }
  return move->step->verb == TB_SAMPLE_UNDELIVERED || exchange (self, error);
}

/* ---- The whole story ---- */

static void
add_moves (const Sample         *self,
           GArray               *moves,
           const TbSampleTicket *ticket,
           gint64               *ids)
{
  static const TbSampleStep created = { .verb = TB_SAMPLE_CREATE };
  Move                      move = { instant_of (self, &ticket->when), ticket, &created, ids };
  guint                     i;

  g_array_append_val (moves, move);
  for (i = 0; i < TB_SAMPLE_MAX_STEPS && ticket->steps[i].verb != TB_SAMPLE_END; i++)
    {
      move.step = &ticket->steps[i];
      move.at = instant_of (self, &move.step->when);
      g_array_append_val (moves, move);
    }
}

static int
compare_moves (gconstpointer a,
               gconstpointer b)
{
  const Move *first = a;
  const Move *second = b;

  return (first->at > second->at) - (first->at < second->at);
}

static gboolean
play (Sample  *self,
      GError **error)
{
  static const TbSampleTicket *(*const tables[]) (guint * n) = {
    tb_sample_tickets_own, tb_sample_tickets_given, tb_sample_tickets_lead, tb_sample_tickets_service
  };
  g_autoptr (GArray) moves = g_array_new (FALSE, FALSE, sizeof (Move));
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  guint i, j, n;

  for (i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      const TbSampleTicket *tickets = tables[i](&n);

      for (j = 0; j < n; j++)
        {
          g_ptr_array_add (ids, g_new0 (gint64, 2));
          add_moves (self, moves, &tickets[j], ids->pdata[ids->len - 1]);
        }
    }
  /* Stable: what happens at the same time stays in the order of the tables. */
  g_array_sort (moves, compare_moves);
  for (i = 0; i < moves->len; i++)
    if (!make_move (self, &g_array_index (moves, Move, i), error))
      return FALSE;
  return TRUE;
}

/* ---- The two companies ---- */

static gboolean
configure (Sample     *self,
           int         side,
           const char *name,
           const char *value,
           GError    **error)
{
  return act (self, side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = name, .value = value }, NULL,
              error);
}

/* The first one is who a new profile began with. */
static gboolean
add_people (Sample  *self,
            int      side,
            GError **error)
{
  g_autoptr (TbUserRecord) first = tb_engine_get_user (self->engines[side], error);
  gboolean is_first = TRUE;
  guint    i;

  if (first == NULL)
    return FALSE;
  for (i = 0; i < TB_SAMPLE_N_WHO; i++)
    {
      g_auto (TbResult) result = { 0 };
      TbCommand command = { .type = TB_COMMAND_USER_ADD,
                            .name = people[i].name,
                            .permission = people[i].permission };

      if (TB_SAMPLE_SIDE (i) != side)
        continue;
      if (is_first)
        command = (TbCommand){ .type = TB_COMMAND_USER_SET,
                               .name = first->name,
                               .value = "name",
                               .new_name = people[i].name };
      if (g_strcmp0 (command.name, command.new_name) != 0 && !act (self, side, command, &result, error))
        return FALSE;
      self->users[i] = is_first ? first->id : result.id;
      is_first = FALSE;
    }
  return TRUE;
}

static gboolean
found (Sample  *self,
       int      side,
       GError **error)
{
  guint i;

  for (i = 0; i < N_STATUSES && !self->german; i++)
    if (!act (self, side,
              (TbCommand){ .type = TB_COMMAND_STATUS_SET,
                           .name = statuses[i].de,
                           .value = "name",
                           .new_name = statuses[i].en },
              NULL, error))
      return FALSE;
  return configure (self, side, "name", names[side], error) &&
         configure (self, side, "url", urls[side], error) &&
         configure (self, side, "timezone", ZONE, error) &&
         configure (self, side, "currency", "EUR", error) &&
         configure (self, side, "names", "on", error) && add_people (self, side, error);
}

/* @side gives work to the other from now on. */
static gboolean
invite (Sample  *self,
        int      side,
        GError **error)
{
  g_auto (TbResult) invited = { 0 };

  return act (self, side, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = names[1 - side] }, &invited,
              error) &&
         act (self, 1 - side, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text }, NULL,
              error) &&
         exchange (self, error);
}

static gboolean
conclude (Sample  *self,
          GError **error)
{
  const TbCommand stranger = { .type = TB_COMMAND_INVITE, .partner = "Küstennetz GmbH" };

  if (!act (self, 0, stranger, NULL, error) || !fail_delivery (self, error))
    return FALSE;
  advance_to (self, self->now);
  return configure (self, 0, "mode", "partners", error) && configure (self, 0, "sample", "on", error) &&
         configure (self, 0, "set-up", "on", error) &&
         tb_engine_tick (self->engines[0], NULL, error) && tb_engine_tick (self->engines[1], NULL, error);
}

gboolean
tb_sample_fill (TbEngine *own,
                TbEngine *partner,
                TbClock  *clock,
                gboolean  german,
                GError  **error)
{
  Sample self = { .engines = { own, partner }, .clock = clock, .german = german };

  g_return_val_if_fail (TB_IS_ENGINE (own), FALSE);
  g_return_val_if_fail (TB_IS_ENGINE (partner), FALSE);
  g_return_val_if_fail (clock != NULL, FALSE);

  self.now = tb_clock_now (clock) + TB_SAMPLE_SPAN;
  return found (&self, 0, error) && found (&self, 1, error) && invite (&self, 0, error) &&
         invite (&self, 1, error) && play (&self, error) && conclude (&self, error);
}
