/* SPDX-License-Identifier: GPL-3.0-or-later
 * A menu that is made when it is first opened. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tb_lazy_menu_set:
 *
 * As gtk_menu_button_set_menu_model(), which makes all items of the menu at once; this waits until somebody
 * opens it.
 *
 * @model: a GMenuModel
 */
void tb_lazy_menu_set (GtkMenuButton *button,
                       GMenuModel    *model);

G_END_DECLS
