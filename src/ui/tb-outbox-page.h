/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Postausgang“: what has not reached the partners, since when, and why. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbOutboxPage:
 *
 * Reads while it is mapped and follows the engine. Only what is looked at is read; place and selection stay
 * while messages come and go.
 *
 * Properties: `desk`, `shows-start-buttons`. Tickets are opened by the action `win.show-ticket`.
 */
#define TB_TYPE_OUTBOX_PAGE (tb_outbox_page_get_type ())
G_DECLARE_FINAL_TYPE (TbOutboxPage, tb_outbox_page, TB, OUTBOX_PAGE, AdwBin)

G_END_DECLS
