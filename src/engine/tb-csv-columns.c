/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which column of a CSV file becomes what, chosen by a person. */
#include "config.h"

#include "tb-csv-private.h"
#include "tb-problem.h"

void
_tb_csv_forget_columns (TbCsvImport *self)
{
  guint i;

  for (i = 0; i < TB_CSV_N_COLUMNS; i++)
    self->columns[i] = NO_COLUMN;
}

gboolean
_tb_csv_has_text (TbCsvImport *self,
                  GError     **error)
{
  if (self->columns[TB_CSV_TITLE] != NO_COLUMN || self->columns[TB_CSV_DESCRIPTION] != NO_COLUMN)
    return TRUE;
  tb_problem_set (error, TB_PROBLEM_NOT_FOUND, tb_csv_get_word (TB_CSV_TITLE));
  return FALSE;
}

guint
tb_csv_get_n_columns (TbCsvImport *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_columns;
}

const char *
tb_csv_get_name (TbCsvImport *self,
                 guint        index)
{
  g_return_val_if_fail (self != NULL && index < self->n_columns, NULL);

  return self->names->pdata[index];
}

TbCsvColumn
tb_csv_get_column (TbCsvImport *self,
                   guint        index)
{
  guint i;

  g_return_val_if_fail (self != NULL, TB_CSV_N_COLUMNS);

  for (i = 0; i <= TB_CSV_TOWN; i++)
    if (self->columns[i] == index)
      return i;
  return TB_CSV_N_COLUMNS;
}

static void
go_back (TbCsvImport *self)
{
  gboolean is_whole;

  tb_csv_reader_rewind (self->reader, tb_csv_reader_get_delimiter (self->reader));
  tb_csv_reader_next (self->reader, &is_whole);
}

gboolean
tb_csv_set_columns (TbCsvImport       *self,
                    const TbCsvColumn *columns,
                    GError           **error)
{
  guint i;

  g_return_val_if_fail (self != NULL && columns != NULL, FALSE);

  _tb_csv_forget_columns (self);
  for (i = 0; i < self->n_columns; i++)
    if (columns[i] <= TB_CSV_TOWN && self->columns[columns[i]] == NO_COLUMN)
      self->columns[columns[i]] = i;
  go_back (self);
  return _tb_csv_has_text (self, error);
}

char **
tb_csv_peek (TbCsvImport *self)
{
  char   **cells;
  gboolean is_whole, is_there;
  guint    i;

  g_return_val_if_fail (self != NULL, NULL);

  cells = g_new0 (char *, self->n_columns + 1);
  is_there = tb_csv_reader_next (self->reader, &is_whole);
  for (i = 0; i < self->n_columns; i++)
    {
      if (is_there && i < tb_csv_reader_get_n_fields (self->reader))
        cells[i] = tb_csv_reader_get_field (self->reader, i);
      if (cells[i] == NULL)
        cells[i] = g_strdup ("");
    }
  go_back (self);
  return cells;
}

const char *
tb_csv_get_encoding (TbCsvImport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return tb_csv_reader_get_encoding (self->reader);
}

char
tb_csv_get_delimiter (TbCsvImport *self)
{
  g_return_val_if_fail (self != NULL, '\0');

  return tb_csv_reader_get_delimiter (self->reader);
}
