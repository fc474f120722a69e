/* SPDX-License-Identifier: GPL-3.0-or-later
 * When what is being typed is kept as a draft. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** TbKeepFunc: keeps the draft. */
typedef void (*TbKeepFunc) (gpointer owner);

/**
 * TbDraftTimer:
 * @keep: (scope forever): what does it
 * @owner: (unowned): for whom
 * @source: 0 while nothing is to be kept
 *
 * Part of a widget into which somebody types. However long the typing goes on, it is kept two times a second.
 */
typedef struct
{
  TbKeepFunc keep;
  gpointer   owner;
  guint      source;
} TbDraftTimer;

/** tb_draft_timer_touch: something was typed. */
void tb_draft_timer_touch (TbDraftTimer *self);
/** tb_draft_timer_stop: it is kept already, or not to be kept. */
void tb_draft_timer_stop (TbDraftTimer *self);

G_END_DECLS
