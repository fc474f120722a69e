/* SPDX-License-Identifier: GPL-3.0-or-later
 * One open profile: engine, courier, desk, window. */
#pragma once

#include "tb-application.h"
#include "tb-window.h"

G_BEGIN_DECLS

/** TbSession: what belongs to one open profile, closed in the right order. It may be open without a window:
 * for whoever searches the desktop, and to go on synchronising. */
typedef struct _TbSession TbSession;

/** tb_session_open_settings: Returns: (transfer full) (nullable): what a profile's windows remember */
GSettings *tb_session_open_settings (const char *path);
/** tb_session_open: opens the profile; nothing is shown and nothing delivered yet. @delivers: whether a
 * courier may run. Errors: what the store says */
TbSession *tb_session_open (GApplication   *application,
                            const TbUiHost *host,
                            const char     *profile,
                            const char     *settings_path,
                            gboolean        delivers,
                            GError        **error);
/** tb_session_deliver: starts the courier, without a window too. */
void tb_session_deliver (TbSession *self);
/** tb_session_ensure_window: shows the window, if there is none yet, and delivers. Returns: (transfer none)
 */
TbWindow *tb_session_ensure_window (TbSession *self);
/** tb_session_close_window: the rest goes on. */
void tb_session_close_window (TbSession *self);
void tb_session_close (TbSession *self);
/** tb_session_get_window: Returns: (transfer none) (nullable) */
TbWindow *tb_session_get_window (TbSession *self);
TbDesk   *tb_session_get_desk (TbSession *self);
/** tb_session_get_transport: Returns: (transfer none) (nullable) */
const TbTransport *tb_session_get_transport (TbSession *self);
/** tb_session_get_settings: Returns: (transfer none) (nullable) */
GSettings *tb_session_get_settings (TbSession *self);

G_END_DECLS
