/* SPDX-License-Identifier: GPL-3.0-or-later
 * The kernel's lock on `<profile>/link.lock`: its holder alone delivers, listens and runs timers (law 8). */
#include "config.h"

/* F_OFD_SETLK: a lock of the open file, not of the process, so that two holders within one process exclude
 * each other too. */
#define _GNU_SOURCE

#include "tb-link-lock.h"

#include "tb-problem.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _TbLinkLock
{
  int fd;
};

static TbLinkLock *
take_lock (const char *dir,
           const char *name,
           gboolean    wait,
           GError    **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  struct flock     lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  TbLinkLock      *self;
  int              fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  int              code;

  if (fd < 0)
    {
      g_autofree char *detail = g_strdup_printf ("%s: %s", path, g_strerror (errno));

      tb_problem_set (error, TB_PROBLEM_FAILED, detail);
      return NULL;
    }
  do
    code = fcntl (fd, wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock) == 0 ? 0 : errno;
  while (code == EINTR);
  if (code != 0)
    {
      close (fd);
      if (code == EAGAIN || code == EACCES)
        tb_problem_set (error, TB_PROBLEM_LOCK_HELD, NULL);
      else
        tb_problem_set (error, TB_PROBLEM_FAILED, g_strerror (code));
      return NULL;
    }

  self = g_new0 (TbLinkLock, 1);
  self->fd = fd;
  g_debug ("%s taken", name);

  return self;
}

TbLinkLock *
tb_link_lock_try (const char *dir,
                  GError    **error)
{
  g_return_val_if_fail (dir != NULL, NULL);

  return take_lock (dir, "link.lock", FALSE, error);
}

TbLinkLock *
tb_link_lock_wait (const char *dir,
                   const char *name,
                   GError    **error)
{
  g_return_val_if_fail (dir != NULL && name != NULL, NULL);

  return take_lock (dir, name, TRUE, error);
}

void
tb_link_lock_free (TbLinkLock *self)
{
  if (self == NULL)
    return;
  /* Closing the only descriptor of the open file releases the lock; there is nothing left to do if close
   * fails. */
  close (self->fd);
  g_free (self);
}
