/* SPDX-License-Identifier: GPL-3.0-or-later
 * Each name is said once by a screen reader.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** tb_single_name_install: from now on no widget of this process that comes to the screen has two names.
 * GTK 4.8 says a name of its own and the text of the label that stands in it or for it, one after the other
 * (“_Close Close”). To be called once, after GTK was initialized. */
void tb_single_name_install (void);

G_END_DECLS
