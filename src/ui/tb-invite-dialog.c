/* SPDX-License-Identifier: GPL-3.0-or-later
 * Invite a partner: file and code. */
#include "config.h"

#include "tb-invite-dialog.h"

#include "tb-dialog.h"
#include "tb-form-field.h"
#include "tb-join-dialog.h"
#include "tb-tell.h"
#include "tb-text.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TbInviteDialog
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget       *cancel_button;
  GtkWidget       *invite_button;
  GtkWidget       *done_button;
  GtkStack        *stack;
  TbFormField     *partner;
  GtkWidget       *reach;
  AdwActionRow    *direct_row;
  GtkCheckButton  *direct_check;
  GtkCheckButton  *mailbox_check;
  TbFormField     *mailbox;
  GtkCheckButton  *fetch_check;
  GtkWidget       *fetch_note;
  GtkWidget       *no_address;
  GtkLabel        *problem;
  GtkLabel        *heading;
  GtkLabel        *expiry;
  GtkWidget       *handed_over;
  GtkWidget       *save_button;
  GtkLabel        *code;
  GtkLabel        *save_problem;

  TbDesk               *desk;      /* (owned) (nullable) */
  gboolean              is_linked; /* to the partner that is named */
  GtkFileChooserNative *chooser;   /* (owned) (nullable) */
  TbResult              result;    /* (owned): the invitation that was made */
};

G_DEFINE_FINAL_TYPE (TbInviteDialog, tb_invite_dialog, ADW_TYPE_WINDOW)

/* ---- Whom ---- */

static gboolean
is_linked_to (TbDesk     *desk,
              const char *name)
{
  GListModel *partners = tb_desk_get_partners (desk);
  guint       i;

  for (i = 0; i < g_list_model_get_n_items (partners); i++)
    {
      g_autoptr (TbObject) partner = g_list_model_get_item (partners, i);
      const TbPartnerRecord *record = tb_object_get_record (partner);

      if (strcmp (record->name, name) == 0)
        return record->link_state == TB_LINK_LINKED;
    }
  return FALSE;
}

/* To whom we are linked the invitation goes by the way that is there. */
static void
update (TbInviteDialog *self)
{
  g_autofree char *url = NULL;
  gboolean         has_address, is_direct, is_boxed, is_fetched;

  g_object_get (self->desk, "url", &url, NULL);
  has_address = url != NULL && *url != '\0';
  is_direct = gtk_check_button_get_active (self->direct_check) && !self->is_linked;
  is_boxed = gtk_check_button_get_active (self->mailbox_check) && !self->is_linked;
  is_fetched = gtk_check_button_get_active (self->fetch_check) && !self->is_linked;
  adw_action_row_set_subtitle (self->direct_row, has_address ? url : _ ("none is entered yet"));
  gtk_widget_set_visible (self->reach, !self->is_linked);
  gtk_widget_set_visible (self->no_address, is_direct && !has_address);
  gtk_widget_set_visible (GTK_WIDGET (self->mailbox), is_boxed);
  gtk_widget_set_visible (self->fetch_note, is_fetched);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.invite",
                                 self->is_linked || is_boxed || (is_direct && has_address));
}

static void
note_partner (TbInviteDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (tb_form_field_get_text (self->partner)));
  gboolean         is_linked = is_linked_to (self->desk, name);

  if (self->is_linked == is_linked)
    return;
  self->is_linked = is_linked;
  update (self);
}

static void
on_reach_cb (TbInviteDialog *self)
{
  if (self->desk != NULL)
    update (self);
}

static void
on_join_cb (TbInviteDialog *self)
{
  GtkWindow *over = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkWidget *dialog = tb_join_dialog_new (self->desk, NULL);

  tb_dialog_present (dialog, over);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_changed_cb (TbInviteDialog *self)
{
  tb_dialog_set_problem (self->problem, NULL);
  note_partner (self);
}

static void
on_activate_cb (TbInviteDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "dialog.invite", NULL);
}

static void
on_preferences_cb (TbInviteDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (tb_main_window_of (GTK_WIDGET (self))), "win.preferences", NULL);
}

static void
show_error (TbInviteDialog *self,
            const GError   *error)
{
  const char *argument = error->domain == TB_PROBLEM ? tb_problem_get_argument (error) : NULL;

  if (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_NO_URL))
    {
      gtk_widget_show (self->no_address);
    }
  else if (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_MAILBOX_CODE))
    {
      tb_form_field_show_error (self->mailbox, error);
      gtk_widget_grab_focus (GTK_WIDGET (self->mailbox));
    }
  else if (g_error_matches (error, TB_PROBLEM, TB_PROBLEM_ALREADY_LINKED) ||
           g_strcmp0 (argument, "name") == 0)
    {
      tb_form_field_show_error (self->partner, error);
      gtk_widget_grab_focus (GTK_WIDGET (self->partner));
    }
  else
    {
      tb_dialog_show_error (self->problem, error);
    }
}

/* ---- What is handed over ---- */

static void
show_result (TbInviteDialog *self)
{
  gboolean         is_handed_over = self->result.expires_at != 0;
  g_autofree char *heading = NULL;
  g_autofree char *until = NULL;
  g_autofree char *text = NULL;

  if (is_handed_over)
    {
      /* Translators: %s is a partner. */
      heading = g_strdup_printf (_ ("Invitation for %s"), self->result.partner);
      until = tb_text_instant (self->result.expires_at, tb_desk_get_zone (self->desk),
                               tb_desk_get_now (self->desk));
      /* Translators: %s is a point in time. */
      text = g_strdup_printf (_ ("Valid until %s, for one use only."), until);
      gtk_label_set_label (self->code, self->result.code);
    }
  else
    {
      /* Translators: %s is a partner. */
      heading = g_strdup_printf (_ ("%s is invited"), self->result.partner);
      text = g_strdup (_ ("You are linked already: the invitation goes there by itself. "
                          "As soon as it is accepted you can give tickets to this partner."));
    }
  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->expiry, text);
  gtk_widget_set_visible (self->handed_over, is_handed_over);
  gtk_widget_hide (self->cancel_button);
  gtk_widget_hide (self->invite_button);
  gtk_widget_show (self->done_button);
  gtk_stack_set_visible_child_name (self->stack, "result");
  gtk_widget_grab_focus (is_handed_over ? self->save_button : self->done_button);
}

static void
on_invited_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (TbInviteDialog) self = data;
  g_auto (TbResult) made = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean is_made = tb_engine_do_finish (TB_ENGINE (object), result, &made, &error);

  if (self->desk == NULL)
    return;
  update (self);
  if (!is_made)
    {
      show_error (self, error);
      return;
    }
  self->result = made;
  made = (TbResult){ 0 };
  show_result (self);
}

static void
invite (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  TbInviteDialog  *self = TB_INVITE_DIALOG (widget);
  TbCommand        command = { .type = TB_COMMAND_INVITE, .partner = tb_form_field_get_text (self->partner) };
  g_autofree char *code = g_strstrip (g_strdup (tb_form_field_get_text (self->mailbox)));

  tb_dialog_set_problem (self->problem, NULL);
  if (gtk_widget_get_visible (GTK_WIDGET (self->mailbox)))
    {
      command.value = code;
      if (*code == '\0')
        {
          tb_form_field_set_error (self->mailbox, _ ("This way needs the code of a mailbox."));
          gtk_widget_grab_focus (GTK_WIDGET (self->mailbox));
          return;
        }
    }
  gtk_widget_action_set_enabled (widget, "dialog.invite", FALSE);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_invited_cb, g_object_ref (self));
}

static void
say (TbInviteDialog *self,
     const char     *text)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

static void
on_copy_cb (TbInviteDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->result.code);
  say (self, _ ("The code was copied."));
}

static void
on_saved_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (TbInviteDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean         is_saved = g_file_replace_contents_finish (G_FILE (object), result, NULL, &error);

  if (self->desk == NULL)
    return;
  if (is_saved)
    {
      say (self, _ ("The invitation file was saved."));
      return;
    }
  /* Translators: %s is the system's reason. */
  text = g_strdup_printf (_ ("The file cannot be written (%s). Choose another place, or use the code."),
                          error->message);
  tb_dialog_set_problem (self->save_problem, text);
}

static void
on_file_chosen_cb (TbInviteDialog *self,
                   int             response)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  tb_dialog_set_problem (self->save_problem, NULL);
  bytes = g_bytes_new (self->result.text, strlen (self->result.text));
  /* It holds the access key: nobody else may read it (0600). */
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE,
                                       G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                       on_saved_cb, g_object_ref (self));
}

static void
on_save_cb (TbInviteDialog *self)
{
  g_autofree char *name = NULL;

  /* Translators: the name of a file; %s is the own company. */
  name = g_strdup_printf (_ ("Invitation of %s.tbinvite"), tb_desk_get_company (self->desk));
  g_strdelimit (name, G_DIR_SEPARATOR_S, '-');
  self->chooser = gtk_file_chooser_native_new (_ ("Save Invitation File"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_file_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* ---- Life ---- */

static void
tb_invite_dialog_dispose (GObject *object)
{
  TbInviteDialog *self = TB_INVITE_DIALOG (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_INVITE_DIALOG);
  G_OBJECT_CLASS (tb_invite_dialog_parent_class)->dispose (object);
}

static void
tb_invite_dialog_finalize (GObject *object)
{
  tb_result_clear (&TB_INVITE_DIALOG (object)->result);
  G_OBJECT_CLASS (tb_invite_dialog_parent_class)->finalize (object);
}

static void
tb_invite_dialog_class_init (TbInviteDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_invite_dialog_dispose;
  object_class->finalize = tb_invite_dialog_finalize;

  g_type_ensure (TB_TYPE_FORM_FIELD);
  gtk_widget_class_install_action (widget_class, "dialog.invite", NULL, invite);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-invite-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, invite_button);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, done_button);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, partner);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, reach);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, direct_row);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, direct_check);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, mailbox_check);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, mailbox);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, fetch_check);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, fetch_note);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, no_address);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, expiry);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, handed_over);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, code);
  gtk_widget_class_bind_template_child (widget_class, TbInviteDialog, save_problem);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_reach_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_join_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_preferences_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_cb);
}

static void
tb_invite_dialog_init (TbInviteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tb_dialog_name_rows (GTK_WIDGET (self));
}

GtkWidget *
tb_invite_dialog_new (TbDesk *desk)
{
  TbInviteDialog *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  self = g_object_new (TB_TYPE_INVITE_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  g_object_set (self->partner, "desk", desk, NULL);
  g_signal_connect_object (desk, "notify::url", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->partner));
  return GTK_WIDGET (self);
}

void
tb_invite_dialog_set_partner (TbInviteDialog *self,
                              const char     *partner)
{
  g_return_if_fail (TB_IS_INVITE_DIALOG (self));

  tb_form_field_set_text (self->partner, partner);
  g_object_set (self->partner, "read-only", TRUE, NULL);
  note_partner (self);
}
