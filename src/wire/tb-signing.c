/* SPDX-License-Identifier: GPL-3.0-or-later
 * Signatures as Standard Webhooks make them: HMAC-SHA256 over `<id>.<timestamp>.<body>`, base64 after `v1,`.
 *
 * The id of a request is `<route>.<uuid>` with `-` for each `/` of the route; the id of its answer is
 * `<route>.answer.<uuid>` with the same uuid. Both are under the signature, so a body that was signed for one
 * route is worth nothing at another, an answer fits one request, and a request sent back is no answer. */
#include "config.h"

#include "tb-signing.h"

#include "tb-envelope-private.h"
#include "tb-fields-private.h"
#include "tb-time.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define DIGEST_LENGTH 32
#define MAX_TIMESTAMP_DIGITS 12
#define MAX_SIGNATURE_LENGTH 4096
#define ANSWER_MARK "answer."

static const char *const purposes[] = {
  [TB_SIGNER_INVITER] = "ticketbruecke inviter to accepter",
  [TB_SIGNER_ACCEPTER] = "ticketbruecke accepter to inviter",
};

/* GLib's own is several times slower, and each batch goes through it at both ends, there and back. */
static gnutls_hmac_hd_t
start_hmac (GBytes *key)
{
  gsize            length;
  const void      *data = g_bytes_get_data (key, &length);
  gnutls_hmac_hd_t hmac = NULL;
  int              code = gnutls_hmac_init (&hmac, GNUTLS_MAC_SHA256, length > 0 ? data : "", length);

  if (code < 0)
    g_error ("HMAC-SHA256: %s", gnutls_strerror (code));
  return hmac;
}

static void
feed (gnutls_hmac_hd_t hmac,
      const void      *data,
      gsize            length)
{
  if (length > 0 && gnutls_hmac (hmac, data, length) < 0)
    g_error ("HMAC-SHA256 failed");
}

static void
feed_bytes (gnutls_hmac_hd_t hmac,
            GBytes          *bytes)
{
  gsize       length = 0;
  const void *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  feed (hmac, data, length);
}

static void
feed_text (gnutls_hmac_hd_t hmac,
           const char      *text)
{
  feed (hmac, text, strlen (text));
}

/* What @self must bear after `v1,`. */
static char *
compute_signature (const TbEnvelope *self,
                   GBytes           *key,
                   TbSigner          signer)
{
  g_autoptr (GBytes) derived = tb_signing_key (key, signer);

  return tb_webhook_signature (derived, self->id, self->timestamp, self->body);
}

/* Takes the same time wherever they differ; that the lengths differ may be seen. */
static gboolean
is_equal_secret (const char *a,
                 const char *b)
{
  gsize           length = strlen (a);
  volatile guint8 difference = 0;
  gsize           i;

  if (strlen (b) != length)
    return FALSE;
  for (i = 0; i < length; i++)
    difference |= (guint8)a[i] ^ (guint8)b[i];
  return difference == 0;
}

/* One of several, separated by blanks, is enough: so keys can be changed one day. */
static gboolean
has_signature (const char *header,
               const char *expected)
{
  g_auto (GStrv) parts = NULL;
  gboolean found = FALSE;
  guint    i;

  if (header == NULL || strlen (header) > MAX_SIGNATURE_LENGTH)
    return FALSE;
  parts = g_strsplit (header, " ", -1);
  for (i = 0; parts[i] != NULL; i++)
    if (g_str_has_prefix (parts[i], "v1,"))
      found |= is_equal_secret (parts[i] + strlen ("v1,"), expected);
  return found;
}

static char *
request_prefix (const char *route)
{
  return g_strdelimit (g_strconcat (route, ".", NULL), "/", '-');
}

/* `push.<uuid>` to `push.answer.<uuid>`.
 * Returns: (transfer full) (nullable): %NULL if @request_id is not the id of a request */
static char *
answer_id (const char *request_id)
{
  const char      *dot = strrchr (request_id, '.');
  g_autofree char *route = NULL;

  if (dot == NULL || dot == request_id || !tb_is_uuid (dot + 1))
    return NULL;
  route = g_strndup (request_id, dot - request_id);
  return strchr (route, '.') == NULL ? g_strconcat (route, ".", ANSWER_MARK, dot + 1, NULL) : NULL;
}

static gboolean
is_request_id (const char *id,
               const char *route)
{
  g_autofree char *prefix = request_prefix (route);

  return g_str_has_prefix (id, prefix) && tb_is_uuid (id + strlen (prefix));
}

/* Who reads an answer may know the route by the request's id only. */
static gboolean
is_right_id (const TbEnvelope *self,
             const char       *in_answer_to)
{
  g_autofree char *expected = NULL;

  if (in_answer_to == NULL)
    return self->route != NULL && is_request_id (self->id, self->route);
  expected = answer_id (in_answer_to);
  return expected != NULL &&
         strcmp (self->id, expected) == 0 &&
         (self->route == NULL || is_request_id (in_answer_to, self->route));
}

static gboolean
read_timestamp (const char *text,
                gint64     *seconds)
{
  gsize length = strlen (text);

  if (length < 1 || length > MAX_TIMESTAMP_DIGITS || strspn (text, "0123456789") != length)
    return FALSE;
  *seconds = g_ascii_strtoll (text, NULL, 10);
  return TRUE;
}

char *
tb_webhook_signature (GBytes     *key,
                      const char *id,
                      const char *timestamp,
                      GBytes     *body)
{
  gnutls_hmac_hd_t hmac = start_hmac (key);
  guint8           digest[DIGEST_LENGTH];

  feed_text (hmac, id);
  feed_text (hmac, ".");
  feed_text (hmac, timestamp);
  feed_text (hmac, ".");
  feed_bytes (hmac, body);
  gnutls_hmac_deinit (hmac, digest);
  return g_base64_encode (digest, sizeof digest);
}

void
tb_envelope_sign (TbEnvelope *self,
                  GBytes     *key,
                  TbSigner    signer,
                  const char *in_answer_to,
                  gint64      now)
{
  g_autofree char *prefix = NULL;
  g_autofree char *uuid = NULL;
  g_autofree char *base64 = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (self->route != NULL);
  g_return_if_fail (key != NULL);

  g_free (self->id);
  self->id = in_answer_to != NULL ? answer_id (in_answer_to) : NULL;
  if (self->id == NULL)
    {
      /* Also for an answer to an id that is none: it fits no request, as it should. */
      prefix = request_prefix (self->route);
      uuid = tb_id_new ();
      self->id = g_strconcat (prefix, in_answer_to != NULL ? ANSWER_MARK : "", uuid, NULL);
    }
  g_free (self->timestamp);
  self->timestamp = g_strdup_printf ("%" G_GINT64_FORMAT, now / TB_SECOND);
  base64 = compute_signature (self, key, signer);
  g_free (self->signature);
  self->signature = g_strconcat ("v1,", base64, NULL);
}

gboolean
tb_envelope_verify (const TbEnvelope *self,
                    GBytes           *key,
                    TbSigner          signer,
                    const char       *in_answer_to,
                    gint64            now,
                    GError          **error)
{
  g_autofree char *expected = NULL;
  gint64           seconds;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (self->id != NULL && self->timestamp != NULL && read_timestamp (self->timestamp, &seconds))
    {
      expected = compute_signature (self, key, signer);
      if (has_signature (self->signature, expected) && is_right_id (self, in_answer_to))
        {
          if (now == TB_ANY_TIME || ABS (now / TB_SECOND - seconds) <= TB_CLOCK_TOLERANCE_SECONDS)
            return TRUE;
          tb_problem_set (error, TB_PROBLEM_CLOCK_SKEW, NULL);
          return FALSE;
        }
    }
  tb_problem_set (error, TB_PROBLEM_SIGNATURE, NULL);
  return FALSE;
}

GBytes *
tb_signing_key (GBytes  *key,
                TbSigner signer)
{
  guint8           digest[DIGEST_LENGTH];
  gnutls_hmac_hd_t hmac;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (signer < G_N_ELEMENTS (purposes), NULL);

  hmac = start_hmac (key);
  feed_text (hmac, purposes[signer]);
  gnutls_hmac_deinit (hmac, digest);
  return g_bytes_new (digest, sizeof digest);
}

GBytes *
tb_working_key (GBytes *access_key,
                GBytes *share)
{
  guint8           digest[DIGEST_LENGTH];
  gnutls_hmac_hd_t hmac;

  g_return_val_if_fail (access_key != NULL, NULL);
  g_return_val_if_fail (share != NULL, NULL);

  hmac = start_hmac (access_key);
  feed_bytes (hmac, share);
  gnutls_hmac_deinit (hmac, digest);
  return g_bytes_new (digest, sizeof digest);
}
