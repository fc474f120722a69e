/* SPDX-License-Identifier: GPL-3.0-or-later
 * A libFuzzer target over every reader of this room. The first byte chooses the reader, the rest is the body.
 *
 * Built by clang only, and only when asked for:
 *   CC=clang meson setup build-fuzz && ninja -C build-fuzz tests/wire/fuzz-wire
 *   ASAN_OPTIONS=detect_leaks=0 build-fuzz/tests/wire/fuzz-wire -detect_leaks=0 -max_len=8192
 * Leaks are not looked for: json-glib 1.6 has some of its own. The tests look for ours. */
#include "config.h"

#include "tb-batch.h"
#include "tb-signing.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

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
    g_free (tb_event_item_hash (event->items->pdata[i]));
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
  g_autofree char *text = g_strndup (data, length);
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

static void (*const readers[]) (GBytes *body) = {
  try_event,
  try_batch,
  try_state,
  try_small,
  try_invite,
  try_join,
  try_envelope,
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
