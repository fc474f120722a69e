/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of attached files on their way in from, and out to, a person's folders. */
#include "config.h"

#include "tb-corner.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

static const char content[] = "Protokoll\0mit einem Nullzeichen\n";

/** What an asynchronous call came to. */
typedef struct
{
  gboolean is_done;
  gboolean has_succeeded;
  GError  *error;
} Outcome;

static void
on_saved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Outcome *outcome = data;

  outcome->has_succeeded = tb_engine_save_file_finish (TB_ENGINE (source), result, &outcome->error);
  outcome->is_done = TRUE;
}

static void
on_done_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Outcome *outcome = data;

  outcome->has_succeeded = tb_engine_do_finish (TB_ENGINE (source), result, NULL, &outcome->error);
  outcome->is_done = TRUE;
}

static void
save (TbSide     *side,
      const char *sha256,
      const char *path,
      Outcome    *outcome)
{
  g_autoptr (GFile) destination = g_file_new_for_path (path);

  *outcome = (Outcome){ 0 };
  tb_engine_save_file_async (side->engine, sha256, destination, NULL, on_saved_cb, outcome);
  while (!outcome->is_done)
    g_main_context_iteration (NULL, TRUE);
}

/* A ticket with an attachment. Returns: (transfer full): its hash */
static char *
attach (TbSide     *side,
        const char *number)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (content, sizeof content);
  g_autoptr (TbTicketView) view = NULL;

  g_free (tb_corner_add (side, number,
                         (TbItemDraft){ .kind = TB_ITEM_FILE, .bytes = bytes, .file_name = "log.txt" }));
  view = tb_side_show (side, number);
  return g_strdup (((TbItemView *)view->items->pdata[view->items->len - 1])->record->sha256);
}

static TbCommand
attach_command (TbSide            *side,
                const char        *number,
                const TbItemDraft *draft)
{
  TbCommand command = tb_corner_command_on (side, number, TB_COMMAND_ADD_ITEM);

  command.item = draft;
  return command;
}

static void
assert_content (const char *path,
                const void *expected,
                gsize       size)
{
  g_autofree char *found = NULL;
  gsize            length = 0;

  g_assert_true (g_file_get_contents (path, &found, &length, NULL));
  g_assert_cmpmem (found, length, expected, size);
}

static void
test_is_saved_as_it_came (TbCorner     *fixture,
                          gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  g_autofree char *sha256 = attach (side, number);
  g_autofree char *path = g_build_filename (side->dir, "gespeichert.txt", NULL);
  Outcome          outcome;

  g_assert_true (tb_engine_has_file (side->engine, sha256));
  save (side, sha256, path, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_true (outcome.has_succeeded);
  assert_content (path, content, sizeof content);
  /* What is there is replaced, also by something shorter. */
  g_assert_true (g_file_set_contents (path, "etwas viel Längeres, als danach dort stehen soll", -1, NULL));
  save (side, sha256, path, &outcome);
  g_assert_no_error (outcome.error);
  assert_content (path, content, sizeof content);
}

static void
test_missing_bytes_leave_the_destination (TbCorner     *fixture,
                                          gconstpointer data)
{
  static const char *const names[] = {
    "0123456789012345678901234567890123456789012345678901234567890123",
    "../ticketbruecke.db",
    NULL,
  };
  TbSide          *side = &fixture->pair.lead;
  g_autofree char *path = g_build_filename (side->dir, "gespeichert.txt", NULL);
  guint            i;

  g_assert_true (g_file_set_contents (path, "bleibt", -1, NULL));
  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Outcome outcome;

      g_assert_false (tb_engine_has_file (side->engine, names[i]));
      save (side, names[i], path, &outcome);
      g_assert_error (outcome.error, TB_PROBLEM, TB_PROBLEM_FILE_MISSING);
      g_assert_false (outcome.has_succeeded);
      g_clear_error (&outcome.error);
      assert_content (path, "bleibt", 6);
    }
}

static void
test_says_why_it_cannot_be_saved (TbCorner     *fixture,
                                  gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  g_autofree char *sha256 = attach (side, number);
  g_autofree char *path = g_build_filename (side->dir, "fehlt", "gespeichert.txt", NULL);
  Outcome          outcome;

  save (side, sha256, path, &outcome);
  g_assert_error (outcome.error, TB_PROBLEM, TB_PROBLEM_FAILED);
  g_assert_cmpstr (tb_problem_get_argument (outcome.error), !=, "");
  g_assert_false (outcome.has_succeeded);
  g_clear_error (&outcome.error);
}

/* With a hole of that size: were it read, it would be noticed. */
static char *
make_large_file (TbSide *side,
                 goffset size)
{
  char *path = g_build_filename (side->dir, "gross.bin", NULL);
  int   fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (ftruncate (fd, size), ==, 0);
  close (fd);
  return path;
}

static void
test_too_large_is_refused (TbCorner     *fixture,
                           gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  g_autofree char *path = make_large_file (side, TB_LIMIT_FILE_BYTES + 1);
  TbItemDraft      draft = { .kind = TB_ITEM_FILE, .path = path };
  TbCommand        command = attach_command (side, number, &draft);
  g_autoptr (TbTicketView) view = NULL;
  Outcome outcome = { 0 };

  tb_side_refuse (side, command, TB_PROBLEM_FILE_TOO_LARGE);
  tb_engine_do_async (side->engine, &command, NULL, on_done_cb, &outcome);
  while (!outcome.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (outcome.error, TB_PROBLEM, TB_PROBLEM_FILE_TOO_LARGE);
  g_assert_cmpstr (tb_problem_get_field (outcome.error), ==, "file");
  g_assert_cmpstr (tb_problem_get_argument (outcome.error), ==, "200");
  g_clear_error (&outcome.error);
  view = tb_side_show (side, number);
  g_assert_cmpuint (view->items->len, ==, 0);
}

static guint
count_parts (TbSide *side)
{
  g_autofree char *path = g_build_filename (side->dir, "files", "part", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* It does not tell how much it has, and has no end: it is counted. The limit is the person's own. */
static void
test_more_than_the_limit_leaves_nothing (TbCorner     *fixture,
                                         gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  TbItemDraft      draft = { .kind = TB_ITEM_FILE, .path = "/dev/zero" };
  g_autofree char *fits = make_large_file (side, TB_MEGABYTE);
  g_autoptr (TbTicketView) view = NULL;

  tb_side_do (side,
              (TbCommand){ .type = TB_COMMAND_CONFIG, .name = TB_SETTING_FILE_LIMIT, .value = "1" }, NULL);
  tb_side_refuse (side, attach_command (side, number, &draft), TB_PROBLEM_FILE_TOO_LARGE);
  g_assert_cmpuint (count_parts (side), ==, 0);
  draft.path = fits;
  tb_side_do (side, attach_command (side, number, &draft), NULL);
  g_assert_cmpuint (count_parts (side), ==, 0);
  view = tb_side_show (side, number);
  g_assert_cmpuint (view->items->len, ==, 1);
  g_assert_cmpint (((TbItemView *)view->items->pdata[0])->record->size, ==, TB_MEGABYTE);
}

static void
test_limits_are_numbers (TbCorner     *fixture,
                         gconstpointer data)
{
  static const char *const wrong[] = { "0", "201", "-1", "1.5", "viel", "99999999999999999999" };
  static const char *const right[] = { "1", "200", "" };
  static const char *const names[] = { TB_SETTING_FILE_LIMIT, TB_SETTING_FETCH_LIMIT };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      TbCommand command = { .type = TB_COMMAND_CONFIG, .name = names[i] };

      for (guint k = 0; k < G_N_ELEMENTS (wrong); k++)
        {
          command.value = wrong[k];
          tb_side_refuse (&fixture->pair.lead, command, TB_PROBLEM_BAD_NUMBER);
        }
      for (guint k = 0; k < G_N_ELEMENTS (right); k++)
        {
          command.value = right[k];
          tb_side_do (&fixture->pair.lead, command, NULL);
        }
    }
}

static void
test_unreadable_is_refused (TbCorner     *fixture,
                            gconstpointer data)
{
  TbSide          *side = &fixture->pair.lead;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  TbItemDraft      draft = { .kind = TB_ITEM_FILE };

  tb_side_refuse (side, attach_command (side, number, &draft), TB_PROBLEM_FILE_UNREADABLE);
  draft.path = "/fehlt/ganz";
  tb_side_refuse (side, attach_command (side, number, &draft), TB_PROBLEM_FILE_UNREADABLE);
  draft.path = side->dir;
  tb_side_refuse (side, attach_command (side, number, &draft), TB_PROBLEM_FILE_UNREADABLE);
  g_assert_cmpuint (count_parts (side), ==, 0);
}

/* It says that it has 0 bytes. */
static void
test_what_does_not_tell_its_size_is_read (TbCorner     *fixture,
                                          gconstpointer data)
{
  const char      *path = "/proc/version";
  TbSide          *side = &fixture->pair.lead;
  g_autofree char *number = tb_side_new_ticket (side, "Drucker");
  g_autofree char *expected = NULL;
  g_autoptr (TbTicketView) view = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &expected, &length, NULL))
    {
      g_test_skip ("there is no /proc");
      return;
    }
  g_free (tb_corner_add (side, number, (TbItemDraft){ .kind = TB_ITEM_FILE, .path = path }));
  view = tb_side_show (side, number);
  g_assert_cmpint (((TbItemView *)view->items->pdata[0])->record->size, ==, length);
}

#define ADD(path, func) g_test_add (path, TbCorner, NULL, tb_corner_setup, func, tb_corner_teardown)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/engine/files/is-saved-as-it-came", test_is_saved_as_it_came);
  ADD ("/engine/files/missing-bytes-leave-the-destination", test_missing_bytes_leave_the_destination);
  ADD ("/engine/files/says-why-it-cannot-be-saved", test_says_why_it_cannot_be_saved);
  ADD ("/engine/files/too-large-is-refused", test_too_large_is_refused);
  ADD ("/engine/files/more-than-the-limit-leaves-nothing", test_more_than_the_limit_leaves_nothing);
  ADD ("/engine/files/limits-are-numbers", test_limits_are_numbers);
  ADD ("/engine/files/unreadable-is-refused", test_unreadable_is_refused);
  ADD ("/engine/files/what-does-not-tell-its-size-is-read", test_what_does_not_tell_its_size_is_read);
  return g_test_run ();
}
