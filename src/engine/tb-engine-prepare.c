/* SPDX-License-Identifier: GPL-3.0-or-later
 * The engine's side of delivery: the next request to a partner, made and signed. */
#include "config.h"

#include "tb-core-file-private.h"
#include "tb-core-heal-private.h"

#define NO_USER (-1)

static TbSigner
own_signer (const TbPartnerRecord *partner)
{
  return partner->is_inviter ? TB_SIGNER_INVITER : TB_SIGNER_ACCEPTER;
}

/* ---- The next request ---- */

typedef struct
{
  gint64      partner;
  gboolean    force;
  gint64      after; /* the last seq of a push that is under way; 0 none is */
  guint       limit; /* of a pull */
  guint       wait;
  TbEnvelope *request; /* (owned) (nullable) */
} Preparation;

static void
preparation_free (gpointer data)
{
  Preparation *preparation = data;

  g_clear_pointer (&preparation->request, tb_envelope_free);
  g_free (preparation);
}

static TbEnvelope *
join_request (TbCore          *core,
              TbPartnerRecord *partner)
{
  TbEnvelope *request = tb_envelope_new ("join", partner->join_key_id, partner->join_body);

  tb_envelope_sign (request, partner->key, TB_SIGNER_ACCEPTER, NULL, core->now);
  return request;
}

static TbEnvelope *
signed_request (TbCore          *core,
                TbPartnerRecord *partner,
                const char      *route,
                GBytes          *body)
{
  TbEnvelope *request = tb_envelope_new (route, partner->link, body);

  tb_envelope_sign (request, partner->key, own_signer (partner), NULL, core->now);
  return request;
}

/* The next part of a file that is not across. */
static TbEnvelope *
file_request (TbCore          *core,
              TbPartnerRecord *partner,
              TbPutRecord     *put,
              GError         **error)
{
  g_autoptr (TbEngagementRecord) e = tb_core_get (core, &TB_ENGAGEMENT, put->engagement, error);
  g_autoptr (GBytes) body = NULL;
  TbFilePart part = { 0 };

  if (e == NULL)
    return NULL;
  part.size = put->size;
  part.is_canceled = put->state == TB_PUT_CANCELED;
  if (part.is_canceled)
    part.data = g_bytes_new (NULL, 0);
  else
    part.data =
      tb_store_read_file (core->store, put->sha256, put->have, TB_FILE_PART_BYTES, &part.size, error);
  if (part.data == NULL)
    return NULL;
  part.engagement = e->eid;
  part.sha256 = put->sha256;
  part.offset = put->have;
  body = tb_file_part_encode (&part);
  g_bytes_unref (part.data);
  return signed_request (core, partner, "files/put", body);
}

static TbEnvelope *
push_request (TbCore          *core,
              TbPartnerRecord *partner,
              const TbBatch   *batch)
{
  g_autoptr (GBytes) body = tb_batch_encode (batch);
  TbEnvelope *request = signed_request (core, partner, "push", body);

  if (batch->goes_on)
    request->last = ((TbBatchRow *)batch->rows->pdata[batch->rows->len - 1])->seq;
  return request;
}

/* What is behind a push that is under way, if that waits for nothing but its turn. */
static gboolean
more_request (TbCore          *core,
              TbPartnerRecord *partner,
              gint64           after,
              TbEnvelope     **request,
              GError         **error)
{
  g_autoptr (TbBatch) batch = NULL;

  if (partner->link_state != TB_LINK_LINKED || partner->batch_limit > 0)
    return TRUE;
  batch = tb_core_make_batch_after (core, partner->id, after, TB_BATCH_MAX_ROWS, error);
  if (batch == NULL)
    return FALSE;
  if (batch->rows->len > 0)
    *request = push_request (core, partner, batch);
  return TRUE;
}

gboolean
tb_core_plain_request (TbCore          *core,
                       TbPartnerRecord *partner,
                       gboolean         force,
                       TbEnvelope     **request,
                       GError         **error)
{
  g_autoptr (TbBatch) batch = NULL;
  g_autoptr (GPtrArray) puts = NULL;
  g_autoptr (GPtrArray) wants = NULL;
  g_autoptr (GBytes) body = NULL;

  if (partner->link_state == TB_LINK_JOINING)
    {
      *request = join_request (core, partner);
      return TRUE;
    }
  if (partner->link_state != TB_LINK_LINKED)
    return TRUE;
  batch = tb_core_make_batch (
    core, partner->id, partner->batch_limit > 0 ? partner->batch_limit : TB_BATCH_MAX_ROWS, FALSE, error);
  puts = batch != NULL ? tb_tx_select (core->tx, TB_Q_PUTS_OPEN, error, "i", partner->id) : NULL;
  wants = puts != NULL ? tb_tx_select (core->tx, TB_Q_WANTS_OF_PARTNER, error, "i", partner->id) : NULL;
  if (wants == NULL)
    return FALSE;
  /* A file comes after what is to be said and heard: its ticket may have ended over there meanwhile. Theirs
   * come first: the news of that end may wait behind them, and until we have it ours are refused. */
  if (batch->rows->len == 0 && wants->len > 0 && !force && !partner->owes_ack)
    {
      body = tb_core_get_body (core, wants->pdata[0], error);
      if (body == NULL)
        return FALSE;
      *request = signed_request (core, partner, "files/get", body);
      return TRUE;
    }
  if (batch->rows->len == 0 && puts->len > 0 && !force && !partner->owes_ack)
    {
      *request = file_request (core, partner, puts->pdata[0], error);
      return *request != NULL;
    }
  if (batch->rows->len == 0 && !force && !partner->owes_ack)
    return TRUE;
  *request = push_request (core, partner, batch);
  return TRUE;
}

static gboolean
run_prepare (TbCore  *core,
             gpointer data,
             GError **error)
{
  Preparation *preparation = data;
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, preparation->partner, error);
  TbTravel travel;

  g_clear_pointer (&preparation->request, tb_envelope_free);
  if (partner == NULL || !tb_core_travel (core, partner, &travel, error))
    return FALSE;
  if (core->is_elsewhere)
    return TRUE;
  if (preparation->after > 0)
    return travel == TB_TRAVEL_MAILBOX ||
           more_request (core, partner, preparation->after, &preparation->request, error);
  return (travel == TB_TRAVEL_MAILBOX ? tb_core_prepare_mail : tb_core_plain_request) (
    core, partner, preparation->force, &preparation->request, error);
}

/* Prepared on the writer although it changes nothing: what a batch says of us and when it was made must come
 * in the order of the commits, or a push that crosses an answer would look like one of a restored database.
 */
/* ---- How it is asked for ---- */

static TbEnvelope *
prepare (TbEngine   *self,
         TbCoreFunc  func,
         Preparation preparation,
         GError    **error)
{
  if (tb_engine_run (self, TRUE, NO_USER, func, &preparation, error))
    return preparation.request;
  g_clear_pointer (&preparation.request, tb_envelope_free);
  return NULL;
}

static void
prepare_async (TbEngine           *self,
               TbCoreFunc          func,
               const Preparation  *preparation,
               GAsyncReadyCallback callback,
               gpointer            user_data)
{
  tb_engine_run_async (self, TRUE, NO_USER, func, g_memdup2 (preparation, sizeof *preparation),
                       preparation_free, NULL, callback, user_data);
}

TbEnvelope *
tb_engine_prepare (TbEngine *self,
                   gint64    partner,
                   gboolean  force,
                   GError  **error)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return prepare (self, run_prepare, (Preparation){ .partner = partner, .force = force }, error);
}

void
tb_engine_prepare_async (TbEngine           *self,
                         gint64              partner,
                         gboolean            force,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_return_if_fail (TB_IS_ENGINE (self));

  prepare_async (self, run_prepare, &(Preparation){ .partner = partner, .force = force }, callback,
                 user_data);
}

TbEnvelope *
tb_engine_prepare_finish (TbEngine     *self,
                          GAsyncResult *result,
                          GError      **error)
{
  Preparation *preparation = tb_engine_run_finish (self, result, error);

  return preparation != NULL ? g_steal_pointer (&preparation->request) : NULL;
}

TbEnvelope *
tb_engine_prepare_more (TbEngine *self,
                        gint64    partner,
                        gint64    after,
                        GError  **error)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);
  g_return_val_if_fail (after > 0, NULL);

  return prepare (self, run_prepare, (Preparation){ .partner = partner, .after = after }, error);
}

void
tb_engine_prepare_more_async (TbEngine           *self,
                              gint64              partner,
                              gint64              after,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_return_if_fail (TB_IS_ENGINE (self));
  g_return_if_fail (after > 0);

  prepare_async (self, run_prepare, &(Preparation){ .partner = partner, .after = after }, callback,
                 user_data);
}

/* ---- A long poll ---- */

static gboolean
run_prepare_pull (TbCore  *core,
                  gpointer data,
                  GError **error)
{
  Preparation *preparation = data;
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, preparation->partner, error);
  g_autoptr (GBytes) body = NULL;
  TbTravel travel;

  g_clear_pointer (&preparation->request, tb_envelope_free);
  if (partner == NULL || !tb_core_travel (core, partner, &travel, error))
    return FALSE;
  if (travel == TB_TRAVEL_MAILBOX)
    {
      preparation->request = tb_core_take_request (core, partner, preparation->wait, error);
      return preparation->request != NULL;
    }
  if (partner->link_state != TB_LINK_LINKED)
    return TRUE;
  body = tb_core_pull_body (core, partner, preparation->limit, preparation->wait, error);
  if (body == NULL)
    return FALSE;
  preparation->request = signed_request (core, partner, "pull", body);
  return TRUE;
}

TbEnvelope *
tb_engine_prepare_pull (TbEngine *self,
                        gint64    partner,
                        guint     limit,
                        guint     wait,
                        GError  **error)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return prepare (self, run_prepare_pull,
                  (Preparation){ .partner = partner, .limit = limit, .wait = wait }, error);
}

void
tb_engine_prepare_pull_async (TbEngine           *self,
                              gint64              partner,
                              guint               limit,
                              guint               wait,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_return_if_fail (TB_IS_ENGINE (self));

  prepare_async (self, run_prepare_pull,
                 &(Preparation){ .partner = partner, .limit = limit, .wait = wait }, callback, user_data);
}
