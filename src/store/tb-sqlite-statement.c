/* SPDX-License-Identifier: GPL-3.0-or-later
 * SQLite statements: prepared once per connection, bound, stepped. */
#include "config.h"

#include "tb-sqlite-private.h"

sqlite3_stmt *
tb_sqlite_prepare (TbSqlite   *self,
                   const char *sql,
                   GError    **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement != NULL)
    {
      g_assert (!sqlite3_stmt_busy (statement));
      return statement;
    }
  if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    {
      tb_sqlite_set_error (self->db, sql, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, g_strdup (sql), statement);
  return statement;
}

void
tb_sqlite_bind (sqlite3_stmt  *statement,
                const TbParam *params,
                guint          n_params)
{
  guint i;

  g_assert ((int)n_params == sqlite3_bind_parameter_count (statement));
  for (i = 0; i < n_params; i++)
    if (params[i].type == 'i')
      sqlite3_bind_int64 (statement, i + 1, params[i].number);
    else
      sqlite3_bind_text (statement, i + 1, params[i].text, -1, SQLITE_STATIC);
}

gboolean
tb_sqlite_step (TbSqlite     *self,
                sqlite3_stmt *statement,
                gboolean     *has_row,
                GError      **error)
{
  int code = sqlite3_step (statement);

  if (has_row != NULL)
    *has_row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;
  return tb_sqlite_set_error (self->db, sqlite3_sql (statement), error);
}

void
tb_sqlite_done (sqlite3_stmt *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

gboolean
tb_sqlite_run (sqlite3    *db,
               const char *sql,
               GError    **error)
{
  return sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK || tb_sqlite_set_error (db, "SQL", error);
}

gboolean
tb_sqlite_pragma (sqlite3    *db,
                  const char *sql,
                  gint64     *value,
                  GError    **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean      is_ok = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK &&
                   sqlite3_step (statement) == SQLITE_ROW;

  if (is_ok)
    *value = sqlite3_column_int64 (statement, 0);
  else
    tb_sqlite_set_error (db, sql, error);
  sqlite3_finalize (statement);
  return is_ok;
}

GPtrArray *
tb_sqlite_texts (TbConnection  *connection,
                 const char    *sql,
                 const TbParam *params,
                 guint          n_params,
                 GError       **error)
{
  TbSqlite *self = (TbSqlite *)connection;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_auto (TbSqliteCursor) cursor = tb_sqlite_prepare (self, sql, error);
  gboolean has_row;

  if (cursor == NULL)
    return NULL;
  tb_sqlite_bind (cursor, params, n_params);
  while (tb_sqlite_step (self, cursor, &has_row, error))
    {
      if (!has_row)
        return g_steal_pointer (&texts);
      g_ptr_array_add (texts, g_strdup ((const char *)sqlite3_column_text (cursor, 0)));
    }
  return NULL;
}

gboolean
tb_sqlite_number (TbConnection  *connection,
                  const char    *sql,
                  const TbParam *params,
                  guint          n_params,
                  gint64        *value,
                  GError       **error)
{
  TbSqlite *self = (TbSqlite *)connection;
  g_auto (TbSqliteCursor) cursor = tb_sqlite_prepare (self, sql, error);
  gboolean has_row;

  if (cursor == NULL)
    return FALSE;
  tb_sqlite_bind (cursor, params, n_params);
  if (!tb_sqlite_step (self, cursor, &has_row, error))
    return FALSE;
  *value = has_row ? sqlite3_column_int64 (cursor, 0) : 0;
  return TRUE;
}

gboolean
tb_sqlite_exec (TbConnection  *connection,
                const char    *sql,
                const TbParam *params,
                guint          n_params,
                GError       **error)
{
  TbSqlite *self = (TbSqlite *)connection;
  g_auto (TbSqliteCursor) cursor = tb_sqlite_prepare (self, sql, error);

  if (cursor == NULL)
    return FALSE;
  tb_sqlite_bind (cursor, params, n_params);
  return tb_sqlite_step (self, cursor, NULL, error);
}
