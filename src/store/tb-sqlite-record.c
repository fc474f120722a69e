/* SPDX-License-Identifier: GPL-3.0-or-later
 * Records as SQLite rows, by their tables of fields. */
#include "config.h"

#include "tb-sqlite-private.h"

static const char *
get_columns (TbSqlite           *self,
             const TbRecordType *type)
{
  const char *known = g_hash_table_lookup (self->columns, type);
  GString    *text;
  guint       i;

  if (known != NULL)
    return known;
  text = g_string_new ("\"id\"");
  for (i = 0; i < type->n_fields; i++)
    g_string_append_printf (text, ", \"%s\"", type->fields[i].name);
  g_hash_table_insert (self->columns, (gpointer)type, text->str);
  return g_string_free (text, FALSE);
}

static void
bind_field (sqlite3_stmt  *statement,
            int            index,
            gconstpointer  record,
            const TbField *field)
{
  const char *text;
  GBytes     *bytes;

  switch (field->type)
    {
    case TB_FIELD_REF:
      if (tb_record_get_int (record, field) == 0)
        {
          sqlite3_bind_null (statement, index);
          break;
        }
      G_GNUC_FALLTHROUGH;
    case TB_FIELD_INT:
      sqlite3_bind_int64 (statement, index, tb_record_get_int (record, field));
      break;
    case TB_FIELD_TEXT:
      text = tb_record_get_text (record, field);
      sqlite3_bind_text (statement, index, text, -1, SQLITE_STATIC);
      break;
    case TB_FIELD_BYTES:
      bytes = tb_record_get_bytes (record, field);
      if (bytes != NULL && g_bytes_get_size (bytes) == 0)
        sqlite3_bind_zeroblob (statement, index, 0);
      else if (bytes != NULL)
        sqlite3_bind_blob64 (statement, index, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                             SQLITE_STATIC);
      else
        sqlite3_bind_null (statement, index);
      break;
    }
}

static gpointer
read_row (sqlite3_stmt       *statement,
          const TbRecordType *type)
{
  gpointer record = tb_record_new (type);
  guint    i;

  *(gint64 *)record = sqlite3_column_int64 (statement, 0);
  for (i = 0; i < type->n_fields; i++)
    {
      const TbField *field = &type->fields[i];
      int            column = i + 1;

      if (field->type == TB_FIELD_INT || field->type == TB_FIELD_REF)
        tb_record_set_int (record, field, sqlite3_column_int64 (statement, column));
      else if (sqlite3_column_type (statement, column) == SQLITE_NULL)
        continue;
      else if (field->type == TB_FIELD_TEXT)
        tb_record_set_text (record, field, (const char *)sqlite3_column_text (statement, column));
      else
        {
          const void *data = sqlite3_column_blob (statement, column);
          g_autoptr (GBytes) bytes = g_bytes_new (data, sqlite3_column_bytes (statement, column));

          tb_record_set_bytes (record, field, bytes);
        }
    }
  return record;
}

/* The one statement that is run so often that even looking it up by its text would be felt. */
static sqlite3_stmt *
prepare_insert (TbSqlite           *self,
                const TbRecordType *type,
                GError            **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->inserts, type);
  g_autoptr (GString) sql = NULL;
  guint i;

  if (statement != NULL)
    return statement;
  sql = g_string_new (NULL);
  g_string_append_printf (sql, "INSERT INTO \"%s\" (%s) VALUES (NULL", type->table, get_columns (self, type));
  for (i = 0; i < type->n_fields; i++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');
  statement = tb_sqlite_prepare (self, sql->str, error);
  if (statement != NULL)
    g_hash_table_insert (self->inserts, (gpointer)type, statement);
  return statement;
}

gboolean
tb_sqlite_insert (TbConnection *connection,
                  gpointer      record,
                  GError      **error)
{
  TbSqlite           *self = (TbSqlite *)connection;
  const TbRecordType *type = tb_record_get_type (record);
  g_auto (TbSqliteCursor) cursor = prepare_insert (self, type, error);
  guint i;

  if (cursor == NULL || !tb_sqlite_count_row (self, error) ||
      !tb_sqlite_index_prepare (self, NULL, record, error))
    return FALSE;
  for (i = 0; i < type->n_fields; i++)
    bind_field (cursor, i + 1, record, &type->fields[i]);
  if (!tb_sqlite_step (self, cursor, NULL, error))
    return FALSE;
  *(gint64 *)record = sqlite3_last_insert_rowid (self->db);
  return tb_sqlite_index_note (self, NULL, record, error);
}

/* Only what differs is written: an index or a trigger that does not concern it costs nothing. */
gboolean
tb_sqlite_update (TbConnection *connection,
                  gconstpointer old,
                  gconstpointer record,
                  GError      **error)
{
  TbSqlite           *self = (TbSqlite *)connection;
  const TbRecordType *type = tb_record_get_type (record);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_auto (TbSqliteCursor) cursor = NULL;
  int   n = 0;
  guint i;

  g_string_append_printf (sql, "UPDATE \"%s\" SET ", type->table);
  for (i = 0; i < type->n_fields; i++)
    if (!tb_record_field_equal (old, record, i))
      g_string_append_printf (sql, "%s\"%s\" = ?", n++ > 0 ? ", " : "", type->fields[i].name);
  if (n == 0)
    return TRUE;
  if (!tb_sqlite_index_prepare (self, old, record, error))
    return FALSE;
  g_string_append (sql, " WHERE id = ?");
  cursor = tb_sqlite_prepare (self, sql->str, error);
  if (cursor == NULL)
    return FALSE;
  for (i = 0, n = 0; i < type->n_fields; i++)
    if (!tb_record_field_equal (old, record, i))
      bind_field (cursor, ++n, record, &type->fields[i]);
  sqlite3_bind_int64 (cursor, n + 1, *(const gint64 *)record);
  if (!tb_sqlite_step (self, cursor, NULL, error))
    return FALSE;
  return tb_sqlite_index_note (self, old, record, error);
}

gboolean
tb_sqlite_remove (TbConnection *connection,
                  gconstpointer old,
                  GError      **error)
{
  TbSqlite           *self = (TbSqlite *)connection;
  const TbRecordType *type = tb_record_get_type (old);
  const TbParam       id = { 'i', *(const gint64 *)old, NULL };
  g_autofree char    *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE id = ?", type->table);

  return tb_sqlite_index_prepare (self, old, NULL, error) &&
         tb_sqlite_exec (connection, sql, &id, 1, error) &&
         tb_sqlite_index_note (self, old, NULL, error);
}

/* Known by what follows the table's name: to write and hash the names of all columns each time costs more
 * than to find a row. */
static sqlite3_stmt *
prepare_select (TbSqlite           *self,
                const TbRecordType *type,
                const char         *tail,
                GError            **error)
{
  GHashTable      *of_type = g_hash_table_lookup (self->selects, type);
  sqlite3_stmt    *statement = of_type != NULL ? g_hash_table_lookup (of_type, tail) : NULL;
  g_autofree char *sql = NULL;

  if (statement != NULL)
    {
      g_assert (!sqlite3_stmt_busy (statement));
      return statement;
    }
  sql = g_strdup_printf ("SELECT %s FROM \"%s\" %s", get_columns (self, type), type->table, tail);
  statement = tb_sqlite_prepare (self, sql, error);
  if (statement == NULL)
    return NULL;
  if (of_type == NULL)
    {
      of_type = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (self->selects, (gpointer)type, of_type);
    }
  g_hash_table_insert (of_type, g_strdup (tail), statement);
  return statement;
}

GPtrArray *
tb_sqlite_select (TbConnection       *connection,
                  const TbRecordType *type,
                  const char         *tail,
                  const TbParam      *params,
                  guint               n_params,
                  guint               max,
                  GError            **error)
{
  TbSqlite *self = (TbSqlite *)connection;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (tb_record_unref);
  g_auto (TbSqliteCursor) cursor = prepare_select (self, type, tail, error);
  gboolean has_row = TRUE;

  if (cursor == NULL)
    return NULL;
  tb_sqlite_bind (cursor, params, n_params);
  while (has_row && (max == 0 || rows->len < max))
    {
      if (!tb_sqlite_step (self, cursor, &has_row, error))
        return NULL;
      if (has_row)
        g_ptr_array_add (rows, read_row (cursor, type));
    }
  return g_steal_pointer (&rows);
}

GPtrArray *
tb_sqlite_list_rows (TbConnection *connection,
                     const gint64 *ids,
                     guint         n,
                     GError      **error)
{
  TbSqlite        *self = (TbSqlite *)connection;
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\" WHERE id = ?",
                                          get_columns (self, &TB_LIST_ROW), TB_LIST_ROW.table);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_full (n, tb_record_unref);
  guint i;

  for (i = 0; i < n; i++)
    {
      g_auto (TbSqliteCursor) cursor = tb_sqlite_prepare (self, sql, error);
      gboolean has_row;

      if (cursor == NULL)
        return NULL;
      sqlite3_bind_int64 (cursor, 1, ids[i]);
      if (!tb_sqlite_step (self, cursor, &has_row, error))
        return NULL;
      g_ptr_array_add (rows, has_row ? read_row (cursor, &TB_LIST_ROW) : NULL);
    }
  return g_steal_pointer (&rows);
}
