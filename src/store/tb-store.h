/* SPDX-License-Identifier: GPL-3.0-or-later
 * The store: a profile's database and files; transactions, records, named queries, lists, search. */
#pragma once

#include <gio/gio.h>

#include "tb-backup.h"
#include "tb-list-query.h"
#include "tb-records.h"
#include "tb-storage-error.h"
#include "tb-time.h"
#include "tb-workflow.h"

G_BEGIN_DECLS

/**
 * TbStore:
 *
 * One profile folder: `ticketbruecke.db` (SQLite, WAL, synchronous=FULL, foreign keys) and `files/`.
 * Folder 0700, files 0600. Two workers, a writer and a reader, each with its own connection.
 * Any thread may call it; the functions given to it run on a worker, one after the other.
 */
#define TB_TYPE_STORE (tb_store_get_type ())
G_DECLARE_FINAL_TYPE (TbStore, tb_store, TB, STORE, GObject)

/** TbTx: a transaction on the writer or a snapshot on the reader; borrowed, valid only inside its function.
 */
typedef struct _TbTx TbTx;

/** TbTxFunc: work in one transaction; returning %FALSE (with @error set) rolls everything back. */
typedef gboolean (*TbTxFunc) (TbTx    *tx,
                              gpointer data,
                              GError **error);

/**
 * TbStoreFlags:
 * @TB_STORE_INLINE: no worker threads: every function runs at once on the calling thread (simulation, tests)
 * @TB_STORE_VOLATILE: synchronous=OFF, for the simulation only
 */
typedef enum
{
  TB_STORE_DEFAULT = 0,
  TB_STORE_INLINE = 1 << 0,
  TB_STORE_VOLATILE = 1 << 1,
} TbStoreFlags;

/**
 * tb_store_open:
 * @dir: the profile folder; made when absent
 * @flags: for tests
 * @backend: (nullable): back end by name; %NULL is `sqlite`
 *
 * Opens and migrates. A newer or damaged file is refused with %TB_STORE_ERROR_NEWER or _DAMAGED and not
 * touched.
 * Blocks; the one exception of law 4.
 */
TbStore *tb_store_open (const char  *dir,
                        TbStoreFlags flags,
                        const char  *backend,
                        GError     **error);
/** tb_store_exists: whether @dir holds a profile, which is not opened */
gboolean tb_store_exists (const char *dir);
/** tb_store_close: waits for the workers to finish what was handed to them, then closes. Also done by
 * dispose. */
void        tb_store_close (TbStore *self);
const char *tb_store_get_dir (TbStore *self);
/** tb_store_is_new: whether this open made the database. */
gboolean tb_store_is_new (TbStore *self);
/** tb_store_is_inline: whether it was opened with %TB_STORE_INLINE. */
gboolean tb_store_is_inline (TbStore *self);

/** tb_store_write: runs @func in one write transaction and waits until it is committed. Never on the main
 * thread of a window. */
gboolean tb_store_write (TbStore *self,
                         TbTxFunc func,
                         gpointer data,
                         GError **error);
gboolean tb_store_read (TbStore *self,
                        TbTxFunc func,
                        gpointer data,
                        GError **error);
/** tb_store_write_async: the same without waiting; @callback runs in the caller's main context. @data is
 * freed by @destroy there, after @callback. A commit is never cancelled: @cancellable is looked at only
 * before @func starts; what is only read is broken off. */
void     tb_store_write_async (TbStore            *self,
                               TbTxFunc            func,
                               gpointer            data,
                               GDestroyNotify      destroy,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);
void     tb_store_read_async (TbStore            *self,
                              TbTxFunc            func,
                              gpointer            data,
                              GDestroyNotify      destroy,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data);
gboolean tb_store_run_finish (TbStore      *self,
                              GAsyncResult *result,
                              GError      **error);

/**
 * TbStoreStep: a point at which a planted fault may strike.
 * @TB_STORE_STEP_WRITE: before a record or statement is written
 * @TB_STORE_STEP_COMMIT: before the commit
 * @TB_STORE_STEP_COMMITTED: after the commit, before the caller learns of it
 */
typedef enum
{
  TB_STORE_STEP_WRITE,
  TB_STORE_STEP_COMMIT,
  TB_STORE_STEP_COMMITTED,
} TbStoreStep;
/** TbFaultFunc: Returns: %TRUE to fail here with %TB_STORE_ERROR_FAULT (the transaction is rolled back
 * unless committed). */
typedef gboolean (*TbFaultFunc) (TbStoreStep step,
                                 gpointer    data);
void tb_store_set_fault (TbStore    *self,
                         TbFaultFunc func,
                         gpointer    data);

/* Records. Each write of a ticket keeps folder counts and search; every write notes its `change` row.
 * A record's `id` is filled in by insert. */
gboolean tb_tx_insert (TbTx    *tx,
                       gpointer record,
                       GError **error);
gboolean tb_tx_update (TbTx         *tx,
                       gconstpointer record,
                       GError      **error);
gboolean tb_tx_remove (TbTx               *tx,
                       const TbRecordType *type,
                       gint64              id,
                       GError            **error);
/** tb_tx_get: Returns: (transfer full) (nullable): the row; %NULL without @error if there is none */
gpointer tb_tx_get (TbTx               *tx,
                    const TbRecordType *type,
                    gint64              id,
                    GError            **error);

/* Queries by name: see tb-queries.h for the table. Parameters follow as a format of `i` (gint64), `s`
 * (const char *, nullable). */
/** tb_tx_find: Returns: (transfer full) (nullable): the first row; %NULL without @error if there is none */
gpointer tb_tx_find (TbTx       *tx,
                     int         query,
                     GError    **error,
                     const char *format,
                     ...);
/** tb_tx_select: Returns: (transfer full) (element-type TbRecord): all rows; %NULL with @error */
GPtrArray *tb_tx_select (TbTx       *tx,
                         int         query,
                         GError    **error,
                         const char *format,
                         ...);
/** tb_tx_number: the one integer of a counting query; 0 if NULL. */
gboolean tb_tx_number (TbTx       *tx,
                       int         query,
                       gint64     *value,
                       GError    **error,
                       const char *format,
                       ...);
/** tb_tx_texts: the one column of a query for texts. Returns: (transfer full) (element-type utf8) */
GPtrArray *tb_tx_texts (TbTx       *tx,
                        int         query,
                        GError    **error,
                        const char *format,
                        ...);
/** tb_tx_exec: a bulk statement of the table. */
gboolean tb_tx_exec (TbTx       *tx,
                     int         query,
                     GError    **error,
                     const char *format,
                     ...);

/** tb_tx_savepoint: a nested transaction for one event of a batch; release keeps it, rollback undoes back to
 * it. */
gboolean tb_tx_savepoint (TbTx    *tx,
                          GError **error);
gboolean tb_tx_release (TbTx    *tx,
                        GError **error);
gboolean tb_tx_rollback_to (TbTx    *tx,
                            GError **error);

/** tb_tx_get_setting: Returns: (transfer full) (nullable): the text; %NULL without @error if unset */
char    *tb_tx_get_setting (TbTx       *tx,
                            const char *key,
                            GError    **error);
gboolean tb_tx_set_setting (TbTx       *tx,
                            const char *key,
                            const char *value,
                            GError    **error);
/** tb_tx_next_counter: gives 1, 2, 3 … for @name; part of the transaction. */
gboolean tb_tx_next_counter (TbTx       *tx,
                             const char *name,
                             gint64     *value,
                             GError    **error);

/* Lists */

/** tb_tx_list_ids: the ids of all tickets of a list in its order, at most @limit (0: all). (element-type
 * gint64) (transfer full) */
GArray *tb_tx_list_ids (TbTx              *tx,
                        const TbListQuery *query,
                        guint              limit,
                        GError           **error);
/** tb_tx_list_rows: (element-type TbListRow): rows for @n @ids, in that order; %NULL members for rows that
 * are gone. */
GPtrArray *tb_tx_list_rows (TbTx         *tx,
                            const gint64 *ids,
                            guint         n,
                            GError      **error);
/** tb_tx_export: gives all tickets of a list to @func, in its order. */
gboolean tb_tx_export (TbTx              *tx,
                       const TbListQuery *query,
                       TbExportFunc       func,
                       gpointer           data,
                       GError           **error);
/** tb_tx_organisations_like: names of at most @max organisations that begin with @prefix, by name; umlauts
 * and case do not matter. Returns: (transfer full) (element-type utf8) */
GPtrArray *tb_tx_organisations_like (TbTx       *tx,
                                     const char *prefix,
                                     guint       max,
                                     GError    **error);
/** tb_tx_list_holds: whether a ticket is one of a list without a search. One that there is not is in none. */
gboolean tb_tx_list_holds (TbTx              *tx,
                           const TbListQuery *query,
                           gint64             id,
                           gboolean          *holds,
                           GError           **error);
/** tb_tx_list_count: how many tickets a list has without a search: kept, not counted. */
gboolean tb_tx_list_count (TbTx              *tx,
                           const TbListQuery *query,
                           gint64            *count,
                           GError           **error);
/** tb_tx_folder_counts: kept, not counted: fills @counts by #TbFolderId. @viewer as in #TbListQuery. */
gboolean tb_tx_folder_counts (TbTx    *tx,
                              gint64   viewer,
                              gint64   counts[TB_N_FOLDERS],
                              GError **error);

/* Other processes (law 8) */

/** tb_store_poll_changes: what others and we committed since the last call (first call: since open). Cheap
 * when nothing did: one PRAGMA data_version. (element-type TbChangeRecord) (transfer full). @overrun:
 * (out): too much was missed: read everything anew. */
GPtrArray *tb_store_poll_changes (TbStore  *self,
                                  gboolean *overrun,
                                  GError  **error);
/** tb_store_has_changes: whether anybody has committed since the last poll: one PRAGMA data_version, for a
 * main thread. @version: (out): for the next function */
gboolean tb_store_has_changes (TbStore *self,
                               gint64  *version,
                               GError **error);
/** tb_store_poll_changes_async: tb_store_poll_changes() on the reader. */
void       tb_store_poll_changes_async (TbStore            *self,
                                        gint64              version,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
GPtrArray *tb_store_poll_changes_finish (TbStore      *self,
                                         GAsyncResult *result,
                                         gboolean     *overrun,
                                         GError      **error);
/** tb_store_skip_changes: no poll tells of what one transaction of this store has changed: it is told
 * already. @changes: of tb_tx_get_changes(), after the commit */
void tb_store_skip_changes (TbStore   *self,
                            GPtrArray *changes);
/** tb_tx_get_changes: Returns: (transfer full) (element-type TbChangeRecord): what this transaction notes for
 * others: complete, and no longer written to, once it is committed */
GPtrArray *tb_tx_get_changes (TbTx *tx);

/* Files: protocol.md section 7. Blocking; not on the main thread of a window. */

/** tb_store_put_file: stores @bytes as `files/xx/<sha256>`: written, synced, renamed. Returns: (transfer
 * full): sha256 hex */
char *tb_store_put_file (TbStore *self,
                         GBytes  *bytes,
                         GError **error);
/**
 * tb_store_put_stream:
 * @limit: how many bytes at most
 * @size: (out): how many there were
 *
 * Stores what a stream gives as tb_store_put_file() does, with constant memory; nothing of it stays when it
 * fails: with %TB_PROBLEM_FILE_TOO_LARGE (argument: @limit in megabytes),
 * %TB_STORE_ERROR_FULL or _IO when it cannot be written, %G_IO_ERROR when @stream cannot be read.
 *
 * Returns: (transfer full): sha256 hex
 */
char *tb_store_put_stream (TbStore      *self,
                           GInputStream *stream,
                           gint64        limit,
                           gint64       *size,
                           GCancellable *cancellable,
                           GError      **error);
/** tb_store_get_file: Returns: (transfer full): the bytes (mapped); G_IO_ERROR_NOT_FOUND if absent */
GBytes  *tb_store_get_file (TbStore    *self,
                            const char *sha256,
                            GError    **error);
gboolean tb_store_has_file (TbStore    *self,
                            const char *sha256);
/**
 * tb_store_read_file:
 * @offset: from where
 * @n: how many bytes, at most
 * @size: (out): of the whole file
 *
 * Reads a part of a stored file, with no more memory than that. An @offset behind the end gives nothing.
 *
 * Returns: (transfer full): G_IO_ERROR_NOT_FOUND if absent
 */
GBytes *tb_store_read_file (TbStore    *self,
                            const char *sha256,
                            gint64      offset,
                            gsize       n,
                            gint64     *size,
                            GError    **error);
/**
 * tb_store_add_part:
 * @owner: whose it is, a partner's id: what others have sent of the same file is nothing to it
 * @have: (out): bytes that are there now
 *
 * Puts a part of a file that comes in pieces to its place; when it is whole its hash is checked and it is
 * stored as by tb_store_put_file(). A part that does not begin where the last one ended changes nothing.
 * What is whole stays here too until tb_store_drop_part(), so that nothing is lost if the transaction is.
 * %FALSE with TB_PROBLEM_MALFORMED if the whole has another hash
 */
gboolean tb_store_add_part (TbStore    *self,
                            gint64      owner,
                            const char *sha256,
                            gint64      offset,
                            gint64      size,
                            GBytes     *data,
                            gint64     *have,
                            GError    **error);
/** tb_store_drop_part: forgets what has come of it. Nothing happens if there is nothing. */
gboolean tb_store_drop_part (TbStore    *self,
                             gint64      owner,
                             const char *sha256,
                             GError    **error);
/** tb_store_sweep_files: removes files that no item names and that are older than a day, as @tx knows them.
 */
gboolean tb_store_sweep_files (TbStore *self,
                               TbTx    *tx,
                               GError **error);

/* Backups: `<profile>/backups/<name>`. Blocking but for the first; not on the main thread of a window. */

/** tb_store_look_at_day: inside a write transaction, before it changes anything: makes the backup of @day
 * (`yyyy-mm-dd`) if there is none, in a thread of its own; its state is held when this returns. A new profile
 * and a VOLATILE store have none. */
void tb_store_look_at_day (TbStore    *self,
                           const char *day);
/** tb_store_wait_for_backup: until what is being made is made; for who is going to end. */
void tb_store_wait_for_backup (TbStore *self);
/** tb_store_get_backup_failure: Returns: (transfer full) (nullable): why the last backup was not made, for
 * people; @since: (out) (optional): an instant. Work has gone on, and from time to time it is tried again. */
char *tb_store_get_backup_failure (TbStore *self,
                                   gint64  *since);
/** tb_store_take_backup_failure: Returns: (transfer full) (nullable): the same, told once. */
char *tb_store_take_backup_failure (TbStore *self);
/** tb_store_list_backups: Returns: (transfer full) (element-type TbBackup): newest first */
GPtrArray *tb_store_list_backups (TbStore *self);
/** tb_store_list_backups_of: the same of a profile that is not open */
GPtrArray *tb_store_list_backups_of (const char *dir);
/** tb_store_back_up: keeps the present state as @name, whole or not at all */
gboolean tb_store_back_up (TbStore    *self,
                           const char *name,
                           GError    **error);
/** tb_store_restore: goes back to a backup, for every process that has the profile open, in one step. What
 * there is now is kept as @aside first; numbers and ids that were given are never given again. The engine
 * learns of it from the setting `restored`. %TB_PROBLEM_NOT_FOUND (argument: @name) */
gboolean tb_store_restore (TbStore    *self,
                           const char *name,
                           const char *aside,
                           GError    **error);
/** tb_store_restore_closed: the same for a profile whose database cannot be opened: its files are set aside
 * as they are. Nobody may have it open. */
gboolean tb_store_restore_closed (const char *dir,
                                  const char *name,
                                  const char *aside,
                                  const char *backend,
                                  GError    **error);

/** TbRemains: asks whether somebody stands in bytes of the profile. Called on the thread of
 * tb_store_scrub(). */
typedef gboolean (*TbRemainsFunc) (const char *bytes,
                                   gsize       length,
                                   gpointer    data);

/**
 * tb_store_scrub:
 * @remains: (nullable): what must not be there any more
 * @still: (out) (optional): whether @remains finds something all the same
 * @backups: (out) (optional) (element-type utf8): names of the backups in which @remains still finds
 * something
 *
 * Sees to it that what was deleted or written over leaves the search index, the log and the file, too, in
 * small steps between which others write; if @remains finds something still, the whole file is written
 * anew. Blocks for long: in a thread of its own.
 *
 * Returns: %FALSE with @error; %TB_STORE_ERROR_BUSY if another program holds an old state for too long
 */
gboolean tb_store_scrub (TbStore      *self,
                         TbRemainsFunc remains,
                         gpointer      data,
                         gboolean     *still,
                         GPtrArray   **backups,
                         GError      **error);

/** tb_store_remove_backup: for ever. %TB_PROBLEM_NOT_FOUND (argument: @name) */
gboolean tb_store_remove_backup (TbStore    *self,
                                 const char *name,
                                 GError    **error);

/** tb_tx_check: the store's own invariants: integrity, foreign keys, kept counts, search index. Appends
 * English findings (char *) to @findings. */
gboolean tb_tx_check (TbTx      *tx,
                      GPtrArray *findings,
                      GError   **error);

G_END_DECLS
