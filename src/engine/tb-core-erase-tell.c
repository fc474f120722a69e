/* SPDX-License-Identifier: GPL-3.0-or-later
 * What partners learn of an erasure, and what is done with what they tell. */
#include "config.h"

#include "tb-core-privacy-private.h"

#include <string.h>

#define PART_BYTES (256 * 1024)
/* A person's name is not longer. */
#define MAX_NAME 80

TbTouched *
tb_touched_new (gint64 ticket)
{
  TbTouched *self = g_new0 (TbTouched, 1);

  self->ticket = ticket;
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_item_record_unref);
  self->instructions = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
tb_touched_free (TbTouched *self)
{
  g_ptr_array_unref (self->items);
  g_array_unref (self->instructions);
  g_free (self);
}

/* ---- Telling ---- */

static TbEvent *
new_event (void)
{
  TbEvent *event = tb_event_new ();

  event->parts = TB_EVENT_ITEMS | TB_EVENT_ERASED;
  return event;
}

static gboolean
find_link (TbCore                   *core,
           const TbEngagementRecord *e,
           const TbItemRecord       *item,
           TbItemLinkRecord        **link,
           GError                  **error)
{
  g_autoptr (GPtrArray) links = tb_tx_select (core->tx, TB_Q_LINKS_OF_ITEM, error, "i", item->id);
  guint i;

  for (i = 0; links != NULL && i < links->len; i++)
    if (((TbItemLinkRecord *)links->pdata[i])->engagement == e->id)
      *link = tb_item_link_record_copy (links->pdata[i]);
  return links != NULL;
}

/* How it stands now: of an attachment its name, of all else its text. What was written after both had stopped
 * to share it is only named. */
static TbEventItem *
describe (const TbItemRecord       *item,
          const TbItemLinkRecord   *link,
          const TbEngagementRecord *e)
{
  TbEventItem *out = tb_event_item_new ();

  out->uuid = g_strdup (link->uuid);
  out->rev = MAX (link->rev, 1);
  out->kind = item->kind == TB_ITEM_FILE ? TB_ITEM_FILE : TB_ITEM_NOTE;
  out->deleted = item->is_internal || item->is_deleted || item->edited_at > e->status_since ||
                 (item->partner != 0 && link->is_cut);
  if (out->deleted)
    return out;
  if (out->kind == TB_ITEM_FILE)
    {
      out->file_name = g_strdup (item->file_name);
      out->content_type = g_strdup (item->content_type);
      out->size = item->size;
      out->sha256 = g_strdup (item->sha256);
    }
  else
    out->text = g_strdup (item->text != NULL ? item->text : "");
  return out;
}

static gboolean
queue_part (TbCore             *core,
            TbEngagementRecord *e,
            TbEvent           **event,
            GError            **error)
{
  gboolean is_done = tb_core_queue (core, e, *event, NULL, error);

  tb_event_free (*event);
  *event = new_event ();
  return is_done;
}

static gboolean
says_anything (const TbEvent *event)
{
  return event->title != NULL || event->description != NULL || event->instructions != NULL ||
         event->is_customer_erased || event->erased->len > 0;
}

static gsize
weigh (const char *text)
{
  return text != NULL ? strlen (text) : 0;
}

/* An own item that travels goes out anew, after a pause if there is one; the partner's, changed here, is
 * cut as by any other change. All that does not travel stands in the event. */
static gboolean
tell_item (TbCore             *core,
           TbEngagementRecord *e,
           TbItemRecord       *item,
           TbEvent           **event,
           gsize              *weight,
           GError            **error)
{
  g_autoptr (TbItemLinkRecord) link = NULL;
  TbEventItem *out;

  if (!find_link (core, e, item, &link, error))
    return FALSE;
  if (link == NULL || link->local_only || link->is_gone || (link->rev == 0 && !link->is_waiting))
    return TRUE;
  if (item->partner == 0 && tb_engagement_is_live (e) && e->pause == 0)
    return tb_core_republish (core, e, item, error);
  out = describe (item, link, e);
  if (item->partner != 0 ? !link->is_cut : e->status != TB_STATUS_COMPLETE && e->pause != 0)
    {
      link->is_cut |= item->partner != 0;
      link->is_owed = item->partner == 0;
      if (!tb_tx_update (core->tx, link, error))
        {
          tb_event_item_free (out);
          return FALSE;
        }
    }
  *weight += tb_event_item_weight (out);
  if (*weight > PART_BYTES && says_anything (*event))
    {
      *weight = tb_event_item_weight (out);
      if (!queue_part (core, e, event, error))
        {
          tb_event_item_free (out);
          return FALSE;
        }
    }
  g_ptr_array_add ((*event)->erased, out);
  return TRUE;
}

static gboolean
has_instructions (const TbTouched *self,
                  gint64           engagement)
{
  guint i;

  for (i = 0; i < self->instructions->len; i++)
    if (g_array_index (self->instructions, gint64, i) == engagement)
      return TRUE;
  return FALSE;
}

/* Whether a field was set here since it was shared: that does not travel, so it is only named. */
static gboolean
was_set (TbCore             *core,
         TbEngagementRecord *e,
         const char         *field,
         gboolean           *is_set,
         GError            **error)
{
  g_autoptr (GPtrArray) rows = tb_tx_select (core->tx, TB_Q_HISTORY_OF_TICKET, error, "i", e->ticket);
  gint64 since = e->role == TB_ROLE_LEAD ? e->sent_at : e->created_at;
  guint  i;

  *is_set = FALSE;
  for (i = 0; rows != NULL && i < rows->len; i++)
    {
      const TbHistoryRecord *row = rows->pdata[i];

      *is_set |= row->at >= since && g_strcmp0 (row->code, "set") == 0 && g_strcmp0 (row->reason, field) == 0;
    }
  return rows != NULL;
}

static gboolean
tell_text (TbCore             *core,
           TbEngagementRecord *e,
           const char         *field,
           const char         *text,
           char              **member,
           GError            **error)
{
  gboolean is_set;

  if (!was_set (core, e, field, &is_set, error))
    return FALSE;
  *member = g_strdup (is_set || text == NULL ? "" : text);
  return TRUE;
}

static gboolean
tell_fields (const TbTouched    *self,
             TbCore             *core,
             TbEngagementRecord *e,
             TbEvent            *event,
             GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, self->ticket, error);

  if (ticket == NULL)
    return FALSE;
  if ((self->title && !tell_text (core, e, "title", ticket->title, &event->title, error)) ||
      (self->description &&
       !tell_text (core, e, "description", ticket->description, &event->description, error)))
    return FALSE;
  if (has_instructions (self, e->id))
    event->instructions = g_strdup (e->instructions);
  event->is_customer_erased = self->customer && e->was_accepted;
  return !event->is_customer_erased || e->role != TB_ROLE_LEAD ||
         tb_core_fill_customer (core, e, event, error);
}

/* Nobody is told of what they never had. */
static gboolean
is_shared (const TbEngagementRecord *e)
{
  return e->status > TB_STATUS_UNSENT && (e->n_out > 0 || e->n_in > 0);
}

static gboolean
tell_engagement (TbTouched          *self,
                 TbErasing          *erasing,
                 TbCore             *core,
                 TbEngagementRecord *e,
                 GError            **error)
{
  TbEvent *event = new_event ();
  gint64   n_before = e->n_out;
  gsize    weight;
  gboolean is_done;
  guint    i;

  is_done = tell_fields (self, core, e, event, error);
  weight = weigh (event->title) + weigh (event->description) + weigh (event->instructions);
  for (i = 0; is_done && i < self->items->len; i++)
    is_done = tell_item (core, e, self->items->pdata[i], &event, &weight, error);
  /* Behind revisions alone stands that they were for this. */
  if (is_done && (says_anything (event) || e->n_out > n_before))
    {
      g_hash_table_add (erasing->partners, g_memdup2 (&e->partner, sizeof e->partner));
      is_done = tb_core_queue (core, e, event, NULL, error);
    }
  tb_event_free (event);
  return is_done;
}

gboolean
tb_touched_tell (TbTouched *self,
                 TbErasing *erasing,
                 TbCore    *core,
                 GError   **error)
{
  g_autoptr (GPtrArray) all = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, error, "i", self->ticket);
  guint i;

  if (all == NULL)
    return FALSE;
  for (i = 0; i < all->len; i++)
    {
      g_autoptr (TbEngagementRecord) e = tb_engagement_record_copy (all->pdata[i]);

      if (is_shared (e) && e->partner != erasing->not_to &&
          !tell_engagement (self, erasing, core, e, error))
        return FALSE;
    }
  return tb_core_history (core, self->ticket, 0, NULL, FALSE, "erased", NULL, NULL, NULL, error);
}

/* ---- What a partner tells ---- */

gboolean
tb_core_take_erasure (TbCore             *core,
                      TbEngagementRecord *e,
                      const TbEvent      *event,
                      GError            **error)
{
  g_autoptr (TbErasureRecord) erasure = tb_erasure_record_new ();
  g_autoptr (TbTicketRecord) ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  g_autoptr (TbPartnerRecord) partner = NULL;

  partner = ticket != NULL ? tb_core_get (core, &TB_PARTNER, e->partner, error) : NULL;
  if (partner == NULL)
    return FALSE;
  erasure->ticket = e->ticket;
  erasure->engagement = e->id;
  erasure->event = g_strdup (event->id);
  erasure->at = core->now;
  erasure->bytes = tb_event_encode (event, error);
  if (erasure->bytes == NULL || !tb_tx_insert (core->tx, erasure, error))
    return FALSE;
  tb_core_notice (core, "erasure", ticket, partner->name, NULL);
  return tb_core_history (core, e->ticket, e->id, partner->name, TRUE, "erasure-told", NULL, NULL, NULL,
                          error);
}

gboolean
tb_core_settle_erasures (TbCore  *core,
                         gint64   ticket,
                         gint64   state,
                         GError **error)
{
  g_autoptr (GPtrArray) open = tb_tx_select (core->tx, TB_Q_ERASURES_OPEN, error, "i", ticket);
  guint i;

  for (i = 0; open != NULL && i < open->len; i++)
    {
      g_autoptr (TbErasureRecord) erasure = tb_erasure_record_copy (open->pdata[i]);

      erasure->state = state;
      tb_set_bytes (&erasure->bytes, NULL);
      if (!tb_tx_update (core->tx, erasure, error))
        return FALSE;
    }
  return open != NULL;
}

/* ---- „Hier auch löschen“ ---- */

static void
learn (TbPersonMatcher *matcher,
       const char      *redacted,
       const char      *text)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  guint i;

  tb_person_fit (redacted, text, found);
  for (i = 0; i < found->len; i++)
    {
      const char  *name = found->pdata[i];
      gboolean     is_number = strspn (name, "+0123456789 /()-.") == strlen (name);
      TbPersonPart part = is_number                    ? TB_PERSON_PHONE
                          : strchr (name, '@') != NULL ? TB_PERSON_EMAIL
                                                       : TB_PERSON_NAME;

      if (g_utf8_strlen (name, -1) <= MAX_NAME && strchr (name, '\n') == NULL)
        tb_person_matcher_add (matcher, part, name);
    }
}

static gboolean
learn_from_item (TbCore             *core,
                 TbEngagementRecord *e,
                 const TbEventItem  *told,
                 TbPersonMatcher    *matcher,
                 GError            **error)
{
  g_autoptr (TbItemLinkRecord) link = NULL;
  g_autoptr (TbItemRecord) item = NULL;
  GError *local = NULL;

  link = tb_tx_find (core->tx, TB_Q_LINK_BY_UUID, &local, "is", e->id, told->uuid);
  if (local == NULL && link != NULL)
    item = tb_core_get (core, &TB_ITEM, link->item, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (item == NULL)
    return TRUE;
  learn (matcher, told->text, item->text);
  learn (matcher, told->file_name, item->file_name);
  return TRUE;
}

static gboolean
learn_from_contact (TbCore               *core,
                    const TbTicketRecord *ticket,
                    TbPersonMatcher      *matcher,
                    GError              **error)
{
  g_autoptr (TbContactRecord) contact = NULL;

  if (ticket->contact == 0)
    return TRUE;
  contact = tb_core_get (core, &TB_CONTACT, ticket->contact, error);
  if (contact == NULL)
    return FALSE;
  tb_person_matcher_add (matcher, TB_PERSON_NAME, contact->name);
  tb_person_matcher_add (matcher, TB_PERSON_EMAIL, contact->email);
  return TRUE;
}

/* The lead's block as it stands there now. */
static gboolean
follow_customer (TbCore               *core,
                 TbEngagementRecord   *e,
                 const TbTicketRecord *ticket,
                 const TbEvent        *event,
                 TbPersonMatcher      *matcher,
                 GError              **error)
{
  if (e->role == TB_ROLE_LEAD)
    return learn_from_contact (core, ticket, matcher, error);
  if (!(event->parts & TB_EVENT_CUSTOMER))
    return TRUE;
  if (g_strcmp0 (e->customer_contact, event->contact) != 0)
    {
      tb_person_matcher_add (matcher, TB_PERSON_NAME, e->customer_contact);
      if (g_strcmp0 (e->customer_phone, event->phone) != 0)
        tb_person_matcher_add (matcher, TB_PERSON_PHONE, e->customer_phone);
    }
  tb_core_take_customer (e, event);
  return tb_tx_update (core->tx, e, error);
}

static gboolean
follow_one (TbCore                *core,
            const TbErasureRecord *erasure,
            TbPersonMatcher       *matcher,
            gint64                *partner,
            GError               **error)
{
  g_autoptr (TbEngagementRecord) e = tb_core_get (core, &TB_ENGAGEMENT, erasure->engagement, error);
  g_autoptr (TbTicketRecord) ticket = NULL;
  g_autoptr (TbEvent) event = NULL;
  guint i;

  ticket = e != NULL ? tb_core_get (core, &TB_TICKET, e->ticket, error) : NULL;
  event = ticket != NULL && erasure->bytes != NULL ? tb_event_decode (erasure->bytes, error) : NULL;
  if (event == NULL)
    return FALSE;
  *partner = e->partner;
  learn (matcher, event->title, ticket->title);
  learn (matcher, event->description, ticket->description);
  learn (matcher, event->instructions, e->instructions);
  for (i = 0; i < event->erased->len; i++)
    if (!learn_from_item (core, e, event->erased->pdata[i], matcher, error))
      return FALSE;
  return !event->is_customer_erased || follow_customer (core, e, ticket, event, matcher, error);
}

gboolean
tb_core_follow (TbCore          *core,
                gint64           ticket,
                TbPersonMatcher *matcher,
                gint64          *partner,
                GError         **error)
{
  g_autoptr (GPtrArray) open = tb_tx_select (core->tx, TB_Q_ERASURES_OPEN, error, "i", ticket);
  guint i;

  if (open != NULL && open->len == 0)
    return tb_core_refuse (error, TB_PROBLEM_NOT_FOUND, "erasure", NULL);
  for (i = 0; open != NULL && i < open->len; i++)
    if (!follow_one (core, open->pdata[i], matcher, partner, error))
      return FALSE;
  return open != NULL;
}
