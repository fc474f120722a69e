/* SPDX-License-Identifier: GPL-3.0-or-later
 * One partner in the list of partners: its two directions, delivery, what can be done. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-transport.h"

G_BEGIN_DECLS

/**
 * TbPartnerRow:
 *
 * Follows its partner. What is done here is done at once; what was refused stands in the row.
 */
#define TB_TYPE_PARTNER_ROW (tb_partner_row_get_type ())
G_DECLARE_FINAL_TYPE (TbPartnerRow, tb_partner_row, TB, PARTNER_ROW, AdwExpanderRow)

/** tb_partner_row_new: @transport: (nullable): %NULL: nothing can be tried. Outlives the row */
GtkWidget *tb_partner_row_new (TbDesk            *desk,
                               const TbTransport *transport,
                               TbPartner         *partner);

G_END_DECLS
