/* SPDX-License-Identifier: GPL-3.0-or-later
 * SQLite with nothing around it, for the floors: whatever goes wrong ends the program. */
#include "config.h"

#include "bench-sql.h"

#include <glib.h>

sqlite3 *bench_database;

void
bench_must (int code)
{
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
    g_error ("%s", sqlite3_errmsg (bench_database));
}

void
bench_run (const char *sql)
{
  bench_must (sqlite3_exec (bench_database, sql, NULL, NULL, NULL));
}

sqlite3_stmt *
bench_prepare (const char *sql)
{
  sqlite3_stmt *statement;

  bench_must (sqlite3_prepare_v2 (bench_database, sql, -1, &statement, NULL));
  return statement;
}
