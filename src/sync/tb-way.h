/* SPDX-License-Identifier: GPL-3.0-or-later
 * A way to travel: how a request reaches a partner and its answer comes back (protocol.md section 5). */
#pragma once

#include "tb-engine.h"

G_BEGIN_DECLS

typedef struct _TbWay TbWay;

/**
 * TbWay:
 * @self: the way's own data
 * @send_async: carries @request to the partner that @route names; @route is borrowed for the call, @request
 * until @callback
 * @send_finish: (transfer full): the answer, whatever its HTTP status; %NULL with %TB_PROBLEM_UNREACHABLE
 * (argument: a short detail), _CERTIFICATE, _PLAIN_HTTP, _ADDRESS, or G_IO_ERROR_CANCELLED
 * @clone: (transfer full): another way of the same kind, to be used within the thread-default main context of
 * the call
 * @close: ends what is under way and frees everything
 *
 * A back end as a struct of functions: push by HTTP is one, a folder in the tests another.
 */
struct _TbWay
{
  gpointer self;
  void (*send_async) (gpointer            self,
                      const TbRoute      *route,
                      const TbEnvelope   *request,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data);
  TbEnvelope *(*send_finish) (gpointer      self,
                              GAsyncResult *result,
                              GError      **error);
  TbWay *(*clone) (gpointer self);
  void (*close) (gpointer self);
};

/** tb_way_free: closes @self and frees it. */
void tb_way_free (TbWay *self);
/** tb_way_send: carries one request and waits, in a main context of its own; the caller's other work stands
 * still. The errors of send_finish */
TbEnvelope *tb_way_send (TbWay            *self,
                         const TbRoute    *route,
                         const TbEnvelope *request,
                         GError          **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbWay, tb_way_free)

G_END_DECLS
