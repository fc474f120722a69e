/* SPDX-License-Identifier: GPL-3.0-or-later
 * All that this room does with json-glib: parse what was scanned, read members by type; and an own writer. */
#include "config.h"

#include "tb-json-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

struct _TbJson
{
  JsonNode *root; /* (owned): holds an object */
};

static gboolean
refuse (GError    **error,
        const char *name)
{
  tb_problem_set (error, TB_PROBLEM_MALFORMED, name);
  return FALSE;
}

/* Finds a member. @node: (out): %NULL if it is missing and may be. */
static gboolean
find_member (TbJsonObject *object,
             const char   *name,
             TbPresence    presence,
             JsonNode    **node,
             GError      **error)
{
  *node = json_object_get_member (object, name);
  return *node != NULL || presence == TB_OPTIONAL || refuse (error, name);
}

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

TbJson *
tb_json_parse (GBytes  *bytes,
               gsize    max_bytes,
               GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local = NULL;
  gsize       length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;
  GString    *clean;
  gboolean    done;
  TbJson     *self;

  g_return_val_if_fail (max_bytes <= TB_JSON_MAX_BYTES, NULL);

  if (length > max_bytes)
    {
      tb_problem_set (error, TB_PROBLEM_TOO_LARGE, NULL);
      return NULL;
    }
  clean = tb_json_scan (length > 0 ? data : "", length, error);
  if (clean == NULL)
    return NULL;
  parser = json_parser_new_immutable ();
  done = json_parser_load_from_data (parser, clean->str, clean->len, &local);
  g_string_free (clean, TRUE);
  /* The scan has let it pass, so this does not happen; but the parser's word is the last one. */
  if (!done || json_parser_get_root (parser) == NULL)
    {
      refuse (error, "syntax");
      return NULL;
    }
  if (!JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      refuse (error, "object");
      return NULL;
    }
  self = g_new0 (TbJson, 1);
  self->root = json_parser_steal_root (parser);
  return self;
}

void
tb_json_free (TbJson *self)
{
  json_node_unref (self->root);
  g_free (self);
}

TbJsonObject *
tb_json_root (TbJson *self)
{
  return json_node_get_object (self->root);
}

gboolean
tb_json_has (TbJsonObject *object,
             const char   *name)
{
  return json_object_has_member (object, name);
}

gboolean
tb_json_get_text (TbJsonObject *object,
                  const char   *name,
                  TbPresence    presence,
                  gsize         min,
                  gsize         max,
                  const char  **value,
                  GError      **error)
{
  JsonNode   *node;
  const char *text;
  gsize       length;

  if (!find_member (object, name, presence, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_STRING))
    return refuse (error, name);
  text = json_node_get_string (node);
  length = g_utf8_strlen (text, -1);
  if (length < min || length > max)
    return refuse (error, name);
  *value = text;
  return TRUE;
}

gboolean
tb_json_get_int (TbJsonObject *object,
                 const char   *name,
                 TbPresence    presence,
                 gint64        min,
                 gint64        max,
                 gint64       *value,
                 GError      **error)
{
  JsonNode *node;
  gint64    number;

  if (!find_member (object, name, presence, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_INT64))
    return refuse (error, name);
  number = json_node_get_int (node);
  if (number < min || number > max)
    return refuse (error, name);
  *value = number;
  return TRUE;
}

gboolean
tb_json_get_bool (TbJsonObject *object,
                  const char   *name,
                  TbPresence    presence,
                  gboolean     *value,
                  GError      **error)
{
  JsonNode *node;

  if (!find_member (object, name, presence, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_BOOLEAN))
    return refuse (error, name);
  *value = json_node_get_boolean (node);
  return TRUE;
}

gboolean
tb_json_get_object (TbJsonObject  *object,
                    const char    *name,
                    TbPresence     presence,
                    TbJsonObject **value,
                    GError       **error)
{
  JsonNode *node;

  if (!find_member (object, name, presence, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, name);
  *value = json_node_get_object (node);
  return TRUE;
}

gboolean
tb_json_get_array (TbJsonObject *object,
                   const char   *name,
                   TbPresence    presence,
                   TbJsonArray **value,
                   GError      **error)
{
  JsonNode *node;

  if (!find_member (object, name, presence, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, name);
  *value = json_node_get_array (node);
  return TRUE;
}

guint
tb_json_array_length (TbJsonArray *array)
{
  return json_array_get_length (array);
}

TbJsonObject *
tb_json_array_object (TbJsonArray *array,
                      guint        index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
tb_json_array_text (TbJsonArray *array,
                    guint        index)
{
  JsonNode *node = json_array_get_element (array, index);

  return holds (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;
}

gboolean
tb_json_array_int (TbJsonArray *array,
                   guint        index,
                   gint64       min,
                   gint64      *value)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!holds (node, G_TYPE_INT64) || json_node_get_int (node) < min)
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

GBytes *
tb_json_object_to_bytes (TbJsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  char *text = json_to_string (node, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

/* ---- Writing ---- */

/* Begins a member or an element: whatever does not follow a bracket follows another one. */
static void
begin (GString    *out,
       const char *name)
{
  char last = out->len > 0 ? out->str[out->len - 1] : '\0';

  if (last != '\0' && last != '{' && last != '[')
    g_string_append_c (out, ',');
  if (name == NULL)
    return;
  g_string_append_c (out, '"');
  g_string_append (out, name);
  g_string_append_len (out, "\":", 2);
}

void
tb_json_open (GString    *out,
              const char *name,
              char        bracket)
{
  begin (out, name);
  g_string_append_c (out, bracket);
}

void
tb_json_close (GString *out,
               char     bracket)
{
  g_string_append_c (out, bracket);
}

void
tb_json_put_text (GString    *out,
                  const char *name,
                  const char *value)
{
  begin (out, name);
  tb_json_quote (out, value, strlen (value));
}

void
tb_json_put_int (GString    *out,
                 const char *name,
                 gint64      value)
{
  char    digits[24];
  char   *at = digits + sizeof digits;
  guint64 rest = value < 0 ? -(guint64)value : (guint64)value;

  begin (out, name);
  do
    *--at = '0' + rest % 10;
  while ((rest /= 10) > 0);
  if (value < 0)
    *--at = '-';
  g_string_append_len (out, at, digits + sizeof digits - at);
}

void
tb_json_put_bool (GString    *out,
                  const char *name,
                  gboolean    value)
{
  begin (out, name);
  g_string_append (out, value ? "true" : "false");
}

void
tb_json_put_raw (GString    *out,
                 const char *name,
                 GBytes     *document)
{
  gsize       length;
  const char *data = g_bytes_get_data (document, &length);

  begin (out, name);
  g_string_append_len (out, data, length);
}

void
tb_json_quote (GString    *out,
               const char *text,
               gsize       length)
{
  static const char special[] = "\b\f\n\r\t\"\\";
  static const char letters[] = "bfnrt\"\\";
  const char       *end = text + length;

  g_string_append_c (out, '"');
  while (text < end)
    {
      const char *start = text;
      const char *found;

      while (text < end && (guchar)*text >= 0x20 && *text != '"' && *text != '\\')
        text++;
      g_string_append_len (out, start, text - start);
      if (text == end)
        break;
      found = *text != '\0' ? strchr (special, *text) : NULL;
      if (found != NULL)
        g_string_append_printf (out, "\\%c", letters[found - special]);
      else
        g_string_append_printf (out, "\\u%04x", (guchar)*text);
      text++;
    }
  g_string_append_c (out, '"');
}

char *
tb_json_indent (const char *compact)
{
  GString    *out = g_string_new (NULL);
  gboolean    is_quoted = FALSE;
  const char *at;

  for (at = compact; *at != '\0'; at++)
    {
      if (*at == '}' && !is_quoted)
        g_string_append_c (out, '\n');
      g_string_append_c (out, *at);
      if (is_quoted && *at == '\\')
        g_string_append_c (out, *++at);
      else if (*at == '"')
        is_quoted = !is_quoted;
      else if (!is_quoted && (*at == '{' || *at == ','))
        g_string_append (out, "\n  ");
      else if (!is_quoted && *at == ':')
        g_string_append_c (out, ' ');
    }
  g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}
