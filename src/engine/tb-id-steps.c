/* SPDX-License-Identifier: GPL-3.0-or-later
 * From one list of ids to another in few small steps.
 *
 * Both lists are walked side by side. Where they differ, the nearest place is looked for at which they agree
 * again; what is passed over on the one side goes, on the other side comes. This is not the shortest way in
 * every case, but in the one that matters: a few tickets have moved in a list of very many. */
#include "config.h"

#include "tb-id-steps-private.h"

/* How many ids in a row may have come or gone. */
#define LOOK_AHEAD 8

typedef struct
{
  const gint64 *old;
  const gint64 *now;
  guint         n_old;
  guint         n_now;
  guint         i; /* in old */
  guint         j; /* in now */
} Walk;

static gboolean
agree (const Walk *walk,
       guint       gone,
       guint       come)
{
  gboolean is_old_end = walk->i + gone >= walk->n_old;
  gboolean is_now_end = walk->j + come >= walk->n_now;

  if (is_old_end || is_now_end)
    return is_old_end && is_now_end && walk->i + gone == walk->n_old && walk->j + come == walk->n_now;
  return walk->old[walk->i + gone] == walk->now[walk->j + come];
}

static gboolean
find_agreement (const Walk *walk,
                guint      *gone,
                guint      *come)
{
  guint sum;

  for (sum = 0; sum <= 2 * LOOK_AHEAD; sum++)
    for (*gone = 0; *gone <= sum; (*gone)++)
      {
        *come = sum - *gone;
        if (*gone <= LOOK_AHEAD && *come <= LOOK_AHEAD && agree (walk, *gone, *come))
          return TRUE;
      }
  return FALSE;
}

void
tb_id_range_find (const gint64 *old,
                  guint         n_old,
                  const gint64 *now,
                  guint         n_now,
                  guint        *prefix,
                  guint        *removed,
                  guint        *added)
{
  const guint least = MIN (n_old, n_now);
  guint       before = 0, behind = 0;

  while (before < least && old[before] == now[before])
    before++;
  while (behind < least - before && old[n_old - 1 - behind] == now[n_now - 1 - behind])
    behind++;
  *prefix = before;
  *removed = n_old - before - behind;
  *added = n_now - before - behind;
}

GArray *
tb_id_steps_find (const gint64 *old,
                  guint         n_old,
                  const gint64 *now,
                  guint         n_now,
                  guint         limit)
{
  Walk walk = { old, now, n_old, n_now, 0, 0 };
  g_autoptr (GArray) added = g_array_new (FALSE, FALSE, sizeof (TbIdStep));
  g_autoptr (GArray) removed = g_array_new (FALSE, FALSE, sizeof (TbIdStep));
  guint gone, come, n;

  while (walk.i < n_old || walk.j < n_now)
    {
      if (walk.i < n_old && walk.j < n_now && old[walk.i] == now[walk.j])
        {
          walk.i++;
          walk.j++;
          continue;
        }
      if (!find_agreement (&walk, &gone, &come) || added->len + removed->len + gone + come > limit)
        return NULL;
      /* Nothing is removed yet when an id is added, and all is added when one is removed, the last first. */
      for (; come > 0; come--, walk.j++)
        {
          TbIdStep step = { walk.i + added->len, now[walk.j], TRUE };

          g_array_append_val (added, step);
        }
      for (; gone > 0; gone--, walk.i++)
        {
          TbIdStep step = { walk.i + added->len, old[walk.i], FALSE };

          g_array_append_val (removed, step);
        }
    }
  for (n = removed->len; n > 0; n--)
    g_array_append_val (added, g_array_index (removed, TbIdStep, n - 1));
  return g_steal_pointer (&added);
}

gboolean
tb_id_find (GArray *ids,
            gint64  id,
            guint  *position)
{
  guint i;

  for (i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      {
        if (position != NULL)
          *position = i;
        return TRUE;
      }
  return FALSE;
}

GArray *
tb_id_steps_apply (GArray         *ids,
                   const TbIdStep *step)
{
  GArray *after = g_array_sized_new (FALSE, FALSE, sizeof (gint64), ids->len + 1);

  g_array_append_vals (after, ids->data, ids->len);
  if (step->is_added)
    g_array_insert_val (after, step->position, step->id);
  else
    g_array_remove_index (after, step->position);
  return after;
}
