/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files on their way to a partner that are not to go now: taken back here, or declined there, and asked for
 * again. */
#include "config.h"

#include "tb-core-file-private.h"
#include "tb-workflow.h"

gboolean
tb_core_put_declined (TbCore            *core,
                      const TbPutRecord *put,
                      gint64             most,
                      GError           **error)
{
  g_autoptr (TbPutRecord) declined = tb_put_record_copy (put);

  if (put->is_done || put->state == TB_PUT_DECLINED)
    return TRUE;
  declined->state = TB_PUT_DECLINED;
  declined->most = most;
  declined->have = 0;
  core->is_outbox_changed = TRUE;
  return tb_tx_update (core->tx, declined, error) && tb_core_release_links (core, declined, error);
}

/* @put: (out) (nullable): a copy */
static gboolean
find_put (TbCore       *core,
          gint64        partner,
          const char   *sha256,
          TbPutRecord **put,
          GError      **error)
{
  g_autoptr (TbPutRecord) stored = NULL;
  GError *local = NULL;

  stored = tb_tx_find (core->tx, TB_Q_PUT_BY_SHA, &local, "is", partner, sha256);
  *put = stored != NULL ? tb_put_record_copy (stored) : NULL;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
tb_core_cancel_put (TbCore     *core,
                    gint64      partner,
                    const char *sha256,
                    GError    **error)
{
  g_autoptr (GPtrArray) waiting = tb_tx_select (core->tx, TB_Q_LINKS_WAITING, error, "is", partner, sha256);
  g_autoptr (TbPutRecord) put = NULL;

  if (waiting == NULL || !find_put (core, partner, sha256, &put, error))
    return FALSE;
  /* Of what never began nothing is there. */
  if (waiting->len > 0 || put == NULL || put->is_done || put->state != TB_PUT_GOES || put->have == 0)
    return TRUE;
  put->state = TB_PUT_CANCELED;
  core->is_outbox_changed = TRUE;
  return tb_tx_update (core->tx, put, error);
}

gboolean
tb_core_put_told (TbCore            *core,
                  const TbPutRecord *put,
                  GError           **error)
{
  g_autoptr (TbPutRecord) told = tb_put_record_copy (put);

  if (put->state != TB_PUT_CANCELED)
    return TRUE;
  told->state = TB_PUT_GOES;
  told->have = 0;
  return tb_tx_update (core->tx, told, error);
}

static gboolean
take_wish (TbCore            *core,
           gint64             partner,
           const TbFileOffer *wish,
           GError           **error)
{
  g_autoptr (TbEngagementRecord) e = NULL;
  g_autoptr (TbPutRecord) put = NULL;
  GError *local = NULL;

  e = tb_tx_find (core->tx, TB_Q_ENGAGEMENT_BY_EID, &local, "s", wish->engagement);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (e == NULL || e->partner != partner || !tb_engagement_is_live (e))
    return TRUE;
  if (!find_put (core, partner, wish->sha256, &put, error))
    return FALSE;
  if (put == NULL || put->state != TB_PUT_DECLINED)
    return TRUE;
  put->state = TB_PUT_GOES;
  put->most = -1;
  put->engagement = e->id;
  core->is_outbox_changed = TRUE;
  return tb_tx_update (core->tx, put, error);
}

gboolean
tb_core_take_wishes (TbCore        *core,
                     gint64         partner,
                     const TbBatch *batch,
                     GError       **error)
{
  guint i;

  for (i = 0; i < batch->wishes->len; i++)
    if (!take_wish (core, partner, batch->wishes->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* ---- What came of a part ---- */

/* The file that a request has brought a part of. Returns: %FALSE with @error; @put is %NULL if it need not go
 * any more */
static gboolean
find_sent (TbCore           *core,
           gint64            partner,
           const TbEnvelope *request,
           TbPutRecord     **put,
           GError          **error)
{
  g_autoptr (TbPutRecord) stored = NULL;
  TbFilePart part = { 0 };
  GError    *local = NULL;

  *put = NULL;
  if (!tb_file_part_decode (request->body, &part, error))
    return FALSE;
  stored = tb_tx_find (core->tx, TB_Q_PUT_BY_SHA, &local, "is", partner, part.sha256);
  if (stored != NULL && !stored->is_done && part.is_canceled == (stored->state == TB_PUT_CANCELED))
    *put = tb_put_record_copy (stored);
  tb_file_part_clear (&part);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
is_reached (TbCore  *core,
            gint64   partner_id,
            GError **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);

  if (partner == NULL)
    return FALSE;
  partner->attempts = 0;
  partner->next_attempt = 0;
  tb_set_text (&partner->problem, NULL);
  core->is_outbox_changed = TRUE;
  return tb_tx_update (core->tx, partner, error);
}

gboolean
tb_core_settle_part (TbCore           *core,
                     gint64            partner_id,
                     const TbEnvelope *request,
                     const TbEnvelope *answer,
                     GError          **error)
{
  g_autoptr (TbPutRecord) put = NULL;
  gint64 have, most;

  if (!tb_file_progress_decode (answer->body, &have, NULL))
    return tb_core_count_failure (core, partner_id, TB_PROBLEM_MALFORMED, 0, error);
  if (!find_sent (core, partner_id, request, &put, error))
    return FALSE;
  if (put == NULL)
    return TRUE;
  if (put->state == TB_PUT_CANCELED)
    return is_reached (core, partner_id, error) && tb_core_put_told (core, put, error);
  if (tb_file_decline_decode (answer->body, &most))
    return is_reached (core, partner_id, error) && tb_core_put_declined (core, put, most, error);
  if (have > put->size)
    return tb_core_count_failure (core, partner_id, TB_PROBLEM_MALFORMED, 0, error);
  if (have <= put->have && have < put->size)
    {
      /* It did not get on, or the partner has lost what was there: from there again, after a while. */
      put->have = have;
      return tb_tx_update (core->tx, put, error) &&
             tb_core_count_failure (core, partner_id, TB_PROBLEM_FILE_MISSING, 0, error);
    }
  put->have = have;
  if (!is_reached (core, partner_id, error))
    return FALSE;
  return have == put->size ? tb_core_file_across (core, put, error) : tb_tx_update (core->tx, put, error);
}

gboolean
tb_core_settle_canceled (TbCore           *core,
                         gint64            partner_id,
                         const TbEnvelope *request,
                         gboolean         *is_told,
                         GError          **error)
{
  g_autoptr (TbPutRecord) put = NULL;

  if (!find_sent (core, partner_id, request, &put, error))
    return FALSE;
  *is_told = put != NULL && put->state == TB_PUT_CANCELED;
  return !*is_told || tb_core_put_told (core, put, error);
}
