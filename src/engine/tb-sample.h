/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sample company: a profile full of tickets to look at („Beispielfirma ansehen“). */
#pragma once

#include "tb-engine.h"

G_BEGIN_DECLS

/** TB_SAMPLE_SPAN: how long before the present the sample's story begins. */
#define TB_SAMPLE_SPAN (15 * TB_DAY)
/** TB_SAMPLE_PARTNER_FOLDER: where the sample's partner lives in the profile, so that both go together. */
#define TB_SAMPLE_PARTNER_FOLDER "partner"

/**
 * tb_sample_fill:
 * @own: an engine over a new profile
 * @partner: an engine over another new profile
 * @clock: virtual, of both engines, at %TB_SAMPLE_SPAN before the present; it is turned to the present
 * @german: whether the texts are German, or English
 *
 * Makes two companies, „Nordlicht IT GmbH“ and its partner „Alpenblick Service AG“, and lets them work with
 * each other: every status of both roles occurs, and one message does not get through. Blocks.
 *
 * Returns: %FALSE if a step failed; the profiles are of no use then
 */
gboolean tb_sample_fill (TbEngine *own,
                         TbEngine *partner,
                         TbClock  *clock,
                         gboolean  german,
                         GError  **error);

G_END_DECLS
