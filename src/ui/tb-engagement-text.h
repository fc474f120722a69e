/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is said of an outsourcing: its status, its delivery, its terms and how much of them is used. */
#pragma once

#include "tb-desk.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

/** TbEngagementUse: what the service partner's entries come to. */
typedef struct
{
  gint64 minutes;
  gint64 charges; /* minor units */
} TbEngagementUse;
/** tb_engagement_use_of: @engagement: the latest of its role of @sheet */
TbEngagementUse tb_engagement_use_of (TbTicketSheet *sheet,
                                      TbEngagement  *engagement);

/* All: Returns: (transfer full) (nullable): translated; %NULL if there is nothing to say */
/** tb_engagement_text_rate: `Hourly rate 85.00 €` */
char *tb_engagement_text_rate (const TbEngagementRecord *terms);
/** tb_engagement_text_authorized: `authorized 4:00 h + 150.00 € = 490.00 €` */
char *tb_engagement_text_authorized (const TbEngagementRecord *terms);
/** tb_engagement_text_use: `used 1:30 h and 49.90 €` */
char *tb_engagement_text_use (const TbEngagementRecord *terms,
                              TbEngagementUse           use);
/** tb_engagement_text_excess: a sentence that says which cap is exceeded, and by how much */
char *tb_engagement_text_excess (const TbEngagementRecord *terms,
                                 TbEngagementUse           use);
/** tb_engagement_text_status: what the status means, for whom has it before the eyes; with a reason or
 * deadline where there is one */
char *tb_engagement_text_status (TbDesk        *desk,
                                 TbTicketSheet *sheet,
                                 TbEngagement  *engagement);
/** tb_engagement_text_delivery: `Not delivered yet, next attempt 14:32` */
char *tb_engagement_text_delivery (TbDesk       *desk,
                                   TbEngagement *engagement);

G_END_DECLS
