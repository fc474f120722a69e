/* SPDX-License-Identifier: GPL-3.0-or-later
 * Bodies are packed for a partner that unpacks them, and only for such a one. */
#include "config.h"

#include "tb-corner.h"

#include "tb-batch.h"
#include "tb-pack.h"
#include "tb-signing.h"
#include "tb-speaker.h"

#include <string.h>

#define BOMB (64 * 1024 * 1024)

static gint64
lead_of (TbCorner *f)
{
  return tb_side_partner (&f->pair.service, "Nord");
}

/* The service partner's next request, of something to say. */
static TbEnvelope *
prepare (TbCorner *f)
{
  g_autoptr (GError) error = NULL;
  TbEnvelope *request = tb_engine_prepare (f->pair.service.engine, lead_of (f), TRUE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (request->route, ==, "push");
  return request;
}

/* @body as a push of the service partner. Returns: the lead's answer */
static TbEnvelope *
say (TbCorner *f,
     GBytes   *body)
{
  g_autoptr (TbPartnerRecord) me = tb_look_partner (&f->pair.service, "Nord");
  g_autoptr (TbEnvelope) request = tb_envelope_new ("push", me->link, body);
  g_autoptr (GError) error = NULL;
  TbEnvelope *answer;

  tb_envelope_sign (request, me->key, TB_SIGNER_ACCEPTER, NULL, tb_clock_now (f->pair.clock));
  answer = tb_engine_receive (f->pair.lead.engine, request, &error);
  g_assert_no_error (error);
  return answer;
}

static void
settle (TbCorner         *f,
        const TbEnvelope *request,
        const TbEnvelope *answer)
{
  g_autoptr (GError) error = NULL;

  tb_engine_settle (f->pair.service.engine, lead_of (f), request, answer, NULL, &error);
  g_assert_no_error (error);
}

/* What it would say of itself if it were of before that, or, as JSON, of today. */
static GBytes *
rewrite (const TbEnvelope *request,
         gboolean          is_older)
{
  g_autoptr (GBytes) plain = tb_unpack (request->body, TB_BATCH_MAX_BYTES, NULL);
  static const char member[] = "\"unpacks\":1,";
  gsize             size;
  const char       *data = g_bytes_get_data (plain, &size);
  g_autoptr (GString) text = g_string_new_len (data, (gssize)size);

  g_assert_nonnull (strstr (text->str, member));
  if (is_older)
    g_string_replace (text, member, "", 1);
  return g_bytes_new (text->str, text->len);
}

static void
test_both_pack (TbCorner     *f,
                gconstpointer data)
{
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;

  g_free (tb_side_note (&f->pair.service, f->service, "Die Leitung ist wieder da.", FALSE));
  request = prepare (f);
  g_assert_true (tb_is_packed (request->body));
  answer = tb_engine_receive (f->pair.lead.engine, request, NULL);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (tb_is_packed (answer->body));
  settle (f, request, answer);
  g_assert_true (tb_corner_has_item (&f->pair.lead, f->lead, "Die Leitung ist wieder da."));
}

/* One of before never says that it unpacks: it gets JSON in its answers and in what is sent to it. */
static void
test_older_partner (TbCorner     *f,
                    gconstpointer data)
{
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (TbEnvelope) back = NULL;

  g_free (tb_side_note (&f->pair.service, f->service, "von früher", FALSE));
  request = prepare (f);
  body = rewrite (request, TRUE);
  answer = say (f, body);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_false (tb_is_packed (answer->body));
  g_assert_true (tb_corner_has_item (&f->pair.lead, f->lead, "von früher"));
  g_free (tb_side_note (&f->pair.lead, f->lead, "an früher", FALSE));
  back = tb_engine_prepare (f->pair.lead.engine, tb_side_partner (&f->pair.lead, "Alpen"), FALSE, NULL);
  g_assert_false (tb_is_packed (back->body));
}

/* It has become newer: its JSON says so, and from then on bodies are packed. */
static void
test_newer_partner (TbCorner     *f,
                    gconstpointer data)
{
  g_autoptr (TbEnvelope) request = prepare (f);
  g_autoptr (GBytes) older = rewrite (request, TRUE);
  g_autoptr (GBytes) newer = rewrite (request, FALSE);
  g_autoptr (TbEnvelope) first = say (f, older);
  g_autoptr (TbEnvelope) second = say (f, newer);

  g_assert_false (tb_is_packed (first->body));
  g_assert_true (tb_is_packed (second->body));
}

/* It went back to a version of before, and refuses what it cannot read: no row is held for that, none goes
 * alone, the same come again as JSON. */
static void
test_partner_went_back (TbCorner     *f,
                        gconstpointer data)
{
  g_autoptr (TbPartnerRecord) me = tb_look_partner (&f->pair.service, "Nord");
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) again = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (GBytes) body = tb_engine_problem_body (422, TB_PROBLEM_MALFORMED);
  g_autoptr (TbEnvelope) refusal = tb_envelope_new ("push", me->link, body);

  g_free (tb_side_note (&f->pair.service, f->service, "noch einmal", FALSE));
  request = prepare (f);
  g_assert_true (tb_is_packed (request->body));
  refusal->status = 422;
  tb_envelope_sign (refusal, me->key, TB_SIGNER_INVITER, request->id, tb_clock_now (f->pair.clock));
  settle (f, request, refusal);
  again = tb_engine_prepare (f->pair.service.engine, lead_of (f), FALSE, NULL);
  g_assert_nonnull (again);
  g_assert_false (tb_is_packed (again->body));
  answer = tb_engine_receive (f->pair.lead.engine, again, NULL);
  g_assert_cmpuint (answer->status, ==, 200);
  settle (f, again, answer);
  g_assert_true (tb_corner_has_item (&f->pair.lead, f->lead, "noch einmal"));
}

static void
assert_answer (TbCorner *f,
               GBytes   *body,
               guint     status,
               TbProblem problem)
{
  g_autoptr (TbEnvelope) answer = say (f, body);

  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpint (tb_problem_body_read (answer->body), ==, problem);
}

/* A partner that lies: what it packed does not come out, or more than may. */
static void
test_hostile (TbCorner     *f,
              gconstpointer data)
{
  g_autoptr (TbEnvelope) request = prepare (f);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (request->body, 0, g_bytes_get_size (request->body) - 1);
  g_autoptr (GBytes) mark = g_bytes_new_static ("x", 1);
  g_autoptr (GConverter) converter =
    G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9));
  g_autoptr (GInputStream) zeros = g_memory_input_stream_new_from_data (g_malloc0 (BOMB), BOMB, g_free);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (zeros, converter);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GBytes) bomb = NULL;

  g_output_stream_splice (out, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
  bomb = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
  g_assert_true (tb_is_packed (request->body));
  assert_answer (f, cut, 422, TB_PROBLEM_MALFORMED);
  assert_answer (f, mark, 422, TB_PROBLEM_MALFORMED);
  assert_answer (f, bomb, 413, TB_PROBLEM_TOO_LARGE);
}

#define ADD(path, func) g_test_add (path, TbCorner, NULL, tb_corner_setup_accepted, func, tb_corner_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/packing/both-pack", test_both_pack);
  ADD ("/engine/packing/older-partner", test_older_partner);
  ADD ("/engine/packing/newer-partner", test_newer_partner);
  ADD ("/engine/packing/partner-went-back", test_partner_went_back);
  ADD ("/engine/packing/hostile", test_hostile);

  return g_test_run ();
}
