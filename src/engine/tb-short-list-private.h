/* SPDX-License-Identifier: GPL-3.0-or-later
 * A short list that follows a whole reading of its table and keeps its objects. */
#pragma once

#include <gio/gio.h>

#include "tb-objects.h"

G_BEGIN_DECLS

/**
 * tb_short_list_update:
 * @list: of objects of one child of #TbObject
 * @type: that child
 * @records: (element-type TbRecord): what is there now, in order
 * @extras: (nullable): theirs, in the same order
 * @shown: (nullable) (array zero-terminated): fields of the record whose change is announced; %NULL: all. A
 *   change of the extra always is
 *
 * A row keeps its object, which notifies what differs; then single rows are announced: those that came, went,
 * moved or changed (fact 1: filters and sorters see nothing else).
 *
 * Returns: (transfer full): (element-type TbObject): the objects that changed
 */
GPtrArray *tb_short_list_update (GListStore        *list,
                                 GType              type,
                                 GPtrArray         *records,
                                 GPtrArray         *extras,
                                 const char *const *shown);
/** tb_short_list_choose: makes @list those objects of @from that @records name, in the order of @records.
 * @changed: objects that are announced because they changed. */
void tb_short_list_choose (GListStore *list,
                           GListModel *from,
                           GPtrArray  *records,
                           GPtrArray  *changed);

G_END_DECLS
