/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is shown when a company cannot be opened: why, and what can be done. */
#pragma once

#include "tb-application.h"

G_BEGIN_DECLS

/**
 * TbFailureWindow:
 *
 * Signal `retry`: the profile is to be opened once more; after a backup was restored, too.
 */
#define TB_TYPE_FAILURE_WINDOW (tb_failure_window_get_type ())
G_DECLARE_FINAL_TYPE (TbFailureWindow, tb_failure_window, TB, FAILURE_WINDOW, AdwApplicationWindow)

/** tb_failure_window_new: @host must outlive it */
TbFailureWindow *tb_failure_window_new (GtkApplication *application,
                                        const TbUiHost *host,
                                        const char     *profile);
/** tb_failure_window_show: what went wrong now */
void tb_failure_window_show (TbFailureWindow *self,
                             const GError    *error);

G_END_DECLS
