/* SPDX-License-Identifier: GPL-3.0-or-later
 * The own server in the preferences: whether it is reached, whether messages are delivered, its fingerprint.
 */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-transport.h"

G_BEGIN_DECLS

/**
 * TbOwnServerGroup:
 *
 * Property `url`: the address that its button tries.
 */
#define TB_TYPE_OWN_SERVER_GROUP (tb_own_server_group_get_type ())
G_DECLARE_FINAL_TYPE (TbOwnServerGroup, tb_own_server_group, TB, OWN_SERVER_GROUP, AdwPreferencesGroup)

/** tb_own_server_group_set_up: called once. @transport: (nullable): %NULL: nothing is delivered; then it is
 * not shown. */
void tb_own_server_group_set_up (TbOwnServerGroup  *self,
                                 TbDesk            *desk,
                                 const TbTransport *transport);

G_END_DECLS
