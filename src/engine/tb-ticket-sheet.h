/* SPDX-License-Identifier: GPL-3.0-or-later
 * One ticket as a page shows it: objects that stay the same while their rows change. */
#pragma once

#include "tb-engine.h"
#include "tb-objects.h"
#include "tb-sheet-rows.h"

G_BEGIN_DECLS

/**
 * TbTicketSheet:
 *
 * Lives on the main thread, reads on the store's reader, follows [signal@Engine::changed]. What is shown
 * stays until the new snapshot is there; then exactly what differs is notified, items keep their objects, and
 * lists announce the rows, or runs of rows, that came or went: scroll place, focus and typed text of a page
 * survive every update.
 *
 * Properties, read-only and notifying: `details` (TbTicketDetails, nullable until loaded), `lead`, `service`
 * (TbEngagement, nullable: the latest of that role), `is-loading` (nothing is there yet, but being read),
 * `is-gone` (the ticket was deleted; what was shown stays),
 * `time-total` (gint64: minutes of all time entries), `charge-total` (gint64: minor units of all
 * Warenposten), `late-items` (gint64: entries that no longer reached the lead).
 *
 * Signals: `updated` after each snapshot was taken in, and when it is announced; `failed` (GError): it is
 * read again with the next change.
 */
#define TB_TYPE_TICKET_SHEET (tb_ticket_sheet_get_type ())
G_DECLARE_FINAL_TYPE (TbTicketSheet, tb_ticket_sheet, TB, TICKET_SHEET, GObject)

/** tb_ticket_sheet_new: starts to load. @ticket: id */
TbTicketSheet *tb_ticket_sheet_new (TbEngine *engine,
                                    gint64    ticket);
gint64         tb_ticket_sheet_get_ticket (TbTicketSheet *self);
/** tb_ticket_sheet_announce: emits `updated` though nothing was read, for what depends on the clock */
void tb_ticket_sheet_announce (TbTicketSheet *self);
/** Returns: (transfer none) (nullable) */
TbTicketDetails *tb_ticket_sheet_get_details (TbTicketSheet *self);
/** tb_ticket_sheet_get_engagement: Returns: (transfer none) (nullable): the latest of @role */
TbEngagement *tb_ticket_sheet_get_engagement (TbTicketSheet *self,
                                              TbRole         role);
/** tb_ticket_sheet_get_items: Returns: (transfer none): of TbItem, oldest first, without deleted ones */
TbSheetRows *tb_ticket_sheet_get_items (TbTicketSheet *self);
/** tb_ticket_sheet_get_history: Returns: (transfer none): of TbHistoryEntry, oldest first */
TbSheetRows *tb_ticket_sheet_get_history (TbTicketSheet *self);
/** tb_ticket_sheet_get_late: Returns: (transfer container) (element-type TbItem): entries of this side that
 * no longer reached the lead partner */
GPtrArray *tb_ticket_sheet_get_late (TbTicketSheet *self);

G_END_DECLS
