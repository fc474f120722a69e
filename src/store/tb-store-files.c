/* SPDX-License-Identifier: GPL-3.0-or-later
 * Attached files by their hash: `files/xx/<sha256>`; what is still coming is in `files/part`. */
#include "config.h"

#include "tb-store-private.h"

#include "tb-problem.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#define PART_FOLDER "part"
#define N_HEX 64
#define PIECE (64 * 1024)
/* Whole ones by their hash, parts by their owner's id and their hash. */
#define NAMED_FILES                                  \
  "SELECT sha256 FROM item WHERE sha256 IS NOT NULL" \
  " UNION SELECT sha256 FROM arrival"                \
  " UNION SELECT partner || '-' || sha256 FROM arrival"

static gboolean
set_errno_error (const char *path,
                 GError    **error)
{
  int code = errno;

  g_set_error (error, TB_STORE_ERROR, tb_store_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

/* A name of a file is nothing but a checked hash: no partner and no database can name another path. */
static gboolean
is_hash (const char *sha256)
{
  return sha256 != NULL && strspn (sha256, "0123456789abcdef") == N_HEX && sha256[N_HEX] == '\0';
}

static char *
build_folder (TbStore    *self,
              const char *sha256)
{
  const char name[] = { sha256[0], sha256[1], '\0' };

  return g_build_filename (tb_store_get_dir (self), "files", name, NULL);
}

static char *
build_path (TbStore    *self,
            const char *sha256)
{
  g_autofree char *folder = build_folder (self, sha256);

  return g_build_filename (folder, sha256, NULL);
}

static gboolean
sync_folder (const char *folder,
             GError    **error)
{
  int      fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean is_done = fd >= 0 && fsync (fd) == 0;

  if (!is_done)
    set_errno_error (folder, error);
  if (fd >= 0)
    close (fd);
  return is_done;
}

/* Makes a folder below `files`, so that it is there after a loss of power too. */
static gboolean
make_folder (TbStore    *self,
             const char *folder,
             GError    **error)
{
  g_autofree char *parent = g_path_get_dirname (folder);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return set_errno_error (folder, error);
  return sync_folder (parent, error) && sync_folder (tb_store_get_dir (self), error);
}

static gboolean
write_all (int           fd,
           const guint8 *data,
           gsize         size,
           goffset       offset)
{
  while (size > 0)
    {
      gssize n = pwrite (fd, data, size, offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      size -= n;
      offset += n;
    }
  return TRUE;
}

/* Gives a whole, synced file its name for good. */
static gboolean
settle_file (TbStore    *self,
             const char *from,
             const char *sha256,
             GError    **error)
{
  g_autofree char *folder = build_folder (self, sha256);
  g_autofree char *path = build_path (self, sha256);

  if (!make_folder (self, folder, error))
    return FALSE;
  if (g_rename (from, path) != 0)
    return set_errno_error (path, error);
  return sync_folder (folder, error);
}

static gboolean
set_too_large (gint64   limit,
               GError **error)
{
  g_autofree char *megabytes = g_strdup_printf ("%" G_GINT64_FORMAT, limit / TB_MEGABYTE);

  tb_problem_set (error, TB_PROBLEM_FILE_TOO_LARGE, megabytes);
  return FALSE;
}

/* Counted while it is read, for what is no plain file does not tell its size, and a plain one may grow. */
static gboolean
copy_stream (GInputStream *stream,
             int           fd,
             const char   *path,
             GChecksum    *sum,
             gint64        limit,
             gint64       *size,
             GCancellable *cancellable,
             GError      **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE);
  gssize             n = -1;

  *size = 0;
  while (n != 0)
    {
      n = g_input_stream_read (stream, piece, PIECE, cancellable, error);
      if (n < 0)
        return FALSE;
      if (*size + n > limit)
        return set_too_large (limit, error);
      g_checksum_update (sum, piece, n);
      if (!write_all (fd, piece, (gsize)n, *size))
        return set_errno_error (path, error);
      *size += n;
    }
  return fsync (fd) == 0 || set_errno_error (path, error);
}

/* The file has no name that counts until all of it is on the disk. */
static char *
store_stream (TbStore      *self,
              GInputStream *stream,
              int           fd,
              const char   *path,
              gint64        limit,
              gint64       *size,
              GCancellable *cancellable,
              GError      **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *name = NULL;

  if (!copy_stream (stream, fd, path, sum, limit, size, cancellable, error))
    return NULL;
  name = build_path (self, g_checksum_get_string (sum));
  /* One that is there counts as new again: it is not swept away before an item names it. */
  if (g_utime (name, NULL) == 0)
    g_unlink (path);
  else if (!settle_file (self, path, g_checksum_get_string (sum), error))
    return NULL;
  return g_strdup (g_checksum_get_string (sum));
}

char *
tb_store_put_stream (TbStore      *self,
                     GInputStream *stream,
                     gint64        limit,
                     gint64       *size,
                     GCancellable *cancellable,
                     GError      **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  char            *sha256;
  int              fd;

  g_return_val_if_fail (TB_IS_STORE (self) && G_IS_INPUT_STREAM (stream) && size != NULL, NULL);

  folder = g_build_filename (tb_store_get_dir (self), "files", PART_FOLDER, NULL);
  path = g_build_filename (folder, "new-XXXXXX", NULL);
  if (!make_folder (self, folder, error))
    return NULL;
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      set_errno_error (folder, error);
      return NULL;
    }
  sha256 = store_stream (self, stream, fd, path, limit, size, cancellable, error);
  close (fd);
  if (sha256 == NULL)
    g_unlink (path);
  return sha256;
}

char *
tb_store_put_file (TbStore *self,
                   GBytes  *bytes,
                   GError **error)
{
  g_autoptr (GInputStream) stream = NULL;
  gint64 size;

  g_return_val_if_fail (TB_IS_STORE (self) && bytes != NULL, NULL);

  stream = g_memory_input_stream_new_from_bytes (bytes);
  return tb_store_put_stream (self, stream, G_MAXINT64, &size, NULL, error);
}

GBytes *
tb_store_get_file (TbStore    *self,
                   const char *sha256,
                   GError    **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (TB_IS_STORE (self), NULL);

  if (!is_hash (sha256))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "Not the name of a file");
      return NULL;
    }
  path = build_path (self, sha256);
  file = g_mapped_file_new (path, FALSE, &local);
  if (file != NULL)
    return g_mapped_file_get_bytes (file);
  if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s", local->message);
  else
    g_set_error (error, TB_STORE_ERROR, TB_STORE_ERROR_IO, "%s", local->message);
  return NULL;
}

static GBytes *
read_piece (int    fd,
            gint64 offset,
            gsize  n,
            gint64 size)
{
  guint8 *data;
  gsize   got = 0;

  n = (gsize)CLAMP (size - offset, 0, (gint64)n);
  data = g_malloc (n);
  while (got < n)
    {
      gssize more = pread (fd, data + got, n - got, offset + (goffset)got);

      if (more < 0 && errno == EINTR)
        continue;
      if (more <= 0)
        {
          errno = more == 0 ? EIO : errno;
          g_free (data);
          return NULL;
        }
      got += (gsize)more;
    }
  return g_bytes_new_take (data, n);
}

GBytes *
tb_store_read_file (TbStore    *self,
                    const char *sha256,
                    gint64      offset,
                    gsize       n,
                    gint64     *size,
                    GError    **error)
{
  g_autofree char *path = NULL;
  struct stat      status;
  GBytes          *bytes = NULL;
  int              fd;

  g_return_val_if_fail (TB_IS_STORE (self) && offset >= 0 && size != NULL, NULL);

  path = is_hash (sha256) ? build_path (self, sha256) : NULL;
  fd = path != NULL ? g_open (path, O_RDONLY | O_CLOEXEC, 0) : -1;
  if (path == NULL || (fd < 0 && errno == ENOENT))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no such file");
      return NULL;
    }
  if (fd >= 0 && fstat (fd, &status) == 0)
    {
      *size = status.st_size;
      bytes = read_piece (fd, offset, n, *size);
    }
  if (bytes == NULL)
    set_errno_error (path, error);
  if (fd >= 0)
    close (fd);
  return bytes;
}

gboolean
tb_store_has_file (TbStore    *self,
                   const char *sha256)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (TB_IS_STORE (self), FALSE);

  if (!is_hash (sha256))
    return FALSE;
  path = build_path (self, sha256);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* ---- Parts ---- */

static char *
build_part_path (TbStore    *self,
                 gint64      owner,
                 const char *sha256)
{
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT "-%s", owner, sha256);

  return g_build_filename (tb_store_get_dir (self), "files", PART_FOLDER, name, NULL);
}

/* In pieces: a mapped file would count as memory of ours. */
static char *
compute_hash (int fd)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (PIECE);
  goffset            offset = 0;

  while (TRUE)
    {
      gssize n = pread (fd, piece, PIECE, offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return NULL;
      if (n == 0)
        return g_strdup (g_checksum_get_string (sum));
      g_checksum_update (sum, piece, n);
      offset += n;
    }
}

/* Gives it its name for good and leaves the old one, where the file system can do that. */
static gboolean
settle_part (TbStore    *self,
             const char *path,
             const char *sha256,
             GError    **error)
{
  g_autofree char *folder = build_folder (self, sha256);
  g_autofree char *name = build_path (self, sha256);

  if (!make_folder (self, folder, error))
    return FALSE;
  if (link (path, name) == 0)
    return sync_folder (folder, error);
  /* The same bytes came from somebody else. They count as new again. */
  if (errno == EEXIST)
    return g_utime (name, NULL) == 0 || set_errno_error (name, error);
  return settle_file (self, path, sha256, error);
}

/* Checks the hash of what has come to its end. */
static gboolean
finish_part (TbStore    *self,
             int         fd,
             const char *path,
             const char *sha256,
             GError    **error)
{
  g_autofree char *found = compute_hash (fd);

  if (found == NULL)
    return set_errno_error (path, error);
  if (g_str_equal (found, sha256))
    return settle_part (self, path, sha256, error);
  g_unlink (path);
  tb_problem_set (error, TB_PROBLEM_MALFORMED, "sha256");
  return FALSE;
}

/* Whoever died between the last byte and the name has left a whole file without one, or, with the power gone,
 * something of its length: then it is fetched anew. */
static gboolean
finish_left_part (TbStore    *self,
                  int         fd,
                  const char *path,
                  const char *sha256,
                  gint64     *have,
                  GError    **error)
{
  g_autoptr (GError) local = NULL;

  if (fsync (fd) != 0)
    return set_errno_error (path, error);
  if (finish_part (self, fd, path, sha256, &local))
    return TRUE;
  *have = 0;
  if (local->domain == TB_PROBLEM)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* @fd is locked, so that two processes do not write the same part. */
static gboolean
append_part (TbStore    *self,
             int         fd,
             const char *path,
             const char *sha256,
             gint64      offset,
             gint64      size,
             GBytes     *data,
             gint64     *have,
             GError    **error)
{
  gsize       n;
  const void *bytes = g_bytes_get_data (data, &n);
  struct stat status;

  if (flock (fd, LOCK_EX) != 0 || fstat (fd, &status) != 0)
    return set_errno_error (path, error);
  /* Another process has it whole, or has forgotten it meanwhile: its name is gone, this one is of nobody. */
  if (status.st_nlink == 0)
    return TRUE;
  *have = status.st_size;
  if (*have == size && size > 0)
    return finish_left_part (self, fd, path, sha256, have, error);
  if (offset + (gint64)n > size || *have > size)
    {
      *have = 0;
      tb_problem_set (error, TB_PROBLEM_MALFORMED, "size");
      return FALSE;
    }
  if (offset == *have && *have < size)
    {
      if (!write_all (fd, bytes, n, offset) || fdatasync (fd) != 0)
        return set_errno_error (path, error);
      *have = offset + (gint64)n;
    }
  if (*have < size)
    return TRUE;
  if (fsync (fd) != 0)
    return set_errno_error (path, error);
  if (finish_part (self, fd, path, sha256, error))
    return TRUE;
  *have = 0;
  return FALSE;
}

gboolean
tb_store_add_part (TbStore    *self,
                   gint64      owner,
                   const char *sha256,
                   gint64      offset,
                   gint64      size,
                   GBytes     *data,
                   gint64     *have,
                   GError    **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  gboolean         is_done;
  int              fd;

  g_return_val_if_fail (TB_IS_STORE (self) && data != NULL && have != NULL, FALSE);

  *have = 0;
  if (!is_hash (sha256) || size < 0 || offset < 0)
    {
      tb_problem_set (error, TB_PROBLEM_MALFORMED, is_hash (sha256) ? "size" : "sha256");
      return FALSE;
    }
  path = build_part_path (self, owner, sha256);
  folder = g_path_get_dirname (path);
  if (!make_folder (self, folder, error))
    return FALSE;
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return set_errno_error (path, error);
  is_done = append_part (self, fd, path, sha256, offset, size, data, have, error);
  close (fd);
  return is_done;
}

gboolean
tb_store_drop_part (TbStore    *self,
                    gint64      owner,
                    const char *sha256,
                    GError    **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (TB_IS_STORE (self), FALSE);

  if (!is_hash (sha256))
    return TRUE;
  path = build_part_path (self, owner, sha256);
  return g_unlink (path) == 0 || errno == ENOENT || set_errno_error (path, error);
}

/* ---- Sweeping ---- */

/* What the sweep needs to know. */
typedef struct
{
  GHashTable *named; /* (owned): char * */
  gint64      before;
} Sweep;

static gboolean
sweep_folder (Sweep      *sweep,
              const char *folder,
              GError    **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat      status;

      if (lstat (path, &status) != 0)
        continue;
      if (S_ISDIR (status.st_mode))
        {
          if (!sweep_folder (sweep, path, error))
            return FALSE;
          continue;
        }
      if (status.st_mtime * TB_SECOND >= sweep->before || g_hash_table_contains (sweep->named, name))
        continue;
      if (g_unlink (path) != 0 && errno != ENOENT)
        return set_errno_error (path, error);
    }
  return TRUE;
}

gboolean
tb_store_sweep_files (TbStore *self,
                      TbTx    *tx,
                      GError **error)
{
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (TbClock) clock = tb_clock_new_real ();
  g_autofree char *folder = NULL;
  Sweep            sweep = { named, 0 };
  guint            i;

  g_return_val_if_fail (TB_IS_STORE (self) && tx != NULL, FALSE);

  texts = tx->connection->backend->texts (tx->connection, NAMED_FILES, NULL, 0, error);
  if (texts == NULL)
    return FALSE;
  for (i = 0; i < texts->len; i++)
    g_hash_table_add (named, texts->pdata[i]);
  sweep.before = tb_clock_now (clock) - TB_DAY;
  folder = g_build_filename (tb_store_get_dir (self), "files", NULL);
  return sweep_folder (&sweep, folder, error);
}
