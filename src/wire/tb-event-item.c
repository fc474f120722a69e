/* SPDX-License-Identifier: GPL-3.0-or-later
 * One revision of an item on the wire. Each kind has its own members (protocol.md section 3). */
#include "config.h"

#include "tb-event-private.h"

#include "tb-fields-private.h"
#include "tb-workflow.h"

typedef struct
{
  const TbWireField *fields;
  guint              n_fields;
} Content;

#define ITEM(member) G_STRUCT_OFFSET (TbEventItem, member)

/* clang-format off */
static const TbWireField head_fields[] = {
  { "uuid", TB_WIRE_UUID, TB_REQUIRED, ITEM (uuid) },
  { "rev", TB_WIRE_INT, TB_REQUIRED, ITEM (rev), 1, TB_JSON_MAX_INT },
};
static const TbWireField note_fields[] = {
  { "text", TB_WIRE_TEXT, TB_REQUIRED, ITEM (text), 0, TB_LIMIT_TEXT },
  { "question", TB_WIRE_BOOL, TB_REQUIRED, ITEM (question) },
};
static const TbWireField time_fields[] = {
  { "date", TB_WIRE_DATE, TB_REQUIRED, ITEM (date) },
  { "start", TB_WIRE_INSTANT, TB_OPTIONAL, ITEM (start_at) },
  { "end", TB_WIRE_INSTANT, TB_OPTIONAL, ITEM (end_at) },
  { "minutes", TB_WIRE_INT, TB_REQUIRED, ITEM (minutes), 0, TB_LIMIT_MINUTES },
  { "work_type", TB_WIRE_TEXT, TB_OPTIONAL, ITEM (work_type), 0, TB_LIMIT_NAME },
  { "text", TB_WIRE_TEXT, TB_REQUIRED, ITEM (text), 0, TB_LIMIT_TEXT },
  { "resource", TB_WIRE_TEXT, TB_OPTIONAL, ITEM (resource), 0, TB_LIMIT_NAME },
};
static const TbWireField charge_fields[] = {
  { "date", TB_WIRE_DATE, TB_REQUIRED, ITEM (date) },
  { "text", TB_WIRE_TEXT, TB_REQUIRED, ITEM (text), 0, TB_LIMIT_TEXT },
  { "quantity", TB_WIRE_QUANTITY, TB_REQUIRED, ITEM (quantity), -TB_WIRE_MAX_QUANTITY, TB_WIRE_MAX_QUANTITY },
  { "unit", TB_WIRE_TEXT, TB_OPTIONAL, ITEM (unit), 0, TB_LIMIT_NAME },
  { "unit_price", TB_WIRE_MONEY, TB_REQUIRED, ITEM (unit_price), -TB_WIRE_MAX_MONEY, TB_WIRE_MAX_MONEY },
};
static const TbWireField file_fields[] = {
  { "name", TB_WIRE_FILE_NAME, TB_REQUIRED, ITEM (file_name), 1, TB_LIMIT_NAME },
  { "content_type", TB_WIRE_TEXT, TB_REQUIRED, ITEM (content_type), 0, TB_LIMIT_NAME },
  { "size", TB_WIRE_INT, TB_REQUIRED, ITEM (size), 0, TB_JSON_MAX_INT },
  { "sha256", TB_WIRE_HEX, TB_REQUIRED, ITEM (sha256), 0, 64 },
};
static const Content contents[TB_N_ITEM_KINDS] = {
  [TB_ITEM_NOTE] = { note_fields, G_N_ELEMENTS (note_fields) },
  [TB_ITEM_TIME] = { time_fields, G_N_ELEMENTS (time_fields) },
  [TB_ITEM_CHARGE] = { charge_fields, G_N_ELEMENTS (charge_fields) },
  [TB_ITEM_FILE] = { file_fields, G_N_ELEMENTS (file_fields) },
};
/* clang-format on */

/* Kind and content: what two sides compare. */
static void
write_content (GString           *out,
               const TbEventItem *self)
{
  const Content *content = &contents[self->kind];

  tb_json_put_text (out, "kind", tb_nick (TB_TYPE_ITEM_KIND, self->kind));
  tb_json_put_bool (out, "deleted", self->deleted);
  if (!self->deleted)
    tb_fields_write (out, content->fields, content->n_fields, self);
}

/* Kinds of a newer partner are no fault of the message. */
static gboolean
read_kind (TbJsonObject *object,
           TbItemKind   *kind,
           GError      **error)
{
  const char *nick = NULL;
  int         value;

  if (!tb_json_get_text (object, "kind", TB_REQUIRED, 1, TB_WIRE_MAX_TOKEN, &nick, error))
    return FALSE;
  if (!tb_from_nick (TB_TYPE_ITEM_KIND, nick, &value))
    {
      tb_problem_set (error, TB_PROBLEM_UNSUPPORTED, nick);
      return FALSE;
    }
  *kind = value;
  return TRUE;
}

void
tb_event_item_write (GString           *out,
                     const TbEventItem *self)
{
  tb_json_open (out, NULL, '{');
  tb_fields_write (out, head_fields, G_N_ELEMENTS (head_fields), self);
  write_content (out, self);
  tb_json_close (out, '}');
}

gboolean
tb_event_item_fits (const TbEventItem *self)
{
  const Content *content = &contents[self->kind];

  return tb_fields_fit (head_fields, G_N_ELEMENTS (head_fields), self) &&
         (self->deleted || tb_fields_fit (content->fields, content->n_fields, self));
}

TbEventItem *
tb_event_item_read (TbJsonObject *object,
                    GError      **error)
{
  g_autoptr (TbEventItem) self = tb_event_item_new ();
  const Content *content;
  const char    *excess;

  if (!tb_fields_read (object, head_fields, G_N_ELEMENTS (head_fields), self, error) ||
      !read_kind (object, &self->kind, error) ||
      !tb_json_get_bool (object, "deleted", TB_REQUIRED, &self->deleted, error))
    return NULL;
  content = &contents[self->kind];
  if (!self->deleted)
    {
      if (!tb_fields_read (object, content->fields, content->n_fields, self, error))
        return NULL;
      return g_steal_pointer (&self);
    }
  excess = tb_fields_any (object, content->fields, content->n_fields);
  if (excess == NULL)
    return g_steal_pointer (&self);
  tb_problem_set (error, TB_PROBLEM_MALFORMED, excess);
  return NULL;
}

TbEventItem *
tb_event_item_new (void)
{
  return g_new0 (TbEventItem, 1);
}

void
tb_event_item_free (TbEventItem *self)
{
  guint i;

  if (self == NULL)
    return;
  tb_fields_clear (head_fields, G_N_ELEMENTS (head_fields), self);
  for (i = 0; i < G_N_ELEMENTS (contents); i++)
    tb_fields_clear (contents[i].fields, contents[i].n_fields, self);
  g_free (self);
}

char *
tb_event_item_hash (const TbEventItem *item)
{
  GString *out;
  char    *hash;

  g_return_val_if_fail (item != NULL, NULL);

  out = g_string_new (NULL);
  tb_json_open (out, NULL, '{');
  write_content (out, item);
  tb_json_close (out, '}');
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, out->str, out->len);
  g_string_free (out, TRUE);
  return hash;
}

gsize
tb_event_item_weight (const TbEventItem *item)
{
  GString *out;
  gsize    weight;

  g_return_val_if_fail (item != NULL, 0);

  out = g_string_new (NULL);
  tb_event_item_write (out, item);
  weight = out->len + 1; /* a comma */
  g_string_free (out, TRUE);
  return weight;
}
