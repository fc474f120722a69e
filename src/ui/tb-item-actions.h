/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a person does with an item of the time line, with what is asked and said before. */
#pragma once

#include <gtk/gtk.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

/** tb_item_edit: opens the dialog; before it, for a partner's item, a warning that this cuts its link.
 * @widget: in whose window */
void tb_item_edit (GtkWidget     *widget,
                   TbDesk        *desk,
                   TbTicketSheet *sheet,
                   TbItem        *item);
/** tb_item_delete: asks, and says what becomes of it at the partner. */
void tb_item_delete (GtkWidget     *widget,
                     TbDesk        *desk,
                     TbTicketSheet *sheet,
                     TbItem        *item);
/** tb_item_save: asks where a copy of an attachment goes. */
void tb_item_save (GtkWidget *widget,
                   TbDesk    *desk,
                   TbItem    *item);

/** tb_item_choose: „Laden“ or „Nicht laden“: the file of a partner's entry. */
void tb_item_choose (GtkWidget *widget,
                     TbDesk    *desk,
                     TbItem    *item,
                     gboolean   is_wanted);

G_END_DECLS
