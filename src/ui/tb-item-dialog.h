/* SPDX-License-Identifier: GPL-3.0-or-later
 * Edits a note, time entry, charge or the name of an attachment. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

/**
 * TbItemDialog:
 *
 * Shows an item's content in the form of its kind; “Save” (Return, Ctrl+Return) hands it to the engine, and
 * what is wrong stands at its field. Closing it with something typed asks first.
 *
 * Properties: `desk`.
 */
#define TB_TYPE_ITEM_DIALOG (tb_item_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbItemDialog, tb_item_dialog, TB, ITEM_DIALOG, AdwWindow)

GtkWidget *tb_item_dialog_new (TbDesk        *desk,
                               TbTicketSheet *sheet,
                               TbItem        *item);

G_END_DECLS
