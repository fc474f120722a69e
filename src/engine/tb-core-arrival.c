/* SPDX-License-Identifier: GPL-3.0-or-later
 * Bytes of files that a partner sends before the event that names them (protocol.md section 7): each
 * partner's apart. That somebody else has sent the same file, or that it is here anyway, is nothing to it: it
 * sends all of it. So neither an answer nor an item tells a hash's owner what is here, and nobody spoils
 * another's. */
#include "config.h"

#include "tb-core-file-private.h"

/* What one partner may have here that no item names: so many files, so many bytes, for so long. */
#define MOST_FILES 64
#define MOST_BYTES (2 * (gint64)TB_LIMIT_FILE_BYTES)
#define LONGEST (7 * TB_DAY)

/* Returns: %FALSE with @error; @arrival is %NULL if there is none */
static gboolean
find_arrival (TbCore           *core,
              gint64            partner,
              const char       *sha256,
              TbArrivalRecord **arrival,
              GError          **error)
{
  g_autoptr (TbArrivalRecord) stored = NULL;
  GError *local = NULL;

  stored = tb_tx_find (core->tx, TB_Q_ARRIVAL_BY_SHA, &local, "is", partner, sha256);
  *arrival = stored != NULL ? tb_arrival_record_copy (stored) : NULL;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* It came by an item of this partner, or went to it: then that it is here is no news to it. */
static gboolean
is_shared (TbCore     *core,
           gint64      partner,
           const char *sha256,
           gboolean   *shared,
           GError    **error)
{
  gint64 n;

  if (!tb_tx_number (core->tx, TB_QN_FILE_SHARED, &n, error, "siis", sha256, partner, partner, sha256))
    return FALSE;
  *shared = n > 0;
  return TRUE;
}

gboolean
tb_core_has_come (TbCore     *core,
                  gint64      partner,
                  const char *sha256,
                  gboolean   *has_come,
                  GError    **error)
{
  g_autoptr (TbArrivalRecord) arrival = NULL;

  *has_come = FALSE;
  if (!find_arrival (core, partner, sha256, &arrival, error))
    return FALSE;
  if (arrival != NULL)
    *has_come = arrival->state == TB_ARRIVAL_WHOLE;
  else if (!is_shared (core, partner, sha256, has_come, error))
    return FALSE;
  *has_come = *has_come && tb_store_has_file (core->store, sha256);
  return TRUE;
}

/* Refused so that it is tried again later: the rest becomes items, or is forgotten, by then. */
static gboolean
check_room (TbCore  *core,
            gint64   partner,
            gint64   size,
            GError **error)
{
  gint64 files, bytes;

  if (!tb_tx_number (core->tx, TB_QN_ARRIVALS_OF_PARTNER, &files, error, "i", partner) ||
      !tb_tx_number (core->tx, TB_QN_ARRIVAL_BYTES_OF_PARTNER, &bytes, error, "i", partner))
    return FALSE;
  if (files < MOST_FILES && bytes + size <= MOST_BYTES)
    return TRUE;
  tb_problem_set (error, TB_PROBLEM_TOO_MANY_REQUESTS, NULL);
  return FALSE;
}

static gboolean
get_fetch_limit (TbCore  *core,
                 gint64  *limit,
                 GError **error)
{
  if (!tb_core_file_limit (core->tx, TB_SETTING_FETCH_LIMIT, limit, error))
    return FALSE;
  if (core->is_metered)
    *limit = MIN (*limit, TB_LIMIT_METERED_BYTES);
  return TRUE;
}

/* A larger file than the person wants unasked is not taken until somebody asks for it. */
static TbArrivalRecord *
new_arrival (TbCore           *core,
             gint64            partner,
             const TbFilePart *part,
             GError          **error)
{
  g_autoptr (TbArrivalRecord) arrival = tb_arrival_record_new ();
  gint64 limit;

  if (!check_room (core, partner, part->size, error) ||
      !get_fetch_limit (core, &limit, error))
    return NULL;
  arrival->partner = partner;
  arrival->sha256 = g_strdup (part->sha256);
  arrival->state = part->size > limit ? TB_ARRIVAL_DECLINED : TB_ARRIVAL_COMES;
  return g_steal_pointer (&arrival);
}

/* What is known of it must fit what is there, and what is said of it now. */
static gboolean
begin_again_if_it_differs (TbCore           *core,
                           TbArrivalRecord  *arrival,
                           const TbFilePart *part,
                           GError          **error)
{
  gboolean is_lost = arrival->state == TB_ARRIVAL_WHOLE && !tb_store_has_file (core->store, part->sha256);

  if (is_lost)
    arrival->state = TB_ARRIVAL_COMES;
  if (is_lost || (arrival->id != 0 && arrival->size != part->size))
    return tb_store_drop_part (core->store, arrival->partner, part->sha256, error);
  return TRUE;
}

static gboolean
store_arrival (TbCore          *core,
               TbArrivalRecord *arrival,
               GError         **error)
{
  arrival->touched_at = core->now;
  return arrival->id != 0 ? tb_tx_update (core->tx, arrival, error) : tb_tx_insert (core->tx, arrival, error);
}

/* What turns out to be wrong at its end begins anew. */
static gboolean
take_part (TbCore           *core,
           TbArrivalRecord  *arrival,
           const TbFilePart *part,
           gint64           *have,
           GError          **error)
{
  gboolean is_named;
  GError  *local = NULL;

  if (!is_shared (core, arrival->partner, part->sha256, &is_named, error))
    return FALSE;
  if (arrival->state == TB_ARRIVAL_WHOLE)
    *have = part->size;
  else
    tb_store_add_part (core->store, arrival->partner, part->sha256, part->offset, part->size, part->data,
                       have, &local);
  if (local != NULL && local->domain != TB_PROBLEM)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (local == NULL && *have == part->size)
    arrival->state = TB_ARRIVAL_WHOLE;
  else if (local == NULL && g_bytes_get_size (part->data) > 0)
    arrival->state = TB_ARRIVAL_COMES;
  arrival->have = *have;
  if (arrival->state == TB_ARRIVAL_WHOLE && arrival->id != 0 && is_named)
    return tb_core_forget_arrival (core, arrival, error);
  if ((local == NULL || arrival->id != 0) && !store_arrival (core, arrival, error))
    {
      g_clear_error (&local);
      return FALSE;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
tb_core_arrive (
  TbCore *core, const TbEngagementRecord *e, const TbFilePart *part, gint64 *have, GError **error)
{
  g_autoptr (TbArrivalRecord) arrival = NULL;
  gboolean is_shared_already = FALSE;

  *have = 0;
  if (!find_arrival (core, e->partner, part->sha256, &arrival, error) ||
      (arrival == NULL && !is_shared (core, e->partner, part->sha256, &is_shared_already, error)))
    return FALSE;
  if (is_shared_already && tb_store_has_file (core->store, part->sha256))
    {
      *have = part->size;
      return TRUE;
    }
  if (arrival == NULL)
    arrival = new_arrival (core, e->partner, part, error);
  if (arrival == NULL || !begin_again_if_it_differs (core, arrival, part, error))
    return FALSE;
  arrival->engagement = e->id;
  arrival->size = part->size;
  if (arrival->state == TB_ARRIVAL_DECLINED)
    return store_arrival (core, arrival, error);
  return take_part (core, arrival, part, have, error);
}

/** What a part is refused with; everything else is its sender's slip. */
typedef struct
{
  TbProblem problem;
  guint     status;
} PartRefusal;

static const PartRefusal part_refusals[] = {
  { TB_PROBLEM_UNKNOWN_ENGAGEMENT, 403 },
  { TB_PROBLEM_TOO_MANY_REQUESTS, 429 },
  { TB_PROBLEM_TOO_LARGE, 413 },
};

static TbEnvelope *
refuse_part (const TbEnvelope *request,
             GError           *reason,
             GError          **error)
{
  const PartRefusal *refusal = NULL;
  guint              i;

  if (reason->domain != TB_PROBLEM)
    {
      g_propagate_error (error, reason);
      return NULL;
    }
  for (i = 0; i < G_N_ELEMENTS (part_refusals); i++)
    if (reason->code == (int)part_refusals[i].problem)
      refusal = &part_refusals[i];
  g_error_free (reason);
  return refusal != NULL ? tb_core_refusal (request, refusal->status, refusal->problem)
                         : tb_core_refusal (request, 422, TB_PROBLEM_MALFORMED);
}

static TbEnvelope *
answer_part (TbCore           *core,
             gint64            partner,
             const TbEnvelope *request,
             const char       *sha256,
             gint64            have,
             GError          **error)
{
  g_autoptr (GBytes) body = NULL;
  gboolean is_declined;
  gint64   most;

  if (!tb_core_is_declined (core, partner, sha256, &is_declined, &most, error))
    return NULL;
  body = is_declined ? tb_file_decline_encode (most) : tb_file_progress_encode (have);
  return tb_core_answer (request, 200, body);
}

/* Bytes are taken only for an engagement that is live with this very partner, or that both compare after one
 * went back. */
TbEnvelope *
tb_core_receive_part (TbCore           *core,
                      TbPartnerRecord  *partner,
                      const TbEnvelope *request,
                      GError          **error)
{
  g_autoptr (TbEngagementRecord) e = NULL;
  g_autofree char *sha256 = NULL;
  TbFilePart       part = { 0 };
  gint64           have = 0;
  GError          *local = NULL;

  if (!tb_file_part_decode (request->body, &part, &local))
    return refuse_part (request, local, error);
  e = tb_tx_find (core->tx, TB_Q_ENGAGEMENT_BY_EID, &local, "s", part.engagement);
  if (local == NULL &&
      (e == NULL || e->partner != partner->id ||
       (!tb_engagement_is_live (e) && e->heal == 0 && partner->heal == 0)))
    tb_problem_set (&local, TB_PROBLEM_UNKNOWN_ENGAGEMENT, NULL);
  if (local == NULL && part.is_canceled)
    tb_core_stop_arrival (core, partner->id, part.sha256, &local);
  else if (local == NULL)
    tb_core_arrive (core, e, &part, &have, &local);
  sha256 = g_strdup (part.sha256);
  tb_file_part_clear (&part);
  if (local != NULL)
    return refuse_part (request, local, error);
  return answer_part (core, partner->id, request, sha256, have, error);
}

gboolean
tb_core_arrival_named (TbCore     *core,
                       gint64      partner,
                       const char *sha256,
                       GError    **error)
{
  g_autoptr (TbArrivalRecord) arrival = NULL;

  if (!find_arrival (core, partner, sha256, &arrival, error))
    return FALSE;
  return arrival == NULL || arrival->state != TB_ARRIVAL_WHOLE ||
         tb_core_forget_arrival (core, arrival, error);
}

gboolean
tb_core_is_declined (TbCore     *core,
                     gint64      partner,
                     const char *sha256,
                     gboolean   *is_declined,
                     gint64     *most,
                     GError    **error)
{
  g_autoptr (TbArrivalRecord) arrival = NULL;
  gint64 limit;

  if (!find_arrival (core, partner, sha256, &arrival, error) ||
      !get_fetch_limit (core, &limit, error))
    return FALSE;
  *is_declined = arrival != NULL && arrival->state == TB_ARRIVAL_DECLINED;
  *most = *is_declined && arrival->size > limit ? limit : 0;
  return TRUE;
}

gboolean
tb_core_may_come_without (TbCore     *core,
                          gint64      partner,
                          const char *sha256,
                          gboolean   *may,
                          GError    **error)
{
  g_autoptr (TbArrivalRecord) arrival = NULL;

  if (!find_arrival (core, partner, sha256, &arrival, error))
    return FALSE;
  *may = arrival != NULL &&
         (arrival->state == TB_ARRIVAL_DECLINED || arrival->state == TB_ARRIVAL_WANTED);
  return TRUE;
}

gboolean
tb_core_stop_arrival (TbCore     *core,
                      gint64      partner,
                      const char *sha256,
                      GError    **error)
{
  g_autoptr (TbArrivalRecord) arrival = NULL;
  gboolean is_named;

  if (!find_arrival (core, partner, sha256, &arrival, error) ||
      !is_shared (core, partner, sha256, &is_named, error))
    return FALSE;
  return arrival == NULL || is_named || tb_core_forget_arrival (core, arrival, error);
}

gboolean
tb_core_add_wishes (TbCore          *core,
                    TbPartnerRecord *partner,
                    TbBatch         *batch,
                    GError         **error)
{
  g_autoptr (GPtrArray) wanted = tb_tx_select (core->tx, TB_Q_ARRIVALS_WANTED, error, "i", partner->id);
  guint i;

  for (i = 0; wanted != NULL && i < wanted->len; i++)
    {
      const TbArrivalRecord *arrival = wanted->pdata[i];
      g_autoptr (TbEngagementRecord) e = tb_core_get (core, &TB_ENGAGEMENT, arrival->engagement, error);

      if (e == NULL)
        return FALSE;
      tb_batch_add_wish (batch, e->eid, arrival->sha256, arrival->size);
    }
  return wanted != NULL;
}

static gboolean
decline (TbCore          *core,
         TbArrivalRecord *arrival,
         GError         **error)
{
  if (arrival->state == TB_ARRIVAL_WHOLE)
    return TRUE;
  arrival->state = TB_ARRIVAL_DECLINED;
  arrival->have = 0;
  return tb_store_drop_part (core->store, arrival->partner, arrival->sha256, error) &&
         tb_tx_update (core->tx, arrival, error);
}

/* The partner learns of it with our next batch, which is made at once. */
static gboolean
want (TbCore                   *core,
      const TbEngagementRecord *e,
      TbArrivalRecord          *arrival,
      GError                  **error)
{
  g_autoptr (TbPartnerRecord) partner = NULL;

  if (arrival->state != TB_ARRIVAL_DECLINED)
    return TRUE;
  if (!tb_engagement_is_live (e))
    {
      tb_problem_set (error, TB_PROBLEM_ENDED, NULL);
      return FALSE;
    }
  partner = tb_core_get (core, &TB_PARTNER, e->partner, error);
  if (partner == NULL)
    return FALSE;
  arrival->state = TB_ARRIVAL_WANTED;
  arrival->touched_at = core->now;
  partner->owes_ack = TRUE;
  core->is_outbox_changed = TRUE;
  return tb_tx_update (core->tx, partner, error) && tb_tx_update (core->tx, arrival, error);
}

gboolean
tb_core_choose_file (TbCore     *core,
                     gint64      ticket,
                     const char *sha256,
                     gboolean    is_wanted,
                     GError    **error)
{
  g_autoptr (GPtrArray) engagements = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, error, "i", ticket);
  guint i;

  if (engagements == NULL)
    return FALSE;
  for (i = 0; i < engagements->len; i++)
    {
      const TbEngagementRecord *e = engagements->pdata[i];
      g_autoptr (TbArrivalRecord) arrival = NULL;

      if (!find_arrival (core, e->partner, sha256, &arrival, error))
        return FALSE;
      if (arrival != NULL && arrival->engagement == e->id)
        return is_wanted ? want (core, e, arrival, error) : decline (core, arrival, error);
    }
  tb_problem_set (error, TB_PROBLEM_NOT_FOUND, sha256);
  return FALSE;
}

gboolean
tb_core_forget_arrival (TbCore                *core,
                        const TbArrivalRecord *arrival,
                        GError               **error)
{
  return tb_store_drop_part (core->store, arrival->partner, arrival->sha256, error) &&
         tb_tx_remove (core->tx, &TB_ARRIVAL, arrival->id, error);
}

gboolean
tb_core_tidy_arrivals (TbCore  *core,
                       GError **error)
{
  g_autoptr (GPtrArray) old = tb_tx_select (core->tx, TB_Q_ARRIVALS_OLD, error, "i", core->now - LONGEST);
  guint i;

  if (old == NULL)
    return FALSE;
  for (i = 0; i < old->len; i++)
    if (!tb_core_forget_arrival (core, old->pdata[i], error))
      return FALSE;
  /* What was whole may have been the only one of its kind. */
  return old->len == 0 || tb_store_sweep_files (core->store, core->tx, error);
}
