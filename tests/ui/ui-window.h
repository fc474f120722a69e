/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of the whole window share: one instance with its window, and the application. */
#pragma once

#include "ui-test.h"

#include "tb-window.h"

G_BEGIN_DECLS

/** UiWindow: the lead's window; its company is set up. */
typedef struct
{
  TbPair    pair;
  TbDesk   *desk;
  TbWindow *window; /* (nullable): NULL if the test has destroyed it */
} UiWindow;

/** ui_application: Returns: (transfer none): one for all windows of a program: what it exports on the bus it
 * exports once */
GtkApplication *ui_application (void);
void            ui_window_set_up (UiWindow     *self,
                                  gconstpointer data);
void            ui_window_tear_down (UiWindow     *self,
                                     gconstpointer data);

G_END_DECLS
