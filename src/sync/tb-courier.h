/* SPDX-License-Identifier: GPL-3.0-or-later
 * The courier: holds the link lock, sends what waits, listens, turns the timers. */
#pragma once

#include "tb-http-server.h"
#include "tb-transport.h"
#include "tb-way.h"

G_BEGIN_DECLS

/**
 * TbCourier:
 *
 * Lives on the engine's thread and main context. One request per partner is under way at a time; partners do
 * not wait for each other. What it loses by a crash is sent again, for it keeps nothing: the outbox is the
 * engine's.
 */
#define TB_TYPE_COURIER (tb_courier_get_type ())
G_DECLARE_FINAL_TYPE (TbCourier, tb_courier, TB, COURIER, GObject)

/** tb_courier_new: @way: (transfer full) (nullable): %NULL is push by HTTP. @limits: (nullable): of the
 * server */
TbCourier *tb_courier_new (TbEngine           *engine,
                           TbWay              *way,
                           const TbHttpLimits *limits);
/** tb_courier_get_transport: Returns: (transfer none): what ctl and ui are given; lives as long as @self */
const TbTransport *tb_courier_get_transport (TbCourier *self);
/**
 * tb_courier_start:
 * @listen: (nullable): `ADDR:PORT`
 * @use_tls: with the own certificate; without only on loopback
 * @address: (out) (optional) (transfer full): the URL at which it listens, with the real port
 *
 * Takes the link lock and begins. Returns: %FALSE with %TB_PROBLEM_LOCK_HELD, _ADDRESS, _ADDRESS_TAKEN,
 * _PLAIN_HTTP, _FAILED, store errors
 */
gboolean tb_courier_start (TbCourier  *self,
                           const char *listen,
                           gboolean    use_tls,
                           char      **address,
                           GError    **error);
/** tb_courier_start_when_free: as tb_courier_start(), now or as soon as the holder of the lock ends; tried
 * every second until tb_courier_stop(). */
void tb_courier_start_when_free (TbCourier  *self,
                                 const char *listen,
                                 gboolean    use_tls);
/** tb_courier_get_failure: Returns: (transfer none) (nullable): what keeps tb_courier_start_when_free() from
 * beginning, other than the lock */
const GError *tb_courier_get_failure (TbCourier *self);
/** tb_courier_is_running: whether it holds the lock */
gboolean tb_courier_is_running (TbCourier *self);
/** tb_courier_stop: ends what is under way, releases the lock; callbacks of flush come no more. It can be
 * started again, with another address too. */
void tb_courier_stop (TbCourier *self);

G_END_DECLS
