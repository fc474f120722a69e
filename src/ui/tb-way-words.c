/* SPDX-License-Identifier: GPL-3.0-or-later
 * How messages travel to a partner, and what came of trying it, in words. */
#include "config.h"

#include "tb-way-words.h"

#include "tb-text.h"

#include <glib/gi18n.h>

/* What helps, where the problem itself does not say so. */
/* clang-format off */
static const struct
{
  TbProblem   problem;
  const char *help; /* msgid */
} helps[] = {
  { TB_PROBLEM_UNREACHABLE,
    N_("Please check the address. At your partner’s the program must run and listen, and its router or "
       "firewall must let callers through. What waits goes by itself as soon as that works.") },
  { TB_PROBLEM_CERTIFICATE,
    N_("Please ask your partner whether this is still its address. Nothing was sent there.") },
  { TB_PROBLEM_SIGNATURE,
    N_("Both sides no longer have the same key, after a backup was restored for instance. Please agree on "
       "a new invitation.") },
  { TB_PROBLEM_CLOCK_SKEW, N_("Please compare the clocks of both computers.") },
  { TB_PROBLEM_FORBIDDEN, N_("Please ask your partner whether it has ended the link.") },
  { TB_PROBLEM_PLAIN_HTTP, N_("Please enter an address that begins with “https://”.") },
  { TB_PROBLEM_TOO_MANY_REQUESTS, N_("Please wait for a few minutes.") },
};
/* clang-format on */

char *
tb_way_words (TbPartner *partner)
{
  const TbPartnerRecord *record = tb_object_get_record (TB_OBJECT (partner));
  const TbPartnerExtra  *extra = tb_object_get_extra (TB_OBJECT (partner));
  TbTravel               travel = extra != NULL ? (TbTravel)extra->travel : TB_TRAVEL_AWAIT;
  const char            *where = travel == TB_TRAVEL_MAILBOX ? record->box_url : record->url;

  return tb_text_join (tb_text_word (TB_TYPE_TRAVEL, (int)travel), where, TB_TEXT_END);
}

static const char *
find_help (const GError *error)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (helps); i++)
    if (g_error_matches (error, TB_PROBLEM, (int)helps[i].problem))
      return _ (helps[i].help);
  return NULL;
}

static char *
describe_success (const char    *name,
                  TbDesk        *desk,
                  const TbTrial *trial)
{
  g_autofree char *when = NULL;

  switch (trial->travel)
    {
    case TB_TRAVEL_PUSH:
    case TB_TRAVEL_PULL:
      /* Translators: %s is a partner. */
      return g_strdup_printf (_ ("“%s” can be reached."), name);
    case TB_TRAVEL_MAILBOX:
      /* Translators: %s is a partner. */
      return g_strdup_printf (_ ("The mailbox between you and “%s” opens."), name);
    case TB_TRAVEL_AWAIT:
      if (trial->last_contact == 0)
        /* Translators: %s is a partner. */
        return g_strdup_printf (_ ("“%s” fetches by itself and has not called yet."), name);
      when = tb_text_instant (trial->last_contact, tb_desk_get_zone (desk), tb_desk_get_now (desk));
      /* Translators: the first %s is a partner, the second an instant: “today, 09:12”. */
      return g_strdup_printf (_ ("“%s” fetches by itself; the last time: %s."), name, when);
    case TB_TRAVEL_AUTO:
      break;
    }
  /* Translators: %s is a partner. */
  return g_strdup_printf (_ ("There is no link to “%s”."), name);
}

char *
tb_way_words_trial (TbPartner     *partner,
                    TbDesk        *desk,
                    const TbTrial *trial,
                    const GError  *error)
{
  const TbPartnerRecord *record = tb_object_get_record (TB_OBJECT (partner));
  const char            *help = error != NULL ? find_help (error) : NULL;
  g_autofree char       *way = tb_way_words (partner);
  g_autofree char       *now = tb_text_instant (tb_desk_get_now (desk), tb_desk_get_zone (desk),
                                                tb_desk_get_now (desk));
  g_autofree char       *tried = NULL;
  g_autofree char       *outcome = NULL;

  /* Translators: first an instant, then a way: “Straight to the partner · https://…”. */
  tried = g_strdup_printf (_ ("Tried %s: %s"), now, way);
  outcome = error != NULL ? tb_text_problem (error) : describe_success (record->name, desk, trial);
  return help != NULL ? g_strdup_printf ("%s\n%s\n%s", tried, outcome, help)
                      : g_strdup_printf ("%s\n%s", tried, outcome);
}
