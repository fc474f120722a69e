/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Ohne Fenster“ in the preferences: going on in the background, starting at login, the desktop's search. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TbBackgroundGroup:
 *
 * A switch that the desktop does not allow goes back, and its row says why.
 */
#define TB_TYPE_BACKGROUND_GROUP (tb_background_group_get_type ())
G_DECLARE_FINAL_TYPE (TbBackgroundGroup, tb_background_group, TB, BACKGROUND_GROUP, AdwPreferencesGroup)

/** tb_background_group_set_up: @profile: the folder whose settings these are */
void tb_background_group_set_up (TbBackgroundGroup *self,
                                 GSettings         *settings,
                                 const char        *profile);
/** tb_background_group_use_portal: what is asked; by itself it asks the portal in a sandbox only. */
void tb_background_group_use_portal (TbBackgroundGroup *self,
                                     gboolean           uses_portal);

G_END_DECLS
