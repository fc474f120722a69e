/* SPDX-License-Identifier: GPL-3.0-or-later
 * The timers: automatic decline, overdue, expiry, emptying of old bodies. Only the holder of the link lock
 * turns them. */
#include "config.h"

#include "tb-core-private.h"

#define GRACE (24 * TB_HOUR)
#define BODY_AGE (30 * TB_DAY)
#define KEPT_CHANGES 10000

/* Whether the partner's answer, had it been given in time, would be here: its rows were received since, and
 * none is parked for this engagement. */
static gboolean
had_contact (TbCore             *core,
             TbEngagementRecord *e,
             gboolean           *had,
             GError            **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_core_get (core, &TB_PARTNER, e->partner, error);
  gint64 parked;

  if (partner == NULL ||
      !tb_tx_number (core->tx, TB_QN_PARKED_OF_SCOPE, &parked, error, "is", e->partner, e->eid))
    return FALSE;
  *had = partner->last_contact > e->answer_by && parked == 0;
  return TRUE;
}

gboolean
tb_core_expire (TbCore             *core,
                TbEngagementRecord *e,
                GError            **error)
{
  gboolean had;

  if (e->status != TB_STATUS_ASSIGNED || e->answer_by >= core->now)
    return TRUE;
  if (!had_contact (core, e, &had, error))
    return FALSE;
  if (!had && core->now <= e->answer_by + GRACE)
    return TRUE;
  return tb_core_auto_decline (core, e, error);
}

static gboolean
decline_overdue_offers (TbCore  *core,
                        GError **error)
{
  g_autoptr (GPtrArray) due = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_ANSWER_DUE, error, "i", core->now);
  guint i;

  if (due == NULL)
    return FALSE;
  for (i = 0; i < due->len; i++)
    {
      g_autoptr (TbEngagementRecord) e = tb_engagement_record_copy (due->pdata[i]);

      if (!tb_core_expire (core, e, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
turn_overdue (TbCore  *core,
              GError **error)
{
  g_autoptr (GPtrArray) due = tb_tx_select (core->tx, TB_Q_TICKETS_TO_TURN_OVERDUE, error, "i", core->now);
  guint i;

  if (due == NULL)
    return FALSE;
  for (i = 0; i < due->len; i++)
    {
      g_autoptr (TbTicketRecord) ticket = tb_ticket_record_copy (due->pdata[i]);

      ticket->is_overdue = TRUE;
      if (!tb_tx_update (core->tx, ticket, error))
        return FALSE;
    }
  return TRUE;
}

/* An expired invitation is worth nothing any more: what could check it goes. */
static gboolean
expire_invitations (TbCore  *core,
                    GError **error)
{
  g_autoptr (GPtrArray) expired = tb_tx_select (core->tx, TB_Q_INVITATIONS_EXPIRED, error, "i", core->now);
  guint i;

  if (expired == NULL)
    return FALSE;
  for (i = 0; i < expired->len; i++)
    {
      g_autoptr (TbInvitationRecord) invitation = tb_invitation_record_copy (expired->pdata[i]);

      tb_set_bytes (&invitation->access_key, NULL);
      if (!tb_tx_update (core->tx, invitation, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
empty_bodies (TbCore  *core,
              GError **error)
{
  gint64 last;

  return tb_tx_exec (core->tx, TB_QX_EMPTY_INBOX_BODIES, error, "i", core->now - BODY_AGE) &&
         tb_tx_exec (core->tx, TB_QX_EMPTY_OUTBOX_BODIES, error, "i", core->now - BODY_AGE) &&
         tb_tx_number (core->tx, TB_QN_TABLE_CHANGE_LAST, &last, error, "") &&
         tb_tx_exec (core->tx, TB_QX_TRIM_CHANGES, error, "i", last - KEPT_CHANGES);
}

static gboolean
find_next (TbCore  *core,
           gint64  *next,
           GError **error)
{
  gint64 answer_by, due;

  if (!tb_tx_number (core->tx, TB_QN_NEXT_ANSWER_BY, &answer_by, error, "") ||
      !tb_tx_number (core->tx, TB_QN_NEXT_DUE, &due, error, ""))
    return FALSE;
  *next = core->now + TB_HOUR;
  /* One that is past already waits for a contact, which looks at the clock itself, or for the end of the
   * grace. */
  if (answer_by > 0)
    *next =
      MIN (*next, answer_by > core->now ? answer_by + 1 : MAX (answer_by + GRACE + 1, core->now + TB_MINUTE));
  if (due > 0)
    *next = MIN (*next, MAX (due, core->now + 1));
  return TRUE;
}

gboolean
tb_core_tick (TbCore  *core,
              gint64  *next,
              GError **error)
{
  return decline_overdue_offers (core, error) && turn_overdue (core, error) &&
         expire_invitations (core, error) && empty_bodies (core, error) && find_next (core, next, error);
}
