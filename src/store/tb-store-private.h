/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of the store share: a transaction from within. */
#pragma once

#include "tb-store-backend-private.h"
#include "tb-store-worker.h"

G_BEGIN_DECLS

/** TbTx: one transaction. What is noted in @changes and @counts is written at the commit. */
struct _TbTx
{
  TbConnection *connection; /* (borrowed) */
  gboolean      is_write;
  TbFaultFunc   fault; /* (nullable) */
  gpointer      fault_data;
  GPtrArray    *changes; /* (owned) TbChangeRecord: each once, in the order of their first mention */
  GHashTable   *noted;   /* (owned) TbChangeRecord (borrowed from @changes) */
  GArray       *counts;  /* (owned) CountStep since the last savepoint */
  GArray       *marks;   /* (owned) guint: length of @changes at each open savepoint */
};

/* tb-store-tx.c */
/** tb_tx_run: begins, runs @func, commits or rolls back. */
gboolean tb_tx_run (TbConnection *connection,
                    gboolean      is_write,
                    TbFaultFunc   fault,
                    gpointer      fault_data,
                    TbTxFunc      func,
                    gpointer      data,
                    GError      **error);
/** tb_tx_strike: whether the planted fault strikes here; then @error is set. */
gboolean tb_tx_strike (TbTx       *tx,
                       TbStoreStep step,
                       GError    **error);
/** tb_tx_note: one more row that other processes have to read again. */
void tb_tx_note (TbTx       *tx,
                 const char *kind,
                 gint64      row);

/* tb-store-counts.c */
GArray *tb_count_steps_new (void);
/** tb_tx_count: keeps the folders' counts when a ticket changes; either may be %NULL. */
void     tb_tx_count (TbTx                 *tx,
                      const TbTicketRecord *before,
                      const TbTicketRecord *after);
gboolean tb_tx_flush_counts (TbTx    *tx,
                             GError **error);
gboolean tb_tx_check_counts (TbTx      *tx,
                             GPtrArray *findings,
                             GError   **error);

/* tb-store-tidy.c */
/** TbTidy: the writer's connection, which is put in order while nothing else is to be done. */
typedef struct
{
  TbStoreWorker *worker;     /* (borrowed) (nullable): %NULL when inline: then nothing is */
  TbConnection  *connection; /* (borrowed) */
} TbTidy;
/** tb_tidy_later: on the worker, after a job: whatever that has left to be done. */
void tb_tidy_later (TbTidy *self);

G_END_DECLS
