/* SPDX-License-Identifier: GPL-3.0-or-later
 * The bars on top of a ticket: outsourcing, delivery, terms, alerts, Taskfire. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

/**
 * TbTicketBars:
 *
 * Properties, read-write: `desk`, `sheet` (TbTicketSheet, nullable), `patience` (uint, milliseconds: how
 * long a message may be on its way before a bar says so: what takes a moment is not worth a word).
 */
#define TB_TYPE_TICKET_BARS (tb_ticket_bars_get_type ())
G_DECLARE_FINAL_TYPE (TbTicketBars, tb_ticket_bars, TB, TICKET_BARS, AdwBin)

G_END_DECLS
