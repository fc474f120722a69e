/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Outsourcing annehmen“: says which own organisation stands for the lead partner. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

/**
 * TbAcceptDialog:
 *
 * Shows the offer; with the first ticket of a lead it asks for the own organisation that stands for it.
 * Follows the ticket while it is open: too late, or taken back, is said.
 */
#define TB_TYPE_ACCEPT_DIALOG (tb_accept_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbAcceptDialog, tb_accept_dialog, TB, ACCEPT_DIALOG, AdwWindow)

GtkWidget *tb_accept_dialog_new (TbDesk        *desk,
                                 TbTicketSheet *sheet);

G_END_DECLS
