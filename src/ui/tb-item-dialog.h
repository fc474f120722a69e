/* SPDX-License-Identifier: GPL-3.0-or-later
 * Edits a note, time entry, charge or the name of an attachment. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

#define TB_TYPE_ITEM_DIALOG (tb_item_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbItemDialog, tb_item_dialog, TB, ITEM_DIALOG, AdwWindow)

GtkWidget *tb_item_dialog_new (TbDesk *desk, TbTicketSheet *sheet, TbItem *item);

G_END_DECLS
