/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a list shows and in which order: asked by views, answered by the store. */
#pragma once

#include "tb-workflow.h"

G_BEGIN_DECLS

/**
 * TbSort: what a list can be sorted by, each with an index.
 * @TB_SORT_BEST: of what is searched, first the tickets with all words in the title; each the last changed
 *   first, in both directions. Only the newest matches are weighed, the others come last
 */
typedef enum
{
  TB_SORT_NUMBER,
  TB_SORT_UPDATED,
  TB_SORT_DUE,
  TB_SORT_TITLE,
  TB_SORT_BEST,
} TbSort;

/**
 * TbListQuery:
 * @folder: which folder
 * @viewer: 0 for all; in the outsourcing folders a user's id for only those that this user is assigned to or
 *   sent, the id's negative for these and the received offers that nobody is assigned to (permission
 *   „Outsourcing zulassen“: who may accept an offer must see it)
 * @search: (nullable): words as typed, the last one perhaps only begun if it has three letters; umlauts and
 *   case do not matter
 * @sort: by what; @descending: newest or highest first
 */
typedef struct
{
  TbFolderId  folder;
  gint64      viewer;
  const char *search;
  TbSort      sort;
  gboolean    descending;
} TbListQuery;

/** TbExportRow: what a file for a spreadsheet holds of a ticket. All texts are nullable and borrowed: they
 * are gone when the function returns that was given the row. */
typedef struct
{
  const char *number, *title, *description, *queue;
  const char *organisation, *organisation_phone, *street, *postcode, *town;
  const char *contact, *contact_phone;
  const char *status;  /* the Ticketstatus' name */
  const char *partner; /* of the latest engagement */
  TbStatus    outsourcing_status;
  TbPriority  priority;
  gint64      due_at;
} TbExportRow;

/** TbExportFunc: is given one row after the other. Returns: %FALSE to stop, with @error */
typedef gboolean (*TbExportFunc) (const TbExportRow *row,
                                  gpointer           data,
                                  GError           **error);

G_END_DECLS
