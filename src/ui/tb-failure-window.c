/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is shown when a company cannot be opened: why, and what can be done. */
#include "config.h"

#include "tb-failure-window.h"

#include "tb-backup-group.h"
#include "tb-backup-row.h"
#include "tb-text.h"

#include <glib/gi18n.h>

struct _TbFailureWindow
{
  AdwApplicationWindow parent_instance;

  AdwStatusPage *page;
  GtkLabel      *folder;
  GtkWidget     *quit_button;
  GtkWidget     *retry_button;
  GtkWidget     *backups;
  GtkSpinner    *spinner;
  GtkListBox    *list;

  const TbUiHost *host;    /* (borrowed): constant */
  char           *profile; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TbFailureWindow, tb_failure_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  SIGNAL_RETRY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ---- Going back, in a thread ---- */

/** Recovery: input only. */
typedef struct
{
  const TbUiHost *host;    /* (borrowed): constant */
  char           *profile; /* (owned) */
  char           *backup;  /* (owned) */
  char           *aside;   /* (owned) */
} Recovery;

static void
recovery_free (gpointer data)
{
  Recovery *recovery = data;

  g_free (recovery->profile);
  g_free (recovery->backup);
  g_free (recovery->aside);
  g_free (recovery);
}

static void
recover_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  const Recovery *recovery = task_data;
  GError         *error = NULL;

  if (recovery->host->recover (recovery->profile, recovery->backup, recovery->aside, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
set_busy (TbFailureWindow *self,
          gboolean         is_busy)
{
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), !is_busy);
  gtk_widget_set_sensitive (self->retry_button, !is_busy);
  gtk_widget_set_sensitive (self->quit_button, !is_busy);
}

static void
on_recovered_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  TbFailureWindow *self = TB_FAILURE_WINDOW (object);
  g_autoptr (GError) error = NULL;
  gboolean is_done = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->page == NULL)
    return; /* closed meanwhile */
  set_busy (self, FALSE);
  if (is_done)
    g_signal_emit (self, signals[SIGNAL_RETRY], 0);
  else
    tb_failure_window_show (self, error);
}

static void
on_response_cb (TbFailureWindow  *self,
                const char       *response,
                AdwMessageDialog *dialog)
{
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GTask) task = NULL;
  Recovery *recovery;

  if (g_strcmp0 (response, "restore") != 0 || self->page == NULL)
    return;
  now = g_date_time_new_now_local ();
  recovery = g_new0 (Recovery, 1);
  recovery->host = self->host;
  recovery->profile = g_strdup (self->profile);
  recovery->backup = g_strdup (g_object_get_data (G_OBJECT (dialog), "backup"));
  recovery->aside = g_date_time_format (now, "%Y-%m-%d.damaged%H%M%S");
  set_busy (self, TRUE);
  task = g_task_new (self, NULL, on_recovered_cb, NULL);
  g_task_set_source_tag (task, on_response_cb);
  g_task_set_task_data (task, recovery, recovery_free);
  g_task_run_in_thread (task, recover_in_thread);
}

static void
on_restore_cb (TbFailureWindow *self,
               const char      *name,
               TbBackupRow     *row)
{
  tb_backup_confirm (GTK_WIDGET (self), name, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                     G_CALLBACK (on_response_cb), self);
}

/* ---- What is shown ---- */

static void
show_backups (TbFailureWindow *self,
              gboolean         can_help)
{
  g_autoptr (GPtrArray) backups = can_help ? self->host->list_backups (self->profile) : g_ptr_array_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  GtkWidget *child;
  guint      i;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (i = 0; i < backups->len; i++)
    {
      GtkWidget *row = tb_backup_row_new (backups->pdata[i], g_time_zone_get_identifier (zone),
                                          g_get_real_time (), TRUE);

      g_signal_connect_object (row, "restore", G_CALLBACK (on_restore_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->list, row);
    }
  gtk_widget_set_visible (self->backups, backups->len > 0);
}

static void
on_retry_cb (TbFailureWindow *self)
{
  g_signal_emit (self, signals[SIGNAL_RETRY], 0);
}

/* ---- Life ---- */

static void
tb_failure_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TB_TYPE_FAILURE_WINDOW);
  G_OBJECT_CLASS (tb_failure_window_parent_class)->dispose (object);
}

static void
tb_failure_window_finalize (GObject *object)
{
  g_free (TB_FAILURE_WINDOW (object)->profile);
  G_OBJECT_CLASS (tb_failure_window_parent_class)->finalize (object);
}

static void
tb_failure_window_class_init (TbFailureWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_failure_window_dispose;
  object_class->finalize = tb_failure_window_finalize;

  /**
   * TbFailureWindow::retry: the profile is to be opened once more.
   */
  signals[SIGNAL_RETRY] =
    g_signal_new ("retry", TB_TYPE_FAILURE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/ticketbruecke/Ticketbruecke/tb-failure-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TbFailureWindow, page);
  gtk_widget_class_bind_template_child (widget_class, TbFailureWindow, folder);
  gtk_widget_class_bind_template_child (widget_class, TbFailureWindow, quit_button);
  gtk_widget_class_bind_template_child (widget_class, TbFailureWindow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, TbFailureWindow, backups);
  gtk_widget_class_bind_template_child (widget_class, TbFailureWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, TbFailureWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_cb);
}

static void
tb_failure_window_init (TbFailureWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

TbFailureWindow *
tb_failure_window_new (GtkApplication *application,
                       const TbUiHost *host,
                       const char     *profile)
{
  TbFailureWindow *self;

  g_return_val_if_fail (host != NULL && profile != NULL, NULL);

  self = g_object_new (TB_TYPE_FAILURE_WINDOW, "application", application, NULL);
  self->host = host;
  self->profile = g_strdup (profile);
  gtk_label_set_text (self->folder, profile);
  return self;
}

void
tb_failure_window_show (TbFailureWindow *self,
                        const GError    *error)
{
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  g_return_if_fail (TB_IS_FAILURE_WINDOW (self) && error != NULL);

  text = tb_text_problem (error);
  /* A description of this page is markup. */
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->page, escaped);
  /* Where the folder is locked or the disk full, going back would not help. */
  show_backups (self, g_error_matches (error, TB_STORE_ERROR, TB_STORE_ERROR_DAMAGED) ||
                        g_error_matches (error, TB_STORE_ERROR, TB_STORE_ERROR_NEWER));
  gtk_widget_grab_focus (self->retry_button);
}
