/* SPDX-License-Identifier: GPL-3.0-or-later
 * The partners: state of the agreements, invite, deactivate. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-transport.h"

G_BEGIN_DECLS

/**
 * TbPartnersWindow:
 *
 * A list that follows the desk's; without „Partnerverwaltung zulassen“ it can only be read.
 */
#define TB_TYPE_PARTNERS_WINDOW (tb_partners_window_get_type ())
G_DECLARE_FINAL_TYPE (TbPartnersWindow, tb_partners_window, TB, PARTNERS_WINDOW, AdwWindow)

/** tb_partners_window_new: @transport: (nullable): %NULL: nothing can be tried. Outlives the window */
GtkWidget *tb_partners_window_new (TbDesk            *desk,
                                   const TbTransport *transport);

G_END_DECLS
