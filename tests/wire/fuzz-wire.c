/* SPDX-License-Identifier: GPL-3.0-or-later
 * A libFuzzer target over every reader of this room. The first byte chooses the reader, the rest is the body.
 *
 * Built by clang only, and only when asked for: tests/hostile/fuzz.sh builds and runs it.
 * Leaks are not looked for: json-glib 1.6 has some of its own. The tests look for ours. */
#include "config.h"

#include "tb-batch.h"
#include "tb-file-name.h"
#include "tb-letter.h"
#include "tb-pack.h"
#include "tb-signing.h"

#include <string.h>

#define UNPACKED (64 * 1024)

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* A name that was taken is for show: no path, no control characters (protocol.md section 7). */
static void
check_file_name (const char *name)
{
  g_autofree char *clean = tb_file_name_clean (name);

  g_assert_cmpstr (clean, ==, name);
  g_assert (*name != '\0' && g_utf8_validate (name, -1, NULL) && g_utf8_strlen (name, -1) <= 200);
  g_assert (strcmp (name, ".") != 0 && strcmp (name, "..") != 0 && strpbrk (name, "/\\") == NULL);
  for (; *name != '\0'; name = g_utf8_next_char (name))
    g_assert (!g_unichar_iscntrl (g_utf8_get_char (name)));
}

static void
check_item (const TbEventItem *item)
{
  g_free (tb_event_item_hash (item));
  g_assert (item->rev >= 1 && g_uuid_string_is_valid (item->uuid));
  if (item->kind == TB_ITEM_FILE && !item->deleted)
    {
      check_file_name (item->file_name);
      g_assert (strlen (item->sha256) == 64 && item->size >= 0);
    }
}

/* What was taken must be sayable, and then say the same. */
static void
try_event (GBytes *body)
{
  g_autoptr (TbEvent) event = tb_event_decode (body, NULL);
  g_autoptr (TbEvent) again = NULL;
  g_autoptr (GBytes) once = NULL;
  g_autoptr (GBytes) twice = NULL;
  guint i;

  if (event == NULL)
    return;
  for (i = 0; i < event->items->len; i++)
    check_item (event->items->pdata[i]);
  once = tb_event_encode (event, NULL);
  if (once == NULL)
    return;
  again = tb_event_decode (once, NULL);
  g_assert (again != NULL);
  twice = tb_event_encode (again, NULL);
  g_assert (twice != NULL && g_bytes_equal (once, twice));
}

static void
try_batch (GBytes *body)
{
  g_autoptr (TbBatch) batch = tb_batch_decode (body, NULL);
  guint i;

  for (i = 0; batch != NULL && i < batch->rows->len; i++)
    {
      const TbBatchRow *row = batch->rows->pdata[i];

      g_assert ((row->event == NULL) == (row->error != NULL));
      g_assert (row->event_id != NULL);
    }
}

/* Whatever is packed comes out again; what comes in packed comes out up to the limit. */
static void
try_packed (GBytes *body)
{
  g_autoptr (GBytes) packed = tb_pack (body);
  g_autoptr (GBytes) again = packed != NULL ? tb_unpack (packed, TB_BATCH_MAX_BYTES, NULL) : NULL;
  g_autoptr (GBytes) unpacked = tb_unpack (body, UNPACKED, NULL);

  g_assert (packed == NULL || g_bytes_equal (again, body));
  g_assert (unpacked == NULL || unpacked == body || g_bytes_get_size (unpacked) <= UNPACKED);
  try_batch (body);
}

static void
try_state (GBytes *body)
{
  g_autoptr (GPtrArray) entries = tb_state_decode_answer (body, NULL);
  g_auto (GStrv) engagements = NULL;

  g_assert (!tb_state_decode_request (body, &engagements, NULL) || entries == NULL || entries->len == 0);
}

static void
try_small (GBytes *body)
{
  TbFilePart part = { NULL };
  gint64     have;

  tb_problem_body_read (body);
  tb_file_progress_decode (body, &have, NULL);
  tb_file_part_decode (body, &part, NULL);
  tb_file_part_clear (&part);
}

static void
try_invite (GBytes *body)
{
  gsize       length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (TbInvite) invite = tb_invite_from_text (text, length, NULL);
  g_autoptr (TbInvite) again = NULL;
  g_autofree char *code = NULL;

  if (invite == NULL)
    return;
  code = tb_invite_to_code (invite);
  again = tb_invite_from_text (code, strlen (code), NULL);
  g_assert (again != NULL || strlen (code) > 64 * 1024);
}

static void
try_join (GBytes *body)
{
  g_autoptr (TbJoin) join = tb_join_decode (body, NULL);
  TbJoinAnswer answer = { NULL };

  tb_join_answer_decode (body, &answer, NULL);
  tb_join_answer_clear (&answer);
  if (join != NULL)
    g_free (tb_join_identity (join));
}

static void
try_envelope (GBytes *body)
{
  static const guint8 key_data[32] = { 0 };
  g_autoptr (GBytes) key = g_bytes_new_static (key_data, sizeof key_data);
  gsize            length;
  const char      *data = g_bytes_get_data (body, &length);
  g_autofree char *text = g_strndup (data != NULL ? data : "", length);
  g_auto (GStrv) parts = g_strsplit (text, "\n", 4);
  g_autoptr (TbEnvelope) envelope = tb_envelope_new ("push", "l", body);

  if (g_strv_length (parts) < 4)
    return;
  envelope->id = g_strdup (parts[0]);
  envelope->timestamp = g_strdup (parts[1]);
  envelope->signature = g_strdup (parts[2]);
  g_assert (!tb_envelope_verify (envelope, key, TB_SIGNER_INVITER, NULL, 0, NULL));
  g_assert (!tb_envelope_verify (envelope, key, TB_SIGNER_ACCEPTER, parts[3], 0, NULL));
}

static void
try_request (GBytes *body)
{
  TbFileRequest request = { NULL };

  if (tb_file_request_decode (body, &request, NULL))
    g_assert (request.offset >= 0 && strlen (request.sha256) == 64);
  tb_file_request_clear (&request);
}

/* How a mailbox is asked, and what lies in it. */
static void
try_letter (GBytes *body)
{
  static const guint8 key_data[32] = { 0 };
  g_autoptr (GBytes) key = g_bytes_new_static (key_data, sizeof key_data);
  g_autoptr (TbEnvelope) sealed = tb_letter_open (key, TB_SIGNER_INVITER, body, NULL);
  TbPutLetter      put = { NULL };
  TbTakeLetter     take = { NULL };
  g_autofree char *letter = NULL;
  g_autoptr (GBytes) taken = NULL;

  g_assert (sealed == NULL);
  tb_envelope_free (tb_letter_decode (body, NULL));
  tb_put_letter_decode (body, &put, NULL);
  tb_put_letter_clear (&put);
  tb_take_letter_decode (body, &take, NULL);
  tb_take_letter_clear (&take);
  tb_taken_letter_decode (body, &letter, &taken, NULL);
}

static void
try_box (GBytes *body)
{
  gsize            length;
  const char      *data = g_bytes_get_data (body, &length);
  g_autofree char *text = g_strndup (data != NULL ? data : "", length);
  TbMailbox        box = { 0 };

  tb_mailbox_from_code (text, &box, NULL);
  tb_mailbox_clear (&box);
  tb_description_check (body, NULL);
}

/* A name of a folder of this computer, or a partner's: any bytes. */
static void
try_file_name (GBytes *body)
{
  gsize            length;
  const char      *data = g_bytes_get_data (body, &length);
  g_autofree char *name = g_strndup (data != NULL ? data : "", length);
  g_autofree char *clean = tb_file_name_clean (name);

  check_file_name (clean);
}

static void (*const readers[]) (GBytes *body) = {
  try_event,
  try_packed,
  try_state,
  try_small,
  try_invite,
  try_join,
  try_envelope,
  try_request,
  try_letter,
  try_box,
  try_file_name,
};

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes) body = NULL;

  if (size < 1)
    return 0;
  body = g_bytes_new (data + 1, size - 1);
  readers[data[0] % G_N_ELEMENTS (readers)](body);
  return 0;
}
