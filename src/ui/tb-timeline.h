/* SPDX-License-Identifier: GPL-3.0-or-later
 * Notes, time entries, charges, attachments and events of a ticket, by time. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbTimeline:
 *
 * Cards and lines, merged by time, filtered by kind; 50 at first, older ones when they are asked for or
 * scrolled to. Stands in somebody's scrolled window and keeps its place there when something comes or goes
 * above.
 *
 * Properties: `desk`, `sheet` (TbTicketSheet, nullable), `newest-first`, `kinds` (TbTimelineKinds, int).
 */
#define TB_TYPE_TIMELINE (tb_timeline_get_type ())
G_DECLARE_FINAL_TYPE (TbTimeline, tb_timeline, TB, TIMELINE, AdwBin)

G_END_DECLS
