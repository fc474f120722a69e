/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rows of a CSV file as texts, with their line numbers: encoding, delimiter, quotes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** TbCsvReader: a file and the row of it that was read last. */
typedef struct _TbCsvReader TbCsvReader;

/** tb_csv_reader_open: Returns: %NULL with %TB_PROBLEM_FILE_UNREADABLE or %TB_PROBLEM_BAD_ENCODING */
TbCsvReader *tb_csv_reader_open (const char *path,
                                 GError    **error);
void         tb_csv_reader_free (TbCsvReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbCsvReader, tb_csv_reader_free)

/** tb_csv_reader_rewind: goes back to the first row. @delimiter: unless a line `sep=;` names another */
void tb_csv_reader_rewind (TbCsvReader *self,
                           char         delimiter);

/**
 * tb_csv_reader_next:
 * @is_whole: (out): %FALSE for a last row in which a quote is left open
 *
 * Reads one row.
 *
 * Returns: %FALSE at the end of the file
 */
gboolean tb_csv_reader_next (TbCsvReader *self,
                             gboolean    *is_whole);

/** tb_csv_reader_get_line: Returns: where the row starts, from 1 */
guint tb_csv_reader_get_line (TbCsvReader *self);
guint tb_csv_reader_get_n_fields (TbCsvReader *self);
/** tb_csv_reader_get_field: Returns: (transfer full) (nullable): as UTF-8; %NULL if its bytes are no text */
char *tb_csv_reader_get_field (TbCsvReader *self,
                               guint        index);
/** tb_csv_reader_get_encoding: Returns: (transfer none): `UTF-8`, `UTF-16` or `Windows-1252` */
const char *tb_csv_reader_get_encoding (TbCsvReader *self);
char        tb_csv_reader_get_delimiter (TbCsvReader *self);
/** tb_csv_reader_get_progress: @total: (out) (optional): bytes. Returns: how many of them are done */
gsize tb_csv_reader_get_progress (TbCsvReader *self,
                                  gsize       *total);

G_END_DECLS
