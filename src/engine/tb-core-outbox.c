/* SPDX-License-Identifier: GPL-3.0-or-later
 * Events on their way out: frozen bytes, n and seq, acknowledgements, refusals (protocol.md sections 3 and
 * 4). */
#include "config.h"

#include "tb-core-private.h"

enum
{
  ROW_QUEUED,
  ROW_ACKNOWLEDGED,
  ROW_HELD,
};

static void
sign_event (TbCore  *core,
            TbEvent *event)
{
  gboolean is_named = core->names_travel && core->user != NULL;

  if (event->id == NULL)
    event->id = tb_id_new ();
  event->at = core->now - core->now % 1000;
  /* The name of an employee travels only if the setting is on, else the company's. */
  event->by_name = g_strdup (is_named ? core->user->name : core->company);
  event->by_id = g_strdup (is_named ? core->user->uuid : core->instance);
}

/* Gives the row its seq: the transport's cursor of the link. */
static gboolean
append_row (TbCore      *core,
            TbOutboxRow *row,
            GError     **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, row->partner, error);

  if (partner == NULL)
    return FALSE;
  row->seq = ++partner->out_seq;
  row->epoch = partner->own_epoch;
  core->is_outbox_changed = TRUE;
  return tb_tx_update (core->tx, partner, error);
}

static TbOutboxRow *
new_row (TbCore  *core,
         gint64   partner,
         TbEvent *event,
         GError **error)
{
  g_autoptr (TbOutboxRow) row = tb_outbox_row_new ();

  row->partner = partner;
  row->event = g_strdup (event->id);
  row->n = event->n;
  row->created_at = core->now;
  row->answers = g_strdup (event->answers);
  row->bytes = tb_event_encode (event, error);
  return row->bytes != NULL ? g_steal_pointer (&row) : NULL;
}

/**
 * tb_core_queue:
 * @event: its parts are filled in; id, n, phase, at and by are given here
 * @file: (nullable): sha256 whose bytes must be across before
 *
 * The event of a change, made in the transaction of the change.
 */
gboolean
tb_core_queue (TbCore             *core,
               TbEngagementRecord *e,
               TbEvent            *event,
               const char         *file,
               GError            **error)
{
  g_autoptr (TbOutboxRow) row = NULL;

  sign_event (core, event);
  event->engagement = g_strdup (e->eid);
  event->n = ++e->n_out;
  event->phase = e->phase;
  row = new_row (core, e->partner, event, error);
  if (row == NULL)
    return FALSE;
  row->engagement = e->id;
  row->file = g_strdup (file);
  g_debug ("queue %s n %" G_GINT64_FORMAT " of engagement %s", event->id, event->n, e->eid);
  return append_row (core, row, error) && tb_tx_insert (core->tx, row, error) &&
         tb_tx_update (core->tx, e, error);
}

gboolean
tb_core_queue_agreement (TbCore            *core,
                         TbAgreementRecord *agreement,
                         GError           **error)
{
  g_autoptr (TbEvent) event = tb_event_new ();
  g_autoptr (TbOutboxRow) row = NULL;

  sign_event (core, event);
  event->parts = TB_EVENT_AGREEMENT;
  event->agreement = g_strdup (agreement->uuid);
  event->agreement_state = agreement->state;
  event->n = ++agreement->n_out;
  row = new_row (core, agreement->partner, event, error);
  if (row == NULL)
    return FALSE;
  row->agreement = agreement->id;
  return append_row (core, row, error) && tb_tx_insert (core->tx, row, error) &&
         tb_tx_update (core->tx, agreement, error);
}

/* How far our last message of an engagement got: apart from its status and from what we asked (law 3). */
TbDelivery
tb_core_delivery (TbCore                   *core,
                  const TbEngagementRecord *e,
                  GError                  **error)
{
  g_autoptr (GPtrArray) links = NULL;
  gint64 held, queued, any;
  guint  i;

  if (!tb_tx_number (core->tx, TB_QN_OUTBOX_HELD_OF_ENGAGEMENT, &held, error, "i", e->id) ||
      !tb_tx_number (core->tx, TB_QN_OUTBOX_QUEUED_OF_ENGAGEMENT, &queued, error, "i", e->id) ||
      !tb_tx_number (core->tx, TB_QN_OUTBOX_ANY_OF_ENGAGEMENT, &any, error, "i", e->id))
    return TB_DELIVERY_NONE;
  if (held > 0)
    return TB_DELIVERY_HELD;
  if (queued > 0)
    return TB_DELIVERY_QUEUED;
  if (!tb_engagement_is_live (e))
    return any > 0 ? TB_DELIVERY_DELIVERED : TB_DELIVERY_NONE;
  links = tb_tx_select (core->tx, TB_Q_LINKS_OF_ENGAGEMENT, error, "i", e->id);
  for (i = 0; links != NULL && i < links->len; i++)
    if (((TbItemLinkRecord *)links->pdata[i])->is_waiting)
      return TB_DELIVERY_WAITING;
  return any > 0 ? TB_DELIVERY_DELIVERED : TB_DELIVERY_NONE;
}

/* „Erneut senden“: the same bytes get a new seq; the rows behind them in their engagement follow in order. */
gboolean
tb_core_resend (TbCore  *core,
                gint64   ticket,
                GError **error)
{
  g_autoptr (GPtrArray) engagements = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, error, "i", ticket);
  guint i, j;

  if (engagements == NULL)
    return FALSE;
  for (i = 0; i < engagements->len; i++)
    {
      g_autoptr (TbEngagementRecord) e = tb_engagement_record_copy (engagements->pdata[i]);
      g_autoptr (GPtrArray) rows = NULL;

      if (e->held_problem == NULL)
        continue;
      rows = tb_tx_select (core->tx, TB_Q_OUTBOX_OF_ENGAGEMENT, error, "i", e->id);
      if (rows == NULL)
        return FALSE;
      for (j = 0; j < rows->len; j++)
        {
          g_autoptr (TbOutboxRow) row = tb_outbox_row_copy (rows->pdata[j]);

          if (row->state == ROW_ACKNOWLEDGED)
            continue;
          row->state = ROW_QUEUED;
          tb_set_text (&row->problem, NULL);
          if (!append_row (core, row, error) || !tb_tx_update (core->tx, row, error))
            return FALSE;
        }
      tb_set_text (&e->held_problem, NULL);
      if (!tb_tx_update (core->tx, e, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- Acknowledgements ---- */

static gboolean
is_acknowledged (const TbBatch *batch,
                 gint64         seq)
{
  guint i;

  if (seq <= batch->ack)
    return TRUE;
  for (i = 0; i < batch->ack_above->len; i++)
    if (g_array_index (batch->ack_above, gint64, i) == seq)
      return TRUE;
  return FALSE;
}

static const TbNack *
nack_of (const TbBatch *batch,
         const char    *event)
{
  guint i;

  for (i = 0; i < batch->nacks->len; i++)
    {
      TbNack *nack = batch->nacks->pdata[i];

      if (g_strcmp0 (nack->event, event) == 0)
        return nack;
    }
  return NULL;
}

/* A refused event holds its engagement and shows why; all others go on. */
static gboolean
hold_row (TbCore       *core,
          TbOutboxRow  *row,
          const TbNack *nack,
          GError      **error)
{
  g_autoptr (TbEngagementRecord) e = NULL;

  row->state = ROW_HELD;
  tb_set_text (&row->problem, tb_problem_nick (nack->problem));
  if (!tb_tx_update (core->tx, row, error))
    return FALSE;
  if (row->engagement == 0)
    return TRUE;
  e = tb_core_get (core, &TB_ENGAGEMENT, row->engagement, error);
  if (e == NULL)
    return FALSE;
  tb_set_text (&e->held_problem, row->problem);
  return tb_tx_update (core->tx, e, error) &&
         tb_core_history (core, e->ticket, e->id, NULL, TRUE, "held", NULL, row->event, row->problem, error);
}

gboolean
tb_core_take_acks (TbCore          *core,
                   TbPartnerRecord *partner,
                   const TbBatch   *batch,
                   GError         **error)
{
  g_autoptr (GPtrArray) rows = tb_tx_select (core->tx, TB_Q_OUTBOX_OPEN, error, "i", partner->id);
  guint i;

  if (rows == NULL)
    return FALSE;
  for (i = 0; i < rows->len; i++)
    {
      g_autoptr (TbOutboxRow) row = tb_outbox_row_copy (rows->pdata[i]);
      const TbNack *nack;

      if (row->state != ROW_QUEUED)
        continue;
      nack = nack_of (batch, row->event);
      if (nack != NULL)
        {
          if (!hold_row (core, row, nack, error))
            return FALSE;
        }
      else if (is_acknowledged (batch, row->seq))
        {
          row->state = ROW_ACKNOWLEDGED;
          row->settled_at = core->now;
          if (!tb_tx_update (core->tx, row, error))
            return FALSE;
        }
    }
  partner->out_ack = MAX (partner->out_ack, batch->ack);
  return TRUE;
}
