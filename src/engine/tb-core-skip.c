/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Überspringen“: what a partner will not take is left out, and an empty event takes its n (protocol.md
 * section 4). */
#include "config.h"

#include "tb-core-heal-private.h"

#define ROW_HELD 2

enum
{
  REQUEST_PENDING,
  REQUEST_DONE,
  REQUEST_REFUSED,
};

/* A status or the customer left out would leave the two tickets apart for ever. */
gboolean
tb_core_can_skip (const TbEvent *event)
{
  return (event->parts & ~(TB_EVENT_OFFER | TB_EVENT_REQUEST | TB_EVENT_ITEMS | TB_EVENT_ERASED)) == 0;
}

/* Whether a later event of ours brings another revision of an item: that one still travels. */
static gboolean
comes_later (GPtrArray         *rows,
             const TbOutboxRow *skipped,
             const char        *uuid)
{
  guint i, j;

  for (i = 0; i < rows->len; i++)
    {
      const TbOutboxRow *row = rows->pdata[i];
      g_autoptr (TbEvent) event =
        row->n > skipped->n && row->bytes != NULL ? tb_event_decode (row->bytes, NULL) : NULL;

      for (j = 0; event != NULL && j < event->items->len; j++)
        if (g_strcmp0 (((TbEventItem *)event->items->pdata[j])->uuid, uuid) == 0)
          return TRUE;
    }
  return FALSE;
}

static gboolean
set_local (TbCore             *core,
           TbEngagementRecord *e,
           const char         *uuid,
           gboolean            is_local,
           GError            **error)
{
  g_autoptr (TbItemLinkRecord) link = NULL;
  GError *local = NULL;

  link = tb_tx_find (core->tx, TB_Q_LINK_BY_UUID, &local, "is", e->id, uuid);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (link == NULL)
    return TRUE;
  link->local_only = is_local;
  return tb_tx_update (core->tx, link, error);
}

static gboolean
find_request (TbCore             *core,
              TbEngagementRecord *e,
              const char         *event,
              TbRequestRecord   **request,
              GError            **error)
{
  GError *local = NULL;

  *request = tb_tx_find (core->tx, TB_Q_REQUEST_BY_EVENT, &local, "s", event);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (*request != NULL && (*request)->engagement != e->id)
    g_clear_pointer (request, tb_request_record_unref);
  return TRUE;
}

/* The status stays; a start is sent again at the next activity. */
static gboolean
withdraw_request (TbCore             *core,
                  TbEngagementRecord *e,
                  const char         *event,
                  GError            **error)
{
  g_autoptr (TbRequestRecord) request = NULL;

  if (!find_request (core, e, event, &request, error))
    return FALSE;
  if (request == NULL || request->state != REQUEST_PENDING)
    return TRUE;
  request->state = REQUEST_REFUSED;
  tb_set_text (&request->problem, tb_problem_nick (TB_PROBLEM_WITHDRAWN));
  if (request->verb == TB_VERB_START)
    e->start_queued = FALSE;
  if (request->verb == TB_VERB_SUBMIT && e->pause == 1)
    e->pause = 0;
  return tb_core_pay_owed (core, e, error) && tb_tx_update (core->tx, request, error);
}

/* The partner knows nothing of it, and what was queued behind it would be about nothing. */
static gboolean
cancel_offer (TbCore             *core,
              TbEngagementRecord *e,
              GPtrArray          *rows,
              GError            **error)
{
  guint i;

  for (i = 0; i < rows->len; i++)
    {
      g_autoptr (TbOutboxRow) row = tb_outbox_row_copy (rows->pdata[i]);

      if (row->n > 1 && !tb_core_withdraw_row (core, row, error))
        return FALSE;
    }
  e->n_out = 1;
  if (tb_transition_find (e->status, TB_ACTOR_LEAD, TB_ACTION_CANCEL) == NULL)
    return TRUE;
  e->status_rev++;
  return tb_core_move (core, e, TB_STATUS_CANCELED, NULL, FALSE, NULL, error);
}

static gboolean
skip_row (TbCore             *core,
          TbEngagementRecord *e,
          GPtrArray          *rows,
          TbOutboxRow        *row,
          GError            **error)
{
  g_autoptr (TbEvent) event = row->bytes != NULL ? tb_event_decode (row->bytes, NULL) : NULL;
  gboolean is_offer = event != NULL && (event->parts & TB_EVENT_OFFER) != 0;
  guint    i;

  if (event == NULL || !tb_core_can_skip (event))
    {
      tb_problem_set (error, TB_PROBLEM_CANNOT_SKIP, NULL);
      return FALSE;
    }
  if (is_offer && !tb_core_permit (core, TB_PERMISSION_OUTSOURCE, error))
    return FALSE;
  for (i = 0; i < event->items->len; i++)
    {
      const TbEventItem *item = event->items->pdata[i];

      if (!comes_later (rows, row, item->uuid) && !set_local (core, e, item->uuid, TRUE, error))
        return FALSE;
    }
  if ((event->parts & TB_EVENT_REQUEST) && !withdraw_request (core, e, row->event, error))
    return FALSE;
  if (!tb_core_replace_row (core, e, row, error) || (is_offer && !cancel_offer (core, e, rows, error)))
    return FALSE;
  return tb_core_history (core, e->ticket, e->id, NULL, FALSE, "skipped", NULL, row->event,
                          e->held_problem, error);
}

gboolean
tb_core_skip (TbCore  *core,
              gint64   ticket,
              guint   *count,
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

          if (row->state != ROW_HELD || (row->n > 1 && e->n_out == 1))
            continue;
          if (!skip_row (core, e, rows, row, error))
            return FALSE;
          (*count)++;
        }
      tb_set_text (&e->held_problem, NULL);
      if (!tb_core_mirror (core, e, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- It had arrived ---- */

static gboolean
restore_request (TbCore             *core,
                 TbEngagementRecord *e,
                 const char         *event,
                 GError            **error)
{
  g_autoptr (TbRequestRecord) request = NULL;

  if (!find_request (core, e, event, &request, error))
    return FALSE;
  /* Its answer may have come already. */
  if (request == NULL || request->state != REQUEST_REFUSED ||
      g_strcmp0 (request->problem, tb_problem_nick (TB_PROBLEM_WITHDRAWN)) != 0)
    return TRUE;
  request->state = REQUEST_PENDING;
  tb_set_text (&request->problem, NULL);
  if (request->verb == TB_VERB_START)
    e->start_queued = TRUE;
  if (request->verb == TB_VERB_SUBMIT && tb_engagement_is_live (e) &&
      !tb_core_begin_pause (core, e, 1, error))
    return FALSE;
  return tb_tx_update (core->tx, request, error);
}

/* What was skipped is the outcome after all: items are shared, a request waits for its answer, and an offer
 * is canceled in words. */
gboolean
tb_core_unskip (TbCore            *core,
                const TbOutboxRow *row,
                GError           **error)
{
  g_autoptr (TbEngagementRecord) e = tb_core_get (core, &TB_ENGAGEMENT, row->engagement, error);
  g_autoptr (TbOutboxRow) skipped = NULL;
  g_autoptr (TbEvent) event = NULL;
  GError *local = NULL;
  guint   i;

  if (e == NULL)
    return FALSE;
  skipped = tb_tx_find (core->tx, TB_Q_OUTBOX_BY_EVENT, &local, "s", row->replaces);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  event = skipped != NULL && skipped->bytes != NULL ? tb_event_decode (skipped->bytes, NULL) : NULL;
  if (event == NULL)
    return TRUE;
  for (i = 0; i < event->items->len; i++)
    if (!set_local (core, e, ((TbEventItem *)event->items->pdata[i])->uuid, FALSE, error))
      return FALSE;
  if ((event->parts & TB_EVENT_REQUEST) && !restore_request (core, e, row->replaces, error))
    return FALSE;
  if ((event->parts & TB_EVENT_OFFER) && !tb_core_decide (core, e, &(TbDecision){ 0 }, error))
    return FALSE;
  return tb_core_mirror (core, e, error) &&
         tb_core_history (core, e->ticket, e->id, NULL, TRUE, "skip-undone", NULL, row->replaces, NULL,
                          error);
}
