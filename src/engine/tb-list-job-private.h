/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a list of tickets has read on the store's reader: what goes there, and what comes back. */
#pragma once

#include "tb-ticket-list-private.h"

G_BEGIN_DECLS

/** TB_LIST_HEAD: so many ids are read at first, and again after a change, of a list whose length is known. */
#define TB_LIST_HEAD 1000

/** TbListJobKind: @TB_LIST_JOB_OPEN: the first screen; @TB_LIST_JOB_ROWS: rows; @TB_LIST_JOB_REFRESH: what
 * differs from what the list has. */
typedef enum
{
  TB_LIST_JOB_OPEN,
  TB_LIST_JOB_ROWS,
  TB_LIST_JOB_REFRESH,
} TbListJobKind;

/** TbListPlace: where a row that was read stands in the new ids. */
typedef struct
{
  guint position;
  guint row;
} TbListPlace;

/** TbListJob: its list is a weak reference. The ids are those of the list's head, or all. */
typedef struct
{
  GWeakRef      list;
  GCancellable *cancel; /* (owned) */
  /* input */
  const TbListSource *source;
  TbListJobKind       kind;
  guint               generation;
  TbListQuery         query;     /* its search is owned */
  GArray             *old_ids;   /* (owned) (element-type gint64) */
  guint               old_items; /* the list's length */
  GArray             *row_ids;   /* (owned) (element-type gint64) */
  gboolean            reads_ids; /* of a refresh … */
  gboolean            reads_all; /* … not only the head; also output: because of … */
  gint64              sought;    /* … if it is in the list; 0: nothing */
  /* output */
  GArray    *ids;      /* (owned) (element-type gint64) */
  guint      n_items;  /* with those that were not read */
  gboolean   is_whole; /* n_items is right */
  GPtrArray *rows;     /* (owned) (element-type TbRecord): as row_ids, NULL for one that is gone */
  GArray    *places;   /* (owned) (element-type TbListPlace): of rows outside the changed range */
  guint      n_known;  /* so many of @ids were compared with all of @old_ids */
  guint      prefix;   /* the changed range begins here */
  guint      removed;
  guint      added;
  GArray    *steps; /* (owned) (nullable) (element-type TbIdStep): in place of the range */
} TbListJob;

/** TB_LIST_OF_TICKETS: the tickets of a folder, or those that a search finds in it. */
extern const TbListSource TB_LIST_OF_TICKETS;

TbListJob *tb_list_job_new (gpointer            list,
                            const TbListSource *source,
                            TbListJobKind       kind,
                            const TbListQuery  *query);
void       tb_list_job_free (gpointer job);
/** tb_list_job_run: on the reader */
gboolean tb_list_job_run (TbTx    *tx,
                          gpointer job,
                          GError **error);
/** tb_list_query_copy: @to: its search is owned */
void     tb_list_query_copy (TbListQuery       *to,
                             const TbListQuery *from);
gboolean tb_list_query_equal (const TbListQuery *a,
                              const TbListQuery *b);

G_END_DECLS
