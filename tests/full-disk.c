/* SPDX-License-Identifier: GPL-3.0-or-later
 * A disk that is full on order: a program's own pwrite64() is taken by SQLite and the store alike. */
#include "config.h"

#include "full-disk.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

static _Atomic gboolean is_disk_full;

gssize pwrite64 (int         fd,
                 const void *data,
                 gsize       size,
                 gint64      offset);

gssize
pwrite64 (int         fd,
          const void *data,
          gsize       size,
          gint64      offset)
{
  if (!is_disk_full)
    return syscall (SYS_pwrite64, fd, data, size, offset);
  errno = ENOSPC;
  return -1;
}

void
set_disk_full (gboolean is_full)
{
  is_disk_full = is_full;
}
