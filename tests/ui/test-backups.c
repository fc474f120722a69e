/* SPDX-License-Identifier: GPL-3.0-or-later
 * Backups in the window: the list, going back, a company that cannot be opened, „umgezogen oder kopiert?“. */
#include "config.h"

#include "ui-test.h"

#include "tb-backup-group.h"
#include "tb-backup-row.h"
#include "tb-delivery-line.h"
#include "tb-failure-window.h"
#include "tb-place.h"

#include <string.h>

typedef struct
{
  TbPair     pair;
  TbDesk    *desk;
  GtkWidget *window;
  GtkWidget *group; /* (borrowed) (nullable): in @window */
} Fixture;

static void
open_desk (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->desk = tb_desk_new (f->pair.lead.engine, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  tb_engine_set_machine_for_tests ("kiel");
  tb_pair_setup (&f->pair);
  open_desk (f);
  f->window = gtk_window_new ();
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  ui_test_assert_finalizes (GTK_WINDOW (f->window));
  ui_test_settle ();
  g_assert_finalize_object (f->desk);
  tb_pair_teardown (&f->pair);
  tb_engine_set_machine_for_tests (NULL);
}

static void
show_group (Fixture *f)
{
  f->group = g_object_new (TB_TYPE_BACKUP_GROUP, NULL);
  tb_backup_group_set_up (TB_BACKUP_GROUP (f->group), f->desk);
  gtk_window_set_child (GTK_WINDOW (f->window), f->group);
  gtk_window_present (GTK_WINDOW (f->window));
  ui_test_settle ();
}

static GtkWidget *
child (GtkWidget  *widget,
       const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), id));
}

static guint
count_rows (GtkWidget *owner)
{
  GtkListBox *list = GTK_LIST_BOX (child (owner, "list"));
  guint       n = 0;

  while (gtk_list_box_get_row_at_index (list, (int)n) != NULL)
    n++;
  return n;
}

static GtkWidget *
row_at (GtkWidget *owner,
        int        index)
{
  return GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (child (owner, "list")), index));
}

static void
click (GtkWidget *button)
{
  g_signal_emit_by_name (button, "clicked");
  ui_test_settle ();
}

static GtkWindow *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint       i;

  for (i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

static void
respond (const char *response)
{
  GtkWindow *dialog = find_dialog ();

  g_assert_nonnull (dialog);
  ui_test_assert_named (GTK_WIDGET (dialog));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (dialog);
  ui_test_settle ();
}

static guint
count_tickets (Fixture *f)
{
  g_autoptr (GPtrArray) rows = NULL;
  const TbListQuery query = { .folder = TB_FOLDER_EVERYTHING };

  rows = tb_engine_list (f->pair.lead.engine, &query, 0, NULL);
  return rows->len;
}

/* ---- The list ---- */

static void
test_it_is_empty_first (Fixture      *f,
                        gconstpointer data)
{
  show_group (f);
  ui_test_assert_named (f->window);
  g_assert_nonnull (ui_test_find_label (f->group, "There is no backup yet."));
  click (child (f->group, "now_button"));
  ui_test_wait (ui_test_find_label (f->group, "The backup was made.") != NULL);
  g_assert_true (TB_IS_BACKUP_ROW (row_at (f->group, 0)));
  g_assert_cmpuint (count_rows (f->group), ==, 1);
  ui_test_assert_named (f->window);
}

static void
make_one (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  tb_engine_back_up (f->pair.lead.engine, NULL, &error);
  g_assert_no_error (error);
}

static void
test_going_back_asks_first (Fixture      *f,
                            gconstpointer data)
{
  make_one (f);
  g_free (tb_side_new_ticket (&f->pair.lead, "danach"));
  show_group (f);
  click (child (row_at (f->group, 0), "restore_button"));
  respond ("cancel");
  g_assert_cmpuint (count_tickets (f), ==, 1);
  click (child (row_at (f->group, 0), "restore_button"));
  respond ("restore");
  ui_test_wait (ui_test_find_label (f->group, "The backup was restored.") != NULL);
  g_assert_cmpuint (count_tickets (f), ==, 0);
  /* What was there before is the newest, and one can go back to it as well. */
  g_assert_cmpuint (count_rows (f->group), ==, 2);
  click (child (row_at (f->group, 0), "restore_button"));
  respond ("restore");
  ui_test_wait (count_tickets (f) == 1);
  ui_test_wait (gtk_widget_get_sensitive (child (f->group, "now_button")));
}

static void
test_only_who_may_goes_back (Fixture      *f,
                             gconstpointer data)
{
  make_one (f);
  tb_corner_become (&f->pair.lead, "Aushilfe", TB_PERMISSION_PARTNERS);
  ui_test_wait (tb_desk_get_permission (f->desk) == TB_PERMISSION_PARTNERS);
  show_group (f);
  g_assert_false (gtk_widget_get_visible (child (row_at (f->group, 0), "restore_button")));
  g_assert_true (gtk_widget_get_sensitive (child (f->group, "now_button")));
}

static void
test_a_failure_is_told (Fixture      *f,
                        gconstpointer data)
{
  g_autofree char *folder = g_build_filename (f->pair.lead.dir, "backups", NULL);
  g_autofree char *texts = NULL;

  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  show_group (f);
  click (child (f->group, "now_button"));
  ui_test_wait (gtk_widget_has_css_class (child (f->group, "now_row"), "error"));
  g_assert_true (gtk_widget_get_sensitive (child (f->group, "now_button")));
  texts = ui_test_texts (f->group);
  g_assert_nonnull (strstr (texts, "backups"));
}

/* ---- The delivery line ---- */

static char *
line_text (Fixture *f)
{
  GtkWidget *line = g_object_new (TB_TYPE_DELIVERY_LINE, "desk", f->desk, "has-network", TRUE, NULL);
  char      *text = NULL;

  g_object_get (line, "text", &text, NULL);
  g_object_ref_sink (line);
  g_object_unref (line);
  return text;
}

static void
test_the_line_tells_of_healing (Fixture      *f,
                                gconstpointer data)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *during = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  make_one (f);
  list = tb_engine_backups (f->pair.lead.engine);
  tb_engine_restore (f->pair.lead.engine, ((TbBackup *)list->pdata[0])->name, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&f->desk);
  open_desk (f);
  during = line_text (f);
  g_assert_cmpstr (during, ==, "Comparing with Alpen");
  tb_pair_exchange (&f->pair);
  g_clear_object (&f->desk);
  open_desk (f);
  after = line_text (f);
  g_assert_cmpstr (after, !=, during);
}

/* ---- Moved or copied? ---- */

static gboolean
is_elsewhere (Fixture *f)
{
  gboolean is;

  g_object_get (f->desk, "is-elsewhere", &is, NULL);
  return is;
}

static void
go_elsewhere (Fixture *f)
{
  tb_engine_set_machine_for_tests ("wien");
  g_clear_object (&f->desk);
  tb_side_reopen (&f->pair.lead);
  open_desk (f);
  gtk_window_present (GTK_WINDOW (f->window));
  ui_test_settle ();
}

static void
test_it_is_asked_until_it_is_answered (Fixture      *f,
                                       gconstpointer data)
{
  GtkWindow       *window = GTK_WINDOW (f->window);
  GtkWindow       *dialog;
  g_autofree char *text = NULL;

  tb_place_ask (window, f->desk);
  g_assert_null (find_dialog ()); /* it is where it was */
  go_elsewhere (f);
  text = line_text (f);
  g_assert_cmpstr (text, ==, "Nothing is sent");
  tb_place_ask (window, f->desk);
  ui_test_settle ();
  dialog = find_dialog ();
  tb_place_ask (window, f->desk); /* a second click */
  g_assert_true (find_dialog () == dialog);
  respond ("later");
  g_assert_true (is_elsewhere (f));
  g_assert_null (find_dialog ());
  tb_place_ask (window, f->desk);
  ui_test_settle ();
  respond ("moved");
  ui_test_wait (!is_elsewhere (f));
}

static void
test_who_may_not_answers_nothing (Fixture      *f,
                                  gconstpointer data)
{
  tb_corner_become (&f->pair.lead, "Aushilfe", TB_PERMISSION_OUTSOURCE);
  go_elsewhere (f);
  tb_place_ask (GTK_WINDOW (f->window), f->desk);
  ui_test_settle ();
  g_assert_false (adw_message_dialog_has_response (ADW_MESSAGE_DIALOG (find_dialog ()), "moved"));
  respond ("later");
  g_assert_true (is_elsewhere (f));
}

/* ---- What cannot be opened ---- */

static guint       n_retries;
static const char *recovered;  /* (nullable) */
static gboolean    is_refused; /* the next going back */

static GPtrArray *
list_backups (const char *profile)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_backup_free);
  TbBackup  *backup = g_new0 (TbBackup, 1);

  backup->name = g_strdup ("2026-11-24");
  backup->made_at = TB_DAY;
  g_ptr_array_add (list, backup);
  return list;
}

static gboolean
recover (const char *profile,
         const char *backup,
         const char *aside,
         GError    **error)
{
  if (is_refused)
    g_set_error_literal (error, TB_STORE_ERROR, TB_STORE_ERROR_DAMAGED, "auch die Sicherung");
  else
    recovered = g_intern_string (backup);
  return !is_refused;
}

static void
on_retry_cb (void)
{
  n_retries++;
}

static TbFailureWindow *
open_failure (Fixture     *f,
              TbStoreError code)
{
  static const TbUiHost host = { .list_backups = list_backups, .recover = recover };
  g_autoptr (GError) error = g_error_new_literal (TB_STORE_ERROR, code, "kaputt & <leer>");
  TbFailureWindow *failure = tb_failure_window_new (NULL, &host, "/srv/nord");

  n_retries = 0;
  recovered = NULL;
  g_signal_connect (failure, "retry", G_CALLBACK (on_retry_cb), NULL);
  tb_failure_window_show (failure, error);
  gtk_window_present (GTK_WINDOW (failure));
  ui_test_settle ();
  ui_test_assert_named (GTK_WIDGET (failure));
  return failure;
}

static void
test_a_damaged_one_can_be_replaced (Fixture      *f,
                                    gconstpointer data)
{
  TbFailureWindow *failure = open_failure (f, TB_STORE_ERROR_DAMAGED);

  g_assert_nonnull (ui_test_find_label (GTK_WIDGET (failure), "/srv/nord"));
  g_assert_cmpuint (count_rows (GTK_WIDGET (failure)), ==, 1);
  is_refused = TRUE;
  click (child (row_at (GTK_WIDGET (failure), 0), "restore_button"));
  respond ("restore");
  ui_test_wait (gtk_widget_get_sensitive (child (GTK_WIDGET (failure), "retry_button")));
  g_assert_cmpuint (n_retries, ==, 0);
  is_refused = FALSE;
  click (child (row_at (GTK_WIDGET (failure), 0), "restore_button"));
  respond ("restore");
  ui_test_wait (n_retries == 1);
  g_assert_cmpstr (recovered, ==, "2026-11-24");
  ui_test_assert_finalizes (GTK_WINDOW (failure));
}

static void
test_a_locked_folder_can_be_tried_again (Fixture      *f,
                                         gconstpointer data)
{
  TbFailureWindow *failure = open_failure (f, TB_STORE_ERROR_IO);

  /* A backup would not help. */
  g_assert_false (gtk_widget_get_visible (child (GTK_WIDGET (failure), "backups")));
  click (child (GTK_WIDGET (failure), "retry_button"));
  g_assert_cmpuint (n_retries, ==, 1);
  ui_test_assert_finalizes (GTK_WINDOW (failure));
}

#define ADD(path, func) g_test_add ("/ui/backups/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("it-is-empty-first", test_it_is_empty_first);
  ADD ("going-back-asks-first", test_going_back_asks_first);
  ADD ("only-who-may-goes-back", test_only_who_may_goes_back);
  ADD ("a-failure-is-told", test_a_failure_is_told);
  ADD ("the-line-tells-of-healing", test_the_line_tells_of_healing);
  ADD ("it-is-asked-until-it-is-answered", test_it_is_asked_until_it_is_answered);
  ADD ("who-may-not-answers-nothing", test_who_may_not_answers_nothing);
  ADD ("a-damaged-one-can-be-replaced", test_a_damaged_one_can_be_replaced);
  ADD ("a-locked-folder-can-be-tried-again", test_a_locked_folder_can_be_tried_again);
  return g_test_run ();
}
