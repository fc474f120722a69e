/* SPDX-License-Identifier: GPL-3.0-or-later
 * How rows of a ticket's page are made and changed: for the sheet. */
#pragma once

#include "tb-sheet-rows.h"

G_BEGIN_DECLS

/** tb_sheet_rows_new: @type: of the objects */
TbSheetRows *tb_sheet_rows_new (GType type);
/**
 * tb_sheet_rows_merge: announces each run of rows that differs, and tells the objects of the others what is
 * new.
 * @records: (element-type TbRecord): all there are, ordered by their ids
 * @extras: (nullable) (element-type TbRecord): as @records
 */
void tb_sheet_rows_merge (TbSheetRows *self,
                          GPtrArray   *records,
                          GPtrArray   *extras);

G_END_DECLS
