/* SPDX-License-Identifier: GPL-3.0-or-later
 * The main window: folders, list, ticket; where the actions are. */
#pragma once

#include <adwaita.h>

#include "tb-desk.h"
#include "tb-transport.h"

G_BEGIN_DECLS

/**
 * TbWindow:
 *
 * Three panes in two nested leaflets. Its actions (group `win`) are the ones of menus, buttons and keys;
 * those of a ticket are the page's (group `ticket`), which the window carries too, so that their keys work
 * from every pane.
 *
 * Signal `looked-at` (int64): the user has a ticket before the eyes.
 */
#define TB_TYPE_WINDOW (tb_window_get_type ())
G_DECLARE_FINAL_TYPE (TbWindow, tb_window, TB, WINDOW, AdwApplicationWindow)

/** tb_window_new: @transport: (nullable): %NULL: nothing is delivered (a sample company). @settings:
 * (nullable): %NULL: nothing is remembered */
TbWindow *tb_window_new (GtkApplication    *application,
                         TbDesk            *desk,
                         const TbTransport *transport,
                         GSettings         *settings);
/** tb_window_show_ticket: shows a ticket on the page, in whatever folder. */
void tb_window_show_ticket (TbWindow *self,
                            gint64    ticket);
/** tb_window_answer: shows a ticket, and puts the focus into a new note. */
void tb_window_answer (TbWindow *self,
                       gint64    ticket);
/** tb_window_search: looks for words in all tickets. */
void tb_window_search (TbWindow   *self,
                       const char *words);
/** tb_window_save: keeps what the window remembers: size, pane, ticket. Closing it does so, too. */
void tb_window_save (TbWindow *self);
/** tb_window_join: opens „Einladung annehmen“. */
void tb_window_join (TbWindow *self);
/** tb_window_open: shows what comes from outside: a link to a ticket (tb-ticket-link.h), or invitation files,
 * one after the other. Changes nothing by itself. */
void tb_window_open (TbWindow *self,
                     GFile   **files,
                     int       n_files);

G_END_DECLS
