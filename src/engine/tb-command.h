/* SPDX-License-Identifier: GPL-3.0-or-later
 * One local action as a value, and what comes back. */
#pragma once

#include <gio/gio.h>

#include "tb-person.h"
#include "tb-records.h"

G_BEGIN_DECLS

/** Settings of %TB_COMMAND_CONFIG in megabytes, 1 to 200, empty: 200. How large a file may be that is
 * attached, and how large one that is loaded from a partner unasked. */
#define TB_SETTING_FILE_LIMIT "file-limit"
#define TB_SETTING_FETCH_LIMIT "fetch-limit"

/** TbCommandType: what somebody at this instance can do. In brackets the members that each reads; * is
 * required. */
typedef enum
{
  TB_COMMAND_CONFIG,             /* name* value: `name`, `url`, `user`, `currency`, `timezone`, `names` (`on`,
                                    `off`), `listen` (ADDR:PORT, empty: nowhere), `certificate`
                                    (`auto`, `own`, `public`: what partners find at `url`), `mode` (`alone`,
                                    `partners`), `set-up`, `sample` (`on`, `off`),
                                    %TB_SETTING_FILE_LIMIT and %TB_SETTING_FETCH_LIMIT (megabytes) */
  TB_COMMAND_NEW_TICKET,         /* draft*; result: ticket, number */
  TB_COMMAND_IMPORT,             /* drafts*: in one transaction; result: count */
  TB_COMMAND_DELETE_TICKET,      /* ticket* */
  TB_COMMAND_SET,                /* ticket* name* value: see the table of fields in tb-core-ticket.c */
  TB_COMMAND_ALERT,              /* ticket* text (empty: none) */
  TB_COMMAND_ADD_ITEM,           /* ticket* item*; result: item, uuid */
  TB_COMMAND_EDIT_ITEM,          /* ticket* uuid* item*: every content member is taken as given */
  TB_COMMAND_DELETE_ITEM,        /* ticket* uuid* */
  TB_COMMAND_CHOOSE_FILE,        /* ticket* name*: sha256 of a file of a partner; is_active: whether it is to
                                    be loaded */
  TB_COMMAND_SAVE_TERMS,         /* ticket* partner* terms* */
  TB_COMMAND_OUTSOURCE,          /* ticket*; partner and terms unless unsent ones are there */
  TB_COMMAND_ACT,                /* ticket* action* reason organisation (a name; made when there is none) */
  TB_COMMAND_USER_ADD,           /* name* permission; result: id */
  TB_COMMAND_USER_SET,           /* name* value* (`permission`, `active`, `name`) and what it names */
  TB_COMMAND_STATUS_ADD,         /* name* color meaning; result: id */
  TB_COMMAND_STATUS_SET,         /* name* value: which (`name`, `color`, `meaning`, `position`) */
  TB_COMMAND_INVITE,             /* partner*, value: the code of a box at a mailbox through which both travel,
                                    needed unless we have an address; result: text (the invitation file),
                                    code, expires_at */
  TB_COMMAND_PARTNER_SET,        /* partner* name* (`name`: what we call it, `way`: nick of TbTravel, `url`,
                                    `mailbox`: code of a box) value (empty: none) */
  TB_COMMAND_BOX_ADD,            /* name*: a box for two others at our mailbox; result: code */
  TB_COMMAND_BOX_REMOVE,         /* name*: with all that lies in it */
  TB_COMMAND_ACCEPT_INVITATION,  /* text* (file or code) or partner*; name: call them so */
  TB_COMMAND_DECLINE_INVITATION, /* text* or partner* */
  TB_COMMAND_DEACTIVATE,         /* partner* value: which agreement (`lead`: in which we lead, `service`);
                                    none: the one in which we lead, else the other */
  TB_COMMAND_ACTIVATE,           /* partner* value */
  TB_COMMAND_SEND_NOW,           /* partner (none: all): forget the waiting time */
  TB_COMMAND_RESEND,             /* ticket*: a held event gets a new seq („Erneut senden“); or partner*: what
                                    is about no ticket */
  TB_COMMAND_SKIP,               /* ticket*: what is held is not sent („Überspringen“); result: count */
  TB_COMMAND_MOVED,              /* the profile is not where it was because it moved: deliver from here */
  TB_COMMAND_COPIED,             /* it is a copy: it must join its partners anew */
  TB_COMMAND_DRAFT,              /* draft_key* text (empty: forget it): what was typed and not yet done */
  TB_COMMAND_ORGANISATION_SET,   /* organisation* name* (`alert`, `phone`, `street`, `postcode`, `town`)
                                    value (empty: none); ticket: at which it is done, for the history */
  TB_COMMAND_PERSON_BLOCK,       /* person* is_active (FALSE: no longer); result: count */
  TB_COMMAND_ERASURE_DISMISS,    /* ticket*: what a partner told of what it has erased is put aside */
  TB_N_COMMANDS,
} TbCommandType;

/** tb_command_permission: Returns: the least permission without which nobody may give a command of @type,
 * whoever asks: window, ctl; some need more for what they hold */
TbPermission tb_command_permission (TbCommandType type);

/** TbTicketDraft: what a new ticket starts from. All strings nullable but @title. */
typedef struct
{
  const char        *title;
  const char        *description;
  const char        *organisation;             /* name; made when there is none */
  const char        *contact;                  /* name at that organisation; made when there is none */
  const char        *phone;                    /* of a new contact */
  const char        *street, *postcode, *town; /* of a new organisation */
  const char        *queue;
  TbPriority         priority;
  gint64             due_at;
  const char        *source;
  gboolean           is_taskfire;
  const char *const *notes; /* (array zero-terminated=1): of a new ticket */
} TbTicketDraft;

/** TbTerms: what „Ticket outsourcen“ holds (product.md section 5); 0 and TB_AMOUNT_NONE mean left empty. */
typedef struct
{
  gint64      answer_by; /* 0: now + 24 h */
  gint64      complete_by;
  const char *instructions;
  TbRateKind  rate_kind;
  gint64      amount;
  gint64      authorized_minutes;
  gint64      authorized_charges;
  const char *currency; /* NULL: the instance's */
  gint64      customer_rate;
} TbTerms;
/** TB_TERMS_EMPTY: terms with nothing filled in. */
#define TB_TERMS_EMPTY                                                                                    \
  {                                                                                                       \
    .amount = TB_AMOUNT_NONE, .authorized_minutes = TB_AMOUNT_NONE, .authorized_charges = TB_AMOUNT_NONE, \
    .customer_rate = TB_AMOUNT_NONE                                                                       \
  }

/** TbItemDraft: what a composer holds. */
typedef struct
{
  TbItemKind  kind;
  gboolean    is_internal;
  gboolean    is_question;
  const char *text;
  const char *date; /* yyyy-mm-dd; NULL: today */
  gint64      start_at, end_at;
  gint64      minutes;
  const char *work_type;
  gint64      quantity; /* thousandths; 0: 1.000 */
  const char *unit;
  gint64      unit_price;
  const char *path;         /* file: where it is read from */
  GBytes     *bytes;        /* file: or its bytes */
  const char *sha256;       /* file: of its bytes, once they are stored; only the engine gives it */
  gint64      size;         /* file: as sha256 */
  const char *file_name;    /* shown; NULL: the path's last part */
  const char *content_type; /* NULL: guessed */
} TbItemDraft;

/** TbCommand: made by its caller with named members; everything in it is borrowed until the call returns or,
 * async, copied. */
typedef struct
{
  TbCommandType        type;
  gint64               ticket;
  const char          *name;
  const char          *value;
  const char          *text;
  const char          *uuid;
  const char          *partner; /* its name */
  const char          *reason;
  const char          *organisation;
  const char          *color;
  const char          *new_name;
  TbAction             action;
  TbPermission         permission;
  gboolean             is_active;
  TbMeaning            meaning;
  gint64               position;
  const TbTicketDraft *draft;
  const TbTicketDraft *drafts;
  guint                n_drafts;
  const TbTerms       *terms; /* NULL: none given */
  const TbItemDraft   *item;
  const TbPerson      *person;
  const char          *draft_key; /* forgotten in the same transaction; see tb_desk_save_draft() */
  gint64               user;      /* who acts; 0: the setting `user` */
} TbCommand;

/** TbResult: what a command made. */
typedef struct
{
  gint64 ticket;
  gint64 id;
  char  *number;
  char  *uuid;
  char  *text;
  char  *code;
  char  *partner;
  guint  count;
  gint64 expires_at; /* of an invitation; 0: it goes to a linked partner by itself */
} TbResult;
void tb_result_clear (TbResult *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TbResult, tb_result_clear)

G_END_DECLS
