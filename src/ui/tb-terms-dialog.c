/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Ticket outsourcen“: the terms of an outsourcing. */
#include "config.h"

#include "tb-terms-dialog.h"

#include "tb-draft-timer.h"
#include "tb-message-bar.h"
#include "tb-tell.h"
#include "tb-terms-form.h"
#include "tb-text.h"
#include "tb-ticket-sheet.h"
#include "tb-workflow.h"

#include <glib/gi18n.h>

/* What is typed is written down after a pause of this length. */

struct _TbTermsDialog
{
  AdwWindow parent_instance;

  /* template */
  AdwWindowTitle *title;
  TbMessageBar   *message_bar;
  GtkWidget      *discard_button;
  GtkStack       *stack;
  TbTermsForm    *form;
  GtkWidget      *buttons;
  GtkSpinner     *spinner;

  TbDesk        *desk;    /* (owned) (nullable) */
  TbTicketSheet *sheet;   /* (owned) (nullable) */
  char          *partner; /* (owned) (nullable): chosen by the caller */
  gint64         ticket;
  TbRole         role; /* NONE: to be found out */

  GCancellable *cancellable; /* (owned): of loading */
  char         *draft;       /* (owned) (nullable): found when opened */
  char         *untouched;   /* (owned) (nullable): the form before anything was typed */
  TbDraftTimer  draft_timer;
  gboolean      is_draft_known;
  gboolean      is_filled;
  gboolean      is_read_only;
  gboolean      is_busy; /* a command runs */
  gboolean      is_done; /* nothing is to be kept any more */
};

G_DEFINE_FINAL_TYPE (TbTermsDialog, tb_terms_dialog, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_DESK,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
show_message (TbTermsDialog *self,
              TbMessage      message,
              const char    *text)
{
  gtk_widget_set_visible (self->discard_button, FALSE);
  tb_message_bar_show (self->message_bar, message, text);
}

static TbEngagementRecord *
find_engagement (TbTermsDialog *self,
                 TbRole         role)
{
  TbEngagement *engagement = tb_ticket_sheet_get_engagement (self->sheet, role);

  return engagement != NULL ? tb_object_get_record (TB_OBJECT (engagement)) : NULL;
}

static TbTicketRecord *
find_ticket (TbTermsDialog *self)
{
  TbTicketDetails *details = self->sheet != NULL ? tb_ticket_sheet_get_details (self->sheet) : NULL;

  return details != NULL ? tb_object_get_record (TB_OBJECT (details)) : NULL;
}

static TbStatus
lead_status (TbTermsDialog *self)
{
  const TbEngagementRecord *engagement = find_engagement (self, TB_ROLE_LEAD);

  return engagement != NULL ? (TbStatus)engagement->status : TB_STATUS_NONE;
}

static gboolean
may (TbTermsDialog *self,
     TbAction       action)
{
  return tb_transition_check (lead_status (self), TB_ACTOR_LEAD, action, tb_desk_get_permission (self->desk),
                              NULL) != NULL;
}

/* ---- Drafts ---- */

static char *
draft_key (TbTermsDialog *self)
{
  return g_strdup_printf ("terms-%" G_GINT64_FORMAT, self->ticket);
}

static void
keep_draft (TbTermsDialog *self)
{
  g_autofree char *key = draft_key (self);
  g_autofree char *text = NULL;

  tb_draft_timer_stop (&self->draft_timer);
  if (self->is_done || !self->is_filled || self->is_read_only || self->desk == NULL)
    return;
  text = tb_terms_form_save (self->form);
  tb_desk_save_draft (self->desk, key, g_strcmp0 (text, self->untouched) != 0 ? text : NULL);
}

static void
on_form_changed_cb (TbTermsDialog *self)
{
  if (!self->is_filled || self->is_read_only)
    return;
  tb_draft_timer_touch (&self->draft_timer);
}

/* ---- Filling in ---- */

static void
update_actions (TbTermsDialog *self)
{
  const TbTicketRecord *ticket = find_ticket (self);
  gboolean              is_ready = self->is_filled && !self->is_read_only && !self->is_busy && ticket != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "terms.save",
                                 is_ready && ticket->is_open && may (self, TB_ACTION_SAVE_TERMS));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "terms.outsource",
                                 is_ready && ticket->is_open && may (self, TB_ACTION_OUTSOURCE));
  gtk_spinner_set_spinning (self->spinner, self->is_busy);
  gtk_widget_set_visible (self->buttons, !self->is_read_only);
}

static const char *
partner_of (TbTermsDialog *self,
            TbRole         role)
{
  TbEngagement      *engagement = tb_ticket_sheet_get_engagement (self->sheet, role);
  TbEngagementExtra *extra = engagement != NULL ? tb_object_get_extra (TB_OBJECT (engagement)) : NULL;

  return extra != NULL ? extra->partner_name : NULL;
}

/* Whose contact and address go to the partner: of a ticket that we have from a lead it is the end customer.
 */
static char *
describe_customer (TbTermsDialog *self)
{
  const TbEngagementRecord   *service = find_engagement (self, TB_ROLE_SERVICE);
  const TbTicketDetailsExtra *extra = tb_object_get_extra (
    TB_OBJECT (tb_ticket_sheet_get_details (self->sheet)));

  if (service != NULL)
    return tb_text_join (service->customer_company, service->customer_contact, service->customer_phone,
                         TB_TEXT_END);
  if (extra == NULL)
    return NULL;
  return tb_text_join (extra->organisation_name, extra->contact_name, extra->contact_phone, TB_TEXT_END);
}

/* Saved terms and sent ones are shown as they are; of an engagement that is over only the terms are taken. */
static void
fill_untouched (TbTermsDialog *self)
{
  const TbEngagementRecord *last = find_engagement (self, self->role);
  TbStatus                  status = last != NULL ? (TbStatus)last->status : TB_STATUS_NONE;
  const char               *partner = self->partner;

  tb_terms_form_set_role (self->form, self->role, self->is_read_only);
  tb_terms_form_set_terms (self->form, last, self->is_read_only || status == TB_STATUS_UNSENT);
  if (partner == NULL && (self->is_read_only || status == TB_STATUS_UNSENT))
    partner = partner_of (self, self->role);
  tb_terms_form_set_partner (self->form, partner);
  g_free (self->untouched);
  self->untouched = tb_terms_form_save (self->form);
}

static void
restore_draft (TbTermsDialog *self)
{
  if (self->is_read_only || self->draft == NULL || !tb_terms_form_restore (self->form, self->draft))
    return;
  if (self->partner != NULL)
    tb_terms_form_set_partner (self->form, self->partner);
  show_message (self, TB_MESSAGE_INFO, _ ("Draft restored."));
  gtk_widget_set_visible (self->discard_button, TRUE);
}

static void
show_ticket_complete (TbTermsDialog *self)
{
  const TbTicketRecord *ticket = find_ticket (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (self->is_read_only || ticket == NULL || ticket->is_open)
    return;
  tb_problem_set (&error, TB_PROBLEM_TICKET_COMPLETE, NULL);
  text = tb_text_problem (error);
  show_message (self, TB_MESSAGE_WARNING, text);
}

static gboolean
is_sent (TbTermsDialog *self)
{
  if (self->role == TB_ROLE_NONE)
    self->role = lead_status (self) == TB_STATUS_NONE && !find_ticket (self)->is_confirmed ? TB_ROLE_SERVICE
                                                                                           : TB_ROLE_LEAD;
  return self->role == TB_ROLE_SERVICE || !may (self, TB_ACTION_OUTSOURCE);
}

static void
fill (TbTermsDialog *self)
{
  const TbTicketRecord *ticket = find_ticket (self);
  g_autofree char      *subtitle = tb_text_join (ticket->number, ticket->title, TB_TEXT_END);
  g_autofree char      *customer = describe_customer (self);

  self->is_read_only = self->is_read_only || is_sent (self);
  gtk_window_set_title (GTK_WINDOW (self), self->is_read_only ? _ ("Terms") : _ ("Outsource ticket"));
  adw_window_title_set_subtitle (self->title, subtitle);
  tb_terms_form_set_customer (self->form, customer);
  fill_untouched (self);
  restore_draft (self);
  self->is_filled = TRUE;
  show_ticket_complete (self);
  update_actions (self);
  gtk_stack_set_visible_child_name (self->stack, "form");
  if (!self->is_read_only)
    gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
}

/* Somebody else acts while the form is open. */
static void
follow (TbTermsDialog *self)
{
  const TbTicketRecord *ticket = find_ticket (self);

  if (self->is_read_only || self->is_busy || self->is_done)
    return;
  update_actions (self);
  if (!may (self, TB_ACTION_OUTSOURCE))
    show_message (self, TB_MESSAGE_WARNING,
                  _ ("The ticket has been outsourced in the meantime. What you typed is kept as a draft."));
  else if (ticket != NULL && !ticket->is_open)
    show_ticket_complete (self);
}

static void
on_sheet_updated_cb (TbTermsDialog *self)
{
  if (self->is_filled)
    follow (self);
  else if (self->is_draft_known && find_ticket (self) != NULL)
    fill (self);
}

static void
on_draft_loaded_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (TbTermsDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *draft = tb_desk_load_draft_finish (TB_DESK (object), result, &error);

  if (self->desk == NULL)
    return;
  if (error != NULL)
    g_info ("draft: %s", error->message); /* the form is filled from what is saved */
  self->draft = g_steal_pointer (&draft);
  self->is_draft_known = TRUE;
  on_sheet_updated_cb (self);
}

static void
on_sheet_failed_cb (TbTermsDialog *self,
                    GError        *error)
{
  g_autofree char *text = tb_text_problem (error);

  show_message (self, TB_MESSAGE_ERROR, text);
}

static void
on_discard_clicked_cb (TbTermsDialog *self)
{
  g_autofree char *key = draft_key (self);

  tb_draft_timer_stop (&self->draft_timer);
  tb_desk_save_draft (self->desk, key, NULL);
  show_message (self, TB_MESSAGE_INFO, NULL);
  fill_untouched (self);
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
}

static void
on_invite_cb (TbTermsDialog *self)
{
  GtkWindow *window = tb_main_window_of (GTK_WIDGET (self));

  if (window == NULL || window == GTK_WINDOW (self))
    return;
  gtk_widget_activate_action (GTK_WIDGET (window), "win.invite", NULL);
  gtk_window_close (GTK_WINDOW (self));
}

/* ---- Commands ---- */

typedef struct
{
  TbTermsDialog *dialog; /* (owned) */
  char          *toast;  /* (owned) */
} Done;

static void
done_free (Done *done)
{
  g_object_unref (done->dialog);
  g_free (done->toast);
  g_free (done);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Done, done_free)

static void
on_done_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (Done) done = data;
  TbTermsDialog *self = done->dialog;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  self->is_busy = FALSE;
  if (tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    {
      self->is_done = TRUE;
      /* Closed before it was done: there is nobody to tell. */
      if (self->desk == NULL)
        return;
      tb_tell (GTK_WIDGET (self), done->toast);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (self->desk == NULL)
    return;
  update_actions (self);
  keep_draft (self);
  if (tb_terms_form_place_error (self->form, error))
    return;
  text = tb_text_problem (error);
  show_message (self, TB_MESSAGE_ERROR, text);
}

static void
run (TbTermsDialog *self,
     TbCommandType  type)
{
  g_autofree char *key = draft_key (self);
  g_auto (TbTermsInput) input = { 0 };
  TbCommand command = { .type = type, .ticket = self->ticket, .draft_key = key };
  Done     *done;

  if (!tb_terms_form_read (self->form, &input))
    return;
  command.partner = input.partner;
  command.terms = &input.terms;
  /* What is typed from here on is nothing: the form is off until the answer is there. */
  keep_draft (self);
  show_message (self, TB_MESSAGE_INFO, NULL);
  done = g_new0 (Done, 1);
  done->dialog = g_object_ref (self);
  done->toast = type == TB_COMMAND_OUTSOURCE
                  /* Translators: %s is a partner. */
                  ? g_strdup_printf (_ ("Ticket sent to %s."), input.partner != NULL ? input.partner : "")
                  : g_strdup (_ ("Terms saved."));
  self->is_busy = TRUE;
  update_actions (self);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_done_cb, done);
}

static void
save (GtkWidget  *widget,
      const char *name,
      GVariant   *parameter)
{
  run (TB_TERMS_DIALOG (widget), TB_COMMAND_SAVE_TERMS);
}

static void
outsource (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  run (TB_TERMS_DIALOG (widget), TB_COMMAND_OUTSOURCE);
}

/* ---- Class ---- */

static gboolean
tb_terms_dialog_close_request (GtkWindow *window)
{
  keep_draft (TB_TERMS_DIALOG (window));
  return GTK_WINDOW_CLASS (tb_terms_dialog_parent_class)->close_request (window);
}

static void
tb_terms_dialog_dispose (GObject *object)
{
  TbTermsDialog *self = TB_TERMS_DIALOG (object);

  if (self->desk != NULL)
    keep_draft (self);
  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_TERMS_DIALOG);
  g_clear_object (&self->sheet);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_terms_dialog_parent_class)->dispose (object);
}

static void
tb_terms_dialog_finalize (GObject *object)
{
  TbTermsDialog *self = TB_TERMS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_free (self->partner);
  g_free (self->draft);
  g_free (self->untouched);
  G_OBJECT_CLASS (tb_terms_dialog_parent_class)->finalize (object);
}

static void
tb_terms_dialog_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  TbTermsDialog *self = TB_TERMS_DIALOG (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_terms_dialog_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  TbTermsDialog *self = TB_TERMS_DIALOG (object);

  switch (prop_id)
    {
    case PROP_DESK:
      if (g_set_object (&self->desk, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_terms_dialog_class_init (TbTermsDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_terms_dialog_dispose;
  object_class->finalize = tb_terms_dialog_finalize;
  object_class->get_property = tb_terms_dialog_get_property;
  object_class->set_property = tb_terms_dialog_set_property;
  GTK_WINDOW_CLASS (klass)->close_request = tb_terms_dialog_close_request;

  properties[PROP_DESK] = g_param_spec_object (
    "desk", NULL, NULL, TB_TYPE_DESK, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "terms.save", NULL, save);
  gtk_widget_class_install_action (widget_class, "terms.outsource", NULL, outsource);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  g_type_ensure (TB_TYPE_MESSAGE_BAR);
  g_type_ensure (TB_TYPE_TERMS_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-terms-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TbTermsDialog, title);
  gtk_widget_class_bind_template_child (widget_class, TbTermsDialog, message_bar);
  gtk_widget_class_bind_template_child (widget_class, TbTermsDialog, discard_button);
  gtk_widget_class_bind_template_child (widget_class, TbTermsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, TbTermsDialog, form);
  gtk_widget_class_bind_template_child (widget_class, TbTermsDialog, buttons);
  gtk_widget_class_bind_template_child (widget_class, TbTermsDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_discard_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_invite_cb);
}

static void
tb_terms_dialog_init (TbTermsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->draft_timer = (TbDraftTimer){ (TbKeepFunc)keep_draft, self };
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

static GtkWidget *
open_dialog (TbDesk     *desk,
             gint64      ticket,
             const char *partner,
             TbRole      role)
{
  TbTermsDialog   *self = g_object_new (TB_TYPE_TERMS_DIALOG, "desk", desk, NULL);
  g_autofree char *key = NULL;

  self->ticket = ticket;
  self->partner = g_strdup (partner);
  self->role = role;
  self->is_read_only = role != TB_ROLE_NONE;
  self->sheet = tb_ticket_sheet_new (tb_desk_get_engine (desk), ticket);
  g_signal_connect_object (self->sheet, "updated", G_CALLBACK (on_sheet_updated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sheet, "failed", G_CALLBACK (on_sheet_failed_cb), self, G_CONNECT_SWAPPED);
  key = draft_key (self);
  tb_desk_load_draft_async (desk, key, self->cancellable, on_draft_loaded_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}

GtkWidget *
tb_terms_dialog_new (TbDesk     *desk,
                     gint64      ticket,
                     const char *partner)
{
  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  return open_dialog (desk, ticket, partner, TB_ROLE_NONE);
}

GtkWidget *
tb_terms_dialog_new_for_reading (TbDesk *desk,
                                 gint64  ticket,
                                 TbRole  role)
{
  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (role != TB_ROLE_NONE, NULL);

  return open_dialog (desk, ticket, NULL, role);
}
