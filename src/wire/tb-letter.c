/* SPDX-License-Identifier: GPL-3.0-or-later
 * Letters. What lies in a mailbox is
 *
 *   1 byte 0x01 | 12 bytes nonce | letter under AES-256-GCM, with its tag; the address is associated data
 *
 * with key = HMAC-SHA256 (link's key, "ticketbruecke letter inviter to accepter", or the other way round) and
 * address = the first half of HMAC-SHA256 (link's key, "ticketbruecke address of inviter", or accepter), in
 * hex. Until a join is answered the access key of the invitation stands in the place of the link's key.
 *
 * The letter itself, and the bodies of mailbox/put and of the answer to mailbox/pull, are a line of JSON and
 * bytes:
 *
 *   letter:        {"version": 1, "route", "link", "id", "timestamp", "signature", "status"?, "retry_after"?}
 *                  line break, body
 *   mailbox/put:   {"to", "letter", "replaces"?} line break, sealed letter; its answer: {}
 *   mailbox/pull:  {"for": [address, ...], "done": [letter, ...], "wait"}
 *   its answer:    {"letter"?} line break, sealed letter or nothing
 *
 * The code of a box: {"ticketbruecke": "mailbox", "version": 1, "url", "fingerprint"?, "box", "token"} */
#include "config.h"

#include "tb-letter.h"

#include "tb-batch.h"
#include "tb-code-private.h"
#include "tb-fields-private.h"
#include "tb-records.h"
#include "tb-time.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define SEALED_VERSION 1
#define NONCE_BYTES 12
#define TAG_BYTES 16
#define KEY_BYTES 32
#define MAX_LINE 4096
#define CODE_PREFIX "tbm1-"
#define FORMAT "mailbox"

#define HEAD(member) G_STRUCT_OFFSET (Head, member)
#define PUT(member) G_STRUCT_OFFSET (TbPutLetter, member)
#define TAKE(member) G_STRUCT_OFFSET (TbTakeLetter, member)
#define TAKEN(member) G_STRUCT_OFFSET (Taken, member)
#define MAILBOX(member) G_STRUCT_OFFSET (TbMailbox, member)
#define TABLE(fields) fields, G_N_ELEMENTS (fields)

typedef struct
{
  gint64 version;
  char  *route;
  char  *link;
  char  *id;
  char  *timestamp;
  char  *signature;
  gint64 status;
  gint64 retry_after;
} Head;

typedef struct
{
  char *letter;
} Taken;

/* clang-format off */
static const TbWireField head_fields[] = {
  { "version", TB_WIRE_INT, TB_REQUIRED, HEAD (version), 1, TB_JSON_MAX_INT },
  { "route", TB_WIRE_TEXT, TB_REQUIRED, HEAD (route), 1, 64 },
  { "link", TB_WIRE_TEXT, TB_OPTIONAL, HEAD (link), 1, 64 },
  { "id", TB_WIRE_TEXT, TB_OPTIONAL, HEAD (id), 1, 200 },
  { "timestamp", TB_WIRE_TEXT, TB_OPTIONAL, HEAD (timestamp), 1, 20 },
  { "signature", TB_WIRE_TEXT, TB_OPTIONAL, HEAD (signature), 1, 200 },
  { "status", TB_WIRE_INT, TB_OPTIONAL, HEAD (status), 100, 599 },
  { "retry_after", TB_WIRE_INT, TB_OPTIONAL, HEAD (retry_after), 0, 24 * 3600 },
};
static const TbWireField put_fields[] = {
  { "to", TB_WIRE_HEX, TB_REQUIRED, PUT (to), 0, TB_ADDRESS_DIGITS },
  { "letter", TB_WIRE_UUID, TB_REQUIRED, PUT (letter) },
  { "replaces", TB_WIRE_UUID, TB_OPTIONAL, PUT (replaces) },
};
static const TbWireField take_fields[] = {
  { "for", TB_WIRE_TOKENS, TB_REQUIRED, TAKE (addresses), 0, TB_LETTER_MAX_ADDRESSES },
  { "done", TB_WIRE_TOKENS, TB_OPTIONAL, TAKE (done), 0, TB_LETTER_MAX_DONE },
  { "wait", TB_WIRE_INT, TB_REQUIRED, TAKE (wait), 0, TB_PULL_MAX_WAIT },
};
static const TbWireField taken_fields[] = {
  { "letter", TB_WIRE_UUID, TB_OPTIONAL, TAKEN (letter) },
};
static const TbWireField mailbox_fields[] = {
  { "version", TB_WIRE_INT, TB_REQUIRED, MAILBOX (version), 1, TB_JSON_MAX_INT },
  { "url", TB_WIRE_URL, TB_REQUIRED, MAILBOX (url) },
  { "fingerprint", TB_WIRE_HEX, TB_OPTIONAL, MAILBOX (fingerprint), 0, 64 },
  { "box", TB_WIRE_TOKEN, TB_REQUIRED, MAILBOX (box) },
  { "token", TB_WIRE_BYTES, TB_REQUIRED, MAILBOX (token), KEY_BYTES, KEY_BYTES },
};
/* clang-format on */

static const char *const letter_labels[] = {
  [TB_SIGNER_INVITER] = "ticketbruecke letter inviter to accepter",
  [TB_SIGNER_ACCEPTER] = "ticketbruecke letter accepter to inviter",
};
static const char *const address_labels[] = {
  [TB_SIGNER_INVITER] = "ticketbruecke address of inviter",
  [TB_SIGNER_ACCEPTER] = "ticketbruecke address of accepter",
};

static gboolean
refuse (GError    **error,
        TbProblem   problem,
        const char *argument)
{
  tb_problem_set (error, problem, argument);
  return FALSE;
}

/* ---- A line and bytes ---- */

static GBytes *
join_frame (GString *line,
            GBytes  *rest)
{
  gsize       size = 0;
  const void *data = rest != NULL ? g_bytes_get_data (rest, &size) : NULL;

  g_string_append_c (line, '\n');
  if (size > 0)
    g_string_append_len (line, data, (gssize)size);
  return g_string_free_to_bytes (line);
}

static TbJson *
split_frame (GBytes  *frame,
             GBytes **rest,
             GError **error)
{
  gsize       size;
  const char *data = g_bytes_get_data (frame, &size);
  const char *end = size > 0 ? memchr (data, '\n', MIN (size, MAX_LINE)) : NULL;
  g_autoptr (GBytes) line = NULL;
  TbJson *json;

  if (end == NULL || size > TB_LETTER_MAX_BYTES + MAX_LINE)
    {
      refuse (error, TB_PROBLEM_MALFORMED, "line");
      return NULL;
    }
  line = g_bytes_new_from_bytes (frame, 0, end - data);
  json = tb_json_parse (line, MAX_LINE, error);
  if (json != NULL && rest != NULL)
    *rest = g_bytes_new_from_bytes (frame, end - data + 1, size - (end - data) - 1);
  return json;
}

/* ---- An envelope as bytes ---- */

GBytes *
tb_letter_encode (const TbEnvelope *envelope)
{
  const Head head = { .version = TB_PROTOCOL_VERSION,
                      .route = envelope->route,
                      .link = envelope->link,
                      .id = envelope->id,
                      .timestamp = envelope->timestamp,
                      .signature = envelope->signature,
                      .status = envelope->status > 0 ? (gint64)envelope->status : TB_AMOUNT_NONE,
                      .retry_after = envelope->retry_after };
  GString   *line;

  g_return_val_if_fail (envelope != NULL, NULL);

  line = g_string_new (NULL);
  tb_json_open (line, NULL, '{');
  tb_fields_write (line, TABLE (head_fields), &head);
  tb_json_close (line, '}');
  return join_frame (line, envelope->body);
}

TbEnvelope *
tb_letter_decode (GBytes  *bytes,
                  GError **error)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TbJson) json = NULL;
  TbEnvelope *envelope = NULL;
  Head        head = { .status = TB_AMOUNT_NONE };

  g_return_val_if_fail (bytes != NULL, NULL);

  json = split_frame (bytes, &body, error);
  if (json == NULL)
    return NULL;
  if (tb_fields_read (tb_json_root (json), TABLE (head_fields), &head, error))
    {
      envelope = tb_envelope_new (head.route, head.link, body);
      envelope->id = g_steal_pointer (&head.id);
      envelope->timestamp = g_steal_pointer (&head.timestamp);
      envelope->signature = g_steal_pointer (&head.signature);
      envelope->status = head.status > 0 ? (guint)head.status : 0;
      envelope->retry_after = (guint)MAX (head.retry_after, 0);
    }
  tb_fields_clear (TABLE (head_fields), &head);
  return envelope;
}

/* ---- Sealing ---- */

static GBytes *
derive (GBytes     *key,
        const char *label)
{
  gsize         size;
  const guchar *data = g_bytes_get_data (key, &size);
  GHmac        *hmac = g_hmac_new (G_CHECKSUM_SHA256, data, size);
  guint8        digest[KEY_BYTES];
  gsize         length = sizeof digest;

  g_hmac_update (hmac, (const guchar *)label, (gssize)strlen (label));
  g_hmac_get_digest (hmac, digest, &length);
  g_hmac_unref (hmac);
  return g_bytes_new (digest, sizeof digest);
}

char *
tb_letter_address (GBytes  *key,
                   TbSigner to)
{
  g_autoptr (GBytes) digest = NULL;
  const guint8 *data;
  GString      *text;
  guint         i;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (to < G_N_ELEMENTS (address_labels), NULL);

  digest = derive (key, address_labels[to]);
  data = g_bytes_get_data (digest, NULL);
  text = g_string_sized_new (TB_ADDRESS_DIGITS + 1);
  for (i = 0; i < TB_ADDRESS_DIGITS / 2; i++)
    g_string_append_printf (text, "%02x", data[i]);
  return g_string_free (text, FALSE);
}

static TbSigner
other (TbSigner signer)
{
  return signer == TB_SIGNER_INVITER ? TB_SIGNER_ACCEPTER : TB_SIGNER_INVITER;
}

static gnutls_aead_cipher_hd_t
start_cipher (GBytes  *key,
              TbSigner from)
{
  g_autoptr (GBytes) derived = derive (key, letter_labels[from]);
  gnutls_datum_t          datum = { (guint8 *)g_bytes_get_data (derived, NULL), KEY_BYTES };
  gnutls_aead_cipher_hd_t cipher = NULL;
  int                     code = gnutls_aead_cipher_init (&cipher, GNUTLS_CIPHER_AES_256_GCM, &datum);

  if (code < 0)
    g_error ("AES-256-GCM: %s", gnutls_strerror (code));
  return cipher;
}

GBytes *
tb_letter_seal (GBytes           *key,
                TbSigner          from,
                const TbEnvelope *envelope)
{
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) nonce = tb_random_bytes (NONCE_BYTES);
  g_autofree char        *address = NULL;
  gnutls_aead_cipher_hd_t cipher;
  guint8                 *out;
  const void             *data;
  gsize                   size;
  gsize                   length;
  int                     code;

  g_return_val_if_fail (key != NULL && envelope != NULL, NULL);

  address = tb_letter_address (key, other (from));
  plain = tb_letter_encode (envelope);
  data = g_bytes_get_data (plain, &size);
  length = size + TAG_BYTES;
  out = g_malloc (1 + NONCE_BYTES + length);
  out[0] = SEALED_VERSION;
  memcpy (out + 1, g_bytes_get_data (nonce, NULL), NONCE_BYTES);
  cipher = start_cipher (key, from);
  code = gnutls_aead_cipher_encrypt (cipher, out + 1, NONCE_BYTES, address, TB_ADDRESS_DIGITS, TAG_BYTES,
                                     data, size, out + 1 + NONCE_BYTES, &length);
  gnutls_aead_cipher_deinit (cipher);
  if (code < 0)
    g_error ("AES-256-GCM: %s", gnutls_strerror (code));
  return g_bytes_new_take (out, 1 + NONCE_BYTES + length);
}

TbEnvelope *
tb_letter_open (GBytes  *key,
                TbSigner from,
                GBytes  *sealed,
                GError **error)
{
  g_autofree char        *address = NULL;
  g_autofree guint8      *out = NULL;
  gnutls_aead_cipher_hd_t cipher;
  const guint8           *data;
  gsize                   size;
  gsize                   length;
  int                     code;
  g_autoptr (GBytes) plain = NULL;

  g_return_val_if_fail (key != NULL && sealed != NULL, NULL);

  data = g_bytes_get_data (sealed, &size);
  if (size < 1 + NONCE_BYTES + TAG_BYTES || size > TB_LETTER_MAX_BYTES || data[0] != SEALED_VERSION)
    {
      refuse (error, TB_PROBLEM_MALFORMED, "letter");
      return NULL;
    }
  address = tb_letter_address (key, other (from));
  length = size - 1 - NONCE_BYTES;
  out = g_malloc (length);
  cipher = start_cipher (key, from);
  code = gnutls_aead_cipher_decrypt (cipher, data + 1, NONCE_BYTES, address, TB_ADDRESS_DIGITS, TAG_BYTES,
                                     data + 1 + NONCE_BYTES, length, out, &length);
  gnutls_aead_cipher_deinit (cipher);
  if (code < 0)
    {
      refuse (error, TB_PROBLEM_SIGNATURE, NULL);
      return NULL;
    }
  plain = g_bytes_new_take (g_steal_pointer (&out), length);
  return tb_letter_decode (plain, error);
}

/* ---- What a mailbox is asked ---- */

void
tb_put_letter_clear (TbPutLetter *self)
{
  tb_fields_clear (TABLE (put_fields), self);
  g_clear_pointer (&self->sealed, g_bytes_unref);
}

GBytes *
tb_put_letter_encode (const TbPutLetter *self)
{
  GString *line = g_string_new (NULL);

  tb_json_open (line, NULL, '{');
  tb_fields_write (line, TABLE (put_fields), self);
  tb_json_close (line, '}');
  return join_frame (line, self->sealed);
}

gboolean
tb_put_letter_decode (GBytes      *body,
                      TbPutLetter *letter,
                      GError     **error)
{
  TbPutLetter reading = { NULL };
  g_autoptr (TbJson) json = NULL;

  g_return_val_if_fail (body != NULL && letter != NULL, FALSE);

  json = split_frame (body, &reading.sealed, error);
  if (json != NULL && tb_fields_read (tb_json_root (json), TABLE (put_fields), &reading, error) &&
      (g_bytes_get_size (reading.sealed) > 0 || refuse (error, TB_PROBLEM_MALFORMED, "letter")))
    {
      *letter = reading;
      return TRUE;
    }
  tb_put_letter_clear (&reading);
  return FALSE;
}

void
tb_take_letter_clear (TbTakeLetter *self)
{
  tb_fields_clear (TABLE (take_fields), self);
}

GBytes *
tb_take_letter_encode (const TbTakeLetter *self)
{
  GString *out = g_string_new (NULL);

  tb_json_open (out, NULL, '{');
  tb_fields_write (out, TABLE (take_fields), self);
  tb_json_close (out, '}');
  return g_string_free_to_bytes (out);
}

gboolean
tb_take_letter_decode (GBytes       *body,
                       TbTakeLetter *take,
                       GError      **error)
{
  TbTakeLetter reading = { NULL };
  g_autoptr (TbJson) json = NULL;

  g_return_val_if_fail (body != NULL && take != NULL, FALSE);

  json = tb_json_parse (body, TB_JSON_MAX_BYTES, error);
  if (json != NULL && tb_fields_read (tb_json_root (json), TABLE (take_fields), &reading, error))
    {
      *take = reading;
      return TRUE;
    }
  tb_take_letter_clear (&reading);
  return FALSE;
}

GBytes *
tb_taken_letter_encode (const char *letter,
                        GBytes     *sealed)
{
  const Taken taken = { (char *)letter };
  GString    *line = g_string_new (NULL);

  tb_json_open (line, NULL, '{');
  tb_fields_write (line, TABLE (taken_fields), &taken);
  tb_json_close (line, '}');
  return join_frame (line, letter != NULL ? sealed : NULL);
}

gboolean
tb_taken_letter_decode (GBytes  *body,
                        char   **letter,
                        GBytes **sealed,
                        GError **error)
{
  Taken taken = { NULL };
  g_autoptr (GBytes) rest = NULL;
  g_autoptr (TbJson) json = NULL;

  g_return_val_if_fail (body != NULL && letter != NULL && sealed != NULL, FALSE);

  json = split_frame (body, &rest, error);
  if (json == NULL || !tb_fields_read (tb_json_root (json), TABLE (taken_fields), &taken, error))
    return FALSE;
  *letter = taken.letter;
  *sealed = taken.letter != NULL ? g_steal_pointer (&rest) : NULL;
  return TRUE;
}

/* ---- What two others are told of a box ---- */

void
tb_mailbox_clear (TbMailbox *self)
{
  tb_fields_clear (TABLE (mailbox_fields), self);
}

char *
tb_mailbox_to_code (const TbMailbox *self)
{
  g_autoptr (GString) out = g_string_new (NULL);

  tb_json_open (out, NULL, '{');
  tb_json_put_text (out, "ticketbruecke", FORMAT);
  tb_fields_write (out, TABLE (mailbox_fields), self);
  tb_json_close (out, '}');
  return tb_code_write (CODE_PREFIX, out->str);
}

gboolean
tb_mailbox_from_code (const char *code,
                      TbMailbox  *mailbox,
                      GError    **error)
{
  TbMailbox reading = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TbJson) json = NULL;
  const char *format = NULL;

  g_return_val_if_fail (code != NULL && mailbox != NULL, FALSE);

  bytes = tb_code_read (CODE_PREFIX, code);
  json = bytes != NULL ? tb_json_parse (bytes, MAX_LINE, NULL) : NULL;
  if (json != NULL &&
      tb_json_get_text (tb_json_root (json), "ticketbruecke", TB_REQUIRED, 1, TB_WIRE_MAX_TOKEN, &format,
                        NULL) &&
      strcmp (format, FORMAT) == 0 &&
      tb_fields_read (tb_json_root (json), TABLE (mailbox_fields), &reading, NULL) &&
      reading.version == TB_PROTOCOL_VERSION)
    {
      *mailbox = reading;
      return TRUE;
    }
  tb_mailbox_clear (&reading);
  return refuse (error, TB_PROBLEM_MAILBOX_CODE, NULL);
}
