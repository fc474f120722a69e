/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whom something reaches that is written on a ticket now; or why nothing can be written. */
#pragma once

#include "tb-objects.h"

G_BEGIN_DECLS

/** TbReach: what a composer says before one adds something. */
typedef struct
{
  gboolean    is_off;  /* nothing can be recorded; @text says why */
  gboolean    can_ask; /* the lead partner can be asked a question */
  char       *text;    /* (owned) (nullable): a sentence; %NULL if there is nothing to say */
  const char *css_class;
  const char *icon_name;
} TbReach;
void tb_reach_clear (TbReach *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TbReach, tb_reach_clear)

/**
 * tb_reach_find:
 * @ticket: (nullable): not loaded yet
 * @is_gone: it was deleted
 * @lead: (nullable): the latest engagement in which we lead
 * @service: (nullable): the latest one in which we are the service partner
 * @kind: of what is written
 * @is_internal: it is marked so
 * @reach: (out caller-allocates)
 */
void tb_reach_find (TbTicketDetails *ticket,
                    gboolean         is_gone,
                    TbEngagement    *lead,
                    TbEngagement    *service,
                    TbItemKind       kind,
                    gboolean         is_internal,
                    TbReach         *reach);

G_END_DECLS
