/* SPDX-License-Identifier: GPL-3.0-or-later
 * Backups inside the store: lists, making, going back. */
#pragma once

#include "tb-backup.h"
#include "tb-store-backend-private.h"

G_BEGIN_DECLS

/** TbBackupMaker: makes the backup of a day, in a thread of its own, before the first write. */
typedef struct _TbBackupMaker TbBackupMaker;
/** tb_backup_maker_new: makes one at once if opening will migrate */
TbBackupMaker *tb_backup_maker_new (const char           *profile,
                                    const TbStoreBackend *backend,
                                    TbStoreFlags          flags);
/** tb_backup_maker_free: calls off what is being made */
void tb_backup_maker_free (TbBackupMaker *self);

/* tb-store.c */
/** TbRawFunc: work on the writer's connection outside of a transaction. */
typedef gboolean (*TbRawFunc) (TbConnection *connection,
                               gpointer      data,
                               GError      **error);
TbBackupMaker *tb_store_get_backups (TbStore *self);
gboolean       tb_store_run_raw (TbStore  *self,
                                 TbRawFunc raw,
                                 gpointer  data,
                                 GError  **error);

/* tb-backup-folder.c: `<profile>/backups` */
/** tb_backup_list: (element-type TbBackup): newest first */
GPtrArray *tb_backup_list (const char *profile);
/** tb_backup_path: Returns: (transfer full): the folder of a backup */
char    *tb_backup_path (const char *profile,
                         const char *name);
void     tb_backup_remove_tree (const char *path);
gboolean tb_backup_sync_folder (const char *path,
                                GError    **error);
/** tb_backup_hide: Returns: (transfer full): a new hidden folder beside the backups */
char *tb_backup_hide (const char *profile,
                      GError    **error);
/** tb_backup_prune: seven of days stay, a few of the others, and of those that were never finished none */
void tb_backup_prune (const char *profile);
/** tb_backup_link_files: what is below @from and not yet below @to */
gboolean tb_backup_link_files (const char *from,
                               const char *to,
                               GError    **error);

G_END_DECLS
