/* SPDX-License-Identifier: GPL-3.0-or-later
 * The courier: two instances over each of the ways, the lock, partners that are away or slow. */
#include "config.h"

#include "sync-test.h"
#include "way-folder.h"

#include "tb-store.h"
#include "tb-problem.h"
#include "tb-courier.h"

#include <string.h>

typedef enum
{
  BY_HTTP,
  BY_TLS,
  BY_FOLDER,
} Kind;

/* One instance with its courier. */
typedef struct
{
  const char *name;
  char       *dir;
  char       *url;
  TbClock    *clock;
  TbStore    *store;
  TbEngine   *engine;
  TbCourier  *courier;
  Postbox    *postbox;
} Side;

typedef struct
{
  Kind  kind;
  char *folder;
  Side  lead;
  Side  service;
} Pair;

/* ---- Instances ---- */

static void
run (Side     *side,
     TbCommand command,
     TbResult *result)
{
  g_autoptr (GError) error = NULL;

  tb_engine_do (side->engine, &command, result, &error);
  g_assert_no_error (error);
}

static void
configure (Side       *side,
           const char *name,
           const char *value)
{
  run (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = name, .value = value }, NULL);
}

static const TbTransport *
transport_of (Side *side)
{
  return tb_courier_get_transport (side->courier);
}

static void
open_engine (Side *side)
{
  g_autoptr (GError) error = NULL;

  side->store = tb_store_open (side->dir, TB_STORE_DEFAULT, NULL, &error);
  g_assert_no_error (error);
  side->engine = tb_engine_new (side->store, side->clock, &error);
  g_assert_no_error (error);
}

/* Begins to deliver; @listen NULL: where it listened before. */
static void
start_courier (Pair       *pair,
               Side       *side,
               const char *listen)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  if (pair->kind == BY_FOLDER)
    {
      side->courier = tb_courier_new (side->engine, way_folder_new (pair->folder), NULL);
      tb_courier_start (side->courier, NULL, FALSE, NULL, &error);
      url = g_strdup_printf ("http://127.0.0.1/%s", side->name);
      side->postbox = postbox_new (pair->folder, url, side->engine);
    }
  else
    {
      side->courier = tb_courier_new (side->engine, NULL, NULL);
      tb_courier_start (side->courier, listen != NULL ? listen : strstr (side->url, "//") + 2,
                        pair->kind == BY_TLS, &url, &error);
    }
  g_assert_no_error (error);
  g_free (side->url);
  side->url = g_steal_pointer (&url);
}

static void
stop_courier (Side *side)
{
  g_clear_pointer (&side->postbox, postbox_free);
  if (side->courier == NULL)
    return;
  tb_courier_stop (side->courier);
  /* What it had under way lets go of it one by one. */
  g_object_add_weak_pointer (G_OBJECT (side->courier), (gpointer *)&side->courier);
  g_object_unref (side->courier);
  spin_until (side->courier == NULL);
}

static void
side_open (Pair       *pair,
           Side       *side,
           const char *name)
{
  side->name = name;
  side->dir = make_dir ();
  side->clock = tb_clock_new_real ();
  open_engine (side);
  start_courier (pair, side, "127.0.0.1:0");
  configure (side, "name", name);
  configure (side, "url", side->url);
}

static void
side_close (Side *side)
{
  stop_courier (side);
  settle ();
  g_clear_object (&side->engine);
  tb_store_close (side->store);
  g_clear_object (&side->store);
  g_clear_pointer (&side->clock, tb_clock_unref);
  remove_dir (side->dir);
  g_free (side->dir);
  g_free (side->url);
}

static gboolean
is_quiet (Side *side)
{
  return side->courier == NULL || transport_of (side)->idle (side->courier);
}

static void
exchange (Pair *pair)
{
  spin_until (is_quiet (&pair->lead) && is_quiet (&pair->service));
}

static void
join (Side *inviter,
      Side *accepter)
{
  g_auto (TbResult) invited = { 0 };

  run (inviter, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = accepter->name }, &invited);
  run (accepter, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text }, NULL);
}

static void
pair_open (Pair *pair,
           Kind  kind)
{
  memset (pair, 0, sizeof *pair);
  pair->kind = kind;
  pair->folder = make_dir ();
  side_open (pair, &pair->lead, "Nord");
  side_open (pair, &pair->service, "Alpen");
  join (&pair->lead, &pair->service);
  exchange (pair);
}

static void
pair_close (Pair *pair)
{
  side_close (&pair->lead);
  side_close (&pair->service);
  remove_dir (pair->folder);
  g_free (pair->folder);
}

/* ---- What they do ---- */

static char *
newest (Side *side)
{
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING, .sort = TB_SORT_UPDATED, .descending = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tb_engine_list (side->engine, &query, 1, &error);

  g_assert_no_error (error);

  return rows->len > 0 ? g_strdup (((TbListRow *)rows->pdata[0])->number) : NULL;
}

static gint64
find (Side       *side,
      const char *number)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tb_engine_find_ticket (side->engine, number, &error);

  g_assert_no_error (error);

  return id;
}

static TbTicketView *
show (Side       *side,
      const char *number)
{
  g_autoptr (GError) error = NULL;
  TbTicketView *view = tb_engine_load_ticket (side->engine, find (side, number), &error);

  g_assert_no_error (error);

  return view;
}

static TbStatus
status_of (Side       *side,
           const char *number)
{
  g_autoptr (TbTicketView) view = show (side, number);
  TbEngagementView *latest = tb_ticket_view_latest (view, TB_ROLE_NONE);

  return latest != NULL ? (TbStatus)latest->record->status : TB_STATUS_NONE;
}

static gboolean
has_note (Side       *side,
          const char *number,
          const char *text)
{
  g_autoptr (TbTicketView) view = show (side, number);

  for (guint i = 0; i < view->items->len; i++)
    if (g_strcmp0 (((TbItemView *)view->items->pdata[i])->record->text, text) == 0)
      return TRUE;

  return FALSE;
}

static char *
outsource_new (Side       *side,
               const char *title,
               const char *partner)
{
  const TbTicketDraft draft = { .title = title,
                                .description = "Der Dienst startet nicht.",
                                .organisation = "Hotel" };
  TbTerms             terms = TB_TERMS_EMPTY;
  g_auto (TbResult) result = { 0 };

  run (side, (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, &result);
  run (side,
       (TbCommand){ .type = TB_COMMAND_OUTSOURCE,
                    .ticket = find (side, result.number),
                    .partner = partner,
                    .terms = &terms },
       NULL);

  return g_strdup (result.number);
}

static void
act (Side       *side,
     const char *number,
     TbAction    action)
{
  run (side,
       (TbCommand){ .type = TB_COMMAND_ACT,
                    .ticket = find (side, number),
                    .action = action,
                    .reason = "Bitte noch dokumentieren.",
                    .organisation = "Nord Partnerfirma" },
       NULL);
}

static void
note (Side       *side,
      const char *number,
      const char *text)
{
  const TbItemDraft draft = { .kind = TB_ITEM_NOTE, .text = text };

  run (side, (TbCommand){ .type = TB_COMMAND_ADD_ITEM, .ticket = find (side, number), .item = &draft }, NULL);
}

static void
attach (Side       *side,
        const char *number,
        GBytes     *bytes)
{
  const TbItemDraft draft = { .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "protokoll.bin" };

  run (side, (TbCommand){ .type = TB_COMMAND_ADD_ITEM, .ticket = find (side, number), .item = &draft }, NULL);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* What the two sides know in the end, without what differs by chance: ids, numbers, times. */
static char *
describe (Side       *side,
          const char *number)
{
  g_autoptr (TbTicketView) view = show (side, number);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < view->engagements->len; i++)
    {
      TbEngagementView *e = view->engagements->pdata[i];

      g_ptr_array_add (lines, g_strdup_printf ("engagement %s %s pending %d delivery %d problem %s",
                                               e->partner, tb_nick (TB_TYPE_STATUS, (int)e->record->status),
                                               e->pending, e->delivery, e->link_problem));
    }
  for (guint i = 0; i < view->items->len; i++)
    {
      TbItemView *item = view->items->pdata[i];

      g_ptr_array_add (
        lines, g_strdup_printf ("item %s “%s” of %s, sha256 %s, local only %d, waiting %d, read-only %d",
                                tb_nick (TB_TYPE_ITEM_KIND, (int)item->record->kind), item->record->text,
                                item->partner, item->record->sha256, item->is_local_only, item->is_waiting,
                                item->is_read_only));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **)lines->pdata);
}

static void
submit_until_approved (Pair       *pair,
                       const char *lead,
                       const char *service)
{
  act (&pair->service, service, TB_ACTION_SUBMIT);
  exchange (pair);
  g_assert_cmpint (status_of (&pair->lead, lead), ==, TB_STATUS_WAITING_APPROVAL);
  act (&pair->lead, lead, TB_ACTION_REJECT);
  exchange (pair);
  g_assert_cmpint (status_of (&pair->service, service), ==, TB_STATUS_IN_PROGRESS);
  act (&pair->service, service, TB_ACTION_SUBMIT);
  exchange (pair);
  act (&pair->lead, lead, TB_ACTION_APPROVE);
  exchange (pair);
  g_assert_cmpint (status_of (&pair->lead, lead), ==, TB_STATUS_COMPLETE);
  g_assert_cmpint (status_of (&pair->service, service), ==, TB_STATUS_COMPLETE);
}

/* From the invitation to the approval. Returns: the end state of both sides */
static char *
play (Kind kind)
{
  Pair             pair;
  g_autofree char *lead = NULL;
  g_autofree char *service = NULL;
  g_autofree char *offer = NULL;
  g_autofree char *text = g_strnfill (2000 * 1000, 'p');
  g_autoptr (GBytes) file = g_bytes_new (text, strlen (text));
  g_autofree char *at_lead = NULL;
  g_autofree char *at_service = NULL;
  g_autofree char *sha256 = NULL;
  char            *both;

  pair_open (&pair, kind);
  lead = outsource_new (&pair.lead, "Mailserver nimmt keine Verbindungen an", "Alpen");
  exchange (&pair);
  offer = newest (&pair.service);
  g_assert_cmpint (status_of (&pair.service, offer), ==, TB_STATUS_ASSIGNED);
  act (&pair.service, offer, TB_ACTION_ACCEPT);
  exchange (&pair);
  service = newest (&pair.service);
  g_assert_cmpint (status_of (&pair.lead, lead), ==, TB_STATUS_ACCEPTED);

  note (&pair.service, service, "Dienst neu gestartet");
  note (&pair.lead, lead, "Danke, wir schauen");
  attach (&pair.service, service, file); /* travels in parts, before the event that names it */
  exchange (&pair);
  g_assert_cmpint (status_of (&pair.lead, lead), ==, TB_STATUS_IN_PROGRESS);
  g_assert_true (has_note (&pair.lead, lead, "Dienst neu gestartet"));
  g_assert_true (has_note (&pair.service, service, "Danke, wir schauen"));

  submit_until_approved (&pair, lead, service);
  at_lead = describe (&pair.lead, lead);
  at_service = describe (&pair.service, service);
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file);
  g_assert_nonnull (strstr (at_lead, sha256));
  both = g_strconcat (at_lead, "\n--\n", at_service, NULL);
  g_test_message ("%s", both);
  pair_close (&pair);

  return both;
}

static void
test_same_end_state_by_every_way (void)
{
  g_autofree char *by_folder = play (BY_FOLDER);
  g_autofree char *by_http = play (BY_HTTP);
  g_autofree char *by_tls = play (BY_TLS);

  g_assert_cmpstr (by_http, ==, by_folder);
  g_assert_cmpstr (by_tls, ==, by_folder);
}

/* ---- The lock ---- */

static void
test_one_courier_per_profile (void)
{
  Pair pair;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbCourier) second = NULL;

  pair_open (&pair, BY_HTTP);
  second = tb_courier_new (pair.lead.engine, NULL, NULL);
  g_assert_false (tb_courier_start (second, NULL, FALSE, NULL, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_LOCK_HELD);
  g_assert_false (tb_courier_is_running (second));

  tb_courier_start_when_free (second, "127.0.0.1:0", FALSE);
  g_assert_false (tb_courier_is_running (second));
  stop_courier (&pair.lead);
  spin_until (tb_courier_is_running (second));
  tb_courier_stop (second);
  g_assert_false (tb_courier_is_running (second));
  pair_close (&pair);
}

static void
test_failed_start_leaves_no_lock (void)
{
  Pair pair;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbCourier) second = NULL;

  pair_open (&pair, BY_HTTP);
  stop_courier (&pair.lead);
  second = tb_courier_new (pair.lead.engine, NULL, NULL);
  g_assert_false (tb_courier_start (second, "0.0.0.0:0", FALSE, NULL, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_PLAIN_HTTP);
  g_clear_error (&error);
  g_assert_false (tb_courier_start (second, "nowhere", FALSE, NULL, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_ADDRESS);
  g_clear_error (&error);
  tb_courier_start (second, NULL, FALSE, NULL, &error);
  g_assert_no_error (error);
  tb_courier_stop (second);
  pair_close (&pair);
}

/* A process without the lock only writes; the holder notices and sends. */
static void
test_sends_what_another_process_wrote (void)
{
  Pair             pair;
  Side             writer = { 0 };
  g_autofree char *number = NULL;

  pair_open (&pair, BY_HTTP);
  writer.dir = pair.lead.dir;
  writer.clock = pair.lead.clock;
  open_engine (&writer);
  number = outsource_new (&writer, "Drucker", "Alpen");
  spin_until (({
    g_autofree char *offer = newest (&pair.service);
    offer != NULL;
  }));
  g_clear_object (&writer.engine);
  tb_store_close (writer.store);
  g_clear_object (&writer.store);
  pair_close (&pair);
}

/* ---- Partners that are away, slow, at fault ---- */

static void
on_flushed_cb (gpointer data)
{
  *(gboolean *)data = TRUE;
}

static void
flush (Side *side)
{
  gboolean is_done = FALSE;

  transport_of (side)->flush (side->courier, on_flushed_cb, &is_done);
  g_assert_false (transport_of (side)->idle (side->courier));
  spin_until (is_done);
}

static void
test_flush_tries_again_at_once (void)
{
  Pair             pair;
  g_autofree char *number = NULL;
  g_autofree char *offer = NULL;

  pair_open (&pair, BY_HTTP);
  stop_courier (&pair.service);
  number = outsource_new (&pair.lead, "Drucker", "Alpen");
  flush (&pair.lead);
  g_assert_false (is_quiet (&pair.lead));
  g_assert_null (newest (&pair.service));

  start_courier (&pair, &pair.service, NULL);
  flush (&pair.lead);
  offer = newest (&pair.service);
  g_assert_nonnull (offer);
  exchange (&pair);
  pair_close (&pair);
}

static void
test_flush_without_lock_ends (void)
{
  Pair     pair;
  gboolean is_done = FALSE;
  g_autoptr (TbCourier) second = NULL;

  pair_open (&pair, BY_HTTP);
  second = tb_courier_new (pair.lead.engine, NULL, NULL);
  tb_courier_get_transport (second)->flush (second, on_flushed_cb, &is_done);
  spin_until (is_done);
  g_assert_true (tb_courier_get_transport (second)->idle (second));
  pair_close (&pair);
}

static void
test_stop_in_the_middle_is_clean (void)
{
  Pair             pair;
  gboolean         is_done = FALSE;
  g_autofree char *number = NULL;
  g_autofree char *offer = NULL;

  pair_open (&pair, BY_HTTP);
  number = outsource_new (&pair.lead, "Drucker", "Alpen");
  transport_of (&pair.lead)->flush (pair.lead.courier, on_flushed_cb, &is_done);
  for (guint i = 0; i < 3; i++)
    g_main_context_iteration (NULL, FALSE);
  stop_courier (&pair.lead);
  settle ();
  g_assert_false (is_done);

  /* Nothing is lost by it. */
  start_courier (&pair, &pair.lead, NULL);
  exchange (&pair);
  offer = newest (&pair.service);
  g_assert_nonnull (offer);
  pair_close (&pair);
}

static void
test_silent_partner_does_not_hold_up_others (void)
{
  Pair             pair;
  Side             third = { 0 };
  g_autofree char *to_third = NULL;
  g_autofree char *to_service = NULL;

  pair_open (&pair, BY_FOLDER);
  side_open (&pair, &third, "Ost");
  join (&pair.lead, &third);
  spin_until (is_quiet (&pair.lead) && is_quiet (&third));

  /* What is sent to it lies there for ever. */
  g_clear_pointer (&third.postbox, postbox_free);
  to_third = outsource_new (&pair.lead, "Für Ost", "Ost");
  to_service = outsource_new (&pair.lead, "Für Alpen", "Alpen");
  spin_until (({
    g_autofree char *offer = newest (&pair.service);
    offer != NULL;
  }));
  g_assert_false (is_quiet (&pair.lead));
  side_close (&third);
  pair_close (&pair);
}

static gboolean
fail_commits (TbStoreStep step,
              gpointer    data)
{
  return step == TB_STORE_STEP_COMMIT;
}

static gboolean
has_problem (Side *side)
{
  g_autoptr (GPtrArray) partners = tb_engine_partners (side->engine, NULL);

  return partners->len == 1 && ((TbPartnerView *)partners->pdata[0])->record->problem != NULL;
}

static void
test_fault_there_is_tried_again (void)
{
  Pair             pair;
  g_autofree char *number = NULL;
  g_autofree char *offer = NULL;

  pair_open (&pair, BY_HTTP);
  tb_store_set_fault (pair.service.store, fail_commits, NULL);
  number = outsource_new (&pair.lead, "Drucker", "Alpen");
  spin_until (has_problem (&pair.lead));
  tb_store_set_fault (pair.service.store, NULL, NULL);
  g_assert_null (newest (&pair.service));

  run (&pair.lead, (TbCommand){ .type = TB_COMMAND_SEND_NOW }, NULL);
  exchange (&pair);
  offer = newest (&pair.service);
  g_assert_nonnull (offer);
  g_assert_false (has_problem (&pair.lead));
  pair_close (&pair);
}

static void
test_another_certificate_stops_delivery (void)
{
  Pair             pair;
  g_autofree char *number = NULL;
  g_autoptr (GPtrArray) partners = NULL;

  pair_open (&pair, BY_TLS);
  stop_courier (&pair.service);
  /* Somebody else at the same address. */
  g_assert_true (tb_engine_set_secret (pair.service.engine, "tls-certificate", "", NULL));
  start_courier (&pair, &pair.service, NULL);
  number = outsource_new (&pair.lead, "Drucker", "Alpen");
  spin_until (has_problem (&pair.lead));
  partners = tb_engine_partners (pair.lead.engine, NULL);
  g_assert_cmpstr (((TbPartnerView *)partners->pdata[0])->record->problem, ==, "certificate");
  g_assert_null (newest (&pair.service));
  pair_close (&pair);
}

static void
test_fingerprint_is_made_once (void)
{
  Pair pair;
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *other = NULL;

  pair_open (&pair, BY_HTTP);
  first = transport_of (&pair.lead)->fingerprint (pair.lead.courier, &error);
  g_assert_no_error (error);
  second = transport_of (&pair.lead)->fingerprint (pair.lead.courier, &error);
  g_assert_cmpstr (first, ==, second);
  kept = tb_engine_get_config (pair.lead.engine, "fingerprint", &error);
  g_assert_cmpstr (first, ==, kept);
  other = transport_of (&pair.service)->fingerprint (pair.service.courier, &error);
  g_assert_cmpstr (first, !=, other);
  pair_close (&pair);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/courier/same-end-state-by-every-way", test_same_end_state_by_every_way);
  g_test_add_func ("/sync/courier/one-courier-per-profile", test_one_courier_per_profile);
  g_test_add_func ("/sync/courier/failed-start-leaves-no-lock", test_failed_start_leaves_no_lock);
  g_test_add_func ("/sync/courier/sends-what-another-process-wrote", test_sends_what_another_process_wrote);
  g_test_add_func ("/sync/courier/flush-tries-again-at-once", test_flush_tries_again_at_once);
  g_test_add_func ("/sync/courier/flush-without-lock-ends", test_flush_without_lock_ends);
  g_test_add_func ("/sync/courier/stop-in-the-middle-is-clean", test_stop_in_the_middle_is_clean);
  g_test_add_func ("/sync/courier/silent-partner-does-not-hold-up-others",
                   test_silent_partner_does_not_hold_up_others);
  g_test_add_func ("/sync/courier/fault-there-is-tried-again", test_fault_there_is_tried_again);
  g_test_add_func ("/sync/courier/another-certificate-stops-delivery",
                   test_another_certificate_stops_delivery);
  g_test_add_func ("/sync/courier/fingerprint-is-made-once", test_fingerprint_is_made_once);

  return g_test_run ();
}
