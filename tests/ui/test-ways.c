/* SPDX-License-Identifier: GPL-3.0-or-later
 * The way to a partner: what is said of it, trying it, changing it; inviting through a mailbox. */
#include "config.h"

#include "ui-test.h"

#include "tb-form-field.h"
#include "tb-invite-dialog.h"
#include "tb-join-dialog.h"
#include "tb-partners-window.h"
#include "tb-speaker.h"
#include "tb-way-dialog.h"

typedef struct
{
  TbPair     pair;
  TbDesk    *desk;   /* of the lead */
  GtkWidget *window; /* (nullable) */
} Fixture;

/* ---- A transport that answers what it is told to ---- */

static struct
{
  TbTrial trial;
  GError *error; /* (nullable) */
  GTask  *task;  /* (owned) (nullable): under way */
} tried;

static void
try_partner (gpointer            self,
             gint64              partner,
             GCancellable       *cancellable,
             GAsyncReadyCallback callback,
             gpointer            user_data)
{
  g_assert_null (tried.task);
  tried.task = g_task_new (NULL, cancellable, callback, user_data);
}

static gboolean
try_partner_finish (gpointer      self,
                    GAsyncResult *result,
                    TbTrial      *trial,
                    GError      **error)
{
  *trial = tried.trial;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static const TbTransport transport = {
  .try_partner = try_partner, .try_partner_finish = try_partner_finish
};

static void
answer_trial (TbTravel travel,
              GError  *error) /* (transfer full) (nullable) */
{
  g_assert_nonnull (tried.task);
  tried.trial.travel = travel;
  if (error != NULL)
    g_task_return_error (tried.task, error);
  else
    g_task_return_boolean (tried.task, TRUE);
  g_clear_object (&tried.task);
  ui_test_settle ();
}

/* ---- The window ---- */

static GtkWidget *
child (GtkWidget  *window,
       const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (window, G_OBJECT_TYPE (window), id));
}

static void
open_window (Fixture   *f,
             GtkWidget *window)
{
  f->window = window;
  gtk_window_present (GTK_WINDOW (window));
  ui_test_settle ();
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tb_pair_setup (&f->pair);
  tb_side_open (&f->pair.third, "Ost", f->pair.clock);
  f->desk = tb_desk_new (f->pair.lead.engine, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  if (f->window != NULL)
    ui_test_assert_finalizes (GTK_WINDOW (f->window));
  ui_test_settle ();
  g_assert_finalize_object (f->desk);
  tb_pair_teardown (&f->pair);
}

static GtkWidget *
open_row (Fixture *f)
{
  GtkWidget *row;

  open_window (f, tb_partners_window_new (f->desk, &transport));
  row = ui_test_find (f->window, ADW_TYPE_EXPANDER_ROW, "title", "Alpen");
  g_assert_nonnull (row);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  ui_test_settle ();
  return row;
}

static gboolean
is_way (GtkWidget  *row,
        const char *beginning)
{
  return g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (child (row, "way"))), beginning);
}

static void
click (GtkWidget *button)
{
  g_signal_emit_by_name (button, "clicked");
  ui_test_settle ();
}

static GtkWidget *
find_dialog (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GList *l;

  for (l = windows; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type))
      return l->data;
  return NULL;
}

static char *
make_box (Fixture *f)
{
  g_auto (TbResult) result = { 0 };

  tb_side_do (&f->pair.third, (TbCommand){ .type = TB_COMMAND_BOX_ADD, .name = "Nord und Alpen" }, &result);
  return g_steal_pointer (&result.code);
}

/* ---- Trying ---- */

static void
test_a_partner_that_is_there (Fixture      *f,
                              gconstpointer data)
{
  GtkWidget  *row = open_row (f);
  const char *text;

  click (child (row, "test_button"));
  g_assert_true (gtk_widget_get_visible (child (row, "trial_row")));
  g_assert_false (gtk_widget_get_sensitive (child (row, "test_button")));
  g_assert_false (gtk_widget_get_visible (child (row, "copy_button")));
  answer_trial (TB_TRAVEL_PUSH, NULL);
  g_assert_true (gtk_widget_get_sensitive (child (row, "test_button")));
  text = gtk_label_get_label (GTK_LABEL (child (row, "trial_label")));
  g_assert_true (g_str_has_suffix (text, "“Alpen” can be reached."));
  ui_test_assert_named (f->window);
}

static void
test_a_dead_partner_says_what_helps (Fixture      *f,
                                     gconstpointer data)
{
  GtkWidget  *row = open_row (f);
  GError     *error = NULL;
  const char *text;

  click (child (row, "test_button"));
  tb_problem_set (&error, TB_PROBLEM_UNREACHABLE, "weg");
  answer_trial (TB_TRAVEL_PUSH, error);
  text = gtk_label_get_label (GTK_LABEL (child (row, "trial_label")));
  g_assert_true (g_str_has_prefix (text, "Tried today, "));
  g_assert_nonnull (strstr (text, "Please check the address."));
  /* And once more. */
  click (child (row, "test_button"));
  answer_trial (TB_TRAVEL_PUSH, NULL);
  g_assert_null (strstr (gtk_label_get_label (GTK_LABEL (child (row, "trial_label"))), "Please"));
}

/* Something waits meanwhile, and goes: what was said stays, and the row open. */
static void
test_the_outcome_stays (Fixture      *f,
                        gconstpointer data)
{
  GtkWidget       *row = open_row (f);
  g_autofree char *number = NULL;

  click (child (row, "test_button"));
  answer_trial (TB_TRAVEL_PUSH, NULL);
  number = tb_side_new_ticket (&f->pair.lead, "Drucker");
  tb_side_outsource (&f->pair.lead, number, "Alpen");
  ui_test_settle ();
  tb_pair_exchange (&f->pair);
  ui_test_settle ();
  g_assert_true (ui_test_find (f->window, ADW_TYPE_EXPANDER_ROW, "title", "Alpen") == row);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  g_assert_true (gtk_widget_get_visible (child (row, "trial_row")));
}

/* What comes back after the window has gone meets nobody. */
static void
test_a_closed_window_is_not_told (Fixture      *f,
                                  gconstpointer data)
{
  GtkWidget *row = open_row (f);

  click (child (row, "test_button"));
  gtk_window_destroy (GTK_WINDOW (f->window));
  f->window = NULL;
  g_assert_true (g_cancellable_is_cancelled (g_task_get_cancellable (tried.task)));
  answer_trial (TB_TRAVEL_PUSH, NULL);
}

static void
test_who_may_not_change_may_try (Fixture      *f,
                                 gconstpointer data)
{
  GtkWidget *row;

  tb_side_do (
    &f->pair.lead,
    (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "R. Huber", .permission = TB_PERMISSION_OUTSOURCE },
    NULL);
  tb_side_do (&f->pair.lead, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = "R. Huber" },
              NULL);
  ui_test_settle ();
  row = open_row (f);
  g_assert_true (gtk_widget_get_visible (child (row, "test_button")));
  g_assert_false (gtk_widget_get_visible (child (row, "change_button")));
}

/* ---- Changing ---- */

static GtkWidget *
open_way (GtkWidget *row)
{
  GtkWidget *dialog;

  click (child (row, "change_button"));
  dialog = find_dialog (TB_TYPE_WAY_DIALOG);
  g_assert_nonnull (dialog);
  return dialog;
}

static void
choose (GtkWidget  *dialog,
        const char *title)
{
  GtkWidget *row = ui_test_find (dialog, ADW_TYPE_ACTION_ROW, "title", title);
  GtkWidget *button;

  g_assert_nonnull (row);
  button = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
}

/* Until it is stored, or refused: then it can be tried again. */
static void
save (GtkWidget *dialog)
{
  GtkWidget *button = ui_test_find (dialog, GTK_TYPE_BUTTON, "label", "_Save");

  g_assert_true (gtk_widget_get_sensitive (button));
  gtk_widget_activate_action (dialog, "dialog.save", NULL);
  ui_test_wait (find_dialog (TB_TYPE_WAY_DIALOG) == NULL || gtk_widget_get_sensitive (button));
  ui_test_settle ();
}

static char *
error_of (GtkWidget  *dialog,
          const char *field)
{
  char *error = NULL;

  g_object_get (child (dialog, field), "error", &error, NULL);
  return error;
}

static void
test_the_way_is_changed (Fixture      *f,
                         gconstpointer data)
{
  GtkWidget *row = open_row (f);
  GtkWidget *dialog = open_way (row);

  g_assert_true (is_way (row, "Straight to the partner · "));
  ui_test_assert_named (dialog);
  choose (dialog, "Send and fetch");
  tb_form_field_set_text (TB_FORM_FIELD (child (dialog, "url")), " https://alpen.example:8443 ");
  save (dialog);
  g_assert_null (find_dialog (TB_TYPE_WAY_DIALOG));
  ui_test_wait (is_way (row, "Send and fetch · https://alpen.example:8443"));
}

static void
test_what_is_wrong_stands_at_its_field (Fixture      *f,
                                        gconstpointer data)
{
  GtkWidget       *row = open_row (f);
  GtkWidget       *dialog = open_way (row);
  g_autofree char *url = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *wrong = NULL;

  tb_form_field_set_text (TB_FORM_FIELD (child (dialog, "url")), "alpen.example");
  save (dialog);
  url = error_of (dialog, "url");
  g_assert_nonnull (url);
  g_assert_cmpstr (tb_form_field_get_text (TB_FORM_FIELD (child (dialog, "url"))), ==, "alpen.example");
  tb_form_field_set_text (TB_FORM_FIELD (child (dialog, "url")), "https://alpen.example");
  choose (dialog, "Through a mailbox");
  save (dialog);
  missing = error_of (dialog, "mailbox");
  g_assert_cmpstr (missing, ==, "This way needs the code of a mailbox.");
  tb_form_field_set_text (TB_FORM_FIELD (child (dialog, "mailbox")), "tbm1-unsinn");
  save (dialog);
  wrong = error_of (dialog, "mailbox");
  g_assert_nonnull (wrong);
  g_assert_cmpstr (wrong, !=, missing);
  gtk_window_destroy (GTK_WINDOW (dialog));
  ui_test_settle ();
}

static void
test_through_a_mailbox (Fixture      *f,
                        gconstpointer data)
{
  GtkWidget       *row = open_row (f);
  GtkWidget       *dialog = open_way (row);
  g_autofree char *code = make_box (f);

  choose (dialog, "Through a mailbox");
  tb_form_field_set_text (TB_FORM_FIELD (child (dialog, "mailbox")), code);
  save (dialog);
  g_assert_null (find_dialog (TB_TYPE_WAY_DIALOG));
  ui_test_wait (is_way (row, "Through a mailbox · "));
  /* And back, without losing the code. */
  dialog = open_way (row);
  choose (dialog, "Automatic");
  save (dialog);
  ui_test_wait (is_way (row, "Straight to the partner · "));
  dialog = open_way (row);
  choose (dialog, "Through a mailbox");
  save (dialog);
  g_assert_null (find_dialog (TB_TYPE_WAY_DIALOG));
}

/* ---- Inviting ---- */

static void
open_invitation (Fixture *f)
{
  tb_side_do (&f->pair.lead, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "url", .value = "" }, NULL);
  ui_test_settle ();
  open_window (f, tb_invite_dialog_new (f->desk));
  tb_form_field_set_text (TB_FORM_FIELD (child (f->window, "partner")), "West");
}

static void
check (Fixture    *f,
       const char *id)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (child (f->window, id)), TRUE);
  ui_test_settle ();
}

static const char *
page (Fixture *f)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (child (f->window, "stack")));
}

/* Until it is made, or refused. */
static void
send (Fixture *f)
{
  GtkWidget *button = child (f->window, "invite_button");

  gtk_widget_activate_action (f->window, "dialog.invite", NULL);
  ui_test_wait (g_strcmp0 (page (f), "result") == 0 || gtk_widget_get_sensitive (button));
  ui_test_settle ();
}

static void
test_without_an_address_a_mailbox_helps (Fixture      *f,
                                         gconstpointer data)
{
  g_autofree char *code = make_box (f);
  g_autofree char *missing = NULL;
  g_autofree char *wrong = NULL;

  open_invitation (f);
  check (f, "mailbox_check");
  g_assert_false (gtk_widget_get_visible (child (f->window, "no_address")));
  send (f);
  missing = error_of (f->window, "mailbox");
  g_assert_nonnull (missing);
  tb_form_field_set_text (TB_FORM_FIELD (child (f->window, "mailbox")), "unsinn");
  send (f);
  wrong = error_of (f->window, "mailbox");
  g_assert_nonnull (wrong);
  g_assert_cmpstr (page (f), ==, "ask");
  g_assert_cmpstr (tb_form_field_get_text (TB_FORM_FIELD (child (f->window, "partner"))), ==, "West");
  ui_test_assert_named (f->window);
  tb_form_field_set_text (TB_FORM_FIELD (child (f->window, "mailbox")), code);
  send (f);
  g_assert_cmpstr (page (f), ==, "result");
}

static void
test_who_fetches_is_invited (Fixture      *f,
                             gconstpointer data)
{
  open_invitation (f);
  check (f, "fetch_check");
  g_assert_true (gtk_widget_get_visible (child (f->window, "fetch_note")));
  g_assert_false (gtk_widget_get_visible (child (f->window, "no_address")));
  g_assert_false (gtk_widget_get_sensitive (child (f->window, "invite_button")));
  ui_test_assert_named (f->window);
  click (ui_test_find (child (f->window, "fetch_note"), GTK_TYPE_BUTTON, "label", "_Accept invitation…"));
  f->window = find_dialog (TB_TYPE_JOIN_DIALOG);
  g_assert_nonnull (f->window);
}

/* By the link that is there, whatever our address. */
static void
test_who_is_linked_is_not_asked (Fixture      *f,
                                 gconstpointer data)
{
  open_invitation (f);
  tb_invite_dialog_set_partner (TB_INVITE_DIALOG (f->window), "Alpen");
  ui_test_settle ();
  g_assert_false (gtk_widget_get_visible (child (f->window, "reach")));
  g_assert_false (gtk_widget_get_visible (child (f->window, "no_address")));
  g_assert_true (gtk_widget_get_sensitive (child (f->window, "invite_button")));
}

#define ADD(path, func) g_test_add ("/ui/ways/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("a-partner-that-is-there", test_a_partner_that_is_there);
  ADD ("a-dead-partner-says-what-helps", test_a_dead_partner_says_what_helps);
  ADD ("the-outcome-stays", test_the_outcome_stays);
  ADD ("a-closed-window-is-not-told", test_a_closed_window_is_not_told);
  ADD ("who-may-not-change-may-try", test_who_may_not_change_may_try);
  ADD ("the-way-is-changed", test_the_way_is_changed);
  ADD ("what-is-wrong-stands-at-its-field", test_what_is_wrong_stands_at_its_field);
  ADD ("through-a-mailbox", test_through_a_mailbox);
  ADD ("without-an-address-a-mailbox-helps", test_without_an_address_a_mailbox_helps);
  ADD ("who-fetches-is-invited", test_who_fetches_is_invited);
  ADD ("who-is-linked-is-not-asked", test_who_is_linked_is_not_asked);
  return g_test_run ();
}
