/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of this room share: folders, a spun main context, servers, a bare client. */
#pragma once

#include "tb-certificate.h"
#include "tb-http-server.h"

G_BEGIN_DECLS

/** SPIN_SECONDS: what has not happened by then will not happen. */
#define SPIN_SECONDS 20

/** spin_until: runs the default main context until @condition holds; the test fails if it never does. */
#define spin_until(condition)                                                                       \
  G_STMT_START                                                                                      \
  {                                                                                                 \
    gint64 spin_end = g_get_monotonic_time () + SPIN_SECONDS * G_USEC_PER_SEC;                      \
    while (!(condition))                                                                            \
      {                                                                                             \
        if (g_get_monotonic_time () > spin_end)                                                     \
          g_error ("%s:%d: has not happened within the limit: %s", __FILE__, __LINE__, #condition); \
        spin_once ();                                                                               \
      }                                                                                             \
  }                                                                                                 \
  G_STMT_END
/** spin_once: one turn, which waits a few milliseconds at most. */
void spin_once (void);
/** settle: as many turns as it takes until nothing is ready any more. */
void settle (void);

char *make_dir (void);
/** remove_dir: removes the folder and all that is in it. */
void remove_dir (const char *dir);

/** count_descriptors: Returns: how many this process has open */
guint count_descriptors (void);
/** get_rss: Returns: resident bytes of this process */
gsize get_rss (void);

/** Fixture: a server at a free port of loopback whose handler does as it is told. */
typedef struct
{
  TbClock       *clock;
  TbHttpServer  *server;
  TbCertificate *certificate; /* (nullable): plain */
  char          *url;
  guint          port;
  GPtrArray     *requests; /* (element-type TbEnvelope): what the handler got */
  GPtrArray     *held;     /* (element-type TbHttpReply): not answered yet, with is_holding */
  gboolean       is_holding;
  guint          status;  /* of the answers; 0: none (503) */
  gsize          padding; /* bytes of an answer's body besides */
} Fixture;
void fixture_start (Fixture            *fixture,
                    gboolean            use_tls,
                    const TbHttpLimits *limits);
void fixture_stop (Fixture *fixture);
/** fixture_release: answers what is held */
void fixture_release (Fixture *fixture);

/** Client: a bare TCP client that sends what it is told. */
typedef struct
{
  GSocket *socket;
  GString *in;
  gboolean is_closed; /* nothing more comes: the other end has closed, half closed, or reset */
  gboolean is_broken; /* the other end takes nothing any more */
} Client;
Client *client_new (guint port);
void    client_send (Client     *client,
                     const char *text);
void    client_send_data (Client     *client,
                          const void *data,
                          gsize       length);
/** client_poll: takes in what has come; Returns: whether the connection is still open */
gboolean client_poll (Client *client);
/** client_finish_sending: half close. */
void client_finish_sending (Client *client);
/** client_status: Returns: the status of the @nth answer (from 0); 0 while it is not complete */
guint client_status (Client *client,
                     guint   nth);
/** client_has: Returns: whether @text is among what came */
gboolean client_has (Client     *client,
                     const char *text);
void     client_free (Client *client);
/** make_request: Returns: (transfer full): head and body of a well-formed request */
char *make_request (const char *route,
                    const char *link,
                    const char *body);
/** make_head: Returns: (transfer full): a request line and lines of fields of one's own, each without line
 * break */
char *make_head (const char *request_line,
                 ...) G_GNUC_NULL_TERMINATED;

/** Script: a server that gives each connection the same bytes after it has sent a whole head. */
typedef struct
{
  GSocketService *service;
  guint           port;
  char           *url;
  char           *answer;
  guint           n_clients;
} Script;
void script_start (Script     *script,
                   const char *answer);
void script_stop (Script *script);

G_END_DECLS
