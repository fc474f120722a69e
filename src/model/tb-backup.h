/* SPDX-License-Identifier: GPL-3.0-or-later
 * A backup as a list shows it. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TbBackupKind:
 * @TB_BACKUP_DAILY: before the first write of a day
 * @TB_BACKUP_MANUAL: by hand
 * @TB_BACKUP_MIGRATION: before a newer version of the program changed the database
 * @TB_BACKUP_BEFORE: what there was before somebody went back
 * @TB_BACKUP_DAMAGED: a database that could not be opened, as it was; nobody can go back to it
 *
 * Why a backup was made; its name tells.
 */
typedef enum
{
  TB_BACKUP_DAILY,
  TB_BACKUP_MANUAL,
  TB_BACKUP_MIGRATION,
  TB_BACKUP_BEFORE,
  TB_BACKUP_DAMAGED,
} TbBackupKind;
#define TB_N_BACKUP_KINDS (TB_BACKUP_DAMAGED + 1)
/** tb_backup_kind_nick: `daily`, `manual` … */
const char *tb_backup_kind_nick (TbBackupKind kind);
/** tb_backup_kind_text: msgid: why it was made */
const char *tb_backup_kind_text (TbBackupKind kind);

/** TbBackup: one folder of `<profile>/backups`. Its name is `yyyy-mm-dd` for that of a day, and has a point
 * and something after it for one made by hand (`hhmmss`), before a migration (`v3`), before going back
 * (`before…`), or of a database that could not be opened (`damaged…`). */
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
/** tb_backup_kind: @name: a good one */
TbBackupKind tb_backup_kind (const char *name);
/** tb_backup_to_drop: @list: (element-type TbBackup): newest first, all that there are
 *
 * Seven of days are kept, a few of the others; those that help against a mistake at least a month.
 *
 * Returns: (transfer container) (element-type TbBackup): those that are kept no longer */
GPtrArray *tb_backup_to_drop (GPtrArray *list,
                              gint64     now);

G_END_DECLS
