/* SPDX-License-Identifier: GPL-3.0-or-later
 * The look of what Adwaita does not have: light, dark, high contrast. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * tb_style_install:
 *
 * For all windows of the program on this display, from now on. libadwaita would do this for a program with a
 * folder of resources; but then GTK takes that for a folder of icons too, and reads all icon themes a second
 * time before anything is shown.
 */
void tb_style_install (void);
/** tb_style_find_icon: for who shows the program's own icon: it is found also where it is not installed. */
void tb_style_find_icon (void);

G_END_DECLS
