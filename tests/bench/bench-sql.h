/* SPDX-License-Identifier: GPL-3.0-or-later
 * SQLite with nothing around it, for the floors: whatever goes wrong ends the program. */
#pragma once

#include <sqlite3.h>

/** bench_database: the one that is open; the floor that runs opens it. */
extern sqlite3 *bench_database;

void          bench_must (int code);
void          bench_run (const char *sql);
sqlite3_stmt *bench_prepare (const char *sql);
