/* SPDX-License-Identifier: GPL-3.0-or-later
 * Keeps the machine awake as long as something is on its way to a partner. */
#pragma once

#include <gtk/gtk.h>

#include "tb-desk.h"
#include "tb-transport.h"

G_BEGIN_DECLS

/**
 * TbSleepGuard:
 *
 * Asks the desktop not to suspend while a transfer takes longer than a moment. A partner who cannot be
 * reached keeps nobody awake. It looks only while something waits.
 */
#define TB_TYPE_SLEEP_GUARD (tb_sleep_guard_get_type ())
G_DECLARE_FINAL_TYPE (TbSleepGuard, tb_sleep_guard, TB, SLEEP_GUARD, GObject)

/** tb_sleep_guard_new: @application and @transport must outlive it */
TbSleepGuard *tb_sleep_guard_new (GtkApplication    *application,
                                  TbDesk            *desk,
                                  const TbTransport *transport);
/** tb_sleep_guard_is_on: whether the machine shall stay awake */
gboolean tb_sleep_guard_is_on (TbSleepGuard *self);

G_END_DECLS
