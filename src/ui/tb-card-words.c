/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a card of the list says of its ticket, as text. */
#include "config.h"

#include "tb-card-words.h"

#include "tb-text.h"
#include "tb-workflow.h"

#include <glib/gi18n.h>

/* Which of a ticket's dates is the next that somebody has to keep. */
typedef enum
{
  DATE_DUE,
  DATE_ANSWER,
  DATE_COMPLETE,
} Date;

typedef struct
{
  const char *coming; /* msgid */
  const char *past;   /* msgid */
} DateWords;

/* What each status makes of dates and hours. */
typedef struct
{
  Date     date;
  gboolean shows_hours;
} StatusDetail;

/* clang-format off */
static const DateWords date_words[] = {
  [DATE_DUE] = {
    /* Translators: on a card: when the ticket is due; %s is a time such as “Wed 18:00”. Keep it short. */
    N_("due %s"),
    /* Translators: on a card, in red; %s is a time such as “yesterday, 18:00”. Keep it short. */
    N_("overdue since %s") },
  [DATE_ANSWER] = {
    /* Translators: on a card: until when the partner has to answer; %s is a time such as “Wed 18:00”. */
    N_("answer by %s"),
    /* Translators: on a card, in red: no answer has come; %s is a time such as “yesterday, 18:00”. */
    N_("answer overdue since %s") },
  [DATE_COMPLETE] = {
    /* Translators: on a card: until when the work has to be done; %s is a time such as “Wed 18:00”. */
    N_("by %s"),
    N_("overdue since %s") },
};

static const StatusDetail details[TB_N_STATUSES] = {
  [TB_STATUS_NONE] = { DATE_DUE, FALSE },
  [TB_STATUS_UNSENT] = { DATE_DUE, FALSE },
  [TB_STATUS_ASSIGNED] = { DATE_ANSWER, FALSE },
  [TB_STATUS_CANCELED] = { DATE_DUE, FALSE },
  [TB_STATUS_DECLINED] = { DATE_DUE, FALSE },
  [TB_STATUS_ACCEPTED] = { DATE_COMPLETE, TRUE },
  [TB_STATUS_IN_PROGRESS] = { DATE_COMPLETE, TRUE },
  [TB_STATUS_WAITING_APPROVAL] = { DATE_DUE, TRUE },
  [TB_STATUS_COMPLETE] = { DATE_DUE, TRUE },
};
/* clang-format on */

static gint64
find_date (const TbListRow *row,
           Date             date)
{
  switch (date)
    {
    case DATE_DUE:
      return row->is_open ? row->due_at : 0;
    case DATE_ANSWER:
      return row->answer_by;
    case DATE_COMPLETE:
      return row->complete_by;
    }
  g_assert_not_reached ();
}

/* The words for a date, coming or past; empty if there is none. */
static char *
describe_date (Date        date,
               gint64      instant,
               gboolean    is_past,
               const char *zone,
               gint64      now)
{
  const char      *words = is_past ? date_words[date].past : date_words[date].coming;
  g_autofree char *time = tb_text_instant_short (instant, zone, now);
  GString         *text = g_string_new (NULL);

  if (instant != 0)
    {
      g_string_append (text, _ (words));
      g_string_replace (text, "%s", time, 1);
    }
  return g_string_free (text, FALSE);
}

/* Hours done, of hours authorised: “1:30 / 4:00 h”. */
static char *
describe_hours (const TbListRow *row)
{
  g_autofree char *used = NULL;
  g_autofree char *authorized = NULL;

  if (row->authorized_minutes <= 0)
    return row->used_minutes > 0 ? tb_text_minutes (row->used_minutes) : NULL;
  used = g_strdup_printf ("%d:%02d", (int)(row->used_minutes / 60), (int)(row->used_minutes % 60));
  authorized = tb_text_minutes (row->authorized_minutes);
  /* Translators: hours done, hours authorised: “1:30 / 4:00 h”. */
  return g_strdup_printf (_ ("%s / %s"), used, authorized);
}

static void
set_detail (TbCardWords     *self,
            const TbListRow *row,
            const char      *zone,
            gint64           now)
{
  const StatusDetail *detail = &details[row->outsourcing_status];
  Date                date = detail->date;
  gint64              instant = find_date (row, date);
  g_autofree char    *when = NULL;
  g_autofree char    *hours = NULL;

  /* The engine's timer has said so, or the partner's date is over. */
  self->is_overdue = date != DATE_DUE && instant != 0 && instant < now;
  if (!self->is_overdue && row->is_overdue && row->is_open && row->due_at != 0)
    {
      self->is_overdue = TRUE;
      date = DATE_DUE;
      instant = row->due_at;
    }
  when = describe_date (date, instant, self->is_overdue, zone, now);
  hours = detail->shows_hours && !self->is_overdue ? describe_hours (row) : NULL;
  if (self->is_undelivered && !self->is_overdue)
    self->detail = g_strdup (_ ("not delivered yet"));
  else
    self->detail = tb_text_join (when, hours, TB_TEXT_END);
}

static void
set_status (TbCardWords     *self,
            const TbListRow *row)
{
  const TbStatusLook *look = tb_status_look (row->outsourcing_status);

  if (row->role == TB_ROLE_NONE || row->outsourcing_status == TB_STATUS_NONE)
    {
      self->status = g_strdup (row->status_name != NULL ? row->status_name : "");
      return;
    }
  self->status = g_strdup (_ (look->label));
  self->css_class = look->css_class;
}

TbCardWords *
tb_card_words_new (const TbListRow *row,
                   const char      *zone,
                   gint64           now)
{
  TbCardWords *self;
  const char  *undelivered;

  g_return_val_if_fail (row != NULL, NULL);
  g_return_val_if_fail (row->outsourcing_status < TB_N_STATUSES, NULL);

  self = g_new0 (TbCardWords, 1);
  self->title = g_strdup (row->title != NULL ? row->title : "");
  self->subtitle = tb_text_join (row->number, row->organisation, TB_TEXT_END);
  set_status (self, row);
  self->who = g_strdup (row->partner != NULL ? row->partner : row->assignee);
  if (self->who == NULL)
    self->who = g_strdup ("");
  self->is_undelivered = row->is_undelivered != 0;
  set_detail (self, row, zone, now);
  undelivered = self->is_undelivered && self->is_overdue ? _ ("not delivered yet") : NULL;
  self->summary = tb_text_join (self->title, row->number, row->organisation, self->status, self->who,
                                self->detail, undelivered, TB_TEXT_END);
  return self;
}

void
tb_card_words_free (TbCardWords *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->status);
  g_free (self->who);
  g_free (self->detail);
  g_free (self->summary);
  g_free (self);
}
