/* SPDX-License-Identifier: GPL-3.0-or-later
 * All tickets of a list for a file: read in one walk over the table, names looked up once. */
#include "config.h"

#include "tb-sqlite-private.h"

/* A list by number, or of one folder, is nearly in the order of the ids: so many rows are passed over before
 * the next one is looked for from the top. */
#define NEAR 16
/* Of so many customers the names are kept at once. */
#define MAX_KNOWN 20000
#define MAX_TEXTS 5

enum
{
  NAMES_ORGANISATION,
  NAMES_CONTACT,
  NAMES_STATUS,
  NAMES_PARTNER,
  N_NAMES,
};

static const char *const name_texts[N_NAMES] = {
  [NAMES_ORGANISATION] = "SELECT name, phone, street, postcode, town FROM organisation WHERE id = ?",
  [NAMES_CONTACT] = "SELECT name, phone FROM contact WHERE id = ?",
  [NAMES_STATUS] = "SELECT name FROM ticket_status WHERE id = ?",
  [NAMES_PARTNER] = "SELECT name FROM partner WHERE id = ?",
};

/* The engagement is the one that the list shows, too. */
static const char walk_text[] =
  "SELECT id, number, title, description, organisation, contact, status, priority, queue, due_at,"
  " max(coalesce(lead_engagement, 0), coalesce(service_engagement, 0)) FROM ticket WHERE id >= ? ORDER BY id";
static const char engagement_text[] = "SELECT partner, status FROM engagement WHERE id = ?";

typedef struct
{
  gint64 id;
  char  *texts[MAX_TEXTS]; /* (owned) (nullable) */
} Names;

typedef struct
{
  TbSqlite     *sqlite;         /* (borrowed) */
  sqlite3_stmt *walk;           /* (borrowed) */
  gint64        at;             /* the ticket at which @walk stands; 0: it has not begun */
  GHashTable   *known[N_NAMES]; /* (owned): gint64 * -> Names */
} Export;

static void
free_names (gpointer data)
{
  Names *names = data;
  guint  i;

  for (i = 0; i < MAX_TEXTS; i++)
    g_free (names->texts[i]);
  g_free (names);
}

static Names *
read_names (Export  *self,
            guint    which,
            gint64   id,
            GError **error)
{
  g_auto (TbSqliteCursor) cursor = tb_sqlite_prepare (self->sqlite, name_texts[which], error);
  gboolean has_row;
  Names   *names;
  int      i;

  if (cursor == NULL)
    return NULL;
  sqlite3_bind_int64 (cursor, 1, id);
  if (!tb_sqlite_step (self->sqlite, cursor, &has_row, error))
    return NULL;
  names = g_new0 (Names, 1);
  names->id = id;
  for (i = 0; has_row && i < sqlite3_column_count (cursor); i++)
    names->texts[i] = g_strdup ((const char *)sqlite3_column_text (cursor, i));
  return names;
}

/* Returns: (transfer none) (nullable): good until the next one of the same kind is looked up */
static const Names *
find_names (Export  *self,
            guint    which,
            gint64   id,
            GError **error)
{
  static const Names none = { 0 };
  Names             *names;

  if (id == 0)
    return &none;
  names = g_hash_table_lookup (self->known[which], &id);
  if (names != NULL)
    return names;
  names = read_names (self, which, id, error);
  if (names == NULL)
    return NULL;
  if (g_hash_table_size (self->known[which]) >= MAX_KNOWN)
    g_hash_table_remove_all (self->known[which]);
  g_hash_table_insert (self->known[which], &names->id, names);
  return names;
}

static gboolean
step_on (Export  *self,
         GError **error)
{
  gboolean has_row;

  if (!tb_sqlite_step (self->sqlite, self->walk, &has_row, error))
    return FALSE;
  self->at = has_row ? sqlite3_column_int64 (self->walk, 0) : G_MAXINT64;
  return TRUE;
}

static gboolean
go_to (Export  *self,
       gint64   id,
       GError **error)
{
  guint n;

  for (n = 0; n < NEAR && self->at > 0 && self->at < id; n++)
    if (!step_on (self, error))
      return FALSE;
  if (self->at == id)
    return TRUE;
  sqlite3_reset (self->walk);
  sqlite3_bind_int64 (self->walk, 1, id);
  return step_on (self, error);
}

static gboolean
read_outsourcing (Export      *self,
                  gint64       engagement,
                  TbExportRow *row,
                  GError     **error)
{
  g_auto (TbSqliteCursor) cursor = NULL;
  const Names *partner;
  gboolean     has_row;

  if (engagement == 0)
    return TRUE;
  cursor = tb_sqlite_prepare (self->sqlite, engagement_text, error);
  if (cursor == NULL)
    return FALSE;
  sqlite3_bind_int64 (cursor, 1, engagement);
  if (!tb_sqlite_step (self->sqlite, cursor, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  partner = find_names (self, NAMES_PARTNER, sqlite3_column_int64 (cursor, 0), error);
  if (partner == NULL)
    return FALSE;
  row->partner = partner->texts[0];
  row->outsourcing_status = (TbStatus)sqlite3_column_int64 (cursor, 1);
  return TRUE;
}

/* A row is given out as it stands in SQLite's memory: copying it would cost as much as reading it. */
static gboolean
read_row (Export      *self,
          TbExportRow *row,
          GError     **error)
{
  const Names *organisation =
    find_names (self, NAMES_ORGANISATION, sqlite3_column_int64 (self->walk, 4), error);
  const Names *contact = NULL;
  const Names *status = NULL;

  if (organisation != NULL)
    contact = find_names (self, NAMES_CONTACT, sqlite3_column_int64 (self->walk, 5), error);
  if (contact != NULL)
    status = find_names (self, NAMES_STATUS, sqlite3_column_int64 (self->walk, 6), error);
  if (status == NULL)
    return FALSE;
  *row = (TbExportRow){
    .number = (const char *)sqlite3_column_text (self->walk, 1),
    .title = (const char *)sqlite3_column_text (self->walk, 2),
    .description = (const char *)sqlite3_column_text (self->walk, 3),
    .queue = (const char *)sqlite3_column_text (self->walk, 8),
    .organisation = organisation->texts[0],
    .organisation_phone = organisation->texts[1],
    .street = organisation->texts[2],
    .postcode = organisation->texts[3],
    .town = organisation->texts[4],
    .contact = contact->texts[0],
    .contact_phone = contact->texts[1],
    .status = status->texts[0],
    .priority = (TbPriority)sqlite3_column_int64 (self->walk, 7),
    .due_at = sqlite3_column_int64 (self->walk, 9),
  };
  return read_outsourcing (self, sqlite3_column_int64 (self->walk, 10), row, error);
}

static gboolean
export_all (Export       *self,
            const gint64 *ids,
            guint         n,
            TbExportFunc  func,
            gpointer      data,
            GError      **error)
{
  TbExportRow row;
  guint       i;

  for (i = 0; i < n; i++)
    if (!go_to (self, ids[i], error) ||
        (self->at == ids[i] && (!read_row (self, &row, error) || !func (&row, data, error))))
      return FALSE;
  return TRUE;
}

gboolean
tb_sqlite_export_rows (TbConnection *connection,
                       const gint64 *ids,
                       guint         n,
                       TbExportFunc  func,
                       gpointer      data,
                       GError      **error)
{
  Export self = { .sqlite = (TbSqlite *)connection };
  g_auto (TbSqliteCursor) walk = tb_sqlite_prepare (self.sqlite, walk_text, error);
  gboolean is_done;
  guint    i;

  if (walk == NULL)
    return FALSE;
  self.walk = walk;
  for (i = 0; i < N_NAMES; i++)
    self.known[i] = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_names);
  is_done = export_all (&self, ids, n, func, data, error);
  for (i = 0; i < N_NAMES; i++)
    g_hash_table_unref (self.known[i]);
  return is_done;
}
