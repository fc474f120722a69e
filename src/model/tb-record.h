/* SPDX-License-Identifier: GPL-3.0-or-later
 * Records: plain counted structs that cross threads, each described by a table of its fields. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TbFieldType:
 * @TB_FIELD_INT: a gint64
 * @TB_FIELD_REF: a gint64 that names another row; 0 means none and is stored as NULL
 * @TB_FIELD_TEXT: an owned UTF-8 string, nullable
 * @TB_FIELD_BYTES: an owned GBytes, nullable
 */
typedef enum
{
  TB_FIELD_INT,
  TB_FIELD_REF,
  TB_FIELD_TEXT,
  TB_FIELD_BYTES,
} TbFieldType;

/** TbField: one member of a record; @name is the column's and the property's name (with `_`). */
typedef struct
{
  const char *name;
  TbFieldType type;
  gsize       offset;
} TbField;

/**
 * TbRecordType:
 * @table: the SQL table
 * @size: of the struct; its first member is always `gint64 id`, which is not among @fields
 * @fields: all other members that are stored
 *
 * The shape of one kind of record. The store reads and writes rows by it; #TbObject makes properties of it.
 */
typedef struct
{
  const char    *table;
  gsize          size;
  const TbField *fields;
  guint          n_fields;
} TbRecordType;

#define TB_FIELD(Struct, member, TYPE)                        \
  {                                                           \
#member, TB_FIELD_##TYPE, G_STRUCT_OFFSET(Struct, member) \
  }

/* A record is immutable from the moment it is shared; before that its maker fills it in.
 * ref and unref are atomic. */
gpointer tb_record_new (const TbRecordType *type);
gpointer tb_record_ref (gpointer record);
void     tb_record_unref (gpointer record);

/** tb_record_copy: Returns: (transfer full): a new record of the same type with copies of all fields and the
 * same id. */
gpointer tb_record_copy (gconstpointer record);

/** tb_record_get_type: Returns: (transfer none): the type that @record was made with. */
const TbRecordType *tb_record_get_type (gconstpointer record);

/** tb_record_field_equal: Returns: whether field @index has the same value in both. */
gboolean tb_record_field_equal (gconstpointer a,
                                gconstpointer b,
                                guint         index);

/** tb_record_get_int: the value of an INT or REF field. */
gint64 tb_record_get_int (gconstpointer  record,
                          const TbField *field);
void   tb_record_set_int (gpointer       record,
                          const TbField *field,
                          gint64         value);

/** tb_record_get_text: Returns: (transfer none) (nullable): the value of a TEXT field. */
const char *tb_record_get_text (gconstpointer  record,
                                const TbField *field);

/** tb_record_get_bytes: Returns: (transfer none) (nullable): the value of a BYTES field. */
GBytes *tb_record_get_bytes (gconstpointer  record,
                             const TbField *field);
void    tb_record_set_bytes (gpointer       record,
                             const TbField *field,
                             GBytes        *value);
void    tb_record_set_text (gpointer       record,
                            const TbField *field,
                            const char    *value);

/** tb_set_text: replaces an owned string member; safe when @value is the old one. */
void tb_set_text (char      **member,
                  const char *value);
/** tb_set_bytes: replaces an owned GBytes member. */
void tb_set_bytes (GBytes **member,
                   GBytes  *value);

#define TB_DECLARE_RECORD(Struct, name, TYPE)            \
  extern const TbRecordType TYPE;                        \
  static inline Struct     *name##_new (void)            \
  {                                                      \
    return (Struct *)tb_record_new (&TYPE);              \
  }                                                      \
  static inline Struct *name##_copy (const Struct *self) \
  {                                                      \
    return (Struct *)tb_record_copy (self);              \
  }                                                      \
  static inline void name##_unref (Struct *self)         \
  {                                                      \
    tb_record_unref (self);                              \
  }                                                      \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC (Struct, name##_unref)

G_END_DECLS
