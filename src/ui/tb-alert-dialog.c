/* SPDX-License-Identifier: GPL-3.0-or-later
 * „Ticketwarnung bearbeiten“: of one ticket, and of all tickets of its organisation. */
#include "config.h"

#include "tb-alert-dialog.h"

#include "tb-text.h"

#include <glib/gi18n.h>

struct _TbAlertDialog
{
  AdwWindow parent_instance;

  /* template */
  GtkWidget   *save_button;
  GtkTextView *ticket_view;
  GtkWidget   *organisation_box;
  GtkLabel    *organisation_label;
  GtkTextView *organisation_view;
  GtkLabel    *error;

  TbDesk *desk; /* (owned) (nullable): gone after dispose */
  gint64  ticket;
  char   *organisation;       /* (owned) (nullable): its name */
  char   *ticket_alert;       /* (owned): as it was stored */
  char   *organisation_alert; /* (owned): as it was stored */
  char   *saving;             /* (owned) (nullable): what is being stored */
  char  **saving_as;          /* (borrowed): which of the two */
};

G_DEFINE_FINAL_TYPE (TbAlertDialog, tb_alert_dialog, ADW_TYPE_WINDOW)

static char *
dup_typed (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter    start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static void save_next (TbAlertDialog *self);

static void
on_saved_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (TbAlertDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  tb_engine_do_finish (TB_ENGINE (object), result, NULL, &error);
  if (self->desk == NULL)
    return;
  if (error == NULL)
    {
      g_free (*self->saving_as);
      *self->saving_as = g_steal_pointer (&self->saving);
      save_next (self);
      return;
    }
  text = tb_text_problem (error);
  gtk_label_set_label (self->error, text);
  gtk_widget_set_visible (GTK_WIDGET (self->error), TRUE);
  gtk_widget_set_sensitive (self->save_button, TRUE);
}

/* Returns: whether something else than what is stored was typed */
static gboolean
begin_saving (TbAlertDialog *self,
              GtkTextView   *view,
              char         **stored)
{
  g_free (self->saving);
  self->saving = dup_typed (view);
  self->saving_as = stored;
  return !g_str_equal (*stored, self->saving);
}

/* One after the other; what was not changed is not written. */
static void
save_next (TbAlertDialog *self)
{
  TbCommand command = { .ticket = self->ticket };

  if (begin_saving (self, self->ticket_view, &self->ticket_alert))
    {
      command.type = TB_COMMAND_ALERT;
      command.text = self->saving;
    }
  else if (self->organisation != NULL &&
           begin_saving (self, self->organisation_view, &self->organisation_alert))
    {
      command.type = TB_COMMAND_ORGANISATION_SET;
      command.organisation = self->organisation;
      command.name = "alert";
      command.value = self->saving;
    }
  else
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  gtk_widget_set_sensitive (self->save_button, FALSE);
  tb_engine_do_async (tb_desk_get_engine (self->desk), &command, NULL, on_saved_cb, g_object_ref (self));
}

static void
on_save_cb (TbAlertDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  save_next (self);
}

static gboolean
on_save_key_cb (GtkWidget *widget,
                GVariant  *arguments,
                gpointer   data)
{
  on_save_cb (TB_ALERT_DIALOG (widget));
  return TRUE;
}

static void
tb_alert_dialog_dispose (GObject *object)
{
  TbAlertDialog *self = TB_ALERT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TB_TYPE_ALERT_DIALOG);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tb_alert_dialog_parent_class)->dispose (object);
}

static void
tb_alert_dialog_finalize (GObject *object)
{
  TbAlertDialog *self = TB_ALERT_DIALOG (object);

  g_free (self->organisation);
  g_free (self->ticket_alert);
  g_free (self->organisation_alert);
  g_free (self->saving);
  G_OBJECT_CLASS (tb_alert_dialog_parent_class)->finalize (object);
}

static void
tb_alert_dialog_class_init (TbAlertDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tb_alert_dialog_dispose;
  object_class->finalize = tb_alert_dialog_finalize;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, on_save_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, on_save_key_cb, NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ticketbruecke/Ticketbruecke/tb-alert-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TbAlertDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, TbAlertDialog, ticket_view);
  gtk_widget_class_bind_template_child (widget_class, TbAlertDialog, organisation_box);
  gtk_widget_class_bind_template_child (widget_class, TbAlertDialog, organisation_label);
  gtk_widget_class_bind_template_child (widget_class, TbAlertDialog, organisation_view);
  gtk_widget_class_bind_template_child (widget_class, TbAlertDialog, error);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
}

static void
tb_alert_dialog_init (TbAlertDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
show_alert (GtkTextView *view,
            const char  *alert)
{
  char *clean = g_strstrip (g_strdup (alert != NULL ? alert : ""));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), clean, -1);
  return clean;
}

GtkWidget *
tb_alert_dialog_new (TbDesk        *desk,
                     TbTicketSheet *sheet)
{
  TbAlertDialog              *self;
  TbObject                   *details;
  const TbTicketDetailsExtra *names;
  g_autofree char            *heading = NULL;

  g_return_val_if_fail (TB_IS_DESK (desk), NULL);
  g_return_val_if_fail (TB_IS_TICKET_SHEET (sheet), NULL);
  g_return_val_if_fail (tb_ticket_sheet_get_details (sheet) != NULL, NULL);

  details = TB_OBJECT (tb_ticket_sheet_get_details (sheet));
  names = tb_object_get_extra (details);
  self = g_object_new (TB_TYPE_ALERT_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  self->ticket = tb_ticket_sheet_get_ticket (sheet);
  self->organisation = g_strdup (names->organisation_name);
  self->ticket_alert =
    show_alert (self->ticket_view, ((TbTicketRecord *)tb_object_get_record (details))->alert);
  self->organisation_alert = show_alert (self->organisation_view, names->organisation_alert);
  gtk_widget_set_visible (self->organisation_box, self->organisation != NULL);
  if (self->organisation != NULL)
    {
      /* Translators: %s is the name of an organisation. */
      heading = g_strdup_printf (_ ("Of all tickets of %s"), self->organisation);
      gtk_label_set_label (self->organisation_label, heading);
    }
  return GTK_WIDGET (self);
}
