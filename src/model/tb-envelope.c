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
