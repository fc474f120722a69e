/* SPDX-License-Identifier: GPL-3.0-or-later
 * All that a ticket's page shows, from one snapshot, values only. */
#include "config.h"

#include "tb-core-file-private.h"
#include "tb-workflow.h"

static void
engagement_view_free (gpointer data)
{
  TbEngagementView *view = data;

  g_clear_pointer (&view->record, tb_engagement_record_unref);
  g_free (view->partner);
  g_free (view->link_problem);
  g_free (view);
}

static void
item_view_free (gpointer data)
{
  TbItemView *view = data;

  g_clear_pointer (&view->record, tb_item_record_unref);
  g_free (view->partner);
  g_free (view);
}

void
tb_ticket_view_free (TbTicketView *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->ticket, tb_ticket_record_unref);
  g_clear_pointer (&self->status, tb_ticket_status_record_unref);
  g_clear_pointer (&self->organisation, tb_organisation_record_unref);
  g_clear_pointer (&self->contact, tb_contact_record_unref);
  g_clear_pointer (&self->assignee, tb_user_record_unref);
  g_clear_pointer (&self->engagements, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_free (self->arriving);
  g_free (self);
}

TbEngagementView *
tb_ticket_view_latest (TbTicketView *self,
                       TbRole        role)
{
  guint i;

  g_return_val_if_fail (self != NULL, NULL);

  for (i = self->engagements->len; i > 0; i--)
    {
      TbEngagementView *view = self->engagements->pdata[i - 1];

      if (role == TB_ROLE_NONE || view->record->role == (gint64)role)
        return view;
    }
  return NULL;
}

static TbEngagementView *
view_engagement (TbCore             *core,
                 TbEngagementRecord *e,
                 GError            **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, e->partner, error);
  g_autoptr (GPtrArray) pending = NULL;
  TbEngagementView *view;
  TbDelivery        delivery;
  GError           *local = NULL;
  guint             i;

  if (partner == NULL)
    return NULL;
  pending = tb_tx_select (core->tx, TB_Q_REQUESTS_PENDING, error, "i", e->id);
  if (pending == NULL)
    return NULL;
  delivery = tb_core_delivery (core, e, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  view = g_new0 (TbEngagementView, 1);
  view->record = tb_engagement_record_copy (e);
  if (core->user == NULL || core->user->permission < TB_PERMISSION_ALL)
    view->record->customer_rate = TB_AMOUNT_NONE;
  view->partner = g_strdup (partner->name);
  view->delivery = delivery;
  view->next_attempt = partner->next_attempt;
  view->link_problem = g_strdup (partner->problem);
  for (i = 0; i < pending->len; i++)
    if (((TbRequestRecord *)pending->pdata[i])->verb != TB_VERB_START)
      view->pending = ((TbRequestRecord *)pending->pdata[i])->verb;
  return view;
}

/* What all items of a ticket have in common; each of it is read once. */
typedef struct
{
  GPtrArray  *engagements; /* (borrowed) */
  GPtrArray  *links;       /* (borrowed): of all items, by item */
  GHashTable *names;       /* (borrowed): partner id → name */
  gint64      service;     /* the latest engagement as service; 0: none */
  guint       next;        /* the first link that is not of an earlier item */
} ItemContext;

static const char *
find_partner_name (TbCore     *core,
                   GHashTable *names,
                   gint64      id,
                   GError    **error)
{
  const char *name = g_hash_table_lookup (names, &id);

  if (name == NULL)
    {
      g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, id, error);
      char *copy = partner != NULL ? g_strdup (partner->name) : NULL;

      if (copy != NULL)
        g_hash_table_insert (names, g_memdup2 (&id, sizeof id), copy);
      name = copy;
    }
  return name;
}

static void
take_link (TbItemView             *out,
           const TbItemLinkRecord *link,
           gint64                  service)
{
  /* The last one is the latest engagement's. */
  out->is_local_only = link->local_only;
  out->is_waiting = link->is_waiting;
  out->is_cut = out->is_cut || link->is_cut;
  /* It had a revision to send and has become local: the end was faster. */
  out->is_late = out->is_late || (service != 0 && link->engagement == service && link->local_only &&
                                  link->rev > 0 && out->record->partner == 0);
  if (service != 0 && link->engagement == service && out->record->partner == 0)
    out->counts_in = link->local_only || link->is_gone ? 0 : service;
}

/* How much of an own file has got to the partner of the ticket's live engagements. */
static gboolean
view_sending (TbCore      *core,
              TbItemView  *out,
              ItemContext *context,
              GError     **error)
{
  guint i;

  for (i = 0; i < context->engagements->len; i++)
    {
      const TbEngagementRecord *e = context->engagements->pdata[i];
      g_autoptr (TbPutRecord) put = NULL;
      GError *local = NULL;

      if (!tb_engagement_is_live (e))
        continue;
      put = tb_tx_find (core->tx, TB_Q_PUT_BY_SHA, &local, "is", e->partner, out->record->sha256);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (put == NULL || put->is_done || put->engagement != e->id)
        continue;
      out->transfer = put->state == TB_PUT_DECLINED ? TB_TRANSFER_REFUSED : TB_TRANSFER_SENDING;
      out->across = put->have;
      out->most = MAX (put->most, 0);
    }
  return TRUE;
}

/* How much of a partner's file is here. */
static gboolean
view_loading (TbCore     *core,
              TbItemView *out,
              GError    **error)
{
  g_autoptr (TbArrivalRecord) arrival = NULL;
  gboolean is_declined;
  GError  *local = NULL;

  arrival = tb_tx_find (core->tx, TB_Q_ARRIVAL_BY_SHA, &local, "is", out->record->partner,
                        out->record->sha256);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (arrival == NULL)
    return TRUE;
  out->transfer = arrival->state == TB_ARRIVAL_DECLINED ? TB_TRANSFER_DECLINED : TB_TRANSFER_LOADING;
  out->across = arrival->have;
  return tb_core_is_declined (core, arrival->partner, arrival->sha256, &is_declined, &out->most, error);
}

/* The first file that comes in an engagement and has no item yet: what it is called is not known. */
static gboolean
view_arriving (TbCore       *core,
               TbTicketView *view,
               GPtrArray    *engagements,
               GError      **error)
{
  guint i;

  for (i = 0; i < engagements->len && view->arriving == NULL; i++)
    {
      const TbEngagementRecord *e = engagements->pdata[i];
      g_autoptr (TbArrivalRecord) arrival = NULL;
      GError *local = NULL;

      if (!tb_engagement_is_live (e))
        continue;
      arrival = tb_tx_find (core->tx, TB_Q_ARRIVAL_COMING, &local, "i", e->id);
      if (local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (arrival == NULL)
        continue;
      view->arriving = g_strdup (arrival->sha256);
      view->come = arrival->have;
      view->come_size = arrival->size;
    }
  return TRUE;
}

static gboolean
view_item (TbCore       *core,
           TbTicketView *view,
           TbItemRecord *item,
           ItemContext  *context,
           GError      **error)
{
  TbItemView *out = g_new0 (TbItemView, 1);

  g_ptr_array_add (view->items, out);
  out->record = tb_record_ref (item);
  out->is_read_only = tb_item_read_only (item, context->engagements);
  out->counts_in = item->stays ? 0 : item->engagement;
  for (; context->next < context->links->len; context->next++)
    {
      const TbItemLinkRecord *link = context->links->pdata[context->next];

      if (link->item != item->id)
        break;
      take_link (out, link, context->service);
    }
  if (item->kind == TB_ITEM_FILE && !item->is_deleted && item->sha256 != NULL &&
      !(item->partner == 0 ? view_sending (core, out, context, error) : view_loading (core, out, error)))
    return FALSE;
  if (item->partner == 0)
    return TRUE;
  out->partner = g_strdup (find_partner_name (core, context->names, item->partner, error));
  return out->partner != NULL;
}

static gboolean
view_items (TbCore       *core,
            TbTicketView *view,
            GPtrArray    *engagements,
            GError      **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) links = NULL;
  TbEngagementView *service = tb_ticket_view_latest (view, TB_ROLE_SERVICE);
  ItemContext       context = { .engagements = engagements, .names = names };
  guint             i;

  items = tb_tx_select (core->tx, TB_Q_ITEMS_OF_TICKET, error, "i", view->ticket->id);
  links = items != NULL ? tb_tx_select (core->tx, TB_Q_LINKS_OF_TICKET, error, "i", view->ticket->id) : NULL;
  if (links == NULL)
    return FALSE;
  context.links = links;
  context.service = service != NULL ? service->record->id : 0;
  for (i = 0; i < items->len; i++)
    if (!view_item (core, view, items->pdata[i], &context, error))
      return FALSE;
  return TRUE;
}

/* A row that a ticket points to, or none. */
static gboolean
load_reference (TbCore             *core,
                const TbRecordType *type,
                gint64              id,
                gpointer            out,
                GError            **error)
{
  gpointer record;

  if (id == 0)
    return TRUE;
  record = tb_core_get (core, type, id, error);
  *(gpointer *)out = record;
  return record != NULL;
}

static gboolean
load_references (TbCore       *core,
                 TbTicketView *view,
                 GError      **error)
{
  return load_reference (core, &TB_TICKET_STATUS, view->ticket->status, &view->status, error) &&
         load_reference (core, &TB_ORGANISATION, view->ticket->organisation, &view->organisation, error) &&
         load_reference (core, &TB_CONTACT, view->ticket->contact, &view->contact, error) &&
         load_reference (core, &TB_USER, view->ticket->assignee, &view->assignee, error);
}

static gboolean
view_engagements (TbCore       *core,
                  TbTicketView *view,
                  GPtrArray    *engagements,
                  GError      **error)
{
  guint i;

  for (i = 0; i < engagements->len; i++)
    {
      TbEngagementRecord *e = engagements->pdata[i];
      TbEngagementView   *out;

      if (e->status == TB_STATUS_NONE)
        continue; /* a discarded draft */
      out = view_engagement (core, e, error);
      if (out == NULL)
        return FALSE;
      g_ptr_array_add (view->engagements, out);
    }
  return TRUE;
}

/** One ticket that is asked for. */
typedef struct
{
  gint64        ticket;
  TbTicketView *view; /* (owned) (nullable): the answer */
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_clear_pointer (&loading->view, tb_ticket_view_free);
  g_free (loading);
}

static gboolean
run_load_ticket (TbCore  *core,
                 gpointer data,
                 GError **error)
{
  Loading *loading = data;
  g_autoptr (TbTicketView) view = g_new0 (TbTicketView, 1);
  g_autoptr (GPtrArray) engagements = NULL;
  g_autoptr (GPtrArray) erasures = NULL;

  view->engagements = g_ptr_array_new_with_free_func (engagement_view_free);
  view->items = g_ptr_array_new_with_free_func (item_view_free);
  view->ticket = tb_core_get (core, &TB_TICKET, loading->ticket, error);
  if (view->ticket == NULL || !load_references (core, view, error))
    return FALSE;
  engagements = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, error, "i", loading->ticket);
  if (engagements == NULL || !view_engagements (core, view, engagements, error) ||
      !view_items (core, view, engagements, error) || !view_arriving (core, view, engagements, error))
    return FALSE;
  view->history = tb_tx_select (core->tx, TB_Q_HISTORY_OF_TICKET, error, "i", loading->ticket);
  if (view->history == NULL)
    return FALSE;
  erasures = tb_tx_select (core->tx, TB_Q_ERASURES_OPEN, error, "i", loading->ticket);
  if (erasures == NULL)
    return FALSE;
  view->erasures = erasures->len;
  loading->view = g_steal_pointer (&view);
  return TRUE;
}

TbTicketView *
tb_engine_load_ticket (TbEngine *self,
                       gint64    ticket,
                       GError  **error)
{
  Loading loading = { .ticket = ticket };

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return tb_engine_run (self, FALSE, 0, run_load_ticket, &loading, error) ? loading.view : NULL;
}

void
tb_engine_load_ticket_async (
  TbEngine *self, gint64 ticket, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Loading *loading;

  g_return_if_fail (TB_IS_ENGINE (self));

  loading = g_new0 (Loading, 1);
  loading->ticket = ticket;
  tb_engine_run_async (self, FALSE, 0, run_load_ticket, loading, loading_free, cancellable, callback,
                       user_data);
}

TbTicketView *
tb_engine_load_ticket_finish (TbEngine     *self,
                              GAsyncResult *result,
                              GError      **error)
{
  Loading *loading;

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  loading = tb_engine_run_finish (self, result, error);
  return loading != NULL ? g_steal_pointer (&loading->view) : NULL;
}
