/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is known of an invitation before it is answered. */
#include "config.h"

#include "tb-core-private.h"

#include <string.h>

/** Description: one reading of an invitation. */
typedef struct
{
  char             *text; /* (owned) */
  TbInvitationView *view; /* (owned) (nullable) */
} Description;

void
tb_invitation_view_free (TbInvitationView *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->url);
  g_free (self->partner);
  g_free (self);
}

static void
free_description (gpointer data)
{
  Description *description = data;

  g_free (description->text);
  g_clear_pointer (&description->view, tb_invitation_view_free);
  g_free (description);
}

static gboolean
refuse (GError    **error,
        TbProblem   problem,
        const char *argument)
{
  tb_problem_set (error, problem, argument);
  return FALSE;
}

static gboolean
look_up_inviter (TbCore           *core,
                 const char       *instance,
                 TbInvitationView *view,
                 GError          **error)
{
  g_autoptr (TbPartnerRecord) partner = NULL;
  g_autoptr (TbAgreementRecord) agreement = NULL;
  GError *local = NULL;

  partner = tb_tx_find (core->tx, TB_Q_PARTNER_BY_INSTANCE, &local, "s", instance);
  if (partner != NULL)
    agreement =
      tb_tx_find (core->tx, TB_Q_AGREEMENT_BY_ROLE, &local, "ii", partner->id, (gint64)TB_ROLE_SERVICE);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (partner == NULL)
    return TRUE;
  view->partner = g_strdup (partner->name);
  view->is_linked = partner->link_state == TB_LINK_LINKED;
  if (view->is_linked && agreement != NULL && agreement->state == TB_AGREEMENT_ACTIVE)
    return refuse (error, TB_PROBLEM_ALREADY_LINKED, partner->name);
  return TRUE;
}

static gboolean
run_describe (TbCore  *core,
              gpointer data,
              GError **error)
{
  Description *description = data;
  g_autoptr (TbInvite) invite = tb_invite_from_text (description->text, strlen (description->text), error);
  TbInvitationView *view;

  if (invite == NULL)
    return FALSE;
  if (g_strcmp0 (invite->instance, core->instance) == 0)
    return refuse (error, TB_PROBLEM_INVITATION_OWN, NULL);
  if (invite->expires_at <= core->now)
    return refuse (error, TB_PROBLEM_INVITATION_EXPIRED, NULL);
  view = g_new0 (TbInvitationView, 1);
  g_clear_pointer (&description->view, tb_invitation_view_free);
  description->view = view;
  view->name = g_strdup (invite->name);
  view->url = g_strdup (invite->url);
  view->expires_at = invite->expires_at;
  return look_up_inviter (core, invite->instance, view, error);
}

void
tb_engine_describe_invitation_async (TbEngine           *self,
                                     const char         *text,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data)
{
  Description *description;

  g_return_if_fail (TB_IS_ENGINE (self));
  g_return_if_fail (text != NULL);

  description = g_new0 (Description, 1);
  description->text = g_strdup (text);
  tb_engine_run_async (self, FALSE, 0, run_describe, description, free_description, cancellable, callback,
                       user_data);
}

TbInvitationView *
tb_engine_describe_invitation_finish (TbEngine     *self,
                                      GAsyncResult *result,
                                      GError      **error)
{
  Description *description = tb_engine_run_finish (self, result, error);

  return description != NULL ? g_steal_pointer (&description->view) : NULL;
}
