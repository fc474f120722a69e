/* SPDX-License-Identifier: GPL-3.0-or-later
 * One event of the link protocol: its values, to bytes and back (protocol.md section 3). */
#pragma once

#include <gio/gio.h>

#include "tb-problem.h"
#include "tb-types.h"

G_BEGIN_DECLS

/** TbEventParts: what an event carries: AGREEMENT alone, or at most one of OFFER, REQUEST, STATUS and/or
 * ITEMS, CUSTOMER; or STATE with any of OFFER, STATUS, ITEMS, CUSTOMER; never nothing. ERASED only beside
 * ITEMS. */
typedef enum
{
  TB_EVENT_OFFER = 1 << 0,
  TB_EVENT_REQUEST = 1 << 1,
  TB_EVENT_STATUS = 1 << 2,
  TB_EVENT_ITEMS = 1 << 3,
  TB_EVENT_CUSTOMER = 1 << 4,
  TB_EVENT_AGREEMENT = 1 << 5,
  TB_EVENT_STATE = 1 << 6,
  TB_EVENT_ERASED = 1 << 7,
} TbEventParts;

/** TbEventItem: one revision of an item on the wire. Money in minor units, quantity in thousandths. */
typedef struct
{
  char      *uuid;
  gint64     rev;
  TbItemKind kind;
  gboolean   deleted; /* no content then */
  char      *text;    /* note, time, charge */
  gboolean   question;
  char      *date; /* yyyy-mm-dd: time, charge */
  gint64     start_at;
  gint64     end_at;
  gint64     minutes;
  char      *work_type;
  char      *resource; /* the employee's name, if names travel */
  gint64     quantity;
  char      *unit;
  gint64     unit_price;
  char      *file_name;
  char      *content_type;
  gint64     size;
  char      *sha256;
} TbEventItem;
TbEventItem *tb_event_item_new (void);
void         tb_event_item_free (TbEventItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbEventItem, tb_event_item_free)

/**
 * TbEvent:
 *
 * A value, made by its sender, encoded once, never changed. Members of parts that it does not carry are
 * zero or %NULL. Any thread.
 */
typedef struct
{
  TbEventParts parts;
  char        *id;         /* uuid */
  char        *engagement; /* (nullable): 40 hex; NULL for an event about an agreement */
  gint64       n;
  gint64       phase;
  gint64       at; /* UTC microseconds, whole milliseconds on the wire */
  char        *by_name;
  char        *by_id;
  GStrv        need; /* (nullable): members that the receiver must know */

  /* OFFER: terms too */
  char      *number;
  char      *title;
  char      *description;
  TbPriority priority;
  char      *town;
  char      *agreement_of_offer; /* the agreement's uuid under which it is made */
  gint64     answer_by;
  gint64     complete_by; /* 0 none */
  char      *instructions;
  TbRateKind rate_kind;
  gint64     amount;             /* TB_AMOUNT_NONE */
  gint64     authorized_minutes; /* TB_AMOUNT_NONE */
  gint64     authorized_charges; /* TB_AMOUNT_NONE */
  char      *currency;

  /* REQUEST; `reason` serves STATUS too */
  TbVerb verb;
  char  *reason;        /* (nullable) */
  char  *ticket_number; /* (nullable): the service ticket's number, with items after acceptance */

  /* STATUS */
  TbStatus status;
  gint64   status_epoch;
  gint64   status_rev;
  char    *answers; /* (nullable): id of the request's event */
  gboolean has_outcome;
  gboolean is_refused;  /* outcome `refused`, else `done` */
  char    *problem;     /* (nullable): nick */
  char    *accepted_by; /* (nullable) */
  gint64   accepted_at;

  /* ITEMS */
  GPtrArray *items; /* (element-type TbEventItem) */

  /* CUSTOMER */
  char *company;
  char *contact;
  char *address;
  char *customer_town;
  char *phone;

  /* STATE */
  TbHealStep step;
  gboolean   is_last; /* of its step */
  char      *known;   /* (nullable): id of the last status event that the sender knows */
  gint64     sent_at; /* of the offer */
  GPtrArray *yours;   /* (element-type TbEventItem): the receiver's items as they stand at the sender */
  GStrv      cut;     /* (nullable): uuids of those that were changed there and are not told */

  /* ERASED: what stands at the sender now, where somebody stood before; `title`, `description`,
   * `instructions` are %NULL where nobody did, and no part of an offer */
  gboolean   is_customer_erased; /* CUSTOMER beside it is how the block stands now */
  GPtrArray *erased;             /* (element-type TbEventItem): items that do not travel (any more) */

  /* AGREEMENT */
  char            *agreement; /* uuid */
  TbAgreementState agreement_state;
  TbRole           agreement_role; /* the sender's in it; NONE: not said */
} TbEvent;

/** TB_EVENT_MAX_CUT: so many uuids at most in one `cut`. */
#define TB_EVENT_MAX_CUT 1000

TbEvent *tb_event_new (void);
void     tb_event_free (TbEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbEvent, tb_event_free)

/** tb_event_encode: Returns: (transfer full): canonical JSON of one event, no line breaks;
 * %TB_PROBLEM_TOO_LARGE above 900 KiB, %TB_PROBLEM_MALFORMED if a partner would have to refuse it */
GBytes *tb_event_encode (const TbEvent *self,
                         GError       **error);

/**
 * tb_event_decode:
 * @bytes: one JSON document
 *
 * Strict: every type, length and range of product.md section 6 is checked; unknown members are ignored;
 * an unknown name in `need` is %TB_PROBLEM_UNSUPPORTED, an unknown item kind too, everything else
 * %TB_PROBLEM_MALFORMED with the member's name as argument.
 */
TbEvent *tb_event_decode (GBytes  *bytes,
                          GError **error);

/** tb_event_item_hash: Returns: (transfer full): SHA-256 of the content of @item, the same on both sides;
 * without uuid and rev */
char *tb_event_item_hash (const TbEventItem *item);
/** tb_event_item_weight: Returns: about how many bytes @item takes when encoded, never too few */
gsize tb_event_item_weight (const TbEventItem *item);

G_END_DECLS
