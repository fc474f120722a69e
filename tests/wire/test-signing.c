/* SPDX-License-Identifier: GPL-3.0-or-later
 * Signatures: what is taken, and everything that looks like it and is not. */
#include "config.h"

#include "tb-signing.h"

#include "tb-envelope-private.h"
#include "tb-time.h"

#include <string.h>

#define NOW (G_GINT64_CONSTANT (1795426860) * TB_SECOND)

typedef struct
{
  GBytes     *key;
  TbEnvelope *request;
  TbEnvelope *answer;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"have\":1}", 10);
  g_autoptr (GBytes) answer_body = g_bytes_new_static ("{\"have\":2}", 10);

  fixture->key = g_bytes_new_static ("0123456789abcdef0123456789abcdef", 32);
  fixture->request = tb_envelope_new ("files/put", "link-1", body);
  tb_envelope_sign (fixture->request, fixture->key, TB_SIGNER_ACCEPTER, NULL, NOW);
  fixture->answer = tb_envelope_new ("files/put", "link-1", answer_body);
  tb_envelope_sign (fixture->answer, fixture->key, TB_SIGNER_INVITER, fixture->request->id, NOW);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_bytes_unref (fixture->key);
  tb_envelope_free (fixture->request);
  tb_envelope_free (fixture->answer);
}

static TbEnvelope *
copy (const TbEnvelope *envelope)
{
  TbEnvelope *self = tb_envelope_new (envelope->route, envelope->link, envelope->body);

  self->id = g_strdup (envelope->id);
  self->timestamp = g_strdup (envelope->timestamp);
  self->signature = g_strdup (envelope->signature);
  return self;
}

static void
set (char      **member,
     const char *value)
{
  g_free (*member);
  *member = g_strdup (value);
}

/* Expects @problem, or a good signature if it is -1. */
static void
assert_verdict (const TbEnvelope *envelope,
                GBytes           *key,
                TbSigner          signer,
                const char       *in_answer_to,
                gint64            now,
                int               problem)
{
  g_autoptr (GError) error = NULL;
  gboolean taken = tb_envelope_verify (envelope, key, signer, in_answer_to, now, &error);

  if (problem < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, TB_PROBLEM, problem);
  g_assert_cmpint (taken, ==, problem < 0);
}

static void
assert_request (Fixture          *fixture,
                const TbEnvelope *envelope,
                int               problem)
{
  assert_verdict (envelope, fixture->key, TB_SIGNER_ACCEPTER, NULL, NOW, problem);
}

/* The example that the Standard Webhooks libraries publish. */
static void
test_published_example (void)
{
  static const char payload[] = "{\"test\": 2432232314}";
  g_autoptr (GBytes) body = g_bytes_new_static (payload, strlen (payload));
  g_autoptr (GBytes) key = NULL;
  g_autofree char *signature = NULL;
  gsize            length;
  guchar          *data = g_base64_decode ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", &length);

  key = g_bytes_new_take (data, length);
  signature = tb_webhook_signature (key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body);
  g_assert_cmpstr (signature, ==, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

/* RFC 4231, test case 2. */
static void
test_published_hmac (void)
{
  g_autoptr (GBytes) key = g_bytes_new_static ("Jefe", 4);
  g_autoptr (GBytes) share = g_bytes_new_static ("what do ya want for nothing?", 28);
  g_autoptr (GBytes) working = tb_working_key (key, share);
  const guint8 *data = g_bytes_get_data (working, NULL);
  GString      *hex = g_string_new (NULL);
  guint         i;

  g_assert_cmpuint (g_bytes_get_size (working), ==, 32);
  for (i = 0; i < 32; i++)
    g_string_append_printf (hex, "%02x", data[i]);
  g_assert_cmpstr (hex->str, ==, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  g_string_free (hex, TRUE);
}

static void
test_derived_keys (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GBytes) inviter = tb_signing_key (fixture->key, TB_SIGNER_INVITER);
  g_autoptr (GBytes) accepter = tb_signing_key (fixture->key, TB_SIGNER_ACCEPTER);
  g_autoptr (GBytes) purpose = g_bytes_new_static ("ticketbruecke inviter to accepter", 33);
  g_autoptr (GBytes) expected = tb_working_key (fixture->key, purpose);

  g_assert_true (g_bytes_equal (inviter, expected));
  g_assert_false (g_bytes_equal (inviter, accepter));
  g_assert_false (g_bytes_equal (inviter, fixture->key));
}

static void
test_shape (Fixture      *fixture,
            gconstpointer data)
{
  g_assert_true (g_str_has_prefix (fixture->request->id, "files-put."));
  g_assert_cmpuint (strlen (fixture->request->id), ==, strlen ("files-put.") + 36);
  g_assert_true (g_str_has_prefix (fixture->answer->id, "files-put.answer."));
  g_assert_cmpstr (fixture->answer->id + strlen ("files-put.answer."),
                   ==,
                   fixture->request->id + strlen ("files-put."));
  g_assert_cmpstr (fixture->request->timestamp, ==, "1795426860");
  g_assert_true (g_str_has_prefix (fixture->request->signature, "v1,"));
  g_assert_cmpuint (strlen (fixture->request->signature), ==, 3 + 44);
}

static void
test_taken (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (TbEnvelope) answer = copy (fixture->answer);

  assert_request (fixture, fixture->request, -1);
  assert_verdict (fixture->answer, fixture->key, TB_SIGNER_INVITER, fixture->request->id, NOW, -1);
  /* Who reads an answer may know its route by the request only. */
  g_clear_pointer (&answer->route, g_free);
  assert_verdict (answer, fixture->key, TB_SIGNER_INVITER, fixture->request->id, NOW, -1);
}

static void
test_each_request_is_new (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (TbEnvelope) other = tb_envelope_new ("files/put", "link-1", fixture->request->body);

  tb_envelope_sign (other, fixture->key, TB_SIGNER_ACCEPTER, NULL, NOW);
  g_assert_cmpstr (other->id, !=, fixture->request->id);
  g_assert_cmpstr (other->signature, !=, fixture->request->signature);
}

static void
test_several_signatures (Fixture      *fixture,
                         gconstpointer data)
{
  static const char other[] = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  g_autofree char  *right = g_strdup (fixture->request->signature);
  g_autoptr (TbEnvelope) envelope = copy (fixture->request);
  g_autofree char *last = g_strconcat (other, " ", right, NULL);
  g_autofree char *first = g_strconcat (right, " ", other, " v1a,xyz", NULL);
  g_autofree char *wrong = g_strconcat (other, " ", other, NULL);
  g_autofree char *newer = g_strconcat ("v2", right + 2, NULL);
  g_autofree char *glued = g_strconcat (other, ",", right, NULL);
  g_autofree char *padding = g_strnfill (5000, ' ');
  g_autofree char *endless = g_strconcat (right, padding, NULL);

  set (&envelope->signature, last);
  assert_request (fixture, envelope, -1);
  set (&envelope->signature, first);
  assert_request (fixture, envelope, -1);
  set (&envelope->signature, wrong);
  assert_request (fixture, envelope, TB_PROBLEM_SIGNATURE);
  set (&envelope->signature, newer);
  assert_request (fixture, envelope, TB_PROBLEM_SIGNATURE);
  set (&envelope->signature, glued);
  assert_request (fixture, envelope, TB_PROBLEM_SIGNATURE);
  set (&envelope->signature, endless);
  assert_request (fixture, envelope, TB_PROBLEM_SIGNATURE);
  set (&envelope->signature, right + 3);
  assert_request (fixture, envelope, TB_PROBLEM_SIGNATURE);
  set (&envelope->signature, "");
  assert_request (fixture, envelope, TB_PROBLEM_SIGNATURE);
  set (&envelope->signature, "v1,");
  assert_request (fixture, envelope, TB_PROBLEM_SIGNATURE);
}

static void
test_unsigned (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (TbEnvelope) no_signature = copy (fixture->request);
  g_autoptr (TbEnvelope) no_id = copy (fixture->request);
  g_autoptr (TbEnvelope) no_time = copy (fixture->request);
  g_autoptr (TbEnvelope) nothing = tb_envelope_new (NULL, NULL, NULL);

  g_clear_pointer (&no_signature->signature, g_free);
  g_clear_pointer (&no_id->id, g_free);
  g_clear_pointer (&no_time->timestamp, g_free);
  assert_request (fixture, no_signature, TB_PROBLEM_SIGNATURE);
  assert_request (fixture, no_id, TB_PROBLEM_SIGNATURE);
  assert_request (fixture, no_time, TB_PROBLEM_SIGNATURE);
  assert_request (fixture, nothing, TB_PROBLEM_SIGNATURE);
}

static void
test_each_byte_counts (Fixture      *fixture,
                       gconstpointer data)
{
  gsize         i, length;
  const guint8 *body = g_bytes_get_data (fixture->request->body, &length);

  for (i = 0; i < length; i++)
    {
      g_autofree guint8 *other = g_memdup2 (body, length);
      g_autoptr (TbEnvelope) envelope = copy (fixture->request);

      other[i] ^= 1;
      g_bytes_unref (envelope->body);
      envelope->body = g_bytes_new (other, length);
      assert_request (fixture, envelope, TB_PROBLEM_SIGNATURE);
    }
  for (i = 0; i < strlen (fixture->request->signature); i++)
    {
      g_autoptr (TbEnvelope) envelope = copy (fixture->request);

      /* The last letter before the padding has bits that do not count; the text is compared, so they do. */
      envelope->signature[i] ^= 1;
      assert_request (fixture, envelope, TB_PROBLEM_SIGNATURE);
    }
  for (i = 0; i < strlen (fixture->request->id); i++)
    {
      g_autoptr (TbEnvelope) envelope = copy (fixture->request);

      envelope->id[i] ^= 1;
      assert_request (fixture, envelope, TB_PROBLEM_SIGNATURE);
    }
}

static void
test_empty_body (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (TbEnvelope) none = tb_envelope_new ("push", "l", NULL);
  g_autoptr (TbEnvelope) same = NULL;

  tb_envelope_sign (none, fixture->key, TB_SIGNER_ACCEPTER, NULL, NOW);
  assert_request (fixture, none, -1);
  same = copy (none);
  same->body = g_bytes_ref (empty);
  assert_request (fixture, same, -1);
}

typedef struct
{
  gint64 seconds;
  int    problem;
} Skew;

static void
test_clock (Fixture      *fixture,
            gconstpointer data)
{
  static const Skew skews[] = {
    { 0, -1 },
    { 300, -1 },
    { -300, -1 },
    { 301, TB_PROBLEM_CLOCK_SKEW },
    { -301, TB_PROBLEM_CLOCK_SKEW },
    { 86400 * 365, TB_PROBLEM_CLOCK_SKEW },
    { -1795426860, TB_PROBLEM_CLOCK_SKEW },
  };
  g_autoptr (TbEnvelope) forged = copy (fixture->request);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (skews); i++)
    assert_verdict (fixture->request, fixture->key, TB_SIGNER_ACCEPTER, NULL,
                    NOW + skews[i].seconds * TB_SECOND,
                    skews[i].problem);
  /* Who cannot sign learns nothing of our clock. */
  set (&forged->signature, "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  assert_verdict (forged, fixture->key, TB_SIGNER_ACCEPTER, NULL, NOW + TB_DAY, TB_PROBLEM_SIGNATURE);
}

static void
test_odd_timestamps (Fixture      *fixture,
                     gconstpointer data)
{
  static const char *const texts[] = { "", "-1", "+1795426860", " 1795426860", "1795426860.0", "0x6b0",
                                       "9999999999999", "99999999999999999999999", "1e9", "now" };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (TbEnvelope) envelope = copy (fixture->request);
      g_autoptr (GBytes) derived = tb_signing_key (fixture->key, TB_SIGNER_ACCEPTER);
      g_autofree char *base64 = NULL;

      /* With a right signature: only the timestamp is at fault. */
      set (&envelope->timestamp, texts[i]);
      base64 = tb_webhook_signature (derived, envelope->id, texts[i], envelope->body);
      g_free (envelope->signature);
      envelope->signature = g_strconcat ("v1,", base64, NULL);
      assert_request (fixture, envelope, TB_PROBLEM_SIGNATURE);
    }
}

static void
test_wrong_key (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GBytes) other = g_bytes_new_static ("0123456789abcdef0123456789abcdeg", 32);

  assert_verdict (fixture->request, other, TB_SIGNER_ACCEPTER, NULL, NOW, TB_PROBLEM_SIGNATURE);
}

static void
test_wrong_direction (Fixture      *fixture,
                      gconstpointer data)
{
  assert_verdict (fixture->request, fixture->key, TB_SIGNER_INVITER, NULL, NOW, TB_PROBLEM_SIGNATURE);
  assert_verdict (fixture->answer, fixture->key, TB_SIGNER_ACCEPTER, fixture->request->id, NOW,
                  TB_PROBLEM_SIGNATURE);
}

static void
test_wrong_route (Fixture      *fixture,
                  gconstpointer data)
{
  static const char *const routes[] = { "push", "files", "files/get", "files/put.answer", "" };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autoptr (TbEnvelope) request = copy (fixture->request);
      g_autoptr (TbEnvelope) answer = copy (fixture->answer);

      set (&request->route, routes[i]);
      set (&answer->route, routes[i]);
      assert_request (fixture, request, TB_PROBLEM_SIGNATURE);
      assert_verdict (answer, fixture->key, TB_SIGNER_INVITER, fixture->request->id, NOW,
                      TB_PROBLEM_SIGNATURE);
    }
}

/* What somebody in between can do with true messages: send them to another place, or back. */
static void
test_reflected (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (TbEnvelope) other = tb_envelope_new ("files/put", "link-1", fixture->request->body);

  /* The request itself as its answer. */
  assert_verdict (fixture->request, fixture->key, TB_SIGNER_ACCEPTER, fixture->request->id, NOW,
                  TB_PROBLEM_SIGNATURE);
  /* An answer as a request. */
  assert_verdict (fixture->answer, fixture->key, TB_SIGNER_INVITER, NULL, NOW, TB_PROBLEM_SIGNATURE);
  /* The answer to one request as that to another. */
  tb_envelope_sign (other, fixture->key, TB_SIGNER_ACCEPTER, NULL, NOW);
  assert_verdict (fixture->answer, fixture->key, TB_SIGNER_INVITER, other->id, NOW, TB_PROBLEM_SIGNATURE);
  /* An answer to an answer. */
  assert_verdict (fixture->answer, fixture->key, TB_SIGNER_INVITER, fixture->answer->id, NOW,
                  TB_PROBLEM_SIGNATURE);
}

/* An answer to something that is no request id fits no request. */
static void
test_answer_to_nothing (Fixture      *fixture,
                        gconstpointer data)
{
  static const char *const ids[] = { "", ".", "x", "push.", ".0b6f3a52-8f4e-4c1d-9a77-2f1e5d3c4b01",
                                     "push.0B6F3A52-8f4e-4c1d-9a77-2f1e5d3c4b01",
                                     "push.answer.0b6f3a52-8f4e-4c1d-9a77-2f1e5d3c4b01" };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (TbEnvelope) answer = tb_envelope_new ("push", "l", fixture->answer->body);

      tb_envelope_sign (answer, fixture->key, TB_SIGNER_INVITER, ids[i], NOW);
      assert_verdict (answer, fixture->key, TB_SIGNER_INVITER, ids[i], NOW, TB_PROBLEM_SIGNATURE);
      assert_verdict (answer, fixture->key, TB_SIGNER_INVITER, NULL, NOW, TB_PROBLEM_SIGNATURE);
    }
}

#define ADD(path, test) g_test_add ("/wire/envelope/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/envelope/published-example", test_published_example);
  g_test_add_func ("/wire/envelope/published-hmac", test_published_hmac);
  ADD ("keys-per-direction", test_derived_keys);
  ADD ("ids-and-headers", test_shape);
  ADD ("good-ones-are-taken", test_taken);
  ADD ("each-request-is-new", test_each_request_is_new);
  ADD ("one-of-several-signatures", test_several_signatures);
  ADD ("unsigned", test_unsigned);
  ADD ("each-byte-counts", test_each_byte_counts);
  ADD ("empty-body", test_empty_body);
  ADD ("clock", test_clock);
  ADD ("odd-timestamps", test_odd_timestamps);
  ADD ("wrong-key", test_wrong_key);
  ADD ("wrong-direction", test_wrong_direction);
  ADD ("wrong-route", test_wrong_route);
  ADD ("reflected", test_reflected);
  ADD ("answer-to-nothing", test_answer_to_nothing);
  return g_test_run ();
}
