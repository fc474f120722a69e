/* SPDX-License-Identifier: GPL-3.0-or-later
 * How ctl and ui, which do not know sync, ask for delivery: a struct of functions that main.c or ctl.c fills
 * in. */
#pragma once

#include "tb-engine.h"

G_BEGIN_DECLS

/**
 * TbTransport:
 * @start: takes the link lock and delivers from now on; listens too if @listen is not NULL. Fails with
 *   %TB_PROBLEM_LOCK_HELD if another process holds the lock, %TB_PROBLEM_ADDRESS, %TB_PROBLEM_PLAIN_HTTP.
 * @address: (out) (optional): the URL, with the real port
 * @start_when_free: the same, now or as soon as the holder of the lock ends; tries until @stop
 * @stop: ends cleanly; callbacks come no more
 * @flush: one round of sending and fetching with every partner; @done when all were tried
 * @idle: whether nothing is on its way and nothing waits that could be sent
 * @ask_state: one `state` request; the answer as a new envelope
 * @fingerprint: (transfer full): SHA-256 of our own SPKI in hex; makes the certificate at first use
 */
typedef struct
{
  gpointer self;
  gboolean (*start) (gpointer    self,
                     const char *listen,
                     gboolean    use_tls,
                     char      **address,
                     GError    **error);
  void (*start_when_free) (gpointer    self,
                           const char *listen,
                           gboolean    use_tls);
  void (*stop) (gpointer self);
  void (*flush) (gpointer       self,
                 GDestroyNotify done,
                 gpointer       data);
  gboolean (*idle) (gpointer self);
  TbEnvelope *(*ask_state) (gpointer          self,
                            const TbRoute    *route,
                            const TbEnvelope *request,
                            GError          **error);
  char *(*fingerprint) (gpointer self,
                        GError **error);
} TbTransport;

G_END_DECLS
