/* SPDX-License-Identifier: GPL-3.0-or-later
 * The main window's inside, shared by its parts. */
#pragma once

#include "tb-list-pane.h"
#include "tb-outbox-page.h"
#include "tb-side-bar.h"
#include "tb-ticket-page.h"
#include "tb-welcome.h"
#include "tb-window.h"

G_BEGIN_DECLS

struct _TbWindow
{
  AdwApplicationWindow parent_instance;

  /* template */
  AdwToastOverlay *toasts;
  GtkStack        *stack;
  GtkWidget       *sample_bar;
  AdwLeaflet      *outer;
  AdwLeaflet      *inner;
  TbSideBar       *side_bar;
  GtkSeparator    *side_line;
  TbListPane      *list_pane;
  GtkWidget       *detail_pane;
  GtkStack        *detail;  /* of the page and the outbox */
  GtkWidget       *no_page; /* until there is one */

  /* made when first needed: children of the stacks */
  TbWelcome    *welcome; /* (nullable): only for who has not been here before */
  TbTicketPage *page;    /* (nullable) */
  TbOutboxPage *outbox;  /* (nullable) */

  TbDesk            *desk;      /* (owned) (nullable): gone after dispose */
  const TbTransport *transport; /* (borrowed) (nullable): the application's, which outlives its windows */
  GSettings         *settings;  /* (owned) (nullable) */

  GQueue     invitations; /* (element-type GFile) (owned): that are still to be shown */
  GtkWidget *join_dialog; /* (borrowed) (nullable) */

  guint    restore_source; /* 0: none */
  guint    prepare_source; /* 0: none */
  gboolean has_restored;   /* the ticket that was open, if there was one */
  gulong   wants_note;     /* until the ticket is there: a note is to be begun; 0: none */
  gboolean shows_folders;
  gboolean wants_folders; /* until the panes have their places: rather the folders than the list */
};

/* tb-window-actions.c */
/** tb_window_install_actions: the group `win`. */
void tb_window_install_actions (GtkWidgetClass *widget_class);
/** tb_window_update_actions: what may be done follows who works here. */
void tb_window_update_actions (TbWindow *self);
/** tb_window_present_dialog: @dialog: (transfer floating) */
void tb_window_present_dialog (TbWindow  *self,
                               GtkWidget *dialog);
/** tb_window_ensure_page: Returns: (transfer none): what shows a ticket, which is most of the window */
TbTicketPage *tb_window_ensure_page (TbWindow *self);
/** tb_window_ensure_outbox: Returns: (transfer none): the outbox */
TbOutboxPage *tb_window_ensure_outbox (TbWindow *self);
/** tb_window_show_page: the ticket or the outbox in the last pane; comes to the front where panes lie on each
 * other. @page: of @detail */
void tb_window_show_page (TbWindow *self,
                          gpointer  page);
/** tb_window_look: tells whoever wants to know which ticket the user has before the eyes. */
void tb_window_look (TbWindow *self);
/** tb_window_go_back: one pane back, where there is one. */
void tb_window_go_back (TbWindow *self);

G_END_DECLS
