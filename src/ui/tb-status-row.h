/* SPDX-License-Identifier: GPL-3.0-or-later
 * One Ticketstatus in the preferences: name, colour, meaning, place in the list. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbStatusRow:
 *
 * Follows its Ticketstatus. A change is stored at once; what was refused stands in the row, and the old value
 * is back. Signal `moved` (int): a button was pressed that moves it, up (-1) or down (1); its list then may
 * make another row for the same status.
 */
#define TB_TYPE_STATUS_ROW (tb_status_row_get_type ())
G_DECLARE_FINAL_TYPE (TbStatusRow, tb_status_row, TB, STATUS_ROW, AdwExpanderRow)

GtkWidget *tb_status_row_new (TbDesk         *desk,
                              TbTicketStatus *status);
/** tb_status_row_apply: stores a name that was typed and not confirmed. */
void tb_status_row_apply (TbStatusRow *self);

/** tb_status_row_focus: gives the button that moves it on the focus. @step: -1 or 1 */
void tb_status_row_focus (TbStatusRow *self,
                          int          step);

G_END_DECLS
