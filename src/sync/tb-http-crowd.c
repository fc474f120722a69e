/* SPDX-License-Identifier: GPL-3.0-or-later
 * Who has to go when it gets too full: strangers before partners, the many before the few, the slow before
 * the quick. */
#include "config.h"

#include "tb-http-crowd-private.h"

#include "tb-http-connection-struct-private.h"

static gboolean
may_be_closed (const TbHttpConnection *connection)
{
  return !connection->is_proven && connection->state != STATE_HANDLING &&
         connection->state != STATE_HOLDING && connection->state != STATE_CLOSED;
}

TbHttpConnection *
_tb_http_crowd_choose (GHashTable *connections,
                       GHashTable *n_by_address,
                       const char *address)
{
  TbHttpConnection *chosen = NULL;
  guint             most = 0;
  GHashTableIter    iter;
  gpointer          key;

  g_hash_table_iter_init (&iter, connections);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      TbHttpConnection *connection = key;
      guint             n;

      if (!may_be_closed (connection) ||
          (address != NULL && g_strcmp0 (connection->address, address) != 0))
        continue;
      n = GPOINTER_TO_UINT (g_hash_table_lookup (n_by_address, connection->address));
      if (chosen == NULL || n > most || (n == most && connection->serial < chosen->serial))
        {
          chosen = connection;
          most = n;
        }
    }

  return chosen;
}

/* ---- Bodies ---- */

static TbHttpConnection *
choose_body (GQueue *bodies)
{
  GList *link;

  for (link = bodies->head; link != NULL; link = link->next)
    if (!((TbHttpConnection *)link->data)->is_proven)
      return link->data;

  return g_queue_peek_head (bodies);
}

void
_tb_http_crowd_hold (TbHttpConnection *self,
                     gsize             n)
{
  TbHttpService *service = self->service;

  if (self->n_held_bytes == 0)
    g_queue_push_tail (&service->bodies, self);
  service->n_bytes += n - self->n_held_bytes;
  self->n_held_bytes = n;
  while (service->n_bytes > service->limits.max_bytes && service->bodies.length > 0)
    {
      g_debug ("too many bytes of bodies: %" G_GSIZE_FORMAT, service->n_bytes);
      _tb_http_connection_close (choose_body (&service->bodies));
    }
}

void
_tb_http_crowd_finish (TbHttpConnection *self)
{
  g_queue_remove (&self->service->bodies, self);
}

void
_tb_http_crowd_release (TbHttpConnection *self)
{
  _tb_http_crowd_finish (self);
  self->service->n_bytes -= self->n_held_bytes;
  self->n_held_bytes = 0;
}
