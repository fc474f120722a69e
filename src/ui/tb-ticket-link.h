/* SPDX-License-Identifier: GPL-3.0-or-later
 * Links to a ticket, as they stand in a mail or on a web page.
 *
 *   ticketbruecke:ticket/T20261123.0001?instance=1a2b3c4d
 *
 * The number is one of the instance's own, or the alias of an offer. `instance` is the mark of the instance
 * (see [method@Desk.get_mark]); a link without it is of whoever reads it.
 *
 * Any web page can hold such a link. Therefore it may only show something, never change anything, and
 * whatever else stands in it is not looked at. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TB_TICKET_LINK_SCHEME "ticketbruecke"

/** tb_ticket_link_new: Returns: (transfer full): the link to a ticket of the instance with that mark */
char *tb_ticket_link_new (const char *number,
                          const char *mark);
/**
 * tb_ticket_link_parse:
 * @number: (out): of the ticket
 * @mark: (out) (nullable): of the instance
 *
 * Reads what anybody may have written. Returns: whether it is a link to a ticket
 */
gboolean tb_ticket_link_parse (const char *link,
                               char      **number,
                               char      **mark);

G_END_DECLS
