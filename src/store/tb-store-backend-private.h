/* SPDX-License-Identifier: GPL-3.0-or-later
 * The seam to a database: one struct of synchronous functions per back end. */
#pragma once

#include "tb-store.h"

G_BEGIN_DECLS

typedef struct _TbStoreBackend TbStoreBackend;

/** TbConnection: the head of a back end's own connection struct. Used by one thread at a time.
 * @cancellable: (nullable) (borrowed): ends what is being read with %G_IO_ERROR_CANCELLED
 * @is_untidy: there is something to be done for which nobody waits */
typedef struct
{
  const TbStoreBackend *backend;
  GCancellable         *cancellable;
  gboolean              is_untidy;
} TbConnection;

/** TbWantedFunc: Returns: whether somebody waits for the connection by now */
typedef gboolean (*TbWantedFunc) (gpointer data);

/** TbParam: a bound parameter: `i` an integer, `s` a text that is borrowed for the call. */
typedef struct
{
  char        type;
  gint64      number;
  const char *text;
} TbParam;

/** TbConnectionKind: what a connection is for; only the writer's open migrates. A watcher is asked for the
 * version, and seldom reads. */
typedef enum
{
  TB_CONNECTION_WRITER,
  TB_CONNECTION_READER,
  TB_CONNECTION_WATCHER,
} TbConnectionKind;

/** TbCopyPace: how fast a copy is made: beside what others write, or as fast as can be. Or it is called off.
 */
typedef enum
{
  TB_COPY_GENTLY,
  TB_COPY_QUICKLY,
  TB_COPY_NOT,
} TbCopyPace;

/** TbScrubStep: how what was deleted leaves the file, too. */
typedef enum
{
  TB_SCRUB_INDEX,  /* the words of the search index, a little at a time */
  TB_SCRUB_LOG,    /* the log of what was written: all into the file */
  TB_SCRUB_REWRITE /* the whole file anew */
} TbScrubStep;

/**
 * TbStoreBackend:
 * @open: opens @dir's database; as writer it checks and migrates it first. @is_new: (out) (optional): it was
 *   made here
 * @begin: a write transaction that holds the lock from its beginning, or a snapshot
 * @savepoint: @depth counts from 1 and names it, for @release and @rollback_to too; the latter ends it
 * @insert: gives the record its id
 * @update: writes the fields that differ from @old, which is the row as it is now; @remove: removes it
 * @select: rows of @type; @tail is what follows `SELECT … FROM table`; @max 0: all
 * @texts: the first column of a whole statement, %NULL members for NULL
 * @number: the first column of the first row of a whole statement, 0 for NULL or no row
 * @exec: a whole statement without rows
 * @organisations_like: names that begin with @prefix as the index of names understands it
 * @copy: the whole database, as the connection's transaction sees it, into a new file; @pace: (nullable)
 *   (atomic): a #TbCopyPace
 * @outdated: the version of a database that opening would migrate; 0 if it would not
 * @prepare_restore: brings such a copy up to this version, so that the next engine learns that it went back.
 *   @present: (nullable): the database whose numbers, ids and links go on
 * @restore: the contents of a file take the place of the connection's, for all processes at once
 * @scrub: outside of a transaction: a step, or a part of it. @is_done: (out): it is done
 * @tidy: outside of a transaction: a piece of what makes a connection untidy. As if it had not been begun,
 *   with %G_IO_ERROR_CANCELLED, if somebody comes; with %TB_STORE_ERROR_BUSY if another process writes
 * @version: changes whenever another connection has committed; cheap
 *
 * Everything a database must be able to do. SQL that is handed in is portable and uses `?`; identifiers of
 * records are quoted by the back end.
 */
struct _TbStoreBackend
{
  const char *name;

  TbConnection *(*open) (const char      *dir,
                         TbConnectionKind kind,
                         TbStoreFlags     flags,
                         gboolean        *is_new,
                         GError         **error);
  void (*close) (TbConnection *connection);

  gboolean (*begin) (TbConnection *connection,
                     gboolean      is_write,
                     GError      **error);
  gboolean (*commit) (TbConnection *connection,
                      GError      **error);
  void (*rollback) (TbConnection *connection);
  gboolean (*savepoint) (TbConnection *connection,
                         guint         depth,
                         GError      **error);
  gboolean (*release) (TbConnection *connection,
                       guint         depth,
                       GError      **error);
  gboolean (*rollback_to) (TbConnection *connection,
                           guint         depth,
                           GError      **error);

  gboolean (*insert) (TbConnection *connection,
                      gpointer      record,
                      GError      **error);
  gboolean (*update) (TbConnection *connection,
                      gconstpointer old,
                      gconstpointer record,
                      GError      **error);
  gboolean (*remove) (TbConnection *connection,
                      gconstpointer old,
                      GError      **error);

  GPtrArray *(*select) (TbConnection       *connection,
                        const TbRecordType *type,
                        const char         *tail,
                        const TbParam      *params,
                        guint               n_params,
                        guint               max,
                        GError            **error);
  GPtrArray *(*texts) (TbConnection  *connection,
                       const char    *sql,
                       const TbParam *params,
                       guint          n_params,
                       GError       **error);
  gboolean (*number) (TbConnection  *connection,
                      const char    *sql,
                      const TbParam *params,
                      guint          n_params,
                      gint64        *value,
                      GError       **error);
  gboolean (*exec) (TbConnection  *connection,
                    const char    *sql,
                    const TbParam *params,
                    guint          n_params,
                    GError       **error);

  GArray *(*list_ids) (TbConnection      *connection,
                       const TbListQuery *query,
                       guint              limit,
                       GError           **error);
  gboolean (*export_rows) (TbConnection *connection,
                           const gint64 *ids,
                           guint         n,
                           TbExportFunc  func,
                           gpointer      data,
                           GError      **error);
  GPtrArray *(*list_rows) (TbConnection *connection,
                           const gint64 *ids,
                           guint         n,
                           GError      **error);
  GPtrArray *(*organisations_like) (TbConnection *connection,
                                    const char   *prefix,
                                    guint         max,
                                    GError      **error);

  gboolean (*copy) (TbConnection *connection,
                    const char   *path,
                    const gint   *pace,
                    GError      **error);
  gint64 (*outdated) (const char *dir);
  gboolean (*prepare_restore) (const char *path,
                               const char *present,
                               GError    **error);
  gboolean (*restore) (TbConnection *connection,
                       const char   *path,
                       GError      **error);

  gboolean (*scrub) (TbConnection *connection,
                     TbScrubStep   step,
                     gboolean     *is_done,
                     GError      **error);
  gboolean (*tidy) (TbConnection *connection,
                    TbWantedFunc  is_wanted,
                    gpointer      data,
                    GError      **error);
  gboolean (*check) (TbConnection *connection,
                     GPtrArray    *findings,
                     GError      **error);
  gboolean (*version) (TbConnection *connection,
                       gint64       *version,
                       GError      **error);
};

/** tb_store_backend_find: Returns: (nullable): the back end of that name; %NULL names the embedded one */
const TbStoreBackend *tb_store_backend_find (const char *name);

extern const TbStoreBackend tb_sqlite_backend;

G_END_DECLS
