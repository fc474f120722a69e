/* SPDX-License-Identifier: GPL-3.0-or-later
 * The line below the folders: whether all has reached the partners. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-transport.h"

G_BEGIN_DECLS

/**
 * TbDeliveryLine:
 *
 * Says in words and with a symbol how far delivery is, and leads on a click to where something can be done.
 *
 * Properties: `desk` (TbDesk), `has-network` (boolean: follows the machine's network; read-write for tests),
 * `text` (string, read-only).
 */
#define TB_TYPE_DELIVERY_LINE (tb_delivery_line_get_type ())
G_DECLARE_FINAL_TYPE (TbDeliveryLine, tb_delivery_line, TB, DELIVERY_LINE, AdwBin)

/** tb_delivery_line_set_transport: @transport: (nullable): outlives the line; what keeps it from working is
 * said */
void tb_delivery_line_set_transport (TbDeliveryLine    *self,
                                     const TbTransport *transport);

G_END_DECLS
