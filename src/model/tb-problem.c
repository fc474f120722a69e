/* SPDX-License-Identifier: GPL-3.0-or-later
 * Everything that can be refused, as codes with an argument: the error domain of engine, wire and sync. */
#include "config.h"

#include "tb-problem.h"

#include "tb-i18n-private.h"
#include "tb-record.h"

#include <string.h>

typedef struct
{
  char *argument;
  char *field;
} TbProblemPrivate;

typedef struct
{
  const char *nick;
  const char *text;
} TbProblemRow;

/* clang-format off */
static const TbProblemRow problems[TB_N_PROBLEMS] = {
  [TB_PROBLEM_NOT_FOUND] = { "not-found", N_("“%s” was not found.") },
  [TB_PROBLEM_NAME_TAKEN] = { "name-taken", N_("The name “%s” is already in use.") },
  [TB_PROBLEM_EMPTY] = { "empty", N_("This must not be empty: %s.") },
  [TB_PROBLEM_TOO_LONG] = { "too-long", N_("This is too long: %s.") },
  [TB_PROBLEM_BAD_AMOUNT] = { "bad-amount",
    N_("“%s” is not an amount. Please type it like 85.00, without a minus sign.") },
  [TB_PROBLEM_BAD_NUMBER] = { "bad-number", N_("“%s” is not a number that fits here.") },
  [TB_PROBLEM_BAD_DATE] = { "bad-date", N_("“%s” is not a date. Please type it like 2026-11-25 18:00.") },
  [TB_PROBLEM_BAD_VALUE] = { "bad-value", N_("“%s” does not fit here.") },
  [TB_PROBLEM_BAD_ENCODING] = { "bad-encoding", N_("The text is not valid UTF-8.") },
  [TB_PROBLEM_PERMISSION] = { "permission", N_("You need the permission “%s” for this.") },
  [TB_PROBLEM_NOT_NOW] = { "not-now", N_("This is not possible while the outsourcing status is “%s”.") },
  [TB_PROBLEM_NOT_OUTSOURCED] = { "not-outsourced", N_("This ticket is not outsourced in that way.") },
  [TB_PROBLEM_TICKET_COMPLETE] = { "ticket-complete",
    N_("The ticket is complete. Please open it again first.") },
  [TB_PROBLEM_PARTNER_INACTIVE] = { "partner-inactive",
    N_("There is no active agreement in which you hand tickets to “%s”.") },
  [TB_PROBLEM_ANSWER_BY_PAST] = { "answer-by-past", N_("The answer deadline must lie in the future.") },
  [TB_PROBLEM_COMPLETE_BEFORE_ANSWER] = { "complete-before-answer",
    N_("The completion deadline must not lie before the answer deadline.") },
  [TB_PROBLEM_REASON_REQUIRED] = { "reason-required", N_("Please give a reason.") },
  [TB_PROBLEM_MAPPING_REQUIRED] = { "mapping-required",
    N_("This is the first ticket from “%s”: please say which of your organisations stands for this "
       "lead partner.") },
  [TB_PROBLEM_READ_ONLY] = { "read-only",
    N_("This entry is read-only while the ticket waits for approval.") },
  [TB_PROBLEM_LOCKED] = { "locked", N_("This entry cannot be changed.") },
  [TB_PROBLEM_ACCEPTANCE_PENDING] = { "acceptance-pending",
    N_("The lead partner has not confirmed the acceptance yet. Until then nothing can be added or "
       "changed.") },
  [TB_PROBLEM_REQUEST_PENDING] = { "request-pending",
    N_("The lead partner has not answered your last message about this ticket yet.") },
  [TB_PROBLEM_WAS_ACCEPTED] = { "was-accepted",
    N_("A ticket that a partner has accepted cannot be deleted.") },
  [TB_PROBLEM_LAST_ADMIN] = { "last-admin",
    N_("At least one active user must keep the permission “Allow all”.") },
  [TB_PROBLEM_LAST_COMPLETE_STATUS] = { "last-complete-status",
    N_("At least one ticket status must mean “complete”.") },
  [TB_PROBLEM_USER_ACTIVE] = { "user-active",
    N_("“%s” is an active user here. Please set the user inactive first.") },
  [TB_PROBLEM_BLOCKED] = { "blocked",
    N_("“%s” is blocked: the data may neither be used for new tickets nor handed to a partner.") },
  [TB_PROBLEM_USER_INACTIVE] = { "user-inactive", N_("The user “%s” is not active.") },
  [TB_PROBLEM_NO_URL] = { "no-url",
    N_("Please set your own address first, so that partners can reach you.") },
  [TB_PROBLEM_INVITATION_BROKEN] = { "invitation-broken",
    N_("This is not a complete invitation. Please copy it again, from the first to the last "
       "character.") },
  [TB_PROBLEM_INVITATION_EXPIRED] = { "invitation-expired",
    N_("This invitation has expired. Please ask your partner for a new one.") },
  [TB_PROBLEM_INVITATION_USED] = { "invitation-used", N_("This invitation has already been used.") },
  [TB_PROBLEM_INVITATION_OWN] = { "invitation-own",
    N_("This is your own invitation. Please hand it to your partner.") },
  [TB_PROBLEM_ALREADY_LINKED] = { "already-linked", N_("You already work with “%s” in this direction.") },
  [TB_PROBLEM_LINK_STOPPED] = { "link-stopped", N_("The link to “%s” has stopped.") },
  [TB_PROBLEM_NEWER_PROTOCOL] = { "newer-protocol",
    N_("Your partner speaks version %s of the link protocol, which this version of the program does "
       "not know. Please update it.") },
  [TB_PROBLEM_FILE_UNREADABLE] = { "file-unreadable", N_("The file “%s” cannot be read.") },
  [TB_PROBLEM_FILE_TOO_LARGE] = { "file-too-large", N_("This file is larger than %s MB.") },
  [TB_PROBLEM_DISK_FULL] = { "disk-full", N_("The disk is full.") },
  [TB_PROBLEM_ENDED] = { "ended", N_("The lead partner has already completed this ticket.") },
  [TB_PROBLEM_TOO_LATE] = { "too-late", N_("The answer deadline had passed.") },
  [TB_PROBLEM_CANCELED] = { "canceled", N_("The lead partner had already canceled the offer.") },
  [TB_PROBLEM_DECLINED] = { "declined", N_("The offer had already been declined.") },
  [TB_PROBLEM_INACTIVE] = { "inactive", N_("The agreement is not active.") },
  [TB_PROBLEM_STALE_PHASE] = { "stale-phase", N_("The ticket had moved on in the meantime.") },
  [TB_PROBLEM_NOT_ACCEPTED] = { "not-accepted", N_("The ticket has not been accepted.") },
  [TB_PROBLEM_NOT_OWNER] = { "not-owner", N_("The entry belongs to somebody else.") },
  [TB_PROBLEM_MALFORMED] = { "malformed", N_("The message cannot be understood (%s).") },
  [TB_PROBLEM_UNSUPPORTED] = { "unsupported",
    N_("The message asks for something that this version does not know (%s).") },
  [TB_PROBLEM_TOO_LARGE] = { "too-large", N_("This is too large to be sent.") },
  [TB_PROBLEM_UNKNOWN_ENGAGEMENT] = { "unknown-engagement",
    N_("The partner does not know this outsourcing.") },
  [TB_PROBLEM_FILE_MISSING] = { "file-missing", N_("The file has not arrived yet.") },
  [TB_PROBLEM_ALREADY_APPLIED] = { "already-applied",
    N_("The partner has already received this message under another name.") },
  [TB_PROBLEM_WITHDRAWN] = { "withdrawn", N_("You have taken this back.") },
  [TB_PROBLEM_CANNOT_SKIP] = { "cannot-skip",
    N_("This message cannot be skipped: without it the two tickets would no longer agree. Please send "
       "it again.") },
  [TB_PROBLEM_UNREACHABLE] = { "unreachable", N_("The partner cannot be reached (%s).") },
  [TB_PROBLEM_CERTIFICATE] = { "certificate",
    N_("Somebody else answers at the partner's address: the certificate is not the one of the "
       "invitation.") },
  [TB_PROBLEM_SIGNATURE] = { "signature", N_("The signature is wrong.") },
  [TB_PROBLEM_CLOCK_SKEW] = { "clock-skew",
    N_("The clocks of the two machines differ by more than five minutes.") },
  [TB_PROBLEM_FORBIDDEN] = { "forbidden", N_("The partner does not accept this connection.") },
  [TB_PROBLEM_TOO_MANY_REQUESTS] = { "too-many-requests", N_("The partner asks for a pause.") },
  [TB_PROBLEM_PARTNER_RESTORED] = { "partner-restored",
    N_("The partner's data have gone back to an older state. The link has stopped so that nothing "
       "is mixed up.") },
  [TB_PROBLEM_PLAIN_HTTP] = { "plain-http",
    N_("Plain HTTP is only allowed on this machine itself. Please use an address with https.") },
  [TB_PROBLEM_ADDRESS] = { "address", N_("The address “%s” cannot be used.") },
  [TB_PROBLEM_ADDRESS_TAKEN] = { "address-taken",
    N_("Another program already listens at “%s”. Please choose another port.") },
  [TB_PROBLEM_MAILBOX] = { "mailbox",
    N_("The mailbox does not open: its operator may have removed the box. Please ask for a new code.") },
  [TB_PROBLEM_MAILBOX_FULL] = { "mailbox-full",
    N_("The mailbox is full. It goes on when your partner has fetched what lies there.") },
  [TB_PROBLEM_MAILBOX_CODE] = { "mailbox-code",
    N_("This is not the whole code of a mailbox. Please copy it again, from the first to the last "
       "character.") },
  [TB_PROBLEM_ELSEWHERE] = { "elsewhere",
    N_("This profile has been moved or copied. Please say which; until then nothing is delivered.") },
  [TB_PROBLEM_COPIED] = { "copied",
    N_("This profile is a copy. Its original goes on working with the partner; to work with it from here, "
       "please join anew.") },
  [TB_PROBLEM_LOCK_HELD] = { "lock-held", N_("Another program already delivers for this profile.") },
  [TB_PROBLEM_FAILED] = { "failed", N_("That did not work: %s") },
};
/* clang-format on */

static void
tb_problem_private_init (TbProblemPrivate *priv)
{
}

static void
tb_problem_private_copy (const TbProblemPrivate *from,
                         TbProblemPrivate       *to)
{
  to->argument = g_strdup (from->argument);
  to->field = g_strdup (from->field);
}

static void
tb_problem_private_clear (TbProblemPrivate *priv)
{
  g_free (priv->argument);
  g_free (priv->field);
}

G_DEFINE_EXTENDED_ERROR (TbProblem, tb_problem)

void
tb_problem_set (GError    **error,
                TbProblem   problem,
                const char *argument)
{
  TbProblemPrivate *priv;

  g_return_if_fail (problem < TB_N_PROBLEMS);

  if (error == NULL)
    return;
  if (strstr (problems[problem].text, "%s") != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (problems[problem].text, "%s", 2);

      g_set_error (error, TB_PROBLEM, problem, "%s%s%s",
                   parts[0], argument != NULL ? argument : "", parts[1]);
    }
  else
    {
      g_set_error_literal (error, TB_PROBLEM, problem, problems[problem].text);
    }
  priv = tb_problem_get_private (*error);
  priv->argument = g_strdup (argument);
}

const char *
tb_problem_get_argument (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == TB_PROBLEM, NULL);

  return ((TbProblemPrivate *)tb_problem_get_private (error))->argument;
}

const char *
tb_problem_get_field (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return error->domain == TB_PROBLEM ? ((TbProblemPrivate *)tb_problem_get_private (error))->field : NULL;
}

void
tb_problem_set_field (GError     *error,
                      const char *field)
{
  g_return_if_fail (error != NULL && error->domain == TB_PROBLEM);

  tb_set_text (&((TbProblemPrivate *)tb_problem_get_private (error))->field, field);
}

const char *
tb_problem_nick (TbProblem problem)
{
  g_return_val_if_fail (problem < TB_N_PROBLEMS, "failed");

  return problems[problem].nick;
}

gboolean
tb_problem_from_nick (const char *nick,
                      TbProblem  *problem)
{
  guint i;

  for (i = 0; i < TB_N_PROBLEMS; i++)
    if (g_strcmp0 (problems[i].nick, nick) == 0)
      {
        *problem = i;
        return TRUE;
      }
  return FALSE;
}

const char *
tb_problem_text (TbProblem problem)
{
  g_return_val_if_fail (problem < TB_N_PROBLEMS, NULL);

  return problems[problem].text;
}
