/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the dialogs share: the key of the guide, the place where a problem stands, names of rows, several
 * settings in a row. */
#include "config.h"

#include "tb-dialog.h"

#include "tb-form-field.h"
#include "tb-help.h"
#include "tb-text.h"

static gboolean
on_help_cb (GtkWidget *dialog,
            GVariant  *arguments,
            gpointer   data)
{
  tb_help_show (GTK_WINDOW (dialog));
  return TRUE;
}

void
tb_dialog_present (GtkWidget *dialog,
                   GtkWindow *over)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcutAction  *show_help = gtk_callback_action_new (on_help_cb, NULL, NULL);

  g_return_if_fail (GTK_IS_WINDOW (dialog));

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F1, 0), show_help));
  gtk_widget_add_controller (dialog, keys);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), over);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
tb_dialog_set_problem (GtkLabel   *label,
                       const char *text)
{
  g_return_if_fail (GTK_IS_LABEL (label));

  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

void
tb_dialog_show_error (GtkLabel     *label,
                      const GError *error)
{
  g_autofree char *text = tb_text_problem (error);

  tb_dialog_set_problem (label, text);
}

static void
name_widget (GtkWidget  *widget,
             const char *title) /* (nullable) */
{
  if (title != NULL && *title != '\0')
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/* Recursion: over a tree of widgets. @title: (nullable): of the expander around it */
static void
name_rows (GtkWidget  *widget,
           const char *title)
{
  GtkWidget *child;

  if (TB_IS_FORM_FIELD (widget))
    return;
  if (ADW_IS_PREFERENCES_ROW (widget))
    name_widget (widget, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)));
  if (ADW_IS_EXPANDER_ROW (widget))
    title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  else if (GTK_IS_LIST_BOX (widget))
    name_widget (widget, title);
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_rows (child, title);
}

void
tb_dialog_name_rows (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  name_rows (root, NULL);
}

/* ---- Several commands ---- */

/** Row: commands that are done one after the other. */
typedef struct
{
  TbCommand    *commands; /* (owned) */
  guint         n;
  guint         next;
  GStringChunk *texts; /* (owned): what the commands borrow */
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->commands);
  g_string_chunk_free (row->texts);
  g_free (row);
}

static void
keep (Row         *row,
      const char **text)
{
  if (*text != NULL)
    *text = g_string_chunk_insert (row->texts, *text);
}

static void do_next (GTask *task);

static void
on_done_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  Row    *row = g_task_get_task_data (task);
  GError *error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  row->next++;
  do_next (task);
}

/* Recursion: each command begins when the one before is stored. */
static void
do_next (GTask *task)
{
  Row *row = g_task_get_task_data (task);

  if (row->next == row->n)
    g_task_return_boolean (task, TRUE);
  else
    tb_engine_do_async (g_task_get_source_object (task), &row->commands[row->next], NULL, on_done_cb,
                        g_object_ref (task));
}

void
tb_dialog_do_all_async (TbEngine           *engine,
                        const TbCommand    *commands,
                        guint               n,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Row  *row;
  guint i;

  g_return_if_fail (TB_IS_ENGINE (engine));

  task = g_task_new (engine, NULL, callback, user_data);
  g_task_set_source_tag (task, tb_dialog_do_all_async);
  row = g_new0 (Row, 1);
  row->commands = g_memdup2 (commands, n * sizeof (TbCommand));
  row->n = n;
  row->texts = g_string_chunk_new (256);
  for (i = 0; i < n; i++)
    {
      keep (row, &row->commands[i].name);
      keep (row, &row->commands[i].value);
      keep (row, &row->commands[i].partner);
      keep (row, &row->commands[i].new_name);
    }
  g_task_set_task_data (task, row, row_free);
  do_next (task);
}

gboolean
tb_dialog_do_all_finish (TbEngine     *engine,
                         GAsyncResult *result,
                         guint        *refused,
                         GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, engine), FALSE);

  if (refused != NULL)
    *refused = ((Row *)g_task_get_task_data (G_TASK (result)))->next;
  return g_task_propagate_boolean (G_TASK (result), error);
}
