/* SPDX-License-Identifier: GPL-3.0-or-later
 * Epochs: how a side learns that it, or its partner, went back to a backup, and how their link then begins
 * anew (protocol.md section 4).
 *
 * Each batch names its sender's epoch and, as `peer`, the receiver's as the sender knows it. A side listens
 * only to a batch whose both epochs are the present ones. Who finds that it went back takes a higher number;
 * who finds that the partner did knows its epoch from then on under an id that the partner cannot have, and
 * says so. In the new epoch seq and n begin at 1 both ways, and what both have is compared
 * (tb-core-heal.c). */
#include "config.h"

#include "tb-core-heal-private.h"

/* What an unacknowledged event carried may never have been there: remembered at its items. */
static gboolean
mark_unsent (TbCore            *core,
             const TbOutboxRow *row,
             GError           **error)
{
  g_autoptr (TbEvent) event = row->bytes != NULL ? tb_event_decode (row->bytes, NULL) : NULL;
  guint i;

  for (i = 0; event != NULL && row->engagement != 0 && i < event->items->len; i++)
    {
      g_autoptr (TbItemLinkRecord) link = NULL;
      GError *local = NULL;

      link = tb_tx_find (core->tx, TB_Q_LINK_BY_UUID, &local, "is", row->engagement,
                         ((TbEventItem *)event->items->pdata[i])->uuid);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (link == NULL)
        continue;
      link->told |= TB_LINK_UNSENT;
      if (!tb_tx_update (core->tx, link, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
withdraw_open (TbCore  *core,
               gint64   partner,
               gint64   engagement,
               GError **error)
{
  g_autoptr (GPtrArray) rows = tb_tx_select (core->tx, TB_Q_OUTBOX_OPEN, error, "i", partner);
  guint i;

  if (rows == NULL)
    return FALSE;
  for (i = 0; i < rows->len; i++)
    {
      g_autoptr (TbOutboxRow) row = tb_outbox_row_copy (rows->pdata[i]);

      if (engagement != 0 && (row->engagement != engagement || row->is_state))
        continue;
      if (!mark_unsent (core, row, error) || !tb_core_withdraw_row (core, row, error))
        return FALSE;
    }
  return TRUE;
}

/* What was queued for an engagement while it waits to be healed was never sent: it becomes part of what is
 * told, and its n are free again. */
gboolean
tb_core_withdraw_unsent (TbCore             *core,
                         TbEngagementRecord *e,
                         GError            **error)
{
  return withdraw_open (core, e->partner, e->id, error) &&
         tb_tx_number (core->tx, TB_QN_OUTBOX_LAST_N, &e->n_out, error, "i", e->id) &&
         tb_tx_update (core->tx, e, error);
}

/* Nothing that waits for a partner is sent any more. */
gboolean
tb_core_withdraw_link (TbCore  *core,
                       gint64   partner,
                       GError **error)
{
  return withdraw_open (core, partner, 0, error) &&
         tb_tx_exec (core->tx, TB_QX_WITHDRAW_OUTBOX, error, "ii", core->now, partner);
}

static gboolean
release_held (TbCore  *core,
              gint64   partner,
              GError **error)
{
  g_autoptr (GPtrArray) held = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_HELD, error, "i", partner);
  guint i;

  if (held == NULL)
    return FALSE;
  for (i = 0; i < held->len; i++)
    {
      g_autoptr (TbEngagementRecord) e = tb_engagement_record_copy (held->pdata[i]);

      tb_set_text (&e->held_problem, NULL);
      if (!tb_tx_update (core->tx, e, error))
        return FALSE;
    }
  return TRUE;
}

/* Both ways begin anew: what was not taken is withdrawn, what was not applied forgotten. */
static gboolean
begin_anew (TbCore          *core,
            TbPartnerRecord *partner,
            GError         **error)
{
  gint64 id = partner->id;

  g_debug ("link to %s begins anew: epochs %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT, partner->name,
           partner->own_epoch, partner->their_epoch);
  partner->out_seq = partner->out_ack = partner->in_seq = partner->heard_at = 0;
  tb_set_text (&partner->in_event, NULL);
  partner->batch_limit = 0;
  partner->attempts = 0;
  partner->next_attempt = 0;
  partner->heal = TB_HEAL_ANNOUNCE;
  partner->told = -1;
  partner->owes_ack = TRUE;
  core->is_outbox_changed = TRUE;
  return tb_core_withdraw_link (core, id, error) &&
         tb_tx_exec (core->tx, TB_QX_FORGET_TAKEN, error, "i", id) &&
         tb_tx_exec (core->tx, TB_QX_FORGET_INBOX, error, "i", id) &&
         tb_tx_exec (core->tx, TB_QX_FORGET_INBOX_N, error, "i", id) &&
         release_held (core, id, error) && tb_tx_exec (core->tx, TB_QX_HEAL_ENGAGEMENTS, error, "i", id) &&
         tb_tx_exec (core->tx, TB_QX_HEAL_AGREEMENTS, error, "i", id) &&
         tb_tx_update (core->tx, partner, error);
}

gboolean
tb_core_new_epoch (TbCore          *core,
                   TbPartnerRecord *partner,
                   gint64           above,
                   GError         **error)
{
  partner->own_epoch = MAX (partner->own_epoch, above) + 1;
  g_free (partner->own_epoch_id);
  partner->own_epoch_id = tb_hex_new (TB_ID_BYTES);
  g_info ("partner %" G_GINT64_FORMAT ": we went back, epoch %" G_GINT64_FORMAT, partner->id,
          partner->own_epoch);
  tb_core_notice (core, "restored", NULL, partner->name, "here");
  return begin_anew (core, partner, error);
}

/* From now on nothing of its old epoch is listened to, and it learns so from our next batch. */
static gboolean
disown (TbCore          *core,
        TbPartnerRecord *partner,
        GError         **error)
{
  g_info ("partner %" G_GINT64_FORMAT " went back", partner->id);
  g_free (partner->their_epoch_id);
  partner->their_epoch_id = tb_hex_new (TB_ID_BYTES);
  partner->owes_ack = TRUE;
  core->is_outbox_changed = TRUE;
  return tb_tx_update (core->tx, partner, error);
}

static gboolean
learn (TbCore          *core,
       TbPartnerRecord *partner,
       const TbBatch   *batch,
       GError         **error)
{
  gboolean is_first = partner->their_epoch_id == NULL;

  partner->their_epoch = batch->epoch;
  tb_set_text (&partner->their_epoch_id, batch->epoch_id);
  /* Of somebody of whom nothing was ever heard a new epoch is the first; unless it is told as a new one. */
  if (is_first && batch->since == 0)
    return tb_tx_update (core->tx, partner, error);
  partner->their_since = batch->since;
  /* Whoever answers to our own new epoch in one of its own has told of it already. */
  if (partner->heal != TB_HEAL_ANNOUNCE)
    tb_core_notice (core, "restored", NULL, partner->name, "there");
  return begin_anew (core, partner, error);
}

/* The same seq with another event: its sender has forgotten what it sent. (An empty one takes the place of a
 * skipped event, and its sender could not know that it was taken.) */
static gboolean
has_other_past (TbCore          *core,
                TbPartnerRecord *partner,
                const TbBatch   *batch,
                gboolean        *has,
                GError         **error)
{
  guint i;

  *has = FALSE;
  for (i = 0; !*has && i < batch->rows->len; i++)
    {
      const TbBatchRow *row = batch->rows->pdata[i];
      g_autoptr (TbInboxRow) known = NULL;
      gboolean taken;
      GError  *local = NULL;

      if (!tb_core_is_taken (core, partner, row->seq, &taken, error))
        return FALSE;
      if (!taken || tb_core_is_empty (row->event))
        continue;
      known = tb_tx_find (core->tx, TB_Q_INBOX_BY_EVENT, &local, "is", partner->id, row->event_id);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      *has = known == NULL;
    }
  return TRUE;
}

/* What they have taken and we do not know of, we have forgotten. */
static gboolean
have_gone_back (TbCore          *core,
                TbPartnerRecord *partner,
                const TbBatch   *batch,
                gboolean        *have,
                GError         **error)
{
  g_autoptr (TbOutboxRow) row = NULL;
  GError *local = NULL;

  *have = batch->ack > partner->out_seq;
  if (*have || batch->ack_event == NULL)
    return TRUE;
  row = tb_tx_find (core->tx, TB_Q_OUTBOX_BY_EVENT, &local, "s", batch->ack_event);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  *have = row == NULL || row->partner != partner->id;
  return TRUE;
}

/* What they had taken, in order or beyond a gap, and do not say any more that they have. */
static gboolean
has_lost_some (TbCore          *core,
               TbPartnerRecord *partner,
               const TbBatch   *batch,
               gboolean        *has,
               GError         **error)
{
  g_autoptr (GPtrArray) taken = NULL;
  guint i;

  *has = batch->ack < partner->out_ack;
  if (*has)
    return TRUE;
  taken = tb_tx_select (core->tx, TB_Q_OUTBOX_TAKEN_ABOVE, error, "ii", partner->id, batch->ack);
  for (i = 0; taken != NULL && !*has && i < taken->len; i++)
    *has = !tb_core_is_acknowledged (batch, ((TbOutboxRow *)taken->pdata[i])->seq);
  return taken != NULL;
}

/* Within the present epochs: does either know more of the other than the other itself? */
static gboolean
compare_past (TbCore          *core,
              TbPartnerRecord *partner,
              const TbBatch   *batch,
              gboolean        *listen,
              GError         **error)
{
  gboolean has_other, have;

  if (!have_gone_back (core, partner, batch, &have, error))
    return FALSE;
  if (have)
    {
      *listen = FALSE;
      return tb_core_new_epoch (core, partner, 0, error);
    }
  if (!has_other_past (core, partner, batch, &has_other, error))
    return FALSE;
  /* A batch that was overtaken on its way says less than a later one did, and that proves nothing. */
  if (batch->at > partner->heard_at)
    {
      partner->heard_at = batch->at;
      if (!has_other && !has_lost_some (core, partner, batch, &has_other, error))
        return FALSE;
    }
  *listen = !has_other;
  return !has_other || disown (core, partner, error);
}

/**
 * tb_core_meet_epoch:
 * @partner: if the batch is to be taken, to be stored with what that changes
 * @listen: (out): whether the batch is to be taken at all
 *
 * Looks at the epochs that a batch names, before anything else of it.
 */
gboolean
tb_core_meet_epoch (TbCore          *core,
                    TbPartnerRecord *partner,
                    const TbBatch   *batch,
                    gboolean        *listen,
                    GError         **error)
{
  gboolean is_said = batch->peer > 0;
  gboolean is_later, is_known;

  *listen = FALSE;
  is_later = batch->peer > partner->own_epoch ||
             (batch->peer == partner->own_epoch && g_strcmp0 (batch->peer_id, partner->own_epoch_id) != 0);
  if (is_said && is_later && !tb_core_new_epoch (core, partner, batch->peer, error))
    return FALSE;
  if ((partner->their_epoch_id == NULL || batch->epoch > partner->their_epoch) &&
      !learn (core, partner, batch, error))
    return FALSE;
  is_known = batch->epoch == partner->their_epoch &&
             g_strcmp0 (batch->epoch_id, partner->their_epoch_id) == 0;
  if (!is_known || (is_said && batch->peer != partner->own_epoch))
    return TRUE;
  *listen = TRUE;
  return compare_past (core, partner, batch, listen, error);
}
