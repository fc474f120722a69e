/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the dialogs share: the key of the guide, the place where a problem stands, names of rows, several
 * settings in a row. */
#pragma once

#include <gtk/gtk.h>

#include "tb-engine.h"

G_BEGIN_DECLS

/** tb_dialog_present: shows a dialog over a window. Its F1 opens the guide, too: the application's keys are
 * for main windows only. @over: (nullable) */
void tb_dialog_present (GtkWidget *dialog,
                        GtkWindow *over);
/** tb_dialog_set_problem: shows a sentence in a label that is hidden without one. @text: (nullable) */
void tb_dialog_set_problem (GtkLabel   *label,
                            const char *text);
/** tb_dialog_show_error: shows what went wrong in such a label. */
void tb_dialog_show_error (GtkLabel     *label,
                           const GError *error);

/** tb_dialog_name_rows: gives each row below @root, and each list inside an expander, its title as its name
 * for the screen reader: libadwaita 1.2 does not. */
void tb_dialog_name_rows (GtkWidget *root);

/**
 * tb_dialog_do_all_async:
 * @commands: (array length=n): done one after the other, until one is refused; of their members only type,
 * name, value, partner, new_name and position are read
 *
 * For settings that a form stores together. Each stands by itself: doing them again does no harm.
 */
void tb_dialog_do_all_async (TbEngine           *engine,
                             const TbCommand    *commands,
                             guint               n,
                             GAsyncReadyCallback callback,
                             gpointer            user_data);
/** tb_dialog_do_all_finish: @refused: (out): which command, if any */
gboolean tb_dialog_do_all_finish (TbEngine     *engine,
                                  GAsyncResult *result,
                                  guint        *refused,
                                  GError      **error);

G_END_DECLS
