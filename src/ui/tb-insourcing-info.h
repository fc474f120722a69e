/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Insourcing-Information“: what the lead partner has told about a ticket. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

/**
 * TbInsourcingInfo:
 *
 * Hidden on a ticket that nobody has given us. What is empty has no row.
 *
 * Properties, read-write: `desk`, `sheet` (TbTicketSheet, nullable).
 */
#define TB_TYPE_INSOURCING_INFO (tb_insourcing_info_get_type ())
G_DECLARE_FINAL_TYPE (TbInsourcingInfo, tb_insourcing_info, TB, INSOURCING_INFO, AdwBin)

G_END_DECLS
