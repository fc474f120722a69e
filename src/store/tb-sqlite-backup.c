/* SPDX-License-Identifier: GPL-3.0-or-later
 * The database into a file of its own, and out of it again, page by page (SQLite's backup API). */
#include "config.h"

#include "tb-sqlite-private.h"
#include "tb-store-backup-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* So many pages between two looks at whether somebody wants us to stop. */
#define PAGES 128
/* As long as others write, what is copied beside them leaves them the disk for the greater part of the
 * time: a commit waits for all that is on its way to it. Until it is done the log cannot begin anew, so it
 * must not take long where much is written. */
#define WAY_MICROSECONDS 25000
#define CALM_SECONDS 1
#define LONG_LOG_BYTES (128 * 1024 * 1024)
#define PAUSE_MICROSECONDS 10000
#define MAX_PAUSES 1000

/* What is kept from the present state when a profile goes back: ids and numbers are never given twice, with
 * whom it is linked has not changed, and where it lives neither. The log of changes leaves a gap, by which
 * others learn that they have to read everything anew. */
#define CARRY_OVER                                                                                           \
  "UPDATE counter SET value = max(value, coalesce((SELECT n.value FROM now.counter n"                        \
  " WHERE n.name = counter.name), 0));"                                                                      \
  "INSERT OR IGNORE INTO counter SELECT * FROM now.counter;"                                                 \
  "UPDATE sqlite_sequence SET seq = max(seq, coalesce((SELECT n.seq FROM now.sqlite_sequence n"              \
  " WHERE n.name = sqlite_sequence.name), 0));"                                                              \
  "INSERT INTO sqlite_sequence SELECT n.name, n.seq FROM now.sqlite_sequence n"                              \
  " WHERE n.name NOT IN (SELECT s.name FROM sqlite_sequence s);"                                             \
  "UPDATE sqlite_sequence SET seq = seq + 100000 WHERE name = 'change';"                                     \
  "INSERT INTO change (kind, row) VALUES ('restored', 0);"                                                   \
  "UPDATE partner SET \"key\" = n.\"key\", link = n.link, link_state = n.link_state, url = n.url,"           \
  " fingerprint = n.fingerprint, is_inviter = n.is_inviter, own_epoch = max(partner.own_epoch, n.own_epoch)" \
  " FROM now.partner n"                                                                                      \
  " WHERE n.instance = partner.instance AND n.link_state = 2 AND partner.link_state > 1;"                    \
  "INSERT OR REPLACE INTO setting SELECT \"key\", value FROM now.setting"                                    \
  " WHERE \"key\" IN ('machine', 'place', 'elsewhere');"                                                     \
  "INSERT OR REPLACE INTO setting VALUES ('restored', 'on');"

/* Where the present state cannot be read nobody knows which numbers were given today; a gap is left. (The
 * day of the company may be another than here.) */
#define LEAVE_GAP                                                                      \
  "INSERT INTO counter (name, value)"                                                  \
  " SELECT letter || strftime('%Y%m%d', 'now', shift), 500"                            \
  " FROM (SELECT 'T' AS letter UNION SELECT 'A'),"                                     \
  " (SELECT '-1 day' AS shift UNION SELECT '+0 day' UNION SELECT '+1 day') WHERE true" \
  " ON CONFLICT (name) DO UPDATE SET value = counter.value + 500;"                     \
  "INSERT OR REPLACE INTO setting VALUES ('restored', 'on');"

static gboolean
set_errno_error (const char *path,
                 GError    **error)
{
  int code = errno;

  g_set_error (error, TB_STORE_ERROR, tb_store_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

static sqlite3 *
open_plain (const char *path,
            gboolean    is_new,
            GError    **error)
{
  sqlite3 *db = NULL;
  int      fd;

  /* SQLite must not make it: it is nobody else's business. */
  if (is_new)
    {
      fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
      if (fd < 0)
        {
          set_errno_error (path, error);
          return NULL;
        }
      close (fd);
    }
  tb_sqlite_configure ();
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
    return db;
  tb_sqlite_set_error (db, path, error);
  sqlite3_close (db);
  return NULL;
}

/* What nobody waits for keeps the disk free for others. */
static gboolean
make_way (sqlite3    *from,
          int         to,
          const gint *pace,
          GError    **error)
{
  GStatBuf log;

  if (fdatasync (to) != 0)
    return set_errno_error ("backup", error);
  if (g_atomic_int_get (pace) == TB_COPY_GENTLY &&
      g_stat (sqlite3_filename_wal (sqlite3_db_filename (from, "main")), &log) == 0 &&
      log.st_size < LONG_LOG_BYTES && time (NULL) - log.st_mtime <= CALM_SECONDS)
    g_usleep (WAY_MICROSECONDS);
  return TRUE;
}

/* All pages; between two steps it can be called off. @file: of @to, with @pace */
static gboolean
copy_pages (sqlite3    *from,
            sqlite3    *to,
            int         file,
            const gint *pace,
            GError    **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  GError         *fault = NULL;
  guint           pauses = 0;
  int             code;

  if (backup == NULL)
    return tb_sqlite_set_error (to, "backup", error);
  do
    {
      code = sqlite3_backup_step (backup, PAGES);
      if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        {
          g_usleep (PAUSE_MICROSECONDS);
          pauses++;
        }
      if (code == SQLITE_OK && pace != NULL && !make_way (from, file, pace, &fault))
        code = SQLITE_IOERR;
      if (code != SQLITE_DONE && pace != NULL && g_atomic_int_get (pace) == TB_COPY_NOT)
        code = SQLITE_INTERRUPT;
    }
  while (code == SQLITE_OK || ((code == SQLITE_BUSY || code == SQLITE_LOCKED) && pauses < MAX_PAUSES));
  if (sqlite3_backup_finish (backup) == SQLITE_OK && code == SQLITE_DONE)
    return TRUE;
  if (fault != NULL)
    g_propagate_error (error, fault);
  else if (code == SQLITE_INTERRUPT)
    g_set_error_literal (error, TB_STORE_ERROR, TB_STORE_ERROR_IO, "The store is closed");
  else
    tb_sqlite_set_error (to, "backup", error);
  return FALSE;
}

/* One file, without a log beside it. */
gboolean
tb_sqlite_copy (TbConnection *connection,
                const char   *path,
                const gint   *pace,
                GError      **error)
{
  sqlite3  *to = open_plain (path, TRUE, error);
  const int file = to != NULL ? g_open (path, O_RDONLY | O_CLOEXEC, 0) : -1;
  gboolean  is_done;

  if (file < 0)
    {
      if (to != NULL)
        set_errno_error (path, error);
      sqlite3_close (to);
      return FALSE;
    }
  is_done = tb_sqlite_run (to, "PRAGMA synchronous = OFF", error) &&
            copy_pages (((TbSqlite *)connection)->db, to, file, pace, error) &&
            tb_sqlite_run (to, "PRAGMA journal_mode = DELETE", error);
  sqlite3_close (to);
  close (file);
  return is_done && tb_backup_sync (path, FALSE, error);
}

/* The version of a file that an older program has written; 0 if there is nothing to be brought up. Whether
 * the file can be used at all is for somebody else to say, who must find it untouched. */
gint64
tb_sqlite_outdated (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, TB_SQLITE_FILE, NULL);
  sqlite3         *db = NULL;
  gint64           version = 0;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return 0;
  tb_sqlite_configure ();
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
    {
      sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
      tb_sqlite_pragma (db, "PRAGMA user_version", &version, NULL);
    }
  sqlite3_close (db);
  return version > 0 && version < tb_sqlite_version () ? version : 0;
}

static gboolean
carry_over (sqlite3    *db,
            const char *present,
            GError    **error)
{
  char    *attach = sqlite3_mprintf ("ATTACH %Q AS now", present);
  gboolean is_done = tb_sqlite_run (db, attach, error) &&
                     tb_sqlite_run (db, "BEGIN;" CARRY_OVER "COMMIT; DETACH now", error);

  sqlite3_free (attach);
  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return is_done;
}

static gboolean
mark_restored (sqlite3    *db,
               const char *present,
               GError    **error)
{
  GError *local = NULL;

  if (present != NULL && carry_over (db, present, &local))
    return TRUE;
  if (local != NULL && !g_error_matches (local, TB_STORE_ERROR, TB_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_clear_error (&local);
  return tb_sqlite_run (db, "BEGIN;" LEAVE_GAP "COMMIT", error);
}

/* A copy of a backup, brought up to this version, in @path. */
gboolean
tb_sqlite_prepare_restore (const char *path,
                           const char *present,
                           GError    **error)
{
  sqlite3 *db = open_plain (path, FALSE, error);
  gboolean is_new, is_done;

  if (db == NULL)
    return FALSE;
  is_done = tb_sqlite_inspect (path, db, error) && tb_sqlite_migrate (db, &is_new, error) &&
            mark_restored (db, present, error);
  sqlite3_close (db);
  return is_done && tb_backup_sync (path, FALSE, error);
}

/* Takes the place of everything, for all processes at once. */
gboolean
tb_sqlite_restore (TbConnection *connection,
                   const char   *path,
                   GError      **error)
{
  TbSqlite *self = (TbSqlite *)connection;
  sqlite3  *from = open_plain (path, FALSE, error);
  gboolean  is_done;

  if (from == NULL)
    return FALSE;
  is_done = copy_pages (from, self->db, -1, NULL, error);
  tb_vocabulary_forget (self->vocabulary);
  sqlite3_close (from);
  return is_done;
}
