/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets as CSV: rows out. */
#include "config.h"

#include "tb-csv-private.h"

#include <string.h>

#define UTF8_MARK "\xef\xbb\xbf"

/* g_string_append_len() without the call where there is room, as there nearly always is. */
static inline void
append (GString    *out,
        const char *text,
        gsize       length)
{
  if (out->len + length >= out->allocated_len)
    {
      g_string_append_len (out, text, (gssize)length);
      return;
    }
  memcpy (out->str + out->len, text, length);
  out->len += length;
  out->str[out->len] = '\0';
}

static void
write_cell (GString    *out,
            const char *text,
            gboolean    is_last)
{
  gsize       left = strlen (text);
  const char *quote;

  append (out, "\"", 1);
  if (left > 0 && _tb_csv_is_formula (text))
    append (out, "'", 1);
  while ((quote = memchr (text, '"', left)) != NULL)
    {
      const gsize length = quote - text + 1;

      append (out, text, length);
      append (out, "\"", 1);
      text += length;
      left -= length;
    }
  append (out, text, left);
  append (out, is_last ? "\"\r\n" : "\";", is_last ? 3 : 2);
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
