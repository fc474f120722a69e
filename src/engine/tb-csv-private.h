/* SPDX-License-Identifier: GPL-3.0-or-later
 * What reading and writing of CSV share. */
#pragma once

#include "tb-csv-reader-private.h"
#include "tb-csv.h"

G_BEGIN_DECLS

#define NO_COLUMN G_MAXUINT

struct _TbCsvImport
{
  TbCsvReader *reader; /* (owned) */
  GPtrArray   *names;  /* (owned) (element-type utf8): the first row */
  guint        n_columns;
  guint        columns[TB_CSV_N_COLUMNS]; /* index in a row, or NO_COLUMN */
  char        *zone;                      /* (owned) (nullable) */
  gint64       now;
};

/** _tb_csv_heading: Returns: what a column is called in the first row of a file that is written */
const char *_tb_csv_heading (TbCsvColumn column,
                             gboolean    is_german);
/** _tb_csv_is_formula: whether @text begins, after any apostrophes, with what a spreadsheet program takes for
 * a formula. */
gboolean _tb_csv_is_formula (const char *text);

void _tb_csv_forget_columns (TbCsvImport *self);
/** _tb_csv_has_text: whether there is anything that a title can be made of. */
gboolean _tb_csv_has_text (TbCsvImport *self,
                           GError     **error);

G_END_DECLS
