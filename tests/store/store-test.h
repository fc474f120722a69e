/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the store's tests share: a profile in a folder of its own, and short ways to fill it. */
#pragma once

#include "tb-queries.h"
#include "tb-store.h"

#include <sqlite3.h>

typedef struct
{
  char    *dir;
  TbStore *store;
} Profile;

/** profile_setup: a new profile; @flags: TbStoreFlags, as a pointer. */
void profile_setup (Profile      *profile,
                    gconstpointer flags);
void profile_teardown (Profile      *profile,
                       gconstpointer flags);
void profile_reopen (Profile     *profile,
                     TbStoreFlags flags);
/** profile_open_raw: the database as SQLite sees it. */
sqlite3 *profile_open_raw (Profile *profile);
char    *profile_path (Profile    *profile,
                       const char *name);

#define PROFILE_TEST(path, flags, func) \
  g_test_add (path, Profile, GINT_TO_POINTER (flags), profile_setup, func, profile_teardown)
#define INLINE_TEST(path, func) PROFILE_TEST (path, TB_STORE_INLINE | TB_STORE_VOLATILE, func)

void must_write (TbStore *store,
                 TbTxFunc func,
                 gpointer data);
void must_read (TbStore *store,
                TbTxFunc func,
                gpointer data);
/** must_fail: @func's write is refused with @code. */
void must_fail (TbStore     *store,
                TbTxFunc     func,
                gpointer     data,
                TbStoreError code);

/** record_types: all stored types, parents before those that refer to them. %NULL ends it. */
extern const TbRecordType *const record_types[];

/* These assert that they succeed; the ids that they refer to need not be given. */
gint64          add_status (TbTx *tx);
gint64          add_organisation (TbTx       *tx,
                                  const char *name);
gint64          add_user (TbTx       *tx,
                          const char *name);
gint64          add_partner (TbTx       *tx,
                             const char *name);
TbTicketRecord *new_ticket (TbTx       *tx,
                            const char *title);
gint64          add_ticket (TbTx       *tx,
                            const char *title);
gint64          add_engagement (TbTx  *tx,
                                gint64 ticket,
                                gint64 partner,
                                TbRole role);
TbItemRecord   *new_item (gint64      ticket,
                          const char *text);
gint64          add_note (TbTx       *tx,
                          gint64      ticket,
                          const char *text);
void            insert (TbTx    *tx,
                        gpointer record);
void            update (TbTx         *tx,
                        gconstpointer record);
gpointer        get (TbTx               *tx,
                     const TbRecordType *type,
                     gint64              id);
/** raw_number: the one number of a statement. */
gint64 raw_number (sqlite3    *db,
                   const char *sql);
/** assert_sound: the store's own check finds nothing. */
void assert_sound (TbStore *store);

/** SearchCase: what is typed, and which tickets that finds: a letter each, in the order of their ids. */
typedef struct
{
  const char *typed;
  const char *found;
} SearchCase;

/** search_letters: Returns: (transfer full): what is found */
char *search_letters (TbTx       *tx,
                      const char *typed);
/** check_cases: @cases: (array zero-terminated=1) (element-type SearchCase) */
gboolean check_cases (TbTx    *tx,
                      gpointer cases,
                      GError **error);
