/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tickets from a CSV file: columns, preview, progress. */
#include "config.h"

#include "tb-import-dialog.h"

#include "tb-dialog.h"
#include "tb-import-job.h"
#include "tb-tell.h"
#include "tb-text.h"

#include <glib/gi18n.h>

struct _TbImportDialog
{
  AdwWindow parent_instance;

  GtkWidget      *cancel_button;
  GtkWidget      *import_button;
  GtkWidget      *done_button;
  GtkStack       *stack;
  GtkWidget      *choose_button;
  GtkSpinner     *spinner;
  GtkLabel       *problem;
  GtkLabel       *summary;
  GtkLabel       *format;
  GtkExpander    *left_out;
  GtkLabel       *left_out_rows;
  GtkColumnView  *preview;
  GtkListBox     *columns;
  GtkProgressBar *progress;
  GtkLabel       *count;
  GtkWidget      *stop_button;
  GtkImage       *result_icon;
  GtkLabel       *result;
  GtkLabel       *result_detail;
  GtkWidget      *show_button;
  GtkExpander    *final_left_out;
  GtkLabel       *final_left_out_rows;

  TbDesk               *desk;                     /* (owned) (nullable) */
  TbImportJob          *job;                      /* (owned) (nullable) */
  GtkFileChooserNative *chooser;                  /* (owned) (nullable) */
  GListStore           *rows;                     /* (owned): GtkStringList, one a ticket */
  GtkColumnViewColumn  *shown[TB_IMPORT_N_CELLS]; /* (borrowed): the view's */
  char                 *file_name;                /* (owned) (nullable) */
  gboolean              is_choosing;              /* the program sets the dropdowns, not the user */
};

G_DEFINE_FINAL_TYPE (TbImportDialog, tb_import_dialog, ADW_TYPE_WINDOW)

static void
show_page (TbImportDialog *self,
           const char     *name)
{
  gboolean is_ended = g_str_equal (name, "result");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->cancel_button, !is_ended && !g_str_equal (name, "progress"));
  gtk_widget_set_visible (self->import_button, g_str_equal (name, "columns"));
  gtk_widget_set_visible (self->done_button, is_ended);
}

/* ---- What would be imported ---- */

static char *
describe_left_out (TbImportJob *job)
{
  GPtrArray *left_out = tb_import_job_get_left_out (job);
  guint      n = tb_import_job_get_n_left_out (job);
  GString   *text = g_string_new (NULL);
  guint      i;

  for (i = 0; i < left_out->len; i++)
    {
      const TbCsvError *row = left_out->pdata[i];
      g_autofree char  *problem = tb_text_problem (row->error);

      /* Translators: %u is the number of a line in a file, %s a sentence that says what is wrong there. */
      g_string_append_printf (text, _ ("Line %u: %s"), row->line, problem);
      g_string_append_c (text, '\n');
    }
  if (n > left_out->len)
    {
      g_autofree char *more = tb_text_number (n - left_out->len);

      /* Translators: %s is a number of rows of a file. */
      g_string_append_printf (text, ngettext ("and %s more row", "and %s more rows", n - left_out->len),
                              more);
    }
  return g_strchomp (g_string_free (text, FALSE));
}

static void
show_left_out (TbImportJob *job,
               GtkExpander *expander,
               GtkLabel    *label)
{
  guint            n = tb_import_job_get_n_left_out (job);
  g_autofree char *number = tb_text_number (n);
  g_autofree char *rows = describe_left_out (job);
  g_autofree char *title = NULL;

  /* Translators: %s is a number of rows of a file. */
  title = g_strdup_printf (ngettext ("%s row is left out", "%s rows are left out", n), number);
  gtk_expander_set_label (expander, title);
  gtk_label_set_label (label, rows);
  gtk_widget_set_visible (GTK_WIDGET (expander), n > 0);
}

static void
show_format (TbImportDialog *self)
{
  char             delimiter = tb_import_job_get_delimiter (self->job);
  const char      *word = NULL;
  char             sign[] = { delimiter, '\0' };
  g_autofree char *separated = NULL;
  g_autofree char *text = NULL;

  if (delimiter == ';')
    word = _ ("semicolon");
  else if (delimiter == ',')
    word = _ ("comma");
  else if (delimiter == '\t')
    word = _ ("tab stop");
  /* Translators: of a CSV file; %s is “comma”, “semicolon” or another sign. */
  separated = g_strdup_printf (_ ("separated by %s"), word != NULL ? word : sign);
  text = tb_text_join (self->file_name, tb_import_job_get_encoding (self->job), separated, TB_TEXT_END);
  gtk_label_set_label (self->format, text);
}

static gboolean
has_text (TbImportJob *job)
{
  guint i;

  for (i = 0; i < tb_import_job_get_n_columns (job); i++)
    if (tb_import_job_get_column (job, i) <= TB_CSV_DESCRIPTION)
      return TRUE;
  return FALSE;
}

static void
show_summary (TbImportDialog *self)
{
  guint            n = tb_import_job_get_n_tickets (self->job);
  g_autofree char *number = tb_text_number (n);
  g_autofree char *text = NULL;

  if (!has_text (self->job))
    text = g_strdup (_ ("Choose which column becomes the title or the description."));
  else if (tb_import_job_get_state (self->job) == TB_IMPORT_LOOKING)
    text = g_strdup (_ ("The file is being checked…"));
  else
    /* Translators: %s is a number of tickets. */
    text =
      g_strdup_printf (ngettext ("%s ticket will be imported", "%s tickets will be imported", n), number);
  gtk_label_set_label (self->summary, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.import",
                                 n > 0 && tb_import_job_get_state (self->job) == TB_IMPORT_READY);
}

static void
show_rows (TbImportDialog *self)
{
  GPtrArray *rows = tb_import_job_get_rows (self->job);
  guint      i, j;

  g_list_store_remove_all (self->rows);
  for (i = 0; i < rows->len; i++)
    {
      g_autoptr (GtkStringList) cells = gtk_string_list_new (rows->pdata[i]);

      g_list_store_append (self->rows, cells);
    }
  for (j = 0; j < TB_IMPORT_N_CELLS; j++)
    {
      gboolean is_read = j == TB_CSV_TITLE;

      for (i = 0; i < tb_import_job_get_n_columns (self->job); i++)
        is_read = is_read || tb_import_job_get_column (self->job, i) == j;
      gtk_column_view_column_set_visible (self->shown[j], is_read);
    }
}

/* ---- Dropdowns: what each column of the file becomes ---- */

/* The first entry of a dropdown is „nicht übernehmen“, then the columns in their order. */
static void
on_column_chosen_cb (TbImportDialog *self,
                     GParamSpec     *pspec,
                     AdwComboRow    *row)
{
  guint selected = adw_combo_row_get_selected (row);
  int   index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));

  if (!self->is_choosing && self->job != NULL && index >= 0 && selected != GTK_INVALID_LIST_POSITION)
    tb_import_job_set_column (self->job, (guint)index, selected > 0 ? selected - 1 : TB_CSV_N_COLUMNS);
}

static void
update_dropdowns (TbImportDialog *self)
{
  guint i;

  self->is_choosing = TRUE;
  for (i = 0; i < tb_import_job_get_n_columns (self->job); i++)
    {
      TbCsvColumn    column = tb_import_job_get_column (self->job, i);
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->columns, (int)i);

      if (row != NULL)
        adw_combo_row_set_selected (ADW_COMBO_ROW (row), column < TB_CSV_N_COLUMNS ? column + 1 : 0);
    }
  self->is_choosing = FALSE;
}

static void
make_dropdowns (TbImportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint i;

  /* Translators: of a column of a CSV file: nothing becomes of it. */
  gtk_string_list_append (names, _ ("not imported"));
  for (i = 0; i < TB_IMPORT_N_CELLS; i++)
    gtk_string_list_append (names, tb_text_field (tb_csv_get_word (i)));
  for (i = 0; i < tb_import_job_get_n_columns (self->job); i++)
    {
      const char *name = tb_import_job_get_name (self->job, i);
      GtkWidget  *row = g_object_new (ADW_TYPE_COMBO_ROW, "use-markup", FALSE, "title",
                                      /* Translators: a column of a file whose first row names it not. */
                                     *name != '\0' ? name : _ ("(without a name)"), "subtitle",
                                      tb_import_job_get_sample (self->job, i), "subtitle-lines", 1, NULL);

      self->is_choosing = TRUE;
      adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
      self->is_choosing = FALSE;
      g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_column_chosen_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_list_box_append (self->columns, row);
    }
  tb_dialog_name_rows (GTK_WIDGET (self->columns));
}

/* ---- Progress and result ---- */

static void
show_progress (TbImportDialog *self)
{
  guint            total = tb_import_job_get_n_tickets (self->job);
  guint            n = tb_import_job_get_n_stored (self->job);
  g_autofree char *done = tb_text_number (n);
  g_autofree char *all = tb_text_number (total);
  /* Translators: %1$s tickets are stored out of %2$s. */
  g_autofree char *text = g_strdup_printf (_ ("%1$s of %2$s"), done, all);

  gtk_progress_bar_set_fraction (self->progress, total > 0 ? MIN (1.0, (double)n / total) : 0);
  gtk_label_set_label (self->count, text);
}

static void
show_result (TbImportDialog *self)
{
  guint            n = tb_import_job_get_n_stored (self->job);
  const GError    *error = tb_import_job_get_error (self->job);
  g_autofree char *number = tb_text_number (n);
  g_autofree char *text = NULL;
  g_autofree char *detail = NULL;

  /* Translators: %s is a number of tickets. */
  text = g_strdup_printf (ngettext ("%s ticket was imported", "%s tickets were imported", n), number);
  if (error != NULL)
    detail = tb_text_problem (error);
  else if (tb_import_job_is_stopped (self->job))
    detail = g_strdup (_ ("You have stopped the import. The tickets that were imported stay."));
  gtk_label_set_label (self->result, text);
  tb_dialog_set_problem (self->result_detail, detail);
  if (error != NULL)
    {
      gtk_image_set_from_icon_name (self->result_icon, "dialog-warning-symbolic");
      gtk_widget_remove_css_class (GTK_WIDGET (self->result_icon), "success");
      gtk_widget_add_css_class (GTK_WIDGET (self->result_icon), "warning");
    }
  show_left_out (self->job, self->final_left_out, self->final_left_out_rows);
  gtk_widget_set_visible (self->show_button, n > 0);
  show_page (self, "result");
  gtk_widget_grab_focus (n > 0 ? self->show_button : self->done_button);
}

static void
show_ready (TbImportDialog *self)
{
  if (gtk_list_box_get_row_at_index (self->columns, 0) == NULL)
    {
      make_dropdowns (self);
      show_format (self);
      show_page (self, "columns");
      gtk_widget_grab_focus (self->import_button);
    }
  update_dropdowns (self);
  show_summary (self);
  show_left_out (self->job, self->left_out, self->left_out_rows);
  show_rows (self);
}

static void
on_job_changed_cb (TbImportDialog *self)
{
  TbImportState state = tb_import_job_get_state (self->job);

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), state == TB_IMPORT_LOOKING);
  gtk_spinner_set_spinning (self->spinner, state == TB_IMPORT_LOOKING);
  switch (state)
    {
    case TB_IMPORT_LOOKING:
      if (tb_import_job_get_n_columns (self->job) > 0)
        {
          update_dropdowns (self);
          show_summary (self);
        }
      break;
    case TB_IMPORT_READY:
      show_ready (self);
      break;
    case TB_IMPORT_STORING:
      show_progress (self);
      break;
    case TB_IMPORT_ENDED:
      show_result (self);
      break;
    case TB_IMPORT_UNUSABLE:
      tb_dialog_show_error (self->problem, tb_import_job_get_error (self->job));
      break;
    }
}

static void
import (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  TbImportDialog *self = TB_IMPORT_DIALOG (widget);

  gtk_widget_action_set_enabled (widget, "dialog.import", FALSE);
  show_page (self, "progress");
  gtk_widget_grab_focus (self->stop_button);
  tb_import_job_start (self->job);
}

static void
on_stop_cb (TbImportDialog *self)
{
  gtk_widget_set_sensitive (self->stop_button, FALSE);
  tb_import_job_stop (self->job);
}

static void
on_show_cb (TbImportDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (tb_main_window_of (GTK_WIDGET (self))), "win.show-folder", "s",
                              tb_folder (TB_FOLDER_TICKETS_ALL)->nick);
  gtk_window_close (GTK_WINDOW (self));
}

/* ---- The file ---- */

static void
open_file (TbImportDialog *self,
           GFile          *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = g_file_get_basename (file);

  g_clear_object (&self->job);
  g_free (self->file_name);
  self->file_name = g_filename_display_name (name != NULL ? name : "");
  tb_dialog_set_problem (self->problem, NULL);
  self->job = tb_import_job_new (self->desk, path);
  g_signal_connect_object (self->job, "changed", G_CALLBACK (on_job_changed_cb), self, G_CONNECT_SWAPPED);
  on_job_changed_cb (self);
}

static gboolean
on_drop_cb (TbImportDialog *self,
            const GValue   *value)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL || g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "choose") != 0)
    return FALSE;
  open_file (self, files->data);
  return TRUE;
}

static void
on_file_chosen_cb (TbImportDialog *self,
                   int             response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file != NULL)
    open_file (self, file);
}

static void
on_choose_cb (TbImportDialog *self)
{
  g_autoptr (GtkFileFilter) csv = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  self->chooser = gtk_file_chooser_native_new (_ ("Choose CSV File"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_filter_set_name (csv, _ ("Tables (CSV)"));
  gtk_file_filter_add_suffix (csv, "csv");
  gtk_file_filter_add_suffix (csv, "tsv");
  gtk_file_filter_add_suffix (csv, "txt");
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), csv);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_file_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* ---- The preview's cells ---- */

static void
on_cell_setup_cb (GtkSignalListItemFactory *factory,
                  GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_list_item_set_child (item, label);
}

/* The row is the cell's parent; GTK gives no other way to name it. */
static void
name_row (GtkWidget  *label,
          const char *title)
{
  GtkWidget *cell = gtk_widget_get_parent (label);
  GtkWidget *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;

  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
on_cell_bind_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *item,
                 gpointer                  data)
{
  GtkWidget     *label = gtk_list_item_get_child (item);
  GtkStringList *cells = gtk_list_item_get_item (item);
  const char    *text = gtk_string_list_get_string (cells, GPOINTER_TO_UINT (data));

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, text);
  name_row (label, gtk_string_list_get_string (cells, TB_CSV_TITLE));
}

static void
make_preview (TbImportDialog *self)
{
  GtkSelectionModel *selection;
  guint              i;

  self->rows = g_list_store_new (GTK_TYPE_STRING_LIST);
  for (i = 0; i < TB_IMPORT_N_CELLS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_signal_connect (factory, "setup", G_CALLBACK (on_cell_setup_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (on_cell_bind_cb), GUINT_TO_POINTER (i));
      column = gtk_column_view_column_new (tb_text_field (tb_csv_get_word (i)), factory);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_append_column (self->preview, column);
      self->shown[i] = column;
    }
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows))));
  gtk_column_view_set_model (self->preview, selection);
  /* The list inside takes the focus, and has no name of its own. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_last_child (GTK_WIDGET (self->preview))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("First tickets"), -1);
  g_object_unref (selection);
}

/* ---- Life ---- */

static void
tb_import_dialog_dispose (GObject *object)
{
  TbImportDialog *self = TB_IMPORT_DIALOG (object);

  if (self->job != NULL)
    tb_import_job_stop (self->job);
  g_clear_object (&self->job);
  g_clear_object (&self->chooser);
  g_clear_object (&self->desk);
  g_clear_object (&self->rows);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_IMPORT_DIALOG);
  G_OBJECT_CLASS (tb_import_dialog_parent_class)->dispose (object);
}

static void
tb_import_dialog_finalize (GObject *object)
{
  g_clear_pointer (&TB_IMPORT_DIALOG (object)->file_name, g_free);
  G_OBJECT_CLASS (tb_import_dialog_parent_class)->finalize (object);
}

static void
tb_import_dialog_class_init (TbImportDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_import_dialog_dispose;
  object_class->finalize = tb_import_dialog_finalize;

  gtk_widget_class_install_action (widget_class, "dialog.import", NULL, import);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "dialog.import", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, import_button);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, done_button);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, choose_button);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, left_out);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, left_out_rows);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, columns);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, count);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, result_icon);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, result);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, result_detail);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, show_button);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, final_left_out);
  gtk_widget_class_bind_template_child (widget_class, TbImportDialog, final_left_out_rows);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_cb);
}

static void
tb_import_dialog_init (TbImportDialog *self)
{
  GtkDropTarget *drop;

  gtk_widget_init_template (GTK_WIDGET (self));
  make_preview (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.import", FALSE);
  drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (on_drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

GtkWidget *
tb_import_dialog_new (TbDesk *desk,
                      GFile  *file)
{
  TbImportDialog *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (file == NULL || G_IS_FILE (file), NULL);

  self = g_object_new (TB_TYPE_IMPORT_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  gtk_widget_grab_focus (self->choose_button);
  if (file != NULL)
    open_file (self, file);
  return GTK_WIDGET (self);
}
