/* SPDX-License-Identifier: GPL-3.0-or-later
 * The ticket page's inside, shared by its parts. */
#pragma once

#include "tb-composer.h"
#include "tb-ticket-page.h"
#include "tb-ticket-sheet.h"

G_BEGIN_DECLS

struct _TbTicketPage
{
  AdwBin parent_instance;

  /* template */
  AdwHeaderBar      *header;
  AdwSqueezer       *start_squeezer;
  GtkWidget         *start_words;
  AdwSqueezer       *step_squeezer;
  GtkWidget         *step_bar;
  GtkWidget         *more_button;
  AdwWindowTitle    *title;
  GtkMenuButton     *outsource_button;
  GtkMenuButton     *notify_button;
  GtkMenuButton     *outsource_button_below;
  GtkMenuButton     *notify_button_below;
  GtkStack          *stack;
  GtkSpinner        *spinner;
  AdwStatusPage     *error_page;
  GtkWidget         *bars;
  GtkScrolledWindow *scroller;
  GtkWidget         *facts;
  GtkWidget         *info;
  GtkWidget         *timeline;
  TbComposer        *composer;

  GSimpleActionGroup *actions;         /* (owned) */
  TbDesk             *desk;            /* (owned) (nullable) */
  TbTicketSheet      *sheet;           /* (owned) (nullable): of the ticket, also while it is being read */
  GSignalGroup       *sheet_signals;   /* (owned) */
  GSignalGroup       *desk_signals;    /* (owned) */
  GSignalGroup       *partner_signals; /* (owned): of the list of partners used last */
  char               *menu_keys[2];    /* (owned) (nullable): what the two menus were made of */
  gint64              ticket;
  guint               spinner_source; /* 0: none */
  guint               squeeze_source; /* 0: none */
  gboolean            newest_first;
  gboolean            shows_back;
  gboolean            shows_start_buttons;
};

/* tb-ticket-page-actions.c */
/** tb_ticket_page_add_actions: fills the group `ticket`. */
void tb_ticket_page_add_actions (TbTicketPage *self);
/** tb_ticket_page_update_actions: what may be done, and both dropdowns, follow the tables. */
void tb_ticket_page_update_actions (TbTicketPage *self);

/* tb-ticket-page.c */
/** tb_ticket_page_reload: reads the ticket anew, after it could not be read. */
void tb_ticket_page_reload (TbTicketPage *self);

G_END_DECLS
