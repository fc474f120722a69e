/* SPDX-License-Identifier: GPL-3.0-or-later
 * Events and items inside a larger document. */
#pragma once

#include "tb-event.h"
#include "tb-json-private.h"

G_BEGIN_DECLS

/** tb_event_read: Returns: (transfer full) (nullable): the event that @object holds */
TbEvent *tb_event_read (TbJsonObject *object,
                        GError      **error);
/** tb_event_write: Returns: (transfer full): canonical bytes, not checked */
GBytes *tb_event_write (const TbEvent *self);

void tb_event_item_write (GString           *out,
                          const TbEventItem *self);
/** tb_event_item_fits: see tb_fields_fit() */
gboolean     tb_event_item_fits (const TbEventItem *self);
TbEventItem *tb_event_item_read (TbJsonObject *object,
                                 GError      **error);

G_END_DECLS
