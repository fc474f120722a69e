/* SPDX-License-Identifier: GPL-3.0-or-later
 * The line below the folders: whether all has reached the partners. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbDeliveryLine:
 *
 * Says in words and with a symbol how far delivery is, and does on a click what helps.
 *
 * Properties: `desk` (TbDesk), `has-network` (boolean: follows the machine's network; read-write for tests),
 * `text` (string, read-only).
 */
#define TB_TYPE_DELIVERY_LINE (tb_delivery_line_get_type ())
G_DECLARE_FINAL_TYPE (TbDeliveryLine, tb_delivery_line, TB, DELIVERY_LINE, AdwBin)

G_END_DECLS
