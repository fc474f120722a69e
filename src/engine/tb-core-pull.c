/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fetching: what a partner that cannot be reached takes from us, and what we take so (protocol.md section 5,
 * way 2). */
#include "config.h"

#include "tb-core-file-private.h"
#include "tb-core-heal-private.h"
#include "tb-core-pull-private.h"
#include "tb-workflow.h"

/* ---- Which way ---- */

gboolean
tb_core_travel (TbCore                *core,
                const TbPartnerRecord *partner,
                TbTravel              *travel,
                GError               **error)
{
  g_autofree char *own = NULL;
  GError          *local = NULL;

  *travel = (TbTravel)partner->way;
  if (*travel == TB_TRAVEL_MAILBOX && partner->box == NULL)
    *travel = TB_TRAVEL_AUTO;
  if (*travel == TB_TRAVEL_MAILBOX)
    return TRUE;
  if (partner->url == NULL)
    {
      *travel = partner->box != NULL ? TB_TRAVEL_MAILBOX : TB_TRAVEL_AWAIT;
      return TRUE;
    }
  if (*travel != TB_TRAVEL_AUTO)
    return TRUE;
  own = tb_tx_get_setting (core->tx, "url", &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  /* Who cannot be called calls. */
  *travel = own == NULL || *own == '\0' ? TB_TRAVEL_PULL : TB_TRAVEL_PUSH;
  return TRUE;
}

/* ---- Answers ---- */

TbEnvelope *
tb_core_answer (const TbEnvelope *request,
                guint             status,
                GBytes           *body)
{
  TbEnvelope *answer = tb_envelope_new (request->route, request->link, body);

  answer->status = status;
  return answer;
}

TbEnvelope *
tb_core_refusal (const TbEnvelope *request,
                 guint             status,
                 TbProblem         problem)
{
  g_autoptr (GBytes) body = tb_problem_body (status, problem);

  return tb_core_answer (request, status, body);
}

static TbEnvelope *
refuse_malformed (const TbEnvelope *request,
                  GError           *error)
{
  gboolean is_large = g_error_matches (error, TB_PROBLEM, TB_PROBLEM_TOO_LARGE);

  g_clear_error (&error);
  return tb_core_refusal (request, is_large ? 413 : 422,
                          is_large ? TB_PROBLEM_TOO_LARGE : TB_PROBLEM_MALFORMED);
}

/* ---- The side that is asked ---- */

/* Rows wait for these, and we may not be able to bring them. */
static gboolean
offer_files (TbCore          *core,
             TbPartnerRecord *partner,
             TbBatch         *batch,
             GError         **error)
{
  g_autoptr (GPtrArray) puts = tb_tx_select (core->tx, TB_Q_PUTS_OPEN, error, "i", partner->id);
  guint i;

  for (i = 0; puts != NULL && i < MIN (puts->len, TB_BATCH_MAX_FILES); i++)
    {
      const TbPutRecord *put = puts->pdata[i];
      g_autoptr (TbEngagementRecord) e = tb_core_get (core, &TB_ENGAGEMENT, put->engagement, error);

      if (e == NULL)
        return FALSE;
      if (put->state != TB_PUT_CANCELED)
        tb_batch_add_file (batch, e->eid, put->sha256, put->size);
    }
  return puts != NULL;
}

/* Who asks again and again learns by an answer what we owe it: nobody has to call it. @owed: (out) */
static gboolean
pay_ack (TbCore          *core,
         TbPartnerRecord *partner,
         gboolean        *owed,
         GError         **error)
{
  gboolean is_new_epoch = partner->heal == TB_HEAL_ANNOUNCE;

  *owed = partner->owes_ack != 0 || is_new_epoch;
  /* Of a new epoch they have to be heard before it is known that they know. */
  if (is_new_epoch || !partner->owes_ack)
    return TRUE;
  partner->owes_ack = FALSE;
  return tb_tx_update (core->tx, partner, error);
}

/* Whether an answer without rows would tell nothing that the asker does not know: then it is left empty, for
 * it is all that an idle line carries. Who does not say how far it has come gets it whole. */
static gboolean
tells_nothing (const TbPartnerRecord *partner,
               const TbBatch         *asked,
               const TbBatch         *reply)
{
  return reply->rows->len == 0 && reply->nacks->len == 0 && reply->ack_above->len == 0 &&
         reply->files->len == 0 && reply->wishes->len == 0 && reply->told < 0 &&
         asked->head == reply->ack && asked->epoch == partner->their_epoch &&
         asked->peer == partner->own_epoch;
}

TbEnvelope *
tb_core_answer_pull (TbCore           *core,
                     TbPartnerRecord  *partner,
                     const TbEnvelope *request,
                     const TbBatch    *asked,
                     GError          **error)
{
  g_autoptr (TbBatch) reply = NULL;
  g_autoptr (GBytes) body = NULL;
  TbEnvelope *answer;
  gboolean    owed, is_idle;

  reply = tb_core_make_batch (core, partner->id, (guint)asked->limit, TRUE, error);
  if (reply == NULL || !offer_files (core, partner, reply, error) || !pay_ack (core, partner, &owed, error))
    return NULL;
  reply->head = partner->out_seq;
  is_idle = reply->rows->len == 0 && (reply->files->len == 0 || asked->is_fetching) && !owed;
  body = is_idle && tells_nothing (partner, asked, reply) ? g_bytes_new (NULL, 0) : tb_batch_encode (reply);
  answer = tb_core_answer (request, 200, body);
  if (is_idle)
    answer->hold = (guint)asked->wait;
  return answer;
}

TbEnvelope *
tb_core_receive_pull (TbCore           *core,
                      TbPartnerRecord  *partner,
                      const TbEnvelope *request,
                      GError          **error)
{
  g_autoptr (TbBatch) asked = NULL;
  g_autoptr (TbPartnerRecord) after = NULL;
  GError *local = NULL;

  asked = tb_batch_decode (request->body, &local);
  if (asked == NULL || !asked->is_pull)
    return refuse_malformed (request, local);
  if (!tb_core_take_batch (core, partner->id, asked, error))
    return NULL;
  after = tb_core_get (core, &TB_PARTNER, partner->id, error);
  if (after == NULL)
    return NULL;
  if (after->link_state != TB_LINK_LINKED)
    return tb_core_refusal (request, 403, TB_PROBLEM_PARTNER_RESTORED);
  return tb_core_answer_pull (core, after, request, asked, error);
}

/* Whether an event that names the file waits for it: it goes before the end of its engagement does, which the
 * partner does not know of yet. */
static gboolean
is_awaited (TbCore                   *core,
            const TbEngagementRecord *e,
            const char               *sha256,
            GError                  **error)
{
  g_autoptr (TbOutboxRow) row = tb_tx_find (core->tx, TB_Q_OUTBOX_OF_FILE, error, "is", e->id, sha256);

  return row != NULL;
}

/* The bytes of a file go only to whom an event will name it. */
static TbPutRecord *
find_offered (TbCore              *core,
              TbPartnerRecord     *partner,
              const TbFileRequest *wanted,
              GError             **error)
{
  g_autoptr (TbEngagementRecord) e = NULL;
  TbPutRecord *put = NULL;
  GError      *local = NULL;

  e = tb_tx_find (core->tx, TB_Q_ENGAGEMENT_BY_EID, &local, "s", wanted->engagement);
  if (e != NULL && e->partner == partner->id &&
      (tb_engagement_is_live (e) || e->heal != 0 || is_awaited (core, e, wanted->sha256, &local)))
    put = tb_tx_find (core->tx, TB_Q_PUT_BY_SHA, &local, "is", partner->id, wanted->sha256);
  /* Who asks for what was taken back is told so thereby. */
  if (local == NULL && put != NULL && put->state == TB_PUT_CANCELED)
    {
      tb_core_put_told (core, put, &local);
      g_clear_pointer (&put, tb_put_record_unref);
    }
  if (local == NULL && put == NULL)
    tb_problem_set (&local, TB_PROBLEM_UNKNOWN_ENGAGEMENT, NULL);
  if (local != NULL)
    g_propagate_error (error, local);
  return put;
}

/* Who asks from the end has all of it: the rows that wait for it go. */
static gboolean
note_progress (TbCore      *core,
               TbPutRecord *put,
               gint64       offset,
               GError     **error)
{
  g_autoptr (TbPutRecord) changed = NULL;

  if (put->is_done || offset == put->have)
    return TRUE;
  changed = tb_put_record_copy (put);
  changed->have = offset;
  if (offset < changed->size)
    return tb_tx_update (core->tx, changed, error);
  core->is_outbox_changed = TRUE;
  return tb_core_file_across (core, changed, error);
}

static TbEnvelope *
answer_with_part (TbCore              *core,
                  const TbEnvelope    *request,
                  TbPutRecord         *put,
                  const TbFileRequest *wanted,
                  GError             **error)
{
  g_autoptr (GBytes) data = NULL;
  g_autoptr (GBytes) body = NULL;
  TbFilePart part = { .engagement = wanted->engagement, .sha256 = wanted->sha256, .offset = wanted->offset };
  GError    *local = NULL;

  data = tb_store_read_file (core->store, put->sha256, part.offset, TB_FILE_PART_BYTES, &part.size, &local);
  if (data == NULL && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_error_free (local);
      return tb_core_refusal (request, 422, TB_PROBLEM_FILE_MISSING);
    }
  if (data == NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  if (part.offset > part.size)
    return tb_core_refusal (request, 422, TB_PROBLEM_MALFORMED);
  if (wanted->is_declined)
    {
      g_clear_pointer (&data, g_bytes_unref);
      data = g_bytes_new (NULL, 0);
    }
  if (!(wanted->is_declined ? tb_core_put_declined (core, put, wanted->most, error)
                            : note_progress (core, put, part.offset, error)))
    return NULL;
  part.data = data;
  body = tb_file_part_encode (&part);
  return tb_core_answer (request, 200, body);
}

TbEnvelope *
tb_core_receive_get (TbCore           *core,
                     TbPartnerRecord  *partner,
                     const TbEnvelope *request,
                     GError          **error)
{
  g_autoptr (TbPutRecord) put = NULL;
  TbFileRequest wanted = { NULL };
  TbEnvelope   *answer = NULL;
  GError       *local = NULL;

  if (!tb_file_request_decode (request->body, &wanted, &local))
    return refuse_malformed (request, local);
  put = find_offered (core, partner, &wanted, &local);
  if (put != NULL)
    answer = answer_with_part (core, request, put, &wanted, error);
  else if (local->domain == TB_PROBLEM)
    answer = tb_core_refusal (request, 403, TB_PROBLEM_UNKNOWN_ENGAGEMENT);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  g_clear_error (&local);
  tb_file_request_clear (&wanted);
  return answer;
}

/* ---- The side that asks ---- */

GBytes *
tb_core_pull_body (TbCore          *core,
                   TbPartnerRecord *partner,
                   guint            limit,
                   guint            wait,
                   GError         **error)
{
  /* Without rows: what we have ourselves goes by push; that there is more of it is said. */
  g_autoptr (TbBatch) batch = tb_core_make_batch (core, partner->id, 0, FALSE, error);
  g_autoptr (GPtrArray) wants = NULL;

  wants = batch != NULL ? tb_tx_select (core->tx, TB_Q_WANTS_OF_PARTNER, error, "i", partner->id) : NULL;
  if (wants == NULL)
    return NULL;
  batch->is_pull = TRUE;
  batch->head = partner->out_seq;
  batch->limit = limit;
  batch->wait = wait;
  batch->is_fetching = wants->len > 0;
  return tb_batch_encode (batch);
}

GBytes *
tb_core_get_body (TbCore             *core,
                  const TbWantRecord *want,
                  GError            **error)
{
  TbFileRequest request = { .engagement = want->engagement, .sha256 = want->sha256, .offset = want->have };

  if (!tb_core_is_declined (core, want->partner, want->sha256, &request.is_declined, &request.most, error))
    return NULL;
  return tb_file_request_encode (&request);
}

static gboolean
is_wanted (TbCore            *core,
           gint64             partner,
           const TbFileOffer *offer,
           gboolean          *wanted,
           GError           **error)
{
  g_autoptr (TbEngagementRecord) e = NULL;
  g_autoptr (TbWantRecord) known = NULL;
  GError *local = NULL;

  e = tb_tx_find (core->tx, TB_Q_ENGAGEMENT_BY_EID, &local, "s", offer->engagement);
  if (local == NULL)
    known = tb_tx_find (core->tx, TB_Q_WANT_BY_SHA, &local, "is", partner, offer->sha256);
  *wanted = known == NULL && e != NULL && e->partner == partner && tb_engagement_is_live (e);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* Takes a part of what is fetched as if it had been brought. */
static gboolean
arrive (TbCore       *core,
        TbWantRecord *want,
        gint64        offset,
        GBytes       *data,
        GError      **error)
{
  g_autoptr (TbEngagementRecord) e = NULL;
  const TbFilePart part = { want->engagement, want->sha256, offset, want->size, data };
  GError          *local = NULL;

  e = tb_tx_find (core->tx, TB_Q_ENGAGEMENT_BY_EID, &local, "s", want->engagement);
  if (local == NULL && e == NULL)
    tb_problem_set (&local, TB_PROBLEM_UNKNOWN_ENGAGEMENT, NULL);
  if (local == NULL)
    return tb_core_arrive (core, e, &part, &want->have, error);
  g_propagate_error (error, local);
  return FALSE;
}

/* How much of it is here from an earlier time: it goes on from there. */
static gboolean
find_beginning (TbCore       *core,
                TbWantRecord *want,
                GError      **error)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  return arrive (core, want, 0, nothing, error);
}

static gboolean
take_offer (TbCore            *core,
            gint64             partner,
            const TbFileOffer *offer,
            GError           **error)
{
  g_autoptr (TbWantRecord) want = tb_want_record_new ();
  GError *local = NULL;

  want->partner = partner;
  want->engagement = g_strdup (offer->engagement);
  want->sha256 = g_strdup (offer->sha256);
  want->size = offer->size;
  if (find_beginning (core, want, &local))
    {
      core->is_outbox_changed = TRUE;
      return tb_tx_insert (core->tx, want, error);
    }
  /* There is no room now: it is offered again. */
  if (local->domain == TB_PROBLEM)
    {
      g_error_free (local);
      return TRUE;
    }
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
tb_core_take_offers (TbCore        *core,
                     gint64         partner,
                     const TbBatch *batch,
                     GError       **error)
{
  guint i;

  for (i = 0; i < batch->files->len; i++)
    {
      const TbFileOffer *offer = batch->files->pdata[i];
      gboolean           wanted;

      if (!is_wanted (core, partner, offer, &wanted, error) ||
          (wanted && !take_offer (core, partner, offer, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fetch_missing (TbCore          *core,
               TbPartnerRecord *partner,
               const TbEvent   *event,
               GPtrArray       *items,
               GError         **error)
{
  guint i;

  for (i = 0; i < items->len; i++)
    {
      const TbEventItem *item = items->pdata[i];
      const TbFileOffer  offer = { event->engagement, item->sha256, item->size };
      g_autoptr (TbWantRecord) known = NULL;
      gboolean has_come, may_come_without;
      GError  *local = NULL;

      if (item->kind != TB_ITEM_FILE || item->deleted)
        continue;
      known = tb_tx_find (core->tx, TB_Q_WANT_BY_SHA, &local, "is", partner->id, item->sha256);
      if (local == NULL &&
          tb_core_has_come (core, partner->id, item->sha256, &has_come, &local) &&
          tb_core_may_come_without (core, partner->id, item->sha256, &may_come_without, &local) &&
          known == NULL && !has_come && !may_come_without)
        take_offer (core, partner->id, &offer, &local);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
tb_core_take_missing (TbCore        *core,
                      gint64         partner_id,
                      const TbBatch *batch,
                      GError       **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  guint i;

  for (i = 0; partner != NULL && i < batch->rows->len; i++)
    {
      const TbBatchRow *row = batch->rows->pdata[i];
      gboolean          is_taken;

      if (row->event == NULL)
        continue;
      if (!tb_core_is_taken (core, partner, row->seq, &is_taken, error) ||
          (!is_taken && (!fetch_missing (core, partner, row->event, row->event->items, error) ||
                         !fetch_missing (core, partner, row->event, row->event->yours, error))))
        return FALSE;
    }
  return partner != NULL;
}

/* Returns: %FALSE with a %TB_PROBLEM if the answer does not fit what was asked. */
static gboolean
add_part (TbCore              *core,
          TbWantRecord        *want,
          const TbFileRequest *asked,
          GBytes              *body,
          GError             **error)
{
  TbFilePart part = { NULL };
  gboolean   done;

  if (!tb_file_part_decode (body, &part, error))
    return FALSE;
  done = g_strcmp0 (part.sha256, want->sha256) == 0 && part.offset == asked->offset &&
         part.size == want->size;
  if (done)
    done = arrive (core, want, part.offset, part.data, error);
  else
    tb_problem_set (error, TB_PROBLEM_MALFORMED, "size");
  tb_file_part_clear (&part);
  return done;
}

static TbWantRecord *
find_want (TbCore     *core,
           gint64      partner,
           const char *sha256,
           GError    **error)
{
  g_autoptr (TbWantRecord) stored = tb_tx_find (core->tx, TB_Q_WANT_BY_SHA, error, "is", partner, sha256);

  return stored != NULL ? tb_want_record_copy (stored) : NULL;
}

gboolean
tb_core_take_part (TbCore           *core,
                   gint64            partner,
                   const TbEnvelope *request,
                   const TbEnvelope *answer,
                   gboolean         *is_good,
                   GError          **error)
{
  g_autoptr (TbWantRecord) want = NULL;
  TbFileRequest asked = { NULL };
  gint64        had;
  gboolean      is_over;
  GError       *local = NULL;

  *is_good = TRUE;
  if (!tb_file_request_decode (request->body, &asked, error))
    return FALSE;
  want = find_want (core, partner, asked.sha256, &local);
  is_over = want != NULL && asked.offset == want->size && !asked.is_declined;
  if (is_over && !tb_core_has_come (core, partner, want->sha256, &is_over, &local))
    is_over = FALSE;
  had = want != NULL ? want->have : 0;
  /* They know that it is not to come. */
  is_over = is_over || asked.is_declined;
  if (local == NULL && want != NULL && !is_over)
    {
      add_part (core, want, &asked, answer->body, &local);
      *is_good = local == NULL && want->have > had;
    }
  tb_file_request_clear (&asked);
  if (local != NULL && local->domain != TB_PROBLEM)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_clear_error (&local);
  core->is_outbox_changed = TRUE;
  if (want == NULL)
    return TRUE;
  /* They know now that it is here, and go on. */
  return is_over ? tb_tx_remove (core->tx, &TB_WANT, want->id, error) : tb_tx_update (core->tx, want, error);
}

gboolean
tb_core_drop_want (TbCore           *core,
                   gint64            partner,
                   const TbEnvelope *request,
                   GError          **error)
{
  g_autoptr (TbWantRecord) want = NULL;
  TbFileRequest asked = { NULL };
  GError       *local = NULL;

  if (!tb_file_request_decode (request->body, &asked, error))
    return FALSE;
  want = find_want (core, partner, asked.sha256, &local);
  tb_file_request_clear (&asked);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  return want == NULL || (tb_core_stop_arrival (core, partner, want->sha256, error) &&
                          tb_tx_remove (core->tx, &TB_WANT, want->id, error));
}
