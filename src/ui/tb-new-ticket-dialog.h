/* SPDX-License-Identifier: GPL-3.0-or-later
 * A new ticket. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

#define TB_TYPE_NEW_TICKET_DIALOG (tb_new_ticket_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbNewTicketDialog, tb_new_ticket_dialog, TB, NEW_TICKET_DIALOG, AdwWindow)

GtkWidget *tb_new_ticket_dialog_new (TbDesk *desk);

G_END_DECLS
