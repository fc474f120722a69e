/* SPDX-License-Identifier: GPL-3.0-or-later
 * One ticket: bars, facts, time line, composers, both dropdowns. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbTicketPage:
 *
 * Properties: `desk`, `ticket` (int64, 0 none: says what to do), `newest-first`, `shows-back`, `shows-
 * start-buttons`.
 */
#define TB_TYPE_TICKET_PAGE (tb_ticket_page_get_type ())
G_DECLARE_FINAL_TYPE (TbTicketPage, tb_ticket_page, TB, TICKET_PAGE, AdwBin)

/** tb_ticket_page_get_actions: Returns: (transfer none): the group `ticket`: one action for each TbAction,
 * by its nick (`ticket.accept`), `ticket.outsource-to` (s: name of a partner) and those of the page */
GActionGroup *tb_ticket_page_get_actions (TbTicketPage *self);

G_END_DECLS
