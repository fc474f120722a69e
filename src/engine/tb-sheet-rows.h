/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows of a ticket's page, each of which becomes an object when somebody asks for it. */
#pragma once

#include "tb-objects.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TbSheetRows:
 *
 * A GListModel of [class@Object], ordered by their ids. A ticket has a thousand rows of which ten are seen:
 * an object is made when it is first asked for, and is the same as long as its row is there. Who only counts
 * or sorts reads the records.
 */
#define TB_TYPE_SHEET_ROWS (tb_sheet_rows_get_type ())
G_DECLARE_FINAL_TYPE (TbSheetRows, tb_sheet_rows, TB, SHEET_ROWS, GObject)

guint tb_sheet_rows_get_length (TbSheetRows *self);
/** tb_sheet_rows_get_record: Returns: (transfer none) (nullable): NULL behind the last one */
gconstpointer tb_sheet_rows_get_record (TbSheetRows *self,
                                        guint        position);
/** tb_sheet_rows_get_extra: Returns: (transfer none) (nullable): what the object of that row has besides */
gconstpointer tb_sheet_rows_get_extra (TbSheetRows *self,
                                       guint        position);
/** tb_sheet_rows_get: Returns: (transfer full) (nullable): the object of the row with @id */
gpointer tb_sheet_rows_get (TbSheetRows *self,
                            gint64       id);

G_END_DECLS
