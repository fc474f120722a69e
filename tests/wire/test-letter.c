/* SPDX-License-Identifier: GPL-3.0-or-later
 * Letters: what is sealed tells nothing, is opened by the right one only, and nobody can alter or move it. */
#define _GNU_SOURCE /* memmem */
#include "config.h"

#include "tb-letter.h"

#include "tb-fields-private.h"
#include "tb-time.h"

#include <string.h>

#define WORDS "Der Mailserver im Rechenzentrum nimmt keine Verbindungen an."

static TbEnvelope *
make_envelope (guint status)
{
  g_autoptr (GBytes) body = g_bytes_new_static (WORDS, strlen (WORDS));
  TbEnvelope *envelope = tb_envelope_new ("push", "0123abcd", body);

  envelope->id = g_strdup ("push.00000000-0000-4000-8000-000000000001");
  envelope->timestamp = g_strdup ("1795420800");
  envelope->signature = g_strdup ("v1,c2lnbmF0dXJl");
  envelope->status = status;
  return envelope;
}

static gboolean
contains (GBytes     *bytes,
          const char *word)
{
  gsize       size;
  const char *data = g_bytes_get_data (bytes, &size);

  return memmem (data, size, word, strlen (word)) != NULL;
}

static void
test_round_trip (void)
{
  static const guint statuses[] = { 0, 200, 403 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GBytes) key = tb_random_bytes (32);
      g_autoptr (TbEnvelope) envelope = make_envelope (statuses[i]);
      g_autoptr (GBytes) sealed = tb_letter_seal (key, TB_SIGNER_ACCEPTER, envelope);
      g_autoptr (GError) error = NULL;
      g_autoptr (TbEnvelope) again = tb_letter_open (key, TB_SIGNER_ACCEPTER, sealed, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (again->route, ==, envelope->route);
      g_assert_cmpstr (again->link, ==, envelope->link);
      g_assert_cmpstr (again->id, ==, envelope->id);
      g_assert_cmpstr (again->timestamp, ==, envelope->timestamp);
      g_assert_cmpstr (again->signature, ==, envelope->signature);
      g_assert_cmpuint (again->status, ==, statuses[i]);
      g_assert_true (g_bytes_equal (again->body, envelope->body));
    }
}

static void
test_tells_nothing (void)
{
  static const char *const words[] = { "Mailserver", "push", "0123abcd", "route", "v1,", "version" };
  g_autoptr (GBytes) key = tb_random_bytes (32);
  g_autoptr (TbEnvelope) envelope = make_envelope (0);
  g_autoptr (GBytes) sealed = tb_letter_seal (key, TB_SIGNER_INVITER, envelope);
  g_autoptr (GBytes) twin = tb_letter_seal (key, TB_SIGNER_INVITER, envelope);
  g_autoptr (GBytes) plain = tb_letter_encode (envelope);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_assert_true (contains (plain, words[i]));
      g_assert_false (contains (sealed, words[i]));
    }
  /* Not even that the same was said twice. */
  g_assert_false (g_bytes_equal (sealed, twin));
}

static void
assert_closed (GBytes  *key,
               TbSigner from,
               GBytes  *sealed)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tb_letter_open (key, from, sealed, &error));
  g_assert_true (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_SIGNATURE) ||
                 g_error_matches (error, TB_PROBLEM, TB_PROBLEM_MALFORMED));
}

static void
test_only_for_its_reader (void)
{
  g_autoptr (GBytes) key = tb_random_bytes (32);
  g_autoptr (GBytes) another = tb_random_bytes (32);
  g_autoptr (TbEnvelope) envelope = make_envelope (0);
  g_autoptr (GBytes) sealed = tb_letter_seal (key, TB_SIGNER_INVITER, envelope);

  assert_closed (another, TB_SIGNER_INVITER, sealed);
  /* Sent back to who wrote it, it is nothing. */
  assert_closed (key, TB_SIGNER_ACCEPTER, sealed);
}

static void
test_every_byte_counts (void)
{
  g_autoptr (GBytes) key = tb_random_bytes (32);
  g_autoptr (TbEnvelope) envelope = make_envelope (0);
  g_autoptr (GBytes) sealed = tb_letter_seal (key, TB_SIGNER_INVITER, envelope);
  gsize         size;
  const guint8 *data = g_bytes_get_data (sealed, &size);

  for (gsize i = 0; i < size; i++)
    {
      g_autofree guint8 *altered = g_memdup2 (data, size);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) shorter = g_bytes_new (data, i);

      altered[i] ^= 0x40;
      bytes = g_bytes_new (altered, size);
      assert_closed (key, TB_SIGNER_INVITER, bytes);
      assert_closed (key, TB_SIGNER_INVITER, shorter);
    }
}

static void
test_addresses (void)
{
  g_autoptr (GBytes) key = tb_random_bytes (32);
  g_autoptr (GBytes) another = tb_random_bytes (32);
  g_autofree char *inviter = tb_letter_address (key, TB_SIGNER_INVITER);
  g_autofree char *again = tb_letter_address (key, TB_SIGNER_INVITER);
  g_autofree char *accepter = tb_letter_address (key, TB_SIGNER_ACCEPTER);
  g_autofree char *stranger = tb_letter_address (another, TB_SIGNER_INVITER);

  g_assert_true (tb_is_hex (inviter, TB_ADDRESS_DIGITS));
  g_assert_cmpstr (inviter, ==, again);
  g_assert_cmpstr (inviter, !=, accepter);
  g_assert_cmpstr (inviter, !=, stranger);
}

static void
test_put (void)
{
  g_autoptr (GBytes) sealed = g_bytes_new_static ("\x01\n{}\0\n", 6);
  const TbPutLetter put = { .to = (char *)"0123456789abcdef0123456789abcdef",
                            .letter = (char *)"00000000-0000-4000-8000-000000000001",
                            .replaces = (char *)"00000000-0000-4000-8000-000000000002",
                            .sealed = sealed };
  g_autoptr (GBytes) body = tb_put_letter_encode (&put);
  TbPutLetter again = { NULL };

  g_assert_true (tb_put_letter_decode (body, &again, NULL));
  g_assert_cmpstr (again.to, ==, put.to);
  g_assert_cmpstr (again.letter, ==, put.letter);
  g_assert_cmpstr (again.replaces, ==, put.replaces);
  g_assert_true (g_bytes_equal (again.sealed, sealed));
  tb_put_letter_clear (&again);
}

static void
test_put_faults (void)
{
  static const char *const faults[] = {
    "",
    "\n",
    "x",
    "{}\nx",
    "{\"to\":\"0123456789abcdef0123456789abcdef\"}\nx",
    "{\"to\":\"0123456789abcdef\",\"letter\":\"00000000-0000-4000-8000-000000000001\"}\nx",
    "{\"to\":\"0123456789abcdef0123456789abcdef\",\"letter\":\"1\"}\nx",
    "{\"to\":\"0123456789abcdef0123456789abcdef\",\"letter\":\"00000000-0000-4000-8000-000000000001\"}",
    "{\"to\":\"0123456789abcdef0123456789abcdef\",\"letter\":\"00000000-0000-4000-8000-000000000001\"}\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (faults[i], strlen (faults[i]));
      g_autoptr (GError) error = NULL;
      TbPutLetter letter = { NULL };

      g_assert_false (tb_put_letter_decode (body, &letter, &error));
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
    }
}

static void
test_take (void)
{
  char              *addresses[] = { (char *)"0123456789abcdef0123456789abcdef", NULL };
  const TbTakeLetter take = { .addresses = addresses, .wait = 25 };
  g_autoptr (GBytes) body = tb_take_letter_encode (&take);
  g_autoptr (GBytes) sealed = g_bytes_new_static ("\x01secret", 7);
  g_autoptr (GBytes) full = tb_taken_letter_encode ("00000000-0000-4000-8000-000000000001", sealed);
  g_autoptr (GBytes) empty = tb_taken_letter_encode (NULL, NULL);
  g_autoptr (GBytes) got = NULL;
  g_autofree char *letter = NULL;
  TbTakeLetter     again = { NULL };

  g_assert_true (tb_take_letter_decode (body, &again, NULL));
  g_assert_cmpstr (again.addresses[0], ==, addresses[0]);
  g_assert_cmpint (again.wait, ==, 25);
  tb_take_letter_clear (&again);
  g_assert_true (tb_taken_letter_decode (empty, &letter, &got, NULL));
  g_assert_null (letter);
  g_assert_null (got);
  g_assert_true (tb_taken_letter_decode (full, &letter, &got, NULL));
  g_assert_cmpstr (letter, ==, "00000000-0000-4000-8000-000000000001");
  g_assert_true (g_bytes_equal (got, sealed));
}

static void
test_code (void)
{
  g_autoptr (GBytes) token = tb_random_bytes (32);
  const TbMailbox  mailbox = { .version = 1,
                               .url = (char *)"https://post.example:8443",
                               .box = (char *)"00000000-0000-4000-8000-000000000001",
                               .token = token };
  g_autofree char *code = tb_mailbox_to_code (&mailbox);
  g_autofree char *broken = g_strndup (code, strlen (code) - 8);
  g_autofree char *lines = g_strconcat (" \n", code, "\n", NULL);
  TbMailbox        again = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_prefix (code, "tbm1-"));
  g_assert_true (tb_mailbox_from_code (lines, &again, &error));
  g_assert_cmpstr (again.url, ==, mailbox.url);
  g_assert_cmpstr (again.box, ==, mailbox.box);
  g_assert_true (g_bytes_equal (again.token, token));
  tb_mailbox_clear (&again);
  g_assert_false (tb_mailbox_from_code (broken, &again, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MAILBOX_CODE);
  g_assert_false (tb_mailbox_from_code ("tb1-abc", &again, NULL));
  g_assert_false (tb_mailbox_from_code ("", &again, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/letter/round-trip", test_round_trip);
  g_test_add_func ("/wire/letter/tells-nothing", test_tells_nothing);
  g_test_add_func ("/wire/letter/only-for-its-reader", test_only_for_its_reader);
  g_test_add_func ("/wire/letter/every-byte-counts", test_every_byte_counts);
  g_test_add_func ("/wire/letter/addresses", test_addresses);
  g_test_add_func ("/wire/letter/put", test_put);
  g_test_add_func ("/wire/letter/put-faults-are-refused", test_put_faults);
  g_test_add_func ("/wire/letter/take", test_take);
  g_test_add_func ("/wire/letter/code-of-a-box", test_code);

  return g_test_run ();
}
