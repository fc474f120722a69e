/* SPDX-License-Identifier: GPL-3.0-or-later
 * The courier: two instances over each of the ways, the lock, partners that are away or slow. */
#include "config.h"

#include "courier-pair.h"

#include <string.h>

#define BACKLOG 2300
#define CHANGES 20

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

/* ---- Nobody looks who is due when it is known ---- */

typedef struct
{
  GMutex   mutex;
  GCond    cond;
  gboolean is_open;
  gboolean is_over; /* told on the main thread */
} Gate;

static gboolean
wait_at_gate (TbTx    *tx,
              gpointer data,
              GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  while (!gate->is_open)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);

  return TRUE;
}

static void
on_gate_passed_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      data)
{
  ((Gate *)data)->is_over = tb_store_run_finish (TB_STORE (object), result, NULL);
}

static void
open_gate (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  gate->is_open = TRUE;
  g_cond_signal (&gate->cond);
  g_mutex_unlock (&gate->mutex);
}

/* With a reader that is kept busy nothing can be looked up: what is changed arrives all the same. Who fetches
 * is just coming again when the next is changed; to whom it is brought the next waits for a look. */
static void
test_change_goes_without_a_look (gconstpointer data)
{
  Pair             pair;
  g_autofree char *number = NULL;
  g_autofree char *offer = NULL;
  Gate             gate = { 0 };
  TbItemDraft      draft = { .kind = TB_ITEM_NOTE };
  TbCommand        command = { .type = TB_COMMAND_ADD_ITEM, .item = &draft };
  guint            i;

  pair_open (&pair, (Kind)GPOINTER_TO_INT (data));
  number = outsource_new (&pair.lead, "Eilig", "Alpen");
  exchange (&pair);
  offer = newest (&pair.service);
  act (&pair.service, offer, TB_ACTION_ACCEPT);
  exchange (&pair);
  g_free (offer);
  offer = newest (&pair.service);
  command.ticket = find (&pair.lead, number);
  tb_store_read_async (pair.lead.store, wait_at_gate, &gate, NULL, NULL, on_gate_passed_cb, &gate);
  for (i = 0; i < (pair.kind == BY_PULL ? CHANGES : 1); i++)
    {
      g_autofree char *text = g_strdup_printf ("Gleich %u", i);

      draft.text = text;
      run (&pair.lead, command, NULL);
      spin_until (has_note (&pair.service, offer, text));
    }
  open_gate (&gate);
  spin_until (gate.is_over);
  pair_close (&pair);
}

/* More than goes into two pushes, which are under way at once: all of it arrives, each once, in its order. */
static void
test_backlog (void)
{
  Pair             pair;
  g_autofree char *number = NULL;
  g_autofree char *offer = NULL;
  g_autofree char *there = NULL;
  guint            i;

  pair_open (&pair, BY_HTTP);
  number = outsource_new (&pair.lead, "Viel", "Alpen");
  exchange (&pair);
  offer = newest (&pair.service);
  act (&pair.service, offer, TB_ACTION_ACCEPT);
  exchange (&pair);
  there = newest (&pair.service);
  stop_courier (&pair.lead);
  for (i = 0; i < BACKLOG; i++)
    {
      g_autofree char *text = g_strdup_printf ("Notiz %u", i);

      note (&pair.lead, number, text);
    }
  start_courier (&pair, &pair.lead, NULL);
  exchange (&pair);
  {
    g_autoptr (TbTicketView) view = show (&pair.service, there);

    g_assert_cmpuint (view->items->len, ==, BACKLOG);
    for (i = 0; i < BACKLOG; i++)
      {
        g_autofree char *text = g_strdup_printf ("Notiz %u", i);

        g_assert_cmpstr (((TbItemView *)view->items->pdata[i])->record->text, ==, text);
      }
  }
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
  join (&pair.lead, &third, NULL);
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
  g_test_add_data_func ("/sync/courier/change-goes-without-a-look/push", GINT_TO_POINTER (BY_HTTP),
                        test_change_goes_without_a_look);
  g_test_add_data_func ("/sync/courier/change-goes-without-a-look/pull", GINT_TO_POINTER (BY_PULL),
                        test_change_goes_without_a_look);
  g_test_add_func ("/sync/courier/backlog", test_backlog);
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
