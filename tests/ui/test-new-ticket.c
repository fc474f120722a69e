/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Neues Ticket“: what it makes, where its errors stand, what it keeps when it is closed. */
#include "config.h"

#include "ui-test.h"

#include "full-disk.h"
#include "tb-form-field.h"
#include "tb-new-ticket-dialog.h"

#include <string.h>

typedef struct
{
  TbPair     pair;
  TbDesk    *desk; /* of the lead */
  GtkWidget *dialog;
} Fixture;

static GtkWidget *
child (Fixture    *f,
       const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (f->dialog, TB_TYPE_NEW_TICKET_DIALOG, id));
}

/* Into the field's text, as a person does. */
static void
type (Fixture    *f,
      const char *id,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (ui_test_find (child (f, id), GTK_TYPE_TEXT, NULL, NULL)), text);
}

static const char *
text_of (Fixture    *f,
         const char *id)
{
  return tb_form_field_get_text (TB_FORM_FIELD (child (f, id)));
}

static char *
error_of (Fixture    *f,
          const char *id)
{
  char *error = NULL;

  g_object_get (child (f, id), "error", &error, NULL);
  return error;
}

static void
open_dialog (Fixture *f)
{
  f->dialog = tb_new_ticket_dialog_new (f->desk);
  gtk_window_present (GTK_WINDOW (f->dialog));
  ui_test_settle ();
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tb_pair_setup (&f->pair);
  f->desk = tb_desk_new (f->pair.lead.engine, &error);
  g_assert_no_error (error);
  open_dialog (f);
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

static void
create (Fixture *f)
{
  gtk_widget_activate_action (f->dialog, "dialog.create", NULL);
  ui_test_settle ();
}

static void
on_gone_cb (gpointer data,
            GObject *where_it_was)
{
  ((Fixture *)data)->dialog = NULL;
}

static TbTicketView *
load_newest (Fixture *f)
{
  g_autofree char *number = tb_side_newest (&f->pair.lead);

  return number != NULL ? tb_side_show (&f->pair.lead, number) : NULL;
}

/* Without room it stays open with all that was typed, and says why. */
static void
test_full_disk (Fixture      *f,
                gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;
  g_autofree char *texts = NULL;

  type (f, "title", "Drucker druckt nicht");
  set_disk_full (TRUE);
  create (f);
  g_assert_nonnull (f->dialog);
  g_assert_cmpstr (text_of (f, "title"), ==, "Drucker druckt nicht");
  texts = ui_test_texts (f->dialog);
  g_assert_nonnull (strstr (texts, "There is no room left"));
  set_disk_full (FALSE);
  g_object_weak_ref (G_OBJECT (f->dialog), on_gone_cb, f);
  create (f);
  ui_test_wait (f->dialog == NULL);
  view = load_newest (f);
  g_assert_cmpstr (view->ticket->title, ==, "Drucker druckt nicht");
}

static void
test_makes_a_ticket (Fixture      *f,
                     gconstpointer data)
{
  g_autoptr (TbTicketView) view = NULL;
  GtkTextView *description = GTK_TEXT_VIEW (child (f, "description"));

  type (f, "title", "Drucker druckt nicht");
  type (f, "organisation", "Hotel Seeblick");
  type (f, "contact", "Frau Yıldız");
  ui_test_wait (gtk_widget_get_visible (child (f, "address")));
  type (f, "town", "Kiel");
  type (f, "queue", "Netz");
  type (f, "due", "26.11.2026 12:00");
  adw_combo_row_set_selected (ADW_COMBO_ROW (child (f, "priority")), TB_PRIORITY_HIGH);
  adw_combo_row_set_selected (ADW_COMBO_ROW (child (f, "assignee")), 1);
  gtk_switch_set_active (GTK_SWITCH (child (f, "taskfire")), TRUE);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (description), "Seit heute.\nAlle Zimmer.", -1);
  g_object_weak_ref (G_OBJECT (f->dialog), on_gone_cb, f);
  create (f);
  ui_test_wait (f->dialog == NULL);

  view = load_newest (f);
  g_assert_cmpstr (view->ticket->title, ==, "Drucker druckt nicht");
  g_assert_cmpstr (view->ticket->description, ==, "Seit heute.\nAlle Zimmer.");
  g_assert_cmpstr (view->organisation->name, ==, "Hotel Seeblick");
  g_assert_cmpstr (view->organisation->town, ==, "Kiel");
  g_assert_cmpstr (view->contact->name, ==, "Frau Yıldız");
  g_assert_cmpstr (view->ticket->queue, ==, "Netz");
  g_assert_cmpint (view->ticket->priority, ==, TB_PRIORITY_HIGH);
  g_assert_true (view->ticket->is_taskfire);
  g_assert_cmpstr (view->assignee->name, ==, tb_desk_get_user_name (f->desk));
  /* 12:00 in Berlin */
  g_assert_cmpint (view->ticket->due_at, ==, G_GINT64_CONSTANT (1795690800000000));
}

static void
test_errors_stand_at_their_fields (Fixture      *f,
                                   gconstpointer data)
{
  g_autofree char *empty = NULL;
  g_autofree char *still = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *none = NULL;
  g_autofree char *before = tb_side_new_ticket (&f->pair.lead, "Früher");
  g_autofree char *after = NULL;

  create (f);
  empty = error_of (f, "title");
  g_assert_nonnull (empty);
  type (f, "title", "Ein Titel");
  type (f, "due", "wann auch immer");
  create (f);
  still = error_of (f, "title");
  g_assert_null (still);
  wrong = error_of (f, "due");
  g_assert_nonnull (wrong);
  g_assert_cmpstr (text_of (f, "due"), ==, "wann auch immer");
  after = tb_side_newest (&f->pair.lead);
  g_assert_cmpstr (before, ==, after);
  none = error_of (f, "organisation");
  g_assert_null (none);
}

static void
test_too_long_titles_are_refused (Fixture      *f,
                                  gconstpointer data)
{
  g_autofree char *title = g_strnfill (251, 't');
  g_autofree char *error = NULL;

  type (f, "title", title);
  create (f);
  error = error_of (f, "title");
  g_assert_nonnull (error);
  title[250] = '\0';
  type (f, "title", title);
  g_object_weak_ref (G_OBJECT (f->dialog), on_gone_cb, f);
  create (f);
  ui_test_wait (f->dialog == NULL);
}

static void
test_knows_an_organisation (Fixture      *f,
                            gconstpointer data)
{
  const TbTicketDraft draft = { .title = "Früher", .organisation = "Hotel Seeblick" };
  g_autoptr (TbTicketView) view = NULL;
  gint64 id;

  tb_side_do (&f->pair.lead, (TbCommand){ .type = TB_COMMAND_NEW_TICKET, .draft = &draft }, NULL);
  view = load_newest (f);
  id = view->organisation->id;
  g_clear_pointer (&view, tb_ticket_view_free);
  type (f, "title", "Später");
  type (f, "organisation", "hotel seeblick");
  ui_test_settle ();
  g_assert_false (gtk_widget_get_visible (child (f, "address")));
  g_object_weak_ref (G_OBJECT (f->dialog), on_gone_cb, f);
  create (f);
  ui_test_wait (f->dialog == NULL);
  view = load_newest (f);
  g_assert_cmpstr (view->ticket->title, ==, "Später");
  g_assert_cmpint (view->organisation->id, ==, id);
}

static void
test_what_was_typed_survives (Fixture      *f,
                              gconstpointer data)
{
  type (f, "title", "Angefangen");
  type (f, "organisation", "Neu GmbH");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (child (f, "description"))),
                            "Zeile 1\nZeile 2", -1);
  ui_test_assert_finalizes (GTK_WINDOW (f->dialog));
  open_dialog (f);
  ui_test_wait (*text_of (f, "title") != '\0');
  g_assert_cmpstr (text_of (f, "title"), ==, "Angefangen");
  g_assert_cmpstr (text_of (f, "organisation"), ==, "Neu GmbH");
  ui_test_wait (gtk_widget_get_visible (child (f, "address")));
  g_assert_true (gtk_widget_get_visible (child (f, "draft_bar")));
}

static void
test_a_made_ticket_leaves_no_draft (Fixture      *f,
                                    gconstpointer data)
{
  type (f, "title", "Fertig");
  g_object_weak_ref (G_OBJECT (f->dialog), on_gone_cb, f);
  create (f);
  ui_test_wait (f->dialog == NULL);
  open_dialog (f);
  g_assert_cmpstr (text_of (f, "title"), ==, "");
  g_assert_false (gtk_widget_get_visible (child (f, "draft_bar")));
}

static void
test_is_named (Fixture      *f,
               gconstpointer data)
{
  gtk_widget_set_visible (child (f, "address"), TRUE);
  ui_test_assert_named (f->dialog);
}

#define ADD(path, func) g_test_add ("/ui/new-ticket/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("makes-a-ticket", test_makes_a_ticket);
  ADD ("full-disk-loses-nothing", test_full_disk);
  ADD ("errors-stand-at-their-fields", test_errors_stand_at_their_fields);
  ADD ("too-long-titles-are-refused", test_too_long_titles_are_refused);
  ADD ("knows-an-organisation", test_knows_an_organisation);
  ADD ("what-was-typed-survives", test_what_was_typed_survives);
  ADD ("a-made-ticket-leaves-no-draft", test_a_made_ticket_leaves_no_draft);
  ADD ("is-named-for-the-screen-reader", test_is_named);
  return g_test_run ();
}
