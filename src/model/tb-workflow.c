/* SPDX-License-Identifier: GPL-3.0-or-later
 * The workflow as tables: transitions, refusals, what is said of a status, menus. */
#include "config.h"

#include "tb-workflow.h"

#include "tb-i18n-private.h"

#define NONE TB_STATUS_BIT (TB_STATUS_NONE)
#define UNSENT TB_STATUS_BIT (TB_STATUS_UNSENT)
#define ASSIGNED TB_STATUS_BIT (TB_STATUS_ASSIGNED)
#define CANCELED TB_STATUS_BIT (TB_STATUS_CANCELED)
#define DECLINED TB_STATUS_BIT (TB_STATUS_DECLINED)
#define ACCEPTED TB_STATUS_BIT (TB_STATUS_ACCEPTED)
#define IN_PROGRESS TB_STATUS_BIT (TB_STATUS_IN_PROGRESS)
#define WAITING TB_STATUS_BIT (TB_STATUS_WAITING_APPROVAL)
#define COMPLETE TB_STATUS_BIT (TB_STATUS_COMPLETE)
#define LIVE TB_STATUS_MASK_LIVE
/* Nothing is on its way: a new engagement can begin. */
#define AT_REST (NONE | CANCELED | DECLINED | COMPLETE)
/* What a service partner can see. */
#define KNOWN_TO_PARTNER (ASSIGNED | CANCELED | DECLINED | LIVE | WAITING | COMPLETE)

/* The rows of product.md section 3. Effects of a row with REQUEST hold once the lead has done it. */
/* clang-format off */
static const TbTransition transitions[] = {
  { AT_REST, TB_ACTOR_LEAD, TB_ACTION_SAVE_TERMS, TB_STATUS_UNSENT, TB_VERB_NONE,
    TB_PERMISSION_OUTSOURCE, TB_NEEDS_PARTNER | TB_NEEDS_OPEN_TICKET, TB_EFFECT_NEW_ENGAGEMENT },
  { UNSENT, TB_ACTOR_LEAD, TB_ACTION_SAVE_TERMS, TB_STATUS_UNSENT, TB_VERB_NONE,
    TB_PERMISSION_OUTSOURCE, TB_NEEDS_OPEN_TICKET, TB_EFFECT_NONE },
  { AT_REST | UNSENT, TB_ACTOR_LEAD, TB_ACTION_OUTSOURCE, TB_STATUS_ASSIGNED, TB_VERB_NONE,
    TB_PERMISSION_OUTSOURCE, TB_NEEDS_TERMS | TB_NEEDS_PARTNER | TB_NEEDS_OPEN_TICKET,
    TB_EFFECT_NEW_ENGAGEMENT | TB_EFFECT_OFFER },
  { UNSENT, TB_ACTOR_LEAD, TB_ACTION_DISCARD, TB_STATUS_NONE, TB_VERB_NONE,
    TB_PERMISSION_OUTSOURCE, TB_NEEDS_NOTHING, TB_EFFECT_RESTORE },
  { ASSIGNED, TB_ACTOR_LEAD, TB_ACTION_CANCEL, TB_STATUS_CANCELED, TB_VERB_NONE,
    TB_PERMISSION_OUTSOURCE, TB_NEEDS_NOTHING, TB_EFFECT_STATUS_EVENT | TB_EFFECT_ERASE_OFFER },
  { LIVE, TB_ACTOR_LEAD, TB_ACTION_COMPLETE, TB_STATUS_COMPLETE, TB_VERB_NONE,
    TB_PERMISSION_OUTSOURCE, TB_NEEDS_NOTHING, TB_EFFECT_STATUS_EVENT | TB_EFFECT_END },
  { WAITING, TB_ACTOR_LEAD, TB_ACTION_APPROVE, TB_STATUS_COMPLETE, TB_VERB_NONE,
    TB_PERMISSION_OUTSOURCE, TB_NEEDS_NOTHING, TB_EFFECT_STATUS_EVENT | TB_EFFECT_END },
  { WAITING, TB_ACTOR_LEAD, TB_ACTION_REJECT, TB_STATUS_IN_PROGRESS, TB_VERB_NONE,
    TB_PERMISSION_OUTSOURCE, TB_NEEDS_REASON,
    TB_EFFECT_STATUS_EVENT | TB_EFFECT_RESUME | TB_EFFECT_REASON_NOTE },
  { UNSENT, TB_ACTOR_LEAD, TB_ACTION_CLOSE_TICKET, TB_STATUS_NONE, TB_VERB_NONE,
    TB_PERMISSION_NONE, TB_NEEDS_NOTHING, TB_EFFECT_RESTORE },
  { ASSIGNED, TB_ACTOR_LEAD, TB_ACTION_CLOSE_TICKET, TB_STATUS_COMPLETE, TB_VERB_NONE,
    TB_PERMISSION_NONE, TB_NEEDS_NOTHING,
    TB_EFFECT_STATUS_EVENT | TB_EFFECT_END },
  { LIVE | WAITING, TB_ACTOR_LEAD, TB_ACTION_CLOSE_TICKET, TB_STATUS_COMPLETE, TB_VERB_NONE,
    TB_PERMISSION_NONE, TB_NEEDS_NOTHING, TB_EFFECT_STATUS_EVENT | TB_EFFECT_END },

  { ASSIGNED, TB_ACTOR_CLOCK, TB_ACTION_AUTO_DECLINE, TB_STATUS_DECLINED, TB_VERB_NONE,
    TB_PERMISSION_NONE, TB_NEEDS_NOTHING, TB_EFFECT_STATUS_EVENT | TB_EFFECT_ERASE_OFFER },

  { ASSIGNED, TB_ACTOR_SERVICE, TB_ACTION_ACCEPT, TB_STATUS_ACCEPTED, TB_VERB_ACCEPT,
    TB_PERMISSION_OUTSOURCE, TB_NEEDS_MAPPING | TB_NEEDS_IN_TIME,
    TB_EFFECT_REQUEST | TB_EFFECT_STATUS_EVENT | TB_EFFECT_OPEN_SYNC },
  { ASSIGNED, TB_ACTOR_SERVICE, TB_ACTION_DECLINE, TB_STATUS_DECLINED, TB_VERB_DECLINE,
    TB_PERMISSION_OUTSOURCE, TB_NEEDS_NOTHING,
    TB_EFFECT_REQUEST | TB_EFFECT_STATUS_EVENT | TB_EFFECT_ERASE_OFFER },
  { ACCEPTED, TB_ACTOR_SERVICE, TB_ACTION_START, TB_STATUS_IN_PROGRESS, TB_VERB_START,
    TB_PERMISSION_NONE, TB_NEEDS_NOTHING, TB_EFFECT_REQUEST | TB_EFFECT_STATUS_EVENT },
  { IN_PROGRESS, TB_ACTOR_SERVICE, TB_ACTION_START, TB_STATUS_IN_PROGRESS, TB_VERB_START,
    TB_PERMISSION_NONE, TB_NEEDS_NOTHING, TB_EFFECT_REQUEST },
  { LIVE, TB_ACTOR_SERVICE, TB_ACTION_SUBMIT, TB_STATUS_WAITING_APPROVAL, TB_VERB_SUBMIT,
    TB_PERMISSION_NONE, TB_NEEDS_NOTHING,
    TB_EFFECT_REQUEST | TB_EFFECT_STATUS_EVENT | TB_EFFECT_SUSPEND },
  { LIVE | WAITING, TB_ACTOR_SERVICE, TB_ACTION_CLOSE_TICKET, TB_STATUS_COMPLETE, TB_VERB_COMPLETE,
    TB_PERMISSION_NONE, TB_NEEDS_NOTHING, TB_EFFECT_REQUEST | TB_EFFECT_STATUS_EVENT | TB_EFFECT_END },
};

static const TbAction verb_actions[] = {
  [TB_VERB_NONE] = TB_ACTION_SHOW_TERMS,
  [TB_VERB_ACCEPT] = TB_ACTION_ACCEPT,
  [TB_VERB_DECLINE] = TB_ACTION_DECLINE,
  [TB_VERB_START] = TB_ACTION_START,
  [TB_VERB_SUBMIT] = TB_ACTION_SUBMIT,
  [TB_VERB_COMPLETE] = TB_ACTION_CLOSE_TICKET,
};

/* With what a request is refused: to answer an offer (accept, decline), to work (all others, and items). */
static const struct
{
  TbProblem offer;
  TbProblem work;
} refusals[TB_N_STATUSES] = {
  [TB_STATUS_NONE] = { TB_PROBLEM_NOT_NOW, TB_PROBLEM_NOT_ACCEPTED },
  [TB_STATUS_UNSENT] = { TB_PROBLEM_NOT_NOW, TB_PROBLEM_NOT_ACCEPTED },
  [TB_STATUS_ASSIGNED] = { TB_PROBLEM_NOT_NOW, TB_PROBLEM_NOT_ACCEPTED },
  [TB_STATUS_CANCELED] = { TB_PROBLEM_CANCELED, TB_PROBLEM_NOT_ACCEPTED },
  [TB_STATUS_DECLINED] = { TB_PROBLEM_DECLINED, TB_PROBLEM_NOT_ACCEPTED },
  [TB_STATUS_ACCEPTED] = { TB_PROBLEM_NOT_NOW, TB_PROBLEM_NOT_NOW },
  [TB_STATUS_IN_PROGRESS] = { TB_PROBLEM_NOT_NOW, TB_PROBLEM_NOT_NOW },
  [TB_STATUS_WAITING_APPROVAL] = { TB_PROBLEM_NOT_NOW, TB_PROBLEM_NOT_NOW },
  [TB_STATUS_COMPLETE] = { TB_PROBLEM_ENDED, TB_PROBLEM_ENDED },
};

static const TbStatusLook looks[TB_N_STATUSES] = {
  [TB_STATUS_NONE] = {
    /* Translators: the outsourcing status of a ticket that was never given to a partner. */
    N_("Not outsourced"),
    N_("This ticket has not been given to a partner."),
    N_("This ticket has not been given to a partner."),
    "outsourcing-none", "view-list-symbolic" },
  [TB_STATUS_UNSENT] = {
    /* Translators: outsourcing status and folder: the terms are saved, the partner knows nothing yet. */
    N_("Not sent"),
    N_("The terms are saved. The partner does not know of this ticket yet."),
    N_("This ticket has not been sent yet."),
    "outsourcing-unsent", "document-edit-symbolic" },
  [TB_STATUS_ASSIGNED] = {
    /* Translators: outsourcing status: offered to a partner who has not answered. */
    N_("Assigned"),
    N_("The partner has not accepted or declined the ticket yet."),
    N_("The lead partner is waiting for you to accept or decline the ticket."),
    "outsourcing-assigned", "mail-send-symbolic" },
  [TB_STATUS_CANCELED] = {
    /* Translators: outsourcing status and folder: the offer was taken back before it was answered. */
    N_("Canceled"),
    N_("The outsourcing was canceled before the partner had answered. You can save new terms."),
    N_("The lead partner has canceled the outsourcing."),
    "outsourcing-canceled", "process-stop-symbolic" },
  [TB_STATUS_DECLINED] = {
    /* Translators: outsourcing status and folder: the partner, or the clock, has refused the ticket. */
    N_("Declined"),
    N_("The ticket was declined. You can give it to another partner."),
    N_("The ticket was declined."),
    "outsourcing-declined", "action-unavailable-symbolic" },
  [TB_STATUS_ACCEPTED] = {
    /* Translators: outsourcing status and folder: the service partner has taken the ticket on. */
    N_("Accepted"),
    N_("The partner has accepted the ticket, but has not worked on it yet."),
    N_("You have accepted the ticket. It goes to “In progress” with your first note, time entry or charge."),
    "outsourcing-accepted", "selection-mode-symbolic" },
  [TB_STATUS_IN_PROGRESS] = {
    N_("In progress"),
    N_("The partner is working on the ticket. New entries reach both sides."),
    N_("You are working on the ticket. New entries reach both sides."),
    "outsourcing-in-progress", "media-playback-start-symbolic" },
  [TB_STATUS_WAITING_APPROVAL] = {
    N_("Waiting for approval"),
    N_("The partner has finished the work. Please approve or reject the completion. "
       "The synchronization is suspended: earlier entries are read-only, new ones stay here."),
    N_("The lead partner has to approve the completion. "
       "The synchronization is suspended: earlier entries are read-only, new ones stay here."),
    "outsourcing-waiting-approval", "document-open-recent-symbolic" },
  [TB_STATUS_COMPLETE] = {
    /* Translators: outsourcing status and folder: the work is done and approved. Not the verb. */
    N_("Complete"),
    N_("The outsourcing is complete. Nothing is synchronized any more."),
    N_("The insourcing is complete. Nothing is synchronized any more."),
    "outsourcing-complete", "object-select-symbolic" },
};

/* No key is one of the window's (tb-application.c), of GTK's inspector (D, I) or of typing special characters
 * (E, U). The same step has the same key in both menus. */
static const TbMenuItem menu_items[] = {
  { TB_ROLE_LEAD, AT_REST, TB_ACTION_CHOOSE, TB_PERMISSION_OUTSOURCE,
    /* Translators: menu “Outsource”, below the partners used last: choose any partner. */
    N_("Other partner…"), "<Control><Shift>o" },
  { TB_ROLE_LEAD, UNSENT | ASSIGNED | LIVE, TB_ACTION_SHOW_TERMS, TB_PERMISSION_OUTSOURCE,
    /* Translators: menu: opens the terms under which the ticket is outsourced. */
    N_("Show terms"), "<Control><Shift>b" },
  { TB_ROLE_LEAD, UNSENT, TB_ACTION_DISCARD, TB_PERMISSION_OUTSOURCE,
    N_("Discard terms"), "<Control><Shift>x" },
  { TB_ROLE_LEAD, ASSIGNED, TB_ACTION_CANCEL, TB_PERMISSION_OUTSOURCE,
    /* Translators: menu: takes an offer back that the partner has not answered (“Stornieren”). */
    N_("Cancel outsourcing"), "<Control><Shift>s" },
  { TB_ROLE_LEAD, LIVE, TB_ACTION_COMPLETE, TB_PERMISSION_OUTSOURCE,
    /* Translators: menu: the lead partner ends the work before it was submitted (“Abschließen”). */
    N_("Complete outsourcing"), "<Control><Shift>f" },
  { TB_ROLE_LEAD, WAITING, TB_ACTION_APPROVE, TB_PERMISSION_OUTSOURCE,
    N_("Approve completion"), "<Control><Shift>g" },
  { TB_ROLE_LEAD, WAITING, TB_ACTION_REJECT, TB_PERMISSION_OUTSOURCE,
    /* Translators: menu: the work is not done yet; it goes back to the partner. Never the same word as for
     * declining a ticket. */
    N_("Reject completion…"), "<Control><Shift>r" },
  { TB_ROLE_LEAD, WAITING, TB_ACTION_SHOW_TERMS, TB_PERMISSION_OUTSOURCE,
    N_("Show terms"), "<Control><Shift>b" },

  { TB_ROLE_SERVICE, ASSIGNED, TB_ACTION_ACCEPT, TB_PERMISSION_OUTSOURCE,
    N_("Accept outsourcing…"), "<Control><Shift>y" },
  { TB_ROLE_SERVICE, ASSIGNED, TB_ACTION_DECLINE, TB_PERMISSION_OUTSOURCE,
    /* Translators: menu: the ticket is not taken on. Never the same word as for rejecting a completion. */
    N_("Decline ticket…"), "<Control><Shift>l" },
  { TB_ROLE_SERVICE, LIVE, TB_ACTION_SUBMIT, TB_PERMISSION_NONE,
    /* Translators: menu: tells the lead partner that the work is done (“Insourcing abgeschlossen …”). */
    N_("Insourcing complete…"), "<Control><Shift>Return" },
  { TB_ROLE_SERVICE, LIVE, TB_ACTION_ASK, TB_PERMISSION_NONE,
    N_("Ask a question…"), "<Control><Shift>h" },
  { TB_ROLE_SERVICE, KNOWN_TO_PARTNER, TB_ACTION_SHOW_TERMS, TB_PERMISSION_NONE,
    N_("Show terms"), "<Control><Shift>b" },
};
/* clang-format on */

const TbTransition *
tb_transitions (guint *n)
{
  g_return_val_if_fail (n != NULL, NULL);

  *n = G_N_ELEMENTS (transitions);
  return transitions;
}

const TbTransition *
tb_transition_find (TbStatus status,
                    TbActor  actor,
                    TbAction action)
{
  guint i;

  g_return_val_if_fail (status < TB_N_STATUSES, NULL);

  for (i = 0; i < G_N_ELEMENTS (transitions); i++)
    {
      const TbTransition *row = &transitions[i];

      if (row->action == action && row->actor == actor && (row->from & TB_STATUS_BIT (status)) != 0)
        return row;
    }
  return NULL;
}

const TbTransition *
tb_transition_check (TbStatus     status,
                     TbActor      actor,
                     TbAction     action,
                     TbPermission permission,
                     GError     **error)
{
  const TbTransition *row = tb_transition_find (status, actor, action);

  if (row == NULL)
    {
      tb_problem_set (error, TB_PROBLEM_NOT_NOW, tb_nick (TB_TYPE_STATUS, status));
      return NULL;
    }
  if (actor != TB_ACTOR_CLOCK && permission < row->permission)
    {
      tb_problem_set (error, TB_PROBLEM_PERMISSION, tb_nick (TB_TYPE_PERMISSION, row->permission));
      return NULL;
    }
  return row;
}

TbAction
tb_verb_to_action (TbVerb verb)
{
  g_return_val_if_fail (verb < G_N_ELEMENTS (verb_actions), TB_ACTION_SHOW_TERMS);

  return verb_actions[verb];
}

TbProblem
tb_status_refusal (TbStatus status,
                   TbVerb   verb)
{
  g_return_val_if_fail (status < TB_N_STATUSES, TB_PROBLEM_NOT_NOW);

  if (verb == TB_VERB_ACCEPT || verb == TB_VERB_DECLINE)
    return refusals[status].offer;
  return refusals[status].work;
}

const TbStatusLook *
tb_status_look (TbStatus status)
{
  g_return_val_if_fail (status < TB_N_STATUSES, NULL);

  return &looks[status];
}

const TbMenuItem *
tb_menu_items (guint *n)
{
  g_return_val_if_fail (n != NULL, NULL);

  *n = G_N_ELEMENTS (menu_items);
  return menu_items;
}

GPtrArray *
tb_menu (TbRole       role,
         TbStatus     status,
         TbPermission permission)
{
  GPtrArray *menu = g_ptr_array_new ();
  guint      i;

  g_return_val_if_fail (status < TB_N_STATUSES, menu);

  for (i = 0; i < G_N_ELEMENTS (menu_items); i++)
    {
      const TbMenuItem *item = &menu_items[i];

      if (item->role == role &&
          (item->statuses & TB_STATUS_BIT (status)) != 0 &&
          permission >= item->permission)
        g_ptr_array_add (menu, (gpointer)item);
    }
  return menu;
}

gboolean
tb_menu_is_visible (TbPermission permission)
{
  return permission >= TB_PERMISSION_OUTSOURCE;
}
