/* SPDX-License-Identifier: GPL-3.0-or-later
 * The search index: what a transaction changes in texts is gathered and written to it in one go. */
#include "config.h"

#include "tb-sqlite-private.h"

/* The indexes of the schema. `delete` needs the very text that was put in. */
/* clang-format off */
static const struct
{
  const char *insert;
  const char *remove;
  const char *read;
} indexes[] = {
  { "INSERT INTO search (rowid, text) VALUES (?, ?)",
    "INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)",
    "SELECT text FROM search_text WHERE docid = ?" },
  { "INSERT INTO search_organisation (rowid, name) VALUES (?, ?)",
    "INSERT INTO search_organisation (search_organisation, rowid, name) VALUES ('delete', ?, ?)",
    "SELECT name FROM organisation WHERE id = ?" },
};
/* clang-format on */

enum
{
  INDEX_TICKETS,
  INDEX_ORGANISATIONS,
  N_INDEXES,
};

/* One document that has changed. What it has become is read when it is written, unless it is new: then it is
 * put together as its parts come, which spares an import reading all that it has just written. */
typedef struct
{
  guint    index;
  gint64   id;
  char    *before; /* (owned) (nullable): what the index has of it; %NULL: nothing */
  GString *after;  /* (owned) (nullable): what it is by now; %NULL: to be read */
} Text;

static void
clear_text (gpointer data)
{
  Text *text = data;

  g_free (text->before);
  if (text->after != NULL)
    g_string_free (text->after, TRUE);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  const Text *x = a;
  const Text *y = b;

  if (x->index != y->index)
    return x->index < y->index ? -1 : 1;
  return (x->id > y->id) - (x->id < y->id);
}

/* The document that a record is a part of; %FALSE if there is none yet. */
static gboolean
get_document (gconstpointer record,
              guint        *index,
              gint64       *id)
{
  const TbRecordType *type = record != NULL ? tb_record_get_type (record) : NULL;

  *index = type == &TB_ORGANISATION ? INDEX_ORGANISATIONS : INDEX_TICKETS;
  *id = 0;
  if (type == &TB_TICKET || type == &TB_ORGANISATION)
    *id = *(const gint64 *)record;
  else if (type == &TB_ITEM)
    *id = ((const TbItemRecord *)record)->ticket;
  return *id != 0;
}

/* What a record has to say in its document, in the words of the schema's view `search_text`. */
static char *
get_words (gconstpointer record)
{
  const TbRecordType   *type = tb_record_get_type (record);
  const TbTicketRecord *ticket = record;
  const TbItemRecord   *item = record;

  if (type == &TB_TICKET)
    return g_strconcat (ticket->title != NULL ? ticket->title : "", "\n",
                        ticket->description != NULL ? ticket->description : "", NULL);
  if (type == &TB_ORGANISATION)
    return g_strdup (((const TbOrganisationRecord *)record)->name);
  if (type != &TB_ITEM || item->is_deleted)
    return NULL;
  return g_strconcat ("\n", item->text != NULL ? item->text : "", "\n",
                      item->file_name != NULL ? item->file_name : "", NULL);
}

static gboolean
is_same (gconstpointer old,
         gconstpointer now)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  guint            index;
  gint64           old_id, now_id;

  if (old == NULL || now == NULL || !get_document (old, &index, &old_id) ||
      !get_document (now, &index, &now_id) || old_id != now_id)
    return FALSE;
  before = get_words (old);
  after = get_words (now);
  return g_strcmp0 (before, after) == 0;
}

static gint64 *
new_key (guint  index,
         gint64 id)
{
  const gint64 key = id * N_INDEXES + index;

  return g_memdup2 (&key, sizeof key);
}

static Text *
find_text (TbSqlite *self,
           guint     index,
           gint64    id)
{
  const gint64 key = id * N_INDEXES + index;
  const guint  place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, &key));

  return place > 0 ? &g_array_index (self->texts, Text, place - 1) : NULL;
}

static Text *
append_text (TbSqlite *self,
             Text      text)
{
  g_array_append_val (self->texts, text);
  g_hash_table_insert (self->places, new_key (text.index, text.id), GUINT_TO_POINTER (self->texts->len));
  return &g_array_index (self->texts, Text, self->texts->len - 1);
}

static gboolean
read_document (TbSqlite *self,
               guint     index,
               gint64    id,
               char    **words,
               GError  **error)
{
  const TbParam param = { 'i', id, NULL };
  g_autoptr (GPtrArray) texts = tb_sqlite_texts (&self->parent, indexes[index].read, &param, 1, error);

  if (texts == NULL)
    return FALSE;
  *words = texts->len > 0 ? g_ptr_array_steal_index (texts, 0) : NULL;
  return TRUE;
}

static void
must_read (Text *text)
{
  if (text->after != NULL)
    g_string_free (g_steal_pointer (&text->after), TRUE);
}

GArray *
tb_sqlite_texts_new (void)
{
  GArray *texts = g_array_new (FALSE, FALSE, sizeof (Text));

  g_array_set_clear_func (texts, clear_text);
  return texts;
}

gboolean
tb_sqlite_index_prepare (TbSqlite     *self,
                         gconstpointer old,
                         gconstpointer now,
                         GError      **error)
{
  gconstpointer records[] = { old, now };
  guint         i;

  if (is_same (old, now))
    return TRUE;
  for (i = 0; i < G_N_ELEMENTS (records); i++)
    {
      Text text = { 0 };

      if (!get_document (records[i], &text.index, &text.id) ||
          find_text (self, text.index, text.id) != NULL)
        continue;
      if (!read_document (self, text.index, text.id, &text.before, error))
        return FALSE;
      append_text (self, text);
    }
  return TRUE;
}

/* A new record ends its document: ids rise. */
static void
note_new (TbSqlite     *self,
          gconstpointer record)
{
  g_autofree char *words = NULL;
  Text            *text;
  guint            index;
  gint64           id;

  if (!get_document (record, &index, &id))
    return;
  words = get_words (record);
  text = find_text (self, index, id);
  if (text == NULL)
    text = append_text (self, (Text){ index, id, NULL, g_string_new (NULL) });
  if (text->after != NULL && words != NULL)
    g_string_append (text->after, words);
}

void
tb_sqlite_index_note (TbSqlite     *self,
                      gconstpointer old,
                      gconstpointer now)
{
  gconstpointer records[] = { old, now };
  guint         i;

  if (old == NULL)
    {
      note_new (self, now);
      return;
    }
  for (i = 0; i < G_N_ELEMENTS (records); i++)
    {
      guint  index;
      gint64 id;
      Text  *text = get_document (records[i], &index, &id) ? find_text (self, index, id) : NULL;

      if (text != NULL)
        must_read (text);
    }
}

void
tb_sqlite_index_forget (TbSqlite *self,
                        guint     n_kept)
{
  guint i;

  for (i = n_kept; i < self->texts->len; i++)
    {
      const Text        *text = &g_array_index (self->texts, Text, i);
      g_autofree gint64 *key = new_key (text->index, text->id);

      g_hash_table_remove (self->places, key);
    }
  g_array_set_size (self->texts, n_kept);
  for (i = 0; i < n_kept; i++)
    must_read (&g_array_index (self->texts, Text, i));
}

/* What stood in the index before the transaction goes, what stands in the texts now comes. */
static gboolean
write_document (TbSqlite   *self,
                const Text *text,
                const char *after,
                GError    **error)
{
  const TbParam out[] = { { 'i', text->id, NULL }, { 's', 0, text->before } };
  const TbParam in[] = { { 'i', text->id, NULL }, { 's', 0, after } };

  if (g_strcmp0 (text->before, after) == 0)
    return TRUE;
  return (text->before == NULL ||
          tb_sqlite_exec (&self->parent, indexes[text->index].remove, out, 2, error)) &&
         (after == NULL || tb_sqlite_exec (&self->parent, indexes[text->index].insert, in, 2, error));
}

/* FTS5 gathers as long as the ids rise, so they are written in their order, each document once. */
gboolean
tb_sqlite_index_flush (TbSqlite *self,
                       GError  **error)
{
  guint i;

  g_array_sort (self->texts, compare_texts);
  for (i = 0; i < self->texts->len; i++)
    {
      const Text      *text = &g_array_index (self->texts, Text, i);
      g_autofree char *now = NULL;

      if (text->after == NULL && !read_document (self, text->index, text->id, &now, error))
        return FALSE;
      if (!write_document (self, text, text->after != NULL ? text->after->str : now, error))
        return FALSE;
    }
  g_hash_table_remove_all (self->places);
  g_array_set_size (self->texts, 0);
  return TRUE;
}
