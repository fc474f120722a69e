/* SPDX-License-Identifier: GPL-3.0-or-later
 * What both sides can be asked for: the route `state`, and the invariants that always hold. */
#include "config.h"

#include "tb-core-file-private.h"

static gboolean
add_own_items (TbCore             *core,
               TbEngagementRecord *e,
               TbStateEntry       *entry,
               GError            **error)
{
  g_autoptr (GPtrArray) links = tb_tx_select (core->tx, TB_Q_LINKS_OF_ENGAGEMENT, error, "i", e->id);
  guint i;

  if (links == NULL)
    return FALSE;
  for (i = 0; i < links->len; i++)
    {
      TbItemLinkRecord *link = links->pdata[i];
      g_autoptr (TbItemRecord) item = tb_core_get (core, &TB_ITEM, link->item, error);
      g_autoptr (TbEventItem) content = NULL;
      g_autofree char *hash = NULL;

      if (item == NULL)
        return FALSE;
      if (item->partner != 0 || link->local_only || link->is_waiting || link->rev == 0)
        continue;
      content = tb_core_encode_item (item, link, e);
      hash = tb_event_item_hash (content);
      tb_state_entry_add_item (entry, link->uuid, link->rev, hash);
    }
  return TRUE;
}

static TbStateEntry *
describe (TbCore             *core,
          TbEngagementRecord *e,
          GError            **error)
{
  TbStateEntry *entry = tb_state_entry_new ();

  entry->engagement = g_strdup (e->eid);
  entry->status = e->status;
  entry->status_epoch = e->status_epoch;
  entry->status_rev = e->status_rev;
  entry->status_event = g_strdup (e->status_event);
  entry->n_out = e->n_out;
  entry->n_in = e->n_in;
  if (add_own_items (core, e, entry, error))
    return entry;
  tb_state_entry_free (entry);
  return NULL;
}

static gboolean
is_asked_for (const TbEngagementRecord *e,
              gint64                    partner,
              GStrv                     engagements)
{
  return e->partner == partner &&
         (engagements == NULL || g_strv_contains ((const char *const *)engagements, e->eid));
}

/* The answer to a partner's `state`: only what is shared with it. */
GBytes *
tb_core_state_answer (TbCore  *core,
                      gint64   partner,
                      GStrv    engagements,
                      GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_state_entry_free);
  g_autoptr (GPtrArray) live = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_LIVE_OF_PARTNER, error, "i", partner);
  guint i;

  if (live == NULL)
    return NULL;
  for (i = 0; i < live->len; i++)
    {
      TbStateEntry *entry;

      if (!is_asked_for (live->pdata[i], partner, engagements))
        continue;
      entry = describe (core, live->pdata[i], error);
      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
    }
  return tb_state_encode_answer (entries);
}

/* ---- Comparing ---- */

static TbStateEntry *
entry_of (GPtrArray  *entries,
          const char *eid)
{
  guint i;

  for (i = 0; i < entries->len; i++)
    if (g_strcmp0 (((TbStateEntry *)entries->pdata[i])->engagement, eid) == 0)
      return entries->pdata[i];
  return NULL;
}

static void
find (GPtrArray  *findings,
      const char *format,
      ...) G_GNUC_PRINTF (2, 3);

static void
find (GPtrArray  *findings,
      const char *format,
      ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (findings, g_strdup_vprintf (format, args));
  va_end (args);
}

/* The partner's own items as they must stand here: same revision, same content, unless the link was cut. */
static gboolean
compare_items (TbCore             *core,
               TbEngagementRecord *e,
               TbStateEntry       *theirs,
               GPtrArray          *findings,
               GError            **error)
{
  guint i;

  for (i = 0; i < theirs->items->len; i++)
    {
      TbStateItem *item = theirs->items->pdata[i];
      g_autoptr (TbItemLinkRecord) link = NULL;
      GError *local = NULL;

      link = tb_tx_find (core->tx, TB_Q_LINK_BY_UUID, &local, "is", e->id, item->uuid);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (link == NULL)
        find (findings, "engagement %s: the partner's item %s is not here", e->eid, item->uuid);
      else if (!link->is_cut && link->rev != item->rev)
        find (findings,
              "engagement %s: item %s has revision %" G_GINT64_FORMAT " there and %" G_GINT64_FORMAT " here",
              e->eid, item->uuid, item->rev, link->rev);
    }
  return TRUE;
}

gboolean
tb_core_compare (TbCore    *core,
                 gint64     partner,
                 GPtrArray *theirs,
                 GPtrArray *findings,
                 GError   **error)
{
  g_autoptr (GPtrArray) live = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_LIVE_OF_PARTNER, error, "i", partner);
  guint i;

  if (live == NULL)
    return FALSE;
  for (i = 0; i < live->len; i++)
    {
      TbEngagementRecord *e = live->pdata[i];
      TbStateEntry       *entry = entry_of (theirs, e->eid);

      if (entry == NULL)
        {
          find (findings, "engagement %s: live here, not there", e->eid);
          continue;
        }
      if ((gint64)entry->status != e->status)
        find (findings, "engagement %s: status %s here, %s there", e->eid,
              tb_nick (TB_TYPE_STATUS, e->status), tb_nick (TB_TYPE_STATUS, entry->status));
      if (entry->n_in != e->n_out || entry->n_out != e->n_in)
        find (findings,
              "engagement %s: sent %" G_GINT64_FORMAT ", taken there %" G_GINT64_FORMAT
              "; sent there %" G_GINT64_FORMAT ", taken %" G_GINT64_FORMAT,
              e->eid, e->n_out, entry->n_in, entry->n_out, e->n_in);
      if (!compare_items (core, e, entry, findings, error))
        return FALSE;
    }
  for (i = 0; i < theirs->len; i++)
    {
      TbStateEntry *entry = theirs->pdata[i];
      guint         j;
      gboolean      known = FALSE;

      for (j = 0; j < live->len; j++)
        known = known || g_strcmp0 (((TbEngagementRecord *)live->pdata[j])->eid, entry->engagement) == 0;
      if (!known)
        find (findings, "engagement %s: live there, not here", entry->engagement);
    }
  return TRUE;
}

/* ---- The invariants of one store ---- */

static gboolean
check_outbox_order (TbCore             *core,
                    TbEngagementRecord *e,
                    GPtrArray          *findings,
                    GError            **error)
{
  g_autoptr (GPtrArray) rows = tb_tx_select (core->tx, TB_Q_OUTBOX_OF_ENGAGEMENT, error, "i", e->id);
  guint i;

  if (rows == NULL)
    return FALSE;
  if ((gint64)rows->len != e->n_out)
    find (findings, "engagement %s: %u events in the outbox, %" G_GINT64_FORMAT " counted", e->eid, rows->len,
          e->n_out);
  for (i = 0; i < rows->len; i++)
    if (((TbOutboxRow *)rows->pdata[i])->n != (gint64)i + 1)
      find (findings, "engagement %s: event %u has n %" G_GINT64_FORMAT, e->eid, i + 1,
            ((TbOutboxRow *)rows->pdata[i])->n);
  return TRUE;
}

/* After the end both may edit, and nothing travels: only a live engagement promises anything. */
static gboolean
is_live_in (GPtrArray *engagements,
            gint64     id)
{
  guint i;

  for (i = 0; i < engagements->len; i++)
    {
      TbEngagementRecord *e = engagements->pdata[i];

      if (e->id == id)
        return tb_engagement_is_live (e) && e->pause == 0;
    }
  return FALSE;
}

static gboolean
check_items (TbCore               *core,
             const TbTicketRecord *ticket,
             GPtrArray            *findings,
             GError              **error)
{
  g_autoptr (GPtrArray) items = tb_tx_select (core->tx, TB_Q_ITEMS_OF_TICKET, error, "i", ticket->id);
  g_autoptr (GPtrArray) engagements = NULL;
  guint i, j;

  engagements =
    items != NULL ? tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, error, "i", ticket->id) : NULL;
  if (engagements == NULL)
    return FALSE;
  for (i = 0; i < items->len; i++)
    {
      TbItemRecord *item = items->pdata[i];
      g_autoptr (GPtrArray) links = tb_tx_select (core->tx, TB_Q_LINKS_OF_ITEM, error, "i", item->id);
      gboolean may_miss;

      if (links == NULL)
        return FALSE;
      for (j = 0; j < links->len; j++)
        {
          TbItemLinkRecord *link = links->pdata[j];

          if (item->partner == 0 && item->stays && !link->local_only)
            find (findings, "ticket %s: item %s must stay and has travelled", ticket->number, item->uuid);
          if (item->partner == 0 && item->is_internal && !link->local_only && !link->is_gone &&
              link->rev > 0 && !link->is_waiting && is_live_in (engagements, link->engagement))
            find (findings, "ticket %s: item %s is internal and is there", ticket->number, item->uuid);
          if (item->partner != 0 && link->engagement != item->engagement)
            find (findings, "ticket %s: partner's item %s went on to another", ticket->number, item->uuid);
        }
      if (item->kind != TB_ITEM_FILE || item->is_deleted || tb_store_has_file (core->store, item->sha256))
        continue;
      if (!tb_core_may_come_without (core, item->partner, item->sha256, &may_miss, error))
        return FALSE;
      if (!may_miss)
        find (findings, "ticket %s: the file of item %s is missing", ticket->number, item->uuid);
    }
  return TRUE;
}

static gboolean
check_engagements (TbCore               *core,
                   const TbTicketRecord *ticket,
                   GPtrArray            *findings,
                   GError              **error)
{
  g_autoptr (GPtrArray) all = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, error, "i", ticket->id);
  guint live_lead = 0;
  guint i;

  if (all == NULL)
    return FALSE;
  for (i = 0; i < all->len; i++)
    {
      TbEngagementRecord *e = all->pdata[i];
      gboolean            is_live = tb_engagement_is_live (e) || e->status == TB_STATUS_WAITING_APPROVAL;

      if (!check_outbox_order (core, e, findings, error))
        return FALSE;
      if (is_live && e->role == TB_ROLE_LEAD)
        live_lead++;
      if (e->pause == 2 && e->status != TB_STATUS_WAITING_APPROVAL)
        find (findings, "engagement %s: suspended in %s", e->eid, tb_nick (TB_TYPE_STATUS, e->status));
      if ((e->id == ticket->lead_engagement && e->status != ticket->lead_status) ||
          (e->id == ticket->service_engagement && e->status != ticket->service_status))
        find (findings, "ticket %s: shows another status than engagement %s", ticket->number, e->eid);
      if (e->was_accepted && !ticket->was_accepted)
        find (findings, "ticket %s: was accepted and does not know", ticket->number);
      if (e->phase == 0 && is_live)
        find (findings, "engagement %s: live in phase 0", e->eid);
    }
  if (live_lead > 1)
    find (findings, "ticket %s: %u live engagements as lead", ticket->number, live_lead);
  return TRUE;
}

gboolean
tb_core_check (TbCore    *core,
               GPtrArray *findings,
               GError   **error)
{
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING, .sort = TB_SORT_NUMBER };
  g_autoptr (GArray) ids = NULL;
  guint i;

  if (!tb_tx_check (core->tx, findings, error))
    return FALSE;
  ids = tb_tx_list_ids (core->tx, &query, 0, error);
  if (ids == NULL)
    return FALSE;
  for (i = 0; i < ids->len; i++)
    {
      g_autoptr (TbTicketRecord) ticket =
        tb_core_get (core, &TB_TICKET, g_array_index (ids, gint64, i), error);

      if (ticket == NULL || !check_engagements (core, ticket, findings, error) ||
          !check_items (core, ticket, findings, error))
        return FALSE;
    }
  return TRUE;
}
