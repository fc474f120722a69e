/* SPDX-License-Identifier: GPL-3.0-or-later
 * Age rules: once a day, a few tickets in each transaction, what was closed long enough ago loses the
 * contact's data, or goes. What somebody still works at, here or with a partner, is never touched. Of a
 * ticket that went stays for each engagement its id, so that a late event about it is answered „ended“ and
 * brings nothing back. */
#include "config.h"

#include "tb-core-privacy-private.h"

#define AT_ONCE 25
#define STATE "retention-state"
#define MAX_MONTHS 1200

/** Rule: @is_due: of a ticket that is old enough and over; @apply: in the transaction of its batch */
typedef struct
{
  const char *key;
  gboolean (*is_due) (TbCore               *core,
                      const TbTicketRecord *ticket,
                      gboolean             *is_due,
                      GError              **error);
  gboolean (*apply) (TbCore               *core,
                     const TbTicketRecord *ticket,
                     GError              **error);
} Rule;

/* ---- Contacts ---- */

static gboolean
names_customer (const TbEngagementRecord *e)
{
  return e->role == TB_ROLE_SERVICE && e->customer_contact != NULL && *e->customer_contact != '\0' &&
         g_strcmp0 (e->customer_contact, TB_PERSON_MARKER) != 0;
}

static gboolean
has_contact (TbCore               *core,
             const TbTicketRecord *ticket,
             gboolean             *is_due,
             GError              **error)
{
  g_autoptr (GPtrArray) all = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, error, "i", ticket->id);
  guint i;

  *is_due = ticket->contact != 0;
  for (i = 0; all != NULL && i < all->len; i++)
    *is_due |= names_customer (all->pdata[i]);
  return all != NULL;
}

/* A contact that no ticket has any more is nobody's. */
static gboolean
drop_contact (TbCore  *core,
              gint64   id,
              GError **error)
{
  g_autoptr (GPtrArray) tickets = tb_tx_select (core->tx, TB_Q_TICKETS_OF_CONTACT, error, "i", id);

  return tickets != NULL && (tickets->len > 0 || tb_tx_remove (core->tx, &TB_CONTACT, id, error));
}

static gboolean
forget_contact (TbCore               *core,
                const TbTicketRecord *ticket,
                GError              **error)
{
  g_autoptr (TbTicketRecord) copy = tb_ticket_record_copy (ticket);
  g_autoptr (GPtrArray) all = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, error, "i", ticket->id);
  guint i;

  copy->contact = 0;
  if (all == NULL || !tb_tx_update (core->tx, copy, error) ||
      (ticket->contact != 0 && !drop_contact (core, ticket->contact, error)))
    return FALSE;
  for (i = 0; i < all->len; i++)
    {
      g_autoptr (TbEngagementRecord) e = tb_engagement_record_copy (all->pdata[i]);

      if (!names_customer (e))
        continue;
      tb_set_text (&e->customer_contact, TB_PERSON_MARKER);
      tb_set_text (&e->customer_phone, NULL);
      if (!tb_tx_update (core->tx, e, error))
        return FALSE;
    }
  return tb_core_history (core, ticket->id, 0, "", FALSE, "retention", NULL, NULL, NULL, error);
}

/* ---- Tickets ---- */

static gboolean
always (TbCore               *core,
        const TbTicketRecord *ticket,
        gboolean             *is_due,
        GError              **error)
{
  *is_due = TRUE;
  return TRUE;
}

/* That events were sent and received stays known: who does not know it any more has gone back to a backup. */
static gboolean
bury (TbCore                   *core,
      const TbEngagementRecord *e,
      GError                  **error)
{
  g_autoptr (TbTombstoneRecord) tombstone = tb_tombstone_record_new ();

  tombstone->partner = e->partner;
  tombstone->eid = g_strdup (e->eid);
  tombstone->n_in = e->n_in;
  tombstone->at = core->now;
  return tb_tx_insert (core->tx, tombstone, error) &&
         tb_tx_exec (core->tx, TB_QX_BURY_OUTBOX, error, "i", e->id) &&
         tb_tx_exec (core->tx, TB_QX_BURY_INBOX, error, "i", e->id) &&
         tb_tx_exec (core->tx, TB_QX_BURY_PUTS, error, "i", e->id);
}

static gboolean
drop_ticket (TbCore               *core,
             const TbTicketRecord *ticket,
             GError              **error)
{
  g_autoptr (GPtrArray) all = tb_tx_select (core->tx, TB_Q_ENGAGEMENTS_OF_TICKET, error, "i", ticket->id);
  guint i;

  for (i = 0; all != NULL && i < all->len; i++)
    if (!bury (core, all->pdata[i], error))
      return FALSE;
  return all != NULL && tb_tx_exec (core->tx, TB_QX_BURY_DRAFTS, error, "i", ticket->id) &&
         tb_tx_remove (core->tx, &TB_TICKET, ticket->id, error) &&
         (ticket->contact == 0 || drop_contact (core, ticket->contact, error));
}

/* clang-format off */
static const Rule rules[] = {
  { "retention-contacts", has_contact, forget_contact },
  { "retention-tickets", always, drop_ticket },
};
/* clang-format on */

/* ---- Which tickets ---- */

const char *
tb_core_retention_key (guint i)
{
  return i < G_N_ELEMENTS (rules) ? rules[i].key : NULL;
}

gboolean
tb_core_check_months (const char *value,
                      gint64     *months)
{
  guint64 number;

  if (value == NULL || *value == '\0')
    number = 0;
  else if (!g_ascii_string_to_unsigned (value, 10, 0, MAX_MONTHS, &number, NULL))
    return FALSE;
  *months = number;
  return TRUE;
}

static gboolean
months_of (TbCore     *core,
           const Rule *rule,
           gint64     *months,
           GError    **error)
{
  GError          *local = NULL;
  g_autofree char *value = tb_tx_get_setting (core->tx, rule->key, &local);

  *months = 0;
  if (local == NULL)
    {
      tb_core_check_months (value, months);
      return TRUE;
    }
  g_propagate_error (error, local);
  return FALSE;
}

static gint64
instant_before (gint64 now,
                gint64 months)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / TB_SECOND);
  g_autoptr (GDateTime) then = g_date_time_add_months (utc, -(int)months);

  return g_date_time_to_unix (then) * TB_SECOND;
}

/* The next few tickets of a rule: @after: (inout): goes on; @apply: else they are only counted. */
static gboolean
take_page (TbCore     *core,
           const Rule *rule,
           gint64      months,
           gboolean    apply,
           gint64     *after,
           guint      *count,
           gboolean   *has_more,
           GError    **error)
{
  g_autoptr (GPtrArray) old = tb_tx_select (core->tx, TB_Q_TICKETS_AGED, error, "iii", *after,
                                            instant_before (core->now, months), (gint64)AT_ONCE);
  guint i;

  if (old == NULL)
    return FALSE;
  *has_more = old->len > 0;
  for (i = 0; i < old->len; i++)
    {
      const TbTicketRecord *ticket = old->pdata[i];
      gboolean              is_over;
      gboolean              is_due = FALSE;

      *after = ticket->id;
      if (!tb_core_is_over (core, ticket->id, &is_over, error) ||
          (is_over && !rule->is_due (core, ticket, &is_due, error)))
        return FALSE;
      *count += is_due ? 1 : 0;
      if (is_due && apply && !rule->apply (core, ticket, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tb_core_count_due (TbCore   *core,
                   guint     rule,
                   gint64    months,
                   gint64   *after,
                   guint    *count,
                   gboolean *has_more,
                   GError  **error)
{
  if (!tb_core_permit (core, TB_PERMISSION_ALL, error))
    return FALSE;
  *has_more = FALSE;
  return months <= 0 || take_page (core, &rules[rule], months, FALSE, after, count, has_more, error);
}

/* ---- Once a day ---- */

/* Where the work of the day stands: the day, the rule, the last ticket. */
static gboolean
load_state (TbCore     *core,
            const char *day,
            guint      *rule,
            gint64     *after,
            GError    **error)
{
  GError          *local = NULL;
  g_autofree char *state = tb_tx_get_setting (core->tx, STATE, &local);
  g_auto (GStrv) parts = g_strsplit (state != NULL ? state : "", " ", 3);

  *rule = 0;
  *after = 0;
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (g_strv_length (parts) != 3 || g_strcmp0 (parts[0], day) != 0)
    return TRUE;
  *rule = g_ascii_strtoull (parts[1], NULL, 10);
  *after = g_ascii_strtoll (parts[2], NULL, 10);
  return TRUE;
}

static gboolean
save_state (TbCore     *core,
            const char *day,
            guint       rule,
            gint64      after,
            GError    **error)
{
  g_autofree char *state = g_strdup_printf ("%s %u %" G_GINT64_FORMAT, day, rule, after);

  return tb_tx_set_setting (core->tx, STATE, state, error);
}

gboolean
tb_core_retain_anew (TbCore  *core,
                     GError **error)
{
  return tb_core_permit (core, TB_PERMISSION_ALL, error) &&
         tb_tx_set_setting (core->tx, STATE, NULL, error);
}

gboolean
tb_core_retain (TbCore   *core,
                guint    *count,
                gboolean *has_more,
                GError  **error)
{
  g_autofree char *day = tb_time_date (core->now, core->zone);
  guint            rule;
  gint64           after, months = 0;
  gboolean         has_page = FALSE;
  guint            n = 0;

  *has_more = FALSE;
  if (!load_state (core, day, &rule, &after, error))
    return FALSE;
  for (; rule < G_N_ELEMENTS (rules) && months == 0; rule += months == 0 ? 1 : 0)
    if (!months_of (core, &rules[rule], &months, error))
      return FALSE;
  /* Where no rule holds nothing is written. */
  if (rule >= G_N_ELEMENTS (rules))
    return TRUE;
  if (!tb_tx_exec (core->tx, TB_QX_BEGIN_ERASING, error, "") ||
      !take_page (core, &rules[rule], months, TRUE, &after, &n, &has_page, error) ||
      !tb_tx_exec (core->tx, TB_QX_END_ERASING, error, ""))
    return FALSE;
  if (!has_page)
    {
      rule++;
      after = 0;
    }
  *count += n;
  *has_more = rule < G_N_ELEMENTS (rules);
  return save_state (core, day, rule, after, error);
}

/* ---- Late events ---- */

gboolean
tb_core_find_tombstone (TbCore             *core,
                        gint64              partner,
                        const char         *eid,
                        TbTombstoneRecord **tombstone,
                        GError            **error)
{
  GError *local = NULL;

  *tombstone = tb_tx_find (core->tx, TB_Q_TOMBSTONE_BY_EID, &local, "s", eid);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (*tombstone != NULL && (*tombstone)->partner != partner)
    g_clear_pointer (tombstone, tb_tombstone_record_unref);
  return TRUE;
}
