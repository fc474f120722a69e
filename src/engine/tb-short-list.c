/* SPDX-License-Identifier: GPL-3.0-or-later
 * A short list that follows a whole reading of its table and keeps its objects. */
#include "config.h"

#include "tb-short-list-private.h"

/* Returns: (transfer container): the objects of a list by their ids */
static GHashTable *
index_list (GListModel *list)
{
  GHashTable *objects = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  guint       i;

  for (i = 0; i < g_list_model_get_n_items (list); i++)
    {
      TbObject *object = g_list_model_get_item (list, i);
      gint64    id = tb_object_get_id (object);

      g_hash_table_insert (objects, g_memdup2 (&id, sizeof id), object);
    }
  return objects;
}

static gboolean
differs (gconstpointer      a,
         gconstpointer      b,
         const char *const *shown)
{
  const TbRecordType *type;
  guint               i;

  if (a == b)
    return FALSE;
  if (a == NULL || b == NULL)
    return TRUE;
  type = tb_record_get_type (a);
  for (i = 0; i < type->n_fields; i++)
    if ((shown == NULL || g_strv_contains (shown, type->fields[i].name)) && !tb_record_field_equal (a, b, i))
      return TRUE;
  return FALSE;
}

/* Makes the list the given objects with as few single steps as may be: what stays in its order stays. */
static void
arrange (GListStore *list,
         GPtrArray  *objects)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  guint i, at;

  for (i = 0; i < objects->len; i++)
    g_hash_table_add (wanted, objects->pdata[i]);
  for (i = g_list_model_get_n_items (G_LIST_MODEL (list)); i > 0; i--)
    {
      g_autoptr (TbObject) object = g_list_model_get_item (G_LIST_MODEL (list), i - 1);

      if (!g_hash_table_contains (wanted, object))
        g_list_store_remove (list, i - 1);
    }
  for (i = 0; i < objects->len; i++)
    {
      g_autoptr (TbObject) present = g_list_model_get_item (G_LIST_MODEL (list), i);
      TbObject *object = objects->pdata[i];

      if (present == object)
        continue;
      if (!g_list_store_find (list, object, &at))
        {
          g_list_store_insert (list, i, object);
        }
      else if (at == i + 1)
        {
          /* It is the other that moves: its turn comes. */
          g_list_store_remove (list, i);
        }
      else
        {
          g_list_store_remove (list, at);
          g_list_store_insert (list, i, object);
        }
    }
}

static void
announce (GListStore *list,
          GPtrArray  *changed)
{
  guint i, at;

  for (i = 0; i < changed->len; i++)
    if (g_list_store_find (list, changed->pdata[i], &at))
      g_list_store_splice (list, at, 1, &changed->pdata[i], 1);
}

static TbObject *
refresh (GHashTable        *known,
         GType              type,
         gpointer           record,
         gpointer           extra,
         const char *const *shown,
         GPtrArray         *changed)
{
  TbObject *object = g_hash_table_lookup (known, record);
  gboolean  is_changed;

  if (object == NULL)
    {
      object = tb_object_new (type, record);
      is_changed = FALSE;
    }
  else
    {
      g_object_ref (object);
      is_changed = differs (tb_object_get_record (object), record, shown) ||
                   (extra != NULL && differs (tb_object_get_extra (object), extra, NULL));
      tb_object_set_record (object, record);
    }
  if (extra != NULL)
    tb_object_set_extra (object, extra);
  if (is_changed)
    g_ptr_array_add (changed, g_object_ref (object));
  return object;
}

GPtrArray *
tb_short_list_update (GListStore        *list,
                      GType              type,
                      GPtrArray         *records,
                      GPtrArray         *extras,
                      const char *const *shown)
{
  g_autoptr (GHashTable) known = index_list (G_LIST_MODEL (list));
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *changed = g_ptr_array_new_with_free_func (g_object_unref);
  guint      i;

  /* A record begins with its id: it is the key. */
  for (i = 0; i < records->len; i++)
    g_ptr_array_add (objects,
                     refresh (known, type, records->pdata[i], extras != NULL ? extras->pdata[i] : NULL, shown,
                              changed));
  arrange (list, objects);
  announce (list, changed);
  return changed;
}

void
tb_short_list_choose (GListStore *list,
                      GListModel *from,
                      GPtrArray  *records,
                      GPtrArray  *changed)
{
  g_autoptr (GHashTable) known = index_list (from);
  g_autoptr (GPtrArray) objects = g_ptr_array_new ();
  guint i;

  for (i = 0; i < records->len; i++)
    {
      TbObject *object = g_hash_table_lookup (known, records->pdata[i]);

      if (object != NULL)
        g_ptr_array_add (objects, object);
    }
  arrange (list, objects);
  announce (list, changed);
}
