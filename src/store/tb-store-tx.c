/* SPDX-License-Identifier: GPL-3.0-or-later
 * Transactions: records, named queries, settings, savepoints, what is noted for other processes. */
#include "config.h"

#include "tb-store-private.h"

#include "tb-queries.h"

#define MAX_PARAMS 8

#define BACKEND(tx) ((tx)->connection->backend)

/* Of what changed others learn: of everything about a ticket the ticket, of messages the partner, else the
 * row itself. A type that stands here without a kind is never shown by itself. */
/* clang-format off */
static const struct
{
  const TbRecordType *type;
  const char         *kind;
  const char         *row; /* the field that holds the row's id; NULL: its own id */
} notes[] = {
  { &TB_ENGAGEMENT, "ticket", "ticket" },
  { &TB_ITEM,       "ticket", "ticket" },
  { &TB_HISTORY,    "ticket", "ticket" },
  { &TB_OUTBOX,     "outbox", "partner" },
  { &TB_PUT,        "put", "partner" },
  { &TB_ARRIVAL,    "arrival", "partner" },
  { &TB_REQUEST,    NULL, NULL },
  { &TB_ITEM_LINK,  NULL, NULL },
  { &TB_INBOX,      NULL, NULL },
  { &TB_TAKEN,      NULL, NULL },
  { &TB_CHANGE,     NULL, NULL },
  { &TB_WANT,       NULL, NULL },
  { &TB_MAIL,       NULL, NULL },
  { &TB_BOX,        NULL, NULL },
  { &TB_LETTER,     NULL, NULL },
  { &TB_DRAFT,      NULL, NULL },
  { &TB_ERASURE,    "ticket", "ticket" },
  { &TB_TOMBSTONE,  NULL, NULL },
};
/* clang-format on */

static guint
hash_change (gconstpointer key)
{
  const TbChangeRecord *change = key;

  return g_str_hash (change->kind) ^ g_int64_hash (&change->row);
}

static gboolean
equal_changes (gconstpointer a,
               gconstpointer b)
{
  const TbChangeRecord *x = a;
  const TbChangeRecord *y = b;

  return x->row == y->row && g_str_equal (x->kind, y->kind);
}

static void
note_record (TbTx         *tx,
             gconstpointer record)
{
  const TbRecordType *type = tb_record_get_type (record);
  guint               i, k;

  for (i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      if (notes[i].type != type)
        continue;
      for (k = 0; notes[i].row != NULL && k < type->n_fields; k++)
        if (g_str_equal (type->fields[k].name, notes[i].row))
          tb_tx_note (tx, notes[i].kind, tb_record_get_int (record, &type->fields[k]));
      return;
    }
  tb_tx_note (tx, type->table, *(const gint64 *)record);
}

static gboolean
write_changes (TbTx    *tx,
               GError **error)
{
  guint i;

  for (i = 0; i < tx->changes->len; i++)
    if (!BACKEND (tx)->insert (tx->connection, tx->changes->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
finish_write (TbTx    *tx,
              GError **error)
{
  if (tx->marks->len > 0)
    g_warning ("A savepoint was left open");
  return tb_tx_flush_counts (tx, error) &&
         write_changes (tx, error) &&
         !tb_tx_strike (tx, TB_STORE_STEP_COMMIT, error);
}

/* Reads the arguments of a named query. */
static guint
collect_params (TbParam    *params,
                const char *format,
                va_list     args)
{
  guint n = 0;

  for (; *format != '\0'; format++, n++)
    {
      g_assert (n < MAX_PARAMS && (*format == 'i' || *format == 's'));
      params[n] = (TbParam){ *format, 0, NULL };
      if (*format == 'i')
        params[n].number = va_arg (args, gint64);
      else
        params[n].text = va_arg (args, const char *);
    }
  return n;
}

static GPtrArray *
select_rows (TbTx       *tx,
             int         query,
             guint       max,
             GError    **error,
             const char *format,
             va_list     args)
{
  const TbQueryRow *row = tb_query_row (query);
  TbParam           params[MAX_PARAMS];
  guint             n = collect_params (params, format, args);

  g_assert (row->type != NULL);
  return BACKEND (tx)->select (tx->connection, row->type, row->sql, params, n, max, error);
}

static gpointer
take_first (GPtrArray *rows)
{
  return rows->len > 0 ? g_ptr_array_steal_index (rows, 0) : NULL;
}

/* The row as it is before it is changed or removed; a row that is not there cannot be. */
static gpointer
get_before_write (TbTx               *tx,
                  const TbRecordType *type,
                  gint64              id,
                  GError            **error)
{
  g_autoptr (GError) local = NULL;
  gpointer old;

  if (tb_tx_strike (tx, TB_STORE_STEP_WRITE, error))
    return NULL;
  old = tb_tx_get (tx, type, id, &local);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (old == NULL)
    g_set_error (error, TB_STORE_ERROR, TB_STORE_ERROR_CONSTRAINT, "No row %" G_GINT64_FORMAT " in %s", id,
                 type->table);
  return old;
}

static gboolean
is_same (gconstpointer old,
         gconstpointer record)
{
  const TbRecordType *type = tb_record_get_type (record);
  guint               i;

  for (i = 0; i < type->n_fields; i++)
    if (!tb_record_field_equal (old, record, i))
      return FALSE;
  return TRUE;
}

gboolean
tb_tx_strike (TbTx       *tx,
              TbStoreStep step,
              GError    **error)
{
  if (tx->fault == NULL || !tx->fault (step, tx->fault_data))
    return FALSE;
  g_set_error (error, TB_STORE_ERROR, TB_STORE_ERROR_FAULT, "Planted fault at step %d", step);
  return TRUE;
}

void
tb_tx_note (TbTx       *tx,
            const char *kind,
            gint64      row)
{
  g_autoptr (TbChangeRecord) change = NULL;
  TbChangeRecord probe = { .kind = (char *)kind, .row = row };

  if (kind == NULL || g_hash_table_contains (tx->noted, &probe))
    return;
  change = tb_change_record_new ();
  change->kind = g_strdup (kind);
  change->row = row;
  g_hash_table_add (tx->noted, change);
  g_ptr_array_add (tx->changes, g_steal_pointer (&change));
}

GPtrArray *
tb_tx_get_changes (TbTx *tx)
{
  g_return_val_if_fail (tx != NULL, NULL);

  return g_ptr_array_ref (tx->changes);
}

gboolean
tb_tx_run (TbConnection *connection,
           gboolean      is_write,
           TbFaultFunc   fault,
           gpointer      fault_data,
           TbTxFunc      func,
           gpointer      data,
           GError      **error)
{
  g_autoptr (GHashTable) noted = g_hash_table_new (hash_change, equal_changes);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (tb_record_unref);
  g_autoptr (GArray) counts = tb_count_steps_new ();
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (guint));
  TbTx     tx = { connection, is_write, fault, fault_data, changes, noted, counts, marks };
  gboolean is_done;

  if (!connection->backend->begin (connection, is_write, error))
    return FALSE;
  is_done = func (&tx, data, error) && (!is_write || finish_write (&tx, error));
  /* A snapshot has nothing to commit; a commit may fail for want of room. */
  if (is_done && is_write)
    is_done = connection->backend->commit (connection, error);
  if (!is_done || !is_write)
    connection->backend->rollback (connection);
  return is_done && (!is_write || !tb_tx_strike (&tx, TB_STORE_STEP_COMMITTED, error));
}

gboolean
tb_tx_insert (TbTx    *tx,
              gpointer record,
              GError **error)
{
  g_return_val_if_fail (tx != NULL && tx->is_write && record != NULL, FALSE);

  if (tb_tx_strike (tx, TB_STORE_STEP_WRITE, error) || !BACKEND (tx)->insert (tx->connection, record, error))
    return FALSE;
  if (tb_record_get_type (record) == &TB_TICKET)
    tb_tx_count (tx, NULL, record);
  note_record (tx, record);
  return TRUE;
}

gboolean
tb_tx_update (TbTx         *tx,
              gconstpointer record,
              GError      **error)
{
  const TbRecordType *type;
  gpointer            old;
  gboolean            is_done;

  g_return_val_if_fail (tx != NULL && tx->is_write && record != NULL, FALSE);

  type = tb_record_get_type (record);
  old = get_before_write (tx, type, *(const gint64 *)record, error);
  if (old == NULL)
    return FALSE;
  /* Nothing to write, nothing to tell: a transaction of such is none, and waits for no disk. */
  if (is_same (old, record))
    {
      tb_record_unref (old);
      return TRUE;
    }
  is_done = BACKEND (tx)->update (tx->connection, old, record, error);
  if (is_done && type == &TB_TICKET)
    tb_tx_count (tx, old, record);
  if (is_done)
    note_record (tx, record);
  tb_record_unref (old);
  return is_done;
}

gboolean
tb_tx_remove (TbTx               *tx,
              const TbRecordType *type,
              gint64              id,
              GError            **error)
{
  gpointer old;
  gboolean is_done;

  g_return_val_if_fail (tx != NULL && tx->is_write && type != NULL, FALSE);

  old = get_before_write (tx, type, id, error);
  if (old == NULL)
    return FALSE;
  is_done = BACKEND (tx)->remove (tx->connection, old, error);
  if (is_done && type == &TB_TICKET)
    tb_tx_count (tx, old, NULL);
  if (is_done)
    note_record (tx, old);
  tb_record_unref (old);
  return is_done;
}

gpointer
tb_tx_get (TbTx               *tx,
           const TbRecordType *type,
           gint64              id,
           GError            **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_val_if_fail (tx != NULL && type != NULL, NULL);

  rows = BACKEND (tx)->select (tx->connection, type, "WHERE id = ?", &(TbParam){ 'i', id, NULL }, 1, 1,
                               error);
  return rows != NULL ? take_first (rows) : NULL;
}

gpointer
tb_tx_find (TbTx       *tx,
            int         query,
            GError    **error,
            const char *format,
            ...)
{
  g_autoptr (GPtrArray) rows = NULL;
  va_list args;

  g_return_val_if_fail (tx != NULL && format != NULL, NULL);

  va_start (args, format);
  rows = select_rows (tx, query, 1, error, format, args);
  va_end (args);
  return rows != NULL ? take_first (rows) : NULL;
}

GPtrArray *
tb_tx_select (TbTx       *tx,
              int         query,
              GError    **error,
              const char *format,
              ...)
{
  GPtrArray *rows;
  va_list    args;

  g_return_val_if_fail (tx != NULL && format != NULL, NULL);

  va_start (args, format);
  rows = select_rows (tx, query, 0, error, format, args);
  va_end (args);
  return rows;
}

gboolean
tb_tx_number (TbTx       *tx,
              int         query,
              gint64     *value,
              GError    **error,
              const char *format,
              ...)
{
  TbParam params[MAX_PARAMS];
  va_list args;
  guint   n;

  g_return_val_if_fail (tx != NULL && value != NULL && format != NULL, FALSE);

  va_start (args, format);
  n = collect_params (params, format, args);
  va_end (args);
  return BACKEND (tx)->number (tx->connection, tb_query_row (query)->sql, params, n, value, error);
}

GPtrArray *
tb_tx_texts (TbTx       *tx,
             int         query,
             GError    **error,
             const char *format,
             ...)
{
  TbParam params[MAX_PARAMS];
  va_list args;
  guint   n;

  g_return_val_if_fail (tx != NULL && format != NULL, NULL);

  va_start (args, format);
  n = collect_params (params, format, args);
  va_end (args);
  return BACKEND (tx)->texts (tx->connection, tb_query_row (query)->sql, params, n, error);
}

gboolean
tb_tx_exec (TbTx       *tx,
            int         query,
            GError    **error,
            const char *format,
            ...)
{
  TbParam params[MAX_PARAMS];
  va_list args;
  guint   n;

  g_return_val_if_fail (tx != NULL && tx->is_write && format != NULL, FALSE);

  va_start (args, format);
  n = collect_params (params, format, args);
  va_end (args);
  return !tb_tx_strike (tx, TB_STORE_STEP_WRITE, error) &&
         BACKEND (tx)->exec (tx->connection, tb_query_row (query)->sql, params, n, error);
}

gboolean
tb_tx_savepoint (TbTx    *tx,
                 GError **error)
{
  guint mark;

  g_return_val_if_fail (tx != NULL && tx->is_write, FALSE);

  mark = tx->changes->len;
  if (!tb_tx_flush_counts (tx, error) ||
      !BACKEND (tx)->savepoint (tx->connection, tx->marks->len + 1, error))
    return FALSE;
  g_array_append_val (tx->marks, mark);
  return TRUE;
}

gboolean
tb_tx_release (TbTx    *tx,
               GError **error)
{
  g_return_val_if_fail (tx != NULL && tx->marks->len > 0, FALSE);

  if (!BACKEND (tx)->release (tx->connection, tx->marks->len, error))
    return FALSE;
  g_array_set_size (tx->marks, tx->marks->len - 1);
  return TRUE;
}

gboolean
tb_tx_rollback_to (TbTx    *tx,
                   GError **error)
{
  guint mark, i;

  g_return_val_if_fail (tx != NULL && tx->marks->len > 0, FALSE);

  if (!BACKEND (tx)->rollback_to (tx->connection, tx->marks->len, error))
    return FALSE;
  mark = g_array_index (tx->marks, guint, tx->marks->len - 1);
  g_array_set_size (tx->marks, tx->marks->len - 1);
  for (i = mark; i < tx->changes->len; i++)
    g_hash_table_remove (tx->noted, tx->changes->pdata[i]);
  g_ptr_array_set_size (tx->changes, mark);
  g_array_set_size (tx->counts, 0);
  return TRUE;
}

char *
tb_tx_get_setting (TbTx       *tx,
                   const char *key,
                   GError    **error)
{
  g_autoptr (GPtrArray) texts = NULL;

  g_return_val_if_fail (tx != NULL && key != NULL, NULL);

  texts = BACKEND (tx)->texts (tx->connection, "SELECT value FROM setting WHERE \"key\" = ?",
                               &(TbParam){ 's', 0, key }, 1, error);
  return texts != NULL ? take_first (texts) : NULL;
}

gboolean
tb_tx_set_setting (TbTx       *tx,
                   const char *key,
                   const char *value,
                   GError    **error)
{
  const TbParam params[] = { { 's', 0, key }, { 's', 0, value } };
  const char   *sql = "INSERT INTO setting (\"key\", value) VALUES (?, ?)"
                      " ON CONFLICT (\"key\") DO UPDATE SET value = excluded.value";

  g_return_val_if_fail (tx != NULL && tx->is_write && key != NULL, FALSE);

  if (value == NULL)
    sql = "DELETE FROM setting WHERE \"key\" = ?";
  if (tb_tx_strike (tx, TB_STORE_STEP_WRITE, error) ||
      !BACKEND (tx)->exec (tx->connection, sql, params, value != NULL ? 2 : 1, error))
    return FALSE;
  tb_tx_note (tx, "setting", 0);
  return TRUE;
}

gboolean
tb_tx_next_counter (TbTx       *tx,
                    const char *name,
                    gint64     *value,
                    GError    **error)
{
  const TbParam param = { 's', 0, name };

  g_return_val_if_fail (tx != NULL && tx->is_write && name != NULL && value != NULL, FALSE);

  return !tb_tx_strike (tx, TB_STORE_STEP_WRITE, error) &&
         BACKEND (tx)->exec (tx->connection,
                             "INSERT INTO counter (name, value) VALUES (?, 1)"
                             " ON CONFLICT (name) DO UPDATE SET value = counter.value + 1",
                             &param, 1, error) &&
         BACKEND (tx)->number (tx->connection, "SELECT value FROM counter WHERE name = ?", &param, 1, value,
                               error);
}

GArray *
tb_tx_list_ids (TbTx              *tx,
                const TbListQuery *query,
                guint              limit,
                GError           **error)
{
  g_return_val_if_fail (tx != NULL && query != NULL && query->folder < TB_N_FOLDERS, NULL);

  return BACKEND (tx)->list_ids (tx->connection, query, limit, error);
}

GPtrArray *
tb_tx_list_rows (TbTx         *tx,
                 const gint64 *ids,
                 guint         n,
                 GError      **error)
{
  g_return_val_if_fail (tx != NULL && (ids != NULL || n == 0), NULL);

  return BACKEND (tx)->list_rows (tx->connection, ids, n, error);
}

gboolean
tb_tx_export (TbTx              *tx,
              const TbListQuery *query,
              TbExportFunc       func,
              gpointer           data,
              GError           **error)
{
  g_autoptr (GArray) ids = NULL;

  g_return_val_if_fail (tx != NULL && query != NULL && func != NULL, FALSE);

  ids = tb_tx_list_ids (tx, query, 0, error);
  return ids != NULL && BACKEND (tx)->export_rows (tx->connection, (const gint64 *)(gpointer)ids->data,
                                                   ids->len, func, data, error);
}

GPtrArray *
tb_tx_organisations_like (TbTx       *tx,
                          const char *prefix,
                          guint       max,
                          GError    **error)
{
  g_return_val_if_fail (tx != NULL && prefix != NULL, NULL);

  return BACKEND (tx)->organisations_like (tx->connection, prefix, max, error);
}

gboolean
tb_tx_check (TbTx      *tx,
             GPtrArray *findings,
             GError   **error)
{
  g_return_val_if_fail (tx != NULL && findings != NULL, FALSE);

  return tb_tx_flush_counts (tx, error) && BACKEND (tx)->check (tx->connection, findings, error) &&
         tb_tx_check_counts (tx, findings, error);
}
