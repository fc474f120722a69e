/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Sicherungen“ in the preferences: those that are kept, making one now, going back to one. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbBackupGroup:
 *
 * Going back asks first. When it is done the action `app.reload` opens the window anew with what there is
 * now.
 */
#define TB_TYPE_BACKUP_GROUP (tb_backup_group_get_type ())
G_DECLARE_FINAL_TYPE (TbBackupGroup, tb_backup_group, TB, BACKUP_GROUP, AdwPreferencesGroup)

/** tb_backup_group_set_up: called once; a sample company has no backups and does not show it */
void tb_backup_group_set_up (TbBackupGroup *self,
                             TbDesk        *desk);

/** tb_backup_confirm: asks whether to go back. @callback: called with the response `restore` or another; its
 * data are @data */
void tb_backup_confirm (GtkWidget  *widget,
                        const char *name,
                        const char *time,
                        GCallback   callback,
                        gpointer    data);

G_END_DECLS
