/* SPDX-License-Identifier: GPL-3.0-or-later
 * The line on a ticket while a partner sends it a file that nothing names yet. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

/**
 * TbArrivalLine:
 *
 * The bytes of a file come before the entry that names it: so long this line says how far they are, and can
 * decline them. It is there only while there is something to say. Later the entry of the file says the rest.
 *
 * Properties, read-write: `desk` (TbDesk, nullable), `sheet` (TbTicketSheet, nullable). Its action is
 * `arrival.stop`.
 */
#define TB_TYPE_ARRIVAL_LINE (tb_arrival_line_get_type ())
G_DECLARE_FINAL_TYPE (TbArrivalLine, tb_arrival_line, TB, ARRIVAL_LINE, AdwBin)

G_END_DECLS
