/* SPDX-License-Identifier: GPL-3.0-or-later
 * One connection of a client to the server: reads a request, has it answered, writes the answer, again. */
#pragma once

#include "tb-http-server.h"
#include "tb-http-throttle-private.h"

G_BEGIN_DECLS

/** TbHttpService: what all connections of a server share; counted, because an answer may come after the
 * server's end. */
typedef struct
{
  TbHttpLimits     limits;
  TbHttpThrottle  *throttle;
  GTlsCertificate *certificate; /* (nullable): plain */
  TbClock         *clock;
  TbHttpHandler    handler; /* (nullable): the server has stopped */
  gpointer         data;
  guint            n_held;
  GQueue           at_the_door; /* (element-type TbHttpConnection) (borrowed): wait for their handshake */
  GQueue           shaking;     /* (element-type TbHttpConnection) (borrowed) */
  GQueue           bodies;      /* (element-type TbHttpConnection) (borrowed): unfinished, oldest first */
  gsize            n_bytes;     /* of all bodies that are held, finished ones too */
  guint64          n_made;      /* connections */
} TbHttpService;

TbHttpService *_tb_http_service_new (const TbHttpLimits *limits,
                                     TbClock            *clock,
                                     TbHttpHandler       handler,
                                     gpointer            data);
TbHttpService *_tb_http_service_ref (TbHttpService *self);
void           _tb_http_service_unref (TbHttpService *self);

/**
 * TbHttpConnection:
 *
 * One operation, reading or writing, is under way at a time, so its callback is the only place where the
 * connection goes on. Emits `closed` once, when its descriptor is gone, and `held` (gboolean) when its client
 * begins, or ends, to wait for a held answer.
 */
#define TB_TYPE_HTTP_CONNECTION (tb_http_connection_get_type ())
G_DECLARE_FINAL_TYPE (TbHttpConnection, tb_http_connection, TB, HTTP_CONNECTION, GObject)

TbHttpConnection *_tb_http_connection_new (TbHttpService     *service,
                                           GSocketConnection *socket,
                                           const char        *address);
void              _tb_http_connection_start (TbHttpConnection *self);
void              _tb_http_connection_close (TbHttpConnection *self);
/** _tb_http_connection_get_address: Returns: (transfer none): by which connections are counted */
const char *_tb_http_connection_get_address (TbHttpConnection *self);

G_END_DECLS
