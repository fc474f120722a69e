/* SPDX-License-Identifier: GPL-3.0-or-later
 * Backups inside the store: lists, making, going back. */
#pragma once

#include "tb-backup.h"
#include "tb-store-backend-private.h"

G_BEGIN_DECLS

/** TbBackupMaker: makes the backup of a day, in a thread of its own, before the first write. */
typedef struct _TbBackupMaker TbBackupMaker;
/** tb_backup_maker_new: ends what a death has left of going back, and makes a backup at once if opening will
 * migrate. Nobody replaces the database's file as long as it lives. */
TbBackupMaker *tb_backup_maker_new (const char           *profile,
                                    const TbStoreBackend *backend,
                                    TbStoreFlags          flags,
                                    GError              **error);
/** tb_backup_maker_free: calls off what is being made */
void                  tb_backup_maker_free (TbBackupMaker *self);
const TbStoreBackend *tb_backup_maker_get_backend (TbBackupMaker *self);
/** tb_backup_make: the present state as @name, whole or not at all */
gboolean tb_backup_make (const char           *profile,
                         const TbStoreBackend *backend,
                         const char           *name,
                         GError              **error);

/* tb-store-restore.c */
/** tb_restore_open: @lock: (out): of a profile that is going to be opened; what a death has left of going
 * back is ended first */
gboolean tb_restore_open (const char *dir,
                          int        *lock,
                          GError    **error);
void     tb_restore_close (int *lock);

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
char *tb_backup_path (const char *profile,
                      const char *name);
void  tb_backup_remove_tree (const char *path);
/** tb_backup_sync: a file or a folder */
gboolean tb_backup_sync (const char *path,
                         gboolean    is_folder,
                         GError    **error);
/** tb_backup_link_file: nothing is done when @to is there or @from is not */
gboolean tb_backup_link_file (const char *from,
                              const char *to,
                              GError    **error);
/** tb_backup_hide: Returns: (transfer full): a new hidden folder beside the backups */
char *tb_backup_hide (const char *profile,
                      GError    **error);
/** tb_backup_prune: tb_backup_to_drop(), and of those that were never finished none stays */
void tb_backup_prune (const char *profile);
/** tb_backup_link_files: what is below @from and not yet below @to */
gboolean tb_backup_link_files (const char *from,
                               const char *to,
                               GError    **error);

G_END_DECLS
