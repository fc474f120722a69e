/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a batch reads once and writes once. */
#pragma once

#include "tb-core-private.h"

G_BEGIN_DECLS

/** TbKept: while the rows of a batch are taken. */
typedef struct _TbKept
{
  GHashTable *engagements; /* (owned): of tb-core-kept.c */
  gint64      partner;
  char       *name;      /* (owned): of the partner */
  gboolean    is_group;  /* rows are taken under one savepoint */
  gboolean    is_spoilt; /* one of them cannot be taken so */
} TbKept;

/** tb_core_is_entry: it brings items, and nothing else. @event: (nullable) */
gboolean tb_core_is_entry (const TbEvent *event);
void     tb_core_begin_keeping (TbCore *core, const TbPartnerRecord *partner);
void     tb_core_end_keeping (TbCore *core);
/** tb_core_forget_kept: it was undone. */
void tb_core_forget_kept (TbCore *core);
/** tb_core_write_kept: before anything but an entry is done, and at the end; nothing is kept then. */
gboolean tb_core_write_kept (TbCore  *core,
                             GError **error);
/** tb_core_find_engagement: of an event, the kept one if it is an entry. @e: (out) (transfer full): %NULL if
 * there is none */
gboolean tb_core_find_engagement (TbCore              *core,
                                  const TbEvent       *event,
                                  TbEngagementRecord **e,
                                  GError             **error);
/** tb_core_keep_engagement: if it can be kept for @event. */
gboolean tb_core_keep_engagement (TbCore             *core,
                                  TbEngagementRecord *e,
                                  const TbEvent      *event,
                                  GError            **error);
/** tb_core_take_n: stores @e, at once or with all that is kept. */
gboolean        tb_core_take_n (TbCore             *core,
                                TbEngagementRecord *e,
                                gint64              n,
                                GError            **error);
void            tb_core_note_parked (TbCore     *core,
                                     const char *eid);
gboolean        tb_core_has_parked (TbCore     *core,
                                    const char *eid);
TbTicketRecord *tb_core_ticket_of (TbCore                   *core,
                                   const TbEngagementRecord *e,
                                   GError                  **error);
char           *tb_core_partner_name (TbCore  *core,
                                      gint64   partner,
                                      GError **error);

G_END_DECLS
