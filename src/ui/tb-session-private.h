/* SPDX-License-Identifier: GPL-3.0-or-later
 * One open profile: engine, courier, desk, window. */
#pragma once

#include "tb-application.h"
#include "tb-window.h"

G_BEGIN_DECLS

/** TbSession: what belongs to one open profile, closed in the right order. */
typedef struct _TbSession TbSession;

/** tb_session_open: opens the profile and shows its window. @delivers: whether a courier runs. Errors: what
 * the store says */
TbSession *tb_session_open (GApplication   *application,
                            const TbUiHost *host,
                            const char     *profile,
                            const char     *settings_path,
                            gboolean        delivers,
                            GError        **error);
void       tb_session_close (TbSession *self);
/** tb_session_get_window: Returns: (transfer none) */
TbWindow *tb_session_get_window (TbSession *self);
TbDesk   *tb_session_get_desk (TbSession *self);

G_END_DECLS
