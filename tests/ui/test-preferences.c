/* SPDX-License-Identifier: GPL-3.0-or-later
 * First questions, preferences, the window of keys. */
#include "config.h"

#include "ui-test.h"

#include "tb-application.h"
#include "tb-form-field.h"
#include "tb-preferences.h"
#include "tb-welcome.h"
#include "tb-workflow.h"

#include <string.h>

typedef struct
{
  TbPair     pair;
  TbDesk    *desk; /* of the lead */
  GtkWidget *window;
  GtkWidget *welcome; /* (borrowed) (nullable): in @window */
  guint      n_done;
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
  if (f->window != NULL)
    ui_test_assert_finalizes (GTK_WINDOW (f->window));
  ui_test_settle ();
  g_assert_finalize_object (f->desk);
  tb_pair_teardown (&f->pair);
}

static GtkWidget *
child (Fixture    *f,
       const char *id)
{
  GtkWidget *root = f->welcome != NULL ? f->welcome : f->window;

  return GTK_WIDGET (gtk_widget_get_template_child (root, G_OBJECT_TYPE (root), id));
}

/* Into the field's text, and away from it, as a person does. */
static void
type (GtkWidget  *field,
      const char *text)
{
  GtkWidget *entry = ui_test_find (field, GTK_TYPE_TEXT, NULL, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
  ui_test_settle ();
}

static void
assert_error (GtkWidget *field,
              gboolean   is_wanted)
{
  g_autofree char *error = NULL;

  g_object_get (field, "error", &error, NULL);
  g_assert_cmpint (error != NULL, ==, is_wanted);
}

static void
assert_config (Fixture    *f,
               const char *key,
               const char *value)
{
  g_autofree char *stored = tb_engine_get_config (f->pair.lead.engine, key, NULL);

  g_assert_cmpstr (stored, ==, value);
}

/* ---- First questions ---- */

static void
on_done_cb (Fixture *f)
{
  f->n_done++;
}

static void
open_welcome (Fixture *f)
{
  f->welcome = g_object_new (TB_TYPE_WELCOME, "desk", f->desk, NULL);
  g_signal_connect_swapped (f->welcome, "done", G_CALLBACK (on_done_cb), f);
  f->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (f->window), f->welcome);
  gtk_window_present (GTK_WINDOW (f->window));
  ui_test_settle ();
}

static void
begin (Fixture *f)
{
  g_signal_emit_by_name (child (f, "begin_button"), "clicked");
  ui_test_settle ();
}

/* Also where the program is not installed. */
static void
test_the_icon_is_found (Fixture      *f,
                        gconstpointer data)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  open_welcome (f);
  g_assert_nonnull (ui_test_find (f->welcome, GTK_TYPE_IMAGE, "icon-name", TB_APPLICATION_ID));
  g_assert_true (gtk_icon_theme_has_icon (theme, TB_APPLICATION_ID));
}

static void
test_answers_are_stored (Fixture      *f,
                         gconstpointer data)
{
  open_welcome (f);
  ui_test_assert_named (f->window);
  tb_form_field_set_text (TB_FORM_FIELD (child (f, "company")), "Nordlicht IT GmbH");
  tb_form_field_set_text (TB_FORM_FIELD (child (f, "user")), "Jens Petersen");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (child (f, "alone")), TRUE);
  g_assert_false (gtk_widget_get_visible (child (f, "address")));
  begin (f);
  ui_test_wait (f->n_done == 1);
  assert_config (f, "name", "Nordlicht IT GmbH");
  assert_config (f, "mode", "alone");
  assert_config (f, "set-up", "on");
  g_assert_cmpstr (tb_desk_get_user_name (f->desk), ==, "Jens Petersen");
  g_assert_true (tb_desk_is_set_up (f->desk));
}

static void
test_answers_are_asked_for (Fixture      *f,
                            gconstpointer data)
{
  open_welcome (f);
  tb_form_field_set_text (TB_FORM_FIELD (child (f, "company")), " ");
  tb_form_field_set_text (TB_FORM_FIELD (child (f, "user")), "");
  begin (f);
  assert_error (child (f, "company"), TRUE);
  assert_error (child (f, "user"), TRUE);
  g_assert_cmpuint (f->n_done, ==, 0);
  assert_config (f, "set-up", NULL);
}

static void
test_a_wrong_address_stands_at_its_field (Fixture      *f,
                                          gconstpointer data)
{
  open_welcome (f);
  tb_form_field_set_text (TB_FORM_FIELD (child (f, "user")), "Jens Petersen");
  tb_form_field_set_text (TB_FORM_FIELD (child (f, "url")), "keine Adresse");
  begin (f);
  ui_test_wait (gtk_widget_get_sensitive (child (f, "begin_button")));
  assert_error (child (f, "url"), TRUE);
  g_assert_false (tb_desk_is_set_up (f->desk));
  /* Again, with what is stored already. */
  tb_form_field_set_text (TB_FORM_FIELD (child (f, "url")), "https://nord.example");
  begin (f);
  ui_test_wait (f->n_done == 1);
  assert_config (f, "url", "https://nord.example");
}

/* ---- Preferences ---- */

static void
open_preferences (Fixture *f)
{
  f->window = tb_preferences_new (f->desk, NULL, NULL);
  gtk_window_present (GTK_WINDOW (f->window));
  ui_test_settle ();
}

static void
test_fields_are_stored (Fixture      *f,
                        gconstpointer data)
{
  static const struct
  {
    const char *id, *key, *good, *stored, *bad;
  } rows[] = {
    { "company", "name", "Nordlicht IT", "Nordlicht IT", "" },
    { "zone", "timezone", "Europe/Zurich", "Europe/Zurich", "Mond/Krater" },
    { "currency", "currency", "chf", "CHF", "Franken" },
    { "url", "url", "https://nord.example", "https://nord.example", "nord" },
    { "listen", "listen", "127.0.0.1:8443", "127.0.0.1:8443", "irgendwo" },
    { "file_limit", "file-limit", "50", "50", "201" },
    { "fetch_limit", "fetch-limit", "5", "5", "viel" },
  };
  guint i;

  open_preferences (f);
  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      type (child (f, rows[i].id), rows[i].good);
      assert_error (child (f, rows[i].id), FALSE);
      assert_config (f, rows[i].key, rows[i].stored);
      type (child (f, rows[i].id), rows[i].bad);
      assert_error (child (f, rows[i].id), TRUE);
      assert_config (f, rows[i].key, rows[i].stored);
      type (child (f, rows[i].id), rows[i].good);
    }
}

/* Esc or the cross: what was typed last is stored too. */
static void
test_closing_stores (Fixture      *f,
                     gconstpointer data)
{
  GtkWidget *entry;

  open_preferences (f);
  entry = ui_test_find (child (f, "company"), GTK_TYPE_TEXT, NULL, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Zuletzt GmbH");
  /* What is refused then has nowhere to stand any more. */
  entry = ui_test_find (child (f, "currency"), GTK_TYPE_TEXT, NULL, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Franken");
  gtk_window_close (GTK_WINDOW (f->window));
  ui_test_settle ();
  f->window = NULL;
  assert_config (f, "name", "Zuletzt GmbH");
  assert_config (f, "currency", "EUR");
}

static GtkWidget *
expand (Fixture    *f,
        const char *list,
        const char *title)
{
  GtkWidget *row = ui_test_find (child (f, list), ADW_TYPE_EXPANDER_ROW, "title", title);

  g_assert_nonnull (row);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  ui_test_settle ();
  return row;
}

static GtkWidget *
part (GtkWidget  *row,
      const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (row, G_OBJECT_TYPE (row), id));
}

static void
test_the_last_administrator_stays (Fixture      *f,
                                   gconstpointer data)
{
  GtkWidget *row;

  open_preferences (f);
  row = expand (f, "users", tb_desk_get_user_name (f->desk));
  adw_combo_row_set_selected (ADW_COMBO_ROW (part (row, "permission")), TB_PERMISSION_NONE);
  ui_test_settle ();
  g_assert_true (gtk_widget_get_visible (part (row, "problem_row")));
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (part (row, "permission"))), ==,
                    TB_PERMISSION_ALL);
  gtk_switch_set_active (GTK_SWITCH (part (row, "active")), FALSE);
  ui_test_settle ();
  g_assert_true (gtk_widget_get_visible (part (row, "problem_row")));
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (part (row, "active"))));
}

static void
test_users_are_added_and_renamed (Fixture      *f,
                                  gconstpointer data)
{
  GtkWidget *row;

  open_preferences (f);
  type (child (f, "new_user"), "R. Huber");
  row = expand (f, "users", "R. Huber");
  type (child (f, "new_user"), "R. Huber");
  assert_error (child (f, "new_user"), TRUE);
  type (part (row, "name"), "Rita Huber");
  row = expand (f, "users", "Rita Huber");
  type (part (row, "name"), tb_desk_get_user_name (f->desk));
  assert_error (part (row, "name"), TRUE);
  ui_test_assert_named (f->window);
}

static void
test_who_works_here_is_chosen (Fixture      *f,
                               gconstpointer data)
{
  AdwComboRow     *acting;
  gboolean         is_read_only = FALSE;
  guint            i;
  g_autofree char *before = g_strdup (tb_desk_get_user_name (f->desk));

  open_preferences (f);
  type (child (f, "new_user"), "R. Huber");
  acting = ADW_COMBO_ROW (child (f, "acting"));
  for (i = 0; i < 2; i++)
    if (i != adw_combo_row_get_selected (acting))
      break;
  adw_combo_row_set_selected (acting, i);
  ui_test_settle ();
  g_assert_cmpstr (tb_desk_get_user_name (f->desk), ==, "R. Huber");
  /* That one may only look, and is told why. */
  g_object_get (f->window, "read-only", &is_read_only, NULL);
  g_assert_true (is_read_only);
  g_object_get (child (f, "company"), "read-only", &is_read_only, NULL);
  g_assert_true (is_read_only);
  g_assert_false (gtk_widget_get_visible (child (f, "new_user_group")));
  adw_combo_row_set_selected (acting, 1 - i);
  ui_test_settle ();
  g_assert_cmpstr (tb_desk_get_user_name (f->desk), ==, before);
}

static char *
statuses_of (Fixture *f)
{
  GListModel *statuses = tb_desk_get_statuses (f->desk);
  GString    *names = g_string_new (NULL);
  guint       i;

  for (i = 0; i < g_list_model_get_n_items (statuses); i++)
    {
      g_autoptr (TbObject) status = g_list_model_get_item (statuses, i);

      g_string_append_printf (names, "%s,", ((TbTicketStatusRecord *)tb_object_get_record (status))->name);
    }
  return g_string_free (names, FALSE);
}

static void
test_statuses_change_places (Fixture      *f,
                             gconstpointer data)
{
  g_autofree char *up = NULL;
  g_autofree char *down = NULL;

  open_preferences (f);
  g_signal_emit_by_name (part (expand (f, "statuses", "In Bearbeitung"), "up_button"), "clicked");
  ui_test_settle ();
  up = statuses_of (f);
  /* The focus goes with it: the key is pressed again and again. */
  g_assert_true (gtk_widget_is_focus (part (expand (f, "statuses", "In Bearbeitung"), "down_button")));
  g_assert_true (g_str_has_prefix (up, "In Bearbeitung,Neu,Warten auf Kunde,"));
  g_signal_emit_by_name (part (expand (f, "statuses", "In Bearbeitung"), "down_button"), "clicked");
  ui_test_settle ();
  down = statuses_of (f);
  g_assert_true (g_str_has_prefix (down, "Neu,In Bearbeitung,Warten auf Kunde,"));
  g_assert_false (gtk_widget_get_sensitive (part (expand (f, "statuses", "Neu"), "up_button")));
}

static void
test_one_status_means_complete (Fixture      *f,
                                gconstpointer data)
{
  GtkWidget *row;

  open_preferences (f);
  row = expand (f, "statuses", "Abgeschlossen");
  adw_combo_row_set_selected (ADW_COMBO_ROW (part (row, "meaning")), TB_MEANING_WAITING);
  ui_test_settle ();
  g_assert_true (gtk_widget_get_visible (part (row, "problem_row")));
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (part (row, "meaning"))), ==,
                    TB_MEANING_COMPLETE);
  type (child (f, "new_status"), "Verrechnet");
  row = expand (f, "statuses", "Verrechnet");
  type (part (row, "name"), "Neu");
  assert_error (part (row, "name"), TRUE);
  ui_test_assert_named (f->window);
}

/* ---- Server ---- */

/** Server: a courier that only answers what it is asked. */
typedef struct
{
  char   *tried;   /* (owned) (nullable) */
  GError *failure; /* (owned) (nullable): of listening */
  guint   n_wrong; /* so many addresses lead elsewhere */
} Server;

static gboolean
server_is_running (gpointer self)
{
  return ((Server *)self)->failure == NULL;
}

static const GError *
server_get_failure (gpointer self)
{
  return ((Server *)self)->failure;
}

static void
server_probe (gpointer            self,
              const char         *url,
              GCancellable       *cancellable,
              GAsyncReadyCallback callback,
              gpointer            user_data)
{
  Server *server = self;
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;

  g_free (server->tried);
  server->tried = g_strdup (url);
  if (server->n_wrong == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  server->n_wrong--;
  tb_problem_set (&error, TB_PROBLEM_CERTIFICATE, NULL);
  g_task_return_error (task, error);
}

static gboolean
server_probe_finish (gpointer      self,
                     GAsyncResult *result,
                     GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
test_the_address_is_tried (Fixture      *f,
                           gconstpointer data)
{
  Server            server = { .n_wrong = 1 };
  const TbTransport transport = {
    .self = &server,
    .is_running = server_is_running,
    .get_failure = server_get_failure,
    .probe = server_probe,
    .probe_finish = server_probe_finish,
  };
  GtkWidget *group, *row;

  tb_problem_set (&server.failure, TB_PROBLEM_ADDRESS_TAKEN, "0.0.0.0:8443");
  f->window = tb_preferences_new (f->desk, &transport, NULL);
  gtk_window_present (GTK_WINDOW (f->window));
  ui_test_settle ();
  group = child (f, "server");
  row = part (group, "check_row");
  g_assert_true (gtk_widget_has_css_class (part (group, "state_row"), "error"));
  g_signal_emit_by_name (part (group, "check_button"), "clicked");
  ui_test_wait (gtk_widget_has_css_class (row, "error"));
  g_assert_cmpstr (server.tried, ==, "http://127.0.0.1/Nord");
  type (child (f, "url"), "https://nord.example");
  g_signal_emit_by_name (part (group, "check_button"), "clicked");
  ui_test_wait (gtk_widget_has_css_class (row, "success"));
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  g_assert_cmpstr (server.tried, ==, "https://nord.example");
  ui_test_assert_named (f->window);
  ui_test_assert_finalizes (GTK_WINDOW (f->window));
  f->window = NULL;
  g_free (server.tried);
  g_error_free (server.failure);
}

/* ---- Keys ---- */

static gboolean
has_key (GtkBuilder *builder,
         const char *key)
{
  g_autoptr (GSList) objects = gtk_builder_get_objects (builder);
  gboolean        found = FALSE;
  GdkModifierType wanted_state, state;
  guint           wanted, value;
  GSList         *l;

  g_assert_true (gtk_accelerator_parse (key, &wanted, &wanted_state));
  for (l = objects; l != NULL && !found; l = l->next)
    {
      g_autofree char *accelerator = NULL;

      if (!GTK_IS_SHORTCUTS_SHORTCUT (l->data))
        continue;
      g_object_get (l->data, "accelerator", &accelerator, NULL);
      found = gtk_accelerator_parse (accelerator, &value, &state) && value == wanted && state == wanted_state;
    }
  return found;
}

/* Of several keys for the same one is enough. */
static void
test_all_keys_are_shown (Fixture      *f,
                         gconstpointer data)
{
  static const TbUiHost host;
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/ticketbruecke/Ticketbruecke/tb-shortcuts.ui");
  g_autoptr (TbApplication) application = tb_application_new (&host);
  g_auto (GStrv) actions = NULL;
  guint i, k;

  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  actions = gtk_application_list_action_descriptions (GTK_APPLICATION (application));
  g_assert_cmpuint (g_strv_length (actions), >, 10);
  for (i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) keys =
        gtk_application_get_accels_for_action (GTK_APPLICATION (application), actions[i]);
      gboolean found = keys[0] == NULL;

      for (k = 0; keys[k] != NULL && !found; k++)
        found = has_key (builder, keys[k]);
      if (!found)
        g_error ("the keys of %s are not shown", actions[i]);
    }
  gtk_window_destroy (GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
}

#define ADD(path, func) g_test_add ("/ui/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("welcome/the-icon-is-found", test_the_icon_is_found);
  ADD ("welcome/answers-are-stored", test_answers_are_stored);
  ADD ("welcome/answers-are-asked-for", test_answers_are_asked_for);
  ADD ("welcome/a-wrong-address-stands-at-its-field", test_a_wrong_address_stands_at_its_field);
  ADD ("preferences/fields-are-stored", test_fields_are_stored);
  ADD ("preferences/closing-stores", test_closing_stores);
  ADD ("preferences/the-last-administrator-stays", test_the_last_administrator_stays);
  ADD ("preferences/users-are-added-and-renamed", test_users_are_added_and_renamed);
  ADD ("preferences/who-works-here-is-chosen", test_who_works_here_is_chosen);
  ADD ("preferences/statuses-change-places", test_statuses_change_places);
  ADD ("preferences/one-status-means-complete", test_one_status_means_complete);
  ADD ("preferences/the-address-is-tried", test_the_address_is_tried);
  ADD ("keys/all-keys-are-shown", test_all_keys_are_shown);
  return g_test_run ();
}
