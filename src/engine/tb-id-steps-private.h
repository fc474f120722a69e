/* SPDX-License-Identifier: GPL-3.0-or-later
 * From one list of ids to another in few small steps. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** TbIdStep: one id comes, or goes, at a place of the list as the steps before have left it. */
typedef struct
{
  guint    position;
  gint64   id;
  gboolean is_added;
} TbIdStep;

/** tb_id_range_find: finds the smallest range that differs: what of @old is gone after the first @prefix, and
 * what of @now has come there. */
void tb_id_range_find (const gint64 *old,
                       guint         n_old,
                       const gint64 *now,
                       guint         n_now,
                       guint        *prefix,
                       guint        *removed,
                       guint        *added);
/**
 * tb_id_steps_find:
 * @limit: how many steps at most
 *
 * Finds the steps between two lists of which most is the same in the same order: what has moved is added at
 * its new place first and then removed from its old one. May run on any thread.
 *
 * Returns: (transfer full) (element-type TbIdStep) (nullable): %NULL if it takes more steps
 */
GArray *tb_id_steps_find (const gint64 *old,
                          guint         n_old,
                          const gint64 *now,
                          guint         n_now,
                          guint         limit);
/** tb_id_find: @position: (out) (nullable): where @id stands in @ids, if it does. Returns: whether it does */
gboolean tb_id_find (GArray *ids,
                     gint64  id,
                     guint  *position);
/** tb_id_steps_apply: Returns: (transfer full) (element-type gint64): a copy of @ids after one step */
GArray *tb_id_steps_apply (GArray         *ids,
                           const TbIdStep *step);

G_END_DECLS
