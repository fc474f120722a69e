/* SPDX-License-Identifier: GPL-3.0-or-later
 * What becomes of an item on its way, and when it cannot be changed (product.md section 6). */
#include "config.h"

#include "tb-workflow.h"

/* clang-format off */
static const TbSyncRule rules[] = {
  /* The lead's time goes as a note: no rates leave the house. */
  /* from             kind            arrives as      internal at acceptance activity */
  { TB_ROLE_LEAD,    TB_ITEM_NOTE,   TB_ITEM_NOTE,   FALSE,   TRUE,         FALSE },
  { TB_ROLE_LEAD,    TB_ITEM_TIME,   TB_ITEM_NOTE,   FALSE,   FALSE,        FALSE },
  { TB_ROLE_LEAD,    TB_ITEM_CHARGE, TB_ITEM_CHARGE, FALSE,   FALSE,        FALSE },
  { TB_ROLE_LEAD,    TB_ITEM_FILE,   TB_ITEM_FILE,   FALSE,   TRUE,         FALSE },
  { TB_ROLE_SERVICE, TB_ITEM_NOTE,   TB_ITEM_NOTE,   TRUE,    FALSE,        TRUE },
  { TB_ROLE_SERVICE, TB_ITEM_TIME,   TB_ITEM_TIME,   FALSE,   FALSE,        TRUE },
  { TB_ROLE_SERVICE, TB_ITEM_CHARGE, TB_ITEM_CHARGE, FALSE,   FALSE,        TRUE },
  { TB_ROLE_SERVICE, TB_ITEM_FILE,   TB_ITEM_FILE,   TRUE,    FALSE,        FALSE },
};
/* clang-format on */

const TbSyncRule *
tb_sync_rules (guint *n)
{
  g_return_val_if_fail (n != NULL, NULL);

  *n = G_N_ELEMENTS (rules);
  return rules;
}

const TbSyncRule *
tb_sync_rule (TbRole     from,
              TbItemKind kind)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].from == from && rules[i].kind == kind)
      return &rules[i];
  return NULL;
}

gboolean
tb_item_read_only (const TbItemRecord *item,
                   GPtrArray          *engagements)
{
  guint i;

  g_return_val_if_fail (item != NULL, FALSE);

  if (item->is_locked)
    return TRUE;
  for (i = 0; engagements != NULL && i < engagements->len; i++)
    {
      const TbEngagementRecord *engagement = g_ptr_array_index (engagements, i);

      if (engagement->pause == 0)
        continue;
      /* What came from this partner belongs to the time before the pause, even if it arrived later. */
      if (item->id <= engagement->pause_mark || (item->partner != 0 && item->partner == engagement->partner))
        return TRUE;
    }
  return FALSE;
}
