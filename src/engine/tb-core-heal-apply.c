/* SPDX-License-Identifier: GPL-3.0-or-later
 * After a new epoch: what a step of tb-core-heal.c does at its receiver. What a side has lost wholly is made
 * anew; a status that the lead has forgotten it learns from the service, and after that its word counts. */
#include "config.h"

#include "tb-core-heal-private.h"

enum
{
  REQUEST_PENDING,
  REQUEST_DONE,
  REQUEST_REFUSED,
};

/* ---- What was lost wholly ---- */

static gboolean
find_agreement (TbCore             *core,
                gint64              partner,
                TbRole              role,
                const char         *uuid,
                TbAgreementRecord **agreement,
                GError            **error)
{
  GError *local = NULL;

  *agreement = tb_tx_find (core->tx, TB_Q_AGREEMENT_BY_UUID, &local, "s", uuid);
  if (local == NULL && *agreement != NULL &&
      ((*agreement)->partner != partner || (*agreement)->role != (gint64)role))
    tb_problem_set (&local, TB_PROBLEM_FORBIDDEN, NULL);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (*agreement != NULL)
    return TRUE;
  /* It runs to its end; whether new tickets come under it is for somebody here to say. */
  *agreement = tb_agreement_record_new ();
  (*agreement)->uuid = g_strdup (uuid);
  (*agreement)->partner = partner;
  (*agreement)->role = role;
  (*agreement)->state = TB_AGREEMENT_INACTIVE;
  (*agreement)->own_off = TRUE;
  (*agreement)->created_at = core->now;
  return tb_tx_insert (core->tx, *agreement, error);
}

static TbOrganisationRecord *
customer_of (TbCore        *core,
             const TbEvent *event,
             GError       **error)
{
  if (!(event->parts & TB_EVENT_CUSTOMER) || *event->company == '\0')
    return NULL;
  return tb_core_organisation (core, event->company, "customer", error);
}

/* A ticket of ours that only the partner remembers; it gets the next number. */
static gboolean
make_lead_ticket (TbCore             *core,
                  TbEngagementRecord *e,
                  const TbEvent      *event,
                  GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_ticket_record_new ();
  g_autoptr (TbTicketStatusRecord) status = tb_core_status_meaning (core, TB_MEANING_NEW, error);
  g_autoptr (TbOrganisationRecord) customer = NULL;
  GError *local = NULL;

  if (status == NULL || !tb_core_number (core, 'T', &ticket->number_day, &ticket->number_seq, error))
    return FALSE;
  customer = customer_of (core, event, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  ticket->number = tb_number_format ('T', ticket->number_day, ticket->number_seq);
  ticket->title = g_strdup (event->title);
  ticket->description = g_strdup (event->description);
  ticket->is_confirmed = TRUE;
  ticket->organisation = customer != NULL ? customer->id : 0;
  ticket->status = status->id;
  ticket->is_open = TRUE;
  ticket->priority = event->priority;
  ticket->queue = g_strdup ("");
  ticket->source = g_strdup ("own");
  ticket->created_at = ticket->updated_at = core->now;
  if (!tb_tx_insert (core->tx, ticket, error))
    return FALSE;
  e->ticket = ticket->id;
  return tb_core_history (core, ticket->id, 0, NULL, FALSE, "created", event->number, ticket->number, NULL,
                          error);
}

/* A ticket that is older than the offer is the one it was about; a number alone may have been given twice. */
static gboolean
find_lead_ticket (TbCore        *core,
                  const TbEvent *event,
                  gint64        *id,
                  GError       **error)
{
  g_autoptr (TbTicketRecord) ticket = NULL;
  g_autoptr (TbEngagementRecord) current = NULL;
  GError *local = NULL;

  *id = 0;
  ticket = tb_tx_find (core->tx, TB_Q_TICKET_BY_NUMBER, &local, "ss", event->number, event->number);
  if (local == NULL && ticket != NULL && ticket->lead_engagement != 0)
    current = tb_core_get (core, &TB_ENGAGEMENT, ticket->lead_engagement, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (ticket == NULL || !ticket->is_confirmed || ticket->created_at > event->sent_at)
    return TRUE;
  /* It was offered anew meanwhile: two at a time there are never. */
  if (current != NULL && current->sent_at > event->sent_at)
    return TRUE;
  *id = ticket->id;
  return TRUE;
}

static gboolean
make_as_lead (TbCore              *core,
              gint64               partner,
              const TbEvent       *event,
              TbEngagementRecord **e,
              GError             **error)
{
  g_autoptr (TbAgreementRecord) agreement = NULL;
  gint64 ticket;

  if (!find_lead_ticket (core, event, &ticket, error))
    return FALSE;
  /* An offer that came to nothing, about a ticket that is not there either, is missed by nobody. */
  if (ticket == 0 && (event->status == TB_STATUS_CANCELED || event->status == TB_STATUS_DECLINED))
    return TRUE;
  if (!find_agreement (core, partner, TB_ROLE_LEAD, event->agreement_of_offer, &agreement, error))
    return FALSE;
  *e = tb_core_engagement_of_offer (core, partner, agreement->id, event);
  (*e)->role = TB_ROLE_LEAD;
  (*e)->ticket = ticket;
  (*e)->sent_at = event->sent_at;
  tb_set_text (&(*e)->remote_number, NULL);
  return (ticket != 0 || make_lead_ticket (core, *e, event, error)) && tb_tx_insert (core->tx, *e, error);
}

static gboolean
make_as_service (TbCore              *core,
                 gint64               partner,
                 const TbEvent       *event,
                 TbEngagementRecord **e,
                 GError             **error)
{
  g_autoptr (TbAgreementRecord) agreement = NULL;

  if (!find_agreement (core, partner, TB_ROLE_SERVICE, event->agreement_of_offer, &agreement, error))
    return FALSE;
  *e = tb_core_engagement_of_offer (core, partner, agreement->id, event);
  (*e)->sent_at = event->sent_at;
  (*e)->status_rev = 0;
  (*e)->heal = TB_HEAL_PENDING;
  return tb_core_make_offer_ticket (core, *e, event, error) && tb_tx_insert (core->tx, *e, error);
}

/* ---- Statuses ---- */

static gboolean
tell_discarded (TbCore                *core,
                TbEngagementRecord    *e,
                const TbEvent         *event,
                const TbPartnerRecord *partner,
                GError               **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  const char *from = tb_nick (TB_TYPE_STATUS, e->status);
  const char *to = tb_nick (TB_TYPE_STATUS, event->status);

  if (ticket == NULL)
    return FALSE;
  tb_core_notice (core, "restored", ticket, partner->name, to);
  return tb_core_history (core, e->ticket, e->id, partner->name, TRUE, "restored", from, to, NULL, error);
}

/* The status as the other side has it; no step of the table leads there, since the steps were made
 * already. */
static gboolean
take_status (TbCore             *core,
             TbEngagementRecord *e,
             const TbEvent      *event,
             GError            **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, e->partner, error);

  if (partner == NULL)
    return FALSE;
  e->status_epoch = event->status_epoch;
  e->status_rev = event->status_rev;
  tb_set_text (&e->status_event, event->known);
  e->phase = event->phase;
  if (event->accepted_at > 0)
    {
      e->was_accepted = TRUE;
      tb_set_text (&e->accepted_by, event->accepted_by);
      e->accepted_at = event->accepted_at;
    }
  if (e->status == (gint64)event->status)
    return tb_core_mirror (core, e, error);
  if (e->status != TB_STATUS_NONE && !tell_discarded (core, e, event, partner, error))
    return FALSE;
  if (event->status == TB_STATUS_WAITING_APPROVAL)
    {
      if (!tb_core_begin_pause (core, e, 2, error))
        return FALSE;
    }
  else if (e->pause == 2 || event->status == TB_STATUS_COMPLETE)
    {
      e->pause = 0;
    }
  return tb_core_move (core, e, event->status, partner->name, TRUE, event->reason, error);
}

/* Whether the lead has made the decision that the service side confirms. */
static gboolean
knows_status (TbCore             *core,
              TbEngagementRecord *e,
              const TbEvent      *event,
              gboolean           *knows,
              GError            **error)
{
  g_autoptr (TbOutboxRow) row = NULL;
  GError *local = NULL;

  *knows = FALSE;
  if (e->status < TB_STATUS_ASSIGNED)
    return TRUE;
  *knows = event->known == NULL || g_strcmp0 (event->known, e->status_event) == 0;
  if (*knows)
    return TRUE;
  row = tb_tx_find (core->tx, TB_Q_OUTBOX_BY_EVENT, &local, "s", event->known);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  *knows = row != NULL && row->engagement == e->id;
  return TRUE;
}

static gboolean
forget_told (TbCore             *core,
             TbEngagementRecord *e,
             GError            **error)
{
  return tb_tx_exec (core->tx, TB_QX_FORGET_TOLD, error, "i", e->id);
}

/* What both have now is what there was before the pause. */
static gboolean
end_items (TbCore             *core,
           TbEngagementRecord *e,
           GError            **error)
{
  if (e->pause != 0 && !tb_tx_number (core->tx, TB_QN_MAX_ITEM_OF_ALL, &e->pause_mark, error, ""))
    return FALSE;
  return tb_tx_exec (core->tx, TB_QX_CLEAR_TOLD, error, "i", e->id) && tb_tx_update (core->tx, e, error);
}

/* ---- The lead ---- */

static gboolean
take_told_head (TbCore             *core,
                TbEngagementRecord *e,
                const TbEvent      *event,
                GError            **error)
{
  gboolean knows;

  if (!forget_told (core, e, error) || !knows_status (core, e, event, &knows, error))
    return FALSE;
  if (event->ticket_number != NULL)
    tb_set_text (&e->remote_number, event->ticket_number);
  if (knows)
    return tb_tx_update (core->tx, e, error);
  if (event->parts & TB_EVENT_OFFER)
    {
      tb_core_take_terms (e, event);
      e->sent_at = event->sent_at;
    }
  return take_status (core, e, event, error);
}

/* Own items that the partner should have by now: those of before an acceptance that we had forgotten. */
static gboolean
publish_rest (TbCore             *core,
              TbEngagementRecord *e,
              GError            **error)
{
  return !tb_engagement_is_live (e) || e->pause != 0 ||
         tb_core_publish_unlinked (core, e, e->accepted_at, error);
}

static gboolean
apply_told (TbCore             *core,
            TbEngagementRecord *e,
            const TbEvent      *event,
            GError            **error)
{
  if ((event->parts & TB_EVENT_STATUS) && !take_told_head (core, e, event, error))
    return FALSE;
  if (!tb_core_heal_take_yours (core, e, event, TRUE, error))
    return FALSE;
  if (!event->is_last)
    return TRUE;
  e->heal = TB_HEAL_PENDING;
  if (!tb_core_withdraw_unsent (core, e, error))
    return FALSE;
  return tb_core_heal_tell (core, e, TB_HEAL_ANSWERED, FALSE, error) && end_items (core, e, error) &&
         publish_rest (core, e, error);
}

static gboolean
apply_resent (TbCore             *core,
              TbEngagementRecord *e,
              const TbEvent      *event,
              GError            **error)
{
  if (e->heal != TB_HEAL_PENDING)
    {
      tb_problem_set (error, TB_PROBLEM_FORBIDDEN, NULL);
      return FALSE;
    }
  if (event->ticket_number != NULL)
    tb_set_text (&e->remote_number, event->ticket_number);
  if (!tb_core_heal_take_items (core, e, event, error))
    return FALSE;
  if (!event->is_last)
    return TRUE;
  e->heal = 0;
  return end_items (core, e, error) &&
         (e->status != TB_STATUS_COMPLETE || tb_core_sum_charge (core, e, error));
}

/* ---- The service side ---- */

/* What the lead's status and phase tell of a request that it may or may not have seen. */
static gboolean
is_fulfilled (const TbEngagementRecord *e,
              TbVerb                    verb,
              gint64                    phase)
{
  switch (verb)
    {
    case TB_VERB_ACCEPT:
      return e->was_accepted;
    case TB_VERB_DECLINE:
      return e->status == TB_STATUS_DECLINED;
    case TB_VERB_START:
      return e->status == TB_STATUS_IN_PROGRESS || e->status == TB_STATUS_WAITING_APPROVAL ||
             e->status == TB_STATUS_COMPLETE;
    case TB_VERB_SUBMIT:
      return e->phase > phase || e->status == TB_STATUS_WAITING_APPROVAL || e->status == TB_STATUS_COMPLETE;
    case TB_VERB_COMPLETE:
      return e->status == TB_STATUS_COMPLETE;
    case TB_VERB_NONE:
      return TRUE;
    }
  return TRUE;
}

static gboolean
settle_requests (TbCore             *core,
                 TbEngagementRecord *e,
                 gint64              phase,
                 GError            **error)
{
  g_autoptr (GPtrArray) pending = tb_tx_select (core->tx, TB_Q_REQUESTS_PENDING, error, "i", e->id);
  gboolean submits = FALSE;
  guint    i;

  if (pending == NULL)
    return FALSE;
  for (i = 0; i < pending->len; i++)
    {
      g_autoptr (TbRequestRecord) request = tb_request_record_copy (pending->pdata[i]);
      TbVerb   verb = request->verb;
      TbAction action = tb_verb_to_action (verb);
      gboolean is_possible = tb_transition_find (e->status, TB_ACTOR_SERVICE, action) != NULL;

      if (is_fulfilled (e, verb, phase))
        request->state = REQUEST_DONE;
      else if (!is_possible)
        request->state = REQUEST_REFUSED;
      submits = submits || (request->state == REQUEST_PENDING && verb == TB_VERB_SUBMIT);
      if (request->state == REQUEST_REFUSED)
        tb_set_text (&request->problem, tb_problem_nick (tb_status_refusal (e->status, verb)));
      if (request->state != REQUEST_PENDING && !tb_tx_update (core->tx, request, error))
        return FALSE;
    }
  if (e->pause == 1 && !submits)
    e->pause = 0;
  return tb_tx_update (core->tx, e, error);
}

static gboolean
ask_again (TbCore             *core,
           TbEngagementRecord *e,
           GError            **error)
{
  g_autoptr (GPtrArray) pending = tb_tx_select (core->tx, TB_Q_REQUESTS_PENDING, error, "i", e->id);
  guint i;

  if (pending == NULL)
    return FALSE;
  for (i = 0; i < pending->len; i++)
    {
      g_autoptr (TbRequestRecord) request = tb_request_record_copy (pending->pdata[i]);
      g_autoptr (TbEvent) event = tb_event_new ();

      g_free (request->event);
      request->event = tb_id_new ();
      event->id = g_strdup (request->event);
      event->parts = TB_EVENT_REQUEST;
      event->verb = request->verb;
      event->reason = g_strdup (request->reason);
      /* When it was asked for decides whether it was in time. */
      event->at = request->at - request->at % 1000;
      if (!tb_core_set_ticket_number (core, e, event, error) || !tb_tx_update (core->tx, request, error) ||
          !tb_core_queue (core, e, event, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_answer_head (TbCore             *core,
                  TbEngagementRecord *e,
                  const TbEvent      *event,
                  GError            **error)
{
  gint64   phase = e->phase;
  TbStatus from = e->status;
  gboolean is_accepted = !e->was_accepted && event->accepted_at > 0;

  if (!forget_told (core, e, error))
    return FALSE;
  if (event->parts & TB_EVENT_OFFER)
    {
      tb_set_text (&e->remote_number, event->number);
      tb_core_take_terms (e, event);
    }
  if (event->parts & TB_EVENT_CUSTOMER)
    tb_core_take_customer (e, event);
  if (!take_status (core, e, event, error) || (is_accepted && !tb_core_confirm_ticket (core, e, error)) ||
      !settle_requests (core, e, phase, error))
    return FALSE;
  if ((e->status == TB_STATUS_CANCELED || e->status == TB_STATUS_DECLINED) &&
      !tb_core_erase_offer (core, e, error))
    return FALSE;
  if (from != TB_STATUS_COMPLETE && e->status == TB_STATUS_COMPLETE)
    return tb_core_settle_waiting (core, e, error);
  return TRUE;
}

static gboolean
end_answer (TbCore             *core,
            TbEngagementRecord *e,
            gboolean            is_new,
            GError            **error)
{
  g_autoptr (TbAgreementRecord) agreement = NULL;

  /* What was queued for an engagement that was not being healed is on its way. */
  if (e->heal != 0 && !tb_core_withdraw_unsent (core, e, error))
    return FALSE;
  e->heal = 0;
  if (!tb_core_heal_tell (core, e, TB_HEAL_RESENT, FALSE, error) || !end_items (core, e, error) ||
      !ask_again (core, e, error))
    return FALSE;
  if (e->status != TB_STATUS_ASSIGNED || !is_new)
    return TRUE;
  agreement = tb_core_get (core, &TB_AGREEMENT, e->agreement, error);
  if (agreement == NULL)
    return FALSE;
  return agreement->state == TB_AGREEMENT_ACTIVE ||
         tb_core_request (core, e, TB_VERB_DECLINE, tb_problem_nick (TB_PROBLEM_INACTIVE), error);
}

static gboolean
apply_answered (TbCore             *core,
                TbEngagementRecord *e,
                const TbEvent      *event,
                GError            **error)
{
  if ((event->parts & TB_EVENT_STATUS) && !take_answer_head (core, e, event, error))
    return FALSE;
  if (!tb_core_heal_take_items (core, e, event, error) ||
      !tb_core_heal_take_yours (core, e, event, e->heal != 0, error))
    return FALSE;
  return !event->is_last || end_answer (core, e, FALSE, error);
}

/* ---- The door ---- */

typedef struct
{
  TbRole role; /* ours */
  gboolean (*make) (TbCore              *core,
                    gint64               partner,
                    const TbEvent       *event,
                    TbEngagementRecord **e,
                    GError             **error);
  gboolean (*apply) (TbCore             *core,
                     TbEngagementRecord *e,
                     const TbEvent      *event,
                     GError            **error);
} Step;

static const Step steps[] = {
  [TB_HEAL_TOLD] = { TB_ROLE_LEAD, make_as_lead, apply_told },
  [TB_HEAL_ANSWERED] = { TB_ROLE_SERVICE, make_as_service, apply_answered },
  [TB_HEAL_RESENT] = { TB_ROLE_LEAD, NULL, apply_resent },
};

gboolean
tb_core_heal_apply (TbCore              *core,
                    gint64               partner_id,
                    const TbEvent       *event,
                    TbEngagementRecord **e,
                    GError             **error)
{
  const Step *step = &steps[event->step];
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  const TbEventParts whole = TB_EVENT_STATUS | TB_EVENT_OFFER;

  if (partner == NULL)
    return FALSE;
  /* The lead may say at any time how things stand; the service side only when it was asked. */
  if ((*e != NULL && (*e)->role != (gint64)step->role) ||
      (event->step == TB_HEAL_TOLD && partner->heal != TB_HEAL_AWAIT))
    {
      tb_problem_set (error, TB_PROBLEM_FORBIDDEN, NULL);
      return FALSE;
    }
  if (*e == NULL && (step->make == NULL || (event->parts & whole) != whole))
    {
      tb_problem_set (error, TB_PROBLEM_UNKNOWN_ENGAGEMENT, NULL);
      return FALSE;
    }
  if (*e == NULL && !step->make (core, partner_id, event, e, error))
    return FALSE;
  return *e == NULL || step->apply (core, *e, event, error);
}
