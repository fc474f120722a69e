/* SPDX-License-Identifier: GPL-3.0-or-later
 * Somebody in a world who has a key and lies: old requests, forged ones, other people's links, rows in a
 * wrong order, events about what is not its own, of a wrong phase, from a newer version. */
#include "config.h"

#include "tb-world.h"

#include "tb-batch.h"
#include "tb-speaker.h"

#include <string.h>

/* A request of the liar to @to, as it might have been; @old: one that it has really sent. */
typedef TbEnvelope *(*Lie) (TbWorld          *self,
                            guint             to,
                            const TbEnvelope *old);

static TbSide *
liar_of (TbWorld *self)
{
  return &self->companies[self->liar].side;
}

static TbEnvelope *
replay (TbWorld          *self,
        guint             to,
        const TbEnvelope *old)
{
  return tb_envelope_copy (old);
}

static TbEnvelope *
forge (TbWorld          *self,
       guint             to,
       const TbEnvelope *old)
{
  TbEnvelope *request = tb_envelope_copy (old);
  gsize       size;
  char       *data = g_bytes_unref_to_data (g_bytes_ref (old->body), &size);

  data[tb_world_pick (self, (guint)size)] ^= 1;
  g_bytes_unref (request->body);
  request->body = g_bytes_new_take (data, size);
  return request;
}

static TbEnvelope *
sign (TbWorld    *self,
      guint       to,
      const char *route,
      GBytes     *body)
{
  g_autoptr (TbPartnerRecord) partner = tb_look_partner (liar_of (self), self->companies[to].side.name);
  TbEnvelope *request = tb_envelope_new (route, partner->link, body);

  tb_envelope_sign (request, partner->key, partner->is_inviter ? TB_SIGNER_INVITER : TB_SIGNER_ACCEPTER, NULL,
                    tb_clock_now (self->companies[self->liar].clock));
  return request;
}

/* Any engagement and any entry of the one who is lied to. */
static void
find_prey (TbWorld *self,
           guint    to,
           char   **eid,
           char   **uuid)
{
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING };
  TbSide           *side = &self->companies[to].side;
  g_autoptr (GPtrArray) rows = tb_engine_list (side->engine, &query, 0, NULL);
  guint i;

  *eid = *uuid = NULL;
  for (i = 0; rows != NULL && i < rows->len; i++)
    {
      g_autoptr (TbTicketView) view = tb_side_show (side, ((TbListRow *)rows->pdata[i])->number);

      if (view->engagements->len > 0 && (*eid == NULL || tb_world_chance (self, 0.4)))
        {
          g_free (*eid);
          *eid = g_strdup (
            ((TbEngagementView *)view->engagements->pdata[tb_world_pick (self, view->engagements->len)])
              ->record->eid);
        }
      if (view->items->len > 0 && (*uuid == NULL || tb_world_chance (self, 0.4)))
        {
          g_free (*uuid);
          *uuid = g_strdup (
            ((TbItemView *)view->items->pdata[tb_world_pick (self, view->items->len)])->record->uuid);
        }
    }
}

static TbEvent *
invent (TbWorld    *self,
        const char *eid,
        const char *uuid)
{
  static const TbEventParts parts[] = { TB_EVENT_ITEMS, TB_EVENT_ITEMS, TB_EVENT_REQUEST, TB_EVENT_STATUS };
  TbEvent                  *event = tb_event_new ();
  TbEventItem              *item;

  event->parts = parts[tb_world_pick (self, G_N_ELEMENTS (parts))];
  event->id = tb_id_new ();
  event->engagement = g_strdup (eid);
  event->n = 1 + tb_world_pick (self, 12);
  event->phase = tb_world_pick (self, 4);
  event->at = tb_clock_now (self->companies[self->liar].clock) / 1000 * 1000;
  event->by_name = g_strdup ("Niemand");
  event->by_id = g_strdup ("niemand");
  event->verb = 1 + tb_world_pick (self, 5);
  event->status = TB_STATUS_ASSIGNED + tb_world_pick (self, 6);
  event->status_epoch = 1 + tb_world_pick (self, 2);
  event->status_rev = 1 + tb_world_pick (self, 20);
  if (event->parts != TB_EVENT_ITEMS)
    return event;
  item = tb_event_item_new ();
  item->uuid = uuid != NULL && tb_world_chance (self, 0.7) ? g_strdup (uuid) : tb_id_new ();
  item->rev = 1 + tb_world_pick (self, 9);
  item->kind = TB_ITEM_NOTE;
  item->deleted = tb_world_chance (self, 0.3);
  item->text = item->deleted ? NULL : g_strdup ("LÜGE");
  g_ptr_array_add (event->items, item);
  return event;
}

/* As it was made, or as a newer version might: members, kinds and needs that nobody knows. */
static GBytes *
write_down (TbWorld       *self,
            const TbEvent *event)
{
  static const char *const news[][2] = {
    { "{\"", "{\"telepathy\":[{\"a\":1}],\"" },
    { "{\"", "{\"need\":[\"telepathy\"],\"" },
    { "\"kind\":\"note\"", "\"kind\":\"hologram\"" },
    { "\"request\":\"", "\"request\":\"pre-" },
  };
  g_autoptr (GBytes) bytes = tb_event_encode (event, NULL);
  GString    *text;
  gsize       size;
  const char *data;
  guint       i = tb_world_pick (self, 2 * G_N_ELEMENTS (news));

  if (bytes == NULL || i >= G_N_ELEMENTS (news))
    return g_steal_pointer (&bytes);
  data = g_bytes_get_data (bytes, &size);
  text = g_string_new_len (data, (gssize)size);
  g_string_replace (text, news[i][0], news[i][1], 1);
  return g_string_free_to_bytes (text);
}

static TbEnvelope *
fabricate (TbWorld          *self,
           guint             to,
           const TbEnvelope *old)
{
  g_autoptr (TbPartnerRecord) partner = tb_look_partner (liar_of (self), self->companies[to].side.name);
  g_autoptr (TbBatch) batch = tb_batch_new ();
  g_autoptr (GBytes) body = NULL;
  g_autofree char *eid = NULL;
  g_autofree char *uuid = NULL;
  guint            i, n = 1 + tb_world_pick (self, 4);

  find_prey (self, to, &eid, &uuid);
  batch->epoch = partner->own_epoch + (tb_world_chance (self, 0.1) ? 1 : 0);
  batch->epoch_id = g_strdup (partner->own_epoch_id);
  batch->at = tb_clock_now (self->companies[self->liar].clock);
  batch->ack = tb_world_chance (self, 0.8) ? partner->in_seq : partner->in_seq + 100;
  for (i = 0; i < n; i++)
    {
      TbEvent *event = invent (self, eid != NULL ? eid : "0123456789012345678901234567890123456789", uuid);
      g_autoptr (GBytes) bytes = write_down (self, event);

      /* In a wrong order, some of them twice. */
      if (bytes != NULL)
        tb_batch_add_row (batch, partner->out_seq + 1 + tb_world_pick (self, 5), batch->epoch, bytes);
      tb_event_free (event);
    }
  body = tb_batch_encode (batch);
  return sign (self, to, "push", body);
}

/* The same in the name of a link of two others. */
static TbEnvelope *
usurp (TbWorld          *self,
       guint             to,
       const TbEnvelope *old)
{
  TbEnvelope *request = fabricate (self, to, old);
  g_autoptr (GPtrArray) routes = tb_engine_routes (self->companies[to].side.engine, NULL);
  guint i;

  for (i = 0; routes != NULL && i < routes->len; i++)
    {
      TbRoute *route = routes->pdata[i];

      if (g_strcmp0 (route->name, liar_of (self)->name) == 0 || route->link == NULL)
        continue;
      g_free (request->link);
      request->link = g_strdup (route->link);
      return request;
    }
  tb_envelope_free (request);
  return forge (self, to, old);
}

static const struct
{
  Lie      lie;
  gboolean is_unsigned; /* its signature proves nothing: nobody looks into it */
} lies[] = {
  { replay, FALSE },
  { forge, TRUE },
  { usurp, TRUE },
  { fabricate, FALSE },
  { fabricate, FALSE },
};

void
tb_world_lie (TbWorld *self)
{
  guint            to = tb_world_pick (self, self->n);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (GError) error = NULL;
  const TbEnvelope *old;
  guint             i = tb_world_pick (self, G_N_ELEMENTS (lies));

  if (self->heard->len == 0 || !(self->leads[to][self->liar] || self->leads[self->liar][to]))
    return;
  old = self->heard->pdata[tb_world_pick (self, self->heard->len)];
  if (g_str_has_prefix (old->route, "mailbox/") || self->companies[to].fault >= 0)
    return;
  request = lies[i].lie (self, to, old);
  before = tb_world_digest (self, to, (guint)self->liar);
  answer = tb_engine_receive (self->companies[to].side.engine, request, &error);
  after = tb_world_digest (self, to, (guint)self->liar);
  if (answer == NULL)
    tb_world_error (self, to, "receive a lie", error);
  else if (lies[i].is_unsigned && answer->status != 401)
    tb_world_fail (self, "a forged request is answered %u", answer->status);
  else if (!g_str_equal (before, after))
    tb_world_fail (self, "a lie has changed what is not the liar's:\n%s\nbefore:\n%s\nafter:\n%s",
                   (const char *)g_bytes_get_data (request->body, NULL), before, after);
  tb_world_tell (self, "%s lies to %s: %s, %u", liar_of (self)->name, self->companies[to].side.name,
                 request->route, answer != NULL ? answer->status : 0);
  tb_world_check (self, to);
}
