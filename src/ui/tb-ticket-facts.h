/* SPDX-License-Identifier: GPL-3.0-or-later
 * Title, customer, the facts of a ticket and its description, each edited where it stands. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

/**
 * TbTicketFacts:
 *
 * What somebody changes is stored at once; what the engine refuses is said at the fact itself, and the old
 * value is shown. While the ticket is an offer nothing can be changed, and it says why. A description that
 * was being typed when another ticket was opened is there again when this one is.
 *
 * Properties, read-write: `desk`, `sheet` (TbTicketSheet, nullable).
 */
#define TB_TYPE_TICKET_FACTS (tb_ticket_facts_get_type ())
G_DECLARE_FINAL_TYPE (TbTicketFacts, tb_ticket_facts, TB, TICKET_FACTS, AdwBin)

G_END_DECLS
