/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the sample company: whenever it is made, its story holds and shows everything. */
#include "config.h"

#include "tb-pair.h"
#include "tb-sample.h"
#include "tb-workflow.h"

#include <string.h>

/* 2026-11-23T11:00:00Z, a Monday. */
#define NOON G_GINT64_CONSTANT (1795431600000000)

typedef struct
{
  TbClock *clock;
  TbSide   own;
  TbSide   partner;
} Fixture;

static void
fill (Fixture *f,
      gint64   now,
      gboolean german)
{
  g_autoptr (GError) error = NULL;

  f->clock = tb_clock_new_virtual (now - TB_SAMPLE_SPAN);
  tb_side_open (&f->own, "Own", f->clock);
  tb_side_open (&f->partner, "Partner", f->clock);
  tb_sample_fill (f->own.engine, f->partner.engine, f->clock, german, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  fill (f, NOON, GPOINTER_TO_INT (data));
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  tb_side_close (&f->own);
  tb_side_close (&f->partner);
  g_clear_pointer (&f->clock, tb_clock_unref);
}

static GPtrArray *
list (TbSide    *side,
      TbFolderId folder)
{
  const TbListQuery query = { .folder = folder, .sort = TB_SORT_UPDATED };
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = tb_engine_list (side->engine, &query, 0, &error);

  g_assert_no_error (error);
  return rows;
}

static guint
count_rows (TbSide       *side,
            TbShortTable  table,
            TbOutboxRow **first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tb_engine_rows (side->engine, table, &error);

  g_assert_no_error (error);
  if (first != NULL && rows->len > 0)
    *first = tb_record_ref (rows->pdata[0]);
  return rows->len;
}

static void
test_statuses (Fixture      *f,
               gconstpointer data)
{
  g_autoptr (GPtrArray) rows = list (&f->own, TB_FOLDER_EVERYTHING);
  guint seen[3] = { 0 };
  guint i;

  for (i = 0; i < rows->len; i++)
    {
      const TbListRow *row = rows->pdata[i];

      seen[TB_ROLE_LEAD] |= TB_STATUS_BIT (row->lead_status);
      seen[TB_ROLE_SERVICE] |= TB_STATUS_BIT (row->service_status);
      g_assert_cmpint (row->updated_at, <=, NOON);
    }
  g_assert_cmpuint (rows->len, >=, 40);
  /* Every value of the eight as lead; as service all that have a folder there. */
  for (i = TB_STATUS_UNSENT; i < TB_N_STATUSES; i++)
    g_assert_cmpuint (seen[TB_ROLE_LEAD] & TB_STATUS_BIT (i), !=, 0);
  for (i = 0; i < TB_N_FOLDERS; i++)
    {
      const TbFolder *folder = tb_folder (i);

      if (folder->role == TB_ROLE_SERVICE)
        g_assert_cmpuint (seen[TB_ROLE_SERVICE] & folder->statuses, !=, 0);
    }
}

static gboolean
read_counts (TbTx    *tx,
             gpointer data,
             GError **error)
{
  return tb_tx_folder_counts (tx, 0, data, error);
}

static void
test_folders (Fixture      *f,
              gconstpointer data)
{
  gint64 counts[TB_N_FOLDERS] = { 0 };
  g_autoptr (GError) error = NULL;
  guint i;

  tb_store_read (f->own.store, read_counts, counts, &error);
  g_assert_no_error (error);
  for (i = 0; i < TB_N_FOLDERS; i++)
    {
      g_autoptr (GPtrArray) rows = list (&f->own, i);

      g_assert_cmpint (counts[i], ==, rows->len);
      g_assert_cmpuint (rows->len, >, 0);
    }
}

static void
assert_sound (TbSide *side)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = tb_engine_check (side->engine, &error);
  guint i;

  g_assert_no_error (error);
  for (i = 0; i < findings->len; i++)
    g_test_message ("%s", (char *)findings->pdata[i]);
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_sound (Fixture      *f,
            gconstpointer data)
{
  assert_sound (&f->own);
  assert_sound (&f->partner);
}

static void
test_one_message_waits (Fixture      *f,
                        gconstpointer data)
{
  TbOutboxRow *waiting = NULL;
  guint        n_undelivered = 0;
  g_autoptr (GPtrArray) rows = list (&f->own, TB_FOLDER_EVERYTHING);
  guint i;

  g_assert_cmpuint (count_rows (&f->own, TB_TABLE_OUTBOX, &waiting), ==, 1);
  g_assert_cmpuint (count_rows (&f->partner, TB_TABLE_OUTBOX, NULL), ==, 0);
  g_assert_cmpint (waiting->state, ==, 0);
  tb_record_unref (waiting);
  for (i = 0; i < rows->len; i++)
    n_undelivered += ((TbListRow *)rows->pdata[i])->is_undelivered != 0;
  g_assert_cmpuint (n_undelivered, ==, 1);
}

/* What the pages and pictures need: each is somewhere. */
static void
test_everything_to_see (Fixture      *f,
                        gconstpointer data)
{
  g_autoptr (GPtrArray) rows = list (&f->own, TB_FOLDER_EVERYTHING);
  guint kinds = 0, n_internal = 0, n_questions = 0, n_alerts = 0, n_organisation_alerts = 0;
  guint n_taskfire = 0, n_rejected = 0, n_reasons = 0, n_customers = 0, i, j;
  g_autoptr (GHashTable) customers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (i = 0; i < rows->len; i++)
    {
      g_autoptr (TbTicketView) view = tb_side_show (&f->own, ((TbListRow *)rows->pdata[i])->number);
      const TbEngagementView *lead = tb_ticket_view_latest (view, TB_ROLE_LEAD);

      n_alerts += view->ticket->alert != NULL && *view->ticket->alert != '\0';
      n_taskfire += view->ticket->is_taskfire != 0;
      if (view->organisation != NULL)
        {
          n_organisation_alerts += view->organisation->alert != NULL;
          if (g_str_equal (view->organisation->kind, "customer"))
            g_hash_table_add (customers, g_strdup (view->organisation->name));
        }
      for (j = 0; j < view->items->len; j++)
        {
          const TbItemRecord *item = ((TbItemView *)view->items->pdata[j])->record;

          kinds |= 1u << item->kind;
          n_internal += item->is_internal && item->partner == 0;
          n_questions += item->is_question != 0;
          n_rejected += item->is_locked && item->kind == TB_ITEM_NOTE;
        }
      if (lead != NULL && lead->record->status == TB_STATUS_DECLINED)
        n_reasons += *lead->record->reason != '\0';
    }
  n_customers = g_hash_table_size (customers);
  g_assert_cmpuint (kinds, ==, (1u << TB_N_ITEM_KINDS) - 1);
  g_assert_cmpuint (n_customers, ==, 8);
  g_assert_cmpuint (MIN (MIN (n_internal, n_questions), MIN (n_alerts, n_organisation_alerts)), >, 0);
  g_assert_cmpuint (MIN (MIN (n_taskfire, n_rejected), n_reasons), >, 0);
}

/* The words of the country are data; what is made in English has none of the other. */
static void
test_english (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) statuses = tb_engine_rows (f->own.engine, TB_TABLE_STATUSES, &error);
  g_autoptr (GPtrArray) rows = list (&f->own, TB_FOLDER_EVERYTHING);
  guint i;

  g_assert_no_error (error);
  g_assert_cmpstr (((TbTicketStatusRecord *)statuses->pdata[0])->name, ==, "New");
  for (i = 0; i < rows->len; i++)
    g_assert_null (strstr (((TbListRow *)rows->pdata[i])->title, " und "));
}

static void
test_marked (Fixture      *f,
             gconstpointer data)
{
  g_autofree char *name = tb_engine_get_config (f->own.engine, "name", NULL);
  g_autofree char *sample = tb_engine_get_config (f->own.engine, "sample", NULL);
  g_autofree char *set_up_done = tb_engine_get_config (f->own.engine, "set-up", NULL);

  g_assert_cmpstr (name, ==, "Nordlicht IT GmbH");
  g_assert_cmpstr (sample, ==, "on");
  g_assert_cmpstr (set_up_done, ==, "on");
  g_assert_cmpint (tb_clock_now (f->clock), ==, NOON);
}

/* On every day of a week, in the night, in the morning, late: the steps stay in order and in time. */
static void
test_any_time (void)
{
  static const gint64 hours[] = { -11, -3, 11 };
  guint               day, i;

  for (day = 0; day < 7; day++)
    for (i = 0; i < G_N_ELEMENTS (hours); i++)
      {
        Fixture f = { 0 };

        /* Each day at one of the hours is enough for a quick run. */
        if (g_test_quick () && i != day % G_N_ELEMENTS (hours))
          continue;
        fill (&f, NOON + day * TB_DAY + hours[i] * TB_HOUR, TRUE);
        assert_sound (&f.own);
        g_assert_cmpuint (count_rows (&f.own, TB_TABLE_OUTBOX, NULL), ==, 1);
        tear_down (&f, NULL);
      }
}

#define ADD(path, language, func) \
  g_test_add ("/sample/" path, Fixture, GINT_TO_POINTER (language), set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("every-status-of-both-roles", TRUE, test_statuses);
  ADD ("folder-counts-match", TRUE, test_folders);
  ADD ("both-sides-are-sound", TRUE, test_sound);
  ADD ("one-message-waits", TRUE, test_one_message_waits);
  ADD ("everything-is-there-to-see", TRUE, test_everything_to_see);
  ADD ("is-marked-and-ends-now", TRUE, test_marked);
  ADD ("english/every-status-of-both-roles", FALSE, test_statuses);
  ADD ("english/both-sides-are-sound", FALSE, test_sound);
  ADD ("english/is-english", FALSE, test_english);
  g_test_add_func ("/sample/at-any-time", test_any_time);
  return g_test_run ();
}
