/* SPDX-License-Identifier: GPL-3.0-or-later
 * A partner's events: order by n, repeats, parking, and what each kind does here (protocol.md sections 3 and
 * 4). Nobody trusts a partner: it reaches only what is shared with it. */
#include "config.h"

#include "tb-core-heal-private.h"
#include "tb-core-kept-private.h"
#include "tb-core-privacy-private.h"

#define MAX_PARKED 1000
#define MAX_REFUSED 1000

enum
{
  INBOX_APPLIED,
  INBOX_PARKED,
  INBOX_REFUSED,
};

/** Where an event belongs: an engagement, an agreement, or one that an offer or invitation is about to make.
 */
typedef struct
{
  TbEngagementRecord *e;
  TbAgreementRecord  *agreement;
  const char         *name; /* eid or uuid */
  gint64              n_in;
} Scope;

static void
scope_clear (Scope *scope)
{
  g_clear_pointer (&scope->e, tb_engagement_record_unref);
  g_clear_pointer (&scope->agreement, tb_agreement_record_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scope, scope_clear)

/* An invitation of ours that was taken by somebody with whom we are linked under another name already,
 * because the two invitations crossed, belongs to that link. */
static gboolean
adopt_agreement (TbCore            *core,
                 gint64             partner,
                 TbAgreementRecord *agreement,
                 GError           **error)
{
  g_autoptr (TbPartnerRecord) invited = NULL;

  if (agreement->partner == partner || agreement->role != TB_ROLE_LEAD ||
      agreement->state != TB_AGREEMENT_INVITED)
    return TRUE;
  invited = tb_core_get (core, &TB_PARTNER, agreement->partner, error);
  if (invited == NULL)
    return FALSE;
  if (invited->link_state != TB_LINK_INVITED)
    return TRUE;
  agreement->partner = partner;
  return tb_tx_update (core->tx, agreement, error);
}

static gboolean
find_scope (TbCore        *core,
            gint64         partner,
            const TbEvent *event,
            Scope         *scope,
            GError       **error)
{
  GError *local = NULL;

  if (event->parts & TB_EVENT_AGREEMENT)
    {
      scope->name = event->agreement;
      scope->agreement = tb_tx_find (core->tx, TB_Q_AGREEMENT_BY_UUID, &local, "s", event->agreement);
      scope->n_in = scope->agreement != NULL ? scope->agreement->n_in : 0;
      if (local == NULL && scope->agreement != NULL)
        adopt_agreement (core, partner, scope->agreement, &local);
    }
  else
    {
      scope->name = event->engagement;
      tb_core_find_engagement (core, event, &scope->e, &local);
      scope->n_in = scope->e != NULL ? scope->e->n_in : 0;
    }
  if (local == NULL && ((scope->e != NULL && scope->e->partner != partner) ||
                        (scope->agreement != NULL && scope->agreement->partner != partner)))
    tb_problem_set (&local, TB_PROBLEM_UNKNOWN_ENGAGEMENT,
                    NULL); /* another partner's: not even that is told */
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
tb_core_is_empty (const TbEvent *event)
{
  return event != NULL && (event->parts & ~TB_EVENT_ERASED) == TB_EVENT_ITEMS && event->items->len == 0;
}

/* ---- The lead's side: requests and the service partner's items ---- */

static gboolean
refuse (TbCore             *core,
        TbEngagementRecord *e,
        const TbEvent      *event,
        TbProblem           problem,
        GError            **error)
{
  return tb_core_decide (
    core, e, &(TbDecision){ .answers = event->id, .is_refused = TRUE, .problem = problem }, error);
}

static gboolean
judge_late_acceptance (TbCore             *core,
                       TbEngagementRecord *e,
                       const TbEvent      *event,
                       GError            **error)
{
  return tb_core_auto_decline (core, e, error) && refuse (core, e, event, TB_PROBLEM_TOO_LATE, error);
}

/* The lead judges a request by its table: present status, service, request, and the phase for start and
 * submit. */
static gboolean
judge (TbCore             *core,
       TbEngagementRecord *e,
       const TbEvent      *event,
       GError            **error)
{
  TbAction            action = tb_verb_to_action (event->verb);
  const TbTransition *transition = tb_transition_find (e->status, TB_ACTOR_SERVICE, action);
  g_autoptr (TbPartnerRecord) partner = NULL;
  gboolean is_phased = event->verb == TB_VERB_START || event->verb == TB_VERB_SUBMIT;

  if (transition == NULL)
    return refuse (core, e, event, tb_status_refusal (e->status, event->verb), error);
  if (is_phased && event->phase != e->phase)
    return refuse (core, e, event, TB_PROBLEM_STALE_PHASE, error);
  if ((transition->needs & TB_NEEDS_IN_TIME) && event->at > e->answer_by)
    return judge_late_acceptance (core, e, event, error);
  if (event->ticket_number != NULL)
    tb_set_text (&e->remote_number, event->ticket_number);
  partner = tb_core_get (core, &TB_PARTNER, e->partner, error);
  if (partner == NULL)
    return FALSE;
  return tb_core_decide (core, e,
                         &(TbDecision){ .transition = transition,
                                        .reason = event->reason,
                                        .answers = event->id,
                                        .actor = event->by_name != NULL && *event->by_name != '\0'
                                                   ? event->by_name
                                                   : partner->name,
                                        .is_partner = TRUE,
                                        .at = event->at },
                         error);
}

static gboolean
apply_as_lead (TbCore             *core,
               TbEngagementRecord *e,
               const TbEvent      *event,
               GError            **error)
{
  if (event->parts & (TB_EVENT_OFFER | TB_EVENT_STATUS | TB_EVENT_CUSTOMER))
    {
      tb_problem_set (error, TB_PROBLEM_NOT_OWNER, NULL);
      return FALSE;
    }
  /* An empty event only takes its n, whatever the status. */
  if ((event->parts & TB_EVENT_ITEMS) && !tb_core_is_empty (event))
    {
      if (!tb_engagement_is_live (e))
        return refuse (core, e, event, tb_status_refusal (e->status, TB_VERB_NONE), error);
      if (event->phase != e->phase)
        return refuse (core, e, event, TB_PROBLEM_STALE_PHASE, error);
      if (!tb_core_apply_items (core, e, event, error))
        return FALSE;
      if (event->ticket_number != NULL)
        tb_set_text (&e->remote_number, event->ticket_number);
    }
  return !(event->parts & TB_EVENT_REQUEST) || judge (core, e, event, error);
}

/* ---- The service side: the lead's offer, decisions, items ---- */

gboolean
tb_core_make_offer_ticket (TbCore             *core,
                           TbEngagementRecord *e,
                           const TbEvent      *event,
                           GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_ticket_record_new ();
  g_autoptr (TbTicketStatusRecord) status = tb_core_status_meaning (core, TB_MEANING_NEW, error);

  if (status == NULL || !tb_core_number (core, 'A', &ticket->number_day, &ticket->number_seq, error))
    return FALSE;
  ticket->number = tb_number_format ('A', ticket->number_day, ticket->number_seq);
  ticket->title = g_strdup (event->title);
  ticket->description = g_strdup (event->description);
  ticket->status = status->id;
  ticket->is_open = TRUE;
  ticket->priority = event->priority;
  ticket->queue = g_strdup ("");
  ticket->source = g_strdup ("insourcing");
  ticket->created_at = ticket->updated_at = core->now;
  if (!tb_tx_insert (core->tx, ticket, error))
    return FALSE;
  e->ticket = ticket->id;
  return TRUE;
}

void
tb_core_take_terms (TbEngagementRecord *e, const TbEvent *event)
{
  e->answer_by = event->answer_by;
  e->complete_by = event->complete_by;
  tb_set_text (&e->instructions, event->instructions != NULL ? event->instructions : "");
  e->rate_kind = event->rate_kind;
  e->amount = event->amount;
  e->authorized_minutes = event->authorized_minutes;
  e->authorized_charges = event->authorized_charges;
  tb_set_text (&e->currency, event->currency);
}

TbEngagementRecord *
tb_core_engagement_of_offer (TbCore        *core,
                             gint64         partner,
                             gint64         agreement,
                             const TbEvent *event)
{
  TbEngagementRecord *e = tb_engagement_record_new ();

  e->eid = g_strdup (event->engagement);
  e->partner = partner;
  e->agreement = agreement;
  e->role = TB_ROLE_SERVICE;
  e->status = TB_STATUS_NONE;
  e->status_epoch = 1;
  e->status_rev = 1;
  e->remote_number = g_strdup (event->number);
  tb_core_take_terms (e, event);
  e->customer_rate = TB_AMOUNT_NONE;
  e->customer_town = g_strdup (event->town != NULL ? event->town : "");
  e->sent_at = event->at;
  e->created_at = core->now;
  return e;
}

static gboolean
apply_offer (TbCore        *core,
             gint64         partner_id,
             const TbEvent *event,
             Scope         *scope,
             GError       **error)
{
  g_autoptr (TbAgreementRecord) agreement = NULL;
  g_autoptr (TbPartnerRecord) partner = NULL;
  g_autoptr (TbTicketRecord) ticket = NULL;
  TbEngagementRecord *e;
  GError             *local = NULL;

  if (scope->e != NULL || event->n != 1 || event->phase != 0)
    tb_problem_set (&local, TB_PROBLEM_MALFORMED, "offer");
  if (local == NULL)
    agreement = tb_tx_find (core->tx, TB_Q_AGREEMENT_BY_UUID, &local, "s", event->agreement_of_offer);
  if (local == NULL &&
      (agreement == NULL || agreement->partner != partner_id || agreement->role != TB_ROLE_SERVICE))
    tb_problem_set (&local, TB_PROBLEM_FORBIDDEN, NULL);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  if (partner == NULL)
    return FALSE;
  e = scope->e = tb_core_engagement_of_offer (core, partner_id, agreement->id, event);
  if (!tb_core_make_offer_ticket (core, e, event, error) || !tb_tx_insert (core->tx, e, error) ||
      !tb_core_move (core, e, TB_STATUS_ASSIGNED, partner->name, TRUE, NULL, error))
    return FALSE;
  /* An offer under an agreement that is inactive is answered by itself (protocol.md section 3). */
  if (agreement->state != TB_AGREEMENT_ACTIVE)
    return tb_core_request (core, e, TB_VERB_DECLINE, tb_problem_nick (TB_PROBLEM_INACTIVE), error);
  ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  if (ticket == NULL)
    return FALSE;
  tb_core_notice (core, "received", ticket, partner->name, NULL);
  return TRUE;
}

void
tb_core_take_customer (TbEngagementRecord *e, const TbEvent *event)
{
  tb_set_text (&e->customer_company, event->company);
  tb_set_text (&e->customer_contact, event->contact);
  tb_set_text (&e->customer_address, event->address);
  tb_set_text (&e->customer_town, event->customer_town);
  tb_set_text (&e->customer_phone, event->phone);
}

static gboolean
apply_as_service (TbCore             *core,
                  TbEngagementRecord *e,
                  const TbEvent      *event,
                  GError            **error)
{
  if (event->parts & TB_EVENT_REQUEST)
    {
      tb_problem_set (error, TB_PROBLEM_NOT_OWNER, NULL);
      return FALSE;
    }
  if (event->parts & TB_EVENT_STATUS)
    {
      if (event->status < TB_STATUS_ASSIGNED)
        {
          tb_problem_set (error, TB_PROBLEM_MALFORMED, "status");
          return FALSE;
        }
      if (!tb_core_apply_status (core, e, event, error))
        return FALSE;
    }
  if (event->parts & TB_EVENT_CUSTOMER)
    {
      /* What was erased there stays here until somebody says so: by it they find the rest. */
      if (!(event->parts & TB_EVENT_ERASED))
        tb_core_take_customer (e, event);
      if (!e->was_accepted)
        {
          tb_problem_set (error, TB_PROBLEM_NOT_ACCEPTED, NULL);
          return FALSE;
        }
    }
  if (event->items->len == 0)
    return TRUE;
  /* What the lead queued before it applied the submit is taken; what does not fit the phase is only logged.
   */
  if (!tb_engagement_is_live (e) || event->phase != e->phase)
    return TRUE;
  return tb_core_apply_items (core, e, event, error);
}

/* ---- Order, repeats, parking ---- */

static TbInboxRow *
inbox_row (TbCore           *core,
           gint64            partner,
           const TbBatchRow *row,
           const Scope      *scope)
{
  TbInboxRow *in = tb_inbox_row_new ();

  in->partner = partner;
  in->seq = row->seq;
  in->epoch = row->epoch;
  in->event = g_strdup (row->event_id);
  in->received_at = core->now;
  in->hash = g_strdup (row->hash);
  tb_set_bytes (&in->bytes, row->bytes);
  if (row->event != NULL)
    in->n = row->event->n;
  /* Of an event that cannot be read nobody knows where it belongs. */
  in->scope = g_strdup (scope != NULL ? scope->name : "");
  in->engagement = scope != NULL && scope->e != NULL ? scope->e->id : 0;
  return in;
}

static gboolean
apply_event (TbCore        *core,
             gint64         partner,
             const TbEvent *event,
             Scope         *scope,
             GError       **error)
{
  if (event->parts & TB_EVENT_AGREEMENT)
    return tb_core_apply_agreement (core, partner, event, error);
  if (event->parts & TB_EVENT_STATE)
    {
      if (!tb_core_heal_apply (core, partner, event, &scope->e, error))
        return FALSE;
      if (scope->e == NULL)
        return TRUE; /* about something that neither side misses */
    }
  else if (event->parts & TB_EVENT_OFFER)
    {
      if (!apply_offer (core, partner, event, scope, error))
        return FALSE;
    }
  else if (scope->e == NULL && tb_core_is_empty (event))
    {
      return TRUE; /* an offer that was skipped before it arrived */
    }
  else if (scope->e == NULL)
    {
      tb_problem_set (error, TB_PROBLEM_UNKNOWN_ENGAGEMENT, NULL);
      return FALSE;
    }
  else if ((event->parts & TB_EVENT_ERASED) && !tb_core_take_erasure (core, scope->e, event, error))
    {
      return FALSE;
    }
  else if (!(scope->e->role == TB_ROLE_LEAD ? apply_as_lead : apply_as_service) (core, scope->e, event,
                                                                                 error))
    {
      return FALSE;
    }
  return tb_core_take_n (core, scope->e, event->n, error);
}

/* Applies in a savepoint. A problem of the event is undone and reported; a fault of the store ends the batch.
 * In a group the savepoint is that of all: it is spoilt, and undone by who began it. */
static TbOutcome
try_apply (TbCore        *core,
           gint64         partner,
           const TbEvent *event,
           TbInboxRow    *in,
           Scope         *scope,
           TbProblem     *problem,
           GError       **error)
{
  guint   n_notices = core->notices->len;
  GError *local = NULL;

  if (!core->kept->is_group && !tb_tx_savepoint (core->tx, error))
    return TB_NOT_TAKEN;
  if (apply_event (core, partner, event, scope, &local))
    {
      in->state = INBOX_APPLIED;
      in->applied_at = core->now;
      in->engagement = scope->e != NULL ? scope->e->id : 0;
      tb_set_text (&in->problem, NULL);
      return core->kept->is_group || tb_tx_release (core->tx, error) ? TB_APPLIED : TB_NOT_TAKEN;
    }
  g_ptr_array_set_size (core->notices, n_notices);
  if (local->domain != TB_PROBLEM && !g_error_matches (local, TB_STORE_ERROR, TB_STORE_ERROR_READ_ONLY) &&
      !g_error_matches (local, TB_STORE_ERROR, TB_STORE_ERROR_CONSTRAINT))
    {
      g_propagate_error (error, local);
      return TB_NOT_TAKEN;
    }
  *problem = local->domain == TB_PROBLEM ? (TbProblem)local->code : TB_PROBLEM_MALFORMED;
  g_info ("event %s refused: %s", event->id, local->message);
  g_error_free (local);
  core->kept->is_spoilt = core->kept->is_group;
  if (core->kept->is_group)
    return TB_NOT_TAKEN;
  /* What is kept of the ticket was undone, too; of its engagement nothing was changed yet. */
  return tb_tx_rollback_to (core->tx, error) && tb_core_write_kept (core, error) ? TB_REFUSED : TB_NOT_TAKEN;
}

static gboolean
store_inbox (TbCore     *core,
             TbInboxRow *in,
             GError    **error)
{
  return in->id == 0 ? tb_tx_insert (core->tx, in, error) : tb_tx_update (core->tx, in, error);
}

static TbOutcome
refuse_row (TbCore     *core,
            TbInboxRow *in,
            TbProblem   problem,
            GError    **error)
{
  gint64 refused;

  /* A refusal that could not be said must not be acknowledged either. */
  if (!tb_tx_number (core->tx, TB_QN_INBOX_REFUSED_OF_PARTNER, &refused, error, "i", in->partner) ||
      (refused >= MAX_REFUSED && in->id == 0))
    return TB_NOT_TAKEN;
  in->state = INBOX_REFUSED;
  tb_set_text (&in->problem, tb_problem_nick (problem));
  return store_inbox (core, in, error) ? TB_REFUSED : TB_NOT_TAKEN;
}

/* An n that was applied under another id, as happens when its sender skips an event of which only the
 * acknowledgement was lost: it is told under which. */
static TbOutcome
refuse_second (TbCore     *core,
               TbInboxRow *in,
               GError    **error)
{
  g_autoptr (TbInboxRow) first = NULL;
  GError *local = NULL;

  if (in->engagement != 0)
    first = tb_tx_find (core->tx, TB_Q_INBOX_BY_N, &local, "iii", in->partner, in->engagement, in->n);
  else
    first = tb_tx_find (core->tx, TB_Q_INBOX_BY_SCOPE, &local, "isi", in->partner, in->scope, in->n);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return TB_NOT_TAKEN;
    }
  if (first == NULL)
    return refuse_row (core, in, TB_PROBLEM_MALFORMED, error);
  tb_set_text (&in->as_event, first->event);
  return refuse_row (core, in, TB_PROBLEM_ALREADY_APPLIED, error);
}

/* What was parked behind an event that is applied now. */
static gboolean
apply_parked (TbCore     *core,
              gint64      partner,
              const char *name,
              gint64      n,
              GError    **error)
{
  if (!tb_core_has_parked (core, name))
    return TRUE;
  if (!tb_core_write_kept (core, error))
    return FALSE;
  for (;;)
    {
      g_autoptr (TbInboxRow) in = NULL;
      g_autoptr (TbEvent) event = NULL;
      g_auto (Scope) scope = { 0 };
      TbProblem problem = TB_PROBLEM_MALFORMED;
      GError   *local = NULL;

      in = tb_tx_find (core->tx, TB_Q_INBOX_PARKED_BY_N, &local, "isi", partner, name, ++n);
      if (local == NULL && in != NULL)
        event = tb_event_decode (in->bytes, &local);
      if (local == NULL && in != NULL)
        find_scope (core, partner, event, &scope, &local);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (in == NULL)
        return TRUE;
      switch (try_apply (core, partner, event, in, &scope, &problem, error))
        {
        case TB_APPLIED:
          if (!store_inbox (core, in, error))
            return FALSE;
          break;
        case TB_REFUSED:
          return refuse_row (core, in, problem, error) == TB_REFUSED;
        case TB_PARKED:
        case TB_NOT_TAKEN:
          return FALSE;
        }
    }
}

static TbOutcome
park (TbCore     *core,
      gint64      partner,
      TbInboxRow *in,
      GError    **error)
{
  gint64 parked;

  if (!tb_tx_number (core->tx, TB_QN_PARKED_OF_SCOPE, &parked, error, "is", partner, in->scope) ||
      parked >= MAX_PARKED)
    return TB_NOT_TAKEN;
  in->state = INBOX_PARKED;
  tb_core_note_parked (core, in->scope);
  return store_inbox (core, in, error) ? TB_PARKED : TB_NOT_TAKEN;
}

/* The inbox row of an event: the one it has already, or a new one. A repeat is told by %TB_APPLIED or
 * %TB_PARKED. */
static gboolean
earlier_row (TbCore           *core,
             gint64            partner,
             const TbBatchRow *row,
             TbInboxRow      **earlier,
             GError          **error)
{
  GError *local = NULL;

  *earlier = tb_tx_find (core->tx, TB_Q_INBOX_BY_EVENT, &local, "is", partner, row->event_id);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* A problem is what is wrong with the event; every other error ends the batch. */
static gboolean
find_scope_of_row (TbCore           *core,
                   gint64            partner,
                   const TbBatchRow *row,
                   Scope            *scope,
                   GError          **error)
{
  if (!tb_core_is_entry (row->event) && !tb_core_write_kept (core, error))
    return FALSE;
  if (row->event == NULL)
    return TRUE;
  return find_scope (core, partner, row->event, scope, error) &&
         (scope->e == NULL || row->event->n != scope->n_in + 1 ||
          tb_core_keep_engagement (core, scope->e, row->event, error));
}

/**
 * tb_core_apply_row:
 *
 * Applies n = last + 1, parks higher ones, takes repeats without effect. %TB_NOT_TAKEN without @error: the
 * row is not acknowledged and will come again.
 */
TbOutcome
tb_core_apply_row (TbCore           *core,
                   gint64            partner,
                   const TbBatchRow *row,
                   GError          **error)
{
  g_autoptr (TbInboxRow) earlier = NULL;
  g_autoptr (TbInboxRow) in = NULL;
  g_autoptr (TbTombstoneRecord) tombstone = NULL;
  g_auto (Scope) scope = { 0 };
  TbProblem problem = TB_PROBLEM_MALFORMED;
  TbOutcome outcome;
  GError   *local = NULL;

  if (!earlier_row (core, partner, row, &earlier, error))
    return TB_NOT_TAKEN;
  if (earlier != NULL && earlier->state != INBOX_REFUSED)
    return earlier->state == INBOX_PARKED ? TB_PARKED : TB_APPLIED;
  if (!find_scope_of_row (core, partner, row, &scope, &local) && local->domain != TB_PROBLEM)
    {
      g_propagate_error (error, local);
      return TB_NOT_TAKEN;
    }
  if (row->event != NULL && local == NULL && scope.e == NULL &&
      (row->event->parts & TB_EVENT_AGREEMENT) == 0 &&
      !tb_core_find_tombstone (core, partner, row->event->engagement, &tombstone, error))
    return TB_NOT_TAKEN;
  /* Its ticket was deleted by its age: a repeat changes nothing, there is nothing left to be erased, and all
   * else brings nothing back. */
  if (tombstone != NULL && (row->event->parts & TB_EVENT_STATE) == 0 &&
      (row->event->n <= tombstone->n_in || tb_core_is_empty (row->event) ||
       (row->event->parts & TB_EVENT_ERASED)))
    return TB_APPLIED;
  if (tombstone != NULL)
    tb_problem_set (&local, TB_PROBLEM_ENDED, NULL);
  in = inbox_row (core, partner, row, row->event != NULL && local == NULL ? &scope : NULL);
  in->id = earlier != NULL ? earlier->id : 0;
  if (row->event == NULL || local != NULL)
    {
      problem = row->event == NULL ? (TbProblem)row->error->code : (TbProblem)local->code;
      g_clear_error (&local);
      return refuse_row (core, in, problem, error);
    }
  if (row->event->n <= scope.n_in)
    return refuse_second (core, in, error);
  if (row->event->n > scope.n_in + 1)
    return park (core, partner, in, error);
  outcome = try_apply (core, partner, row->event, in, &scope, &problem, error);
  if (outcome == TB_REFUSED && problem == TB_PROBLEM_FILE_MISSING)
    return TB_NOT_TAKEN; /* the sender brings the bytes first, then the event again */
  if (outcome == TB_REFUSED)
    return refuse_row (core, in, problem, error);
  if (outcome == TB_APPLIED && (!store_inbox (core, in, error) ||
                                !apply_parked (core, partner, scope.name, row->event->n, error)))
    return TB_NOT_TAKEN;
  return outcome;
}
