/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a list is a window on: how its ids and rows are read, and what changes them. */
#pragma once

#include "tb-store.h"
#include "tb-ticket-list.h"

G_BEGIN_DECLS

/**
 * TbListSource:
 * @item_type: a child of [class@Object] over the record that @read_rows gives
 * @cache_size: objects that are kept although nobody holds them
 * @count: (nullable): on the reader: how many there are of a query without a search, without reading them
 * @holds: (nullable): on the reader: whether an id is in such a query, without reading the others
 * @read_ids: on the reader; at most @limit (0: all). (transfer full) (element-type gint64)
 * @read_rows: on the reader: records for @n @ids, in that order; %NULL members for those that are gone
 * @own_kind: (nullable): the kind of change whose row is an id of the list: it alone is read again
 * @id_kinds: kinds of change after which all ids are read again
 * @row_kinds: kinds of change after which all loaded rows are
 */
typedef struct
{
  GType (*item_type) (void);
  guint cache_size;
  gboolean (*count) (TbTx              *tx,
                     const TbListQuery *query,
                     gint64            *n,
                     GError           **error);
  gboolean (*holds) (TbTx              *tx,
                     const TbListQuery *query,
                     gint64             id,
                     gboolean          *holds,
                     GError           **error);
  GArray *(*read_ids) (TbTx              *tx,
                       const TbListQuery *query,
                       guint              limit,
                       GError           **error);
  GPtrArray *(*read_rows) (TbTx         *tx,
                           const gint64 *ids,
                           guint         n,
                           GError      **error);
  const char        *own_kind;
  const char *const *id_kinds;
  const char *const *row_kinds;
} TbListSource;

/** tb_ticket_list_new_from: @source: static. Starts to load. */
TbTicketList *tb_ticket_list_new_from (TbStore            *store,
                                       const TbListSource *source,
                                       const TbListQuery  *query);

G_END_DECLS
