/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets in the desktop's search: org.gnome.Shell.SearchProvider2. */
#pragma once

#include "tb-desk.h"

G_BEGIN_DECLS

/** TbSearchHost: how the search reaches the program.
 * @get_desk: (transfer none) (nullable): what is searched; %NULL: nothing is found. Shows no window
 * @show_ticket, @search: shows the window */
typedef struct
{
  TbDesk *(*get_desk) (gpointer self);
  void (*show_ticket) (gpointer self,
                       gint64   ticket);
  void (*search) (gpointer    self,
                  const char *words);
} TbSearchHost;

/**
 * TbSearchProvider:
 *
 * Answers from the store's reader; the bus is never waited for. The program stays as long as an answer is on
 * its way. What is told of a ticket is its title, number and organisation.
 */
#define TB_TYPE_SEARCH_PROVIDER (tb_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (TbSearchProvider, tb_search_provider, TB, SEARCH_PROVIDER, GObject)

/** tb_search_provider_new: @host: (borrowed); the `self` of its functions is @application; both must outlive
 * it */
TbSearchProvider *tb_search_provider_new (GApplication       *application,
                                          const TbSearchHost *host);
/** tb_search_provider_export: as `SearchProvider` below the application's own path. */
gboolean tb_search_provider_export (TbSearchProvider *self,
                                    GDBusConnection  *connection,
                                    const char       *application_path,
                                    GError          **error);
void     tb_search_provider_unexport (TbSearchProvider *self);

G_END_DECLS
