/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of the window share: a display or none, waiting, names of what can be focused, finalizing.
 */
#pragma once

#include <adwaita.h>

#include "tb-corner.h"
#include "tb-desk.h"

G_BEGIN_DECLS

/** ui_test_init: as gtk_test_init(), with Adwaita and the room's resource. Returns: %FALSE without a display:
 * the program then ends with 0; that its tests are skipped it has said */
gboolean ui_test_init (int    *argc,
                       char ***argv);
/** ui_test_wait: turns the main loop until the condition holds; fails after 10 s. */
#define ui_test_wait(condition)                            \
  G_STMT_START                                             \
  {                                                        \
    gint64 end_ = g_get_monotonic_time () + 10000000;      \
    while (!(condition) && g_get_monotonic_time () < end_) \
      g_main_context_iteration (NULL, FALSE);              \
    g_assert_true (condition);                             \
  }                                                        \
  G_STMT_END
/** ui_test_settle: turns the main loop until nothing is pending. */
void ui_test_settle (void);
/** ui_test_find: Returns: (transfer none) (nullable): the first widget below @root of a type whose property
 * @name is @value (@name NULL: any) */
GtkWidget *ui_test_find (GtkWidget  *root,
                         GType       type,
                         const char *name,
                         const char *value);
/** ui_test_find_label: Returns: (transfer none) (nullable): a visible label with this text */
GtkWidget *ui_test_find_label (GtkWidget  *root,
                               const char *text);
/** ui_test_texts: Returns: (transfer full): all texts of visible labels below @root, one a line */
char *ui_test_texts (GtkWidget *root);
/** ui_test_assert_named: every focusable, visible widget below @root has a name for the screen reader, and
 * each that is on the screen has one only. */
void ui_test_assert_named (GtkWidget *root);
/** ui_test_assert_finalizes: destroys a window; it and all widgets in it must be finalized. */
void ui_test_assert_finalizes (GtkWindow *window);

G_END_DECLS
