/* SPDX-License-Identifier: GPL-3.0-or-later
 * The desktop program: profiles, windows, command line, notifications. */
#pragma once

#include <adwaita.h>

#include "tb-engine.h"
#include "tb-transport.h"

G_BEGIN_DECLS

/**
 * TbUiHost: what main.c lends the window, which knows neither store nor sync.
 * @exists: whether there is a profile, which is not opened
 * @open: opens a profile, and makes it when absent. @is_inline: for a short job in another thread
 * @list_backups: of a profile that cannot be opened: (transfer full) (element-type TbBackup): newest first
 * @recover: replaces a database that cannot be opened by a backup; what it was is kept as @aside. Blocks
 * @connect: the courier of an engine; @disconnect: lets it go
 */
typedef struct
{
  gboolean (*exists) (const char *profile);
  TbEngine *(*open) (const char *profile,
                     TbClock    *clock, /* (nullable): the machine's */
                     gboolean    is_inline,
                     GError    **error);
  GPtrArray *(*list_backups) (const char *profile);
  gboolean (*recover) (const char *profile,
                       const char *backup,
                       const char *aside,
                       GError    **error);
  const TbTransport *(*connect) (TbEngine *engine);
  void (*disconnect) (const TbTransport *transport);
} TbUiHost;

/**
 * TbApplication:
 *
 * One process shows one profile: the default one under the application's id, any other under the id with a
 * suffix (law 9). The sample company takes the place of the profile until it is left.
 */
#define TB_TYPE_APPLICATION (tb_application_get_type ())
G_DECLARE_FINAL_TYPE (TbApplication, tb_application, TB, APPLICATION, AdwApplication)

#define TB_APPLICATION_ID "io.github.ticketbruecke.Ticketbruecke"

/** tb_application_new: @host must outlive it */
TbApplication *tb_application_new (const TbUiHost *host);
/** tb_application_id_of: Returns: (transfer full): the id under which a profile's program runs; @profile:
 * (nullable): the default one */
char *tb_application_id_of (const char *profile);

G_END_DECLS
