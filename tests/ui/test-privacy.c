/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Personenbezogene Daten“: finding, blocking, a look ahead at the age rules. */
#include "config.h"

#include "ui-test.h"

#include "tb-form-field.h"
#include "tb-pair.h"
#include "tb-privacy-window.h"

#include <string.h>

typedef struct
{
  TbPair     pair;
  TbDesk    *desk;
  GtkWidget *window;
} Fixture;

static GtkWidget *
child (Fixture    *f,
       const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (f->window, G_OBJECT_TYPE (f->window), id));
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  const TbTicketDraft draft = {
    .title = "Anruf von Ada Berg", .organisation = "Kunde", .contact = "Ada Berg"
  };
  g_autoptr (GError) error = NULL;

  tb_pair_setup (&f->pair);
  tb_side_do (&f->pair.lead, (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, NULL);
  f->desk = tb_desk_new (f->pair.lead.engine, &error);
  g_assert_no_error (error);
  f->window = tb_privacy_window_new (f->desk);
  gtk_window_present (GTK_WINDOW (f->window));
  ui_test_settle ();
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  ui_test_assert_finalizes (GTK_WINDOW (f->window));
  ui_test_settle ();
  g_assert_finalize_object (f->desk);
  tb_pair_teardown (&f->pair);
}

static const char *
summary (Fixture *f)
{
  return gtk_label_get_text (GTK_LABEL (child (f, "summary")));
}

static void
search (Fixture    *f,
        const char *name)
{
  tb_form_field_set_text (TB_FORM_FIELD (child (f, "name")), name);
  g_signal_emit_by_name (child (f, "search_button"), "clicked");
  ui_test_settle ();
}

static void
test_find (Fixture      *f,
           gconstpointer data)
{
  search (f, "");
  g_assert_true (gtk_widget_get_visible (child (f, "summary")));
  g_assert_false (gtk_widget_get_visible (child (f, "results_group")));
  search (f, "ada berg");
  ui_test_wait (gtk_widget_get_visible (child (f, "results_group")));
  g_assert_nonnull (strstr (summary (f), "Found in 2 places"));
  g_assert_nonnull (ui_test_find_label (f->window, "Anruf von Ada Berg"));
  ui_test_assert_named (f->window);
  search (f, "Ida Tal");
  g_assert_cmpstr (summary (f), ==, "Nothing is stored of this person.");
  g_assert_false (gtk_widget_get_visible (child (f, "results_group")));
}

static void
test_block (Fixture      *f,
            gconstpointer data)
{
  search (f, "Ada Berg");
  gtk_widget_activate_action (f->window, "privacy.block", NULL);
  ui_test_settle ();
  g_assert_nonnull (strstr (summary (f), "The person is blocked."));
  gtk_widget_activate_action (f->window, "privacy.block", NULL);
  ui_test_settle ();
  g_assert_null (strstr (summary (f), "The person is blocked."));
}

static void
test_rules (Fixture      *f,
            gconstpointer data)
{
  GtkWidget       *tickets = child (f, "tickets");
  g_autofree char *hint = NULL;
  g_autofree char *error = NULL;
  g_autofree char *stored = NULL;

  tb_form_field_set_text (TB_FORM_FIELD (tickets), "12");
  g_signal_emit_by_name (tickets, "changed");
  ui_test_settle ();
  g_object_get (tickets, "hint", &hint, NULL);
  g_assert_cmpstr (hint, ==, "Now these are 0 tickets.");
  g_signal_emit_by_name (child (f, "apply_button"), "clicked");
  ui_test_settle ();
  stored = tb_engine_get_config (f->pair.lead.engine, "retention-tickets", NULL);
  g_assert_cmpstr (stored, ==, "12");
  tb_form_field_set_text (TB_FORM_FIELD (tickets), "bald");
  g_signal_emit_by_name (child (f, "apply_button"), "clicked");
  ui_test_settle ();
  g_object_get (tickets, "error", &error, NULL);
  g_assert_nonnull (error);
}

#define ADD(path, func) g_test_add ("/ui/privacy/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("a-person-is-found", test_find);
  ADD ("a-person-is-blocked", test_block);
  ADD ("age-rules-look-ahead", test_rules);
  return g_test_run ();
}
