/* SPDX-License-Identifier: GPL-3.0-or-later
 * A batch in, a batch out: what both ends of a push have in common (protocol.md sections 2 to 4). */
#include "config.h"

#include "tb-core-file-private.h"
#include "tb-core-heal-private.h"
#include "tb-core-kept-private.h"
#include "tb-pack.h"

#define MAX_AHEAD 10000

gboolean
tb_core_is_taken (TbCore          *core,
                  TbPartnerRecord *partner,
                  gint64           seq,
                  gboolean        *taken,
                  GError         **error)
{
  g_autoptr (GPtrArray) above = NULL;
  guint i;

  *taken = seq <= partner->in_seq;
  if (*taken)
    return TRUE;
  above = tb_tx_select (core->tx, TB_Q_TAKEN_OF_PARTNER, error, "i", partner->id);
  for (i = 0; above != NULL && i < above->len; i++)
    *taken = *taken || ((TbTakenRecord *)above->pdata[i])->seq == seq;
  return above != NULL;
}

/* What is known of the order of a partner's rows while a batch is taken: written once, after the last row. */
typedef struct
{
  gint64   partner;
  gint64   in_seq;
  gint64   since;
  char    *in_event;  /* (owned) (nullable) */
  gboolean is_told;   /* an instant of the partner's counts as known */
  gboolean has_above; /* something above the gap was taken */
} Order;

static void
order_clear (Order *order)
{
  g_clear_pointer (&order->in_event, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Order, order_clear)

static gboolean
begin_order (TbCore                *core,
             const TbPartnerRecord *partner,
             Order                 *order,
             GError               **error)
{
  g_autoptr (GPtrArray) above = tb_tx_select (core->tx, TB_Q_TAKEN_OF_PARTNER, error, "i", partner->id);

  order->partner = partner->id;
  order->in_seq = partner->in_seq;
  order->since = partner->since;
  order->in_event = g_strdup (partner->in_event);
  order->is_told = partner->heal == 0;
  order->has_above = above != NULL && above->len > 0;
  return above != NULL;
}

/* The rows may have changed something of the partner, too. */
static gboolean
end_order (TbCore           *core,
           const Order      *order,
           TbPartnerRecord **partner,
           GError          **error)
{
  tb_partner_record_unref (*partner);
  *partner = tb_core_get (core, &TB_PARTNER, order->partner, error);
  if (*partner == NULL)
    return FALSE;
  (*partner)->in_seq = order->in_seq;
  (*partner)->since = order->since;
  tb_set_text (&(*partner)->in_event, order->in_event);
  return tb_tx_update (core->tx, *partner, error);
}

static gboolean
is_above (TbCore      *core,
          const Order *order,
          gint64       seq,
          gboolean    *taken,
          GError     **error)
{
  g_autoptr (TbTakenRecord) row = NULL;
  GError *local = NULL;

  *taken = seq <= order->in_seq;
  if (*taken || !order->has_above)
    return TRUE;
  row = tb_tx_find (core->tx, TB_Q_TAKEN_BY_SEQ, &local, "ii", order->partner, seq);
  *taken = row != NULL;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* Closes the gap below what was taken above it, where it can. */
static gboolean
close_gap (TbCore  *core,
           Order   *order,
           GError **error)
{
  g_autoptr (GPtrArray) above = tb_tx_select (core->tx, TB_Q_TAKEN_OF_PARTNER, error, "i", order->partner);
  guint i;

  if (above == NULL)
    return FALSE;
  for (i = 0; i < above->len; i++)
    {
      TbTakenRecord *taken = above->pdata[i];

      if (taken->seq != order->in_seq + 1)
        break;
      order->in_seq = taken->seq;
      if (!tb_tx_remove (core->tx, &TB_TAKEN, taken->id, error))
        return FALSE;
    }
  order->has_above = i < above->len;
  return TRUE;
}

/* Notes that a seq was taken. Whatever has a higher seq than the contiguous ones was made after the last of
 * those: that far we know of the partner. */
static gboolean
take_seq (TbCore           *core,
          Order            *order,
          const TbBatchRow *row,
          GError          **error)
{
  if (row->seq > order->in_seq + 1)
    {
      g_autoptr (TbTakenRecord) taken = tb_taken_record_new ();

      taken->partner = order->partner;
      taken->seq = row->seq;
      order->has_above = TRUE;
      return tb_tx_insert (core->tx, taken, error);
    }
  order->in_seq = row->seq;
  if (row->event != NULL)
    tb_set_text (&order->in_event, row->event_id);
  if (row->event != NULL && order->is_told)
    order->since = row->event->at;
  return !order->has_above || close_gap (core, order, error);
}

/* Applies one row in a savepoint of its own: what is wrong inside it spoils only itself. */
static gboolean
take_row (TbCore           *core,
          Order            *order,
          const TbBatchRow *row,
          GError          **error)
{
  gboolean  taken;
  TbOutcome outcome;

  if (!is_above (core, order, row->seq, &taken, error))
    return FALSE;
  /* Far ahead of the gap nothing is taken: the list of scattered numbers stays short. A skipped event whose
   * seq was taken, as its sender could not know, is told what became of it. */
  if ((taken && !tb_core_is_empty (row->event)) || row->seq > order->in_seq + MAX_AHEAD)
    return TRUE;
  outcome = tb_core_apply_row (core, order->partner, row, error);
  if (outcome == TB_NOT_TAKEN || taken)
    return error == NULL || *error == NULL;
  return take_seq (core, order, row, error);
}

/* How many rows from @first on are entries, which are nearly always taken as they are. */
static guint
count_entries (GPtrArray *rows,
               guint      first)
{
  guint i;

  for (i = first; i < rows->len && tb_core_is_entry (((TbBatchRow *)rows->pdata[i])->event); i++)
    ;
  return i - first;
}

static gboolean
take_each (TbCore    *core,
           Order     *order,
           GPtrArray *rows,
           guint      first,
           guint      n,
           GError   **error)
{
  guint i;

  for (i = first; i < first + n && !core->kept->is_spoilt; i++)
    if (!take_row (core, order, rows->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* Many in one savepoint, as SQLite copies each page anew that is written after one. If something is wrong
 * with any of them all are undone, and taken one by one. */
static gboolean
take_group (TbCore    *core,
            Order     *order,
            GPtrArray *rows,
            guint      first,
            guint      n,
            GError   **error)
{
  g_auto (Order) before = *order;
  const guint n_notices = core->notices->len;
  gboolean    is_done;

  before.in_event = g_strdup (order->in_event);
  if (!tb_core_write_kept (core, error) || !tb_tx_savepoint (core->tx, error))
    return FALSE;
  core->kept->is_group = TRUE;
  is_done = take_each (core, order, rows, first, n, error);
  core->kept->is_group = FALSE;
  if (!is_done || !core->kept->is_spoilt)
    return is_done && tb_tx_release (core->tx, error);
  core->kept->is_spoilt = FALSE;
  tb_core_forget_kept (core);
  g_ptr_array_set_size (core->notices, n_notices);
  g_free (order->in_event);
  *order = before;
  before.in_event = NULL;
  return tb_tx_rollback_to (core->tx, error) && take_each (core, order, rows, first, n, error);
}

/* Stores the partner, too. */
static gboolean
take_rows (TbCore           *core,
           TbPartnerRecord **partner,
           const TbBatch    *batch,
           GError          **error)
{
  g_auto (Order) order = { 0 };
  guint i, n;

  if (!tb_tx_update (core->tx, *partner, error))
    return FALSE;
  if (batch->rows->len == 0)
    return TRUE;
  if (!begin_order (core, *partner, &order, error))
    return FALSE;
  tb_core_begin_keeping (core, *partner);
  for (i = 0; i < batch->rows->len; i += n)
    {
      n = MAX (count_entries (batch->rows, i), 1);
      if (!(n > 1 ? take_group : take_each) (core, &order, batch->rows, i, n, error))
        return FALSE;
    }
  if (!tb_core_write_kept (core, error))
    return FALSE;
  tb_core_end_keeping (core);
  return end_order (core, &order, partner, error);
}

/* A received batch is applied first, then the clock is looked at: those of this partner that are due. */
static gboolean
look_at_clock (TbCore  *core,
               gint64   partner,
               GError **error)
{
  g_autoptr (GPtrArray) due = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_ANSWER_DUE, error, "i", core->now);
  guint i;

  if (due == NULL)
    return FALSE;
  for (i = 0; i < due->len; i++)
    {
      g_autoptr (TbEngagementRecord) e = tb_engagement_record_copy (due->pdata[i]);

      if (e->partner == partner && !tb_core_expire (core, e, error))
        return FALSE;
    }
  return TRUE;
}

/* What was under way when it was made says nothing of what came after: contact is since it was made. */
static void
note_contact (TbCore          *core,
              TbPartnerRecord *partner,
              const TbBatch   *batch)
{
  if (!batch->has_more)
    partner->last_contact =
      MAX (partner->last_contact, batch->at > 0 ? MIN (core->now, batch->at) : core->now);
  /* What they reached us with, we can reach them again: the waiting is over. */
  partner->next_attempt = 0;
  partner->attempts = 0;
}

/* When all is taken that they told after a new epoch, the rest can be told to them. */
static gboolean
end_healing (TbCore                *core,
             const TbPartnerRecord *partner,
             const TbBatch         *batch,
             GError               **error)
{
  if (partner->heal != TB_HEAL_AWAIT || batch->told < 0 || partner->in_seq < batch->told)
    return TRUE;
  return tb_core_heal_end (core, partner->id, error);
}

/* Only then can it be told what was left out while it was away. */
static gboolean
begin_healing (TbCore           *core,
               TbPartnerRecord **partner,
               GError          **error)
{
  gint64 id = (*partner)->id;

  if ((*partner)->heal != TB_HEAL_ANNOUNCE)
    return TRUE;
  if (!tb_tx_update (core->tx, *partner, error) || !tb_core_heal_begin (core, id, error))
    return FALSE;
  tb_partner_record_unref (*partner);
  *partner = tb_core_get (core, &TB_PARTNER, id, error);
  return *partner != NULL;
}

/* ---- Whether bodies are packed for a partner (tb-pack.h) ---- */

static char *
unpacks_key (gint64 partner)
{
  return g_strdup_printf ("unpacks-%" G_GINT64_FORMAT, partner);
}

static gboolean
get_unpacks (TbCore   *core,
             gint64    partner,
             gboolean *unpacks,
             GError  **error)
{
  g_autofree char *key = unpacks_key (partner);
  g_autofree char *value = NULL;
  GError          *local = NULL;

  value = tb_tx_get_setting (core->tx, key, &local);
  *unpacks = value != NULL;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
set_unpacks (TbCore  *core,
             gint64   partner,
             gboolean unpacks,
             GError **error)
{
  g_autofree char *key = unpacks_key (partner);
  gboolean         known;

  return get_unpacks (core, partner, &known, error) &&
         (unpacks == known || tb_tx_set_setting (core->tx, key, unpacks ? "on" : NULL, error));
}

gboolean
tb_core_send_unpacked (TbCore  *core,
                       gint64   partner,
                       GError **error)
{
  core->is_outbox_changed = TRUE;
  return set_unpacks (core, partner, FALSE, error);
}

gboolean
tb_core_take_batch (TbCore        *core,
                    gint64         partner_id,
                    const TbBatch *batch,
                    GError       **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  gboolean listen;

  if (partner == NULL)
    return FALSE;
  if (partner->link_state != TB_LINK_LINKED)
    return TRUE;
  if (!set_unpacks (core, partner_id, batch->unpacks >= TB_PACK_FORM, error))
    return FALSE;
  if (!tb_core_meet_epoch (core, partner, batch, &listen, error))
    return FALSE;
  if (!listen)
    return TRUE;
  if (!begin_healing (core, &partner, error) || !tb_core_take_acks (core, &partner, batch, error))
    return FALSE;
  note_contact (core, partner, batch);
  return take_rows (core, &partner, batch, error) && tb_core_take_wishes (core, partner_id, batch, error) &&
         end_healing (core, partner, batch, error) && look_at_clock (core, partner_id, error);
}

static gboolean
add_acks (TbCore          *core,
          TbPartnerRecord *partner,
          TbBatch         *batch,
          GError         **error)
{
  g_autoptr (GPtrArray) above = tb_tx_select (core->tx, TB_Q_TAKEN_OF_PARTNER, error, "i", partner->id);
  g_autoptr (GPtrArray) refused = NULL;
  guint i;

  if (above == NULL || !get_unpacks (core, partner->id, &batch->is_packed, error))
    return FALSE;
  batch->unpacks = TB_PACK_FORM;
  batch->at = core->now;
  batch->epoch = partner->own_epoch;
  tb_set_text (&batch->epoch_id, partner->own_epoch_id);
  if (partner->their_epoch_id != NULL)
    {
      batch->peer = partner->their_epoch;
      tb_set_text (&batch->peer_id, partner->their_epoch_id);
    }
  if (partner->heal == TB_HEAL_ANNOUNCE)
    batch->since = MAX (partner->since, TB_SECOND);
  batch->told = partner->told;
  batch->ack = partner->in_seq;
  tb_set_text (&batch->ack_event, partner->in_event);
  for (i = 0; i < above->len; i++)
    g_array_append_val (batch->ack_above, ((TbTakenRecord *)above->pdata[i])->seq);
  refused = tb_tx_select (core->tx, TB_Q_INBOX_REFUSED, error, "i", partner->id);
  if (refused == NULL)
    return FALSE;
  /* A refusal is said again and again: the answer that said it first may have been lost. */
  for (i = 0; i < refused->len; i++)
    {
      TbInboxRow *row = refused->pdata[i];
      TbProblem   problem = TB_PROBLEM_MALFORMED;

      tb_problem_from_nick (row->problem, &problem);
      if (row->as_event != NULL)
        tb_batch_add_applied (batch, row->event, row->as_event);
      else
        tb_batch_add_nack (batch, row->event, problem);
    }
  return TRUE;
}

/* Whether a row must wait for the bytes of its file, and with it the rest of its engagement. */
static gboolean
waits_for_file (TbCore      *core,
                TbOutboxRow *row,
                gboolean    *waits,
                GError     **error)
{
  g_autoptr (TbPutRecord) put = NULL;
  g_autoptr (TbEngagementRecord) e = NULL;
  GError *local = NULL;

  *waits = FALSE;
  if (row->file == NULL)
    return TRUE;
  put = tb_tx_find (core->tx, TB_Q_PUT_BY_SHA, &local, "is", row->partner, row->file);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (put == NULL || put->is_done || put->state == TB_PUT_DECLINED)
    return TRUE;
  e = tb_core_get (core, &TB_ENGAGEMENT, row->engagement, error);
  if (e == NULL)
    return FALSE;
  /* What the end has overtaken at the service side is refused by the lead anyway, with or without its bytes.
   */
  *waits = row->is_state || e->role == TB_ROLE_LEAD || tb_engagement_is_live (e);
  return TRUE;
}

TbBatch *
tb_core_make_batch (TbCore  *core,
                    gint64   partner_id,
                    guint    limit,
                    gboolean is_answer,
                    GError **error)
{
  return tb_core_make_batch_after (core, partner_id, 0, limit, error);
}

TbBatch *
tb_core_make_batch_after (TbCore  *core,
                          gint64   partner_id,
                          gint64   after,
                          guint    limit,
                          GError **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GHashTable) blocked = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (TbBatch) batch = tb_batch_new ();
  guint i;

  if (partner == NULL || !add_acks (core, partner, batch, error) ||
      !tb_core_add_wishes (core, partner, batch, error))
    return NULL;
  /* Nothing is said before the partner knows in which epoch. */
  if (partner->heal == TB_HEAL_ANNOUNCE)
    return g_steal_pointer (&batch);
  rows = tb_tx_select (core->tx, TB_Q_OUTBOX_SENDABLE, error, "ii", partner_id, after);
  if (rows == NULL)
    return NULL;
  batch->has_more = rows->len > TB_BATCH_MAX_ROWS;
  for (i = 0; i < rows->len; i++)
    {
      TbOutboxRow *row = rows->pdata[i];
      gboolean     waits;

      if (g_hash_table_contains (blocked, &row->engagement))
        continue;
      if (!waits_for_file (core, row, &waits, error))
        return NULL;
      if (waits)
        {
          g_hash_table_add (blocked, &row->engagement);
          continue;
        }
      if (batch->rows->len >= limit || !tb_batch_add_row (batch, row->seq, row->epoch, row->bytes))
        {
          batch->has_more = TRUE;
          break;
        }
    }
  batch->goes_on = batch->has_more && batch->rows->len > 0 && g_hash_table_size (blocked) == 0;
  return g_steal_pointer (&batch);
}
