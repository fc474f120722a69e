/* SPDX-License-Identifier: GPL-3.0-or-later
 * The write-ahead log in large pieces. SQLite writes each page of a commit by itself, and its head before it:
 * a note is seventy calls. Here they are gathered until the log is made durable, which each commit does
 * before it tells anybody of its pages. What is gathered is as good as written: it is read from memory. What
 * is undone is forgotten with it: another process may write to the same place as soon as it may write. */
#include "config.h"

#include "tb-sqlite-private.h"

#include <string.h>

#define MAX_PENDING (256 * 1024)
/* The file below takes no more at once. */
#define PIECE (64 * 1024)

typedef struct
{
  sqlite3_file parent;
  guint8      *pending; /* (owned): of MAX_PENDING */
  gint64       start;   /* where it belongs */
  gsize        n;
} LogFile;

static sqlite3_vfs *below; /* (borrowed): the system's files */

/* It follows in memory. */
static sqlite3_file *
get_real (sqlite3_file *file)
{
  return (sqlite3_file *)(void *)((LogFile *)(void *)file + 1);
}

static int
write_pending (sqlite3_file *file)
{
  LogFile      *self = (LogFile *)(void *)file;
  sqlite3_file *real = get_real (file);
  int           code = SQLITE_OK;
  gsize         done;

  for (done = 0; done < self->n && code == SQLITE_OK; done += PIECE)
    code = real->pMethods->xWrite (real, self->pending + done, (int)MIN (PIECE, self->n - done),
                                   self->start + (gint64)done);
  if (code == SQLITE_OK)
    self->n = 0;
  return code;
}

static int
log_close (sqlite3_file *file)
{
  LogFile *self = (LogFile *)(void *)file;

  g_clear_pointer (&self->pending, g_free);
  return get_real (file)->pMethods->xClose (get_real (file));
}

static int
log_read (sqlite3_file *file,
          void         *data,
          int           amount,
          sqlite3_int64 offset)
{
  LogFile     *self = (LogFile *)(void *)file;
  const gint64 end = self->start + (gint64)self->n;
  int          code = SQLITE_OK;

  if (self->n > 0 && offset >= self->start && offset + amount <= end)
    {
      memcpy (data, self->pending + (offset - self->start), (gsize)amount);
      return SQLITE_OK;
    }
  if (self->n > 0 && offset < end && offset + amount > self->start)
    code = write_pending (file);
  return code == SQLITE_OK ? get_real (file)->pMethods->xRead (get_real (file), data, amount, offset) : code;
}

static int
log_write (sqlite3_file *file,
           const void   *data,
           int           amount,
           sqlite3_int64 offset)
{
  LogFile *self = (LogFile *)(void *)file;
  int      code = SQLITE_OK;

  /* The log begins anew: what could not be written of the old one is of no use any more. */
  if (offset == 0)
    self->n = 0;
  if (self->n > 0 && (offset < self->start || offset > self->start + (gint64)self->n ||
                      offset + amount > self->start + MAX_PENDING))
    code = write_pending (file);
  if (code != SQLITE_OK)
    return code;
  if (amount > MAX_PENDING)
    return get_real (file)->pMethods->xWrite (get_real (file), data, amount, offset);
  if (self->n == 0)
    self->start = offset;
  memcpy (self->pending + (offset - self->start), data, (gsize)amount);
  self->n = MAX (self->n, (gsize)(offset - self->start + amount));
  return SQLITE_OK;
}

static int
log_truncate (sqlite3_file *file,
              sqlite3_int64 size)
{
  LogFile *self = (LogFile *)(void *)file;
  int      code;

  if (size <= self->start)
    self->n = 0;
  code = write_pending (file);
  return code == SQLITE_OK ? get_real (file)->pMethods->xTruncate (get_real (file), size) : code;
}

static int
log_sync (sqlite3_file *file,
          int           flags)
{
  int code = write_pending (file);

  return code == SQLITE_OK ? get_real (file)->pMethods->xSync (get_real (file), flags) : code;
}

static int
log_size (sqlite3_file  *file,
          sqlite3_int64 *size)
{
  LogFile *self = (LogFile *)(void *)file;
  int      code = get_real (file)->pMethods->xFileSize (get_real (file), size);

  if (code == SQLITE_OK && self->n > 0)
    *size = MAX (*size, self->start + (gint64)self->n);
  return code;
}

static int
log_lock (sqlite3_file *file,
          int           level)
{
  return get_real (file)->pMethods->xLock (get_real (file), level);
}

static int
log_unlock (sqlite3_file *file,
            int           level)
{
  return get_real (file)->pMethods->xUnlock (get_real (file), level);
}

static int
log_is_locked (sqlite3_file *file,
               int          *is_locked)
{
  return get_real (file)->pMethods->xCheckReservedLock (get_real (file), is_locked);
}

static int
log_control (sqlite3_file *file,
             int           what,
             void         *data)
{
  return get_real (file)->pMethods->xFileControl (get_real (file), what, data);
}

static int
log_sector_size (sqlite3_file *file)
{
  return get_real (file)->pMethods->xSectorSize (get_real (file));
}

static int
log_traits (sqlite3_file *file)
{
  return get_real (file)->pMethods->xDeviceCharacteristics (get_real (file));
}

static const sqlite3_io_methods log_methods = {
  .iVersion = 1,
  .xClose = log_close,
  .xRead = log_read,
  .xWrite = log_write,
  .xTruncate = log_truncate,
  .xSync = log_sync,
  .xFileSize = log_size,
  .xLock = log_lock,
  .xUnlock = log_unlock,
  .xCheckReservedLock = log_is_locked,
  .xFileControl = log_control,
  .xSectorSize = log_sector_size,
  .xDeviceCharacteristics = log_traits,
};

/* All other files are the system's own. */
static int
open_file (sqlite3_vfs  *vfs,
           const char   *name,
           sqlite3_file *file,
           int           flags,
           int          *out_flags)
{
  LogFile *self = (LogFile *)(void *)file;
  int      code;

  if ((flags & SQLITE_OPEN_WAL) == 0)
    return below->xOpen (below, name, file, flags, out_flags);
  *self = (LogFile){ 0 };
  code = below->xOpen (below, name, get_real (file), flags, out_flags);
  if (code != SQLITE_OK)
    return code;
  self->pending = g_malloc (MAX_PENDING);
  self->parent.pMethods = &log_methods;
  return SQLITE_OK;
}

static void
on_undone (gpointer data)
{
  sqlite3_file *file = NULL;

  if (sqlite3_file_control (data, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) == SQLITE_OK && file != NULL &&
      file->pMethods == &log_methods)
    ((LogFile *)(void *)file)->n = 0;
}

void
tb_sqlite_file_watch (sqlite3 *db)
{
  sqlite3_rollback_hook (db, on_undone, db);
}

void
tb_sqlite_file_register (void)
{
  static sqlite3_vfs vfs;

  below = sqlite3_vfs_find (NULL);
  vfs = *below;
  vfs.zName = TB_SQLITE_VFS;
  vfs.szOsFile += (int)sizeof (LogFile);
  vfs.xOpen = open_file;
  sqlite3_vfs_register (&vfs, FALSE);
}
