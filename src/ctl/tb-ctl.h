/* SPDX-License-Identifier: GPL-3.0-or-later
 * The commands without a window: what ctl.c runs, and what ctl.c gives to it. */
#pragma once

#include "tb-transport.h"

G_BEGIN_DECLS

/**
 * TbCtlHost:
 * @open: (transfer full): opens the profile folder; @clock is %NULL for the machine's; with @is_quick
 *   everything runs on the calling thread
 * @connect: (transfer none): makes the way to partners; called only by commands that need it
 * @disconnect: ends what @connect made
 *
 * What the commands need from those who know store and sync.
 */
typedef struct
{
  TbEngine *(*open) (const char *profile,
                     TbClock    *clock,
                     gboolean    is_quick,
                     GError    **error);
  /* Replaces a database that cannot be opened by a backup; what it was is kept as @aside. */
  gboolean (*recover) (const char *profile,
                       const char *backup,
                       const char *aside,
                       GError    **error);
  const TbTransport *(*connect) (TbEngine *engine);
  void (*disconnect) (const TbTransport *transport);
} TbCtlHost;

/**
 * tb_ctl_run:
 * @argc: as main() got it
 * @argv: as main() got it
 * @host: what opens and connects
 *
 * Runs the one command that the arguments name, in the locale of the environment.
 *
 * Returns: the exit code: 0, 1 for a failure (told on stderr), 2 for wrong usage
 */
int tb_ctl_run (int              argc,
                char           **argv,
                const TbCtlHost *host);

G_END_DECLS
