/* SPDX-License-Identifier: GPL-3.0-or-later
 * What stands in place of a list without tickets: why there are none, and what can be done. */
#pragma once

#include <adwaita.h>

#include "tb-workflow.h"

G_BEGIN_DECLS

/**
 * TbListEmpty:
 *
 * Its buttons are actions of the window, or of the pane that it stands in (`pane.search-all`,
 * `pane.clear-search`, `pane.retry`).
 */
#define TB_TYPE_LIST_EMPTY (tb_list_empty_get_type ())
G_DECLARE_FINAL_TYPE (TbListEmpty, tb_list_empty, TB, LIST_EMPTY, AdwBin)

/** tb_list_empty_show_folder: nothing is in the folder. @has_partner: whether there is anybody to work with
 */
void tb_list_empty_show_folder (TbListEmpty *self,
                                TbFolderId   folder,
                                gboolean     has_partner);
/** tb_list_empty_show_search: nothing was found. @is_everywhere: in all tickets, not in one folder alone */
void tb_list_empty_show_search (TbListEmpty *self,
                                const char  *search,
                                gboolean     is_everywhere);
/** tb_list_empty_show_error: the tickets could not be read. */
void tb_list_empty_show_error (TbListEmpty  *self,
                               const GError *error);

G_END_DECLS
