/* SPDX-License-Identifier: GPL-3.0-or-later
 * The bodies of the routes: push and its answer, state, files/put (protocol.md section 2). */
#pragma once

#include "tb-event.h"

G_BEGIN_DECLS

#define TB_BATCH_MAX_ROWS 1000
#define TB_BATCH_MAX_BYTES (1024 * 1024)
#define TB_BATCH_MAX_FILES 16
#define TB_PULL_MAX_WAIT 25
#define TB_FILE_PART_BYTES (700 * 1000)

/** TbNack: an event that cannot be taken, and why. */
typedef struct
{
  char     *event;
  TbProblem problem;
  char     *applied; /* (nullable): the event under whose id its n was applied before */
} TbNack;

/**
 * TbBatchRow:
 *
 * One row. Received: either @event is set, or @error tells what is wrong inside it; then @event_id is what
 * could be read of it, else a text made of the seq, and @bytes what came, for the log.
 */
typedef struct
{
  gint64   seq;
  gint64   epoch;
  GBytes  *bytes; /* (nullable): the event's own bytes; received ones are encoded anew in canonical order */
  char    *hash;  /* (nullable): SHA-256 of @bytes, only of received ones */
  TbEvent *event; /* (nullable) */
  char    *event_id;
  GError  *error; /* (nullable) */
} TbBatchRow;

/** TbFileOffer: a file that lies ready for the partner to fetch (files/get). */
typedef struct
{
  char  *engagement;
  char  *sha256;
  gint64 size;
} TbFileOffer;

/** TbBatch: a push, a pull, or an answer of either. */
typedef struct
{
  gint64     unpacks;   /* up to which form of tb-pack.h the sender unpacks bodies; -1 not said: none */
  gboolean   is_packed; /* to be written so, if that is shorter */
  gint64     epoch;     /* the sender's epoch number */
  char      *epoch_id;
  gint64     at;          /* when it was made, by the sender's clock; 0 not said. Tells which is later */
  gint64     since;       /* with a new epoch: until when, by the receiver's clock, it is known there */
  gint64     peer;        /* the receiver's epoch as the sender knows it; 0 not said */
  char      *peer_id;     /* (nullable) */
  gint64     told;        /* the last seq of what the sender told after a new epoch; -1 nothing */
  char      *ack_event;   /* (nullable): an event of the receiver's that was taken */
  gint64     ack;         /* highest contiguous seq taken */
  GArray    *ack_above;   /* (element-type gint64): those above it that were taken too */
  GPtrArray *nacks;       /* (element-type TbNack) */
  gboolean   has_more;    /* more rows wait at the sender */
  gboolean   goes_on;     /* own: so it is, and none of them for anything but its turn; not written */
  gboolean   is_pull;     /* asks for rows and brings none: limit and wait say how */
  gint64     limit;       /* of a pull: rows at most */
  gint64     wait;        /* of a pull: seconds for which the answer may be held while there are none */
  gboolean   is_fetching; /* of a pull: the files that were offered are being fetched already */
  gint64     head;        /* of the answer to a pull: the highest seq given so far; -1 not said */
  GPtrArray *wishes;      /* (element-type TbFileOffer): files that were declined and are to come now */
  GPtrArray *files;       /* (element-type TbFileOffer): of the answer to a pull: rows wait for these */
  GPtrArray *rows;        /* (element-type TbBatchRow) */
  gsize      weight;      /* of the rows that were added: bytes of their events */
} TbBatch;

TbBatch *tb_batch_new (void);
void     tb_batch_free (TbBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbBatch, tb_batch_free)
/** tb_batch_add_row: Returns: %FALSE and adds nothing if the body would pass 1 MiB or 1,000 rows */
gboolean tb_batch_add_row (TbBatch *self,
                           gint64   seq,
                           gint64   epoch,
                           GBytes  *event);
void     tb_batch_add_nack (TbBatch    *self,
                            const char *event,
                            TbProblem   problem);
/** tb_batch_add_applied: what @event's n did was done before, by @applied */
void tb_batch_add_applied (TbBatch    *self,
                           const char *event,
                           const char *applied);
/** tb_batch_add_wish: as tb_batch_add_file() */
void tb_batch_add_wish (TbBatch    *self,
                        const char *engagement,
                        const char *sha256,
                        gint64      size);
/** tb_batch_add_file: beyond %TB_BATCH_MAX_FILES nothing is added. */
void    tb_batch_add_file (TbBatch    *self,
                           const char *engagement,
                           const char *sha256,
                           gint64      size);
GBytes *tb_batch_encode (const TbBatch *self);
/** tb_batch_decode: a body as a whole is refused with %TB_PROBLEM_MALFORMED or _TOO_LARGE (answer 422,
 * 413); a bad event only spoils its row */
TbBatch *tb_batch_decode (GBytes  *body,
                          GError **error);
/** tb_batch_decode_own: what this side has sent itself, without what is inside the events: rows have seq and
 * epoch only */
TbBatch *tb_batch_decode_own (GBytes  *body,
                              GError **error);

/** TbStateEntry: how one side sees an engagement (route `state`). */
typedef struct
{
  char      *engagement;
  TbStatus   status;
  gint64     status_epoch;
  gint64     status_rev;
  char      *status_event; /* (nullable) */
  gint64     n_out;
  gint64     n_in;
  GPtrArray *items; /* (element-type TbStateItem): own items, not local-only */
} TbStateEntry;
/** TbStateItem: an own item there: rev and hash of its content. */
typedef struct
{
  char  *uuid;
  gint64 rev;
  char  *hash;
} TbStateItem;
TbStateEntry *tb_state_entry_new (void);
void          tb_state_entry_free (TbStateEntry *self);
void          tb_state_entry_add_item (TbStateEntry *self,
                                       const char   *uuid,
                                       gint64        rev,
                                       const char   *hash);
GBytes       *tb_state_encode_request (GStrv engagements /* (nullable): all live */);
/** tb_state_decode_request: (out): %NULL for all live */
gboolean   tb_state_decode_request (GBytes  *body,
                                    GStrv   *engagements,
                                    GError **error);
GBytes    *tb_state_encode_answer (GPtrArray *entries);
GPtrArray *tb_state_decode_answer (GBytes  *body,
                                   GError **error);

/** TbFilePart: the body of files/put, and of the answer to files/get. */
typedef struct
{
  char    *engagement;
  char    *sha256;
  gint64   offset;
  gint64   size;        /* of the whole file */
  GBytes  *data;        /* this part */
  gboolean is_canceled; /* no more of it comes: what has come may go */
} TbFilePart;
void     tb_file_part_clear (TbFilePart *self);
GBytes  *tb_file_part_encode (const TbFilePart *self);
gboolean tb_file_part_decode (GBytes     *body,
                              TbFilePart *part,
                              GError    **error);
/** TbFileRequest: the body of files/get. Who has all of it asks from the end and is answered with nothing. */
typedef struct
{
  char    *engagement;
  char    *sha256;
  gint64   offset;
  gboolean is_declined; /* it is not to come: its event may, without it */
  gint64   most;        /* declined: up to how many bytes files are loaded unasked, if that is why; else 0 */
} TbFileRequest;
void     tb_file_request_clear (TbFileRequest *self);
GBytes  *tb_file_request_encode (const TbFileRequest *self);
gboolean tb_file_request_decode (GBytes        *body,
                                 TbFileRequest *request,
                                 GError       **error);
/** tb_file_decline_encode: the answer of files/put if the file is not to come. @most: see #TbFileRequest */
GBytes *tb_file_decline_encode (gint64 most);
/** tb_file_decline_decode: whether an answer of files/put says that */
gboolean tb_file_decline_decode (GBytes *body,
                                 gint64 *most);
/** The answer of files/put: how many bytes of the file are there now. */
GBytes  *tb_file_progress_encode (gint64 have);
gboolean tb_file_progress_decode (GBytes  *body,
                                  gint64  *have,
                                  GError **error);

/** tb_problem_body: Returns: (transfer full): an RFC 9457 body: `{"type":"…nick…","status":422}`; never a
 * text from inside */
GBytes *tb_problem_body (guint     status,
                         TbProblem problem);
/** tb_problem_body_read: Returns: the problem it names, %TB_PROBLEM_FAILED if it cannot be read */
TbProblem tb_problem_body_read (GBytes *body);

/** tb_description_check: the answer to a GET: whether it names our protocol in our version.
 * %TB_PROBLEM_UNSUPPORTED (argument: what it names) if it is something else, %TB_PROBLEM_NEWER_PROTOCOL */
gboolean tb_description_check (GBytes  *body,
                               GError **error);

G_END_DECLS
