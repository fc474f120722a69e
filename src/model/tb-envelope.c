/* SPDX-License-Identifier: GPL-3.0-or-later
 * A request or an answer as a value: what every way carries. */
#include "config.h"

#include "tb-envelope.h"

TbEnvelope *
tb_envelope_new (const char *route,
                 const char *link,
                 GBytes     *body)
{
  TbEnvelope *self = g_new0 (TbEnvelope, 1);

  self->route = g_strdup (route);
  self->link = g_strdup (link);
  self->body = body != NULL ? g_bytes_ref (body) : NULL;
  return self;
}

TbEnvelope *
tb_envelope_copy (const TbEnvelope *self)
{
  TbEnvelope *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = tb_envelope_new (self->route, self->link, self->body);
  copy->id = g_strdup (self->id);
  copy->timestamp = g_strdup (self->timestamp);
  copy->signature = g_strdup (self->signature);
  copy->date = g_strdup (self->date);
  copy->status = self->status;
  copy->retry_after = self->retry_after;
  copy->hold = self->hold;
  copy->last = self->last;
  return copy;
}

void
tb_envelope_free (TbEnvelope *self)
{
  if (self == NULL)
    return;
  g_free (self->route);
  g_free (self->link);
  g_free (self->id);
  g_free (self->timestamp);
  g_free (self->signature);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->date);
  g_free (self);
}

gboolean
tb_is_packed (GBytes *body)
{
  gsize         size = 0;
  const guint8 *data = body != NULL ? g_bytes_get_data (body, &size) : NULL;

  return size > 0 && data[0] == TB_PACKED_BYTE;
}
