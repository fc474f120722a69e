/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whom something reaches that is written on a ticket now; or why nothing can be written. */
#include "config.h"

#include "tb-reach.h"

#include "tb-text.h"
#include "tb-workflow.h"
#include "tb-words.h"

#include <glib/gi18n.h>

/** Way: what becomes, in one engagement, of something written now. */
typedef enum
{
  WAY_NONE,
  WAY_LATER, /* it goes when the partner accepts */
  WAY_NOW,
  WAY_PAUSED,
  WAY_ENDED,
  N_WAYS,
} Way;

static const Way ways[TB_N_STATUSES] = {
  [TB_STATUS_NONE] = WAY_NONE,
  [TB_STATUS_UNSENT] = WAY_NONE,
  [TB_STATUS_ASSIGNED] = WAY_LATER,
  [TB_STATUS_CANCELED] = WAY_NONE,
  [TB_STATUS_DECLINED] = WAY_NONE,
  [TB_STATUS_ACCEPTED] = WAY_NOW,
  [TB_STATUS_IN_PROGRESS] = WAY_NOW,
  [TB_STATUS_WAITING_APPROVAL] = WAY_PAUSED,
  [TB_STATUS_COMPLETE] = WAY_ENDED,
};

static const TbEngagementRecord *
record_of (TbEngagement *engagement)
{
  return engagement != NULL ? tb_object_get_record (TB_OBJECT (engagement)) : NULL;
}

static const char *
partner_of (TbEngagement *engagement)
{
  const TbEngagementExtra *extra = tb_object_get_extra (TB_OBJECT (engagement));

  return extra != NULL && extra->partner_name != NULL ? extra->partner_name : "?";
}

static Way
find_way (TbEngagement *engagement,
          TbItemKind    kind)
{
  const TbEngagementRecord *record = record_of (engagement);
  Way                       way;

  if (record == NULL)
    return WAY_NONE;
  /* The pause begins with our own request, before the lead has confirmed it. */
  if (record->pause != 0)
    return WAY_PAUSED;
  way = ways[record->status];
  if (way == WAY_LATER && !tb_sync_rule ((TbRole)record->role, kind)->goes_at_acceptance)
    return WAY_NONE;
  return way;
}

static void
say (TbReach    *reach,
     char       *text,
     const char *css_class,
     const char *icon_name)
{
  reach->text = text;
  reach->css_class = css_class;
  reach->icon_name = icon_name;
}

static void
turn_off (TbReach    *reach,
          const char *why)
{
  reach->is_off = TRUE;
  say (reach, g_strdup (why), "off", "action-unavailable-symbolic");
}

/* An offer is no ticket yet: nothing can be written on it. */
static const char *
explain_offer (TbEngagement *service)
{
  const TbEngagementRecord *record = record_of (service);
  const TbEngagementExtra  *extra = service != NULL ? tb_object_get_extra (TB_OBJECT (service)) : NULL;
  TbVerb                    pending = extra != NULL ? (TbVerb)extra->pending : TB_VERB_NONE;

  if (pending == TB_VERB_ACCEPT)
    return _ ("Until the lead partner has confirmed the acceptance, nothing can be recorded.");
  if (pending != TB_VERB_NONE)
    return _ (tb_word_pending (pending));
  if (record != NULL && record->status == TB_STATUS_ASSIGNED)
    return _ ("Nothing can be recorded until you have accepted the ticket.");
  return _ ("This offer is over: nothing can be recorded.");
}

/* ---- Who gets it ---- */

static char *
name_recipients (TbEngagement *first,
                 TbEngagement *second,
                 gboolean      as_note)
{
  if (second != NULL)
    /* Translators: both are names of partners. */
    return g_strdup_printf (_ ("Goes to %s and %s"), partner_of (first), partner_of (second));
  if (as_note)
    /* Translators: %s is the name of a partner: a time entry goes there without its rate. */
    return g_strdup_printf (_ ("Goes to %s, as a note"), partner_of (first));
  /* Translators: %s is the name of a partner. */
  return g_strdup_printf (_ ("Goes to %s"), partner_of (first));
}

static void
say_recipients (TbReach      *reach,
                TbEngagement *lead,
                TbEngagement *service,
                TbItemKind    kind)
{
  TbEngagement    *first = find_way (lead, kind) == WAY_NOW ? lead : service;
  TbEngagement    *other = first == lead ? service : lead;
  Way              other_way = find_way (other, kind);
  gboolean         as_note = tb_sync_rule ((TbRole)record_of (first)->role, kind)->arrives_as != kind;
  g_autofree char *text = name_recipients (first, other_way == WAY_NOW ? other : NULL, as_note);
  g_autofree char *paused = NULL;

  if (other_way == WAY_PAUSED)
    /* Translators: %s is the name of a partner. */
    paused = g_strdup_printf (_ ("not to %s: suspended"), partner_of (other));
  say (reach, tb_text_join (text, paused, TB_TEXT_END), "shared", "send-to-symbolic");
}

static void
say_way (TbReach      *reach,
         TbEngagement *lead,
         TbEngagement *service,
         TbItemKind    kind)
{
  gboolean is_there[N_WAYS] = { FALSE };

  is_there[find_way (lead, kind)] = TRUE;
  is_there[find_way (service, kind)] = TRUE;
  if (is_there[WAY_NOW])
    say_recipients (reach, lead, service, kind);
  else if (is_there[WAY_PAUSED])
    say (reach, g_strdup (_ ("Synchronization is suspended: what you record now stays here.")), "paused",
         "media-playback-pause-symbolic");
  else if (is_there[WAY_LATER])
    /* Translators: %s is the name of a partner. */
    say (reach, g_strdup_printf (_ ("Goes to %s once the ticket is accepted there"), partner_of (lead)),
         "shared", "send-to-symbolic");
  else if (is_there[WAY_ENDED])
    say (reach, g_strdup (_ ("Nothing is transferred any more.")), "local", "go-home-symbolic");
}

void
tb_reach_find (TbTicketDetails *ticket,
               gboolean         is_gone,
               TbEngagement    *lead,
               TbEngagement    *service,
               TbItemKind       kind,
               gboolean         is_internal,
               TbReach         *reach)
{
  const TbEngagementRecord *insourced;

  g_return_if_fail (reach != NULL);

  *reach = (TbReach){ 0 };
  if (is_gone)
    {
      turn_off (reach, _ ("The ticket was deleted."));
      return;
    }
  if (ticket == NULL)
    {
      turn_off (reach, NULL);
      return;
    }
  if (!((const TbTicketRecord *)tb_object_get_record (TB_OBJECT (ticket)))->is_confirmed)
    {
      turn_off (reach, explain_offer (service));
      return;
    }
  insourced = record_of (service);
  reach->can_ask = kind == TB_ITEM_NOTE && insourced != NULL && insourced->pause == 0 &&
                   tb_engagement_is_live (insourced);
  if (!is_internal)
    say_way (reach, lead, service, kind);
  else if (lead != NULL || service != NULL)
    say (reach, g_strdup (_ ("Stays here: only internal users see it.")), "local", "go-home-symbolic");
}

void
tb_reach_clear (TbReach *self)
{
  g_clear_pointer (&self->text, g_free);
}
