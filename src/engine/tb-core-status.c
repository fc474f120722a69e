/* SPDX-License-Identifier: GPL-3.0-or-later
 * The arbiter: the lead's database decides every status (product.md section 3). */
#include "config.h"

#include "tb-core-private.h"

/* The current engagement of a role: the ticket points to it. NULL without @error if there is none. */
TbEngagementRecord *
tb_core_engagement_of (TbCore               *core,
                       const TbTicketRecord *ticket,
                       TbRole                role,
                       GError              **error)
{
  const gint64 id = role == TB_ROLE_LEAD ? ticket->lead_engagement : ticket->service_engagement;

  return id != 0 ? tb_core_get (core, &TB_ENGAGEMENT, id, error) : NULL;
}

/* Stores the engagement and shows its status on the ticket, by which folders and lists go. A discarded
 * draft (status none) gives way to the engagement before it. */
gboolean
tb_core_mirror (TbCore             *core,
                TbEngagementRecord *e,
                GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = NULL;
  g_autoptr (GPtrArray) all = NULL;
  TbEngagementRecord *latest = NULL;
  guint               i;

  if (!tb_tx_update (core->tx, e, error))
    return FALSE;
  ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  if (ticket == NULL)
    return FALSE;
  all = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, error, "i", e->ticket);
  if (all == NULL)
    return FALSE;
  for (i = 0; i < all->len; i++)
    {
      TbEngagementRecord *other = all->pdata[i];

      if (other->role == e->role && other->status != TB_STATUS_NONE)
        latest = other;
    }
  if (e->role == TB_ROLE_LEAD)
    {
      ticket->lead_engagement = latest != NULL ? latest->id : 0;
      ticket->lead_status = latest != NULL ? latest->status : TB_STATUS_NONE;
      ticket->sender = latest != NULL ? latest->sent_by : 0;
    }
  else
    {
      ticket->service_engagement = latest != NULL ? latest->id : 0;
      ticket->service_status = latest != NULL ? latest->status : TB_STATUS_NONE;
    }
  ticket->was_accepted = ticket->was_accepted || e->was_accepted;
  ticket->updated_at = core->now;
  return tb_tx_update (core->tx, ticket, error);
}

/* One status change as both sides make it: stored, shown on the ticket, written into „Verlauf“. */
gboolean
tb_core_move (TbCore             *core,
              TbEngagementRecord *e,
              TbStatus            to,
              const char         *actor,
              gboolean            is_partner,
              const char         *reason,
              GError            **error)
{
  TbStatus from = e->status;

  e->status = to;
  e->status_since = core->now;
  tb_set_text (&e->reason, reason);
  g_debug ("engagement %s: %s to %s", e->eid, tb_nick (TB_TYPE_STATUS, from), tb_nick (TB_TYPE_STATUS, to));
  return tb_core_mirror (core, e, error) &&
         tb_core_history (core, e->ticket, e->id, actor, is_partner, "status", tb_nick (TB_TYPE_STATUS, from),
                          tb_nick (TB_TYPE_STATUS, to), reason, error);
}

gboolean
tb_core_begin_pause (TbCore             *core,
                     TbEngagementRecord *e,
                     int                 pause,
                     GError            **error)
{
  /* From the click on „Insourcing abgeschlossen“ to the confirmation it is the same pause. */
  if (e->pause == 0 && !tb_tx_number (core->tx, TB_QN_MAX_ITEM_OF_ALL, &e->pause_mark, error, ""))
    return FALSE;
  e->pause = pause;
  return TRUE;
}

/* The reason of a rejected completion stands among the items too: made by each side from the status event. */
gboolean
tb_core_reason_note (TbCore             *core,
                     TbEngagementRecord *e,
                     const char         *event,
                     const char         *author,
                     gboolean            is_partner,
                     const char         *reason,
                     GError            **error)
{
  g_autoptr (TbItemRecord) item = tb_item_record_new ();
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, event, -1);

  item->uuid = g_strdup_printf ("%.8s-%.4s-%.4s-%.4s-%.12s", hash, hash + 8, hash + 12, hash + 16, hash + 20);
  item->ticket = e->ticket;
  item->kind = TB_ITEM_NOTE;
  item->partner = is_partner ? e->partner : 0;
  item->engagement = e->id;
  item->author = g_strdup (author);
  item->text = g_strdup (reason);
  item->date = tb_time_date (core->now, core->zone);
  item->quantity = 1000;
  item->stays = TRUE;
  item->is_locked = TRUE;
  item->created_at = core->now;
  return tb_tx_insert (core->tx, item, error);
}

static gboolean
is_counted_time (const TbItemRecord       *item,
                 const TbEngagementRecord *e)
{
  return item->kind == TB_ITEM_TIME && item->partner == e->partner && item->engagement == e->id &&
         !item->is_deleted;
}

static gboolean
is_sum (const TbItemRecord       *item,
        const TbEngagementRecord *e)
{
  return item->kind == TB_ITEM_CHARGE && item->partner == 0 && item->engagement == e->id && item->stays;
}

/* At the end the partner's time becomes one non-billable, internal Warenposten of the lead (product.md
 * section 6). */
gboolean
tb_core_sum_charge (TbCore             *core,
                    TbEngagementRecord *e,
                    GError            **error)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (TbItemRecord) charge = NULL;
  g_autoptr (TbPartnerRecord) partner = NULL;
  gint64 minutes = 0;
  gint64 amount = 0;
  guint  i;

  if (!e->was_accepted || e->rate_kind == TB_RATE_NONE || e->amount == TB_AMOUNT_NONE)
    return TRUE;
  items = tb_tx_select (core->tx, TB_Q_ITEMS_OF_TICKET, error, "i", e->ticket);
  if (items == NULL)
    return FALSE;
  for (i = 0; i < items->len; i++)
    if (is_sum (items->pdata[i], e))
      return TRUE;
  for (i = 0; i < items->len; i++)
    if (is_counted_time (items->pdata[i], e))
      minutes += ((TbItemRecord *)items->pdata[i])->minutes;
  amount = e->rate_kind == TB_RATE_FLAT ? e->amount : tb_money_times_minutes (e->amount, minutes);
  if (amount == 0)
    return TRUE;
  partner = tb_core_get (core, &TB_PARTNER, e->partner, error);
  if (partner == NULL)
    return FALSE;
  charge = tb_item_record_new ();
  charge->uuid = tb_id_new_near (core->now);
  charge->ticket = e->ticket;
  charge->kind = TB_ITEM_CHARGE;
  charge->engagement = e->id;
  charge->author = g_strdup (tb_core_actor (core));
  charge->is_internal = TRUE;
  charge->stays = TRUE;
  charge->text = g_strdup (partner->name);
  charge->date = tb_time_date (core->now, core->zone);
  charge->minutes = minutes;
  charge->quantity = 1000;
  charge->unit_price = amount;
  charge->amount = amount;
  charge->created_at = core->now;
  return tb_tx_insert (core->tx, charge, error) &&
         tb_core_history (core, e->ticket, e->id, NULL, FALSE, "charge-summed", NULL, charge->uuid, NULL,
                          error);
}

/* What a decided status does to the engagement before the answer is made. */
static gboolean
apply_effects (TbCore             *core,
               TbEngagementRecord *e,
               const TbDecision   *decision,
               GError            **error)
{
  TbEffects effects = decision->transition->effects;

  if (effects & TB_EFFECT_OPEN_SYNC)
    {
      e->phase = 1;
      e->was_accepted = TRUE;
      tb_set_text (&e->accepted_by, decision->actor);
      e->accepted_at = decision->at;
    }
  if (effects & TB_EFFECT_RESUME)
    e->phase++;
  if (effects & (TB_EFFECT_RESUME | TB_EFFECT_END))
    e->pause = 0;
  return !(effects & TB_EFFECT_SUSPEND) || tb_core_begin_pause (core, e, 2, error);
}

static gboolean
queue_status (TbCore             *core,
              TbEngagementRecord *e,
              const TbDecision   *decision,
              GError            **error)
{
  g_autoptr (TbEvent) event = tb_event_new ();

  event->parts = TB_EVENT_STATUS;
  event->status = e->status;
  event->status_epoch = e->status_epoch;
  event->status_rev = e->status_rev;
  event->reason = g_strdup (decision->reason);
  event->answers = g_strdup (decision->answers);
  event->has_outcome = decision->answers != NULL;
  event->is_refused = decision->is_refused;
  if (decision->is_refused)
    event->problem = g_strdup (tb_problem_nick (decision->problem));
  if (e->was_accepted)
    {
      event->accepted_by = g_strdup (e->accepted_by);
      event->accepted_at = e->accepted_at;
    }
  event->id = tb_id_new_near (core->now);
  if (decision->transition != NULL)
    tb_set_text (&e->status_event, event->id);
  return tb_core_queue (core, e, event, NULL, error);
}

/* What a partner's step is called in a notification. */
static const char *const notices[TB_N_STATUSES] = {
  [TB_STATUS_ACCEPTED] = "accepted",
  [TB_STATUS_DECLINED] = "declined",
  [TB_STATUS_WAITING_APPROVAL] = "submitted",
  [TB_STATUS_COMPLETE] = "completed",
};

static gboolean
tell (TbCore             *core,
      TbEngagementRecord *e,
      const TbDecision   *decision,
      GError            **error)
{
  const char *kind = decision->is_partner ? notices[e->status] : NULL;
  g_autoptr (TbTicketRecord) ticket = NULL;

  if (kind == NULL)
    return TRUE;
  ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  if (ticket == NULL)
    return FALSE;
  tb_core_notice (core, kind, ticket, decision->actor, decision->reason);
  return TRUE;
}

/* Carries out what the table says, or only answers: the one place where the lead's side counts `rev`. */
gboolean
tb_core_decide (TbCore             *core,
                TbEngagementRecord *e,
                const TbDecision   *decision,
                GError            **error)
{
  const TbTransition *transition = decision->transition;
  TbStatus            from = e->status;

  g_assert (e->role == TB_ROLE_LEAD);
  if (transition == NULL || transition->to == from)
    return queue_status (core, e, decision, error) && tb_core_mirror (core, e, error);
  if (!apply_effects (core, e, decision, error))
    return FALSE;
  e->status_rev++;
  if (!tb_core_move (core, e, transition->to, decision->actor, decision->is_partner, decision->reason,
                     error) ||
      !queue_status (core, e, decision, error) || !tb_tx_update (core->tx, e, error))
    return FALSE;
  if ((transition->effects & TB_EFFECT_REASON_NOTE) &&
      !tb_core_reason_note (core, e, e->status_event, tb_core_actor (core), FALSE, decision->reason, error))
    return FALSE;
  if ((transition->effects & (TB_EFFECT_RESUME | TB_EFFECT_END)) && !tb_core_settle_waiting (core, e, error))
    return FALSE;
  if ((transition->effects & TB_EFFECT_END) && !tb_core_sum_charge (core, e, error))
    return FALSE;
  if ((transition->effects & TB_EFFECT_OPEN_SYNC) && !tb_core_open_sync (core, e, error))
    return FALSE;
  return tell (core, e, decision, error);
}

/* „Bedingungen verwerfen“: the draft goes, the engagement before it shows again. */
static gboolean
discard (TbCore             *core,
         TbEngagementRecord *e,
         GError            **error)
{
  return tb_core_move (core, e, TB_STATUS_NONE, NULL, FALSE, NULL, error);
}

static gboolean
map_lead (TbCore     *core,
          gint64      partner_id,
          const char *organisation_name,
          GError    **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  g_autoptr (TbOrganisationRecord) organisation = NULL;

  if (partner == NULL)
    return FALSE;
  /* It is asked once: a wrong mapping is serious, so a later acceptance does not change it. */
  if (partner->organisation != 0)
    return TRUE;
  if (organisation_name == NULL || *organisation_name == '\0')
    {
      tb_problem_set (error, TB_PROBLEM_MAPPING_REQUIRED, partner->name);
      return FALSE;
    }
  organisation = tb_core_organisation (core, organisation_name, "partner", error);
  if (organisation == NULL)
    return FALSE;
  partner->organisation = organisation->id;
  return tb_tx_update (core->tx, partner, error);
}

static gboolean
act_as_service (TbCore             *core,
                TbEngagementRecord *e,
                const TbTransition *transition,
                const char         *reason,
                const char         *organisation,
                GError            **error)
{
  if ((transition->needs & TB_NEEDS_MAPPING) && !map_lead (core, e->partner, organisation, error))
    return FALSE;
  return tb_core_request (core, e, transition->verb, reason, error);
}

/* Who may take a step stands in the table. */
static TbActor
actor_of (TbAction action)
{
  guint               n;
  const TbTransition *rows = tb_transitions (&n);
  guint               i;

  for (i = 0; i < n; i++)
    if (rows[i].action == action)
      return rows[i].actor;
  return TB_ACTOR_LEAD;
}

/* What a person may choose stands in a menu; the start, the clock and the coupling come about by themselves.
 */
static gboolean
is_personal (TbAction action)
{
  guint             n;
  const TbMenuItem *items = tb_menu_items (&n);
  guint             i;

  for (i = 0; i < n; i++)
    if (items[i].action == action)
      return TRUE;
  return FALSE;
}

/* One step of the workflow by a person of this instance. */
gboolean
tb_core_act (TbCore     *core,
             gint64      ticket,
             TbAction    action,
             const char *reason,
             const char *organisation,
             GError    **error)
{
  g_autoptr (TbTicketRecord) record = NULL;
  g_autoptr (TbEngagementRecord) e = NULL;
  g_autofree char    *clean = g_strstrip (g_strdup (reason != NULL ? reason : ""));
  TbActor             actor = actor_of (action);
  const TbTransition *transition;
  TbDecision          decision = { .reason = *clean != '\0' ? clean : NULL, .at = core->now };
  GError             *local = NULL;

  record = tb_core_get (core, &TB_TICKET, ticket, &local);
  if (record != NULL)
    e = tb_core_engagement_of (core, record, actor == TB_ACTOR_LEAD ? TB_ROLE_LEAD : TB_ROLE_SERVICE, &local);
  if (local == NULL && e == NULL)
    tb_problem_set (&local, TB_PROBLEM_NOT_OUTSOURCED, NULL);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (!is_personal (action))
    {
      tb_problem_set (error, TB_PROBLEM_NOT_NOW, tb_nick (TB_TYPE_STATUS, e->status));
      return FALSE;
    }
  transition = tb_transition_check (e->status, actor, action,
                                    core->user != NULL ? core->user->permission : TB_PERMISSION_NONE, error);
  if (transition == NULL || !tb_core_permit (core, transition->permission, error) ||
      !tb_check_text (clean, TB_LIMIT_REASON, "reason", error))
    return FALSE;
  if ((transition->needs & TB_NEEDS_REASON) && *clean == '\0')
    return tb_core_refuse (error, TB_PROBLEM_REASON_REQUIRED, NULL, "reason");
  if (actor == TB_ACTOR_SERVICE)
    return act_as_service (core, e, transition, decision.reason, organisation, error);
  if (transition->effects & TB_EFFECT_RESTORE)
    return discard (core, e, error);
  decision.transition = transition;
  return tb_core_decide (core, e, &decision, error);
}

static gboolean
close_as_service (TbCore             *core,
                  TbEngagementRecord *e,
                  const TbTransition *transition,
                  GError            **error)
{
  g_autoptr (GPtrArray) pending = tb_tx_select (core->tx, TB_Q_REQUESTS_PENDING, error, "i", e->id);
  guint i;

  if (pending == NULL)
    return FALSE;
  for (i = 0; i < pending->len; i++)
    if (((TbRequestRecord *)pending->pdata[i])->verb == (gint64)transition->verb)
      return TRUE;
  return tb_core_request (core, e, transition->verb, NULL, error);
}

/* The only coupling of the two status fields: the Ticketstatus went to one that means complete. */
gboolean
tb_core_close_engagements (TbCore  *core,
                           gint64   ticket,
                           GError **error)
{
  static const struct
  {
    TbRole  role;
    TbActor actor;
  } sides[] = { { TB_ROLE_LEAD, TB_ACTOR_LEAD }, { TB_ROLE_SERVICE, TB_ACTOR_SERVICE } };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (TbTicketRecord) record = tb_core_get (core, &TB_TICKET, ticket, error);
      g_autoptr (TbEngagementRecord) e = NULL;
      const TbTransition *transition;
      GError             *local = NULL;
      gboolean            done;

      if (record == NULL)
        return FALSE;
      e = tb_core_engagement_of (core, record, sides[i].role, &local);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      transition = e != NULL ? tb_transition_find (e->status, sides[i].actor, TB_ACTION_CLOSE_TICKET) : NULL;
      if (transition == NULL)
        continue;
      if (sides[i].actor == TB_ACTOR_SERVICE)
        done = close_as_service (core, e, transition, error);
      else if (transition->effects & TB_EFFECT_RESTORE)
        done = discard (core, e, error);
      else
        done = tb_core_decide (core, e, &(TbDecision){ .transition = transition, .at = core->now }, error);
      if (!done)
        return FALSE;
    }
  return TRUE;
}

/* Decided by the lead's instance alone; an offer that never arrived says so. */
gboolean
tb_core_auto_decline (TbCore             *core,
                      TbEngagementRecord *e,
                      GError            **error)
{
  const TbTransition *transition = tb_transition_find (e->status, TB_ACTOR_CLOCK, TB_ACTION_AUTO_DECLINE);
  TbDelivery          delivery;
  GError             *local = NULL;
  g_autoptr (TbTicketRecord) ticket = NULL;

  if (transition == NULL)
    return TRUE;
  delivery = tb_core_delivery (core, e, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  if (ticket == NULL)
    return FALSE;
  tb_core_notice (core, "declined", ticket, NULL, "automatic");
  return tb_core_decide (core, e, &(TbDecision){ .transition = transition, .at = core->now }, error) &&
         tb_core_history (core, e->ticket, e->id, NULL, FALSE, "auto-declined", NULL,
                          delivery == TB_DELIVERY_QUEUED ? "undelivered" : "answer-by", NULL, error);
}
