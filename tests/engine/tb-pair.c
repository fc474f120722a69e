/* SPDX-License-Identifier: GPL-3.0-or-later
 * Instances in one test: their stores, engines, one virtual clock, and the shortest way between them. */
#include "config.h"

#include "tb-pair.h"

#include <glib/gstdio.h>

/* 2026-11-23T08:00:00Z */
#define START G_GINT64_CONSTANT (1795420800000000)

void
tb_pair_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        tb_pair_remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

/* A new database takes its time to be made: once for all. */
static void
lay_database (const char *dir)
{
  static char     *bytes = NULL;
  static gsize     size = 0;
  g_autofree char *path = g_build_filename (dir, "ticketbruecke.db", NULL);
  g_autoptr (GError) error = NULL;

  if (bytes == NULL)
    {
      g_autoptr (TbStore) store = tb_store_open (dir, TB_STORE_INLINE | TB_STORE_VOLATILE, NULL, &error);

      g_assert_no_error (error);
      tb_store_close (store);
      g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
      return;
    }
  g_file_set_contents_full (path, bytes, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
open_engine (TbSide *side)
{
  g_autoptr (GError) error = NULL;

  side->store = tb_store_open (side->dir, TB_STORE_INLINE | TB_STORE_VOLATILE, NULL, &error);
  g_assert_no_error (error);
  side->engine = tb_engine_new (side->store, side->clock, &error);
  g_assert_no_error (error);
}

void
tb_side_open (TbSide     *side,
              const char *name,
              TbClock    *clock)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1/%s", name);
  const char      *base = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) ? "/dev/shm" : g_get_tmp_dir ();

  *side = (TbSide){ .name = name, .clock = clock };
  side->dir = g_build_filename (base, "ticketbruecke-test-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (side->dir));
  lay_database (side->dir);
  open_engine (side);
  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "name", .value = name }, NULL);
  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "url", .value = url }, NULL);
  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "timezone", .value = "Europe/Berlin" },
              NULL);
}

void
tb_side_reopen (TbSide *side)
{
  g_clear_object (&side->engine);
  tb_store_close (side->store);
  g_clear_object (&side->store);
  open_engine (side);
}

static void
close_engine (TbSide *side)
{
  g_clear_object (&side->engine);
  tb_store_close (side->store);
  g_clear_object (&side->store);
}

static void
copy_file (const char *from,
           const char *to)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize            size;

  g_file_get_contents (from, &bytes, &size, &error);
  g_assert_no_error (error);
  g_file_set_contents (to, bytes, size, &error);
  g_assert_no_error (error);
}

/* Closed, so that nothing stands in the log only. */
char *
tb_side_save (TbSide *side)
{
  static guint     n_saved = 0;
  g_autofree char *name = g_strdup_printf ("saved-%u", n_saved++);
  g_autofree char *path = g_build_filename (side->dir, "ticketbruecke.db", NULL);
  char            *copy = g_build_filename (side->dir, name, NULL);

  close_engine (side);
  copy_file (path, copy);
  open_engine (side);
  return copy;
}

void
tb_side_go_back (TbSide     *side,
                 const char *copy)
{
  g_autofree char *path = g_build_filename (side->dir, "ticketbruecke.db", NULL);

  close_engine (side);
  copy_file (copy, path);
  open_engine (side);
}

void
tb_side_close (TbSide *side)
{
  if (side->dir == NULL)
    return;
  g_clear_object (&side->engine);
  tb_store_close (side->store);
  g_clear_object (&side->store);
  tb_pair_remove_tree (side->dir);
  g_clear_pointer (&side->dir, g_free);
}

void
tb_side_do (TbSide   *side,
            TbCommand command,
            TbResult *result)
{
  g_autoptr (GError) error = NULL;

  tb_engine_do (side->engine, &command, result, &error);
  g_assert_no_error (error);
}

void
tb_side_refuse (TbSide   *side,
                TbCommand command,
                TbProblem problem)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tb_engine_do (side->engine, &command, NULL, &error));
  g_assert_error (error, TB_PROBLEM, (int)problem);
}

void
tb_pair_setup (TbPair *pair)
{
  *pair = (TbPair){ .clock = tb_clock_new_virtual (START) };
  tb_side_open (&pair->lead, "Nord", pair->clock);
  tb_side_open (&pair->service, "Alpen", pair->clock);
  tb_join_sides (&pair->lead, &pair->service);
}

void
tb_pair_add_third (TbPair *pair)
{
  tb_side_open (&pair->third, "Ost", pair->clock);
  tb_join_sides (&pair->service, &pair->third);
}

void
tb_pair_teardown (TbPair *pair)
{
  tb_side_close (&pair->lead);
  tb_side_close (&pair->service);
  tb_side_close (&pair->third);
  g_clear_pointer (&pair->clock, tb_clock_unref);
}

void
tb_join_sides (TbSide *a,
               TbSide *b)
{
  g_auto (TbResult) invited = { 0 };

  tb_side_do (a, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = b->name }, &invited);
  tb_side_do (b, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.text }, NULL);
  tb_exchange (a, b);
}

gint64
tb_side_partner (TbSide     *side,
                 const char *name)
{
  g_autoptr (GPtrArray) partners = tb_engine_partners (side->engine, NULL);
  guint i;

  g_assert_nonnull (partners);
  for (i = 0; i < partners->len; i++)
    {
      TbPartnerView *view = partners->pdata[i];

      if (g_strcmp0 (view->record->name, name) == 0)
        return view->record->id;
    }
  return 0;
}

gboolean
tb_push_once (TbSide  *from,
              TbSide  *to,
              gboolean force)
{
  g_autoptr (TbEnvelope) request = NULL;
  g_autoptr (TbEnvelope) answer = NULL;
  g_autoptr (GError) error = NULL;
  gint64 partner = tb_side_partner (from, to->name);

  if (partner == 0)
    return FALSE;
  request = tb_engine_prepare (from->engine, partner, force, &error);
  g_assert_no_error (error);
  if (request == NULL)
    return FALSE;
  answer = tb_engine_receive (to->engine, request, &error);
  g_assert_no_error (error);
  tb_engine_settle (from->engine, partner, request, answer, NULL, &error);
  g_assert_no_error (error);
  return TRUE;
}

void
tb_exchange (TbSide *a,
             TbSide *b)
{
  guint round;

  for (round = 0; round < 100; round++)
    {
      gboolean went = tb_push_once (a, b, FALSE);

      went = tb_push_once (b, a, FALSE) || went;
      if (!went)
        return;
    }
  g_assert_not_reached ();
}

void
tb_pair_exchange (TbPair *pair)
{
  tb_exchange (&pair->lead, &pair->service);
}

gint64
tb_side_ticket (TbSide     *side,
                const char *number)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tb_engine_find_ticket (side->engine, number, &error);

  g_assert_no_error (error);
  return id;
}

TbTicketView *
tb_side_show (TbSide     *side,
              const char *number)
{
  g_autoptr (GError) error = NULL;
  TbTicketView *view = tb_engine_load_ticket (side->engine, tb_side_ticket (side, number), &error);

  g_assert_no_error (error);
  return view;
}

char *
tb_side_newest (TbSide *side)
{
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING, .sort = TB_SORT_UPDATED, .descending = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tb_engine_list (side->engine, &query, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  return g_strdup (((TbListRow *)rows->pdata[0])->number);
}

TbStatus
tb_status_of (TbSide     *side,
              const char *number,
              TbRole      role)
{
  g_autoptr (TbTicketView) view = tb_side_show (side, number);
  TbEngagementView *latest = tb_ticket_view_latest (view, role);

  return latest != NULL ? (TbStatus)latest->record->status : TB_STATUS_NONE;
}

TbItemView *
tb_item_with (TbTicketView *view,
              const char   *text)
{
  guint i;

  for (i = 0; i < view->items->len; i++)
    {
      TbItemView *item = view->items->pdata[i];

      if (g_strcmp0 (item->record->text, text) == 0)
        return item;
    }
  return NULL;
}

char *
tb_side_new_ticket (TbSide     *side,
                    const char *title)
{
  const TbTicketDraft draft = { .title = title,
                                .description = "Der Dienst startet nicht.",
                                .organisation = "Hotel Seeblick",
                                .contact = "Frau Yıldız",
                                .phone = "+49 431 555 01 20",
                                .street = "Uferweg 3",
                                .postcode = "24103",
                                .town = "Kiel",
                                .priority = TB_PRIORITY_HIGH };
  TbResult            result = { 0 };
  char               *number;

  tb_side_do (side, (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, &result);
  number = g_strdup (result.number);
  tb_result_clear (&result);
  return number;
}

void
tb_side_outsource (TbSide     *side,
                   const char *number,
                   const char *partner)
{
  TbTerms terms = TB_TERMS_EMPTY;

  terms.rate_kind = TB_RATE_HOURLY;
  terms.amount = 8500;
  terms.authorized_minutes = 240;
  terms.authorized_charges = 15000;
  terms.customer_rate = 11000;
  terms.instructions = "Bitte vor Ort prüfen.";
  tb_side_do (side,
              (TbCommand){ .type = TB_COMMAND_OUTSOURCE,
                           .ticket = tb_side_ticket (side, number),
                           .partner = partner,
                           .terms = &terms },
              NULL);
}

void
tb_side_act (TbSide     *side,
             const char *number,
             TbAction    action,
             const char *reason)
{
  tb_side_do (side,
              (TbCommand){ .type = TB_COMMAND_ACT,
                           .ticket = tb_side_ticket (side, number),
                           .action = action,
                           .reason = reason,
                           .organisation = "Nord Partnerfirma" },
              NULL);
}

char *
tb_side_note (TbSide     *side,
              const char *number,
              const char *text,
              gboolean    internal)
{
  const TbItemDraft draft = { .kind = TB_ITEM_NOTE, .text = text, .is_internal = internal };
  TbResult          result = { 0 };
  char             *uuid;

  tb_side_do (
    side, (TbCommand){ .type = TB_COMMAND_ADD_ITEM, .ticket = tb_side_ticket (side, number), .item = &draft },
    &result);
  uuid = g_strdup (result.uuid);
  tb_result_clear (&result);
  return uuid;
}

void
tb_pair_accepted (TbPair *pair,
                  char  **lead_number,
                  char  **service_number)
{
  g_autofree char *offer = NULL;

  *lead_number = tb_side_new_ticket (&pair->lead, "Mailserver nimmt keine Verbindungen an");
  tb_side_outsource (&pair->lead, *lead_number, "Alpen");
  tb_pair_exchange (pair);
  offer = tb_side_newest (&pair->service);
  tb_side_act (&pair->service, offer, TB_ACTION_ACCEPT, NULL);
  tb_pair_exchange (pair);
  *service_number = tb_side_newest (&pair->service);
}

static gboolean
do_nothing (TbTx    *tx,
            gpointer data,
            GError **error)
{
  return TRUE;
}

static void
on_read_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GError) error = NULL;

  tb_store_run_finish (TB_STORE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *)data = TRUE;
}

void
tb_pair_settle (TbStore *store)
{
  guint i;

  for (i = 0; i < 5; i++)
    {
      gboolean is_done = FALSE;

      tb_store_read_async (store, do_nothing, NULL, NULL, NULL, on_read_cb, &is_done);
      while (!is_done)
        g_main_context_iteration (NULL, TRUE);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}
