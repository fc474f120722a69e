/* SPDX-License-Identifier: GPL-3.0-or-later
 * The application's inside, shared by its parts. */
#pragma once

#include "tb-failure-window.h"
#include "tb-session-private.h"

G_BEGIN_DECLS

struct _TbApplication
{
  AdwApplication parent_instance;

  const TbUiHost *host;        /* (borrowed) */
  char           *profile;     /* (owned) */
  TbSession      *session;     /* (owned) (nullable) */
  gboolean        is_changing; /* one session gives way to another */
  gboolean        is_making_sample;
  guint           signal_sources[3]; /* of the signals that end it */

  TbFailureWindow *failure; /* (borrowed) (nullable): as long as it is open */
};

/** tb_application_open_session: shows a profile, or why it cannot be shown. */
gboolean tb_application_open_session (TbApplication *self,
                                      const char    *profile,
                                      gboolean       delivers);

/** tb_application_change_session: one session gives way to another; the program must not end in between. */
void tb_application_change_session (TbApplication *self,
                                    const char    *profile,
                                    gboolean       delivers);

/** tb_application_ensure_window: Returns: (transfer none) (nullable): %NULL: the profile cannot be opened,
 * which is shown */
TbWindow *tb_application_ensure_window (TbApplication *self);

/* tb-application-sample.c: the sample company, in a profile of its own beside the real one */
void tb_application_show_sample (GSimpleAction *action,
                                 GVariant      *parameter,
                                 gpointer       data);
void tb_application_leave_sample (GSimpleAction *action,
                                  GVariant      *parameter,
                                  gpointer       data);

G_END_DECLS
