/* SPDX-License-Identifier: GPL-3.0-or-later
 * Instances in one test: their stores, engines, one virtual clock, and the shortest way between them. */
#pragma once

#include "tb-engine.h"
#include "tb-queries.h"
#include "tb-signing.h"
#include "tb-store.h"

G_BEGIN_DECLS

/** TbSide: one instance under test. */
typedef struct
{
  const char *name;
  char       *dir;
  TbStore    *store;
  TbEngine   *engine;
  TbClock    *clock; /* (borrowed) */
} TbSide;

/** TbPair: a lead („Nord“) and a service partner („Alpen“), and a third for chains („Ost“); joined by
 * invitations. */
typedef struct
{
  TbClock *clock;
  TbSide   lead;
  TbSide   service;
  TbSide   third; /* only with tb_pair_add_third() */
} TbPair;

void tb_side_open (TbSide     *side,
                   const char *name,
                   TbClock    *clock);
void tb_side_reopen (TbSide *side);
void tb_side_close (TbSide *side);
/** tb_side_save: a copy of the database as it is now, beside the profile. (transfer full) */
char *tb_side_save (TbSide *side);
/** tb_side_go_back: puts a copy in the place of the database, as somebody does by hand; the files stay. */
void tb_side_go_back (TbSide     *side,
                      const char *copy);

/** tb_side_do: runs a command that must succeed. */
void tb_side_do (TbSide   *side,
                 TbCommand command,
                 TbResult *result);
/** tb_side_refuse: runs a command that must be refused with @problem. */
void tb_side_refuse (TbSide   *side,
                     TbCommand command,
                     TbProblem problem);

void tb_pair_setup (TbPair *pair);
void tb_pair_add_third (TbPair *pair);
void tb_pair_teardown (TbPair *pair);
/** tb_join_sides: @a invites @b, who accepts; exchanged until both know. */
void tb_join_sides (TbSide *a,
                    TbSide *b);
/** tb_exchange: pushes both ways until nobody has anything to say; fails after 100 rounds. */
void tb_exchange (TbSide *a,
                  TbSide *b);
void tb_pair_exchange (TbPair *pair);
/** tb_push_once: one request of @from with its answer. Returns: %FALSE if there was nothing to send */
gboolean tb_push_once (TbSide  *from,
                       TbSide  *to,
                       gboolean force);

gint64        tb_side_partner (TbSide     *side,
                               const char *name);
TbTicketView *tb_side_show (TbSide     *side,
                            const char *number);
/** tb_side_newest: the newest ticket of EVERYTHING. (transfer full) */
char  *tb_side_newest (TbSide *side);
gint64 tb_side_ticket (TbSide     *side,
                       const char *number);
/** tb_status_of: the confirmed status of the latest engagement of @role. */
TbStatus tb_status_of (TbSide     *side,
                       const char *number,
                       TbRole      role);
/** tb_item_with: Returns: (nullable): a copy of the item with that text; %NULL if there is none */
TbItemView *tb_item_with (TbTicketView *view,
                          const char   *text);

/* Shorthands; each must succeed. */
char *tb_side_new_ticket (TbSide     *side,
                          const char *title);
void  tb_side_outsource (TbSide     *side,
                         const char *number,
                         const char *partner);
void  tb_side_act (TbSide     *side,
                   const char *number,
                   TbAction    action,
                   const char *reason);
char *tb_side_note (TbSide     *side,
                    const char *number,
                    const char *text,
                    gboolean    internal);
/** tb_pair_accepted: a ticket outsourced and accepted. @lead_number, @service_number: (out) (transfer full)
 */
void tb_pair_accepted (TbPair *pair,
                       char  **lead_number,
                       char  **service_number);

/** tb_pair_remove_tree: a folder and all that is in it */
void tb_pair_remove_tree (const char *path);

/** tb_pair_settle: turns the main loop until a list has all that it asks @store for: the reader does one
 * thing after the other; the list may then ask for more, so it is done some times. */
void tb_pair_settle (TbStore *store);

G_END_DECLS
