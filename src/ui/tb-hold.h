/* SPDX-License-Identifier: GPL-3.0-or-later
 * A picture that waits a moment for what is to be seen in it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** TbHoldFunc: whether @widget still waits for the store. */
typedef gboolean (*TbHoldFunc) (GtkWidget *widget);

/**
 * tb_hold_picture:
 * @widget: waits for something of the store; if it is not on the screen, nothing is done
 * @is_awaiting: asked again and again
 *
 * Has the next picture of the window wait for it, at most half of the time in which two pictures follow each
 * other. Most answers come within two milliseconds after a key or a click; if a picture were drawn at once in
 * which nothing but the key or the click is to be seen, then they would be seen only with the one after it,
 * 17 milliseconds later. The main loop goes on meanwhile, and events are handled.
 *
 * Only the last caller is waited for.
 */
void tb_hold_picture (GtkWidget *widget,
                      TbHoldFunc is_awaiting);

G_END_DECLS
