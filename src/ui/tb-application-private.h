/* SPDX-License-Identifier: GPL-3.0-or-later
 * The application's inside, shared by its parts. */
#pragma once

#include "tb-failure-window.h"
#include "tb-search-provider.h"
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
  gboolean        is_in_background;  /* holds itself, with or without a window */
  guint           signal_sources[3]; /* of the signals that end it */

  TbSearchProvider *search_provider; /* (owned) (nullable) */

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

/** tb_application_close_session: if there is one */
void tb_application_close_session (TbApplication *self);
/** tb_application_settings_path_of: Returns: (transfer full): of what a profile's windows remember */
char *tb_application_settings_path_of (const char *profile);

/* tb-application-service.c */
/** tb_application_start_service: started by the bus: shows nothing, and ends soon if nobody asks anything. */
void tb_application_start_service (TbApplication *self);
/** tb_application_open_quietly: Returns: (transfer none) (nullable): the session, without a window; %NULL if
 * there is no profile or it cannot be opened */
TbSession *tb_application_open_quietly (TbApplication *self);
/** tb_application_follow_session: heeds the new session's setting „Im Hintergrund weiter synchronisieren“. */
void tb_application_follow_session (TbApplication *self);
/** tb_application_update_background: whether the program goes on without a window. */
void tb_application_update_background (TbApplication *self);

/** tb_application_send_now: delivers once, without a window too. */
void tb_application_send_now (GSimpleAction *action,
                              GVariant      *parameter,
                              gpointer       data);
/** tb_application_search_host: how the search of the desktop reaches the program */
extern const TbSearchHost tb_application_search_host;

/* tb-application-sample.c: the sample company, in a profile of its own beside the real one */
void tb_application_show_sample (GSimpleAction *action,
                                 GVariant      *parameter,
                                 gpointer       data);
void tb_application_leave_sample (GSimpleAction *action,
                                  GVariant      *parameter,
                                  gpointer       data);

G_END_DECLS
