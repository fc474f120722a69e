/* SPDX-License-Identifier: GPL-3.0-or-later
 * A backup as a list shows it. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** TbBackup: one folder of `<profile>/backups`. Its name is `yyyy-mm-dd` for that of a day, and has a point
 * and something after it for one made before a migration (`v3`), by hand or before going back (`hhmmss`), or
 * of a database that could not be opened (`damaged…`). */
typedef struct
{
  char  *name;
  gint64 made_at; /* instant */
  gint64 size;    /* bytes of its database */
} TbBackup;

void tb_backup_free (TbBackup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbBackup, tb_backup_free)
/** tb_backup_is_name: whether @name can be one of a backup: no path, nothing hidden */
gboolean tb_backup_is_name (const char *name);
/** tb_backup_is_daily: whether it is the one of a day */
gboolean tb_backup_is_daily (const char *name);

G_END_DECLS
