/* SPDX-License-Identifier: GPL-3.0-or-later
 * A calendar, with a time if wanted, for a form's field. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TbDatePopover:
 *
 * Properties: `has-time` (read-write). Signal: `chosen`, after each choice of the person.
 */
#define TB_TYPE_DATE_POPOVER (tb_date_popover_get_type ())
G_DECLARE_FINAL_TYPE (TbDatePopover, tb_date_popover, TB, DATE_POPOVER, GtkPopover)

/** tb_date_popover_set: shows @instant, without telling anybody. @zone: (nullable) */
void tb_date_popover_set (TbDatePopover *self,
                          gint64         instant,
                          const char    *zone);
/** tb_date_popover_get: Returns: what is chosen; without time its 12 o'clock */
gint64 tb_date_popover_get (TbDatePopover *self,
                            const char    *zone);

G_END_DECLS
