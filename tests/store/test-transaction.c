/* SPDX-License-Identifier: GPL-3.0-or-later
 * Transactions: all or nothing at every step, savepoints, what is noted for other processes. */
#include "config.h"

#include "store-test.h"

/* Everything that one transaction of the engine touches. */
static gboolean
write_much (TbTx    *tx,
            gpointer data,
            GError **error)
{
  g_autoptr (TbTicketRecord) ticket = NULL;
  g_autoptr (TbItemRecord) item = NULL;
  g_autoptr (TbHistoryRecord) line = tb_history_record_new ();
  gint64 seq;

  if (!tb_tx_next_counter (tx, "T20261124", &seq, error))
    return FALSE;
  ticket = tb_ticket_record_new ();
  ticket->number = tb_number_format ('T', 20261124, seq);
  ticket->number_day = 20261124;
  ticket->number_seq = seq;
  ticket->is_confirmed = 1;
  ticket->is_open = 1;
  ticket->title = g_strdup ("Serverraum");
  ticket->status = *(gint64 *)data;
  if (!tb_tx_insert (tx, ticket, error))
    return FALSE;
  item = new_item (ticket->id, "Kabel");
  line->ticket = ticket->id;
  line->code = g_strdup ("created");
  if (!tb_tx_insert (tx, item, error) || !tb_tx_insert (tx, line, error))
    return FALSE;
  tb_set_text (&ticket->title, "Serverraum Keller");
  if (!tb_tx_update (tx, ticket, error) || !tb_tx_set_setting (tx, "last", ticket->number, error))
    return FALSE;
  return tb_tx_remove (tx, &TB_HISTORY, line->id, error) &&
         tb_tx_exec (tx, TB_QX_TRIM_CHANGES, error, "i", (gint64)0);
}

static gboolean
write_status (TbTx    *tx,
              gpointer data,
              GError **error)
{
  *(gint64 *)data = add_status (tx);
  return TRUE;
}

static gboolean
write_and_give_up (TbTx    *tx,
                   gpointer data,
                   GError **error)
{
  if (!write_much (tx, data, error))
    return FALSE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no more");
  return FALSE;
}

/* Everything that is stored, as one text. */
static char *
dump (Profile *profile)
{
  static const char *const tables[] = {
    "ticket", "item", "history", "change", "setting", "counter", "folder_count", "search('serverraum')",
    "search('kabel')"
  };
  sqlite3 *db = profile_open_raw (profile);
  GString *text = g_string_new (NULL);
  guint    i;

  for (i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", tables[i]);

      g_string_append_printf (text, "%s %" G_GINT64_FORMAT "\n", tables[i], raw_number (db, sql));
    }
  sqlite3_close (db);
  return g_string_free (text, FALSE);
}

static void
test_give_up (Profile      *profile,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gint64           status;

  must_write (profile->store, write_status, &status);
  before = dump (profile);
  g_assert_false (tb_store_write (profile->store, write_and_give_up, &status, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  after = dump (profile);
  g_assert_cmpstr (before, ==, after);
  assert_sound (profile->store);
}

/* Strikes at the given step and remembers of which kind it was. */
typedef struct
{
  guint       left;
  gboolean    has_struck;
  TbStoreStep step;
  guint       n_steps[3];
} Fault;

static gboolean
strike (TbStoreStep step,
        gpointer    data)
{
  Fault *fault = data;

  fault->n_steps[step]++;
  if (fault->left-- != 0)
    return FALSE;
  fault->has_struck = TRUE;
  fault->step = step;
  return TRUE;
}

static void
test_faults (Profile      *profile,
             gconstpointer data)
{
  g_autofree char *before = NULL;
  gboolean         is_over = FALSE;
  guint            i, n_committed = 0;
  gint64           status;

  must_write (profile->store, write_status, &status);
  before = dump (profile);
  for (i = 0; !is_over; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;
      Fault            fault = { .left = i };
      gboolean         is_done;

      tb_store_set_fault (profile->store, strike, &fault);
      is_done = tb_store_write (profile->store, write_much, &status, &error);
      tb_store_set_fault (profile->store, NULL, NULL);
      after = dump (profile);
      is_over = is_done;
      if (!is_done)
        g_assert_error (error, TB_STORE_ERROR, TB_STORE_ERROR_FAULT);
      g_assert_cmpint (fault.has_struck, ==, !is_done);
      if (!is_done && fault.step != TB_STORE_STEP_COMMITTED)
        g_assert_cmpstr (after, ==, before);
      else
        n_committed++;
      assert_sound (profile->store);
      if (is_over)
        {
          /* counter, three inserts, update, setting, remove, statement */
          g_assert_cmpuint (fault.n_steps[TB_STORE_STEP_WRITE], ==, 8);
          g_assert_cmpuint (fault.n_steps[TB_STORE_STEP_COMMIT], ==, 1);
          g_assert_cmpuint (fault.n_steps[TB_STORE_STEP_COMMITTED], ==, 1);
        }
    }
  /* Eight before the writes, one before the commit, one after it, one without. */
  g_assert_cmpuint (i, ==, 11);
  g_assert_cmpuint (n_committed, ==, 2);
}

typedef struct
{
  gint64 kept;
  gint64 undone;
} Pair;

static gboolean
use_savepoints (TbTx    *tx,
                gpointer data,
                GError **error)
{
  Pair  *pair = data;
  gint64 counts[TB_N_FOLDERS];
  g_autoptr (GArray) ids = NULL;

  if (!tb_tx_savepoint (tx, error))
    return FALSE;
  pair->kept = add_ticket (tx, "Router");
  if (!tb_tx_savepoint (tx, error))
    return FALSE;
  add_ticket (tx, "Bildschirm");
  add_note (tx, pair->kept, "Tastatur");
  if (!tb_tx_rollback_to (tx, error) || !tb_tx_release (tx, error) || !tb_tx_savepoint (tx, error))
    return FALSE;
  pair->undone = add_organisation (tx, "Weg damit");
  if (!tb_tx_savepoint (tx, error) || !tb_tx_set_setting (tx, "a", "b", error) || !tb_tx_release (tx, error))
    return FALSE;
  if (!tb_tx_rollback_to (tx, error) || !tb_tx_folder_counts (tx, 0, counts, error))
    return FALSE;
  g_assert_cmpint (counts[TB_FOLDER_TICKETS_ALL], ==, 1);
  ids = tb_tx_list_ids (tx, &(TbListQuery){ .folder = TB_FOLDER_TICKETS_ALL, .search = "router" }, 0, error);
  g_assert_cmpuint (ids->len, ==, 1);
  return TRUE;
}

static void
test_savepoints (Profile      *profile,
                 gconstpointer data)
{
  g_autoptr (GPtrArray) changes = NULL;
  sqlite3 *db;
  gboolean overrun;
  Pair     pair;

  must_write (profile->store, use_savepoints, &pair);
  db = profile_open_raw (profile);
  g_assert_cmpint (raw_number (db, "SELECT count(*) FROM ticket"), ==, 1);
  g_assert_cmpint (raw_number (db, "SELECT count(*) FROM item"), ==, 0);
  g_assert_cmpint (raw_number (db, "SELECT count(*) FROM organisation"), ==, 0);
  g_assert_cmpint (raw_number (db, "SELECT count(*) FROM setting"), ==, 0);
  g_assert_cmpint (raw_number (db, "SELECT count(*) FROM search('tastatur')"), ==, 0);
  sqlite3_close (db);
  assert_sound (profile->store);

  changes = tb_store_poll_changes (profile->store, &overrun, NULL);
  g_assert_cmpuint (changes->len, ==, 2);
  g_assert_cmpstr (((TbChangeRecord *)changes->pdata[0])->kind, ==, "ticket_status");
  g_assert_cmpstr (((TbChangeRecord *)changes->pdata[1])->kind, ==, "ticket");
  g_assert_cmpint (((TbChangeRecord *)changes->pdata[1])->row, ==, pair.kept);
}

static gboolean
touch_everything (TbTx    *tx,
                  gpointer data,
                  GError **error)
{
  gint64 ticket = add_ticket (tx, "Kasse");
  gint64 partner = add_partner (tx, "Nord");
  gint64 engagement = add_engagement (tx, ticket, partner, TB_ROLE_LEAD);
  g_autoptr (TbOutboxRow) out = tb_outbox_row_new ();
  g_autoptr (TbInboxRow) in = tb_inbox_row_new ();
  g_autoptr (TbTakenRecord) taken = tb_taken_record_new ();

  add_note (tx, ticket, "eins");
  add_note (tx, ticket, "zwei");
  out->partner = partner;
  out->seq = 1;
  out->engagement = engagement;
  out->event = tb_id_new ();
  insert (tx, out);
  in->partner = partner;
  in->scope = g_strdup ("s");
  in->event = tb_id_new ();
  insert (tx, in);
  taken->partner = partner;
  insert (tx, taken);
  return tb_tx_set_setting (tx, "name", "Wir", error);
}

static void
test_changes (Profile      *profile,
              gconstpointer data)
{
  /* ticket_status 1 and ticket 1 by add_ticket(), then partner 1, outbox of partner 1, settings */
  static const char *const expected[] = {
    "ticket_status 1",
    "ticket 1",
    "partner 1",
    "outbox 1",
    "setting 0",
  };
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) none = NULL;
  gboolean overrun = TRUE;
  guint    i;

  must_write (profile->store, touch_everything, NULL);
  changes = tb_store_poll_changes (profile->store, &overrun, NULL);
  g_assert_false (overrun);
  g_assert_cmpuint (changes->len, ==, G_N_ELEMENTS (expected));
  for (i = 0; i < changes->len; i++)
    {
      TbChangeRecord  *change = changes->pdata[i];
      g_autofree char *text = g_strdup_printf ("%s %" G_GINT64_FORMAT, change->kind, change->row);

      g_assert_cmpstr (text, ==, expected[i]);
      g_assert_cmpint (change->id, ==, i + 1);
    }
  none = tb_store_poll_changes (profile->store, &overrun, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_false (overrun);
}

static gboolean
trim (TbTx    *tx,
      gpointer data,
      GError **error)
{
  gint64 last;

  add_organisation (tx, "Zuletzt");
  return tb_tx_number (tx, TB_QN_TABLE_CHANGE_LAST, &last, error, "") &&
         tb_tx_exec (tx, TB_QX_TRIM_CHANGES, error, "i", last);
}

static void
test_overrun (Profile      *profile,
              gconstpointer data)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  gboolean overrun = FALSE;

  must_write (profile->store, touch_everything, NULL);
  must_write (profile->store, trim, NULL);
  first = tb_store_poll_changes (profile->store, &overrun, NULL);
  g_assert_true (overrun);
  g_assert_cmpuint (first->len, ==, 0);
  second = tb_store_poll_changes (profile->store, &overrun, NULL);
  g_assert_false (overrun);
  g_assert_cmpuint (second->len, ==, 0);
}

static gboolean
use_settings (TbTx    *tx,
              gpointer data,
              GError **error)
{
  g_autofree char *unset = tb_tx_get_setting (tx, "zone", error);
  g_autofree char *set = NULL;
  g_autofree char *again = NULL;
  gint64           value;

  g_assert_null (unset);
  g_assert_true (tb_tx_set_setting (tx, "zone", "UTC", error));
  g_assert_true (tb_tx_set_setting (tx, "zone", "Europe/Berlin", error));
  set = tb_tx_get_setting (tx, "zone", error);
  g_assert_cmpstr (set, ==, "Europe/Berlin");
  g_assert_true (tb_tx_set_setting (tx, "zone", NULL, error));
  again = tb_tx_get_setting (tx, "zone", error);
  g_assert_null (again);
  for (gint64 i = 1; i <= 3; i++)
    {
      g_assert_true (tb_tx_next_counter (tx, "T20261123", &value, error));
      g_assert_cmpint (value, ==, i);
    }
  g_assert_true (tb_tx_next_counter (tx, "A20261123", &value, error));
  g_assert_cmpint (value, ==, 1);
  return TRUE;
}

static void
test_settings (Profile      *profile,
               gconstpointer data)
{
  must_write (profile->store, use_settings, NULL);
}

static gboolean
add_twice (TbTx    *tx,
           gpointer data,
           GError **error)
{
  g_autoptr (TbUserRecord) user = tb_user_record_new ();

  add_user (tx, "Anna");
  user->name = g_strdup ("Anna");
  return tb_tx_insert (tx, user, error);
}

static gboolean
add_orphan (TbTx    *tx,
            gpointer data,
            GError **error)
{
  g_autoptr (TbItemRecord) item = new_item (99, "von niemand");

  return tb_tx_insert (tx, item, error);
}

static gboolean
add_ticket_of_no_engagement (TbTx    *tx,
                             gpointer data,
                             GError **error)
{
  g_autoptr (TbTicketRecord) ticket = new_ticket (tx, "ohne");

  ticket->lead_engagement = 99;
  return tb_tx_insert (tx, ticket, error);
}

static gboolean
update_nobody (TbTx    *tx,
               gpointer data,
               GError **error)
{
  g_autoptr (TbUserRecord) user = tb_user_record_new ();

  user->id = 99;
  user->name = g_strdup ("Niemand");
  return tb_tx_update (tx, user, error);
}

static gboolean
remove_nobody (TbTx    *tx,
               gpointer data,
               GError **error)
{
  return tb_tx_remove (tx, &TB_USER, 99, error);
}

static void
test_constraints (Profile      *profile,
                  gconstpointer data)
{
  must_fail (profile->store, add_twice, NULL, TB_STORE_ERROR_CONSTRAINT);
  must_fail (profile->store, add_orphan, NULL, TB_STORE_ERROR_CONSTRAINT);
  must_fail (profile->store, add_ticket_of_no_engagement, NULL, TB_STORE_ERROR_CONSTRAINT);
  must_fail (profile->store, update_nobody, NULL, TB_STORE_ERROR_CONSTRAINT);
  must_fail (profile->store, remove_nobody, NULL, TB_STORE_ERROR_CONSTRAINT);
  assert_sound (profile->store);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  INLINE_TEST ("/store/transaction/giving-up-leaves-nothing", test_give_up);
  INLINE_TEST ("/store/transaction/a-fault-leaves-all-or-nothing", test_faults);
  INLINE_TEST ("/store/transaction/a-savepoint-undoes-its-own", test_savepoints);
  INLINE_TEST ("/store/transaction/rules-of-the-schema-refuse", test_constraints);
  INLINE_TEST ("/store/changes/name-each-row-once", test_changes);
  INLINE_TEST ("/store/changes/what-was-trimmed-unseen-is-an-overrun", test_overrun);
  INLINE_TEST ("/store/settings/are-set-and-counters-count", test_settings);
  return g_test_run ();
}
