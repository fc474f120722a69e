/* SPDX-License-Identifier: GPL-3.0-or-later
 * Attached files on their way in from, and out to, a person's folders. */
#include "config.h"

#include "tb-core-private.h"

#define CHUNK (256 * 1024)

/* ---- In ---- */

static gboolean
read_chunk (GInputStream *stream,
            GByteArray   *bytes,
            gsize        *n,
            GError      **error)
{
  guint had = bytes->len;

  g_byte_array_set_size (bytes, had + CHUNK);
  if (!g_input_stream_read_all (stream, bytes->data + had, CHUNK, n, NULL, error))
    return FALSE;
  g_byte_array_set_size (bytes, had + (guint)*n);
  return TRUE;
}

/* Counted while it is read, for what is no plain file does not tell its size, and a plain one may grow. */
static gboolean
read_capped (GInputStream *stream,
             GByteArray   *bytes,
             GError      **error)
{
  gsize n = CHUNK;

  while (n == CHUNK && bytes->len <= TB_LIMIT_FILE_BYTES)
    if (!read_chunk (stream, bytes, &n, error))
      return FALSE;
  return TRUE;
}

static gboolean
is_known_to_be_too_large (GFileInputStream *stream)
{
  g_autoptr (GFileInfo) info =
    g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, NULL);

  return info != NULL && g_file_info_get_size (info) > TB_LIMIT_FILE_BYTES;
}

GBytes *
tb_file_read (const char *path,
              GError    **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *shown = NULL;
  gboolean         is_too_large = FALSE;

  if (path != NULL)
    {
      file = g_file_new_for_path (path);
      shown = g_filename_display_name (path);
      /* Why it cannot be read would be in another language than the sentence. */
      stream = g_file_read (file, NULL, NULL);
    }
  if (stream != NULL)
    is_too_large = is_known_to_be_too_large (stream);
  if (stream == NULL || (!is_too_large && !read_capped (G_INPUT_STREAM (stream), bytes, NULL)))
    {
      tb_core_refuse (error, TB_PROBLEM_FILE_UNREADABLE, shown, "file");
      return NULL;
    }
  if (is_too_large || bytes->len > TB_LIMIT_FILE_BYTES)
    {
      tb_core_refuse (error, TB_PROBLEM_TOO_LARGE, NULL, "file");
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
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

static GBytes *
get_bytes (Saving  *saving,
           GError **error)
{
  g_autoptr (GError) reason = NULL;
  GBytes *bytes = tb_store_get_file (saving->store, saving->sha256, &reason);

  if (bytes != NULL)
    return bytes;
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    tb_problem_set (error, TB_PROBLEM_FILE_MISSING, NULL);
  else
    tb_problem_set (error, TB_PROBLEM_FILE_UNREADABLE, saving->sha256);
  return NULL;
}

/* The file of that name is replaced when all of it is written. */
static gboolean
save (Saving       *saving,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr (GBytes) bytes = get_bytes (saving, error);
  g_autoptr (GError) reason = NULL;
  gsize       size = 0;
  const char *data;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  if (g_file_replace_contents (saving->destination, data != NULL ? data : "", size, NULL, FALSE,
                               G_FILE_CREATE_NONE, NULL, cancellable, &reason))
    return TRUE;
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    tb_problem_set (error, TB_PROBLEM_FAILED, reason->message);
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
