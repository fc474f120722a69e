/* SPDX-License-Identifier: GPL-3.0-or-later
 * The lines of a time line that are shown: the newest ones of some kinds, in either order. */
#pragma once

#include "tb-ticket-sheet.h"
#include "tb-types.h"

G_BEGIN_DECLS

/**
 * TbTimelineKinds: which lines are shown.
 * @TB_TIMELINE_ALL: items, and the history but for what only says that an item was added
 * @TB_TIMELINE_HISTORY: the whole history
 */
typedef enum
{
  TB_TIMELINE_ALL,
  TB_TIMELINE_NOTES,
  TB_TIMELINE_TIMES,
  TB_TIMELINE_CHARGES,
  TB_TIMELINE_FILES,
  TB_TIMELINE_HISTORY,
} TbTimelineKinds;
#define TB_N_TIMELINE_KINDS 6

/** TB_TIMELINE_PAGE: how many lines are shown at first, and how many more each time. */
#define TB_TIMELINE_PAGE 50

/**
 * TbTimelineModel:
 *
 * A GListModel of TbItem and TbHistoryEntry, merged by time. It holds the newest lines only, as many as were
 * asked for; a line that comes is one line inserted, and none of those that are shown leaves for it.
 *
 * Properties, read-write: `sheet` (nullable), `kinds` (TbTimelineKinds, int), `newest-first`. Read-only and
 * notifying: `n-hidden` (uint: older lines that are not shown).
 */
#define TB_TYPE_TIMELINE_MODEL (tb_timeline_model_get_type ())
G_DECLARE_FINAL_TYPE (TbTimelineModel, tb_timeline_model, TB, TIMELINE_MODEL, GObject)

TbTimelineModel *tb_timeline_model_new (void);
/** tb_timeline_model_show_more: one page of older lines. */
void tb_timeline_model_show_more (TbTimelineModel *self);
/**
 * tb_timeline_model_set_slice: with the newest first, not more than @n_lines become shown at once; those that
 * are still missing come with [method@TimelineModel.fill].
 */
void     tb_timeline_model_set_slice (TbTimelineModel *self,
                                      guint            n_lines);
gboolean tb_timeline_model_is_filling (TbTimelineModel *self);
void     tb_timeline_model_fill (TbTimelineModel *self);
guint    tb_timeline_model_get_n_hidden (TbTimelineModel *self);
/** tb_timeline_model_count: how many lines there are of @kinds, shown or not. */
guint tb_timeline_model_count (TbTimelineModel *self,
                               TbTimelineKinds  kinds);

G_END_DECLS
