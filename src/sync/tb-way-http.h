/* SPDX-License-Identifier: GPL-3.0-or-later
 * The way „push“: HTTP/1.1 straight to the partner's server, its key pinned. */
#pragma once

#include "tb-way.h"

G_BEGIN_DECLS

/**
 * TbWayHttpLimits:
 * @io_seconds: without a byte
 * @total_ms: for request and answer together
 * @max_answer: bytes of an answer's body
 */
typedef struct
{
  guint io_seconds;
  guint total_ms;
  gsize max_answer;
} TbWayHttpLimits;

/** tb_way_http_new: Returns: (transfer full): for the calling thread's default main context. @limits:
 * (nullable): those of the protocol */
TbWay *tb_way_http_new (const TbWayHttpLimits *limits);

G_END_DECLS
