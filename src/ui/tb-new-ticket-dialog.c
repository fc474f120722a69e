/* SPDX-License-Identifier: GPL-3.0-or-later
 * A new ticket. */
#include "config.h"

#include "tb-new-ticket-dialog.h"

#include "tb-dialog.h"
#include "tb-draft-timer.h"
#include "tb-form-field.h"
#include "tb-tell.h"
#include "tb-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define DRAFT_KEY "new-ticket"
#define DRAFT_GROUP "ticket"
/* What is typed is kept a moment after the last key, not at each one. */
#define N_PRIORITIES (TB_PRIORITY_CRITICAL + 1)

struct _TbNewTicketDialog
{
  AdwWindow parent_instance;

  GtkWidget   *draft_bar;
  GtkLabel    *problem;
  TbFormField *title;
  TbFormField *organisation;
  TbFormField *contact;
  TbFormField *phone;
  GtkWidget   *address;
  TbFormField *street;
  TbFormField *postcode;
  TbFormField *town;
  AdwComboRow *priority;
  TbFormField *queue;
  TbFormField *due;
  AdwComboRow *assignee;
  GtkSwitch   *taskfire;
  GtkWidget   *description_frame;
  GtkTextView *description;
  GtkLabel    *description_error;

  TbDesk       *desk;               /* (owned) (nullable) */
  GCancellable *closed;             /* (owned): what only this dialog wants */
  GCancellable *asking;             /* (owned) (nullable): whether the organisation is known */
  char         *known_organisation; /* (owned) (nullable): as it is stored */
  TbDraftTimer  draft_timer;
  gboolean      is_filling; /* the program fills the form, not the user */
};

G_DEFINE_FINAL_TYPE (TbNewTicketDialog, tb_new_ticket_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  const char *name; /* of the engine's errors and of the draft */
  gsize       offset;
} Field;

/* clang-format off */
static const Field fields[] = {
  { "title", G_STRUCT_OFFSET (TbNewTicketDialog, title) },
  { "organisation", G_STRUCT_OFFSET (TbNewTicketDialog, organisation) },
  { "contact", G_STRUCT_OFFSET (TbNewTicketDialog, contact) },
  { "phone", G_STRUCT_OFFSET (TbNewTicketDialog, phone) },
  { "street", G_STRUCT_OFFSET (TbNewTicketDialog, street) },
  { "postcode", G_STRUCT_OFFSET (TbNewTicketDialog, postcode) },
  { "town", G_STRUCT_OFFSET (TbNewTicketDialog, town) },
  { "queue", G_STRUCT_OFFSET (TbNewTicketDialog, queue) },
  { "due", G_STRUCT_OFFSET (TbNewTicketDialog, due) },
};
/* clang-format on */

static TbFormField *
get_field (TbNewTicketDialog *self,
           guint              index)
{
  return G_STRUCT_MEMBER (TbFormField *, self, fields[index].offset);
}

static char *
get_description (TbNewTicketDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->description);
  char          *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  return text;
}

static void
set_description_error (TbNewTicketDialog *self,
                       const char        *text)
{
  tb_dialog_set_problem (self->description_error, text);
  if (text != NULL)
    {
      gtk_widget_add_css_class (self->description_frame, "error");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->description), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      text, -1);
      gtk_widget_grab_focus (GTK_WIDGET (self->description));
    }
  else
    {
      gtk_widget_remove_css_class (self->description_frame, "error");
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->description), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    }
}

/* ---- The draft ---- */

static gboolean
is_empty (TbNewTicketDialog *self)
{
  g_autofree char *description = get_description (self);
  guint            i;

  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    if (*tb_form_field_get_text (get_field (self, i)) != '\0')
      return FALSE;
  return *description == '\0';
}

static char *
write_draft (TbNewTicketDialog *self)
{
  g_autoptr (GKeyFile) draft = g_key_file_new ();
  g_autofree char *description = get_description (self);
  guint            i;

  if (is_empty (self))
    return NULL;
  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    g_key_file_set_string (draft, DRAFT_GROUP, fields[i].name, tb_form_field_get_text (get_field (self, i)));
  g_key_file_set_string (draft, DRAFT_GROUP, "description", description);
  g_key_file_set_integer (draft, DRAFT_GROUP, "priority", (int)adw_combo_row_get_selected (self->priority));
  g_key_file_set_boolean (draft, DRAFT_GROUP, "taskfire", gtk_switch_get_active (self->taskfire));
  return g_key_file_to_data (draft, NULL, NULL);
}

static void
save_draft (TbNewTicketDialog *self)
{
  g_autofree char *text = write_draft (self);

  tb_draft_timer_stop (&self->draft_timer);
  tb_desk_save_draft (self->desk, DRAFT_KEY, text);
}

static void
on_changed_cb (TbNewTicketDialog *self)
{
  if (self->is_filling || self->desk == NULL)
    return;
  tb_dialog_set_problem (self->problem, NULL);
  set_description_error (self, NULL);
  tb_draft_timer_touch (&self->draft_timer);
}

/* ---- The organisation: known, or made with the ticket ---- */

static void
show_organisation (TbNewTicketDialog *self,
                   gboolean           is_new)
{
  g_object_set (self->organisation, "hint",
                is_new ? _ ("A new organisation is made with this ticket.") : NULL, NULL);
  gtk_widget_set_visible (self->address, is_new);
}

static void
on_suggested_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (TbNewTicketDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = tb_desk_suggest_finish (TB_DESK (object), result, &error);
  g_autofree char *typed = NULL;
  guint            i;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->desk == NULL)
    return;
  typed = g_utf8_casefold (tb_form_field_get_text (self->organisation), -1);
  g_strstrip (typed);
  for (i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *name = g_utf8_casefold (names[i], -1);

      if (g_str_equal (name, typed))
        {
          self->known_organisation = g_strdup (names[i]);
          break;
        }
    }
  show_organisation (self, error == NULL && *typed != '\0' && self->known_organisation == NULL);
}

static void
on_organisation_changed_cb (TbNewTicketDialog *self)
{
  g_autofree char *typed = g_strstrip (g_strdup (tb_form_field_get_text (self->organisation)));

  if (self->desk == NULL)
    return;
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_pointer (&self->known_organisation, g_free);
  if (*typed == '\0')
    {
      show_organisation (self, FALSE);
    }
  else
    {
      self->asking = g_cancellable_new ();
      tb_desk_suggest_async (self->desk, TB_SUGGEST_ORGANISATION, typed, NULL, self->asking, on_suggested_cb,
                             g_object_ref (self));
    }
  on_changed_cb (self);
}

/* ---- A draft is there ---- */

/* @text: (nullable): an empty form */
static void
fill (TbNewTicketDialog *self,
      const char        *text)
{
  g_autoptr (GKeyFile) draft = g_key_file_new ();
  g_autofree char *description = NULL;
  guint            i;
  int              priority = TB_PRIORITY_MEDIUM;

  self->is_filling = TRUE;
  if (text != NULL && g_key_file_load_from_data (draft, text, strlen (text), G_KEY_FILE_NONE, NULL))
    priority = g_key_file_get_integer (draft, DRAFT_GROUP, "priority", NULL);
  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *value = g_key_file_get_string (draft, DRAFT_GROUP, fields[i].name, NULL);

      tb_form_field_set_text (get_field (self, i), value != NULL ? value : "");
    }
  description = g_key_file_get_string (draft, DRAFT_GROUP, "description", NULL);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->description),
                            description != NULL ? description : "", -1);
  adw_combo_row_set_selected (self->priority, (guint)CLAMP (priority, 0, N_PRIORITIES - 1));
  gtk_switch_set_active (self->taskfire, g_key_file_get_boolean (draft, DRAFT_GROUP, "taskfire", NULL));
  on_organisation_changed_cb (self);
  self->is_filling = FALSE;
}

static void
on_draft_loaded_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (TbNewTicketDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = tb_desk_load_draft_finish (TB_DESK (object), result, &error);

  /* A draft that cannot be read is no reason to keep somebody from writing a new ticket. */
  if (error != NULL)
    g_info ("draft: %s", error->message);
  if (text == NULL || self->desk == NULL || !is_empty (self))
    return;
  fill (self, text);
  gtk_widget_show (self->draft_bar);
}

static void
on_start_over_cb (TbNewTicketDialog *self)
{
  fill (self, NULL);
  save_draft (self);
  gtk_widget_hide (self->draft_bar);
  gtk_widget_grab_focus (GTK_WIDGET (self->title));
}

/* ---- Creating ---- */

static void
show_error (TbNewTicketDialog *self,
            const GError      *error)
{
  TbFormFieldName  names[G_N_ELEMENTS (fields)];
  g_autofree char *text = tb_text_problem (error);
  guint            i;

  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    names[i] = (TbFormFieldName){ fields[i].name, get_field (self, i) };
  if (tb_form_field_place_error (names, G_N_ELEMENTS (names), error))
    return;
  if (error->domain == TB_PROBLEM && g_strcmp0 (tb_problem_get_field (error), "description") == 0)
    set_description_error (self, text);
  else
    tb_dialog_set_problem (self->problem, text);
}

static void
on_assigned_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GtkWindow) window = data;
  g_autoptr (GError) error = NULL;

  if (!tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error))
    tb_tell_error (GTK_WIDGET (window), error);
}

static void
assign (TbNewTicketDialog *self,
        GtkWindow         *window,
        gint64             ticket)
{
  TbCommand        command = { .type = TB_COMMAND_SET, .ticket = ticket, .name = "assignee" };
  GtkStringObject *chosen = adw_combo_row_get_selected_item (self->assignee);

  /* The first entry is nobody. */
  if (adw_combo_row_get_selected (self->assignee) == 0 || chosen == NULL)
    return;
  command.value = gtk_string_object_get_string (chosen);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_assigned_cb, g_object_ref (window));
}

static void
on_created_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (TbNewTicketDialog) self = data;
  g_auto (TbResult) made = { 0 };
  g_autoptr (GError) error = NULL;
  GtkWindow *window;
  gboolean   is_made = tb_engine_do_finish (TB_ENGINE (object), result, &made, &error);

  if (self->desk == NULL)
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.create", TRUE);
  if (!is_made)
    {
      show_error (self, error);
      return;
    }
  window = tb_main_window_of (GTK_WIDGET (self));
  assign (self, window, made.ticket);
  tb_draft_timer_stop (&self->draft_timer);
  /* That it is there says all; a message would lie over what is written next. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-ticket", "x", made.ticket);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
create (GtkWidget  *widget,
        const char *name,
        GVariant   *parameter)
{
  TbNewTicketDialog *self = TB_NEW_TICKET_DIALOG (widget);
  g_autofree char   *description = get_description (self);
  TbTicketDraft      draft = { .description = description };
  const TbCommand    command = { .type = TB_COMMAND_NEW_TICKET, .draft = &draft, .draft_key = DRAFT_KEY };
  gboolean           has_address = gtk_widget_get_visible (self->address);

  tb_dialog_set_problem (self->problem, NULL);
  set_description_error (self, NULL);
  if (!tb_form_field_get_value (self->due, &draft.due_at))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->due));
      return;
    }
  draft.title = tb_form_field_get_text (self->title);
  draft.organisation =
    self->known_organisation != NULL ? self->known_organisation : tb_form_field_get_text (self->organisation);
  draft.contact = tb_form_field_get_text (self->contact);
  draft.phone = tb_form_field_get_text (self->phone);
  draft.street = has_address ? tb_form_field_get_text (self->street) : NULL;
  draft.postcode = has_address ? tb_form_field_get_text (self->postcode) : NULL;
  draft.town = has_address ? tb_form_field_get_text (self->town) : NULL;
  draft.queue = tb_form_field_get_text (self->queue);
  draft.priority = adw_combo_row_get_selected (self->priority);
  draft.is_taskfire = gtk_switch_get_active (self->taskfire);
  gtk_widget_action_set_enabled (widget, "dialog.create", FALSE);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_created_cb, g_object_ref (self));
}

/* ---- Life ---- */

static void
fill_priorities (TbNewTicketDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint i;

  for (i = 0; i < N_PRIORITIES; i++)
    gtk_string_list_append (names, tb_text_word (TB_TYPE_PRIORITY, (int)i));
  adw_combo_row_set_model (self->priority, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->priority, TB_PRIORITY_MEDIUM);
}

static void
fill_assignees (TbNewTicketDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GListModel *users = tb_desk_get_users (self->desk);
  guint       i;

  /* Translators: no employee is assigned to a ticket. */
  gtk_string_list_append (names, C_ ("assignee", "Nobody"));
  for (i = 0; i < g_list_model_get_n_items (users); i++)
    {
      g_autoptr (TbObject) user = g_list_model_get_item (users, i);
      const TbUserRecord *record = tb_object_get_record (user);

      if (record->active)
        gtk_string_list_append (names, record->name);
    }
  adw_combo_row_set_model (self->assignee, G_LIST_MODEL (names));
}

static void
tb_new_ticket_dialog_dispose (GObject *object)
{
  TbNewTicketDialog *self = TB_NEW_TICKET_DIALOG (object);

  /* Closed before the last keys were kept. */
  if (self->draft_timer.source != 0)
    save_draft (self);
  g_cancellable_cancel (self->closed);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_NEW_TICKET_DIALOG);
  G_OBJECT_CLASS (tb_new_ticket_dialog_parent_class)->dispose (object);
}

static void
tb_new_ticket_dialog_finalize (GObject *object)
{
  TbNewTicketDialog *self = TB_NEW_TICKET_DIALOG (object);

  g_clear_object (&self->closed);
  g_clear_object (&self->asking);
  g_clear_pointer (&self->known_organisation, g_free);
  G_OBJECT_CLASS (tb_new_ticket_dialog_parent_class)->finalize (object);
}

static void
tb_new_ticket_dialog_class_init (TbNewTicketDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_new_ticket_dialog_dispose;
  object_class->finalize = tb_new_ticket_dialog_finalize;

  g_type_ensure (TB_TYPE_FORM_FIELD);
  gtk_widget_class_install_action (widget_class, "dialog.create", NULL, create);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "dialog.create", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, "dialog.create",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/ticketbruecke/Ticketbruecke/tb-new-ticket-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, draft_bar);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, title);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, organisation);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, contact);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, phone);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, address);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, street);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, postcode);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, town);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, priority);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, queue);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, due);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, assignee);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, taskfire);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, description_frame);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, description);
  gtk_widget_class_bind_template_child (widget_class, TbNewTicketDialog, description_error);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_organisation_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_start_over_cb);
}

static void
tb_new_ticket_dialog_init (TbNewTicketDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tb_dialog_name_rows (GTK_WIDGET (self));
  self->closed = g_cancellable_new ();
  self->draft_timer = (TbDraftTimer){ (TbKeepFunc)save_draft, self };
  g_signal_connect_object (gtk_text_view_get_buffer (self->description), "changed",
                           G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
tb_new_ticket_dialog_new (TbDesk *desk)
{
  TbNewTicketDialog *self;
  guint              i;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);

  self = g_object_new (TB_TYPE_NEW_TICKET_DIALOG, NULL);
  fill_priorities (self);
  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    g_object_set (get_field (self, i), "desk", desk, NULL);
  self->desk = g_object_ref (desk);
  fill_assignees (self);
  tb_desk_load_draft_async (desk, DRAFT_KEY, self->closed, on_draft_loaded_cb, g_object_ref (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->title));
  return GTK_WIDGET (self);
}
