/* SPDX-License-Identifier: GPL-3.0-or-later
 * Events to bytes and back, and every way in which a stranger's event can be wrong. */
#include "config.h"

#include "tb-event.h"

#include "tb-records.h"
#include "tb-time.h"
#include "tb-workflow.h"
#include "wire-samples.h"

#include <string.h>

static const char *const samples[] = {
  SAMPLE_OFFER,
  SAMPLE_REQUEST,
  SAMPLE_STATUS,
  SAMPLE_ITEMS,
  SAMPLE_CUSTOMER,
  SAMPLE_AGREEMENT,
};

static TbEvent *
decode (const char *text,
        gsize       length,
        GError    **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);

  return tb_event_decode (bytes, error);
}

static void
assert_encodes (const TbEvent *event,
                const char    *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tb_event_encode (event, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (text, ==, expected);
}

static gint64
instant (const char *text)
{
  gint64 value;

  g_assert_true (tb_time_from_wire (text, &value));
  return value;
}

static void
fill_head (TbEvent     *event,
           TbEventParts parts)
{
  event->parts = parts;
  event->id = g_strdup (SAMPLE_ID);
  event->engagement = g_strdup (SAMPLE_ENGAGEMENT);
  event->n = 7;
  event->phase = 1;
  event->at = instant ("2026-11-23T09:41:00.123Z");
  event->by_name = g_strdup ("Müller & Söhne");
  event->by_id = g_strdup ("u-1");
}

/* ---- Encoding ---- */

static void
test_encode_offer (void)
{
  g_autoptr (TbEvent) event = tb_event_new ();

  fill_head (event, TB_EVENT_OFFER);
  event->number = g_strdup ("T20261123.0001");
  event->title = g_strdup ("Drucker \"Süd\"");
  event->description = g_strdup ("Zeile 1\nZeile 2\t€ \\");
  event->priority = TB_PRIORITY_HIGH;
  event->town = g_strdup ("Köln");
  event->agreement_of_offer = g_strdup (SAMPLE_OTHER_ID);
  event->answer_by = instant ("2026-11-24T09:41:00Z");
  event->complete_by = instant ("2026-12-01T18:00:00+01:00");
  event->instructions = g_strdup ("Schlüssel beim Pförtner");
  event->rate_kind = TB_RATE_HOURLY;
  event->amount = 8500;
  event->authorized_minutes = 240;
  event->authorized_charges = 4990;
  event->currency = g_strdup ("EUR");
  assert_encodes (event, SAMPLE_OFFER);
}

static void
test_encode_least_offer (void)
{
  g_autoptr (TbEvent) event = tb_event_new ();

  fill_head (event, TB_EVENT_OFFER);
  event->number = g_strdup ("T1");
  event->agreement_of_offer = g_strdup (SAMPLE_OTHER_ID);
  event->answer_by = instant ("2026-11-24T09:41:00Z");
  event->currency = g_strdup ("CHF");
  assert_encodes (event, SAMPLE_HEAD
                  "\"offer\":{\"number\":\"T1\",\"title\":\"\",\"description\":\"\",\"priority\":\"low\","
                  "\"town\":\"\",\"agreement\":\"" SAMPLE_OTHER_ID "\",\"terms\":{\"answer_by\":"
                  "\"2026-11-24T09:41:00.000Z\",\"instructions\":\"\",\"kind\":\"none\","
                  "\"currency\":\"CHF\"}}}");
}

static void
test_encode_request (void)
{
  g_autoptr (TbEvent) event = tb_event_new ();

  fill_head (event, TB_EVENT_REQUEST);
  event->verb = TB_VERB_DECLINE;
  event->reason = g_strdup ("Keine Zeit 😀");
  event->ticket_number = g_strdup ("T20261123.0042");
  assert_encodes (event, SAMPLE_REQUEST);
}

static void
test_encode_status (void)
{
  g_autoptr (TbEvent) event = tb_event_new ();

  fill_head (event, TB_EVENT_STATUS);
  event->status = TB_STATUS_WAITING_APPROVAL;
  event->status_epoch = 2;
  event->status_rev = 5;
  event->reason = g_strdup ("zu früh");
  event->answers = g_strdup (SAMPLE_OTHER_ID);
  event->has_outcome = TRUE;
  event->is_refused = TRUE;
  event->problem = g_strdup ("too-late");
  event->accepted_by = g_strdup ("Bit & Byte");
  event->accepted_at = instant ("2026-11-23T08:00:00.500Z");
  assert_encodes (event, SAMPLE_STATUS);
}

static TbEventItem *
add_item (TbEvent   *event,
          TbItemKind kind,
          gint64     rev)
{
  TbEventItem *item = tb_event_item_new ();

  item->uuid = g_strdup (SAMPLE_OTHER_ID);
  item->rev = rev;
  item->kind = kind;
  g_ptr_array_add (event->items, item);
  return item;
}

static void
fill_items (TbEvent *event)
{
  TbEventItem *item = add_item (event, TB_ITEM_NOTE, 1);

  item->text = g_strdup ("Hallo");
  item->question = TRUE;

  item = add_item (event, TB_ITEM_TIME, 2);
  item->date = g_strdup ("2026-11-23");
  item->start_at = instant ("2026-11-23T08:00:00Z");
  item->end_at = instant ("2026-11-23T09:30:00Z");
  item->minutes = 90;
  item->work_type = g_strdup ("Vor Ort");
  item->text = g_strdup ("Getauscht");
  item->resource = g_strdup ("Jana");

  item = add_item (event, TB_ITEM_CHARGE, 3);
  item->date = g_strdup ("2026-02-28");
  item->text = g_strdup ("Toner");
  item->quantity = 2500;
  item->unit = g_strdup ("Stück");
  item->unit_price = -4990;

  item = add_item (event, TB_ITEM_FILE, 4);
  item->file_name = g_strdup ("Übergabe.pdf");
  item->content_type = g_strdup ("application/pdf");
  item->size = 123456;
  item->sha256 = g_strdup (SAMPLE_SHA);

  item = add_item (event, TB_ITEM_FILE, 999999999999999);
  item->deleted = TRUE;
  item->file_name = g_strdup ("is not sent");
}

static void
test_encode_items (void)
{
  g_autoptr (TbEvent) event = tb_event_new ();

  fill_head (event, TB_EVENT_ITEMS);
  fill_items (event);
  event->ticket_number = g_strdup ("T20261123.0042");
  assert_encodes (event, SAMPLE_ITEMS);
}

static void
test_encode_customer (void)
{
  g_autoptr (TbEvent) event = tb_event_new ();

  fill_head (event, TB_EVENT_CUSTOMER);
  event->company = g_strdup ("Bäckerei Kern");
  event->contact = g_strdup ("Frau Kern");
  event->address = g_strdup ("Hauptstr. 1\n50667 Köln");
  event->customer_town = g_strdup ("Köln");
  event->phone = g_strdup ("+49 221 1");
  assert_encodes (event, SAMPLE_CUSTOMER);
}

static void
test_encode_agreement (void)
{
  g_autoptr (TbEvent) event = tb_event_new ();

  event->parts = TB_EVENT_AGREEMENT;
  event->id = g_strdup (SAMPLE_ID);
  event->agreement = g_strdup (SAMPLE_OTHER_ID);
  event->agreement_state = TB_AGREEMENT_INACTIVE;
  event->n = 3;
  event->at = instant ("2026-11-23T09:41:00.123Z");
  event->by_name = g_strdup ("Müller");
  event->by_id = g_strdup ("u-1");
  assert_encodes (event, SAMPLE_AGREEMENT);
}

static void
test_encode_refuses_what_is_refused (void)
{
  g_autoptr (TbEvent) event = tb_event_new ();
  g_autoptr (GError) error = NULL;

  fill_head (event, TB_EVENT_REQUEST);
  event->verb = TB_VERB_DECLINE;
  event->reason = g_strnfill (TB_LIMIT_REASON + 1, 'x');
  g_assert_null (tb_event_encode (event, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
  g_assert_cmpstr (tb_problem_get_argument (error), ==, "reason");
  g_clear_error (&error);

  g_free (event->reason);
  event->reason = g_strdup ("\xff");
  g_assert_null (tb_event_encode (event, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
}

static void
test_encode_has_a_limit (void)
{
  g_autoptr (TbEvent) event = tb_event_new ();
  g_autoptr (GError) error = NULL;
  guint i;

  fill_head (event, TB_EVENT_ITEMS);
  for (i = 0; i < 5; i++)
    add_item (event, TB_ITEM_NOTE, 1)->text = g_strnfill (180000, 'x');
  g_assert_nonnull (event->items);
  {
    g_autoptr (GBytes) bytes = tb_event_encode (event, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (g_bytes_get_size (bytes), <=, TB_LIMIT_EVENT_BYTES);
  }
  add_item (event, TB_ITEM_NOTE, 1)->text = g_strnfill (30000, 'x');
  g_assert_null (tb_event_encode (event, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_TOO_LARGE);
}

/* ---- Decoding ---- */

static void
test_round_trip (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TbEvent) event = decode (samples[i], strlen (samples[i]), &error);

      g_assert_no_error (error);
      assert_encodes (event, samples[i]);
    }
}

static void
test_decode_offer (void)
{
  g_autoptr (TbEvent) event = decode (SAMPLE_OFFER, strlen (SAMPLE_OFFER), NULL);

  g_assert_nonnull (event);
  g_assert_cmpint (event->parts, ==, TB_EVENT_OFFER);
  g_assert_cmpstr (event->id, ==, SAMPLE_ID);
  g_assert_cmpstr (event->engagement, ==, SAMPLE_ENGAGEMENT);
  g_assert_cmpint (event->n, ==, 7);
  g_assert_cmpint (event->phase, ==, 1);
  g_assert_cmpint (event->at, ==, instant ("2026-11-23T09:41:00.123Z"));
  g_assert_cmpstr (event->by_name, ==, "Müller & Söhne");
  g_assert_cmpstr (event->by_id, ==, "u-1");
  g_assert_cmpstr (event->title, ==, "Drucker \"Süd\"");
  g_assert_cmpstr (event->description, ==, "Zeile 1\nZeile 2\t€ \\");
  g_assert_cmpint (event->priority, ==, TB_PRIORITY_HIGH);
  g_assert_cmpstr (event->agreement_of_offer, ==, SAMPLE_OTHER_ID);
  g_assert_cmpint (event->complete_by, ==, instant ("2026-12-01T17:00:00Z"));
  g_assert_cmpint (event->rate_kind, ==, TB_RATE_HOURLY);
  g_assert_cmpint (event->amount, ==, 8500);
  g_assert_cmpint (event->authorized_minutes, ==, 240);
  g_assert_cmpint (event->authorized_charges, ==, 4990);
  g_assert_cmpstr (event->currency, ==, "EUR");
  g_assert_null (event->agreement);
}

static void
test_decode_absent (void)
{
  g_autofree char *no_amount = sample_replace (SAMPLE_OFFER,
                                               "\"amount\":\"85.00\",\"authorized_minutes\":240,", "");
  g_autofree char *least = sample_replace (no_amount, "\"authorized_charges\":\"49.90\",", "");
  g_autoptr (TbEvent) event = decode (least, strlen (least), NULL);

  g_assert_nonnull (event);
  g_assert_cmpint (event->amount, ==, TB_AMOUNT_NONE);
  g_assert_cmpint (event->authorized_minutes, ==, TB_AMOUNT_NONE);
  g_assert_cmpint (event->authorized_charges, ==, TB_AMOUNT_NONE);
  assert_encodes (event, least);
}

static void
test_decode_status (void)
{
  g_autofree char *done_text = sample_replace (SAMPLE_STATUS,
                                               "\"outcome\":\"refused\",\"problem\":\"too-late\"",
                                               "\"outcome\":\"done\"");
  g_autofree char *plain_text = sample_replace (done_text,
                                                "\"answers\":\"" SAMPLE_OTHER_ID "\",\"outcome\":\"done\",",
                                                "");
  g_autoptr (TbEvent) refused = decode (SAMPLE_STATUS, strlen (SAMPLE_STATUS), NULL);
  g_autoptr (TbEvent) done = decode (done_text, strlen (done_text), NULL);
  g_autoptr (TbEvent) plain = decode (plain_text, strlen (plain_text), NULL);

  g_assert_nonnull (refused);
  g_assert_cmpint (refused->status, ==, TB_STATUS_WAITING_APPROVAL);
  g_assert_cmpint (refused->status_epoch, ==, 2);
  g_assert_cmpint (refused->status_rev, ==, 5);
  g_assert_true (refused->has_outcome);
  g_assert_true (refused->is_refused);
  g_assert_cmpstr (refused->problem, ==, "too-late");
  g_assert_nonnull (done);
  g_assert_true (done->has_outcome);
  g_assert_false (done->is_refused);
  g_assert_nonnull (plain);
  g_assert_false (plain->has_outcome);
  g_assert_null (plain->answers);
}

static void
test_decode_items (void)
{
  g_autoptr (TbEvent) event = decode (SAMPLE_ITEMS, strlen (SAMPLE_ITEMS), NULL);
  TbEventItem *item;

  g_assert_nonnull (event);
  g_assert_cmpuint (event->items->len, ==, 5);
  item = event->items->pdata[1];
  g_assert_cmpint (item->kind, ==, TB_ITEM_TIME);
  g_assert_cmpint (item->minutes, ==, 90);
  g_assert_cmpint (item->end_at - item->start_at, ==, 90 * TB_MINUTE);
  item = event->items->pdata[2];
  g_assert_cmpint (item->quantity, ==, 2500);
  g_assert_cmpint (item->unit_price, ==, -4990);
  item = event->items->pdata[4];
  g_assert_true (item->deleted);
  g_assert_cmpint (item->rev, ==, 999999999999999);
  g_assert_null (item->file_name);
}

static void
test_several_parts (void)
{
  g_autofree char *with_items = sample_replace (SAMPLE_STATUS, "00.500Z\"}}",
                                                "00.500Z\"},\"items\":[" SAMPLE_NOTE "]}");
  g_autofree char *empty = g_strconcat (SAMPLE_HEAD, "\"items\":[]}", NULL);
  g_autoptr (TbEvent) both = decode (with_items, strlen (with_items), NULL);
  g_autoptr (TbEvent) skipped = decode (empty, strlen (empty), NULL);

  g_assert_nonnull (both);
  g_assert_cmpint (both->parts, ==, TB_EVENT_STATUS | TB_EVENT_ITEMS);
  assert_encodes (both, with_items);
  g_assert_nonnull (skipped);
  g_assert_cmpint (skipped->parts, ==, TB_EVENT_ITEMS);
  g_assert_cmpuint (skipped->items->len, ==, 0);
}

/* What a newer partner adds, and other spellings of the same values. */
static void
test_tolerates (void)
{
  static const char *const pairs[][2] = {
    { "\"n\":7,", "\"n\":7,\"new\":{\"x\":[1.5,null,1e999]},\"need\":[]," },
    { "\"n\":7,\"phase\":1,", " \"phase\" : 1 , \"n\" : 7 , " },
    { "\"by\":{", "\"by\":{\"phone\":null," },
    { "\"at\":\"2026-11-23T09:41:00.123Z\"", "\"at\":\"2026-11-23T10:41:00.1239+01:00\"" },
    { "Müller", "M\\u00fcller" },
    { "Zeit 😀", "Zeit \\ud83d\\uDE00" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *text = sample_replace (SAMPLE_REQUEST, pairs[i][0], pairs[i][1]);
      g_autoptr (GError) error = NULL;
      g_autoptr (TbEvent) event = decode (text, strlen (text), &error);

      g_assert_no_error (error);
      assert_encodes (event, SAMPLE_REQUEST);
    }
}

/* ---- Hostile events ---- */

typedef struct
{
  const char *sample;
  const char *old;
  const char *new;
  const char *argument;
  TbProblem   problem; /* 0 stands for malformed */
} Fault;


/* clang-format off */
static const Fault faults[] = {
  /* head */
  { SAMPLE_REQUEST, "\"id\":\"0b6f", "\"id\":\"0B6F", "id" },
  { SAMPLE_REQUEST, "\"id\":\"0b6f3a52-", "\"id\":\"0b6f3a52", "id" },
  { SAMPLE_REQUEST, "\"id\":\"0b6f", "\"id\":\"{0b6f", "id" },
  { SAMPLE_REQUEST, "\"id\":\"" SAMPLE_ID "\"", "\"id\":null", "id" },
  { SAMPLE_REQUEST, "\"id\":\"" SAMPLE_ID "\",", "", "id" },
  { SAMPLE_REQUEST, "\"engagement\":\"0123", "\"engagement\":\"012", "engagement" },
  { SAMPLE_REQUEST, "\"engagement\":\"0123", "\"engagement\":\"00123", "engagement" },
  { SAMPLE_REQUEST, "cdef01234567\"", "cdeF01234567\"", "engagement" },
  { SAMPLE_REQUEST, "cdef01234567\"", "cdeg01234567\"", "engagement" },
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":0", "n" },
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":-1", "n" },
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":7.0", "n" },
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":7e0", "n" },
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":1000000000000000", "n" },
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":18446744073709551623", "n" },
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":1e999", "n" },
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":\"7\"", "n" },
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":null", "n" },
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":true", "n" },
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":[7]", "n" },
  { SAMPLE_REQUEST, "\"phase\":1", "\"phase\":-1", "phase" },
  { SAMPLE_REQUEST, "\"phase\":1,", "", "phase" },
  { SAMPLE_REQUEST, "2026-11-23T09", "2026-02-30T09", "at" },
  { SAMPLE_REQUEST, "2026-11-23T09", "2026-11-23 09", "at" },
  { SAMPLE_REQUEST, "2026-11-23T09", "1969-11-23T09", "at" },
  { SAMPLE_REQUEST, "\"2026-11-23T09:41:00.123Z\"", "1795426860", "at" },
  { SAMPLE_REQUEST, "00.123Z", "00.123", "at" },
  { SAMPLE_REQUEST, "\"by\":{\"name\":\"Müller & Söhne\",\"id\":\"u-1\"}", "\"by\":[]", "by" },
  { SAMPLE_REQUEST, "\"by\":{\"name\":\"Müller & Söhne\",\"id\":\"u-1\"}", "\"by\":null", "by" },
  { SAMPLE_REQUEST, "\"name\":\"Müller & Söhne\",", "", "name" },
  { SAMPLE_REQUEST, "\"u-1\"", "\"\"", "id" },
  { SAMPLE_REQUEST, "\"u-1\"", "\"u 1\"", "id" },
  { SAMPLE_REQUEST, "\"u-1\"", "\"0123456789012345678901234567890123456789012345678901234567890123x\"",
                        "id" },
  /* parts */
  { SAMPLE_REQUEST, "\"request\":\"decline\",", "", "items" },
  { SAMPLE_REQUEST, "\"decline\"", "\"none\"", "request" },
  { SAMPLE_REQUEST, "\"decline\"", "\"explode\"", "request" },
  { SAMPLE_REQUEST, "\"decline\"", "\"DECLINE\"", "request" },
  { SAMPLE_REQUEST, "\"decline\"", "{}", "request" },
  { SAMPLE_REQUEST, "\"decline\"", "null", "request" },
  { SAMPLE_REQUEST, "\"Keine Zeit 😀\"", "null", "reason" },
  { SAMPLE_REQUEST, "\"T20261123.0042\"", "42", "ticket_number" },
  { SAMPLE_REQUEST, "\"T20261123.0042\"", "\"\"", "ticket_number" },
  { SAMPLE_REQUEST, "\"request\":\"decline\"", "\"request\":\"decline\",\"status\":{}", "status" },
  { SAMPLE_STATUS, "\"status\":{", "\"offer\":{},\"status\":{", "number" },
  { SAMPLE_AGREEMENT, "\"n\":3", "\"n\":3,\"request\":\"accept\"", "request" },
  { SAMPLE_AGREEMENT, "\"n\":3", "\"n\":3,\"items\":[]", "items" },
  { SAMPLE_AGREEMENT, "\"n\":3", "\"n\":3,\"engagement\":\"" SAMPLE_ENGAGEMENT "\"", "engagement" },
  { SAMPLE_AGREEMENT, "\"n\":3", "\"n\":0", "n" },
  { SAMPLE_AGREEMENT, "\"inactive\"", "\"none\"", "state" },
  { SAMPLE_AGREEMENT, "\"inactive\"", "\"asleep\"", "state" },
  { SAMPLE_AGREEMENT, "\"agreement\":{\"id\":\"" SAMPLE_OTHER_ID "\",", "\"agreement\":{\"id\":\"x\",",
                        "id" },
  { SAMPLE_AGREEMENT, "{\"id\":\"" SAMPLE_OTHER_ID "\",\"state\":\"inactive\"}", "\"x\"", "agreement" },
  /* need */
  { SAMPLE_REQUEST, "\"n\":7", "\"need\":[\"wings\"],\"n\":7", "wings", TB_PROBLEM_UNSUPPORTED },
  { SAMPLE_REQUEST, "\"n\":7", "\"need\":[\"wings\"],\"n\":-7", "wings", TB_PROBLEM_UNSUPPORTED },
  { SAMPLE_REQUEST, "\"n\":7", "\"need\":\"wings\",\"n\":7", "need" },
  { SAMPLE_REQUEST, "\"n\":7", "\"need\":[1],\"n\":7", "need" },
  { SAMPLE_REQUEST, "\"n\":7", "\"need\":[\"a b\"],\"n\":7", "need" },
  { SAMPLE_REQUEST, "\"n\":7", "\"need\":null,\"n\":7", "need" },
  { SAMPLE_AGREEMENT, "\"n\":3", "\"need\":[\"wings\"],\"n\":3", "wings", TB_PROBLEM_UNSUPPORTED },
  /* offer */
  { SAMPLE_OFFER, "\"T20261123.0001\"", "\"\"", "number" },
  { SAMPLE_OFFER, "\"title\":", "\"titel\":", "title" },
  { SAMPLE_OFFER, "\"high\"", "\"urgent\"", "priority" },
  { SAMPLE_OFFER, "\"high\"", "2", "priority" },
  { SAMPLE_OFFER, "\"Köln\"", "[]", "town" },
  { SAMPLE_OFFER, "\"agreement\":\"9d1c", "\"agreement\":\"9D1c", "agreement" },
  { SAMPLE_OFFER, "\"terms\":{", "\"terms\":[],\"x\":{", "terms" },
  { SAMPLE_OFFER, "\"answer_by\":\"2026-11-24T09:41:00.000Z\",", "", "answer_by" },
  { SAMPLE_OFFER, "2026-12-01T17", "2026-13-01T17", "complete_by" },
  { SAMPLE_OFFER, "\"2026-12-01T17:00:00.000Z\"", "\"1970-01-01T00:00:00.000Z\"", "complete_by" },
  { SAMPLE_OFFER, "\"2026-12-01T17:00:00.000Z\"", "null", "complete_by" },
  { SAMPLE_OFFER, "\"hourly\"", "\"daily\"", "kind" },
  { SAMPLE_OFFER, "\"85.00\"", "85.00", "amount" },
  { SAMPLE_OFFER, "\"85.00\"", "8500", "amount" },
  { SAMPLE_OFFER, "\"85.00\"", "null", "amount" },
  { SAMPLE_OFFER, "\"85.00\"", "\"85\"", "amount" },
  { SAMPLE_OFFER, "\"85.00\"", "\"85.0\"", "amount" },
  { SAMPLE_OFFER, "\"85.00\"", "\"85.000\"", "amount" },
  { SAMPLE_OFFER, "\"85.00\"", "\"85,00\"", "amount" },
  { SAMPLE_OFFER, "\"85.00\"", "\" 85.00\"", "amount" },
  { SAMPLE_OFFER, "\"85.00\"", "\"-0.01\"", "amount" },
  { SAMPLE_OFFER, "\"85.00\"", "\"1234567890.00\"", "amount" },
  { SAMPLE_OFFER, "\"85.00\"", "\"１.00\"", "amount" },
  { SAMPLE_OFFER, "240", "-1", "authorized_minutes" },
  { SAMPLE_OFFER, "240", "60001", "authorized_minutes" },
  { SAMPLE_OFFER, "\"49.90\"", "\"-49.90\"", "authorized_charges" },
  { SAMPLE_OFFER, "\"EUR\"", "\"eur\"", "currency" },
  { SAMPLE_OFFER, "\"EUR\"", "\"EURO\"", "currency" },
  { SAMPLE_OFFER, "\"EUR\"", "\"E1R\"", "currency" },
  { SAMPLE_OFFER, "\"EUR\"", "\"€\"", "currency" },
  { SAMPLE_OFFER, "\"EUR\"", "\"\"", "currency" },
  /* status */
  { SAMPLE_STATUS, "\"waiting_approval\"", "\"none\"", "status" },
  { SAMPLE_STATUS, "\"waiting_approval\"", "\"unsent\"", "status" },
  { SAMPLE_STATUS, "\"waiting_approval\"", "\"paused\"", "status" },
  { SAMPLE_STATUS, "\"epoch\":2", "\"epoch\":0", "epoch" },
  { SAMPLE_STATUS, "\"rev\":5", "\"rev\":0", "rev" },
  { SAMPLE_STATUS, "\"rev\":5", "\"rev\":\"5\"", "rev" },
  { SAMPLE_STATUS, "\"zu früh\"", "false", "reason" },
  { SAMPLE_STATUS, "\"answers\":\"9d1c", "\"answers\":\"xd1c", "answers" },
  { SAMPLE_STATUS, "\"outcome\":\"refused\"", "\"outcome\":\"maybe\"", "outcome" },
  { SAMPLE_STATUS, "\"outcome\":\"refused\"", "\"outcome\":true", "outcome" },
  { SAMPLE_STATUS, "\"too-late\"", "\"<b>\"", "problem" },
  { SAMPLE_STATUS, "\"Bit & Byte\"", "null", "accepted_by" },
  { SAMPLE_STATUS, "T08:00:00.500Z", "T24:00:00.500Z", "accepted_at" },
  /* items */
  { SAMPLE_ITEMS, "\"items\":[", "\"items\":[1,", "items" },
  { SAMPLE_ITEMS, "\"items\":[", "\"items\":[null,", "items" },
  { SAMPLE_ITEMS, "\"items\":[", "\"items\":{},\"x\":[", "items" },
  { SAMPLE_ITEMS, "\"rev\":1,", "\"rev\":0,", "rev" },
  { SAMPLE_ITEMS, "\"kind\":\"note\"", "\"kind\":\"hologram\"", "hologram", TB_PROBLEM_UNSUPPORTED },
  { SAMPLE_ITEMS, "\"kind\":\"note\"", "\"kind\":1", "kind" },
  { SAMPLE_ITEMS, "\"kind\":\"note\",\"deleted\":false", "\"kind\":\"note\"", "deleted" },
  { SAMPLE_ITEMS, "\"kind\":\"note\",\"deleted\":false", "\"kind\":\"note\",\"deleted\":0", "deleted" },
  { SAMPLE_ITEMS, "\"kind\":\"note\",\"deleted\":false", "\"kind\":\"note\",\"deleted\":true", "text" },
  { SAMPLE_ITEMS, "\"question\":true", "\"question\":1", "question" },
  { SAMPLE_ITEMS, "\"text\":\"Hallo\",", "", "text" },
  { SAMPLE_ITEMS, "\"date\":\"2026-11-23\"", "\"date\":\"2026-11-31\"", "date" },
  { SAMPLE_ITEMS, "\"date\":\"2026-02-28\"", "\"date\":\"2026-02-29\"", "date" },
  { SAMPLE_ITEMS, "\"date\":\"2026-02-28\"", "\"date\":\"2026-2-28\"", "date" },
  { SAMPLE_ITEMS, "\"minutes\":90", "\"minutes\":-1", "minutes" },
  { SAMPLE_ITEMS, "\"minutes\":90", "\"minutes\":60001", "minutes" },
  { SAMPLE_ITEMS, "\"minutes\":90", "\"minutes\":1.5", "minutes" },
  { SAMPLE_ITEMS, "\"start\":\"2026-11-23T08", "\"start\":\"2026-11-23T28", "start" },
  { SAMPLE_ITEMS, "\"Vor Ort\"", "null", "work_type" },
  { SAMPLE_ITEMS, "\"Jana\"", "{}", "resource" },
  { SAMPLE_ITEMS, "\"2.500\"", "\"2\"", "quantity" },
  { SAMPLE_ITEMS, "\"2.500\"", "\"2.5000\"", "quantity" },
  { SAMPLE_ITEMS, "\"2.500\"", "2.5", "quantity" },
  { SAMPLE_ITEMS, "\"Stück\"", "null", "unit" },
  { SAMPLE_ITEMS, "\"-49.90\"", "\"--49.90\"", "unit_price" },
  { SAMPLE_ITEMS, "\"-49.90\"", "-49.90", "unit_price" },
  { SAMPLE_ITEMS, "Übergabe.pdf", "", "name" },
  { SAMPLE_ITEMS, "Übergabe.pdf", ".", "name" },
  { SAMPLE_ITEMS, "Übergabe.pdf", "..", "name" },
  { SAMPLE_ITEMS, "Übergabe.pdf", "../x", "name" },
  { SAMPLE_ITEMS, "Übergabe.pdf", "/etc/passwd", "name" },
  { SAMPLE_ITEMS, "Übergabe.pdf", "a\\u002fb", "name" },
  { SAMPLE_ITEMS, "Übergabe.pdf", "a\\\\b", "name" },
  { SAMPLE_ITEMS, "Übergabe.pdf", "a\\nb", "name" },
  { SAMPLE_ITEMS, "Übergabe.pdf", "a\x7f", "name" },
  { SAMPLE_ITEMS, "Übergabe.pdf", "a\\u0085", "name" },
  { SAMPLE_ITEMS, "\"size\":123456", "\"size\":-1", "size" },
  { SAMPLE_ITEMS, "\"size\":123456", "\"size\":1e6", "size" },
  { SAMPLE_ITEMS, "\"sha256\":\"e3", "\"sha256\":\"E3", "sha256" },
  { SAMPLE_ITEMS, "\"sha256\":\"e3", "\"sha256\":\"e", "sha256" },
  { SAMPLE_ITEMS, "\"deleted\":true}", "\"deleted\":true,\"size\":1}", "size" },
  /* customer */
  { SAMPLE_CUSTOMER, "\"company\":", "\"firma\":", "company" },
  { SAMPLE_CUSTOMER, "\"Frau Kern\"", "null", "contact" },
  { SAMPLE_CUSTOMER, "\"+49 221 1\"", "492211", "phone" },
  /* the document */
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":7,\"n\":8", "doubled key" },
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":7,\"\\u006e\":8", "doubled key" },
  { SAMPLE_REQUEST, "\"n\":7", "\"n\":7,\"x\":{\"é\":1,\"\\u00e9\":1}", "doubled key" },
  { SAMPLE_REQUEST, "Keine Zeit", "\\ud800", "surrogate" },
  { SAMPLE_REQUEST, "Keine Zeit", "\\u0000", "NUL" },
  { SAMPLE_REQUEST, "Keine Zeit", "\xc3\x28", "UTF-8" },
};
/* clang-format on */

static void
test_faults (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      const Fault     *fault = &faults[i];
      g_autofree char *text = sample_replace (fault->sample, fault->old, fault->new);
      g_autoptr (GError) error = NULL;
      g_autoptr (TbEvent) event = decode (text, strlen (text), &error);
      TbProblem problem = fault->problem != 0 ? fault->problem : TB_PROBLEM_MALFORMED;

      if (event != NULL || !g_error_matches (error, TB_PROBLEM, problem) ||
          g_strcmp0 (tb_problem_get_argument (error), fault->argument) != 0)
        g_error ("%s -> %s: expected %s (%s), got %s", fault->old, fault->new, tb_problem_nick (problem),
                 fault->argument, error != NULL ? error->message : "an event");
    }
}

typedef struct
{
  const char *sample;
  const char *value;
  gsize       limit; /* in characters */
} Limit;

static void
test_limits (void)
{
  static const Limit limits[] = {
    { SAMPLE_OFFER, "T20261123.0001", 200 },
    { SAMPLE_OFFER, "Drucker \\\"Süd\\\"", 250 },
    { SAMPLE_OFFER, "Zeile 1\\nZeile 2\\t€ \\\\", 200000 },
    { SAMPLE_OFFER, "Schlüssel beim Pförtner", 10000 },
    { SAMPLE_OFFER, "Köln", 200 },
    { SAMPLE_REQUEST, "Keine Zeit 😀", 10000 },
    { SAMPLE_REQUEST, "Müller & Söhne", 200 },
    { SAMPLE_STATUS, "zu früh", 10000 },
    { SAMPLE_STATUS, "Bit & Byte", 200 },
    { SAMPLE_ITEMS, "Hallo", 200000 },
    { SAMPLE_ITEMS, "Getauscht", 200000 },
    { SAMPLE_ITEMS, "Vor Ort", 200 },
    { SAMPLE_ITEMS, "Jana", 200 },
    { SAMPLE_ITEMS, "Toner", 200000 },
    { SAMPLE_ITEMS, "Stück", 200 },
    { SAMPLE_ITEMS, "Übergabe.pdf", 200 },
    { SAMPLE_CUSTOMER, "Bäckerei Kern", 200 },
    { SAMPLE_CUSTOMER, "Frau Kern", 200 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      GString         *value = g_string_new (NULL);
      g_autofree char *most = NULL;
      g_autofree char *more = NULL;
      g_autoptr (TbEvent) taken = NULL;
      g_autoptr (TbEvent) refused = NULL;
      gsize j;

      for (j = 0; j < limits[i].limit; j++)
        g_string_append (value, "ß");
      most = sample_replace (limits[i].sample, limits[i].value, value->str);
      g_string_append_c (value, 'x');
      more = sample_replace (limits[i].sample, limits[i].value, value->str);
      g_string_free (value, TRUE);
      taken = decode (most, strlen (most), NULL);
      g_assert_nonnull (taken);
      refused = decode (more, strlen (more), NULL);
      g_assert_null (refused);
    }
}

static void
test_too_large (void)
{
  g_autofree char *blanks = g_strnfill (TB_LIMIT_EVENT_BYTES, ' ');
  g_autofree char *text = g_strconcat (SAMPLE_REQUEST, blanks, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (decode (text, strlen (text), &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_TOO_LARGE);
}

static void
test_truncated (void)
{
  guint i;
  gsize length;

  for (i = 0; i < G_N_ELEMENTS (samples); i++)
    for (length = 0; length < strlen (samples[i]); length++)
      {
        g_autoptr (GError) error = NULL;
        /* Its own block, so that a read beyond its end is seen. */
        g_autofree char *part = g_memdup2 (samples[i], MAX (length, 1));

        g_assert_null (decode (part, length, &error));
        g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
      }
}

/* Whatever is taken can be said again, and then says the same. */
static void
test_flipped (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint i, taken = 0;

  for (i = 0; i < 12000; i++)
    {
      const char      *sample = samples[i % G_N_ELEMENTS (samples)];
      gsize            length = strlen (sample);
      g_autofree char *text = g_strdup (sample);
      g_autoptr (TbEvent) event = NULL;
      g_autoptr (TbEvent) again = NULL;
      g_autoptr (GBytes) once = NULL;
      g_autoptr (GBytes) twice = NULL;

      text[g_rand_int_range (rand, 0, length)] ^= g_rand_int_range (rand, 1, 256);
      event = decode (text, length, NULL);
      if (event == NULL)
        continue;
      taken++;
      once = tb_event_encode (event, NULL);
      g_assert_nonnull (once);
      again = tb_event_decode (once, NULL);
      g_assert_nonnull (again);
      twice = tb_event_encode (again, NULL);
      g_assert_true (g_bytes_equal (once, twice));
    }
  /* Most bytes of these samples are texts, in which one letter is as good as another. */
  g_assert_cmpuint (taken, >, 100);
}

/* ---- Items by themselves ---- */

static char *
hash_of (const char *item_json)
{
  g_autofree char *text = g_strconcat (SAMPLE_HEAD, "\"items\":[", item_json, "]}", NULL);
  g_autoptr (TbEvent) event = decode (text, strlen (text), NULL);

  g_assert_nonnull (event);
  return tb_event_item_hash (event->items->pdata[0]);
}

static void
test_hash (void)
{
  static const char content[] = "{\"kind\":\"note\",\"deleted\":false,\"text\":\"Hallo\",\"question\":true}";
  g_autofree char  *expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  g_autofree char  *hash = hash_of (SAMPLE_NOTE);
  g_autofree char  *later_text = sample_replace (SAMPLE_NOTE, "\"rev\":1", "\"rev\":2");
  g_autofree char  *later = hash_of (later_text);
  g_autofree char  *other_id_text = sample_replace (SAMPLE_NOTE, SAMPLE_OTHER_ID, SAMPLE_ID);
  g_autofree char  *other_id = hash_of (other_id_text);
  g_autofree char  *other_text = sample_replace (SAMPLE_NOTE, "Hallo", "Hallo!");
  g_autofree char  *other = hash_of (other_text);
  g_autofree char  *deleted = hash_of (SAMPLE_DELETED);

  g_assert_cmpstr (hash, ==, expected);
  g_assert_cmpstr (hash, ==, later);
  g_assert_cmpstr (hash, ==, other_id);
  g_assert_cmpstr (hash, !=, other);
  g_assert_cmpstr (hash, !=, deleted);
}

static void
test_weight (void)
{
  g_autoptr (TbEvent) full = decode (SAMPLE_ITEMS, strlen (SAMPLE_ITEMS), NULL);
  gsize sum = 0;
  guint i;

  g_assert_nonnull (full);
  for (i = 0; i < full->items->len; i++)
    sum += tb_event_item_weight (full->items->pdata[i]);
  g_assert_cmpuint (sum, >=, strlen (SAMPLE_NOTE SAMPLE_TIME SAMPLE_CHARGE SAMPLE_FILE SAMPLE_DELETED) + 4);
  g_assert_cmpuint (sum, <, 2 * strlen (SAMPLE_ITEMS));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/event/encode/offer", test_encode_offer);
  g_test_add_func ("/wire/event/encode/offer-without-what-may-miss", test_encode_least_offer);
  g_test_add_func ("/wire/event/encode/request", test_encode_request);
  g_test_add_func ("/wire/event/encode/status", test_encode_status);
  g_test_add_func ("/wire/event/encode/items", test_encode_items);
  g_test_add_func ("/wire/event/encode/customer", test_encode_customer);
  g_test_add_func ("/wire/event/encode/agreement", test_encode_agreement);
  g_test_add_func ("/wire/event/encode/what-would-be-refused-is-not-sent",
                   test_encode_refuses_what_is_refused);
  g_test_add_func ("/wire/event/encode/has-a-limit", test_encode_has_a_limit);
  g_test_add_func ("/wire/event/round-trip-gives-the-same-bytes", test_round_trip);
  g_test_add_func ("/wire/event/decode/offer", test_decode_offer);
  g_test_add_func ("/wire/event/decode/absent-amounts-are-none", test_decode_absent);
  g_test_add_func ("/wire/event/decode/status-with-and-without-outcome", test_decode_status);
  g_test_add_func ("/wire/event/decode/items", test_decode_items);
  g_test_add_func ("/wire/event/decode/several-parts", test_several_parts);
  g_test_add_func ("/wire/event/decode/other-spellings-and-unknown-members", test_tolerates);
  g_test_add_func ("/wire/event/hostile/each-fault-is-named", test_faults);
  g_test_add_func ("/wire/event/hostile/limits-are-in-characters", test_limits);
  g_test_add_func ("/wire/event/hostile/too-large", test_too_large);
  g_test_add_func ("/wire/event/hostile/truncated-anywhere", test_truncated);
  g_test_add_func ("/wire/event/hostile/flipped-anywhere", test_flipped);
  g_test_add_func ("/wire/event/item/hash-is-of-the-content", test_hash);
  g_test_add_func ("/wire/event/item/weight-is-never-too-low", test_weight);
  return g_test_run ();
}
