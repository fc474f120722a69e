/* SPDX-License-Identifier: GPL-3.0-or-later
 * A folder in the side bar: its name and how many tickets are in it. */
#pragma once

#include <gtk/gtk.h>

#include "tb-workflow.h"

G_BEGIN_DECLS

/**
 * TbFolderRow:
 *
 * Properties: `count` (int64). The count stands out where the table of folders says so and there is one.
 */
#define TB_TYPE_FOLDER_ROW (tb_folder_row_get_type ())
G_DECLARE_FINAL_TYPE (TbFolderRow, tb_folder_row, TB, FOLDER_ROW, GtkListBoxRow)

/** tb_folder_row_new: a row without tickets. */
GtkWidget *tb_folder_row_new (TbFolderId folder);
/** tb_folder_row_get_folder: which one. */
const TbFolder *tb_folder_row_get_folder (TbFolderRow *self);
/** tb_folder_row_set_count: how many tickets are in it. */
void tb_folder_row_set_count (TbFolderRow *self,
                              gint64       count);

G_END_DECLS
