/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Outsourcing annehmen“: says which own organisation stands for the lead partner. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

#define TB_TYPE_ACCEPT_DIALOG (tb_accept_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbAcceptDialog, tb_accept_dialog, TB, ACCEPT_DIALOG, AdwWindow)

GtkWidget *tb_accept_dialog_new (TbDesk *desk, TbTicketSheet *sheet);

G_END_DECLS
