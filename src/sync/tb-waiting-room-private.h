/* SPDX-License-Identifier: GPL-3.0-or-later
 * Requests that came in: answered by the engine now, or, if it has nothing yet, when it has. */
#pragma once

#include "tb-engine.h"
#include "tb-http-server.h"

G_BEGIN_DECLS

/**
 * TbWaitingRoom:
 *
 * The courier's receiving half. A long poll waits here, on the main loop, and costs no worker: its request is
 * received again when somebody wakes its link, and for the last time when its time is over. A client that has
 * gone is forgotten.
 */
#define TB_TYPE_WAITING_ROOM (tb_waiting_room_get_type ())
G_DECLARE_FINAL_TYPE (TbWaitingRoom, tb_waiting_room, TB, WAITING_ROOM, GObject)

TbWaitingRoom *_tb_waiting_room_new (TbEngine *engine);
/** _tb_waiting_room_admit: @request: (transfer full). @reply: (transfer full) */
void _tb_waiting_room_admit (TbWaitingRoom *self,
                             TbEnvelope    *request,
                             TbHttpReply   *reply);
/** _tb_waiting_room_wake: something lies ready for whoever waits under @link. */
void _tb_waiting_room_wake (TbWaitingRoom *self,
                            const char    *link);
/** _tb_waiting_room_is_fetching: whether somebody waits under @link, or did so a moment ago */
gboolean _tb_waiting_room_is_fetching (TbWaitingRoom *self,
                                       const char    *link);
/** _tb_waiting_room_close: sends all away. */
void _tb_waiting_room_close (TbWaitingRoom *self);

G_END_DECLS
