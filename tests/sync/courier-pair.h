/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two instances with their couriers, over each of the ways, and what they do with each other. */
#pragma once

#include "sync-test.h"
#include "way-folder.h"

#include "tb-courier.h"
#include "tb-problem.h"
#include "tb-store.h"

G_BEGIN_DECLS

typedef enum
{
  BY_HTTP,
  BY_TLS,
  BY_FOLDER,
  BY_PULL,         /* the service partner has no address */
  BY_PULL_OF_LEAD, /* the lead partner has none */
  BY_MAILBOX,      /* neither has one */
} Kind;

/** Side: one instance with its courier. */
typedef struct
{
  const char *name;
  char       *dir;
  char       *url;
  gboolean    is_hidden; /* behind a home router: nobody can call it */
  TbClock    *clock;
  TbStore    *store;
  TbEngine   *engine;
  TbCourier  *courier;
  Postbox    *postbox;
} Side;

typedef struct
{
  Kind  kind;
  char *folder;
  Side  lead;
  Side  service;
  Side  operator; /* only with BY_MAILBOX: offers the box between them */
  char *box;      /* (nullable): its code */
} Pair;

void               run (Side     *side,
                        TbCommand command,
                        TbResult *result);
void               configure (Side       *side,
                              const char *name,
                              const char *value);
const TbTransport *transport_of (Side *side);
void               open_engine (Side *side);
/** start_courier: begins to deliver; @listen NULL: where it listened before. */
void start_courier (Pair       *pair,
                    Side       *side,
                    const char *listen);
void stop_courier (Side *side);
void side_open (Pair       *pair,
                Side       *side,
                const char *name);
void side_close (Side *side);
/** is_quiet: nothing is on its way from @side. */
gboolean is_quiet (Side *side);
/** exchange: until nothing is on its way and nothing waits. */
void exchange (Pair *pair);
/** join: @box: (nullable): code of a box through which they travel */
void join (Side       *inviter,
           Side       *accepter,
           const char *box);
void pair_open (Pair *pair,
                Kind  kind);
void pair_close (Pair *pair);

char         *newest (Side *side);
gint64        find (Side       *side,
                    const char *number);
TbTicketView *show (Side       *side,
                    const char *number);
TbStatus      status_of (Side       *side,
                         const char *number);
gboolean      has_note (Side       *side,
                        const char *number,
                        const char *text);
char         *outsource_new (Side       *side,
                             const char *title,
                             const char *partner);
void          act (Side       *side,
                   const char *number,
                   TbAction    action);
void          note (Side       *side,
                    const char *number,
                    const char *text);
void          attach (Side       *side,
                      const char *number,
                      GBytes     *bytes);
/** play: from the invitation to the approval. Returns: (transfer full): the end state of both sides */
char *play (Kind kind);

G_END_DECLS
