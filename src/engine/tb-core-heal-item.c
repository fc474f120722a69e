/* SPDX-License-Identifier: GPL-3.0-or-later
 * Items after a new epoch: each owner learns what the partner has of its own, makes anew what it has lost
 * itself, and sends what differs, under a higher revision (protocol.md section 4). */
#include "config.h"

#include "tb-core-file-private.h"
#include "tb-core-heal-private.h"

static gboolean
find_link (TbCore             *core,
           TbEngagementRecord *e,
           const char         *uuid,
           TbItemLinkRecord  **link,
           GError            **error)
{
  GError *local = NULL;

  *link = tb_tx_find (core->tx, TB_Q_LINK_BY_UUID, &local, "is", e->id, uuid);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* After the end both may change everything, and nothing of it travels: there only the revision counts. */
static gboolean
is_over (const TbEngagementRecord *e)
{
  return e->status == TB_STATUS_COMPLETE;
}

/* Whether the item, as it is now, should not be there. */
static gboolean
is_hidden (const TbItemRecord *item)
{
  return item->is_internal || item->is_deleted;
}

static gboolean
is_same (const TbItemRecord       *item,
         const TbItemLinkRecord   *link,
         const TbEngagementRecord *e,
         const TbEventItem        *theirs)
{
  g_autoptr (TbEventItem) ours = tb_core_encode_item (item, link, e);
  g_autofree char *our_hash = NULL;
  g_autofree char *their_hash = NULL;

  if (ours->deleted || theirs->deleted || is_over (e))
    return ours->deleted == theirs->deleted;
  our_hash = tb_event_item_hash (ours);
  their_hash = tb_event_item_hash (theirs);
  return ours->kind == theirs->kind && g_str_equal (our_hash, their_hash);
}

/* ---- What we have lost ---- */

static gboolean
link_anew (TbCore             *core,
           TbEngagementRecord *e,
           const TbItemRecord *item,
           const TbEventItem  *theirs,
           GError            **error)
{
  g_autoptr (TbItemLinkRecord) link = tb_item_link_record_new ();

  link->item = item->id;
  link->engagement = e->id;
  link->uuid = g_strdup (theirs->uuid);
  link->rev = theirs->rev;
  link->phase = e->phase;
  link->is_gone = is_hidden (item);
  link->told = TB_LINK_TOLD;
  if (!is_same (item, link, e, theirs))
    link->told |= TB_LINK_DIFFERS;
  return tb_tx_insert (core->tx, link, error);
}

/* In a second engagement an item travels under an id of its own: then it is known by what it says. */
static gboolean
find_by_content (TbCore             *core,
                 TbEngagementRecord *e,
                 const TbEventItem  *theirs,
                 TbItemRecord      **found,
                 GError            **error)
{
  TbItemLinkRecord probe = { .uuid = theirs->uuid, .rev = theirs->rev };
  TbItemKind       kinds[] = { theirs->kind, TB_ITEM_TIME };
  guint            i, j;

  /* A time entry of the lead arrived as a note. */
  for (i = 0; i < G_N_ELEMENTS (kinds) && *found == NULL; i++)
    {
      g_autoptr (GPtrArray) items = tb_tx_select (core->tx, TB_Q_ITEM_UNLINKED_BY_KIND, error, "iii",
                                                  e->ticket, (gint64)kinds[i], e->id);

      if (items == NULL)
        return FALSE;
      for (j = 0; j < items->len && *found == NULL; j++)
        if (is_same (items->pdata[j], &probe, e, theirs))
          *found = tb_item_record_copy (items->pdata[j]);
    }
  return TRUE;
}

static gboolean
find_own_item (TbCore             *core,
               TbEngagementRecord *e,
               const TbEventItem  *theirs,
               TbItemRecord      **found,
               gboolean           *is_foreign,
               GError            **error)
{
  GError *local = NULL;

  *is_foreign = FALSE;
  *found = tb_tx_find (core->tx, TB_Q_ITEM_BY_UUID, &local, "s", theirs->uuid);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (*found == NULL)
    return theirs->deleted || find_by_content (core, e, theirs, found, error);
  if ((*found)->partner == 0 && (*found)->ticket == e->ticket && !(*found)->stays)
    return TRUE;
  *is_foreign = TRUE;
  g_clear_pointer (found, tb_item_record_unref);
  return TRUE;
}

/* That a file is here is not enough: who knows its hash alone must not get it by saying that we shared it. */
static gboolean
check_bytes (TbCore             *core,
             TbEngagementRecord *e,
             const TbEventItem  *theirs,
             GError            **error)
{
  gboolean has_come;

  if (!tb_core_has_come (core, e->partner, theirs->sha256, &has_come, error))
    return FALSE;
  if (has_come)
    return tb_core_arrival_named (core, e->partner, theirs->sha256, error);
  tb_problem_set (error, TB_PROBLEM_FILE_MISSING, NULL);
  return FALSE;
}

/* An item of ours that only the partner still has. */
static gboolean
make_anew (TbCore             *core,
           TbEngagementRecord *e,
           const TbEvent      *event,
           const TbEventItem  *theirs,
           GError            **error)
{
  g_autoptr (TbItemRecord) item = tb_item_record_new ();

  if (theirs->kind == TB_ITEM_FILE && !check_bytes (core, e, theirs, error))
    return FALSE;
  item->uuid = g_strdup (theirs->uuid);
  item->ticket = e->ticket;
  item->author = g_strdup (core->company);
  item->is_billable = TRUE;
  item->date = tb_time_date (event->at, core->zone);
  item->created_at = core->now;
  tb_core_take_item_content (item, theirs);
  return tb_tx_insert (core->tx, item, error) && link_anew (core, e, item, theirs, error) &&
         tb_core_history (core, e->ticket, 0, NULL, FALSE, "item-added", NULL,
                          tb_nick (TB_TYPE_ITEM_KIND, item->kind), item->uuid, error);
}

static gboolean
restore_item (TbCore             *core,
              TbEngagementRecord *e,
              const TbEvent      *event,
              const TbEventItem  *theirs,
              GError            **error)
{
  g_autoptr (TbItemRecord) item = NULL;
  gboolean is_foreign;

  if (!find_own_item (core, e, theirs, &item, &is_foreign, error))
    return FALSE;
  if (item != NULL)
    return link_anew (core, e, item, theirs, error);
  return is_foreign || theirs->deleted || make_anew (core, e, event, theirs, error);
}

/* ---- What the partner has ---- */

static gboolean
take_told (TbCore             *core,
           TbEngagementRecord *e,
           const TbEvent      *event,
           const TbEventItem  *theirs,
           gboolean            may_restore,
           GError            **error)
{
  g_autoptr (TbItemLinkRecord) link = NULL;
  g_autoptr (TbItemRecord) item = NULL;

  if (!find_link (core, e, theirs->uuid, &link, error))
    return FALSE;
  if (link == NULL)
    return !may_restore || restore_item (core, e, event, theirs, error);
  item = tb_core_get (core, &TB_ITEM, link->item, error);
  if (item == NULL)
    return FALSE;
  /* Only the owner says what an item is; what is local here stays so. */
  if (item->partner != 0 || link->local_only)
    return TRUE;
  link->told |= TB_LINK_TOLD;
  if (link->rev != theirs->rev || !is_same (item, link, e, theirs))
    link->told |= TB_LINK_DIFFERS;
  link->rev = MAX (link->rev, theirs->rev);
  return tb_tx_update (core->tx, link, error);
}

static gboolean
take_cut (TbCore             *core,
          TbEngagementRecord *e,
          const char         *uuid,
          GError            **error)
{
  g_autoptr (TbItemLinkRecord) link = NULL;

  if (!find_link (core, e, uuid, &link, error))
    return FALSE;
  if (link == NULL)
    return TRUE;
  link->told |= TB_LINK_TOLD;
  return tb_tx_update (core->tx, link, error);
}

gboolean
tb_core_heal_take_yours (TbCore             *core,
                         TbEngagementRecord *e,
                         const TbEvent      *event,
                         gboolean            may_restore,
                         GError            **error)
{
  guint i;

  for (i = 0; i < event->yours->len; i++)
    if (!take_told (core, e, event, event->yours->pdata[i], may_restore, error))
      return FALSE;
  for (i = 0; event->cut != NULL && event->cut[i] != NULL; i++)
    if (!take_cut (core, e, event->cut[i], error))
      return FALSE;
  return TRUE;
}

/* ---- What the partner lacks ---- */

/* What the service side had on its way when the lead ended or suspended the work stays here. */
static gboolean
keep_late (TbCore             *core,
           TbEngagementRecord *e,
           TbItemLinkRecord   *link,
           GError            **error)
{
  link->local_only = TRUE;
  link->told = 0;
  e->late_items++;
  return tb_tx_update (core->tx, link, error) && tb_tx_update (core->tx, e, error) &&
         tb_core_history (core, e->ticket, e->id, NULL, FALSE, "late-items", NULL, "1",
                          tb_problem_nick (tb_status_refusal (e->status, TB_VERB_NONE)), error);
}

/* What was done to an item while the engagement seemed to be over, or was, has not travelled. */
static void
catch_up (TbItemLinkRecord         *link,
          const TbItemRecord       *item,
          const TbEngagementRecord *e)
{
  if (is_over (e) || link->is_gone == is_hidden (item))
    return;
  link->is_gone = is_hidden (item);
  link->told |= (link->told & TB_LINK_TOLD) != 0 ? TB_LINK_DIFFERS : 0;
}

/* After the end an item may have been changed: what both had agreed on is not here any more. */
static gboolean
is_changed_since (const TbItemRecord       *item,
                  const TbItemLinkRecord   *link,
                  const TbEngagementRecord *e)
{
  return is_over (e) && !link->is_gone && (is_hidden (item) || item->edited_at > e->status_since);
}

static gboolean
judge_link (TbCore             *core,
            TbEngagementRecord *e,
            TbItemLinkRecord   *link,
            const TbItemRecord *item,
            gboolean           *is_lost,
            GError            **error)
{
  gint64 told = link->told;

  *is_lost = FALSE;
  if (e->role == TB_ROLE_SERVICE && !tb_engagement_is_live (e) && (told & TB_LINK_UNSENT))
    return keep_late (core, e, link, error);
  *is_lost = !is_changed_since (item, link, e);
  if (*is_lost && (told & TB_LINK_TOLD))
    link->rev++;
  if (!*is_lost && !(told & TB_LINK_TOLD))
    link->local_only = TRUE;
  link->told = 0;
  return tb_tx_update (core->tx, link, error);
}

GPtrArray *
tb_core_heal_lost (TbCore             *core,
                   TbEngagementRecord *e,
                   GError            **error)
{
  g_autoptr (GPtrArray) links = tb_tx_select (core->tx, TB_Q_LINKS_OF_ENGAGEMENT, error, "i", e->id);
  g_autoptr (GPtrArray) lost = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_item_link_record_unref);
  guint i;

  if (links == NULL)
    return NULL;
  for (i = 0; i < links->len; i++)
    {
      g_autoptr (TbItemLinkRecord) link = tb_item_link_record_copy (links->pdata[i]);
      g_autoptr (TbItemRecord) item = tb_core_get (core, &TB_ITEM, link->item, error);
      gboolean is_lost;

      if (item == NULL)
        return NULL;
      if (item->partner != 0 || link->local_only || link->is_waiting || link->rev == 0)
        continue;
      catch_up (link, item, e);
      if ((link->told & (TB_LINK_TOLD | TB_LINK_DIFFERS)) == TB_LINK_TOLD)
        continue;
      if (!judge_link (core, e, link, item, &is_lost, error))
        return NULL;
      if (is_lost)
        g_ptr_array_add (lost, g_steal_pointer (&link));
    }
  return g_steal_pointer (&lost);
}

/* ---- The partner's items ---- */

/* In a pause the store lets nobody change what was there before; here both agree on what that was. */
gboolean
tb_core_heal_take_items (TbCore             *core,
                         TbEngagementRecord *e,
                         const TbEvent      *event,
                         GError            **error)
{
  gint64 pause = e->pause;
  guint  i;

  if (event->items->len == 0)
    return TRUE;
  e->pause = 0;
  if (!tb_tx_update (core->tx, e, error))
    return FALSE;
  for (i = 0; i < event->items->len; i++)
    if (!tb_core_apply_item (core, e, event, event->items->pdata[i], error))
      return FALSE;
  e->pause = pause;
  return tb_tx_update (core->tx, e, error);
}
