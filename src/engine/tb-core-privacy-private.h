/* SPDX-License-Identifier: GPL-3.0-or-later
 * People inside the engine: places, and what putting somebody out of a ticket means for its partners. */
#pragma once

#include "tb-core-private.h"
#include "tb-personal.h"
#include "tb-privacy.h"

G_BEGIN_DECLS

/** TbErasing: one person going, over many transactions. */
typedef struct
{
  const TbPersonMatcher *matcher;
  TbEraseFlags           flags;
  gint64                 not_to; /* the partner that told us need not be told; 0 none */
  /* of this transaction */
  GHashTable *touched; /* (owned): gint64 * ticket -> Touched */
  /* of all */
  guint       n_places;
  GHashTable *tickets;  /* (owned): gint64 * */
  GHashTable *partners; /* (owned): gint64 * */
} TbErasing;
void tb_erasing_init (TbErasing             *self,
                      const TbPersonMatcher *matcher,
                      TbEraseFlags           flags);
void tb_erasing_clear (TbErasing *self);
/** tb_erasing_begin: before the first row of each transaction; forgets what one that failed has left. */
gboolean tb_erasing_begin (TbErasing *self,
                           TbCore    *core,
                           GError   **error);
/** tb_erasing_row: puts the person out of one row, if it stands in it. @row: as it is now */
gboolean tb_erasing_row (TbErasing             *self,
                         TbCore                *core,
                         const TbPersonalTable *table,
                         gconstpointer          row,
                         GError               **error);
/** tb_erasing_end: history, and what the partners of these tickets have to know. */
gboolean tb_erasing_end (TbErasing *self,
                         TbCore    *core,
                         GError   **error);

/* tb-core-erase-tell.c */
/** TbTouched: what was put out of a ticket. */
typedef struct
{
  gint64     ticket;
  gboolean   title;
  gboolean   description;
  gboolean   customer;
  GPtrArray *items;        /* (owned) (element-type TbItemRecord): as they stand now */
  GArray    *instructions; /* (owned): gint64 engagements */
} TbTouched;
TbTouched *tb_touched_new (gint64 ticket);
void       tb_touched_free (TbTouched *self);
gboolean   tb_touched_tell (TbTouched *self,
                            TbErasing *erasing,
                            TbCore    *core,
                            GError   **error);
/** tb_core_take_erasure: a partner tells what it has erased. */
gboolean tb_core_take_erasure (TbCore             *core,
                               TbEngagementRecord *e,
                               const TbEvent      *event,
                               GError            **error);
/** tb_core_follow: what a partner told of a ticket: the customer as it tells, and whom our own copy names
 * where theirs names nobody any more. @partner: (out): who told it */
gboolean tb_core_follow (TbCore          *core,
                         gint64           ticket,
                         TbPersonMatcher *matcher,
                         gint64          *partner,
                         GError         **error);
gboolean tb_core_settle_erasures (TbCore  *core,
                                  gint64   ticket,
                                  gint64   state,
                                  GError **error);

/* tb-core-person.c */
/** tb_core_row_ticket: @ticket: (out): to which a row belongs; 0 none */
gboolean tb_core_row_ticket (TbCore       *core,
                             gconstpointer row,
                             gint64       *ticket,
                             GError      **error);
/** tb_core_row_text: Returns: (transfer full) (nullable): what can be read in a column */
char *tb_core_row_text (gconstpointer          row,
                        const TbPersonalField *field);
/** tb_core_is_over: whether nobody works at a ticket any more, here or with a partner. */
gboolean tb_core_is_over (TbCore   *core,
                          gint64    ticket,
                          gboolean *is_over,
                          GError  **error);
gboolean tb_core_block_person (TbCore         *core,
                               const TbPerson *person,
                               gboolean        block,
                               guint          *count,
                               GError        **error);

/* tb-core-retain.c */
/** tb_core_retention_key: Returns: (nullable): the setting of the age rule number @i; %NULL after the last */
const char *tb_core_retention_key (guint i);
/** tb_core_check_months: whether @value is a number of months; 0 or empty: never */
gboolean tb_core_check_months (const char *value,
                               gint64     *months);
gboolean tb_core_count_due (TbCore   *core,
                            guint     rule,
                            gint64    months,
                            gint64   *after,
                            guint    *count,
                            gboolean *has_more,
                            GError  **error);
/** tb_core_retain: the next few tickets of the day. @count: is added to; @has_more: (out): the day's work
 * goes on */
gboolean tb_core_retain (TbCore   *core,
                         guint    *count,
                         gboolean *has_more,
                         GError  **error);
/** tb_core_retain_anew: what was done today is done once more. */
gboolean tb_core_retain_anew (TbCore  *core,
                              GError **error);
gboolean tb_core_find_tombstone (TbCore             *core,
                                 gint64              partner,
                                 const char         *eid,
                                 TbTombstoneRecord **tombstone,
                                 GError            **error);

G_END_DECLS
