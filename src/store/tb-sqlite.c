/* SPDX-License-Identifier: GPL-3.0-or-later
 * The SQLite back end: opening, closing, transactions, faults. */
#include "config.h"

#include "tb-sqlite-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define DURABLE "PRAGMA synchronous = FULL"
#define VOLATILE "PRAGMA synchronous = OFF"
/* In KiB, for the pages of one connection: usually, and while thousands of rows are written at once. Pages
 * that find no room there are written to the log before the commit, and read from it when they are needed
 * again. */
#define CACHE "16384"
#define LARGE_CACHE "65536"
#define MANY_ROWS 2000
/* While another process opens the same new file, the switch to WAL is refused at once and not waited for. */
#define WAL_RETRY_MICROSECONDS 10000
/* The search index, word by word. */
/* Of SQLite's machine, until it is asked whether somebody still waits: less than a millisecond. */
#define STEPS_BETWEEN_LOOKS 2000
/* In bytes: memory that grows is doubled up to here. A page of the file is larger with its head. */
#define MAX_DOUBLED 4096
/* Of the shared index of the log (SQLite's walformat): each commit writes its head anew. */
#define LOG_INDEX_BLOCK 32768

static const struct
{
  int          sqlite;
  TbStoreError error;
} faults[] = {
  { SQLITE_BUSY, TB_STORE_ERROR_BUSY },
  { SQLITE_LOCKED, TB_STORE_ERROR_BUSY },
  { SQLITE_CONSTRAINT, TB_STORE_ERROR_CONSTRAINT },
  { SQLITE_CORRUPT, TB_STORE_ERROR_DAMAGED },
  { SQLITE_NOTADB, TB_STORE_ERROR_DAMAGED },
  { SQLITE_FULL, TB_STORE_ERROR_FULL },
};

gboolean
tb_sqlite_set_error (sqlite3    *db,
                     const char *what,
                     GError    **error)
{
  int          code = sqlite3_extended_errcode (db);
  TbStoreError result = TB_STORE_ERROR_IO;
  guint        i;

  if (code == SQLITE_INTERRUPT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nobody waits for it any more");
      return FALSE;
    }
  /* SQLite says what it could not do, the system why. */
  if ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN)
    result = tb_store_error_from_errno (sqlite3_system_errno (db));

  for (i = 0; i < G_N_ELEMENTS (faults); i++)
    if (faults[i].sqlite == (code & 0xff))
      result = faults[i].error;
  if (code == SQLITE_CONSTRAINT_TRIGGER)
    result = TB_STORE_ERROR_READ_ONLY;
  g_set_error (error, TB_STORE_ERROR, result, "%s: %s", what, sqlite3_errmsg (db));
  return FALSE;
}

static gboolean
set_errno_error (const char *path,
                 GError    **error)
{
  int code = errno;

  g_set_error (error, TB_STORE_ERROR, tb_store_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

/* SQLite gives its other files the same permissions as the database, so SQLite must not make it. */
static gboolean
make_file (const char *dir,
           const char *path,
           GError    **error)
{
  int fd;

  if (g_mkdir_with_parents (dir, 0700) != 0)
    return set_errno_error (dir, error);
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return set_errno_error (path, error);
  return g_close (fd, error);
}

static gboolean
use_wal (sqlite3 *db,
         GError **error)
{
  int left = TB_SQLITE_BUSY_MILLISECONDS * 1000 / WAL_RETRY_MICROSECONDS;
  int code;

  while ((code = sqlite3_exec (db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL)) == SQLITE_BUSY &&
         left-- > 0)
    g_usleep (WAL_RETRY_MICROSECONDS);
  return code == SQLITE_OK || tb_sqlite_set_error (db, "WAL", error);
}

static const char *
get_synchronous (TbStoreFlags flags)
{
  return (flags & TB_STORE_VOLATILE) != 0 ? VOLATILE : DURABLE;
}

static gboolean
set_up (sqlite3         *db,
        const char      *path,
        TbConnectionKind kind,
        TbStoreFlags     flags,
        gboolean        *is_new,
        GError         **error)
{
  const gboolean is_writer = kind == TB_CONNECTION_WRITER;

  sqlite3_busy_timeout (db, TB_SQLITE_BUSY_MILLISECONDS);
  /* Some of what follows reads the whole schema, which takes a millisecond. */
  if (kind == TB_CONNECTION_WATCHER)
    return TRUE;
  /* A file that is refused is not to be changed, not even by what a crash has left in its log. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, is_writer ? 1 : 0, NULL);
  if (is_writer && (!tb_sqlite_inspect (path, db, error) || !use_wal (db, error)))
    return FALSE;
  if (!tb_sqlite_run (db, get_synchronous (flags), error) ||
      !tb_sqlite_run (db, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                          "PRAGMA cache_size = -" CACHE ";"
                          "PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 4000;"
                          "PRAGMA secure_delete = ON",
                      error))
    return FALSE;
  if (is_writer && !tb_sqlite_migrate (db, is_new, error))
    return FALSE;
  if (!tb_sqlite_run (db, TB_SQLITE_SEARCH_PLACE, error))
    return FALSE;
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return TRUE;
}

static void
tb_sqlite_close (TbConnection *connection)
{
  TbSqlite *self = (TbSqlite *)connection;

  g_clear_pointer (&self->log, tb_sqlite_log_free);
  tb_sqlite_forget_cutter (self);
  g_clear_pointer (&self->inserts, g_hash_table_unref);
  g_clear_pointer (&self->selects, g_hash_table_unref);
  g_clear_pointer (&self->statements, g_hash_table_unref);
  g_clear_pointer (&self->columns, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_array_unref);
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  if (sqlite3_close (self->db) != SQLITE_OK)
    g_warning ("A statement was still in use: %s", sqlite3_errmsg (self->db));
  g_clear_pointer (&self->vocabulary, tb_vocabulary_free);
  g_free (self->scrubbed);
  g_free (self);
}

/* Asked only when something grows. The library gives its blocks a head of eight bytes. */
static int
round_up (int size)
{
  int room;

  for (room = 64; room < size + 8 && room < MAX_DOUBLED; room *= 2)
    ;
  return room >= size + 8 ? room - 8 : (size + 7) & ~7;
}

/* Nobody asks SQLite how much memory it uses, so it need not take a lock to count it. FTS5 lets a list grow
 * by eight places at a time for each page that it reads backwards: with room to grow that costs little. */
void
tb_sqlite_configure (void)
{
  static gsize        is_done = 0;
  sqlite3_mem_methods memory;

  if (!g_once_init_enter (&is_done))
    return;
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  if (sqlite3_config (SQLITE_CONFIG_GETMALLOC, &memory) == SQLITE_OK)
    {
      memory.xRoundup = round_up;
      sqlite3_config (SQLITE_CONFIG_MALLOC, &memory);
    }
  g_once_init_leave (&is_done, 1);
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static int
on_progress_cb (gpointer data)
{
  const TbConnection *connection = data;

  return g_cancellable_is_cancelled (connection->cancellable);
}

static TbConnection *
tb_sqlite_open (const char      *dir,
                TbConnectionKind kind,
                TbStoreFlags     flags,
                gboolean        *is_new,
                GError         **error)
{
  g_autofree char *path = g_build_filename (dir, TB_SQLITE_FILE, NULL);
  sqlite3         *db = NULL;
  g_autoptr (TbVocabulary) vocabulary = NULL;
  TbSqlite *self;

  tb_sqlite_configure ();
  if (kind == TB_CONNECTION_WRITER && !make_file (dir, path, error))
    return NULL;
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
      (kind == TB_CONNECTION_WRITER && (vocabulary = tb_vocabulary_new (db, error)) == NULL) ||
      !set_up (db, path, kind, flags, is_new, error))
    {
      if (error != NULL && *error == NULL)
        tb_sqlite_set_error (db, path, error);
      sqlite3_close (db);
      return NULL;
    }
  self = g_new0 (TbSqlite, 1);
  self->parent.backend = &tb_sqlite_backend;
  self->db = db;
  self->vocabulary = g_steal_pointer (&vocabulary);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);
  self->columns = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->inserts = g_hash_table_new (NULL, NULL);
  self->selects = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
  self->texts = tb_sqlite_texts_new ();
  self->places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->marks = g_array_new (FALSE, FALSE, sizeof (guint));
  if (kind == TB_CONNECTION_READER)
    sqlite3_progress_handler (db, STEPS_BETWEEN_LOOKS, on_progress_cb, self);
  if (kind == TB_CONNECTION_WRITER && (flags & TB_STORE_INLINE) == 0)
    self->log = tb_sqlite_log_new (db, path, get_synchronous (flags));
  return &self->parent;
}

gboolean
tb_sqlite_count_row (TbSqlite *self,
                     GError  **error)
{
  if (++self->n_rows != MANY_ROWS || self->is_large)
    return TRUE;
  self->is_large = tb_sqlite_run (self->db, "PRAGMA cache_size = -" LARGE_CACHE, error);
  return self->is_large;
}

/* Among the parts of an import the memory is kept; the next that is small gives it back. */
static gboolean
give_back (TbSqlite *self,
           GError  **error)
{
  if (!self->is_large || self->n_rows >= MANY_ROWS)
    return TRUE;
  self->is_large = FALSE;
  return tb_sqlite_run (self->db, "PRAGMA cache_size = -" CACHE, error);
}

static gboolean
tb_sqlite_begin (TbConnection *connection,
                 gboolean      is_write,
                 GError      **error)
{
  ((TbSqlite *)connection)->n_rows = 0;
  return tb_sqlite_exec (connection, is_write ? "BEGIN IMMEDIATE" : "BEGIN", NULL, 0, error);
}

static gboolean
tb_sqlite_commit (TbConnection *connection,
                  GError      **error)
{
  TbSqlite *self = (TbSqlite *)connection;

  if (!give_back (self, error) || !tb_sqlite_index_flush (self, error) ||
      !tb_sqlite_exec (connection, "COMMIT", NULL, 0, error))
    return FALSE;
  tb_vocabulary_end (self->vocabulary, TRUE);
  return TRUE;
}

static void
tb_sqlite_rollback (TbConnection *connection)
{
  TbSqlite *self = (TbSqlite *)connection;
  g_autoptr (GError) error = NULL;

  tb_sqlite_index_forget (self, 0);
  tb_vocabulary_end (self->vocabulary, FALSE);
  g_array_set_size (self->marks, 0);
  /* A full disk, for one, has rolled back by itself. */
  if (!sqlite3_get_autocommit (self->db) && !tb_sqlite_run (self->db, "ROLLBACK", &error))
    g_warning ("%s", error->message);
}

static gboolean
run_savepoint (TbConnection *connection,
               const char   *verb,
               guint         depth,
               GError      **error)
{
  g_autofree char *sql = g_strdup_printf ("%s s%u", verb, depth);

  return tb_sqlite_exec (connection, sql, NULL, 0, error);
}

static gboolean
tb_sqlite_savepoint (TbConnection *connection,
                     guint         depth,
                     GError      **error)
{
  TbSqlite *self = (TbSqlite *)connection;

  if (!run_savepoint (connection, "SAVEPOINT", depth, error))
    return FALSE;
  g_array_append_val (self->marks, self->texts->len);
  return TRUE;
}

static gboolean
tb_sqlite_release (TbConnection *connection,
                   guint         depth,
                   GError      **error)
{
  TbSqlite *self = (TbSqlite *)connection;

  if (!run_savepoint (connection, "RELEASE", depth, error))
    return FALSE;
  g_array_set_size (self->marks, depth - 1);
  return TRUE;
}

static gboolean
tb_sqlite_rollback_to (TbConnection *connection,
                       guint         depth,
                       GError      **error)
{
  TbSqlite *self = (TbSqlite *)connection;

  if (!run_savepoint (connection, "ROLLBACK TO", depth, error) ||
      !run_savepoint (connection, "RELEASE", depth, error))
    return FALSE;
  tb_sqlite_index_forget (self, g_array_index (self->marks, guint, depth - 1));
  g_array_set_size (self->marks, depth - 1);
  return TRUE;
}

/* Whether the head of the log's index, in memory that all processes share, is as it was. It is what SQLite
 * compares itself, after it has locked the file. */
static gboolean
is_log_as_before (TbSqlite *self)
{
  sqlite3_file  *file = NULL;
  void volatile *index = NULL;
  gboolean       is_same;

  /* Before the first look SQLite has not opened it. */
  if (!self->has_looked ||
      sqlite3_file_control (self->db, NULL, SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
      file->pMethods->iVersion < 2 ||
      file->pMethods->xShmMap (file, 0, LOG_INDEX_BLOCK, FALSE, &index) != SQLITE_OK || index == NULL)
    return FALSE;
  is_same = memcmp (self->log_head, (const void *)index, TB_SQLITE_LOG_HEAD) == 0;
  memcpy (self->log_head, (const void *)index, TB_SQLITE_LOG_HEAD);
  return is_same;
}

/* Asked several times a second, for as long as the program runs. */
static gboolean
tb_sqlite_data_version (TbConnection *connection,
                        gint64       *version,
                        GError      **error)
{
  TbSqlite *self = (TbSqlite *)connection;

  /* Looked at first: what is committed between the two is then asked about once more. */
  if (!is_log_as_before (self))
    self->has_looked =
      tb_sqlite_number (connection, "PRAGMA data_version", NULL, 0, &self->version, error);
  *version = self->version;
  return self->has_looked;
}

const TbStoreBackend tb_sqlite_backend = {
  .name = "sqlite",
  .open = tb_sqlite_open,
  .close = tb_sqlite_close,
  .begin = tb_sqlite_begin,
  .commit = tb_sqlite_commit,
  .rollback = tb_sqlite_rollback,
  .savepoint = tb_sqlite_savepoint,
  .release = tb_sqlite_release,
  .rollback_to = tb_sqlite_rollback_to,
  .insert = tb_sqlite_insert,
  .update = tb_sqlite_update,
  .remove = tb_sqlite_remove,
  .select = tb_sqlite_select,
  .texts = tb_sqlite_texts,
  .number = tb_sqlite_number,
  .exec = tb_sqlite_exec,
  .list_ids = tb_sqlite_list_ids,
  .list_rows = tb_sqlite_list_rows,
  .export_rows = tb_sqlite_export_rows,
  .organisations_like = tb_sqlite_organisations_like,
  .copy = tb_sqlite_copy,
  .outdated = tb_sqlite_outdated,
  .prepare_restore = tb_sqlite_prepare_restore,
  .restore = tb_sqlite_restore,
  .scrub = tb_sqlite_scrub,
  .tidy = tb_sqlite_tidy,
  .check = tb_sqlite_check,
  .version = tb_sqlite_data_version,
};
