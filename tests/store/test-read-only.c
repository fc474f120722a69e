/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is suspended or locked cannot be changed, whoever asks the store (product.md section 6). */
#include "config.h"

#include "store-test.h"

/* A ticket in a pause, and items of every kind of origin before and after its mark. */
typedef struct
{
  gint64 ticket;
  gint64 engagement;
  gint64 own_before;
  gint64 partner_before;
  gint64 other_before;
  gint64 own_after;
  gint64 partner_after;
  gint64 locked;
} World;

static gint64
add_item (TbTx    *tx,
          World   *world,
          gint64   partner,
          gboolean is_locked)
{
  g_autoptr (TbItemRecord) item = new_item (world->ticket, "Text");

  item->partner = partner;
  item->is_locked = is_locked;
  insert (tx, item);
  return item->id;
}

static gboolean
make_world (TbTx    *tx,
            gpointer data,
            GError **error)
{
  World *world = data;
  gint64 partner = add_partner (tx, "Nord");
  gint64 other = add_partner (tx, "Ost");
  g_autoptr (TbEngagementRecord) engagement = NULL;

  world->ticket = add_ticket (tx, "Kasse");
  world->engagement = add_engagement (tx, world->ticket, partner, TB_ROLE_LEAD);
  world->own_before = add_item (tx, world, 0, FALSE);
  world->partner_before = add_item (tx, world, partner, FALSE);
  world->other_before = add_item (tx, world, other, FALSE);
  engagement = get (tx, &TB_ENGAGEMENT, world->engagement);
  engagement->pause_mark = world->other_before;
  update (tx, engagement);
  world->own_after = add_item (tx, world, 0, FALSE);
  world->partner_after = add_item (tx, world, partner, FALSE);
  world->locked = add_item (tx, world, 0, TRUE);
  return TRUE;
}

typedef struct
{
  gint64 engagement;
  gint64 pause;
} Pause;

static gboolean
set_pause (TbTx    *tx,
           gpointer data,
           GError **error)
{
  Pause *pause = data;
  g_autoptr (TbEngagementRecord) engagement = get (tx, &TB_ENGAGEMENT, pause->engagement);

  engagement->pause = pause->pause;
  update (tx, engagement);
  return TRUE;
}

static gboolean
edit (TbTx    *tx,
      gpointer data,
      GError **error)
{
  g_autoptr (TbItemRecord) item = get (tx, &TB_ITEM, *(gint64 *)data);
  g_autofree char *text = g_strconcat (item->text, "!", NULL);

  tb_set_text (&item->text, text);
  return tb_tx_update (tx, item, error);
}

static gboolean
erase (TbTx    *tx,
       gpointer data,
       GError **error)
{
  return tb_tx_remove (tx, &TB_ITEM, *(gint64 *)data, error);
}

static gboolean
unlock (TbTx    *tx,
        gpointer data,
        GError **error)
{
  g_autoptr (TbItemRecord) item = get (tx, &TB_ITEM, *(gint64 *)data);

  item->is_locked = 0;
  return tb_tx_update (tx, item, error);
}

static void
assert_editable (Profile *profile,
                 gint64   id,
                 gboolean is_editable)
{
  if (is_editable)
    {
      must_write (profile->store, edit, &id);
      return;
    }
  must_fail (profile->store, edit, &id, TB_STORE_ERROR_READ_ONLY);
  must_fail (profile->store, erase, &id, TB_STORE_ERROR_READ_ONLY);
}

static void
test_pause (Profile      *profile,
            gconstpointer data)
{
  static const struct
  {
    gint64   pause;
    gboolean own_before, partner_before, other_before, own_after, partner_after;
  } cases[] = {
    { 0, TRUE, TRUE, TRUE, TRUE, TRUE },
    /* our submit is pending: only what we had before it */
    { 1, FALSE, TRUE, TRUE, TRUE, TRUE },
    /* suspended: what both had before it; what the partner sent before it but came late, too */
    { 2, FALSE, FALSE, TRUE, TRUE, FALSE },
    { 0, TRUE, TRUE, TRUE, TRUE, TRUE },
  };
  World world;
  guint i;

  must_write (profile->store, make_world, &world);
  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      must_write (profile->store, set_pause, &(Pause){ world.engagement, cases[i].pause });
      assert_editable (profile, world.own_before, cases[i].own_before);
      assert_editable (profile, world.partner_before, cases[i].partner_before);
      assert_editable (profile, world.other_before, cases[i].other_before);
      assert_editable (profile, world.own_after, cases[i].own_after);
      assert_editable (profile, world.partner_after, cases[i].partner_after);
      assert_editable (profile, world.locked, FALSE);
    }
  must_fail (profile->store, unlock, &world.locked, TB_STORE_ERROR_READ_ONLY);
  assert_sound (profile->store);
}

static gboolean
add_accepted (TbTx    *tx,
              gpointer data,
              GError **error)
{
  g_autoptr (TbTicketRecord) ticket = new_ticket (tx, "Angenommen");

  ticket->was_accepted = 1;
  insert (tx, ticket);
  *(gint64 *)data = ticket->id;
  return TRUE;
}

static gboolean
erase_ticket (TbTx    *tx,
              gpointer data,
              GError **error)
{
  return tb_tx_remove (tx, &TB_TICKET, *(gint64 *)data, error);
}

static void
test_accepted (Profile      *profile,
               gconstpointer data)
{
  gint64 id;

  must_write (profile->store, add_accepted, &id);
  must_fail (profile->store, erase_ticket, &id, TB_STORE_ERROR_READ_ONLY);
}

static gboolean
add_with_children (TbTx    *tx,
                   gpointer data,
                   GError **error)
{
  g_autoptr (TbHistoryRecord) line = tb_history_record_new ();
  gint64 ticket = add_ticket (tx, "Entwurf");
  gint64 engagement = add_engagement (tx, ticket, add_partner (tx, "Nord"), TB_ROLE_LEAD);
  g_autoptr (TbItemLinkRecord) link = tb_item_link_record_new ();

  link->item = add_note (tx, ticket, "Notiz");
  link->engagement = engagement;
  link->uuid = tb_id_new ();
  insert (tx, link);
  line->ticket = ticket;
  line->engagement = engagement;
  insert (tx, line);
  *(gint64 *)data = ticket;
  return TRUE;
}

static void
test_children (Profile      *profile,
               gconstpointer data)
{
  sqlite3 *db;
  gint64   id;

  must_write (profile->store, add_with_children, &id);
  must_write (profile->store, erase_ticket, &id);
  db = profile_open_raw (profile);
  g_assert_cmpint (raw_number (db, "SELECT (SELECT count(*) FROM item) + (SELECT count(*) FROM item_link)"
                                   " + (SELECT count(*) FROM engagement) + (SELECT count(*) FROM history)"),
                   ==, 0);
  sqlite3_close (db);
  assert_sound (profile->store);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  INLINE_TEST ("/store/read-only/a-pause-locks-what-was-there-before", test_pause);
  INLINE_TEST ("/store/read-only/an-accepted-ticket-stays", test_accepted);
  INLINE_TEST ("/store/read-only/a-draft-goes-with-all-that-hangs-on-it", test_children);
  return g_test_run ();
}
