/* SPDX-License-Identifier: GPL-3.0-or-later
 * Prints a signed request for another implementation to check, or checks one that it made.
 *
 *   sign-sample                                      a line each: id, time, key (base64), signature, body
 *   sign-sample verify ID TIMESTAMP SIGNATURE BODY   ends with 0 if the signature is taken, else with 1 */
#include "config.h"

#include "tb-signing.h"
#include "tb-time.h"

#include <stdio.h>
#include <string.h>

#define LINK_KEY "0123456789abcdef0123456789abcdef"
#define BODY "{\"text\":\"Schlüssel beim Pförtner, 85,00 €\"}"

static int
print_sample (GBytes *key,
              gint64  now)
{
  g_autoptr (GBytes) body = g_bytes_new_static (BODY, strlen (BODY));
  g_autoptr (TbEnvelope) envelope = tb_envelope_new ("push", "link", body);
  g_autoptr (GBytes) signing_key = tb_signing_key (key, TB_SIGNER_ACCEPTER);
  g_autofree char *base64 = NULL;

  tb_envelope_sign (envelope, key, TB_SIGNER_ACCEPTER, NULL, now);
  base64 = g_base64_encode (g_bytes_get_data (signing_key, NULL), g_bytes_get_size (signing_key));
  /* Not g_print: that would write in the locale's character set, and these bytes were signed. */
  printf ("%s\n%s\n%s\n%s\n%s\n", envelope->id, envelope->timestamp, base64, envelope->signature, BODY);
  return 0;
}

static int
verify (char  **arguments,
        GBytes *key,
        gint64  now)
{
  g_autoptr (GBytes) body = g_bytes_new (arguments[3], strlen (arguments[3]));
  g_autoptr (TbEnvelope) envelope = tb_envelope_new ("push", "link", body);
  g_autoptr (GError) error = NULL;

  envelope->id = g_strdup (arguments[0]);
  envelope->timestamp = g_strdup (arguments[1]);
  envelope->signature = g_strdup (arguments[2]);
  if (tb_envelope_verify (envelope, key, TB_SIGNER_ACCEPTER, NULL, now, &error))
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GBytes) key = g_bytes_new_static (LINK_KEY, strlen (LINK_KEY));
  g_autoptr (TbClock) clock = tb_clock_new_real ();

  if (argc == 1)
    return print_sample (key, tb_clock_now (clock));
  if (argc == 6 && strcmp (argv[1], "verify") == 0)
    return verify (argv + 2, key, tb_clock_now (clock));
  g_printerr ("Usage: %s [verify ID TIMESTAMP SIGNATURE BODY]\n", argv[0]);
  return 2;
}
