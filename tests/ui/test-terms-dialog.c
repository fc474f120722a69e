/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Ticket outsourcen“: what it is filled with, what it computes, what it refuses, what it keeps. */
#include "config.h"

#include "tb-form-field.h"
#include "tb-records.h"
#include "tb-terms-dialog.h"
#include "tb-text-field.h"
#include "ui-test.h"

typedef struct
{
  TbPair     pair;
  TbDesk    *desk;
  char      *number;
  gint64     ticket;
  GtkWindow *dialog;
} Fixture;

static void
setup (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  *f = (Fixture){ 0 };
  tb_pair_setup (&f->pair);
  f->number = tb_side_new_ticket (&f->pair.lead, "Mail server");
  f->ticket = tb_side_ticket (&f->pair.lead, f->number);
  f->desk = tb_desk_new (f->pair.lead.engine, &error);
  g_assert_no_error (error);
}

static void
teardown (Fixture *f)
{
  g_clear_object (&f->desk);
  ui_test_settle ();
  g_free (f->number);
  tb_pair_teardown (&f->pair);
}

static gboolean
is_filled (Fixture *f)
{
  GtkWidget *stack = ui_test_find (GTK_WIDGET (f->dialog), GTK_TYPE_STACK, "visible-child-name", "form");

  return stack != NULL;
}

static void
show_dialog (Fixture   *f,
             GtkWidget *dialog)
{
  f->dialog = GTK_WINDOW (dialog);
  gtk_window_present (f->dialog);
  ui_test_wait (is_filled (f));
}

static void
open_dialog (Fixture    *f,
             const char *partner)
{
  show_dialog (f, tb_terms_dialog_new (f->desk, f->ticket, partner));
}

static void
close_dialog (Fixture *f)
{
  ui_test_assert_finalizes (f->dialog);
  f->dialog = NULL;
}

static TbFormField *
field (Fixture    *f,
       const char *title)
{
  GtkWidget *widget = ui_test_find (GTK_WIDGET (f->dialog), TB_TYPE_FORM_FIELD, "title", title);

  g_assert_nonnull (widget);
  return TB_FORM_FIELD (widget);
}

static void
type_text (Fixture    *f,
           const char *title,
           const char *text)
{
  gtk_editable_set_text (
    GTK_EDITABLE (ui_test_find (GTK_WIDGET (field (f, title)), GTK_TYPE_TEXT, NULL, NULL)), text);
}

static void
assert_field (Fixture    *f,
              const char *title,
              const char *text)
{
  g_assert_cmpstr (tb_form_field_get_text (field (f, title)), ==, text);
}

static char *
error_of (Fixture    *f,
          const char *title)
{
  char *error = NULL;

  g_object_get (field (f, title), "error", &error, NULL);
  return error;
}

static void
press (Fixture    *f,
       const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->dialog), action, NULL));
}

static void
on_gone_cb (gpointer data,
            GObject *where_it_was)
{
  *(gboolean *)data = TRUE;
}

/* A dialog that is done closes itself. */
static void
press_and_wait (Fixture    *f,
                const char *action)
{
  gboolean is_gone = FALSE;

  g_object_weak_ref (G_OBJECT (f->dialog), on_gone_cb, &is_gone);
  press (f, action);
  ui_test_wait (is_gone);
  f->dialog = NULL;
}

static TbTerms
sample_terms (Fixture *f)
{
  TbTerms terms = TB_TERMS_EMPTY;

  terms.answer_by = tb_clock_now (f->pair.clock) + 5 * TB_HOUR;
  terms.complete_by = terms.answer_by + TB_DAY;
  terms.instructions = "Mornings only";
  terms.rate_kind = TB_RATE_HOURLY;
  terms.amount = 8500;
  terms.authorized_minutes = 240;
  terms.authorized_charges = 15000;
  terms.currency = "CHF";
  terms.customer_rate = 10500;
  return terms;
}

static void
send_offer (Fixture       *f,
            const TbTerms *terms)
{
  const TbCommand command = {
    .type = TB_COMMAND_OUTSOURCE, .ticket = f->ticket, .partner = "Alpen", .terms = terms
  };

  tb_side_do (&f->pair.lead, command, NULL);
}

static const TbEngagementRecord *
engagement_of (TbTicketView *view)
{
  TbEngagementView *latest = tb_ticket_view_latest (view, TB_ROLE_LEAD);

  return latest != NULL ? latest->record : NULL;
}

/* ---- Tests ---- */

static void
test_starts_empty (void)
{
  Fixture                        f;
  gint64                         answer_by;
  G_GNUC_UNUSED g_autofree char *total = NULL;

  setup (&f);
  open_dialog (&f, "Alpen");
  assert_field (&f, "Hourly rate", "");
  assert_field (&f, "Complete by", "");
  assert_field (&f, "Authorized total", "–");
  g_assert_true (tb_form_field_get_value (field (&f, "Answer by"), &answer_by));
  g_assert_cmpint (answer_by, ==, tb_clock_now (f.pair.clock) / TB_MINUTE * TB_MINUTE + 24 * TB_HOUR);
  g_assert_nonnull (ui_test_find_label (GTK_WIDGET (f.dialog), "Alpen"));
  g_assert_cmpstr (gtk_window_get_title (f.dialog), ==, "Outsource ticket");
  ui_test_assert_named (GTK_WIDGET (f.dialog));
  close_dialog (&f);
  teardown (&f);
}

static void
test_computes_while_typing (void)
{
  Fixture f;

  setup (&f);
  open_dialog (&f, "Alpen");
  type_text (&f, "Hourly rate", "85");
  type_text (&f, "Authorized hours", "4");
  assert_field (&f, "Authorized total", "340.00\u00a0€");
  type_text (&f, "Authorized charges", "150");
  assert_field (&f, "Authorized total", "490.00\u00a0€");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (field (&f, "Margin"))));
  type_text (&f, "Invoice my customer at this hourly rate", "100");
  assert_field (&f, "Margin", "15.00\u00a0€ per hour · 15.0 % · 60.00\u00a0€ for 4:00\u00a0h");
  type_text (&f, "Invoice my customer at this hourly rate", "68");
  assert_field (&f, "Margin", "−17.00\u00a0€ per hour · −25.0 % · −68.00\u00a0€ for 4:00\u00a0h");
  /* Half a number is no error yet. */
  type_text (&f, "Authorized hours", "4:");
  g_assert_null (error_of (&f, "Authorized hours"));
  close_dialog (&f);
  teardown (&f);
}

static void
test_kind_of_rate_decides_the_fields (void)
{
  Fixture      f;
  AdwComboRow *kind;
  GtkWidget   *amount;

  setup (&f);
  open_dialog (&f, "Alpen");
  amount = GTK_WIDGET (field (&f, "Hourly rate"));
  kind = ADW_COMBO_ROW (ui_test_find (GTK_WIDGET (f.dialog), ADW_TYPE_COMBO_ROW, "title", "Rate"));
  type_text (&f, "Hourly rate", "500");
  type_text (&f, "Authorized hours", "4");
  adw_combo_row_set_selected (kind, 1);
  g_assert_true (GTK_WIDGET (field (&f, "Flat rate")) == amount);
  assert_field (&f, "Authorized total", "500.00\u00a0€");
  g_assert_null (ui_test_find_label (GTK_WIDGET (f.dialog), "Invoice my customer at this hourly rate"));
  adw_combo_row_set_selected (kind, 2);
  g_assert_false (gtk_widget_get_visible (amount));
  assert_field (&f, "Authorized total", "–");
  close_dialog (&f);
  teardown (&f);
}

static void
test_saves_and_shows_again (void)
{
  Fixture f;
  g_autoptr (TbTicketView) view = NULL;

  setup (&f);
  open_dialog (&f, "Alpen");
  type_text (&f, "Hourly rate", "85,5");
  type_text (&f, "Authorized hours", "90 min");
  press_and_wait (&f, "terms.save");
  view = tb_side_show (&f.pair.lead, f.number);
  g_assert_cmpint (engagement_of (view)->status, ==, TB_STATUS_UNSENT);
  g_assert_cmpint (engagement_of (view)->amount, ==, 8550);
  g_assert_cmpint (engagement_of (view)->authorized_minutes, ==, 90);
  g_assert_cmpint (engagement_of (view)->rate_kind, ==, TB_RATE_HOURLY);
  /* What is saved is no draft. */
  open_dialog (&f, NULL);
  assert_field (&f, "Hourly rate", "85.50");
  assert_field (&f, "Authorized hours", "1:30");
  g_assert_null (ui_test_find_label (GTK_WIDGET (f.dialog), "Draft restored."));
  g_assert_nonnull (ui_test_find_label (GTK_WIDGET (f.dialog), "Alpen"));
  close_dialog (&f);
  teardown (&f);
}

static void
test_outsources (void)
{
  Fixture f;

  setup (&f);
  open_dialog (&f, "Alpen");
  type_text (&f, "Hourly rate", "85");
  press_and_wait (&f, "terms.outsource");
  g_assert_cmpint (tb_status_of (&f.pair.lead, f.number, TB_ROLE_LEAD), ==, TB_STATUS_ASSIGNED);
  teardown (&f);
}

static void
test_read_only_when_sent (void)
{
  Fixture f;
  TbTerms terms;

  setup (&f);
  terms = sample_terms (&f);
  send_offer (&f, &terms);
  open_dialog (&f, NULL);
  g_assert_cmpstr (gtk_window_get_title (f.dialog), ==, "Terms");
  assert_field (&f, "Service partner", "Alpen");
  assert_field (&f, "Hourly rate", "85.00");
  assert_field (&f, "Authorized total", "490.00\u00a0CHF");
  assert_field (&f, "Invoice my customer at this hourly rate", "105.00");
  g_assert_null (ui_test_find_label (GTK_WIDGET (f.dialog), "_Outsource"));
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (field (&f, "Hourly rate"))));
  ui_test_assert_named (GTK_WIDGET (f.dialog));
  close_dialog (&f);
  teardown (&f);
}

static void
test_service_side_sees_no_customer_rate (void)
{
  Fixture          f;
  TbTerms          terms;
  g_autofree char *number = NULL;
  g_autofree char *texts = NULL;
  g_autoptr (TbDesk) desk = NULL;

  setup (&f);
  terms = sample_terms (&f);
  send_offer (&f, &terms);
  tb_pair_exchange (&f.pair);
  number = tb_side_newest (&f.pair.service);
  desk = tb_desk_new (f.pair.service.engine, NULL);
  show_dialog (
    &f, tb_terms_dialog_new_for_reading (desk, tb_side_ticket (&f.pair.service, number), TB_ROLE_SERVICE));
  assert_field (&f, "Lead partner", "Nord");
  assert_field (&f, "Authorized total", "490.00\u00a0CHF");
  texts = ui_test_texts (GTK_WIDGET (f.dialog));
  g_assert_null (strstr (texts, "Invoice my customer"));
  g_assert_null (strstr (texts, "Margin"));
  close_dialog (&f);
  teardown (&f);
}

static void
test_new_engagement_starts_from_the_last (void)
{
  Fixture f;
  TbTerms terms;
  gint64  answer_by;

  setup (&f);
  terms = sample_terms (&f);
  send_offer (&f, &terms);
  tb_side_act (&f.pair.lead, f.number, TB_ACTION_CANCEL, NULL);
  open_dialog (&f, NULL);
  g_assert_cmpstr (gtk_window_get_title (f.dialog), ==, "Outsource ticket");
  assert_field (&f, "Hourly rate", "85.00");
  assert_field (&f, "Authorized total", "490.00\u00a0CHF");
  /* Its deadlines are its own. */
  assert_field (&f, "Complete by", "");
  g_assert_true (tb_form_field_get_value (field (&f, "Answer by"), &answer_by));
  g_assert_cmpint (answer_by, >, terms.answer_by);
  close_dialog (&f);
  /* Read as it was sent. */
  show_dialog (&f, tb_terms_dialog_new_for_reading (f.desk, f.ticket, TB_ROLE_LEAD));
  g_assert_cmpstr (gtk_window_get_title (f.dialog), ==, "Terms");
  g_assert_true (tb_form_field_get_value (field (&f, "Complete by"), &answer_by));
  g_assert_cmpint (answer_by, ==, terms.complete_by / TB_MINUTE * TB_MINUTE);
  close_dialog (&f);
  teardown (&f);
}

static void
test_errors_stand_at_their_fields (void)
{
  Fixture          f;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  setup (&f);
  open_dialog (&f, "Alpen");
  /* What the form can tell by itself. */
  type_text (&f, "Authorized charges", "many");
  press (&f, "terms.outsource");
  first = error_of (&f, "Authorized charges");
  g_assert_nonnull (first);
  type_text (&f, "Authorized charges", "");
  /* What the engine says. */
  type_text (&f, "Complete by", "2026-01-01 12:00");
  press (&f, "terms.outsource");
  ui_test_wait ((second = error_of (&f, "Complete by")) != NULL);
  g_assert_cmpint (tb_status_of (&f.pair.lead, f.number, TB_ROLE_LEAD), ==, TB_STATUS_NONE);
  assert_field (&f, "Complete by", "2026-01-01 12:00");
  close_dialog (&f);
  teardown (&f);
}

static void
test_partner_is_required (void)
{
  Fixture f;

  setup (&f);
  tb_pair_add_third (&f.pair);
  tb_join_sides (&f.pair.lead, &f.pair.third);
  ui_test_wait (g_list_model_get_n_items (tb_desk_get_recent_partners (f.desk)) == 2);
  open_dialog (&f, NULL);
  g_assert_nonnull (ui_test_find_label (GTK_WIDGET (f.dialog), "Choose a partner…"));
  press (&f, "terms.outsource");
  ui_test_wait (ui_test_find_label (GTK_WIDGET (f.dialog), "Please choose a partner.") != NULL);
  close_dialog (&f);
  teardown (&f);
}

static void
test_draft_comes_back (void)
{
  Fixture      f;
  TbTextField *instructions;

  setup (&f);
  open_dialog (&f, "Alpen");
  instructions = TB_TEXT_FIELD (ui_test_find (GTK_WIDGET (f.dialog), TB_TYPE_TEXT_FIELD, NULL, NULL));
  type_text (&f, "Hourly rate", "77");
  tb_text_field_set_text (instructions, "Key at the desk\n[terms]\nx=1");
  close_dialog (&f);

  open_dialog (&f, "Alpen");
  g_assert_nonnull (ui_test_find_label (GTK_WIDGET (f.dialog), "Draft restored."));
  assert_field (&f, "Hourly rate", "77");
  instructions = TB_TEXT_FIELD (ui_test_find (GTK_WIDGET (f.dialog), TB_TYPE_TEXT_FIELD, NULL, NULL));
  {
    g_autofree char *text = tb_text_field_get_text (instructions);

    g_assert_cmpstr (text, ==, "Key at the desk\n[terms]\nx=1");
  }
  g_signal_emit_by_name (ui_test_find (GTK_WIDGET (f.dialog), GTK_TYPE_BUTTON, "label", "_Discard"),
                         "clicked");
  assert_field (&f, "Hourly rate", "");
  close_dialog (&f);

  open_dialog (&f, "Alpen");
  g_assert_null (ui_test_find_label (GTK_WIDGET (f.dialog), "Draft restored."));
  close_dialog (&f);
  teardown (&f);
}

static void
test_says_that_it_was_outsourced_meanwhile (void)
{
  Fixture f;

  setup (&f);
  open_dialog (&f, "Alpen");
  type_text (&f, "Hourly rate", "77");
  tb_side_outsource (&f.pair.lead, f.number, "Alpen");
  ui_test_wait (ui_test_find_label (GTK_WIDGET (f.dialog),
                                    "The ticket has been outsourced in the meantime. What you "
                                    "typed is kept as a draft.") != NULL);
  g_assert_false (gtk_widget_is_sensitive (
    ui_test_find (GTK_WIDGET (f.dialog), GTK_TYPE_BUTTON, "action-name", "terms.outsource")));
  close_dialog (&f);
  teardown (&f);
}

int
main (int   argc,
      char *argv[])
{
  if (!ui_test_init (&argc, &argv))
    return 0;
  g_test_add_func ("/ui/terms-dialog/starts-empty", test_starts_empty);
  g_test_add_func ("/ui/terms-dialog/computes-while-typing", test_computes_while_typing);
  g_test_add_func ("/ui/terms-dialog/kind-of-rate-decides-the-fields", test_kind_of_rate_decides_the_fields);
  g_test_add_func ("/ui/terms-dialog/saves-and-shows-again", test_saves_and_shows_again);
  g_test_add_func ("/ui/terms-dialog/outsources", test_outsources);
  g_test_add_func ("/ui/terms-dialog/read-only-when-sent", test_read_only_when_sent);
  g_test_add_func ("/ui/terms-dialog/service-side-sees-no-customer-rate",
                   test_service_side_sees_no_customer_rate);
  g_test_add_func ("/ui/terms-dialog/new-engagement-starts-from-the-last",
                   test_new_engagement_starts_from_the_last);
  g_test_add_func ("/ui/terms-dialog/errors-stand-at-their-fields", test_errors_stand_at_their_fields);
  g_test_add_func ("/ui/terms-dialog/partner-is-required", test_partner_is_required);
  g_test_add_func ("/ui/terms-dialog/draft-comes-back", test_draft_comes_back);
  g_test_add_func ("/ui/terms-dialog/says-that-it-was-outsourced-meanwhile",
                   test_says_that_it_was_outsourced_meanwhile);
  return g_test_run ();
}
