/* SPDX-License-Identifier: GPL-3.0-or-later
 * Runs ticketbrueckectl as whole processes over temporary profiles. */
#include "config.h"

#include "ctl-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void
desk_set_up (Desk         *desk,
             gconstpointer data)
{
  desk->dir = g_dir_make_tmp ("tb-ctl-XXXXXX", NULL);
  g_assert_nonnull (desk->dir);
  desk->language = "en";
  desk_use (desk, "profile");
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
desk_tear_down (Desk         *desk,
                gconstpointer data)
{
  remove_tree (desk->dir);
  g_clear_pointer (&desk->profile, g_free);
  g_clear_pointer (&desk->dir, g_free);
}

void
desk_use (Desk       *desk,
          const char *name)
{
  g_free (desk->profile);
  desk->profile = desk_path (desk, name);
}

char *
desk_path (Desk       *desk,
           const char *name)
{
  return g_build_filename (desk->dir, name, NULL);
}

char *
desk_write (Desk       *desk,
            const char *name,
            const char *text)
{
  char *path = desk_path (desk, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

void
run_clear (Run *run)
{
  g_clear_pointer (&run->out, g_free);
  g_clear_pointer (&run->err, g_free);
}

/* The German one was made in LOCPATH; systems where that failed and which need one fail here. */
static const char *
locale_of (const char *language)
{
  g_autofree char *german = g_build_filename (g_getenv ("LOCPATH"), "de_DE.UTF-8", NULL);

  return g_str_equal (language, "de") && g_file_test (german, G_FILE_TEST_IS_DIR) ? "de_DE.UTF-8" : "C.UTF-8";
}

static char **
make_environment (Desk *desk)
{
  char **env = g_get_environ ();

  env = g_environ_setenv (env, "LC_ALL", locale_of (desk->language), TRUE);
  env = g_environ_setenv (env, "LANGUAGE", desk->language, TRUE);
  env = g_environ_setenv (env, "XDG_DATA_HOME", desk->dir, TRUE);
  return g_environ_setenv (env, "HOME", desk->dir, TRUE);
}

/* The command line: program and profile first, then what @args holds up to NULL. */
static char **
make_argv (Desk        *desk,
           const char **args)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  g_ptr_array_add (argv, g_strdup (g_getenv ("TICKETBRUECKECTL")));
  g_assert_nonnull (argv->pdata[0]);
  g_ptr_array_add (argv, g_strdup ("--profile"));
  g_ptr_array_add (argv, g_strdup (desk->profile));
  for (; *args != NULL; args++)
    g_ptr_array_add (argv, g_strdup (*args));
  g_ptr_array_add (argv, NULL);
  return (char **)g_ptr_array_steal (argv, NULL);
}

Run
run_argv (Desk        *desk,
          const char **args)
{
  g_auto (GStrv) argv = make_argv (desk, args);
  g_auto (GStrv) env = make_environment (desk);
  g_autoptr (GError) error = NULL;
  Run result = { 0 };
  int status;

  g_spawn_sync (desk->dir, argv, env, G_SPAWN_DEFAULT, NULL, NULL, &result.out, &result.err, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  result.code = WEXITSTATUS (status);
  return result;
}

static GPtrArray *
collect (va_list args)
{
  GPtrArray  *list = g_ptr_array_new ();
  const char *arg;

  while ((arg = va_arg (args, const char *)) != NULL)
    g_ptr_array_add (list, (char *)arg);
  g_ptr_array_add (list, NULL);
  return list;
}

Run
run (Desk *desk,
     ...)
{
  g_autoptr (GPtrArray) list = NULL;
  va_list args;

  va_start (args, desk);
  list = collect (args);
  va_end (args);
  return run_argv (desk, (const char **)list->pdata);
}

static void
assert_success (Run *result)
{
  if (result->code != 0)
    g_error ("exit code %d: %s", result->code, result->err);
  g_assert_cmpstr (result->err, ==, "");
}

char *
run_line (Desk *desk,
          ...)
{
  g_autoptr (GPtrArray) list = NULL;
  g_auto (Run) result = { 0 };
  va_list args;

  va_start (args, desk);
  list = collect (args);
  va_end (args);
  result = run_argv (desk, (const char **)list->pdata);
  assert_success (&result);
  return g_strchomp (g_steal_pointer (&result.out));
}

JsonNode *
run_json (Desk *desk,
          ...)
{
  g_autoptr (GPtrArray) list = NULL;
  g_auto (Run) result = { 0 };
  g_autoptr (GError) error = NULL;
  JsonNode *node;
  va_list   args;

  va_start (args, desk);
  list = collect (args);
  va_end (args);
  g_ptr_array_insert (list, (int)list->len - 1, (char *)"--json");
  result = run_argv (desk, (const char **)list->pdata);
  assert_success (&result);
  node = json_from_string (result.out, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
  return node;
}

void
server_start (Server *server,
              Desk   *desk)
{
  const char *args[] = { "serve", "--listen", "127.0.0.1:0", "--tls", "off", NULL };
  g_auto (GStrv) argv = make_argv (desk, args);
  g_auto (GStrv) env = make_environment (desk);
  g_autoptr (GError) error = NULL;
  GString *line = g_string_new (NULL);
  char     c;

  g_spawn_async_with_pipes (desk->dir, argv, env, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &server->pid, NULL,
                            &server->out, NULL, &error);
  g_assert_no_error (error);
  while (read (server->out, &c, 1) == 1 && c != '\n')
    g_string_append_c (line, c);
  server->address = g_string_free (line, FALSE);
  g_assert_true (g_str_has_prefix (server->address, "http://127.0.0.1:"));
}

int
server_stop (Server *server,
             int     signal)
{
  int status;

  g_assert_cmpint (kill (server->pid, signal), ==, 0);
  g_assert_cmpint (waitpid (server->pid, &status, 0), ==, server->pid);
  g_assert_true (WIFEXITED (status));
  close (server->out);
  g_clear_pointer (&server->address, g_free);
  return WEXITSTATUS (status);
}

static gboolean
has_type (JsonNode *node,
          char      type)
{
  switch (type)
    {
    case 's':
      return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
    case 'i':
      return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;
    case 'b':
      return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN;
    case 'o':
      return JSON_NODE_HOLDS_OBJECT (node);
    case 'a':
      return JSON_NODE_HOLDS_ARRAY (node);
    case 'n':
      return JSON_NODE_HOLDS_NULL (node);
    default:
      return FALSE;
    }
}

void
assert_members (JsonObject   *object,
                const Member *members)
{
  for (; members->name != NULL; members++)
    {
      JsonNode *node = json_object_get_member (object, members->name);
      gboolean  is_nullable = strchr (members->type, '?') != NULL;

      if (node == NULL)
        g_error ("the member %s is missing", members->name);
      if (!has_type (node, members->type[0]) && !(is_nullable && JSON_NODE_HOLDS_NULL (node)))
        g_error ("the member %s is no %s", members->name, members->type);
    }
}
