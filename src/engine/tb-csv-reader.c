/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rows of a CSV file as texts, with their line numbers: encoding, delimiter, quotes. */
#include "config.h"

#include "tb-csv-reader-private.h"

#include "tb-problem.h"

#include <csv.h>
#include <string.h>

#define UTF8_MARK "\xef\xbb\xbf"

struct _TbCsvReader
{
  char             *bytes; /* (owned) */
  gsize             length;
  gsize             start; /* of the text: a mark is left out */
  gsize             position;
  guint             line;    /* of @position, from 1 */
  GIConv            windows; /* (owned); (GIConv)-1 when the file is UTF-8 */
  gboolean          is_utf16;
  struct csv_parser parser;
  GString          *row;      /* (owned): the fields of one row, one after the other */
  GArray           *ends;     /* (owned) (element-type gsize): where in @row each field ends */
  gboolean          has_row;  /* the row is complete */
  guint             row_line; /* where it starts */
};

/* ---- Encoding ---- */

/* A file without a mark is UTF-8 unless it has more bytes that are none than letters that are. So a UTF-8
 * file with one broken row stays UTF-8, and only that row is left out. */
static gboolean
looks_like_windows (const char *bytes,
                    gsize       length)
{
  gsize       n_letters = 0, n_broken = 0;
  const char *end, *p, *stop = bytes + length;
  gboolean    is_valid;

  for (p = bytes; p < stop; p = end + (is_valid ? 0 : 1))
    {
      is_valid = g_utf8_validate_len (p, stop - p, &end);
      for (; p < end; p++)
        n_letters += (guchar)*p >= 0xc0;
      n_broken += !is_valid && *end != '\0';
    }
  return n_broken > n_letters;
}

/* UTF-16 is what spreadsheet programs call "Unicode text". */
static gboolean
convert_utf16 (TbCsvReader *self,
               GError     **error)
{
  const guchar    *mark = (const guchar *)self->bytes;
  gboolean         is_little = self->length >= 2 && mark[0] == 0xff && mark[1] == 0xfe;
  gboolean         is_big = self->length >= 2 && mark[0] == 0xfe && mark[1] == 0xff;
  g_autofree char *converted = NULL;
  gsize            length;

  if (!is_little && !is_big)
    return TRUE;
  converted = g_convert (self->bytes + 2, self->length - 2, "UTF-8", is_little ? "UTF-16LE" : "UTF-16BE",
                         NULL, &length, NULL);
  if (converted == NULL)
    {
      tb_problem_set (error, TB_PROBLEM_BAD_ENCODING, NULL);
      return FALSE;
    }
  self->is_utf16 = TRUE;
  g_free (self->bytes);
  self->bytes = g_steal_pointer (&converted);
  self->length = length;
  return TRUE;
}

/* Returns: (nullable): the text as UTF-8; NULL if its bytes are not valid, a NUL among them. */
static char *
decode (TbCsvReader *self,
        const char  *text,
        gsize        length)
{
  if (memchr (text, '\0', length) != NULL)
    return NULL;
  if (self->windows != (GIConv)-1)
    return g_convert_with_iconv (text, (gssize)length, self->windows, NULL, NULL, NULL);
  return g_utf8_validate_len (text, length, NULL) ? g_strndup (text, length) : NULL;
}

/* ---- Rows of the file ---- */

static void
on_field_cb (void  *text,
             size_t length,
             void  *data)
{
  TbCsvReader *self = data;

  if (length > 0)
    g_string_append_len (self->row, text, (gssize)length);
  g_array_append_val (self->ends, self->row->len);
}

static void
on_row_cb (int   terminator,
           void *data)
{
  ((TbCsvReader *)data)->has_row = TRUE;
}

static gsize
line_length (TbCsvReader *self)
{
  const char *start = self->bytes + self->position;
  gsize       rest = self->length - self->position;
  gsize       i;

  for (i = 0; i < rest; i++)
    if (start[i] == '\n')
      return i + 1;
    else if (start[i] == '\r')
      return i + 1 < rest && start[i + 1] == '\n' ? i + 2 : i + 1;
  return rest;
}

static gboolean
is_blank (TbCsvReader *self,
          gsize        length)
{
  const char *text = self->bytes + self->position;
  char        delimiter = (char)csv_get_delim (&self->parser);
  gsize       i;

  for (i = 0; i < length; i++)
    if (strchr ("\r\n \t", text[i]) == NULL || text[i] == '\0' || text[i] == delimiter)
      return FALSE;
  return TRUE;
}

/* Ends the last row. Returns: whether it was whole: FALSE if a quote was still open. */
static gboolean
finish_rows (TbCsvReader *self)
{
  csv_set_opts (&self->parser, CSV_STRICT | CSV_STRICT_FINI);
  if (csv_fini (&self->parser, on_field_cb, on_row_cb, self) == 0)
    return TRUE;
  /* What was read of the field is told to the user. */
  g_string_append_len (self->row, (char *)self->parser.entry_buf, (gssize)self->parser.entry_pos);
  g_array_append_val (self->ends, self->row->len);
  self->has_row = TRUE;
  return FALSE;
}

/* Whole lines are read at a time, so that the row's line number is known. */
gboolean
tb_csv_reader_next (TbCsvReader *self,
                    gboolean    *is_whole)
{
  gboolean is_begun = FALSE;

  g_string_truncate (self->row, 0);
  g_array_set_size (self->ends, 0);
  self->has_row = FALSE;
  *is_whole = TRUE;
  while (!self->has_row && self->position < self->length)
    {
      gsize length = line_length (self);

      if (!is_begun)
        self->row_line = self->line;
      is_begun = is_begun || !is_blank (self, length);
      if (is_begun && csv_parse (&self->parser, self->bytes + self->position, length,
                                 on_field_cb, on_row_cb, self) != length)
        g_error ("no memory for a row of %" G_GSIZE_FORMAT " bytes", self->row->len + length);
      self->position += length;
      self->line++;
    }
  if (!self->has_row && is_begun)
    *is_whole = finish_rows (self);
  return self->has_row;
}

char *
tb_csv_reader_get_field (TbCsvReader *self,
                         guint        index)
{
  gsize start = index > 0 ? g_array_index (self->ends, gsize, index - 1) : 0;

  return decode (self, self->row->str + start, g_array_index (self->ends, gsize, index) - start);
}

/* ---- Open, close, ask ---- */

TbCsvReader *
tb_csv_reader_open (const char *path,
                    GError    **error)
{
  g_autoptr (TbCsvReader) self = g_new0 (TbCsvReader, 1);

  g_return_val_if_fail (path != NULL, NULL);

  self->windows = (GIConv)-1;
  self->row = g_string_new (NULL);
  self->ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  if (!g_file_get_contents (path, &self->bytes, &self->length, NULL))
    {
      g_autofree char *shown = g_filename_display_name (path);

      tb_problem_set (error, TB_PROBLEM_FILE_UNREADABLE, shown);
      return NULL;
    }
  if (!convert_utf16 (self, error))
    return NULL;
  if (self->length >= strlen (UTF8_MARK) && memcmp (self->bytes, UTF8_MARK, strlen (UTF8_MARK)) == 0)
    self->start = strlen (UTF8_MARK);
  else if (looks_like_windows (self->bytes, self->length))
    self->windows = g_iconv_open ("UTF-8", "WINDOWS-1252");
  return g_steal_pointer (&self);
}

void
tb_csv_reader_free (TbCsvReader *self)
{
  if (self == NULL)
    return;
  csv_free (&self->parser);
  if (self->windows != (GIConv)-1)
    g_iconv_close (self->windows);
  g_string_free (self->row, TRUE);
  g_array_unref (self->ends);
  g_free (self->bytes);
  g_free (self);
}

void
tb_csv_reader_rewind (TbCsvReader *self,
                      char         delimiter)
{
  const char *text = self->bytes + self->start;
  gboolean    says_delimiter;

  says_delimiter = self->length - self->start > strlen ("sep=;") && strncmp (text, "sep=", 4) == 0 &&
                   (text[5] == '\r' || text[5] == '\n');
  csv_free (&self->parser);
  if (csv_init (&self->parser, 0) != 0)
    g_error ("libcsv cannot be started");
  csv_set_delim (&self->parser, (guchar)(says_delimiter ? text[4] : delimiter));
  self->position = self->start;
  self->line = 1;
  if (says_delimiter)
    {
      self->position += line_length (self);
      self->line++;
    }
}

guint
tb_csv_reader_get_line (TbCsvReader *self)
{
  return self->row_line;
}

guint
tb_csv_reader_get_n_fields (TbCsvReader *self)
{
  return self->ends->len;
}

const char *
tb_csv_reader_get_encoding (TbCsvReader *self)
{
  if (self->is_utf16)
    return "UTF-16";
  return self->windows != (GIConv)-1 ? "Windows-1252" : "UTF-8";
}

char
tb_csv_reader_get_delimiter (TbCsvReader *self)
{
  return (char)csv_get_delim (&self->parser);
}

gsize
tb_csv_reader_get_progress (TbCsvReader *self,
                            gsize       *total)
{
  if (total != NULL)
    *total = self->length;
  return self->position;
}
