/* SPDX-License-Identifier: GPL-3.0-or-later
 * What „Asks before a step“ knows of each step: tables and facts. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

/** TbStepFact: a line of the dialog: what it is, how it is; free with tb_step_fact_free(). */
typedef struct
{
  char    *title;
  char    *text;
  gboolean stands_out; /* more than was authorised */
} TbStepFact;
void tb_step_fact_free (TbStepFact *self);

/** tb_step_facts_show: fills a list with rows for facts (element-type TbStepFact); an empty one is hidden. */
void tb_step_facts_show (GtkListBox *list,
                         GPtrArray  *facts);

/** tb_step_fit_height: makes a dialog as high as its text, which wraps, at most @most. */
void tb_step_fit_height (GtkScrolledWindow *scrolled,
                         int                most);

/** TbStepFacts: adds facts (element-type TbStepFact) for a step about @engagement. */
typedef void (*TbStepFacts) (GPtrArray     *facts,
                             TbDesk        *desk,
                             TbTicketSheet *sheet,
                             TbEngagement  *engagement);

/** tb_step_facts_submit: what becomes read-only. */
void tb_step_facts_submit (GPtrArray     *facts,
                           TbDesk        *desk,
                           TbTicketSheet *sheet,
                           TbEngagement  *engagement);
/** tb_step_facts_approve: what the partner recorded, of what was authorised. */
void tb_step_facts_approve (GPtrArray     *facts,
                            TbDesk        *desk,
                            TbTicketSheet *sheet,
                            TbEngagement  *engagement);
/** tb_step_facts_complete: when the partner was last heard from; then as above. */
void tb_step_facts_complete (GPtrArray     *facts,
                             TbDesk        *desk,
                             TbTicketSheet *sheet,
                             TbEngagement  *engagement);

/** tb_step_facts_accept: the offer: from whom, where, under which terms. */
void tb_step_facts_accept (GPtrArray     *facts,
                           TbDesk        *desk,
                           TbTicketSheet *sheet,
                           TbEngagement  *engagement);
/** tb_step_find_partner: Returns: (transfer none) (nullable) */
TbPartner *tb_step_find_partner (TbDesk *desk,
                                 gint64  partner);

/** TbStep: one row a step and side: all that differs between the dialogs. Texts are msgids. */
typedef struct
{
  TbAction    action;
  TbRole      role;
  const char *title;
  const char *body;           /* at most one %s: the partner, or the Ticketstatus if that is to be set */
  const char *reason;         /* (nullable): no reason is asked for */
  const char *reason_missing; /* (nullable): it may be empty */
  const char *dismiss;
  const char *confirm;
  const char *css_class; /* of the confirming button */
  const char *toast;
  TbStepFacts add_facts; /* (nullable) */
} TbStep;

#define TB_STEP_SUGGESTED "suggested-action"
#define TB_STEP_DESTRUCTIVE "destructive-action"

/** tb_steps: @n: (out). Returns: (transfer none) (array length=n): the table */
const TbStep *tb_steps (guint *n);

G_END_DECLS
