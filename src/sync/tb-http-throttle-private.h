/* SPDX-License-Identifier: GPL-3.0-or-later
 * How often a link may ask; failed signatures are slowed for their sender, nobody else. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TbHttpThrottle:
 *
 * Counts by address and link, and only after the answer is known: a forged request (401) never counts against
 * the limit of the link that it names, and a valid one is never refused or slowed for forged ones.
 */
typedef struct _TbHttpThrottle TbHttpThrottle;

TbHttpThrottle *_tb_http_throttle_new (guint max_requests,
                                       guint window_ms,
                                       guint free_failures,
                                       guint failure_delay_ms);
void            _tb_http_throttle_free (TbHttpThrottle *self);
/** _tb_http_throttle_wait: Returns: seconds for `Retry-After`; 0 if the request may come in. @now: monotonic
 */
guint _tb_http_throttle_wait (TbHttpThrottle *self,
                              const char     *address,
                              const char     *link,
                              gint64          now);
/** _tb_http_throttle_count: counts an answered request. Returns: for how many milliseconds its answer is to
 * be held back */
guint _tb_http_throttle_count (TbHttpThrottle *self,
                               const char     *address,
                               const char     *link,
                               gboolean        is_failed,
                               gint64          now);

G_END_DECLS
