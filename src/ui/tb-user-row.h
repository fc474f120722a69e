/* SPDX-License-Identifier: GPL-3.0-or-later
 * One user in the preferences: name, permission, active or not. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbUserRow:
 *
 * Follows its user. A change is stored at once; what was refused stands in the row, and the old value is
 * back.
 */
#define TB_TYPE_USER_ROW (tb_user_row_get_type ())
G_DECLARE_FINAL_TYPE (TbUserRow, tb_user_row, TB, USER_ROW, AdwExpanderRow)

GtkWidget *tb_user_row_new (TbDesk *desk,
                            TbUser *user);
/** tb_user_row_apply: stores a name that was typed and not confirmed. */
void tb_user_row_apply (TbUserRow *self);

G_END_DECLS
