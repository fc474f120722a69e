/* SPDX-License-Identifier: GPL-3.0-or-later
 * Lists: the right tickets in the right order, from an index alone. */
#include "config.h"

#include "store-test.h"

#include "tb-sqlite-private.h"

#include <string.h>

#define SEED 4711
#define N_TICKETS 300
#define N_MANY 6000
#define N_SORTS (TB_SORT_TITLE + 1)

typedef struct
{
  GRand     *random;
  GPtrArray *tickets; /* TbTicketRecord */
  gint64     users[3];
} World;

static const char *const titles[] = { "Drucker", "drucker", "Ärger", "Zoll", "alarm", "Server", NULL };

static TbTicketRecord *
make_ticket (TbTx  *tx,
             World *world)
{
  GRand          *random = world->random;
  TbTicketRecord *ticket = new_ticket (tx, titles[g_rand_int_range (random, 0, G_N_ELEMENTS (titles))]);

  ticket->lead_status = g_rand_int_range (random, 0, TB_N_STATUSES);
  ticket->service_status = g_rand_int_range (random, 0, TB_N_STATUSES);
  ticket->is_open = g_rand_boolean (random);
  ticket->is_overdue = g_rand_boolean (random);
  ticket->is_confirmed = g_rand_int_range (random, 0, 4) > 0;
  ticket->assignee = world->users[g_rand_int_range (random, 0, 3)];
  ticket->sender = world->users[g_rand_int_range (random, 0, 3)];
  /* Few values, so that many are equal and the id decides. */
  ticket->updated_at = g_rand_int_range (random, 1, 20);
  ticket->due_at = g_rand_int_range (random, 0, 10);
  ticket->number_day = g_rand_int_range (random, 20261101, 20261104);
  return ticket;
}

static gboolean
fill (TbTx    *tx,
      gpointer data,
      GError **error)
{
  World *world = data;
  guint  i;

  world->users[1] = add_user (tx, "Anna");
  world->users[2] = add_user (tx, "Bert");
  for (i = 0; i < N_TICKETS; i++)
    {
      TbTicketRecord *ticket = make_ticket (tx, world);

      insert (tx, ticket);
      g_ptr_array_add (world->tickets, ticket);
    }
  return TRUE;
}

static gint64
compare_numbers (gint64 a,
                 gint64 b)
{
  return (a > b) - (a < b);
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      data)
{
  const TbTicketRecord *x = *(TbTicketRecord *const *)a;
  const TbTicketRecord *y = *(TbTicketRecord *const *)b;
  const TbListQuery    *query = data;
  int                   order = 0;

  switch (query->sort)
    {
    case TB_SORT_NUMBER:
      order = compare_numbers (x->number_day, y->number_day);
      if (order == 0)
        order = compare_numbers (x->number_seq, y->number_seq);
      break;
    case TB_SORT_BEST: /* without a search */
    case TB_SORT_UPDATED:
      order = compare_numbers (x->updated_at, y->updated_at);
      break;
    case TB_SORT_DUE:
      if ((x->due_at == 0) != (y->due_at == 0))
        return x->due_at == 0 ? 1 : -1;
      order = compare_numbers (x->due_at, y->due_at);
      break;
    case TB_SORT_TITLE:
      order = x->title == NULL || y->title == NULL ? (x->title != NULL) - (y->title != NULL)
                                                   : g_ascii_strcasecmp (x->title, y->title);
      break;
    }
  if (order == 0)
    order = compare_numbers (x->id, y->id);
  return query->descending ? -order : order;
}

/* The list by looking at every ticket. */
static GPtrArray *
list_by_hand (World             *world,
              const TbListQuery *query)
{
  GPtrArray *list = g_ptr_array_new ();
  guint      i;

  for (i = 0; i < world->tickets->len; i++)
    {
      TbTicketRecord *ticket = world->tickets->pdata[i];

      if ((tb_folder_mask (ticket) & (1u << query->folder)) == 0)
        continue;
      if (query->viewer != 0 && tb_folder (query->folder)->role != TB_ROLE_NONE &&
          ticket->assignee != ABS (query->viewer) && ticket->sender != ABS (query->viewer) &&
          (query->viewer > 0 || !tb_folder_offers_to_all (query->folder, ticket)))
        continue;
      if (query->search != NULL &&
          (ticket->title == NULL || g_ascii_strcasecmp (ticket->title, query->search) != 0))
        continue;
      g_ptr_array_add (list, ticket);
    }
  g_ptr_array_sort_with_data (list, compare, (gpointer)query);
  return list;
}

static void
assert_list (TbTx              *tx,
             World             *world,
             const TbListQuery *query,
             guint              limit)
{
  g_autoptr (GPtrArray) expected = list_by_hand (world, query);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = tb_tx_list_ids (tx, query, limit, &error);
  guint i;

  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, limit != 0 ? MIN (limit, expected->len) : expected->len);
  for (i = 0; i < ids->len; i++)
    g_assert_cmpint (g_array_index (ids, gint64, i), ==, ((TbTicketRecord *)expected->pdata[i])->id);
}

/* Each ticket by itself, and one that there is not. */
static void
assert_holds (TbTx              *tx,
              World             *world,
              const TbListQuery *query)
{
  g_autoptr (GPtrArray) expected = list_by_hand (world, query);
  g_autoptr (GError) error = NULL;
  gboolean holds = TRUE;
  guint    i;

  g_assert_true (tb_tx_list_holds (tx, query, G_MAXINT64, &holds, &error));
  g_assert_false (holds);
  for (i = 0; i < world->tickets->len; i++)
    {
      const TbTicketRecord *ticket = world->tickets->pdata[i];

      g_assert_true (tb_tx_list_holds (tx, query, ticket->id, &holds, &error));
      g_assert_no_error (error);
      g_assert_cmpint (holds, ==, g_ptr_array_find (expected, ticket, NULL));
    }
}

static void
for_each_query (World *world,
                void (*func) (const TbListQuery *query,
                              gpointer           data),
                gpointer data)
{
  guint folder, sort, down, user;

  for (folder = 0; folder < TB_N_FOLDERS; folder++)
    for (sort = 0; sort < N_SORTS; sort++)
      for (down = 0; down < 2; down++)
        for (user = 0; user < 2; user++)
          {
            func (&(TbListQuery){ folder, world->users[user], NULL, sort, down }, data);
            func (&(TbListQuery){ folder, -world->users[user], NULL, sort, down }, data);
          }
}

typedef struct
{
  TbTx  *tx;
  World *world;
} Question;

static void
check_query (const TbListQuery *query,
             gpointer           data)
{
  Question   *question = data;
  TbListQuery search = *query;

  assert_list (question->tx, question->world, query, 0);
  assert_list (question->tx, question->world, query, 7);
  if (query->sort == TB_SORT_NUMBER && !query->descending)
    assert_holds (question->tx, question->world, query);
  search.search = "drucker";
  assert_list (question->tx, question->world, &search, 0);
  assert_list (question->tx, question->world, &search, 3);
}

static gboolean
check_all (TbTx    *tx,
           gpointer data,
           GError **error)
{
  Question question = { tx, data };

  for_each_query (data, check_query, &question);
  return TRUE;
}

static void
test_order (Profile      *profile,
            gconstpointer data)
{
  g_autoptr (GPtrArray) tickets = g_ptr_array_new_with_free_func (tb_record_unref);
  World world = { g_rand_new_with_seed (SEED), tickets };

  must_write (profile->store, fill, &world);
  must_read (profile->store, check_all, &world);
  g_rand_free (world.random);
}

static void
check_plan (const TbListQuery *query,
            gpointer           data)
{
  guint part;

  for (part = 0;; part++)
    {
      g_autofree char *sql = tb_sqlite_list_sql (query, part);
      g_autofree char *explain = g_strdup_printf ("EXPLAIN QUERY PLAN %s", sql);
      sqlite3_stmt    *statement = NULL;
      guint            n = 0, n_walks = 0;
      gboolean         is_merged = FALSE;

      if (sql == NULL)
        break;
      g_assert_cmpint (sqlite3_prepare_v2 (data, explain, -1, &statement, NULL), ==, SQLITE_OK);
      for (; sqlite3_step (statement) == SQLITE_ROW; n++)
        {
          const char *detail = (const char *)sqlite3_column_text (statement, 3);

          g_test_message ("%s %u: %s", tb_folder (query->folder)->nick, query->sort, detail);
          is_merged |= g_str_equal (detail, "MERGE (UNION ALL)");
          if (strstr (detail, "USING COVERING INDEX list_") != NULL)
            n_walks++;
          else if (!is_merged || strstr (detail, "TEMP") != NULL)
            g_error ("%s: %s", sql, detail);
        }
      /* One step: a sort would be a second. Two indexes are walked side by side. */
      g_assert_cmpuint (n, ==, is_merged ? 5 : 1);
      g_assert_cmpuint (n_walks, ==, is_merged ? 2 : 1);
      sqlite3_finalize (statement);
    }
  g_assert_cmpuint (part, ==, query->sort == TB_SORT_DUE ? 2 : 1);
}

static void
test_plan (Profile      *profile,
           gconstpointer data)
{
  sqlite3 *db = profile_open_raw (profile);
  World    world = { .users = { 0, 1, 2 } };

  for_each_query (&world, check_plan, db);
  sqlite3_close (db);
}

static gboolean
fill_many (TbTx    *tx,
           gpointer data,
           GError **error)
{
  World *world = data;
  guint  i;

  for (i = 0; i < N_MANY; i++)
    {
      TbTicketRecord *ticket = make_ticket (tx, world);

      tb_set_text (&ticket->title, i % 12 == 0 ? "Zoll" : "Drucker");
      insert (tx, ticket);
      g_ptr_array_add (world->tickets, ticket);
    }
  return TRUE;
}

static gboolean
check_many (TbTx    *tx,
            gpointer data,
            GError **error)
{
  guint sort;

  for (sort = 0; sort < N_SORTS; sort++)
    {
      assert_list (tx, data, &(TbListQuery){ TB_FOLDER_EVERYTHING, 0, "drucker", sort, TRUE }, 0);
      assert_list (tx, data, &(TbListQuery){ TB_FOLDER_TICKETS_OPEN, 0, "drucker", sort, FALSE }, 20);
    }
  return TRUE;
}

/* So many are found that the index is walked and not the found ones sorted. */
static void
test_many (Profile      *profile,
           gconstpointer data)
{
  g_autoptr (GPtrArray) tickets = g_ptr_array_new_with_free_func (tb_record_unref);
  World world = { g_rand_new_with_seed (SEED), tickets };

  must_write (profile->store, fill_many, &world);
  must_read (profile->store, check_many, &world);
  g_rand_free (world.random);
}

static gint64
add_time (TbTx  *tx,
          gint64 ticket,
          gint64 minutes,
          gint64 partner,
          gint64 engagement)
{
  g_autoptr (TbItemRecord) item = new_item (ticket, "Fahrt");

  item->kind = TB_ITEM_TIME;
  item->minutes = minutes;
  item->partner = partner;
  item->engagement = engagement;
  insert (tx, item);
  return item->id;
}

static void
link_item (TbTx    *tx,
           gint64   item,
           gint64   engagement,
           gboolean is_local_only,
           gboolean is_gone)
{
  g_autoptr (TbItemLinkRecord) link = tb_item_link_record_new ();

  link->item = item;
  link->engagement = engagement;
  link->uuid = tb_id_new ();
  link->local_only = is_local_only;
  link->is_gone = is_gone;
  insert (tx, link);
}

static void
queue (TbTx  *tx,
       gint64 partner,
       gint64 engagement,
       gint64 state)
{
  g_autoptr (TbOutboxRow) row = tb_outbox_row_new ();

  row->partner = partner;
  row->seq = 1 + state;
  row->engagement = engagement;
  row->event = tb_id_new ();
  row->state = state;
  insert (tx, row);
}

static gboolean
fill_card (TbTx    *tx,
           gpointer data,
           GError **error)
{
  gint64 partner = add_partner (tx, "Nord");
  gint64 plain = add_ticket (tx, "Nur hier");
  g_autoptr (TbTicketRecord) ticket = new_ticket (tx, "Kasse");
  gint64 before, lead, service;

  ticket->organisation = add_organisation (tx, "Bäckerei Öz");
  ticket->assignee = add_user (tx, "Anna");
  insert (tx, ticket);
  before = add_engagement (tx, ticket->id, partner, TB_ROLE_LEAD);
  add_time (tx, ticket->id, 100, partner, before);
  lead = add_engagement (tx, ticket->id, partner, TB_ROLE_LEAD);
  ticket->lead_engagement = lead;
  ticket->lead_status = TB_STATUS_IN_PROGRESS;
  add_time (tx, ticket->id, 15, 0, 0);
  add_time (tx, ticket->id, 20, partner, lead);
  add_time (tx, ticket->id, 22, partner, lead);
  queue (tx, partner, lead, 1);
  update (tx, ticket);
  *(gint64 *)data = plain;
  before = add_engagement (tx, plain, partner, TB_ROLE_SERVICE);
  service = add_engagement (tx, plain, partner, TB_ROLE_SERVICE);
  link_item (tx, add_time (tx, plain, 30, 0, 0), service, FALSE, FALSE);
  add_time (tx, plain, 40, partner, service);
  /* Of an earlier engagement; internal; added in the pause; made internal later. */
  link_item (tx, add_time (tx, plain, 200, 0, 0), before, FALSE, FALSE);
  add_time (tx, plain, 300, 0, 0);
  link_item (tx, add_time (tx, plain, 400, 0, 0), service, TRUE, FALSE);
  link_item (tx, add_time (tx, plain, 500, 0, 0), service, FALSE, TRUE);
  queue (tx, partner, service, 0);
  return TRUE;
}

static gboolean
check_card (TbTx    *tx,
            gpointer data,
            GError **error)
{
  gint64       plain = *(gint64 *)data;
  const gint64 ids[] = { plain + 1, 99, plain };
  g_autoptr (GPtrArray) rows = tb_tx_list_rows (tx, ids, 3, error);
  TbListRow *row;

  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_null (rows->pdata[1]);
  row = rows->pdata[0];
  g_assert_cmpint (row->id, ==, plain + 1);
  g_assert_cmpstr (row->organisation, ==, "Bäckerei Öz");
  g_assert_cmpstr (row->status_name, ==, "Neu");
  g_assert_cmpstr (row->assignee, ==, "Anna");
  g_assert_cmpstr (row->partner, ==, "Nord");
  g_assert_cmpint (row->role, ==, TB_ROLE_LEAD);
  g_assert_cmpint (row->used_minutes, ==, 42);
  g_assert_false (row->is_undelivered);
  row = rows->pdata[2];
  g_assert_cmpint (row->engagement, ==, 0);
  g_assert_cmpint (row->role, ==, TB_ROLE_NONE);
  g_assert_null (row->partner);
  return TRUE;
}

static gboolean
link_service (TbTx    *tx,
              gpointer data,
              GError **error)
{
  g_autoptr (TbTicketRecord) ticket = get (tx, &TB_TICKET, *(gint64 *)data);

  ticket->service_engagement = 4;
  update (tx, ticket);
  return TRUE;
}

static gboolean
check_service (TbTx    *tx,
               gpointer data,
               GError **error)
{
  g_autoptr (GPtrArray) rows = tb_tx_list_rows (tx, data, 1, error);
  TbListRow *row = rows->pdata[0];

  g_assert_cmpint (row->engagement, ==, 4);
  g_assert_cmpint (row->role, ==, TB_ROLE_SERVICE);
  g_assert_cmpint (row->used_minutes, ==, 30);
  g_assert_true (row->is_undelivered);
  return TRUE;
}

static void
test_card (Profile      *profile,
           gconstpointer data)
{
  gint64 plain;

  must_write (profile->store, fill_card, &plain);
  must_read (profile->store, check_card, &plain);
  must_write (profile->store, link_service, &plain);
  must_read (profile->store, check_service, &plain);
}

/* ---- Rows for a file ---- */

static gboolean
append_export (const TbExportRow *row,
               gpointer           data,
               GError           **error)
{
  const char *organisation = row->organisation != NULL ? row->organisation : "-";
  const char *partner = row->partner != NULL ? row->partner : "-";

  g_string_append_printf (data, "%s|%s|%s|%d\n", row->title, organisation, partner,
                          row->outsourcing_status);
  if (!g_str_equal (row->title, "Halt"))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
  return FALSE;
}

static gboolean
export_some (TbTx    *tx,
             gpointer data,
             GError **error)
{
  const TbListQuery query = { TB_FOLDER_EVERYTHING, 0, NULL, TB_SORT_TITLE, FALSE };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TbTicketRecord) customer = new_ticket (tx, "A");
  g_autoptr (TbEngagementRecord) latest = NULL;
  g_autoptr (TbTicketRecord) outsourced = NULL;
  g_autoptr (GError) local = NULL;
  gint64 partner = add_partner (tx, "Alpen");
  gint64 id;

  customer->organisation = add_organisation (tx, "Nord");
  insert (tx, customer);
  id = add_ticket (tx, "B");
  add_engagement (tx, id, add_partner (tx, "Ost"), TB_ROLE_LEAD);
  latest = get (tx, &TB_ENGAGEMENT, add_engagement (tx, id, partner, TB_ROLE_LEAD));
  latest->status = TB_STATUS_DECLINED;
  update (tx, latest);
  outsourced = get (tx, &TB_TICKET, id);
  outsourced->lead_engagement = latest->id;
  update (tx, outsourced);
  g_assert_true (tb_tx_export (tx, &query, append_export, text, error));
  g_assert_cmpstr (text->str, ==, "A|Nord|-|0\nB|-|Alpen|4\n");
  add_ticket (tx, "Halt");
  add_ticket (tx, "Ende");
  g_string_truncate (text, 0);
  g_assert_false (tb_tx_export (tx, &query, append_export, text, &local));
  g_assert_error (local, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_true (g_str_has_suffix (text->str, "Ende|-|-|0\nHalt|-|-|0\n"));
  return TRUE;
}

static void
test_export (Profile      *profile,
             gconstpointer data)
{
  must_write (profile->store, export_some, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  INLINE_TEST ("/store/list/each-folder-in-each-order", test_order);
  INLINE_TEST ("/store/list/each-is-read-from-an-index-without-sorting", test_plan);
  INLINE_TEST ("/store/list/many-found-in-each-order", test_many);
  INLINE_TEST ("/store/list/a-card-says-what-it-should", test_card);
  INLINE_TEST ("/store/list/rows-for-a-file", test_export);
  return g_test_run ();
}
