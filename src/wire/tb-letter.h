/* SPDX-License-Identifier: GPL-3.0-or-later
 * Letters: signed requests and answers that travel through a mailbox, sealed, and how a mailbox is asked
 * (protocol.md section 5, way 3). */
#pragma once

#include "tb-signing.h"

G_BEGIN_DECLS

#define TB_LETTER_MAX_BYTES (1024 * 1024 + 8 * 1024)
#define TB_LETTER_MAX_DONE 100
#define TB_LETTER_MAX_ADDRESSES 4
#define TB_ADDRESS_DIGITS 32

/* ---- Sealing ---- */

/** tb_letter_address: Returns: (transfer full): 32 hex digits under which letters to @to lie; they tell a
 * mailbox nothing, for they come from the link's key. @to: which of the two */
char *tb_letter_address (GBytes  *key,
                         TbSigner to);
/**
 * tb_letter_seal:
 * @key: of the link, or the access key of an invitation while a join is under way
 * @from: who writes it: each direction has a key of its own
 * @envelope: signed, as it would go straight
 *
 * Returns: (transfer full): AES-256-GCM, bound to its address
 */
GBytes *tb_letter_seal (GBytes           *key,
                        TbSigner          from,
                        const TbEnvelope *envelope);
/** tb_letter_open: Returns: (transfer full): what was sealed by @from with @key; %NULL with
 * %TB_PROBLEM_SIGNATURE if it was not, or %TB_PROBLEM_MALFORMED */
TbEnvelope *tb_letter_open (GBytes  *key,
                            TbSigner from,
                            GBytes  *sealed,
                            GError **error);
/** tb_letter_encode, tb_letter_decode: an envelope as bytes, unsealed. */
GBytes     *tb_letter_encode (const TbEnvelope *envelope);
TbEnvelope *tb_letter_decode (GBytes  *bytes,
                              GError **error);

/* ---- What a mailbox is asked ---- */

/** TbPutLetter: the body of mailbox/put. */
typedef struct
{
  char   *to;       /* address */
  char   *letter;   /* its id: put twice it lies there once */
  char   *replaces; /* (nullable): id of one for the same address that is worth nothing any more */
  GBytes *sealed;
} TbPutLetter;
void     tb_put_letter_clear (TbPutLetter *self);
GBytes  *tb_put_letter_encode (const TbPutLetter *self);
gboolean tb_put_letter_decode (GBytes      *body,
                               TbPutLetter *letter,
                               GError     **error);

/** TbTakeLetter: the body of mailbox/pull. */
typedef struct
{
  GStrv  addresses; /* whose letters are taken */
  GStrv  done;      /* (nullable): ids of those that were taken before: they may go */
  gint64 wait;      /* seconds */
} TbTakeLetter;
void     tb_take_letter_clear (TbTakeLetter *self);
GBytes  *tb_take_letter_encode (const TbTakeLetter *self);
gboolean tb_take_letter_decode (GBytes       *body,
                                TbTakeLetter *take,
                                GError      **error);

/** tb_taken_letter_encode: the answer of mailbox/pull. @letter: (nullable): its id; %NULL if there is none */
GBytes  *tb_taken_letter_encode (const char *letter,
                                 GBytes     *sealed);
gboolean tb_taken_letter_decode (GBytes  *body,
                                 char   **letter,
                                 GBytes **sealed,
                                 GError **error);

/* ---- What two others are told of a box ---- */

/** TbMailbox: a box at a mailbox. */
typedef struct
{
  gint64  version;
  char   *url;
  char   *fingerprint; /* (nullable) */
  char   *box;
  GBytes *token;
} TbMailbox;
void tb_mailbox_clear (TbMailbox *self);
/** tb_mailbox_to_code: Returns: (transfer full): one word to copy: `tbm1-` and base64url */
char *tb_mailbox_to_code (const TbMailbox *self);
/** tb_mailbox_from_code: %TB_PROBLEM_MAILBOX_CODE, %TB_PROBLEM_NEWER_PROTOCOL */
gboolean tb_mailbox_from_code (const char *code,
                               TbMailbox  *mailbox,
                               GError    **error);

G_END_DECLS
