/* SPDX-License-Identifier: GPL-3.0-or-later
 * The small bodies: state, files/put, problems. No white space:
 *
 *   state:          {"engagements"?: [...]}, without it all live ones
 *   its answer:     {"engagements": [{"engagement", "status", "epoch", "rev", "event"?, "n_out", "n_in",
 *                    "items": [{"uuid", "rev", "hash"}]}]}
 *   files/put:      {"engagement", "sha256", "offset", "size", "data"}, data in base64
 *                   or with "canceled": true, when no more of it comes
 *   its answer:     {"have"}, or {"have", "wanted": false, "most"?}, when it is not to come
 *   files/get:      {"engagement", "sha256", "offset", "wanted"?, "most"?}; its answer is the body of
 * files/put problem (9457): {"type", "status"} */
#include "config.h"

#include "tb-batch.h"

#include "tb-envelope.h"
#include "tb-event-private.h"
#include "tb-fields-private.h"
#include "tb-workflow.h"

#define ENTRY(member) G_STRUCT_OFFSET (TbStateEntry, member)
#define ITEM(member) G_STRUCT_OFFSET (TbStateItem, member)
#define PART(member) G_STRUCT_OFFSET (TbFilePart, member)
#define REQUEST(member) G_STRUCT_OFFSET (TbFileRequest, member)
#define TABLE(fields) fields, G_N_ELEMENTS (fields)

/* clang-format off */
static const TbWireField entry_fields[] = {
  { "engagement", TB_WIRE_HEX, TB_REQUIRED, ENTRY (engagement), 0, 40 },
  { "status", TB_WIRE_ENUM, TB_REQUIRED, ENTRY (status), TB_STATUS_ASSIGNED, TB_STATUS_COMPLETE,
    tb_status_get_type },
  { "epoch", TB_WIRE_INT, TB_REQUIRED, ENTRY (status_epoch), 0, TB_JSON_MAX_INT },
  { "rev", TB_WIRE_INT, TB_REQUIRED, ENTRY (status_rev), 0, TB_JSON_MAX_INT },
  { "event", TB_WIRE_UUID, TB_OPTIONAL, ENTRY (status_event) },
  { "n_out", TB_WIRE_INT, TB_REQUIRED, ENTRY (n_out), 0, TB_JSON_MAX_INT },
  { "n_in", TB_WIRE_INT, TB_REQUIRED, ENTRY (n_in), 0, TB_JSON_MAX_INT },
};
static const TbWireField item_fields[] = {
  { "uuid", TB_WIRE_UUID, TB_REQUIRED, ITEM (uuid) },
  { "rev", TB_WIRE_INT, TB_REQUIRED, ITEM (rev), 1, TB_JSON_MAX_INT },
  { "hash", TB_WIRE_HEX, TB_REQUIRED, ITEM (hash), 0, 64 },
};
static const TbWireField part_fields[] = {
  { "engagement", TB_WIRE_HEX, TB_REQUIRED, PART (engagement), 0, 40 },
  { "sha256", TB_WIRE_HEX, TB_REQUIRED, PART (sha256), 0, 64 },
  { "offset", TB_WIRE_INT, TB_REQUIRED, PART (offset), 0, TB_JSON_MAX_INT },
  { "size", TB_WIRE_INT, TB_REQUIRED, PART (size), 0, TB_LIMIT_FILE_BYTES },
  { "data", TB_WIRE_BYTES, TB_REQUIRED, PART (data), 0, TB_FILE_PART_BYTES },
};
static const TbWireField request_fields[] = {
  { "engagement", TB_WIRE_HEX, TB_REQUIRED, REQUEST (engagement), 0, 40 },
  { "sha256", TB_WIRE_HEX, TB_REQUIRED, REQUEST (sha256), 0, 64 },
  { "offset", TB_WIRE_INT, TB_REQUIRED, REQUEST (offset), 0, TB_JSON_MAX_INT },
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
free_item (gpointer data)
{
  tb_fields_clear (TABLE (item_fields), data);
  g_free (data);
}

TbStateEntry *
tb_state_entry_new (void)
{
  TbStateEntry *self = g_new0 (TbStateEntry, 1);

  self->items = g_ptr_array_new_with_free_func (free_item);
  return self;
}

void
tb_state_entry_free (TbStateEntry *self)
{
  if (self == NULL)
    return;
  tb_fields_clear (TABLE (entry_fields), self);
  g_ptr_array_unref (self->items);
  g_free (self);
}

void
tb_state_entry_add_item (TbStateEntry *self,
                         const char   *uuid,
                         gint64        rev,
                         const char   *hash)
{
  TbStateItem *item;

  g_return_if_fail (self != NULL);
  g_return_if_fail (uuid != NULL);
  g_return_if_fail (hash != NULL);

  item = g_new0 (TbStateItem, 1);
  item->uuid = g_strdup (uuid);
  item->rev = rev;
  item->hash = g_strdup (hash);
  g_ptr_array_add (self->items, item);
}

/* ---- state ---- */

GBytes *
tb_state_encode_request (GStrv engagements)
{
  GString *out = g_string_new (NULL);
  guint    i;

  tb_json_open (out, NULL, '{');
  if (engagements != NULL)
    {
      tb_json_open (out, "engagements", '[');
      for (i = 0; engagements[i] != NULL; i++)
        tb_json_put_text (out, NULL, engagements[i]);
      tb_json_close (out, ']');
    }
  tb_json_close (out, '}');
  return g_string_free_to_bytes (out);
}

static gboolean
read_engagements (TbJsonArray *array,
                  GStrv       *engagements,
                  GError     **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint i;

  for (i = 0; i < tb_json_array_length (array); i++)
    {
      const char *text = tb_json_array_text (array, i);

      if (text == NULL || !tb_is_hex (text, 40))
        return refuse (error, "engagements");
      g_strv_builder_add (builder, text);
    }
  *engagements = g_strv_builder_end (builder);
  return TRUE;
}

gboolean
tb_state_decode_request (GBytes  *body,
                         GStrv   *engagements,
                         GError **error)
{
  g_autoptr (TbJson) json = NULL;
  TbJsonArray *array = NULL;

  g_return_val_if_fail (body != NULL, FALSE);
  g_return_val_if_fail (engagements != NULL, FALSE);

  *engagements = NULL;
  json = tb_json_parse (body, TB_JSON_MAX_BYTES, error);
  if (json == NULL || !tb_json_get_array (tb_json_root (json), "engagements", TB_OPTIONAL, &array, error))
    return FALSE;
  return array == NULL || read_engagements (array, engagements, error);
}

GBytes *
tb_state_encode_answer (GPtrArray *entries)
{
  GString *out;
  guint    i, j;

  g_return_val_if_fail (entries != NULL, NULL);

  out = g_string_new (NULL);
  tb_json_open (out, NULL, '{');
  tb_json_open (out, "engagements", '[');
  for (i = 0; i < entries->len; i++)
    {
      const TbStateEntry *entry = entries->pdata[i];

      tb_json_open (out, NULL, '{');
      tb_fields_write (out, TABLE (entry_fields), entry);
      tb_json_open (out, "items", '[');
      for (j = 0; j < entry->items->len; j++)
        {
          tb_json_open (out, NULL, '{');
          tb_fields_write (out, TABLE (item_fields), entry->items->pdata[j]);
          tb_json_close (out, '}');
        }
      tb_json_close (out, ']');
      tb_json_close (out, '}');
    }
  tb_json_close (out, ']');
  tb_json_close (out, '}');
  return g_string_free_to_bytes (out);
}

static gboolean
read_entry (TbJsonObject *object,
            TbStateEntry *entry,
            GError      **error)
{
  TbJsonArray *array = NULL;
  guint        i;

  if (!tb_fields_read (object, TABLE (entry_fields), entry, error) ||
      !tb_json_get_array (object, "items", TB_REQUIRED, &array, error))
    return FALSE;
  for (i = 0; i < tb_json_array_length (array); i++)
    {
      TbJsonObject *inner = tb_json_array_object (array, i);
      TbStateItem  *item = g_new0 (TbStateItem, 1);

      g_ptr_array_add (entry->items, item);
      if (inner == NULL)
        return refuse (error, "items");
      if (!tb_fields_read (inner, TABLE (item_fields), item, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
tb_state_decode_answer (GBytes  *body,
                        GError **error)
{
  g_autoptr (TbJson) json = NULL;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_state_entry_free);
  TbJsonArray *array = NULL;
  guint        i;

  g_return_val_if_fail (body != NULL, NULL);

  json = tb_json_parse (body, TB_JSON_MAX_BYTES, error);
  if (json == NULL || !tb_json_get_array (tb_json_root (json), "engagements", TB_REQUIRED, &array, error))
    return NULL;
  for (i = 0; i < tb_json_array_length (array); i++)
    {
      TbJsonObject *object = tb_json_array_object (array, i);
      TbStateEntry *entry = tb_state_entry_new ();

      g_ptr_array_add (entries, entry);
      if (object == NULL)
        {
          refuse (error, "engagements");
          return NULL;
        }
      if (!read_entry (object, entry, error))
        return NULL;
    }
  return g_steal_pointer (&entries);
}

/* ---- files/put ---- */

void
tb_file_part_clear (TbFilePart *self)
{
  if (self != NULL)
    tb_fields_clear (TABLE (part_fields), self);
}

GBytes *
tb_file_part_encode (const TbFilePart *self)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->data != NULL, NULL);

  out = g_string_sized_new (g_bytes_get_size (self->data) / 3 * 4 + 512);
  tb_json_open (out, NULL, '{');
  tb_fields_write (out, TABLE (part_fields), self);
  if (self->is_canceled)
    tb_json_put_bool (out, "canceled", TRUE);
  tb_json_close (out, '}');
  return g_string_free_to_bytes (out);
}

gboolean
tb_file_part_decode (GBytes     *body,
                     TbFilePart *part,
                     GError    **error)
{
  g_autoptr (TbJson) json = NULL;
  TbFilePart reading = { NULL };
  gboolean   done;

  g_return_val_if_fail (body != NULL, FALSE);
  g_return_val_if_fail (part != NULL, FALSE);

  json = tb_json_parse (body, TB_JSON_MAX_BYTES, error);
  done = json != NULL && tb_fields_read (tb_json_root (json), TABLE (part_fields), &reading, error) &&
         tb_json_get_bool (tb_json_root (json), "canceled", TB_OPTIONAL, &reading.is_canceled, error);
  /* Neither sum overflows: each is below 10^15. */
  if (done && reading.offset + (gint64)g_bytes_get_size (reading.data) > reading.size)
    done = refuse (error, "size");
  if (!done)
    {
      tb_file_part_clear (&reading);
      return FALSE;
    }
  *part = reading;
  return TRUE;
}

void
tb_file_request_clear (TbFileRequest *self)
{
  if (self != NULL)
    tb_fields_clear (TABLE (request_fields), self);
}

static void
write_decline (GString *out,
               gint64   most)
{
  tb_json_put_bool (out, "wanted", FALSE);
  tb_json_put_int (out, "most", most);
}

/* Without a word of it a file is wanted. */
static gboolean
read_decline (TbJsonObject *object,
              gboolean     *is_declined,
              gint64       *most,
              GError      **error)
{
  gboolean is_wanted = FALSE;

  *most = 0;
  *is_declined = tb_json_has (object, "wanted");
  if (!*is_declined)
    return TRUE;
  if (!tb_json_get_bool (object, "wanted", TB_REQUIRED, &is_wanted, error) ||
      !tb_json_get_int (object, "most", TB_OPTIONAL, 0, TB_LIMIT_FILE_BYTES, most, error))
    return FALSE;
  *is_declined = !is_wanted;
  return TRUE;
}

GBytes *
tb_file_request_encode (const TbFileRequest *self)
{
  GString *out = g_string_new (NULL);

  tb_json_open (out, NULL, '{');
  tb_fields_write (out, TABLE (request_fields), self);
  if (self->is_declined)
    write_decline (out, self->most);
  tb_json_close (out, '}');
  return g_string_free_to_bytes (out);
}

gboolean
tb_file_request_decode (GBytes        *body,
                        TbFileRequest *request,
                        GError       **error)
{
  g_autoptr (TbJson) json = NULL;
  TbFileRequest reading = { NULL };

  g_return_val_if_fail (body != NULL, FALSE);
  g_return_val_if_fail (request != NULL, FALSE);

  json = tb_json_parse (body, TB_JSON_MAX_BYTES, error);
  if (json != NULL && tb_fields_read (tb_json_root (json), TABLE (request_fields), &reading, error) &&
      read_decline (tb_json_root (json), &reading.is_declined, &reading.most, error))
    {
      *request = reading;
      return TRUE;
    }
  tb_file_request_clear (&reading);
  return FALSE;
}

GBytes *
tb_file_progress_encode (gint64 have)
{
  GString *out = g_string_new (NULL);

  tb_json_open (out, NULL, '{');
  tb_json_put_int (out, "have", have);
  tb_json_close (out, '}');
  return g_string_free_to_bytes (out);
}

gboolean
tb_file_progress_decode (GBytes  *body,
                         gint64  *have,
                         GError **error)
{
  g_autoptr (TbJson) json = NULL;

  g_return_val_if_fail (body != NULL, FALSE);
  g_return_val_if_fail (have != NULL, FALSE);

  json = tb_json_parse (body, TB_JSON_MAX_BYTES, error);
  return json != NULL &&
         tb_json_get_int (tb_json_root (json), "have", TB_REQUIRED, 0, TB_JSON_MAX_INT, have, error);
}

GBytes *
tb_file_decline_encode (gint64 most)
{
  GString *out = g_string_new (NULL);

  tb_json_open (out, NULL, '{');
  tb_json_put_int (out, "have", 0);
  write_decline (out, most);
  tb_json_close (out, '}');
  return g_string_free_to_bytes (out);
}

gboolean
tb_file_decline_decode (GBytes *body,
                        gint64 *most)
{
  g_autoptr (TbJson) json = NULL;
  gboolean is_declined = FALSE;

  g_return_val_if_fail (body != NULL, FALSE);
  g_return_val_if_fail (most != NULL, FALSE);

  *most = 0;
  json = tb_json_parse (body, TB_JSON_MAX_BYTES, NULL);
  return json != NULL && read_decline (tb_json_root (json), &is_declined, most, NULL) && is_declined;
}

/* ---- Problems ---- */

GBytes *
tb_problem_body (guint     status,
                 TbProblem problem)
{
  GString *out = g_string_new (NULL);

  tb_json_open (out, NULL, '{');
  tb_json_put_text (out, "type", tb_problem_nick (problem));
  tb_json_put_int (out, "status", status);
  tb_json_close (out, '}');
  return g_string_free_to_bytes (out);
}

TbProblem
tb_problem_body_read (GBytes *body)
{
  g_autoptr (TbJson) json = NULL;
  const char *nick = NULL;
  TbProblem   problem;

  g_return_val_if_fail (body != NULL, TB_PROBLEM_FAILED);

  json = tb_json_parse (body, TB_JSON_MAX_BYTES, NULL);
  if (json == NULL ||
      !tb_json_get_text (tb_json_root (json), "type", TB_REQUIRED, 1, TB_WIRE_MAX_TOKEN, &nick, NULL) ||
      !tb_problem_from_nick (nick, &problem))
    return TB_PROBLEM_FAILED;
  return problem;
}

/* ---- The name of the protocol ---- */

gboolean
tb_description_check (GBytes  *body,
                      GError **error)
{
  g_autoptr (TbJson) json = NULL;
  g_autofree char *number = NULL;
  const char      *name = NULL;
  gint64           version = 0;

  g_return_val_if_fail (body != NULL, FALSE);

  json = tb_json_parse (body, TB_JSON_MAX_BYTES, NULL);
  if (json == NULL ||
      !tb_json_get_text (tb_json_root (json), "protocol", TB_REQUIRED, 1, TB_WIRE_MAX_TOKEN, &name, NULL) ||
      g_strcmp0 (name, TB_PROTOCOL_NAME) != 0 ||
      !tb_json_get_int (tb_json_root (json), "version", TB_REQUIRED, 1, TB_JSON_MAX_INT, &version, NULL))
    {
      tb_problem_set (error, TB_PROBLEM_UNSUPPORTED, name != NULL ? name : "HTTP 200");
      return FALSE;
    }
  if (version == TB_PROTOCOL_VERSION)
    return TRUE;
  number = g_strdup_printf ("%" G_GINT64_FORMAT, version);
  tb_problem_set (error, TB_PROBLEM_NEWER_PROTOCOL, number);
  return FALSE;
}
