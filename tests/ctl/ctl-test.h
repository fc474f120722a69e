/* SPDX-License-Identifier: GPL-3.0-or-later
 * Runs ticketbrueckectl as whole processes over temporary profiles. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** Desk: temporary folders and the language of one test. */
typedef struct
{
  char       *dir;      /* (owned) */
  char       *profile;  /* (owned): the profile that run() uses */
  const char *language; /* `en` or `de` */
} Desk;

void desk_set_up (Desk         *desk,
                  gconstpointer data);
void desk_tear_down (Desk         *desk,
                     gconstpointer data);
/** desk_use: from now on another profile of that name in the test's folder. */
void desk_use (Desk       *desk,
               const char *name);
/** desk_path: Returns: (transfer full): a path in the test's folder */
char *desk_path (Desk       *desk,
                 const char *name);
/** desk_write: Returns: (transfer full): the path of a new file */
char *desk_write (Desk       *desk,
                  const char *name,
                  const char *text);

/** Run: what came of a process. */
typedef struct
{
  int   code;
  char *out;
  char *err;
} Run;
void run_clear (Run *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/** run: runs the program; arguments up to %NULL. */
Run run (Desk *desk,
         ...) G_GNUC_NULL_TERMINATED;
Run run_argv (Desk        *desk,
              const char **args);
/** run_line: runs it, asserts success. Returns: (transfer full): its output without the last line break */
char *run_line (Desk *desk,
                ...) G_GNUC_NULL_TERMINATED;
/** run_json: runs it with --json, asserts success. Returns: (transfer full): what it printed */
JsonNode *run_json (Desk *desk,
                    ...) G_GNUC_NULL_TERMINATED;

/** Server: `serve` of one profile. */
typedef struct
{
  GPid  pid;
  int   out;
  char *address;
} Server;
/** server_start: starts it on a free port, reads the line with its address. */
void server_start (Server *server,
                   Desk   *desk);
/** server_stop: ends it with @signal. Returns: its exit code */
int server_stop (Server *server,
                 int     signal);

/** Member: one member of an object and its type: s i b o a, with `?` where null is allowed. */
typedef struct
{
  const char *name;
  const char *type;
} Member;
#define object_of(node) json_node_get_object (node)
#define text_of(object, name) json_object_get_string_member (object, name)
#define int_of(object, name) json_object_get_int_member (object, name)
#define bool_of(object, name) json_object_get_boolean_member (object, name)
void assert_members (JsonObject   *object,
                     const Member *members);

#define assert_contains(text, part)                                               \
  G_STMT_START                                                                    \
  {                                                                               \
    if (strstr (text, part) == NULL)                                              \
      g_error ("%s:%d: “%s” is not in:\n%s", __FILE__, __LINE__, (part), (text)); \
  }                                                                               \
  G_STMT_END

G_END_DECLS
