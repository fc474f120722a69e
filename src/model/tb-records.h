/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is stored, one struct a table. Ids are row ids of this instance; 0 is "none". Instants are UTC
 * microseconds, 0 is "not set"; calendar dates are `yyyy-mm-dd`; money is minor units (cents),
 * %TB_AMOUNT_NONE is "not given"; quantities are thousandths; durations are minutes. Booleans are 0 or 1. */
#pragma once

#include "tb-record.h"
#include "tb-types.h"

G_BEGIN_DECLS

/** TB_AMOUNT_NONE: an amount, rate or number of minutes that was left empty. */
#define TB_AMOUNT_NONE (-1)

/** TbUserRecord: somebody of this instance (product.md section 7). */
typedef struct
{
  gint64 id;
  char  *uuid;       /* travels as by.id when employees' names travel */
  char  *name;       /* unique */
  gint64 permission; /* TbPermission */
  gint64 active;
} TbUserRecord;

/** TbTicketStatusRecord: one configurable Ticketstatus (product.md section 2). */
typedef struct
{
  gint64 id;
  char  *name; /* unique */
  gint64 position;
  char  *color;   /* `#rrggbb` */
  gint64 meaning; /* TbMeaning */
} TbTicketStatusRecord;

/** TbOrganisationRecord: a customer or a mapped lead. */
typedef struct
{
  gint64 id;
  char  *name; /* unique */
  char  *kind; /* `customer` or `partner` */
  char  *street;
  char  *postcode;
  char  *town;
  char  *phone;
  char  *alert; /* (nullable): „Ticketwarnung“ of every ticket of this organisation */
} TbOrganisationRecord;

/** TbContactRecord: a person at an organisation. */
typedef struct
{
  gint64 id;
  gint64 organisation; /* REF */
  char  *name;
  char  *phone;
  char  *email;
  gint64 is_blocked; /* neither offered nor handed on (Art. 18 DSGVO) */
} TbContactRecord;

/** TbPartnerRecord: another instance and our link to it (protocol.md section 1). Keys are never logged or
 * exported. */
typedef struct
{
  gint64  id;
  char   *name;         /* as we call them; unique */
  char   *instance;     /* (nullable until joined): their instance id */
  char   *link;         /* (nullable until joined): link id */
  gint64  link_state;   /* TbLinkState */
  gint64  is_inviter;   /* we invited: decides which derived key signs which direction */
  GBytes *key;          /* working key, 32 bytes */
  char   *url;          /* (nullable): where they are reached */
  char   *fingerprint;  /* (nullable): SHA-256 of their SPKI, lower-case hex */
  gint64  organisation; /* REF: the own organisation that this lead is mapped to */
  gint64  own_epoch;    /* our epoch's number on this link, from 1 */
  char   *own_epoch_id; /* and its random id */
  gint64  their_epoch;  /* 0 until heard of */
  char   *their_epoch_id;
  gint64  out_seq;         /* the last seq we gave to a row */
  gint64  out_ack;         /* the highest contiguous seq they acknowledged */
  gint64  in_seq;          /* the highest contiguous seq we took */
  gint64  last_contact;    /* instant: their rows were received, and no more waited there */
  gint64  last_attempt;    /* instant */
  gint64  next_attempt;    /* instant before which we do not try by ourselves; 0: at once */
  gint64  attempts;        /* failed ones in a row */
  char   *problem;         /* (nullable): nick of the last failure, for the screen */
  gint64  used_at;         /* instant of the last outsourcing to them, for the menu's order */
  GBytes *join_body;       /* (nullable): the frozen body of our join while TB_LINK_JOINING */
  char   *join_key_id;     /* (nullable): invitation id that X-Link carries while joining */
  gint64  owes_ack;        /* we took rows that they do not know of yet */
  gint64  heard_at;        /* instant, by their clock, of the latest batch of theirs */
  gint64  batch_limit;     /* rows at most in a push, after one was answered 413 or 422; 0 none */
  gint64  heal;            /* 0 none, 1 our new epoch is told, 2 their states are awaited */
  gint64  since;           /* instant, by their clock, until which we know of them */
  gint64  their_since;     /* instant, by our clock, until which they know of us */
  gint64  way;             /* TbTravel: what was chosen */
  char   *box;             /* (nullable): the box at a mailbox that both of us know */
  char   *box_url;         /* (nullable): where the mailbox is reached */
  char   *box_fingerprint; /* (nullable): SHA-256 of its SPKI */
  GBytes *box_token;       /* (nullable): what lets us at the box */
  gint64  failures;        /* of attempts in a row, those while something waited */
  gint64  told;            /* the last seq of what we told after a new epoch; -1 nothing */
  char   *in_event;        /* (nullable): id of the event of theirs that was taken last in order */
} TbPartnerRecord;

/** TbAgreementRecord: one direction of a link. */
typedef struct
{
  gint64 id;
  char  *uuid;      /* the same on both sides */
  gint64 partner;   /* REF */
  gint64 role;      /* TbRole: LEAD if we lead */
  gint64 state;     /* TbAgreementState */
  gint64 n_out;     /* last n given to an event about it */
  gint64 n_in;      /* last n applied */
  gint64 own_off;   /* we set it inactive; only we lift that */
  gint64 their_off; /* they set it inactive */
  gint64 created_at;
} TbAgreementRecord;

/** TbInvitationRecord: one we gave out; single use, 14 days (protocol.md section 6). */
typedef struct
{
  gint64  id;
  char   *uuid;
  gint64  partner;    /* REF */
  GBytes *access_key; /* what is needed to check a join; emptied at expiry */
  gint64  expires_at;
  char   *bound;    /* (nullable): hash of what the first join brought */
  gint64  accepted; /* what the first join said */
} TbInvitationRecord;

/** TbTicketRecord: a ticket of this instance; an offer not yet confirmed is one too. */
typedef struct
{
  gint64 id;
  char  *number;       /* `T20261123.0001`; of an unconfirmed offer its `A…` number */
  gint64 number_day;   /* 20261123 */
  gint64 number_seq;   /* 1 */
  char  *alias;        /* (nullable): the `A…` number it was offered under */
  gint64 is_confirmed; /* 0: an offer whose second ticket is not made yet */
  char  *title;
  char  *description;
  gint64 organisation; /* REF */
  gint64 contact;      /* REF */
  gint64 status;       /* REF TbTicketStatusRecord */
  gint64 is_open;      /* its Ticketstatus does not mean complete */
  gint64 priority;     /* TbPriority */
  char  *queue;
  gint64 assignee; /* REF TbUserRecord */
  gint64 due_at;
  gint64 is_overdue; /* turned by the engine's timer */
  char  *source;     /* `own`, `insourcing`, `import`, … */
  char  *alert;      /* (nullable): „Ticketwarnung“ */
  gint64 is_taskfire;
  gint64 created_at;
  gint64 updated_at;
  gint64 lead_engagement;    /* REF TbEngagementRecord: the latest as lead */
  gint64 lead_status;        /* TbStatus of it */
  gint64 service_engagement; /* REF TbEngagementRecord: the latest as service */
  gint64 service_status;
  gint64 sender;       /* REF TbUserRecord who sent the latest */
  gint64 was_accepted; /* a partner ever accepted it: cannot be deleted */
} TbTicketRecord;

/** TbEngagementRecord: one outsourcing of one ticket to one partner, with its terms (product.md section 5).
 */
typedef struct
{
  gint64 id;
  char  *eid;       /* 40 hex digits, the same on both sides */
  gint64 ticket;    /* REF */
  gint64 partner;   /* REF */
  gint64 agreement; /* REF */
  gint64 role;      /* TbRole: ours */
  gint64 status;    /* TbStatus, confirmed by the lead */
  gint64 status_epoch;
  gint64 status_rev;   /* counted by the lead only */
  gint64 status_since; /* instant */
  char  *status_event; /* (nullable): id of the last status event */
  char  *reason;       /* (nullable): of the last decline, rejection */
  gint64 phase;        /* 0 until accepted, then 1, one more with each rejected completion */
  gint64 n_out;        /* last n given to an event of ours in our epoch */
  gint64 n_in;         /* last n applied */
  gint64 pause;        /* 0 none, 1 our submit is pending, 2 suspended */
  gint64 pause_mark;   /* the highest item id when the pause began */
  gint64 start_queued; /* service: the request `start` was queued */
  gint64 was_accepted;
  gint64 late_items;   /* service: items that no longer reached the lead */
  char  *held_problem; /* (nullable): why the partner refused one of our events */
  gint64 answer_by;    /* instant */
  gint64 complete_by;  /* instant, 0 none */
  char  *instructions;
  gint64 rate_kind;          /* TbRateKind */
  gint64 amount;             /* minor units: the rate or the flat amount; TB_AMOUNT_NONE */
  gint64 authorized_minutes; /* TB_AMOUNT_NONE when empty */
  gint64 authorized_charges; /* minor units; TB_AMOUNT_NONE when empty */
  char  *currency;
  gint64 customer_rate; /* lead only, never sent; TB_AMOUNT_NONE */
  char  *remote_number; /* (nullable): the ticket's number over there */
  char  *accepted_by;
  gint64 accepted_at;
  gint64 sent_at;
  gint64 sent_by; /* REF TbUserRecord */
  gint64 created_at;
  char  *customer_company; /* service: the end customer, after acceptance; only the town before */
  char  *customer_contact;
  char  *customer_address;
  char  *customer_town;
  char  *customer_phone;
  gint64 warned; /* the deadline that was warned of last */
  gint64 heal;   /* 0 none, 1 nothing told since the epoch changed, 2 told, the other's word is awaited */
} TbEngagementRecord;

/** TbRequestRecord: what the service side asked and the lead has not answered, and what became of it. */
typedef struct
{
  gint64 id;
  gint64 engagement; /* REF */
  char  *event;      /* id of the event that carries it */
  gint64 verb;       /* TbVerb */
  char  *reason;
  gint64 user; /* REF */
  gint64 at;
  gint64 state;   /* 0 pending, 1 done, 2 refused */
  char  *problem; /* (nullable): nick of TbProblem */
} TbRequestRecord;

/** TbItemRecord: a note, time entry, Warenposten or attachment. */
typedef struct
{
  gint64 id;
  char  *uuid;       /* in this instance; the first engagement it travels in uses it too */
  gint64 ticket;     /* REF */
  gint64 kind;       /* TbItemKind */
  gint64 partner;    /* REF: whose it is; 0 own */
  gint64 engagement; /* REF: by which a partner's item came */
  char  *author;     /* as shown */
  gint64 user;       /* REF TbUserRecord, own items */
  gint64 is_internal;
  gint64 is_question;
  gint64 stays;     /* never travels in any engagement: rejection note, summed Warenposten */
  gint64 is_locked; /* read-only for ever */
  gint64 is_deleted;
  char  *text;
  char  *date; /* yyyy-mm-dd */
  gint64 start_at;
  gint64 end_at;
  gint64 minutes;
  char  *work_type;
  gint64 quantity; /* thousandths */
  char  *unit;
  gint64 unit_price; /* minor units */
  gint64 amount;     /* minor units: unit price × quantity, rounded once */
  gint64 is_billable;
  char  *file_name;
  char  *content_type;
  gint64 size;   /* bytes */
  char  *sha256; /* lower-case hex */
  gint64 created_at;
  gint64 edited_at; /* 0: never */
} TbItemRecord;

/** TbItemLinkRecord: what belongs to an item in one engagement (product.md section 6). */
typedef struct
{
  gint64 id;
  gint64 item;       /* REF */
  gint64 engagement; /* REF */
  char  *uuid;       /* its id on the wire in this engagement */
  gint64 rev;
  gint64 phase;      /* in which the link was made */
  gint64 local_only; /* never reaches the other side in this engagement */
  gint64 is_cut;     /* partner's item edited here: later changes by its owner no longer arrive */
  gint64 is_gone;    /* the last revision sent or received said deleted */
  gint64 is_waiting; /* a file whose bytes are not across; no event yet */
  gint64 told;       /* bits of tb-core-heal.c, while healing */
  gint64 is_owed;    /* own item that was erased from in a pause: its revision goes when that is over */
} TbItemLinkRecord;

/** TbHistoryRecord: one line of „Verlauf“. */
typedef struct
{
  gint64 id;
  gint64 ticket;     /* REF */
  gint64 engagement; /* REF, 0 if not about one */
  gint64 at;
  char  *actor;      /* name as shown */
  gint64 is_partner; /* the partner did it */
  char  *code;       /* `status`, `created`, `set`, `item-added`, …; the doors have words for each */
  char  *from_value;
  char  *to_value;
  char  *reason;
} TbHistoryRecord;

/** TbOutboxRow: one event to send, its bytes frozen (protocol.md sections 3, 4). */
typedef struct
{
  gint64  id;
  gint64  partner; /* REF */
  gint64  seq;
  gint64  epoch;
  gint64  engagement; /* REF, 0 for an event about an agreement */
  gint64  agreement;  /* REF, only for an event about an agreement */
  gint64  n;          /* 0: of an earlier epoch, or withdrawn */
  char   *event;      /* id */
  GBytes *bytes;      /* emptied 30 days after the acknowledgement */
  gint64  created_at;
  gint64  state; /* 0 queued, 1 acknowledged, 2 held (nacked) */
  gint64  settled_at;
  char   *problem;  /* (nullable): nick, when held */
  char   *file;     /* (nullable): sha256 whose bytes must be across before */
  char   *answers;  /* (nullable): event id this row answers */
  gint64  is_state; /* goes before all others of its engagement, which wait until it is healed */
  char   *replaces; /* (nullable): event id in whose place this empty one goes */
} TbOutboxRow;

/** TbInboxRow: one event received. */
typedef struct
{
  gint64  id;
  gint64  partner; /* REF */
  gint64  seq;     /* under which it came last */
  gint64  epoch;
  gint64  engagement; /* REF */
  char   *scope;      /* engagement's eid or agreement's uuid */
  char   *event;
  gint64  n;
  char   *hash;    /* SHA-256 of its bytes */
  GBytes *bytes;   /* emptied 30 days after it was applied */
  gint64  state;   /* 0 applied, 1 parked, 2 refused (nacked) */
  char   *problem; /* (nullable) */
  gint64  received_at;
  gint64  applied_at;
  char   *as_event; /* (nullable): event id under which this n was applied before */
} TbInboxRow;

/** TbTakenRecord: a seq above the contiguous ones that was taken too. */
typedef struct
{
  gint64 id;
  gint64 partner;
  gint64 seq;
} TbTakenRecord;

/** TbPutRecord: bytes of a file that are to go to a partner, and how far they are. */
typedef struct
{
  gint64 id;
  gint64 partner;    /* REF */
  gint64 engagement; /* REF */
  gint64 item;       /* REF */
  char  *sha256;
  gint64 size;
  gint64 have; /* bytes that are across */
  gint64 is_done;
  gint64 state; /* TbPutState */
  gint64 most;  /* up to which size the partner takes files unasked, if that is why it does not; else 0;
                   -1: it has asked for this one */
} TbPutRecord;

/** TbPutState: whether the bytes of a file are to go to a partner now. */
typedef enum
{
  TB_PUT_GOES,
  TB_PUT_CANCELED, /* taken back, of which the partner is still to be told */
  TB_PUT_DECLINED, /* the partner does not take it now; it may ask for it */
} TbPutState;

/** TbArrivalRecord: how much of a file has come from one partner, while no item names it with its bytes. */
typedef struct
{
  gint64 id;
  gint64 partner;    /* REF */
  gint64 engagement; /* REF: for which it came last */
  char  *sha256;
  gint64 size;
  gint64 have;  /* bytes that are here */
  gint64 state; /* TbArrivalState */
  gint64 touched_at;
} TbArrivalRecord;

/** TbArrivalState: what is to become of a file that a partner sends. */
typedef enum
{
  TB_ARRIVAL_COMES,
  TB_ARRIVAL_WHOLE,    /* the item that names it has not come yet */
  TB_ARRIVAL_DECLINED, /* „Nicht laden“, or larger than what is loaded unasked: its item comes without it */
  TB_ARRIVAL_WANTED,   /* „Laden“: the partner is asked for it */
} TbArrivalState;

/** TbWantRecord: a file that a partner has for us and that we fetch, for it cannot bring it. */
typedef struct
{
  gint64 id;
  gint64 partner;    /* REF */
  char  *engagement; /* its eid */
  char  *sha256;
  gint64 size;
  gint64 have; /* bytes that are here */
} TbWantRecord;

/** TbMailRecord: what goes to a partner through a mailbox, or came from there. */
typedef struct
{
  gint64  id;
  gint64  partner; /* REF */
  gint64  kind;    /* 0 an answer of ours, 1 a request of ours, 2 a letter that was taken, to be taken away */
  char   *letter;  /* (nullable): its id in the box */
  char   *address; /* (nullable): to whom */
  GBytes *bytes;   /* (nullable): sealed */
  GBytes *request; /* (nullable): of a request: the envelope, to which the answer belongs */
  gint64  top;     /* of a push: the highest seq that was given when it was made */
  gint64  tries;   /* how often this request was made without an answer */
  gint64  put_at;  /* instant; 0: not there yet */
  gint64  next_at; /* instant at which the request is made anew, if no answer comes */
} TbMailRecord;

/** TbBoxRecord: a box that this instance offers to two others (protocol.md section 5). */
typedef struct
{
  gint64  id;
  char   *uuid;
  char   *name;  /* unique: the operator's word */
  GBytes *token; /* 32 bytes */
  gint64  created_at;
  gint64  used_at;
  gint64  n_letters; /* kept, not counted */
  gint64  n_bytes;
} TbBoxRecord;

/** TbLetterRecord: a sealed letter in a box. */
typedef struct
{
  gint64  id;
  gint64  box;     /* REF */
  char   *address; /* 32 hex digits: to whom, known to the two only */
  char   *uuid;
  GBytes *bytes; /* (nullable): NULL once it was taken; then it only stands against a repeat */
  gint64  size;
  gint64  put_at;
  gint64  taken_at; /* instant, 0: lies there */
} TbLetterRecord;

/** TbChangeRecord: what one transaction changed, for other readers (law 8). */
typedef struct
{
  gint64 id;   /* rises */
  char  *kind; /* the record's table: `ticket` also for its items, history, engagements */
  gint64 row;
} TbChangeRecord;

/** TbDraftRecord: what was typed into a form and not yet done. */
typedef struct
{
  gint64 id;
  char  *name; /* which form: unique */
  char  *text; /* in whatever form its form likes */
  gint64 updated_at;
} TbDraftRecord;

/** TbErasureRecord: what a partner tells of what it has erased. */
typedef struct
{
  gint64  id;
  gint64  ticket;     /* REF */
  gint64  engagement; /* REF */
  char   *event;      /* id */
  GBytes *bytes;      /* (nullable): the event; NULL once it is settled */
  gint64  at;
  gint64  state; /* 0 nobody has looked at it, 1 the same was done here, 2 put aside */
} TbErasureRecord;

/** TbTombstoneRecord: an engagement whose ticket was deleted by its age. */
typedef struct
{
  gint64 id;
  gint64 partner; /* REF */
  char  *eid;
  gint64 n_in; /* the last n of theirs that was applied */
  gint64 at;
} TbTombstoneRecord;

/** TbListRow: what one card of a list shows; read from the view `list_row`, never written. The id is the
 * ticket's. */
typedef struct
{
  gint64 id;
  char  *number;
  char  *title;
  gint64 is_confirmed;
  char  *organisation;
  char  *status_name;
  char  *status_color;
  gint64 is_open;
  gint64 is_overdue;
  gint64 priority;
  gint64 due_at;
  gint64 updated_at;
  char  *assignee;
  gint64 role;               /* TbRole of the engagement below */
  gint64 engagement;         /* the latest */
  gint64 outsourcing_status; /* TbStatus of it */
  gint64 lead_status;
  gint64 service_status;
  char  *partner;
  gint64 complete_by;
  gint64 answer_by;
  gint64 authorized_minutes;
  gint64 used_minutes;   /* of the service side's time entries, in that engagement */
  gint64 is_undelivered; /* an outbox row of it is not acknowledged */
} TbListRow;

TB_DECLARE_RECORD (TbUserRecord, tb_user_record, TB_USER)
TB_DECLARE_RECORD (TbTicketStatusRecord, tb_ticket_status_record, TB_TICKET_STATUS)
TB_DECLARE_RECORD (TbOrganisationRecord, tb_organisation_record, TB_ORGANISATION)
TB_DECLARE_RECORD (TbContactRecord, tb_contact_record, TB_CONTACT)
TB_DECLARE_RECORD (TbPartnerRecord, tb_partner_record, TB_PARTNER)
TB_DECLARE_RECORD (TbAgreementRecord, tb_agreement_record, TB_AGREEMENT)
TB_DECLARE_RECORD (TbInvitationRecord, tb_invitation_record, TB_INVITATION)
TB_DECLARE_RECORD (TbTicketRecord, tb_ticket_record, TB_TICKET)
TB_DECLARE_RECORD (TbEngagementRecord, tb_engagement_record, TB_ENGAGEMENT)
TB_DECLARE_RECORD (TbRequestRecord, tb_request_record, TB_REQUEST)
TB_DECLARE_RECORD (TbItemRecord, tb_item_record, TB_ITEM)
TB_DECLARE_RECORD (TbItemLinkRecord, tb_item_link_record, TB_ITEM_LINK)
TB_DECLARE_RECORD (TbHistoryRecord, tb_history_record, TB_HISTORY)
TB_DECLARE_RECORD (TbOutboxRow, tb_outbox_row, TB_OUTBOX)
TB_DECLARE_RECORD (TbInboxRow, tb_inbox_row, TB_INBOX)
TB_DECLARE_RECORD (TbTakenRecord, tb_taken_record, TB_TAKEN)
TB_DECLARE_RECORD (TbPutRecord, tb_put_record, TB_PUT)
TB_DECLARE_RECORD (TbArrivalRecord, tb_arrival_record, TB_ARRIVAL)
TB_DECLARE_RECORD (TbWantRecord, tb_want_record, TB_WANT)
TB_DECLARE_RECORD (TbMailRecord, tb_mail_record, TB_MAIL)
TB_DECLARE_RECORD (TbBoxRecord, tb_box_record, TB_BOX)
TB_DECLARE_RECORD (TbLetterRecord, tb_letter_record, TB_LETTER)
TB_DECLARE_RECORD (TbChangeRecord, tb_change_record, TB_CHANGE)
TB_DECLARE_RECORD (TbDraftRecord, tb_draft_record, TB_DRAFT)
TB_DECLARE_RECORD (TbErasureRecord, tb_erasure_record, TB_ERASURE)
TB_DECLARE_RECORD (TbTombstoneRecord, tb_tombstone_record, TB_TOMBSTONE)
TB_DECLARE_RECORD (TbListRow, tb_list_row, TB_LIST_ROW)

G_END_DECLS
