/* SPDX-License-Identifier: GPL-3.0-or-later
 * The objects that views show, each over one kind of record, and what they show besides it.
 *
 * The record types (tb-records.h) have taken the names TB_TICKET, TB_ITEM … . So the casts are called
 * TB_TICKET_OBJECT (), TB_ITEM_OBJECT () … ; the type macros TB_TYPE_TICKET, TB_TYPE_ITEM … . */
#pragma once

#include "tb-object.h"
#include "tb-records.h"

G_BEGIN_DECLS

/* ---- Extras: what a row cannot know by itself. The first member is there for the shape only. ---- */

/** TbTicketDetailsExtra: the names that a ticket's references stand for. */
typedef struct
{
  gint64 id;
  char  *status_name;
  char  *status_color;
  gint64 status_meaning; /* TbMeaning */
  char  *organisation_name;
  char  *organisation_alert;
  char  *contact_name;
  char  *contact_phone;
  char  *assignee_name;
  gint64 erasures;  /* what partners told of theirs and nobody has looked at */
  char  *arriving;  /* (nullable): sha256 of a file that a partner sends and has not named yet */
  gint64 come;      /* bytes of it that are here */
  gint64 come_size; /* of so many */
} TbTicketDetailsExtra;

/** TbTransfer: where the bytes of a file are. */
typedef enum
{
  TB_TRANSFER_NONE,     /* where they belong */
  TB_TRANSFER_SENDING,  /* on their way to the partner */
  TB_TRANSFER_REFUSED,  /* the partner has the entry and does not load the file now */
  TB_TRANSFER_LOADING,  /* asked for, or on their way from the partner */
  TB_TRANSFER_DECLINED, /* not loaded here */
} TbTransfer;

/** TbItemExtra: what its ticket and its links make of an item. */
typedef struct
{
  gint64 id;
  char  *partner_name;
  gint64 is_read_only;
  gint64 is_local_only; /* in the latest engagement */
  gint64 is_waiting;    /* its file is not across */
  gint64 is_cut;
  gint64 is_late;   /* no longer reached the lead partner */
  gint64 transfer;  /* TbTransfer: of its file */
  gint64 across;    /* bytes of it */
  gint64 most;      /* a declined one: up to how many bytes files come unasked, if that is why; else 0 */
  gint64 counts_in; /* the engagement whose authorized hours or charges it uses; 0: of none */
} TbItemExtra;

/** TbEngagementExtra: request and delivery, beside the status (law 3). */
typedef struct
{
  gint64 id;
  char  *partner_name;
  gint64 pending;      /* TbVerb: the latest pending request other than start */
  gint64 delivery;     /* TbDelivery */
  gint64 next_attempt; /* instant; 0: at once */
  char  *link_problem; /* (nullable): nick */
} TbEngagementExtra;

/** TbPartnerExtra: the two agreements with a partner, and what waits for it. */
typedef struct
{
  gint64 id;
  gint64 lead_state;        /* TbAgreementState of the agreement in which we lead */
  gint64 service_state;     /* of the one in which they lead */
  gint64 waiting;           /* outbox rows not acknowledged */
  gint64 held;              /* outbox rows that the partner refused */
  gint64 travel;            /* TbTravel: how to get there as things are; never AUTO */
  char  *organisation_name; /* (nullable): the own organisation that it is mapped to as a lead */
} TbPartnerExtra;

TB_DECLARE_RECORD (TbTicketDetailsExtra, tb_ticket_details_extra, TB_TICKET_DETAILS_EXTRA)
TB_DECLARE_RECORD (TbItemExtra, tb_item_extra, TB_ITEM_EXTRA)
TB_DECLARE_RECORD (TbEngagementExtra, tb_engagement_extra, TB_ENGAGEMENT_EXTRA)
TB_DECLARE_RECORD (TbPartnerExtra, tb_partner_extra, TB_PARTNER_EXTRA)

/* ---- Objects ---- */

/** TbTicket: a row of a list, over TbListRow. `is-loading` until its record is there. */
#define TB_TYPE_TICKET (tb_ticket_get_type ())
G_DECLARE_FINAL_TYPE (TbTicket, tb_ticket, TB, TICKET_OBJECT, TbObject)
/** tb_ticket_new: Returns: (transfer full): a placeholder for the ticket @id */
TbTicket *tb_ticket_new (gint64 id);
/** tb_ticket_is_loading: whether it is still a placeholder. */
gboolean tb_ticket_is_loading (TbTicket *self);

/** TbTicketDetails: the ticket of a page, over TbTicketRecord. */
#define TB_TYPE_TICKET_DETAILS (tb_ticket_details_get_type ())
G_DECLARE_FINAL_TYPE (TbTicketDetails, tb_ticket_details, TB, TICKET_DETAILS_OBJECT, TbObject)

/** TbItem: a line of the time line, over TbItemRecord. */
#define TB_TYPE_ITEM (tb_item_get_type ())
G_DECLARE_FINAL_TYPE (TbItem, tb_item, TB, ITEM_OBJECT, TbObject)

/** TbEngagement: one outsourcing, over TbEngagementRecord. `total`: „Autorisierte Gesamtsumme“,
 * TB_AMOUNT_NONE if none. */
#define TB_TYPE_ENGAGEMENT (tb_engagement_get_type ())
G_DECLARE_FINAL_TYPE (TbEngagement, tb_engagement, TB, ENGAGEMENT_OBJECT, TbObject)

#define TB_TYPE_PARTNER (tb_partner_get_type ())
G_DECLARE_FINAL_TYPE (TbPartner, tb_partner, TB, PARTNER_OBJECT, TbObject)

#define TB_TYPE_AGREEMENT (tb_agreement_get_type ())
G_DECLARE_FINAL_TYPE (TbAgreement, tb_agreement, TB, AGREEMENT_OBJECT, TbObject)

#define TB_TYPE_USER (tb_user_get_type ())
G_DECLARE_FINAL_TYPE (TbUser, tb_user, TB, USER_OBJECT, TbObject)

#define TB_TYPE_TICKET_STATUS (tb_ticket_status_get_type ())
G_DECLARE_FINAL_TYPE (TbTicketStatus, tb_ticket_status, TB, TICKET_STATUS_OBJECT, TbObject)

#define TB_TYPE_ORGANISATION (tb_organisation_get_type ())
G_DECLARE_FINAL_TYPE (TbOrganisation, tb_organisation, TB, ORGANISATION_OBJECT, TbObject)

#define TB_TYPE_CONTACT (tb_contact_get_type ())
G_DECLARE_FINAL_TYPE (TbContact, tb_contact, TB, CONTACT_OBJECT, TbObject)

#define TB_TYPE_HISTORY_ENTRY (tb_history_entry_get_type ())
G_DECLARE_FINAL_TYPE (TbHistoryEntry, tb_history_entry, TB, HISTORY_ENTRY_OBJECT, TbObject)

#define TB_TYPE_ITEM_LINK (tb_item_link_get_type ())
G_DECLARE_FINAL_TYPE (TbItemLink, tb_item_link, TB, ITEM_LINK_OBJECT, TbObject)

G_END_DECLS
