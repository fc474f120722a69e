/* SPDX-License-Identifier: GPL-3.0-or-later
 * The folders with their counts, and what is on its way to partners. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-transport.h"

G_BEGIN_DECLS

/**
 * TbSideBar:
 *
 * Properties: `desk` (TbDesk, construct later), `folder` (uint, TbFolderId, read-write, notifying),
 * `shows-start-buttons`, `shows-end-buttons` (of the window).
 * Signal `opened` (the user wants to see the folder's tickets: click, Return; also if it is the present one).
 */
#define TB_TYPE_SIDE_BAR (tb_side_bar_get_type ())
G_DECLARE_FINAL_TYPE (TbSideBar, tb_side_bar, TB, SIDE_BAR, AdwBin)

/** tb_side_bar_get_menu: Returns: (transfer none): the main menu */
GMenuModel *tb_side_bar_get_menu (TbSideBar *self);
/** tb_side_bar_set_transport: see tb_delivery_line_set_transport() */
void tb_side_bar_set_transport (TbSideBar         *self,
                                const TbTransport *transport);

G_END_DECLS
