/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether the desktop starts the program, and lets it go on without a window. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** tb_autostart_is_sandboxed: whether only the desktop's portal can say so */
gboolean tb_autostart_is_sandboxed (void);
/**
 * tb_autostart_request_async:
 * @id: of the application that shows the profile
 * @profile: (nullable): %NULL: the default one
 * @starts: whether the program is started when the user logs in; in a sandbox it is also asked whether it may
 *   go on without a window
 * @reason: for the user, should the desktop ask
 * @uses_portal: org.freedesktop.portal.Background; else a file in the user's `autostart`
 *
 * Asks the desktop; the bus is never waited for.
 */
void tb_autostart_request_async (const char         *id,
                                 const char         *profile,
                                 gboolean            starts,
                                 const char         *reason,
                                 gboolean            uses_portal,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
/** tb_autostart_request_finish: Fails with %G_IO_ERROR_PERMISSION_DENIED if the desktop or the user does not
 * want it, %G_IO_ERROR_NOT_SUPPORTED without a portal, and as files do. */
gboolean tb_autostart_request_finish (GAsyncResult *result,
                                      GError      **error);

G_END_DECLS
