/* SPDX-License-Identifier: GPL-3.0-or-later
 * The own key and certificate, and the fingerprint by which partners know each other: SHA-256 of the SPKI. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** TbCertificate: key and certificate as PEM, and the fingerprint of the public key in lower-case hex. */
typedef struct
{
  char *key;
  char *certificate;
  char *fingerprint;
} TbCertificate;

void tb_certificate_free (TbCertificate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbCertificate, tb_certificate_free)

/** tb_certificate_generate: a new EC P-256 key and a certificate that it signs itself, valid for 20 years
 * from @now (UTC microseconds). %TB_PROBLEM_FAILED */
TbCertificate *tb_certificate_generate (gint64   now,
                                        GError **error);
/** tb_certificate_from_pem: what tb_certificate_generate() once made; %TB_PROBLEM_FAILED if key and
 * certificate do not belong together */
TbCertificate *tb_certificate_from_pem (const char *key,
                                        const char *certificate,
                                        GError    **error);
/** tb_certificate_to_tls: Returns: (transfer full): for a TLS server */
GTlsCertificate *tb_certificate_to_tls (const TbCertificate *self,
                                        GError             **error);
/** tb_certificate_fingerprint: Returns: (transfer full): SHA-256 of the SPKI of @certificate, as the other
 * end showed it, in lower-case hex */
char *tb_certificate_fingerprint (GTlsCertificate *certificate,
                                  GError         **error);
/** tb_certificate_matches: whether @certificate has the key that @fingerprint names; a certificate that
 * cannot be read has not. */
gboolean tb_certificate_matches (GTlsCertificate *certificate,
                                 const char      *fingerprint);

G_END_DECLS
