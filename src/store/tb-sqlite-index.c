/* SPDX-License-Identifier: GPL-3.0-or-later
 * The search index: what a transaction changes in texts is gathered and written to it in one go.
 *
 * All texts of a ticket are one document. Once it has grown long, what is added to the ticket makes further
 * documents, so that a note has only a bounded text indexed anew. */
#include "config.h"

#include "tb-sqlite-private.h"

#include <string.h>

/* In bytes: a document of this length is not added to by a later transaction. */
#define LONG_DOCUMENT 2048

/* So many bytes of text make a page of the index. */
#define PAGE_TEXT 12288

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

/* What a record is a part of the document, or documents, of; %FALSE if there is none yet. */
static gboolean
get_owner (gconstpointer record,
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

/* Which of a ticket's documents an item stands in, if it is the last one whose place is asked for. */
static gboolean
find_part (TbSqlite *self,
           gint64    ticket,
           gint64    item,
           gint64   *id,
           GError  **error)
{
  const TbParam params[] = { { 'i', TB_SEARCH_PART (ticket, 0), NULL },
                             { 'i', TB_SEARCH_PART (ticket + 1, 0), NULL },
                             { 'i', item, NULL } };

  if (!tb_sqlite_number (&self->parent,
                         "SELECT id FROM search_part WHERE id >= ? AND id < ? AND first <= ?"
                         " ORDER BY id DESC LIMIT 1",
                         params, 3, id, error))
    return FALSE;
  *id = *id != 0 ? *id : ticket;
  return TRUE;
}

/* The document that a record is a part of; @id: (out): 0: there is none yet */
static gboolean
get_document (TbSqlite     *self,
              gconstpointer record,
              guint        *index,
              gint64       *id,
              GError      **error)
{
  if (!get_owner (record, index, id) || tb_record_get_type (record) != &TB_ITEM)
    return TRUE;
  return find_part (self, *id, *(const gint64 *)record, id, error);
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

  if (old == NULL || now == NULL || !get_owner (old, &index, &old_id) ||
      !get_owner (now, &index, &now_id) || old_id != now_id)
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

/* Remembers what the index has of a document, if it does not yet. */
static gboolean
know_document (TbSqlite *self,
               guint     index,
               gint64    id,
               GError  **error)
{
  Text text = { index, id, NULL, NULL };

  if (find_text (self, index, id) != NULL)
    return TRUE;
  if (!read_document (self, index, id, &text.before, error))
    return FALSE;
  append_text (self, text);
  return TRUE;
}

/* A ticket goes with all its documents. */
static gboolean
know_parts (TbSqlite *self,
            gint64    ticket,
            GError  **error)
{
  gint64 last, id;

  if (!find_part (self, ticket, G_MAXINT64, &last, error))
    return FALSE;
  for (id = TB_SEARCH_PART (ticket, 0); id <= last; id++)
    {
      if (!know_document (self, INDEX_TICKETS, id, error))
        return FALSE;
      must_read (find_text (self, INDEX_TICKETS, id));
    }
  return TRUE;
}

/* Which document a new item will end: the last one of its ticket, or another one behind that. */
static gboolean
prepare_item (TbSqlite *self,
              gint64    ticket,
              GError  **error)
{
  const Text *own = find_text (self, INDEX_TICKETS, ticket);
  Text        text = { INDEX_TICKETS, 0, NULL, NULL };

  self->last = ticket;
  /* Of a new ticket there is nothing yet to be looked for. */
  if (own != NULL && own->before == NULL)
    return TRUE;
  if (!find_part (self, ticket, G_MAXINT64, &self->last, error))
    return FALSE;
  text.id = self->last;
  if (find_text (self, INDEX_TICKETS, text.id) != NULL)
    return TRUE;
  if (!read_document (self, INDEX_TICKETS, text.id, &text.before, error))
    return FALSE;
  if (text.before != NULL && strlen (text.before) >= LONG_DOCUMENT &&
      (text.id == ticket || text.id < TB_SEARCH_PART (ticket, TB_SEARCH_PARTS - 2)))
    {
      self->last = text.id == ticket ? TB_SEARCH_PART (ticket, 0) : text.id + 1;
      g_free (text.before);
      return TRUE;
    }
  text.after = text.before != NULL ? g_string_new (text.before) : NULL;
  append_text (self, text);
  return TRUE;
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
  if (old == NULL && tb_record_get_type (now) == &TB_ITEM)
    return prepare_item (self, ((const TbItemRecord *)now)->ticket, error);
  for (i = 0; i < G_N_ELEMENTS (records); i++)
    {
      guint  index;
      gint64 id;

      if (!get_document (self, records[i], &index, &id, error) ||
          (id != 0 && !know_document (self, index, id, error)))
        return FALSE;
    }
  return now != NULL || tb_record_get_type (old) != &TB_TICKET ||
         know_parts (self, *(const gint64 *)old, error);
}

/* With the item a document begins. */
static gboolean
open_part (TbSqlite *self,
           gint64    item,
           GError  **error)
{
  const TbParam params[] = { { 'i', self->last, NULL }, { 'i', item, NULL } };

  return tb_sqlite_exec (&self->parent, "INSERT INTO search_part (id, first) VALUES (?, ?)", params, 2,
                         error);
}

/* A new record ends its document: ids rise. */
static gboolean
note_new (TbSqlite     *self,
          gconstpointer record,
          GError      **error)
{
  g_autofree char *words = NULL;
  Text            *text;
  guint            index;
  gint64           id;

  if (!get_owner (record, &index, &id))
    return TRUE;
  if (tb_record_get_type (record) == &TB_ITEM)
    id = self->last;
  words = get_words (record);
  text = find_text (self, index, id);
  if (text == NULL && id >= TB_SEARCH_FURTHER && !open_part (self, *(const gint64 *)record, error))
    return FALSE;
  if (text == NULL)
    text = append_text (self, (Text){ index, id, NULL, g_string_new (NULL) });
  if (text->after != NULL && words != NULL)
    g_string_append (text->after, words);
  return TRUE;
}

static gboolean
remove_parts (TbSqlite *self,
              gint64    ticket,
              GError  **error)
{
  const TbParam params[] = { { 'i', TB_SEARCH_PART (ticket, 0), NULL },
                             { 'i', TB_SEARCH_PART (ticket + 1, 0), NULL } };

  return tb_sqlite_exec (&self->parent, "DELETE FROM search_part WHERE id >= ? AND id < ?", params, 2,
                         error);
}

gboolean
tb_sqlite_index_note (TbSqlite     *self,
                      gconstpointer old,
                      gconstpointer now,
                      GError      **error)
{
  gconstpointer records[] = { old, now };
  guint         i;

  if (old == NULL)
    return note_new (self, now, error);
  for (i = 0; i < G_N_ELEMENTS (records); i++)
    {
      guint  index;
      gint64 id;
      Text  *text;

      if (!get_document (self, records[i], &index, &id, error))
        return FALSE;
      text = id != 0 ? find_text (self, index, id) : NULL;
      if (text != NULL)
        must_read (text);
    }
  return now != NULL || tb_record_get_type (old) != &TB_TICKET ||
         remove_parts (self, *(const gint64 *)old, error);
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
                gsize      *n_bytes,
                GError    **error)
{
  const TbParam out[] = { { 'i', text->id, NULL }, { 's', 0, text->before } };
  const TbParam in[] = { { 'i', text->id, NULL }, { 's', 0, after } };
  gboolean      is_done;

  if (g_strcmp0 (text->before, after) == 0)
    return TRUE;
  *n_bytes += (text->before != NULL ? strlen (text->before) : 0) + (after != NULL ? strlen (after) : 0);
  if (text->before != NULL && !tb_sqlite_exec (&self->parent, indexes[text->index].remove, out, 2, error))
    return FALSE;
  if (after == NULL)
    return TRUE;
  tb_vocabulary_learn (self->vocabulary, text->index == INDEX_TICKETS);
  is_done = tb_sqlite_exec (&self->parent, indexes[text->index].insert, in, 2, error);
  tb_vocabulary_learn (self->vocabulary, FALSE);
  return is_done;
}

/* FTS5 gathers as long as the ids rise, so they are written in their order, each document once. */
gboolean
tb_sqlite_index_flush (TbSqlite *self,
                       GError  **error)
{
  gsize n_bytes = 0;
  guint i;

  if (self->texts->len > 0 && !tb_sqlite_vocabulary_begin (self, error))
    return FALSE;
  g_array_sort (self->texts, compare_texts);
  for (i = 0; i < self->texts->len; i++)
    {
      const Text      *text = &g_array_index (self->texts, Text, i);
      g_autofree char *now = NULL;

      if (text->after == NULL && !read_document (self, text->index, text->id, &now, error))
        return FALSE;
      if (!write_document (self, text, text->after != NULL ? text->after->str : now, &n_bytes,
                           error))
        return FALSE;
    }
  if (n_bytes > 0 && (!tb_sqlite_vocabulary_flush (self, error) ||
                      !tb_sqlite_owe_merges (self, 1 + (guint)(n_bytes / PAGE_TEXT), error)))
    return FALSE;
  g_hash_table_remove_all (self->places);
  g_array_set_size (self->texts, 0);
  return TRUE;
}
