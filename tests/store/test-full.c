/* SPDX-License-Identifier: GPL-3.0-or-later
 * A full disk: what does not fit leaves nothing behind, is told as what it is, and goes in when there
 * is room. */
#include "config.h"

#include "full-disk.h"
#include "store-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define TEXT_HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" /* of "abc" */

static gboolean
write_ticket (TbTx    *tx,
              gpointer data,
              GError **error)
{
  g_autoptr (TbTicketRecord) ticket = new_ticket (tx, data);

  return tb_tx_insert (tx, ticket, error);
}

static gboolean
count_tickets (TbTx    *tx,
               gpointer data,
               GError **error)
{
  g_autoptr (GArray) ids = NULL;
  TbListQuery query = { .folder = TB_FOLDER_EVERYTHING };

  ids = tb_tx_list_ids (tx, &query, 0, error);
  if (ids != NULL)
    *(guint *)data = ids->len;
  return ids != NULL;
}

static void
assert_tickets (Profile *profile,
                guint    expected)
{
  guint n;

  must_read (profile->store, count_tickets, &n);
  g_assert_cmpuint (n, ==, expected);
  assert_sound (profile->store);
}

static gboolean
is_folder_empty (Profile    *profile,
                 const char *name)
{
  g_autofree char *path = profile_path (profile, name);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir == NULL || g_dir_read_name (dir) == NULL;
}

static void
test_commit (Profile      *profile,
             gconstpointer flags)
{
  must_write (profile->store, write_ticket, "Drucker");
  set_disk_full (TRUE);
  must_fail (profile->store, write_ticket, "Mailserver", TB_STORE_ERROR_FULL);
  must_fail (profile->store, write_ticket, "Mailserver", TB_STORE_ERROR_FULL);
  assert_tickets (profile, 1);
  set_disk_full (FALSE);
  assert_tickets (profile, 1);
  must_write (profile->store, write_ticket, "Mailserver");
  profile_reopen (profile, GPOINTER_TO_INT (flags));
  assert_tickets (profile, 2);
}

/* More than the memory for pages holds: what is not yet committed is written to the log, and read from it. */
#define N_LARGE 100
#define LARGE_BYTES (512 * 1024)

/* @data: (nullable): from which note on the disk is full; %NULL: never */
static gboolean
write_much (TbTx    *tx,
            gpointer data,
            GError **error)
{
  const guint     *full_at = data;
  g_autofree char *text = g_strnfill (LARGE_BYTES, 'x');
  guint            i;

  for (i = 0; i < N_LARGE; i++)
    {
      g_autoptr (TbItemRecord) note = new_item (1, text);

      if (full_at != NULL && i == *full_at)
        set_disk_full (TRUE);
      if (!tb_tx_insert (tx, note, error))
        return FALSE;
    }
  return TRUE;
}

static void
test_large (Profile      *profile,
            gconstpointer data)
{
  static const guint full_at[] = { 0, 1, N_LARGE / 3, N_LARGE - 1 };
  guint              i;

  must_write (profile->store, write_ticket, "Drucker");
  for (i = 0; i < G_N_ELEMENTS (full_at); i++)
    {
      must_fail (profile->store, write_much, (gpointer)&full_at[i], TB_STORE_ERROR_FULL);
      assert_tickets (profile, 1);
      set_disk_full (FALSE);
      assert_tickets (profile, 1);
    }
  must_write (profile->store, write_much, NULL);
  profile_reopen (profile, TB_STORE_INLINE);
  assert_tickets (profile, 1);
}

/* As a sudden end would leave it: the database and its log. */
static TbStore *
open_copy (Profile *profile)
{
  static const char *const names[] = { "ticketbruecke.db", "ticketbruecke.db-wal" };
  g_autofree char         *folder = profile_path (profile, "copy");
  g_autoptr (GError) error = NULL;
  TbStore *store;
  guint    i;

  g_assert_no_errno (g_mkdir (folder, 0700));
  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = profile_path (profile, names[i]);
      g_autofree char *to = g_build_filename (folder, names[i], NULL);
      g_autofree char *bytes = NULL;
      gsize            n;

      g_assert_true (g_file_get_contents (from, &bytes, &n, &error));
      g_assert_true (g_file_set_contents (to, bytes, (gssize)n, &error));
    }
  store = tb_store_open (folder, TB_STORE_INLINE, NULL, &error);
  g_assert_no_error (error);
  return store;
}

/* What this one could not write is of no use any more as soon as another process, like a command while the
 * program serves, has written to the same place. */
static void
test_others (Profile      *profile,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TbStore) other = tb_store_open (profile->dir, TB_STORE_INLINE, NULL, &error);
  g_autoptr (TbStore) copy = NULL;
  guint i;
  guint n;

  g_assert_no_error (error);
  must_write (profile->store, write_ticket, "Drucker");
  set_disk_full (TRUE);
  must_fail (profile->store, write_ticket, "Mailserver", TB_STORE_ERROR_FULL);
  set_disk_full (FALSE);
  for (i = 0; i < 20; i++)
    must_write (other, write_ticket, "Router");
  assert_tickets (profile, 21);
  must_write (profile->store, write_ticket, "Mailserver");
  must_write (other, write_ticket, "Router");
  copy = open_copy (profile);
  must_read (copy, count_tickets, &n);
  g_assert_cmpuint (n, ==, 23);
  assert_sound (copy);
}

static void
test_open (Profile      *profile,
           gconstpointer data)
{
  g_autoptr (TbStore) store = NULL;
  g_autoptr (GError) error = NULL;

  must_write (profile->store, write_ticket, "Drucker");
  g_clear_object (&profile->store);
  set_disk_full (TRUE);
  store = tb_store_open (profile->dir, TB_STORE_INLINE, NULL, &error);
  g_assert_null (store);
  g_assert_error (error, TB_STORE_ERROR, TB_STORE_ERROR_FULL);
  set_disk_full (FALSE);
  profile_reopen (profile, TB_STORE_INLINE);
  assert_tickets (profile, 1);
}

static void
test_file (Profile      *profile,
           gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (GError) error = NULL;
  g_autofree char *none = NULL;
  g_autofree char *hash = NULL;

  set_disk_full (TRUE);
  none = tb_store_put_file (profile->store, bytes, &error);
  g_assert_null (none);
  g_assert_error (error, TB_STORE_ERROR, TB_STORE_ERROR_FULL);
  set_disk_full (FALSE);
  g_assert_true (is_folder_empty (profile, "files/part"));
  g_assert_false (tb_store_has_file (profile->store, TEXT_HASH));
  g_clear_error (&error);
  hash = tb_store_put_file (profile->store, bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hash, ==, TEXT_HASH);
}

static gint64
add_part (Profile    *profile,
          gint64      offset,
          const char *text,
          GError    **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  gint64 have = 0;

  return tb_store_add_part (profile->store, 1, TEXT_HASH, offset, 3, bytes, &have, error) ? have : -1;
}

static void
test_part (Profile      *profile,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (add_part (profile, 0, "a", &error), ==, 1);
  set_disk_full (TRUE);
  g_assert_cmpint (add_part (profile, 1, "bc", &error), ==, -1);
  g_assert_error (error, TB_STORE_ERROR, TB_STORE_ERROR_FULL);
  set_disk_full (FALSE);
  g_clear_error (&error);
  g_assert_cmpint (add_part (profile, 1, "bc", &error), ==, 3);
  g_assert_no_error (error);
  g_assert_true (tb_store_has_file (profile->store, TEXT_HASH));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  INLINE_TEST ("/store/full/commit-leaves-nothing/at-once", test_commit);
  PROFILE_TEST ("/store/full/commit-leaves-nothing/by-the-workers", TB_STORE_DEFAULT, test_commit);
  PROFILE_TEST ("/store/full/whole-after-much", TB_STORE_INLINE, test_large);
  PROFILE_TEST ("/store/full/what-others-write-meanwhile-stays", TB_STORE_INLINE, test_others);
  INLINE_TEST ("/store/full/profile-cannot-be-opened-and-is-whole", test_open);
  INLINE_TEST ("/store/full/file-leaves-nothing", test_file);
  INLINE_TEST ("/store/full/part-goes-on-when-there-is-room", test_part);
  return g_test_run ();
}
