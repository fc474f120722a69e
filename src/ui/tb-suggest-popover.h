/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names that a field offers while somebody types. */
#pragma once

#include <gtk/gtk.h>

#include "tb-desk.h"

G_BEGIN_DECLS

/**
 * TbSuggestPopover:
 *
 * Stands under a field and never takes the focus. Made with its field as parent.
 * Signal: `chosen` (name).
 */
#define TB_TYPE_SUGGEST_POPOVER (tb_suggest_popover_get_type ())
G_DECLARE_FINAL_TYPE (TbSuggestPopover, tb_suggest_popover, TB, SUGGEST_POPOVER, GtkPopover)

GtkWidget *tb_suggest_popover_new (void);
/** tb_suggest_popover_ask: looks up what begins with @prefix and shows it; nothing found, or the prefix
 * itself alone, hides it. @within: (nullable) */
void tb_suggest_popover_ask (
  TbSuggestPopover *self, TbDesk *desk, TbSuggestion what, const char *prefix, const char *within);
/** tb_suggest_popover_hide: and forgets what is still being looked up. */
void tb_suggest_popover_hide (TbSuggestPopover *self);
/** tb_suggest_popover_key: Returns: whether the key was for the list: Down, Up, Return, Esc while it is shown
 */
gboolean tb_suggest_popover_key (TbSuggestPopover *self,
                                 guint             keyval);

G_END_DECLS
