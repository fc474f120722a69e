/* SPDX-License-Identifier: GPL-3.0-or-later
 * Invitations and joins. An invitation is a file, one member a line, or a code, `tb1-` and base64url of the
 * same:
 *
 *   {"ticketbruecke": "invitation", "version": 1, "instance", "name", "url"?, "fingerprint"?, "invitation",
 *    "agreement", "access_key"?, "expires_at",
 *    "mailbox"?, "mailbox_fingerprint"?, "mailbox_box"?, "mailbox_token"?}
 *
 * The body of join, and that of its answer:
 *
 *   {"version": 1, "inviter", "accepter", "invitation", "name", "url"?, "fingerprint"?, "share", "accept"}
 *   {"link", "agreement", "name", "instance", "features": [...]}
 *
 * Keys and shares are base64 of 32 bytes. */
#include "config.h"

#include "tb-signing.h"

#include "tb-code-private.h"
#include "tb-fields-private.h"
#include "tb-workflow.h"

#include <string.h>

#define KEY_LENGTH 32
#define MAX_INVITE_BYTES (64 * 1024)
#define MAX_FEATURES 100
#define CODE_PREFIX "tb1-"
#define FORMAT "invitation"

#define INVITE(member) G_STRUCT_OFFSET (TbInvite, member)
#define JOIN(member) G_STRUCT_OFFSET (TbJoin, member)
#define ANSWER(member) G_STRUCT_OFFSET (TbJoinAnswer, member)
#define TABLE(fields) fields, G_N_ELEMENTS (fields)

/* clang-format off */
static const TbWireField invite_fields[] = {
  { "version", TB_WIRE_INT, TB_REQUIRED, INVITE (version), 1, TB_JSON_MAX_INT },
  { "instance", TB_WIRE_TOKEN, TB_REQUIRED, INVITE (instance) },
  { "name", TB_WIRE_TEXT, TB_REQUIRED, INVITE (name), 1, TB_LIMIT_NAME },
  { "url", TB_WIRE_URL, TB_OPTIONAL, INVITE (url) },
  { "fingerprint", TB_WIRE_HEX, TB_OPTIONAL, INVITE (fingerprint), 0, 64 },
  { "invitation", TB_WIRE_TOKEN, TB_REQUIRED, INVITE (invitation) },
  { "agreement", TB_WIRE_UUID, TB_REQUIRED, INVITE (agreement) },
  { "access_key", TB_WIRE_BYTES, TB_OPTIONAL, INVITE (access_key), KEY_LENGTH, KEY_LENGTH },
  { "expires_at", TB_WIRE_INSTANT, TB_REQUIRED, INVITE (expires_at) },
  { "mailbox", TB_WIRE_URL, TB_OPTIONAL, INVITE (box_url) },
  { "mailbox_fingerprint", TB_WIRE_HEX, TB_OPTIONAL, INVITE (box_fingerprint), 0, 64 },
  { "mailbox_box", TB_WIRE_TOKEN, TB_OPTIONAL, INVITE (box) },
  { "mailbox_token", TB_WIRE_BYTES, TB_OPTIONAL, INVITE (box_token), KEY_LENGTH, KEY_LENGTH },
};
static const TbWireField join_fields[] = {
  { "version", TB_WIRE_INT, TB_REQUIRED, JOIN (version), 1, TB_JSON_MAX_INT },
  { "inviter", TB_WIRE_TOKEN, TB_REQUIRED, JOIN (inviter) },
  { "accepter", TB_WIRE_TOKEN, TB_REQUIRED, JOIN (accepter) },
  { "invitation", TB_WIRE_TOKEN, TB_REQUIRED, JOIN (invitation) },
  { "name", TB_WIRE_TEXT, TB_REQUIRED, JOIN (name), 1, TB_LIMIT_NAME },
  { "url", TB_WIRE_URL, TB_OPTIONAL, JOIN (url) },
  { "fingerprint", TB_WIRE_HEX, TB_OPTIONAL, JOIN (fingerprint), 0, 64 },
  { "share", TB_WIRE_BYTES, TB_REQUIRED, JOIN (share), KEY_LENGTH, KEY_LENGTH },
  { "accept", TB_WIRE_BOOL, TB_REQUIRED, JOIN (accept) },
};
static const TbWireField answer_fields[] = {
  { "link", TB_WIRE_TOKEN, TB_REQUIRED, ANSWER (link) },
  { "agreement", TB_WIRE_UUID, TB_REQUIRED, ANSWER (agreement) },
  { "name", TB_WIRE_TEXT, TB_REQUIRED, ANSWER (name), 1, TB_LIMIT_NAME },
  { "instance", TB_WIRE_TOKEN, TB_REQUIRED, ANSWER (instance) },
  { "features", TB_WIRE_TOKENS, TB_REQUIRED, ANSWER (features), 0, MAX_FEATURES },
};
/* clang-format on */

static gboolean
refuse (GError    **error,
        TbProblem   problem,
        const char *argument)
{
  tb_problem_set (error, problem, argument);
  return FALSE;
}

static gboolean
refuse_version (GError **error,
                gint64   version)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, version);

  return refuse (error, TB_PROBLEM_NEWER_PROTOCOL, text);
}

/* Looked at first: what else a newer version says is unknown. */
static gboolean
check_version (TbJsonObject *object,
               GError      **error)
{
  gint64 version;

  if (!tb_json_get_int (object, "version", TB_REQUIRED, 1, TB_JSON_MAX_INT, &version, error))
    return FALSE;
  return version == TB_PROTOCOL_VERSION || refuse_version (error, version);
}

/* ---- Invitations ---- */

TbInvite *
tb_invite_new (void)
{
  return g_new0 (TbInvite, 1);
}

void
tb_invite_free (TbInvite *self)
{
  if (self == NULL)
    return;
  tb_fields_clear (TABLE (invite_fields), self);
  g_free (self);
}

static char *
encode_invite (const TbInvite *self)
{
  GString *out = g_string_new (NULL);

  tb_json_open (out, NULL, '{');
  tb_json_put_text (out, "ticketbruecke", FORMAT);
  tb_fields_write (out, TABLE (invite_fields), self);
  tb_json_close (out, '}');
  return g_string_free (out, FALSE);
}

char *
tb_invite_to_text (const TbInvite *self)
{
  g_autofree char *compact = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  compact = encode_invite (self);
  return tb_json_indent (compact);
}

char *
tb_invite_to_code (const TbInvite *self)
{
  g_autofree char *compact = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  compact = encode_invite (self);
  return tb_code_write (CODE_PREFIX, compact);
}

/* `tb2-…` comes from a newer partner. */
static gboolean
check_code_prefix (const char *code,
                   GError    **error)
{
  gsize n_digits = strspn (code + 2, "0123456789");

  if (n_digits < 1 || n_digits > 9 || code[2] == '0' || code[2 + n_digits] != '-')
    return refuse (error, TB_PROBLEM_INVITATION_BROKEN, NULL);
  return g_str_has_prefix (code, CODE_PREFIX) || refuse_version (error, g_ascii_strtoll (code + 2, NULL, 10));
}

static GBytes *
decode_code (const char *text,
             GError    **error)
{
  GBytes *bytes;

  if (!check_code_prefix (text, error))
    return NULL;
  bytes = tb_code_read (CODE_PREFIX, text);
  if (bytes == NULL)
    refuse (error, TB_PROBLEM_INVITATION_BROKEN, NULL);
  return bytes;
}

static TbInvite *
read_invite (TbJsonObject *root,
             GError      **error)
{
  g_autoptr (TbInvite) self = tb_invite_new ();
  const char *format = NULL;

  if (!tb_json_get_text (root, "ticketbruecke", TB_REQUIRED, 1, TB_WIRE_MAX_TOKEN, &format, error) ||
      !check_version (root, error))
    return NULL;
  if (strcmp (format, FORMAT) != 0)
    {
      refuse (error, TB_PROBLEM_INVITATION_BROKEN, NULL);
      return NULL;
    }
  return tb_fields_read (root, TABLE (invite_fields), self, error) ? g_steal_pointer (&self) : NULL;
}

static TbInvite *
parse_invite (const char *text,
              gsize       length,
              GError    **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TbJson) json = NULL;
  g_autofree char *trimmed = NULL;
  const char      *start;

  if (length > MAX_INVITE_BYTES || !g_utf8_validate_len (text, length, NULL))
    {
      refuse (error, TB_PROBLEM_INVITATION_BROKEN, NULL);
      return NULL;
    }
  trimmed = g_strndup (text, length);
  /* Editors on other systems put a byte order mark before it. */
  start = g_str_has_prefix (trimmed, "\xef\xbb\xbf") ? trimmed + 3 : trimmed;
  while (g_ascii_isspace (*start))
    start++;
  if (g_str_has_prefix (start, "tb"))
    bytes = decode_code (start, error);
  else
    bytes = g_bytes_new (start, strlen (start));
  json = bytes != NULL ? tb_json_parse (bytes, MAX_INVITE_BYTES, error) : NULL;
  return json != NULL ? read_invite (tb_json_root (json), error) : NULL;
}

TbInvite *
tb_invite_from_text (const char *text,
                     gsize       length,
                     GError    **error)
{
  g_autoptr (GError) local = NULL;
  TbInvite *self;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  self = parse_invite (length > 0 ? text : "", length, &local);
  if (self != NULL)
    return self;
  /* Which member is wrong helps nobody who has copied half of it. */
  if (g_error_matches (local, TB_PROBLEM, TB_PROBLEM_NEWER_PROTOCOL))
    g_propagate_error (error, g_steal_pointer (&local));
  else
    refuse (error, TB_PROBLEM_INVITATION_BROKEN, NULL);
  return NULL;
}

/* ---- Joins ---- */

TbJoin *
tb_join_new (void)
{
  return g_new0 (TbJoin, 1);
}

void
tb_join_free (TbJoin *self)
{
  if (self == NULL)
    return;
  tb_fields_clear (TABLE (join_fields), self);
  g_free (self);
}

GBytes *
tb_join_encode (const TbJoin *self)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new (NULL);
  tb_json_open (out, NULL, '{');
  tb_fields_write (out, TABLE (join_fields), self);
  tb_json_close (out, '}');
  return g_string_free_to_bytes (out);
}

TbJoin *
tb_join_decode (GBytes  *body,
                GError **error)
{
  g_autoptr (TbJson) json = NULL;
  g_autoptr (TbJoin) self = tb_join_new ();

  g_return_val_if_fail (body != NULL, NULL);

  json = tb_json_parse (body, MAX_INVITE_BYTES, error);
  if (json == NULL || !check_version (tb_json_root (json), error) ||
      !tb_fields_read (tb_json_root (json), TABLE (join_fields), self, error))
    return NULL;
  return g_steal_pointer (&self);
}

char *
tb_join_identity (const TbJoin *self)
{
  g_autofree char *share = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->share != NULL, NULL);

  share = g_base64_encode (g_bytes_get_data (self->share, NULL), g_bytes_get_size (self->share));
  /* None of the parts can hold a line break. */
  text = g_strdup_printf ("%s\n%s\n%s\n%s", self->accepter != NULL ? self->accepter : "",
                          self->fingerprint != NULL ? self->fingerprint : "",
                          share,
                          self->accept ? "yes" : "no");
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

/* ---- Answers to joins ---- */

void
tb_join_answer_clear (TbJoinAnswer *self)
{
  if (self != NULL)
    tb_fields_clear (TABLE (answer_fields), self);
}

GBytes *
tb_join_answer_encode (const TbJoinAnswer *self)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new (NULL);
  tb_json_open (out, NULL, '{');
  tb_fields_write (out, TABLE (answer_fields), self);
  tb_json_close (out, '}');
  return g_string_free_to_bytes (out);
}

gboolean
tb_join_answer_decode (GBytes       *body,
                       TbJoinAnswer *answer,
                       GError      **error)
{
  g_autoptr (TbJson) json = NULL;
  TbJoinAnswer reading = { NULL };

  g_return_val_if_fail (body != NULL, FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);

  json = tb_json_parse (body, MAX_INVITE_BYTES, error);
  if (json != NULL && tb_fields_read (tb_json_root (json), TABLE (answer_fields), &reading, error))
    {
      *answer = reading;
      return TRUE;
    }
  tb_join_answer_clear (&reading);
  return FALSE;
}
