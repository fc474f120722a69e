/* SPDX-License-Identifier: GPL-3.0-or-later
 * Invites a partner: a file, or a code to copy. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

#define TB_TYPE_INVITE_DIALOG (tb_invite_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbInviteDialog, tb_invite_dialog, TB, INVITE_DIALOG, AdwWindow)

GtkWidget *tb_invite_dialog_new (TbDesk *desk);

G_END_DECLS
