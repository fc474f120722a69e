/* SPDX-License-Identifier: GPL-3.0-or-later
 * Signed requests and answers, invitations and joins (protocol.md section 6). */
#pragma once

#include <gio/gio.h>

#include "tb-envelope.h"
#include "tb-problem.h"

G_BEGIN_DECLS

#define TB_CLOCK_TOLERANCE_SECONDS 300
/** TB_ANY_TIME: in the place of now: no matter when it was signed */
#define TB_ANY_TIME G_MININT64

/** TbSigner: which of the two derived keys signs: each side signs all that it sends, requests and answers,
 * with its own. That an answer is never taken for a request is in the id. */
typedef enum
{
  TB_SIGNER_INVITER,
  TB_SIGNER_ACCEPTER,
} TbSigner;

/** tb_envelope_sign: fills in id, timestamp and signature. @in_answer_to: (nullable): the request's
 * webhook-id. @now: UTC microseconds. */
void tb_envelope_sign (TbEnvelope *self,
                       GBytes     *key,
                       TbSigner    signer,
                       const char *in_answer_to,
                       gint64      now);
/**
 * tb_envelope_verify:
 * @in_answer_to: (nullable): for an answer, the request's webhook-id
 * @now: UTC microseconds; %TB_ANY_TIME for what may have lain somewhere
 *
 * Constant time. %TB_PROBLEM_SIGNATURE if unsigned, wrong, or the route or the request does not match;
 * %TB_PROBLEM_CLOCK_SKEW if the signature is right but the time is off by more than 300 s.
 */
gboolean tb_envelope_verify (const TbEnvelope *self,
                             GBytes           *key,
                             TbSigner          signer,
                             const char       *in_answer_to,
                             gint64            now,
                             GError          **error);
/** tb_signing_key: Returns: (transfer full): the key derived from the link's key for one direction; what a
 * Standard Webhooks library is given */
GBytes *tb_signing_key (GBytes  *key,
                        TbSigner signer);

/** TbInvite: what an invitation says (file or code). */
typedef struct
{
  gint64  version;
  char   *instance; /* inviter's instance id */
  char   *name;
  char   *url;         /* (nullable) */
  char   *fingerprint; /* (nullable): SHA-256 of the inviter's SPKI; none over plain loopback */
  char   *invitation;  /* id */
  char   *agreement;   /* uuid of the agreement in which the inviter leads */
  GBytes *access_key;  /* 32 bytes; of a counter-invitation between linked instances absent */
  gint64  expires_at;
  char   *box_url; /* (nullable): of the mailbox through which the inviter is reached */
  char   *box_fingerprint;
  char   *box;
  GBytes *box_token;
} TbInvite;
TbInvite *tb_invite_new (void);
void      tb_invite_free (TbInvite *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbInvite, tb_invite_free)
/** tb_invite_to_text: Returns: (transfer full): the file's text: readable JSON, ends in a line break */
char *tb_invite_to_text (const TbInvite *self);
/** tb_invite_to_code: Returns: (transfer full): the same as one word to copy: `tb1-` and base64url */
char *tb_invite_to_code (const TbInvite *self);
/** tb_invite_from_text: reads a file's text or a code, white space around it ignored.
 * %TB_PROBLEM_INVITATION_BROKEN, or %TB_PROBLEM_NEWER_PROTOCOL with the version */
TbInvite *tb_invite_from_text (const char *text,
                               gsize       length,
                               GError    **error);

/** TbJoin: the body of `join`. */
typedef struct
{
  gint64   version;
  char    *inviter; /* instance ids */
  char    *accepter;
  char    *invitation;
  char    *name;
  char    *url;         /* (nullable) */
  char    *fingerprint; /* (nullable) */
  GBytes  *share;       /* the accepter's 32 random bytes */
  gboolean accept;
} TbJoin;
TbJoin *tb_join_new (void);
void    tb_join_free (TbJoin *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbJoin, tb_join_free)
GBytes *tb_join_encode (const TbJoin *self);
TbJoin *tb_join_decode (GBytes  *body,
                        GError **error);
/** tb_join_identity: Returns: (transfer full): hash of accepter, fingerprint, share and accept: the same
 * join again has the same */
char *tb_join_identity (const TbJoin *self);
/** tb_working_key: Returns: (transfer full): HMAC-SHA256 (access key, share) */
GBytes *tb_working_key (GBytes *access_key,
                        GBytes *share);

/** TbJoinAnswer: what the inviter says to an accepted join; signed with the working key. */
typedef struct
{
  char *link;
  char *agreement;
  char *name;
  char *instance;
  GStrv features;
} TbJoinAnswer;
void     tb_join_answer_clear (TbJoinAnswer *self);
GBytes  *tb_join_answer_encode (const TbJoinAnswer *self);
gboolean tb_join_answer_decode (GBytes       *body,
                                TbJoinAnswer *answer,
                                GError      **error);

G_END_DECLS
