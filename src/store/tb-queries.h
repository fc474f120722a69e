/* SPDX-License-Identifier: GPL-3.0-or-later
 * The queries by name: what each selects, in which order. Portable SQL. */
#pragma once

#include "tb-records.h"

G_BEGIN_DECLS

/** TbQuery: for tb_tx_find(), tb_tx_select(): rows of one record type; for tb_tx_number(): a number; for
 * tb_tx_texts(): texts; for tb_tx_exec(): a statement. */
typedef enum
{
  TB_Q_USERS,                       /* by name */
  TB_Q_USER_BY_NAME,                /* s */
  TB_Q_ADMINS,                      /* active users with permission ALL */
  TB_Q_STATUSES,                    /* by position */
  TB_Q_STATUS_BY_NAME,              /* s */
  TB_Q_STATUS_BY_MEANING,           /* i, first by position */
  TB_Q_ORGANISATIONS,               /* by name */
  TB_Q_ORGANISATION_BY_NAME,        /* s */
  TB_Q_CONTACTS_OF_ORGANISATION,    /* i */
  TB_Q_PARTNERS,                    /* by name */
  TB_Q_PARTNERS_RECENT,             /* active agreement in which we lead, last used first, then by name */
  TB_Q_PARTNER_BY_NAME,             /* s */
  TB_Q_PARTNER_BY_LINK,             /* s */
  TB_Q_PARTNER_BY_INSTANCE,         /* s */
  TB_Q_AGREEMENTS_OF_PARTNER,       /* i */
  TB_Q_AGREEMENT_BY_UUID,           /* s */
  TB_Q_AGREEMENT_BY_ROLE,           /* i partner, i role; the newest */
  TB_Q_INVITATION_BY_UUID,          /* s */
  TB_Q_INVITATIONS_EXPIRED,         /* i now; with a key left */
  TB_Q_TICKET_BY_NUMBER,            /* s number, s alias (give it twice) */
  TB_Q_ENGAGEMENT_BY_EID,           /* s */
  TB_Q_ENGAGEMENTS_OF_TICKET,       /* i, oldest first */
  TB_Q_ENGAGEMENTS_LIVE_OF_PARTNER, /* i: assigned to waiting approval */
  TB_Q_ENGAGEMENTS_TO_TELL,         /* i partner, i role, i since (4 times): live, or changed since */
  TB_Q_ENGAGEMENTS_HELD,            /* i partner: something of theirs is held */
  TB_Q_ENGAGEMENTS_ANSWER_DUE,      /* i now: assigned as lead, answer_by before */
  TB_Q_ENGAGEMENTS_ANSWER_NEAR,     /* i after, i until: offers to us, not warned of */
  TB_Q_ENGAGEMENTS_COMPLETE_NEAR,   /* i after, i until: accepted or in progress, not warned of */
  TB_Q_REQUESTS_PENDING,            /* i engagement, oldest first */
  TB_Q_REQUESTS_OF_ENGAGEMENT,      /* i engagement, oldest first */
  TB_Q_REQUEST_BY_EVENT,            /* s */
  TB_Q_ITEMS_OF_TICKET,             /* i, oldest first, deleted ones too */
  TB_Q_ITEM_BY_UUID,                /* s */
  TB_Q_LINKS_OF_ITEM,               /* i */
  TB_Q_LINKS_OF_TICKET,             /* i: of all its items, by item, oldest first */
  TB_Q_LINKS_OF_ENGAGEMENT,         /* i */
  TB_Q_LINK_BY_UUID,                /* i engagement, s uuid */
  TB_Q_HISTORY_OF_TICKET,           /* i, oldest first */
  TB_Q_OUTBOX_SENDABLE,             /* i partner, i after seq: queued, not held, by seq, at most 1000 */
  TB_Q_OUTBOX_QUEUED_BETWEEN,       /* i partner, i seq, i seq: by seq */
  TB_Q_OUTBOX_OPEN,                 /* i partner: queued or held, by seq */
  TB_Q_OUTBOX_OPEN_ALL,             /* all partners */
  TB_Q_OUTBOX_OPEN_FIRST,           /* the first 1000 of them */
  TB_Q_OUTBOX_HELD_OF_TICKET,       /* i ticket: held, by partner and seq */
  TB_Q_OUTBOX_HELD_OF_PARTNER,      /* i partner: held and about no ticket, by seq */
  TB_Q_OUTBOX_TAKEN_ABOVE,          /* i partner, i seq: acknowledged, above that seq */
  TB_Q_OUTBOX_BY_SEQ,               /* i partner, i seq */
  TB_Q_OUTBOX_BY_EVENT,             /* s */
  TB_Q_OUTBOX_OF_ENGAGEMENT,        /* i, by n; without those withdrawn */
  TB_Q_OUTBOX_FIRST_OF_ENGAGEMENT,  /* i: that still has its body */
  TB_Q_INBOX_FIRST_OF_ENGAGEMENT,   /* i: that still has its body */
  TB_Q_INBOX_BY_EVENT,              /* i partner, s event */
  TB_Q_INBOX_BY_N,                  /* i partner, i engagement, i n: applied */
  TB_Q_INBOX_BY_SCOPE,              /* i partner, s scope, i n: likewise, of no engagement */
  TB_Q_INBOX_PARKED_BY_N,           /* i partner, s scope, i n */
  TB_Q_INBOX_REFUSED,               /* i partner: at most 100 */
  TB_Q_TAKEN_OF_PARTNER,            /* i, by seq */
  TB_Q_TAKEN_BY_SEQ,                /* i partner, i seq */
  TB_Q_PUTS_OPEN,                   /* i partner */
  TB_Q_PUT_BY_SHA,                  /* i partner, s sha256 */
  TB_Q_OUTBOX_OF_FILE,              /* i engagement, s sha256: a queued row that names it */
  TB_Q_ITEM_UNLINKED_BY_KIND,       /* i ticket, i kind, i engagement: own ones without a link in it */
  TB_Q_LINKS_WAITING_ALL,           /* waiting links, at most 1000 */
  TB_Q_LINKS_WAITING,               /* i partner, s sha256: waiting links of items with that file */
  TB_Q_TICKETS_TO_TURN_OVERDUE,     /* i now */
  TB_Q_TICKETS_OF_ORGANISATION,     /* i */
  TB_Q_TICKETS_AGED,                /* i after, i changed before, i how many: closed or unconfirmed */
  TB_Q_TICKETS_OF_CONTACT,          /* i */
  TB_Q_ERASURES_OPEN,               /* i ticket: nobody has looked at, oldest first */
  TB_Q_TOMBSTONE_BY_EID,            /* s */
  TB_Q_CONTACTS_BLOCKED,            /* by name */
  TB_Q_DRAFT_BY_NAME,               /* s */
  TB_Q_ARRIVAL_BY_SHA,              /* i partner, s sha256 */
  TB_Q_ARRIVAL_COMING,              /* i engagement: the first under way that no item names yet */
  TB_Q_ARRIVALS_WANTED,             /* i partner: the first that are asked for */
  TB_Q_ARRIVALS_OLD,                /* i before: touched then, and no item of the partner names it */
  TB_Q_WANTS_OF_PARTNER,            /* i, oldest first */
  TB_Q_WANT_BY_SHA,                 /* i partner, s sha256 */
  TB_Q_MAIL_OF_KIND,                /* i partner, i kind, oldest first */
  TB_Q_MAIL_BY_LETTER,              /* i partner, s letter */
  TB_Q_BOXES,                       /* by name */
  TB_Q_BOX_BY_NAME,                 /* s */
  TB_Q_BOX_BY_UUID,                 /* s */
  TB_Q_LETTER_WAITING,              /* i box, s address: the oldest */
  TB_Q_LETTER_BY_UUID,              /* i box, s uuid */
  TB_Q_LETTERS_OLD,                 /* i before: put then, not taken */
  TB_Q_INVITATIONS_OF_PARTNER,      /* i: with a key left, newest first, at most 3 */
  TB_Q_PARTNERS_WAITED_FOR,         /* reachable ones for which something is queued, next to be tried first */
  /* numbers */
  TB_QN_PARKED_OF_SCOPE,             /* i partner, s scope */
  TB_QN_OUTBOX_CAN_GO,               /* i partner, i seq: whether TB_Q_OUTBOX_SENDABLE gives any */
  TB_QN_OUTBOX_QUEUED_OF_PARTNER,    /* i */
  TB_QN_OUTBOX_HELD_OF_PARTNER,      /* i */
  TB_QN_OUTBOX_QUEUED_OF_ENGAGEMENT, /* i */
  TB_QN_OUTBOX_HELD_OF_ENGAGEMENT,   /* i */
  TB_QN_OUTBOX_ANY_OF_ENGAGEMENT,    /* i */
  TB_QN_OUTBOX_LAST_N,               /* i engagement: the highest n */
  TB_QN_MAX_ITEM_OF_ALL,             /* highest item id */
  TB_QN_ADMIN_COUNT,
  TB_QN_COMPLETE_STATUS_COUNT,
  TB_QN_NEXT_ANSWER_BY,     /* the earliest answer_by of assigned engagements as lead; 0 none */
  TB_QN_NEXT_DUE,           /* the earliest due_at not yet turned */
  TB_QN_NEXT_ANSWER_NEAR,   /* i after: the earliest answer_by of an offer to us; 0 none */
  TB_QN_NEXT_COMPLETE_NEAR, /* i after: the earliest complete_by; 0 none */
  TB_QN_TICKET_COUNT,
  TB_QN_TABLE_CHANGE_LAST,
  TB_QN_INBOX_REFUSED_OF_PARTNER, /* i */
  TB_QN_ARRIVALS_OF_PARTNER,      /* i: how many that no item of the partner names */
  TB_QN_ARRIVAL_BYTES_OF_PARTNER, /* i: what those will take here */
  TB_QN_FILE_SHARED,              /* s sha256, i partner, i partner, s sha256: how often it came, or went */
  TB_QN_TICKETS_OF_STATUS,        /* i status */
  TB_QN_OUTBOX_QUEUED,
  TB_QN_OUTBOX_HELD,
  TB_QN_LAST_CONTACT, /* the latest with any partner; 0 none */
  /* texts */
  TB_QT_SETTINGS,   /* `key=value` of those that each transaction of the engine needs */
  TB_QT_QUEUES,     /* the different ones, at most 1000 */
  TB_QT_WORK_TYPES, /* the different ones, at most 1000 */
  /* `partner place row` of all that waits: by partner's name, place, seq; place 0 held, 1 behind a held one,
   * 2 queued, 3 its file comes first, 4 a link of a file */
  TB_QT_OUTBOX_PLACES,
  /* statements */
  TB_QX_EMPTY_INBOX_BODIES,  /* i before */
  TB_QX_EMPTY_OUTBOX_BODIES, /* i before: acknowledged, engagement not held */
  TB_QX_FORGET_SEQS,         /* i partner: gives all rows a seq that is never sent */
  TB_QX_FORGET_TAKEN,        /* i partner */
  TB_QX_ERASE_OFFER_BODY,    /* i engagement: inbox bytes of its events */
  TB_QX_FORGET_MAIL,         /* i partner */
  TB_QX_FORGET_LETTERS,      /* i before: taken then */
  TB_QX_EMPTY_BOX,           /* i box */
  TB_QX_ACKNOWLEDGE,         /* i now, i partner, i seq, i seq: what is queued between */
  TB_QX_WITHDRAW_OUTBOX,     /* i now, i partner: no row is sent any more */
  TB_QX_FORGET_INBOX,        /* i partner: what was not applied */
  TB_QX_FORGET_INBOX_N,      /* i partner */
  TB_QX_HEAL_ENGAGEMENTS,    /* i partner: their n begin anew, and nothing is told of them yet */
  TB_QX_HEAL_AGREEMENTS,     /* i partner: their n begin anew */
  TB_QX_HEALED,              /* i partner, i role: what was not told of need not be */
  TB_QX_HEALED_ALL,          /* i partner */
  TB_QX_FORGET_TOLD,         /* i engagement: what the partner told of its items; not what was unsent */
  TB_QX_CLEAR_TOLD,          /* i engagement */
  TB_QX_BURY_OUTBOX,         /* i engagement */
  TB_QX_BURY_INBOX,          /* i engagement */
  TB_QX_BURY_PUTS,           /* i engagement */
  TB_QX_BURY_DRAFTS,         /* i ticket */
  TB_QX_BEGIN_ERASING,       /* until the next, within one transaction, nothing is read-only */
  TB_QX_END_ERASING,
  TB_QX_TRIM_CHANGES, /* i keep rows with id above */
  TB_N_QUERIES,
} TbQuery;

/** TbQueryRow: @type is the record type (NULL for numbers, texts and statements); @sql: what follows
 * `SELECT … FROM table`, or the whole statement. `?` are parameters. */
typedef struct
{
  const TbRecordType *type;
  const char         *sql;
} TbQueryRow;
const TbQueryRow *tb_query_row (int query);

G_END_DECLS
