/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets from a CSV file: columns, preview, progress. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbImportDialog:
 *
 * Four pages: the file, what its columns become with the first tickets as they would be, the progress, the
 * result. Closing it while tickets are stored ends after those that are being stored; they stay.
 */
#define TB_TYPE_IMPORT_DIALOG (tb_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbImportDialog, tb_import_dialog, TB, IMPORT_DIALOG, AdwWindow)

/** tb_import_dialog_new: @file: (nullable): a file that was dropped */
GtkWidget *tb_import_dialog_new (TbDesk *desk,
                                 GFile  *file);

G_END_DECLS
