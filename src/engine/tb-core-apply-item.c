/* SPDX-License-Identifier: GPL-3.0-or-later
 * A partner's items: new ones, revisions, deletions; only their owner sends them (protocol.md section 3). */
#include "config.h"

#include "tb-core-file-private.h"
#include "tb-core-kept-private.h"

void
tb_core_take_item_content (TbItemRecord      *item,
                           const TbEventItem *in)
{
  item->kind = in->kind;
  tb_set_text (&item->text, in->text != NULL ? in->text : "");
  item->is_question = in->question;
  if (in->date != NULL)
    tb_set_text (&item->date, in->date);
  item->start_at = in->start_at;
  item->end_at = in->end_at;
  item->minutes = in->minutes;
  tb_set_text (&item->work_type, in->work_type);
  item->quantity = in->quantity > 0 ? in->quantity : 1000;
  tb_set_text (&item->unit, in->unit);
  item->unit_price = in->unit_price;
  item->amount = tb_money_times_quantity (item->unit_price, item->quantity);
  tb_set_text (&item->file_name, in->file_name);
  tb_set_text (&item->content_type, in->content_type);
  item->size = in->size;
  tb_set_text (&item->sha256, in->sha256);
}

static gboolean
new_partner_item (TbCore             *core,
                  TbEngagementRecord *e,
                  const TbEvent      *event,
                  const TbEventItem  *in,
                  GError            **error)
{
  g_autoptr (TbItemRecord) item = tb_item_record_new ();
  g_autoptr (TbItemRecord) other = NULL;
  g_autoptr (TbItemLinkRecord) link = tb_item_link_record_new ();
  GError *local = NULL;

  other = tb_tx_find (core->tx, TB_Q_ITEM_BY_UUID, &local, "s", in->uuid);
  if (local == NULL && other != NULL)
    tb_problem_set (&local, TB_PROBLEM_NOT_OWNER, NULL);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  item->uuid = g_strdup (in->uuid);
  item->ticket = e->ticket;
  item->partner = e->partner;
  item->engagement = e->id;
  item->author = g_strdup (in->resource != NULL ? in->resource : event->by_name);
  /* What the service side wrote arrives „Nur interne Benutzer“. */
  item->is_internal =
    tb_sync_rule (e->role == TB_ROLE_LEAD ? TB_ROLE_SERVICE : TB_ROLE_LEAD, in->kind)->arrives_internal;
  item->is_deleted = in->deleted;
  item->date = tb_time_date (event->at, core->zone);
  item->created_at = event->at;
  tb_core_take_item_content (item, in);
  if (!tb_tx_insert (core->tx, item, error))
    return FALSE;
  link->item = item->id;
  link->engagement = e->id;
  link->uuid = g_strdup (in->uuid);
  link->rev = in->rev;
  link->phase = event->phase;
  link->is_gone = in->deleted;
  return tb_tx_insert (core->tx, link, error);
}

static gboolean
revise_partner_item (TbCore             *core,
                     TbEngagementRecord *e,
                     TbItemLinkRecord   *link,
                     const TbEventItem  *in,
                     gint64              at,
                     GError            **error)
{
  g_autoptr (TbItemRecord) item = tb_core_get (core, &TB_ITEM, link->item, error);

  if (item == NULL)
    return FALSE;
  if (item->partner != e->partner)
    {
      tb_problem_set (error, TB_PROBLEM_NOT_OWNER, NULL);
      return FALSE;
    }
  /* Of a cut item events are acknowledged and only logged; an older revision changes nothing. */
  if (link->is_cut || in->rev <= link->rev)
    return TRUE;
  if (!in->deleted && item->kind != (gint64)in->kind && !link->is_gone)
    {
      tb_problem_set (error, TB_PROBLEM_MALFORMED, "kind");
      return FALSE;
    }
  link->rev = in->rev;
  link->is_gone = in->deleted;
  item->is_deleted = in->deleted;
  if (in->deleted)
    tb_set_text (&item->text, "");
  else
    tb_core_take_item_content (item, in);
  item->edited_at = at;
  return tb_tx_update (core->tx, link, error) && tb_tx_update (core->tx, item, error);
}

/* Its bytes have come before it, from this very partner. */
static gboolean
check_file (TbCore             *core,
            TbEngagementRecord *e,
            const TbEventItem  *in,
            GError            **error)
{
  gboolean has_come;

  if (!tb_core_has_come (core, e->partner, in->sha256, &has_come, error))
    return FALSE;
  if (has_come)
    return tb_core_arrival_named (core, e->partner, in->sha256, error);
  if (!tb_core_may_come_without (core, e->partner, in->sha256, &has_come, error))
    return FALSE;
  if (has_come)
    return TRUE;
  tb_problem_set (error, TB_PROBLEM_FILE_MISSING, NULL);
  return FALSE;
}

gboolean
tb_core_apply_item (TbCore             *core,
                    TbEngagementRecord *e,
                    const TbEvent      *event,
                    const TbEventItem  *in,
                    GError            **error)
{
  g_autoptr (TbItemLinkRecord) link = NULL;
  GError *local = NULL;

  if (in->kind == TB_ITEM_FILE && !in->deleted && !check_file (core, e, in, error))
    return FALSE;
  link = tb_tx_find (core->tx, TB_Q_LINK_BY_UUID, &local, "is", e->id, in->uuid);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (link == NULL)
    return new_partner_item (core, e, event, in, error);
  return revise_partner_item (core, e, link, in, event->at, error);
}

gboolean
tb_core_apply_items (TbCore             *core,
                     TbEngagementRecord *e,
                     const TbEvent      *event,
                     GError            **error)
{
  g_autoptr (TbTicketRecord) ticket = NULL;
  g_autofree char *partner = NULL;
  gboolean         is_question = FALSE;
  guint            i;

  for (i = 0; i < event->items->len; i++)
    {
      TbEventItem *in = event->items->pdata[i];

      is_question = is_question || in->question;
      if (!tb_core_apply_item (core, e, event, in, error))
        return FALSE;
    }
  ticket = tb_core_ticket_of (core, e, error);
  partner = ticket != NULL ? tb_core_partner_name (core, e->partner, error) : NULL;
  if (partner == NULL)
    return FALSE;
  tb_core_notice (core, is_question ? "question" : "item", ticket, partner, NULL);
  /* Of many in one batch the first has said so. */
  if (ticket->updated_at == core->now)
    return TRUE;
  ticket->updated_at = core->now;
  return tb_tx_update (core->tx, ticket, error);
}
