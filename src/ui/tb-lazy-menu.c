/* SPDX-License-Identifier: GPL-3.0-or-later
 * A menu that is made when it is first opened. */
#include "config.h"

#include "tb-lazy-menu.h"

static void
make_menu (GtkMenuButton *button,
           gpointer       model)
{
  if (gtk_menu_button_get_menu_model (button) != model)
    gtk_menu_button_set_menu_model (button, model);
}

void
tb_lazy_menu_set (GtkMenuButton *button,
                  GMenuModel    *model)
{
  g_return_if_fail (GTK_IS_MENU_BUTTON (button));
  g_return_if_fail (G_IS_MENU_MODEL (model));

  gtk_menu_button_set_create_popup_func (button, make_menu, g_object_ref (model), g_object_unref);
}
