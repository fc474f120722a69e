/* SPDX-License-Identifier: GPL-3.0-or-later
 * The server of the link protocol: HTTP/1.1 with the limits of protocol.md section 6. */
#pragma once

#include "tb-envelope.h"
#include "tb-time.h"

G_BEGIN_DECLS

/** TbHttpReply: the place where the answer to one request goes. */
typedef struct _TbHttpReply TbHttpReply;

/**
 * TbHttpHandler:
 * @request: (transfer full): route, link, id, timestamp, signature, body; not checked beyond route and size
 * @reply: (transfer full): to be given to tb_http_reply_send() now or later
 */
typedef void (*TbHttpHandler) (TbEnvelope  *request,
                               TbHttpReply *reply,
                               gpointer     data);

/**
 * tb_http_reply_send:
 * @self: (transfer full): is freed
 * @answer: (nullable) (transfer full): %NULL is answered as 503 with `Retry-After`
 *
 * Answers. That the client has gone meanwhile is harmless.
 */
void tb_http_reply_send (TbHttpReply *self,
                         TbEnvelope  *answer);

/**
 * tb_http_reply_hold:
 * @on_gone: called once if the client goes, or the server stops, before the answer; then the reply is to be
 *   sent all the same, with nothing
 *
 * The answer will take a while: from now on the client is watched. A connection that is held does not count
 * for its address, for only whoever proved who it is gets so far.
 *
 * Returns: %FALSE if too many are held: then it has to be answered now
 */
gboolean tb_http_reply_hold (TbHttpReply   *self,
                             GDestroyNotify on_gone,
                             gpointer       data);

/** TbHttpLimits: what a client may take; times in milliseconds. Tests make them small. */
typedef struct
{
  guint max_connections;
  guint max_per_address;  /* of an IPv6 address the first 64 bits count */
  guint max_held;         /* of those whose answer takes a while */
  guint max_head;         /* bytes */
  guint max_body;         /* bytes */
  guint max_bytes;        /* of all bodies together */
  guint head_ms;          /* from the connection, or the first byte, to a complete head */
  guint handshake_ms;     /* for a handshake while others wait for theirs */
  guint idle_ms;          /* without a byte */
  guint body_ms;          /* for a whole body */
  guint max_requests;     /* of a link in a window */
  guint window_ms;        /* a minute */
  guint free_failures;    /* failed signatures in a window before their answers are held back */
  guint failure_delay_ms; /* for so long */
} TbHttpLimits;
/** TB_HTTP_LIMITS: those of the protocol. */
extern const TbHttpLimits TB_HTTP_LIMITS;

/**
 * TbHttpServer:
 *
 * Listens at one address. Lives on the thread and main context that made it. A connection that its client
 * closes is closed at once, refused bodies are read and thrown away, every request ends in exactly one answer
 * or a closed connection.
 */
#define TB_TYPE_HTTP_SERVER (tb_http_server_get_type ())
G_DECLARE_FINAL_TYPE (TbHttpServer, tb_http_server, TB, HTTP_SERVER, GObject)

/** tb_http_server_new: @clock: for the header `Date`. @limits: (nullable): %TB_HTTP_LIMITS */
TbHttpServer *tb_http_server_new (TbClock            *clock,
                                  const TbHttpLimits *limits,
                                  TbHttpHandler       handler,
                                  gpointer            data);
/**
 * tb_http_server_listen:
 * @address: where; port 0 finds a free one
 * @certificate: (nullable): with its key; %NULL is plain HTTP, on loopback only
 *
 * Returns: %FALSE with %TB_PROBLEM_ADDRESS_TAKEN, %TB_PROBLEM_ADDRESS (both with the address and port as the
 * argument) or %TB_PROBLEM_PLAIN_HTTP
 */
gboolean tb_http_server_listen (TbHttpServer    *self,
                                GSocketAddress  *address,
                                GTlsCertificate *certificate,
                                GError         **error);
/** tb_http_server_get_url: Returns: (transfer full) (nullable): with the real port; %NULL while it does not
 * listen */
char *tb_http_server_get_url (TbHttpServer *self);
/** tb_http_server_stop: closes everything; the handler is not called any more. */
void tb_http_server_stop (TbHttpServer *self);
/** tb_http_server_get_n_connections: Returns: how many are open */
guint tb_http_server_get_n_connections (TbHttpServer *self);
/** tb_http_server_get_n_accepted: Returns: how many were ever let in */
guint64 tb_http_server_get_n_accepted (TbHttpServer *self);

G_END_DECLS
