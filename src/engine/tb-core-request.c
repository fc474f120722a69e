/* SPDX-License-Identifier: GPL-3.0-or-later
 * The service side: requests that wait for the lead's answer, and what its status events do here. */
#include "config.h"

#include "tb-core-private.h"

enum
{
  REQUEST_PENDING,
  REQUEST_DONE,
  REQUEST_REFUSED,
};

/* While accept, decline or submit is pending only `complete` may be added (protocol.md section 3). */
static gboolean
check_pending (TbCore             *core,
               TbEngagementRecord *e,
               TbVerb              verb,
               GError            **error)
{
  g_autoptr (GPtrArray) pending = tb_tx_select (core->tx, TB_Q_REQUESTS_PENDING, error, "i", e->id);
  guint i;

  if (pending == NULL)
    return FALSE;
  for (i = 0; i < pending->len; i++)
    {
      TbRequestRecord *request = pending->pdata[i];

      if (request->verb != TB_VERB_START && (verb != TB_VERB_COMPLETE || request->verb == TB_VERB_COMPLETE))
        {
          tb_problem_set (error, TB_PROBLEM_REQUEST_PENDING, NULL);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
tb_core_request (TbCore             *core,
                 TbEngagementRecord *e,
                 TbVerb              verb,
                 const char         *reason,
                 GError            **error)
{
  g_autoptr (TbRequestRecord) request = tb_request_record_new ();
  g_autoptr (TbTicketRecord) ticket = NULL;
  g_autoptr (TbEvent) event = tb_event_new ();

  g_assert (e->role == TB_ROLE_SERVICE);
  if (!check_pending (core, e, verb, error))
    return FALSE;
  ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  if (ticket == NULL)
    return FALSE;
  event->id = tb_id_new_near (core->now);
  event->parts = TB_EVENT_REQUEST;
  event->verb = verb;
  event->reason = g_strdup (reason);
  if (ticket->is_confirmed)
    event->ticket_number = g_strdup (ticket->number);
  request->engagement = e->id;
  request->event = g_strdup (event->id);
  request->verb = verb;
  request->reason = g_strdup (reason);
  request->user = core->user != NULL ? core->user->id : 0;
  request->at = core->now;
  if (verb == TB_VERB_START)
    e->start_queued = TRUE;
  if (verb == TB_VERB_SUBMIT && !tb_core_begin_pause (core, e, 1, error))
    return FALSE;
  if (!tb_tx_insert (core->tx, request, error) || !tb_core_queue (core, e, event, NULL, error))
    return FALSE;
  if (verb == TB_VERB_START)
    return TRUE;
  ticket->updated_at = core->now;
  return tb_tx_update (core->tx, ticket, error) &&
         tb_core_history (core, e->ticket, e->id, NULL, FALSE, "request", NULL, tb_nick (TB_TYPE_VERB, verb),
                          reason, error);
}

/* The first activity of the service side: `start` is queued once per engagement, in the same transaction and
 * before the item; the Ticketstatus goes on if it still means "new". */
gboolean
tb_core_activity (TbCore             *core,
                  TbEngagementRecord *e,
                  GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = NULL;
  g_autoptr (TbTicketStatusRecord) present = NULL;
  g_autoptr (TbTicketStatusRecord) next = NULL;

  g_autoptr (GPtrArray) pending = NULL;

  if (e->status != TB_STATUS_ACCEPTED || e->start_queued || e->pause != 0)
    return TRUE;
  /* Behind a pending completion nothing starts any more; the work itself goes on here. */
  pending = tb_tx_select (core->tx, TB_Q_REQUESTS_PENDING, error, "i", e->id);
  if (pending == NULL)
    return FALSE;
  if (pending->len > 0)
    return TRUE;
  if (!tb_core_request (core, e, TB_VERB_START, NULL, error))
    return FALSE;
  ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  if (ticket == NULL)
    return FALSE;
  present = tb_core_get (core, &TB_TICKET_STATUS, ticket->status, error);
  if (present == NULL)
    return FALSE;
  if (present->meaning != TB_MEANING_NEW)
    return TRUE;
  next = tb_core_status_meaning (core, TB_MEANING_IN_PROGRESS, NULL);
  if (next == NULL)
    return TRUE; /* an instance without such a value keeps its own */
  ticket->status = next->id;
  ticket->updated_at = core->now;
  return tb_tx_update (core->tx, ticket, error) &&
         tb_core_history (core, e->ticket, e->id, NULL, FALSE, "set", present->name, next->name, "status",
                          error);
}

/* ---- The lead's status events ---- */

/* A declined or canceled offer loses its text here at once (protocol.md section 4). */
gboolean
tb_core_erase_offer (TbCore             *core,
                     TbEngagementRecord *e,
                     GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);

  if (ticket == NULL)
    return FALSE;
  if (ticket->is_confirmed)
    return TRUE;
  tb_set_text (&ticket->title, "");
  tb_set_text (&ticket->description, "");
  tb_set_text (&e->instructions, "");
  tb_set_text (&e->customer_town, "");
  return tb_tx_update (core->tx, ticket, error) && tb_tx_update (core->tx, e, error) &&
         tb_tx_exec (core->tx, TB_QX_ERASE_OFFER_BODY, error, "i", e->id);
}

/* What the arrival of a confirmed status is called in a notification. */
static const char *const arrivals[TB_N_STATUSES] = {
  [TB_STATUS_CANCELED] = "canceled",
  [TB_STATUS_COMPLETE] = "completed",
  [TB_STATUS_ACCEPTED] = "accepted",
};

/* Nobody trusts a partner: a lead's status must be a step of the table, and one that only we can ask for must
 * answer a request of ours. */
static const TbTransition *
find_step (TbCore             *core,
           TbEngagementRecord *e,
           const TbEvent      *event,
           GError            **error)
{
  guint               n;
  const TbTransition *rows = tb_transitions (&n);
  g_autoptr (TbRequestRecord) request = NULL;
  GError *local = NULL;
  guint   i;

  if (event->answers != NULL)
    request = tb_tx_find (core->tx, TB_Q_REQUEST_BY_EVENT, &local, "s", event->answers);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  for (i = 0; i < n; i++)
    {
      if (!(rows[i].from & TB_STATUS_BIT (e->status)) || rows[i].to != event->status)
        continue;
      if (rows[i].actor != TB_ACTOR_SERVICE ||
          (request != NULL && request->engagement == e->id && request->verb == (gint64)rows[i].verb))
        return &rows[i];
    }
  tb_problem_set (error, TB_PROBLEM_MALFORMED, "status");
  return NULL;
}

static gboolean
take_pause (TbCore             *core,
            TbEngagementRecord *e,
            TbStatus            to,
            gboolean            is_resumed,
            GError            **error)
{
  if (to == TB_STATUS_WAITING_APPROVAL)
    return tb_core_begin_pause (core, e, 2, error);
  /* A pending submit keeps its pause while the status moves between the live ones: the crossing `start`. */
  if (to == TB_STATUS_COMPLETE || is_resumed)
    e->pause = 0;
  return TRUE;
}

static gboolean
adopt (TbCore             *core,
       TbEngagementRecord *e,
       const TbEvent      *event,
       GError            **error)
{
  TbStatus    from = e->status;
  const char *notice = arrivals[event->status];
  gboolean    is_rejection;
  g_autoptr (TbTicketRecord) ticket = NULL;
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, e->partner, error);
  const TbTransition *step = partner != NULL ? find_step (core, e, event, error) : NULL;

  if (step == NULL)
    return FALSE;
  is_rejection = (step->effects & TB_EFFECT_RESUME) != 0;
  if (!take_pause (core, e, event->status, is_rejection, error))
    return FALSE;
  e->status_epoch = event->status_epoch;
  e->status_rev = event->status_rev;
  e->phase = event->phase;
  tb_set_text (&e->status_event, event->id);
  if (event->status == TB_STATUS_ACCEPTED)
    {
      e->was_accepted = TRUE;
      tb_set_text (&e->accepted_by, event->accepted_by);
      e->accepted_at = event->accepted_at;
      if (!tb_tx_update (core->tx, e, error) || !tb_core_confirm_ticket (core, e, error))
        return FALSE;
    }
  if (!tb_core_move (core, e, event->status, partner->name, TRUE, event->reason, error) ||
      ((step->effects & TB_EFFECT_ERASE_OFFER) && !tb_core_erase_offer (core, e, error)) ||
      (is_rejection &&
       !tb_core_reason_note (core, e, event->id, partner->name, TRUE, event->reason, error)) ||
      ((is_rejection || event->status == TB_STATUS_COMPLETE) && !tb_core_settle_waiting (core, e, error)))
    return FALSE;
  if (is_rejection)
    notice = "rejected";
  else if (from == TB_STATUS_WAITING_APPROVAL && event->status == TB_STATUS_COMPLETE)
    notice = "approved";
  ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  if (ticket == NULL)
    return FALSE;
  if (notice != NULL)
    tb_core_notice (core, notice, ticket, partner->name, event->reason);
  return TRUE;
}

/* Items that the lead did not take any more stay here; the bar lists them. */
static gboolean
keep_refused_items (TbCore             *core,
                    TbEngagementRecord *e,
                    const TbEvent      *event,
                    GError            **error)
{
  g_autoptr (TbOutboxRow) row = NULL;
  g_autoptr (TbEvent) refused = NULL;
  g_autofree char *count = NULL;
  GError          *local = NULL;
  guint            n = 0;
  guint            i;

  row = tb_tx_find (core->tx, TB_Q_OUTBOX_BY_EVENT, &local, "s", event->answers);
  if (local == NULL && row != NULL && row->engagement == e->id && row->bytes != NULL)
    refused = tb_event_decode (row->bytes, &local);
  for (i = 0; local == NULL && refused != NULL && i < refused->items->len; i++)
    {
      TbEventItem *item = refused->items->pdata[i];
      g_autoptr (TbItemLinkRecord) link =
        tb_tx_find (core->tx, TB_Q_LINK_BY_UUID, &local, "is", e->id, item->uuid);

      if (local != NULL || link == NULL || link->local_only)
        continue;
      link->local_only = TRUE;
      if (tb_tx_update (core->tx, link, &local))
        n++;
    }
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (n == 0)
    return TRUE;
  e->late_items += n;
  count = g_strdup_printf ("%u", n);
  return tb_core_history (core, e->ticket, e->id, NULL, FALSE, "late-items", NULL, count, event->problem,
                          error);
}

static gboolean
settle_request (TbCore             *core,
                TbEngagementRecord *e,
                TbRequestRecord    *request,
                const TbEvent      *event,
                GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = NULL;

  /* A request that was taken back may have arrived all the same: then its answer counts. */
  if (request->state != REQUEST_PENDING &&
      g_strcmp0 (request->problem, tb_problem_nick (TB_PROBLEM_WITHDRAWN)) != 0)
    return TRUE;
  request->state = event->is_refused ? REQUEST_REFUSED : REQUEST_DONE;
  tb_set_text (&request->problem, event->problem);
  if (!tb_tx_update (core->tx, request, error))
    return FALSE;
  if (!event->is_refused || request->verb == TB_VERB_START)
    return TRUE;
  /* The rules of the pause end; what was added meanwhile stays local. */
  if (request->verb == TB_VERB_SUBMIT && e->pause == 1)
    e->pause = 0;
  ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  if (ticket == NULL || !tb_core_pay_owed (core, e, error))
    return FALSE;
  tb_core_notice (core, "refused", ticket, NULL, event->problem);
  return tb_core_history (core, e->ticket, e->id, NULL, TRUE, "request-refused",
                          tb_nick (TB_TYPE_VERB, request->verb), tb_nick (TB_TYPE_STATUS, event->status),
                          event->problem, error);
}

/* A request ends only by the status event that answers it, whatever its rev; the status only by a higher
 * (epoch, rev). */
gboolean
tb_core_apply_status (TbCore             *core,
                      TbEngagementRecord *e,
                      const TbEvent      *event,
                      GError            **error)
{
  g_autoptr (TbRequestRecord) request = NULL;
  gboolean is_newer = event->status_epoch > e->status_epoch ||
                      (event->status_epoch == e->status_epoch && event->status_rev > e->status_rev);
  GError *local = NULL;

  if (is_newer && !adopt (core, e, event, error))
    return FALSE;
  if (event->answers == NULL)
    return TRUE;
  request = tb_tx_find (core->tx, TB_Q_REQUEST_BY_EVENT, &local, "s", event->answers);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (request != NULL && request->engagement == e->id)
    {
      if (!settle_request (core, e, request, event, error))
        return FALSE;
    }
  else if (event->is_refused && !keep_refused_items (core, e, event, error))
    {
      return FALSE;
    }
  return tb_core_mirror (core, e, error);
}
