/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where notes, time entries, charges and attachments are written. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbComposer:
 *
 * Properties: `desk`, `sheet` (TbTicketSheet, nullable).
 */
#define TB_TYPE_COMPOSER (tb_composer_get_type ())
G_DECLARE_FINAL_TYPE (TbComposer, tb_composer, TB, COMPOSER, AdwBin)

/** tb_composer_start: shows the composer of a kind and gives it the focus. */
void tb_composer_start (TbComposer *self, TbItemKind kind);

G_END_DECLS
