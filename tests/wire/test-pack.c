/* SPDX-License-Identifier: GPL-3.0-or-later
 * Packed bodies: what is packed comes out again, and nothing else does, nor more than may. */
#include "config.h"

#include "tb-pack.h"

#include "tb-batch.h"
#include "tb-envelope.h"
#include "wire-samples.h"

#include <string.h>

#define LIMIT TB_BATCH_MAX_BYTES
#define BOMB (64 * 1024 * 1024)

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
assert_refused (GBytes   *body,
                gsize     max,
                TbProblem problem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) out = tb_unpack (body, max, &error);

  g_assert_null (out);
  g_assert_error (error, TB_PROBLEM, (int)problem);
}

/* As somebody packs who does not know our words. */
static GBytes *
pack_foreign (GBytes               *body,
              GZlibCompressorFormat format)
{
  g_autoptr (GConverter) converter = G_CONVERTER (g_zlib_compressor_new (format, 9));
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_bytes (body);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (memory, converter);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  g_output_stream_splice (out, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

static GBytes *
packed_sample (void)
{
  g_autoptr (GBytes) body = bytes_of (SAMPLE_BATCH);
  GBytes *packed = tb_pack (body);

  g_assert_nonnull (packed);
  return packed;
}

static void
test_round (void)
{
  static const char *const samples[] = { SAMPLE_BATCH, SAMPLE_ITEMS, SAMPLE_OFFER, SAMPLE_STATUS };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (GBytes) body = bytes_of (samples[i]);
      g_autoptr (GBytes) packed = tb_pack (body);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) again = NULL;

      g_assert_true (tb_is_packed (packed));
      g_assert_cmpuint (g_bytes_get_size (packed) * 3, <, g_bytes_get_size (body) * 2);
      again = tb_unpack (packed, LIMIT, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (again, body));
    }
}

static void
test_large (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GBytes) again = NULL;

  while (text->len + strlen (SAMPLE_ITEMS) < LIMIT)
    g_string_append (text, SAMPLE_ITEMS);
  body = bytes_of (text->str);
  packed = tb_pack (body);
  again = tb_unpack (packed, LIMIT, NULL);
  g_assert_true (g_bytes_equal (again, body));
}

static void
test_not_worth_it (void)
{
  static const char *const bodies[] = { "", "{", "{}", "0f3a" };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = bytes_of (bodies[i]);
      g_autoptr (GBytes) same = tb_unpack (body, LIMIT, NULL);

      g_assert_null (tb_pack (body));
      g_assert_true (same == body);
    }
}

/* A body of JSON goes through as it is, however long: its own reader looks at that. */
static void
test_json_stays (void)
{
  g_autoptr (GBytes) body = bytes_of (SAMPLE_BATCH);
  g_autoptr (GBytes) same = tb_unpack (body, 1, NULL);

  g_assert_false (tb_is_packed (body));
  g_assert_false (tb_is_packed (NULL));
  g_assert_true (same == body);
}

static void
test_without_our_words (void)
{
  g_autoptr (GBytes) body = bytes_of (SAMPLE_BATCH);
  g_autoptr (GBytes) packed = pack_foreign (body, G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autoptr (GBytes) again = tb_unpack (packed, LIMIT, NULL);

  g_assert_true (g_bytes_equal (again, body));
}

/* gzip and raw deflate are no packed bodies: they are read as JSON, which they are not. */
static void
test_other_forms (void)
{
  static const GZlibCompressorFormat formats[] = { G_ZLIB_COMPRESSOR_FORMAT_GZIP,
                                                   G_ZLIB_COMPRESSOR_FORMAT_RAW };
  g_autoptr (GBytes) body = bytes_of (SAMPLE_BATCH);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) packed = pack_foreign (body, formats[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (tb_batch_decode (packed, &error));
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
    }
}

static void
test_cut (void)
{
  g_autoptr (GBytes) packed = packed_sample ();
  gsize i;

  for (i = 1; i < g_bytes_get_size (packed); i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (packed, 0, i);

      assert_refused (cut, LIMIT, TB_PROBLEM_MALFORMED);
    }
}

static void
test_something_behind (void)
{
  g_autoptr (GBytes) packed = packed_sample ();
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) body = NULL;

  g_byte_array_append (longer, g_bytes_get_data (packed, NULL), (guint)g_bytes_get_size (packed));
  g_byte_array_append (longer, g_bytes_get_data (packed, NULL), (guint)g_bytes_get_size (packed));
  body = g_byte_array_free_to_bytes (g_steal_pointer (&longer));
  assert_refused (body, LIMIT, TB_PROBLEM_MALFORMED);
}

/* Each byte changed, the checksum of other words among them. The first tells that it is packed. */
static void
test_spoiled (void)
{
  g_autoptr (GBytes) packed = packed_sample ();
  gsize i;

  for (i = 1; i < g_bytes_get_size (packed); i++)
    {
      gsize   size;
      guint8 *data = g_memdup2 (g_bytes_get_data (packed, &size), g_bytes_get_size (packed));
      g_autoptr (GBytes) body = NULL;

      data[i] ^= 0x21;
      body = g_bytes_new_take (data, size);
      assert_refused (body, LIMIT, TB_PROBLEM_MALFORMED);
    }
}

static void
test_bomb (void)
{
  g_autoptr (GBytes) zeros = g_bytes_new_take (g_malloc0 (BOMB), BOMB);
  g_autoptr (GBytes) packed = pack_foreign (zeros, G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_bytes_get_size (packed), <, LIMIT);
  assert_refused (packed, LIMIT, TB_PROBLEM_TOO_LARGE);
  g_assert_null (tb_batch_decode (packed, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_TOO_LARGE);
}

static void
test_limit (void)
{
  g_autoptr (GBytes) body = bytes_of (SAMPLE_BATCH);
  g_autoptr (GBytes) packed = packed_sample ();
  g_autoptr (GBytes) again = tb_unpack (packed, g_bytes_get_size (body), NULL);

  g_assert_true (g_bytes_equal (again, body));
  assert_refused (packed, g_bytes_get_size (body) - 1, TB_PROBLEM_TOO_LARGE);
  assert_refused (packed, g_bytes_get_size (packed) - 1, TB_PROBLEM_TOO_LARGE);
}

/* Packed twice it is no JSON. */
static void
test_twice (void)
{
  g_autoptr (GBytes) packed = packed_sample ();
  g_autoptr (GBytes) twice = pack_foreign (packed, G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autoptr (GError) error = NULL;

  g_assert_null (tb_batch_decode (twice, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
}

/* A batch is written so only if it is asked for, and read either way, also where it was written. */
static void
test_batch (void)
{
  g_autoptr (GBytes) event = bytes_of (SAMPLE_REQUEST);
  g_autoptr (TbBatch) batch = tb_batch_new ();
  g_autoptr (TbBatch) plain_read = NULL;
  g_autoptr (TbBatch) packed_read = NULL;
  g_autoptr (TbBatch) own = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) packed = NULL;

  batch->epoch = 1;
  batch->epoch_id = g_strdup ("e");
  g_assert_true (tb_batch_add_row (batch, 7, 1, event));
  plain = tb_batch_encode (batch);
  g_assert_false (tb_is_packed (plain));
  plain_read = tb_batch_decode (plain, NULL);
  g_assert_cmpint (plain_read->unpacks, ==, -1);
  batch->unpacks = TB_PACK_FORM;
  batch->is_packed = TRUE;
  packed = tb_batch_encode (batch);
  g_assert_true (tb_is_packed (packed));
  packed_read = tb_batch_decode (packed, NULL);
  g_assert_cmpint (packed_read->unpacks, ==, TB_PACK_FORM);
  g_assert_true (
    g_bytes_equal (((TbBatchRow *)packed_read->rows->pdata[0])->bytes, event));
  own = tb_batch_decode_own (packed, NULL);
  g_assert_cmpint (((TbBatchRow *)own->rows->pdata[0])->seq, ==, 7);
}

/* Whatever it is packed with, it looks the same from outside. */
static void
test_sizes (void)
{
  static const gsize sizes[] = { 200, 4095, 4096, 4097, 16383, 16384, 100000 };
  guint              i;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GString) text = g_string_new ("{\"unpacks\":1,\"events\":[");
      g_autoptr (GBytes) body = NULL;
      g_autoptr (GBytes) packed = NULL;
      g_autoptr (GBytes) again = NULL;
      const guint8 *data;

      while (text->len < sizes[i])
        g_string_append_printf (text, "Drucker %" G_GSIZE_FORMAT " ausgetauscht, ", text->len);
      body = g_bytes_new (text->str, sizes[i]);
      packed = tb_pack (body);
      data = g_bytes_get_data (packed, NULL);
      g_assert_true (tb_is_packed (packed));
      g_assert_cmpuint ((data[0] * 256 + data[1]) % 31, ==, 0);
      again = tb_unpack (packed, LIMIT, NULL);
      g_assert_true (g_bytes_equal (again, body));
    }
}

/* These very bytes were sent by the first version that packs: the words stay. */
static void
test_words_stay (void)
{
  static const char   body_text[] = "{\"unpacks\":1,\"epoch\":{\"number\":1,\"id\":\"abc\"},"
                                    "\"ack\":{\"seq\":5}}";
  static const guint8 sent[] = { 0x78, 0xf9, 0x35, 0x74, 0x6a, 0x3c, 0x23, 0x32, 0xdc, 0x13, 0x93, 0x92,
                                 0xd1, 0x43, 0xd4, 0xb4, 0xb6, 0x16, 0x00, 0x5e, 0xaa, 0x13, 0x34 };
  g_autoptr (GBytes) packed = g_bytes_new_static (sent, sizeof sent);
  g_autoptr (GBytes) body = tb_unpack (packed, LIMIT, NULL);

  g_assert_nonnull (body);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), body_text, strlen (body_text));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/pack/round", test_round);
  g_test_add_func ("/wire/pack/large", test_large);
  g_test_add_func ("/wire/pack/not-worth-it", test_not_worth_it);
  g_test_add_func ("/wire/pack/json-stays", test_json_stays);
  g_test_add_func ("/wire/pack/without-our-words", test_without_our_words);
  g_test_add_func ("/wire/pack/other-forms", test_other_forms);
  g_test_add_func ("/wire/pack/cut", test_cut);
  g_test_add_func ("/wire/pack/something-behind", test_something_behind);
  g_test_add_func ("/wire/pack/spoiled", test_spoiled);
  g_test_add_func ("/wire/pack/bomb", test_bomb);
  g_test_add_func ("/wire/pack/limit", test_limit);
  g_test_add_func ("/wire/pack/twice", test_twice);
  g_test_add_func ("/wire/pack/batch", test_batch);
  g_test_add_func ("/wire/pack/words-stay", test_words_stay);
  g_test_add_func ("/wire/pack/sizes", test_sizes);
  return g_test_run ();
}
