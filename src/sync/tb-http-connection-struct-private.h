/* SPDX-License-Identifier: GPL-3.0-or-later
 * The inside of a connection, for its two files: reading and writing, and the handler's answer. */
#pragma once

#include "tb-http-body-private.h"
#include "tb-http-connection-private.h"
#include "tb-http-head-private.h"

G_BEGIN_DECLS

#define TB_HTTP_CHUNK (16 * 1024)

typedef enum
{
  STATE_HANDSHAKE,
  STATE_HEAD,     /* reads, or waits for, a head */
  STATE_BODY,     /* reads a body */
  STATE_HANDLING, /* the handler has it; nothing is read */
  STATE_HOLDING,  /* the handler keeps it for a while; a read tells whether the client is still there */
  STATE_WRITING,
  STATE_LINGERING, /* the last answer is written: what comes is thrown away */
  STATE_CLOSED,
} State;

struct _TbHttpConnection
{
  GObject parent_instance;

  TbHttpService     *service; /* (owned) */
  GSocketConnection *socket;  /* (owned) */
  GIOStream         *stream;  /* (owned) (nullable): the TLS connection, or the socket's */
  char              *address; /* (owned) */

  State         state;
  GCancellable *cancellable; /* (owned) */
  GSource      *deadline;    /* (owned) (nullable) */
  GSource      *delay;       /* (owned) (nullable): an answer is held back */
  gboolean      is_busy;     /* an operation is under way */

  guint8      chunk[TB_HTTP_CHUNK];
  GByteArray *in;         /* (owned): read and not yet used */
  TbHttpBody  body;       /* of the present request */
  GBytes     *out;        /* (owned) (nullable): being written */
  TbHttpHead *head;       /* (owned) (nullable): of the present request */
  const char *route;      /* (nullable) */
  gint64      body_until; /* monotonic */
  gsize       discarded;
  gboolean    keep_alive;
  guint       n_requests;
  guint64     serial;       /* who came first */
  gboolean    is_proven;    /* a request of this connection was taken: no stranger */
  int         n_awaited;    /* bytes of the first record of TLS */
  gsize       n_held_bytes; /* of a body; see tb-http-crowd-private.h */

  GCancellable  *watch;   /* (owned) (nullable): of the read while it is held */
  GDestroyNotify on_gone; /* (nullable) */
  gpointer       gone_data;
  TbEnvelope    *answer; /* (owned) (nullable): waits for that read to end */
};

struct _TbHttpReply
{
  TbHttpConnection *connection; /* (owned) */
};

/** _tb_http_connection_write: @allow: (nullable): for the header `Allow` */
void _tb_http_connection_write (TbHttpConnection *self,
                                const TbEnvelope *answer,
                                const char       *allow);
/** _tb_http_connection_count_held: its client begins, or ends, to wait for a held answer. */
void _tb_http_connection_count_held (TbHttpConnection *self,
                                     gboolean          is_held);
/** _tb_http_connection_begin: the stream is there: reads the first head. */
void _tb_http_connection_begin (TbHttpConnection *self);
/** _tb_http_connection_shake_hands: waits for the client's first record, makes the stream of TLS, begins. */
void _tb_http_connection_shake_hands (TbHttpConnection *self);
/** _tb_http_connection_forget_handshake: it is done or given up: others may have theirs. */
void _tb_http_connection_forget_handshake (TbHttpConnection *self);
void _tb_http_connection_clear_delay (TbHttpConnection *self);
/** _tb_http_connection_finish_close: lets go of the descriptor; nothing is under way. */
void _tb_http_connection_finish_close (TbHttpConnection *self);

G_END_DECLS
