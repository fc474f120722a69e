/* SPDX-License-Identifier: GPL-3.0-or-later
 * Attached files on their way in from, and out to, a person's folders. */
#include "config.h"

#include "tb-core-file-private.h"

#define PIECE (64 * 1024)

/* ---- In ---- */

static gboolean
read_limit (TbTx    *tx,
            gpointer data,
            GError **error)
{
  return tb_core_file_limit (tx, TB_SETTING_FILE_LIMIT, data, error);
}

static GInputStream *
open_draft (const TbItemDraft *draft,
            gint64            *size)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInfo) info = NULL;
  GFileInputStream *stream;

  *size = 0;
  if (draft->bytes != NULL)
    {
      *size = (gint64)g_bytes_get_size (draft->bytes);
      return g_memory_input_stream_new_from_bytes (draft->bytes);
    }
  if (draft->path == NULL)
    return NULL;
  file = g_file_new_for_path (draft->path);
  /* Why it cannot be read would be in another language than the sentence. */
  stream = g_file_read (file, NULL, NULL);
  if (stream == NULL)
    return NULL;
  info = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, NULL);
  if (info != NULL)
    *size = g_file_info_get_size (info);
  return G_INPUT_STREAM (stream);
}

/* Says at which field it is wrong, and of what cannot be read which file. */
static void
explain (GError           **error,
         const TbItemDraft *draft,
         GError            *reason)
{
  g_autofree char *shown = draft->path != NULL ? g_filename_display_name (draft->path) : NULL;

  if (reason == NULL || reason->domain == G_IO_ERROR)
    {
      tb_core_refuse (error, TB_PROBLEM_FILE_UNREADABLE, shown, "file");
      g_clear_error (&reason);
      return;
    }
  if (reason->domain == TB_PROBLEM)
    tb_problem_set_field (reason, "file");
  g_propagate_error (error, reason);
}

char *
tb_file_take (TbStore      *store,
              TbItemDraft  *draft,
              GCancellable *cancellable,
              GError      **error)
{
  g_autoptr (GInputStream) stream = NULL;
  gint64  limit, known;
  char   *sha256 = NULL;
  GError *reason = NULL;

  if (!tb_store_read (store, read_limit, &limit, error))
    return NULL;
  stream = open_draft (draft, &known);
  if (stream != NULL && known > limit)
    {
      g_autofree char *megabytes = g_strdup_printf ("%" G_GINT64_FORMAT, limit / TB_MEGABYTE);

      tb_core_refuse (error, TB_PROBLEM_FILE_TOO_LARGE, megabytes, "file");
      return NULL;
    }
  if (stream != NULL)
    sha256 = tb_store_put_stream (store, stream, limit, &draft->size, cancellable, &reason);
  if (sha256 == NULL)
    explain (error, draft, reason);
  return sha256;
}

/* ---- Out ---- */

typedef struct
{
  TbStore *store;       /* (owned) */
  char    *sha256;      /* (owned) */
  GFile   *destination; /* (owned) */
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->store);
  g_free (saving->sha256);
  g_object_unref (saving->destination);
  g_free (saving);
}

/* Nobody's copy of a file is trusted: the next part is read when it is needed. */
static gboolean
copy_parts (Saving        *saving,
            GOutputStream *out,
            GCancellable  *cancellable,
            GError       **error)
{
  gint64 offset = 0;
  gint64 size = 1;

  while (offset < size)
    {
      g_autoptr (GBytes) part = NULL;
      g_autoptr (GError) reason = NULL;

      part = tb_store_read_file (saving->store, saving->sha256, offset, PIECE, &size, &reason);
      if (part == NULL)
        {
          tb_problem_set (error, TB_PROBLEM_FILE_UNREADABLE, saving->sha256);
          return FALSE;
        }
      if (g_bytes_get_size (part) > 0 &&
          !g_output_stream_write_all (out, g_bytes_get_data (part, NULL), g_bytes_get_size (part), NULL,
                                      cancellable, error))
        return FALSE;
      offset += (gint64)g_bytes_get_size (part);
    }
  return TRUE;
}

/* The file of that name is replaced when all of it is written. */
static gboolean
replace (Saving       *saving,
         GCancellable *cancellable,
         GError      **error)
{
  g_autoptr (GFileOutputStream) out = NULL;
  g_autoptr (GCancellable) given_up = g_cancellable_new ();

  out = g_file_replace (saving->destination, NULL, FALSE, G_FILE_CREATE_NONE, cancellable, error);
  if (out == NULL)
    return FALSE;
  if (copy_parts (saving, G_OUTPUT_STREAM (out), cancellable, error))
    return g_output_stream_close (G_OUTPUT_STREAM (out), cancellable, error);
  /* Closing it cancelled leaves what was there as it was. */
  g_cancellable_cancel (given_up);
  g_output_stream_close (G_OUTPUT_STREAM (out), given_up, NULL);
  return FALSE;
}

static gboolean
save (Saving       *saving,
      GCancellable *cancellable,
      GError      **error)
{
  GError *reason = NULL;

  if (!tb_store_has_file (saving->store, saving->sha256))
    {
      tb_problem_set (error, TB_PROBLEM_FILE_MISSING, NULL);
      return FALSE;
    }
  if (replace (saving, cancellable, &reason))
    return TRUE;
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED) || reason->domain == TB_PROBLEM)
    {
      g_propagate_error (error, reason);
      return FALSE;
    }
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    tb_problem_set (error, TB_PROBLEM_DISK_FULL, NULL);
  else
    tb_problem_set (error, TB_PROBLEM_FAILED, reason->message);
  g_error_free (reason);
  return FALSE;
}

static void
save_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;

  if (save (task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

gboolean
tb_engine_has_file (TbEngine   *self,
                    const char *sha256)
{
  g_return_val_if_fail (TB_IS_ENGINE (self), FALSE);

  return tb_store_has_file (tb_engine_get_store (self), sha256);
}

void
tb_engine_save_file_async (TbEngine           *self,
                           const char         *sha256,
                           GFile              *destination,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Saving *saving;

  g_return_if_fail (TB_IS_ENGINE (self));
  g_return_if_fail (G_IS_FILE (destination));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tb_engine_save_file_async);
  /* What is written is written: a late cancel must not hide it. */
  g_task_set_check_cancellable (task, FALSE);
  saving = g_new0 (Saving, 1);
  saving->store = g_object_ref (tb_engine_get_store (self));
  saving->sha256 = g_strdup (sha256);
  saving->destination = g_object_ref (destination);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_in_thread);
}

gboolean
tb_engine_save_file_finish (TbEngine     *self,
                            GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
