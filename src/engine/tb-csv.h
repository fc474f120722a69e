/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets as CSV: a file of any common spreadsheet program in, chunk by chunk, and rows out. */
#pragma once

#include "tb-command.h"

G_BEGIN_DECLS

/** TbCsvColumn: the columns that are known by name; those after @TB_CSV_TOWN are written and not read. */
typedef enum
{
  TB_CSV_TITLE,
  TB_CSV_DESCRIPTION,
  TB_CSV_ORGANISATION,
  TB_CSV_CONTACT,
  TB_CSV_PHONE,
  TB_CSV_PRIORITY,
  TB_CSV_QUEUE,
  TB_CSV_DUE,
  TB_CSV_STREET,
  TB_CSV_POSTCODE,
  TB_CSV_TOWN,
  TB_CSV_NUMBER,
  TB_CSV_STATUS,
  TB_CSV_PARTNER,
  TB_CSV_OUTSOURCING_STATUS,
  TB_CSV_N_COLUMNS,
} TbCsvColumn;

/* ---- In ---- */

/**
 * TbCsvImport:
 *
 * A CSV file that is being read. Encoding (UTF-8 with or without mark, UTF-16 with mark, else
 * Windows-1252) and delimiter (`;`, `,` or tab) are found out; the columns go by the names in the first
 * row, English or German. It touches nothing but its file: what becomes of the rows is its caller's.
 * May be used on any one thread.
 */
typedef struct _TbCsvImport TbCsvImport;

/** TbCsvError: a row that was left out. */
typedef struct
{
  guint   line;  /* where the row starts, from 1 */
  GError *error; /* %TB_PROBLEM; its field is the column's English name, `columns`, `quote` or %NULL */
} TbCsvError;

/** TbCsvChunk: some rows of a file, in its order; owns all its strings. */
typedef struct
{
  TbTicketDraft *drafts;
  guint         *lines; /* of each draft, from 1 */
  guint          n_drafts;
  GPtrArray     *errors; /* (element-type TbCsvError) */
  GStringChunk  *texts;
} TbCsvChunk;

/**
 * tb_csv_open:
 * @path: the file
 * @map: (nullable): names for columns that are not known by theirs, as `subject=title,body=description`;
 *   a column that is mapped to nothing (`priority=`) is left out
 *
 * Reads the file and its first row.
 *
 * Returns: (transfer full): %NULL with %TB_PROBLEM_FILE_UNREADABLE, %TB_PROBLEM_BAD_ENCODING,
 *   %TB_PROBLEM_EMPTY (no rows at all) or %TB_PROBLEM_NOT_FOUND (a name of @map, or neither title nor
 *   description)
 */
TbCsvImport *tb_csv_open (const char *path,
                          const char *map,
                          GError    **error);
void         tb_csv_free (TbCsvImport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbCsvImport, tb_csv_free)

/**
 * tb_csv_open_any:
 * @path: the file
 *
 * Like [func@csv_open], for somebody who chooses the columns himself: it also takes a file in which no
 * column is known by its name.
 */
TbCsvImport *tb_csv_open_any (const char *path,
                              GError    **error);
/** tb_csv_get_n_columns: Returns: how many columns the first row has */
guint tb_csv_get_n_columns (TbCsvImport *self);
/** tb_csv_get_name: Returns: (transfer none): what the first row says of a column; "" if it is no text */
const char *tb_csv_get_name (TbCsvImport *self,
                             guint        index);
/** tb_csv_get_column: Returns: what a column of the file becomes; %TB_CSV_N_COLUMNS: nothing */
TbCsvColumn tb_csv_get_column (TbCsvImport *self,
                               guint        index);
/**
 * tb_csv_set_columns:
 * @columns: (array): of each column of the file what it becomes, up to %TB_CSV_TOWN; %TB_CSV_N_COLUMNS:
 *   nothing. Of two columns with the same meaning the first is taken.
 *
 * Goes back to the row after the first one.
 *
 * Returns: %FALSE with %TB_PROBLEM_NOT_FOUND if there is neither title nor description
 */
gboolean tb_csv_set_columns (TbCsvImport       *self,
                             const TbCsvColumn *columns,
                             GError           **error);
/** tb_csv_peek: Returns: (transfer full): the cells of the first row after the names, "" for those that are
 * not there or no text. Goes back to that row */
char **tb_csv_peek (TbCsvImport *self);
/** tb_csv_get_encoding: Returns: (transfer none): `UTF-8`, `UTF-16` or `Windows-1252` */
const char *tb_csv_get_encoding (TbCsvImport *self);
/** tb_csv_get_delimiter: Returns: `;`, `,` or tab, or what a line `sep=` names */
char tb_csv_get_delimiter (TbCsvImport *self);
/** tb_csv_get_word: Returns: (transfer none): the stable name of a column, e.g. `title`, as in errors */
const char *tb_csv_get_word (TbCsvColumn column);

/** tb_csv_set_time: how the column `due` is read. @zone: (nullable): its time zone. @now: for `+3d` */
void tb_csv_set_time (TbCsvImport *self,
                      const char  *zone,
                      gint64       now);

/**
 * tb_csv_next_chunk:
 * @max_rows: how many rows are read at most, those left out counted
 *
 * Reads the next rows. A ticket without a title gets the first words of its description. A row that cannot
 * become a ticket is reported among the chunk's errors; the others are drafts.
 *
 * Returns: (transfer full) (nullable): %NULL at the end of the file
 */
TbCsvChunk *tb_csv_next_chunk (TbCsvImport *self,
                               guint        max_rows);
void        tb_csv_chunk_free (TbCsvChunk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbCsvChunk, tb_csv_chunk_free)

/** tb_csv_get_progress: @total: (out) (optional): bytes. Returns: how many of them are done */
gsize tb_csv_get_progress (TbCsvImport *self,
                           gsize       *total);

/* ---- Out ---- */

/**
 * tb_csv_write_header:
 * @out: what the bytes are added to
 * @is_german: German names of the columns, else English
 *
 * Begins a file: UTF-8 with mark, `;` between the cells, as spreadsheet programs open it by a double click.
 */
void tb_csv_write_header (GString *out,
                          gboolean is_german);

/**
 * tb_csv_write_row:
 * @cells: (array fixed-size=TB_CSV_N_COLUMNS) (element-type utf8): texts, %NULL for none
 *
 * Adds one row. A cell that a spreadsheet program would take for a formula (it begins with `=`, `+`, `-`,
 * `@`) gets an apostrophe in front, which the import takes away again.
 */
void tb_csv_write_row (GString           *out,
                       const char *const *cells);

G_END_DECLS
