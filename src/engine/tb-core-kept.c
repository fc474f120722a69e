/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is kept in memory while the rows of a batch are taken: the engagements to which entries come one after
 * the other, and their tickets. Each is read once and written once. */
#include "config.h"

#include "tb-core-kept-private.h"

typedef struct
{
  TbEngagementRecord *e;      /* (owned) */
  TbTicketRecord     *ticket; /* (owned) (nullable): what stands in the store */
  gboolean            is_changed;
  gboolean            has_parked; /* something of it may wait for its turn */
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_clear_pointer (&kept->e, tb_engagement_record_unref);
  g_clear_pointer (&kept->ticket, tb_ticket_record_unref);
  g_free (kept);
}

static Kept *
look_up (TbCore     *core,
         const char *eid)
{
  return core->kept != NULL ? g_hash_table_lookup (core->kept->engagements, eid) : NULL;
}

gboolean
tb_core_is_entry (const TbEvent *event)
{
  return event != NULL && event->parts == TB_EVENT_ITEMS && event->items->len > 0;
}

/* All that an entry does to such a one is that its n is taken. */
static gboolean
can_keep (const TbEngagementRecord *e,
          const TbEvent            *event)
{
  return tb_core_is_entry (event) && e->heal == 0 && tb_engagement_is_live (e) && event->phase == e->phase;
}

void
tb_core_begin_keeping (TbCore                *core,
                       const TbPartnerRecord *partner)
{
  g_return_if_fail (core->kept == NULL);

  core->kept = g_new0 (TbKept, 1);
  /* By eid. */
  core->kept->engagements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, kept_free);
  core->kept->partner = partner->id;
  core->kept->name = g_strdup (partner->name);
}

void
tb_core_end_keeping (TbCore *core)
{
  if (core->kept == NULL)
    return;
  g_hash_table_unref (core->kept->engagements);
  g_free (core->kept->name);
  g_clear_pointer (&core->kept, g_free);
}

void
tb_core_forget_kept (TbCore *core)
{
  if (core->kept == NULL)
    return;
  g_hash_table_remove_all (core->kept->engagements);
}

gboolean
tb_core_write_kept (TbCore  *core,
                    GError **error)
{
  GHashTableIter iter;
  gpointer       value;

  if (core->kept == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, core->kept->engagements);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Kept *)value)->is_changed && !tb_tx_update (core->tx, ((Kept *)value)->e, error))
      return FALSE;
  tb_core_forget_kept (core);
  return TRUE;
}

gboolean
tb_core_find_engagement (TbCore              *core,
                         const TbEvent       *event,
                         TbEngagementRecord **e,
                         GError             **error)
{
  const Kept *kept = look_up (core, event->engagement);
  GError     *local = NULL;

  if (kept != NULL && can_keep (kept->e, event))
    {
      *e = tb_record_ref (kept->e);
      return TRUE;
    }
  if (kept != NULL && !tb_core_write_kept (core, error))
    return FALSE;
  *e = tb_tx_find (core->tx, TB_Q_ENGAGEMENT_BY_EID, &local, "s", event->engagement);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  /* Whatever comes of it may concern any of them. */
  return (*e != NULL && can_keep (*e, event)) || tb_core_write_kept (core, error);
}

gboolean
tb_core_keep_engagement (TbCore             *core,
                         TbEngagementRecord *e,
                         const TbEvent      *event,
                         GError            **error)
{
  Kept  *kept = look_up (core, event->engagement);
  gint64 parked;

  if (kept != NULL || core->kept == NULL || !can_keep (e, event))
    return TRUE;
  if (!tb_tx_number (core->tx, TB_QN_PARKED_OF_SCOPE, &parked, error, "is", e->partner, e->eid))
    return FALSE;
  kept = g_new0 (Kept, 1);
  kept->e = tb_record_ref (e);
  kept->has_parked = parked > 0;
  g_hash_table_insert (core->kept->engagements, e->eid, kept);
  return TRUE;
}

gboolean
tb_core_take_n (TbCore             *core,
                TbEngagementRecord *e,
                gint64              n,
                GError            **error)
{
  Kept *kept = look_up (core, e->eid);

  e->n_in = n;
  if (kept == NULL || kept->e != e)
    return tb_tx_update (core->tx, e, error);
  kept->is_changed = TRUE;
  return TRUE;
}

void
tb_core_note_parked (TbCore     *core,
                     const char *eid)
{
  Kept *kept = look_up (core, eid);

  if (kept != NULL)
    kept->has_parked = TRUE;
}

gboolean
tb_core_has_parked (TbCore     *core,
                    const char *eid)
{
  const Kept *kept = look_up (core, eid);

  return kept == NULL || kept->has_parked;
}

/* Returns: (transfer full) */
TbTicketRecord *
tb_core_ticket_of (TbCore                   *core,
                   const TbEngagementRecord *e,
                   GError                  **error)
{
  Kept *kept = look_up (core, e->eid);

  if (kept == NULL || kept->e != e)
    return tb_core_get (core, &TB_TICKET, e->ticket, error);
  if (kept->ticket == NULL)
    kept->ticket = tb_core_get (core, &TB_TICKET, e->ticket, error);
  return kept->ticket != NULL ? tb_record_ref (kept->ticket) : NULL;
}

/* Returns: (transfer full) */
char *
tb_core_partner_name (TbCore  *core,
                      gint64   id,
                      GError **error)
{
  g_autoptr (TbPartnerRecord) partner = NULL;

  if (core->kept != NULL && core->kept->partner == id)
    return g_strdup (core->kept->name);
  partner = tb_core_get (core, &TB_PARTNER, id, error);
  return partner != NULL ? g_strdup (partner->name) : NULL;
}
