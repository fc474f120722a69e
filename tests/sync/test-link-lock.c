/* SPDX-License-Identifier: GPL-3.0-or-later
 * Who holds the link lock: one process at a time, and nobody once it is gone. */
#include "config.h"

#include "sync-test.h"

#include "tb-problem.h"
#include "tb-link-lock.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Another process that takes the lock and holds it until it is killed. Returns: its id; it holds the lock by
 * then. */
static pid_t
start_holder (const char *dir)
{
  int   ready[2];
  char  byte;
  pid_t pid;

  g_assert_cmpint (pipe (ready), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      TbLinkLock *lock = tb_link_lock_try (dir, NULL);

      byte = lock != NULL ? 'y' : 'n';
      if (write (ready[1], &byte, 1) == 1)
        pause ();
      _exit (0);
    }
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  g_assert_cmpint (byte, ==, 'y');
  close (ready[0]);

  return pid;
}

static void
test_one_process_holds_it (void)
{
  g_autofree char *dir = make_dir ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TbLinkLock) lock = NULL;
  pid_t pid = start_holder (dir);

  lock = tb_link_lock_try (dir, &error);
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_LOCK_HELD);
  g_assert_null (lock);
  g_clear_error (&error);

  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  lock = tb_link_lock_try (dir, &error);
  g_assert_no_error (error);
  g_assert_nonnull (lock);

  g_clear_pointer (&lock, tb_link_lock_free);
  remove_dir (dir);
}

static void
test_is_held_once_within_a_process (void)
{
  g_autofree char *dir = make_dir ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TbLinkLock) first = tb_link_lock_try (dir, &error);
  g_autoptr (TbLinkLock) second = NULL;

  g_assert_no_error (error);
  second = tb_link_lock_try (dir, &error);
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_LOCK_HELD);
  g_assert_null (second);
  g_clear_error (&error);

  g_clear_pointer (&first, tb_link_lock_free);
  second = tb_link_lock_try (dir, &error);
  g_assert_no_error (error);

  g_clear_pointer (&second, tb_link_lock_free);
  remove_dir (dir);
}

static void
test_is_not_inherited (void)
{
  g_autofree char *dir = make_dir ();
  g_autofree char *path = g_build_filename (dir, "link.lock", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TbLinkLock) lock = NULL;
  const char *argv[] = { "sleep", "1000", NULL };
  GPid        pid;
  struct stat status;

  lock = tb_link_lock_try (dir, &error);
  g_assert_no_error (error);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  /* A program that is started meanwhile does not keep it, although it lives on. */
  g_spawn_async (NULL, (char **)argv, NULL,
                 G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_LEAVE_DESCRIPTORS_OPEN, NULL, NULL,
                 &pid, &error);
  g_assert_no_error (error);
  g_clear_pointer (&lock, tb_link_lock_free);
  lock = tb_link_lock_try (dir, &error);
  g_assert_no_error (error);

  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  g_clear_pointer (&lock, tb_link_lock_free);
  remove_dir (dir);
}

static void
test_missing_folder_is_said (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tb_link_lock_try ("/nonexistent/profile", &error));
  g_assert_error (error, TB_PROBLEM, TB_PROBLEM_FAILED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/link-lock/one-process-holds-it", test_one_process_holds_it);
  g_test_add_func ("/sync/link-lock/is-held-once-within-a-process", test_is_held_once_within_a_process);
  g_test_add_func ("/sync/link-lock/is-not-inherited", test_is_not_inherited);
  g_test_add_func ("/sync/link-lock/missing-folder-is-said", test_missing_folder_is_said);

  return g_test_run ();
}
