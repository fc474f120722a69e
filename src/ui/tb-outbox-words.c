/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is said of messages that wait: what they are, why they wait, what leaving them out would mean. */
#include "config.h"

#include "tb-outbox-words.h"

#include "tb-text.h"
#include "tb-words.h"

#include <glib/gi18n.h>

/* ---- What it is ---- */

static char *
count_entries (const TbOutboxView *view)
{
  gulong           n = (gulong)view->n_items;
  g_autofree char *number = tb_text_number (view->n_items);
  const char      *words[] = {
         /* Translators: %s is a number. */
    [TB_ITEM_NOTE] = ngettext ("%s note", "%s notes", n),
    /* Translators: %s is a number. */
    [TB_ITEM_TIME] = ngettext ("%s time entry", "%s time entries", n),
    /* Translators: %s is a number. */
    [TB_ITEM_CHARGE] = ngettext ("%s charge", "%s charges", n),
    /* Translators: %s is a number. */
    [TB_ITEM_FILE] = ngettext ("%s attachment", "%s attachments", n),
    /* Translators: %s is a number: notes, time entries and others together. */
    [TB_N_ITEM_KINDS] = ngettext ("%s entry", "%s entries", n),
  };
  gboolean is_one_kind = view->item_kind >= 0 && view->item_kind < TB_N_ITEM_KINDS;

  return tb_word_fill_in (words[is_one_kind ? view->item_kind : TB_N_ITEM_KINDS], number);
}

static char *
describe_entries (const TbOutboxView *view)
{
  g_autofree char *entries = count_entries (view);

  if (view->n_deleted == 0)
    return g_steal_pointer (&entries);
  if (view->n_deleted < view->n_items)
    /* Translators: %s: “3 notes”; some of them were deleted here, and the partner is to delete them, too. */
    return g_strdup_printf (_ ("%s, partly deletions"), entries);
  /* Translators: %s: “3 notes”; they were deleted here, and the partner is to delete them, too. */
  return g_strdup_printf (_ ("Deletion of %s"), entries);
}

/* A single one needs no number. */
static gboolean
is_single (const TbOutboxView *view)
{
  return view->n_items == 1 && view->n_deleted == 0 && view->item_kind >= 0 &&
         view->item_kind < TB_N_ITEM_KINDS;
}

/* Which it is: of statuses, requests and agreements some have the same nick. */
static const char *
find_detail (const TbOutboxView *view)
{
  GType type = tb_word_message_type (view->what);
  int   value;

  if (view->nick != NULL && type != G_TYPE_NONE && tb_from_nick (type, view->nick, &value))
    return tb_text_word (type, value);
  return NULL;
}

char *
tb_outbox_words_what (const TbOutboxView *view)
{
  const char *word = tb_word_message (view->what);
  const char *label = word != NULL ? g_dpgettext2 (NULL, "message", word) : view->what;
  const char *detail = find_detail (view);

  if (detail != NULL)
    /* Translators: what is sent, and which: “Outsourcing status: Complete”. */
    return g_strdup_printf (_ ("%s: %s"), label, detail);
  if (view->n_items == 0)
    return g_strdup (label);
  if (is_single (view))
    return g_strdup (tb_text_word (TB_TYPE_ITEM_KIND, (int)view->item_kind));
  return describe_entries (view);
}

char *
tb_outbox_words_since (const TbOutboxView *view,
                       TbDesk             *desk)
{
  g_autofree char *instant =
    tb_text_instant (view->created_at, tb_desk_get_zone (desk), tb_desk_get_now (desk));

  /* Translators: %s is an instant: “today, 09:12”. */
  return g_strdup_printf (_ ("since %s"), instant);
}

/* ---- Why it waits ---- */

char *
tb_outbox_words_why (const TbOutboxView *view)
{
  g_autofree char *problem = NULL;

  switch ((TbOutboxState)view->state)
    {
    case TB_OUTBOX_HELD:
      problem = tb_text_problem_nick (view->problem, view->partner);
      /* Translators: %s is a sentence that says why. */
      return g_strdup_printf (_ ("Refused: %s"), problem);
    case TB_OUTBOX_BEHIND:
      return g_strdup (_ ("Waits for the refused message of this ticket."));
    case TB_OUTBOX_WAITING:
      return g_strdup (_ ("Waits until its file is across."));
    case TB_OUTBOX_QUEUED:
      break;
    }
  return NULL;
}

const char *
tb_outbox_words_no_skip (const TbOutboxView *view,
                         TbDesk             *desk)
{
  /* clang-format off */
  static const struct
  {
    const char *what;
    const char *why; /* msgid */
  } reasons[] = {
    { "status", N_("A status must arrive: without it both tickets would differ for good.") },
    { "customer", N_("The customer’s data must arrive: without them your partner cannot work.") },
    { "skipped", N_("It is empty already. It must arrive, so that what comes after it can.") },
    { "state", N_("The comparison must arrive: without it both tickets would differ for good.") },
  };
  /* clang-format on */
  guint i;

  if (view->can_skip && g_strcmp0 (view->what, "offer") == 0 &&
      tb_desk_get_permission (desk) < TB_PERMISSION_OUTSOURCE)
    return _ ("To withdraw an offer you need the permission “Allow outsourcing”.");
  if (view->can_skip)
    return NULL;
  for (i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].what, view->what) == 0)
      return _ (reasons[i].why);
  return _ ("This message cannot be skipped.");
}

/* What becomes of a message of that kind (protocol.md section 4). */
static char *
describe_skip (const TbOutboxView *view)
{
  g_autofree char *entries = NULL;
  g_autofree char *what = tb_outbox_words_what (view);

  if (g_strcmp0 (view->what, "offer") == 0)
    /* Translators: %s is a partner. */
    return g_strdup_printf (_ ("The offer is canceled: %s never gets the ticket."), view->partner);
  if (view->nick != NULL && g_strcmp0 (view->nick, tb_nick (TB_TYPE_VERB, TB_VERB_START)) == 0)
    /* Translators: %s is a partner. */
    return g_strdup_printf (_ ("%s learns of the start of work with your next entry only."), view->partner);
  if (g_strcmp0 (view->what, "request") == 0)
    /* Translators: %s: “Request: Submission for approval”. */
    return g_strdup_printf (_ ("%s is withdrawn; the status stays as it is."), what);
  entries = count_entries (view);
  if (view->n_deleted == view->n_items)
    /* Translators: %1$s: “2 notes”, %2$s is a partner. */
    return g_strdup_printf (_ ("%1$s: stays with %2$s, although it was deleted here."), entries,
                            view->partner);
  /* Translators: %1$s: “2 notes”, %2$s is a partner. */
  return g_strdup_printf (_ ("%1$s: stays with you; %2$s does not get it, later changes neither."), entries,
                          view->partner);
}

char *
tb_outbox_words_skip (GPtrArray *held)
{
  GString *text = g_string_new (NULL);
  guint    i;

  for (i = 0; i < held->len; i++)
    {
      g_autofree char *line = describe_skip (held->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  return g_string_free (text, FALSE);
}

/* ---- A partner ---- */

char *
tb_outbox_words_counts (gint64 waiting,
                        gint64 held)
{
  g_autofree char *n_waiting = tb_text_number (waiting);
  g_autofree char *n_held = tb_text_number (held);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (waiting > 0)
    /* Translators: %s is a number of messages that have not reached a partner yet. */
    first = g_strdup_printf (ngettext ("%s is waiting", "%s are waiting", (gulong)waiting), n_waiting);
  if (held > 0)
    /* Translators: %s is a number of messages that a partner did not take. */
    second = g_strdup_printf (ngettext ("%s was refused", "%s were refused", (gulong)held), n_held);
  return tb_text_join (first, second, TB_TEXT_END);
}

static char *
describe_next (const TbPartnerRecord *record,
               TbDesk                *desk)
{
  const char      *zone = tb_desk_get_zone (desk);
  gint64           now = tb_desk_get_now (desk);
  g_autofree char *time = NULL;

  if (record->next_attempt <= now)
    return g_strdup (_ ("It is being tried."));
  time = record->next_attempt - now < TB_DAY ? tb_text_clock (record->next_attempt, zone)
                                             : tb_text_instant (record->next_attempt, zone, now);
  /* Translators: %s is a time: “14:32”. */
  return g_strdup_printf (_ ("Next attempt %s."), time);
}

static char *
describe_unreached (const TbPartnerRecord *record,
                    TbDesk                *desk)
{
  g_autofree char *problem = tb_text_problem_nick (record->problem, record->name);
  g_autofree char *next = describe_next (record, desk);
  g_autofree char *since = NULL;

  if (record->last_contact == 0)
    /* Translators: the first %s says why a partner was not reached, the second when that is tried again. */
    return g_strdup_printf (_ ("Not reached yet: %s %s"), problem, next);
  since = tb_text_instant (record->last_contact, tb_desk_get_zone (desk), tb_desk_get_now (desk));
  /* Translators: first an instant, then why a partner is not reached, then when that is tried again. */
  return g_strdup_printf (_ ("Not reached since %s: %s %s"), since, problem, next);
}

char *
tb_outbox_words_partner (TbPartner *partner,
                         TbDesk    *desk,
                         gboolean  *is_trouble)
{
  const TbPartnerRecord *record = tb_object_get_record (TB_OBJECT (partner));
  const TbPartnerExtra  *extra = tb_object_get_extra (TB_OBJECT (partner));
  g_autofree char       *problem = NULL;
  gboolean               is_elsewhere;

  *is_trouble = TRUE;
  g_object_get (desk, "is-elsewhere", &is_elsewhere, NULL);
  if (is_elsewhere)
    return g_strdup (_ ("Waits until you have said whether this profile has moved or is a copy."));
  if (record->link_state == TB_LINK_STOPPED)
    {
      if (record->problem == NULL)
        return g_strdup (_ ("The link has ended; nothing goes there any more."));
      problem = tb_text_problem_nick (record->problem, record->name);
      /* Translators: %s is a sentence that says why. */
      return g_strdup_printf (_ ("The link has ended; nothing goes there any more. %s"), problem);
    }
  if (record->link_state == TB_LINK_LINKED && record->problem != NULL)
    return describe_unreached (record, desk);
  *is_trouble = FALSE;
  if (record->link_state != TB_LINK_LINKED)
    return g_strdup (_ ("Goes as soon as the link is made."));
  if (record->heal != 0)
    return g_strdup (_ ("Both sides are being compared after a backup was restored; then it goes on."));
  if (extra == NULL || extra->waiting == 0)
    return g_strdup (_ ("Nothing else waits."));
  if (record->box != NULL && (record->way == TB_TRAVEL_MAILBOX || record->url == NULL))
    return g_strdup (_ ("Lies in the mailbox until the partner has fetched it."));
  if (record->url == NULL)
    return g_strdup (_ ("Waits until the partner fetches it: no address of it is known."));
  return describe_next (record, desk);
}
