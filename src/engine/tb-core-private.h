/* SPDX-License-Identifier: GPL-3.0-or-later
 * The engine's inside: what one transaction knows, and the steps of which actions and events are made.
 * Everything here runs on the store's worker. An engagement that is handed on is the caller's working copy:
 * the steps change it and store it; nobody holds a second copy meanwhile. */
#pragma once

#include "tb-batch.h"
#include "tb-command.h"
#include "tb-engine.h"
#include "tb-letter.h"
#include "tb-money.h"
#include "tb-queries.h"
#include "tb-signing.h"
#include "tb-store-worker.h"
#include "tb-store.h"

G_BEGIN_DECLS

/** TB_ID_BYTES: of the id of a link or an epoch, which is no secret and stands in each request. */
#define TB_ID_BYTES 8

/** TbCore: the context of one transaction. */
typedef struct
{
  TbStore        *store; /* (borrowed) */
  TbTx           *tx;    /* (borrowed) */
  gint64          now;
  TbUserRecord   *user; /* (owned) (nullable): who acts; NULL for partners and the clock */
  char           *instance;
  char           *company;
  char           *zone;
  char           *currency;
  gboolean        names_travel;
  gboolean        is_elsewhere; /* the profile is not where it was: nothing is delivered */
  gboolean        is_restored;  /* it went back, and what follows for the partners is still to be done */
  GPtrArray      *notices;      /* (owned) (element-type TbNoticeRow): told after the commit */
  gboolean        is_outbox_changed;
  gboolean        is_metered; /* the way costs by the byte: large files are not taken unasked */
  TbBatch        *ahead;      /* (owned) (nullable): the body of what is received, if it was read already */
  gboolean        is_mail;    /* what is received lay in a mailbox, no matter how long */
  struct _TbKept *kept;       /* (owned) (nullable): while the rows of a batch are taken */
} TbCore;

/** TbNoticeRow: an owned copy of a TbNotice. */
typedef struct
{
  TbNotice notice;
} TbNoticeRow;

typedef gboolean (*TbCoreFunc) (TbCore  *core,
                                gpointer data,
                                GError **error);

/* tb-core.c */
gboolean    tb_core_init (TbCore  *core,
                          TbStore *store,
                          TbTx    *tx,
                          gint64   now,
                          gint64   user,
                          GError **error);
void        tb_core_clear (TbCore *core);
gboolean    tb_core_seed (TbCore  *core,
                          GError **error);
gboolean    tb_core_refuse (GError    **error,
                            TbProblem   problem,
                            const char *argument,
                            const char *field);
gboolean    tb_core_permit (TbCore      *core,
                            TbPermission needed,
                            GError     **error);
const char *tb_core_actor (TbCore *core);
gpointer    tb_core_get (TbCore             *core,
                         const TbRecordType *type,
                         gint64              id,
                         GError            **error);
gboolean    tb_core_history (TbCore     *core,
                             gint64      ticket,
                             gint64      engagement,
                             const char *actor, /* NULL: who acts here */
                             gboolean    is_partner,
                             const char *code,
                             const char *from,
                             const char *to,
                             const char *reason,
                             GError    **error);
void        tb_core_notice (TbCore               *core,
                            const char           *kind,
                            const TbTicketRecord *ticket,
                            const char           *partner,
                            const char           *detail);
gboolean    tb_core_number (TbCore  *core,
                            char     letter,
                            gint64  *day,
                            gint64  *seq,
                            GError **error);

/* tb-core-ticket.c */
TbTicketRecord       *tb_core_new_ticket (TbCore              *core,
                                          const TbTicketDraft *draft,
                                          GError             **error);
TbOrganisationRecord *tb_core_organisation (TbCore     *core,
                                            const char *name,
                                            const char *kind,
                                            GError    **error);
/** tb_core_workable_ticket: the ticket, if something may be set or added: it is confirmed. */
TbTicketRecord       *tb_core_workable_ticket (TbCore  *core,
                                               gint64   id,
                                               GError **error);
gboolean              tb_core_set (TbCore     *core,
                                   gint64      ticket,
                                   const char *field,
                                   const char *value,
                                   GError    **error);
gboolean              tb_core_set_alert (TbCore     *core,
                                         gint64      ticket,
                                         const char *text,
                                         GError    **error);
gboolean              tb_core_delete_ticket (TbCore  *core,
                                             gint64   ticket,
                                             GError **error);
TbTicketStatusRecord *tb_core_status_meaning (TbCore   *core,
                                              TbMeaning meaning,
                                              GError  **error);
gboolean              tb_core_confirm_ticket (TbCore             *core,
                                              TbEngagementRecord *e,
                                              GError            **error);

/* tb-core-terms.c */
gboolean tb_core_save_terms (TbCore        *core,
                             gint64         ticket,
                             const char    *partner,
                             const TbTerms *terms,
                             GError       **error);
gboolean tb_core_outsource (TbCore        *core,
                            gint64         ticket,
                            const char    *partner,
                            const TbTerms *terms,
                            GError       **error);

/** tb_core_fill_terms: the members of an offer that are its terms. */
void tb_core_fill_terms (const TbEngagementRecord *e,
                         TbEvent                  *event);

/* tb-core-status.c: the arbiter */
TbEngagementRecord *tb_core_engagement_of (TbCore               *core,
                                           const TbTicketRecord *ticket,
                                           TbRole                role,
                                           GError              **error);
gboolean            tb_core_mirror (TbCore             *core,
                                    TbEngagementRecord *e,
                                    GError            **error);
/** TbDecision: what the lead's side decides, and what it answers. */
typedef struct
{
  const TbTransition *transition; /* NULL: an answer only */
  const char         *reason;
  const char         *answers; /* event id */
  gboolean            is_refused;
  TbProblem           problem; /* with is_refused */
  const char         *actor;   /* NULL: who acts here */
  gboolean            is_partner;
  gint64              at; /* when it was asked */
} TbDecision;
gboolean tb_core_decide (TbCore             *core,
                         TbEngagementRecord *e,
                         const TbDecision   *decision,
                         GError            **error);
gboolean tb_core_move (TbCore             *core,
                       TbEngagementRecord *e,
                       TbStatus            to,
                       const char         *actor,
                       gboolean            is_partner,
                       const char         *reason,
                       GError            **error);
gboolean tb_core_act (TbCore     *core,
                      gint64      ticket,
                      TbAction    action,
                      const char *reason,
                      const char *organisation,
                      GError    **error);
gboolean tb_core_close_engagements (TbCore  *core,
                                    gint64   ticket,
                                    GError **error);
gboolean tb_core_reason_note (TbCore             *core,
                              TbEngagementRecord *e,
                              const char         *event,
                              const char         *author,
                              gboolean            is_partner,
                              const char         *reason,
                              GError            **error);
gboolean tb_core_auto_decline (TbCore             *core,
                               TbEngagementRecord *e,
                               GError            **error);
/** tb_core_sum_charge: once per engagement. */
gboolean tb_core_sum_charge (TbCore             *core,
                             TbEngagementRecord *e,
                             GError            **error);
gboolean tb_core_begin_pause (TbCore             *core,
                              TbEngagementRecord *e,
                              int                 pause,
                              GError            **error);

/* tb-core-request.c: the service side */
gboolean tb_core_request (TbCore             *core,
                          TbEngagementRecord *e,
                          TbVerb              verb,
                          const char         *reason,
                          GError            **error);
gboolean tb_core_activity (TbCore             *core,
                           TbEngagementRecord *e,
                           GError            **error);
gboolean tb_core_apply_status (TbCore             *core,
                               TbEngagementRecord *e,
                               const TbEvent      *event,
                               GError            **error);

/* tb-core-item.c */
TbItemRecord *tb_core_add_item (TbCore            *core,
                                gint64             ticket,
                                const TbItemDraft *draft,
                                GError           **error);
/** tb_core_add_first_note: a note of a ticket that nobody but this transaction knows yet */
gboolean tb_core_add_first_note (TbCore               *core,
                                 const TbTicketRecord *ticket,
                                 const char           *text,
                                 GError              **error);
gboolean tb_core_edit_item (TbCore            *core,
                            gint64             ticket,
                            const char        *uuid,
                            const TbItemDraft *draft,
                            GError           **error);
gboolean tb_core_delete_item (TbCore     *core,
                              gint64      ticket,
                              const char *uuid,
                              GError    **error);

/* tb-core-travel.c: own items on their way out */
TbEventItem *tb_core_encode_item (const TbItemRecord       *item,
                                  const TbItemLinkRecord   *link,
                                  const TbEngagementRecord *e);
TbEventItem *tb_core_encode_item_as (const TbItemRecord     *item,
                                     const TbItemLinkRecord *link,
                                     TbItemKind              kind);
gboolean     tb_core_fill_customer (TbCore             *core,
                                    TbEngagementRecord *e,
                                    TbEvent            *event,
                                    GError            **error);
gboolean     tb_core_set_ticket_number (TbCore             *core,
                                        TbEngagementRecord *e,
                                        TbEvent            *event,
                                        GError            **error);
/** tb_core_need_put: @is_done: (out): they are across already */
gboolean tb_core_need_put (TbCore             *core,
                           TbEngagementRecord *e,
                           TbItemRecord       *item,
                           gboolean           *is_done,
                           GError            **error);
gboolean tb_core_publish (TbCore             *core,
                          TbEngagementRecord *e,
                          TbItemRecord       *item,
                          GError            **error);
gboolean tb_core_keep_local (TbCore             *core,
                             TbEngagementRecord *e,
                             TbItemRecord       *item,
                             GError            **error);
gboolean tb_core_republish (TbCore             *core,
                            TbEngagementRecord *e,
                            TbItemRecord       *item,
                            GError            **error);
gboolean tb_core_publish_unlinked (TbCore             *core,
                                   TbEngagementRecord *e,
                                   gint64              before,
                                   GError            **error);
gboolean tb_core_open_sync (TbCore             *core,
                            TbEngagementRecord *e,
                            GError            **error);
/** tb_core_pay_owed: revisions of what was erased in a pause, now that it is over. */
gboolean tb_core_pay_owed (TbCore             *core,
                           TbEngagementRecord *e,
                           GError            **error);
/** tb_core_settle_waiting: what waits for a file when the pause is over, or the end has come. */
gboolean tb_core_settle_waiting (TbCore             *core,
                                 TbEngagementRecord *e,
                                 GError            **error);
gboolean tb_core_file_across (TbCore      *core,
                              TbPutRecord *put,
                              GError     **error);

/* tb-core-apply.c: a partner's events */
typedef enum
{
  TB_APPLIED,
  TB_PARKED,
  TB_NOT_TAKEN, /* left with the sender, who will send it again */
  TB_REFUSED,   /* nacked: see the error */
} TbOutcome;
/** tb_core_is_empty: it only takes its n. @event: (nullable) */
gboolean  tb_core_is_empty (const TbEvent *event);
TbOutcome tb_core_apply_row (TbCore           *core,
                             gint64            partner,
                             const TbBatchRow *row,
                             GError          **error);
gboolean  tb_core_apply_item (TbCore             *core,
                              TbEngagementRecord *e,
                              const TbEvent      *event,
                              const TbEventItem  *in,
                              GError            **error);
void      tb_core_take_item_content (TbItemRecord      *item,
                                     const TbEventItem *in);
/** tb_core_take_terms: of an offer. */
void tb_core_take_terms (TbEngagementRecord *e,
                         const TbEvent      *event);
/** tb_core_make_offer_ticket: the ticket that stands for an offer until it is confirmed. */
gboolean            tb_core_make_offer_ticket (TbCore             *core,
                                               TbEngagementRecord *e,
                                               const TbEvent      *event,
                                               GError            **error);
TbEngagementRecord *tb_core_engagement_of_offer (TbCore        *core,
                                                 gint64         partner,
                                                 gint64         agreement,
                                                 const TbEvent *event);
gboolean            tb_core_erase_offer (TbCore             *core,
                                         TbEngagementRecord *e,
                                         GError            **error);
void                tb_core_take_customer (TbEngagementRecord *e,
                                           const TbEvent      *event);
gboolean            tb_core_apply_items (TbCore             *core,
                                         TbEngagementRecord *e,
                                         const TbEvent      *event,
                                         GError            **error);

gboolean tb_core_hold_row (TbCore      *core,
                           TbOutboxRow *row,
                           TbProblem    problem,
                           GError     **error);
gboolean tb_core_new_life (TbCore          *core,
                           TbPartnerRecord *partner,
                           GError         **error);
/* tb-core-outbox.c */
gboolean   tb_core_queue (TbCore             *core,
                          TbEngagementRecord *e,
                          TbEvent            *event,
                          const char         *file,
                          GError            **error);
gboolean   tb_core_queue_agreement (TbCore            *core,
                                    TbAgreementRecord *agreement,
                                    GError           **error);
gboolean   tb_core_check_weight (const char *text,
                                 GError    **error);
TbDelivery tb_core_delivery (TbCore                   *core,
                             const TbEngagementRecord *e,
                             GError                  **error);
/** tb_core_withdraw_row: it is not to be sent any more. */
gboolean tb_core_withdraw_row (TbCore      *core,
                               TbOutboxRow *row,
                               GError     **error);
gboolean tb_core_replace_row (TbCore             *core,
                              TbEngagementRecord *e,
                              TbOutboxRow        *row,
                              GError            **error);
/** tb_core_resend_to: what is held and about no ticket. */
gboolean tb_core_resend_to (TbCore     *core,
                            const char *partner,
                            GError    **error);
gboolean tb_core_resend (TbCore  *core,
                         gint64   ticket,
                         GError **error);
gboolean tb_core_is_acknowledged (const TbBatch *batch,
                                  gint64         seq);
/** tb_core_take_acks: @partner: (inout): with what may have been queued meanwhile; to be stored */
gboolean tb_core_take_acks (TbCore           *core,
                            TbPartnerRecord **partner,
                            const TbBatch    *batch,
                            GError          **error);

gboolean tb_core_queue_state (TbCore             *core,
                              TbEngagementRecord *e,
                              TbEvent            *event,
                              const char         *file,
                              GError            **error);

/* tb-core-batch.c */
gboolean tb_core_is_taken (TbCore          *core,
                           TbPartnerRecord *partner,
                           gint64           seq,
                           gboolean        *taken,
                           GError         **error);
/** tb_core_send_unpacked: the partner has become one that does not unpack bodies: the same goes as JSON. */
gboolean tb_core_send_unpacked (TbCore  *core,
                                gint64   partner,
                                GError **error);
/** tb_core_take_batch: applies what a partner sent (a push, or the answer of ours). The link may be stopped
 * by it: look at link_state afterwards. */
gboolean tb_core_take_batch (TbCore        *core,
                             gint64         partner,
                             const TbBatch *batch,
                             GError       **error);
/** tb_core_make_batch: what we have for a partner now. @limit: rows at most. */
TbBatch *tb_core_make_batch (TbCore  *core,
                             gint64   partner,
                             guint    limit,
                             gboolean is_answer,
                             GError **error);
/** tb_core_make_batch_after: of what is behind a seq. */
TbBatch *tb_core_make_batch_after (TbCore  *core,
                                   gint64   partner,
                                   gint64   after,
                                   guint    limit,
                                   GError **error);

/* tb-core-pull.c */
/** tb_core_travel: @travel: (out): how to get to @partner, as things are */
gboolean    tb_core_travel (TbCore                *core,
                            const TbPartnerRecord *partner,
                            TbTravel              *travel,
                            GError               **error);
TbEnvelope *tb_core_answer (const TbEnvelope *request,
                            guint             status,
                            GBytes           *body);
TbEnvelope *tb_core_refusal (const TbEnvelope *request,
                             guint             status,
                             TbProblem         problem);
TbEnvelope *tb_core_receive_get (TbCore           *core,
                                 TbPartnerRecord  *partner,
                                 const TbEnvelope *request,
                                 GError          **error);
/** tb_core_pull_body: Returns: (transfer full): the body of a pull; %NULL with @error */
GBytes *tb_core_pull_body (TbCore          *core,
                           TbPartnerRecord *partner,
                           guint            limit,
                           guint            wait,
                           GError         **error);
/** tb_core_get_body: Returns: (transfer full): the body of the next files/get; %NULL with @error */
GBytes *tb_core_get_body (TbCore             *core,
                          const TbWantRecord *want,
                          GError            **error);
/** tb_core_take_offers: the files that an answer to a pull tells of are fetched from now on. */
gboolean tb_core_take_offers (TbCore        *core,
                              gint64         partner,
                              const TbBatch *batch,
                              GError       **error);
/** tb_core_take_missing: what an answer to a pull named, and could not be taken because its bytes are not
 * here (any more), is fetched from now on: who was asked does not learn what we lack. */
gboolean tb_core_take_missing (TbCore        *core,
                               gint64         partner,
                               const TbBatch *batch,
                               GError       **error);
/** tb_core_take_part: the answer to files/get. @is_good: (out): it has got on */
gboolean tb_core_take_part (TbCore           *core,
                            gint64            partner,
                            const TbEnvelope *request,
                            const TbEnvelope *answer,
                            gboolean         *is_good,
                            GError          **error);
/** tb_core_drop_want: a file that cannot be had; the next pull may offer it again. */
gboolean tb_core_drop_want (TbCore           *core,
                            gint64            partner,
                            const TbEnvelope *request,
                            GError          **error);

/* tb-core-way.c */
/** tb_core_partner_set: @field: `way`, `url`, `mailbox` */
gboolean tb_core_partner_set (TbCore     *core,
                              const char *partner,
                              const char *field,
                              const char *value,
                              GError    **error);

/* tb-core-key.c: the SHA-256 of the SPKI that a partner finds at @url; %NULL without @error if that is the
 * business of a reverse proxy and the authorities, or of nobody (plain HTTP, no address) */
gboolean tb_core_shown_key (TbCore     *core,
                            const char *url,
                            char      **fingerprint,
                            GError    **error);

/* tb-core-box.c: the mailbox that we offer */
gboolean    tb_core_add_box (TbCore     *core,
                             const char *name,
                             TbResult   *result,
                             GError    **error);
gboolean    tb_core_remove_box (TbCore     *core,
                                const char *name,
                                GError    **error);
TbEnvelope *tb_core_receive_mailbox (TbCore           *core,
                                     const TbEnvelope *request,
                                     GError          **error);
/** tb_core_tidy_boxes: letters of 30 days go. */
gboolean tb_core_tidy_boxes (TbCore  *core,
                             GError **error);

/* tb-core-mail.c: the mailbox that we use */
/** tb_core_prepare_mail: @request: (out) (nullable): the next mailbox/put; %NULL if there is nothing to put
 */
gboolean tb_core_prepare_mail (TbCore          *core,
                               TbPartnerRecord *partner,
                               gboolean         force,
                               TbEnvelope     **request,
                               GError         **error);
gboolean tb_core_mail_due (TbCore          *core,
                           TbPartnerRecord *partner,
                           gboolean         work,
                           gint64          *due,
                           GError         **error);
/** tb_core_hurry_mail: what lies unanswered is sent anew at once. */
gboolean    tb_core_hurry_mail (TbCore  *core,
                                gint64   partner,
                                GError **error);
gboolean    tb_core_settle_put (TbCore           *core,
                                gint64            partner,
                                const TbEnvelope *request,
                                const TbEnvelope *answer,
                                GError          **error);
TbEnvelope *tb_core_take_request (TbCore          *core,
                                  TbPartnerRecord *partner,
                                  guint            wait,
                                  GError         **error);
gboolean    tb_core_settle_take (TbCore           *core,
                                 gint64            partner,
                                 const TbEnvelope *request,
                                 const TbEnvelope *answer,
                                 GError          **error);
gboolean    tb_core_is_box_answer (TbCore           *core,
                                   TbPartnerRecord  *partner,
                                   const TbEnvelope *request,
                                   const TbEnvelope *answer);
TbProblem   tb_core_box_problem (const TbEnvelope *answer);

/* tb-engine-delivery.c */
/** tb_core_verify: whether @envelope is signed, and fresh if it came straight. */
gboolean tb_core_verify (TbCore           *core,
                         const TbEnvelope *envelope,
                         GBytes           *key,
                         TbSigner          signer,
                         const char       *in_answer_to,
                         GError          **error);
/** tb_core_receive: a partner's request, by whatever way it came. */
TbEnvelope *tb_core_receive (TbCore           *core,
                             const TbEnvelope *request,
                             GError          **error);
/** tb_core_plain_request: the next request to a partner as it would go straight; %NULL if there is nothing
 * to send */
gboolean tb_core_plain_request (TbCore          *core,
                                TbPartnerRecord *partner,
                                gboolean         force,
                                TbEnvelope     **request,
                                GError         **error);

/* tb-engine-settle.c */
gint64   tb_core_delay_after (gint64 attempts);
gboolean tb_core_count_failure (TbCore   *core,
                                gint64    partner,
                                TbProblem problem,
                                gint64    retry_after,
                                GError  **error);
gboolean tb_core_settle_answer (TbCore           *core,
                                gint64            partner,
                                const TbEnvelope *request,
                                const TbEnvelope *answer,
                                GError          **error);

/* tb-core-link.c */
gboolean         tb_core_invite (TbCore     *core,
                                 const char *partner,
                                 const char *box, /* (nullable): code of a box */
                                 TbResult   *result,
                                 GError    **error);
gboolean         tb_core_accept_invitation (TbCore     *core,
                                            const char *text,
                                            const char *partner,
                                            const char *name,
                                            gboolean    accept,
                                            TbResult   *result,
                                            GError    **error);
gboolean         tb_core_set_active (TbCore     *core,
                                     const char *name,
                                     const char *which,
                                     gboolean    active,
                                     GError    **error);
TbEnvelope      *tb_core_receive_join (TbCore           *core,
                                       const TbEnvelope *request,
                                       GError          **error);
gboolean         tb_core_settle_join (TbCore           *core,
                                      TbPartnerRecord  *partner,
                                      const TbEnvelope *answer,
                                      GError          **error);
gboolean         tb_core_apply_agreement (TbCore        *core,
                                          gint64         partner,
                                          const TbEvent *event,
                                          GError       **error);
TbPartnerRecord *tb_core_partner_named (TbCore     *core,
                                        const char *name,
                                        GError    **error);

/* tb-engine-read.c */
/** tb_core_view_partners: appends a TbPartnerView for each partner, by name. */
gboolean tb_core_view_partners (TbCore    *core,
                                GPtrArray *views,
                                GError   **error);
/** tb_core_viewer: for a [struct@ListQuery]: whose tickets a folder of a role shows to who acts. */
gint64 tb_core_viewer (TbCore *core);

/* tb-core-draft.c */
/** tb_core_save_draft: @text: (nullable): %NULL or empty forgets it */
gboolean tb_core_save_draft (TbCore     *core,
                             const char *key,
                             const char *text,
                             GError    **error);
/** tb_core_load_draft: @text: (out) (transfer full) (nullable) */
gboolean tb_core_load_draft (TbCore     *core,
                             const char *key,
                             char      **text,
                             GError    **error);

/* tb-core-people.c: users, statuses, settings */
gboolean tb_core_config (TbCore     *core,
                         const char *key,
                         const char *value,
                         GError    **error);
gboolean tb_core_user_add (TbCore          *core,
                           const TbCommand *command,
                           TbResult        *result,
                           GError         **error);
gboolean tb_core_user_set (TbCore          *core,
                           const TbCommand *command,
                           GError         **error);
gboolean tb_core_status_add (TbCore          *core,
                             const TbCommand *command,
                             TbResult        *result,
                             GError         **error);
gboolean tb_core_status_set (TbCore          *core,
                             const TbCommand *command,
                             GError         **error);
gboolean tb_core_organisation_set (TbCore          *core,
                                   const TbCommand *command,
                                   GError         **error);

/* tb-core-state.c */
GBytes  *tb_core_state_answer (TbCore  *core,
                               gint64   partner,
                               GStrv    engagements,
                               GError **error);
gboolean tb_core_compare (TbCore    *core,
                          gint64     partner,
                          GPtrArray *theirs,
                          GPtrArray *findings,
                          GError   **error);
gboolean tb_core_check (TbCore    *core,
                        GPtrArray *findings,
                        GError   **error);

/* tb-core-command.c */
gboolean tb_core_do (TbCore          *core,
                     const TbCommand *command,
                     TbResult        *result,
                     GError         **error);

/* tb-core-tick.c */
/** tb_core_expire: declines an offer whose answer is overdue and whose partner had its chance (product.md
 * section 3). */
gboolean tb_core_expire (TbCore             *core,
                         TbEngagementRecord *e,
                         GError            **error);
/** tb_core_tick: @was_cleared: (out): tickets went by their age */
gboolean tb_core_tick (TbCore   *core,
                       gint64   *next,
                       gboolean *was_cleared,
                       GError  **error);

/* tb-engine.c: one function in one transaction, then what was noticed is told */
gboolean tb_engine_run (TbEngine  *self,
                        gboolean   is_write,
                        gint64     user,
                        TbCoreFunc func,
                        gpointer   data,
                        GError   **error);
void     tb_engine_run_async (TbEngine           *self,
                              gboolean            is_write,
                              gint64              user,
                              TbCoreFunc          func,
                              gpointer            data,
                              GDestroyNotify      destroy,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data);
/** tb_engine_run_finish: Returns: (transfer none) (nullable): the data given to run, valid until the callback
 * returns; NULL with @error */
gpointer tb_engine_run_finish (TbEngine     *self,
                               GAsyncResult *result,
                               GError      **error);

/** tb_engine_get_helper: a thread for what needs no store, done in its order. Main thread only. */
TbStoreWorker *tb_engine_get_helper (TbEngine *self);

G_END_DECLS
