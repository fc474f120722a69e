/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is said of an outsourcing: its status, its delivery, its terms and how much of them is used. */
#include "config.h"

#include "tb-engagement-text.h"

#include "tb-text.h"
#include "tb-workflow.h"

#include <glib/gi18n.h>

/* ---- Terms ---- */

char *
tb_engagement_text_rate (const TbEngagementRecord *terms)
{
  g_autofree char *money = NULL;

  if (terms->rate_kind == TB_RATE_NONE || terms->amount == TB_AMOUNT_NONE)
    return NULL;
  money = tb_text_money (terms->amount, terms->currency);
  if (terms->rate_kind == TB_RATE_HOURLY)
    /* Translators: %s is an amount of money. */
    return g_strdup_printf (_ ("Hourly rate %s"), money);
  /* Translators: %s is an amount of money. */
  return g_strdup_printf (_ ("Flat rate %s"), money);
}

char *
tb_engagement_text_authorized (const TbEngagementRecord *terms)
{
  gint64           total = tb_engagement_total (terms);
  g_autofree char *hours = NULL;
  g_autofree char *charges = NULL;
  g_autofree char *sum = NULL;
  const char      *only;

  if (terms->authorized_minutes > 0)
    hours = tb_text_minutes (terms->authorized_minutes);
  if (terms->authorized_charges > 0)
    charges = tb_text_money (terms->authorized_charges, terms->currency);
  if (total > 0)
    sum = tb_text_money (total, terms->currency);
  if (hours != NULL && charges != NULL && sum != NULL)
    /* Translators: hours, charges, total: authorized 4:00 h + 150.00 € = 490.00 €. */
    return g_strdup_printf (_ ("authorized %s + %s = %s"), hours, charges, sum);
  only = hours != NULL ? hours : charges;
  if (only == NULL)
    return NULL;
  if (sum != NULL && !g_str_equal (only, sum))
    /* Translators: hours or charges, total: authorized 4:00 h · total 340.00 €. */
    return g_strdup_printf (_ ("authorized %s · total %s"), only, sum);
  /* Translators: %s are hours or charges. */
  return g_strdup_printf (_ ("authorized %s"), only);
}

/* ---- Use: as the list counts it, the entries of the side that works. ---- */

TbEngagementUse
tb_engagement_use_of (TbTicketSheet *sheet,
                      TbEngagement  *engagement)
{
  const TbEngagementRecord *terms = tb_object_get_record (TB_OBJECT (engagement));
  TbSheetRows              *items = tb_ticket_sheet_get_items (sheet);
  TbEngagementUse           use = { 0 };
  guint                     i;

  for (i = 0; i < tb_sheet_rows_get_length (items); i++)
    {
      const TbItemRecord *item = tb_sheet_rows_get_record (items, i);
      const TbItemExtra  *extra = tb_sheet_rows_get_extra (items, i);

      if (extra == NULL || extra->counts_in != terms->id)
        continue;
      if (item->kind == TB_ITEM_TIME)
        use.minutes += MAX (item->minutes, 0);
      else if (item->kind == TB_ITEM_CHARGE)
        use.charges += item->amount;
    }
  return use;
}

char *
tb_engagement_text_use (const TbEngagementRecord *terms,
                        TbEngagementUse           use)
{
  g_autofree char *hours = use.minutes > 0 ? tb_text_minutes (use.minutes) : NULL;
  g_autofree char *charges = use.charges > 0 ? tb_text_money (use.charges, terms->currency) : NULL;

  if (hours != NULL && charges != NULL)
    /* Translators: hours and charges that are recorded already: used 1:30 h and 49.90 €. */
    return g_strdup_printf (_ ("used %s and %s"), hours, charges);
  if (hours != NULL || charges != NULL)
    /* Translators: hours or charges that are recorded already. */
    return g_strdup_printf (_ ("used %s"), hours != NULL ? hours : charges);
  return NULL;
}

char *
tb_engagement_text_excess (const TbEngagementRecord *terms,
                           TbEngagementUse           use)
{
  gint64           minutes = terms->authorized_minutes > 0 ? use.minutes - terms->authorized_minutes : 0;
  gint64           charges = terms->authorized_charges > 0 ? use.charges - terms->authorized_charges : 0;
  g_autofree char *hours_text = minutes > 0 ? tb_text_minutes (minutes) : NULL;
  g_autofree char *charges_text = charges > 0 ? tb_text_money (charges, terms->currency) : NULL;

  if (hours_text != NULL && charges_text != NULL)
    /* Translators: by how many hours, by how much money. */
    return g_strdup_printf (_ ("The authorized hours are exceeded by %s, the authorized charges by %s."),
                            hours_text, charges_text);
  if (hours_text != NULL)
    /* Translators: by how many hours. */
    return g_strdup_printf (_ ("The authorized hours are exceeded by %s."), hours_text);
  if (charges_text != NULL)
    /* Translators: by how much money. */
    return g_strdup_printf (_ ("The authorized charges are exceeded by %s."), charges_text);
  return NULL;
}

/* ---- Status ---- */

/* Nobody declined: the time was over. Why the partner did not answer stands in the history. */
static const char *
describe_auto_decline (TbTicketSheet *sheet,
                       gint64         engagement)
{
  TbSheetRows *history = tb_ticket_sheet_get_history (sheet);
  guint        i;

  for (i = tb_sheet_rows_get_length (history); i > 0; i--)
    {
      const TbHistoryRecord *entry = tb_sheet_rows_get_record (history, i - 1);

      if (entry->engagement != engagement || g_strcmp0 (entry->code, "auto-declined") != 0)
        continue;
      return g_strcmp0 (entry->to_value, "undelivered") == 0
               ? _ ("The offer could not be delivered in time. You can give the ticket to another partner.")
               : _ ("The partner did not answer in time. You can give the ticket to another partner.");
    }
  return NULL;
}

/* What is said besides of a status: a reason, a deadline. */
static char *
describe_more (TbDesk                   *desk,
               const TbEngagementRecord *record)
{
  if (record->status == TB_STATUS_DECLINED && record->reason != NULL && *record->reason != '\0')
    /* Translators: %s is why a ticket was declined, as it was typed. */
    return g_strdup_printf (_ ("Reason: %s"), record->reason);
  if (record->status == TB_STATUS_ASSIGNED && record->answer_by > 0)
    {
      g_autofree char *instant =
        tb_text_instant (record->answer_by, tb_desk_get_zone (desk), tb_desk_get_now (desk));

      /* Translators: %s is day and time until which the service partner can answer. */
      return g_strdup_printf (_ ("Answer by %s."), instant);
    }
  return NULL;
}

char *
tb_engagement_text_status (TbDesk        *desk,
                           TbTicketSheet *sheet,
                           TbEngagement  *engagement)
{
  const TbEngagementRecord *record = tb_object_get_record (TB_OBJECT (engagement));
  const TbStatusLook       *look = tb_status_look (record->status);
  const char               *automatic = NULL;
  const char               *sentence;
  g_autofree char          *more = describe_more (desk, record);

  if (record->role == TB_ROLE_LEAD && record->status == TB_STATUS_DECLINED)
    automatic = describe_auto_decline (sheet, record->id);
  sentence = record->role == TB_ROLE_LEAD ? look->lead_sentence : look->service_sentence;
  if (automatic != NULL)
    return g_strdup (automatic);
  /* Translators: two sentences that follow each other. */
  return more != NULL ? g_strdup_printf (C_ ("sentences", "%s %s"), _ (sentence), more)
                      : g_strdup (_ (sentence));
}

/* ---- Delivery ---- */

char *
tb_engagement_text_delivery (TbDesk       *desk,
                             TbEngagement *engagement)
{
  const TbEngagementExtra *extra = tb_object_get_extra (TB_OBJECT (engagement));
  gint64                   now = tb_desk_get_now (desk);
  const char              *zone = tb_desk_get_zone (desk);
  g_autofree char         *instant = NULL;

  if (extra->delivery == TB_DELIVERY_WAITING)
    return g_strdup (tb_text_word (TB_TYPE_DELIVERY, TB_DELIVERY_WAITING));
  if (extra->delivery != TB_DELIVERY_QUEUED)
    return NULL;
  if (extra->next_attempt <= now)
    return g_strdup (_ ("Not delivered yet, it is being tried"));
  instant = extra->next_attempt - now < TB_DAY ? tb_text_clock (extra->next_attempt, zone)
                                               : tb_text_instant (extra->next_attempt, zone, now);
  /* Translators: %s is an instant. */
  return g_strdup_printf (_ ("Not delivered yet, next attempt %s"), instant);
}
