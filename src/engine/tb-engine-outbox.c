/* SPDX-License-Identifier: GPL-3.0-or-later
 * What has not arrived, readable: what it is about, since when it waits, and why. */
#include "config.h"

#include "tb-core-private.h"

#define ROW_HELD 2

void
tb_outbox_view_free (TbOutboxView *self)
{
  if (self == NULL)
    return;
  g_free (self->partner);
  g_free (self->number);
  g_free (self->title);
  g_free (self->event);
  g_free (self->problem);
  g_free (self);
}

typedef struct
{
  TbEventParts part;
  const char  *what;
} Kind;

/* The first that an event carries names it. */
/* clang-format off */
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
describe_event (TbOutboxView      *view,
                const TbOutboxRow *row)
{
  g_autoptr (TbEvent) event = row->bytes != NULL ? tb_event_decode (row->bytes, NULL) : NULL;
  guint i;

  view->what = row->replaces != NULL ? "skipped" : "items";
  if (event == NULL || row->replaces != NULL)
    return;
  for (i = G_N_ELEMENTS (kinds); i > 0; i--)
    if (event->parts & kinds[i - 1].part)
      view->what = kinds[i - 1].what;
  view->nick = nick_of (event);
  view->n_items = event->items->len;
  view->can_skip = row->state == ROW_HELD && row->engagement != 0 && tb_core_can_skip (event);
}

/* Whether its bytes must be across before. */
static gboolean
is_waiting_for_file (TbCore            *core,
                     const TbOutboxRow *row,
                     gboolean          *is_waiting,
                     GError           **error)
{
  g_autoptr (TbPutRecord) put = NULL;
  GError *local = NULL;

  *is_waiting = FALSE;
  if (row->file == NULL || row->state == ROW_HELD)
    return TRUE;
  put = tb_tx_find (core->tx, TB_Q_PUT_BY_SHA, &local, "is", row->partner, row->file);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  *is_waiting = put != NULL && !put->is_done;
  return TRUE;
}

static gboolean
describe_place (TbCore       *core,
                TbOutboxView *view,
                gint64        engagement,
                gint64        partner_id,
                GError      **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, partner_id, error);
  g_autoptr (TbEngagementRecord) e = NULL;
  g_autoptr (TbTicketRecord) ticket = NULL;

  if (partner == NULL)
    return FALSE;
  view->partner_id = partner->id;
  view->partner = g_strdup (partner->name);
  view->next_attempt = partner->next_attempt;
  if (view->problem == NULL)
    view->problem = g_strdup (partner->problem);
  if (engagement == 0)
    return TRUE;
  e = tb_core_get (core, &TB_ENGAGEMENT, engagement, error);
  ticket = e != NULL ? tb_core_get (core, &TB_TICKET, e->ticket, error) : NULL;
  if (ticket == NULL)
    return FALSE;
  view->ticket = ticket->id;
  view->number = g_strdup (ticket->number);
  view->title = g_strdup (ticket->title);
  return TRUE;
}

static gboolean
add_row (TbCore            *core,
         const TbOutboxRow *row,
         GPtrArray         *out,
         GError           **error)
{
  TbOutboxView *view = g_new0 (TbOutboxView, 1);
  gboolean      is_waiting;

  g_ptr_array_add (out, view);
  view->event = g_strdup (row->event);
  view->seq = row->seq;
  view->created_at = row->created_at;
  view->problem = g_strdup (row->problem);
  describe_event (view, row);
  if (!is_waiting_for_file (core, row, &is_waiting, error))
    return FALSE;
  view->state = row->state == ROW_HELD ? TB_OUTBOX_HELD : is_waiting ? TB_OUTBOX_WAITING
                                                                     : TB_OUTBOX_QUEUED;
  return describe_place (core, view, row->engagement, row->partner, error);
}

/* A large file has no event until its bytes are across. */
static gboolean
add_file (TbCore                 *core,
          const TbItemLinkRecord *link,
          GPtrArray              *out,
          GError                **error)
{
  g_autoptr (TbEngagementRecord) e = tb_core_get (core, &TB_ENGAGEMENT, link->engagement, error);
  g_autoptr (TbItemRecord) item = e != NULL ? tb_core_get (core, &TB_ITEM, link->item, error) : NULL;
  TbOutboxView *view;

  if (item == NULL)
    return FALSE;
  view = g_new0 (TbOutboxView, 1);
  g_ptr_array_add (out, view);
  view->what = "items";
  view->n_items = 1;
  view->created_at = MAX (item->created_at, item->edited_at);
  view->state = TB_OUTBOX_WAITING;
  return describe_place (core, view, e->id, e->partner, error);
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
    if (!add_row (core, rows->pdata[i], out, error))
      return FALSE;
  for (i = 0; i < links->len; i++)
    if (!add_file (core, links->pdata[i], out, error))
      return FALSE;
  return TRUE;
}

static GPtrArray *
new_views (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)tb_outbox_view_free);
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
