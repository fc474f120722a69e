/* SPDX-License-Identifier: GPL-3.0-or-later
 * The certificate of an instance: made at first use, kept among the secrets of the profile. */
#include "config.h"

#include "tb-identity.h"

#include "tb-link-lock.h"

#define KEY_SETTING "tls-key"
#define CERTIFICATE_SETTING "tls-certificate"
#define LOCK_FILE "identity.lock"

/* %NULL without @error if there is none yet. */
static TbCertificate *
read_identity (TbEngine *engine,
               GError  **error)
{
  g_autofree char *key = NULL;
  g_autofree char *certificate = NULL;
  GError          *local = NULL;

  key = tb_engine_get_config (engine, KEY_SETTING, &local);
  if (local == NULL)
    certificate = tb_engine_get_config (engine, CERTIFICATE_SETTING, &local);
  if (local != NULL)
    {
      g_propagate_prefixed_error (error, local, "own certificate: ");
      return NULL;
    }
  /* The certificate is written last: with it all is there. */
  if (key == NULL || certificate == NULL || key[0] == '\0' || certificate[0] == '\0')
    return NULL;

  return tb_certificate_from_pem (key, certificate, error);
}

static TbCertificate *
make_identity (TbEngine *engine,
               GError  **error)
{
  g_autoptr (TbCertificate) made =
    tb_certificate_generate (tb_clock_now (tb_engine_get_clock (engine)), error);

  if (made == NULL || !tb_engine_set_secret (engine, KEY_SETTING, made->key, error) ||
      !tb_engine_set_secret (engine, TB_IDENTITY_FINGERPRINT, made->fingerprint, error) ||
      !tb_engine_set_secret (engine, CERTIFICATE_SETTING, made->certificate, error))
    return NULL;
  g_debug ("own certificate made: %s", made->fingerprint);

  return g_steal_pointer (&made);
}

TbCertificate *
tb_identity_load (TbEngine *engine,
                  GError  **error)
{
  g_autoptr (TbLinkLock) lock = NULL;
  TbCertificate *identity;
  GError        *local = NULL;

  g_return_val_if_fail (TB_IS_ENGINE (engine), NULL);

  identity = read_identity (engine, &local);
  if (identity == NULL && local == NULL)
    {
      lock = tb_link_lock_wait (tb_engine_get_dir (engine), LOCK_FILE, &local);
      if (lock != NULL)
        identity = read_identity (engine, &local);
      if (identity == NULL && local == NULL)
        identity = make_identity (engine, &local);
    }
  if (local != NULL)
    g_propagate_error (error, local);

  return identity;
}
