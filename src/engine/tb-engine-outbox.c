/* SPDX-License-Identifier: GPL-3.0-or-later
 * What has not arrived, readable: what it is about, since when it waits, and why. */
#include "config.h"

#include "tb-core-heal-private.h"
#include "tb-outbox-list-private.h"

#define ROW_HELD 2
#define SEVERAL_KINDS (-1)

/* clang-format off */
static const TbField view_fields[] = {
  TB_FIELD (TbOutboxView, partner_id, INT),
  TB_FIELD (TbOutboxView, partner, TEXT),
  TB_FIELD (TbOutboxView, ticket, INT),
  TB_FIELD (TbOutboxView, number, TEXT),
  TB_FIELD (TbOutboxView, title, TEXT),
  TB_FIELD (TbOutboxView, event, TEXT),
  TB_FIELD (TbOutboxView, seq, INT),
  TB_FIELD (TbOutboxView, what, TEXT),
  TB_FIELD (TbOutboxView, nick, TEXT),
  TB_FIELD (TbOutboxView, n_items, INT),
  TB_FIELD (TbOutboxView, n_deleted, INT),
  TB_FIELD (TbOutboxView, item_kind, INT),
  TB_FIELD (TbOutboxView, created_at, INT),
  TB_FIELD (TbOutboxView, state, INT),
  TB_FIELD (TbOutboxView, problem, TEXT),
  TB_FIELD (TbOutboxView, next_attempt, INT),
  TB_FIELD (TbOutboxView, can_skip, INT),
};
const TbRecordType TB_OUTBOX_VIEW = {
  "", sizeof (TbOutboxView), view_fields, G_N_ELEMENTS (view_fields)
};

typedef struct
{
  TbEventParts part;
  const char  *what;
} Kind;

/* The first that an event carries names it. */
static const Kind kinds[] = {
  { TB_EVENT_OFFER, "offer" },
  { TB_EVENT_STATUS, "status" },
  { TB_EVENT_REQUEST, "request" },
  { TB_EVENT_CUSTOMER, "customer" },
  { TB_EVENT_AGREEMENT, "agreement" },
  { TB_EVENT_ITEMS, "items" },
};
/* clang-format on */

static const char *
nick_of (const TbEvent *event)
{
  if (event->parts & TB_EVENT_STATUS)
    return tb_nick (TB_TYPE_STATUS, event->status);
  if (event->parts & TB_EVENT_REQUEST)
    return tb_nick (TB_TYPE_VERB, event->verb);
  if (event->parts & TB_EVENT_AGREEMENT)
    return tb_nick (TB_TYPE_AGREEMENT_STATE, event->agreement_state);
  return NULL;
}

static void
count_items (TbOutboxView  *view,
             const TbEvent *event)
{
  guint i;

  view->n_items = event->items->len;
  for (i = 0; i < event->items->len; i++)
    {
      const TbEventItem *item = event->items->pdata[i];

      if (item->deleted)
        view->n_deleted++;
      if (i == 0)
        view->item_kind = item->kind;
      else if (view->item_kind != (gint64)item->kind)
        view->item_kind = SEVERAL_KINDS;
    }
}

static void
describe_event (TbOutboxView      *view,
                const TbOutboxRow *row)
{
  g_autoptr (TbEvent) event = row->bytes != NULL ? tb_event_decode (row->bytes, NULL) : NULL;
  const char *what = row->replaces != NULL ? "skipped" : row->is_state ? "state"
                                                                       : "items";
  guint       i;

  view->item_kind = SEVERAL_KINDS;
  if (event != NULL && row->replaces == NULL)
    {
      for (i = G_N_ELEMENTS (kinds); i > 0; i--)
        if (event->parts & kinds[i - 1].part)
          what = kinds[i - 1].what;
      tb_set_text (&view->nick, nick_of (event));
      count_items (view, event);
      view->can_skip = row->state == ROW_HELD && row->engagement != 0 && tb_core_can_skip (event);
    }
  tb_set_text (&view->what, what);
}

/* Whether its bytes must be across before. */
static gboolean
is_waiting_for_file (TbTx              *tx,
                     const TbOutboxRow *row,
                     gboolean          *is_waiting,
                     GError           **error)
{
  g_autoptr (TbPutRecord) put = NULL;
  GError *local = NULL;

  *is_waiting = FALSE;
  if (row->file == NULL)
    return TRUE;
  put = tb_tx_find (tx, TB_Q_PUT_BY_SHA, &local, "is", row->partner, row->file);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  *is_waiting = put != NULL && !put->is_done;
  return TRUE;
}

static gboolean
describe_ticket (TbTx                     *tx,
                 TbOutboxView             *view,
                 const TbEngagementRecord *e,
                 GError                  **error)
{
  g_autoptr (TbTicketRecord) ticket = tb_tx_get (tx, &TB_TICKET, e->ticket, error);

  if (ticket == NULL)
    return FALSE;
  view->ticket = ticket->id;
  tb_set_text (&view->number, ticket->number);
  tb_set_text (&view->title, ticket->title);
  return TRUE;
}

static gboolean
describe_partner (TbTx         *tx,
                  TbOutboxView *view,
                  gint64        id,
                  GError      **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_tx_get (tx, &TB_PARTNER, id, error);

  if (partner == NULL)
    return FALSE;
  view->partner_id = partner->id;
  tb_set_text (&view->partner, partner->name);
  view->next_attempt = partner->next_attempt;
  if (view->problem == NULL)
    tb_set_text (&view->problem, partner->problem);
  return TRUE;
}

TbOutboxView *
tb_outbox_describe_row (TbTx              *tx,
                        const TbOutboxRow *row,
                        GError           **error)
{
  g_autoptr (TbOutboxView) view = tb_outbox_view_new ();
  g_autoptr (TbEngagementRecord) e = NULL;
  gboolean is_waiting;

  tb_set_text (&view->event, row->event);
  tb_set_text (&view->problem, row->problem);
  view->seq = row->seq;
  view->created_at = row->created_at;
  describe_event (view, row);
  if (row->engagement != 0)
    {
      e = tb_tx_get (tx, &TB_ENGAGEMENT, row->engagement, error);
      if (e == NULL || !describe_ticket (tx, view, e, error))
        return NULL;
    }
  if (!is_waiting_for_file (tx, row, &is_waiting, error))
    return NULL;
  if (row->state == ROW_HELD)
    view->state = TB_OUTBOX_HELD;
  else if (e != NULL && e->held_problem != NULL)
    view->state = TB_OUTBOX_BEHIND;
  else if (is_waiting)
    view->state = TB_OUTBOX_WAITING;
  return describe_partner (tx, view, row->partner, error) ? g_steal_pointer (&view) : NULL;
}

/* A large file has no event until its bytes are across. */
TbOutboxView *
tb_outbox_describe_link (TbTx                   *tx,
                         const TbItemLinkRecord *link,
                         GError                **error)
{
  g_autoptr (TbEngagementRecord) e = tb_tx_get (tx, &TB_ENGAGEMENT, link->engagement, error);
  g_autoptr (TbItemRecord) item = e != NULL ? tb_tx_get (tx, &TB_ITEM, link->item, error) : NULL;
  g_autoptr (TbOutboxView) view = tb_outbox_view_new ();

  if (item == NULL)
    return NULL;
  tb_set_text (&view->what, "items");
  view->n_items = 1;
  view->item_kind = item->kind;
  view->created_at = MAX (item->created_at, item->edited_at);
  view->state = TB_OUTBOX_WAITING;
  if (!describe_ticket (tx, view, e, error) || !describe_partner (tx, view, e->partner, error))
    return NULL;
  return g_steal_pointer (&view);
}

static gboolean
add_view (GPtrArray    *out,
          TbOutboxView *view) /* (nullable) */
{
  if (view != NULL)
    g_ptr_array_add (out, view);
  return view != NULL;
}

typedef struct
{
  gint64     ticket;
  GPtrArray *views; /* (owned) */
} Held;

static void
held_free (gpointer data)
{
  Held *held = data;

  g_ptr_array_unref (held->views);
  g_free (held);
}

static gboolean
run_held (TbCore  *core,
          gpointer data,
          GError **error)
{
  Held *held = data;
  g_autoptr (GPtrArray) rows =
    tb_tx_select (core->tx, TB_Q_OUTBOX_HELD_OF_TICKET, error, "i", held->ticket);
  guint i;

  for (i = 0; rows != NULL && i < rows->len; i++)
    if (!add_view (held->views, tb_outbox_describe_row (core->tx, rows->pdata[i], error)))
      return FALSE;
  return rows != NULL;
}

static gboolean
run_outbox (TbCore  *core,
            gpointer data,
            GError **error)
{
  GPtrArray *out = data;
  g_autoptr (GPtrArray) rows = tb_tx_select (core->tx, TB_Q_OUTBOX_OPEN_FIRST, error, "");
  g_autoptr (GPtrArray) links = NULL;
  guint i;

  links = rows != NULL ? tb_tx_select (core->tx, TB_Q_LINKS_WAITING_ALL, error, "") : NULL;
  if (links == NULL)
    return FALSE;
  for (i = 0; i < rows->len; i++)
    if (!add_view (out, tb_outbox_describe_row (core->tx, rows->pdata[i], error)))
      return FALSE;
  for (i = 0; i < links->len; i++)
    if (!add_view (out, tb_outbox_describe_link (core->tx, links->pdata[i], error)))
      return FALSE;
  return TRUE;
}

static GPtrArray *
new_views (void)
{
  return g_ptr_array_new_with_free_func (tb_record_unref);
}

GPtrArray *
tb_engine_outbox (TbEngine *self,
                  GError  **error)
{
  g_autoptr (GPtrArray) out = new_views ();

  g_return_val_if_fail (TB_IS_ENGINE (self), NULL);

  return tb_engine_run (self, FALSE, 0, run_outbox, out, error) ? g_steal_pointer (&out) : NULL;
}

void
tb_engine_outbox_async (TbEngine           *self,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_return_if_fail (TB_IS_ENGINE (self));

  tb_engine_run_async (self, FALSE, 0, run_outbox, new_views (), (GDestroyNotify)g_ptr_array_unref,
                       cancellable, callback, user_data);
}

GPtrArray *
tb_engine_outbox_finish (TbEngine     *self,
                         GAsyncResult *result,
                         GError      **error)
{
  GPtrArray *out = tb_engine_run_finish (self, result, error);

  return out != NULL ? g_ptr_array_ref (out) : NULL;
}

void
tb_engine_held_async (TbEngine           *self,
                      gint64              ticket,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  Held *held;

  g_return_if_fail (TB_IS_ENGINE (self));

  held = g_new0 (Held, 1);
  held->ticket = ticket;
  held->views = new_views ();
  tb_engine_run_async (self, FALSE, 0, run_held, held, held_free, cancellable, callback, user_data);
}

GPtrArray *
tb_engine_held_finish (TbEngine     *self,
                       GAsyncResult *result,
                       GError      **error)
{
  Held *held = tb_engine_run_finish (self, result, error);

  return held != NULL ? g_ptr_array_ref (held->views) : NULL;
}
