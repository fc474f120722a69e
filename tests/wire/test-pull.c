/* SPDX-License-Identifier: GPL-3.0-or-later
 * The bodies of pull and files/get, and what the answer to a pull has besides that of a push. */
#include "config.h"

#include "tb-batch.h"

#include "wire-samples.h"

#include <string.h>

#define PULL                                                                                                \
  "{\"epoch\":{\"number\":1,\"id\":\"abc123\"},\"ack\":{\"seq\":5,\"above\":[7]},\"head\":9,\"limit\":100," \
  "\"wait\":25}"
#define GET "{\"engagement\":\"" SAMPLE_ENGAGEMENT "\",\"sha256\":\"" SAMPLE_SHA "\",\"offset\":700000}"

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
assert_text (GBytes     *bytes,
             const char *text)
{
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

static void
test_pull (void)
{
  g_autoptr (GBytes) body = bytes_of (PULL);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GBytes) busy = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbBatch) batch = tb_batch_decode (body, &error);
  g_autoptr (TbBatch) fetching = NULL;

  g_assert_no_error (error);
  g_assert_true (batch->is_pull);
  g_assert_false (batch->is_fetching);
  g_assert_cmpint (batch->limit, ==, 100);
  g_assert_cmpint (batch->head, ==, 9);
  g_assert_cmpint (batch->wait, ==, 25);
  g_assert_cmpint (batch->ack, ==, 5);
  g_assert_cmpuint (batch->rows->len, ==, 0);
  again = tb_batch_encode (batch);
  assert_text (again, PULL);

  batch->limit = TB_BATCH_MAX_ROWS;
  batch->is_fetching = TRUE;
  busy = tb_batch_encode (batch);
  fetching = tb_batch_decode (busy, &error);
  g_assert_no_error (error);
  g_assert_true (fetching->is_fetching);
  g_assert_cmpint (fetching->limit, ==, TB_BATCH_MAX_ROWS);
}

typedef struct
{
  const char *old;
  const char *new;
} Fault;

static void
test_pull_faults (void)
{
  static const Fault faults[] = {
    { "\"wait\":25", "\"wait\":26" },
    { "\"wait\":25", "\"wait\":-1" },
    { "\"wait\":25", "\"wait\":\"25\"" },
    { "\"limit\":100", "\"limit\":1001" },
    { "\"limit\":100", "\"limit\":-1" },
    { "\"wait\":25", "\"wait\":25,\"fetching\":1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *text = sample_replace (PULL, faults[i].old, faults[i].new);
      g_autoptr (GBytes) body = bytes_of (text);
      g_autoptr (GError) error = NULL;

      g_assert_null (tb_batch_decode (body, &error));
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
    }
}

static void
test_offers (void)
{
  g_autoptr (TbBatch) batch = tb_batch_new ();
  g_autoptr (TbBatch) again = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  TbFileOffer *offer;

  batch->epoch = 1;
  batch->epoch_id = g_strdup ("e");
  batch->head = 17;
  for (guint i = 0; i < 2 * TB_BATCH_MAX_FILES; i++)
    tb_batch_add_file (batch, SAMPLE_ENGAGEMENT, SAMPLE_SHA, 13 + i);
  body = tb_batch_encode (batch);
  again = tb_batch_decode (body, &error);
  g_assert_no_error (error);
  g_assert_false (again->is_pull);
  g_assert_cmpint (again->head, ==, 17);
  g_assert_cmpuint (again->files->len, ==, TB_BATCH_MAX_FILES);
  offer = again->files->pdata[1];
  g_assert_cmpstr (offer->engagement, ==, SAMPLE_ENGAGEMENT);
  g_assert_cmpstr (offer->sha256, ==, SAMPLE_SHA);
  g_assert_cmpint (offer->size, ==, 14);
}

static void
test_get (void)
{
  static const Fault faults[] = {
    { "\"offset\":700000", "\"offset\":-1" },
    { "\"offset\":700000", "\"offset\":0.5" },
    { ",\"offset\":700000", "" },
    { SAMPLE_SHA, "../../etc/passwd" },
    { SAMPLE_ENGAGEMENT, "x" },
  };
  g_autoptr (GBytes) body = bytes_of (GET);
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;
  TbFileRequest request = { NULL };

  g_assert_true (tb_file_request_decode (body, &request, &error));
  g_assert_no_error (error);
  g_assert_cmpint (request.offset, ==, 700000);
  again = tb_file_request_encode (&request);
  assert_text (again, GET);
  tb_file_request_clear (&request);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *text = sample_replace (GET, faults[i].old, faults[i].new);
      g_autoptr (GBytes) faulty = bytes_of (text);

      g_assert_false (tb_file_request_decode (faulty, &request, NULL));
      g_assert_null (request.sha256);
    }
}

static void
test_wishes (void)
{
  g_autoptr (TbBatch) batch = tb_batch_new ();
  g_autoptr (TbBatch) again = NULL;
  g_autoptr (GBytes) body = NULL;
  const TbFileOffer *wish;

  batch->epoch = 1;
  batch->epoch_id = g_strdup ("abc123");
  tb_batch_add_wish (batch, SAMPLE_ENGAGEMENT, SAMPLE_SHA, 5);
  body = tb_batch_encode (batch);
  again = tb_batch_decode (body, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->files->len, ==, 0);
  g_assert_cmpuint (again->wishes->len, ==, 1);
  wish = again->wishes->pdata[0];
  g_assert_cmpstr (wish->engagement, ==, SAMPLE_ENGAGEMENT);
  g_assert_cmpstr (wish->sha256, ==, SAMPLE_SHA);
}

/* Whoever does not know of it takes the answer for one without progress. */
static void
test_decline (void)
{
  static const char *const plain[] = { "{\"have\":5}", "{\"have\":0,\"wanted\":true}", "{\"wanted\":1}",
                                       "{\"have\":0,\"wanted\":false,\"most\":-1}" };
  g_autoptr (GBytes) body = tb_file_decline_encode (1000000);
  gint64 have = -1;
  gint64 most = -1;

  assert_text (body, "{\"have\":0,\"wanted\":false,\"most\":1000000}");
  g_assert_true (tb_file_progress_decode (body, &have, NULL));
  g_assert_cmpint (have, ==, 0);
  g_assert_true (tb_file_decline_decode (body, &most));
  g_assert_cmpint (most, ==, 1000000);
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      g_autoptr (GBytes) other = bytes_of (plain[i]);

      g_assert_false (tb_file_decline_decode (other, &most));
    }
}

/* A direction override that would show „fdp.exe“ as „exe.pdf“, and an end that some systems do not see. */
static void
test_file_name (void)
{
  g_autofree char *text = sample_replace (SAMPLE_ITEMS, "Übergabe.pdf", "Rechnung\xE2\x80\xAE"
                                                                        "fdp.exe. \xEF\xBB\xBF");
  g_autoptr (GBytes) body = bytes_of (text);
  g_autoptr (TbEvent) event = tb_event_decode (body, NULL);

  g_assert_nonnull (event);
  g_assert_cmpstr (((TbEventItem *)event->items->pdata[3])->file_name, ==, "Rechnungfdp.exe");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/pull/round-trip", test_pull);
  g_test_add_func ("/wire/pull/faults-are-refused", test_pull_faults);
  g_test_add_func ("/wire/pull/answer-offers-files", test_offers);
  g_test_add_func ("/wire/pull/get-a-part", test_get);
  g_test_add_func ("/wire/pull/asks-for-what-was-declined", test_wishes);
  g_test_add_func ("/wire/file/is-declined", test_decline);
  g_test_add_func ("/wire/file/a-name-hides-nothing", test_file_name);

  return g_test_run ();
}
