/* SPDX-License-Identifier: GPL-3.0-or-later
 * Outsourcing: terms, outsource, act. */
#include "config.h"

#include "tb-ctl-private.h"

#include "tb-money.h"
#include "tb-workflow.h"

#include <string.h>

/* What the options change: unsent terms as they are; of an ended outsourcing all but the deadlines. */
static void
terms_from_engagement (TbTerms                  *terms,
                       const TbEngagementRecord *e)
{
  *terms = (TbTerms){
    .instructions = e->instructions,
    .rate_kind = e->rate_kind,
    .amount = e->amount,
    .authorized_minutes = e->authorized_minutes,
    .authorized_charges = e->authorized_charges,
    .currency = e->currency,
    .customer_rate = e->customer_rate,
  };
  if (e->status != TB_STATUS_UNSENT)
    return;
  terms->answer_by = e->answer_by;
  terms->complete_by = e->complete_by;
}

static gboolean
read_rate (TbCtl   *self,
           TbTerms *terms,
           GError **error)
{
  const char *option = tb_ctl_has_option (self, "flat") ? "flat" : "rate";

  if (!tb_ctl_has_option (self, option))
    return TRUE;
  if (!tb_ctl_read_amount (self, option, TB_AMOUNT_NONE, &terms->amount, error))
    return FALSE;
  terms->rate_kind = strcmp (option, "flat") == 0 ? TB_RATE_FLAT : TB_RATE_HOURLY;
  if (terms->amount == TB_AMOUNT_NONE)
    terms->rate_kind = TB_RATE_NONE;
  return TRUE;
}

static gboolean
read_hours (TbCtl   *self,
            TbTerms *terms,
            GError **error)
{
  const char *text = tb_ctl_option (self, "hours");

  if (text == NULL)
    return TRUE;
  if (*text == '\0')
    {
      terms->authorized_minutes = TB_AMOUNT_NONE;
      return TRUE;
    }
  return tb_hours_parse_user (text, &terms->authorized_minutes, error);
}

static gboolean
read_terms (TbCtl   *self,
            TbTerms *terms,
            GError **error)
{
  if (tb_ctl_has_option (self, "instructions"))
    terms->instructions = tb_ctl_option (self, "instructions");
  return read_rate (self, terms, error) && read_hours (self, terms, error) &&
         tb_ctl_read_amount (self, "charges", TB_AMOUNT_NONE, &terms->authorized_charges, error) &&
         tb_ctl_read_amount (self, "customer-rate", TB_AMOUNT_NONE, &terms->customer_rate, error) &&
         tb_ctl_read_time (self, "answer-by", &terms->answer_by, error) &&
         tb_ctl_read_time (self, "complete-by", &terms->complete_by, error);
}

static gboolean
save_or_send (TbCtl        *self,
              TbCommandType type,
              GError      **error)
{
  TbTerms   terms = TB_TERMS_EMPTY;
  TbCommand command = { .type = type, .partner = tb_ctl_option (self, "partner") };
  gboolean  has_terms = g_hash_table_size (self->options) > (command.partner != NULL ? 1 : 0);

  if (tb_ctl_has_option (self, "rate") && tb_ctl_has_option (self, "flat"))
    return tb_ctl_refuse_usage (error, _ ("“--rate” and “--flat” exclude each other."));
  command.ticket = tb_ctl_read_ticket (self, error);
  if (command.ticket == 0)
    return FALSE;
  if (has_terms)
    {
      g_autoptr (TbTicketView) view = tb_engine_load_ticket (self->engine, command.ticket, error);
      TbEngagementView *latest = view != NULL ? tb_ticket_view_latest (view, TB_ROLE_LEAD) : NULL;

      if (view == NULL)
        return FALSE;
      if (latest != NULL)
        terms_from_engagement (&terms, latest->record);
      command.terms = &terms;
      /* What the terms borrow from the view is copied before it goes. */
      if (!read_terms (self, &terms, error) || !tb_engine_do (self->engine, &command, NULL, error))
        return FALSE;
    }
  else if (!tb_engine_do (self->engine, &command, NULL, error))
    {
      return FALSE;
    }
  return tb_ctl_print_status (self, command.ticket, TB_ROLE_LEAD, error);
}

gboolean
tb_ctl_terms (TbCtl   *self,
              GError **error)
{
  return save_or_send (self, TB_COMMAND_SAVE_TERMS, error);
}

gboolean
tb_ctl_outsource (TbCtl   *self,
                  GError **error)
{
  return save_or_send (self, TB_COMMAND_OUTSOURCE, error);
}

/** Step: what `act` can do, and as which side. */
typedef struct
{
  TbAction action;
  TbRole   role;
} Step;

gboolean
tb_ctl_act (TbCtl   *self,
            GError **error)
{
  static const Step steps[] = {
    { TB_ACTION_ACCEPT, TB_ROLE_SERVICE },
    { TB_ACTION_DECLINE, TB_ROLE_SERVICE },
    { TB_ACTION_SUBMIT, TB_ROLE_SERVICE },
    { TB_ACTION_CANCEL, TB_ROLE_LEAD },
    { TB_ACTION_APPROVE, TB_ROLE_LEAD },
    { TB_ACTION_REJECT, TB_ROLE_LEAD },
    { TB_ACTION_COMPLETE, TB_ROLE_LEAD },
    { TB_ACTION_DISCARD, TB_ROLE_LEAD },
  };
  const char *word = tb_ctl_arg (self, 1);
  TbCommand   command = {
      .type = TB_COMMAND_ACT,
      .reason = tb_ctl_option (self, "reason"),
      .organisation = tb_ctl_option (self, "organisation"),
  };
  guint i = 0;

  while (i < G_N_ELEMENTS (steps) && strcmp (word, tb_nick (TB_TYPE_ACTION, steps[i].action)) != 0)
    i++;
  if (i == G_N_ELEMENTS (steps))
    /* Translators: %s is what was typed as the name of a step. */
    return tb_ctl_refuse_usage (error, _ ("There is no step “%s”."), word);
  command.action = steps[i].action;
  command.ticket = tb_ctl_read_ticket (self, error);
  return command.ticket != 0 && tb_engine_do (self->engine, &command, NULL, error) &&
         tb_ctl_print_status (self, command.ticket, steps[i].role, error);
}
