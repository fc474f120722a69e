/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files by their hash: once each, whole or not at all, never outside their folder (protocol.md section 7). */
#include "config.h"

#include "store-test.h"

#include "tb-problem.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <utime.h>

#define TEXT "abc"
/* FIPS 180-2, appendix B.1 */
#define TEXT_HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define OWNER 7
#define EMPTY_HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static char *
put (Profile    *profile,
     const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  char *hash = tb_store_put_file (profile->store, bytes, &error);

  g_assert_no_error (error);
  return hash;
}

static char *
path_of (Profile    *profile,
         const char *hash)
{
  g_autofree char *relative = g_strdup_printf ("files/%.2s/%s", hash, hash);

  return profile_path (profile, relative);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint       n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      n += g_file_test (child, G_FILE_TEST_IS_DIR) ? count_files (child) : 1;
    }
  return n;
}

static guint
count_all (Profile *profile)
{
  g_autofree char *path = profile_path (profile, "files");

  return count_files (path);
}

static void
assert_content (Profile    *profile,
                const char *hash,
                const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tb_store_get_file (profile->store, hash, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

static void
test_put (Profile      *profile,
          gconstpointer data)
{
  g_autofree char *hash = put (profile, TEXT);
  g_autofree char *again = put (profile, TEXT);
  g_autofree char *empty = put (profile, "");
  g_autofree char *path = path_of (profile, TEXT_HASH);
  struct stat      status;

  g_assert_cmpstr (hash, ==, TEXT_HASH);
  g_assert_cmpstr (again, ==, TEXT_HASH);
  g_assert_cmpstr (empty, ==, EMPTY_HASH);
  g_assert_true (tb_store_has_file (profile->store, hash));
  assert_content (profile, hash, TEXT);
  assert_content (profile, empty, "");
  g_assert_cmpuint (count_all (profile), ==, 2);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (profile->dir, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
}

static void
test_names (Profile      *profile,
            gconstpointer data)
{
  static const char *const names[] = {
    "", "../ticketbruecke.db", "ba7816bf", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
    "../../../../../../../../../../../../../../../../../etc/passwd/../x",
    TEXT_HASH "0", "zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", EMPTY_HASH
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static (TEXT, 3);
  gint64 have;
  guint  i;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) part_error = NULL;

      g_assert_false (tb_store_has_file (profile->store, names[i]));
      g_assert_null (tb_store_get_file (profile->store, names[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
      g_assert_false (tb_store_add_part (profile->store, OWNER, names[i], 0, 3, bytes, &have, &part_error));
      g_assert_error (part_error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
      g_assert_cmpint (have, ==, 0);
    }
  g_assert_cmpuint (count_all (profile), ==, 0);
}

typedef struct
{
  gint64      offset;
  const char *text;
  gint64      have;
} Part;

static void
add_parts (Profile    *profile,
           const char *hash,
           gint64      size,
           const Part *parts)
{
  for (; parts->text != NULL; parts++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (parts->text, strlen (parts->text));
      g_autoptr (GError) error = NULL;
      gint64 have = -1;

      g_assert_true (
        tb_store_add_part (profile->store, OWNER, hash, parts->offset, size, bytes, &have, &error));
      g_assert_no_error (error);
      g_assert_cmpint (have, ==, parts->have);
    }
}

static void
drop (Profile    *profile,
      gint64      owner,
      const char *hash)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tb_store_drop_part (profile->store, owner, hash, &error));
  g_assert_no_error (error);
}

static void
test_parts (Profile      *profile,
            gconstpointer data)
{
  static const Part first[] = {
    { 1, "bc", 0 }, /* not from the beginning */
    { 0, "a", 1 },
    { 0, "a", 1 }, /* again */
    { 2, "c", 1 }, /* with a gap */
    { 0, NULL, 0 },
  };
  static const Part second[] = {
    { 1, "b", 2 },
    { 2, "c", 3 },
    { 0, "x", 3 }, /* is there already */
    { 0, NULL, 0 },
  };

  add_parts (profile, TEXT_HASH, 3, first);
  g_assert_false (tb_store_has_file (profile->store, TEXT_HASH));
  profile_reopen (profile, TB_STORE_INLINE);
  add_parts (profile, TEXT_HASH, 3, second);
  assert_content (profile, TEXT_HASH, TEXT);
  add_parts (profile, EMPTY_HASH, 0, (const Part[]){ { 0, "", 0 }, { 0, NULL, 0 } });
  assert_content (profile, EMPTY_HASH, "");
  drop (profile, OWNER, TEXT_HASH);
  drop (profile, OWNER, EMPTY_HASH);
  drop (profile, OWNER, EMPTY_HASH);
  g_assert_cmpuint (count_all (profile), ==, 2);
  assert_content (profile, TEXT_HASH, TEXT);
}

static gint64
add_as (Profile    *profile,
        gint64      owner,
        gint64      offset,
        const char *text,
        GError    **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  gint64 have = -1;

  tb_store_add_part (profile->store, owner, TEXT_HASH, offset, 3, bytes, &have, error);
  return have;
}

/* Neither that another has sent it, nor what another sends, is anything to one. */
static void
test_owners_are_apart (Profile      *profile,
                       gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_free (put (profile, TEXT));
  g_assert_cmpint (add_as (profile, 1, 0, "ab", NULL), ==, 2);
  g_assert_cmpint (add_as (profile, 2, 0, "x", NULL), ==, 1);
  g_assert_cmpint (add_as (profile, 2, 1, "yz", &error), ==, 0);
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
  g_assert_cmpint (add_as (profile, 1, 2, "c", NULL), ==, 3);
  assert_content (profile, TEXT_HASH, TEXT);
  drop (profile, 1, TEXT_HASH);
  g_assert_cmpint (add_as (profile, 1, 1, "", NULL), ==, 0);
  assert_content (profile, TEXT_HASH, TEXT);
}

static void
assert_refused (Profile    *profile,
                const char *hash,
                gint64      offset,
                gint64      size,
                const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  gint64 have = -1;

  g_assert_false (tb_store_add_part (profile->store, OWNER, hash, offset, size, bytes, &have, &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_MALFORMED);
  g_assert_cmpint (have, ==, 0);
}

static void
test_wrong_parts (Profile      *profile,
                  gconstpointer data)
{
  assert_refused (profile, TEXT_HASH, 0, 3, "abd");
  g_assert_false (tb_store_has_file (profile->store, TEXT_HASH));
  assert_refused (profile, TEXT_HASH, 0, 2, "abc");
  assert_refused (profile, TEXT_HASH, -1, 3, "abc");
  assert_refused (profile, TEXT_HASH, 0, -1, "abc");
  /* And the right bytes are taken afterwards. */
  add_parts (profile, TEXT_HASH, 3, (const Part[]){ { 0, "abc", 3 }, { 0, NULL, 0 } });
  assert_content (profile, TEXT_HASH, TEXT);
}

static void
leave_part (Profile    *profile,
            const char *text)
{
  g_autofree char *folder = g_build_filename (profile->dir, "files", "part", NULL);
  g_autofree char *path = g_build_filename (folder, "7-" TEXT_HASH, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Who received it died after the last byte and before the name. */
static void
test_left_whole (Profile      *profile,
                 gconstpointer data)
{
  leave_part (profile, TEXT);
  add_parts (profile, TEXT_HASH, 3, (const Part[]){ { 2, "c", 3 }, { 0, NULL, 0 } });
  assert_content (profile, TEXT_HASH, TEXT);
}

/* The power went, and the bytes were never synced. */
static void
test_left_damaged (Profile      *profile,
                   gconstpointer data)
{
  leave_part (profile, "ab?");
  add_parts (profile, TEXT_HASH, 3, (const Part[]){ { 2, "c", 0 }, { 0, "abc", 3 }, { 0, NULL, 0 } });
  assert_content (profile, TEXT_HASH, TEXT);
}

static gboolean
name_file (TbTx    *tx,
           gpointer data,
           GError **error)
{
  g_autoptr (TbItemRecord) item = new_item (add_ticket (tx, "Mit Anhang"), NULL);

  item->kind = TB_ITEM_FILE;
  item->sha256 = g_strdup (data);
  insert (tx, item);
  return TRUE;
}

/* More of it is to come, however long ago the last part came. */
static gboolean
expect_file (TbTx    *tx,
             gpointer data,
             GError **error)
{
  g_autoptr (TbArrivalRecord) arrival = tb_arrival_record_new ();
  gint64 partner = 0;

  while (partner < 8)
    {
      g_autofree char *name = g_strdup_printf ("Nord %" G_GINT64_FORMAT, partner);

      partner = add_partner (tx, name);
    }
  arrival->partner = partner;
  arrival->engagement = add_engagement (tx, add_ticket (tx, "Drucker"), partner, TB_ROLE_LEAD);
  arrival->sha256 = g_strdup (TEXT_HASH);
  arrival->size = 3;
  insert (tx, arrival);
  return TRUE;
}

static gboolean
sweep (TbTx    *tx,
       gpointer data,
       GError **error)
{
  return tb_store_sweep_files (((Profile *)data)->store, tx, error);
}

static void
make_old (const char *path)
{
  g_autoptr (TbClock) clock = tb_clock_new_real ();
  const gint64   then = (tb_clock_now (clock) - 2 * TB_DAY) / TB_SECOND;
  struct utimbuf times = { then, then };

  g_assert_cmpint (g_utime (path, &times), ==, 0);
}

static void
make_file_old (Profile    *profile,
               const char *hash)
{
  g_autofree char *path = path_of (profile, hash);

  make_old (path);
}

static void
test_sweep (Profile      *profile,
            gconstpointer data)
{
  g_autofree char *named = put (profile, "named");
  g_autofree char *young = put (profile, "young");
  g_autofree char *old = put (profile, "old");
  g_autofree char *back = put (profile, "back");
  g_autofree char *part = profile_path (profile, "files/part/7-" TEXT_HASH);
  g_autofree char *expected = profile_path (profile, "files/part/8-" TEXT_HASH);
  g_autofree char *again = NULL;

  must_write (profile->store, name_file, named);
  must_write (profile->store, expect_file, NULL);
  g_assert_cmpint (add_as (profile, 8, 0, "a", NULL), ==, 1);
  add_parts (profile, TEXT_HASH, 3, (const Part[]){ { 0, "a", 1 }, { 0, NULL, 0 } });
  make_file_old (profile, named);
  make_file_old (profile, old);
  make_file_old (profile, back);
  make_old (part);
  make_old (expected);
  /* Put again: somebody is about to name it. */
  again = put (profile, "back");
  must_write (profile->store, sweep, profile);
  g_assert_true (tb_store_has_file (profile->store, named));
  g_assert_true (tb_store_has_file (profile->store, young));
  g_assert_true (tb_store_has_file (profile->store, back));
  g_assert_false (tb_store_has_file (profile->store, old));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (expected, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_all (profile), ==, 4);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  INLINE_TEST ("/store/files/same-bytes-once", test_put);
  INLINE_TEST ("/store/files/a-wrong-name-is-no-file", test_names);
  INLINE_TEST ("/store/files/parts-go-on-where-they-broke", test_parts);
  INLINE_TEST ("/store/files/owners-are-apart", test_owners_are_apart);
  INLINE_TEST ("/store/files/wrong-parts-are-refused", test_wrong_parts);
  INLINE_TEST ("/store/files/part-that-was-whole-gets-its-name", test_left_whole);
  INLINE_TEST ("/store/files/part-that-is-damaged-is-fetched-anew", test_left_damaged);
  INLINE_TEST ("/store/files/what-nobody-names-is-swept-away", test_sweep);
  return g_test_run ();
}
