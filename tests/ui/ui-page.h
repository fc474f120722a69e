/* SPDX-License-Identifier: GPL-3.0-or-later
 * A window with the page of a ticket, for the tests of what is on it. */
#pragma once

#include "ui-test.h"

G_BEGIN_DECLS

/** UiPage: two companies, the ticket between them, and a window of one of them. */
typedef struct
{
  TbCorner   corner;
  TbDesk    *desk;
  GtkWidget *window;
  GtkWidget *page;
  gboolean   is_hidden; /* nothing has to be drawn */
} UiPage;

/** ui_page_set_up: two companies that know each other */
void ui_page_set_up (UiPage       *fixture,
                     gconstpointer data);
/** ui_page_set_up_accepted: and a ticket that is outsourced and accepted */
void ui_page_set_up_accepted (UiPage       *fixture,
                              gconstpointer data);
/** ui_page_close: the window and all that is in it must be finalized */
void    ui_page_close (UiPage *fixture);
void    ui_page_tear_down (UiPage       *fixture,
                           gconstpointer data);
TbSide *ui_page_lead (UiPage *fixture);
TbSide *ui_page_service (UiPage *fixture);
/** ui_page_open: opens the page of a ticket at one side; @number: (nullable): of none */
void ui_page_open (UiPage     *fixture,
                   TbSide     *side,
                   const char *number);
/** ui_page_is_enabled: of the group `ticket` */
gboolean ui_page_is_enabled (UiPage     *fixture,
                             const char *action);
/** ui_page_reach: brings a new ticket into @status; both numbers are set as far as there are both */
void ui_page_reach (UiPage  *fixture,
                    TbStatus status);
/** ui_page_find_dialog: Returns: (transfer none) (nullable): a dialog of that type over the page */
GtkWindow *ui_page_find_dialog (UiPage *fixture,
                                GType   type);
/** ui_page_act_as: from now on @name acts */
void ui_page_act_as (TbSide     *side,
                     const char *name);
/** ui_page_dup_acting_user: Returns: (transfer full): the name of who acts */
char *ui_page_dup_acting_user (TbSide *side);
/** ui_page_assert_opens: the action opens a modal dialog of that type */
void ui_page_assert_opens (UiPage     *fixture,
                           const char *action,
                           GType       type);

G_END_DECLS
