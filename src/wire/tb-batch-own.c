/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading a batch that was written here: which rows it has, without what is inside their events. */
#include "config.h"

#include "tb-batch.h"

#include "tb-pack.h"

#include <string.h>

/* After an object or array that begins at @at. */
static const char *
skip_nested (const char *at,
             const char *end)
{
  gboolean is_quoted = FALSE;
  guint    depth = 0;

  for (; at < end; at++)
    {
      if (is_quoted && *at == '\\')
        at++;
      else if (*at == '"')
        is_quoted = !is_quoted;
      else if (!is_quoted && (*at == '{' || *at == '['))
        depth++;
      else if (!is_quoted && (*at == '}' || *at == ']') && --depth == 0)
        return at + 1;
    }
  return end;
}

static gboolean
read_own_int (const char **at,
              const char  *end,
              const char  *before,
              gint64      *value)
{
  const gsize length = strlen (before);
  char       *rest;

  if (*at + length >= end || memcmp (*at, before, length) != 0)
    return FALSE;
  *value = g_ascii_strtoll (*at + length, &rest, 10);
  *at = rest;
  return TRUE;
}

/* `{"seq":1,"epoch":1,"event":{…}},…` */
static gboolean
read_own_rows (const char *at,
               const char *end,
               TbBatch    *self)
{
  static const char name[] = ",\"event\":";

  while (at < end && *at != ']')
    {
      TbBatchRow *row = g_new0 (TbBatchRow, 1);

      g_ptr_array_add (self->rows, row);
      if (!read_own_int (&at, end, "{\"seq\":", &row->seq) ||
          !read_own_int (&at, end, ",\"epoch\":", &row->epoch) ||
          end - at < (gssize)strlen (name) || memcmp (at, name, strlen (name)) != 0)
        return FALSE;
      at = skip_nested (at + strlen (name), end) + 1;
      if (at < end && *at == ',')
        at++;
    }
  return at < end;
}

TbBatch *
tb_batch_decode_own (GBytes  *body,
                     GError **error)
{
  static const char name[] = "\"events\":[";
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) head = NULL;
  g_autoptr (GString) text = NULL;
  TbBatch    *self;
  gsize       size;
  const char *data, *rows;

  g_return_val_if_fail (body != NULL, NULL);

  plain = tb_unpack (body, TB_BATCH_MAX_BYTES, error);
  if (plain == NULL)
    return NULL;
  /* Within a string it would be written with backslashes. */
  data = g_bytes_get_data (plain, &size);
  rows = data != NULL ? g_strstr_len (data, (gssize)size, name) : NULL;
  if (rows == NULL)
    return tb_batch_decode (plain, error);
  rows += strlen (name);
  text = g_string_new_len (data, rows - data);
  g_string_append (text, "]}");
  head = g_bytes_new (text->str, text->len);
  self = tb_batch_decode (head, error);
  if (self == NULL || read_own_rows (rows, data + size, self))
    return self;
  tb_problem_set (error, TB_PROBLEM_MALFORMED, "events");
  tb_batch_free (self);
  return NULL;
}
