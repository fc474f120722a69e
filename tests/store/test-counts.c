/* SPDX-License-Identifier: GPL-3.0-or-later
 * The folders' counts that are kept equal a recount, whatever is written. */
#include "config.h"

#include "store-test.h"

#define SEED 20261123
#define N_WRITES 500
#define N_USERS 3

typedef struct
{
  GRand     *random;
  GPtrArray *tickets;            /* TbTicketRecord: what must be stored */
  gint64     users[N_USERS + 1]; /* 0 is nobody */
  gint64     engagement;
} World;

static gboolean
make_users (TbTx    *tx,
            gpointer data,
            GError **error)
{
  World *world = data;
  guint  i;

  for (i = 1; i <= N_USERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("user%u", i);

      world->users[i] = add_user (tx, name);
    }
  return TRUE;
}

static void
shuffle (World          *world,
         TbTicketRecord *ticket)
{
  GRand *random = world->random;

  ticket->lead_status = g_rand_int_range (random, 0, TB_N_STATUSES);
  ticket->service_status = g_rand_int_range (random, 0, TB_N_STATUSES);
  ticket->is_open = g_rand_boolean (random);
  ticket->is_overdue = g_rand_boolean (random);
  ticket->is_confirmed = g_rand_int_range (random, 0, 4) > 0;
  ticket->assignee = world->users[g_rand_int_range (random, 0, N_USERS + 1)];
  ticket->sender = world->users[g_rand_int_range (random, 0, N_USERS + 1)];
}

static gboolean
write_one (TbTx    *tx,
           gpointer data,
           GError **error)
{
  World          *world = data;
  GPtrArray      *tickets = world->tickets;
  int             what = tickets->len == 0 ? 0 : g_rand_int_range (world->random, 0, 10);
  guint           which = tickets->len == 0 ? 0 : g_rand_int_range (world->random, 0, tickets->len);
  TbTicketRecord *ticket;

  if (what < 4)
    {
      ticket = new_ticket (tx, "Ticket");
      shuffle (world, ticket);
      g_ptr_array_add (tickets, ticket);
      return tb_tx_insert (tx, ticket, error);
    }
  ticket = tickets->pdata[which];
  if (what < 9)
    {
      shuffle (world, ticket);
      return tb_tx_update (tx, ticket, error);
    }
  if (!tb_tx_remove (tx, &TB_TICKET, ticket->id, error))
    return FALSE;
  g_ptr_array_remove_index (tickets, which);
  return TRUE;
}

/* A batch of a partner: some events are kept, some undone. */
static gboolean
write_and_undo (TbTx    *tx,
                gpointer data,
                GError **error)
{
  World          *world = data;
  TbTicketRecord *ticket;
  guint           i;

  for (i = 0; i < 5; i++)
    if (!write_one (tx, world, error))
      return FALSE;
  if (!tb_tx_savepoint (tx, error))
    return FALSE;
  ticket = new_ticket (tx, "Verworfen");
  shuffle (world, ticket);
  insert (tx, ticket);
  tb_ticket_record_unref (ticket);
  if (!tb_tx_rollback_to (tx, error) || !tb_tx_savepoint (tx, error))
    return FALSE;
  return write_one (tx, world, error) && tb_tx_release (tx, error);
}

static gint64
count_anew (World     *world,
            TbFolderId folder,
            gint64     viewer)
{
  gint64 n = 0;
  guint  i;

  for (i = 0; i < world->tickets->len; i++)
    {
      const TbTicketRecord *ticket = world->tickets->pdata[i];

      if ((tb_folder_mask (ticket) & (1u << folder)) != 0 &&
          (viewer == 0 || tb_folder (folder)->role == TB_ROLE_NONE || ticket->assignee == ABS (viewer) ||
           ticket->sender == ABS (viewer) || (viewer < 0 && tb_folder_offers_to_all (folder, ticket))))
        n++;
    }
  return n;
}

static gboolean
compare_counts (TbTx    *tx,
                gpointer data,
                GError **error)
{
  World *world = data;
  gint64 counts[TB_N_FOLDERS];
  guint  i, folder;

  for (i = 0; i <= 2 * N_USERS; i++)
    {
      gint64 viewer = i <= N_USERS ? world->users[i] : -world->users[i - N_USERS];

      if (!tb_tx_folder_counts (tx, viewer, counts, error))
        return FALSE;
      for (folder = 0; folder < TB_N_FOLDERS; folder++)
        g_assert_cmpint (counts[folder], ==, count_anew (world, folder, viewer));
    }
  return TRUE;
}

static void
test_random (Profile      *profile,
             gconstpointer data)
{
  g_autoptr (GPtrArray) tickets = g_ptr_array_new_with_free_func (tb_record_unref);
  World world = { g_rand_new_with_seed (SEED), tickets };
  guint i;

  must_write (profile->store, make_users, &world);
  for (i = 0; i < N_WRITES; i++)
    {
      must_write (profile->store, i % 10 == 9 ? write_and_undo : write_one, &world);
      if (i % 50 == 49)
        must_read (profile->store, compare_counts, &world);
    }
  must_read (profile->store, compare_counts, &world);
  g_assert_cmpuint (tickets->len, >, 50);
  assert_sound (profile->store);
  g_rand_free (world.random);
}

static gboolean
find_difference (TbTx    *tx,
                 gpointer data,
                 GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

  if (!tb_tx_check (tx, findings, error))
    return FALSE;
  g_assert_cmpuint (findings->len, ==, 1);
  return TRUE;
}

static gboolean
write_ticket (TbTx    *tx,
              gpointer data,
              GError **error)
{
  add_ticket (tx, "Drucker");
  return TRUE;
}

static void
test_check (Profile      *profile,
            gconstpointer data)
{
  sqlite3 *db;

  must_write (profile->store, write_ticket, NULL);
  assert_sound (profile->store);
  db = profile_open_raw (profile);
  sqlite3_exec (db, "UPDATE folder_count SET n = n + 1 WHERE folder = 16", NULL, NULL, NULL);
  g_assert_cmpint (sqlite3_changes (db), ==, 1);
  sqlite3_close (db);
  must_read (profile->store, find_difference, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  INLINE_TEST ("/store/counts/equal-a-recount-after-random-writes", test_random);
  INLINE_TEST ("/store/counts/a-wrong-one-is-found", test_check);
  return g_test_run ();
}
