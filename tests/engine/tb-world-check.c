/* SPDX-License-Identifier: GPL-3.0-or-later
 * What must hold in a world: in each byte sent, at each company, and between all who are honest. */
#include "config.h"

#include "tb-world.h"

#include "tb-agree.h"
#include "tb-batch.h"
#include "tb-pack.h"

#include <string.h>

/* An item of a pause, or one that came from another partner. */
static void
scan_item (TbWorld           *self,
           guint              who,
           const TbEvent     *event,
           const TbEventItem *item)
{
  const char *name = self->companies[who].side.name;

  if (item->text == NULL)
    return;
  if (g_str_has_prefix (item->text, "PAUSE-") && strstr (item->text, event->engagement) != NULL)
    tb_world_fail (self, "an item of the pause is sent: %s", item->text);
  /* After a restore each gets back what was its own. */
  if ((event->parts & TB_EVENT_STATE) == 0 && strstr (item->text, " von ") != NULL &&
      !g_str_has_suffix (item->text, name))
    tb_world_fail (self, "%s passes on what is not its own: %s", name, item->text);
}

static void
scan_rows (TbWorld       *self,
           guint          who,
           const TbBatch *batch)
{
  guint i, j;

  for (i = 0; i < batch->rows->len; i++)
    {
      TbBatchRow *row = batch->rows->pdata[i];

      if (row->event == NULL)
        tb_world_fail (self, "our own event is malformed: %s", row->error->message);
      for (j = 0; row->event != NULL && row->event->items != NULL && j < row->event->items->len; j++)
        scan_item (self, who, row->event, row->event->items->pdata[j]);
    }
}

void
tb_world_scan (TbWorld          *self,
               guint             who,
               const TbEnvelope *envelope)
{
  g_autoptr (GBytes) plain = tb_unpack (envelope->body, TB_BATCH_MAX_BYTES, NULL);
  gsize       size;
  const char *bytes = g_bytes_get_data (plain, &size);
  g_autoptr (TbBatch) batch = NULL;

  if (size > 0 && g_strstr_len (bytes, (gssize)size, "GEHEIM") != NULL)
    tb_world_fail (self, "something internal is sent: %.*s", (int)size, bytes);
  if (!g_str_equal (envelope->route, "push") || (envelope->status != 0 && envelope->status != 200))
    return;
  batch = tb_batch_decode (envelope->body, NULL);
  if (batch != NULL)
    scan_rows (self, who, batch);
  else
    tb_world_fail (self, "our own batch is malformed");
}

void
tb_world_check (TbWorld *self,
                guint    who)
{
  TbSide *side = &self->companies[who].side;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = tb_engine_check (side->engine, &error);

  if (findings == NULL)
    tb_world_fail (self, "check of %s: %s", side->name, error->message);
  else if (findings->len > 0)
    tb_world_fail (self, "%s: %s", side->name, (char *)findings->pdata[0]);
}

static TbPartnerView *
find_partner (GPtrArray  *partners,
              const char *name)
{
  guint i;

  for (i = 0; i < partners->len; i++)
    if (g_strcmp0 (((TbPartnerView *)partners->pdata[i])->record->name, name) == 0)
      return partners->pdata[i];
  return NULL;
}

/* Both know whether they still work together. */
static void
compare_agreements (TbWorld *self,
                    TbSide  *lead,
                    TbSide  *service)
{
  g_autoptr (GPtrArray) of_lead = tb_engine_partners (lead->engine, NULL);
  g_autoptr (GPtrArray) of_service = tb_engine_partners (service->engine, NULL);
  TbPartnerView *a = find_partner (of_lead, service->name);
  TbPartnerView *b = find_partner (of_service, lead->name);

  if (a == NULL || b == NULL || a->lead_state != b->service_state)
    tb_world_fail (self, "%s and %s differ about their agreement", lead->name, service->name);
}

void
tb_world_compare (TbWorld *self)
{
  guint i, k;

  for (i = 0; i < self->n; i++)
    for (k = 0; k < self->n; k++)
      {
        g_autofree char *why = NULL;

        if (!self->leads[i][k] || (gint)i == self->liar || (gint)k == self->liar)
          continue;
        why = tb_agree (&self->companies[i].side, &self->companies[k].side);
        if (why != NULL)
          tb_world_fail (self, "of %s: %s", self->companies[k].side.name, why);
        compare_agreements (self, &self->companies[i].side, &self->companies[k].side);
      }
}

/* ---- What nobody else may touch ---- */

static void
digest_ticket (GString      *out,
               TbTicketView *view)
{
  guint i;

  g_string_append_printf (out, "%s %s %s\n", view->ticket->number, view->ticket->title,
                          view->status != NULL ? view->status->name : "-");
  for (i = 0; i < view->engagements->len; i++)
    {
      TbEngagementView *e = view->engagements->pdata[i];

      g_string_append_printf (out, " %s %s %s %d\n", e->record->eid, e->partner,
                              tb_nick (TB_TYPE_STATUS, e->record->status), (int)e->record->phase);
    }
  for (i = 0; i < view->items->len; i++)
    {
      TbItemRecord *item = ((TbItemView *)view->items->pdata[i])->record;

      g_string_append_printf (out, " %s %s %d %d\n", item->uuid, item->text, (int)item->is_internal,
                              (int)item->is_deleted);
    }
}

static gboolean
is_shared_with (TbTicketView *view,
                const char   *name)
{
  guint i;

  for (i = 0; i < view->engagements->len; i++)
    if (g_strcmp0 (((TbEngagementView *)view->engagements->pdata[i])->partner, name) == 0)
      return TRUE;
  return FALSE;
}

char *
tb_world_digest (TbWorld *self,
                 guint    who,
                 guint    but)
{
  GString *out = g_string_new (NULL);
  guint    missing = 0;
  gint64   id;

  for (id = 1; missing < 20; id++)
    {
      g_autoptr (TbTicketView) view = tb_engine_load_ticket (self->companies[who].side.engine, id, NULL);

      if (view != NULL && !is_shared_with (view, self->companies[but].side.name))
        digest_ticket (out, view);
      missing = view != NULL ? 0 : missing + 1;
    }
  return g_string_free (out, FALSE);
}
