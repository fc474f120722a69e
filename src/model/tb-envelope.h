/* SPDX-License-Identifier: GPL-3.0-or-later
 * A request or an answer as a value: what every way carries. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** TB_PROTOCOL_VERSION: of the link protocol. */
#define TB_PROTOCOL_VERSION 1
#define TB_PROTOCOL_NAME "ticketbruecke-link"

/**
 * TbEnvelope:
 *
 * A request or an answer as it stands on the wire: headers and body. Standard Webhooks: `webhook-id` is
 * `<route>.<uuid>`, of an answer `<route>.answer.<uuid>` with the request's uuid.
 */
typedef struct
{
  char   *route;     /* `push`, `pull`, `state`, `join`, `files/put`, … */
  char   *link;      /* X-Link */
  char   *id;        /* webhook-id */
  char   *timestamp; /* webhook-timestamp: unix seconds as text */
  char   *signature; /* webhook-signature: `v1,<base64>` */
  GBytes *body;
  guint   status;      /* answers: HTTP status; 0 in requests */
  guint   retry_after; /* answers: seconds, 0 none */
  char   *date;        /* answers, (nullable): the HTTP Date header, for clock-skew */
  guint   hold;        /* own answers: nothing to tell yet: for so many seconds it may be kept back, and the
                          request be received again when there may be; never on the wire */
  gint64 last;         /* own pushes: the last seq in it, if there is more that could go behind it at once;
                          else 0; never on the wire */
} TbEnvelope;

/** tb_envelope_new: Returns: (transfer full): an unsigned request or answer; keeps a reference to @body */
TbEnvelope *tb_envelope_new (const char *route,
                             const char *link,
                             GBytes     *body);
/** tb_envelope_copy: Returns: (transfer full): the same once more; the body is shared */
TbEnvelope *tb_envelope_copy (const TbEnvelope *self);
void        tb_envelope_free (TbEnvelope *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbEnvelope, tb_envelope_free)
/** TB_PACKED_BYTE: with it each stream of zlib begins (RFC 1950, a window of 32 KiB), and nothing else. */
#define TB_PACKED_BYTE 0x78
/** tb_is_packed: whether a body is not what it says but packed (tb-pack.h in wire). @body: (nullable) */
gboolean tb_is_packed (GBytes *body);

G_END_DECLS
