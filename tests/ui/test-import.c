/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Tickets importieren“: columns, what is left out, stopping, other files. */
#include "config.h"

#include "ui-test.h"

#include "tb-import-dialog.h"
#include "tb-import-job.h"

#include <string.h>

typedef struct
{
  TbPair     pair;
  TbDesk    *desk;   /* of the lead */
  GtkWidget *dialog; /* (nullable) */
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tb_pair_setup (&f->pair);
  f->desk = tb_desk_new (f->pair.lead.engine, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  if (f->dialog != NULL)
    ui_test_assert_finalizes (GTK_WINDOW (f->dialog));
  ui_test_settle ();
  g_assert_finalize_object (f->desk);
  tb_pair_teardown (&f->pair);
}

static GtkWidget *
child (Fixture    *f,
       const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (f->dialog, TB_TYPE_IMPORT_DIALOG, id));
}

static const char *
page (Fixture *f)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (child (f, "stack")));
}

static const char *
label (Fixture    *f,
       const char *id)
{
  return gtk_label_get_label (GTK_LABEL (child (f, id)));
}

static void
open_bytes (Fixture    *f,
            const char *bytes)
{
  g_autofree char *path = g_build_filename (f->pair.lead.dir, "tickets.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, bytes, -1, NULL));
  f->dialog = tb_import_dialog_new (f->desk, file);
  gtk_window_present (GTK_WINDOW (f->dialog));
}

static void
wait_for_summary (Fixture    *f,
                  const char *text)
{
  ui_test_wait (g_strcmp0 (label (f, "summary"), text) == 0);
}

static AdwComboRow *
row_of (Fixture *f,
        int      index)
{
  return ADW_COMBO_ROW (gtk_list_box_get_row_at_index (GTK_LIST_BOX (child (f, "columns")), index));
}

static guint
count_tickets (Fixture *f)
{
  const TbListQuery query = { .folder = TB_FOLDER_TICKETS_ALL, .sort = TB_SORT_NUMBER };
  g_autoptr (GPtrArray) rows = tb_engine_list (f->pair.lead.engine, &query, 0, NULL);

  return rows->len;
}

static void
test_imports (Fixture      *f,
              gconstpointer data)
{
  open_bytes (f, "Titel;Priorität;Kunde\nEins;Hoch;Seeblick\n;;\nZwei;irgendwas;\nDrei;;Seeblick\n");
  ui_test_wait (g_strcmp0 (page (f), "columns") == 0);
  wait_for_summary (f, "2 tickets will be imported");
  g_assert_nonnull (strstr (label (f, "left_out_rows"), "Line 4:"));
  g_assert_cmpuint (adw_combo_row_get_selected (row_of (f, 0)), ==, 1 + TB_CSV_TITLE);
  g_assert_cmpuint (adw_combo_row_get_selected (row_of (f, 1)), ==, 1 + TB_CSV_PRIORITY);
  g_assert_nonnull (ui_test_find_label (child (f, "preview"), "Drei"));
  ui_test_assert_named (f->dialog);
  g_assert_cmpuint (count_tickets (f), ==, 0);
  gtk_widget_activate_action (f->dialog, "dialog.import", NULL);
  ui_test_wait (g_strcmp0 (page (f), "result") == 0);
  g_assert_cmpstr (label (f, "result"), ==, "2 tickets were imported");
  g_assert_cmpuint (count_tickets (f), ==, 2);
  ui_test_assert_named (f->dialog);
}

/* Nobody needs to know how a file names its columns. */
static void
test_columns_are_chosen (Fixture      *f,
                         gconstpointer data)
{
  open_bytes (f, "a,b\nkurz,lang\n");
  ui_test_wait (g_strcmp0 (page (f), "columns") == 0);
  g_assert_false (gtk_widget_get_sensitive (child (f, "import_button")));
  adw_combo_row_set_selected (row_of (f, 0), 1 + TB_CSV_TITLE);
  wait_for_summary (f, "1 ticket will be imported");
  /* Another column takes the title over. */
  adw_combo_row_set_selected (row_of (f, 1), 1 + TB_CSV_TITLE);
  ui_test_wait (ui_test_find_label (child (f, "preview"), "lang") != NULL);
  g_assert_cmpuint (adw_combo_row_get_selected (row_of (f, 0)), ==, 0);
  g_assert_true (gtk_widget_get_sensitive (child (f, "import_button")));
  adw_combo_row_set_selected (row_of (f, 1), 0);
  ui_test_wait (!gtk_widget_get_sensitive (child (f, "import_button")));
}

static void
test_files_without_tickets_say_so (Fixture      *f,
                                   gconstpointer data)
{
  open_bytes (f, "");
  ui_test_wait (*label (f, "problem") != '\0');
  g_assert_cmpstr (page (f), ==, "choose");
  g_assert_true (gtk_widget_get_visible (child (f, "problem")));
  ui_test_assert_named (f->dialog);
}

static void
test_a_missing_file_says_so (Fixture      *f,
                             gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/tickets.csv");

  f->dialog = tb_import_dialog_new (f->desk, file);
  gtk_window_present (GTK_WINDOW (f->dialog));
  ui_test_wait (*label (f, "problem") != '\0');
  g_assert_cmpstr (page (f), ==, "choose");
}

/* ---- The job by itself ---- */

#define N_MANY 1700

static TbImportJob *
open_many (Fixture *f)
{
  g_autofree char *path = g_build_filename (f->pair.lead.dir, "many.csv", NULL);
  g_autoptr (GString) bytes = g_string_new ("Titel\n");
  TbImportJob *job;
  guint        i;

  for (i = 0; i < N_MANY; i++)
    g_string_append_printf (bytes, "Ticket %u\n", i);
  g_assert_true (g_file_set_contents (path, bytes->str, -1, NULL));
  job = tb_import_job_new (f->desk, path);
  ui_test_wait (tb_import_job_get_state (job) == TB_IMPORT_READY);
  g_assert_cmpuint (tb_import_job_get_n_tickets (job), ==, N_MANY);
  return job;
}

static void
test_stopping_keeps_what_is_stored (Fixture      *f,
                                    gconstpointer data)
{
  g_autoptr (TbImportJob) job = open_many (f);

  tb_import_job_start (job);
  ui_test_wait (tb_import_job_get_n_stored (job) > 0);
  tb_import_job_stop (job);
  ui_test_wait (tb_import_job_get_state (job) == TB_IMPORT_ENDED);
  g_assert_cmpuint (tb_import_job_get_n_stored (job), <, N_MANY);
  g_assert_cmpuint (count_tickets (f), ==, tb_import_job_get_n_stored (job));
}

static void
test_stores_all_chunks (Fixture      *f,
                        gconstpointer data)
{
  g_autoptr (TbImportJob) job = open_many (f);

  tb_import_job_start (job);
  ui_test_wait (tb_import_job_get_state (job) == TB_IMPORT_ENDED);
  g_assert_cmpuint (tb_import_job_get_n_stored (job), ==, N_MANY);
  g_assert_cmpuint (count_tickets (f), ==, N_MANY);
}

static void
test_closing_ends_it (Fixture      *f,
                      gconstpointer data)
{
  TbImportJob *job = open_many (f);

  tb_import_job_start (job);
  tb_import_job_stop (job);
  g_object_add_weak_pointer (G_OBJECT (job), (gpointer *)&job);
  g_object_unref (job);
  ui_test_wait (job == NULL);
}

#define ADD(path, func) g_test_add ("/ui/import/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("imports", test_imports);
  ADD ("columns-are-chosen", test_columns_are_chosen);
  ADD ("files-without-tickets-say-so", test_files_without_tickets_say_so);
  ADD ("a-missing-file-says-so", test_a_missing_file_says_so);
  ADD ("stopping-keeps-what-is-stored", test_stopping_keeps_what_is_stored);
  ADD ("stores-all-chunks", test_stores_all_chunks);
  ADD ("closing-ends-it", test_closing_ends_it);
  return g_test_run ();
}
