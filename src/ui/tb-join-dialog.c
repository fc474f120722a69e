/* SPDX-License-Identifier: GPL-3.0-or-later
 * Accept an invitation: file, code, or dropped file. */
#include "config.h"

#include "tb-join-dialog.h"

#include "tb-dialog.h"
#include "tb-form-field.h"
#include "tb-tell.h"
#include "tb-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* An invitation is well under this; what is larger is some other file. */
#define MAX_FILE (1024 * 1024)
/* Which of the commands in store_names() is about the company's name. */
#define COMMAND_COMPANY 1

struct _TbJoinDialog
{
  AdwWindow parent_instance;

  GtkWidget    *cancel_button;
  GtkStack     *buttons;
  GtkWidget    *accept_button;
  GtkWidget    *close_button;
  GtkWidget    *done_button;
  GtkStack     *stack;
  GtkWidget    *choose_button;
  GtkWidget    *code_frame;
  GtkTextView  *code;
  GtkLabel     *source_problem;
  GtkLabel     *heading;
  GtkLabel     *meaning;
  AdwActionRow *address;
  AdwActionRow *expiry;
  TbFormField  *name;
  GtkWidget    *own_names;
  TbFormField  *company;
  TbFormField  *user;
  GtkLabel     *problem;
  GtkSpinner   *spinner;
  GtkLabel     *waiting_heading;
  GtkLabel     *waiting_problem;
  GtkWidget    *again_button;
  GtkWidget    *waiting_hint;
  GtkLabel     *done_heading;
  GtkLabel     *done_text;
  GtkWidget    *counter_button;
  GtkLabel     *counter_problem;
  GtkWidget    *preferences_button;

  TbDesk               *desk;      /* (owned) (nullable) */
  GCancellable         *closed;    /* (owned): what only this dialog wants */
  GtkFileChooserNative *chooser;   /* (owned) (nullable) */
  char                 *text;      /* (owned) (nullable): the invitation */
  char                 *file_name; /* (owned) (nullable): of the file that it is read from */
  char                 *partner;   /* (owned) (nullable): whom we join */
  GSignalGroup         *following; /* (owned): that partner */
  gboolean              is_declining;
};

G_DEFINE_FINAL_TYPE (TbJoinDialog, tb_join_dialog, ADW_TYPE_WINDOW)

static void
show_page (TbJoinDialog *self,
           const char   *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_stack_set_visible_child_name (self->buttons, name);
  gtk_widget_set_visible (self->cancel_button, g_str_equal (name, "source") || g_str_equal (name, "answer"));
}

/* ---- Where the invitation is ---- */

static void
show_source_problem (TbJoinDialog *self,
                     const GError *error)
{
  g_autofree char *text = tb_text_file_problem (error, self->file_name);

  show_page (self, "source");
  tb_dialog_set_problem (self->source_problem, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->code), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_label (self->source_problem), -1);
}

static void
show_invitation (TbJoinDialog           *self,
                 const TbInvitationView *view)
{
  gboolean         is_set_up = tb_desk_is_set_up (self->desk);
  const char      *name = view->partner != NULL ? view->partner : view->name;
  g_autofree char *until = tb_text_instant (view->expires_at, tb_desk_get_zone (self->desk),
                                            tb_desk_get_now (self->desk));
  /* Translators: %s is a partner. */
  g_autofree char *heading = g_strdup_printf (_ ("%s invites you"), view->name);
  g_autofree char *meaning = NULL;

  /* Translators: %s is a partner. */
  meaning =
    g_strdup_printf (_ ("If you accept, %s can offer you tickets. You decide about each of them."), name);
  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->meaning, meaning);
  adw_action_row_set_subtitle (self->address, view->url != NULL ? view->url : "");
  gtk_widget_set_visible (GTK_WIDGET (self->address), view->url != NULL);
  adw_action_row_set_subtitle (self->expiry, until);
  tb_form_field_set_text (self->name, name);
  g_object_set (self->name, "read-only", view->partner != NULL, NULL);
  gtk_widget_set_visible (self->own_names, !is_set_up);
  tb_dialog_set_problem (self->problem, NULL);
  show_page (self, "answer");
  if (is_set_up)
    gtk_widget_grab_focus (self->accept_button);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->company));
}

static void
on_described_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (TbJoinDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TbInvitationView) view = NULL;

  view = tb_engine_describe_invitation_finish (TB_ENGINE (object), result, &error);
  if (self->desk == NULL)
    return;
  if (view != NULL)
    show_invitation (self, view);
  else
    show_source_problem (self, error);
}

static void
describe (TbJoinDialog *self,
          char         *text) /* (transfer full) */
{
  g_free (self->text);
  self->text = text;
  tb_dialog_set_problem (self->source_problem, NULL);
  tb_engine_describe_invitation_async (tb_desk_get_engine (self->desk), text, self->closed, on_described_cb,
                                       g_object_ref (self));
}

static gboolean
on_more_wanted_cb (const char *bytes,
                   goffset     size,
                   gpointer    data)
{
  return size <= MAX_FILE;
}

static void
on_file_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (TbJoinDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize            length = 0;

  if (self->desk == NULL)
    return;
  if (!g_file_load_partial_contents_finish (G_FILE (object), result, &text, &length, NULL, NULL))
    tb_problem_set (&error, TB_PROBLEM_FILE_UNREADABLE, self->file_name);
  else if (length > MAX_FILE || strlen (text) != length)
    tb_problem_set (&error, TB_PROBLEM_INVITATION_BROKEN, NULL);
  if (error != NULL)
    show_source_problem (self, error);
  else
    describe (self, g_steal_pointer (&text));
}

static void
read_file (TbJoinDialog *self,
           GFile        *file)
{
  g_autofree char *name = g_file_get_basename (file);

  g_free (self->file_name);
  self->file_name = name != NULL ? g_filename_display_name (name) : NULL;
  g_file_load_partial_contents_async (file, self->closed, on_more_wanted_cb, on_file_read_cb,
                                      g_object_ref (self));
}

static gboolean
on_drop_cb (TbJoinDialog *self,
            const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL || g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "source") != 0)
    return FALSE;
  read_file (self, files->data);
  return TRUE;
}

static void
on_file_chosen_cb (TbJoinDialog *self,
                   int           response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file != NULL)
    read_file (self, file);
}

static void
on_choose_cb (TbJoinDialog *self)
{
  self->chooser = gtk_file_chooser_native_new (_ ("Choose Invitation File"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_file_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static char *
get_code (TbJoinDialog *self)
{
  char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (self->code), "text", &text, NULL);
  return g_strstrip (text);
}

static void
on_code_changed_cb (TbJoinDialog *self)
{
  g_autofree char *code = get_code (self);

  tb_dialog_set_problem (self->source_problem, NULL);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->code), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.continue", *code != '\0');
}

static void
go_on (GtkWidget  *widget,
       const char *name,
       GVariant   *parameter)
{
  TbJoinDialog *self = TB_JOIN_DIALOG (widget);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "source") != 0)
    return;
  g_clear_pointer (&self->file_name, g_free);
  describe (self, get_code (self));
}

/* ---- Waiting until we are linked ---- */

static TbPartner *
find_partner (TbJoinDialog *self)
{
  GListModel *partners = tb_desk_get_partners (self->desk);
  guint       i;

  for (i = 0; i < g_list_model_get_n_items (partners); i++)
    {
      g_autoptr (TbObject) partner = g_list_model_get_item (partners, i);
      const TbPartnerRecord *record = tb_object_get_record (partner);

      if (g_strcmp0 (record->name, self->partner) == 0)
        return TB_PARTNER_OBJECT (g_steal_pointer (&partner));
    }
  return NULL;
}

static void
show_linked (TbJoinDialog         *self,
             const TbPartnerExtra *extra)
{
  gboolean is_leading =
    extra->lead_state == TB_AGREEMENT_ACTIVE || extra->lead_state == TB_AGREEMENT_INVITED;
  g_autofree char *text = NULL;
  g_autofree char *heading = NULL;

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "done") == 0)
    return;
  /* Translators: %s is a partner. */
  heading = g_strdup_printf (_ ("You are linked with %s"), self->partner);
  if (is_leading)
    /* Translators: %s is a partner. */
    text = g_strdup_printf (_ ("%s can offer you tickets from now on."), self->partner);
  else
    /* Translators: %1$s is a partner. */
    text =
      g_strdup_printf (_ ("%1$s can offer you tickets from now on. If you want to give tickets to %1$s too, "
                          "send a counter-invitation."),
                       self->partner);
  gtk_label_set_label (self->done_heading, heading);
  gtk_label_set_label (self->done_text, text);
  gtk_widget_set_visible (self->counter_button, !is_leading);
  gtk_spinner_stop (self->spinner);
  show_page (self, "done");
  gtk_widget_grab_focus (self->done_button);
}

static void
show_waiting (TbJoinDialog          *self,
              const TbPartnerRecord *record)
{
  gboolean         is_stopped = record->link_state == TB_LINK_STOPPED;
  gboolean         has_failed = record->problem != NULL;
  g_autofree char *problem = has_failed ? tb_text_problem_nick (record->problem, record->name) : NULL;
  g_autofree char *heading = NULL;

  if (is_stopped)
    heading = g_strdup (_ ("The invitation came to nothing"));
  else
    /* Translators: %s is a partner. */
    heading = g_strdup_printf (_ ("Connecting to %s…"), record->name);
  gtk_label_set_label (self->waiting_heading, heading);
  tb_dialog_set_problem (self->waiting_problem, problem);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), !has_failed);
  gtk_spinner_set_spinning (self->spinner, !has_failed);
  gtk_widget_set_visible (self->again_button, has_failed && !is_stopped);
  gtk_widget_set_visible (self->waiting_hint, !is_stopped);
}

static void
update_link (TbJoinDialog *self)
{
  g_autoptr (TbPartner) partner = NULL;
  const TbPartnerRecord *record;
  const TbPartnerExtra  *extra;

  if (self->partner == NULL || self->desk == NULL)
    return;
  partner = find_partner (self);
  g_signal_group_set_target (self->following, partner);
  if (partner == NULL)
    return;
  record = tb_object_get_record (TB_OBJECT (partner));
  extra = tb_object_get_extra (TB_OBJECT (partner));
  if (extra != NULL && record->link_state == TB_LINK_LINKED && extra->service_state == TB_AGREEMENT_ACTIVE)
    show_linked (self, extra);
  else
    show_waiting (self, record);
}

static void
on_tried_again_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (TbJoinDialog) self = data;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error) && self->desk != NULL)
    tb_dialog_show_error (self->waiting_problem, error);
}

static void
on_again_cb (TbJoinDialog *self)
{
  const TbCommand command = { .type = TB_COMMAND_SEND_NOW, .partner = self->partner };

  tb_dialog_set_problem (self->waiting_problem, NULL);
  gtk_widget_hide (self->again_button);
  gtk_widget_show (GTK_WIDGET (self->spinner));
  gtk_spinner_start (self->spinner);
  gtk_widget_grab_focus (self->close_button);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_tried_again_cb,
                      g_object_ref (self));
}

/* ---- Answering ---- */

static void
show_answer_error (TbJoinDialog *self,
                   const GError *error)
{
  const char *argument = error->domain == TB_PROBLEM ? tb_problem_get_argument (error) : NULL;

  if (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_NAME_TAKEN) ||
      (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_TOO_LONG) && g_strcmp0 (argument, "name") == 0))
    {
      tb_form_field_show_error (self->name, error);
      gtk_widget_grab_focus (GTK_WIDGET (self->name));
    }
  else
    {
      tb_dialog_show_error (self->problem, error);
    }
}

static void
enable_answer (TbJoinDialog *self,
               gboolean      enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.accept", enabled);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.decline", enabled);
}

static void
on_answered_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (TbJoinDialog) self = data;
  g_auto (TbResult) made = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean is_done = tb_engine_do_finish (TB_ENGINE (object), result, &made, &error);

  if (self->desk == NULL)
    return;
  enable_answer (self, TRUE);
  if (!is_done)
    {
      show_answer_error (self, error);
      return;
    }
  if (self->is_declining)
    {
      tb_tell (GTK_WIDGET (self), _ ("The invitation was declined."));
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  self->partner = g_steal_pointer (&made.partner);
  gtk_spinner_start (self->spinner);
  gtk_label_set_label (self->waiting_heading, _ ("Connecting…"));
  show_page (self, "waiting");
  gtk_widget_grab_focus (self->close_button);
  update_link (self);
}

static void
answer (TbJoinDialog *self)
{
  const TbCommand command = {
    .type = self->is_declining ? TB_COMMAND_DECLINE_INVITATION : TB_COMMAND_ACCEPT_INVITATION,
    .text = self->text,
    .name = tb_form_field_get_text (self->name),
  };

  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_answered_cb, g_object_ref (self));
}

static void
on_names_stored_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (TbJoinDialog) self = data;
  g_autoptr (GError) error = NULL;
  guint        refused = 0;
  gboolean     is_done = tb_dialog_do_all_finish (TB_ENGINE (object), result, &refused, &error);
  TbFormField *field;

  if (self->desk == NULL)
    return;
  if (is_done)
    {
      answer (self);
      return;
    }
  enable_answer (self, TRUE);
  field = refused <= COMMAND_COMPANY ? self->company : self->user;
  tb_form_field_show_error (field, error);
  gtk_widget_grab_focus (GTK_WIDGET (field));
}

/* The first questions, asked here; the last command says that they are answered, the first one that they are
 * not yet: else a company counts as set up once it has a name. */
static void
store_names (TbJoinDialog *self)
{
  const char     *user = tb_form_field_get_text (self->user);
  const TbCommand commands[] = {
    { .type = TB_COMMAND_CONFIG, .name = "set-up", .value = "off" },
    { .type = TB_COMMAND_CONFIG, .name = "name", .value = tb_form_field_get_text (self->company) },
    { .type = TB_COMMAND_USER_SET,
      .name = tb_desk_get_user_name (self->desk),
      .value = "name",
      .new_name = user },
    { .type = TB_COMMAND_CONFIG, .name = "mode", .value = "partners" },
    { .type = TB_COMMAND_CONFIG, .name = "set-up", .value = "on" },
  };

  tb_dialog_do_all_async (tb_desk_get_engine (self->desk), commands, G_N_ELEMENTS (commands),
                          on_names_stored_cb, g_object_ref (self));
}

static void
respond (TbJoinDialog *self,
         gboolean      is_declining)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "answer") != 0)
    return;
  self->is_declining = is_declining;
  tb_dialog_set_problem (self->problem, NULL);
  enable_answer (self, FALSE);
  if (gtk_widget_get_visible (self->own_names))
    store_names (self);
  else
    answer (self);
}

static void
accept (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  respond (TB_JOIN_DIALOG (widget), FALSE);
}

static void
decline (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  respond (TB_JOIN_DIALOG (widget), TRUE);
}

static void
on_activate_cb (TbJoinDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "dialog.accept", NULL);
}

/* ---- The other direction ---- */

static void
on_counter_invited_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      data)
{
  g_autoptr (TbJoinDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean         is_done = tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error);

  if (self->desk == NULL)
    return;
  gtk_widget_set_sensitive (self->counter_button, TRUE);
  gtk_widget_set_visible (self->preferences_button, g_error_matches (error, TB_PROBLEM, TB_PROBLEM_NO_URL));
  if (!is_done)
    {
      tb_dialog_show_error (self->counter_problem, error);
      return;
    }
  /* Translators: %s is a partner. */
  text = g_strdup_printf (
    _ ("The counter-invitation is on its way. As soon as %s accepts you can give tickets there."),
    self->partner);
  gtk_label_set_label (self->done_text, text);
  gtk_widget_hide (self->counter_button);
  gtk_widget_grab_focus (self->done_button);
}

static void
on_counter_cb (TbJoinDialog *self)
{
  const TbCommand command = { .type = TB_COMMAND_INVITE, .partner = self->partner };

  tb_dialog_set_problem (self->counter_problem, NULL);
  gtk_widget_set_sensitive (self->counter_button, FALSE);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_counter_invited_cb,
                      g_object_ref (self));
}

static void
on_preferences_cb (TbJoinDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (tb_main_window_of (GTK_WIDGET (self))), "win.preferences", NULL);
}

/* ---- Life ---- */

static void
tb_join_dialog_dispose (GObject *object)
{
  TbJoinDialog *self = TB_JOIN_DIALOG (object);

  g_cancellable_cancel (self->closed);
  g_clear_object (&self->following);
  g_clear_object (&self->chooser);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_JOIN_DIALOG);
  G_OBJECT_CLASS (tb_join_dialog_parent_class)->dispose (object);
}

static void
tb_join_dialog_finalize (GObject *object)
{
  TbJoinDialog *self = TB_JOIN_DIALOG (object);

  g_clear_object (&self->closed);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->file_name, g_free);
  g_clear_pointer (&self->partner, g_free);
  G_OBJECT_CLASS (tb_join_dialog_parent_class)->finalize (object);
}

static void
tb_join_dialog_class_init (TbJoinDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_join_dialog_dispose;
  object_class->finalize = tb_join_dialog_finalize;

  g_type_ensure (TB_TYPE_FORM_FIELD);
  gtk_widget_class_install_action (widget_class, "dialog.continue", NULL, go_on);
  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept);
  gtk_widget_class_install_action (widget_class, "dialog.decline", NULL, decline);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "dialog.continue",
                                       NULL);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-join-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, buttons);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, done_button);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, choose_button);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, code_frame);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, code);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, source_problem);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, meaning);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, address);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, expiry);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, name);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, own_names);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, company);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, user);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, waiting_heading);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, waiting_problem);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, again_button);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, waiting_hint);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, done_heading);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, done_text);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, counter_button);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, counter_problem);
  gtk_widget_class_bind_template_child (widget_class, TbJoinDialog, preferences_button);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_counter_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_preferences_cb);
}

static void
tb_join_dialog_init (TbJoinDialog *self)
{
  GtkDropTarget *drop;

  gtk_widget_init_template (GTK_WIDGET (self));
  tb_dialog_name_rows (GTK_WIDGET (self));
  self->closed = g_cancellable_new ();
  self->following = g_signal_group_new (TB_TYPE_PARTNER);
  g_signal_group_connect_swapped (self->following, "notify", G_CALLBACK (update_link), self);
  g_signal_connect_object (gtk_text_view_get_buffer (self->code), "changed", G_CALLBACK (on_code_changed_cb),
                           self, G_CONNECT_SWAPPED);
  drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (on_drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  on_code_changed_cb (self);
}

GtkWidget *
tb_join_dialog_new (TbDesk *desk,
                    GFile  *file)
{
  TbJoinDialog *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (file == NULL || G_IS_FILE (file), NULL);

  self = g_object_new (TB_TYPE_JOIN_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  tb_form_field_set_text (self->user, tb_desk_get_user_name (desk));
  tb_form_field_set_text (self->company, tb_desk_get_company (desk));
  g_signal_connect_object (tb_desk_get_partners (desk), "items-changed", G_CALLBACK (update_link), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
  if (file != NULL)
    read_file (self, file);
  return GTK_WIDGET (self);
}
