/* SPDX-License-Identifier: GPL-3.0-or-later
 * What came of a request that we sent: an answer, a refusal, or nothing (protocol.md sections 2 and 4). */
#include "config.h"

#include "tb-core-file-private.h"

#define FIRST_DELAY (5 * TB_SECOND)
/* Failed attempts in a row, while something waits, from which on delivery to a partner is said to fail. */
#define FAILING 3
#define LONGEST_DELAY TB_HOUR
#define NO_USER (-1)

typedef struct
{
  gint64      partner;
  TbEnvelope *request;
  TbEnvelope *answer;  /* (nullable) */
  GError     *failure; /* (nullable) */
  gboolean    is_owner;
} Settlement;

static void
settlement_free (gpointer data)
{
  Settlement *settlement = data;

  g_clear_pointer (&settlement->request, tb_envelope_free);
  g_clear_pointer (&settlement->answer, tb_envelope_free);
  g_clear_error (&settlement->failure);
  g_free (settlement);
}

/* 5 s doubling to 1 h, a fifth of it by chance so that many do not come at once; for ever while the agreement
 * lives. */
gint64
tb_core_delay_after (gint64 attempts)
{
  g_autoptr (GBytes) chance = tb_random_bytes (1);
  gint64 delay = FIRST_DELAY;
  gint64 i;

  for (i = 1; i < attempts && delay < LONGEST_DELAY; i++)
    delay *= 2;
  delay = MIN (delay, LONGEST_DELAY);
  return delay - delay / 5 + delay / 5 * ((const guint8 *)g_bytes_get_data (chance, NULL))[0] / 255;
}

/* What makes a failure worth telling: something of ours, or a join, does not arrive. */
static gboolean
has_waiting (TbCore                *core,
             const TbPartnerRecord *partner,
             gboolean              *waits,
             GError               **error)
{
  g_autoptr (GPtrArray) puts = NULL;
  gint64 queued;

  if (!tb_tx_number (core->tx, TB_QN_OUTBOX_QUEUED_OF_PARTNER, &queued, error, "i", partner->id))
    return FALSE;
  *waits = queued > 0 || partner->link_state == TB_LINK_JOINING;
  if (*waits)
    return TRUE;
  puts = tb_tx_select (core->tx, TB_Q_PUTS_OPEN, error, "i", partner->id);
  *waits = puts != NULL && puts->len > 0;
  return puts != NULL;
}

gboolean
tb_core_count_failure (TbCore   *core,
                       gint64    partner_id,
                       TbProblem problem,
                       gint64    retry_after,
                       GError  **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);

  gboolean waits;

  if (partner == NULL || !has_waiting (core, partner, &waits, error))
    return FALSE;
  /* A success, or nothing that waits, counts from the beginning. */
  if (partner->attempts == 0 || !waits)
    partner->failures = 0;
  partner->failures += waits;
  partner->attempts++;
  partner->last_attempt = core->now;
  partner->next_attempt = core->now + MAX (tb_core_delay_after (partner->attempts), retry_after * TB_SECOND);
  tb_set_text (&partner->problem, tb_problem_nick (problem));
  g_info ("partner %" G_GINT64_FORMAT ": %s, attempt %" G_GINT64_FORMAT, partner_id, partner->problem,
          partner->attempts);
  /* Told once. */
  if (waits && partner->failures == FAILING)
    tb_core_notice (core, "failing", NULL, partner->name, partner->problem);
  return tb_tx_update (core->tx, partner, error);
}

/* ---- Answers with status 200, their signature checked ---- */

/* A row that names a file was not taken: the bytes are gone over there, so they go once more. */
static gboolean
bring_file_again (TbCore      *core,
                  TbOutboxRow *row,
                  GError     **error)
{
  g_autoptr (TbPutRecord) put = NULL;
  GError *local = NULL;

  put = tb_tx_find (core->tx, TB_Q_PUT_BY_SHA, &local, "is", row->partner, row->file);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (put == NULL || !put->is_done)
    return TRUE;
  put->is_done = FALSE;
  put->have = 0;
  return tb_tx_update (core->tx, put, error);
}

static gboolean
has_row (const TbBatch *batch,
         gint64         seq)
{
  guint i;

  for (i = 0; i < batch->rows->len; i++)
    if (((TbBatchRow *)batch->rows->pdata[i])->seq == seq)
      return TRUE;
  return FALSE;
}

/* How many of the rows that we sent, which go in order of their seq, were taken, or refused: all but those
 * that are still queued. */
static gboolean
count_settled (TbCore        *core,
               gint64         partner_id,
               const TbBatch *sent,
               guint         *settled,
               GError       **error)
{
  g_autoptr (GPtrArray) queued = NULL;
  guint i;

  *settled = sent->rows->len;
  if (sent->rows->len == 0)
    return TRUE;
  queued =
    tb_tx_select (core->tx, TB_Q_OUTBOX_QUEUED_BETWEEN, error, "iii", partner_id,
                  ((TbBatchRow *)sent->rows->pdata[0])->seq,
                  ((TbBatchRow *)sent->rows->pdata[sent->rows->len - 1])->seq);
  for (i = 0; queued != NULL && i < queued->len; i++)
    {
      TbOutboxRow *row = queued->pdata[i];

      if (!has_row (sent, row->seq))
        continue;
      if (row->file != NULL && !bring_file_again (core, row, error))
        return FALSE;
      (*settled)--;
    }
  return queued != NULL;
}

/* If anything was taken that our request had not acknowledged. What was not taken, as its file is missing,
 * comes again and again, and must not stand before the file. */
static gboolean
owe_ack (TbCore        *core,
         gint64         partner_id,
         const TbBatch *batch,
         const TbBatch *sent,
         GError       **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  gboolean is_news = FALSE;
  guint    i;

  for (i = 0; partner != NULL && !is_news && i < batch->rows->len; i++)
    {
      const gint64 seq = ((TbBatchRow *)batch->rows->pdata[i])->seq;

      if (!tb_core_is_acknowledged (sent, seq) && !tb_core_is_taken (core, partner, seq, &is_news, error))
        return FALSE;
    }
  if (!is_news)
    return partner != NULL;
  partner->owes_ack = partner->link_state == TB_LINK_LINKED;
  core->is_outbox_changed = TRUE;
  return tb_tx_update (core->tx, partner, error);
}

static gboolean
settle_push (TbCore           *core,
             gint64            partner_id,
             const TbEnvelope *request,
             const TbEnvelope *answer,
             GError          **error)
{
  const gboolean is_pull = g_str_equal (request->route, "pull");
  /* A pull has brought nothing: there is no need to read it again. */
  g_autoptr (TbBatch) sent = is_pull ? tb_batch_new () : tb_batch_decode_own (request->body, error);
  g_autoptr (TbBatch) batch = NULL;
  g_autoptr (TbPartnerRecord) partner = NULL;
  GError *local = NULL;
  guint   settled;

  if (sent == NULL)
    return FALSE;
  sent->is_pull = is_pull;
  batch = tb_batch_decode (answer->body, &local);
  if (batch == NULL)
    {
      g_info ("answer of partner %" G_GINT64_FORMAT " refused: %s", partner_id, local->message);
      g_error_free (local);
      return tb_core_count_failure (core, partner_id, TB_PROBLEM_MALFORMED, 0, error);
    }
  partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  if (partner == NULL)
    return FALSE;
  /* Our push has told them what we had taken until then; its answer may bring more, and so may that of
   * another. One of an older epoch has told nothing of what counts now. */
  if (!sent->is_pull && sent->epoch == partner->own_epoch && sent->ack >= partner->in_seq)
    partner->owes_ack = FALSE;
  partner->last_attempt = core->now;
  if (!sent->is_pull)
    partner->batch_limit = 0;
  tb_set_text (&partner->problem, NULL);
  if (!tb_tx_update (core->tx, partner, error) || !tb_core_take_batch (core, partner_id, batch, error) ||
      !tb_core_take_offers (core, partner_id, batch, error) ||
      (sent->is_pull && !tb_core_take_missing (core, partner_id, batch, error)) ||
      !count_settled (core, partner_id, sent, &settled, error))
    return FALSE;
  /* Who takes nothing is not asked again at once. */
  if (sent->rows->len > 0 && settled == 0)
    return tb_core_count_failure (core, partner_id, TB_PROBLEM_TOO_MANY_REQUESTS, 0, error);
  /* What a pull has brought is acknowledged by the next one, which follows at once. */
  return sent->is_pull || batch->rows->len == 0 || owe_ack (core, partner_id, batch, sent, error);
}

/* A poll that ran out: until the answer was made there was nothing, which is contact too. */
static gboolean
settle_nothing (TbCore           *core,
                gint64            partner_id,
                const TbEnvelope *answer,
                GError          **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  gint64 at;

  if (partner == NULL)
    return FALSE;
  at = g_ascii_strtoll (answer->timestamp, NULL, 10) * TB_SECOND;
  partner->last_contact = MAX (partner->last_contact, MIN (core->now, at));
  partner->last_attempt = core->now;
  partner->next_attempt = 0;
  partner->attempts = 0;
  tb_set_text (&partner->problem, NULL);
  return tb_tx_update (core->tx, partner, error);
}

static gboolean
settle_pull (TbCore           *core,
             gint64            partner_id,
             const TbEnvelope *request,
             const TbEnvelope *answer,
             GError          **error)
{
  if (answer->body == NULL || g_bytes_get_size (answer->body) == 0)
    return settle_nothing (core, partner_id, answer, error);
  return settle_push (core, partner_id, request, answer, error);
}

static gboolean
settle_get (TbCore           *core,
            gint64            partner_id,
            const TbEnvelope *request,
            const TbEnvelope *answer,
            GError          **error)
{
  g_autoptr (TbPartnerRecord) partner = NULL;
  gboolean is_good;

  if (!tb_core_take_part (core, partner_id, request, answer, &is_good, error))
    return FALSE;
  if (!is_good)
    return tb_core_count_failure (core, partner_id, TB_PROBLEM_FILE_MISSING, 0, error);
  partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  if (partner == NULL)
    return FALSE;
  partner->attempts = 0;
  partner->next_attempt = 0;
  tb_set_text (&partner->problem, NULL);
  return tb_tx_update (core->tx, partner, error);
}

static gboolean
settle_join (TbCore           *core,
             gint64            partner_id,
             const TbEnvelope *request,
             const TbEnvelope *answer,
             GError          **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  GError *local = NULL;

  if (partner == NULL)
    return FALSE;
  if (partner->link_state != TB_LINK_JOINING || partner->join_body == NULL)
    return TRUE;
  if (tb_core_settle_join (core, partner, answer, &local))
    return TRUE;
  if (local->domain != TB_PROBLEM)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_error_free (local);
  return tb_core_count_failure (core, partner_id, TB_PROBLEM_MALFORMED, 0, error);
}

typedef struct
{
  const char *route;
  gboolean (*settle) (TbCore           *core,
                      gint64            partner,
                      const TbEnvelope *request,
                      const TbEnvelope *answer,
                      GError          **error);
} Settler;

/* clang-format off */
static const Settler settlers[] = {
  { "push", settle_push },
  { "pull", settle_pull },
  { "files/put", tb_core_settle_part },
  { "files/get", settle_get },
  { "join", settle_join },
};
/* clang-format on */

/* ---- Refusals ---- */

static gboolean
hold_single_row (TbCore   *core,
                 gint64    partner_id,
                 TbBatch  *sent,
                 TbProblem problem,
                 GError  **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  TbBatchRow *row = sent->rows->pdata[0];
  g_autoptr (TbOutboxRow) stored = NULL;
  GError *local = NULL;

  if (partner == NULL)
    return FALSE;
  stored = tb_tx_find (core->tx, TB_Q_OUTBOX_BY_SEQ, &local, "ii", partner_id, row->seq);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  partner->batch_limit = 0;
  partner->attempts = 0;
  return tb_tx_update (core->tx, partner, error) &&
         (stored == NULL || tb_core_hold_row (core, stored, problem, error));
}

/* A sender halves a batch that is answered 413 or 422; a single row so answered counts as nacked. */
static gboolean
halve (TbCore           *core,
       gint64            partner_id,
       const TbEnvelope *request,
       TbProblem         problem,
       GError          **error)
{
  g_autoptr (TbBatch) sent = tb_batch_decode_own (request->body, NULL);
  g_autoptr (TbPartnerRecord) partner = NULL;

  if (sent == NULL || sent->rows->len == 0)
    return tb_core_count_failure (core, partner_id, problem, 0, error);
  core->is_outbox_changed = TRUE;
  if (sent->rows->len == 1)
    return hold_single_row (core, partner_id, sent, problem, error);
  partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  if (partner == NULL)
    return FALSE;
  partner->batch_limit = sent->rows->len / 2;
  return tb_tx_update (core->tx, partner, error);
}

/* A signed refusal is final: the invitation is used, expired or not ours, or one of us has gone back. */
static gboolean
stop_link (TbCore   *core,
           gint64    partner_id,
           TbProblem problem,
           GError  **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);

  if (partner == NULL)
    return FALSE;
  partner->link_state = TB_LINK_STOPPED;
  partner->attempts = 0;
  partner->last_attempt = core->now;
  tb_set_text (&partner->problem, tb_problem_nick (problem));
  tb_core_notice (core, "stopped", NULL, partner->name, partner->problem);
  return tb_tx_update (core->tx, partner, error);
}

/* Bytes that are not wanted any more: the next push asks what became of their ticket. */
static gboolean
ask_after_file (TbCore           *core,
                gint64            partner_id,
                const TbEnvelope *request,
                TbProblem         problem,
                GError          **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  gboolean is_told;

  if (partner == NULL || !tb_core_settle_canceled (core, partner_id, request, &is_told, error))
    return FALSE;
  if (is_told)
    return TRUE;
  partner->owes_ack = TRUE;
  return tb_tx_update (core->tx, partner, error) &&
         tb_core_count_failure (core, partner_id, problem, 0, error);
}

static gboolean
settle_refusal (TbCore           *core,
                gint64            partner_id,
                const TbEnvelope *request,
                const TbEnvelope *answer,
                gboolean          is_signed,
                GError          **error)
{
  TbProblem problem = tb_problem_body_read (answer->body);
  gboolean  is_push = g_strcmp0 (request->route, "push") == 0;

  if (g_strcmp0 (request->route, "files/put") == 0 && (answer->status == 403 || answer->status == 422) &&
      is_signed)
    return ask_after_file (core, partner_id, request, problem, error);
  if (g_strcmp0 (request->route, "files/get") == 0 && (answer->status == 403 || answer->status == 422) &&
      is_signed)
    return tb_core_drop_want (core, partner_id, request, error) &&
           tb_core_count_failure (core, partner_id, problem, 0, error);
  switch (answer->status)
    {
    case 413:
    case 422:
      if (answer->status == 422 && tb_is_packed (request->body))
        return tb_core_send_unpacked (core, partner_id, error);
      if (is_push)
        return halve (core, partner_id, request, problem, error);
      return tb_core_count_failure (core, partner_id, problem, 0, error);
    case 403:
      if (is_signed && (g_strcmp0 (request->route, "join") == 0 || problem == TB_PROBLEM_PARTNER_RESTORED))
        return stop_link (core, partner_id, problem, error);
      return tb_core_count_failure (
        core, partner_id, problem == TB_PROBLEM_FAILED ? TB_PROBLEM_FORBIDDEN : problem, 0, error);
    case 429:
    case 503:
      return tb_core_count_failure (core, partner_id, TB_PROBLEM_TOO_MANY_REQUESTS, answer->retry_after,
                                    error);
    default:
      return tb_core_count_failure (core, partner_id, problem, answer->retry_after, error);
    }
}

/* The key that an answer must be signed with. The answer to a join is signed with the working key, its
 * refusal with the access key. */
static gboolean
is_signed_by_partner (TbCore           *core,
                      TbPartnerRecord  *partner,
                      const TbEnvelope *request,
                      const TbEnvelope *answer)
{
  g_autoptr (TbJoin) join = NULL;
  g_autoptr (GBytes) key = NULL;
  TbSigner signer = partner->is_inviter ? TB_SIGNER_ACCEPTER : TB_SIGNER_INVITER;

  if (partner->key == NULL)
    return FALSE;
  key = g_bytes_ref (partner->key);
  if (g_strcmp0 (request->route, "join") == 0 && answer->status == 200)
    {
      join = tb_join_decode (request->body, NULL);
      if (join == NULL)
        return FALSE;
      g_bytes_unref (key);
      key = tb_working_key (partner->key, join->share);
    }
  return tb_core_verify (core, answer, key, signer, request->id, NULL);
}

gboolean
tb_core_settle_answer (TbCore           *core,
                       gint64            partner_id,
                       const TbEnvelope *request,
                       const TbEnvelope *answer,
                       GError          **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  gboolean is_signed;
  guint    i;

  if (partner == NULL)
    return FALSE;
  /* A join whose answer came twice: the first one has made us partners. A link that has stopped says why. */
  if (partner->link_state != (g_strcmp0 (request->route, "join") == 0 ? TB_LINK_JOINING : TB_LINK_LINKED))
    return TRUE;
  is_signed = is_signed_by_partner (core, partner, request, answer);
  if (answer->status != 200)
    return settle_refusal (core, partner_id, request, answer, is_signed, error);
  if (!is_signed)
    return tb_core_count_failure (core, partner_id, TB_PROBLEM_SIGNATURE, 0, error);
  for (i = 0; i < G_N_ELEMENTS (settlers); i++)
    if (g_strcmp0 (settlers[i].route, request->route) == 0)
      return settlers[i].settle (core, partner_id, request, answer, error);
  return TRUE;
}

/* What a mailbox says of itself; what it brings from the partner is settled within. */
static gboolean
settle_box (TbCore           *core,
            gint64            partner_id,
            const TbEnvelope *request,
            const TbEnvelope *answer,
            GError          **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);

  if (partner == NULL)
    return FALSE;
  if (answer->status != 200 || !tb_core_is_box_answer (core, partner, request, answer))
    return tb_core_count_failure (core, partner_id,
                                  answer->status != 200 ? tb_core_box_problem (answer) : TB_PROBLEM_MAILBOX,
                                  answer->retry_after, error);
  return g_str_equal (request->route, "mailbox/put")
           ? tb_core_settle_put (core, partner_id, request, answer, error)
           : tb_core_settle_take (core, partner_id, request, answer, error);
}

static gboolean
run_settle (TbCore  *core,
            gpointer data,
            GError **error)
{
  Settlement *settlement = data;
  TbProblem   problem = TB_PROBLEM_UNREACHABLE;

  if (settlement->answer != NULL && g_str_has_prefix (settlement->request->route, "mailbox/"))
    return settle_box (core, settlement->partner, settlement->request, settlement->answer, error);
  if (settlement->answer != NULL)
    return tb_core_settle_answer (core, settlement->partner, settlement->request, settlement->answer, error);
  if (settlement->failure != NULL && settlement->failure->domain == TB_PROBLEM)
    problem = settlement->failure->code;
  return tb_core_count_failure (core, settlement->partner, problem, 0, error);
}

gboolean
tb_engine_settle (TbEngine         *self,
                  gint64            partner,
                  const TbEnvelope *request,
                  const TbEnvelope *answer,
                  const GError     *failure,
                  GError          **error)
{
  Settlement settlement = { .partner = partner,
                            .request = (TbEnvelope *)request,
                            .answer = (TbEnvelope *)answer,
                            .failure = (GError *)failure };

  g_return_val_if_fail (TB_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (request != NULL, FALSE);

  return tb_engine_run (self, TRUE, NO_USER, run_settle, &settlement, error);
}

void
tb_engine_settle_async (TbEngine           *self,
                        gint64              partner,
                        TbEnvelope         *request,
                        TbEnvelope         *answer,
                        const GError       *failure,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  Settlement *settlement = g_new0 (Settlement, 1);

  g_return_if_fail (TB_IS_ENGINE (self));

  settlement->partner = partner;
  settlement->request = request;
  settlement->answer = answer;
  settlement->failure = failure != NULL ? g_error_copy (failure) : NULL;
  tb_engine_run_async (self, TRUE, NO_USER, run_settle, settlement, settlement_free, NULL, callback,
                       user_data);
}

gboolean
tb_engine_settle_finish (TbEngine     *self,
                         GAsyncResult *result,
                         GError      **error)
{
  return tb_engine_run_finish (self, result, error) != NULL;
}

/* ---- `state`, for check --partner ---- */

typedef struct
{
  gint64            partner;
  TbEnvelope       *request;
  const TbEnvelope *answer;
  GPtrArray        *findings;
} Comparison;

static gboolean
run_prepare_state (TbCore  *core,
                   gpointer data,
                   GError **error)
{
  Comparison *comparison = data;
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, comparison->partner, error);
  g_autoptr (GBytes) body = NULL;

  if (partner == NULL)
    return FALSE;
  if (partner->link_state != TB_LINK_LINKED)
    {
      tb_problem_set (error, TB_PROBLEM_PARTNER_INACTIVE, partner->name);
      return FALSE;
    }
  body = tb_state_encode_request (NULL);
  comparison->request = tb_envelope_new ("state", partner->link, body);
  tb_envelope_sign (comparison->request, partner->key,
                    partner->is_inviter ? TB_SIGNER_INVITER : TB_SIGNER_ACCEPTER, NULL, core->now);
  return TRUE;
}

TbEnvelope *
tb_engine_prepare_state (TbEngine *self,
                         gint64    partner,
                         GError  **error)
{
  Comparison comparison = { .partner = partner };

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return tb_engine_run (self, FALSE, NO_USER, run_prepare_state, &comparison, error) ? comparison.request
                                                                                     : NULL;
}

static gboolean
run_compare (TbCore  *core,
             gpointer data,
             GError **error)
{
  Comparison *comparison = data;
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, comparison->partner, error);
  g_autoptr (GPtrArray) theirs = NULL;

  if (partner == NULL)
    return FALSE;
  if (!is_signed_by_partner (core, partner, comparison->request, comparison->answer))
    {
      tb_problem_set (error, TB_PROBLEM_SIGNATURE, NULL);
      return FALSE;
    }
  if (comparison->answer->status != 200)
    {
      tb_problem_set (error, tb_problem_body_read (comparison->answer->body), NULL);
      return FALSE;
    }
  theirs = tb_state_decode_answer (comparison->answer->body, error);
  return theirs != NULL && tb_core_compare (core, comparison->partner, theirs, comparison->findings, error);
}

gboolean
tb_engine_compare_state (TbEngine         *self,
                         gint64            partner,
                         const TbEnvelope *request,
                         const TbEnvelope *answer,
                         GPtrArray        *findings,
                         GError          **error)
{
  Comparison comparison = { .partner = partner,
                            .request = (TbEnvelope *)request,
                            .answer = answer,
                            .findings = findings };

  g_return_val_if_fail (TB_IS_ENGINE (self), FALSE);

  return tb_engine_run (self, FALSE, NO_USER, run_compare, &comparison, error);
}
