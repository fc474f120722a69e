/* SPDX-License-Identifier: GPL-3.0-or-later
 * The own certificate: what is in it, and that both ends compute the same fingerprint. */
#include "config.h"

#include "tb-problem.h"
#include "sync-test.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#define NOW G_GINT64_CONSTANT (1795000000000000) /* 2026-11-18 */

/* Made by OpenSSL, and the fingerprint too: openssl x509 -pubkey | openssl pkey -pubin -outform der |
 * sha256sum. */
/* clang-format off */
static const char foreign_certificate[] =
  "-----BEGIN CERTIFICATE-----\n"
  "MIIBbTCCAROgAwIBAgIUAguWWF5zYuTqN0WKoQt6aiCh1M0wCgYIKoZIzj0EAwIw\n"
  "DDEKMAgGA1UEAwwBeDAeFw0yNjExMjMyMTI1MzJaFw00NjExMTgyMTI1MzJaMAwx\n"
  "CjAIBgNVBAMMAXgwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ4dsgKGYv3nseA\n"
  "xfIAQKrCIzbx/IrFEL/B7ZXSyedI8R/p3PSeYPV7hybVzqfg3Ck+sl/63F/SiaAB\n"
  "I1oubEazo1MwUTAdBgNVHQ4EFgQUl/jjSdktRvZu8a1X9z9YXxvtCvEwHwYDVR0j\n"
  "BBgwFoAUl/jjSdktRvZu8a1X9z9YXxvtCvEwDwYDVR0TAQH/BAUwAwEB/zAKBggq\n"
  "hkjOPQQDAgNIADBFAiB52iA5D/ipEzGKBK/AyazaizJ15Nlc0B56zfKZt/55lAIh\n"
  "AKReZ/vTNBoBG4WVc56WbZD4+bKq0n5W/5ZhyE8f2h7Q\n"
  "-----END CERTIFICATE-----\n";
static const char foreign_fingerprint[] = "d6001f47f08c7c6812e33e5b76c22dbab1a438a0daeeec911cf87bd4ec2279a6";
/* clang-format on */

typedef struct
{
  gboolean         is_done;
  GTlsCertificate *shown;
  char            *protocol;
  GError          *error;
} Handshake;

static gboolean
on_shown_cb (GTlsConnection      *connection,
             GTlsCertificate     *certificate,
             GTlsCertificateFlags flags,
             gpointer             data)
{
  Handshake *handshake = data;

  handshake->shown = g_object_ref (certificate);

  return TRUE;
}

static void
on_handshake_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  Handshake *handshake = data;

  g_tls_connection_handshake_finish (G_TLS_CONNECTION (object), result, &handshake->error);
  handshake->protocol = g_strdup (g_tls_connection_get_negotiated_protocol (G_TLS_CONNECTION (object)));
  handshake->is_done = TRUE;
}

static void
shake_hands (Handshake         *handshake,
             guint              port,
             const char *const *protocols)
{
  Client *client = client_new (port);
  g_autoptr (GSocketConnection) base = g_socket_connection_factory_create_connection (client->socket);
  g_autoptr (GIOStream) stream = g_tls_client_connection_new (G_IO_STREAM (base), NULL, NULL);

  memset (handshake, 0, sizeof *handshake);
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (stream), protocols);
  g_signal_connect (stream, "accept-certificate", G_CALLBACK (on_shown_cb), handshake);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (stream), G_PRIORITY_DEFAULT, NULL, on_handshake_cb,
                                    handshake);
  spin_until (handshake->is_done);
  client_free (client);
}

static void
handshake_clear (Handshake *handshake)
{
  g_clear_object (&handshake->shown);
  g_clear_pointer (&handshake->protocol, g_free);
  g_clear_error (&handshake->error);
}

static void
test_fingerprint_equals_the_other_ends (void)
{
  const char *const protocols[] = { "http/1.1", NULL };
  Fixture           fixture;
  Handshake         handshake;
  g_autoptr (GError) error = NULL;
  g_autofree char *seen = NULL;

  fixture_start (&fixture, TRUE, NULL);
  shake_hands (&handshake, fixture.port, protocols);
  g_assert_no_error (handshake.error);
  g_assert_nonnull (handshake.shown);
  seen = tb_certificate_fingerprint (handshake.shown, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (seen, ==, fixture.certificate->fingerprint);
  g_assert_true (tb_certificate_matches (handshake.shown, fixture.certificate->fingerprint));
  g_assert_false (tb_certificate_matches (handshake.shown, foreign_fingerprint));
  handshake_clear (&handshake);
  fixture_stop (&fixture);
}

static void
test_http_2_is_never_negotiated (void)
{
  const char *const both[] = { "h2", "http/1.1", NULL };
  const char *const only[] = { "h2", NULL };
  Fixture           fixture;
  Handshake         handshake;

  fixture_start (&fixture, TRUE, NULL);
  shake_hands (&handshake, fixture.port, both);
  g_assert_no_error (handshake.error);
  g_assert_cmpstr (handshake.protocol, ==, "http/1.1");
  handshake_clear (&handshake);

  shake_hands (&handshake, fixture.port, only);
  g_assert_cmpstr (handshake.protocol, !=, "h2");
  handshake_clear (&handshake);
  fixture_stop (&fixture);
}

static void
test_fingerprint_equals_that_of_openssl (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (foreign_certificate, -1, &error);
  g_autofree char *fingerprint = NULL;

  g_assert_no_error (error);
  fingerprint = tb_certificate_fingerprint (certificate, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fingerprint, ==, foreign_fingerprint);
}

static void
test_is_valid_for_twenty_years (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbCertificate) certificate = tb_certificate_generate (NOW, &error);
  gnutls_datum_t    pem;
  gnutls_x509_crt_t crt;
  gint64            until;
  unsigned          bits;

  g_assert_no_error (error);
  pem = (gnutls_datum_t){ (guint8 *)certificate->certificate, strlen (certificate->certificate) };
  g_assert_cmpint (gnutls_x509_crt_init (&crt), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_import (crt, &pem, GNUTLS_X509_FMT_PEM), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_get_pk_algorithm (crt, &bits), ==, GNUTLS_PK_ECDSA);
  g_assert_cmpuint (bits, ==, 256);
  g_assert_cmpint (gnutls_x509_crt_get_activation_time (crt), <, NOW / G_USEC_PER_SEC);
  until = gnutls_x509_crt_get_expiration_time (crt);
  g_assert_cmpint (until, >=, NOW / G_USEC_PER_SEC + G_GINT64_CONSTANT (20) * 365 * 86400);
  g_assert_cmpint (until, <, NOW / G_USEC_PER_SEC + G_GINT64_CONSTANT (21) * 365 * 86400);
  gnutls_x509_crt_deinit (crt);
}

static void
test_survives_pem (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbCertificate) made = tb_certificate_generate (NOW, &error);
  g_autoptr (TbCertificate) other = tb_certificate_generate (NOW, &error);
  g_autoptr (TbCertificate) read = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (made->fingerprint, !=, other->fingerprint);
  g_assert_cmpuint (strspn (made->fingerprint, "0123456789abcdef"), ==, 64);
  read = tb_certificate_from_pem (made->key, made->certificate, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->fingerprint, ==, made->fingerprint);

  g_assert_null (tb_certificate_from_pem (made->key, other->certificate, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_FAILED);
  g_clear_error (&error);
  g_assert_null (tb_certificate_from_pem ("nonsense", made->certificate, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_FAILED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/certificate/fingerprint-equals-the-other-ends",
                   test_fingerprint_equals_the_other_ends);
  g_test_add_func ("/sync/certificate/fingerprint-equals-that-of-openssl",
                   test_fingerprint_equals_that_of_openssl);
  g_test_add_func ("/sync/certificate/http-2-is-never-negotiated", test_http_2_is_never_negotiated);
  g_test_add_func ("/sync/certificate/is-valid-for-twenty-years", test_is_valid_for_twenty_years);
  g_test_add_func ("/sync/certificate/survives-pem", test_survives_pem);

  return g_test_run ();
}
