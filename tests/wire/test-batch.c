/* SPDX-License-Identifier: GPL-3.0-or-later
 * The bodies of push, state and files/put, and the problems: what a bad row spoils and what it does not. */
#include "config.h"

#include "tb-batch.h"

#include "tb-time.h"
#include "tb-workflow.h"
#include "wire-samples.h"

#include <string.h>

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
assert_bytes (GBytes     *bytes,
              const char *expected)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpstr (text, ==, expected);
}

static TbBatch *
decode (const char *text,
        GError    **error)
{
  g_autoptr (GBytes) body = bytes_of (text);

  return tb_batch_decode (body, error);
}

/* ---- push ---- */

static void
test_encode (void)
{
  g_autoptr (TbBatch) batch = tb_batch_new ();
  g_autoptr (GBytes) request = bytes_of (SAMPLE_REQUEST);
  g_autoptr (GBytes) agreement = bytes_of (SAMPLE_AGREEMENT);
  g_autoptr (GBytes) body = NULL;
  const gint64 above[] = { 7, 9 };

  batch->epoch = 1;
  batch->epoch_id = g_strdup ("abc123");
  g_assert_true (tb_time_from_wire ("2026-11-23T09:41:00.123Z", &batch->at));
  batch->ack = 5;
  g_array_append_vals (batch->ack_above, above, G_N_ELEMENTS (above));
  tb_batch_add_nack (batch, SAMPLE_ID, TB_PROBLEM_NOT_OWNER);
  batch->has_more = TRUE;
  g_assert_true (tb_batch_add_row (batch, 11, 1, request));
  g_assert_true (tb_batch_add_row (batch, 12, 1, agreement));
  body = tb_batch_encode (batch);
  assert_bytes (body, SAMPLE_BATCH);
}

static void
test_encode_empty (void)
{
  g_autoptr (TbBatch) batch = tb_batch_new ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TbBatch) again = NULL;

  batch->epoch = 1;
  batch->epoch_id = g_strdup ("e");
  body = tb_batch_encode (batch);
  assert_bytes (body,
                "{\"epoch\":{\"number\":1,\"id\":\"e\"},\"ack\":{\"seq\":0}}");
  again = tb_batch_decode (body, NULL);
  g_assert_nonnull (again);
  g_assert_false (again->has_more);
  g_assert_cmpint (again->at, ==, 0);
  g_assert_false (again->is_pull);
  g_assert_cmpuint (again->ack_above->len + again->nacks->len + again->rows->len, ==, 0);
}

/* What is left out because it is empty may be said as well. */
static void
test_decode_empty (void)
{
  static const char text[] = "{\"epoch\":{\"number\":1,\"id\":\"e\"},\"ack\":{\"seq\":0,\"above\":[]},"
                             "\"nacks\":[],\"events\":[]}";
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (TbBatch) batch = tb_batch_decode (body, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (batch->ack_above->len + batch->nacks->len + batch->rows->len, ==, 0);
}

/* Of our own batch nothing but the order is read again, whatever its events look like. */
static void
test_decode_own (void)
{
  static const char tricky[] = "{\"text\":\"]}\\\"{[,\\\\\",\"items\":[{\"seq\":9}]}";
  g_autoptr (TbBatch) batch = tb_batch_new ();
  g_autoptr (GBytes) event = g_bytes_new (tricky, strlen (tricky));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TbBatch) own = NULL;

  batch->epoch = 3;
  batch->epoch_id = g_strdup ("e");
  batch->ack = 17;
  for (gint64 seq = 5; seq < 8; seq++)
    g_assert_true (tb_batch_add_row (batch, seq, 3, event));
  body = tb_batch_encode (batch);
  own = tb_batch_decode_own (body, &error);
  g_assert_no_error (error);
  g_assert_cmpint (own->epoch, ==, 3);
  g_assert_cmpint (own->ack, ==, 17);
  g_assert_cmpuint (own->rows->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const TbBatchRow *row = own->rows->pdata[i];

      g_assert_cmpint (row->seq, ==, 5 + (gint64)i);
      g_assert_cmpint (row->epoch, ==, 3);
      g_assert_null (row->event);
    }
}

/* The frozen bytes go out as they are, also when they are not how we would write them today. */
static void
test_frozen_bytes (void)
{
  static const char odd[] = "{ \"id\" : 1.0 }";
  g_autoptr (TbBatch) batch = tb_batch_new ();
  g_autoptr (GBytes) event = bytes_of (odd);
  g_autoptr (GBytes) body = NULL;
  g_autofree char *text = NULL;

  batch->epoch = 1;
  batch->epoch_id = g_strdup ("e");
  g_assert_true (tb_batch_add_row (batch, 1, 1, event));
  body = tb_batch_encode (batch);
  text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_assert_nonnull (strstr (text, "\"event\":{ \"id\" : 1.0 }}]"));
}

static void
test_decode (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbBatch) batch = decode (SAMPLE_BATCH, &error);
  TbNack     *nack;
  TbBatchRow *row;

  g_assert_no_error (error);
  g_assert_cmpint (batch->epoch, ==, 1);
  g_assert_cmpstr (batch->epoch_id, ==, "abc123");
  g_assert_cmpint (batch->ack, ==, 5);
  g_assert_cmpuint (batch->ack_above->len, ==, 2);
  g_assert_cmpint (g_array_index (batch->ack_above, gint64, 1), ==, 9);
  g_assert_true (batch->has_more);
  g_assert_cmpuint (batch->nacks->len, ==, 1);
  nack = batch->nacks->pdata[0];
  g_assert_cmpstr (nack->event, ==, SAMPLE_ID);
  g_assert_cmpint (nack->problem, ==, TB_PROBLEM_NOT_OWNER);
  g_assert_cmpuint (batch->rows->len, ==, 2);
  row = batch->rows->pdata[0];
  g_assert_cmpint (row->seq, ==, 11);
  g_assert_cmpint (row->epoch, ==, 1);
  g_assert_no_error (row->error);
  g_assert_cmpstr (row->event_id, ==, SAMPLE_ID);
  g_assert_cmpint (row->event->verb, ==, TB_VERB_DECLINE);
  assert_bytes (row->bytes, SAMPLE_REQUEST);
  row = batch->rows->pdata[1];
  g_assert_cmpint (row->event->parts, ==, TB_EVENT_AGREEMENT);
  assert_bytes (row->bytes, SAMPLE_AGREEMENT);
}

typedef struct
{
  const char *event;    /* what stands in the place of the first */
  const char *event_id; /* what is known of it */
  TbProblem   problem;
} SpoiledRow;

static void
test_spoiled_rows (void)
{
  static const SpoiledRow rows[] = {
    { "null", "seq-11", TB_PROBLEM_MALFORMED },
    { "[]", "seq-11", TB_PROBLEM_MALFORMED },
    { "\"x\"", "seq-11", TB_PROBLEM_MALFORMED },
    { "{}", "seq-11", TB_PROBLEM_MALFORMED },
    { "{\"id\":\"x\"}", "seq-11", TB_PROBLEM_MALFORMED },
    { "{\"id\":7}", "seq-11", TB_PROBLEM_MALFORMED },
    { "{\"id\":\"" SAMPLE_ID "\"}", SAMPLE_ID, TB_PROBLEM_MALFORMED },
    { "{\"id\":\"" SAMPLE_ID "\",\"need\":[\"x\"]}", SAMPLE_ID, TB_PROBLEM_UNSUPPORTED },
    { SAMPLE_HEAD "\"items\":[{\"uuid\":\"" SAMPLE_ID "\",\"rev\":1,\"kind\":\"x\"}]}", SAMPLE_ID,
      TB_PROBLEM_UNSUPPORTED },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = sample_replace (SAMPLE_BATCH, SAMPLE_REQUEST, rows[i].event);
      g_autoptr (GError) error = NULL;
      g_autoptr (TbBatch) batch = decode (text, &error);
      TbBatchRow *row;

      g_assert_no_error (error);
      g_assert_cmpuint (batch->rows->len, ==, 2);
      row = batch->rows->pdata[0];
      g_assert_null (row->event);
      g_assert_error (row->error, TB_PROBLEM, (int)rows[i].problem);
      g_assert_cmpstr (row->event_id, ==, rows[i].event_id);
      if (*rows[i].event == '{')
        assert_bytes (row->bytes, rows[i].event);
      row = batch->rows->pdata[1];
      g_assert_nonnull (row->event);
      g_assert_no_error (row->error);
    }
}

typedef struct
{
  const char *old;
  const char *new;
  const char *argument;
} Fault;

static void
test_faults (void)
{
  static const Fault faults[] = {
    { "\"epoch\":{\"number\":1,", "\"epoch\":{\"number\":0,", "number" },
    { "\"epoch\":{\"number\":1,", "\"epoch\":{", "number" },
    { "\"abc123\"", "\"\"", "id" },
    { "\"abc123\"", "null", "id" },
    { "\"id\":\"abc123\",\"at\":\"2026-11-23T09:41:00.123Z\"", "\"id\":\"abc123\",\"at\":0", "at" },
    { "\"ack\":{\"seq\":5,", "\"ack\":{\"seq\":-1,", "seq" },
    { "\"ack\":{\"seq\":5,\"above\":[7,9]}", "\"ack\":5", "ack" },
    { "\"ack\":{\"seq\":5,\"above\":[7,9]},", "", "ack" },
    { "[7,9]", "[7,\"9\"]", "above" },
    { "[7,9]", "[0]", "above" },
    { "[7,9]", "[7.5]", "above" },
    { "[7,9]", "{}", "above" },
    { "[7,9]", "null", "above" },
    { "\"nacks\":[{", "\"nacks\":[[],{", "nacks" },
    { "\"nacks\":[{", "\"nacks\":{},\"x\":[{", "nacks" },
    { "{\"event\":\"" SAMPLE_ID "\",\"problem\":\"not-owner\"}", "{\"event\":\"<x>\",\"problem\":\"ended\"}",
      "event" },
    { "\"not-owner\"", "5", "problem" },
    { "\"more\":true", "\"more\":1", "more" },
    { "\"events\":[{\"seq\":11", "\"events\":[1,{\"seq\":11", "events" },
    { "\"events\":[", "\"events\":{},\"x\":[", "events" },
    { "\"seq\":11", "\"seq\":0", "seq" },
    { "\"seq\":11", "\"seq\":\"11\"", "seq" },
    { "\"seq\":11,\"epoch\":1", "\"seq\":11,\"epoch\":null", "epoch" },
    { "\"seq\":11,\"epoch\":1", "\"seq\":11,\"epoch\":1,\"seq\":12", "doubled key" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *text = sample_replace (SAMPLE_BATCH, faults[i].old, faults[i].new);
      g_autoptr (GError) error = NULL;
      g_autoptr (TbBatch) batch = decode (text, &error);

      if (batch != NULL || !g_error_matches (error, TB_PROBLEM, TB_PROBLEM_MALFORMED) ||
          g_strcmp0 (tb_problem_get_argument (error), faults[i].argument) != 0)
        g_error ("%s: expected %s, got %s", faults[i].new, faults[i].argument,
                 error != NULL ? error->message : "a batch");
    }
}

static void
test_unknown_problem (void)
{
  g_autofree char *text = sample_replace (SAMPLE_BATCH, "not-owner", "from-the-future");
  g_autoptr (TbBatch) batch = decode (text, NULL);

  g_assert_nonnull (batch);
  g_assert_cmpint (((TbNack *)batch->nacks->pdata[0])->problem, ==, TB_PROBLEM_FAILED);
}

static void
test_no_more_rows_than_allowed (void)
{
  g_autoptr (TbBatch) batch = tb_batch_new ();
  g_autoptr (GBytes) event = bytes_of (SAMPLE_AGREEMENT);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TbBatch) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *more = NULL;
  g_autoptr (GError) error = NULL;
  guint i;

  batch->epoch = 1;
  batch->epoch_id = g_strdup ("e");
  for (i = 1; i <= 1000; i++)
    g_assert_true (tb_batch_add_row (batch, i, 1, event));
  g_assert_false (tb_batch_add_row (batch, i, 1, event));
  g_assert_cmpuint (batch->rows->len, ==, 1000);
  body = tb_batch_encode (batch);
  again = tb_batch_decode (body, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->rows->len, ==, 1000);

  text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  more = sample_replace (text, "\"events\":[", "\"events\":[{\"seq\":1,\"epoch\":1,\"event\":{}},");
  g_assert_null (decode (more, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_TOO_LARGE);
}

/* Whatever fits by add_row fits on the wire: numbers as long as they get, and nothing to spare. */
static void
test_no_more_bytes_than_allowed (void)
{
  g_autoptr (TbBatch) batch = tb_batch_new ();
  g_autoptr (GBytes) small = bytes_of (SAMPLE_AGREEMENT);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (TbBatch) again = NULL;
  const gint64 big = G_GINT64_CONSTANT (999999999999999);
  guint        i;

  batch->epoch = big;
  batch->epoch_id = g_strnfill (64, 'e');
  batch->ack = big;
  batch->has_more = TRUE;
  g_assert_true (tb_time_from_wire ("2026-11-23T09:41:00.123Z", &batch->at));
  for (i = 0; i < 2000; i++)
    {
      g_array_append_val (batch->ack_above, big);
      tb_batch_add_nack (batch, SAMPLE_ID, TB_PROBLEM_UNKNOWN_ENGAGEMENT);
    }
  for (i = 0; i < 4; i++)
    {
      g_autofree char *event_text = g_strdup_printf ("{\"x\":\"%0180000d\"}", 0);
      g_autoptr (GBytes) event = bytes_of (event_text);

      tb_batch_add_row (batch, big, big, event);
    }
  while (tb_batch_add_row (batch, big, big, small))
    ;
  g_assert_cmpuint (batch->rows->len, >, 100);
  g_assert_cmpuint (batch->rows->len, <, 1000);
  body = tb_batch_encode (batch);
  g_assert_cmpuint (g_bytes_get_size (body), <=, TB_BATCH_MAX_BYTES);
  again = tb_batch_decode (body, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->rows->len, ==, batch->rows->len);
}

static void
test_too_large (void)
{
  g_autofree char *blanks = g_strnfill (TB_BATCH_MAX_BYTES, ' ');
  g_autofree char *text = g_strconcat (SAMPLE_BATCH, blanks, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (decode (text, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_TOO_LARGE);
}

/* ---- state ---- */

static void
test_state_request (void)
{
  g_autoptr (GBytes) all = tb_state_encode_request (NULL);
  g_auto (GStrv) engagements = NULL;
  g_auto (GStrv) again = NULL;
  g_autoptr (GBytes) some = bytes_of (SAMPLE_STATE_REQUEST);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) none = bytes_of ("{\"engagements\":[]}");

  assert_bytes (all, "{}");
  g_assert_true (tb_state_decode_request (all, &engagements, NULL));
  g_assert_null (engagements);
  g_assert_true (tb_state_decode_request (some, &engagements, NULL));
  g_assert_cmpuint (g_strv_length (engagements), ==, 1);
  g_assert_cmpstr (engagements[0], ==, SAMPLE_ENGAGEMENT);
  body = tb_state_encode_request (engagements);
  assert_bytes (body, SAMPLE_STATE_REQUEST);
  /* None at all is not all of them. */
  g_assert_true (tb_state_decode_request (none, &again, NULL));
  g_assert_nonnull (again);
  g_assert_null (again[0]);
}

static void
test_state_answer (void)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_state_entry_free);
  TbStateEntry *entry = tb_state_entry_new ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GPtrArray) again = NULL;

  entry->engagement = g_strdup (SAMPLE_ENGAGEMENT);
  entry->status = TB_STATUS_IN_PROGRESS;
  entry->status_epoch = 1;
  entry->status_rev = 4;
  entry->status_event = g_strdup (SAMPLE_ID);
  entry->n_out = 9;
  entry->n_in = 8;
  tb_state_entry_add_item (entry, SAMPLE_OTHER_ID, 2, SAMPLE_SHA);
  g_ptr_array_add (entries, entry);
  body = tb_state_encode_answer (entries);
  assert_bytes (body, SAMPLE_STATE_ANSWER);

  again = tb_state_decode_answer (body, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->len, ==, 1);
  entry = again->pdata[0];
  g_assert_cmpint (entry->status, ==, TB_STATUS_IN_PROGRESS);
  g_assert_cmpint (entry->n_out, ==, 9);
  g_assert_cmpuint (entry->items->len, ==, 1);
  g_assert_cmpstr (((TbStateItem *)entry->items->pdata[0])->hash, ==, SAMPLE_SHA);
}

static void
assert_state_refused (const char *sample,
                      const char *old,
                      const char *new)
{
  g_autofree char *text = sample_replace (sample, old, new);
  g_autoptr (GBytes) body = bytes_of (text);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) engagements = NULL;

  if (sample[strlen ("{\"engagements\":[")] == '"')
    g_assert_false (tb_state_decode_request (body, &engagements, &error));
  else
    g_assert_null (tb_state_decode_answer (body, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
}

static void
test_state_faults (void)
{
  assert_state_refused (SAMPLE_STATE_REQUEST, "[\"0", "[\"g");
  assert_state_refused (SAMPLE_STATE_REQUEST, "[\"0", "[1,\"0");
  assert_state_refused (SAMPLE_STATE_REQUEST, ":[", ":null,\"x\":[");
  assert_state_refused (SAMPLE_STATE_REQUEST, ":[", ":\"all\",\"x\":[");
  assert_state_refused (SAMPLE_STATE_ANSWER, "{\"engagements\":[", "{\"engagements\":[0,");
  assert_state_refused (SAMPLE_STATE_ANSWER, "in_progress", "sleeping");
  assert_state_refused (SAMPLE_STATE_ANSWER, "\"n_out\":9", "\"n_out\":-1");
  assert_state_refused (SAMPLE_STATE_ANSWER, "\"rev\":2", "\"rev\":0");
  assert_state_refused (SAMPLE_STATE_ANSWER, "\"items\":[", "\"items\":[[],");
  assert_state_refused (SAMPLE_STATE_ANSWER, "\"hash\":\"e3", "\"hash\":\"3");
  assert_state_refused (SAMPLE_STATE_ANSWER, "\"event\":\"0b", "\"event\":\"0B");
}

/* ---- files/put ---- */

static void
test_file_part (void)
{
  TbFilePart part = { NULL };
  TbFilePart again = { NULL };
  g_autoptr (GBytes) body = NULL;
  gint64 have = 0;

  part.engagement = g_strdup (SAMPLE_ENGAGEMENT);
  part.sha256 = g_strdup (SAMPLE_SHA);
  part.offset = 10;
  part.size = 13;
  part.data = bytes_of ("abc");
  body = tb_file_part_encode (&part);
  assert_bytes (body, SAMPLE_FILE_PART);
  g_assert_true (tb_file_part_decode (body, &again, NULL));
  g_assert_cmpint (again.offset, ==, 10);
  g_assert_cmpint (again.size, ==, 13);
  g_assert_true (g_bytes_equal (again.data, part.data));
  tb_file_part_clear (&part);
  tb_file_part_clear (&again);
  g_assert_null (again.data);

  g_bytes_unref (body);
  body = tb_file_progress_encode (13);
  assert_bytes (body, "{\"have\":13}");
  g_assert_true (tb_file_progress_decode (body, &have, NULL));
  g_assert_cmpint (have, ==, 13);
}

static void
test_file_part_fits (void)
{
  g_autofree guint8 *data = g_malloc0 (TB_FILE_PART_BYTES + 1);
  TbFilePart         part = { (char *)SAMPLE_ENGAGEMENT, (char *)SAMPLE_SHA,
                              TB_LIMIT_FILE_BYTES - TB_FILE_PART_BYTES, TB_LIMIT_FILE_BYTES, NULL };
  guint              more;

  for (more = 0; more <= 1; more++)
    {
      TbFilePart again = { NULL };
      g_autoptr (GBytes) bytes = g_bytes_new (data, TB_FILE_PART_BYTES + more);
      g_autoptr (GBytes) body = NULL;

      part.data = bytes;
      body = tb_file_part_encode (&part);
      g_assert_cmpuint (g_bytes_get_size (body), <=, TB_BATCH_MAX_BYTES);
      g_assert_cmpint (tb_file_part_decode (body, &again, NULL), ==, more == 0);
      tb_file_part_clear (&again);
    }
}

static void
test_file_part_faults (void)
{
  static const Fault faults[] = {
    { "YWJj", "YWJ", "data" },
    { "YWJj", "YWI", "data" },
    { "YWJj", "YW Jj", "data" },
    { "YWJj", "YWJj\\n", "data" },
    { "YWJj", "YW-_", "data" },
    { "YWJj", "YWJj====", "data" },
    { "YWJj", "YWJ=", "data" }, /* bits that do not count are not zero */
    { "\"YWJj\"", "null", "data" },
    { "\"offset\":10", "\"offset\":11", "size" },
    { "\"offset\":10", "\"offset\":-1", "offset" },
    { "\"offset\":10", "\"offset\":999999999999999", "size" },
    { "\"sha256\":\"e", "\"sha256\":\"/", "sha256" },
    { "\"engagement\":\"0", "\"engagement\":\".", "engagement" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *text = sample_replace (SAMPLE_FILE_PART, faults[i].old, faults[i].new);
      g_autoptr (GBytes) body = bytes_of (text);
      g_autoptr (GError) error = NULL;
      TbFilePart part = { NULL };

      g_assert_false (tb_file_part_decode (body, &part, &error));
      g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
      g_assert_cmpstr (tb_problem_get_argument (error), ==, faults[i].argument);
      g_assert_null (part.data);
    }
}

/* ---- Problems ---- */

static void
test_problem_body (void)
{
  g_autoptr (GBytes) body = tb_problem_body (422, TB_PROBLEM_MALFORMED);
  static const char *const unreadable[] = { "", "oops", "[]", "{}", "{\"type\":7}",
                                            "{\"type\":\"about:blank\"}" };
  guint                    i;

  assert_bytes (body, "{\"type\":\"malformed\",\"status\":422}");
  for (i = 0; i < TB_N_PROBLEMS; i++)
    {
      g_autoptr (GBytes) each = tb_problem_body (400, i);

      g_assert_cmpint (tb_problem_body_read (each), ==, i);
    }
  for (i = 0; i < G_N_ELEMENTS (unreadable); i++)
    {
      g_autoptr (GBytes) bad = bytes_of (unreadable[i]);

      g_assert_cmpint (tb_problem_body_read (bad), ==, TB_PROBLEM_FAILED);
    }
}

static void
test_description (void)
{
  static const struct
  {
    const char *text;
    TbProblem   problem;
    const char *argument;
  } bad[] = {
    { "", TB_PROBLEM_UNSUPPORTED, "HTTP 200" },
    { "oops", TB_PROBLEM_UNSUPPORTED, "HTTP 200" },
    { "[]", TB_PROBLEM_UNSUPPORTED, "HTTP 200" },
    { "{\"version\":1}", TB_PROBLEM_UNSUPPORTED, "HTTP 200" },
    { "{\"protocol\":7,\"version\":1}", TB_PROBLEM_UNSUPPORTED, "HTTP 200" },
    { "{\"protocol\":\"gopher\",\"version\":1}", TB_PROBLEM_UNSUPPORTED, "gopher" },
    { "{\"protocol\":\"ticketbruecke-link\"}", TB_PROBLEM_UNSUPPORTED, "ticketbruecke-link" },
    { "{\"protocol\":\"ticketbruecke-link\",\"version\":2}", TB_PROBLEM_NEWER_PROTOCOL, "2" },
  };
  static const char *const good[] = {
    "{\"protocol\":\"ticketbruecke-link\",\"version\":1}",
    "{\"version\":1, \"more\":[], \"protocol\":\"ticketbruecke-link\"}",
  };
  g_autoptr (GError) error = NULL;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) body = bytes_of (bad[i].text);

      g_assert_false (tb_description_check (body, &error));
      g_assert_error (error, TB_PROBLEM, (int)bad[i].problem);
      g_assert_cmpstr (tb_problem_get_argument (error), ==, bad[i].argument);
      g_clear_error (&error);
    }
  for (i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GBytes) body = bytes_of (good[i]);

      g_assert_true (tb_description_check (body, &error));
      g_assert_no_error (error);
    }
}

/* ---- Everything, broken ---- */

static gboolean
is_taken (const char *data,
          gsize       length)
{
  g_autoptr (GBytes) body = g_bytes_new (data, length);
  g_autoptr (TbBatch) batch = tb_batch_decode (body, NULL);
  g_autoptr (GPtrArray) entries = tb_state_decode_answer (body, NULL);
  g_auto (GStrv) engagements = NULL;
  TbFilePart part = { NULL };
  gint64     have;
  gboolean   taken = batch != NULL || entries != NULL;

  taken |= tb_state_decode_request (body, &engagements, NULL);
  taken |= tb_file_part_decode (body, &part, NULL);
  taken |= tb_file_progress_decode (body, &have, NULL);
  tb_problem_body_read (body);
  tb_file_part_clear (&part);
  return taken;
}

static const char *const samples[] = {
  SAMPLE_BATCH,
  SAMPLE_STATE_REQUEST,
  SAMPLE_STATE_ANSWER,
  SAMPLE_FILE_PART,
};

static void
test_truncated (void)
{
  guint i;
  gsize length;

  for (i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      for (length = 0; length < strlen (samples[i]); length++)
        g_assert_false (is_taken (samples[i], length));
      g_assert_true (is_taken (samples[i], length));
    }
}

static void
test_flipped (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  guint i, taken = 0;

  for (i = 0; i < 6000; i++)
    {
      const char      *sample = samples[i % G_N_ELEMENTS (samples)];
      g_autofree char *text = g_strdup (sample);

      text[g_rand_int_range (rand, 0, strlen (sample))] ^= g_rand_int_range (rand, 1, 256);
      taken += is_taken (text, strlen (sample));
    }
  g_assert_cmpuint (taken, >, 0);
  g_assert_cmpuint (taken, <, 6000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/batch/encode-is-canonical", test_encode);
  g_test_add_func ("/wire/batch/encode-empty", test_encode_empty);
  g_test_add_func ("/wire/batch/decode-empty", test_decode_empty);
  g_test_add_func ("/wire/batch/decode-own", test_decode_own);
  g_test_add_func ("/wire/batch/frozen-bytes-stay", test_frozen_bytes);
  g_test_add_func ("/wire/batch/decode", test_decode);
  g_test_add_func ("/wire/batch/bad-event-spoils-its-row-only", test_spoiled_rows);
  g_test_add_func ("/wire/batch/bad-shape-spoils-all", test_faults);
  g_test_add_func ("/wire/batch/unknown-problem-is-a-refusal", test_unknown_problem);
  g_test_add_func ("/wire/batch/thousand-rows", test_no_more_rows_than_allowed);
  g_test_add_func ("/wire/batch/what-was-added-fits", test_no_more_bytes_than_allowed);
  g_test_add_func ("/wire/batch/too-large", test_too_large);
  g_test_add_func ("/wire/state/request", test_state_request);
  g_test_add_func ("/wire/state/answer", test_state_answer);
  g_test_add_func ("/wire/state/faults", test_state_faults);
  g_test_add_func ("/wire/file-part/round-trip", test_file_part);
  g_test_add_func ("/wire/file-part/largest-fits", test_file_part_fits);
  g_test_add_func ("/wire/file-part/faults", test_file_part_faults);
  g_test_add_func ("/wire/problem/names-and-nothing-else", test_problem_body);
  g_test_add_func ("/wire/description/is-ours-in-our-version", test_description);
  g_test_add_func ("/wire/bodies/truncated-anywhere", test_truncated);
  g_test_add_func ("/wire/bodies/flipped-anywhere", test_flipped);
  return g_test_run ();
}
