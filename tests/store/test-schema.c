/* SPDX-License-Identifier: GPL-3.0-or-later
 * The schema and the records agree; records come back as they went in; named queries run by an index. */
#include "config.h"

#include "store-test.h"

#include "tb-personal.h"

#include <string.h>

static const char *const other_tables[] = { "setting", "counter", "folder_count", "erasing", NULL };

static GHashTable *
read_columns (sqlite3    *db,
              const char *table)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA table_xinfo(\"%s\")", table);
  GHashTable      *columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_stmt    *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_hash_table_add (columns, g_strdup ((const char *)sqlite3_column_text (statement, 1)));
  sqlite3_finalize (statement);
  return columns;
}

static void
assert_same_columns (sqlite3            *db,
                     const TbRecordType *type)
{
  g_autoptr (GHashTable) columns = read_columns (db, type->table);
  guint i;

  g_assert_true (g_hash_table_remove (columns, "id"));
  for (i = 0; i < type->n_fields; i++)
    {
      if (!g_hash_table_remove (columns, type->fields[i].name))
        g_error ("%s.%s has no column", type->table, type->fields[i].name);
    }
  g_assert_cmpuint (g_hash_table_size (columns), ==, 0);
}

static void
test_columns (Profile      *profile,
              gconstpointer data)
{
  sqlite3 *db = profile_open_raw (profile);
  guint    i;

  for (i = 0; record_types[i] != NULL; i++)
    assert_same_columns (db, record_types[i]);
  assert_same_columns (db, &TB_LIST_ROW);
  sqlite3_close (db);
}

static gboolean
is_record_table (const char *name)
{
  guint i;

  for (i = 0; record_types[i] != NULL; i++)
    if (g_str_equal (record_types[i]->table, name))
      return TRUE;
  return FALSE;
}

static void
test_tables (Profile      *profile,
             gconstpointer data)
{
  sqlite3      *db = profile_open_raw (profile);
  sqlite3_stmt *statement = NULL;
  guint         n = 0;

  sqlite3_prepare_v2 (db,
                      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                      " AND name NOT LIKE 'search%'",
                      -1, &statement, NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *name = (const char *)sqlite3_column_text (statement, 0);

      g_assert_true (is_record_table (name) || g_strv_contains (other_tables, name));
      n++;
    }
  g_assert_cmpuint (n, ==, 26 + g_strv_length ((char **)other_tables));
  sqlite3_finalize (statement);
  sqlite3_close (db);
}

static gboolean
is_personal (const char *table,
             const char *column)
{
  guint                  n, i, k;
  const TbPersonalTable *tables = tb_personal_tables (&n);

  for (i = 0; i < n; i++)
    for (k = 0; g_str_equal (tables[i].type->table, table) && tables[i].fields[k].column != NULL; k++)
      if (g_str_equal (tables[i].fields[k].column, column))
        return TRUE;
  return FALSE;
}

/* Of each column in which a name could stand it is known whether one does: a new one cannot be forgotten when
 * somebody's data are told or erased. */
static void
test_personal (Profile      *profile,
               gconstpointer data)
{
  sqlite3      *db = profile_open_raw (profile);
  sqlite3_stmt *statement = NULL;
  guint         n = 0;

  sqlite3_prepare_v2 (db,
                      "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info (t.name) c"
                      " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE 'search%'"
                      " AND c.type <> 'INTEGER'",
                      -1, &statement, NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *table = (const char *)sqlite3_column_text (statement, 0);
      const char *column = (const char *)sqlite3_column_text (statement, 1);

      if (is_personal (table, column) == tb_personal_is_never (table, column))
        g_error ("%s.%s: can a person stand in it? See tb-personal.c", table, column);
      n++;
    }
  g_assert_cmpuint (n, >, 100);
  sqlite3_finalize (statement);
  sqlite3_close (db);
}

static gboolean
has_foreign_key (sqlite3    *db,
                 const char *table,
                 const char *column)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM pragma_foreign_key_list('%s')"
                                          " WHERE \"from\" = '%s'",
                                          table, column);

  return raw_number (db, sql) == 1;
}

static void
test_references (Profile      *profile,
                 gconstpointer data)
{
  sqlite3 *db = profile_open_raw (profile);
  guint    i, k;

  for (i = 0; record_types[i] != NULL; i++)
    for (k = 0; k < record_types[i]->n_fields; k++)
      {
        const TbField *field = &record_types[i]->fields[k];

        g_assert_cmpint (has_foreign_key (db, record_types[i]->table, field->name), ==,
                         field->type == TB_FIELD_REF);
      }
  sqlite3_close (db);
}

/* Whether the schema allows only some numbers: then it gets one that every such column allows. */
static gboolean
is_checked (sqlite3            *db,
            const TbRecordType *type,
            const TbField      *field)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM sqlite_schema"
                                          " WHERE type = 'table' AND name = '%s'"
                                          " AND sql LIKE '%%CHECK (%s %%'",
                                          type->table, field->name);

  return raw_number (db, sql) == 1;
}

static void
fill_field (gpointer       record,
            const TbField *field,
            gint64         number,
            const char    *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text) + 1);

  switch (field->type)
    {
    case TB_FIELD_INT:
    case TB_FIELD_REF:
      tb_record_set_int (record, field, number);
      break;
    case TB_FIELD_TEXT:
      tb_record_set_text (record, field, text);
      break;
    case TB_FIELD_BYTES:
      tb_record_set_bytes (record, field, bytes);
      break;
    }
}

/* Every field gets a value of its own. What is locked could not be changed afterwards. */
static gpointer
fill_record (sqlite3            *db,
             const TbRecordType *type,
             guint               round)
{
  gpointer record = tb_record_new (type);
  guint    i;

  for (i = 0; i < type->n_fields; i++)
    {
      const TbField   *field = &type->fields[i];
      g_autofree char *text = g_strdup_printf ("%s „%u“ äß€🙂", field->name, round);
      gint64           number = G_GINT64_CONSTANT (4000000000) + 100 * round + i;

      if (field->type == TB_FIELD_REF)
        number = 1;
      else if (is_checked (db, type, field))
        number = g_str_equal (field->name, "is_locked") ? 0 : 1;
      fill_field (record, field, number, text);
    }
  return record;
}

static void
assert_equal (gconstpointer a,
              gconstpointer b)
{
  const TbRecordType *type = tb_record_get_type (a);
  guint               i;

  g_assert_true (type == tb_record_get_type (b));
  g_assert_cmpint (*(const gint64 *)a, ==, *(const gint64 *)b);
  for (i = 0; i < type->n_fields; i++)
    if (!tb_record_field_equal (a, b, i))
      g_error ("%s.%s differs", type->table, type->fields[i].name);
}

static void
assert_stored (TbTx         *tx,
               gconstpointer record)
{
  gpointer stored = get (tx, tb_record_get_type (record), *(const gint64 *)record);

  g_assert_nonnull (stored);
  assert_equal (record, stored);
  tb_record_unref (stored);
}

static gboolean
go_round (TbTx    *tx,
          gpointer data,
          GError **error)
{
  sqlite3 *db = data;
  guint    i;

  for (i = 0; record_types[i] != NULL; i++)
    {
      gpointer record = fill_record (db, record_types[i], 1);

      insert (tx, record);
      g_assert_cmpint (*(gint64 *)record, >=, 1);
      assert_stored (tx, record);
      tb_record_unref (record);
    }
  for (i = 0; record_types[i] != NULL; i++)
    {
      gpointer record = fill_record (db, record_types[i], 2);

      *(gint64 *)record = 1;
      update (tx, record);
      assert_stored (tx, record);
      tb_record_unref (record);
    }
  return TRUE;
}

static void
test_round_trip (Profile      *profile,
                 gconstpointer data)
{
  sqlite3 *db = profile_open_raw (profile);

  must_write (profile->store, go_round, db);
  sqlite3_close (db);
  assert_sound (profile->store);
}

static gboolean
store_nothing (TbTx    *tx,
               gpointer data,
               GError **error)
{
  g_autoptr (TbPartnerRecord) partner = tb_partner_record_new ();
  g_autoptr (TbPartnerRecord) stored = NULL;

  partner->name = g_strdup ("");
  partner->key = g_bytes_new (NULL, 0);
  insert (tx, partner);
  stored = get (tx, &TB_PARTNER, partner->id);
  g_assert_cmpstr (stored->name, ==, "");
  g_assert_null (stored->url);
  g_assert_null (stored->join_body);
  g_assert_nonnull (stored->key);
  g_assert_cmpuint (g_bytes_get_size (stored->key), ==, 0);
  g_assert_cmpint (stored->organisation, ==, 0);
  return TRUE;
}

static void
test_nothing (Profile      *profile,
              gconstpointer data)
{
  sqlite3 *db = profile_open_raw (profile);

  must_write (profile->store, store_nothing, NULL);
  g_assert_cmpint (raw_number (db, "SELECT organisation IS NULL AND url IS NULL FROM partner"), ==, 1);
  sqlite3_close (db);
}

static gboolean
add_and_remove (TbTx    *tx,
                gpointer data,
                GError **error)
{
  gint64 ticket = add_ticket (tx, "Drucker");
  gint64 first = add_note (tx, ticket, "eins");
  gint64 last = add_note (tx, ticket, "zwei");

  if (!tb_tx_remove (tx, &TB_ITEM, last, error))
    return FALSE;
  g_assert_cmpint (add_note (tx, ticket, "drei"), >, last);
  g_assert_cmpint (last, >, first);
  return TRUE;
}

static void
test_ids (Profile      *profile,
          gconstpointer data)
{
  must_write (profile->store, add_and_remove, NULL);
}

static gboolean
is_long_table (const char *detail)
{
  static const char *const names[] = {
    "ticket",
    "item",
    "history",
    "engagement",
    "item_link",
    "outbox",
    "inbox",
    "change",
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *scan = g_strdup_printf ("SCAN %s", names[i]);

      if (g_str_equal (detail, scan))
        return TRUE;
    }
  return FALSE;
}

static void
test_queries (Profile      *profile,
              gconstpointer data)
{
  sqlite3 *db = profile_open_raw (profile);
  int      i;

  for (i = 0; i < TB_N_QUERIES; i++)
    {
      const TbQueryRow *row = tb_query_row (i);
      sqlite3_stmt     *statement = NULL;
      g_autofree char  *sql = NULL;

      g_assert_nonnull (row->sql);
      if (row->type != NULL)
        sql = g_strdup_printf ("EXPLAIN QUERY PLAN SELECT * FROM \"%s\" %s", row->type->table, row->sql);
      else
        sql = g_strdup_printf ("EXPLAIN QUERY PLAN %s", row->sql);
      if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
        g_error ("%s: %s", row->sql, sqlite3_errmsg (db));
      while (sqlite3_step (statement) == SQLITE_ROW)
        if (is_long_table ((const char *)sqlite3_column_text (statement, 3)))
          g_error ("%s scans a long table", row->sql);
      sqlite3_finalize (statement);
    }
  sqlite3_close (db);
}

/* What waits is found among what waits, however much was ever sent. */
static void
test_waiting (Profile      *profile,
              gconstpointer data)
{
  static const int queries[] = {
    TB_Q_OUTBOX_SENDABLE,
    TB_Q_OUTBOX_QUEUED_BETWEEN,
    TB_Q_OUTBOX_OPEN,
    TB_QN_OUTBOX_QUEUED_OF_PARTNER,
    TB_QN_OUTBOX_QUEUED,
    TB_QX_EMPTY_OUTBOX_BODIES,
  };
  sqlite3 *db = profile_open_raw (profile);
  guint    i;

  for (i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      const TbQueryRow *row = tb_query_row (queries[i]);
      const char       *head = row->type != NULL ? "SELECT * FROM outbox " : "";
      g_autofree char  *sql = g_strdup_printf ("EXPLAIN QUERY PLAN %s%s", head, row->sql);
      sqlite3_stmt     *statement = NULL;

      g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
      while (sqlite3_step (statement) == SQLITE_ROW)
        {
          const char *step = (const char *)sqlite3_column_text (statement, 3);

          if (strstr (step, "INDEX outbox_engagement") != NULL || strstr (step, "autoindex_outbox") != NULL)
            g_error ("%s: %s", row->sql, step);
        }
      sqlite3_finalize (statement);
    }
  sqlite3_close (db);
}

/* A condition with a list of values is made into a table whenever a row is written. */
static void
test_writing (Profile      *profile,
              gconstpointer data)
{
  sqlite3 *db = profile_open_raw (profile);
  guint    i;

  for (i = 0; record_types[i] != NULL; i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("EXPLAIN INSERT INTO \"%s\" (id) VALUES (NULL)", record_types[i]->table);
      sqlite3_stmt *statement = NULL;

      g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
      while (sqlite3_step (statement) == SQLITE_ROW)
        g_assert_cmpstr ((const char *)sqlite3_column_text (statement, 1), !=, "OpenEphemeral");
      sqlite3_finalize (statement);
    }
  sqlite3_close (db);
}

/* That it counts no memory must be said before any file is opened, also one that is there already. */
static void
test_memory (void)
{
  const char *name = "TB_TEST_PROFILE";
  gpointer    memory;
  Profile     profile = { 0 };

  if (g_test_subprocess ())
    {
      g_autoptr (TbStore) store = tb_store_open (g_getenv (name), TB_STORE_INLINE, NULL, NULL);

      g_assert_nonnull (store);
      g_assert_cmpint (sqlite3_memory_used (), ==, 0);
      /* What grows has room to grow on. */
      memory = sqlite3_realloc64 (sqlite3_malloc64 (200), 300);
      g_assert_cmpuint (sqlite3_msize (memory), >=, 504);
      sqlite3_free (memory);
      return;
    }
  profile_setup (&profile, GINT_TO_POINTER (TB_STORE_INLINE));
  g_clear_object (&profile.store);
  g_setenv (name, profile.dir, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  profile_teardown (&profile, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  INLINE_TEST ("/store/schema/each-field-has-its-column", test_columns);
  INLINE_TEST ("/store/schema/no-table-without-a-record", test_tables);
  INLINE_TEST ("/store/schema/where-people-stand-is-known", test_personal);
  INLINE_TEST ("/store/schema/each-reference-is-a-foreign-key", test_references);
  INLINE_TEST ("/store/records/come-back-as-they-went-in", test_round_trip);
  INLINE_TEST ("/store/records/nothing-is-null-and-empty-is-empty", test_nothing);
  INLINE_TEST ("/store/records/an-id-is-never-used-twice", test_ids);
  INLINE_TEST ("/store/queries/each-runs-by-an-index", test_queries);
  INLINE_TEST ("/store/schema/no-table-is-made-to-write-a-row", test_writing);
  INLINE_TEST ("/store/schema/what-waits-is-found-among-what-waits", test_waiting);
  g_test_add_func ("/store/sqlite/counts-no-memory", test_memory);
  return g_test_run ();
}
