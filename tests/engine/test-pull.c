/* SPDX-License-Identifier: GPL-3.0-or-later
 * A partner without an address: it fetches rows and files, and nobody else gets them. */
#include "config.h"

#include "tb-corner.h"

#include "tb-batch.h"

#include <string.h>

#define FILE_BYTES (2000 * 1000)

/* The service partner sits behind a home router. */
static void
setup (TbCorner     *fixture,
       gconstpointer data)
{
  tb_corner_setup_accepted (fixture, data);
  tb_side_do (&fixture->pair.service, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "url", .value = "" },
              NULL);
}

static TbRoute *
route_of (TbSide    *side,
          GPtrArray *routes)
{
  g_assert_nonnull (routes);
  g_assert_cmpuint (routes->len, ==, 1);
  return routes->pdata[0];
}

/* Carries @request to the lead and its answer back. Returns: the answer */
static TbEnvelope *
carry (TbCorner   *fixture,
       TbEnvelope *request)
{
  g_autoptr (GError) error = NULL;
  gint64      lead = tb_side_partner (&fixture->pair.service, "Nord");
  TbEnvelope *answer = tb_engine_receive (fixture->pair.lead.engine, request, &error);

  g_assert_no_error (error);
  tb_engine_settle (fixture->pair.service.engine, lead, request, answer, NULL, &error);
  g_assert_no_error (error);
  return answer;
}

static TbEnvelope *
prepare_pull (TbCorner *fixture,
              guint     limit)
{
  g_autoptr (GError) error = NULL;
  TbEnvelope *request =
    tb_engine_prepare_pull (fixture->pair.service.engine, tb_side_partner (&fixture->pair.service, "Nord"),
                            limit, 25, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (request->route, ==, "pull");
  return request;
}

/* One pull of the service partner. Returns: for how long its answer may be held */
static guint
pull (TbCorner *fixture)
{
  g_autoptr (TbEnvelope) request = prepare_pull (fixture, 1000);
  g_autoptr (TbEnvelope) answer = carry (fixture, request);

  g_assert_cmpuint (answer->status, ==, 200);
  return answer->hold;
}

/* The next request of the service partner. Returns: %FALSE if there is none */
static gboolean
send_next (TbCorner   *fixture,
           const char *route,
           gint64     *offset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  TbFileRequest asked = { NULL };

  request = tb_engine_prepare (fixture->pair.service.engine, tb_side_partner (&fixture->pair.service, "Nord"),
                               FALSE, &error);
  g_assert_no_error (error);
  if (request == NULL)
    return FALSE;
  g_assert_cmpstr (request->route, ==, route);
  if (offset != NULL)
    {
      g_assert_true (tb_file_request_decode (request->body, &asked, NULL));
      *offset = asked.offset;
      tb_file_request_clear (&asked);
    }
  answer = carry (fixture, request);
  g_assert_cmpuint (answer->status, ==, 200);
  return TRUE;
}

typedef struct
{
  TbCorner   *corner;
  const char *link;
  TbEnvelope *answer;
} Held;

static void
on_outbox_changed_cb (Held *held)
{
  g_assert_null (held->answer);
  held->answer = tb_engine_take_ready (held->corner->pair.lead.engine, held->link);
  g_assert_null (tb_engine_take_ready (held->corner->pair.lead.engine, held->link));
}

/* What is written here while a pull waits is in the answer that its own transaction makes. */
static void
test_held (TbCorner     *fixture,
           gconstpointer data)
{
  TbEngine *lead = fixture->pair.lead.engine;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) nothing = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  Held             held = { fixture, NULL, NULL };

  while (pull (fixture) == 0)
    ;
  request = prepare_pull (fixture, 1000);
  nothing = tb_engine_receive (lead, request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nothing->hold, ==, 25);
  held.link = request->link;
  g_signal_connect_swapped (lead, "outbox-changed", G_CALLBACK (on_outbox_changed_cb), &held);
  tb_engine_hold (lead, request->link, request);
  first = tb_corner_add (&fixture->pair.lead, fixture->lead,
                         (TbItemDraft){ .kind = TB_ITEM_NOTE, .text = "Sofort" });
  g_assert_nonnull (held.answer);
  g_assert_cmpuint (held.answer->status, ==, 200);
  g_assert_true (tb_engine_settle (fixture->pair.service.engine,
                                   tb_side_partner (&fixture->pair.service, "Nord"), request, held.answer,
                                   NULL, &error));
  g_assert_no_error (error);
  g_assert_true (tb_corner_has_item (&fixture->pair.service, fixture->service, "Sofort"));
  g_clear_pointer (&held.answer, tb_envelope_free);
  tb_engine_hold (lead, request->link, NULL);
  second = tb_corner_add (&fixture->pair.lead, fixture->lead,
                          (TbItemDraft){ .kind = TB_ITEM_NOTE, .text = "Danach" });
  g_assert_null (held.answer);
  g_assert_cmpuint (pull (fixture), ==, 0);
  g_assert_true (tb_corner_has_item (&fixture->pair.service, fixture->service, "Danach"));
  g_signal_handlers_disconnect_by_data (lead, &held);
}

static void
test_ways (TbCorner     *fixture,
           gconstpointer data)
{
  g_autoptr (GPtrArray) service = tb_engine_routes (fixture->pair.service.engine, NULL);
  g_autoptr (GPtrArray) lead = tb_engine_routes (fixture->pair.lead.engine, NULL);

  g_assert_cmpint (route_of (&fixture->pair.service, service)->travel, ==, TB_TRAVEL_PULL);
  g_assert_cmpint (route_of (&fixture->pair.service, service)->poll_at, ==, 0);
  g_assert_cmpint (route_of (&fixture->pair.lead, lead)->travel, ==, TB_TRAVEL_PUSH);
  g_assert_cmpint (route_of (&fixture->pair.lead, lead)->poll_at, ==, G_MAXINT64);
}

static void
test_rows (TbCorner     *fixture,
           gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;

  /* Nothing there: it may wait. */
  g_assert_cmpuint (pull (fixture), ==, 25);
  g_free (tb_side_note (&fixture->pair.lead, fixture->lead, "Der Schlüssel liegt am Empfang.", FALSE));
  g_assert_cmpuint (pull (fixture), ==, 0);
  g_assert_true (tb_corner_has_item (&fixture->pair.service, fixture->service,
                                     "Der Schlüssel liegt am Empfang."));
  /* The next pull acknowledges, no push is needed for it. */
  g_assert_false (send_next (fixture, "", NULL));
  g_assert_cmpuint (pull (fixture), ==, 25);
  rows = tb_engine_rows (fixture->pair.lead.engine, TB_TABLE_OUTBOX, NULL);
  g_assert_cmpuint (rows->len, ==, 0);
}

/* All that an idle line carries: a poll that ran out is answered by nothing, and that is contact. */
static void
test_nothing (TbCorner     *fixture,
              gconstpointer data)
{
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (TbEnvelope) late = NULL;
  g_autoptr (TbEnvelope) whole = NULL;
  g_autoptr (TbBatch) batch = NULL;
  g_autoptr (GPtrArray) routes = NULL;

  tb_clock_advance (fixture->pair.clock, TB_MINUTE);
  request = prepare_pull (fixture, 1000);
  answer = carry (fixture, request);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpuint (answer->hold, ==, 25);
  g_assert_cmpuint (g_bytes_get_size (answer->body), ==, 0);
  routes = tb_engine_routes (fixture->pair.service.engine, NULL);
  g_assert_cmpint (route_of (&fixture->pair.service, routes)->last_contact, ==,
                   tb_clock_now (fixture->pair.clock) / TB_SECOND * TB_SECOND);
  g_assert_null (route_of (&fixture->pair.service, routes)->problem);
  /* Who has said something that has not arrived must hear how much has. */
  g_free (tb_side_note (&fixture->pair.service, fixture->service, "Auf dem Weg", FALSE));
  late = prepare_pull (fixture, 1000);
  whole = carry (fixture, late);
  batch = tb_batch_decode (whole->body, NULL);
  g_assert_nonnull (batch);
  g_assert_cmpuint (batch->rows->len, ==, 0);
}

static void
test_limit (TbCorner     *fixture,
            gconstpointer data)
{
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (TbBatch) batch = NULL;

  g_free (tb_side_note (&fixture->pair.lead, fixture->lead, "Eins", FALSE));
  g_free (tb_side_note (&fixture->pair.lead, fixture->lead, "Zwei", FALSE));
  request = prepare_pull (fixture, 1);
  answer = tb_engine_receive (fixture->pair.lead.engine, request, NULL);
  batch = tb_batch_decode (answer->body, NULL);
  g_assert_cmpuint (batch->rows->len, ==, 1);
  g_assert_true (batch->has_more);
  g_assert_cmpint (batch->head, >, ((TbBatchRow *)batch->rows->pdata[0])->seq);
}

static void
attach (TbCorner *fixture,
        GBytes   *bytes)
{
  TbItemDraft draft = { .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "plan.bin" };

  g_free (tb_corner_add (&fixture->pair.lead, fixture->lead, draft));
}

static gboolean
has_file (TbCorner   *fixture,
          const char *sha256)
{
  g_autoptr (TbTicketView) view = tb_side_show (&fixture->pair.service, fixture->service);

  for (guint i = 0; i < view->items->len; i++)
    if (g_strcmp0 (((TbItemView *)view->items->pdata[i])->record->sha256, sha256) == 0)
      return TRUE;
  return FALSE;
}

static void
test_file_goes_on_where_it_broke (TbCorner     *fixture,
                                  gconstpointer data)
{
  static const gint64 offsets[] = { 0, TB_FILE_PART_BYTES, 2 * TB_FILE_PART_BYTES, FILE_BYTES };
  g_autofree char    *text = g_strnfill (FILE_BYTES, 'p');
  g_autoptr (GBytes) bytes = g_bytes_new (text, FILE_BYTES);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  attach (fixture, bytes);
  g_assert_cmpuint (pull (fixture), ==, 0);
  /* It fetches already: nothing new can be said until it is through. */
  g_assert_cmpuint (pull (fixture), ==, 25);
  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      gint64 offset;

      g_assert_false (has_file (fixture, sha256));
      g_assert_true (send_next (fixture, "files/get", &offset));
      g_assert_cmpint (offset, ==, offsets[i]);
      /* The machine dies in between. */
      tb_side_reopen (&fixture->pair.service);
    }
  g_assert_false (send_next (fixture, "", NULL));
  g_assert_cmpuint (pull (fixture), ==, 0);
  g_assert_true (has_file (fixture, sha256));
  g_assert_true (tb_engine_has_file (fixture->pair.service.engine, sha256));
}

/* A file of the lead that was fetched and lay too long before the entry that names it came. */
static void
forget_file (TbCorner *fixture,
             GBytes   *bytes)
{
  g_autoptr (GError) error = NULL;
  gint64 offset;

  attach (fixture, bytes);
  pull (fixture);
  g_assert_true (send_next (fixture, "files/get", &offset));
  g_assert_true (send_next (fixture, "files/get", &offset));
  g_assert_cmpint (offset, ==, g_bytes_get_size (bytes));
  tb_clock_advance (fixture->pair.clock, 8 * TB_DAY);
  tb_engine_tick (fixture->pair.service.engine, NULL, &error);
  g_assert_no_error (error);
  pull (fixture);
}

/* The bytes came, the laptop was closed for longer than they are kept without an entry, and who was asked
 * thinks that they are across. */
static void
test_forgotten_bytes_are_fetched_again (TbCorner     *fixture,
                                        gconstpointer data)
{
  TbSide *side = &fixture->pair.service;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("vom Lead", strlen ("vom Lead"));
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  gint64           offset;

  forget_file (fixture, bytes);
  g_assert_false (has_file (fixture, sha256));
  g_assert_true (send_next (fixture, "files/get", &offset));
  g_assert_cmpint (offset, ==, 0);
  while (send_next (fixture, "files/get", &offset))
    g_assert_cmpint (offset, >, 0);
  pull (fixture);
  g_assert_true (has_file (fixture, sha256));
  g_assert_true (tb_engine_has_file (side->engine, sha256));
}

/* An entry that cannot be taken without its bytes comes again with each answer: that is nothing to
 * acknowledge, and the bytes are next. */
static void
test_missing_bytes_are_not_kept_off (TbCorner     *fixture,
                                     gconstpointer data)
{
  TbSide *side = &fixture->pair.service;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("vom Lead", strlen ("vom Lead"));
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *note = NULL;
  gint64           offset;

  forget_file (fixture, bytes);
  note = tb_corner_add (side, fixture->service, (TbItemDraft){ .kind = TB_ITEM_NOTE, .text = "Vom Service" });
  g_assert_true (send_next (fixture, "push", NULL));
  /* The work has begun with that, as the answer says. */
  g_assert_true (send_next (fixture, "push", NULL));
  g_assert_true (tb_corner_has_item (&fixture->pair.lead, fixture->lead, "Vom Service"));
  g_assert_false (has_file (fixture, sha256));
  g_assert_true (send_next (fixture, "files/get", &offset));
  g_assert_true (send_next (fixture, "files/get", &offset));
  pull (fixture);
  g_assert_true (has_file (fixture, sha256));
}

/* Who fetches says that it does not want it, gets the entry, and asks for the file later. */
static void
test_a_large_one_is_asked_for (TbCorner     *fixture,
                               gconstpointer data)
{
  TbSide          *side = &fixture->pair.service;
  g_autofree char *text = g_strnfill (FILE_BYTES, 'g');
  g_autoptr (GBytes) bytes = g_bytes_new (text, FILE_BYTES);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  TbCommand        command = tb_corner_command_on (side, fixture->service, TB_COMMAND_CHOOSE_FILE);
  gint64           offset;

  tb_side_do (side,
              (TbCommand){ .type = TB_COMMAND_CONFIG, .name = TB_SETTING_FETCH_LIMIT, .value = "1" }, NULL);
  attach (fixture, bytes);
  g_assert_cmpuint (pull (fixture), ==, 0);
  g_assert_true (send_next (fixture, "files/get", &offset));
  g_assert_false (send_next (fixture, "", NULL));
  g_assert_cmpuint (pull (fixture), ==, 0);
  g_assert_true (has_file (fixture, sha256));
  g_assert_false (tb_engine_has_file (side->engine, sha256));
  command.name = sha256;
  command.is_active = TRUE;
  tb_side_do (side, command, NULL);
  g_assert_true (send_next (fixture, "push", NULL));
  g_assert_cmpuint (pull (fixture), ==, 0);
  for (guint i = 0; i < 10 && !tb_engine_has_file (side->engine, sha256); i++)
    g_assert_true (send_next (fixture, "files/get", &offset));
  g_assert_true (tb_engine_has_file (side->engine, sha256));
}

/* Asks the lead for @sha256 in the name of @side. Returns: the status of the answer */
static guint
ask_for (TbCorner   *fixture,
         TbSide     *side,
         const char *engagement,
         const char *sha256)
{
  const TbFileRequest wanted = { .engagement = (char *)engagement, .sha256 = (char *)sha256 };
  g_autoptr (GBytes) body = tb_file_request_encode (&wanted);
  g_autoptr (GPtrArray) partners = tb_engine_partners (side->engine, NULL);
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  const TbPartnerRecord *lead = NULL;

  for (guint i = 0; i < partners->len; i++)
    if (g_str_equal (((TbPartnerView *)partners->pdata[i])->record->name, "Nord"))
      lead = ((TbPartnerView *)partners->pdata[i])->record;
  request = tb_envelope_new ("files/get", lead->link, body);
  tb_envelope_sign (request, lead->key, TB_SIGNER_ACCEPTER, NULL, tb_clock_now (fixture->pair.clock));
  answer = tb_engine_receive (fixture->pair.lead.engine, request, NULL);
  return answer->status;
}

static void
test_file_is_for_its_partner_only (TbCorner     *fixture,
                                   gconstpointer data)
{
  g_autoptr (GBytes) offered = g_bytes_new_static ("für Alpen", strlen ("für Alpen"));
  g_autoptr (GBytes) internal = g_bytes_new_static ("nur für uns", strlen ("nur für uns"));
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, offered);
  g_autofree char *secret = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, internal);
  g_autoptr (TbTicketView) view = NULL;
  TbItemDraft draft = { .kind = TB_ITEM_FILE, .bytes = internal, .file_name = "x", .is_internal = TRUE };
  const char *engagement;

  attach (fixture, offered);
  g_free (tb_corner_add (&fixture->pair.lead, fixture->lead, draft));
  tb_side_open (&fixture->pair.third, "Ost", fixture->pair.clock);
  tb_join_sides (&fixture->pair.lead, &fixture->pair.third);
  view = tb_side_show (&fixture->pair.lead, fixture->lead);
  engagement = tb_ticket_view_latest (view, TB_ROLE_LEAD)->record->eid;

  g_assert_cmpuint (ask_for (fixture, &fixture->pair.service, engagement, sha256), ==, 200);
  g_assert_cmpuint (ask_for (fixture, &fixture->pair.service, engagement, secret), ==, 403);
  g_assert_cmpuint (ask_for (fixture, &fixture->pair.third, engagement, sha256), ==, 403);
}

/* The lead ends it while a file is still on its way: what was added before arrives before the end, and then
 * there is no more. */
static void
test_file_comes_before_the_end (TbCorner     *fixture,
                                gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("für Alpen", strlen ("für Alpen"));
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autoptr (TbTicketView) view = tb_side_show (&fixture->pair.lead, fixture->lead);
  const char *engagement = tb_ticket_view_latest (view, TB_ROLE_LEAD)->record->eid;
  guint       i;

  attach (fixture, bytes);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  for (i = 0; i < 3; i++)
    {
      gint64 offset;

      pull (fixture);
      send_next (fixture, "files/get", &offset);
    }
  pull (fixture);
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
  g_assert_true (has_file (fixture, sha256));
  g_assert_cmpuint (ask_for (fixture, &fixture->pair.service, engagement, sha256), ==, 403);
}

/* Our own file is refused, for the ticket has ended over there: we learn of it behind the file that we
 * fetch. */
static void
test_refused_file_does_not_keep_the_other (TbCorner     *fixture,
                                           gconstpointer data)
{
  g_autoptr (GBytes) theirs = g_bytes_new_static ("vom Lead", strlen ("vom Lead"));
  g_autoptr (GBytes) ours = g_bytes_new_static ("von uns", strlen ("von uns"));
  TbItemDraft draft = { .kind = TB_ITEM_FILE, .bytes = ours, .file_name = "foto.jpg" };
  guint       i;

  g_free (tb_corner_add (&fixture->pair.service, fixture->service, draft));
  attach (fixture, theirs);
  tb_side_act (&fixture->pair.lead, fixture->lead, TB_ACTION_COMPLETE, NULL);
  for (i = 0; i < 6; i++)
    {
      g_autoptr (TbEnvelope) request =
        tb_engine_prepare (fixture->pair.service.engine, tb_side_partner (&fixture->pair.service, "Nord"),
                           FALSE, NULL);
      g_autoptr (TbEnvelope) answer G_GNUC_UNUSED = request != NULL ? carry (fixture, request) : NULL;

      pull (fixture);
    }
  tb_corner_assert_status (fixture, TB_STATUS_COMPLETE);
}

/* The lead has to tell of its new epoch, and cannot call: the next fetch tells it. */
static void
test_who_cannot_be_called_is_owed_nothing (TbCorner     *fixture,
                                           gconstpointer data)
{
  g_autofree char *saved = tb_side_save (&fixture->pair.lead);
  g_autoptr (GPtrArray) routes = NULL;
  guint i;

  g_free (tb_side_note (&fixture->pair.lead, fixture->lead, "Eins", FALSE));
  pull (fixture);
  pull (fixture);
  tb_side_go_back (&fixture->pair.lead, saved);
  for (i = 0; i < 8; i++)
    {
      g_autoptr (TbEnvelope) request =
        tb_engine_prepare (fixture->pair.service.engine, tb_side_partner (&fixture->pair.service, "Nord"),
                           FALSE, NULL);
      g_autoptr (TbEnvelope) answer G_GNUC_UNUSED = request != NULL ? carry (fixture, request) : NULL;

      pull (fixture);
    }
  routes = tb_engine_routes (fixture->pair.lead.engine, NULL);
  g_assert_cmpint (route_of (&fixture->pair.lead, routes)->due_at, ==, G_MAXINT64);
}

/* An answer of a lead that lies: the bytes are not those that it offered. */
static void
test_wrong_bytes_are_not_taken (TbCorner     *fixture,
                                gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autoptr (GPtrArray) partners = tb_engine_partners (fixture->pair.lead.engine, NULL);
  const TbPartnerRecord *service = ((TbPartnerView *)partners->pdata[0])->record;
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) lie = g_bytes_new_static ("abd", 3);
  TbFilePart part = { .engagement = (char *)"0123456789012345678901234567890123456789",
                      .sha256 = sha256,
                      .size = 3,
                      .data = lie };
  gint64     lead = tb_side_partner (&fixture->pair.service, "Nord");

  attach (fixture, bytes);
  pull (fixture);
  request = tb_engine_prepare (fixture->pair.service.engine, lead, FALSE, NULL);
  g_assert_cmpstr (request->route, ==, "files/get");
  body = tb_file_part_encode (&part);
  answer = tb_envelope_new ("files/get", service->link, body);
  answer->status = 200;
  tb_envelope_sign (answer, service->key, TB_SIGNER_INVITER, request->id, tb_clock_now (fixture->pair.clock));
  g_assert_true (tb_engine_settle (fixture->pair.service.engine, lead, request, answer, NULL, NULL));
  g_assert_false (tb_engine_has_file (fixture->pair.service.engine, sha256));
  /* It is counted as a failure, and asked for anew. */
  g_clear_pointer (&request, tb_envelope_free);
  g_assert_true (send_next (fixture, "files/get", NULL));
  g_assert_true (tb_engine_has_file (fixture->pair.service.engine, sha256));
}

#define ADD(path, func) g_test_add (path, TbCorner, NULL, setup, func, tb_corner_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/pull/held-is-answered-by-the-change", test_held);
  ADD ("/engine/pull/forgotten-bytes-are-fetched-again", test_forgotten_bytes_are_fetched_again);
  ADD ("/engine/pull/missing-bytes-are-not-kept-off", test_missing_bytes_are_not_kept_off);
  ADD ("/engine/pull/a-large-one-is-asked-for", test_a_large_one_is_asked_for);
  ADD ("/engine/pull/who-cannot-be-called-calls", test_ways);
  ADD ("/engine/pull/brings-rows", test_rows);
  ADD ("/engine/pull/brings-nothing", test_nothing);
  ADD ("/engine/pull/no-more-than-asked", test_limit);
  ADD ("/engine/pull/file-goes-on-where-it-broke", test_file_goes_on_where_it_broke);
  ADD ("/engine/pull/file-is-for-its-partner-only", test_file_is_for_its_partner_only);
  ADD ("/engine/pull/file-comes-before-the-end", test_file_comes_before_the_end);
  ADD ("/engine/pull/refused-file-does-not-keep-the-other", test_refused_file_does_not_keep_the_other);
  ADD ("/engine/pull/who-cannot-be-called-is-owed-nothing", test_who_cannot_be_called_is_owed_nothing);
  ADD ("/engine/pull/wrong-bytes-are-not-taken", test_wrong_bytes_are_not_taken);

  return g_test_run ();
}
