/* SPDX-License-Identifier: GPL-3.0-or-later
 * Accepts an invitation: from a file, a code, a dropped file. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

#define TB_TYPE_JOIN_DIALOG (tb_join_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbJoinDialog, tb_join_dialog, TB, JOIN_DIALOG, AdwWindow)

GtkWidget *tb_join_dialog_new (TbDesk *desk, GFile *file);

G_END_DECLS
