/* SPDX-License-Identifier: GPL-3.0-or-later
 * Lists of tickets: each folder in each order from one index, which answers without a look at the rows. */
#include "config.h"

#include "tb-sqlite-private.h"

/* Up to so many found tickets are looked up and sorted one by one; beyond it the index is walked and what
 * was not found is passed over. */
#define FEW_FOUND 5000
/* So many of them by one statement. */
#define AT_ONCE 64
/* For the beginning of a list so many of the newest tickets are looked up by a word at once. */
#define FEW_AHEAD 1000

#define IS_OPEN "(is_open = 1 OR is_confirmed = 0)"

/* The indexes `list_<scope>_<sort>` of the schema, and what a folder asks of a ticket: the same as
 * tb_folder_mask(). A partial index is found only by its own words. */
/* clang-format off */
static const struct
{
  const char *scope;
  const char *condition;
} folders[TB_N_FOLDERS] = {
  [TB_FOLDER_LEAD_OPEN] = { "lead_open",
    "lead_status > 0 AND lead_status < 8 AND lead_status <> 3 AND " IS_OPEN },
  [TB_FOLDER_LEAD_UNSENT] = { "lead", "lead_status > 0 AND lead_status = 1 AND " IS_OPEN },
  [TB_FOLDER_LEAD_ASSIGNED] = { "lead", "lead_status > 0 AND lead_status = 2 AND " IS_OPEN },
  [TB_FOLDER_LEAD_DECLINED] = { "lead", "lead_status > 0 AND lead_status = 4" },
  [TB_FOLDER_LEAD_CANCELED] = { "lead", "lead_status > 0 AND lead_status = 3" },
  [TB_FOLDER_LEAD_ACCEPTED] = { "lead", "lead_status > 0 AND lead_status = 5 AND " IS_OPEN },
  [TB_FOLDER_LEAD_IN_PROGRESS] = { "lead", "lead_status > 0 AND lead_status = 6 AND " IS_OPEN },
  [TB_FOLDER_LEAD_WAITING_APPROVAL] = { "lead", "lead_status > 0 AND lead_status = 7 AND " IS_OPEN },
  [TB_FOLDER_LEAD_COMPLETE] = { "lead", "lead_status > 0 AND lead_status = 8" },
  [TB_FOLDER_SERVICE_OPEN] = { "service_open",
    "service_status > 1 AND service_status < 8 AND service_status <> 3 AND service_status <> 4"
    " AND " IS_OPEN },
  [TB_FOLDER_SERVICE_ASSIGNED] = { "service", "service_status > 0 AND service_status = 2 AND " IS_OPEN },
  [TB_FOLDER_SERVICE_ACCEPTED] = { "service", "service_status > 0 AND service_status = 5 AND " IS_OPEN },
  [TB_FOLDER_SERVICE_IN_PROGRESS] = { "service", "service_status > 0 AND service_status = 6 AND " IS_OPEN },
  [TB_FOLDER_SERVICE_WAITING_APPROVAL] = {
    "service", "service_status > 0 AND service_status = 7 AND " IS_OPEN },
  [TB_FOLDER_SERVICE_COMPLETE] = { "service", "service_status > 0 AND service_status = 8" },
  [TB_FOLDER_TICKETS_ALL] = { "all", "is_confirmed = 1" },
  [TB_FOLDER_TICKETS_OPEN] = { "open", "is_confirmed = 1 AND is_open = 1" },
  [TB_FOLDER_TICKETS_OVERDUE] = { "overdue", "is_confirmed = 1 AND is_open = 1 AND is_overdue = 1" },
  [TB_FOLDER_EVERYTHING] = { "all", "(is_confirmed = 1 OR service_status = 2)" },
};

/* The orders; one that cannot be had from the index in one go comes in parts, one after the other. A ticket
 * without a due date stands last both ways. */
#define MAX_PARTS 2
typedef struct
{
  const char *condition; /* NULL: none */
  const char *order;     /* NULL: no such part */
} Part;
static const struct
{
  const char *name;
  const char *keys; /* two numbers and a text: what sort_found() compares */
  Part        up[MAX_PARTS];
  Part        down[MAX_PARTS];
} sorts[] = {
  [TB_SORT_NUMBER] = { "number", "number_day, number_seq, NULL",
    { { NULL, "number_day, number_seq, id" } },
    { { NULL, "number_day DESC, number_seq DESC, id DESC" } } },
  [TB_SORT_UPDATED] = { "updated", "updated_at, 0, NULL",
    { { NULL, "updated_at, id" } },
    { { NULL, "updated_at DESC, id DESC" } } },
  [TB_SORT_DUE] = { "due", "due_at, 0, NULL",
    { { "due_at > 0", "due_at, id" }, { "due_at = 0", "id" } },
    { { "due_at > 0", "due_at DESC, id DESC" }, { "due_at = 0", "id DESC" } } },
  [TB_SORT_BEST] = { "updated", "updated_at, 0, NULL",
    { { NULL, "updated_at DESC, id DESC" } },
    { { NULL, "updated_at DESC, id DESC" } } },
  [TB_SORT_TITLE] = { "title", "0, 0, title",
    { { NULL, "title COLLATE NOCASE, id" } },
    { { NULL, "title COLLATE NOCASE DESC, id DESC" } } },
};
/* clang-format on */

typedef struct
{
  gint64 id;
  gint64 first;
  gint64 second;
  char  *text; /* (owned) (nullable) */
} Found;

/* As tb_folder_offers_to_all() has it. */
#define OR_OFFER " OR (service_status = 2 AND assignee IS NULL AND sender IS NULL)"
G_STATIC_ASSERT (TB_STATUS_ASSIGNED == 2);

/* Tickets are everybody's; only what is outsourced is shown to some alone. */
static gboolean
has_viewer (const TbListQuery *query)
{
  return query->viewer != 0 && tb_folder (query->folder)->role != TB_ROLE_NONE;
}

static gboolean
sees_offers (const TbListQuery *query)
{
  return query->viewer < 0 && tb_folder (query->folder)->role == TB_ROLE_SERVICE;
}

static void
append_condition (GString           *sql,
                  const TbListQuery *query)
{
  g_string_append (sql, folders[query->folder].condition);
  if (has_viewer (query))
    g_string_append_printf (sql, " AND (assignee = ? OR sender = ?%s)", sees_offers (query) ? OR_OFFER : "");
}

static void
bind_viewer (sqlite3_stmt      *statement,
             int                first,
             const TbListQuery *query)
{
  if (!has_viewer (query))
    return;
  sqlite3_bind_int64 (statement, first, ABS (query->viewer));
  sqlite3_bind_int64 (statement, first + 1, ABS (query->viewer));
}

/* Of all tickets the titles stand in two indexes: each of them in one. */
#define IS_IN_TWO(query) \
  ((query)->sort == TB_SORT_TITLE && g_str_equal (folders[(query)->folder].scope, "all"))
#define OF_OPEN \
  "SELECT id, title FROM ticket INDEXED BY list_open_title WHERE is_confirmed = 1 AND is_open = 1"
#define OF_REST \
  "SELECT id, title FROM ticket INDEXED BY list_rest_title WHERE (is_confirmed = 0 OR is_open = 0) AND "

char *
tb_sqlite_list_sql (const TbListQuery *query,
                    guint              part)
{
  const Part *parts = query->descending ? sorts[query->sort].down : sorts[query->sort].up;
  g_autoptr (GString) sql = g_string_new (NULL);

  if (part >= MAX_PARTS || parts[part].order == NULL)
    return NULL;
  if (IS_IN_TWO (query))
    g_string_append (sql, OF_OPEN " UNION ALL " OF_REST);
  else
    g_string_append_printf (sql, "SELECT id FROM ticket INDEXED BY list_%s_%s WHERE ",
                            folders[query->folder].scope, sorts[query->sort].name);
  append_condition (sql, query);
  if (parts[part].condition != NULL)
    g_string_append_printf (sql, " AND %s", parts[part].condition);
  g_string_append_printf (sql, " ORDER BY %s", parts[part].order);
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static gboolean
walk_part (TbSqlite          *self,
           const TbListQuery *query,
           const char        *sql,
           TbSearch          *search,
           guint              limit,
           GArray            *ids,
           GError           **error)
{
  g_auto (TbSqliteCursor) cursor = tb_sqlite_prepare (self, sql, error);
  gboolean has_row = TRUE, holds = TRUE;

  if (cursor == NULL)
    return FALSE;
  bind_viewer (cursor, 1, query);
  while (limit == 0 || ids->len < limit)
    {
      gint64 id;

      if (!tb_sqlite_step (self, cursor, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      id = sqlite3_column_int64 (cursor, 0);
      if (search != NULL && !tb_search_holds (self, search, id, &holds, error))
        return FALSE;
      if (holds)
        g_array_append_val (ids, id);
    }
  return TRUE;
}

static gboolean
walk_index (TbSqlite          *self,
            const TbListQuery *query,
            TbSearch          *search,
            guint              limit,
            GArray            *ids,
            GError           **error)
{
  guint part;

  for (part = 0; limit == 0 || ids->len < limit; part++)
    {
      g_autofree char *sql = tb_sqlite_list_sql (query, part);

      if (sql == NULL)
        break;
      if (!walk_part (self, query, sql, search, limit, ids, error))
        return FALSE;
    }
  return TRUE;
}

static void
clear_found (gpointer data)
{
  Found *found = data;

  g_free (found->text);
}

/* As the index orders them: NULL first, letters of ASCII without regard to case. */
static int
compare_texts (const char *a,
               const char *b)
{
  if (a == NULL || b == NULL)
    return (a != NULL) - (b != NULL);
  return sqlite3_stricmp (a, b);
}

static int
compare_found (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  const Found       *x = a;
  const Found       *y = b;
  const TbListQuery *query = user_data;
  int                order;

  if (query->sort == TB_SORT_DUE && (x->first == 0) != (y->first == 0))
    return x->first == 0 ? 1 : -1;
  order = (x->first > y->first) - (x->first < y->first);
  if (order == 0)
    order = (x->second > y->second) - (x->second < y->second);
  if (order == 0)
    order = compare_texts (x->text, y->text);
  if (order == 0)
    order = (x->id > y->id) - (x->id < y->id);
  return query->descending ? -order : order;
}

/* Looks up the tickets that are bound: AT_ONCE, what is missing of them is NULL. */
static gboolean
read_found (TbSqlite     *self,
            sqlite3_stmt *cursor,
            GArray       *all,
            GError      **error)
{
  gboolean has_row;

  while (tb_sqlite_step (self, cursor, &has_row, error))
    {
      Found one;

      if (!has_row)
        {
          tb_sqlite_done (cursor);
          return TRUE;
        }
      one.id = sqlite3_column_int64 (cursor, 0);
      one.first = sqlite3_column_int64 (cursor, 1);
      one.second = sqlite3_column_int64 (cursor, 2);
      one.text = g_strdup ((const char *)sqlite3_column_text (cursor, 3));
      g_array_append_val (all, one);
    }
  return FALSE;
}

static char *
found_sql (const TbListQuery *query)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  guint i;

  g_string_append_printf (sql, "SELECT id, %s FROM (VALUES (?)", sorts[query->sort].keys);
  for (i = 1; i < AT_ONCE; i++)
    g_string_append (sql, ", (?)");
  g_string_append (sql, ") CROSS JOIN ticket ON id = column1 WHERE ");
  append_condition (sql, query);
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* @search: (nullable): of what is @found only what that holds, which is asked for in the list's order, and no
 * more than is wanted */
static gboolean
sort_found (TbSqlite          *self,
            const TbListQuery *query,
            const TbIdSet     *found,
            TbSearch          *search,
            guint              limit,
            GArray            *ids,
            GError           **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autofree char *sql = found_sql (query);
  g_auto (TbSqliteCursor) cursor = tb_sqlite_prepare (self, sql, error);
  gint64   id = 0;
  gboolean holds = TRUE;
  int      n = 1;
  guint    i;

  if (cursor == NULL)
    return FALSE;
  g_array_set_clear_func (all, clear_found);
  while (n > 0)
    {
      for (n = 0; n < AT_ONCE && tb_id_set_next (found, &id); n++)
        sqlite3_bind_int64 (cursor, n + 1, id);
      bind_viewer (cursor, AT_ONCE + 1, query);
      if (n > 0 && !read_found (self, cursor, all, error))
        return FALSE;
    }
  g_array_sort_with_data (all, compare_found, (gpointer)query);
  for (i = 0; i < all->len && (limit == 0 || ids->len < limit); i++)
    {
      id = g_array_index (all, Found, i).id;
      if (search != NULL && !tb_search_holds (self, search, id, &holds, error))
        return FALSE;
      if (holds)
        g_array_append_val (ids, id);
    }
  return TRUE;
}

/* Behind the best all the others, the last changed first. */
static GArray *
list_best (TbSqlite          *self,
           const TbListQuery *query,
           guint              limit,
           GError           **error)
{
  const TbListQuery others = { query->folder, query->viewer, query->search, TB_SORT_UPDATED, TRUE };
  g_autoptr (TbIdSet) best = tb_sqlite_best (self, query->search, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) all = NULL;
  guint i;

  if (best == NULL || !sort_found (self, &others, best, NULL, limit, ids, error))
    return NULL;
  if (limit > 0 && ids->len == limit)
    return g_steal_pointer (&ids);
  all = tb_sqlite_list_ids (&self->parent, &others, limit, error);
  if (all == NULL)
    return NULL;
  for (i = 0; i < all->len && (limit == 0 || ids->len < limit); i++)
    if (!tb_id_set_contains (best, g_array_index (all, gint64, i)))
      g_array_append_val (ids, g_array_index (all, gint64, i));
  return g_steal_pointer (&ids);
}

GArray *
tb_sqlite_list_ids (TbConnection      *connection,
                    const TbListQuery *query,
                    guint              limit,
                    GError           **error)
{
  TbSqlite *self = (TbSqlite *)connection;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TbSearch) search = NULL;
  const TbIdSet *found = NULL;
  gboolean       is_ok;

  /* Inside a savepoint it must not be: what waits from before it would be undone with it. */
  if (self->marks->len == 0 && !tb_sqlite_index_flush (self, error))
    return NULL;
  if (query->search != NULL && query->sort == TB_SORT_BEST)
    return list_best (self, query, limit, error);
  if (query->search != NULL)
    {
      search = tb_search_new (self, query->search, limit > 0 ? MAX (FEW_AHEAD, limit) : 0, error);
      if (search == NULL)
        return NULL;
      found = tb_search_few (search, FEW_FOUND);
    }
  if (found != NULL)
    is_ok = sort_found (self, query, found, search, limit, ids, error);
  else
    is_ok = walk_index (self, query, search, limit, ids, error);
  return is_ok ? g_steal_pointer (&ids) : NULL;
}
