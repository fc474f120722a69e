/* SPDX-License-Identifier: GPL-3.0-or-later
 * Records: plain counted structs that cross threads, each described by a table of its fields. */
#include "config.h"

#include "tb-record.h"

#include <gio/gio.h>

/* The type stands before the struct in the same counted box, so that a record knows how to free itself. */
typedef struct
{
  const TbRecordType *type;
  gint64              align;
} Head;

#define HEAD(record) ((Head *)(gpointer)((char *)(record) - sizeof (Head)))
#define MEMBER(record, field, Type) (*(Type *)G_STRUCT_MEMBER_P ((record), (field)->offset))

static void
clear_head (gpointer data)
{
  Head    *head = data;
  gpointer record = (char *)data + sizeof (Head);
  guint    i;

  for (i = 0; i < head->type->n_fields; i++)
    {
      const TbField *field = &head->type->fields[i];

      if (field->type == TB_FIELD_TEXT)
        g_clear_pointer (&MEMBER (record, field, char *), g_free);
      else if (field->type == TB_FIELD_BYTES)
        g_clear_pointer (&MEMBER (record, field, GBytes *), g_bytes_unref);
    }
}

gpointer
tb_record_new (const TbRecordType *type)
{
  Head *head;

  g_return_val_if_fail (type != NULL, NULL);

  head = g_atomic_rc_box_alloc0 (sizeof (Head) + type->size);
  head->type = type;
  return (char *)head + sizeof (Head);
}

gpointer
tb_record_ref (gpointer record)
{
  g_return_val_if_fail (record != NULL, NULL);

  g_atomic_rc_box_acquire (HEAD (record));
  return record;
}

void
tb_record_unref (gpointer record)
{
  if (record != NULL)
    g_atomic_rc_box_release_full (HEAD (record), clear_head);
}

gpointer
tb_record_copy (gconstpointer record)
{
  const TbRecordType *type;
  gpointer            copy;
  guint               i;

  g_return_val_if_fail (record != NULL, NULL);

  type = HEAD (record)->type;
  copy = tb_record_new (type);
  *(gint64 *)copy = *(const gint64 *)record;
  for (i = 0; i < type->n_fields; i++)
    {
      const TbField *field = &type->fields[i];

      switch (field->type)
        {
        case TB_FIELD_INT:
        case TB_FIELD_REF:
          MEMBER (copy, field, gint64) = MEMBER (record, field, gint64);
          break;
        case TB_FIELD_TEXT:
          MEMBER (copy, field, char *) = g_strdup (MEMBER (record, field, char *));
          break;
        case TB_FIELD_BYTES:
          tb_set_bytes (&MEMBER (copy, field, GBytes *), MEMBER (record, field, GBytes *));
          break;
        }
    }
  return copy;
}

const TbRecordType *
tb_record_get_type (gconstpointer record)
{
  g_return_val_if_fail (record != NULL, NULL);

  return HEAD (record)->type;
}

gboolean
tb_record_field_equal (gconstpointer a,
                       gconstpointer b,
                       guint         index)
{
  const TbField *field = &HEAD (a)->type->fields[index];
  GBytes        *x, *y;

  g_return_val_if_fail (HEAD (a)->type == HEAD (b)->type, FALSE);

  switch (field->type)
    {
    case TB_FIELD_INT:
    case TB_FIELD_REF:
      return MEMBER (a, field, gint64) == MEMBER (b, field, gint64);
    case TB_FIELD_TEXT:
      return g_strcmp0 (MEMBER (a, field, char *), MEMBER (b, field, char *)) == 0;
    case TB_FIELD_BYTES:
      x = MEMBER (a, field, GBytes *);
      y = MEMBER (b, field, GBytes *);
      return x == y || (x != NULL && y != NULL && g_bytes_equal (x, y));
    }
  return FALSE;
}

gint64
tb_record_get_int (gconstpointer  record,
                   const TbField *field)
{
  g_return_val_if_fail (field->type == TB_FIELD_INT || field->type == TB_FIELD_REF, 0);

  return MEMBER (record, field, gint64);
}

void
tb_record_set_int (gpointer       record,
                   const TbField *field,
                   gint64         value)
{
  g_return_if_fail (field->type == TB_FIELD_INT || field->type == TB_FIELD_REF);

  MEMBER (record, field, gint64) = value;
}

const char *
tb_record_get_text (gconstpointer  record,
                    const TbField *field)
{
  g_return_val_if_fail (field->type == TB_FIELD_TEXT, NULL);

  return MEMBER (record, field, char *);
}

void
tb_record_set_text (gpointer       record,
                    const TbField *field,
                    const char    *value)
{
  g_return_if_fail (field->type == TB_FIELD_TEXT);

  tb_set_text (&MEMBER (record, field, char *), value);
}

GBytes *
tb_record_get_bytes (gconstpointer  record,
                     const TbField *field)
{
  g_return_val_if_fail (field->type == TB_FIELD_BYTES, NULL);

  return MEMBER (record, field, GBytes *);
}

void
tb_record_set_bytes (gpointer       record,
                     const TbField *field,
                     GBytes        *value)
{
  g_return_if_fail (field->type == TB_FIELD_BYTES);

  tb_set_bytes (&MEMBER (record, field, GBytes *), value);
}

void
tb_set_text (char      **member,
             const char *value)
{
  char *copy = g_strdup (value);

  g_free (*member);
  *member = copy;
}

void
tb_set_bytes (GBytes **member,
              GBytes  *value)
{
  if (value != NULL)
    g_bytes_ref (value);
  g_clear_pointer (member, g_bytes_unref);
  *member = value;
}
