/* SPDX-License-Identifier: GPL-3.0-or-later
 * The workflow as tables: transitions, menus, folders, synchronisation rules (product.md sections 2, 3, 4, 6,
 * 7). */
#pragma once

#include "tb-problem.h"
#include "tb-records.h"

G_BEGIN_DECLS

/** TbNeeds: what a transition asks for besides status, actor and permission. */
typedef enum
{
  TB_NEEDS_NOTHING = 0,
  TB_NEEDS_TERMS = 1 << 0,       /* valid terms */
  TB_NEEDS_PARTNER = 1 << 1,     /* an active agreement in which we lead */
  TB_NEEDS_OPEN_TICKET = 1 << 2, /* Ticketstatus not complete */
  TB_NEEDS_REASON = 1 << 3,
  TB_NEEDS_MAPPING = 1 << 4, /* the lead is mapped to an own organisation */
  TB_NEEDS_IN_TIME = 1 << 5, /* asked at or before answer_by */
} TbNeeds;

/** TbEffects: what else happens; the engine has one function for each. */
typedef enum
{
  TB_EFFECT_NONE = 0,
  TB_EFFECT_NEW_ENGAGEMENT = 1 << 0, /* unless the present one is unsent */
  TB_EFFECT_OFFER = 1 << 1,          /* the offer is queued */
  TB_EFFECT_STATUS_EVENT = 1 << 2,   /* the lead counts rev and queues a status event */
  TB_EFFECT_REQUEST = 1 << 3,        /* the service side queues a request and waits */
  TB_EFFECT_RESTORE = 1 << 4,        /* back to the previous engagement's status, or none */
  TB_EFFECT_OPEN_SYNC = 1 << 5,      /* accepted: phase 1, customer block and published items go */
  TB_EFFECT_SUSPEND = 1 << 6,
  TB_EFFECT_RESUME = 1 << 7,       /* phase + 1 */
  TB_EFFECT_END = 1 << 8,          /* nothing travels any more; the lead sums the partner's time */
  TB_EFFECT_REASON_NOTE = 1 << 9,  /* the reason stands among the items too */
  TB_EFFECT_ERASE_OFFER = 1 << 10, /* the service side's offer loses its text */
} TbEffects;

/** TbTransition: one row of the table; `to` equals the present status for a row without effect on it. */
typedef struct
{
  TbStatusMask from;
  TbActor      actor;
  TbAction     action;
  TbStatus     to;
  TbVerb       verb;       /* the request that carries it, for the service side */
  TbPermission permission; /* of the person; of no meaning for the clock */
  TbNeeds      needs;
  TbEffects    effects;
} TbTransition;

/** tb_transitions: (out): the table. Returns: (transfer none) (array length=n) */
const TbTransition *tb_transitions (guint *n);

/**
 * tb_transition_find:
 * @status: present, confirmed status
 * @actor: who
 * @action: what
 *
 * Returns: (transfer none) (nullable): the row, or %NULL if it may not happen now
 */
const TbTransition *tb_transition_find (TbStatus status,
                                        TbActor  actor,
                                        TbAction action);

/**
 * tb_transition_check:
 * @status: present, confirmed status
 * @actor: who
 * @action: what
 * @permission: the person's
 *
 * Like [func@transition_find], and checks the permission. What is not in the table is refused with
 * %TB_PROBLEM_NOT_NOW (argument: the status' nick) or %TB_PROBLEM_PERMISSION.
 *
 * Returns: (transfer none) (nullable): the row, or %NULL with @error set
 */
const TbTransition *tb_transition_check (TbStatus     status,
                                         TbActor      actor,
                                         TbAction     action,
                                         TbPermission permission,
                                         GError     **error);

/** tb_verb_to_action: the action that a request asks for. */
TbAction tb_verb_to_action (TbVerb verb);

/** tb_status_refusal: the problem with which a request is refused that finds the lead in @status. */
TbProblem tb_status_refusal (TbStatus status,
                             TbVerb   verb);

/** TbStatusLook: what is said of a status: all msgids, to be translated by the doors. */
typedef struct
{
  const char *label;         /* „In Bearbeitung“ */
  const char *lead_sentence; /* the orange bar's sentence on the lead's side */
  const char *service_sentence;
  const char *css_class;
  const char *icon_name;
} TbStatusLook;
const TbStatusLook *tb_status_look (TbStatus status);

/** TbMenuItem: an entry of „Outsourcen“ (lead) or „Lead-Partner benachrichtigen“ (service). */
typedef struct
{
  TbRole       role;
  TbStatusMask statuses;
  TbAction     action;
  TbPermission permission;
  const char  *label;    /* msgid */
  const char  *shortcut; /* GTK accelerator */
} TbMenuItem;

/**
 * tb_menu:
 * @role: which menu
 * @status: present, confirmed status of that role's engagement
 * @permission: the person's
 *
 * Returns: (transfer container): the entries in their order ([struct@MenuItem], borrowed from the table)
 */
GPtrArray        *tb_menu (TbRole       role,
                           TbStatus     status,
                           TbPermission permission);
const TbMenuItem *tb_menu_items (guint *n);

/** tb_menu_is_visible: whether the person sees the dropdown „Outsourcen“ at all. */
gboolean tb_menu_is_visible (TbPermission permission);

/** TbFolderGroup: the three groups of the dashboard. */
typedef enum
{
  TB_FOLDER_GROUP_OUTSOURCED,
  TB_FOLDER_GROUP_RECEIVED,
  TB_FOLDER_GROUP_TICKETS,
} TbFolderGroup;

/** TbFolderId: stable numbers: the store keeps counts by them. */
typedef enum
{
  TB_FOLDER_LEAD_OPEN,
  TB_FOLDER_LEAD_UNSENT,
  TB_FOLDER_LEAD_ASSIGNED,
  TB_FOLDER_LEAD_DECLINED,
  TB_FOLDER_LEAD_CANCELED,
  TB_FOLDER_LEAD_ACCEPTED,
  TB_FOLDER_LEAD_IN_PROGRESS,
  TB_FOLDER_LEAD_WAITING_APPROVAL,
  TB_FOLDER_LEAD_COMPLETE,
  TB_FOLDER_SERVICE_OPEN,
  TB_FOLDER_SERVICE_ASSIGNED,
  TB_FOLDER_SERVICE_ACCEPTED,
  TB_FOLDER_SERVICE_IN_PROGRESS,
  TB_FOLDER_SERVICE_WAITING_APPROVAL,
  TB_FOLDER_SERVICE_COMPLETE,
  TB_FOLDER_TICKETS_ALL,
  TB_FOLDER_TICKETS_OPEN,
  TB_FOLDER_TICKETS_OVERDUE,
  TB_FOLDER_EVERYTHING, /* all tickets and pending offers: what `list` without a folder shows; no folder of
                           the dashboard */
} TbFolderId;
#define TB_N_FOLDERS 19

/** TbFolder: a folder: which status of which side, and whether a ticket that is complete leaves it. */
typedef struct
{
  TbFolderId    id;
  const char   *nick; /* `lead-waiting-approval`: for ctl, settings */
  TbFolderGroup group;
  const char   *label; /* msgid */
  TbRole        role;  /* NONE: of the group „Tickets“ */
  TbStatusMask  statuses;
  gboolean      needs_open; /* a complete Ticketstatus leaves it */
  gboolean      needs_overdue;
  gboolean      stands_out;   /* the user must act: its count is highlighted */
  gboolean      is_dashboard; /* shown in the side bar */
} TbFolder;
const TbFolder *tb_folder (TbFolderId id);
gboolean        tb_folder_from_nick (const char *nick,
                                     TbFolderId *id);

/** tb_folder_group_label: Returns: the msgid of a group's heading: „Outgesourcte Arbeit“ … */
const char *tb_folder_group_label (TbFolderGroup group);

/** tb_folder_mask: Returns: a set (bit `1 << TbFolderId`) of the folders that hold @ticket now. */
guint tb_folder_mask (const TbTicketRecord *ticket);

/** tb_folder_offers_to_all: Returns: whether @ticket stands in the folder @id as an offer that is not
 * answered and that nobody is assigned to: whoever may accept offers sees it. */
gboolean tb_folder_offers_to_all (TbFolderId            id,
                                  const TbTicketRecord *ticket);

/** TbSyncRule: what becomes of an item on its way (product.md section 6). */
typedef struct
{
  TbRole     from; /* the owner's role */
  TbItemKind kind;
  TbItemKind arrives_as;
  gboolean   arrives_internal;
  gboolean   goes_at_acceptance; /* published ones are sent when the partner accepts */
  gboolean   is_activity;        /* the service side's first one starts „In Bearbeitung“ */
} TbSyncRule;
const TbSyncRule *tb_sync_rule (TbRole     from,
                                TbItemKind kind);
const TbSyncRule *tb_sync_rules (guint *n);

/**
 * tb_item_read_only:
 * @item: an item
 * @engagements: (element-type TbEngagementRecord): all engagements of its ticket
 *
 * Whether it cannot be edited or deleted now: locked for ever, or it was there before a suspension that
 * lasts.
 */
gboolean tb_item_read_only (const TbItemRecord *item,
                            GPtrArray          *engagements);

/** tb_engagement_total: „Autorisierte Gesamtsumme“ in minor units; TB_AMOUNT_NONE if nothing is authorised.
 */
gint64 tb_engagement_total (const TbEngagementRecord *terms);

/** tb_engagement_is_live: accepted or in progress. */
gboolean tb_engagement_is_live (const TbEngagementRecord *engagement);

/** Limits, checked before anything is stored (product.md section 6). In characters, unless said. */
#define TB_LIMIT_TITLE 250
#define TB_LIMIT_TEXT 200000
#define TB_LIMIT_REASON 10000
#define TB_LIMIT_NAME 200
#define TB_LIMIT_EVENT_BYTES (900 * 1024)
#define TB_LIMIT_MINUTES 60000
#define TB_MEGABYTE (1000 * 1000)
#define TB_LIMIT_FILE_BYTES (200 * TB_MEGABYTE)
/* What is loaded unasked where the network costs by the byte. */
#define TB_LIMIT_METERED_BYTES (2 * TB_MEGABYTE)

/** tb_check_text: checks valid UTF-8, no NUL, at most @limit characters. @field names it in the error. */
gboolean tb_check_text (const char *text,
                        gsize       limit,
                        const char *field,
                        GError    **error);

G_END_DECLS
