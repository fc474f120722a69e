/* SPDX-License-Identifier: GPL-3.0-or-later
 * What has not arrived, as a list for a page: by partner, the refused ones first. */
#pragma once

#include "tb-engine.h"
#include "tb-ticket-list.h"

G_BEGIN_DECLS

/**
 * TbOutboxMessage:
 *
 * A row of the list: a partner, followed by what waits for it. Over TbOutboxView; a partner's row has only
 * its `partner_id`. No record until it is read.
 */
#define TB_TYPE_OUTBOX_MESSAGE (tb_outbox_message_get_type ())
G_DECLARE_FINAL_TYPE (TbOutboxMessage, tb_outbox_message, TB, OUTBOX_MESSAGE, TbObject)

/** tb_outbox_message_get_partner: Returns: the partner whose messages follow; 0 if it is a message itself.
 * Known even while the record is not loaded */
gint64 tb_outbox_message_get_partner (TbOutboxMessage *self);

/**
 * tb_outbox_list_new:
 *
 * A list of [class@OutboxMessage], a window on the store as any [class@TicketList]: partners for which
 * something was refused come first, else by name; of each first what was refused, then in the order of
 * sending. It follows what [method@TicketList.apply_changes] is told. A message whose state
 * changes (TbOutboxState) is another row.
 */
TbTicketList *tb_outbox_list_new (TbStore *store);

G_END_DECLS
