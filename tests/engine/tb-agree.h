/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether two instances agree in the end: in every status and every synced item. */
#pragma once

#include "tb-pair.h"

G_BEGIN_DECLS

/** tb_agree: compares all engagements of two sides, in both directions, and looks at their histories.
 * Returns: (transfer full) (nullable): what differs; %NULL if nothing does */
char *tb_agree (TbSide *a,
                TbSide *b);
/** tb_agree_assert: as tb_agree(), and nothing waits, nothing is pending, and each side's own check finds
 * nothing. */
void tb_agree_assert (TbSide *a,
                      TbSide *b);

G_END_DECLS
