/* SPDX-License-Identifier: GPL-3.0-or-later
 * Both ends of a join: single use, the same answer to the same join (protocol.md section 6). */
#include "config.h"

#include "tb-core-private.h"

static TbEnvelope *
answer_envelope (const TbEnvelope *request,
                 guint             status,
                 GBytes           *body)
{
  TbEnvelope *answer = tb_envelope_new (request->route, request->link, body);

  answer->status = status;
  return answer;
}

static TbEnvelope *
refuse (const TbEnvelope *request,
        guint             status,
        TbProblem         problem)
{
  g_autoptr (GBytes) body = tb_problem_body (status, problem);

  return answer_envelope (request, status, body);
}

/* A refusal that is signed, so that nobody else can make the accepter give up. */
static TbEnvelope *
refuse_signed (TbCore           *core,
               const TbEnvelope *request,
               GBytes           *key,
               TbProblem         problem)
{
  TbEnvelope *answer = refuse (request, 403, problem);

  tb_envelope_sign (answer, key, TB_SIGNER_INVITER, request->id, core->now);
  return answer;
}

static gboolean
bind_invitation (TbCore             *core,
                 TbInvitationRecord *invitation,
                 TbPartnerRecord    *partner,
                 const TbJoin       *join,
                 GBytes             *key,
                 GError            **error)
{
  g_autoptr (TbAgreementRecord) agreement = NULL;
  GError *local = NULL;

  agreement = tb_tx_find (core->tx, TB_Q_AGREEMENT_BY_ROLE, &local, "ii", partner->id, (gint64)TB_ROLE_LEAD);
  if (local == NULL && agreement == NULL)
    tb_problem_set (&local, TB_PROBLEM_NOT_FOUND, "agreement");
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  invitation->bound = tb_join_identity (join);
  invitation->accepted = join->accept;
  agreement->state = join->accept ? TB_AGREEMENT_ACTIVE : TB_AGREEMENT_DECLINED;
  if (join->accept)
    {
      tb_set_text (&partner->instance, join->accepter);
      tb_set_text (&partner->url, join->url);
      tb_set_text (&partner->fingerprint, join->fingerprint);
      tb_set_bytes (&partner->key, key);
      g_free (partner->link);
      partner->link = tb_hex_new (TB_ID_BYTES);
      partner->link_state = TB_LINK_LINKED;
      partner->last_contact = core->now;
      if (!tb_core_new_life (core, partner, error))
        return FALSE;
      core->is_outbox_changed = TRUE;
    }
  tb_core_notice (core, join->accept ? "joined" : "join-declined", NULL, partner->name, NULL);
  return tb_tx_update (core->tx, invitation, error) && tb_tx_update (core->tx, partner, error) &&
         tb_tx_update (core->tx, agreement, error);
}

static TbEnvelope *
welcome (TbCore                *core,
         const TbEnvelope      *request,
         const TbPartnerRecord *partner,
         GBytes                *key,
         GError               **error)
{
  g_autoptr (TbAgreementRecord) agreement = NULL;
  g_autoptr (GBytes) body = NULL;
  g_auto (GStrv) features = g_new0 (char *, 1);
  TbEnvelope  *answer;
  TbJoinAnswer welcome_answer;
  GError      *local = NULL;

  agreement = tb_tx_find (core->tx, TB_Q_AGREEMENT_BY_ROLE, &local, "ii", partner->id, (gint64)TB_ROLE_LEAD);
  if (local == NULL && agreement == NULL)
    tb_problem_set (&local, TB_PROBLEM_NOT_FOUND, "agreement");
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  welcome_answer = (TbJoinAnswer){
    .link = partner->link != NULL ? partner->link : request->link,
    .agreement = agreement->uuid,
    .name = core->company,
    .instance = core->instance,
    .features = features,
  };
  body = tb_join_answer_encode (&welcome_answer);
  answer = answer_envelope (request, 200, body);
  tb_envelope_sign (answer, key, TB_SIGNER_INVITER, request->id, core->now);
  return answer;
}

static gboolean
is_other_partner (TbCore       *core,
                  const TbJoin *join,
                  gint64        id,
                  gboolean     *other,
                  GError      **error)
{
  g_autoptr (TbPartnerRecord) known = NULL;
  GError *local = NULL;

  known = tb_tx_find (core->tx, TB_Q_PARTNER_BY_INSTANCE, &local, "s", join->accepter);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  *other = known != NULL && known->id != id;
  return TRUE;
}

static TbEnvelope *
take_join (TbCore             *core,
           const TbEnvelope   *request,
           TbInvitationRecord *invitation,
           const TbJoin       *join,
           GError            **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, invitation->partner, error);
  g_autoptr (GBytes) key = tb_working_key (invitation->access_key, join->share);
  g_autofree char *identity = tb_join_identity (join);
  gboolean         other;

  if (partner == NULL || !is_other_partner (core, join, partner->id, &other, error))
    return NULL;
  if (g_strcmp0 (join->inviter, core->instance) != 0 || g_strcmp0 (join->invitation, invitation->uuid) != 0 ||
      g_strcmp0 (join->accepter, core->instance) == 0)
    return refuse_signed (core, request, invitation->access_key, TB_PROBLEM_INVITATION_BROKEN);
  if (join->accept && other)
    return refuse_signed (core, request, invitation->access_key, TB_PROBLEM_ALREADY_LINKED);
  if (invitation->bound == NULL ? partner->link_state != TB_LINK_INVITED
                                : g_strcmp0 (invitation->bound, identity) != 0)
    return refuse_signed (core, request, invitation->access_key, TB_PROBLEM_INVITATION_USED);
  if (invitation->bound == NULL && !bind_invitation (core, invitation, partner, join, key, error))
    return NULL;
  return welcome (core, request, partner, key, error);
}

/* The inviter's end. X-Link is the invitation id, the signature is by its access key. */
TbEnvelope *
tb_core_receive_join (TbCore           *core,
                      const TbEnvelope *request,
                      GError          **error)
{
  g_autoptr (TbInvitationRecord) invitation = NULL;
  g_autoptr (TbJoin) join = NULL;
  GError *local = NULL;

  invitation = tb_tx_find (core->tx, TB_Q_INVITATION_BY_UUID, &local, "s", request->link);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  if (invitation == NULL)
    return refuse (request, 401, TB_PROBLEM_SIGNATURE);
  if (invitation->access_key == NULL)
    return refuse (request, 403, TB_PROBLEM_INVITATION_EXPIRED);
  if (!tb_core_verify (core, request, invitation->access_key, TB_SIGNER_ACCEPTER, NULL, &local))
    {
      TbProblem problem = local->domain == TB_PROBLEM ? (TbProblem)local->code : TB_PROBLEM_SIGNATURE;

      g_error_free (local);
      return refuse (request, 401, problem);
    }
  if (invitation->expires_at <= core->now)
    return refuse_signed (core, request, invitation->access_key, TB_PROBLEM_INVITATION_EXPIRED);
  join = tb_join_decode (request->body, &local);
  if (join == NULL)
    {
      TbProblem problem = local->domain == TB_PROBLEM ? (TbProblem)local->code : TB_PROBLEM_MALFORMED;

      g_error_free (local);
      return refuse (request, problem == TB_PROBLEM_TOO_LARGE ? 413 : 422, problem);
    }
  return take_join (core, request, invitation, join, error);
}

/* ---- The accepter's end ---- */

static gboolean
become_linked (TbCore          *core,
               TbPartnerRecord *partner,
               const TbJoin    *join,
               TbJoinAnswer    *answer,
               GBytes          *key,
               GError         **error)
{
  g_autoptr (TbAgreementRecord) agreement = NULL;
  g_autoptr (TbPartnerRecord) same_link = NULL;
  GError *local = NULL;

  agreement = tb_tx_find (core->tx, TB_Q_AGREEMENT_BY_UUID, &local, "s", answer->agreement);
  if (local == NULL && (agreement == NULL || agreement->partner != partner->id))
    tb_problem_set (&local, TB_PROBLEM_MALFORMED, "agreement");
  /* The inviter chooses the link's id; it must not be one that leads to another partner. */
  if (local == NULL)
    same_link = tb_tx_find (core->tx, TB_Q_PARTNER_BY_LINK, &local, "s", answer->link);
  if (local == NULL && same_link != NULL && same_link->id != partner->id)
    tb_problem_set (&local, TB_PROBLEM_MALFORMED, "link");
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_clear_pointer (&partner->join_body, g_bytes_unref);
  g_clear_pointer (&partner->join_key_id, g_free);
  partner->attempts = 0;
  partner->next_attempt = 0;
  tb_set_text (&partner->problem, NULL);
  if (!join->accept)
    {
      partner->link_state = TB_LINK_STOPPED;
      tb_set_bytes (&partner->key, NULL);
      return tb_tx_update (core->tx, partner, error);
    }
  tb_set_text (&partner->link, answer->link);
  tb_set_bytes (&partner->key, key);
  partner->link_state = TB_LINK_LINKED;
  partner->last_contact = core->now;
  if (!tb_core_new_life (core, partner, error))
    return FALSE;
  agreement->state = TB_AGREEMENT_ACTIVE;
  core->is_outbox_changed = TRUE;
  tb_core_notice (core, "joined", NULL, partner->name, NULL);
  return tb_tx_update (core->tx, partner, error) && tb_tx_update (core->tx, agreement, error);
}

/**
 * tb_core_settle_join:
 * @answer: with status 200; its signature by the working key is checked here
 *
 * The file is worth nothing afterwards: from now on the working key signs.
 */
gboolean
tb_core_settle_join (TbCore           *core,
                     TbPartnerRecord  *partner,
                     const TbEnvelope *answer,
                     GError          **error)
{
  g_autoptr (TbJoin) join = tb_join_decode (partner->join_body, error);
  g_autoptr (GBytes) key = NULL;
  TbJoinAnswer body = { 0 };
  gboolean     done;

  if (join == NULL)
    return FALSE;
  key = tb_working_key (partner->key, join->share);
  if (!tb_join_answer_decode (answer->body, &body, error))
    return FALSE;
  if (g_strcmp0 (body.instance, partner->instance) != 0)
    {
      tb_problem_set (error, TB_PROBLEM_SIGNATURE, NULL);
      tb_join_answer_clear (&body);
      return FALSE;
    }
  done = become_linked (core, partner, join, &body, key, error);
  tb_join_answer_clear (&body);
  return done;
}
