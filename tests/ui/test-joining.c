/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Partner einladen“, „Einladung annehmen“, the list of partners. */
#include "config.h"

#include "ui-test.h"

#include "tb-form-field.h"
#include "tb-invite-dialog.h"
#include "tb-join-dialog.h"
#include "tb-partners-window.h"
#include "tb-rename-dialog.h"
#include "tb-speaker.h"

typedef struct
{
  TbPair     pair;
  TbDesk    *desk;   /* of the lead */
  GtkWidget *window; /* (nullable) */
} Fixture;

static GtkWidget *
child (Fixture    *f,
       const char *id)
{
  return GTK_WIDGET (gtk_widget_get_template_child (f->window, G_OBJECT_TYPE (f->window), id));
}

static void
on_gone_cb (gpointer data,
            GObject *where_it_was)
{
  ((Fixture *)data)->window = NULL;
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

static void
act (Fixture    *f,
     const char *action)
{
  gtk_widget_activate_action (f->window, action, NULL);
  ui_test_settle ();
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
  GtkWidget *widget = child (f, id);

  return gtk_widget_get_visible (widget) ? gtk_label_get_label (GTK_LABEL (widget)) : "";
}

static char *
error_of (Fixture    *f,
          const char *id)
{
  char *error = NULL;

  g_object_get (child (f, id), "error", &error, NULL);
  return error;
}

/* ---- Inviting ---- */

static void
invite (Fixture    *f,
        const char *partner)
{
  open_window (f, tb_invite_dialog_new (f->desk));
  tb_form_field_set_text (TB_FORM_FIELD (child (f, "partner")), partner);
  act (f, "dialog.invite");
}

static void
test_an_invitation_can_be_accepted (Fixture      *f,
                                    gconstpointer data)
{
  const char *code;

  invite (f, "Ost GmbH");
  g_assert_cmpstr (page (f), ==, "result");
  g_assert_nonnull (strstr (label (f, "heading"), "Ost GmbH"));
  g_assert_true (gtk_widget_get_visible (child (f, "handed_over")));
  code = label (f, "code");
  tb_side_do (&f->pair.third, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = code }, NULL);
  ui_test_assert_named (f->window);
}

static void
test_who_is_linked_is_not_invited_again (Fixture      *f,
                                         gconstpointer data)
{
  g_autofree char *error = NULL;

  invite (f, "Alpen");
  g_assert_cmpstr (page (f), ==, "ask");
  error = error_of (f, "partner");
  g_assert_nonnull (error);
}

static void
test_nobody_is_nobody (Fixture      *f,
                       gconstpointer data)
{
  g_autofree char *error = NULL;

  invite (f, "  ");
  g_assert_cmpstr (page (f), ==, "ask");
  error = error_of (f, "partner");
  g_assert_nonnull (error);
  ui_test_assert_named (f->window);
}

static void
set_url (Fixture    *f,
         const char *url)
{
  tb_side_do (&f->pair.lead, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "url", .value = url }, NULL);
  ui_test_settle ();
}

static void
test_without_an_address_it_says_so (Fixture      *f,
                                    gconstpointer data)
{
  set_url (f, "");
  invite (f, "Ost");
  g_assert_cmpstr (page (f), ==, "ask");
  g_assert_true (gtk_widget_get_visible (child (f, "no_address")));
  g_assert_false (gtk_widget_get_sensitive (child (f, "invite_button")));
  /* As soon as there is one it goes on. */
  set_url (f, "https://nord.example");
  g_assert_false (gtk_widget_get_visible (child (f, "no_address")));
  act (f, "dialog.invite");
  g_assert_cmpstr (page (f), ==, "result");
}

/* Between linked companies there is nothing to hand over. */
static void
test_the_other_direction_goes_by_itself (Fixture      *f,
                                         gconstpointer data)
{
  g_autoptr (TbDesk) desk = tb_desk_new (f->pair.service.engine, NULL);

  open_window (f, tb_invite_dialog_new (desk));
  tb_invite_dialog_set_partner (TB_INVITE_DIALOG (f->window), "Nord");
  act (f, "dialog.invite");
  g_assert_cmpstr (page (f), ==, "result");
  g_assert_false (gtk_widget_get_visible (child (f, "handed_over")));
  ui_test_assert_finalizes (GTK_WINDOW (f->window));
  f->window = NULL;
}

/* ---- Joining ---- */

static void
take (Fixture    *f,
      const char *text)
{
  if (f->window == NULL)
    open_window (f, tb_join_dialog_new (f->desk, NULL));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (child (f, "code"))), text, -1);
  act (f, "dialog.continue");
}

static void
third_invites (Fixture  *f,
               TbResult *invited)
{
  tb_side_do (&f->pair.third, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Nord" }, invited);
}

static void
test_joins_by_code (Fixture      *f,
                    gconstpointer data)
{
  g_auto (TbResult) invited = { 0 };
  g_autofree char *broken_up = NULL;

  third_invites (f, &invited);
  /* As a mail program breaks it. */
  broken_up = g_strdup_printf ("  %.40s\r\n %s\n\n", invited.code, invited.code + 40);
  take (f, broken_up);
  g_assert_cmpstr (page (f), ==, "answer");
  g_assert_nonnull (strstr (label (f, "heading"), "Ost"));
  ui_test_assert_named (f->window);
  tb_form_field_set_text (TB_FORM_FIELD (child (f, "name")), "Osten");
  act (f, "dialog.accept");
  g_assert_cmpstr (page (f), ==, "waiting");
  g_assert_nonnull (strstr (label (f, "waiting_heading"), "Osten"));
  ui_test_assert_named (f->window);
  tb_exchange (&f->pair.lead, &f->pair.third);
}

static void
test_says_when_linked (Fixture      *f,
                       gconstpointer data)
{
  g_auto (TbResult) invited = { 0 };

  third_invites (f, &invited);
  take (f, invited.text);
  act (f, "dialog.accept");
  tb_exchange (&f->pair.lead, &f->pair.third);
  ui_test_wait (g_strcmp0 (page (f), "done") == 0);
  ui_test_assert_named (f->window);
  g_assert_true (gtk_widget_get_visible (child (f, "counter_button")));
  g_signal_emit_by_name (child (f, "counter_button"), "clicked");
  ui_test_settle ();
  g_assert_false (gtk_widget_get_visible (child (f, "counter_button")));
  g_assert_cmpint (tb_look_agreement (&f->pair.lead, "Ost", TB_ROLE_LEAD), ==, TB_AGREEMENT_INVITED);
}

static void
test_a_file_is_read (Fixture      *f,
                     gconstpointer data)
{
  g_auto (TbResult) invited = { 0 };
  g_autofree char *path = g_build_filename (f->pair.third.dir, "invitation.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  third_invites (f, &invited);
  g_assert_true (g_file_set_contents (path, invited.text, -1, NULL));
  open_window (f, tb_join_dialog_new (f->desk, file));
  ui_test_wait (g_strcmp0 (page (f), "answer") == 0);
  act (f, "dialog.accept");
  g_assert_cmpstr (page (f), ==, "waiting");
}

static void
assert_file_is_refused (Fixture    *f,
                        const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_file_get_basename (file);

  open_window (f, tb_join_dialog_new (f->desk, file));
  ui_test_wait (*label (f, "source_problem") != '\0');
  g_assert_nonnull (strstr (label (f, "source_problem"), name));
  g_assert_cmpstr (page (f), ==, "source");
  ui_test_assert_finalizes (GTK_WINDOW (f->window));
  f->window = NULL;
}

static void
test_other_files_are_refused (Fixture      *f,
                              gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->pair.third.dir, "large", NULL);
  g_autofree char *missing = g_build_filename (f->pair.third.dir, "missing", NULL);
  g_autofree char *bytes = g_strnfill (1024 * 1024 + 1, ' ');

  g_assert_true (g_file_set_contents (path, bytes, -1, NULL));
  assert_file_is_refused (f, path);
  assert_file_is_refused (f, missing);
  assert_file_is_refused (f, f->pair.third.dir);
}

static void
test_useless_invitations_say_why (Fixture      *f,
                                  gconstpointer data)
{
  g_auto (TbResult) invited = { 0 };
  g_auto (TbResult) own = { 0 };
  g_autofree char *broken = NULL;
  g_autofree char *newer = NULL;
  g_autofree char *expired = NULL;

  third_invites (f, &invited);
  take (f, "tb1-unsinn");
  g_assert_cmpstr (page (f), ==, "source");
  broken = g_strdup (label (f, "source_problem"));
  g_assert_cmpstr (broken, !=, "");
  take (f, "tb9-unsinn");
  newer = g_strdup (label (f, "source_problem"));
  g_assert_cmpstr (newer, !=, broken);
  tb_side_do (&f->pair.lead, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Ost" }, &own);
  take (f, own.code);
  g_assert_cmpstr (label (f, "source_problem"), !=, broken);
  g_assert_cmpstr (label (f, "source_problem"), !=, "");
  tb_clock_advance (f->pair.clock, 15 * TB_DAY);
  take (f, invited.code);
  expired = g_strdup (label (f, "source_problem"));
  g_assert_cmpstr (expired, !=, broken);
  g_assert_cmpstr (expired, !=, "");
}

/* A name that another partner has stands at the field. */
static void
test_a_taken_name_stands_at_its_field (Fixture      *f,
                                       gconstpointer data)
{
  g_auto (TbResult) invited = { 0 };
  g_autofree char *error = NULL;

  third_invites (f, &invited);
  take (f, invited.code);
  tb_form_field_set_text (TB_FORM_FIELD (child (f, "name")), "Alpen");
  act (f, "dialog.accept");
  g_assert_cmpstr (page (f), ==, "answer");
  error = error_of (f, "name");
  g_assert_nonnull (error);
}

static void
test_an_invitation_used_by_another_ends (Fixture      *f,
                                         gconstpointer data)
{
  g_auto (TbResult) invited = { 0 };

  third_invites (f, &invited);
  take (f, invited.code);
  act (f, "dialog.accept");
  tb_side_do (&f->pair.service, (TbCommand){ .type = TB_COMMAND_ACCEPT_INVITATION, .text = invited.code },
              NULL);
  tb_exchange (&f->pair.service, &f->pair.third);
  tb_exchange (&f->pair.lead, &f->pair.third);
  ui_test_wait (*label (f, "waiting_problem") != '\0');
  g_assert_cmpstr (page (f), ==, "waiting");
  g_assert_false (gtk_widget_get_visible (child (f, "again_button")));
}

static void
test_declines (Fixture      *f,
               gconstpointer data)
{
  g_auto (TbResult) invited = { 0 };

  third_invites (f, &invited);
  take (f, invited.code);
  g_object_weak_ref (G_OBJECT (f->window), on_gone_cb, f);
  act (f, "dialog.decline");
  ui_test_wait (f->window == NULL);
  tb_exchange (&f->pair.lead, &f->pair.third);
  g_assert_cmpint (tb_look_agreement (&f->pair.third, "Nord", TB_ROLE_LEAD), ==, TB_AGREEMENT_DECLINED);
}

/* ---- The list ---- */

static GtkWidget *
row_of (Fixture    *f,
        const char *partner)
{
  GtkWidget *row = ui_test_find (f->window, ADW_TYPE_EXPANDER_ROW, "title", partner);

  g_assert_nonnull (row);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  ui_test_settle ();
  return row;
}

static void
click (GtkWidget  *root,
       const char *text)
{
  GtkWidget *button = ui_test_find (root, GTK_TYPE_BUTTON, "label", text);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  ui_test_settle ();
}

static void
test_shows_both_directions (Fixture      *f,
                            gconstpointer data)
{
  GtkWidget       *row;
  g_autofree char *subtitle = NULL;

  open_window (f, tb_partners_window_new (f->desk, NULL));
  row = row_of (f, "Alpen");
  g_object_get (row, "subtitle", &subtitle, NULL);
  g_assert_cmpstr (subtitle, ==, "You give away: active · You receive: not arranged");
  ui_test_assert_named (f->window);
}

static void
test_answers_a_counter_invitation (Fixture      *f,
                                   gconstpointer data)
{
  open_window (f, tb_partners_window_new (f->desk, NULL));
  tb_side_do (&f->pair.service, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "Nord" }, NULL);
  tb_pair_exchange (&f->pair);
  ui_test_settle ();
  click (row_of (f, "Alpen"), "_Accept");
  g_assert_cmpint (tb_look_agreement (&f->pair.lead, "Alpen", TB_ROLE_SERVICE), ==, TB_AGREEMENT_ACTIVE);
  tb_pair_exchange (&f->pair);
  g_assert_cmpint (tb_look_agreement (&f->pair.service, "Nord", TB_ROLE_LEAD), ==, TB_AGREEMENT_ACTIVE);
}

static void
test_midnight_changes_the_words (Fixture      *f,
                                 gconstpointer data)
{
  GtkWidget       *row;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  open_window (f, tb_partners_window_new (f->desk, NULL));
  row = row_of (f, "Alpen");
  before = ui_test_texts (row);
  g_assert_nonnull (strstr (before, "\ntoday, "));
  tb_clock_advance (f->pair.clock, TB_DAY);
  tb_desk_look_at_clock (f->desk);
  after = ui_test_texts (row);
  g_assert_null (strstr (after, "\ntoday, "));
  g_assert_nonnull (strstr (after, "\nyesterday, "));
}

static GtkWindow *
find_dialog (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GList *l;

  for (l = windows; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type))
      return l->data;
  return NULL;
}

static void
test_a_partner_is_renamed (Fixture      *f,
                           gconstpointer data)
{
  GtkWidget   *dialog;
  TbFormField *name;
  char        *error = NULL;

  tb_side_do (&f->pair.lead, (TbCommand){ .type = TB_COMMAND_INVITE, .partner = "West" }, NULL);
  ui_test_settle ();
  open_window (f, tb_partners_window_new (f->desk, NULL));
  click (row_of (f, "Alpen"), "_Rename…");
  dialog = GTK_WIDGET (find_dialog (TB_TYPE_RENAME_DIALOG));
  name = TB_FORM_FIELD (gtk_widget_get_template_child (dialog, TB_TYPE_RENAME_DIALOG, "name"));
  ui_test_assert_named (dialog);
  g_assert_cmpstr (tb_form_field_get_text (name), ==, "Alpen");
  tb_form_field_set_text (name, "West");
  gtk_widget_activate_action (dialog, "dialog.rename", NULL);
  ui_test_settle ();
  g_object_get (name, "error", &error, NULL);
  g_assert_nonnull (error);
  g_free (error);
  tb_form_field_set_text (name, "Alpen Technik");
  gtk_widget_activate_action (dialog, "dialog.rename", NULL);
  ui_test_settle ();
  g_assert_null (find_dialog (TB_TYPE_RENAME_DIALOG));
  g_assert_nonnull (ui_test_find_label (row_of (f, "Alpen Technik"), "Alpen Technik"));
}

static void
test_only_the_partner_lifts_its_switch (Fixture      *f,
                                        gconstpointer data)
{
  GtkWidget *row;

  tb_side_do (&f->pair.service, (TbCommand){ .type = TB_COMMAND_DEACTIVATE, .partner = "Nord" }, NULL);
  tb_pair_exchange (&f->pair);
  ui_test_settle ();
  open_window (f, tb_partners_window_new (f->desk, NULL));
  row = row_of (f, "Alpen");
  click (row, "_Activate");
  g_assert_nonnull (
    ui_test_find_label (row, "Alpen has set this direction inactive. Only Alpen can lift that."));
}

static void
test_without_permission_it_is_read_only (Fixture      *f,
                                         gconstpointer data)
{
  tb_side_do (
    &f->pair.lead,
    (TbCommand){ .type = TB_COMMAND_USER_ADD, .name = "R. Huber", .permission = TB_PERMISSION_OUTSOURCE },
    NULL);
  tb_side_do (&f->pair.lead, (TbCommand){ .type = TB_COMMAND_CONFIG, .name = "user", .value = "R. Huber" },
              NULL);
  ui_test_settle ();
  open_window (f, tb_partners_window_new (f->desk, NULL));
  g_assert_null (ui_test_find (row_of (f, "Alpen"), GTK_TYPE_BUTTON, "label", "_Deactivate…"));
  g_assert_false (
    gtk_widget_get_visible (ui_test_find (row_of (f, "Alpen"), GTK_TYPE_BUTTON, "label", "_Rename…")));
  g_assert_true (gtk_widget_get_visible (child (f, "read_only")));
  g_assert_false (gtk_widget_get_visible (child (f, "more")));
}

static void
test_without_partners_it_leads_on (Fixture      *f,
                                   gconstpointer data)
{
  g_autoptr (TbDesk) desk = tb_desk_new (f->pair.third.engine, NULL);

  open_window (f, tb_partners_window_new (desk, NULL));
  g_assert_cmpstr (page (f), ==, "empty");
  ui_test_assert_named (f->window);
  ui_test_assert_finalizes (GTK_WINDOW (f->window));
  f->window = NULL;
}

#define ADD(path, func) g_test_add ("/ui/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  ADD ("invite/an-invitation-can-be-accepted", test_an_invitation_can_be_accepted);
  ADD ("invite/who-is-linked-is-not-invited-again", test_who_is_linked_is_not_invited_again);
  ADD ("invite/nobody-is-nobody", test_nobody_is_nobody);
  ADD ("invite/without-an-address-it-says-so", test_without_an_address_it_says_so);
  ADD ("invite/the-other-direction-goes-by-itself", test_the_other_direction_goes_by_itself);
  ADD ("join/joins-by-code", test_joins_by_code);
  ADD ("join/says-when-linked", test_says_when_linked);
  ADD ("join/a-file-is-read", test_a_file_is_read);
  ADD ("join/other-files-are-refused", test_other_files_are_refused);
  ADD ("join/useless-invitations-say-why", test_useless_invitations_say_why);
  ADD ("join/a-taken-name-stands-at-its-field", test_a_taken_name_stands_at_its_field);
  ADD ("join/an-invitation-used-by-another-ends", test_an_invitation_used_by_another_ends);
  ADD ("join/declines", test_declines);
  ADD ("partners/shows-both-directions", test_shows_both_directions);
  ADD ("partners/midnight-changes-the-words", test_midnight_changes_the_words);
  ADD ("partners/answers-a-counter-invitation", test_answers_a_counter_invitation);
  ADD ("partners/a-partner-is-renamed", test_a_partner_is_renamed);
  ADD ("partners/only-the-partner-lifts-its-switch", test_only_the_partner_lifts_its_switch);
  ADD ("partners/without-permission-it-is-read-only", test_without_permission_it_is_read_only);
  ADD ("partners/without-partners-it-leads-on", test_without_partners_it_leads_on);
  return g_test_run ();
}
