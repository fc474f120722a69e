/* SPDX-License-Identifier: GPL-3.0-or-later
 * Own items on their way out: who travels, as what, and what belongs to an item in one engagement. */
#include "config.h"

#include "tb-core-private.h"

/* Parts of the first delivery after an acceptance (protocol.md section 3). */
#define PUBLISH_BYTES (256 * 1024)

/* The item as the other side gets it: a time entry of the lead arrives as a note, no rates leave the house.
 */
TbEventItem *
tb_core_encode_item (const TbItemRecord       *item,
                     const TbItemLinkRecord   *link,
                     const TbEngagementRecord *e)
{
  const TbSyncRule *rule = tb_sync_rule (e->role, item->kind);
  TbEventItem      *out = tb_event_item_new ();

  out->uuid = g_strdup (link->uuid);
  out->rev = link->rev;
  out->kind = rule->arrives_as;
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
      out->file_name = g_strdup (item->file_name);
      out->content_type = g_strdup (item->content_type);
      out->size = item->size;
      out->sha256 = g_strdup (item->sha256);
    }
  return out;
}

static gboolean
set_ticket_number (TbCore             *core,
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
static gboolean
need_put (TbCore             *core,
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
  *is_done = put->is_done;
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

  if (needs_bytes && !need_put (core, e, item, &is_across, error))
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
  return set_ticket_number (core, e, event, error) &&
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
  link->uuid = others->len == 0 ? g_strdup (item->uuid) : tb_id_new ();
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
      return tb_tx_update (core->tx, link, error);
    }
  link->rev++;
  link->is_gone = is_hidden;
  return queue_revision (core, e, item, link, error);
}

/* The bytes are across: whatever waited for them gets its event and its n now. */
gboolean
tb_core_file_across (TbCore      *core,
                     TbPutRecord *put,
                     GError     **error)
{
  g_autoptr (GPtrArray) links = NULL;
  guint i;

  put->is_done = TRUE;
  put->have = put->size;
  if (!tb_tx_update (core->tx, put, error))
    return FALSE;
  links = tb_tx_select (core->tx, TB_Q_LINKS_WAITING, error, "is", put->partner, put->sha256);
  if (links == NULL)
    return FALSE;
  for (i = 0; i < links->len; i++)
    {
      g_autoptr (TbItemLinkRecord) link = tb_item_link_record_copy (links->pdata[i]);
      g_autoptr (TbItemRecord) item = tb_core_get (core, &TB_ITEM, link->item, error);
      g_autoptr (TbEngagementRecord) e = NULL;

      e = item != NULL ? tb_core_get (core, &TB_ENGAGEMENT, link->engagement, error) : NULL;
      if (e == NULL)
        return FALSE;
      link->is_waiting = FALSE;
      /* The suspension or the end overtook it: then it stays here. */
      if (!tb_engagement_is_live (e) || e->pause != 0)
        {
          link->local_only = TRUE;
          if (!tb_tx_update (core->tx, link, error))
            return FALSE;
        }
      else if (!queue_revision (core, e, item, link, error))
        {
          return FALSE;
        }
    }
  return TRUE;
}

/* ---- The first delivery after an acceptance ---- */

static gboolean
queue_customer (TbCore             *core,
                TbEngagementRecord *e,
                GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  g_autoptr (TbOrganisationRecord) organisation = NULL;
  g_autoptr (TbContactRecord) contact = NULL;
  g_autoptr (TbEvent) event = tb_event_new ();
  const char *street, *postcode, *town;

  if (ticket == NULL)
    return FALSE;
  if (ticket->organisation == 0)
    return TRUE;
  organisation = tb_core_get (core, &TB_ORGANISATION, ticket->organisation, error);
  if (organisation == NULL)
    return FALSE;
  if (ticket->contact != 0)
    {
      contact = tb_core_get (core, &TB_CONTACT, ticket->contact, error);
      if (contact == NULL)
        return FALSE;
    }
  street = organisation->street != NULL ? organisation->street : "";
  postcode = organisation->postcode != NULL ? organisation->postcode : "";
  town = organisation->town != NULL ? organisation->town : "";
  event->parts = TB_EVENT_CUSTOMER;
  event->company = g_strdup (organisation->name);
  event->contact = g_strdup (contact != NULL && contact->name != NULL ? contact->name : "");
  event->address =
    g_strdup_printf ("%s%s%s%s%s", street, *street != '\0' && *postcode != '\0' ? "\n" : "", postcode,
                     *town != '\0' && (*street != '\0' || *postcode != '\0') ? " " : "", town);
  event->customer_town = g_strdup (town);
  event->phone =
    g_strdup (contact != NULL && contact->phone != NULL && *contact->phone != '\0' ? contact->phone
              : organisation->phone != NULL                                        ? organisation->phone
                                                                                   : "");
  return tb_core_queue (core, e, event, NULL, error);
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

/* The lead sends the customer's contact and address and all its own published notes and files; its times and
 * Warenposten of before stay (product.md section 3). */
gboolean
tb_core_open_sync (TbCore             *core,
                   TbEngagementRecord *e,
                   GError            **error)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) part = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_event_item_free);
  gsize weight = 0;
  guint i;

  if (!queue_customer (core, e, error))
    return FALSE;
  items = tb_tx_select (core->tx, TB_Q_ITEMS_OF_TICKET, error, "i", e->ticket);
  if (items == NULL)
    return FALSE;
  for (i = 0; i < items->len; i++)
    {
      TbItemRecord *item = items->pdata[i];

      if (item->partner != 0 || item->stays || item->is_deleted)
        continue;
      if (!tb_sync_rule (e->role, item->kind)->goes_at_acceptance)
        {
          if (!tb_core_keep_local (core, e, item, error))
            return FALSE;
        }
      else if (!item->is_internal && !publish_in_part (core, e, item, part, &weight, error))
        {
          return FALSE;
        }
    }
  return flush_part (core, e, part, error);
}
