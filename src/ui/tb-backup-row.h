/* SPDX-License-Identifier: GPL-3.0-or-later
 * One backup in a list: when and why it was made, how large it is, „Wiederherstellen…“. */
#pragma once

#include <adwaita.h>

#include "tb-backup.h"

G_BEGIN_DECLS

/**
 * TbBackupRow:
 *
 * Signal `restore` (name): the user wants to go back to it and has been asked nothing yet.
 */
#define TB_TYPE_BACKUP_ROW (tb_backup_row_get_type ())
G_DECLARE_FINAL_TYPE (TbBackupRow, tb_backup_row, TB, BACKUP_ROW, AdwActionRow)

/** tb_backup_row_new: @zone: (nullable). @may_restore: whether it offers to */
GtkWidget *tb_backup_row_new (const TbBackup *backup,
                              const char     *zone,
                              gint64          now,
                              gboolean        may_restore);

G_END_DECLS
