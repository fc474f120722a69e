/* SPDX-License-Identifier: GPL-3.0-or-later
 * A ticket between two instances, and shorthands for the tests of the corners. */
#pragma once

#include "tb-desk.h"
#include "tb-pair.h"

G_BEGIN_DECLS

/** TbCorner: a pair and the ticket that the test is about. */
typedef struct
{
  TbPair pair;
  char  *lead;    /* number at the lead */
  char  *service; /* number at the service side */
} TbCorner;

/** tb_corner_setup: a lead and a service partner that know each other. */
void tb_corner_setup (TbCorner     *fixture,
                      gconstpointer data);
/** tb_corner_setup_accepted: and a ticket that is outsourced and accepted. */
void tb_corner_setup_accepted (TbCorner     *fixture,
                               gconstpointer data);
/** tb_corner_teardown: closes both. */
void tb_corner_teardown (TbCorner     *fixture,
                         gconstpointer data);
/** tb_corner_assert_status: both sides have confirmed this status. */
void tb_corner_assert_status (TbCorner *fixture,
                              TbStatus  status);
/** tb_corner_offer: a new ticket, outsourced and arrived; sets both numbers. */
void tb_corner_offer (TbCorner *fixture);
/** tb_corner_command_on: a command about a ticket, to be filled in. */
TbCommand tb_corner_command_on (TbSide       *side,
                                const char   *number,
                                TbCommandType type);
/** tb_corner_save_terms: „Speichern“ for „Alpen“; @terms: (nullable). */
void tb_corner_save_terms (TbSide        *side,
                           const char    *number,
                           const TbTerms *terms);
/** tb_corner_add: adds an item. Returns: (transfer full): its uuid */
char *tb_corner_add (TbSide     *side,
                     const char *number,
                     TbItemDraft draft);
/** tb_corner_edit: edits an item. */
void tb_corner_edit (TbSide     *side,
                     const char *number,
                     const char *uuid,
                     TbItemDraft draft);
/** tb_corner_delete_item: deletes one. */
void tb_corner_delete_item (TbSide     *side,
                            const char *number,
                            const char *uuid);
/** tb_corner_refuse_act: a step that must be refused with @problem. */
void tb_corner_refuse_act (TbSide     *side,
                           const char *number,
                           TbAction    action,
                           TbProblem   problem);
/** tb_corner_has_item: whether an item with that text stands there. */
gboolean tb_corner_has_item (TbSide     *side,
                             const char *number,
                             const char *text);
/** tb_corner_sum_charges: how many Warenposten stand on a ticket; @amount: (out): what they come to. */
guint tb_corner_sum_charges (TbSide     *side,
                             const char *number,
                             gint64     *amount);
/** tb_corner_count_in: how many tickets of a folder the acting user sees. */
guint tb_corner_count_in (TbSide    *side,
                          TbFolderId folder);
/** tb_corner_set: sets a field of a ticket. */
void tb_corner_set (TbSide     *side,
                    const char *number,
                    const char *field,
                    const char *value);
/** tb_corner_become: from now on a new user of that permission acts. */
void tb_corner_become (TbSide      *side,
                       const char  *name,
                       TbPermission permission);
/** tb_corner_exchange_recorded: as tb_exchange(), and writes down every byte of the bodies. */
void tb_corner_exchange_recorded (TbSide  *a,
                                  TbSide  *b,
                                  GString *bytes);
/** tb_corner_tick: turns the timers. */
void tb_corner_tick (TbSide *side);
/** tb_corner_find_item: Returns: (transfer full) (nullable): what says that on a ticket */
TbItemRecord *tb_corner_find_item (TbSide     *side,
                                   const char *number,
                                   const char *text);
/** tb_corner_load_draft: Returns: (transfer full) (nullable): waits for it */
char *tb_corner_load_draft (TbDesk     *desk,
                            const char *key);

G_END_DECLS
