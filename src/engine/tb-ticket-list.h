/* SPDX-License-Identifier: GPL-3.0-or-later
 * A list of tickets as a window on the store: costs what is on screen (law 5). */
#pragma once

#include "tb-objects.h"
#include "tb-engine.h"
#include "tb-list-query.h"

G_BEGIN_DECLS

/**
 * TbTicketList:
 *
 * A GListModel of [class@Ticket] for a folder, a search, an order. Lives on the main thread and never waits:
 * `get_item` gives a placeholder (`is-loading`) at once; rows are read on the store's reader in pages and
 * notify. While somebody holds the object of a ticket, the list gives that same object, wherever the ticket
 * moves.
 * A changed ticket that stays where it is is announced as items-changed (position, 1, 1), so that filter and
 * sort models above look again.
 *
 * What stands far behind the beginning of a folder is read when somebody looks there; until then
 * `get_item` gives an object whose id is 0, in whose place the ticket comes with items-changed.
 *
 * Properties: `n-items`, `is-loading` (not all that was asked for is known yet). Signal `failed` (GError):
 * the store could not be read.
 */
#define TB_TYPE_TICKET_LIST (tb_ticket_list_get_type ())
G_DECLARE_FINAL_TYPE (TbTicketList, tb_ticket_list, TB, TICKET_LIST, GObject)

/** tb_ticket_list_new: @query is copied. Starts to load; the list is empty until the first rows are there. */
TbTicketList *tb_ticket_list_new (TbStore           *store,
                                  const TbListQuery *query);

/** tb_ticket_list_set_query: another folder, search or order. What is shown stays until the first rows are
 * there, then all is replaced at once. Nothing happens if it is the same. */
void tb_ticket_list_set_query (TbTicketList      *self,
                               const TbListQuery *query);
/** tb_ticket_list_get_query: Returns: (transfer none): what is shown, or is being loaded */
const TbListQuery *tb_ticket_list_get_query (TbTicketList *self);

/**
 * tb_ticket_list_apply_changes:
 * @changes: (nullable) (element-type TbChangeRecord): what was committed; %NULL: nobody knows, read all anew
 *
 * To be called with what [signal@Engine::changed] brings. Announces only what differs.
 */
void tb_ticket_list_apply_changes (TbTicketList *self,
                                   GPtrArray    *changes);

/** tb_ticket_list_is_loading: whether it is not known yet how many tickets there are, or where one is
 * that was looked for. */
gboolean tb_ticket_list_is_loading (TbTicketList *self);

/** tb_ticket_list_find: where a ticket stands. Returns: %FALSE if it is not in the list, as far as known:
 * if it may stand where nobody has looked yet, the list is loading from now on. */
gboolean tb_ticket_list_find (TbTicketList *self,
                              gint64        ticket,
                              guint        *position);

/** tb_ticket_list_expect_jump: somebody may look anywhere soon: all that is not read yet is read ahead. */
void tb_ticket_list_expect_jump (TbTicketList *self);

G_END_DECLS
