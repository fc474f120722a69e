/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is left out, and what two sides do when one of them went back to a backup or is not where it was. */
#pragma once

#include "tb-core-private.h"

G_BEGIN_DECLS

/* tb-core-epoch.c */
/** TbHealing: of a partner: our new epoch is announced; what they tell of it is awaited. */
enum
{
  TB_HEAL_ANNOUNCE = 1,
  TB_HEAL_AWAIT = 2,
};
/** Of an engagement: nothing is told of it yet; the other side's word is awaited. */
enum
{
  TB_HEAL_UNTOLD = 1,
  TB_HEAL_PENDING = 2,
};
/** Of an item's link: the partner told that it has it, and in another form; our last event about it was not
 * acknowledged. */
enum
{
  TB_LINK_TOLD = 1,
  TB_LINK_DIFFERS = 2,
  TB_LINK_UNSENT = 4,
};
gboolean tb_core_meet_epoch (TbCore          *core,
                             TbPartnerRecord *partner,
                             const TbBatch   *batch,
                             gboolean        *listen,
                             GError         **error);
/** tb_core_new_epoch: we went back to a backup. @above: a number that the partner knows already */
gboolean tb_core_new_epoch (TbCore          *core,
                            TbPartnerRecord *partner,
                            gint64           above,
                            GError         **error);
/** tb_core_withdraw_unsent: what waits until an engagement is healed. */
gboolean tb_core_withdraw_unsent (TbCore             *core,
                                  TbEngagementRecord *e,
                                  GError            **error);

gboolean tb_core_withdraw_link (TbCore  *core,
                                gint64   partner,
                                GError **error);

/* tb-core-place.c */
/** tb_core_is_settled: a TbCoreFunc: (out) gboolean: the profile is where it was, and knows so. */
gboolean tb_core_is_settled (TbCore  *core,
                             gpointer settled,
                             GError **error);
/** tb_core_look_around: a TbCoreFunc: notes where the profile is, or that it is not where it was. */
gboolean tb_core_look_around (TbCore  *core,
                              gpointer data,
                              GError **error);
gboolean tb_core_moved (TbCore  *core,
                        GError **error);
gboolean tb_core_copied (TbCore  *core,
                         GError **error);

/* tb-core-heal.c: what is told */
/** tb_core_heal_begin: when both know both epochs. */
gboolean tb_core_heal_begin (TbCore  *core,
                             gint64   partner,
                             GError **error);
/** tb_core_heal_end: when all that they tell is taken. */
gboolean tb_core_heal_end (TbCore  *core,
                           gint64   partner,
                           GError **error);
/** tb_core_heal_tell: @is_missed: the other side may have lost the engagement and needs the whole offer */
gboolean tb_core_heal_tell (TbCore             *core,
                            TbEngagementRecord *e,
                            TbHealStep          step,
                            gboolean            is_missed,
                            GError            **error);

/* tb-core-heal-item.c */
/** tb_core_heal_take_yours: what the partner has of our items. @may_restore: what we have lost is made anew
 */
gboolean tb_core_heal_take_yours (TbCore             *core,
                                  TbEngagementRecord *e,
                                  const TbEvent      *event,
                                  gboolean            may_restore,
                                  GError            **error);
/** tb_core_heal_lost: (element-type TbItemLinkRecord): own items that the partner lacks or has in another
 * form, their revisions counted up */
GPtrArray *tb_core_heal_lost (TbCore             *core,
                              TbEngagementRecord *e,
                              GError            **error);
/** tb_core_heal_take_items: the partner's items, whatever the status. */
gboolean tb_core_heal_take_items (TbCore             *core,
                                  TbEngagementRecord *e,
                                  const TbEvent      *event,
                                  GError            **error);

/* tb-core-heal-apply.c */
/** tb_core_heal_apply: @e: (inout) (nullable): made when it was lost */
gboolean tb_core_heal_apply (TbCore              *core,
                             gint64               partner,
                             const TbEvent       *event,
                             TbEngagementRecord **e,
                             GError             **error);

/* tb-core-skip.c */
/** tb_core_can_skip: whether what an event says may stay unsaid. */
gboolean tb_core_can_skip (const TbEvent *event);
/** tb_core_skip: „Überspringen“: what is held of a ticket. @count: (out): how many */
gboolean tb_core_skip (TbCore  *core,
                       gint64   ticket,
                       guint   *count,
                       GError **error);
/** tb_core_unskip: the partner had applied what @row took the place of. */
gboolean tb_core_unskip (TbCore            *core,
                         const TbOutboxRow *row,
                         GError           **error);

/* tb-engine-backup.c */
/** tb_core_after_restore: what is to be done once after the profile went back; the first write does it. */
gboolean tb_core_after_restore (TbCore  *core,
                                GError **error);
/** tb_engine_after_restore: the same, at once. */
gboolean tb_engine_after_restore (TbEngine *self,
                                  GError  **error);

G_END_DECLS
