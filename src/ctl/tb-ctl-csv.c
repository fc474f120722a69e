/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets from CSV files, and into them: import, export. */
#include "config.h"

#include "tb-ctl-private.h"

#include "tb-csv.h"

#include <string.h>
#include <unistd.h>

/* So many rows go into one transaction. */
#define CHUNK 1000
/* So many bytes are kept before they are written. */
#define BUFFER (256 * 1024)

/* ---- import ---- */

/** Import: how far it is. */
typedef struct
{
  TbCtl       *ctl; /* (borrowed) */
  TbCsvImport *csv; /* (borrowed) */
  gboolean     is_dry;
  gboolean     shows_progress;
  guint        n_done;
  guint        n_failed;
} Import;

static void
show_progress (Import *import)
{
  gsize total = 0;
  gsize done = tb_csv_get_progress (import->csv, &total);

  if (!import->shows_progress || total == 0)
    return;
  fprintf (stderr, "\r%3d %%", (int)((guint64)done * 100 / total));
  fflush (stderr);
}

static void
tell_row (Import       *import,
          guint         line,
          const GError *error)
{
  g_autofree char *text = tb_ctl_describe (error);

  import->n_failed++;
  if (import->shows_progress)
    fputc ('\r', stderr);
  /* Translators: %u is the number of a line in a file, %s a sentence that says what is wrong there. */
  fprintf (stderr, _ ("Line %u: %s"), line, text);
  fputc ('\n', stderr);
}

static gboolean
store_drafts (Import              *import,
              const TbTicketDraft *drafts,
              guint                n,
              GError             **error)
{
  const TbCommand command = { .type = TB_COMMAND_IMPORT, .drafts = drafts, .n_drafts = n };

  if (!import->is_dry && n > 0 && !tb_engine_do (import->ctl->engine, &command, NULL, error))
    return FALSE;
  import->n_done += n;
  return TRUE;
}

/* One bad row must not keep the others of its transaction out: then each goes in by itself. */
static gboolean
store_singly (Import     *import,
              TbCsvChunk *chunk,
              GError    **error)
{
  guint i;

  for (i = 0; i < chunk->n_drafts; i++)
    {
      GError *local = NULL;

      if (store_drafts (import, &chunk->drafts[i], 1, &local))
        continue;
      if (local->domain != TB_PROBLEM || g_error_matches (local, TB_PROBLEM, TB_PROBLEM_PERMISSION))
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      tell_row (import, chunk->lines[i], local);
      g_clear_error (&local);
    }
  return TRUE;
}

static gboolean
store_chunk (Import     *import,
             TbCsvChunk *chunk,
             GError    **error)
{
  GError *local = NULL;
  guint   i;

  for (i = 0; i < chunk->errors->len; i++)
    {
      const TbCsvError *row = chunk->errors->pdata[i];

      tell_row (import, row->line, row->error);
    }
  for (i = 0; i < chunk->n_drafts; i++)
    if (chunk->drafts[i].source == NULL)
      chunk->drafts[i].source = "import";
  if (store_drafts (import, chunk->drafts, chunk->n_drafts, &local))
    return TRUE;
  if (local->domain == TB_PROBLEM)
    {
      g_clear_error (&local);
      return store_singly (import, chunk, error);
    }
  g_propagate_error (error, local);
  return FALSE;
}

static void
print_imported (Import *import)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (import->ctl->is_json)
    {
      json_builder_begin_object (builder);
      tb_ctl_json_int (builder, "imported", import->n_done);
      tb_ctl_json_int (builder, "failed", import->n_failed);
      tb_ctl_json_bool (builder, "dry_run", import->is_dry);
      json_builder_end_object (builder);
      tb_ctl_print_json (json_builder_get_root (builder));
      return;
    }
  if (import->is_dry)
    /* Translators: %u is a number of rows. */
    tb_ctl_print (ngettext ("%u ticket can be imported.", "%u tickets can be imported.", import->n_done),
                  import->n_done);
  else
    /* Translators: %u is a number of rows. */
    tb_ctl_print (ngettext ("%u ticket imported.", "%u tickets imported.", import->n_done), import->n_done);
  if (import->n_failed > 0)
    {
      tb_ctl_print (" ");
      /* Translators: %u is a number of rows. */
      tb_ctl_print (ngettext ("%u row was left out.", "%u rows were left out.", import->n_failed),
                    import->n_failed);
    }
  tb_ctl_print ("\n");
}

gboolean
tb_ctl_import (TbCtl   *self,
               GError **error)
{
  g_autoptr (TbCsvImport) csv = tb_csv_open (tb_ctl_arg (self, 0), tb_ctl_option (self, "map"), error);
  Import      import = { .ctl = self, .csv = csv };
  TbCsvChunk *chunk;
  gboolean    is_done = TRUE;

  if (csv == NULL)
    return FALSE;
  import.is_dry = tb_ctl_has_option (self, "dry-run");
  import.shows_progress = isatty (STDERR_FILENO) == 1;
  tb_csv_set_time (csv, tb_ctl_time_zone (self), tb_clock_now (tb_engine_get_clock (self->engine)));
  while (is_done && (chunk = tb_csv_next_chunk (csv, CHUNK)) != NULL)
    {
      is_done = store_chunk (&import, chunk, error);
      tb_csv_chunk_free (chunk);
      show_progress (&import);
    }
  if (import.shows_progress)
    fprintf (stderr, "\r      \r");
  if (!is_done)
    return FALSE;
  print_imported (&import);
  return import.n_done > 0 || tb_ctl_refuse_told (error);
}

/* ---- export ---- */

/** Export: rows on their way into a file. */
typedef struct
{
  TbCtl         *ctl;    /* (borrowed) */
  GOutputStream *stream; /* (borrowed) */
  GString       *buffer; /* (borrowed) */
  guint          n;
  const char    *priorities[TB_PRIORITY_CRITICAL + 1]; /* (nullable): the words that were looked up */
  const char    *statuses[TB_STATUS_COMPLETE + 1];
} Export;

/* To look for a word in the catalogue takes as long as to read a row. */
static const char *
get_word (const char **known,
          GType        type,
          int          value)
{
  if (known[value] == NULL)
    known[value] = tb_ctl_word (type, value);
  return known[value];
}

static gboolean
write_out (Export *export,
           gsize    limit,
           GError **error)
{
  GString *buffer = export->buffer;

  if (buffer->len <= limit)
    return TRUE;
  if (!g_output_stream_write_all (export->stream, buffer->str, buffer->len, NULL, NULL, error))
    return FALSE;
  g_string_truncate (buffer, 0);
  return TRUE;
}

static gboolean
write_row (const TbExportRow *row,
           gpointer           data,
           GError           **error)
{
  Export *export = data;
  const char      *cells[TB_CSV_N_COLUMNS] = { NULL };
  g_autofree char *due = tb_ctl_time (export->ctl, row->due_at);

  cells[TB_CSV_TITLE] = row->title;
  cells[TB_CSV_DESCRIPTION] = row->description;
  cells[TB_CSV_PRIORITY] = get_word (export->priorities, TB_TYPE_PRIORITY, (int)row->priority);
  cells[TB_CSV_QUEUE] = row->queue;
  cells[TB_CSV_DUE] = due;
  cells[TB_CSV_NUMBER] = row->number;
  cells[TB_CSV_ORGANISATION] = row->organisation;
  cells[TB_CSV_STREET] = row->street;
  cells[TB_CSV_POSTCODE] = row->postcode;
  cells[TB_CSV_TOWN] = row->town;
  cells[TB_CSV_CONTACT] = row->contact;
  cells[TB_CSV_PHONE] = row->contact != NULL ? row->contact_phone : row->organisation_phone;
  cells[TB_CSV_STATUS] = row->status;
  cells[TB_CSV_PARTNER] = row->partner;
  if (row->outsourcing_status != TB_STATUS_NONE)
    cells[TB_CSV_OUTSOURCING_STATUS] =
      get_word (export->statuses, TB_TYPE_STATUS, (int)row->outsourcing_status);
  tb_csv_write_row (export->buffer, cells);
  export->n++;
  return write_out (export, BUFFER / 2, error);
}

/* A file that is half written never takes the place of the old one. */
static gboolean
write_file (Export *export,
            const char        *path,
            const TbListQuery *query,
            GError           **error)
{
  /* Translators: the language of the first row of a CSV file: “de” or “en”. */
  const char *language = C_ ("columns of a CSV file", "en");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GCancellable) given_up = g_cancellable_new ();
  g_autoptr (GFileOutputStream) stream = NULL;

  stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error);
  if (stream == NULL)
    return FALSE;
  export->stream = G_OUTPUT_STREAM (stream);
  tb_csv_write_header (export->buffer, strcmp (language, "de") == 0);
  if (tb_engine_export (export->ctl->engine, query, write_row, export, error) &&
      write_out (export, 0, error))
    return g_output_stream_close (export->stream, NULL, error);
  /* Closing it cancelled leaves the old file as it was; the error that counts is there already. */
  g_cancellable_cancel (given_up);
  g_output_stream_close (export->stream, given_up, NULL);
  return FALSE;
}

gboolean
tb_ctl_export (TbCtl   *self,
               GError **error)
{
  const char *nick = tb_ctl_option (self, "folder");
  TbListQuery query = { .folder = TB_FOLDER_TICKETS_ALL, .sort = TB_SORT_NUMBER };
  g_autoptr (GString) buffer = g_string_sized_new (BUFFER);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  Export export = { .ctl = self, .buffer = buffer };

  if (nick != NULL && !tb_folder_from_nick (nick, &query.folder))
    {
      tb_problem_set (error, TB_PROBLEM_NOT_FOUND, nick);
      return FALSE;
    }
  /* While rows come nothing else can be read. */
  tb_ctl_time_zone (self);
  if (!write_file (&export, tb_ctl_arg (self, 0), &query, error))
    return FALSE;
  if (!self->is_json)
    {
      /* Translators: %u is a number of rows. */
      tb_ctl_print (ngettext ("%u ticket exported.\n", "%u tickets exported.\n", export.n), export.n);
      return TRUE;
    }
  json_builder_begin_object (builder);
  tb_ctl_json_int (builder, "exported", export.n);
  json_builder_end_object (builder);
  tb_ctl_print_json (json_builder_get_root (builder));
  return TRUE;
}
