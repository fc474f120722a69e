/* SPDX-License-Identifier: GPL-3.0-or-later
 * The settings of the instance and of this window. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-transport.h"

G_BEGIN_DECLS

/**
 * TbPreferences:
 *
 * Each setting is stored when its field is left or Return is pressed, and when the window closes; what was
 * refused stands at it. Who may not change the instance sees its values and why.
 */
#define TB_TYPE_PREFERENCES (tb_preferences_get_type ())
G_DECLARE_FINAL_TYPE (TbPreferences, tb_preferences, TB, PREFERENCES, AdwWindow)

/** tb_preferences_new: @transport: (nullable): %NULL: nothing is delivered. @settings: (nullable): %NULL:
 * there is nothing to choose for this window */
GtkWidget *tb_preferences_new (TbDesk            *desk,
                               const TbTransport *transport,
                               GSettings         *settings);
/** tb_preferences_show_page: turns to `server`, `backups` … */
void tb_preferences_show_page (TbPreferences *self,
                               const char    *page);

G_END_DECLS
