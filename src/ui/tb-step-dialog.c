/* SPDX-License-Identifier: GPL-3.0-or-later
 * Asks before a step of the workflow: what will happen, a reason if one is needed. */
#include "config.h"

#include "tb-step-dialog.h"

#include "tb-draft-timer.h"
#include "tb-message-bar.h"
#include "tb-step-private.h"
#include "tb-tell.h"
#include "tb-text-field.h"
#include "tb-text.h"
#include "tb-words.h"
#include "tb-workflow.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is typed is written down after a pause of this length. */
/* What does not fit scrolls. */
#define MOST_HEIGHT 440
/* What fits on 360 pixels. */
#define MOST_BUTTON_WIDTH 332

struct _TbStepDialog
{
  AdwWindow parent_instance;

  /* template */
  AdwWindowTitle    *title;
  TbMessageBar      *message_bar;
  GtkScrolledWindow *scrolled;
  GtkLabel          *body;
  GtkListBox        *fact_list;
  GtkWidget         *reason_list;
  TbTextField       *reason;
  GtkBox            *button_box;
  GtkSpinner        *spinner;
  GtkButton         *dismiss_button;
  GtkButton         *confirm_button;
  GtkButton         *instead_button;

  TbDesk        *desk;   /* (owned) (nullable) */
  TbTicketSheet *sheet;  /* (owned) (nullable) */
  char          *status; /* (owned) (nullable) */
  TbAction       action;
  const TbStep  *step; /* (nullable): until the ticket is there */

  GCancellable *cancellable; /* (owned): of loading */
  TbDraftTimer  draft_timer;
  TbStatus      first_status; /* when it was opened */
  gboolean      is_busy;
  gboolean      is_done;
};

G_DEFINE_FINAL_TYPE (TbStepDialog, tb_step_dialog, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_DESK,
  PROP_STATUS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static TbEngagementRecord *
find_engagement (TbStepDialog *self,
                 TbRole        role)
{
  TbEngagement *engagement = tb_ticket_sheet_get_engagement (self->sheet, role);

  return engagement != NULL ? tb_object_get_record (TB_OBJECT (engagement)) : NULL;
}

static TbStatus
find_status (TbStepDialog *self,
             TbRole        role)
{
  const TbEngagementRecord *record = find_engagement (self, role);

  return record != NULL ? (TbStatus)record->status : TB_STATUS_NONE;
}

static gboolean
is_possible (TbStepDialog *self,
             TbRole        role,
             TbAction      action)
{
  TbStatus status = find_status (self, role);

  /* A question is no transition: it is asked while entries travel. */
  if (action == TB_ACTION_ASK)
    return (TB_STATUS_BIT (status) & TB_STATUS_MASK_LIVE) != 0;
  return tb_transition_find (status, role == TB_ROLE_LEAD ? TB_ACTOR_LEAD : TB_ACTOR_SERVICE, action) != NULL;
}

/* A ticket that is passed on is on both sides: then the one where the step is possible. */
static const TbStep *
find_step (TbStepDialog *self)
{
  const TbStep *found = NULL;
  const TbStep *step;
  guint         n, i;

  step = tb_steps (&n);
  for (i = 0; i < n; i++)
    if (step[i].action == self->action && (found == NULL || is_possible (self, step[i].role, self->action)))
      found = &step[i];
  return found;
}

static const char *
find_partner (TbStepDialog *self)
{
  TbEngagement      *engagement = tb_ticket_sheet_get_engagement (self->sheet, self->step->role);
  TbEngagementExtra *extra = engagement != NULL ? tb_object_get_extra (TB_OBJECT (engagement)) : NULL;

  return extra != NULL && extra->partner_name != NULL ? extra->partner_name : "";
}

/* The Ticketstatus that is to be set. */
static const char *
find_ticket_status (TbStepDialog *self)
{
  GListModel *statuses = tb_desk_get_statuses (self->desk);
  guint       n = g_list_model_get_n_items (statuses);
  guint       i;

  if (self->status != NULL)
    return self->status;
  for (i = 0; i < n; i++)
    {
      g_autoptr (TbObject) object = g_list_model_get_item (statuses, i);
      const TbTicketStatusRecord *record = tb_object_get_record (object);

      if (record != NULL && record->meaning == TB_MEANING_COMPLETE)
        return record->name;
    }
  return NULL;
}

static gboolean
may_submit_instead (TbStepDialog *self)
{
  return self->step->action == TB_ACTION_CLOSE_TICKET && self->step->role == TB_ROLE_SERVICE &&
         is_possible (self, TB_ROLE_SERVICE, TB_ACTION_SUBMIT);
}

/* ---- Drafts ---- */

static char *
draft_key (TbStepDialog *self)
{
  return g_strdup_printf ("%s-%" G_GINT64_FORMAT, tb_nick (TB_TYPE_ACTION, self->action),
                          tb_ticket_sheet_get_ticket (self->sheet));
}

static void
keep_draft (TbStepDialog *self)
{
  g_autofree char *key = NULL;
  g_autofree char *text = NULL;

  tb_draft_timer_stop (&self->draft_timer);
  if (self->is_done || self->desk == NULL || self->step == NULL || self->step->reason == NULL)
    return;
  key = draft_key (self);
  text = tb_text_field_get_text (self->reason);
  tb_desk_save_draft (self->desk, key, text);
}

static void
on_reason_changed_cb (TbStepDialog *self)
{
  tb_draft_timer_touch (&self->draft_timer);
}

static void
on_reason_marked_cb (TbStepDialog *self)
{
  if (self->desk != NULL)
    tb_step_fit_height (self->scrolled, MOST_HEIGHT);
}

static void
on_draft_loaded_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (TbStepDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *draft = tb_desk_load_draft_finish (TB_DESK (object), result, &error);
  g_autofree char *typed = NULL;

  if (error != NULL)
    g_info ("draft: %s", error->message); /* then it is typed again */
  if (self->desk == NULL || draft == NULL)
    return;
  typed = tb_text_field_get_text (self->reason);
  if (*typed == '\0')
    tb_text_field_set_text (self->reason, draft);
}

/* ---- Showing ---- */

static void
show_facts (TbStepDialog *self)
{
  TbEngagement *engagement = tb_ticket_sheet_get_engagement (self->sheet, self->step->role);
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify)tb_step_fact_free);

  if (self->step->add_facts != NULL && engagement != NULL)
    self->step->add_facts (facts, self->desk, self->sheet, engagement);
  tb_step_facts_show (self->fact_list, facts);
  tb_step_fit_height (self->scrolled, MOST_HEIGHT);
}

static void
update_actions (TbStepDialog *self)
{
  gboolean is_ready = self->step != NULL && !self->is_busy && !self->is_done;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "step.confirm",
                                 is_ready && is_possible (self, self->step->role, self->action));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "step.instead", is_ready && may_submit_instead (self));
  gtk_spinner_set_spinning (self->spinner, self->is_busy);
}

/* Long words stand below each other. */
static void
stack_buttons (TbStepDialog *self)
{
  gtk_widget_set_halign (GTK_WIDGET (self->button_box), GTK_ALIGN_FILL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->button_box), GTK_ORIENTATION_VERTICAL);
  gtk_box_reorder_child_after (self->button_box, GTK_WIDGET (self->dismiss_button),
                               GTK_WIDGET (self->confirm_button));
}

static void
stack_buttons_if_wide (TbStepDialog *self)
{
  int needed;

  gtk_widget_measure (GTK_WIDGET (self->button_box), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &needed, NULL,
                      NULL);
  if (needed > MOST_BUTTON_WIDTH)
    stack_buttons (self);
}

static void
arrange_buttons (TbStepDialog *self)
{
  gboolean has_instead = may_submit_instead (self);

  gtk_widget_set_visible (GTK_WIDGET (self->instead_button), has_instead);
  gtk_button_set_label (self->instead_button, _ ("_Insourcing complete"));
  if (!has_instead)
    {
      stack_buttons_if_wide (self);
      return;
    }
  stack_buttons (self);
  gtk_box_reorder_child_after (self->button_box, GTK_WIDGET (self->instead_button),
                               GTK_WIDGET (self->spinner));
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->instead_button));
}

static void
choose_focus (TbStepDialog *self)
{
  gboolean   is_destructive = g_str_equal (self->step->css_class, TB_STEP_DESTRUCTIVE);
  GtkWidget *focus = GTK_WIDGET (self->confirm_button);

  if (self->step->reason != NULL)
    focus = GTK_WIDGET (self->reason);
  else if (may_submit_instead (self))
    focus = GTK_WIDGET (self->instead_button);
  else if (is_destructive)
    focus = GTK_WIDGET (self->dismiss_button);
  gtk_widget_grab_focus (focus);
}

static void
show_body (TbStepDialog *self)
{
  const char      *argument = self->action == TB_ACTION_CLOSE_TICKET ? find_ticket_status (self)
                                                                     : find_partner (self);
  g_autofree char *body = tb_word_fill_in (_ (self->step->body), argument);

  gtk_label_set_label (self->body, body);
}

static void
show_step (TbStepDialog *self)
{
  const TbStep         *step = self->step;
  const TbTicketRecord *ticket = tb_object_get_record (TB_OBJECT (tb_ticket_sheet_get_details (self->sheet)));
  g_autofree char      *subtitle = tb_text_join (ticket->number, ticket->title, TB_TEXT_END);
  g_autofree char      *key = draft_key (self);

  gtk_window_set_title (GTK_WINDOW (self), _ (step->title));
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_button_set_label (self->dismiss_button, _ (step->dismiss));
  gtk_button_set_label (self->confirm_button, _ (step->confirm));
  gtk_widget_add_css_class (GTK_WIDGET (self->confirm_button), step->css_class);
  gtk_widget_set_visible (self->reason_list, step->reason != NULL);
  if (step->reason != NULL)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reason), _ (step->reason));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->reason_list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ (step->reason), -1);
      g_object_set (self->reason, "limit", self->action == TB_ACTION_ASK ? TB_LIMIT_TEXT : TB_LIMIT_REASON,
                    NULL);
      tb_desk_load_draft_async (self->desk, key, self->cancellable, on_draft_loaded_cb, g_object_ref (self));
    }
  self->first_status = find_status (self, step->role);
  show_body (self);
  show_facts (self);
  arrange_buttons (self);
  update_actions (self);
  choose_focus (self);
}

/* The partner acts while the dialog is open. */
static void
follow (TbStepDialog *self)
{
  TbStatus         status = find_status (self, self->step->role);
  g_autofree char *text = NULL;

  if (self->is_busy || self->is_done)
    return;
  show_facts (self);
  update_actions (self);
  if (is_possible (self, self->step->role, self->action))
    {
      if (status == self->first_status)
        tb_message_bar_show (self->message_bar, TB_MESSAGE_INFO, NULL);
      return;
    }
  text = tb_word_fill_in (
    /* Translators: %s is an outsourcing status. */
    _ ("Meanwhile the outsourcing status has become “%s”. This step is no longer possible."),
    tb_text_word (TB_TYPE_STATUS, status));
  tb_message_bar_show (self->message_bar, TB_MESSAGE_WARNING, text);
}

static void
on_sheet_updated_cb (TbStepDialog *self)
{
  TbTicketDetails *details = tb_ticket_sheet_get_details (self->sheet);

  if (details == NULL || tb_object_get_record (TB_OBJECT (details)) == NULL)
    return;
  if (self->step != NULL)
    {
      follow (self);
      return;
    }
  self->step = find_step (self);
  g_return_if_fail (self->step != NULL);
  show_step (self);
  if (!is_possible (self, self->step->role, self->action))
    follow (self);
}

/* ---- Doing ---- */

typedef struct
{
  TbStepDialog *dialog; /* (owned) */
  const char   *toast;  /* msgid */
} Done;

static void
on_done_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autofree Done *done = data;
  g_autoptr (TbStepDialog) self = done->dialog;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const char      *field;

  self->is_busy = FALSE;
  if (tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    {
      self->is_done = TRUE;
      if (self->desk == NULL)
        return;
      tb_tell (GTK_WIDGET (self), _ (done->toast));
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (self->desk == NULL)
    return;
  update_actions (self);
  field = tb_problem_get_field (error);
  if (self->step->reason == NULL || (g_strcmp0 (field, "reason") != 0 && g_strcmp0 (field, "text") != 0))
    {
      tb_message_bar_show_error (self->message_bar, error);
      return;
    }
  text = tb_text_problem (error);
  tb_text_field_set_error (self->reason, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}

static void
run (TbStepDialog    *self,
     const TbCommand *command,
     const char      *toast)
{
  Done *done = g_new0 (Done, 1);

  keep_draft (self);
  done->dialog = g_object_ref (self);
  done->toast = toast;
  self->is_busy = TRUE;
  update_actions (self);
  tb_message_bar_show (self->message_bar, TB_MESSAGE_INFO, NULL);
  tb_engine_do_async (tb_desk_get_engine (self->desk), command, NULL, on_done_cb, done);
}

static gboolean
check_reason (TbStepDialog *self,
              char         *reason)
{
  if (self->step->reason_missing == NULL || *g_strstrip (reason) != '\0')
    return TRUE;
  tb_text_field_set_error (self->reason, _ (self->step->reason_missing));
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
  return FALSE;
}

static void
confirm (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  TbStepDialog    *self = TB_STEP_DIALOG (widget);
  g_autofree char *reason = tb_text_field_get_text (self->reason);
  g_autofree char *key = draft_key (self);
  TbItemDraft      question = { .kind = TB_ITEM_NOTE, .is_question = TRUE, .text = reason };
  TbCommand        command = { .type = TB_COMMAND_ACT, .ticket = tb_ticket_sheet_get_ticket (self->sheet) };

  if (!check_reason (self, reason))
    return;
  if (self->step->reason != NULL)
    command.draft_key = key;
  if (self->action == TB_ACTION_ASK)
    {
      command.type = TB_COMMAND_ADD_ITEM;
      command.item = &question;
    }
  else if (self->action == TB_ACTION_CLOSE_TICKET)
    {
      command.type = TB_COMMAND_SET;
      command.name = "status";
      command.value = find_ticket_status (self);
    }
  else
    {
      command.action = self->action;
      command.reason = self->step->reason != NULL ? reason : NULL;
    }
  run (self, &command, self->step->toast);
}

static void
do_instead (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  TbStepDialog   *self = TB_STEP_DIALOG (widget);
  const TbCommand command = { .type = TB_COMMAND_ACT,
                              .ticket = tb_ticket_sheet_get_ticket (self->sheet),
                              .action = TB_ACTION_SUBMIT };

  run (self, &command, N_ ("Submitted for approval."));
}

/* ---- Class ---- */

/* Only now the fonts are known. */
static void
tb_step_dialog_map (GtkWidget *widget)
{
  stack_buttons_if_wide (TB_STEP_DIALOG (widget));
  tb_step_fit_height (TB_STEP_DIALOG (widget)->scrolled, MOST_HEIGHT);
  GTK_WIDGET_CLASS (tb_step_dialog_parent_class)->map (widget);
}

static gboolean
tb_step_dialog_close_request (GtkWindow *window)
{
  keep_draft (TB_STEP_DIALOG (window));
  return GTK_WINDOW_CLASS (tb_step_dialog_parent_class)->close_request (window);
}

static void
tb_step_dialog_dispose (GObject *object)
{
  TbStepDialog *self = TB_STEP_DIALOG (object);

  if (self->desk != NULL)
    keep_draft (self);
  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_STEP_DIALOG);
  g_clear_object (&self->sheet);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_step_dialog_parent_class)->dispose (object);
}

static void
tb_step_dialog_finalize (GObject *object)
{
  TbStepDialog *self = TB_STEP_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_free (self->status);
  G_OBJECT_CLASS (tb_step_dialog_parent_class)->finalize (object);
}

static void
tb_step_dialog_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  TbStepDialog *self = TB_STEP_DIALOG (object);

  switch (prop_id)
    {
    case PROP_DESK:
      g_value_set_object (value, self->desk);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_step_dialog_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  TbStepDialog *self = TB_STEP_DIALOG (object);

  switch (prop_id)
    {
    case PROP_DESK:
      if (g_set_object (&self->desk, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_STATUS:
      if (g_strcmp0 (self->status, g_value_get_string (value)) == 0)
        return;
      g_free (self->status);
      self->status = g_value_dup_string (value);
      if (self->step != NULL)
        show_body (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tb_step_dialog_class_init (TbStepDialogClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = tb_step_dialog_dispose;
  object_class->finalize = tb_step_dialog_finalize;
  object_class->get_property = tb_step_dialog_get_property;
  object_class->set_property = tb_step_dialog_set_property;
  widget_class->map = tb_step_dialog_map;
  GTK_WINDOW_CLASS (klass)->close_request = tb_step_dialog_close_request;

  properties[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, TB_TYPE_DESK, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "step.confirm", NULL, confirm);
  gtk_widget_class_install_action (widget_class, "step.instead", NULL, do_instead);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  g_type_ensure (TB_TYPE_MESSAGE_BAR);
  g_type_ensure (TB_TYPE_TEXT_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-step-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TbStepDialog, title);
  gtk_widget_class_bind_template_child (widget_class, TbStepDialog, message_bar);
  gtk_widget_class_bind_template_child (widget_class, TbStepDialog, scrolled);
  gtk_widget_class_bind_template_child (widget_class, TbStepDialog, body);
  gtk_widget_class_bind_template_child (widget_class, TbStepDialog, fact_list);
  gtk_widget_class_bind_template_child (widget_class, TbStepDialog, reason_list);
  gtk_widget_class_bind_template_child (widget_class, TbStepDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, TbStepDialog, button_box);
  gtk_widget_class_bind_template_child (widget_class, TbStepDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, TbStepDialog, dismiss_button);
  gtk_widget_class_bind_template_child (widget_class, TbStepDialog, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, TbStepDialog, instead_button);
  gtk_widget_class_bind_template_callback (widget_class, on_reason_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_reason_marked_cb);
}

static void
tb_step_dialog_init (TbStepDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->draft_timer = (TbDraftTimer){ (TbKeepFunc)keep_draft, self };
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tb_step_dialog_new (TbDesk        *desk,
                    TbTicketSheet *sheet,
                    TbAction       action)
{
  TbStepDialog *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (TB_IS_TICKET_SHEET (sheet), NULL);
  g_return_val_if_fail (tb_step_dialog_has (action), NULL);

  self = g_object_new (TB_TYPE_STEP_DIALOG, "desk", desk, NULL);
  self->sheet = g_object_ref (sheet);
  self->action = action;
  g_signal_connect_object (sheet, "updated", G_CALLBACK (on_sheet_updated_cb), self, G_CONNECT_SWAPPED);
  update_actions (self);
  on_sheet_updated_cb (self);
  return GTK_WIDGET (self);
}

gboolean
tb_step_dialog_has (TbAction action)
{
  const TbStep *step;
  guint         n, i;

  step = tb_steps (&n);
  for (i = 0; i < n; i++)
    if (step[i].action == action)
      return TRUE;
  return FALSE;
}
