/* SPDX-License-Identifier: GPL-3.0-or-later
 * Desktop notifications of what partners did (product.md section 9). */
#pragma once

#include <gio/gio.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbNotifier:
 *
 * Listens to [signal@Engine::notice] and sends a notification for each kind that the settings allow. A click
 * on it activates `app.show-ticket`; its button is for what may be done without having looked, or begins it
 * in the window. What the user is looking at is not announced: while a window is active,
 * `told` is emitted with the text and the ticket instead, for a toast.
 */
#define TB_TYPE_NOTIFIER (tb_notifier_get_type ())
G_DECLARE_FINAL_TYPE (TbNotifier, tb_notifier, TB, NOTIFIER, GObject)

/** tb_notifier_withdraw: takes back what was said of a ticket: the user has seen it. */
void tb_notifier_withdraw (TbNotifier *self,
                           gint64      ticket);
/** tb_notifier_new: @settings: (nullable) */
TbNotifier *tb_notifier_new (GApplication *application,
                             TbDesk       *desk,
                             GSettings    *settings);

G_END_DECLS
