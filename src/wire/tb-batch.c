/* SPDX-License-Identifier: GPL-3.0-or-later
 * The bodies of push and pull and of their answers, no white space:
 *
 *   push:  {"epoch": {"number", "id", "at"?, "since"?}, "peer"?: {"number", "id"}, "told"?,
 *           "ack": {"seq", "event"?, "above"?: [...]}, "nacks"?: [{"event", "problem", "applied"?}],
 *           "more"?: true, "events"?: [{"seq", "epoch", "event": {...}}]}, and so the answers of both
 *   pull:  {"epoch", "peer"?, "told"?, "ack", "nacks"?, "head"?: the highest seq that the asker has given,
 *           "limit"?: 1000 if missing, "wait", "fetching"?}; its answer has besides
 *          "head": the highest seq given, "files"?: [{"engagement", "sha256", "size"}], to be fetched.
 *          Where head was said the answer is empty if nothing came and both know all of each other
 *   any batch:     "wishes"?: [{"engagement", "sha256", "size"}], files that were declined and are to come
 *
 * In front of all stands "unpacks"?, up to which form of tb-pack.h the sender unpacks bodies. The events'
 * frozen bytes are embedded unchanged. */
#include "config.h"

#include "tb-batch.h"

#include "tb-event-private.h"
#include "tb-fields-private.h"
#include "tb-pack.h"
#include "tb-workflow.h"

#include <string.h>

/* More than any row costs besides its event: `{"seq":,"epoch":,"event":},` and two numbers. */
#define ROW_WEIGHT 80
#define NACK_WEIGHT 180
#define ABOVE_WEIGHT 20
#define HEAD_WEIGHT 512
#define FILE_WEIGHT 200

#define BATCH(member) G_STRUCT_OFFSET (TbBatch, member)
#define ROW(member) G_STRUCT_OFFSET (TbBatchRow, member)
#define TABLE(fields) fields, G_N_ELEMENTS (fields)

/* clang-format off */
static const TbWireField unpacks_field[] = {
  { "unpacks", TB_WIRE_INT, TB_OPTIONAL, BATCH (unpacks), 1, TB_JSON_MAX_INT },
};
static const TbWireField epoch_fields[] = {
  { "number", TB_WIRE_INT, TB_REQUIRED, BATCH (epoch), 1, TB_JSON_MAX_INT },
  { "id", TB_WIRE_TOKEN, TB_REQUIRED, BATCH (epoch_id) },
  { "at", TB_WIRE_INSTANT, TB_OPTIONAL, BATCH (at) },
  { "since", TB_WIRE_INSTANT, TB_OPTIONAL, BATCH (since) },
};
static const TbWireField peer_fields[] = {
  { "number", TB_WIRE_INT, TB_REQUIRED, BATCH (peer), 1, TB_JSON_MAX_INT },
  { "id", TB_WIRE_TOKEN, TB_REQUIRED, BATCH (peer_id) },
};
static const TbWireField told_field[] = {
  { "told", TB_WIRE_INT, TB_OPTIONAL, BATCH (told), 0, TB_JSON_MAX_INT },
};
static const TbWireField ack_fields[] = {
  { "seq", TB_WIRE_INT, TB_REQUIRED, BATCH (ack), 0, TB_JSON_MAX_INT },
  { "event", TB_WIRE_UUID, TB_OPTIONAL, BATCH (ack_event) },
};
static const TbWireField row_fields[] = {
  { "seq", TB_WIRE_INT, TB_REQUIRED, ROW (seq), 1, TB_JSON_MAX_INT },
  { "epoch", TB_WIRE_INT, TB_REQUIRED, ROW (epoch), 1, TB_JSON_MAX_INT },
};
static const TbWireField limit_field[] = {
  { "limit", TB_WIRE_INT, TB_OPTIONAL, BATCH (limit), 0, TB_BATCH_MAX_ROWS },
};
static const TbWireField pull_fields[] = {
  { "wait", TB_WIRE_INT, TB_REQUIRED, BATCH (wait), 0, TB_PULL_MAX_WAIT },
};
static const TbWireField head_fields[] = {
  { "head", TB_WIRE_INT, TB_OPTIONAL, BATCH (head), 0, TB_JSON_MAX_INT },
};
static const TbWireField file_fields[] = {
  { "engagement", TB_WIRE_HEX, TB_REQUIRED, G_STRUCT_OFFSET (TbFileOffer, engagement), 0, 40 },
  { "sha256", TB_WIRE_HEX, TB_REQUIRED, G_STRUCT_OFFSET (TbFileOffer, sha256), 0, 64 },
  { "size", TB_WIRE_INT, TB_REQUIRED, G_STRUCT_OFFSET (TbFileOffer, size), 0, TB_LIMIT_FILE_BYTES },
};
static const TbWireField nack_fields[] = {
  { "event", TB_WIRE_TOKEN, TB_REQUIRED, G_STRUCT_OFFSET (TbNack, event) },
  { "applied", TB_WIRE_UUID, TB_OPTIONAL, G_STRUCT_OFFSET (TbNack, applied) },
};
/* clang-format on */

static gboolean
refuse (GError    **error,
        const char *name)
{
  tb_problem_set (error, TB_PROBLEM_MALFORMED, name);
  return FALSE;
}

static void
free_nack (gpointer data)
{
  tb_fields_clear (TABLE (nack_fields), data);
  g_free (data);
}

static void
free_file (gpointer data)
{
  tb_fields_clear (TABLE (file_fields), data);
  g_free (data);
}

static void
free_row (gpointer data)
{
  TbBatchRow *row = data;

  g_clear_pointer (&row->bytes, g_bytes_unref);
  g_free (row->hash);
  g_clear_pointer (&row->event, tb_event_free);
  g_clear_error (&row->error);
  g_free (row->event_id);
  g_free (row);
}

TbBatch *
tb_batch_new (void)
{
  TbBatch *self = g_new0 (TbBatch, 1);

  self->unpacks = TB_AMOUNT_NONE;
  self->told = -1;
  self->ack_above = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->nacks = g_ptr_array_new_with_free_func (free_nack);
  self->rows = g_ptr_array_new_with_free_func (free_row);
  self->files = g_ptr_array_new_with_free_func (free_file);
  self->wishes = g_ptr_array_new_with_free_func (free_file);
  self->head = TB_AMOUNT_NONE;
  return self;
}

void
tb_batch_free (TbBatch *self)
{
  if (self == NULL)
    return;
  tb_fields_clear (TABLE (epoch_fields), self);
  tb_fields_clear (TABLE (peer_fields), self);
  tb_fields_clear (TABLE (ack_fields), self);
  g_array_unref (self->ack_above);
  g_ptr_array_unref (self->nacks);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->wishes);
  g_free (self);
}

/* ---- Writing ---- */

static gsize
weigh (const TbBatch *self)
{
  return HEAD_WEIGHT + self->ack_above->len * ABOVE_WEIGHT + self->nacks->len * NACK_WEIGHT +
         (self->files->len + self->wishes->len) * FILE_WEIGHT + self->rows->len * ROW_WEIGHT + self->weight;
}

gboolean
tb_batch_add_row (TbBatch *self,
                  gint64   seq,
                  gint64   epoch,
                  GBytes  *event)
{
  TbBatchRow *row;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (event != NULL, FALSE);

  if (self->rows->len >= TB_BATCH_MAX_ROWS ||
      weigh (self) + ROW_WEIGHT + g_bytes_get_size (event) > TB_BATCH_MAX_BYTES)
    return FALSE;
  row = g_new0 (TbBatchRow, 1);
  row->seq = seq;
  row->epoch = epoch;
  row->bytes = g_bytes_ref (event);
  self->weight += g_bytes_get_size (event);
  g_ptr_array_add (self->rows, row);
  return TRUE;
}

void
tb_batch_add_nack (TbBatch    *self,
                   const char *event,
                   TbProblem   problem)
{
  TbNack *nack;

  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL);

  nack = g_new0 (TbNack, 1);
  nack->event = g_strdup (event);
  nack->problem = problem;
  g_ptr_array_add (self->nacks, nack);
}

void
tb_batch_add_applied (TbBatch    *self,
                      const char *event,
                      const char *applied)
{
  g_return_if_fail (applied != NULL);

  tb_batch_add_nack (self, event, TB_PROBLEM_ALREADY_APPLIED);
  ((TbNack *)self->nacks->pdata[self->nacks->len - 1])->applied = g_strdup (applied);
}

static void
add_file (GPtrArray  *files,
          const char *engagement,
          const char *sha256,
          gint64      size)
{
  TbFileOffer *file;

  if (files->len >= TB_BATCH_MAX_FILES)
    return;
  file = g_new0 (TbFileOffer, 1);
  file->engagement = g_strdup (engagement);
  file->sha256 = g_strdup (sha256);
  file->size = size;
  g_ptr_array_add (files, file);
}

void
tb_batch_add_file (TbBatch    *self,
                   const char *engagement,
                   const char *sha256,
                   gint64      size)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (engagement != NULL && sha256 != NULL);

  add_file (self->files, engagement, sha256, size);
}

void
tb_batch_add_wish (TbBatch    *self,
                   const char *engagement,
                   const char *sha256,
                   gint64      size)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (engagement != NULL && sha256 != NULL);

  add_file (self->wishes, engagement, sha256, size);
}

static void
write_ack (GString       *out,
           const TbBatch *self)
{
  guint i;

  tb_json_open (out, "ack", '{');
  tb_fields_write (out, TABLE (ack_fields), self);
  if (self->ack_above->len > 0)
    {
      tb_json_open (out, "above", '[');
      for (i = 0; i < self->ack_above->len; i++)
        tb_json_put_int (out, NULL, g_array_index (self->ack_above, gint64, i));
      tb_json_close (out, ']');
    }
  tb_json_close (out, '}');
}

static void
write_nacks (GString       *out,
             const TbBatch *self)
{
  guint i;

  if (self->nacks->len == 0)
    return;
  tb_json_open (out, "nacks", '[');
  for (i = 0; i < self->nacks->len; i++)
    {
      const TbNack *nack = self->nacks->pdata[i];

      tb_json_open (out, NULL, '{');
      tb_fields_write (out, TABLE (nack_fields), nack);
      tb_json_put_text (out, "problem", tb_problem_nick (nack->problem));
      tb_json_close (out, '}');
    }
  tb_json_close (out, ']');
}

static void
write_files (GString    *out,
             const char *name,
             GPtrArray  *files)
{
  guint i;

  if (files->len == 0)
    return;
  tb_json_open (out, name, '[');
  for (i = 0; i < files->len; i++)
    {
      tb_json_open (out, NULL, '{');
      tb_fields_write (out, TABLE (file_fields), files->pdata[i]);
      tb_json_close (out, '}');
    }
  tb_json_close (out, ']');
}

static void
write_rows (GString       *out,
            const TbBatch *self)
{
  guint i;

  if (self->rows->len == 0)
    return;
  tb_json_open (out, "events", '[');
  for (i = 0; i < self->rows->len; i++)
    {
      const TbBatchRow *row = self->rows->pdata[i];

      tb_json_open (out, NULL, '{');
      tb_fields_write (out, TABLE (row_fields), row);
      tb_json_put_raw (out, "event", row->bytes);
      tb_json_close (out, '}');
    }
  tb_json_close (out, ']');
}

static GBytes *
write_batch (const TbBatch *self)
{
  GString *out = g_string_sized_new (weigh (self));

  tb_json_open (out, NULL, '{');
  tb_fields_write (out, TABLE (unpacks_field), self);
  tb_json_open (out, "epoch", '{');
  tb_fields_write (out, TABLE (epoch_fields), self);
  tb_json_close (out, '}');
  if (self->peer > 0)
    {
      tb_json_open (out, "peer", '{');
      tb_fields_write (out, TABLE (peer_fields), self);
      tb_json_close (out, '}');
    }
  tb_fields_write (out, TABLE (told_field), self);
  write_ack (out, self);
  write_nacks (out, self);
  if (self->has_more)
    tb_json_put_bool (out, "more", TRUE);
  tb_fields_write (out, TABLE (head_fields), self);
  write_files (out, "files", self->files);
  write_files (out, "wishes", self->wishes);
  if (self->is_pull && self->limit != TB_BATCH_MAX_ROWS)
    tb_fields_write (out, TABLE (limit_field), self);
  if (self->is_pull)
    tb_fields_write (out, TABLE (pull_fields), self);
  if (self->is_pull && self->is_fetching)
    tb_json_put_bool (out, "fetching", TRUE);
  if (!self->is_pull)
    write_rows (out, self);
  tb_json_close (out, '}');
  return g_string_free_to_bytes (out);
}

GBytes *
tb_batch_encode (const TbBatch *self)
{
  g_autoptr (GBytes) body = NULL;
  GBytes *packed = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  body = write_batch (self);
  if (self->is_packed)
    packed = tb_pack (body);
  return packed != NULL ? packed : g_steal_pointer (&body);
}

/* ---- Reading ---- */

static gboolean
read_ack (TbJsonObject *root,
          TbBatch      *self,
          GError      **error)
{
  TbJsonObject *ack = NULL;
  TbJsonArray  *above = NULL;
  guint         i;

  if (!tb_json_get_object (root, "ack", TB_REQUIRED, &ack, error) ||
      !tb_fields_read (ack, TABLE (ack_fields), self, error) ||
      !tb_json_get_array (ack, "above", TB_OPTIONAL, &above, error))
    return FALSE;
  for (i = 0; above != NULL && i < tb_json_array_length (above); i++)
    {
      gint64 seq;

      if (!tb_json_array_int (above, i, 1, &seq))
        return refuse (error, "above");
      g_array_append_val (self->ack_above, seq);
    }
  return TRUE;
}

static gboolean
read_peer (TbJsonObject *root,
           TbBatch      *self,
           GError      **error)
{
  TbJsonObject *peer = NULL;

  return tb_json_get_object (root, "peer", TB_OPTIONAL, &peer, error) &&
         (peer == NULL || tb_fields_read (peer, TABLE (peer_fields), self, error)) &&
         tb_fields_read (root, TABLE (told_field), self, error);
}

/* A problem that only a newer partner knows is a refusal all the same. */
static TbNack *
read_nack (TbJsonObject *object,
           GError      **error)
{
  TbNack      reading = { NULL, TB_PROBLEM_FAILED, NULL };
  const char *nick = NULL;

  if (tb_fields_read (object, TABLE (nack_fields), &reading, error) &&
      tb_json_get_text (object, "problem", TB_REQUIRED, 1, TB_WIRE_MAX_TOKEN, &nick, error))
    {
      if (!tb_problem_from_nick (nick, &reading.problem))
        reading.problem = TB_PROBLEM_FAILED;
      return g_memdup2 (&reading, sizeof reading);
    }
  tb_fields_clear (TABLE (nack_fields), &reading);
  return NULL;
}

static gboolean
read_nacks (TbJsonObject *root,
            TbBatch      *self,
            GError      **error)
{
  TbJsonArray *array = NULL;
  guint        i;

  if (!tb_json_get_array (root, "nacks", TB_OPTIONAL, &array, error))
    return FALSE;
  for (i = 0; array != NULL && i < tb_json_array_length (array); i++)
    {
      TbJsonObject *object = tb_json_array_object (array, i);
      TbNack       *nack;

      if (object == NULL)
        return refuse (error, "nacks");
      nack = read_nack (object, error);
      if (nack == NULL)
        return FALSE;
      g_ptr_array_add (self->nacks, nack);
    }
  return TRUE;
}

/* What is wrong inside the event spoils this row and no other. */
static void
read_event (TbJsonObject *row_object,
            TbBatchRow   *row)
{
  g_autoptr (GError) local = NULL;
  TbJsonObject *object = NULL;
  const char   *id = NULL;

  if (tb_json_get_object (row_object, "event", TB_REQUIRED, &object, &row->error))
    row->event = tb_event_read (object, &row->error);
  if (row->event != NULL)
    {
      row->bytes = tb_event_write (row->event);
      /* Encoded anew it may grow: escapes that the sender spared. */
      if (g_bytes_get_size (row->bytes) > TB_LIMIT_EVENT_BYTES)
        {
          tb_problem_set (&row->error, TB_PROBLEM_TOO_LARGE, NULL);
          g_clear_pointer (&row->event, tb_event_free);
          g_clear_pointer (&row->bytes, g_bytes_unref);
        }
    }
  if (row->event != NULL)
    {
      row->event_id = g_strdup (row->event->id);
      return;
    }
  if (object != NULL && row->bytes == NULL)
    row->bytes = tb_json_object_to_bytes (object);
  if (object != NULL && tb_json_get_text (object, "id", TB_REQUIRED, 0, TB_WIRE_MAX_TOKEN, &id, &local) &&
      tb_is_uuid (id))
    row->event_id = g_strdup (id);
  else
    row->event_id = g_strdup_printf ("seq-%" G_GINT64_FORMAT, row->seq);
}

static gboolean
read_rows (TbJsonObject *root,
           TbBatch      *self,
           GError      **error)
{
  TbJsonArray *array = NULL;
  guint        i;

  if (!tb_json_get_array (root, "events", TB_OPTIONAL, &array, error))
    return FALSE;
  if (array == NULL)
    return TRUE;
  if (tb_json_array_length (array) > TB_BATCH_MAX_ROWS)
    {
      tb_problem_set (error, TB_PROBLEM_TOO_LARGE, NULL);
      return FALSE;
    }
  for (i = 0; i < tb_json_array_length (array); i++)
    {
      TbJsonObject *object = tb_json_array_object (array, i);
      TbBatchRow   *row;

      if (object == NULL)
        return refuse (error, "events");
      row = g_new0 (TbBatchRow, 1);
      g_ptr_array_add (self->rows, row);
      if (!tb_fields_read (object, TABLE (row_fields), row, error))
        return FALSE;
      read_event (object, row);
      if (row->bytes != NULL)
        row->hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, row->bytes);
    }
  return TRUE;
}

static gboolean
read_files (TbJsonObject *root,
            const char   *name,
            GPtrArray    *files,
            GError      **error)
{
  TbJsonArray *array = NULL;
  guint        i;

  if (!tb_json_get_array (root, name, TB_OPTIONAL, &array, error))
    return FALSE;
  for (i = 0; array != NULL && i < MIN (tb_json_array_length (array), TB_BATCH_MAX_FILES); i++)
    {
      TbJsonObject *object = tb_json_array_object (array, i);
      TbFileOffer  *file;

      if (object == NULL)
        return refuse (error, name);
      file = g_new0 (TbFileOffer, 1);
      g_ptr_array_add (files, file);
      if (!tb_fields_read (object, TABLE (file_fields), file, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_limit (TbJsonObject *root,
            TbBatch      *self,
            GError      **error)
{
  if (!tb_fields_read (root, TABLE (limit_field), self, error))
    return FALSE;
  if (self->limit == TB_AMOUNT_NONE)
    self->limit = TB_BATCH_MAX_ROWS;
  return TRUE;
}

static TbBatch *
read_batch (GBytes  *body,
            GError **error)
{
  g_autoptr (TbJson) json = tb_json_parse (body, TB_BATCH_MAX_BYTES, error);
  g_autoptr (TbBatch) self = NULL;
  TbJsonObject *root;
  TbJsonObject *epoch = NULL;

  if (json == NULL)
    return NULL;
  root = tb_json_root (json);
  self = tb_batch_new ();
  if (!tb_fields_read (root, TABLE (unpacks_field), self, error) ||
      !tb_json_get_object (root, "epoch", TB_REQUIRED, &epoch, error) ||
      !tb_fields_read (epoch, TABLE (epoch_fields), self, error) || !read_peer (root, self, error) ||
      !read_ack (root, self, error) || !read_nacks (root, self, error) ||
      !tb_json_get_bool (root, "more", TB_OPTIONAL, &self->has_more, error) ||
      !tb_json_get_bool (root, "fetching", TB_OPTIONAL, &self->is_fetching, error) ||
      !tb_fields_read (root, TABLE (head_fields), self, error) ||
      !read_files (root, "files", self->files, error) || !read_files (root, "wishes", self->wishes, error))
    return NULL;
  self->is_pull = tb_json_has (root, "wait");
  if (!(self->is_pull ? tb_fields_read (root, TABLE (pull_fields), self, error) &&
                          read_limit (root, self, error)
                      : read_rows (root, self, error)))
    return NULL;
  return g_steal_pointer (&self);
}

TbBatch *
tb_batch_decode (GBytes  *body,
                 GError **error)
{
  g_autoptr (GBytes) plain = NULL;

  g_return_val_if_fail (body != NULL, NULL);

  plain = tb_unpack (body, TB_BATCH_MAX_BYTES, error);
  return plain != NULL ? read_batch (plain, error) : NULL;
}
