/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether a partner can be reached: one request by its own way, signed and checked as any other. */
#pragma once

#include "tb-transport.h"
#include "tb-way.h"

G_BEGIN_DECLS

/** tb_trial_async: @way: lives until @callback. What comes of it is settled as of any other request: after a
 * success what waits is sent at once. */
void tb_trial_async (TbEngine           *engine,
                     TbWay              *way,
                     gint64              partner,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data);
/** tb_trial_finish: see try_partner_finish of #TbTransport */
gboolean tb_trial_finish (GAsyncResult *result,
                          TbTrial      *trial,
                          GError      **error);

G_END_DECLS
