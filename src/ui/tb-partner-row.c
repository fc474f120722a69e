/* SPDX-License-Identifier: GPL-3.0-or-later
 * One partner in the list of partners: its two directions, delivery, what can be done. */
#include "config.h"

#include "tb-partner-row.h"

#include "tb-dialog.h"
#include "tb-invite-dialog.h"
#include "tb-rename-dialog.h"
#include "tb-text.h"
#include "tb-way-dialog.h"
#include "tb-way-words.h"

#include <glib/gi18n.h>

struct _TbPartnerRow
{
  AdwExpanderRow parent_instance;

  AdwActionRow *lead;
  GtkWidget    *lead_buttons;
  AdwActionRow *service;
  GtkWidget    *service_buttons;
  AdwActionRow *contact;
  GtkWidget    *send_button;
  AdwActionRow *way;
  GtkWidget    *test_button;
  GtkWidget    *change_button;
  GtkWidget    *trial_row;
  GtkSpinner   *trial_spinner;
  GtkImage     *trial_icon;
  GtkLabel     *trial_label;
  GtkWidget    *copy_button;
  AdwActionRow *name;
  GtkWidget    *rename_button;
  GtkWidget    *problem_row;
  GtkLabel     *problem;

  const TbTransport *transport; /* (borrowed) (nullable): outlives the row */
  GCancellable      *closed;    /* (owned): of what only this row wants */
  TbDesk            *desk;      /* (owned) (nullable) */
  TbPartner         *partner;   /* (owned) (nullable) */
  GSignalGroup      *following; /* (owned) */
  GtkWidget         *warning;   /* (borrowed): in the row */
  char              *shown;     /* (owned) (nullable): for what the buttons were made */
  TbCommandType      doing;     /* the command that is under way */
};

G_DEFINE_FINAL_TYPE (TbPartnerRow, tb_partner_row, ADW_TYPE_EXPANDER_ROW)

/** Words: what is said of a direction. */
typedef struct
{
  const char *lead;    /* we give tickets away */
  const char *service; /* we receive them */
} Words;

/* clang-format off */
static const Words words[] = {
  [TB_AGREEMENT_NONE] = { NC_("direction", "not arranged"), NC_("direction", "not arranged") },
  [TB_AGREEMENT_INVITED] = { NC_("direction", "invited, not answered yet"),
                             NC_("direction", "invited, your answer is due") },
  [TB_AGREEMENT_ACTIVE] = { NC_("direction", "active"), NC_("direction", "active") },
  [TB_AGREEMENT_INACTIVE] = { NC_("direction", "inactive"), NC_("direction", "inactive") },
  [TB_AGREEMENT_DECLINED] = { NC_("direction", "declined by the partner"),
                              NC_("direction", "declined by you") },
};
/* clang-format on */

static const TbPartnerRecord *
get_record (TbPartnerRow *self)
{
  return tb_object_get_record (TB_OBJECT (self->partner));
}

static TbAgreementState
get_state (TbPartnerRow *self,
           TbRole        role)
{
  const TbPartnerExtra *extra = tb_object_get_extra (TB_OBJECT (self->partner));

  if (extra == NULL)
    return TB_AGREEMENT_NONE;
  return role == TB_ROLE_LEAD ? extra->lead_state : extra->service_state;
}

/* Returns: a word, already translated */
static const char *
describe (TbPartnerRow *self,
          TbRole        role)
{
  const Words *pair = &words[get_state (self, role)];

  /* An invitation of theirs that we took, and whose answer is still to come. */
  if (role == TB_ROLE_SERVICE && get_record (self)->link_state == TB_LINK_JOINING)
    return C_ ("direction", "connecting…");
  return g_dpgettext2 (NULL, "direction", role == TB_ROLE_LEAD ? pair->lead : pair->service);
}

/* ---- Commands ---- */

static void
show_problem (TbPartnerRow *self,
              const char   *text)
{
  tb_dialog_set_problem (self->problem, text);
  gtk_widget_set_visible (self->problem_row, text != NULL);
}

static void
show_error (TbPartnerRow *self,
            const GError *error)
{
  g_autofree char *text = NULL;

  /* What is inactive by the partner's doing is not lifted here. */
  if (self->doing == TB_COMMAND_ACTIVATE && g_error_matches (error, TB_PROBLEM, TB_PROBLEM_ALREADY_LINKED))
    /* Translators: %s is a partner. */
    text = g_strdup_printf (_ ("%s has set this direction inactive. Only %s can lift that."),
                            get_record (self)->name, get_record (self)->name);
  else
    text = tb_text_problem (error);
  show_problem (self, text);
}

static void
on_done_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (TbPartnerRow) self = data;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error) && self->partner != NULL)
    show_error (self, error);
}

static void
do_command (TbPartnerRow *self,
            TbCommandType type,
            TbRole        role)
{
  const TbCommand command = {
    .type = type,
    .partner = get_record (self)->name,
    .value = role != TB_ROLE_NONE ? tb_nick (TB_TYPE_ROLE, (int)role) : NULL,
  };

  show_problem (self, NULL);
  self->doing = type;
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_done_cb, g_object_ref (self));
}

static void
on_send_now_cb (TbPartnerRow *self)
{
  do_command (self, TB_COMMAND_SEND_NOW, TB_ROLE_NONE);
}

static void
present_dialog (TbPartnerRow *self,
                GtkWidget    *dialog)
{
  tb_dialog_present (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
}

static void
on_invite_cb (TbPartnerRow *self)
{
  GtkWidget *dialog = tb_invite_dialog_new (self->desk);

  tb_invite_dialog_set_partner (TB_INVITE_DIALOG (dialog), get_record (self)->name);
  present_dialog (self, dialog);
}

static void
on_rename_cb (TbPartnerRow *self)
{
  present_dialog (self, tb_rename_dialog_new (self->desk, get_record (self)->name));
}

static void
on_change_way_cb (TbPartnerRow *self)
{
  present_dialog (self, tb_way_dialog_new (self->desk, self->partner));
}

/* ---- Trying the way ---- */

static void
show_trial (TbPartnerRow *self,
            const char   *text,
            const char   *icon) /* (nullable): it is still being tried */
{
  gtk_label_set_label (self->trial_label, text);
  gtk_spinner_set_spinning (self->trial_spinner, icon == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->trial_spinner), icon == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->trial_icon), icon != NULL);
  gtk_widget_set_visible (self->copy_button, icon != NULL);
  gtk_image_set_from_icon_name (self->trial_icon, icon);
  gtk_widget_set_sensitive (self->test_button, icon != NULL);
  gtk_widget_show (self->trial_row);
}

static void
on_tried_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (TbPartnerRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  TbTrial          trial = { 0 };
  gboolean         is_good;

  /* Of a row that is gone what came back need not be known. */
  if (self->partner == NULL)
    return;
  is_good = self->transport->try_partner_finish (self->transport->self, result, &trial, &error);
  text = tb_way_words_trial (self->partner, self->desk, &trial, error);
  show_trial (self, text,
              is_good && trial.travel != TB_TRAVEL_AUTO ? "object-select-symbolic" : "dialog-error-symbolic");
}

static void
on_test_cb (TbPartnerRow *self)
{
  show_trial (self, _ ("The way is being tried…"), NULL);
  self->transport->try_partner (self->transport->self, get_record (self)->id, self->closed, on_tried_cb,
                                g_object_ref (self));
}

static void
on_copy_cb (TbPartnerRow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_label (self->trial_label));
}

static void
on_accept_cb (TbPartnerRow *self)
{
  do_command (self, TB_COMMAND_ACCEPT_INVITATION, TB_ROLE_NONE);
}

static void
on_decline_cb (TbPartnerRow *self)
{
  do_command (self, TB_COMMAND_DECLINE_INVITATION, TB_ROLE_NONE);
}

static void
on_activate_lead_cb (TbPartnerRow *self)
{
  do_command (self, TB_COMMAND_ACTIVATE, TB_ROLE_LEAD);
}

static void
on_activate_service_cb (TbPartnerRow *self)
{
  do_command (self, TB_COMMAND_ACTIVATE, TB_ROLE_SERVICE);
}

static void
on_deactivation_answered_cb (TbPartnerRow *self,
                             const char   *response)
{
  TbRole role;

  if (self->partner != NULL && tb_from_nick (TB_TYPE_ROLE, response, (int *)&role))
    do_command (self, TB_COMMAND_DEACTIVATE, role);
}

static void
ask_deactivation (TbPartnerRow *self,
                  TbRole        role,
                  const char   *heading,
                  const char   *body)
{
  GtkRoot    *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *response = tb_nick (TB_TYPE_ROLE, (int)role);
  GtkWidget  *dialog = adw_message_dialog_new (GTK_WINDOW (root), heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), response,
                                    _ ("_Deactivate"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), response,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_deactivation_answered_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_deactivate_lead_cb (TbPartnerRow *self)
{
  const char *name = get_record (self)->name;
  /* Translators: %s is a partner. */
  g_autofree char *heading = g_strdup_printf (_ ("Give no more tickets to %s?"), name);
  g_autofree char *body = NULL;

  /* Translators: %1$s is a partner. */
  body = g_strdup_printf (
    _ ("Tickets that %1$s has already run to their end. New ones cannot be given there until "
       "you activate this direction again. %1$s is told."),
    name);
  ask_deactivation (self, TB_ROLE_LEAD, heading, body);
}

static void
on_deactivate_service_cb (TbPartnerRow *self)
{
  const char *name = get_record (self)->name;
  /* Translators: %s is a partner. */
  g_autofree char *heading = g_strdup_printf (_ ("Take no more tickets from %s?"), name);
  g_autofree char *body = NULL;

  /* Translators: %1$s is a partner. */
  body = g_strdup_printf (
    _ ("Tickets that you have taken already run to their end. %1$s cannot offer you new ones "
       "until you activate this direction again, and is told so."),
    name);
  ask_deactivation (self, TB_ROLE_SERVICE, heading, body);
}

/* ---- Buttons ---- */

/** Button: what can be done in a direction whose agreement is in a state. */
typedef struct
{
  TbRole           role;
  TbAgreementState state;
  gboolean         needs_stranger; /* only while the two are not linked */
  gboolean         needs_link;     /* only when they are */
  const char      *label;
  void (*clicked) (TbPartnerRow *self);
} Button;

/* clang-format off */
static const Button buttons[] = {
  { TB_ROLE_LEAD, TB_AGREEMENT_NONE, FALSE, FALSE, N_("_Invite…"), on_invite_cb },
  { TB_ROLE_LEAD, TB_AGREEMENT_INVITED, TRUE, FALSE, N_("New _invitation…"), on_invite_cb },
  { TB_ROLE_LEAD, TB_AGREEMENT_DECLINED, FALSE, FALSE, N_("_Invite again…"), on_invite_cb },
  { TB_ROLE_LEAD, TB_AGREEMENT_ACTIVE, FALSE, FALSE, N_("_Deactivate…"), on_deactivate_lead_cb },
  { TB_ROLE_LEAD, TB_AGREEMENT_INACTIVE, FALSE, FALSE, N_("_Activate"), on_activate_lead_cb },
  { TB_ROLE_SERVICE, TB_AGREEMENT_INVITED, FALSE, TRUE, N_("_Accept"), on_accept_cb },
  { TB_ROLE_SERVICE, TB_AGREEMENT_INVITED, FALSE, TRUE, N_("_Decline"), on_decline_cb },
  { TB_ROLE_SERVICE, TB_AGREEMENT_ACTIVE, FALSE, FALSE, N_("_Deactivate…"), on_deactivate_service_cb },
  { TB_ROLE_SERVICE, TB_AGREEMENT_INACTIVE, FALSE, FALSE, N_("_Activate"), on_activate_service_cb },
};
/* clang-format on */

static void
fill_buttons (TbPartnerRow *self,
              TbRole        role,
              GtkWidget    *box)
{
  gboolean   is_linked = get_record (self)->link_state == TB_LINK_LINKED;
  GtkWidget *child;
  guint      n = 0, i;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  if (tb_desk_get_permission (self->desk) < TB_PERMISSION_PARTNERS)
    return;
  for (i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      const Button *row = &buttons[i];

      if (row->role != role || row->state != get_state (self, role) || (row->needs_stranger && is_linked) ||
          (row->needs_link && !is_linked))
        continue;
      child = gtk_button_new_with_mnemonic (_ (row->label));
      g_signal_connect_object (child, "clicked", G_CALLBACK (row->clicked), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), child);
      n++;
    }
  /* Two beside each other leave no room for words in a narrow window. */
  gtk_orientable_set_orientation (GTK_ORIENTABLE (box),
                                  n > 1 ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

/* The buttons are made anew only when others are wanted: so the focus stays on them. */
static void
update_buttons (TbPartnerRow *self)
{
  g_autofree char *wanted = NULL;

  wanted = g_strdup_printf ("%d %d %d %d", get_state (self, TB_ROLE_LEAD), get_state (self, TB_ROLE_SERVICE),
                            (int)get_record (self)->link_state, tb_desk_get_permission (self->desk));
  if (g_strcmp0 (wanted, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&wanted);
  fill_buttons (self, TB_ROLE_LEAD, self->lead_buttons);
  fill_buttons (self, TB_ROLE_SERVICE, self->service_buttons);
}

/* ---- What is shown ---- */

static void
update_contact (TbPartnerRow *self)
{
  const TbPartnerRecord *record = get_record (self);
  const TbPartnerExtra  *extra = tb_object_get_extra (TB_OBJECT (self->partner));
  gint64                 waiting = extra != NULL ? extra->waiting : 0;
  g_autofree char       *when = NULL;
  g_autofree char       *messages = NULL;
  g_autofree char       *problem = NULL;
  g_autofree char       *text = NULL;

  when = record->last_contact != 0 ? tb_text_instant (record->last_contact, tb_desk_get_zone (self->desk),
                                                      tb_desk_get_now (self->desk))
                                   : g_strdup (C_ ("last contact", "never"));
  if (waiting > 0)
    /* Translators: %d is a number of messages that are not delivered to a partner yet. */
    messages =
      g_strdup_printf (ngettext ("%d message waits", "%d messages wait", (gulong)waiting), (int)waiting);
  if (record->problem != NULL)
    problem = tb_text_problem_nick (record->problem, record->name);
  text = tb_text_join (when, messages, problem, TB_TEXT_END);
  adw_action_row_set_subtitle (self->contact, text);
  gtk_widget_set_visible (self->warning, record->problem != NULL);
  gtk_widget_set_visible (self->send_button, (waiting > 0 || record->link_state == TB_LINK_JOINING) &&
                                               tb_desk_get_permission (self->desk) > TB_PERMISSION_NONE);
}

static void
update (TbPartnerRow *self)
{
  const TbPartnerRecord *record;
  g_autofree char       *lead = NULL;
  g_autofree char       *service = NULL;
  g_autofree char       *subtitle = NULL;
  g_autofree char       *way = NULL;

  if (self->partner == NULL || self->desk == NULL)
    return;
  record = get_record (self);
  /* Translators: %s is a state, as “active”. */
  lead = g_strdup_printf (_ ("You give away: %s"), describe (self, TB_ROLE_LEAD));
  /* Translators: %s is a state, as “active”. */
  service = g_strdup_printf (_ ("You receive: %s"), describe (self, TB_ROLE_SERVICE));
  subtitle = tb_text_join (lead, service, TB_TEXT_END);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), record->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  adw_action_row_set_subtitle (self->lead, describe (self, TB_ROLE_LEAD));
  adw_action_row_set_subtitle (self->service, describe (self, TB_ROLE_SERVICE));
  way = tb_way_words (self->partner);
  adw_action_row_set_subtitle (self->way, way);
  /* Of whom nothing has been heard there is nothing to say. */
  gtk_widget_set_visible (GTK_WIDGET (self->way), record->link_state != TB_LINK_INVITED ||
                                                    record->url != NULL || record->box != NULL);
  gtk_widget_set_visible (self->test_button,
                          self->transport != NULL && !tb_desk_is_sample (self->desk) &&
                            (record->link_state == TB_LINK_LINKED || record->link_state == TB_LINK_JOINING));
  gtk_widget_set_visible (self->change_button, tb_desk_get_permission (self->desk) >= TB_PERMISSION_PARTNERS);
  adw_action_row_set_subtitle (self->name, record->name);
  gtk_widget_set_visible (self->rename_button, tb_desk_get_permission (self->desk) >= TB_PERMISSION_PARTNERS);
  update_contact (self);
  update_buttons (self);
  tb_dialog_name_rows (GTK_WIDGET (self));
}

/* ---- Life ---- */

/* What is being tried is only for who looks at the row; a row that has moved in the list is another one. */
static void
tb_partner_row_unroot (GtkWidget *widget)
{
  g_cancellable_cancel (TB_PARTNER_ROW (widget)->closed);
  GTK_WIDGET_CLASS (tb_partner_row_parent_class)->unroot (widget);
}

static void
tb_partner_row_dispose (GObject *object)
{
  TbPartnerRow *self = TB_PARTNER_ROW (object);

  g_clear_object (&self->following);
  g_clear_object (&self->partner);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_PARTNER_ROW);
  G_OBJECT_CLASS (tb_partner_row_parent_class)->dispose (object);
}

static void
tb_partner_row_finalize (GObject *object)
{
  g_clear_pointer (&TB_PARTNER_ROW (object)->shown, g_free);
  g_clear_object (&TB_PARTNER_ROW (object)->closed);
  G_OBJECT_CLASS (tb_partner_row_parent_class)->finalize (object);
}

static void
tb_partner_row_class_init (TbPartnerRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_partner_row_dispose;
  object_class->finalize = tb_partner_row_finalize;
  widget_class->unroot = tb_partner_row_unroot;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-partner-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, lead);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, lead_buttons);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, service);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, service_buttons);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, contact);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, send_button);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, way);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, test_button);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, change_button);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, trial_row);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, trial_spinner);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, trial_icon);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, trial_label);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, name);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, rename_button);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, problem_row);
  gtk_widget_class_bind_template_child (widget_class, TbPartnerRow, problem);
  gtk_widget_class_bind_template_callback (widget_class, on_rename_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_test_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_change_way_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_send_now_cb);
}

static void
tb_partner_row_init (TbPartnerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->closed = g_cancellable_new ();
  self->warning = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_add_css_class (self->warning, "warning");
  gtk_widget_set_visible (self->warning, FALSE);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), self->warning);
  self->following = g_signal_group_new (TB_TYPE_PARTNER);
  g_signal_group_connect_swapped (self->following, "notify", G_CALLBACK (update), self);
}

GtkWidget *
tb_partner_row_new (TbDesk            *desk,
                    const TbTransport *transport,
                    TbPartner         *partner)
{
  TbPartnerRow *self;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (TB_IS_PARTNER_OBJECT (partner), NULL);

  self = g_object_new (TB_TYPE_PARTNER_ROW, NULL);
  self->desk = g_object_ref (desk);
  self->transport = transport;
  self->partner = g_object_ref (partner);
  g_signal_group_set_target (self->following, partner);
  g_signal_connect_object (desk, "notify::permission", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "day-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
