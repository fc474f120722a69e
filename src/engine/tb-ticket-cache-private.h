/* SPDX-License-Identifier: GPL-3.0-or-later
 * The objects that a list has handed out or has read lately: one object for each row, by id. */
#pragma once

#include "tb-objects.h"

G_BEGIN_DECLS

/** TB_TICKET_NO_HINT: where the ticket stands in the list is not known. */
#define TB_TICKET_NO_HINT G_MAXUINT

/**
 * TbTicketCache:
 *
 * Main thread only. While somebody holds the object of a ticket, the cache gives that same object; it holds
 * the last ones itself, @limit of them at most. An object without a row is missing: its row is to be read.
 */
typedef struct _TbTicketCache TbTicketCache;

/** tb_ticket_cache_new: @type: of its objects, a child of [class@Object] */
TbTicketCache *tb_ticket_cache_new (GType type,
                                    guint limit);
void           tb_ticket_cache_free (TbTicketCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbTicketCache, tb_ticket_cache_free)

/** tb_ticket_cache_get: @hint: its position. Returns: (transfer full): its object, maybe a placeholder */
gpointer tb_ticket_cache_get (TbTicketCache *self,
                              gint64         id,
                              guint          hint);

/** tb_ticket_cache_is_loaded: whether there is an object of @id with its row. */
gboolean tb_ticket_cache_is_loaded (TbTicketCache *self,
                                    gint64         id);

/** tb_ticket_cache_take: gives @row, a record, to its object, which is made if need be. Returns: whether
 * something else was shown before */
gboolean tb_ticket_cache_take (TbTicketCache *self,
                               gpointer       row);

/** tb_ticket_cache_next: the missing ticket that was asked for last. Returns: %FALSE if none is missing */
gboolean tb_ticket_cache_next (TbTicketCache *self,
                               gint64        *id,
                               guint         *hint);

/** tb_ticket_cache_give_up: @id has no row (any more): it is not missing. */
void tb_ticket_cache_give_up (TbTicketCache *self,
                              gint64         id);

/** tb_ticket_cache_forget_hints: positions mean nothing any more. */
void tb_ticket_cache_forget_hints (TbTicketCache *self);

/**
 * tb_ticket_cache_loaded:
 * @among: (nullable) (element-type gint64): only these
 *
 * Returns: (transfer full) (element-type gint64): ids of the objects that have a row
 */
GArray *tb_ticket_cache_loaded (TbTicketCache *self,
                                GHashTable    *among);

G_END_DECLS
