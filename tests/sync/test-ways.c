/* SPDX-License-Identifier: GPL-3.0-or-later
 * The ways to travel: the same story over each of them, and what is peculiar to each. */
#include "config.h"

#include "courier-pair.h"

#include <string.h>

static void
test_pull_ends_as_push_does (void)
{
  g_autofree char *by_push = play (BY_HTTP);
  g_autofree char *by_pull = play (BY_PULL);
  g_autofree char *by_pull_of_lead = play (BY_PULL_OF_LEAD);

  g_assert_cmpstr (by_pull, ==, by_push);
  g_assert_cmpstr (by_pull_of_lead, ==, by_push);
}

static void
test_mailbox_ends_as_push_does (void)
{
  g_autofree char *by_push = play (BY_HTTP);
  g_autofree char *by_mailbox = play (BY_MAILBOX);

  g_assert_cmpstr (by_mailbox, ==, by_push);
}

static gboolean
has_offer (Side *side)
{
  g_autofree char *number = newest (side);

  return number != NULL;
}

/* A poll lies there for 25 seconds; what is waited for here takes less, or the test fails. */
static void
test_poll_is_answered_at_once (gconstpointer data)
{
  Pair             pair;
  g_autofree char *number = NULL;

  G_STATIC_ASSERT (SPIN_SECONDS < 25);
  pair_open (&pair, (Kind)GPOINTER_TO_INT (data));
  number = outsource_new (&pair.lead, "Drucker", "Alpen");
  spin_until (has_offer (&pair.service));
  pair_close (&pair);
}

static void
test_server_goes_and_comes (void)
{
  Pair             pair;
  g_autofree char *number = NULL;

  pair_open (&pair, BY_PULL);
  /* With the service partner's poll lying there. */
  stop_courier (&pair.lead);
  number = outsource_new (&pair.lead, "Drucker", "Alpen");
  g_assert_false (has_offer (&pair.service));
  start_courier (&pair, &pair.lead, NULL);
  run (&pair.service, (TbCommand){ .type = TB_COMMAND_SEND_NOW }, NULL);
  spin_until (has_offer (&pair.service));
  pair_close (&pair);
}

/* ---- Going back to a backup ---- */

static void
back_up (Side  *side,
         char **name)
{
  g_autoptr (GError) error = NULL;

  tb_engine_back_up (side->engine, name, &error);
  g_assert_no_error (error);
}

static void
go_back (Side *side,
         char *name)
{
  g_autoptr (GError) error = NULL;

  tb_engine_restore (side->engine, name, NULL, &error);
  g_assert_no_error (error);
}

/* With both couriers at work, and polls lying there: each side once, and what it has forgotten comes back. */
static void
test_who_went_back_heals (gconstpointer data)
{
  Pair             pair;
  g_autofree char *number = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *of_lead = NULL;
  g_autofree char *of_service = NULL;

  pair_open (&pair, (Kind)GPOINTER_TO_INT (data));
  number = outsource_new (&pair.lead, "Drucker", "Alpen");
  spin_until (has_offer (&pair.service));
  theirs = newest (&pair.service);
  act (&pair.service, theirs, TB_ACTION_ACCEPT);
  spin_until (status_of (&pair.lead, number) == TB_STATUS_ACCEPTED);
  exchange (&pair);
  g_free (theirs);
  theirs = newest (&pair.service);
  back_up (&pair.lead, &of_lead);
  back_up (&pair.service, &of_service);
  note (&pair.lead, number, "vom Lead");
  note (&pair.service, theirs, "vom Service");
  exchange (&pair);
  go_back (&pair.lead, of_lead);
  g_assert_false (has_note (&pair.lead, number, "vom Lead"));
  spin_until (has_note (&pair.lead, number, "vom Lead") && has_note (&pair.lead, number, "vom Service"));
  exchange (&pair);
  go_back (&pair.service, of_service);
  spin_until (has_note (&pair.service, theirs, "vom Service") &&
              has_note (&pair.service, theirs, "vom Lead"));
  note (&pair.lead, number, "danach");
  spin_until (has_note (&pair.service, theirs, "danach"));
  exchange (&pair);
  g_assert_cmpint (status_of (&pair.lead, number), ==, status_of (&pair.service, theirs));
  pair_close (&pair);
}

/* ---- Files ---- */

/* The sanitizer keeps what was freed: there only that it arrives is looked at. */
#ifdef __SANITIZE_ADDRESS__
#define LARGE_BYTES (4 * 1000 * 1000)
#define MEMORY_BYTES G_MAXSIZE / 2
#else
#define LARGE_BYTES (40 * 1000 * 1000)
#define MEMORY_BYTES (32 * 1000 * 1000)
#endif
#define PATIENCE (100 * G_USEC_PER_SEC)

/* Mapped files are not this process's memory. */
static gsize
get_own_memory (void)
{
  g_autofree char *text = NULL;
  const char      *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "RssAnon:");
  g_assert_nonnull (line);

  return (gsize)g_ascii_strtoull (line + strlen ("RssAnon:"), NULL, 10) * 1024;
}

static void
attach_large (Side       *side,
              const char *number)
{
  g_autofree guint8 *data = g_malloc (LARGE_BYTES);
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < LARGE_BYTES; i++)
    data[i] = (guint8)(i * 2654435761u >> 13);
  bytes = g_bytes_new_static (data, LARGE_BYTES);
  attach (side, number, bytes);
}

static gboolean
has_large_file (Side       *side,
                const char *number)
{
  g_autoptr (TbTicketView) view = show (side, number);

  for (guint i = 0; i < view->items->len; i++)
    if (((TbItemView *)view->items->pdata[i])->record->size == LARGE_BYTES)
      return TRUE;

  return FALSE;
}

/* Brought, fetched, and through a mailbox: never the whole of it in memory. */
static void
test_large_file (gconstpointer data)
{
  Pair             pair;
  g_autofree char *lead = NULL;
  g_autofree char *offer = NULL;
  g_autofree char *service = NULL;
  gsize            before;
  gsize            most = 0;
  gint64           end;

  pair_open (&pair, (Kind)GPOINTER_TO_INT (data));
  lead = outsource_new (&pair.lead, "Sicherung", "Alpen");
  exchange (&pair);
  offer = newest (&pair.service);
  act (&pair.service, offer, TB_ACTION_ACCEPT);
  exchange (&pair);
  service = newest (&pair.service);
  attach_large (&pair.service, service);
  before = get_own_memory ();
  end = g_get_monotonic_time () + PATIENCE;
  while (!has_large_file (&pair.lead, lead))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      most = MAX (most, get_own_memory ());
      spin_once ();
    }
  g_test_message ("%" G_GSIZE_FORMAT " bytes more", most > before ? most - before : 0);
  g_assert_cmpuint (most, <, before + MEMORY_BYTES);
  exchange (&pair);
  pair_close (&pair);
}

/* ---- Trying ---- */

typedef struct
{
  Side    *side;
  gboolean is_done;
  TbTrial  trial;
  GError  *error;
} Try;

static void
on_tried_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  Try *try = data;

  transport_of (try->side)->try_partner_finish (try->side->courier, result, &try->trial, &try->error);
  try->is_done = TRUE;
}

static Try
try_partner (Side *side)
{
  g_autoptr (GPtrArray) partners = tb_engine_partners (side->engine, NULL);
  const TbPartnerRecord *partner = ((TbPartnerView *)partners->pdata[0])->record;
  Try                    try = { .side = side };

  transport_of (side)->try_partner (side->courier, partner->id, NULL, on_tried_cb, &try);
  spin_until (try.is_done);

  return try;
}

static void
test_try (void)
{
  static const struct
  {
    Kind     kind;
    TbTravel lead;
    TbTravel service;
  } rows[] = {
    { BY_TLS, TB_TRAVEL_PUSH, TB_TRAVEL_PUSH },
    { BY_PULL, TB_TRAVEL_AWAIT, TB_TRAVEL_PULL },
    { BY_MAILBOX, TB_TRAVEL_MAILBOX, TB_TRAVEL_MAILBOX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Pair pair;
      Try  lead, service;

      pair_open (&pair, rows[i].kind);
      lead = try_partner (&pair.lead);
      service = try_partner (&pair.service);
      g_assert_no_error (lead.error);
      g_assert_no_error (service.error);
      g_assert_cmpint (lead.trial.travel, ==, rows[i].lead);
      g_assert_cmpint (service.trial.travel, ==, rows[i].service);
      g_assert_cmpint (lead.trial.last_contact, >, 0);
      pair_close (&pair);
    }
}

static void
test_try_says_why_not (void)
{
  Pair pair;
  Try  away, closed;

  pair_open (&pair, BY_HTTP);
  stop_courier (&pair.lead);
  away = try_partner (&pair.service);
  g_assert_error (away.error, TB_PROBLEM, TB_PROBLEM_UNREACHABLE);
  g_clear_error (&away.error);
  pair_close (&pair);

  pair_open (&pair, BY_MAILBOX);
  run (&pair.operator, (TbCommand){ .type = TB_COMMAND_BOX_REMOVE, .name = "Nord und Alpen" }, NULL);
  closed = try_partner (&pair.service);
  g_assert_error (closed.error, TB_PROBLEM, TB_PROBLEM_MAILBOX);
  g_clear_error (&closed.error);
  pair_close (&pair);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/ways/pull-ends-as-push-does", test_pull_ends_as_push_does);

  g_test_add_func ("/sync/ways/mailbox-ends-as-push-does", test_mailbox_ends_as_push_does);
  g_test_add_data_func ("/sync/ways/poll-is-answered-at-once/pull", GINT_TO_POINTER (BY_PULL),
                        test_poll_is_answered_at_once);
  g_test_add_data_func ("/sync/ways/poll-is-answered-at-once/mailbox", GINT_TO_POINTER (BY_MAILBOX),
                        test_poll_is_answered_at_once);
  g_test_add_func ("/sync/ways/server-goes-and-comes", test_server_goes_and_comes);
  g_test_add_data_func ("/sync/ways/who-went-back-heals/push", GINT_TO_POINTER (BY_HTTP),
                        test_who_went_back_heals);
  g_test_add_data_func ("/sync/ways/who-went-back-heals/pull", GINT_TO_POINTER (BY_PULL),
                        test_who_went_back_heals);
  g_test_add_data_func ("/sync/ways/who-went-back-heals/pull-of-lead", GINT_TO_POINTER (BY_PULL_OF_LEAD),
                        test_who_went_back_heals);
  g_test_add_data_func ("/sync/ways/who-went-back-heals/mailbox", GINT_TO_POINTER (BY_MAILBOX),
                        test_who_went_back_heals);
  g_test_add_data_func ("/sync/ways/large-file/push", GINT_TO_POINTER (BY_HTTP), test_large_file);
  g_test_add_data_func ("/sync/ways/large-file/pull", GINT_TO_POINTER (BY_PULL_OF_LEAD), test_large_file);
  g_test_add_data_func ("/sync/ways/large-file/mailbox", GINT_TO_POINTER (BY_MAILBOX), test_large_file);
  g_test_add_func ("/sync/ways/try", test_try);
  g_test_add_func ("/sync/ways/try-says-why-not", test_try_says_why_not);

  return g_test_run ();
}
