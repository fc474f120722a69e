/* SPDX-License-Identifier: GPL-3.0-or-later
 * The kernel's lock on `<profile>/link.lock`: its holder alone delivers, listens and runs timers (law 8). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** TbLinkLock: a lock that is held; the kernel releases it with the descriptor, also when the process dies.
 */
typedef struct _TbLinkLock TbLinkLock;

/**
 * tb_link_lock_try:
 * @dir: the profile folder
 *
 * Takes the lock without waiting.
 *
 * Returns: (transfer full) (nullable): the lock; %NULL with %TB_PROBLEM_LOCK_HELD if another holder has it,
 * with %TB_PROBLEM_FAILED if the file cannot be opened
 */
TbLinkLock *tb_link_lock_try (const char *dir,
                              GError    **error);
/** tb_link_lock_wait: takes the lock on the file @name within @dir and waits for it as long as it takes: for
 * short work that two processes must not do at once. */
TbLinkLock *tb_link_lock_wait (const char *dir,
                               const char *name,
                               GError    **error);
/** tb_link_lock_free: releases it. */
void tb_link_lock_free (TbLinkLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbLinkLock, tb_link_lock_free)

G_END_DECLS
