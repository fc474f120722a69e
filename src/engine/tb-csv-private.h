/* SPDX-License-Identifier: GPL-3.0-or-later
 * What reading and writing of CSV share. */
#pragma once

#include "tb-csv.h"

G_BEGIN_DECLS

/** _tb_csv_heading: Returns: what a column is called in the first row of a file that is written */
const char *_tb_csv_heading (TbCsvColumn column,
                             gboolean    is_german);
/** _tb_csv_is_formula: whether @text begins, after any apostrophes, with what a spreadsheet program takes for
 * a formula. */
gboolean _tb_csv_is_formula (const char *text);

G_END_DECLS
