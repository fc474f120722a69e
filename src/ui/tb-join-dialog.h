/* SPDX-License-Identifier: GPL-3.0-or-later
 * Accept an invitation: file, code, or dropped file. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbJoinDialog:
 *
 * Four pages: where the invitation is, who invites, „Wird verbunden …“, linked. Of somebody who has not
 * answered the first questions it asks his names too, for the partner is told them.
 */
#define TB_TYPE_JOIN_DIALOG (tb_join_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbJoinDialog, tb_join_dialog, TB, JOIN_DIALOG, AdwWindow)

/** tb_join_dialog_new: @file: (nullable): an invitation that was dropped or opened */
GtkWidget *tb_join_dialog_new (TbDesk *desk,
                               GFile  *file);

G_END_DECLS
