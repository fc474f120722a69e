/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sends what waits: one request per partner at a time, until nothing is due; beside it one that fetches. */
#pragma once

#include "tb-way.h"

G_BEGIN_DECLS

/**
 * TbDispatch:
 *
 * The courier's sending half; the link lock is the courier's business. The engine says who is due, what to
 * send and what came of it; this asks it anew after each request, so it keeps nothing that could get lost.
 */
#define TB_TYPE_DISPATCH (tb_dispatch_get_type ())
G_DECLARE_FINAL_TYPE (TbDispatch, tb_dispatch, TB, DISPATCH, GObject)

/** _tb_dispatch_new: @way: (transfer full) */
TbDispatch *_tb_dispatch_new (TbEngine *engine,
                              TbWay    *way);
TbWay      *_tb_dispatch_get_way (TbDispatch *self);
/** TbDispatchWatch: who knows who waits here.
 * @wake: something lies ready for a partner that may be waiting for it
 * @is_fetching: whether a partner fetches what we have for it: then it need not be sent
 */
typedef struct
{
  gpointer data;
  void (*wake) (gpointer    data,
                const char *link);
  gboolean (*is_fetching) (gpointer    data,
                           const char *link);
} TbDispatchWatch;
/** _tb_dispatch_set_watch: @watch: (nullable) */
void _tb_dispatch_set_watch (TbDispatch            *self,
                             const TbDispatchWatch *watch);
void _tb_dispatch_start (TbDispatch *self);
/** _tb_dispatch_stop: cancels what is carried; nothing is settled and no flush ends after it */
void _tb_dispatch_stop (TbDispatch *self);
/** _tb_dispatch_look: something may be due: asks the engine */
void _tb_dispatch_look (TbDispatch *self);
/** _tb_dispatch_hasten: something may be due for this partner: whom nothing hinders is sent to without
 * asking first */
void _tb_dispatch_hasten (TbDispatch *self,
                          gint64      partner);
/** _tb_dispatch_flush: goes to every partner once, even if nothing waits, and on as long as something goes;
 * @done when all have come back or failed */
void _tb_dispatch_flush (TbDispatch    *self,
                         GDestroyNotify done,
                         gpointer       data);
/** _tb_dispatch_is_idle: nothing is on its way, and nothing waits for a partner that has an address */
gboolean _tb_dispatch_is_idle (TbDispatch *self);
/** _tb_dispatch_is_sending: a request is on its way that is not only waiting for something */
gboolean _tb_dispatch_is_sending (TbDispatch *self);

G_END_DECLS
