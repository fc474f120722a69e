/* SPDX-License-Identifier: GPL-3.0-or-later
 * How ctl and ui, which do not know sync, ask for delivery: a struct of functions that main.c or ctl.c fills
 * in. */
#pragma once

#include "tb-engine.h"

G_BEGIN_DECLS

/**
 * TbTrial: what came of trying to reach a partner.
 * @travel: by which way. %TB_TRAVEL_AWAIT: it was not tried, for the partner has to call; %TB_TRAVEL_AUTO:
 *   there is no link, or it has stopped
 * @last_contact: instant; 0 never
 */
typedef struct
{
  TbTravel travel;
  gint64   last_contact;
} TbTrial;

/**
 * TbTransport:
 * @start: takes the link lock and delivers from now on; listens too if @listen is not NULL. Fails with
 *   %TB_PROBLEM_LOCK_HELD if another process holds the lock, %TB_PROBLEM_ADDRESS if @listen is no address of
 *   this machine, %TB_PROBLEM_ADDRESS_TAKEN if another program listens there (both with the address as the
 *   argument), %TB_PROBLEM_PLAIN_HTTP; then nothing has begun.
 * @address: (out) (optional): the URL, with the real port
 * @start_when_free: as @start, now or as soon as the holder of the lock ends; tried every second until @stop.
 *   While it waits, changes of other processes are seen all the same.
 * @is_running: whether it holds the lock and delivers
 * @get_failure: (transfer none) (nullable): what keeps @start_when_free from beginning, other than the lock;
 *   valid until the next call of any
 * @stop: ends cleanly; callbacks come no more. Another start, with whatever address, may follow at once.
 * @flush: one round of sending and fetching with every partner; @done when all were tried
 * @idle: whether nothing is on its way and nothing waits that could be sent
 * @is_sending: whether something is on its way to a partner right now
 * @ask_state: one `state` request; the answer as a new envelope
 * @fingerprint: (transfer full): SHA-256 of our own SPKI in hex; makes the certificate at first use
 * @probe: whether @url leads to this instance, as a partner would find it; needs no start. Follows no
 *   redirect. A certificate is fine if it has the key that an invitation would pin
 *   (tb_engine_get_shown_key_async()), or, if none, if the authorities of this machine vouch for it; with
 *   plain HTTP on loopback it is enough that our protocol answers.
 * @probe_finish: fails with %TB_PROBLEM_ADDRESS (argument: @url), %TB_PROBLEM_PLAIN_HTTP,
 *   %TB_PROBLEM_UNREACHABLE (argument: why, in the system's language), %TB_PROBLEM_CERTIFICATE (somebody else
 *   answers), %TB_PROBLEM_UNSUPPORTED (argument: what answers; it is not this program),
 *   %TB_PROBLEM_NEWER_PROTOCOL (argument: the version), %G_IO_ERROR_CANCELLED
 * @try_partner: whether a partner is there, by its own way: one signed request and its answer; of a mailbox,
 *   whether the box opens. Needs no start. Then what waits is sent as soon as it can be.
 * @try_partner_finish: @trial: (out caller-allocates). Fails with %TB_PROBLEM_UNREACHABLE (argument: why),
 *   %TB_PROBLEM_CERTIFICATE, %TB_PROBLEM_SIGNATURE, %TB_PROBLEM_CLOCK_SKEW, %TB_PROBLEM_FORBIDDEN,
 *   %TB_PROBLEM_MAILBOX, … or %G_IO_ERROR_CANCELLED
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
  gboolean (*is_running) (gpointer self);
  const GError *(*get_failure) (gpointer self);
  void (*stop) (gpointer self);
  void (*flush) (gpointer       self,
                 GDestroyNotify done,
                 gpointer       data);
  gboolean (*idle) (gpointer self);
  gboolean (*is_sending) (gpointer self);
  TbEnvelope *(*ask_state) (gpointer          self,
                            const TbRoute    *route,
                            const TbEnvelope *request,
                            GError          **error);
  char *(*fingerprint) (gpointer self,
                        GError **error);
  void (*probe) (gpointer            self,
                 const char         *url,
                 GCancellable       *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer            user_data);
  gboolean (*probe_finish) (gpointer      self,
                            GAsyncResult *result,
                            GError      **error);
  void (*try_partner) (gpointer            self,
                       gint64              partner,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data);
  gboolean (*try_partner_finish) (gpointer      self,
                                  GAsyncResult *result,
                                  TbTrial      *trial,
                                  GError      **error);
} TbTransport;

G_END_DECLS
