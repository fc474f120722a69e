/* SPDX-License-Identifier: GPL-3.0-or-later
 * The network of a world: loses, repeats, delays, reorders, is cut; push, pull and the mailbox alike. */
#include "config.h"

#include "tb-world.h"

#include "tb-batch.h"

#define PATIENCE (30 * TB_SECOND)

enum
{
  BRINGS,
  FOLLOWS, /* what is behind that */
  FETCHES,
};

typedef struct
{
  gboolean    is_answer;
  guint       from;    /* whose request it is */
  guint       partner; /* about whom */
  guint       to;      /* where it goes: the partner, or the mailbox */
  guint       what;
  TbEnvelope *request;
  TbEnvelope *answer;
  gint64      due;
  guint       life; /* the sender's life in which it went out */
} Message;

void
tb_world_message_free (gpointer data)
{
  Message *message = data;

  g_clear_pointer (&message->request, tb_envelope_free);
  g_clear_pointer (&message->answer, tb_envelope_free);
  g_free (message);
}

gint
tb_world_find (TbWorld    *self,
               const char *name)
{
  guint i;

  for (i = 0; i < TB_WORLD_ALL; i++)
    if (g_strcmp0 (self->companies[i].side.name, name) == 0)
      return (gint)i;
  return -1;
}

void
tb_world_forget (TbWorld *self,
                 guint    who)
{
  guint i, what;

  for (i = 0; i < TB_WORLD_ALL; i++)
    for (what = BRINGS; what <= FETCHES; what++)
      g_clear_pointer (&self->companies[who].trips[i][what].request, tb_envelope_free);
}

/* Nobody can be called behind a router, and a line may be cut. */
static gboolean
is_reachable (TbWorld *self,
              guint    who)
{
  return !self->is_cut && (!self->companies[who].is_hidden || self->is_open);
}

static void
note (TbWorld          *self,
      const TbEnvelope *envelope)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (envelope->body, &size);

  g_checksum_update (self->trace, (const guint8 *)envelope->route, -1);
  g_checksum_update (self->trace, data, (gssize)size);
}

static void
post (TbWorld *self,
      const Message *template)
{
  guint copies = self->is_healed ? 1 : tb_world_chance (self, 0.12) ? 2
                                     : tb_world_chance (self, 0.15) ? 0
                                                                    : 1;

  /* An answer goes back by the line on which the question came. */
  if (template->is_answer ? self->is_cut : !is_reachable (self, template->to))
    copies = 0;
  while (copies-- > 0)
    {
      Message *message = g_memdup2 (template, sizeof *template);

      message->life = self->companies[template->from].life;
      message->request = tb_envelope_copy (template->request);
      message->answer = template->answer != NULL ? tb_envelope_copy (template->answer) : NULL;
      message->due = self->now + (self->is_healed ? 0 : tb_world_pick (self, 12)) * TB_SECOND;
      g_ptr_array_add (self->messages, message);
    }
}

static void
settle (TbWorld          *self,
        guint             who,
        guint             partner,
        const TbEnvelope *request,
        const TbEnvelope *answer)
{
  TbSide *side = &self->companies[who].side;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_settle (side->engine, tb_side_partner (side, self->companies[partner].side.name), request,
                         answer, NULL, &error))
    tb_world_error (self, who, "settle", error);
}

/* ---- Requests ---- */

/* The last seq of a push that is under way; 0 none is. */
static gint64
last_brought (TbWorld *self,
              guint    who,
              guint    partner)
{
  const TbEnvelope *request = self->companies[who].trips[partner][BRINGS].request;
  g_autoptr (TbBatch) sent = NULL;

  if (request == NULL || !g_str_equal (request->route, "push"))
    return 0;
  sent = tb_batch_decode_own (request->body, NULL);
  if (sent == NULL || sent->rows->len == 0)
    return 0;
  return ((TbBatchRow *)sent->rows->pdata[sent->rows->len - 1])->seq;
}

static void
start_trip (TbWorld       *self,
            guint          who,
            const TbRoute *route,
            guint          partner,
            guint          what)
{
  TbSide  *side = &self->companies[who].side;
  TbTrip  *trip = &self->companies[who].trips[partner][what];
  Message  message = { .from = who, .partner = partner, .what = what };
  gboolean by_box = route->travel == TB_TRAVEL_MAILBOX;
  g_autoptr (GError) error = NULL;

  if (what == BRINGS)
    trip->request = tb_engine_prepare (side->engine, route->partner, self->is_forced, &error);
  else if (what == FOLLOWS)
    trip->request =
      tb_engine_prepare_more (side->engine, route->partner, last_brought (self, who, partner), &error);
  else
    trip->request = tb_engine_prepare_pull (side->engine, route->partner, 1000, 25, &error);
  if (error != NULL)
    tb_world_error (self, who, "prepare", error);
  if (trip->request == NULL)
    return;
  tb_world_scan (self, who, trip->request);
  if ((gint)who == self->liar && self->heard->len < 50)
    g_ptr_array_add (self->heard, tb_envelope_copy (trip->request));
  trip->gives_up = self->now + PATIENCE;
  message.to = by_box ? TB_WORLD_POST : partner;
  message.request = trip->request;
  post (self, &message);
}

static void
start_due (TbWorld *self,
           guint    who)
{
  TbCompany *company = &self->companies[who];
  gint64     now = tb_clock_now (company->clock);
  g_autoptr (GPtrArray) routes = tb_engine_routes (company->side.engine, NULL);
  guint life = company->life;
  guint i;

  for (i = 0; routes != NULL && i < routes->len && life == company->life; i++)
    {
      TbRoute *route = routes->pdata[i];
      gint     partner = tb_world_find (self, route->name);

      if (partner < 0)
        continue;
      if (company->trips[partner][BRINGS].request == NULL && (route->due_at <= now || self->is_forced))
        start_trip (self, who, route, (guint)partner, BRINGS);
      if (life == company->life && company->trips[partner][FOLLOWS].request == NULL &&
          last_brought (self, who, (guint)partner) > 0 && tb_world_chance (self, 0.5))
        start_trip (self, who, route, (guint)partner, FOLLOWS);
      if (life == company->life && company->trips[partner][FETCHES].request == NULL &&
          route->poll_at <= now &&
          (self->is_healed || tb_world_chance (self, 0.5)))
        start_trip (self, who, route, (guint)partner, FETCHES);
    }
}

static void
give_up (TbWorld *self,
         guint    who)
{
  guint i, what;

  for (i = 0; i < TB_WORLD_ALL; i++)
    for (what = BRINGS; what <= FETCHES; what++)
      {
        TbTrip *trip = &self->companies[who].trips[i][what];
        g_autoptr (TbEnvelope) request = NULL;

        if (trip->request == NULL || trip->gives_up > self->now)
          continue;
        request = g_steal_pointer (&trip->request);
        settle (self, who, i, request, NULL);
      }
}

/* ---- What arrives ---- */

/* Bytes for a ticket that has ended meanwhile are not wanted; clocks may be wrong; the liar is told what it
 * deserves. Nothing else is ever refused as a whole. */
static gboolean
is_expected (TbWorld          *self,
             const Message    *message,
             const TbEnvelope *answer)
{
  return answer->status == 200 || answer->status == 401 ||
         (answer->status == 403 && g_str_has_prefix (message->request->route, "files/")) ||
         (gint)message->from == self->liar || (gint)message->to == self->liar;
}

static void
deliver_request (TbWorld *self,
                 Message *message)
{
  Message back = *message;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (GError) error = NULL;

  note (self, message->request);
  answer = tb_engine_receive (self->companies[message->to].side.engine, message->request, &error);
  if (answer == NULL)
    {
      tb_world_error (self, message->to, "receive", error);
      return;
    }
  if (!is_expected (self, message, answer))
    tb_world_fail (self, "%s answers %u to %s of %s", self->companies[message->to].side.name, answer->status,
                   message->request->route, self->companies[message->from].side.name);
  tb_world_scan (self, message->to, answer);
  back.is_answer = TRUE;
  back.answer = answer;
  post (self, &back);
}

/* Only the answer to the request that is out finds somebody listening. */
static void
deliver_answer (TbWorld *self,
                Message *message)
{
  TbTrip *trip = &self->companies[message->from].trips[message->partner][message->what];
  g_autoptr (TbEnvelope) request = NULL;

  note (self, message->answer);
  if (message->life != self->companies[message->from].life || trip->request == NULL ||
      g_strcmp0 (trip->request->id, message->request->id) != 0)
    return;
  request = g_steal_pointer (&trip->request);
  settle (self, message->from, message->partner, request, message->answer);
}

void
tb_world_turn (TbWorld *self)
{
  guint i;

  for (i = 0; i < self->n; i++)
    {
      start_due (self, i);
      give_up (self, i);
    }
  for (i = 0; i < self->messages->len && self->failure == NULL;)
    {
      Message *message = self->messages->pdata[i];

      if (message->due > self->now)
        {
          i++;
          continue;
        }
      g_ptr_array_steal_index_fast (self->messages, i);
      if (message->is_answer)
        deliver_answer (self, message);
      else
        deliver_request (self, message);
      tb_world_message_free (message);
    }
}

static char *
describe_outbox (TbWorld *self,
                 guint    who)
{
  g_autoptr (GPtrArray) rows = tb_engine_outbox (self->companies[who].side.engine, NULL);
  GString *out = g_string_new (NULL);
  guint    i;

  for (i = 0; rows != NULL && i < MIN (rows->len, 8); i++)
    {
      TbOutboxView *view = rows->pdata[i];

      g_string_append_printf (out, "\n%s of %s, state %d, %s", view->what, view->number, (int)view->state,
                              view->problem != NULL ? view->problem : "no problem");
    }
  return g_string_free (out, FALSE);
}

char *
tb_world_find_restless (TbWorld *self)
{
  guint i, k;

  for (i = 0; i < self->n; i++)
    {
      TbCompany *company = &self->companies[i];
      g_autoptr (GPtrArray) routes = tb_engine_routes (company->side.engine, NULL);

      for (k = 0; (gint)i != self->liar && k < routes->len; k++)
        {
          TbRoute *route = routes->pdata[k];

          g_autofree char *outbox = NULL;

          if (route->due_at == G_MAXINT64 || tb_world_find (self, route->name) == self->liar)
            continue;
          outbox = describe_outbox (self, i);
          return g_strdup_printf ("%s has something for %s: %s%s", company->side.name, route->name,
                                  route->problem != NULL ? route->problem : "no problem", outbox);
        }
    }
  return NULL;
}
