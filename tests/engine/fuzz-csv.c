/* SPDX-License-Identifier: GPL-3.0-or-later
 * A libFuzzer target over the import of CSV: encodings, delimiters, quotes, columns. The first byte chooses
 * what the columns become, the rest is the file. Built and run by tests/hostile/fuzz.sh. */
#define _GNU_SOURCE /* memfd_create */
#include "config.h"

#include "tb-csv.h"
#include "tb-workflow.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ROWS_AT_A_TIME 7

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

static void
check_text (const char *text,
            glong       limit)
{
  g_assert (text == NULL || (g_utf8_validate (text, -1, NULL) && g_utf8_strlen (text, -1) <= limit));
}

/* What becomes a draft must be what the engine could take: text, and within its limits. */
static void
check_chunk (const TbCsvChunk *chunk)
{
  guint i;

  g_assert (chunk->n_drafts + chunk->errors->len <= ROWS_AT_A_TIME);
  for (i = 0; i < chunk->n_drafts; i++)
    {
      const TbTicketDraft *draft = &chunk->drafts[i];

      g_assert (draft->title != NULL && *draft->title != '\0' && chunk->lines[i] > 0);
      check_text (draft->title, TB_LIMIT_TITLE);
      check_text (draft->description, TB_LIMIT_TEXT);
      check_text (draft->organisation, TB_LIMIT_NAME);
      check_text (draft->contact, TB_LIMIT_NAME);
      check_text (draft->queue, TB_LIMIT_NAME);
      g_assert (draft->priority <= TB_PRIORITY_CRITICAL && draft->due_at >= 0);
    }
  for (i = 0; i < chunk->errors->len; i++)
    g_assert (((TbCsvError *)chunk->errors->pdata[i])->error != NULL);
}

static void
read_all (TbCsvImport *import)
{
  gsize total;

  for (;;)
    {
      g_autoptr (TbCsvChunk) chunk = tb_csv_next_chunk (import, ROWS_AT_A_TIME);

      g_assert (tb_csv_get_progress (import, &total) <= total);
      if (chunk == NULL)
        return;
      check_chunk (chunk);
    }
}

static void
read_file (const char *path,
           guint8      choice)
{
  g_autoptr (TbCsvImport) import = NULL;
  g_autofree TbCsvColumn *columns = NULL;
  guint                   n;
  guint                   i;

  import = choice % 2 == 0 ? tb_csv_open (path, NULL, NULL) : tb_csv_open_any (path, NULL);
  if (import == NULL)
    return;
  tb_csv_set_time (import, "Europe/Berlin", G_GINT64_CONSTANT (1764000000000000));
  read_all (import);
  n = tb_csv_get_n_columns (import);
  columns = g_new (TbCsvColumn, MAX (n, 1));
  for (i = 0; i < n; i++)
    {
      g_assert (g_utf8_validate (tb_csv_get_name (import, i), -1, NULL));
      columns[i] = (TbCsvColumn)((choice + i) % (TB_CSV_TOWN + 1));
    }
  if (tb_csv_set_columns (import, columns, NULL))
    read_all (import);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *path = NULL;
  int              fd;

  if (size < 1)
    return 0;
  fd = memfd_create ("fuzz", MFD_CLOEXEC);
  g_assert (fd >= 0 && write (fd, data + 1, size - 1) == (gssize)(size - 1));
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  read_file (path, data[0]);
  close (fd);
  return 0;
}
