/* SPDX-License-Identifier: GPL-3.0-or-later
 * The certificate of an instance: made at first use, kept among the secrets of the profile. */
#pragma once

#include "tb-certificate.h"
#include "tb-engine.h"

G_BEGIN_DECLS

/** TB_IDENTITY_FINGERPRINT: the setting in which the fingerprint stands once there is a certificate. */
#define TB_IDENTITY_FINGERPRINT "fingerprint"

/**
 * tb_identity_load:
 *
 * Reads key and certificate from the settings `tls-key` and `tls-certificate`, or makes them and notes
 * `fingerprint` too. Two processes that do it at once get the same. Blocks.
 *
 * Returns: (transfer full): %NULL with the store's errors or %TB_PROBLEM_FAILED
 */
TbCertificate *tb_identity_load (TbEngine *engine,
                                 GError  **error);

G_END_DECLS
