/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is said of an item and of a line of the history, in the user's language. */
#pragma once

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

/** tb_entry_currency: Returns: (transfer none): in which amounts of a ticket are read: its engagement's, else
 * the instance's */
const char *tb_entry_currency (TbDesk        *desk,
                               TbTicketSheet *sheet);
/** tb_entry_kind: Returns: (transfer full): `Note`, `Time · 1:30 h`, `Charge · €49.90`, `Attachment` */
char *tb_entry_kind (const TbItemRecord *item,
                     const char         *currency);
/** tb_entry_details: Returns: (transfer full): what an entry has besides its text, in one line: day, from and
 * to, work type; quantity and price. Empty if nothing */
char *tb_entry_details (const TbItemRecord *item,
                        const char         *currency,
                        const char         *zone);
/** tb_entry_when: Returns: (transfer full): a clock time today, with the day otherwise */
char *tb_entry_when (gint64  instant,
                     TbDesk *desk);
/** tb_entry_read_only: Returns: (transfer none) (nullable): why nobody can change it now: a whole sentence;
 * %NULL if one can */
const char *tb_entry_read_only (TbItem        *item,
                                TbTicketSheet *sheet);
/** tb_entry_fate: Returns: (transfer full) (nullable): what became of it on its way: a sentence or more */
char *tb_entry_fate (TbItem *item);

/** tb_history_text: Returns: (transfer full): what happened: `Outsourcing status: Accepted → In progress` */
char *tb_history_text (const TbHistoryRecord *entry,
                       TbDesk                *desk,
                       TbTicketSheet         *sheet);
/** tb_history_icon: Returns: (transfer none): the name of an icon for what happened */
const char *tb_history_icon (const TbHistoryRecord *entry);

/**
 * tb_text_to_markup:
 * @text: as typed
 *
 * For a label: nothing in @text is markup, but addresses that begin with http:// or https:// can be followed.
 *
 * Returns: (transfer full): markup
 */
char *tb_text_to_markup (const char *text);

G_END_DECLS
