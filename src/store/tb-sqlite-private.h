/* SPDX-License-Identifier: GPL-3.0-or-later
 * The SQLite back end inside: connection, statements, schema. One thread at a time. */
#pragma once

#include "tb-store-backend-private.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/** TB_SQLITE_APPLICATION_ID: „TBrk“ in the file's head: it is one of ours. */
#define TB_SQLITE_APPLICATION_ID 0x5442726b
#define TB_SQLITE_FILE "ticketbruecke.db"
/** TB_SQLITE_BUSY_MILLISECONDS: for so long another process that writes is waited for. */
#define TB_SQLITE_BUSY_MILLISECONDS 10000
/** TB_SQLITE_LOG_HEAD: bytes: both copies of the head of the log's index. */
#define TB_SQLITE_LOG_HEAD 96
/** TB_SQLITE_SEARCH_PLACE: how the places of all words are asked for: each connection has this for itself. */
#define TB_SQLITE_SEARCH_PLACE \
  "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_place USING fts5vocab (main, search, instance)"

/** TbSqlite: one connection; statements stay prepared. */
/** TbSqliteLog: keeps the write-ahead log of a writer short. */
typedef struct _TbSqliteLog TbSqliteLog;
/** TbVocabulary: what a writer knows of the table of the words of the search index. */
typedef struct _TbVocabulary TbVocabulary;

typedef struct
{
  TbConnection parent;
  sqlite3     *db;           /* (owned) */
  TbSqliteLog *log;          /* (owned) (nullable): of a writer that has a thread of its own */
  GHashTable  *statements;   /* (owned): char * -> sqlite3_stmt */
  GHashTable  *columns;      /* (owned): TbRecordType * (borrowed) -> `"id", "name", …` */
  GHashTable  *inserts;      /* (owned): TbRecordType * -> sqlite3_stmt (both borrowed) */
  GHashTable  *selects;      /* (owned): TbRecordType * (borrowed) -> (what follows the table's name ->
                                sqlite3_stmt (borrowed)) */
  GArray     *texts;         /* (owned): what the search index has yet to learn in this transaction */
  GHashTable *places;        /* (owned): of each document in @texts */
  GArray     *marks;         /* (owned): guint: length of @texts at each open savepoint */
  gint64      last;          /* the last document of the ticket that an item is added to, or the next one */
  guint       n_rows;        /* inserted in this transaction */
  gboolean    is_large;      /* the cache */
  gboolean    is_merging[2]; /* of the indexes: the job of tb_sqlite_scrub() is begun */
  char       *scrubbed;      /* (owned) (nullable): up to this word it has looked through their table */
  /* what cuts texts into words as the index does */
  fts5_tokenizer cutter_class;
  Fts5Tokenizer *cutter;     /* (owned) (nullable): made when it is first needed */
  TbVocabulary  *vocabulary; /* (owned) (nullable): of a writer */
  /* of a watcher: what it saw when it looked last */
  gboolean has_looked;
  gint64   version;
  guint8   log_head[TB_SQLITE_LOG_HEAD];
} TbSqlite;

/* tb-sqlite.c */
/** tb_sqlite_set_error: turns the connection's last fault into a %TB_STORE_ERROR. Returns: always %FALSE */
gboolean tb_sqlite_set_error (sqlite3    *db,
                              const char *what,
                              GError    **error);

/** tb_sqlite_count_row: one more is inserted in this transaction. */
gboolean tb_sqlite_count_row (TbSqlite *self,
                              GError  **error);

/* tb-sqlite-log.c */
/** tb_sqlite_log_new: from now on the log of the writer @db is brought into the database at @path by a
 * thread. @synchronous: the writer's pragma of that name, static */
TbSqliteLog *tb_sqlite_log_new (sqlite3    *db,
                                const char *path,
                                const char *synchronous);
/** tb_sqlite_log_free: waits for that thread; the writer commits no more */
void tb_sqlite_log_free (TbSqliteLog *self);

/* tb-sqlite-statement.c */
/** tb_sqlite_prepare: Returns: (transfer none) (nullable): the statement from the cache, ready to be bound;
 * give it back with tb_sqlite_done() */
sqlite3_stmt *tb_sqlite_prepare (TbSqlite   *self,
                                 const char *sql,
                                 GError    **error);
void          tb_sqlite_bind (sqlite3_stmt  *statement,
                              const TbParam *params,
                              guint          n_params);
/** tb_sqlite_step: steps once. @has_row: (out) (optional) */
gboolean tb_sqlite_step (TbSqlite     *self,
                         sqlite3_stmt *statement,
                         gboolean     *has_row,
                         GError      **error);
void     tb_sqlite_done (sqlite3_stmt *statement);
/** TbSqliteCursor: a prepared statement while it is in use, for g_auto(). */
typedef sqlite3_stmt *TbSqliteCursor;
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (TbSqliteCursor, tb_sqlite_done, NULL)
/** tb_sqlite_configure: before any file is opened; SQLite does not listen after that. */
void tb_sqlite_configure (void);
/** tb_sqlite_run: scripts and statements without parameters and rows. */
gboolean tb_sqlite_run (sqlite3    *db,
                        const char *sql,
                        GError    **error);
/** tb_sqlite_pragma: the one integer of a PRAGMA or other statement. */
gboolean   tb_sqlite_pragma (sqlite3    *db,
                             const char *sql,
                             gint64     *value,
                             GError    **error);
GPtrArray *tb_sqlite_texts (TbConnection  *connection,
                            const char    *sql,
                            const TbParam *params,
                            guint          n_params,
                            GError       **error);
gboolean   tb_sqlite_number (TbConnection  *connection,
                             const char    *sql,
                             const TbParam *params,
                             guint          n_params,
                             gint64        *value,
                             GError       **error);
gboolean   tb_sqlite_exec (TbConnection  *connection,
                           const char    *sql,
                           const TbParam *params,
                           guint          n_params,
                           GError       **error);

/* tb-sqlite-record.c */
gboolean   tb_sqlite_insert (TbConnection *connection,
                             gpointer      record,
                             GError      **error);
gboolean   tb_sqlite_update (TbConnection *connection,
                             gconstpointer old,
                             gconstpointer record,
                             GError      **error);
gboolean   tb_sqlite_remove (TbConnection *connection,
                             gconstpointer old,
                             GError      **error);
GPtrArray *tb_sqlite_select (TbConnection       *connection,
                             const TbRecordType *type,
                             const char         *tail,
                             const TbParam      *params,
                             guint               n_params,
                             guint               max,
                             GError            **error);
GPtrArray *tb_sqlite_list_rows (TbConnection *connection,
                                const gint64 *ids,
                                guint         n,
                                GError      **error);

/* tb-sqlite-backup.c */
gboolean tb_sqlite_copy (TbConnection *connection,
                         const char   *path,
                         const gint   *pace,
                         GError      **error);
gint64   tb_sqlite_outdated (const char *dir);
gboolean tb_sqlite_prepare_restore (const char *path,
                                    const char *present,
                                    GError    **error);
gboolean tb_sqlite_restore (TbConnection *connection,
                            const char   *path,
                            GError      **error);

/* tb-sqlite-schema.c */
/** tb_sqlite_version: Returns: the number of the newest migration */
int tb_sqlite_version (void);
/** tb_sqlite_migration: Returns: (transfer none): the script that leads to @version */
const char *tb_sqlite_migration (int version);
/** tb_sqlite_inspect: refuses a file that is newer, damaged or none of ours; writes nothing. */
gboolean tb_sqlite_inspect (const char *path,
                            sqlite3    *db,
                            GError    **error);
/** tb_sqlite_migrate: runs the scripts that are missing, in one transaction. */
gboolean tb_sqlite_migrate (sqlite3  *db,
                            gboolean *is_new,
                            GError  **error);

/* tb-sqlite-list.c */
/** tb_sqlite_list_sql: Returns: (transfer full) (nullable): the text for one part of a list; parts begin at
 * 0; %NULL after the last */
char   *tb_sqlite_list_sql (const TbListQuery *query,
                            guint              part);
GArray *tb_sqlite_list_ids (TbConnection      *connection,
                            const TbListQuery *query,
                            guint              limit,
                            GError           **error);

/* tb-sqlite-export.c */
gboolean tb_sqlite_export_rows (TbConnection *connection,
                                const gint64 *ids,
                                guint         n,
                                TbExportFunc  func,
                                gpointer      data,
                                GError      **error);

/* tb-sqlite-id-set.c */
/** TbIdSet: a set of tickets, a bit each. */
typedef struct _TbIdSet TbIdSet;
TbIdSet                *tb_id_set_new (void);
void                    tb_id_set_free (TbIdSet *self);
void                    tb_id_set_add (TbIdSet *self,
                                       gint64   id);
gboolean                tb_id_set_contains (const TbIdSet *self,
                                            gint64         id);
/** tb_id_set_remove: one that is in it */
void tb_id_set_remove (TbIdSet *self,
                       gint64   id);
/** tb_id_set_unite: adds all of @other */
void tb_id_set_unite (TbIdSet       *self,
                      const TbIdSet *other);
/** tb_id_set_next: goes on to the next id above @id. Returns: %FALSE if there is none */
gboolean tb_id_set_next (const TbIdSet *self,
                         gint64        *id);
gsize    tb_id_set_count (const TbIdSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbIdSet, tb_id_set_free)

/* tb-sqlite-search.c */
/** TbSearch: the tickets in which all words are; the newest are known, the others are asked for. */
typedef struct _TbSearch TbSearch;
void                     tb_search_free (TbSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbSearch, tb_search_free)
/** tb_search_new: @max: how many tickets are looked up at once for each word; 0: all */
TbSearch *tb_search_new (TbSqlite   *self,
                         const char *text,
                         guint       max,
                         GError    **error);
/** tb_search_holds: @holds: (out): whether a ticket is found */
gboolean tb_search_holds (TbSqlite *self,
                          TbSearch *search,
                          gint64    id,
                          gboolean *holds,
                          GError  **error);
/** tb_search_few: Returns: (transfer none) (nullable): at most @few tickets, of which tb_search_holds() some,
 * if it is known that it holds no others */
const TbIdSet *tb_search_few (TbSearch *search,
                              gsize     few);

/** tb_search_newest: Returns: (transfer full) (nullable): what is found, of the first word at most @max of
 * the newest */
TbIdSet *tb_search_newest (TbSqlite   *self,
                           const char *text,
                           guint       max,
                           GError    **error);

/* tb-sqlite-best.c */
/** tb_sqlite_best: Returns: (transfer full) (nullable): of the newest that are found, which have all words in
 * the title */
TbIdSet *tb_sqlite_best (TbSqlite   *self,
                         const char *text,
                         GError    **error);

GPtrArray *tb_sqlite_organisations_like (TbConnection *connection,
                                         const char   *prefix,
                                         guint         max,
                                         GError      **error);

/* tb-sqlite-words.c */
/** tb_sqlite_get_fts5: Returns: (transfer none) (nullable): FTS5's own interface */
fts5_api *tb_sqlite_get_fts5 (sqlite3 *db);
/** tb_sqlite_cut: Returns: (transfer full) (nullable) (element-type utf8): the words of a text as the index
 * has them */
GPtrArray *tb_sqlite_cut (TbSqlite   *self,
                          const char *text,
                          GError    **error);
void       tb_sqlite_forget_cutter (TbSqlite *self);
/** tb_sqlite_begun: @words: (out) (nullable) (element-type utf8): what of the index begins so; %NULL: much */
gboolean tb_sqlite_begun (TbSqlite   *self,
                          const char *beginning,
                          GPtrArray **words,
                          GError    **error);
/** TB_SQLITE_MAX_SOUGHT: words that may be sought beside each other */
#define TB_SQLITE_MAX_SOUGHT 64
/** tb_sqlite_stands_in: looks into a ticket's texts. @has_further: some have further documents; @parts:
 * (element-type utf8): words that follow each other, as tb_sqlite_cut() gives them, the last one begun;
 * @holds: (out) */
gboolean tb_sqlite_stands_in (TbSqlite        *self,
                              gint64           ticket,
                              gboolean         has_further,
                              const GPtrArray *parts,
                              gboolean        *holds,
                              GError         **error);
/** tb_sqlite_is_beginning: whether a word is long enough to stand for all that begin with it */
gboolean tb_sqlite_is_beginning (const char *word);

/* tb-sqlite-vocabulary.c */
/** tb_sqlite_is_listed: whether a word belongs into the table, and so all that begin with it */
gboolean tb_sqlite_is_listed (const char *word,
                              gsize       n);
/** tb_vocabulary_new: sees the words that pass on their way into the index; before that is used */
TbVocabulary *tb_vocabulary_new (sqlite3 *db,
                                 GError **error);
void          tb_vocabulary_free (TbVocabulary *self); /* when the connection is closed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TbVocabulary, tb_vocabulary_free)
/** tb_vocabulary_learn: whether the words that pass now are to be in the table */
void tb_vocabulary_learn (TbVocabulary *self,
                          gboolean      is_learning);
/** tb_vocabulary_end: of a transaction. @self: (nullable) */
void tb_vocabulary_end (TbVocabulary *self,
                        gboolean      is_committed);
/** tb_vocabulary_forget: the table may have become another. @self: (nullable) */
void tb_vocabulary_forget (TbVocabulary *self);
/** tb_sqlite_vocabulary_begin: before words pass */
gboolean tb_sqlite_vocabulary_begin (TbSqlite *self,
                                     GError  **error);
/** tb_sqlite_vocabulary_flush: puts into the table what has passed. */
gboolean tb_sqlite_vocabulary_flush (TbSqlite *self,
                                     GError  **error);

/* tb-sqlite-index.c */
/** TB_SEARCH_FURTHER: from this id on there are the further documents of tickets that have grown long; see
 * migration-012.sql */
#define TB_SEARCH_FURTHER 2199023255552
#define TB_SEARCH_PARTS 1024
#define TB_SEARCH_PART(ticket, n) (TB_SEARCH_FURTHER + (ticket)*TB_SEARCH_PARTS + (n))
GArray *tb_sqlite_texts_new (void);
/** tb_sqlite_index_prepare: before a record is changed: sees that it is known what the index has of it;
 * either may be %NULL. */
gboolean tb_sqlite_index_prepare (TbSqlite     *self,
                                  gconstpointer old,
                                  gconstpointer now,
                                  GError      **error);
/** tb_sqlite_index_note: after that: remembers what it means for search. */
gboolean tb_sqlite_index_note (TbSqlite     *self,
                               gconstpointer old,
                               gconstpointer now,
                               GError      **error);
/** tb_sqlite_index_forget: a roll-back: only the first @n_kept documents are still changed. */
void tb_sqlite_index_forget (TbSqlite *self,
                             guint     n_kept);
/** tb_sqlite_index_flush: brings the index up to what was noted. */
gboolean tb_sqlite_index_flush (TbSqlite *self,
                                GError  **error);

/* tb-sqlite-tidy.c */
/** tb_sqlite_owe_merges: the transaction has added so much to the search index. */
gboolean tb_sqlite_owe_merges (TbSqlite *self,
                               guint     n_pages,
                               GError  **error);
gboolean tb_sqlite_tidy (TbConnection *connection,
                         TbWantedFunc  is_wanted,
                         gpointer      data,
                         GError      **error);

/* tb-sqlite-scrub.c */
gboolean tb_sqlite_scrub (TbConnection *connection,
                          TbScrubStep   step,
                          gboolean     *is_done,
                          GError      **error);

/* tb-sqlite-check.c */
gboolean tb_sqlite_check (TbConnection *connection,
                          GPtrArray    *findings,
                          GError      **error);

G_END_DECLS
