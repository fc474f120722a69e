/* SPDX-License-Identifier: GPL-3.0-or-later
 * The dialogs before a step of the workflow: each row of their table, what they say, what they do. */
#include "config.h"

#include "tb-accept-dialog.h"
#include "tb-form-field.h"
#include "tb-records.h"
#include "tb-step-dialog.h"
#include "tb-text-field.h"
#include "tb-workflow.h"
#include "ui-test.h"

typedef struct
{
  TbPair         pair;
  TbDesk        *lead;
  TbDesk        *service;
  char          *lead_number;
  char          *service_number;
  TbTicketSheet *sheet;
  GtkWindow     *dialog;
} Fixture;

static void
open_desks (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->lead = tb_desk_new (f->pair.lead.engine, &error);
  g_assert_no_error (error);
  f->service = tb_desk_new (f->pair.service.engine, &error);
  g_assert_no_error (error);
}

/* A ticket that the service partner has worked on for 4:30 h, in @status. */
static void
setup (Fixture *f,
       TbStatus status)
{
  TbItemDraft time = { .kind = TB_ITEM_TIME, .minutes = 270, .text = "Work" };
  TbCommand   add = { .type = TB_COMMAND_ADD_ITEM, .item = &time };

  *f = (Fixture){ 0 };
  tb_pair_setup (&f->pair);
  if (status == TB_STATUS_UNSENT || status == TB_STATUS_ASSIGNED)
    {
      f->lead_number = tb_side_new_ticket (&f->pair.lead, "Mail server");
      if (status == TB_STATUS_UNSENT)
        {
          TbTerms   terms = TB_TERMS_EMPTY;
          TbCommand save = { .type = TB_COMMAND_SAVE_TERMS, .partner = "Alpen", .terms = &terms };

          save.ticket = tb_side_ticket (&f->pair.lead, f->lead_number);
          tb_side_do (&f->pair.lead, save, NULL);
        }
      else
        tb_side_outsource (&f->pair.lead, f->lead_number, "Alpen");
      tb_pair_exchange (&f->pair);
      f->service_number = status == TB_STATUS_ASSIGNED ? tb_side_newest (&f->pair.service) : NULL;
    }
  else
    {
      tb_pair_accepted (&f->pair, &f->lead_number, &f->service_number);
      add.ticket = tb_side_ticket (&f->pair.service, f->service_number);
      tb_side_do (&f->pair.service, add, NULL);
      tb_pair_exchange (&f->pair);
      if (status == TB_STATUS_WAITING_APPROVAL)
        tb_side_act (&f->pair.service, f->service_number, TB_ACTION_SUBMIT, NULL);
      tb_pair_exchange (&f->pair);
    }
  open_desks (f);
}

static void
teardown (Fixture *f)
{
  g_clear_object (&f->sheet);
  g_clear_object (&f->lead);
  g_clear_object (&f->service);
  ui_test_settle ();
  g_free (f->lead_number);
  g_free (f->service_number);
  tb_pair_teardown (&f->pair);
}

static TbDesk *
desk_of (Fixture *f,
         TbRole   role)
{
  return role == TB_ROLE_LEAD ? f->lead : f->service;
}

static void
open_sheet (Fixture *f,
            TbRole   role)
{
  TbSide     *side = role == TB_ROLE_LEAD ? &f->pair.lead : &f->pair.service;
  const char *number = role == TB_ROLE_LEAD ? f->lead_number : f->service_number;

  g_clear_object (&f->sheet);
  f->sheet = tb_ticket_sheet_new (side->engine, tb_side_ticket (side, number));
  ui_test_wait (tb_ticket_sheet_get_details (f->sheet) != NULL);
}

static void
open_step (Fixture *f,
           TbRole   role,
           TbAction action)
{
  open_sheet (f, role);
  f->dialog = GTK_WINDOW (tb_step_dialog_new (desk_of (f, role), f->sheet, action));
  gtk_window_present (f->dialog);
  ui_test_settle ();
}

static void
close_dialog (Fixture *f)
{
  ui_test_assert_finalizes (f->dialog);
  f->dialog = NULL;
}

static void
on_gone_cb (gpointer data,
            GObject *where_it_was)
{
  *(gboolean *)data = TRUE;
}

static void
press_and_wait (Fixture    *f,
                const char *action)
{
  gboolean is_gone = FALSE;

  g_object_weak_ref (G_OBJECT (f->dialog), on_gone_cb, &is_gone);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->dialog), action, NULL));
  ui_test_wait (is_gone);
  f->dialog = NULL;
}

static GtkWidget *
button (Fixture    *f,
        const char *action)
{
  return ui_test_find (GTK_WIDGET (f->dialog), GTK_TYPE_BUTTON, "action-name", action);
}

static TbTextField *
reason_of (Fixture *f)
{
  return TB_TEXT_FIELD (ui_test_find (GTK_WIDGET (f->dialog), TB_TYPE_TEXT_FIELD, NULL, NULL));
}

static gboolean
says (Fixture    *f,
      const char *text)
{
  g_autofree char *texts = ui_test_texts (GTK_WIDGET (f->dialog));

  return strstr (texts, text) != NULL;
}

/* ---- Each of them ---- */

typedef struct
{
  TbAction    action;
  TbRole      role;
  TbStatus    status;
  const char *title;
  const char *confirm;
  const char *css_class;
  const char *says;
  gboolean    asks; /* for a reason */
  const char *focus;
} Expected;

static const Expected expected[] = {
  { TB_ACTION_DECLINE, TB_ROLE_SERVICE, TB_STATUS_ASSIGNED, "Decline ticket", "_Decline ticket",
    "destructive-action", "Nord gets the ticket back", TRUE, NULL },
  { TB_ACTION_CANCEL, TB_ROLE_LEAD, TB_STATUS_ASSIGNED, "Cancel outsourcing", "_Cancel outsourcing",
    "destructive-action", "The offer to Alpen", FALSE, "window.close" },
  { TB_ACTION_DISCARD, TB_ROLE_LEAD, TB_STATUS_UNSENT, "Discard terms", "_Discard terms",
    "destructive-action", "The saved terms for Alpen", FALSE, "window.close" },
  { TB_ACTION_SUBMIT, TB_ROLE_SERVICE, TB_STATUS_IN_PROGRESS, "Insourcing complete", "_Insourcing complete",
    "suggested-action", "1 entry becomes read-only", FALSE, "step.confirm" },
  { TB_ACTION_REJECT, TB_ROLE_LEAD, TB_STATUS_WAITING_APPROVAL, "Reject completion", "_Reject completion",
    "destructive-action", "goes back to Alpen", TRUE, NULL },
  { TB_ACTION_APPROVE, TB_ROLE_LEAD, TB_STATUS_WAITING_APPROVAL, "Approve completion", "_Approve completion",
    "suggested-action", "4:30\u00a0h", FALSE, "step.confirm" },
  { TB_ACTION_COMPLETE, TB_ROLE_LEAD, TB_STATUS_IN_PROGRESS, "Complete outsourcing", "_Complete outsourcing",
    "destructive-action", "Last heard from", FALSE, "window.close" },
  { TB_ACTION_CLOSE_TICKET, TB_ROLE_LEAD, TB_STATUS_IN_PROGRESS, "Complete ticket and outsourcing",
    "_Complete both", "destructive-action", "“Abgeschlossen”", FALSE, "window.close" },
  { TB_ACTION_CLOSE_TICKET, TB_ROLE_SERVICE, TB_STATUS_IN_PROGRESS, "Complete insourced ticket",
    "_Complete anyway", "destructive-action", "without approval", FALSE, "step.instead" },
  { TB_ACTION_ASK, TB_ROLE_SERVICE, TB_STATUS_IN_PROGRESS, "Ask a question", "_Ask", "suggested-action",
    "Nord is notified", TRUE, NULL },
};

static void
test_each_step (gconstpointer data)
{
  const Expected *e = data;
  Fixture         f;
  GtkWidget      *confirm;
  GtkWidget      *focus;

  setup (&f, e->status);
  open_step (&f, e->role, e->action);
  confirm = button (&f, "step.confirm");
  g_assert_cmpstr (gtk_window_get_title (f.dialog), ==, e->title);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (confirm)), ==, e->confirm);
  g_assert_true (gtk_widget_has_css_class (confirm, e->css_class));
  g_assert_true (gtk_widget_is_sensitive (confirm));
  g_assert_true (says (&f, e->says));
  g_assert_true (gtk_widget_is_visible (GTK_WIDGET (reason_of (&f))) == e->asks);
  g_assert_true (gtk_widget_get_visible (button (&f, "step.instead")) ==
                 (e->action == TB_ACTION_CLOSE_TICKET && e->role == TB_ROLE_SERVICE));
  focus = gtk_window_get_focus (f.dialog);
  if (e->focus != NULL)
    g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (focus)), ==, e->focus);
  else
    g_assert_true (GTK_IS_TEXT_VIEW (focus));
  ui_test_assert_named (GTK_WIDGET (f.dialog));
  close_dialog (&f);
  teardown (&f);
}

static void
test_table_has_every_menu_entry (void)
{
  const TbMenuItem *items;
  guint             n, i;

  items = tb_menu_items (&n);
  for (i = 0; i < n; i++)
    if (items[i].action != TB_ACTION_CHOOSE && items[i].action != TB_ACTION_SHOW_TERMS &&
        items[i].action != TB_ACTION_ACCEPT)
      g_assert_true (tb_step_dialog_has (items[i].action));
  g_assert_false (tb_step_dialog_has (TB_ACTION_OUTSOURCE));
}

/* ---- What they do ---- */

static void
test_rejection_needs_a_reason (void)
{
  Fixture          f;
  g_autofree char *error = NULL;

  setup (&f, TB_STATUS_WAITING_APPROVAL);
  open_step (&f, TB_ROLE_LEAD, TB_ACTION_REJECT);
  gtk_widget_activate_action (GTK_WIDGET (f.dialog), "step.confirm", NULL);
  ui_test_settle ();
  g_object_get (reason_of (&f), "error", &error, NULL);
  g_assert_cmpstr (error, ==, "Please say what is still to be done.");
  g_assert_cmpint (tb_status_of (&f.pair.lead, f.lead_number, TB_ROLE_LEAD), ==, TB_STATUS_WAITING_APPROVAL);
  tb_text_field_set_text (reason_of (&f), "Certificate is missing");
  press_and_wait (&f, "step.confirm");
  g_assert_cmpint (tb_status_of (&f.pair.lead, f.lead_number, TB_ROLE_LEAD), ==, TB_STATUS_IN_PROGRESS);
  teardown (&f);
}

static void
test_decline_with_a_reason (void)
{
  Fixture f;
  g_autoptr (TbTicketView) view = NULL;

  setup (&f, TB_STATUS_ASSIGNED);
  open_step (&f, TB_ROLE_SERVICE, TB_ACTION_DECLINE);
  tb_text_field_set_text (reason_of (&f), "No time");
  press_and_wait (&f, "step.confirm");
  tb_pair_exchange (&f.pair);
  view = tb_side_show (&f.pair.lead, f.lead_number);
  g_assert_cmpint (tb_ticket_view_latest (view, TB_ROLE_LEAD)->record->status, ==, TB_STATUS_DECLINED);
  g_assert_cmpstr (tb_ticket_view_latest (view, TB_ROLE_LEAD)->record->reason, ==, "No time");
  teardown (&f);
}

static void
test_reason_is_kept (void)
{
  Fixture          f;
  g_autofree char *text = NULL;

  setup (&f, TB_STATUS_ASSIGNED);
  open_step (&f, TB_ROLE_SERVICE, TB_ACTION_DECLINE);
  tb_text_field_set_text (reason_of (&f), "No ti");
  close_dialog (&f);
  open_step (&f, TB_ROLE_SERVICE, TB_ACTION_DECLINE);
  ui_test_wait ((g_free (text), text = tb_text_field_get_text (reason_of (&f)), *text != '\0'));
  g_assert_cmpstr (text, ==, "No ti");
  close_dialog (&f);
  teardown (&f);
}

static void
test_service_closes_or_submits (void)
{
  Fixture f;

  setup (&f, TB_STATUS_IN_PROGRESS);
  open_step (&f, TB_ROLE_SERVICE, TB_ACTION_CLOSE_TICKET);
  g_assert_true (gtk_window_get_default_widget (f.dialog) == button (&f, "step.instead"));
  press_and_wait (&f, "step.instead");
  tb_pair_exchange (&f.pair);
  g_assert_cmpint (tb_status_of (&f.pair.lead, f.lead_number, TB_ROLE_LEAD), ==, TB_STATUS_WAITING_APPROVAL);

  /* Then there is only the other way. */
  open_step (&f, TB_ROLE_SERVICE, TB_ACTION_CLOSE_TICKET);
  ui_test_wait (gtk_widget_is_sensitive (button (&f, "step.confirm")));
  g_assert_false (gtk_widget_get_visible (button (&f, "step.instead")));
  press_and_wait (&f, "step.confirm");
  tb_pair_exchange (&f.pair);
  g_assert_cmpint (tb_status_of (&f.pair.lead, f.lead_number, TB_ROLE_LEAD), ==, TB_STATUS_COMPLETE);
  teardown (&f);
}

static void
test_question_is_a_note (void)
{
  Fixture f;
  g_autoptr (TbTicketView) view = NULL;
  TbItemView *question;

  setup (&f, TB_STATUS_IN_PROGRESS);
  open_step (&f, TB_ROLE_SERVICE, TB_ACTION_ASK);
  gtk_widget_activate_action (GTK_WIDGET (f.dialog), "step.confirm", NULL);
  g_assert_true (says (&f, "Please type your question."));
  tb_text_field_set_text (reason_of (&f), "Which server?");
  press_and_wait (&f, "step.confirm");
  tb_pair_exchange (&f.pair);
  view = tb_side_show (&f.pair.lead, f.lead_number);
  question = tb_item_with (view, "Which server?");
  g_assert_nonnull (question);
  g_assert_true (question->record->is_question);
  teardown (&f);
}

static void
test_says_that_the_partner_acted (void)
{
  Fixture f;

  setup (&f, TB_STATUS_ASSIGNED);
  open_step (&f, TB_ROLE_LEAD, TB_ACTION_CANCEL);
  tb_side_act (&f.pair.service, f.service_number, TB_ACTION_DECLINE, NULL);
  tb_pair_exchange (&f.pair);
  ui_test_wait (says (&f, "Meanwhile the outsourcing status has become “Declined”."));
  g_assert_false (gtk_widget_is_sensitive (button (&f, "step.confirm")));
  close_dialog (&f);
  teardown (&f);
}

/* ---- Accepting ---- */

static void
open_accept (Fixture *f)
{
  open_sheet (f, TB_ROLE_SERVICE);
  f->dialog = GTK_WINDOW (tb_accept_dialog_new (f->service, f->sheet));
  gtk_window_present (f->dialog);
  ui_test_settle ();
}

static TbFormField *
organisation_of (Fixture *f)
{
  return TB_FORM_FIELD (ui_test_find (GTK_WIDGET (f->dialog), TB_TYPE_FORM_FIELD, "title", "Organisation"));
}

static void
test_accepts_with_mapping (void)
{
  Fixture f;
  g_autoptr (TbTicketView) view = NULL;
  gboolean is_read_only;

  setup (&f, TB_STATUS_ASSIGNED);
  open_accept (&f);
  g_assert_true (says (&f, "This is the first ticket from Nord."));
  g_assert_true (says (&f, "Mail server"));
  g_assert_cmpstr (tb_form_field_get_text (organisation_of (&f)), ==, "Nord");
  ui_test_assert_named (GTK_WIDGET (f.dialog));
  tb_form_field_set_text (organisation_of (&f), " ");
  gtk_widget_activate_action (GTK_WIDGET (f.dialog), "offer.accept", NULL);
  g_assert_true (says (&f, "Please name the organisation."));
  tb_form_field_set_text (organisation_of (&f), "Nordlicht");
  press_and_wait (&f, "offer.accept");
  tb_pair_exchange (&f.pair);
  g_assert_cmpint (tb_status_of (&f.pair.lead, f.lead_number, TB_ROLE_LEAD), ==, TB_STATUS_ACCEPTED);
  view = tb_side_show (&f.pair.service, f.service_number);
  g_assert_cmpstr (view->organisation->name, ==, "Nordlicht");

  /* The second one is only shown where it goes. */
  g_free (f.lead_number);
  f.lead_number = tb_side_new_ticket (&f.pair.lead, "Printer");
  tb_side_outsource (&f.pair.lead, f.lead_number, "Alpen");
  tb_pair_exchange (&f.pair);
  g_free (f.service_number);
  f.service_number = tb_side_newest (&f.pair.service);
  open_accept (&f);
  ui_test_wait (g_str_equal (tb_form_field_get_text (organisation_of (&f)), "Nordlicht"));
  g_object_get (organisation_of (&f), "read-only", &is_read_only, NULL);
  g_assert_true (is_read_only);
  g_assert_false (says (&f, "This is the first ticket"));
  close_dialog (&f);
  teardown (&f);
}

static void
test_offer_taken_back (void)
{
  Fixture f;

  setup (&f, TB_STATUS_ASSIGNED);
  open_accept (&f);
  g_assert_true (gtk_widget_is_sensitive (button (&f, "offer.accept")));
  tb_side_act (&f.pair.lead, f.lead_number, TB_ACTION_CANCEL, NULL);
  tb_pair_exchange (&f.pair);
  ui_test_wait (says (&f, "The lead partner had already canceled the offer."));
  g_assert_false (gtk_widget_is_sensitive (button (&f, "offer.accept")));
  close_dialog (&f);
  teardown (&f);
}

static void
test_too_late (void)
{
  Fixture f;

  setup (&f, TB_STATUS_ASSIGNED);
  tb_clock_advance (f.pair.clock, 25 * TB_HOUR);
  open_accept (&f);
  g_assert_true (says (&f, "The answer deadline had passed."));
  g_assert_false (gtk_widget_is_sensitive (button (&f, "offer.accept")));
  close_dialog (&f);
  teardown (&f);
}

int
main (int   argc,
      char *argv[])
{
  guint i;

  if (!ui_test_init (&argc, &argv))
    return 0;
  for (i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ui/steps/%s-as-%s",
                                               tb_nick (TB_TYPE_ACTION, expected[i].action),
                                               tb_nick (TB_TYPE_ROLE, expected[i].role));

      g_test_add_data_func (path, &expected[i], test_each_step);
    }
  g_test_add_func ("/ui/steps/table-has-every-menu-entry", test_table_has_every_menu_entry);
  g_test_add_func ("/ui/steps/rejection-needs-a-reason", test_rejection_needs_a_reason);
  g_test_add_func ("/ui/steps/decline-with-a-reason", test_decline_with_a_reason);
  g_test_add_func ("/ui/steps/reason-is-kept", test_reason_is_kept);
  g_test_add_func ("/ui/steps/service-closes-or-submits", test_service_closes_or_submits);
  g_test_add_func ("/ui/steps/question-is-a-note", test_question_is_a_note);
  g_test_add_func ("/ui/steps/says-that-the-partner-acted", test_says_that_the_partner_acted);
  g_test_add_func ("/ui/steps/accepts-with-mapping", test_accepts_with_mapping);
  g_test_add_func ("/ui/steps/offer-taken-back", test_offer_taken_back);
  g_test_add_func ("/ui/steps/too-late", test_too_late);
  return g_test_run ();
}
