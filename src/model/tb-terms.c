/* SPDX-License-Identifier: GPL-3.0-or-later
 * What follows from an engagement's terms, and the limits of texts (product.md sections 5 and 6). */
#include "config.h"

#include "tb-money.h"
#include "tb-workflow.h"

static gint64
rate_part (const TbEngagementRecord *terms)
{
  if (terms->amount == TB_AMOUNT_NONE || terms->rate_kind == TB_RATE_NONE)
    return TB_AMOUNT_NONE;
  if (terms->rate_kind == TB_RATE_FLAT)
    return terms->amount;
  if (terms->authorized_minutes == TB_AMOUNT_NONE)
    return TB_AMOUNT_NONE;
  return tb_money_times_minutes (terms->amount, terms->authorized_minutes);
}

gint64
tb_engagement_total (const TbEngagementRecord *terms)
{
  gint64 work, total;

  g_return_val_if_fail (terms != NULL, TB_AMOUNT_NONE);

  work = rate_part (terms);
  if (work == TB_AMOUNT_NONE)
    return terms->authorized_charges;
  if (terms->authorized_charges == TB_AMOUNT_NONE)
    return work;
  if (__builtin_add_overflow (work, terms->authorized_charges, &total))
    return G_MAXINT64;
  return total;
}

gboolean
tb_engagement_is_live (const TbEngagementRecord *engagement)
{
  g_return_val_if_fail (engagement != NULL, FALSE);

  return (TB_STATUS_BIT (engagement->status) & TB_STATUS_MASK_LIVE) != 0;
}

gboolean
tb_check_text (const char *text,
               gsize       limit,
               const char *field,
               GError    **error)
{
  g_autoptr (GError) problem = NULL;

  /* The end of a C string is its only NUL. */
  if (text == NULL)
    return TRUE;
  if (!g_utf8_validate (text, -1, NULL))
    tb_problem_set (&problem, TB_PROBLEM_BAD_ENCODING, NULL);
  /* No text has more characters than bytes. */
  else if (strlen (text) > limit && (gsize)g_utf8_strlen (text, -1) > limit)
    tb_problem_set (&problem, TB_PROBLEM_TOO_LONG, field);
  if (problem == NULL)
    return TRUE;
  tb_problem_set_field (problem, field);
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}
