/* SPDX-License-Identifier: GPL-3.0-or-later
 * The settings of the instance and of this window. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-transport.h"

G_BEGIN_DECLS

#define TB_TYPE_PREFERENCES (tb_preferences_get_type ())
G_DECLARE_FINAL_TYPE (TbPreferences, tb_preferences, TB, PREFERENCES, AdwPreferencesWindow)

GtkWidget *tb_preferences_new (TbDesk *desk, const TbTransport *transport, GSettings *settings);

G_END_DECLS
