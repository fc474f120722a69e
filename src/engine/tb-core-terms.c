/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Ticket outsourcen“: checking and saving terms, making the offer (product.md sections 3 and 5). */
#include "config.h"

#include "tb-core-private.h"

#define DEFAULT_ANSWER_TIME (24 * TB_HOUR)
/* What fits the wire's decimals: nine digits before the point. */
#define AMOUNT_LIMIT G_GINT64_CONSTANT (99999999999)

static gboolean
check_amount (gint64      amount,
              const char *field,
              GError    **error)
{
  g_autofree char *text = NULL;

  if (amount == TB_AMOUNT_NONE || (amount >= 0 && amount <= AMOUNT_LIMIT))
    return TRUE;
  text = tb_decimal_to_wire (amount, 2);
  return tb_core_refuse (error, TB_PROBLEM_BAD_AMOUNT, text, field);
}

/* Errors stand at their fields; only the partner is required. */
static gboolean
check_terms (TbCore                   *core,
             const TbEngagementRecord *e,
             GError                  **error)
{
  if (e->answer_by != 0 && e->answer_by <= core->now)
    return tb_core_refuse (error, TB_PROBLEM_ANSWER_BY_PAST, NULL, "answer-by");
  if (e->complete_by != 0 && e->complete_by < (e->answer_by != 0 ? e->answer_by : core->now))
    return tb_core_refuse (error, TB_PROBLEM_COMPLETE_BEFORE_ANSWER, NULL, "complete-by");
  if (e->authorized_minutes != TB_AMOUNT_NONE &&
      (e->authorized_minutes < 0 || e->authorized_minutes > TB_LIMIT_MINUTES))
    return tb_core_refuse (error, TB_PROBLEM_BAD_NUMBER, "", "hours");
  return tb_check_text (e->instructions, TB_LIMIT_REASON, "instructions", error) &&
         check_amount (e->amount, "amount", error) &&
         check_amount (e->authorized_charges, "charges", error) &&
         check_amount (e->customer_rate, "customer-rate", error);
}

static void
take_terms (TbCore             *core,
            TbEngagementRecord *e,
            const TbTerms      *terms)
{
  e->answer_by = terms->answer_by;
  e->complete_by = terms->complete_by;
  tb_set_text (&e->instructions, terms->instructions != NULL ? terms->instructions : "");
  e->rate_kind = terms->rate_kind;
  e->amount = terms->rate_kind == TB_RATE_NONE ? TB_AMOUNT_NONE : terms->amount;
  e->authorized_minutes = terms->authorized_minutes;
  e->authorized_charges = terms->authorized_charges;
  tb_set_text (&e->currency, terms->currency != NULL ? terms->currency : core->currency);
  /* Who may not see it does not change it either (product.md section 7). */
  if (core->user != NULL && core->user->permission >= TB_PERMISSION_ALL)
    e->customer_rate = terms->customer_rate;
}

/* Terms of a new engagement start from those of the last one; its deadlines are past and stay behind. */
static void
inherit_terms (TbEngagementRecord       *e,
               const TbEngagementRecord *last)
{
  tb_set_text (&e->instructions, last->instructions);
  e->rate_kind = last->rate_kind;
  e->amount = last->amount;
  e->authorized_minutes = last->authorized_minutes;
  e->authorized_charges = last->authorized_charges;
  tb_set_text (&e->currency, last->currency);
  e->customer_rate = last->customer_rate;
}

static TbEngagementRecord *
new_engagement (TbCore                   *core,
                gint64                    ticket,
                const TbEngagementRecord *last)
{
  TbEngagementRecord *e = tb_engagement_record_new ();
  const TbTerms       empty = TB_TERMS_EMPTY;

  e->eid = tb_hex_new (20);
  e->ticket = ticket;
  e->role = TB_ROLE_LEAD;
  e->status = TB_STATUS_NONE;
  e->created_at = core->now;
  e->customer_rate = TB_AMOUNT_NONE;
  take_terms (core, e, &empty);
  if (last != NULL)
    inherit_terms (e, last);
  return e;
}

/* Points the engagement to the partner, if there is an active agreement in which we lead. */
static gboolean
choose_partner (TbCore             *core,
                TbEngagementRecord *e,
                const char         *name,
                GError            **error)
{
  g_autoptr (TbPartnerRecord) partner = NULL;
  g_autoptr (TbAgreementRecord) agreement = NULL;
  GError *local = NULL;

  if (name != NULL)
    partner = tb_core_partner_named (core, name, error);
  else if (e->partner != 0)
    partner = tb_core_get (core, &TB_PARTNER, e->partner, error);
  else
    tb_core_refuse (error, TB_PROBLEM_EMPTY, "partner", "partner");
  if (partner == NULL)
    return FALSE;
  agreement = tb_tx_find (core->tx, TB_Q_AGREEMENT_BY_ROLE, &local, "ii", partner->id, (gint64)TB_ROLE_LEAD);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (partner->link_state == TB_LINK_STOPPED && agreement != NULL)
    return tb_core_refuse (error, TB_PROBLEM_LINK_STOPPED, partner->name, "partner");
  if (agreement == NULL || agreement->state != TB_AGREEMENT_ACTIVE || partner->link_state != TB_LINK_LINKED)
    return tb_core_refuse (error, TB_PROBLEM_PARTNER_INACTIVE, partner->name, "partner");
  e->partner = partner->id;
  e->agreement = agreement->id;
  return TRUE;
}

/* The engagement that the terms belong to: the unsent one, or a new one. */
static TbEngagementRecord *
drafted_engagement (TbCore              *core,
                    gint64               ticket,
                    TbAction             action,
                    const TbTransition **transition,
                    GError             **error)
{
  g_autoptr (TbEngagementRecord) e = NULL;
  g_autoptr (TbTicketRecord) record = tb_core_workable_ticket (core, ticket, error);
  GError  *local = NULL;
  TbStatus status;

  if (record == NULL)
    return NULL;
  e = tb_core_engagement_of (core, record, TB_ROLE_LEAD, &local);
  if (local == NULL)
    {
      status = e != NULL ? (TbStatus)e->status : TB_STATUS_NONE;
      *transition =
        tb_transition_check (status, TB_ACTOR_LEAD, action,
                             core->user != NULL ? core->user->permission : TB_PERMISSION_NONE, &local);
    }
  if (local == NULL && !record->is_open)
    tb_problem_set (&local, TB_PROBLEM_TICKET_COMPLETE, NULL);
  if (local == NULL)
    tb_core_permit (core, (*transition)->permission, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  if (e == NULL || e->status != TB_STATUS_UNSENT)
    return new_engagement (core, ticket, e);
  return g_steal_pointer (&e);
}

static gboolean
store_engagement (TbCore             *core,
                  TbEngagementRecord *e,
                  GError            **error)
{
  return e->id == 0 ? tb_tx_insert (core->tx, e, error) : tb_tx_update (core->tx, e, error);
}

gboolean
tb_core_save_terms (TbCore        *core,
                    gint64         ticket,
                    const char    *partner,
                    const TbTerms *terms,
                    GError       **error)
{
  g_autoptr (TbEngagementRecord) e = NULL;
  const TbTransition *transition = NULL;

  e = drafted_engagement (core, ticket, TB_ACTION_SAVE_TERMS, &transition, error);
  if (e == NULL)
    return FALSE;
  if (terms != NULL)
    take_terms (core, e, terms);
  /* Whose draft it is decides who sees it. */
  e->sent_by = core->user != NULL ? core->user->id : 0;
  if (!choose_partner (core, e, partner, error) || !check_terms (core, e, error) ||
      !store_engagement (core, e, error))
    return FALSE;
  if (e->status == (gint64)transition->to)
    return tb_core_history (core, ticket, e->id, NULL, FALSE, "terms", NULL, NULL, NULL, error) &&
           tb_core_mirror (core, e, error);
  return tb_core_move (core, e, transition->to, NULL, FALSE, NULL, error);
}

void
tb_core_fill_terms (const TbEngagementRecord *e,
                    TbEvent                  *event)
{
  event->answer_by = e->answer_by;
  event->complete_by = e->complete_by;
  event->instructions = g_strdup (e->instructions != NULL ? e->instructions : "");
  event->rate_kind = e->rate_kind;
  event->amount = e->amount;
  event->authorized_minutes = e->authorized_minutes;
  event->authorized_charges = e->authorized_charges;
  event->currency = g_strdup (e->currency);
}

/* The offer: title, description, priority, terms and the customer's town, no other customer data. */
static gboolean
queue_offer (TbCore             *core,
             TbEngagementRecord *e,
             GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  g_autoptr (TbAgreementRecord) agreement = NULL;
  g_autoptr (TbOrganisationRecord) organisation = NULL;
  g_autoptr (TbEngagementRecord) from = NULL;
  g_autoptr (TbEvent) event = tb_event_new ();
  const char *town;

  if (ticket == NULL)
    return FALSE;
  agreement = tb_core_get (core, &TB_AGREEMENT, e->agreement, error);
  if (agreement == NULL)
    return FALSE;
  if (ticket->service_engagement != 0)
    from = tb_core_get (core, &TB_ENGAGEMENT, ticket->service_engagement, error);
  else if (ticket->organisation != 0)
    organisation = tb_core_get (core, &TB_ORGANISATION, ticket->organisation, error);
  if ((ticket->service_engagement != 0 && from == NULL) ||
      (ticket->service_engagement == 0 && ticket->organisation != 0 && organisation == NULL))
    return FALSE;
  /* Of a ticket that we have from a lead it is the end customer's town, not that lead's. */
  town = from != NULL ? from->customer_town : organisation != NULL ? organisation->town
                                                                   : NULL;
  event->parts = TB_EVENT_OFFER;
  event->number = g_strdup (ticket->number);
  event->title = g_strdup (ticket->title);
  event->description = g_strdup (ticket->description);
  event->priority = ticket->priority;
  event->town = g_strdup (town != NULL ? town : "");
  event->agreement_of_offer = g_strdup (agreement->uuid);
  tb_core_fill_terms (e, event);
  return tb_core_queue (core, e, event, NULL, error);
}

/* Whose data are blocked is not handed to anybody new. */
static gboolean
check_contact (TbCore  *core,
               gint64   id,
               GError **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, id, error);
  g_autoptr (TbContactRecord) contact = NULL;

  if (ticket == NULL || ticket->contact == 0)
    return ticket != NULL;
  contact = tb_core_get (core, &TB_CONTACT, ticket->contact, error);
  if (contact == NULL)
    return FALSE;
  return !contact->is_blocked || tb_core_refuse (error, TB_PROBLEM_BLOCKED, contact->name, NULL);
}

gboolean
tb_core_outsource (TbCore        *core,
                   gint64         ticket,
                   const char    *partner_name,
                   const TbTerms *terms,
                   GError       **error)
{
  g_autoptr (TbEngagementRecord) e = NULL;
  g_autoptr (TbPartnerRecord) partner = NULL;
  const TbTransition *transition = NULL;

  e = drafted_engagement (core, ticket, TB_ACTION_OUTSOURCE, &transition, error);
  if (e == NULL)
    return FALSE;
  if (terms != NULL)
    take_terms (core, e, terms);
  if (e->answer_by == 0)
    e->answer_by = core->now + DEFAULT_ANSWER_TIME;
  if (!choose_partner (core, e, partner_name, error) || !check_terms (core, e, error) ||
      !check_contact (core, ticket, error))
    return FALSE;
  /* The wire knows whole milliseconds; both sides judge by the same instant. */
  e->answer_by -= e->answer_by % 1000;
  e->complete_by -= e->complete_by % 1000;
  e->sent_at = core->now;
  e->sent_by = core->user != NULL ? core->user->id : 0;
  e->status_epoch = 1;
  e->status_rev = 1;
  if (!store_engagement (core, e, error) ||
      !tb_core_move (core, e, transition->to, NULL, FALSE, NULL, error) || !queue_offer (core, e, error))
    return FALSE;
  partner = tb_core_get (core, &TB_PARTNER, e->partner, error);
  if (partner == NULL)
    return FALSE;
  partner->used_at = core->now;
  return tb_tx_update (core->tx, partner, error);
}
