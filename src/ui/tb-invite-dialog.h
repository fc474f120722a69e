/* SPDX-License-Identifier: GPL-3.0-or-later
 * Invite a partner: file and code. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbInviteDialog:
 *
 * First asks whom, then shows what is to be handed over. Between linked companies nothing is: then it says
 * so.
 */
#define TB_TYPE_INVITE_DIALOG (tb_invite_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbInviteDialog, tb_invite_dialog, TB, INVITE_DIALOG, AdwWindow)

GtkWidget *tb_invite_dialog_new (TbDesk *desk);
/** tb_invite_dialog_set_partner: invites a company that is known already. */
void tb_invite_dialog_set_partner (TbInviteDialog *self,
                                   const char     *partner);

G_END_DECLS
