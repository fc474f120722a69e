/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Weg ändern“: how messages get to a partner and back. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/** TbWayDialog: closes when all is stored; what is refused stands at its field. */
#define TB_TYPE_WAY_DIALOG (tb_way_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbWayDialog, tb_way_dialog, TB, WAY_DIALOG, AdwWindow)

GtkWidget *tb_way_dialog_new (TbDesk    *desk,
                              TbPartner *partner);

G_END_DECLS
