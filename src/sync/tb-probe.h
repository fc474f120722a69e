/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whether an address leads to this instance: one GET, as a partner would knock. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** TB_PROBE_MS: how long the whole may take. */
#define TB_PROBE_MS 15000

/**
 * tb_probe_async:
 * @url: as a person typed it
 * @fingerprint: (nullable): what our invitations pin; %NULL if they leave it to the authorities
 * @total_ms: %TB_PROBE_MS, but in tests
 *
 * Asks `<url>/link/1/` for the name of the protocol. Follows no redirect. A certificate is fine if it has the
 * key that is pinned, or, if none is, if this machine's authorities vouch for it.
 */
void tb_probe_async (const char         *url,
                     const char         *fingerprint,
                     guint               total_ms,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data);
/**
 * tb_probe_finish:
 *
 * Returns: %FALSE with %TB_PROBLEM_ADDRESS, %TB_PROBLEM_PLAIN_HTTP, %TB_PROBLEM_UNREACHABLE (argument: the
 * system's word for why), %TB_PROBLEM_CERTIFICATE, %TB_PROBLEM_UNSUPPORTED (argument: what answered),
 * %TB_PROBLEM_NEWER_PROTOCOL, or %G_IO_ERROR_CANCELLED
 */
gboolean tb_probe_finish (GAsyncResult *result,
                          GError      **error);

G_END_DECLS
