/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the program is, who made it, and what is new in it.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** tb_about_new: @parent: (nullable): Returns: (transfer none): the window, not yet shown */
GtkWidget *tb_about_new (GtkWindow *parent);

G_END_DECLS
