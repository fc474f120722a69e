/* SPDX-License-Identifier: GPL-3.0-or-later
 * The folders as a table: which tickets each holds (product.md section 2). */
#include "config.h"

#include "tb-workflow.h"

#include "tb-i18n-private.h"

#define UNSENT TB_STATUS_BIT (TB_STATUS_UNSENT)
#define ASSIGNED TB_STATUS_BIT (TB_STATUS_ASSIGNED)
#define CANCELED TB_STATUS_BIT (TB_STATUS_CANCELED)
#define DECLINED TB_STATUS_BIT (TB_STATUS_DECLINED)
#define ACCEPTED TB_STATUS_BIT (TB_STATUS_ACCEPTED)
#define IN_PROGRESS TB_STATUS_BIT (TB_STATUS_IN_PROGRESS)
#define WAITING TB_STATUS_BIT (TB_STATUS_WAITING_APPROVAL)
#define COMPLETE TB_STATUS_BIT (TB_STATUS_COMPLETE)

/* A folder of a role holds the tickets whose engagement of that role has one of the statuses. One of no role
 * holds all confirmed tickets, and offers (service side) of its statuses. */
/* clang-format off */
static const TbFolder folders[TB_N_FOLDERS] = {
  [TB_FOLDER_LEAD_OPEN] = {
    TB_FOLDER_LEAD_OPEN, "lead-open", TB_FOLDER_GROUP_OUTSOURCED,
    /* Translators: folder: all that we have given away and that is not at its end (“Alle meine offenen”). */
    N_("All my open work"), TB_ROLE_LEAD,
    UNSENT | ASSIGNED | DECLINED | ACCEPTED | IN_PROGRESS | WAITING, TRUE, FALSE, FALSE, TRUE },
  [TB_FOLDER_LEAD_UNSENT] = {
    TB_FOLDER_LEAD_UNSENT, "lead-unsent", TB_FOLDER_GROUP_OUTSOURCED,
    N_("Not sent"), TB_ROLE_LEAD, UNSENT, TRUE, FALSE, FALSE, TRUE },
  [TB_FOLDER_LEAD_ASSIGNED] = {
    TB_FOLDER_LEAD_ASSIGNED, "lead-assigned", TB_FOLDER_GROUP_OUTSOURCED,
    /* Translators: folder of tickets that a partner has not answered yet (in German “Warten auf Annahme”). */
    N_("Waiting for acceptance"), TB_ROLE_LEAD, ASSIGNED, TRUE, FALSE, FALSE, TRUE },
  [TB_FOLDER_LEAD_DECLINED] = {
    TB_FOLDER_LEAD_DECLINED, "lead-declined", TB_FOLDER_GROUP_OUTSOURCED,
    N_("Declined"), TB_ROLE_LEAD, DECLINED, FALSE, FALSE, TRUE, TRUE },
  [TB_FOLDER_LEAD_CANCELED] = {
    TB_FOLDER_LEAD_CANCELED, "lead-canceled", TB_FOLDER_GROUP_OUTSOURCED,
    N_("Canceled"), TB_ROLE_LEAD, CANCELED, FALSE, FALSE, FALSE, TRUE },
  [TB_FOLDER_LEAD_ACCEPTED] = {
    TB_FOLDER_LEAD_ACCEPTED, "lead-accepted", TB_FOLDER_GROUP_OUTSOURCED,
    N_("Accepted"), TB_ROLE_LEAD, ACCEPTED, TRUE, FALSE, FALSE, TRUE },
  [TB_FOLDER_LEAD_IN_PROGRESS] = {
    TB_FOLDER_LEAD_IN_PROGRESS, "lead-in-progress", TB_FOLDER_GROUP_OUTSOURCED,
    N_("In progress"), TB_ROLE_LEAD, IN_PROGRESS, TRUE, FALSE, FALSE, TRUE },
  [TB_FOLDER_LEAD_WAITING_APPROVAL] = {
    TB_FOLDER_LEAD_WAITING_APPROVAL, "lead-waiting-approval", TB_FOLDER_GROUP_OUTSOURCED,
    N_("Waiting for approval"), TB_ROLE_LEAD, WAITING, TRUE, FALSE, TRUE, TRUE },
  [TB_FOLDER_LEAD_COMPLETE] = {
    TB_FOLDER_LEAD_COMPLETE, "lead-complete", TB_FOLDER_GROUP_OUTSOURCED,
    N_("Complete"), TB_ROLE_LEAD, COMPLETE, FALSE, FALSE, FALSE, TRUE },

  [TB_FOLDER_SERVICE_OPEN] = {
    TB_FOLDER_SERVICE_OPEN, "service-open", TB_FOLDER_GROUP_RECEIVED,
    /* Translators: folder: all that partners have given us and that is not at its end (“Alle offenen”). */
    N_("All open work"), TB_ROLE_SERVICE,
    ASSIGNED | ACCEPTED | IN_PROGRESS | WAITING, TRUE, FALSE, FALSE, TRUE },
  [TB_FOLDER_SERVICE_ASSIGNED] = {
    TB_FOLDER_SERVICE_ASSIGNED, "service-assigned", TB_FOLDER_GROUP_RECEIVED,
    N_("Waiting for acceptance"), TB_ROLE_SERVICE, ASSIGNED, TRUE, FALSE, TRUE, TRUE },
  [TB_FOLDER_SERVICE_ACCEPTED] = {
    TB_FOLDER_SERVICE_ACCEPTED, "service-accepted", TB_FOLDER_GROUP_RECEIVED,
    N_("Accepted"), TB_ROLE_SERVICE, ACCEPTED, TRUE, FALSE, FALSE, TRUE },
  [TB_FOLDER_SERVICE_IN_PROGRESS] = {
    TB_FOLDER_SERVICE_IN_PROGRESS, "service-in-progress", TB_FOLDER_GROUP_RECEIVED,
    N_("In progress"), TB_ROLE_SERVICE, IN_PROGRESS, TRUE, FALSE, FALSE, TRUE },
  [TB_FOLDER_SERVICE_WAITING_APPROVAL] = {
    TB_FOLDER_SERVICE_WAITING_APPROVAL, "service-waiting-approval", TB_FOLDER_GROUP_RECEIVED,
    N_("Waiting for approval"), TB_ROLE_SERVICE, WAITING, TRUE, FALSE, FALSE, TRUE },
  [TB_FOLDER_SERVICE_COMPLETE] = {
    TB_FOLDER_SERVICE_COMPLETE, "service-complete", TB_FOLDER_GROUP_RECEIVED,
    N_("Complete"), TB_ROLE_SERVICE, COMPLETE, FALSE, FALSE, FALSE, TRUE },

  [TB_FOLDER_TICKETS_ALL] = {
    TB_FOLDER_TICKETS_ALL, "tickets-all", TB_FOLDER_GROUP_TICKETS,
    N_("All tickets"), TB_ROLE_NONE, 0, FALSE, FALSE, FALSE, TRUE },
  [TB_FOLDER_TICKETS_OPEN] = {
    TB_FOLDER_TICKETS_OPEN, "tickets-open", TB_FOLDER_GROUP_TICKETS,
    /* Translators: folder in the group “Tickets”; the adjective (in German “Offen”). */
    N_("Open tickets"), TB_ROLE_NONE, 0, TRUE, FALSE, FALSE, TRUE },
  [TB_FOLDER_TICKETS_OVERDUE] = {
    TB_FOLDER_TICKETS_OVERDUE, "tickets-overdue", TB_FOLDER_GROUP_TICKETS,
    N_("Overdue"), TB_ROLE_NONE, 0, TRUE, TRUE, TRUE, TRUE },
  [TB_FOLDER_EVERYTHING] = {
    TB_FOLDER_EVERYTHING, "everything", TB_FOLDER_GROUP_TICKETS,
    /* Translators: a list of all tickets and of all offers that are not answered yet. */
    N_("Tickets and offers"), TB_ROLE_NONE, ASSIGNED, FALSE, FALSE, FALSE, FALSE },
};

static const char *const group_labels[] = {
  /* Translators: heading of the folders with work that we gave to partners. */
  [TB_FOLDER_GROUP_OUTSOURCED] = N_("Outsourced work"),
  /* Translators: heading of the folders with work that partners gave to us. */
  [TB_FOLDER_GROUP_RECEIVED] = N_("Received work"),
  [TB_FOLDER_GROUP_TICKETS] = N_("Tickets"),
};
/* clang-format on */

static gboolean
folder_holds (const TbFolder       *folder,
              const TbTicketRecord *ticket)
{
  /* An offer has no Ticketstatus yet, so none that could mean complete. */
  gboolean is_open = ticket->is_open || !ticket->is_confirmed;
  gboolean is_member = FALSE;

  switch (folder->role)
    {
    case TB_ROLE_LEAD:
      is_member = (folder->statuses & TB_STATUS_BIT (ticket->lead_status)) != 0;
      break;
    case TB_ROLE_SERVICE:
      is_member = (folder->statuses & TB_STATUS_BIT (ticket->service_status)) != 0;
      break;
    case TB_ROLE_NONE:
      is_member = ticket->is_confirmed || (folder->statuses & TB_STATUS_BIT (ticket->service_status)) != 0;
      break;
    }
  return is_member && (is_open || !folder->needs_open) && (ticket->is_overdue || !folder->needs_overdue);
}

const TbFolder *
tb_folder (TbFolderId id)
{
  g_return_val_if_fail (id < TB_N_FOLDERS, NULL);

  return &folders[id];
}

gboolean
tb_folder_from_nick (const char *nick,
                     TbFolderId *id)
{
  guint i;

  g_return_val_if_fail (id != NULL, FALSE);

  for (i = 0; i < TB_N_FOLDERS; i++)
    if (g_strcmp0 (folders[i].nick, nick) == 0)
      {
        *id = i;
        return TRUE;
      }
  return FALSE;
}

const char *
tb_folder_group_label (TbFolderGroup group)
{
  g_return_val_if_fail (group < G_N_ELEMENTS (group_labels), NULL);

  return group_labels[group];
}

guint
tb_folder_mask (const TbTicketRecord *ticket)
{
  guint mask = 0;
  guint i;

  g_return_val_if_fail (ticket != NULL, 0);

  for (i = 0; i < TB_N_FOLDERS; i++)
    if (folder_holds (&folders[i], ticket))
      mask |= 1u << i;
  return mask;
}

gboolean
tb_folder_offers_to_all (TbFolderId            id,
                         const TbTicketRecord *ticket)
{
  g_return_val_if_fail (id < TB_N_FOLDERS, FALSE);
  g_return_val_if_fail (ticket != NULL, FALSE);

  return folders[id].role == TB_ROLE_SERVICE && folder_holds (&folders[id], ticket) &&
         ticket->service_status == TB_STATUS_ASSIGNED && ticket->assignee == 0 && ticket->sender == 0;
}
