/* SPDX-License-Identifier: GPL-3.0-or-later
 * When what is being typed is kept as a draft. */
#include "config.h"

#include "tb-draft-timer.h"

#define DELAY_MS 500

static gboolean
on_timeout_cb (gpointer data)
{
  TbDraftTimer *self = data;

  self->source = 0;
  self->keep (self->owner);
  return G_SOURCE_REMOVE;
}

void
tb_draft_timer_touch (TbDraftTimer *self)
{
  g_return_if_fail (self->keep != NULL);

  if (self->source == 0)
    self->source = g_timeout_add (DELAY_MS, on_timeout_cb, self);
}

void
tb_draft_timer_stop (TbDraftTimer *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
}
