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
} indexes[] = {
  { "INSERT INTO search (rowid, text) VALUES (?, ?)",
    "INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)" },
  { "INSERT INTO search_organisation (rowid, name) VALUES (?, ?)",
    "INSERT INTO search_organisation (search_organisation, rowid, name) VALUES ('delete', ?, ?)" },
};
/* clang-format on */

enum
{
  INDEX_TICKETS,
  INDEX_ORGANISATIONS,
};

/* One document that has changed; a text that is NULL is none. */
typedef struct
{
  guint  index;
  gint64 id;
  char  *before; /* (owned) (nullable) */
  char  *after;  /* (owned) (nullable) */
  guint  order;
} Text;

static void
clear_text (gpointer data)
{
  Text *text = data;

  g_free (text->before);
  g_free (text->after);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  const Text *x = a;
  const Text *y = b;

  if (x->index != y->index)
    return x->index < y->index ? -1 : 1;
  if (x->id != y->id)
    return x->id < y->id ? -1 : 1;
  return (x->order > y->order) - (x->order < y->order);
}

/* The same as the schema's view `search_text`. */
static char *
join_texts (const char *first,
            const char *second)
{
  return g_strconcat (first != NULL ? first : "", "\n", second != NULL ? second : "", NULL);
}

/* The document of a record: its id and its text; %FALSE if it has none. */
static gboolean
get_document (gconstpointer record,
              Text         *text,
              char        **words)
{
  const TbRecordType *type = record != NULL ? tb_record_get_type (record) : NULL;

  if (type == &TB_TICKET)
    {
      const TbTicketRecord *ticket = record;

      text->id = ticket->id << TB_SQLITE_DOCUMENT_BITS;
      *words = join_texts (ticket->title, ticket->description);
    }
  else if (type == &TB_ITEM && !((const TbItemRecord *)record)->is_deleted)
    {
      const TbItemRecord *item = record;

      text->id = item->ticket << TB_SQLITE_DOCUMENT_BITS | item->id;
      *words = join_texts (item->text, item->file_name);
    }
  else if (type == &TB_ORGANISATION)
    {
      text->index = INDEX_ORGANISATIONS;
      text->id = ((const TbOrganisationRecord *)record)->id;
      *words = g_strdup (((const TbOrganisationRecord *)record)->name);
    }
  else
    return FALSE;
  return TRUE;
}

static void
append_text (TbSqlite *self,
             Text      text)
{
  text.order = self->texts->len;
  g_array_append_val (self->texts, text);
}

GArray *
tb_sqlite_texts_new (void)
{
  GArray *texts = g_array_new (FALSE, FALSE, sizeof (Text));

  g_array_set_clear_func (texts, clear_text);
  return texts;
}

void
tb_sqlite_index_note (TbSqlite     *self,
                      gconstpointer old,
                      gconstpointer now)
{
  Text text = { 0 };

  /* An item that moves to another ticket becomes another document: so each its own step. */
  if (get_document (old, &text, &text.before))
    append_text (self, text);
  text = (Text){ 0 };
  if (get_document (now, &text, &text.after))
    append_text (self, text);
}

gboolean
tb_sqlite_index_note_items (TbSqlite *self,
                            gint64    ticket,
                            GError  **error)
{
  g_autoptr (GPtrArray) items = tb_sqlite_select (&self->parent, &TB_ITEM, "WHERE ticket = ?",
                                                  &(TbParam){ 'i', ticket, NULL }, 1, 0, error);
  guint i;

  for (i = 0; items != NULL && i < items->len; i++)
    tb_sqlite_index_note (self, items->pdata[i], NULL);
  return items != NULL;
}

/* What stood in the index before the transaction goes, what stands in the texts now comes. */
static gboolean
write_document (TbSqlite   *self,
                guint       index,
                gint64      id,
                const char *before,
                const char *after,
                GError    **error)
{
  const TbParam out[] = { { 'i', id, NULL }, { 's', 0, before } };
  const TbParam in[] = { { 'i', id, NULL }, { 's', 0, after } };

  if (g_strcmp0 (before, after) == 0)
    return TRUE;
  return (before == NULL || tb_sqlite_exec (&self->parent, indexes[index].remove, out, 2, error)) &&
         (after == NULL || tb_sqlite_exec (&self->parent, indexes[index].insert, in, 2, error));
}

/* FTS5 gathers as long as the ids rise, so they are written in their order, each document once. */
gboolean
tb_sqlite_index_flush (TbSqlite *self,
                       GError  **error)
{
  guint i = 0;

  g_array_sort (self->texts, compare_texts);
  while (i < self->texts->len)
    {
      const Text *first = &g_array_index (self->texts, Text, i);
      const Text *last = first;

      while (++i < self->texts->len && g_array_index (self->texts, Text, i).id == first->id &&
             g_array_index (self->texts, Text, i).index == first->index)
        last = &g_array_index (self->texts, Text, i);
      if (!write_document (self, first->index, first->id, first->before, last->after, error))
        return FALSE;
    }
  g_array_set_size (self->texts, 0);
  return TRUE;
}
