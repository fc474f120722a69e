/* SPDX-License-Identifier: GPL-3.0-or-later
 * Own items on their way out: who travels, as what, and what belongs to an item in one engagement. */
#include "config.h"

#include "tb-core-file-private.h"
#include "tb-file-name.h"

/* Parts of the first delivery after an acceptance (protocol.md section 3). */
#define PUBLISH_BYTES (256 * 1024)

/* An item's content as one of @kind. */
TbEventItem *
tb_core_encode_item_as (const TbItemRecord     *item,
                        const TbItemLinkRecord *link,
                        TbItemKind              kind)
{
  TbEventItem *out = tb_event_item_new ();

  out->uuid = g_strdup (link->uuid);
  out->rev = link->rev;
  out->kind = kind;
  out->deleted = link->is_gone;
  if (out->deleted)
    return out;
  out->text = g_strdup (item->text != NULL ? item->text : "");
  if (item->kind == TB_ITEM_TIME && out->kind == TB_ITEM_NOTE && *out->text == '\0')
    {
      g_free (out->text);
      out->text = tb_minutes_to_local (item->minutes);
    }
  out->question = out->kind == TB_ITEM_NOTE && item->is_question;
  if (out->kind == TB_ITEM_TIME)
    {
      out->start_at = item->start_at;
      out->end_at = item->end_at;
      out->minutes = item->minutes;
      out->work_type = g_strdup (item->work_type);
    }
  if (out->kind == TB_ITEM_TIME || out->kind == TB_ITEM_CHARGE)
    out->date = g_strdup (item->date);
  if (out->kind == TB_ITEM_CHARGE)
    {
      out->quantity = item->quantity;
      out->unit = g_strdup (item->unit);
      out->unit_price = item->unit_price;
    }
  if (out->kind == TB_ITEM_FILE)
    {
      out->file_name = tb_file_name_clean (item->file_name);
      out->content_type = g_strdup (item->content_type);
      out->size = item->size;
      out->sha256 = g_strdup (item->sha256);
    }
  return out;
}

/* The item as the other side gets it: a time entry of the lead arrives as a note, no rates leave the house.
 */
TbEventItem *
tb_core_encode_item (const TbItemRecord       *item,
                     const TbItemLinkRecord   *link,
                     const TbEngagementRecord *e)
{
  return tb_core_encode_item_as (item, link, tb_sync_rule (e->role, item->kind)->arrives_as);
}

gboolean
tb_core_set_ticket_number (TbCore             *core,
                           TbEngagementRecord *e,
                           TbEvent            *event,
                           GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = NULL;

  if (e->role != TB_ROLE_SERVICE)
    return TRUE;
  ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  if (ticket == NULL)
    return FALSE;
  event->ticket_number = g_strdup (ticket->number);
  return TRUE;
}

/* Notes that the bytes of a file must get across; once a partner has them they need not go again. */
gboolean
tb_core_need_put (TbCore             *core,
                  TbEngagementRecord *e,
                  TbItemRecord       *item,
                  gboolean           *is_done,
                  GError            **error)
{
  g_autoptr (TbPutRecord) put = NULL;
  GError *local = NULL;

  put = tb_tx_find (core->tx, TB_Q_PUT_BY_SHA, &local, "is", e->partner, item->sha256);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (put == NULL)
    {
      put = tb_put_record_new ();
      put->partner = e->partner;
      put->engagement = e->id;
      put->item = item->id;
      put->sha256 = g_strdup (item->sha256);
      put->size = item->size;
      if (!tb_tx_insert (core->tx, put, error))
        return FALSE;
      core->is_outbox_changed = TRUE;
    }
  else if (!put->is_done && (put->engagement != e->id || put->state == TB_PUT_CANCELED))
    {
      /* The engagement that needs it now answers for it. */
      put->engagement = e->id;
      if (put->state == TB_PUT_CANCELED)
        put->state = TB_PUT_GOES;
      if (!tb_tx_update (core->tx, put, error))
        return FALSE;
    }
  *is_done = put->is_done || put->state == TB_PUT_DECLINED;
  return TRUE;
}

/* Queues one revision of one item. A large file has no event until its bytes are across. */
static gboolean
queue_revision (TbCore             *core,
                TbEngagementRecord *e,
                TbItemRecord       *item,
                TbItemLinkRecord   *link,
                GError            **error)
{
  g_autoptr (TbEvent) event = NULL;
  gboolean needs_bytes = item->kind == TB_ITEM_FILE && !link->is_gone;
  gboolean is_across = TRUE;

  if (needs_bytes && !tb_core_need_put (core, e, item, &is_across, error))
    return FALSE;
  link->is_waiting = needs_bytes && !is_across && item->size > TB_FILE_PART_BYTES;
  if (!tb_tx_update (core->tx, link, error))
    return FALSE;
  if (link->is_waiting)
    return TRUE;
  event = tb_event_new ();
  event->parts = TB_EVENT_ITEMS;
  if (event->items == NULL)
    event->items = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_event_item_free);
  g_ptr_array_add (event->items, tb_core_encode_item (item, link, e));
  return tb_core_set_ticket_number (core, e, event, error) &&
         tb_core_queue (core, e, event, needs_bytes && !is_across ? item->sha256 : NULL, error);
}

static TbItemLinkRecord *
new_link (TbCore             *core,
          TbEngagementRecord *e,
          TbItemRecord       *item,
          gboolean            local_only,
          GError            **error)
{
  g_autoptr (TbItemLinkRecord) link = tb_item_link_record_new ();
  g_autoptr (GPtrArray) others = tb_tx_select (core->tx, TB_Q_LINKS_OF_ITEM, error, "i", item->id);

  if (others == NULL)
    return NULL;
  link->item = item->id;
  link->engagement = e->id;
  /* Two partners must not be able to tell that they have got the same thing. */
  link->uuid = others->len == 0 ? g_strdup (item->uuid) : tb_id_new_near (core->now);
  link->rev = local_only ? 0 : 1;
  link->phase = e->phase;
  link->local_only = local_only;
  if (!tb_tx_insert (core->tx, link, error))
    return NULL;
  return g_steal_pointer (&link);
}

gboolean
tb_core_keep_local (TbCore             *core,
                    TbEngagementRecord *e,
                    TbItemRecord       *item,
                    GError            **error)
{
  g_autoptr (TbItemLinkRecord) link = new_link (core, e, item, TRUE, error);

  return link != NULL;
}

gboolean
tb_core_publish (TbCore             *core,
                 TbEngagementRecord *e,
                 TbItemRecord       *item,
                 GError            **error)
{
  g_autoptr (TbItemLinkRecord) link = new_link (core, e, item, FALSE, error);

  return link != NULL && queue_revision (core, e, item, link, error);
}

/* After an edit or delete of an own item: the next revision, a deletion, or its first appearance. */
gboolean
tb_core_republish (TbCore             *core,
                   TbEngagementRecord *e,
                   TbItemRecord       *item,
                   GError            **error)
{
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (TbItemLinkRecord) link = NULL;
  gboolean is_hidden = item->is_internal || item->is_deleted;
  guint    i;

  if (item->stays || item->partner != 0 || !tb_engagement_is_live (e) || e->pause != 0)
    return TRUE;
  links = tb_tx_select (core->tx, TB_Q_LINKS_OF_ITEM, error, "i", item->id);
  if (links == NULL)
    return FALSE;
  for (i = 0; i < links->len; i++)
    if (((TbItemLinkRecord *)links->pdata[i])->engagement == e->id)
      link = tb_item_link_record_copy (links->pdata[i]);
  if (link == NULL)
    return is_hidden || tb_core_publish (core, e, item, error);
  if (link->local_only || (link->is_gone && is_hidden))
    return TRUE;
  if (link->is_waiting && is_hidden)
    {
      /* Its event was never made: the other side need not hear of a deletion. */
      link->is_waiting = FALSE;
      link->is_gone = TRUE;
      link->rev = 0;
      return tb_tx_update (core->tx, link, error) &&
             tb_core_cancel_put (core, e->partner, item->sha256, error);
    }
  link->rev++;
  link->is_gone = is_hidden;
  return queue_revision (core, e, item, link, error);
}

static gboolean
settle_link (TbCore             *core,
             TbEngagementRecord *e,
             TbItemLinkRecord   *link,
             GError            **error)
{
  g_autoptr (TbItemRecord) item = tb_core_get (core, &TB_ITEM, link->item, error);
  gboolean is_live = tb_engagement_is_live (e);

  if (item == NULL)
    return FALSE;
  /* It was there before the suspension: it goes on when the work does. */
  if (e->pause != 0 || e->status == TB_STATUS_WAITING_APPROVAL)
    return TRUE;
  link->is_waiting = FALSE;
  if (is_live)
    return queue_revision (core, e, item, link, error);
  link->local_only = TRUE;
  if (e->role == TB_ROLE_SERVICE)
    {
      e->late_items++;
      if (!tb_core_history (core, e->ticket, e->id, NULL, FALSE, "late-items", NULL, "1", "ended", error) ||
          !tb_tx_update (core->tx, e, error))
        return FALSE;
    }
  return tb_tx_update (core->tx, link, error);
}

gboolean
tb_core_pay_owed (TbCore             *core,
                  TbEngagementRecord *e,
                  GError            **error)
{
  g_autoptr (GPtrArray) links = NULL;
  guint i;

  if (!tb_engagement_is_live (e) || e->pause != 0)
    return TRUE;
  links = tb_tx_select (core->tx, TB_Q_LINKS_OF_ENGAGEMENT, error, "i", e->id);
  for (i = 0; links != NULL && i < links->len; i++)
    {
      g_autoptr (TbItemLinkRecord) link = tb_item_link_record_copy (links->pdata[i]);
      g_autoptr (TbItemRecord) item = NULL;

      if (!link->is_owed)
        continue;
      link->is_owed = FALSE;
      item = tb_core_get (core, &TB_ITEM, link->item, error);
      if (item == NULL || !tb_tx_update (core->tx, link, error) || !tb_core_republish (core, e, item, error))
        return FALSE;
    }
  return links != NULL;
}

/* What waited for its bytes when a pause ends gets its event as soon as they are across; what the end
 * overtakes stays here, and the bar lists it. */
gboolean
tb_core_settle_waiting (TbCore             *core,
                        TbEngagementRecord *e,
                        GError            **error)
{
  g_autoptr (GPtrArray) links = tb_tx_select (core->tx, TB_Q_LINKS_OF_ENGAGEMENT, error, "i", e->id);
  guint i;

  if (links == NULL)
    return FALSE;
  for (i = 0; i < links->len; i++)
    {
      g_autoptr (TbItemLinkRecord) link = tb_item_link_record_copy (links->pdata[i]);

      if (link->is_waiting && !settle_link (core, e, link, error))
        return FALSE;
    }
  return tb_core_pay_owed (core, e, error);
}

/* The bytes are across: whatever waited for them gets its event and its n now. */
gboolean
tb_core_file_across (TbCore      *core,
                     TbPutRecord *put,
                     GError     **error)
{
  put->is_done = TRUE;
  put->have = put->size;
  put->state = TB_PUT_GOES;
  put->most = 0;
  return tb_tx_update (core->tx, put, error) && tb_core_release_links (core, put, error);
}

gboolean
tb_core_release_links (TbCore            *core,
                       const TbPutRecord *put,
                       GError           **error)
{
  g_autoptr (GPtrArray) links = NULL;
  guint i;

  links = tb_tx_select (core->tx, TB_Q_LINKS_WAITING, error, "is", put->partner, put->sha256);
  if (links == NULL)
    return FALSE;
  for (i = 0; i < links->len; i++)
    {
      g_autoptr (TbItemLinkRecord) link = tb_item_link_record_copy (links->pdata[i]);
      g_autoptr (TbEngagementRecord) e = tb_core_get (core, &TB_ENGAGEMENT, link->engagement, error);

      if (e == NULL || !settle_link (core, e, link, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- The first delivery after an acceptance ---- */

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static char *
join_address (const TbOrganisationRecord *organisation)
{
  const char *street = or_empty (organisation->street);
  const char *postcode = or_empty (organisation->postcode);
  const char *town = or_empty (organisation->town);

  return g_strdup_printf ("%s%s%s%s%s", street,
                          *street != '\0' && (*postcode != '\0' || *town != '\0') ? "\n" : "", postcode,
                          *postcode != '\0' && *town != '\0' ? " " : "", town);
}

/* Of a ticket that we have from somebody ourselves the end customer is known from there; our own organisation
 * of it is the mapped lead, and partners never learn of each other (product.md section 1). */
static gboolean
take_customer_of_lead (TbCore               *core,
                       const TbTicketRecord *ticket,
                       TbEvent              *event,
                       GError              **error)
{
  g_autoptr (TbEngagementRecord) from = tb_core_get (core, &TB_ENGAGEMENT, ticket->service_engagement, error);

  if (from == NULL)
    return FALSE;
  event->company = g_strdup (or_empty (from->customer_company));
  event->contact = g_strdup (or_empty (from->customer_contact));
  event->address = g_strdup (or_empty (from->customer_address));
  event->customer_town = g_strdup (or_empty (from->customer_town));
  event->phone = g_strdup (or_empty (from->customer_phone));
  return TRUE;
}

static gboolean
take_customer (TbCore               *core,
               const TbTicketRecord *ticket,
               TbEvent              *event,
               GError              **error)
{
  g_autoptr (TbOrganisationRecord) organisation = NULL;
  g_autoptr (TbContactRecord) contact = NULL;
  const char *phone;

  organisation = tb_core_get (core, &TB_ORGANISATION, ticket->organisation, error);
  if (organisation == NULL)
    return FALSE;
  if (ticket->contact != 0)
    {
      contact = tb_core_get (core, &TB_CONTACT, ticket->contact, error);
      if (contact == NULL)
        return FALSE;
    }
  /* Blocked since the ticket was offered. */
  if (contact != NULL && contact->is_blocked)
    g_clear_pointer (&contact, tb_contact_record_unref);
  phone = contact != NULL ? or_empty (contact->phone) : "";
  event->company = g_strdup (organisation->name);
  event->contact = g_strdup (contact != NULL ? or_empty (contact->name) : "");
  event->address = join_address (organisation);
  event->customer_town = g_strdup (or_empty (organisation->town));
  event->phone = g_strdup (*phone != '\0' ? phone : or_empty (organisation->phone));
  return TRUE;
}

/* Nothing is filled in when no customer is known. */
gboolean
tb_core_fill_customer (TbCore             *core,
                       TbEngagementRecord *e,
                       TbEvent            *event,
                       GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  gboolean is_insourced;

  if (ticket == NULL)
    return FALSE;
  is_insourced = ticket->service_engagement != 0;
  if (!is_insourced && ticket->organisation == 0)
    return TRUE;
  event->parts |= TB_EVENT_CUSTOMER;
  return (is_insourced ? take_customer_of_lead : take_customer) (core, ticket, event, error);
}

static gboolean
queue_customer (TbCore             *core,
                TbEngagementRecord *e,
                GError            **error)
{
  g_autoptr (TbEvent) event = tb_event_new ();

  return tb_core_fill_customer (core, e, event, error) &&
         (event->parts == 0 || tb_core_queue (core, e, event, NULL, error));
}

static gboolean
flush_part (TbCore             *core,
            TbEngagementRecord *e,
            GPtrArray          *part,
            GError            **error)
{
  g_autoptr (TbEvent) event = NULL;

  if (part->len == 0)
    return TRUE;
  event = tb_event_new ();
  event->parts = TB_EVENT_ITEMS;
  g_clear_pointer (&event->items, g_ptr_array_unref);
  event->items = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_event_item_free);
  while (part->len > 0)
    g_ptr_array_add (event->items, g_ptr_array_steal_index (part, 0));
  return tb_core_queue (core, e, event, NULL, error);
}

static gboolean
publish_in_part (TbCore             *core,
                 TbEngagementRecord *e,
                 TbItemRecord       *item,
                 GPtrArray          *part,
                 gsize              *weight,
                 GError            **error)
{
  g_autoptr (TbItemLinkRecord) link = NULL;
  TbEventItem *out;

  /* A file has its own event, which waits for its bytes. */
  if (item->kind == TB_ITEM_FILE)
    return tb_core_publish (core, e, item, error);
  link = new_link (core, e, item, FALSE, error);
  if (link == NULL)
    return FALSE;
  out = tb_core_encode_item (item, link, e);
  if (*weight + tb_event_item_weight (out) > PUBLISH_BYTES)
    {
      if (!flush_part (core, e, part, error))
        {
          tb_event_item_free (out);
          return FALSE;
        }
      *weight = 0;
    }
  *weight += tb_event_item_weight (out);
  g_ptr_array_add (part, out);
  return TRUE;
}

static gboolean
find_linked (TbCore             *core,
             TbEngagementRecord *e,
             GHashTable         *linked,
             GError            **error)
{
  g_autoptr (GPtrArray) links = tb_tx_select (core->tx, TB_Q_LINKS_OF_ENGAGEMENT, error, "i", e->id);
  guint i;

  for (i = 0; links != NULL && i < links->len; i++)
    {
      const TbItemLinkRecord *link = links->pdata[i];

      g_hash_table_add (linked, g_memdup2 (&link->item, sizeof link->item));
    }
  return links != NULL;
}

/* Own items that have no link in this engagement yet: notes and files that are not internal go, the lead's
 * times and Warenposten of @before stay. */
gboolean
tb_core_publish_unlinked (TbCore             *core,
                          TbEngagementRecord *e,
                          gint64              before,
                          GError            **error)
{
  g_autoptr (GHashTable) linked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GPtrArray) part = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_event_item_free);
  g_autoptr (GPtrArray) items = NULL;
  gsize weight = 0;
  guint i;

  if (!find_linked (core, e, linked, error))
    return FALSE;
  items = tb_tx_select (core->tx, TB_Q_ITEMS_OF_TICKET, error, "i", e->ticket);
  if (items == NULL)
    return FALSE;
  for (i = 0; i < items->len; i++)
    {
      TbItemRecord *item = items->pdata[i];

      if (item->partner != 0 || item->stays || item->is_deleted ||
          g_hash_table_contains (linked, &item->id))
        continue;
      if (!tb_sync_rule (e->role, item->kind)->goes_at_acceptance)
        {
          if (item->created_at < before && !tb_core_keep_local (core, e, item, error))
            return FALSE;
        }
      else if (!item->is_internal && !publish_in_part (core, e, item, part, &weight, error))
        {
          return FALSE;
        }
    }
  return flush_part (core, e, part, error);
}

/* The lead sends the customer's contact and address and all its own published notes and files; its times and
 * Warenposten of before stay (product.md section 3). */
gboolean
tb_core_open_sync (TbCore             *core,
                   TbEngagementRecord *e,
                   GError            **error)
{
  return queue_customer (core, e, error) && tb_core_publish_unlinked (core, e, G_MAXINT64, error);
}
