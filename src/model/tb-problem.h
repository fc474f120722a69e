/* SPDX-License-Identifier: GPL-3.0-or-later
 * Everything that can be refused, as codes with an argument: the error domain that engine, wire and sync
 * share. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TbProblem:
 *
 * Why something was refused. Each has a nick (the wire's word, where it travels) and an English
 * sentence with at most one %s for the argument; the doors (ui, ctl) translate it.
 */
typedef enum
{
  /* the person's input */
  TB_PROBLEM_NOT_FOUND,    /* argument: what was asked for */
  TB_PROBLEM_NAME_TAKEN,   /* argument: the name */
  TB_PROBLEM_EMPTY,        /* argument: the field */
  TB_PROBLEM_TOO_LONG,     /* argument: the field */
  TB_PROBLEM_BAD_AMOUNT,   /* argument: what was typed */
  TB_PROBLEM_BAD_NUMBER,   /* argument: what was typed */
  TB_PROBLEM_BAD_DATE,     /* argument: what was typed */
  TB_PROBLEM_BAD_VALUE,    /* argument: what was typed */
  TB_PROBLEM_BAD_ENCODING, /* text is not UTF-8 */
  /* the workflow, locally */
  TB_PROBLEM_PERMISSION,       /* argument: nick of the needed permission */
  TB_PROBLEM_NOT_NOW,          /* argument: nick of the present status */
  TB_PROBLEM_NOT_OUTSOURCED,   /* the ticket has no engagement for this */
  TB_PROBLEM_TICKET_COMPLETE,  /* the Ticketstatus means complete */
  TB_PROBLEM_PARTNER_INACTIVE, /* argument: the partner */
  TB_PROBLEM_ANSWER_BY_PAST,
  TB_PROBLEM_COMPLETE_BEFORE_ANSWER,
  TB_PROBLEM_REASON_REQUIRED,
  TB_PROBLEM_MAPPING_REQUIRED,   /* argument: the lead's name */
  TB_PROBLEM_READ_ONLY,          /* the item is read-only while the synchronisation is suspended */
  TB_PROBLEM_LOCKED,             /* the item is read-only for ever */
  TB_PROBLEM_ACCEPTANCE_PENDING, /* composers are off until the lead has confirmed */
  TB_PROBLEM_REQUEST_PENDING,    /* another request is still unanswered */
  TB_PROBLEM_WAS_ACCEPTED,       /* a ticket that a partner ever accepted cannot be deleted */
  TB_PROBLEM_LAST_ADMIN,
  TB_PROBLEM_LAST_COMPLETE_STATUS,
  TB_PROBLEM_USER_INACTIVE, /* argument: the user */
  TB_PROBLEM_USER_ACTIVE,   /* argument: the user */
  TB_PROBLEM_BLOCKED,       /* argument: the contact */
  /* partners */
  TB_PROBLEM_NO_URL, /* no own address is configured */
  TB_PROBLEM_INVITATION_BROKEN,
  TB_PROBLEM_INVITATION_EXPIRED,
  TB_PROBLEM_INVITATION_USED,
  TB_PROBLEM_INVITATION_OWN,  /* one's own invitation */
  TB_PROBLEM_ALREADY_LINKED,  /* argument: the partner */
  TB_PROBLEM_LINK_STOPPED,    /* argument: the partner */
  TB_PROBLEM_NEWER_PROTOCOL,  /* argument: the version */
  TB_PROBLEM_FILE_UNREADABLE, /* argument: path */
  TB_PROBLEM_FILE_TOO_LARGE,  /* argument: how many megabytes a file may have */
  TB_PROBLEM_DISK_FULL,       /* where something is to be saved for the person */
  /* on the wire: answers of the workflow and nacks */
  TB_PROBLEM_ENDED,
  TB_PROBLEM_TOO_LATE,
  TB_PROBLEM_CANCELED,
  TB_PROBLEM_DECLINED,
  TB_PROBLEM_INACTIVE,
  TB_PROBLEM_STALE_PHASE,
  TB_PROBLEM_NOT_ACCEPTED, /* not yet accepted */
  TB_PROBLEM_NOT_OWNER,
  TB_PROBLEM_MALFORMED,   /* argument: where */
  TB_PROBLEM_UNSUPPORTED, /* argument: what */
  TB_PROBLEM_TOO_LARGE,
  TB_PROBLEM_UNKNOWN_ENGAGEMENT,
  TB_PROBLEM_FILE_MISSING,    /* the bytes did not come before the event */
  TB_PROBLEM_ALREADY_APPLIED, /* its n was applied under another id */
  TB_PROBLEM_WITHDRAWN,       /* a request that its sender took back („Überspringen“) */
  TB_PROBLEM_CANNOT_SKIP,     /* what is held must reach the partner */
  /* the way */
  TB_PROBLEM_UNREACHABLE, /* argument: detail */
  TB_PROBLEM_CERTIFICATE, /* another key than the pinned one */
  TB_PROBLEM_SIGNATURE,
  TB_PROBLEM_CLOCK_SKEW,
  TB_PROBLEM_FORBIDDEN,
  TB_PROBLEM_TOO_MANY_REQUESTS,
  TB_PROBLEM_PARTNER_RESTORED, /* the partner has gone back to an older state */
  TB_PROBLEM_PLAIN_HTTP,       /* plain HTTP only on loopback */
  TB_PROBLEM_ADDRESS,          /* argument: the address */
  TB_PROBLEM_ADDRESS_TAKEN,    /* argument: where another program listens already */
  TB_PROBLEM_MAILBOX,          /* the mailbox does not know the box, or not us */
  TB_PROBLEM_MAILBOX_FULL,     /* nothing more goes into the box */
  TB_PROBLEM_MAILBOX_CODE,     /* what was given is not a code of a box */
  TB_PROBLEM_ELSEWHERE,        /* the profile moved or is a copy: nobody has said which */
  TB_PROBLEM_COPIED,           /* this profile is a copy; its links are those of the original */
  TB_PROBLEM_LOCK_HELD,        /* another process holds the link lock */
  TB_PROBLEM_FAILED,           /* argument: detail; our own bug or the machine's fault */
} TbProblem;
#define TB_N_PROBLEMS (TB_PROBLEM_FAILED + 1)

#define TB_PROBLEM (tb_problem_quark ())
GQuark tb_problem_quark (void);

/**
 * tb_problem_set:
 * @error: (nullable): where to put it
 * @problem: the code; becomes the error's code
 * @argument: (nullable): fills the sentence's %s
 *
 * Sets an error of the domain %TB_PROBLEM. Its message is the English sentence, for logs.
 */
void tb_problem_set (GError    **error,
                     TbProblem   problem,
                     const char *argument);

/** tb_problem_get_argument: Returns: (transfer none) (nullable): the argument of an error of this domain. */
const char *tb_problem_get_argument (const GError *error);

/** tb_problem_get_field: Returns: (transfer none) (nullable): the form's field at which the error stands,
 * e.g. `answer-by`. An error of another domain stands at none. */
const char *tb_problem_get_field (const GError *error);
void        tb_problem_set_field (GError     *error,
                                  const char *field);

/** tb_problem_nick: Returns: (transfer none): the stable word, e.g. `too-late`. */
const char *tb_problem_nick (TbProblem problem);
gboolean    tb_problem_from_nick (const char *nick,
                                  TbProblem  *problem);

/** tb_problem_text: Returns: (transfer none): the English msgid, with at most one %s. */
const char *tb_problem_text (TbProblem problem);

G_END_DECLS
