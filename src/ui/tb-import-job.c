/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reads a CSV file and stores its tickets, chunk by chunk, while the window goes on. */
#include "config.h"

#include "tb-import-job.h"

#include "tb-text.h"

/* So many rows go into one transaction; „Abbrechen“ waits for one. */
#define CHUNK 500
#define TEXT_SHOWN 120 /* characters of a cell that are shown beforehand */

/** Look: one reading of the file without storing; goes to a thread and comes back. */
typedef struct
{
  /* input */
  char        *path; /* (owned) (nullable) */
  char        *zone; /* (owned) (nullable) */
  gint64       now;
  TbCsvImport *csv;     /* (owned) (nullable): NULL: not opened yet */
  TbCsvColumn *columns; /* (owned) (nullable): NULL: by their names */
  /* output */
  char     **samples;  /* (owned) (nullable) */
  GPtrArray *rows;     /* (owned) */
  GPtrArray *left_out; /* (owned) */
  guint      n_tickets;
  guint      n_left_out;
} Look;

struct _TbImportJob
{
  GObject parent_instance;

  TbDesk       *desk;   /* (owned) */
  TbEngine     *engine; /* (owned) */
  char         *path;   /* (owned) (nullable) */
  TbImportState state;
  GError       *error; /* (owned) (nullable) */

  TbCsvImport  *csv;     /* (owned) (nullable): NULL while it is looked at */
  TbCsvColumn  *columns; /* (owned) (nullable) */
  char        **names;   /* (owned) (nullable) */
  char        **samples; /* (owned) (nullable) */
  const char   *encoding;
  char          delimiter;
  GCancellable *looking; /* (owned) (nullable) */
  gboolean      is_outdated;
  gboolean      is_stopped;

  GPtrArray *rows;     /* (owned) */
  GPtrArray *left_out; /* (owned) */
  guint      n_tickets;
  guint      n_left_out;
  guint      n_stored;

  TbCsvChunk *chunk;  /* (owned) (nullable): what is being stored */
  guint       singly; /* the next draft of it that is stored by itself */
};

G_DEFINE_FINAL_TYPE (TbImportJob, tb_import_job, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_state (TbImportJob  *self,
           TbImportState state)
{
  self->state = state;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
free_row_error (gpointer data)
{
  TbCsvError *row = data;

  g_error_free (row->error);
  g_free (row);
}

static void
tell (GPtrArray    *left_out,
      guint         line,
      const GError *error)
{
  TbCsvError *row;

  if (left_out->len >= TB_IMPORT_MAX_TOLD)
    return;
  row = g_new0 (TbCsvError, 1);
  row->line = line;
  row->error = g_error_copy (error);
  g_ptr_array_add (left_out, row);
}

/* ---- Looking, in a thread ---- */

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->path);
  g_free (look->zone);
  g_clear_pointer (&look->csv, tb_csv_free);
  g_free (look->columns);
  g_strfreev (look->samples);
  g_clear_pointer (&look->rows, g_ptr_array_unref);
  g_clear_pointer (&look->left_out, g_ptr_array_unref);
  g_free (look);
}

/* Returns: (transfer full): one line that fits into a cell */
static char *
shorten (const char *text)
{
  g_autofree char *line = g_strdup (text != NULL ? text : "");

  g_strdelimit (line, "\r\n\t", ' ');
  if (g_utf8_strlen (line, -1) <= TEXT_SHOWN)
    return g_steal_pointer (&line);
  *g_utf8_offset_to_pointer (line, TEXT_SHOWN) = '\0';
  return g_strconcat (line, "…", NULL);
}

static void
show_draft (Look                *look,
            const TbTicketDraft *draft)
{
  g_autofree char  *due = tb_text_instant (draft->due_at, look->zone, look->now);
  const char *const texts[TB_IMPORT_N_CELLS] = {
    [TB_CSV_TITLE] = draft->title,
    [TB_CSV_DESCRIPTION] = draft->description,
    [TB_CSV_ORGANISATION] = draft->organisation,
    [TB_CSV_CONTACT] = draft->contact,
    [TB_CSV_PHONE] = draft->phone,
    [TB_CSV_PRIORITY] = tb_text_word (TB_TYPE_PRIORITY, (int)draft->priority),
    [TB_CSV_QUEUE] = draft->queue,
    [TB_CSV_DUE] = due,
    [TB_CSV_STREET] = draft->street,
    [TB_CSV_POSTCODE] = draft->postcode,
    [TB_CSV_TOWN] = draft->town,
  };
  char **cells = g_new0 (char *, TB_IMPORT_N_CELLS + 1);
  guint  i;

  for (i = 0; i < TB_IMPORT_N_CELLS; i++)
    cells[i] = shorten (texts[i]);
  g_ptr_array_add (look->rows, cells);
}

static void
look_at_chunk (Look       *look,
               TbCsvChunk *chunk)
{
  guint i;

  for (i = 0; i < chunk->n_drafts && look->rows->len < TB_IMPORT_MAX_SHOWN; i++)
    show_draft (look, &chunk->drafts[i]);
  for (i = 0; i < chunk->errors->len; i++)
    tell (look->left_out, ((TbCsvError *)chunk->errors->pdata[i])->line,
          ((TbCsvError *)chunk->errors->pdata[i])->error);
  look->n_tickets += chunk->n_drafts;
  look->n_left_out += chunk->errors->len;
}

static gboolean
open_file (Look    *look,
           GError **error)
{
  if (look->csv != NULL)
    return TRUE;
  if (look->path == NULL)
    {
      tb_problem_set (error, TB_PROBLEM_FILE_UNREADABLE, "");
      return FALSE;
    }
  look->csv = tb_csv_open_any (look->path, error);
  if (look->csv == NULL)
    return FALSE;
  tb_csv_set_time (look->csv, look->zone, look->now);
  look->samples = tb_csv_peek (look->csv);
  return TRUE;
}

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Look   *look = data;
  GError *error = NULL;
  guint   i;

  if (!open_file (look, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (look->columns == NULL)
    {
      look->columns = g_new0 (TbCsvColumn, tb_csv_get_n_columns (look->csv) + 1);
      for (i = 0; i < tb_csv_get_n_columns (look->csv); i++)
        look->columns[i] = tb_csv_get_column (look->csv, i);
    }
  /* Without title and description there is nothing to store: the page says so. */
  if (tb_csv_set_columns (look->csv, look->columns, NULL))
    while (!g_cancellable_is_cancelled (cancellable))
      {
        g_autoptr (TbCsvChunk) chunk = tb_csv_next_chunk (look->csv, CHUNK);

        if (chunk == NULL)
          break;
        look_at_chunk (look, chunk);
      }
  g_task_return_boolean (task, TRUE);
}

static void begin_look (TbImportJob *self);

static void
take_file (TbImportJob *self,
           Look        *look)
{
  guint n = tb_csv_get_n_columns (look->csv);
  guint i;

  self->names = g_new0 (char *, n + 1);
  for (i = 0; i < n; i++)
    self->names[i] = g_strdup (tb_csv_get_name (look->csv, i));
  self->samples = g_steal_pointer (&look->samples);
  for (i = 0; i < n; i++)
    {
      g_autofree char *sample = self->samples[i];

      self->samples[i] = shorten (sample);
    }
  self->columns = g_steal_pointer (&look->columns);
  self->encoding = tb_csv_get_encoding (look->csv);
  self->delimiter = tb_csv_get_delimiter (look->csv);
}

static void
on_looked_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (TbImportJob) self = TB_IMPORT_JOB (g_object_ref (object));
  Look *look = g_task_get_task_data (G_TASK (result));

  g_clear_object (&self->looking);
  if (!g_task_propagate_boolean (G_TASK (result), &self->error))
    {
      set_state (self, TB_IMPORT_UNUSABLE);
      return;
    }
  if (self->names == NULL)
    take_file (self, look);
  self->csv = g_steal_pointer (&look->csv);
  if (self->is_outdated)
    {
      begin_look (self);
      return;
    }
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  self->rows = g_steal_pointer (&look->rows);
  self->left_out = g_steal_pointer (&look->left_out);
  self->n_tickets = look->n_tickets;
  self->n_left_out = look->n_left_out;
  set_state (self, TB_IMPORT_READY);
}

/* Recursion: a look that was overtaken by another choice of columns is followed by the next. */
static void
begin_look (TbImportJob *self)
{
  g_autoptr (GTask) task = NULL;
  Look *look = g_new0 (Look, 1);

  look->path = g_strdup (self->path);
  look->zone = g_strdup (tb_desk_get_zone (self->desk));
  look->now = tb_desk_get_now (self->desk);
  look->csv = g_steal_pointer (&self->csv);
  if (self->names != NULL)
    look->columns = g_memdup2 (self->columns, g_strv_length (self->names) * sizeof (TbCsvColumn));
  look->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  look->left_out = g_ptr_array_new_with_free_func (free_row_error);
  self->is_outdated = FALSE;
  self->looking = g_cancellable_new ();
  task = g_task_new (self, self->looking, on_looked_cb, NULL);
  g_task_set_source_tag (task, begin_look);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, look, look_free);
  g_task_run_in_thread (task, look_in_thread);
}

/* ---- Storing ---- */

static void read_next (TbImportJob *self);

static void
end (TbImportJob *self,
     GError      *error) /* (transfer full) (nullable) */
{
  self->error = error;
  g_clear_pointer (&self->chunk, tb_csv_chunk_free);
  set_state (self, TB_IMPORT_ENDED);
}

static void store_one (TbImportJob *self);

static gboolean
is_of_row (const GError *error)
{
  return error->domain == TB_PROBLEM && error->code != TB_PROBLEM_PERMISSION;
}

static void
on_one_stored_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (TbImportJob) self = data;
  GError *error = NULL;

  if (tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    {
      self->n_stored++;
    }
  else if (is_of_row (error))
    {
      self->n_left_out++;
      tell (self->left_out, self->chunk->lines[self->singly], error);
      g_clear_error (&error);
    }
  else
    {
      end (self, error);
      return;
    }
  self->singly++;
  store_one (self);
}

/* Recursion: one bad row must not keep the others of its transaction out; each goes in by itself. */
static void
store_one (TbImportJob *self)
{
  TbCommand command = { .type = TB_COMMAND_IMPORT, .n_drafts = 1 };

  if (self->singly == self->chunk->n_drafts || self->is_stopped)
    {
      read_next (self);
      return;
    }
  command.drafts = &self->chunk->drafts[self->singly];
  tb_engine_do_async (self->engine, &command, NULL, on_one_stored_cb, g_object_ref (self));
}

static void
on_chunk_stored_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (TbImportJob) self = data;
  GError *error = NULL;

  if (tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    {
      self->n_stored += self->chunk->n_drafts;
      read_next (self);
    }
  else if (is_of_row (error))
    {
      g_error_free (error);
      self->singly = 0;
      store_one (self);
    }
  else
    {
      end (self, error);
    }
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  g_task_return_pointer (task, tb_csv_next_chunk (data, CHUNK), (GDestroyNotify)tb_csv_chunk_free);
}

static void
on_read_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (TbImportJob) self = TB_IMPORT_JOB (g_object_ref (object));
  TbCommand command = { .type = TB_COMMAND_IMPORT };

  self->chunk = g_task_propagate_pointer (G_TASK (result), NULL);
  if (self->chunk == NULL || self->is_stopped)
    {
      end (self, NULL);
      return;
    }
  command.drafts = self->chunk->drafts;
  command.n_drafts = self->chunk->n_drafts;
  tb_engine_do_async (self->engine, &command, NULL, on_chunk_stored_cb, g_object_ref (self));
}

static void
read_next (TbImportJob *self)
{
  g_autoptr (GTask) task = NULL;

  g_clear_pointer (&self->chunk, tb_csv_chunk_free);
  if (self->is_stopped)
    {
      end (self, NULL);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  task = g_task_new (self, NULL, on_read_cb, NULL);
  g_task_set_source_tag (task, read_next);
  /* The file is this task's alone: nobody looks at it while the state is STORING. */
  g_task_set_task_data (task, self->csv, NULL);
  g_task_run_in_thread (task, read_in_thread);
}

/* ---- Life ---- */

static void
tb_import_job_finalize (GObject *object)
{
  TbImportJob *self = TB_IMPORT_JOB (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->engine);
  g_clear_object (&self->looking);
  g_clear_error (&self->error);
  g_clear_pointer (&self->csv, tb_csv_free);
  g_clear_pointer (&self->chunk, tb_csv_chunk_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  g_free (self->path);
  g_free (self->columns);
  g_strfreev (self->names);
  g_strfreev (self->samples);
  G_OBJECT_CLASS (tb_import_job_parent_class)->finalize (object);
}

static void
tb_import_job_class_init (TbImportJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tb_import_job_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", TB_TYPE_IMPORT_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tb_import_job_init (TbImportJob *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  self->left_out = g_ptr_array_new_with_free_func (free_row_error);
}

TbImportJob *
tb_import_job_new (TbDesk     *desk,
                   const char *path)
{
  TbImportJob *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  self = g_object_new (TB_TYPE_IMPORT_JOB, NULL);
  self->desk = g_object_ref (desk);
  self->engine = g_object_ref (tb_desk_get_engine (desk));
  self->path = g_strdup (path);
  begin_look (self);
  return self;
}

void
tb_import_job_set_column (TbImportJob *self,
                          guint        index,
                          TbCsvColumn  column)
{
  guint i;

  g_return_if_fail (TB_IS_IMPORT_JOB (self));
  g_return_if_fail (index < tb_import_job_get_n_columns (self));

  if (self->columns[index] == column || self->state > TB_IMPORT_READY)
    return;
  for (i = 0; self->names[i] != NULL; i++)
    if (self->columns[i] == column)
      self->columns[i] = TB_CSV_N_COLUMNS;
  self->columns[index] = column;
  if (self->looking != NULL)
    {
      self->is_outdated = TRUE;
      g_cancellable_cancel (self->looking);
    }
  else
    {
      begin_look (self);
    }
  set_state (self, TB_IMPORT_LOOKING);
}

void
tb_import_job_start (TbImportJob *self)
{
  g_return_if_fail (TB_IS_IMPORT_JOB (self));
  g_return_if_fail (self->state == TB_IMPORT_READY);

  /* To the first row again. */
  if (!tb_csv_set_columns (self->csv, self->columns, &self->error))
    {
      set_state (self, TB_IMPORT_ENDED);
      return;
    }
  set_state (self, TB_IMPORT_STORING);
  read_next (self);
}

void
tb_import_job_stop (TbImportJob *self)
{
  g_return_if_fail (TB_IS_IMPORT_JOB (self));

  self->is_stopped = TRUE;
  g_cancellable_cancel (self->looking);
}

TbImportState
tb_import_job_get_state (TbImportJob *self)
{
  g_return_val_if_fail (TB_IS_IMPORT_JOB (self), TB_IMPORT_UNUSABLE);

  return self->state;
}

const GError *
tb_import_job_get_error (TbImportJob *self)
{
  g_return_val_if_fail (TB_IS_IMPORT_JOB (self), NULL);

  return self->error;
}

gboolean
tb_import_job_is_stopped (TbImportJob *self)
{
  g_return_val_if_fail (TB_IS_IMPORT_JOB (self), FALSE);

  return self->is_stopped;
}

guint
tb_import_job_get_n_columns (TbImportJob *self)
{
  g_return_val_if_fail (TB_IS_IMPORT_JOB (self), 0);

  return self->names != NULL ? g_strv_length (self->names) : 0;
}

const char *
tb_import_job_get_name (TbImportJob *self,
                        guint        index)
{
  g_return_val_if_fail (index < tb_import_job_get_n_columns (self), NULL);

  return self->names[index];
}

const char *
tb_import_job_get_sample (TbImportJob *self,
                          guint        index)
{
  g_return_val_if_fail (index < tb_import_job_get_n_columns (self), NULL);

  return self->samples[index];
}

TbCsvColumn
tb_import_job_get_column (TbImportJob *self,
                          guint        index)
{
  g_return_val_if_fail (index < tb_import_job_get_n_columns (self), TB_CSV_N_COLUMNS);

  return self->columns[index];
}

const char *
tb_import_job_get_encoding (TbImportJob *self)
{
  g_return_val_if_fail (TB_IS_IMPORT_JOB (self), NULL);

  return self->encoding;
}

char
tb_import_job_get_delimiter (TbImportJob *self)
{
  g_return_val_if_fail (TB_IS_IMPORT_JOB (self), '\0');

  return self->delimiter;
}

guint
tb_import_job_get_n_tickets (TbImportJob *self)
{
  g_return_val_if_fail (TB_IS_IMPORT_JOB (self), 0);

  return self->n_tickets;
}

guint
tb_import_job_get_n_left_out (TbImportJob *self)
{
  g_return_val_if_fail (TB_IS_IMPORT_JOB (self), 0);

  return self->n_left_out;
}

GPtrArray *
tb_import_job_get_left_out (TbImportJob *self)
{
  g_return_val_if_fail (TB_IS_IMPORT_JOB (self), NULL);

  return self->left_out;
}

GPtrArray *
tb_import_job_get_rows (TbImportJob *self)
{
  g_return_val_if_fail (TB_IS_IMPORT_JOB (self), NULL);

  return self->rows;
}

guint
tb_import_job_get_n_stored (TbImportJob *self)
{
  g_return_val_if_fail (TB_IS_IMPORT_JOB (self), 0);

  return self->n_stored;
}
