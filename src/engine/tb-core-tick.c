/* SPDX-License-Identifier: GPL-3.0-or-later
 * The timers: automatic decline, overdue, warning of deadlines, expiry, emptying of old bodies. Only the
 * holder of the link lock turns them. */
#include "config.h"

#include "tb-core-file-private.h"
#include "tb-core-privacy-private.h"

#define GRACE (24 * TB_HOUR)
#define BODY_AGE (30 * TB_DAY)
#define KEPT_CHANGES 10000

/* Whether the partner's answer, had it been given in time, would be here: its rows were received since, and
 * none is parked for this engagement; and what one of us has forgotten has been asked again. */
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
  *had = partner->last_contact > e->answer_by && parked == 0 && partner->heal == 0 && e->heal == 0;
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

/** A deadline that is warned of. */
typedef struct
{
  int         near;   /* named query: i after, i until */
  int         next;   /* named number: i after */
  gint64      ahead;  /* how long before */
  gsize       offset; /* of the deadline in an engagement */
  const char *name;
} Deadline;

/* clang-format off */
static const Deadline deadlines[] = {
  { TB_Q_ENGAGEMENTS_ANSWER_NEAR, TB_QN_NEXT_ANSWER_NEAR, 2 * TB_HOUR,
    G_STRUCT_OFFSET (TbEngagementRecord, answer_by), "answer-by" },
  { TB_Q_ENGAGEMENTS_COMPLETE_NEAR, TB_QN_NEXT_COMPLETE_NEAR, TB_DAY,
    G_STRUCT_OFFSET (TbEngagementRecord, complete_by), "complete-by" },
};
/* clang-format on */

/* Each deadline once: what was warned of is remembered in the transaction that tells of it. */
static gboolean
warn (TbCore             *core,
      const Deadline     *deadline,
      TbEngagementRecord *e,
      GError            **error)
{
  g_autoptr (GPtrArray) pending = tb_tx_select (core->tx, TB_Q_REQUESTS_PENDING, error, "i", e->id);
  g_autoptr (TbTicketRecord) ticket = NULL;
  g_autoptr (TbPartnerRecord) partner = NULL;

  if (pending == NULL)
    return FALSE;
  /* An answer that is on its way is given. */
  if (pending->len > 0 && e->status == TB_STATUS_ASSIGNED)
    return TRUE;
  ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  partner = ticket != NULL ? tb_core_get (core, &TB_PARTNER, e->partner, error) : NULL;
  if (partner == NULL)
    return FALSE;
  e->warned = G_STRUCT_MEMBER (gint64, e, deadline->offset);
  tb_core_notice (core, "deadline", ticket, partner->name, deadline->name);
  return tb_tx_update (core->tx, e, error);
}

static gboolean
warn_of_deadlines (TbCore  *core,
                   GError **error)
{
  guint i, k;

  for (i = 0; i < G_N_ELEMENTS (deadlines); i++)
    {
      g_autoptr (GPtrArray) near = tb_tx_select (core->tx, deadlines[i].near, error, "ii", core->now,
                                                 core->now + deadlines[i].ahead);

      if (near == NULL)
        return FALSE;
      for (k = 0; k < near->len; k++)
        {
          g_autoptr (TbEngagementRecord) e = tb_engagement_record_copy (near->pdata[k]);

          if (!warn (core, &deadlines[i], e, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
find_next_warning (TbCore  *core,
                   gint64  *next,
                   GError **error)
{
  gint64 at;
  guint  i;

  for (i = 0; i < G_N_ELEMENTS (deadlines); i++)
    {
      if (!tb_tx_number (core->tx, deadlines[i].next, &at, error, "i", core->now + deadlines[i].ahead))
        return FALSE;
      if (at > 0)
        *next = MIN (*next, at - deadlines[i].ahead);
    }
  return TRUE;
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
    *next = MIN (*next,
                 answer_by > core->now ? answer_by + 1 : MAX (answer_by + GRACE + 1, core->now + TB_MINUTE));
  if (due > 0)
    *next = MIN (*next, MAX (due, core->now + 1));
  return find_next_warning (core, next, error);
}

/* Age rules work a little at a time, so that nobody waits for the writer. */
static gboolean
retain (TbCore   *core,
        gint64   *next,
        gboolean *was_cleared,
        GError  **error)
{
  guint    count = 0;
  gboolean has_more;

  if (!tb_core_retain (core, &count, &has_more, error))
    return FALSE;
  *was_cleared = count > 0;
  if (has_more)
    *next = MIN (*next, core->now + TB_SECOND);
  return TRUE;
}

gboolean
tb_core_tick (TbCore   *core,
              gint64   *next,
              gboolean *was_cleared,
              GError  **error)
{
  return decline_overdue_offers (core, error) && turn_overdue (core, error) &&
         warn_of_deadlines (core, error) && expire_invitations (core, error) && empty_bodies (core, error) &&
         tb_core_tidy_boxes (core, error) && tb_core_tidy_arrivals (core, error) &&
         find_next (core, next, error) && retain (core, next, was_cleared, error);
}
