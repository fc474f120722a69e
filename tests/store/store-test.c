/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the store's tests share: a profile in a folder of its own, and short ways to fill it. */
#include "config.h"

#include "store-test.h"

#include <glib/gstdio.h>

#define RAW_PATIENCE_MS 10000

const TbRecordType *const record_types[] = {
  &TB_USER, &TB_TICKET_STATUS, &TB_ORGANISATION, &TB_CONTACT, &TB_PARTNER, &TB_AGREEMENT, &TB_INVITATION,
  &TB_TICKET, &TB_ENGAGEMENT, &TB_REQUEST, &TB_ITEM, &TB_ITEM_LINK, &TB_HISTORY, &TB_OUTBOX, &TB_INBOX,
  &TB_TAKEN, &TB_PUT, &TB_CHANGE, &TB_DRAFT, &TB_WANT, &TB_ARRIVAL, &TB_MAIL, &TB_BOX, &TB_LETTER,
  &TB_ERASURE, &TB_TOMBSTONE, NULL
};

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
profile_setup (Profile      *profile,
               gconstpointer flags)
{
  profile->dir = g_dir_make_tmp ("ticketbruecke-store-XXXXXX", NULL);
  g_assert_nonnull (profile->dir);
  profile_reopen (profile, GPOINTER_TO_INT (flags));
  g_assert_true (tb_store_is_new (profile->store));
}

void
profile_teardown (Profile      *profile,
                  gconstpointer flags)
{
  g_clear_object (&profile->store);
  remove_tree (profile->dir);
  g_clear_pointer (&profile->dir, g_free);
}

void
profile_reopen (Profile     *profile,
                TbStoreFlags flags)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&profile->store);
  profile->store = tb_store_open (profile->dir, flags, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (profile->store);
}

char *
profile_path (Profile    *profile,
              const char *name)
{
  return g_build_filename (profile->dir, name, NULL);
}

sqlite3 *
profile_open_raw (Profile *profile)
{
  g_autofree char *path = profile_path (profile, "ticketbruecke.db");
  sqlite3         *db = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  return db;
}

void
must_write (TbStore *store,
            TbTxFunc func,
            gpointer data)
{
  g_autoptr (GError) error = NULL;

  tb_store_write (store, func, data, &error);
  g_assert_no_error (error);
}

void
must_read (TbStore *store,
           TbTxFunc func,
           gpointer data)
{
  g_autoptr (GError) error = NULL;

  tb_store_read (store, func, data, &error);
  g_assert_no_error (error);
}

void
must_fail (TbStore     *store,
           TbTxFunc     func,
           gpointer     data,
           TbStoreError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tb_store_write (store, func, data, &error));
  g_assert_error (error, TB_STORE_ERROR, (int)code);
}

void
insert (TbTx    *tx,
        gpointer record)
{
  g_autoptr (GError) error = NULL;

  tb_tx_insert (tx, record, &error);
  g_assert_no_error (error);
}

void
update (TbTx         *tx,
        gconstpointer record)
{
  g_autoptr (GError) error = NULL;

  tb_tx_update (tx, record, &error);
  g_assert_no_error (error);
}

gpointer
get (TbTx               *tx,
     const TbRecordType *type,
     gint64              id)
{
  g_autoptr (GError) error = NULL;
  gpointer record = tb_tx_get (tx, type, id, &error);

  g_assert_no_error (error);
  return record;
}

gint64
add_status (TbTx *tx)
{
  g_autoptr (TbTicketStatusRecord) status = tb_tx_find (tx, TB_Q_STATUSES, NULL, "");

  if (status != NULL)
    return status->id;
  status = tb_ticket_status_record_new ();
  status->name = g_strdup ("Neu");
  insert (tx, status);
  return status->id;
}

gint64
add_organisation (TbTx       *tx,
                  const char *name)
{
  g_autoptr (TbOrganisationRecord) organisation = tb_organisation_record_new ();

  organisation->name = g_strdup (name);
  insert (tx, organisation);
  return organisation->id;
}

gint64
add_user (TbTx       *tx,
          const char *name)
{
  g_autoptr (TbUserRecord) user = tb_user_record_new ();

  user->name = g_strdup (name);
  user->active = 1;
  insert (tx, user);
  return user->id;
}

gint64
add_partner (TbTx       *tx,
             const char *name)
{
  g_autoptr (TbPartnerRecord) partner = tb_partner_record_new ();

  partner->name = g_strdup (name);
  insert (tx, partner);
  return partner->id;
}

TbTicketRecord *
new_ticket (TbTx       *tx,
            const char *title)
{
  TbTicketRecord *ticket = tb_ticket_record_new ();

  ticket->number_day = 20261123;
  g_assert_true (tb_tx_next_counter (tx, "T20261123", &ticket->number_seq, NULL));
  ticket->number = tb_number_format ('T', ticket->number_day, ticket->number_seq);
  ticket->title = g_strdup (title);
  ticket->is_confirmed = 1;
  ticket->is_open = 1;
  ticket->status = add_status (tx);
  return ticket;
}

gint64
add_ticket (TbTx       *tx,
            const char *title)
{
  g_autoptr (TbTicketRecord) ticket = new_ticket (tx, title);

  insert (tx, ticket);
  return ticket->id;
}

gint64
add_engagement (TbTx  *tx,
                gint64 ticket,
                gint64 partner,
                TbRole role)
{
  g_autoptr (TbEngagementRecord) engagement = tb_engagement_record_new ();

  engagement->eid = tb_hex_new (20);
  engagement->ticket = ticket;
  engagement->partner = partner;
  engagement->role = role;
  insert (tx, engagement);
  return engagement->id;
}

TbItemRecord *
new_item (gint64      ticket,
          const char *text)
{
  TbItemRecord *item = tb_item_record_new ();

  item->uuid = tb_id_new ();
  item->ticket = ticket;
  item->kind = TB_ITEM_NOTE;
  item->text = g_strdup (text);
  return item;
}

gint64
add_note (TbTx       *tx,
          gint64      ticket,
          const char *text)
{
  g_autoptr (TbItemRecord) item = new_item (ticket, text);

  insert (tx, item);
  return item->id;
}

gint64
raw_number (sqlite3    *db,
            const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gint64        number;

  /* Somebody else may be closing it. */
  sqlite3_busy_timeout (db, RAW_PATIENCE_MS);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return number;
}

static gboolean
check (TbTx    *tx,
       gpointer data,
       GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

  if (!tb_tx_check (tx, findings, error))
    return FALSE;
  if (findings->len > 0)
    g_test_message ("%s", (char *)findings->pdata[0]);
  g_assert_cmpuint (findings->len, ==, 0);
  return TRUE;
}

void
assert_sound (TbStore *store)
{
  must_read (store, check, NULL);
}

char *
search_letters (TbTx       *tx,
                const char *typed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  GString *found = g_string_new (NULL);
  guint    i;

  ids = tb_tx_list_ids (tx, &(TbListQuery){ TB_FOLDER_EVERYTHING, 0, typed, TB_SORT_NUMBER, FALSE }, 0,
                        &error);
  g_assert_no_error (error);
  for (i = 0; i < ids->len; i++)
    g_string_append_c (found, (char)('a' + g_array_index (ids, gint64, i) - 1));
  return g_string_free (found, FALSE);
}

gboolean
check_cases (TbTx    *tx,
             gpointer data,
             GError **error)
{
  const SearchCase *cases = data;

  for (; cases->typed != NULL; cases++)
    {
      g_autofree char *found = search_letters (tx, cases->typed);

      if (!g_str_equal (found, cases->found))
        g_error ("“%s” finds “%s”, not “%s”", cases->typed, found, cases->found);
    }
  return TRUE;
}
