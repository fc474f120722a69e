/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Beispielfirma ansehen“: a sample company in a profile of its own, which goes away in one click. */
#include "config.h"

#include "tb-application-private.h"

#include "tb-sample.h"
#include "tb-text.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* Beside the real profile, never in it. */
static char *
sample_folder (TbApplication *self)
{
  return g_strconcat (self->profile, "-sample", NULL);
}

/* What cannot be removed stays until the next time: nobody's data are in it. */
static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

/* ---- Made in a thread: two companies work for two weeks in a second ---- */

/** Making: input only. */
typedef struct
{
  const TbUiHost *host;   /* (borrowed): constant */
  char           *folder; /* (owned) */
  gboolean        german;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_free (making->folder);
  g_free (making);
}

static gboolean
make_sample (const Making *making,
             GError      **error)
{
  g_autofree char *partner_folder = g_build_filename (making->folder, TB_SAMPLE_PARTNER_FOLDER, NULL);
  g_autoptr (TbClock) now = tb_clock_new_real ();
  g_autoptr (TbClock) clock = tb_clock_new_virtual (tb_clock_now (now) - TB_SAMPLE_SPAN);
  g_autoptr (TbEngine) own = NULL;
  g_autoptr (TbEngine) partner = NULL;

  remove_folder (making->folder);
  own = making->host->open (making->folder, clock, TRUE, error);
  partner = own != NULL ? making->host->open (partner_folder, clock, TRUE, error) : NULL;
  return partner != NULL && tb_sample_fill (own, partner, clock, making->german, error);
}

static void
make_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;

  if (make_sample (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_made_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  TbApplication   *self = TB_APPLICATION (object);
  g_autofree char *folder = sample_folder (self);
  g_autoptr (GError) error = NULL;

  g_application_unmark_busy (G_APPLICATION (self));
  self->is_making_sample = FALSE;
  if (self->session == NULL || tb_session_get_window (self->session) == NULL)
    return; /* the window was closed meanwhile */
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      tb_application_change_session (self, folder, FALSE);
    }
  else
    {
      g_autofree char *text = tb_text_problem (error);

      gtk_widget_activate_action (GTK_WIDGET (tb_session_get_window (self->session)), "win.toast", "(sx)",
                                  text, G_GINT64_CONSTANT (0));
    }
}

void
tb_application_show_sample (GSimpleAction *action,
                            GVariant      *parameter,
                            gpointer       data)
{
  TbApplication *self = data;
  g_autoptr (GTask) task = NULL;
  Making *making;

  /* A second click changes nothing. */
  if (self->is_making_sample || self->session == NULL ||
      tb_desk_is_sample (tb_session_get_desk (self->session)))
    return;
  self->is_making_sample = TRUE;
  g_application_mark_busy (G_APPLICATION (self));
  making = g_new0 (Making, 1);
  making->host = self->host;
  making->folder = sample_folder (self);
  /* Translators: “de” where the sample company's tickets shall be German, else “en”. */
  making->german = g_str_equal (C_ ("language of the sample", "en"), "de");
  task = g_task_new (self, NULL, on_made_cb, NULL);
  g_task_set_source_tag (task, tb_application_show_sample);
  g_task_set_task_data (task, making, making_free);
  g_task_run_in_thread (task, make_in_thread);
}

void
tb_application_leave_sample (GSimpleAction *action,
                             GVariant      *parameter,
                             gpointer       data)
{
  TbApplication   *self = data;
  g_autofree char *folder = sample_folder (self);

  if (self->session == NULL || !tb_desk_is_sample (tb_session_get_desk (self->session)))
    return;
  tb_application_change_session (self, self->profile, TRUE);
  remove_folder (folder);
}
