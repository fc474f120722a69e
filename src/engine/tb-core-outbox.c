/* SPDX-License-Identifier: GPL-3.0-or-later
 * Events on their way out: frozen bytes, n and seq, acknowledgements, refusals (protocol.md sections 3 and
 * 4). */
#include "config.h"

#include "tb-core-heal-private.h"
#include "tb-workflow.h"

#include <string.h>

/* More than an event needs besides its text: an offer's title and instructions, escaped, among it. */
#define EVENT_FRAME (80 * 1024)
/* Below all that stand for a row's id; each row has one of its own. */
#define NO_SEQ (-G_GINT64_CONSTANT (1000000000000000))
#define MAX_N 1000000
/* What a byte of a text may take when it is escaped. */
#define ESCAPED 6

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
    event->id = tb_id_new_near (core->now);
  if (event->at == 0)
    event->at = core->now - core->now % 1000;
  /* The name of an employee travels only if the setting is on, else the company's. */
  event->by_name = g_strdup (is_named ? core->user->name : core->company);
  event->by_id = g_strdup (is_named ? core->user->uuid : core->instance);
}

/* Whether a text can travel in an event: signs that JSON must escape count for what they take there. */
gboolean
tb_core_check_weight (const char *text,
                      GError    **error)
{
  g_autoptr (TbEventItem) probe = tb_event_item_new ();

  if (text == NULL || strlen (text) * ESCAPED + EVENT_FRAME <= TB_LIMIT_EVENT_BYTES)
    return TRUE;
  probe->kind = TB_ITEM_NOTE;
  probe->text = g_strdup (text);
  if (tb_event_item_weight (probe) + EVENT_FRAME <= TB_LIMIT_EVENT_BYTES)
    return TRUE;
  tb_problem_set (error, TB_PROBLEM_TOO_LARGE, NULL);
  return FALSE;
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

/* A row that is not to be sent any more: it has neither seq nor n, and no acknowledgement means it. */
gboolean
tb_core_withdraw_row (TbCore      *core,
                      TbOutboxRow *row,
                      GError     **error)
{
  row->seq = -row->id;
  row->n = 0;
  row->state = ROW_ACKNOWLEDGED;
  row->settled_at = core->now;
  tb_set_text (&row->problem, tb_problem_nick (TB_PROBLEM_WITHDRAWN));
  core->is_outbox_changed = TRUE;
  return tb_tx_update (core->tx, row, error);
}

/* „Überspringen“: an empty event with the same n takes the place of a held row. A seq that the partner never
 * took stays in use, or its acknowledgement would never close the gap. */
gboolean
tb_core_replace_row (TbCore             *core,
                     TbEngagementRecord *e,
                     TbOutboxRow        *row,
                     GError            **error)
{
  g_autoptr (TbEvent) event = tb_event_new ();
  g_autoptr (TbOutboxRow) fresh = NULL;
  gboolean was_taken = row->settled_at > 0;
  gint64   seq = row->seq;

  event->parts = TB_EVENT_ITEMS;
  sign_event (core, event);
  event->engagement = g_strdup (e->eid);
  event->n = row->n;
  event->phase = e->phase;
  fresh = new_row (core, e->partner, event, error);
  if (fresh == NULL || !tb_core_withdraw_row (core, row, error))
    return FALSE;
  fresh->engagement = e->id;
  fresh->replaces = g_strdup (row->event);
  fresh->seq = seq;
  fresh->epoch = row->epoch;
  core->is_outbox_changed = TRUE;
  return (!was_taken || append_row (core, fresh, error)) && tb_tx_insert (core->tx, fresh, error);
}

/* What is queued before an engagement is healed is never sent as it is: it becomes part of what is told. A
 * seq would leave a gap. */
static gboolean
is_blocked (const TbEngagementRecord *e)
{
  return e->heal == TB_HEAL_UNTOLD || (e->heal == TB_HEAL_PENDING && e->role == TB_ROLE_SERVICE);
}

static gboolean
queue_event (TbCore             *core,
             TbEngagementRecord *e,
             TbEvent            *event,
             const char         *file,
             gboolean            is_state,
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
  row->is_state = is_state;
  g_debug ("queue %s n %" G_GINT64_FORMAT " of engagement %s", event->id, event->n, e->eid);
  if (is_blocked (e) && !is_state)
    row->seq = NO_SEQ - e->id * MAX_N - event->n;
  else if (!append_row (core, row, error))
    return FALSE;
  return tb_tx_insert (core->tx, row, error) && tb_tx_update (core->tx, e, error);
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
  return queue_event (core, e, event, file, FALSE, error);
}

/* What is said while healing goes before all others of its engagement. */
gboolean
tb_core_queue_state (TbCore             *core,
                     TbEngagementRecord *e,
                     TbEvent            *event,
                     const char         *file,
                     GError            **error)
{
  return queue_event (core, e, event, file, TRUE, error);
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
  event->agreement_role = agreement->role;
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

/* „Erneut senden“: what the partner took and refused comes under a new seq. A row that it never took keeps
 * its own, and so do those behind: each seq is sent, or its acknowledgement would never close the gap. */
static gboolean
resend_rows (TbCore    *core,
             GPtrArray *rows,
             GError   **error)
{
  guint i;

  for (i = 0; i < rows->len; i++)
    {
      g_autoptr (TbOutboxRow) row = tb_outbox_row_copy (rows->pdata[i]);

      row->state = ROW_QUEUED;
      tb_set_text (&row->problem, NULL);
      if (row->settled_at > 0 && !append_row (core, row, error))
        return FALSE;
      row->settled_at = 0;
      core->is_outbox_changed = TRUE;
      if (!tb_tx_update (core->tx, row, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tb_core_resend (TbCore  *core,
                gint64   ticket,
                GError **error)
{
  g_autoptr (GPtrArray) engagements = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, error, "i", ticket);
  g_autoptr (GPtrArray) rows = NULL;
  guint i;

  rows = engagements != NULL ? tb_tx_select (core->tx, TB_Q_OUTBOX_HELD_OF_TICKET, error, "i", ticket) : NULL;
  if (rows == NULL || !resend_rows (core, rows, error))
    return FALSE;
  for (i = 0; i < engagements->len; i++)
    {
      g_autoptr (TbEngagementRecord) e = tb_engagement_record_copy (engagements->pdata[i]);

      if (e->held_problem == NULL)
        continue;
      tb_set_text (&e->held_problem, NULL);
      if (!tb_tx_update (core->tx, e, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tb_core_resend_to (TbCore     *core,
                   const char *partner,
                   GError    **error)
{
  g_autoptr (TbPartnerRecord) record = tb_core_partner_named (core, partner, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (record != NULL)
    rows = tb_tx_select (core->tx, TB_Q_OUTBOX_HELD_OF_PARTNER, error, "i", record->id);
  return rows != NULL && resend_rows (core, rows, error);
}

/* ---- Acknowledgements ---- */

gboolean
tb_core_is_acknowledged (const TbBatch *batch,
                         gint64         seq)
{
  guint i;

  if (seq <= 0)
    return FALSE; /* it was never sent */
  if (seq <= batch->ack)
    return TRUE;
  for (i = 0; i < batch->ack_above->len; i++)
    if (g_array_index (batch->ack_above, gint64, i) == seq)
      return TRUE;
  return FALSE;
}

/* A refused event holds its engagement and shows why; all others go on. */
gboolean
tb_core_hold_row (TbCore      *core,
                  TbOutboxRow *row,
                  TbProblem    problem,
                  GError     **error)
{
  g_autoptr (TbEngagementRecord) e = NULL;

  row->state = ROW_HELD;
  tb_set_text (&row->problem, tb_problem_nick (problem));
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

/* A nack counts only if the seq that the row has now was taken: one of before „Erneut senden“ is still said
 * by batches that were made before the row came again. It may come after the acknowledgement: of a parked
 * event one learns only later what becomes of it. */
static gboolean
take_nack (TbCore        *core,
           gint64         partner,
           const TbBatch *batch,
           const TbNack  *nack,
           GError       **error)
{
  g_autoptr (TbOutboxRow) row = NULL;
  GError *local = NULL;

  row = tb_tx_find (core->tx, TB_Q_OUTBOX_BY_EVENT, &local, "s", nack->event);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (row == NULL || row->partner != partner || row->state == ROW_HELD ||
      !tb_core_is_acknowledged (batch, row->seq))
    return TRUE;
  row->settled_at = core->now;
  if (row->replaces == NULL)
    return tb_core_hold_row (core, row, nack->problem, error);
  /* Nothing can be wrong inside an empty event; but what it replaces may have arrived before. */
  if (row->state != ROW_QUEUED)
    return TRUE;
  row->state = ROW_ACKNOWLEDGED;
  return tb_tx_update (core->tx, row, error) &&
         (g_strcmp0 (nack->applied, row->replaces) != 0 || tb_core_unskip (core, row, error));
}

/* What is still queued of these was taken. The first is written as a record, by which others learn that the
 * partner's rows changed; the rest at once. */
static gboolean
acknowledge (TbCore  *core,
             gint64   partner,
             gint64   first,
             gint64   last,
             GError **error)
{
  g_autoptr (TbOutboxRow) row = NULL;
  GError *local = NULL;

  row = tb_tx_find (core->tx, TB_Q_OUTBOX_QUEUED_BETWEEN, &local, "iii", partner, first, last);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (row == NULL)
    return TRUE;
  row->state = ROW_ACKNOWLEDGED;
  row->settled_at = core->now;
  return tb_tx_update (core->tx, row, error) &&
         tb_tx_exec (core->tx, TB_QX_ACKNOWLEDGE, error, "iiii", core->now, partner, first, last);
}

/* A nack may make us queue something, under the partner's next number. */
static gboolean
take_nacks (TbCore           *core,
            TbPartnerRecord **partner,
            const TbBatch    *batch,
            GError          **error)
{
  gint64 id = (*partner)->id;
  guint  i;

  if (batch->nacks->len == 0)
    return TRUE;
  if (!tb_tx_update (core->tx, *partner, error))
    return FALSE;
  for (i = 0; i < batch->nacks->len; i++)
    if (!take_nack (core, id, batch, batch->nacks->pdata[i], error))
      return FALSE;
  tb_partner_record_unref (*partner);
  *partner = tb_core_get (core, &TB_PARTNER, id, error);
  return *partner != NULL;
}

gboolean
tb_core_take_acks (TbCore           *core,
                   TbPartnerRecord **partner,
                   const TbBatch    *batch,
                   GError          **error)
{
  gint64 id = (*partner)->id;
  guint  i;

  if (!take_nacks (core, partner, batch, error))
    return FALSE;
  if (!acknowledge (core, id, 1, batch->ack, error))
    return FALSE;
  for (i = 0; i < batch->ack_above->len; i++)
    {
      const gint64 seq = g_array_index (batch->ack_above, gint64, i);

      if (!acknowledge (core, id, seq, seq, error))
        return FALSE;
    }
  (*partner)->out_ack = MAX ((*partner)->out_ack, batch->ack);
  return TRUE;
}

/* After a join anew both count from the beginning: what is still to be sent gets the first numbers. */
gboolean
tb_core_new_life (TbCore          *core,
                  TbPartnerRecord *partner,
                  GError         **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  guint i;

  partner->own_epoch++;
  g_free (partner->own_epoch_id);
  partner->own_epoch_id = tb_hex_new (TB_ID_BYTES);
  partner->their_epoch = 0;
  g_clear_pointer (&partner->their_epoch_id, g_free);
  partner->out_seq = partner->out_ack = partner->in_seq = partner->heard_at = 0;
  tb_set_text (&partner->in_event, NULL);
  partner->batch_limit = 0;
  partner->owes_ack = FALSE;
  partner->heal = 0;
  partner->told = -1;
  rows = tb_tx_select (core->tx, TB_Q_OUTBOX_OPEN, error, "i", partner->id);
  if (rows == NULL || !tb_tx_exec (core->tx, TB_QX_FORGET_TAKEN, error, "i", partner->id) ||
      !tb_tx_exec (core->tx, TB_QX_HEALED_ALL, error, "i", partner->id) ||
      !tb_tx_exec (core->tx, TB_QX_FORGET_SEQS, error, "i", partner->id))
    return FALSE;
  for (i = 0; i < rows->len; i++)
    {
      g_autoptr (TbOutboxRow) row =
        tb_tx_get (core->tx, &TB_OUTBOX, ((TbOutboxRow *)rows->pdata[i])->id, error);

      if (row == NULL)
        return FALSE;
      row->seq = ++partner->out_seq;
      row->epoch = partner->own_epoch;
      row->settled_at = 0;
      if (!tb_tx_update (core->tx, row, error))
        return FALSE;
    }
  return TRUE;
}
