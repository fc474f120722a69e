/* SPDX-License-Identifier: GPL-3.0-or-later
 * The field's words as enums, each with its nick for wire, SQL and JSON. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TbStatus:
 *
 * The Outsourcing-Status (product.md section 2): eight system values, set by workflow steps only.
 * `TB_STATUS_NONE` stands for "never outsourced". Nicks are the words of the wire.
 */
typedef enum
{
  TB_STATUS_NONE,
  TB_STATUS_UNSENT,
  TB_STATUS_ASSIGNED,
  TB_STATUS_CANCELED,
  TB_STATUS_DECLINED,
  TB_STATUS_ACCEPTED,
  TB_STATUS_IN_PROGRESS,
  TB_STATUS_WAITING_APPROVAL,
  TB_STATUS_COMPLETE,
} TbStatus;
#define TB_N_STATUSES 9

/** TbStatusMask: a set of statuses; bit `1 << status`. */
typedef guint TbStatusMask;
#define TB_STATUS_BIT(status) (1u << (status))
#define TB_STATUS_MASK_LIVE (TB_STATUS_BIT (TB_STATUS_ACCEPTED) | TB_STATUS_BIT (TB_STATUS_IN_PROGRESS))

/** TbRole: which side of an engagement this instance is on. */
typedef enum
{
  TB_ROLE_NONE,
  TB_ROLE_LEAD,
  TB_ROLE_SERVICE,
} TbRole;

/** TbActor: who starts a transition. The clock is the lead's (product.md section 3). */
typedef enum
{
  TB_ACTOR_LEAD,
  TB_ACTOR_SERVICE,
  TB_ACTOR_CLOCK,
} TbActor;
#define TB_N_ACTORS 3

/** TbAction: the steps of the workflow. */
typedef enum
{
  TB_ACTION_SAVE_TERMS,
  TB_ACTION_OUTSOURCE,
  TB_ACTION_DISCARD,
  TB_ACTION_CANCEL,
  TB_ACTION_ACCEPT,
  TB_ACTION_DECLINE,
  TB_ACTION_AUTO_DECLINE,
  TB_ACTION_START,
  TB_ACTION_SUBMIT,
  TB_ACTION_COMPLETE,
  TB_ACTION_APPROVE,
  TB_ACTION_REJECT,
  TB_ACTION_CLOSE_TICKET, /* the Ticketstatus went to one that means complete */
  TB_ACTION_ASK,          /* „Frage stellen“: a menu entry, no transition */
  TB_ACTION_SHOW_TERMS,   /* „Bedingungen anzeigen“: a menu entry, no transition */
  TB_ACTION_CHOOSE,       /* recent partners and „Anderer Partner …“: a menu entry */
} TbAction;
#define TB_N_ACTIONS 16

/** TbHealStep: what two sides say of an engagement after one of them went back to a backup: first the
 * service what it has, then the lead how it stands, then the service what the lead has lost. */
typedef enum
{
  TB_HEAL_TOLD,
  TB_HEAL_ANSWERED,
  TB_HEAL_RESENT,
} TbHealStep;

/** TbVerb: what a service partner may request on the wire (protocol.md section 3). */
typedef enum
{
  TB_VERB_NONE,
  TB_VERB_ACCEPT,
  TB_VERB_DECLINE,
  TB_VERB_START,
  TB_VERB_SUBMIT,
  TB_VERB_COMPLETE,
} TbVerb;

/** TbPermission: each includes the one before (product.md section 7). */
typedef enum
{
  TB_PERMISSION_NONE,
  TB_PERMISSION_OUTSOURCE,
  TB_PERMISSION_PARTNERS,
  TB_PERMISSION_ALL,
} TbPermission;
#define TB_N_PERMISSIONS 4

/** TbMeaning: what a configured Ticketstatus means. */
typedef enum
{
  TB_MEANING_NEW,
  TB_MEANING_IN_PROGRESS,
  TB_MEANING_WAITING,
  TB_MEANING_COMPLETE,
} TbMeaning;

/** TbItemKind: what stands on a ticket's time line and can travel. */
typedef enum
{
  TB_ITEM_NOTE,
  TB_ITEM_TIME,
  TB_ITEM_CHARGE,
  TB_ITEM_FILE,
} TbItemKind;
#define TB_N_ITEM_KINDS 4

/** TbRateKind: „Stundensatz“, „Pauschalsatz“ or no rate. */
typedef enum
{
  TB_RATE_NONE,
  TB_RATE_HOURLY,
  TB_RATE_FLAT,
} TbRateKind;

/** TbPriority: of a ticket. */
typedef enum
{
  TB_PRIORITY_LOW,
  TB_PRIORITY_MEDIUM,
  TB_PRIORITY_HIGH,
  TB_PRIORITY_CRITICAL,
} TbPriority;

/** TbAgreementState: one direction of a link (product.md section 8). */
typedef enum
{
  TB_AGREEMENT_NONE,
  TB_AGREEMENT_INVITED,
  TB_AGREEMENT_ACTIVE,
  TB_AGREEMENT_INACTIVE,
  TB_AGREEMENT_DECLINED,
} TbAgreementState;

/** TbLinkState: how far two instances have joined. */
typedef enum
{
  TB_LINK_INVITED, /* we gave out an invitation; nobody has come yet */
  TB_LINK_JOINING, /* we took an invitation; our join is not yet answered */
  TB_LINK_LINKED,  /* one key on both sides */
  TB_LINK_STOPPED, /* the partner has gone back, or refused us: see the partner's problem */
} TbLinkState;

/** TbTravel: how requests and answers get to a partner and back (protocol.md section 5). */
typedef enum
{
  TB_TRAVEL_AUTO,    /* chosen: as the addresses of both allow */
  TB_TRAVEL_PUSH,    /* we send to it, it sends to us */
  TB_TRAVEL_PULL,    /* we send to it and fetch from it */
  TB_TRAVEL_MAILBOX, /* both send to, and fetch from, a third instance */
  TB_TRAVEL_AWAIT,   /* never chosen: it sends to us and fetches from us, for we know no address of it */
} TbTravel;

/** TbDelivery: how far our last message of an engagement got; law 3 keeps it apart from status and request.
 */
typedef enum
{
  TB_DELIVERY_NONE,      /* nothing was ever to be sent */
  TB_DELIVERY_QUEUED,    /* in the outbox */
  TB_DELIVERY_DELIVERED, /* acknowledged */
  TB_DELIVERY_HELD,      /* refused by the partner: held */
  TB_DELIVERY_WAITING,   /* a file is still on its way („wartet“) */
} TbDelivery;

#define TB_TYPE_STATUS (tb_status_get_type ())
#define TB_TYPE_ROLE (tb_role_get_type ())
#define TB_TYPE_ACTOR (tb_actor_get_type ())
#define TB_TYPE_ACTION (tb_action_get_type ())
#define TB_TYPE_HEAL_STEP (tb_heal_step_get_type ())
GType tb_heal_step_get_type (void);
#define TB_TYPE_VERB (tb_verb_get_type ())
#define TB_TYPE_PERMISSION (tb_permission_get_type ())
#define TB_TYPE_MEANING (tb_meaning_get_type ())
#define TB_TYPE_ITEM_KIND (tb_item_kind_get_type ())
#define TB_TYPE_RATE_KIND (tb_rate_kind_get_type ())
#define TB_TYPE_PRIORITY (tb_priority_get_type ())
#define TB_TYPE_AGREEMENT_STATE (tb_agreement_state_get_type ())
#define TB_TYPE_LINK_STATE (tb_link_state_get_type ())
#define TB_TYPE_TRAVEL (tb_travel_get_type ())
#define TB_TYPE_DELIVERY (tb_delivery_get_type ())

GType tb_status_get_type (void);
GType tb_role_get_type (void);
GType tb_actor_get_type (void);
GType tb_action_get_type (void);
GType tb_verb_get_type (void);
GType tb_permission_get_type (void);
GType tb_meaning_get_type (void);
GType tb_item_kind_get_type (void);
GType tb_rate_kind_get_type (void);
GType tb_priority_get_type (void);
GType tb_agreement_state_get_type (void);
GType tb_link_state_get_type (void);
GType tb_travel_get_type (void);
GType tb_delivery_get_type (void);

/**
 * tb_nick:
 * @type: one of the enum types above
 * @value: a value of it
 *
 * The word that wire, SQL and JSON use for @value, e.g. `in_progress`, `hourly`, `note`.
 *
 * Returns: (transfer none): the nick; `"?"` for a value out of range
 */
const char *tb_nick (GType type,
                     int   value);

/**
 * tb_from_nick:
 * @type: one of the enum types above
 * @nick: (nullable): a word
 * @value: (out): its value
 *
 * Reads a nick strictly.
 *
 * Returns: %FALSE if @nick is none of @type's
 */
gboolean tb_from_nick (GType       type,
                       const char *nick,
                       int        *value);

G_END_DECLS
