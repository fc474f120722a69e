/* SPDX-License-Identifier: GPL-3.0-or-later
 * A pair with an accepted ticket, a look into its stores, and somebody who says what a side would never say.
 */
#include "config.h"

#include "tb-speaker.h"

/* ---- Looking into a store ---- */

typedef struct
{
  gint64           id;
  TbPartnerRecord *record;
} PartnerQuestion;

static gboolean
read_partner (TbTx    *tx,
              gpointer data,
              GError **error)
{
  PartnerQuestion *question = data;

  question->record = tb_tx_get (tx, &TB_PARTNER, question->id, error);
  return question->record != NULL;
}

TbPartnerRecord *
tb_look_partner (TbSide     *side,
                 const char *name)
{
  PartnerQuestion question = { .id = tb_side_partner (side, name) };
  g_autoptr (GError) error = NULL;

  tb_store_read (side->store, read_partner, &question, &error);
  g_assert_no_error (error);
  return question.record;
}

static TbPartnerView *
find_view (GPtrArray  *views,
           const char *name)
{
  guint i;

  for (i = 0; i < views->len; i++)
    if (g_strcmp0 (((TbPartnerView *)views->pdata[i])->record->name, name) == 0)
      return views->pdata[i];
  g_assert_not_reached ();
}

TbAgreementState
tb_look_agreement (TbSide     *side,
                   const char *name,
                   TbRole      role)
{
  g_autoptr (GPtrArray) views = tb_engine_partners (side->engine, NULL);
  TbPartnerView *view = find_view (views, name);

  return role == TB_ROLE_LEAD ? view->lead_state : view->service_state;
}

TbEngagementRecord *
tb_look_engagement (TbSide     *side,
                    const char *number)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);

  return tb_engagement_record_copy (tb_ticket_view_latest (view, TB_ROLE_NONE)->record);
}

TbDelivery
tb_look_delivery (TbSide     *side,
                  const char *number)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);

  return tb_ticket_view_latest (view, TB_ROLE_NONE)->delivery;
}

gboolean
tb_look_note (TbSide     *side,
              const char *number,
              const char *text)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);

  return tb_item_with (view, text) != NULL;
}

void
tb_accepted_setup (TbAccepted   *fixture,
                   gconstpointer data)
{
  g_autoptr (TbEngagementRecord) e = NULL;

  tb_pair_setup (&fixture->pair);
  tb_pair_accepted (&fixture->pair, &fixture->lead, &fixture->service);
  e = tb_look_engagement (&fixture->pair.service, fixture->service);
  fixture->eid = g_strdup (e->eid);
}

void
tb_accepted_teardown (TbAccepted   *fixture,
                      gconstpointer data)
{
  g_clear_pointer (&fixture->lead, g_free);
  g_clear_pointer (&fixture->service, g_free);
  g_clear_pointer (&fixture->eid, g_free);
  tb_pair_teardown (&fixture->pair);
}

/* ---- Speaking for one side, with its key ---- */

TbSpeaker
tb_speaker_as (TbAccepted *fixture,
               TbRole      role)
{
  TbSpeaker speaker = { .fixture = fixture };
  g_autoptr (TbPartnerRecord) partner = NULL;
  g_autoptr (TbEngagementRecord) e = NULL;

  speaker.as = role == TB_ROLE_LEAD ? &fixture->pair.lead : &fixture->pair.service;
  speaker.to = role == TB_ROLE_LEAD ? &fixture->pair.service : &fixture->pair.lead;
  partner = tb_look_partner (speaker.as, speaker.to->name);
  e = tb_look_engagement (speaker.as, role == TB_ROLE_LEAD ? fixture->lead : fixture->service);
  speaker.seq = partner->out_seq;
  speaker.n = e->n_out;
  return speaker;
}

TbEvent *
tb_speaker_event (TbSpeaker   *speaker,
                  TbEventParts parts,
                  gint64       phase)
{
  TbEvent *event = tb_event_new ();

  event->parts = parts;
  event->id = tb_id_new ();
  if (parts != TB_EVENT_AGREEMENT)
    event->engagement = g_strdup (speaker->fixture->eid);
  event->n = ++speaker->n;
  event->phase = phase;
  event->at = tb_clock_now (speaker->fixture->pair.clock) / 1000 * 1000;
  event->by_name = g_strdup (speaker->as->name);
  event->by_id = g_strdup ("somebody");
  return event;
}

TbEvent *
tb_speaker_note (TbSpeaker  *speaker,
                 const char *uuid,
                 const char *text)
{
  TbEvent     *event = tb_speaker_event (speaker, TB_EVENT_ITEMS, 1);
  TbEventItem *item = tb_event_item_new ();

  item->uuid = uuid != NULL ? g_strdup (uuid) : tb_id_new ();
  item->rev = 1;
  item->kind = TB_ITEM_NOTE;
  item->text = g_strdup (text);
  g_ptr_array_add (event->items, item);
  return event;
}

TbEvent *
tb_speaker_status (TbSpeaker *speaker,
                   TbStatus   status,
                   gint64     rev,
                   gint64     phase)
{
  TbEvent *event = tb_speaker_event (speaker, TB_EVENT_STATUS, phase);

  event->status = status;
  event->status_epoch = 1;
  event->status_rev = rev;
  return event;
}

TbEvent *
tb_speaker_agreement (TbSpeaker       *speaker,
                      const char      *uuid,
                      TbAgreementState state,
                      gint64           n)
{
  TbEvent *event = tb_speaker_event (speaker, TB_EVENT_AGREEMENT, 0);

  event->agreement = g_strdup (uuid);
  event->agreement_state = state;
  event->n = n;
  return event;
}

TbBatch *
tb_speaker_batch (TbSpeaker *speaker)
{
  g_autoptr (TbPartnerRecord) partner = tb_look_partner (speaker->as, speaker->to->name);
  TbBatch *batch = tb_batch_new ();

  batch->epoch = partner->own_epoch;
  batch->epoch_id = g_strdup (partner->own_epoch_id);
  batch->at = tb_clock_now (speaker->fixture->pair.clock);
  batch->ack = partner->in_seq;
  return batch;
}

/* Adds an event under the next seq and frees it. */
void
tb_speaker_say (TbSpeaker *speaker,
                TbBatch   *batch,
                TbEvent   *event)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tb_event_encode (event, &error);

  g_assert_no_error (error);
  g_assert_true (tb_batch_add_row (batch, ++speaker->seq, 1, bytes));
  tb_event_free (event);
}

TbEnvelope *
tb_speaker_send (TbSpeaker  *speaker,
                 const char *route,
                 GBytes     *body)
{
  g_autoptr (TbPartnerRecord) partner = tb_look_partner (speaker->as, speaker->to->name);
  g_autoptr (TbEnvelope) request = tb_envelope_new (route, partner->link, body);
  g_autoptr (GError) error = NULL;
  TbEnvelope *answer;

  tb_envelope_sign (request, partner->key, partner->is_inviter ? TB_SIGNER_INVITER : TB_SIGNER_ACCEPTER, NULL,
                    tb_clock_now (speaker->fixture->pair.clock));
  answer = tb_engine_receive (speaker->to->engine, request, &error);
  g_assert_no_error (error);
  return answer;
}

/* Sends the batch and frees it. */
TbBatch *
tb_speaker_deliver (TbSpeaker *speaker,
                    TbBatch   *batch)
{
  g_autoptr (GBytes) body = tb_batch_encode (batch);
  g_autoptr (TbEnvelope) answer = tb_speaker_send (speaker, "push", body);
  g_autoptr (GError) error = NULL;
  TbBatch *reply;

  tb_batch_free (batch);
  g_assert_cmpuint (answer->status, ==, 200);
  reply = tb_batch_decode (answer->body, &error);
  g_assert_no_error (error);
  return reply;
}

const TbNack *
tb_speaker_nack (TbBatch    *reply,
                 const char *event)
{
  guint i;

  for (i = 0; i < reply->nacks->len; i++)
    if (g_strcmp0 (((TbNack *)reply->nacks->pdata[i])->event, event) == 0)
      return reply->nacks->pdata[i];
  return NULL;
}

TbEnvelope *
tb_step_prepare (TbSide *from,
                 TbSide *to)
{
  g_autoptr (GError) error = NULL;
  TbEnvelope *request = tb_engine_prepare (from->engine, tb_side_partner (from, to->name), TRUE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (request);
  return request;
}

TbEnvelope *
tb_step_receive (TbSide           *at,
                 const TbEnvelope *request)
{
  g_autoptr (GError) error = NULL;
  TbEnvelope *answer = tb_engine_receive (at->engine, request, &error);

  g_assert_no_error (error);
  return answer;
}

void
tb_step_settle (TbSide           *from,
                TbSide           *to,
                const TbEnvelope *request,
                const TbEnvelope *answer)
{
  g_autoptr (GError) error = NULL;

  tb_engine_settle (from->engine, tb_side_partner (from, to->name), request, answer, NULL, &error);
  g_assert_no_error (error);
}

void
tb_step_hold (TbSide *from,
              TbSide *to)
{
  g_autoptr (GBytes) body = tb_problem_body (422, TB_PROBLEM_MALFORMED);
  gint64 held = 0;
  guint  i, round;

  for (round = 0; held == 0; round++)
    {
      g_autoptr (TbEnvelope) request =
        tb_engine_prepare (from->engine, tb_side_partner (from, to->name), TRUE, NULL);
      g_autoptr (TbEnvelope) answer = tb_envelope_new ("push", request->link, body);
      g_autoptr (GPtrArray) partners = NULL;

      g_assert_cmpuint (round, <, 20);
      answer->status = 422;
      tb_step_settle (from, to, request, answer);
      partners = tb_engine_partners (from->engine, NULL);
      for (i = 0; i < partners->len; i++)
        held += ((TbPartnerView *)partners->pdata[i])->held;
    }
}

char *
tb_side_file (TbSide     *side,
              const char *number,
              gsize       size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size), size);
  const TbItemDraft draft = { .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "abbild.iso" };
  g_auto (TbResult) result = { 0 };

  tb_side_do (
    side, (TbCommand){ .type = TB_COMMAND_ADD_ITEM, .ticket = tb_side_ticket (side, number), .item = &draft },
    &result);
  return g_strdup (result.uuid);
}

guint
tb_look_files (TbSide     *side,
               const char *number)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);
  guint i, n = 0;

  for (i = 0; i < view->items->len; i++)
    n += ((TbItemView *)view->items->pdata[i])->record->kind == TB_ITEM_FILE;
  return n;
}
