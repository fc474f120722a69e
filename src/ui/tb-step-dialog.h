/* SPDX-License-Identifier: GPL-3.0-or-later
 * Asks before a step of the workflow: what will happen, a reason if one is needed. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

/**
 * TbStepDialog:
 *
 * Properties: `status` (string, nullable): for %TB_ACTION_CLOSE_TICKET, the name of the Ticketstatus that
 * was chosen.
 */
#define TB_TYPE_STEP_DIALOG (tb_step_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbStepDialog, tb_step_dialog, TB, STEP_DIALOG, AdwWindow)

GtkWidget *tb_step_dialog_new (TbDesk *desk, TbTicketSheet *sheet, TbAction action);

G_END_DECLS
