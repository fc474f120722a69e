/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is asked before each step of the workflow. */
#include "config.h"

#include "tb-step-private.h"

#include <glib/gi18n.h>

/* clang-format off */
static const TbStep steps[] = {
  { TB_ACTION_DECLINE, TB_ROLE_SERVICE,
    N_("Decline ticket"),
    /* Translators: %s is the lead partner. */
    N_("%s gets the ticket back and can give it to somebody else. It leaves your folders."),
    N_("Reason (may be empty)"), NULL,
    N_("_Cancel"), N_("_Decline ticket"), TB_STEP_DESTRUCTIVE, N_("Ticket declined."), NULL },
  { TB_ACTION_CANCEL, TB_ROLE_LEAD,
    N_("Cancel outsourcing"),
    /* Translators: %s is the service partner. */
    N_("The offer to %s is taken back. You can outsource the ticket again at any time."),
    NULL, NULL,
    /* Translators: button: does not take the offer back. */
    N_("_Keep offer"),
    /* Translators: button: takes the offer back (“Stornieren”). */
    N_("_Cancel outsourcing"), TB_STEP_DESTRUCTIVE, N_("Outsourcing canceled."), NULL },
  { TB_ACTION_DISCARD, TB_ROLE_LEAD,
    N_("Discard terms"),
    /* Translators: %s is the service partner. */
    N_("The saved terms for %s are forgotten. Nothing of them was sent."),
    NULL, NULL,
    N_("_Cancel"), N_("_Discard terms"), TB_STEP_DESTRUCTIVE, N_("Terms discarded."), NULL },
  { TB_ACTION_SUBMIT, TB_ROLE_SERVICE,
    N_("Insourcing complete"),
    /* Translators: %s is the lead partner. */
    N_("You tell %s that the work is done and ask for approval."),
    NULL, NULL,
    N_("_Cancel"), N_("_Insourcing complete"), TB_STEP_SUGGESTED,
    N_("Submitted for approval."), tb_step_facts_submit },
  { TB_ACTION_REJECT, TB_ROLE_LEAD,
    N_("Reject completion"),
    /* Translators: %s is the service partner. */
    N_("The ticket goes back to %s, and the synchronization resumes. The reason stands among the entries on "
       "both sides."),
    N_("Reason"), N_("Please say what is still to be done."),
    N_("_Cancel"), N_("_Reject completion"), TB_STEP_DESTRUCTIVE, N_("Completion rejected."), NULL },
  { TB_ACTION_APPROVE, TB_ROLE_LEAD,
    N_("Approve completion"),
    /* Translators: %s is the service partner. */
    N_("The outsourcing to %s is complete then, and nothing is synchronized any more."),
    NULL, NULL,
    N_("_Cancel"), N_("_Approve completion"), TB_STEP_SUGGESTED,
    N_("Completion approved."), tb_step_facts_approve },
  { TB_ACTION_COMPLETE, TB_ROLE_LEAD,
    N_("Complete outsourcing"),
    /* Translators: %s is the service partner. */
    N_("The outsourcing ends now, before %s has reported that the work is done. Entries that are still on "
       "their way will no longer arrive."),
    NULL, NULL,
    N_("_Cancel"), N_("_Complete outsourcing"), TB_STEP_DESTRUCTIVE,
    N_("Outsourcing completed."), tb_step_facts_complete },
  { TB_ACTION_CLOSE_TICKET, TB_ROLE_LEAD,
    N_("Complete ticket and outsourcing"),
    /* Translators: %s is a ticket status. */
    N_("The ticket status “%s” means that the ticket is complete. That ends the outsourcing too: entries of "
       "the partner that are still on their way will no longer arrive."),
    NULL, NULL,
    N_("_Cancel"), N_("_Complete both"), TB_STEP_DESTRUCTIVE, N_("Ticket and outsourcing completed."),
    tb_step_facts_complete },
  { TB_ACTION_CLOSE_TICKET, TB_ROLE_SERVICE,
    N_("Complete insourced ticket"),
    /* Translators: %s is a ticket status. */
    N_("The ticket status “%s” means that the ticket is complete. On an insourced ticket that ends the "
       "insourcing on both sides at once, without approval. Usually you report “Insourcing complete”, and "
       "the lead partner approves."),
    NULL, NULL,
    N_("_Cancel"), N_("_Complete anyway"), TB_STEP_DESTRUCTIVE,
    N_("Ticket and insourcing completed."), NULL },
  { TB_ACTION_ASK, TB_ROLE_SERVICE,
    N_("Ask a question"),
    /* Translators: %s is the lead partner. */
    N_("%s is notified. The question and the answer stand among the entries."),
    N_("Question"), N_("Please type your question."),
    N_("_Cancel"), N_("_Ask"), TB_STEP_SUGGESTED, N_("Question sent."), NULL },
};
/* clang-format on */

const TbStep *
tb_steps (guint *n)
{
  g_return_val_if_fail (n != NULL, NULL);

  *n = G_N_ELEMENTS (steps);
  return steps;
}
