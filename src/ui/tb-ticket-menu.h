/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the dropdowns „Outsourcen“ and „Lead-Partner benachrichtigen“ offer, and what of it may be done
 * now. */
#pragma once

#include "tb-desk.h"
#include "tb-ticket-sheet.h"
#include "tb-workflow.h"

G_BEGIN_DECLS

/** TB_TICKET_MENU_PARTNERS: so many of the partners used last stand in the menu by name. */
#define TB_TICKET_MENU_PARTNERS 10

/** TbTicketSituation: all that decides what may be done with a ticket. */
typedef struct
{
  TbPermission permission;
  TbStatus     lead; /* confirmed statuses; NONE if there is no engagement of that role */
  TbStatus     service;
  TbVerb       pending;      /* what the service side has asked and the lead has not answered */
  gboolean     is_there;     /* there is a ticket to act on */
  gboolean     is_confirmed; /* no offer any more */
  gboolean     is_complete;  /* its Ticketstatus means complete */
} TbTicketSituation;

/** tb_ticket_situation_of: @sheet: (nullable) */
TbTicketSituation tb_ticket_situation_of (TbDesk        *desk,
                                          TbTicketSheet *sheet);
/** tb_ticket_can: whether a person may take the step @action now, as the tables of the model have it. */
gboolean tb_ticket_can (const TbTicketSituation *situation,
                        TbRole                   role,
                        TbAction                 action);
/** tb_ticket_can_write: whether notes, times, fields can be written. */
gboolean tb_ticket_can_write (const TbTicketSituation *situation);
/** tb_ticket_why_not_write: Returns: (transfer none) (nullable): a translated sentence that says why not */
const char *tb_ticket_why_not_write (const TbTicketSituation *situation);
/** tb_ticket_why_no_outsourcing: Returns: (transfer none) (nullable): a translated sentence that says why the
 * dropdown „Outsourcen“ can be seen, but not used */
const char *tb_ticket_why_no_outsourcing (const TbTicketSituation *situation);
/**
 * tb_ticket_menu_new:
 * @role: which dropdown
 * @partners: (nullable) (element-type TbPartner): the ones used last, for the lead's menu at rest
 *
 * Returns: (transfer full): entries by name of action `ticket.*`, from the table of menus
 */
GMenuModel *tb_ticket_menu_new (const TbTicketSituation *situation,
                                TbRole                   role,
                                GListModel              *partners);
/** tb_ticket_action_name: Returns: (transfer none): the name, without group, of the action that an entry
 * of a menu stands for */
const char *tb_ticket_action_name (const TbTicketSituation *situation,
                                   TbRole                   role,
                                   TbAction                 action);

G_END_DECLS
