/* SPDX-License-Identifier: GPL-3.0-or-later
 * A world of two to five companies from a seed: a network between them that loses, repeats, delays and
 * reorders, users who do anything, crashes, backups, wrong clocks, somebody who lies; and what must hold all
 * the same. */
#pragma once

#include "tb-pair.h"

G_BEGIN_DECLS

/** TB_WORLD_MAX: companies; one more place is that of the mailbox's operator. */
#define TB_WORLD_MAX 5
#define TB_WORLD_POST TB_WORLD_MAX
#define TB_WORLD_ALL (TB_WORLD_MAX + 1)

/** TbTrip: a request that is out, until its answer comes or nobody waits any longer. */
typedef struct
{
  TbEnvelope *request;  /* (owned) (nullable) */
  gint64      gives_up; /* in true time */
} TbTrip;

/** TbCompany: a company, its own clock and what it has under way. */
typedef struct
{
  TbSide     side;
  TbClock   *clock; /* (owned) */
  gint64     skew;  /* how wrong it is */
  gboolean   is_hidden;
  guint      life;                   /* counts crashes: what an earlier life asked for finds nobody */
  gint       fault;                  /* steps until the store fails; -1 never */
  char      *backup;                 /* (owned) (nullable) */
  GPtrArray *erased;                 /* (owned) (element-type utf8): who was, since that backup */
  TbTrip     trips[TB_WORLD_ALL][3]; /* by partner: what it brings, what follows, what it fetches */
} TbCompany;

typedef struct
{
  guint64    seed;
  GRand     *rand;
  TbCompany  companies[TB_WORLD_ALL];
  guint      n; /* companies */
  gboolean   leads[TB_WORLD_MAX][TB_WORLD_MAX];
  gint       liar; /* -1: nobody lies */
  char      *box;  /* (owned) (nullable): the code for two who both sit behind a router */
  GPtrArray *messages;
  GPtrArray *heard; /* (element-type TbEnvelope): what the liar has sent honestly */
  gint64     now;   /* true time */
  gboolean   is_cut;
  gboolean   is_open; /* nobody has a router yet: they join */
  gboolean   is_healed;
  gboolean   is_forced;   /* whoever has nothing to say is asked all the same */
  gboolean   is_thorough; /* looks at everything after each step */
  GString   *story;
  GChecksum *trace; /* of every byte that was delivered */
  guint      counter;
  char      *failure; /* (owned) (nullable): what does not hold */
} TbWorld;

/* tb-world.c */
TbWorld *tb_world_new (guint64 seed);
void     tb_world_free (TbWorld *self);
/** tb_world_play: one story from its beginning to agreement. Returns: (nullable): what did not hold */
const char *tb_world_play (TbWorld *self);
/** tb_world_tell: one more line of the story */
void tb_world_tell (TbWorld    *self,
                    const char *format,
                    ...) G_GNUC_PRINTF (2, 3);
/** tb_world_fail: something does not hold: the first is kept, the story ends */
void     tb_world_fail (TbWorld    *self,
                        const char *format,
                        ...) G_GNUC_PRINTF (2, 3);
gboolean tb_world_chance (TbWorld *self,
                          double   p);
guint    tb_world_pick (TbWorld *self,
                        guint    n);
/** tb_world_error: a planted fault of a store is a crash; any other error is a finding */
void tb_world_error (TbWorld    *self,
                     guint       who,
                     const char *what,
                     GError     *error);
void tb_world_advance (TbWorld *self,
                       gint64   by);

/* tb-world-net.c */
void tb_world_turn (TbWorld *self);
/** tb_world_forget: whoever waits for an answer waits in vain */
void tb_world_forget (TbWorld *self,
                      guint    who);
gint tb_world_find (TbWorld    *self,
                    const char *name);
/** tb_world_find_restless: Returns: (transfer full) (nullable): who honest has something to send to whom
 * honest; %NULL if nobody has */
char *tb_world_find_restless (TbWorld *self);
void  tb_world_message_free (gpointer message);

/* tb-world-act.c */
/** tb_world_erase: somebody whose name is one of the texts is put out of everything. */
void tb_world_erase (TbWorld    *self,
                     guint       who,
                     const char *name);
/** tb_world_act: somebody does something. */
void tb_world_act (TbWorld *self,
                   guint    who);

/* tb-world-lie.c */
/** tb_world_lie: the liar says something to somebody; nothing that is not its own may change. */
void tb_world_lie (TbWorld *self);

/* tb-world-fault.c */
/** TbWorldFault: what a world must notice. */
typedef enum
{
  TB_WORLD_SOUND,
  TB_WORLD_LOSES_EVENTS,           /* a change is made, its event is not queued */
  TB_WORLD_ACKNOWLEDGES_TOO_EARLY, /* an event counts as taken before it is applied */
  TB_WORLD_TELLS_IN_THE_PAUSE,     /* what must stay here is sent */
  TB_WORLD_BELIEVES_EVERYBODY,     /* no signature is checked */
  TB_WORLD_N_FAULTS,
} TbWorldFault;
void tb_world_plant (TbWorldFault fault);

/* tb-world-check.c */
/** tb_world_scan: nothing internal, local-only or of a pause is in any byte sent */
void tb_world_scan (TbWorld          *self,
                    guint             who,
                    const TbEnvelope *envelope);
void tb_world_check (TbWorld *self,
                     guint    who);
/** tb_world_compare: all who are honest agree */
void tb_world_compare (TbWorld *self);
/** tb_world_digest: Returns: (transfer full): all that is of @who, but for what it shares with @but */
char *tb_world_digest (TbWorld *self,
                       guint    who,
                       guint    but);

G_END_DECLS
