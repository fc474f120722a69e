/* SPDX-License-Identifier: GPL-3.0-or-later
 * A record as an object with properties, for views. */
#pragma once

#include <glib-object.h>

#include "tb-record.h"

G_BEGIN_DECLS

/**
 * TbObject:
 *
 * Stands for one row for as long as it lives, on the main thread. Each field of its record is a readable
 * property (`due_at` → `due-at`, a gint64 or a string); bytes, and so all keys, are left out. What a row
 * cannot know by itself (the partner's name, the delivery) is a second record, the extra, whose fields are
 * properties too. While there is no record all properties but `id` are 0 or %NULL.
 */
#define TB_TYPE_OBJECT (tb_object_get_type ())
G_DECLARE_DERIVABLE_TYPE (TbObject, tb_object, TB, OBJECT, GObject)

/**
 * TbObjectClass:
 * @record_changed: the record was replaced by another; notifications are still held back. For properties
 *   that follow from the record.
 */
struct _TbObjectClass
{
  GObjectClass parent_class;

  void (*record_changed) (TbObject     *self,
                          gconstpointer old);

  /*< private >*/
  const TbRecordType *record_type;
  const TbRecordType *extra_type;
  GParamSpec        **record_properties;
  GParamSpec        **extra_properties;
};

/** TB_OBJECT_FIRST_OWN: the first property number that a child may use for properties of its own. */
#define TB_OBJECT_FIRST_OWN 1000

/**
 * tb_object_class_set_types: makes the properties; called once, first in a child's class_init. A child that
 * sets get_property for properties of its own hands on all others to its parent class'.
 * @record_type: of the record
 * @extra_type: (nullable): of the extra
 */
void tb_object_class_set_types (TbObjectClass      *klass,
                                const TbRecordType *record_type,
                                const TbRecordType *extra_type);

/**
 * tb_object_new:
 * @type: a child's type
 * @record: (transfer none): a record of that child's type
 *
 * Returns: (transfer full): an object that shows @record
 */
gpointer tb_object_new (GType    type,
                        gpointer record);

/** tb_object_get_id: Returns: the row; known even while the record is not loaded */
gint64 tb_object_get_id (TbObject *self);

/** tb_object_get_record: Returns: (transfer none) (nullable): what it shows */
gpointer tb_object_get_record (TbObject *self);
/** tb_object_set_record: takes a reference; notifies exactly the properties that changed. @record must be the
 * same row. */
void tb_object_set_record (TbObject *self,
                           gpointer  record);

/** tb_object_get_extra: Returns: (transfer none) (nullable): what is known besides */
gpointer tb_object_get_extra (TbObject *self);
/** tb_object_set_extra: @extra: (nullable). Notifies exactly the properties that changed. */
void tb_object_set_extra (TbObject *self,
                          gpointer  extra);

G_END_DECLS
