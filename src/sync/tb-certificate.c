/* SPDX-License-Identifier: GPL-3.0-or-later
 * The own key and certificate, and the fingerprint by which partners know each other: SHA-256 of the SPKI. */
#include "config.h"

#include "tb-certificate.h"

#include "tb-problem.h"
#include "tb-time.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#define VALID_DAYS (20 * 365 + 5)
#define COMMON_NAME "ticketbruecke"
#define SERIAL_BYTES 16

typedef struct gnutls_x509_crt_int     TbX509;
typedef struct gnutls_x509_privkey_int TbX509Key;
typedef struct gnutls_pubkey_st        TbPublicKey;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbX509, gnutls_x509_crt_deinit)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbX509Key, gnutls_x509_privkey_deinit)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbPublicKey, gnutls_pubkey_deinit)

static gboolean
check_gnutls (int         code,
              const char *what,
              GError    **error)
{
  g_autofree char *detail = NULL;

  if (code >= 0)
    return TRUE;
  detail = g_strdup_printf ("%s: %s", what, gnutls_strerror (code));
  tb_problem_set (error, TB_PROBLEM_FAILED, detail);
  return FALSE;
}

static char *
steal_datum_text (gnutls_datum_t *datum)
{
  char *text = g_strndup ((const char *)datum->data, datum->size);

  gnutls_memset (datum->data, 0, datum->size);
  g_clear_pointer (&datum->data, gnutls_free);

  return text;
}

static char *
hash_spki (TbX509  *crt,
           GError **error)
{
  g_autoptr (TbPublicKey) key = NULL;
  gnutls_datum_t der = { NULL, 0 };
  char          *hash;

  if (!check_gnutls (gnutls_pubkey_init (&key), "public key", error) ||
      !check_gnutls (gnutls_pubkey_import_x509 (key, crt, 0), "public key", error) ||
      !check_gnutls (gnutls_pubkey_export2 (key, GNUTLS_X509_FMT_DER, &der), "public key", error))
    return NULL;
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der.data, der.size);
  gnutls_free (der.data);

  return hash;
}

static gboolean
fill_certificate (TbX509    *crt,
                  TbX509Key *key,
                  gint64     now,
                  GError   **error)
{
  g_autoptr (GBytes) random = tb_random_bytes (SERIAL_BYTES);
  guint8 serial[SERIAL_BYTES];
  time_t from = (time_t)((now - TB_DAY) / TB_SECOND);
  time_t until = (time_t)((now + VALID_DAYS * TB_DAY) / TB_SECOND);

  /* A serial is a positive number: the first bit is off, and it is not zero. */
  memcpy (serial, g_bytes_get_data (random, NULL), SERIAL_BYTES);
  serial[0] = (serial[0] & 0x7f) | 0x40;

  return check_gnutls (gnutls_x509_crt_set_version (crt, 3), "version", error) &&
         check_gnutls (gnutls_x509_crt_set_serial (crt, serial, sizeof serial), "serial", error) &&
         check_gnutls (gnutls_x509_crt_set_activation_time (crt, from), "validity", error) &&
         check_gnutls (gnutls_x509_crt_set_expiration_time (crt, until), "validity", error) &&
         check_gnutls (gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0, COMMON_NAME,
                                                      strlen (COMMON_NAME)),
                       "name", error) &&
         check_gnutls (gnutls_x509_crt_set_basic_constraints (crt, 0, -1), "constraints", error) &&
         check_gnutls (gnutls_x509_crt_set_key_usage (crt, GNUTLS_KEY_DIGITAL_SIGNATURE), "usage", error) &&
         check_gnutls (gnutls_x509_crt_set_key_purpose_oid (crt, GNUTLS_KP_TLS_WWW_SERVER, 0), "purpose",
                       error) &&
         check_gnutls (gnutls_x509_crt_set_key (crt, key), "key", error) &&
         check_gnutls (gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0), "signature", error);
}

static TbX509 *
import_der (GByteArray *der,
            GError    **error)
{
  g_autoptr (TbX509) crt = NULL;
  gnutls_datum_t datum = { der->data, der->len };

  if (!check_gnutls (gnutls_x509_crt_init (&crt), "certificate", error) ||
      !check_gnutls (gnutls_x509_crt_import (crt, &datum, GNUTLS_X509_FMT_DER), "certificate", error))
    return NULL;

  return g_steal_pointer (&crt);
}

void
tb_certificate_free (TbCertificate *self)
{
  if (self == NULL)
    return;
  if (self->key != NULL)
    gnutls_memset (self->key, 0, strlen (self->key));
  g_free (self->key);
  g_free (self->certificate);
  g_free (self->fingerprint);
  g_free (self);
}

TbCertificate *
tb_certificate_generate (gint64   now,
                         GError **error)
{
  g_autoptr (TbX509) crt = NULL;
  g_autoptr (TbX509Key) key = NULL;
  g_autoptr (TbCertificate) self = g_new0 (TbCertificate, 1);
  gnutls_datum_t pem = { NULL, 0 };

  if (!check_gnutls (gnutls_x509_privkey_init (&key), "key", error) ||
      !check_gnutls (gnutls_x509_privkey_generate (key, GNUTLS_PK_EC,
                                                   GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
                     "key", error) ||
      !check_gnutls (gnutls_x509_crt_init (&crt), "certificate", error) ||
      !fill_certificate (crt, key, now, error))
    return NULL;

  if (!check_gnutls (
        gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem), "key",
        error))
    return NULL;
  self->key = steal_datum_text (&pem);
  if (!check_gnutls (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &pem), "certificate", error))
    return NULL;
  self->certificate = steal_datum_text (&pem);
  self->fingerprint = hash_spki (crt, error);
  if (self->fingerprint == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

TbCertificate *
tb_certificate_from_pem (const char *key,
                         const char *certificate,
                         GError    **error)
{
  g_autoptr (TbCertificate) self = NULL;
  g_autoptr (TbX509Key) private_key = NULL;
  g_autoptr (TbX509) crt = NULL;
  gnutls_datum_t key_datum;
  gnutls_datum_t crt_datum;
  guint8         key_id[64];
  guint8         crt_id[64];
  gsize          key_size = sizeof key_id;
  gsize          crt_size = sizeof crt_id;

  g_return_val_if_fail (key != NULL && certificate != NULL, NULL);

  key_datum = (gnutls_datum_t){ (guint8 *)key, strlen (key) };
  crt_datum = (gnutls_datum_t){ (guint8 *)certificate, strlen (certificate) };
  if (!check_gnutls (gnutls_x509_privkey_init (&private_key), "key", error) ||
      !check_gnutls (gnutls_x509_privkey_import (private_key, &key_datum, GNUTLS_X509_FMT_PEM), "key",
                     error) ||
      !check_gnutls (gnutls_x509_crt_init (&crt), "certificate", error) ||
      !check_gnutls (gnutls_x509_crt_import (crt, &crt_datum, GNUTLS_X509_FMT_PEM), "certificate", error) ||
      !check_gnutls (gnutls_x509_privkey_get_key_id (private_key, GNUTLS_KEYID_USE_SHA256, key_id, &key_size),
                     "key", error) ||
      !check_gnutls (gnutls_x509_crt_get_key_id (crt, GNUTLS_KEYID_USE_SHA256, crt_id, &crt_size),
                     "certificate", error))
    return NULL;
  if (key_size != crt_size || memcmp (key_id, crt_id, key_size) != 0)
    {
      tb_problem_set (error, TB_PROBLEM_FAILED, "key and certificate do not belong together");
      return NULL;
    }

  self = g_new0 (TbCertificate, 1);
  self->key = g_strdup (key);
  self->certificate = g_strdup (certificate);
  self->fingerprint = hash_spki (crt, error);
  if (self->fingerprint == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

GTlsCertificate *
tb_certificate_to_tls (const TbCertificate *self,
                       GError             **error)
{
  g_autofree char *both = NULL;
  g_autoptr (GError) reason = NULL;
  GTlsCertificate *certificate;

  g_return_val_if_fail (self != NULL, NULL);

  both = g_strconcat (self->certificate, "\n", self->key, NULL);
  certificate = g_tls_certificate_new_from_pem (both, -1, &reason);
  gnutls_memset (both, 0, strlen (both));
  if (certificate == NULL)
    tb_problem_set (error, TB_PROBLEM_FAILED, reason->message);

  return certificate;
}

char *
tb_certificate_fingerprint (GTlsCertificate *certificate,
                            GError         **error)
{
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (TbX509) crt = NULL;

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);

  g_object_get (certificate, "certificate", &der, NULL);
  if (der == NULL)
    {
      tb_problem_set (error, TB_PROBLEM_FAILED, "no certificate");
      return NULL;
    }
  crt = import_der (der, error);
  if (crt == NULL)
    return NULL;

  return hash_spki (crt, error);
}

gboolean
tb_certificate_matches (GTlsCertificate *certificate,
                        const char      *fingerprint)
{
  g_autofree char *shown = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (fingerprint != NULL, FALSE);

  shown = tb_certificate_fingerprint (certificate, &error);
  if (shown == NULL)
    {
      /* What cannot be read is not the expected key: the caller says so. */
      g_debug ("certificate of the other end: %s", error->message);
      return FALSE;
    }

  return g_ascii_strcasecmp (shown, fingerprint) == 0;
}
