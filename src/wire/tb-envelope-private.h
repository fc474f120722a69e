/* SPDX-License-Identifier: GPL-3.0-or-later
 * The signature by itself, as the Standard Webhooks specification has it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** tb_webhook_signature: Returns: (transfer full): base64 of HMAC-SHA256 (@key, `<id>.<timestamp>.<body>`) */
char *tb_webhook_signature (GBytes     *key,
                            const char *id,
                            const char *timestamp,
                            GBytes     *body);

G_END_DECLS
