/* SPDX-License-Identifier: GPL-3.0-or-later
 * The file's version: what is opened at all, and the numbered scripts that bring an older one up. */
#include "config.h"

#include "tb-sqlite-private.h"

#include "tb-store-resources.h"

#define RESOURCES "/io/github/ticketbruecke/Ticketbruecke/store/"
#define MAGIC "SQLite format 3"
/* Above this a check of the whole file would hold up the start; then only the tables are checked on which all
 * others rest. tb_tx_check() reads everything. */
#define SMALL_FILE (16 * 1024 * 1024)

/* The index is the version that a script starts from. */
static const char *const migrations[] = {
  RESOURCES "migration-001.sql",
  RESOURCES "migration-002.sql",
  RESOURCES "migration-003.sql",
  RESOURCES "migration-004.sql",
  RESOURCES "migration-005.sql",
  RESOURCES "migration-006.sql",
  RESOURCES "migration-007.sql",
  RESOURCES "migration-008.sql",
  RESOURCES "migration-009.sql",
  RESOURCES "migration-010.sql",
  RESOURCES "migration-011.sql",
  RESOURCES "migration-012.sql",
  RESOURCES "migration-013.sql",
  RESOURCES "migration-014.sql",
  RESOURCES "migration-015.sql",
  RESOURCES "migration-016.sql",
};

static const char *const core_tables[] = {
  "setting",
  "counter",
  "user",
  "ticket_status",
  "partner",
  "agreement",
};

int
tb_sqlite_version (void)
{
  return G_N_ELEMENTS (migrations);
}

const char *
tb_sqlite_migration (int version)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (version >= 1 && version <= tb_sqlite_version (), NULL);

  /* Uncompressed resources stay where they are in the program and end with a zero. */
  bytes = g_resource_lookup_data (tb_store_get_resource (), migrations[version - 1], 0, NULL);
  return g_bytes_get_data (bytes, NULL);
}

static gboolean
refuse (TbStoreError code,
        const char  *path,
        const char  *why,
        GError     **error)
{
  g_set_error (error, TB_STORE_ERROR, code, "%s: %s", path, why);
  return FALSE;
}

/* Looked at before SQLite, which would take an alien file's bytes for a key or a page size. */
static gboolean
check_magic (const char *path,
             gsize      *size,
             GError    **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &local);

  if (file == NULL)
    return refuse (TB_STORE_ERROR_IO, path, local->message, error);
  *size = g_mapped_file_get_length (file);
  if (*size != 0 &&
      (*size < sizeof MAGIC || memcmp (g_mapped_file_get_contents (file), MAGIC, sizeof MAGIC) != 0))
    return refuse (TB_STORE_ERROR_DAMAGED, path, "not a database", error);
  return TRUE;
}

static gboolean
quick_check (sqlite3    *db,
             const char *path,
             const char *table,
             GError    **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA quick_check(%s)", table);
  g_autofree char *finding = NULL;
  sqlite3_stmt    *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    finding = g_strdup ((const char *)sqlite3_column_text (statement, 0));
  else
    finding = g_strdup (sqlite3_errmsg (db));
  if (sqlite3_errcode (db) == SQLITE_BUSY)
    {
      tb_sqlite_set_error (db, path, error);
      sqlite3_finalize (statement);
      return FALSE;
    }
  sqlite3_finalize (statement);
  return g_strcmp0 (finding, "ok") == 0 || refuse (TB_STORE_ERROR_DAMAGED, path, finding, error);
}

static gboolean
check_pages (sqlite3    *db,
             const char *path,
             gsize       size,
             GError    **error)
{
  guint i;

  if (size <= SMALL_FILE)
    return quick_check (db, path, "1", error);
  for (i = 0; i < G_N_ELEMENTS (core_tables); i++)
    if (!quick_check (db, path, core_tables[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
inspect_snapshot (sqlite3    *db,
                  const char *path,
                  gsize       size,
                  GError    **error)
{
  gint64 application, version, n_tables;

  if (!tb_sqlite_pragma (db, "PRAGMA application_id", &application, error) ||
      !tb_sqlite_pragma (db, "PRAGMA user_version", &version, error) ||
      !tb_sqlite_pragma (db, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;
  /* A file without anything is new, or another process is just making it. */
  if (application == 0 && version == 0 && n_tables == 0)
    return TRUE;
  if (application != TB_SQLITE_APPLICATION_ID || version < 1)
    return refuse (TB_STORE_ERROR_DAMAGED, path, "the database of another program", error);
  if (version > tb_sqlite_version ())
    return refuse (TB_STORE_ERROR_NEWER, path, "written by a newer version", error);
  return check_pages (db, path, size, error);
}

gboolean
tb_sqlite_inspect (const char *path,
                   sqlite3    *db,
                   GError    **error)
{
  gsize    size;
  gboolean is_ok;

  if (!check_magic (path, &size, error) || !tb_sqlite_run (db, "BEGIN", error))
    return FALSE;
  is_ok = inspect_snapshot (db, path, size, error);
  return tb_sqlite_run (db, "ROLLBACK", is_ok ? error : NULL) && is_ok;
}

static gboolean
run_missing (sqlite3  *db,
             gboolean *is_new,
             GError  **error)
{
  g_autofree char *marks = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                            TB_SQLITE_APPLICATION_ID, tb_sqlite_version ());
  gint64           version;

  /* Another process may have been faster. */
  if (!tb_sqlite_pragma (db, "PRAGMA user_version", &version, error))
    return FALSE;
  *is_new = version == 0;
  if (version >= tb_sqlite_version ())
    return TRUE;
  for (; version < tb_sqlite_version (); version++)
    if (!tb_sqlite_run (db, tb_sqlite_migration (version + 1), error))
      return FALSE;
  return tb_sqlite_run (db, marks, error);
}

gboolean
tb_sqlite_migrate (sqlite3  *db,
                   gboolean *is_new,
                   GError  **error)
{
  gint64 version;

  *is_new = FALSE;
  if (!tb_sqlite_pragma (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version == tb_sqlite_version ())
    return TRUE;
  if (!tb_sqlite_run (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (run_missing (db, is_new, error) && tb_sqlite_run (db, "COMMIT", error))
    return TRUE;
  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}
