/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets as CSV: rows out. */
#include "config.h"

#include "tb-csv-private.h"

#include <string.h>

#define UTF8_MARK "\xef\xbb\xbf"

static void
write_cell (GString    *out,
            const char *text,
            gboolean    is_last)
{
  const char *quote;

  g_string_append (out, _tb_csv_is_formula (text) ? "\"'" : "\"");
  for (; (quote = strchr (text, '"')) != NULL; text = quote + 1)
    {
      g_string_append_len (out, text, quote - text);
      g_string_append (out, "\"\"");
    }
  g_string_append (out, text);
  g_string_append (out, is_last ? "\"\r\n" : "\";");
}

void
tb_csv_write_header (GString *out,
                     gboolean is_german)
{
  guint i;

  g_return_if_fail (out != NULL);

  g_string_append (out, UTF8_MARK);
  for (i = 0; i < TB_CSV_N_COLUMNS; i++)
    write_cell (out, _tb_csv_heading (i, is_german), i + 1 == TB_CSV_N_COLUMNS);
}

void
tb_csv_write_row (GString           *out,
                  const char *const *cells)
{
  guint i;

  g_return_if_fail (out != NULL && cells != NULL);

  for (i = 0; i < TB_CSV_N_COLUMNS; i++)
    write_cell (out, cells[i] != NULL ? cells[i] : "", i + 1 == TB_CSV_N_COLUMNS);
}
