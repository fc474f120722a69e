/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Partner umbenennen“: what a partner is called here. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

#define TB_TYPE_RENAME_DIALOG (tb_rename_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbRenameDialog, tb_rename_dialog, TB, RENAME_DIALOG, AdwWindow)

/** tb_rename_dialog_new: @partner: its present name */
GtkWidget *tb_rename_dialog_new (TbDesk     *desk,
                                 const char *partner);

G_END_DECLS
