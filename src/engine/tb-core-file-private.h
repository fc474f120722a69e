/* SPDX-License-Identifier: GPL-3.0-or-later
 * The engine's inside: attached files on their way in, to partners and from them. */
#pragma once

#include "tb-core-private.h"

G_BEGIN_DECLS

/* tb-core-arrival.c */
/** tb_core_has_come: @has_come: (out): whether the bytes are here because @partner has sent them, or has got
 * them from us; that they are here for another reason does not count */
gboolean
tb_core_has_come (TbCore *core, gint64 partner, const char *sha256, gboolean *has_come, GError **error);
/** tb_core_arrive: takes a part of a file for an engagement. @have: (out): bytes that the partner has here.
 * %TB_PROBLEM_TOO_MANY_REQUESTS if it has too much here that no item names, %TB_PROBLEM_MALFORMED */
gboolean tb_core_arrive (
  TbCore *core, const TbEngagementRecord *e, const TbFilePart *part, gint64 *have, GError **error);
/** tb_core_receive_part: files/put */
TbEnvelope *
tb_core_receive_part (TbCore *core, TbPartnerRecord *partner, const TbEnvelope *request, GError **error);
/** tb_core_arrival_named: an item of the partner names it now. */
gboolean tb_core_arrival_named (TbCore     *core,
                                gint64      partner,
                                const char *sha256,
                                GError    **error);
/** tb_core_is_declined: @is_declined: (out): whether it is not to come now; @most: (out): as in
 * #TbFileRequest */
gboolean tb_core_is_declined (TbCore     *core,
                              gint64      partner,
                              const char *sha256,
                              gboolean   *is_declined,
                              gint64     *most,
                              GError    **error);
/** tb_core_may_come_without: @may: (out): whether its item is taken without its bytes */
gboolean
tb_core_may_come_without (TbCore *core, gint64 partner, const char *sha256, gboolean *may, GError **error);
/** tb_core_stop_arrival: the partner has taken it back; what an item names stays. */
gboolean tb_core_stop_arrival (TbCore     *core,
                               gint64      partner,
                               const char *sha256,
                               GError    **error);
/** tb_core_add_wishes: asks for what was declined and is to come now. */
gboolean tb_core_add_wishes (TbCore          *core,
                             TbPartnerRecord *partner,
                             TbBatch         *batch,
                             GError         **error);
/** tb_core_choose_file: „Laden“ or „Nicht laden“. %TB_PROBLEM_NOT_FOUND, %TB_PROBLEM_ENDED */
gboolean tb_core_choose_file (TbCore     *core,
                              gint64      ticket,
                              const char *sha256,
                              gboolean    is_wanted,
                              GError    **error);
gboolean tb_core_forget_arrival (TbCore                *core,
                                 const TbArrivalRecord *arrival,
                                 GError               **error);
/** tb_core_tidy_arrivals: what no item has named for a week goes. */
gboolean tb_core_tidy_arrivals (TbCore  *core,
                                GError **error);

/* tb-core-travel.c */
/** tb_core_release_links: what waits for the bytes of @put gets its event. */
gboolean tb_core_release_links (TbCore            *core,
                                const TbPutRecord *put,
                                GError           **error);

/* tb-core-put.c: files that go to a partner */
/** tb_core_put_declined: the partner does not take it now: its event goes without it. */
gboolean tb_core_put_declined (TbCore            *core,
                               const TbPutRecord *put,
                               gint64             most,
                               GError           **error);
/** tb_core_cancel_put: nothing waits for it any more. */
gboolean tb_core_cancel_put (TbCore     *core,
                             gint64      partner,
                             const char *sha256,
                             GError    **error);
/** tb_core_put_told: the partner knows that it was taken back. */
gboolean tb_core_put_told (TbCore            *core,
                           const TbPutRecord *put,
                           GError           **error);
/** tb_core_take_wishes: what the partner asks for goes. */
gboolean tb_core_take_wishes (TbCore        *core,
                              gint64         partner,
                              const TbBatch *batch,
                              GError       **error);

/** tb_core_settle_part: the answer to files/put */
gboolean tb_core_settle_part (
  TbCore *core, gint64 partner, const TbEnvelope *request, const TbEnvelope *answer, GError **error);
/** tb_core_settle_canceled: files/put was refused. @is_told: (out): it said that no more of it comes */
gboolean tb_core_settle_canceled (
  TbCore *core, gint64 partner, const TbEnvelope *request, gboolean *is_told, GError **error);

/* tb-engine-file.c */
/** tb_file_take: stores the bytes of a file to attach, in pieces. @draft: its size is filled in. Returns:
 * (transfer full): sha256; %NULL with %TB_PROBLEM_FILE_UNREADABLE (argument: the path),
 * %TB_PROBLEM_FILE_TOO_LARGE, %TB_STORE_ERROR, and nothing of it stays */
char *tb_file_take (TbStore      *store,
                    TbItemDraft  *draft,
                    GCancellable *cancellable,
                    GError      **error);

/* tb-core-people.c */
/** tb_core_file_limit: @setting: %TB_SETTING_FILE_LIMIT or %TB_SETTING_FETCH_LIMIT; @limit: (out): in bytes,
 * never more than %TB_LIMIT_FILE_BYTES */
gboolean tb_core_file_limit (TbTx       *tx,
                             const char *setting,
                             gint64     *limit,
                             GError    **error);

G_END_DECLS
