/* SPDX-License-Identifier: GPL-3.0-or-later
 * A record as an object with properties, for views. */
#include "config.h"

#include "tb-object.h"

typedef struct
{
  gint64   id;
  gpointer record; /* (owned) (nullable) */
  gpointer extra;  /* (owned) (nullable) */
} TbObjectPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TbObject, tb_object, G_TYPE_OBJECT)

/* Fields of the record are numbered from FIRST_FIELD, those of the extra from FIRST_EXTRA. */
enum
{
  PROP_0,
  PROP_ID,
  N_PROPS,
  FIRST_FIELD = 10,
  FIRST_EXTRA = 500,
};

static GParamSpec *properties[N_PROPS];

static GParamSpec *
create_property (const TbField *field)
{
  g_autofree char *name = g_strdelimit (g_strdup (field->name), "_", '-');
  const char      *static_name = g_intern_string (name);
  GParamFlags      flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  switch (field->type)
    {
    case TB_FIELD_INT:
    case TB_FIELD_REF:
      return g_param_spec_int64 (static_name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    case TB_FIELD_TEXT:
      return g_param_spec_string (static_name, NULL, NULL, NULL, flags);
    case TB_FIELD_BYTES:
      /* Keys and bodies are for the store and the wire only. */
      break;
    }
  return NULL;
}

static GParamSpec **
install_properties (GObjectClass       *klass,
                    const TbRecordType *type,
                    guint               first)
{
  GParamSpec **made = g_new0 (GParamSpec *, type->n_fields);
  guint        i;

  for (i = 0; i < type->n_fields; i++)
    {
      made[i] = create_property (&type->fields[i]);
      if (made[i] != NULL)
        g_object_class_install_property (klass, first + i, made[i]);
    }
  return made;
}

static gboolean
is_empty (gconstpointer  record,
          const TbField *field)
{
  switch (field->type)
    {
    case TB_FIELD_INT:
    case TB_FIELD_REF:
      return tb_record_get_int (record, field) == 0;
    case TB_FIELD_TEXT:
      return tb_record_get_text (record, field) == NULL;
    case TB_FIELD_BYTES:
      break;
    }
  return TRUE;
}

/* No record is like one whose fields are all empty. */
static gboolean
field_differs (const TbRecordType *type,
               gconstpointer       a,
               gconstpointer       b,
               guint               index)
{
  if (a != NULL && b != NULL)
    return !tb_record_field_equal (a, b, index);
  if (a != NULL)
    return !is_empty (a, &type->fields[index]);
  return b != NULL && !is_empty (b, &type->fields[index]);
}

static void
notify_differences (TbObject           *self,
                    const TbRecordType *type,
                    GParamSpec        **pspecs,
                    gconstpointer       old,
                    gconstpointer       now)
{
  guint i;

  for (i = 0; i < type->n_fields; i++)
    if (pspecs[i] != NULL && field_differs (type, old, now, i))
      g_object_notify_by_pspec (G_OBJECT (self), pspecs[i]);
}

static void
read_field (const TbRecordType *type,
            gconstpointer       record,
            guint               index,
            GValue             *value)
{
  const TbField *field = &type->fields[index];

  if (record == NULL)
    return;
  if (field->type == TB_FIELD_TEXT)
    g_value_set_string (value, tb_record_get_text (record, field));
  else
    g_value_set_int64 (value, tb_record_get_int (record, field));
}

static void
tb_object_finalize (GObject *object)
{
  TbObjectPrivate *priv = tb_object_get_instance_private (TB_OBJECT (object));

  g_clear_pointer (&priv->record, tb_record_unref);
  g_clear_pointer (&priv->extra, tb_record_unref);

  G_OBJECT_CLASS (tb_object_parent_class)->finalize (object);
}

static void
tb_object_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  TbObjectClass   *klass = TB_OBJECT_GET_CLASS (object);
  TbObjectPrivate *priv = tb_object_get_instance_private (TB_OBJECT (object));

  if (prop_id == PROP_ID)
    g_value_set_int64 (value, priv->id);
  else if (prop_id >= FIRST_EXTRA &&
           klass->extra_type != NULL &&
           prop_id - FIRST_EXTRA < klass->extra_type->n_fields)
    read_field (klass->extra_type, priv->extra, prop_id - FIRST_EXTRA, value);
  else if (prop_id >= FIRST_FIELD && prop_id - FIRST_FIELD < klass->record_type->n_fields)
    read_field (klass->record_type, priv->record, prop_id - FIRST_FIELD, value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tb_object_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  TbObjectPrivate *priv = tb_object_get_instance_private (TB_OBJECT (object));

  switch (prop_id)
    {
    case PROP_ID:
      priv->id = g_value_get_int64 (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_object_class_init (TbObjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = tb_object_finalize;
  object_class->get_property = tb_object_get_property;
  object_class->set_property = tb_object_set_property;

  /**
   * TbObject:id: the row that the object stands for.
   */
  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tb_object_init (TbObject *self)
{
}

void
tb_object_class_set_types (TbObjectClass      *klass,
                           const TbRecordType *record_type,
                           const TbRecordType *extra_type)
{
  g_return_if_fail (TB_IS_OBJECT_CLASS (klass));
  g_return_if_fail (record_type != NULL && record_type->n_fields <= FIRST_EXTRA - FIRST_FIELD);
  g_return_if_fail (extra_type == NULL || extra_type->n_fields <= TB_OBJECT_FIRST_OWN - FIRST_EXTRA);

  /* GObject does not inherit it: each class reads its own properties. */
  G_OBJECT_CLASS (klass)->get_property = tb_object_get_property;
  klass->record_type = record_type;
  klass->extra_type = extra_type;
  klass->record_properties = install_properties (G_OBJECT_CLASS (klass), record_type, FIRST_FIELD);
  if (extra_type != NULL)
    klass->extra_properties = install_properties (G_OBJECT_CLASS (klass), extra_type, FIRST_EXTRA);
}

gpointer
tb_object_new (GType    type,
               gpointer record)
{
  TbObject *self;

  g_return_val_if_fail (g_type_is_a (type, TB_TYPE_OBJECT), NULL);
  g_return_val_if_fail (record != NULL, NULL);

  self = g_object_new (type, "id", *(gint64 *)record, NULL);
  tb_object_set_record (self, record);
  return self;
}

gint64
tb_object_get_id (TbObject *self)
{
  TbObjectPrivate *priv = tb_object_get_instance_private (self);

  g_return_val_if_fail (TB_IS_OBJECT (self), 0);

  return priv->id;
}

gpointer
tb_object_get_record (TbObject *self)
{
  TbObjectPrivate *priv = tb_object_get_instance_private (self);

  g_return_val_if_fail (TB_IS_OBJECT (self), NULL);

  return priv->record;
}

void
tb_object_set_record (TbObject *self,
                      gpointer  record)
{
  TbObjectPrivate *priv = tb_object_get_instance_private (self);
  TbObjectClass   *klass;
  gpointer         old;

  g_return_if_fail (TB_IS_OBJECT (self));
  klass = TB_OBJECT_GET_CLASS (self);
  g_return_if_fail (record != NULL && tb_record_get_type (record) == klass->record_type);
  g_return_if_fail (*(gint64 *)record == priv->id);

  if (priv->record == record)
    return;
  old = priv->record;
  priv->record = tb_record_ref (record);
  g_object_freeze_notify (G_OBJECT (self));
  notify_differences (self, klass->record_type, klass->record_properties, old, record);
  if (klass->record_changed != NULL)
    klass->record_changed (self, old);
  tb_record_unref (old);
  g_object_thaw_notify (G_OBJECT (self));
}

gpointer
tb_object_get_extra (TbObject *self)
{
  TbObjectPrivate *priv = tb_object_get_instance_private (self);

  g_return_val_if_fail (TB_IS_OBJECT (self), NULL);

  return priv->extra;
}

void
tb_object_set_extra (TbObject *self,
                     gpointer  extra)
{
  TbObjectPrivate *priv = tb_object_get_instance_private (self);
  TbObjectClass   *klass;
  gpointer         old;

  g_return_if_fail (TB_IS_OBJECT (self));
  klass = TB_OBJECT_GET_CLASS (self);
  g_return_if_fail (klass->extra_type != NULL);
  g_return_if_fail (extra == NULL || tb_record_get_type (extra) == klass->extra_type);

  if (priv->extra == extra)
    return;
  old = priv->extra;
  priv->extra = extra != NULL ? tb_record_ref (extra) : NULL;
  g_object_freeze_notify (G_OBJECT (self));
  notify_differences (self, klass->extra_type, klass->extra_properties, old, extra);
  tb_record_unref (old);
  g_object_thaw_notify (G_OBJECT (self));
}
