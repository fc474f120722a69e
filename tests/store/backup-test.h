/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the tests of backups and of going back share. */
#pragma once

#include "store-test.h"

#include "tb-sqlite-private.h"
#include "tb-store-backup-private.h"

#include <glib/gstdio.h>

#define BACKUP_TEST(path, func) PROFILE_TEST ("/store/" path, TB_STORE_INLINE, func)

typedef struct
{
  TbStore    *store;
  const char *day;
  const char *title;
} Entry;

static G_GNUC_UNUSED gboolean
write_entry (TbTx    *tx,
             gpointer data,
             GError **error)
{
  const Entry *entry = data;

  tb_store_look_at_day (entry->store, entry->day);
  add_ticket (tx, entry->title);
  return TRUE;
}

static G_GNUC_UNUSED void
add (Profile    *profile,
     const char *day,
     const char *title)
{
  Entry entry = { .store = profile->store, .day = day, .title = title };

  must_write (profile->store, write_entry, &entry);
}

static G_GNUC_UNUSED void
add_and_wait (Profile    *profile,
              const char *day,
              const char *title)
{
  add (profile, day, title);
  tb_store_wait_for_backup (profile->store);
}

static G_GNUC_UNUSED char *
backup_file (Profile    *profile,
             const char *name)
{
  return g_build_filename (profile->dir, "backups", name, "ticketbruecke.db", NULL);
}

static G_GNUC_UNUSED gint64
ask (const char *path,
     const char *sql)
{
  sqlite3 *db = NULL;
  gint64   number;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  number = raw_number (db, sql);
  sqlite3_close (db);
  return number;
}

static G_GNUC_UNUSED gint64
count_in (Profile    *profile,
          const char *name)
{
  g_autofree char *path = backup_file (profile, name);

  return ask (path, "SELECT count(*) FROM ticket");
}

static G_GNUC_UNUSED gint64
count_now (Profile *profile)
{
  sqlite3 *db = profile_open_raw (profile);
  gint64   number = raw_number (db, "SELECT count(*) FROM ticket");

  sqlite3_close (db);
  return number;
}

static G_GNUC_UNUSED guint
count_backups (Profile *profile)
{
  g_autoptr (GPtrArray) list = tb_store_list_backups (profile->store);

  return list->len;
}

/* Puts the database of an older version at @path. */
static G_GNUC_UNUSED void
make_older (const char *path,
            int         version)
{
  g_autofree char *marks = NULL;
  sqlite3         *db = NULL;
  int              i;

  g_unlink (path);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  for (i = 1; i <= version; i++)
    g_assert_cmpint (sqlite3_exec (db, tb_sqlite_migration (i), NULL, NULL, NULL), ==, SQLITE_OK);
  marks = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;"
                           "INSERT INTO ticket_status (name) VALUES ('Neu');"
                           "INSERT INTO ticket (number, status, is_confirmed)"
                           " VALUES ('T20261101.0001', 1, 1);",
                           TB_SQLITE_APPLICATION_ID, version);
  g_assert_cmpint (sqlite3_exec (db, marks, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}
