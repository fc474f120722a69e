/* SPDX-License-Identifier: GPL-3.0-or-later
 * A second way to travel, for tests: requests and answers as files in a folder. */
#include "config.h"

#include "way-folder.h"

#include <glib/gstdio.h>
#include <string.h>

/* A file `<n>.request` or `<n>.answer` is a key file with the envelope's members, the body in Base64. It
 * appears whole, because it is renamed into place. The receiver takes a request away before it reads it. */
#define GROUP "envelope"
#define LOOK_MS 2

typedef struct
{
  char         *dir;
  guint         n;
  GCancellable *closed;
} Folder;

typedef struct
{
  char         *route;
  char         *answer_path;
  GCancellable *cancellable;
  GCancellable *closed;
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_free (waiting->route);
  g_free (waiting->answer_path);
  g_clear_object (&waiting->cancellable);
  g_clear_object (&waiting->closed);
  g_free (waiting);
}

static char *
folder_of (const char *dir,
           const char *url)
{
  g_autofree char *name = g_strdelimit (g_strdup (url), "/:", '_');
  char            *path = g_build_filename (dir, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);

  return path;
}

static void
set_text (GKeyFile   *file,
          const char *key,
          const char *value)
{
  if (value != NULL)
    g_key_file_set_string (file, GROUP, key, value);
}

static void
write_envelope (const TbEnvelope *envelope,
                const char       *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  gsize            size;
  const void      *data = g_bytes_get_data (envelope->body, &size);
  g_autofree char *body = g_base64_encode (data, size);
  g_autofree char *partial = g_strconcat (path, ".part", NULL);

  set_text (file, "route", envelope->route);
  set_text (file, "link", envelope->link);
  set_text (file, "id", envelope->id);
  set_text (file, "timestamp", envelope->timestamp);
  set_text (file, "signature", envelope->signature);
  set_text (file, "date", envelope->date);
  set_text (file, "body", body);
  g_key_file_set_integer (file, GROUP, "status", (int)envelope->status);
  g_key_file_set_integer (file, GROUP, "retry-after", (int)envelope->retry_after);
  g_key_file_save_to_file (file, partial, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_rename (partial, path), ==, 0);
}

static TbEnvelope *
read_envelope (const char *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *route = NULL;
  g_autofree char *link = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) body = NULL;
  TbEnvelope *envelope;
  guchar     *data;
  gsize       size;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return NULL;
  g_assert_cmpint (g_unlink (path), ==, 0);
  route = g_key_file_get_string (file, GROUP, "route", NULL);
  link = g_key_file_get_string (file, GROUP, "link", NULL);
  text = g_key_file_get_string (file, GROUP, "body", NULL);
  data = g_base64_decode (text, &size);
  body = g_bytes_new_take (data, size);
  envelope = tb_envelope_new (route, link, body);
  envelope->id = g_key_file_get_string (file, GROUP, "id", NULL);
  envelope->timestamp = g_key_file_get_string (file, GROUP, "timestamp", NULL);
  envelope->signature = g_key_file_get_string (file, GROUP, "signature", NULL);
  envelope->date = g_key_file_get_string (file, GROUP, "date", NULL);
  envelope->status = (guint)g_key_file_get_integer (file, GROUP, "status", NULL);
  envelope->retry_after = (guint)g_key_file_get_integer (file, GROUP, "retry-after", NULL);

  return envelope;
}

static gboolean
on_look_for_answer_cb (gpointer data)
{
  GTask      *task = data;
  Waiting    *waiting = g_task_get_task_data (task);
  TbEnvelope *answer;

  if (g_cancellable_is_cancelled (waiting->cancellable) || g_cancellable_is_cancelled (waiting->closed))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
      return G_SOURCE_REMOVE;
    }
  answer = read_envelope (waiting->answer_path);
  if (answer == NULL)
    return G_SOURCE_CONTINUE;
  g_task_return_pointer (task, answer, (GDestroyNotify)tb_envelope_free);

  return G_SOURCE_REMOVE;
}

static void
send_async (gpointer            data,
            const TbRoute      *route,
            const TbEnvelope   *request,
            GCancellable       *cancellable,
            GAsyncReadyCallback callback,
            gpointer            user_data)
{
  Folder          *self = data;
  g_autofree char *folder = folder_of (self->dir, route->url);
  g_autofree char *path = g_strdup_printf ("%s/%u.%p.request", folder, self->n, (gpointer)self);
  GSource         *source = g_timeout_source_new (LOOK_MS);
  Waiting         *waiting = g_new0 (Waiting, 1);
  GTask           *task = g_task_new (NULL, NULL, callback, user_data);

  waiting->route = g_strdup (request->route);
  waiting->answer_path = g_strdup_printf ("%s/%u.%p.answer", folder, self->n++, (gpointer)self);
  waiting->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  waiting->closed = g_object_ref (self->closed);
  g_task_set_task_data (task, waiting, waiting_free);
  write_envelope (request, path);
  g_source_set_callback (source, on_look_for_answer_cb, task, g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_source_unref (source);
}

static TbEnvelope *
send_finish (gpointer      data,
             GAsyncResult *result,
             GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static TbWay *
clone_way (gpointer data)
{
  return way_folder_new (((Folder *)data)->dir);
}

static void
close_way (gpointer data)
{
  Folder *self = data;

  g_cancellable_cancel (self->closed);
  g_object_unref (self->closed);
  g_free (self->dir);
  g_free (self);
}

TbWay *
way_folder_new (const char *dir)
{
  TbWay  *way = g_new0 (TbWay, 1);
  Folder *self = g_new0 (Folder, 1);

  self->dir = g_strdup (dir);
  self->closed = g_cancellable_new ();
  *way = (TbWay){
    .self = self, .send_async = send_async, .send_finish = send_finish, .clone = clone_way, .close = close_way
  };

  return way;
}

static void
on_received_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autofree char *path = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbEnvelope) answer = tb_engine_receive_finish (TB_ENGINE (object), result, &error);

  g_assert_no_error (error);
  write_envelope (answer, path);
}

static gboolean
on_look_for_requests_cb (gpointer data)
{
  Postbox *self = data;
  g_autoptr (GDir) entries = g_dir_open (self->path, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->path, name, NULL);
      g_autoptr (GString) answer_path = g_string_new (path);

      if (!g_str_has_suffix (name, ".request"))
        continue;
      g_string_replace (answer_path, ".request", ".answer", 1);
      self->n_received++;
      tb_engine_receive_async (self->engine, read_envelope (path), on_received_cb,
                               g_strdup (answer_path->str));
    }

  return G_SOURCE_CONTINUE;
}

Postbox *
postbox_new (const char *dir,
             const char *url,
             TbEngine   *engine)
{
  Postbox *self = g_new0 (Postbox, 1);

  self->engine = g_object_ref (engine);
  self->path = folder_of (dir, url);
  self->timer = g_timeout_add (LOOK_MS, on_look_for_requests_cb, self);

  return self;
}

void
postbox_free (Postbox *self)
{
  g_source_remove (self->timer);
  g_object_unref (self->engine);
  g_free (self->path);
  g_free (self);
}
