/* SPDX-License-Identifier: GPL-3.0-or-later
 * Invitations as files and codes, in whatever state they arrive, and the two bodies of a join. */
#include "config.h"

#include "tb-signing.h"

#include "tb-time.h"
#include "wire-samples.h"

#include <json-glib/json-glib.h>
#include <string.h>

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static TbInvite *
read_text (const char *text,
           GError    **error)
{
  return tb_invite_from_text (text, strlen (text), error);
}

static TbInvite *
sample_invite (void)
{
  g_autoptr (GError) error = NULL;
  TbInvite *invite = read_text (SAMPLE_INVITE, &error);

  g_assert_no_error (error);
  return invite;
}

static void
assert_sample (const TbInvite *invite)
{
  const guint8 *key;
  gint64        expiry;
  gsize         i, length;

  g_assert_nonnull (invite);
  g_assert_cmpint (invite->version, ==, 1);
  g_assert_cmpstr (invite->instance, ==, "inst-1");
  g_assert_cmpstr (invite->name, ==, "Müller");
  g_assert_cmpstr (invite->url, ==, "https://a.example");
  g_assert_cmpstr (invite->fingerprint, ==, SAMPLE_SHA);
  g_assert_cmpstr (invite->invitation, ==, SAMPLE_OTHER_ID);
  g_assert_cmpstr (invite->agreement, ==, SAMPLE_ID);
  g_assert_true (tb_time_from_wire ("2026-12-07T09:41:00Z", &expiry));
  g_assert_cmpint (invite->expires_at, ==, expiry);
  key = g_bytes_get_data (invite->access_key, &length);
  g_assert_cmpuint (length, ==, 32);
  for (i = 0; i < 32; i++)
    g_assert_cmpuint (key[i], ==, i);
}

static void
assert_broken (const char *text,
               gsize       length)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tb_invite_from_text (text, length, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_INVITATION_BROKEN);
}

static void
test_file (void)
{
  g_autoptr (TbInvite) invite = sample_invite ();
  g_autoptr (TbInvite) again = NULL;
  g_autoptr (JsonNode) expected = json_from_string (SAMPLE_INVITE, NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = tb_invite_to_text (invite);

  assert_sample (invite);
  g_assert_true (g_str_has_prefix (text, "{\n  \"ticketbruecke\": \"invitation\",\n  \"version\": 1,\n"));
  g_assert_true (g_str_has_suffix (text, "Z\"\n}\n"));
  node = json_from_string (text, NULL);
  g_assert_nonnull (node);
  g_assert_true (json_node_equal (node, expected));
  again = read_text (text, NULL);
  assert_sample (again);
}

static void
test_code (void)
{
  g_autoptr (TbInvite) invite = sample_invite ();
  g_autofree char *code = tb_invite_to_code (invite);
  g_autoptr (TbInvite) again = read_text (code, NULL);

  g_assert_true (g_str_has_prefix (code, "tb1-"));
  g_assert_cmpuint (strspn (code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), ==,
                    strlen (code));
  assert_sample (again);
}

/* Letters that base64 writes as + and /, and every length of the padding. */
static void
test_code_of_any_name (void)
{
  static const char *const names[] = { "?", "??", "???", "~~~", "~~~~", "ÿÿÿ", "ÿ?~>", "<<<?>>>" };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TbInvite) invite = sample_invite ();
      g_autoptr (TbInvite) again = NULL;
      g_autofree char *code = NULL;

      g_free (invite->name);
      invite->name = g_strdup (names[i]);
      code = tb_invite_to_code (invite);
      again = read_text (code, NULL);
      g_assert_nonnull (again);
      g_assert_cmpstr (again->name, ==, names[i]);
    }
}

static void
test_white_space (void)
{
  g_autoptr (TbInvite) invite = sample_invite ();
  g_autofree char  *code = tb_invite_to_code (invite);
  g_autofree char  *spaced = g_strconcat (" \r\n\t", code, "\r\n\r\n", NULL);
  g_autofree char  *wrapped = g_strdup_printf ("%.70s\r\n %.70s\n%s\n", code, code + 70, code + 140);
  g_autofree char  *file = g_strconcat ("\xef\xbb\xbf\r\n", SAMPLE_INVITE, "\r\n", NULL);
  const char *const texts[] = { spaced, wrapped, file };
  guint             i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (TbInvite) again = read_text (texts[i], NULL);

      assert_sample (again);
    }
}

static void
test_optional (void)
{
  static const char *const members[] = {
    "\"url\":\"https://a.example\",",
    "\"fingerprint\":\"" SAMPLE_SHA "\",",
    "\"access_key\":\"" SAMPLE_KEY "\",",
  };
  g_autofree char *text = g_strdup (SAMPLE_INVITE);
  g_autofree char *code = NULL;
  g_autoptr (TbInvite) invite = NULL;
  g_autoptr (TbInvite) again = NULL;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (members); i++)
    {
      char *less = sample_replace (text, members[i], "");

      g_free (text);
      text = less;
    }
  invite = read_text (text, NULL);
  g_assert_nonnull (invite);
  g_assert_null (invite->url);
  g_assert_null (invite->fingerprint);
  g_assert_null (invite->access_key);
  code = tb_invite_to_code (invite);
  again = read_text (code, NULL);
  g_assert_nonnull (again);
  g_assert_null (again->access_key);
}

static void
assert_newer (const char *text,
              const char *version)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text (text, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_NEWER_PROTOCOL);
  g_assert_cmpstr (tb_problem_get_argument (error), ==, version);
}

/* Whatever else a newer one says, the sentence is that it is newer. */
static void
test_newer_version (void)
{
  g_autofree char *two = sample_replace (SAMPLE_INVITE, "\"version\":1", "\"version\":2");

  assert_newer (two, "2");
  assert_newer ("{\"ticketbruecke\":\"bridge\",\"version\":17}", "17");
  assert_newer ("tb2-!!!", "2");
  assert_newer ("tb12-", "12");
}

static void
test_broken (void)
{
  static const char *const pairs[][2] = {
    { "\"ticketbruecke\":\"invitation\"", "\"ticketbruecke\":\"invoice\"" },
    { "\"ticketbruecke\":\"invitation\",", "" },
    { "\"version\":1", "\"version\":0" },
    { "\"version\":1", "\"version\":-2" },
    { "\"version\":1", "\"version\":\"1\"" },
    { "\"version\":1", "\"version\":1.0" },
    { "\"version\":1,", "" },
    { "\"inst-1\"", "\"\"" },
    { "\"inst-1\"", "\"../x\"" },
    { "\"name\":\"Müller\"", "\"name\":\"\"" },
    { "\"name\":\"Müller\"", "\"name\":null" },
    { "https://a.example", "" },
    { "https://a.example", "https://a.example/ x" },
    { "https://a.example", "https://a.example\\r\\nX-Link: 1" },
    { "\"fingerprint\":\"e3", "\"fingerprint\":\"E3" },
    { "\"agreement\":\"0b", "\"agreement\":\"b" },
    { "AAECAwQF", "AAECAw" },
    { "AAECAwQF", "AAECAwQFAAAA" },
    { "AAECAwQF", "AAECAwQ*" },
    { "dHh8=", "dHh8" },
    { "2026-12-07T09:41:00.000Z", "2026-12-32T09:41:00.000Z" },
    { "2026-12-07T09:41:00.000Z", "soon" },
    { "{\"ticketbruecke\"", "{\"x\":1,\"x\":2,\"ticketbruecke\"" },
  };
  static const char *const texts[] = { "", " ", "\n", "tb", "tb1", "tb1-", "tb-", "tb0-", "tb01-e30",
                                       "tb1-e30", "tb1-%%%", "tb1-e30=", "tb9999999999-", "hello", "{}", "[]",
                                       "null", "http://a.example" };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_broken (texts[i], strlen (texts[i]));
  for (i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *text = sample_replace (SAMPLE_INVITE, pairs[i][0], pairs[i][1]);

      assert_broken (text, strlen (text));
    }
  assert_broken (NULL, 0);
  assert_broken (SAMPLE_INVITE "\0", sizeof (SAMPLE_INVITE));
  assert_broken ("\xff\xfe{\0}\0", 6);
}

static void
test_too_long (void)
{
  g_autofree char *blanks = g_strnfill (64 * 1024, ' ');
  g_autofree char *text = g_strconcat (SAMPLE_INVITE, blanks, NULL);
  g_autofree char *most = g_strndup (text, 64 * 1024);
  g_autoptr (TbInvite) invite = read_text (most, NULL);

  assert_sample (invite);
  assert_broken (text, strlen (text));
}

static void
test_truncated (void)
{
  g_autoptr (TbInvite) invite = sample_invite ();
  g_autofree char *code = tb_invite_to_code (invite);
  gsize            i;

  for (i = 0; i < strlen (SAMPLE_INVITE); i++)
    assert_broken (SAMPLE_INVITE, i);
  for (i = 0; i < strlen (code); i++)
    assert_broken (code, i);
}

static void
test_flipped (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (13);
  g_autoptr (TbInvite) invite = sample_invite ();
  g_autofree char  *code = tb_invite_to_code (invite);
  const char *const texts[] = { SAMPLE_INVITE, code, SAMPLE_JOIN, SAMPLE_JOIN_ANSWER };
  guint             i, taken = 0;

  for (i = 0; i < 6000; i++)
    {
      g_autofree char *text = g_strdup (texts[i % G_N_ELEMENTS (texts)]);
      gsize            length = strlen (text);
      g_autoptr (TbInvite) again = NULL;
      g_autoptr (TbJoin) join = NULL;
      g_autoptr (GBytes) body = NULL;
      TbJoinAnswer answer = { NULL };

      text[g_rand_int_range (rand, 0, length)] ^= g_rand_int_range (rand, 1, 256);
      body = g_bytes_new (text, length);
      again = tb_invite_from_text (text, length, NULL);
      join = tb_join_decode (body, NULL);
      taken += again != NULL || join != NULL || tb_join_answer_decode (body, &answer, NULL);
      tb_join_answer_clear (&answer);
    }
  g_assert_cmpuint (taken, >, 0);
  g_assert_cmpuint (taken, <, 6000);
}

/* ---- Joins ---- */

static void
assert_bytes (GBytes     *bytes,
              const char *expected)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpstr (text, ==, expected);
}

static void
test_join (void)
{
  g_autoptr (GBytes) sample = bytes_of (SAMPLE_JOIN);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbJoin) join = tb_join_decode (sample, &error);
  g_autoptr (GBytes) body = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (join->inviter, ==, "inst-1");
  g_assert_cmpstr (join->accepter, ==, "inst-2");
  g_assert_cmpstr (join->invitation, ==, SAMPLE_ID);
  g_assert_cmpstr (join->url, ==, "https://b.example:8443");
  g_assert_cmpuint (g_bytes_get_size (join->share), ==, 32);
  g_assert_true (join->accept);
  body = tb_join_encode (join);
  assert_bytes (body, SAMPLE_JOIN);
}

typedef struct
{
  const char *old;
  const char *new;
  const char *argument;
  TbProblem   problem;
} Fault;

static void
test_join_faults (void)
{
  static const Fault faults[] = {
    { "\"version\":1", "\"version\":2", "2", TB_PROBLEM_NEWER_PROTOCOL },
    { "\"version\":1", "\"version\":0", "version", TB_PROBLEM_MALFORMED },
    { "\"version\":1,", "", "version", TB_PROBLEM_MALFORMED },
    { "\"inst-1\"", "null", "inviter", TB_PROBLEM_MALFORMED },
    { "\"inst-2\"", "\"inst 2\"", "accepter", TB_PROBLEM_MALFORMED },
    { "\"share\":\"AAEC", "\"share\":\"AAE", "share", TB_PROBLEM_MALFORMED },
    { "\"share\":\"AAEC", "\"share\":\"AAECAAAA", "share", TB_PROBLEM_MALFORMED },
    { "\"accept\":true", "\"accept\":\"yes\"", "accept", TB_PROBLEM_MALFORMED },
    { ",\"accept\":true", "", "accept", TB_PROBLEM_MALFORMED },
    { "\"url\":\"https", "\"url\":\" https", "url", TB_PROBLEM_MALFORMED },
    { "\"fingerprint\":\"e3", "\"fingerprint\":\"e", "fingerprint", TB_PROBLEM_MALFORMED },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *text = sample_replace (SAMPLE_JOIN, faults[i].old, faults[i].new);
      g_autoptr (GBytes) body = bytes_of (text);
      g_autoptr (GError) error = NULL;

      g_assert_null (tb_join_decode (body, &error));
      g_assert_error (error, TB_PROBLEM, (int)faults[i].problem);
      g_assert_cmpstr (tb_problem_get_argument (error), ==, faults[i].argument);
    }
}

static char *
identity_with (const char *old,
               const char *new)
{
  g_autofree char *text = sample_replace (SAMPLE_JOIN, old, new);
  g_autoptr (GBytes) body = bytes_of (text);
  g_autoptr (TbJoin) join = tb_join_decode (body, NULL);

  g_assert_nonnull (join);
  return tb_join_identity (join);
}

static void
test_join_identity (void)
{
  g_autofree char *first = identity_with ("\"inst-2\"", "\"inst-2\"");
  g_autofree char *renamed = identity_with ("Bit & Byte", "Bit und Byte");
  g_autofree char *moved = identity_with ("b.example", "c.example");
  g_autofree char *accepter = identity_with ("\"inst-2\"", "\"inst-3\"");
  g_autofree char *fingerprint = identity_with ("\"fingerprint\":\"e3", "\"fingerprint\":\"f3");
  g_autofree char *no_fingerprint = identity_with ("\"fingerprint\":\"" SAMPLE_SHA "\",", "");
  g_autofree char *share = identity_with ("AAECAwQF", "BBECAwQF");
  g_autofree char *accept = identity_with ("\"accept\":true", "\"accept\":false");

  g_assert_cmpuint (strlen (first), ==, 64);
  g_assert_cmpstr (first, ==, renamed);
  g_assert_cmpstr (first, ==, moved);
  g_assert_cmpstr (first, !=, accepter);
  g_assert_cmpstr (first, !=, fingerprint);
  g_assert_cmpstr (first, !=, no_fingerprint);
  g_assert_cmpstr (first, !=, share);
  g_assert_cmpstr (first, !=, accept);
}

static void
test_join_answer (void)
{
  static const char *const pairs[][2] = {
    { "\"l-1\"", "\"\"" },
    { "\"agreement\":\"0b", "\"agreement\":\"0x" },
    { "\"name\":\"Müller\"", "\"name\":\"\"" },
    { "\"inst-1\"", "[]" },
    { "[\"pull\"", "[\"pull\",7" },
    { "[\"pull\",\"mailbox\"]", "\"pull\"" },
    { ",\"features\":[\"pull\",\"mailbox\"]", "" },
  };
  g_autoptr (GBytes) sample = bytes_of (SAMPLE_JOIN_ANSWER);
  g_autoptr (GBytes) body = NULL;
  TbJoinAnswer answer = { NULL };
  guint        i;

  g_assert_true (tb_join_answer_decode (sample, &answer, NULL));
  g_assert_cmpstr (answer.link, ==, "l-1");
  g_assert_cmpstr (answer.agreement, ==, SAMPLE_ID);
  g_assert_cmpuint (g_strv_length (answer.features), ==, 2);
  body = tb_join_answer_encode (&answer);
  assert_bytes (body, SAMPLE_JOIN_ANSWER);
  tb_join_answer_clear (&answer);
  g_assert_null (answer.features);
  for (i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *text = sample_replace (SAMPLE_JOIN_ANSWER, pairs[i][0], pairs[i][1]);
      g_autoptr (GBytes) bad = bytes_of (text);
      g_autoptr (GError) error = NULL;

      g_assert_false (tb_join_answer_decode (bad, &answer, &error));
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
      g_assert_null (answer.link);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/invite/file", test_file);
  g_test_add_func ("/wire/invite/code", test_code);
  g_test_add_func ("/wire/invite/code-of-any-name", test_code_of_any_name);
  g_test_add_func ("/wire/invite/white-space-is-ignored", test_white_space);
  g_test_add_func ("/wire/invite/without-what-may-miss", test_optional);
  g_test_add_func ("/wire/invite/newer-version-is-told", test_newer_version);
  g_test_add_func ("/wire/invite/broken", test_broken);
  g_test_add_func ("/wire/invite/too-long", test_too_long);
  g_test_add_func ("/wire/invite/truncated-anywhere", test_truncated);
  g_test_add_func ("/wire/invite/flipped-anywhere", test_flipped);
  g_test_add_func ("/wire/join/round-trip", test_join);
  g_test_add_func ("/wire/join/faults", test_join_faults);
  g_test_add_func ("/wire/join/identity-is-of-what-binds", test_join_identity);
  g_test_add_func ("/wire/join/answer", test_join_answer);
  return g_test_run ();
}
