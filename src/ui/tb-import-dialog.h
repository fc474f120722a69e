/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets from a CSV file: columns, preview, progress. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

#define TB_TYPE_IMPORT_DIALOG (tb_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TbImportDialog, tb_import_dialog, TB, IMPORT_DIALOG, AdwWindow)

GtkWidget *tb_import_dialog_new (TbDesk *desk, GFile *file);

G_END_DECLS
