/* SPDX-License-Identifier: GPL-3.0-or-later
 * After a new epoch: what two sides tell each other, so that they agree again (protocol.md section 4).
 *
 *   service → lead   told       what it has of the lead's items, and the status it knows last
 *   lead → service   answered   how it stands, what the lead has of the service's items, and its own that the
 *                               service lacks or has in another form
 *   service → lead   resent     the same of the service's items; then its pending requests under new ids
 *
 * Each is an event with n like any other, in parts where it is long, and goes before all others of its
 * engagement. The lead speaks second: what it does not know of its own decisions it learns before it answers.
 * Of engagements that the service did not tell of it speaks when all that was told is taken. */
#include "config.h"

#include "tb-core-heal-private.h"

#define PART_BYTES (256 * 1024)

/** One step on its way into events. */
typedef struct
{
  TbCore             *core;
  TbEngagementRecord *e;
  TbHealStep          step;
  gboolean            is_missed; /* the other side may have lost the engagement */
  TbEvent            *event;     /* (owned): the part that is being filled */
  gsize               weight;
  GPtrArray          *cut; /* (owned) (element-type utf8) */
} Telling;

static void
begin_part (Telling *telling)
{
  telling->event = tb_event_new ();
  telling->event->parts = TB_EVENT_STATE;
  telling->event->step = telling->step;
  telling->weight = 0;
}

static gboolean
end_part (Telling    *telling,
          gboolean    is_last,
          const char *file,
          GError    **error)
{
  g_autoptr (TbEvent) event = g_steal_pointer (&telling->event);

  event->is_last = is_last;
  if (event->items->len > 0)
    event->parts |= TB_EVENT_ITEMS;
  if (telling->cut->len > 0)
    {
      g_ptr_array_add (telling->cut, NULL);
      event->cut = g_strdupv ((char **)telling->cut->pdata);
      g_ptr_array_set_size (telling->cut, 0);
    }
  if (!tb_core_set_ticket_number (telling->core, telling->e, event, error) ||
      !tb_core_queue_state (telling->core, telling->e, event, file, error))
    return FALSE;
  if (!is_last)
    begin_part (telling);
  return TRUE;
}

/* Takes @item over. A file has a part of its own, which waits for its bytes. */
static gboolean
add_item (Telling     *telling,
          TbEventItem *item,
          gboolean     is_ours,
          GError     **error)
{
  gsize    weight = tb_event_item_weight (item);
  gboolean is_file = item->kind == TB_ITEM_FILE && !item->deleted;

  if ((is_file ? telling->weight > 0 : telling->weight + weight > PART_BYTES) &&
      !end_part (telling, FALSE, NULL, error))
    {
      tb_event_item_free (item);
      return FALSE;
    }
  g_ptr_array_add (is_ours ? telling->event->items : telling->event->yours, item);
  telling->weight += weight;
  return !is_file || end_part (telling, FALSE, item->sha256, error);
}

/* ---- The head ---- */

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* The offer as it was made. Title and description may have been changed since, on either side, and such a
 * change does not travel. */
static gboolean
find_offer (TbCore             *core,
            TbEngagementRecord *e,
            TbEvent           **offer,
            GError            **error)
{
  g_autoptr (TbOutboxRow) sent = NULL;
  g_autoptr (TbInboxRow) received = NULL;
  GBytes *bytes = NULL;
  GError *local = NULL;

  if (e->role == TB_ROLE_LEAD)
    sent = tb_tx_find (core->tx, TB_Q_OUTBOX_FIRST_OF_ENGAGEMENT, &local, "i", e->id);
  else
    received = tb_tx_find (core->tx, TB_Q_INBOX_FIRST_OF_ENGAGEMENT, &local, "i", e->id);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (sent != NULL)
    bytes = sent->bytes;
  else if (received != NULL)
    bytes = received->bytes;
  *offer = bytes != NULL ? tb_event_decode (bytes, NULL) : NULL;
  if (*offer != NULL && !((*offer)->parts & TB_EVENT_OFFER))
    g_clear_pointer (offer, tb_event_free);
  return TRUE;
}

static gboolean
fill_offer (TbCore             *core,
            TbEngagementRecord *e,
            TbEvent            *event,
            gboolean            is_missed,
            GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  g_autoptr (TbAgreementRecord) agreement = NULL;
  g_autoptr (TbEvent) offer = NULL;
  const char *number;

  agreement = ticket != NULL ? tb_core_get (core, &TB_AGREEMENT, e->agreement, error) : NULL;
  if (agreement == NULL || !find_offer (core, e, &offer, error))
    return FALSE;
  number = e->role == TB_ROLE_LEAD || e->remote_number == NULL ? ticket->number : e->remote_number;
  event->parts |= TB_EVENT_OFFER;
  event->number = g_strdup (number);
  event->agreement_of_offer = g_strdup (agreement->uuid);
  event->priority = ticket->priority;
  tb_core_fill_terms (e, event);
  /* A declined or canceled offer has lost its text over there, and does not get it back. */
  if (e->status == TB_STATUS_CANCELED || e->status == TB_STATUS_DECLINED)
    {
      is_missed = FALSE;
      tb_set_text (&event->instructions, "");
    }
  event->title = g_strdup (!is_missed ? "" : or_empty (offer != NULL ? offer->title : ticket->title));
  event->description = g_strdup (or_empty (is_missed && offer != NULL ? offer->description : NULL));
  event->town = g_strdup (or_empty (is_missed && offer != NULL ? offer->town : NULL));
  return TRUE;
}

static gboolean
fill_customer (TbCore             *core,
               TbEngagementRecord *e,
               TbEvent            *event,
               GError            **error)
{
  if (!e->was_accepted)
    return TRUE;
  if (e->role == TB_ROLE_LEAD)
    return tb_core_fill_customer (core, e, event, error);
  event->parts |= TB_EVENT_CUSTOMER;
  event->company = g_strdup (or_empty (e->customer_company));
  event->contact = g_strdup (or_empty (e->customer_contact));
  event->address = g_strdup (or_empty (e->customer_address));
  event->customer_town = g_strdup (or_empty (e->customer_town));
  event->phone = g_strdup (or_empty (e->customer_phone));
  return TRUE;
}

static gboolean
tell_head (Telling *telling,
           GError **error)
{
  TbEngagementRecord *e = telling->e;
  TbEvent            *event = telling->event;

  event->parts |= TB_EVENT_STATUS;
  event->status = e->status;
  event->status_epoch = MAX (e->status_epoch, 1);
  event->status_rev = MAX (e->status_rev, 1);
  event->reason = g_strdup (e->reason);
  event->known = g_strdup (e->status_event);
  event->sent_at = e->sent_at;
  if (e->was_accepted)
    {
      event->accepted_by = g_strdup (e->accepted_by);
      event->accepted_at = e->accepted_at;
    }
  return fill_offer (telling->core, e, event, telling->is_missed, error) &&
         fill_customer (telling->core, e, event, error) && end_part (telling, FALSE, NULL, error);
}

/* ---- Items ---- */

/* Whose file it is has its bytes; unless it says that it has not, they need not go. */
static gboolean
expect_file (Telling      *telling,
             TbItemRecord *item,
             GError      **error)
{
  TbCore *core = telling->core;
  g_autoptr (TbPutRecord) put = NULL;
  GError *local = NULL;

  put = tb_tx_find (core->tx, TB_Q_PUT_BY_SHA, &local, "is", item->partner, item->sha256);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (put != NULL)
    return TRUE;
  put = tb_put_record_new ();
  put->partner = item->partner;
  put->engagement = telling->e->id;
  put->item = item->id;
  put->sha256 = g_strdup (item->sha256);
  put->size = put->have = item->size;
  put->is_done = TRUE;
  return tb_tx_insert (core->tx, put, error);
}

/* The partner's items as they stand here; of those that were changed here it only learns that. */
static gboolean
tell_theirs (Telling *telling,
             GError **error)
{
  TbCore *core = telling->core;
  g_autoptr (GPtrArray) links = NULL;
  guint i;

  links = tb_tx_select (core->tx, TB_Q_LINKS_OF_ENGAGEMENT, error, "i", telling->e->id);
  if (links == NULL)
    return FALSE;
  for (i = 0; i < links->len; i++)
    {
      const TbItemLinkRecord *link = links->pdata[i];
      g_autoptr (TbItemRecord) item = tb_core_get (core, &TB_ITEM, link->item, error);

      if (item == NULL)
        return FALSE;
      if (item->partner != telling->e->partner)
        continue;
      if (link->is_cut)
        {
          g_ptr_array_add (telling->cut, g_strdup (link->uuid));
          if (telling->cut->len >= TB_EVENT_MAX_CUT && !end_part (telling, FALSE, NULL, error))
            return FALSE;
        }
      else if ((item->kind == TB_ITEM_FILE && !link->is_gone && !expect_file (telling, item, error)) ||
               !add_item (telling, tb_core_encode_item_as (item, link, item->kind), FALSE, error))
        {
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
resend_ours (Telling *telling,
             GError **error)
{
  TbCore *core = telling->core;
  g_autoptr (GPtrArray) lost = tb_core_heal_lost (core, telling->e, error);
  guint i;

  if (lost == NULL)
    return FALSE;
  for (i = 0; i < lost->len; i++)
    {
      const TbItemLinkRecord *link = lost->pdata[i];
      g_autoptr (TbItemRecord) item = tb_core_get (core, &TB_ITEM, link->item, error);
      gboolean is_across;

      if (item == NULL)
        return FALSE;
      if (item->kind == TB_ITEM_FILE && !link->is_gone &&
          !tb_core_need_put (core, telling->e, item, &is_across, error))
        return FALSE;
      if (!add_item (telling, tb_core_encode_item (item, link, telling->e), TRUE, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tb_core_heal_tell (TbCore             *core,
                   TbEngagementRecord *e,
                   TbHealStep          step,
                   gboolean            is_missed,
                   GError            **error)
{
  Telling  telling = { .core = core, .e = e, .step = step, .is_missed = is_missed };
  gboolean done;

  telling.cut = g_ptr_array_new_with_free_func (g_free);
  begin_part (&telling);
  done = (step == TB_HEAL_RESENT || (tell_head (&telling, error) && tell_theirs (&telling, error))) &&
         (step == TB_HEAL_TOLD || resend_ours (&telling, error)) && end_part (&telling, TRUE, NULL, error);
  g_clear_pointer (&telling.event, tb_event_free);
  g_ptr_array_unref (telling.cut);
  return done;
}

/* ---- The link ---- */

/* Our side of the switch, or what we answered; whoever invited invites again. */
static gboolean
tell_agreements (TbCore  *core,
                 gint64   partner,
                 GError **error)
{
  g_autoptr (GPtrArray) agreements = NULL;
  guint i;

  agreements = tb_tx_select (core->tx, TB_Q_AGREEMENTS_OF_PARTNER, error, "i", partner);
  if (agreements == NULL)
    return FALSE;
  for (i = 0; i < agreements->len; i++)
    {
      g_autoptr (TbAgreementRecord) agreement = tb_agreement_record_copy (agreements->pdata[i]);
      TbAgreementState state = agreement->state;
      TbRole           speaker = state == TB_AGREEMENT_INVITED ? TB_ROLE_LEAD : TB_ROLE_SERVICE;

      if (state == TB_AGREEMENT_ACTIVE || state == TB_AGREEMENT_INACTIVE)
        agreement->state = agreement->own_off ? TB_AGREEMENT_INACTIVE : TB_AGREEMENT_ACTIVE;
      else if (agreement->role != (gint64)speaker || state == TB_AGREEMENT_NONE)
        continue;
      if (!tb_core_queue_agreement (core, agreement, error))
        return FALSE;
      agreement->state = state;
      if (!tb_tx_update (core->tx, agreement, error))
        return FALSE;
    }
  return TRUE;
}

/* What was queued since the epoch changed was never sent: it is told as part of the state. */
static gboolean
tell_engagement (TbCore             *core,
                 TbEngagementRecord *e,
                 TbHealStep          step,
                 GError            **error)
{
  if (!tb_core_withdraw_unsent (core, e, error))
    return FALSE;
  e->heal = TB_HEAL_PENDING;
  return tb_core_heal_tell (core, e, step, TRUE, error);
}

static GPtrArray *
engagements_to_tell (TbCore          *core,
                     TbPartnerRecord *partner,
                     TbRole           role,
                     GError         **error)
{
  /* A day more: our clock may have been set back. */
  gint64 since = MAX (partner->their_since - TB_DAY, 0);

  return tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_TO_TELL, error, "iiiiii", partner->id, (gint64)role, since,
                       since, since, since);
}

gboolean
tb_core_heal_begin (TbCore  *core,
                    gint64   partner_id,
                    GError **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  g_autoptr (GPtrArray) all = NULL;
  guint i;

  if (partner == NULL)
    return FALSE;
  partner->heal = TB_HEAL_AWAIT;
  if (!tb_tx_update (core->tx, partner, error) || !tell_agreements (core, partner_id, error))
    return FALSE;
  all = engagements_to_tell (core, partner, TB_ROLE_SERVICE, error);
  if (all == NULL)
    return FALSE;
  for (i = 0; i < all->len; i++)
    {
      g_autoptr (TbEngagementRecord) e = tb_engagement_record_copy (all->pdata[i]);

      if (!tell_engagement (core, e, TB_HEAL_TOLD, error))
        return FALSE;
    }
  if (!tb_tx_exec (core->tx, TB_QX_HEALED, error, "ii", partner_id, (gint64)TB_ROLE_SERVICE))
    return FALSE;
  g_clear_pointer (&partner, tb_partner_record_unref);
  partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  if (partner == NULL)
    return FALSE;
  partner->told = partner->out_seq;
  partner->owes_ack = TRUE;
  core->is_outbox_changed = TRUE;
  return tb_tx_update (core->tx, partner, error);
}

gboolean
tb_core_heal_end (TbCore  *core,
                  gint64   partner_id,
                  GError **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  g_autoptr (GPtrArray) all = NULL;
  guint i;

  if (partner == NULL)
    return FALSE;
  all = engagements_to_tell (core, partner, TB_ROLE_LEAD, error);
  if (all == NULL)
    return FALSE;
  for (i = 0; i < all->len; i++)
    {
      g_autoptr (TbEngagementRecord) e = tb_engagement_record_copy (all->pdata[i]);

      if (e->heal == TB_HEAL_UNTOLD && !tell_engagement (core, e, TB_HEAL_ANSWERED, error))
        return FALSE;
    }
  if (!tb_tx_exec (core->tx, TB_QX_HEALED, error, "ii", partner_id, (gint64)TB_ROLE_LEAD))
    return FALSE;
  g_clear_pointer (&partner, tb_partner_record_unref);
  partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  if (partner == NULL)
    return FALSE;
  partner->heal = 0;
  return tb_tx_update (core->tx, partner, error);
}
