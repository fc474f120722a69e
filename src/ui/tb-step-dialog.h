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
 * Follows the ticket while it is open: if the partner acts meanwhile, it says so and the step can no longer
 * be taken. What is typed is kept as a draft until the step is taken.
 *
 * Properties: `desk` (read-write); `status` (nullable, read-write): for %TB_ACTION_CLOSE_TICKET: the name of
 * the Ticketstatus that is to be set; %NULL: the first one that means complete.
 */
#define TB_TYPE_STEP_DIALOG (tb_step_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbStepDialog, tb_step_dialog, TB, STEP_DIALOG, AdwWindow)

/** tb_step_dialog_new: @action: decline, cancel, discard, submit, reject, approve, complete, close-ticket,
 * ask */
GtkWidget *tb_step_dialog_new (TbDesk        *desk,
                               TbTicketSheet *sheet,
                               TbAction       action);
/** tb_step_dialog_has: whether there is a dialog for @action */
gboolean tb_step_dialog_has (TbAction action);

G_END_DECLS
