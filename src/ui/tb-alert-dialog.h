/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Ticketwarnung bearbeiten“: of one ticket, and of all tickets of its organisation. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

#define TB_TYPE_ALERT_DIALOG (tb_alert_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbAlertDialog, tb_alert_dialog, TB, ALERT_DIALOG, AdwWindow)

/** tb_alert_dialog_new: @sheet: loaded */
GtkWidget *tb_alert_dialog_new (TbDesk        *desk,
                                TbTicketSheet *sheet);

G_END_DECLS
