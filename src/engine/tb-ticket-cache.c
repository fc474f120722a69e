/* SPDX-License-Identifier: GPL-3.0-or-later
 * The objects that a list has handed out or has read lately: one object for each row, by id. */
#include "config.h"

#include "tb-ticket-cache-private.h"

struct _TbTicketCache
{
  GHashTable *entries; /* (owned) (element-type gint64 Entry): as long as their objects live */
  GQueue      recent;  /* (element-type Entry): whose objects we hold, the latest last */
  GQueue      missing; /* (element-type Entry): the latest first */
  guint       limit;
  GType       type;
};

typedef struct
{
  gint64         id;
  guint          hint;
  TbTicketCache *cache;   /* (borrowed): lives longer, see tb_ticket_cache_free() */
  TbObject      *object;  /* (borrowed): until it tells that it goes; one reference more while in recent */
  GList          recent;  /* link in cache->recent; data is NULL while it is not there */
  GList          missing; /* link in cache->missing, likewise */
} Entry;

static void
remove_missing (Entry *entry)
{
  if (entry->missing.data == NULL)
    return;
  g_queue_unlink (&entry->cache->missing, &entry->missing);
  entry->missing.data = NULL;
}

/* Its object may go with the reference, and the entry with it. */
static void
remove_recent (Entry *entry)
{
  g_queue_unlink (&entry->cache->recent, &entry->recent);
  entry->recent.data = NULL;
  g_object_unref (entry->object);
}

static void
on_object_gone_cb (gpointer data,
                   GObject *where_it_was)
{
  Entry *entry = data;

  g_assert (entry->recent.data == NULL);

  remove_missing (entry);
  g_hash_table_remove (entry->cache->entries, &entry->id);
}

/* Holds it as the latest, and lets go of the oldest. */
static void
touch (Entry *entry)
{
  TbTicketCache *self = entry->cache;

  if (entry->recent.data != NULL)
    {
      g_queue_unlink (&self->recent, &entry->recent);
    }
  else
    {
      entry->recent.data = entry;
      g_object_ref (entry->object);
    }
  g_queue_push_tail_link (&self->recent, &entry->recent);
  while (self->recent.length > self->limit)
    remove_recent (g_queue_peek_head (&self->recent));
}

static Entry *
find_or_create (TbTicketCache *self,
                gint64         id)
{
  g_autoptr (TbObject) object = NULL;
  Entry *entry = g_hash_table_lookup (self->entries, &id);

  if (entry == NULL)
    {
      object = g_object_new (self->type, "id", id, NULL);
      entry = g_new0 (Entry, 1);
      entry->id = id;
      entry->hint = TB_TICKET_NO_HINT;
      entry->cache = self;
      entry->object = object;
      g_object_weak_ref (G_OBJECT (object), on_object_gone_cb, entry);
      g_hash_table_insert (self->entries, &entry->id, entry);
    }
  touch (entry);
  return entry;
}

TbTicketCache *
tb_ticket_cache_new (GType type,
                     guint limit)
{
  TbTicketCache *self = g_new0 (TbTicketCache, 1);

  g_return_val_if_fail (limit > 0, NULL);

  self->limit = limit;
  self->type = type;
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_queue_init (&self->recent);
  g_queue_init (&self->missing);
  return self;
}

void
tb_ticket_cache_free (TbTicketCache *self)
{
  GHashTableIter iter;
  gpointer       entry;

  if (self == NULL)
    return;
  while (self->recent.length > 0)
    remove_recent (g_queue_peek_head (&self->recent));
  /* What others still hold lives on without us. */
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    g_object_weak_unref (G_OBJECT (((Entry *)entry)->object), on_object_gone_cb, entry);
  g_hash_table_unref (self->entries);
  g_free (self);
}

gpointer
tb_ticket_cache_get (TbTicketCache *self,
                     gint64         id,
                     guint          hint)
{
  Entry *entry;

  g_return_val_if_fail (self != NULL, NULL);

  entry = find_or_create (self, id);
  entry->hint = hint;
  if (tb_object_get_record (entry->object) == NULL)
    {
      remove_missing (entry);
      entry->missing.data = entry;
      g_queue_push_head_link (&self->missing, &entry->missing);
    }
  return g_object_ref (entry->object);
}

gboolean
tb_ticket_cache_is_loaded (TbTicketCache *self,
                           gint64         id)
{
  Entry *entry;

  g_return_val_if_fail (self != NULL, FALSE);

  entry = g_hash_table_lookup (self->entries, &id);
  return entry != NULL && tb_object_get_record (entry->object) != NULL;
}

static gboolean
rows_differ (gpointer a,
             gpointer b)
{
  guint i;

  for (i = 0; i < tb_record_get_type (a)->n_fields; i++)
    if (!tb_record_field_equal (a, b, i))
      return TRUE;
  return FALSE;
}

gboolean
tb_ticket_cache_take (TbTicketCache *self,
                      gpointer       row)
{
  g_autoptr (TbObject) object = NULL;
  Entry   *entry;
  gpointer old;
  gboolean is_changed;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  entry = find_or_create (self, *(gint64 *)row);
  remove_missing (entry);
  /* Who is told of the change may make us let go of it. */
  object = g_object_ref (entry->object);
  old = tb_object_get_record (object);
  is_changed = old != NULL && rows_differ (old, row);
  if (old == NULL || is_changed)
    tb_object_set_record (object, row);
  return is_changed;
}

gboolean
tb_ticket_cache_next (TbTicketCache *self,
                      gint64        *id,
                      guint         *hint)
{
  Entry *entry;

  g_return_val_if_fail (self != NULL, FALSE);

  entry = g_queue_peek_head (&self->missing);
  if (entry == NULL)
    return FALSE;
  *id = entry->id;
  *hint = entry->hint;
  return TRUE;
}

void
tb_ticket_cache_give_up (TbTicketCache *self,
                         gint64         id)
{
  Entry *entry;

  g_return_if_fail (self != NULL);

  entry = g_hash_table_lookup (self->entries, &id);
  if (entry != NULL)
    remove_missing (entry);
}

void
tb_ticket_cache_forget_hints (TbTicketCache *self)
{
  GList *l;

  g_return_if_fail (self != NULL);

  for (l = self->missing.head; l != NULL; l = l->next)
    ((Entry *)l->data)->hint = TB_TICKET_NO_HINT;
}

GArray *
tb_ticket_cache_loaded (TbTicketCache *self,
                        GHashTable    *among)
{
  GArray        *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer       value;

  g_return_val_if_fail (self != NULL, ids);

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      if (tb_object_get_record (entry->object) != NULL &&
          (among == NULL || g_hash_table_contains (among, &entry->id)))
        g_array_append_val (ids, entry->id);
    }
  return ids;
}
