/* SPDX-License-Identifier: GPL-3.0-or-later
 * Partners: invitations given and taken, joining, agreements and their states (product.md section 8,
 * protocol.md section 6). */
#include "config.h"

#include "tb-core-private.h"

#include <string.h>

#define INVITATION_LIFE (14 * TB_DAY)

TbPartnerRecord *
tb_core_partner_named (TbCore     *core,
                       const char *name,
                       GError    **error)
{
  GError          *local = NULL;
  TbPartnerRecord *partner = tb_tx_find (core->tx, TB_Q_PARTNER_BY_NAME, &local, "s", name);

  if (partner == NULL && local == NULL)
    {
      tb_problem_set (&local, TB_PROBLEM_NOT_FOUND, name);
      tb_problem_set_field (local, "partner");
    }
  if (local != NULL)
    g_propagate_error (error, local);
  return partner;
}

static gboolean
find_partner (TbCore           *core,
              int               query,
              const char       *key,
              TbPartnerRecord **partner,
              GError          **error)
{
  GError *local = NULL;

  *partner = tb_tx_find (core->tx, query, &local, "s", key);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
find_agreement (TbCore             *core,
                gint64              partner,
                TbRole              role,
                TbAgreementRecord **agreement,
                GError            **error)
{
  GError *local = NULL;

  *agreement = tb_tx_find (core->tx, TB_Q_AGREEMENT_BY_ROLE, &local, "ii", partner, (gint64)role);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static TbAgreementRecord *
new_agreement (TbCore          *core,
               gint64           partner,
               TbRole           role,
               const char      *uuid,
               TbAgreementState state,
               GError         **error)
{
  g_autoptr (TbAgreementRecord) agreement = tb_agreement_record_new ();

  agreement->uuid = uuid != NULL ? g_strdup (uuid) : tb_id_new ();
  agreement->partner = partner;
  agreement->role = role;
  agreement->state = state;
  agreement->created_at = core->now;
  return tb_tx_insert (core->tx, agreement, error) ? g_steal_pointer (&agreement) : NULL;
}

static gboolean
set_state (TbCore            *core,
           TbAgreementRecord *agreement,
           TbAgreementState   state,
           GError           **error)
{
  g_debug ("agreement %s: %s", agreement->uuid, tb_nick (TB_TYPE_AGREEMENT_STATE, state));
  agreement->state = state;
  if (state == TB_AGREEMENT_INVITED)
    agreement->own_off = agreement->their_off = FALSE;
  return tb_tx_update (core->tx, agreement, error);
}

/* ---- Inviting ---- */

/* What the instance says of itself. */
static TbInvite *
describe_self (TbCore  *core,
               GError **error)
{
  g_autoptr (TbInvite) invite = tb_invite_new ();
  g_autoptr (GError) local = NULL;

  invite->version = TB_PROTOCOL_VERSION;
  invite->instance = g_strdup (core->instance);
  invite->name = g_strdup (core->company);
  invite->url = tb_tx_get_setting (core->tx, "url", &local);
  if (local == NULL)
    tb_core_shown_key (core, invite->url, &invite->fingerprint, &local);
  if (local == NULL && (core->company == NULL || *core->company == '\0'))
    tb_problem_set (&local, TB_PROBLEM_EMPTY, "name");
  if (invite->url != NULL && *invite->url == '\0')
    g_clear_pointer (&invite->url, g_free);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  invite->expires_at = core->now + INVITATION_LIFE;
  return g_steal_pointer (&invite);
}

static TbPartnerRecord *
invited_partner (TbCore     *core,
                 const char *name,
                 GError    **error)
{
  g_autoptr (TbPartnerRecord) partner = NULL;
  g_autofree char *clean = g_strstrip (g_strdup (name != NULL ? name : ""));

  if (*clean == '\0')
    {
      tb_problem_set (error, TB_PROBLEM_EMPTY, "name");
      return NULL;
    }
  if (!tb_check_text (clean, TB_LIMIT_NAME, "name", error) ||
      !find_partner (core, TB_Q_PARTNER_BY_NAME, clean, &partner, error))
    return NULL;
  if (partner != NULL)
    return g_steal_pointer (&partner);
  partner = tb_partner_record_new ();
  partner->name = g_steal_pointer (&clean);
  partner->link_state = TB_LINK_INVITED;
  partner->is_inviter = TRUE;
  return tb_tx_insert (core->tx, partner, error) ? g_steal_pointer (&partner) : NULL;
}

/* Between linked instances a second agreement is added by an event and keeps the key. */
static gboolean
invite_linked (TbCore            *core,
               TbPartnerRecord   *partner,
               TbAgreementRecord *agreement,
               TbInvite          *invite,
               GError           **error)
{
  invite->invitation = tb_id_new ();
  tb_set_text (&invite->agreement, agreement->uuid);
  return tb_core_queue_agreement (core, agreement, error);
}

/* The way is chosen by the invitation: through a box, or as the addresses of both allow. */
static void
invite_to_box (TbPartnerRecord *partner,
               const TbInvite  *invite)
{
  partner->way = invite->box != NULL ? TB_TRAVEL_MAILBOX : TB_TRAVEL_AUTO;
  tb_set_text (&partner->box, invite->box);
  tb_set_text (&partner->box_url, invite->box_url);
  tb_set_text (&partner->box_fingerprint, invite->box_fingerprint);
  tb_set_bytes (&partner->box_token, invite->box_token);
}

static gboolean
add_box (TbInvite   *invite,
         const char *code,
         GError    **error)
{
  TbMailbox mailbox = { 0 };

  if (!tb_mailbox_from_code (code, &mailbox, error))
    return FALSE;
  g_clear_pointer (&invite->url, g_free);
  invite->box = g_steal_pointer (&mailbox.box);
  invite->box_url = g_steal_pointer (&mailbox.url);
  invite->box_fingerprint = g_steal_pointer (&mailbox.fingerprint);
  invite->box_token = g_steal_pointer (&mailbox.token);
  return TRUE;
}

static gboolean
invite_stranger (TbCore            *core,
                 TbPartnerRecord   *partner,
                 TbAgreementRecord *agreement,
                 TbInvite          *invite,
                 GError           **error)
{
  g_autoptr (TbInvitationRecord) invitation = tb_invitation_record_new ();

  /* A row of an invitation that we once took from them, and that came to nothing, starts anew. */
  partner->link_state = TB_LINK_INVITED;
  partner->is_inviter = TRUE;
  tb_set_bytes (&partner->join_body, NULL);
  tb_set_text (&partner->problem, NULL);
  invitation->uuid = tb_id_new ();
  invitation->partner = partner->id;
  invitation->access_key = tb_random_bytes (32);
  invitation->expires_at = invite->expires_at;
  invite->invitation = g_strdup (invitation->uuid);
  tb_set_text (&invite->agreement, agreement->uuid);
  tb_set_bytes (&invite->access_key, invitation->access_key);
  invite_to_box (partner, invite);
  /* From now on the box is looked into. */
  core->is_outbox_changed = TRUE;
  return tb_tx_exec (core->tx, TB_QX_FORGET_MAIL, error, "i", partner->id) &&
         tb_tx_update (core->tx, partner, error) && tb_tx_insert (core->tx, invitation, error);
}

gboolean
tb_core_invite (TbCore     *core,
                const char *name,
                const char *box,
                TbResult   *result,
                GError    **error)
{
  g_autoptr (TbInvite) invite = NULL;
  g_autoptr (TbPartnerRecord) partner = NULL;
  g_autoptr (TbAgreementRecord) agreement = NULL;
  gboolean is_linked;

  if (!tb_core_permit (core, TB_PERMISSION_PARTNERS, error))
    return FALSE;
  invite = describe_self (core, error);
  if (invite == NULL || (box != NULL && !add_box (invite, box, error)))
    return FALSE;
  partner = invite != NULL ? invited_partner (core, name, error) : NULL;
  if (partner == NULL || !find_agreement (core, partner->id, TB_ROLE_LEAD, &agreement, error))
    return FALSE;
  is_linked = partner->link_state == TB_LINK_LINKED;
  if (partner->link_state == TB_LINK_JOINING ||
      (is_linked && agreement != NULL && agreement->state == TB_AGREEMENT_ACTIVE))
    {
      tb_problem_set (error, TB_PROBLEM_ALREADY_LINKED, partner->name);
      return FALSE;
    }
  /* An address or a box is needed, or nobody could answer; a partner who has answered already needs none. */
  if (!is_linked && invite->url == NULL && invite->box == NULL)
    {
      tb_problem_set (error, TB_PROBLEM_NO_URL, NULL);
      return FALSE;
    }
  if (agreement == NULL)
    agreement = new_agreement (core, partner->id, TB_ROLE_LEAD, NULL, TB_AGREEMENT_INVITED, error);
  else if (!set_state (core, agreement, TB_AGREEMENT_INVITED, error))
    return FALSE;
  if (agreement == NULL ||
      !(is_linked ? invite_linked : invite_stranger) (core, partner, agreement, invite, error))
    return FALSE;
  result->text = tb_invite_to_text (invite);
  result->code = tb_invite_to_code (invite);
  result->partner = g_strdup (partner->name);
  result->expires_at = is_linked ? 0 : invite->expires_at;
  return TRUE;
}

/* ---- Taking an invitation ---- */

/* Our join, frozen: a repeat sends these very bytes. */
static gboolean
freeze_join (TbCore          *core,
             TbPartnerRecord *partner,
             const TbInvite  *invite,
             gboolean         accept,
             GError         **error)
{
  g_autoptr (TbJoin) join = tb_join_new ();
  g_autoptr (GError) local = NULL;

  join->version = TB_PROTOCOL_VERSION;
  join->inviter = g_strdup (invite->instance);
  join->accepter = g_strdup (core->instance);
  join->invitation = g_strdup (invite->invitation);
  join->name = g_strdup (core->company);
  join->url = tb_tx_get_setting (core->tx, "url", &local);
  if (local == NULL)
    tb_core_shown_key (core, join->url, &join->fingerprint, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (join->url != NULL && *join->url == '\0')
    g_clear_pointer (&join->url, g_free);
  join->share = tb_random_bytes (32);
  join->accept = accept;
  g_clear_pointer (&partner->join_body, g_bytes_unref);
  partner->join_body = tb_join_encode (join);
  tb_set_text (&partner->join_key_id, invite->invitation);
  tb_set_bytes (&partner->key, invite->access_key);
  partner->link_state = TB_LINK_JOINING;
  partner->is_inviter = FALSE;
  partner->next_attempt = 0;
  partner->attempts = 0;
  tb_set_text (&partner->problem, NULL);
  tb_set_text (&partner->url, invite->url);
  tb_set_text (&partner->fingerprint, invite->fingerprint);
  invite_to_box (partner, invite);
  core->is_outbox_changed = TRUE;
  return tb_tx_exec (core->tx, TB_QX_FORGET_MAIL, error, "i", partner->id);
}

static gboolean
answer_linked (TbCore          *core,
               TbPartnerRecord *partner,
               const char      *uuid,
               gboolean         accept,
               GError         **error)
{
  g_autoptr (TbAgreementRecord) agreement = NULL;

  if (!find_agreement (core, partner->id, TB_ROLE_SERVICE, &agreement, error))
    return FALSE;
  if (agreement == NULL && uuid != NULL)
    {
      agreement = new_agreement (core, partner->id, TB_ROLE_SERVICE, uuid, TB_AGREEMENT_INVITED, error);
      if (agreement == NULL)
        return FALSE;
    }
  if (agreement == NULL || agreement->state == TB_AGREEMENT_DECLINED)
    {
      tb_problem_set (error, TB_PROBLEM_NOT_FOUND, partner->name);
      return FALSE;
    }
  if (agreement->state == TB_AGREEMENT_ACTIVE)
    {
      tb_problem_set (error, TB_PROBLEM_ALREADY_LINKED, partner->name);
      return FALSE;
    }
  return set_state (core, agreement, accept ? TB_AGREEMENT_ACTIVE : TB_AGREEMENT_DECLINED, error) &&
         tb_core_queue_agreement (core, agreement, error);
}

/* The row that stands for the inviter: known by its instance, or new under its own name or the one we choose.
 */
static TbPartnerRecord *
inviting_partner (TbCore         *core,
                  const TbInvite *invite,
                  const char     *name,
                  GError        **error)
{
  g_autoptr (TbPartnerRecord) partner = NULL;
  g_autoptr (TbPartnerRecord) same_name = NULL;
  const char *chosen = name != NULL && *name != '\0' ? name : invite->name;

  if (!find_partner (core, TB_Q_PARTNER_BY_INSTANCE, invite->instance, &partner, error))
    return NULL;
  if (partner != NULL)
    return g_steal_pointer (&partner);
  if (!tb_check_text (chosen, TB_LIMIT_NAME, "name", error) ||
      !find_partner (core, TB_Q_PARTNER_BY_NAME, chosen, &same_name, error))
    return NULL;
  /* We had invited them, and they us, before either was taken: it is the same company. */
  if (same_name != NULL && same_name->link_state == TB_LINK_INVITED && same_name->instance == NULL)
    {
      tb_set_text (&same_name->instance, invite->instance);
      return g_steal_pointer (&same_name);
    }
  if (same_name != NULL)
    {
      tb_problem_set (error, TB_PROBLEM_NAME_TAKEN, chosen);
      return NULL;
    }
  partner = tb_partner_record_new ();
  partner->name = g_strdup (chosen);
  partner->instance = g_strdup (invite->instance);
  partner->link_state = TB_LINK_JOINING;
  return tb_tx_insert (core->tx, partner, error) ? g_steal_pointer (&partner) : NULL;
}

static gboolean
check_invite (TbCore         *core,
              const TbInvite *invite,
              GError        **error)
{
  GError *local = NULL;

  if (g_strcmp0 (invite->instance, core->instance) == 0)
    tb_problem_set (&local, TB_PROBLEM_INVITATION_OWN, NULL);
  else if (invite->expires_at <= core->now)
    tb_problem_set (&local, TB_PROBLEM_INVITATION_EXPIRED, NULL);
  else if (core->company == NULL || *core->company == '\0')
    tb_problem_set (&local, TB_PROBLEM_EMPTY, "name");
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
join_stranger (TbCore          *core,
               TbPartnerRecord *partner,
               const TbInvite  *invite,
               gboolean         accept,
               GError         **error)
{
  g_autoptr (TbAgreementRecord) agreement = NULL;

  if (invite->access_key == NULL ||
      (invite->url == NULL && (invite->box == NULL || invite->box_url == NULL || invite->box_token == NULL)))
    {
      tb_problem_set (error, TB_PROBLEM_INVITATION_BROKEN, NULL);
      return FALSE;
    }
  /* The same invitation again only tries again: its bytes are frozen already. */
  if (partner->link_state == TB_LINK_JOINING && g_strcmp0 (partner->join_key_id, invite->invitation) == 0)
    {
      partner->next_attempt = 0;
      core->is_outbox_changed = TRUE;
      return tb_tx_update (core->tx, partner, error);
    }
  if (!find_agreement (core, partner->id, TB_ROLE_SERVICE, &agreement, error))
    return FALSE;
  if (agreement != NULL && g_strcmp0 (agreement->uuid, invite->agreement) != 0)
    {
      /* An earlier one that came to nothing; the new invitation names a new agreement. */
      g_clear_pointer (&agreement, tb_agreement_record_unref);
    }
  if (agreement == NULL)
    agreement =
      new_agreement (core, partner->id, TB_ROLE_SERVICE, invite->agreement, TB_AGREEMENT_INVITED, error);
  else if (!set_state (core, agreement, TB_AGREEMENT_INVITED, error))
    return FALSE;
  if (agreement == NULL || (!accept && !set_state (core, agreement, TB_AGREEMENT_DECLINED, error)))
    return FALSE;
  return freeze_join (core, partner, invite, accept, error) && tb_tx_update (core->tx, partner, error);
}

gboolean
tb_core_accept_invitation (TbCore     *core,
                           const char *text,
                           const char *partner_name,
                           const char *name,
                           gboolean    accept,
                           TbResult   *result,
                           GError    **error)
{
  g_autoptr (TbPartnerRecord) partner = NULL;
  g_autoptr (TbInvite) invite = NULL;

  if (!tb_core_permit (core, TB_PERMISSION_PARTNERS, error))
    return FALSE;
  if (text == NULL)
    {
      partner = tb_core_partner_named (core, partner_name, error);
      if (partner == NULL)
        return FALSE;
      result->partner = g_strdup (partner->name);
      return answer_linked (core, partner, NULL, accept, error);
    }
  invite = tb_invite_from_text (text, strlen (text), error);
  if (invite == NULL || !check_invite (core, invite, error))
    return FALSE;
  partner = inviting_partner (core, invite, name, error);
  if (partner == NULL)
    return FALSE;
  result->partner = g_strdup (partner->name);
  if (partner->link_state == TB_LINK_LINKED)
    return answer_linked (core, partner, invite->agreement, accept, error);
  return join_stranger (core, partner, invite, accept, error);
}

/* Active only if neither side has set it inactive. */
static gboolean
switch_agreement (TbCore            *core,
                  TbAgreementRecord *agreement,
                  GError           **error)
{
  gboolean is_off = agreement->own_off || agreement->their_off;

  return set_state (core, agreement, is_off ? TB_AGREEMENT_INACTIVE : TB_AGREEMENT_ACTIVE, error);
}

/* What we say of it is our own side of the switch. */
static gboolean
tell_switch (TbCore            *core,
             TbAgreementRecord *agreement,
             GError           **error)
{
  TbAgreementState state = agreement->state;

  agreement->state = agreement->own_off ? TB_AGREEMENT_INACTIVE : TB_AGREEMENT_ACTIVE;
  if (!tb_core_queue_agreement (core, agreement, error))
    return FALSE;
  agreement->state = state;
  return tb_tx_update (core->tx, agreement, error);
}

gboolean
tb_core_set_active (TbCore     *core,
                    const char *name,
                    const char *which,
                    gboolean    active,
                    GError    **error)
{
  static const TbRole order[] = { TB_ROLE_LEAD, TB_ROLE_SERVICE };
  g_autoptr (TbPartnerRecord) partner = NULL;
  guint i;

  if (!tb_core_permit (core, TB_PERMISSION_PARTNERS, error))
    return FALSE;
  partner = tb_core_partner_named (core, name, error);
  if (partner == NULL)
    return FALSE;
  for (i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autoptr (TbAgreementRecord) agreement = NULL;

      if (which != NULL && g_strcmp0 (which, tb_nick (TB_TYPE_ROLE, order[i])) != 0)
        continue;
      if (!find_agreement (core, partner->id, order[i], &agreement, error))
        return FALSE;
      if (agreement == NULL || agreement->own_off == !active ||
          (agreement->state != TB_AGREEMENT_ACTIVE && agreement->state != TB_AGREEMENT_INACTIVE))
        continue;
      agreement->own_off = !active;
      return switch_agreement (core, agreement, error) && tell_switch (core, agreement, error);
    }
  tb_problem_set (error, active ? TB_PROBLEM_ALREADY_LINKED : TB_PROBLEM_PARTNER_INACTIVE, partner->name);
  return FALSE;
}

/* ---- Events about an agreement ---- */

/* A counter-invitation is the only thing that makes one, and there is one in each direction at a time. */
static TbAgreementRecord *
take_invitation (TbCore        *core,
                 gint64         partner,
                 const TbEvent *event,
                 GError       **error)
{
  g_autoptr (TbAgreementRecord) present = NULL;

  if (!find_agreement (core, partner, TB_ROLE_SERVICE, &present, error))
    return NULL;
  if (event->agreement_state != TB_AGREEMENT_INVITED ||
      (present != NULL && present->state != TB_AGREEMENT_DECLINED))
    {
      tb_problem_set (error, TB_PROBLEM_UNKNOWN_ENGAGEMENT, NULL);
      return NULL;
    }
  return new_agreement (core, partner, TB_ROLE_SERVICE, event->agreement, TB_AGREEMENT_INVITED, error);
}

/* One that we have lost: it runs to its end, and somebody here has to say whether it is to go on. */
static TbAgreementRecord *
restore_agreement (TbCore        *core,
                   gint64         partner,
                   const TbEvent *event,
                   GError       **error)
{
  TbRole role = event->agreement_role == TB_ROLE_LEAD ? TB_ROLE_SERVICE : TB_ROLE_LEAD;
  g_autoptr (TbAgreementRecord) present = NULL;
  g_autoptr (TbAgreementRecord) agreement = NULL;

  if (!find_agreement (core, partner, role, &present, error))
    return NULL;
  if (present != NULL)
    return take_invitation (core, partner, event, error);
  agreement = new_agreement (core, partner, role, event->agreement, TB_AGREEMENT_INACTIVE, error);
  if (agreement != NULL)
    agreement->own_off = TRUE;
  return g_steal_pointer (&agreement);
}

typedef struct
{
  TbRole           role; /* ours */
  TbAgreementState present;
  TbAgreementState said;
  TbAgreementState next; /* NONE: their side of the switch */
} Step;

/* Who may say what: the invited side alone accepts or declines, and each switches only for itself. */
/* clang-format off */
static const Step steps[] = {
  { TB_ROLE_LEAD, TB_AGREEMENT_INVITED, TB_AGREEMENT_ACTIVE, TB_AGREEMENT_ACTIVE },
  { TB_ROLE_LEAD, TB_AGREEMENT_INVITED, TB_AGREEMENT_DECLINED, TB_AGREEMENT_DECLINED },
  { TB_ROLE_LEAD, TB_AGREEMENT_ACTIVE, TB_AGREEMENT_INACTIVE, TB_AGREEMENT_NONE },
  { TB_ROLE_LEAD, TB_AGREEMENT_ACTIVE, TB_AGREEMENT_ACTIVE, TB_AGREEMENT_NONE },
  { TB_ROLE_LEAD, TB_AGREEMENT_INACTIVE, TB_AGREEMENT_INACTIVE, TB_AGREEMENT_NONE },
  { TB_ROLE_LEAD, TB_AGREEMENT_INACTIVE, TB_AGREEMENT_ACTIVE, TB_AGREEMENT_NONE },
  { TB_ROLE_SERVICE, TB_AGREEMENT_INVITED, TB_AGREEMENT_INVITED, TB_AGREEMENT_INVITED },
  { TB_ROLE_SERVICE, TB_AGREEMENT_DECLINED, TB_AGREEMENT_INVITED, TB_AGREEMENT_INVITED },
  { TB_ROLE_SERVICE, TB_AGREEMENT_ACTIVE, TB_AGREEMENT_INVITED, TB_AGREEMENT_ACTIVE },
  { TB_ROLE_SERVICE, TB_AGREEMENT_ACTIVE, TB_AGREEMENT_INACTIVE, TB_AGREEMENT_NONE },
  { TB_ROLE_SERVICE, TB_AGREEMENT_ACTIVE, TB_AGREEMENT_ACTIVE, TB_AGREEMENT_NONE },
  { TB_ROLE_SERVICE, TB_AGREEMENT_INACTIVE, TB_AGREEMENT_INACTIVE, TB_AGREEMENT_NONE },
  { TB_ROLE_SERVICE, TB_AGREEMENT_INACTIVE, TB_AGREEMENT_ACTIVE, TB_AGREEMENT_NONE },
};
/* clang-format on */

static const Step *
find_step (const TbAgreementRecord *agreement,
           const TbEvent           *event)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].role == (TbRole)agreement->role && steps[i].present == (TbAgreementState)agreement->state &&
        steps[i].said == event->agreement_state)
      return &steps[i];
  return NULL;
}

gboolean
tb_core_apply_agreement (TbCore        *core,
                         gint64         partner,
                         const TbEvent *event,
                         GError       **error)
{
  g_autoptr (TbAgreementRecord) agreement = NULL;
  g_autoptr (TbPartnerRecord) record = NULL;
  const Step *step;
  gboolean    is_answered, is_healing;
  GError     *local = NULL;

  agreement = tb_tx_find (core->tx, TB_Q_AGREEMENT_BY_UUID, &local, "s", event->agreement);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  record = tb_core_get (core, &TB_PARTNER, partner, error);
  if (record == NULL)
    return FALSE;
  is_healing = record->heal != 0;
  if (agreement == NULL && is_healing && event->agreement_role != TB_ROLE_NONE &&
      (event->agreement_state == TB_AGREEMENT_ACTIVE || event->agreement_state == TB_AGREEMENT_INACTIVE))
    agreement = restore_agreement (core, partner, event, error);
  else if (agreement == NULL)
    agreement = take_invitation (core, partner, event, error);
  if (agreement == NULL)
    return FALSE;
  step = find_step (agreement, event);
  /* What was answered here and then forgotten is asked again: nobody else answers for us. */
  if (step == NULL && is_healing)
    {
      agreement->n_in = event->n;
      return tb_tx_update (core->tx, agreement, error);
    }
  if (step == NULL)
    {
      tb_problem_set (error, TB_PROBLEM_FORBIDDEN, NULL);
      return FALSE;
    }
  /* The invitation came by file first, and was answered; the event that tells of it is overtaken. */
  is_answered = event->n == 1 && agreement->n_out > 0 && event->agreement_state == TB_AGREEMENT_INVITED;
  agreement->n_in = event->n;
  if (step->next == TB_AGREEMENT_NONE)
    {
      agreement->their_off = event->agreement_state == TB_AGREEMENT_INACTIVE;
      return switch_agreement (core, agreement, error);
    }
  return set_state (core, agreement, is_answered ? (TbAgreementState)agreement->state : step->next, error);
}
