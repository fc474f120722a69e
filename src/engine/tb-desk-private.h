/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of the desk share: a snapshot that is read on the store's reader, drafts on their way. */
#pragma once

#include "tb-core-private.h"
#include "tb-desk.h"

G_BEGIN_DECLS

/** TbDeskValues: what the properties of a desk show, in their order. */
typedef struct
{
  gint64 id; /* for the shape only */
  char  *company;
  char  *url;
  char  *listen;
  char  *file_limit;
  char  *fetch_limit;
  char  *mark;
  char  *zone;
  char  *currency;
  char  *mode;
  char  *user_name;
  gint64 user_id;
  gint64 permission; /* TbPermission */
  gint64 is_set_up;
  gint64 is_sample;
  gint64 names_travel;
  gint64 is_elsewhere;
  gint64 waiting;
  gint64 held;
  gint64 last_contact;
  gint64 next_attempt;
  char  *problem;
} TbDeskValues;
TB_DECLARE_RECORD (TbDeskValues, tb_desk_values, TB_DESK_VALUES)

/** TbDeskPart: what is read only when it may have changed. Settings, counts and delivery always are. */
typedef enum
{
  TB_DESK_PART_STATUSES = 1 << 0,
  TB_DESK_PART_USERS = 1 << 1,
  TB_DESK_PART_PARTNERS = 1 << 2,
  TB_DESK_PART_ALL = (1 << 3) - 1,
} TbDeskPart;

/** TbDeskSnapshot: one reading. */
typedef struct
{
  /* input */
  guint parts; /* of TbDeskPart */
  /* output; (nullable) what was not asked for */
  TbDeskValues *values;
  gint64        viewer;
  gint64        counts[TB_N_FOLDERS];
  GPtrArray    *statuses;
  GPtrArray    *users;
  GPtrArray    *partners;
  GPtrArray    *partner_extras; /* as @partners */
  GPtrArray    *recent_partners;
} TbDeskSnapshot;
TbDeskSnapshot *tb_desk_snapshot_new (guint parts);
void            tb_desk_snapshot_free (gpointer snapshot);
/** tb_desk_snapshot_read: a TbCoreFunc. */
gboolean tb_desk_snapshot_read (TbCore  *core,
                                gpointer snapshot,
                                GError **error);
/** tb_desk_parts_changed: which parts to read after @kind changed. Returns: %FALSE if nothing at all */
gboolean tb_desk_parts_changed (const char *kind,
                                guint      *parts);

G_END_DECLS
