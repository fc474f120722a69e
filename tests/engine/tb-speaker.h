/* SPDX-License-Identifier: GPL-3.0-or-later
 * A pair with an accepted ticket, a look into its stores, and somebody who says what a side would never say.
 */
#pragma once

#include "tb-batch.h"
#include "tb-pair.h"

G_BEGIN_DECLS

/** TbAccepted: the pair, and the two numbers and the id of a ticket that was outsourced and accepted. */
typedef struct
{
  TbPair pair;
  char  *lead;
  char  *service;
  char  *eid;
} TbAccepted;

/** TbSpeaker: speaks with the key of one side past its engine; @seq and @n are the last that it has used. */
typedef struct
{
  TbAccepted *fixture;
  TbSide     *as;
  TbSide     *to;
  gint64      seq;
  gint64      n;
} TbSpeaker;

TbPartnerRecord    *tb_look_partner (TbSide     *side,
                                     const char *name);
TbAgreementState    tb_look_agreement (TbSide     *side,
                                       const char *name,
                                       TbRole      role);
TbEngagementRecord *tb_look_engagement (TbSide     *side,
                                        const char *number);
TbDelivery          tb_look_delivery (TbSide     *side,
                                      const char *number);
gboolean            tb_look_note (TbSide     *side,
                                  const char *number,
                                  const char *text);
void                tb_accepted_setup (TbAccepted   *fixture,
                                       gconstpointer data);
void                tb_accepted_teardown (TbAccepted   *fixture,
                                          gconstpointer data);
TbSpeaker           tb_speaker_as (TbAccepted *fixture,
                                   TbRole      role);
TbEvent            *tb_speaker_event (TbSpeaker   *speaker,
                                      TbEventParts parts,
                                      gint64       phase);
TbEvent            *tb_speaker_note (TbSpeaker  *speaker,
                                     const char *uuid,
                                     const char *text);
TbEvent            *tb_speaker_status (TbSpeaker *speaker,
                                       TbStatus   status,
                                       gint64     rev,
                                       gint64     phase);
TbEvent            *tb_speaker_agreement (TbSpeaker       *speaker,
                                          const char      *uuid,
                                          TbAgreementState state,
                                          gint64           n);
TbBatch            *tb_speaker_batch (TbSpeaker *speaker);
/** tb_speaker_say: adds an event under the next seq and frees it */
void        tb_speaker_say (TbSpeaker *speaker,
                            TbBatch   *batch,
                            TbEvent   *event);
TbEnvelope *tb_speaker_send (TbSpeaker  *speaker,
                             const char *route,
                             GBytes     *body);
/** tb_speaker_deliver: sends the batch and frees it */
TbBatch      *tb_speaker_deliver (TbSpeaker *speaker,
                                  TbBatch   *batch);
const TbNack *tb_speaker_nack (TbBatch    *reply,
                               const char *event);
TbEnvelope   *tb_step_prepare (TbSide *from,
                               TbSide *to);
TbEnvelope   *tb_step_receive (TbSide           *at,
                               const TbEnvelope *request);
void          tb_step_settle (TbSide           *from,
                              TbSide           *to,
                              const TbEnvelope *request,
                              const TbEnvelope *answer);
/** tb_step_hold: what @from sends is refused by something on the way, until one message is held. */
void  tb_step_hold (TbSide *from,
                    TbSide *to);
char *tb_side_file (TbSide     *side,
                    const char *number,
                    gsize       size);
guint tb_look_files (TbSide     *side,
                     const char *number);

G_END_DECLS
